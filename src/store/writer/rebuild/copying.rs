//! The part of a rebuild that takes long, on a thread of its own: reads what nobody changes any
//! more, writes what nobody knows yet.
//!
//! In memory are one record, one block for each level of the table, and some keys.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as blocking;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

use super::super::brake::Brake;
use super::super::limits::{RESERVE, WINDOW};
use super::super::queue::Work;
use super::super::rebuild_steps::{Frozen, RebuildStep, YoungLayer};
use super::super::stop::must;
use super::leave_copy::leave_copy;
use crate::store::crypto::keyring::{KeyReader, Keyring, KeyringWriter, LIVE_KEYRING};
use crate::store::crypto::record_encryption::{EncryptedHead, RecordKey, pieces_of};
use crate::store::disk::files;
use crate::store::disk::folder::{Folder, Instance};
use crate::store::engine::base::{BaseTables, BaseWriter};
use crate::store::engine::inventory::Inventory;
use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::engine::layers::{LayerSet, TableLayer};
use crate::store::engine::sled::{Engine, wait_until_closed};
use crate::store::fault::{Fault, FolderRefusal};
use crate::store::reader::length_of;
use crate::store::recovery::{discard, discard_copy, settle_base};

/// The thread, and whom it talks to.
pub(super) struct Copying {
    pub(super) folder: Folder,
    pub(super) instance: Instance,
    pub(super) writer: mpsc::WeakUnboundedSender<Work>,
    pub(super) is_cancelled: Arc<AtomicBool>,
    /// Somebody waits for a copy to back up.
    pub(super) leaves_copy: bool,
    pub(super) brake: Brake,
}

/// A base under way.
struct BaseUnderWay<'a> {
    copying: &'a Copying,
    from: &'a Arc<LayerSet>,
    drafts: BTreeSet<Key>,
    table: BaseWriter,
    keyring: KeyringWriter,
    /// Of the old records as they were met: compared with the inventory in the end.
    met: Inventory,
    made: Inventory,
    unsynced: usize,
    /// Records and pieces that were copied, and those that there are.
    copied: u64,
    all: u64,
}

impl Copying {
    /// Works until it is over. `left` is what an earlier rebuild froze and did not copy.
    pub(super) fn run(self, left: Option<Frozen>) {
        let copied = catch_unwind(AssertUnwindSafe(|| self.rebuild(left)));
        let copied = copied.unwrap_or_else(|_| Err(Fault::Engine("it panicked".into())));
        if copied.is_err() {
            for half in [self.folder.fresh(), self.folder.half()] {
                must("remove what was copied by half", discard(&half));
            }
            if self.leaves_copy {
                must(
                    "remove what was to be backed up",
                    discard_copy(&self.folder),
                );
            }
        }
        // If the writer is closing, nobody waits for it.
        let _ = send(&self.writer, RebuildStep::Over(copied));
    }

    fn rebuild(&self, left: Option<Frozen>) -> Result<(), Fault> {
        let frozen = match left {
            Some(left) => left,
            None => self.freeze()?,
        };
        let base = self.copy(&frozen)?;
        drop(frozen);
        if self.leaves_copy {
            leave_copy(&self.folder, &self.instance, &base)?;
        }
        let (tell, told) = blocking::channel();
        send(&self.writer, RebuildStep::TakeOver(base, tell))?;
        let before = told.recv().map_err(|_| Fault::Closed)?;
        must("remove what was copied", self.remove(before));
        Ok(())
    }

    /// Makes an empty young layer, and has the writer put it over what is there.
    fn freeze(&self) -> Result<Frozen, Fault> {
        let at = self.folder.fresh();
        discard(&at)?;
        files::create_folder(&at)?;
        Keyring::create(&at.join("keyring"), 0)?;
        let young = YoungLayer {
            engine: Engine::create(&at.join("sled"))?,
            keyring: Keyring::open(&at.join("keyring"), LIVE_KEYRING)?,
        };
        files::sync_all(&at)?;
        let (tell, told) = blocking::channel();
        send(&self.writer, RebuildStep::Freeze(young, tell))?;
        told.recv().map_err(|_| Fault::Closed)?
    }

