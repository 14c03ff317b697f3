//! What statistics need of one report, and nothing else.
//!
//! The seam between the ledger and the figures: a fold over entries makes one
//! `CaseSummary` for each report, and everything behind it counts summaries.
//! Knows days and codes. Never knows a case number, an item, an officer or a word.

use std::fmt;

use crate::ledger::entry::step::{Assessment, Conclusion};
use crate::ledger::entry::vocabulary::{Proceeding, ProceedingState, Track};
use crate::ledger::fold::deadlines::StepDays;
use crate::rules::calendar::Day;
use crate::rules::policy::DeadlineKind;

/// A row's key in published tables: 1 to 48 of a–z, 0–9, `-` and `_`, starting with a letter.
///
/// No other text reaches a CSV cell, a file name or an IRI, so a hostile name in
/// a policy file can't become a formula, a path or markup there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableCode(String);

/// A category, as a row of tables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CategoryRow {
    /// The policy's slug.
    pub code: TableCode,
    /// The area of Union law that it belongs to, if to one.
    pub area: Option<TableCode>,
}

/// A text that is not a [`TableCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATableCode;

/// One report as statistics see it: what became of it, and on which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSummary {
    /// Which received it.
    pub institution: TableCode,
    /// The day of its `received` entry.
    pub received: Day,
    /// Whether it is a case of its own.
    pub standing: CountedAs,
    /// Rejected as no report at all (spam, empty, unreadable), which counts as long as nobody took
    /// it into a case. No reason takes an item out of what was received: a drill counts too, so
    /// that nobody can make a report vanish.
    pub rejected: Option<Day>,
    /// The first time each step was recorded.
    pub days: StepDays,
    /// Closed (true) or begun again (false), in order of days.
    pub ends: Vec<(Day, bool)>,
    /// In order of days; usually one, more when a tip is recognised later.
    pub decisions: Vec<CountedDecision>,
    /// In order of days; more than one only after reopening.
    pub conclusions: Vec<ConcludedExamination>,
    /// Proceedings that ended after a conclusion, in order of days.
    pub ended: Vec<(Day, Proceeding, ProceedingState)>,
    /// Legal deadlines, each with the day it fell due.
    pub deadlines: Vec<Obligation>,
}

/// Which case a received item became, or came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountedAs {
    /// It belongs to no case.
    Waiting,
    /// Opened as a case.
    Opened {
        /// When the case was opened.
        on: Day,
        /// What it is about, by policy.
        category: TableCode,
        /// The track that it was opened on.
        track: Track,
    },
    /// A later message of a report that has its own summary.
    Linked {
        /// When it was recorded.
        on: Day,
    },
}

/// What an institution decided a report to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedDecision {
    /// When it was recorded.
    pub on: Day,
    /// As the ledger has it.
    pub assessment: Assessment,
}

/// An examination that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcludedExamination {
    /// When it was recorded.
    pub on: Day,
    /// As the ledger has it.
    pub conclusion: Conclusion,
}

/// One deadline of one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Where it is counted.
    pub row: TimelinessRow,
    /// The legal last day, moved past holidays; or the later day on which the ledger
    /// first showed that there was such a deadline.
    pub due: Day,
    /// Done on or before `due`.
    pub kept: bool,
}

/// A row of the timeliness table: a clock, and whether it binds in law or is kept as a
/// standard of service towards anonymous reporters. The two are never added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimelinessRow(pub DeadlineKind, pub Basis);

/// Why a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// It binds.
    Law,
    /// The institution holds itself to it.
    Service,
}

impl TimelinessRow {
    /// All rows, in the order of publication.
    pub fn all() -> impl Iterator<Item = Self> {
        let bases = [Basis::Law, Basis::Service];
        bases.into_iter().flat_map(|basis| {
            DeadlineKind::ALL
                .into_iter()
                .map(move |clock| Self(clock, basis))
        })
    }

