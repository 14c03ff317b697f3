//! Things at rest: the contract.
//!
//! Keeps P4 (a receipt means kept), P6 (old and new look the same), P10 (forgotten is gone), and
//! the at-rest half of P1 and P2. Knows sealed bytes, days and random names. Never knows a key that opens a
//! report, an hour, or who sent what.
//!
//! ```text
//!   Store, Draft ──commits, units──▶ writer ──▶ engine (sled), keyring, tally     one thread
//!        └────────reads────────────▶ reading ─▶ engine, keyring                   blocking threads
//! ```
//!
//! Every write is on stable storage when its future is ready; what a crash
//! leaves at each point is argued in `writer`, `keyring` and `tally`. Nothing here blocks an async
//! thread, but `Store::create`, `Store::open` and dropping the last handle (up to 8 s), which
//! belong to start and end.
//!
//! A record is *covered*: its bytes (sealed already) get one more layer under a key of their own, so that
//! overwriting 32 bytes forgets them.

mod draft;
mod expiry;
mod fault;
mod ledger;
mod reader;
mod writer;

/// The layer of encryption that lets a record be forgotten (P10).
mod crypto;

/// The store's folder: laid out, recovered, backed up.
mod disk;

/// The embedded database, and how records are laid out in it.
mod engine;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc as blocking};
use std::thread;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::spawn_blocking;

use crate::keys::digest::ReportDigest;
use crate::keys::random::random_bytes;
use crate::report::mailbox::{AccessRecord, MailboxId, SealedReply};
use crate::report::receipt::Locator;
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

use disk::folder::Folder;
use engine::keyspace::{Key, Shelf};
use reader::{SharedShelves, Shelves};
use writer::batch::Round;
use writer::queue::{Commit, Gate, Growth, Work};
use writer::rebuild::Spare;
use writer::watchdog::Pulse;
use writer::{CLOSING, Writer};

pub use disk::backup::{AtRest, KEYRING};
pub use draft::Draft;
pub use expiry::Before;
pub use fault::{Fault, Refusal};
pub use ledger::{Extension, LedgerRow, Pending, PendingId, Tile};

/// A handle; cheap to clone; the last one dropped (drafts count) closes the store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// None only while being dropped.
    outbox: Option<mpsc::UnboundedSender<Work>>,
    gate: Gate,
    /// Before the blocking threads: who hangs up leaves a read that goes on.
    readers: Gate,
    shelves: SharedShelves,
    spare: Spare,
    /// Is the store being written anew?
    anew: watch::Sender<bool>,
    instance: Instance,
    folder: Folder,
    /// Ends when the writer does.
    ended: Mutex<blocking::Receiver<()>>,
}

/// A kept item's random name at rest: 16 bytes, in hex on the officers' listener.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub(crate) [u8; 16]);

/// What is known of a sealed report without opening it.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    pub institution: Institution,
    pub day: Day,
    /// SHA-256 of the sealed bytes.
    pub item: ReportDigest,
    /// Sealed bytes.
    pub length: u64,
}

/// One item of an institution's list.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: ItemId,
    pub header: Header,
}

/// What became of a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    New,
    /// This locator already has an access record: the same submission again.
    Already,
}

/// What became of a renewal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renewed {
    Now,
    /// Old is gone and new exists: the same step again.
    Before,
    Unknown,
}

/// What one mailbox may hold, and what its officer has seen of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MailboxRoom {
    pub replies_max: usize,
    /// Sealed bytes of all of them together.
    pub bytes_max: u64,
    /// How many the officer knows of; none: whatever is there.
    pub known: Option<usize>,
}

/// What became of a reply.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PostedReply {
    /// It is kept, now or since an earlier try.
    Kept,
    /// Not kept: other replies are there than those that the officer knows of.
    OthersCame,
    /// Not kept: the mailbox has no room for it.
    NoRoom,
}

/// Numbers that belong to one installation: made by `create`, never changed.
#[derive(Clone)]
pub struct Instance {
    pub id: [u8; 16],
}

impl Store {
    /// Makes an empty store in a folder that must not exist or be empty (0700, files 0600).
    pub fn create(folder: &Path) -> Result<(), Fault> {
        disk::recovery::create(folder)
    }

