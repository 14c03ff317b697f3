//! The tables of the page, in words: for the page itself and for the intake's.
//!
//! Knows words, the order of sections, and how numbers are written. Never knows markup.

use crate::rules::policy::DeadlineKind;
use crate::statistics::counting::cell::{self, Cell, Table};
use crate::statistics::counting::summary::{Basis, TableCode, TimelinessRow};
use crate::statistics::counting::year_count::Span;
use crate::statistics::release::{ConfStatus, Figure, Release, YearFigures};
use crate::statistics::sheets::{Sheet, SheetRow};
use crate::text::{Language, say, say_with};

/// A section of the page.
pub(in crate::statistics) struct Group {
    pub(in crate::statistics) title: String,
    pub(in crate::statistics) tables: Vec<PageTable>,
}

/// A table ready to be shown.
pub struct PageTable {
    pub id: String,
    pub caption: String,
    /// What the rows are.
    pub head: String,
    pub columns: Vec<String>,
    pub rows: Vec<PageRow>,
    /// Rows of which nothing is shown, told by name only.
    pub folded: Option<Folded>,
    pub note: Option<String>,
    /// Whether rows may have bars.
    pub bars: bool,
}

/// One row ready to be shown.
pub struct PageRow {
    pub name: String,
    pub cells: Vec<PageCell>,
    /// Per cent of the table's largest first figure.
    pub bar: Option<u8>,
}

/// One figure ready to be shown.
pub struct PageCell {
    pub text: String,
    pub withheld: bool,
    /// The internal view's letter and what it means.
    pub mark: Option<(&'static str, String)>,
    /// Beside other years.
    pub bar: Option<YearBar>,
}

/// How a year's number compares with the largest of its row, whose bar is full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum YearBar {
    /// The number, in per cent.
    Exact(u8),
    /// The upper end of what is told of it.
    AtMost(u8),
}

impl YearBar {
    /// Its classes where there is one for each per cent.
    pub fn class(self) -> String {
        let (Self::Exact(percent) | Self::AtMost(percent)) = self;
        self.kind() + &format!("w{percent}")
    }

    /// The same where there is one for each five.
    pub fn class_of_five(self) -> String {
        let (Self::Exact(percent) | Self::AtMost(percent)) = self;
        self.kind() + &format!("w{}", fives(percent))
    }

    fn kind(self) -> String {
        match self {
            Self::Exact(_) => String::new(),
            Self::AtMost(_) => "most ".to_owned(),
        }
    }
}

impl PageRow {
    /// The class of its bar where there is one for each five per cent.
    pub fn bar_of_five(&self) -> Option<String> {
        self.bar.map(|percent| format!("w{}", fives(percent)))
    }
}

fn fives(percent: u8) -> u8 {
    percent.div_ceil(5).saturating_mul(5)
}

/// Rows that are told by name only.
pub struct Folded {
    pub summary: String,
    pub names: Vec<String>,
}

impl Release {
    /// The latest year's tables in words, for the intake's statistics page; none
    /// before the first year is published.
    pub fn page_tables(&self, language: Language) -> Vec<PageTable> {
        let Some(latest) = self.years().last() else {
            return Vec::new();
        };
        let groups = groups(self, latest, language).into_iter();
        let first = std::iter::once(at_a_glance(latest, language));
        first.chain(groups.flat_map(|group| group.tables)).collect()
    }
}

/// The headline as a table.
fn at_a_glance(year: &YearFigures, language: Language) -> PageTable {
    let label = year.label(language);
    let rows = headline(year, language).into_iter();
    PageTable {
        id: format!("headline-{}", year.year),
        caption: say_with(language, "figures-headline", &[("year", &label)]),
        head: say(language, "figures-dimension-figure"),
        columns: vec![say(language, "figures-column-value")],
        rows: rows
            .map(|(name, cell)| PageRow {
                name,
                cells: vec![cell],
                bar: None,
            })
            .collect(),
        folded: None,
        note: None,
        bars: false,
    }
}

