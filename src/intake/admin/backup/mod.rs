//! Backup and restore: an intake's folder in two parts, which belong in different places.
//!
//! Keeps P1 and P10 in copies. The large part opens nothing without the small one. Of the small one
//! only the newest copy is kept, and the one before is overwritten: so what an intake has forgotten
//! is forgotten in every backup, too. Knows folders and digests. Never knows what is in a record.
//!
//! ```text
//!   home ─┬▶ backup    intake.toml, store without keyring, manifest    as many as you like
//!         └▶ keyring   keyring, pepper, other secrets of the home      the newest only
//! ```
//!
//! While a server runs, the store's part is a copy that it leaves for this, of the moment when it
//! was asked; it takes that away once this process hangs up, however it ends.
//!
//! # What a crash leaves
//!
//! The manifest is written once all files of the backup are durable, and names the digests of the
//! keyring's part, too; only then, and once all of it was read again, that part is replaced. So one
//! of both backups, the old or the new, has its keyring at each moment. In a restored home
//! `intake.toml` comes last, once every record was looked at: without it there is no intake.

mod manifest;

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::home::{BACKED_UP, BadHome, HomeSecrets, IntakeHome, SETTINGS};
use super::status::control_socket::{ControlWord, ask};
use crate::cli::private_files::{
    Older, Readers, open_own, sync_folder as sync_names, write_durably,
};
use crate::keys::digest::Sha256;
use crate::rules::calendar::Day;
use crate::store::{AtRest, Fault, FolderRefusal, Store};

use manifest::{BackupManifest, BackupPart, Copied, Digest};

/// Where a backup's two parts are.
#[derive(Debug)]
pub(crate) struct Places {
    pub backup: PathBuf,
    pub keyring: PathBuf,
}

/// Why nothing was backed up or restored.
#[derive(Debug)]
pub(crate) enum CannotCopy {
    Home(BadHome),
    Store(Fault),
    /// The store is in use, and no server answers that would leave a copy of it.
    Server(io::Error),
    Disk(PathBuf, io::Error),
    /// There is something already.
    NotEmpty(PathBuf),
    /// One folder is inside another: whoever has the one would have both.
    NotApart(PathBuf, PathBuf),
    /// No finished backup is here.
    NotABackup(PathBuf),
    /// Not as it was written.
    Changed(PathBuf),
    /// Belongs to another backup, usually a newer one.
    OtherKeyring(PathBuf),
    /// The only keyring of another installation lies where this one's was to go.
    AnothersKeyring(PathBuf),
    /// An earlier restore was cut short.
    HalfRestored(PathBuf),
}

/// Copies an intake, stopped or serving. The store is rebuilt first, so that the copy tells no
/// order of arrival; a server that runs does that itself, and leaves a copy of the store to be
/// copied.
pub(crate) fn backup(home: &Path, to: &Places, today: Day) -> Result<(), CannotCopy> {
    let (opened, _) = IntakeHome::open(home).map_err(CannotCopy::Home)?;
    apart(&[home, &to.backup, &to.keyring])?;
    refuse_others_keyring(home, &to.keyring)?;
    make_empty(&to.backup)?;
    make(&to.keyring)?;
    match rebuild(&opened) {
        Err(CannotCopy::Store(Fault::Refused(FolderRefusal::InUse))) => {
            let left = ask(&opened, ControlWord::Backup).map_err(CannotCopy::Server)?;
            let resting = AtRest::lock_copy(&opened.store()).map_err(CannotCopy::Store)?;
            copy_and_hand_over(home, &resting, to)?;
            // It stays until here.
            drop(left);
        }
        rebuilt => {
            rebuilt?;
            let resting = AtRest::lock(&opened.store()).map_err(CannotCopy::Store)?;
            copy_and_hand_over(home, &resting, to)?;
        }
    }
    opened.note_backup(today).map_err(CannotCopy::Home)
}

/// Only the newest keyring of an installation exists, so that of another must not be written over:
/// it is known by the secrets that lie beside it and never change. One without them is nobody's
/// that we know, and beside a backup it would open what lies there.
fn refuse_others_keyring(home: &Path, keyring: &Path) -> Result<(), CannotCopy> {
    if keyring.join(MANIFEST).exists() {
        return Err(CannotCopy::NotEmpty(keyring.to_owned()));
    }
    let has_keyring = KEYRINGS.iter().any(|(_, name)| keyring.join(name).exists());
    for name in NEVER_CHANGING {
        let (own, there) = (home.join(name), keyring.join(name));
        let is_own = if there.exists() {
            digest(&there)? == digest(&own)?
        } else {
            !has_keyring
        };
        if !is_own {
            return Err(CannotCopy::AnothersKeyring(keyring.to_owned()));
        }
    }
    Ok(())
}

