//! All words that people read, in Fluent files.
//!
//! Knows the files under `src/text/<language>/`, compiled into the binary. Never
//! knows who reads: a language comes with the address, not from a header (P2).
//!
//! ```text
//!   say(Latvian, "start-lead") ─▶ src/text/lv/pages/start.ftl ─▶ String
//! ```
//!
//! A further part of Svilpe adds its words as one file in each language and one
//! name in `files!`. Every language has the same ids with the same arguments;
//! a test holds that, and that each id the code asks for exists. Arguments are
//! for names, days and numbers: never pass a code or a reporter's words, since
//! Fluent's own buffers are not wiped.

/// Characters as people count them, and texts of which nobody sees anything.
pub(crate) mod character_count;

/// Strangers' words on a terminal.
pub(crate) mod terminal;

/// Characters that nobody sees.
pub(crate) mod invisible_characters;

use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The one stylesheet: the reporters' pages and the officer's desk look alike.
pub(crate) const STYLE: &str = include_str!("style.css");

/// A language of pages and messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Language {
    /// The first: what is said where nothing was chosen.
    Latvian,
    /// The second.
    English,
}

/// The Fluent files of one language: names without `.ftl`.
macro_rules! files {
    ($language:literal) => {
        files!($language:
            "calendar", "pages/accessibility", "pages/check", "pages/form", "pages/frame",
            "pages/guide", "pages/how", "pages/rejection", "pages/return", "pages/rights",
            "pages/start", "pages/statistics", "commands/auditor", "commands/command",
            "commands/demo", "commands/figures", "commands/intake", "commands/officer",
            "commands/reporter", "desk/actions", "desk/case", "desk/frame", "desk/trouble")
    };
    ($language:literal: $($name:literal),+) => {
        &[$(include_str!(concat!($language, "/", $name, ".ftl"))),+]
    };
}

const LATVIAN: &[&str] = files!("lv");
const ENGLISH: &[&str] = files!("en");

impl Language {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Latvian, Self::English];

    /// `lv` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Latvian => "lv",
            Self::English => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Latvian => Self::English,
            Self::English => Self::Latvian,
        }
    }

    fn words(self) -> &'static FluentBundle<FluentResource> {
        static LATVIAN_WORDS: LazyLock<FluentBundle<FluentResource>> =
            LazyLock::new(|| bundle("lv", LATVIAN));
        static ENGLISH_WORDS: LazyLock<FluentBundle<FluentResource>> =
            LazyLock::new(|| bundle("en", ENGLISH));
        match self {
            Self::Latvian => &LATVIAN_WORDS,
            Self::English => &ENGLISH_WORDS,
        }
    }
}

impl FromStr for Language {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "lv" => Ok(Self::Latvian),
            "en" => Ok(Self::English),
            _ => Err(()),
        }
    }
}

/// The text with this id. A missing id is a programming error that a test finds;
/// here the id itself stands in, since words must never stop a report.
pub fn say(language: Language, id: &str) -> String {
    say_with(language, id, &[])
}

/// The text with this id and its arguments filled in. An argument that reads as a
/// whole number (up to 15 digits, no leading zero) also chooses plural forms.
pub fn say_with(language: Language, id: &str, arguments: &[(&str, &str)]) -> String {
    find(language, id, None, arguments).unwrap_or_else(|| id.to_owned())
}

/// What to do about it: the `.hint` of the text with this id, which takes the same arguments.
pub fn hint_with(language: Language, id: &str, arguments: &[(&str, &str)]) -> String {
    find(language, id, Some("hint"), arguments).unwrap_or_else(|| id.to_owned())
}

/// A text, or one of its attributes, with its arguments filled in.
fn find(
    language: Language,
    id: &str,
    attribute: Option<&str>,
    arguments: &[(&str, &str)],
) -> Option<String> {
    let words = language.words();
    let message = words.get_message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    let mut filled = FluentArgs::with_capacity(arguments.len());
    for (name, text) in arguments {
        filled.set(*name, argument(text));
    }
    let text = words.format_pattern(pattern, Some(&filled), &mut Vec::new());
    Some(text.into_owned())
}

fn argument(text: &str) -> FluentValue<'_> {
    let whole = text.len() <= 15
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if whole {
        FluentValue::try_number(text)
    } else {
        FluentValue::from(text)
    }
}

