//! Relations: what everyone knows of the figures without seeing one.
//!
//! How tables add up, and what the life of a case leaves possible: no more is concluded than was
//! examined, no more is closed than was opened. This is the one place where it stands: withholding
//! takes it for known when it decides what may be shown, and the attack of the tests computes with
//! it.
//!
//! What mostly holds is listed as well: across the turn of a year it needn't, but a reader may
//! guess. Whoever computes keeps the guesses that are right, since a wrong one only misleads.
//!
//! Knows cells. Never knows a number.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{
    ALL, AS_SUBMISSION, CLOSED, CONCLUDED, Cell, DECIDED, DUE, EU, EXAMINED, EXTENDED, FINISHED,
    FORWARDED, IDENTIFIED, LATE, NOT_OPENED, NOT_RECOGNISED, ON_TIME, OPENED, OPENED_LATER,
    OUTSIDE, PENDING, PROCEEDINGS, RECEIVED, RECOGNISED, REJECTED, REPORTS, TIP_ACCEPTED, Table,
    WAITING, WROTE_AGAIN,
};
use super::summary::{CategoryRow, TableCode, TimelinessRow};
use crate::ledger::entry::vocabulary::{
    Effect, NonRecognition, Outcome, Proceeding, ProceedingState, Track,
};

/// What adds up to what, and what can't exceed what, in one year's tables.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Always so.
    pub sums: Vec<Sum>,
    /// Always or mostly so.
    pub at_most: Vec<AtMost>,
    /// The same of the sums over all years from the ledger's first to any other.
    pub over_years: Vec<AtMost>,
    /// Always the same number as another cell: told with it, or not.
    pub twins: BTreeMap<Cell, Cell>,
}

/// `total` is the sum of `parts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Never less than any part.
    pub total: Cell,
    /// Counted apart; no report is in two of them.
    pub parts: Vec<Cell>,
}

/// `part` is no more than all of `wholes` together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AtMost {
    /// The smaller.
    pub part: Cell,
    /// Added up.
    pub wholes: Vec<Cell>,
}

impl Relations {
    /// Of a year with these cells, under a policy with these categories.
    pub fn of(cells: &BTreeMap<Cell, u64>, categories: &[CategoryRow]) -> Self {
        let mut relations = Self {
            over_years: Self::over_years(),
            ..Self::default()
        };
        let expected = categories.iter().map(|category| category.code.clone());
        let category_rows = rows(cells, Table::Categories, expected);
        let institution_rows = rows(cells, Table::Institutions, []);
        relations.partition(Table::Categories, &category_rows, OPENED);
        relations.partition(Table::Institutions, &institution_rows, RECEIVED);
        relations.opened();
        relations.decided();
        relations.examined();
        if categories.iter().any(|category| category.area.is_some()) {
            relations.areas(&category_rows, categories);
        }
        relations.timed();
        relations.flow();
        relations
    }

    /// What a case does, it does once, and after it was opened.
    fn over_years() -> Vec<AtMost> {
        let opened = [OPENED, OPENED_LATER].map(Cell::overview).to_vec();
        let mut relations: Vec<AtMost> = OF_CASES
            .iter()
            .map(|row| at_most(Cell::overview(row), opened.clone()))
            .collect();
        let mut identified = vec![anonymous()];
        identified.push(Cell::overview(OPENED_LATER));
        relations.push(at_most(Cell::overview(IDENTIFIED), identified));
        relations.extend(Self::of_examinations());
        // What ends later had not ended when its case was concluded.
        relations.extend(Proceeding::ALL.iter().map(|kind| {
            let running = [ProceedingState::Opened, ProceedingState::Pending];
            let running =
                running.map(|state| Cell::fixed(Table::Proceedings, kind.as_str(), state.as_str()));
            at_most(ended(kind.as_str(), ALL), running.to_vec())
        }));
        relations
    }

    /// Every cell that a year has, counted or not.
    pub(in crate::statistics) fn cells(&self) -> BTreeSet<Cell> {
        let summed = self.sums.iter();
        let summed = summed.flat_map(|sum| sum.parts.iter().chain([&sum.total]));
        let bounded = self.at_most.iter();
        let bounded = bounded.flat_map(|pair| pair.wholes.iter().chain([&pair.part]));
        let single = Cell::overview(OPENED_LATER);
        let cells = summed.chain(bounded).chain(self.twins.keys());
        cells.cloned().chain([single]).collect()
    }