/// What readers ask first: how many, whether they were answered in time, how fast, and what came of
/// it.
pub(in crate::statistics) fn headline(
    year: &YearFigures,
    language: Language,
) -> Vec<(String, PageCell)> {
    let count = |row| {
        let figure = year.cells.get(&Cell::overview(row)).copied();
        let cell = shown(figure.unwrap_or(Figure::CONFIDENTIAL), language);
        (say(language, &format!("figures-figure-{row}")), cell)
    };
    let in_time = |id, clock| {
        let share = year.on_time.get(&TimelinessRow(clock, Basis::Law));
        let ends = share.copied().flatten();
        let ends = ends.map(|share| (share.from_percent.into(), share.to_percent.into()));
        (say(language, id), share_cell(ends, language))
    };
    let days = year.medians.get(&Span::Feedback).copied();
    let days = shown(days.unwrap_or(Figure::CONFIDENTIAL), language);
    vec![
        count(cell::RECEIVED),
        in_time("figures-headline-acknowledged", DeadlineKind::Acknowledge),
        in_time("figures-headline-answered", DeadlineKind::Feedback),
        (say(language, "figures-headline-days"), days),
        count(cell::RECOGNISED),
        count(cell::CONCLUDED),
    ]
}

fn share_cell(ends: Option<(u64, u64)>, language: Language) -> PageCell {
    match ends {
        Some((from, to)) => PageCell {
            text: format!("{from}–{to}\u{a0}%"),
            withheld: false,
            mark: None,
            bar: None,
        },
        None => shown(Figure::CONFIDENTIAL, language),
    }
}

pub(in crate::statistics) fn groups(
    release: &Release,
    year: &YearFigures,
    language: Language,
) -> Vec<Group> {
    let sheets = year.sheets();
    let mut groups: Vec<Group> = GROUPS
        .iter()
        .map(|(title, ids)| Group {
            title: say(language, title),
            tables: ids
                .iter()
                .filter_map(|id| sheets.iter().find(|sheet| sheet.id == *id))
                .filter(|sheet| !sheet.rows.is_empty())
                .map(|sheet| page_table(release, year, sheet, language))
                .collect(),
        })
        .collect();
    if release.years().len() > 1 {
        groups.push(Group {
            title: say(language, "figures-group-years"),
            tables: over_years(release, language),
        });
    }
    groups.retain(|group| !group.tables.is_empty());
    groups
}

fn page_table(
    release: &Release,
    year: &YearFigures,
    sheet: &Sheet,
    language: Language,
) -> PageTable {
    let largest = sheet
        .rows
        .iter()
        .filter_map(|row| row.figures[0].value)
        .max();
    let silent = |row: &&SheetRow| row.figures.iter().all(says_little);
    let name = |row: &SheetRow| sheet.row_name(language, release, &row.code);
    let silent_names: Vec<String> = sheet.rows.iter().filter(silent).map(name).collect();
    let fold = silent_names.len() >= FOLD_FROM;
    let rows = sheet.rows.iter().filter(|row| !(fold && silent(row)));
    // One bar compares with nothing.
    let barred = sheet
        .rows
        .iter()
        .filter(|row| row.figures[0].value > Some(0));
    let bars = BARRED.contains(&sheet.id) && barred.count() > 1;
    let rows = rows.map(|row| PageRow {
        name: name(row),
        cells: cells(sheet, row, language),
        bar: largest
            .filter(|_| bars)
            .and_then(|largest| bar(row.figures[0].value, largest)),
    });
    let mut columns: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| Sheet::column(language, column))
        .collect();
    if sheet.id == TIMELINESS {
        columns.truncate(columns.len() - 2);
        columns.push(say(language, "figures-column-share"));
    }
    PageTable {
        id: format!("{}-{}", sheet.id, year.year),
        caption: sheet.caption(language, year),
        head: sheet.head(language),
        columns,
        rows: rows.collect(),
        folded: fold.then(|| {
            let count = silent_names.len().to_string();
            let summary = say_with(language, "figures-folded", &[("count", &count)]);
            Folded {
                summary,
                names: silent_names,
            }
        }),
        note: is_noted(sheet).then(|| say(language, &format!("figures-{}-note", sheet.id))),
        bars,
    }
}

