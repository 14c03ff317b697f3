//! One case's entries: which step may follow, and how far it has come.

use crate::ledger::entry::step::Step;
use crate::ledger::tree::TreeHash;
use crate::ledger::validator::lifecycle::Case;
use crate::ledger::validator::refused::Refused;

/// One case.
pub(super) struct Docket {
    pub(super) institution: u32,
    /// Leaf hashes of its entries, in order.
    pub(super) chain: Vec<TreeHash>,
    /// `None` once a gap hides what happened.
    pub(super) case: Option<Case>,
}

impl Docket {
    pub(super) fn check_place(&self, after: TreeHash, leaf: TreeHash) -> Result<(), Refused> {
        if self.chain.last() == Some(&after) {
            return Ok(());
        }
        if self.chain.contains(&leaf) {
            return Err(Refused::Replayed);
        }
        Err(if self.chain.contains(&after) {
            Refused::Stale
        } else {
            Refused::Gap
        })
    }

    pub(super) fn check_step(&self, step: &Step) -> Result<(), Refused> {
        match &self.case {
            Some(case) if !case.allows(step) => Err(Refused::OutOfStep {
                step: step.fact(),
                stage: case.stage(),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn apply(&mut self, after: TreeHash, leaf: TreeHash, step: &Step) {
        let whole = self.chain.last() == Some(&after);
        self.chain.push(leaf);
        self.case = self
            .case
            .take()
            .filter(|_| whole)
            .map(|case| case.take(step).unwrap_or_else(|refused| refused.case));
    }
}
