//! `svilpe officer roster keygen | sign | check | hand-over`.
//!
//! What the institution does offline. Stock minisign does the same; these check more:
//! that the roster is right before it is signed, that the key is the one beside it, and
//! that the version went up. Nothing half-written is left behind.

mod packs;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

pub use packs::{check_pack, sign_pack};

use super::institution_secret_key::{CannotMake, InstitutionSecret, NotASecret};
use crate::cli::private_files::{Older, Readers, write_durably};
use crate::ledger::checkpoint::LogKey;
use crate::rules::pack::BadPack;
use crate::rules::roster::{
    BadFolder, BadRoster, InstitutionKey, Loaded, NotAnInstitutionKey, NotSignedBy,
    PublishedLogKey, Roster, ServerNumber,
};
use crate::rules::toml_file::{UnreadableFile, read_text};

/// What was signed, and where the signature is.
#[derive(Debug)]
pub struct SignedRoster {
    /// `<roster>.minisig`.
    pub signature: PathBuf,
    /// As it will be read.
    pub roster: Roster,
    /// Worth a second look.
    pub warnings: Vec<Warning>,
}

/// What was found right.
#[derive(Debug)]
pub struct CheckedRoster {
    /// At least one.
    pub rosters: Vec<Roster>,
    /// Files in the folder that belong to no roster.
    pub ignored: Vec<String>,
    /// Worth a second look.
    pub warnings: Vec<Warning>,
}

/// A server as an institution names it: by its number, or by its ledger's key, which holds that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedServer {
    number: ServerNumber,
    log: Option<PublishedLogKey>,
}

/// Nothing is wrong, but the institution may not have meant it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// If this one loses the key or falls ill, reports wait unread; and nobody can be left out.
    OneOfficer(String),
    /// Nobody may open identity details, so none can be given.
    NoCustodian(String),
    /// Nobody may read the ledger's entries from outside the institution.
    NoAuditor(String),
    /// It names no server, so `svilpe reporter` seals nothing by it.
    NoServer(String),
    /// It names no ledger, so `svilpe reporter` can't check whether a report was entered.
    NoLog(String),
    /// The institution signs that so many open reports may be left to nobody.
    DropsLastHolder(String, usize),
}

/// Why a command did nothing.
#[derive(Debug)]
pub enum CannotDo {
    /// A file can't be read.
    Unreadable(PathBuf, UnreadableFile),
    /// A file can't be written, or is there already.
    Unwritable(PathBuf, io::Error),
    /// The `.pub` file is not one.
    NotAKey(PathBuf, NotAnInstitutionKey),
    /// The secret key can't be used.
    Secret(NotASecret),
    /// The cryptography failed.
    CannotMake(CannotMake),
    /// The roster is wrong.
    Roster(PathBuf, BadRoster),
    /// The roster's file has another name than its institution.
    OtherName(PathBuf),
    /// The secret key does not belong to the `.pub` file beside the roster.
    OtherSecret(PathBuf),
    /// A text that differs was signed before under this version or a higher one.
    VersionSigned(u32),
    /// The roster has no line with its version, above which tables begin: nowhere to put a server's
    /// number.
    NoPlace(PathBuf),
    /// A secret key may not lie beside public ones.
    SecretBesidePublic(PathBuf),
    /// The `.pub` file holds the very key that would hand over.
    SameKey(PathBuf),
    /// The folder is refused as the intake would refuse it.
    Folder(BadFolder),
    /// The country pack is refused as the intake would refuse it.
    Pack(PathBuf, BadPack),
    /// `policy.toml` has no line `[files]`, below which their digests go.
    NoFiles(PathBuf),
}

/// Makes an institution's key: `public` (`keys/<institution>.pub`) and `secret`, elsewhere.
/// Neither file may exist; the secret one is readable by its owner only.
pub fn keygen(
    public: &Path,
    secret: &Path,
    password: &Zeroizing<String>,
) -> Result<InstitutionKey, CannotDo> {
    if folder_of(public)? == folder_of(secret)? {
        return Err(CannotDo::SecretBesidePublic(secret.to_owned()));
    }
    if public.exists() {
        return Err(CannotDo::Unwritable(
            public.to_owned(),
            io::ErrorKind::AlreadyExists.into(),
        ));
    }
    let (key, text) = InstitutionSecret::random_under(password).map_err(CannotDo::CannotMake)?;
    // The secret first: a public key whose secret nobody holds is worse than the reverse.
    write_secret(secret, &text)?;
    write_new(public, key.public().as_str()).inspect_err(|_| {
        // Nothing stands under it yet; the first error is the one to tell.
        let _ = std::fs::remove_file(secret);
    })?;
    Ok(key.public().clone())
}

