//! A sealed report while it arrives.
//!
//! ```text
//!   append ─▶ 4,080 B pieces ─▶ covered ─▶ 64 KiB ─▶ writer ─▶ engine (not yet synced, named by nothing)
//!   keep   ─▶ what is left, and the key, in the same commit as the header
//! ```
//!
//! The key is only in memory until then: an unfinished draft is noise for ever,
//! wherever its pieces linger. One unit is with the writer at a time: that is the
//! back-pressure, and it bounds memory to about 200 KiB for each upload.
//! A small report never leaves memory before `keep`.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::Inner;
use super::crypto::record_encryption::{CoverKey, PIECE};
use super::engine::keyspace::Key;
use super::fault::Fault;
use super::records::id::ItemId;
use super::writer::queue::Work;

/// A sealed report being written: its chunks are invisible, and unreadable for ever
/// (their key is only in memory), until [`Store::keep`](super::Store::keep). Dropping it discards them.
pub struct Draft {
    remainder: Remainder,
    /// Answers for the unit that is with the writer.
    waiting: Option<oneshot::Receiver<Result<(), Fault>>>,
    store: Arc<Inner>,
    /// An `append` was dropped half-way: some bytes are missing.
    torn: bool,
}

/// What a draft still holds in memory, and the duty to discard what it does not.
pub(super) struct Remainder {
    id: ItemId,
    key: Option<CoverKey>,
    /// Covered, not yet sent.
    covered: Vec<(Key, Vec<u8>)>,
    /// Not yet a full piece.
    rest: Vec<u8>,
    length: u64,
    next: u32,
    /// Pieces that the writer was given.
    sent: u32,
    outbox: mpsc::UnboundedSender<Work>,
}

impl Draft {
    pub(super) fn begin(store: Arc<Inner>, outbox: mpsc::UnboundedSender<Work>) -> Self {
        Self {
            remainder: Remainder {
                id: ItemId::random(),
                key: Some(CoverKey::random()),
                covered: Vec::new(),
                rest: Vec::new(),
                length: 0,
                next: 0,
                sent: 0,
                outbox,
            },
            waiting: None,
            store,
            torn: false,
        }
    }

    /// Adds ciphertext; waits while the writer is busy (back-pressure).
    ///
    /// If the future is dropped before it is ready, the draft can't be kept any more.
    pub async fn append(&mut self, sealed: &[u8]) -> Result<(), Fault> {
        if self.torn {
            return Err(Fault::WrongLength);
        }
        self.torn = true;
        for part in sealed.chunks(UNIT_BYTES) {
            self.remainder.cover(part)?;
            if self.remainder.covered.len() >= UNIT {
                self.send().await?;
            }
        }
        self.torn = false;
        Ok(())
    }

    /// Hands a unit to the writer, once it has taken the one before.
    async fn send(&mut self) -> Result<(), Fault> {
        self.settle().await?;
        let place = self.store.gate().enter().await?;
        let (done, waiting) = oneshot::channel();
        let pieces = std::mem::take(&mut self.remainder.covered);
        self.remainder.sent = self.remainder.next;
        self.remainder
            .outbox
            .send(Work::Pieces {
                draft: self.remainder.id,
                pieces,
                done,
                place,
            })
            .map_err(|_| Fault::Closed)?;
        self.waiting = Some(waiting);
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Fault> {
        match self.waiting.take() {
            Some(waiting) => waiting.await.map_err(|_| Fault::Closed)?,
            None => Ok(()),
        }
    }

    /// Ready to be kept: nothing is on its way any more.
    pub(super) async fn finish(mut self) -> Result<Remainder, Fault> {
        if self.torn {
            return Err(Fault::WrongLength);
        }
        self.settle().await?;
        self.remainder.cover_rest()?;
        Ok(self.remainder)
    }
}

impl Remainder {
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Bytes that `keep` has yet to write.
    pub(super) fn weight(&self) -> usize {
        self.covered.iter().map(|(_, piece)| piece.len()).sum()
    }

    /// Gives all away: from here the writer answers for the pieces.
    pub(super) fn keep(mut self) -> (ItemId, CoverKey, Vec<(Key, Vec<u8>)>) {
        self.sent = 0;
        let key = self
            .key
            .take()
            .expect("a draft is kept once: keep consumes it");
        (self.id, key, std::mem::take(&mut self.covered))
    }

    fn cover(&mut self, mut sealed: &[u8]) -> Result<(), Fault> {
        self.length += sealed.len() as u64;
        while !sealed.is_empty() {
            let (part, after) = sealed.split_at(sealed.len().min(PIECE - self.rest.len()));
            self.rest.extend_from_slice(part);
            sealed = after;
            if self.rest.len() == PIECE {
                self.cover_rest()?;
            }
        }
        Ok(())
    }

    fn cover_rest(&mut self) -> Result<(), Fault> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let key = self.key.as_ref().ok_or(Fault::Closed)?;
        let pieces = Key::chunks(self.id);
        self.covered
            .push(key.cover_piece(&pieces, self.next, &self.rest));
        self.rest.clear();
        self.next = self.next.checked_add(1).ok_or(Fault::TooLong)?;
        Ok(())
    }
}

impl Drop for Remainder {
    fn drop(&mut self) {
        if self.sent > 0 {
            // If the writer is gone, the next opening sweeps.
            let _ = self.outbox.send(Work::Discard {
                draft: self.id,
                pieces: self.sent,
            });
        }
    }
}

/// Pieces of a unit: 64 KiB.
const UNIT: usize = 16;

/// Bytes covered before the writer is asked again.
const UNIT_BYTES: usize = UNIT * PIECE;