    /// The same with cells taken for others.
    #[must_use]
    pub(in crate::statistics) fn renamed(&self, name: impl Fn(&Cell) -> Cell) -> Self {
        let distinct = |cells: &[Cell]| -> Vec<Cell> {
            let cells: BTreeSet<Cell> = cells.iter().map(&name).collect();
            cells.into_iter().collect()
        };
        let sums = self.sums.iter().map(|sum| Sum {
            total: name(&sum.total),
            parts: distinct(&sum.parts),
        });
        let pairs = self.at_most.iter().map(|pair| AtMost {
            part: name(&pair.part),
            wholes: distinct(&pair.wholes),
        });
        let pairs: BTreeSet<AtMost> = pairs.collect();
        Self {
            sums: sums.collect(),
            at_most: pairs.into_iter().collect(),
            over_years: self.over_years.clone(),
            twins: self.twins.clone(),
        }
    }

    /// Those whose parts are all among the cells that `keeps`.
    pub(in crate::statistics) fn retain(&mut self, keeps: impl Fn(&Cell) -> bool) {
        self.sums.retain(|sum| sum.parts.iter().all(&keeps));
        self.at_most
            .retain(|pair| keeps(&pair.part) && pair.wholes.iter().all(&keeps));
    }

    /// Received and recognised, each split over the same rows. What was received
    /// adds up to `whole`: a report that nobody opened has no category.
    fn partition(&mut self, table: Table, rows: &[TableCode], whole: &'static str) {
        if rows.is_empty() {
            return;
        }
        for (column, whole) in [(RECEIVED, whole), (RECOGNISED, RECOGNISED)] {
            let parts = rows.iter().map(|row| Cell::new(table, row, column));
            self.sum(Cell::overview(whole), parts.collect());
        }
        for row in rows {
            let part = Cell::new(table, row, RECOGNISED);
            self.pair(part, Cell::new(table, row, RECEIVED));
        }
    }

    fn opened(&mut self) {
        for (whole, parts) in [
            (RECEIVED, [OPENED, NOT_OPENED]),
            (NOT_OPENED, [WAITING, REJECTED]),
            (OPENED, [FINISHED, PENDING]),
        ] {
            self.sum(Cell::overview(whole), parts.map(Cell::overview).to_vec());
        }
        let tracks = Track::ALL.iter().map(|track| track.as_str());
        let tracks = tracks.map(|row| Cell::fixed(Table::Tracks, row, REPORTS));
        self.sum(Cell::overview(OPENED), tracks.collect());
    }

    fn decided(&mut self) {
        let not_recognised = Cell::fixed(Table::Decisions, NOT_RECOGNISED, REPORTS);
        let decisions = vec![
            Cell::overview(RECOGNISED),
            accepted(),
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
            let ends = ProceedingState::ENDS.iter().map(|state| state.as_str());
            let ends = ends.map(|state| ended(kind.as_str(), state));
            self.sum(ended(kind.as_str(), ALL), ends.collect());
            self.pair(kind_total(kind), Cell::overview(CONCLUDED));
        }
        for effect in Effect::ALL {
            let cell = Cell::fixed(Table::Effects, effect.as_str(), REPORTS);
            self.pair(cell, Cell::overview(CONCLUDED));
        }
    }