fn cells(sheet: &Sheet, row: &SheetRow, language: Language) -> Vec<PageCell> {
    let show = |figure: &Figure| match (sheet.id, row.code.as_str()) {
        ("money", _) | ("article-27", "damage_estimated" | "amount_recovered") => {
            let mut cell = shown(*figure, language);
            if !cell.withheld {
                cell.text.push_str("\u{a0}€");
            }
            cell
        }
        _ => shown(*figure, language),
    };
    if sheet.id != TIMELINESS {
        return row.figures.iter().map(show).collect();
    }
    // The last two are the ends of the share.
    let (counts, share) = row.figures.split_at(row.figures.len() - 2);
    let mut cells: Vec<PageCell> = counts.iter().map(show).collect();
    cells.push(share_cell(share[0].value.zip(share[1].value), language));
    cells
}

/// Headline figures and areas, a column for each of the last years.
fn over_years(release: &Release, language: Language) -> Vec<PageTable> {
    let years = release.years();
    let years = &years[years.len().saturating_sub(YEARS_SHOWN)..];
    let numbers: Vec<String> = years.iter().map(|year| year.label(language)).collect();
    let overview = PageTable {
        id: "overview-years".to_owned(),
        caption: say(language, "figures-overview-years"),
        head: say(language, "figures-dimension-figure"),
        columns: numbers.clone(),
        rows: OVER_YEARS
            .iter()
            .map(|row| PageRow {
                name: say(language, &format!("figures-figure-{row}")),
                cells: across(years, &Cell::overview(row), language),
                bar: None,
            })
            .collect(),
        folded: None,
        note: Some(say(language, "figures-years-note")),
        bars: false,
    };
    let areas = [cell::RECEIVED, cell::RECOGNISED];
    let areas = areas.map(|column| areas_over_years(release, years, column, language));
    std::iter::once(overview).chain(areas).collect()
}

fn areas_over_years(
    release: &Release,
    years: &[YearFigures],
    column: &'static str,
    language: Language,
) -> PageTable {
    let sheets: Vec<Sheet> = years.iter().flat_map(YearFigures::sheets).collect();
    let sheets = sheets.iter().filter(|sheet| sheet.id == "categories");
    let mut rows: std::collections::BTreeMap<_, String> = std::collections::BTreeMap::new();
    for sheet in sheets {
        for row in &sheet.rows {
            rows.insert(
                row.code.clone(),
                sheet.row_name(language, release, &row.code),
            );
        }
    }
    let cell_of = |code: &TableCode| Cell::new(Table::Categories, code, column);
    let figure = |year: &YearFigures, code: &TableCode| year.cells.get(&cell_of(code)).copied();
    let little = |code: &TableCode| {
        let mut figures = years.iter().filter_map(|year| figure(year, code));
        figures.all(|figure| says_little(&figure))
    };
    let (silent, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(code, _)| little(code));
    let rows = rows.into_iter().map(|(code, name)| PageRow {
        name,
        cells: across(years, &cell_of(&code), language),
        bar: None,
    });
    let count = silent.len().to_string();
    PageTable {
        id: format!("categories-{column}-years"),
        caption: say(language, &format!("figures-categories-{column}-years")),
        head: say(language, "figures-dimension-category"),
        columns: years.iter().map(|year| year.label(language)).collect(),
        rows: rows.collect(),
        folded: (!silent.is_empty()).then(|| Folded {
            summary: say_with(language, "figures-folded", &[("count", &count)]),
            names: silent.into_iter().map(|(_, name)| name).collect(),
        }),
        note: None,
        bars: false,
    }
}