/// Signs the roster at `roster` with `<institution>.pub`'s secret half, after checking it.
pub fn sign(
    roster: &Path,
    secret: &Path,
    password: Option<&Zeroizing<String>>,
) -> Result<SignedRoster, CannotDo> {
    sign_for(roster, secret, password, None)
}

/// The same, and puts the server's number in before, if there is one to put in. A text that was
/// signed already gets the next version with it.
pub fn sign_for(
    roster: &Path,
    secret: &Path,
    password: Option<&Zeroizing<String>>,
    server: Option<&NamedServer>,
) -> Result<SignedRoster, CannotDo> {
    let public = roster.with_extension("pub");
    let written = read(roster, TEXT_MAX)?;
    let key = read_key(&public)?;
    let signature = beside(roster, ".minisig");
    let text = match server {
        Some(server) => {
            let is_signed = read(&signature, SIGNATURE_MAX)
                .is_ok_and(|signed| key.verify(written.as_bytes(), &signed).is_ok());
            with_server(&written, server, is_signed)
        }
        None => written.clone(),
    };
    let checked = Roster::parse_unsigned(&text, &key)
        .map_err(|error| CannotDo::Roster(roster.to_owned(), error))?;
    let expected = format!("{}.toml", checked.institution());
    if roster
        .file_name()
        .is_none_or(|name| name != expected.as_str())
    {
        return Err(CannotDo::OtherName(roster.to_owned()));
    }
    if server.is_some_and(|server| !server.is_named_by(&checked)) {
        return Err(CannotDo::NoPlace(roster.to_owned()));
    }
    refuse_signed_version(&signature, &text, &key, checked.version())?;

    let secret = read_secret(secret, password)?;
    if *secret.public() != key {
        return Err(CannotDo::OtherSecret(public));
    }
    let comment = trusted_comment(&checked);
    let signed = secret
        .sign(text.as_bytes(), &comment)
        .map_err(CannotDo::CannotMake)?;
    if text != written {
        replace(roster, &text)?;
    }
    replace(&signature, &signed)?;
    Ok(SignedRoster {
        warnings: warnings(&checked),
        signature,
        roster: checked,
    })
}

