//! From entries to what statistics need of each report.
//!
//! The one place where statistics know the ledger. Entries come in the ledger's order, from a
//! ledger that `verify` has read: what breaks a rule (a step of an unknown case, an
//! item nobody received) is named there and counted nowhere here.
//!
//! Nothing that happens later changes what a closed year counts: an item linked or opened
//! after the books closed stays *waiting* in its year, and a deadline that shows only
//! later that it had passed is counted when it shows.

use std::collections::HashMap;

use super::summary::{Basis, CaseSummary, Code, Concluded, Decision, Due, Obligation, Standing};
use crate::calendar::{Calendar, Day};
use crate::ledger::clocks::Timeline;
use crate::ledger::entry::{CaseNumber, Entry, Event};
use crate::ledger::step::{Assessment, Step};
use crate::policy::Policy;
use crate::roster::Institution;
use crate::sealed::Item;

/// Entries being folded.
pub struct Fold<'a> {
    policy: &'a Policy,
    calendar: &'a Calendar,
    /// All received items, in the order of the ledger.
    reports: Vec<CaseSummary>,
    items: HashMap<Item, usize>,
    cases: HashMap<CaseNumber, Case>,
    last: Option<Day>,
}

/// What of a case its summary doesn't hold.
struct Case {
    report: usize,
    opened: Day,
    timeline: Timeline,
}

impl<'a> Fold<'a> {
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
            Entry::Roster { .. } | Entry::Policy { .. } => {}
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
            let submission = |d: &&Decision| d.assessment == Assessment::AsSubmission;
            let submitted = report.decisions.iter().find(submission);
            let submitted = submitted.map(|decision| decision.on);
            let dues = case.timeline.dues(self.policy, self.calendar);
            report.deadlines = dues
                .into_iter()
                .map(|due| {
                    let legal = due.deadline.legal();
                    let answer = due.clock == crate::policy::Clock::Answer;
                    let shown = submitted.filter(|_| answer).max(Some(case.opened));
                    let basis = if due.service {
                        Basis::Service
                    } else {
                        Basis::Law
                    };
                    Obligation {
                        row: Due(due.clock, basis),
                        due: shown.map_or(legal, |shown| legal.max(shown)),
                        kept: due.done.is_some_and(|done| !due.deadline.missed_on(done)),
                    }
                })
                .collect();
        }
        self.reports
    }

    fn receive(&mut self, institution: &Institution, day: Day, item: Item) {
        // Each institution's slug is a code: shorter, and of fewer characters.
        let Ok(institution) = Code::parse(institution.as_str()) else {
            return;
        };
        self.items.insert(item, self.reports.len());
        self.reports.push(CaseSummary::received(institution, day));
    }

    fn record(&mut self, day: Day, event: &Event) {
        match event {
            Event::Rejected { item, .. } => self.account(*item, Standing::Rejected { on: day }),
            Event::Opened {
                case,
                item,
                category,
                track,
            } => {
                let (Some(report), Ok(category)) = (
                    self.items.get(item).copied(),
                    Code::parse(category.as_str()),
                ) else {
                    return;
                };
                let timeline = Timeline::open(self.reports[report].received, *track);
                let opened = day;
                let fresh = Case {
                    report,
                    opened,
                    timeline,
                };
                self.cases.insert(*case, fresh);
                let (on, track) = (day, *track);
                self.account(
                    *item,
                    Standing::Opened {
                        on,
                        category,
                        track,
                    },
                );
            }
            Event::Step { case, step, .. } => {
                if let Step::Linked { item } = step {
                    self.account(*item, Standing::Linked { on: day });
                }
                if let Some(case) = self.cases.get_mut(case) {
                    case.timeline.take(day, step);
                    note(&mut self.reports[case.report], day, step);
                }
            }
        }
    }

    fn account(&mut self, item: Item, standing: Standing) {
        if let Some(report) = self.items.remove(&item) {
            self.reports[report].standing = standing;
        }
    }
}

/// Of most steps the first counts; of decisions and conclusions, each year's last.
fn note(report: &mut CaseSummary, day: Day, step: &Step) {
    let first = |noted: &mut Option<Day>| _ = noted.get_or_insert(day);
    match step {
        Step::Linked { .. } => first(&mut report.wrote_again),
        Step::Acknowledged => first(&mut report.acknowledged),
        Step::Notified => first(&mut report.notified),
        Step::Forwarded { .. } => first(&mut report.forwarded),
        Step::Feedback => first(&mut report.feedback),
        Step::Extended { .. } => first(&mut report.extended),
        Step::Identified => first(&mut report.identified),
        Step::Closed => first(&mut report.closed),
        Step::Assessed(assessment) => report.decisions.push(Decision {
            on: day,
            assessment: *assessment,
        }),
        Step::Concluded(conclusion) => report.conclusions.push(Concluded {
            on: day,
            conclusion: conclusion.clone(),
        }),
        Step::InfoRequested | Step::UnderReview | Step::Reopened | Step::Expunged => {}
    }
}
