//! Backup and restore of an intake, through the command line.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use crate::world::{Intake, Thief, World, contains, ok, svilpe, wait_until};

/// Where one backup and the newest keyring are.
struct Places {
    backup: PathBuf,
    keyring: PathBuf,
}

impl Places {
    fn of(world: &World, name: &str) -> Self {
        let path = |name: &str| world.folder.path().join(name);
        Self {
            backup: path(name),
            keyring: path("keyring-disk"),
        }
    }

    fn backup(&self, home: &Path) -> Output {
        let mut command = svilpe(&["intake", "backup", "--home"]);
        command.arg(home).arg("--to").arg(&self.backup);
        command.arg("--keyring-to").arg(&self.keyring);
        command.output().unwrap()
    }

    fn restore(&self, home: &Path) -> Output {
        let mut command = svilpe(&["intake", "restore", "--home"]);
        command.arg(home).arg("--from").arg(&self.backup);
        command.arg("--keyring-from").arg(&self.keyring);
        command.output().unwrap()
    }
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn done(output: &Output) {
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn h11_what_was_backed_up_comes_back_with_its_codes_and_answers() {
    let mut world = World::start();
    let reporter = world.reporter();
    let code = reporter.send_with("Pirms avārijas.", &[("a.bin", &vec![7; 300_000])]);
    world.officers[0].sync(&world);
    let case = world.officers[0].cases()[0]["case"]
        .as_str()
        .unwrap()
        .to_owned();
    world.officers[0].reply(&case, "Atbilde no kopijas.");
    let (home, places) = (world.intake.home().to_owned(), Places::of(&world, "monday"));

    world.intake.stop();
    done(&places.backup(&home));
    let again = world.folder.path().join("restored");
    done(&places.restore(&again));
    fs::remove_dir_all(&home).unwrap();

    world.intake = Intake::serve(&again);
    let (opened, _) = world.reporter().come_back(&code);
    assert!(
        opened.words().contains("Atbilde no kopijas."),
        "{}",
        opened.text()
    );
    world.officers[1].sync(&world);
    assert_eq!(world.officers[1].cases().len(), 1);
    world.reporter().send("Pēc avārijas.");
}

#[test]
fn h11_a_backup_of_a_server_that_serves_restores_and_checks() {
    let mut world = World::start();
    let kept = world
        .reporter()
        .send_with("Pirms kopijas.", &[("a.bin", &vec![7; 300_000])]);
    let (home, places) = (world.intake.home().to_owned(), Places::of(&world, "monday"));
    done(&places.backup(&home));
    let copy = home.join("store/for-backup");
    let gone = wait_until(Duration::from_secs(20), || !copy.exists());
    assert!(gone, "no copy stays");
    // It went on all the time.
    world.reporter().send("Pēc kopijas.");
    world.intake.kill();
    fs::remove_dir_all(&home).unwrap();

    let again = world.folder.path().join("restored");
    done(&places.restore(&again));
    ok(svilpe(&["intake", "check", "--home"]).arg(&again));
    world.intake = Intake::serve(&again);
    world.reporter().come_back(&kept);
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn h11_a_server_that_is_killed_while_it_is_backed_up_leaves_no_copy_of_its_keys() {
    let mut world = World::start();
    world.reporter().send("Kopijā.");
    let home = world.intake.home().to_owned();
    let asking = UnixStream::connect(home.join("control.sock")).unwrap();
    (&asking).write_all(b"backup\n").unwrap();
    let mut line = String::new();
    BufReader::new(&asking).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    let copy = home.join("store/for-backup");
    assert!(copy.join("base/keyring").exists());
    world.intake.kill();
    assert!(copy.exists());
    world.intake = Intake::serve(&home);
    assert!(!copy.exists());
}

#[test]
fn h11_a_backup_opens_nothing_without_its_keyring() {
    let mut world = World::start();
    world.reporter().send("Kopijā.");
    world.intake.stop();
    let (home, places) = (world.intake.home().to_owned(), Places::of(&world, "monday"));
    done(&places.backup(&home));
    let secrets = ["pepper", "store/live/keyring", "store/base/keyring"].map(|at| home.join(at));
    for secret in secrets.iter().map(|path| fs::read(path).unwrap()) {
        for (path, bytes) in Thief::bytes(&places.backup) {
            for slot in secret.chunks_exact(32).take(64) {
                assert!(!contains(&bytes, slot), "{}", path.display());
            }
        }
    }
    fs::remove_dir_all(&places.keyring).unwrap();
    refused(&places.restore(&world.folder.path().join("restored")));
}

#[test]
fn h12_only_the_newest_keyring_is_left_and_the_one_before_is_overwritten() {
    let mut world = World::start();
    world.reporter().send("Pirmdien.");
    world.intake.stop();
    let home = world.intake.home().to_owned();
    let (monday, tuesday) = (Places::of(&world, "monday"), Places::of(&world, "tuesday"));
    done(&monday.backup(&home));
    // A second name keeps the old file in sight.
    let (old, kept) = (
        monday.keyring.join("keyring"),
        world.folder.path().join("old"),
    );
    let before = fs::read(&old).unwrap();
    fs::hard_link(&old, &kept).unwrap();

    done(&tuesday.backup(&home));
    let names: Vec<_> = fs::read_dir(&monday.keyring).unwrap().flatten().collect();
    assert_eq!(
        names.len(),
        4,
        "two keyrings, pepper and the ledger's key, and nothing of before: {names:?}"
    );
    let after = fs::read(&kept).unwrap();
    assert!(
        before
            .chunks(32)
            .zip(after.chunks(32))
            .all(|(one, other)| one != other)
    );
    let restored = world.folder.path().join("restored");
    assert!(refused(&monday.restore(&restored)).contains("another backup"));
    done(&tuesday.restore(&restored));
}

/// Who can't live with one chance keeps two pairs, written in turn; each forgets as late as it is
/// written.
#[test]
fn h11_two_pairs_apart_are_two_chances() {
    let mut world = World::start();
    world.reporter().send("Pirmdien.");
    world.intake.stop();
    let home = world.intake.home().to_owned();
    let (one, mut two) = (Places::of(&world, "monday"), Places::of(&world, "tuesday"));
    two.keyring = world.folder.path().join("another-keyring-disk");
    done(&one.backup(&home));
    done(&two.backup(&home));
    for (places, name) in [(one, "of-monday"), (two, "of-tuesday")] {
        done(&places.restore(&world.folder.path().join(name)));
    }
}

#[test]
fn h12_both_parts_are_for_their_owner_alone() {
    let mut world = World::start();
    world.reporter().send("Tiesības.");
    world.intake.stop();
    let places = Places::of(&world, "monday");
    done(&places.backup(world.intake.home()));
    for folder in [&places.backup, &places.keyring] {
        assert_eq!(fs::metadata(folder).unwrap().mode() & 0o7777, 0o700);
        for (path, _) in Thief::bytes(folder) {
            assert_eq!(
                fs::metadata(&path).unwrap().mode() & 0o7777,
                0o600,
                "{}",
                path.display()
            );
            let above = fs::metadata(path.parent().unwrap()).unwrap();
            assert_eq!(above.mode() & 0o7777, 0o700);
        }
    }
}

#[test]
fn a_changed_or_cut_backup_restores_nothing() {
    let mut world = World::start();
    world.reporter().send("Bojāta.");
    world.intake.stop();
    let places = Places::of(&world, "monday");
    done(&places.backup(world.intake.home()));
    let restored = world.folder.path().join("restored");
    for (path, bytes) in Thief::bytes(&places.backup) {
        if bytes.is_empty() {
            continue;
        }
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        for hostile in [&changed[..], &bytes[..bytes.len() - 1]] {
            fs::write(&path, hostile).unwrap();
            refused(&places.restore(&restored));
            let is_empty = |folder: &Path| fs::read_dir(folder).unwrap().next().is_none();
            assert!(
                !restored.exists() || is_empty(&restored),
                "{}",
                path.display()
            );
        }
        fs::write(&path, bytes).unwrap();
    }
    done(&places.restore(&restored));
    refused(&places.restore(&restored));
}

#[test]
fn folders_inside_one_another_are_refused() {
    let mut world = World::start();
    world.intake.stop();
    let home = world.intake.home();
    let path = |name: &str| world.folder.path().join(name);
    for (backup, keyring) in [
        ("a", "a/keyring"),
        ("b/backup", "b"),
        ("intake/c", "c"),
        ("d", "intake/d"),
    ] {
        let places = Places {
            backup: path(backup),
            keyring: path(keyring),
        };
        refused(&places.backup(home));
        assert!(!places.backup.exists() && !places.keyring.exists());
    }
    ok(svilpe(&["intake", "check", "--home"]).arg(home));
}

#[test]
fn h11_the_only_keyring_of_another_installation_is_never_written_over() {
    let (mut first, mut second) = (World::start(), World::start());
    first.reporter().send("Pirmā.");
    first.intake.stop();
    second.intake.stop();
    let of_first = Places::of(&first, "first");
    done(&of_first.backup(first.intake.home()));
    let of_second = Places {
        backup: second.folder.path().join("second"),
        keyring: of_first.keyring.clone(),
    };
    let why = refused(&of_second.backup(second.intake.home()));
    assert!(why.contains("another installation"), "{why}");
    assert!(!of_second.backup.exists(), "nothing was begun");
    done(&of_first.restore(&first.folder.path().join("again")));
    // Nor is one that does not say whose it is, nor one put into a backup.
    let bare = first.folder.path().join("bare");
    fs::create_dir(&bare).unwrap();
    fs::copy(of_first.keyring.join("keyring"), bare.join("keyring")).unwrap();
    for keyring in [bare, of_first.backup.clone()] {
        let into = Places {
            backup: second.folder.path().join("second"),
            keyring,
        };
        let why = refused(&into.backup(second.intake.home()));
        assert!(!into.backup.exists(), "{why}");
    }
    // Its own is written over, as ever.
    let next = Places::of(&first, "next");
    done(&next.backup(first.intake.home()));
}

#[test]
fn h11_a_restore_that_was_cut_short_is_known_and_says_what_to_do() {
    let mut world = World::start();
    world.intake.stop();
    let places = Places::of(&world, "monday");
    done(&places.backup(world.intake.home()));
    let again = world.folder.path().join("again");
    done(&places.restore(&again));
    // As one that was killed leaves it.
    fs::remove_file(again.join("intake.toml")).unwrap();
    for what in ["check", "serve"] {
        let output = svilpe(&["intake", what, "--home"]).arg(&again).output();
        let why = refused(&output.unwrap());
        assert!(
            why.contains("cut short") && why.contains("intake.toml"),
            "{why}"
        );
    }
    let why = refused(&places.restore(&again));
    assert!(why.contains("restore again"), "{why}");
    fs::remove_dir_all(&again).unwrap();
    done(&places.restore(&again));
}
