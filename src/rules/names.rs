//! One thing's name in several languages, as policies and rosters write it.
//!
//! ```toml
//! [family.name]
//! lv = "Drošība"
//! en = "Safety"
//! ```
//!
//! A reader whose language is not there gets its parent's, else the name that stands first.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::toml_file::{Complaint, TomlFile};
use crate::text::{Language, LanguageCode};

/// The same words in one or more languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    try_from = "BTreeMap<LanguageCode, String>",
    into = "BTreeMap<LanguageCode, String>"
)]
pub struct Names {
    first: LanguageCode,
    names: BTreeMap<LanguageCode, String>,
}

/// No name in any language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoName;

/// Names as a file writes them.
pub(crate) type WrittenNames = BTreeMap<Spanned<String>, Spanned<String>>;

/// In which languages a file has to write its names.
#[derive(Clone, Copy)]
pub(crate) enum NamedIn<'a> {
    /// In whichever its author has: rosters.
    Any,
    /// In the first of these, which are all that are read: policies.
    These(&'a [LanguageCode]),
}

impl Names {
    /// Names by language; the first is read where none fits.
    pub fn new(names: impl IntoIterator<Item = (LanguageCode, String)>) -> Option<Self> {
        let names: Vec<_> = names.into_iter().collect();
        let first = names.first()?.0.clone();
        Some(Self {
            first,
            names: names.into_iter().collect(),
        })
    }

    /// Words of at most `length_max` characters in each language.
    pub(crate) fn from_written(
        sheet: TomlFile<'_>,
        written: &Spanned<WrittenNames>,
        length_max: usize,
        languages: NamedIn<'_>,
    ) -> Result<Self, Complaint> {
        let words = |code: &str, words: &Spanned<String>| sheet.words(code, words, length_max);
        Self::from_written_as(sheet, written, languages, words)
    }

    /// The same, of whatever `words` takes.
    pub(crate) fn from_written_as(
        sheet: TomlFile<'_>,
        written: &Spanned<WrittenNames>,
        languages: NamedIn<'_>,
        words: impl Fn(&str, &Spanned<String>) -> Result<String, Complaint>,
    ) -> Result<Self, Complaint> {
        let mut names = BTreeMap::new();
        let keys = written.get_ref();
        for (key, name) in keys {
            let code = LanguageCode::parse(key.get_ref())
                .ok()
                .filter(|code| languages.read(code));
            let Some(code) = code else {
                let what = format!("{} is no language that is read here", key.get_ref());
                return Err(sheet.complain(key, what, languages.hint()));
            };
            names.insert(code, words(key.get_ref(), name)?);
        }
        let first = keys.keys().min_by_key(|key| key.span().start);
        let first = match languages {
            NamedIn::Any => first.and_then(|key| LanguageCode::parse(key.get_ref()).ok()),
            NamedIn::These(languages) => languages.first().cloned(),
        };
        match first {
            Some(first) if names.contains_key(&first) => Ok(Self { first, names }),
            first => {
                let hint = match first {
                    Some(first) => format!("write it at least in {first}"),
                    None => "write it in one language at least".to_owned(),
                };
                Err(sheet.complain(written, "a name is missing", hint))
            }
        }
    }

    /// In this language, or the nearest.
    pub fn read(&self, language: Language) -> &str {
        let line = language
            .line()
            .map(|language| -> &LanguageCode { language.code() });
        let mut line = line.chain([&self.first]);
        line.find_map(|code| self.names.get(code))
            .map_or("", String::as_str)
    }

    /// Each language's, by code.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&LanguageCode, &str)> {
        self.names.iter().map(|(code, name)| (code, name.as_str()))
    }
}

/// The same words, whichever stands first.
impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Eq for Names {}

impl NamedIn<'_> {
    fn hint(self) -> String {
        match self {
            Self::Any => "write a language's code, such as lv".to_owned(),
            Self::These(languages) => {
                let codes: Vec<_> = languages.iter().map(LanguageCode::as_str).collect();
                format!("the pages are in {}", codes.join(", "))
            }
        }
    }

    fn read(self, code: &LanguageCode) -> bool {
        match self {
            Self::Any => true,
            // Commands and statistics speak languages that the pages may lack.
            Self::These(languages) => {
                languages.contains(code) || Language::complete().any(|it| it.code() == code)
            }
        }
    }
}

impl TryFrom<BTreeMap<LanguageCode, String>> for Names {
    type Error = NoName;

    fn try_from(names: BTreeMap<LanguageCode, String>) -> Result<Self, NoName> {
        // A map says no order: that of the program's own languages.
        let known = Language::compiled().iter().map(|language| language.code());
        let first = known
            .chain(names.keys())
            .find(|code| names.contains_key(code));
        let first = first.cloned().ok_or(NoName)?;
        Ok(Self { first, names })
    }
}

impl From<Names> for BTreeMap<LanguageCode, String> {
    fn from(names: Names) -> Self {
        names.names
    }
}

impl std::fmt::Display for NoName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no name in any language")
    }
}

impl std::error::Error for NoName {}
