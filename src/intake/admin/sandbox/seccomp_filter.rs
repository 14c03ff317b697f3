//! Seccomp: which system calls are allowed.
//!
//! Two filters, so that a mistake of ours and an attack end differently:
//!
//! - Calls that no library makes by accident and every break-in wants (run a program, read another
//!   process, load code into the kernel, …) **kill** the process. The supervisor restarts it, and
//!   what was confirmed is on disk (P4).
//! - All others that are not on the list fail with `EPERM`. A new C library that tries a newer call
//!   first then takes its older way, or one request fails; killing would let an upgrade of Debian
//!   silence the channel.
//!
//! Files are Landlock's affair, so calls on files are allowed broadly. What is narrow: sockets
//! (Unix ones only, unless a loopback port is wanted), new processes (none), new code in memory
//! (none).

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp,
    SeccompCondition, SeccompFilter, SeccompRule, apply_filter, apply_filter_all_threads,
};

use super::allowed_access::{AllowedAccess, CannotConfine, Shortfall};

type SeccompRules = BTreeMap<c_long, Vec<SeccompRule>>;

/// Restricts this thread and those that it starts.
pub(super) fn restrict(access: &AllowedAccess) -> Result<Option<Shortfall>, CannotConfine> {
    let kill = program(
        listed(NEVER),
        SeccompAction::Allow,
        SeccompAction::KillProcess,
    )?;
    match apply_filter(&kill) {
        Ok(()) => {}
        Err(Error::Seccomp(error)) if error.raw_os_error() == Some(libc::EINVAL) => {
            return Ok(Some(Shortfall::Calls));
        }
        Err(error) => return Err(error.into()),
    }
    // The flags of `clone3` are in memory that a filter can't read. Told that it does not exist,
    // the C library starts threads with `clone`, whose flags are checked. The filter installed last
    // decides which error is seen.
    let allowed = program(allowed(access)?, refuse(), SeccompAction::Allow)?;
    apply_filter(&allowed)?;
    let no_clone3 = program(
        listed(&[libc::SYS_clone3]),
        SeccompAction::Allow,
        SeccompAction::Errno(ENOSYS),
    )?;
    apply_filter(&no_clone3)?;
    Ok(None)
}

/// Takes new sockets away, on all threads.
pub(super) fn close_doors() -> Result<(), CannotConfine> {
    let doors = [
        libc::SYS_bind,
        libc::SYS_connect,
        libc::SYS_listen,
        libc::SYS_seccomp,
        libc::SYS_socket,
    ];
    let mut doors = listed(&doors);
    let as_socket = |mode| SeccompRule::new(vec![is_mode(mode, SOCKET_MODE)?]);
    doors.insert(libc::SYS_fchmod, vec![as_socket(1)?]);
    doors.insert(libc::SYS_fchmodat, vec![as_socket(2)?]);
    #[cfg(target_arch = "x86_64")]
    doors.insert(libc::SYS_chmod, vec![as_socket(1)?]);
    let closed = program(doors, SeccompAction::Allow, refuse())?;
    Ok(apply_filter_all_threads(&closed)?)
}

fn program(
    rules: SeccompRules,
    otherwise: SeccompAction,
    action: SeccompAction,
) -> Result<BpfProgram, CannotConfine> {
    let arch = std::env::consts::ARCH.try_into()?;
    Ok(SeccompFilter::new(rules, otherwise, action, arch)?.try_into()?)
}

fn refuse() -> SeccompAction {
    SeccompAction::Errno(EPERM)
}

/// These calls, whatever their arguments.
fn listed(calls: &[c_long]) -> SeccompRules {
    calls.iter().map(|call| (*call, Vec::new())).collect()
}

