//! Opening a store: verify, repair what may be repaired, refuse what may not be served.
//!
//! Keeps P4 at start-up: a store that came up empty, shrunken or changed is refused, never served.
//!
//! ```text
//!  1  lock, schema                   another process, another version: refused
//!  2  a rebuild that was cut short   finished or undone: complete folders are always there
//!  3  all files there, no strangers  sled would make what is missing, and call it opened
//!  4  the engine's files copied      before sled may zero what it can't order, or can't read;
//!                                    a copy that is there already goes back first: that
//!                                    opening did not get to 8
//!  5  engine opened                  once more without its snapshots, if they are what is broken
//!  6  records counted                against the inner and the outer inventory
//!  7  all of one installation        `instance`, inventories, base and keyrings name each other
//!     heads and pieces opened        what the disk changed is told now, not when it is asked for
//!  8  all synced, then copy removed  the engine writes when it opens; what is not synced may
//!                                    be torn
//!     and keys wiped                 of records that are no longer there, not before 6 and 7
//! ```
//!
//! 4 to 8 look at what came since the last rebuild, however much is kept. The base was verified
//! when it was made, and nobody has written to it since: its own inventory is believed, and what
//! lies over it is counted against that. What the disk does to it later is noticed by the check of
//! each block that is read, so by the next rebuild at the latest, which reads them all; and by
//! whoever [asks](DamageRule::Show) for everything to be opened. A small one is read at each start.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::crypto::keyring::{
    self, BASE_KEYRING, FROZEN_KEYRING, KeyReader, Keyring, KeyringMark, LIVE_KEYRING,
};
use super::crypto::record_encryption::{EncryptedHead, Slot};
use super::damaged::{DamagedRecord, LostRecords};
use super::disk::files;
use super::disk::folder::{Folder, FolderLock, Instance, Left};
use super::engine::base::{BaseTable, BaseTables};
use super::engine::inventory::{Inventory, InventoryFile};
use super::engine::keyspace::{Key, Keyspace, Removal};
use super::engine::layers::{
    EngineLayer, LayerSet, LayerValue, Layers, TableLayer, unless_removed,
};
use super::engine::sled::{
    Engine, Snapshots, Writes, check_files, clear_snapshots, has_strangers, mend_conf,
    wait_until_closed,
};
use super::fault::{Fault, FolderRefusal};
use super::reader::Keyspaces;

/// A verified store, for the writer to take over.
pub(super) struct VerifiedStore {
    pub(super) folder: Folder,
    pub(super) instance: Instance,
    pub(super) lock: FolderLock,
    pub(super) keyspaces: Keyspaces,
    pub(super) keyring: Keyring,
    pub(super) inventory: Inventory,
    pub(super) inventory_file: InventoryFile,
    /// Records in the young layer, pieces apart.
    pub(super) young_records: usize,
    /// Pieces of drafts that were never kept, and of items half removed.
    pub(super) strays: Vec<Removal>,
    /// Records that do not open.
    pub(super) damaged: Vec<DamagedRecord>,
    /// Files that are not as they were written, of which nothing is lost.
    pub(super) mended: Vec<&'static str>,
    /// What came lately and is gone; none if all of it is there.
    pub(super) lost: Option<LostRecords>,
}

/// What to do about records that do not open, and that nobody has given up yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DamageRule {
    /// Refuse the store.
    Refuse,
    /// Open it to be looked at; the next opening begins with the same files.
    Show,
    /// Open it without them.
    GiveUp,
}

/// The keyrings in which records are still to be counted.
struct Keyrings {
    young: Keyring,
    frozen: Option<Keyring>,
}

/// What is there.
struct Survey {
    inventory: Inventory,
    /// Keys of records that something newer lies over.
    overwritten: Vec<(KeyReader, Slot)>,
    young_records: usize,
}

