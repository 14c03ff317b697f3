//! The languages of a country pack: those that are compiled in, those that the pack adds, and what
//! it says of its country in each. Read strictly.
//!
//! ```text
//!   languages/et/language.toml, *.ftl ─▶ every text there, every plural ─┐
//!   texts/et.ftl  what the pages say of the law ─────────────────────────┴─▶ Language
//! ```
//!
//! Read at the start, and never again. Who wrote a mistake is told the file, the line, what is
//! wrong and what would be right. It covers the pages only: commands stay in the languages that are
//! compiled in.

use std::fmt;
use std::sync::LazyLock;

use super::invisible_characters::is_unprintable;
use super::language::{Coverage, Language, LanguageCode, LanguageNote};
use super::translation_check::{TextMistake, Texts, line_of};

/// Why a language is not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BadLanguage {
    /// Neither compiled in nor in the pack.
    NotThere(LanguageCode),
    /// The pack says nothing of its country in it.
    NoTexts(LanguageCode),
    /// A mistake in a file: its path in the pack, the line (0: of no line), what is wrong, what
    /// would be right.
    Mistake(String, usize, String, String),
}

/// A pack's files, by their paths in it.
pub(crate) type FindText<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

/// The language of this code, as the pack has it.
pub(crate) fn language(code: &LanguageCode, pack: FindText<'_>) -> Result<Language, BadLanguage> {
    let words = match code.as_str().parse() {
        Ok(compiled) => compiled,
        Err(_) => added(code, pack)?,
    };
    // A parent is compiled in, so this ends.
    let parent = words.line().nth(1);
    let parent = parent.map(|parent| language(parent.code(), pack));
    let parent = parent.transpose()?;
    let path = format!("texts/{code}.ftl");
    let source = pack(&path).ok_or_else(|| BadLanguage::NoTexts(code.clone()))?;
    check_country(source, code, parent).map_err(|mistake| mistake.in_file(&path))?;
    Ok(words.in_country(parent, source))
}

/// One that is not compiled in.
fn added(code: &LanguageCode, pack: FindText<'_>) -> Result<Language, BadLanguage> {
    let path = |name: &str| format!("languages/{code}/{name}");
    let file = path("language.toml");
    let source = pack(&file).ok_or_else(|| BadLanguage::NotThere(code.clone()))?;
    let note = note(source).map_err(|mistake| mistake.in_file(&file))?;
    let parent = note.parent.as_ref();
    let parent = parent.map(|parent| parent.as_str().parse::<Language>());
    let parent = parent.transpose().map_err(|_| {
        let hint = "a parent is a language that is compiled in";
        TextMistake::at(0, "unknown parent", hint).in_file(&file)
    })?;
    let model = Texts::of_files(Language::first().page_files());
    let mut texts = Texts::default();
    let mut files: Vec<&'static str> = Vec::new();
    for name in FILES {
        let path = path(&format!("{name}.ftl"));
        let source = match pack(&path) {
            Some(source) => source,
            None if parent.is_some() => continue,
            None => {
                let mistake = TextMistake::at(0, "is missing", "every language has this file");
                return Err(mistake.in_file(&path));
            }
        };
        texts
            .add_agreeing(source, code, &model)
            .map_err(|mistake| mistake.in_file(&path))?;
        files.push(source.to_owned().leak());
    }
    texts
        .lacks_none_of(needed(&model, parent))
        .map_err(|mistake| mistake.in_file(&path("pages")))?;
    Ok(Language::made(code.clone(), note, parent, (files, "")))
}

/// Does it say of its country what the shipped pack says of its own, and nothing else?
fn check_country(
    source: &str,
    code: &LanguageCode,
    parent: Option<Language>,
) -> Result<(), TextMistake> {
    static SHIPPED: LazyLock<Texts> =
        LazyLock::new(|| Texts::of_files([Language::first().country()].into_iter()));
    let mut texts = Texts::default();
    texts.add_agreeing(source, code, &SHIPPED)?;
    texts.lacks_none_of(needed(&SHIPPED, parent))
}

/// Which of these texts may not be left to a parent.
fn needed(model: &Texts, parent: Option<Language>) -> impl Iterator<Item = &str> {
    let texts = model.0.iter();
    let needed = texts.filter(move |(_, shape)| parent.is_none() || !shape.is_short());
    needed.map(|(id, _)| id.as_str())
}