/// The text with lines that name the server and its ledger, after the version's, which goes up if
/// the text was signed without them. Only lines above the first table are looked at.
fn with_server(text: &str, server: &NamedServer, is_signed: bool) -> String {
    let named = server.lines();
    let is_there = |named: &String| text.lines().any(|line| line.trim_end() == named);
    if named.iter().all(is_there) {
        return text.to_owned();
    }
    let mut lines = Vec::new();
    let mut is_above = true;
    for line in text.lines() {
        is_above &= !line.trim_start().starts_with('[');
        match line.split_once('=').map(|(name, _)| name.trim()) {
            Some("server") if is_above => {}
            Some("log") if is_above && server.log.is_some() => {}
            Some("version") if is_above => {
                lines.push(if is_signed {
                    raised(line)
                } else {
                    line.to_owned()
                });
                lines.extend(named.clone());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

/// A version's line with the next number. What is no number is for the roster's reader to refuse.
fn raised(line: &str) -> String {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let Some(start) = line.as_bytes().iter().position(is_digit) else {
        return line.to_owned();
    };
    let digits = line.as_bytes()[start..].iter().take_while(|b| is_digit(b));
    let end = start + digits.count();
    match line[start..end]
        .parse::<u32>()
        .ok()
        .and_then(|n| n.checked_add(1))
    {
        Some(next) => format!("{}{next}{}", &line[..start], &line[end..]),
        None => line.to_owned(),
    }
}

impl NamedServer {
    /// Either of the two lines that `svilpe intake init` printed.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(number) = ServerNumber::parse(text) {
            return Some(number.into());
        }
        LogKey::parse(text).ok()?;
        let log = PublishedLogKey::parse(text)?;
        Some(Self {
            number: log.server(),
            log: Some(log),
        })
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("server = \"{}\"", self.number)];
        let log = self.log.as_ref();
        lines.extend(log.map(|log| format!("log = \"{}\"", log.as_str())));
        lines
    }

    fn is_named_by(&self, roster: &Roster) -> bool {
        let is_log = self.log.is_none() || roster.log() == self.log.as_ref();
        roster.server() == Some(self.number) && is_log
    }
}

impl From<ServerNumber> for NamedServer {
    fn from(number: ServerNumber) -> Self {
        Self { number, log: None }
    }
}

/// Signs a new `.pub` file with the old key, so that the intake accepts the change.
/// Gives the path of the signature, `<public>.minisig`.
pub fn hand_over(
    public: &Path,
    old_secret: &Path,
    password: Option<&Zeroizing<String>>,
) -> Result<PathBuf, CannotDo> {
    let key = read_key(public)?;
    let secret = read_secret(old_secret, password)?;
    if *secret.public() == key {
        return Err(CannotDo::SameKey(public.to_owned()));
    }
    let comment = format!(
        "svilpe hand-over from {} to {}",
        secret.public().id(),
        key.id()
    );
    let signed = secret
        .sign(key.as_str().as_bytes(), &comment)
        .map_err(CannotDo::CannotMake)?;
    let signature = beside(public, ".minisig");
    replace(&signature, &signed)?;
    Ok(signature)
}

/// Checks one roster file, or a whole folder, exactly as the intake will.
pub fn check(path: &Path) -> Result<CheckedRoster, CannotDo> {
    let loaded = if path.is_dir() {
        Roster::load(path)
    } else {
        Roster::load_one(path).map(|roster| Loaded {
            rosters: vec![roster],
            ignored: Vec::new(),
        })
    };
    let Loaded { rosters, ignored } = loaded.map_err(CannotDo::Folder)?;
    Ok(CheckedRoster {
        warnings: rosters.iter().flat_map(warnings).collect(),
        rosters,
        ignored,
    })
}

fn warnings(roster: &Roster) -> Vec<Warning> {
    let name = || roster.institution().to_string();
    let mut warnings = Vec::new();
    if roster.officers().len() == 1 {
        warnings.push(Warning::OneOfficer(name()));
    }
    if roster.custodians().next().is_none() {
        warnings.push(Warning::NoCustodian(name()));
    }
    if roster.auditors().is_empty() {
        warnings.push(Warning::NoAuditor(name()));
    }
    if roster.server().is_none() {
        warnings.push(Warning::NoServer(name()));
    } else if roster.log().is_none() {
        warnings.push(Warning::NoLog(name()));
    }
    if roster.drops_last_holder_of() > 0 {
        warnings.push(Warning::DropsLastHolder(
            name(),
            roster.drops_last_holder_of(),
        ));
    }
    warnings
}

/// A second text under the same version would be refused wherever the first was seen, so
/// it is refused here already, if the first one's signature still lies beside it.
fn refuse_signed_version(
    signature: &Path,
    text: &str,
    key: &InstitutionKey,
    version: u32,
) -> Result<(), CannotDo> {
    if !signature.exists() {
        return Ok(());
    }
    let signed = read(signature, SIGNATURE_MAX)?;
    if key.verify(text.as_bytes(), &signed) != Err(NotSignedBy::DoesNotFit) {
        return Ok(()); // the same text again; or nothing of this key's
    }
    match signed_version(&signed) {
        Some(before) if before >= version => Err(CannotDo::VersionSigned(before)),
        _ => Ok(()),
    }
}

/// The version in a signature's trusted comment, if [`sign`] wrote it. Only ever used to
/// warn: whoever can change it can as well remove the file.
fn signed_version(signature: &str) -> Option<u32> {
    let comment = signature
        .lines()
        .nth(2)?
        .strip_prefix("trusted comment: ")?;
    let (_, version) = comment.strip_prefix(COMMENT)?.rsplit_once(" version ")?;
    version.parse().ok()
}

/// No time in it: version and institution say all that counts.
fn trusted_comment(roster: &Roster) -> String {
    format!(
        "{COMMENT}{} version {}",
        roster.institution(),
        roster.version()
    )
}

fn read(path: &Path, length_max: u64) -> Result<String, CannotDo> {
    read_text(path, length_max).map_err(|why| CannotDo::Unreadable(path.to_owned(), why))
}

fn read_key(path: &Path) -> Result<InstitutionKey, CannotDo> {
    let text = read(path, SIGNATURE_MAX)?;
    InstitutionKey::parse(&text).map_err(|error| CannotDo::NotAKey(path.to_owned(), error))
}

fn read_secret(
    path: &Path,
    password: Option<&Zeroizing<String>>,
) -> Result<InstitutionSecret, CannotDo> {
    let text = Zeroizing::new(read(path, SIGNATURE_MAX)?);
    InstitutionSecret::parse(&text, password).map_err(CannotDo::Secret)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn folder_of(path: &Path) -> Result<PathBuf, CannotDo> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let found = folder.canonicalize();
    found.map_err(|error| CannotDo::Unwritable(folder.to_owned(), error))
}

fn write_secret(path: &Path, text: &Zeroizing<String>) -> Result<(), CannotDo> {
    write(path, text, Readers::Owner, Older::Stays)
}

/// A public file that must not exist yet.
fn write_new(path: &Path, text: &str) -> Result<(), CannotDo> {
    write(path, text, Readers::Everyone, Older::Stays)
}

/// A public file, old or new and nothing between: the intake, which reads it, runs as someone else.
fn replace(path: &Path, text: &str) -> Result<(), CannotDo> {
    write(path, text, Readers::Everyone, Older::Goes)
}

fn write(path: &Path, text: &str, readers: Readers, older: Older) -> Result<(), CannotDo> {
    write_durably(path, text.as_bytes(), readers, older)
        .map_err(|error| CannotDo::Unwritable(path.to_owned(), error))
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneOfficer(name) => write!(
                f,
                "{name}: one officer only; reports wait if that key is lost, and nobody can be left out"
            ),
            Self::NoCustodian(name) => write!(
                f,
                "{name}: no custodian; reporters can't give their identity"
            ),
            Self::NoAuditor(name) => write!(
                f,
                "{name}: no auditor; nobody outside can count the reports"
            ),
            Self::NoServer(name) => write!(
                f,
                "{name}: no server named; svilpe reporter sends nothing until it is (sign --server)"
            ),
            Self::NoLog(name) => write!(
                f,
                "{name}: no ledger named; reporters can't check their entries (sign --server with the ledger's key)"
            ),
            Self::DropsLastHolder(name, count) => write!(
                f,
                "{name}: this signs that up to {count} open reports and additions may be left to nobody"
            ),
        }
    }
}

