//! Records that do not open, as the operator is told of them.
//!
//! Random names only: nothing here says who sent what, or which mailbox belongs to which report.

use std::fmt;

use crate::store::engine::keyspace::{Key, Keyspace};

/// A record that does not open under its key: the disk changed it, or somebody did.
pub struct DamagedRecord {
    /// What it was before.
    pub kind: DamagedKind,
    /// Whose report it is; none for what belongs to nobody by name.
    pub institution: Option<String>,
    /// The operator knows, and has chosen to go on without it.
    pub is_given_up: bool,
    pub(in crate::store) head: Key,
}

/// How much of what was kept can't be found any more: the engine's log ends where it is damaged,
/// and what was written behind that place is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LostRecords {
    /// Reports and additions.
    pub reports: u64,
    /// Replies, and pieces of their files.
    pub replies: u64,
    /// What codes open, and what only looks like it.
    pub access: u64,
    /// Entries of the ledger.
    pub entries: u64,
}

/// What kind of record it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DamagedKind {
    /// A sealed report: its ciphertext or its header.
    Report,
    /// A sealed reply in a mailbox.
    Reply,
    /// What a code opens.
    Access,
}

impl fmt::Display for LostRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            reports,
            replies,
            access,
            entries,
        } = self;
        write!(
            f,
            "reports\t{reports}\nreplies\t{replies}\ncodes\t{access}\nledger entries\t{entries}"
        )
    }
}

impl DamagedKind {
    pub(in crate::store) fn of(kind: Keyspace) -> Self {
        match kind {
            Keyspace::Headers => Self::Report,
            Keyspace::Replies => Self::Reply,
            _ => Self::Access,
        }
    }
}

impl fmt::Display for DamagedRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            DamagedKind::Report => "report",
            DamagedKind::Reply => "reply",
            DamagedKind::Access => "code",
        };
        let institution = self.institution.as_deref().unwrap_or("-");
        // The end is random in each kind; the start of a reply's is its mailbox.
        let name = hex::encode(self.head.as_bytes());
        let end = name.len().saturating_sub(NAME);
        write!(f, "{kind}\t{institution}\t{}", &name[end..])
    }
}

/// Hexadecimal digits.
const NAME: usize = 16;
