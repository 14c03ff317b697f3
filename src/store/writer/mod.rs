//! The writer: the one thread that changes the store.
//!
//! Keeps P4 (a receipt means kept). Collects what waits (group commit), then, for each batch:
//!
//! ```text
//!  1  new keys into the keyring, synced        a key without a record is wiped
//!                                              at the next opening
//!  2  records and inventory as one write,      sled's flush alone makes nothing durable:
//!     flush, sync of the file system           from here the batch survives a power cut
//!  3  slots of forgotten records               a key whose record is gone is wiped
//!     overwritten, synced                      at the next opening
//!  4  the outer inventory, synced              see `inventory`: what was acknowledged
//!                                              is noticed if lost
//!  5  answers
//! ```
//!
//! An error or panic anywhere in 1 to 4 leaves a state that nobody knows (sled's errors
//! are sticky, and the kernel reports a failed write-back once): nobody is answered, the
//! process ends, its supervisor starts it again, and opening recovers.
//! A rebuild goes on beside all this, on a thread of its own, and asks for two short steps.
//!
//! What a full disk would do to sled, the writer foresees: it asks for the room first, and
//! refuses growth while there is still enough left to forget and to close.

pub(super) mod brake;
pub(super) mod draft_pieces;
pub(super) mod group_commit;
pub(super) mod queue;
pub(super) mod rebuild;
pub(super) mod rebuild_room;
pub(super) mod rebuild_steps;
pub(super) mod state;
pub(super) mod watchdog;

mod limits;
mod stop;

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::mpsc;

use super::crypto::keyring::KeyReader;
use super::engine::keyspace::{Key, Removal};
use super::engine::sled::Writes;
use super::fault::Fault;
use super::records::VALUE_MAX;
use super::records::id::RecordId;

use group_commit::{Batch, ForgottenKey, Gathered};
use limits::{RESERVE, RESERVED_FROM_STRANGERS, YOUNG_MAX, YOUNG_MIN, YOUNG_PART};
use queue::{Commit, CommitOutcome, Work};
use rebuild_room::room_to_rebuild;
use state::Writer;
use stop::{must, stop};

impl Writer {
    /// Works until the last sender is gone, then closes. Never unwinds.
    pub(super) fn run(self, inbox: mpsc::UnboundedReceiver<Work>) {
        let ended = catch_unwind(AssertUnwindSafe(move || self.work(inbox)));
        if ended.is_err() {
            stop("the writer panicked");
        }
    }

    fn work(mut self, mut inbox: mpsc::UnboundedReceiver<Work>) {
        // What was left in the young layer may keep everybody waiting.
        self.rebuild_if_large();
        while let Some(first) = self.wait(&mut inbox) {
            self.pulse.begin();
            self.batch(first, &mut inbox);
            self.pulse.end();
        }
        self.close();
    }

    /// Waits for work; removes noise meanwhile.
    fn wait(&mut self, inbox: &mut mpsc::UnboundedReceiver<Work>) -> Option<Work> {
        loop {
            if self.removals.is_empty() || !self.has_room_to_remove() {
                return inbox.blocking_recv();
            }
            match inbox.try_recv() {
                Ok(work) => return Some(work),
                Err(mpsc::error::TryRecvError::Disconnected) => return None,
                Err(mpsc::error::TryRecvError::Empty) => {
                    self.pulse.begin();
                    self.remove_some();
                    self.pulse.end();
                }
            }
        }
    }

