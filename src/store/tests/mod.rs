//! The store's rules, from inside its own crate: what strangers and crashes leave is made by hand
//! here.

mod at_rest;
mod braking;
mod damage;
mod expiry;
mod forgetting;
mod keeping;
mod ledger;
mod opening;
mod reading;
mod rebuild;

use std::fs;
use std::path::{Path, PathBuf};

use crate::keys::digest::ReportDigest;
use crate::keys::random::random_bytes;
use crate::report::mailbox::{AccessRecord, RepliesLocator, SealedReply, WriterTag};
use crate::report::receipt::Locator;
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

use super::engine::inventory::{Inventory, InventoryFile};
use super::{
    AccessChange, AccessDecoys, AccessMove, AtRest, DamagedRecord, ExpiryCutoff, Extension, Fault,
    FolderRefusal, Header, ItemTerm, ItemTerms, KeepOutcome, LedgerRow, ListedRecord, LostRecords,
    MailboxChange, MailboxRoom, RecordId, Renewed, Store, StoredTile,
};

struct Fixture {
    root: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Store::create(&root.path().join("store")).unwrap();
        Self { root }
    }

    fn at(&self) -> PathBuf {
        self.root.path().join("store")
    }

    fn open(&self) -> Store {
        Store::open(&self.at()).unwrap()
    }

    fn refusal(&self) -> FolderRefusal {
        match Store::open(&self.at()) {
            Err(Fault::Refused(refusal)) => refusal,
            Err(fault) => panic!("another fault: {fault}"),
            Ok(_) => panic!("it was opened"),
        }
    }

    /// That of the last commit.
    fn inventory(&self) -> Inventory {
        let file = InventoryFile::open(&self.at().join("live/tally")).unwrap();
        file.read().unwrap()
    }

    /// As if the machine had stopped.
    fn unsure(&self) {
        fs::write(self.at().join("state"), "open elsewhere\n").unwrap();
    }
}

/// No mailbox here comes near it.
const ROOMY: MailboxRoom = MailboxRoom {
    replies_max: 200,
    bytes_max: 1 << 30,
    known: None,
    by: WRITER,
    officers: Vec::new(),
};

const WRITER: WriterTag = WriterTag::from_bytes([7; 8]);

fn slug() -> Institution {
    Institution::parse("birojs").unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn locator(byte: u8) -> Locator {
    Locator::from_bytes([byte; 32])
}

fn record(text: &str) -> AccessRecord {
    AccessRecord::from_bytes(text.as_bytes().to_vec())
}

fn change(at: u8, was: &str, now: &str) -> AccessChange {
    AccessChange {
        at: locator(at),
        was: record(was),
        now: record(now),
    }
}

/// Moves the record `was`, which becomes `second`.
async fn moved(store: &Store, (from, was): (u8, &str), to: u8) -> Renewed {
    let step = AccessMove {
        decoys: AccessDecoys::default(),
        from: change(from, was, "closed"),
        to: locator(to),
        now: record("second"),
    };
    store.move_access(step, day("2026-11-21")).await.unwrap()
}

async fn found(store: &Store, at: u8) -> Option<String> {
    let found = store.find_access(locator(at)).await.unwrap();
    found.map(|record| String::from_utf8(record.as_bytes().to_vec()).unwrap())
}

fn header(sealed: &[u8]) -> Header {
    Header {
        institution: slug(),
        day: day("2026-11-21"),
        item: ReportDigest::from_bytes(random_bytes()),
        length: sealed.len() as u64,
    }
}

fn noise(length: usize, seed: u8) -> Vec<u8> {
    (seed..=255).chain(0..seed).cycle().take(length).collect()
}

async fn keep(
    store: &Store,
    sealed: &[u8],
    access: impl IntoIterator<Item = (Locator, AccessRecord)>,
) -> KeepOutcome {
    let mut draft = store.begin();
    for part in sealed.chunks(10_000) {
        draft.append(part).await.unwrap();
    }
    store
        .keep(draft, header(sealed), access, "{}".into())
        .await
        .unwrap()
}

async fn listed(store: &Store) -> Vec<ListedRecord> {
    store.list(&slug(), None, usize::MAX).await.unwrap().records
}

async fn whole(store: &Store, id: RecordId) -> Vec<u8> {
    let mut sealed = Vec::new();
    loop {
        let part = store.read(id, sealed.len() as u64, 70_001).await.unwrap();
        if part.is_empty() {
            return sealed;
        }
        sealed.extend_from_slice(&part);
    }
}

fn tree(at: &Path) -> Vec<PathBuf> {
    let mut found = vec![at.to_path_buf()];
    if at.is_dir() {
        for entry in fs::read_dir(at).unwrap() {
            found.extend(tree(&entry.unwrap().path()));
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
