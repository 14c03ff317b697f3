//! Name forms: how a country's language declines names, so that a masked copy covers them.
//!
//! ```text
//!   "Briedis" ─ ending off ─▶ bried- ─ before "is" a d may be a z ─▶ briez- ─▶ and up to 3 letters
//! ```
//!
//! All in small letters without diacritics. A pack without them has names masked as they are
//! written, and no other form. Knows letters. Never knows a name.

use serde::Deserialize;
use toml::Spanned;

use crate::rules::toml_file::{Complaint, TomlFile};

/// How names are declined.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NameForms {
    /// Taken off a name, the longest first.
    endings: Vec<String>,
    softened: Vec<SoftenedStem>,
    declined: Vec<DeclinedEnding>,
}

/// A stem's end that may become another where the name has one of these endings.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SoftenedStem {
    stem: String,
    becomes: String,
    before: Vec<String>,
}

/// What begins so after a stem is an ending of up to so many letters.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclinedEnding {
    begins: String,
    letters: usize,
}

/// As the policy writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenNameForms {
    endings: Vec<String>,
    softened: Vec<SoftenedStem>,
    declined: Vec<DeclinedEnding>,
}

impl NameForms {
    /// What stays of a name, in small letters without diacritics, whatever its ending is; the name
    /// itself if it has none.
    pub(crate) fn stems(&self, name: &str) -> Vec<String> {
        let stem = self.endings.iter().find_map(|ending| {
            let stem = name.strip_suffix(ending.as_str())?;
            (stem.len() >= STEM_MIN).then_some((stem, ending))
        });
        let Some((stem, ending)) = stem else {
            return vec![name.to_owned()];
        };
        let softened = self.softened.iter().filter_map(|softened| {
            let beginning = stem.strip_suffix(softened.stem.as_str())?;
            let is_before = softened.before.contains(ending);
            is_before.then(|| format!("{beginning}{}", softened.becomes))
        });
        std::iter::once(stem.to_owned()).chain(softened).collect()
    }

    /// Is this word the stem with an ending?
    pub(crate) fn is_declined(&self, word: &str, stem: &str) -> bool {
        let Some(ending) = word.strip_prefix(stem) else {
            return false;
        };
        let rule = self.declined.iter();
        let rule = rule.clone().find(|rule| ending.starts_with(&rule.begins));
        ending.chars().count() <= rule.map_or(0, |rule| rule.letters)
    }

    pub(super) fn from_written(
        sheet: TomlFile<'_>,
        written: Option<&Spanned<WrittenNameForms>>,
    ) -> Result<Self, Complaint> {
        let Some(spanned) = written else {
            return Ok(Self::default());
        };
        let written = spanned.get_ref();
        let changed = written.softened.iter().flat_map(|softened| {
            let ends = [&softened.stem, &softened.becomes];
            ends.into_iter().chain(&softened.before)
        });
        let begun = written.declined.iter().map(|declined| &declined.begins);
        let mut all = written.endings.iter().chain(changed).chain(begun);
        let is_short = |text: &String| {
            text.chars().count() <= LETTERS_MAX && text.chars().all(char::is_lowercase)
        };
        let longest = written.declined.iter().map(|declined| declined.letters);
        let lengths = [
            &written.endings.len(),
            &written.softened.len(),
            &written.declined.len(),
        ];
        if !all.all(is_short)
            || longest.max().is_some_and(|letters| letters > LETTERS_MAX)
            || lengths.into_iter().any(|length| *length > RULES_MAX)
        {
            let hint = "small letters without diacritics, at most 8, and at most 64 of each";
            return Err(sheet.complain(spanned, "no endings of names", hint));
        }
        let mut endings = written.endings.clone();
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        let mut declined = written.declined.clone();
        declined.sort_by_key(|declined| std::cmp::Reverse(declined.begins.len()));
        Ok(Self {
            endings,
            softened: written.softened.clone(),
            declined,
        })
    }
}

/// Bytes: what is shorter is looked for as a whole.
const STEM_MIN: usize = 2;
const LETTERS_MAX: usize = 8;
const RULES_MAX: usize = 64;
