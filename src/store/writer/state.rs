//! What the writer owns, and how what it writes becomes durable.
//!
//! Drafts' pieces are written as they come and named by nothing. They are synced every [`WINDOW`]
//! bytes all the same: sled reuses a log segment once it believes the records moved out of it to be
//! stable, which is before they are. It takes sled at least one whole segment of log after the move
//! until it overwrites the old place; a sync within each half segment is always in between.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use tokio::sync::mpsc;

use super::brake::Brake;
use super::limits::{RESERVE, WINDOW};
use super::queue::Work;
use super::rebuild_room::{RebuildRoom, room_to_rebuild};
use super::rebuild_steps::Rebuild;
use super::stop::must;
use super::watchdog::Pulse;
use crate::store::crypto::keyring::Keyring;
use crate::store::disk::folder::{BallastLeft, Folder, FolderLock, Instance};
use crate::store::engine::inventory::{Inventory, InventoryFile};
use crate::store::engine::keyspace::Removal;
use crate::store::fault::Fault;
use crate::store::reader::{Keyspaces, SharedKeyspaces};
use crate::store::records::id::RecordId;
use crate::store::recovery::VerifiedStore;

/// Owns everything that changes.
pub(in crate::store) struct Writer {
    pub(super) folder: Folder,
    pub(super) instance: Instance,
    pub(in crate::store) keyspaces: SharedKeyspaces,
    pub(super) keyring: Keyring,
    pub(super) inventory: Inventory,
    pub(super) inventory_file: InventoryFile,
    /// Drafts that have pieces in the engine.
    pub(super) drafts: HashSet<RecordId>,
    /// Noise to remove at leisure.
    pub(super) removals: VecDeque<Removal>,
    /// Records in the young layer, pieces apart; and how many have to be there at least before a
    /// rebuild begins by itself.
    pub(super) young_records: usize,
    pub(super) rebuild_at: usize,
    pub(super) rebuild: Rebuild,
    /// For the rebuild to talk back; does not keep the store open.
    pub(super) outbox: mpsc::WeakUnboundedSender<Work>,
    pub(super) pulse: Arc<Pulse>,
    pub(in crate::store) rebuild_room: RebuildRoom,
    pub(in crate::store) brake: Brake,
    pub(super) lock: FolderLock,
    /// Some of the ballast may have been given up, and is to be taken back once there is room.
    lightened: bool,
    /// Bytes given to the engine since the last sync.
    unsynced: usize,
}

impl Writer {
    pub(in crate::store) fn new(
        opened: VerifiedStore,
        pulse: Arc<Pulse>,
        outbox: mpsc::WeakUnboundedSender<Work>,
    ) -> Self {
        let rebuild_room = RebuildRoom::default();
        rebuild_room.set(room_to_rebuild(&opened.inventory));
        Self {
            rebuild_room,
            brake: Brake::over(opened.folder.young_bytes(), opened.young_records),
            folder: opened.folder,
            instance: opened.instance,
            keyspaces: SharedKeyspaces::of(opened.keyspaces),
            keyring: opened.keyring,
            inventory: opened.inventory,
            inventory_file: opened.inventory_file,
            drafts: HashSet::new(),
            removals: opened.strays.into(),
            young_records: opened.young_records,
            rebuild_at: 0,
            rebuild: Rebuild::default(),
            outbox,
            pulse,
            lock: opened.lock,
            lightened: true,
            unsynced: 0,
        }
    }

    /// Removing writes, too: on a full disk noise stays until there is room again.
    pub(super) fn has_room_to_remove(&self) -> bool {
        must("ask for the room left", self.folder.room()) >= RESERVE
    }

    /// Bytes that may still be written. If they get scarce, or are plenty again, the ballast
    /// changes first.
    pub(super) fn room(&mut self) -> Result<u64, Fault> {
        #[cfg(test)]
        if self.rebuild_room.is_full() {
            return Ok(0);
        }
        let room = self.folder.room()?;
        if room < RESERVE {
            self.folder.give_up_ballast(BallastLeft::ToOpen)?;
            self.lightened = true;
        } else if self.lightened && self.folder.take_ballast()? {
            self.lightened = false;
        } else {
            return Ok(room);
        }
        self.folder.room()
    }

    /// Syncs first if `bytes` more would leave the window.
    pub(super) fn sync_before(&mut self, bytes: usize) {
        self.pulse.beat();
        if self.unsynced > 0 && self.unsynced + bytes > WINDOW {
            self.sync();
        }
        self.unsynced += bytes;
    }

    /// Everything given to the engine is on stable storage when this returns.
    pub(super) fn sync(&mut self) {
        // What the engine holds in memory has to go somewhere, or this process ends.
        let is_full =
            self.unsynced > 0 && must("ask for the room left", self.folder.room()) < RESERVE / 4;
        if is_full {
            must(
                "give up the ballast",
                self.folder.give_up_ballast(BallastLeft::Nothing),
            );
            self.lightened = true;
        }
        self.with_keyspaces(|keyspaces| must("flush", keyspaces.engine.flush()));
        must("sync", self.lock.sync_all());
        self.unsynced = 0;
        self.pulse.beat();
    }

    pub(super) fn with_keyspaces<T>(&self, act: impl FnOnce(&Keyspaces) -> T) -> T {
        let keyspaces = self.keyspaces.read();
        act(keyspaces
            .as_ref()
            .expect("only the writer closes, at its end"))
    }
}
