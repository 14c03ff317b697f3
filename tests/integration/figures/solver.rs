//! The attacker: has every published file of all years, knows what everyone knows, and solves
//! linear programs in whole numbers with a solver that the program itself doesn't use.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use serde_json::Value;
use svilpe::statistics::counting::cell::{Cell, Table};
use svilpe::statistics::counting::relations::{AtMost, Relations, Sum};
use svilpe::statistics::counting::summary::{CaseSummary, TableCode};
use svilpe::statistics::counting::year_count::YearCount;
use svilpe::statistics::release::Release;

use super::made_up::{categories, public};
use super::random::{institutions, year_of_one};

/// `year/table/row/column`, as in `statistics.json`.
type Name = String;

/// What the attacker read.
pub struct Loot {
    threshold: u64,
    /// By year.
    cells: Vec<(u64, Vec<Cell>)>,
    pub counts: BTreeMap<Name, Told>,
}

/// What is published of one number.
#[derive(Clone, Copy, PartialEq)]
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
        for until in 2..=self.cells.len() {
            let years = &self.cells[..until];
            let all = |cell: &Cell| {
                years
                    .iter()
                    .map(|(year, _)| name(*year, cell))
                    .collect::<Vec<_>>()
            };
            let pairs = Relations::over_years().into_iter();
            facts.extend(pairs.map(|AtMost { part, wholes }| Fact {
                left: all(&part),
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
    let mut loot = Loot::read(release);
    let mut facts = loot.facts();
    loot.unmerge(&mut facts);
    let system = System::of(&loot, &facts, truth);
    for (unknown, name) in system.unknowns.iter().enumerate() {
        let is_in = |(terms, ..): &Row| terms.iter().any(|(u, _)| *u == unknown);
        let (from, to) = system.ends[unknown];
        if !system.rows.iter().any(is_in) {
            if real(loot.threshold) > f64::from(to - from) {
                return Err(format!("{name} is said to lie in {from}..={to}"));
            }
            continue;
        }
        let Some(high) = system.end(unknown, OptimizationDirection::Maximize) else {
            continue;
        };
        let low = system
            .end(unknown, OptimizationDirection::Minimize)
            .unwrap_or(f64::from(CEILING));
        if high - low < real(loot.threshold) {
            return Err(format!("{name} lies in {low}..={high}"));
        }
    }
    Ok(())
}

/// The real numbers of these years, for judging the attacker's guesses.
pub fn truth(cases: &[CaseSummary], years: &Release) -> BTreeMap<Name, u64> {
    let mut truth = BTreeMap::new();
    for year in years.years() {
        let tally = YearCount::count(year.year, &categories(), cases);
        let cells = tally.cells.iter();
        truth.extend(cells.map(|(cell, count)| (name(year.year, cell), *count)));
        // The merged row's truth is what its members leave of the total.
        for column in ["received", "recognised"] {
            let other = format!("{}/institutions/other_institutions/{column}", year.year);
            truth.insert(other, u64::MAX / 4);
        }
    }
    truth
}

/// Of single institutions' years: how much is told, and whether it is too much.
#[derive(Default)]
pub struct Measured {
    pub cells: u64,
    pub exact: u64,
    pub bands: u64,
    pub broken: u64,
}

pub fn measured(years: u64) -> Measured {
    let mut measured = Measured::default();
    for seed in 0..years {
        // 5 to 500 reports, small ones as often as large ones.
        let reports = 5 * 100_usize
            .pow(u32::try_from(seed % 5).expect("small"))
            .isqrt()
            .isqrt();
        let cases = year_of_one(seed, reports.min(500));
        let release = public(&cases, 5, "2023-02-01", None);
        measured.broken += u64::from(attack(&release, &truth(&cases, &release)).is_err());
        for told in Loot::read(&release).counts.into_values() {
            measured.cells += 1;
            measured.exact += u64::from(matches!(told, Told::Exactly(_)));
            measured.bands += u64::from(matches!(told, Told::Between(..)));
        }
    }
    measured
}

/// A thousand times what a ledger here holds: as good as no end.
const CEILING: i32 = 100_000;
