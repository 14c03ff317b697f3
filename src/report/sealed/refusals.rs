//! Refusals: why a report is not sealed, and why a sealed one stays closed.
//!
//! Both read as sentences, and repeat no word of what was to be sealed or opened.

use std::fmt;
use std::io;

use age::DecryptError;

use super::header::BadHeader;
use super::zip_reader::{NotAContainer, UnreadableContainer};
use crate::report::{FILES_MAX, NotAReport, TooLong};
use crate::rules::roster::PEOPLE_MAX;

/// Why a report can't be sealed.
#[derive(Debug)]
pub enum CannotSeal {
    /// Every officer was left out; tell the reporter, and keep nothing.
    NobodyLeft,
    /// An identity was given and no custodian may see it; tell the reporter, and keep nothing.
    NoCustodian,
    /// A position in `left_out` is none of the roster's.
    NoSuchOfficer,
    /// More than a manifest may name.
    TooManyOfficers,
    /// Two officers with one key: leaving out one would leave out neither.
    SameKeyTwice,
    /// More than a report may have.
    TooManyFiles,
    /// A single file of 4 GiB or more.
    FileTooLong,
    /// Bytes came before any file was begun.
    NoFileBegun,
    /// The answers, or the identity, are longer than can be sealed.
    TooMuchText,
    /// The report is addressed to another institution than the officers'.
    OtherInstitution,
    /// age itself failed, which it has no reason to.
    Age(Box<age::EncryptError>),
    /// Age's own writing failed; in memory it does not.
    Io(io::Error),
}

/// Why a sealed report stays closed.
#[derive(Debug)]
pub enum CannotOpen {
    /// The bytes are not those that the ledger recorded: damaged, swapped or replayed.
    NotTheItem,
    /// The age header is not one that ours write.
    Header(BadHeader),
    /// It was sealed to others.
    NotForThisKey,
    /// Truncated, extended or altered.
    Damaged,
    /// The plaintext is not a container of ours.
    Container(NotAContainer),
    /// The container's `report.json` is not a report.
    Report(NotAReport),
    /// `report.json` and the ZIP disagree about the files or the identity.
    Disagrees,
    /// The report has no file of that number.
    NoSuchFile,
    /// The sealed bytes can't be read from where they are.
    Disk(io::Error),
}

impl CannotSeal {
    pub(super) fn age(error: age::EncryptError) -> Self {
        Self::Age(Box::new(error))
    }
}

impl From<io::Error> for CannotSeal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::FileTooLarge => Self::FileTooLong,
            _ => Self::Io(error),
        }
    }
}

impl From<TooLong> for CannotSeal {
    fn from(_: TooLong) -> Self {
        Self::TooMuchText
    }
}

impl CannotOpen {
    /// age reports what it can't authenticate as `InvalidData` or `UnexpectedEof`; the rest is the
    /// disk.
    pub(super) fn payload(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Disk(error),
        }
    }
}

impl From<DecryptError> for CannotOpen {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::NoMatchingKeys => Self::NotForThisKey,
            DecryptError::InvalidHeader => Self::Header(BadHeader::Malformed),
            DecryptError::UnknownFormat => Self::Header(BadHeader::OtherVersion),
            DecryptError::ExcessiveWork { .. } => Self::Header(BadHeader::Passphrase),
            DecryptError::Io(error) => Self::payload(error),
            _ => Self::Damaged,
        }
    }
}

impl From<BadHeader> for CannotOpen {
    fn from(why: BadHeader) -> Self {
        Self::Header(why)
    }
}

impl From<NotAContainer> for CannotOpen {
    fn from(why: NotAContainer) -> Self {
        Self::Container(why)
    }
}

impl From<NotAReport> for CannotOpen {
    fn from(why: NotAReport) -> Self {
        Self::Report(why)
    }
}

impl From<UnreadableContainer> for CannotOpen {
    fn from(why: UnreadableContainer) -> Self {
        match why {
            UnreadableContainer::Io(error) => Self::payload(error),
            UnreadableContainer::Strange(why) => Self::Container(why),
        }
    }
}

