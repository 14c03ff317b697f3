//! The audit: what a reader can work out about each withheld number.
//!
//! A reader is granted every published number of every table, every sum that ties
//! numbers together, that counts are whole and not negative, and that a part is at
//! most its whole. From these the audit finds, for each withheld cell, the lowest
//! and highest value that fit: bounds are passed to and fro between totals and parts
//! until nothing moves, the *shuttle algorithm* of Buzzigoli and Giusti
//! (<https://mpra.ub.uni-muenchen.de/49245/>).
//!
//! Such bounds can be wider than the truth: exact in a forest of sums, but the *at
//! most* pairs close loops. So they can show that a cell is unsafe (too narrow), at little
//! cost; that it is safe is shown by `alternative_tables`.

use std::collections::BTreeMap;

use super::band::Band;
use super::earlier_year::EarlierYear;
use crate::statistics::counting::cell::{Cell, Table};
use crate::statistics::counting::relations::{AtMost, Relations, Sum};
use crate::statistics::counting::year_count::YearCount;

/// Sums and *at most* pairs over numbered cells, made once for a year. Behind the year's own cells
/// stand those of earlier years that tell something of them.
pub(crate) struct System {
    /// Position of the total, then of the parts.
    pub sums: Vec<(usize, Vec<usize>)>,
    pub at_most: Vec<(Vec<usize>, Vec<usize>)>,
    pub cells: Vec<Cell>,
    pub values: Vec<u64>,
    /// So many cells are the year's own.
    pub own: usize,
}

/// What of the numbers is not told.
#[derive(Clone, Copy)]
pub(crate) struct Untold<'a> {
    /// For each cell: is its number withheld?
    pub withheld: &'a [bool],
    /// For each cell: between which ends it is said to lie, if so; empty: nothing is said of any.
    pub bands: &'a [Option<Band>],
}

/// The values of one cell that fit: `low..=high`; `OPEN` means no upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub low: u64,
    pub high: u64,
}

impl System {
    /// Numbers the cells of a tally, and of those before it, the oldest first. Pairs that don't
    /// hold are left out: a reader who assumed them would only be misled.
    pub(crate) fn of(tally: &YearCount, earlier: &[EarlierYear]) -> Self {
        let twins = &tally.relations.twins;
        let own = tally.cells.iter();
        let own = own.filter(|(cell, _)| !twins.contains_key(*cell));
        let own: BTreeMap<Cell, u64> = own.map(|(cell, count)| (cell.clone(), *count)).collect();
        let mut system = Self {
            sums: Vec::new(),
            at_most: Vec::new(),
            cells: Vec::new(),
            values: Vec::new(),
            own: own.len(),
        };
        let own = system.add(&own, &tally.relations);
        let mut years: Vec<_> = earlier
            .iter()
            .map(|year| system.add(&linked(&year.tally.cells), &linked_relations(year)))
            .collect();
        years.push(own);
        let through = if earlier.is_empty() { 0 } else { years.len() };
        for until in 1..=through {
            system.add_over(&years[..until], &tally.relations.over_years);
        }
        let values = &system.values;
        let sum = |cells: &[usize]| cells.iter().map(|cell| values[*cell]).sum::<u64>();
        system
            .at_most
            .retain(|(parts, wholes)| sum(parts) <= sum(wholes));
        system
    }

    /// One year's cells and relations; where each cell stands.
    fn add(&mut self, cells: &BTreeMap<Cell, u64>, relations: &Relations) -> BTreeMap<Cell, usize> {
        let first = self.cells.len();
        self.cells.extend(cells.keys().cloned());
        self.values.extend(cells.values());
        let places: BTreeMap<Cell, usize> = cells.keys().cloned().zip(first..).collect();
        let place = |cell: &Cell| *places.get(cell).expect("every summed cell was counted");
        for Sum { total, parts } in &relations.sums {
            let parts = parts.iter().map(place).collect();
            self.sums.push((place(total), parts));
        }
        for AtMost { part, wholes } in &relations.at_most {
            let wholes = wholes.iter().map(place).collect();
            self.at_most.push((vec![place(part)], wholes));
        }
        places
    }

