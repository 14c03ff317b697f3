//! What this officer's tool remembers of the ledger (`items.json`).
//!
//! ```text
//!   item ─▶ read here? to be rejected? waiting for the day's batch? which case?
//!   case ─▶ acknowledged?
//! ```
//!
//! A case's number is drawn here and written down *before* it is posted: whatever breaks in
//! between, the next try opens the same case. Everything else could be asked for again.
//!
//! Knows digests and case numbers, as the ledger does. Never knows a report.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::{ReportDigest, Sha256};
use crate::ledger::entry::CaseNumber;
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::officer::home::{OfficerHome, disk};
use crate::rules::calendar::Day;

/// The whole file.
#[derive(Default)]
pub(in crate::officer) struct ItemStates {
    items: BTreeMap<ReportDigest, ItemState>,
    acknowledged: BTreeSet<CaseNumber>,
    /// What `read` showed here, whatever the ledger says of it.
    shown: BTreeSet<ReportDigest>,
    /// How many reports did not open on the server when it was asked last.
    damaged_there: u64,
}

/// One item.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::officer) struct ItemState {
    /// Someone read it here, and it is for this officer to record.
    pub read: bool,
    /// It was said once that it waits for the day's batch.
    pub waits: bool,
    /// To be rejected, or rejected.
    pub rejection: Option<RejectionReason>,
    /// The case that it opens or belongs to.
    pub case: Option<CaseNumber>,
    /// The ledger accounts for it: nothing is left to record.
    pub settled: bool,
    /// The day on which it was first looked for in the ledger.
    pub seen: Option<Day>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemStatesFile {
    items: BTreeMap<String, WrittenItemState>,
    acknowledged: Vec<String>,
    shown: Vec<String>,
    damaged_there: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenItemState {
    read: bool,
    waits: bool,
    rejection: Option<String>,
    case: Option<String>,
    settled: bool,
    seen: Option<Day>,
}

impl ItemStates {
    /// Reads the file; none is an empty one.
    pub(in crate::officer) fn read(home: &OfficerHome) -> Result<Self, Failure> {
        let path = home.root().path().join(FILE);
        let bytes = match read_small(&path, FILE_MAX) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(disk(&path, &error)),
        };
        let read = whole(&bytes).and_then(|json| {
            let written = serde_json::from_slice(json).ok();
            written.as_ref().and_then(Self::parse)
        });
        read.ok_or_else(|| Failure::refused("officer-items-damaged").with("path", path.display()))
    }

    fn parse(written: &ItemStatesFile) -> Option<Self> {
        let item = |(name, state): (&String, &WrittenItemState)| {
            let rejection = state.rejection.as_deref().map(RejectionReason::parse);
            let case = state.case.as_deref().map(CaseNumber::parse);
            let state = ItemState {
                read: state.read,
                waits: state.waits,
                rejection: rejection.map_or(Some(None), |parsed| parsed.map(Some))?,
                case: case.map_or(Some(None), |parsed| parsed.map(Some))?,
                settled: state.settled,
                seen: state.seen,
            };
            Some((ReportDigest::parse(name)?, state))
        };
        let acknowledged = written.acknowledged.iter();
        Some(Self {
            items: written.items.iter().map(item).collect::<Option<_>>()?,
            acknowledged: acknowledged
                .map(|case| CaseNumber::parse(case))
                .collect::<Option<_>>()?,
            shown: written
                .shown
                .iter()
                .map(|item| ReportDigest::parse(item))
                .collect::<Option<_>>()?,
            damaged_there: written.damaged_there,
        })
    }

    /// On stable storage when this returns.
    pub(in crate::officer) fn keep(&self, home: &OfficerHome) -> Result<(), Failure> {
        let item = |(item, state): (&ReportDigest, &ItemState)| {
            let written = WrittenItemState {
                read: state.read,
                waits: state.waits,
                rejection: state.rejection.map(|reason| reason.to_string()),
                case: state.case.map(|case| case.to_string()),
                settled: state.settled,
                seen: state.seen,
            };
            (hex::encode(item.as_bytes()), written)
        };
        let written = ItemStatesFile {
            items: self.items.iter().map(item).collect(),
            acknowledged: self.acknowledged.iter().map(ToString::to_string).collect(),
            shown: self
                .shown
                .iter()
                .map(|item| hex::encode(item.as_bytes()))
                .collect(),
            damaged_there: self.damaged_there,
        };
        let mut json = serde_json::to_vec_pretty(&written).expect("strings and numbers");
        let check = hex::encode(Sha256::of(&json));
        json.extend_from_slice(b"\n");
        json.extend_from_slice(check.as_bytes());
        let kept = home.root().replace(FILE, &json);
        kept.map_err(|error| disk(home.root().path(), &error))
    }

    pub(in crate::officer) fn of(&self, item: &ReportDigest) -> ItemState {
        self.items.get(item).copied().unwrap_or_default()
    }

    /// Changes what is remembered of an item; says whether that changed anything.
    pub(in crate::officer) fn note(
        &mut self,
        item: ReportDigest,
        change: impl FnOnce(&mut ItemState),
    ) -> bool {
        let before = self.of(&item);
        let mut state = before;
        change(&mut state);
        self.items.insert(item, state);
        state != before
    }

    /// What someone decided to reject, and the ledger does not say so yet.
    pub(in crate::officer) fn to_be_rejected(&self) -> Vec<(ReportDigest, RejectionReason)> {
        let waiting = self.items.iter().filter(|(_, state)| !state.settled);
        let rejected = waiting.filter_map(|(item, state)| Some((*item, state.rejection?)));
        rejected.collect()
    }

    pub(in crate::officer) fn is_shown(&self, item: &ReportDigest) -> bool {
        self.shown.contains(item)
    }

    /// Says whether that is new.
    pub(in crate::officer) fn note_shown(&mut self, item: ReportDigest) -> bool {
        self.shown.insert(item)
    }

    /// How many reports did not open on the server when it was asked last.
    pub(in crate::officer) fn damaged_there(&self) -> u64 {
        self.damaged_there
    }

    /// Says whether that is new.
    pub(in crate::officer) fn note_damaged_there(&mut self, count: u64) -> bool {
        std::mem::replace(&mut self.damaged_there, count) != count
    }

    pub(in crate::officer) fn is_acknowledged(&self, case: CaseNumber) -> bool {
        self.acknowledged.contains(&case)
    }

    pub(in crate::officer) fn note_acknowledged(&mut self, case: CaseNumber) {
        self.acknowledged.insert(case);
    }
}