    /// Opens with all care of design section 6: refuses what is not a whole store, and what holds
    /// less than was acknowledged. Blocks: about a second for each GB after an unsure stop.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let opened = disk::recovery::open(folder)?;
        let (instance, folder) = (opened.instance.clone(), opened.folder.clone());
        let pulse = Arc::new(Pulse::default());
        writer::watchdog::watch(&pulse)?;
        let writer = Writer::new(opened, pulse);
        let (shelves, spare) = (writer.shelves.clone(), writer.spare.clone());
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (ending, ended) = blocking::channel::<()>();
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || {
                writer.run(inbox);
                drop(ending);
            })?;
        Ok(Self(Arc::new(Inner {
            outbox: Some(outbox),
            gate: Gate::new(WORK_AT_ONCE),
            readers: Gate::new(READS_AT_ONCE),
            shelves,
            spare,
            anew: watch::Sender::new(false),
            instance,
            folder,
            ended: Mutex::new(ended),
        })))
    }

    /// The numbers of this installation.
    pub fn instance(&self) -> &Instance {
        &self.0.instance
    }

    /// Bytes that may still be written on this disk. Below 16 MiB, and without ballast, nothing is kept any more.
    pub fn room(&self) -> Result<u64, Fault> {
        self.0.folder.room()
    }

    /// What of that files may take: the rest is for the next rebuild. Without one, the order of arrival and
    /// what was removed stay on the disk, and the room that they take never comes back.
    pub fn room_for_files(&self) -> Result<u64, Fault> {
        Ok(self.room()?.saturating_sub(self.0.spare.get()))
    }

    /// Starts a draft: nothing is written until 64 KiB have come.
    pub fn begin(&self) -> Draft {
        Draft::begin(Arc::clone(&self.0), self.0.outbox())
    }

    /// Makes a draft visible. With `access`: only if nothing is kept under the first of these locators (then
    /// `Already`, and the draft is discarded); the others are written beside it. And only if no other pending entry is of the same item (then [`Fault::Copied`]). One atomic commit with the header, the access record and the
    /// ledger's pending entry (one JSON line, opaque here, at most 4 KiB).
    pub async fn keep(
        &self,
        draft: Draft,
        header: Header,
        access: impl IntoIterator<Item = (Locator, AccessRecord)>,
        pending: String,
    ) -> Result<Kept, Fault> {
        let access: Vec<_> = access.into_iter().collect();
        let draft = draft.finish().await?;
        let growth = Growth::Adds(draft.weight() + SMALL);
        self.commit(growth, move |round| {
            round.keep(draft, &header, access, pending)
        })
        .await
    }

    /// The access record at a locator.
    pub async fn find_access(&self, at: Locator) -> Result<Option<AccessRecord>, Fault> {
        self.look(move |shelves| shelves.access(at)).await
    }

    /// Moves an access record in one atomic commit; the old one is forgotten. Of `day`, the store
    /// notes the quarter.
    pub async fn renew_access(
        &self,
        old: Locator,
        new: Locator,
        record: AccessRecord,
        day: Day,
    ) -> Result<Renewed, Fault> {
        self.commit(Growth::Adds(SMALL), move |round| {
            round.renew_access(old, new, record, day)
        })
        .await
    }

    /// Writes a record anew if it was written in an earlier quarter than that of `day`, so that it does not end
    /// before its time. Nothing happens to one that is not there.
    pub async fn prolong_access(
        &self,
        at: Locator,
        record: AccessRecord,
        day: Day,
    ) -> Result<(), Fault> {
        let is_due = self
            .look(move |shelves| shelves.is_from_before(at, day))
            .await?;
        if !is_due {
            return Ok(());
        }
        self.commit(Growth::Adds(SMALL), move |round| {
            round.prolong_access(at, record, day)
        })
        .await
    }

    /// Kept items of one institution, by id, at most `limit` (and 1,000), after `after`.
    pub async fn list(
        &self,
        institution: &Institution,
        after: Option<ItemId>,
        limit: usize,
    ) -> Result<Vec<Listed>, Fault> {
        let institution = institution.clone();
        self.look(move |shelves| shelves.list(&institution, after, limit))
            .await
    }

    /// What is known of an item.
    pub async fn header(&self, id: ItemId) -> Result<Option<Header>, Fault> {
        self.look(move |shelves| shelves.header(id)).await
    }

    /// Sealed bytes from `offset`, at most `max` (and 1 MiB); empty at the end.
    pub async fn read(&self, id: ItemId, offset: u64, max: usize) -> Result<Vec<u8>, Fault> {
        self.look(move |shelves| shelves.read(id, offset, max))
            .await
    }

    /// This officer (a key's fingerprint) has it safely; how many of the officers in `of` have now.
    pub async fn mark_fetched(
        &self,
        id: ItemId,
        officer: [u8; 8],
        of: Vec<[u8; 8]>,
    ) -> Result<usize, Fault> {
        self.commit(Growth::Adds(SMALL), move |round| {
            round.mark_fetched(id, officer, &of)
        })
        .await
    }

    /// Forgets the ciphertext (removes it, then overwrites its key). Unknown ids are forgotten already.
    pub async fn forget(&self, id: ItemId) -> Result<(), Fault> {
        let step = move |round: &mut Round<'_>| round.forget(Shelf::Headers, &[Key::header(id)]);
        self.commit(Growth::Removes, step).await?;
        Ok(())
    }

    /// Keeps a reply for whoever opens the mailbox, if there is room. The same bytes again are kept once.
    pub async fn post_reply(
        &self,
        mailbox: MailboxId,
        reply: SealedReply,
        day: Day,
        room: MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        let growth = Growth::Adds(reply.as_bytes().len() + SMALL);
        self.commit(growth, move |round| {
            round.post_reply(mailbox, &reply, day, room)
        })
        .await
    }

    /// How many replies lie in a mailbox, those that don't open any more among them: what
    /// [`MailboxRoom::known`] is compared with.
    pub async fn count_replies(&self, mailbox: MailboxId) -> Result<usize, Fault> {
        self.look(move |shelves| shelves.count_replies(mailbox))
            .await
    }

    /// The replies in a mailbox, by day; within a day in no order. At most 2 MiB of them, whatever lies there.
    pub async fn replies(&self, mailbox: MailboxId) -> Result<Vec<SealedReply>, Fault> {
        self.look(move |shelves| shelves.replies(mailbox)).await
    }

    /// Small named facts of the intake itself (roster pins, ledger key …), ≤ 4 KiB each.
    pub async fn note(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let name = name.to_owned();
        self.look(move |shelves| shelves.note(&name)).await
    }

    /// Writes a note over the one before.
    pub async fn put_note(&self, name: &str, value: Vec<u8>) -> Result<(), Fault> {
        let name = name.to_owned();
        self.commit(Growth::Adds(SMALL), move |round| {
            round.put_note(&name, value)
        })
        .await
    }

    /// Runs a step on the writer; ready once it is durable.
    async fn commit<T: Send + 'static>(
        &self,
        growth: Growth,
        step: impl FnOnce(&mut Round<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = tokio::select! {
            biased;
            place = self.0.enter() => place?,
            () = self.0.rebuild_drags_on() => return Err(Fault::Busy),
        };
        let (tell, told) = oneshot::channel();
        let commit = Commit::new(growth, place, tell, step);
        self.0
            .outbox()
            .send(Work::Commit(commit))
            .map_err(|_| Fault::Closed)?;
        told.await.map_err(|_| Fault::Closed)?
    }

    /// Runs a read on a blocking thread, once there is a place. The place belongs to the read, and
    /// comes back when it ends, whether somebody still waits for it or not.
    async fn look<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Shelves) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = self.0.readers.enter().await?;
        let shelves = self.0.shelves.clone();
        let reading = spawn_blocking(move || {
            let _place = place;
            match &*shelves.read() {
                Some(open) => read(open),
                None => Err(Fault::Closed),
            }
        });
        match reading.await {
            Ok(result) => result,
            Err(_) => Err(Fault::Engine("a read panicked".into())),
        }
    }
}

