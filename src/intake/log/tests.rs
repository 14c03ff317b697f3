//! Crashes between any two steps, and what a disk may bring back.

use std::collections::{BTreeSet, HashMap};
use std::future::poll_fn;
use std::ops::RangeInclusive;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::*;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::vocabulary::Track;
use crate::ledger::entry::{CaseNumber, OfficerEvent, Record};
use crate::ledger::tree::proof::Tiles;
use crate::ledger::tree::tiles::{Bundle, HashTile, Resource, RosterPart};
use crate::officer::roster::institution_secret_key::InstitutionSecret;
use crate::rules::policy::Policy;
use crate::rules::roster::tests::{RECIPIENTS, head, officer, secret, signed};
use crate::store::{Fault, Header};

/// An intake's disk, and who is in its roster.
struct Disk {
    folder: tempfile::TempDir,
    institution: InstitutionSecret,
    officer: SigningKey,
    log: SigningKey,
    version: u32,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Store::create(&folder.path().join("store")).unwrap();
        Self {
            folder,
            institution: secret(),
            officer: SigningKey::random(),
            log: SigningKey::random(),
            version: 1,
        }
    }

    fn store(&self) -> Store {
        Store::open(&self.folder.path().join("store")).unwrap()
    }

    fn roster(&self) -> Roster {
        self.roster_by(&self.institution)
    }

    fn roster_by(&self, institution: &InstitutionSecret) -> Roster {
        let officer = officer("Anna", RECIPIENTS[0], &self.officer.public().to_string());
        signed(&(head("knab", self.version) + &officer), institution)
    }

    async fn try_open(
        &self,
        roster: Roster,
        today: &str,
    ) -> Result<(Sequencer, bool), LedgerTrouble> {
        let store = self.store();
        let key = SigningKey::parse(&self.log.expose()).unwrap();
        let seal = Seal::new(&store.instance().id, key);
        let (pack, today) = (CountryPack::shipped(), day(today));
        let opened = Sequencer::open(store, seal, pack, &[roster], today).await;
        opened.map(|(sequencer, changed)| (sequencer, !changed.is_empty()))
    }

    async fn open(&self, today: &str) -> Arc<Sequencer> {
        Arc::new(self.try_open(self.roster(), today).await.unwrap().0)
    }

    /// Why it does not open.
    async fn trouble(&self, roster: Roster, today: &str) -> LedgerTrouble {
        match self.try_open(roster, today).await {
            Err(trouble) => trouble,
            Ok(_) => panic!("the ledger opened"),
        }
    }

    fn opened(&self, today: &str, item: ReportDigest) -> Vec<u8> {
        let record = Record {
            institution: knab(),
            day: day(today),
            event: OfficerEvent::Opened {
                case: CaseNumber::random(),
                item,
                category: Policy::shipped().categories()[0].category().clone(),
                track: Track::AnonymousTip,
            },
        };
        Entry::from(record.sign(&self.officer))
            .to_line()
            .into_bytes()
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn one_day(text: &str) -> RangeInclusive<Day> {
    day(text)..=day(text)
}

fn knab() -> Institution {
    Institution::parse("knab").unwrap()
}

/// As the intake keeps a report: the item and its waiting entry in one commit.
async fn receive(store: &Store, number: u32, today: &str) -> ReportDigest {
    let sealed = number.to_be_bytes();
    let entry = Entry::Received {
        institution: knab(),
        day: day(today),
        item: ReportDigest::of(&sealed),
    };
    keep(store, &sealed, entry.to_line()).await
}

async fn keep(store: &Store, sealed: &[u8], line: String) -> ReportDigest {
    let mut draft = store.begin();
    draft.append(sealed).await.unwrap();
    let header = Header {
        institution: knab(),
        day: day("2026-11-20"),
        item: ReportDigest::of(sealed),
        length: sealed.len() as u64,
    };
    let item = header.item;
    store.keep(draft, header, None, line).await.unwrap();
    item
}

async fn received(store: &Store, count: u32) -> Vec<ReportDigest> {
    let mut sent = Vec::new();
    for number in 0..count {
        sent.push(receive(store, number, "2026-11-20").await);
    }
    sent
}

/// Items in the order of the ledger.
async fn items(store: &Store) -> Vec<ReportDigest> {
    let size = store.ledger_size().await.unwrap();
    let mut items = Vec::new();
    for from in (0..size).step_by(1000) {
        for row in store.ledger_rows(from, size).await.unwrap() {
            if let Entry::Received { item, .. } = Entry::parse(row.as_bytes()).unwrap() {
                items.push(item);
            }
        }
    }
    items
}

async fn waiting(store: &Store) -> usize {
    store.pending(10_000).await.unwrap().len()
}

fn each_once(items: &[ReportDigest], expected: &[ReportDigest]) {
    let set: BTreeSet<_> = items.iter().collect();
    assert_eq!(set.len(), items.len(), "one was appended twice");
    assert_eq!(set, expected.iter().collect(), "one is missing or strange");
}

/// Polls a future so often, then drops it. Was it ready?
async fn polled(times: usize, future: impl Future) -> bool {
    let mut future = pin!(future);
    for _ in 0..times {
        let ready = poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready()));
        if ready.await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    false
}

