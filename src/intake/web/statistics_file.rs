//! The statistics file: the tables of the last published release, never a live number.
//!
//! Keeps P8 where reporters look: only a file that passed the strict reading of a public release is
//! shown, with what that release withheld still withheld, and only if an auditor of a roster signed
//! it: the operator makes no numbers up. The operator puts both into the intake's folder as
//! `statistics.json` and `statistics.json.sig`, the names under which auditors publish them.
//!
//! Knows one file. Never knows the ledger.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use crate::keys::signature::VerifyingKey;
use crate::rules::toml_file::{UnreadableFile, read_text};
use crate::statistics::page::tables::PageTable;
use crate::statistics::release::format::{LENGTH_MAX, NotARelease};
use crate::statistics::release::{Release, signed};
use crate::text::Language;

/// What is shown: read at start and at the chores, never because somebody asks.
pub struct StatisticsFile {
    path: PathBuf,
    /// Auditors' keys.
    publishers: Vec<VerifyingKey>,
    shown: RwLock<Option<Arc<ShownRelease>>>,
}

/// One release, ready for pages.
pub struct ShownRelease {
    pub year: u16,
    /// Numbers below this were withheld.
    pub threshold: u16,
    /// In each language that has words for everything.
    tables: Vec<(Language, Vec<PageTable>)>,
}

/// Why a file is not shown.
#[derive(Debug)]
pub enum NotShown {
    Unreadable(PathBuf, UnreadableFile),
    NotARelease(PathBuf, NotARelease),
    /// No auditor of a roster signed it.
    NotSigned(PathBuf),
}

impl StatisticsFile {
    /// Nothing is shown before [`Self::refresh`].
    pub fn new(path: PathBuf, publishers: Vec<VerifyingKey>) -> Self {
        Self {
            path,
            publishers,
            shown: RwLock::new(None),
        }
    }

    /// Reads the file again. What can't be read is not shown, and what was shown before neither.
    pub fn refresh(&self) -> Result<(), NotShown> {
        let read = read(&self.path, &self.publishers);
        let (shown, result) = match read {
            Ok(shown) => (shown, Ok(())),
            Err(why) => (None, Err(why)),
        };
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = shown.map(Arc::new);
        result
    }

    /// The last release, if there is one.
    pub fn shown(&self) -> Option<Arc<ShownRelease>> {
        self.shown
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl ShownRelease {
    /// `None` before the first year is published.
    pub fn of(release: &Release) -> Option<Self> {
        let latest = release.years().last()?;
        Some(Self {
            year: latest.year.number(),
            threshold: latest.threshold.number(),
            tables: Language::complete()
                .map(|language| (language, release.page_tables(language)))
                .collect(),
        })
    }

    /// The tables of the latest year, in this language or the nearest that has words for them.
    pub fn tables(&self, language: Language) -> (Language, &[PageTable]) {
        let nearest = language.for_everything();
        let mut tables = self.tables.iter().filter(|(of, _)| *of == nearest);
        (nearest, tables.next().map_or(&[], |(_, tables)| tables))
    }
}

fn read(path: &Path, publishers: &[VerifyingKey]) -> Result<Option<ShownRelease>, NotShown> {
    let text = match read_text(path, LENGTH_MAX as u64) {
        Ok(text) => text,
        Err(UnreadableFile::Disk(error)) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(None);
        }
        Err(why) => return Err(NotShown::Unreadable(path.to_owned(), why)),
    };
    let release = Release::parse(text.as_bytes());
    let release = release.map_err(|why| NotShown::NotARelease(path.to_owned(), why))?;
    let line = read_text(&path.with_file_name(signed::FILE), SIGNATURE_MAX).unwrap_or_default();
    if !signed::is_signed(text.as_bytes(), &line, publishers) {
        return Err(NotShown::NotSigned(path.to_owned()));
    }
    Ok(ShownRelease::of(&release))
}

impl fmt::Display for NotShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "{} {why}", path.display()),
            Self::NotARelease(path, why) => write!(f, "{}: {why}", path.display()),
            Self::NotSigned(path) => {
                write!(
                    f,
                    "{}: no auditor of a roster signed it ({})",
                    path.display(),
                    signed::FILE
                )
            }
        }
    }
}

impl std::error::Error for NotShown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, why) => Some(why),
            Self::NotARelease(_, why) => Some(why),
            Self::NotSigned(_) => None,
        }
    }
}

/// Bytes: a key and a signature have under 150.
const SIGNATURE_MAX: u64 = 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::signature::SigningKey;

    const EMPTY: &str = r#"{"format":"FORMAT","view":"public","years":[],"names":{}}"#;

    #[test]
    fn only_a_public_release_is_shown_and_a_bad_one_takes_the_last_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("statistics.json");
        let auditor = SigningKey::random();
        let statistics_file = StatisticsFile::new(path.clone(), vec![auditor.public()]);
        assert!(statistics_file.refresh().is_ok() && statistics_file.shown().is_none());

        let year = r#"{"format":"FORMAT","view":"public","names":{},"years":[{"year":2025,
            "threshold":5,"basis":{"size":9,"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "policy":"0000000000000000000000000000000000000000000000000000000000000000",
            "findings":0,"program":"0.1.0"},
            "counts":[{"table":"overview","row":"received","column":"reports",
            "value":396,"conf_status":"F"}],"money_eur":[],"eu_money_eur":[],"median_days":[],"on_time_percent":[]}]}"#;
        let put_by = |key: &SigningKey, text: &str| {
            let text = text.replace("FORMAT", FORMAT);
            let line = signed::sign(text.as_bytes(), key);
            std::fs::write(path.with_file_name(signed::FILE), line)?;
            std::fs::write(&path, text)
        };
        let put = |text: &str| put_by(&auditor, text);
        put_by(&SigningKey::random(), year).expect("written");
        let refused = statistics_file.refresh();
        assert!(
            matches!(refused, Err(NotShown::NotSigned(_))),
            "a stranger's"
        );
        put(year).expect("written");
        statistics_file.refresh().expect("a release");
        let shown = statistics_file.shown().expect("shown");
        assert_eq!((shown.year, shown.threshold), (2025, 5));
        for &language in Language::compiled() {
            let cells = shown.tables(language).1.iter();
            let mut cells = cells
                .flat_map(|table| &table.rows)
                .flat_map(|row| &row.cells);
            assert!(cells.any(|cell| cell.text == "396"));
        }

        put(EMPTY).expect("written");
        assert!(statistics_file.refresh().is_ok() && statistics_file.shown().is_none());
        for bad in [
            year.replace("public", "internal-not-for-publication"),
            year.replace("\"F\"", "\"A\""),
            "{".to_owned(),
        ] {
            put(year).expect("written");
            statistics_file.refresh().expect("a release");
            put(&bad).expect("written");
            assert!(statistics_file.refresh().is_err(), "{bad}");
            assert!(statistics_file.shown().is_none());
        }
    }

    use crate::statistics::release::format::FORMAT;
}