fn copy_and_hand_over(home: &Path, resting: &AtRest, to: &Places) -> Result<(), CannotCopy> {
    let copied = copy_out(home, resting, to);
    if copied.is_err() {
        clear(&to.backup);
    }
    hand_over(&copied?, home, resting, to)
}

/// Copies a backup into a home that is not there yet or empty, and opens its store.
pub(crate) fn restore(from: &Places, home: &Path) -> Result<(), CannotCopy> {
    let manifest = BackupManifest::read(&from.backup.join(MANIFEST))
        .map_err(|_| CannotCopy::NotABackup(from.backup.clone()))?;
    check(&manifest, BackupPart::Backup, from)?;
    check(&manifest, BackupPart::Keyring, from)?;
    if IntakeHome::is_unfinished(home) {
        return Err(CannotCopy::HalfRestored(home.to_owned()));
    }
    make_empty(home)?;
    let restored = copy_in(&manifest, from, home);
    if restored.is_err() {
        clear(home);
    }
    restored
}

/// After a failure. What can't be removed has no manifest with a keyring, or no `intake.toml`.
fn clear(folder: &Path) {
    for left in fs::read_dir(folder).into_iter().flatten().flatten() {
        let _ = fs::remove_dir_all(left.path()).or_else(|_| fs::remove_file(left.path()));
    }
}

/// Opening verifies; rebuilding removes residue; closing marks the end. What does not belong
/// together would restore to nothing.
fn rebuild(home: &IntakeHome) -> Result<(), CannotCopy> {
    let secrets = HomeSecrets::read(home).map_err(CannotCopy::Home)?;
    let store = Store::open(&home.store()).map_err(CannotCopy::Store)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| CannotCopy::Store(error.into()))?;
    runtime.block_on(async {
        let checked = secrets.check(home, &store).await;
        checked.map_err(CannotCopy::Home)?;
        store.rebuild().await.map_err(CannotCopy::Store)
    })
}

fn copy_out(home: &Path, resting: &AtRest, to: &Places) -> Result<BackupManifest, CannotCopy> {
    let mut manifest = BackupManifest::default();
    let files = resting.files().map_err(CannotCopy::Store)?;
    let files = files.iter().map(|file| Path::new(STORE).join(file));
    for path in files.chain([PathBuf::from(SETTINGS)]) {
        let from = original(home, resting.root(), BackupPart::Backup, &path);
        let digest = copy(&from, &to.backup.join(&path))?;
        manifest.add(BackupPart::Backup, path, digest);
    }
    let mut secrets = secrets(home)?;
    secrets.extend(resting.keyrings().iter().filter_map(|at| keyring_name(at)));
    for name in &secrets {
        let from = original(home, resting.root(), BackupPart::Keyring, name);
        let digest = digest(&from)?;
        manifest.add(BackupPart::Keyring, name.clone(), digest);
    }
    sync_tree(&to.backup)?;
    let path = to.backup.join(MANIFEST);
    let manifested = manifest.to_string();
    write_durably(&path, manifested.as_bytes(), Readers::Owner, Older::Stays)
        .map_err(|error| CannotCopy::Disk(path, error))?;
    Ok(manifest)
}

/// From the backup before to this one: it is read again, and only then the keyring's part is
/// replaced.
fn hand_over(
    manifest: &BackupManifest,
    home: &Path,
    resting: &AtRest,
    to: &Places,
) -> Result<(), CannotCopy> {
    check(manifest, BackupPart::Backup, to).inspect_err(|_| clear(&to.backup))?;
    for copied in manifest.of(BackupPart::Keyring) {
        replace(
            &original(home, resting.root(), BackupPart::Keyring, &copied.path),
            &in_place(to, copied),
        )?;
    }
    check(manifest, BackupPart::Keyring, to)
}

fn copy_in(manifest: &BackupManifest, from: &Places, home: &Path) -> Result<(), CannotCopy> {
    let (settings, others): (Vec<_>, Vec<_>) = manifest
        .copied()
        .iter()
        .partition(|copied| copied.path == Path::new(SETTINGS));
    let copy_all = |all: Vec<&Copied>| {
        all.into_iter().try_for_each(|copied| {
            let to = original(home, &home.join(STORE), copied.part, &copied.path);
            copy(&in_place(from, copied), &to).map(|_| ())
        })
    };
    copy_all(others)?;
    sync_tree(home)?;
    drop(Store::open(&home.join(STORE)).map_err(CannotCopy::Store)?);
    copy_all(settings)?;
    sync_folder(home)
}

