//! Case summaries: from the ledger's entries to what statistics need of each report.
//!
//! The one place where statistics know the ledger. Entries come in the ledger's order, from a
//! ledger that `verify` has read: what breaks a rule (a step of an unknown case, an
//! item nobody received) is named there and counted nowhere here.
//!
//! Nothing that happens later changes what a closed year counts: an item linked or opened
//! after the books closed stays *waiting* in its year, or *rejected* if it was that until then, and
//! a deadline that shows only later that it had passed is counted when it shows. What runs by law
//! from the receipt shows with it, opened or not.

use std::collections::HashMap;

use super::summary::{
    Basis, CaseSummary, ConcludedExamination, CountedAs, CountedDecision, Obligation, TableCode,
    TimelinessRow,
};
use super::year::Year;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::ledger::entry::vocabulary::Track;
use crate::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use crate::ledger::fold::deadlines::{CaseDeadline, Timeline};
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::{DeadlineKind, Policy};
use crate::rules::roster::Institution;

/// Entries being folded.
pub struct CaseSummaries<'a> {
    policy: &'a Policy,
    calendar: &'a Calendar,
    /// All received items, in the order of the ledger.
    reports: Vec<CaseSummary>,
    items: HashMap<ReportDigest, usize>,
    cases: HashMap<CaseNumber, CountedCase>,
    last: Option<Day>,
}

/// What of a case its summary doesn't hold.
struct CountedCase {
    report: usize,
    opened: Day,
    timeline: Timeline,
}

impl<'a> CaseSummaries<'a> {
    /// Nothing yet.
    pub fn new(policy: &'a Policy, calendar: &'a Calendar) -> Self {
        Self {
            policy,
            calendar,
            reports: Vec::new(),
            items: HashMap::new(),
            cases: HashMap::new(),
            last: None,
        }
    }

    /// The next entry.
    pub fn take(&mut self, entry: &Entry) {
        self.last = self.last.max(Some(entry.day()));
        match entry {
            Entry::Received {
                institution,
                day,
                item,
            } => self.receive(institution, *day, *item),
            Entry::Recorded(recorded) => {
                let record = recorded.record();
                self.record(record.day, &record.event);
            }
            Entry::Roster { .. } | Entry::Policy { .. } | Entry::Clock { .. } => {}
        }
    }

    /// The latest day of any entry: how far the ledger reaches.
    pub fn last_day(&self) -> Option<Day> {
        self.last
    }

    /// One summary for each received item, in the order of the ledger.
    pub fn finish(mut self) -> Vec<CaseSummary> {
        for case in self.cases.into_values() {
            let report = &mut self.reports[case.report];
            let submission = |d: &&CountedDecision| d.assessment == Assessment::AsSubmission;
            let submitted = report.decisions.iter().find(submission);
            let submitted = submitted.map(|decision| decision.on);
            let dues = case.timeline.dues(self.policy, self.calendar);
            let unopened = runs_unopened(report.received, self.policy, self.calendar);
            let obligations = dues.iter().map(|due| {
                let answer = due.kind == DeadlineKind::Answer;
                let runs = !due.service && unopened.iter().any(|of| of.id == due.id);
                // A rejection had hidden them, too.
                let hidden = !runs || report.rejected.is_some_and(|on| on <= books_of(due));
                let opened = hidden.then_some(case.opened);
                obligation(due, submitted.filter(|_| answer).max(opened))
            });
            let obligations = obligations.collect();
            report.deadlines = obligations;
        }
        for report in &mut self.reports {
            // What nobody opened is due all the same: to leave it lying makes nobody punctual.
            // What became of it after the books of that year were closed changes nothing in it.
            let linked = match report.standing {
                CountedAs::Opened { .. } => continue,
                CountedAs::Linked { on } => Some(on),
                CountedAs::Waiting => None,
            };
            let gone = linked.into_iter().chain(report.rejected).min();
            let dues = runs_unopened(report.received, self.policy, self.calendar);
            let waited = |due: &&CaseDeadline| gone.is_none_or(|on| books_of(due) < on);
            let dues = dues.iter().filter(waited);
            report.deadlines = dues.map(|due| obligation(due, None)).collect();
        }
        self.reports
    }

    fn receive(&mut self, institution: &Institution, day: Day, item: ReportDigest) {
        // Each institution's slug is a code: shorter, and of fewer characters.
        let Ok(institution) = TableCode::parse(institution.as_str()) else {
            return;
        };
        self.items.insert(item, self.reports.len());
        self.reports.push(CaseSummary::received(institution, day));
    }