#[tokio::test]
async fn a_batch_takes_days_gone_by_once_and_in_another_order() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let store = &sequencer.store;
    let mut sent = received(store, 40).await;
    let todays = receive(store, 40, "2026-11-21").await;
    sequencer.batch(day("2026-11-20"), 1).await.unwrap();
    assert_eq!(items(store).await, [], "the day is not over");
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    let appended = items(store).await;
    each_once(&appended, &sent);
    // 40 in the order of sending, or of their names, by chance: 1 in 10^47.
    assert_ne!(appended, sent);
    assert!(!appended.is_sorted());
    assert_eq!(waiting(store).await, 1);
    assert_eq!(sequencer.find(&todays).await.unwrap(), None);
    sequencer.batch(day("2026-11-22"), 1).await.unwrap();
    sent.push(todays);
    each_once(&items(store).await, &sent);
}

#[tokio::test]
async fn a_longer_period_is_kept_across_restarts() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    sequencer.batch(day("2026-11-20"), 7).await.unwrap();
    let sent = received(&sequencer.store, 1).await;
    drop(sequencer);
    let sequencer = disk.open("2026-11-26").await;
    sequencer.batch(day("2026-11-26"), 7).await.unwrap();
    assert_eq!(items(&sequencer.store).await, []);
    sequencer.batch(day("2026-11-27"), 7).await.unwrap();
    assert_eq!(items(&sequencer.store).await, sent);
}

/// I12: the process ends between keeping and appending, between two commits of a batch, and after.
#[tokio::test]
async fn a_crash_at_any_step_neither_loses_nor_doubles() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 1_200).await;
    drop(sequencer);
    let mut sizes = BTreeSet::new();
    for polls in 1.. {
        let sequencer = disk.open("2026-11-21").await;
        sizes.insert(sequencer.store.ledger_size().await.unwrap());
        // One poll more each time, then the process is gone.
        let done = polled(polls, sequencer.batch(day("2026-11-21"), 1)).await;
        if done {
            break;
        }
    }
    let sequencer = disk.open("2026-11-21").await;
    each_once(&items(&sequencer.store).await, &sent);
    assert_eq!(waiting(&sequencer.store).await, 0);
    // How many commits a number of polls makes depends on the machine; one crash at least came
    // early.
    assert!(sizes.len() > 1, "no crash came before the end: {sizes:?}");
}

/// A batch that is dropped between two polls: whether its commit happened, nobody knows then.
#[tokio::test]
async fn after_an_abandoned_batch_the_same_sequencer_shows_what_is_on_the_disk_and_goes_on() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let store = &sequencer.store;
    let sent = received(store, 600).await;
    // Each of its first waits, a commit among them; then to its end.
    for polls in [2, 3, 4, 5, 6, 200] {
        polled(polls, sequencer.batch(day("2026-11-21"), 1)).await;
    }
    assert_eq!(waiting(store).await, 0);
    each_once(&items(store).await, &sent);
    for item in &sent {
        assert!(sequencer.find(item).await.unwrap().is_some());
    }
    check_served(&sequencer, 602).await;
}

/// The other order of I12: appended already, and still waiting.
#[tokio::test]
async fn what_is_appended_and_waits_again_is_taken_away() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 1).await;
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    received(&sequencer.store, 1).await;
    assert_eq!(waiting(&sequencer.store).await, 1);
    drop(sequencer);
    let sequencer = disk.open("2026-11-22").await;
    sequencer.batch(day("2026-11-22"), 1).await.unwrap();
    assert_eq!(items(&sequencer.store).await, sent);
    assert_eq!(waiting(&sequencer.store).await, 0);
}

