//! Files and folders that only this user can read, and how they are made durable.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::cli::private_files::open_own;
use crate::store::fault::{Fault, FolderRefusal};

/// Makes a folder that only this user can enter. It may exist.
pub(in crate::store) fn create_folder(at: &Path) -> Result<(), Fault> {
    match DirBuilder::new().mode(FOLDER_MODE).create(at) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && at.is_dir() => {}
        Err(error) => return Err(error.into()),
    }
    fs::set_permissions(at, Permissions::from_mode(FOLDER_MODE))?;
    Ok(())
}

/// Makes a file that must not exist, 0600.
pub(in crate::store) fn create_file(at: &Path) -> Result<File, Fault> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(at)?;
    Ok(file)
}

/// Opens a plain file, and nothing else; none if it is not there.
pub(in crate::store) fn open_there(
    at: &Path,
    options: &mut OpenOptions,
) -> Result<Option<File>, Fault> {
    match open_own(options, at) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            Err(FolderRefusal::NotPlain(at.display().to_string()).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Syncs all of the file system that `at` is on, with our own check for errors: the engine's files,
/// their lengths, and the names of new ones.
pub(in crate::store) fn sync_all(at: &Path) -> Result<(), Fault> {
    rustix::fs::syncfs(File::open(at)?)?;
    Ok(())
}

/// Makes names in a folder durable.
pub(in crate::store) fn sync_folder(at: &Path) -> Result<(), Fault> {
    Ok(crate::cli::private_files::sync_folder(at)?)
}

/// Removes a folder and all in it, if it is there.
pub(in crate::store) fn remove_tree(at: &Path) -> io::Result<()> {
    match fs::remove_dir_all(at) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub(super) fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    DirBuilder::new().mode(FOLDER_MODE).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            // Shares blocks where the file system can (xfs, btrfs).
            fs::copy(entry.path(), &target)?;
            File::open(&target)?.sync_all()?;
        }
    }
    Ok(())
}

/// Calls `visit` for each folder (true) and file (false), insides first. Never follows a link.
pub(super) fn walk(
    at: &Path,
    visit: &mut dyn FnMut(&Path, bool) -> io::Result<()>,
) -> io::Result<()> {
    for entry in fs::read_dir(at)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), visit)?;
        } else if kind.is_file() {
            visit(&entry.path(), false)?;
        }
    }
    visit(at, true)
}

pub(super) const FOLDER_MODE: u32 = 0o700;
pub(super) const FILE_MODE: u32 = 0o600;
