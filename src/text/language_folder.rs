//! A language that an operator adds: a folder like those beside this file, read strictly.
//!
//! ```text
//!   languages/et/language.toml, *.ftl ─▶ every text there, every plural ─▶ Language
//! ```
//!
//! Read at the start, and never again. Who wrote a mistake is told the file, the line, what is
//! wrong and what would be right. It covers the pages only: commands stay in the languages that are
//! compiled in.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::invisible_characters::is_unprintable;
use super::language::{Coverage, Language, LanguageCode, LanguageNote};
use super::translation_check::{TextMistake, Texts, line_of};

/// Why a language is not taken.
#[derive(Debug)]
pub enum BadLanguage {
    /// Neither compiled in nor a folder of the operator's.
    NotThere(LanguageCode),
    /// A file can't be read.
    Unreadable(PathBuf, std::io::Error),
    /// A mistake in a file: its path, the line (0: of no line), what is wrong, what would be right.
    Mistake(PathBuf, usize, String, String),
}

/// The language of this code: compiled in, or a folder in `folder`.
pub fn language(code: &LanguageCode, folder: Option<&Path>) -> Result<Language, BadLanguage> {
    if let Ok(compiled) = code.as_str().parse() {
        return Ok(compiled);
    }
    let folder = folder.map(|folder| folder.join(code.as_str()));
    match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => read(code, &folder),
        None => Err(BadLanguage::NotThere(code.clone())),
    }
}

fn read(code: &LanguageCode, folder: &Path) -> Result<Language, BadLanguage> {
    let path = folder.join("language.toml");
    let note = note(&file(&path)?).map_err(|mistake| mistake.in_file(&path))?;
    let parent = note.parent.as_ref();
    let parent = parent.map(|parent| parent.as_str().parse::<Language>());
    let parent = parent.transpose().map_err(|_| {
        let hint = "a parent is a language that is compiled in";
        TextMistake::at(0, "unknown parent", hint).in_file(&path)
    })?;
    let (model, needed) = model(parent);
    let mut texts = Texts::default();
    let mut files: Vec<&'static str> = Vec::new();
    for name in FILES {
        let path = folder.join(format!("{name}.ftl"));
        if parent.is_some() && !path.exists() {
            continue;
        }
        let source = file(&path)?;
        texts
            .add_agreeing(&source, code, &model)
            .map_err(|mistake| mistake.in_file(&path))?;
        files.push(source.leak());
    }
    texts
        .lacks_none_of(needed.iter().map(String::as_str))
        .map_err(|mistake| mistake.in_file(folder))?;
    Ok(Language::made(code.clone(), note, parent, files))
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

/// What the pages say, and which of it may not be left to a parent.
fn model(parent: Option<Language>) -> (Texts, BTreeSet<String>) {
    let all = Texts::of(Language::latvian());
    let pages: Vec<&str> = Language::latvian().page_files().collect();
    let mut pages = Texts::of_files(&pages);
    pages.retain(|_, shape| parent.is_none() || !shape.is_short());
    let needed = pages.ids().map(str::to_owned).collect();
    (all, needed)
}

/// The text of a plain file of at most [`LENGTH_MAX`] bytes.
fn file(path: &Path) -> Result<String, BadLanguage> {
    let unreadable = |error| BadLanguage::Unreadable(path.to_owned(), error);
    // Asked of the name first: opening a pipe would wait for ever.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        let why = std::io::Error::other("not a plain file");
        return Err(unreadable(why));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(LENGTH_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LENGTH_MAX {
        let what = format!("longer than {LENGTH_MAX} bytes");
        return Err(TextMistake::at(0, &what, "no page says so much").in_file(path));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good]
            .split(|byte| *byte == b'\n')
            .count();
        TextMistake::at(line, "not UTF-8", "save it as UTF-8").in_file(path)
    })
}

impl TextMistake {
    fn in_file(self, path: &Path) -> BadLanguage {
        BadLanguage::Mistake(path.to_owned(), self.line, self.what, self.hint)
    }
}