fn bundle(language: &str, files: &[&str]) -> FluentBundle<FluentResource> {
    // The default, *und*, would only lose plural forms.
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut words = FluentBundle::new_concurrent(vec![language]);
    // Pages set `dir="auto"` where a stranger's words stand; invisible marks would only break
    // `copy`.
    words.set_use_isolating(false);
    for file in files {
        // A bad line costs that one text, not the server; `every_file_is_sound` finds it first.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = words.add_resource(resource);
    }
    words
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Each message's id and the names of its arguments, read from the source text.
    fn ids(files: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in files.iter().flat_map(|file| file.lines()) {
            if let Some((id, _)) = line.split_once(" =")
                && line.starts_with(|first: char| first.is_ascii_lowercase())
            {
                id.clone_into(&mut current);
                assert!(
                    ids.insert(current.clone(), BTreeSet::new()).is_none(),
                    "{id} is there twice"
                );
            }
            for after in line.split('$').skip(1) {
                let name = after
                    .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                    .next();
                ids.entry(current.clone())
                    .or_default()
                    .extend(name.map(str::to_owned));
            }
        }
        ids
    }

    /// Rust and HTML files under `src/`, but not this one.
    fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("src/ is there") {
            let path = entry.expect("src/ can be listed").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "html")
                && !path.ends_with("text/mod.rs")
            {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push((path, text));
            }
        }
    }

    fn all_sources() -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut found,
        );
        found
    }

    #[test]
    fn every_file_is_sound() {
        for (language, files) in [("lv", LATVIAN), ("en", ENGLISH)] {
            let mut words: FluentBundle<FluentResource> = FluentBundle::new_concurrent(vec![]);
            for file in files {
                let resource = FluentResource::try_new((*file).to_owned())
                    .map_err(|(_, errors)| format!("{language}: {errors:?} in {file:.80}"))
                    .expect("a Fluent file parses");
                words.add_resource(resource).expect("ids are unique");
            }
        }
    }

    #[test]
    fn every_file_in_the_folders_is_compiled_in() {
        for (language, files) in [("lv", LATVIAN), ("en", ENGLISH)] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("src/text")
                .join(language);
            let mut found = Vec::new();
            for below in ["", "pages", "commands", "desk"] {
                let entries = fs::read_dir(folder.join(below)).expect("the folder is there");
                found.extend(entries.map(|entry| entry.expect("it can be listed").path()));
            }
            for path in found.iter().filter(|path| path.is_file()) {
                let text = fs::read_to_string(path).expect("UTF-8");
                assert!(files.contains(&text.as_str()), "{path:?} is not in files!");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_ids_and_arguments() {
        let (latvian, english) = (ids(LATVIAN), ids(ENGLISH));
        for (id, arguments) in &latvian {
            assert_eq!(english.get(id), Some(arguments), "{id}: lv and en differ");
        }
        for id in english.keys() {
            assert!(latvian.contains_key(id), "{id} is only in English");
        }
    }

    #[test]
    fn every_id_that_is_asked_for_exists() {
        let known = ids(LATVIAN);
        for (path, text) in all_sources() {
            for call in ["say(", "say_with("] {
                for after in text.split(call).skip(1) {
                    let near: String = after.chars().take(80).collect();
                    let inside = near.split([')', ';', '{']).next().unwrap_or_default();
                    let mut quoted = inside.split('"');
                    let (before, id) = (quoted.next().unwrap_or_default(), quoted.next());
                    // An id cut off at a brace is composed: `composed` looks at those.
                    let whole = |id: &&str| !id.ends_with('-') && !before.contains('[');
                    if let Some(id) = id.filter(whole) {
                        assert!(known.contains_key(id), "{path:?} asks for {id:?}");
                    }
                }
            }
        }
    }

    /// Beginnings of ids that are composed, as in `format!("finding-{}", …)`.
    fn composed(sources: &str) -> BTreeSet<&str> {
        let formats = sources.split("format!(\"").skip(1);
        let beginnings = formats.filter_map(|after| after.split_once('{'));
        let beginnings = beginnings.map(|(beginning, _)| beginning);
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        beginnings
            .filter(|beginning| beginning.ends_with('-') && beginning.chars().all(is_id))
            .collect()
    }

    #[test]
    fn no_text_lies_unused() {
        let everything: String = all_sources().into_iter().map(|(_, text)| text).collect();
        let mut unused = ids(LATVIAN);
        unused.retain(|id, _| !everything.contains(&format!("\"{id}\"")));
        unused.retain(|id, _| !id.starts_with("day-"));
        let prefixes = composed(&everything);
        unused.retain(|id, _| !prefixes.iter().any(|prefix| id.starts_with(prefix)));
        assert!(unused.is_empty(), "never said: {:?}", unused.keys());
    }

    #[test]
    fn no_text_brings_markup_or_an_address() {
        for text in LATVIAN.iter().chain(ENGLISH) {
            let text = text.to_lowercase();
            for banned in [
                "<script",
                "javascript:",
                "http:",
                "https:",
                "data:",
                "&amp;",
            ] {
                assert!(!text.contains(banned), "{banned} in {text:.60}");
            }
        }
    }

    #[test]
    fn latvian_keeps_its_quotes_and_letters() {
        for text in LATVIAN {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let words = line.replace("\"\"", "");
                let straight = words.matches('"').count();
                assert!(straight == 0 || words.contains("{ \""), "use „ ”: {line}");
            }
        }
    }

    #[test]
    fn a_missing_id_stands_for_itself() {
        assert_eq!(
            say(Language::English, "there-is-no-such-text"),
            "there-is-no-such-text"
        );
    }

    #[test]
    fn numbers_choose_plural_forms_and_codes_stay_text() {
        let days = |count| say_with(Language::Latvian, "form-valid", &[("days", count)]);
        assert!(days("1").contains("1 dienu"), "{}", days("1"));
        assert!(days("2").contains("2 dienas"), "{}", days("2"));
        assert!(days("21").contains("21 dienu"), "{}", days("21"));
        assert!(matches!(argument("0042"), FluentValue::String(_)));
        assert!(matches!(
            argument("1234567890123456"),
            FluentValue::String(_)
        ));
        assert!(matches!(argument("inf"), FluentValue::String(_)));
    }
}
