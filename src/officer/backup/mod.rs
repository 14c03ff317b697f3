//! `svilpe officer backup` and `restore`: an officer's folder in one file, and back.
//!
//! Keeps P1 in copies: what is in the file is as closed as in the folder, and opens with the same
//! passphrase. It is plain `tar` of ciphertext, so nobody needs this program to get at it; what
//! stands beside in clear is what stands in clear in the folder (which items, when recorded, the
//! ledger's lines).
//!
//! ```text
//!   folder ─▶ digests ─▶ MANIFEST, files ─▶ read again, each digest ─▶ its name
//!   file ─▶ unfinished folder, each digest ─▶ key opens, reports open ─▶ its name
//! ```
//!
//! Both are checked whole before the result gets its name; a crash leaves only a file or folder
//! with a random name. A report that is damaged in the folder is not copied but told: the intake
//! still has it.
//!
//! Knows names, digests and files. Never knows a server.

mod archive;
mod backup_contents;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::Path;

use archive::{ArchiveReader, ArchiveWriter, ArchivedFile, BadArchive};
use backup_contents::{MANIFEST, archived, in_folder, to_be_backed_up};

use super::case::opening::short;
use super::home::{OfficerHome, disk};
use crate::cli::failure::Failure;
use crate::cli::private_files::{PrivateFolder, Unnamed};
use crate::keys::digest::{ReportDigest, Sha256};
use crate::keys::lower_hex;

/// What was copied.
#[derive(Debug, Default)]
pub(super) struct BackedUp {
    pub(super) files: usize,
    pub(super) bytes: u64,
    /// Reports that are not what their names say, and are not in the copy.
    pub(super) damaged: Vec<Failure>,
}

/// What a backup must hold: each file's length and digest, by name.
#[derive(Default)]
struct BackupContent(BTreeMap<String, (u64, [u8; 32])>);

/// Copies what is worth keeping into one new file, and reads it again before it has its name.
pub(super) fn backup(home: &OfficerHome, to: &Path) -> Result<BackedUp, Failure> {
    // A `sync` in between would add files that the manifest does not name.
    let _alone = home.root().alone()?;
    if to.is_dir() || to.to_string_lossy().ends_with(std::path::is_separator) {
        return Err(Failure::usage("officer-backup-folder").with("path", to.display()));
    }
    home.key_file().sealed("officer-no-key")?;
    let on_disk = |error: io::Error| disk(to, &error);
    let (content, damaged) = digests(home).map_err(|error| disk(home.root().path(), &error))?;
    let mut file = Unnamed::beside(to).map_err(on_disk)?;
    write(home, &content, &mut file).map_err(on_disk)?;
    let written = file.reread().map_err(on_disk)?;
    read_through(written, |_, content| {
        io::copy(content, &mut io::sink()).map(|_| ())
    })
    .map_err(BadArchive::failure)?;
    let name = to.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| on_disk(io::ErrorKind::InvalidFilename.into()))?;
    file.name(name).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::refused("officer-backup-exists").with("path", to.display())
        }
        _ => on_disk(error),
    })?;
    Ok(BackedUp {
        files: content.0.len(),
        bytes: content.0.values().map(|(length, _)| length).sum(),
        damaged,
    })
}

/// Makes a folder from a backup. `prove` looks at it before it has its name: an error there leaves
/// nothing.
pub(super) fn restore<T>(
    from: &Path,
    home: &Path,
    prove: impl FnOnce(&OfficerHome) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let on_disk = |error: io::Error| disk(home, &error);
    refuse_what_is_there(home)?;
    let archive = File::open(from).map_err(|error| disk(from, &error))?;
    let above = home.parent().filter(|above| !above.as_os_str().is_empty());
    let above = above.unwrap_or(Path::new("."));
    fs::create_dir_all(above).map_err(on_disk)?;
    let unfinished = PrivateFolder::unfinished_in(above).map_err(on_disk)?;
    let made = OfficerHome::make(unfinished.path())?;
    let take = |name: &str, content: &mut dyn Read| unpack(&made, name, content);
    read_through(archive, take).map_err(BadArchive::failure)?;
    let proven = prove(&made)?;
    if home.exists() {
        fs::remove_dir(home).map_err(on_disk)?;
    }
    fs::rename(unfinished.path(), home).map_err(on_disk)?;
    // What had the random name has another now: there is nothing left to remove.
    drop(unfinished);
    crate::cli::private_files::sync_folder(above).map_err(on_disk)?;
    Ok(proven)
}

/// A folder with something in it is never restored over.
fn refuse_what_is_there(home: &Path) -> Result<(), Failure> {
    match fs::read_dir(home).map(|mut entries| entries.next().is_some()) {
        Ok(false) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(true) => Err(Failure::refused("officer-restore-not-empty").with("path", home.display())),
        Err(error) => Err(disk(home, &error)),
    }
}

/// Reads each file for its digest; a report must have that of its name.
fn digests(home: &OfficerHome) -> io::Result<(BackupContent, Vec<Failure>)> {
    let (mut content, mut damaged) = (BackupContent::default(), Vec::new());
    for name in to_be_backed_up(home.root().path())? {
        let (length, digest) = digest(&mut home.root().open(&name)?)?;
        let item = item_of(&name);
        if item.is_some_and(|item| *item.as_bytes() != digest) {
            let failure = Failure::refused("officer-backup-damaged");
            damaged.extend(item.map(|item| failure.with("item", short(&item))));
        } else {
            content
                .0
                .extend(archived(&name).map(|name| (name, (length, digest))));
        }
    }
    Ok((content, damaged))
}