/// Makes an empty store. `instance` is written last: it says "finished".
pub(super) fn create(at: &Path) -> Result<(), Fault> {
    files::create_folder(at)?;
    if std::fs::read_dir(at)?.next().is_some() {
        return Err(FolderRefusal::NotEmpty.into());
    }
    let folder = Folder::new(at);
    let _lock = folder.lock()?;
    let instance = Instance {
        id: crate::keys::random::random_bytes(),
    };
    create_live(&folder.live(), |mark| Inventory::empty(instance.id, mark))?;
    folder.take_ballast()?;
    folder.mark_closed()?;
    folder.restrict()?;
    files::sync_all(at)?;
    folder.write_instance(&instance)?;
    if let Some(parent) = at.canonicalize()?.parent() {
        files::sync_folder(parent)?;
    }
    Ok(())
}

/// Makes an empty engine, a keyring, and the inventory of what lies below that engine, all durable.
pub(super) fn create_live(
    at: &Path,
    inventory: impl FnOnce(KeyringMark) -> Inventory,
) -> Result<(), Fault> {
    files::create_folder(at)?;
    let mark = Keyring::create(&at.join("keyring"), 0)?;
    let engine = Engine::create(&at.join("sled"))?;
    finish_live(at, &engine, &inventory(mark))?;
    drop(engine);
    wait_until_closed(&at.join("sled"))
}

/// Writes the inventory that a fresh engine begins with, inside and outside. All durable.
pub(super) fn finish_live(
    at: &Path,
    engine: &Engine,
    inventory: &Inventory,
) -> Result<InventoryFile, Fault> {
    let mut writes = Writes::default();
    writes.put(&Key::inventory(), inventory.to_bytes());
    engine.apply(writes)?;
    engine.flush()?;
    let file = InventoryFile::create(&at.join("tally"), inventory)?;
    files::sync_all(at)?;
    Ok(file)
}

/// Opens a store by the steps above. An engine that is given up because its disk is gone panics
/// while it is dropped; to whoever opens, that is a fault like any other.
pub(super) fn open(at: &Path, damage: DamageRule) -> Result<VerifiedStore, Fault> {
    let opened = catch_unwind(AssertUnwindSafe(|| open_by_steps(at, damage)));
    match opened {
        // A block of the base that has to be read for the rest.
        Ok(Err(Fault::Damaged)) => Err(unreadable(at).into()),
        Ok(opened) => opened,
        Err(_) => Err(Fault::Engine("it panicked".into())),
    }
}

/// Something that is no piece stands in neither table of the base. How much that is, is counted
/// for whoever has to decide; naming it, or going on without it, is not possible: what belongs
/// to it (a code's answers, a ledger's tree) would be there and wrong.
fn unreadable(at: &Path) -> FolderRefusal {
    let folder = Folder::new(at);
    let count = || -> Result<Option<LostRecords>, Fault> {
        let outer = InventoryFile::open(&folder.live().join("tally"))?.read()?;
        let id = outer.instance;
        let base = open_base(&folder, &Instance { id })?;
        base.map(|base| base.table.lost()).transpose()
    };
    match count() {
        Ok(Some(lost)) => FolderRefusal::TornTwice(lost),
        _ => FolderRefusal::Torn,
    }
}

