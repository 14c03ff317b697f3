//! How far the cases have come, by the ledger's entries that were checked here.
//!
//! Knows entries. Never knows a report, nor the day it is.

use std::collections::HashMap;

use super::monitor::Lines;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::terms::RejectionReason;
use crate::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use crate::ledger::validator::clocks::{CaseDeadline, Timeline};
use crate::ledger::validator::lifecycle::{CaseProgress, PublicStatus};
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;

/// Own institution's items and cases.
#[derive(Default)]
pub(in crate::officer) struct Standings {
    items: HashMap<ReportDigest, ReceivedItem>,
    cases: HashMap<CaseNumber, (Option<CaseProgress>, Timeline)>,
}

/// One received item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) struct ReceivedItem {
    pub received: Day,
    pub account: AccountedAs,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum AccountedAs {
    Open,
    Case(CaseNumber),
    Rejected(FirstRejection),
}

/// The first rejection of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) struct FirstRejection {
    /// Its entry's.
    pub number: u64,
    pub day: Day,
    pub reason: RejectionReason,
}

impl Standings {
    pub(in crate::officer) fn of(lines: &Lines) -> Self {
        let mut standings = Self::default();
        for (number, entry) in lines.entries() {
            standings.take(number, &entry);
        }
        standings
    }

    pub(in crate::officer) fn items(&self) -> impl Iterator<Item = (&ReportDigest, &ReceivedItem)> {
        self.items.iter()
    }

    pub(in crate::officer) fn item(&self, item: &ReportDigest) -> Option<&ReceivedItem> {
        self.items.get(item)
    }

    /// What the reporter of an item is told.
    pub(in crate::officer) fn status(&self, item: &ReportDigest) -> Option<PublicStatus> {
        Some(match self.items.get(item)?.account {
            AccountedAs::Open => PublicStatus::Received,
            AccountedAs::Rejected(_) => PublicStatus::Done,
            AccountedAs::Case(number) => {
                let case = self.cases.get(&number).and_then(|(case, _)| case.as_ref());
                case.map_or(PublicStatus::Assessing, CaseProgress::status)
            }
        })
    }

    /// What is due next in an item's case; `None` if nothing is, or there is no case.
    pub(in crate::officer) fn next_due(
        &self,
        item: &ReportDigest,
        policy: &Policy,
        calendar: &Calendar,
    ) -> Option<CaseDeadline> {
        let AccountedAs::Case(number) = self.items.get(item)?.account else {
            return None;
        };
        let (_, timeline) = self.cases.get(&number)?;
        let open = timeline.dues(policy, calendar).into_iter();
        open.filter(|due| due.done.is_none())
            .min_by_key(|due| due.deadline)
    }

    fn take(&mut self, number: u64, entry: &Entry) {
        match entry {
            Entry::Received { day, item, .. } => {
                let standing = ReceivedItem {
                    received: *day,
                    account: AccountedAs::Open,
                };
                self.items.entry(*item).or_insert(standing);
            }
            Entry::Recorded(recorded) => {
                let record = recorded.record();
                self.record(number, record.day, &record.event);
            }
            Entry::Roster { .. } | Entry::Policy { .. } | Entry::Clock { .. } => {}
        }
    }

    fn record(&mut self, number: u64, day: Day, event: &OfficerEvent) {
        if let Some(standing) = event.item().and_then(|item| self.items.get_mut(&item)) {
            standing.account = match (event, standing.account) {
                (OfficerEvent::Rejected { reason, .. }, AccountedAs::Open) => {
                    AccountedAs::Rejected(FirstRejection {
                        number,
                        day,
                        reason: *reason,
                    })
                }
                // No rejection takes a case back.
                (OfficerEvent::Rejected { .. }, account) => account,
                (event, account) => event.case().map_or(account, AccountedAs::Case),
            };
        }
        match event {
            OfficerEvent::Rejected { .. } => {}
            OfficerEvent::Opened {
                case, item, track, ..
            } => {
                if let Some(standing) = self.items.get(item) {
                    let opened = CaseProgress::open(*track);
                    let timeline = Timeline::open(standing.received, *track);
                    self.cases.entry(*case).or_insert((Some(opened), timeline));
                }
            }
            OfficerEvent::Step { case, step, .. } => self.step(*case, day, step),
        }
    }

    fn step(&mut self, number: CaseNumber, day: Day, step: &CaseStep) {
        if let Some((case, timeline)) = self.cases.get_mut(&number) {
            timeline.take(day, step);
            // A step out of order is the auditor's to report; the case stands as it was.
            *case = case
                .take()
                .map(|case| case.take(step).unwrap_or_else(|refused| refused.case));
        }
    }
}
