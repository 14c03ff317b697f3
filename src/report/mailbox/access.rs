//! Access records: what is kept under a code's locator.
//!
//! Keeps P5 and P6 together. A record is a wrapped mailbox, which only the code opens, and beside
//! it what the server has to know without the code. All of that is HMAC-SHA-256 under the pepper,
//! or as many random bytes: without the pepper nothing at rest joins records, mailboxes and
//! reports.
//!
//! | bytes | what |
//! |---|---|
//! | 32 | tag: how this record came here, or that it is closed |
//! | 16 | mark: of an unsettled record, else random |
//! | 16 | nonce |
//! | 32 | binding: HMAC of nonce and mailbox id |
//! | rest | the wrapped mailbox |
//!
//! | tag | means |
//! |---|---|
//! | random | came with its report |
//! | `moved` of both locators, and the mark | moved by a tool, wrapped under the code before |
//! | `settled` of both locators and the wrapped bytes | the same, wrapped under its own code now |
//! | `opened` of both locators | a page moved and wrapped it |
//! | `closed` of its own locator | the code was replaced, or never was one: nothing is here |
//!
//! Of a replaced code's place there is the tag alone. It tells no more than it would at full
//! length: who has the disk has the pepper, and who has the pepper tells closed places from others.
//!
//! An unsettled record moves no further: its owner's tool has both codes, and nobody else needs to.
//!
//! A replaced code's place is not free again but closed: nothing is ever moved back under it, so
//! whoever uses a current code leaves a trace that its owner sees at the next visit. A request that
//! comes again (a reload, a broken circuit) is known by its tag.

use std::fmt;

use super::{MailboxId, WrappedMailbox};
use crate::keys::digest::Sha256;
use crate::keys::label::Label;
use crate::keys::random::random_bytes;
use crate::net::http_signature::KeyId;
use crate::report::receipt::{Locator, Pepper};

/// What is kept under a locator; one length for all but replaced codes'.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessRecord(Vec<u8>);

/// From one code to the next.
#[derive(Clone, Copy)]
pub struct CodeMove {
    /// Of the code that was used.
    pub from: Locator,
    /// Of the code that is good from now on.
    pub to: Locator,
}

/// How a record came to its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MoveTag([u8; 32]);

/// Where a mailbox's replies are kept; says nothing without the pepper.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RepliesLocator([u8; 16]);

/// Which officer wrote something into a mailbox, told apart from its other officers and in no other
/// mailbox: 8 bytes of an HMAC of the mailbox's id, which lies nowhere in clear, and the officer's
/// key. So that one officer can't fill a mailbox for all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct WriterTag([u8; 8]);

/// Where the pieces of files lie that a mailbox's replies carry; joined to the replies by nothing
/// without the pepper.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PiecesLocator([u8; 16]);

impl AccessRecord {
    /// Bytes of every record but a replaced code's.
    pub const LENGTH: usize = WRAPPED_AT + WrappedMailbox::LENGTH;

    /// Of a new report.
    pub fn new(wrapped: &WrappedMailbox, mailbox: MailboxId, pepper: &Pepper) -> Self {
        Self::bound(MoveTag::random(), wrapped, mailbox, pepper)
    }

    /// Of a mailbox that was wrapped again. Nonce and binding are fresh.
    pub fn bound(
        tag: MoveTag,
        wrapped: &WrappedMailbox,
        mailbox: MailboxId,
        pepper: &Pepper,
    ) -> Self {
        let (mark, nonce) = (random_bytes::<MARK>(), random_bytes());
        let binding = binding_of(nonce, mailbox, pepper);
        Self([&tag.0[..], &mark, &nonce, &binding, wrapped.as_bytes()].concat())
    }

