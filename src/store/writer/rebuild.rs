//! Rebuilding: live records into a fresh folder, which then takes the place of the old.
//!
//! Keeps P6 and P10: sled's log tells what was written beside what, and holds what
//! was removed, until then. Records are copied in the order of their keys, which are random, and
//! their keys go to new random slots: neither tells the order of arrival, and nothing joins an
//! access record to the report that came with it. Also gives back the space that sled does not.
//!
//! ```text
//!   fresh/  being written, then synced, opened once more and counted
//!   fresh ─▶ next      complete: it has this name only then
//!   live  ─▶ old
//!   next  ─▶ live      (between these two, opening takes `next`)
//!   old                its keyring is overwritten, then it is removed
//! ```
//!
//! Runs on the writer, so nothing is written meanwhile; readers go on until the swap.

use std::fs;

use super::limits::{RESERVE, WINDOW};
use super::rebuild_room::room_to_rebuild;
use super::state::Writer;
use super::stop::must;
use crate::store::crypto::keyring::Keyring;
use crate::store::crypto::record_encryption::EncryptedHead;
use crate::store::disk::files;
use crate::store::disk::folder::Folder;
use crate::store::engine::inventory::{Inventory, InventoryFile};
use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::engine::sled::{Engine, Writes};
use crate::store::fault::{Fault, FolderRefusal};
use crate::store::reader::Keyspaces;
use crate::store::recovery::{discard, settle_rebuild};

/// A copy under way.
struct Copying<'a> {
    writer: &'a Writer,
    from: &'a Keyspaces,
    engine: Engine,
    keyring: Keyring,
    /// Of the old records as they were met: compared with the inventory in the end.
    met: Inventory,
    made: Inventory,
    unflushed: usize,
}

impl Writer {
    /// Refuses without harm while the fresh folder is being written; once it takes the old one's
    /// place, whatever fails ends the process, and opening settles it.
    pub(in crate::store) fn rebuild(&mut self) -> Result<(), Fault> {
        // By what is alive, not by the file's length: a file full of what was forgotten is what
        // this is for.
        if self.folder.room()? < room_to_rebuild(&self.inventory) {
            return Err(Fault::Full);
        }
        self.sync();
        // Files go on meanwhile: what it takes is being taken.
        self.rebuild_room.set(0);
        let copied = self.with_keyspaces(|from| copy(self, from));
        self.rebuild_room.set(room_to_rebuild(&self.inventory));
        match copied {
            Ok(keyring) => {
                self.take_over(keyring);
                Ok(())
            }
            Err(fault) => {
                discard(&self.folder.fresh())?;
                Err(fault)
            }
        }
    }

    fn take_over(&mut self, keyring: Keyring) {
        must("finish the fresh folder", complete(&self.folder));
        let folder = self.folder.clone();
        let reader = keyring.reader();
        self.keyspaces.swap(|| {
            must("set the old folder aside", set_aside(&folder));
            must("put the fresh folder in place", put_in_place(&folder));
            let engine = must(
                "open the fresh folder",
                Engine::open(&folder.live().join("sled")),
            );
            Keyspaces {
                engine,
                keys: reader,
            }
        });
        let inventory_file = InventoryFile::open(&self.folder.live().join("tally"));
        self.inventory_file = must("open the fresh inventory", inventory_file);
        self.inventory = must("read the fresh inventory", self.inventory_file.read());
        self.keyring = keyring;
        self.removals.clear();
        must("remove the old folder", discard(&self.folder.old()));
        must("restrict the files", self.folder.restrict());
        must("coarsen times", self.folder.coarsen_times());
        self.pulse.beat();
    }
}

/// The fresh folder is whole and durable; from now on its name says so.
pub(in crate::store) fn complete(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.fresh(), folder.next())?;
    files::sync_folder(folder.root())
}

pub(in crate::store) fn set_aside(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.live(), folder.old())?;
    files::sync_folder(folder.root())
}

pub(in crate::store) fn put_in_place(folder: &Folder) -> Result<(), Fault> {
    fs::rename(folder.next(), folder.live())?;
    files::sync_folder(folder.root())
}

