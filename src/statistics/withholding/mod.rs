//! Withholding: which numbers of a year may be shown.
//!
//! Keeps P8. With threshold T, for one year and all of its tables together:
//!
//! 1. *Institutions* with fewer than T reports are merged into one row; the smallest
//!    others join until that row holds T reports of three institutions.
//! 2. *Primary*: a count below T is withheld. Zero too, so that an empty cell
//!    doesn't say which of the two it is.
//! 3. *Complementary*: more cells are withheld until, by the audit and
//!    the alternative tables, the lowest and highest whole value that fit each
//!   withheld cell are at least T apart, and each sum of five parts and more that has a withheld
//!   cell has three: an
//!    officer who knows one of them still can't tell the others apart.
//! 4. What turned out not to be needed is shown again.
//! 5. *Bands*: of a withheld cell is told between which multiples of T (or 2, 4, 10 T) it lies, the
//!    finest that leaves every withheld cell its two whole tables in which it differs by T. So a
//!    small year says something in nearly each cell, and nobody is narrowed below T.
//!
//! Step 3 takes, for a cell too well known, the shown cell of least loss that makes it safe; step 4
//! shows again the cells of greatest loss first. The result is least by inclusion (no single cell
//! more could be shown), not proven least of all. Ties fall to the cell that comes first, so the
//! same counts give the same pattern.
//!
//! Public files mark all withheld cells alike. To tell primary from complementary
//! cells (SDMX `A` and `D`) would tell which numbers are below T, and leave them fewer
//! than T apart; only the internal view does.

/// Between which ends a number lies.
pub mod band;

/// The lowest and highest value that a reader can work out for a withheld cell: finds the cells
/// that are known too well.
pub(crate) mod audit;

/// Other whole tables that fit all published numbers: shows that a cell is not known too well.
pub(crate) mod alternative_tables;

use std::collections::{BTreeMap, BTreeSet};

use super::counting::cell::{self, Cell, Table};
use super::counting::summary::TableCode;
use super::counting::year_count::YearCount;
use super::withholding::alternative_tables::{AlternativeTables, TablePair, Untold};
use super::withholding::audit::System;
use super::withholding::band::Band;

/// Counts below it are withheld: 3 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u16);

/// A threshold outside 3 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAThreshold;

/// Why a number is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is below the threshold.
    Small,
    /// It would give another one away.
    Complement,
}

/// What is withheld of one year; everything else is shown.
#[derive(Clone, Debug)]
pub struct WithheldCells {
    cells: BTreeMap<Cell, (Why, Option<Band>)>,
}

impl Threshold {
    /// Refuses what protects nobody (below 3) and what is a slip of the pen (above 1,000).
    pub fn new(count: u16) -> Result<Self, NotAThreshold> {
        if (3..=1000).contains(&count) {
            Ok(Self(count))
        } else {
            Err(NotAThreshold)
        }
    }

    /// As written in files.
    pub fn number(self) -> u16 {
        self.0
    }

    /// The count.
    pub fn count(self) -> u64 {
        u64::from(self.0)
    }
}

impl WithheldCells {
    /// Decides for one year, already merged by [`merge_small_institutions`].
    pub fn decide(tally: &YearCount, threshold: Threshold) -> Self {
        let mut pattern = Pattern::primary(System::of(tally), threshold);
        pattern.complete();
        pattern.give_back();
        pattern.tell_bands();
        let Pattern {
            system,
            withheld,
            small,
            bands,
            ..
        } = pattern;
        let marks = withheld.into_iter().zip(small).zip(bands);
        let cells = system.cells.into_iter().zip(marks);
        Self {
            cells: cells
                .filter_map(|(cell, ((withheld, small), band))| {
                    let why = if small { Why::Small } else { Why::Complement };
                    withheld.then_some((cell, (why, band)))
                })
                .collect(),
        }
    }

    /// Why `cell` is withheld; `None` if it is shown.
    pub fn why(&self, cell: &Cell) -> Option<Why> {
        self.cells.get(cell).map(|(why, _)| *why)
    }

    /// Between which ends a withheld cell lies, as far as that may be told.
    pub fn band(&self, cell: &Cell) -> Option<Band> {
        self.cells.get(cell).and_then(|(_, band)| *band)
    }
}

