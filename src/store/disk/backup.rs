//! A store at rest, to be copied.
//!
//! Keeps P10: the keyring stands apart from all else, so that a copy of the one without the other
//! opens nothing, and only the newest keyring need be kept. Knows which files belong to a store.
//! Never knows where copies go.
//!
//! An open store is not at rest; it leaves a copy of itself that is: see
//! [`CopyForBackup`](crate::store::CopyForBackup).

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Folder, FolderLock, Left};
use crate::store::engine::base::BaseTable;
use crate::store::fault::{Fault, FolderRefusal};

/// A store that was closed in order and that nobody opens while this lives.
pub struct AtRest {
    folder: Folder,
    _lock: FolderLock,
}

impl AtRest {
    /// Refused if a process has it open, or if it was not closed in order, or in the middle of a
    /// rebuild: open it first, and rebuild it.
    pub fn lock(folder: &Path) -> Result<Self, Fault> {
        let folder = Folder::new(folder);
        folder.refuse_strange_kinds()?;
        let instance = folder.read_instance()?.ok_or(FolderRefusal::NotAStore)?;
        let lock = folder.lock()?;
        let is_whole = folder.live().is_dir() && !folder.frozen().exists();
        if folder.left(&instance) != Left::Clean || !is_whole {
            return Err(FolderRefusal::NotClosed.into());
        }
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    /// The same of the copy that an open store has left to be backed up.
    pub fn lock_copy(open: &Path) -> Result<Self, Fault> {
        Self::lock(Folder::new(open).for_backup().root())
    }

    /// The folder that the files are in.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// What a copy needs beside the [keyrings](Self::keyrings), relative to the store's folder. Not
    /// `state`: whoever opens a copy takes it for one that was not closed, and looks at every
    /// record.
    pub fn files(&self) -> Result<Vec<PathBuf>, Fault> {
        let mut files = vec![PathBuf::from("instance"), PathBuf::from("live/tally")];
        add_files(self.folder.root(), Path::new("live/sled"), &mut files)?;
        for table in [BaseTable::Heads, BaseTable::Records] {
            files.extend(self.of_the_base(table.name()));
        }
        Ok(files)
    }

    /// The keyrings, relative to the store's folder: one for each layer.
    pub fn keyrings(&self) -> Vec<PathBuf> {
        let mut keyrings = vec![PathBuf::from("live/keyring")];
        keyrings.extend(self.of_the_base("keyring"));
        keyrings
    }

    fn of_the_base(&self, name: &str) -> Option<PathBuf> {
        let at = Path::new("base").join(name);
        self.folder.base().exists().then_some(at)
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
    fn no_keyring_is_among_the_files_and_both_make_a_store() {
        let root = tempfile::tempdir().unwrap();
        let (at, copy) = (root.path().join("store"), root.path().join("copy"));
        Store::create(&at).unwrap();
        let store = Store::open(&at).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(store.rebuild()).unwrap();
        drop(store);
        let resting = AtRest::lock(&at).unwrap();
        let (files, keyrings) = (resting.files().unwrap(), resting.keyrings());
        assert_eq!(keyrings.len(), 2);
        assert!(!keyrings.iter().any(|keyring| files.contains(keyring)));
        for file in files.iter().chain(&keyrings) {
            fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
            fs::copy(at.join(file), copy.join(file)).unwrap();
        }
        drop(Store::open(&copy).unwrap());
    }
}
