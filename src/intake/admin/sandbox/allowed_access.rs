//! Allowed access: what a confined process may still use; what stayed open that should not; why a
//! process can't be confined.
//!
//! Knows paths and ports. Never knows how a kernel is asked: see `landlock_rules` and
//! `seccomp_filter`.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Files and ports that are allowed.
#[derive(Debug, Clone, Default)]
pub struct AllowedAccess {
    /// Files, and folders with all in them, that are only read.
    pub reads: Vec<PathBuf>,
    /// Folders whose contents are read, written, made and removed.
    pub writes: Vec<PathBuf>,
    /// Loopback ports to listen on (0: one that the system chooses). None: Unix sockets only.
    pub ports: Vec<u16>,
}

/// What this kernel, or this user's limits, left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortfall {
    /// No Landlock: other files of this user are allowed.
    Files,
    /// An old Landlock: some ways to change files, or to reach sockets, stay open.
    SomeOfFiles,
    /// No seccomp filter: all system calls stay open.
    Calls,
    /// Memory may go to swap.
    Memory,
}

/// Why a process can't be confined.
#[derive(Debug)]
pub enum CannotConfine {
    /// There are threads already, and they would stay free.
    TooLate,
    /// This path can't be opened.
    Path(PathBuf, io::Error),
    /// The kernel refused one of the plain settings.
    Setting(&'static str, io::Error),
    /// The kernel refused the files' rules.
    Files(String),
    /// The kernel refused the filter of system calls.
    Calls(String),
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Files => {
                "this kernel has no Landlock: the process can open other files of its user"
            }
            Self::SomeOfFiles => {
                "this kernel's Landlock is old: some ways to files or sockets stay open"
            }
            Self::Calls => "this kernel has no seccomp filters: every system call stays open",
            Self::Memory => {
                "memory is not locked and may go to swap: raise the limit (LimitMEMLOCK=infinity) \
                 or have no swap"
            }
        })
    }
}

impl fmt::Display for CannotConfine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLate => f.write_str("other threads run already and would not be confined"),
            Self::Path(path, error) => write!(f, "cannot open {}: {error}", path.display()),
            Self::Setting(name, error) => write!(f, "cannot set \"{name}\": {error}"),
            Self::Files(why) => write!(f, "cannot restrict files: {why}"),
            Self::Calls(why) => write!(f, "cannot restrict system calls: {why}"),
        }
    }
}

impl std::error::Error for CannotConfine {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Path(_, error) | Self::Setting(_, error) => Some(error),
            Self::TooLate | Self::Files(_) | Self::Calls(_) => None,
        }
    }
}
