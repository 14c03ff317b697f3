//! Alternative tables: proof that a withheld number could be another one, too.
//!
//! Starting from the true figures, a move changes one withheld number and rebalances every
//! sum that it upsets by changing other withheld numbers, never below zero and never a
//! part above its whole. What results fits everything that is published, so a
//! reader can't rule it out. Two such sets of figures in which a number differs
//! by T prove that its interval is at least T wide, whatever else is true of the system.
//!
//! A move is found by depth-first search with a budget (the augmenting paths of network
//! flows; where a number stands in three sums, an augmenting tree). Where the search finds
//! nothing although there is something, more is withheld than need be, never less.

use super::audit::{System, Untold};

/// Looks for other figures that fit one year's tables.
pub(crate) struct AlternativeTables {
    /// For each equation, its numbers with +1 or −1, those in fewest equations first.
    equations: Vec<Vec<(usize, i64)>>,
    /// For each number, the equations it stands in, with the same sign.
    stands_in: Vec<Vec<(usize, i64)>>,
    /// The true figures; after the cells, what each whole has more than its part.
    truth: Vec<i64>,
    cells: usize,
}

/// Two sets of figures that fit all that is told.
pub(crate) struct TablePair([Vec<i64>; 2]);

impl TablePair {
    /// Does this hold for the cell's number in both?
    pub(crate) fn both(&self, cell: usize, holds: impl Fn(u64) -> bool) -> bool {
        let mut figures = self.0.iter().map(|figures| figures[cell]);
        figures.all(|figure| u64::try_from(figure).is_ok_and(&holds))
    }
}

/// A set of figures on its way to another that fits.
struct Walk<'a> {
    system: &'a AlternativeTables,
    untold: Untold<'a>,
    figures: Vec<i64>,
    imbalance: Vec<i64>,
    moved: Vec<bool>,
    budget: u32,
}

impl AlternativeTables {
    /// Prepares the search: `part ≤ whole` becomes `part + rest = whole` with an unknown rest.
    pub(crate) fn of(system: &System) -> Self {
        let signed = |value: u64| i64::try_from(value).expect("nobody counts 2^63 reports");
        let cells = system.values.len();
        let mut truth: Vec<i64> = system.values.iter().map(|value| signed(*value)).collect();
        let mut equations: Vec<Vec<(usize, i64)>> = Vec::new();
        for (total, parts) in &system.sums {
            let parts = parts.iter().map(|part| (*part, 1));
            equations.push(parts.chain([(*total, -1)]).collect());
        }
        for (parts, wholes) in &system.at_most {
            let signs = parts.iter().map(|part| (*part, 1));
            let signs = signs.chain(wholes.iter().map(|whole| (*whole, -1)));
            let mut equation: Vec<_> = signs.collect();
            let rest = equation.iter().map(|(cell, sign)| -sign * truth[*cell]);
            let rest = rest.sum();
            equation.push((truth.len(), 1));
            equations.push(equation);
            truth.push(rest);
        }
        let mut stands_in = vec![Vec::new(); truth.len()];
        for (at, equation) in equations.iter().enumerate() {
            for (number, sign) in equation {
                stands_in[*number].push((at, *sign));
            }
        }
        for equation in &mut equations {
            equation.sort_by_key(|(number, _)| (stands_in[*number].len(), *number));
        }
        Self {
            equations,
            stands_in,
            truth,
            cells,
        }
    }

    /// How far apart two values of the cell can be shown to be; stops at `width`.
    pub(crate) fn spread(&self, cell: usize, untold: Untold<'_>, width: u64) -> u64 {
        self.apart(cell, untold, width).0
    }

    /// Two sets of figures in which the cell's numbers are at least `width` apart.
    pub(crate) fn pair(&self, cell: usize, untold: Untold<'_>, width: u64) -> Option<TablePair> {
        let (found, pair) = self.apart(cell, untold, width);
        (found >= width).then_some(pair)
    }

    fn apart(&self, cell: usize, untold: Untold<'_>, width: u64) -> (u64, TablePair) {
        let step = i64::try_from(width).expect("a threshold is small");
        let mut up = self.walk(untold);
        if up.step(cell, step) {
            return (width, TablePair([self.truth.clone(), up.figures]));
        }
        let mut found = 0;
        while found < width && up.step(cell, 1) {
            found += 1;
        }
        let mut down = self.walk(untold);
        while found < width && down.step(cell, -1) {
            found += 1;
        }
        (found, TablePair([down.figures, up.figures]))
    }

    fn walk<'a>(&'a self, untold: Untold<'a>) -> Walk<'a> {
        Walk {
            system: self,
            untold,
            figures: self.truth.clone(),
            imbalance: vec![0; self.equations.len()],
            moved: vec![false; self.truth.len()],
            budget: 0,
        }
    }
}

