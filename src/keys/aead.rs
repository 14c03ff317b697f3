//! ChaCha20-Poly1305: authenticated encryption (AEAD).
//!
//! ```text
//!   one-time key = first 32 bytes of  ChaCha20(key, counter 0, nonce)
//!   ciphertext   = plaintext ⊕        ChaCha20(key, counter 1 …, nonce)
//!   tag          = Poly1305(one-time key, associated ‖ 0… ‖ ciphertext ‖ 0… ‖ both lengths)
//!   sealed       = ciphertext ‖ tag                                   plaintext + 16 bytes
//! ```
//!
//! Source: [RFC 8439](https://www.rfc-editor.org/rfc/rfc8439), section 2.8. A nonce MUST NOT be
//! used twice with one key (sections 2.3 and 4): two messages under one nonce give away their XOR,
//! and their tags the means to forge more. `SealingNonce` has the ways to keep that.
//!
//! The associated bytes are not sealed but bound: they say where the message belongs, and opening
//! it elsewhere fails.
//!
//! Knows bytes. Never knows whose record they are.

use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::random::random_bytes;

/// Bytes that sealing adds.
pub const TAG_LENGTH: usize = 16;
/// Bytes of a nonce.
pub const NONCE_LENGTH: usize = 12;

/// 32 secret bytes that seal and open. Wiped when dropped.
///
/// ```compile_fail
/// use svilpe::keys::aead::SealingKey;
/// fn copied(key: &SealingKey) -> SealingKey { key.clone() }
/// ```
pub struct SealingKey(Zeroizing<[u8; 32]>);

/// A number used once with a key. Which of the three fits depends on what the key seals:
///
/// * **many messages, nobody counts**: [`SealingNonce::random`];
/// * **numbered messages, each once**: [`SealingNonce::counter`];
/// * **one message beside those**: [`SealingNonce::LAST`]. It may be fixed because a key that seals
///   one such message uses it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealingNonce([u8; NONCE_LENGTH]);

/// Not sealed with this key and this nonce for this place, or altered since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotUnseal;

impl SealingKey {
    /// A fresh key.
    pub fn random() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    /// From 32 bytes that were random, or derived from what was.
    pub fn from_secret(secret: Zeroizing<[u8; 32]>) -> Self {
        Self(secret)
    }

    /// The secret's bytes, to be kept. Loud and rare.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals `plain` for the place that `associated` names: ciphertext and tag.
    pub fn seal(&self, nonce: SealingNonce, associated: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(plain.len() + TAG_LENGTH);
        sealed.extend_from_slice(plain);
        self.expanded()
            .seal_in_place_append_tag(nonce.once(), Aad::from(associated), &mut sealed)
            .expect("ChaCha20-Poly1305 seals anything under 256 GiB");
        sealed
    }

    /// Opens where it stands: `sealed` is the plaintext afterwards, or worth nothing.
    pub fn open(
        &self,
        nonce: SealingNonce,
        associated: &[u8],
        sealed: &mut Vec<u8>,
    ) -> Result<(), CannotUnseal> {
        let length = self
            .expanded()
            .open_in_place(nonce.once(), Aad::from(associated), sealed)
            .map_err(|_| CannotUnseal)?
            .len();
        sealed.truncate(length);
        Ok(())
    }

    fn expanded(&self) -> LessSafeKey {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.0[..])
            .expect("a ChaCha20-Poly1305 key has 32 bytes");
        LessSafeKey::new(key)
    }
}

impl SealingNonce {
    /// Larger than each counter, so it may stand beside them.
    pub const LAST: Self = Self([0xff; NONCE_LENGTH]);

    /// For a key that seals few messages: of a million, two meet with a chance of 1 in 2^57.
    /// It has to be kept beside what was sealed.
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// For the message of this number: 8 zero bytes, then the number, big-endian. The same number
    /// never again with the same key.
    pub fn counter(number: u32) -> Self {
        let mut nonce = [0; NONCE_LENGTH];
        nonce[8..].copy_from_slice(&number.to_be_bytes());
        Self(nonce)
    }

    /// As it was kept, to open with.
    pub fn from_bytes(bytes: [u8; NONCE_LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8; NONCE_LENGTH] {
        &self.0
    }

    fn once(self) -> Nonce {
        Nonce::assume_unique_for_key(self.0)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(…)")
    }
}

impl fmt::Display for CannotUnseal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not sealed with this key for this place, or altered since")
    }
}

impl std::error::Error for CannotUnseal {}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        hex::decode(hex).unwrap().try_into().unwrap()
    }

    fn opened(
        key: &SealingKey,
        nonce: SealingNonce,
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, CannotUnseal> {
        let mut bytes = sealed.to_vec();
        key.open(nonce, associated, &mut bytes).map(|()| bytes)
    }

    #[test]
    fn the_published_example_holds() {
        // RFC 8439, section 2.8.2.
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
        let key = SealingKey::from_secret(Zeroizing::new(key));
        let nonce = SealingNonce::from_bytes(bytes("070000004041424344454647"));
        let associated: [u8; 12] = bytes("50515253c0c1c2c3c4c5c6c7");
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one \
                      tip for the future, sunscreen would be it.";
        let sealed: [u8; 130] = bytes(
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6\
             3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36\
             92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc\
             3ff4def08e4b7a9de576d26586cec64b6116\
             1ae10b594f09e26a7e902ecbd0600691",
        );
        assert_eq!(key.seal(nonce, &associated, plain), sealed);
        assert_eq!(opened(&key, nonce, &associated, &sealed).unwrap(), plain);
    }

    #[test]
    fn what_is_altered_or_in_another_place_stays_sealed() {
        let (key, nonce) = (SealingKey::random(), SealingNonce::random());
        let sealed = key.seal(nonce, b"here", b"words");
        assert_eq!(sealed.len(), 5 + TAG_LENGTH);
        assert_eq!(opened(&key, nonce, b"here", &sealed).unwrap(), b"words");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(opened(&key, nonce, b"here", &altered), Err(CannotUnseal));
            assert_eq!(
                opened(&key, nonce, b"here", &sealed[..at]),
                Err(CannotUnseal)
            );
        }
        let other = SealingNonce::random();
        assert_eq!(opened(&key, other, b"here", &sealed), Err(CannotUnseal));
        assert_eq!(opened(&key, nonce, b"there", &sealed), Err(CannotUnseal));
        let stranger = SealingKey::random();
        assert_eq!(
            opened(&stranger, nonce, b"here", &sealed),
            Err(CannotUnseal)
        );
    }

    #[test]
    fn what_does_not_open_is_wiped() {
        // Two blocks: were it decrypted and left, the words would stand there.
        let (key, nonce) = (SealingKey::random(), SealingNonce::random());
        let mut sealed = key.seal(nonce, b"here", &[b'w'; 128]);
        assert_eq!(key.open(nonce, b"there", &mut sealed), Err(CannotUnseal));
        assert!(!sealed.windows(8).any(|run| run == [b'w'; 8]));
    }

    #[test]
    fn no_counter_is_another_or_the_last() {
        assert_eq!(
            SealingNonce::counter(0x0102_0304).as_bytes(),
            &[0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]
        );
        assert_ne!(SealingNonce::counter(u32::MAX), SealingNonce::LAST);
    }

    #[test]
    fn a_key_is_masked_when_debugged() {
        assert_eq!(format!("{:?}", SealingKey::random()), "SealingKey(…)");
    }
}