fn open_by_steps(at: &Path, damage: DamageRule) -> Result<VerifiedStore, Fault> {
    let folder = Folder::new(at);
    if !at.is_dir() {
        return Err(FolderRefusal::NotAStore.into());
    }
    folder.refuse_strange_kinds()?;
    let written = folder.read_instance()?;
    if written.is_none() && !folder.has_layers() {
        return Err(FolderRefusal::NotAStore.into());
    }
    let lock = folder.lock()?;
    folder.restrict()?;
    settle_rebuild(&folder)?;
    let mut mended = Vec::new();
    for aside in folder.asides() {
        wait_until_closed(&aside.engine())?;
        aside.put_back()?;
        if has_strangers(&aside.engine())? {
            return Err(FolderRefusal::Strangers.into());
        }
        if mend_conf(&aside.engine())? {
            mended.push("live/sled/conf");
        }
        // Before there is a copy: from then on the copy, not the folder, is what opens next.
        check_files(&aside.engine())?;
    }
    let inventory_file = InventoryFile::open(&folder.live().join("tally"))?;
    let outer = inventory_file.read()?;
    let written = written.map(|instance| instance.id);
    if written != Some(outer.instance) {
        mended.push("instance");
    }
    let instance = Instance { id: outer.instance };
    fill_up_keyrings(&folder, &mut mended)?;
    let keyrings = Keyrings::open(&folder)?;
    let base = open_base(&folder, &instance)?;
    let left = folder.left(&instance);
    protect(&folder, &instance, left)?;
    let layers = LayerSet {
        young: keyrings.young_layer(&folder)?,
        frozen: keyrings.frozen_layer(&folder)?,
        base,
    };
    folder.restrict()?;
    let opened = VerifiedStore {
        inventory: found_inventory(&layers, &outer, damage)?,
        keyspaces: Keyspaces {
            engine: Layers::of(layers),
        },
        folder,
        instance,
        lock,
        keyring: keyrings.young,
        inventory_file,
        young_records: 0,
        strays: Vec::new(),
        damaged: Vec::new(),
        mended,
        lost: None,
    };
    check_marks(&opened, &opened.keyspaces.engine.now(), (&outer, written))?;
    verified(opened, keyrings.frozen, &outer, left, damage)
}

impl Keyrings {
    fn open(folder: &Folder) -> Result<Self, Fault> {
        let frozen = folder.frozen();
        let open_frozen = || Keyring::open(&frozen.join("keyring"), FROZEN_KEYRING);
        Ok(Self {
            young: Keyring::open(&folder.live().join("keyring"), LIVE_KEYRING)?,
            frozen: frozen.exists().then(open_frozen).transpose()?,
        })
    }

    fn young_layer(&self, folder: &Folder) -> Result<EngineLayer, Fault> {
        Ok(EngineLayer {
            engine: open_engine(&folder.live().join("sled"))?,
            keys: self.young.reader(),
        })
    }

    fn frozen_layer(&self, folder: &Folder) -> Result<Option<EngineLayer>, Fault> {
        let open = |keyring: &Keyring| {
            Ok(EngineLayer {
                engine: open_engine(&folder.frozen().join("sled"))?,
                keys: keyring.reader(),
            })
        };
        self.frozen.as_ref().map(open).transpose()
    }
}

fn open_base(folder: &Folder, instance: &Instance) -> Result<Option<TableLayer>, Fault> {
    let at = folder.base();
    if !at.exists() {
        return Ok(None);
    }
    let keys = Keyring::open(&at.join("keyring"), BASE_KEYRING)?.reader();
    let tables = BaseTables::open(&at, |of| is_own(of, instance.id, &keys))?;
    let tables = tables.ok_or(FolderRefusal::Half(BaseTable::Records.path()))?;
    Ok(Some(TableLayer {
        table: Arc::new(tables),
        keys,
    }))
}

/// Finishes or undoes a rebuild that was cut short.
///
/// Of a young layer, `fresh` is half, and `next` complete (it has that name only then). While
/// `live` is there it is the newest: nothing is written between the renames. Of a base, `half` is
/// half, and `whole` complete: from then on it stands for `base` and `frozen`.
pub(super) fn settle_rebuild(folder: &Folder) -> Result<(), Fault> {
    let (live, next) = (folder.live(), folder.next());
    discard(&folder.fresh())?;
    if live.exists() {
        discard(&next)?;
    } else if next.exists() {
        std::fs::rename(&next, &live)?;
        files::sync_folder(folder.root())?;
    } else {
        return Err(FolderRefusal::Half("live").into());
    }
    discard(&folder.half())?;
    discard(&folder.old())?;
    discard_copy(folder)?;
    if folder.whole().exists() {
        settle_base(folder)?;
    }
    if !folder.frozen().exists() {
        // Of one that was being opened when its copy was already whole.
        folder.frozen_aside().remove()?;
    }
    Ok(())
}

/// Puts a whole base in the place of what it was made from.
pub(super) fn settle_base(folder: &Folder) -> Result<(), Fault> {
    discard(&folder.frozen())?;
    discard(&folder.base())?;
    std::fs::rename(folder.whole(), folder.base())?;
    files::sync_folder(folder.root())
}

