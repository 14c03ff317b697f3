//! Trust anchors: the rules and keys that an auditor starts from. They come from elsewhere, never
//! from the ledger that is verified.
//!
//! Knows public keys and days. Never knows an entry.

use crate::keys::digest::DigestPrefix;
use crate::ledger::checkpoint::LogKey;
use crate::ledger::checkpoint::cosignature::Quorum;
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;

use super::rosters::Pin;

/// What an auditor goes by.
pub struct TrustAnchors<'a> {
    /// The rules that should hold now, with the days on which no deadline ends.
    pub policy: &'a Policy,
    /// SHA-256 of rules that this auditor took for right before: they held then.
    pub earlier_policies: &'a [[u8; 32]],
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