    /// As written in published files.
    pub fn as_str(self) -> &'static str {
        match (self.0, self.1) {
            (DeadlineKind::Acknowledge, Basis::Law) => "acknowledge",
            (DeadlineKind::Decide, Basis::Law) => "decide",
            (DeadlineKind::Notify, Basis::Law) => "notify",
            (DeadlineKind::Progress, Basis::Law) => "progress",
            (DeadlineKind::Feedback, Basis::Law) => "feedback",
            (DeadlineKind::Forward, Basis::Law) => "forward",
            (DeadlineKind::Answer, Basis::Law) => "answer",
            (DeadlineKind::Acknowledge, Basis::Service) => "acknowledge_service",
            (DeadlineKind::Decide, Basis::Service) => "decide_service",
            (DeadlineKind::Notify, Basis::Service) => "notify_service",
            (DeadlineKind::Progress, Basis::Service) => "progress_service",
            (DeadlineKind::Feedback, Basis::Service) => "feedback_service",
            (DeadlineKind::Forward, Basis::Service) => "forward_service",
            (DeadlineKind::Answer, Basis::Service) => "answer_service",
        }
    }
}

impl CaseSummary {
    /// Was the case closed at the end of this day?
    pub fn is_closed_on(&self, day: Day) -> bool {
        let until = self.ends.iter().rfind(|(on, _)| *on <= day);
        until.is_some_and(|(_, closed)| *closed)
    }

    /// A report that was received, and nothing more.
    pub fn received(institution: TableCode, received: Day) -> Self {
        Self {
            institution,
            received,
            standing: CountedAs::Waiting,
            rejected: None,
            days: StepDays::default(),
            ends: Vec::new(),
            decisions: Vec::new(),
            conclusions: Vec::new(),
            ended: Vec::new(),
            deadlines: Vec::new(),
        }
    }
}

impl TableCode {
    /// Refuses anything but a short slug.
    pub fn parse(text: &str) -> Result<Self, NotATableCode> {
        let starts_with_letter = text.starts_with(|c: char| c.is_ascii_lowercase());
        let plain =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        if !starts_with_letter || text.len() > CODE_LENGTH_MAX || !text.chars().all(plain) {
            return Err(NotATableCode);
        }
        Ok(Self(text.to_owned()))
    }

    /// A code that this program itself spells.
    pub(in crate::statistics) fn fixed(text: &'static str) -> Self {
        Self::parse(text).expect("fixed codes are slugs; a test reads them all")
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TableCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TableCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotATableCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a code: use 1 to 48 of a–z, 0–9, - and _, starting with a letter")
    }
}

impl std::error::Error for NotATableCode {}

/// Longer than any slug of the shipped policy, short enough for a table.
const CODE_LENGTH_MAX: usize = 48;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_short_slug() {
        let longest = "a".repeat(CODE_LENGTH_MAX);
        for good in ["a", "vid", "excluded_by_law", "x-2", longest.as_str()] {
            assert_eq!(TableCode::parse(good).map(|c| c.0), Ok(good.to_owned()));
        }
    }

    #[test]
    fn p8_a_hostile_name_is_no_code() {
        let too_long = "a".repeat(CODE_LENGTH_MAX + 1);
        let hostile = [
            "",
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "x\r",
            "|x",
            "＝x",
            "A",
            "ā",
            "1a",
            "a b",
            "a,b",
            "a\"b",
            "a\nb",
            "../x",
            "a/b",
            "<b>",
            "a]]>",
            "a\u{2028}b",
            "a\0",
            &too_long,
        ];
        for text in hostile {
            assert_eq!(TableCode::parse(text), Err(NotATableCode), "{text:?}");
        }
    }

    #[test]
    fn every_fixed_code_is_a_code() {
        for row in TimelinessRow::all() {
            assert!(TableCode::parse(row.as_str()).is_ok(), "{row:?}");
        }
    }
}
