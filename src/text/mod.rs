//! All words that people read, in Fluent files.
//!
//! Knows the folders under `src/text/`, compiled into the binary, and those that an operator adds.
//! Never knows who reads: a language comes with the address, not from a header (P2).
//!
//! ```text
//!   say(language, "start-lead") ─▶ src/text/lv/pages/start.ftl ─▶ String
//! ```
//!
//! A further part of Svilpe adds its words as one file in each language that covers everything and
//! one name in `compiled_in.rs`. Every language has the same ids with the same arguments; tests
//! hold that, and that each id the code asks for exists. Arguments are for names, days and numbers:
//! never pass a code or a reporter's words, since Fluent's own buffers are not wiped.

/// Characters as people count them, and texts of which nobody sees anything.
pub(crate) mod character_count;

/// Strangers' words on a terminal.
pub(crate) mod terminal;

/// Characters that nobody sees.
pub(crate) mod invisible_characters;

/// Strangers' file names.
pub(crate) mod file_name;

/// How long a file is.
pub(crate) mod file_size;

/// What a language is.
pub(crate) mod language;

/// A language that an operator adds.
pub mod language_folder;

/// The one stylesheet: the reporters' pages and the officer's desk look alike.
pub(crate) const STYLE: &str = include_str!("style.css");

mod compiled_in;
mod translation_check;

use fluent_bundle::{FluentArgs, FluentValue};

pub use language::{Language, LanguageCode, Languages, NotALanguageCode};

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
    let (language, message) = language.message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    let mut filled = FluentArgs::with_capacity(arguments.len());
    for (name, text) in arguments {
        filled.set(*name, argument(text));
    }
    let text = language
        .words()
        .format_pattern(pattern, Some(&filled), &mut Vec::new());
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

#[cfg(test)]
mod tests;
