//! One batch of commits: each step looks, decides, and adds its writes; all become durable
//! together.
//!
//! A step **checks first and writes after**: once it has written anything it
//! does not refuse. So a refused step leaves nothing behind, and the steps
//! beside it in the batch are kept all the same. Steps see the writes of those before
//! them: of two racing sends with one code, the first keeps, the second finds it kept.

mod forgetting;

use std::collections::{BTreeMap, BTreeSet};

use crate::report::mailbox::{
    AccessRecord, POSTED_MAX, PiecesLocator, RepliesLocator, SealedPiece, SealedReply,
};
use crate::report::receipt::Locator;
use crate::rules::calendar::Day;

use crate::store::crypto::keyring::{KeyReader, Keyring};
use crate::store::crypto::record_encryption::{self, HEAD_MAX, PIECE, RecordKey, Slot};
use crate::store::engine::inventory::Inventory;
use crate::store::engine::keyspace::{Key, Keyspace, Removal};
use crate::store::engine::layers::LayerValue;
use crate::store::fault::Fault;
use crate::store::reader::Keyspaces;
use crate::store::records::VALUE_MAX;
use crate::store::records::heads::{AccessHead, Header, ReplyHead};
use crate::store::records::id::RecordId;
use crate::store::records::ledger::{
    Extension, LedgerRow, PendingId, StoredTile, TILE_PIECES, name_fits,
};
use crate::store::records::mailbox_room::{HeldReply, MailboxRoom};
use crate::store::records::quarter::Quarter;
use crate::store::writer::draft_pieces::DraftPieces;

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

/// The writes of one batch, being gathered.
pub(in crate::store) struct Batch<'a> {
    keyspaces: &'a Keyspaces,
    keyring: &'a mut Keyring,
    gathered: Gathered,
}

/// What became of a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeepOutcome {
    /// It was not there, and is now.
    New,
    /// This locator already has an access record: the same submission again.
    Already,
}

/// One access record for another, if it is still the one that was looked at.
pub struct AccessChange {
    /// Where it is kept.
    pub at: Locator,
    /// As it was looked at; anything else there, and nothing changes.
    pub was: AccessRecord,
    /// What takes its place, of the same length.
    pub now: AccessRecord,
}

/// What an addition changes of its mailbox.
pub struct MailboxChange {
    /// The record under the code that it was made with.
    pub record: AccessChange,
    /// That its officers may answer: written anew if it was written in an earlier quarter.
    pub answerable: (Locator, AccessRecord),
}

/// An access record on its way to another locator, which must be free. What stays behind takes the
/// old place for good, so that nothing is ever moved back there.
pub struct AccessMove {
    /// Where it was, what it was, and what stays behind.
    pub from: AccessChange,
    /// Where it goes.
    pub to: Locator,
    /// The record there.
    pub now: AccessRecord,
    /// What is written beside it, so that counting tells nothing.
    pub decoys: AccessDecoys,
}

/// Records that stand for nothing, so that the number of records does not tell of moves.
#[derive(Default)]
pub struct AccessDecoys {
    /// Taken away, if it is still there.
    pub used: Option<Locator>,
    /// Put, for later.
    pub fresh: Vec<(Locator, AccessRecord)>,
}

/// What became of a change of access records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renewed {
    /// The record moved to the fresh code.
    Now,
    /// There is another record by now, or something where the new one was to be; nothing was
    /// written.
    NotAsSeen,
}

/// What a batch comes to.
pub(in crate::store) struct Gathered {
    /// What is there after the batch.
    pub(in crate::store) inventory: Inventory,
    pub(in crate::store) writes: BTreeMap<Key, Option<Vec<u8>>>,
    /// Keys were written to the keyring: sync it before the records.
    pub(in crate::store) keys_placed: bool,
    /// Slots to overwrite once the removal of their records is durable.
    pub(in crate::store) wipes: Vec<ForgottenKey>,
    /// Pieces that nothing names any more: noise, removed at leisure.
    pub(in crate::store) removals: Vec<Removal>,
    /// Drafts that became items.
    pub(in crate::store) kept: Vec<RecordId>,
}

