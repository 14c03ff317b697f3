//! Languages: what each folder beside this file is.
//!
//! A language is a folder of Fluent files and a `language.toml`: its own name, its direction, what
//! it covers, and, for a plain variant, its parent. Those in this folder are compiled in; a country
//! pack may add others for the pages, and says in each what is its country's
//! ([`crate::text::language_folder`]). A [`Language`] is a handle to one of them, and lives as long
//! as the program.
//!
//! A text that a language does not have is its parent's, else that of the first language that has
//! everything: words must never stop a report.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentMessage, FluentResource};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use super::compiled_in::{FOLDERS, PAGE_FILES};

/// A language's code as BCP 47 writes it, in small letters: `lv`, `uk`, `lv-x-easy`. At most 20
/// characters. Well-formed; whether there are words in it is another question.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageCode(String);

/// A text that is no language's code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotALanguageCode;

/// A language of pages and messages.
#[derive(Clone, Copy)]
pub struct Language(&'static LanguageWords);

/// Which way its lines run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub(super) enum Direction {
    #[serde(rename = "ltr")]
    LeftToRight,
    #[serde(rename = "rtl")]
    RightToLeft,
}

/// What a language has words for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Coverage {
    /// Pages and commands.
    Everything,
    /// Pages only.
    Pages,
}

/// `language.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LanguageNote {
    pub name: String,
    pub direction: Direction,
    pub covers: Coverage,
    pub parent: Option<LanguageCode>,
    pub thousands: char,
    pub authority: Option<String>,
}

/// All that is known of one language.
struct LanguageWords {
    code: LanguageCode,
    note: LanguageNote,
    parent: Option<Language>,
    files: Vec<&'static str>,
    /// What a country pack says in it.
    country: &'static str,
    /// Parsed when something is said in it for the first time.
    words: OnceLock<FluentBundle<FluentResource>>,
}

/// The languages of one set of pages: at least one, the first is the visitor's first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Languages(Vec<Language>);

impl LanguageCode {
    /// A code from outside.
    pub fn parse(text: &str) -> Result<Self, NotALanguageCode> {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        let is_language =
            (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
        let are_subtags = parts.all(|part| {
            (1..=8).contains(&part.len())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        if is_language && are_subtags && text.len() <= CODE_LENGTH_MAX {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotALanguageCode)
        }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Language {
    /// The first of all, and complete: for tests, which name it.
    pub fn latvian() -> Self {
        Self::first()
    }

    /// What programs speak on a terminal whose language they don't have. Also for tests.
    pub fn english() -> Self {
        "en".parse().unwrap_or_else(|_| Self::first())
    }

    /// Every language that is compiled in, those that have everything first.
    pub fn compiled() -> &'static [Self] {
        static COMPILED: LazyLock<Vec<Language>> = LazyLock::new(compiled);
        &COMPILED
    }

    /// Those with words for commands and statistics, too.
    pub fn complete() -> impl Iterator<Item = Self> {
        let all = Self::compiled().iter().copied();
        all.filter(|language| language.0.note.covers == Coverage::Everything)
    }

    /// In which programs speak, for a locale like `lv_LV.UTF-8`.
    pub fn of_locale(locale: &str) -> Self {
        let known = Self::complete().find(|language| locale.starts_with(language.code().as_str()));
        known.unwrap_or_else(Self::english)
    }

    /// Its code.
    pub fn code(self) -> &'static LanguageCode {
        &self.0.code
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        &self.0.note.name
    }

    /// `ltr` or `rtl`, for HTML's `dir`.
    pub fn direction(self) -> &'static str {
        match self.0.note.direction {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }

    /// What stands between groups of three digits.
    pub(crate) fn thousands(self) -> char {
        self.0.note.thousands
    }

    /// Its code in the authority table of the EU Publications Office.
    pub(crate) fn authority(self) -> Option<&'static str> {
        self.0.note.authority.as_deref()
    }

    /// Itself, or the nearest language that has words for everything.
    #[must_use]
    pub(crate) fn for_everything(self) -> Self {
        self.line()
            .find(|language| language.0.note.covers == Coverage::Everything)
            .unwrap_or_else(Self::first)
    }

    /// The one with words for everything that has this code.
    pub(crate) fn complete_named(code: &str) -> Option<Self> {
        Self::complete().find(|language| language.code().as_str() == code)
    }

    /// The next one that has words for everything; after the last comes the first.
    #[must_use]
    pub(crate) fn next_complete(self) -> Self {
        let mut after = Self::complete().skip_while(|language| *language != self);
        after.nth(1).unwrap_or_else(Self::first)
    }

    /// Itself, then its parent.
    pub(crate) fn line(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |language| language.0.parent)
    }

    /// The text with this id, here or where it comes from when it is not here.
    pub(super) fn message(self, id: &str) -> Option<(Self, FluentMessage<'static>)> {
        let mut line = self.line().chain([Self::first()]);
        line.find_map(|language| Some((language, language.words().get_message(id)?)))
    }

