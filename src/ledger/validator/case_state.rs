//! One case's entries: which step may follow, and how far it has come.

use crate::ledger::entry::step::CaseStep;
use crate::ledger::tree::TreeHash;
use crate::ledger::validator::content_need::CaseEnd;
use crate::ledger::validator::lifecycle::CaseProgress;
use crate::ledger::validator::refused::InvalidEntry;
use crate::rules::calendar::Day;

/// One case.
pub(super) struct Docket {
    pub(super) institution: u32,
    /// Leaf hashes of its entries, in order.
    pub(super) chain: Vec<TreeHash>,
    /// `None` once a gap hides what happened.
    pub(super) case: Option<CaseProgress>,
    pub(super) end: CaseEnd,
}

impl Docket {
    pub(super) fn check_place(&self, after: TreeHash, leaf: TreeHash) -> Result<(), InvalidEntry> {
        if self.chain.last() == Some(&after) {
            return Ok(());
        }
        if self.chain.contains(&leaf) {
            return Err(InvalidEntry::Replayed);
        }
        Err(if self.chain.contains(&after) {
            InvalidEntry::Stale
        } else {
            InvalidEntry::Gap
        })
    }

    pub(super) fn check_step(&self, step: &CaseStep) -> Result<(), InvalidEntry> {
        match &self.case {
            Some(case) if !case.allows(step) => Err(InvalidEntry::OutOfStep {
                step: step.fact(),
                stage: case.stage(),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn apply(&mut self, after: TreeHash, leaf: TreeHash, step: &CaseStep, day: Day) {
        let whole = self.chain.last() == Some(&after);
        self.chain.push(leaf);
        self.end.take(day, step);
        self.case = self
            .case
            .take()
            .filter(|_| whole)
            .map(|case| case.take(step).unwrap_or_else(|refused| refused.case));
    }
}