/// A key that nothing needs any more.
pub(in crate::store) struct ForgottenKey {
    /// The head that named it.
    pub(in crate::store) head: Key,
    /// The keyring of the layer that it stood in.
    pub(in crate::store) keys: KeyReader,
    pub(in crate::store) slot: Slot,
}

impl<'a> Batch<'a> {
    pub(in crate::store) fn begin(
        keyspaces: &'a Keyspaces,
        keyring: &'a mut Keyring,
        inventory: Inventory,
    ) -> Self {
        Self {
            keyspaces,
            keyring,
            gathered: Gathered {
                inventory,
                writes: BTreeMap::new(),
                keys_placed: false,
                wipes: Vec::new(),
                removals: Vec::new(),
                kept: Vec::new(),
            },
        }
    }

    pub(in crate::store) fn finish(self) -> Gathered {
        self.gathered
    }

    pub(in crate::store) fn keep(
        &mut self,
        draft: DraftPieces,
        header: &Header,
        access: Vec<(Locator, AccessRecord)>,
        pending: String,
    ) -> Result<KeepOutcome, Fault> {
        if draft.length() != header.length {
            return Err(Fault::WrongLength);
        }
        let head = header.to_bytes();
        if pending.len() > VALUE_MAX || head.len() > HEAD_MAX {
            return Err(Fault::TooLong);
        }
        for (_, record) in &access {
            check_record(record)?;
        }
        if self.is_taken(&access)? {
            return Ok(KeepOutcome::Already);
        }
        // By its item: what is sealed once can wait once.
        let waits = Key::pending(header.item.pending_name());
        if self.find(&waits)?.is_some() {
            return Err(Fault::Copied);
        }
        self.keyring.make_room(1 + access.len())?;
        let (id, key, tail) = draft.keep();
        self.put_head(Keyspace::Headers, Key::header(id), &key, &head)?;
        self.put(
            Keyspace::Listing,
            Key::listed(&header.institution, id),
            vec![],
        )?;
        for (at, piece) in tail {
            self.gathered.writes.insert(at, Some(piece));
        }
        self.gathered.inventory.add_pieces(
            Keyspace::Chunks,
            record_encryption::pieces_of(header.length),
        );
        self.put(Keyspace::Pending, waits, pending.into_bytes())?;
        for (at, record) in access {
            self.put_access(at, record, header.day)?;
        }
        self.gathered.kept.push(id);
        Ok(KeepOutcome::New)
    }

    /// An addition: kept as any report, and its mailbox's records change with it.
    pub(in crate::store) fn keep_addition(
        &mut self,
        draft: DraftPieces,
        header: &Header,
        access: Vec<(Locator, AccessRecord)>,
        mailbox: MailboxChange,
        pending: String,
    ) -> Result<KeepOutcome, Fault> {
        let MailboxChange { record, answerable } = mailbox;
        if self.is_taken(&access)? {
            return Ok(KeepOutcome::Already);
        }
        if !self.is_still(&record)? {
            return Err(Fault::AccessMoved);
        }
        check_record(&record.now)?;
        check_record(&answerable.1)?;
        let is_due = self.is_from_before(answerable.0, header.day)?;
        // For all keys, before anything is written.
        self.keyring.make_room(3 + access.len())?;
        let kept = self.keep(draft, header, access, pending)?;
        self.replace_access(record.at, record.now, header.day)?;
        if is_due {
            let (at, answerable) = answerable;
            self.replace_access(at, answerable, header.day)?;
        }
        Ok(kept)
    }

