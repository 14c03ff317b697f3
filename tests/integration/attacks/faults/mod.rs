//! I: the disk fails, files run out, the process dies. (Of section I what needs the whole program;
//! the rest is in `tests/store_*.rs`.)

mod full_disk;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::page;
use super::server::{FORM, SEND, Server, WORDS};
use crate::world::skip::{has, skip};
use crate::world::wait_until;
use crate::world::wire::{Answer, Line, multipart, multipart_kind, request};

/// What a disk can do to a call: the call, the error, to which of them in each thread, and in which
/// thread only.
const FAULTS: [(&str, &str, &str, Option<&str>); 11] = [
    ("pwrite64", "EIO", "1+", None),
    ("pwrite64", "ENOSPC", "1+", None),
    // The second key of a report, and nothing after it.
    ("pwrite64", "ENOSPC", "2", Some("store-writer")),
    ("pwrite64", "EIO", "3+", None),
    ("pwrite64", "ENOSPC", "9+", None),
    ("syncfs", "EIO", "1+", None),
    ("syncfs", "EIO", "2+", None),
    ("fdatasync", "EIO", "1+", None),
    ("fdatasync", "EIO", "2+", None),
    ("sync_file_range", "EIO", "1+", None),
    ("pread64", "EIO", "1+", None),
];

/// What the reporter saw.
#[derive(Debug, PartialEq)]
enum Seen {
    Received(String),
    /// "Nothing of it was kept."
    Refused,
    /// No page at all, or one that says that nobody knows.
    Unsure,
}

impl Seen {
    fn code(self) -> Option<String> {
        match self {
            Self::Received(code) => Some(code),
            Self::Refused | Self::Unsure => None,
        }
    }
}

#[test]
fn i05_an_error_of_the_disk_is_fatal_and_nothing_acknowledged_is_lost() {
    let mut server = Server::start();
    let (mut codes, mut kept) = (Vec::new(), 0);
    for (call, error, which, thread) in FAULTS {
        let fault = format!("{call} {error} {which}");
        let Some(bad) = BadDisk::under(&server, [call, error, which], thread) else {
            return;
        };
        let reports = if thread.is_some() { 1 } else { 3 };
        let lengths = [0, 150_000, 300_000].into_iter().take(reports);
        let mut seen: Vec<Seen> = lengths
            .map(|length| try_to_report(&server, length))
            .collect();
        let limit = if seen.contains(&Seen::Unsure) { 5 } else { 0 };
        let mut ended = server.ended_within(Duration::from_secs(limit));
        drop(bad);
        if ended.is_none() {
            seen.push(try_to_report(&server, 0));
            // Not well: then it was about to end.
            if !matches!(seen.last(), Some(Seen::Received(_))) {
                ended = server.ended_within(Duration::from_secs(5));
            }
        }
        if let Some(ended) = ended {
            assert_eq!(ended.code(), Some(74), "{fault}: {}", server.log());
        } else {
            // Whoever goes on living must be well.
            assert!(!seen.contains(&Seen::Unsure), "{fault}: {seen:?}");
            let is_well = matches!(seen.last(), Some(Seen::Received(_)));
            assert!(is_well, "{fault}: {seen:?}");
            server.kill();
        }
        println!("{fault}: {seen:?}, {ended:?}");
        server.start_again();
        let before = std::mem::replace(&mut kept, server.kept());
        let unsure = seen.iter().filter(|seen| **seen == Seen::Unsure).count();
        let received = seen.into_iter().filter_map(Seen::code);
        let known = codes.len();
        codes.extend(received);
        let least = before + codes.len() - known;
        assert!((least..=least + unsure).contains(&kept), "{fault}: {kept}");
    }
    for code in &codes {
        let entered = server.reporters().post("/en/return", &[("code", code)]);
        assert!(page::code(&entered.source()).is_some(), "{entered:?}");
    }
    assert!(codes.len() > 5, "{}", codes.len());
}

fn try_to_report(server: &Server, length: usize) -> Seen {
    let say = |bytes: &[u8]| {
        let mut line = server.reporters().try_open()?;
        let _ = line.send(bytes);
        let reply = Answer::parse(&line.rest());
        (!reply.is_nothing()).then_some(reply)
    };
    // Without a form, nothing was sent.
    let Some(page) = say(&request("GET", FORM, &[], b"")) else {
        return Seen::Refused;
    };
    let mut forms = page::forms(&page.source()).into_iter();
    let form = forms.find(|form| form.action == SEND).unwrap();
    let form = form.with("what_happened", WORDS);
    let file = vec![7; length];
    let files: &[(&str, &[u8])] = &[("a.bin", &file)];
    let body = multipart(&form.parts_with(&files[..usize::from(length > 0)]));
    let kind = multipart_kind();
    let Some(reply) = say(&request("POST", SEND, &[("Content-Type", &kind)], &body)) else {
        return Seen::Unsure;
    };
    if reply.status == 200 && page::forms(&reply.source()).is_empty() {
        Seen::Received(form.value("code").to_owned())
    } else if reply.holds("nothing of it was kept") {
        Seen::Refused
    } else {
        Seen::Unsure
    }
}

