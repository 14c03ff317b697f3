//! What this officer's tool remembers of the ledger (`accounts.json`).
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
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::CaseNumber;
use crate::ledger::entry::terms::RejectionReason;
use crate::officer::home::{OfficerHome, disk};
use crate::rules::calendar::Day;

/// The whole file.
#[derive(Default)]
pub(in crate::officer) struct Accounts {
    items: BTreeMap<ReportDigest, ItemMemory>,
    acknowledged: BTreeSet<CaseNumber>,
    /// What `read` showed here, whatever the ledger says of it.
    shown: BTreeSet<ReportDigest>,
}

/// One item.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::officer) struct ItemMemory {
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
struct AccountsFile {
    items: BTreeMap<String, WrittenAccount>,
    acknowledged: Vec<String>,
    shown: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAccount {
    read: bool,
    waits: bool,
    rejection: Option<String>,
    case: Option<String>,
    settled: bool,
    seen: Option<Day>,
}

impl Accounts {
    /// Reads the file; none is an empty one.
    pub(in crate::officer) fn read(home: &OfficerHome) -> Result<Self, Failure> {
        let path = home.root().path().join(FILE);
        let bytes = match read_small(&path, FILE_MAX) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(disk(&path, &error)),
        };
        let written = serde_json::from_slice(&bytes).ok();
        let read = written.as_ref().and_then(Self::parse);
        read.ok_or_else(|| {
            Failure::refused("officer-accounts-damaged").with("path", path.display())
        })
    }

    fn parse(written: &AccountsFile) -> Option<Self> {
        let item = |(name, account): (&String, &WrittenAccount)| {
            let rejection = account.rejection.as_deref().map(RejectionReason::parse);
            let case = account.case.as_deref().map(CaseNumber::parse);
            let account = ItemMemory {
                read: account.read,
                waits: account.waits,
                rejection: rejection.map_or(Some(None), |parsed| parsed.map(Some))?,
                case: case.map_or(Some(None), |parsed| parsed.map(Some))?,
                settled: account.settled,
                seen: account.seen,
            };
            Some((ReportDigest::parse(name)?, account))
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
        })
    }

    /// On stable storage when this returns.
    pub(in crate::officer) fn keep(&self, home: &OfficerHome) -> Result<(), Failure> {
        let item = |(item, account): (&ReportDigest, &ItemMemory)| {
            let written = WrittenAccount {
                read: account.read,
                waits: account.waits,
                rejection: account.rejection.map(|reason| reason.to_string()),
                case: account.case.map(|case| case.to_string()),
                settled: account.settled,
                seen: account.seen,
            };
            (hex::encode(item.as_bytes()), written)
        };
        let written = AccountsFile {
            items: self.items.iter().map(item).collect(),
            acknowledged: self.acknowledged.iter().map(ToString::to_string).collect(),
            shown: self
                .shown
                .iter()
                .map(|item| hex::encode(item.as_bytes()))
                .collect(),
        };
        let json = serde_json::to_vec_pretty(&written).expect("strings and truth values");
        let kept = home.root().replace(FILE, &json);
        kept.map_err(|error| disk(home.root().path(), &error))
    }

    pub(in crate::officer) fn of(&self, item: &ReportDigest) -> ItemMemory {
        self.items.get(item).copied().unwrap_or_default()
    }

    /// Changes what is remembered of an item; says whether that changed anything.
    pub(in crate::officer) fn note(
        &mut self,
        item: ReportDigest,
        change: impl FnOnce(&mut ItemMemory),
    ) -> bool {
        let before = self.of(&item);
        let mut account = before;
        change(&mut account);
        self.items.insert(item, account);
        account != before
    }

    /// What someone decided to reject, and the ledger does not say so yet.
    pub(in crate::officer) fn to_be_rejected(&self) -> Vec<(ReportDigest, RejectionReason)> {
        let waiting = self.items.iter().filter(|(_, account)| !account.settled);
        let rejected = waiting.filter_map(|(item, account)| Some((*item, account.rejection?)));
        rejected.collect()
    }

    pub(in crate::officer) fn is_shown(&self, item: &ReportDigest) -> bool {
        self.shown.contains(item)
    }

    /// Says whether that is new.
    pub(in crate::officer) fn note_shown(&mut self, item: ReportDigest) -> bool {
        self.shown.insert(item)
    }

    pub(in crate::officer) fn is_acknowledged(&self, case: CaseNumber) -> bool {
        self.acknowledged.contains(&case)
    }

    pub(in crate::officer) fn note_acknowledged(&mut self, case: CaseNumber) {
        self.acknowledged.insert(case);
    }
}

const FILE: &str = "accounts.json";

/// Bytes; an item takes about 250.
const FILE_MAX: usize = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_back_and_a_damaged_file_ends_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let mut accounts = Accounts::read(&home).expect("none yet");
        let (item, case) = (
            ReportDigest::from_bytes([7; 32]),
            CaseNumber::from_bytes([1; 8]),
        );
        assert!(accounts.note(item, |account| account.case = Some(case)));
        assert!(!accounts.note(item, |account| account.case = Some(case)));
        accounts.note(ReportDigest::from_bytes([8; 32]), |account| {
            account.rejection = Some(RejectionReason::Spam);
        });
        accounts.note_acknowledged(case);
        assert!(accounts.note_shown(item) && !accounts.note_shown(item));
        accounts.keep(&home).expect("kept");
        let read = Accounts::read(&home).expect("as written");
        assert_eq!(read.of(&item), accounts.of(&item));
        let other = read.of(&ReportDigest::from_bytes([8; 32]));
        assert_eq!(other.rejection, Some(RejectionReason::Spam));
        assert!(read.is_acknowledged(case));
        let unseen = ReportDigest::from_bytes([8; 32]);
        assert!(read.is_shown(&item) && !read.is_shown(&unseen));

        let path = home.root().path().join(FILE);
        let text = std::fs::read_to_string(&path).expect("there");
        std::fs::write(&path, text.replace("spam", "spam ")).expect("written");
        assert!(Accounts::read(&home).is_err());
    }
}