/// Reads every file of a part again.
fn check(manifest: &BackupManifest, part: BackupPart, places: &Places) -> Result<(), CannotCopy> {
    for copied in manifest.of(part) {
        let path = in_place(places, copied);
        if digest(&path)? != copied.digest {
            return Err(match part {
                BackupPart::Backup => CannotCopy::Changed(path),
                BackupPart::Keyring => CannotCopy::OtherKeyring(path),
            });
        }
    }
    Ok(())
}

/// The home's own files but the settings: the pepper, and whatever else is kept there.
fn secrets(home: &Path) -> Result<Vec<PathBuf>, CannotCopy> {
    let disk = |error| CannotCopy::Disk(home.to_owned(), error);
    let mut secrets = Vec::new();
    for entry in fs::read_dir(home).map_err(disk)? {
        let entry = entry.map_err(disk)?;
        let name = PathBuf::from(entry.file_name());
        let stays = [SETTINGS, BACKED_UP]
            .iter()
            .any(|own| name == Path::new(own));
        if entry.file_type().map_err(disk)?.is_file() && !stays {
            secrets.push(name);
        }
    }
    Ok(secrets)
}

/// Where a file of a backup belongs in a home, of which the store may lie elsewhere.
fn original(home: &Path, store: &Path, part: BackupPart, path: &Path) -> PathBuf {
    let keyring = KEYRINGS.iter().find(|(_, name)| path == Path::new(name));
    match (keyring, path.strip_prefix(STORE)) {
        (Some((in_store, _)), _) if part == BackupPart::Keyring => store.join(in_store),
        (_, Ok(in_store)) => store.join(in_store),
        (_, Err(_)) => home.join(path),
    }
}

/// Beside the pepper, of a keyring in the store's folder.
fn keyring_name(in_store: &Path) -> Option<PathBuf> {
    let keyring = KEYRINGS.iter().find(|(at, _)| in_store == Path::new(at));
    keyring.map(|(_, name)| PathBuf::from(name))
}

fn in_place(places: &Places, copied: &Copied) -> PathBuf {
    match copied.part {
        BackupPart::Backup => places.backup.join(&copied.path),
        BackupPart::Keyring => places.keyring.join(&copied.path),
    }
}

/// Puts a copy in the place of an older one, and overwrites that. No durable write like others: a
/// rename over the old one would leave its keys on the disk, out of reach.
fn replace(from: &Path, to: &Path) -> Result<(), CannotCopy> {
    let (new, old) = (with_end(to, ".new"), with_end(to, ".old"));
    // A crash may have left either.
    wipe(&new)?;
    wipe(&old)?;
    copy(from, &new)?;
    if to.exists() {
        // A second name, where there can be one: then there is no moment without the first.
        fs::hard_link(to, &old).or_else(|_| rename(to, &old))?;
    }
    rename(&new, to)?;
    sync_folder(to.parent().expect("a file in the keyring's folder"))?;
    wipe(&old)
}

/// Overwrites a file with random bytes, then removes it; fine if it is not there.
fn wipe(path: &Path) -> Result<(), CannotCopy> {
    let disk = |error| CannotCopy::Disk(path.to_owned(), error);
    let file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(disk(error)),
    };
    let length = file.metadata().map_err(disk)?.len();
    for offset in (0..length).step_by(NOISE) {
        let noise: [u8; NOISE] = crate::keys::random::random_bytes();
        file.write_all_at(&noise, offset).map_err(disk)?;
    }
    file.sync_all().map_err(disk)?;
    fs::remove_file(path).map_err(disk)
}

/// Copies into a file that must not exist, 0600, durable once its folder is, which is synced once
/// for all files in it; the digest of what was read.
fn copy(from: &Path, to: &Path) -> Result<Digest, CannotCopy> {
    let disk = |error| CannotCopy::Disk(to.to_owned(), error);
    if let Some(folder) = to.parent() {
        make(folder)?;
    }
    let mut file = create_new(to).map_err(disk)?;
    let digest = pieces(from, |piece| file.write_all(piece).map_err(disk))?;
    file.sync_all().map_err(disk)?;
    Ok(digest)
}

fn digest(path: &Path) -> Result<Digest, CannotCopy> {
    pieces(path, |_| Ok(()))
}

