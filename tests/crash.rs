//! P4 at the store: what was acknowledged survives `kill -9` and a power cut.
//!
//! A child process keeps, renews, forgets and rebuilds, and prints a line for each acknowledgement.
//! It is killed, or the file system under it is shut down; then the store is opened and each
//! line is checked. `--ignored` runs the long loops; the power cut needs root and a loop device.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed; clippy spares only the test functions themselves"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::report::mailbox::AccessRecord;
use svilpe::report::receipt::Locator;
use svilpe::rules::roster::Institution;
use svilpe::store::{AccessChange, AccessDecoys, AccessMove, Fault, Header, RecordId, Store};

/// What the child said of one item.
#[derive(Default, Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one line heard or not heard"
)]
struct Told {
    kept: bool,
    renewing: bool,
    renewed: bool,
    forgetting: bool,
    forgotten: bool,
}

type Ledger = BTreeMap<u64, Told>;

#[test]
fn what_was_acknowledged_survives_kill_9() {
    kill_loop(5);
}

#[test]
#[ignore = "long: ten minutes"]
fn what_was_acknowledged_survives_kill_9_for_long() {
    kill_loop(std::env::var("KILLS").map_or(300, |kills| kills.parse().unwrap()));
}

fn kill_loop(rounds: usize) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("store");
    Store::create(&folder).unwrap();
    let mut told = Ledger::new();
    for _ in 0..rounds {
        let mut child = spawn(&folder);
        let reading = listen(&mut child);
        std::thread::sleep(pause(50, 700));
        child.kill().unwrap();
        assert_eq!(
            child.wait().unwrap().signal(),
            Some(9),
            "it ran until it was killed"
        );
        reading.join().unwrap().merge_into(&mut told);
        check(&folder, &told);
    }
    assert!(
        told.values().any(|item| item.kept),
        "something was acknowledged"
    );
}

