//! Sheets: the published tables as people read them.
//!
//! One list of sheets feeds the HTML page, the CSV files and the intake's statistics
//! page, so that they can't differ. Knows words and the order of rows. Never knows
//! markup.

/// CSV and what describes it.
pub(crate) mod csv;

use std::collections::BTreeMap;

use super::counting::cell::{self, Cell, Table};
use super::counting::summary::{TableCode, TimelinessRow};
use super::counting::year_count::Span;
use super::release::{Figure, Money, Release, YearFigures};
use crate::ledger::entry::vocabulary::{
    Effect, NonRecognition, Outcome, Proceeding, ProceedingState, Track,
};
use crate::text::{Language, say, say_with};

/// One table of one year: rows with a code, columns with a code, a figure in each cell.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// File and anchor name, e.g. `categories`.
    pub id: &'static str,
    /// What the rows are, e.g. `category`.
    pub dimension: &'static str,
    pub columns: Vec<TableCode>,
    pub rows: Vec<SheetRow>,
}

/// A row of a sheet; figures in the order of the sheet's columns.
#[derive(Clone, Debug)]
pub struct SheetRow {
    pub code: TableCode,
    pub figures: Vec<Figure>,
}

impl YearFigures {
    /// The year, and up to which day, if it runs still.
    pub(crate) fn label(&self, language: Language) -> String {
        let year = self.year.to_string();
        let Some(until) = self.until else {
            return year;
        };
        let until = until.to_string();
        say_with(
            language,
            "figures-until",
            &[("year", &year), ("until", &until)],
        )
    }

    /// All sheets of the year, in the order of publication.
    pub fn sheets(&self) -> Vec<Sheet> {
        vec![
            self.overview(),
            self.open("categories", "category", Table::Categories),
            self.open("institutions", "institution", Table::Institutions),
            self.closed(
                "tracks",
                "track",
                Table::Tracks,
                &codes(Track::ALL, Track::as_str),
            ),
            self.decisions(),
            self.closed(
                "reasons",
                "reason",
                Table::Reasons,
                &codes(NonRecognition::ALL, NonRecognition::as_str),
            ),
            self.closed(
                "outcomes",
                "outcome",
                Table::Outcomes,
                &codes(Outcome::ALL, Outcome::as_str),
            ),
            self.proceedings(),
            self.ended_proceedings(),
            self.closed(
                "effects",
                "effect",
                Table::Effects,
                &codes(Effect::ALL, Effect::as_str),
            ),
            self.timeliness(),
            self.medians(),
            self.money(),
            self.open("areas", "area", Table::Areas),
            self.european(),
        ]
    }

    fn at(&self, cell: &Cell) -> Figure {
        // Nothing was counted in such a cell, and whether that is zero is withheld.
        self.cells
            .get(cell)
            .copied()
            .unwrap_or(Figure::CONFIDENTIAL)
    }

    fn fixed(&self, table: Table, row: &'static str, column: &'static str) -> Figure {
        self.at(&Cell::fixed(table, row, column))
    }

    fn overview(&self) -> Sheet {
        let rows = [
            cell::RECEIVED,
            cell::OPENED,
            cell::FINISHED,
            cell::PENDING,
            cell::NOT_OPENED,
            cell::WAITING,
            cell::REJECTED,
            cell::OPENED_LATER,
            cell::DECIDED,
            cell::RECOGNISED,
            cell::IDENTIFIED,
            cell::FORWARDED,
            cell::EXTENDED,
            cell::WROTE_AGAIN,
            cell::EXAMINED,
            cell::CONCLUDED,
            cell::PROCEEDINGS,
            cell::CLOSED,
        ];
        self.closed("overview", "figure", Table::Overview, &rows)
    }

