//! The write queue: what the writer is asked for.
//!
//! A commit is a step of a batch, what it does to the disk, and whom to tell. Each holds a permit
//! of the queue until the writer is done with it.

use tokio::sync::oneshot;

use super::group_commit::Batch;
use super::limits::{RESERVE, RESERVED_FROM_MOVES, RESERVED_FROM_STRANGERS};
use super::rebuild_steps::{RebuildAsker, RebuildStep};
use crate::store::engine::keyspace::Key;
use crate::store::fault::Fault;
use crate::store::permits::Permit;
use crate::store::records::id::RecordId;

/// What the writer is asked for.
pub(in crate::store) enum Work {
    /// A unit of a draft.
    Pieces {
        draft: RecordId,
        pieces: Vec<(Key, Vec<u8>)>,
        done: oneshot::Sender<Result<(), Fault>>,
        permit: Permit,
    },
    /// A draft was dropped; comes behind all of its units.
    Discard {
        draft: RecordId,
        pieces: u32,
    },
    Commit(Commit),
    /// A rebuild of all that was committed before.
    AskForRebuild(RebuildAsker),
    /// What one that is under way asks for.
    Rebuild(RebuildStep),
}

/// A step of a batch, and what it takes.
pub(in crate::store) struct Commit {
    pub(in crate::store) step: Box<dyn BatchStep>,
    pub(in crate::store) growth: Growth,
    #[expect(dead_code, reason = "given back when dropped")]
    permit: Permit,
}

/// What a commit does in its batch, or that it may not.
pub(in crate::store) trait BatchStep:
    FnOnce(Result<&mut Batch<'_>, Fault>) -> CommitOutcome + Send
{
}

impl<T: FnOnce(Result<&mut Batch<'_>, Fault>) -> CommitOutcome + Send> BatchStep for T {}

/// What to say to the one who asked, once the batch is durable.
pub(in crate::store) struct CommitOutcome {
    pub(in crate::store) tell: Box<dyn FnOnce() + Send>,
    /// The step failed in a way that leaves the state unknown.
    pub(in crate::store) fatal: Option<String>,
}

/// What a commit does to the disk.
#[derive(Clone, Copy)]
pub(in crate::store) enum Growth {
    /// Adds at most this many bytes.
    Adds(usize),
    /// The same, from a stranger: leaves room for what officers and visitors do.
    Receives(usize),
    /// The same, for a record that moves or changes: leaves room for what officers do.
    Moves(usize),
    /// Makes room, in the end.
    Removes,
}

impl Commit {
    /// `step` runs on the writer; what it says is told once the batch is durable.
    pub(in crate::store) fn new<T: Send + 'static>(
        growth: Growth,
        permit: Permit,
        tell: oneshot::Sender<Result<T, Fault>>,
        step: impl FnOnce(&mut Batch<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Self {
        let step = move |batch: Result<&mut Batch<'_>, Fault>| {
            let result = batch.and_then(step);
            let fatal = match &result {
                Err(fault @ (Fault::Disk(_) | Fault::Engine(_))) => Some(fault.to_string()),
                _ => None,
            };
            CommitOutcome {
                tell: Box::new(move || {
                    let _ = tell.send(result);
                }),
                fatal,
            }
        };
        Self {
            step: Box::new(step),
            growth,
            permit,
        }
    }
}

impl Growth {
    pub(in crate::store) fn bytes(self) -> usize {
        match self {
            Self::Adds(bytes) | Self::Receives(bytes) | Self::Moves(bytes) => bytes,
            Self::Removes => 0,
        }
    }

    /// Bytes that must be free, and bytes that will be gone.
    pub(in crate::store) fn room(self) -> (u64, u64) {
        match self {
            // Twice over: sled takes up to 1.85 times what it is given.
            Self::Adds(bytes) => (RESERVE + 2 * bytes as u64, 2 * bytes as u64),
            Self::Receives(bytes) => {
                let (needed, taken) = Self::Adds(bytes).room();
                (needed + RESERVED_FROM_STRANGERS, taken)
            }
            Self::Moves(bytes) => {
                let (needed, taken) = Self::Adds(bytes).room();
                (needed + RESERVED_FROM_MOVES, taken)
            }
            Self::Removes => (RESERVE / 4, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_leave_room_for_officers_and_what_is_received_for_both() {
        let needed = |growth: Growth| growth.room().0;
        let officers = needed(Growth::Adds(1_000));
        assert_eq!(needed(Growth::Moves(1_000)) - officers, RESERVED_FROM_MOVES);
        assert_eq!(
            needed(Growth::Receives(1_000)) - officers,
            RESERVED_FROM_STRANGERS
        );
        const { assert!(RESERVED_FROM_STRANGERS > RESERVED_FROM_MOVES) };
    }
}
