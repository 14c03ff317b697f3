//! The pages for contributors name paths that exist.

use super::program::is_rust;
use super::{assert_none, files, paths, read, root, within};

/// Pages whose paths are held against the tree.
const PAGES: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"];
/// Where a path may begin: the package, the sources, or a room that the page has named before.
const BEGINNINGS: [&str; 8] = [
    "",
    "src/",
    "src/intake/",
    "src/intake/web/",
    "src/ledger/",
    "src/reporter/",
    "tests/",
    "tests/integration/",
];
/// What else a page may name: folders without sources, files that the program writes.
const OTHERS: [&str; 7] = [
    ".ci/",
    "benches/",
    "blobs/",
    "docs/",
    "keys/",
    "packaging/",
    "policy/",
];

#[test]
fn each_path_on_a_page_is_there() {
    let there = paths();
    let lines = PAGES
        .iter()
        .flat_map(|page| gone(page, &read(page), &there));
    assert_none(&lines.collect::<Vec<_>>());
}

/// The manuals name few sources, and by their whole paths.
#[test]
fn each_source_in_a_manual_is_there() {
    let there = paths();
    let manuals = files(&root().join("docs")).into_iter();
    let manuals = manuals.filter(|page| page.extension().is_some_and(|end| end == "md"));
    let lines = manuals.flat_map(|page| {
        let name = within(root(), &page);
        let lines = gone(&name, &read(&name), &there).into_iter();
        lines.filter(|line| {
            ["names src/", "names tests/"]
                .iter()
                .any(|it| line.contains(it))
        })
    });
    assert_none(&lines.collect::<Vec<_>>());
}

/// One line for each path between backticks that leads to no file and no folder.
fn gone(page: &str, text: &str, there: &[String]) -> Vec<String> {
    let named = text.split('`').skip(1).step_by(2);
    named
        .filter(|named| is_path(named) && !is_there(named, there))
        .map(|named| format!("{page} names {named}, which is not there"))
        .collect()
}

fn is_path(named: &str) -> bool {
    let of_paths = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let is_source = named.contains('/') || is_rust(named);
    is_source && named.chars().all(of_paths) && !OTHERS.iter().any(|it| named.starts_with(it))
}

fn is_there(named: &str, there: &[String]) -> bool {
    let named = named.trim_end_matches('/');
    BEGINNINGS.iter().any(|beginning| {
        let path = format!("{beginning}{named}");
        let (file, folder) = (format!("{path}.rs"), format!("{path}/"));
        there
            .iter()
            .any(|it| *it == path || *it == file || it.starts_with(&folder))
    })
}

#[test]
fn a_path_that_moved_away_is_named_and_one_that_stays_is_not() {
    let there = ["src/store/draft.rs", "src/intake/web/routes.rs"].map(str::to_owned);
    let text = "`store/draft.rs`, `store/draft`, `store/`, `web/routes.rs`, `cargo test`,\n\
                `store/past.rs` and `store/shelf/`";
    assert_eq!(
        gone("PAGE.md", text, &there),
        [
            "PAGE.md names store/past.rs, which is not there",
            "PAGE.md names store/shelf/, which is not there",
        ]
    );
}
