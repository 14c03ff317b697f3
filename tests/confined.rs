//! Confinement, tried by real processes: each attempt is this program run again, which confines
//! itself and then tries what it must not be able to do.
//!
//! No test harness: its threads would come before the confinement, which refuses that.

#![expect(
    clippy::unwrap_used,
    clippy::large_stack_arrays,
    reason = "a test that can't go on fails"
)]

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use svilpe::intake::admin::sandbox::{
    AllowedAccess, CannotConfine, Confined, Shortfall, confine, harden,
};

type Attempt = (&'static str, fn(&Path), Ends);

#[derive(Clone, Copy)]
enum Ends {
    Well,
    Killed,
    /// Well, and what it says on the way names a place and quotes nobody.
    Masked,
}

const ATTEMPTS: &[Attempt] = &[
    (
        "its own folder and threads work",
        own_folder_and_threads_work,
        Ends::Well,
    ),
    (
        "it serves over a unix socket",
        it_serves_over_a_unix_socket,
        Ends::Well,
    ),
    (
        "a loopback port works when wanted",
        a_loopback_port_works_when_wanted,
        Ends::Well,
    ),
    (
        "other files can't be opened",
        other_files_cannot_be_opened,
        Ends::Well,
    ),
    (
        "what is read can't be written",
        what_is_read_cannot_be_written,
        Ends::Well,
    ),
    (
        "what is opened to be read can't be emptied",
        what_is_opened_to_be_read_cannot_be_emptied,
        Ends::Well,
    ),
    ("it can't connect out", it_cannot_connect_out, Ends::Well),
    (
        "it can't reach other programs' sockets",
        no_abstract_sockets,
        Ends::Well,
    ),
    (
        "behind closed doors there are no other programs' sockets",
        no_abstract_sockets_behind_closed_doors,
        Ends::Well,
    ),
    (
        "it can't start a program",
        it_cannot_start_a_program,
        Ends::Well,
    ),
    (
        "becoming another program kills it",
        becoming_another_program_kills_it,
        Ends::Killed,
    ),
    (
        "closed doors stay closed",
        closed_doors_stay_closed,
        Ends::Well,
    ),
    (
        "files are for their owner alone",
        files_are_for_their_owner_alone,
        Ends::Well,
    ),
    (
        "no file is given to others",
        no_file_is_given_to_others,
        Ends::Well,
    ),
    ("it is not dumpable", it_is_not_dumpable, Ends::Well),
    ("a panic can be caught", a_panic_can_be_caught, Ends::Well),
    (
        "a panic says where, and not with what",
        a_panic_says_where_and_not_with_what,
        Ends::Masked,
    ),
    (
        "it refuses to come after a thread",
        it_refuses_to_come_after_a_thread,
        Ends::Well,
    ),
    (
        "a path that is missing is named",
        a_path_that_is_missing_is_named,
        Ends::Well,
    ),
];

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next(), arguments.next()) {
        (Some(flag), Some(name), Some(folder)) if flag == "--attempt" => {
            let attempt = ATTEMPTS.iter().find(|(known, ..)| name == *known);
            attempt.expect("a known attempt").1(Path::new(&folder));
            println!("done");
        }
        _ => try_all(&skipped()),
    }
}

/// `--skip NAME`, for an older kernel; see `packaging/booted/operate`.
fn skipped() -> Vec<String> {
    let arguments: Vec<_> = std::env::args().collect();
    let pairs = arguments.windows(2).filter(|pair| pair[0] == "--skip");
    pairs.map(|pair| pair[1].clone()).collect()
}

