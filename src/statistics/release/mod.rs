//! A release: the figures of all years whose books are closed.
//!
//! Keeps P8 over time. A year that an earlier release published is taken over as it
//! was, number by number: not recounted, not re-suppressed, not under today's
//! threshold. So there is nothing to subtract between two releases. What happens later to
//! older reports is counted in the year in which it happens.
//!
//! What everyone knows ties years together, so each is decided after all those before it.
//!
//! Knows year counts and what is withheld of them. Never knows files: see `format` and `publish`.

/// By what a year can be computed again.
pub mod basis;

/// A release as JSON, strictly.
pub mod format;

/// Whose figures they are.
pub(crate) mod signed;

use std::collections::BTreeMap;

use basis::ReleaseBasis;

use super::counting::cell::{self, Cell, Table};
use super::counting::summary::{Basis, CaseSummary, CategoryRow, TableCode, TimelinessRow};
use super::counting::year::Year;
use super::counting::year_count::{Contributions, Span, YearCount};
use super::withholding::band::Band;
use super::withholding::earlier_year::EarlierYear;
use super::withholding::{Threshold, WithheldCells, merge_small_institutions};
use crate::ledger::entry::vocabulary::Track;
use crate::rules::calendar::Day;
use crate::rules::names::Names;
use crate::rules::policy::DeadlineKind;

/// All closed years, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub(super) view: ReleaseView,
    pub(super) years: Vec<YearFigures>,
    pub(super) names: NamesForCodes,
}

/// Who may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseView {
    /// Anyone: small numbers withheld.
    Public,
    /// Auditors only: every number, and why the public doesn't see it.
    Internal,
}

/// One year as published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearFigures {
    /// Which one.
    pub year: Year,
    /// The day up to which it is counted, if it runs still: never in what is public.
    pub until: Option<Day>,
    /// Counts below it are withheld.
    pub threshold: Threshold,
    /// From what it was counted.
    pub basis: ReleaseBasis,
    /// Counts.
    pub cells: BTreeMap<Cell, Figure>,
    /// Sums, in whole euros.
    pub money: BTreeMap<Money, Figure>,
    /// The same sums of reports about areas of Union law.
    pub money_eu: BTreeMap<Money, Figure>,
    /// In days.
    pub medians: BTreeMap<Span, Figure>,
    /// Kept out of due; none where nothing was due, or it is withheld.
    pub on_time: BTreeMap<TimelinessRow, Option<Share>>,
}

/// A number or its absence, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// None if it is withheld.
    pub value: Option<u64>,
    /// Between which ends a withheld number lies, if that is told.
    pub band: Option<Band>,
    /// Whether it is published, and if not, why.
    pub status: ConfStatus,
}

/// SDMX confidentiality status (code list `CL_CONF_STATUS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfStatus {
    /// `F`: free for publication.
    Free,
    /// `C`: withheld; public files don't say why.
    Confidential,
    /// `A`: small count. Internal view only.
    Small,
    /// `D`: protects another cell. Internal view only.
    Complement,
}

/// A sum of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Money {
    /// Ascertained by examinations.
    Damage,
    /// Got back.
    Recovered,
}

/// A share of all, in whole per cent, known only to lie between two marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// At least this much, 0 to 100.
    pub from_percent: u8,
    /// At most this much, 0 to 100.
    pub to_percent: u8,
}

/// Names for codes, for people to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesForCodes(pub BTreeMap<TableCode, Names>);

/// What a release is made from, beside the cases.
pub struct Recipe<'a> {
    /// See `YearFigures::threshold`.
    pub threshold: Threshold,
    /// See `YearFigures::basis`.
    pub basis: ReleaseBasis,
    /// The policy's categories, so that each has a row.
    pub categories: &'a [CategoryRow],
    /// What rows are called in tables that people read.
    pub names: NamesForCodes,
    /// How far the ledger reaches. A year is published once its books are closed by then.
    pub through: Day,
    /// The last public release, if there was one.
    pub previous: Option<&'a Release>,
}

