//! What the writer is asked for, and how much of it at once.
//!
//! A commit is a step of a round, what it does to the disk, and whom to tell. What is beyond the gate
//! waits, and whoever sends it with it.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::batch::Round;
use super::limits::RESERVE;
use crate::store::engine::keyspace::Key;
use crate::store::fault::Fault;
use crate::store::records::id::ItemId;

/// What the writer is asked for.
pub(in crate::store) enum Work {
    /// A unit of a draft.
    Pieces {
        draft: ItemId,
        pieces: Vec<(Key, Vec<u8>)>,
        done: oneshot::Sender<Result<(), Fault>>,
        place: Place,
    },
    /// A draft was dropped; comes behind all of its units.
    Discard {
        draft: ItemId,
        pieces: u32,
    },
    Commit(Commit),
    Rebuild(oneshot::Sender<Result<(), Fault>>),
}

/// A step of a round, and what it takes.
pub(in crate::store) struct Commit {
    pub(in crate::store) step: Box<dyn Step>,
    pub(in crate::store) growth: Growth,
    #[expect(dead_code, reason = "given back when dropped")]
    place: Place,
}

/// What a commit does in its round, or that it may not.
pub(in crate::store) trait Step:
    FnOnce(Result<&mut Round<'_>, Fault>) -> Answer + Send
{
}

impl<T: FnOnce(Result<&mut Round<'_>, Fault>) -> Answer + Send> Step for T {}

/// What to say to the one who asked, once the round is durable.
pub(in crate::store) struct Answer {
    pub(in crate::store) tell: Box<dyn FnOnce() + Send>,
    /// The step failed in a way that leaves the state unknown.
    pub(in crate::store) fatal: Option<String>,
}

/// What a commit does to the disk.
#[derive(Clone, Copy)]
pub(in crate::store) enum Growth {
    /// Adds at most this many bytes.
    Adds(usize),
    /// Makes room, in the end.
    Removes,
}

/// Bounds what is with the writer, or being read; what is beyond waits, and whoever sends it with
/// it.
#[derive(Clone)]
pub(in crate::store) struct Gate(Arc<Semaphore>);

/// A place within the gate; given back when dropped. It goes with the work: who hangs up gives
/// nothing back that is still in use.
pub(in crate::store) struct Place(
    #[expect(dead_code, reason = "held, never read")] OwnedSemaphorePermit,
);

impl Commit {
    /// `step` runs on the writer; what it says is told once the round is durable.
    pub(in crate::store) fn new<T: Send + 'static>(
        growth: Growth,
        place: Place,
        tell: oneshot::Sender<Result<T, Fault>>,
        step: impl FnOnce(&mut Round<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Self {
        let step = move |round: Result<&mut Round<'_>, Fault>| {
            let result = round.and_then(step);
            let fatal = match &result {
                Err(fault @ (Fault::Disk(_) | Fault::Engine(_))) => Some(fault.to_string()),
                _ => None,
            };
            Answer {
                tell: Box::new(move || {
                    let _ = tell.send(result);
                }),
                fatal,
            }
        };
        Self {
            step: Box::new(step),
            growth,
            place,
        }
    }
}

impl Growth {
    pub(in crate::store) fn bytes(self) -> usize {
        match self {
            Self::Adds(bytes) => bytes,
            Self::Removes => 0,
        }
    }

    /// Bytes that must be free, and bytes that will be gone.
    pub(in crate::store) fn room(self) -> (u64, u64) {
        match self {
            // Twice over: sled takes up to 1.85 times what it is given.
            Self::Adds(bytes) => (RESERVE + 2 * bytes as u64, 2 * bytes as u64),
            Self::Removes => (RESERVE / 4, 0),
        }
    }
}

impl Gate {
    pub(in crate::store) fn new(places: usize) -> Self {
        Self(Arc::new(Semaphore::new(places)))
    }

    pub(in crate::store) async fn enter(&self) -> Result<Place, Fault> {
        let permit = Arc::clone(&self.0).acquire_owned().await;
        permit.map(Place).map_err(|_| Fault::Closed)
    }
}
