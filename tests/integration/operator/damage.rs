//! Damage is told, never served: each file of an intake's folder, in each way that a file can be
//! wrong.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use crate::world::tool::Tool;
use crate::world::{Intake, World, ok, svilpe};

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Harm {
    Deleted,
    Emptied,
    Zeroed,
    CutShort,
    Flipped(Place),
    Swapped,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    First,
    Middle,
    Last,
}

const HARMS: [Harm; 8] = [
    Harm::Deleted,
    Harm::Emptied,
    Harm::Zeroed,
    Harm::CutShort,
    Harm::Flipped(Place::First),
    Harm::Flipped(Place::Middle),
    Harm::Flipped(Place::Last),
    Harm::Swapped,
];

struct Installation {
    world: World,
    code: String,
}

impl Installation {
    fn new() -> Self {
        let mut world = World::start();
        let code = world
            .reporter()
            .send_with("Pazuda.", &[("a.bin", &[7; 70_000])]);
        world.officers[0].sync(&world);
        let case = world.officers[0].cases()[0]["case"]
            .as_str()
            .unwrap()
            .to_owned();
        world.officers[0].reply(&case, "Atbilde.");
        world.intake.stop();
        Self { world, code }
    }

    fn home(&self) -> &Path {
        self.world.intake.home()
    }

    /// Serves a folder, and asks for everything that was kept.
    fn has_all(&mut self, home: &Path) {
        self.world.intake = Intake::serve(home);
        let page = self.world.reporter().enter(&self.code);
        assert!(page.hidden("fresh").is_some(), "{}", page.words());
        let fresh = self.world.folder.path().join("janis-again");
        let _ = fs::remove_dir_all(&fresh);
        ok(Command::new("cp")
            .arg("-a")
            .arg(&self.world.officers[1].home)
            .arg(&fresh));
        let janis = crate::world::Officer {
            home: fresh,
            block: String::new(),
        };
        janis.sync(&self.world);
        assert_eq!(janis.cases().len(), 1);
        self.world.intake.stop();
    }
}

/// Each file in two or three ways, and the next one in others.
#[test]
fn p4_p5_each_file_that_is_changed_lost_or_anothers_is_named_and_not_served() {
    harm_is_named_and_not_served(|file, harm| (file + harm) % 3 == 0);
}

#[test]
#[ignore = "takes 20 s of processor time"]
fn p4_p5_each_file_in_each_way_is_named_and_not_served() {
    harm_is_named_and_not_served(|_, _| true);
}

