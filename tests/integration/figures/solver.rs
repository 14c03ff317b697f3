//! The attacker: has every published file of all years, knows what everyone knows, and solves
//! linear programs in whole numbers with a solver that the program itself doesn't use.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use serde_json::Value;
use svilpe::statistics::counting::cell::{Cell, Table};
use svilpe::statistics::counting::relations::{AtMost, Relations, Sum};
use svilpe::statistics::counting::summary::{CaseSummary, TableCode};
use svilpe::statistics::counting::year::Year;
use svilpe::statistics::counting::year_count::YearCount;
use svilpe::statistics::release::Release;
use svilpe::statistics::withholding::{Threshold, WithheldCells};

use super::made_up::{categories, public};
use super::random::{institutions, year_of_one};

/// `year/table/row/column`, as in `statistics.json`.
pub type Name = String;

/// What the attacker read.
pub struct Loot {
    threshold: u64,
    /// By year.
    cells: Vec<(u64, Vec<Cell>)>,
    pub counts: BTreeMap<Name, Told>,
}

/// What is published of one number.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Told {
    Exactly(u64),
    Between(u64, u64),
    Nothing,
}

/// One equation or inequality of public knowledge: Σ left (= or ≤) Σ right.
struct Fact {
    left: Vec<Name>,
    relation: ComparisonOp,
    right: Vec<Name>,
}

impl Loot {
    pub fn read(release: &Release) -> Self {
        let json: Value = serde_json::from_str(&release.to_json()).expect("JSON");
        let mut loot = Self {
            threshold: u64::MAX,
            cells: Vec::new(),
            counts: BTreeMap::new(),
        };
        for year in json["years"].as_array().expect("years") {
            let number = year["year"].as_u64().expect("a year");
            let threshold = year["threshold"].as_u64().expect("a number");
            loot.threshold = loot.threshold.min(threshold);
            let counts = year["counts"].as_array().expect("counts");
            let told = counts.iter().map(|count| (cell(count), told(count)));
            let told: Vec<(Cell, Told)> = told.collect();
            let named = told.iter().map(|(cell, told)| (name(number, cell), *told));
            loot.counts.extend(named);
            let cells = told.into_iter().map(|(cell, _)| cell).collect();
            loot.cells.push((number, cells));
        }
        loot
    }

    /// The same of years that were not written down.
    pub fn of(years: &[(YearCount, WithheldCells)], threshold: Threshold) -> Self {
        let mut loot = Self {
            threshold: threshold.count(),
            cells: Vec::new(),
            counts: BTreeMap::new(),
        };
        for (tally, withheld) in years {
            let number = u64::from(tally.year.number());
            let cells = tally.cells.iter();
            let cells = cells.filter(|(cell, _)| cell.table != Table::Timeliness);
            let told = |cell: &Cell, count: u64| match (withheld.has(cell), withheld.band(cell)) {
                (false, _) => Told::Exactly(count),
                (true, Some(band)) => Told::Between(band.from, band.to),
                (true, None) => Told::Nothing,
            };
            let named = cells.map(|(cell, count)| (name(number, cell), told(cell, *count)));
            loot.counts.extend(named);
            loot.cells
                .push((number, tally.cells.keys().cloned().collect()));
        }
        loot
    }

