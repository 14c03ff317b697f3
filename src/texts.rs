//! All words that people read, in Fluent files.
//!
//! Knows the files under `src/texts/<language>/`, compiled into the binary. Never
//! knows who reads: a language comes with the address, not from a header (P2).
//!
//! ```text
//!   say(Latvian, "start-lead") ─▶ src/texts/lv/start.ftl ─▶ String
//! ```
//!
//! A further part of Svilpe adds its words as one file in each language and one
//! name in [`files!`]. Every language has the same ids with the same arguments;
//! a test holds that, and that each id the code asks for exists. Arguments are
//! for names, days and numbers: never pass a code or a reporter's words, since
//! Fluent's own buffers are not wiped.

use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language of pages and messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Language {
    Latvian,
    English,
}

/// The Fluent files of one language: names without `.ftl`.
macro_rules! files {
    ($language:literal) => {
        files!($language: "command", "officer")
    };
    ($language:literal: $($name:literal),+) => {
        &[$(include_str!(concat!("texts/", $language, "/", $name, ".ftl"))),+]
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
    // Pages set `dir="auto"` where a stranger's words stand; invisible marks would only break `copy`.
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
