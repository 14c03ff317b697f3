//! Trust anchors: the rules and keys that an auditor starts from. They come from elsewhere, never
//! from the ledger that is verified.
//!
//! Knows public keys and days. Never knows an entry.

use crate::keys::digest::DigestPrefix;
use crate::ledger::checkpoint::LogKey;
use crate::ledger::checkpoint::cosignature::Quorum;
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;

use super::rosters::Pin;

/// What an auditor goes by.
pub struct TrustAnchors<'a> {
    /// By which deadlines are counted.
    pub policy: &'a Policy,
    /// Days on which no deadline ends.
    pub calendar: &'a Calendar,
    /// Whose signature a checkpoint must carry.
    pub log: &'a LogKey,
    /// Witnesses without whose cosignatures a checkpoint is not trusted.
    pub quorum: &'a Quorum,
    /// Institutions' keys that the auditor knows from elsewhere; others are taken as first seen.
    pub pins: &'a [Pin],
    /// Items that someone holds a receipt for.
    pub expected: &'a [DigestPrefix],
    /// Deadlines up to the day before are over.
    pub today: Day,
}