    /// Takes what waits, up to a bound; writes drafts at once, commits together.
    fn batch(&mut self, first: Work, inbox: &mut mpsc::UnboundedReceiver<Work>) {
        let mut commits = Vec::new();
        let mut weight = 0;
        let mut next = Some(first);
        while let Some(work) = next {
            match work {
                Work::Pieces {
                    draft,
                    pieces,
                    done,
                    permit,
                } => {
                    weight += pieces_weight(&pieces);
                    let written = self.write_draft(draft, pieces);
                    drop(permit);
                    let _ = done.send(written);
                }
                Work::Discard { draft, pieces } => self.discard(draft, pieces),
                Work::Commit(commit) => {
                    weight += commit.growth.bytes();
                    commits.push(commit);
                }
                Work::AskForRebuild(asker) => {
                    self.commit(std::mem::take(&mut commits));
                    self.ask_for_rebuild(asker);
                }
                Work::Rebuild(step) => {
                    self.commit(std::mem::take(&mut commits));
                    self.take_step(step);
                }
            }
            let more = weight < BATCH_BYTES && commits.len() < BATCH_COMMITS;
            next = more.then(|| inbox.try_recv().ok()).flatten();
        }
        self.commit(commits);
        self.rebuild_if_large();
    }

    fn write_draft(&mut self, draft: RecordId, pieces: Vec<(Key, Vec<u8>)>) -> Result<(), Fault> {
        if self.room()? < RESERVE + RESERVED_FROM_STRANGERS {
            return Err(Fault::Full);
        }
        self.drafts.insert(draft);
        self.sync_before(pieces_weight(&pieces));
        self.with_keyspaces(|keyspaces| {
            for (at, piece) in pieces {
                must(
                    "write to the engine",
                    keyspaces.engine.put_piece(&at, piece),
                );
            }
        });
        Ok(())
    }

    fn discard(&mut self, draft: RecordId, pieces: u32) {
        self.drafts.remove(&draft);
        self.removals.push_back(Removal {
            pieces: Key::chunks(draft),
            next: 0,
            end: pieces,
        });
    }

    /// Removes a few pieces of what nothing names.
    fn remove_some(&mut self) {
        let Some(mut removal) = self.removals.pop_front() else {
            return;
        };
        let end = removal
            .end
            .min(removal.next.saturating_add(REMOVED_AT_ONCE));
        // Each removal may make sled rewrite a part of the page around it.
        self.sync_before(REMOVED_AT_ONCE as usize * VALUE_MAX);
        let engine = self.with_keyspaces(|keyspaces| keyspaces.engine.now().young.engine.clone());
        let mut removed = false;
        for index in removal.next..end {
            let at = removal.pieces.piece(index);
            // What lies below the young layer goes with the next rebuild.
            if must("look into the engine", engine.holds(&at)) {
                must("remove from the engine", engine.remove(&at));
                removed = true;
            }
        }
        removal.next = end;
        if removal.next < removal.end {
            self.removals.push_front(removal);
        }
        // Whoever fills the disk meanwhile finds nothing that has yet to be written.
        if removed {
            self.sync();
        }
    }

    /// Steps 1 to 5.
    fn commit(&mut self, commits: Vec<Commit>) {
        if commits.is_empty() {
            return;
        }
        let (outcomes, gathered) = self.gather(commits);
        if !gathered.writes.is_empty() {
            self.make_durable(gathered);
        }
        for outcome in outcomes {
            (outcome.tell)();
        }
    }

    fn gather(&mut self, commits: Vec<Commit>) -> (Vec<CommitOutcome>, Gathered) {
        let mut room = must("ask for the room left", self.room());
        let mut inventory = self.inventory.clone();
        inventory.advance();
        let keyspaces = self.keyspaces.read();
        let open = keyspaces
            .as_ref()
            .expect("only the writer closes, at its end");
        let mut batch = Batch::begin(open, &mut self.keyring, inventory);
        let mut outcomes = Vec::with_capacity(commits.len());
        for commit in commits {
            let (needed, taken) = commit.growth.room();
            let outcome = if room < needed {
                (commit.step)(Err(Fault::Full))
            } else {
                room = room.saturating_sub(taken);
                (commit.step)(Ok(&mut batch))
            };
            if let Some(complaint) = &outcome.fatal {
                stop(complaint);
            }
            outcomes.push(outcome);
        }
        (outcomes, batch.finish())
    }

