//! Publishing: a release as a folder of files.
//!
//! First a pure function makes every file's name and bytes: the same release gives
//! the same folder. Then a writer puts the folder up whole or not at all: it writes
//! and syncs all files in a new folder beside the target and renames at the end. A crash
//! leaves the old release, or both under different names, never a mixture.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::dcat::{FileKind, ListedFile, Publisher};
use super::release::format::{LENGTH_MAX, NotARelease};
use super::release::{Release, ReleaseView, YearFigures};
use super::sheets::csv;
use super::{dcat, page};
use crate::cli::private_files::sync_folder;
use crate::keys::digest::Sha256;
use crate::text::{Language, say};

/// Files by name: plain ASCII names without a path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Why a release was not put up or read.
#[derive(Debug)]
pub enum CannotPublish {
    /// The target exists and is not a release: nothing was touched.
    NotOurs(PathBuf),
    /// The target holds a release that can't be read: nothing was touched.
    Unreadable(PathBuf, NotARelease),
    /// A crash came between putting the old release aside and the new one up: here it is.
    Interrupted(PathBuf),
    /// Public figures over an internal view, or the other way round.
    OtherView(PathBuf),
    /// The file that could not be written, and why.
    Disk(PathBuf, io::Error),
}

/// Every file of the release.
pub fn files(release: &Release, publisher: &Publisher) -> Files {
    let mut files = Files::new();
    for year in release.years() {
        for sheet in year.sheets() {
            let name = csv_name(sheet.id, year);
            let metadata = csv::metadata(year, &sheet, &name);
            files.insert(format!("{name}-metadata.json"), pretty(&metadata));
            files.insert(name, csv::table(year, &sheet).into_bytes());
        }
    }
    files.insert(RELEASE.to_owned(), release.to_json().into_bytes());
    for language in Language::complete() {
        let html = page::html(release, publisher, language, linked(release, language));
        files.insert(page::file_name(language), html.into_bytes());
    }
    if release.view() == ReleaseView::Public {
        let catalogue = dcat::catalogue(release, publisher, |year| listed(year, &files));
        files.insert(CATALOGUE.to_owned(), pretty(&catalogue));
    }
    match release.view() {
        ReleaseView::Public => files,
        // A file that is mailed on still says what it is.
        ReleaseView::Internal => files
            .into_iter()
            .map(|(name, bytes)| (format!("INTERNAL-{name}"), bytes))
            .collect(),
    }
}

/// The last release in `folder`; `None` if there is no such folder.
pub fn read_previous(folder: &Path) -> Result<Option<Release>, CannotPublish> {
    if !folder.exists() {
        return match interrupted(folder)? {
            Some(left) => Err(CannotPublish::Interrupted(left)),
            None => Ok(None),
        };
    }
    let path = folder.join(RELEASE);
    let disk = |error| CannotPublish::Disk(path.clone(), error);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound && is_empty(folder)? => {
            return Ok(None);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(CannotPublish::NotOurs(folder.to_owned()));
        }
        Err(error) => return Err(disk(error)),
    };
    let mut bytes = Vec::new();
    // One byte more than is read, so that a longer file is told from a full one.
    io::Read::read_to_end(&mut io::Read::take(file, LENGTH_MAX as u64 + 1), &mut bytes)
        .map_err(disk)?;
    Release::parse(&bytes)
        .map(Some)
        .map_err(|why| CannotPublish::Unreadable(path.clone(), why))
}

/// Puts `files` up as `folder`, replacing the release there.
pub fn write(files: &Files, folder: &Path) -> Result<(), CannotPublish> {
    let parent = parent_of(folder);
    refuse_foreign(files, folder)?;
    let disk = |path: &Path, error| CannotPublish::Disk(path.to_owned(), error);
    let fresh = tempfile::Builder::new()
        .prefix(".svilpe-release-")
        .tempdir_in(parent)
        .map_err(|error| disk(parent, error))?;
    for (name, bytes) in files {
        let path = fresh.path().join(name);
        write_synced(&path, bytes).map_err(|error| disk(&path, error))?;
    }
    sync_folder(fresh.path()).map_err(|error| disk(fresh.path(), error))?;
    swap(fresh, folder, parent).map_err(|error| disk(folder, error))
}

/// The release that a crash left aside: to count its years again could tell more of them.
fn interrupted(folder: &Path) -> Result<Option<PathBuf>, CannotPublish> {
    let parent = parent_of(folder);
    let prefix = aside_prefix(folder);
    let disk = |error| CannotPublish::Disk(parent.to_owned(), error);
    for entry in fs::read_dir(parent).map_err(disk)? {
        let entry = entry.map_err(disk)?;
        let release = entry.path().join(ASIDE);
        if entry.file_name().to_string_lossy().starts_with(&prefix) && release.exists() {
            return Ok(Some(release));
        }
    }
    Ok(None)
}

