//! What lies of a case on this computer, and removing it.
//!
//! ```text
//!   exports (in the clear) ─▶ drafts ─▶ register ─▶ sent ─▶ replies, their files
//!                                        ─▶ index ─▶ sealed, parts ─▶ case book
//! ```
//!
//! The clear goes first. Whatever is gone already is no complaint: a deletion that stopped goes on
//! from wherever it was. What is listed, fetched and recorded stays: digests, as any auditor
//! has them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::notes::RetentionNotes;
use crate::cli::failure::Failure;
use crate::cli::private_files::{PrivateFolder, read_small, sync_folder};
use crate::keys::digest::ReportDigest;
use crate::officer::case::Cases;
use crate::officer::case::case_book::CaseBook;
use crate::officer::case::handover::court_folder;
use crate::officer::case::index::CaseIndex;
use crate::officer::case::opening::short;
use crate::officer::case::reply::register::ReplyRegister;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;

/// Where a case was written in the clear, as it looks now.
pub(super) enum ExportTrace {
    /// It is there, and ours.
    Here(PathBuf),
    /// Nothing is there: moved, removed, or on a stick that is not in.
    NotHere(PathBuf),
    /// Something is there that is not what was exported.
    Strange(PathBuf),
}

impl ExportTrace {
    /// Of all that was exported of these items.
    pub(super) fn all(notes: &RetentionNotes, items: &BTreeSet<ReportDigest>) -> Vec<Self> {
        let paths = notes.exports_of(items);
        paths.map(|path| Self::of(path, items)).collect()
    }

    fn of(path: &Path, items: &BTreeSet<ReportDigest>) -> Self {
        let about = fs::symlink_metadata(path);
        let path = path.to_owned();
        match about {
            Err(_) => Self::NotHere(path),
            Ok(about) if about.is_dir() && is_export(&path, items) => Self::Here(path),
            Ok(about) if about.is_file() && is_court_file(&path, items) => Self::Here(path),
            Ok(_) => Self::Strange(path),
        }
    }
}

/// A folder that `export` made of this very case: nothing else is removed with all that is in it.
fn is_export(path: &Path, items: &BTreeSet<ReportDigest>) -> bool {
    let Ok(text) = read_small(&path.join("report.json"), EXPORT_JSON_MAX) else {
        return false;
    };
    let written: Option<serde_json::Value> = serde_json::from_slice(&text).ok();
    let case = written
        .as_ref()
        .and_then(|written| written["case"].as_str());
    case.is_some_and(|case| items.iter().any(|item| short(item) == case))
}

/// A ZIP that begins as ours of this very case do: its first entry lies in the case's folder.
fn is_court_file(path: &Path, items: &BTreeSet<ReportDigest>) -> bool {
    let mut beginning = [0; COURT_BEGINNING];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    let of_it = |item: &ReportDigest| {
        let folder = court_folder(&short(item));
        beginning[ZIP_NAME_AT..].starts_with(folder.as_bytes())
    };
    read.is_ok() && beginning.starts_with(b"PK\x03\x04") && items.iter().any(of_it)
}

/// Removes everything; on stable storage when this returns. What is left comes back, read anew.
pub(super) fn remove(
    home: &OfficerHome,
    keys: &OfficerKeys,
    notes: &RetentionNotes,
    items: &BTreeSet<ReportDigest>,
) -> Result<Cases, Failure> {
    for trace in ExportTrace::all(notes, items) {
        if let ExportTrace::Here(path) = trace {
            remove_export(&path).map_err(|error| disk(&path, &error))?;
        }
    }
    // As with the index: what is registered and not here would be called missing.
    ReplyRegister::forget(home, keys, items)?;
    for folder in [home.drafts(), home.sent(), home.replies(), home.pieces()] {
        remove_of(folder, items, '-')?;
    }
    // It knows the words of what was opened. Before their files: what is known and not here would
    // be called missing.
    CaseIndex::forget(home, keys, items)?;
    remove_of(home.sealed_folder(), items, '.')?;
    CaseBook::forget(home, keys, items)?;
    Cases::read(home, keys, |_| {})
}

fn remove_export(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        fs::remove_dir_all(path)?;
    } else {
        fs::remove_file(path)?;
    }
    path.parent().map_or(Ok(()), sync_folder)
}

