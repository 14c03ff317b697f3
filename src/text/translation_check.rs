//! Whether a language says all that another one says.
//!
//! The same texts with the same arguments; every plural form that its grammar has, and none that it
//! has not; no markup, no address, nothing invisible. Knows Fluent's syntax. Never knows what is
//! said: whether a sentence is true or kind only a reader can tell.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser::{ErrorKind, ParserError};
use fluent_syntax::unicode::unescape_unicode_to_string;

use super::invisible_characters::is_unprintable;
use super::language::{LanguageCode, plural_rules_of};

/// All texts of one language, by id; an attribute is `id.name`.
#[derive(Default)]
pub(super) struct Texts(pub BTreeMap<String, TextShape>);

/// What must agree between languages.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) struct TextShape {
    /// Names of arguments.
    pub arguments: BTreeSet<String>,
    /// What chooses among variants: an argument, and the variants' keys.
    pub choices: Vec<(String, BTreeSet<String>)>,
    /// All words, variants and all.
    pub words: String,
    /// Counted from 1.
    pub line: usize,
}

/// A mistake in one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct TextMistake {
    /// Counted from 1; 0: of no line.
    pub line: usize,
    pub what: String,
    pub hint: String,
}

impl Texts {
    /// Reads one more Fluent file.
    pub(super) fn add(&mut self, source: &str) -> Result<(), TextMistake> {
        if source.starts_with('\u{feff}') {
            let what = "the file begins with a byte order mark";
            return Err(TextMistake::at(1, what, "save it as UTF-8 without BOM"));
        }
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            let at = errors.first().map_or(0, |error| error.pos.start);
            let what = errors.first().map_or_else(String::new, ToString::to_string);
            let without_star = |error: &ParserError| error.kind == ErrorKind::MissingDefaultVariant;
            let hint = if errors.first().is_some_and(without_star) {
                "the last form begins with a star: *[other]"
            } else {
                "see the same file in another language"
            };
            TextMistake::at(line_of(source, at), &what, hint)
        })?;
        for entry in resource.entries() {
            let Entry::Message(message) = entry else {
                if matches!(entry, Entry::Term(_)) {
                    let hint = "write the words where they are needed";
                    return Err(TextMistake::at(0, "terms (-name) are not used here", hint));
                }
                continue;
            };
            let id = message.id.name;
            let line = line_of_id(source, id);
            if let Some(value) = &message.value {
                self.put(id, value, line)?;
            }
            for attribute in &message.attributes {
                self.put(
                    &format!("{id}.{}", attribute.id.name),
                    &attribute.value,
                    line,
                )?;
            }
        }
        Ok(())
    }

    fn put(&mut self, id: &str, value: &Pattern<&str>, line: usize) -> Result<(), TextMistake> {
        let mut shape = TextShape {
            line,
            ..TextShape::default()
        };
        shape.take(value).map_err(|what| {
            let hint = "only words, { $arguments } and choices by an argument";
            TextMistake::at(line, &format!("{id}: {what}"), hint)
        })?;
        if let Some(why) = banned(&shape.words) {
            let what = format!("{id} holds {why}");
            return Err(TextMistake::at(line, &what, "write plain words"));
        }
        if self.0.insert(id.to_owned(), shape).is_some() {
            let what = format!("{id} is there twice");
            return Err(TextMistake::at(line, &what, "drop one of them"));
        }
        Ok(())
    }

    /// What these compiled-in files say; a test reads each of them strictly.
    pub(super) fn of_files<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let mut texts = Self::default();
        for file in files {
            let _ = texts.add(file);
        }
        texts
    }

    /// Reads one more file, of which each text must agree with the model's.
    pub(super) fn add_agreeing(
        &mut self,
        source: &str,
        code: &LanguageCode,
        model: &Self,
    ) -> Result<(), TextMistake> {
        let mut new = Self::default();
        new.add(source)?;
        // Few texts count anything, and finding the forms takes longer than all else here.
        let plurals = LazyCell::new(|| plurals_of(code));
        for (id, shape) in new.0 {
            let Some(like) = model.0.get(&id) else {
                let what = format!("{id} is never said");
                return Err(TextMistake::at(
                    shape.line,
                    &what,
                    "correct its name, or drop it",
                ));
            };
            shape.compare(&id, like, &plurals)?;
            if self.0.contains_key(&id) {
                let what = format!("{id} is there twice, here and in another file");
                return Err(TextMistake::at(shape.line, &what, "drop one of them"));
            }
            self.0.insert(id, shape);
        }
        Ok(())
    }

    /// Is every one of these there?
    pub(super) fn lacks_none_of<'a>(
        &self,
        mut needed: impl Iterator<Item = &'a str>,
    ) -> Result<(), TextMistake> {
        match needed.find(|id| !self.0.contains_key(*id)) {
            None => Ok(()),
            Some(missing) => {
                let hint = "every text of the pages has to be there";
                Err(TextMistake::at(0, &format!("{missing} is missing"), hint))
            }
        }
    }
}

