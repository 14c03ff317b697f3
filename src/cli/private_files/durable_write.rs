//! The durable write: a file appears under its name only when it is whole and on stable storage.
//!
//! ```text
//!   temporary name ─▶ write ─▶ sync ─▶ rename ─▶ sync the folder
//! ```
//!
//! A crash before the rename leaves no file of that name, or the old one; a crash after it leaves
//! the new one. Whoever wants another promise says why where it writes.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file that has no name of ours yet. Dropped without one, it is gone.
#[derive(Debug)]
pub(crate) struct Unnamed {
    file: NamedTempFile,
    folder: PathBuf,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// 0600.
    Owner,
    /// As the umask has it, like any file that a person makes.
    Everyone,
}

/// What becomes of a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Older {
    /// It stays, and the writing is an error ([`io::ErrorKind::AlreadyExists`]).
    Stays,
    /// It is replaced: a crash leaves the old one or the new one.
    Goes,
}

/// The durable write, in whatever folder: on stable storage under its name when this returns; after
/// an error or a crash, as if nothing had been written.
pub(crate) fn write_durably(
    path: &Path,
    content: &[u8],
    readers: Readers,
    older: Older,
) -> io::Result<()> {
    let mut file = Unnamed::in_folder(folder_of(path), readers)?;
    file.write_all(content)?;
    file.become_durable(path, older)
}

/// The same for a process that may be killed at any moment, and nobody sees what it leaves: under
/// one temporary name, so that it clears away after itself. 0600; in place of the old one.
#[cfg(unix)]
pub(crate) fn replace_by_one_name(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = Unnamed::by_one_name(path)?;
    file.write_all(content)?;
    file.become_durable(path, Older::Goes)
}

impl Unnamed {
    pub(super) fn in_folder(folder: &Path, readers: Readers) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".new-");
        readers.let_read(&mut builder);
        Ok(Self {
            file: builder.tempfile_in(folder)?,
            folder: folder.to_owned(),
        })
    }

    /// In the folder where `path` will be.
    pub(crate) fn beside(path: &Path) -> io::Result<Self> {
        Self::in_folder(folder_of(path), Readers::Owner)
    }

    /// The file from its beginning, after a sync, by a handle of its own: for checking what was
    /// written.
    pub(crate) fn reread(&mut self) -> io::Result<File> {
        self.file.as_file_mut().flush()?;
        self.file.as_file().sync_all()?;
        self.file.reopen()
    }

    /// With a temporary name that is always the same, for whoever may be killed at any moment: what
    /// that leaves is cleared away by the next one, and never more than one. Only where nobody else
    /// writes.
    fn by_one_name(path: &Path) -> io::Result<Self> {
        let (folder, name) = (folder_of(path), path.with_extension("new"));
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(name.file_name().unwrap_or_default());
        Ok(Self {
            file: builder.rand_bytes(0).tempfile_in(folder)?,
            folder: folder.to_owned(),
        })
    }

    /// Gives a whole file its name, which must be free: on stable storage when this returns.
    pub(crate) fn name(self, name: &str) -> io::Result<()> {
        let path = self.folder.join(name);
        self.become_durable(&path, Older::Stays)
    }

    /// The end of each durable write: sync, rename, sync the folder.
    fn become_durable(self, path: &Path, older: Older) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        let named = match older {
            Older::Stays => self.file.persist_noclobber(path),
            Older::Goes => self.file.persist(path),
        };
        named.map_err(|error| error.error)?;
        sync_folder(&self.folder)
    }
}

impl Readers {
    /// The umask takes its share of either.
    #[cfg(unix)]
    fn let_read(self, builder: &mut tempfile::Builder<'_, '_>) {
        let mode = match self {
            Self::Owner => 0o600,
            Self::Everyone => 0o666,
        };
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    }

    /// The folder's access list decides.
    #[cfg(not(unix))]
    fn let_read(self, _builder: &mut tempfile::Builder<'_, '_>) {}
}

impl io::Write for Unnamed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// A name, new or changed, is on stable storage only when its folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    File::open(path)?.sync_all()
}

/// Windows has no way to sync a folder, and journals names by itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder and those above it, if need be; their names are on stable storage when this
/// returns.
pub(crate) fn make_folders(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let above = folder_of(path);
    make_folders(above)?;
    match fs::create_dir(path) {
        // Somebody else was faster.
        Err(_) if path.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder(above),
    }
}

/// Where a path's file lies.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::cli::private_files::tests::{mode, names};

    /// As any other file that this process makes, so that it is as the umask has it.
    #[test]
    fn a_public_file_may_be_read_as_any_file_is() {
        let root = tempfile::tempdir().expect("a folder");
        let (path, any) = (root.path().join("roster.minisig"), root.path().join("any"));
        fs::write(&any, b"").expect("written");
        for (content, older) in [("1", Older::Stays), ("2", Older::Goes)] {
            write_durably(&path, content.as_bytes(), Readers::Everyone, older).expect("written");
            assert_eq!(mode(&path), mode(&any));
            assert_eq!(fs::read_to_string(&path).expect("there"), content);
        }
        let again = write_durably(&path, b"3", Readers::Everyone, Older::Stays);
        assert_eq!(
            again.expect_err("it exists").kind(),
            io::ErrorKind::AlreadyExists
        );
        assert_eq!(
            names(root.path()),
            ["any", "roster.minisig"],
            "no leftovers"
        );
    }

    #[test]
    fn what_a_killed_process_left_is_cleared_away_by_the_next_writing() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("state");
        fs::write(root.path().join("state.new"), [7; 1000]).expect("left");
        for content in ["open", "closed"] {
            replace_by_one_name(&path, content.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(&path).expect("there"), content);
            assert_eq!(mode(&path), 0o600);
            assert_eq!(names(root.path()), ["state"]);
        }
    }

    #[test]
    fn folders_are_made_with_those_above_them() {
        let root = tempfile::tempdir().expect("a folder");
        let deep = root.path().join("a/b/c");
        make_folders(&deep).expect("made");
        make_folders(&deep).expect("there");
        assert!(deep.is_dir());
        fs::write(root.path().join("file"), b"").expect("written");
        assert!(make_folders(&root.path().join("file/within")).is_err());
    }
}
