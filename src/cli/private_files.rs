//! Files that only their owner can read, and the one way in which small files are written.
//!
//! Folders are 0700, files 0600. A file appears under its name only when it is whole and on
//! stable storage: temporary name → write → sync → rename → sync the folder. That is the durable
//! write; whoever wants another promise says why where it writes. A command that
//! fails in between leaves nothing (E24, E25); a file that exists is never written over.
//! On Windows the user's profile folder has the same effect by its access list.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::{fs::OFlags, io::Errno};
use tempfile::{NamedTempFile, TempDir};

use crate::cli::failure::Failure;

/// A folder for its owner's eyes.
#[derive(Debug)]
pub(crate) struct PrivateFolder(PathBuf);

/// Held while nobody else may. The operating system lets go of it when the process ends.
#[derive(Debug)]
pub(crate) struct Alone(#[expect(dead_code, reason = "held, never read")] File);

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

/// What an opening makes of a name that leads elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinkPolicy {
    /// A person may keep a key file on a stick, and a link to it here.
    Followed,
    /// Nobody but us gives this name.
    Refused,
}

/// What becomes of a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Older {
    /// It stays, and the writing is an error ([`io::ErrorKind::AlreadyExists`]).
    Stays,
    /// It is replaced: a crash leaves the old one or the new one.
    Goes,
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

    /// For work that reads what the folder remembers and then changes it: refused while another process does the same.
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

impl Unnamed {
    fn in_folder(folder: &Path, readers: Readers) -> io::Result<Self> {
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

    /// What was written, from its beginning, through the disk's own eyes: synced first.
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

/// What this process has in memory is not written to disk when it crashes, and no debugger of the same user
/// reads it.
#[cfg(unix)]
pub(crate) fn no_dumps() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)?;
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    }
    Ok(())
}

/// Elsewhere the system's own settings hold.
#[cfg(not(unix))]
pub(crate) fn no_dumps() -> io::Result<()> {
    Ok(())
}

/// Held while one command alone works with files beside this one; [`io::ErrorKind::WouldBlock`] while another
/// does. Nothing is left behind. Windows can't lock a folder: there it is nobody's.
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

/// Where a path's file lies.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Opens a plain file and nothing else: a pipe would keep us waiting for ever, a device is without
/// end, and a link leads to a file that isn't ours to change ([`io::ErrorKind::InvalidInput`]).
fn open_plain(options: &mut fs::OpenOptions, path: &Path, links: LinkPolicy) -> io::Result<File> {
    let file = at_once(options, links).open(path).map_err(|error| {
        if is_a_link(&error) {
            not_plain()
        } else {
            error
        }
    })?;
    let about = file.metadata()?;
    if !about.is_file() || (links == LinkPolicy::Refused && has_other_names(&about)) {
        return Err(not_plain());
    }
    Ok(file)
}

fn not_plain() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a plain file")
}

/// Never waits for the other end of a pipe.
#[cfg(unix)]
fn at_once(options: &mut fs::OpenOptions, links: LinkPolicy) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = match links {
        LinkPolicy::Followed => OFlags::NONBLOCK,
        LinkPolicy::Refused => OFlags::NONBLOCK | OFlags::NOFOLLOW,
    };
    options.custom_flags(flags.bits().cast_signed())
}

/// Windows has neither pipes nor, without an administrator, links in a folder.
#[cfg(not(unix))]
fn at_once(options: &mut fs::OpenOptions, _links: LinkPolicy) -> &mut fs::OpenOptions {
    options
}

#[cfg(unix)]
fn is_a_link(error: &io::Error) -> bool {
    // A pipe without a reader, opened to be written, is the second.
    [Errno::LOOP, Errno::NXIO]
        .map(|errno| Some(errno.raw_os_error()))
        .contains(&error.raw_os_error())
}

#[cfg(not(unix))]
fn is_a_link(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn has_other_names(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) > 1
}

#[cfg(not(unix))]
fn has_other_names(_about: &fs::Metadata) -> bool {
    false
}

/// Reads a small plain file. Longer than `max` is an error ([`io::ErrorKind::FileTooLarge`]).
pub(crate) fn read_small(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    read_bounded(
        open_plain(File::options().read(true), path, LinkPolicy::Followed)?,
        max,
    )
}

/// Reads what may come from another program, too (`--passphrase-file <(…)`), and waits for it.
pub(crate) fn read_small_or_piped(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    read_bounded(File::open(path)?, max)
}

fn read_bounded(file: File, max: usize) -> io::Result<Vec<u8>> {
    let max = u64::try_from(max).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    file.take(max + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
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

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path)
            .expect("it exists")
            .permissions()
            .mode()
            & 0o7777
    }

    fn names(path: &Path) -> Vec<String> {
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

    #[test]
    fn a_small_file_may_have_just_its_bound() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("x");
        fs::write(&path, [0; 10]).expect("written");
        assert_eq!(read_small(&path, 10).expect("fits").len(), 10);
        let long = read_small(&path, 9).expect_err("too long");
        assert_eq!(long.kind(), io::ErrorKind::FileTooLarge);
    }
}
