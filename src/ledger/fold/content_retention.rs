//! Content retention: for how long a report's content is needed, by the ledger alone.
//!
//! The terms of `law.md` 2.6, by the policy's numbers. Whoever keeps ciphertext asks: a case that
//! is open needs it, one that is over needs it for its term.
//!
//! | ended by | kept after that for |
//! |---|---|
//! | rejected as no report | `spam_days` |
//! | closed: not recognised, or a submission | `not_recognised_months` |
//! | closed: forwarded | `forwarded_days` |
//! | closed: examined, no proceedings | `examined_months` |
//! | closed: proceedings | until it is expunged |
//! | expunged | not a day |
//!
//! A rejection as *unreadable* ends nothing: whoever can open it may be on leave.
//!
//! Knows days and steps. Never knows who has fetched what.

use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::rules::calendar::Day;
use crate::rules::policy::Retention;

/// Is an item's content needed?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContentNeed {
    /// Nobody has accounted for it.
    Unaccounted,
    /// Its case is open, or its term has not passed.
    Needed,
    /// Its case is over, and the term has passed.
    Over,
}

/// From when on an item's content is not needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContentTerm {
    /// Nobody has accounted for it, or its case is open.
    Running,
    /// From this day on.
    Ends(Day),
    /// Its case was closed on this day with proceedings: an officer says when they are over.
    Proceedings(Day),
    /// The ledger says that it was expunged.
    Expunged,
}

impl ContentTerm {
    /// May an officer have it forgotten, as of `today`?
    pub fn may_be_forgotten(self, today: Day) -> bool {
        match self {
            Self::Running => false,
            Self::Ends(from) => from <= today,
            Self::Proceedings(_) | Self::Expunged => true,
        }
    }
}

/// How a case came to its end, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct CaseEnd {
    kind: EndKind,
    closed: Option<Day>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum EndKind {
    #[default]
    Examined,
    NotRecognised,
    Forwarded,
    Proceedings,
    Expunged,
}

impl CaseEnd {
    /// Notes a step that was taken.
    pub(super) fn take(&mut self, day: Day, step: &CaseStep) {
        match step {
            CaseStep::Assessed(Assessment::NotRecognised(_) | Assessment::AsSubmission) => {
                self.kind = EndKind::NotRecognised;
            }
            CaseStep::Assessed(_) => self.kind = EndKind::Examined,
            CaseStep::Forwarded { .. } => self.kind = EndKind::Forwarded,
            CaseStep::Concluded(conclusion) if conclusion.proceedings.is_empty() => {
                self.kind = EndKind::Examined;
            }
            CaseStep::Concluded(_) => self.kind = EndKind::Proceedings,
            CaseStep::Closed => self.closed = Some(day),
            // A report that is linked to a case that is over reopens it.
            CaseStep::Reopened | CaseStep::Linked { .. } => self.closed = None,
            CaseStep::Expunged => self.kind = EndKind::Expunged,
            CaseStep::Acknowledged
            | CaseStep::Notified
            | CaseStep::InfoRequested
            | CaseStep::UnderReview
            | CaseStep::Feedback
            | CaseStep::Extended { .. }
            | CaseStep::ProceedingsEnded { .. }
            | CaseStep::Identified => {}
        }
    }

    pub(super) fn is_closed(self) -> bool {
        self.closed.is_some()
    }

    pub(super) fn need(self, today: Day, terms: &Retention) -> ContentNeed {
        let Some(closed) = self.closed else {
            return ContentNeed::Needed;
        };
        let kept_from = match self.kind {
            EndKind::Examined => today.months_before(terms.examined_months()),
            EndKind::NotRecognised => today.months_before(terms.not_recognised_months()),
            EndKind::Forwarded => today.plus_days(-terms.forwarded_days()),
            EndKind::Proceedings => return ContentNeed::Needed,
            EndKind::Expunged => return ContentNeed::Over,
        };
        need_of(closed, kept_from)
    }
}

impl CaseEnd {
    /// From when on its content is not needed.
    pub(super) fn term(self, terms: &Retention) -> ContentTerm {
        match (self.kind, self.closed) {
            (EndKind::Expunged, _) => ContentTerm::Expunged,
            (_, None) => ContentTerm::Running,
            (EndKind::Proceedings, Some(closed)) => ContentTerm::Proceedings(closed),
            (_, Some(closed)) => ContentTerm::Ends(first_over(closed, |today| {
                self.need(today, terms) == ContentNeed::Over
            })),
        }
    }
}

/// From when on what was rejected on `day` as no report is not needed.
pub(super) fn term_of_rejected(day: Day, terms: &Retention) -> ContentTerm {
    ContentTerm::Ends(first_over(day, |today| {
        need_of_rejected(day, today, terms) == ContentNeed::Over
    }))
}

/// The first day after `ended` on which it is over. Months are no fixed number of days, so each day
/// is asked; a term of policy has some hundreds at most, and one that never ends is not due.
fn first_over(ended: Day, is_over: impl Fn(Day) -> bool) -> Day {
    let mut days = (1..=TERM_DAYS_MAX).map(|after| ended.plus_days(after));
    let first = days.find(|day| is_over(*day));
    first.unwrap_or_else(|| ended.plus_days(TERM_DAYS_MAX))
}

