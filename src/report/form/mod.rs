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

use std::fmt;

use zeroize::Zeroizing;

use crate::report::content_tag::ContentDigest;
use crate::text::character_count::{self, is_blank};

pub(crate) mod field;
pub(crate) mod filled;
pub mod form_choices;
pub(crate) mod report_as_addition;
pub(crate) mod sealable;

pub(crate) use field::UNKNOWN_CATEGORY;
pub use field::{Field, FieldKind, Form};
pub use filled::{Filled, FilledIdentity};

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

/// What a form has brought so far. Wiped when dropped; shown again on a page that
/// names its problems, and nowhere else.
///
/// ```compile_fail,E0599
/// let input = svilpe::report::form::FormInput::new(svilpe::report::form::Form::Report);
/// let _ = input.clone();
/// ```
pub struct FormInput {
    form: Form,
    values: Vec<(Field, Zeroizing<String>)>,
    text_bytes: usize,
    /// Texts of which only the beginning was taken.
    cut: Vec<Field>,
    files: FilesSeen,
}

/// What is known of files that came with a form and are not part of it.
#[derive(Clone, Default)]
struct FilesSeen {
    count: usize,
    /// The name of the one that is wrong.
    wrong: Zeroizing<String>,
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
    /// Where the page says it.
    pub field: Field,
    /// What the page says there.
    pub wrong: Wrong,
}

/// What to correct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// The one answer that a report can't be without.
    WhatMissing,
    /// An addition of no words and no files.
    MessageMissing,
    /// All texts together are over policy's `text_max`.
    TextTooLong,
    /// This text is so long that only its beginning was taken.
    TextCut,
    /// The server's: the form's own code is past its days, and another one is offered.
    FormTooOld,
    /// The server's: an addition's page is past its days; its code works.
    MessageTooOld,
    /// The server's: the form's code opens a report to another institution.
    CodeTaken,
    /// The server's: something was sent with the form's code before, and another one is offered.
    CodeUsed,
    /// Every officer was left out.
    NobodyLeft,
    /// The roster is another one since the form was shown.
    PeopleChanged,
    /// A name was given, and not that its meaning is understood.
    IdentityNotConfirmed,
    /// It was confirmed, and no name given.
    IdentityEmpty,
    /// The server's: nobody who may read it is trusted with names.
    NoCustodian,
    /// Over what a sealed identity holds.
    IdentityTooLong,
    /// The server's, with `Field::Files`, when the words can still be shown again.
    TooManyFiles,
    /// A file of no bytes.
    FileEmpty,
    /// Over policy's `file_bytes_max`.
    FileTooLarge,
    /// All files together are over policy's `total_bytes_max`.
    FilesTooLarge,
    /// What is left of the disk is for text.
    FilesClosed,
    /// Too much at once: to be sent again in a moment.
    Busy,
    /// The server's: what may be left in a day is used up, or this circuit's part of it.
    EnoughToday,
    /// The server's: the store failed before anything was kept.
    NotNow,
    /// The server's: the store failed while keeping. Sent again, it is kept once.
    Unsure,
}

/// A form with problems: the page shows both.
#[derive(Debug)]
pub struct InvalidForm {
    /// What was filled in, to be shown again.
    pub input: FormInput,
    /// At least one.
    pub problems: Vec<Problem>,
}

impl FormInput {
    /// An empty form.
    pub fn new(form: Form) -> Self {
        Self {
            form,
            values: Vec::new(),
            text_bytes: 0,
            cut: Vec::new(),
            files: FilesSeen::default(),
        }
    }

    /// The same once more: what is sealed leaves its form, and goes back to its page if it is not
    /// kept after all. Wiped as the other is.
    pub(crate) fn again(&self) -> Self {
        Self {
            form: self.form,
            values: self.values.clone(),
            text_bytes: self.text_bytes,
            cut: self.cut.clone(),
            files: self.files.clone(),
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
            FieldKind::Token => short(value, TOKEN_MAX)?,
            FieldKind::Choice(choices) => one_of(value, choices)?,
            FieldKind::Category => category(value, asked)?,
            FieldKind::Officer => short(value, OFFICER_MAX)?,
            FieldKind::Text => self.text_that_fits(value, asked)?,
            FieldKind::Files => return Err(BadForm::NotAText),
        };
        if self.repeats(field, &value) {
            return Err(BadForm::Repeated);
        }
        self.put(field, value);
        Ok(())
    }

