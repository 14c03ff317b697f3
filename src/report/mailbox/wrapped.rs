//! A mailbox at rest: wrapped under its receipt's key, at one length.
//!
//! The wrapped mailbox holds, under ChaCha20-Poly1305
//! ([RFC 8439](https://www.rfc-editor.org/rfc/rfc8439)) with a random nonce:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 4 |
//! | 12 | nonce |
//! | 32 | institution's slug, then zero bytes |
//! | 32 | the mailbox's secret: its id is derived from it |
//! | 32 | the reporter's Ed25519 seed, which signs the first report and each addition |
//! | 4 | number of the last addition, big-endian |
//! | 1 | how many opening keys follow |
//! | 32 × 32 | private keys, hybrid as officers' are, the newest first, then zero bytes |
//! | 32 | SHA-256 of the first report as it was sealed |
//! | 10 | the day it was received, `2026-11-21` |
//! | 32 | what was sent, as this intake calls it: see `ContentTag` |
//! | 256 | officers whom its reporter left out: see `LeftOut` |
//! | 16 | tag; the additional data is `svilpe/v1/access-record` |
//!
//! A wrap key comes from one code and wraps at most a few records (a retry of the same
//! submission, an addition), so random nonces can't meet.

use std::fmt;

use zeroize::Zeroizing;

use super::{KEYS_MAX, Mailbox, MailboxSecret};
use crate::keys::aead::{NONCE_LENGTH, SealingNonce, TAG_LENGTH};
use crate::keys::digest::ReportDigest;
use crate::keys::hkdf::derive_key;
use crate::keys::label::Label;
use crate::keys::random::random_bytes;
use crate::keys::recipient::OpeningKey;
use crate::keys::signature::SigningKey;
use crate::report::content_tag::ContentTag;
use crate::report::receipt::WrapKey;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, LEFT_OUT_LENGTH, LeftOut};

/// The report that a mailbox came with. Beside a mailbox only under the reporter's code, so that
/// at rest neither leads to the other (P6); with the code, it finds the report's entry in the
/// ledger (P7).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FirstReport {
    /// How the ledger names it.
    pub item: ReportDigest,
    /// When it was received.
    pub day: Day,
    /// By it, the same form sent twice is told from another form.
    pub content: ContentTag,
}

/// A mailbox wrapped under a receipt; one length for all.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedMailbox(Vec<u8>);

impl Mailbox {
    /// Wraps it, and which report it came with, under a receipt's key, with a fresh nonce each
    /// time.
    pub fn wrap(&self, first: FirstReport, key: &WrapKey) -> WrappedMailbox {
        let mut plain = Zeroizing::new(Vec::with_capacity(PLAIN_LENGTH));
        plain.extend_from_slice(self.institution.as_str().as_bytes());
        plain.resize(SLUG_LENGTH, 0);
        plain.extend_from_slice(self.secret.expose());
        plain.extend_from_slice(&*self.signing.expose_seed());
        plain.extend_from_slice(&self.number.to_be_bytes());
        plain.push(u8::try_from(self.keys.len()).expect("at most KEYS_MAX"));
        let keys_end = plain.len() + KEYS_MAX * 32;
        for key in &self.keys {
            plain.extend_from_slice(key.expose_bytes());
        }
        plain.resize(keys_end, 0);
        plain.extend_from_slice(first.item.as_bytes());
        plain.extend_from_slice(first.day.to_string().as_bytes());
        plain.extend_from_slice(first.content.as_bytes());
        plain.extend_from_slice(&*self.left_out.expose());

        let nonce = SealingNonce::random();
        let sealed = key.sealing_key().seal(nonce, LABEL, &plain[..]);
        WrappedMailbox([&[VERSION], &nonce.as_bytes()[..], &sealed].concat())
    }