impl Release {
    /// What may be published.
    pub fn public(cases: &[CaseSummary], recipe: Recipe<'_>) -> Self {
        let years = decided(cases, &recipe);
        let mut names = recipe
            .previous
            .map_or_else(NamesForCodes::default, |p| p.names.clone());
        names.0.extend(recipe.names.0);
        Self {
            view: ReleaseView::Public,
            years: years.into_iter().map(|(_, figures)| figures).collect(),
            names,
        }
    }

    /// Every number of the closed years, recounted, and of the year that runs: for auditors' eyes
    /// and the institutions' heads' only.
    pub fn internal(cases: &[CaseSummary], recipe: Recipe<'_>) -> Self {
        let public = decided(cases, &recipe);
        let closed = public.iter().map(|(year, _)| year.year).next_back();
        let mut years: Vec<YearFigures> = public
            .iter()
            .map(|(tally, public)| YearFigures::internal(tally, public))
            .collect();
        let first = cases.iter().map(|case| case.received).min();
        let running = Year::spanning(first.into_iter().chain([recipe.through]));
        let running = running.into_iter().filter(|year| closed < Some(*year));
        years.extend(running.map(|year| {
            let until = recipe.through.min(year.books());
            let tally = YearCount::count_until(year, until, recipe.categories, cases);
            let mut figures =
                YearFigures::of(&tally, (recipe.threshold, &recipe.basis), |_, count| {
                    Figure::free(count)
                });
            figures.until = Some(recipe.through.min(year.last()));
            figures
        }));
        Self {
            view: ReleaseView::Internal,
            years,
            names: recipe.names,
        }
    }

    /// Who may see it.
    pub fn view(&self) -> ReleaseView {
        self.view
    }

    /// Oldest first.
    pub fn years(&self) -> &[YearFigures] {
        &self.years
    }
}

impl YearFigures {
    /// The year counted again, from the same ledger by the same rules, after the years that were
    /// published before it. Other than `self`: the figures are not this ledger's.
    #[must_use]
    pub fn counted_again(
        &self,
        cases: &[CaseSummary],
        categories: &[CategoryRow],
        before: &[Self],
    ) -> Self {
        let count = |year| YearCount::count(year, categories, cases);
        let earlier = before.iter().map(|year| year.as_earlier(&count(year.year)));
        let earlier: Option<Vec<EarlierYear>> = earlier.collect();
        let earlier = earlier.unwrap_or_default();
        Self::public(&count(self.year), &earlier, self.threshold, &self.basis)
    }

    /// For the years after it; `None` if it was not counted from the same facts.
    fn as_earlier(&self, tally: &YearCount) -> Option<EarlierYear> {
        let told = self.cells.iter();
        let counted = |cell: &Cell| tally.cells.get(cell).copied();
        let fits = |(cell, figure): (&Cell, &Figure)| match (figure.value, figure.band) {
            (Some(value), _) => counted(cell) == Some(value),
            (None, Some(band)) => counted(cell).is_some_and(|count| band.holds(count)),
            (None, None) => true,
        };
        // Merged institutions stand under another name here; they tell nothing of other years.
        let mut of_years = told
            .clone()
            .filter(|(cell, _)| cell.table == Table::Overview);
        if !of_years.all(fits) {
            return None;
        }
        let withheld = told.filter(|(_, figure)| figure.value.is_none());
        Some(EarlierYear {
            tally: tally.clone(),
            withheld: withheld
                .map(|(cell, figure)| (cell.clone(), figure.band))
                .collect(),
        })
    }
}

/// All years that may be published, the oldest first: those that were, as they were; then each that
/// is new, after those before it.
fn decided(cases: &[CaseSummary], recipe: &Recipe<'_>) -> Vec<(YearCount, YearFigures)> {
    let published = recipe.previous.map_or(&[][..], |release| &release.years);
    let mut years: Vec<Year> = closed_years(cases, recipe.through);
    years.extend(published.iter().map(|figures| figures.year));
    years.sort_unstable();
    years.dedup();
    let mut decided: Vec<(YearCount, YearFigures)> = Vec::new();
    // One that was not counted from these facts says nothing of those after it.
    let mut earlier: Option<Vec<EarlierYear>> = Some(Vec::new());
    for year in years {
        let tally = YearCount::count(year, recipe.categories, cases);
        let before = published.iter().find(|before| before.year == year);
        let figures = before.cloned().unwrap_or_else(|| {
            let earlier = earlier.as_deref().unwrap_or_default();
            YearFigures::public(&tally, earlier, recipe.threshold, &recipe.basis)
        });
        if let Some(years) = &mut earlier {
            match figures.as_earlier(&tally) {
                Some(year) => years.push(year),
                None => earlier = None,
            }
        }
        decided.push((tally, figures));
    }
    decided
}

