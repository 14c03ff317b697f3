//! Year counts: one year's figures, before anything is withheld.
//!
//! A fact is counted in the calendar year in which it happened: a report when
//! received, a decision when made, an outcome when concluded, a deadline when due.
//! So a year's figures are final a month after it ends and are never revised,
//! which is what makes comparing two releases worthless to a curious reader.
//!
//! Knows summaries and the tables' structure (which cells add up to which).
//! Never knows what may be shown: see `withholding`.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{
    ALL, AS_SUBMISSION, CLOSED, CONCLUDED, Cell, DECIDED, DUE, EU, EXAMINED, EXTENDED, FINISHED,
    FORWARDED, IDENTIFIED, LATE, NOT_OPENED, NOT_RECOGNISED, ON_TIME, OPENED, OPENED_LATER,
    OTHER_INSTITUTIONS, OUTSIDE, PENDING, PROCEEDINGS, RECEIVED, RECOGNISED, REJECTED, REPORTS,
    TIP_ACCEPTED, Table, WAITING, WROTE_AGAIN,
};
use super::relations::Relations;
use super::summary::{CaseSummary, CategoryRow, ConcludedExamination, CountedAs, TableCode};
use super::year::Year;
use crate::ledger::entry::step::{Assessment, Conclusion, Euros};
use crate::rules::calendar::Day;

/// One year, counted and unsuppressed.
#[derive(Clone, Debug)]
pub struct YearCount {
    /// Which one is counted.
    pub year: Year,
    /// Before any is withheld.
    pub cells: BTreeMap<Cell, u64>,
    /// What everyone knows of them.
    pub relations: Relations,
    /// What was ascertained.
    pub damage: Contributions,
    /// What was got back.
    pub recovered: Contributions,
    /// Days from receipt, in ascending order.
    pub days_to: BTreeMap<Span, Vec<u32>>,
}

/// Single sums, in whole euros, in no order.
#[derive(Clone, Debug, Default)]
pub struct Contributions {
    /// Of reports about areas of Union law.
    pub eu: Vec<u64>,
    /// Of all others.
    pub outside: Vec<u64>,
}

/// A length of time whose median is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// From receipt until the reporter was told of it.
    Acknowledgement,
    /// From receipt until it was decided what the report is.
    Decision,
    /// From receipt until the reporter was told what is done.
    Feedback,
    /// From receipt until the case was closed.
    Closing,
}

impl Contributions {
    /// Of all reports.
    pub fn all(&self) -> Vec<u64> {
        [self.eu.as_slice(), &self.outside].concat()
    }
}

impl YearCount {
    /// Counts one year. `categories` are the policy's rows, in its order; a category
    /// that the policy has dropped since still gets a row if it was used.
    pub fn count(year: Year, categories: &[CategoryRow], cases: &[CaseSummary]) -> Self {
        Self::count_until(year, year.books(), categories, cases)
    }

    /// The same of a year that runs: as it stands on `until`, the last day that is known.
    pub fn count_until(
        year: Year,
        until: Day,
        categories: &[CategoryRow],
        cases: &[CaseSummary],
    ) -> Self {
        let mut counting = Counting::begin(year, until, categories);
        for case in cases {
            counting.add(case);
        }
        counting.finish()
    }

    /// The same year with `members` of the institutions table merged into one row.
    #[must_use]
    pub fn with_merged(&self, members: &BTreeSet<TableCode>) -> Self {
        let other = TableCode::fixed(OTHER_INSTITUTIONS);
        let merged = |cell: &Cell| {
            let inside = cell.table == Table::Institutions && members.contains(&cell.row);
            let row = if inside { &other } else { &cell.row };
            Cell {
                row: row.clone(),
                ..cell.clone()
            }
        };
        let mut tally = self.clone();
        tally.cells.clear();
        for (cell, count) in &self.cells {
            *tally.cells.entry(merged(cell)).or_insert(0) += count;
        }
        tally.relations = self.relations.renamed(merged);
        tally
    }

    /// The same year without the institutions table.
    #[must_use]
    pub fn without_institutions(&self) -> Self {
        let kept = |cell: &Cell| cell.table != Table::Institutions;
        let mut tally = self.clone();
        tally.cells.retain(|cell, _| kept(cell));
        tally.relations.retain(kept);
        tally
    }

    /// The number at `cell`; nothing counted is 0.
    pub fn at(&self, cell: &Cell) -> u64 {
        self.cells.get(cell).copied().unwrap_or(0)
    }
}

/// Numbers by table, row and column, while counting. Two maps so that a case
/// costs no allocation once its rows exist.
struct Counting<'a> {
    year: Year,
    /// Nothing after this day is known.
    until: Day,
    categories: &'a [CategoryRow],
    fixed: BTreeMap<(Table, &'static str, &'static str), u64>,
    by_code: BTreeMap<(Table, &'static str), BTreeMap<TableCode, u64>>,
    damage: Contributions,
    recovered: Contributions,
    days_to: BTreeMap<Span, Vec<u32>>,
}