/// Removes a folder that holds keys, overwriting them first.
pub(super) fn discard(at: &Path) -> Result<(), Fault> {
    if at.exists() {
        keyring::wipe_file(&at.join("keyring"))?;
        files::remove_tree(at)?;
        if let Some(parent) = at.parent() {
            files::sync_folder(parent)?;
        }
    }
    Ok(())
}

/// Does away with what was left to be backed up: its keys are overwritten.
pub(super) fn discard_copy(folder: &Folder) -> Result<(), Fault> {
    let copy = folder.for_backup();
    discard(&copy.base())?;
    discard(&copy.live())?;
    discard(copy.root())
}

/// Copies the engines' files aside and marks the store open.
///
/// After the process alone died the files are whole, as the kernel has them: if there is no
/// room for a copy, it opens without (a disk that is full must not keep the channel shut).
/// After the machine stopped they may be torn: no copy, no opening.
fn protect(folder: &Folder, instance: &Instance, left: Left) -> Result<(), Fault> {
    folder.drop_ballast_if_full()?;
    for aside in folder.asides() {
        let size = std::fs::metadata(aside.engine().join("db")).map_or(0, |db| db.len());
        if left != Left::Clean || size <= COPIED_ALWAYS {
            match aside.take() {
                Err(Fault::Full) if left == Left::ByTheMachine => {
                    return Err(FolderRefusal::NoRoomForCopy.into());
                }
                Err(Fault::Full) => aside.read_through()?,
                copied => copied?,
            }
        } else {
            aside.read_through()?;
        }
    }
    folder.mark_open(instance)
}

fn open_engine(at: &Path) -> Result<Engine, Fault> {
    clear_snapshots(at, Snapshots::HalfWritten)?;
    match Engine::open(at) {
        Err(Fault::Refused(refusal)) => Err(refusal.into()),
        Err(_) => {
            // The log holds all that a snapshot does, and the copy holds the snapshot.
            clear_snapshots(at, Snapshots::All)?;
            Engine::open(at).map_err(|fault| FolderRefusal::Unopened(fault.to_string()).into())
        }
        opened => opened,
    }
}

fn find_inventory(engine: &Engine, outer: &Inventory) -> Result<Inventory, Fault> {
    match engine.find(&Key::inventory())? {
        Some(bytes) => Inventory::parse(&bytes).ok_or(Fault::Refused(FolderRefusal::Differs)),
        None if outer.is_empty() => Err(FolderRefusal::Differs.into()),
        None => Err(FolderRefusal::Emptied.into()),
    }
}

/// The inner one. Where nothing is left of the engine, it is that of what lies below it.
fn found_inventory(
    layers: &LayerSet,
    outer: &Inventory,
    damage: DamageRule,
) -> Result<Inventory, Fault> {
    let found = find_inventory(&layers.young.engine, outer);
    match (found, layers) {
        (
            Err(Fault::Refused(FolderRefusal::Emptied)),
            LayerSet {
                base, frozen: None, ..
            },
        ) if damage != DamageRule::Refuse => {
            let mut below = match base {
                Some(base) => base.table.inventory().clone(),
                None => Inventory::empty(outer.instance, outer.keyring),
            };
            below.keyring = outer.keyring;
            Ok(below)
        }
        (found, _) => found,
    }
}

