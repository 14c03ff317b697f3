//! What the intake's ledger shows, checked against what it showed before (F18).
//!
//! ```text
//!   checkpoint ─▶ signed by the pinned key? ─▶ continues the one seen? ─no─▶ evidence
//!        │ yes
//!   new entries ─▶ are they in the tree? ─▶ own institution's lines kept ─▶ checkpoint kept
//! ```
//!
//! Keeps P7 from the officer's side: an intake that withholds, reorders, swaps or rewrites is
//! caught by the people whom it serves, not by auditors alone. The officers' lines are kept in
//! the clear (`entries`): they are what any auditor reads, and say nothing of a report.
//!
//! The order that matters on a crash: lines, then the checkpoint. Lines are kept by number, so
//! that reading some of them twice changes nothing.
//!
//! Knows entries and hashes. Never knows a report.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::Sha256;
use crate::ledger::checkpoint::continuity::{NotContinued, continues};
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::entry::{Entry, SignedRecord};
use crate::ledger::tree::TreeHash;
use crate::ledger::tree::proof::Tiles;
use crate::ledger::tree::tiles::{Bundle, HashTile, Resource};
use crate::officer::home::{OfficerHome, disk};
use crate::rules::roster::Institution;

/// Asks the intake for a resource; an error is one of the line, `None` is a refusal.
pub(in crate::officer) type MonitorFetch<'a> = &'a dyn Fn(Resource) -> io::Result<Option<Vec<u8>>>;

/// Own institution's entries, by number.
#[derive(Default)]
pub(in crate::officer) struct Lines(BTreeMap<u64, String>);

/// What the intake did.
#[derive(Debug)]
pub(in crate::officer) enum Cheat {
    /// It signed two histories, or does not continue the one seen.
    Parted(NotContinued),
    /// It does not give what it signed.
    Withheld(Resource),
    /// The entry that it gives is not the one in the tree.
    Swapped(u64),
    /// Not a checkpoint, or not signed by the pinned key.
    BadCheckpoint,
}

/// Why the ledger was not read.
pub(in crate::officer) enum NotRead {
    /// The line or the disk; nobody is to blame.
    Failed(Failure),
    Cheated(Cheat),
}

/// Reads what is new. What was checked is kept, whatever comes after.
pub(in crate::officer) fn watch(
    home: &OfficerHome,
    log: &LogKey,
    institution: &Institution,
    fetch: MonitorFetch<'_>,
) -> Result<Lines, NotRead> {
    let mut lines = Lines::read(home)?;
    let seen = seen(home, log)?;
    let served = get(fetch, Resource::Checkpoint)?;
    let served =
        Checkpoint::parse(&served, log).map_err(|_| NotRead::Cheated(Cheat::BadCheckpoint))?;
    let from = seen.as_ref().map_or(0, |seen| seen.head().size);
    let served_tiles = ServedTiles::new(fetch);
    let read = |tile| served_tiles.read(tile);
    if let Some(seen) = &seen {
        let compared = continues(seen, &served, &read);
        served_tiles.trouble()?;
        compared.map_err(|parted| NotRead::Cheated(Cheat::Parted(parted)))?;
    }
    let tiles = Tiles::new(served.head(), &read);
    for bundle in Bundle::covering(from, served.head().size) {
        let bytes = get(fetch, Resource::Entries(bundle))?;
        let withheld = NotRead::Cheated(Cheat::Withheld(Resource::Entries(bundle)));
        let Ok(entries) = bundle.split(&bytes) else {
            return Err(withheld);
        };
        for (number, line) in (bundle.start()..).zip(entries) {
            let leaf = tiles.leaf(number);
            served_tiles.trouble()?;
            let leaf = leaf.map_err(|_| NotRead::Cheated(Cheat::Parted(NotContinued::Unproven)))?;
            if leaf != TreeHash::of_leaf(line) {
                return Err(NotRead::Cheated(Cheat::Swapped(number)));
            }
            lines.take(number, line, institution);
        }
    }
    lines.keep(home)?;
    keep_checkpoint(home, &served)?;
    Ok(lines)
}

impl Lines {
    /// What was kept. A line that is no entry is left out: the next reading brings it again.
    pub(in crate::officer) fn read(home: &OfficerHome) -> Result<Self, Failure> {
        let text = match read_small(&home.root().path().join(ENTRIES), ENTRIES_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(disk(home.root().path(), &error)),
        };
        let text = String::from_utf8_lossy(&text);
        let numbered = text.lines().filter_map(|line| {
            let (number, line) = line.split_once(' ')?;
            Some((number.parse().ok()?, line.to_owned()))
        });
        Ok(Self(numbered.collect()))
    }

    /// The entries, in the ledger's order.
    pub(in crate::officer) fn entries(&self) -> impl Iterator<Item = (u64, Entry)> {
        let parsed =
            |(number, line): (&u64, &String)| Some((*number, Entry::parse(line.as_bytes()).ok()?));
        self.0.iter().filter_map(parsed)
    }