    /// The areas of Union law are made of categories, and what Article 27 asks for is of them
    /// alone: what it leaves is what other figures have more.
    fn areas(&mut self, rows: &[TableCode], categories: &[CategoryRow]) {
        let area_of = |row: &TableCode| {
            let known = categories.iter().find(|category| category.code == *row);
            known.and_then(|category| category.area.clone())
        };
        let mut areas: BTreeMap<Option<TableCode>, Vec<&TableCode>> = BTreeMap::new();
        for row in rows {
            areas.entry(area_of(row)).or_default().push(row);
        }
        let european = |row, column| Cell::fixed(Table::European, row, column);
        for column in [RECEIVED, RECOGNISED] {
            let mut within = Vec::new();
            for (area, rows) in &areas {
                let parts = rows
                    .iter()
                    .map(|row| Cell::new(Table::Categories, row, column));
                let parts: Vec<Cell> = parts.collect();
                let Some(area) = area else {
                    self.sum(european(column, OUTSIDE), parts);
                    continue;
                };
                let total = Cell::new(Table::Areas, area, column);
                if let [only] = &parts[..] {
                    within.push(only.clone());
                    self.twins.insert(total, only.clone());
                } else {
                    within.push(total.clone());
                    self.sum(total, parts);
                }
            }
            self.sum(european(column, EU), within);
        }
        let outcomes: Vec<_> = Outcome::ALL
            .iter()
            .map(|outcome| outcome.as_str())
            .collect();
        let kinds: Vec<_> = Proceeding::ALL.iter().map(|kind| kind.as_str()).collect();
        for column in [EU, OUTSIDE] {
            for (whole, parts) in [(CONCLUDED, &outcomes), (PROCEEDINGS, &kinds)] {
                let parts = parts.iter().map(|part| european(part, column));
                self.sum(european(whole, column), parts.collect());
            }
            for kind in &kinds {
                self.pair(european(kind, column), european(CONCLUDED, column));
            }
            self.pair(european(CONCLUDED, column), european(EXAMINED, column));
            for row in [EXAMINED, CONCLUDED, RECOGNISED] {
                self.pair(european(row, column), european(RECEIVED, column));
            }
        }
        let overview = [
            (RECEIVED, OPENED),
            (RECOGNISED, RECOGNISED),
            (EXAMINED, EXAMINED),
            (CONCLUDED, CONCLUDED),
            (PROCEEDINGS, PROCEEDINGS),
        ];
        let overview = overview.map(|(row, whole)| (row, Cell::overview(whole)));
        let outcomes = outcomes
            .iter()
            .map(|row| (*row, Cell::fixed(Table::Outcomes, row, REPORTS)));
        let kinds = kinds
            .iter()
            .map(|row| (*row, Cell::fixed(Table::Proceedings, row, ALL)));
        for (row, total) in overview.into_iter().chain(outcomes).chain(kinds) {
            self.sum(
                total,
                [EU, OUTSIDE].map(|column| european(row, column)).to_vec(),
            );
        }
    }

    /// What happens to cases mostly happens to this year's.
    fn flow(&mut self) {
        for row in OF_CASES.iter().chain(&[DECIDED, CONCLUDED]) {
            self.pair(Cell::overview(row), Cell::overview(OPENED));
        }
        self.pair(Cell::overview(IDENTIFIED), anonymous());
        // One that was closed and begun again counts as pending.
        self.pair(Cell::overview(FINISHED), Cell::overview(CLOSED));
        self.at_most.extend(Self::of_examinations());
    }

    /// Examined is what was recognised, or accepted as a tip; concluded, what was examined.
    fn of_examinations() -> Vec<AtMost> {
        let worth_it = [Cell::overview(RECOGNISED), accepted()].to_vec();
        vec![
            at_most(Cell::overview(CONCLUDED), vec![Cell::overview(EXAMINED)]),
            at_most(Cell::overview(CONCLUDED), worth_it.clone()),
            at_most(Cell::overview(EXAMINED), worth_it),
        ]
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

    fn pair(&mut self, part: Cell, whole: Cell) {
        self.at_most.push(at_most(part, vec![whole]));
    }
}

fn at_most(part: Cell, wholes: Vec<Cell>) -> AtMost {
    AtMost { part, wholes }
}

fn anonymous() -> Cell {
    Cell::fixed(Table::Tracks, Track::AnonymousTip.as_str(), REPORTS)
}

fn ended(kind: &'static str, column: &'static str) -> Cell {
    Cell::fixed(Table::EndedProceedings, kind, column)
}

fn accepted() -> Cell {
    Cell::fixed(Table::Decisions, TIP_ACCEPTED, REPORTS)
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

/// A case counts once in each of these, in all years together.
const OF_CASES: [&str; 5] = [EXAMINED, FORWARDED, EXTENDED, WROTE_AGAIN, CLOSED];
