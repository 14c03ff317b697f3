//! Findings by whom they are about: the ledger itself, then each institution, case by case.
//!
//! Whoever has waited longest comes first, in each group the oldest. Knows what findings say of
//! themselves. Never knows an entry.

use std::cmp::Reverse;

use super::finding::Finding;
use crate::ledger::entry::CaseNumber;
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

/// What is said about one institution, or about the ledger itself.
pub(super) struct FindingGroup<'f> {
    /// None: the ledger itself.
    pub institution: Option<Institution>,
    /// Those of no case first, then case by case.
    pub cases: Vec<(Option<CaseNumber>, Vec<&'f Finding>)>,
}

/// All findings, faults and notes alike.
pub(super) fn grouped<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<FindingGroup<'f>> {
    let mut findings: Vec<_> = findings.collect();
    // Stable: what has no day stays as it was found, behind what has one.
    findings.sort_by_key(|finding| since(finding));
    let mut groups: Vec<FindingGroup<'f>> = Vec::new();
    for finding in findings {
        let of = finding.institution();
        let at = groups
            .iter()
            .position(|group| group.institution.as_ref() == of);
        let at = at.unwrap_or_else(|| {
            groups.push(FindingGroup {
                institution: of.cloned(),
                cases: Vec::new(),
            });
            groups.len() - 1
        });
        groups[at].take(finding);
    }
    // What is wrong with the ledger makes all else doubtful.
    groups.sort_by_key(|group| group.institution.is_some());
    for group in &mut groups {
        group.cases.sort_by_key(|(case, _)| case.is_some());
    }
    groups
}

impl<'f> FindingGroup<'f> {
    fn take(&mut self, finding: &'f Finding) {
        let case = finding.case();
        match self.cases.iter_mut().find(|(of, _)| *of == case) {
            Some((_, findings)) => findings.push(finding),
            None => self.cases.push((case, vec![finding])),
        }
    }
}

/// The oldest first, and what has no day last.
fn since(finding: &Finding) -> (bool, Option<Day>, Reverse<bool>) {
    let day = finding.since();
    (day.is_none(), day, Reverse(finding.is_fault()))
}