/// Merges institutions with fewer than `threshold` reports into *other institutions*,
/// and the smallest others with them until the row hides its members. If it can't,
/// the year has no institutions table.
pub fn merge_small_institutions(tally: &YearCount, threshold: Threshold) -> YearCount {
    let received = TableCode::fixed(cell::RECEIVED);
    let mut by_size: Vec<(u64, TableCode)> = tally
        .cells
        .iter()
        .filter(|(cell, _)| cell.table == Table::Institutions && cell.column == received)
        .map(|(cell, count)| (*count, cell.row.clone()))
        .collect();
    by_size.sort();
    let mut members = BTreeSet::new();
    let mut reports = 0;
    let small = by_size.iter().any(|(count, _)| *count < threshold.count());
    for (count, institution) in &by_size {
        let hidden = reports >= threshold.count() && members.len() >= MEMBERS_MIN;
        if !small || (hidden && *count >= threshold.count()) {
            break;
        }
        members.insert(institution.clone());
        reports += count;
    }
    if members.len() == by_size.len() {
        return tally.without_institutions();
    }
    tally.with_merged(&members)
}

/// A pattern in the making.
struct Pattern {
    system: System,
    alternatives: AlternativeTables,
    threshold: u64,
    withheld: Vec<bool>,
    small: Vec<bool>,
    bands: Vec<Option<Band>>,
    /// For each cell, the sums it is in.
    sums_of: Vec<Vec<usize>>,
}

impl Pattern {
    fn primary(system: System, threshold: Threshold) -> Self {
        let threshold = threshold.count();
        let small: Vec<bool> = system.values.iter().map(|v| *v < threshold).collect();
        let mut sums_of = vec![Vec::new(); system.cells.len()];
        for (at, (total, parts)) in system.sums.iter().enumerate() {
            for cell in parts.iter().chain([total]) {
                sums_of[*cell].push(at);
            }
        }
        Self {
            threshold,
            withheld: small.clone(),
            bands: vec![None; small.len()],
            small,
            sums_of,
            alternatives: AlternativeTables::of(&system),
            system,
        }
    }

    /// Withholds one more cell at a time until nothing can be worked out. Ends: with all
    /// cells withheld nothing is known of any.
    fn complete(&mut self) {
        while let Some(next) = self.lonely_sum().map_or_else(
            || self.narrow_cell().and_then(|cell| self.best_company(cell)),
            |sum| self.cheapest(self.cells_in(sum)),
        ) {
            self.withheld[next] = true;
        }
    }

    fn is_safe(&self) -> bool {
        self.lonely_sum().is_none() && self.narrow_cell().is_none()
    }

    /// A long sum with withheld cells, but too few of them.
    fn lonely_sum(&self) -> Option<usize> {
        (0..self.system.sums.len()).find(|sum| {
            let withheld = self
                .cells_in(*sum)
                .filter(|cell| self.withheld[*cell])
                .count();
            let long = self.system.sums[*sum].1.len() >= LONG_SUM;
            long && (1..COMPANY).contains(&withheld)
        })
    }

    /// A withheld cell whose bounds are too close, or that no alternative table shows to be safe.
    fn narrow_cell(&self) -> Option<usize> {
        let bounds = self.system.bounds(&self.withheld);
        let withheld = || (0..bounds.len()).filter(|cell| self.withheld[*cell]);
        let close = |cell: &usize| bounds[*cell].width() < self.threshold;
        let unproven = |cell: &usize| self.spread(*cell, &self.withheld) < self.threshold;
        withheld().find(close).or_else(|| withheld().find(unproven))
    }

    fn spread(&self, cell: usize, withheld: &[bool]) -> u64 {
        let untold = Untold {
            withheld,
            bands: &[],
        };
        self.alternatives.spread(cell, untold, self.threshold)
    }