    pub(super) fn words(self) -> &'static FluentBundle<FluentResource> {
        self.0
            .words
            .get_or_init(|| bundle(self.code(), self.files().chain([self.0.country])))
    }

    /// Its Fluent files, whatever the country.
    pub(super) fn files(self) -> impl Iterator<Item = &'static str> {
        self.0.files.iter().copied()
    }

    /// Those that pages need, of a language that is compiled in.
    pub(super) fn page_files(self) -> impl Iterator<Item = &'static str> {
        self.files().take(PAGE_FILES)
    }

    /// What its pack says of the country.
    pub(super) fn country(self) -> &'static str {
        self.0.country
    }

    /// The same words, in a pack that says this of its country.
    pub(super) fn in_country(self, parent: Option<Self>, country: &str) -> Self {
        if country == self.0.country
            && parent.map(Self::country) == self.0.parent.map(Self::country)
        {
            return self;
        }
        let (code, note) = (self.0.code.clone(), self.0.note.clone());
        Self::made(
            code,
            note,
            parent,
            (self.0.files.clone(), country.to_owned().leak()),
        )
    }

    /// Makes the handle. There are a handful of languages, each for the life of the program.
    pub(super) fn made(
        code: LanguageCode,
        note: LanguageNote,
        parent: Option<Self>,
        (files, country): (Vec<&'static str>, &'static str),
    ) -> Self {
        Self(Box::leak(Box::new(LanguageWords {
            code,
            note,
            parent,
            files,
            country,
            words: OnceLock::new(),
        })))
    }

    /// What is said where nothing was chosen.
    pub(crate) fn first() -> Self {
        Self::compiled()[0]
    }
}

impl Languages {
    /// `None` if there is none at all.
    pub fn new(languages: Vec<Language>) -> Option<Self> {
        (!languages.is_empty()).then_some(Self(languages))
    }

    /// What a visitor sees where nobody chose.
    pub fn default(&self) -> Language {
        self.0[0]
    }

    /// All of them, the default first.
    pub fn iter(&self) -> impl Iterator<Item = Language> {
        self.0.iter().copied()
    }

    /// What stands before every address of a page: nothing for the default, `/en` for another.
    pub(crate) fn prefix(&self, language: Language) -> String {
        if language == self.default() {
            String::new()
        } else {
            format!("/{}", language.code())
        }
    }

    /// The language of the pages at this address.
    pub(crate) fn of_path(&self, path: &str) -> Language {
        let first = path.trim_start_matches('/').split('/').next();
        let named = self.iter().skip(1);
        let mut named = named.filter(|language| Some(language.code().as_str()) == first);
        named.next().unwrap_or_else(|| self.default())
    }
}

/// What is compiled in.
fn compiled() -> Vec<Language> {
    let mut made: Vec<Language> = Vec::with_capacity(FOLDERS.len());
    for folder in FOLDERS {
        let code = LanguageCode::parse(folder.code).expect("a test reads every folder's name");
        let note: LanguageNote =
            toml::from_str(folder.note).expect("a test reads every language.toml");
        let parent = note.parent.as_ref();
        let parent = parent.and_then(|parent| made.iter().find(|known| known.code() == parent));
        let parent = parent.copied();
        let files = (folder.files.to_vec(), folder.country);
        made.push(Language::made(code, note, parent, files));
    }
    made
}

fn bundle<'a>(
    code: &LanguageCode,
    files: impl Iterator<Item = &'a str>,
) -> FluentBundle<FluentResource> {
    let mut words = FluentBundle::new_concurrent(vec![plural_rules_of(code)]);
    // Pages set `dir="auto"` where a stranger's words stand; invisible marks would only break
    // `copy`.
    words.set_use_isolating(false);
    for file in files {
        // A bad line costs that one text, not the server; a test or the start finds it first.
        let resource = match FluentResource::try_new(file.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = words.add_resource(resource);
    }
    words
}

/// Private subtags (`-x-easy`) are nothing to plural rules.
pub(super) fn plural_rules_of(code: &LanguageCode) -> LanguageIdentifier {
    let language = code.as_str().split('-').next().unwrap_or_default();
    // The default, *und*, would only lose plural forms.
    language.parse().unwrap_or_default()
}

impl FromStr for Language {
    type Err = NotALanguageCode;

    /// A language that is compiled in, by its code.
    fn from_str(code: &str) -> Result<Self, NotALanguageCode> {
        let mut compiled = Self::compiled().iter();
        let found = compiled.find(|language| language.code().as_str() == code);
        found.copied().ok_or(NotALanguageCode)
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Language {}

impl Hash for Language {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code().hash(state);
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

impl TryFrom<String> for LanguageCode {
    type Error = NotALanguageCode;

    fn try_from(text: String) -> Result<Self, NotALanguageCode> {
        Self::parse(&text)
    }
}

impl From<LanguageCode> for String {
    fn from(code: LanguageCode) -> Self {
        code.0
    }
}

impl fmt::Display for LanguageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LanguageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotALanguageCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a language's code")
    }
}

impl std::error::Error for NotALanguageCode {}

const CODE_LENGTH_MAX: usize = 20;
