//! An auditor's local folder.
//!
//! ```text
//!   ~/.local/share/svilpe-auditor/     0700
//!     key.age                          private key, under a passphrase
//!     auditor.toml                     which ledger, and whose word is taken for what
//!     mirror/                          the ledger's files, as served
//!     cosigned                         the checkpoint cosigned last (witnesses)
//!     evidence-<digest>.json           proof of misbehaviour, for anyone
//! ```
//!
//! Knows files. Never knows reports: an auditor opens nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};

use super::key::{AuditorKey, CannotOpenKey};
use crate::failure::Failure;
use crate::ledger::evidence::Evidence;
use crate::private::{PrivateFolder, read_small};
use crate::sealed_key::{CannotUnlock, KEY_FILE_MAX, Passphrase};

/// The folder, open for work.
pub(super) struct Home(PrivateFolder);

impl Home {
    /// Opens the folder, making it (and those above it) if need be.
    pub(super) fn make(path: &Path) -> Result<Self, Failure> {
        let make = || -> io::Result<Self> {
            if let Some(above) = path.parent() {
                fs::create_dir_all(above)?;
            }
            Ok(Self(PrivateFolder::make(path)?))
        };
        make().map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => {
                Failure::refused("officer-home-open").with("path", path.display())
            }
            _ => disk(path, &error),
        })
    }

    /// Beside the officer's, where the platform keeps a user's programs' own files.
    pub(super) fn usual() -> Option<PathBuf> {
        crate::private::programs_folder().map(|folder| folder.join("svilpe-auditor"))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn key_path(&self) -> PathBuf {
        self.path().join(KEY_FILE)
    }

    pub(super) fn mirror_path(&self) -> PathBuf {
        self.path().join("mirror")
    }

    /// Keeps a new key. One that is there is never written over.
    pub(super) fn keep_key(&self, sealed: &[u8]) -> Result<(), Failure> {
        let path = self.key_path();
        self.0
            .write_new(KEY_FILE, sealed)
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    Failure::refused("officer-key-exists").with("path", path.display())
                }
                _ => disk(&path, &error),
            })
    }

    /// The key file's bytes, still sealed.
    pub(super) fn sealed_key(&self) -> Result<Vec<u8>, Failure> {
        let path = self.key_path();
        read_small(&path, KEY_FILE_MAX).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                Failure::refused("auditor-no-key").with("path", path.display())
            }
            _ => disk(&path, &error),
        })
    }

    /// Opens the key.
    pub(super) fn unlock(
        &self,
        sealed: &[u8],
        passphrase: &Passphrase,
    ) -> Result<AuditorKey, Failure> {
        AuditorKey::open(sealed, passphrase).map_err(|why| {
            let complaint = match why {
                CannotOpenKey::Locked(CannotUnlock::WrongPassphrase) => "officer-wrong-passphrase",
                CannotOpenKey::Locked(_) => "officer-key-damaged",
                CannotOpenKey::NotAnAuditorKey => "auditor-key-incomplete",
            };
            Failure::refused(complaint).with("path", self.key_path().display())
        })
    }

    /// A small file of ours; `None` if there is none.
    pub(super) fn read(&self, name: &str, max: usize) -> Result<Option<Vec<u8>>, Failure> {
        let path = self.path().join(name);
        match read_small(&path, max) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(disk(&path, &error)),
        }
    }

    /// Writes a whole file: on stable storage when this returns.
    pub(super) fn replace(&self, name: &str, content: &[u8]) -> Result<(), Failure> {
        self.0
            .replace(name, content)
            .map_err(|error| disk(&self.path().join(name), &error))
    }

    /// Keeps a proof for good; the same one twice is one file.
    pub(super) fn keep_evidence(&self, evidence: &Evidence) -> Result<PathBuf, Failure> {
        let json = evidence.to_json();
        let name = hex::encode(&digest(&SHA256, json.as_bytes()).as_ref()[..4]);
        let name = format!("evidence-{name}.json");
        self.replace(&name, json.as_bytes())?;
        Ok(self.path().join(name))
    }
}

/// The disk did not do what it was asked to.
pub(super) fn disk(path: &Path, error: &io::Error) -> Failure {
    let complaint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "officer-disk-full",
        _ => "officer-disk",
    };
    Failure::refused(complaint)
        .with("path", path.display())
        .with("why", error)
}

const KEY_FILE: &str = "key.age";
