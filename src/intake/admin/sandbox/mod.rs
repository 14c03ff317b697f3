//! Confinement: what the intake's process can't do, even once someone else steers it.
//!
//! Keeps P11 (plaintext is brief: never in a core dump, in swap or under a debugger) and limits
//! what a live compromise (N1) reaches. Knows the kernel. Never knows requests or reports.
//!
//! ```text
//!   arguments, policy, keys ─▶ confine ─▶ threads, store, sockets ─▶ close_doors ─▶ first stranger
//!   one thread, free           files, calls                         sockets too
//! ```
//!
//! Landlock and seccomp hold for the thread that asks and for those that it starts later, so
//! `confine` comes before the first thread, and refuses to come later. It takes nothing away that
//! start-up needs; `Confined::close_doors` then also takes away new sockets.
//!
//! What a kernel can't do is a `Shortfall`: the caller says it aloud, and decides.

use std::path::Path;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit};

use crate::cli::core_dumps::no_dumps;

mod allowed_access;
#[cfg(target_os = "linux")]
mod landlock_rules;
#[cfg(target_os = "linux")]
mod seccomp_filter;

pub use allowed_access::{AllowedAccess, CannotConfine, Shortfall};

/// A process that is confined as far as this kernel can.
#[must_use]
#[derive(Debug)]
pub struct Confined {
    shortfalls: Vec<Shortfall>,
}

/// Confines this process for good. See the module for when.
pub fn confine(access: &AllowedAccess) -> Result<Confined, CannotConfine> {
    if threads() > 1 {
        return Err(CannotConfine::TooLate);
    }
    harden()?;
    // Later, limits are read only.
    most_files();
    let mut shortfalls = Vec::new();
    if lock_memory().is_err() {
        shortfalls.push(Shortfall::Memory);
    }
    shortfalls.extend(restrict_files(access)?);
    shortfalls.extend(restrict_calls(access)?);
    Ok(Confined { shortfalls })
}

/// The part that costs nothing: files for this user alone, no core dumps, no debugger, no more
/// rights than now.
pub fn harden() -> Result<(), CannotConfine> {
    let setting = |name| move |errno: rustix::io::Errno| CannotConfine::Setting(name, errno.into());
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    no_dumps().map_err(|why| CannotConfine::Setting("no dumps of memory", why))?;
    #[cfg(target_os = "linux")]
    rustix::thread::set_no_new_privs(true).map_err(setting("no new privileges"))?;
    Ok(())
}

/// How many files, connections among them, this process may have open at once. Raises the limit as
/// far as it goes first: shells and supervisors set a low one that a program may lift by itself.
pub fn most_files() -> usize {
    use rustix::process::{getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    // Refused: what was there holds.
    let _ = setrlimit(Resource::Nofile, raised);
    let current = getrlimit(Resource::Nofile).current;
    current.map_or(usize::MAX, |files| {
        usize::try_from(files).unwrap_or(usize::MAX)
    })
}

impl Confined {
    /// What stayed open; empty on a current Linux under our systemd unit.
    pub fn shortfalls(&self) -> &[Shortfall] {
        &self.shortfalls
    }

    /// No more sockets from here on, on any thread. Those that listen go on accepting.
    pub fn close_doors(&self) -> Result<(), CannotConfine> {
        #[cfg(target_os = "linux")]
        if !self.shortfalls.contains(&Shortfall::Calls) {
            seccomp_filter::close_doors()?;
        }
        Ok(())
    }
}

/// Locks all memory, now and later, so that neither long-lived keys nor a report in passing is ever
/// written to swap. Locking single secrets would need `unsafe` or a crate full of it, and would
/// miss the buffers that a request passes through.
///
/// Done only where no limit holds: with a finite one, some later allocation would fail. Either the
/// limit can be lifted, or there is the capability to which limits don't apply (root in a
/// container, say). The memory of an intake is bounded (see the design's figures), so all of it may
/// stay.
#[cfg(target_os = "linux")]
fn lock_memory() -> Result<(), rustix::io::Errno> {
    use rustix::mm::{MlockAllFlags, mlockall};
    use rustix::process::{getrlimit, setrlimit};
    let unlimited = Rlimit {
        current: None,
        maximum: None,
    };
    let before = getrlimit(Resource::Memlock);
    // On fault: what is never touched, such as most of each thread's stack, takes no memory.
    let all = MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT;
    if setrlimit(Resource::Memlock, unlimited).is_ok() {
        return mlockall(all);
    }
    // Below what is in use already: only with the capability it succeeds, and then it always will.
    let nothing = Rlimit {
        current: Some(1),
        ..before
    };
    setrlimit(Resource::Memlock, nothing)?;
    mlockall(all).inspect_err(|_| {
        // What was there before can be had again.
        let _ = setrlimit(Resource::Memlock, before);
    })
}

#[cfg(not(target_os = "linux"))]
fn lock_memory() -> Result<(), rustix::io::Errno> {
    Err(rustix::io::Errno::NOTSUP)
}

#[cfg(target_os = "linux")]
use {landlock_rules::restrict as restrict_files, seccomp_filter::restrict as restrict_calls};

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Linux")]
fn restrict_files(_: &AllowedAccess) -> Result<Option<Shortfall>, CannotConfine> {
    Ok(Some(Shortfall::Files))
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Linux")]
fn restrict_calls(_: &AllowedAccess) -> Result<Option<Shortfall>, CannotConfine> {
    Ok(Some(Shortfall::Calls))
}

/// Without `/proc` the count is unknown, and taken for one.
fn threads() -> usize {
    std::fs::read_dir(Path::new("/proc/self/task")).map_or(1, Iterator::count)
}
