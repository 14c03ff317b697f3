//! Mailboxes: where replies wait.
//!
//! Keeps its part of P5 (only the code opens the answers) and P6 (old and new look the
//! same). Knows keys and records. Never knows the code, or which report is whose.
//!
//! ```text
//!   receipt's wrap key ──▶ AccessRecord ─┬▶ Mailbox ──▶ opens SealedReply ──▶ Reply
//!                          439 bytes,    │  id, institution,
//!                          always        │  private key, who is left out
//!                                        └▶ FirstReport: its name in the ledger
//! ```
//!
//! The access record holds, under ChaCha20-Poly1305
//! ([RFC 8439](https://www.rfc-editor.org/rfc/rfc8439)) with a random nonce:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 3 |
//! | 12 | nonce |
//! | 32 | institution's slug, then zero bytes |
//! | 16 | mailbox id |
//! | 32 | the mailbox's private X25519 key |
//! | 32 | SHA-256 of the first report as it was sealed |
//! | 10 | the day it was received, `2026-11-21` |
//! | 32 | what was sent, as this intake calls it: see `ContentTag` |
//! | 256 | officers whom its reporter left out: see `LeftOut` |
//! | 16 | tag; the additional data is `svilpe/v1/access-record` |
//!
//! A wrap key comes from one code and wraps at most a few records (a retry of the same
//! submission), so random nonces can't meet.

mod reply;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::keys::aead::{NONCE_LENGTH, SealingNonce, TAG_LENGTH};
use crate::keys::digest::ReportDigest;
use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::keys::lower_hex;
use crate::keys::random::random_bytes;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::report::content::ContentTag;
use crate::report::receipt::{Claim, WrapKey};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, LEFT_OUT_LENGTH, LeftOut};

pub use reply::{
    Authorship, CannotOpenReply, CannotSealReply, NewReply, REPLY_TEXT_MAX, Reply, ReplyName,
    SEALED_REPLY_MAX, SealedReply,
};

/// Random; known to the reporter's access record and inside sealed reports, joined to neither at rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MailboxId([u8; 16]);

/// One reporter's mailbox: id, private key, and who must not open what the reporter sends. Exists in memory only while a visit lasts.
///
/// ```compile_fail
/// fn copied(mailbox: &svilpe::report::mailbox::Mailbox) -> svilpe::report::mailbox::Mailbox { mailbox.clone() }
/// ```
/// ```compile_fail
/// fn written(mailbox: &svilpe::report::mailbox::Mailbox) -> String { serde_json::to_string(mailbox).unwrap() }
/// ```
pub struct Mailbox {
    id: MailboxId,
    institution: Institution,
    key: OpeningKey,
    left_out: LeftOut,
}

/// The report that a mailbox came with. Beside a mailbox only under the reporter's code, so that
/// at rest neither leads to the other (P6); with the code, it finds the report's entry in the ledger (P7).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FirstReport {
    /// How the ledger names it.
    pub item: ReportDigest,
    /// When it was received.
    pub day: Day,
    /// Tells the same form sent again from another.
    pub content: ContentTag,
}

/// A mailbox wrapped under a receipt; one length for all.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessRecord(Vec<u8>);

impl MailboxId {
    pub fn random() -> Self {
        Self(random_bytes())
    }

    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// 32 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

impl Mailbox {
    pub fn random(institution: Institution) -> Self {
        Self {
            id: MailboxId::random(),
            institution,
            key: OpeningKey::random(),
            left_out: LeftOut::nobody(),
        }
    }

    /// The same, of a reporter who left out these officers.
    #[must_use]
    pub fn leaving_out(self, left_out: LeftOut) -> Self {
        Self { left_out, ..self }
    }

    /// Whom additions must pass by, as the first report did.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    pub fn id(&self) -> MailboxId {
        self.id
    }

    pub fn institution(&self) -> &Institution {
        &self.institution
    }

    /// The key that replies are sealed to.
    pub fn recipient(&self) -> Recipient {
        self.key.recipient()
    }

    /// The claim of an addition with this content (its SHA-256): the same again for the same content, so that it
    /// is kept once, and random-looking to whoever has not the mailbox's key. HMAC-SHA-256 under that key.
    pub fn claim_of_addition(&self, content: &[u8; 32]) -> Claim {
        let key = MacKey::from_secret(self.key.expose_bytes());
        Claim::from_bytes(key.labelled_tag(ADDITION, content))
    }

