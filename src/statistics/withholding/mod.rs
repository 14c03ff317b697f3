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
//! 4. What turned out not to be needed is shown again. What Article 27 asks for begins withheld,
//!    and is shown where that costs the other tables nothing.
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
//!
//! What everyone knows beside the numbers stands in `counting::relations`. It ties years together,
//! too: no more cases are closed in all years than were opened. So earlier years' withheld cells
//! are held to be as safe after this year as they were before.

/// Between which ends a number lies.
pub mod band;

/// A year that stands.
pub mod earlier_year;

/// The lowest and highest value that a reader can work out for a withheld cell: finds the cells
/// that are known too well.
pub(crate) mod audit;

/// Other whole tables that fit all published numbers: shows that a cell is not known too well.
pub(crate) mod alternative_tables;

use std::collections::{BTreeMap, BTreeSet};

use super::counting::cell::{self, Cell, Table};
use super::counting::summary::TableCode;
use super::counting::year_count::YearCount;
use super::withholding::alternative_tables::{AlternativeTables, TablePair};
use super::withholding::audit::{System, Untold};
use super::withholding::band::Band;
use super::withholding::earlier_year::EarlierYear;

/// Counts below it are withheld: 3 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u16);

/// A threshold outside 3 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAThreshold;

/// What is withheld of one year; everything else is shown.
#[derive(Clone, Debug)]
pub struct WithheldCells {
    cells: BTreeMap<Cell, Option<Band>>,
    twins: BTreeMap<Cell, Cell>,
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
    /// Decides for one year, already merged by [`merge_small_institutions`], after all those before
    /// it, the oldest first.
    pub fn decide(tally: &YearCount, earlier: &[EarlierYear], threshold: Threshold) -> Self {
        let system = System::of(tally, earlier);
        let mut pattern = Pattern::primary(system, threshold);
        pattern.take_over(earlier);
        pattern.complete_around_optional();
        // What could not be shown to be safe though all is withheld stays so, without a word.
        if pattern.is_proven() {
            pattern.give_back();
            pattern.tell_bands();
        }
        let Pattern {
            system,
            withheld,
            bands,
            ..
        } = pattern;
        let own = system.cells.into_iter().take(system.own);
        let marked = own.zip(withheld.into_iter().zip(bands));
        let cells = marked.filter_map(|(cell, (withheld, band))| withheld.then_some((cell, band)));
        Self {
            cells: cells.collect(),
            twins: tally.relations.twins.clone(),
        }
    }

    /// Is `cell` not told exactly?
    pub fn has(&self, cell: &Cell) -> bool {
        self.cells.contains_key(self.first(cell))
    }

    /// Between which ends a withheld cell lies, as far as that may be told.
    pub fn band(&self, cell: &Cell) -> Option<Band> {
        self.cells.get(self.first(cell)).copied().flatten()
    }

    /// Of twins the one that was decided on.
    fn first<'c>(&'c self, cell: &'c Cell) -> &'c Cell {
        self.twins.get(cell).unwrap_or(cell)
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
    /// Of withheld cells that were shown to be safe.
    proofs: BTreeMap<usize, TablePair>,
    /// Known too well whatever this year tells, since a lower threshold published it; or not to be
    /// looked at yet.
    known: Vec<bool>,
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
        let own = system.own;
        let untold = |(cell, small): (usize, &bool)| cell < own && *small;
        Self {
            threshold,
            withheld: small.iter().enumerate().map(untold).collect(),
            bands: vec![None; small.len()],
            proofs: BTreeMap::new(),
            known: vec![false; small.len()],
            small,
            sums_of,
            alternatives: AlternativeTables::of(&system),
            system,
        }
    }

    /// Earlier years' cells are told as they were.
    fn take_over(&mut self, earlier: &[EarlierYear]) {
        let mut told = self.system.own..;
        for year in earlier {
            let linked = year
                .tally
                .cells
                .keys()
                .filter(|cell| audit::is_linked(cell));
            for (cell, at) in linked.zip(&mut told) {
                if let Some(band) = year.withheld.get(cell) {
                    self.withheld[at] = true;
                    self.bands[at] = *band;
                }
            }
        }
        let own = self.system.own;
        let mut silent = self.withheld.clone();
        silent[..own].fill(true);
        let untold = Untold {
            withheld: &silent,
            bands: &self.bands,
        };
        let earlier = own..self.withheld.len();
        let known = earlier.map(|cell| self.spread(cell, untold) < self.threshold);
        let known: Vec<bool> = known.collect();
        self.known[own..].copy_from_slice(&known);
    }

