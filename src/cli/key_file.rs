//! A key file in its owner's folder: written once, read, and what is said when it does not open.
//!
//! Knows a name, a folder and the words of failure. Never knows what is in the file.

use std::io;
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::private_files::{PrivateFolder, disk, read_small};
use crate::keys::sealed_key::{CannotUnlock, KEY_FILE_MAX};

/// `key.age` in this folder, there or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyFile<'a>(&'a PrivateFolder);

impl<'a> KeyFile<'a> {
    pub(crate) fn of(folder: &'a PrivateFolder) -> Self {
        Self(folder)
    }

    pub(crate) fn path(self) -> PathBuf {
        self.0.path().join(NAME)
    }

    /// Complains if there is one: [`KeyFile::keep`] would, too, but only after somebody has thought
    /// of a passphrase.
    pub(crate) fn must_be_new(self) -> Result<(), Failure> {
        if self.path().exists() {
            return Err(self.failure("officer-key-exists"));
        }
        Ok(())
    }

    /// Keeps a new file. One that is there is never written over.
    pub(crate) fn keep(self, sealed: &[u8]) -> Result<(), Failure> {
        self.0
            .write_new(NAME, sealed)
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => self.failure("officer-key-exists"),
                _ => disk(&self.path(), &error),
            })
    }

    /// Its bytes, still sealed. `missing` is what to complain of when there are none.
    pub(crate) fn sealed(self, missing: &'static str) -> Result<Vec<u8>, Failure> {
        read_small(&self.path(), KEY_FILE_MAX).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => self.failure(missing),
            _ => disk(&self.path(), &error),
        })
    }

    /// Why it stays closed.
    pub(crate) fn locked(self, why: &CannotUnlock) -> Failure {
        self.failure(match why {
            CannotUnlock::WrongPassphrase => "officer-wrong-passphrase",
            CannotUnlock::TooMuchWork => "officer-key-too-much-work",
            CannotUnlock::Damaged => "officer-key-damaged",
        })
    }

    /// A complaint about this file.
    pub(crate) fn failure(self, complaint: &'static str) -> Failure {
        Failure::refused(complaint).with("path", self.path().display())
    }
}

const NAME: &str = "key.age";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_once_and_read_as_it_was() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = PrivateFolder::make(&root.path().join("home")).expect("made");
        let file = KeyFile::of(&folder);
        let missing = file.sealed("auditor-no-key").expect_err("none yet");
        assert_eq!(missing.complaint(), "auditor-no-key");
        file.must_be_new().expect("it is");
        file.keep(b"first").expect("kept");
        let there = file.must_be_new().expect_err("not any more");
        assert_eq!(there.complaint(), "officer-key-exists");
        let again = file.keep(b"second").expect_err("it is there");
        assert_eq!(again.complaint(), "officer-key-exists");
        assert_eq!(file.sealed("auditor-no-key").expect("there"), b"first");
        let huge = vec![0; KEY_FILE_MAX + 1];
        std::fs::write(file.path(), huge).expect("written");
        assert!(file.sealed("auditor-no-key").is_err());
    }
}
