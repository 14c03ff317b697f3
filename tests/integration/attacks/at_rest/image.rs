//! H, on a disk of its own: what a thief finds who reads it raw, freed blocks and all.

use std::fs;
use std::io::Write as _;
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use svilpe::keys::digest::ReportDigest;
use svilpe::rules::roster::Institution;
use svilpe::store::{Header, KeepOutcome, Store};

use super::files;
use crate::attacks::disk::{Disk, finds};
use crate::attacks::page;
use crate::attacks::server::{SEND, Server};
use crate::world::wire::{multipart, multipart_kind, request};
use crate::world::{open_store, wait_until};

const WORDS: &str = "CANARYwordsCANARYwordsCANARY";
const NAME: &str = "CANARYname.CANARY";
const CONTENT: &[u8] = b"CANARYfileCANARYfileCANARYfile";
const ANSWER: &str = "CANARYanswerCANARYanswer";

/// Seconds.
const DAY: i64 = 86_400;

#[test]
fn h01_nothing_of_a_report_is_on_the_whole_disk() {
    let Some(mut server) = Server::start_on_disk(&[]) else {
        return;
    };
    let wire = server.reporters();
    let content = CONTENT.repeat(50_000);
    let code = server.report(WORDS, &[(NAME, &content)]).code;
    // A second one, cut off in its file: its plaintext is nowhere, either.
    let form = server.form().with("what_happened", WORDS);
    let body = multipart(&form.parts_with(&[(NAME, &content)]));
    let kind = multipart_kind();
    let whole = request("POST", SEND, &[("Content-Type", &kind)], &body);
    let mut line = wire.open();
    line.send(&whole[..whole.len() - 1_000]).unwrap();
    drop(line);
    server.answer_all(ANSWER);
    let entered = wire.post("/en/return", &[("code", &code)]);
    let fresh = page::code(&entered.source()).unwrap();
    let mut forms = page::forms(&entered.source()).into_iter();
    let opening = forms.find(|form| form.action == "/en/open").unwrap();
    assert!(opening.send(&wire).source().contains(ANSWER));
    server.stop();
    server.disk().unmount();
    let mut raw = server.disk().raw();
    let secrets = [
        WORDS.as_bytes(),
        NAME.as_bytes(),
        &CONTENT[..20],
        ANSWER.as_bytes(),
        code.as_bytes(),
        fresh.as_bytes(),
        b"application/octet-stream",
    ];
    assert_eq!(finds(&raw, &secrets), None);
    // What is there is found, also when it is packed.
    assert!(finds(&raw, &[b"reporters.sock"]).is_some());
    raw.extend(gzipped(WORDS.as_bytes()));
    assert!(finds(&raw, &secrets).is_some());
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut process = Command::new("gzip")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(bytes).unwrap();
    process.wait_with_output().unwrap().stdout
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the program must not keep has to be known here"
)]
fn now() -> u32 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u32::try_from(since.as_secs()).unwrap()
}

/// Until a second that has not begun yet: what is written from then on bears another time.
fn next_second() {
    let this = now();
    assert!(wait_until(Duration::from_secs(2), || now() > this));
    // The file system's clock may be a tick behind.
    std::thread::sleep(Duration::from_millis(50));
}

/// Is a second of this range written here as a time, in either byte order?
fn tells(block: &[u8], seconds: &RangeInclusive<u32>) -> bool {
    let (words, _) = block.as_chunks::<4>();
    words.iter().any(|word| {
        seconds.contains(&u32::from_le_bytes(*word)) || seconds.contains(&u32::from_be_bytes(*word))
    })
}

#[test]
fn h07_after_the_rebuild_only_the_journal_of_the_file_system_tells_when() {
    let Some(mut server) = Server::start_on_disk(&[]) else {
        return;
    };
    next_second();
    let started = now();
    for number in 0..5 {
        server.report(&format!("h07 {number}"), &[("a", &[7; 100_000])]);
    }
    let arrived = started..=now();
    next_second();
    server.stop();
    next_second();
    server.back_up();
    for path in files(server.home()) {
        let inode = fs::symlink_metadata(&path).unwrap();
        let is_day = inode.mtime() % DAY == 0 && inode.mtime_nsec() == 0;
        let is_stores = path.starts_with(server.home().join("store"));
        assert!(
            is_day || !is_stores,
            "{}: {}",
            path.display(),
            inode.mtime()
        );
        for time in [inode.mtime(), inode.ctime(), inode.atime()] {
            let second = u32::try_from(time).unwrap();
            assert!(!arrived.contains(&second), "{}", path.display());
        }
        let born = inode.created().unwrap().duration_since(UNIX_EPOCH);
        let born = u32::try_from(born.unwrap().as_secs()).unwrap();
        assert!(!arrived.contains(&born), "{}", path.display());
    }
    server.disk().unmount();
    // Freed inodes and blocks, too. The journal is N21, and shows that this looks well enough.
    let journal = server.disk().journal();
    let blocks = server.disk().blocks();
    let telling = blocks.iter().filter(|(_, block)| tells(block, &arrived));
    let (inside, outside): (Vec<usize>, Vec<usize>) = telling
        .map(|(number, _)| *number)
        .partition(|number| journal.contains(number));
    println!("{} blocks of the journal tell when", inside.len());
    assert!(!inside.is_empty());
    assert!(outside.is_empty(), "blocks {outside:?}");
}

