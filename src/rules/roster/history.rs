//! The history of rosters: which one was in force when.
//!
//! What an officer signed stays good after the officer left or got a new key: it is checked with
//! the roster of its day, not with today's. The ledger names each roster with the day from which it
//! was in force; on the day of a change both the old and the new one count.
//!
//! Knows public keys and days. Never knows what was signed.

use std::sync::Arc;

use super::{Institution, Roster, RosterDigest};
use crate::keys::signature::VerifyingKey;
use crate::rules::calendar::Day;

/// One institution's rosters, the oldest first. Empty: nobody's signature can be checked.
#[derive(Clone, Debug, Default)]
pub struct RosterHistory(Vec<RosterTerm>);

/// A roster, and the first day on which it was in force.
#[derive(Clone, Debug)]
pub struct RosterTerm {
    /// The day on which the ledger named it.
    pub from: Day,
    /// As the institution signed it.
    pub roster: Arc<Roster>,
}

impl RosterHistory {
    /// A roster that was always in force, as far as anyone knows.
    pub fn of_one(roster: Roster, from: Day) -> Self {
        let roster = Arc::new(roster);
        Self(vec![RosterTerm { from, roster }])
    }

    /// Of these, in the order in which they came into force.
    pub fn new(terms: Vec<RosterTerm>) -> Self {
        Self(terms)
    }

    /// Comes into force after those that are here.
    pub fn push(&mut self, from: Day, roster: Arc<Roster>) {
        self.0.push(RosterTerm { from, roster });
    }

    /// All of them, the oldest first.
    pub fn terms(&self) -> &[RosterTerm] {
        &self.0
    }

    /// The one in force now.
    pub fn newest(&self) -> Option<&Roster> {
        self.0.last().map(|term| &*term.roster)
    }

    /// One of them by its file's digest.
    pub fn find(&self, digest: RosterDigest) -> Option<&Arc<Roster>> {
        let mut terms = self.0.iter();
        let found = terms.find(|term| term.roster.digest() == digest);
        found.map(|term| &term.roster)
    }

    /// Keys that an officer of this name signed with on this day: none, one, or two on the day of a
    /// change.
    pub fn signing_keys<'a>(
        &'a self,
        institution: &'a Institution,
        officer: &'a str,
        on: Day,
    ) -> impl Iterator<Item = &'a VerifyingKey> {
        self.in_force(on)
            .filter(move |roster| roster.institution() == institution)
            .flat_map(Roster::officers)
            .filter(move |found| found.name() == officer)
            .map(super::Officer::signing)
    }

    /// From its first day to the first day of the next one, that day counted.
    pub fn in_force(&self, on: Day) -> impl Iterator<Item = &Roster> {
        let ends = self.0.iter().skip(1).map(|next| Some(next.from));
        let terms = self.0.iter().zip(ends.chain([None]));
        let in_force = move |(term, end): &(&RosterTerm, Option<Day>)| {
            term.from <= on && end.is_none_or(|end| on <= end)
        };
        terms.filter(in_force).map(|(term, _)| &*term.roster)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests as written;
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// Anna stays and gets a new key with the second roster; Juris leaves with it.
    fn history() -> RosterHistory {
        let officer =
            |name, at: usize| written::officer(name, written::RECIPIENTS[at], &written::signing());
        let first = written::head("paraugs", 1) + &officer("Anna", 0) + &officer("Juris", 1);
        let second = written::head("paraugs", 2) + &officer("Anna", 0);
        let secret = written::secret();
        let mut history = RosterHistory::default();
        for (from, text) in [("2026-11-01", first), ("2026-11-20", second)] {
            history.push(day(from), Arc::new(written::signed(&text, &secret)));
        }
        history
    }

    #[test]
    fn the_newest_counts_and_each_is_found_by_its_digest() {
        let history = history();
        assert_eq!(history.newest().map(Roster::version), Some(2));
        for term in history.terms() {
            let found = history.find(term.roster.digest());
            assert_eq!(
                found.map(|found| found.version()),
                Some(term.roster.version())
            );
        }
        let none = RosterHistory::default();
        assert!(none.newest().is_none());
        assert!(none.find(history.terms()[0].roster.digest()).is_none());
    }

    #[test]
    fn a_key_counts_on_the_days_of_its_roster_and_on_no_others() {
        let history = history();
        let institution = Institution::parse("paraugs").expect("a short name");
        let count = |name, on| {
            let keys = history.signing_keys(&institution, name, day(on));
            keys.count()
        };
        assert_eq!(count("Juris", "2026-10-31"), 0, "not yet in force");
        assert_eq!(count("Juris", "2026-11-01"), 1);
        assert_eq!(count("Juris", "2026-11-20"), 1, "the day of the change");
        assert_eq!(count("Juris", "2026-11-21"), 0, "left");
        assert_eq!(
            count("Anna", "2026-11-20"),
            2,
            "the old key and the new one"
        );
        assert_eq!(count("Anna", "2027-11-20"), 1);
        assert_eq!(count("Ilze", "2026-11-10"), 0);
        let other = Institution::parse("knab").expect("a short name");
        assert_eq!(
            history
                .signing_keys(&other, "Anna", day("2026-11-10"))
                .count(),
            0
        );
    }
}
