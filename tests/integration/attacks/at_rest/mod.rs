//! H: what is left at rest, in memory and in logs.

mod image;
mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use svilpe::rules::roster::Institution;

use super::page;
use super::server::{SEND, Server};
use crate::world::skip::skip;
use crate::world::wire::{find, multipart, request};
use crate::world::{disguises, open_store, wait_until};

const WORDS: &str = "CANARYwordsCANARY";
const NAME: &str = "CANARYname.CANARY";
const CONTENT: &[u8] = b"CANARYfileCANARY";
const ANSWER: &str = "CANARYanswerCANARY";

/// All files under a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// No file under the folder holds these bytes, plain or in a usual disguise; nor does a file's
/// name.
pub fn assert_absent(folder: &Path, secret: &[u8]) {
    let disguises = disguises(secret);
    for path in files(folder) {
        let bytes = fs::read(&path).unwrap_or_default();
        for disguise in &disguises {
            assert!(
                find(&bytes, disguise).is_none(),
                "{} holds {}",
                path.display(),
                disguise.escape_ascii()
            );
            assert!(
                find(path.as_os_str().as_encoded_bytes(), disguise).is_none(),
                "{}",
                path.display()
            );
        }
    }
}

/// Every file's name, length and content.
pub fn digest_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
        .collect()
}

#[test]
fn h01_nothing_of_a_report_is_readable_at_rest() {
    let mut server = Server::start();
    let code = server.report(WORDS, &[(NAME, CONTENT)]).code;
    server.stop();
    for secret in [
        WORDS.as_bytes(),
        NAME.as_bytes(),
        CONTENT,
        code.as_bytes(),
        b"application/octet-stream",
    ] {
        assert_absent(&server.path("home"), secret);
    }
}

#[test]
fn h02_five_seconds_later_nothing_of_a_report_is_in_memory() {
    let server = Server::start();
    let wire = server.reporters();
    // Accepted.
    let code = server.report(WORDS, &[(NAME, CONTENT)]).code;
    // Refused: an unknown field after the words.
    let mut refused = server.form().with("what_happened", WORDS);
    refused
        .fields
        .push(("unknown".to_owned(), WORDS.to_owned()));
    assert!(refused.send(&wire).is_refusal());
    // To be corrected: an empty file.
    server
        .form()
        .with("what_happened", WORDS)
        .send_with(&wire, &[(NAME, b"")]);
    // Cut off: after the words, in a file.
    let form = server.form().with("what_happened", WORDS);
    let mut parts = form.parts();
    parts.push(crate::world::wire::Part::file(NAME, CONTENT));
    let body = multipart(&parts);
    let kind = format!(
        "multipart/form-data; boundary={}",
        crate::world::wire::BOUNDARY
    );
    let whole = request("POST", SEND, &[("Content-Type", &kind)], &body);
    let mut line = wire.open();
    line.send(&whole[..whole.len() - 20]).unwrap();
    drop(line);
    // Come back: known, then unknown.
    let entered = wire.post("/en/return", &[("code", &code)]);
    let fresh = page::code(&entered.source()).unwrap();
    let opening = page::forms(&entered.source())
        .into_iter()
        .find(|form| form.action == "/en/open")
        .unwrap();
    // Answered, over the officers' listener.
    server.answer_all(ANSWER);
    let opened = opening.send(&wire);
    assert!(opened.source().contains(ANSWER));
    // Failed: the store has no room.
    if let Some(full) = FullDisk::over(&server.path("home/store")) {
        // With a file: said to come without. Without: nothing fits any more.
        let form = || server.form().with("what_happened", WORDS);
        let failed = form().send_with(&wire, &[(NAME, CONTENT)]);
        assert!(failed.is_refusal() || !page::forms(&failed.source()).is_empty());
        let failed = form().send_with(&wire, &[]);
        assert!(failed.is_refusal(), "{}", failed.status);
        drop(full);
    }
    if memory_of(server.pid()).is_none() {
        skip("another process's memory");
        return;
    }
    let secrets = [
        WORDS.as_bytes(),
        NAME.as_bytes(),
        CONTENT,
        code.as_bytes(),
        fresh.as_bytes(),
        ANSWER.as_bytes(),
    ];
    let mut found = None;
    let is_gone = wait_until(Duration::from_secs(5), || {
        let memory = memory_of(server.pid()).unwrap();
        // What a server knows for as long as it runs is found: so would the rest be.
        assert!(memory.iter().any(|(_, bytes)| find_fast(bytes, b"birojs")));
        found = place_of(&secrets, &memory);
        found.is_none()
    });
    assert!(is_gone, "{}", found.unwrap());
}

