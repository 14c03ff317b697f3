//! What an auditor goes by: rules and keys from elsewhere, never from the ledger that is verified.
//!
//! Knows public keys and days. Never knows an entry.

use crate::keys::digest::ReportDigest;
use crate::ledger::checkpoint::LogKey;
use crate::ledger::checkpoint::witness::Quorum;
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;

use super::rosters::Pin;

/// What an auditor goes by.
pub struct AuditTerms<'a> {
    pub policy: &'a Policy,
    pub calendar: &'a Calendar,
    pub log: &'a LogKey,
    /// Witnesses without whose cosignatures a checkpoint is not trusted.
    pub quorum: &'a Quorum,
    /// Institutions' keys that the auditor knows from elsewhere; others are taken as first seen.
    pub pins: &'a [Pin],
    /// Items that someone holds a receipt for.
    pub expected: &'a [ReportDigest],
    pub today: Day,
}