    /// An officer's entry by its number.
    pub(in crate::officer) fn recorded(&self, number: u64) -> Option<SignedRecord> {
        match Entry::parse(self.0.get(&number)?.as_bytes()) {
            Ok(Entry::Recorded(recorded)) => Some(recorded),
            _ => None,
        }
    }

    fn take(&mut self, number: u64, line: &[u8], institution: &Institution) {
        let entry = Entry::parse(line);
        let own = entry.is_ok_and(|entry| entry.institution() == Some(institution));
        if own && let Ok(line) = std::str::from_utf8(line) {
            self.0.insert(number, line.to_owned());
        }
    }

    fn keep(&self, home: &OfficerHome) -> Result<(), Failure> {
        let mut lines = String::new();
        for (number, line) in &self.0 {
            lines.extend([&number.to_string(), " ", line, "\n"]);
        }
        let kept = home.root().replace(ENTRIES, lines.as_bytes());
        kept.map_err(|error| disk(home.root().path(), &error))
    }
}

/// Tiles of the served tree, each asked for once.
struct ServedTiles<'a> {
    fetch: MonitorFetch<'a>,
    read: RefCell<HashMap<HashTile, Option<Vec<u8>>>>,
    trouble: RefCell<Option<io::Error>>,
}

impl<'a> ServedTiles<'a> {
    fn new(fetch: MonitorFetch<'a>) -> Self {
        Self {
            fetch,
            read: RefCell::default(),
            trouble: RefCell::default(),
        }
    }

    fn read(&self, tile: HashTile) -> Option<Vec<u8>> {
        if let Some(bytes) = self.read.borrow().get(&tile) {
            return bytes.clone();
        }
        let bytes = (self.fetch)(Resource::Tile(tile)).unwrap_or_else(|error| {
            self.trouble.borrow_mut().get_or_insert(error);
            None
        });
        self.read.borrow_mut().insert(tile, bytes.clone());
        bytes
    }

    /// A broken line is not the intake's doing.
    fn trouble(&self) -> Result<(), NotRead> {
        match self.trouble.borrow_mut().take() {
            Some(error) => Err(broken(&error)),
            None => Ok(()),
        }
    }
}

/// The checkpoint seen last. Without it nothing could be compared, so a damaged one ends this.
fn seen(home: &OfficerHome, log: &LogKey) -> Result<Option<Checkpoint>, Failure> {
    let path = home.root().path().join(CHECKPOINT);
    let bytes = match read_small(&path, Resource::Checkpoint.length_max()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk(&path, &error)),
    };
    let damaged = Failure::refused("officer-checkpoint-damaged").with("path", path.display());
    Checkpoint::parse(&bytes, log)
        .map(Some)
        .map_err(|_| damaged)
}

fn keep_checkpoint(home: &OfficerHome, checkpoint: &Checkpoint) -> Result<(), Failure> {
    let kept = home.root().replace(CHECKPOINT, &checkpoint.to_bytes());
    kept.map_err(|error| disk(home.root().path(), &error))
}

fn get(fetch: MonitorFetch<'_>, what: Resource) -> Result<Vec<u8>, NotRead> {
    let bytes = fetch(what).map_err(|error| broken(&error))?;
    bytes.ok_or(NotRead::Cheated(Cheat::Withheld(what)))
}

fn broken(error: &io::Error) -> NotRead {
    NotRead::Failed(Failure::refused("officer-ledger-unread").with("why", error))
}

impl Cheat {
    /// The line that says it; a proof, if there is one, is kept first.
    pub(in crate::officer) fn failure(self, home: &OfficerHome) -> Failure {
        match self {
            Self::Parted(NotContinued::Convicted(evidence)) => {
                let json = evidence.to_json();
                let named = hex::encode(Sha256::truncated::<4>(json.as_bytes()));
                let path = PathBuf::from(format!("evidence-{named}.json"));
                let kept = home
                    .root()
                    .replace(&path.to_string_lossy(), json.as_bytes());
                if let Err(error) = kept {
                    return disk(home.root().path(), &error);
                }
                let path = home.root().path().join(path);
                Failure::refused("officer-ledger-rewritten").with("path", path.display())
            }
            Self::Parted(NotContinued::RolledBack { seen, served }) => {
                Failure::refused("officer-ledger-rolled-back")
                    .with("seen", seen)
                    .with("served", served)
            }
            Self::Parted(NotContinued::Unproven) => Failure::refused("officer-ledger-unproven"),
            Self::Withheld(what) => Failure::refused("officer-ledger-withheld").with("what", what),
            Self::Swapped(number) => {
                Failure::refused("officer-ledger-swapped").with("number", number)
            }
            Self::BadCheckpoint => Failure::refused("officer-ledger-not-signed"),
        }
    }
}

impl From<Failure> for NotRead {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

const CHECKPOINT: &str = "checkpoint";
const ENTRIES: &str = "entries";

/// Bytes: a hundred thousand entries of one institution.
const ENTRIES_MAX: usize = 64 * 1024 * 1024;