    /// As [`FormInput::take`]; of a text that no page could show again, the beginning, and the form
    /// has a problem. It leaves room for the texts that come after it.
    pub(crate) fn take_beginning(
        &mut self,
        name: &str,
        value: Zeroizing<String>,
        is_whole: bool,
        asked: &Asked,
    ) -> Result<(), BadForm> {
        let field = Field::parse(name).filter(|field| field.kind() == FieldKind::Text);
        let Some(field) = field else {
            return self.take(name, value, asked);
        };
        let mut value = with_plain_line_ends(value);
        let bytes_left = collect_max(asked).saturating_sub(self.text_bytes);
        let texts = self.texts().map(length_on_a_page);
        let page_left = (asked.text_max * ON_A_PAGE_MAX).saturating_sub(texts.sum());
        if !is_whole || value.len() > bytes_left || length_on_a_page(&value) > page_left {
            cut(&mut value, bytes_left / 4 * 3, page_left / 4 * 3);
            self.cut.push(field);
        }
        self.take(name, value, asked)
    }

    /// One more file has begun to arrive.
    pub fn see_file(&mut self) {
        self.files.count += 1;
    }

    /// The file that is wrong, so that the page can name it.
    pub fn see_wrong_file(&mut self, name: &str) {
        self.files.wrong = Zeroizing::new(name.to_owned());
    }

    /// How many files have begun to arrive.
    pub fn files(&self) -> usize {
        self.files.count
    }

    /// The name of the file that is wrong; empty if none is known.
    pub fn wrong_file(&self) -> &str {
        &self.files.wrong
    }

    /// Characters of all texts, as people count them.
    pub fn characters(&self) -> usize {
        self.texts().map(character_count::count).sum()
    }

    /// Is something on the page only the beginning of what was sent?
    pub(crate) fn is_cut(&self) -> bool {
        !self.cut.is_empty()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = self.values.iter();
        let texts = texts.filter(|(field, _)| field.kind() == FieldKind::Text);
        texts.map(|(_, text)| text.as_str())
    }

