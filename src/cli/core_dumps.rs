//! Core dumps, forbidden: a process that crashes leaves nothing of its memory on a disk.

use std::io;

/// What this process has in memory is not written to disk when it crashes, and no debugger of the
/// same user reads it.
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