    /// The same record, moved as it is: to be settled.
    #[must_use]
    pub fn moved(&self, step: CodeMove, pepper: &Pepper) -> Self {
        let rest = self.0.get(NONCE_AT..).unwrap_or_default();
        let (tag, mark) = (step.moved(pepper), mark_of(step.to, pepper));
        Self([&tag.0[..], &mark, rest].concat())
    }

    /// Is it still wrapped under the code before?
    pub fn is_unsettled(&self, at: Locator, pepper: &Pepper) -> bool {
        let rest = self.0.get(TAG..).unwrap_or_default();
        rest.starts_with(&mark_of(at, pepper))
    }

    /// Nothing, for good: the trace of an addition, or that a mailbox may be answered. As long as a
    /// record that opens something.
    pub fn closed(at: Locator, pepper: &Pepper) -> Self {
        let random = random_bytes::<{ WRAPPED_AT - TAG }>();
        let wrapped = WrappedMailbox::of_nobody();
        let tag = pepper.tag(CLOSED, at.as_bytes());
        Self([&tag[..], &random, wrapped.as_bytes()].concat())
    }

    /// The place of a code that was replaced, or of one that nobody ever had: only the tag. There
    /// is one for each move, and whoever has a code makes as many of these as they like.
    pub fn replaced(at: Locator, pepper: &Pepper) -> Self {
        Self(pepper.tag(CLOSED, at.as_bytes()).to_vec())
    }

    /// Was this place given up? Only who has the pepper can tell.
    pub fn is_closed(&self, at: Locator, pepper: &Pepper) -> bool {
        self.has(MoveTag(pepper.tag(CLOSED, at.as_bytes())))
    }

    /// Did it come here by this way?
    pub fn has(&self, tag: MoveTag) -> bool {
        self.0.starts_with(&tag.0)
    }

    /// None for what is no record at all.
    pub fn tag(&self) -> Option<MoveTag> {
        self.0.first_chunk().copied().map(MoveTag)
    }

    /// Is it this mailbox's? Only then are its replies handed out.
    pub fn is_of(&self, mailbox: MailboxId, pepper: &Pepper) -> bool {
        let binding = || {
            let nonce = self.0.get(NONCE_AT..)?.first_chunk()?;
            let binding = self.0.get(BINDING_AT..)?.first_chunk()?;
            Some(*binding == binding_of(*nonce, mailbox, pepper))
        };
        binding().unwrap_or(false)
    }

    /// What the code opens. None for what is no record at all.
    pub fn wrapped(&self) -> Option<WrappedMailbox> {
        let wrapped = self.0.get(WRAPPED_AT..)?;
        wrapped.try_into().ok().map(WrappedMailbox::from_bytes)
    }

    /// [`AccessRecord::LENGTH`] bytes, or 32, if it was ever written by us.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From the store.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl MoveTag {
    /// The tag of a record that did not move.
    pub fn random() -> Self {
        Self(random_bytes())
    }
}

impl CodeMove {
    /// The tag of a move by a tool that is not settled yet.
    pub fn moved(&self, pepper: &Pepper) -> MoveTag {
        MoveTag(pepper.tag(MOVED, &self.both()))
    }

    /// The tag of a move that a tool settled with these wrapped bytes. The two codes alone don't
    /// give it: whoever finds both on one paper lacks the bytes.
    pub fn settled(&self, wrapped: &WrappedMailbox, pepper: &Pepper) -> MoveTag {
        let wrapped = Sha256::of(wrapped.as_bytes());
        MoveTag(pepper.tag(SETTLED, &[&self.both()[..], &wrapped].concat()))
    }

    /// The tag of a move by a page, which needs a valid form token first.
    pub fn opened(&self, pepper: &Pepper) -> MoveTag {
        MoveTag(pepper.tag(OPENED, &self.both()))
    }

    /// What is handed out where nothing is kept: as long, and the same again for the same two
    /// codes.
    pub fn nobodys(&self, pepper: &Pepper) -> WrappedMailbox {
        WrappedMailbox::derived(&pepper.tag(NOBODYS, &self.both()))
    }