    /// Writes the fresh base; durable, but not yet in place.
    fn copy(&self, frozen: &Frozen) -> Result<TableLayer, Fault> {
        let at = self.folder.half();
        discard(&at)?;
        files::create_folder(&at)?;
        let due = frozen.layers.young.engine.find(&Key::inventory())?;
        let due = due.and_then(|bytes| Inventory::parse(&bytes));
        let due = due.ok_or(FolderRefusal::Differs)?;
        let keys: u64 = Keyspace::ALL
            .into_iter()
            .filter(|kind| kind.names_a_slot())
            .map(|kind| due.count(kind))
            .sum();
        let keys = usize::try_from(keys).map_err(|_| Fault::Full)?;
        let keyring = KeyringWriter::create(&at.join("keyring"), keys)?;
        let mut base = BaseUnderWay {
            copying: self,
            from: &frozen.layers,
            drafts: frozen.drafts.clone(),
            table: BaseWriter::create(&at)?,
            met: Inventory::empty(self.instance.id, due.keyring),
            made: Inventory::empty(self.instance.id, keyring.mark()?),
            keyring,
            unsynced: 0,
            copied: 0,
            all: Keyspace::ALL.into_iter().map(|kind| due.count(kind)).sum(),
        };
        for kind in Keyspace::ALL {
            match kind {
                Keyspace::Chunks => base.pieces(Keyspace::Headers, kind)?,
                Keyspace::ReplyParts => base.pieces(Keyspace::Replies, kind)?,
                _ => base.keyspace(kind)?,
            }
        }
        base.finish(&due, &at)
    }

    /// Does away with layers that were copied, once nobody reads them any more.
    fn remove(&self, before: Arc<LayerSet>) -> Result<(), Fault> {
        let (frozen, base) = (before.frozen.clone(), before.base.clone());
        drop(before);
        if let Some(base) = base {
            drop(base.table);
            wait_for_readers(&base.keys);
        }
        if let Some(frozen) = frozen {
            wait_for_readers(&frozen.keys);
            drop(frozen.engine);
            wait_until_closed(&self.folder.frozen().join("sled"))?;
        }
        settle_base(&self.folder)
    }

    fn go_on(&self) -> Result<(), Fault> {
        #[cfg(test)]
        while self.brake.is_rebuild_held() && !self.is_cancelled.load(Ordering::Relaxed) {
            thread::sleep(READERS_PAUSE);
        }
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Err(Fault::Closed);
        }
        Ok(())
    }
}

