//! The worked example: Latvia's published figures for 2022, from ledger entries to files.
//!
//! Published (State Chancellery, by lvportals.lv 353470 and ogrenet.lv): 396 received, 111
//! recognised, by area and institution, proceedings and effects. The files in
//! `tests/integration/figures/2022/` hold the same numbers for a reader to compare; what the public
//! files withhold stands in those named INTERNAL. `SVILPE_WRITE_EXPECTED=1 cargo test
//! --test integration figures` writes them anew.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use svilpe::rules::calendar::Calendar;
use svilpe::rules::policy::Policy;
use svilpe::statistics::counting::case_summaries::CaseSummaries;
use svilpe::statistics::counting::cell::{Cell, Table};
use svilpe::statistics::counting::summary::CaseSummary;
use svilpe::statistics::publish;
use svilpe::statistics::release::{NamesForCodes, Recipe, Release};
use svilpe::statistics::withholding::Threshold;
use svilpe::text::Language;

use super::files::{self, in_both, publisher};
use super::{categories, code, day};
use crate::world::year::{Year, latvia_2022};

/// The year's reports, by way of its ledger; told once, since it takes 2,500 signatures.
pub fn cases() -> &'static [CaseSummary] {
    static CASES: LazyLock<Vec<CaseSummary>> = LazyLock::new(|| fold_to("2024-01-01"));
    &CASES
}

/// The reports as the ledger shows them up to a day.
fn fold_to(last: &str) -> Vec<CaseSummary> {
    static YEAR: LazyLock<Year> = LazyLock::new(latvia_2022);
    let (policy, calendar) = (Policy::shipped(), Calendar::shipped());
    let mut fold = CaseSummaries::new(&policy, &calendar);
    let known = YEAR.entries.iter().filter(|entry| entry.day() <= day(last));
    known.for_each(|entry| fold.take(entry));
    fold.finish()
}

/// The example's release in one view.
pub fn release(make: fn(&[CaseSummary], Recipe<'_>) -> Release) -> Release {
    let categories = categories();
    let recipe = Recipe {
        basis: super::basis(),
        threshold: Threshold::new(5).expect("the default"),
        categories: &categories,
        names: names(),
        through: day("2023-02-01"),
        previous: None,
    };
    make(cases(), recipe)
}

fn names() -> NamesForCodes {
    let policy = Policy::shipped();
    let mut names = NamesForCodes::default();
    for rule in policy.categories() {
        let name = in_both(
            rule.name(Language::latvian()),
            rule.name(Language::english()),
        );
        names.0.insert(code(rule.category().as_str()), name);
    }
    for (slug, latvian, english) in [
        ("vid", "Valsts ieņēmumu dienests", "State Revenue Service"),
        (
            "knab",
            "Korupcijas novēršanas un apkarošanas birojs",
            "Corruption Prevention and Combating Bureau",
        ),
        ("valsts-policija", "Valsts policija", "State Police"),
    ] {
        names.0.insert(code(slug), in_both(latvian, english));
    }
    for number in 1..=41 {
        let latvian = format!("Iestāde Nr. {number}");
        let english = format!("Institution No. {number}");
        names.0.insert(
            code(&format!("iestade-{number:02}")),
            in_both(&latvian, &english),
        );
    }
    names
}

/// Even without the earlier release at hand: what happens later changes no closed year.
#[test]
fn p8_a_year_recounted_from_a_longer_ledger_is_the_same_year() {
    let early = super::public(&fold_to("2023-02-01"), 5, "2023-02-01", None);
    let late = super::public(cases(), 5, "2023-06-01", None);
    assert_ne!(
        fold_to("2023-02-01"),
        cases(),
        "something happened in between"
    );
    assert_eq!(early, late);
}

/// What the state published.
const PUBLISHED: &[(Table, &str, &str, u64)] = &[
    (Table::Overview, "received", "reports", 396),
    (Table::Overview, "recognised", "reports", 111),
    (Table::Categories, "official-misconduct", "recognised", 28),
    (Table::Categories, "tax-evasion", "recognised", 13),
    (Table::Categories, "public-funds", "recognised", 10),
    (Table::Categories, "environment", "recognised", 6),
    (
        Table::Categories,
        "financial-market-eu-interests",
        "recognised",
        5,
    ),
    (Table::Categories, "work-safety", "recognised", 5),
    (Table::Institutions, "vid", "received", 61),
    (Table::Institutions, "knab", "received", 55),
    (Table::Institutions, "valsts-policija", "received", 36),
    (Table::Proceedings, "administrative_offence", "all", 14),
    (Table::Proceedings, "disciplinary", "all", 2),
    (Table::Effects, "harm_prevented", "reports", 13),
    (Table::Effects, "improvement", "reports", 5),
    (Table::Effects, "recommendation", "reports", 17),
];

fn at(
    release: &Release,
    (table, row, column, _): &(Table, &str, &'static str, u64),
) -> Option<u64> {
    let cell = Cell::new(*table, &code(row), column);
    release.years()[0].cells.get(&cell).expect("a row").value
}

#[test]
fn the_internal_view_of_2022_has_exactly_the_published_numbers() {
    let internal = release(Release::internal);
    for published in PUBLISHED {
        assert_eq!(at(&internal, published), Some(published.3), "{published:?}");
    }
}

#[test]
fn p8_the_public_view_of_2022_shows_the_published_numbers_or_nothing() {
    let public = release(Release::public);
    let mut withheld = Vec::new();
    for published in PUBLISHED {
        match at(&public, published) {
            Some(value) => assert_eq!(value, published.3, "{published:?}"),
            None => withheld.push((published.1, published.3)),
        }
    }
    assert_eq!(withheld, WITHHELD);
}

/// Below five; and of the areas, one of Union law and one of national law that would tell that the
/// others had none: what the state didn't publish is made up as *other*, so nothing is left for them.
/// That they have to be is shown in `attack`.
const WITHHELD: &[(&str, u64)] = &[
    ("financial-market-eu-interests", 5),
    ("work-safety", 5),
    ("disciplinary", 2),
];

#[test]
fn the_files_of_2022_are_those_checked_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/figures/2022");
    let mut published = publish::files(&release(Release::public), &publisher());
    published.extend(publish::files(&release(Release::internal), &publisher()));
    // Numbers only: a better word on the page is no change of the figures.
    published.retain(|name, _| files::is(name, "csv"));
    if std::env::var_os("SVILPE_WRITE_EXPECTED").is_some() {
        fs::create_dir_all(&folder).expect("a folder");
        for (name, bytes) in &published {
            fs::write(folder.join(name), bytes).expect("a file");
        }
        // The whole release, for a person to look at.
        let looks = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for (view, name) in [
            (release(Release::public), "public"),
            (release(Release::internal), "internal"),
        ] {
            publish::write(&publish::files(&view, &publisher()), &looks.join(name))
                .expect("published");
        }
    }
    for (name, bytes) in &published {
        let expected = fs::read(folder.join(name)).unwrap_or_default();
        let (found, expected) = (
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&expected),
        );
        assert_eq!(found, expected, "{name}");
    }
    let kept = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(kept, published.len(), "a file that no release has");
}