/// Years whose books are closed, from the first in which anything happened: a quiet year is one,
/// too.
fn closed_years(cases: &[CaseSummary], through: Day) -> Vec<Year> {
    let days = cases.iter().flat_map(CaseSummary::days);
    let days: Vec<Day> = days.filter(|day| *day <= through).collect();
    let until = (!days.is_empty()).then_some(through);
    let mut years = Year::spanning(days.into_iter().chain(until));
    years.retain(|year| year.books() < through);
    years
}

impl CaseSummary {
    /// Days on which something counted happened.
    fn days(&self) -> impl Iterator<Item = Day> + '_ {
        let flow = [
            self.days.closed,
            self.days.feedback,
            self.days.forwarded,
            self.days.linked,
        ];
        let ends = self.conclusions.iter().map(|conclusion| conclusion.on);
        let decisions = self.decisions.iter().map(|decision| decision.on);
        let days = flow.into_iter().flatten().chain(ends).chain(decisions);
        days.chain([self.received])
    }
}

impl YearFigures {
    fn public(
        tally: &YearCount,
        earlier: &[EarlierYear],
        threshold: Threshold,
        basis: &ReleaseBasis,
    ) -> Self {
        let tally = merge_small_institutions(tally, threshold);
        let withheld = WithheldCells::decide(&tally, earlier, threshold);
        let show = |cell: &Cell, count: u64| {
            if withheld.has(cell) {
                let band = withheld.band(cell);
                Figure {
                    band,
                    ..Figure::CONFIDENTIAL
                }
            } else {
                Figure::free(count)
            }
        };
        let shown = |row| !withheld.has(&Cell::overview(row));
        let received = tally.at(&Cell::overview(cell::RECEIVED));
        let many = received >= MEDIAN_OF_MIN as u64 + 2 * threshold.count();
        let hide = |figure: Figure| match figure.status {
            ConfStatus::Free => figure,
            _ => Figure::CONFIDENTIAL,
        };
        let mut figures = Self::of(&tally, (threshold, basis), show);
        let sums = figures
            .money
            .values_mut()
            .chain(figures.money_eu.values_mut());
        sums.for_each(|sum| *sum = hide(*sum));
        for (span, days) in &mut figures.medians {
            // A median tells that there were at least ten: no news, or it is withheld too.
            let no_news = match span {
                Span::Decision => shown(cell::DECIDED),
                Span::Acknowledgement | Span::Feedback => shown(cell::RECEIVED) && many,
                Span::Closing => true,
            };
            *days = if no_news {
                hide(*days)
            } else {
                Figure::CONFIDENTIAL
            };
        }
        // That a share is told says how many deadlines fell due, within bounds: no news, or it is
        // withheld too.
        for (row, share) in &mut figures.on_time {
            if counts_of(*row).iter().any(|cell| withheld.has(cell)) {
                *share = None;
            }
        }
        // How many deadlines fell due is nearly how many cases there were: only shares are told.
        figures
            .cells
            .retain(|cell, _| cell.table != Table::Timeliness);
        figures
    }

    /// Every number, and why the public doesn't see it.
    fn internal(tally: &YearCount, public: &Self) -> Self {
        Self::of(tally, (public.threshold, &public.basis), |cell, count| {
            let seen = public.cells.get(cell);
            let status = match seen {
                Some(figure) if figure.value.is_some() => ConfStatus::Free,
                _ if count < public.threshold.count() => ConfStatus::Small,
                // Merged away, or not told at all, like the number of deadlines.
                _ => ConfStatus::Complement,
            };
            Figure {
                value: Some(count),
                band: seen.and_then(|figure| figure.band),
                status,
            }
        })
    }

