//! Files that only their owner can read, and the one way in which small files are written.
//!
//! Folders are 0700, files 0600. A command that fails in between leaves nothing (E24, E25); a file
//! that exists is never written over. On Windows the user's profile folder has the same effect by
//! its access list.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli::failure::Failure;

mod durable_write;
mod regular_file;
pub(crate) mod sealed_note;

use durable_write::folder_of;
#[cfg(unix)]
pub(crate) use durable_write::replace_by_one_name;
pub(crate) use durable_write::{Older, Readers, Unnamed, make_folders, sync_folder, write_durably};
use regular_file::{LinkPolicy, open_plain};
#[cfg(unix)]
pub(crate) use regular_file::{open_own, read_own};
pub(crate) use regular_file::{read_small, read_small_or_piped};

/// A folder for its owner's eyes.
#[derive(Debug)]
pub(crate) struct PrivateFolder(PathBuf);

/// Held while nobody else may. The operating system lets go of it when the process ends.
#[derive(Debug)]
pub(crate) struct Alone(File);

/// Given back at once: a process that this one is just starting has the file, too, until it is
/// another program, and would hold it for that moment.
impl Drop for Alone {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

impl PrivateFolder {
    /// Makes the folder if need be. One that others can look into is refused
    /// ([`io::ErrorKind::PermissionDenied`]).
    pub(crate) fn make(path: &Path) -> io::Result<Self> {
        match new_folder(path) {
            Ok(()) => sync_folder(path.parent().unwrap_or(path))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        Self::existing(path)
    }

    /// A person's own folder: made with those above it, if need be, or a complaint about it.
    pub(crate) fn make_home(path: &Path) -> Result<Self, Failure> {
        let above = path.parent().map_or(Ok(()), fs::create_dir_all);
        above
            .and_then(|()| Self::make(path))
            .map_err(|error| not_made(path, &error))
    }

    /// A folder within this one.
    pub(crate) fn within(&self, name: &str) -> Result<Self, Failure> {
        let path = self.0.join(name);
        Self::make(&path).map_err(|error| not_made(&path, &error))
    }

    /// Makes the folder; it must not exist.
    pub(crate) fn make_new(path: &Path) -> io::Result<Self> {
        new_folder(path)?;
        Ok(Self(path.to_owned()))
    }

    /// A folder with a random name in `above`, gone when dropped unless it was renamed.
    pub(crate) fn unfinished_in(above: &Path) -> io::Result<TempDir> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".svilpe-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        builder.tempdir_in(above)
    }

    /// A folder that is there.
    pub(crate) fn existing(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        if !about.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        if is_open_to_others(&about) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        Ok(Self(path.to_owned()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A new file in this folder, invisible under any name of ours.
    pub(crate) fn unnamed(&self) -> io::Result<Unnamed> {
        Unnamed::in_folder(&self.0, Readers::Owner)
    }

    /// Writes a whole new file. One that exists is an error ([`io::ErrorKind::AlreadyExists`]).
    pub(crate) fn write_new(&self, name: &str, content: &[u8]) -> io::Result<()> {
        write_durably(&self.0.join(name), content, Readers::Owner, Older::Stays)
    }

    /// Writes a whole file in place of the old one, if there is one.
    pub(crate) fn replace(&self, name: &str, content: &[u8]) -> io::Result<()> {
        write_durably(&self.0.join(name), content, Readers::Owner, Older::Goes)
    }

    /// Gives a file another name: on stable storage when this returns.
    pub(crate) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))?;
        sync_folder(&self.0)
    }

    /// For work that reads what the folder remembers and then changes it: refused while another
    /// process does the same.
    pub(crate) fn alone(&self) -> Result<Alone, Failure> {
        let path = self.0.join("lock");
        let file = self.append("lock").map_err(|error| disk(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Alone(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Failure::refused("officer-home-in-use").with("path", self.0.display()))
            }
            Err(TryLockError::Error(error)) => Err(disk(&path, &error)),
        }
    }

    /// A file to add to, made if need be.
    pub(crate) fn append(&self, name: &str) -> io::Result<File> {
        let mut options = File::options();
        options.append(true).create(true).read(true);
        open_plain(
            private(&mut options),
            &self.0.join(name),
            LinkPolicy::Refused,
        )
    }

    /// A file of ours, to be read.
    pub(crate) fn open(&self, name: &str) -> io::Result<File> {
        open_plain(
            File::options().read(true),
            &self.0.join(name),
            LinkPolicy::Refused,
        )
    }
}

/// Held while one command alone works with files beside this one; [`io::ErrorKind::WouldBlock`]
/// while another does. Nothing is left behind. Windows can't lock a folder: there it is nobody's.
pub(crate) fn alone_in(path: &Path) -> io::Result<Option<File>> {
    if cfg!(windows) {
        return Ok(None);
    }
    let folder = File::open(folder_of(path))?;
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        // A file system without locks is no reason to send nothing.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn not_made(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            Failure::refused("officer-home-open").with("path", path.display())
        }
        _ => disk(path, error),
    }
}

