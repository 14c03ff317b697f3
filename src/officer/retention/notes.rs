//! What the officer's computer remembers of keeping and deleting (`retention`): one sealed file.
//!
//! | note | what it says |
//! |---|---|
//! | hold | this case is not to be deleted, and why |
//! | export | a case was written in the clear to this place |
//! | deletion | this case was being deleted; it is to be finished |
//!
//! Keeps P1: sealed under a key of the officer's own, as the index is. Unlike the index it can't be
//! made anew, so one that does not open is an error: a hold must not get lost in silence.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::failure::Failure;
use crate::cli::private_files::sealed_note::SealedNote;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::CaseNumber;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::rules::calendar::Day;

/// All that is noted.
#[derive(Default)]
pub(in crate::officer) struct RetentionNotes {
    pub holds: Vec<Hold>,
    pub exports: Vec<NotedExport>,
    pub deletions: Vec<Deletion>,
}

/// A case that is kept beyond its term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::officer) struct Hold {
    /// The first item of its case.
    pub item: ReportDigest,
    pub since: Day,
    /// The officer's own words; they never leave this computer.
    pub reason: String,
}

/// Where a case was written in the clear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::officer) struct NotedExport {
    /// The first item of its case.
    pub item: ReportDigest,
    /// Absolute.
    pub path: PathBuf,
}

/// A deletion that was confirmed, and may have stopped anywhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::officer) struct Deletion {
    /// The first is the case's first.
    pub items: Vec<ReportDigest>,
    /// None for a report that was rejected: there is nothing to record.
    pub case: Option<CaseNumber>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotesFile {
    version: u8,
    holds: Vec<WrittenHold>,
    exports: Vec<WrittenExport>,
    deletions: Vec<WrittenDeletion>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHold {
    item: String,
    since: Day,
    reason: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExport {
    item: String,
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDeletion {
    items: Vec<String>,
    case: Option<String>,
}

impl RetentionNotes {
    /// Reads the file; none is an empty one.
    pub(in crate::officer) fn read(
        home: &OfficerHome,
        keys: &OfficerKeys,
    ) -> Result<Self, Failure> {
        let path = home.root().path().join(FILE.file);
        let damaged = || Failure::refused("retention-damaged").with("path", path.display());
        match FILE.read(home.root(), &keys.index_key()) {
            Ok(None) => Ok(Self::default()),
            Ok(Some(written)) => Self::parse(written).ok_or_else(damaged),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(damaged()),
            Err(error) => Err(disk(&path, &error)),
        }
    }

    fn parse(written: NotesFile) -> Option<Self> {
        if written.version != VERSION {
            return None;
        }
        let holds = written.holds.into_iter().map(WrittenHold::read);
        let exports = written.exports.into_iter().map(WrittenExport::read);
        let deletions = written.deletions.into_iter().map(WrittenDeletion::read);
        Some(Self {
            holds: holds.collect::<Option<_>>()?,
            exports: exports.collect::<Option<_>>()?,
            deletions: deletions.collect::<Option<_>>()?,
        })
    }

    /// On stable storage when this returns.
    fn keep(&self, home: &OfficerHome, keys: &OfficerKeys) -> Result<(), Failure> {
        let written = NotesFile {
            version: VERSION,
            holds: self.holds.iter().map(WrittenHold::of).collect(),
            exports: self.exports.iter().map(WrittenExport::of).collect(),
            deletions: self.deletions.iter().map(WrittenDeletion::of).collect(),
        };
        let kept = FILE.keep(home.root(), &keys.index_key(), &written);
        kept.map_err(|error| disk(home.root().path(), &error))
    }

    /// Reads, changes and keeps them. Whoever calls works in the folder alone.
    pub(in crate::officer) fn change(
        home: &OfficerHome,
        keys: &OfficerKeys,
        change: impl FnOnce(&mut Self),
    ) -> Result<Self, Failure> {
        let mut notes = Self::read(home, keys)?;
        change(&mut notes);
        notes.keep(home, keys)?;
        Ok(notes)
    }

    /// Is a case held, and why?
    pub(in crate::officer) fn hold(&self, first: &ReportDigest) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.item == *first)
    }

    /// Notes that a case is held for this reason, or for none: then it is no longer.
    pub(in crate::officer) fn put_hold(
        &mut self,
        item: ReportDigest,
        reason: Option<String>,
        since: Day,
    ) {
        self.holds.retain(|hold| hold.item != item);
        self.holds.extend(reason.map(|reason| Hold {
            item,
            since,
            reason,
        }));
    }

    /// The deletion that was begun of this item's case.
    pub(in crate::officer) fn deletion(&self, item: &ReportDigest) -> Option<&Deletion> {
        let mut deletions = self.deletions.iter();
        deletions.find(|deletion| deletion.items.contains(item))
    }

    /// Where a case was exported to.
    pub(in crate::officer) fn exports_of<'a>(
        &'a self,
        items: &'a BTreeSet<ReportDigest>,
    ) -> impl Iterator<Item = &'a Path> {
        let of_it = self.exports.iter();
        let of_it = of_it.filter(|export| items.contains(&export.item));
        of_it.map(|export| export.path.as_path())
    }
}