impl BaseUnderWay<'_> {
    fn keyspace(&mut self, kind: Keyspace) -> Result<(), Fault> {
        for found in self.from.scan(&Key::keyspace(kind), None) {
            let (at, value) = found?;
            self.met.add(kind, &at, &value);
            let value = if kind.names_a_slot() {
                self.moved(&at, &value)?
            } else {
                value
            };
            self.made.add(kind, &at, &value);
            self.put(&at, &value)?;
        }
        Ok(())
    }

    /// Copies the pieces of all records with a head in this keyspace, in the order of their heads,
    /// and those of drafts that are still being written: copied, not counted.
    fn pieces(&mut self, heads: Keyspace, kind: Keyspace) -> Result<(), Fault> {
        let drafts = match heads {
            Keyspace::Headers => std::mem::take(&mut self.drafts),
            _ => BTreeSet::new(),
        };
        let mut drafts = drafts.into_iter().peekable();
        for found in self.from.scan(&Key::keyspace(heads), None) {
            let (head, _) = found?;
            while let Some(draft) = drafts.next_if(|draft| *draft < head) {
                self.pieces_of(heads, &draft)?;
            }
            // Forgotten since, and so in the young layer, too.
            drafts.next_if(|draft| *draft == head);
            let copied = self.pieces_of(heads, &head)?;
            self.met.add_pieces(kind, copied);
            self.made.add_pieces(kind, copied);
        }
        drafts.try_for_each(|draft| self.pieces_of(heads, &draft).map(drop))
    }

    /// Copies all pieces of a record; of one that the operator goes on without, those that can be
    /// read; of a draft, those that are there.
    fn pieces_of(&mut self, kind: Keyspace, head: &Key) -> Result<u64, Fault> {
        let (pieces, due) = (head.pieces(), self.pieces_due(kind, head)?);
        let mut copied = 0;
        for index in 0..due.unwrap_or(u32::MAX) {
            let at = pieces.piece(index);
            match self.from.find(&at) {
                Ok(Some(found)) => self.put(&at, &found.value)?,
                Ok(None) if due.is_none() => break,
                Ok(None) | Err(Fault::Damaged) if self.is_given_up(head)? => {
                    if due.is_none() {
                        break;
                    }
                }
                Ok(None) => return Err(Fault::Damaged),
                Err(fault) => return Err(fault),
            }
            copied += 1;
        }
        Ok(copied)
    }

    /// How many pieces a record has; none if nobody knows: of a draft, and of a head that does not
    /// open.
    fn pieces_due(&self, kind: Keyspace, at: &Key) -> Result<Option<u32>, Fault> {
        let Some(found) = self.from.find(at)? else {
            return Ok(None);
        };
        let length = found.open_head(at).and_then(|head| length_of(kind, &head));
        match length.map(|length| u32::try_from(pieces_of(length))) {
            Ok(due) => Ok(due.ok()),
            Err(Fault::Damaged) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn is_given_up(&self, head: &Key) -> Result<bool, Fault> {
        Ok(self.from.find(&Key::unreadable(head))?.is_some())
    }

    /// The same head, its key in a slot of the fresh keyring.
    fn moved(&mut self, at: &Key, value: &[u8]) -> Result<Vec<u8>, Fault> {
        let head = EncryptedHead::parse(value)?;
        let found = self.from.find(at)?.ok_or(Fault::Damaged)?;
        let key = match found.keys.key(head.slot) {
            // Its keyring was cut short. So nothing opens it, here as there.
            Err(Fault::Damaged) if self.is_given_up(at)? => RecordKey::random(),
            key => key?,
        };
        let slot = self.keyring.place(&key)?;
        Ok(head.moved(slot).to_bytes())
    }

    fn put(&mut self, key: &Key, value: &[u8]) -> Result<(), Fault> {
        self.copying.go_on()?;
        self.unsynced += value.len();
        self.copied += 1;
        self.table.push(key, value)?;
        if self.unsynced > WINDOW {
            if self.copying.folder.room()? < RESERVE / 4 {
                return Err(Fault::Full);
            }
            self.table.sync()?;
            self.keyring.sync()?;
            self.unsynced = 0;
            let done = COPYING_PART * self.copied.min(self.all);
            let all = (COPYING_PART + 1) * self.all;
            self.copying.brake.go_on(done, all);
        }
        Ok(())
    }

    /// Compares, makes durable, reads once more and compares again.
    fn finish(self, due: &Inventory, at: &Path) -> Result<TableLayer, Fault> {
        // Of pieces, each that a record has was looked for.
        let mut met = self.met;
        met.take_pieces_of(due);
        if !met.same_records(due) {
            return Err(FolderRefusal::Differs.into());
        }
        let keys = self.keyring.finish()?;
        self.table.finish(&self.made)?;
        files::sync_folder(at)?;
        let table = BaseTables::open(at, |of| *of == self.made)?;
        let table = Arc::new(table.ok_or(FolderRefusal::Torn)?);
        let (read, all) = (Cell::new(0), self.all);
        let go_on = || {
            read.set(read.get() + 1);
            if read.get() % READ_AT_ONCE == 0 {
                // Two tables.
                let done = COPYING_PART * all + (read.get() / 2).min(all);
                self.copying.brake.go_on(done, (COPYING_PART + 1) * all);
            }
            self.copying.go_on()
        };
        if !table.damaged(go_on)?.is_empty() {
            return Err(FolderRefusal::Torn.into());
        }
        Ok(TableLayer { table, keys })
    }
}

/// Sends a step to the writer, unless that is closing.
fn send(writer: &mpsc::WeakUnboundedSender<Work>, step: RebuildStep) -> Result<(), Fault> {
    let writer = writer.upgrade().ok_or(Fault::Closed)?;
    let sent = writer.send(Work::Rebuild(step));
    sent.map_err(|_| Fault::Closed)
}

/// Waits until nobody but this thread has these keys, and with them the layer that they open.
fn wait_for_readers(keys: &KeyReader) {
    while !keys.is_last() {
        thread::sleep(READERS_PAUSE);
    }
}

/// Of a rebuild's time, copying takes so many parts; one is for reading it again.
const COPYING_PART: u64 = 3;

/// Records that are read again before those who wait for the rebuild hear of it.
const READ_AT_ONCE: u64 = 1024;

const READERS_PAUSE: Duration = Duration::from_millis(2);
