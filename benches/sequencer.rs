//! How long an officer's entry takes as the ledger grows, on a real disk:
//! `cargo bench --bench sequencer [ENTRIES…]` (default 1,000 and 100,000).
//!
//! One line each: rows, seconds to open (read, check and rebuild), milliseconds of an append.

use std::sync::Arc;
use std::time::{Duration, Instant};

use svilpe::intake::log::{Seal, Sequencer};
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::{Checkpoint, LogName};
use svilpe::ledger::entry::vocabulary::Track;
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent, Record};
use svilpe::ledger::tree::{Tree, TreeHash};
use svilpe::officer::roster::institution_secret_key::InstitutionSecret;
use svilpe::rules::calendar::Day;
use svilpe::rules::pack::CountryPack;
use svilpe::rules::policy::Policy;
use svilpe::rules::roster::{Institution, Roster};
use svilpe::store::{Extension, LedgerRow, Store};

#[tokio::main]
async fn main() {
    let asked: Vec<u64> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        vec![1_000, 100_000]
    } else {
        asked
    };
    for size in sizes {
        measure(size).await;
    }
}

async fn measure(size: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    Store::create(&path).expect("created");
    let store = Store::open(&path).expect("opened");
    let (log, officer) = (SigningKey::random(), SigningKey::random());
    let items = fill(&store, &log, size).await;

    let started = Instant::now();
    let seal = Seal::new(&store.instance().id, log);
    let roster = roster(&officer);
    let opened = Sequencer::open(store, seal, CountryPack::shipped(), &[roster], today()).await;
    let (sequencer, _) = opened.expect("a whole ledger");
    let opening = started.elapsed();

    let sequencer = Arc::new(sequencer);
    let mut taken: Vec<Duration> = Vec::new();
    for item in items {
        let line = opened_line(&officer, item);
        let started = Instant::now();
        let recorded = sequencer
            .record(line, today()..=today())
            .await
            .expect("the store works");
        taken.push(started.elapsed());
        recorded.expect("a right entry");
    }
    taken.sort_unstable();
    println!(
        "{size:>9} rows: opened in {:.2} s, an append takes {:.2} ms (median), {:.2} ms (95 in 100)",
        opening.as_secs_f64(),
        milliseconds(taken[taken.len() / 2]),
        milliseconds(taken[taken.len() * 95 / 100]),
    );
}

/// Rows of received items and the checkpoint over them; the last of the items.
async fn fill(store: &Store, log: &SigningKey, size: u64) -> Vec<ReportDigest> {
    let instance = hex::encode(store.instance().id);
    let name = LogName::parse(&format!("svilpe/{instance}")).expect("a name");
    let (mut tree, mut unused, mut items) = (Tree::new(), Vec::new(), Vec::new());
    while tree.size() < size {
        let from = tree.size();
        let mut rows = Vec::new();
        for _ in from..size.min(from + 10_000) {
            let entry = Entry::Received {
                institution: institution(),
                day: today(),
                item: ReportDigest::from_bytes(random_bytes()),
            };
            if let (Entry::Received { item, .. }, true) = (&entry, items.len() < APPENDS) {
                items.push(*item);
            }
            let line = entry.to_line().into_bytes();
            tree.append(TreeHash::of_leaf(&line), &mut unused);
            unused.clear();
            rows.push(LedgerRow::parse(line).expect("a short line"));
        }
        let checkpoint = Checkpoint::sign(tree.head(), &name, log).to_bytes();
        let extension = Extension {
            from,
            rows,
            notes: vec![("ledger/checkpoint".to_owned(), checkpoint)],
            ..Extension::default()
        };
        store.extend_ledger(extension).await.expect("written");
    }
    items
}

fn roster(officer: &SigningKey) -> Roster {
    let secret = InstitutionSecret::random().expect("a key");
    let text = format!(
        "institution = \"{}\"\nversion = 1\nkind = \"external\"\n\
         name = {{ lv = \"Paraugs\", en = \"Sample\" }}\n\
         [[officer]]\nname = \"Anna\"\nrecipient = \"{}\"\nsigning = \"{}\"\ncustodian = true\n",
        institution(),
        OpeningKey::random().recipient(),
        officer.public(),
    );
    let signature = secret.sign(text.as_bytes(), "a bench").expect("signed");
    Roster::parse(&text, &signature, secret.public()).expect("a roster")
}

fn opened_line(officer: &SigningKey, item: ReportDigest) -> Vec<u8> {
    let record = Record {
        institution: institution(),
        day: today(),
        event: OfficerEvent::Opened {
            case: CaseNumber::random(),
            item,
            category: Policy::shipped().categories()[0].category().clone(),
            track: Track::AnonymousTip,
        },
    };
    Entry::from(record.sign(officer)).to_line().into_bytes()
}

fn institution() -> Institution {
    Institution::parse("knab").expect("a slug")
}

fn today() -> Day {
    "2026-11-21".parse().expect("a day")
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

const APPENDS: usize = 300;
