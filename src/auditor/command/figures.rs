//! The figures of a ledger as a folder of files, for `svilpe auditor report`.
//!
//! `publishing` brings the entries, the names and the day. The release
//! that stands in the folder is read first: its years are taken over as they are.

use std::path::Path;

use crate::keys::signature::SigningKey;
use crate::rules::calendar::Day;
use crate::rules::names::Names;
use crate::rules::policy::Policy;
use crate::rules::roster::Institution;
use crate::statistics::counting::summary::{CaseSummary, CategoryRow, NotATableCode, TableCode};
use crate::statistics::counting::year::Year;
use crate::statistics::dcat::Publisher;
use crate::statistics::publish::{self, CannotPublish};
use crate::statistics::release::basis::ReleaseBasis;
use crate::statistics::release::signed;
use crate::statistics::release::{NamesForCodes, Recipe, Release, ReleaseView};
use crate::statistics::withholding::Threshold;

/// What to report, and on whose behalf.
pub(crate) struct Order<'a> {
    /// Unsuppressed figures only if somebody asked for them in so many words.
    pub view: ReleaseView,
    /// How far the ledger reaches: `CaseSummaries::last_day`.
    pub through: Day,
    pub policy: &'a Policy,
    /// The ledger that is counted, and what is wrong with it.
    pub basis: ReleaseBasis,
    /// Institutions and their names, from the rosters.
    pub institutions: Vec<(Institution, Names)>,
    pub publisher: Publisher,
    /// Who answers for the public figures, if somebody does.
    pub key: Option<&'a SigningKey>,
}

/// What was put up.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PutUp {
    /// Years that the folder's earlier release already had.
    pub before: Vec<Year>,
    /// Years published now for the first time.
    pub fresh: Vec<Year>,
    pub files: usize,
}

impl Order<'_> {
    /// Makes the release and puts it up as `folder`.
    pub(crate) fn carry_out(
        self,
        cases: &[CaseSummary],
        folder: &Path,
    ) -> Result<PutUp, CannotPublish> {
        let previous = match self.view {
            ReleaseView::Public => publish::read_previous(folder)?,
            ReleaseView::Internal => None,
        };
        let years = |release: &Release| release.years().iter().map(|year| year.year).collect();
        let before: Vec<Year> = previous.as_ref().map(years).unwrap_or_default();
        let categories = categories(self.policy);
        let recipe = Recipe {
            threshold: self.threshold(),
            basis: self.basis.clone(),
            categories: &categories,
            names: self.names(),
            through: self.through,
            previous: previous.as_ref(),
        };
        let release = match self.view {
            ReleaseView::Public => Release::public(cases, recipe),
            ReleaseView::Internal => Release::internal(cases, recipe),
        };
        let mut files = publish::files(&release, &self.publisher);
        let json = files.get(publish::RELEASE);
        if let Some((json, key)) = json.zip(self.key) {
            let line = signed::sign(json, key);
            files.insert(signed::FILE.to_owned(), line.into_bytes());
        }
        publish::write(&files, folder)?;
        let mut fresh: Vec<Year> = years(&release);
        fresh.retain(|year| !before.contains(year));
        Ok(PutUp {
            before,
            fresh,
            files: files.len(),
        })
    }

    fn threshold(&self) -> Threshold {
        // A policy's threshold is at least 3; one so high that it doesn't fit hides everything.
        let count = u16::try_from(self.policy.suppression_threshold()).unwrap_or(u16::MAX);
        Threshold::new(count.clamp(3, 1000)).expect("clamped to what it allows")
    }

    fn names(&self) -> NamesForCodes {
        let mut names = NamesForCodes::default();
        for rule in self.policy.categories() {
            if let Ok(code) = TableCode::parse(rule.category().as_str()) {
                names.0.insert(code, rule.names().clone());
            }
        }
        for (institution, name) in &self.institutions {
            if let Ok(code) = TableCode::parse(institution.as_str()) {
                names.0.insert(code, name.clone());
            }
        }
        names
    }
}

/// The policy's categories, as rows of tables.
pub(super) fn categories(policy: &Policy) -> Vec<CategoryRow> {
    let rules = policy.categories();
    let rows = rules.iter().map(|rule| {
        let area = rule.eu_areas().map(|areas| TableCode::parse(&areas.slug()));
        Ok::<_, NotATableCode>(CategoryRow {
            code: TableCode::parse(rule.category().as_str())?,
            area: area.transpose()?,
        })
    });
    rows.filter_map(Result::ok).collect()
}