/// A number for each year, and how long its bar is beside the others.
fn across(years: &[YearFigures], cell: &Cell, language: Language) -> Vec<PageCell> {
    let figures = years.iter().map(|year| year.cells.get(cell).copied());
    let figures: Vec<Figure> = figures
        .map(|figure| figure.unwrap_or(Figure::CONFIDENTIAL))
        .collect();
    let end = |figure: &Figure| figure.value.or(figure.band.map(|band| band.to));
    let largest = figures.iter().filter_map(end).max();
    let bar = |figure: &Figure| {
        let percent = bar(end(figure), largest?)?;
        Some(match figure.value {
            Some(_) => YearBar::Exact(percent),
            None => YearBar::AtMost(percent),
        })
    };
    figures
        .iter()
        .map(|figure| PageCell {
            bar: bar(figure),
            ..shown(*figure, language)
        })
        .collect()
}

pub(in crate::statistics) fn shown(figure: Figure, language: Language) -> PageCell {
    let mark = match figure.status {
        ConfStatus::Small | ConfStatus::Complement => Some(meaning(figure.status, language)),
        ConfStatus::Free | ConfStatus::Confidential => None,
    };
    PageCell {
        text: match (figure.value, figure.band) {
            (Some(value), _) => grouped(value, language),
            (None, Some(band)) => {
                let ends = [band.from, band.to].map(|end| grouped(end, language));
                ends.join("–")
            }
            (None, None) => String::new(),
        },
        withheld: figure.value.is_none() && figure.band.is_none(),
        mark,
        bar: None,
    }
}

pub(in crate::statistics) fn meaning(
    status: ConfStatus,
    language: Language,
) -> (&'static str, String) {
    let code = status.code();
    (code, say(language, &format!("figures-status-{code}")))
}

/// What is merged into *other institutions* is told where there is such a row.
fn is_noted(sheet: &Sheet) -> bool {
    let mut rows = sheet.rows.iter().map(|row| row.code.as_str());
    NOTED.contains(&sheet.id)
        && (sheet.id != "institutions" || rows.any(|row| row == cell::OTHER_INSTITUTIONS))
}

/// Nothing, or that there are few or none: told of many rows, it is in the way.
fn says_little(figure: &Figure) -> bool {
    figure.value.is_none() && figure.band.is_none_or(|band| band.from == 0)
}

/// `12 345` or `12,345`, as the language writes it.
fn grouped(value: u64, language: Language) -> String {
    let separator = language.thousands();
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn bar(value: Option<u64>, largest: u64) -> Option<u8> {
    let value = value.filter(|value| *value > 0)?;
    let percent = (u128::from(value) * 100).checked_div(u128::from(largest))?;
    u8::try_from(percent).ok()
}

const TIMELINESS: &str = "timeliness";
/// Sections and their sheets.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "figures-group-received",
        &["overview", "categories", "institutions", "tracks"],
    ),
    ("figures-group-decided", &["decisions", "reasons"]),
    (
        "figures-group-results",
        &[
            "outcomes",
            "proceedings",
            "ended-proceedings",
            "effects",
            "money",
        ],
    ),
    ("figures-group-time", &[TIMELINESS, "median-days"]),
    ("figures-group-eu", &["areas", "article-27"]),
];
const BARRED: &[&str] = &[
    "categories",
    "areas",
    "institutions",
    "decisions",
    "reasons",
    "outcomes",
    "effects",
];
const NOTED: &[&str] = &[
    "categories",
    "areas",
    "institutions",
    "proceedings",
    TIMELINESS,
    "money",
    "median-days",
    "article-27",
];
const OVER_YEARS: &[&str] = &[
    cell::RECEIVED,
    cell::RECOGNISED,
    cell::FORWARDED,
    cell::CONCLUDED,
    cell::PROCEEDINGS,
];
/// Silent rows from which they are told by name only.
const FOLD_FROM: usize = 3;
const YEARS_SHOWN: usize = 5;