    /// None if it is not wrapped under this key, or not a wrapped mailbox at all.
    pub fn unwrap(wrapped: &WrappedMailbox, key: &WrapKey) -> Option<(Self, FirstReport)> {
        let wrapped: &[u8; WRAPPED_LENGTH] = wrapped.0.as_slice().try_into().ok()?;
        let (&version, rest) = wrapped.split_first()?;
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
        let (&secret, rest) = rest.split_first_chunk::<32>()?;
        let (seed, rest) = rest.split_first_chunk::<32>()?;
        let (&number, rest) = rest.split_first_chunk::<4>()?;
        let (&count, rest) = rest.split_first()?;
        let (keys, rest) = rest.split_first_chunk::<{ KEYS_MAX * 32 }>()?;
        let (&item, rest) = rest.split_first_chunk::<32>()?;
        let (day, rest) = rest.split_first_chunk::<DAY_LENGTH>()?;
        let (&content, left_out) = rest.split_first_chunk::<{ ContentTag::LENGTH }>()?;
        let slug = std::str::from_utf8(slug).ok()?.trim_end_matches('\0');
        let (keys, _) = keys.as_chunks::<32>();
        let keys = keys.get(..usize::from(count))?;
        let mailbox = Self {
            secret: MailboxSecret::from_bytes(secret),
            institution: Institution::parse(slug).ok()?,
            keys: keys.iter().map(OpeningKey::from_bytes).collect(),
            signing: SigningKey::from_seed(seed),
            number: u32::from_be_bytes(number),
            left_out: LeftOut::from_bytes(left_out.try_into().ok()?),
        };
        let first = FirstReport {
            item: ReportDigest::from_bytes(item),
            day: std::str::from_utf8(day).ok()?.parse().ok()?,
            content: ContentTag::from_bytes(content),
        };
        (!mailbox.keys.is_empty()).then_some((mailbox, first))
    }
}

impl WrappedMailbox {
    /// Bytes of each.
    pub const LENGTH: usize = WRAPPED_LENGTH;

    /// A wrapped mailbox that nobody opens: as many bytes, under a key that is gone.
    pub fn of_nobody() -> Self {
        Self::derived(&random_bytes())
    }

    /// One that nobody opens, the same for the same secret: what is shown where nothing is kept.
    pub(super) fn derived(secret: &[u8; 32]) -> Self {
        let nonce = derive_key(secret, NOBODYS_NONCE);
        let (nonce, _) = nonce.split_first_chunk().expect("32 bytes hold a nonce");
        let nonce = SealingNonce::from_bytes(*nonce);
        let key = WrapKey::from_bytes(*derive_key(secret, NOBODYS_KEY));
        let sealed = key.sealing_key().seal(nonce, LABEL, &[0; PLAIN_LENGTH]);
        Self([&[VERSION], &nonce.as_bytes()[..], &sealed].concat())
    }

    /// [`WrappedMailbox::LENGTH`] bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From outside or the store; checked when unwrapped.
    pub fn from_bytes(bytes: [u8; WRAPPED_LENGTH]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for WrappedMailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappedMailbox(…)")
    }
}

const NOBODYS_KEY: Label = Label::new("svilpe/v1/nobodys-key");
const NOBODYS_NONCE: Label = Label::new("svilpe/v1/nobodys-nonce");
const LABEL: &[u8] = b"svilpe/v1/access-record";
/// The keys of 3 were of X25519 alone; no server outside this repository has kept it.
const VERSION: u8 = 4;

/// The longest slug that a roster may have.
const SLUG_LENGTH: usize = 32;
/// A day is always written in ten characters.
const DAY_LENGTH: usize = 10;
const PLAIN_LENGTH: usize = SLUG_LENGTH
    + 32
    + 32
    + 4
    + 1
    + KEYS_MAX * 32
    + 32
    + DAY_LENGTH
    + ContentTag::LENGTH
    + LEFT_OUT_LENGTH;
