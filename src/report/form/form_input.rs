//! What a form has brought so far, field by field.
//!
//! Takes only what our pages send: a field that the form has, once, within its limits.

use std::fmt;

use zeroize::Zeroizing;

use super::page_length::{ESCAPED, cut, length_on_a_page};
use super::{Asked, Field, FieldKind, Form, UNKNOWN_CATEGORY};
use crate::report::content_tag::ContentDigest;
use crate::text::character_count;

/// What a form has brought so far. Wiped when dropped; shown again on a page that
/// names its problems, and nowhere else.
///
/// ```compile_fail,E0599
/// let input = svilpe::report::form::FormInput::new(svilpe::report::form::Form::Report);
/// let _ = input.clone();
/// ```
pub struct FormInput {
    pub(super) form: Form,
    pub(super) values: Vec<(Field, Zeroizing<String>)>,
    text_bytes: usize,
    /// Texts of which only the beginning was taken.
    pub(super) cut: Vec<Field>,
    pub(super) files: FilesSeen,
}

/// What is known of files that came with a form and are not part of it.
#[derive(Clone, Default)]
pub(super) struct FilesSeen {
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

    pub(super) fn put(&mut self, field: Field, value: Zeroizing<String>) {
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
/// Bytes on a page for each character that a form may have: 320 KiB of the 512 of a large page.
/// What the form itself takes is less than a third of that.
const ON_A_PAGE_MAX: usize = ESCAPED;
/// Bytes of a code with spaces, or of a token.
const TOKEN_MAX: usize = 256;
/// Bytes of an officer's key.
const OFFICER_MAX: usize = 64;
