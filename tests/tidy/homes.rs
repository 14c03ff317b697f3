//! Each dependency has its home: who replaces it looks nowhere else.

use crate::assert_none;
use crate::house::House;

/// A dependency's name in code, and the files and folders that may say it.
const HOMES: &[(&str, &[&str])] = &[
    ("age", &["keys", "report/sealed"]),
    ("argon2", &["report/receipt"]),
    ("askama", &["intake/web/pages", "statistics"]),
    ("axum", &["intake"]),
    ("bech32", &["keys"]),
    ("ed25519_dalek", &["keys/signature"]),
    ("fluent_bundle", &["text"]),
    ("indicatif", &["cli/progress"]),
    ("landlock", &["intake/admin/sandbox"]),
    ("libc", &["intake/admin/sandbox"]),
    ("minisign", &["rules/roster", "officer"]),
    ("multer", &["intake/http/multipart"]),
    ("ring", &["keys"]),
    ("rpassword", &["cli/passphrase"]),
    ("seccompiler", &["intake/admin/sandbox"]),
    ("sfv", &["net/http_signature"]),
    ("signed_note", &["ledger"]),
    ("sled", &["store/engine"]),
    ("tlog_tiles", &["ledger"]),
    ("tokio_socks", &["net/connection"]),
    ("zeroizing_alloc", &["main"]),
];

#[test]
fn each_dependency_stays_at_home() {
    assert_none(&astray(House::here()));
}

#[test]
fn nobody_keeps_a_home_for_a_dependency_that_left() {
    assert_none(&empty(House::here()));
}

/// A line for each place that says a dependency and is not its home.
pub fn astray(house: &House) -> Vec<String> {
    let mut lines = Vec::new();
    for said in &house.packages {
        let file = &house.files[said.from];
        let homes = HOMES.iter().find(|(package, _)| *package == said.package);
        if homes.is_some_and(|(_, homes)| !homes.iter().any(|home| is_in(file, home))) {
            lines.push(format!("{file}:{} says {}", said.line, said.package));
        }
    }
    lines
}

/// A line for each home whose dependency is said nowhere in it.
pub fn empty(house: &House) -> Vec<String> {
    let homes = HOMES
        .iter()
        .flat_map(|(package, homes)| homes.iter().map(move |home| (*package, *home)));
    homes
        .filter(|(package, home)| {
            let mut said = house
                .packages
                .iter()
                .filter(|said| said.package == *package);
            !said.any(|said| is_in(&house.files[said.from], home))
        })
        .map(|(package, home)| format!("src/{home} does not say {package}"))
        .collect()
}

/// `store/engine` is `store/engine.rs`, or a folder.
fn is_in(file: &str, home: &str) -> bool {
    file.strip_prefix(home)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}
