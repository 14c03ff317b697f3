//! Other people's tools: Debian's `age` and `unzip`, Python's `zipfile`.

use std::path::Path;
use std::process::Command;

use super::bureau::{Attached, Bureau, file_of, noise};
use crate::world::skip::has;

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

#[test]
fn age_and_unzip_open_what_is_sealed() {
    if !has("age") || !has("unzip") {
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
    run(
        at,
        "age",
        &["-d", "-i", "key", "-o", "case.zip", "sealed.age"],
    );
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
fn an_attachment_that_age_sealed_is_taken_as_it_is() {
    if !has("age") {
        return;
    }
    let bureau = Bureau::new();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("letter"), "Slepeni").unwrap();
    let anna = bureau.keys[0].recipient().to_string();
    run(at, "age", &["-r", &anna, "-o", "letter.age", "letter"]);
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
