//! Filled-in questions: what a reporter writes at home in a file, or a plain message.
//!
//! The questions are TOML with the names of the pages' fields; what is empty is not answered.
//! Checked by the same form as the pages': limits, choices, and what must be said.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::similar_names::near;
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::keys::passphrase_strength::evened;
use crate::report::content_tag::ContentDigest;
use crate::report::form::form_choices::Asking;
use crate::report::form::sealable::Sealable;
use crate::report::form::{BadForm, Field, Form, FormInput, OfficerChoice, Problem};
use crate::text::{Language, say, say_with};

/// Names and values, as they stand in the file.
pub(super) struct FilledQuestions(Vec<(String, Zeroizing<String>)>);

impl FilledQuestions {
    /// Only files.
    pub(super) fn nothing() -> Self {
        Self(Vec::new())
    }

    /// A plain text: what happened, or a message.
    pub(super) fn message(path: &Path) -> Result<Self, Failure> {
        let text = read_text(path)?;
        let text = Zeroizing::new(text.trim_end().to_owned());
        Ok(Self(vec![(Field::WhatHappened.name().to_owned(), text)]))
    }

    /// A filled-in list of questions.
    pub(super) fn answers(path: &Path) -> Result<Self, Failure> {
        let text = read_text(path)?;
        let unreadable = |what: &dyn std::fmt::Display| {
            Failure::refused("reporter-answers-unreadable")
                .with("path", path.display())
                .with("why", what)
        };
        let table: toml::Table = toml::from_str(&text).map_err(|error| {
            // Where, not what: the message may quote the words around.
            let line = error
                .span()
                .map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            unreadable(&line)
        })?;
        let mut pairs = Vec::new();
        for (name, value) in table {
            match value {
                toml::Value::String(text) => {
                    let text = Zeroizing::new(text);
                    pairs.push((name, Zeroizing::new(text.trim_end().to_owned())));
                }
                toml::Value::Array(values) => {
                    for value in values {
                        let toml::Value::String(text) = value else {
                            return Err(bad_answer(&name));
                        };
                        pairs.push((name.clone(), Zeroizing::new(text)));
                    }
                }
                _ => return Err(bad_answer(&name)),
            }
        }
        pairs.retain(|(_, value)| !value.trim().is_empty());
        Ok(Self(pairs))
    }

    /// Officers whom the questions or the command line leave out, by name, or by the number that
    /// the questions show.
    pub(super) fn leave_out(
        &mut self,
        officers: &[String],
        asking: &Asking,
    ) -> Result<(), Failure> {
        let name = Field::LeaveOut.name();
        let all = asking.asked().officers;
        // In the file and on the command line: the same person, once.
        let mut keys = BTreeSet::new();
        let written = self.0.iter().filter(|(field, _)| field == name);
        let written = written.map(|(_, officer)| officer.as_str());
        for officer in written.chain(officers.iter().map(String::as_str)) {
            keys.extend(keys_of(officer, all)?);
        }
        self.0.retain(|(field, _)| field != name);
        let keys = keys.into_iter().map(Zeroizing::new);
        self.0.extend(keys.map(|key| (name.to_owned(), key)));
        Ok(())
    }

    /// Adds what was written to what names the content.
    pub(super) fn add_to(&self, content: &mut ContentDigest) {
        for (name, value) in &self.0 {
            content.add(name.as_bytes());
            content.add(value.as_bytes());
        }
    }

    /// Lines that look as if they were not to be sent.
    pub(super) fn warn(&self, context: &CommandContext) {
        let marked = |(_, value): &(String, Zeroizing<String>)| {
            value.lines().any(|line| line.trim_start().starts_with('#'))
        };
        if self.0.iter().any(marked) {
            context.advise("reporter-marked-lines", &[]);
        }
    }

