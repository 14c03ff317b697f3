//! Content tags: tell whether a form that comes again says the same as before.
//!
//! Keeps its part of P4: a form that is sent twice is one report only if it says the same. Sealed
//! bytes can't tell, since each sealing draws new keys. Knows pieces and their digest; never keeps
//! a piece.
//!
//! ```text
//!   words, file names, file digests ──SHA-256, each behind its length──▶ 32 bytes
//!                                       └─HMAC(intake's key)──▶ ContentTag, in the wrapped mailbox
//! ```
//!
//! The tag is keyed, so that who holds a code and its record can't test guesses of the words.

use crate::keys::digest::Sha256;
use crate::keys::hmac::MacKey;

/// SHA-256 over what is sent, each piece behind its length: the same content has the same digest.
pub struct ContentDigest(Sha256);

/// A content's digest under one intake's key. Zero bytes where nobody compares: a report that the
/// reporter's own tool sealed is the same again only with the same bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ContentTag([u8; 32]);

impl ContentDigest {
    /// The digest of no pieces yet.
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// The next piece. How it was cut on its way must not matter: a file goes in by its own digest.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(&(piece.len() as u64).to_be_bytes());
        self.0.update(piece);
    }

    /// The digest of all pieces.
    pub fn finish(self) -> [u8; 32] {
        self.0.finish()
    }

    /// The tag of all pieces, under a key that only one intake has.
    pub fn tag(self, key: &MacKey) -> ContentTag {
        ContentTag(key.tag(&self.finish()))
    }
}

impl ContentTag {
    /// Bytes of every tag.
    pub const LENGTH: usize = 32;
    /// Where nobody compares.
    pub const NONE: Self = Self([0; 32]);

    /// From a mailbox's record.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As a mailbox's record keeps it.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn content_is_named_by_its_pieces_and_their_lengths() {
        // Computed apart: SHA-256 over each piece behind its length, 8 bytes, big-endian.
        let mut content = ContentDigest::new();
        content.add(b"name");
        content.add(b"words");
        let name = "138403577393bba9930cac8dab83f54a28b4d13a16939c942aae8bb33224338d";
        assert_eq!(hex::encode(content.finish()), name);
    }

    #[test]
    fn a_tag_is_one_intakes_and_one_contents() {
        let tag = |key: u8, words: &[u8]| {
            let mut content = ContentDigest::new();
            content.add(words);
            *content
                .tag(&MacKey::from_secret(Zeroizing::new([key; 32])))
                .as_bytes()
        };
        assert_eq!(tag(1, b"words"), tag(1, b"words"));
        assert_ne!(tag(1, b"words"), tag(1, b"word"));
        assert_ne!(tag(1, b"words"), tag(2, b"words"));
    }
}
