//! What tests and benches of figures have in common: days, codes, rows and releases.

use svilpe::ledger::tree::Tree;
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::CategoryRule;
use svilpe::statistics::counting::summary::{CaseSummary, CategoryRow, TableCode};
use svilpe::statistics::release::basis::ReleaseBasis;
use svilpe::statistics::release::{NamesForCodes, Recipe, Release};
use svilpe::statistics::withholding::Threshold;

/// A day that the test itself spells.
pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A code that the test itself spells.
pub fn code(text: &str) -> TableCode {
    TableCode::parse(text).expect("a code")
}

/// The 23 categories of the shipped policy.
pub fn categories() -> Vec<CategoryRow> {
    let policy = svilpe::rules::policy::Policy::shipped();
    let rules = policy.categories();
    let row = |rule: &&CategoryRule| CategoryRow {
        code: code(rule.category().as_str()),
        area: rule.eu_areas().map(|areas| code(&areas.slug())),
    };
    rules.iter().map(row).collect()
}

/// Some ledger.
pub fn basis() -> ReleaseBasis {
    ReleaseBasis::of(Tree::new().head(), [7; 32], 0)
}

/// What the public may see, after whatever was published before.
pub fn public(
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
