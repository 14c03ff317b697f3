//! Where a report stands: what its reporter may know of the ledger, and when to come back.

use std::time::Duration;

use crate::intake::Intake;
use crate::intake::web::pages::{Accounted, EntryOverdue, LedgerLine};
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::report::mailbox::FirstReport;
use crate::rules::calendar::Day;
use crate::rules::policy::Term;

impl Intake {
    /// Where the report stands in the ledger. None if the ledger fails, or has to be read again and
    /// that takes long: the answers matter more.
    ///
    /// `answers`: how many wait for this reporter. If there are none, and the ledger says that the
    /// reporter was written to, somebody is told so.
    pub(in crate::intake) async fn ledger_line(
        &self,
        first: FirstReport,
        answers: usize,
    ) -> Option<LedgerLine> {
        let found = self.sequencer.find(&first.item);
        let found = tokio::time::timeout(LEDGER_WAIT, found).await;
        let found = found.ok()?.ok()?;
        let accounted = found.is_some_and(|found| found.is_accounted());
        let due = self.policy.entered_by(first.day);
        let is_missing = found.is_none() && self.today.day() > due;
        Some(LedgerLine {
            item: first.item,
            missing: if is_missing {
                EntryOverdue::Since(due)
            } else {
                EntryOverdue::No
            },
            day: first.day,
            entry: found.map(|found| found.standing.index),
            accounted: if accounted {
                Accounted::Yes
            } else {
                Accounted::NotYet
            },
            status: found.map_or(PublicStatus::Received, |found| found.status),
            silent: found
                .and_then(|found| found.told)
                .filter(|told| answers == 0 && self.is_kept_still(*told)),
            next: self.next_return(first.day),
        })
    }

    /// Would an answer of this day still be here? Answers may be days older than their entries, so
    /// half their time is waited for.
    fn is_kept_still(&self, told: Day) -> bool {
        let kept = self.policy.keep_reply_days() / 2;
        self.today.day().days_since(told) <= kept
    }

    /// The next day on which something is due about a report of this day.
    pub(in crate::intake) fn next_return(&self, received: Day) -> Day {
        let Intake {
            policy, calendar, ..
        } = self;
        let today = self.today.day();
        let acknowledged = policy.expected_return(received, calendar);
        let feedback = policy.feedback_deadline(received, None, Term::Ordinary, calendar);
        [acknowledged, feedback.legal()]
            .into_iter()
            .find(|due| *due > today)
            .unwrap_or_else(|| self.expected_return())
    }

    /// When an answer should be there if something is sent today.
    pub(in crate::intake) fn expected_return(&self) -> Day {
        self.policy
            .expected_return(self.today.day(), &self.calendar)
    }
}

const LEDGER_WAIT: Duration = Duration::from_secs(3);
