//! What every language's texts have to keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::translation_check::{Texts, plurals_of};
use super::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Ids without attributes.
fn ids(texts: &Texts) -> BTreeSet<&str> {
    texts
        .0
        .keys()
        .map(String::as_str)
        .filter(|id| !id.contains('.'))
        .collect()
}

/// All that a language says itself, of its country too.
fn all(language: Language) -> Texts {
    Texts::of_files(language.files().chain([language.country()]))
}

/// What the pages say in this language, of the country too.
fn pages(language: Language) -> Texts {
    Texts::of_files(language.page_files().chain([language.country()]))
}

fn is_variant(language: Language) -> bool {
    language.line().nth(1).is_some()
}

/// Rust and HTML files under `src/`, but not this one.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("src/ is there") {
        let path = entry.expect("src/ can be listed").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html")
            && !path.ends_with("text/tests.rs")
        {
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            found.push((path, text));
        }
    }
}

fn all_sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    found
}

#[test]
fn every_folder_is_compiled_in_with_every_file() {
    let mut folders = 0;
    for entry in fs::read_dir(root().join("src/text")).expect("src/text") {
        let folder = entry.expect("listed").path();
        if !folder.join("language.toml").exists() {
            assert!(!folder.is_dir(), "{folder:?} has no language.toml");
            continue;
        }
        folders += 1;
        let code = folder
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let language: Language = code.parse().unwrap_or_else(|_| panic!("{code} left out"));
        for below in ["", "pages", "commands"] {
            let Ok(entries) = fs::read_dir(folder.join(below)) else {
                continue;
            };
            for path in entries.map(|entry| entry.expect("listed").path()) {
                if path.extension().is_some_and(|it| it == "ftl") {
                    let text = fs::read_to_string(&path).expect("UTF-8");
                    let known = language.files().any(|file| file == text);
                    assert!(known, "{path:?} is not compiled in");
                }
            }
        }
    }
    assert_eq!(folders, Language::compiled().len());
}

#[test]
fn every_language_says_all_that_it_covers_with_the_same_arguments_and_its_own_plurals() {
    let model = all(Language::latvian());
    let pages = pages(Language::latvian());
    for language in Language::compiled() {
        let mut texts = Texts::default();
        for file in language.files().chain([language.country()]) {
            let added = texts.add_agreeing(file, language.code(), &model);
            added.unwrap_or_else(|mistake| panic!("{language:?}, {file:.60}: {mistake:?}"));
        }
        let complete = Language::complete().any(|complete| complete == *language);
        let may_be_left = |id: &&str| {
            (is_variant(*language) && model.0[*id].is_short())
                || (!complete && !pages.0.contains_key(*id))
        };
        let needed = model.0.keys().map(String::as_str);
        let needed = needed.filter(|id| !may_be_left(id));
        texts
            .lacks_none_of(needed)
            .unwrap_or_else(|mistake| panic!("{language:?}: {mistake:?}"));
    }
}

#[test]
fn plural_forms_are_those_of_unicode() {
    for (code, forms) in [
        ("lv", "one other zero"),
        ("lv-x-easy", "one other zero"),
        ("en", "one other"),
        ("ru", "few many one other"),
        ("uk", "few many one other"),
        ("ar-x-test", "few many one other two zero"),
        ("et", "one other"),
    ] {
        let code = LanguageCode::parse(code).expect("a code");
        let found: Vec<String> = plurals_of(&code).into_iter().collect();
        assert_eq!(found.join(" "), forms, "{code}");
    }
}

#[test]
fn nothing_is_left_untranslated() {
    for language in Language::compiled() {
        let texts = all(*language);
        for other in Language::compiled()
            .iter()
            .filter(|other| *other != language)
        {
            for (id, shape) in all(*other).0 {
                let same = texts
                    .0
                    .get(&id)
                    .is_some_and(|mine| mine.words == shape.words);
                let letters = shape.words.chars().any(char::is_alphabetic);
                let may = language_pair_may_agree(*language, *other, &id);
                assert!(
                    !same || !letters || may,
                    "{language:?} and {other:?} both: {id}"
                );
            }
        }
    }
}