    /// What holds of these years together.
    fn add_over(&mut self, years: &[BTreeMap<Cell, usize>], relations: &[AtMost]) {
        let all = |cell: &Cell| -> Vec<usize> {
            let places = years.iter().filter_map(|year| year.get(cell));
            places.copied().collect()
        };
        for AtMost { part, wholes } in relations {
            let wholes = wholes.iter().flat_map(all).collect();
            self.at_most.push((all(part), wholes));
        }
    }

    /// What fits, for each cell, by what is told.
    pub(crate) fn bounds(&self, untold: Untold<'_>) -> Vec<Interval> {
        let start = self.values.iter().enumerate();
        let mut bounds: Vec<Interval> = start
            .map(|(cell, value)| {
                let band = untold.bands.get(cell).copied().flatten();
                match (untold.withheld[cell], band) {
                    (false, _) => Interval::exactly(*value),
                    (true, None) => Interval { low: 0, high: OPEN },
                    (true, Some(Band { from, to })) => Interval {
                        low: from,
                        high: to,
                    },
                }
            })
            .collect();
        while self.tighten(&mut bounds) {}
        bounds
    }

    /// One pass; says whether anything moved. Ends because bounds only close in on
    /// the true values.
    fn tighten(&self, bounds: &mut [Interval]) -> bool {
        let mut moved = false;
        for (total, parts) in &self.sums {
            moved |= tighten_sum(bounds, *total, parts);
        }
        for (parts, wholes) in &self.at_most {
            moved |= tighten_at_most(bounds, parts, wholes);
        }
        moved
    }
}

/// What earlier years' tables tell of this one's: not the rows of categories or institutions.
pub(super) fn is_linked(cell: &Cell) -> bool {
    matches!(
        cell.table,
        Table::Overview
            | Table::Tracks
            | Table::Decisions
            | Table::Proceedings
            | Table::EndedProceedings
    )
}

fn linked(cells: &BTreeMap<Cell, u64>) -> BTreeMap<Cell, u64> {
    let linked = cells.iter().filter(|(cell, _)| is_linked(cell));
    linked.map(|(cell, count)| (cell.clone(), *count)).collect()
}

fn linked_relations(year: &EarlierYear) -> Relations {
    let mut relations = year.tally.relations.clone();
    relations.sums.retain(|sum| is_linked(&sum.total));
    relations.retain(is_linked);
    relations
}

/// All parts come to no more than all wholes.
fn tighten_at_most(bounds: &mut [Interval], parts: &[usize], wholes: &[usize]) -> bool {
    let low: u64 = parts.iter().map(|part| bounds[*part].low).sum();
    let mut high = Upper::default();
    for whole in wholes {
        high.add(bounds[*whole].high);
    }
    let mut moved = false;
    for whole in wholes {
        let others = high.without(bounds[*whole].high);
        if others != OPEN {
            moved |= bounds[*whole].raise_to(low.saturating_sub(others));
        }
    }
    if high.whole() == OPEN {
        return moved;
    }
    for part in parts {
        let others = low - bounds[*part].low;
        moved |= bounds[*part].lower_to(high.whole().saturating_sub(others));
    }
    moved
}

fn tighten_sum(bounds: &mut [Interval], total: usize, parts: &[usize]) -> bool {
    let low: u64 = parts.iter().map(|part| bounds[*part].low).sum();
    let mut high = Upper::default();
    for part in parts {
        high.add(bounds[*part].high);
    }
    let mut moved = bounds[total].raise_to(low) | bounds[total].lower_to(high.whole());
    let sum = bounds[total];
    for part in parts {
        let own = bounds[*part];
        let others_low = low - own.low;
        let others_high = high.without(own.high);
        if sum.high != OPEN {
            moved |= bounds[*part].lower_to(sum.high.saturating_sub(others_low));
        }
        if others_high != OPEN {
            moved |= bounds[*part].raise_to(sum.low.saturating_sub(others_high));
        }
    }
    moved
}

