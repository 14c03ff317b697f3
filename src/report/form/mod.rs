//! The reporter's form: a closed list of fields, its limits and its problems.
//!
//! Helps to keep P9 (no unbounded memory) and P11 (plaintext is brief): a field is
//! moved from its source to the report, wiped when dropped, and never logged.
//! Knows names, limits and which answers are allowed. Never knows HTTP: the server (or a reporter's
//! own tool) feeds it `(name, value)` pairs in the order they arrive, text before files.
//!
//! ```text
//!   take(name, value)* ─▶ FormInput ─▶ fill ─▶ Filled ─▶ report::Answers
//!         │ BadForm: no browser of ours sends this     └▶ Refused: words for the page,
//!         └▶ a rejection                                  and the input to show again
//! ```

pub(crate) mod field;
pub(crate) mod filled;
pub mod form_choices;
mod form_input;
mod page_length;
mod problems;
pub(crate) mod report_as_addition;
pub(crate) mod sealable;

pub(crate) use field::UNKNOWN_CATEGORY;
pub use field::{Field, FieldKind, Form};
pub use filled::{Filled, FilledIdentity};
pub use form_input::{BadForm, FormInput};
pub use problems::{InvalidForm, Problem, Wrong};

/// What a form may hold, from policy and roster.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Characters of all texts together, as people count them ([`crate::text::character_count`]).
    pub text_max: usize,
    /// Families of breach categories, in the page's language.
    pub families: &'a [CategoryFamily],
    /// Who will be able to open the report.
    pub officers: &'a [OfficerChoice],
}

/// One of seven plain-language families of breach categories.
pub struct CategoryFamily {
    /// In the language of the form.
    pub name: String,
    /// At least one.
    pub choices: Vec<CategoryChoice>,
}

/// A breach category to be chosen.
pub struct CategoryChoice {
    /// As the form sends it.
    pub slug: String,
    /// What people would say, in the language of the form.
    pub says: String,
    /// What the law says.
    pub law: String,
}

/// An officer whom the reporter may leave out.
pub struct OfficerChoice {
    /// The form's value: opaque, at most 64 bytes, must not change meaning when the
    /// roster changes (a key's fingerprint, not a position).
    pub key: String,
    /// As the roster has it.
    pub name: String,
    /// May be empty.
    pub role: String,
}

#[cfg(test)]
mod tests;
