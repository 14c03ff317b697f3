//! Each dependency has its home: who replaces it looks nowhere else.

use super::assert_none;
use super::program::Program;

/// A dependency's name in code, and the files and folders that may say it.
const HOMES: &[(&str, &[&str])] = &[
    ("age", &["keys", "report/sealed"]),
    (
        "age_core",
        &["keys/hybrid_stanza", "report/sealed/file_key"],
    ),
    ("argon2", &["report/receipt"]),
    (
        "askama",
        &[
            "auditor/verify/page",
            "intake/web/pages",
            "statistics",
            "officer/desk/pages",
        ],
    ),
    ("axum", &["intake", "officer/desk"]),
    ("bech32", &["keys"]),
    ("ed25519_dalek", &["keys/signature"]),
    ("fluent_bundle", &["text"]),
    ("indicatif", &["cli/progress"]),
    ("landlock", &["intake/admin/sandbox"]),
    ("libc", &["cli/confined_process", "intake/admin/sandbox"]),
    ("minisign", &["rules", "officer"]),
    ("ml_kem", &["keys/x_wing"]),
    ("multer", &["intake/http/multipart"]),
    ("ring", &["keys"]),
    ("rpassword", &["cli/passphrase"]),
    ("png", &["officer/confined"]),
    (
        "seccompiler",
        &["cli/confined_process", "intake/admin/sandbox"],
    ),
    ("sfv", &["net/http_signature"]),
    ("sha3", &["keys/x_wing"]),
    ("signed_note", &["ledger"]),
    ("sled", &["store/engine/sled"]),
    ("tlog_tiles", &["ledger"]),
    ("tokio_socks", &["net/connection"]),
    ("unicode_normalization", &["keys/passphrase_strength"]),
    ("x25519_dalek", &["keys/onion_key", "keys/x_wing"]),
    ("zune_jpeg", &["officer/confined"]),
    ("image_webp", &["officer/confined"]),
    ("zip", &["officer/confined/clean_copy/office"]),
    ("zeroizing_alloc", &["main"]),
    ("zxcvbn", &["keys/passphrase_strength"]),
];

#[test]
fn each_dependency_stays_at_home() {
    assert_none(&astray(Program::here()));
}

#[test]
fn nobody_keeps_a_home_for_a_dependency_that_left() {
    assert_none(&empty(Program::here()));
}

/// A line for each place that says a dependency and is not its home.
pub fn astray(program: &Program) -> Vec<String> {
    let mut lines = Vec::new();
    for said in &program.packages {
        let file = &program.files[said.from];
        let homes = HOMES.iter().find(|(package, _)| *package == said.package);
        if homes.is_some_and(|(_, homes)| !homes.iter().any(|home| is_in(file, home))) {
            lines.push(format!("{file}:{} says {}", said.line, said.package));
        }
    }
    lines
}

/// A line for each home whose dependency is said nowhere in it.
pub fn empty(program: &Program) -> Vec<String> {
    let homes = HOMES
        .iter()
        .flat_map(|(package, homes)| homes.iter().map(move |home| (*package, *home)));
    homes
        .filter(|(package, home)| {
            let mut said = program
                .packages
                .iter()
                .filter(|said| said.package == *package);
            !said.any(|said| is_in(&program.files[said.from], home))
        })
        .map(|(package, home)| format!("src/{home} does not say {package}"))
        .collect()
}

/// `store/engine` is `store/engine.rs`, or a folder.
fn is_in(file: &str, home: &str) -> bool {
    file.strip_prefix(home)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

#[test]
fn a_dependency_away_from_home_is_named_by_whatever_name_it_is_called() {
    for said in [
        "use sled::Db;",
        "use sled as database;",
        "fn open() { ::sled::open() }",
        "fn open() { debug!(sled::open()) }",
        "struct Open(Option<sled::Db>);",
        "use ::sled::Db;",
    ] {
        let program = Program::planted(&[("lib.rs", "mod bell;"), ("bell.rs", said)]);
        assert_eq!(astray(&program), ["bell.rs:1 says sled"], "{said}");
    }
}

#[test]
fn a_module_of_ours_may_bear_a_dependency_s_name() {
    let program = Program::planted(&[
        ("lib.rs", "mod store;"),
        (
            "store/mod.rs",
            "mod engine; use engine::sled;\nfn open() { sled::open() }",
        ),
        ("store/engine/mod.rs", "pub mod sled;"),
        ("store/engine/sled.rs", "use sled::Db;\npub fn open() {}"),
    ]);
    assert_none(&astray(&program));
}

#[test]
fn a_home_that_its_dependency_left_is_named() {
    let program = Program::planted(&[
        ("lib.rs", "mod store; mod keys;"),
        ("store/mod.rs", "mod engine { mod sled; }"),
        ("store/engine/sled.rs", "use sled::Db;"),
        ("keys.rs", ""),
    ]);
    let empty = empty(&program);
    assert!(
        empty.contains(&"src/keys does not say age".to_owned()),
        "{empty:?}"
    );
    assert!(!empty.iter().any(|line| line.contains("sled")), "{empty:?}");
}