    fn into_form(self, form: Form, asking: &Asking) -> Result<FormInput, Failure> {
        let mut input = FormInput::new(form);
        for (name, value) in self.0 {
            // A single choice with spaces around it is still that choice.
            let is_text = Field::parse(&name)
                .is_some_and(|f| f.kind() == crate::report::form::FieldKind::Text);
            let value = if is_text {
                value
            } else {
                Zeroizing::new(value.trim().to_owned())
            };
            if is_token(&name) {
                return Err(unknown(&name));
            }
            input
                .take(&name, value, &asking.asked())
                .map_err(|bad| match bad {
                    BadForm::UnknownField | BadForm::NotAText => unknown(&name),
                    BadForm::NotAChoice | BadForm::Repeated => bad_answer(&name),
                    BadForm::TooLong => Failure::refused("reporter-answers-too-long"),
                })?;
        }
        Ok(input)
    }
}

/// The key of who is called so, or has this number; or of each, of several between commas.
fn keys_of(officers: &str, all: &[OfficerChoice]) -> Result<Vec<String>, Failure> {
    key_of(officers, all).map(|key| vec![key]).or_else(|why| {
        let each = officers.split([',', ';']).map(|one| key_of(one, all).ok());
        each.collect::<Option<_>>().ok_or(why)
    })
}

/// No two in a roster have one name.
fn key_of(officer: &str, all: &[OfficerChoice]) -> Result<String, Failure> {
    let typed = as_compared(officer);
    let is_it = |one: &&OfficerChoice| {
        let name = as_compared(&one.name);
        let with_role = as_compared(&format!("{}, {}", one.name, one.role));
        one.key == typed || name == typed || with_role == typed
    };
    let found = all.iter().find(is_it).ok_or_else(|| {
        let names = all.iter().map(|one| one.name.as_str());
        Failure::refused("reporter-leave-out-unknown")
            .with("name", officer)
            .with("near", near(&typed, names).join(", "))
    })?;
    Ok(found.key.clone())
}

/// A name as it is compared: text programs write their own blanks and apostrophes.
fn as_compared(name: &str) -> String {
    let words = evened(name).replace(['\u{2019}', '\u{2bc}'], "'");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is to be sealed, if there is nothing to correct; else each problem is said.
pub(super) fn filled(
    written: FilledQuestions,
    form: Form,
    asking: &Asking,
    files: usize,
    context: &CommandContext,
) -> Result<Sealable, Failure> {
    let asked = asking.asked();
    let input = written.into_form(form, asking)?;
    let filled = input.fill(&asked, files).map_err(|refused| {
        for problem in &refused.problems {
            context.complain_of(&in_words(*problem, asked.text_max, context.language));
        }
        Failure::refused("reporter-answers-problems")
    })?;
    filled
        .into_sealable()
        .map_err(|_| Failure::refused("reporter-answers-too-long"))
}

/// `identity_name: …`
fn in_words(problem: Problem, text_max: usize, language: Language) -> String {
    let thousands = (text_max / 1000).to_string();
    let words = say_with(
        language,
        problem.wrong.words(),
        &[("thousands", &thousands)],
    );
    let error = say(language, "command-error");
    format!("{error} {}: {words}", problem.field.name())
}

fn is_token(name: &str) -> bool {
    Field::parse(name).is_some_and(|field| field.kind() == crate::report::form::FieldKind::Token)
}

fn unknown(name: &str) -> Failure {
    Failure::refused("reporter-answers-unknown").with("field", name)
}

fn bad_answer(name: &str) -> Failure {
    Failure::refused("reporter-answers-not-a-choice").with("field", name)
}

/// A file's text, or what comes on stdin for `-`.
fn read_text(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidData => {
            Failure::refused("reporter-not-text").with("path", path.display())
        }
        _ => Failure::refused("reporter-cannot-read")
            .with("path", path.display())
            .with("why", error),
    };
    // Reserved at once, so that growing leaves no copies behind.
    let mut text = Zeroizing::new(String::with_capacity(TEXT_MAX + 1));
    let most = TEXT_MAX as u64 + 1;
    let length = if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_string(&mut text)
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_string(&mut text))
    };
    if length.map_err(unreadable)? > TEXT_MAX {
        return Err(Failure::refused("reporter-answers-too-long"));
    }
    // Windows' Notepad begins a file with it.
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    // Text in UTF-16 without a mark, or no text at all: officers could read no word of it.
    if text.contains('\0') {
        return Err(unreadable(io::ErrorKind::InvalidData.into()));
    }
    Ok(text)
}

/// Bytes; policies allow far less.
const TEXT_MAX: usize = 1 << 20;
