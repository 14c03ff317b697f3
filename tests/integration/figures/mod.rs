//! P8: numbers don't point at people. Statistics from outside, through published files.

mod attack;
mod example;
mod files;
mod random;
mod release;

use svilpe::auditor::figures::release::{Names, Recipe, Release};
use svilpe::auditor::figures::summary::{CaseSummary, Code};
use svilpe::auditor::figures::withhold::Threshold;
use svilpe::calendar::Day;

/// A day that the test itself spells.
fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A code that the test itself spells.
fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

/// The 23 categories of the shipped policy.
fn categories() -> Vec<Code> {
    let policy = svilpe::policy::Policy::shipped();
    let rules = policy.categories();
    rules
        .iter()
        .map(|rule| code(rule.category().as_str()))
        .collect()
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
        threshold: Threshold::new(threshold).expect("3 to 1000"),
        categories: &categories,
        names: Names::default(),
        through: day(through),
        previous,
    };
    Release::public(cases, recipe)
}
