//! Other people's tools: npm's `age-encryption` (Debian's `age` is older than hybrid keys), `unzip`,
//! Python's `zipfile`.

use std::path::Path;
use std::process::Command;

use svilpe::keys::recipient::OpeningKey;

use super::bureau::{Attached, Bureau, file_of, noise};
use crate::world::skip::{has, skip};

fn run(folder: &Path, tool: &str, arguments: &[&str]) -> Vec<u8> {
    let done = Command::new(tool)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{tool} {arguments:?}: {complaint}");
    done.stdout
}

/// Another implementation of age; `npm ci` in `tests/foreign` brings it.
fn has_foreign_age() -> bool {
    let is_here = Path::new(FOREIGN)
        .with_file_name("node_modules/age-encryption")
        .exists();
    if !is_here {
        skip("another age with hybrid keys");
    }
    is_here && has("node")
}

fn foreign_age(folder: &Path, arguments: &[&str]) {
    run(folder, "node", &[&[FOREIGN], arguments].concat());
}

#[test]
fn foreign_age_and_unzip_open_what_is_sealed() {
    if !has_foreign_age() || !has("unzip") {
        return;
    }
    let bureau = Bureau::new();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let file = noise(150_000);
    let files = [
        Attached {
            name: "../../x.pdf",
            bytes: &file,
        },
        Attached {
            name: "b",
            bytes: b"",
        },
    ];
    std::fs::write(at.join("sealed.age"), bureau.seal("Kas notika", &files)).unwrap();
    std::fs::write(at.join("key"), bureau.keys[1].expose().as_bytes()).unwrap();
    foreign_age(at, &["open", "key", "sealed.age", "case.zip"]);
    run(at, "unzip", &["-t", "case.zip"]);
    run(at, "unzip", &["-q", "case.zip"]);
    assert_eq!(std::fs::read(at.join("files/001")).unwrap(), file);
    assert_eq!(std::fs::read(at.join("files/002")).unwrap(), b"");
    let report = std::fs::read_to_string(at.join("report.json")).unwrap();
    assert!(report.contains("Kas notika") && report.contains("../../x.pdf"));
    if has("python3") {
        run(at, "python3", &["-m", "zipfile", "-t", "case.zip"]);
    }
}

#[test]
fn an_attachment_that_foreign_age_sealed_is_taken_as_it_is() {
    if !has_foreign_age() {
        return;
    }
    let bureau = Bureau::new();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("letter"), "Slepeni").unwrap();
    let everyone = bureau
        .keys
        .iter()
        .map(|key| format!("{}\n", key.recipient()));
    std::fs::write(at.join("keys"), everyone.collect::<String>()).unwrap();
    foreign_age(at, &["seal", "keys", "letter", "letter.age"]);
    let letter = std::fs::read(at.join("letter.age")).unwrap();
    let sealed = bureau.seal(
        "text",
        &[Attached {
            name: "letter.age",
            bytes: &letter,
        }],
    );
    let mut opened = bureau.open(&sealed).unwrap();
    let back = file_of(&mut opened, 1).unwrap();
    assert_eq!(back, letter);
    assert_eq!(bureau.plain(&back), b"Slepeni");
}

/// Kept from a day when it was here: made by `tests/foreign/age.mjs`.
#[test]
fn what_foreign_age_once_sealed_opens() {
    let key = OpeningKey::parse(include_str!("../../vectors/age_by_npm/key")).unwrap();
    let letter = include_bytes!("../../vectors/age_by_npm/letter.age");
    assert_eq!(age::decrypt(&key, letter).unwrap(), b"Slepeni.\n");
    let other = OpeningKey::random();
    assert!(age::decrypt(&other, letter).is_err());
}

const FOREIGN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/foreign/age.mjs");