/// Writes the fresh folder; its keyring.
fn copy(writer: &Writer, from: &Keyspaces) -> Result<Keyring, Fault> {
    let folder = &writer.folder;
    settle_rebuild(folder)?;
    let at = folder.fresh();
    files::create_folder(&at)?;
    let mark = Keyring::create(&at.join("keyring"), writer.keyring.count())?;
    let instance = writer.instance.id;
    let mut copying = Copying {
        writer,
        from,
        engine: Engine::create(&at.join("sled"))?,
        keyring: Keyring::open(&at.join("keyring"))?,
        met: Inventory::empty(instance, writer.inventory.keyring),
        made: Inventory::empty(instance, mark),
        unflushed: 0,
    };
    for kind in Keyspace::ALL.into_iter().filter(|kind| !kind.is_pieces()) {
        copying.keyspace(kind)?;
    }
    copying.pieces(Keyspace::Headers, Keyspace::Chunks)?;
    copying.pieces(Keyspace::Replies, Keyspace::ReplyParts)?;
    copying.drafts()?;
    copying.finish()
}

impl Copying<'_> {
    fn keyspace(&mut self, kind: Keyspace) -> Result<(), Fault> {
        for found in self.from.engine.scan(&Key::keyspace(kind), None) {
            let (at, value) = found?;
            self.met.add(kind, &at, &value);
            let value = if kind.names_a_slot() {
                self.moved(&value)?
            } else {
                value
            };
            self.made.add(kind, &at, &value);
            self.put(&at, value)?;
        }
        Ok(())
    }

    /// Copies the pieces of all records with a head in this keyspace, in the order of their heads.
    fn pieces(&mut self, heads: Keyspace, kind: Keyspace) -> Result<(), Fault> {
        for found in self.from.engine.scan(&Key::keyspace(heads), None) {
            let (head, _) = found?;
            let copied = self.pieces_of(&head)?;
            self.met.add_pieces(kind, copied);
            self.made.add_pieces(kind, copied);
        }
        Ok(())
    }

    /// Drafts that are still being written: copied, not counted.
    fn drafts(&mut self) -> Result<(), Fault> {
        for id in &self.writer.drafts {
            self.pieces_of(&Key::header(*id))?;
        }
        Ok(())
    }

    fn pieces_of(&mut self, head: &Key) -> Result<u64, Fault> {
        let mut copied = 0;
        for piece in self.from.engine.pieces(&head.pieces(), 0) {
            let (at, value) = piece?;
            self.put(&at, value)?;
            copied += 1;
        }
        Ok(copied)
    }

    /// The same head, its key in a slot of the fresh keyring.
    fn moved(&mut self, value: &[u8]) -> Result<Vec<u8>, Fault> {
        let head = EncryptedHead::parse(value)?;
        let key = self.from.keys.key(head.slot)?;
        self.keyring.make_room(1)?;
        let slot = self.keyring.place(&key)?;
        Ok(head.moved(slot).to_bytes())
    }

    fn put(&mut self, key: &Key, value: Vec<u8>) -> Result<(), Fault> {
        self.unflushed += value.len();
        self.engine.put(key, value)?;
        if self.unflushed > WINDOW {
            if self.writer.folder.room()? < RESERVE / 4 {
                return Err(Fault::Full);
            }
            self.engine.flush()?;
            self.unflushed = 0;
            self.writer.pulse.beat();
        }
        Ok(())
    }

    /// Compares, makes durable, opens once more and compares again.
    fn finish(self) -> Result<Keyring, Fault> {
        if !self.met.same_records(&self.writer.inventory) {
            return Err(FolderRefusal::Differs.into());
        }
        let at = self.writer.folder.fresh();
        let mut writes = Writes::default();
        writes.put(&Key::inventory(), self.made.to_bytes());
        self.engine.apply(writes)?;
        self.engine.flush()?;
        drop(self.engine);
        InventoryFile::create(&at.join("tally"), &self.made)?;
        self.keyring.sync()?;
        files::sync_all(&at)?;
        self.writer.pulse.beat();
        let engine = Engine::open(&at.join("sled"))?;
        crate::store::recovery::check_fresh(&engine, &self.made)?;
        drop(engine);
        files::sync_all(&at)?;
        Ok(self.keyring)
    }
}
