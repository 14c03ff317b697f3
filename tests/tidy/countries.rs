//! What is one country's stands in its pack, not in the code.

use super::program::is_rust;
use super::{assert_none, paths, read};

/// Words that only a pack (`policy/`), the languages (`src/text/`) and tests may say.
const OF_A_COUNTRY: [&str; 10] = [
    "\"lv\"",
    "LVA",
    "atvia",
    "english()",
    "Riga",
    "Rīg",
    "Eston",
    "EET",
    "KNAB",
    "TCL",
];

/// Where the shipped pack is compiled in: its folder is named, nothing of it said.
const OF_THE_SHIPPED_PACK: [&str; 2] = ["src/rules/pack/mod.rs", "src/rules/policy/parsing.rs"];
/// The program's name is a Latvian word.
const ADMITTED: [(&str, &str); 1] = [("src/lib.rs", "(Latvian for *whistle*)")];

#[test]
fn no_country_stands_in_the_code() {
    let sources = paths().into_iter().filter(|path| {
        let is_test = path.contains("/tests/") || path.ends_with("/tests.rs");
        let of_code = path.starts_with("src/") && (is_rust(path) || path.contains("/templates/"));
        of_code && !path.starts_with("src/text/") && !is_test
    });
    let found = sources.flat_map(|path| said(&path, &read(&path)));
    assert_none(&found.collect::<Vec<_>>());
}

/// A line for each place above the file's tests, comments too, that names a country's things.
pub fn said(path: &str, code: &str) -> Vec<String> {
    let before_tests = code.split("\nmod tests {").next().unwrap_or_default();
    let names_the_folder = OF_THE_SHIPPED_PACK.contains(&path);
    let is_admitted = |line: &str| {
        let mut all = ADMITTED.iter();
        all.any(|(at, words)| *at == path && line.contains(words))
    };
    let is_exempt =
        |line: &str| is_admitted(line) || (names_the_folder && line.contains("policy/latvia/"));
    let lines = before_tests.lines().enumerate();
    lines
        .filter(|(_, line)| !is_exempt(line))
        .flat_map(|(at, line)| {
            let words = OF_A_COUNTRY.iter();
            let words = words.filter(move |word| line.contains(**word));
            words.map(move |word| format!("{path}:{} says {word}", at + 1))
        })
        .collect()
}

#[test]
fn a_country_in_the_code_is_named() {
    let code = "// Latvian\nlet a = \"lv\";\nlet b = 1;\n";
    let both = ["src/a.rs:1 says atvia", "src/a.rs:2 says \"lv\""];
    assert_eq!(said("src/a.rs", code), both);
    let tested = "fn a() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"lv\";\n}\n";
    assert_eq!(said("src/a.rs", tested), [""; 0]);
    let folder = "include_str!(\"../policy/latvia/x\")\n";
    assert_eq!(said("src/rules/pack/mod.rs", folder), [""; 0]);
    assert_eq!(said("src/a.rs", folder), ["src/a.rs:1 says atvia"]);
}