fn note(text: &str) -> Result<LanguageNote, TextMistake> {
    let note: LanguageNote = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let hint = "compare with a language.toml that is compiled in";
        TextMistake::at(line_of(text, at), error.message(), hint)
    })?;
    let is_name =
        (1..=40).contains(&note.name.chars().count()) && !note.name.chars().any(is_unprintable);
    if !is_name {
        return Err(TextMistake::at(
            0,
            "name is no name",
            "1 to 40 characters that are seen",
        ));
    }
    if note.covers == Coverage::Everything {
        let hint = "write covers = \"pages\": commands are compiled in";
        return Err(TextMistake::at(0, "covers too much", hint));
    }
    Ok(note)
}

impl TextMistake {
    fn in_file(self, path: &str) -> BadLanguage {
        BadLanguage::Mistake(path.to_owned(), self.line, self.what, self.hint)
    }
}

impl fmt::Display for BadLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThere(code) => write!(
                f,
                "there is no language {code}: neither in the program nor in the pack (languages/{code}/)"
            ),
            Self::NoTexts(code) => write!(
                f,
                "the pack says nothing of its country's law in {code}: write texts/{code}.ftl"
            ),
            Self::Mistake(path, 0, what, hint) => write!(f, "{path}: {what} ({hint})"),
            Self::Mistake(path, line, what, hint) => {
                write!(f, "{path}, line {line}: {what} ({hint})")
            }
        }
    }
}

impl std::error::Error for BadLanguage {}

