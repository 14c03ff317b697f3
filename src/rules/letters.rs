//! Letters: templates in plain words, and words for what the ledger's closed lists hold.
//!
//! Strict: a letter with a placeholder that nobody fills is refused when it is read, in either
//! language. Knows texts. Never knows a case.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::names::{Names, NoName};
use super::toml_file::{Complaint, TomlFile};
use crate::text::{Language, LanguageCode};

/// All letters and words of one country's practice.
#[derive(Clone)]
pub(crate) struct LetterPack {
    letters: Vec<(String, Names)>,
    /// List, word, and how people say it.
    terms: Vec<(String, String, Names)>,
    /// About what, and what the law says of it.
    laws: Vec<(String, Names)>,
}

/// What a letter can say of a case.
#[derive(Default)]
pub(crate) struct LetterFacts {
    values: Vec<(LetterPlaceholder, String)>,
}

/// What a template leaves open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LetterPlaceholder {
    /// `{received}`
    Received,
    /// `{feedback_by}`
    FeedbackBy,
    /// `{come_back}`
    ComeBack,
    /// `{reason}`
    Reason,
    /// `{to}`
    To,
    /// `{officer}`
    Officer,
    /// `{institution}`
    Institution,
}

/// Why a letter can't be sent as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LetterGap {
    /// Something in braces that is no placeholder, or that nothing was chosen for.
    Unfilled(String),
    /// Something in square brackets: the officer has to write it.
    Unwritten(String),
}

/// By language.
type WrittenTexts = BTreeMap<LanguageCode, Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LettersFile {
    letter: Vec<WrittenLetter>,
    term: Vec<WrittenLetterTerm>,
    #[serde(default)]
    law: Vec<WrittenLaw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLaw {
    about: Spanned<String>,
    text: WrittenTexts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLetter {
    action: Spanned<String>,
    text: WrittenTexts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLetterTerm {
    list: String,
    word: Spanned<String>,
    text: WrittenTexts,
}

impl LetterPack {
    /// Reads and checks a file of letters.
    pub(crate) fn parse(text: &str) -> Result<Self, Complaint> {
        let sheet = TomlFile::new(text);
        let written: LettersFile = sheet.read()?;
        let mut letters = Vec::new();
        for letter in written.letter {
            for text in letter.text.values() {
                check(sheet, text)?;
            }
            let text = names(sheet, &letter.action, letter.text)?;
            letters.push((letter.action.into_inner(), text));
        }
        let mut terms = Vec::new();
        for term in written.term {
            let text = names(sheet, &term.word, term.text)?;
            terms.push((term.list, term.word.into_inner(), text));
        }
        let mut laws = Vec::new();
        for law in written.law {
            let text = names(sheet, &law.about, law.text)?;
            laws.push((law.about.into_inner(), text));
        }
        Ok(Self {
            letters,
            terms,
            laws,
        })
    }

    /// Is every letter written in this language?
    pub(crate) fn speaks(&self, language: &LanguageCode) -> bool {
        let mut letters = self.letters.iter();
        letters.all(|(_, text)| text.each().any(|(code, _)| code == language))
    }

    /// Where an officer begins; none where an action needs no letter.
    pub(crate) fn template(&self, action: &str, language: Language) -> Option<&str> {
        let mut letters = self.letters.iter();
        let found = letters.find(|(name, _)| name == action);
        found.map(|(_, text)| text.read(language))
    }

    /// What the country's law says of an action or a page of the desk, beside the Directive.
    pub(crate) fn law(&self, about: &str, language: Language) -> Option<&str> {
        let found = self.laws.iter().find(|(topic, _)| topic == about);
        found.map(|(_, text)| text.read(language))
    }

    /// Of what it says something.
    #[cfg(test)]
    pub(crate) fn law_topics(&self) -> impl Iterator<Item = &str> {
        self.laws.iter().map(|(topic, _)| topic.as_str())
    }

    /// Does the country's law know this word of a list? One that it does not is offered to nobody.
    pub(crate) fn knows(&self, list: &str, word: &str) -> bool {
        let mut terms = self.terms.iter();
        terms.any(|(of, name, _)| of == list && name == word)
    }

    /// How people say a word of a list.
    pub(crate) fn term(&self, list: &str, word: &str, language: Language) -> Option<&str> {
        let mut terms = self.terms.iter();
        let found = terms.find(|(of, name, _)| of == list && name == word);
        found.map(|(_, _, text)| text.read(language))
    }
}

/// Longer than names of things: many lines, whose ends say nothing.
fn names(
    sheet: TomlFile<'_>,
    of: &Spanned<String>,
    texts: WrittenTexts,
) -> Result<Names, Complaint> {
    let texts = texts.into_iter();
    let texts = texts.map(|(code, text)| (code, text.into_inner().trim().to_owned()));
    let texts: BTreeMap<LanguageCode, String> = texts.collect();
    Names::try_from(texts)
        .map_err(|NoName| sheet.complain(of, "no text in any language", "write at least one"))
}

fn check(sheet: TomlFile<'_>, text: &Spanned<String>) -> Result<(), Complaint> {
    let mut found = braced(text.get_ref());
    match found.find(|name| LetterPlaceholder::parse(name).is_none()) {
        None => Ok(()),
        Some(name) => Err(sheet.complain(
            text,
            format!("nothing fills “{{{name}}}”"),
            "the head of the file lists what can stand in braces",
        )),
    }
}

impl LetterFacts {
    /// With what stands in the place of one placeholder.
    #[must_use]
    pub(crate) fn with(mut self, placeholder: LetterPlaceholder, value: String) -> Self {
        self.values.push((placeholder, value));
        self
    }

    /// The text with all that is known filled in; what is not stays in its braces.
    pub(crate) fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 200);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((name, after)) if self.find(name).is_some() => {
                    filled.push_str(self.find(name).unwrap_or_default());
                    rest = after;
                }
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled + rest
    }

    fn find(&self, name: &str) -> Option<&str> {
        let wanted = LetterPlaceholder::parse(name)?;
        let mut values = self.values.iter();
        values
            .find(|(placeholder, _)| *placeholder == wanted)
            .map(|(_, value)| value.as_str())
    }
}

/// The first thing that still has to be written into a letter.
pub(crate) fn first_gap(text: &str) -> Option<LetterGap> {
    let unfilled = braced(text).find(|name| LetterPlaceholder::parse(name).is_some());
    if let Some(name) = unfilled {
        return Some(LetterGap::Unfilled(format!("{{{name}}}")));
    }
    let (_, after) = text.split_once('[')?;
    let (inside, _) = after.split_once(']')?;
    Some(LetterGap::Unwritten(format!("[{inside}]")))
}

/// What stands between braces.
fn braced(text: &str) -> impl Iterator<Item = &str> {
    let opened = text.split('{').skip(1);
    opened.filter_map(|after| after.split_once('}').map(|(name, _)| name))
}

impl LetterPlaceholder {
    const ALL: [Self; 7] = [
        Self::Received,
        Self::FeedbackBy,
        Self::ComeBack,
        Self::Reason,
        Self::To,
        Self::Officer,
        Self::Institution,
    ];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|placeholder| placeholder.as_str() == name)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::FeedbackBy => "feedback_by",
            Self::ComeBack => "come_back",
            Self::Reason => "reason",
            Self::To => "to",
            Self::Officer => "officer",
            Self::Institution => "institution",
        }
    }
}

