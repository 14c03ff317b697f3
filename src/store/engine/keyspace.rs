//! Where each record stands: the keys of the engine.
//!
//! All keyspaces are prefixes of **one** tree. sled's batch over one tree and its
//! transaction over several use the same mechanism (a manifest in the log that
//! names the last position of the batch; recovery drops the whole batch if the
//! log ends before it). A batch over one tree is the smaller thing to trust:
//! no closure that may run again, no read before each write, no tree roots
//! in a second page that a crash at creation could split from the first.
//!
//! ```text
//! 00                                    the inventory
//! a ‖ locator                           access record            (encrypted)
//! c ‖ item ‖ index                      4 KiB of a sealed report (encrypted)
//! f ‖ item ‖ officer                    this officer has it
//! h ‖ item                              header                   (encrypted)
//! i ‖ institution ‖ 00 ‖ item           the items of one institution
//! l ‖ index                             ledger row
//! n ‖ name                              note
//! p ‖ half of the item                  pending entry
//! q ‖ replies ‖ reply ‖ index           4 KiB of a sealed reply  (encrypted)
//! r ‖ replies ‖ reply                   what is known of a reply (encrypted)
//! x ‖ name ‖ 00 ‖ piece                 ledger tile
//! ```
//!
//! An item here is its random name ([`RecordId`]); replies lie under their mailbox's
//! [`RepliesLocator`], never under its id, and the pieces of their files in the same way under its
//! [`PiecesLocator`]. A reply is named by the first 16 bytes of the SHA-256 of
//! its sealed bytes, a pending entry by the first half of its
//! [item](crate::keys::digest::ReportDigest), so that the same bytes are kept once. None of these
//! names tells in which order things came.

use crate::report::mailbox::{PieceName, PiecesLocator, RepliesLocator};
use crate::report::receipt::Locator;
use crate::rules::roster::Institution;

use crate::store::records::id::RecordId;

/// A key of the engine; also the associated bytes of what is encrypted there, so that a
/// record moved to another key does not open.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(in crate::store) struct Key(Vec<u8>);

/// One kind of record: all keys with one first byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum Keyspace {
    Access,
    Chunks,
    Fetched,
    Headers,
    Listing,
    Ledger,
    Notes,
    Pending,
    ReplyParts,
    Replies,
    Tiles,
}

/// Pieces that nothing names any more, to be removed.
pub(in crate::store) struct Removal {
    pub(in crate::store) pieces: Key,
    pub(in crate::store) next: u32,
    pub(in crate::store) end: u32,
}

impl Keyspace {
    pub(in crate::store) const ALL: [Self; 11] = [
        Self::Access,
        Self::Chunks,
        Self::Fetched,
        Self::Headers,
        Self::Listing,
        Self::Ledger,
        Self::Notes,
        Self::Pending,
        Self::ReplyParts,
        Self::Replies,
        Self::Tiles,
    ];

    /// The first byte of its keys.
    pub(in crate::store) const fn mark(self) -> u8 {
        match self {
            Self::Access => b'a',
            Self::Chunks => b'c',
            Self::Fetched => b'f',
            Self::Headers => b'h',
            Self::Listing => b'i',
            Self::Ledger => b'l',
            Self::Notes => b'n',
            Self::Pending => b'p',
            Self::ReplyParts => b'q',
            Self::Replies => b'r',
            Self::Tiles => b'x',
        }
    }

    /// Which keyspace a key belongs to; none for the inventory, and what nobody writes.
    pub(in crate::store) fn of(key: &Key) -> Option<Self> {
        let mark = key.0.first()?;
        Self::ALL.into_iter().find(|kind| kind.mark() == *mark)
    }

    /// Does each record here name a slot of the keyring?
    pub(in crate::store) const fn names_a_slot(self) -> bool {
        matches!(self, Self::Access | Self::Headers | Self::Replies)
    }

    /// Are these the pieces of a record that has its head elsewhere?
    pub(in crate::store) const fn is_pieces(self) -> bool {
        matches!(self, Self::Chunks | Self::ReplyParts)
    }
}