/// What a language that a pack adds has to hold beside `language.toml`.
const FILES: [&str; 12] = [
    "calendar",
    "pages/about",
    "pages/accessibility",
    "pages/check",
    "pages/form",
    "pages/frame",
    "pages/guide",
    "pages/how",
    "pages/rejection",
    "pages/return",
    "pages/start",
    "pages/statistics",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Languages, say_with};
    use std::collections::BTreeMap;

    /// A pack's files as an operator would write them, from the Latvian texts: each letter is an
    /// Arabic one, and what stands in braces stays.
    fn pseudo_arabic() -> BTreeMap<String, String> {
        let note = "name = \"عربي\"\ndirection = \"rtl\"\ncovers = \"pages\"\nthousands = \"٬\"\n";
        let latvian = Language::latvian();
        let arabic = |text: &str| text.lines().map(in_arabic).collect::<String>();
        let pages = FILES.iter().zip(latvian.page_files());
        let mut files: BTreeMap<String, String> = pages
            .map(|(name, text)| (format!("languages/{CODE}/{name}.ftl"), arabic(text)))
            .collect();
        files.insert(format!("languages/{CODE}/language.toml"), note.to_owned());
        files.insert(format!("texts/{CODE}.ftl"), arabic(latvian.country()));
        files
    }

    /// Latvian has three plural forms, Arabic six: the others say what `other` says.
    fn in_arabic(line: &str) -> String {
        let inside = line.trim_start();
        if line.starts_with('#') || line.is_empty() {
            return format!("{line}\n");
        }
        if let Some(rest) = line.strip_prefix('}') {
            return format!("}}{}\n", letters(rest));
        }
        if let Some((key, words)) = inside.split_once(']') {
            let written = format!("    {key}]{}\n", letters(words));
            let plural = inside.starts_with("[one]");
            let more =
                ["two", "few", "many"].map(|form| format!("    [{form}]{}\n", letters(words)));
            return if plural {
                written + &more.concat()
            } else {
                written
            };
        }
        match line.split_once(" = ") {
            Some((id, words)) => format!("{id} = {}\n", letters(words)),
            None => format!("{line}\n"),
        }
    }

    fn letters(words: &str) -> String {
        let mut depth = 0;
        let mut arabic = |c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            if depth == 0 && c.is_alphabetic() {
                'ع'
            } else {
                c
            }
        };
        words.chars().map(&mut arabic).collect()
    }

    fn taken(files: &BTreeMap<String, String>) -> Result<Language, BadLanguage> {
        let code = LanguageCode::parse(CODE).expect("a code");
        language(&code, &|path| files.get(path).map(String::as_str))
    }

    /// What is said of the pack after one file was changed.
    fn refusal(file: &str, change: impl Fn(String) -> String) -> String {
        let mut files = pseudo_arabic();
        let file = if file.starts_with("texts") {
            file.to_owned()
        } else {
            format!("languages/{CODE}/{file}")
        };
        let text = files.remove(&file).expect("made above");
        files.insert(file.clone(), change(text));
        taken(&files).expect_err(&file).to_string()
    }

    #[test]
    fn a_folder_becomes_a_language_that_runs_from_right_to_left() {
        let arabic = taken(&pseudo_arabic()).expect("all is there");
        assert_eq!(arabic.direction(), "rtl");
        assert_eq!(arabic.own_name(), "عربي");
        let days = say_with(arabic, "form-valid", &[("days", "2")]);
        assert!(days.contains("2 عععع") && !days.contains('v'), "{days}");
        let all = Languages::new(vec![Language::latvian(), arabic]).expect("two");
        assert_eq!(all.prefix(arabic), "/ar-x-test");
        assert_eq!(all.of_path("/ar-x-test/rights"), arabic);
        assert_eq!(all.of_path("/rights"), Language::latvian());
        assert_eq!(
            all.of_path("/en/rights"),
            Language::latvian(),
            "not on this site"
        );
    }

    #[test]
    fn each_mistake_is_told_with_file_line_and_hint() {
        let start = "pages/start.ftl";
        let of = |change: fn(String) -> String| refusal(start, change);
        let missing = of(|text| text.replace("start-none", "# start-none"));
        assert!(missing.contains("start-none is missing"), "{missing}");
        let unknown = of(|text| text.replace("start-none =", "start-nine ="));
        assert!(unknown.contains("start-nine is never said"), "{unknown}");
        assert!(unknown.contains("start.ftl, line "), "{unknown}");
        let argument = of(|text| text.replace("start-none = ", "start-none = { $day } "));
        assert!(argument.contains("there is no $day"), "{argument}");
        let twice = of(|text| format!("{text}start-none = a\n"));
        assert!(twice.contains("twice"), "{twice}");
        let markup = of(|text| text.replace("start-none = ", "start-none = <b>"));
        assert!(markup.contains("markup"), "{markup}");
        let escaped = of(|text| text.replace("start-none = ", "start-none = {\"\\u003Cb>\"}"));
        assert!(escaped.contains("markup"), "{escaped}");
        let hidden = of(|text| text.replace("start-none = ", "start-none = {\"\\u202E\"}"));
        assert!(hidden.contains("an invisible character"), "{hidden}");
        let mark = of(|text| format!("\u{feff}{text}"));
        assert!(
            mark.contains("line 1: the file begins with a byte order mark"),
            "{mark}"
        );
        let open = of(|text| text.replace("start-none = ", "start-none = { $day "));
        assert!(open.contains("start.ftl, line "), "{open}");
        let plural = refusal("pages/form.ftl", |text| {
            let without = text.lines().filter(|line| !line.contains("[few]"));
            without.flat_map(|line| [line, "\n"]).collect()
        });
        assert!(
            plural.contains("this language has few, many, one, other, two, zero"),
            "{plural}"
        );
        let star = refusal("pages/form.ftl", |text| text.replace("*[other]", "[other]"));
        assert!(star.contains("begins with a star: *[other]"), "{star}");
        let note = refusal("language.toml", |text| text.replace("rtl", "up"));
        assert!(note.contains("language.toml, line 2"), "{note}");
        let covers = refusal("language.toml", |text| text.replace("pages", "everything"));
        assert!(covers.contains("covers too much"), "{covers}");
        let country = format!("texts/{CODE}.ftl");
        let unsaid = refusal(&country, |text| {
            text.replace("rights-not =", "# rights-not =")
        });
        assert!(unsaid.contains("rights-not is missing"), "{unsaid}");
        let general = refusal(&country, |text| format!("{text}start-none = ع\n"));
        assert!(general.contains("start-none is never said"), "{general}");
    }

    #[test]
    fn a_file_that_is_missing_is_told() {
        let mut files = pseudo_arabic();
        files.remove("languages/ar-x-test/pages/how.ftl");
        let why = taken(&files).expect_err("a page less").to_string();
        assert!(
            why.contains("languages/ar-x-test/pages/how.ftl: is missing"),
            "{why}"
        );
        files = pseudo_arabic();
        files.remove("texts/ar-x-test.ftl");
        let why = taken(&files).expect_err("no country").to_string();
        assert!(why.contains("write texts/ar-x-test.ftl"), "{why}");
    }

    #[test]
    fn a_compiled_language_speaks_of_the_pack_s_country() {
        let lead = "calendar-lead = Days off in Utopia, { $year }.";
        let english = Language::english().country();
        let start = english.find("calendar-lead =").expect("there");
        let other = format!("{}{lead}\n", &english[..start]);
        let code = LanguageCode::parse("en").expect("a code");
        let taken = language(&code, &|path| {
            (path == "texts/en.ftl").then_some(other.as_str())
        });
        let taken = taken.expect("all is said");
        let said = |language| say_with(language, "calendar-lead", &[("year", "2027")]);
        assert_eq!(said(taken), "Days off in Utopia, 2027.");
        assert!(said(Language::english()).contains("Latvia"));
        assert_eq!(taken, Language::english());
    }

    #[test]
    fn a_language_that_nobody_has_is_told() {
        let why = taken(&BTreeMap::new()).expect_err("nothing there");
        assert!(why.to_string().contains("no language ar-x-test"), "{why}");
    }

    const CODE: &str = "ar-x-test";
}