    /// Tells of each withheld cell the finest band that leaves all of them safe, the headline
    /// figures first. Each withheld cell keeps two whole tables that prove it safe; only those
    /// that a new band rules out are looked for again.
    fn tell_bands(&mut self) {
        let mut cells: Vec<usize> = (0..self.withheld.len())
            .filter(|cell| self.withheld[*cell])
            .collect();
        let mut proofs: BTreeMap<usize, TablePair> = BTreeMap::new();
        for cell in &cells {
            let pair = self.alternatives.pair(*cell, self.untold(), self.threshold);
            let Some(pair) = pair else { return };
            proofs.insert(*cell, pair);
        }
        cells.retain(|cell| self.system.cells[*cell].table != Table::Timeliness);
        cells.sort_by_key(|cell| (self.system.cells[*cell].table != Table::Overview, *cell));
        for cell in cells {
            for times in BAND_WIDTHS {
                let width = self.threshold.saturating_mul(times);
                self.bands[cell] = Some(Band::around(self.system.values[cell], width));
                if let Some(new) = self.proofs_anew(cell, &proofs) {
                    proofs.extend(new);
                    break;
                }
                self.bands[cell] = None;
            }
        }
    }

    /// The proofs that the band of `told` rules out, made anew; `None` if one can't be.
    fn proofs_anew(
        &self,
        told: usize,
        proofs: &BTreeMap<usize, TablePair>,
    ) -> Option<Vec<(usize, TablePair)>> {
        let band = self.bands[told]?;
        let fits = |pair: &TablePair| pair.both(told, |figure| band.holds(figure));
        let ruled_out = proofs.iter().filter(|(_, pair)| !fits(pair));
        let mut ruled_out: Vec<usize> = ruled_out.map(|(cell, _)| *cell).collect();
        // Most likely to fail first.
        ruled_out.sort_by_key(|cell| *cell != told);
        let anew = |cell: usize| {
            let pair = self
                .alternatives
                .pair(cell, self.untold(), self.threshold)?;
            Some((cell, pair))
        };
        ruled_out.into_iter().map(anew).collect()
    }

    fn untold(&self) -> Untold<'_> {
        Untold {
            withheld: &self.withheld,
            bands: &self.bands,
        }
    }

    /// The shown cell to withhold so that `narrow` can be more: the one of least loss that
    /// makes it safe at once; or that helps at all; or just the next.
    fn best_company(&self, narrow: usize) -> Option<usize> {
        let mut company = self.around(narrow);
        company.sort_by_key(|cell| (self.loss(*cell), *cell));
        let before = self.spread(narrow, &self.withheld);
        let mut withheld = self.withheld.clone();
        let mut helps = None;
        for cell in &company {
            withheld[*cell] = true;
            let after = self.spread(narrow, &withheld);
            withheld[*cell] = false;
            if after >= self.threshold {
                return Some(*cell);
            }
            if after > before && helps.is_none() {
                helps = Some(*cell);
            }
        }
        helps
            .or(company.first().copied())
            .or_else(|| self.cheapest(0..self.withheld.len()))
    }

    /// Shown cells in sums with `cell`, or with withheld cells in its sums, and so on.
    fn around(&self, cell: usize) -> Vec<usize> {
        let mut reached = BTreeSet::new();
        let mut sums: Vec<usize> = self.sums_of[cell].clone();
        let mut seen: BTreeSet<usize> = sums.iter().copied().collect();
        while let Some(sum) = sums.pop() {
            for cell in self.cells_in(sum) {
                if !self.withheld[cell] {
                    reached.insert(cell);
                    continue;
                }
                let further = self.sums_of[cell].iter().copied();
                sums.extend(further.filter(|sum| seen.insert(*sum)));
            }
        }
        reached.into_iter().collect()
    }

    /// The shown cell of least loss.
    fn cheapest(&self, cells: impl Iterator<Item = usize>) -> Option<usize> {
        let shown = cells.filter(|cell| !self.withheld[*cell]);
        shown.min_by_key(|cell| (self.loss(*cell), *cell))
    }

    fn cells_in(&self, sum: usize) -> impl Iterator<Item = usize> + '_ {
        let (total, parts) = &self.system.sums[sum];
        parts.iter().copied().chain([*total])
    }

    /// What readers lose with a cell: its count, weighed. Sums go first, since what is
    /// left of their parts says the same; the headline figures go last.
    fn loss(&self, cell: usize) -> u64 {
        let value = self.system.values[cell];
        let Cell { table, row, column } = &self.system.cells[cell];
        let weight = match (table, row.as_str(), column.as_str()) {
            (Table::Overview, cell::RECEIVED | cell::RECOGNISED, _) => 1000,
            (Table::Overview, cell::CONCLUDED, _) => 100,
            (Table::Overview, cell::PROCEEDINGS | cell::DECIDED | cell::OPENED, _) => 1,
            (Table::Proceedings, _, cell::ALL) | (Table::Timeliness, _, cell::DUE) => 8,
            _ => 4,
        };
        value.saturating_mul(weight)
    }

    /// Shows again what need not be withheld, dearest first.
    fn give_back(&mut self) {
        let complements = 0..self.withheld.len();
        let mut complements: Vec<usize> = complements
            .filter(|cell| self.withheld[*cell] && !self.small[*cell])
            .collect();
        complements.sort_by_key(|cell| (std::cmp::Reverse(self.loss(*cell)), *cell));
        for cell in complements {
            self.withheld[cell] = false;
            if !self.is_safe() {
                self.withheld[cell] = true;
            }
        }
    }
}