/// Where the first of these is found, with what stands around it.
fn place_of(secrets: &[&[u8]], memory: &[(String, Vec<u8>)]) -> Option<String> {
    let in_one = |secret: &[u8], (mapping, bytes): &(String, Vec<u8>)| {
        let at = memchr::memmem::find(bytes, secret)?;
        let around = bytes[at.saturating_sub(32)..(at + 64).min(bytes.len())].escape_ascii();
        let below_end = bytes.len() - at;
        let secret = secret.escape_ascii();
        Some(format!(
            "{secret} is {below_end} bytes below the end of {mapping}: {around}"
        ))
    };
    let mut secrets = secrets.iter();
    secrets.find_map(|secret| memory.iter().find_map(|mapping| in_one(secret, mapping)))
}

/// A file system without room, where the server looks for room. Gone when dropped.
pub struct FullDisk(PathBuf);

impl FullDisk {
    pub fn over(folder: &Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k,mode=0700", "none"])
            .arg(folder)
            .output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        skip("a mount");
        None
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn find_fast(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

/// Every writable mapping of a process.
fn memory_of(pid: u32) -> Option<Vec<(String, Vec<u8>)>> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let mut memory = fs::File::open(format!("/proc/{pid}/mem")).ok()?;
    let mut all = Vec::new();
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (start, end) = line.split(' ').next()?.split_once('-')?;
        let start = u64::from_str_radix(start, 16).ok()?;
        let length = u64::from_str_radix(end, 16).ok()? - start;
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        memory.seek(SeekFrom::Start(start)).ok()?;
        if memory.read_exact(&mut bytes).is_ok() {
            all.push((line.to_owned(), bytes));
        }
    }
    (!all.is_empty()).then_some(all)
}

#[test]
fn h06_logs_say_nothing_of_people() {
    let mut server = Server::start_with(&[]);
    let wire = server.reporters();
    let code = server.report(WORDS, &[(NAME, CONTENT)]).code;
    wire.post("/en/return", &[("code", &code)]);
    wire.ask(
        "GET",
        "/CANARYpath",
        &[("User-Agent", "CANARYagent"), ("Cookie", "CANARYcookie")],
        b"",
    );
    server.stop();
    let log = server.log();
    assert!(!log.contains("CANARY") && !log.contains(&code), "{log}");
    let has_hour = log
        .as_bytes()
        .windows(5)
        .any(|five| five[2] == b':' && [0, 1, 3, 4].iter().all(|at| five[*at].is_ascii_digit()));
    assert!(!has_hour, "{log}");
    assert!(log.lines().count() < 12, "a closed list of events: {log}");
}

#[test]
fn h12_files_are_for_their_owner_and_sockets_for_tors_group() {
    let server = Server::start();
    server.report("h12", &[]);
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().mode() & 0o7777;
    let mut folders = vec![server.path("home")];
    while let Some(folder) = folders.pop() {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                assert_eq!(mode(&entry.path()), 0o600, "{}", entry.path().display());
            }
        }
    }
    for socket in ["reporters.sock", "officers.sock"] {
        assert_eq!(mode(&server.path(socket)), 0o660);
    }
}

