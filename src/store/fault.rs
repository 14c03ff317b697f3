//! What the operator is told when the store fails.
//!
//! Never sent to a reporter, and holds no id, locator or content: a fault may
//! reach a log (P2).

use std::{fmt, io};

use super::damaged::LostRecords;

/// Why an operation did not happen. Whatever it was, it was not acknowledged.
#[derive(Debug)]
pub enum Fault {
    /// The operating system refused.
    Disk(io::Error),
    /// Too little room is left; nothing was written.
    Full,
    /// More comes in than can be moved on; nothing was written.
    Busy,
    /// The store is closing or closed.
    Closed,
    /// A record is longer than the store takes.
    TooLong,
    /// A draft holds another number of bytes than its header says, or was torn by a cancelled
    /// `append`.
    WrongLength,
    /// Another submission brought the same sealed bytes, and waits for the ledger; nothing was
    /// written.
    Copied,
    /// An access record that was to be changed is another one by now; nothing was written.
    AccessMoved,
    /// Nothing is kept under this name.
    NotKept,
    /// A pending entry that was to be taken is no longer there: somebody else appended it.
    AlreadyTaken,
    /// The ledger has more or fewer rows than the step was made for.
    LedgerMoved,
    /// A record does not open under its key: the disk changed it, or somebody did.
    Damaged,
    /// The engine refused.
    Engine(String),
    /// The folder was not opened.
    Refused(FolderRefusal),
}

/// Why a folder is not opened or not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderRefusal {
    /// `create` in a folder that holds something.
    NotEmpty,
    /// No store was ever finished here.
    NotAStore,
    /// Another process has it open.
    InUse,
    /// To be copied as it is, but it was not closed in order.
    NotClosed,
    /// Written by another version of this program.
    UnknownSchema,
    /// A file that belongs to each store is missing.
    Half(&'static str),
    /// The engine's folder holds files that this program never writes.
    Strangers,
    /// The engine cannot open its files.
    Unopened(String),
    /// The engine came up with nothing, but records were kept.
    Emptied,
    /// The engine came up with less than was acknowledged.
    Shrunken,
    /// What is there is not what the inventory says.
    Differs,
    /// Records or pieces of them are missing or changed.
    Torn,
    /// What stands twice in the base can be read in neither place: so much of it.
    TornTwice(LostRecords),
    /// Not a plain file, or not a folder, where this program made one.
    NotPlain(String),
    /// This file is another installation's, of another time, or changed.
    Foreign(&'static str),
    /// The computer's clock shows a day before 1970.
    NoClock,
    /// After a power cut a copy has to be made before the engine may touch anything, and it does
    /// not fit.
    NoRoomForCopy,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(error) => write!(f, "the disk refused: {error}"),
            Self::Full => f.write_str("the disk is full: nothing was written; free some room"),
            Self::Busy => {
                f.write_str("more comes in than can be written anew: nothing was written")
            }
            Self::Closed => f.write_str("the store is closed"),
            Self::TooLong => f.write_str("a record is longer than the store takes"),
            Self::WrongLength => {
                f.write_str("a draft is not as long as its header says: it was discarded")
            }
            Self::Copied => f.write_str("the same sealed bytes are kept already"),
            Self::AccessMoved => f.write_str("an access record was changed by somebody else"),
            Self::NotKept => f.write_str("nothing is kept under this name"),
            Self::AlreadyTaken => f.write_str("a pending entry was already appended"),
            Self::LedgerMoved => f.write_str("the ledger has another length than was expected"),
            Self::Damaged => f.write_str("a stored record does not open: it was changed on disk"),
            Self::Engine(complaint) => write!(f, "the storage engine refused: {complaint}"),
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}

impl fmt::Display for FolderRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let restore = "start again, which puts the engine's files back as they were; if that does \
                       not help, restore the newest back-up, or see what `svilpe intake check` names, \
                       and what `--give-up-damaged` goes on without";
        match self {
            Self::NotEmpty => f.write_str("the folder is not empty: a new store needs its own"),
            Self::NotAStore => f.write_str(
                "there is no store, nor what is left of one: if there was, restore the newest back-up",
            ),
            Self::InUse => f.write_str("another process has this store open"),
            Self::NotClosed => f.write_str("the store was not closed in order: open it once"),
            Self::UnknownSchema => f.write_str(
                "the store was written by another version of svilpe: open it with that one",
            ),
            Self::Half(missing) => {
                write!(
                    f,
                    "the store is incomplete, `{missing}` is missing, cut short or overwritten: {restore}"
                )
            }
            Self::Strangers => f.write_str(
                "the engine's folder holds files that svilpe never writes: see `live/sled/blobs`",
            ),
            Self::Unopened(complaint) => {
                write!(
                    f,
                    "the engine cannot open its files ({complaint}): {restore}"
                )
            }
            Self::Emptied => write!(
                f,
                "the store came up empty, but records were kept: {restore}"
            ),
            Self::Shrunken => {
                write!(f, "the store holds less than was acknowledged: {restore}")
            }
            Self::Differs => write!(f, "the store is not what its inventory says: {restore}"),
            Self::Torn => write!(
                f,
                "records are missing or changed (`svilpe intake check` names them): {restore}"
            ),
            Self::TornTwice(lost) => write!(
                f,
                "`base/heads` and `base/records` are damaged where both say the same, and what lies there \
                 can be read in neither (reports: {}, replies: {}, codes: {}, entries of the ledger: {}, \
                 or what holds them together). Only a back-up has it: restore the newest one. \
                 `svilpe intake check` can't name what is lost, and `--give-up-damaged` does not go on \
                 without it. If there is no back-up, see docs/operate.md: officers have what they fetched",
                lost.reports, lost.replies, lost.access, lost.entries
            ),
            Self::NotPlain(file) => write!(
                f,
                "`{file}` is a link, a pipe, a folder or something else, where svilpe made another thing: put \
                 the file itself back, or restore the newest back-up"
            ),
            Self::Foreign(file) => write!(
                f,
                "`{file}` does not belong to the rest of this store: it is another installation's, \
                 of another time, or was changed. Put the right one back, or restore the newest back-up"
            ),
            Self::NoClock => f.write_str(
                "this computer's clock shows a day before 1970, and the storage engine can't start by it: set the clock",
            ),
            Self::NoRoomForCopy => f.write_str(
                "the machine stopped without closing the store, and there is no room for the copy \
                 that is made before it is opened: free as much as the folder `live` takes",
            ),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(error) => Some(error),
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl std::error::Error for FolderRefusal {}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Disk(error),
        }
    }
}

impl From<rustix::io::Errno> for Fault {
    fn from(errno: rustix::io::Errno) -> Self {
        io::Error::from(errno).into()
    }
}

impl From<FolderRefusal> for Fault {
    fn from(refusal: FolderRefusal) -> Self {
        Self::Refused(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_broken_one() {
        let full = io::Error::from_raw_os_error(rustix::io::Errno::NOSPC.raw_os_error());
        let broken = io::Error::from_raw_os_error(rustix::io::Errno::IO.raw_os_error());
        assert!(matches!(Fault::from(full), Fault::Full));
        assert!(matches!(Fault::from(broken), Fault::Disk(_)));
    }
}