    pub(in crate::store) fn move_access(
        &mut self,
        step: AccessMove,
        day: Day,
    ) -> Result<Renewed, Fault> {
        let AccessMove {
            from,
            to,
            now,
            decoys,
        } = step;
        check_record(&now)?;
        check_record(&from.now)?;
        for (_, record) in &decoys.fresh {
            check_record(record)?;
        }
        if self.find(&Key::access(to))?.is_some() || !self.is_still(&from)? {
            return Ok(Renewed::NotAsSeen);
        }
        self.keyring.make_room(2 + decoys.fresh.len())?;
        self.put_access(to, now, day)?;
        self.replace_access(from.at, from.now, day)?;
        let used = decoys.used.map(Key::access);
        self.forget(Keyspace::Access, used.as_slice())?;
        for (at, record) in decoys.fresh {
            self.put_access(at, record, day)?;
        }
        Ok(Renewed::Now)
    }

    pub(in crate::store) fn change_access(
        &mut self,
        change: AccessChange,
        day: Day,
    ) -> Result<Renewed, Fault> {
        check_record(&change.now)?;
        if !self.is_still(&change)? {
            return Ok(Renewed::NotAsSeen);
        }
        self.keyring.make_room(1)?;
        self.replace_access(change.at, change.now, day)?;
        Ok(Renewed::Now)
    }

    /// Another step may have done it, or forgotten the record, since somebody looked.
    pub(in crate::store) fn prolong_access(
        &mut self,
        at: Locator,
        record: AccessRecord,
        day: Day,
    ) -> Result<(), Fault> {
        check_record(&record)?;
        if !self.is_from_before(at, day)? {
            return Ok(());
        }
        self.keyring.make_room(1)?;
        self.replace_access(at, record, day)
    }

    pub(in crate::store) fn mark_fetched(
        &mut self,
        id: RecordId,
        officer: [u8; 8],
        of: &[[u8; 8]],
    ) -> Result<usize, Fault> {
        if self.find(&Key::header(id))?.is_none() {
            return Err(Fault::NotKept);
        }
        self.put(Keyspace::Fetched, Key::fetched_by(id, officer), vec![])?;
        let mut holders = 0;
        for officer in of {
            holders += usize::from(self.find(&Key::fetched_by(id, *officer))?.is_some());
        }
        Ok(holders)
    }

    pub(in crate::store) fn post_reply(
        &mut self,
        mailbox: RepliesLocator,
        reply: &SealedReply,
        day: Day,
        room: &MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        let at = Key::reply(mailbox, *reply.name().as_bytes());
        self.post((at, reply.as_bytes()), &Key::mailbox(mailbox), day, room)
    }

    pub(in crate::store) fn post_piece(
        &mut self,
        mailbox: PiecesLocator,
        piece: &SealedPiece,
        day: Day,
        room: &MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        let at = Key::piece_of_file(mailbox, piece.name());
        let among = Key::pieces_of_files(mailbox);
        self.post((at, piece.as_bytes()), &among, day, room)
    }

    /// Keeps sealed bytes under their name among others of one mailbox.
    fn post(
        &mut self,
        (at, sealed): (Key, &[u8]),
        among: &Key,
        day: Day,
        room: &MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        if sealed.len() > POSTED_MAX {
            return Err(Fault::TooLong);
        }
        let head = ReplyHead {
            quarter: Quarter::of(day),
            length: sealed.len() as u64,
            by: room.by,
        };
        if self.find(&at)?.is_some() {
            return Ok(PostedReply::Kept);
        }
        let before = self.keys(among)?;
        if room.known.is_some_and(|known| known != before.len()) {
            return Ok(PostedReply::OthersCame);
        }
        if !room.takes(&self.held_replies(&before)?, head.length) {
            return Ok(PostedReply::NoRoom);
        }
        self.keyring.make_room(1)?;
        let key = RecordKey::random();
        for (index, plain) in (0..).zip(sealed.chunks(PIECE)) {
            let (at, piece) = key.encrypt_piece(&at.pieces(), index, plain);
            self.gathered.writes.insert(at, Some(piece));
        }
        self.gathered.inventory.add_pieces(
            Keyspace::ReplyParts,
            record_encryption::pieces_of(head.length),
        );
        self.put_head(Keyspace::Replies, at, &key, &head.to_bytes())?;
        Ok(PostedReply::Kept)
    }