#[tokio::test]
async fn bytes_that_wait_already_are_refused_and_leave_nothing() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 1).await;
    let sealed = 0_u32.to_be_bytes();
    let mut copy = sequencer.store.begin();
    copy.append(&sealed).await.unwrap();
    let header = Header {
        institution: Institution::parse("cita").unwrap(),
        day: day("2026-11-20"),
        item: ReportDigest::of(&sealed),
        length: 4,
    };
    let kept = sequencer
        .store
        .keep(copy, header, None, "{}".to_owned())
        .await;
    assert!(matches!(kept, Err(Fault::Copied)), "{kept:?}");
    assert_eq!(waiting(&sequencer.store).await, 1);
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    assert_eq!(items(&sequencer.store).await, sent);
    assert_eq!(waiting(&sequencer.store).await, 0);
}

/// A client that hangs up while its entry is being appended.
#[tokio::test]
async fn an_abandoned_record_is_appended_or_not_and_the_next_one_fits() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 12).await;
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    for (polls, item) in sent.iter().enumerate() {
        let line = disk.opened("2026-11-21", *item);
        polled(polls % 4, sequencer.record(line, one_day("2026-11-21"))).await;
        // As after a commit that failed.
        if polls % 3 == 0 {
            sequencer.snapshot.withdraw();
        }
    }
    for item in &sent {
        let line = disk.opened("2026-11-21", *item);
        let recorded = sequencer.record(line, one_day("2026-11-21")).await.unwrap();
        let fits = matches!(recorded, Ok(_) | Err(InvalidEntry::AccountedTwice));
        assert!(fits, "{recorded:?}");
        let found = sequencer.find(item).await.unwrap().unwrap();
        assert!(found.is_accounted());
    }
    drop(sequencer);
    disk.open("2026-11-21").await;
}

#[tokio::test]
async fn records_in_parallel_take_their_places_one_by_one() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 30).await;
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    let tasks: Vec<_> = sent
        .iter()
        .map(|item| {
            let line = disk.opened("2026-11-21", *item);
            let sequencer = Arc::clone(&sequencer);
            tokio::spawn(async move { sequencer.record(line, one_day("2026-11-21")).await })
        })
        .collect();
    let mut places = BTreeSet::new();
    for task in tasks {
        places.insert(task.await.unwrap().unwrap().unwrap().index);
    }
    assert_eq!(places, (32..62).collect());
}

/// Everything that is served adds up to the checkpoint, across tiles of 256.
#[tokio::test]
async fn what_is_served_is_what_the_checkpoint_commits_to() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    received(&sequencer.store, 700).await;
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    check_served(&sequencer, 702).await;
    // Read again from the disk, then grown on.
    drop(sequencer);
    let sequencer = disk.open("2026-11-21").await;
    for number in 700..800 {
        receive(&sequencer.store, number, "2026-11-21").await;
    }
    sequencer.batch(day("2026-11-22"), 1).await.unwrap();
    check_served(&sequencer, 802).await;
}

