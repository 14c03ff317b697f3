//! A draft's bytes, cut into pieces and encrypted.
//!
//! Holds what the writer was not given yet, and the key. A draft that is dropped, or that its
//! commit refuses, has discarded what the writer was given.

use crate::store::crypto::record_encryption::{PIECE, RecordKey};
use crate::store::engine::keyspace::Key;
use crate::store::fault::Fault;
use crate::store::records::id::RecordId;

/// What a draft still holds in memory, and the duty to discard what it does not.
pub(in crate::store) struct DraftPieces {
    id: RecordId,
    key: Option<RecordKey>,
    /// Encrypted, not yet sent.
    encrypted: Vec<(Key, Vec<u8>)>,
    /// Not yet a full piece.
    rest: Vec<u8>,
    length: u64,
    next: u32,
    /// Pieces that the writer was given.
    sent: u32,
    /// Has this many pieces of a draft removed again.
    discard: Box<dyn Fn(RecordId, u32) + Send + Sync>,
}

impl DraftPieces {
    /// `discard` is called on dropping, if the writer was given pieces and they are not kept.
    pub(in crate::store) fn begin(discard: impl Fn(RecordId, u32) + Send + Sync + 'static) -> Self {
        Self {
            id: RecordId::random(),
            key: Some(RecordKey::random()),
            encrypted: Vec::new(),
            rest: Vec::new(),
            length: 0,
            next: 0,
            sent: 0,
            discard: Box::new(discard),
        }
    }

    pub(in crate::store) fn id(&self) -> RecordId {
        self.id
    }

    pub(in crate::store) fn length(&self) -> u64 {
        self.length
    }

    /// Full pieces that the writer was not given yet.
    pub(in crate::store) fn unsent(&self) -> usize {
        self.encrypted.len()
    }

    /// Bytes of them: what `keep` has yet to write.
    pub(in crate::store) fn weight(&self) -> usize {
        self.encrypted.iter().map(|(_, piece)| piece.len()).sum()
    }

    /// Gives the writer what is encrypted; from here it is to be discarded.
    pub(in crate::store) fn send(&mut self) -> Vec<(Key, Vec<u8>)> {
        self.sent = self.next;
        std::mem::take(&mut self.encrypted)
    }

    /// Gives all away: from here the writer answers for the pieces.
    pub(in crate::store) fn keep(mut self) -> (RecordId, RecordKey, Vec<(Key, Vec<u8>)>) {
        self.sent = 0;
        let key = self
            .key
            .take()
            .expect("a draft is kept once: keep consumes it");
        (self.id, key, std::mem::take(&mut self.encrypted))
    }

    pub(in crate::store) fn encrypt(&mut self, mut sealed: &[u8]) -> Result<(), Fault> {
        self.length += sealed.len() as u64;
        while !sealed.is_empty() {
            let (part, after) = sealed.split_at(sealed.len().min(PIECE - self.rest.len()));
            self.rest.extend_from_slice(part);
            sealed = after;
            if self.rest.len() == PIECE {
                self.encrypt_rest()?;
            }
        }
        Ok(())
    }

    pub(in crate::store) fn encrypt_rest(&mut self) -> Result<(), Fault> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let key = self.key.as_ref().ok_or(Fault::Closed)?;
        let pieces = Key::chunks(self.id);
        self.encrypted
            .push(key.encrypt_piece(&pieces, self.next, &self.rest));
        self.rest.clear();
        self.next = self.next.checked_add(1).ok_or(Fault::TooLong)?;
        Ok(())
    }
}

impl Drop for DraftPieces {
    fn drop(&mut self) {
        if self.sent > 0 {
            (self.discard)(self.id, self.sent);
        }
    }
}