/// How many thresholds a band may be wide.
const BAND_WIDTHS: [u64; 4] = [1, 2, 4, 10];
/// Withheld cells that a long sum needs, if it has any.
const COMPANY: usize = 3;
/// Parts from which a sum is long. A split in two to four has too few cells for company
/// without losing its total as well; the width rule alone protects it.
const LONG_SUM: usize = 5;
/// Institutions that *other institutions* stands for at least.
const MEMBERS_MIN: usize = 3;

impl std::fmt::Display for NotAThreshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a threshold: use 3 to 1000 (5 is usual)")
    }
}

impl std::error::Error for NotAThreshold {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::counting::summary::CaseSummary;
    use crate::statistics::counting::year::Year;

    fn by_institution(reports: &[usize]) -> YearCount {
        let day = "2022-05-05".parse().expect("a day");
        let names = ["a", "b", "c", "d", "e"];
        let cases: Vec<CaseSummary> = names
            .iter()
            .zip(reports)
            .flat_map(|(name, count)| {
                let code = TableCode::parse(name).expect("a code");
                std::iter::repeat_n(CaseSummary::received(code, day), *count)
            })
            .collect();
        YearCount::count(Year::new(2022).expect("a year"), &[], &cases)
    }

    fn listed(reports: &[usize]) -> Vec<(String, u64)> {
        let merged = merge_small_institutions(&by_institution(reports), Threshold(5));
        let column = TableCode::fixed(cell::RECEIVED);
        let cells = merged
            .cells
            .iter()
            .filter(|(cell, _)| cell.table == Table::Institutions && cell.column == column);
        cells
            .map(|(cell, count)| (cell.row.to_string(), *count))
            .collect()
    }

    fn rows(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
        rows.iter()
            .map(|(row, count)| ((*row).to_owned(), *count))
            .collect()
    }

    #[test]
    fn institutions_at_the_threshold_stand_alone() {
        assert_eq!(listed(&[5, 9]), rows(&[("a", 5), ("b", 9)]));
    }

    #[test]
    fn one_small_institution_takes_the_smallest_others_along() {
        let expected = rows(&[("d", 20), ("e", 30), (cell::OTHER_INSTITUTIONS, 15)]);
        assert_eq!(listed(&[4, 5, 6, 20, 30]), expected);
    }

    #[test]
    fn too_few_institutions_have_no_table() {
        assert_eq!(listed(&[4, 50]), rows(&[]));
        assert_eq!(listed(&[1, 1, 1]), rows(&[]));
    }

    #[test]
    fn where_nothing_can_be_hidden_beside_it_the_total_goes_as_well() {
        let tally = by_institution(&[6, 6]);
        let withheld = WithheldCells::decide(&tally, Threshold(5));
        let waiting = Cell::overview(cell::WAITING);
        // Twelve wait, none was rejected: with the total shown, two numbers give each other away.
        assert_eq!(
            withheld.why(&Cell::overview(cell::REJECTED)),
            Some(Why::Small)
        );
        assert_eq!(withheld.why(&waiting), Some(Why::Complement));
    }
}
