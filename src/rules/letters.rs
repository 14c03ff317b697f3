//! Letters: templates in plain words, and words for what the ledger's closed lists hold.
//!
//! Strict: each action has its letter, each word is one of the ledger's, each text is there in the
//! pages' first language and at the desk, and a placeholder that nobody fills is refused. Knows
//! texts. Never knows a case.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::names::{NamedIn, Names, WrittenNames};
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
    text: Spanned<WrittenNames>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLetter {
    action: Spanned<String>,
    text: Spanned<WrittenNames>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLetterTerm {
    list: Spanned<String>,
    word: Spanned<String>,
    text: Spanned<WrittenNames>,
}

impl LetterPack {
    /// Reads and checks a file of letters, for pages in these languages.
    pub(crate) fn parse(text: &str, languages: &[LanguageCode]) -> Result<Self, Complaint> {
        let sheet = LetterSheet {
            file: TomlFile::new(text),
            languages,
        };
        let written: LettersFile = sheet.file.read()?;
        Ok(Self {
            letters: sheet.letters(&written.letter)?,
            terms: sheet.terms(&written.term)?,
            laws: sheet.laws(&written.law)?,
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

/// A file of letters that is being read, and the languages of its country's pages.
#[derive(Clone, Copy)]
struct LetterSheet<'a> {
    file: TomlFile<'a>,
    languages: &'a [LanguageCode],
}

impl LetterSheet<'_> {
    fn letters(self, written: &[WrittenLetter]) -> Result<Vec<(String, Names)>, Complaint> {
        let mut letters: Vec<(String, Names)> = Vec::new();
        for letter in written {
            let action = self.known("action", &letter.action, &ACTIONS)?;
            self.once(
                &letter.action,
                letters.iter().any(|(before, _)| *before == action),
            )?;
            for text in letter.text.get_ref().values() {
                self.is_filled(text)?;
            }
            letters.push((action, self.texts(&letter.text)?));
        }
        let has = |action: &&str| letters.iter().any(|(known, _)| known == action);
        match ACTIONS.into_iter().find(|action| !has(action)) {
            None => Ok(letters),
            Some(missing) => {
                let what = format!("there is no letter for {missing}");
                Err(self.file.complain_of_all(what, "each action needs one"))
            }
        }
    }

    fn terms(
        self,
        written: &[WrittenLetterTerm],
    ) -> Result<Vec<(String, String, Names)>, Complaint> {
        let mut terms: Vec<(String, String, Names)> = Vec::new();
        for term in written {
            let list = self.known("list", &term.list, &LISTS.map(|(list, _)| list))?;
            let words = LISTS.iter().find(|(known, _)| *known == list);
            let words = words.map_or(&[] as &[&str], |(_, words)| words);
            let word = self.known_in(&format!("{list} has no word"), &term.word, words)?;
            let mut before = terms.iter();
            let twice = before.any(|(of, known, _)| *of == list && *known == word);
            self.once(&term.word, twice)?;
            terms.push((list, word, self.texts(&term.text)?));
        }
        let is_said = |list: &str| terms.iter().any(|(of, ..)| of == list);
        match LISTS.into_iter().find(|(list, _)| !is_said(list)) {
            None => Ok(terms),
            Some((list, words)) => {
                let hint = format!("at least one of {}", words.join(", "));
                let what = format!("no word of {list} is said");
                Err(self.file.complain_of_all(what, hint))
            }
        }
    }

    fn laws(self, written: &[WrittenLaw]) -> Result<Vec<(String, Names)>, Complaint> {
        let pages = [&ACTIONS[..], &WITHOUT_LETTER, &HELP_TOPICS].concat();
        let law = |law: &WrittenLaw| {
            let about = self.known("page", &law.about, &pages)?;
            Ok((about, self.texts(&law.text)?))
        };
        written.iter().map(law).collect()
    }

    fn known(
        self,
        what: &str,
        written: &Spanned<String>,
        known: &[&str],
    ) -> Result<String, Complaint> {
        self.known_in(&format!("there is no {what}"), written, known)
    }

    /// A misspelt word would be read by nobody.
    fn known_in(
        self,
        otherwise: &str,
        written: &Spanned<String>,
        known: &[&str],
    ) -> Result<String, Complaint> {
        let word = written.get_ref();
        if known.contains(&word.as_str()) {
            return Ok(word.clone());
        }
        let hint = format!("one of {}", known.join(", "));
        let what = format!("{otherwise} {word}");
        Err(self.file.complain(written, what, hint))
    }

    fn once(self, written: &Spanned<String>, is_there: bool) -> Result<(), Complaint> {
        if is_there {
            let what = format!("{} is there twice", written.get_ref());
            return Err(self.file.complain(written, what, "drop one of them"));
        }
        Ok(())
    }

    /// Longer than names of things: many lines, whose ends say nothing. Officers read the pages'
    /// first language, or one that the desk speaks: each of these that the pages speak, too.
    fn texts(self, written: &Spanned<WrittenNames>) -> Result<Names, Complaint> {
        let trimmed = |_: &str, text: &Spanned<String>| Ok(text.get_ref().trim().to_owned());
        let languages = NamedIn::These(self.languages);
        let texts = Names::from_written_as(self.file, written, languages, trimmed)?;
        let has = |code: &LanguageCode| texts.each().any(|(known, _)| known == code);
        let desk: Vec<_> = Language::complete().map(Language::code).collect();
        let mut asked = desk.iter().filter(|code| self.languages.contains(code));
        let lacking = if desk.iter().any(|code| has(code)) {
            asked.find(|code| !has(code))
        } else {
            desk.last()
        };
        match lacking {
            None => Ok(texts),
            Some(code) => {
                let hint = format!("write it in {code}, too");
                Err(self.file.complain(written, "a text is missing", hint))
            }
        }
    }

    fn is_filled(self, text: &Spanned<String>) -> Result<(), Complaint> {
        let mut found = braced(text.get_ref());
        match found.find(|name| LetterPlaceholder::parse(name).is_none()) {
            None => Ok(()),
            Some(name) => Err(self.file.complain(
                text,
                format!("nothing fills “{{{name}}}”"),
                "the head of the file lists what can stand in braces",
            )),
        }
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

/// What officers do that says something to the reporter. The desk's tests hold these lists to what
/// officers can do and what the ledger can hold.
pub(crate) const ACTIONS: [&str; 15] = [
    "acknowledge",
    "write",
    "ask",
    "recognise",
    "not-recognise",
    "tip",
    "as-submission",
    "forward",
    "examine",
    "extend",
    "progress",
    "feedback",
    "conclude",
    "close",
    "reopen",
];

/// What they do without a word.
pub(crate) const WITHOUT_LETTER: [&str; 3] = ["proceedings-ended", "take-up", "reject"];

/// Pages of the desk's help beside those of the actions.
pub(crate) const HELP_TOPICS: [&str; 5] = ["today", "case", "handover", "retention", "keys"];

/// The ledger's closed lists from which officers choose, and their words.
pub(crate) const LISTS: [(&str, &[&str]); 7] = [
    (
        "not-recognised",
        &[
            "anonymous",
            "legal_person",
            "personal_interest",
            "not_work_context",
            "no_breach",
            "no_public_interest",
            "knowingly_false",
            "state_secret",
            "excluded_by_law",
            "other",
        ],
    ),
    (
        "extended",
        &[
            "complex",
            "evidence_pending",
            "cross_border",
            "high_inflow",
            "data_missing",
            "other_institutions",
            "bulk",
        ],
    ),
    (
        "outcome",
        &[
            "confirmed",
            "partly_confirmed",
            "not_confirmed",
            "insufficient_information",
            "minor_closed",
            "repetitive_closed",
            "withdrawn",
        ],
    ),
    (
        "proceedings",
        &[
            "criminal",
            "administrative_offence",
            "disciplinary",
            "inspection_check",
            "civil_or_recovery",
        ],
    ),
    (
        "proceedings-state",
        &["opened", "closed_sanction", "closed_no_sanction", "pending"],
    ),
    (
        "effect",
        &[
            "harm_prevented",
            "improvement",
            "recommendation",
            "rules_changed",
        ],
    ),
    (
        "rejected",
        &["spam", "empty", "unreadable", "duplicate", "drill"],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped letters with something else in them.
    fn changed(from: &str, to: &str) -> Result<LetterPack, Complaint> {
        let languages = ["lv", "ru", "en"].map(|code| LanguageCode::parse(code).expect("a code"));
        assert!(SHIPPED.contains(from), "{from}");
        LetterPack::parse(&SHIPPED.replacen(from, to, 1), &languages)
    }

    const SHIPPED: &str = include_str!("../../policy/latvia/letters.toml");

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
    fn a_mistake_in_a_letter_is_told_with_its_line() {
        assert!(changed("saņemts {received}", "saņemts {reason}").is_ok());
        assert!(changed("\nen = ", "\nru = \"x\"\nen = ").is_ok());
        for (from, to, line, what) in [
            (
                "saņemts {received}",
                "saņemts {recieved}",
                22,
                "nothing fills “{recieved}”",
            ),
            (
                "\nlv = ",
                "\nli = ",
                22,
                "li is no language that is read here",
            ),
            ("\nen = ", "\nru = ", 21, "a text is missing"),
            (
                "\"acknowledge\"",
                "\"acknowlegde\"",
                20,
                "there is no action acknowlegde",
            ),
            ("\"write\"", "\"ask\"", 1, "ask is there twice"),
            ("\"write\"", "\"close\"", 1, "close is there twice"),
            (
                "list = \"outcome\"",
                "list = \"outcomes\"",
                1,
                "there is no list outcomes",
            ),
            (
                "word = \"complex\"",
                "word = \"complicated\"",
                1,
                "extended has no word complicated",
            ),
            (
                "word = \"spam\"",
                "word = \"empty\"",
                1,
                "empty is there twice",
            ),
            (
                "about = \"case\"",
                "about = \"cases\"",
                1,
                "there is no page cases",
            ),
            ("action = ", "act = ", 20, "unknown field `act`"),
        ] {
            let why = changed(from, to).expect_err(what);
            assert!(why.what().starts_with(what), "{why}");
            // 1: wherever it is.
            assert!(line == 1 || why.line() == line, "{why}");
        }
    }

    #[test]
    fn a_letter_is_there_in_what_the_pages_begin_with_and_at_the_desk() {
        let text = SHIPPED.replace("\nlv = ", "\nru = ");
        let parse = |text: &str, codes: &[&str]| {
            let codes = codes.iter().map(|code| LanguageCode::parse(code));
            let codes: Vec<_> = codes.collect::<Result<_, _>>().expect("codes");
            LetterPack::parse(text, &codes).map_err(|why| why.hint().to_owned())
        };
        assert!(parse(&text, &["ru"]).is_ok(), "English is for the desk");
        let in_latvian = text.replacen("\nru = ", "\nlv = ", 1);
        let refused = |text: &str, codes| parse(text, codes).expect_err("a text is missing");
        assert_eq!(refused(&in_latvian, &["ru"]), "write it at least in ru");
        let without = text.replacen("\nen = ", "\nuk = ", 1);
        assert_eq!(refused(&without, &["ru", "uk"]), "write it in en, too");
        assert_eq!(refused(&text, &["ru", "lv"]), "write it in lv, too");
    }

    #[test]
    fn each_action_has_its_letter_and_each_list_a_word() {
        let letter = |action: &str| {
            let at = SHIPPED
                .find(&format!("action = \"{action}\""))
                .expect("there");
            let begin = SHIPPED[..at].rfind("[[letter]]").expect("its head");
            let end = SHIPPED[at..]
                .find("[[")
                .map_or(SHIPPED.len(), |end| at + end);
            &SHIPPED[begin..end]
        };
        for action in ACTIONS {
            let why = changed(letter(action), "").expect_err(action);
            assert_eq!(why.what(), format!("there is no letter for {action}"));
        }
        for (list, words) in LISTS {
            let mut text = SHIPPED.to_owned();
            for word in words {
                let from = format!("list = \"{list}\"\nword = \"{word}\"\n");
                let at = text.find(&from).expect("there");
                let begin = text[..at].rfind("[[term]]").expect("its head");
                let end = text[at..].find("[[").map_or(text.len(), |end| at + end);
                text.replace_range(begin..end, "");
            }
            let latvian = [LanguageCode::parse("lv").expect("a code")];
            let why = LetterPack::parse(&text, &latvian).expect_err(list);
            assert_eq!(why.what(), format!("no word of {list} is said"));
        }
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