/// Steps 6 to 8.
fn verified(
    mut opened: VerifiedStore,
    mut frozen: Option<Keyring>,
    outer: &Inventory,
    left: Left,
    damage: DamageRule,
) -> Result<VerifiedStore, Fault> {
    let inner = &opened.inventory;
    let layers = opened.keyspaces.engine.now();
    let survey = survey(&layers, inner, &mut opened.keyring, frozen.as_mut())?;
    let compared = compare(inner, outer, &survey.inventory);
    let is_older = survey.inventory.same_records(inner);
    match compared {
        // The engine's log ends where it is damaged: an earlier moment, and all that belongs to it.
        Err(Fault::Refused(FolderRefusal::Shrunken | FolderRefusal::Emptied))
            if damage != DamageRule::Refuse && is_older =>
        {
            opened.lost = Some(outer.lost_in(inner));
        }
        compared => compared?,
    }
    opened.young_records = survey.young_records;
    let (damaged, mended) = verify_records(&opened.keyspaces, damage)?;
    opened.damaged = damaged;
    opened.mended.extend(mended);
    if !opened.damaged.is_empty() {
        opened.mended.retain(|file| !file.ends_with("keyring"));
    }
    let is_damaged = opened.damaged.iter().any(|record| !record.is_given_up);
    if is_damaged || opened.lost.is_some() {
        match damage {
            DamageRule::Refuse => return Err(torn(&layers)?.into()),
            DamageRule::Show => return Ok(opened),
            DamageRule::GiveUp => {}
        }
    }
    let is_unsure = left != Left::Clean || opened.lost.is_some();
    if is_unsure {
        opened.strays = strays(&layers)?;
    }
    // What was verified may be in memory only: the engine writes when it opens. Until that is on
    // the disk, the copy is what a power cut would leave whole.
    opened.lock.sync_all()?;
    if is_unsure {
        wipe_the_forgotten(
            &opened.keyring,
            frozen.as_ref(),
            &layers,
            survey.overwritten,
        )?;
    }
    if opened.mended.contains(&"instance") {
        opened.folder.write_instance(&opened.instance)?;
    }
    if opened.lost.is_some() {
        write_inventory(&mut opened)?;
    } else if !opened.inventory.is_of(outer) {
        opened.inventory_file.write(&opened.inventory)?;
    }
    for aside in opened.folder.asides() {
        aside.remove()?;
    }
    opened.folder.take_ballast()?;
    Ok(opened)
}

/// Inside and outside: what is there now is what there is.
fn write_inventory(opened: &mut VerifiedStore) -> Result<(), Fault> {
    let mut writes = Writes::default();
    writes.put(&Key::inventory(), opened.inventory.to_bytes());
    opened.keyspaces.engine.apply(writes)?;
    opened.keyspaces.engine.flush()?;
    opened.lock.sync_all()?;
    let at = opened.folder.live().join("tally");
    std::fs::remove_file(&at)?;
    opened.inventory_file = InventoryFile::create(&at, &opened.inventory)?;
    opened.lock.sync_all()
}

/// One file, if that is what is wrong; or records that are in several.
fn torn(layers: &LayerSet) -> Result<FolderRefusal, Fault> {
    match &layers.base {
        Some(base) if base.table.is_without_records()? => {
            Ok(FolderRefusal::Half(BaseTable::Records.path()))
        }
        _ => Ok(FolderRefusal::Torn),
    }
}

/// Inventories, base and keyrings name each other, and `instance`, which says only what they do:
/// one that differs is another installation's, of another time, or changed.
fn check_marks(
    opened: &VerifiedStore,
    layers: &LayerSet,
    (outer, written): (&Inventory, Option<[u8; 16]>),
) -> Result<(), Fault> {
    let (inner, instance) = (&opened.inventory, opened.instance.id);
    let foreign = if inner.instance != outer.instance {
        Some(if written == Some(outer.instance) {
            "live/sled"
        } else {
            "live/tally"
        })
    } else if !layers.young.keys.has_mark(inner.keyring)? {
        Some("live/keyring")
    } else if let Some(frozen) = &layers.frozen
        && !is_own(
            &find_inventory(&frozen.engine, outer)?,
            instance,
            &frozen.keys,
        )
    {
        Some("frozen")
    } else {
        foreign_base(layers, instance)?
    };
    foreign.map_or(Ok(()), |file| Err(FolderRefusal::Foreign(file).into()))
}

/// What can't be read of a keyring says nothing.
fn is_own(inventory: &Inventory, instance: [u8; 16], keys: &KeyReader) -> bool {
    inventory.instance == instance && keys.has_mark(inventory.keyring).unwrap_or(false)
}