    /// Wraps it, and which report it came with, under a receipt's key, with a fresh nonce each time.
    pub fn wrap(&self, first: FirstReport, key: &WrapKey) -> AccessRecord {
        let mut plain = Zeroizing::new([0; PLAIN_LENGTH]);
        let slug = self.institution.as_str().as_bytes();
        plain[..slug.len()].copy_from_slice(slug);
        plain[SLUG_LENGTH..KEY_AT].copy_from_slice(&self.id.0);
        plain[KEY_AT..ITEM_AT].copy_from_slice(&*self.key.expose_bytes());
        plain[ITEM_AT..DAY_AT].copy_from_slice(first.item.as_bytes());
        let day = first.day.to_string();
        plain[DAY_AT..CONTENT_AT].copy_from_slice(day.as_bytes());
        plain[CONTENT_AT..LEFT_OUT_AT].copy_from_slice(first.content.as_bytes());
        plain[LEFT_OUT_AT..].copy_from_slice(&*self.left_out.expose());

        let nonce = SealingNonce::random();
        let sealed = key.sealing_key().seal(nonce, LABEL, &plain[..]);
        AccessRecord([&[VERSION], &nonce.as_bytes()[..], &sealed].concat())
    }

    /// None if the record is not this key's, or not an access record at all.
    pub fn unwrap(record: &AccessRecord, key: &WrapKey) -> Option<(Self, FirstReport)> {
        let record: &[u8; RECORD_LENGTH] = record.0.as_slice().try_into().ok()?;
        let (&version, rest) = record.split_first()?;
        let (&nonce, sealed) = rest.split_first_chunk::<NONCE_LENGTH>()?;
        if version != VERSION {
            return None;
        }
        let nonce = SealingNonce::from_bytes(nonce);
        let mut bytes = Zeroizing::new(sealed.to_vec());
        let opened = key.sealing_key().open(nonce, LABEL, &mut bytes);
        opened.ok()?;
        Self::from_plain(&bytes)
    }

    fn from_plain(plain: &[u8]) -> Option<(Self, FirstReport)> {
        let (slug, rest) = plain.split_first_chunk::<SLUG_LENGTH>()?;
        let (&id, rest) = rest.split_first_chunk::<16>()?;
        let (key, rest) = rest.split_first_chunk::<32>()?;
        let (&item, rest) = rest.split_first_chunk::<32>()?;
        let (day, rest) = rest.split_first_chunk::<DAY_LENGTH>()?;
        let (&content, left_out) = rest.split_first_chunk::<{ ContentTag::LENGTH }>()?;
        let slug = std::str::from_utf8(slug).ok()?.trim_end_matches('\0');
        let mailbox = Self {
            id: MailboxId(id),
            institution: Institution::parse(slug).ok()?,
            key: OpeningKey::from_bytes(key),
            left_out: LeftOut::from_bytes(left_out.try_into().ok()?),
        };
        let first = FirstReport {
            item: ReportDigest::from_bytes(item),
            day: std::str::from_utf8(day).ok()?.parse().ok()?,
            content: ContentTag::from_bytes(content),
        };
        Some((mailbox, first))
    }
}

impl AccessRecord {
    /// Bytes of every record.
    pub const LENGTH: usize = RECORD_LENGTH;

    /// A record that nobody opens: as many bytes, under a key that is gone.
    pub fn of_nobody(institution: &Institution, first: FirstReport) -> Self {
        let nobodys = WrapKey::from_bytes(random_bytes());
        Mailbox::random(institution.clone()).wrap(first, &nobodys)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From the store; checked when unwrapped.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for MailboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailbox(…)")
    }
}

impl fmt::Debug for AccessRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessRecord(…)")
    }
}

impl Serialize for MailboxId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for MailboxId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Self::parse(&hex).ok_or_else(|| serde::de::Error::custom("not a mailbox id"))
    }
}

const ADDITION: Label = Label::new("svilpe/v1/addition");
const LABEL: &[u8] = b"svilpe/v1/access-record";
/// 1 did not say who is left out, 2 not what was sent; no server outside this repository has kept them.
const VERSION: u8 = 3;