impl fmt::Display for BadLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThere(code) => {
                write!(
                    f,
                    "there is no language {code}: neither in the program nor in a folder"
                )
            }
            Self::Unreadable(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Mistake(path, 0, what, hint) => {
                write!(f, "{}: {what} ({hint})", path.display())
            }
            Self::Mistake(path, line, what, hint) => {
                write!(f, "{}, line {line}: {what} ({hint})", path.display())
            }
        }
    }
}

impl std::error::Error for BadLanguage {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, why) => Some(why),
            Self::NotThere(_) | Self::Mistake(..) => None,
        }
    }
}

/// What a folder has to hold beside `language.toml`.
const FILES: [&str; 13] = [
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
    "pages/rights",
    "pages/start",
    "pages/statistics",
];
/// Four times the longest of ours, in a script of two bytes a letter.
const LENGTH_MAX: u64 = 128 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Languages, say_with};

    /// A folder as an operator would write it, from the Latvian texts: each letter is an Arabic
    /// one, and what stands in braces stays.
    fn pseudo_arabic() -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join(CODE);
        fs::create_dir_all(folder.join("pages")).expect("made");
        let note = "name = \"عربي\"\ndirection = \"rtl\"\ncovers = \"pages\"\nthousands = \"٬\"\n";
        fs::write(folder.join("language.toml"), note).expect("written");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/lv");
        for name in FILES {
            let text = fs::read_to_string(source.join(format!("{name}.ftl"))).expect("ours");
            let text: String = text.lines().map(in_arabic).collect();
            fs::write(folder.join(format!("{name}.ftl")), text).expect("written");
        }
        root
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

    fn taken(root: &tempfile::TempDir) -> Result<Language, BadLanguage> {
        let code = LanguageCode::parse(CODE).expect("a code");
        language(&code, Some(root.path()))
    }

    /// What is said of the folder after one file was changed.
    fn refusal(file: &str, change: impl Fn(String) -> Vec<u8>) -> String {
        let root = pseudo_arabic();
        let path = root.path().join(CODE).join(file);
        let text = fs::read_to_string(&path).expect("made above");
        fs::write(&path, change(text)).expect("written");
        taken(&root).expect_err(file).to_string()
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
        let of =
            |change: fn(String) -> String| refusal(start, move |text| change(text).into_bytes());
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
        let mark = of(|text| format!("\u{feff}{text}"));
        assert!(
            mark.contains("line 1: the file begins with a byte order mark"),
            "{mark}"
        );
        let open = of(|text| text.replace("start-none = ", "start-none = { $day "));
        assert!(open.contains("start.ftl, line "), "{open}");
        let long = of(|text| format!("{text}# {}\n", "a".repeat(128 * 1024)));
        assert!(long.contains("longer than"), "{long}");
        let bytes = refusal(start, |text| [text.as_bytes(), b"\xff"].concat());
        assert!(bytes.contains("not UTF-8"), "{bytes}");
        let plural = refusal("pages/form.ftl", |text| {
            let without = text.lines().filter(|line| !line.contains("[few]"));
            without
                .flat_map(|line| [line, "\n"])
                .collect::<String>()
                .into_bytes()
        });
        assert!(
            plural.contains("write few, many, one, other, two, zero"),
            "{plural}"
        );
        let note = refusal("language.toml", |text| {
            text.replace("rtl", "up").into_bytes()
        });
        assert!(note.contains("language.toml, line 2"), "{note}");
        let covers = refusal("language.toml", |text| {
            text.replace("pages", "everything").into()
        });
        assert!(covers.contains("covers too much"), "{covers}");
    }

    #[test]
    fn a_language_that_nobody_has_is_told() {
        let root = tempfile::tempdir().expect("a folder");
        let why = taken(&root).expect_err("nothing there");
        assert!(why.to_string().contains("no language ar-x-test"), "{why}");
        let without = language(&LanguageCode::parse("fr").expect("a code"), None);
        assert!(matches!(without, Err(BadLanguage::NotThere(_))));
        let compiled = language(&LanguageCode::parse("uk").expect("a code"), None);
        assert_eq!(compiled.expect("compiled in").code().as_str(), "uk");
    }

    const CODE: &str = "ar-x-test";
}