async fn check_served(sequencer: &Sequencer, size: u64) {
    let served = sequencer
        .serve(Resource::Checkpoint)
        .await
        .unwrap()
        .unwrap();
    let head = Checkpoint::parse(&served, &sequencer.public())
        .unwrap()
        .head();
    assert_eq!(head.size, size);
    let mut tiles = HashMap::new();
    for tile in HashTile::all(size) {
        let bytes = sequencer.serve(Resource::Tile(tile)).await.unwrap();
        tiles.insert(tile, bytes.expect("a tile of the tree"));
        if let Some(wider) = HashTile::new(tile.level(), tile.index(), tile.width() + 1) {
            assert_eq!(sequencer.serve(Resource::Tile(wider)).await.unwrap(), None);
        }
    }
    let read = |tile| tiles.get(&tile).cloned();
    let proofs = Tiles::new(head, &read);
    for bundle in Bundle::covering(0, size) {
        let bytes = sequencer.serve(Resource::Entries(bundle)).await.unwrap();
        let bytes = bytes.expect("a bundle of the tree");
        for (index, line) in (bundle.start()..).zip(bundle.split(&bytes).unwrap()) {
            let proof = proofs.prove_inclusion(index).unwrap();
            let leaf = TreeHash::of_leaf(line);
            assert_eq!(proof.check(head, index, leaf), Ok(()), "{index}");
        }
    }
    let beyond = Bundle::new(size / 256, u16::try_from(size % 256).unwrap() + 1).unwrap();
    assert_eq!(
        sequencer.serve(Resource::Entries(beyond)).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn a_new_roster_is_an_entry_with_its_files_and_the_old_ones_stay() {
    let mut disk = Disk::new();
    let first = disk.roster().digest();
    for (today, new) in [("2026-11-20", true), ("2026-11-21", false)] {
        let (sequencer, changed) = disk.try_open(disk.roster(), today).await.unwrap();
        assert_eq!(changed, new);
        assert_eq!(sequencer.store.ledger_size().await.unwrap(), 2);
    }
    disk.version = 2;
    let new = secret();
    let trouble = disk.trouble(disk.roster_by(&new), "2026-11-22").await;
    assert!(matches!(trouble, LedgerTrouble::Pinned(_)), "{trouble}");

    let key = new.public().as_str().as_bytes();
    let handover = disk.institution.sign(key, "a test").unwrap();
    let handed = disk.roster_by(&new).with_handover(Some(handover));
    let second = handed.digest();
    let (sequencer, changed) = disk.try_open(handed, "2026-11-22").await.unwrap();
    assert!(changed);
    assert_eq!(sequencer.store.ledger_size().await.unwrap(), 3);
    for (digest, parts) in [(first, 3), (second, 4)] {
        for (number, part) in RosterPart::ALL.into_iter().enumerate() {
            let file = sequencer
                .serve(Resource::Roster(digest, part))
                .await
                .unwrap();
            assert_eq!(file.is_some(), number < parts, "{part:?}");
        }
    }
    drop(sequencer);
    // Read again from the disk, the chain of keys holds.
    let again = disk.try_open(disk.roster_by(&new), "2026-11-23").await;
    assert!(again.is_ok_and(|(_, changed)| !changed));
}

#[tokio::test]
async fn a_clock_that_went_back_is_told() {
    let mut disk = Disk::new();
    drop(disk.open("2026-11-20").await);
    disk.version = 2;
    let trouble = disk.trouble(disk.roster(), "2026-11-19").await;
    let back = matches!(
        &trouble,
        LedgerTrouble::RosterRefused(_, InvalidEntry::BackDated { .. })
    );
    assert!(back && trouble.to_string().contains("clock"), "{trouble}");
    // Nothing of it stayed, not even the pin.
    disk.version = 1;
    disk.open("2026-11-20").await;
}

#[tokio::test]
async fn p7_the_head_is_signed_for_each_day_though_nothing_happened() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let log = sequencer.public();
    let newest = async |sequencer: &Sequencer| {
        let served = sequencer
            .serve(Resource::Checkpoint)
            .await
            .unwrap()
            .unwrap();
        let served = Checkpoint::parse(&served, &log).unwrap();
        (log.dated(&served).unwrap().to_string(), served.head())
    };
    let (dated, head) = newest(&sequencer).await;
    assert_eq!(dated, "2026-11-20");
    sequencer.affirm(day("2026-11-24")).await.unwrap();
    assert_eq!(newest(&sequencer).await, ("2026-11-24".to_owned(), head));
    // An entry of an earlier day, as each batch's, takes no day back.
    receive(&sequencer.store, 1, "2026-11-23").await;
    sequencer.batch(day("2026-11-24"), 1).await.unwrap();
    let (dated, grown) = newest(&sequencer).await;
    assert_eq!((dated.as_str(), grown.size), ("2026-11-24", head.size + 1));
    // Over a restart, too; and a clock that was ahead is put right.
    drop(sequencer);
    let sequencer = disk.open("2026-11-24").await;
    assert_eq!(newest(&sequencer).await.0, "2026-11-24");
    sequencer.turn_back(day("2026-11-22")).await.unwrap();
    sequencer.affirm(day("2026-11-22")).await.unwrap();
    assert_eq!(newest(&sequencer).await.0, "2026-11-22");
}

/// A disk that was changed behind the intake's back.
#[tokio::test]
async fn rows_that_are_not_those_of_the_checkpoint_are_refused() {
    let disk = Disk::new();
    drop(disk.open("2026-11-20").await);
    let planted = Entry::Received {
        institution: knab(),
        day: day("2026-11-20"),
        item: ReportDigest::of(b"planted"),
    };
    plant(&disk, &planted.to_line()).await;
    let trouble = disk.trouble(disk.roster(), "2026-11-20").await;
    let differs = matches!(trouble, LedgerTrouble::Differs { rows: 3, signed: 2 });
    assert!(differs, "{trouble}");
}

#[tokio::test]
async fn another_key_no_checkpoint_and_strange_rows_are_refused() {
    let mut disk = Disk::new();
    drop(disk.open("2026-11-20").await);
    let right = std::mem::replace(&mut disk.log, SigningKey::random());
    let trouble = disk.trouble(disk.roster(), "2026-11-20").await;
    assert!(
        matches!(trouble, LedgerTrouble::BadCheckpoint(_)),
        "{trouble}"
    );
    disk.log = right;
    drop(disk.open("2026-11-20").await);

    let disk = Disk::new();
    plant(&disk, r#"{"fact":"nonsense"}"#).await;
    let trouble = disk.trouble(disk.roster(), "2026-11-20").await;
    assert!(matches!(trouble, LedgerTrouble::NotAnEntry(0)), "{trouble}");

    let disk = Disk::new();
    let policy = Entry::Policy {
        day: day("2026-11-20"),
        digest: [7; 32],
    };
    plant(&disk, &policy.to_line()).await;
    let trouble = disk.trouble(disk.roster(), "2026-11-20").await;
    assert!(matches!(trouble, LedgerTrouble::NoCheckpoint), "{trouble}");
}

async fn plant(disk: &Disk, line: &str) {
    let row = LedgerRow::parse(line.as_bytes().to_vec()).unwrap();
    disk.store().append(vec![row], vec![]).await.unwrap();
}

#[tokio::test]
async fn something_unreadable_that_waits_is_told_and_keeps_nothing_else_back() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    keep(&sequencer.store, b"strange", "{}".to_owned()).await;
    let sent = received(&sequencer.store, 1).await;
    for _ in 0..2 {
        let batch = sequencer.batch(day("2026-11-21"), 1).await;
        let told = matches!(batch, Err(LedgerTrouble::PendingUnreadable));
        assert!(told, "{batch:?}");
        assert_eq!(items(&sequencer.store).await, sent);
    }
}

#[tokio::test]
async fn readers_are_answered_while_an_entry_waits_to_be_written() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 2).await;
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    let held = sequencer.store.hold_writer();
    let writing = tokio::spawn({
        let (sequencer, line) = (Arc::clone(&sequencer), disk.opened("2026-11-21", sent[0]));
        async move { sequencer.record(line, one_day("2026-11-21")).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let reading = async {
        let found = sequencer.find(&sent[0]).await.unwrap().unwrap();
        assert!(!found.is_accounted(), "not durable, so not shown");
        let account = sequencer.account(&knab(), &sent[1]).await.unwrap();
        assert!(account.is_some());
        check_served(&sequencer, 4).await;
    };
    let read = tokio::time::timeout(Duration::from_secs(2), reading).await;
    let was_writing = !writing.is_finished();
    drop(held);
    let recorded = writing.await.unwrap().unwrap();
    assert!(was_writing, "nothing was being written");
    assert!(read.is_ok(), "the readers waited behind the writer");
    assert_eq!(recorded.map(|recorded| recorded.index), Ok(4));
    let found = sequencer.find(&sent[0]).await.unwrap().unwrap();
    assert!(found.is_accounted());
    check_served(&sequencer, 5).await;
}

#[tokio::test]
async fn a_write_that_moved_nothing_does_not_make_the_ledger_be_read_again() {
    let disk = Disk::new();
    let sequencer = disk.open("2026-11-20").await;
    let sent = received(&sequencer.store, 2).await;
    sequencer.batch(day("2026-11-21"), 1).await.unwrap();
    let write = |item| sequencer.record(disk.opened("2026-11-21", item), one_day("2026-11-21"));

    sequencer.store.pretend_full(true);
    let refused = write(sent[0]).await;
    let full = matches!(refused, Err(LedgerTrouble::Store(Fault::Full)));
    assert!(full, "{refused:?}");
    sequencer.store.pretend_full(false);

    // A row that no checkpoint speaks for: who reads the ledger again refuses it.
    let row = LedgerRow::parse(b"{}".to_vec()).unwrap();
    sequencer.store.append(vec![row], vec![]).await.unwrap();
    let found = sequencer.find(&sent[0]).await.unwrap();
    assert!(found.is_some_and(|found| !found.is_accounted()));

    // Whose outcome nobody knows: then it is read again.
    let moved = write(sent[1]).await;
    let moved = matches!(moved, Err(LedgerTrouble::Store(Fault::LedgerMoved)));
    assert!(moved, "the row was not noticed");
    let trouble = sequencer.find(&sent[0]).await.unwrap_err();
    assert!(matches!(trouble, LedgerTrouble::NotAnEntry(4)), "{trouble}");
}