/// What was rejected on `day` as no report.
pub(super) fn need_of_rejected(day: Day, today: Day, terms: &Retention) -> ContentNeed {
    need_of(day, today.plus_days(-terms.spam_days()))
}

fn need_of(ended: Day, kept_from: Day) -> ContentNeed {
    if ended < kept_from {
        ContentNeed::Over
    } else {
        ContentNeed::Needed
    }
}

/// A hundred years.
const TERM_DAYS_MAX: i32 = 36_525;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::ledger::entry::step::Conclusion;
    use crate::ledger::entry::vocabulary::{NonRecognition, Outcome, Proceeding, ProceedingState};
    use crate::rules::policy::Policy;
    use crate::rules::roster::Institution;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn need(steps: &[CaseStep], today: &str) -> ContentNeed {
        let mut end = CaseEnd::default();
        for step in steps {
            end.take(day("2026-03-31"), step);
        }
        end.need(day(today), Policy::shipped().retention())
    }

    fn concluded(proceedings: &[(Proceeding, ProceedingState)]) -> CaseStep {
        CaseStep::Concluded(Conclusion {
            outcome: Outcome::Confirmed,
            proceedings: proceedings.iter().copied().collect::<BTreeMap<_, _>>(),
            effects: BTreeSet::new(),
            damage_eur: None,
            recovered_eur: None,
        })
    }

    #[test]
    fn each_end_has_its_term_and_not_a_day_less() {
        let not_recognised = Assessment::NotRecognised(NonRecognition::NoBreach);
        let elsewhere = Institution::parse("citur").expect("a name");
        let ends = [
            (
                CaseStep::Assessed(not_recognised),
                "2026-05-31",
                "2026-06-01",
            ),
            (concluded(&[]), "2026-05-31", "2026-06-01"),
            (
                CaseStep::Forwarded { to: elsewhere },
                "2026-04-30",
                "2026-05-01",
            ),
        ];
        for (end, last, after) in ends {
            let steps = [end, CaseStep::Closed];
            assert_eq!(need(&steps, last), ContentNeed::Needed, "{steps:?}");
            assert_eq!(need(&steps, after), ContentNeed::Over, "{steps:?}");
            let again = [steps.as_slice(), &[CaseStep::Reopened]].concat();
            assert_eq!(need(&again, "2099-01-01"), ContentNeed::Needed);
        }
    }

    #[test]
    fn an_open_case_and_one_with_proceedings_are_needed_until_they_are_expunged() {
        let proceedings = concluded(&[(Proceeding::Criminal, ProceedingState::Pending)]);
        let closed = [proceedings, CaseStep::Closed];
        assert_eq!(need(&[], "2099-01-01"), ContentNeed::Needed);
        assert_eq!(need(&closed[..1], "2099-01-01"), ContentNeed::Needed);
        assert_eq!(need(&closed, "2099-01-01"), ContentNeed::Needed);
        let expunged = [&closed[..], &[CaseStep::Expunged]].concat();
        assert_eq!(need(&expunged, "2026-03-31"), ContentNeed::Over);
    }

    #[test]
    fn a_term_ends_on_the_first_day_on_which_content_is_not_needed() {
        let policy = Policy::shipped();
        let term = |steps: &[CaseStep], closed: &str| {
            let mut end = CaseEnd::default();
            for step in steps {
                end.take(day(closed), step);
            }
            end.term(policy.retention())
        };
        let examined = [concluded(&[]), CaseStep::Closed];
        for closed in ["2026-03-31", "2026-12-31", "2027-02-28", "2028-02-29"] {
            let ContentTerm::Ends(from) = term(&examined, closed) else {
                panic!("{closed} ends")
            };
            let mut end = CaseEnd::default();
            for step in &examined {
                end.take(day(closed), step);
            }
            let terms = policy.retention();
            assert_eq!(end.need(from, terms), ContentNeed::Over, "{closed}");
            let before = end.need(from.plus_days(-1), terms);
            assert_eq!(before, ContentNeed::Needed, "{closed}");
        }
        let proceedings = concluded(&[(Proceeding::Criminal, ProceedingState::Pending)]);
        let closed = [proceedings, CaseStep::Closed];
        let day_closed = day("2026-03-31");
        let held = ContentTerm::Proceedings(day_closed);
        assert_eq!(term(&closed, "2026-03-31"), held);
        assert!(held.may_be_forgotten(day_closed));
        assert_eq!(term(&closed[..1], "2026-03-31"), ContentTerm::Running);
        assert!(!ContentTerm::Running.may_be_forgotten(day("2099-01-01")));
        assert_eq!(
            term_of_rejected(day("2026-03-31"), policy.retention()),
            ContentTerm::Ends(day("2026-05-01"))
        );
        let expunged = [&closed[..], &[CaseStep::Expunged]].concat();
        assert_eq!(term(&expunged, "2026-03-31"), ContentTerm::Expunged);
    }

    #[test]
    fn a_rejection_has_its_days() {
        let policy = Policy::shipped();
        let need = |today| need_of_rejected(day("2026-03-31"), day(today), policy.retention());
        assert_eq!(need("2026-04-30"), ContentNeed::Needed);
        assert_eq!(need("2026-05-01"), ContentNeed::Over);
    }
}
