//! Each thing that everyone knows is needed: where withholding forgets one, the attack, which does
//! not, finds a number. See `counting::relations`.

use std::collections::{BTreeMap, BTreeSet};

use svilpe::ledger::entry::vocabulary::{Outcome, Proceeding};
use svilpe::statistics::counting::cell::{Cell, Table};
use svilpe::statistics::counting::relations::{AtMost, Relations, Sum};
use svilpe::statistics::counting::summary::CaseSummary;
use svilpe::statistics::counting::year::Year;
use svilpe::statistics::counting::year_count::YearCount;
use svilpe::statistics::withholding::earlier_year::EarlierYear;
use svilpe::statistics::withholding::{Threshold, WithheldCells, merge_small_institutions};

use super::made_up::categories;
use super::random::{ledger, two_years, year_of_one};
use super::solver::{Loot, found_out, truth_of};

/// Kinds of relation, and a ledger in which to forget one costs somebody their number; `ignored` below
/// looks for more.
const NEEDED: &[(&str, u64, &str)] = &[
    (
        "areas/*/received = categories/*/received",
        2,
        "2022/areas/c/received",
    ),
    (
        "areas/*/recognised = categories/*/recognised",
        11,
        "2022/categories/animal-welfare/recognised",
    ),
    (
        "categories/*/recognised ≤ categories/*/received",
        113,
        "2023/categories/corruption-party-finance/recognised",
    ),
    (
        "decisions/not_recognised/reports = reasons/*/reports",
        2,
        "2023/reasons/excluded_by_law/reports",
    ),
    (
        "ended_proceedings/*/all = ended_proceedings/*/closed_no_sanction + ended_proceedings/*/closed_sanction",
        5,
        "2023/ended_proceedings/criminal/closed_sanction",
    ),
    (
        "european/*/eu ≤ european/concluded/eu",
        32,
        "2022/categories/construction-safety/received",
    ),
];

#[test]
fn p8_where_withholding_forgets_what_everyone_knows_the_attack_finds_a_number() {
    let kinds = kinds();
    for (forgotten, seed, cell) in NEEDED {
        assert!(kinds.contains(*forgotten), "{forgotten}");
        let (cases, years) = story(*seed);
        let found = |forgotten| found(&cases, &years, *seed, forgotten, |name| name == *cell);
        let narrow = found(Some(*forgotten));
        assert!(narrow.is_some(), "{forgotten}: nothing is found of {cell}");
        assert_eq!(found(None), None, "{forgotten}");
    }
}

/// What the second year tells would say more of the first than was told of it.
#[test]
fn p8_withholding_of_a_second_year_minds_what_it_tells_of_the_first() {
    let cases = two_years(18);
    let years = [2022, 2023].map(|number| Year::new(number).expect("a year"));
    let cell = "2022/decisions/as_submission/reports";
    let found = |forgotten| found(&cases, &years, TO_FIVE, forgotten, |name| name == cell);
    let forgotten = "years: overview/examined/reports ≤ decisions/tip_accepted/reports + overview/recognised/reports";
    assert!(kinds().contains(forgotten));
    assert_eq!(found(Some(forgotten)), Some((cell.to_owned(), 0.0, 4.0)));
    assert_eq!(found(None), None);
}

#[test]
#[ignore = "hours; prints what NEEDED is made of, of kinds that begin with $ONLY"]
fn ledgers_that_need_each_relation() {
    let seeds = 400;
    let only = std::env::var("ONLY").unwrap_or_default();
    for kind in kinds().into_iter().filter(|kind| kind.starts_with(&only)) {
        let needs = (0..seeds).find_map(|seed| {
            let (cases, years) = story(seed);
            if kind.starts_with("years: ") && years.len() == 1 {
                return None;
            }
            let whole = told(&cases, &years, seed, None);
            let loot = told(&cases, &years, seed, Some(&kind));
            if loot.counts == whole.counts {
                return None;
            }
            let truth = truth_of(&cases, years);
            let (cell, ..) = found_out(loot, &truth, |_| true)?;
            Some((seed, cell))
        });
        match needs {
            Some((seed, cell)) => println!("(\"{kind}\", {seed}, \"{cell}\"),"),
            None => println!("(\"{kind}\", \"\"),"),
        }
    }
}

