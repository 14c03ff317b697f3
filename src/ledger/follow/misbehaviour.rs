//! Misbehaviour: why nothing new of a ledger is believed, and who is to blame.

use crate::ledger::checkpoint::BadCheckpoint;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::cosignature::TooFewWitnesses;
use crate::ledger::tree::tiles::Resource;

/// Why there is nothing new to believe.
#[derive(Debug)]
pub(crate) enum NotFollowed<E> {
    /// The way to the ledger, or the caller's own disk; nobody is to blame.
    Failed(E),
    Cheated(Cheat),
}

/// What the ledger did.
#[derive(Debug)]
pub(crate) enum Cheat {
    /// It does not give what it signed.
    Withheld(Resource),
    /// Not a checkpoint, or not signed by the log's key.
    BadCheckpoint(BadCheckpoint),
    /// It signed two histories, or does not continue the one remembered.
    Parted(NotContinued),
    /// Too few witnesses vouch for what it shows.
    Unwitnessed(TooFewWitnesses),
    /// The entry that it gives is not the one in the tree.
    Swapped(u64),
    /// The entries don't add up to the tree, and its tiles tell no better.
    NotTheTree,
}

impl<E> NotFollowed<E> {
    /// What the ledger did, or the error that it has nothing to do with.
    pub(crate) fn cheat(self) -> Result<Cheat, E> {
        match self {
            Self::Failed(error) => Err(error),
            Self::Cheated(cheat) => Ok(cheat),
        }
    }
}

impl<E> From<Cheat> for NotFollowed<E> {
    fn from(cheat: Cheat) -> Self {
        Self::Cheated(cheat)
    }
}