    fn record(&mut self, day: Day, event: &OfficerEvent) {
        match event {
            OfficerEvent::Rejected { item, .. } => self.reject(*item, day),
            OfficerEvent::Opened {
                case,
                item,
                category,
                track,
            } => {
                let (Some(report), Ok(category)) = (
                    self.items.get(item).copied(),
                    TableCode::parse(category.as_str()),
                ) else {
                    return;
                };
                let timeline = Timeline::open(self.reports[report].received, *track);
                let opened = day;
                let fresh = CountedCase {
                    report,
                    opened,
                    timeline,
                };
                self.cases.insert(*case, fresh);
                let (on, track) = (day, *track);
                self.account(
                    *item,
                    CountedAs::Opened {
                        on,
                        category,
                        track,
                    },
                );
            }
            OfficerEvent::Step { case, step, .. } => {
                if let CaseStep::Linked { item } = step {
                    self.account(*item, CountedAs::Linked { on: day });
                }
                if let Some(case) = self.cases.get_mut(case) {
                    case.timeline.take(day, step);
                    note(&mut self.reports[case.report], day, step);
                }
            }
        }
    }

    /// The first rejection counts; the item may still become a case.
    fn reject(&mut self, item: ReportDigest, day: Day) {
        if let Some(report) = self.items.get(&item) {
            let report = &mut self.reports[*report];
            report.rejected.get_or_insert(day);
        }
    }

    fn account(&mut self, item: ReportDigest, standing: CountedAs) {
        if let Some(report) = self.items.remove(&item) {
            self.reports[report].standing = standing;
        }
    }
}

/// What runs by law from the receipt, whatever the report is and whether anybody has opened it.
fn runs_unopened(received: Day, policy: &Policy, calendar: &Calendar) -> Vec<CaseDeadline> {
    let timeline = Timeline::open(received, Track::AnonymousTip);
    let mut dues = timeline.dues(policy, calendar);
    let by_receipt = [DeadlineKind::Acknowledge, DeadlineKind::Feedback];
    dues.retain(|due| by_receipt.contains(&due.kind) && !due.service);
    dues
}

/// The last day of which the books of its year know.
fn books_of(due: &CaseDeadline) -> Day {
    let legal = due.deadline.legal();
    Year::of(legal).map_or(legal, Year::books)
}

/// `shown`: when the ledger first showed that there was such a deadline, if it did not with the
/// receipt.
fn obligation(due: &CaseDeadline, shown: Option<Day>) -> Obligation {
    let legal = due.deadline.legal();
    let basis = if due.service {
        Basis::Service
    } else {
        Basis::Law
    };
    Obligation {
        row: TimelinessRow(due.kind, basis),
        due: shown.map_or(legal, |shown| legal.max(shown)),
        kept: due.done.is_some_and(|done| !due.deadline.missed_on(done)),
    }
}