fn parent_of(folder: &Path) -> &Path {
    match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn aside_prefix(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    format!(".svilpe-before-{}-", name.to_string_lossy())
}

/// Only a release, or nothing, is replaced; and only by one of its own kind.
fn refuse_foreign(files: &Files, folder: &Path) -> Result<(), CannotPublish> {
    if !folder.exists() || is_empty(folder)? {
        return Ok(());
    }
    let internal = format!("INTERNAL-{RELEASE}");
    if !folder.join(RELEASE).exists() && !folder.join(&internal).exists() {
        return Err(CannotPublish::NotOurs(folder.to_owned()));
    }
    if folder.join(RELEASE).exists() != files.contains_key(RELEASE) {
        return Err(CannotPublish::OtherView(folder.to_owned()));
    }
    Ok(())
}

/// Old release aside, new one in its place, old one away.
fn swap(fresh: tempfile::TempDir, folder: &Path, parent: &Path) -> io::Result<()> {
    let aside = tempfile::Builder::new()
        .prefix(&aside_prefix(folder))
        .tempdir_in(parent)?;
    let before = aside.path().join(ASIDE);
    let replaces = folder.exists();
    if replaces {
        fs::rename(folder, &before)?;
    }
    if let Err(error) = fs::rename(fresh.path(), folder) {
        if replaces {
            fs::rename(&before, folder)?;
        }
        return Err(error);
    }
    // The folder has moved; there is nothing left under its first name to remove.
    let _ = fresh.keep();
    readable(folder)?;
    sync_folder(parent)
}

/// In a folder that nobody knows yet: it is synced whole, and then takes its name at once, so that
/// its files need no durable write of their own.
fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Temporary folders are for their owner only; a release is for everyone that the
/// operator lets in.
#[cfg(unix)]
fn readable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if folder.join(RELEASE).exists() {
        0o755
    } else {
        0o700
    };
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn is_empty(folder: &Path) -> Result<bool, CannotPublish> {
    let disk = |error| CannotPublish::Disk(folder.to_owned(), error);
    Ok(fs::read_dir(folder).map_err(disk)?.next().is_none())
}

/// A year's files, as the catalogue lists them.
fn listed(year: &YearFigures, files: &Files) -> Vec<ListedFile> {
    let digest = |name: &str| Sha256::of(files.get(name).map_or(&[], Vec::as_slice));
    let sheets = year.sheets().into_iter();
    let mut listed: Vec<ListedFile> = sheets
        .map(|sheet| {
            let name = csv_name(sheet.id, year);
            ListedFile {
                digest: digest(&name),
                name,
                kind: FileKind::Csv,
                title: dcat::each_language(|language| sheet.caption(language, year)),
            }
        })
        .collect();
    // These hold all years; each year lists them under a fragment of its own.
    let number = year.year;
    for (name, kind, id) in [
        (RELEASE, FileKind::Json, "figures-file-json"),
        ("index.html", FileKind::Html, "figures-file-html"),
    ] {
        listed.push(ListedFile {
            name: format!("{name}#{number}"),
            digest: digest(name),
            kind,
            title: dcat::each_language(|language| say(language, id)),
        });
    }
    listed
}

/// The latest year's files, as the page links them.
fn linked(release: &Release, language: Language) -> Vec<(String, String)> {
    let mut files = vec![
        (RELEASE.to_owned(), say(language, "figures-file-json")),
        (
            CATALOGUE.to_owned(),
            say(language, "figures-file-catalogue"),
        ),
    ];
    if release.view() == ReleaseView::Internal {
        files.pop();
    }
    for year in release.years().iter().rev() {
        let sheets = year.sheets().into_iter();
        files.extend(sheets.map(|sheet| (csv_name(sheet.id, year), sheet.caption(language, year))));
    }
    if release.view() == ReleaseView::Internal {
        for (name, _) in &mut files {
            *name = format!("INTERNAL-{name}");
        }
    }
    files
}

fn csv_name(sheet: &str, year: &YearFigures) -> String {
    match year.until {
        Some(until) => format!("{sheet}-{}-until-{until}.csv", year.year),
        None => format!("{sheet}-{}.csv", year.year),
    }
}

fn pretty(json: &serde_json::Value) -> Vec<u8> {
    let mut text = format!("{json:#}");
    text.push('\n');
    text.into_bytes()
}

impl fmt::Display for CannotPublish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(path) => {
                write!(
                    f,
                    "{} exists and holds no release; name an empty or new folder",
                    path.display()
                )
            }
            Self::Unreadable(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Interrupted(path) => {
                write!(
                    f,
                    "the last release was left at {}; move it back to its place",
                    path.display()
                )
            }
            Self::OtherView(path) => {
                write!(
                    f,
                    "{} holds a release of the other kind; keep public and internal figures apart",
                    path.display()
                )
            }
            Self::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for CannotPublish {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(_, error) => Some(error),
            Self::Unreadable(_, why) => Some(why),
            Self::NotOurs(_) | Self::OtherView(_) | Self::Interrupted(_) => None,
        }
    }
}

/// The release as JSON.
pub const RELEASE: &str = "statistics.json";
/// Its name while a new one takes its place.
const ASIDE: &str = "release";
const CATALOGUE: &str = "catalogue.jsonld";