/// Those that lost their ends: what they opened is named then, record by record.
fn fill_up_keyrings(folder: &Folder, mended: &mut Vec<&'static str>) -> Result<(), Fault> {
    let layers = [
        (folder.live(), LIVE_KEYRING),
        (folder.frozen(), FROZEN_KEYRING),
        (folder.base(), BASE_KEYRING),
    ];
    for (layer, name) in layers {
        if keyring::fill_up(&layer.join("keyring"))? {
            mended.push(name.0);
        }
    }
    Ok(())
}

fn foreign_base(layers: &LayerSet, instance: [u8; 16]) -> Result<Option<&'static str>, Fault> {
    let Some(base) = &layers.base else {
        return Ok(None);
    };
    let inventory = base.table.inventory();
    Ok(if inventory.instance != instance {
        Some("base/records")
    } else if !base.keys.has_mark(inventory.keyring)? {
        Some("base/keyring")
    } else {
        None
    })
}

/// What a crash between a record's removal and the end of its key left: keys that no record names,
/// and those of records that something newer lies over.
fn wipe_the_forgotten(
    young: &Keyring,
    frozen: Option<&Keyring>,
    layers: &LayerSet,
    overwritten: Vec<(KeyReader, Slot)>,
) -> Result<(), Fault> {
    for (keys, slot) in overwritten {
        keys.wipe(slot)?;
    }
    if let Some(base) = &layers.base {
        base.keys.sync()?;
    }
    for keyring in frozen.into_iter().chain([young]) {
        keyring.wipe_unclaimed()?;
    }
    Ok(())
}

