//! HMAC-SHA-256: whoever has the key made the tag, for this message and this purpose.
//!
//! ```text
//!   tag = SHA-256((key ⊕ 5c…5c) ‖ SHA-256((key ⊕ 36…36) ‖ message))        32 bytes
//! ```
//!
//! Source: [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104),
//! [FIPS 198-1](https://csrc.nist.gov/pubs/fips/198-1/final). A key MUST be random, or derived from
//! what is (RFC 2104 section 3), and no shorter than the hash: here always 32 bytes. A tag that
//! comes back is compared in constant time: see `MacKey::verify`.
//!
//! Knows bytes and labels. Never knows what a message says.

use std::fmt;

use ring::hmac::{Context, HMAC_SHA256, Key};
use zeroize::Zeroizing;

use super::label::Label;

/// 32 secret bytes that make and check tags. Wiped when dropped.
///
/// What ring makes of it stands on the stack for one call and is not wiped by ring; the intake
/// wipes its stack itself.
pub struct MacKey(Zeroizing<[u8; 32]>);

/// The tag is not this key's over this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAuthentic;

impl MacKey {
    /// From random bytes, or from [`derive_key`](super::hkdf::derive_key).
    pub fn from_secret(secret: Zeroizing<[u8; 32]>) -> Self {
        Self(secret)
    }

    /// The tag of a message, with a key that serves one purpose only.
    pub fn tag(&self, message: &[u8]) -> [u8; 32] {
        self.tag_of(&[message])
    }

    /// The tag of `label ‖ 0x00 ‖ message`, with a key that serves several purposes. Never use
    /// [`MacKey::tag`] with the same key.
    pub fn labelled_tag(&self, label: Label, message: &[u8]) -> [u8; 32] {
        self.tag_of(&[label.as_bytes(), &[0], message])
    }

    /// Checks the tag that [`MacKey::tag`] made. Takes as long wherever the first wrong byte is:
    /// who may try again and again learns nothing from the time.
    pub fn verify(&self, message: &[u8], tag: &[u8]) -> Result<(), NotAuthentic> {
        ring::hmac::verify(&self.expanded(), message, tag).map_err(|_| NotAuthentic)
    }

    /// The tag of a message in parts, which nothing separates.
    pub(super) fn tag_of(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = Context::with_key(&self.expanded());
        for part in parts {
            context.update(part);
        }
        context
            .sign()
            .as_ref()
            .try_into()
            .expect("HMAC-SHA-256 makes 32 bytes")
    }

    fn expanded(&self) -> Key {
        Key::new(HMAC_SHA256, &self.0[..])
    }
}

/// The tag of a message in parts under words that everybody knows: for a protocol of others that
/// has its secret in the message, as Tor's SAFECOOKIE. At most 64 bytes of words.
pub(crate) fn tag_under_words(words: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::with_key(&Key::new(HMAC_SHA256, words.as_bytes()));
    for part in parts {
        context.update(part);
    }
    let tag = context.sign();
    tag.as_ref()
        .try_into()
        .expect("HMAC-SHA-256 makes 32 bytes")
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

impl fmt::Display for NotAuthentic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tag does not fit")
    }
}

impl std::error::Error for NotAuthentic {}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231 has shorter keys; HMAC fills each up to 64 bytes with zeros, so these are the same.
    fn key(bytes: &[u8]) -> MacKey {
        let mut filled = Zeroizing::new([0; 32]);
        filled[..bytes.len()].copy_from_slice(bytes);
        MacKey::from_secret(filled)
    }

    #[test]
    fn the_published_examples_hold() {
        // RFC 4231, sections 4.2 to 4.5.
        let counting: Vec<u8> = (1..=25).collect();
        for (secret, message, tag) in [
            (
                &[0x0b; 20][..],
                &b"Hi There"[..],
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 20],
                &[0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                &counting,
                &[0xcd; 50],
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
            ),
        ] {
            assert_eq!(hex::encode(key(secret).tag(message)), tag);
            let tag = hex::decode(tag).unwrap();
            assert_eq!(key(secret).verify(message, &tag), Ok(()));
        }
    }

    #[test]
    fn a_tag_that_is_cut_or_changed_is_not_authentic() {
        let key = key(b"Jefe");
        let tag = key.tag(b"message");
        for length in 0..tag.len() {
            assert_eq!(key.verify(b"message", &tag[..length]), Err(NotAuthentic));
            let mut changed = tag;
            changed[length] ^= 1;
            assert_eq!(key.verify(b"message", &changed), Err(NotAuthentic));
        }
        assert_eq!(key.verify(b"massage", &tag), Err(NotAuthentic));
    }

    #[test]
    fn a_label_ends_where_its_message_begins() {
        let (key, long) = (key(b"Jefe"), Label::new("purpose/more"));
        assert_eq!(
            key.labelled_tag(long, b"message"),
            key.tag(b"purpose/more\0message")
        );
        assert_ne!(
            key.labelled_tag(long, b"message"),
            key.labelled_tag(Label::new("purpose"), b"/moremessage")
        );
    }

    #[test]
    fn a_key_is_masked_when_debugged() {
        assert_eq!(format!("{:?}", key(b"Jefe")), "MacKey(…)");
    }
}
