//! The release as JSON: what a later release and the intake's statistics page read.
//!
//! Written and read by the same strict structures: unknown fields, unknown tables,
//! numbers without the right mark, years out of order, over-long names and anything
//! larger than `LENGTH_MAX` are refused. An internal view is refused too: it can
//! be published neither by mistake nor as an earlier release.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::basis::{ReleaseBasis, WrittenBasis};
use super::{Figure, Money, NamesForCodes, Release, ReleaseView, Share, YearFigures};
use crate::rules::names::Names;
use crate::statistics::counting::cell::{Cell, Table};
use crate::statistics::counting::summary::{TableCode, TimelinessRow};
use crate::statistics::counting::year::Year;
use crate::statistics::counting::year_count::Span;
use crate::statistics::withholding::Threshold;
use crate::statistics::withholding::band::Band;

/// Why a file is not a public release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotARelease {
    /// More than [`LENGTH_MAX`] bytes.
    TooLong,
    /// Not JSON of this form: what and where, for the operator.
    Malformed(String),
    /// It holds unsuppressed figures.
    Internal,
    /// Well-formed, but its content contradicts itself.
    Contradictory(&'static str),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseJson {
    format: String,
    view: String,
    years: Vec<WrittenYear>,
    names: BTreeMap<String, Names>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenYear {
    year: u16,
    /// Of a year that runs: internal views only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    threshold: u16,
    basis: WrittenBasis,
    counts: Vec<WrittenCount>,
    money_eur: Vec<WrittenRow>,
    /// Of reports about areas of Union law.
    eu_money_eur: Vec<WrittenRow>,
    median_days: Vec<WrittenRow>,
    on_time_percent: Vec<WrittenShare>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCount {
    table: String,
    row: String,
    column: String,
    value: Option<u64>,
    /// The ends of a number that is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<u64>,
    conf_status: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRow {
    row: String,
    value: Option<u64>,
    conf_status: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShare {
    clock: String,
    from: Option<u8>,
    to: Option<u8>,
}

impl Release {
    /// The release's JSON; the same release gives the same bytes.
    pub fn to_json(&self) -> String {
        let view = match self.view {
            ReleaseView::Public => PUBLIC,
            ReleaseView::Internal => INTERNAL,
        };
        let names = self.names.0.iter();
        let names = names.map(|(code, name)| (code.to_string(), name.clone()));
        let written = ReleaseJson {
            format: FORMAT.to_owned(),
            view: view.to_owned(),
            years: self.years.iter().map(written_year).collect(),
            names: names.collect(),
        };
        let mut json = serde_json::to_string_pretty(&written)
            .expect("strings, numbers and lists always serialize");
        json.push('\n');
        json
    }

    /// Reads a public release from outside.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotARelease> {
        if bytes.len() > LENGTH_MAX {
            return Err(NotARelease::TooLong);
        }
        let written: ReleaseJson = serde_json::from_slice(bytes)
            .map_err(|error| NotARelease::Malformed(error.to_string()))?;
        if written.format != FORMAT {
            return Err(NotARelease::Contradictory("unknown format"));
        }
        match written.view.as_str() {
            PUBLIC => {}
            INTERNAL => return Err(NotARelease::Internal),
            _ => return Err(NotARelease::Contradictory("unknown view")),
        }
        let years = written.years.into_iter().map(read_year);
        let years: Vec<YearFigures> = years.collect::<Result<_, _>>()?;
        if !years.is_sorted_by(|a, b| a.year < b.year) {
            return Err(NotARelease::Contradictory("years out of order"));
        }
        let names = written.names.into_iter().map(read_name);
        Ok(Self {
            view: ReleaseView::Public,
            years,
            names: NamesForCodes(names.collect::<Result<_, _>>()?),
        })
    }
}

fn written_year(year: &YearFigures) -> WrittenYear {
    let row = |code: &str, figure: &Figure| WrittenRow {
        row: code.to_owned(),
        value: figure.value,
        conf_status: figure.status.code().to_owned(),
    };
    let counts = year.cells.iter().map(|(cell, figure)| WrittenCount {
        table: cell.table.code().to_owned(),
        row: cell.row.to_string(),
        column: cell.column.to_string(),
        value: figure.value,
        from: figure.band.map(|band| band.from),
        to: figure.band.map(|band| band.to),
        conf_status: figure.status.code().to_owned(),
    });
    let shares = year.on_time.iter().map(|(clock, share)| WrittenShare {
        clock: clock.as_str().to_owned(),
        from: share.map(|share| share.from_percent),
        to: share.map(|share| share.to_percent),
    });
    let money = |sums: &BTreeMap<Money, Figure>| {
        sums.iter()
            .map(|(money, eur)| row(money.code(), eur))
            .collect()
    };
    let medians = year.medians.iter();
    WrittenYear {
        year: year.year.number(),
        until: year.until.map(|until| until.to_string()),
        threshold: year.threshold.number(),
        basis: year.basis.written(),
        counts: counts.collect(),
        money_eur: money(&year.money),
        eu_money_eur: money(&year.money_eu),
        median_days: medians.map(|(span, days)| row(span.code(), days)).collect(),
        on_time_percent: shares.collect(),
    }
}

fn read_year(written: WrittenYear) -> Result<YearFigures, NotARelease> {
    let year = Year::new(written.year).ok_or(NotARelease::Contradictory("not a year"))?;
    let threshold = Threshold::new(written.threshold)
        .map_err(|_| NotARelease::Contradictory("not a threshold"))?;
    let counts = written.counts.into_iter();
    let counts = counts.map(|count| read_count(count, threshold));
    if written.until.is_some() {
        return Err(NotARelease::Contradictory("a year that is not over"));
    }
    let money = |rows: Vec<WrittenRow>| {
        let sum = |row: WrittenRow| Ok((known(Money::ALL, Money::code, &row.row)?, figure(&row)?));
        distinct(rows.into_iter().map(sum))
    };
    let medians = written.median_days.into_iter();
    let medians = medians.map(|row| Ok((known(Span::ALL, Span::code, &row.row)?, figure(&row)?)));
    let shares = written.on_time_percent.iter().map(read_share);
    let basis = ReleaseBasis::read(written.basis);
    Ok(YearFigures {
        year,
        until: None,
        threshold,
        basis: basis.ok_or(NotARelease::Contradictory("not a basis"))?,
        cells: distinct(counts)?,
        money: money(written.money_eur)?,
        money_eu: money(written.eu_money_eur)?,
        medians: distinct(medians)?,
        on_time: distinct(shares)?,
    })
}

fn read_count(written: WrittenCount, threshold: Threshold) -> Result<(Cell, Figure), NotARelease> {
    let cell = Cell {
        table: known(Table::ALL, Table::code, &written.table)?,
        row: code(&written.row)?,
        column: code(&written.column)?,
    };
    let band = match (written.from, written.to) {
        (None, None) => None,
        (Some(from), Some(to)) if to.saturating_sub(from) >= threshold.count() => {
            Some(Band { from, to })
        }
        _ => return Err(NotARelease::Contradictory("not a band")),
    };
    let (row, value, conf_status) = (written.row, written.value, written.conf_status);
    let figure = figure(&WrittenRow {
        row,
        value,
        conf_status,
    })?;
    if band.is_some() && figure.value.is_some() {
        return Err(NotARelease::Contradictory("a number and a band"));
    }
    Ok((cell, Figure { band, ..figure }))
}

fn read_share(written: &WrittenShare) -> Result<(TimelinessRow, Option<Share>), NotARelease> {
    let rows: Vec<TimelinessRow> = TimelinessRow::all().collect();
    let clock = known(&rows, TimelinessRow::as_str, &written.clock)?;
    match (written.from, written.to) {
        (None, None) => Ok((clock, None)),
        (Some(from_percent), Some(to_percent))
            if from_percent < to_percent && to_percent <= 100 =>
        {
            Ok((
                clock,
                Some(Share {
                    from_percent,
                    to_percent,
                }),
            ))
        }
        _ => Err(NotARelease::Contradictory("not a share")),
    }
}

fn read_name((key, name): (String, Names)) -> Result<(TableCode, Names), NotARelease> {
    let plain =
        |text: &str| text.chars().count() <= NAME_LENGTH_MAX && !text.chars().any(char::is_control);
    if name.each().all(|(_, text)| plain(text)) {
        Ok((code(&key)?, name))
    } else {
        Err(NotARelease::Contradictory("not a name"))
    }
}

/// A public figure: a number marked free, or nothing, marked withheld.
fn figure(written: &WrittenRow) -> Result<Figure, NotARelease> {
    match (written.value, written.conf_status.as_str()) {
        (Some(value), "F") => Ok(Figure::free(value)),
        (None, "C") => Ok(Figure::CONFIDENTIAL),
        _ => Err(NotARelease::Contradictory("a number with the wrong mark")),
    }
}

fn code(text: &str) -> Result<TableCode, NotARelease> {
    TableCode::parse(text).map_err(|_| NotARelease::Contradictory("not a code"))
}

fn known<T: Copy>(all: &[T], code: fn(T) -> &'static str, text: &str) -> Result<T, NotARelease> {
    let found = all.iter().copied().find(|member| code(*member) == text);
    found.ok_or(NotARelease::Contradictory("an unknown row or table"))
}

fn distinct<K: Ord, V>(
    pairs: impl Iterator<Item = Result<(K, V), NotARelease>>,
) -> Result<BTreeMap<K, V>, NotARelease> {
    let mut map = BTreeMap::new();
    for pair in pairs {
        let (key, value) = pair?;
        if map.insert(key, value).is_some() {
            return Err(NotARelease::Contradictory("the same cell twice"));
        }
    }
    Ok(map)
}

impl fmt::Display for NotARelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "longer than {LENGTH_MAX} bytes"),
            Self::Malformed(what) => write!(f, "not a release: {what}"),
            Self::Internal => f.write_str("an internal view, which is never published"),
            Self::Contradictory(what) => write!(f, "not a release: {what}"),
        }
    }
}

impl std::error::Error for NotARelease {}

/// 8 MiB: a century of 44 institutions and 23 categories takes 5.
pub const LENGTH_MAX: usize = 8 << 20;
const NAME_LENGTH_MAX: usize = 300;
pub(crate) const FORMAT: &str = "svilpe-statistics/3";
const PUBLIC: &str = "public";
const INTERNAL: &str = "internal-not-for-publication";
