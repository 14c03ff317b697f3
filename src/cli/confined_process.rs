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
    let mut answer = ask_program(arguments, bytes, answer_max)?;
    match answer.first() {
        Some(b'+') => {
            answer.drain(..1);
            Ok(answer)
        }
        _ => Err(HelperTrouble::Broke),
    }
}

/// The same of a helper that becomes another program: what it writes is the answer.
pub(crate) fn ask_program(
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
        Some((b'-', word)) if word == NOT_CONFINED.as_bytes() => Err(HelperTrouble::NotConfined),
        Some((b'-', word)) => {
            let word = String::from_utf8_lossy(word).into_owned();
            Err(HelperTrouble::Said(word))
        }
        Some(_) => Ok(answer),
        None => Err(HelperTrouble::Broke),
    }
}

/// The helper's side, where a program of this system does the work: confines itself, and becomes
/// it. Such a program opens its libraries, so files can be read, by it alone: nothing can be
/// written, no one spoken to, no process begun.
pub(crate) fn become_program(program: &str, arguments: &[&str]) -> io::Result<()> {
    let why = if confine(ConfinedFor::Program).is_ok() {
        become_it(program, arguments);
        NO_PROGRAM
    } else {
        NOT_CONFINED
    };
    write!(io::stdout(), "-{why}")
}

/// Comes back if it is not installed.
#[cfg(unix)]
fn become_it(program: &str, arguments: &[&str]) {
    use std::os::unix::process::CommandExt as _;
    let _ = Command::new(program).args(arguments).exec();
}

#[cfg(not(unix))]
fn become_it(_: &str, _: &[&str]) {}

/// The helper's side: confines itself, reads, works, writes.
pub(crate) fn be_helper(
    confinement: Confinement,
    bytes_max: u64,
    work: impl FnOnce(&[u8]) -> Result<Vec<u8>, &'static str>,
) -> io::Result<()> {
    let confined = confine(ConfinedFor::OwnWork);
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

/// What it still has to be able to do.
#[derive(Clone, Copy)]
enum ConfinedFor {
    OwnWork,
    /// A program has to load its libraries.
    Program,
}

#[cfg(target_os = "linux")]
fn confine(to_do: ConfinedFor) -> Result<(), NotConfined> {
    let (files, filter) = match to_do {
        ConfinedFor::OwnWork => (FILES_MAX, calls::filter()),
        ConfinedFor::Program => (PROGRAM_FILES_MAX, calls::program_filter()),
    };
    limits(files).map_err(|_| NotConfined)?;
    let filter = filter.map_err(|_| NotConfined)?;
    seccompiler::apply_filter(&filter).map_err(|_| NotConfined)
}

#[cfg(not(target_os = "linux"))]
fn confine(_: ConfinedFor) -> Result<(), NotConfined> {
    Err(NotConfined)
}

/// Memory and time, and how many files it may have open.
#[cfg(target_os = "linux")]
fn limits(files: u64) -> Result<(), rustix::io::Errno> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, MEMORY_MAX),
        (Resource::Cpu, SECONDS_MAX),
        (Resource::Fsize, 0),
        (Resource::Nofile, files),
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

    /// What a program of this system needs to load itself, read its own files and draw. Everything
    /// else fails; nothing can be opened to be written.
    pub(super) fn program_filter() -> Result<BpfProgram, BackendError> {
        let mut rules: BTreeMap<c_long, Vec<SeccompRule>> = FREE
            .iter()
            .chain(&OF_PROGRAMS)
            .map(|call| (*call, Vec::new()))
            .collect();
        let writing = libc::O_ACCMODE | libc::O_CREAT | libc::O_TRUNC;
        let to_read = SeccompCondition::new(
            2,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::MaskedEq(u64::from(writing.cast_unsigned())),
            0,
        )?;
        rules.insert(libc::SYS_openat, vec![SeccompRule::new(vec![to_read])?]);
        let arch = std::env::consts::ARCH.try_into()?;
        let refused = SeccompAction::Errno(libc::EPERM.cast_unsigned());
        SeccompFilter::new(rules, refused, SeccompAction::Allow, arch)?.try_into()
    }

    const OF_PROGRAMS: [c_long; 14] = [
        libc::SYS_execve,
        libc::SYS_rt_sigaction,
        libc::SYS_mmap,
        libc::SYS_mprotect,
        libc::SYS_newfstatat,
        libc::SYS_statx,
        libc::SYS_faccessat,
        libc::SYS_readlinkat,
        libc::SYS_getdents64,
        libc::SYS_pread64,
        libc::SYS_set_tid_address,
        libc::SYS_set_robust_list,
        libc::SYS_rseq,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_arch_prctl,
        #[cfg(not(target_arch = "x86_64"))]
        libc::SYS_uname,
    ];

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
/// What a helper says that could not become the program.
pub(crate) const NO_PROGRAM: &str = "no-program";
/// What a helper says of more bytes than it takes.
pub(crate) const TOO_LARGE: &str = "too-large";

/// Bytes of address space.
#[cfg(target_os = "linux")]
const MEMORY_MAX: u64 = 2 << 30;
/// Its three.
#[cfg(target_os = "linux")]
const FILES_MAX: u64 = 3;
/// Of a program that loads libraries.
#[cfg(target_os = "linux")]
const PROGRAM_FILES_MAX: u64 = 64;
/// Of processor time.
#[cfg(target_os = "linux")]
const SECONDS_MAX: u64 = 20;

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::File;
    use std::net::TcpListener;
    use std::os::unix::net::UnixDatagram;

    use super::*;

    #[test]
    fn a_program_that_draws_reads_and_can_write_to_nothing_tell_nobody_and_begin_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (there, new) = (folder.path().join("there"), folder.path().join("new"));
        std::fs::write(&there, b"words").expect("written");
        // The filter is the thread's, as it is the program's.
        let tried = std::thread::spawn(move || {
            let filter = calls::program_filter().expect("a filter");
            rustix::thread::set_no_new_privs(true).expect("set");
            seccompiler::apply_filter(&filter).expect("applied");
            let read = File::open(&there).is_ok();
            let done = [
                ("create", File::create(&new).is_ok()),
                ("append", File::options().append(true).open(&there).is_ok()),
                ("remove", std::fs::remove_file(&there).is_ok()),
                ("listen", TcpListener::bind("127.0.0.1:0").is_ok()),
                ("speak", UnixDatagram::unbound().is_ok()),
                ("begin", Command::new("/bin/true").spawn().is_ok()),
            ];
            (read, done)
        });
        let (read, done) = tried.join().expect("goes on");
        assert!(read);
        for (what, done) in done {
            assert!(!done, "{what}");
        }
    }
}