    /// A sheet with one column whose rows are known beforehand.
    fn closed(
        &self,
        id: &'static str,
        dimension: &'static str,
        table: Table,
        rows: &[&'static str],
    ) -> Sheet {
        let figures = rows
            .iter()
            .map(|row| vec![self.fixed(table, row, cell::REPORTS)]);
        Sheet::fixed(
            id,
            dimension,
            &[cell::REPORTS],
            rows.iter().copied().zip(figures),
        )
    }

    /// A sheet whose rows are the codes that its cells bring.
    fn open(&self, id: &'static str, dimension: &'static str, table: Table) -> Sheet {
        let columns = [cell::RECEIVED, cell::RECOGNISED];
        let mut rows: Vec<SheetRow> = Vec::new();
        for cell in self.cells.keys().filter(|cell| cell.table == table) {
            if rows.last().is_some_and(|row| row.code == cell.row) {
                continue;
            }
            let figures = columns.map(|column| self.at(&Cell::new(table, &cell.row, column)));
            rows.push(SheetRow {
                code: cell.row.clone(),
                figures: figures.to_vec(),
            });
        }
        // Largest first, as far as it is told; by code; the rest row last.
        rows.sort_by_key(|row| {
            let rest = row.code.as_str() == cell::OTHER_INSTITUTIONS;
            let figure = row.figures[0];
            let size = figure.value.or(figure.band.map(|band| band.from));
            (rest, std::cmp::Reverse(size), row.code.clone())
        });
        Sheet {
            id,
            dimension,
            columns: columns.map(TableCode::fixed).to_vec(),
            rows,
        }
    }

    fn decisions(&self) -> Sheet {
        let recognised = self.fixed(Table::Overview, cell::RECOGNISED, cell::REPORTS);
        let others = [
            cell::TIP_ACCEPTED,
            cell::AS_SUBMISSION,
            cell::NOT_RECOGNISED,
        ];
        let others = others.map(|row| (row, self.fixed(Table::Decisions, row, cell::REPORTS)));
        let rows = std::iter::once((cell::RECOGNISED, recognised)).chain(others);
        let rows = rows.map(|(row, figure)| (row, vec![figure]));
        Sheet::fixed("decisions", "decision", &[cell::REPORTS], rows)
    }

    fn proceedings(&self) -> Sheet {
        self.by_kind("proceedings", Table::Proceedings, ProceedingState::ALL)
    }

    fn ended_proceedings(&self) -> Sheet {
        let table = Table::EndedProceedings;
        self.by_kind("ended-proceedings", table, &ProceedingState::ENDS)
    }

    /// Kinds of proceedings by state, all states first.
    fn by_kind(&self, id: &'static str, table: Table, states: &[ProceedingState]) -> Sheet {
        let mut columns = vec![cell::ALL];
        columns.extend(codes(states, ProceedingState::as_str));
        let rows = codes(Proceeding::ALL, Proceeding::as_str)
            .into_iter()
            .map(|kind| {
                let figures = columns.iter();
                let figures = figures.map(|state| self.fixed(table, kind, state));
                (kind, figures.collect())
            });
        Sheet::fixed(id, "kind", &columns, rows)
    }

    /// Public sheets have shares only; the internal view has the counts as well.
    fn timeliness(&self) -> Sheet {
        let counted = self
            .cells
            .keys()
            .any(|cell| cell.table == Table::Timeliness);
        let counts = [cell::DUE, cell::ON_TIME, cell::LATE];
        let counts = if counted { &counts[..] } else { &[] };
        let rows = TimelinessRow::all().map(|due| {
            let share = self.on_time.get(&due).copied().flatten();
            let end = |percent: Option<u8>| {
                percent.map_or(Figure::CONFIDENTIAL, |percent| Figure::free(percent.into()))
            };
            let ends = [
                end(share.map(|share| share.from_percent)),
                end(share.map(|share| share.to_percent)),
            ];
            let counts = counts.iter();
            let counts = counts.map(|column| self.fixed(Table::Timeliness, due.as_str(), column));
            (due.as_str(), counts.chain(ends).collect())
        });
        let columns = [counts, &[SHARE_FROM, SHARE_TO]].concat();
        Sheet::fixed("timeliness", "clock", &columns, rows)
    }

    fn medians(&self) -> Sheet {
        let rows = Span::ALL.iter().map(|span| {
            let median = self.medians.get(span).copied();
            (span.code(), vec![median.unwrap_or(Figure::CONFIDENTIAL)])
        });
        Sheet::fixed("median-days", "span", &["days"], rows)
    }

    fn money(&self) -> Sheet {
        let rows = Money::ALL.iter();
        let rows = rows.map(|money| (money.code(), vec![of_money(&self.money, *money)]));
        Sheet::fixed("money", "item", &["eur"], rows)
    }

    /// Article 27(2) of Directive (EU) 2019/1937, points (a) to (c), of areas of Union law alone;
    /// of all reports, where the policy names no such area.
    fn european(&self) -> Sheet {
        let by_area = self.cells.keys().any(|cell| cell.table == Table::European);
        let figure = |row, table, of_all, column| {
            if by_area {
                self.fixed(Table::European, row, cell::EU)
            } else {
                self.fixed(table, of_all, column)
            }
        };
        let overview = |row, of_all| (row, figure(row, Table::Overview, of_all, cell::REPORTS));
        let mut rows = vec![
            overview(cell::RECEIVED, cell::OPENED),
            overview(cell::EXAMINED, cell::EXAMINED),
            overview(cell::CONCLUDED, cell::CONCLUDED),
            overview(cell::PROCEEDINGS, cell::PROCEEDINGS),
        ];
        for kind in codes(Proceeding::ALL, Proceeding::as_str) {
            rows.push((kind, figure(kind, Table::Proceedings, kind, cell::ALL)));
        }
        for outcome in codes(Outcome::ALL, Outcome::as_str) {
            rows.push((
                outcome,
                figure(outcome, Table::Outcomes, outcome, cell::REPORTS),
            ));
        }
        let sums = if by_area { &self.money_eu } else { &self.money };
        for money in Money::ALL {
            rows.push((money.code(), of_money(sums, *money)));
        }
        let rows = rows.into_iter().map(|(row, figure)| (row, vec![figure]));
        Sheet::fixed("article-27", "point", &["value"], rows)
    }
}

fn of_money(sums: &BTreeMap<Money, Figure>, money: Money) -> Figure {
    sums.get(&money).copied().unwrap_or(Figure::CONFIDENTIAL)
}

impl Sheet {
    fn fixed(
        id: &'static str,
        dimension: &'static str,
        columns: &[&'static str],
        rows: impl Iterator<Item = (&'static str, Vec<Figure>)>,
    ) -> Self {
        let rows = rows.map(|(code, figures)| SheetRow {
            code: TableCode::fixed(code),
            figures,
        });
        Self {
            id,
            dimension,
            columns: columns
                .iter()
                .map(|column| TableCode::fixed(column))
                .collect(),
            rows: rows.collect(),
        }
    }

    /// Its title in words.
    pub fn caption(&self, language: Language, year: &YearFigures) -> String {
        let year = year.label(language);
        say_with(
            language,
            &format!("figures-{}", self.id),
            &[("year", &year)],
        )
    }

    /// What its rows are, in words.
    pub fn head(&self, language: Language) -> String {
        say(language, &format!("figures-dimension-{}", self.dimension))
    }

    /// A column's title in words.
    pub fn column(language: Language, column: &TableCode) -> String {
        say(language, &format!("figures-column-{column}"))
    }

    /// A row's name in words: the policy's or roster's name for codes that came from
    /// there, ours for the rest.
    pub fn row_name(&self, language: Language, release: &Release, row: &TableCode) -> String {
        let named = release.names.0.get(row);
        let outside = matches!(self.id, "categories" | "institutions");
        match named {
            Some(name) if outside => name.read(language).to_owned(),
            None if outside && row.as_str() != cell::OTHER_INSTITUTIONS => row.to_string(),
            _ if self.id == "areas" => {
                let areas = row.as_str().split('_');
                let words = areas.map(|area| say(language, &format!("figures-area-{area}")));
                words.collect::<Vec<_>>().join("; ")
            }
            _ => say(language, &format!("figures-{}-{row}", self.row_words())),
        }
    }

    /// Sheets that show another sheet's rows use its words.
    fn row_words(&self) -> &'static str {
        match self.id {
            "article-27" => "point",
            _ => self.dimension,
        }
    }
}

fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().copied().map(code).collect()
}

const SHARE_FROM: &str = "share_from_percent";
const SHARE_TO: &str = "share_to_percent";
