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
//! A key encrypts one head and each index once, so no nonce repeats. The
//! associated bytes hold keyspace, name and index: records and pieces swapped in
//! the database do not open (attack H16).

use zeroize::Zeroizing;

use crate::keys::aead::{SealingKey, SealingNonce};

use crate::store::engine::keyspace::Key;
use crate::store::fault::Fault;
use crate::store::records::VALUE_MAX;

/// Plaintext bytes of a full piece: 4 KiB less the tag.
pub(in crate::store) const PIECE: usize = VALUE_MAX - TAG;

/// The longest head that fits beside slot and tag.
pub(in crate::store) const HEAD_MAX: usize = VALUE_MAX - TAG - SLOT;

const TAG: usize = crate::keys::aead::TAG_LENGTH;
const SLOT: usize = 4;

/// One record's key. Wiped when dropped.
pub(in crate::store) struct RecordKey(SealingKey);

/// Where a record's key stands: a slot's number in the keyring.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::store) struct Slot(pub(super) u32);

/// A head as it stands in the engine.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::store) struct EncryptedHead {
    pub(in crate::store) slot: Slot,
    encrypted: Vec<u8>,
}

impl RecordKey {
    pub(in crate::store) fn random() -> Self {
        Self(SealingKey::random())
    }

    pub(in crate::store) fn from_slot(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(SealingKey::from_secret(bytes))
    }

    pub(in crate::store) fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }

    /// Encrypts a head of at most [`HEAD_MAX`] bytes.
    pub(in crate::store) fn encrypt_head(
        &self,
        at: &Key,
        slot: Slot,
        head: &[u8],
    ) -> EncryptedHead {
        let encrypted = self.0.seal(SealingNonce::LAST, at.as_bytes(), head);
        EncryptedHead { slot, encrypted }
    }

    pub(in crate::store) fn decrypt_head(
        &self,
        at: &Key,
        head: &EncryptedHead,
    ) -> Result<Vec<u8>, Fault> {
        self.decrypt(SealingNonce::LAST, at, head.encrypted.clone())
    }

    /// Encrypts piece `index` of the record whose pieces start with `pieces`.
    pub(in crate::store) fn encrypt_piece(
        &self,
        pieces: &Key,
        index: u32,
        plain: &[u8],
    ) -> (Key, Vec<u8>) {
        let at = pieces.piece(index);
        let encrypted = self
            .0
            .seal(SealingNonce::counter(index), at.as_bytes(), plain);
        (at, encrypted)
    }

    pub(in crate::store) fn decrypt_piece(
        &self,
        pieces: &Key,
        index: u32,
        encrypted: Vec<u8>,
    ) -> Result<Vec<u8>, Fault> {
        self.decrypt(
            SealingNonce::counter(index),
            &pieces.piece(index),
            encrypted,
        )
    }

    fn decrypt(
        &self,
        nonce: SealingNonce,
        at: &Key,
        mut encrypted: Vec<u8>,
    ) -> Result<Vec<u8>, Fault> {
        self.0
            .open(nonce, at.as_bytes(), &mut encrypted)
            .map_err(|_| Fault::Damaged)?;
        Ok(encrypted)
    }
}

impl Slot {
    pub(in crate::store) fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(u32::from_be_bytes(bytes))
    }

    pub(in crate::store) fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl EncryptedHead {
    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let (slot, encrypted) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
        Ok(Self {
            slot: Slot::from_bytes(*slot),
            encrypted: encrypted.to_vec(),
        })
    }

    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        [&self.slot.to_bytes()[..], &self.encrypted].concat()
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
    use crate::store::records::id::RecordId;

    #[test]
    fn pieces_open_only_in_their_own_place() {
        let key = RecordKey::random();
        let mine = Key::chunks(RecordId([1; 16]));
        let other = Key::chunks(RecordId([2; 16]));
        let (_, encrypted) = key.encrypt_piece(&mine, 5, b"words");
        assert_eq!(
            key.decrypt_piece(&mine, 5, encrypted.clone()).unwrap(),
            b"words"
        );
        assert!(key.decrypt_piece(&mine, 6, encrypted.clone()).is_err());
        assert!(key.decrypt_piece(&other, 5, encrypted.clone()).is_err());
        assert!(
            RecordKey::random()
                .decrypt_piece(&mine, 5, encrypted)
                .is_err()
        );
    }

    #[test]
    fn what_was_encrypted_before_still_opens() {
        // Made apart, with Python's cryptography.
        let key = RecordKey::from_slot(Zeroizing::new([7; 32]));
        let (header, slot) = (
            Key::header(RecordId([1; 16])),
            Slot::from_bytes([0, 0, 0, 9]),
        );
        let head = key.encrypt_head(&header, slot, b"head").to_bytes();
        assert_eq!(
            hex::encode(head),
            "00000009fccbeac74d47297784d2e80514e39264bf9b6c24"
        );
        let (_, piece) = key.encrypt_piece(&Key::chunks(RecordId([1; 16])), 5, b"words");
        assert_eq!(
            hex::encode(piece),
            "64cee4f69f594b5cec28b88ff3e4605819347d65cc"
        );
    }

    #[test]
    fn a_full_piece_is_one_value_and_no_byte_more() {
        let (_, encrypted) =
            RecordKey::random().encrypt_piece(&Key::chunks(RecordId([1; 16])), 0, &[0; PIECE]);
        assert_eq!(encrypted.len(), VALUE_MAX);
        assert_eq!(pieces_of(0), 0);
        assert_eq!(pieces_of(PIECE as u64), 1);
        assert_eq!(pieces_of(PIECE as u64 + 1), 2);
    }
}
