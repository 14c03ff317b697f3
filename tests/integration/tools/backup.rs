//! An officer's backup: as closed as the folder, and proven before it has its name.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::Town;
use crate::world::{Officer, Thief, ok, svilpe};

#[test]
fn a_backup_brings_everything_back_on_a_new_computer() {
    let town = Town::new();
    let anna = town.anna();
    let decision = town.world.folder.path().join("decision.pdf");
    fs::write(&decision, "%PDF-1.7 Nolemts.").unwrap();
    let words = town.world.folder.path().join("words");
    fs::write(&words, "Paldies, skatāmies.").unwrap();
    ok(anna
        .command(&["reply", &town.case()])
        .arg("--file")
        .arg(&words)
        .arg("--attach")
        .arg(&decision));
    let stick = town.world.folder.path().join("anna.tar");
    backed_up(anna, &stick);
    assert_eq!(Thief::finds(&anna.home, "Pazuda sliedes"), None);
    let copied = fs::read(&stick).unwrap();
    for plain in ["Pazuda sliedes", "Paldies, skat", "AGE-SECRET-KEY"] {
        assert!(
            !crate::world::contains(&copied, plain.as_bytes()),
            "{plain}"
        );
    }
    // Stock tar lists it.
    let listed = ok(Command::new("tar").arg("-tf").arg(&stick));
    assert!(
        String::from_utf8(listed.stdout)
            .unwrap()
            .contains("key.age")
    );

    let new = Officer {
        home: town.world.folder.path().join("new-computer"),
        block: String::new(),
    };
    let restored = restore(&new, &stick);
    assert!(restored.status.success(), "{restored:?}");
    for (path, bytes) in Thief::bytes(&anna.home) {
        let name = path.strip_prefix(&anna.home).unwrap();
        let left_behind = ["lock", "fetched"]
            .iter()
            .any(|left| name == Path::new(left));
        // Made anew from what was restored, under a nonce of its own.
        if name == Path::new("index") {
            continue;
        }
        let there = fs::read(new.home.join(name));
        assert_eq!(
            there.ok(),
            (!left_behind).then_some(bytes),
            "{}",
            name.display()
        );
    }
    assert_eq!(new.cases(), anna.cases());
    assert!(new.read(&town.case()).contains("Paldies, skatāmies."));
    new.sync(&town.world);
    anna.sync(&town.world);
    assert_eq!(new.cases(), anna.cases());
}

#[test]
fn a_backup_that_is_not_whole_restores_nothing() {
    let town = Town::new();
    let stick = town.world.folder.path().join("anna.tar");
    backed_up(town.anna(), &stick);
    let whole = fs::read(&stick).unwrap();
    let new = Officer {
        home: town.world.folder.path().join("new-computer"),
        block: String::new(),
    };
    let bad = town.world.folder.path().join("bad.tar");
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&bad, bytes).unwrap();
        let output = restore(&new, &bad);
        assert_eq!(output.status.code(), Some(1), "{what}: {output:?}");
        assert!(!new.home.exists(), "{what}");
    };
    refused(b"", "empty");
    refused(&whole[..whole.len() / 2], "cut in half");
    refused(&whole[..whole.len() - 512], "without its end");
    refused(&[&whole[..], b"more"].concat(), "longer");
    for step in 1..12 {
        let mut changed = whole.clone();
        let at = whole.len() / 12 * step;
        changed[at] ^= 1;
        refused(&changed, &format!("one bit at {at}"));
    }
    // What unpacking and packing again could bring in.
    let folder = town.world.folder.path().join("unpacked");
    fs::create_dir(&folder).unwrap();
    ok(Command::new("tar")
        .arg("-xf")
        .arg(&stick)
        .arg("-C")
        .arg(&folder));
    std::os::unix::fs::symlink("/etc/passwd", folder.join("entries2")).unwrap();
    let packed = town.world.folder.path().join("packed.tar");
    ok(Command::new("tar")
        .arg("-cf")
        .arg(&packed)
        .arg("-C")
        .arg(&folder)
        .arg("."));
    refused(&fs::read(&packed).unwrap(), "packed by others");
    // And nothing but random names was ever left beside it.
    let left = fs::read_dir(town.world.folder.path()).unwrap().flatten();
    let left: Vec<_> = left
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_copy_is_never_written_over_and_a_damaged_report_is_told() {
    let town = Town::new();
    let anna = town.anna();
    let stick = town.world.folder.path().join("anna.tar");
    fs::write(&stick, b"another's").unwrap();
    assert_eq!(backup(anna, &stick).status.code(), Some(1));
    assert_eq!(fs::read(&stick).unwrap(), b"another's");
    for folder in [town.world.folder.path().to_owned(), stick.join("")] {
        let refused = backup(anna, &folder);
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("a backup is one file"), "{said}");
    }
    let restored = restore(anna, &stick);
    assert_eq!(
        restored.status.code(),
        Some(1),
        "a folder with something in it"
    );

    let report = Thief::bytes(&anna.home.join("sealed")).remove(0);
    let mut damaged = report.1.clone();
    damaged[300] ^= 1;
    fs::write(&report.0, damaged).unwrap();
    let second = town.world.folder.path().join("second.tar");
    let told = backup(anna, &second);
    assert_eq!(told.status.code(), Some(1));
    let said = String::from_utf8_lossy(&told.stderr);
    let name = report.0.file_stem().unwrap().to_str().unwrap();
    assert!(said.contains(&name[..8]), "{said}");
    assert!(second.exists(), "the rest is copied");
}

fn backup(officer: &Officer, to: &Path) -> Output {
    let mut command = svilpe(&["officer", "backup"]);
    command.arg(to).arg("--home").arg(&officer.home);
    command.output().unwrap()
}

pub fn backed_up(officer: &Officer, to: &Path) {
    let output = backup(officer, to);
    assert!(output.status.success(), "{output:?}");
}

pub fn restore(officer: &Officer, from: &Path) -> Output {
    let mut command = officer.command(&["restore"]);
    command.arg(from).output().unwrap()
}
