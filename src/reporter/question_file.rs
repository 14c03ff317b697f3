//! The question file, to be filled in: TOML, each question with its hint and its choices above it.

use std::fmt::Write as _;

use crate::report::form::form_choices::Asking;
use crate::report::form::{Field, FieldKind, Form, UNKNOWN_CATEGORY};
use crate::report::upload_protocol::Agreed;
use crate::text::terminal::OneLine;
use crate::text::{Language, say, say_with};

/// The whole file.
pub(super) fn written(form: Form, agreed: &Agreed, language: Language) -> String {
    let asking = match form {
        Form::Report => Asking::of_report(&agreed.policy, &agreed.roster, language),
        _ => Asking::of_addition(&agreed.policy),
    };
    let name = OneLine(agreed.roster.name(language)).to_string();
    let mut page = QuestionSheet {
        text: String::new(),
        asking: &asking,
        language,
    };
    page.note(&say_with(
        language,
        "reporter-questions-heading",
        &[("institution", &name)],
    ));
    page.note(&say(language, "reporter-questions-how"));
    let asked = Field::ALL.into_iter().filter(|field| form.has(*field));
    for field in asked {
        page.question(field, form);
    }
    page.text
}

struct QuestionSheet<'a> {
    text: String,
    asking: &'a Asking,
    language: Language,
}

impl QuestionSheet<'_> {
    fn question(&mut self, field: Field, form: Form) {
        let (label, hint) = match (form, field) {
            (Form::Addition, Field::WhatHappened) => ("add-message", Some("add-message-hint")),
            _ => (field.label(), field.hint()),
        };
        let empty = match field.kind() {
            FieldKind::Token | FieldKind::Files => return,
            FieldKind::Text if is_long(field) => "'''\n\n'''",
            // Nothing in them is special, as in a path on Windows.
            FieldKind::Text | FieldKind::Choice(_) | FieldKind::Category => "''",
            FieldKind::Officer => "[]",
        };
        self.text.push('\n');
        if field == Field::IdentityName {
            self.note(&say(self.language, "form-identity-warning"));
            self.note(&say(self.language, "form-identity-sealed"));
        }
        self.note(&say(self.language, label));
        if let Some(hint) = hint {
            self.note(&say(self.language, hint));
        }
        self.choices(field);
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{} = {empty}", field.name());
    }

    fn choices(&mut self, field: Field) {
        let asked = self.asking.asked();
        match field.kind() {
            FieldKind::Choice(choices) => {
                for choice in choices {
                    let words = say(self.language, field.choice_words(choice));
                    self.choice(choice, &words);
                }
            }
            FieldKind::Category => {
                self.choice(UNKNOWN_CATEGORY, &say(self.language, "choice-unknown"));
                let offered = asked.families.iter().flat_map(|family| &family.choices);
                for choice in offered {
                    self.choice(&choice.slug, &choice.says);
                }
            }
            FieldKind::Officer => {
                for officer in asked.officers {
                    self.choice(
                        &officer.name,
                        &format!("{} ({})", officer.role, officer.key),
                    );
                }
            }
            FieldKind::Token | FieldKind::Text | FieldKind::Files => {}
        }
    }

    fn choice(&mut self, value: &str, words: &str) {
        self.note(&format!("  \"{value}\"  {words}"));
    }

    /// A comment. What comes from a roster can't end it.
    fn note(&mut self, words: &str) {
        for line in words.lines() {
            let _ = writeln!(self.text, "# {}", OneLine(line));
        }
    }
}

/// Texts that want several lines.
fn is_long(field: Field) -> bool {
    !matches!(
        field,
        Field::When | Field::Place | Field::IdentityName | Field::IdentityContact
    )
}
