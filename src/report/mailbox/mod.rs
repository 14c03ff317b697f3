//! Mailboxes: where replies wait.
//!
//! Keeps its part of P5 (only the code opens the answers) and P6 (old and new look the
//! same). Knows keys and records. Never knows the code, or which report is whose.
//!
//! ```text
//!   receipt's wrap key ──▶ AccessRecord ─┬▶ Mailbox ──▶ opens SealedReply ──▶ Reply
//!                          407 bytes,    │  id, institution,
//!                          always        │  private key, who is left out
//!                                        └▶ FirstReport: its name in the ledger
//! ```
//!
//! The access record holds, under ChaCha20-Poly1305
//! ([RFC 8439](https://www.rfc-editor.org/rfc/rfc8439)) with a random nonce:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 2 |
//! | 12 | nonce |
//! | 32 | institution's slug, then zero bytes |
//! | 16 | mailbox id |
//! | 32 | the mailbox's private X25519 key |
//! | 32 | SHA-256 of the first report as it was sealed |
//! | 10 | the day it was received, `2026-11-21` |
//! | 256 | officers whom its reporter left out: see `LeftOut` |
//! | 16 | tag; the additional data is `svilpe/v1/access-record` |
//!
//! A wrap key comes from one code and wraps at most a few records (a retry of the same
//! submission), so random nonces can't meet.

mod reply;

use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::hmac;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::keys::digest::Item;
use crate::keys::random::random_bytes;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::report::receipt::{Claim, WrapKey};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, LEFT_OUT_LENGTH, LeftOut};

pub use reply::{
    CannotOpenReply, CannotSealReply, REPLY_TEXT_MAX, Reply, SEALED_REPLY_MAX, SealedReply,
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
    pub item: Item,
    /// When it was received.
    pub day: Day,
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
        let mut bytes = [0; 16];
        hex::decode_to_slice(hex, &mut bytes).ok()?;
        (hex::encode(bytes) == hex).then_some(Self(bytes))
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
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*self.key.expose_bytes());
        let mut tag = hmac::Context::with_key(&key);
        tag.update(ADDITION_LABEL);
        tag.update(content);
        let mut claim = [0; 32];
        claim.copy_from_slice(tag.sign().as_ref());
        Claim::from_bytes(claim)
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
        plain[DAY_AT..LEFT_OUT_AT].copy_from_slice(day.as_bytes());
        plain[LEFT_OUT_AT..].copy_from_slice(&*self.left_out.expose());

        let nonce: [u8; NONCE_LENGTH] = random_bytes();
        let tag = aead(key)
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(LABEL),
                &mut *plain,
            )
            .expect("ChaCha20-Poly1305 seals a hundred bytes");
        let mut record = Vec::with_capacity(RECORD_LENGTH);
        record.push(VERSION);
        record.extend_from_slice(&nonce);
        record.extend_from_slice(&*plain);
        record.extend_from_slice(tag.as_ref());
        AccessRecord(record)
    }

    /// None if the record is not this key's, or not an access record at all.
    pub fn unwrap(record: &AccessRecord, key: &WrapKey) -> Option<(Self, FirstReport)> {
        let record: &[u8; RECORD_LENGTH] = record.0.as_slice().try_into().ok()?;
        let (&version, rest) = record.split_first()?;
        let (&nonce, sealed) = rest.split_first_chunk::<NONCE_LENGTH>()?;
        if version != VERSION {
            return None;
        }
        let mut bytes = Zeroizing::new(sealed.to_vec());
        let nonce = Nonce::assume_unique_for_key(nonce);
        let opened = aead(key).open_in_place(nonce, Aad::from(LABEL), &mut bytes);
        Self::from_plain(opened.ok()?)
    }

    fn from_plain(plain: &[u8]) -> Option<(Self, FirstReport)> {
        let (slug, rest) = plain.split_first_chunk::<SLUG_LENGTH>()?;
        let (&id, rest) = rest.split_first_chunk::<16>()?;
        let (key, rest) = rest.split_first_chunk::<32>()?;
        let (&item, rest) = rest.split_first_chunk::<32>()?;
        let (day, left_out) = rest.split_first_chunk::<DAY_LENGTH>()?;
        let slug = std::str::from_utf8(slug).ok()?.trim_end_matches('\0');
        let mailbox = Self {
            id: MailboxId(id),
            institution: Institution::parse(slug).ok()?,
            key: OpeningKey::from_bytes(key),
            left_out: LeftOut::from_bytes(left_out.try_into().ok()?),
        };
        let first = FirstReport {
            item: Item::from_bytes(item),
            day: std::str::from_utf8(day).ok()?.parse().ok()?,
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

fn aead(key: &WrapKey) -> LessSafeKey {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key.expose()).expect("a wrap key is 32 bytes");
    LessSafeKey::new(key)
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

const ADDITION_LABEL: &[u8] = b"svilpe/v1/addition\0";
const LABEL: &[u8] = b"svilpe/v1/access-record";
/// 1 did not say who is left out; no server outside this repository has kept it.
const VERSION: u8 = 2;
const NONCE_LENGTH: usize = 12;

/// The longest slug that a roster may have.
const SLUG_LENGTH: usize = 32;
const KEY_AT: usize = SLUG_LENGTH + 16;
const ITEM_AT: usize = KEY_AT + 32;
const DAY_AT: usize = ITEM_AT + 32;
/// A day is always written in ten characters.
const DAY_LENGTH: usize = 10;
const LEFT_OUT_AT: usize = DAY_AT + DAY_LENGTH;
const PLAIN_LENGTH: usize = LEFT_OUT_AT + LEFT_OUT_LENGTH;
const RECORD_LENGTH: usize = 1 + NONCE_LENGTH + PLAIN_LENGTH + 16;

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
            item: Item::from_bytes([byte; 32]),
            day: "2026-11-21".parse().unwrap(),
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
    fn all_access_records_have_one_length_and_none_repeats() {
        let (short, long) = (mailbox("vk"), mailbox("valsts-kanceleja-un-citas-iestad"));
        let records = [
            short.wrap(first(0), &key(1)),
            long.wrap(first(255), &key(1)),
            long.wrap(first(255), &key(1)),
        ];
        assert!(records.iter().all(|r| r.as_bytes().len() == 407));
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
        for length in [0, 1, 151, 406, 408] {
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
}
