//! Continuity: does a new checkpoint continue the one that was seen before?
//!
//! Keeps P7 for those who remember one checkpoint: witnesses, officers.
//! Knows two signed heads and hash tiles. Never knows entries.

use super::Checkpoint;
use super::evidence::Evidence;
use crate::ledger::tree::TreeHash;
use crate::ledger::tree::proof::{CannotProve, Consistency, Tiles};
use crate::ledger::tree::tiles::HashTile;

/// Why a checkpoint does not continue another.
#[derive(Debug)]
pub(crate) enum NotContinued {
    /// The log signed what can't both be true; anyone can check it.
    Convicted(Box<Evidence>),
    /// The served tree is smaller.
    RolledBack { seen: u64, served: u64 },
    /// The tiles don't belong to the checkpoint: nothing is proven either way.
    Unproven,
}

/// The proof that `served` continues `seen`. `read` gives tiles of the served tree.
pub(crate) fn continues(
    seen: &Checkpoint,
    served: &Checkpoint,
    read: &dyn Fn(HashTile) -> Option<Vec<u8>>,
) -> Result<Consistency, NotContinued> {
    let (before, now) = (seen.head(), served.head());
    let convict = |prefix, proof| {
        let evidence = Evidence::new(seen.clone(), served.clone(), prefix, proof);
        evidence.map_or(NotContinued::Unproven, |evidence| {
            NotContinued::Convicted(Box::new(evidence))
        })
    };
    if now.size < before.size {
        return Err(NotContinued::RolledBack {
            seen: before.size,
            served: now.size,
        });
    }
    if now.size == before.size {
        return if now.root == before.root {
            Ok(Consistency::default())
        } else {
            Err(convict(TreeHash::EMPTY, Consistency::default()))
        };
    }
    match Tiles::new(now, read).prove_prefix(before.size) {
        Ok((prefix, proof)) if prefix == before => Ok(proof),
        Ok((prefix, proof)) => Err(convict(prefix.root, proof)),
        Err(CannotProve) => Err(NotContinued::Unproven),
    }
}