fn allowed(access: &AllowedAccess) -> Result<SeccompRules, BackendError> {
    let mut rules = listed(FREE);
    rules.append(&mut listed(FREE_ON_THIS_MACHINE));
    let mut only = |call, conditions: Vec<Vec<SeccompCondition>>| {
        let alternatives = conditions.into_iter().map(SeccompRule::new);
        let alternatives = alternatives.collect::<Result<Vec<_>, _>>()?;
        rules.insert(call, alternatives);
        Ok::<_, BackendError>(())
    };
    only(libc::SYS_openat, emptied_only_to_write(2)?)?;
    #[cfg(target_arch = "x86_64")]
    only(libc::SYS_open, emptied_only_to_write(1)?)?;
    only(libc::SYS_clone, vec![vec![has(0, libc::CLONE_THREAD)?]])?;
    only(libc::SYS_mmap, vec![vec![has_not(2, libc::PROT_EXEC)?]])?;
    only(libc::SYS_mprotect, vec![vec![has_not(2, libc::PROT_EXEC)?]])?;
    only(libc::SYS_fchmod, for_owner_and_tor(1)?)?;
    only(libc::SYS_fchmodat, for_owner_and_tor(2)?)?;
    #[cfg(target_arch = "x86_64")]
    only(libc::SYS_chmod, for_owner_and_tor(1)?)?;
    let mut families = vec![vec![is(0, libc::AF_UNIX)?]];
    only(libc::SYS_socketpair, families.clone())?;
    if !access.ports.is_empty() {
        families.push(vec![is(0, libc::AF_INET)?]);
        families.push(vec![is(0, libc::AF_INET6)?]);
    }
    only(libc::SYS_socket, families)?;
    // Signals to its own threads: `abort` needs it.
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    only(libc::SYS_tgkill, vec![vec![is(0, own)?]])?;
    // Its own limits, read only.
    only(libc::SYS_prlimit64, vec![vec![is(0, 0)?, is_null(2)?]])?;
    // A thread's name, a name for a mapping, and what goes before each further filter.
    let settings = [
        libc::PR_SET_NAME,
        libc::PR_SET_VMA,
        libc::PR_SET_NO_NEW_PRIVS,
    ];
    let settings = settings.map(|setting| Ok(vec![is(0, setting)?]));
    only(
        libc::SYS_prctl,
        settings.into_iter().collect::<Result<_, BackendError>>()?,
    )?;
    // "Is this a terminal?", "do not block", "close on exec".
    let requests = [libc::TCGETS, libc::FIONBIO, libc::FIOCLEX];
    let requests = requests.map(|request| Ok(vec![request_is(request)?]));
    only(
        libc::SYS_ioctl,
        requests.into_iter().collect::<Result<_, BackendError>>()?,
    )?;
    Ok(rules)
}

/// `O_TRUNC` empties a file even if it is opened to be read. Landlock learned to refuse that in its
/// third version; here it takes the right to write, which Landlock always knew.
fn emptied_only_to_write(flags: u8) -> Result<Vec<Vec<SeccompCondition>>, BackendError> {
    Ok(vec![
        vec![has_not(flags, libc::O_TRUNC)?],
        vec![has(flags, libc::O_WRONLY)?],
        vec![has(flags, libc::O_RDWR)?],
    ])
}

/// Landlock does not watch `chmod`. Files and folders become their owner's, a socket also its
/// group's (tor is in it); nothing is ever opened to everybody, or set to run as another user.
fn for_owner_and_tor(argument: u8) -> Result<Vec<Vec<SeccompCondition>>, BackendError> {
    let modes = [FILE_MODE, FOLDER_MODE, SOCKET_MODE];
    let modes = modes.map(|mode| Ok(vec![is_mode(argument, mode)?]));
    modes.into_iter().collect()
}

/// Whoever copies a file hands on its kind with its mode; the kernel looks at the mode alone.
fn is_mode(argument: u8, mode: u64) -> Result<SeccompCondition, BackendError> {
    let masked = SeccompCmpOp::MaskedEq(0o7777);
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, masked, mode)
}

fn is(argument: u8, value: i32) -> Result<SeccompCondition, BackendError> {
    let value = u64::from(value.cast_unsigned());
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)
}

fn is_null(argument: u8) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0)
}

fn request_is(request: libc::Ioctl) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, request)
}

fn has(argument: u8, flag: i32) -> Result<SeccompCondition, BackendError> {
    let flag = u64::from(flag.cast_unsigned());
    let masked = SeccompCmpOp::MaskedEq(flag);
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, masked, flag)
}