    /// How tables add up, and what the life of cases leaves possible, in each year and over all.
    fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (year, cells) in &self.cells {
            let keys = cells.iter().map(|cell| (cell.clone(), 0)).collect();
            let relations = Relations::of(&keys, &categories());
            let names = |cells: &[Cell]| cells.iter().map(|cell| name(*year, cell)).collect();
            facts.extend(relations.sums.iter().map(|Sum { total, parts }| Fact {
                left: names(parts),
                relation: ComparisonOp::Eq,
                right: vec![name(*year, total)],
            }));
            facts.extend(relations.twins.iter().map(|(one, other)| Fact {
                left: vec![name(*year, one)],
                relation: ComparisonOp::Eq,
                right: vec![name(*year, other)],
            }));
            let pairs = relations.at_most.iter();
            facts.extend(pairs.map(|AtMost { part, wholes }| Fact {
                left: vec![name(*year, part)],
                relation: ComparisonOp::Le,
                right: names(wholes),
            }));
        }
        let over_years = Relations::of(&BTreeMap::new(), &[]).over_years;
        for until in 2..=self.cells.len() {
            let years = &self.cells[..until];
            let all = |cell: &Cell| {
                years
                    .iter()
                    .map(|(year, _)| name(*year, cell))
                    .collect::<Vec<_>>()
            };
            let pairs = over_years.iter();
            facts.extend(pairs.map(|AtMost { part, wholes }| Fact {
                left: all(part),
                relation: ComparisonOp::Le,
                right: wholes.iter().flat_map(all).collect(),
            }));
        }
        // How many deadlines fell due is told to nobody.
        let is_told = |name: &Name| self.counts.contains_key(name);
        facts.retain(|fact| fact.left.iter().chain(&fact.right).all(is_told));
        facts
    }

    /// Adds the institutions that *other institutions* must stand for, as further unknowns.
    fn unmerge(&mut self, facts: &mut Vec<Fact>) {
        let years: Vec<u64> = self.cells.iter().map(|(year, _)| *year).collect();
        for year in years {
            let received = |of: &str| format!("{year}/institutions/{of}/received");
            let other = received("other_institutions");
            if !self.counts.contains_key(&other) {
                continue;
            }
            let listed = |name: &Name| self.counts.contains_key(name);
            let names = institutions().into_iter().map(|of| received(of.as_str()));
            let members: Vec<Name> = names.filter(|name| !listed(name)).collect();
            for member in &members {
                self.counts.insert(member.clone(), Told::Nothing);
            }
            facts.push(Fact {
                left: members,
                relation: ComparisonOp::Eq,
                right: vec![other],
            });
        }
    }
}

fn cell(count: &Value) -> Cell {
    let text = |key: &str| count[key].as_str().expect("text");
    let code = |key| TableCode::parse(text(key)).expect("a code");
    let table = Table::ALL
        .iter()
        .find(|table| table.code() == text("table"));
    Cell {
        table: *table.expect("a table"),
        row: code("row"),
        column: code("column"),
    }
}

fn told(count: &Value) -> Told {
    let told = ["value", "from", "to"].map(|key| count[key].as_u64());
    match told {
        [Some(value), None, None] => Told::Exactly(value),
        [None, Some(from), Some(to)] => Told::Between(from, to),
        [None, None, None] => Told::Nothing,
        _ => panic!("{count}"),
    }
}

fn name(year: impl std::fmt::Display, cell: &Cell) -> Name {
    format!("{year}/{}/{}/{}", cell.table.code(), cell.row, cell.column)
}

/// Σ sign × unknown, compared with a number.
type Row = (Vec<(usize, f64)>, ComparisonOp, f64);

/// The attacker's system: unknowns, and facts with the published numbers put in.
struct System {
    unknowns: Vec<Name>,
    /// Between which ends each unknown is said to lie.
    ends: Vec<(i32, i32)>,
    rows: Vec<Row>,
}

