//! Rebuilding: what is alive, copied into a fresh base, while everybody goes on.
//!
//! Keeps P6 and P10: sled's log tells what was written beside what, and holds what
//! was removed, until then. Records are copied in the order of their keys, which are random, and so
//! are what opens them: neither tells the order of arrival, and nothing joins an access record to
//! the report that came with it. Also gives back the space that sled does not,
//! and keeps the engine small, and with it memory and the time to open.
//!
//! ```text
//!   thread    makes an empty young layer in fresh/
//!   writer    fresh ─▶ next       complete: it has this name only then
//!             live  ─▶ frozen     takes no more writes
//!             next  ─▶ live       (between these two, opening takes `next`)
//!   thread    copies frozen over base into half/, syncs it, reads it again
//!   writer    overwrites in half/ the keys of what was forgotten meanwhile, syncs
//!             half  ─▶ whole      from here on it stands for base and frozen, also for opening
//!   thread    waits for those who still read these; overwrites their keyrings, removes them
//!             whole ─▶ base
//! ```
//!
//! The writer does a few renames and syncs of small files, twice; whatever is written meanwhile
//! goes into the young layer, over what is being copied. A crash at any point leaves either the
//! base and the frozen layer or the whole one, never a mixture, and the young layer beside it.

mod copying;
mod leave_copy;

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::rebuild_room::room_to_rebuild;
use super::rebuild_steps::{
    Frozen, RebuildAsker, RebuildPurpose, RebuildStep, UnderWay, YoungLayer,
};
use super::state::Writer;
use super::stop::must;
use crate::store::crypto::record_encryption::EncryptedHead;
use crate::store::disk::files;
use crate::store::disk::folder::Folder;
use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::engine::layers::{EngineLayer, LayerSet, TableLayer};
use crate::store::fault::Fault;
use crate::store::recovery::finish_live;

impl Writer {
    /// Somebody asks for a rebuild of all that is here now.
    pub(super) fn ask_for_rebuild(&mut self, asker: RebuildAsker) {
        self.rebuild.waiting.push(asker);
        if !self.rebuild.is_under_way() {
            self.begin_rebuild();
        }
    }

    /// Refuses without harm if there is no room for a second copy of what is alive. Not by the
    /// file's length: a file full of what was forgotten is what this is for.
    pub(super) fn begin_rebuild(&mut self) {
        let room = must("ask for the room left", self.folder.room());
        let begun = if room < room_to_rebuild(&self.inventory) {
            self.brake.do_without_rebuild();
            Err(Fault::Full)
        } else {
            self.start_copying()
        };
        if let Err(fault) = begun {
            self.refuse_all(&fault);
        }
    }

    fn start_copying(&mut self) -> Result<(), Fault> {
        let is_cancelled = Arc::new(AtomicBool::new(false));
        // One that an earlier rebuild left is copied first.
        let left = self.with_keyspaces(|keyspaces| keyspaces.engine.now());
        let left = left
            .frozen
            .is_some()
            .then(|| self.frozen(&left))
            .transpose()?;
        let is_left = left.is_some();
        let mut waiting = self.rebuild.waiting.iter();
        let leaves_copy = waiting.any(|asker| asker.purpose == RebuildPurpose::Backup) && !is_left;
        let at_work = copying::Copying {
            folder: self.folder.clone(),
            instance: self.instance.clone(),
            writer: self.outbox.clone(),
            is_cancelled: Arc::clone(&is_cancelled),
            leaves_copy,
            brake: self.brake.clone(),
        };
        let thread = thread::Builder::new()
            .name("store-rebuild".into())
            .spawn(move || at_work.run(left))?;
        // Files go on meanwhile: what it takes is being taken.
        self.rebuild_room.set(0);
        let told = if is_left {
            Vec::new()
        } else {
            std::mem::take(&mut self.rebuild.waiting)
        };
        self.rebuild.under_way = Some(UnderWay {
            thread,
            is_cancelled,
            forgotten: Vec::new(),
            told,
        });
        Ok(())
    }

    pub(super) fn take_step(&mut self, step: RebuildStep) {
        match step {
            RebuildStep::Freeze(young, tell) => {
                // If nobody hears it, the thread is gone, and what is frozen waits for the next.
                let _ = tell.send(self.freeze(young));
            }
            RebuildStep::TakeOver(base, tell) => {
                let _ = tell.send(self.take_over(base));
            }
            RebuildStep::Over(result) => self.end_rebuild(result),
        }
    }

