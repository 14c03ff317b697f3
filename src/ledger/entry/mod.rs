//! Entries: one fact each, on one line.
//!
//! Keeps P7 (no report disappears) and, by what it has no words for, P1 and P2:
//! a closed list of facts, days instead of instants, no free text.
//! Knows facts, days and keys. Never knows what a report says or who wrote it.
//!
//! ```text
//!   {"fact":"received","institution":"knab","day":"2026-11-21","item":"5f…"}        by the intake
//!   {"fact":"acknowledged","institution":"knab","day":"2026-11-23","case":"c0…",
//!    "after":"9a…","key":"1f…","signature":"…"}                                      by an officer
//! ```
//!
//! There is one spelling of each entry: members in the order of `Entry::to_line`,
//! no spaces, no escapes. Reading writes the entry again and compares, so an unknown,
//! doubled, reordered or surplus member is refused without a rule of its own.
//!
//! A kind of entry is known by its `fact` alone: one that changes gets another word.
//!
//! An officer signs the line without its last member, `signature`. A step names in
//! `after` the leaf hash of the case's entry before it: a step can't be replayed, and
//! an entry that was dropped leaves a gap that nobody but its officer could close.

mod canonical;

/// What can happen to a case.
pub mod step;

/// The closed lists of words.
pub mod vocabulary;

use std::fmt;

use crate::keys::digest::{ReportDigest, Sha256};
use crate::keys::lower_hex;
use crate::keys::signature::{EntryDomain, Signature, VerifyingKey};
use crate::rules::calendar::Day;
use crate::rules::policy::Category;
use crate::rules::roster::{Institution, InstitutionKey, RosterDigest};

use super::entry::step::CaseStep;
use super::entry::vocabulary::{RejectionReason, Track};
use super::tree::TreeHash;

/// One fact in the ledger.
pub enum Entry {
    /// The intake keeps a sealed report.
    Received {
        /// Who received it.
        institution: Institution,
        /// The day of its batch.
        day: Day,
        /// SHA-256 of the sealed report.
        item: ReportDigest,
    },
    /// The intake works with this roster from here on.
    Roster {
        /// Whose roster it is.
        institution: Institution,
        /// From which it is in force.
        day: Day,
        /// Higher than that of the one before.
        version: u32,
        /// SHA-256 of the signed text.
        digest: RosterDigest,
        /// The institution's key that signed the roster file.
        key: MinisignKey,
    },
    /// The intake works with this policy from here on.
    Policy {
        /// From which it is in force.
        day: Day,
        /// SHA-256 of the file.
        digest: [u8; 32],
    },
    /// The intake's clock was ahead.
    Clock {
        /// From here on days count from this one again.
        day: Day,
        /// Up to which the entries before this one went.
        before: Day,
    },
    /// An officer says so.
    Recorded(SignedRecord),
}

/// What an officer records, before it is signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Whose case it is.
    pub institution: Institution,
    /// The day of recording.
    pub day: Day,
    /// What happened.
    pub event: OfficerEvent,
}

/// A record and its signature.
pub struct SignedRecord {
    pub(super) record: Record,
    pub(super) key: Fingerprint,
    pub(super) signature: Signature<EntryDomain>,
}

/// What officers can record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OfficerEvent {
    /// An item is no report.
    Rejected {
        /// SHA-256 of the sealed report.
        item: ReportDigest,
        /// Why it is none.
        reason: RejectionReason,
    },
    /// An item becomes a case.
    Opened {
        /// Drawn for it.
        case: CaseNumber,
        /// The report that it begins with.
        item: ReportDigest,
        /// Of the breach, by policy.
        category: Category,
        /// Which of the law's two it goes.
        track: Track,
    },
    /// A case goes on.
    Step {
        /// Which one goes on.
        case: CaseNumber,
        /// The leaf hash of the case's entry before this one.
        after: TreeHash,
        /// What happened.
        step: CaseStep,
    },
}

/// A case's random name: 8 bytes, 16 hexadecimal digits. Says nothing of order or number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber([u8; 8]);

/// The first 8 bytes of SHA-256 over a public key's 32: which roster key signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 8]);

