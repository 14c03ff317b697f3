//! Opening regular files and nothing else: no pipe that blocks, no endless device, no link to a
//! file of somebody else.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

#[cfg(unix)]
use rustix::{fs::OFlags, io::Errno};

/// Reads a small plain file. Longer than `max` is an error ([`io::ErrorKind::FileTooLarge`]).
pub(crate) fn read_small(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    read_bounded(
        open_plain(File::options().read(true), path, LinkPolicy::Followed)?,
        max,
    )
}

/// Reads a small plain file of ours, never through a link. Longer than `max` is an error
/// ([`io::ErrorKind::FileTooLarge`]).
#[cfg(unix)]
pub(crate) fn read_own(path: &Path, max: usize) -> io::Result<Vec<u8>> {
    read_bounded(open_own(File::options().read(true), path)?, max)
}

/// Opens a plain file of ours, which may have other names; never through a link.
#[cfg(unix)]
pub(crate) fn open_own(options: &mut fs::OpenOptions, path: &Path) -> io::Result<File> {
    open_plain(options, path, LinkPolicy::NamesOnly)
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

/// What an opening makes of a name that leads elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkPolicy {
    /// A person may keep a key file on a stick, and a link to it here.
    Followed,
    /// Other names of the same file are ours, too.
    NamesOnly,
    /// Nobody but us gives this name.
    Refused,
}

/// Opens a plain file and nothing else: a pipe would keep us waiting for ever, a device is without
/// end, and a link leads to a file that isn't ours to change ([`io::ErrorKind::InvalidInput`]).
pub(super) fn open_plain(
    options: &mut fs::OpenOptions,
    path: &Path,
    links: LinkPolicy,
) -> io::Result<File> {
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
    io::Error::new(
        io::ErrorKind::InvalidInput,
        "not a plain file, but a link, a pipe, a folder or a device",
    )
}

/// Never waits for the other end of a pipe.
#[cfg(unix)]
fn at_once(options: &mut fs::OpenOptions, links: LinkPolicy) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = match links {
        LinkPolicy::Followed => OFlags::NONBLOCK,
        LinkPolicy::NamesOnly | LinkPolicy::Refused => OFlags::NONBLOCK | OFlags::NOFOLLOW,
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

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