    fn both(&self) -> [u8; 64] {
        let mut both = [0; 64];
        both[..32].copy_from_slice(self.from.as_bytes());
        both[32..].copy_from_slice(self.to.as_bytes());
        both
    }
}

impl RepliesLocator {
    /// 16 bytes: HMAC of the mailbox's id under the pepper, cut short.
    pub fn of(mailbox: MailboxId, pepper: &Pepper) -> Self {
        Self(pepper.half_tag(REPLIES, mailbox.as_bytes()))
    }

    /// Key bytes for the store.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// From the store's bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

fn mark_of(at: Locator, pepper: &Pepper) -> [u8; MARK] {
    pepper.half_tag(UNSETTLED, at.as_bytes())
}

fn binding_of(nonce: [u8; NONCE], mailbox: MailboxId, pepper: &Pepper) -> [u8; BINDING] {
    pepper.tag(BOUND, &[&nonce[..], mailbox.as_bytes()].concat())
}

impl PiecesLocator {
    /// 16 bytes: HMAC of the mailbox's id under the pepper, cut short.
    pub fn of(mailbox: MailboxId, pepper: &Pepper) -> Self {
        Self(pepper.half_tag(PIECES, mailbox.as_bytes()))
    }

    /// Key bytes for the store.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// From a token that this intake sealed.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl WriterTag {
    /// Of whoever writes a reply.
    pub fn of_reply(mailbox: MailboxId, officer: KeyId, pepper: &Pepper) -> Self {
        Self::of(REPLY_WRITER, mailbox, officer, pepper)
    }

    /// Of whoever sends a piece of a reply's file: nothing joins the two.
    pub fn of_piece(mailbox: MailboxId, officer: KeyId, pepper: &Pepper) -> Self {
        Self::of(PIECE_WRITER, mailbox, officer, pepper)
    }

    fn of(label: Label, mailbox: MailboxId, officer: KeyId, pepper: &Pepper) -> Self {
        let message = [&mailbox.as_bytes()[..], officer.as_bytes()].concat();
        let tag = pepper.tag(label, &message);
        Self(*tag.first_chunk().expect("32 bytes hold 8"))
    }

    /// Bytes for the store.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// From the store's bytes.
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for WriterTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriterTag(…)")
    }
}

impl fmt::Debug for PiecesLocator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PiecesLocator(…)")
    }
}

impl fmt::Debug for AccessRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessRecord(…)")
    }
}

impl fmt::Debug for RepliesLocator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RepliesLocator(…)")
    }
}

const TAG: usize = 32;
const MARK: usize = 16;
const NONCE: usize = 16;
const BINDING: usize = 32;
const NONCE_AT: usize = TAG + MARK;
const BINDING_AT: usize = NONCE_AT + NONCE;
const WRAPPED_AT: usize = BINDING_AT + BINDING;

const UNSETTLED: Label = Label::new("svilpe/v1/access-unsettled");
const MOVED: Label = Label::new("svilpe/v1/access-moved");
const SETTLED: Label = Label::new("svilpe/v1/access-settled");
const OPENED: Label = Label::new("svilpe/v1/access-opened");
const CLOSED: Label = Label::new("svilpe/v1/access-closed");
const NOBODYS: Label = Label::new("svilpe/v1/access-nobodys");
const BOUND: Label = Label::new("svilpe/v1/access-mailbox");
const REPLIES: Label = Label::new("svilpe/v1/replies");
const PIECES: Label = Label::new("svilpe/v1/reply-pieces");
const REPLY_WRITER: Label = Label::new("svilpe/v1/reply-writer");
const PIECE_WRITER: Label = Label::new("svilpe/v1/piece-writer");

#[cfg(test)]
mod tests {
    use super::*;

    fn at(byte: u8) -> Locator {
        Locator::from_bytes([byte; 32])
    }

