//! The ledger's speed: `cargo bench --bench ledger [ENTRIES]` (default 1,000,000).
//!
//! One line each: appending at growing sizes, then verifying a ledger of which a quarter
//! of the entries is signed.

#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "tests use the rest, and fail loudly"
)]
#[path = "../tests/integration/world/mod.rs"]
mod world;

use std::hint::black_box;
use std::time::Instant;

use svilpe::auditor::verify::mirror::Mirror;
use svilpe::auditor::verify::{TrustAnchors, verify};
use svilpe::ledger::checkpoint::Checkpoint;
use svilpe::ledger::checkpoint::cosignature::Quorum;
use svilpe::ledger::entry::vocabulary::NonRecognition;
use svilpe::ledger::tree::Tree;
use svilpe::ledger::tree::tiles::Resource;
use svilpe::ledger::validator::Validator;
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::Policy;

use world::log::Log;
use world::year::{self, Fate, Plan, Year};

fn main() {
    let argument = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let entries: usize = argument.unwrap_or(1_000_000);
    let told = told(entries);
    let mut log = Log::new();
    log.adopt(first_day(), &Policy::shipped());
    for roster in &told.rosters {
        log.serve_roster(roster);
    }
    let last = told
        .entries
        .iter()
        .map(svilpe::ledger::entry::Entry::day)
        .max()
        .expect("entries");
    append(told, &mut log);
    read(&log, last);
}

/// One report in 15 becomes a case with five signed entries; the others arrive on the last day.
fn told(entries: usize) -> Year {
    let reports = entries * 3 / 4;
    let cases = entries / 4 / 5;
    let plans: Vec<_> = (0..reports)
        .map(|number| Plan {
            bureau: number % 3,
            received: if number < cases {
                i32::try_from(number * 3_000 / cases).expect("days")
            } else {
                3_010
            },
            fate: if number < cases {
                Some(Fate::NotRecognised(NonRecognition::NoBreach))
            } else {
                None
            },
        })
        .collect();
    let slugs = ["vid", "knab", "vdi"].map(str::to_owned);
    year::tell(first_day(), &slugs, &plans)
}

fn first_day() -> Day {
    "2020-01-01".parse().expect("a day")
}

/// What an intake does for one entry: validator, tree, checkpoint. Everything but the disk.
fn append(told: Year, log: &mut Log) {
    let mut validator = Validator::new(&Policy::shipped());
    for roster in &told.rosters {
        validator.learn(roster.facts());
    }
    let (mut tree, mut grown) = (Tree::new(), Vec::new());
    let total = told.entries.len();
    let mut window = Instant::now();
    for (number, entry) in told.entries.into_iter().enumerate() {
        let measured = [1_000, 100_000, total - 1_000].contains(&number);
        if measured {
            window = Instant::now();
        }
        let accepted = validator.note(entry).expect("an honest ledger");
        tree.append(accepted.leaf, &mut grown);
        let near = [1_000, 100_000, total - 1_000]
            .iter()
            .any(|start| (*start..start + 1_000).contains(&number));
        if near {
            black_box(Checkpoint::sign(tree.head(), &log.name, &log.key));
        }
        grown.clear();
        log.lines.push(accepted.line);
        if [1_999, 100_999, total - 1].contains(&number) {
            let each = window.elapsed() / 1_000;
            println!(
                "append and sign a checkpoint at {:>9} entries: {each:?} each",
                number + 1
            );
        }
    }
}

fn read(log: &Log, today: Day) {
    let folder = tempfile::tempdir().expect("a folder");
    let mirror = Mirror::open(folder.path()).expect("opens");
    let (policy, quorum, key) = (Policy::shipped(), Quorum::none(), log.public());
    let terms = TrustAnchors {
        policy: &policy,
        earlier_policies: &[],
        log: &key,
        quorum: &quorum,
        pins: &[],
        expected: &[],
        today,
    };
    let checkpoint = log.checkpoint().to_bytes();
    let checkpoint = log.dated(Resource::Checkpoint, checkpoint, today);
    let fetch = |resource| match resource {
        Resource::Checkpoint => Ok(Some(checkpoint.clone())),
        _ => log.fetch(resource),
    };
    for what in ["fetch and verify", "verify again    "] {
        let began = Instant::now();
        let report = verify(&mirror, &fetch, &terms, &mut |_, _| {}).expect("reachable");
        let seconds = began.elapsed().as_secs_f64();
        let size = report.head.expect("verified").size;
        assert!(report.findings.is_clean(), "{:?}", report.findings.counts());
        println!(
            "{what} {size} entries: {seconds:.2} s, {:.0} a second",
            seconds.recip() * f64::from(u32::try_from(size).expect("small"))
        );
    }
    println!(
        "peak memory of this process, the log itself included: {} MB",
        peak_mb()
    );
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1_024
}