/// A sum of upper ends, some of them open.
#[derive(Default)]
struct Upper {
    closed: u64,
    open: usize,
}

impl Upper {
    fn add(&mut self, high: u64) {
        if high == OPEN {
            self.open += 1;
        } else {
            self.closed = self.closed.saturating_add(high);
        }
    }

    fn whole(&self) -> u64 {
        if self.open > 0 { OPEN } else { self.closed }
    }

    fn without(&self, own: u64) -> u64 {
        match (self.open, own == OPEN) {
            (0, _) => self.closed - own,
            (1, true) => self.closed,
            _ => OPEN,
        }
    }
}

impl Interval {
    fn exactly(value: u64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    fn raise_to(&mut self, low: u64) -> bool {
        let moved = low > self.low;
        self.low = self.low.max(low);
        moved
    }

    fn lower_to(&mut self, high: u64) -> bool {
        let moved = high < self.high;
        self.high = self.high.min(high);
        moved
    }

    /// The difference of its ends; a withheld cell needs at least the threshold.
    pub(crate) fn width(self) -> u64 {
        self.high - self.low
    }
}

/// No upper end.
pub(crate) const OPEN: u64 = u64::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    /// total = a + b + c, b = d + e
    fn small(values: [u64; 6]) -> System {
        System {
            sums: vec![(0, vec![1, 2, 3]), (2, vec![4, 5])],
            at_most: vec![],
            cells: vec![],
            values: values.to_vec(),
            own: 6,
        }
    }

    fn bounds(system: &System, withheld: &[bool]) -> Vec<Interval> {
        let untold = Untold {
            withheld,
            bands: &[],
        };
        system.bounds(untold)
    }

    #[test]
    fn one_withheld_part_is_no_secret() {
        let system = small([20, 3, 10, 7, 6, 4]);
        let bounds = bounds(&system, &[false, true, false, false, false, false]);
        assert_eq!(bounds[1], Interval::exactly(3));
    }

    #[test]
    fn bounds_pass_through_a_withheld_subtotal() {
        let system = small([20, 3, 10, 7, 6, 4]);
        let bounds = bounds(&system, &[false, true, true, false, false, true]);
        assert_eq!(bounds[1], Interval { low: 0, high: 7 });
        assert_eq!(bounds[2], Interval { low: 6, high: 13 });
        assert_eq!(bounds[5], Interval { low: 0, high: 7 });
    }

    #[test]
    fn a_pair_narrows_both_sides() {
        let mut system = small([20, 3, 10, 7, 6, 4]);
        system.at_most = vec![(vec![1], vec![5])];
        let bounds = bounds(&system, &[false, true, false, true, false, false]);
        assert_eq!(bounds[1], Interval { low: 0, high: 4 });
        assert_eq!(bounds[3], Interval { low: 6, high: 10 });
    }

    /// 1 is no more than 4 and 5 together, which are 4 and what is told as 2 to 7.
    #[test]
    fn a_part_of_two_wholes_and_a_band_narrow_each_other() {
        let mut system = small([20, 3, 10, 7, 6, 4]);
        system.sums.clear();
        system.at_most = vec![(vec![1], vec![4, 5])];
        let mut bands = [None; 6];
        bands[5] = Some(Band { from: 2, to: 7 });
        let untold = Untold {
            withheld: &[false, true, false, false, false, true],
            bands: &bands,
        };
        let bounds = system.bounds(untold);
        assert_eq!(bounds[1], Interval { low: 0, high: 13 });
        system.at_most = vec![(vec![0], vec![4, 5, 2])];
        assert_eq!(system.bounds(untold)[5], Interval { low: 4, high: 7 });
    }

    #[test]
    fn nothing_published_says_nothing() {
        let system = small([20, 3, 10, 7, 6, 4]);
        let bounds = bounds(&system, &[true; 6]);
        let open = Interval { low: 0, high: OPEN };
        assert!(bounds.iter().all(|interval| *interval == open));
    }
}
