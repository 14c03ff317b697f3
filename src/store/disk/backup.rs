//! A store at rest, to be copied.
//!
//! Keeps P10: the keyring stands apart from all else, so that a copy of the one without the other
//! opens nothing, and only the newest keyring need be kept. Knows which files belong to a store.
//! Never knows where copies go.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Folder, FolderLock, Left};
use crate::store::fault::{Fault, FolderRefusal};

/// A store that was closed in order and that nobody opens while this lives.
pub struct AtRest {
    folder: Folder,
    _lock: FolderLock,
}

impl AtRest {
    /// Refused if a process has it open, or if it was not closed in order: open it first.
    pub fn lock(folder: &Path) -> Result<Self, Fault> {
        let folder = Folder::new(folder);
        let instance = folder.read_instance()?;
        let lock = folder.lock()?;
        if folder.left(&instance) != Left::Clean || !folder.live().is_dir() {
            return Err(FolderRefusal::NotClosed.into());
        }
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    /// What a copy needs beside the [keyring](KEYRING), relative to the store's folder. Not
    /// `state`: whoever opens a copy takes it for one that was not closed, and looks at every
    /// record.
    pub fn files(&self) -> Result<Vec<PathBuf>, Fault> {
        let mut files = vec![PathBuf::from("instance"), PathBuf::from("live/tally")];
        add_files(self.folder.root(), Path::new("live/sled"), &mut files)?;
        Ok(files)
    }
}

fn add_files(root: &Path, below: &Path, files: &mut Vec<PathBuf>) -> Result<(), Fault> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            add_files(root, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Where the keyring is, relative to the store's folder.
pub const KEYRING: &str = "live/keyring";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn an_open_store_and_one_not_closed_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let at = root.path().join("store");
        assert!(AtRest::lock(&at).is_err());
        Store::create(&at).unwrap();
        let store = Store::open(&at).unwrap();
        let refused = |expected| match AtRest::lock(&at) {
            Err(Fault::Refused(refusal)) => assert_eq!(refusal, expected),
            _ => panic!("not refused"),
        };
        refused(FolderRefusal::InUse);
        drop(store);
        fs::write(at.join("state"), "open\n").unwrap();
        refused(FolderRefusal::NotClosed);
    }

    #[test]
    fn the_keyring_is_not_among_the_files_and_both_make_a_store() {
        let root = tempfile::tempdir().unwrap();
        let (at, copy) = (root.path().join("store"), root.path().join("copy"));
        Store::create(&at).unwrap();
        drop(Store::open(&at).unwrap());
        let resting = AtRest::lock(&at).unwrap();
        let files = resting.files().unwrap();
        assert!(!files.contains(&PathBuf::from(KEYRING)));
        for file in files
            .iter()
            .map(PathBuf::as_path)
            .chain([Path::new(KEYRING)])
        {
            fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
            fs::copy(at.join(file), copy.join(file)).unwrap();
        }
        drop(Store::open(&copy).unwrap());
    }
}
