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