impl<'a> Counting<'a> {
    fn begin(year: Year, until: Day, categories: &'a [CategoryRow]) -> Self {
        Self {
            year,
            until,
            categories,
            fixed: BTreeMap::new(),
            by_code: BTreeMap::new(),
            damage: Contributions::default(),
            recovered: Contributions::default(),
            days_to: BTreeMap::new(),
        }
    }

    fn add(&mut self, case: &CaseSummary) {
        self.add_receipt(case);
        self.add_flow(case);
        self.add_decisions(case);
        // A case concluded twice in a year (after reopening) is one conclusion: the last.
        let of_year = |conclusion: &&ConcludedExamination| self.year.contains(conclusion.on);
        if let Some(last) = case.conclusions.iter().rfind(of_year) {
            self.add_conclusion(&last.conclusion, self.within(case));
        }
        for (on, kind, state) in &case.ended {
            if self.year.contains(*on) {
                self.bump(Table::EndedProceedings, kind.as_str(), state.as_str());
                self.bump(Table::EndedProceedings, kind.as_str(), ALL);
            }
        }
        for deadline in &case.deadlines {
            // Of one whose last day is to come, nobody knows yet whether it is kept.
            let known = deadline.kept || deadline.due < self.until;
            if known && self.year.contains(deadline.due) {
                let row = deadline.row.as_str();
                let column = if deadline.kept { ON_TIME } else { LATE };
                self.bump(Table::Timeliness, row, column);
                self.bump(Table::Timeliness, row, DUE);
            }
        }
    }

    fn add_receipt(&mut self, case: &CaseSummary) {
        if !self.year.contains(case.received) {
            return;
        }
        // What was known when the year's books closed: later facts don't rewrite it.
        let known = |on: &Day| *on <= self.year.books();
        let unopened = match &case.standing {
            CountedAs::Linked { on } if known(on) => return,
            CountedAs::Opened {
                on,
                category,
                track,
            } if known(on) => {
                self.bump(Table::Overview, OPENED, REPORTS);
                self.bump_code(Table::Categories, RECEIVED, category);
                self.bump(Table::Tracks, track.as_str(), REPORTS);
                let closed = case.is_closed_on(self.year.last());
                let row = if closed { FINISHED } else { PENDING };
                self.bump(Table::Overview, row, REPORTS);
                None
            }
            _ if case.rejected.as_ref().is_some_and(known) => Some(REJECTED),
            _ => Some(WAITING),
        };
        self.bump(Table::Overview, RECEIVED, REPORTS);
        self.bump_code(Table::Institutions, RECEIVED, &case.institution);
        if let Some(row) = unopened {
            self.bump(Table::Overview, row, REPORTS);
            self.bump(Table::Overview, NOT_OPENED, REPORTS);
        }
    }

    fn add_flow(&mut self, case: &CaseSummary) {
        if let CountedAs::Opened { on, .. } = &case.standing
            && self.year.contains(*on)
            && Year::of(case.received).is_some_and(|received| received.books() < *on)
        {
            self.bump(Table::Overview, OPENED_LATER, REPORTS);
        }
        let moments = [
            (case.days.examined, EXAMINED),
            (case.days.forwarded, FORWARDED),
            (case.days.extended, EXTENDED),
            (case.days.identified, IDENTIFIED),
            (case.days.linked, WROTE_AGAIN),
            (case.days.closed, CLOSED),
        ];
        for (day, row) in moments {
            if day.is_some_and(|day| self.year.contains(day)) {
                self.bump(Table::Overview, row, REPORTS);
                if row == EXAMINED {
                    self.bump(Table::European, row, self.within(case));
                }
            }
        }
        let spans = [
            (case.days.acknowledged, Span::Acknowledgement),
            (case.decisions.first().map(|first| first.on), Span::Decision),
            (case.days.feedback, Span::Feedback),
            (case.days.closed, Span::Closing),
        ];
        for (day, span) in spans {
            let Some(day) = day.filter(|day| self.year.contains(*day)) else {
                continue;
            };
            // A day before receipt can't be: the auditor's verify reports it, statistics say 0.
            let days = u32::try_from(day.days_since(case.received)).unwrap_or(0);
            self.days_to.entry(span).or_default().push(days);
        }
    }

