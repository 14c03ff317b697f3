//! The writer: the one thread that changes the store.
//!
//! Keeps P4 (a receipt means kept). Collects what waits (group commit), then, for each round:
//!
//! ```text
//!  1  new keys into the keyring, synced          a key without a record is wiped at the next opening
//!  2  records and tally as one batch, flush,     sled's flush alone makes nothing durable:
//!     sync of the whole file system              from here the round survives a power cut
//!  3  slots of forgotten records overwritten,    a key whose record is gone is wiped at the next opening
//!     synced
//!  4  the outer tally, synced                    see `tally`: what was acknowledged is noticed if lost
//!  5  answers
//! ```
//!
//! An error or panic anywhere in 1 to 4 leaves a state that nobody knows (sled's errors
//! are sticky, and the kernel reports a failed write-back once): nobody is answered, the
//! process ends, its supervisor starts it again, and opening recovers.
//! What a full disk would do to sled, the writer foresees: it asks for the room first, and
//! refuses growth while there is still enough left to forget and to close.
//!
//! Drafts' pieces are written as they come and named by nothing. They are synced every
//! [`WINDOW`] bytes all the same: sled reuses a log segment once it believes the records moved out of
//! it to be stable, which is before they are. It takes sled at least one whole segment of log after the
//! move until it overwrites the old place; a sync within each half segment is always in between.

pub(super) mod batch;
pub(super) mod queue;
pub(super) mod rebuild;
pub(super) mod rebuild_wait;
pub(super) mod watchdog;