impl CannotDo {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Unreadable(..) => "check the path; roster, .pub and .minisig lie side by side",
            Self::Unwritable(..) => "choose another path, or move the old file away",
            Self::NotAKey(..) => "copy the .pub file anew from where the key was made",
            Self::Secret(NotASecret::NeedsPassword) => "run it where it can ask for the password",
            Self::Secret(_) => "use the file that keygen or minisign -G wrote, and its password",
            Self::CannotMake(_) => "free some memory and try again",
            Self::Roster(..) => "mend the roster, then sign it",
            Self::OtherName(_) => "rename the file, or write the other institution into it",
            Self::OtherSecret(_) => {
                "sign with the institution's own key; to change keys, see hand-over in keys/README.md"
            }
            Self::VersionSigned(_) => "raise version in the file, then sign",
            Self::NoPlace(_) => "write server = \"…\" below the version, above the first table",
            Self::SecretBesidePublic(_) => {
                "keep it on a medium that stays offline; keys/ is copied to servers"
            }
            Self::SameKey(_) => "put the new key's .pub file there first",
            Self::Folder(_) => "keys/README.md tells how the folder is made",
            Self::Pack(..) => "docs/countries.md tells how a pack is made",
            Self::NoFiles(_) => "write [files] alone on a line, above the other tables",
        }
    }
}

impl fmt::Display for CannotDo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "{} {why}", path.display()),
            Self::Unwritable(path, error) => {
                write!(f, "{} can't be written: {error}", path.display())
            }
            Self::NotAKey(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Secret(error) => write!(f, "{error}"),
            Self::CannotMake(error) => write!(f, "{error}"),
            Self::Roster(path, error) => write!(f, "{}: {error}", path.display()),
            Self::OtherName(path) => {
                write!(f, "{} is not named after its institution", path.display())
            }
            Self::OtherSecret(path) => {
                write!(f, "the secret key does not belong to {}", path.display())
            }
            Self::VersionSigned(version) => {
                write!(f, "another text was signed before as version {version}")
            }
            Self::NoPlace(path) => {
                write!(f, "{} has no place for the server's number", path.display())
            }
            Self::SecretBesidePublic(path) => {
                write!(f, "{} would lie beside public keys", path.display())
            }
            Self::SameKey(path) => write!(f, "{} holds that very key", path.display()),
            Self::Folder(error) => write!(f, "{error}"),
            Self::Pack(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NoFiles(path) => write!(f, "{} has no line [files]", path.display()),
        }
    }
}

impl std::error::Error for CannotDo {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, why) => Some(why),
            Self::Unwritable(_, error) => Some(error),
            Self::NotAKey(_, error) => Some(error),
            Self::Secret(error) => Some(error),
            Self::CannotMake(error) => Some(error),
            Self::Roster(_, error) => Some(error),
            Self::Folder(error) => Some(error),
            Self::Pack(_, error) => Some(error),
            _ => None,
        }
    }
}

const COMMENT: &str = "svilpe roster ";
const TEXT_MAX: u64 = 128 * 1024;
const SIGNATURE_MAX: u64 = 4096;

#[cfg(test)]
mod tests;