impl Walk<'_> {
    /// Moves `number` by `change` and rebalances; leaves all as it was if it can't.
    fn step(&mut self, number: usize, change: i64) -> bool {
        self.budget = BUDGET;
        if !self.fits(number, change) {
            return false;
        }
        self.shift(number, change);
        let settled = self.settle();
        if settled {
            self.moved.fill(false);
        } else {
            self.shift_back(number, change);
        }
        settled
    }

    /// Rebalances an upset equation in every way that can work, until none is upset: the one with
    /// the fewest ways first, so that what can't work is seen early.
    fn settle(&mut self) -> bool {
        let upset = self.imbalance.iter().enumerate();
        let upset = upset.filter(|(_, by)| **by != 0).map(|(at, _)| at);
        let Some(upset) = upset.min_by_key(|at| self.ways(*at).count()) else {
            return true;
        };
        let ways: Vec<(usize, i64)> = self.ways(upset).collect();
        for (number, change) in ways {
            if self.budget == 0 {
                return false;
            }
            self.budget -= 1;
            self.shift(number, change);
            if self.settle() {
                return true;
            }
            self.shift_back(number, change);
        }
        false
    }

    /// Numbers that could rebalance an equation, and by how much each.
    fn ways(&self, equation: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        let by = self.imbalance[equation];
        let numbers = self.system.equations[equation].iter();
        let changes = numbers.map(move |(number, sign)| (*number, -by * sign));
        changes.filter(|(number, change)| self.may_move(*number) && self.fits(*number, *change))
    }

    fn may_move(&self, number: usize) -> bool {
        let unknown = number >= self.system.cells || self.untold.withheld[number];
        unknown && !self.moved[number]
    }

    /// Could the number be so much more, by what is told of itself?
    fn fits(&self, number: usize, change: i64) -> bool {
        let figure = self.figures[number] + change;
        let band = self.untold.bands.get(number).copied().flatten();
        figure >= 0 && band.is_none_or(|band| band.holds(figure.unsigned_abs()))
    }

    fn shift(&mut self, number: usize, change: i64) {
        self.figures[number] += change;
        self.moved[number] = true;
        for (equation, sign) in &self.system.stands_in[number] {
            self.imbalance[*equation] += sign * change;
        }
    }

    fn shift_back(&mut self, number: usize, change: i64) {
        self.shift(number, -change);
        self.moved[number] = false;
    }
}

/// Changes tried for one move. A move in a year's system takes fewer than twenty.
const BUDGET: u32 = 2_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::withholding::band::Band;

    /// 0 = 1 + 2 + 3, 4 = 5 + 6, and 5 ≤ 1.
    fn linked(values: [u64; 7]) -> AlternativeTables {
        AlternativeTables::of(&System {
            sums: vec![(0, vec![1, 2, 3]), (4, vec![5, 6])],
            at_most: vec![(vec![5], vec![1])],
            cells: vec![],
            values: values.to_vec(),
            own: 7,
        })
    }

    fn spread(system: &AlternativeTables, cell: usize, hidden: &[usize], width: u64) -> u64 {
        let untold = Untold {
            withheld: &hiding(hidden),
            bands: &[],
        };
        system.spread(cell, untold, width)
    }

    fn hiding(cells: &[usize]) -> Vec<bool> {
        (0..7).map(|cell| cells.contains(&cell)).collect()
    }

    #[test]
    fn two_withheld_parts_can_trade() {
        let system = linked([20, 3, 7, 10, 9, 2, 7]);
        assert_eq!(
            spread(&system, 1, &[1, 2], 20),
            8,
            "2 to 10: not below its part"
        );
        let mut bands = vec![None; 7];
        bands[2] = Some(Band { from: 5, to: 10 });
        let untold = Untold {
            withheld: &hiding(&[1, 2]),
            bands: &bands,
        };
        assert_eq!(
            system.spread(1, untold, 20),
            3,
            "2 to 5, for its sister is 5 to 8"
        );
    }

    #[test]
    fn a_part_can_grow_if_its_whole_can() {
        let system = linked([20, 3, 7, 10, 9, 2, 7]);
        assert_eq!(spread(&system, 5, &[5, 6], 20), 3, "0 to 3");
        assert_eq!(spread(&system, 5, &[5, 6, 1, 2], 20), 9, "0 to 9");
    }

    #[test]
    fn a_lone_withheld_part_can_not_move() {
        let system = linked([20, 3, 7, 10, 9, 2, 7]);
        assert_eq!(spread(&system, 1, &[1], 20), 0);
    }
}