    /// One that does not open any more counts as the longest, and as nobody's.
    fn held_replies(&self, heads: &BTreeSet<Key>) -> Result<Vec<HeldReply>, Fault> {
        let held = heads.iter().map(|at| {
            let found = self.find(at)?;
            let head = found.and_then(|found| found.open_head(at).ok());
            let head = head.and_then(|head| ReplyHead::parse(&head).ok());
            Ok(HeldReply {
                by: head.as_ref().map(|head| head.by),
                length: head.map_or(POSTED_MAX as u64, |head| head.length),
            })
        });
        held.collect()
    }

    pub(in crate::store) fn put_note(&mut self, name: &str, value: Vec<u8>) -> Result<(), Fault> {
        if !name_fits(name) || value.len() > VALUE_MAX {
            return Err(Fault::TooLong);
        }
        self.put(Keyspace::Notes, Key::note(name), value)
    }

    /// Appends rows behind the last and takes the pending entries that they came from; the first
    /// row's index.
    pub(in crate::store) fn append(
        &mut self,
        rows: Vec<LedgerRow>,
        taken: &[PendingId],
    ) -> Result<u64, Fault> {
        let names: BTreeSet<_> = taken.iter().map(|id| Key::pending(id.0)).collect();
        for at in &names {
            if self.find(at)?.is_none() {
                return Err(Fault::AlreadyTaken);
            }
        }
        if names.len() != taken.len() {
            return Err(Fault::AlreadyTaken);
        }
        let first = self.gathered.inventory.count(Keyspace::Ledger);
        for (index, row) in (first..).zip(rows) {
            let row = row.as_bytes().to_vec();
            self.put(Keyspace::Ledger, Key::ledger(index), row)?;
        }
        for at in &names {
            self.remove(Keyspace::Pending, at)?;
        }
        Ok(first)
    }

    /// Rows, tiles, notes and what is taken: checked first, so that a refusal leaves nothing
    /// behind.
    pub(in crate::store) fn extend_ledger(&mut self, extension: Extension) -> Result<(), Fault> {
        extension.check()?;
        if self.gathered.inventory.count(Keyspace::Ledger) != extension.from {
            return Err(Fault::LedgerMoved);
        }
        self.append(extension.rows, &extension.taken)?;
        self.put_tiles(extension.tiles)?;
        for (name, note) in extension.notes {
            self.put_note(&name, note)?;
        }
        Ok(())
    }

    pub(in crate::store) fn put_tiles(&mut self, tiles: Vec<StoredTile>) -> Result<(), Fault> {
        for tile in tiles {
            let mut pieces = tile.hashes.chunks(VALUE_MAX);
            for piece in 0..TILE_PIECES {
                let at = Key::tile_piece(&tile.name, piece);
                match pieces.next() {
                    Some(hashes) => self.put(Keyspace::Tiles, at, hashes.to_vec())?,
                    None => self.remove(Keyspace::Tiles, &at)?,
                }
            }
        }
        Ok(())
    }

    /// What stands at `key` after the steps so far.
    fn find(&self, key: &Key) -> Result<Option<LayerValue>, Fault> {
        let of_this_batch = |value: &Vec<u8>| LayerValue {
            value: value.clone(),
            keys: self.keyring.reader(),
        };
        match self.gathered.writes.get(key) {
            Some(written) => Ok(written.as_ref().map(of_this_batch)),
            None => self.keyspaces.engine.now().find(key),
        }
    }