impl System {
    /// `truth` tells which *at most* guesses hold: a wrong guess only misleads.
    fn of(loot: &Loot, facts: &[Fact], truth: &BTreeMap<Name, u64>) -> Self {
        let small = |end: u64| i32::try_from(end).expect("a small ledger");
        let unknowns = loot.counts.iter().filter_map(|(name, told)| match told {
            Told::Exactly(_) => None,
            Told::Between(from, to) => Some((name.clone(), (small(*from), small(*to)))),
            Told::Nothing => Some((name.clone(), (0, CEILING))),
        });
        let (unknowns, ends): (Vec<Name>, Vec<_>) = unknowns.unzip();
        let place: BTreeMap<&Name, usize> =
            unknowns.iter().enumerate().map(|(i, n)| (n, i)).collect();
        let at = |name: &Name| truth.get(name).copied().unwrap_or(0);
        let mut rows = Vec::new();
        for fact in facts {
            let sum = |names: &[Name]| names.iter().map(at).fold(0, u64::saturating_add);
            let holds = sum(&fact.left) <= sum(&fact.right);
            if matches!(fact.relation, ComparisonOp::Le) && !holds {
                continue;
            }
            let mut terms = Vec::new();
            let mut known = 0.0;
            let left = fact.left.iter().map(|name| (name, 1.0));
            let right = fact.right.iter().map(|name| (name, -1.0));
            for (name, sign) in left.chain(right) {
                match loot.counts.get(name) {
                    Some(Told::Exactly(number)) => known += sign * real(*number),
                    _ => terms.push((place[name], sign)),
                }
            }
            if !terms.is_empty() {
                rows.push((terms, fact.relation, -known));
            }
        }
        Self {
            unknowns,
            ends,
            rows,
        }
    }

    /// Between which ends an unknown lies; `None` if it has no upper one.
    fn ends(&self, unknown: usize) -> Option<(f64, f64)> {
        let is_in = |(terms, ..): &Row| terms.iter().any(|(u, _)| *u == unknown);
        if !self.rows.iter().any(is_in) {
            let (from, to) = self.ends[unknown];
            return Some((from.into(), to.into()));
        }
        let high = self.end(unknown, OptimizationDirection::Maximize)?;
        let low = self.end(unknown, OptimizationDirection::Minimize);
        Some((low.unwrap_or(f64::from(CEILING)), high))
    }

    /// The least or greatest whole value of one unknown; `None` if there is no end.
    fn end(&self, target: usize, direction: OptimizationDirection) -> Option<f64> {
        let near = self.component(target);
        let mut problem = Problem::new(direction);
        let variables: BTreeMap<usize, Variable> = near
            .iter()
            .map(|unknown| {
                let wanted = if *unknown == target { 1.0 } else { 0.0 };
                (
                    *unknown,
                    problem.add_integer_var(wanted, self.ends[*unknown]),
                )
            })
            .collect();
        for (terms, relation, right) in &self.rows {
            if variables.contains_key(&terms[0].0) {
                let terms: Vec<(Variable, f64)> = terms
                    .iter()
                    .map(|(u, sign)| (variables[u], *sign))
                    .collect();
                problem.add_constraint(&terms[..], *relation, *right);
            }
        }
        let outcome = problem
            .solve()
            .expect("the truth is a solution, so there is one");
        let microlp::SolveOutcome::Solution(solution) = outcome else {
            panic!("no limit was set");
        };
        let end = solution.objective().round();
        (end < f64::from(CEILING)).then_some(end)
    }

    /// Unknowns that share facts with `target`, at any remove.
    fn component(&self, target: usize) -> Vec<usize> {
        let mut near = vec![false; self.unknowns.len()];
        near[target] = true;
        loop {
            let mut grown = false;
            for (terms, _, _) in &self.rows {
                if terms.iter().any(|(unknown, _)| near[*unknown]) {
                    for (unknown, _) in terms {
                        grown |= !std::mem::replace(&mut near[*unknown], true);
                    }
                }
            }
            if !grown {
                return (0..near.len()).filter(|unknown| near[*unknown]).collect();
            }
        }
    }
}

fn real(count: u64) -> f64 {
    f64::from(u32::try_from(count).expect("a small ledger"))
}

/// Attacks a release, all years of it together; says what was found out.
pub fn attack(release: &Release, truth: &BTreeMap<Name, u64>) -> Result<(), String> {
    found_out(Loot::read(release), truth, |_| true).map_or(Ok(()), |(name, low, high)| {
        Err(format!("{name} lies in {low}..={high}"))
    })
}