/// A variant repeats nothing of its parent's; the rest may agree only in names and loan-words.
fn language_pair_may_agree(one: Language, other: Language, id: &str) -> bool {
    let kin = one.line().any(|it| it == other) || other.line().any(|it| it == one);
    let slavic = [one, other]
        .iter()
        .all(|it| ["ru", "uk"].contains(&it.code().as_str()));
    !kin && (id == "frame-brand" || (slavic && THE_SAME_IN_RUSSIAN_AND_UKRAINIAN.contains(&id)))
}

/// Words that the two languages share.
const THE_SAME_IN_RUSSIAN_AND_UKRAINIAN: &[&str] = &[
    "calendar-day",
    "choice-unknown",
    "how-ledger-heading",
    "title-statistics",
    "title-form",
    "nav-statistics",
    "return-code",
    "answers-state-done",
    "answers-code-heading",
    "add-message",
    "start-return",
    "guide-browser-heading",
    "guide-text-heading",
    "guide-people-heading",
];

#[test]
fn quotation_marks_are_the_languages_own() {
    let own = |language: Language| match language.code().as_str() {
        "en" => ('“', '”'),
        "ru" | "uk" => ('«', '»'),
        _ => ('„', '”'),
    };
    for language in Language::compiled() {
        let (opens, closes) = own(*language);
        for (id, shape) in pages(*language).0 {
            let words = &shape.words;
            for mark in ['"', '“', '”', '„', '«', '»', '\''] {
                let may = mark == opens || mark == closes;
                assert!(
                    may || !words.contains(mark),
                    "{language:?} {id}: {mark} in {words}"
                );
            }
            let count = |mark| words.matches(mark).count();
            assert_eq!(count(opens), count(closes), "{language:?} {id}: {words}");
        }
    }
}

#[test]
fn no_word_mixes_alphabets() {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    for language in Language::compiled() {
        let cyrillic_language = ["ru", "uk"].contains(&language.code().as_str());
        for (id, shape) in all(*language).0 {
            for word in shape.words.split(|c: char| !c.is_alphabetic()) {
                let cyrillic = word.chars().filter(|c| is_cyrillic(*c)).count();
                let mixed = cyrillic > 0 && cyrillic < word.chars().count();
                assert!(!mixed, "{language:?} {id}: {word}");
                assert!(
                    cyrillic == 0 || cyrillic_language,
                    "{language:?} {id}: {word}"
                );
            }
        }
    }
    let ukrainian = all("uk".parse().expect("compiled in"));
    let russian = all("ru".parse().expect("compiled in"));
    for (texts, strange) in [(ukrainian, "ыэъё"), (russian, "іїєґ")] {
        for (id, shape) in texts.0 {
            assert!(
                !shape.words.contains(|c| strange.contains(c)),
                "{id}: {}",
                shape.words
            );
        }
    }
}

#[test]
fn easy_sentences_are_short() {
    for language in Language::compiled().iter().filter(|it| is_variant(**it)) {
        for (id, shape) in all(*language).0 {
            for sentence in shape.words.split(['.', '?', '!', ':', '\n', ';']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= EASY_WORDS_MAX, "{id}: {words} words: {sentence}");
            }
        }
    }
}

/// Easy-to-read handbooks say 10 to 15; a list in one sentence may be a little longer.
const EASY_WORDS_MAX: usize = 16;