impl Key {
    fn new(kind: Keyspace, parts: &[&[u8]]) -> Self {
        let mut bytes = vec![kind.mark()];
        for part in parts {
            bytes.extend_from_slice(part);
        }
        Self(bytes)
    }

    pub(in crate::store) fn inventory() -> Self {
        Self(vec![0])
    }

    /// Before all others, and what all start with.
    pub(in crate::store) fn first() -> Self {
        Self(Vec::new())
    }

    /// The start of all keys of a keyspace.
    pub(in crate::store) fn keyspace(kind: Keyspace) -> Self {
        Self::new(kind, &[])
    }

    pub(in crate::store) fn access(at: Locator) -> Self {
        Self::new(Keyspace::Access, &[at.as_bytes()])
    }

    pub(in crate::store) fn header(id: RecordId) -> Self {
        Self::new(Keyspace::Headers, &[&id.0])
    }

    /// The start of all chunks of an item; [`Key::piece`] makes one of them.
    pub(in crate::store) fn chunks(id: RecordId) -> Self {
        Self::new(Keyspace::Chunks, &[&id.0])
    }

    /// The start of all marks that officers have an item.
    pub(in crate::store) fn fetched(id: RecordId) -> Self {
        Self::new(Keyspace::Fetched, &[&id.0])
    }

    pub(in crate::store) fn fetched_by(id: RecordId, officer: [u8; 8]) -> Self {
        Self::new(Keyspace::Fetched, &[&id.0, &officer])
    }

    /// The start of an institution's listing. No slug holds a zero byte, so none is the start of
    /// another's.
    pub(in crate::store) fn listing(institution: &Institution) -> Self {
        Self::new(Keyspace::Listing, &[institution.as_str().as_bytes(), &[0]])
    }

    pub(in crate::store) fn listed(institution: &Institution, id: RecordId) -> Self {
        Self::new(
            Keyspace::Listing,
            &[institution.as_str().as_bytes(), &[0], &id.0],
        )
    }

    pub(in crate::store) fn ledger(index: u64) -> Self {
        Self::new(Keyspace::Ledger, &[&index.to_be_bytes()])
    }

    pub(in crate::store) fn note(name: &str) -> Self {
        Self::new(Keyspace::Notes, &[name.as_bytes()])
    }

    /// The note about a head that does not open. The notes of a keyspace start with that of its
    /// start.
    pub(in crate::store) fn unreadable(head: &Self) -> Self {
        Self::note(&format!("{UNREADABLE}{}", hex::encode(&head.0)))
    }

    /// The start of all such notes.
    pub(in crate::store) fn noted() -> Self {
        Self::note(UNREADABLE)
    }

    /// Of such a note's key: the head that it is about.
    pub(in crate::store) fn noted_head(&self) -> Option<Self> {
        let name = str::from_utf8(self.0.get(1..)?).ok()?;
        let head = hex::decode(name.strip_prefix(UNREADABLE)?).ok()?;
        Some(Self(head))
    }

    pub(in crate::store) fn pending(id: [u8; 16]) -> Self {
        Self::new(Keyspace::Pending, &[&id])
    }

    /// The start of a mailbox's replies.
    pub(in crate::store) fn mailbox(mailbox: RepliesLocator) -> Self {
        Self::new(Keyspace::Replies, &[mailbox.as_bytes()])
    }

    pub(in crate::store) fn reply(mailbox: RepliesLocator, reply: [u8; 16]) -> Self {
        Self::new(Keyspace::Replies, &[mailbox.as_bytes(), &reply])
    }

    /// The start of the pieces of a mailbox's files: kept as replies are, where no reply is.
    pub(in crate::store) fn pieces_of_files(mailbox: PiecesLocator) -> Self {
        Self::new(Keyspace::Replies, &[mailbox.as_bytes()])
    }