fn has_not(argument: u8, flag: i32) -> Result<SeccompCondition, BackendError> {
    let masked = SeccompCmpOp::MaskedEq(u64::from(flag.cast_unsigned()));
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, masked, 0)
}

impl From<BackendError> for CannotConfine {
    fn from(error: BackendError) -> Self {
        Self::Calls(error.to_string())
    }
}

impl From<Error> for CannotConfine {
    fn from(error: Error) -> Self {
        Self::Calls(error.to_string())
    }
}

const FILE_MODE: u64 = 0o600;
const FOLDER_MODE: u64 = 0o700;
const SOCKET_MODE: u64 = 0o660;

const EPERM: u32 = libc::EPERM.cast_unsigned();
const ENOSYS: u32 = libc::ENOSYS.cast_unsigned();

const NEVER: &[c_long] = &[
    // Other programs, other processes.
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    // The kernel itself.
    libc::SYS_bpf,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_reboot,
    // Another view of the machine.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_open_by_handle_at,
    // Another user.
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setresuid,
    libc::SYS_setgroups,
    libc::SYS_capset,
    libc::SYS_add_key,
    libc::SYS_keyctl,
];

const FREE: &[c_long] = &[
    // Files; Landlock says which.
    libc::SYS_close,
    libc::SYS_copy_file_range,
    libc::SYS_dup,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_fadvise64,
    libc::SYS_fallocate,
    libc::SYS_fcntl,
    libc::SYS_fdatasync,
    libc::SYS_flock,
    libc::SYS_fstat,
    libc::SYS_fstatfs,
    libc::SYS_fsync,
    libc::SYS_ftruncate,
    libc::SYS_getcwd,
    libc::SYS_getdents64,
    libc::SYS_linkat,
    libc::SYS_lseek,
    libc::SYS_mkdirat,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_pread64,
    libc::SYS_preadv,
    libc::SYS_pwrite64,
    libc::SYS_pwritev,
    libc::SYS_read,
    libc::SYS_readlinkat,
    libc::SYS_readv,
    libc::SYS_renameat,
    libc::SYS_renameat2,
    libc::SYS_sendfile,
    libc::SYS_statfs,
    libc::SYS_statx,
    libc::SYS_sync_file_range,
    libc::SYS_syncfs,
    libc::SYS_umask,
    libc::SYS_unlinkat,
    libc::SYS_utimensat,
    libc::SYS_write,
    libc::SYS_writev,
    // Further filters: they can only take away.
    libc::SYS_seccomp,
    // Memory.
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    // Threads. `clone3` is answered by its own filter.
    libc::SYS_clone3,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_get_robust_list,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_membarrier,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_sigaltstack,
    // Waiting.
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_eventfd2,
    libc::SYS_nanosleep,
    libc::SYS_pipe2,
    libc::SYS_ppoll,
    // Sockets; `socket` itself has conditions.
    libc::SYS_accept4,
    libc::SYS_bind,
    libc::SYS_connect,
    libc::SYS_getpeername,
    libc::SYS_getsockname,
    libc::SYS_getsockopt,
    libc::SYS_listen,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    libc::SYS_setsockopt,
    libc::SYS_shutdown,
    // Facts.
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getrandom,
    libc::SYS_getuid,
    libc::SYS_sysinfo,
    libc::SYS_uname,
];

/// Older names of calls above, which this machine's C library still uses.
#[cfg(target_arch = "x86_64")]
const FREE_ON_THIS_MACHINE: &[c_long] = &[
    libc::SYS_access,
    libc::SYS_epoll_wait,
    libc::SYS_link,
    libc::SYS_lstat,
    libc::SYS_mkdir,
    libc::SYS_open,
    libc::SYS_pipe,
    libc::SYS_poll,
    libc::SYS_readlink,
    libc::SYS_rename,
    libc::SYS_rmdir,
    libc::SYS_stat,
    libc::SYS_time,
    libc::SYS_unlink,
];
#[cfg(not(target_arch = "x86_64"))]
const FREE_ON_THIS_MACHINE: &[c_long] = &[];