fn write(home: &OfficerHome, content: &BackupContent, file: &mut Unnamed) -> io::Result<()> {
    let mut archive = ArchiveWriter::new(BufWriter::with_capacity(PIECE, file));
    let manifest = content.to_text();
    let entry = ArchivedFile {
        name: MANIFEST.to_owned(),
        length: manifest.len() as u64,
    };
    archive.add(&entry, &mut manifest.as_bytes())?;
    for (name, (length, _)) in &content.0 {
        let entry = ArchivedFile {
            name: name.clone(),
            length: *length,
        };
        // Shorter than a moment ago: what is read again will not fit its header.
        let name = in_folder(name).unwrap_or_default();
        archive.add(&entry, &mut home.root().open(&name)?)?;
    }
    archive.end()?.flush()
}

/// Hands each file of an archive to `take`, and checks that it is what the manifest says: all of
/// it, and nothing else.
fn read_through(
    archive: File,
    mut take: impl FnMut(&str, &mut dyn Read) -> io::Result<()>,
) -> Result<(), BadArchive> {
    let mut archive = ArchiveReader::new(BufReader::with_capacity(PIECE, archive));
    let mut left = BackupContent::first_of(&mut archive)?;
    while let Some(file) = archive.next()? {
        let (length, digest) = left.0.remove(&file.name).ok_or(BadArchive::NotOurs)?;
        if length != file.length {
            return Err(BadArchive::Changed(file.name));
        }
        let mut content = Digesting {
            content: &mut archive,
            digest: Sha256::new(),
        };
        take(&file.name, &mut content).map_err(BadArchive::from_disk)?;
        if content.digest.finish() != digest {
            return Err(BadArchive::Changed(file.name));
        }
    }
    match left.0.into_keys().next() {
        None => Ok(()),
        Some(name) => Err(BadArchive::Changed(name)),
    }
}

/// A file under its own name, on stable storage when this returns.
fn unpack(home: &OfficerHome, name: &str, content: &mut dyn Read) -> io::Result<()> {
    let name = in_folder(name).ok_or(io::ErrorKind::InvalidData)?;
    let (folder, name) = match name.split_once('/') {
        None => (home.root(), name.as_str()),
        Some(("drafts", name)) => (home.drafts(), name),
        Some(("pieces", name)) => (home.pieces(), name),
        Some(("replies", name)) => (home.replies(), name),
        Some(("rosters", name)) => (home.rosters(), name),
        Some(("sent", name)) => (home.sent(), name),
        Some((_, name)) => (home.sealed_folder(), name),
    };
    let mut file = folder.unnamed()?;
    io::copy(content, &mut file)?;
    file.name(name)
}

impl BackupContent {
    fn to_text(&self) -> String {
        let mut text = String::from(FIRST_LINE);
        for (name, (length, digest)) in &self.0 {
            text.extend([
                &hex::encode(digest),
                " ",
                &length.to_string(),
                " ",
                name,
                "\n",
            ]);
        }
        text
    }

    /// The first file of an archive.
    fn first_of(archive: &mut ArchiveReader<impl Read>) -> Result<Self, BadArchive> {
        let first = archive.next()?.filter(|file| file.name == MANIFEST);
        if first.is_none_or(|file| file.length > MANIFEST_MAX) {
            return Err(BadArchive::NotOurs);
        }
        let mut text = String::new();
        archive
            .read_to_string(&mut text)
            .map_err(BadArchive::from_disk)?;
        Self::parse(&text).ok_or(BadArchive::NotOurs)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut content = Self::default();
        for line in text.strip_prefix(FIRST_LINE)?.lines() {
            let (digest, rest) = line.split_once(' ')?;
            let (length, name) = rest.split_once(' ')?;
            let facts = (length.parse().ok()?, lower_hex::parse(digest)?);
            content.0.insert(name.to_owned(), facts);
        }
        (content.to_text() == text).then_some(content)
    }
}

/// Takes the digest of what passes.
struct Digesting<'a> {
    content: &'a mut dyn Read,
    digest: Sha256,
}

impl Read for Digesting<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.content.read(into)?;
        self.digest.update(&into[..length]);
        Ok(length)
    }
}

fn digest(file: &mut impl Read) -> io::Result<(u64, [u8; 32])> {
    let mut content = Digesting {
        content: file,
        digest: Sha256::new(),
    };
    let length = io::copy(&mut content, &mut io::sink())?;
    Ok((length, content.digest.finish()))
}

fn item_of(name: &str) -> Option<ReportDigest> {
    let name = name.strip_prefix("sealed/")?.strip_suffix(".age")?;
    ReportDigest::parse(name)
}

const FIRST_LINE: &str = "svilpe officer backup, version 1\n";

/// Bytes: a million files of 160.
const MANIFEST_MAX: u64 = 160_000_000;

/// Bytes read and written at once.
const PIECE: usize = 1 << 18;