    fn make_durable(&mut self, gathered: Gathered) {
        if gathered.keys_placed {
            must("sync the keyring", self.keyring.sync());
        }
        let mut writes = Writes::default();
        let mut weight = 0;
        let mut more = 0;
        self.with_keyspaces(|keyspaces| {
            for (at, value) in gathered.writes {
                weight += value.as_ref().map_or(0, Vec::len);
                more += must("commit", keyspaces.engine.stage(&mut writes, &at, value));
            }
        });
        // One that is written again and again is one record still: else a few moving codes would
        // have the whole store written anew, over and over.
        self.young_records = self.young_records.saturating_add_signed(more);
        self.brake.count_records(more);
        writes.put(&Key::inventory(), gathered.inventory.to_bytes());
        self.sync_before(weight);
        self.with_keyspaces(|keyspaces| must("commit", keyspaces.engine.apply(writes)));
        self.sync();
        must("overwrite keys", self.forget_keys(gathered.wipes));
        must(
            "write the inventory",
            self.inventory_file.write(&gathered.inventory),
        );
        self.inventory = gathered.inventory;
        if !self.rebuild.is_under_way() {
            self.rebuild_room.set(room_to_rebuild(&self.inventory));
        }
        self.removals.extend(gathered.removals);
        for id in gathered.kept {
            self.drafts.remove(&id);
        }
    }

    /// Overwrites keys, in the keyring of whichever layer they stand in.
    fn forget_keys(&mut self, keys: Vec<ForgottenKey>) -> Result<(), Fault> {
        let mut touched: Vec<KeyReader> = Vec::new();
        for ForgottenKey { head, keys, slot } in keys {
            if keys.is_of(&self.keyring.reader()) {
                self.keyring.wipe(slot)?;
            } else {
                keys.wipe(slot)?;
                self.rebuild.note_forgotten(head);
            }
            if !touched.iter().any(|other| other.is_of(&keys)) {
                touched.push(keys);
            }
        }
        touched.iter().try_for_each(KeyReader::sync)
    }

    /// Keeps the engine small: what it takes in memory, and to open, grows with its records.
    fn rebuild_if_large(&mut self) {
        // Of many records a rebuild takes long: it is worth its while for more of them.
        let many = (self.inventory.records() / YOUNG_PART).clamp(YOUNG_MIN, YOUNG_MAX);
        let many = usize::try_from(many).unwrap_or(usize::MAX);
        let is_due = self.young_records >= self.rebuild_at.max(many) || self.brake.is_rebuild_due();
        if !is_due || self.rebuild.is_under_way() {
            return;
        }
        // If there is no room for it, not at each commit from now on.
        self.rebuild_at = self.young_records + many;
        self.begin_rebuild();
    }

    /// Closes in order: the next opening finds nothing to recover. Without room for that, it finds
    /// the mark of an open store, and does what is left.
    fn close(mut self) {
        self.pulse.begin();
        self.cancel_rebuild();
        while !self.removals.is_empty() && self.has_room_to_remove() {
            self.remove_some();
        }
        self.sync();
        self.keyspaces.close();
        must("sync", self.lock.sync_all());
        must("restrict the files", self.folder.restrict());
        if self.removals.is_empty() {
            match self.folder.mark_closed() {
                Err(Fault::Full) => {}
                marked => must("mark the store closed", marked),
            }
        }
        must("coarsen times", self.folder.coarsen_times());
        drop(self.lock);
        self.pulse.end();
    }
}

fn pieces_weight(pieces: &[(Key, Vec<u8>)]) -> usize {
    pieces.iter().map(|(_, piece)| piece.len()).sum()
}

/// Bytes and commits of one batch.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_COMMITS: usize = 256;

/// Pieces between two syncs while noise is removed: 1 MiB.
const REMOVED_AT_ONCE: u32 = 256;
