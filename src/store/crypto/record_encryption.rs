//! The second layer around everything sealed, so that it can be forgotten.
//!
//! Keeps P10 (forgotten is gone): ChaCha20-Poly1305 under a random key of its
//! own for each record. The key stands in one slot of the [keyring](super::keyring);
//! when the slot is overwritten, whatever lingers of the record in old
//! segments or old back-ups is noise.
//!
//! ```text
//! head:   slot (4 B) ‖ AEAD(key, nonce = ff…ff,  associated = engine key, head)
//! piece:               AEAD(key, nonce = index,  associated = engine key, ≤ 4,080 B)
//! ```
//!
//! A key seals one head and each index once, so no nonce repeats. The
//! associated bytes hold shelf, name and index: records and pieces swapped in
//! the database do not open (attack H16).

use zeroize::Zeroizing;

use crate::keys::aead::{SealingKey, SealingNonce};

use super::keyring::Slot;
use crate::store::engine::keyspace::Key;
use crate::store::fault::Fault;

/// Plaintext bytes of a full piece: 4 KiB less the tag.
pub(in crate::store) const PIECE: usize = VALUE_MAX - TAG;

/// The longest value that the engine is given: beyond 4 KiB it takes memory without bound, and
/// near 64 KiB it loses records (design section 6).
pub(in crate::store) const VALUE_MAX: usize = 4096;

/// The longest head that fits beside slot and tag.
pub(in crate::store) const HEAD_MAX: usize = VALUE_MAX - TAG - SLOT;

const TAG: usize = crate::keys::aead::TAG_LENGTH;
const SLOT: usize = 4;

/// One record's key. Wiped when dropped.
pub(in crate::store) struct CoverKey(SealingKey);

/// A head as it stands in the engine.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::store) struct CoveredHead {
    pub(in crate::store) slot: Slot,
    sealed: Vec<u8>,
}

impl CoverKey {
    pub(in crate::store) fn random() -> Self {
        Self(SealingKey::random())
    }

    pub(in crate::store) fn from_slot(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(SealingKey::from_secret(bytes))
    }

    pub(in crate::store) fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// Covers a head of at most [`HEAD_MAX`] bytes.
    pub(in crate::store) fn cover_head(&self, at: &Key, slot: Slot, head: &[u8]) -> CoveredHead {
        let sealed = self.0.seal(SealingNonce::LAST, at.as_bytes(), head);
        CoveredHead { slot, sealed }
    }

    pub(in crate::store) fn open_head(
        &self,
        at: &Key,
        head: &CoveredHead,
    ) -> Result<Vec<u8>, Fault> {
        self.open(SealingNonce::LAST, at, head.sealed.clone())
    }

    /// Covers piece `index` of the record whose pieces start with `pieces`.
    pub(in crate::store) fn cover_piece(
        &self,
        pieces: &Key,
        index: u32,
        plain: &[u8],
    ) -> (Key, Vec<u8>) {
        let at = pieces.piece(index);
        let sealed = self
            .0
            .seal(SealingNonce::counter(index), at.as_bytes(), plain);
        (at, sealed)
    }

    pub(in crate::store) fn open_piece(
        &self,
        pieces: &Key,
        index: u32,
        sealed: Vec<u8>,
    ) -> Result<Vec<u8>, Fault> {
        self.open(SealingNonce::counter(index), &pieces.piece(index), sealed)
    }

    fn open(&self, nonce: SealingNonce, at: &Key, mut sealed: Vec<u8>) -> Result<Vec<u8>, Fault> {
        self.0
            .open(nonce, at.as_bytes(), &mut sealed)
            .map_err(|_| Fault::Damaged)?;
        Ok(sealed)
    }
}

impl CoveredHead {
    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let (slot, sealed) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
        Ok(Self {
            slot: Slot::from_bytes(*slot),
            sealed: sealed.to_vec(),
        })
    }

    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        [&self.slot.to_bytes()[..], &self.sealed].concat()
    }

    /// The same head with its key in another slot.
    pub(in crate::store) fn moved(self, slot: Slot) -> Self {
        Self { slot, ..self }
    }
}

/// Number of pieces that `length` bytes take.
pub(in crate::store) fn pieces_of(length: u64) -> u64 {
    length.div_ceil(PIECE as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ItemId;

    #[test]
    fn pieces_open_only_in_their_own_place() {
        let key = CoverKey::random();
        let mine = Key::chunks(ItemId([1; 16]));
        let other = Key::chunks(ItemId([2; 16]));
        let (_, sealed) = key.cover_piece(&mine, 5, b"words");
        assert_eq!(key.open_piece(&mine, 5, sealed.clone()).unwrap(), b"words");
        assert!(key.open_piece(&mine, 6, sealed.clone()).is_err());
        assert!(key.open_piece(&other, 5, sealed.clone()).is_err());
        assert!(CoverKey::random().open_piece(&mine, 5, sealed).is_err());
    }

    #[test]
    fn what_was_covered_before_still_opens() {
        // Made apart, with Python's cryptography.
        let key = CoverKey::from_slot(Zeroizing::new([7; 32]));
        let (header, slot) = (Key::header(ItemId([1; 16])), Slot::from_bytes([0, 0, 0, 9]));
        let head = key.cover_head(&header, slot, b"head").to_bytes();
        assert_eq!(
            hex::encode(head),
            "00000009fccbeac74d47297784d2e80514e39264bf9b6c24"
        );
        let (_, piece) = key.cover_piece(&Key::chunks(ItemId([1; 16])), 5, b"words");
        assert_eq!(
            hex::encode(piece),
            "64cee4f69f594b5cec28b88ff3e4605819347d65cc"
        );
    }

    #[test]
    fn a_full_piece_is_one_value_and_no_byte_more() {
        let (_, sealed) =
            CoverKey::random().cover_piece(&Key::chunks(ItemId([1; 16])), 0, &[0; PIECE]);
        assert_eq!(sealed.len(), VALUE_MAX);
        assert_eq!(pieces_of(0), 0);
        assert_eq!(pieces_of(PIECE as u64), 1);
        assert_eq!(pieces_of(PIECE as u64 + 1), 2);
    }
}
