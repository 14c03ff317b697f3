//! Ledger trouble: what the operator is told when the ledger can't be kept.
//!
//! Never sent to a reporter or an officer, and holds no item and no case.

use std::fmt;

use crate::intake::log::last_holder::LeftClosed;
use crate::intake::log::roster_pin::NotAccepted;
use crate::intake::trusted_day::ClockDoubt;
use crate::ledger::checkpoint::BadCheckpoint;
use crate::ledger::entry::NotAnEntry;
use crate::ledger::validator::invalid_entry::InvalidEntry;
use crate::rules::pack::PackRefusal;
use crate::rules::roster::{Institution, RosterDigest};
use crate::store::Fault;

/// Why the ledger was not read, or not appended to.
#[derive(Debug)]
pub enum LedgerTrouble {
    /// The store failed.
    Store(Fault),
    /// The row with this number, or one of the 256 after it, is no entry.
    NotAnEntry(u64),
    /// A row of a kind that a newer program knows.
    NewerEntry(u64),
    /// An entry names a roster whose files are not there, or not signed.
    RosterLost(RosterDigest),
    /// There are entries, and no signed head.
    NoCheckpoint,
    /// The last head is not one that this intake's key signed.
    BadCheckpoint(BadCheckpoint),
    /// The entries don't add up to the last signed head.
    Differs {
        /// Entries that are there.
        rows: u64,
        /// Entries that the head speaks of.
        signed: u64,
    },
    /// A roster is refused by what was accepted before.
    Pinned(NotAccepted),
    /// A roster is refused by the ledger.
    RosterRefused(Institution, InvalidEntry),
    /// A roster leaves more to nobody than its institution has signed that it knows of.
    LastHolder {
        /// Whose roster it is.
        institution: Institution,
        /// What nobody could open any more.
        left: LeftClosed,
        /// How many reports the roster says it leaves to nobody.
        signed: usize,
    },
    /// The roster of an institution with open reports is gone from the folder.
    RosterMissing {
        /// Whose roster it is.
        institution: Institution,
        /// Its reports and additions whose case is open, or that nobody has accounted for.
        open: usize,
    },
    /// The files of a pack that an entry names are not there, or can't be read.
    PackLost([u8; 32]),
    /// The pack may not come into force after the one before it.
    PackRefused(PackRefusal),
    /// The policy's entry is refused.
    PolicyRefused(InvalidEntry),
    /// The entry that turns days back is refused.
    ClockRefused(InvalidEntry),
    /// Something new was to come into force, on a day that can't be believed.
    ClockInDoubt(ClockDoubt),
    /// A batch is refused.
    BatchRefused(InvalidEntry),
    /// Something waits that is no `received` entry. The rest was appended.
    PendingUnreadable,
    /// The process is ending.
    Abandoned,
}

impl LedgerTrouble {
    pub(super) fn no_entry(index: u64, why: NotAnEntry) -> Self {
        match why {
            NotAnEntry::UnknownFact => Self::NewerEntry(index),
            _ => Self::NotAnEntry(index),
        }
    }
}

impl fmt::Display for LedgerTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(fault) => fault.fmt(f),
            Self::NotAnEntry(index) => {
                write!(
                    f,
                    "the ledger's row {index} (or one soon after it) is no entry: {RESTORE}"
                )
            }
            Self::NewerEntry(index) => write!(
                f,
                "the ledger's row {index} is of a kind that this program does not know: a newer one wrote it; start that one"
            ),
            Self::RosterLost(digest) => write!(
                f,
                "the files of the roster {digest}, which the ledger names, are not there: {RESTORE}"
            ),
            Self::NoCheckpoint => {
                write!(f, "the ledger has entries and no checkpoint: {RESTORE}")
            }
            Self::BadCheckpoint(BadCheckpoint::NotSigned | BadCheckpoint::OtherOrigin) => {
                f.write_str(NOT_OUR_KEY)
            }
            Self::BadCheckpoint(why) => write!(f, "the ledger's last checkpoint: {why}: {RESTORE}"),
            Self::Differs { rows, signed } => write!(
                f,
                "the ledger's {rows} entries are not those of its checkpoint over {signed}: {RESTORE}"
            ),
            Self::Pinned(why) => why.fmt(f),
            Self::RosterRefused(institution, why) => {
                write!(
                    f,
                    "{institution}: the ledger refuses the roster: {why}{}",
                    clock(why)
                )
            }
            Self::LastHolder {
                institution,
                left,
                signed,
            } => write!(
                f,
                "{institution}: nobody of this roster can open {left}; the institution signed that it knows of \
                 {signed}. Keep an officer who can, or have `drops_last_holder_of = {}` signed in the roster",
                left.open
            ),
            Self::RosterMissing { institution, open } => write!(
                f,
                "{institution}: its roster is missing, and {open} of its reports and additions are open. Put its \
                 files back into the folder of keys; it can go once its cases are closed"
            ),
            Self::PackLost(digest) => write!(
                f,
                "the country pack {}, which the ledger names, is not there or can't be read: {RESTORE}",
                hex::encode(digest)
            ),
            Self::PackRefused(why) => {
                write!(
                    f,
                    "the country pack does not follow the one in force: {why}"
                )
            }
            Self::PolicyRefused(why) => {
                write!(f, "the ledger refuses the policy: {why}{}", clock(why))
            }
            Self::ClockRefused(why) => write!(f, "the ledger refuses to turn days back: {why}"),
            Self::ClockInDoubt(doubt) => write!(
                f,
                "a roster or the policy is new, and no entry can say since when: {doubt}"
            ),
            Self::BatchRefused(why) => write!(f, "the ledger refuses a batch: {why}"),
            Self::PendingUnreadable => {
                f.write_str("something waits for the ledger that this version of svilpe can't read")
            }
            Self::Abandoned => f.write_str("the ledger was closed meanwhile"),
        }
    }
}

fn clock(why: &InvalidEntry) -> &'static str {
    match why {
        InvalidEntry::BackDated { .. } => " (`svilpe intake clock` says whose clock is wrong)",
        _ => "",
    }
}

impl std::error::Error for LedgerTrouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(fault) => Some(fault),
            Self::BadCheckpoint(why) => Some(why),
            Self::Pinned(why) => Some(why),
            Self::PackRefused(why) => Some(why),
            Self::RosterRefused(_, why)
            | Self::PolicyRefused(why)
            | Self::ClockRefused(why)
            | Self::BatchRefused(why) => Some(why),
            Self::ClockInDoubt(doubt) => Some(doubt),
            _ => None,
        }
    }
}

impl From<Fault> for LedgerTrouble {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

/// What the operator mixed up.
const NOT_OUR_KEY: &str = "the ledger's last checkpoint is not signed by this intake's \
     `checkpoint.key`: put the right key back";

const RESTORE: &str = "nothing is served; restore the newest back-up of the store";