    /// Adds all that was answered, not the form's own code and token.
    pub fn add_to(&self, content: &mut ContentDigest) {
        for (field, value) in &self.values {
            if field.kind() != FieldKind::Token {
                content.add(field.name().as_bytes());
                content.add(value.as_bytes());
            }
        }
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
    pub fn token(&self) -> &str {
        self.text(Field::Token)
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
        let nothing = is_blank(self.text(Field::WhatHappened));
        let named = !is_blank(self.text(Field::IdentityName));
        let reachable = !is_blank(self.text(Field::IdentityContact));
        let confirmed = self.chose(Field::IdentityUnderstood, "yes");
        let unknown = self.left_out(asked).is_none();
        let nobody = self
            .left_out(asked)
            .is_some_and(|out| !asked.officers.is_empty() && out.len() == asked.officers.len());
        let who = [Field::IdentityName, Field::IdentityContact];
        let who_bytes: usize = who.iter().map(|field| self.text(*field).len()).sum();
        let silent = nothing && files == 0 && !named;
        let cut = self.cut.iter().map(|field| Problem {
            field: *field,
            wrong: Wrong::TextCut,
        });
        let others = [
            (
                Field::WhatHappened,
                Wrong::WhatMissing,
                self.form == Form::Report && nothing,
            ),
            (
                Field::WhatHappened,
                Wrong::MessageMissing,
                self.form == Form::Addition && silent,
            ),
            (
                Field::WhatHappened,
                Wrong::TextTooLong,
                self.cut.is_empty() && self.characters() > asked.text_max,
            ),
            (Field::LeaveOut, Wrong::PeopleChanged, unknown),
            (Field::LeaveOut, Wrong::NobodyLeft, nobody),
            (
                Field::IdentityName,
                Wrong::IdentityEmpty,
                !named && (reachable || confirmed),
            ),
            (
                Field::IdentityContact,
                Wrong::IdentityTooLong,
                who_bytes > IDENTITY_MAX,
            ),
            (
                Field::IdentityUnderstood,
                Wrong::IdentityNotConfirmed,
                named && !confirmed,
            ),
        ]
        .into_iter()
        .filter_map(|(field, wrong, holds)| holds.then_some(Problem { field, wrong }));
        cut.chain(others).collect()
    }

    /// Positions of those left out; none if someone is no longer on the roster.
    pub fn left_out(&self, asked: &Asked) -> Option<Vec<usize>> {
        let keys = self.values.iter().filter(|(of, _)| *of == Field::LeaveOut);
        let mut positions = keys
            .map(|(_, key)| asked.officers.iter().position(|o| o.key == key.as_str()))
            .collect::<Option<Vec<usize>>>()?;
        positions.sort_unstable();
        Some(positions)
    }

    /// Is anybody left out?
    pub fn leaves_out(&self) -> bool {
        self.values.iter().any(|(of, _)| *of == Field::LeaveOut)
    }

    fn put(&mut self, field: Field, value: Zeroizing<String>) {
        if field.kind() == FieldKind::Text {
            self.text_bytes += value.len();
        }
        self.values.push((field, value));
    }

    fn repeats(&self, field: Field, value: &str) -> bool {
        if field.kind() == FieldKind::Officer {
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
}

impl Wrong {
    /// Is it about one file, which the page can name?
    pub(crate) fn is_of_one_file(self) -> bool {
        matches!(self, Self::FileEmpty | Self::FileTooLarge)
    }

    /// Is the form right, and only has to be sent again?
    pub(crate) fn is_over_later(self) -> bool {
        matches!(
            self,
            Self::Busy | Self::EnoughToday | Self::NotNow | Self::Unsure
        )
    }

    /// The text that says so.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::WhatMissing => "problem-what-missing",
            Self::MessageMissing => "problem-message-missing",
            Self::TextTooLong => "problem-text-too-long",
            Self::TextCut => "problem-text-cut",
            Self::FormTooOld => "problem-form-too-old",
            Self::MessageTooOld => "problem-message-too-old",
            Self::CodeTaken => "problem-code-taken",
            Self::CodeUsed => "problem-code-used",
            Self::NobodyLeft => "problem-nobody-left",
            Self::PeopleChanged => "problem-people-changed",
            Self::IdentityNotConfirmed => "problem-identity-not-confirmed",
            Self::IdentityEmpty => "problem-identity-empty",
            Self::NoCustodian => "problem-no-custodian",
            Self::IdentityTooLong => "problem-identity-too-long",
            Self::TooManyFiles => "problem-too-many-files",
            Self::FileEmpty => "problem-file-empty",
            Self::FileTooLarge => "problem-file-too-large",
            Self::FilesTooLarge => "problem-files-too-large",
            Self::FilesClosed => "problem-files-closed",
            Self::Busy => "problem-busy",
            Self::EnoughToday => "problem-enough-today",
            Self::NotNow => "problem-not-now",
            Self::Unsure => "problem-unsure",
        }
    }
}

impl fmt::Debug for FormInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormInput(…)")
    }
}

/// Bytes. Every character of every script fits, but for long families of emoji; and a text over the
/// limit is still collected, so that the page can show it again and its writer can shorten it.
fn collect_max(asked: &Asked) -> usize {
    asked.text_max.saturating_mul(CHARACTER_MAX)
}

/// Bytes that a text takes on a page.
fn length_on_a_page(text: &str) -> usize {
    text.chars().map(length_of_one).sum()
}

fn length_of_one(character: char) -> usize {
    match character {
        '&' | '<' | '>' | '"' | '\'' => ESCAPED,
        other => other.len_utf8(),
    }
}

/// Leaves the beginning: so many bytes, and so many on a page.
fn cut(text: &mut String, bytes: usize, on_a_page: usize) {
    let mut shown = 0;
    let beyond = text.char_indices().find(|(at, character)| {
        shown += length_of_one(*character);
        at + character.len_utf8() > bytes || shown > on_a_page
    });
    if let Some((at, _)) = beyond {
        text.truncate(at);
    }
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
    let known = offered.into_iter().any(|choice| choice.slug == *value);
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

/// Bytes of one code point in UTF-8, at most.
const CHARACTER_MAX: usize = 4;
/// Bytes of `&` and the like in HTML: `&#38;`.
const ESCAPED: usize = 5;
/// Bytes on a page for each character that a form may have: 320 KiB of the 512 of a large page.
/// What the form itself takes is less than a third of that.
const ON_A_PAGE_MAX: usize = ESCAPED;
/// Bytes of a code with spaces, or of a token.
const TOKEN_MAX: usize = 256;
/// Bytes of name and contact together: all identities are sealed at one size.
const IDENTITY_MAX: usize = 1900;
/// Bytes of an officer's key.
const OFFICER_MAX: usize = 64;

#[cfg(test)]
mod tests;
