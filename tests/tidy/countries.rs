//! What is one country's stands in its pack, not in the code.

use super::program::is_rust;
use super::{assert_none, paths, read};

/// Beginnings of words that only the pack (`policy/`, `src/text/`) and tests may say in code.
const OF_A_COUNTRY: [&str; 5] = ["\"lv\"", "LVA", "latvian", "Latvian", "english()"];

#[test]
fn no_country_stands_in_the_code() {
    let sources = paths().into_iter().filter(|path| {
        let is_test = path.contains("/tests/") || path.ends_with("/tests.rs");
        is_rust(path) && path.starts_with("src/") && !path.starts_with("src/text/") && !is_test
    });
    let found = sources.flat_map(|path| said(&path, &read(&path)));
    assert_none(&found.collect::<Vec<_>>());
}

/// A line for each place where code, not a comment or a test below it, names a country's things.
pub fn said(path: &str, code: &str) -> Vec<String> {
    let before_tests = code.split("\nmod tests {").next().unwrap_or_default();
    let lines = before_tests.lines().enumerate();
    let of_code = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    of_code
        .flat_map(|(at, line)| {
            let words = OF_A_COUNTRY
                .iter()
                .filter(move |word| line.contains(**word));
            words.map(move |word| format!("{path}:{} says {word}", at + 1))
        })
        .collect()
}

#[test]
fn a_country_in_the_code_is_named() {
    let code = "// Latvian\nlet a = \"lv\";\nlet b = 1;\n";
    assert_eq!(said("src/a.rs", code), ["src/a.rs:2 says \"lv\""]);
    let tested = "fn a() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"lv\";\n}\n";
    assert_eq!(said("src/a.rs", tested), [""; 0]);
}
