//! Cases that nobody else in force can open: what an officer hands over before leaving.
//!
//! Keeps P7 where only officers can: the server does not know whom a reporter left out, so it can't
//! say that a roster drops the last who opens a report. Who opens one sees to whom it was sealed.
//!
//! Knows reports' own lists of readers, and the newest roster. Never knows what was handed over.

use crate::keys::recipient::{Recipient, RecipientDigest};
use crate::ledger::fold::LedgerFold;
use crate::ledger::fold::lifecycle::CaseStage;
use crate::officer::case::overview::{CaseStanding, standing};
use crate::officer::case::{Case, Cases};
use crate::officer::keys::OfficerKeys;
use crate::rules::roster::{Officer, Roster};

/// Of the cases that are not over: those that were sealed to this officer and to no colleague of
/// the roster. None where there is no colleague.
pub(in crate::officer) fn opened_by_nobody_else<'a>(
    cases: &'a Cases,
    keys: &OfficerKeys,
    roster: &Roster,
    fold: &LedgerFold,
) -> Vec<&'a Case> {
    let own = keys.opening.recipient().digest();
    let readers = roster.officers().iter().map(Officer::recipient);
    let colleagues: Vec<RecipientDigest> = readers
        .map(Recipient::digest)
        .filter(|reader| *reader != own)
        .collect();
    let all = cases.cases.iter().filter(|_| !colleagues.is_empty());
    all.filter(|case| !is_over(case, fold) && !case.is_sealed_to_any(&colleagues))
        .collect()
}

fn is_over(case: &Case, fold: &LedgerFold) -> bool {
    match standing(case, fold) {
        CaseStanding::BeforeBatch | CaseStanding::Received | CaseStanding::LaterMessage => false,
        CaseStanding::Rejected => true,
        CaseStanding::Opened(_, progress) => progress.is_some_and(|progress| {
            matches!(progress.stage(), CaseStage::Closed | CaseStage::Expunged)
        }),
    }
}
