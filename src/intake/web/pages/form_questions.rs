//! Questions of a form as the templates show them: label, hint, what was kept, what is wrong.

use crate::report::form::CategoryFamily;
use crate::report::form::{
    Field, FieldKind, FormInput, OfficerChoice, Problem, UNKNOWN_CATEGORY, Wrong,
};
use crate::text::{self, Language};

/// A part of the form that is folded away until it is wanted.
pub(super) struct Section<'a> {
    pub title: String,
    pub hint: String,
    pub warning: Option<String>,
    pub note: Option<String>,
    pub open: bool,
    pub questions: Vec<Question<'a>>,
}

pub(super) enum Question<'a> {
    Text(TextQuestion<'a>),
    Choice(ChoiceQuestion<'a>),
}

pub(super) struct TextQuestion<'a> {
    pub name: &'static str,
    pub label: String,
    pub hint: Option<String>,
    pub problem: Option<String>,
    /// Ids for `aria-describedby`.
    pub described: String,
    pub value: &'a str,
    /// Even one row is a textarea: browsers keep no history of what was written there, and Enter is
    /// a line end and sends nothing.
    pub rows: u8,
    /// The one that must be answered.
    pub first: bool,
}

pub(super) struct ChoiceQuestion<'a> {
    pub name: &'static str,
    pub label: String,
    pub hint: Option<String>,
    pub problem: Option<String>,
    pub described: String,
    /// `radio` or `checkbox`.
    pub control: &'static str,
    pub groups: Vec<ChoiceGroup<'a>>,
}

/// Choices that belong together; with a name they are folded.
pub(super) struct ChoiceGroup<'a> {
    pub name: Option<&'a str>,
    pub open: bool,
    pub choices: Vec<Choice<'a>>,
}

pub(super) struct Choice<'a> {
    pub id: String,
    pub value: &'a str,
    pub label: String,
    pub note: &'a str,
    pub chosen: bool,
}

/// A line of the summary above a form.
pub(super) struct ProblemLine {
    pub anchor: String,
    pub text: String,
}

/// Builds questions from what a form brought, if it came back with problems.
pub(super) struct QuestionBuilder<'a> {
    pub language: Language,
    pub input: Option<&'a FormInput>,
    pub problems: &'a [Problem],
    /// Characters of all texts, for the words of [`Wrong::TextTooLong`].
    pub text_max: usize,
}