/// Every file of a folder whose name begins with one of the items and this sign.
fn remove_of(
    folder: &PrivateFolder,
    items: &BTreeSet<ReportDigest>,
    sign: char,
) -> Result<(), Failure> {
    let remove = || -> io::Result<()> {
        for entry in fs::read_dir(folder.path())? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_str().and_then(|name| name.split_once(sign));
            let item = name.and_then(|(item, _)| ReportDigest::parse(item));
            if item.is_some_and(|item| items.contains(&item)) {
                fs::remove_file(entry.path())?;
            }
        }
        sync_folder(folder.path())
    };
    remove().map_err(|error| disk(folder.path(), &error))
}

/// Where a ZIP's first entry has its name, and how much of it is looked at.
const ZIP_NAME_AT: usize = 30;
const COURT_BEGINNING: usize = ZIP_NAME_AT + 15;

/// Bytes: the longest conversations.
const EXPORT_JSON_MAX: usize = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officer::case::case_book::CaseMarks;
    use crate::officer::retention::notes::NotedExport;
    use crate::officer::tests::Desk;
    use crate::report::ReportKind;

    fn count(folder: &PrivateFolder) -> usize {
        fs::read_dir(folder.path()).expect("listed").count()
    }

    #[test]
    fn all_of_one_case_goes_and_nothing_of_another() {
        let desk = Desk::new();
        let gone = desk.receive(ReportKind::Report, "2026-11-02", "Pazuda sliedes.", &[]);
        let other = Desk::new();
        let stays = other.receive(ReportKind::Report, "2026-11-02", "Gulšņi.", &[]);
        let name = format!("{stays}.age");
        let from = other.home.sealed_folder().path().join(&name);
        fs::copy(from, desk.home.sealed_folder().path().join(&name)).expect("copied");
        for item in [&gone, &stays] {
            for (folder, name) in [
                (desk.home.drafts(), format!("{item}-ask.age")),
                (desk.home.sent(), format!("{item}-{}.age", "ab".repeat(8))),
                (
                    desk.home.replies(),
                    format!("{item}-{}.new.age", "cd".repeat(16)),
                ),
                (
                    desk.home.pieces(),
                    format!("{item}-{}.age", "ef".repeat(32)),
                ),
            ] {
                folder.write_new(&name, b"x").expect("written");
            }
            let part = format!("{item}.part");
            desk.home
                .sealed_folder()
                .write_new(&part, b"x")
                .expect("written");
        }
        assert_eq!(desk.cases().cases.len(), 1);
        let marks = CaseMarks {
            docket: "12-3/26".to_owned(),
            labels: Vec::new(),
        };
        let case = &desk.cases().cases[0];
        CaseBook::note(&desk.home, &desk.keys, case, marks.clone()).expect("noted");
        assert!(CaseBook::read(&desk.home, &desk.keys).of(case) == marks);
        let items = BTreeSet::from([ReportDigest::parse(&gone).expect("a name")]);
        for _ in 0..2 {
            let notes = RetentionNotes::default();
            remove(&desk.home, &desk.keys, &notes, &items).expect("gone");
            for folder in [
                desk.home.drafts(),
                desk.home.sent(),
                desk.home.replies(),
                desk.home.pieces(),
            ] {
                assert_eq!(count(folder), 1);
            }
            assert_eq!(count(desk.home.sealed_folder()), 2);
            let cases = desk.cases();
            assert_eq!((cases.cases.len(), cases.closed.len()), (0, 1));
            let book = CaseBook::read(&desk.home, &desk.keys);
            assert!(book.of(case) == CaseMarks::default());
        }
    }

    #[test]
    fn only_what_was_exported_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let item = ReportDigest::from_bytes([7; 32]);
        let items = BTreeSet::from([item]);
        let ours = folder.path().join("ours");
        let strange = folder.path().join("strange");
        for (path, case) in [(&ours, short(&item)), (&strange, "aabbccdd".to_owned())] {
            fs::create_dir(path).expect("made");
            let json = format!("{{\"case\": \"{case}\"}}");
            fs::write(path.join("report.json"), json).expect("written");
        }
        let gone = folder.path().join("gone");
        let paths = [ours.clone(), strange.clone(), gone];
        let notes = RetentionNotes {
            exports: paths.map(|path| NotedExport { item, path }).to_vec(),
            ..RetentionNotes::default()
        };
        let traces = ExportTrace::all(&notes, &items);
        assert!(matches!(
            &traces[..],
            [
                ExportTrace::Here(_),
                ExportTrace::Strange(_),
                ExportTrace::NotHere(_)
            ]
        ));
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let keys = OfficerKeys::random("Anna").expect("a name");
        remove(&home, &keys, &notes, &items).expect("gone");
        assert!(!ours.exists() && strange.exists());
    }
}