/// Of decisions and conclusions, each year's last counts; of all else the first.
fn note(report: &mut CaseSummary, day: Day, step: &CaseStep) {
    report.days.take(day, step);
    match step {
        CaseStep::Assessed(assessment) => report.decisions.push(CountedDecision {
            on: day,
            assessment: *assessment,
        }),
        CaseStep::ProceedingsEnded { kind, state } => report.ended.push((day, *kind, *state)),
        CaseStep::Closed => report.ends.push((day, true)),
        // What is linked to a case that is over begins it again.
        CaseStep::Reopened | CaseStep::Linked { .. } => report.ends.push((day, false)),
        CaseStep::Concluded(conclusion) => report.conclusions.push(ConcludedExamination {
            on: day,
            conclusion: conclusion.clone(),
        }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::vocabulary::RejectionReason;
    use crate::rules::policy::Category;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn folded(events: &[(&str, OfficerEvent)]) -> CaseSummary {
        let (policy, calendar) = (Policy::shipped(), Calendar::shipped());
        let mut fold = CaseSummaries::new(&policy, &calendar);
        let knab = Institution::parse("knab").expect("a slug");
        fold.receive(&knab, day("2022-01-03"), item());
        for (on, event) in events {
            fold.record(day(on), event);
        }
        let [report] = &fold.finish()[..] else {
            panic!("one item, one report");
        };
        report.clone()
    }

    fn item() -> ReportDigest {
        ReportDigest::from_bytes([1; 32])
    }

    fn rejected() -> OfficerEvent {
        OfficerEvent::Rejected {
            item: item(),
            reason: RejectionReason::Unreadable,
        }
    }

    fn opened(number: u8) -> OfficerEvent {
        OfficerEvent::Opened {
            case: CaseNumber::from_bytes([number; 8]),
            item: item(),
            category: Category::parse("public-funds").expect("a slug"),
            track: Track::WhistleblowerReport,
        }
    }

    #[test]
    fn a_rejection_that_was_disproved_is_one_report_the_case_it_became() {
        let report = folded(&[("2022-01-04", rejected()), ("2022-01-17", opened(1))]);
        assert!(
            matches!(&report.standing, CountedAs::Opened { on, .. } if *on == day("2022-01-17"))
        );
        // Its clocks run from its receipt: the first week is over when it is opened.
        let acknowledge = report
            .deadlines
            .iter()
            .find(|due| due.row.as_str() == "acknowledge");
        let acknowledge = acknowledge.expect("a case has it");
        assert_eq!(
            (acknowledge.due, acknowledge.kept),
            (day("2022-01-17"), false)
        );
        let untouched = folded(&[("2022-01-04", rejected())]);
        assert_eq!(untouched.standing, CountedAs::Waiting);
        assert_eq!(untouched.rejected, Some(day("2022-01-04")));
        assert!(untouched.deadlines.is_empty());
    }

    #[test]
    fn p8_what_nobody_opened_is_due_and_late() {
        let rows = |report: &CaseSummary| -> Vec<_> {
            let due = report.deadlines.iter();
            due.map(|due| (due.row.as_str(), due.due.to_string(), due.kept))
                .collect()
        };
        let late = |row, due: &str| (row, due.to_owned(), false);
        let expected = [
            late("acknowledge", "2022-01-10"),
            late("feedback", "2022-04-11"),
        ];
        assert_eq!(rows(&folded(&[])), expected);
        // Opened after years, it is late in the year in which it was.
        let opened = folded(&[("2024-02-05", opened(1))]);
        for due in expected {
            assert!(rows(&opened).contains(&due), "{:?}", rows(&opened));
        }
    }

    #[test]
    fn what_waited_when_the_books_closed_stays_late_in_its_year() {
        let rows = |report: &CaseSummary| -> Vec<_> {
            let due = report.deadlines.iter();
            due.map(|due| (due.row.as_str(), due.due.to_string()))
                .collect()
        };
        let waiting = rows(&folded(&[]));
        // The books of 2022 are closed on 31 January 2023.
        assert_eq!(rows(&folded(&[("2023-01-31", rejected())])), []);
        assert_eq!(rows(&folded(&[("2023-02-01", rejected())])), waiting);
        let opened_again = folded(&[("2023-02-01", rejected()), ("2024-02-05", opened(1))]);
        for due in waiting {
            assert!(rows(&opened_again).contains(&due), "{due:?}");
        }
    }

    #[test]
    fn a_rejection_after_the_case_changes_nothing() {
        let report = folded(&[("2022-01-04", opened(1)), ("2022-01-05", rejected())]);
        assert_eq!(report, folded(&[("2022-01-04", opened(1))]));
    }

    #[test]
    fn what_was_rejected_when_the_books_closed_stays_so_in_its_year() {
        use super::super::cell::{Cell, OPENED, RECEIVED, REJECTED, WAITING};
        use super::super::year::Year;
        use super::super::year_count::YearCount;
        let year = Year::spanning([day("2022-06-01")]).remove(0);
        let counts = |report: CaseSummary| {
            let tally = YearCount::count(year, &[], &[report]);
            [RECEIVED, OPENED, REJECTED, WAITING].map(|row| tally.at(&Cell::overview(row)))
        };
        let in_time = folded(&[("2022-01-04", rejected()), ("2022-01-17", opened(1))]);
        assert_eq!(counts(in_time), [1, 1, 0, 0]);
        let late = folded(&[("2022-01-04", rejected()), ("2023-06-01", opened(1))]);
        assert_eq!(counts(late), [1, 0, 1, 0]);
        let later_still = folded(&[("2023-06-01", rejected()), ("2023-06-02", opened(1))]);
        assert_eq!(counts(later_still), [1, 0, 0, 1]);
    }
}