/// Rows of the glossary: five terms and what is never said.
fn glossary() -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary");
    let rows = text.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = |line: &str| -> Vec<String> {
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn the_glossarys_words_are_said_and_its_banned_ones_never() {
    let rows = glossary();
    assert!(rows.len() >= 12);
    for (column, code) in ["en", "lv", "lv-x-easy", "ru", "uk"]
        .into_iter()
        .enumerate()
    {
        let language: Language = code.parse().expect("compiled in");
        let all: Vec<String> = language
            .line()
            .flat_map(|it| pages(it).0)
            .map(|(_, shape)| shape.words.to_lowercase())
            .collect();
        for row in &rows {
            let stem = row[column].split('·').next().unwrap_or_default().trim();
            assert!(!stem.is_empty(), "{code}: an empty cell in {row:?}");
            let said = all.iter().any(|words| words.contains(stem));
            assert!(said, "{code} never says {stem}");
            for never in row[5].split(',').map(str::trim).filter(|it| !it.is_empty()) {
                let found = all.iter().find(|words| words.contains(never));
                assert_eq!(found, None, "{code} says {never}");
            }
        }
    }
}

/// The glossary's second list: beginnings of words that no Latvian text says.
fn never_in_latvian() -> Vec<String> {
    let text = fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary");
    let rows = text.lines().filter_map(|line| line.strip_prefix("- "));
    let banned = rows.filter_map(|row| row.split_once("· never "));
    let words =
        banned.flat_map(|(_, words)| words.split('(').next().unwrap_or_default().split(' '));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Texts that people read in Latvian, wherever they stand, without what is for programs.
fn latvian_texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for code in ["lv", "lv-x-easy"] {
        let language: Language = code.parse().expect("compiled in");
        let said = all(language).0;
        texts.extend(said.into_iter().map(|(id, shape)| (id, shape.words)));
    }
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let letters = read("policy/latvia/letters.toml");
    let latvian = letters.split("\nlv = \"\"\"").skip(1);
    let latvian = latvian.filter_map(|rest| rest.split("\"\"\"").next());
    texts.extend(latvian.map(|words| ("a letter".to_owned(), words.to_owned())));
    texts.push(("docs/officer.lv.md".to_owned(), read("docs/officer.lv.md")));
    texts
}

#[test]
fn one_latvian_word_for_one_thing_in_every_text() {
    let never = never_in_latvian();
    assert!(never.len() > 20);
    let texts = latvian_texts();
    assert!(texts.len() > 1000, "{}", texts.len());
    let mut wrong = Vec::new();
    for (id, words) in &texts {
        let lower = words.to_lowercase();
        for word in lower.split(|c: char| !c.is_alphabetic()) {
            if never.iter().any(|banned| word.starts_with(banned.as_str())) {
                wrong.push(format!("{id} says {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The glossary: *Jūs* with a capital.
#[test]
fn latvian_speaks_to_its_reader_with_a_capital() {
    for (id, words) in latvian_texts() {
        let small = words
            .split(|c: char| !c.is_alphabetic())
            .find(|word| ["jūs", "jūsu", "jums"].contains(word));
        assert_eq!(small, None, "{id}: {words}");
    }
}

/// At a line's end *2026.* would look like the end of a sentence.
#[test]
fn a_year_is_not_torn_from_its_word() {
    for (id, words) in latvian_texts() {
        let torn = words.match_indices(". gad").find(|(at, _)| {
            let before = words[..*at].chars().last();
            before.is_none_or(|it| !it.is_alphabetic())
        });
        assert_eq!(torn, None, "{id}: {words}");
    }
}

#[test]
fn latvian_quotes_stand_in_pairs() {
    for (id, words) in latvian_texts() {
        let opened = words.matches('„').count();
        let closed = words.matches('”').count();
        assert_eq!(opened, closed, "{id}: {words}");
        assert!(!words.contains('“'), "{id}: {words}");
    }
}

#[test]
fn every_id_that_is_asked_for_exists() {
    let texts = all(Language::latvian());
    let known = ids(&texts);
    for (path, text) in all_sources() {
        for call in ["say(", "say_with("] {
            for after in text.split(call).skip(1) {
                let near: String = after.chars().take(80).collect();
                let inside = near.split([')', ';', '{']).next().unwrap_or_default();
                let mut quoted = inside.split('"');
                let (before, id) = (quoted.next().unwrap_or_default(), quoted.next());
                // An id cut off at a brace is composed: `composed` looks at those.
                let whole = |id: &&str| !id.ends_with('-') && !before.contains('[');
                if let Some(id) = id.filter(whole) {
                    assert!(known.contains(id), "{path:?} asks for {id:?}");
                }
            }
        }
    }
}

/// Beginnings of ids that are composed, as in `format!("finding-{}", …)`.
fn composed(sources: &str) -> BTreeSet<&str> {
    let formats = sources.split("format!(\"").skip(1);
    let beginnings = formats.filter_map(|after| after.split_once('{'));
    let beginnings = beginnings.map(|(beginning, _)| beginning);
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    beginnings
        .filter(|beginning| beginning.ends_with('-') && beginning.chars().all(is_id))
        .collect()
}

#[test]
fn no_text_lies_unused() {
    let everything: String = all_sources().into_iter().map(|(_, text)| text).collect();
    let texts = all(Language::latvian());
    let mut unused = ids(&texts);
    // Whatever stands between two quotation marks.
    let quoted: BTreeSet<&str> = everything.split('"').collect();
    unused.retain(|id| !quoted.contains(id));
    unused.retain(|id| !id.starts_with("day-"));
    let prefixes = composed(&everything);
    unused.retain(|id| !prefixes.iter().any(|prefix| id.starts_with(prefix)));
    assert!(unused.is_empty(), "never said: {unused:?}");
}

#[test]
fn a_missing_id_stands_for_itself() {
    assert_eq!(
        say(Language::english(), "there-is-no-such-text"),
        "there-is-no-such-text"
    );
}

#[test]
fn numbers_choose_plural_forms_and_codes_stay_text() {
    let days = |count| say_with(Language::latvian(), "form-valid", &[("days", count)]);
    assert!(days("1").contains("1 dienu"), "{}", days("1"));
    assert!(days("2").contains("2 dienas"), "{}", days("2"));
    assert!(days("21").contains("21 dienu"), "{}", days("21"));
    assert!(matches!(argument("0042"), FluentValue::String(_)));
    assert!(matches!(
        argument("1234567890123456"),
        FluentValue::String(_)
    ));
    assert!(matches!(argument("inf"), FluentValue::String(_)));
}

#[test]
fn russian_and_ukrainian_count_in_three_forms() {
    for (code, forms) in [
        ("ru", ["день", "дня", "дней"]),
        ("uk", ["день", "дні", "днів"]),
    ] {
        let language: Language = code.parse().expect("compiled in");
        let days = |count| say_with(language, "form-valid", &[("days", count)]);
        for (count, form) in ["21", "3", "11"].into_iter().zip(forms) {
            assert!(
                days(count).contains(&format!("{count} {form}")),
                "{}",
                days(count)
            );
        }
    }
}

#[test]
fn what_a_language_lacks_its_parent_says_and_then_the_first() {
    let easy: Language = "lv-x-easy".parse().expect("compiled in");
    assert_eq!(say(easy, "choice-yes"), "Jā");
    assert!(say(easy, "start-lead").contains("Savu vārdu teikt nevajag."));
    let russian: Language = "ru".parse().expect("compiled in");
    let latvian = say(Language::latvian(), "figures-group-received");
    assert_eq!(say(russian, "figures-group-received"), latvian);
    assert_eq!(russian.for_everything(), Language::latvian());
}

#[test]
fn a_code_is_well_formed_or_none() {
    for good in ["lv", "uk", "lv-x-easy", "zh-hant", "est"] {
        assert!(LanguageCode::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "l",
        "LV",
        "latv",
        "lv-",
        "lv--a",
        "lv/en",
        "lv-x-easytoread",
        "../lv",
        "l1",
    ] {
        assert!(LanguageCode::parse(bad).is_err(), "{bad}");
    }
    assert!(LanguageCode::parse("aa-bbbbbbbb-cccccccc").is_ok());
    assert!(LanguageCode::parse("aaa-bbbbbbbb-cccccccc").is_err());
}
