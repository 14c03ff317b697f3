//! Figures of the store alone: one line each. `cargo bench --bench store [folder]`.

#![expect(
    clippy::cast_precision_loss,
    reason = "figures are printed with three digits"
)]

use std::path::PathBuf;
use std::time::Instant;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::report::mailbox::AccessRecord;
use svilpe::report::receipt::Locator;
use svilpe::rules::calendar::Day;
use svilpe::rules::roster::Institution;
use svilpe::store::{AccessChange, AccessDecoys, AccessMove, Header, Store};

#[tokio::main]
async fn main() {
    // `cargo bench` adds `--bench`.
    let at = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with("--"));
    let at = at.map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(at).expect("a folder to measure in");
    let at = folder.path().join("store");
    Store::create(&at).expect("a new store");
    let store = Store::open(&at).expect("the store just made");
    println!("resident, open and idle: {} MB", resident());
    for callers in [1, 4, 16] {
        small_keeps(&store, callers, 36 << 10, 4000).await;
    }
    small_keeps(&store, 16, 2 << 10, 8000).await;
    renewals(&store).await;
    uploads(&store, 1, 400 << 20).await;
    uploads(&store, 64, 10 << 20).await;
    uploads(&store, 1, 1 << 30).await;
    reading(&store).await;
    let start = Instant::now();
    store.rebuild().await.expect("room for a second copy");
    println!(
        "rebuild of all that: {:.1} s; resident {} MB",
        start.elapsed().as_secs_f64(),
        resident()
    );
    let start = Instant::now();
    drop(store);
    println!("closing: {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    drop(Store::open(&at).expect("a closed store"));
    println!(
        "opening and closing after an orderly stop: {:.2} s",
        start.elapsed().as_secs_f64()
    );
    std::fs::write(at.join("state"), "open elsewhere\n").expect("a mark");
    let start = Instant::now();
    drop(Store::open(&at).expect("a whole store"));
    println!(
        "opening, verifying and closing after an unsure stop: {:.1} s; resident {} MB",
        start.elapsed().as_secs_f64(),
        resident()
    );
}

async fn small_keeps(store: &Store, callers: usize, length: usize, count: usize) {
    let sealed: std::sync::Arc<[u8]> = vec![7; length].into();
    let start = Instant::now();
    let callers_at_work: Vec<_> = (0..callers)
        .map(|_| {
            let (store, sealed) = (store.clone(), std::sync::Arc::clone(&sealed));
            tokio::spawn(async move {
                for _ in 0..count / callers {
                    keep(&store, &sealed, 1).await;
                }
            })
        })
        .collect();
    for caller in callers_at_work {
        caller.await.expect("a caller that does not panic");
    }
    let rate = count as f64 / start.elapsed().as_secs_f64();
    println!(
        "keeps of {} KiB, {callers} callers: {rate:.0} a second; resident {} MB",
        length >> 10,
        resident()
    );
}

async fn renewals(store: &Store) {
    let mut at = Locator::from_bytes(random_bytes());
    let record = AccessRecord::from_bytes(vec![1; 200]);
    let mut draft = store.begin();
    draft.append(&[1]).await.expect("room");
    store
        .keep(draft, header(1), Some((at, record.clone())), "{}".into())
        .await
        .expect("room");
    let start = Instant::now();
    for _ in 0..500 {
        let next = Locator::from_bytes(random_bytes());
        let step = AccessMove {
            decoys: AccessDecoys::default(),
            from: AccessChange {
                at,
                was: record.clone(),
                now: AccessRecord::from_bytes(vec![2; 200]),
            },
            to: next,
            now: record.clone(),
        };
        let moved = store.move_access(step, header(1).day);
        moved.await.expect("room");
        at = next;
    }
    println!(
        "renewals, 1 caller: {:.0} a second",
        500.0 / start.elapsed().as_secs_f64()
    );
}

async fn uploads(store: &Store, parallel: usize, length: usize) {
    let unit: std::sync::Arc<[u8]> = vec![9; 64 << 10].into();
    let start = Instant::now();
    let at_work: Vec<_> = (0..parallel)
        .map(|_| {
            let (store, unit) = (store.clone(), std::sync::Arc::clone(&unit));
            tokio::spawn(async move { keep(&store, &unit, length / unit.len()).await })
        })
        .collect();
    for upload in at_work {
        upload.await.expect("an upload that does not panic");
    }
    let rate = (parallel * length) as f64 / 1e6 / start.elapsed().as_secs_f64();
    println!(
        "{parallel} uploads of {} MiB: {rate:.0} MB/s; resident {} MB",
        length >> 20,
        resident()
    );
}

async fn reading(store: &Store) {
    let items = store
        .list(&institution(), None, 1000)
        .await
        .expect("a readable list")
        .records;
    let longest = items
        .iter()
        .max_by_key(|item| item.header.length)
        .expect("kept items");
    let start = Instant::now();
    let mut offset = 0;
    while offset < longest.header.length {
        let part = store
            .read(longest.id, offset, 256 << 10)
            .await
            .expect("a whole item");
        offset += part.len() as u64;
    }
    let rate = offset as f64 / 1e6 / start.elapsed().as_secs_f64();
    println!("reading 1 GiB: {rate:.0} MB/s; resident {} MB", resident());
}

async fn keep(store: &Store, unit: &[u8], units: usize) {
    let mut draft = store.begin();
    for _ in 0..units {
        draft.append(unit).await.expect("room");
    }
    let access = (
        Locator::from_bytes(random_bytes()),
        AccessRecord::from_bytes(vec![1; 200]),
    );
    let length = (unit.len() * units) as u64;
    let pending = "x".repeat(200);
    store
        .keep(draft, header(length), Some(access), pending)
        .await
        .expect("room");
}

fn header(length: u64) -> Header {
    Header {
        institution: institution(),
        day: "2026-11-21".parse::<Day>().expect("a day"),
        item: ReportDigest::from_bytes(random_bytes()),
        length,
    }
}

fn institution() -> Institution {
    Institution::parse("birojs").expect("a slug")
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes
        .and_then(|text| text.trim().parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