/// A server whose calls fail, by `strace`. Ends when dropped.
struct BadDisk(Child);

impl BadDisk {
    fn under(
        server: &Server,
        [call, error, which]: [&str; 3],
        thread: Option<&str>,
    ) -> Option<Self> {
        let mut strace = Command::new("strace");
        match thread {
            None => strace.args(["-f", "-p", &server.pid().to_string()]),
            Some(name) => strace.args(["-p", &server.thread(name).to_string()]),
        };
        let strace = strace
            .args(["-o", "/dev/null", "-e"])
            .arg(format!("trace={call}"))
            .arg("-e")
            .arg(format!("inject={call}:error={error}:when={which}"));
        Self::attached(strace)
    }

    /// Once it says so.
    fn attached(strace: &mut Command) -> Option<Self> {
        let Ok(mut strace) = strace.stderr(Stdio::piped()).spawn() else {
            skip("strace");
            return None;
        };
        let said = BufReader::new(strace.stderr.take().unwrap());
        let mut lines = said.lines().map_while(Result::ok);
        let attached = lines.any(|line| line.contains("attached"));
        // Goes on reading, so that it never waits for us.
        std::thread::spawn(move || lines.count());
        if attached {
            return Some(Self(strace));
        }
        skip("an attached strace");
        None
    }
}

impl Drop for BadDisk {
    /// If the server ends in this very moment, strace waits for it, and it, already dead, for its
    /// parent: that is this process, which must not wait for strace in turn.
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process(id, rustix::process::Signal::INT);
        let strace = &mut self.0;
        let has_ended = || strace.try_wait().is_ok_and(|ended| ended.is_some());
        if !wait_until(Duration::from_secs(5), has_ended) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// Whatever a power cut takes: a record that is there opens, and of one that is forgotten the key is
/// gone.
#[test]
fn p10_keys_are_on_the_disk_before_their_records_and_gone_from_it_before_anyone_is_told() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let calls = folder.path().join("calls");
    let mut strace = Command::new("strace");
    strace
        .args(["-y", "-s", "0", "-e", "trace=pwrite64,fdatasync,syncfs"])
        .args(["-p", &server.thread("store-writer").to_string(), "-o"])
        .arg(&calls);
    let Some(strace) = BadDisk::attached(&mut strace) else {
        return;
    };
    let code = server.report(WORDS, &[]).code;
    full_disk::come_back(&server, &code).unwrap();
    drop(strace);

    let calls = fs::read_to_string(&calls).unwrap();
    let (mut unsynced, mut synced) = (false, 0);
    for call in calls.lines() {
        let of = |name, file| call.starts_with(name) && call.contains(file);
        if of("pwrite64", "/live/keyring>") {
            unsynced = true;
        } else if of("fdatasync", "/live/keyring>") {
            synced += usize::from(unsynced);
            unsynced = false;
        } else if of("syncfs", "") || of("pwrite64", "/live/tally>") {
            assert!(!unsynced, "{calls}");
        }
    }
    // The report's keys, those of the move, and the one that it overwrites.
    assert!(synced >= 3, "{calls}");
}

#[test]
fn i07_with_no_file_left_to_open_it_loses_nothing_and_recovers() {
    let limited = ["sh", "-c", "ulimit -n 80; exec \"$0\" \"$@\""];
    let mut server = Server::start_under(&limited, &[]);
    let wire = server.reporters();
    // A report whose last bytes come when strangers hold every file that the limit allows.
    let form = server.form().with("what_happened", WORDS);
    let body = multipart(&form.parts_with(&[("a.bin", &[7; 200_000])]));
    let kind = multipart_kind();
    let whole = request("POST", SEND, &[("Content-Type", &kind)], &body);
    let mut line = wire.open();
    line.send(&whole[..whole.len() - 20]).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let crowd: Vec<Line> = (0..300).map(|_| wire.open()).collect();
    std::thread::sleep(Duration::from_secs(1));
    line.send(&whole[whole.len() - 20..]).unwrap();
    let reply = Answer::parse(&line.rest());
    assert!(server.is_alive(), "{}", server.log());
    assert!(page::code(&reply.source()).is_some(), "{reply:?}");
    drop(crowd);
    let later = server.report(WORDS, &[]).code;
    for code in [form.value("code"), &later] {
        let entered = wire.post("/en/return", &[("code", code)]);
        assert!(page::code(&entered.source()).is_some(), "{entered:?}");
    }
    assert_eq!(server.kept(), 2);
}