    /// What other tables tell, or nobody misses, is told only where that costs the others nothing:
    /// all else is made safe first, and then it is shown again as far as they tell it anyway.
    fn complete_around_optional(&mut self) {
        let waits = |cell: usize| self.is_optional(cell) && !self.small[cell];
        let waiting: Vec<usize> = (0..self.system.own).filter(|cell| waits(*cell)).collect();
        for cell in &waiting {
            (self.withheld[*cell], self.known[*cell]) = (true, true);
        }
        self.complete();
        let bounds = self.system.bounds(self.untold());
        for cell in waiting {
            self.known[cell] = false;
            self.withheld[cell] = bounds[cell].width() > 0;
        }
        self.complete();
    }

    /// Withholds one more cell at a time until nothing can be worked out. Ends: with all
    /// cells of the year withheld nothing is known of any, and no more of earlier ones than before.
    fn complete(&mut self) {
        loop {
            let next = match self.lonely_sum() {
                Some(sum) => self.cheapest(self.cells_in(sum)),
                None => self.narrow_cell().and_then(|cell| self.best_company(cell)),
            };
            let Some(next) = next else { return };
            // The more is withheld, the more tables fit: what is proven stays so.
            self.withheld[next] = true;
        }
    }

    fn is_proven(&self) -> bool {
        self.to_be_safe()
            .all(|cell| self.proofs.contains_key(&cell))
    }

    /// A long sum with withheld cells, but too few of them.
    fn lonely_sum(&self) -> Option<usize> {
        (0..self.system.sums.len()).find(|sum| {
            let withheld = self
                .cells_in(*sum)
                .filter(|cell| self.withheld[*cell])
                .count();
            let (total, parts) = &self.system.sums[*sum];
            let long = parts.len() >= LONG_SUM && *total < self.system.own;
            long && (1..COMPANY).contains(&withheld)
        })
    }

    /// A withheld cell whose bounds are too close, or that no alternative tables show to be safe.
    fn narrow_cell(&mut self) -> Option<usize> {
        let unproven = |cell: &usize| !self.proofs.contains_key(cell);
        let unproven: Vec<usize> = self.to_be_safe().filter(unproven).collect();
        let bounds = self.system.bounds(self.untold());
        let close = |cell: &&usize| bounds[**cell].width() < self.threshold;
        if let Some(close) = unproven.iter().find(close) {
            return Some(*close);
        }
        unproven.into_iter().find(|cell| {
            let pair = self.pair(*cell);
            let narrow = pair.is_none();
            self.proofs.extend(pair.map(|pair| (*cell, pair)));
            narrow
        })
    }

