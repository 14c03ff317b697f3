//! Opening with care.
//!
//! Keeps P4 at start-up: a store that came up empty, shrunken or changed is refused, never served.
//!
//! ```text
//!  1  lock, schema                   another process, another version: refused
//!  2  a rebuild that was cut short   finished or undone: one complete folder is always there
//!  3  all files there, no strangers  sled would make what is missing, and call it opened
//!  4  the engine's files copied      before sled may zero what it can't order, or can't read;
//!                                    a copy that is there already goes back first: that
//!                                    opening did not get to 8
//!  5  engine opened                  once more without its snapshots, if they are what is broken
//!  6  records counted                against the inner and the outer inventory
//!  7  all of one installation        `instance`, both inventories and the keyring name each other
//!     every head and piece opened    what the disk changed is told now, not when it is asked for
//!  8  all synced, then copy removed  the engine writes when it opens; what is not synced may
//!                                    be torn
//!     and keys wiped                 of records that are no longer there, not before 6 and 7
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::crypto::keyring::{self, Keyring};
use super::crypto::record_encryption::{EncryptedHead, Slot};
use super::damaged::DamagedRecord;
use super::disk::files;
use super::disk::folder::{Folder, FolderLock, Instance, Left};
use super::engine::inventory::{Inventory, InventoryFile};
use super::engine::keyspace::{Key, Keyspace, Removal};
use super::engine::sled::{
    Engine, Snapshots, Writes, check_files, clear_snapshots, has_strangers, wait_until_closed,
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
    /// Pieces of drafts that were never kept, and of items half removed.
    pub(super) strays: Vec<Removal>,
    /// Records that do not open.
    pub(super) damaged: Vec<DamagedRecord>,
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

/// What is there.
struct Survey {
    inventory: Inventory,
    slots: Vec<Slot>,
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
    create_live(&folder.live(), &instance)?;
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

/// Makes an empty engine, keyring and inventory, all durable.
fn create_live(at: &Path, instance: &Instance) -> Result<(), Fault> {
    files::create_folder(at)?;
    let mark = Keyring::create(&at.join("keyring"), 0)?;
    let inventory = Inventory::empty(instance.id, mark);
    let engine = Engine::create(&at.join("sled"))?;
    let mut writes = Writes::default();
    writes.put(&Key::inventory(), inventory.to_bytes());
    engine.apply(writes)?;
    engine.flush()?;
    drop(engine);
    InventoryFile::create(&at.join("tally"), &inventory)?;
    files::sync_all(at)
}

/// Opens a store by the steps above. An engine that is given up because its disk is gone panics
/// while it is dropped; to whoever opens, that is a fault like any other.
pub(super) fn open(at: &Path, damage: DamageRule) -> Result<VerifiedStore, Fault> {
    let opened = catch_unwind(AssertUnwindSafe(|| open_by_steps(at, damage)));
    opened.unwrap_or_else(|_| Err(Fault::Engine("it panicked".into())))
}

fn open_by_steps(at: &Path, damage: DamageRule) -> Result<VerifiedStore, Fault> {
    let folder = Folder::new(at);
    if !at.is_dir() {
        return Err(FolderRefusal::NotAStore.into());
    }
    let instance = folder.read_instance()?;
    let lock = folder.lock()?;
    folder.restrict()?;
    settle_rebuild(&folder)?;
    let at = folder.live().join("sled");
    wait_until_closed(&at)?;
    folder.put_copy_back()?;
    if has_strangers(&at)? {
        return Err(FolderRefusal::Strangers.into());
    }
    // Before there is a copy: from then on the copy, not the folder, is what opens next.
    check_files(&at)?;
    let inventory_file = InventoryFile::open(&folder.live().join("tally"))?;
    let outer = inventory_file.read()?;
    let keyring = Keyring::open(&folder.live().join("keyring"))?;
    let left = folder.left(&instance);
    protect(&folder, &instance, left)?;
    let keyspaces = Keyspaces {
        engine: open_engine(&at)?,
        keys: keyring.reader(),
    };
    folder.restrict()?;
    let opened = VerifiedStore {
        inventory: find_inventory(&keyspaces.engine, &outer)?,
        folder,
        instance,
        lock,
        keyspaces,
        keyring,
        inventory_file,
        strays: Vec::new(),
        damaged: Vec::new(),
    };
    verified(opened, &outer, left, damage)
}

/// Finishes or undoes a rebuild that was cut short.
///
/// `fresh` is half; `next` is complete (it has that name only then); `old` was replaced. While
/// `live` is there it is the newest: nothing is written between the renames.
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
    discard(&folder.old())
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

/// Copies the engine's files aside and marks the store open.
///
/// After the process alone died the files are whole, as the kernel has them: if there is no
/// room for a copy, it opens without (a disk that is full must not keep the channel shut).
/// After the machine stopped they may be torn: no copy, no opening.
fn protect(folder: &Folder, instance: &Instance, left: Left) -> Result<(), Fault> {
    folder.drop_ballast_if_full()?;
    let size = std::fs::metadata(folder.live().join("sled/db")).map_or(0, |db| db.len());
    if left != Left::Clean || size <= COPIED_ALWAYS {
        match folder.copy_aside() {
            Err(Fault::Full) if left == Left::ByTheMachine => {
                return Err(FolderRefusal::NoRoomForCopy.into());
            }
            Err(Fault::Full) => folder.read_through()?,
            copied => copied?,
        }
    } else {
        folder.read_through()?;
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

/// Steps 6 to 8.
fn verified(
    mut opened: VerifiedStore,
    outer: &Inventory,
    left: Left,
    damage: DamageRule,
) -> Result<VerifiedStore, Fault> {
    let inner = &opened.inventory;
    check_marks(&opened, outer)?;
    let survey = survey(&opened.keyspaces.engine, inner)?;
    compare(inner, outer, &survey.inventory)?;
    if !survey.slots.iter().all(|slot| opened.keyring.claim(*slot)) {
        return Err(FolderRefusal::Differs.into());
    }
    opened.damaged = verify_all(&opened.keyspaces, inner)?;
    if opened.damaged.iter().any(|record| !record.is_given_up) {
        match damage {
            DamageRule::Refuse => return Err(FolderRefusal::Torn.into()),
            DamageRule::Show => return Ok(opened),
            DamageRule::GiveUp => {}
        }
    }
    if left != Left::Clean {
        opened.strays = strays(&opened.keyspaces.engine)?;
    }
    // What was verified may be in memory only: the engine writes when it opens. Until that is on
    // the disk, the copy is what a power cut would leave whole.
    opened.lock.sync_all()?;
    if left != Left::Clean {
        opened.keyring.wipe_unclaimed()?;
    }
    if !opened.inventory.is_of(outer) {
        opened.inventory_file.write(&opened.inventory)?;
    }
    opened.folder.remove_copy()?;
    opened.folder.take_ballast()?;
    Ok(opened)
}

/// `instance`, both inventories and the keyring name each other: one that differs is another
/// installation's, of another time, or changed.
fn check_marks(opened: &VerifiedStore, outer: &Inventory) -> Result<(), Fault> {
    let (inner, instance) = (&opened.inventory, opened.instance.id);
    let keyring = opened.keyspaces.keys.mark()?;
    let foreign = if inner.instance != instance {
        Some(if outer.instance == instance {
            "live/sled"
        } else {
            "instance"
        })
    } else if outer.instance != instance {
        Some("live/tally")
    } else if inner.keyring != keyring {
        Some("live/keyring")
    } else {
        None
    };
    foreign.map_or(Ok(()), |file| Err(FolderRefusal::Foreign(file).into()))
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

/// Does a freshly written engine, opened again, hold what was written?
pub(super) fn check_fresh(engine: &Engine, made: &Inventory) -> Result<(), Fault> {
    let inventory = find_inventory(engine, made)?;
    compare(&inventory, made, &survey(engine, &inventory)?.inventory)
}

/// Counts all records but pieces, which `verify_all` looks at.
fn survey(engine: &Engine, inner: &Inventory) -> Result<Survey, Fault> {
    let mut inventory = Inventory::empty(inner.instance, inner.keyring);
    let mut slots = Vec::new();
    for kind in Keyspace::ALL {
        if kind.is_pieces() {
            inventory.add_pieces(kind, inner.count(kind));
            continue;
        }
        for found in engine.scan(&Key::keyspace(kind), None) {
            let (key, value) = found?;
            inventory.add(kind, &key, &value);
            if kind.names_a_slot() {
                slots.push(EncryptedHead::parse(&value)?.slot);
            }
        }
    }
    Ok(Survey { inventory, slots })
}

/// Opens each head and each piece of it; what does not open. The numbers of pieces are compared
/// where everything does.
fn verify_all(keyspaces: &Keyspaces, inner: &Inventory) -> Result<Vec<DamagedRecord>, Fault> {
    let mut pieces = Inventory::empty(inner.instance, inner.keyring);
    let mut damaged = Vec::new();
    for kind in [Keyspace::Access, Keyspace::Headers, Keyspace::Replies] {
        for found in keyspaces.engine.scan(&Key::keyspace(kind), None) {
            let (key, _) = found?;
            let Ok(counted) = keyspaces.verify(kind, &key) else {
                damaged.push(keyspaces.damaged(kind, key)?);
                continue;
            };
            match kind {
                Keyspace::Headers => pieces.add_pieces(Keyspace::Chunks, counted),
                Keyspace::Replies => pieces.add_pieces(Keyspace::ReplyParts, counted),
                _ => {}
            }
        }
    }
    let whole = [Keyspace::Chunks, Keyspace::ReplyParts]
        .iter()
        .all(|kind| pieces.count(*kind) == inner.count(*kind));
    if whole || !damaged.is_empty() {
        Ok(damaged)
    } else {
        Err(FolderRefusal::Torn.into())
    }
}

/// Pieces whose head is not there. Leaps from record to record.
fn strays(engine: &Engine) -> Result<Vec<Removal>, Fault> {
    let mut strays = Vec::new();
    for kind in [Keyspace::Chunks, Keyspace::ReplyParts] {
        let start = Key::keyspace(kind);
        let mut after = None;
        while let Some(found) = engine.scan(&start, after.as_ref()).next() {
            let (at, _) = found?;
            let (head, next) = at.head().ok_or(Fault::Damaged)?;
            let pieces = head.pieces();
            if engine.holds(&head)? {
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

/// 64 MiB: a store so small is copied aside before each opening, since it costs nothing.
const COPIED_ALWAYS: u64 = 64 << 20;