impl Inner {
    fn gate(&self) -> &Gate {
        &self.gate
    }

    fn outbox(&self) -> mpsc::UnboundedSender<Work> {
        let outbox = self.outbox.as_ref();
        outbox
            .expect("taken only when the last handle is dropped")
            .clone()
    }
}

impl Drop for Inner {
    /// Waits for the writer to close in order. On a full disk sled may hang there: then
    /// the process ends without the mark, and the next opening verifies.
    fn drop(&mut self) {
        drop(self.outbox.take());
        if let Ok(ended) = self.ended.get_mut() {
            let _ = ended.recv_timeout(CLOSING);
        }
    }
}

impl ItemId {
    fn random() -> Self {
        Self(random_bytes())
    }

    /// From 32 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let mut id = [0; 16];
        hex::decode_to_slice(hex, &mut id).ok()?;
        Some(Self(id))
    }

    /// 32 hex digits.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }
}

/// Ids are linkable: nothing prints them by accident.
impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemId(…)")
    }
}

/// The most items or rows that one call returns.
const LISTED_MAX: usize = 1000;

/// Units and commits with the writer: about 64 KiB each at most (one step of the ledger, 200 KiB),
/// so some 4 MiB.
const WORK_AT_ONCE: usize = 64;

/// Reads at once, each on a thread of its own: with answers of at most 1 MiB, 32 MiB.
const READS_AT_ONCE: usize = 32;

/// The most bytes that one `read` returns.
const READ_MAX: usize = 1 << 20;

/// Bytes that a commit's small records take at most: heads, listing, pending entry, tally.
const SMALL: usize = 16 << 10;
