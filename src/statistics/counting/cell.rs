//! Cells: where a number stands.
//!
//! One number has one `Cell`, however many tables show it. What adds up to what stands in
//! `relations`.

use super::summary::TableCode;

/// A published table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Headline figures.
    Overview,
    /// Reports by what they are about.
    Categories,
    /// Reports by the area of Union law that they are about.
    Areas,
    /// What Article 27(2) asks for: of those areas, and of the rest.
    European,
    /// Reports by who received them.
    Institutions,
    /// Reports by the law's two tracks.
    Tracks,
    /// What reports were found to be.
    Decisions,
    /// Why reports were not recognised.
    Reasons,
    /// What examinations found.
    Outcomes,
    /// What examinations led to, and how far it came.
    Proceedings,
    /// How proceedings ended after the case was concluded.
    EndedProceedings,
    /// What changed.
    Effects,
    /// Deadlines due, kept and missed.
    Timeliness,
}

/// Where a number stands. One number has one key, however many tables show it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Which one publishes it.
    pub table: Table,
    /// A category, an institution, an outcome, as the table wants it.
    pub row: TableCode,
    /// What is counted of the row.
    pub column: TableCode,
}

impl Table {
    /// In the order of publication.
    pub const ALL: &'static [Self] = &[
        Self::Overview,
        Self::Categories,
        Self::Areas,
        Self::European,
        Self::Institutions,
        Self::Tracks,
        Self::Decisions,
        Self::Reasons,
        Self::Outcomes,
        Self::Proceedings,
        Self::EndedProceedings,
        Self::Effects,
        Self::Timeliness,
    ];

    /// As written in published files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Categories => "categories",
            Self::Areas => "areas",
            Self::European => "european",
            Self::Institutions => "institutions",
            Self::Tracks => "tracks",
            Self::Decisions => "decisions",
            Self::Reasons => "reasons",
            Self::Outcomes => "outcomes",
            Self::Proceedings => "proceedings",
            Self::EndedProceedings => "ended_proceedings",
            Self::Effects => "effects",
            Self::Timeliness => "timeliness",
        }
    }
}

impl Cell {
    /// A cell whose row is a code from outside.
    pub fn new(table: Table, row: &TableCode, column: &'static str) -> Self {
        Self {
            table,
            row: row.clone(),
            column: TableCode::fixed(column),
        }
    }

    /// A cell whose row this program itself spells.
    pub fn fixed(table: Table, row: &'static str, column: &'static str) -> Self {
        Self::new(table, &TableCode::fixed(row), column)
    }

    /// A headline figure.
    pub fn overview(row: &'static str) -> Self {
        Self::fixed(Table::Overview, row, REPORTS)
    }
}

// Rows and columns that this program spells.
/// All that the row counts.
pub const REPORTS: &str = "reports";
/// Items received in the year.
pub const RECEIVED: &str = "received";
/// Of those received, the ones that became a case.
pub const OPENED: &str = "opened";
/// Opened as a case in the year, and received in one whose books were closed by then.
pub const OPENED_LATER: &str = "opened_later";
/// Decided in the year to be a whistleblower's report.
pub const RECOGNISED: &str = "recognised";
/// Decided in the year, one way or another.
pub const DECIDED: &str = "decided";
/// Examinations that began in the year.
pub const EXAMINED: &str = "examined";
/// Examinations that ended in the year.
pub const CONCLUDED: &str = "concluded";
/// Concluded examinations that led to proceedings.
pub const PROCEEDINGS: &str = "proceedings";
/// Cases given to another institution in the year.
pub const FORWARDED: &str = "forwarded";
/// Cases whose time for feedback was extended in the year.
pub const EXTENDED: &str = "extended";
/// Anonymous tips whose sender gave an identity in the year.
pub const IDENTIFIED: &str = "identified";
/// Cases whose sender wrote again.
pub const WROTE_AGAIN: &str = "wrote_again";
/// Cases closed in the year.
pub const CLOSED: &str = "closed";
/// Of those opened, the ones that were closed by the year's end, and not begun again.
pub const FINISHED: &str = "finished";
/// Of those opened, the others.
pub const PENDING: &str = "pending_cases";
/// Of what Article 27(2) asks for: about an area of Union law.
pub const EU: &str = "eu";
/// Of what Article 27(2) asks for: about anything else.
pub const OUTSIDE: &str = "outside";
/// Received, and not accounted for yet.
pub const WAITING: &str = "waiting";
/// Received, and no report at all.
pub const REJECTED: &str = "rejected";
/// Received, and without a case.
pub const NOT_OPENED: &str = "not_opened";
/// Institutions merged into one row, so that none of them is told apart.
pub const OTHER_INSTITUTIONS: &str = "other_institutions";
/// Decided to be a tip worth examining.
pub const TIP_ACCEPTED: &str = "tip_accepted";
/// Decided to be an ordinary submission.
pub const AS_SUBMISSION: &str = "as_submission";
/// Decided not to be a whistleblower's report.
pub const NOT_RECOGNISED: &str = "not_recognised";
/// The sum over a table's rows.
pub const ALL: &str = "all";
/// Deadlines that fell due in the year.
pub const DUE: &str = "due";
/// Deadlines that were kept.
pub const ON_TIME: &str = "on_time";
/// Deadlines that were missed.
pub const LATE: &str = "late";