/// The disk did not do what it was asked to.
pub(crate) fn disk(path: &Path, error: &io::Error) -> Failure {
    let complaint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "officer-disk-full",
        _ => "officer-disk",
    };
    Failure::refused(complaint)
        .with("path", path.display())
        .with("why", error)
}

/// Where the platform keeps a user's programs' own files.
pub(crate) fn programs_folder() -> Option<PathBuf> {
    let var = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|p| p.is_absolute())
    };
    if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        var("XDG_DATA_HOME").or_else(|| var("HOME").map(|home| home.join(".local/share")))
    }
}

#[cfg(unix)]
fn new_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn new_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// May anyone but the owner read, write or enter?
#[cfg(unix)]
pub(crate) fn is_open_to_others(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_about: &fs::Metadata) -> bool {
    false
}

#[cfg(unix)]
fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    options
}

#[cfg(all(test, unix))]
pub(crate) mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    pub(super) fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path)
            .expect("it exists")
            .permissions()
            .mode()
            & 0o7777
    }

    pub(crate) fn names(path: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(path)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn folders_and_files_are_for_their_owner() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = PrivateFolder::make(&root.path().join("home")).expect("made");
        folder.write_new("key.age", b"1").expect("written");
        folder.replace("officer.toml", b"2").expect("written");
        folder.append("item.part").expect("opened");
        assert_eq!(mode(folder.path()), 0o700);
        for name in ["key.age", "officer.toml", "item.part"] {
            assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
        }
    }

    #[test]
    fn a_folder_that_others_can_look_into_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        for (allowed, mode) in [(true, 0o700), (false, 0o750), (false, 0o701)] {
            fs::set_permissions(root.path(), fs::Permissions::from_mode(mode)).expect("ours");
            assert_eq!(
                PrivateFolder::make(root.path()).is_ok(),
                allowed,
                "{mode:o}"
            );
        }
    }

    #[test]
    fn nothing_is_ever_written_over_nor_through_a_link() {
        let root = PrivateFolder::unfinished_in(&std::env::temp_dir()).expect("a folder");
        let folder = PrivateFolder::existing(root.path()).expect("it is 0700");
        folder.write_new("a", b"first").expect("written");
        let again = folder.write_new("a", b"second").expect_err("it exists");
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(root.path().join("a")).expect("there"), b"first");

        symlink(root.path().join("elsewhere"), root.path().join("link")).expect("made");
        assert!(folder.write_new("link", b"x").is_err());
        assert!(!root.path().join("elsewhere").exists());
        assert_eq!(names(root.path()), ["a", "link"], "no leftovers");
    }

    #[test]
    fn a_file_that_was_not_named_leaves_nothing() {
        let root = PrivateFolder::unfinished_in(&std::env::temp_dir()).expect("a folder");
        let folder = PrivateFolder::existing(root.path()).expect("it is 0700");
        let mut file = folder.unnamed().expect("made");
        file.write_all(b"half").expect("written");
        drop(file);
        assert!(names(root.path()).is_empty());
    }

    #[test]
    fn one_at_a_time_is_alone() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = PrivateFolder::make(&root.path().join("home")).expect("made");
        let alone = folder.alone().expect("nobody else");
        let second = folder.alone().expect_err("somebody is");
        assert_eq!(second.complaint(), "officer-home-in-use");
        drop(alone);
        folder.alone().expect("nobody any more");
    }

    #[test]
    fn only_plain_files_of_one_name_are_added_to_or_read() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = PrivateFolder::make(&root.path().join("home")).expect("made");
        let at = |name: &str| folder.path().join(name);
        let target = root.path().join("target");
        fs::write(&target, b"not yours").expect("written");
        symlink(&target, at("link")).expect("made");
        symlink(root.path().join("nowhere"), at("dangling")).expect("made");
        fs::hard_link(&target, at("second-name")).expect("made");
        rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe"), 0o600.into()).expect("made");
        symlink("/dev/zero", at("endless")).expect("made");
        for name in ["link", "dangling", "second-name", "pipe", "endless"] {
            let refused = folder.append(name).expect_err("not a plain file");
            assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{name}");
            folder.open(name).expect_err("not a plain file");
        }
        for name in ["pipe", "endless"] {
            let refused = read_small(&at(name), 10).expect_err("not a plain file");
            assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{name}");
        }
        assert_eq!(
            read_small(&at("link"), 10).expect("a key on a stick"),
            b"not yours"
        );
        assert!(!root.path().join("nowhere").exists());
    }
}
