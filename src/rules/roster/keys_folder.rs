//! The folder `keys/`: all rosters of one intake.
//!
//! Any doubt refuses the whole folder: an intake that starts with some institutions
//! missing, or with a key that nobody looked at, is worse than one that says why it does
//! not start.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::Metadata;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::{
    Auditor, BadRoster, Institution, InstitutionKey, NotAnInstitutionKey, Officer, Roster,
};
use crate::rules::toml_file::{UnreadableFile, read_text};

/// What a folder held.
#[derive(Debug)]
pub struct Loaded {
    /// At least one, by institution.
    pub rosters: Vec<Roster>,
    /// Names of files that belong to no roster, and were ignored: for the operator to see.
    pub ignored: Vec<String>,
}

/// Why a folder is refused. Each says what to do.
#[derive(Debug)]
pub enum BadFolder {
    /// The folder, or one of its files, can't be read.
    Unreadable(PathBuf, UnreadableFile),
    /// More files than a folder of public keys has.
    TooManyFiles(PathBuf),
    /// Something in it looks like a private key.
    PrivateKey(PathBuf, &'static str),
    /// A link that leads out of the folder.
    LeadsOut(PathBuf),
    /// A roster's public key or signature is not beside it.
    Missing(PathBuf),
    /// The `.pub` file is not one.
    NotAKey(PathBuf, NotAnInstitutionKey),
    /// A roster is unsigned or wrong.
    Roster(PathBuf, BadRoster),
    /// A roster's file is named after another institution than it says.
    OtherName(PathBuf),
    /// An officer's signing key stands in a second roster.
    SharedKey(PathBuf, String),
    /// No roster at all.
    Nobody(PathBuf),
}

impl Roster {
    /// Reads all of `folder`: `<institution>.toml`, `.toml.minisig`, `.pub`, and after a
    /// hand-over `.pub.minisig`.
    pub fn load(folder: &Path) -> Result<Loaded, BadFolder> {
        let names = names(folder)?;
        let mut rosters = Vec::new();
        for name in &names {
            if let Some(stem) = name.strip_suffix(".toml") {
                rosters.push(one(folder, stem)?);
            }
        }
        if rosters.is_empty() {
            return Err(BadFolder::Nobody(folder.to_owned()));
        }
        refuse_shared_keys(folder, &rosters)?;
        let ignored = names
            .into_iter()
            .filter(|name| !is_expected(name, &rosters))
            .collect();
        Ok(Loaded { rosters, ignored })
    }

    /// Reads the roster at `path` (`…/<institution>.toml`) with the files beside it.
    pub fn load_one(path: &Path) -> Result<Self, BadFolder> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let is_toml = path
            .extension()
            .is_some_and(|extension| extension == "toml");
        match stem {
            Some(stem) if is_toml => one(folder, stem),
            _ => Err(BadFolder::OtherName(path.to_owned())),
        }
    }
}

/// One roster with its key, its signature and, if there is one, its hand-over.
fn one(folder: &Path, stem: &str) -> Result<Roster, BadFolder> {
    let at = |suffix: &str| folder.join(format!("{stem}{suffix}"));
    let path = at(".toml");
    if Institution::parse(stem).is_err() {
        return Err(BadFolder::OtherName(path));
    }
    let key_text = required(&at(".pub"), KEY_MAX)?;
    let key =
        InstitutionKey::parse(&key_text).map_err(|error| BadFolder::NotAKey(at(".pub"), error))?;
    let text = required(&path, TEXT_MAX)?;
    let signature = required(&at(".toml.minisig"), SIGNATURE_MAX)?;
    let roster = Roster::parse(&text, &signature, &key)
        .map_err(|error| BadFolder::Roster(path.clone(), error))?;
    if roster.institution().as_str() != stem {
        return Err(BadFolder::OtherName(path));
    }
    let handover = at(".pub.minisig");
    let handover = handover
        .exists()
        .then(|| required(&handover, SIGNATURE_MAX))
        .transpose()?;
    Ok(roster.with_handover(handover))
}

fn required(path: &Path, length_max: u64) -> Result<String, BadFolder> {
    read_text(path, length_max).map_err(|why| match why {
        UnreadableFile::Disk(error) if error.kind() == std::io::ErrorKind::NotFound => {
            BadFolder::Missing(path.to_owned())
        }
        why => BadFolder::Unreadable(path.to_owned(), why),
    })
}

