//! Things at rest: the contract.
//!
//! Keeps P4 (a receipt means kept), P6 (old and new look the same), P10 (forgotten is gone), and
//! the at-rest half of P1 and P2. Knows sealed bytes, days and random names. Never knows a key that
//! opens a report, an hour, or who sent what.
//!
//! ```text
//!   Store, Draft ──commits, units──▶ writer ──▶ engine (sled), keyring, inventory   one thread
//!        └────────reads────────────▶ reader ──▶ engine, keyring              blocking threads
//! ```
//!
//! Every write is on stable storage when its future is ready; what a crash leaves at each point is
//! argued in `writer`, `keyring` and `inventory`. Nothing here blocks an async thread, but
//! `Store::create`, `Store::open` and dropping the last handle (up to 8 s), which belong to start
//! and end.
//!
//! A record is *encrypted* by itself: its bytes (sealed already) get one more layer under a key of
//! their own, so that overwriting 32 bytes forgets them.

mod copy_for_backup;
mod damaged;
mod draft;
mod expiry;
mod fault;
mod open_store;
mod permits;
mod reader;
mod recovery;
mod writer;

/// The layer of encryption that lets a record be forgotten (P10).
mod crypto;

/// The store's folder: laid out, locked, backed up.
mod disk;

/// The embedded database, and how records are laid out in it.
mod engine;

/// What is kept, in the words of whoever keeps it.
mod records;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::keys::digest::ReportDigest;
use crate::report::mailbox::{
    AccessRecord, PieceName, PiecesLocator, RepliesLocator, SealedPiece, SealedReply,
};
use crate::report::receipt::Locator;
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

use engine::keyspace::{Key, Keyspace};
use expiry::ExpiryScan;
use open_store::OpenStore;
use reader::Keyspaces;
use recovery::DamageRule;
use writer::draft_pieces::DraftPieces;
use writer::group_commit::Batch;
use writer::queue::Growth;
use writer::rebuild_steps::RebuildPurpose;

pub use copy_for_backup::CopyForBackup;
pub use damaged::{DamagedKind, DamagedRecord, LostRecords};
pub use disk::backup::AtRest;
pub use disk::folder::{DiskRoom, Instance};
pub use draft::Draft;
pub use expiry::{ExpiryCutoff, ItemTerm, ItemTerms};
pub use fault::{Fault, FolderRefusal};
pub use records::heads::{Header, ListedPage, ListedRecord, MailboxReplies};
pub use records::id::RecordId;
pub use records::ledger::{Extension, LedgerRow, Pending, PendingId, StoredTile};
pub use records::mailbox_room::MailboxRoom;
pub use writer::group_commit::{
    AccessChange, AccessDecoys, AccessMove, KeepOutcome, MailboxChange, PostedReply, Renewed,
};

/// A handle; cheap to clone; the last one dropped (drafts count) closes the store.
#[derive(Clone)]
pub struct Store(Arc<OpenStore>);

/// Creating, opening, and the room that is left.
impl Store {
    /// Makes an empty store in a folder that must not exist or be empty (0700, files 0600).
    pub fn create(folder: &Path) -> Result<(), Fault> {
        recovery::create(folder)
    }