/// The JSON, if it is followed by its SHA-256: what the disk changed is not believed.
fn whole(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.len().checked_sub(CHECK_LENGTH)?;
    let (json, check) = bytes.split_at_checked(end)?;
    (check.strip_prefix(b"\n")? == hex::encode(Sha256::of(json)).as_bytes()).then_some(json)
}

const FILE: &str = "items.json";

/// Bytes: a line break, and a digest in hex.
const CHECK_LENGTH: usize = 1 + 64;

/// Bytes; an item takes about 250.
const FILE_MAX: usize = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_back_and_a_damaged_file_ends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let mut states = ItemStates::read(&home).expect("none yet");
        let (item, case) = (
            ReportDigest::from_bytes([7; 32]),
            CaseNumber::from_bytes([1; 8]),
        );
        assert!(states.note(item, |state| state.case = Some(case)));
        assert!(!states.note(item, |state| state.case = Some(case)));
        states.note(ReportDigest::from_bytes([8; 32]), |state| {
            state.rejection = Some(RejectionReason::Spam);
        });
        states.note_acknowledged(case);
        assert!(states.note_shown(item) && !states.note_shown(item));
        states.keep(&home).expect("kept");
        let read = ItemStates::read(&home).expect("as written");
        assert_eq!(read.of(&item), states.of(&item));
        let other = read.of(&ReportDigest::from_bytes([8; 32]));
        assert_eq!(other.rejection, Some(RejectionReason::Spam));
        assert!(read.is_acknowledged(case));
        let unseen = ReportDigest::from_bytes([8; 32]);
        assert!(read.is_shown(&item) && !read.is_shown(&unseen));

        let path = home.root().path().join(FILE);
        let text = std::fs::read_to_string(&path).expect("there");
        // A day later, and valid JSON still.
        for (said, other) in [("spam", "duplicate"), ("\"case\"", "\"Case\""), ("]", "")] {
            assert!(text.contains(said), "{said}");
            std::fs::write(&path, text.replace(said, other)).expect("written");
            assert!(ItemStates::read(&home).is_err(), "{said}");
        }
    }
}
