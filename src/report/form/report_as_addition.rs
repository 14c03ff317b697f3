//! A report as an addition: the form of a report that is kept already came again with other words.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::field::UNSAID;
use super::{Asked, Field, FieldKind, Form, FormInput, UNKNOWN_CATEGORY};
use crate::text::character_count::is_blank;
use crate::text::{Language, say};

impl FormInput {
    /// All that was said, as one message, each answer below its question; name and contact stay
    /// apart.
    #[must_use]
    pub fn into_addition(mut self, asked: &Asked, language: Language) -> Self {
        let message = self.in_one_message(asked, language);
        let mut addition = Self::new(Form::Addition);
        addition.put(Field::WhatHappened, message);
        for field in [
            Field::IdentityName,
            Field::IdentityContact,
            Field::IdentityUnderstood,
        ] {
            if let Some(at) = self.values.iter().position(|(of, _)| *of == field) {
                let (_, value) = self.values.swap_remove(at);
                addition.put(field, value);
            }
        }
        addition.files = self.files;
        addition
    }

    /// What happened stands alone if nothing else was said.
    fn in_one_message(&self, asked: &Asked, language: Language) -> Zeroizing<String> {
        let told: Vec<(String, Zeroizing<String>)> = Field::ALL
            .into_iter()
            .filter(|field| *field != Field::WhatHappened && self.form.has(*field))
            .filter_map(|field| {
                Some((
                    say(language, field.label()),
                    self.said(field, asked, language)?,
                ))
            })
            .collect();
        let what = self.text(Field::WhatHappened);
        let rest: usize = told
            .iter()
            .map(|(label, words)| label.len() + words.len() + 4)
            .sum();
        // Full size from the start: growing would leave copies behind that nobody wipes.
        let mut message = Zeroizing::new(String::with_capacity(what.len() + rest));
        message.push_str(what);
        for (label, words) in told {
            let gap = if message.is_empty() { "" } else { "\n\n" };
            // Writing to a string does not fail.
            let _ = write!(message, "{gap}{label}\n{}", words.as_str());
        }
        message
    }

    /// One answer in words; none where nothing was said, or what the form says by itself.
    fn said(&self, field: Field, asked: &Asked, language: Language) -> Option<Zeroizing<String>> {
        let value = self.text(field);
        let is_silent = is_blank(value) || [UNSAID, UNKNOWN_CATEGORY].contains(&value);
        match field.kind() {
            FieldKind::Text if !is_identity(field) && !is_blank(value) => {
                Some(Zeroizing::new(value.to_owned()))
            }
            FieldKind::Choice(choices) if choices.len() > 1 && !is_silent && !is_default(value) => {
                Some(Zeroizing::new(say(language, field.choice_words(value))))
            }
            FieldKind::Category if !is_silent => {
                let mut offered = asked.families.iter().flat_map(|family| &family.choices);
                let chosen = offered.find(|choice| choice.slug == value)?;
                Some(Zeroizing::new(chosen.says.clone()))
            }
            _ => None,
        }
    }
}

fn is_identity(field: Field) -> bool {
    matches!(field, Field::IdentityName | Field::IdentityContact)
}

/// Chosen on a form that nobody has touched.
fn is_default(choice: &str) -> bool {
    ["ask-me", "treat-as-tip"].contains(&choice)
}