    /// Opens with all care of design section 6: refuses what is not a whole store, what holds less
    /// than was acknowledged, and what does not open. Blocks: about a second for each GB.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        Ok(Self::open_by(folder, DamageRule::Refuse)?.0)
    }

    /// Opens what can be, and says which records do not open: to be looked at, never to be served.
    pub fn open_to_check(folder: &Path) -> Result<(Self, Vec<DamagedRecord>), Fault> {
        Self::open_by(folder, DamageRule::Show)
    }

    /// Opens without the records that do not open, and notes that they are given up: a term after
    /// `today` they are forgotten. From then on the store opens in spite of them. So it does
    /// without what the engine's log lost, of which there is nothing to note.
    pub async fn give_up_damaged(
        folder: &Path,
        today: Day,
    ) -> Result<(Vec<DamagedRecord>, Option<LostRecords>), Fault> {
        let (store, damaged) = Self::open_by(folder, DamageRule::GiveUp)?;
        let fresh = damaged.iter().filter(|record| !record.is_given_up);
        let unreadable = fresh.map(|record| record.head.clone()).collect();
        let scan = ExpiryScan {
            unreadable,
            ..ExpiryScan::default()
        };
        store.note_unreadable(scan, today).await?;
        Ok((damaged, store.lost()))
    }

    fn open_by(folder: &Path, rule: DamageRule) -> Result<(Self, Vec<DamagedRecord>), Fault> {
        let (store, damaged) = OpenStore::open(folder, rule)?;
        Ok((Self(Arc::new(store)), damaged))
    }

    /// The numbers of this installation.
    pub fn instance(&self) -> &Instance {
        &self.0.instance
    }

    /// Files that were not as they were written when it was opened. Nothing is lost: what they said
    /// stands elsewhere, too, or nobody needed it. But a disk did this, or somebody.
    pub fn mended(&self) -> &[&'static str] {
        &self.0.mended
    }

    /// What came lately and is gone: none, unless it was opened to be checked, or to go on without.
    pub fn lost(&self) -> Option<LostRecords> {
        self.0.lost
    }

    /// Bytes that may still be written on this disk. Below 16 MiB, and without ballast, nothing is
    /// kept any more.
    pub fn room(&self) -> Result<u64, Fault> {
        self.0.folder.room()
    }

    /// The disk that it is on.
    pub fn disk(&self) -> Result<DiskRoom, Fault> {
        self.0.folder.disk()
    }

    /// What of that files may take: the rest is for the next rebuild. Without one, the order of
    /// arrival and what was removed stay on the disk, and the room that they take never comes back.
    pub fn room_for_files(&self) -> Result<u64, Fault> {
        Ok(self.room()?.saturating_sub(self.0.rebuild_room.get()))
    }
}

/// Sealed reports, and the access records that come with them.
impl Store {
    /// Starts a draft: nothing is written until 64 KiB have come.
    pub fn begin(&self) -> Draft {
        Draft::begin(Arc::clone(&self.0))
    }

    /// Makes a draft visible. With `access`: only if nothing is kept under the first of these
    /// locators (then `Already`, and the draft is discarded); the others are written beside it.
    /// And only if no other pending entry is of the same item
    /// (then [`Fault::Copied`]). One atomic commit with the header, the access record and the
    /// ledger's pending entry (one JSON line, opaque here, at most 4 KiB).
    pub async fn keep(
        &self,
        draft: Draft,
        header: Header,
        access: impl IntoIterator<Item = (Locator, AccessRecord)>,
        pending: String,
    ) -> Result<KeepOutcome, Fault> {
        let access: Vec<_> = access.into_iter().collect();
        self.receive(draft, access.len(), move |batch, draft| {
            batch.keep(draft, &header, access, pending)
        })
        .await
    }

    /// As [`Store::keep`], and in the same commit changes the mailbox's access record, unless it is
    /// another one by now (then [`Fault::AccessMoved`]), and prolongs that it may be answered. What
    /// leaves a trace at the first of `access` already is `Already`.
    pub async fn keep_addition(
        &self,
        draft: Draft,
        header: Header,
        access: impl IntoIterator<Item = (Locator, AccessRecord)>,
        mailbox: MailboxChange,
        pending: String,
    ) -> Result<KeepOutcome, Fault> {
        let access: Vec<_> = access.into_iter().collect();
        self.receive(draft, access.len(), move |batch, draft| {
            batch.keep_addition(draft, &header, access, mailbox, pending)
        })
        .await
    }

