//! The page: one self-contained HTML file for each language.
//!
//! Tables first, bars beside them; no script, no image, nothing from elsewhere. A bar
//! repeats the number that stands in its row, and is hatched, so nothing depends on
//! colour. Names from policy and rosters are escaped by the template.

/// Its tables in words.
pub(crate) mod tables;

use askama::Template;

use super::dcat::{LICENCE, Publisher};
use super::page::tables::{Group, PageCell, groups, headline, meaning};
use super::release::{ConfStatus, Release, ReleaseView, YearFigures};
use crate::text::{Language, say, say_with};

/// The page in one language. `files` are the names and titles of the release's other files.
pub(crate) fn html(
    release: &Release,
    publisher: &Publisher,
    language: Language,
    files: Vec<(String, String)>,
) -> String {
    let page = StatisticsTemplate::of(release, publisher, language, files);
    page.render().expect("the template writes into memory only")
}

/// The page's file name.
pub(crate) fn file_name(language: Language) -> String {
    if Language::complete().next() == Some(language) {
        "index.html".to_owned()
    } else {
        format!("index.{}.html", language.code())
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct StatisticsTemplate {
    language: Language,
    title: String,
    lead: String,
    skip: String,
    language_label: String,
    /// The same page in other languages.
    others: Vec<(String, Language)>,
    internal: Option<String>,
    publisher: String,
    contact: String,
    licence: &'static str,
    nothing: String,
    headline: Vec<(String, PageCell)>,
    caution: String,
    legend: String,
    marks: [(&'static str, String); 2],
    withheld: String,
    groups: Vec<Group>,
    method_title: String,
    method: Vec<String>,
    absent_title: String,
    absent: Vec<String>,
    files_title: String,
    files_lead: String,
    files: Vec<(String, String)>,
    style: String,
}

impl StatisticsTemplate {
    fn of(
        release: &Release,
        publisher: &Publisher,
        language: Language,
        files: Vec<(String, String)>,
    ) -> Self {
        let word = |id: &str| say(language, id);
        let latest = release.years().last();
        let year = latest.map(|year| year.label(language)).unwrap_or_default();
        let threshold = latest.map_or(0, |year| year.threshold.count()).to_string();
        let arguments = [("threshold", threshold.as_str()), ("year", year.as_str())];
        let filled = |id: &str| say_with(language, id, &arguments);
        Self {
            language,
            title: if latest.is_some() {
                filled("figures-title")
            } else {
                word("figures-series-title")
            },
            lead: word("figures-lead"),
            skip: word("figures-skip"),
            language_label: word("figures-language"),
            others: Language::complete()
                .filter(|other| *other != language)
                .map(|other| (file_name(other), other))
                .collect(),
            internal: (release.view() == ReleaseView::Internal).then(|| word("figures-internal")),
            publisher: publisher.name.read(language).to_owned(),
            contact: publisher.contact.trim_start_matches("mailto:").to_owned(),
            licence: LICENCE,
            nothing: word("figures-nothing"),
            headline: latest
                .map(|year| headline(year, language))
                .unwrap_or_default(),
            caution: word("figures-caution"),
            legend: filled("figures-status-note"),
            marks: [ConfStatus::Small, ConfStatus::Complement]
                .map(|status| meaning(status, language)),
            withheld: word("figures-withheld"),
            groups: latest
                .map(|year| groups(release, year, language))
                .unwrap_or_default(),
            method_title: word("figures-method"),
            method: METHOD
                .iter()
                // Below which number, is not known before a year is published.
                .filter(|id| latest.is_some() || **id != "figures-method-withheld")
                .map(|id| filled(id))
                .chain(latest.map(|year| of_basis(year, language)))
                .collect(),
            absent_title: word("figures-absent"),
            absent: ABSENT.iter().map(|id| word(id)).collect(),
            files_title: word("figures-files"),
            files_lead: word("figures-files-lead"),
            files,
            style: style(),
        }
    }
}

/// By what the latest year can be computed again.
fn of_basis(year: &YearFigures, language: Language) -> String {
    let basis = &year.basis;
    let (size, findings) = (basis.head.size.to_string(), basis.findings.to_string());
    let (root, policy) = (basis.head.root.to_base64(), hex::encode(basis.policy));
    let arguments = [
        ("size", size.as_str()),
        ("root", &root),
        ("policy", &policy),
        ("findings", &findings),
        ("program", &basis.program),
    ];
    say_with(language, "figures-method-basis", &arguments)
}

/// The stylesheet, with a class for each bar length: no inline styles, so that a
/// strict Content-Security-Policy can name the sheet by its hash.
fn style() -> String {
    use std::fmt::Write as _;
    let mut style = STYLE.to_owned();
    for percent in 0..=100 {
        write!(style, ".w{percent}{{width:{percent}%}}").expect("a string takes all");
    }
    style
}

const STYLE: &str = include_str!("page.css");
const METHOD: &[&str] = &[
    "figures-method-source",
    "figures-method-year",
    "figures-method-withheld",
    "figures-method-final",
];
/// What the ledger doesn't hold, and so is not counted: each with its reason.
const ABSENT: &[&str] = &[
    "figures-absent-sector",
    "figures-absent-language",
    "figures-absent-channel",
    "figures-absent-retaliation",
    "figures-absent-service",
    "figures-absent-finer",
];
