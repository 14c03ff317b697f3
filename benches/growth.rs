//! What a store of many mailboxes costs: `cargo bench --bench growth [ITEMS…]`.
//!
//! By default 1,000, 20,000, 100,000 and 1,000,000 mailboxes, and 20,000 reports of 33 kB; an
//! argument `r20000` stands for that many reports.
//!
//! ```text
//!   fill       as fast as it goes: more than rebuilds move on, so the young layer is full
//!   opened     in order, and as if the machine had stopped: the slowest start that there is
//!   rebuilt    while reports come in; whole submits before it, during it and after it
//!   opened     in order, and as if the machine had stopped: a start on any other day
//!   expired    all mailboxes at once, as at the end of a quarter, while reports come in
//! ```
//!
//! Each step is a process of its own, with the allocator's settings that `serve` runs with, so that
//! its peak of resident memory (`VmHWM`) is its own. Stores lie in `GROWTH_DIR`, or the folder for
//! temporary files: a real disk, or the figures mean little.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::report::mailbox::AccessRecord;
use svilpe::report::receipt::Locator;
use svilpe::rules::calendar::Day;
use svilpe::rules::roster::Institution;
use svilpe::store::{ExpiryCutoff, Header, ItemTerms, Store};

/// What is filled in.
#[derive(Clone, Copy)]
enum Items {
    Mailboxes(usize),
    Reports(usize),
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, at, items] = &arguments[..]
        && let Some(step) = role.strip_prefix("step-")
    {
        let items = Items::parse(items).expect("a number");
        return run(step, Path::new(at), items);
    }
    let asked: Vec<Items> = arguments.iter().filter_map(|a| Items::parse(a)).collect();
    let all = if asked.is_empty() {
        vec![
            Items::Mailboxes(1_000),
            Items::Mailboxes(20_000),
            Items::Mailboxes(100_000),
            Items::Mailboxes(1_000_000),
            Items::Reports(20_000),
        ]
    } else {
        asked
    };
    println!(
        "| items | on disk | fill | open | unsure open | rebuild | longest wait meanwhile | refused \
         | submit, after it | open | unsure open | expire all | longest wait meanwhile | refused \
         | peak: fill, open, unsure, rebuild, open, unsure, expire |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for items in all {
        measure(items);
    }
}

fn measure(items: Items) {
    let parent = std::env::var_os("GROWTH_DIR").unwrap_or_else(|| std::env::temp_dir().into());
    let root = tempfile::tempdir_in(parent).expect("a folder");
    let at = root.path().join("store");
    let fill = step("fill", &at, items);
    let disk = on_disk(&at);
    let slowest = step("open", &at, items);
    stop_the_machine(&at);
    let slowest_unsure = step("open", &at, items);
    let rebuild = step("rebuild", &at, items);
    let open = step("open", &at, items);
    stop_the_machine(&at);
    let unsure = step("open", &at, items);
    let expire = step("expire", &at, items);
    let ([took, longest, refused, submit], [expired, waited, turned_away]) =
        (rebuild.figures(), expire.figures());
    let steps = [
        &fill,
        &slowest,
        &slowest_unsure,
        &rebuild,
        &open,
        &unsure,
        &expire,
    ];
    let peaks = steps.map(|step| format!("{:.0}", step.peak)).join(", ");
    println!(
        "| {items} | {disk} MB | {:.1} s | {:.2} s | {:.2} s | {took:.1} s | {longest:.0} ms \
         | {refused:.0} | {submit:.2} ms | {:.2} s | {:.2} s | {expired:.1} s | {waited:.0} ms \
         | {turned_away:.0} | {peaks} MB |",
        fill.figures[0],
        slowest.figures[0],
        slowest_unsure.figures[0],
        open.figures[0],
        unsure.figures[0],
    );
}

/// Whoever opens it takes it for one of a machine that stopped.
fn stop_the_machine(at: &Path) {
    std::fs::write(at.join("state"), "open elsewhere\n").expect("written");
}

/// What a step said at its end.
struct Told {
    figures: Vec<f64>,
    /// Megabytes.
    peak: f64,
}

impl Told {
    fn figures<const COUNT: usize>(&self) -> [f64; COUNT] {
        self.figures[..].try_into().expect("so many figures")
    }
}

fn step(name: &str, at: &Path, items: Items) -> Told {
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child
        .arg(format!("step-{name}"))
        .arg(at)
        .arg(items.to_string())
        .envs(ALLOCATOR);
    let output = child.stderr(Stdio::inherit()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name}: {said}");
    let figures: Vec<f64> = said
        .split_whitespace()
        .filter_map(|f| f.parse().ok())
        .collect();
    let (peak, figures) = figures.split_last().expect("figures");
    Told {
        figures: figures.to_vec(),
        peak: *peak,
    }
}