    pub(in crate::store) fn piece_of_file(mailbox: PiecesLocator, piece: PieceName) -> Self {
        let parts: [&[u8]; 2] = [mailbox.as_bytes(), piece.as_bytes()];
        Self::new(Keyspace::Replies, &parts)
    }

    pub(in crate::store) fn tile_piece(name: &str, piece: u8) -> Self {
        Self::new(Keyspace::Tiles, &[name.as_bytes(), &[0, piece]])
    }

    /// Of a header's or a reply's key: the start of its pieces' keys.
    pub(in crate::store) fn pieces(&self) -> Self {
        let mut bytes = self.0.clone();
        bytes[0] = match self.0[0] {
            mark if mark == Keyspace::Replies.mark() => Keyspace::ReplyParts.mark(),
            _ => Keyspace::Chunks.mark(),
        };
        Self(bytes)
    }

    /// Of the start of a record's pieces: one of them.
    pub(in crate::store) fn piece(&self, index: u32) -> Self {
        let mut bytes = self.0.clone();
        bytes.extend_from_slice(&index.to_be_bytes());
        Self(bytes)
    }

    /// Of a piece's key: the key of the record it belongs to, and its index.
    pub(in crate::store) fn head(&self) -> Option<(Self, u32)> {
        let (start, index) = self.0.split_last_chunk::<4>()?;
        let mut head = start.to_vec();
        *head.first_mut()? = match start[0] {
            mark if mark == Keyspace::ReplyParts.mark() => Keyspace::Replies.mark(),
            _ => Keyspace::Headers.mark(),
        };
        Some((Self(head), u32::from_be_bytes(*index)))
    }

    /// The name at the end: of an item, a reply or a pending entry.
    pub(in crate::store) fn name(&self) -> Option<[u8; 16]> {
        self.0.last_chunk().copied()
    }

    /// Of a listing's key: whose it is.
    pub(in crate::store) fn institution(&self) -> Option<String> {
        let slug = self.0.get(1..self.0.len().checked_sub(17)?)?;
        String::from_utf8(slug.to_vec()).ok()
    }

    /// The number at the end.
    pub(in crate::store) fn index(&self) -> Option<u64> {
        self.0.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
    }

    pub(in crate::store) fn starts_with(&self, start: &Self) -> bool {
        self.0.starts_with(&start.0)
    }

    /// The first of all keys behind this one.
    pub(in crate::store) fn followed(&self) -> Self {
        Self([&self.0[..], &[0]].concat())
    }

    /// Do all keys that start with this come before `other`?
    pub(in crate::store) fn ends_before(&self, other: &[u8]) -> bool {
        other > self.0.as_slice() && !other.starts_with(&self.0)
    }

    pub(in crate::store) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(in crate::store) fn from_engine(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

/// Before the head's key in hex: with the longest, still a note's name.
const UNREADABLE: &str = "unreadable/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_differ() {
        let mut marks = Keyspace::ALL.map(Keyspace::mark).to_vec();
        marks.sort_unstable();
        marks.dedup();
        assert_eq!(marks.len(), Keyspace::ALL.len());
        assert!(!marks.contains(&0), "the inventory has its own");
    }

    #[test]
    fn a_note_about_a_head_knows_it() {
        let reply = Key::reply(RepliesLocator::from_bytes([1; 16]), [2; 16]);
        let note = Key::unreadable(&reply);
        assert!(note.starts_with(&Key::unreadable(&Key::keyspace(Keyspace::Replies))));
        assert!(!note.starts_with(&Key::unreadable(&Key::keyspace(Keyspace::Headers))));
        assert_eq!(note.noted_head(), Some(reply));
        assert_eq!(Key::note("pepper").noted_head(), None);
    }

    #[test]
    fn a_piece_knows_its_head() {
        let header = Key::header(RecordId([7; 16]));
        assert_eq!(header.pieces().piece(9).head(), Some((header, 9)));
        let reply = Key::reply(RepliesLocator::from_bytes([1; 16]), [2; 16]);
        assert_eq!(reply.pieces().piece(3).head(), Some((reply, 3)));
    }
}
