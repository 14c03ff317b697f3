//! Cells and sums: where a number stands, and what adds up to what.
//!
//! One number has one `Cell`, however many tables show it. `TableShape` is what every
//! reader knows of the tables without seeing a number.

use std::collections::{BTreeMap, BTreeSet};

use super::summary::{TableCode, TimelinessRow};
use crate::ledger::entry::vocabulary::{
    Effect, NonRecognition, Outcome, Proceeding, ProceedingState, Track,
};

/// A published table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Headline figures.
    Overview,
    /// Reports by what they are about.
    Categories,
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
        Self::Institutions,
        Self::Tracks,
        Self::Decisions,
        Self::Reasons,
        Self::Outcomes,
        Self::Proceedings,
        Self::Effects,
        Self::Timeliness,
    ];

    /// As written in published files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Categories => "categories",
            Self::Institutions => "institutions",
            Self::Tracks => "tracks",
            Self::Decisions => "decisions",
            Self::Reasons => "reasons",
            Self::Outcomes => "outcomes",
            Self::Proceedings => "proceedings",
            Self::Effects => "effects",
            Self::Timeliness => "timeliness",
        }
    }
}

/// `total` is the sum of `parts`, and every reader knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Never less than any part.
    pub total: Cell,
    /// Counted apart; no report is in two of them.
    pub parts: Vec<Cell>,
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

/// What adds up to what, and what can't exceed what.
pub(in crate::statistics) struct TableShape {
    pub(in crate::statistics) sums: Vec<Sum>,
    pub(in crate::statistics) at_most: Vec<(Cell, Cell)>,
    single: Vec<Cell>,
}

impl TableShape {
    pub(in crate::statistics) fn of(cells: &BTreeMap<Cell, u64>, categories: &[TableCode]) -> Self {
        let mut shape = Self {
            sums: Vec::new(),
            at_most: Vec::new(),
            single: [
                OPENED_LATER,
                EXAMINED,
                FORWARDED,
                EXTENDED,
                IDENTIFIED,
                WROTE_AGAIN,
                CLOSED,
            ]
            .map(Cell::overview)
            .to_vec(),
        };
        let category_rows = rows(cells, Table::Categories, categories.iter().cloned());
        let institution_rows = rows(cells, Table::Institutions, []);
        shape.partition(Table::Categories, &category_rows, OPENED);
        shape.partition(Table::Institutions, &institution_rows, RECEIVED);
        shape.decided();
        shape.examined();
        shape.timed();
        shape.flow();
        shape
    }

    /// Received and recognised, each split over the same rows. What was received
    /// adds up to `whole`: a report that nobody opened has no category.
    fn partition(&mut self, table: Table, rows: &[TableCode], whole: &'static str) {
        for (column, whole) in [(RECEIVED, whole), (RECOGNISED, RECOGNISED)] {
            let parts = rows.iter().map(|row| Cell::new(table, row, column));
            self.sum(Cell::overview(whole), parts.collect());
        }
        for row in rows {
            let part = Cell::new(table, row, RECOGNISED);
            self.at_most.push((part, Cell::new(table, row, RECEIVED)));
        }
    }

    fn decided(&mut self) {
        for (whole, parts) in [
            (RECEIVED, [OPENED, NOT_OPENED]),
            (NOT_OPENED, [WAITING, REJECTED]),
        ] {
            self.sum(Cell::overview(whole), parts.map(Cell::overview).to_vec());
        }
        let tracks = Track::ALL.iter().map(|track| track.as_str());
        let tracks = tracks.map(|row| Cell::fixed(Table::Tracks, row, REPORTS));
        self.sum(Cell::overview(OPENED), tracks.collect());
        let not_recognised = Cell::fixed(Table::Decisions, NOT_RECOGNISED, REPORTS);
        let decisions = vec![
            Cell::overview(RECOGNISED),
            Cell::fixed(Table::Decisions, TIP_ACCEPTED, REPORTS),
            Cell::fixed(Table::Decisions, AS_SUBMISSION, REPORTS),
            not_recognised.clone(),
        ];
        self.sum(Cell::overview(DECIDED), decisions);
        let reasons = NonRecognition::ALL.iter().map(|reason| reason.as_str());
        let reasons = reasons.map(|row| Cell::fixed(Table::Reasons, row, REPORTS));
        self.sum(not_recognised, reasons.collect());
    }

    fn examined(&mut self) {
        let outcomes = Outcome::ALL.iter().map(|outcome| outcome.as_str());
        let outcomes = outcomes.map(|row| Cell::fixed(Table::Outcomes, row, REPORTS));
        self.sum(Cell::overview(CONCLUDED), outcomes.collect());
        let kind_total = |kind: &Proceeding| Cell::fixed(Table::Proceedings, kind.as_str(), ALL);
        let totals = Proceeding::ALL.iter().map(kind_total).collect();
        self.sum(Cell::overview(PROCEEDINGS), totals);
        for kind in Proceeding::ALL {
            let states = ProceedingState::ALL.iter().map(|state| state.as_str());
            let states = states.map(|state| Cell::fixed(Table::Proceedings, kind.as_str(), state));
            self.sum(kind_total(kind), states.collect());
            self.at_most
                .push((kind_total(kind), Cell::overview(CONCLUDED)));
        }
        for effect in Effect::ALL {
            let cell = Cell::fixed(Table::Effects, effect.as_str(), REPORTS);
            self.at_most.push((cell.clone(), Cell::overview(CONCLUDED)));
            self.single.push(cell);
        }
    }

    /// What happens to cases mostly happens to this year's. Across the turn of a year it needn't
    /// be so, but a reader may guess; `System` keeps the guesses that are right.
    fn flow(&mut self) {
        let opened = Cell::overview(OPENED);
        for row in [
            DECIDED,
            EXAMINED,
            CONCLUDED,
            FORWARDED,
            EXTENDED,
            WROTE_AGAIN,
            CLOSED,
        ] {
            self.at_most.push((Cell::overview(row), opened.clone()));
        }
        self.at_most
            .push((Cell::overview(CONCLUDED), Cell::overview(EXAMINED)));
        let anonymous = Cell::fixed(Table::Tracks, Track::AnonymousTip.as_str(), REPORTS);
        self.at_most.push((Cell::overview(IDENTIFIED), anonymous));
    }

    fn timed(&mut self) {
        for due in TimelinessRow::all() {
            let cell = |column| Cell::fixed(Table::Timeliness, due.as_str(), column);
            self.sum(cell(DUE), vec![cell(ON_TIME), cell(LATE)]);
        }
    }

    fn sum(&mut self, total: Cell, parts: Vec<Cell>) {
        self.sums.push(Sum { total, parts });
    }

    pub(in crate::statistics) fn cells(&self) -> BTreeSet<Cell> {
        let summed = self
            .sums
            .iter()
            .flat_map(|sum| sum.parts.iter().chain([&sum.total]));
        summed.chain(&self.single).cloned().collect()
    }
}

/// Rows of a table: those expected, and those seen.
fn rows(
    cells: &BTreeMap<Cell, u64>,
    table: Table,
    expected: impl IntoIterator<Item = TableCode>,
) -> Vec<TableCode> {
    let seen = cells.keys().filter(|cell| cell.table == table);
    let rows: BTreeSet<TableCode> = seen.map(|cell| cell.row.clone()).chain(expected).collect();
    rows.into_iter().collect()
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