fn found(
    cases: &[CaseSummary],
    years: &[Year],
    seed: u64,
    forgotten: Option<&str>,
    at: impl Fn(&str) -> bool,
) -> Option<(String, f64, f64)> {
    let truth = truth_of(cases, years.iter().copied());
    found_out(told(cases, years, seed, forgotten), &truth, at)
}

/// One year of one institution, one of several, or two years.
fn story(seed: u64) -> (Vec<CaseSummary>, Vec<Year>) {
    let year = |number| Year::new(number).expect("a year");
    match seed % 3 {
        0 => (
            year_of_one(seed, 5 + usize::try_from(seed % 60).expect("small")),
            vec![year(2022)],
        ),
        1 => (ledger(seed), vec![year(2022)]),
        _ => (two_years(seed), vec![year(2022), year(2023)]),
    }
}

/// What is told of these years, one decided after the other, if withholding forgets a kind of
/// relation.
fn told(cases: &[CaseSummary], years: &[Year], seed: u64, forgotten: Option<&str>) -> Loot {
    let threshold = Threshold::new(3 + u16::try_from(seed % 5).expect("small")).expect("3 to 7");
    let (mut earlier, mut decided) = (Vec::new(), Vec::new());
    for year in years {
        let mut tally = YearCount::count(*year, &categories(), cases);
        if let Some(forgotten) = forgotten {
            forget(&mut tally.relations, forgotten);
        }
        let merged = merge_small_institutions(&tally, threshold);
        let withheld = WithheldCells::decide(&merged, &earlier, threshold);
        let cells = merged.cells.keys().filter(|cell| withheld.has(cell));
        let cells = cells.map(|cell| (cell.clone(), withheld.band(cell)));
        earlier.push(EarlierYear {
            tally,
            withheld: cells.collect(),
        });
        decided.push((merged, withheld));
    }
    Loot::of(&decided, threshold)
}

fn forget(relations: &mut Relations, kind: &str) {
    relations.sums.retain(|sum| kind_of_sum(sum) != kind);
    relations.at_most.retain(|pair| kind_of_pair(pair) != kind);
    let over = |pair: &AtMost| format!("years: {}", kind_of_pair(pair));
    relations.over_years.retain(|pair| over(pair) != kind);
}

/// All that anybody's year has but how punctual it was, which is published otherwise.
fn kinds() -> BTreeSet<String> {
    let (cases, years) = story(1);
    let tally = YearCount::count(years[0], &categories(), &cases);
    let Relations {
        sums,
        at_most,
        over_years,
        ..
    } = &tally.relations;
    let sums = sums
        .iter()
        .filter(|sum| sum.total.table != Table::Timeliness);
    let sums = sums.map(kind_of_sum);
    let over = over_years
        .iter()
        .map(|pair| format!("years: {}", kind_of_pair(pair)));
    sums.chain(at_most.iter().map(kind_of_pair))
        .chain(over)
        .collect()
}

fn kind_of_sum(sum: &Sum) -> String {
    format!("{} = {}", kind_of(&sum.total), kinds_of(&sum.parts))
}

fn kind_of_pair(pair: &AtMost) -> String {
    format!("{} ≤ {}", kind_of(&pair.part), kinds_of(&pair.wholes))
}

fn kinds_of(cells: &[Cell]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for cell in cells {
        *counts.entry(kind_of(cell)).or_default() += 1;
    }
    counts.into_keys().collect::<Vec<_>>().join(" + ")
}

/// A cell without the row that is one of many alike.
fn kind_of(cell: &Cell) -> String {
    let row = cell.row.as_str();
    let one_of_many = Outcome::ALL.iter().any(|outcome| outcome.as_str() == row)
        || Proceeding::ALL.iter().any(|kind| kind.as_str() == row)
        || matches!(
            cell.table,
            Table::Categories
                | Table::Institutions
                | Table::Areas
                | Table::Reasons
                | Table::Effects
        );
    let row = if one_of_many { "*" } else { row };
    format!("{}/{row}/{}", cell.table.code(), cell.column)
}

/// A seed whose threshold is five.
const TO_FIVE: u64 = 2;
