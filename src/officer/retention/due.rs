//! What is due for deletion, and when.
//!
//! The terms are the policy's (`[retention]`), counted by the ledger as it was read last: an
//! officer decides that it is done, never how long it takes.

use std::collections::BTreeSet;

use super::notes::{Hold, RetentionNotes};
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::CaseNumber;
use crate::ledger::fold::content_retention::ContentTerm;
use crate::ledger::fold::{ItemAccount, LedgerFold};
use crate::officer::case::opening::short;
use crate::officer::case::{Case, Cases};
use crate::rules::calendar::Day;
use crate::rules::calendar::date_words::day;
use crate::rules::policy::Retention;
use crate::text::{Language, say_with};

/// A case that is over, or one whose deletion stopped.
#[derive(Clone)]
pub(in crate::officer) struct RetentionRow {
    pub case: String,
    /// The first is the case's first.
    pub items: Vec<ReportDigest>,
    /// By which the ledger knows it; none for a rejected report.
    pub number: Option<CaseNumber>,
    pub state: RetentionState,
    pub hold: Option<Hold>,
    /// On which a hold is to be looked at again.
    pub review: Option<Day>,
}

/// How far a case is from being deleted: what is to be done first comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::officer) enum RetentionState {
    /// It was confirmed, and stopped in between.
    Unfinished,
    /// A colleague recorded that it is expunged; here it still is.
    ExpungedElsewhere,
    /// Its term has passed on this day.
    Due(Day),
    /// An addition came that nobody has read: it is not over.
    Unread,
    /// Its term runs until the day before this one.
    From(Day),
    /// It led to proceedings, and was closed on this day: an officer says when they are over.
    Proceedings(Day),
}

impl RetentionState {
    /// As programs read it.
    pub(in crate::officer) fn word(self) -> &'static str {
        match self {
            Self::Unfinished => "unfinished",
            Self::ExpungedElsewhere => "expunged",
            Self::Due(_) => "due",
            Self::Unread => "unread",
            Self::From(_) => "from",
            Self::Proceedings(_) => "proceedings",
        }
    }

    pub(in crate::officer) fn day(self) -> Option<Day> {
        match self {
            Self::Due(day) | Self::From(day) | Self::Proceedings(day) => Some(day),
            Self::Unfinished | Self::ExpungedElsewhere | Self::Unread => None,
        }
    }
}

impl RetentionRow {
    /// May it be deleted now?
    pub(in crate::officer) fn may_be_deleted(&self) -> bool {
        match self.state {
            RetentionState::Unfinished => true,
            RetentionState::ExpungedElsewhere
            | RetentionState::Due(_)
            | RetentionState::Proceedings(_) => self.hold.is_none(),
            RetentionState::Unread | RetentionState::From(_) => false,
        }
    }

    /// How it stands, in words.
    pub(in crate::officer) fn in_words(&self, language: Language) -> String {
        let id = format!("retention-state-{}", self.state.word());
        let since = self.state.day();
        let since = since.map_or(String::new(), |since| day(language, since));
        let words = say_with(language, &id, &[("day", &since)]);
        let review = self.review.map_or(String::new(), |on| day(language, on));
        match (&self.hold, self.state) {
            (Some(_), _) => {
                let held = say_with(language, "retention-state-held", &[("day", &review)]);
                format!("{held} {words}")
            }
            (None, RetentionState::Proceedings(_)) => {
                let look = say_with(language, "retention-state-review", &[("day", &review)]);
                format!("{words} {look}")
            }
            (None, _) => words,
        }
    }

    /// Does it wait for an officer?
    pub(in crate::officer) fn is_due(&self) -> bool {
        let waits = matches!(
            self.state,
            RetentionState::Unfinished | RetentionState::ExpungedElsewhere | RetentionState::Due(_)
        );
        waits && self.may_be_deleted()
    }
}

/// All cases that are over and still here, what is to be done first on top.
pub(in crate::officer) fn retention_rows(
    cases: &Cases,
    fold: &LedgerFold,
    notes: &RetentionNotes,
    terms: &Retention,
    today: Day,
) -> Vec<RetentionRow> {
    let here = cases.cases.iter();
    let here = here.filter(|case| notes.deletion(&case.first().item).is_none());
    let here = here.filter_map(|case| retention_row(case, fold, notes, terms, today));
    let mut rows: Vec<_> = here.chain(notes.deletions.iter().map(unfinished)).collect();
    rows.sort_by_key(|row| (row.hold.is_some(), row.state, row.case.clone()));
    rows
}