impl<'a> QuestionBuilder<'a> {
    /// A question answered in words.
    pub(super) fn text(&self, field: Field, rows: u8) -> Question<'a> {
        Question::Text(self.words_of(field, field.label(), field.hint(), rows))
    }

    /// The same in other words, and not yet one of several kinds.
    pub(super) fn words_of(
        &self,
        field: Field,
        label: &str,
        hint: Option<&str>,
        rows: u8,
    ) -> TextQuestion<'a> {
        TextQuestion {
            name: field.name(),
            label: text::say(self.language, label),
            hint: hint.map(|id| text::say(self.language, id)),
            problem: self.problem(field),
            described: self.described(field, hint.is_some()),
            value: self.input.map_or("", |input| input.text(field)),
            rows,
            first: false,
        }
    }

    /// The one question of an addition.
    pub(super) fn message(&self) -> Question<'a> {
        let hint = Some("add-message-hint");
        let message = self.words_of(Field::WhatHappened, "add-message", hint, 8);
        Question::Text(message.with_limit(self))
    }

    /// A question with a closed list of answers. `default` is chosen on a new form.
    pub(super) fn choice(&self, field: Field, default: &str) -> Question<'a> {
        let choices = match field.kind() {
            FieldKind::Choice(choices) => choices,
            _ => &[],
        };
        let choices = choices.iter().enumerate().map(|(number, value)| Choice {
            id: numbered(field, number),
            value,
            label: text::say(self.language, field.choice_words(value)),
            note: "",
            chosen: self.chosen(field, value, default),
        });
        let group = ChoiceGroup {
            name: None,
            open: true,
            choices: choices.collect(),
        };
        self.list(field, vec![group])
    }

    /// Breach categories: *I don't know*, then families that unfold.
    pub(super) fn categories(&self, families: &'a [CategoryFamily]) -> Question<'a> {
        let field = Field::Category;
        let unknown = Choice {
            id: numbered(field, 0),
            value: UNKNOWN_CATEGORY,
            label: text::say(self.language, "choice-unknown"),
            note: "",
            chosen: self.chosen(field, UNKNOWN_CATEGORY, UNKNOWN_CATEGORY),
        };
        let mut groups = vec![ChoiceGroup {
            name: None,
            open: true,
            choices: vec![unknown],
        }];
        let mut number = 0;
        for family in families {
            let choices: Vec<Choice> = family
                .choices
                .iter()
                .map(|choice| {
                    number += 1;
                    Choice {
                        id: numbered(field, number),
                        value: &choice.slug,
                        label: choice.says.clone(),
                        note: &choice.law,
                        chosen: self.chosen(field, &choice.slug, UNKNOWN_CATEGORY),
                    }
                })
                .collect();
            let open = choices.iter().any(|choice| choice.chosen);
            groups.push(ChoiceGroup {
                // What belongs to no family stands open: there is nothing to fold it under.
                name: Some(family.name.as_str()).filter(|name| !name.is_empty()),
                open,
                choices,
            });
        }
        self.list(field, groups)
    }

    /// Officers, each to be left out.
    pub(super) fn officers(&self, officers: &'a [OfficerChoice]) -> Question<'a> {
        let field = Field::LeaveOut;
        let choices = officers.iter().enumerate().map(|(number, officer)| Choice {
            id: numbered(field, number),
            value: &officer.key,
            label: officer.name.clone(),
            note: &officer.role,
            chosen: self.chosen(field, &officer.key, ""),
        });
        let group = ChoiceGroup {
            name: None,
            open: true,
            choices: choices.collect(),
        };
        self.list(field, vec![group])
    }

    /// The three questions of who the reporter is.
    pub(super) fn identity(&self) -> Section<'a> {
        let questions = vec![
            self.text(Field::IdentityName, 1),
            self.text(Field::IdentityContact, 2),
            self.choice(Field::IdentityUnderstood, ""),
        ];
        Section {
            warning: Some(text::say(self.language, "form-identity-warning")),
            note: Some(text::say(self.language, "form-identity-sealed")),
            ..self.section(
                "form-identity-section",
                "form-identity-section-hint",
                questions,
            )
        }
    }

    /// A folded part; open if something in it was filled in or is wrong.
    pub(super) fn section(
        &self,
        title: &str,
        hint: &str,
        questions: Vec<Question<'a>>,
    ) -> Section<'a> {
        Section {
            title: text::say(self.language, title),
            hint: text::say(self.language, hint),
            warning: None,
            note: None,
            open: self.input.is_some() && questions.iter().any(Question::is_touched),
            questions,
        }
    }

    /// What the summary above the form lists.
    pub(super) fn lines(&self) -> Vec<ProblemLine> {
        let line = |problem: &Problem| ProblemLine {
            anchor: match problem.field.kind() {
                FieldKind::Token | FieldKind::Text | FieldKind::Files => {
                    problem.field.name().to_owned()
                }
                FieldKind::Choice(_) | FieldKind::Category | FieldKind::Officer => {
                    numbered(problem.field, 0)
                }
            },
            text: self.words(problem.wrong),
        };
        self.problems.iter().map(line).collect()
    }

    /// The text that says what became of it: `nothing_kept`, unless more is to be said.
    pub(super) fn note(&self, nothing_kept: &'static str) -> &'static str {
        if self.is_any(|wrong| wrong == Wrong::Unsure) {
            "problem-unsure-note"
        } else if self.is_any(Wrong::is_over_later) {
            "problem-later-note"
        } else if self.input.is_some_and(FormInput::is_cut) {
            "problem-cut-note"
        } else {
            nothing_kept
        }
    }

    /// The page's status: what is not the form's fault is no success.
    pub(super) fn status(&self) -> u16 {
        if self.is_any(Wrong::is_over_later) {
            503
        } else {
            200
        }
    }

    fn is_any(&self, is_it: impl Fn(Wrong) -> bool) -> bool {
        self.problems.iter().any(|problem| is_it(problem.wrong))
    }

    /// What is wrong with one field, in words.
    pub(super) fn problem(&self, field: Field) -> Option<String> {
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field == field)?;
        Some(self.words(problem.wrong))
    }

    fn words(&self, wrong: Wrong) -> String {
        let words = self.with_thousands(wrong.words());
        match self.input.map(FormInput::wrong_file) {
            // Beside Fluent, whose buffers are not wiped.
            Some(name) if wrong.is_of_one_file() && !name.is_empty() => format!("{words}: {name}"),
            _ => words,
        }
    }

    fn with_thousands(&self, id: &str) -> String {
        let thousands = (self.text_max / 1000).to_string();
        text::say_with(self.language, id, &[("thousands", &thousands)])
    }

    fn chosen(&self, field: Field, value: &str, default: &str) -> bool {
        match self.input {
            Some(input) if field == Field::LeaveOut || !input.text(field).is_empty() => {
                input.chose(field, value)
            }
            _ => value == default,
        }
    }

    fn list(&self, field: Field, groups: Vec<ChoiceGroup<'a>>) -> Question<'a> {
        let hint = field.hint();
        let several = matches!(field, Field::LeaveOut | Field::IdentityUnderstood);
        Question::Choice(ChoiceQuestion {
            name: field.name(),
            label: text::say(self.language, field.label()),
            hint: hint.map(|id| text::say(self.language, id)),
            problem: self.problem(field),
            described: self.described(field, hint.is_some()),
            control: if several { "checkbox" } else { "radio" },
            groups,
        })
    }

    fn described(&self, field: Field, hinted: bool) -> String {
        let name = field.name();
        let wrong = self.problems.iter().any(|problem| problem.field == field);
        match (hinted, wrong) {
            (true, true) => format!("{name}-hint {name}-problem"),
            (true, false) => format!("{name}-hint"),
            (false, true) => format!("{name}-problem"),
            (false, false) => String::new(),
        }
    }
}

impl TextQuestion<'_> {
    /// The hint says how much fits, before anybody has written more.
    pub(super) fn with_limit(mut self, asking: &QuestionBuilder) -> Self {
        let limit = asking.with_thousands("form-text-limit");
        self.hint = Some(match self.hint {
            Some(hint) => format!("{hint} {limit}"),
            None => limit,
        });
        self
    }
}

impl Question<'_> {
    fn is_touched(&self) -> bool {
        match self {
            Self::Text(asked) => asked.problem.is_some() || !asked.value.is_empty(),
            Self::Choice(asked) => {
                // The first choice of a defaulted list is its default.
                let chosen = asked.groups.iter().flat_map(|group| &group.choices);
                let other = chosen.enumerate().any(|(number, choice)| {
                    choice.chosen && (number > 0 || asked.control == "checkbox")
                });
                asked.problem.is_some() || other
            }
        }
    }
}

/// `category-1`: the id of a choice, also an anchor. Counted from one.
fn numbered(field: Field, number: usize) -> String {
    format!("{}-{}", field.name(), number + 1)
}