    fn of(
        tally: &YearCount,
        (threshold, basis): (Threshold, &ReleaseBasis),
        show: impl Fn(&Cell, u64) -> Figure,
    ) -> Self {
        let cells = tally.cells.iter();
        let sums = [
            (Money::Damage, &tally.damage),
            (Money::Recovered, &tally.recovered),
        ];
        let spans = [
            Span::Acknowledgement,
            Span::Decision,
            Span::Feedback,
            Span::Closing,
        ];
        let days = |span| tally.days_to.get(&span).map_or(&[][..], Vec::as_slice);
        Self {
            year: tally.year,
            until: None,
            threshold,
            basis: basis.clone(),
            cells: cells
                .map(|(cell, count)| (cell.clone(), show(cell, *count)))
                .collect(),
            money: sums
                .map(|(money, eur)| (money, sum_of(&eur.all(), threshold)))
                .into(),
            money_eu: sums
                .map(|(money, eur)| (money, european_sum_of(eur, threshold)))
                .into(),
            medians: spans.map(|span| (span, median_of(days(span)))).into(),
            on_time: TimelinessRow::all()
                .map(|row| (row, share_on_time(tally, row, threshold)))
                .collect(),
        }
    }
}

/// The counts that the number of deadlines of a row comes close to.
fn counts_of(TimelinessRow(clock, basis): TimelinessRow) -> Vec<Cell> {
    let track = match basis {
        Basis::Law => Track::WhistleblowerReport,
        Basis::Service => Track::AnonymousTip,
    };
    let of_track = Cell::fixed(Table::Tracks, track.as_str(), cell::REPORTS);
    match (clock, basis) {
        (DeadlineKind::Acknowledge | DeadlineKind::Feedback, Basis::Law) => {
            vec![Cell::overview(cell::RECEIVED)]
        }
        (DeadlineKind::Notify, _) => vec![Cell::overview(cell::DECIDED), of_track],
        (DeadlineKind::Progress, _) => vec![Cell::overview(cell::RECOGNISED), of_track],
        (DeadlineKind::Answer, _) => {
            let submission = Cell::fixed(Table::Decisions, cell::AS_SUBMISSION, cell::REPORTS);
            vec![submission, of_track]
        }
        _ => vec![of_track],
    }
}

/// A sum may be shown if enough cases contribute and none dominates: the second
/// largest contributor could otherwise work out the largest by subtracting its own.
fn sum_of(eur: &[u64], threshold: Threshold) -> Figure {
    let sum = eur.iter().fold(0u64, |sum, eur| sum.saturating_add(*eur));
    let largest = eur.iter().copied().max().unwrap_or(0);
    let enough = eur.len() as u64 >= threshold.count();
    let dominated = u128::from(largest) * 100 > u128::from(sum) * DOMINANCE_PERCENT;
    Figure {
        value: Some(sum),
        band: None,
        status: match (enough, dominated) {
            (true, false) => ConfStatus::Free,
            (true, true) => ConfStatus::Complement,
            (false, _) => ConfStatus::Small,
        },
    }
}

/// A part of a sum may be shown if what is left of the sum might be shown as well: whoever
/// subtracts finds nobody.
fn european_sum_of(eur: &Contributions, threshold: Threshold) -> Figure {
    let (eu, outside) = (sum_of(&eur.eu, threshold), sum_of(&eur.outside, threshold));
    Figure {
        status: match outside.status {
            ConfStatus::Free => eu.status,
            _ if eu.status == ConfStatus::Free => ConfStatus::Complement,
            _ => eu.status,
        },
        ..eu
    }
}

/// The lower median of days in ascending order.
fn median_of(days: &[u32]) -> Figure {
    let middle = days.len().checked_sub(1).map(|last| days[last / 2]);
    Figure {
        value: middle.map(u64::from),
        band: None,
        status: if days.len() >= MEDIAN_OF_MIN {
            ConfStatus::Free
        } else {
            ConfStatus::Small
        },
    }
}

