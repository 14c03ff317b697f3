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

use crate::statistics::counting::cell::Cell;
use crate::statistics::counting::year_count::YearCount;

/// Sums and *at most* pairs over numbered cells, made once for a year.
pub(crate) struct System {
    /// Position of the total, then of the parts.
    pub sums: Vec<(usize, Vec<usize>)>,
    pub at_most: Vec<(usize, usize)>,
    pub cells: Vec<Cell>,
    pub values: Vec<u64>,
}

/// The values of one cell that fit: `low..=high`; `OPEN` means no upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub low: u64,
    pub high: u64,
}

impl System {
    /// Numbers the cells of a tally. Pairs that don't hold are left out: a reader who
    /// assumed them would only be misled.
    pub(crate) fn of(tally: &YearCount) -> Self {
        let cells: Vec<Cell> = tally.cells.keys().cloned().collect();
        let values: Vec<u64> = tally.cells.values().copied().collect();
        let places: BTreeMap<&Cell, usize> = cells
            .iter()
            .enumerate()
            .map(|(i, cell)| (cell, i))
            .collect();
        let place = |cell: &Cell| *places.get(cell).expect("every summed cell was counted");
        let sums = tally.sums.iter();
        let sums = sums.map(|sum| (place(&sum.total), sum.parts.iter().map(place).collect()));
        let pairs = tally.at_most.iter();
        let pairs = pairs.map(|(part, whole)| (place(part), place(whole)));
        Self {
            sums: sums.collect(),
            at_most: pairs
                .filter(|(part, whole)| values[*part] <= values[*whole])
                .collect(),
            cells,
            values,
        }
    }

    /// What fits, for each cell, if those marked in `withheld` are not published.
    pub(crate) fn bounds(&self, withheld: &[bool]) -> Vec<Interval> {
        let start = self.values.iter().zip(withheld);
        let mut bounds: Vec<Interval> = start
            .map(|(value, withheld)| {
                if *withheld {
                    Interval { low: 0, high: OPEN }
                } else {
                    Interval::exactly(*value)
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
        for (part, whole) in &self.at_most {
            let (high, low) = (bounds[*whole].high, bounds[*part].low);
            moved |= bounds[*part].lower_to(high) | bounds[*whole].raise_to(low);
        }
        moved
    }
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
        }
    }

    #[test]
    fn one_withheld_part_is_no_secret() {
        let system = small([20, 3, 10, 7, 6, 4]);
        let bounds = system.bounds(&[false, true, false, false, false, false]);
        assert_eq!(bounds[1], Interval::exactly(3));
    }

    #[test]
    fn bounds_pass_through_a_withheld_subtotal() {
        let system = small([20, 3, 10, 7, 6, 4]);
        let bounds = system.bounds(&[false, true, true, false, false, true]);
        assert_eq!(bounds[1], Interval { low: 0, high: 7 });
        assert_eq!(bounds[2], Interval { low: 6, high: 13 });
        assert_eq!(bounds[5], Interval { low: 0, high: 7 });
    }

    #[test]
    fn a_pair_narrows_both_sides() {
        let mut system = small([20, 3, 10, 7, 6, 4]);
        system.at_most = vec![(1, 5)];
        let bounds = system.bounds(&[false, true, false, true, false, false]);
        assert_eq!(bounds[1], Interval { low: 0, high: 4 });
        assert_eq!(bounds[3], Interval { low: 6, high: 10 });
    }

    #[test]
    fn nothing_published_says_nothing() {
        let system = small([20, 3, 10, 7, 6, 4]);
        let bounds = system.bounds(&[true; 6]);
        let open = Interval { low: 0, high: OPEN };
        assert!(bounds.iter().all(|interval| *interval == open));
    }
}
