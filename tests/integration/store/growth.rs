//! What a store takes in memory does not grow with what it keeps: each measurement in a process of its own.

use std::path::Path;
use std::process::Command;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::report::mailbox::AccessRecord;
use svilpe::report::receipt::Locator;
use svilpe::rules::roster::Institution;
use svilpe::store::{Header, Store};

/// With the number of codes that are added before it is rebuilt.
const FOLDER: &str = "SVILPE_STORE_THAT_GROWS";
const CODES: &str = "SVILPE_CODES";

#[test]
fn opening_and_rebuilding_ten_times_as_much_takes_little_more_memory() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("store");
    Store::create(&folder).unwrap();
    peak(&folder, 2_000);
    let few = peak(&folder, 0);
    for _ in 0..2 {
        peak(&folder, 9_000);
    }
    let many = peak(&folder, 0);
    println!("opened and rebuilt: {few} MB with 2,000 codes, {many} MB with 20,000");
    assert!(many < few + 8, "{few} MB, then {many} MB");
}

/// Megabytes, of a process that opens the store, keeps this many more codes, and rebuilds it.
fn peak(folder: &Path, codes: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap());
    let name = "store::growth::the_process_that_grows";
    child.args(["--exact", name, "--ignored", "--nocapture"]);
    child.env(FOLDER, folder).env(CODES, codes.to_string());
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let peak = said
        .split("peak ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next());
    let peak = peak.and_then(|peak| peak.parse().ok());
    peak.unwrap_or_else(|| panic!("{output:?}"))
}

/// Not a test: what `peak` runs.
#[test]
#[ignore = "run by the other test, in a process of its own"]
fn the_process_that_grows() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let codes: usize = std::env::var(CODES).unwrap().parse().unwrap();
    let store = Store::open(Path::new(&folder)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for _ in 0..codes / 250 {
            keep(&store).await;
        }
        store.rebuild().await.unwrap();
    });
    drop(store);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = line
        .unwrap()
        .trim()
        .strip_suffix(" kB")
        .unwrap()
        .parse()
        .unwrap();
    println!("peak {} MB", kilobytes / 1000);
}

async fn keep(store: &Store) {
    let mut draft = store.begin();
    draft.append(b"x").await.unwrap();
    let header = Header {
        institution: Institution::parse("birojs").unwrap(),
        day: "2026-11-21".parse().unwrap(),
        item: ReportDigest::from_bytes(random_bytes()),
        length: 1,
    };
    let code = |_| {
        let record = AccessRecord::from_bytes(vec![1; AccessRecord::LENGTH]);
        (Locator::from_bytes(random_bytes()), record)
    };
    let access = (0..250).map(code);
    store
        .keep(draft, header, access, "{}".into())
        .await
        .unwrap();
}