use std::collections::{HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::crypto::keyring::Keyring;
use super::disk::folder::{BallastLeft, Folder, Instance, Lock};
use super::engine::inventory::{Tally, TallyFile};
use super::engine::keyspace::{Key, Removal};
use super::engine::sled::Writes;
use super::fault::Fault;
use super::reader::{SharedShelves, Shelves};
use super::records::VALUE_MAX;
use super::records::id::ItemId;
use super::writer::batch::{Gathered, Round};
use super::writer::queue::{Answer, Commit, Work};
use super::writer::rebuild::Spare;
use super::writer::watchdog::Pulse;

/// Owns everything that changes.
pub(super) struct Writer {
    pub(super) folder: Folder,
    pub(super) instance: Instance,
    pub(super) shelves: SharedShelves,
    pub(super) keyring: Keyring,
    pub(super) tally: Tally,
    pub(super) tally_file: TallyFile,
    /// Drafts that have pieces in the engine.
    pub(super) drafts: HashSet<ItemId>,
    /// Noise to remove at leisure.
    pub(super) removals: VecDeque<Removal>,
    pub(super) pulse: Arc<Pulse>,
    pub(super) spare: Spare,
    pub(super) lock: Lock,
    /// Some of the ballast may have been given up, and is to be taken back once there is room.
    lightened: bool,
    /// Bytes given to the engine since the last sync.
    unsynced: usize,
}

impl Writer {
    pub(super) fn new(opened: super::recovery::Opened, pulse: Arc<Pulse>) -> Self {
        let spare = Spare::default();
        spare.set(rebuild::takes(&opened.tally));
        Self {
            spare,
            folder: opened.folder,
            instance: opened.instance,
            shelves: SharedShelves::of(opened.shelves),
            keyring: opened.keyring,
            tally: opened.tally,
            tally_file: opened.tally_file,
            drafts: HashSet::new(),
            removals: opened.strays.into(),
            pulse,
            lock: opened.lock,
            lightened: true,
            unsynced: 0,
        }
    }

    /// Works until the last sender is gone, then closes. Never unwinds.
    pub(super) fn run(self, inbox: mpsc::UnboundedReceiver<Work>) {
        let ended = catch_unwind(AssertUnwindSafe(move || self.work(inbox)));
        if ended.is_err() {
            stop("the writer panicked");
        }
    }

    fn work(mut self, mut inbox: mpsc::UnboundedReceiver<Work>) {
        while let Some(first) = self.wait(&mut inbox) {
            self.pulse.begin();
            self.round(first, &mut inbox);
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
    fn round(&mut self, first: Work, inbox: &mut mpsc::UnboundedReceiver<Work>) {
        let mut commits = Vec::new();
        let mut weight = 0;
        let mut next = Some(first);
        while let Some(work) = next {
            match work {
                Work::Pieces {
                    draft,
                    pieces,
                    done,
                    place,
                } => {
                    weight += pieces_weight(&pieces);
                    let written = self.write_draft(draft, pieces);
                    drop(place);
                    let _ = done.send(written);
                }
                Work::Discard { draft, pieces } => self.discard(draft, pieces),
                Work::Commit(commit) => {
                    weight += commit.growth.bytes();
                    commits.push(commit);
                }
                Work::Rebuild(done) => {
                    self.commit(std::mem::take(&mut commits));
                    let _ = done.send(self.rebuild());
                }
            }
            let more = weight < ROUND_BYTES && commits.len() < ROUND_COMMITS;
            next = more.then(|| inbox.try_recv().ok()).flatten();
        }
        self.commit(commits);
    }

    fn write_draft(&mut self, draft: ItemId, pieces: Vec<(Key, Vec<u8>)>) -> Result<(), Fault> {
        if self.room()? < RESERVE {
            return Err(Fault::Full);
        }
        self.drafts.insert(draft);
        self.sync_before(pieces_weight(&pieces));
        self.with_shelves(|shelves| {
            for (at, piece) in pieces {
                must("write to the engine", shelves.engine.put(&at, piece));
            }
        });
        Ok(())
    }

    fn discard(&mut self, draft: ItemId, pieces: u32) {
        self.drafts.remove(&draft);
        self.removals.push_back(Removal {
            pieces: Key::chunks(draft),
            next: 0,
            end: pieces,
        });
    }

    /// Removing writes, too: on a full disk noise stays until there is room again.
    fn has_room_to_remove(&self) -> bool {
        must("ask for the room left", self.folder.room()) >= RESERVE
    }

    /// Bytes that may still be written. If they get scarce, or are plenty again, the ballast changes first.
    fn room(&mut self) -> Result<u64, Fault> {
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
        self.with_shelves(|shelves| {
            for index in removal.next..end {
                let at = removal.pieces.piece(index);
                must("remove from the engine", shelves.engine.remove(&at));
            }
        });
        removal.next = end;
        if removal.next < removal.end {
            self.removals.push_front(removal);
        }
        // Whoever fills the disk meanwhile finds nothing that has yet to be written.
        self.sync();
    }

    /// Steps 1 to 5.
    fn commit(&mut self, commits: Vec<Commit>) {
        if commits.is_empty() {
            return;
        }
        let (answers, gathered) = self.gather(commits);
        if !gathered.writes.is_empty() {
            self.make_durable(gathered);
        }
        for answer in answers {
            (answer.tell)();
        }
    }

    fn gather(&mut self, commits: Vec<Commit>) -> (Vec<Answer>, Gathered) {
        let mut room = must("ask for the room left", self.room());
        let mut tally = self.tally.clone();
        tally.generation += 1;
        let shelves = self.shelves.read();
        let open = shelves
            .as_ref()
            .expect("only the writer closes, at its end");
        let mut round = Round::begin(open, &mut self.keyring, tally);
        let mut answers = Vec::with_capacity(commits.len());
        for commit in commits {
            let (needed, taken) = commit.growth.room();
            let answer = if room < needed {
                (commit.step)(Err(Fault::Full))
            } else {
                room = room.saturating_sub(taken);
                (commit.step)(Ok(&mut round))
            };
            if let Some(complaint) = &answer.fatal {
                stop(complaint);
            }
            answers.push(answer);
        }
        (answers, round.finish())
    }

    fn make_durable(&mut self, gathered: Gathered) {
        if gathered.keys_placed {
            must("sync the keyring", self.keyring.sync());
        }
        let mut writes = Writes::default();
        let mut weight = 0;
        for (at, value) in gathered.writes {
            match value {
                Some(value) => {
                    weight += value.len();
                    writes.put(&at, value);
                }
                None => writes.remove(&at),
            }
        }
        writes.put(&Key::tally(), gathered.tally.to_bytes());
        self.sync_before(weight);
        self.with_shelves(|shelves| must("commit", shelves.engine.apply(writes)));
        self.sync();
        if !gathered.wipes.is_empty() {
            for slot in gathered.wipes {
                must("overwrite a key", self.keyring.wipe(slot));
            }
            must("sync the keyring", self.keyring.sync());
        }
        must("write the tally", self.tally_file.write(&gathered.tally));
        self.tally = gathered.tally;
        self.spare.set(rebuild::takes(&self.tally));
        self.removals.extend(gathered.removals);
        for id in gathered.kept {
            self.drafts.remove(&id);
        }
    }

    /// Syncs first if `bytes` more would leave the window.
    fn sync_before(&mut self, bytes: usize) {
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
        self.with_shelves(|shelves| must("flush", shelves.engine.flush()));
        must("sync", self.lock.sync_all());
        self.unsynced = 0;
        self.pulse.beat();
    }

    pub(super) fn with_shelves<T>(&self, act: impl FnOnce(&Shelves) -> T) -> T {
        let shelves = self.shelves.read();
        act(shelves
            .as_ref()
            .expect("only the writer closes, at its end"))
    }

    /// Closes in order: the next opening finds nothing to recover. Without room for that, it finds the mark of
    /// an open store, and does what is left.
    fn close(mut self) {
        self.pulse.begin();
        while !self.removals.is_empty() && self.has_room_to_remove() {
            self.remove_some();
        }
        self.sync();
        self.shelves.close();
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

/// A step that may not fail while others wait for an acknowledgement.
pub(super) fn must<T>(act: &str, result: Result<T, Fault>) -> T {
    match result {
        Ok(done) => done,
        Err(fault) => stop(&format!("could not {act}: {fault}")),
    }
}

/// Ends the process: the state of the store is unknown, and start-up recovers.
pub(super) fn stop(why: &str) -> ! {
    eprintln!("error: the store stops: {why}");
    eprintln!("hint: nothing was acknowledged that is not kept; start again, opening recovers");
    std::process::exit(STOPPED)
}

/// `EX_IOERR` of sysexits: a supervisor restarts, and an operator can tell it from a refusal.
const STOPPED: i32 = 74;

/// Bytes of values between two syncs: half a segment of log, since sled writes up to 1.85 times of them.
pub(super) const WINDOW: usize = 1 << 20;

/// Bytes and commits of one round.
const ROUND_BYTES: usize = 1 << 20;
const ROUND_COMMITS: usize = 256;

/// Pieces between two syncs while noise is removed: 1 MiB.
const REMOVED_AT_ONCE: u32 = 256;

/// Bytes that growth leaves free: sled takes its log by segments of 2 MiB, a round is up to 1 MiB, and
/// forgetting and closing have to work still.
pub(super) const RESERVE: u64 = 16 << 20;

/// How long dropping the last handle waits for the store to close.
pub(super) const CLOSING: Duration = Duration::from_secs(8);
