//! Each promise of `THREAT_MODEL.md` has a test of its name, and each such test has its promise.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use proc_macro2::{TokenStream, TokenTree};

use super::program::walk;
use super::{files, read, root};

#[test]
fn each_promise_has_a_test_of_its_name() {
    let promises = promises(&read("THREAT_MODEL.md"));
    assert!(promises.len() >= 11, "{promises:?}");
    let mut tested = BTreeSet::new();
    for folder in ["src", "tests"] {
        let sources = files(&root().join(folder));
        for path in sources
            .iter()
            .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        {
            tested.extend(promises_tested(&fs::read_to_string(path).unwrap()));
        }
    }
    assert_eq!(promises, tested, "promises, and those that a test names");
}

/// Each way to bury a report that the ledger's page lists is tried by a test that runs of itself, or is said
/// to be a limit.
#[test]
fn each_way_to_bury_a_report_is_tried() {
    let rows = buried(&read("docs/LEDGER.md"));
    assert!(rows.len() >= 40, "{} ways", rows.len());
    let sources = ["src", "tests"].map(|folder| files(&root().join(folder)));
    let is_rust = |path: &&PathBuf| path.extension().is_some_and(|end| end == "rs");
    let sources = sources.iter().flatten().filter(is_rust);
    let tests: BTreeSet<String> = sources
        .flat_map(|path| tests_in(&fs::read_to_string(path).unwrap()))
        .collect();
    let untried = rows.iter().filter(|(_, test)| match test {
        Some(name) => !tests.contains(name),
        None => false,
    });
    let lines: Vec<String> = untried
        .map(|(way, test)| format!("{way}: {test:?}"))
        .collect();
    super::assert_none(&lines);
}

/// Way and test; `None`: a limit. A row with neither names a test that is not there.
fn buried(page: &str) -> Vec<(String, Option<String>)> {
    let section = page
        .split("\n## ")
        .find(|section| section.starts_with("9. "));
    let rows = section.unwrap_or_default().lines();
    let rows = rows.filter(|line| line.starts_with("| ") && !line.starts_with("| way"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let test = cells.last().unwrap_or(&"").trim_matches('`').to_owned();
        let is_limit = test.starts_with("limit: ") && test.len() > 20;
        (cells[0].to_owned(), (!is_limit).then_some(test))
    })
    .collect()
}

#[test]
fn a_row_without_a_test_or_a_reason_is_seen() {
    let page = "## 8. x\n| no | row |\n\n## 9. y\n| way | test |\n|---|---|\n\
                | one | `p7_is_kept` |\n| two | limit: a reason of some length |\n| three | limit |\n";
    let test = |name: &str| Some(name.to_owned());
    let expected = [
        ("one".to_owned(), test("p7_is_kept")),
        ("two".to_owned(), None),
        ("three".to_owned(), test("limit")),
    ];
    assert_eq!(buried(page), expected);
}

/// Numbers of paragraphs that begin with `**P7 …`.
fn promises(model: &str) -> BTreeSet<u32> {
    let numbers = model
        .lines()
        .filter_map(|line| line.strip_prefix("**P")?.split(' ').next());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// Promises named by the tests that run of themselves in a file.
pub fn promises_tested(code: &str) -> BTreeSet<u32> {
    let tests = tests_in(code);
    tests.iter().filter_map(|name| promise_of(name)).collect()
}

/// The tests that run of themselves in a file.
fn tests_in(code: &str) -> BTreeSet<String> {
    let tokens: TokenStream = code.parse().unwrap();
    let mut found = BTreeSet::new();
    walk(tokens, &mut |tokens| {
        for (at, pair) in tokens.windows(2).enumerate() {
            let [TokenTree::Ident(word), TokenTree::Ident(name)] = pair else {
                continue;
            };
            if word == "fn" && is_test(&tokens[..at]) {
                found.insert(name.to_string());
            }
        }
    });
    found
}

/// `p7_rewritten_history_is_named` tests promise 7.
fn promise_of(name: &str) -> Option<u32> {
    name.strip_prefix('p')?.split_once('_')?.0.parse().ok()
}

/// Whether the attributes right before a function make it a test, and one that is not left out.
fn is_test(before: &[TokenTree]) -> bool {
    let mut says_test = false;
    for token in before.iter().rev() {
        match token {
            TokenTree::Group(attribute) => {
                let said = attribute.stream().to_string();
                says_test |= said == "test" || said.replace(' ', "").starts_with("tokio::test");
                if said.starts_with("ignore") {
                    return false;
                }
            }
            TokenTree::Punct(sign) if sign.as_char() == '#' => {}
            TokenTree::Ident(word) if word == "async" || word == "pub" => {}
            _ => break,
        }
    }
    says_test
}

#[test]
fn only_a_test_that_runs_tests_a_promise() {
    for (code, tests) in [
        ("#[test]\nfn p7_is_kept() {}", true),
        (
            "/// Says why.\n#[tokio::test]\nasync fn p7_is_kept() {}",
            true,
        ),
        ("proptest! { #[test]\nfn p7_is_kept(seed: u64) {} }", true),
        ("#[test]\n#[ignore = \"slow\"]\nfn p7_is_kept() {}", false),
        ("fn p7_is_kept() {}", false),
        ("// #[test] fn p7_is_kept() {}", false),
        ("#[test]\nfn it_works() {}\nfn p7_is_kept() {}", false),
    ] {
        assert_eq!(promises_tested(code).contains(&7), tests, "{code}");
    }
}
