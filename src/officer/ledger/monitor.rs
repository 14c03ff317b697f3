//! What the intake's ledger shows, checked against what it showed before (F18).
//!
//! ```text
//!   follow (checked) ─▶ own institution's lines kept ─▶ checkpoint kept
//! ```
//!
//! Keeps P7 from the officer's side: an intake that withholds, reorders, swaps or rewrites is
//! caught by the people whom it serves, not by auditors alone. The officers' lines are kept in
//! the clear (`entries`): they are what any auditor reads, and say nothing of a report.
//!
//! The order that matters on a crash: lines, their digest, then the checkpoint. Lines are kept by
//! number, so that reading some of them twice changes nothing. Lines whose digest does not fit (a
//! bad disk) are read again from the first: nobody is accused by what a disk changed.
//!
//! Knows entries and hashes. Never knows a report.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::Sha256;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::entry::{Entry, SignedRecord};
use crate::ledger::fold::LedgerFold;
use crate::ledger::follow::{Cheat, LedgerFetch, LedgerFollower, NotFollowed};
use crate::ledger::tree::tiles::Resource;
use crate::net::signed_client::NoAnswer;
use crate::officer::home::{OfficerHome, disk};
use crate::rules::roster::Institution;

/// Own institution's entries, by number.
#[derive(Default)]
pub(in crate::officer) struct Lines {
    lines: BTreeMap<u64, String>,
    /// They are not what was kept.
    is_damaged: bool,
}

/// Why the ledger was not read.
pub(in crate::officer) enum NotRead {
    /// The line or the disk; nobody is to blame.
    Failed(Failure),
    Cheated(Cheat),
}

/// Reads what is new, and says which head was served. What was checked is kept, whatever comes
/// after.
pub(in crate::officer) fn watch(
    home: &OfficerHome,
    log: &LogKey,
    institution: &Institution,
    fetch: LedgerFetch<'_>,
) -> Result<(Lines, Checkpoint), NotRead> {
    let mut lines = Lines::read(home)?;
    let seen = seen(home, log)?;
    let follower = LedgerFollower::new(log, fetch);
    let served = follower.checkpoint()?;
    let from = seen.as_ref().filter(|_| !lines.is_damaged);
    if let Some(seen) = seen.as_ref().filter(|_| lines.is_damaged) {
        follower.continues(seen, &served)?;
        lines = Lines::default();
    }
    follower.entries(from, &served, &mut |served| {
        for (number, line) in (served.bundle.start()..).zip(served.lines) {
            lines.take(number, line, institution);
        }
        Ok(())
    })?;
    lines.keep(home)?;
    keep_checkpoint(home, &served)?;
    Ok((lines, served))
}

impl Lines {
    /// What was kept. Of what is damaged, as much as can be read: the next reading brings all of it
    /// again.
    pub(in crate::officer) fn read(home: &OfficerHome) -> Result<Self, Failure> {
        let bytes = match read_small(&home.root().path().join(ENTRIES), ENTRIES_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(disk(home.root().path(), &error)),
        };
        let text = String::from_utf8_lossy(&bytes);
        let numbered = text.lines().filter_map(|line| {
            let (number, line) = line.split_once(' ')?;
            Some((number.parse().ok()?, line.to_owned()))
        });
        let sum = read_small(&home.root().path().join(ENTRIES_SUM), SUM_MAX).unwrap_or_default();
        Ok(Self {
            lines: numbered.collect(),
            is_damaged: !bytes.is_empty() && sum != sum_of(&bytes).as_bytes(),
        })
    }

    pub(in crate::officer) fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// The entries, in the ledger's order.
    pub(in crate::officer) fn entries(&self) -> impl Iterator<Item = (u64, Entry)> {
        let parsed =
            |(number, line): (&u64, &String)| Some((*number, Entry::parse(line.as_bytes()).ok()?));
        self.lines.iter().filter_map(parsed)
    }

    /// What they amount to.
    pub(in crate::officer) fn fold(&self) -> LedgerFold {
        let mut fold = LedgerFold::default();
        for (number, entry) in self.entries() {
            fold.take(number, &entry, entry.leaf());
        }
        fold
    }

    /// An officer's entry by its number.
    pub(in crate::officer) fn recorded(&self, number: u64) -> Option<SignedRecord> {
        match Entry::parse(self.lines.get(&number)?.as_bytes()) {
            Ok(Entry::Recorded(recorded)) => Some(recorded),
            _ => None,
        }
    }

    fn take(&mut self, number: u64, line: &[u8], institution: &Institution) {
        let entry = Entry::parse(line);
        let own = entry.is_ok_and(|entry| entry.institution() == Some(institution));
        if own && let Ok(line) = std::str::from_utf8(line) {
            self.lines.insert(number, line.to_owned());
        }
    }

    fn keep(&self, home: &OfficerHome) -> Result<(), Failure> {
        let mut lines = String::new();
        for (number, line) in &self.lines {
            lines.extend([&number.to_string(), " ", line, "\n"]);
        }
        let kept = home.root().replace(ENTRIES, lines.as_bytes());
        let sum = sum_of(lines.as_bytes());
        let kept = kept.and_then(|()| home.root().replace(ENTRIES_SUM, sum.as_bytes()));
        kept.map_err(|error| disk(home.root().path(), &error))
    }
}

fn sum_of(lines: &[u8]) -> String {
    hex::encode(Sha256::of(lines))
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

/// The line that says what the intake did; a proof, if there is one, is kept first.
pub(in crate::officer) fn said(cheat: Cheat, home: &OfficerHome) -> Failure {
    match cheat {
        Cheat::Parted(NotContinued::Convicted(evidence)) => {
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
        Cheat::Parted(NotContinued::RolledBack { seen, served }) => {
            Failure::refused("officer-ledger-rolled-back")
                .with("seen", seen)
                .with("served", served)
        }
        // No officer's tool asks how many witnesses there are.
        Cheat::Parted(NotContinued::Unproven) | Cheat::NotTheTree | Cheat::Unwitnessed(_) => {
            Failure::refused("officer-ledger-unproven")
        }
        Cheat::Withheld(what) => Failure::refused("officer-ledger-withheld").with("what", what),
        Cheat::Swapped(number) => Failure::refused("officer-ledger-swapped").with("number", number),
        Cheat::BadCheckpoint(_) => Failure::refused("officer-ledger-not-signed"),
    }
}

impl From<NotFollowed<io::Error>> for NotRead {
    fn from(why: NotFollowed<io::Error>) -> Self {
        match why {
            NotFollowed::Failed(error) => {
                let why = error.get_ref().and_then(|why| why.downcast_ref());
                Self::Failed(match why {
                    Some(NoAnswer::UnknownKey) => Failure::refused("officer-refused-key"),
                    _ => Failure::refused("officer-ledger-unread").with("why", error),
                })
            }
            NotFollowed::Cheated(cheat) => Self::Cheated(cheat),
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
const ENTRIES_SUM: &str = "entries.sum";

/// Bytes; SHA-256 in hex.
const SUM_MAX: usize = 64;

/// Bytes: a hundred thousand entries of one institution.
const ENTRIES_MAX: usize = 64 * 1024 * 1024;