/// The first of the numbers that are looked `at` that is known too well, and between which ends.
pub fn found_out(
    loot: Loot,
    truth: &BTreeMap<Name, u64>,
    at: impl Fn(&str) -> bool,
) -> Option<(Name, f64, f64)> {
    let threshold = loot.threshold;
    let mut found = None;
    learned(
        loot,
        truth,
        |name, (low, high)| {
            let is_narrow = high - low < real(threshold);
            found = is_narrow.then(|| (name.clone(), low, high));
            !is_narrow
        },
        at,
    );
    found
}

/// Tells of each number that is looked `at` between which ends the attacker knows it to lie, until
/// that is enough.
fn learned(
    mut loot: Loot,
    truth: &BTreeMap<Name, u64>,
    mut tell: impl FnMut(&Name, (f64, f64)) -> bool,
    at: impl Fn(&str) -> bool,
) {
    let mut facts = loot.facts();
    loot.unmerge(&mut facts);
    let system = System::of(&loot, &facts, truth);
    let unknowns = system.unknowns.iter().enumerate();
    for (unknown, name) in unknowns.filter(|(_, name)| at(name)) {
        if let Some(ends) = system.ends(unknown)
            && !tell(name, ends)
        {
            return;
        }
    }
}

/// The real numbers of these years, for judging the attacker's guesses.
pub fn truth(cases: &[CaseSummary], release: &Release) -> BTreeMap<Name, u64> {
    let years = release.years().iter().map(|year| year.year);
    truth_of(cases, years)
}

/// The same of these years.
pub fn truth_of(
    cases: &[CaseSummary],
    years: impl IntoIterator<Item = Year>,
) -> BTreeMap<Name, u64> {
    let mut truth = BTreeMap::new();
    for year in years {
        let tally = YearCount::count(year, &categories(), cases);
        let cells = tally.cells.iter();
        truth.extend(cells.map(|(cell, count)| (name(year, cell), *count)));
        // The merged row's truth is what its members leave of the total.
        for column in ["received", "recognised"] {
            let other = format!("{year}/institutions/other_institutions/{column}");
            truth.insert(other, u64::MAX / 4);
        }
    }
    truth
}

/// Of single institutions' years: how much is told, and what the attacker learns of the rest.
#[derive(Default)]
pub struct Measured {
    pub years: u64,
    pub cells: u64,
    pub exact: u64,
    pub bands: u64,
    /// Numbers that are known closer than the threshold.
    pub broken: u64,
    /// How close the best known lies; if any has two ends.
    pub narrowest: Option<f64>,
}

/// 5 to 500 reports, small years as often as large ones.
pub const SIZES: [usize; 5] = [5, 15, 50, 155, 500];

/// So many years of a size.
pub fn measured(reports: usize, years: u64) -> Measured {
    let mut measured = Measured::default();
    let place = SIZES
        .iter()
        .position(|size| *size == reports)
        .expect("a size") as u64;
    for year in 0..years {
        measured.add(&year_of_one(5 * year + place, reports));
    }
    measured
}

impl Measured {
    fn add(&mut self, cases: &[CaseSummary]) {
        let release = public(cases, THRESHOLD, "2023-02-01", None);
        let loot = Loot::read(&release);
        self.years += 1;
        for told in loot.counts.values() {
            self.cells += 1;
            self.exact += u64::from(matches!(told, Told::Exactly(_)));
            self.bands += u64::from(matches!(told, Told::Between(..)));
        }
        let tell = |_: &Name, (low, high): (f64, f64)| {
            let width = high - low;
            self.broken += u64::from(width < f64::from(THRESHOLD));
            self.narrowest = Some(self.narrowest.map_or(width, |before| before.min(width)));
            true
        };
        learned(loot, &truth(cases, &release), tell, |_| true);
    }
}

/// The default.
const THRESHOLD: u16 = 5;
/// A thousand times what a ledger here holds: as good as no end.
const CEILING: i32 = 100_000;