const WRAPPED_LENGTH: usize = 1 + NONCE_LENGTH + PLAIN_LENGTH + TAG_LENGTH;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::mailbox::tests::{first, key, mailbox};

    fn bytes_of(wrapped: &WrappedMailbox) -> [u8; WRAPPED_LENGTH] {
        wrapped.as_bytes().try_into().unwrap()
    }

    #[test]
    fn a_wrapped_mailbox_comes_back_whole() {
        let mailbox = mailbox("knab").for_addition().for_addition();
        let left_out = [7; LEFT_OUT_LENGTH];
        let mailbox = mailbox.leaving_out(LeftOut::from_bytes(&left_out));
        let (back, report) = Mailbox::unwrap(&mailbox.wrap(first(7), &key(1)), &key(1)).unwrap();
        assert!(report == first(7));
        assert_eq!(back.id(), mailbox.id());
        assert_eq!(back.institution(), mailbox.institution());
        assert_eq!(back.recipient(), mailbox.recipient());
        assert_eq!(back.signing(), mailbox.signing());
        assert_eq!((back.number(), back.keys.len()), (2, 3));
        assert_eq!(*back.left_out().expose(), left_out);
    }

    #[test]
    fn what_was_wrapped_and_claimed_before_stays_so() {
        // Made apart, with Python's hmac and cryptography.
        let wrapped = hex::decode(WRAPPED).unwrap().try_into().unwrap();
        let wrapped = WrappedMailbox::from_bytes(wrapped);
        let (mailbox, report) = Mailbox::unwrap(&wrapped, &key(1)).unwrap();
        assert_eq!(mailbox.institution().as_str(), "knab");
        assert_eq!(mailbox.secret().expose(), &[5; 32]);
        assert_eq!(mailbox.id().to_hex(), ID);
        assert_eq!(mailbox.keys[0].expose_bytes(), &[6; 32]);
        assert_eq!(mailbox.keys[1].expose_bytes(), &[8; 32]);
        assert_eq!(*mailbox.signing.expose_seed(), [9; 32]);
        assert_eq!((mailbox.number(), mailbox.keys.len()), (1, 2));
        assert!(report == first(7));

        let claim = mailbox.claim_of_addition(&[2; 32]);
        assert_eq!(hex::encode(claim.expose()), CLAIM);
    }

    #[test]
    fn all_wrapped_mailboxes_have_one_length_and_none_repeats() {
        let (short, long) = (mailbox("vk"), mailbox("valsts-kanceleja-un-citas-iestad"));
        let wrapped = [
            short.wrap(first(0), &key(1)),
            long.wrap(first(255), &key(1)),
            long.wrap(first(255), &key(1)),
            WrappedMailbox::of_nobody(),
            WrappedMailbox::of_nobody(),
            WrappedMailbox::derived(&[1; 32]),
        ];
        for (place, one) in wrapped.iter().enumerate() {
            assert_eq!(one.as_bytes().len(), 1484);
            for other in &wrapped[..place] {
                assert_ne!(one.as_bytes()[1..13], other.as_bytes()[1..13]);
                assert_ne!(one.as_bytes()[13..], other.as_bytes()[13..]);
            }
        }
        assert!(wrapped[5] == WrappedMailbox::derived(&[1; 32]));
    }

    #[test]
    fn another_key_or_any_other_byte_opens_nothing() {
        let wrapped = mailbox("knab").wrap(first(7), &key(1));
        assert!(Mailbox::unwrap(&wrapped, &key(2)).is_none());
        for at in 0..WRAPPED_LENGTH {
            let mut bytes = bytes_of(&wrapped);
            bytes[at] ^= 1;
            assert!(Mailbox::unwrap(&WrappedMailbox::from_bytes(bytes), &key(1)).is_none());
        }
    }

    #[test]
    fn a_mailbox_without_a_key_or_with_too_many_is_none() {
        let whole = mailbox("knab").wrap(first(7), &key(1));
        let sealed = &bytes_of(&whole)[13..];
        let nonce = SealingNonce::from_bytes(*bytes_of(&whole)[1..].first_chunk().unwrap());
        let mut plain = sealed.to_vec();
        key(1).sealing_key().open(nonce, LABEL, &mut plain).unwrap();
        for (count, opens) in [(0, false), (1, true), (32, true), (33, false), (255, false)] {
            plain[SLUG_LENGTH + 32 + 32 + 4] = count;
            assert_eq!(Mailbox::from_plain(&plain).is_some(), opens, "{count}");
        }
    }

    /// Under the key of ones: `knab`, secret of fives, seed of nines, one addition, keys of sixes
    /// and eights, report of sevens.
    const WRAPPED: &str = include_str!("wrapped.hex").trim_ascii();
    const ID: &str = "e1ce7791e43b3cc2a34d49080ad230f8";
    /// Of content of twos.
    const CLAIM: &str = "13083bff3e1c4b60ca97c9dbf74284cbbd018e6e6c2aef5e778f20c8e7fff539";
}
