//! Mailboxes: where replies wait, and what a reply is.
//!
//! Skeleton: helper B owns replies; the lead owns access records.

use crate::calendar::Day;
use crate::receipt::WrapKey;
use crate::roster::{Institution, Officer, Roster};
use crate::sealed::{OpeningKey, Recipient};
use crate::signature::SigningKey;

/// Random; known to the reporter's access record and inside sealed reports, joined to neither at rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MailboxId([u8; 16]);

impl MailboxId {
    pub fn random() -> Self {
        Self(crate::receipt::random_bytes())
    }
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
    pub fn parse(_hex: &str) -> Option<Self> {
        todo!()
    }
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

/// One reporter's mailbox: id and private key. Exists in memory only while a visit lasts.
pub struct Mailbox {
    id: MailboxId,
    institution: Institution,
    key: OpeningKey,
}

/// A mailbox wrapped under a receipt; one length for all.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessRecord(Vec<u8>);

impl AccessRecord {
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Mailbox {
    pub fn random(institution: Institution) -> Self {
        Self {
            id: MailboxId::random(),
            institution,
            key: OpeningKey::random(),
        }
    }
    pub fn id(&self) -> MailboxId {
        self.id
    }
    pub fn institution(&self) -> &Institution {
        &self.institution
    }
    pub fn recipient(&self) -> Recipient {
        self.key.recipient()
    }
    pub fn wrap(&self, _key: &WrapKey) -> AccessRecord {
        todo!()
    }
    pub fn unwrap(_record: &AccessRecord, _key: &WrapKey) -> Option<Self> {
        todo!()
    }
    /// Opens a reply and checks its signature against the roster.
    pub fn open(&self, _sealed: &SealedReply, _roster: &Roster) -> Result<Reply, CannotOpenReply> {
        todo!()
    }
}

/// What an officer wrote, and who signed it.
pub struct Reply {/* text: Zeroizing<String>, day: Day, officer: String (roster name) */}

/// An age file to a mailbox, padded; its plaintext is signed by an officer.
#[derive(Clone)]
pub struct SealedReply(Vec<u8>);

#[derive(Debug)]
pub enum CannotOpenReply {
    Damaged,
    NotForThisMailbox,
    NotSignedByAnOfficer,
}

impl SealedReply {
    /// Seals `text` to the mailbox, signed over institution, mailbox, day and text.
    pub fn seal(
        _text: &str,
        _day: Day,
        _institution: &Institution,
        _mailbox: MailboxId,
        _to: &Recipient,
        _officer: &Officer,
        _key: &SigningKey,
    ) -> Self {
        todo!()
    }
    /// Bytes from outside: length-capped (64 KiB); content is checked when opened.
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() <= 64 << 10).then_some(Self(bytes))
    }
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