fn run(step: &str, at: &Path, items: Items) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    match step {
        "fill" => {
            let began = Instant::now();
            Store::create(at).expect("created");
            let store = Store::open(at).expect("opened");
            runtime.block_on(fill(&store, items));
            drop(store);
            print!("{} ", began.elapsed().as_secs_f64());
        }
        "open" => {
            let began = Instant::now();
            let store = Store::open(at).expect("opened");
            print!("{} ", began.elapsed().as_secs_f64());
            drop(store);
        }
        "expire" => {
            let store = Store::open(at).expect("opened");
            runtime.block_on(expire(&store));
        }
        _ => {
            let store = Store::open(at).expect("opened");
            runtime.block_on(rebuild(&store));
        }
    }
    println!("{}", peak());
}

async fn fill(store: &Store, items: Items) {
    match items {
        Items::Mailboxes(count) => {
            let mut left = count;
            while left > 0 {
                let some = left.min(200);
                keep(store, 1, some).await.expect("room");
                left -= some;
            }
        }
        Items::Reports(count) => {
            for _ in 0..count {
                keep(store, REPORT, 2).await.expect("room");
            }
        }
    }
}

/// Submits while a rebuild runs, and when none does.
async fn rebuild(store: &Store) {
    let rebuilding = tokio::spawn({
        let store = store.clone();
        async move { store.rebuild().await }
    });
    let beside = submit_beside(store, &rebuilding).await;
    rebuilding.await.expect("no panic").expect("room");
    let mut alone = Vec::new();
    for _ in 0..SUBMITS {
        let began = Instant::now();
        keep(store, REPORT, 2).await.expect("room");
        alone.push(began.elapsed());
    }
    alone.sort_unstable();
    print!("{beside} {} ", milliseconds(alone[alone.len() / 2]));
}

/// Forgets all mailboxes, with submits meanwhile.
async fn expire(store: &Store) {
    let later: Day = "2036-11-21".parse().expect("a day");
    let day: Day = "2026-01-01".parse().expect("a day");
    let before = ExpiryCutoff {
        items: day,
        replies: day,
        access: later,
    };
    let expiring = tokio::spawn({
        let store = store.clone();
        async move { store.expire(before, ItemTerms::default(), later).await }
    });
    let beside = submit_beside(store, &expiring).await;
    expiring.await.expect("no panic").expect("expired");
    print!("{beside} ");
}

/// Submits until the work is done: seconds that it took, milliseconds of the longest wait, refused.
async fn submit_beside<T>(store: &Store, work: &tokio::task::JoinHandle<T>) -> String {
    let began = Instant::now();
    let (mut longest, mut refused) = (Duration::ZERO, 0);
    tokio::time::sleep(Duration::from_millis(1)).await;
    while !work.is_finished() {
        let sent = Instant::now();
        refused += u32::from(keep(store, REPORT, 2).await.is_err());
        longest = longest.max(sent.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = began.elapsed().as_secs_f64();
    format!("{took} {} {refused}", milliseconds(longest))
}

async fn keep(store: &Store, length: usize, mailboxes: usize) -> Result<(), svilpe::store::Fault> {
    let mut draft = store.begin();
    draft.append(&vec![7; length]).await?;
    let header = Header {
        institution: Institution::parse("birojs").expect("a slug"),
        day: "2026-11-21".parse().expect("a day"),
        item: ReportDigest::from_bytes(random_bytes()),
        length: length as u64,
    };
    let access: Vec<_> = (0..mailboxes).map(|_| mailbox()).collect();
    store.keep(draft, header, access, "x".repeat(150)).await?;
    Ok(())
}

fn mailbox() -> (Locator, AccessRecord) {
    let record = AccessRecord::from_bytes(vec![1; AccessRecord::LENGTH]);
    (Locator::from_bytes(random_bytes()), record)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Megabytes below a folder.
fn on_disk(at: &Path) -> u64 {
    let said = Command::new("du")
        .args(["-s", "-B", "1000000"])
        .arg(at)
        .output();
    let said = said.expect("du").stdout;
    let said = String::from_utf8_lossy(&said).into_owned();
    said.split_whitespace()
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

/// The most memory that was resident in this process, in megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes
        .and_then(|n| n.trim().parse::<u64>().ok())
        .unwrap_or(0)
        / 1000
}

impl Items {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix('r') {
            Some(count) => count.parse().ok().map(Self::Reports),
            None => text.parse().ok().map(Self::Mailboxes),
        }
    }
}

impl std::fmt::Display for Items {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mailboxes(count) => write!(f, "{count}"),
            Self::Reports(count) => write!(f, "r{count}"),
        }
    }
}

/// Bytes of a sealed report of text.
const REPORT: usize = 33_000;

/// Submits beside no rebuild, of which the middle one counts.
const SUBMITS: usize = 101;

/// As in `cli/lean_allocator`.
const ALLOCATOR: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ("MALLOC_TRIM_THRESHOLD_", "8388608"),
];