fn pieces(
    path: &Path,
    mut each: impl FnMut(&[u8]) -> Result<(), CannotCopy>,
) -> Result<Digest, CannotCopy> {
    let disk = |error| CannotCopy::Disk(path.to_owned(), error);
    let mut file = open_own(File::options().read(true), path).map_err(disk)?;
    let mut piece = Zeroizing::new(vec![0; PIECE]);
    let mut digest = Sha256::new();
    loop {
        let length = file.read(&mut piece).map_err(disk)?;
        if length == 0 {
            return Ok(Digest::from_bytes(digest.finish()));
        }
        digest.update(&piece[..length]);
        each(&piece[..length])?;
    }
}

fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

fn make(folder: &Path) -> Result<(), CannotCopy> {
    DirBuilder::new()
        .mode(0o700)
        .recursive(true)
        .create(folder)
        .map_err(|error| CannotCopy::Disk(folder.to_owned(), error))
}

fn make_empty(folder: &Path) -> Result<(), CannotCopy> {
    make(folder)?;
    let mut entries =
        fs::read_dir(folder).map_err(|error| CannotCopy::Disk(folder.to_owned(), error))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(CannotCopy::NotEmpty(folder.to_owned())),
    }
}

/// No folder lies in another one, nor would once it is made.
fn apart(folders: &[&Path]) -> Result<(), CannotCopy> {
    for (place, one) in folders.iter().enumerate() {
        for other in &folders[place + 1..] {
            let (one, other) = (real(one)?, real(other)?);
            if one.starts_with(&other) || other.starts_with(&one) {
                return Err(CannotCopy::NotApart(one, other));
            }
        }
    }
    Ok(())
}

/// Without links, as far as it is there.
fn real(folder: &Path) -> Result<PathBuf, CannotCopy> {
    let disk = |error| CannotCopy::Disk(folder.to_owned(), error);
    let whole = std::path::absolute(folder).map_err(disk)?;
    for above in whole.ancestors() {
        if let Ok(there) = fs::canonicalize(above) {
            let below = whole.strip_prefix(above).unwrap_or(Path::new(""));
            return Ok(there.join(below));
        }
    }
    Ok(whole)
}

fn rename(from: &Path, to: &Path) -> Result<(), CannotCopy> {
    fs::rename(from, to).map_err(|error| CannotCopy::Disk(to.to_owned(), error))
}

fn sync_folder(folder: &Path) -> Result<(), CannotCopy> {
    sync_names(folder).map_err(|error| CannotCopy::Disk(folder.to_owned(), error))
}

/// All of the file system that it is on: names in new folders, too.
fn sync_tree(folder: &Path) -> Result<(), CannotCopy> {
    File::open(folder)
        .and_then(|folder| Ok(rustix::fs::syncfs(folder)?))
        .map_err(|error| CannotCopy::Disk(folder.to_owned(), error))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

impl fmt::Display for CannotCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home(bad) => bad.fmt(f),
            Self::Store(fault) => fault.fmt(f),
            Self::Server(why) => write!(
                f,
                "another process has the store open, and leaves no copy of it: {why}"
            ),
            Self::Disk(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NotEmpty(path) => write!(f, "{} is not empty", path.display()),
            Self::NotApart(one, other) => write!(
                f,
                "{} and {} are inside one another",
                one.display(),
                other.display()
            ),
            Self::NotABackup(path) => write!(f, "{} is no finished backup", path.display()),
            Self::Changed(path) => write!(f, "{} is not as it was written", path.display()),
            Self::OtherKeyring(path) => {
                write!(f, "{} belongs to another backup", path.display())
            }
            Self::AnothersKeyring(path) => write!(
                f,
                "{} holds the keyring of another installation, the only one that opens its back-ups: give each \
                 installation a folder of its own",
                path.display()
            ),
            Self::HalfRestored(path) => write!(
                f,
                "{} has parts of a server, but no intake.toml, which is written last: a restore was cut short there. \
                 Remove the folder, and restore again",
                path.display()
            ),
        }
    }
}

impl std::error::Error for CannotCopy {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Home(bad) => Some(bad),
            Self::Store(fault) => Some(fault),
            Self::Disk(_, error) | Self::Server(error) => Some(error),
            _ => None,
        }
    }
}

const STORE: &str = "store";
/// Secrets of a home that are made once.
const NEVER_CHANGING: [&str; 2] = ["pepper", "checkpoint.key"];
const MANIFEST: &str = "manifest";
/// The store's keyrings, and their names beside the pepper.
const KEYRINGS: [(&str, &str); 2] = [
    ("live/keyring", "keyring"),
    ("base/keyring", "keyring.base"),
];
/// Bytes read at once.
const PIECE: usize = 1 << 16;
/// Bytes overwritten at once.
const NOISE: usize = 1 << 12;

#[cfg(test)]
mod tests;