impl Hold {
    /// A reason of 3 to 500 characters that says something.
    pub(in crate::officer) fn reason(text: &str) -> Option<String> {
        let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = reason.chars().count();
        (REASON_MIN..=REASON_MAX)
            .contains(&length)
            .then_some(reason)
    }
}

/// Notes that a case was written in the clear: before it has its name there, so that no copy is
/// forgotten.
pub(in crate::officer) fn note_export(
    home: &OfficerHome,
    keys: &OfficerKeys,
    item: ReportDigest,
    path: &Path,
) -> Result<(), Failure> {
    let path = std::path::absolute(path).map_err(|error| disk(path, &error))?;
    // Another name than JSON can hold would be noted as none.
    if path.to_str().is_none() {
        return Err(Failure::refused("retention-path").with("path", path.display()));
    }
    let _alone = home.root().alone()?;
    RetentionNotes::change(home, keys, |notes| {
        let noted = NotedExport { item, path };
        if !notes.exports.contains(&noted) {
            notes.exports.push(noted);
        }
    })?;
    Ok(())
}

impl WrittenHold {
    fn of(hold: &Hold) -> Self {
        Self {
            item: hex::encode(hold.item.as_bytes()),
            since: hold.since,
            reason: hold.reason.clone(),
        }
    }

    fn read(self) -> Option<Hold> {
        Some(Hold {
            item: ReportDigest::parse(&self.item)?,
            since: self.since,
            reason: self.reason,
        })
    }
}

impl WrittenExport {
    fn of(export: &NotedExport) -> Self {
        Self {
            item: hex::encode(export.item.as_bytes()),
            path: export.path.clone(),
        }
    }

    fn read(self) -> Option<NotedExport> {
        Some(NotedExport {
            item: ReportDigest::parse(&self.item)?,
            path: self.path,
        })
    }
}

impl WrittenDeletion {
    fn of(deletion: &Deletion) -> Self {
        let name = |item: &ReportDigest| hex::encode(item.as_bytes());
        Self {
            items: deletion.items.iter().map(name).collect(),
            case: deletion.case.map(|case| case.to_string()),
        }
    }

    fn read(self) -> Option<Deletion> {
        let items = self.items.iter().map(|item| ReportDigest::parse(item));
        let case = self.case.as_deref().map(CaseNumber::parse);
        Some(Deletion {
            items: items.collect::<Option<_>>()?,
            case: case.map_or(Some(None), |parsed| parsed.map(Some))?,
        })
    }
}

const VERSION: u8 = 1;

/// Some ten thousand notes.
const FILE: SealedNote = SealedNote {
    file: "retention",
    bound_to: b"svilpe/v1/retention",
    length_max: 16 << 20,
};

/// Characters.
const REASON_MIN: usize = 3;
const REASON_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, OfficerHome, OfficerKeys) {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let keys = OfficerKeys::random("Anna").expect("a name");
        (folder, home, keys)
    }

    #[test]
    fn what_is_noted_is_read_back_by_its_own_officer_and_nothing_of_it_stands_in_the_clear() {
        let (_folder, home, keys) = folder();
        let item = ReportDigest::from_bytes([7; 32]);
        let hold = Hold {
            item,
            since: "2026-11-21".parse().expect("a day"),
            reason: "Tiesvedība par sliedēm".to_owned(),
        };
        let deletion = Deletion {
            items: vec![item, ReportDigest::from_bytes([8; 32])],
            case: Some(CaseNumber::from_bytes([1; 8])),
        };
        note_export(&home, &keys, item, Path::new("/media/stick/case")).expect("noted");
        RetentionNotes::change(&home, &keys, |notes| {
            notes.holds.push(hold.clone());
            notes.deletions.push(deletion.clone());
        })
        .expect("kept");
        let read = RetentionNotes::read(&home, &keys).expect("opens");
        assert_eq!(read.hold(&item), Some(&hold));
        assert_eq!(read.deletion(&deletion.items[1]), Some(&deletion));
        let all = BTreeSet::from([item]);
        let exports: Vec<_> = read.exports_of(&all).collect();
        assert_eq!(exports, [Path::new("/media/stick/case")]);

        let path = home.root().path().join(FILE.file);
        let bytes = std::fs::read(&path).expect("kept");
        for clear in [&b"sliedes"[..], b"stick", b"Tiesv"] {
            assert!(memchr::memmem::find(&bytes, clear).is_none());
        }
        let other = OfficerKeys::random("Juris").expect("a name");
        assert!(RetentionNotes::read(&home, &other).is_err());
    }

    #[test]
    fn a_file_that_was_changed_is_an_error_and_not_no_hold() {
        let (_folder, home, keys) = folder();
        RetentionNotes::change(&home, &keys, |_| {}).expect("kept");
        let path = home.root().path().join(FILE.file);
        let mut bytes = std::fs::read(&path).expect("kept");
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).expect("written");
        let why = RetentionNotes::read(&home, &keys).err().expect("refused");
        assert_eq!(why.complaint(), "retention-damaged");
    }

    #[test]
    fn a_reason_says_something_and_is_no_letter() {
        assert_eq!(
            Hold::reason(" tiesa \r\n sēd ").as_deref(),
            Some("tiesa sēd")
        );
        for nothing in ["", " \t\n ", "ab", &"x".repeat(REASON_MAX + 1)] {
            assert!(Hold::reason(nothing).is_none(), "{nothing:?}");
        }
    }
}
