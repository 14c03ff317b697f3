//! One round of commits: each step looks, decides, and adds its writes; all become durable together.
//!
//! A step **checks first and writes after**: once it has written anything it
//! does not refuse. So a refused step leaves nothing behind, and the steps
//! beside it in the round are kept all the same. Steps see the writes of those before
//! them: of two racing sends with one code, the first keeps, the second finds it kept.

mod forgetting;

use std::collections::{BTreeMap, BTreeSet};

use crate::report::mailbox::{AccessRecord, MailboxId, SealedReply};
use crate::report::receipt::Locator;
use crate::rules::calendar::Day;

use crate::store::crypto::keyring::{Keyring, Slot};
use crate::store::crypto::record_encryption::{
    self, CoverKey, CoveredHead, HEAD_MAX, PIECE, VALUE_MAX,
};
use crate::store::draft::Remainder;
use crate::store::engine::inventory::Tally;
use crate::store::engine::keyspace::{Key, Shelf};
use crate::store::expiry::quarter::Quarter;
use crate::store::fault::Fault;
use crate::store::ledger::{Extension, LedgerRow, PendingId, TILE_PIECES, Tile, name_fits};
use crate::store::reader::{AccessHead, ReplyHead, Shelves};
use crate::store::{Header, ItemId, Kept, MailboxRoom, PostedReply, Renewed};

/// The writes of one round, being gathered.
pub(in crate::store) struct Round<'a> {
    shelves: &'a Shelves,
    keyring: &'a mut Keyring,
    gathered: Gathered,
}

/// What a round comes to.
pub(in crate::store) struct Gathered {
    /// What is there after the round.
    pub(in crate::store) tally: Tally,
    pub(in crate::store) writes: BTreeMap<Key, Option<Vec<u8>>>,
    /// Keys were written to the keyring: sync it before the records.
    pub(in crate::store) keys_placed: bool,
    /// Slots to overwrite once the removal of their records is durable.
    pub(in crate::store) wipes: Vec<Slot>,
    /// Pieces that nothing names any more: noise, removed at leisure.
    pub(in crate::store) removals: Vec<Removal>,
    /// Drafts that became items.
    pub(in crate::store) kept: Vec<ItemId>,
}

/// Pieces to remove.
pub(in crate::store) struct Removal {
    pub(in crate::store) pieces: Key,
    pub(in crate::store) next: u32,
    pub(in crate::store) end: u32,
}

