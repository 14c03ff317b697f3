//! Invalid entries: why an entry may not be appended.
//!
//! One list for the intake, which refuses, and for auditors, who report what was not refused.
//!
//! Knows rules. Never knows the ledger that they are applied to.

use std::fmt;

use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

use super::authority::{BadRosterEntry, NotAuthorised};
use crate::ledger::entry::NotAnEntry;
use crate::ledger::fold::lifecycle::CaseStage;

/// Why an entry may not be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidEntry {
    /// Not an entry at all.
    NotAnEntry(NotAnEntry),
    /// The key may not sign for this institution.
    NotAuthorised(NotAuthorised),
    /// The key did not sign this.
    NotSigned,
    /// The roster may not come into force.
    BadRoster(BadRosterEntry),
    /// Only officers' tools may post entries, and only officers' ones.
    NotForOfficers,
    /// It speaks of another day than today.
    NotToday,
    /// Its day is before that of an entry already there.
    BackDated {
        /// The newest day of the ledger.
        newest: Day,
    },
    /// It turns the clock back, and the newest entry is not of the day that it names, or not ahead.
    ClockNotAhead,
    /// Received for an institution that had no roster, so that nobody could seal to it.
    ReceivedForNobody,
    /// This item was received before.
    ReceivedTwice,
    /// The item has no `received` entry: it was hidden, or never was.
    NeverReceived,
    /// The item was sent to another institution.
    ItemOf(Institution),
    /// The item was accounted for before.
    AccountedTwice,
    /// There is a case of this number.
    CaseExists,
    /// There is no case of this number.
    NoSuchCase,
    /// The case is another institution's.
    CaseOf(Institution),
    /// The very same entry was recorded before.
    Replayed,
    /// It follows an older entry of the case than the newest: read again, record again.
    Stale,
    /// It follows an entry that is not in the ledger: one was dropped.
    Gap,
    /// The life cycle does not allow it.
    OutOfStep {
        /// The fact that the entry records.
        step: &'static str,
        /// Where its case is.
        stage: CaseStage,
    },
    /// The policy has no such category.
    UnknownCategory,
    /// Forwarded to the institution that it is at.
    ForwardedToItself,
    /// Feedback by an institution's own channel takes no longer than three months.
    NotExtendable,
}

impl InvalidEntry {
    /// Short name for reports: the id of its text after `finding-`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnEntry(_) => "not-an-entry",
            Self::NotAuthorised(NotAuthorised::NoRoster) => "no-roster",
            Self::NotAuthorised(NotAuthorised::UnknownKey) => "unknown-key",
            Self::NotAuthorised(NotAuthorised::RetiredKey) => "retired-key",
            Self::NotAuthorised(NotAuthorised::ForeignKey(_)) => "foreign-key",
            Self::NotSigned => "not-signed",
            Self::BadRoster(BadRosterEntry::FileUnknown) => "roster-unknown",
            Self::BadRoster(BadRosterEntry::NotTheFile) => "roster-differs",
            Self::BadRoster(BadRosterEntry::Backwards { .. }) => "roster-backwards",
            Self::BadRoster(BadRosterEntry::KeySwapped) => "key-swapped",
            Self::NotForOfficers => "not-for-officers",
            Self::NotToday => "not-today",
            Self::BackDated { .. } => "back-dated",
            Self::ClockNotAhead => "clock-not-ahead",
            Self::ReceivedForNobody => "received-for-nobody",
            Self::ReceivedTwice => "received-twice",
            Self::NeverReceived => "never-received",
            Self::ItemOf(_) => "someone-elses-item",
            Self::AccountedTwice => "accounted-twice",
            Self::CaseExists => "case-exists",
            Self::NoSuchCase => "no-such-case",
            Self::CaseOf(_) => "someone-elses-case",
            Self::Replayed => "replayed",
            Self::Stale => "stale",
            Self::Gap => "gap",
            Self::OutOfStep { .. } => "out-of-step",
            Self::UnknownCategory => "unknown-category",
            Self::ForwardedToItself => "forwarded-to-itself",
            Self::NotExtendable => "not-extendable",
        }
    }
}

impl fmt::Display for InvalidEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnEntry(why) => why.fmt(f),
            Self::NotAuthorised(why) => why.fmt(f),
            Self::NotSigned => f.write_str("the signature does not fit the key it names"),
            Self::BadRoster(why) => why.fmt(f),
            Self::NotForOfficers => f.write_str("only the intake makes entries of this kind"),
            Self::NotToday => f.write_str("the entry speaks of another day than today"),
            Self::BackDated { newest } => {
                write!(f, "the entry's day is before {newest}, the newest there")
            }
            Self::ClockNotAhead => {
                f.write_str("the clock is turned back, and was not ahead as the entry says")
            }
            Self::ReceivedForNobody => f.write_str("the institution had no roster to seal to"),
            Self::ReceivedTwice => f.write_str("this item was received before"),
            Self::NeverReceived => f.write_str("this item has no “received” entry"),
            Self::ItemOf(other) => write!(f, "this item was sent to {other}"),
            Self::AccountedTwice => f.write_str("this item was accounted for before"),
            Self::CaseExists => f.write_str("there is a case of this number"),
            Self::NoSuchCase => f.write_str("there is no case of this number"),
            Self::CaseOf(other) => write!(f, "the case is {other}'s"),
            Self::Replayed => f.write_str("the very same entry was recorded before"),
            Self::Stale => f.write_str("the case has a newer entry: read it, then record again"),
            Self::Gap => f.write_str("the case's entry before this one is not in the ledger"),
            Self::OutOfStep { step, stage } => write!(f, "“{step}” can't follow “{stage}”"),
            Self::UnknownCategory => f.write_str("the policy has no such category"),
            Self::ForwardedToItself => f.write_str("a case can't be forwarded to where it is"),
            Self::NotExtendable => {
                f.write_str("an institution's own channel gives feedback within three months")
            }
        }
    }
}

impl std::error::Error for InvalidEntry {}
