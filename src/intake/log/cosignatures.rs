//! Cosignatures of witnesses, taken and kept.
//!
//! Keeps its part of P7: whoever is shown this ledger sees which heads others were shown. In
//! [tlog-witness](https://c2sp.org/tlog-witness) the log asks its witnesses. This server asks
//! nobody: its sandbox lets no connection out. So witnesses come by, prove by hash tiles what that
//! protocol proves by a request, and leave the same line.
//!
//! Of each auditor of a roster in force the newest head is kept, under the auditor's key, on stable
//! storage before it is served. Knows heads and public keys. Never knows whom a reader believes.

use std::collections::BTreeMap;
use std::fmt;

use super::ledger_trouble::LedgerTrouble;
use crate::keys::signature::VerifyingKey;
use crate::ledger::checkpoint::cosignature::Cosigned;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::net::http_signature::KeyId;
use crate::rules::roster::{Auditor, Roster};
use crate::store::Store;

/// Why a cosignature is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CosignatureRefused {
    /// Not a head of this log that the sender cosigned.
    NotCosigned,
    /// The sender has left one of a larger head, or of a later day.
    Older,
}

/// The head first: a larger one says more than a later day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Age {
    size: u64,
    day: crate::rules::calendar::Day,
}

impl Age {
    pub(super) fn of(cosigned: &Cosigned) -> Self {
        Self {
            size: cosigned.checkpoint.head().size,
            day: cosigned.day,
        }
    }
}

/// What is kept of the auditors of these rosters.
pub(super) async fn kept(
    store: &Store,
    log: &LogKey,
    rosters: impl Iterator<Item = &Roster>,
) -> Result<BTreeMap<[u8; 8], Cosigned>, LedgerTrouble> {
    let mut kept = BTreeMap::new();
    for key in rosters.flat_map(Roster::auditors).map(Auditor::signing) {
        let id = *KeyId::of(key).as_bytes();
        let note = store.note(&name(id)).await?;
        if let Some(cosigned) = note.and_then(|note| read(&note, log, key)) {
            kept.insert(id, cosigned);
        }
    }
    Ok(kept)
}

/// A note that the log signed and this key cosigned, with no other line.
pub(super) fn read(note: &[u8], log: &LogKey, key: &VerifyingKey) -> Option<Cosigned> {
    let checkpoint = Checkpoint::parse(note, log).ok()?;
    checkpoint.cosigned_by(key)
}

/// The note that keeps it.
pub(super) fn name(key: [u8; 8]) -> String {
    format!("ledger/cosigned/{}", hex::encode(key))
}

impl CosignatureRefused {
    /// The protocol's word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotCosigned => "not-cosigned",
            Self::Older => "older",
        }
    }
}

impl fmt::Display for CosignatureRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotCosigned => "not a head of this log that the sender cosigned",
            Self::Older => "the sender has left a cosignature of a larger head or a later day",
        })
    }
}

impl std::error::Error for CosignatureRefused {}