/// An institution's minisign public key as its file writes it: 56 base64 characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MinisignKey(String);

/// Why a line is not an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnEntry {
    /// More than [`LINE_MAX`] bytes.
    TooLong,
    /// Not UTF-8, not one JSON object, a member that no entry has, or one twice.
    NotJson,
    /// A `fact` outside the list, on a day: perhaps of a kind that a newer program knows.
    UnknownFact,
    /// A member that this fact needs.
    Missing(&'static str),
    /// A member whose value breaks its rule.
    Malformed(&'static str),
    /// Right, but not spelled in the one way: spaces, order, surplus members, escapes.
    NotCanonical,
}

impl Entry {
    /// The day it speaks of.
    pub fn day(&self) -> Day {
        match self {
            Self::Received { day, .. }
            | Self::Roster { day, .. }
            | Self::Policy { day, .. }
            | Self::Clock { day, .. } => *day,
            Self::Recorded(recorded) => recorded.record.day,
        }
    }

    /// Whom it concerns; none for a policy and a clock, which hold for all.
    pub fn institution(&self) -> Option<&Institution> {
        match self {
            Self::Received { institution, .. } | Self::Roster { institution, .. } => {
                Some(institution)
            }
            Self::Policy { .. } | Self::Clock { .. } => None,
            Self::Recorded(recorded) => Some(&recorded.record.institution),
        }
    }
}

impl SignedRecord {
    /// What was recorded. Means nothing until [`Self::verify`] has passed.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Which key is said to have signed.
    pub fn key(&self) -> Fingerprint {
        self.key
    }
}

impl OfficerEvent {
    /// The case, if there is one.
    pub fn case(&self) -> Option<CaseNumber> {
        match self {
            Self::Rejected { .. } => None,
            Self::Opened { case, .. } | Self::Step { case, .. } => Some(*case),
        }
    }

    /// The item that this accounts for, if it does.
    pub fn item(&self) -> Option<ReportDigest> {
        match self {
            Self::Rejected { item, .. }
            | Self::Opened { item, .. }
            | Self::Step {
                step: CaseStep::Linked { item },
                ..
            } => Some(*item),
            Self::Step { .. } => None,
        }
    }

    /// The word in `fact`.
    pub fn fact(&self) -> &'static str {
        match self {
            Self::Rejected { .. } => "rejected",
            Self::Opened { .. } => "opened",
            Self::Step { step, .. } => step.fact(),
        }
    }
}

impl CaseNumber {
    /// From 8 random bytes.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// A fresh one.
    pub fn random() -> Self {
        Self(crate::keys::random::random_bytes())
    }

    /// From 16 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }
}

impl Fingerprint {
    /// Of a public key.
    pub fn of(key: &VerifyingKey) -> Self {
        Self(Sha256::truncated(key.as_bytes()))
    }

    /// From 16 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// The 8 bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl MinisignKey {
    /// Of an institution.
    pub fn of(key: &InstitutionKey) -> Self {
        Self(key.to_base64())
    }

    /// 56 characters of base64: 2 bytes of algorithm, 8 of key number, 32 of key.
    pub fn parse(text: &str) -> Option<Self> {
        use base64::prelude::{BASE64_STANDARD, Engine as _};
        let bytes = BASE64_STANDARD.decode(text).ok()?;
        (bytes.len() == 42).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<SignedRecord> for Entry {
    fn from(recorded: SignedRecord) -> Self {
        Self::Recorded(recorded)
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for MinisignKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotAnEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the entry is longer than {LINE_MAX} bytes"),
            Self::NotJson => f.write_str("the entry is not one JSON object with known members"),
            Self::UnknownFact => f.write_str("the entry states a fact that is not in the list"),
            Self::Missing(member) => write!(f, "the entry lacks “{member}”"),
            Self::Malformed(member) => write!(f, "the entry's “{member}” breaks its rule"),
            Self::NotCanonical => f.write_str("the entry is not spelled in the one canonical way"),
        }
    }
}

impl std::error::Error for NotAnEntry {}

/// The longest line, in bytes. The longest that officers can make is under 800.
pub const LINE_MAX: usize = 4096;
