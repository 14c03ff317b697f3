//! What an officer's disk changes or loses is told in its case, and fetched again.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Town, said};
use crate::desk::Window;
use crate::world::{Officer, World, ok, typed};

/// A case with an addition, and a letter; Anna has read all of it.
struct ReadCase {
    town: Town,
    case: String,
    addition: PathBuf,
}

impl ReadCase {
    fn new() -> Self {
        let town = Town::new();
        let case = town.case();
        town.anna().reply(&case, "Kurā noliktavā?");
        let before = sealed(town.anna());
        town.world.reporter().add(&town.code, "Trešajā noliktavā.");
        town.anna().sync(&town.world);
        let mut after = sealed(town.anna()).into_iter();
        let addition = after.find(|path| !before.contains(path)).unwrap();
        town.anna().read(&case);
        Self {
            town,
            case,
            addition,
        }
    }

    fn anna(&self) -> &Officer {
        self.town.anna()
    }

    fn name(&self) -> &str {
        &self.addition.file_stem().unwrap().to_str().unwrap()[..8]
    }
}

fn sealed(officer: &Officer) -> Vec<PathBuf> {
    let files = fs::read_dir(officer.home.join("sealed")).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

/// What an officer's command says, which ends with an error.
fn fails(officer: &Officer, arguments: &[&str]) -> String {
    let output = officer.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

/// One bit; the disk does not tell when.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let changed = fs::metadata(path).unwrap().modified().unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(changed).unwrap();
}

#[test]
fn p4_a_damaged_message_is_told_in_its_case_and_sync_fetches_it_again() {
    let read = ReadCase::new();
    let (anna, case) = (read.anna(), read.case.as_str());
    for silently in [true, false] {
        flip(&read.addition);
        if !silently {
            let bytes = fs::read(&read.addition).unwrap();
            fs::write(&read.addition, bytes).unwrap();
            let row = &anna.cases()[0];
            assert_eq!((&row["case"], &row["damaged"]), (&case.into(), &1.into()));
            let listed = said(&anna.run(&["list"]));
            assert!(listed.contains("DAMAGED HERE: 1"), "{listed}");
        }
        let shown = anna.run(&["read", case]);
        assert_eq!(shown.status.code(), Some(1), "{}", said(&shown));
        let words = String::from_utf8(shown.stdout).unwrap();
        assert!(
            words.contains("Pazuda sliedes."),
            "the rest is read: {words}"
        );
        let told = format!(
            "Item {} is damaged on this computer: run sync.",
            read.name()
        );
        assert!(words.contains(&told), "{words}");

        let words = read.town.world.folder.path().join("words");
        fs::write(&words, "Paldies.").unwrap();
        let words = words.to_str().unwrap();
        let sent = fails(anna, &["reply", case, "--file", words]);
        assert!(sent.contains("Nothing was sent"), "{sent}");

        let out = read
            .town
            .world
            .folder
            .path()
            .join(format!("out-{silently}"));
        fails(anna, &["export", case, "--to", out.to_str().unwrap()]);
        let text = fs::read_to_string(out.join(case).join("report.txt")).unwrap();
        assert!(
            text.contains(&told) && text.contains("Pazuda sliedes."),
            "{text}"
        );
        fails(
            anna,
            &["export", case, "--for-court", "--to", out.to_str().unwrap()],
        );

        let synced = anna.sync(&read.town.world);
        assert!(synced.contains("fetched again: 1"), "{synced}");
        assert!(anna.read(case).contains("Trešajā noliktavā."));
        anna.reply(case, "Paldies.");
    }
}

#[test]
fn p4_a_message_that_is_gone_from_the_disk_is_told_in_its_case() {
    let read = ReadCase::new();
    let (anna, case) = (read.anna(), read.case.as_str());
    fs::remove_file(&read.addition).unwrap();
    for _ in 0..2 {
        let shown = fails(anna, &["read", case]);
        assert!(shown.contains("not on this computer any more"), "{shown}");
    }
    anna.sync(&read.town.world);
    assert!(anna.read(case).contains("Trešajā noliktavā."));
}

#[test]
fn p4_a_folder_of_cases_that_is_gone_is_no_empty_list() {
    let read = ReadCase::new();
    let anna = read.anna();
    let sealed = anna.home.join("sealed");
    for path in self::sealed(anna) {
        fs::remove_file(path).unwrap();
    }
    assert_eq!(fs::read_dir(&sealed).unwrap().count(), 0);
    for _ in 0..2 {
        let listed = said(&anna.run(&["list"]));
        assert!(listed.contains("gone from it"), "{listed}");
        assert!(
            listed.contains(": 2 (") && listed.contains(read.name()),
            "{listed}"
        );
    }
    anna.sync(&read.town.world);
    let listed = said(&anna.run(&["list"]));
    assert!(!listed.contains("gone from it"), "{listed}");
    assert!(anna.read(&read.case).contains("Trešajā noliktavā."));
}

#[test]
fn p4_a_damaged_report_that_was_never_opened_hides_behind_no_other_and_is_fetched_again() {
    let read = ReadCase::new();
    let (anna, case) = (read.anna(), read.case.as_str());
    // Nothing tells any more what it was.
    fs::remove_file(anna.home.join("index")).unwrap();
    flip(&read.addition);
    let shown = said(&anna.run(&["read", case]));
    assert!(
        shown.contains("Damaged on this computer, or gone from it") && shown.contains(": 1 ("),
        "{shown}"
    );
    assert!(shown.contains(read.name()), "{shown}");
    let rejected = anna.run(&[
        "record",
        "all-unreadable",
        "rejected",
        "--reason",
        "unreadable",
    ]);
    assert!(
        said(&rejected).contains('0'),
        "no junk: {}",
        said(&rejected)
    );
    anna.sync(&read.town.world);
    assert!(anna.read(case).contains("Trešajā noliktavā."));
}

#[test]
fn p4_what_is_damaged_here_and_gone_at_the_intake_is_told_at_each_sync() {
    let read = ReadCase::new();
    let anna = read.anna();
    // Another server, which never had it.
    let other = World::with_officers(&[("Anna Bērziņa", true), ("Jānis Ozols", false)]);
    flip(&read.addition);
    fs::remove_file(anna.home.join("officer.toml")).unwrap();
    fs::remove_file(anna.home.join("checkpoint")).unwrap();
    for _ in 0..2 {
        let server = typed(&other.intake.officers);
        let synced = anna
            .syncing(&other, &["--server", &server])
            .output()
            .unwrap();
        assert_eq!(synced.status.code(), Some(1), "{}", said(&synced));
        let told = "is damaged on this computer, and the server no longer has it";
        assert!(said(&synced).contains(told), "{}", said(&synced));
    }
}

#[test]
fn p4_a_damaged_letter_of_a_colleague_and_its_file_are_told_and_fetched_again() {
    let town = Town::new();
    let case = town.case();
    let janis = &town.world.officers[1];
    janis.sync(&town.world);
    let folder = town.world.folder.path();
    let (letter, file) = (folder.join("letter"), folder.join("lēmums.pdf"));
    fs::write(&letter, "Lēmums ir pielikumā.").unwrap();
    fs::write(&file, "%PDF-1.7 Nolemts.").unwrap();
    let (letter, file) = (letter.to_str().unwrap(), file.to_str().unwrap());
    ok(&mut janis.command(&["reply", &case, "--file", letter, "--attach", file]));
    let anna = town.anna();
    anna.sync(&town.world);
    for inside in ["replies", "pieces"] {
        for kept in fs::read_dir(anna.home.join(inside)).unwrap() {
            flip(&kept.unwrap().path());
        }
    }
    let shown = fails(anna, &["read", &case]);
    assert!(shown.contains("A reply in case"), "{shown}");
    anna.sync(&town.world);
    assert!(anna.read(&case).contains("Lēmums ir pielikumā."));
    let out = folder.join("out");
    ok(&mut anna.command(&["export", &case, "--to", out.to_str().unwrap()]));
    let text = fs::read_to_string(out.join(&case).join("report.txt")).unwrap();
    assert!(text.contains("Lēmums ir pielikumā."), "both sides: {text}");
    let exported = fs::read(out.join(&case).join("001.bin")).unwrap();
    assert_eq!(exported, b"%PDF-1.7 Nolemts.");
}

#[test]
fn p4_list_and_export_tell_what_is_damaged_of_letters_and_gone_of_their_files() {
    let town = Town::new();
    let case = town.case();
    letter_with_a_file(&town, &case);
    let (anna, folder) = (town.anna(), town.world.folder.path());
    anna.sync(&town.world);
    for gone in [false, true] {
        for piece in kept(anna, "pieces") {
            if gone {
                fs::remove_file(piece).unwrap();
            } else {
                flip(&piece);
            }
        }
        let out = folder.join(format!("out-{gone}"));
        let exported = fails(anna, &["export", &case, "--to", out.to_str().unwrap()]);
        let told = if gone {
            "The file decision.pdf is not on this computer"
        } else {
            "The file decision.pdf is damaged on this computer"
        };
        assert!(exported.contains(told), "{exported}");
        let text = fs::read_to_string(out.join(&case).join("report.txt")).unwrap();
        assert!(
            text.contains("Pazuda sliedes."),
            "all else is there: {text}"
        );
        anna.sync(&town.world);
        ok(&mut anna.command(&[
            "export",
            &case,
            "--to",
            folder.join(format!("whole-{gone}")).to_str().unwrap(),
        ]));
    }
    for letter in kept(anna, "replies") {
        flip(&letter);
    }
    assert_eq!(anna.cases()[0]["damaged"], 1);
    let listed = said(&anna.run(&["list"]));
    assert!(listed.contains("DAMAGED HERE: 1"), "{listed}");
    anna.sync(&town.world);
    assert_eq!(anna.cases()[0]["damaged"], 0);
}

#[test]
fn p4_the_desk_tells_a_damaged_message_and_its_fetching_mends_it() {
    let read = ReadCase::new();
    let server = typed(&read.town.world.intake.officers);
    ok(&mut read.anna().command(&["setup", "--server", &server]));
    flip(&read.addition);
    let bytes = fs::read(&read.addition).unwrap();
    fs::write(&read.addition, bytes).unwrap();
    let desk = Window::open(&read.anna().home);
    desk.unlock();
    assert!(desk.get("/").holds("Bojāts šajā datorā"));
    let page = desk.get(&format!("/case/{}", read.case));
    assert!(page.holds("šajā datorā ir bojāta"), "{}", page.words());
    desk.fetch();
    let page = desk.get(&format!("/case/{}", read.case));
    assert!(page.holds("Trešajā noliktavā."), "{}", page.words());
}

#[test]
fn p4_a_day_of_arrival_that_the_disk_changed_is_not_believed() {
    let world = World::start();
    world.reporter().send("Pazuda sliedes.");
    let anna = &world.officers[0];
    anna.sync(&world);
    let received = anna.cases()[0]["received"].clone();
    let listed = anna.home.join("listed");
    let line = fs::read_to_string(&listed).unwrap();
    let (item, day) = line.split_once(' ').unwrap();
    fs::write(&listed, format!("{item} 1{}", &day[1..])).unwrap();
    assert_eq!(anna.cases()[0]["received"], received);
    anna.sync(&world);
    assert_eq!(anna.cases()[0]["received"], received);
    assert_eq!(
        fs::read_to_string(&listed).unwrap().lines().count(),
        2,
        "asked for again"
    );
}

#[test]
fn e17_a_folder_in_the_place_of_a_message_is_named_with_what_to_do() {
    let read = ReadCase::new();
    let anna = read.anna();
    fs::remove_file(&read.addition).unwrap();
    fs::create_dir(&read.addition).unwrap();
    let server = typed(&read.town.world.intake.officers);
    let mut again = anna.syncing(&read.town.world, &["--server", &server]);
    let synced = again.output().unwrap();
    assert_eq!(synced.status.code(), Some(1), "{}", said(&synced));
    let name = read.addition.display().to_string();
    assert!(said(&synced).contains(&name), "{}", said(&synced));
    assert!(
        said(&synced).contains("Move the folder"),
        "{}",
        said(&synced)
    );
    fs::remove_dir(&read.addition).unwrap();
    anna.sync(&read.town.world);
    assert!(anna.read(&read.case).contains("Trešajā noliktavā."));
}

/// Jānis' letter with a file, in the first case of a town; Anna has not fetched it yet.
fn letter_with_a_file(town: &Town, case: &str) {
    let janis = &town.world.officers[1];
    janis.sync(&town.world);
    let folder = town.world.folder.path();
    let (letter, file) = (folder.join("letter"), folder.join("decision.pdf"));
    fs::write(&letter, "Lēmums ir pielikumā.").unwrap();
    fs::write(&file, "%PDF-1.7 Nolemts.").unwrap();
    let (letter, file) = (letter.to_str().unwrap(), file.to_str().unwrap());
    ok(&mut janis.command(&["reply", case, "--file", letter, "--attach", file]));
}

/// Records all steps of an answered case, up to its end.
fn end(officer: &Officer, case: &str) {
    for step in [
        &["assessed", "tip_accepted"][..],
        &["notified"],
        &["under-review"],
        &["concluded", "--outcome", "not_confirmed"],
        &["closed"],
    ] {
        ok(&mut officer.command(&[&["record", case], step].concat()));
    }
}

fn kept(officer: &Officer, inside: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(officer.home.join(inside)).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

#[test]
fn p4_a_letter_that_is_gone_is_told_in_its_case_and_fetched_again() {
    let town = Town::new();
    let case = town.case();
    letter_with_a_file(&town, &case);
    let anna = town.anna();
    anna.sync(&town.world);
    anna.read(&case);
    let folder = town.world.folder.path();
    for path in kept(anna, "replies") {
        fs::remove_file(path).unwrap();
    }
    let told = format!("A reply in case {case} is not on this computer any more");
    let listed = said(&anna.run(&["list"]));
    assert!(listed.contains("DAMAGED HERE: 1"), "{listed}");
    let shown = anna.run(&["read", &case]);
    assert_eq!(shown.status.code(), Some(1), "{}", said(&shown));
    let words = String::from_utf8(shown.stdout).unwrap();
    assert!(words.contains(&told), "beside the others: {words}");
    let out = folder.join("out");
    let exported = fails(anna, &["export", &case, "--to", out.to_str().unwrap()]);
    assert!(exported.contains(&told), "{exported}");
    let text = fs::read_to_string(out.join(&case).join("report.txt")).unwrap();
    assert!(text.contains(&told), "{text}");
    let court = folder.join("court");
    let court = [
        "export",
        &case,
        "--for-court",
        "--to",
        court.to_str().unwrap(),
    ];
    assert!(fails(anna, &court).contains(&told));
    let words = folder.join("words");
    fs::write(&words, "Paldies.").unwrap();
    let sent = fails(anna, &["reply", &case, "--file", words.to_str().unwrap()]);
    assert!(sent.contains("Nothing was sent"), "{sent}");
    anna.sync(&town.world);
    assert!(anna.read(&case).contains("Lēmums ir pielikumā."));
    assert_eq!(anna.cases()[0]["damaged"], 0);
}

#[test]
fn p4_a_letter_that_is_gone_from_a_finished_case_is_fetched_again_by_a_backups_folder_too() {
    let town = Town::new();
    let case = town.case();
    let (anna, janis) = (town.anna(), &town.world.officers[1]);
    letter_with_a_file(&town, &case);
    anna.sync(&town.world);
    end(anna, &case);
    anna.sync(&town.world);
    janis.sync(&town.world);
    for officer in [anna, janis] {
        for inside in ["replies", "sent"] {
            for path in kept(officer, inside) {
                fs::remove_file(path).unwrap();
            }
        }
        let shown = fails(officer, &["read", &case]);
        assert!(
            shown.contains("is not on this computer any more"),
            "{shown}"
        );
    }
    // What a backup has is what was known.
    let stick = town.world.folder.path().join("anna.tar");
    ok(crate::world::svilpe(&["officer", "backup"])
        .arg(&stick)
        .arg("--home")
        .arg(&anna.home));
    let new = Officer {
        home: town.world.folder.path().join("new-computer"),
        block: String::new(),
    };
    ok(&mut new.command(&["restore", stick.to_str().unwrap()]));
    for officer in [anna, janis, &new] {
        officer.sync(&town.world);
        officer.read(&case);
        assert!(!kept(officer, "replies").is_empty());
    }
}

#[test]
fn p4_a_list_of_letters_that_is_gone_or_changed_is_told_and_made_anew() {
    let town = Town::new();
    let case = town.case();
    letter_with_a_file(&town, &case);
    let anna = town.anna();
    anna.sync(&town.world);
    let register = anna.home.join("reply-register");
    for gone in [true, false] {
        if gone {
            fs::remove_file(&register).unwrap();
        } else {
            flip(&register);
        }
        let shown = fails(anna, &["read", &case]);
        assert!(shown.contains("which replies came here"), "{shown}");
        let synced = anna.sync(&town.world);
        assert!(synced.contains("which replies came here"), "{synced}");
        anna.read(&case);
        let synced = anna.sync(&town.world);
        assert!(!synced.contains("which replies came here"), "{synced}");
    }
}

#[test]
fn p4_a_piece_of_a_letters_file_that_is_damaged_or_gone_is_told_as_what_it_is_and_fetched_again() {
    let town = Town::new();
    let case = town.case();
    letter_with_a_file(&town, &case);
    let anna = town.anna();
    anna.sync(&town.world);
    end(anna, &case);
    anna.sync(&town.world);
    for gone in [false, true] {
        for piece in kept(anna, "pieces") {
            if gone {
                fs::remove_file(piece).unwrap();
            } else {
                flip(&piece);
            }
        }
        let out = town.world.folder.path().join(format!("out-{gone}"));
        let exported = fails(anna, &["export", &case, "--to", out.to_str().unwrap()]);
        let told = if gone {
            "The file decision.pdf is not on this computer"
        } else {
            "The file decision.pdf is damaged on this computer"
        };
        assert!(exported.contains(told), "{exported}");
        if gone {
            let listed = said(&anna.run(&["list"]));
            assert!(listed.contains("DAMAGED HERE: 1"), "{listed}");
        }
        // Its case is over.
        anna.sync(&town.world);
        let whole = town.world.folder.path().join(format!("whole-{gone}"));
        ok(&mut anna.command(&["export", &case, "--to", whole.to_str().unwrap()]));
    }
}

#[test]
fn p7_the_letter_with_which_a_colleague_ended_a_case_is_fetched_after_its_end() {
    let town = Town::new();
    let case = town.case();
    let anna = town.anna();
    anna.sync(&town.world);
    let janis = &town.world.officers[1];
    letter_with_a_file(&town, &case);
    end(janis, &case);
    anna.sync(&town.world);
    assert!(anna.read(&case).contains("Lēmums ir pielikumā."));
}