/// The same while it serves: the store alone, since a day must pass before `serve` does it by
/// itself.
#[test]
fn h07_nor_do_the_freed_files_of_a_rebuild_tell() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(folder.path(), 192, &[]) else {
        return;
    };
    let at = disk.at().join("store");
    Store::create(&at).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let arrived = runtime.block_on(async {
        let store = open_store(&at);
        next_second();
        let started = now();
        keep(&store, 1).await;
        let arrived = started..=now();
        next_second();
        store.rebuild().await.unwrap();
        next_second();
        arrived
    });
    disk.unmount();
    let journal = disk.journal();
    for (number, block) in disk.blocks() {
        let is_journal = journal.contains(&number);
        assert!(is_journal || !tells(&block, &arrived), "block {number}");
    }
}

/// A report of a length of its own.
async fn keep(store: &Store, number: u8) {
    let sealed = vec![number; 10_000 * usize::from(number)];
    let mut draft = store.begin();
    draft.append(&sealed).await.unwrap();
    let header = Header {
        institution: Institution::parse("birojs").unwrap(),
        day: "2026-11-21".parse().unwrap(),
        item: ReportDigest::of(&sealed),
        length: sealed.len() as u64,
    };
    let kept = store.keep(draft, header, None, "{}".into()).await;
    assert_eq!(kept.unwrap(), KeepOutcome::New);
}

#[test]
fn h08_after_the_rebuild_no_place_on_the_disk_tells_the_order() {
    let mut server = Server::start();
    // Each longer than the one before: so this test, and nobody else, knows the order later.
    for number in 1..=26 {
        server.report("h08", &[("a", &vec![7; 35_000 + 4_500 * number])]);
    }
    server.kill();
    let before = order_on_disk(&server);
    server.start_again();
    server.stop();
    server.back_up();
    let after = order_on_disk(&server);
    println!("rank correlation: {before:.2} before the rebuild, {after:.2} after");
    // N8: until then it shows. By chance, 26 places correlate by 0.2 give or take.
    assert!(before > 0.9, "{before}");
    assert!(after.abs() < 0.8, "{after}");
}

/// Spearman's correlation of the order of arrival and that of the ids in the engine's file.
fn order_on_disk(server: &Server) -> f64 {
    // Before somebody opens it: that moves things.
    let db = fs::read(server.home().join("store/live/sled/db")).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut items = runtime.block_on(async {
        let store = open_store(&server.home().join("store"));
        let institution = Institution::parse("birojs").unwrap();
        store.list(&institution, None, 100).await.unwrap().records
    });
    assert_eq!(items.len(), 26);
    items.sort_by_key(|item| item.header.length);
    let place = |id: &str| {
        let id = hex::decode(id).unwrap();
        // Pages share the beginnings of keys.
        memchr::memmem::find(&db, &id[2..]).expect("an id is there")
    };
    let places: Vec<usize> = items.iter().map(|item| place(&item.id.to_hex())).collect();
    let rank = |at: usize| places.iter().filter(|other| **other < places[at]).count();
    #[expect(clippy::cast_precision_loss, reason = "at most 26")]
    let squares: f64 = (0..places.len())
        .map(|at| (at as f64 - rank(at) as f64).powi(2))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "26")]
    let count = places.len() as f64;
    1.0 - 6.0 * squares / (count * (count * count - 1.0))
}

#[test]
fn h09_a_word_and_twenty_pages_leave_the_same_lengths() {
    let lengths = |words: &str| {
        let mut server = Server::start();
        server.report(words, &[]);
        server.stop();
        server.back_up();
        let home = server.home().to_owned();
        let length = |path: &std::path::PathBuf| fs::metadata(path).unwrap().len();
        let named = |path: std::path::PathBuf| {
            let length = length(&path);
            let name = path.strip_prefix(&home).unwrap().display().to_string();
            // A snapshot's name counts all bytes, those that age adds by chance among them.
            let name = name.split("snap.").next().unwrap().to_owned();
            (name, length)
        };
        let mut all: Vec<_> = files(&home).into_iter().map(named).collect();
        all.sort();
        all
    };
    assert_eq!(lengths("x"), lengths(&"twenty pages ".repeat(2_000)));
}

#[test]
fn h10_what_is_purged_is_overwritten_on_the_whole_disk() {
    let Some(mut server) = Server::start_on_disk(&[]) else {
        return;
    };
    server.report("h10 one", &[("a", &[7; 100_000])]);
    server.report("h10 two", &[]);
    let keyring = || fs::read(server.home().join("store/live/keyring")).unwrap();
    let before = keyring();
    // All officers of the roster have fetched them: policy says that they go.
    assert_eq!(server.kept(), 2);
    let after = keyring();
    let slots = before.chunks(32).zip(after.chunks(32));
    let (same, overwritten): (Vec<_>, Vec<_>) = slots.partition(|(old, new)| old == new);
    // The codes' records stay.
    assert_eq!(overwritten.len(), 2, "one key for each report");
    server.stop();
    server.disk().unmount();
    let raw = server.disk().raw();
    let is_there = |slot: &[u8]| memchr::memmem::find(&raw, slot).is_some();
    assert!(same.iter().all(|(slot, _)| is_there(slot)));
    assert!(!overwritten.iter().any(|(slot, _)| is_there(slot)));
}