    /// Commits what a whole draft comes to, with so many access records.
    async fn receive<F>(&self, draft: Draft, access: usize, step: F) -> Result<KeepOutcome, Fault>
    where
        F: FnOnce(&mut Batch<'_>, DraftPieces) -> Result<KeepOutcome, Fault> + Send + 'static,
    {
        let draft = draft.finish().await?;
        let growth = Growth::Receives(draft.weight() + SMALL + access * RECORD);
        self.0.commit(growth, move |batch| step(batch, draft)).await
    }

    /// The access record at a locator.
    pub async fn find_access(&self, at: Locator) -> Result<Option<AccessRecord>, Fault> {
        self.0.look(move |keyspaces| keyspaces.access(at)).await
    }

    /// Moves an access record in one atomic commit; the old one is forgotten. Of `day`, the store
    /// notes the quarter.
    pub async fn move_access(&self, step: AccessMove, day: Day) -> Result<Renewed, Fault> {
        let decoys = step.decoys.fresh.len() * DECOY;
        self.0
            .commit(Growth::Moves(decoys + SMALL), move |batch| {
                batch.move_access(step, day)
            })
            .await
    }

    /// Changes an access record where it is; the old one is forgotten.
    pub async fn change_access(&self, change: AccessChange, day: Day) -> Result<Renewed, Fault> {
        self.0
            .commit(Growth::Moves(SMALL), move |batch| {
                batch.change_access(change, day)
            })
            .await
    }

    /// Writes a record anew if it was written in an earlier quarter than that of `day`, so that it
    /// does not end before its time. Nothing happens to one that is not there.
    pub async fn prolong_access(
        &self,
        at: Locator,
        record: AccessRecord,
        day: Day,
    ) -> Result<(), Fault> {
        let is_due = move |keyspaces: &reader::Keyspaces| keyspaces.is_from_before(at, day);
        if !self.0.look(is_due).await? {
            return Ok(());
        }
        self.0
            .commit(Growth::Moves(SMALL), move |batch| {
                batch.prolong_access(at, record, day)
            })
            .await
    }

    /// Kept items of one institution, by id, at most `limit` (and 1,000), after `after`, and how
    /// many among them do not open.
    pub async fn list(
        &self,
        institution: &Institution,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<ListedPage, Fault> {
        let institution = institution.clone();
        self.0
            .look(move |keyspaces| keyspaces.list(&institution, after, limit))
            .await
    }

    /// What is known of an item.
    pub async fn header(&self, id: RecordId) -> Result<Option<Header>, Fault> {
        self.0.look(move |keyspaces| keyspaces.header(id)).await
    }

    /// The same, of one institution's items only. Another's item and none at all take the same look
    /// at the same place, which finds nothing: an officer can't time which of the two it was.
    pub async fn header_of(
        &self,
        institution: &Institution,
        id: RecordId,
    ) -> Result<Option<Header>, Fault> {
        let listed = Key::listed(institution, id);
        self.0
            .look(move |keyspaces| {
                if keyspaces.engine.holds(&listed)? {
                    keyspaces.header(id)
                } else {
                    Ok(None)
                }
            })
            .await
    }

    /// Sealed bytes from `offset`, at most `max` (and 1 MiB); empty at the end.
    pub async fn read(&self, id: RecordId, offset: u64, max: usize) -> Result<Vec<u8>, Fault> {
        self.0
            .look(move |keyspaces| keyspaces.read(id, offset, max))
            .await
    }

    /// This officer (a key's fingerprint) has it safely; how many of the officers in `of` have now.
    pub async fn mark_fetched(
        &self,
        id: RecordId,
        officer: [u8; 8],
        of: Vec<[u8; 8]>,
    ) -> Result<usize, Fault> {
        self.0
            .commit(Growth::Adds(SMALL), move |batch| {
                batch.mark_fetched(id, officer, &of)
            })
            .await
    }

    /// Kept items of one institution that no officer has, by digest.
    pub async fn unfetched(
        &self,
        institution: &Institution,
    ) -> Result<HashSet<ReportDigest>, Fault> {
        let institution = institution.clone();
        self.0
            .look(move |keyspaces| keyspaces.unfetched(&institution))
            .await
    }

    /// Forgets the ciphertext (removes it, then overwrites its key). Unknown ids are forgotten
    /// already.
    pub async fn forget(&self, id: RecordId) -> Result<(), Fault> {
        let step = move |batch: &mut Batch<'_>| batch.forget(Keyspace::Headers, &[Key::header(id)]);
        self.0.commit(Growth::Removes, step).await?;
        Ok(())
    }
}

/// Mailboxes.
impl Store {
    /// Keeps a reply for whoever opens the mailbox, if there is room. The same bytes again are kept
    /// once.
    pub async fn post_reply(
        &self,
        mailbox: RepliesLocator,
        reply: SealedReply,
        day: Day,
        room: MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        let growth = Growth::Adds(reply.as_bytes().len() + SMALL);
        self.0
            .commit(growth, move |batch| {
                batch.post_reply(mailbox, &reply, day, &room)
            })
            .await
    }

    /// Keeps a piece of a reply's file, if there is room. The same bytes again are kept once.
    pub async fn post_piece(
        &self,
        mailbox: PiecesLocator,
        piece: SealedPiece,
        day: Day,
        room: MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        let growth = Growth::Adds(piece.as_bytes().len() + SMALL);
        self.0
            .commit(growth, move |batch| {
                batch.post_piece(mailbox, &piece, day, &room)
            })
            .await
    }

    /// A piece of a reply's file; none that is not there.
    pub async fn piece(
        &self,
        mailbox: PiecesLocator,
        piece: PieceName,
    ) -> Result<Option<SealedPiece>, Fault> {
        self.0
            .look(move |keyspaces| keyspaces.piece(mailbox, piece))
            .await
    }

    /// How many replies lie in a mailbox, those that don't open any more among them: what
    /// [`MailboxRoom::known`] is compared with.
    pub async fn count_replies(&self, mailbox: RepliesLocator) -> Result<usize, Fault> {
        self.0
            .look(move |keyspaces| keyspaces.count_replies(mailbox))
            .await
    }

    /// The replies in a mailbox, and how many of them do not open.
    pub async fn replies(&self, mailbox: RepliesLocator) -> Result<MailboxReplies, Fault> {
        self.0
            .look(move |keyspaces| keyspaces.replies(mailbox))
            .await
    }
}

/// Notes.
impl Store {
    /// Small named facts of the intake itself (roster pins, ledger key …), ≤ 4 KiB each.
    pub async fn note(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let name = name.to_owned();
        self.0.look(move |keyspaces| keyspaces.note(&name)).await
    }

    /// Writes a note over the one before.
    pub async fn put_note(&self, name: &str, value: Vec<u8>) -> Result<(), Fault> {
        let name = name.to_owned();
        self.0
            .commit(Growth::Adds(SMALL), move |batch| {
                batch.put_note(&name, value)
            })
            .await
    }
}

/// What the ledger keeps: rows, tiles, and entries that wait.
impl Store {
    /// Entries that wait to be appended, by name, which says nothing of when they came; at most
    /// `limit`.
    pub async fn pending(&self, limit: usize) -> Result<Vec<Pending>, Fault> {
        self.0.look(move |keyspaces| keyspaces.pending(limit)).await
    }

    /// Appends rows at consecutive indexes behind the last and removes the `taken` pending entries,
    /// in one atomic commit; the first row's index. Refuses all if one of `taken` is no longer
    /// there.
    pub async fn append(&self, rows: Vec<LedgerRow>, taken: Vec<PendingId>) -> Result<u64, Fault> {
        let bytes: usize = rows.iter().map(|row| row.as_bytes().len()).sum();
        self.0
            .commit(Growth::Adds(bytes + SMALL), move |batch| {
                batch.append(rows, &taken)
            })
            .await
    }

    /// One step of the ledger, in one atomic commit.
    pub async fn extend_ledger(&self, extension: Extension) -> Result<(), Fault> {
        let growth = Growth::Adds(extension.weight() + SMALL);
        self.0
            .commit(growth, move |batch| batch.extend_ledger(extension))
            .await
    }

    /// Number of rows.
    pub async fn ledger_size(&self) -> Result<u64, Fault> {
        self.0.look(Keyspaces::ledger_size).await
    }

    /// Rows `from..to`, at most 1,000; fewer at the end.
    pub async fn ledger_rows(&self, from: u64, to: u64) -> Result<Vec<LedgerRow>, Fault> {
        self.0
            .look(move |keyspaces| keyspaces.ledger_rows(from, to))
            .await
    }

    /// Writes tiles over those of the same names, all or none.
    pub async fn put_tiles(&self, tiles: Vec<StoredTile>) -> Result<(), Fault> {
        let bytes: usize = tiles.iter().map(|tile| tile.hashes.len()).sum();
        self.0
            .commit(Growth::Adds(bytes + SMALL), move |batch| {
                batch.put_tiles(tiles)
            })
            .await
    }

    /// A tile's hashes.
    pub async fn tile(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let name = name.to_owned();
        self.0.look(move |keyspaces| keyspaces.tile(&name)).await
    }
}

/// Upkeep.
impl Store {
    /// Forgets what is past its term, and notes for a record that does not open that it does not
    /// today (see `expiry`). How many were forgotten. A part at a time, and no faster than rebuilds
    /// do away with what says that it is gone: who sends a report meanwhile finds room.
    pub async fn expire(
        &self,
        before: ExpiryCutoff,
        terms: ItemTerms,
        today: Day,
    ) -> Result<usize, Fault> {
        let mut forgotten = 0;
        for kind in [Keyspace::Headers, Keyspace::Replies, Keyspace::Access] {
            let mut after = None;
            loop {
                let (terms, behind) = (terms.clone(), after.take());
                let scan = self.0.look(move |keyspaces| {
                    keyspaces.scan_for_expiry((kind, behind.as_ref()), before, &terms)
                });
                let scan = scan.await?;
                forgotten += self.forget_expired(kind, &scan.expired).await?;
                after.clone_from(&scan.to);
                self.note_unreadable(scan, today).await?;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(forgotten)
    }

    async fn forget_expired(&self, kind: Keyspace, expired: &[Key]) -> Result<usize, Fault> {
        let mut forgotten = 0;
        for some in expired.chunks(FORGOTTEN_AT_ONCE) {
            self.0.brake.yield_to_strangers().await;
            let some = some.to_vec();
            let step = move |batch: &mut Batch<'_>| batch.forget(kind, &some);
            forgotten += self.0.commit(Growth::Removes, step).await?;
        }
        Ok(forgotten)
    }

    /// How many records do not open, as the last look for what is past its day found; at least one
    /// once [`Store::notice_damage`] was told of one.
    pub async fn damaged(&self) -> Result<usize, Fault> {
        let noted = self.0.look(Keyspaces::count_noted).await?;
        Ok(noted.max(usize::from(self.has_noticed_damage())))
    }

    /// Somebody met a record that does not open. Remembered until the store is closed, and not
    /// which record it was, nor when.
    pub fn notice_damage(&self) {
        self.0.noticed_damage.store(true, Ordering::Relaxed);
    }

    /// Was anybody told so?
    pub fn has_noticed_damage(&self) -> bool {
        self.0.noticed_damage.load(Ordering::Relaxed)
    }

    async fn note_unreadable(&self, scan: ExpiryScan, today: Day) -> Result<(), Fault> {
        if scan.unreadable.is_empty() && scan.settled.is_empty() {
            return Ok(());
        }
        let growth = Growth::Adds(scan.unreadable.len() * NOTE + SMALL);
        let step = move |batch: &mut Batch<'_>| {
            batch.note_unreadable(&scan.unreadable, &scan.settled, today)
        };
        self.0.commit(growth, step).await
    }

    /// Copies live records in random-key order into a fresh folder and swaps it in: what was
    /// removed, in which order things came, and wasted space are gone. It takes about ten seconds
    /// for each GB. Reads go on until the swap; drafts wait; commits wait a little, and are refused
    /// then.
    pub async fn rebuild(&self) -> Result<(), Fault> {
        self.0.rebuild(RebuildPurpose::Tidying).await
    }

    /// The same, and leaves a copy of all that was there when it began, to be backed up while the
    /// store goes on. One at a time: the next waits until the one before is let go.
    pub async fn copy_for_backup(&self) -> Result<CopyForBackup, Fault> {
        let alone = Arc::clone(&self.0.copying).lock_owned().await;
        self.0.rebuild(RebuildPurpose::Backup).await?;
        Ok(CopyForBackup::left_in(Arc::clone(&self.0), alone))
    }
}

/// For tests of who waits for the writer.
#[cfg(test)]
impl Store {
    /// Keeps the writer from all else until what is returned is dropped.
    pub(crate) fn hold_writer(&self) -> std::sync::mpsc::Sender<()> {
        let (held, letting_go) = std::sync::mpsc::channel::<()>();
        let store = self.clone();
        tokio::spawn(async move {
            let wait = move |_: &mut Batch<'_>| Ok(letting_go.recv().is_err());
            store.0.commit(Growth::Removes, wait).await
        });
        held
    }

    /// Bounds the young layer to so many bytes, and has rebuilds stand still once they have frozen
    /// it.
    pub(crate) fn flood(&self, bytes: u64, is_rebuild_held: bool) {
        self.0.brake.set_limit(bytes);
        self.0.brake.hold_rebuild(is_rebuild_held);
    }

    /// Has the writer find no room for what grows, or find it again.
    pub(crate) fn pretend_full(&self, is_full: bool) {
        self.0.rebuild_room.pretend_full(is_full);
    }
}

/// Bytes that a commit's small records take at most: heads, listing, pending entry, inventory.
const SMALL: usize = 16 << 10;

/// Bytes that a record takes at most, whatever is in it.
const RECORD: usize = 4 << 10;

/// Bytes of a place that was never anybody's, with its name.
const DECOY: usize = 256;

/// Bytes of a note about a head that does not open.
const NOTE: usize = 128;

const FORGOTTEN_AT_ONCE: usize = 64;