#[test]
fn h17_nothing_at_rest_counts_or_orders_and_no_blobs_lie_about() {
    let mut server = Server::start();
    for number in 10..22 {
        server.report(&format!("h17 no. {number}"), &[("a", &[7; 100_000])]);
    }
    let mut by_arrival = BTreeMap::new();
    for case in server.cases() {
        let case = case["case"].as_str().unwrap().to_owned();
        let read = server.officer("read").arg(&case).output().unwrap();
        let read = String::from_utf8(read.stdout).unwrap();
        let number = read.split("h17 no. ").nth(1).unwrap()[..2].to_owned();
        by_arrival.insert(number, case);
    }
    let by_arrival: Vec<String> = by_arrival.into_values().collect();
    assert_eq!(by_arrival.len(), 12);
    server.stop();
    let home = server.path("home");
    let blobs: Vec<_> = files(&home)
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("blobs/"))
        .collect();
    assert!(blobs.is_empty(), "{blobs:?}");

    // The names under which reports are kept, in the order in which they came.
    let names = names_at_rest(&home.join("store"), &by_arrival);
    let rising = |one: &[u128]| one.is_sorted();
    let falling: Vec<u128> = names.iter().rev().copied().collect();
    assert!(!rising(&names) && !rising(&falling), "{names:x?}");
    for (place, name) in names.iter().enumerate() {
        let near = |other: &u128| name.abs_diff(*other) < 1 << 64;
        assert!(!names[place + 1..].iter().any(near), "{names:x?}");
    }
    // Nor does a part of the name: a number that counts, beside bytes that are random.
    for at in 0..=12 {
        let part = |name: &u128| -> [u8; 4] { name.to_be_bytes()[at..at + 4].try_into().unwrap() };
        for read in [u32::from_be_bytes, u32::from_le_bytes] {
            let parts: Vec<u32> = names.iter().map(|name| read(part(name))).collect();
            let falling: Vec<u32> = parts.iter().rev().copied().collect();
            assert!(
                !parts.is_sorted() && !falling.is_sorted(),
                "at {at}: {parts:x?}"
            );
        }
    }
}

fn names_at_rest(store: &Path, items: &[String]) -> Vec<u128> {
    let store = open_store(store);
    let institution = Institution::parse("birojs").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let kept = runtime
        .block_on(store.list(&institution, None, 100))
        .unwrap()
        .records;
    let name_of = |item: &String| {
        let named = kept
            .iter()
            .find(|one| hex::encode(one.header.item.as_bytes()).starts_with(item));
        u128::from_str_radix(&named.unwrap().id.to_hex(), 16).unwrap()
    };
    items.iter().map(name_of).collect()
}

/// The tests' own build has line tables; the released one is made by `packaging/build`.
#[test]
fn h20_a_released_binary_names_no_builder() {
    let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/released/svilpe");
    if !released.exists() {
        skip("a released program");
        return;
    }
    let bytes = fs::read(&released).unwrap();
    let home = std::env::var("HOME").unwrap_or_default();
    for leak in [env!("CARGO_MANIFEST_DIR"), "/.cargo/registry", "/.rustup/"] {
        assert!(!find_fast(&bytes, leak.as_bytes()), "{leak}");
    }
    assert!(
        home.len() < 6 || !find_fast(&bytes, home.as_bytes()),
        "{home}"
    );
    assert!(
        Command::new(&released)
            .arg("--help")
            .output()
            .unwrap()
            .status
            .success()
    );
}

