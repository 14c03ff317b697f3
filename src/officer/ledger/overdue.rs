//! What the institution owes by law and is late with, whoever of its officers can open it.
//!
//! A term that has run out is everybody's: each `sync` says so to each officer, until it is done.
//! Knows the institution's own entries. Never knows a report.

use crate::cli::failure::Failure;
use crate::ledger::fold::LedgerFold;
use crate::rules::calendar::{Day, Deadline};
use crate::rules::policy::Policy;

/// A line, if anything is over and not done: how much, and since when.
pub(in crate::officer) fn overdue(
    fold: &LedgerFold,
    policy: &Policy,
    today: Day,
) -> Option<Failure> {
    let calendar = policy.calendar();
    let of_cases = fold
        .timelines()
        .flat_map(|(_, _, timeline)| timeline.dues(policy, calendar))
        .filter(|due| !due.service && due.done.is_none() && due.is_missed(today))
        .map(|due| due.deadline);
    let of_items = fold
        .unaccounted()
        .map(|(_, item, _)| policy.acknowledge_deadline(item.day, calendar))
        .filter(|deadline| deadline.missed_on(today));
    let last_days = of_cases.chain(of_items).map(Deadline::legal);
    let last_days: Vec<Day> = last_days.collect();
    let since = last_days.iter().min()?.plus_days(1);
    let late = Failure::refused("officer-overdue").with("count", last_days.len());
    Some(late.with("since", since))
}