/// The names of plain files in the folder, sorted; each was looked at.
fn names(folder: &Path) -> Result<Vec<String>, BadFolder> {
    let failed = |error| BadFolder::Unreadable(folder.to_owned(), UnreadableFile::Disk(error));
    let home = folder.canonicalize().map_err(failed)?;
    let mut names = Vec::new();
    for (count, entry) in std::fs::read_dir(folder).map_err(failed)?.enumerate() {
        if count == FILES_MAX {
            return Err(BadFolder::TooManyFiles(folder.to_owned()));
        }
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        refuse_leading_out(&home, &path)?;
        let is_file = std::fs::metadata(&path).is_ok_and(|file: Metadata| file.is_file());
        if is_file {
            refuse_private(&path)?;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        // A roster's name on a folder or pipe is complained about when it is read.
        if is_file
            || path
                .extension()
                .is_some_and(|extension| extension == "toml")
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Links inside the folder are how some tools mount it; one that leads out is a trap.
fn refuse_leading_out(home: &Path, path: &Path) -> Result<(), BadFolder> {
    let failed = |error| BadFolder::Unreadable(path.to_owned(), UnreadableFile::Disk(error));
    let is_link = std::fs::symlink_metadata(path)
        .map_err(failed)?
        .is_symlink();
    if is_link && !path.canonicalize().map_err(failed)?.starts_with(home) {
        return Err(BadFolder::LeadsOut(path.to_owned()));
    }
    Ok(())
}

fn refuse_private(path: &Path) -> Result<(), BadFolder> {
    let failed = |error| BadFolder::Unreadable(path.to_owned(), UnreadableFile::Disk(error));
    let mut beginning = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(TEXT_MAX)
        .read_to_end(&mut beginning)
        .map_err(failed)?;
    match private_kind(&String::from_utf8_lossy(&beginning)) {
        Some(kind) => Err(BadFolder::PrivateKey(path.to_owned(), kind)),
        None => Ok(()),
    }
}

/// What kind of private key this looks like, if any.
pub(crate) fn private_kind(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    let marks = [
        ("AGE-SECRET-KEY-", "an age private key"),
        ("AGE-PLUGIN-", "an age plugin's private key"),
        ("PRIVATE KEY-----", "a PEM or OpenSSH private key"),
        (
            "-----BEGIN AGE ENCRYPTED FILE",
            "an age-encrypted file, perhaps a key",
        ),
        (
            "AGE-ENCRYPTION.ORG/V1",
            "an age-encrypted file, perhaps a key",
        ),
    ];
    if let Some((_, kind)) = marks.iter().find(|(mark, _)| upper.contains(mark)) {
        return Some(kind);
    }
    text.lines()
        .any(is_minisign_secret)
        .then_some("a minisign private key")
}

/// The key line of a minisign secret key file, whatever its comment says: 158 bytes that
/// begin with the algorithm.
fn is_minisign_secret(line: &str) -> bool {
    let line = line.trim();
    line.len() == 212
        && BASE64_STANDARD
            .decode(line)
            .is_ok_and(|bytes| bytes.len() == 158 && bytes.starts_with(b"Ed"))
}

/// Officers' requests are told apart by key, over all institutions of an intake. (An
/// auditor may be in several rosters; an officer in one, and as an officer only.)
fn refuse_shared_keys(folder: &Path, rosters: &[Roster]) -> Result<(), BadFolder> {
    let mut holders: BTreeMap<[u8; 8], usize> = BTreeMap::new();
    for roster in rosters {
        let officers = roster.officers().iter().map(Officer::fingerprint);
        let auditors = roster.auditors().iter().map(Auditor::fingerprint);
        for fingerprint in officers.chain(auditors) {
            *holders.entry(fingerprint).or_default() += 1;
        }
    }
    let is_shared = |officer: &&Officer| holders[&officer.fingerprint()] > 1;
    for roster in rosters {
        if let Some(officer) = roster.officers().iter().find(is_shared) {
            let path = folder.join(format!("{}.toml", roster.institution()));
            return Err(BadFolder::SharedKey(path, officer.name().to_owned()));
        }
    }
    Ok(())
}

fn is_expected(name: &str, rosters: &[Roster]) -> bool {
    let of_a_roster = |roster: &Roster| {
        name.strip_prefix(roster.institution().as_str())
            .is_some_and(|suffix| SUFFIXES.contains(&suffix))
    };
    EXPECTED.contains(&name) || rosters.iter().any(of_a_roster)
}

impl fmt::Display for BadFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "{} {why}", path.display()),
            Self::TooManyFiles(path) => {
                write!(f, "{} holds more than {FILES_MAX} files", path.display())
            }
            Self::PrivateKey(path, kind) => write!(
                f,
                "{} looks like {kind}: take it out of here at once, and treat that key as lost: make a new one",
                path.display()
            ),
            Self::LeadsOut(path) => write!(
                f,
                "{} is a link that leads out of the folder; put the file itself there",
                path.display()
            ),
            Self::Missing(path) => write!(
                f,
                "{} is missing; keys/README.md tells how it is made",
                path.display()
            ),
            Self::NotAKey(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Roster(path, error) => write!(f, "{}: {error}", path.display()),
            Self::OtherName(path) => write!(
                f,
                "{} is not named after its institution, as in knab.toml for institution = \"knab\"",
                path.display()
            ),
            Self::SharedKey(path, officer) => write!(
                f,
                "{}: the signing key of {officer} stands in the folder a second time; each officer has one key in one roster",
                path.display()
            ),
            Self::Nobody(path) => write!(
                f,
                "{} holds no roster, so nobody could open a report; make one as keys/README.md tells (or try svilpe demo)",
                path.display()
            ),
        }
    }
}

impl std::error::Error for BadFolder {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, why) => Some(why),
            Self::NotAKey(_, error) => Some(error),
            Self::Roster(_, error) => Some(error),
            _ => None,
        }
    }
}

const SUFFIXES: [&str; 4] = [".toml", ".toml.minisig", ".pub", ".pub.minisig"];
const EXPECTED: [&str; 3] = ["README.md", ".gitkeep", ".gitignore"];
const FILES_MAX: usize = 1024;
const TEXT_MAX: u64 = super::parsing::TEXT_MAX as u64;
const KEY_MAX: u64 = 1024;
const SIGNATURE_MAX: u64 = 4096;