fn unfinished(deletion: &super::notes::Deletion) -> RetentionRow {
    RetentionRow {
        case: deletion.items.first().map_or(String::new(), short),
        items: deletion.items.clone(),
        number: deletion.case,
        state: RetentionState::Unfinished,
        hold: None,
        review: None,
    }
}

/// Of a case that is not over there is nothing to say.
fn retention_row(
    case: &Case,
    fold: &LedgerFold,
    notes: &RetentionNotes,
    terms: &Retention,
    today: Day,
) -> Option<RetentionRow> {
    let first = case.first().item;
    let state = match fold.content_term(&first, terms) {
        ContentTerm::Running => return None,
        ContentTerm::Expunged => RetentionState::ExpungedElsewhere,
        _ if has_unaccounted(case, fold) => RetentionState::Unread,
        ContentTerm::Ends(from) if from <= today => RetentionState::Due(from),
        ContentTerm::Ends(from) => RetentionState::From(from),
        ContentTerm::Proceedings(closed) => RetentionState::Proceedings(closed),
    };
    let number = match fold.find(&first)?.account {
        ItemAccount::Case(number) => Some(number),
        ItemAccount::Open | ItemAccount::Rejected => None,
    };
    let mut items = case.item_names();
    let here: BTreeSet<ReportDigest> = items.iter().copied().collect();
    // What a colleague linked and what does not open here belongs to it as well.
    let linked = number.into_iter().flat_map(|number| fold.items_of(number));
    items.extend(linked.filter(|item| !here.contains(item)));
    let hold = notes.hold(&first).cloned();
    let review = hold
        .as_ref()
        .map(|hold| hold.since)
        .or(match state {
            RetentionState::Proceedings(closed) => Some(closed),
            _ => None,
        })
        .map(|since| next_review(since, today, terms));
    Some(RetentionRow {
        case: case.reference(),
        items,
        number,
        state,
        hold,
        review,
    })
}

/// Did something come that nobody has accounted for?
fn has_unaccounted(case: &Case, fold: &LedgerFold) -> bool {
    let is_open = |item: &ReportDigest| {
        let found = fold.find(item);
        found.is_none_or(|found| found.account == ItemAccount::Open)
    };
    case.item_names().iter().any(is_open)
}

/// The first day from today on that is so many months after the last look.
fn next_review(since: Day, today: Day, terms: &Retention) -> Day {
    let months = terms.hold_review_months().max(1);
    let mut review = since;
    for _ in 0..REVIEWS_MAX {
        review = months_after(review, months);
        if review >= today {
            break;
        }
    }
    review
}

/// The first day that is `months` months after `day`, or later where that month is shorter.
fn months_after(day: Day, months: u16) -> Day {
    let mut later = day.plus_days(i32::from(months) * 28);
    while later.months_before(months) < day {
        later = later.plus_days(1);
    }
    later
}

