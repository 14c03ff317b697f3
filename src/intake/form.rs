//! The reporter's form: a closed list of fields, its limits and its problems.
//!
//! Helps to keep P9 (no unbounded memory) and P11 (plaintext is brief): a field is
//! moved from the socket to the report, wiped when dropped, and never logged.
//! Knows names, limits and which answers are allowed. Never knows HTTP: the server
//! feeds it `(name, value)` pairs in the order they arrive, text before files.
//!
//! ```text
//!   take(name, value)* ─▶ FormInput ─▶ fill ─▶ Filled ─▶ report::Answers
//!         │ BadForm: no browser of ours sends this     └▶ Refused: words for the page,
//!         └▶ a rejection                                  and the input to show again
//! ```

use std::fmt;

use zeroize::Zeroizing;

use super::rejection::Rejection;

pub mod field;

pub use field::{Field, Form, Kind};

/// What a form may hold, from policy and roster.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Bytes of all texts together (UTF-8, one byte for a line end).
    pub text_max: usize,
    /// Families of breach categories, in the page's language.
    pub families: &'a [CategoryFamily],
    /// Who will be able to open the report.
    pub officers: &'a [OfficerChoice],
}

/// One of seven plain-language families of breach categories.
pub struct CategoryFamily {
    pub name: String,
    /// Slug and label.
    pub choices: Vec<(String, String)>,
}

/// An officer whom the reporter may leave out.
pub struct OfficerChoice {
    /// The form's value: opaque, at most 64 bytes, must not change meaning when the
    /// roster changes (a key's fingerprint, not a position).
    pub key: String,
    pub name: String,
    /// May be empty.
    pub role: String,
}

/// What a form has brought so far. Wiped when dropped; shown again on a page that
/// names its problems, and nowhere else.
///
/// ```compile_fail
/// let input = svilpe::intake::form::FormInput::new(svilpe::intake::form::Form::Report);
/// let _ = input.clone();
/// ```
pub struct FormInput {
    form: Form,
    values: Vec<(Field, Zeroizing<String>)>,
    text_bytes: usize,
}

/// A form that no browser sends from our pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BadForm {
    /// A field that this form does not have.
    UnknownField,
    /// A field twice, where one value is meant.
    Repeated,
    /// A choice that the page did not offer.
    NotAChoice,
    /// Text where files are meant.
    NotAText,
    /// So long that no page could show it again.
    TooLong,
}

/// Something for the reporter to correct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Problem {
    pub field: Field,
    pub wrong: Wrong,
}

/// What to correct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    WhatMissing,
    MessageMissing,
    TextTooLong,
    NobodyLeft,
    PeopleChanged,
    IdentityNotConfirmed,
    IdentityEmpty,
    /// The server's, with `Field::Files`, when the words can still be shown again.
    TooManyFiles,
    FileTooLarge,
    FilesTooLarge,
    FilesClosed,
    Busy,
}

/// A form with problems: the page shows both.
#[derive(Debug)]
pub struct Refused {
    pub input: FormInput,
    pub problems: Vec<Problem>,
}

/// A form without problems. Texts are not blank; choices are the slugs of [`Field::kind`].
pub struct Filled {
    /// Blank only in an addition that brings files or a name.
    pub what_happened: Zeroizing<String>,
    pub when: Option<Zeroizing<String>>,
    pub place: Option<Zeroizing<String>>,
    pub who_involved: Option<Zeroizing<String>>,
    pub still_ongoing: Option<&'static str>,
    pub harm: Option<Zeroizing<String>>,
    pub evidence: Option<Zeroizing<String>>,
    /// A slug of the policy; none: the reporter does not know.
    pub category: Option<Zeroizing<String>>,
    pub how_known: Option<&'static str>,
    pub reported_before: Option<&'static str>,
    pub reported_result: Option<Zeroizing<String>>,
    pub fear: Option<&'static str>,
    pub fear_detail: Option<Zeroizing<String>>,
    pub if_not_recognised: Option<&'static str>,
    pub forward_consent: Option<&'static str>,
    pub identity: Option<FilledIdentity>,
    /// Positions in [`Asked::officers`], rising; never all of them.
    pub left_out: Vec<usize>,
}

/// Who the reporter is. To be sealed apart.
pub struct FilledIdentity {
    pub name: Zeroizing<String>,
    pub contact: Option<Zeroizing<String>>,
}

impl FormInput {
    /// An empty form.
    pub fn new(form: Form) -> Self {
        Self {
            form,
            values: Vec::new(),
            text_bytes: 0,
        }
    }