/// The share of deadlines kept, as the finest band in which at least `threshold` + 1 numbers
/// lie, even for a reader who guesses how many fell due. How wide the band is tells that
/// number only to within `threshold`.
fn share_on_time(tally: &YearCount, row: TimelinessRow, threshold: Threshold) -> Option<Share> {
    let count = |column| tally.at(&Cell::fixed(Table::Timeliness, row.as_str(), column));
    let (due, kept) = (count(cell::DUE), count(cell::ON_TIME));
    let fits = |step: &u64| due * step >= (threshold.count() + 1) * 100;
    let step = [5, 10, 20, 25, 50].into_iter().find(fits)?;
    let from = (kept * 100 / due / step * step).min(100 - step);
    let percent = |value: u64| u8::try_from(value).expect("at most 100");
    Some(Share {
        from_percent: percent(from),
        to_percent: percent(from + step),
    })
}

impl Figure {
    /// Withheld, without a word why.
    pub const CONFIDENTIAL: Self = Self {
        value: None,
        band: None,
        status: ConfStatus::Confidential,
    };

    /// Free to read.
    pub fn free(count: u64) -> Self {
        Self {
            value: Some(count),
            band: None,
            status: ConfStatus::Free,
        }
    }
}

impl ConfStatus {
    /// One letter, as in SDMX.
    pub fn code(self) -> &'static str {
        match self {
            Self::Free => "F",
            Self::Confidential => "C",
            Self::Small => "A",
            Self::Complement => "D",
        }
    }
}

impl Money {
    /// In the order of publication.
    pub const ALL: &'static [Self] = &[Self::Damage, Self::Recovered];

    /// As written in published files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Damage => "damage_estimated",
            Self::Recovered => "amount_recovered",
        }
    }
}

impl Span {
    /// In the order of publication.
    pub const ALL: &'static [Self] = &[
        Self::Acknowledgement,
        Self::Decision,
        Self::Feedback,
        Self::Closing,
    ];

    /// As written in published files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Acknowledgement => "to_acknowledgement",
            Self::Decision => "to_decision",
            Self::Feedback => "to_feedback",
            Self::Closing => "to_closing",
        }
    }
}

/// Contributions above this share of a sum dominate it.
const DOMINANCE_PERCENT: u128 = 80;
/// Cases that a median needs at least.
const MEDIAN_OF_MIN: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn five() -> Threshold {
        Threshold::new(5).expect("the default")
    }

    #[test]
    fn a_sum_needs_five_contributors_and_none_above_four_fifths() {
        let status = |eur: &[u64]| sum_of(eur, five()).status;
        assert_eq!(status(&[10, 10, 10, 10]), ConfStatus::Small);
        assert_eq!(status(&[10, 10, 10, 10, 10]), ConfStatus::Free);
        assert_eq!(status(&[80, 5, 5, 5, 5]), ConfStatus::Free);
        assert_eq!(status(&[81, 5, 5, 5, 4]), ConfStatus::Complement);
        assert_eq!(status(&[]), ConfStatus::Small);
    }

    #[test]
    fn a_part_of_a_sum_needs_a_rest_that_points_at_nobody() {
        let status = |eu: &[u64], outside: &[u64]| {
            let (eu, outside) = (eu.to_vec(), outside.to_vec());
            european_sum_of(&Contributions { eu, outside }, five()).status
        };
        assert_eq!(status(&[10; 5], &[10; 5]), ConfStatus::Free);
        assert_eq!(status(&[10; 5], &[10]), ConfStatus::Complement);
        assert_eq!(status(&[10; 5], &[]), ConfStatus::Complement);
        assert_eq!(status(&[10; 4], &[10; 5]), ConfStatus::Small);
    }

    #[test]
    fn a_median_needs_ten() {
        let days: Vec<u32> = (1..=10).collect();
        assert_eq!(median_of(&days), Figure::free(5));
        assert_eq!(median_of(&days[..9]).status, ConfStatus::Small);
        assert_eq!(median_of(&[]).value, None);
    }

    #[test]
    fn a_threshold_has_limits() {
        assert!(Threshold::new(2).is_err() && Threshold::new(1001).is_err());
        assert!(Threshold::new(3).is_ok() && Threshold::new(1000).is_ok());
    }
}
