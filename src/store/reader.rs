//! Reading what is kept. Runs on blocking threads, beside the writer.
//!
//! Sees a commit from the moment the writer applies it, which is a few milliseconds
//! before it is durable and acknowledged.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use crate::keys::digest::ReportDigest;
use crate::report::mailbox::{
    AccessRecord, PieceName, PiecesLocator, RepliesLocator, SealedPiece, SealedReply,
};
use crate::report::receipt::Locator;
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

use super::crypto::record_encryption::{EncryptedHead, PIECE, RecordKey};
use super::damaged::{DamagedKind, DamagedRecord};
use super::engine::keyspace::{Key, Keyspace};
use super::engine::layers::Layers;
use super::fault::Fault;
use super::records::heads::{
    AccessHead, Header, ListedPage, ListedRecord, MailboxReplies, ReplyHead,
};
use super::records::id::RecordId;
use super::records::ledger::{LedgerRow, Pending, PendingId, TILE_PIECES};
use super::records::quarter::Quarter;

/// The records and the keys, as readers see them.
pub(super) struct Keyspaces {
    pub(super) engine: Layers,
}

/// What readers share with the writer. None once the store is closed.
#[derive(Clone)]
pub(super) struct SharedKeyspaces(Arc<RwLock<Option<Keyspaces>>>);

impl SharedKeyspaces {
    pub(super) fn of(keyspaces: Keyspaces) -> Self {
        Self(Arc::new(RwLock::new(Some(keyspaces))))
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Option<Keyspaces>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the readers, then closes the keyspaces for good.
    pub(super) fn close(&self) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        drop(place.take());
    }
}

impl Keyspaces {
    pub(super) fn access(&self, at: Locator) -> Result<Option<AccessRecord>, Fault> {
        match self.open_head(&Key::access(at))? {
            Some((head, _)) => AccessHead::parse(&head).map(|head| Some(head.record)),
            None => Ok(None),
        }
    }