    /// Withheld, and nobody's knowledge before.
    fn to_be_safe(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.withheld.len()).filter(|cell| self.withheld[*cell] && !self.known[*cell])
    }

    fn spread(&self, cell: usize, untold: Untold<'_>) -> u64 {
        self.alternatives.spread(cell, untold, self.threshold)
    }

    /// Two whole tables that show that the cell is known no closer than it may be.
    fn pair(&self, cell: usize) -> Option<TablePair> {
        self.alternatives.pair(cell, self.untold(), self.threshold)
    }

    /// Shows again what need not be withheld, dearest first.
    fn give_back(&mut self) {
        let complements = 0..self.system.own;
        let mut complements: Vec<usize> = complements
            .filter(|cell| self.withheld[*cell] && !self.small[*cell])
            .collect();
        complements.sort_by_key(|cell| (std::cmp::Reverse(self.loss(*cell)), *cell));
        for cell in complements {
            self.withheld[cell] = false;
            let own = self.proofs.remove(&cell);
            let value = self.system.values[cell];
            let safe = self.lonely_sum().is_none() && self.prove_anew(cell, |told| told == value);
            if !safe {
                self.withheld[cell] = true;
                self.proofs.extend(own.map(|pair| (cell, pair)));
            }
        }
    }

    /// Tells of each withheld cell the finest band that leaves all of them safe, the headline
    /// figures first.
    fn tell_bands(&mut self) {
        let untimed = |cell: &usize| self.system.cells[*cell].table != Table::Timeliness;
        let own = self.to_be_safe().filter(|cell| *cell < self.system.own);
        let mut cells: Vec<usize> = own.filter(untimed).collect();
        cells.sort_by_key(|cell| (self.system.cells[*cell].table != Table::Overview, *cell));
        for cell in cells {
            for times in BAND_WIDTHS {
                let width = self.threshold.saturating_mul(times);
                let band = Band::around(self.system.values[cell], width);
                self.bands[cell] = Some(band);
                if self.prove_anew(cell, |told| band.holds(told)) {
                    break;
                }
                self.bands[cell] = None;
            }
        }
    }

    /// Makes anew the proofs that more being told of a cell rules out; if one can't be, all stay as
    /// they were.
    fn prove_anew(&mut self, told: usize, fits: impl Fn(u64) -> bool) -> bool {
        let ruled_out = self
            .proofs
            .iter()
            .filter(|(_, pair)| !pair.both(told, &fits));
        let mut ruled_out: Vec<usize> = ruled_out.map(|(cell, _)| *cell).collect();
        // Most likely to fail first.
        ruled_out.sort_by_key(|cell| *cell != told);
        let anew = |cell: usize| Some((cell, self.pair(cell)?));
        let anew: Option<Vec<_>> = ruled_out.into_iter().map(anew).collect();
        let is_proven = anew.is_some();
        self.proofs.extend(anew.into_iter().flatten());
        is_proven
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
        company.sort_by_key(|cell| (self.is_optional(*cell), self.loss(*cell), *cell));
        let before = self.spread(narrow, self.untold());
        let mut withheld = self.withheld.clone();
        let mut helps = None;
        for cell in &company {
            withheld[*cell] = true;
            let untold = Untold {
                withheld: &withheld,
                bands: &self.bands,
            };
            let after = self.spread(narrow, untold);
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
            .or_else(|| self.cheapest(0..self.system.own))
    }

    /// Shown cells in sums with `cell`, or with withheld cells in its sums, and so on.
    fn around(&self, cell: usize) -> Vec<usize> {
        let mut reached = BTreeSet::new();
        let mut sums: Vec<usize> = self.sums_of[cell].clone();
        let mut seen: BTreeSet<usize> = sums.iter().copied().collect();
        while let Some(sum) = sums.pop() {
            for cell in self.cells_in(sum) {
                if !self.withheld[cell] {
                    reached.extend((cell < self.system.own).then_some(cell));
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
        let own = cells.filter(|cell| *cell < self.system.own);
        let shown = own.filter(|cell| !self.withheld[*cell]);
        shown.min_by_key(|cell| (self.is_optional(*cell), self.loss(*cell), *cell))
    }

    /// If it is told, other tables tell it: to withhold it alone helps nobody.
    fn is_optional(&self, cell: usize) -> bool {
        is_optional(&self.system.cells[cell])
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
            (Table::Overview, cell::PROCEEDINGS | cell::DECIDED | cell::OPENED, _)
            | (Table::Areas | Table::European, _, _) => 1,
            (Table::Proceedings, _, cell::ALL) | (Table::Timeliness, _, cell::DUE) => 8,
            _ => 4,
        };
        value.saturating_mul(weight)
    }
}

/// What Article 27 asks for is made of the other tables' rows in another order, and how many cases
/// are pending is worth less than how many there were.
fn is_optional(cell: &Cell) -> bool {
    let pending = [cell::FINISHED, cell::PENDING].contains(&cell.row.as_str());
    matches!(cell.table, Table::Areas | Table::European)
        || (cell.table == Table::Overview && pending)
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
        let withheld = WithheldCells::decide(&tally, &[], Threshold(5));
        // Twelve wait, none was rejected: with the total shown, two numbers give each other away.
        for row in [cell::REJECTED, cell::WAITING] {
            assert!(withheld.has(&Cell::overview(row)), "{row}");
        }
    }
}