    /// The last decision of the year counts, once. A decision on what was never
    /// opened can't be recorded; where one is, verify names it and it counts nowhere.
    fn add_decisions(&mut self, case: &CaseSummary) {
        let CountedAs::Opened { category, .. } = &case.standing else {
            return;
        };
        let of_year = |decision: &&super::summary::CountedDecision| self.year.contains(decision.on);
        let Some(decision) = case.decisions.iter().rfind(of_year) else {
            return;
        };
        self.bump(Table::Overview, DECIDED, REPORTS);
        match decision.assessment {
            Assessment::Recognised => {
                self.bump(Table::Overview, RECOGNISED, REPORTS);
                self.bump_code(Table::Institutions, RECOGNISED, &case.institution);
                self.bump_code(Table::Categories, RECOGNISED, category);
            }
            Assessment::TipAccepted => self.bump(Table::Decisions, TIP_ACCEPTED, REPORTS),
            Assessment::AsSubmission => self.bump(Table::Decisions, AS_SUBMISSION, REPORTS),
            Assessment::NotRecognised(reason) => {
                self.bump(Table::Decisions, NOT_RECOGNISED, REPORTS);
                self.bump(Table::Reasons, reason.as_str(), REPORTS);
            }
        }
    }

    /// Is it about an area of Union law? As a column. What has no category is not.
    fn within(&self, case: &CaseSummary) -> &'static str {
        let CountedAs::Opened { category, .. } = &case.standing else {
            return OUTSIDE;
        };
        let rule = self.categories.iter().find(|rule| rule.code == *category);
        if rule.is_some_and(|rule| rule.area.is_some()) {
            EU
        } else {
            OUTSIDE
        }
    }

    fn add_conclusion(&mut self, conclusion: &Conclusion, within: &'static str) {
        self.bump(Table::Overview, CONCLUDED, REPORTS);
        self.bump(Table::Outcomes, conclusion.outcome.as_str(), REPORTS);
        self.bump(Table::European, CONCLUDED, within);
        self.bump(Table::European, conclusion.outcome.as_str(), within);
        for (kind, state) in &conclusion.proceedings {
            self.bump(Table::Proceedings, kind.as_str(), state.as_str());
            self.bump(Table::Proceedings, kind.as_str(), ALL);
            self.bump(Table::Overview, PROCEEDINGS, REPORTS);
            self.bump(Table::European, PROCEEDINGS, within);
            self.bump(Table::European, kind.as_str(), within);
        }
        for effect in &conclusion.effects {
            self.bump(Table::Effects, effect.as_str(), REPORTS);
        }
        // "Ascertained to be nothing" contributes no euro and no contributor.
        let euros = |sum: Option<Euros>| sum.map(Euros::amount).filter(|eur| *eur > 0);
        for (sums, eur) in [
            (&mut self.damage, conclusion.damage_eur),
            (&mut self.recovered, conclusion.recovered_eur),
        ] {
            let sums = if within == EU {
                &mut sums.eu
            } else {
                &mut sums.outside
            };
            sums.extend(euros(eur));
        }
    }

    fn bump(&mut self, table: Table, row: &'static str, column: &'static str) {
        *self.fixed.entry((table, row, column)).or_insert(0) += 1;
    }

    fn bump_code(&mut self, table: Table, column: &'static str, row: &TableCode) {
        let rows = self.by_code.entry((table, column)).or_default();
        if let Some(count) = rows.get_mut(row) {
            *count += 1;
        } else {
            rows.insert(row.clone(), 1);
        }
    }

    fn finish(mut self) -> YearCount {
        for days in self.days_to.values_mut() {
            days.sort_unstable();
        }
        let mut cells: BTreeMap<Cell, u64> = self
            .fixed
            .iter()
            .map(|((table, row, column), count)| (Cell::fixed(*table, row, column), *count))
            .collect();
        for ((table, column), rows) in &self.by_code {
            cells.extend(
                rows.iter()
                    .map(|(row, count)| (Cell::new(*table, row, column), *count)),
            );
        }
        if self.categories.iter().any(|rule| rule.area.is_some()) {
            self.add_areas(&mut cells);
        } else {
            // Where no policy names an area, nothing is within or outside.
            cells.retain(|cell, _| cell.table != Table::European);
        }
        let relations = Relations::of(&cells, self.categories);
        for cell in relations.cells() {
            cells.entry(cell).or_insert(0);
        }
        YearCount {
            year: self.year,
            cells,
            relations,
            damage: self.damage,
            recovered: self.recovered,
            days_to: self.days_to,
        }
    }

    /// Of what has a category, by area, and within and outside them.
    fn add_areas(&self, cells: &mut BTreeMap<Cell, u64>) {
        for column in [RECEIVED, RECOGNISED] {
            let Some(counts) = self.by_code.get(&(Table::Categories, column)) else {
                continue;
            };
            for (category, count) in counts {
                let rule = self.categories.iter().find(|rule| rule.code == *category);
                let within = match rule.and_then(|rule| rule.area.as_ref()) {
                    Some(area) => {
                        *cells
                            .entry(Cell::new(Table::Areas, area, column))
                            .or_default() += count;
                        EU
                    }
                    None => OUTSIDE,
                };
                let cell = Cell::fixed(Table::European, column, within);
                *cells.entry(cell).or_default() += count;
            }
        }
    }
}