    /// Puts an empty layer over what is there. Once the renames begin, whatever fails ends the
    /// process, and opening settles it.
    fn freeze(&mut self, young: YoungLayer) -> Result<Frozen, Fault> {
        self.sync();
        let mut inventory = self.inventory.clone();
        inventory.advance();
        inventory.keyring = young.keyring.reader().mark()?;
        let file = finish_live(&self.folder.fresh(), &young.engine, &inventory)?;
        must("finish the fresh layer", complete(&self.folder));
        must("set the layer aside", set_aside(&self.folder));
        must("put the fresh layer in place", put_in_place(&self.folder));
        let keys = young.keyring.reader();
        let frozen = self.with_keyspaces(|keyspaces| {
            let before = keyspaces.engine.now();
            let now = LayerSet {
                young: EngineLayer {
                    engine: young.engine,
                    keys,
                },
                frozen: Some(before.young.clone()),
                base: before.base.clone(),
            };
            keyspaces.engine.replace(now);
            keyspaces.engine.now()
        });
        self.keyring = young.keyring;
        self.inventory = inventory;
        self.inventory_file = file;
        self.young_records = 0;
        self.rebuild_at = 0;
        self.brake.begin_layer();
        // What was forgotten until here is so in what is copied, and what took its place, at the
        // same key, is copied, too.
        if let Some(under_way) = &mut self.rebuild.under_way {
            under_way.forgotten.clear();
        }
        // Pieces that nothing names are not copied.
        self.removals.clear();
        self.pulse.beat();
        self.frozen(&frozen)
    }

    /// What is below the young layer of these. An item that was kept since may have pieces there,
    /// from when it was a draft.
    fn frozen(&self, layers: &LayerSet) -> Result<Frozen, Fault> {
        let mut drafts: BTreeSet<_> = self.drafts.iter().map(|id| Key::header(*id)).collect();
        let headers = Key::keyspace(Keyspace::Headers);
        for kept in layers.young.engine.scan(&headers, None) {
            drafts.insert(kept?.0);
        }
        let frozen = layers.frozen.clone();
        let layers = LayerSet {
            young: frozen.expect("it is asked for only where there is one"),
            frozen: None,
            base: layers.base.clone(),
        };
        Ok(Frozen {
            layers: Arc::new(layers),
            drafts,
        })
    }

    /// From the rename on the fresh base stands for what it was copied from; that is returned, to
    /// be done away with once nobody reads it.
    fn take_over(&mut self, base: TableLayer) -> Arc<LayerSet> {
        self.sync();
        must("overwrite keys", self.forget_in(&base));
        must("finish the fresh base", complete_base(&self.folder));
        let before = self.with_keyspaces(|keyspaces| {
            let now = LayerSet {
                young: keyspaces.engine.now().young.clone(),
                frozen: None,
                base: Some(base),
            };
            keyspaces.engine.replace(now)
        });
        self.pulse.beat();
        before
    }

    /// What was forgotten while it was being copied is forgotten in the copy, too (P10).
    fn forget_in(&self, base: &TableLayer) -> Result<(), Fault> {
        let under_way = self.rebuild.under_way.iter();
        for head in under_way.flat_map(|under_way| &under_way.forgotten) {
            if let Some(value) = base.table.find(head)? {
                base.keys.wipe(EncryptedHead::parse(&value)?.slot)?;
            }
        }
        base.keys.sync()
    }

    fn end_rebuild(&mut self, result: Result<(), Fault>) {
        let Some(ended) = self.rebuild.under_way.take() else {
            return;
        };
        // It says so at its very end.
        let _ = ended.thread.join();
        must("restrict the files", self.folder.restrict());
        must("coarsen times", self.folder.coarsen_times());
        if result.is_ok() {
            self.brake.release();
        } else {
            self.brake.do_without_rebuild();
        }
        self.rebuild_room.set(room_to_rebuild(&self.inventory));
        if let Err(fault) = result {
            self.rebuild.waiting.extend(ended.told);
            self.refuse_all(&fault);
            return;
        }
        for asker in ended.told {
            asker.tell(Ok(()));
        }
        if !self.rebuild.waiting.is_empty() {
            self.begin_rebuild();
        }
    }

    fn refuse_all(&mut self, fault: &Fault) {
        for asker in self.rebuild.waiting.drain(..) {
            asker.tell(Err(told_again(fault)));
        }
    }

    /// The store is closing: what was copied so far is thrown away.
    pub(super) fn cancel_rebuild(&mut self) {
        if let Some(under_way) = self.rebuild.under_way.take() {
            under_way.is_cancelled.store(true, Ordering::Relaxed);
            let _ = under_way.thread.join();
        }
    }
}

/// The fresh folder is whole and durable; from now on its name says so.
pub(in crate::store) fn complete(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.fresh(), folder.next())?;
    files::sync_folder(folder.root())
}

pub(in crate::store) fn set_aside(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.live(), folder.frozen())?;
    files::sync_folder(folder.root())
}

pub(in crate::store) fn put_in_place(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.next(), folder.live())?;
    files::sync_folder(folder.root())
}

/// The copy is whole and durable; from now on its name says so.
pub(in crate::store) fn complete_base(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.half(), folder.whole())?;
    files::sync_folder(folder.root())
}

/// The same fault for one more caller: a fault itself can't be copied.
fn told_again(fault: &Fault) -> Fault {
    match fault {
        Fault::Full => Fault::Full,
        Fault::Closed => Fault::Closed,
        Fault::Damaged => Fault::Damaged,
        Fault::Refused(refusal) => Fault::Refused(refusal.clone()),
        other => Fault::Engine(other.to_string()),
    }
}