    /// All keys that start with `start` after the steps so far.
    fn keys(&self, start: &Key) -> Result<BTreeSet<Key>, Fault> {
        let mut keys = BTreeSet::new();
        for found in self.keyspaces.engine.scan(start, None) {
            keys.insert(found?.0);
        }
        let written = self.gathered.writes.range(start.clone()..);
        for (key, value) in written.take_while(|(key, _)| key.starts_with(start)) {
            match value {
                Some(_) => keys.insert(key.clone()),
                None => keys.remove(key),
            };
        }
        Ok(keys)
    }

    fn put(&mut self, kind: Keyspace, key: Key, value: Vec<u8>) -> Result<(), Fault> {
        let before = self.find(&key)?;
        let Gathered {
            inventory, writes, ..
        } = &mut self.gathered;
        if let Some(before) = before {
            inventory.remove(kind, &key, &before.value);
        }
        inventory.add(kind, &key, &value);
        writes.insert(key, Some(value));
        Ok(())
    }

    fn remove(&mut self, kind: Keyspace, key: &Key) -> Result<(), Fault> {
        if let Some(before) = self.find(key)? {
            self.gathered.inventory.remove(kind, key, &before.value);
            self.gathered.writes.insert(key.clone(), None);
        }
        Ok(())
    }

    /// Of `day`, only the quarter is written.
    fn put_access(&mut self, at: Locator, record: AccessRecord, day: Day) -> Result<(), Fault> {
        let key = RecordKey::random();
        let quarter = Quarter::of(day);
        let head = AccessHead { quarter, record }.to_bytes();
        self.put_head(Keyspace::Access, Key::access(at), &key, &head)
    }

    /// Is what stands there the record that was looked at?
    fn is_still(&self, change: &AccessChange) -> Result<bool, Fault> {
        let at = Key::access(change.at);
        let Some(found) = self.find(&at)? else {
            return Ok(false);
        };
        let head = AccessHead::parse(&found.open_head(&at)?)?;
        Ok(head.record == change.was)
    }

    /// Is there a record, written in an earlier quarter than that of `day`? One that does not open
    /// stands in nobody's way: expiry sees to it.
    fn is_from_before(&self, at: Locator, day: Day) -> Result<bool, Fault> {
        let at = Key::access(at);
        let Some(found) = self.find(&at)? else {
            return Ok(false);
        };
        let head = found
            .open_head(&at)
            .and_then(|head| AccessHead::parse(&head));
        Ok(head.is_ok_and(|head| head.quarter < Quarter::of(day)))
    }

    /// The new record under a key of its own; that of the old one is overwritten once this is
    /// durable.
    fn replace_access(&mut self, at: Locator, record: AccessRecord, day: Day) -> Result<(), Fault> {
        let key = Key::access(at);
        if let Some(was) = self.find(&key)? {
            self.wipe_slot_of(&key, &was)?;
        }
        self.put_access(at, record, day)
    }

    /// Is something kept under the first of these already?
    fn is_taken(&self, access: &[(Locator, AccessRecord)]) -> Result<bool, Fault> {
        match access.first() {
            Some((at, _)) => Ok(self.find(&Key::access(*at))?.is_some()),
            None => Ok(false),
        }
    }

    fn put_head(
        &mut self,
        kind: Keyspace,
        at: Key,
        key: &RecordKey,
        head: &[u8],
    ) -> Result<(), Fault> {
        let slot = self.keyring.place(key)?;
        self.gathered.keys_placed = true;
        let encrypted = key.encrypt_head(&at, slot, head).to_bytes();
        self.put(kind, at, encrypted)
    }
}

fn open_header(at: &Key, found: &LayerValue) -> Option<Header> {
    Header::parse(&found.open_head(at).ok()?).ok()
}

fn check_record(record: &AccessRecord) -> Result<(), Fault> {
    match record.as_bytes().len() + QUARTER {
        0..=HEAD_MAX => Ok(()),
        _ => Err(Fault::TooLong),
    }
}

/// Bytes before the record in an access record's head.
const QUARTER: usize = 2;