#[test]
#[ignore = "needs root, a loop device and python3"]
fn what_was_acknowledged_survives_a_power_cut() {
    let cuts = std::env::var("CUTS").map_or(40, |cuts| cuts.parse().unwrap());
    let root = tempfile::tempdir().unwrap();
    let (image, mount) = (root.path().join("image"), root.path().join("mount"));
    fs::create_dir(&mount).unwrap();
    fs::File::create(&image).unwrap().set_len(2 << 30).unwrap();
    run("mkfs.ext4", &["-q", "-F", text(&image)]);
    let mounted = Mounted::new(&image, &mount);
    let folder = mount.join("store");
    Store::create(&folder).unwrap();
    let mut told = Ledger::new();
    let mut acknowledged = 0;
    for cut in 0..cuts {
        let mut child = spawn(&folder);
        let reading = listen(&mut child);
        std::thread::sleep(pause(50, 900));
        mounted.cut_power();
        let mut ended = None;
        for _ in 0..50 {
            ended = child.try_wait().unwrap();
            if ended.is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let ended = ended.expect("it stops by itself within 5 s");
        assert_eq!(ended.code(), Some(74), "it says that the disk failed");
        let heard = reading.join().unwrap();
        heard.merge_into(&mut told);
        mounted.restart(&image);
        check(&folder, &told);
        let kept = told.values().filter(|item| item.kept).count();
        assert!(kept >= acknowledged);
        acknowledged = kept;
        println!("cut {cut}: {acknowledged} acknowledged, none lost");
    }
}

struct Mounted(PathBuf);

impl Mounted {
    fn new(image: &Path, at: &Path) -> Self {
        run("mount", &["-o", "loop", text(image), text(at)]);
        Self(at.to_path_buf())
    }

    /// `FS_IOC_SHUTDOWN` without flushing the journal: what is not on the device is lost.
    fn cut_power(&self) {
        let script = "import fcntl,os,struct,sys\n\
                      fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";
        run("python3", &["-c", script, text(&self.0)]);
    }

    fn restart(&self, image: &Path) {
        run("umount", &[text(&self.0)]);
        run("mount", &["-o", "loop", text(image), text(&self.0)]);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn run(program: &str, words: &[&str]) {
    let status = Command::new(program).args(words).status().unwrap();
    assert!(status.success(), "{program} failed");
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn pause(from: u64, to: u64) -> Duration {
    let random = u64::from_be_bytes(random_bytes());
    Duration::from_millis(from + random % (to - from))
}

/// This test program again, as the process that will die.
fn spawn(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "the_process_that_dies",
            "--ignored",
            "--nocapture",
        ])
        .env("SVILPE_STORE_THAT_DIES", folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

struct Heard(Vec<(String, u64)>);

fn listen(child: &mut Child) -> std::thread::JoinHandle<Heard> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    std::thread::spawn(move || {
        let mut heard = Vec::new();
        for line in lines.map_while(Result::ok) {
            // The last line may be cut off: a whole one ends with a dot.
            let words: Vec<_> = line.split_whitespace().collect();
            if let ["told", verb, number, "."] = words[..] {
                heard.push((verb.to_owned(), number.parse().unwrap()));
            }
        }
        Heard(heard)
    })
}

impl Heard {
    fn merge_into(&self, told: &mut Ledger) {
        for (verb, number) in &self.0 {
            let item = told.entry(*number).or_default();
            match verb.as_str() {
                "kept" => item.kept = true,
                "renewing" => item.renewing = true,
                "renewed" => item.renewed = true,
                "forgetting" => item.forgetting = true,
                "forgotten" => item.forgotten = true,
                other => panic!("unknown word {other}"),
            }
        }
    }
}

fn check(folder: &Path, told: &Ledger) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = Store::open(folder).unwrap();
    runtime.block_on(async {
        let there = items(&store).await.unwrap();
        let pending = store.pending(usize::MAX).await.unwrap().len();
        assert!(pending >= there.len(), "each item has its entry");
        for (number, item) in told {
            let old = store.find_access(locator(*number, 0)).await.unwrap();
            let new = store.find_access(locator(*number, 1)).await.unwrap();
            if item.kept {
                let works = |record: &Option<AccessRecord>| {
                    record.as_ref().is_some_and(|record| *record != closed())
                };
                assert!(old.is_some(), "{number}: its place is never free again");
                assert!(
                    works(&old) != works(&new),
                    "{number}: one of the codes works"
                );
                assert!(item.renewing || works(&old), "{number}: nobody renewed");
                assert!(!item.renewed || works(&new), "{number}: it was renewed");
            }
            match there.get(number) {
                Some((id, length)) => {
                    assert!(!item.forgotten, "{number}: it was forgotten");
                    if number % 7 == 0 {
                        assert_eq!(whole(&store, *id, *length).await, sealed(*number));
                    }
                }
                None => assert!(
                    !item.kept || item.forgetting,
                    "{number}: it was kept, and is lost"
                ),
            }
        }
    });
    drop(store);
}

async fn items(store: &Store) -> Result<BTreeMap<u64, (RecordId, u64)>, Fault> {
    let mut items = BTreeMap::new();
    let mut after = None;
    loop {
        let some = store.list(&institution(), after, 500).await?.records;
        let Some(last) = some.last() else {
            return Ok(items);
        };
        after = Some(last.id);
        for item in &some {
            let number = item.header.item.as_bytes().first_chunk().unwrap();
            let found = (item.id, item.header.length);
            let twice = items.insert(u64::from_be_bytes(*number), found);
            assert!(twice.is_none(), "exactly one");
        }
    }
}

async fn whole(store: &Store, id: RecordId, length: u64) -> Vec<u8> {
    let mut sealed = Vec::new();
    while (sealed.len() as u64) < length {
        let part = store.read(id, sealed.len() as u64, 1 << 20).await.unwrap();
        assert!(!part.is_empty());
        sealed.extend(part);
    }
    sealed
}

/// Not a test: what `spawn` runs.
#[test]
#[ignore = "run by the other tests, to be killed"]
fn the_process_that_dies() {
    let Some(folder) = std::env::var_os("SVILPE_STORE_THAT_DIES") else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = Store::open(Path::new(&folder)).unwrap_or_else(|fault| {
        // The power went while it opened: `serve` would not have begun.
        eprintln!("{fault}");
        std::process::exit(74)
    });
    runtime.block_on(async {
        let mut tasks = Vec::new();
        for _ in 0..8 {
            tasks.push(tokio::spawn(live(store.clone())));
        }
        for task in tasks {
            task.await.unwrap();
        }
    });
}

async fn live(store: Store) {
    loop {
        let number = u64::from_be_bytes(random_bytes());
        keep(&store, number).await;
        tell("kept", number);
        if number % 3 == 0 {
            tell("renewing", number);
            let (old, new) = (locator(number, 0), locator(number, 1));
            let step = AccessMove {
                decoys: AccessDecoys::default(),
                from: AccessChange {
                    at: old,
                    was: AccessRecord::from_bytes(vec![0; 100]),
                    now: closed(),
                },
                to: new,
                now: AccessRecord::from_bytes(vec![1; 100]),
            };
            let moved = store.move_access(step, "2026-11-21".parse().unwrap());
            moved.await.unwrap();
            tell("renewed", number);
        }
        if number % 4 == 0 {
            let there = or_wait(items(&store).await).await;
            if let Some((id, _)) = there.get(&number) {
                tell("forgetting", number);
                store.forget(*id).await.unwrap();
                tell("forgotten", number);
            }
        }
        if number % 400 == 1 {
            or_wait(store.rebuild().await).await;
        }
    }
}

/// A disk that is gone fails reading, and a rebuild, without ending the process: the next commit
/// does.
async fn or_wait<T>(done: Result<T, Fault>) -> T {
    match done {
        Ok(done) => done,
        Err(Fault::Disk(_) | Fault::Engine(_)) => std::future::pending().await,
        Err(fault) => panic!("{fault}"),
    }
}

async fn keep(store: &Store, number: u64) {
    let sealed = sealed(number);
    let mut draft = store.begin();
    draft.append(&sealed).await.unwrap();
    let header = Header {
        institution: institution(),
        day: "2026-11-21".parse().unwrap(),
        item: ReportDigest::from_bytes([number.to_be_bytes(); 4].concat().try_into().unwrap()),
        length: sealed.len() as u64,
    };
    let access = (locator(number, 0), AccessRecord::from_bytes(vec![0; 100]));
    store
        .keep(draft, header, Some(access), "{}".into())
        .await
        .unwrap();
}

/// What stays under a code that was replaced.
fn closed() -> AccessRecord {
    AccessRecord::from_bytes(vec![2; 100])
}

fn tell(verb: &str, number: u64) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "told {verb} {number} .").unwrap();
    out.flush().unwrap();
}

fn sealed(number: u64) -> Vec<u8> {
    let length = match number % 10 {
        0 => 400_000,
        1..4 => 40_000,
        _ => 2_000,
    };
    number.to_be_bytes().repeat(length / 8)
}

fn locator(number: u64, turn: u8) -> Locator {
    let mut bytes = [turn; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Locator::from_bytes(bytes)
}

fn institution() -> Institution {
    Institution::parse("birojs").unwrap()
}