impl fmt::Display for CannotSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyLeft => f.write_str("every officer is left out, so nobody could open it"),
            Self::NoCustodian => f.write_str("no custodian is left who may open the identity"),
            Self::NoSuchOfficer => f.write_str("the officer to be left out is not in the roster"),
            Self::TooManyOfficers => {
                write!(f, "the roster has more than {PEOPLE_MAX} officers")
            }
            Self::SameKeyTwice => f.write_str("two officers of the roster have the same key"),
            Self::TooManyFiles => write!(f, "there are more than {FILES_MAX} files"),
            Self::FileTooLong => f.write_str("a file has 4 GiB or more"),
            Self::NoFileBegun => f.write_str("bytes came before any file was begun"),
            Self::TooMuchText => f.write_str("the text is longer than can be sealed"),
            Self::OtherInstitution => {
                f.write_str("the report is addressed to another institution than its officers'")
            }
            Self::Age(_) => f.write_str("age could not seal"),
            Self::Io(_) => f.write_str("sealing failed"),
        }
    }
}

impl std::error::Error for CannotSeal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Age(error) => Some(error.as_ref()),
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for CannotOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTheItem => f.write_str(
                "these are not the bytes that the ledger recorded: damaged, swapped or replayed",
            ),
            Self::Header(why) => why.fmt(f),
            Self::NotForThisKey => f.write_str("it is not sealed to this key"),
            Self::Damaged => f.write_str("it is damaged: cut short, extended or altered"),
            Self::Container(why) => why.fmt(f),
            Self::Report(why) => why.fmt(f),
            Self::Disagrees => f.write_str("the report and its files disagree"),
            Self::NoSuchFile => f.write_str("the report has no file of that number"),
            Self::Disk(_) => f.write_str("the sealed report can't be read"),
        }
    }
}

impl std::error::Error for CannotOpen {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use age::EncryptError;

    use super::*;

    fn disk() -> io::Error {
        io::Error::other("the disk")
    }

    #[test]
    fn every_refusal_is_a_sentence_of_its_own() {
        let said = [
            CannotSeal::NobodyLeft,
            CannotSeal::NoCustodian,
            CannotSeal::NoSuchOfficer,
            CannotSeal::TooManyOfficers,
            CannotSeal::SameKeyTwice,
            CannotSeal::TooManyFiles,
            CannotSeal::FileTooLong,
            CannotSeal::NoFileBegun,
            CannotSeal::TooMuchText,
            CannotSeal::OtherInstitution,
            CannotSeal::age(EncryptError::MissingRecipients),
            CannotSeal::Io(disk()),
        ]
        .map(|refusal| refusal.to_string());
        let opened = [
            CannotOpen::NotTheItem,
            CannotOpen::Header(BadHeader::Truncated),
            CannotOpen::NotForThisKey,
            CannotOpen::Damaged,
            CannotOpen::Container(NotAContainer::NoEnd),
            CannotOpen::Report(NotAReport::TooLong),
            CannotOpen::Disagrees,
            CannotOpen::NoSuchFile,
            CannotOpen::Disk(disk()),
        ]
        .map(|refusal| refusal.to_string());
        let all: Vec<String> = said.into_iter().chain(opened).collect();
        for (place, sentence) in all.iter().enumerate() {
            assert!(sentence.contains(' '), "{sentence}");
            assert!(!all[..place].contains(sentence), "{sentence}");
        }
    }

    #[test]
    fn what_failed_below_is_told_apart_and_kept_as_the_source() {
        let full = io::Error::from(io::ErrorKind::FileTooLarge);
        assert!(matches!(CannotSeal::from(full), CannotSeal::FileTooLong));
        let sealing = CannotSeal::from(disk());
        assert!(matches!(&sealing, CannotSeal::Io(_)) && sealing.source().is_some());
        let age = CannotSeal::age(EncryptError::MissingRecipients);
        assert!(age.source().is_some() && CannotSeal::NobodyLeft.source().is_none());

        let cut = DecryptError::Io(io::ErrorKind::UnexpectedEof.into());
        assert!(matches!(CannotOpen::from(cut), CannotOpen::Damaged));
        let opening = CannotOpen::from(DecryptError::Io(disk()));
        assert!(matches!(&opening, CannotOpen::Disk(_)) && opening.source().is_some());
        assert!(CannotOpen::Damaged.source().is_none());
        let work = DecryptError::ExcessiveWork {
            required: 30,
            target: 18,
        };
        let refused = CannotOpen::from(work);
        assert!(matches!(refused, CannotOpen::Header(BadHeader::Passphrase)));
    }
}