    fn id(byte: u8) -> MailboxId {
        MailboxId::from_bytes([byte; 16])
    }

    fn step(from: u8, to: u8) -> CodeMove {
        CodeMove {
            from: at(from),
            to: at(to),
        }
    }

    #[test]
    fn each_tag_holds_for_its_own_way_and_no_other() {
        let (pepper, other) = (Pepper::random(), Pepper::random());
        let wrapped = WrappedMailbox::of_nobody();
        let twin = WrappedMailbox::of_nobody();
        let tags = [
            step(1, 2).moved(&pepper),
            step(2, 1).moved(&pepper),
            step(1, 3).moved(&pepper),
            step(1, 2).opened(&pepper),
            step(1, 2).settled(&wrapped, &pepper),
            step(1, 2).settled(&twin, &pepper),
            step(1, 2).moved(&other),
        ];
        let new = AccessRecord::new(&wrapped, id(1), &pepper);
        for (place, tag) in tags.iter().enumerate() {
            assert!(!new.has(*tag));
            let bound = AccessRecord::bound(*tag, &wrapped, id(1), &pepper);
            let fits: Vec<bool> = tags.iter().map(|tag| bound.has(*tag)).collect();
            assert_eq!(fits.iter().position(|fits| *fits), Some(place));
            assert_eq!(fits.iter().filter(|fits| **fits).count(), 1);
            assert_eq!(bound.tag().map(|tag| tag.0), Some(tag.0));
        }
    }

    #[test]
    fn a_moved_record_is_unsettled_where_it_came_to_and_else_the_same() {
        let pepper = Pepper::random();
        let wrapped = WrappedMailbox::of_nobody();
        let new = AccessRecord::new(&wrapped, id(1), &pepper);
        assert!(!new.is_unsettled(at(1), &pepper));
        let moved = new.moved(step(1, 2), &pepper);
        assert!(moved.has(step(1, 2).moved(&pepper)));
        assert!(moved.is_unsettled(at(2), &pepper) && !moved.is_unsettled(at(1), &pepper));
        assert!(moved.wrapped() == Some(wrapped.clone()) && moved.is_of(id(1), &pepper));
        assert_eq!(moved.as_bytes().len(), AccessRecord::LENGTH);
        let tag = step(1, 2).settled(&wrapped, &pepper);
        let settled = AccessRecord::bound(tag, &wrapped, id(1), &pepper);
        assert!(!settled.is_unsettled(at(2), &pepper));
    }

    #[test]
    fn a_record_is_one_mailboxs_under_one_pepper() {
        let (pepper, other) = (Pepper::random(), Pepper::random());
        let wrapped = WrappedMailbox::of_nobody();
        let record = AccessRecord::new(&wrapped, id(1), &pepper);
        assert!(record.is_of(id(1), &pepper));
        assert!(!record.is_of(id(2), &pepper) && !record.is_of(id(1), &other));
        let tag = step(1, 2).opened(&pepper);
        let renewed = AccessRecord::bound(tag, &wrapped, id(1), &pepper);
        assert!(renewed.is_of(id(1), &pepper) && renewed.has(tag));
        // Nothing but the wrapped bytes is the same.
        for place in [0..32, 32..48, 48..64, 64..96] {
            let (one, other) = (record.as_bytes(), renewed.as_bytes());
            assert_ne!(one[place.clone()], other[place]);
        }
    }

    #[test]
    fn a_closed_place_is_as_long_as_any_and_nobodys() {
        let pepper = Pepper::random();
        let (one, two) = (
            AccessRecord::closed(at(1), &pepper),
            AccessRecord::closed(at(1), &pepper),
        );
        assert!(one.is_closed(at(1), &pepper) && !one.is_closed(at(2), &pepper));
        assert!(!one.is_of(id(1), &pepper));
        assert_eq!(one.as_bytes().len(), AccessRecord::LENGTH);
        assert_ne!(one.as_bytes()[32..], two.as_bytes()[32..]);
        let open = AccessRecord::new(&WrappedMailbox::of_nobody(), id(1), &pepper);
        assert_eq!(open.as_bytes().len(), AccessRecord::LENGTH);
        assert!(!open.is_closed(at(1), &pepper));
    }

