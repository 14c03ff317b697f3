//! P8: numbers don't point at people. Statistics from outside, through published files.

mod attack;
mod example;
mod files;
mod random;
mod release;

use svilpe::ledger::tree::Tree;
use svilpe::rules::calendar::Day;
use svilpe::statistics::counting::summary::{CaseSummary, TableCode};
use svilpe::statistics::release::basis::ReleaseBasis;
use svilpe::statistics::release::{NamesForCodes, Recipe, Release};
use svilpe::statistics::withholding::Threshold;

/// A day that the test itself spells.
fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A code that the test itself spells.
fn code(text: &str) -> TableCode {
    TableCode::parse(text).expect("a code")
}

/// The 23 categories of the shipped policy.
fn categories() -> Vec<TableCode> {
    let policy = svilpe::rules::policy::Policy::shipped();
    let rules = policy.categories();
    rules
        .iter()
        .map(|rule| code(rule.category().as_str()))
        .collect()
}

/// Some ledger.
fn basis() -> ReleaseBasis {
    ReleaseBasis::of(Tree::new().head(), [7; 32], 0)
}

/// What the public may see, after whatever was published before.
fn public(
    cases: &[CaseSummary],
    threshold: u16,
    through: &str,
    previous: Option<&Release>,
) -> Release {
    let categories = categories();
    let recipe = Recipe {
        basis: basis(),
        threshold: Threshold::new(threshold).expect("3 to 1000"),
        categories: &categories,
        names: NamesForCodes::default(),
        through: day(through),
        previous,
    };
    Release::public(cases, recipe)
}
