//! How far the cases have come, by the ledger's entries that were checked here.
//!
//! Knows entries. Never knows a report, nor the day it is.

use std::collections::HashMap;

use super::monitor::Lines;
use crate::keys::digest::Item;
use crate::ledger::entry::step::Step;
use crate::ledger::entry::terms::Rejection;
use crate::ledger::entry::{CaseNumber, Entry, Event};
use crate::ledger::validator::clocks::{Due, Timeline};
use crate::ledger::validator::lifecycle::{Case, Status};
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;

/// Own institution's items and cases.
#[derive(Default)]
pub(in crate::officer) struct Standings {
    items: HashMap<Item, Standing>,
    cases: HashMap<CaseNumber, (Option<Case>, Timeline)>,
}

/// One received item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) struct Standing {
    pub received: Day,
    pub account: Account,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum Account {
    Open,
    Case(CaseNumber),
    Rejected(Rejected),
}

/// The first rejection of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) struct Rejected {
    /// Its entry's.
    pub number: u64,
    pub day: Day,
    pub reason: Rejection,
}

impl Standings {
    pub(in crate::officer) fn of(lines: &Lines) -> Self {
        let mut standings = Self::default();
        for (number, entry) in lines.entries() {
            standings.take(number, &entry);
        }
        standings
    }

    pub(in crate::officer) fn items(&self) -> impl Iterator<Item = (&Item, &Standing)> {
        self.items.iter()
    }

    pub(in crate::officer) fn item(&self, item: &Item) -> Option<&Standing> {
        self.items.get(item)
    }

    /// What the reporter of an item is told.
    pub(in crate::officer) fn status(&self, item: &Item) -> Option<Status> {
        Some(match self.items.get(item)?.account {
            Account::Open => Status::Received,
            Account::Rejected(_) => Status::Done,
            Account::Case(number) => {
                let case = self.cases.get(&number).and_then(|(case, _)| case.as_ref());
                case.map_or(Status::Assessing, Case::status)
            }
        })
    }

    /// What is due next in an item's case; `None` if nothing is, or there is no case.
    pub(in crate::officer) fn next_due(
        &self,
        item: &Item,
        policy: &Policy,
        calendar: &Calendar,
    ) -> Option<Due> {
        let Account::Case(number) = self.items.get(item)?.account else {
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
                let standing = Standing {
                    received: *day,
                    account: Account::Open,
                };
                self.items.entry(*item).or_insert(standing);
            }
            Entry::Recorded(recorded) => {
                let record = recorded.record();
                self.record(number, record.day, &record.event);
            }
            Entry::Roster { .. } | Entry::Policy { .. } => {}
        }
    }

    fn record(&mut self, number: u64, day: Day, event: &Event) {
        if let Some(standing) = event.item().and_then(|item| self.items.get_mut(&item)) {
            standing.account = match (event, standing.account) {
                (Event::Rejected { reason, .. }, Account::Open) => Account::Rejected(Rejected {
                    number,
                    day,
                    reason: *reason,
                }),
                // No rejection takes a case back.
                (Event::Rejected { .. }, account) => account,
                (event, account) => event.case().map_or(account, Account::Case),
            };
        }
        match event {
            Event::Rejected { .. } => {}
            Event::Opened {
                case, item, track, ..
            } => {
                if let Some(standing) = self.items.get(item) {
                    let opened = Case::open(*track);
                    let timeline = Timeline::open(standing.received, *track);
                    self.cases.entry(*case).or_insert((Some(opened), timeline));
                }
            }
            Event::Step { case, step, .. } => self.step(*case, day, step),
        }
    }

    fn step(&mut self, number: CaseNumber, day: Day, step: &Step) {
        if let Some((case, timeline)) = self.cases.get_mut(&number) {
            timeline.take(day, step);
            // A step out of order is the auditor's to report; the case stands as it was.
            *case = case
                .take()
                .map(|case| case.take(step).unwrap_or_else(|refused| refused.case));
        }
    }
}