impl<'a> Round<'a> {
    pub(in crate::store) fn begin(
        shelves: &'a Shelves,
        keyring: &'a mut Keyring,
        tally: Tally,
    ) -> Self {
        Self {
            shelves,
            keyring,
            gathered: Gathered {
                tally,
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
        draft: Remainder,
        header: &Header,
        access: Vec<(Locator, AccessRecord)>,
        pending: String,
    ) -> Result<Kept, Fault> {
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
        if let Some((at, _)) = access.first()
            && self.find(&Key::access(*at))?.is_some()
        {
            return Ok(Kept::Already);
        }
        // By its item: what is sealed once can wait once.
        let waits = Key::pending(header.item.pending_name());
        if self.find(&waits)?.is_some() {
            return Err(Fault::Copied);
        }
        self.keyring.make_room(1 + access.len())?;
        let (id, key, tail) = draft.keep();
        self.put_head(Shelf::Headers, Key::header(id), &key, &head)?;
        self.put(Shelf::Listing, Key::listed(&header.institution, id), vec![])?;
        for (at, piece) in tail {
            self.gathered.writes.insert(at, Some(piece));
        }
        self.gathered
            .tally
            .add_pieces(Shelf::Chunks, record_encryption::pieces_of(header.length));
        self.put(Shelf::Pending, waits, pending.into_bytes())?;
        for (at, record) in access {
            self.put_access(at, record, header.day)?;
        }
        self.gathered.kept.push(id);
        Ok(Kept::New)
    }

    pub(in crate::store) fn renew_access(
        &mut self,
        old: Locator,
        new: Locator,
        record: AccessRecord,
        day: Day,
    ) -> Result<Renewed, Fault> {
        check_record(&record)?;
        let was = self.find(&Key::access(old))?;
        match (was, self.find(&Key::access(new))?) {
            (Some(was), None) => {
                self.keyring.make_room(1)?;
                self.put_access(new, record, day)?;
                self.wipe_slot_of(&Key::access(old), &was)?;
                self.remove(Shelf::Access, &Key::access(old))?;
                Ok(Renewed::Now)
            }
            (None, Some(_)) => Ok(Renewed::Before),
            _ => Ok(Renewed::Unknown),
        }
    }

    /// Another step may have done it, or forgotten the record, since somebody looked.
    pub(in crate::store) fn prolong_access(
        &mut self,
        at: Locator,
        record: AccessRecord,
        day: Day,
    ) -> Result<(), Fault> {
        check_record(&record)?;
        let key = Key::access(at);
        let Some(was) = self.find(&key)? else {
            return Ok(());
        };
        self.keyring.make_room(1)?;
        self.wipe_slot_of(&key, &was)?;
        self.put_access(at, record, day)
    }

    pub(in crate::store) fn mark_fetched(
        &mut self,
        id: ItemId,
        officer: [u8; 8],
        of: &[[u8; 8]],
    ) -> Result<usize, Fault> {
        if self.find(&Key::header(id))?.is_none() {
            return Err(Fault::NotKept);
        }
        self.put(Shelf::Fetched, Key::fetched_by(id, officer), vec![])?;
        let mut holders = 0;
        for officer in of {
            holders += usize::from(self.find(&Key::fetched_by(id, *officer))?.is_some());
        }
        Ok(holders)
    }

    pub(in crate::store) fn post_reply(
        &mut self,
        mailbox: MailboxId,
        reply: &SealedReply,
        day: Day,
        room: MailboxRoom,
    ) -> Result<PostedReply, Fault> {
        let sealed = reply.as_bytes();
        if sealed.len() > REPLY_MAX {
            return Err(Fault::TooLong);
        }
        let head = ReplyHead {
            day,
            length: sealed.len() as u64,
        };
        let at = Key::reply(mailbox, *reply.name().as_bytes());
        if self.find(&at)?.is_some() {
            return Ok(PostedReply::Kept);
        }
        let before = self.keys(&Key::mailbox(mailbox))?;
        if room.known.is_some_and(|known| known != before.len()) {
            return Ok(PostedReply::OthersCame);
        }
        let bytes = self.bytes_of_replies(&before)? + head.length;
        if before.len() >= room.replies_max || bytes > room.bytes_max {
            return Ok(PostedReply::NoRoom);
        }
        self.keyring.make_room(1)?;
        let key = CoverKey::random();
        for (index, plain) in (0..).zip(sealed.chunks(PIECE)) {
            let (at, piece) = key.cover_piece(&at.pieces(), index, plain);
            self.gathered.writes.insert(at, Some(piece));
        }
        self.gathered
            .tally
            .add_pieces(Shelf::ReplyParts, record_encryption::pieces_of(head.length));
        self.put_head(Shelf::Replies, at, &key, &head.to_bytes())?;
        Ok(PostedReply::Kept)
    }

    /// One that does not open any more counts as the longest.
    fn bytes_of_replies(&self, heads: &BTreeSet<Key>) -> Result<u64, Fault> {
        let mut bytes = 0;
        for at in heads {
            let value = self.find(at)?;
            let head = value.and_then(|value| self.open_head(at, &value).ok());
            let head = head.and_then(|head| ReplyHead::parse(&head).ok());
            bytes += head.map_or(REPLY_MAX as u64, |head| head.length);
        }
        Ok(bytes)
    }

    pub(in crate::store) fn put_note(&mut self, name: &str, value: Vec<u8>) -> Result<(), Fault> {
        if !name_fits(name) || value.len() > VALUE_MAX {
            return Err(Fault::TooLong);
        }
        self.put(Shelf::Notes, Key::note(name), value)
    }

    /// Appends rows behind the last and takes the pending entries that they came from; the first row's index.
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
        let first = self.gathered.tally.count(Shelf::Ledger);
        for (index, row) in (first..).zip(rows) {
            let row = row.as_bytes().to_vec();
            self.put(Shelf::Ledger, Key::ledger(index), row)?;
        }
        for at in &names {
            self.remove(Shelf::Pending, at)?;
        }
        Ok(first)
    }

    /// Rows, tiles, notes and what is taken: checked first, so that a refusal leaves nothing behind.
    pub(in crate::store) fn extend_ledger(&mut self, extension: Extension) -> Result<(), Fault> {
        extension.check()?;
        if self.gathered.tally.count(Shelf::Ledger) != extension.from {
            return Err(Fault::LedgerMoved);
        }
        self.append(extension.rows, &extension.taken)?;
        self.put_tiles(extension.tiles)?;
        for (name, note) in extension.notes {
            self.put_note(&name, note)?;
        }
        Ok(())
    }

    pub(in crate::store) fn put_tiles(&mut self, tiles: Vec<Tile>) -> Result<(), Fault> {
        for tile in tiles {
            let mut pieces = tile.hashes.chunks(VALUE_MAX);
            for piece in 0..TILE_PIECES {
                let at = Key::tile_piece(&tile.name, piece);
                match pieces.next() {
                    Some(hashes) => self.put(Shelf::Tiles, at, hashes.to_vec())?,
                    None => self.remove(Shelf::Tiles, &at)?,
                }
            }
        }
        Ok(())
    }

    /// What stands at `key` after the steps so far.
    fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, Fault> {
        match self.gathered.writes.get(key) {
            Some(written) => Ok(written.clone()),
            None => self.shelves.engine.find(key),
        }
    }

    /// All keys that start with `start` after the steps so far.
    fn keys(&self, start: &Key) -> Result<BTreeSet<Key>, Fault> {
        let mut keys = BTreeSet::new();
        for found in self.shelves.engine.scan(start, None) {
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

    fn put(&mut self, kind: Shelf, key: Key, value: Vec<u8>) -> Result<(), Fault> {
        let before = self.find(&key)?;
        let Gathered { tally, writes, .. } = &mut self.gathered;
        if let Some(before) = before {
            tally.remove(kind, &key, &before);
        }
        tally.add(kind, &key, &value);
        writes.insert(key, Some(value));
        Ok(())
    }

    fn remove(&mut self, kind: Shelf, key: &Key) -> Result<(), Fault> {
        if let Some(before) = self.find(key)? {
            self.gathered.tally.remove(kind, key, &before);
            self.gathered.writes.insert(key.clone(), None);
        }
        Ok(())
    }

    /// Of `day`, only the quarter is written.
    fn put_access(&mut self, at: Locator, record: AccessRecord, day: Day) -> Result<(), Fault> {
        let key = CoverKey::random();
        let quarter = Quarter::of(day);
        let head = AccessHead { quarter, record }.to_bytes();
        self.put_head(Shelf::Access, Key::access(at), &key, &head)
    }

    fn put_head(&mut self, kind: Shelf, at: Key, key: &CoverKey, head: &[u8]) -> Result<(), Fault> {
        let slot = self.keyring.place(key)?;
        self.gathered.keys_placed = true;
        let covered = key.cover_head(&at, slot, head).to_bytes();
        self.put(kind, at, covered)
    }

    fn open_head(&self, at: &Key, value: &[u8]) -> Result<Vec<u8>, Fault> {
        let head = CoveredHead::parse(value)?;
        self.shelves.keys.key(head.slot)?.open_head(at, &head)
    }

    fn open_header(&self, at: &Key, value: &[u8]) -> Option<Header> {
        Header::parse(&self.open_head(at, value).ok()?).ok()
    }
}

fn check_record(record: &AccessRecord) -> Result<(), Fault> {
    match record.as_bytes().len() + QUARTER {
        0..=HEAD_MAX => Ok(()),
        _ => Err(Fault::TooLong),
    }
}

/// Bytes before the record in an access record's head.
const QUARTER: usize = 2;

/// 128 KiB: twice what a sealed reply may be.
const REPLY_MAX: usize = 128 << 10;
