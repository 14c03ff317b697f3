//! A helper process for strangers' bytes: this program once more, which has taken everything from
//! itself but reading what it is given and writing what comes of it.
//!
//! ```text
//!   caller ── bytes ──▶ helper: no files, no network, no processes, bounded memory and time
//!          ◀─ '+' and what came of it, or '-' and a word ──
//! ```
//!
//! On Linux by seccomp: a call that is not on the list kills the helper. Elsewhere it is a process
//! of its own and no more, and says so: whoever wants confinement gets nothing then.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::process::{Command, Stdio};

use zeroize::Zeroizing;

/// Why a helper brought nothing. Reads as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HelperTrouble {
    /// It could not be started.
    NotStarted,
    /// This platform does not confine it, and that was wanted.
    NotConfined,
    /// It ended without an answer, or its answer was too long.
    Broke,
    /// It says this word.
    Said(String),
}

/// Must it be confined?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Confinement {
    Needed,
    /// Where it is to be had.
    IfPossible,
}

/// Starts this program with these arguments, hands it the bytes, and takes at most so many back.
pub(crate) fn ask_helper(
    arguments: &[&str],
    bytes: &[u8],
    answer_max: u64,
) -> Result<Zeroizing<Vec<u8>>, HelperTrouble> {
    let program = std::env::current_exe().map_err(|_| HelperTrouble::NotStarted)?;
    let mut command = Command::new(program);
    command.args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(Stdio::null());
    #[cfg(unix)]
    command.env_clear().current_dir("/");
    let mut helper = command.spawn().map_err(|_| HelperTrouble::NotStarted)?;
    let (into, out) = (helper.stdin.take(), helper.stdout.take());
    let mut answer = Zeroizing::new(Vec::new());
    std::thread::scope(|scope| {
        // What it does not want to hear (it knows enough) is no error.
        scope.spawn(move || into.map(|mut into| into.write_all(bytes)));
        let out = out.map(|out| out.take(answer_max + 1));
        out.map(|mut out| out.read_to_end(&mut answer))
    });
    if answer.len() as u64 > answer_max {
        let _ = helper.kill();
    }
    let ended = helper.wait().is_ok_and(|status| status.success());
    if !ended || answer.len() as u64 > answer_max {
        return Err(HelperTrouble::Broke);
    }
    match answer.split_first() {
        Some((b'+', _)) => {
            answer.drain(..1);
            Ok(answer)
        }
        Some((b'-', word)) if word == NOT_CONFINED.as_bytes() => Err(HelperTrouble::NotConfined),
        Some((b'-', word)) => {
            let word = String::from_utf8_lossy(word).into_owned();
            Err(HelperTrouble::Said(word))
        }
        _ => Err(HelperTrouble::Broke),
    }
}

/// The helper's side: confines itself, reads, works, writes.
pub(crate) fn be_helper(
    confinement: Confinement,
    bytes_max: u64,
    work: impl FnOnce(&[u8]) -> Result<Vec<u8>, &'static str>,
) -> io::Result<()> {
    let confined = confine();
    let answer = match confined {
        Err(_) if confinement == Confinement::Needed => Err(NOT_CONFINED),
        _ => {
            let mut bytes = Zeroizing::new(Vec::new());
            io::stdin()
                .lock()
                .take(bytes_max + 1)
                .read_to_end(&mut bytes)?;
            if bytes.len() as u64 > bytes_max {
                Err(TOO_LARGE)
            } else {
                work(&bytes)
            }
        }
    };
    let mut out = io::stdout().lock();
    match &answer {
        Ok(bytes) => {
            out.write_all(b"+")?;
            out.write_all(bytes)?;
        }
        Err(why) => {
            out.write_all(b"-")?;
            out.write_all(why.as_bytes())?;
        }
    }
    out.flush()
}

/// This process is not confined.
#[derive(Debug)]
struct NotConfined;

#[cfg(target_os = "linux")]
fn confine() -> Result<(), NotConfined> {
    limits().map_err(|_| NotConfined)?;
    let filter = calls::filter().map_err(|_| NotConfined)?;
    seccompiler::apply_filter(&filter).map_err(|_| NotConfined)
}

#[cfg(not(target_os = "linux"))]
fn confine() -> Result<(), NotConfined> {
    Err(NotConfined)
}

/// Memory and time, and no file of its own beside the three that it has.
#[cfg(target_os = "linux")]
fn limits() -> Result<(), rustix::io::Errno> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, MEMORY_MAX),
        (Resource::Cpu, SECONDS_MAX),
        (Resource::Fsize, 0),
        (Resource::Nofile, 3),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    rustix::thread::set_no_new_privs(true)
}

#[cfg(target_os = "linux")]
mod calls {
    use std::collections::BTreeMap;

    use libc::c_long;
    use seccompiler::{
        BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
        SeccompFilter, SeccompRule,
    };

    /// Everything else kills.
    pub(super) fn filter() -> Result<BpfProgram, BackendError> {
        let mut rules: BTreeMap<c_long, Vec<SeccompRule>> =
            FREE.iter().map(|call| (*call, Vec::new())).collect();
        let no_code = SeccompCondition::new(
            2,
            SeccompCmpArgLen::Qword,
            SeccompCmpOp::MaskedEq(u64::from(libc::PROT_EXEC.cast_unsigned())),
            0,
        )?;
        for call in [libc::SYS_mmap, libc::SYS_mprotect] {
            rules.insert(call, vec![SeccompRule::new(vec![no_code.clone()])?]);
        }
        let arch = std::env::consts::ARCH.try_into()?;
        let filter = SeccompFilter::new(
            rules,
            SeccompAction::KillProcess,
            SeccompAction::Allow,
            arch,
        )?;
        filter.try_into()
    }

    /// Its three files, memory, its end. No name of anything can be opened.
    const FREE: [c_long; 19] = [
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_fstat,
        libc::SYS_lseek,
        libc::SYS_brk,
        libc::SYS_madvise,
        libc::SYS_mremap,
        libc::SYS_munmap,
        libc::SYS_futex,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_getrandom,
        libc::SYS_clock_gettime,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
}

impl fmt::Display for HelperTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted => f.write_str("the helper can't be started"),
            Self::NotConfined => f.write_str("this system does not confine the helper"),
            Self::Broke => f.write_str("the helper ended without an answer"),
            Self::Said(word) => write!(f, "the helper says {word}"),
        }
    }
}

impl std::error::Error for HelperTrouble {}

const NOT_CONFINED: &str = "not-confined";
/// What a helper says of more bytes than it takes.
pub(crate) const TOO_LARGE: &str = "too-large";

/// Bytes of address space.
#[cfg(target_os = "linux")]
const MEMORY_MAX: u64 = 2 << 30;
/// Of processor time.
#[cfg(target_os = "linux")]
const SECONDS_MAX: u64 = 20;