/// The longest slug that a roster may have.
const SLUG_LENGTH: usize = 32;
const KEY_AT: usize = SLUG_LENGTH + 16;
const ITEM_AT: usize = KEY_AT + 32;
const DAY_AT: usize = ITEM_AT + 32;
/// A day is always written in ten characters.
const DAY_LENGTH: usize = 10;
const CONTENT_AT: usize = DAY_AT + DAY_LENGTH;
const LEFT_OUT_AT: usize = CONTENT_AT + ContentTag::LENGTH;
const PLAIN_LENGTH: usize = LEFT_OUT_AT + LEFT_OUT_LENGTH;
const RECORD_LENGTH: usize = 1 + NONCE_LENGTH + PLAIN_LENGTH + TAG_LENGTH;

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(slug: &str) -> Mailbox {
        Mailbox::random(Institution::parse(slug).unwrap())
    }

    fn key(byte: u8) -> WrapKey {
        WrapKey::from_bytes([byte; 32])
    }

    fn first(byte: u8) -> FirstReport {
        FirstReport {
            item: ReportDigest::from_bytes([byte; 32]),
            day: "2026-11-21".parse().unwrap(),
            content: ContentTag::from_bytes([byte ^ 0xff; 32]),
        }
    }

    #[test]
    fn a_wrapped_mailbox_comes_back_whole() {
        let mailbox = mailbox("knab");
        let (back, report) = Mailbox::unwrap(&mailbox.wrap(first(7), &key(1)), &key(1)).unwrap();
        assert!(report == first(7));
        assert_eq!(back.id(), mailbox.id());
        assert_eq!(back.institution(), mailbox.institution());
        assert_eq!(back.recipient(), mailbox.recipient());
    }

    #[test]
    fn an_addition_has_one_claim_for_one_content_and_one_mailbox() {
        let (one, other) = (mailbox("knab"), mailbox("knab"));
        let claim = |mailbox: &Mailbox, byte| *mailbox.claim_of_addition(&[byte; 32]).expose();
        assert_eq!(claim(&one, 1), claim(&one, 1));
        assert_ne!(claim(&one, 1), claim(&one, 2));
        assert_ne!(claim(&one, 1), claim(&other, 1));
    }

    #[test]
    fn what_was_wrapped_and_claimed_before_stays_so() {
        // Made apart, with Python's hmac and cryptography.
        let record = AccessRecord::from_bytes(hex::decode(WRAPPED.concat()).unwrap());
        let (mailbox, report) = Mailbox::unwrap(&record, &key(1)).unwrap();
        assert_eq!(mailbox.institution().as_str(), "knab");
        assert_eq!(mailbox.id(), MailboxId::from_bytes([5; 16]));
        assert_eq!(*mailbox.key.expose_bytes(), [6; 32]);
        assert!(report == first(7));

        let claim = mailbox.claim_of_addition(&[2; 32]);
        assert_eq!(hex::encode(claim.expose()), CLAIM);
    }

    #[test]
    fn all_access_records_have_one_length_and_none_repeats() {
        let (short, long) = (mailbox("vk"), mailbox("valsts-kanceleja-un-citas-iestad"));
        let records = [
            short.wrap(first(0), &key(1)),
            long.wrap(first(255), &key(1)),
            long.wrap(first(255), &key(1)),
        ];
        assert!(records.iter().all(|r| r.as_bytes().len() == 439));
        assert_ne!(records[1].as_bytes()[13..], records[2].as_bytes()[13..]);
    }

    #[test]
    fn another_key_or_any_other_byte_opens_nothing() {
        let record = mailbox("knab").wrap(first(7), &key(1));
        assert!(Mailbox::unwrap(&record, &key(2)).is_none());
        for at in 0..record.as_bytes().len() {
            let mut bytes = record.as_bytes().to_vec();
            bytes[at] ^= 1;
            assert!(Mailbox::unwrap(&AccessRecord::from_bytes(bytes), &key(1)).is_none());
        }
        for length in [0, 1, 151, 438, 440] {
            let mut bytes = record.as_bytes().to_vec();
            bytes.resize(length, 0);
            assert!(Mailbox::unwrap(&AccessRecord::from_bytes(bytes), &key(1)).is_none());
        }
    }

    #[test]
    fn a_mailbox_id_has_one_spelling() {
        let id = MailboxId::random();
        assert_eq!(MailboxId::parse(&id.to_hex()), Some(id));
        let id = MailboxId::from_bytes([0xab; 16]);
        assert_eq!(MailboxId::parse(&id.to_hex().to_uppercase()), None);
        assert_eq!(MailboxId::parse("ab"), None);
    }

    /// Under the key of ones: `knab`, mailbox of fives, key of sixes, report of sevens.
    const WRAPPED: [&str; 12] = [
        "03000102030405060708090a0bf7dd050aeb45976e6df9568174f1a12936b3909ad09af0dffc",
        "efe648d3ed1c38ae85a09777598ab92369c1ea0bba252672ab016f8c9df3d863a55f4e3fd622",
        "3b05f9adf6987ce7e70f88deff4b1a8c045fc4de5c19cbdaad8b3dcef4258a53ad92d2ccda8d",
        "a9888cab3435ff93a43bba2db398866b7b9c105558c29e8828e514d09c91a0e4f6f2930b9d27",
        "80e9c58696aacadd6017f3f681db74f65ea82b4cda88d347a3dedd130e0a9a2ee2d5b36ea8ef",
        "16595371ccfc9ea46d25014c5e6f3e50fd71f551c955016074705cce2c84d6b87c153d83863b",
        "78bd703f1b52b409365c063baef6366784cd9ba6a0bb62b817fd1f2cb9aa78e6e40a4d565d62",
        "4b0d336723cc528f2c895e4ca06889447cc2eb3ff96a89a28cf9c1e5daaa115af3548129e63f",
        "b9cf15453e5734d8ddebad763efa7289f649d58ddad4b430b6cafc3acd3c9e8127a394b52879",
        "b646542d3a396b2cfd1088b0d118397615b2f3784750472091efac626c66d8b3299a95cc1bb1",
        "806864e13145383ba007027d40a03015da5dec71308dbd1f5e5636765fe2d6d268da6057f42f",
        "c2a86b51617a05e51e0c0e0c9ebd03ab5def3e11ee",
    ];
    /// Of content of twos, under the key of sixes.
    const CLAIM: &str = "d07b3bd0e54603eb43a4c3e17d5697abb1da9ac9a5b5de53b4e5a86e755b3010";
}
