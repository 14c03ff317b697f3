//! Pieces of one length, in which an answer's files lie beside it.

use std::fmt;

use zeroize::Zeroizing;

use crate::keys::digest::Sha256;
use crate::keys::lower_hex;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::report::sealed::{CannotOpen, CannotSeal, open_short, seal_short};

/// A piece's name: the first 16 bytes of the SHA-256 of its sealed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PieceName([u8; 16]);

/// One piece, as an age file.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPiece(Vec<u8>);

impl SealedPiece {
    pub(super) fn seal(piece: &[u8], to: &[Recipient]) -> Result<Self, CannotSeal> {
        seal_short(piece, to).map(Self)
    }

    pub(super) fn open(&self, key: &OpeningKey) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        open_short(&self.0, key)
    }

    /// Bytes from outside: length-capped ([`SEALED_PIECE_MAX`]); content is checked when opened.
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() <= SEALED_PIECE_MAX).then_some(Self(bytes))
    }

    /// At most [`SEALED_PIECE_MAX`].
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What it is stored and asked for by.
    pub fn name(&self) -> PieceName {
        PieceName(Sha256::truncated(&self.0))
    }
}

impl PieceName {
    /// 32 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// As it was sent or kept.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// 32 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }
}

/// How many pieces hold so many bytes: 1, 2, 4, 8, and above that a multiple of eight, so that
/// their number says little.
pub fn pieces_for(bytes: u64) -> usize {
    let least = usize::try_from(bytes.div_ceil(PIECE as u64))
        .unwrap_or(usize::MAX)
        .max(1);
    if least <= 8 {
        least.next_power_of_two()
    } else {
        least.next_multiple_of(8)
    }
}

impl fmt::Debug for SealedPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedPiece({} bytes)", self.0.len())
    }
}

/// Bytes of a sealed piece: 128 KiB, age's header for one key, grease and tags.
pub const SEALED_PIECE_MAX: usize = 136 * 1024;

/// Bytes of a piece: two age chunks.
pub(super) const PIECE: usize = 128 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn their_number_says_little() {
        let at = |pieces: usize| (pieces * PIECE) as u64;
        for (least, wanted) in [(1, 1), (2, 2), (3, 4), (5, 8), (8, 8), (9, 16), (80, 80)] {
            assert_eq!(pieces_for(at(least)), wanted);
        }
        assert_eq!(pieces_for(0), 1);
        assert_eq!(pieces_for(at(8) + 1), 16);
    }
}