/// See [inventory](super::engine::inventory) for why each of these is a loss, and why nothing else
/// is.
fn compare(inner: &Inventory, outer: &Inventory, counted: &Inventory) -> Result<(), Fault> {
    let refused = if inner.instance != outer.instance {
        Some(FolderRefusal::Differs)
    } else if inner.follows(outer) {
        (!counted.same_records(inner)).then_some(FolderRefusal::Differs)
    } else if counted.is_empty() && !outer.is_empty() {
        Some(FolderRefusal::Emptied)
    } else if !inner.is_of(outer) && counted.lacks(outer) {
        Some(FolderRefusal::Shrunken)
    } else if inner != outer || !counted.same_records(inner) {
        Some(FolderRefusal::Differs)
    } else {
        None
    };
    refused.map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// Counts all records but pieces, which `verify_records` looks at: those of the base by its own
/// inventory, and what the engines change of them.
fn survey(
    layers: &LayerSet,
    inner: &Inventory,
    young: &mut Keyring,
    mut frozen: Option<&mut Keyring>,
) -> Result<Survey, Fault> {
    let inventory = match &layers.base {
        Some(base) => base.table.inventory().clone(),
        None => Inventory::empty(inner.instance, inner.keyring),
    };
    let mut survey = Survey {
        inventory,
        overwritten: Vec::new(),
        young_records: 0,
    };
    if let (Some(layer), Some(keyring)) = (&layers.frozen, frozen.as_mut()) {
        let below = |at: &Key| layers.find_in_base(at);
        survey.count(layer, below, keyring)?;
        survey.young_records = 0;
    }
    let below = |at: &Key| layers.find_below_young(at);
    survey.count(&layers.young, below, young)?;
    survey.inventory.take_pieces_of(inner);
    Ok(survey)
}

impl Survey {
    /// What a layer adds to what lies below it, and takes from it.
    fn count(
        &mut self,
        layer: &EngineLayer,
        below: impl Fn(&Key) -> Result<Option<LayerValue>, Fault>,
        keyring: &mut Keyring,
    ) -> Result<(), Fault> {
        for kind in Keyspace::ALL.into_iter().filter(|kind| !kind.is_pieces()) {
            for found in layer.engine.scan(&Key::keyspace(kind), None) {
                let (at, value) = found?;
                self.young_records += 1;
                if let Some(older) = below(&at)? {
                    self.inventory.remove(kind, &at, &older.value);
                    if kind.names_a_slot() {
                        let slot = EncryptedHead::parse(&older.value)?.slot;
                        self.overwritten.push((older.keys, slot));
                    }
                }
                let Some(value) = unless_removed(&at, value)? else {
                    continue;
                };
                self.inventory.add(kind, &at, &value);
                if kind.names_a_slot() {
                    // Of two that name one slot, and of one that names none, it is told by whether
                    // they open.
                    let _ = keyring.claim(EncryptedHead::parse(&value)?.slot);
                }
            }
        }
        Ok(())
    }
}

/// Opens heads and their pieces; what does not open, and files that are not as they were written,
/// but stand twice. All of them, if somebody asks for that or they are few; otherwise those that
/// came since the last rebuild.
fn verify_records(
    keyspaces: &Keyspaces,
    damage: DamageRule,
) -> Result<(Vec<DamagedRecord>, Vec<&'static str>), Fault> {
    let layers = keyspaces.engine.now();
    let Some(base) = &layers.base else {
        return Ok((verify_all(keyspaces)?, Vec::new()));
    };
    let length = base.table.length()?;
    if damage != DamageRule::Refuse || length.is_none_or(|length| length <= READ_ALWAYS) {
        let mended = base.table.damaged(|| Ok(()))?;
        let damaged = verify_all(keyspaces)?;
        // What can't be read of pieces is not mended, but named.
        let is_mended = |table: &BaseTable| *table != BaseTable::Records || damaged.is_empty();
        let mended = mended.into_iter().filter(is_mended).map(BaseTable::path);
        let mended = mended.collect();
        return Ok((damaged, mended));
    }
    let mut damaged = Vec::new();
    for layer in layers.engines() {
        for kind in HEADS {
            for found in layer.engine.scan(&Key::keyspace(kind), None) {
                let (at, value) = found?;
                if unless_removed(&at, value)?.is_some() {
                    match keyspaces.verify(kind, &at) {
                        // A newer layer has removed it.
                        Ok(()) | Err(Fault::NotKept) => {}
                        Err(Fault::Damaged) => damaged.push(keyspaces.damaged(kind, at)?),
                        Err(fault) => return Err(fault),
                    }
                }
            }
        }
    }
    Ok((damaged, Vec::new()))
}

/// Opens each head and each piece of it; what does not open.
fn verify_all(keyspaces: &Keyspaces) -> Result<Vec<DamagedRecord>, Fault> {
    let mut damaged = Vec::new();
    for kind in HEADS {
        for found in keyspaces.engine.scan(&Key::keyspace(kind), None) {
            let (key, _) = found?;
            match keyspaces.verify(kind, &key) {
                Ok(()) => {}
                Err(Fault::Damaged | Fault::NotKept) => {
                    damaged.push(keyspaces.damaged(kind, key)?);
                }
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(damaged)
}

/// Pieces in the young layer whose head is nowhere. Leaps from record to record.
fn strays(layers: &LayerSet) -> Result<Vec<Removal>, Fault> {
    let engine = &layers.young.engine;
    let mut strays = Vec::new();
    for kind in [Keyspace::Chunks, Keyspace::ReplyParts] {
        let start = Key::keyspace(kind);
        let mut after = None;
        while let Some(found) = engine.scan(&start, after.as_ref()).next() {
            let (at, _) = found?;
            let (head, next) = at.head().ok_or(Fault::Damaged)?;
            let pieces = head.pieces();
            if layers.find(&head)?.is_some() {
                after = Some(pieces.piece(u32::MAX));
                continue;
            }
            let mut end = next;
            for piece in engine.pieces(&pieces, next) {
                piece?;
                end = end.saturating_add(1);
            }
            after = Some(pieces.piece(end - 1));
            strays.push(Removal { pieces, next, end });
        }
    }
    Ok(strays)
}

/// Keyspaces of records that have a key of their own.
const HEADS: [Keyspace; 3] = [Keyspace::Access, Keyspace::Headers, Keyspace::Replies];

/// 64 MiB: an engine so small is copied aside before each opening, since it costs nothing.
const COPIED_ALWAYS: u64 = 64 << 20;

/// 16 MiB, some 40,000 codes: a base so small is read and opened at each start, in half a second.
const READ_ALWAYS: u64 = 16 << 20;
