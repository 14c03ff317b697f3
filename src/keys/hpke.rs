//! HPKE in base mode: one short message, sealed to an X-Wing key.
//!
//! ```text
//!   shared secret, enc = X-Wing(recipient's key)
//!   context            = 0x00 ‖ extract("", "psk_id_hash", "") ‖ extract("", "info_hash", info)
//!   secret             = extract(shared secret, "secret", "")
//!   key, nonce         = expand(secret, "key", context), expand(secret, "base_nonce", context)
//!   sealed             = ChaCha20-Poly1305(key, nonce, message)              message + 16 bytes
//! ```
//!
//! Source: [RFC 9180](https://www.rfc-editor.org/rfc/rfc9180), sections 4 (labelled extract and
//! expand), 5.1 (key schedule) and 5.2 (sequence number 0: the nonce is the base nonce itself),
//! with KEM 0x647a ([X-Wing](crate::keys::x_wing)), KDF 0x0001 (HKDF-SHA-256) and AEAD 0x0003, no
//! associated data.
//!
//! Sealing draws fresh randomness each time, so no key and no nonce comes twice. A secret that
//! X25519 did not contribute to (a point of low order) is refused.
//!
//! Knows bytes. Never knows what a message says, or whose keys they are.

use zeroize::Zeroizing;

use super::aead::{NONCE_LENGTH, SealingKey, SealingNonce};
use super::hkdf::{expand, extract};
use super::x_wing::{ENCAPSULATED_LENGTH, NotContributory, XWingPrivateKey, XWingPublicKey};

/// What one message becomes.
pub(super) struct HpkeMessage {
    /// What carries the secret.
    pub(super) encapsulated: Box<[u8; ENCAPSULATED_LENGTH]>,
    /// The message and its tag.
    pub(super) sealed: Vec<u8>,
}

/// Why a message stays closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotOpened {
    /// Its X25519 share is a point of low order, which no honest sender makes.
    NotContributory,
    /// Not for this key, for another purpose, or altered.
    NotForThisKey,
}

impl HpkeMessage {
    /// Seals a message for what `info` names.
    pub(super) fn seal(to: &XWingPublicKey, info: &[u8], message: &[u8]) -> Self {
        let (encapsulated, shared) = to.encapsulate();
        let (key, nonce) = schedule(&shared, info);
        let sealed = key.seal(nonce, NOTHING_BESIDE, message);
        Self {
            encapsulated,
            sealed,
        }
    }

    /// Opens what [`HpkeMessage::seal`] sealed for `info`.
    pub(super) fn open(
        &self,
        key: &XWingPrivateKey,
        info: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let shared = key.decapsulate(&self.encapsulated)?;
        let (key, nonce) = schedule(&shared, info);
        let mut message = Zeroizing::new(self.sealed.clone());
        key.open(nonce, NOTHING_BESIDE, &mut message)
            .map_err(|_| NotOpened::NotForThisKey)?;
        Ok(message)
    }
}

/// RFC 9180 section 5.1, `KeyScheduleS` and `KeyScheduleR` in `mode_base`, without exporter.
fn schedule(shared: &[u8; 32], info: &[u8]) -> (SealingKey, SealingNonce) {
    let id = labelled_extract(NO_SALT, b"psk_id_hash", NO_PSK);
    let info = labelled_extract(NO_SALT, b"info_hash", info);
    let context = [&[MODE_BASE], &id[..], &info[..]].concat();
    let secret = labelled_extract(shared, b"secret", NO_PSK);
    let key = labelled_expand::<32>(&secret, b"key", &context);
    let nonce = labelled_expand::<NONCE_LENGTH>(&secret, b"base_nonce", &context);
    (
        SealingKey::from_secret(key),
        SealingNonce::from_bytes(*nonce),
    )
}

/// RFC 9180 section 4, `LabeledExtract`.
fn labelled_extract(salt: &[u8; 32], label: &[u8], ikm: &[u8]) -> Zeroizing<[u8; 32]> {
    extract(salt, &[VERSION, SUITE, label, ikm])
}

/// RFC 9180 section 4, `LabeledExpand`.
fn labelled_expand<const LENGTH: usize>(
    prk: &[u8; 32],
    label: &[u8],
    info: &[u8],
) -> Zeroizing<[u8; LENGTH]> {
    let length = u16::try_from(LENGTH).expect("a key or a nonce");
    expand(prk, &[&length.to_be_bytes(), VERSION, SUITE, label, info])
}

impl From<NotContributory> for NotOpened {
    fn from(NotContributory: NotContributory) -> Self {
        Self::NotContributory
    }
}

const VERSION: &[u8] = b"HPKE-v1";
/// `suite_id`: KEM, KDF, AEAD.
const SUITE: &[u8] = b"HPKE\x64\x7a\x00\x01\x00\x03";
const MODE_BASE: u8 = 0;
/// An empty salt, filled up.
const NO_SALT: &[u8; 32] = &[0; 32];
const NO_PSK: &[u8] = &[];
const NOTHING_BESIDE: &[u8] = &[];

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> XWingPrivateKey {
        XWingPrivateKey::from_seed(&[byte; 32])
    }

    fn sealed_to(key: &XWingPrivateKey) -> HpkeMessage {
        let public = XWingPublicKey::parse(&key.public()).unwrap();
        HpkeMessage::seal(&public, b"a purpose", b"a message")
    }

    #[test]
    fn a_message_opens_with_its_key_for_its_purpose_and_unaltered() {
        let mut message = sealed_to(&key(1));
        let opened = message.open(&key(1), b"a purpose").unwrap();
        assert_eq!(opened[..], *b"a message");
        let refused = Err(NotOpened::NotForThisKey);
        assert_eq!(message.open(&key(2), b"a purpose"), refused);
        assert_eq!(message.open(&key(1), b"another"), refused);
        message.sealed[0] ^= 1;
        assert_eq!(message.open(&key(1), b"a purpose"), refused);
        message.sealed[0] ^= 1;
        message.encapsulated[0] ^= 1;
        assert_eq!(message.open(&key(1), b"a purpose"), refused);
    }

    #[test]
    fn a_share_of_low_order_is_refused() {
        let mut message = sealed_to(&key(1));
        message.encapsulated[1088..].fill(0);
        let opened = message.open(&key(1), b"a purpose");
        assert_eq!(opened, Err(NotOpened::NotContributory));
    }

    #[test]
    fn the_key_schedule_stays_what_it_is() {
        // Computed apart, with Python's hmac. RFC 9180 has no example of this KEM.
        let (key, nonce) = schedule(&[7; 32], b"age-encryption.org/mlkem768x25519");
        assert_eq!(hex::encode(key.expose()), SCHEDULED_KEY);
        assert_eq!(hex::encode(nonce.as_bytes()), SCHEDULED_NONCE);
    }

    const SCHEDULED_KEY: &str = "5f7116d7af4f709005013e1a82927e7db4d5036b0eab3945d94feaa884c282cf";
    const SCHEDULED_NONCE: &str = "4f182322d347d81dec3eddb2";
}
