//! A sealed report while it arrives.
//!
//! ```text
//!   append ─▶ 4,080 B pieces ─▶ encrypted ─▶ 64 KiB ─▶ writer ─▶ engine
//!                                              (not yet synced, named by nothing)
//!   keep   ─▶ what is left, and the key, in the same commit as the header
//! ```
//!
//! The key is only in memory until then: an unfinished draft is noise for ever,
//! wherever its pieces linger. One unit is with the writer at a time: that is the
//! back-pressure, and it bounds memory to about 200 KiB for each upload.
//! A small report never leaves memory before `keep`.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::crypto::record_encryption::PIECE;
use super::fault::Fault;
use super::open_store::OpenStore;
use super::writer::draft_pieces::DraftPieces;
use super::writer::queue::Work;

/// A sealed report being written: its chunks are invisible, and unreadable for ever (their key is
/// only in memory), until [`Store::keep`](super::Store::keep). Dropping it discards them.
pub struct Draft {
    pieces: DraftPieces,
    /// Answers for the unit that is with the writer.
    waiting: Option<oneshot::Receiver<Result<(), Fault>>>,
    store: Arc<OpenStore>,
    /// An `append` was dropped half-way: some bytes are missing.
    torn: bool,
}

impl Draft {
    /// Bytes that are certainly in memory only: of a draft with no more, nothing was written.
    pub const IN_MEMORY: usize = 60 << 10;

    pub(super) fn begin(store: Arc<OpenStore>) -> Self {
        let outbox = store.outbox();
        let discard = move |draft, pieces| {
            // If the writer is gone, the next opening sweeps.
            let _ = outbox.send(Work::Discard { draft, pieces });
        };
        Self {
            pieces: DraftPieces::begin(discard),
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
            self.pieces.encrypt(part)?;
            if self.pieces.unsent() >= UNIT {
                self.send().await?;
            }
        }
        self.torn = false;
        Ok(())
    }

    /// Hands a unit to the writer, once it has taken the one before.
    async fn send(&mut self) -> Result<(), Fault> {
        self.settle().await?;
        let permit = self.store.draft_permit(self.pieces.weight()).await?;
        let (done, waiting) = oneshot::channel();
        let pieces = self.pieces.send();
        self.store
            .outbox()
            .send(Work::Pieces {
                draft: self.pieces.id(),
                pieces,
                done,
                permit,
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
    pub(super) async fn finish(mut self) -> Result<DraftPieces, Fault> {
        if self.torn {
            return Err(Fault::WrongLength);
        }
        self.settle().await?;
        self.pieces.encrypt_rest()?;
        Ok(self.pieces)
    }
}

/// Pieces of a unit: 64 KiB.
const UNIT: usize = 16;

/// Bytes encrypted before the writer is asked again.
const UNIT_BYTES: usize = UNIT * PIECE;