    #[test]
    fn a_replaced_codes_place_is_closed_and_short() {
        let pepper = Pepper::random();
        let replaced = AccessRecord::replaced(at(1), &pepper);
        assert!(replaced.is_closed(at(1), &pepper) && !replaced.is_closed(at(2), &pepper));
        assert!(!replaced.is_of(id(1), &pepper) && !replaced.is_unsettled(at(1), &pepper));
        assert!(replaced.wrapped().is_none() && replaced.as_bytes().len() == TAG);
    }

    #[test]
    fn records_and_places_are_masked() {
        let pepper = Pepper::random();
        let record = AccessRecord::closed(at(1), &pepper);
        assert_eq!(format!("{record:?}"), "AccessRecord(…)");
        let replies = RepliesLocator::of(id(1), &pepper);
        assert_eq!(format!("{replies:?}"), "RepliesLocator(…)");
        let pieces = PiecesLocator::of(id(1), &pepper);
        assert_eq!(format!("{pieces:?}"), "PiecesLocator(…)");
        let writer = WriterTag::from_bytes([7; 8]);
        assert_eq!(format!("{writer:?}"), "WriterTag(…)");
    }

    #[test]
    fn what_is_no_record_fits_nothing() {
        let pepper = Pepper::random();
        for length in [0, 31, 32, 63, 95, 96, AccessRecord::LENGTH - 1] {
            let none = AccessRecord::from_bytes(vec![0; length]);
            assert!(none.wrapped().is_none() && !none.is_of(id(1), &pepper));
            assert!(!none.is_closed(at(1), &pepper));
        }
    }

    #[test]
    fn what_is_handed_out_for_nothing_is_the_same_each_time() {
        let pepper = Pepper::random();
        let nobodys = step(1, 2).nobodys(&pepper);
        assert!(nobodys == step(1, 2).nobodys(&pepper));
        for other in [
            step(2, 1).nobodys(&pepper),
            step(1, 3).nobodys(&pepper),
            step(1, 2).nobodys(&Pepper::random()),
        ] {
            assert!(nobodys != other);
        }
    }

    #[test]
    fn tags_stay_what_they_were() {
        // Computed apart, with Python's hmac.
        let pepper = Pepper::from_bytes([1; 32]);
        let record = AccessRecord::closed(at(2), &pepper);
        assert_eq!(hex::encode(&record.as_bytes()[..32]), CLOSED_TAG);
        assert_eq!(hex::encode(step(2, 3).moved(&pepper).0), MOVED_TAG);
        assert_eq!(hex::encode(step(2, 3).opened(&pepper).0), OPENED_TAG);
        let binding = binding_of([4; 16], id(5), &pepper);
        assert_eq!(hex::encode(binding), BINDING_TAG);
        let replies = RepliesLocator::of(id(5), &pepper);
        assert_eq!(hex::encode(replies.as_bytes()), REPLIES_TAG);
    }

    const CLOSED_TAG: &str = "74e4bc9f154fa30713828f055b3b580ad9a33e6a90b794966daf8a6e8a8ab056";
    const MOVED_TAG: &str = "9c841b594591fb74b77b3eb802bedf0df5c01bd82c72e1de739c34352814acab";
    const OPENED_TAG: &str = "b8eb5db8a47eb1f08ad865af518ff055530e5c41dc5f71e5d994906dfcc48d6a";
    const BINDING_TAG: &str = "ab636773bce05b9f2f6d8a49cbbe4061d35ede8a0bf3a93f47803234a9ee0d70";
    const REPLIES_TAG: &str = "e06df38656afe58bdb8de5c45d39ee64";
}