/// Of files and harms by their numbers, those that are chosen.
fn harm_is_named_and_not_served(is_chosen: impl Fn(usize, usize) -> bool) {
    let (mut own, other) = (Installation::new(), Installation::new());
    let copies = tempfile::tempdir().unwrap();
    let whole = copies.path().join("whole");
    copy(own.home(), &whole);
    let (mut harmless, mut wrong) = (BTreeSet::new(), Vec::new());
    let mut harmed = 0;
    for (number, file) in files(&whole).into_iter().enumerate() {
        let chosen = (0..)
            .zip(HARMS)
            .filter(|(harm, _)| is_chosen(number, *harm));
        for (_, harm) in chosen {
            let home = copies.path().join("home");
            let _ = fs::remove_dir_all(&home);
            copy(&whole, &home);
            if !do_harm(&home.join(&file), &other.home().join(&file), harm) {
                continue;
            }
            harmed += 1;
            let what = format!("{} {harm:?}", file.display());
            let checked = command(&home, "check");
            if checked.status.success() {
                own.has_all(&home);
                harmless.insert(what);
                continue;
            }
            let _ = fs::remove_dir_all(&home);
            copy(&whole, &home);
            do_harm(&home.join(&file), &other.home().join(&file), harm);
            for refused in [checked, command(&home, "serve")] {
                if refused.status.code() != Some(1) || !named(&file, &said(&refused)) {
                    wrong.push(format!("{what}: {refused:?}"));
                }
            }
        }
    }
    println!(
        "{} files, {harmed} harms, {} of them served with everything in it",
        files(&whole).len(),
        harmless.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unnamed: Vec<_> = harmless.iter().filter(|what| !may_go(what)).collect();
    assert!(unnamed.is_empty(), "nothing was said of {unnamed:#?}");
}

/// Of what was served whole all the same: is that as it should be? A file that is made anew, or says
/// only what stands elsewhere, too, may be anything. A byte or an end may be noise, no longer alive,
/// a comment, or the older of two places.
fn may_go(what: &str) -> bool {
    let (file, harm) = what.split_once(' ').unwrap();
    let is_in = |files: &[&str]| files.iter().any(|name| file.starts_with(name));
    let is_part = harm == "CutShort" || harm.starts_with("Flipped");
    is_in(&[
        "store/ballast",
        "store/lock",
        "store/state",
        "store/live/sled/snap.",
        "store/live/sled/conf",
        "store/base/heads",
        "store/instance",
    ]) || (is_part
        && is_in(&[
            "store/live/sled/",
            "store/live/tally",
            "store/live/keyring",
            "store/base/keyring",
        ]))
        || (harm.starts_with("Flipped")
            && is_in(&[
                "store/live/keyring",
                "store/base/keyring",
                "store/base/records",
                "intake.toml",
            ]))
}

#[test]
fn p4_what_is_no_plain_file_is_named_at_once_and_never_waited_for() {
    let own = Installation::new();
    let (whole, copies) = (own.home().to_owned(), tempfile::tempdir().unwrap());
    let mut wrong = Vec::new();
    for file in files(&whole) {
        for strange in ["pipe", "link", "folder", "socket"] {
            let home = copies.path().join("home");
            let _ = fs::remove_dir_all(&home);
            copy(&whole, &home);
            let at = home.join(&file);
            fs::rename(&at, copies.path().join("moved")).unwrap();
            match strange {
                "pipe" => drop(ok(Command::new("mkfifo").arg(&at))),
                "link" => std::os::unix::fs::symlink(copies.path().join("moved"), &at).unwrap(),
                "folder" => fs::create_dir(&at).unwrap(),
                _ => drop(std::os::unix::net::UnixListener::bind(&at).unwrap()),
            }
            // Not read to serve; a day that can't be read is no day.
            if file == Path::new("backed-up") {
                continue;
            }
            for what in ["check", "serve"] {
                let told = command(&home, what);
                let name = file.file_name().unwrap().to_string_lossy();
                if told.status.code() != Some(1) || !said(&told).contains(&*name) {
                    wrong.push(format!(
                        "{what}, {strange} for {}: {told:?}",
                        file.display()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn p5_another_pepper_of_the_right_length_is_named_and_not_served() {
    let own = Installation::new();
    fs::write(own.home().join("pepper"), [7; 32]).unwrap();
    for what in ["check", "serve", "backup"] {
        let told = command(own.home(), what);
        assert_eq!(told.status.code(), Some(1), "{what}: {}", said(&told));
        assert!(
            said(&told).contains("pepper is not the one"),
            "{what}: {}",
            said(&told)
        );
    }
}

#[test]
fn p10_a_record_that_does_not_open_is_named_and_told_only_by_the_operators_word() {
    let mut own = Installation::new();
    own.world.intake = Intake::serve(own.home());
    own.world.reporter().send("Otrs.");
    own.world.intake.stop();
    let home = own.home().to_owned();
    spoil_one_key(&home);
    let checked = command(&home, "check");
    assert_eq!(checked.status.code(), Some(1), "{}", said(&checked));
    assert!(said(&checked).contains("damaged\t"), "{}", said(&checked));
    let served = command(&home, "serve");
    assert!(
        said(&served).contains("svilpe intake check"),
        "{}",
        said(&served)
    );

    let mut give_up = svilpe(&["intake", "check", "--give-up-damaged", "--home"]);
    let told = give_up.arg(&home).output().unwrap();
    assert_eq!(told.status.code(), Some(1), "{}", said(&told));
    assert!(said(&told).contains("were given up: 1"), "{}", said(&told));
    own.world.intake = Intake::serve(&home);
    own.world.reporter().send("Tālāk.");
}

/// Overwrites the first key that a record needs: the one after whose loss a check fails.
fn spoil_one_key(home: &Path) {
    let keyring = home.join("store/live/keyring");
    let whole = fs::read(&keyring).unwrap();
    let (mut from, mut to) = (1, whole.len() / 32);
    let spoilt = |from: usize, to: usize| {
        let mut bytes = whole.clone();
        bytes[from * 32..to * 32].fill(0xaa);
        fs::write(&keyring, &bytes).unwrap();
        command(home, "check").status.code() != Some(0)
    };
    assert!(spoilt(from, to), "all keys are gone, and all is well?");
    while to - from > 1 {
        let middle = usize::midpoint(from, to);
        if spoilt(from, middle) {
            to = middle;
        } else {
            from = middle;
        }
    }
    assert!(spoilt(from, to));
}

/// Does this speak of the file, or of what is in it?
fn named(file: &Path, said: &str) -> bool {
    let name = file.file_name().unwrap().to_string_lossy();
    let of_the_store = file.starts_with("store/live/sled")
        && [
            "records",
            "engine",
            "store is",
            "store holds",
            "store came up",
            "live/sled",
        ]
        .iter()
        .any(|words| said.contains(words));
    let of_a_key = name == "keyring" && said.contains("not open");
    said.contains(&*name)
        || of_the_store
        || of_a_key
        || (name == "keyring" && said.contains("records are missing"))
        || (name == "intake.toml" && said.contains("names another server"))
        || (name == "instance" && said.contains("another version"))
}

/// False where there is nothing to do.
fn do_harm(file: &Path, other: &Path, harm: Harm) -> bool {
    let whole = fs::read(file).unwrap();
    let mut bytes = whole.clone();
    match harm {
        Harm::Deleted => {
            fs::remove_file(file).unwrap();
            return true;
        }
        Harm::Emptied => bytes.clear(),
        Harm::Zeroed => bytes.fill(0),
        Harm::CutShort => bytes.truncate(whole.len() / 2),
        Harm::Flipped(place) => {
            let at = match place {
                Place::First => 0,
                Place::Middle => whole.len() / 2,
                Place::Last => whole.len().saturating_sub(1),
            };
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
        }
        Harm::Swapped => match fs::read(other) {
            Ok(others) => bytes = others,
            Err(_) => return false,
        },
    }
    fs::write(file, &bytes).unwrap();
    bytes != whole
}

fn files(home: &Path) -> Vec<PathBuf> {
    let listed = ok(Command::new("find")
        .arg(".")
        .args(["-type", "f"])
        .current_dir(home))
    .stdout;
    let listed = String::from_utf8(listed).unwrap();
    let mut files: Vec<_> = listed
        .lines()
        .map(|line| PathBuf::from(&line[2..]))
        .collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    // The ballast is 48 MiB of nothing, and is copied some hundred times: a copy of it is a hole.
    ok(Command::new("cp")
        .args(["-a", "--sparse=always"])
        .arg(from)
        .arg(to));
}

fn command(home: &Path, what: &str) -> Output {
    let mut command = svilpe(&["intake", what, "--home"]);
    command.arg(home);
    if what == "backup" {
        let apart = tempfile::tempdir().unwrap();
        command.arg("--to").arg(apart.path().join("backup"));
        command
            .arg("--keyring-to")
            .arg(apart.path().join("keyring"));
    }
    // Whatever is served by mistake ends by itself.
    let mut bounded = Command::new("timeout");
    bounded
        .arg("20")
        .arg(command.get_program())
        .args(command.get_args())
        .env("LC_ALL", "C.UTF-8");
    bounded.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// The disk ruins the keyring under a running server.
#[test]
fn p4_a_list_of_what_no_longer_opens_is_an_error_and_not_empty() {
    let mut own = Installation::new();
    let home = own.home().to_owned();
    own.world.intake = Intake::serve(&home);
    let keyring = home.join("store/live/keyring");
    let length = fs::metadata(&keyring).unwrap().len();
    let file = fs::File::options().write(true).open(&keyring).unwrap();
    let noise = vec![0xaa; usize::try_from(length).unwrap()];
    std::os::unix::fs::FileExt::write_all_at(&file, &noise, 0).unwrap();
    fails_to_sync(&own.world);
}

/// What an officer's `sync` from here says, which ends with an error.
fn fails_to_sync(world: &World) -> String {
    let server = crate::world::typed(&world.intake.officers);
    let synced = world.officers[1]
        .syncing(world, &["--server", &server])
        .output()
        .unwrap();
    assert_eq!(synced.status.code(), Some(1), "{}", said(&synced));
    said(&synced)
}

/// One byte in each block of pieces, under a running server, as a disk does it.
#[test]
fn p4_answers_that_no_longer_open_are_told_to_reporter_and_operator() {
    let mut own = Installation::new();
    let home = own.home().to_owned();
    own.world.intake = Intake::serve(&home);
    let tool = Tool::of(&own.world);
    tool.send("Otrs.", &[]);
    own.world.officers[0].sync(&own.world);
    for case in own.world.officers[0].cases() {
        own.world.officers[0].reply(case["case"].as_str().unwrap(), "Atbilde.");
    }
    let backup = command(&home, "backup");
    assert!(backup.status.success(), "{}", said(&backup));
    let (whole, code) = own.world.reporter().come_back(&own.code);
    let shown = whole.words();
    assert!(shown.contains("Atbilde."), "{shown}");
    assert!(!shown.contains("nevar atvērt"), "{shown}");
    flip_pages(&home.join("store/base/records"), &Pages::All);

    let (page, _) = own.world.reporter().come_back(&code);
    let shown = page.words();
    assert!(!shown.contains("Atbilde."), "{shown}");
    assert!(!shown.contains("Atbildes vēl nav"), "{shown}");
    assert!(shown.contains("2 atbildes nevar atvērt"), "{shown}");
    let shown = tool.come_back();
    assert!(shown.contains("1 answer can't be opened"), "{shown}");
    assert!(!shown.contains("No answer yet"), "{shown}");

    // A visit leaves no hour in the journal; officers ask for the same mailboxes.
    std::thread::sleep(Duration::from_secs(2));
    assert!(!own.world.intake.words().contains("DAMAGED"));
    own.world.officers[0].sync(&own.world);
    own.world.intake.hear("DAMAGED", Duration::from_secs(5));
    own.world.officers[0].sync(&own.world);
    let told = command(&home, "status");
    assert_eq!(told.status.code(), Some(2), "{}", said(&told));
    assert!(said(&told).contains("damaged\t1"), "{}", said(&told));
    std::thread::sleep(Duration::from_secs(2));
    assert!(!own.world.intake.words().contains("DAMAGED"));
}

#[test]
fn p4_a_report_that_no_longer_opens_on_the_server_keeps_no_other_from_officers() {
    let mut own = Installation::new();
    let home = own.home().to_owned();
    own.world.intake = Intake::serve(&home);
    for number in 0..3_u8 {
        let file = vec![number; 700_000];
        own.world
            .reporter()
            .send_with("Liels.", &[("b.bin", &file)]);
    }
    let backup = command(&home, "backup");
    assert!(backup.status.success(), "{}", said(&backup));
    // One place in the middle: of one of the large ones.
    flip_pages(&home.join("store/base/records"), &Pages::Middle);

    for _ in 0..2 {
        let synced = fails_to_sync(&own.world);
        assert!(
            synced.contains("does not open on the server any more"),
            "{synced}"
        );
        assert_eq!(own.world.officers[1].cases().len(), 3);
        let listed = said(&own.world.officers[1].run(&["list"]));
        let told = "did not open on the server when it was asked last: 1";
        assert!(listed.contains(told), "{listed}");
    }
    own.world.intake.hear("DAMAGED", Duration::from_secs(5));
}

/// Flips a bit of some used pages of a file: all, or the one in the middle.
fn flip_pages(file: &Path, which: &Pages) {
    let bytes = fs::read(file).unwrap();
    let used = |page: &usize| {
        bytes[page * 4096..]
            .iter()
            .take(4096)
            .any(|byte| *byte != 0)
    };
    let pages: Vec<usize> = (1..bytes.len() / 4096).filter(used).collect();
    let pages = match which {
        Pages::All => &pages[..],
        Pages::Middle => &pages[pages.len() / 2..=pages.len() / 2],
    };
    let file = fs::File::options().write(true).open(file).unwrap();
    for place in pages.iter().map(|page| page * 4096 + 100) {
        let flipped = [bytes[place] ^ 1];
        std::os::unix::fs::FileExt::write_all_at(&file, &flipped, place as u64).unwrap();
    }
}

enum Pages {
    All,
    Middle,
}