fn try_all(skipped: &[String]) {
    let mut failed = 0;
    for (name, _, ends) in ATTEMPTS {
        if skipped.iter().any(|skip| skip == name) {
            println!("test {name} ... SKIPPED");
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let _outside = UnixListener::bind_addr(&abstract_name(folder.path())).unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--attempt", name])
            .arg(folder.path())
            .output()
            .unwrap();
        let passed = ended_as(*ends, &output);
        println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
        if !passed {
            failed += 1;
            println!(
                "{:?}\n{}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
    assert_eq!(failed, 0, "attempts that ended otherwise than expected");
}

fn ended_as(ends: Ends, output: &Output) -> bool {
    match ends {
        Ends::Well => output.status.success() && output.stdout.ends_with(b"done\n"),
        Ends::Masked => {
            let said = String::from_utf8_lossy(&output.stderr);
            ended_as(Ends::Well, output)
                && said.contains("tests/confined.rs:")
                && !said.contains("CANARY")
                && !said.contains(env!("CARGO_MANIFEST_DIR"))
        }
        Ends::Killed => output.status.signal() == Some(SIGSYS) && output.stdout.is_empty(),
    }
}

const SIGSYS: i32 = 31;

/// Confined to `folder/own` (written) and `folder/read`.
fn confined_to(folder: &Path, ports: &[u16]) -> (Confined, PathBuf) {
    let own = folder.join("own");
    fs::create_dir(&own).unwrap();
    fs::write(folder.join("read"), "rules").unwrap();
    fs::write(folder.join("other"), "secret").unwrap();
    let confined = confine(&AllowedAccess {
        reads: vec![folder.join("read")],
        writes: vec![own.clone()],
        ports: ports.to_vec(),
    })
    .unwrap();
    for shortfall in confined.shortfalls() {
        // Memory: a matter of this user's limits. Anything else would make the attempts
        // meaningless.
        assert_eq!(
            *shortfall,
            Shortfall::Memory,
            "this kernel can't confine: {shortfall}"
        );
    }
    (confined, own)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn denied<T>(result: std::io::Result<T>) {
    match result {
        Ok(_) => panic!("this must not succeed"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error}"),
    }
}

fn own_folder_and_threads_work(folder: &Path) {
    let (_, own) = confined_to(folder, &[]);
    let work = move || {
        let made = own.join("new");
        fs::create_dir(&made).unwrap();
        let mut file = fs::File::create(made.join("db")).unwrap();
        file.write_all(&[7; 100_000]).unwrap();
        file.sync_all().unwrap();
        file.sync_data().unwrap();
        file.set_len(50_000).unwrap();
        rustix::fs::syncfs(&file).unwrap();
        fs::rename(&made, own.join("live")).unwrap();
        assert_eq!(fs::read_dir(own.join("live")).unwrap().count(), 1);
        assert_eq!(
            fs::copy(own.join("live/db"), own.join("copy")).unwrap(),
            50_000
        );
        fs::remove_dir_all(own.join("live")).unwrap();
    };
    std::thread::Builder::new()
        .name("writer".into())
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
    assert_eq!(fs::read(folder.join("read")).unwrap(), b"rules");
    svilpe::keys::random::random_bytes::<32>();
}

fn it_serves_over_a_unix_socket(folder: &Path) {
    let (confined, own) = confined_to(folder, &[]);
    let socket = own.join("s");
    runtime().block_on(async {
        let listener = tokio::net::UnixListener::bind(&socket).unwrap();
        let mut stopping =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        assert!(stopping.as_mut().is_ok());
        let client = UnixStream::connect(&socket).unwrap();
        confined.close_doors().unwrap();
        let (mut server, _) = listener.accept().await.unwrap();
        tokio::task::spawn_blocking(move || (&client).write_all(b"hello").unwrap())
            .await
            .unwrap();
        let mut said = [0; 5];
        tokio::io::AsyncReadExt::read_exact(&mut server, &mut said)
            .await
            .unwrap();
        assert_eq!(&said, b"hello");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    });
}

fn a_loopback_port_works_when_wanted(folder: &Path) {
    let (..) = confined_to(folder, &[0]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    // It may listen, and still not connect, not even to itself.
    denied(TcpStream::connect(listener.local_addr().unwrap()));
}

fn other_files_cannot_be_opened(folder: &Path) {
    let (_, own) = confined_to(folder, &[]);
    denied(fs::read(folder.join("other")));
    denied(fs::read(own.join("../other")));
    denied(fs::read("/etc/passwd"));
    denied(fs::read("/proc/self/mem"));
    denied(fs::read_dir(folder));
    denied(fs::write(folder.join("new"), ""));
    denied(fs::remove_file(folder.join("other")));
    // Landlock answers as if the folders were on different disks.
    let linked = fs::hard_link(folder.join("other"), own.join("link"));
    assert_eq!(linked.unwrap_err().kind(), ErrorKind::CrossesDevices);
    denied(std::os::unix::fs::symlink(
        folder.join("other"),
        own.join("link"),
    ));
}

fn what_is_read_cannot_be_written(folder: &Path) {
    let (..) = confined_to(folder, &[]);
    denied(fs::write(folder.join("read"), "other rules"));
    denied(fs::remove_file(folder.join("read")));
}

/// Also where Landlock lets its user write: the filter of calls refuses it by itself, for kernels
/// whose Landlock does not know of it yet.
fn what_is_opened_to_be_read_cannot_be_emptied(folder: &Path) {
    let (_, own) = confined_to(folder, &[]);
    let mut emptied = fs::File::options();
    emptied.read(true).custom_flags(libc::O_TRUNC);
    denied(emptied.open(folder.join("read")));
    fs::write(own.join("f"), "first").unwrap();
    denied(emptied.open(own.join("f")));
    assert_eq!(fs::read(own.join("f")).unwrap(), b"first");
    fs::write(own.join("f"), "2nd").unwrap();
    assert_eq!(fs::read(own.join("f")).unwrap(), b"2nd");
}

fn it_cannot_connect_out(folder: &Path) {
    let outside = TcpListener::bind("127.0.0.1:0").unwrap();
    let (..) = confined_to(folder, &[]);
    denied(TcpStream::connect(outside.local_addr().unwrap()));
    denied(TcpListener::bind("127.0.0.1:0"));
    denied(UdpSocket::bind("127.0.0.1:0"));
}

fn no_abstract_sockets(folder: &Path) {
    UnixStream::connect_addr(&abstract_name(folder)).unwrap();
    let (..) = confined_to(folder, &[]);
    denied(UnixStream::connect_addr(&abstract_name(folder)));
}

fn no_abstract_sockets_behind_closed_doors(folder: &Path) {
    UnixStream::connect_addr(&abstract_name(folder)).unwrap();
    let (confined, _) = confined_to(folder, &[]);
    confined.close_doors().unwrap();
    denied(UnixStream::connect_addr(&abstract_name(folder)));
}

/// Where the parent listens while an attempt runs.
fn abstract_name(folder: &Path) -> SocketAddr {
    SocketAddr::from_abstract_name(folder.as_os_str().as_encoded_bytes()).unwrap()
}

fn it_cannot_start_a_program(folder: &Path) {
    let (_, own) = confined_to(folder, &[]);
    denied(Command::new("/bin/true").status());
    fs::copy("/bin/true", own.join("p")).unwrap_err();
    fs::write(own.join("p"), "#!/bin/sh\n").unwrap();
    fs::set_permissions(own.join("p"), fs::Permissions::from_mode(0o700)).unwrap();
    denied(Command::new(own.join("p")).status());
}

fn becoming_another_program_kills_it(folder: &Path) {
    let (..) = confined_to(folder, &[]);
    let error = Command::new("/bin/true").exec();
    println!("still here: {error}");
}

fn closed_doors_stay_closed(folder: &Path) {
    let (confined, own) = confined_to(folder, &[]);
    let listener = UnixListener::bind(own.join("s")).unwrap();
    let elsewhere = {
        let own = own.clone();
        let (tell, told) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            told.recv().unwrap();
            denied(UnixListener::bind(own.join("third")));
        });
        (tell, thread)
    };
    confined.close_doors().unwrap();
    denied(UnixListener::bind(own.join("second")));
    denied(UnixStream::connect(own.join("s")));
    elsewhere.0.send(()).unwrap();
    elsewhere.1.join().unwrap();
    listener.set_nonblocking(true).unwrap();
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

fn files_are_for_their_owner_alone(folder: &Path) {
    let (_, own) = confined_to(folder, &[]);
    fs::write(own.join("f"), "").unwrap();
    fs::create_dir(own.join("d")).unwrap();
    let mode = |name| fs::metadata(own.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("f"), mode("d")), (0o600, 0o700));
}

/// What is on the disk can't be opened to other users, nor made to run as this one.
fn no_file_is_given_to_others(folder: &Path) {
    let (confined, own) = confined_to(folder, &[]);
    let at = own.join("f");
    fs::write(&at, "").unwrap();
    let set = |mode| fs::set_permissions(&at, fs::Permissions::from_mode(mode));
    for mode in [0o600, 0o660, 0o700] {
        set(mode).unwrap();
    }
    let file = fs::File::open(&at).unwrap();
    for mode in [0o604, 0o640, 0o644, 0o666, 0o777, 0o4700, 0o2700] {
        denied(set(mode));
        denied(file.set_permissions(fs::Permissions::from_mode(mode)));
    }
    confined.close_doors().unwrap();
    denied(set(0o660));
    set(0o600).unwrap();
}

fn it_is_not_dumpable(_: &Path) {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
    harden().unwrap();
    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
    assert!(rustix::thread::no_new_privs().unwrap());
}

fn a_panic_can_be_caught(folder: &Path) {
    let (..) = confined_to(folder, &[]);
    assert!(std::thread::spawn(|| panic!("on purpose")).join().is_err());
}

fn a_panic_says_where_and_not_with_what(_: &Path) {
    svilpe::cli::failure::mask_panics();
    let report = "CANARY ā";
    // What the standard library says of this quotes the text.
    let broken = std::thread::spawn(move || report[..8].len());
    assert!(broken.join().is_err());
}

fn it_refuses_to_come_after_a_thread(folder: &Path) {
    let (_tell, told) = std::sync::mpsc::channel::<()>();
    std::thread::spawn(move || told.recv());
    let access = AllowedAccess {
        writes: vec![folder.to_owned()],
        ..AllowedAccess::default()
    };
    assert!(matches!(confine(&access), Err(CannotConfine::TooLate)));
}

fn a_path_that_is_missing_is_named(folder: &Path) {
    let missing = folder.join("missing");
    let access = AllowedAccess {
        writes: vec![missing.clone()],
        ..AllowedAccess::default()
    };
    let error = confine(&access).unwrap_err();
    assert!(error.to_string().contains(missing.to_str().unwrap()));
}