/// What an operator may paste into a letter.
#[test]
fn h13_no_complaint_shows_a_secret_or_the_builder() {
    let mut server = Server::start();
    let code = server.report(WORDS, &[(NAME, CONTENT)]).code;
    assert_eq!(server.kept(), 1);
    server.stop();
    let home = server.path("home");
    let pepper = fs::read(home.join("pepper")).unwrap();
    let checkpoint = fs::read(home.join("checkpoint.key")).unwrap();
    let officer = server.path("officer");
    let (at, officer) = (home.to_str().unwrap(), officer.to_str().unwrap());
    let mut said = Vec::new();
    let mut run = |arguments: &[&str]| {
        let output = server.run(arguments);
        said.extend(output.stdout);
        said.extend(output.stderr);
        output.status.success()
    };
    run(&["--version"]);
    for group in ["intake", "officer", "auditor", "demo"] {
        assert!(run(&[group, "--help"]));
    }
    for command in ["init", "serve", "check", "torrc", "backup", "restore"] {
        assert!(run(&["intake", command, "--help"]));
    }
    assert!(run(&["intake", "check", "--home", at]));
    assert!(!run(&["intake", "serve", "--home", officer]));
    let wrong = server.path("wrong");
    fs::write(&wrong, "CANARYpassphrase").unwrap();
    let wrong = wrong.to_str().unwrap();
    let read = ["officer", "read", "1", "--home", officer];
    assert!(!run(&[&read[..], &["--passphrase-file", wrong]].concat()));
    // Each of its files broken in turn.
    for (name, broken) in [
        ("intake.toml", &b"keys = 1\nCANARY"[..]),
        ("pepper", &pepper[..31]),
        ("checkpoint.key", &checkpoint[..checkpoint.len() - 3]),
        ("store/live/tally", b"CANARY"),
        ("../keys/birojs.toml", b"CANARY = 1"),
        ("../keys/birojs.toml.minisig", b"CANARY"),
        ("../keys/birojs.pub", b"CANARY"),
    ] {
        let path = home.join(name);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, broken).unwrap();
        assert!(!run(&["intake", "check", "--home", at]), "{name}");
        assert!(!run(&["intake", "serve", "--home", at]), "{name}");
        fs::write(&path, whole).unwrap();
    }
    // And those that say only what stands elsewhere, too.
    for name in ["store/instance", "store/live/sled/conf"] {
        fs::write(home.join(name), b"CANARY").unwrap();
        assert!(run(&["intake", "check", "--home", at]), "{name}");
    }
    assert!(run(&["intake", "check", "--home", at]));
    let text = String::from_utf8_lossy(&said);
    for secret in [
        &hex::encode(&pepper),
        &BASE64_STANDARD.encode(&pepper),
        String::from_utf8_lossy(&checkpoint).trim(),
        "CANARYpassphrase",
        "a long password of no worth",
        WORDS,
        NAME,
        &code,
        env!("CARGO_MANIFEST_DIR"),
        "/.cargo/",
        ".rs:",
        "a fault in the program",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(!find_fast(&said, &pepper));
}

/// What a lying server could hand out, if digests were not compared: one report under another's
/// name.
#[test]
fn h16_a_report_under_anothers_name_does_not_open() {
    let server = Server::start();
    server.report("h16 one", &[]);
    server.report("h16 two", &[]);
    let cases = server.cases();
    let [one, two] = [0, 1].map(|at| cases[at]["case"].as_str().unwrap().to_owned());
    let officer = server.path("officer");
    let passphrase = server.path("password");
    let read = |case: &str| {
        let output = server.run(&[
            "officer",
            "read",
            case,
            "--home",
            officer.to_str().unwrap(),
            "--passphrase-file",
            passphrase.to_str().unwrap(),
        ]);
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), said.contains("h16"))
    };
    assert_eq!([read(&one), read(&two)], [(true, true); 2]);
    let sealed: Vec<PathBuf> = files(&officer.join("sealed"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "age"))
        .collect();
    assert_eq!(sealed.len(), 2);
    let contents = [0, 1].map(|at| fs::read(&sealed[at]).unwrap());
    fs::write(&sealed[0], &contents[1]).unwrap();
    fs::write(&sealed[1], &contents[0]).unwrap();
    for case in [one, two] {
        let (is_read, is_shown) = read(&case);
        assert!(!is_read && !is_shown, "{case}");
    }
}