/// Looks at one hold: some centuries.
const REVIEWS_MAX: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::step::{Assessment, CaseStep};
    use crate::ledger::entry::vocabulary::{NonRecognition, RejectionReason, Track};
    use crate::ledger::entry::{Entry, OfficerEvent, Record};
    use crate::ledger::tree::TreeHash;
    use crate::officer::tests::Desk;
    use crate::report::ReportKind;
    use crate::rules::policy::{Category, Policy};
    use crate::rules::roster::Institution;

    /// The ledger of one institution, entry by entry.
    struct Told {
        fold: LedgerFold,
        desk: Desk,
        number: u64,
        head: TreeHash,
    }

    impl Told {
        fn new(desk: Desk) -> Self {
            Self {
                fold: LedgerFold::default(),
                desk,
                number: 0,
                head: TreeHash::EMPTY,
            }
        }

        fn take(&mut self, entry: &Entry) {
            self.head = entry.leaf();
            self.fold.take(self.number, entry, self.head);
            self.number += 1;
        }

        fn received(&mut self, day: &str, item: ReportDigest) {
            self.take(&Entry::Received {
                institution: institution(),
                day: day.parse().expect("a day"),
                item,
            });
        }

        fn record(&mut self, day: &str, event: OfficerEvent) {
            let record = Record {
                institution: institution(),
                day: day.parse().expect("a day"),
                event,
            };
            let entry = Entry::from(record.sign(&self.desk.keys.signing));
            self.take(&entry);
        }

        fn step(&mut self, day: &str, step: CaseStep) {
            let after = self.head;
            let case = number();
            self.record(day, OfficerEvent::Step { case, after, step });
        }

        fn rows(&self, notes: &RetentionNotes, today: &str) -> Vec<RetentionRow> {
            let policy = Policy::shipped();
            let today = today.parse().expect("a day");
            retention_rows(
                &self.desk.cases(),
                &self.fold,
                notes,
                policy.retention(),
                today,
            )
        }

        fn state(&self, today: &str) -> Option<RetentionState> {
            let rows = self.rows(&RetentionNotes::default(), today);
            rows.first().map(|row| row.state)
        }
    }

    fn institution() -> Institution {
        Institution::parse("paraugs").expect("a name")
    }

    fn number() -> CaseNumber {
        CaseNumber::from_bytes([1; 8])
    }

    fn on(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn not_recognised(told: &mut Told, item: ReportDigest) {
        told.received("2026-03-30", item);
        let category = Category::parse("other").expect("a category");
        told.record(
            "2026-03-31",
            OfficerEvent::Opened {
                case: number(),
                item,
                category,
                track: Track::AnonymousTip,
            },
        );
        let decision = Assessment::NotRecognised(NonRecognition::NoBreach);
        told.step("2026-03-31", CaseStep::Assessed(decision));
        told.step("2026-03-31", CaseStep::Closed);
    }

    #[test]
    fn a_closed_case_is_due_when_its_term_has_passed_and_not_before() {
        let desk = Desk::new();
        let item = desk.receive(ReportKind::Report, "2026-03-30", "Pazuda sliedes.", &[]);
        let item = ReportDigest::parse(&item).expect("a name");
        let mut told = Told::new(desk);
        assert_eq!(told.state("2026-03-31"), None, "not in the ledger");
        not_recognised(&mut told, item);
        let due = on("2026-06-01");
        let before = told.state("2026-05-31");
        assert_eq!(before, Some(RetentionState::From(due)));
        assert_eq!(told.state("2026-06-01"), Some(RetentionState::Due(due)));
        let notes = RetentionNotes {
            holds: vec![Hold {
                item,
                since: on("2026-05-31"),
                reason: "tiesa".to_owned(),
            }],
            ..RetentionNotes::default()
        };
        let held = told.rows(&notes, "2026-06-01").remove(0);
        assert!(!held.may_be_deleted() && !held.is_due());
        // 31 May and six months is no day: the first one after.
        assert_eq!(held.review, Some(on("2026-12-01")));
        told.step("2026-06-01", CaseStep::Expunged);
        let state = told.state("2026-06-01");
        assert_eq!(state, Some(RetentionState::ExpungedElsewhere));
    }

    #[test]
    fn an_addition_that_nobody_read_keeps_its_case() {
        let desk = Desk::new();
        let item = desk.receive(ReportKind::Report, "2026-03-30", "Pazuda sliedes.", &[]);
        let more = desk.receive(ReportKind::Addition, "2026-04-30", "Arī gulšņi.", &[]);
        let parse = |name: &str| ReportDigest::parse(name).expect("a name");
        let mut told = Told::new(desk);
        not_recognised(&mut told, parse(&item));
        told.received("2026-04-30", parse(&more));
        assert_eq!(told.state("2026-06-01"), Some(RetentionState::Unread));
        let row = told
            .rows(&RetentionNotes::default(), "2026-06-01")
            .remove(0);
        assert!(!row.may_be_deleted());
        let linked = CaseStep::Linked { item: parse(&more) };
        told.head = told.fold.head_of(number()).expect("a case");
        told.step("2026-06-01", linked);
        assert_eq!(told.state("2026-06-01"), None, "it is open again");
        told.step("2026-06-01", CaseStep::Notified);
        told.step("2026-06-01", CaseStep::Closed);
        let state = told.state("2026-06-01");
        assert_eq!(state, Some(RetentionState::From(on("2026-08-02"))));
    }

    #[test]
    fn what_was_rejected_is_due_after_its_days_and_has_no_case() {
        let desk = Desk::new();
        let item = desk.receive(ReportKind::Report, "2026-03-30", "Pērciet!", &[]);
        let item = ReportDigest::parse(&item).expect("a name");
        let mut told = Told::new(desk);
        told.received("2026-03-30", item);
        let reason = RejectionReason::Spam;
        told.record("2026-03-31", OfficerEvent::Rejected { item, reason });
        let due = on("2026-05-01");
        assert_eq!(told.state("2026-04-30"), Some(RetentionState::From(due)));
        let row = told
            .rows(&RetentionNotes::default(), "2026-05-01")
            .remove(0);
        assert_eq!(row.state, RetentionState::Due(due));
        assert!(row.number.is_none() && row.is_due());
    }
}