impl TextShape {
    fn take(&mut self, pattern: &Pattern<&str>) -> Result<(), &'static str> {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push_str(value),
                PatternElement::Placeable { expression } => self.take_expression(expression)?,
            }
        }
        Ok(())
    }

    fn take_expression(&mut self, expression: &Expression<&str>) -> Result<(), &'static str> {
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                self.arguments.insert(id.name.to_owned());
                self.words.push('\u{fffc}');
            }
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                self.words.push_str(&unescape_unicode_to_string(value));
            }
            Expression::Inline(_) => return Err("a reference or function"),
            Expression::Select { selector, variants } => {
                let InlineExpression::VariableReference { id } = selector else {
                    return Err("a choice by something else than an argument");
                };
                self.arguments.insert(id.name.to_owned());
                let keys = variants.iter().map(|variant| match variant.key {
                    VariantKey::Identifier { name } => name.to_owned(),
                    VariantKey::NumberLiteral { value } => value.to_owned(),
                });
                self.choices.push((id.name.to_owned(), keys.collect()));
                for variant in variants {
                    self.take(&variant.value)?;
                    self.words.push('\n');
                }
            }
        }
        Ok(())
    }

    /// May a plain variant leave it to its parent?
    pub(super) fn is_short(&self) -> bool {
        let mut lines = self.words.lines();
        lines.all(|line| line.split_whitespace().count() <= SHORT_WORDS_MAX)
    }

    fn compare(
        &self,
        id: &str,
        model: &Self,
        plurals: &dyn Deref<Target = BTreeSet<String>>,
    ) -> Result<(), TextMistake> {
        let mistake =
            |what: String, hint: &str| TextMistake::at(self.line, &format!("{id}: {what}"), hint);
        if let Some(unknown) = self.arguments.difference(&model.arguments).next() {
            return Err(mistake(
                format!("there is no ${unknown}"),
                "nobody fills it in",
            ));
        }
        if let Some(missing) = model.arguments.difference(&self.arguments).next() {
            return Err(mistake(
                format!("${missing} is missing"),
                "it has to be said",
            ));
        }
        for (argument, keys) in &self.choices {
            if keys.iter().any(|key| is_plural(key)) {
                // A number may have words of its own beside the forms.
                let forms = keys.iter().filter(|key| !is_number(key));
                if !forms.eq(plurals.iter()) {
                    let hint = format!("this language has {}", list(plurals));
                    let what = format!("${argument} has the forms {}", list(keys));
                    return Err(mistake(what, &hint));
                }
            } else if !model.choices.iter().any(|(_, known)| known == keys) {
                let what = format!("${argument} has {}", list(keys));
                return Err(mistake(what, "the same choices as in the other languages"));
            }
        }
        Ok(())
    }
}

impl TextMistake {
    pub(super) fn at(line: usize, what: &str, hint: &str) -> Self {
        Self {
            line,
            what: what.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

/// The plural forms of whole numbers in this language, and `other`, which stands for the rest.
pub(super) fn plurals_of(code: &LanguageCode) -> BTreeSet<String> {
    let mut bundle: FluentBundle<FluentResource> =
        FluentBundle::new_concurrent(vec![plural_rules_of(code)]);
    let variants = PLURALS
        .map(|form| format!("    [{form}] {form}\n"))
        .concat();
    let probe = format!("probe = {{ $n ->\n{variants}   *[other] other\n}}\n");
    if let Ok(resource) = FluentResource::try_new(probe) {
        let _ = bundle.add_resource(resource);
    }
    let mut forms = BTreeSet::from(["other".to_owned()]);
    let probe = bundle.get_message("probe");
    if let Some(pattern) = probe.and_then(|probe| probe.value()) {
        for n in 0..=NUMBERS_TRIED {
            let mut arguments = FluentArgs::new();
            arguments.set("n", FluentValue::from(n));
            let form = bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
            forms.insert(form.into_owned());
        }
    }
    forms
}

fn is_number(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_plural(key: &str) -> bool {
    PLURALS.contains(&key)
}

/// Markup, addresses, and what nobody sees.
fn banned(words: &str) -> Option<&'static str> {
    let small = words.to_lowercase();
    if ["<", "&amp;", "javascript:"]
        .iter()
        .any(|it| small.contains(it))
    {
        return Some("markup");
    }
    if ["http:", "https:", "data:"]
        .iter()
        .any(|it| begins_a_word(&small, it))
    {
        return Some("an address");
    }
    let invisible = |c: char| is_unprintable(c) && !['\n', '\u{a0}', '\u{fffc}'].contains(&c);
    small
        .chars()
        .any(invisible)
        .then_some("an invisible character")
}

/// Estonian shows (*näidata:*) what only looks like an address.
fn begins_a_word(words: &str, beginning: &str) -> bool {
    let mut found = words.match_indices(beginning);
    found.any(|(at, _)| !words[..at].ends_with(char::is_alphabetic))
}

fn list(keys: &BTreeSet<String>) -> String {
    keys.iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The line, counted from 1, in which byte `at` is.
pub(super) fn line_of(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or_default();
    1 + before.matches('\n').count()
}

fn line_of_id(source: &str, id: &str) -> usize {
    let is_it = |line: &str| {
        line.strip_prefix(id)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    source.lines().position(is_it).map_or(0, |at| at + 1)
}

const PLURALS: [&str; 5] = ["zero", "one", "two", "few", "many"];
/// Labels and headings.
const SHORT_WORDS_MAX: usize = 6;
/// No language's plural of a whole number first appears after this one.
const NUMBERS_TRIED: u32 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_banned_and_a_word_that_ends_like_one_is_not() {
        for address in ["http://a", "see https://b", "(data:text)", "HTTP:x"] {
            assert_eq!(banned(address), Some("an address"), "{address}");
        }
        for words in ["ei näidata: näete", "dati: vārds", "http"] {
            assert_eq!(banned(words), None, "{words}");
        }
    }
}