    pub(super) fn header(&self, id: RecordId) -> Result<Option<Header>, Fault> {
        match self.open_head(&Key::header(id))? {
            Some((head, _)) => Header::parse(&head).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn list(
        &self,
        institution: &Institution,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<ListedPage, Fault> {
        let after = after.map(|id| Key::listed(institution, id));
        let mut page = ListedPage::default();
        // Since the last that opens: on this page only if none follows.
        let mut damaged = 0;
        for found in self.engine.scan(&Key::listing(institution), after.as_ref()) {
            let (key, _) = found?;
            let id = RecordId(key.name().ok_or(Fault::Damaged)?);
            match self.header(id) {
                Ok(Some(_)) if page.records.len() == limit.min(LISTED_MAX) => {
                    page.more = true;
                    return Ok(page);
                }
                Ok(Some(header)) => {
                    page.records.push(ListedRecord { id, header });
                    page.damaged += std::mem::take(&mut damaged);
                }
                // Forgotten while we look: it is simply gone.
                Ok(None) => {}
                // One damaged record must not hide the others (attack E23), nor itself.
                Err(Fault::Damaged) => damaged += 1,
                Err(fault) => return Err(fault),
            }
        }
        page.damaged += damaged;
        Ok(page)
    }

    /// Items that no officer's mark stands beside.
    pub(super) fn unfetched(
        &self,
        institution: &Institution,
    ) -> Result<HashSet<ReportDigest>, Fault> {
        let mut unfetched = HashSet::new();
        for found in self.engine.scan(&Key::listing(institution), None) {
            let (key, _) = found?;
            let id = RecordId(key.name().ok_or(Fault::Damaged)?);
            if self.engine.scan(&Key::fetched(id), None).next().is_none() {
                let header = unless_damaged(self.header(id))?;
                unfetched.extend(header.map(|header| header.item));
            }
        }
        Ok(unfetched)
    }

    pub(super) fn read(&self, id: RecordId, offset: u64, max: usize) -> Result<Vec<u8>, Fault> {
        let at = Key::header(id);
        let (head, key) = self.open_head(&at)?.ok_or(Fault::NotKept)?;
        let length = Header::parse(&head)?.length;
        let max = max.min(READ_MAX) as u64;
        let (start, end) = (offset.min(length), offset.saturating_add(max).min(length));
        self.open_pieces(&at, &key, start, end)
    }

    /// Is there a record, written in an earlier quarter than that of `day`?
    pub(super) fn is_from_before(&self, at: Locator, day: Day) -> Result<bool, Fault> {
        match self.open_head(&Key::access(at))? {
            Some((head, _)) => Ok(AccessHead::parse(&head)?.quarter < Quarter::of(day)),
            None => Ok(false),
        }
    }

    pub(super) fn count_replies(&self, mailbox: RepliesLocator) -> Result<usize, Fault> {
        let mut count = 0;
        for found in self.engine.scan(&Key::mailbox(mailbox), None) {
            found?;
            count += 1;
        }
        Ok(count)
    }

    /// What is beyond [`REPLIES_READ_MAX`] is left out. One damaged reply must not hide the others
    /// (attack E23), nor itself.
    pub(super) fn replies(&self, mailbox: RepliesLocator) -> Result<MailboxReplies, Fault> {
        let (mut found, mut room) = (MailboxReplies::default(), REPLIES_READ_MAX);
        for entry in self.engine.scan(&Key::mailbox(mailbox), None) {
            let (at, _) = entry?;
            match self.reply(&at) {
                Ok(Some(sealed)) => {
                    let Some(left) = room.checked_sub(sealed.as_bytes().len()) else {
                        break;
                    };
                    room = left;
                    found.replies.push(sealed);
                }
                // Forgotten while we look: it is simply gone.
                Ok(None) => {}
                Err(Fault::Damaged) => found.damaged += 1,
                Err(fault) => return Err(fault),
            }
        }
        Ok(found)
    }

    fn reply(&self, at: &Key) -> Result<Option<SealedReply>, Fault> {
        let sealed = self.posted(at)?.map(SealedReply::parse);
        sealed
            .map(|sealed| sealed.ok_or(Fault::Damaged))
            .transpose()
    }

    pub(super) fn piece(
        &self,
        mailbox: PiecesLocator,
        piece: PieceName,
    ) -> Result<Option<SealedPiece>, Fault> {
        let sealed = unless_damaged(self.posted(&Key::piece_of_file(mailbox, piece)))?;
        Ok(sealed.and_then(SealedPiece::parse))
    }

    /// The bytes of a reply, or of a piece of its files.
    fn posted(&self, at: &Key) -> Result<Option<Vec<u8>>, Fault> {
        let Some((head, key)) = self.open_head(at)? else {
            return Ok(None);
        };
        let head = ReplyHead::parse(&head)?;
        match self.open_pieces(at, &key, 0, head.length) {
            Err(Fault::NotKept) => Ok(None),
            opened => opened.map(Some),
        }
    }

    pub(super) fn note(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.engine.find(&Key::note(name))
    }

    pub(super) fn pending(&self, limit: usize) -> Result<Vec<Pending>, Fault> {
        let mut waiting = Vec::new();
        for found in self
            .engine
            .scan(&Key::keyspace(Keyspace::Pending), None)
            .take(limit)
        {
            let (key, line) = found?;
            waiting.push(Pending {
                id: PendingId(key.name().ok_or(Fault::Damaged)?),
                line: String::from_utf8(line).map_err(|_| Fault::Damaged)?,
            });
        }
        Ok(waiting)
    }

    pub(super) fn ledger_size(&self) -> Result<u64, Fault> {
        match self.engine.last(&Key::keyspace(Keyspace::Ledger))? {
            Some(last) => Ok(last.index().ok_or(Fault::Damaged)? + 1),
            None => Ok(0),
        }
    }

    pub(super) fn ledger_rows(&self, from: u64, to: u64) -> Result<Vec<LedgerRow>, Fault> {
        let to = to.min(from.saturating_add(LISTED_MAX as u64));
        let mut rows = Vec::new();
        let before = from.checked_sub(1).map(Key::ledger);
        let kind = Key::keyspace(Keyspace::Ledger);
        for found in self.engine.scan(&kind, before.as_ref()) {
            let (key, row) = found?;
            let index = key.index().ok_or(Fault::Damaged)?;
            if index >= to {
                break;
            }
            if index != from + rows.len() as u64 {
                return Err(Fault::Damaged);
            }
            rows.push(LedgerRow::parse(row)?);
        }
        Ok(rows)
    }

    pub(super) fn tile(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let mut tile = None;
        for piece in 0..TILE_PIECES {
            match self.engine.find(&Key::tile_piece(name, piece))? {
                Some(bytes) => tile.get_or_insert_with(Vec::new).extend_from_slice(&bytes),
                None => break,
            }
        }
        Ok(tile)
    }

    /// A head, and the key that opens it and its pieces.
    ///
    /// The record may be forgotten, and its slot given to another, between the look at the engine
    /// and the look at the keyring. So only a head that stands unchanged and does not open is
    /// damaged.
    pub(super) fn open_head(&self, at: &Key) -> Result<Option<(Vec<u8>, RecordKey)>, Fault> {
        let mut found = self.engine.head(at)?;
        while let Some((value, key)) = found {
            let head = EncryptedHead::parse(&value)?;
            match key.decrypt_head(at, &head) {
                Ok(plain) => return Ok(Some((plain, key))),
                Err(fault) => {
                    found = self.engine.head(at)?;
                    if found.as_ref().is_some_and(|(again, _)| *again == value) {
                        return Err(fault);
                    }
                }
            }
        }
        Ok(None)
    }

    /// Bytes `start..end` of the record whose head is at `head`.
    pub(super) fn open_pieces(
        &self,
        head: &Key,
        key: &RecordKey,
        start: u64,
        end: u64,
    ) -> Result<Vec<u8>, Fault> {
        let pieces = head.pieces();
        let mut bytes = Vec::with_capacity(usize::try_from(end.saturating_sub(start)).unwrap_or(0));
        let mut at = start;
        while at < end {
            let index = u32::try_from(at / PIECE as u64).map_err(|_| Fault::Damaged)?;
            let Some(sealed) = self.engine.find(&pieces.piece(index))? else {
                // Forgotten while we read, or torn.
                let torn = self.engine.holds(head)?;
                return Err(if torn { Fault::Damaged } else { Fault::NotKept });
            };
            let plain = key.decrypt_piece(&pieces, index, sealed)?;
            let within = usize::try_from(at % PIECE as u64).map_err(|_| Fault::Damaged)?;
            let wanted = usize::try_from(end - at).unwrap_or(usize::MAX);
            let part = plain.get(within..).ok_or(Fault::Damaged)?;
            if part.is_empty() {
                return Err(Fault::Damaged);
            }
            bytes.extend_from_slice(&part[..part.len().min(wanted)]);
            at += part.len().min(wanted) as u64;
        }
        Ok(bytes)
    }

    /// A record that was found not to open, as the operator is told of it.
    pub(super) fn damaged(&self, kind: Keyspace, head: Key) -> Result<DamagedRecord, Fault> {
        let institution = match kind {
            Keyspace::Headers => self.institution_of(&head)?,
            _ => None,
        };
        Ok(DamagedRecord {
            kind: DamagedKind::of(kind),
            institution,
            is_given_up: self.engine.holds(&Key::unreadable(&head))?,
            head,
        })
    }

    /// Whose list a report stands in.
    fn institution_of(&self, head: &Key) -> Result<Option<String>, Fault> {
        for found in self.engine.scan(&Key::keyspace(Keyspace::Listing), None) {
            let (listed, _) = found?;
            if listed.name() == head.name() {
                return Ok(listed.institution());
            }
        }
        Ok(None)
    }

    /// Does the record at `head` open, wholly? Says what is wrong with it otherwise.
    pub(super) fn verify(&self, kind: Keyspace, at: &Key) -> Result<(), Fault> {
        let (head, key) = self.open_head(at)?.ok_or(Fault::NotKept)?;
        let length = length_of(kind, &head)?;
        let mut offset = 0;
        while offset < length {
            let end = length.min(offset + READ_MAX as u64);
            self.open_pieces(at, &key, offset, end)?;
            offset = end;
        }
        Ok(())
    }
}

/// Bytes in the pieces of a record of this kind.
pub(super) fn length_of(kind: Keyspace, head: &[u8]) -> Result<u64, Fault> {
    match kind {
        Keyspace::Headers => Ok(Header::parse(head)?.length),
        Keyspace::Replies => Ok(ReplyHead::parse(head)?.length),
        _ => Ok(0),
    }
}

/// As if it were not there, for whoever asks for one thing by its name.
fn unless_damaged<T>(found: Result<Option<T>, Fault>) -> Result<Option<T>, Fault> {
    match found {
        Err(Fault::Damaged) => Ok(None),
        found => found,
    }
}

/// The most items or rows that one call returns.
const LISTED_MAX: usize = 1000;

/// Sealed bytes of one mailbox in memory, whoever filled it: more than any policy lets in.
const REPLIES_READ_MAX: usize = 2 << 20;

/// The most bytes that one `read` returns.
pub(super) const READ_MAX: usize = 1 << 20;