#[test]
fn h19_what_a_killed_server_left_behind_is_cleared_away() {
    let mut server = Server::start();
    let code = server.report(WORDS, &[]).code;
    let names = |server: &Server| {
        let found = super::at_rest::files(&server.path("home"));
        // A snapshot's name counts bytes.
        let names = found.iter().map(|path| path.display().to_string());
        let names = names.map(|name| name.split("snap.").next().unwrap().to_owned());
        names.collect::<std::collections::BTreeSet<_>>()
    };
    let clean = names(&server);
    server.kill();
    for left in [
        "fresh/keyring",
        "fresh/sled/db",
        "next/keyring",
        "next/sled/db",
        "old/keyring",
        "old/sled/db",
        "half/keyring",
        "half/records",
        "copy-frozen/db",
        "copy-frozen.partial/db",
        "copy.partial/db",
        "state.new",
        "live/sled/snap.00000000FFFFFFFF.generating",
    ] {
        let at = server.path("home/store").join(left);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(&at, vec![7; 40_000]).unwrap();
    }
    assert!(server.path("reporters.sock").exists());
    server.start_again();
    let left: Vec<_> = names(&server).difference(&clean).cloned().collect();
    assert_eq!(left, Vec::<String>::new());
    let entered = server.reporters().post("/en/return", &[("code", &code)]);
    assert!(page::code(&entered.source()).is_some());
}

#[test]
fn i05_an_error_while_it_starts_harms_nothing() {
    let mut server = Server::start();
    let code = server.report(WORDS, &[("a.bin", &[7; 150_000])]).code;
    let mut refused = 0;
    for (call, error) in [
        ("pwrite64", "EIO"),
        ("pwrite64", "ENOSPC"),
        ("pread64", "EIO"),
        ("fsync", "EIO"),
        ("fdatasync", "EIO"),
        ("syncfs", "EIO"),
        ("rename", "EIO"),
        ("unlink", "EROFS"),
        ("openat", "EMFILE"),
    ] {
        // Its libraries are read before anything of ours.
        let is_loaders = ["pread64", "openat"].contains(&call);
        for which in if is_loaders { [12, 40] } else { [1, 4] } {
            // Not closed in order: there is something to recover.
            server.kill();
            let inject = format!("inject={call}:error={error}:when={which}+");
            let trace = format!("trace={call}");
            // `-D`: the process is ours, and not the tracer's.
            let wrapper = [
                "strace",
                "-D",
                "-f",
                "-o",
                "/dev/null",
                "-e",
                &trace,
                "-e",
                &inject,
            ];
            let ended = server.try_to_start_under(&wrapper);
            println!("{call} {error} {which}: {ended:?}");
            if let Some(ended) = ended {
                let is_said = matches!(ended.code(), Some(1 | 74));
                assert!(is_said, "{call} {error} {which}: {ended}: {}", server.log());
                refused += 1;
            } else {
                server.kill();
            }
            server.start_again();
        }
        let entered = server.reporters().post("/en/return", &[("code", &code)]);
        assert!(page::code(&entered.source()).is_some(), "{call} {error}");
    }
    assert!(refused > 8, "{refused}");
    assert_eq!(server.kept(), 1);
}

#[test]
fn i07_a_disk_that_may_only_be_read_and_a_limit_of_file_lengths_lose_nothing() {
    let Some(mut server) = Server::start_on_disk(&[]) else {
        return;
    };
    let mut codes = vec![server.report(WORDS, &[]).code];
    let remount = |server: &Server, how: &str| {
        let mount = Command::new("mount")
            .args(["-o", how])
            .arg(server.disk().at())
            .output();
        assert!(mount.unwrap().status.success(), "{how}");
    };
    server.kill();
    remount(&server, "remount,ro");
    let ended = server.try_to_start_under(&[]);
    assert_eq!(
        ended.and_then(|ended| ended.code()),
        Some(1),
        "{}",
        server.log()
    );
    remount(&server, "remount,rw");
    server.start_again();
    codes.push(server.report(WORDS, &[]).code);
    server.stop();
    // 3 MiB: what is there fits, and a little more.
    let short = ["sh", "-c", "ulimit -f 6144; exec \"$0\" \"$@\""];
    assert_eq!(server.try_to_start_under(&short), None);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(try_to_report(&server, 1_500_000));
    }
    println!("{seen:?}");
    assert!(seen.contains(&Seen::Unsure) || seen.contains(&Seen::Refused));
    let _ = server.ended_within(Duration::from_secs(5));
    server.kill();
    codes.extend(seen.into_iter().filter_map(Seen::code));
    server.start_again();
    for code in &codes {
        let entered = server.reporters().post("/en/return", &[("code", code)]);
        assert!(page::code(&entered.source()).is_some(), "{entered:?}");
    }
}

/// A power cut just after opening: what was verified may have been in memory only.
#[test]
fn i02_what_an_opening_wrote_is_on_the_disk_before_the_copy_goes() {
    let mut server = Server::start();
    server.report(WORDS, &[("a.bin", &[7; 150_000])]);
    server.kill();
    let trace = server.path("trace").display().to_string();
    let calls = "trace=syncfs,rename,renameat,renameat2";
    let wrapper = ["strace", "-D", "-f", "-o", &trace, "-e", calls];
    if !has("strace") {
        return;
    }
    assert_eq!(server.try_to_start_under(&wrapper), None);
    server.kill();
    let calls = fs::read_to_string(trace).unwrap();
    let place = |what: &str| calls.lines().position(|line| line.contains(what));
    // From `copy` to `copy.partial`.
    let gone = place("/copy\", \"").unwrap_or_else(|| panic!("{calls}"));
    assert!(
        place("syncfs(").is_some_and(|synced| synced < gone),
        "{calls}"
    );
}