    /// Takes the next field. Nothing is taken on an error.
    pub fn take(
        &mut self,
        name: &str,
        value: Zeroizing<String>,
        asked: &Asked,
    ) -> Result<(), BadForm> {
        let field = Field::parse(name)
            .filter(|field| self.form.has(*field))
            .ok_or(BadForm::UnknownField)?;
        let value = match field.kind() {
            Kind::Token => short(value, TOKEN_MAX)?,
            Kind::Choice(choices) => one_of(value, choices)?,
            Kind::Category => category(value, asked)?,
            Kind::Officer => short(value, OFFICER_MAX)?,
            Kind::Text => self.text_that_fits(value, asked)?,
            Kind::Files => return Err(BadForm::NotAText),
        };
        if self.repeats(field, &value) {
            return Err(BadForm::Repeated);
        }
        if field.kind() == Kind::Text {
            self.text_bytes += value.len();
        }
        self.values.push((field, value));
        Ok(())
    }

    /// Bytes that the next field may have at most; read no further than one more.
    pub fn room(&self, asked: &Asked) -> usize {
        collect_max(asked)
            .saturating_sub(self.text_bytes)
            .max(TOKEN_MAX)
    }

    /// The one-time code, as it came. Empty if it did not.
    pub fn code(&self) -> &str {
        self.text(Field::Code)
    }

    /// What shows that the instance made the code. Empty if it did not come.
    pub fn proof(&self) -> &str {
        self.text(Field::Proof)
    }

    /// One field's value; empty if it did not come.
    pub fn text(&self, field: Field) -> &str {
        self.values
            .iter()
            .find(|(of, _)| *of == field)
            .map_or("", |(_, value)| value)
    }

    /// Was this value chosen?
    pub fn chose(&self, field: Field, value: &str) -> bool {
        self.values
            .iter()
            .any(|(of, chosen)| *of == field && chosen.as_str() == value)
    }

    /// What the reporter has to correct, in the order of the page. `files` that have
    /// begun to arrive stand for words in an addition.
    pub fn problems(&self, asked: &Asked, files: usize) -> Vec<Problem> {
        let what = self.text(Field::WhatHappened).trim();
        let named = !self.text(Field::IdentityName).trim().is_empty();
        let reachable = !self.text(Field::IdentityContact).trim().is_empty();
        let confirmed = self.chose(Field::IdentityUnderstood, "yes");
        let unknown = self.left_out(asked).is_none();
        let nobody = self
            .left_out(asked)
            .is_some_and(|out| !asked.officers.is_empty() && out.len() == asked.officers.len());
        let silent = what.is_empty() && files == 0 && !named;
        [
            (
                Field::WhatHappened,
                Wrong::WhatMissing,
                self.form == Form::Report && what.is_empty(),
            ),
            (
                Field::WhatHappened,
                Wrong::MessageMissing,
                self.form == Form::Addition && silent,
            ),
            (
                Field::WhatHappened,
                Wrong::TextTooLong,
                self.text_bytes > asked.text_max,
            ),
            (Field::LeaveOut, Wrong::PeopleChanged, unknown),
            (Field::LeaveOut, Wrong::NobodyLeft, nobody),
            (
                Field::IdentityName,
                Wrong::IdentityEmpty,
                !named && (reachable || confirmed),
            ),
            (
                Field::IdentityUnderstood,
                Wrong::IdentityNotConfirmed,
                named && !confirmed,
            ),
        ]
        .into_iter()
        .filter_map(|(field, wrong, holds)| holds.then_some(Problem { field, wrong }))
        .collect()
    }

    /// The answers, if there is nothing to correct.
    pub fn fill(mut self, asked: &Asked, files: usize) -> Result<Filled, Refused> {
        let problems = self.problems(asked, files);
        let left_out = match self.left_out(asked) {
            Some(left_out) if problems.is_empty() => left_out,
            _ => {
                return Err(Refused {
                    input: self,
                    problems,
                });
            }
        };
        let identity = self
            .written(Field::IdentityName)
            .map(|name| FilledIdentity {
                name,
                contact: self.written(Field::IdentityContact),
            });
        let category = self.written(Field::Category);
        Ok(Filled {
            what_happened: self.written(Field::WhatHappened).unwrap_or_default(),
            when: self.written(Field::When),
            place: self.written(Field::Place),
            who_involved: self.written(Field::WhoInvolved),
            still_ongoing: self.chosen(Field::StillOngoing),
            harm: self.written(Field::Harm),
            evidence: self.written(Field::Evidence),
            category: category.filter(|slug| slug.as_str() != UNKNOWN_CATEGORY),
            how_known: self.chosen(Field::HowKnown),
            reported_before: self.chosen(Field::ReportedBefore),
            reported_result: self.written(Field::ReportedResult),
            fear: self.chosen(Field::Fear),
            fear_detail: self.written(Field::FearDetail),
            if_not_recognised: self.chosen(Field::IfNotRecognised),
            forward_consent: self.chosen(Field::ForwardConsent),
            identity,
            left_out,
        })
    }

