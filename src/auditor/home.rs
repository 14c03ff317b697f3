//! An auditor's local folder.
//!
//! ```text
//!   ~/.local/share/svilpe-auditor/     0700
//!     key.age                          private key, under a passphrase
//!     auditor.toml                     which ledger, and whose word is taken for what
//!     pack.json                        the country pack by which cases are judged
//!     mirror/                          the ledger's files, as served
//!     lock                             held while a witness cosigns
//!     cosigned                         the checkpoint cosigned last (witnesses)
//!     watched                          what `watch` has told already
//!     evidence-<digest>.json           proof of misbehaviour, for anyone
//! ```
//!
//! Knows files. Never knows reports: an auditor opens nothing.

use std::io;
use std::path::{Path, PathBuf};

use super::key::{AuditorKey, CannotOpenKey};
use crate::cli::failure::Failure;
use crate::cli::key_file::KeyFile;
use crate::cli::private_files::{Alone, PrivateFolder, read_small};
use crate::keys::digest::Sha256;
use crate::keys::sealed_key::Passphrase;
use crate::ledger::checkpoint::evidence::Evidence;

pub(super) use crate::cli::private_files::disk;

/// The folder, open for work.
pub(super) struct AuditorHome(PrivateFolder);

impl AuditorHome {
    /// Opens the folder, making it (and those above it) if need be.
    pub(super) fn make(path: &Path) -> Result<Self, Failure> {
        PrivateFolder::make_home(path).map(Self)
    }

    /// Beside the officer's, where the platform keeps a user's programs' own files.
    pub(super) fn usual() -> Option<PathBuf> {
        crate::cli::private_files::programs_folder().map(|folder| folder.join("svilpe-auditor"))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// For as long as this is held, no other process cosigns.
    pub(super) fn alone(&self) -> Result<Alone, Failure> {
        self.0.alone()
    }

    pub(super) fn key_file(&self) -> KeyFile<'_> {
        KeyFile::of(&self.0)
    }

    /// Where the pack is kept.
    pub(super) fn folder(&self) -> &PrivateFolder {
        &self.0
    }

    pub(super) fn mirror_path(&self) -> PathBuf {
        self.path().join("mirror")
    }

    /// Opens the key.
    pub(super) fn unlock(
        &self,
        sealed: &[u8],
        passphrase: &Passphrase,
    ) -> Result<AuditorKey, Failure> {
        AuditorKey::open(sealed, passphrase).map_err(|why| match why {
            CannotOpenKey::Locked(why) => self.key_file().locked(&why),
            CannotOpenKey::NotAnAuditorKey => self.key_file().failure("auditor-key-incomplete"),
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
        let name = hex::encode(Sha256::truncated::<4>(json.as_bytes()));
        let name = format!("evidence-{name}.json");
        self.replace(&name, json.as_bytes())?;
        Ok(self.path().join(name))
    }
}