impl fmt::Debug for LetterPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LetterPack({} letters)", self.letters.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(text: &str) -> String {
        format!(
            "[[letter]]\naction = \"ask\"\n[letter.text]\nlv = \"{text}\"\nen = \"x\"\n\
             [[term]]\nlist = \"a\"\nword = \"b\"\n[term.text]\nlv = \"c\"\nen = \"d\"\n"
        )
    }

    #[test]
    fn the_shipped_letters_are_right_in_both_languages() {
        let letters = crate::rules::pack::CountryPack::shipped();
        let letters = letters.letters();
        for language in Language::complete() {
            let letter = letters.template("acknowledge", language).expect("there");
            assert!(letter.contains("{received}"), "{letter}");
        }
        let (lv, en) = (Language::latvian(), Language::english());
        assert_ne!(letters.template("ask", lv), letters.template("ask", en));
    }

    #[test]
    fn a_placeholder_that_nothing_fills_is_refused_with_its_line() {
        assert!(LetterPack::parse(&pack("{reason}")).is_ok());
        let refused = LetterPack::parse(&pack("{reson}")).expect_err("misspelt");
        assert_eq!(
            (refused.line(), refused.what()),
            (4, "nothing fills “{reson}”")
        );
        assert!(LetterPack::parse(&(pack("x") + "[other]\n")).is_err());
    }

    #[test]
    fn what_is_known_is_filled_in_and_what_is_missing_is_told() {
        let facts = LetterFacts::default()
            .with(LetterPlaceholder::Reason, "{to} [x]".to_owned())
            .with(LetterPlaceholder::Officer, "Anna".to_owned());
        assert_eq!(
            facts.fill("a {reason} {officer} {to} {x"),
            "a {to} [x] Anna {to} {x"
        );
        let gap = |text| first_gap(text);
        assert_eq!(gap("{to}"), Some(LetterGap::Unfilled("{to}".to_owned())));
        assert_eq!(gap("a [b] c"), Some(LetterGap::Unwritten("[b]".to_owned())));
        assert_eq!(gap("a ] [ {x} {"), None);
    }
}