    /// Positions of those left out; none if someone is no longer on the roster.
    fn left_out(&self, asked: &Asked) -> Option<Vec<usize>> {
        let keys = self.values.iter().filter(|(of, _)| *of == Field::LeaveOut);
        let mut positions = keys
            .map(|(_, key)| asked.officers.iter().position(|o| o.key == key.as_str()))
            .collect::<Option<Vec<usize>>>()?;
        positions.sort_unstable();
        Some(positions)
    }

    fn repeats(&self, field: Field, value: &str) -> bool {
        if field.kind() == Kind::Officer {
            self.chose(field, value)
        } else {
            self.values.iter().any(|(of, _)| *of == field)
        }
    }

    fn text_that_fits(
        &self,
        value: Zeroizing<String>,
        asked: &Asked,
    ) -> Result<Zeroizing<String>, BadForm> {
        let value = with_plain_line_ends(value);
        if value.len() > collect_max(asked).saturating_sub(self.text_bytes) {
            return Err(BadForm::TooLong);
        }
        Ok(value)
    }

    /// Moves a text out; none if it is blank.
    fn written(&mut self, field: Field) -> Option<Zeroizing<String>> {
        let place = self.values.iter().position(|(of, _)| *of == field)?;
        let (_, value) = self.values.swap_remove(place);
        (!value.trim().is_empty()).then_some(value)
    }

    fn chosen(&self, field: Field) -> Option<&'static str> {
        let Kind::Choice(choices) = field.kind() else {
            return None;
        };
        choices
            .iter()
            .copied()
            .find(|choice| *choice != UNSAID && self.text(field) == *choice)
    }
}

impl Wrong {
    /// The text that says so.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::WhatMissing => "problem-what-missing",
            Self::MessageMissing => "problem-message-missing",
            Self::TextTooLong => "problem-text-too-long",
            Self::NobodyLeft => "problem-nobody-left",
            Self::PeopleChanged => "problem-people-changed",
            Self::IdentityNotConfirmed => "problem-identity-not-confirmed",
            Self::IdentityEmpty => "problem-identity-empty",
            Self::TooManyFiles => "problem-too-many-files",
            Self::FileTooLarge => "problem-file-too-large",
            Self::FilesTooLarge => "problem-files-too-large",
            Self::FilesClosed => "problem-files-closed",
            Self::Busy => "problem-busy",
        }
    }
}

impl From<BadForm> for Rejection {
    fn from(bad: BadForm) -> Self {
        match bad {
            BadForm::TooLong => Self::TooLarge,
            BadForm::UnknownField | BadForm::Repeated | BadForm::NotAChoice | BadForm::NotAText => {
                Self::BadRequest
            }
        }
    }
}

impl fmt::Debug for FormInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormInput(…)")
    }
}

impl fmt::Debug for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filled(…)")
    }
}

/// A text over the limit is still collected up to twice the limit, so that the page
/// can show it again and its writer can shorten it.
fn collect_max(asked: &Asked) -> usize {
    asked.text_max.saturating_mul(2)
}

fn short(value: Zeroizing<String>, max: usize) -> Result<Zeroizing<String>, BadForm> {
    if value.len() > max {
        return Err(BadForm::TooLong);
    }
    Ok(value)
}

fn one_of(
    value: Zeroizing<String>,
    choices: &[&'static str],
) -> Result<Zeroizing<String>, BadForm> {
    if choices.contains(&value.as_str()) {
        Ok(value)
    } else {
        Err(BadForm::NotAChoice)
    }
}

fn category(value: Zeroizing<String>, asked: &Asked) -> Result<Zeroizing<String>, BadForm> {
    let offered = asked.families.iter().flat_map(|family| &family.choices);
    let known = offered.into_iter().any(|(slug, _)| *slug == *value);
    if known || value.as_str() == UNKNOWN_CATEGORY {
        Ok(value)
    } else {
        Err(BadForm::NotAChoice)
    }
}

/// Browsers send CR LF for a line end; a report has LF.
fn with_plain_line_ends(text: Zeroizing<String>) -> Zeroizing<String> {
    if !text.contains('\r') {
        return text;
    }
    // Big enough from the start: growing would leave copies behind that nobody wipes.
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\r' => plain.push('\n'),
            _ => plain.push(c),
        }
        before = c;
    }
    plain
}

/// The form's value for *I don't know*.
pub(crate) const UNKNOWN_CATEGORY: &str = "unknown";
/// The form's value for *I would rather not say*: the same as no answer.
pub(crate) const UNSAID: &str = "unsaid";
/// Bytes of a code with spaces, or of a proof.
const TOKEN_MAX: usize = 256;
/// Bytes of an officer's key.
const OFFICER_MAX: usize = 64;

#[cfg(test)]
mod tests;
