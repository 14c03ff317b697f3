//! B17, H05, H18: memory that runs out, is swapped, or is dumped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::attacks::page;
use crate::attacks::protocol::with_check_digits;
use crate::attacks::server::{SEND, Server, WORDS};
use crate::world::flood::{Attack, Flood, Target};
use crate::world::skip::skip;
use crate::world::wait_until;
use crate::world::wire::{Answer, BOUNDARY, Line, Part, multipart, multipart_kind, request};

/// A control group with so much memory. Gone when dropped, which must be after what is in it.
struct Pen {
    at: PathBuf,
    is_v2: bool,
}

impl Pen {
    /// None, with a loud line, where there is no memory controller to write to.
    fn of(bytes: usize, name: &str) -> Option<Self> {
        let name = format!("svilpe-{name}-{}", std::process::id());
        let (v1, v2) = (
            Path::new("/sys/fs/cgroup/memory"),
            Path::new("/sys/fs/cgroup"),
        );
        let is_v2 = !v1.is_dir();
        let at = if is_v2 { v2 } else { v1 }.join(name);
        if is_v2 {
            let _ = fs::write(v2.join("cgroup.subtree_control"), "+memory");
        }
        let pen = Self { at, is_v2 };
        let limit = pen.file("memory.limit_in_bytes", "memory.max");
        if fs::create_dir(&pen.at).is_ok() && fs::write(limit, bytes.to_string()).is_ok() {
            return Some(pen);
        }
        skip("a memory controller");
        None
    }

    fn file(&self, in_v1: &str, in_v2: &str) -> PathBuf {
        self.at.join(if self.is_v2 { in_v2 } else { in_v1 })
    }

    /// What a program is run by to be in here, itself and its page cache, from its start.
    fn wrapper(&self) -> [String; 3] {
        let enter = format!(
            "echo $$ > {}/cgroup.procs && exec \"$0\" \"$@\"",
            self.at.display()
        );
        ["sh".into(), "-c".into(), enter]
    }

    fn peak(&self) -> usize {
        let peak = fs::read_to_string(self.file("memory.max_usage_in_bytes", "memory.peak"));
        peak.map_or(0, |peak| peak.trim().parse().unwrap())
    }

    fn oom_kills(&self) -> usize {
        let events = self.file("memory.oom_control", "memory.events");
        let events = fs::read_to_string(events).unwrap();
        let kills = events
            .lines()
            .find_map(|line| line.strip_prefix("oom_kill "));
        kills.unwrap().parse().unwrap()
    }

    /// Presses out what can be pressed out.
    fn press(&self) {
        let _ = fs::write(self.file("memory.force_empty", "memory.reclaim"), "200M");
    }
}

impl Drop for Pen {
    fn drop(&mut self) {
        for _ in 0..50 {
            if fs::remove_dir(&self.at).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn start_in(pen: &Pen, arguments: &[&str]) -> Server {
    let wrapper = pen.wrapper();
    let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
    Server::start_under(&wrapper, arguments)
}

/// Those that hold what is large, or let go of it early. Of the others, each with a promise of its
/// own in `promises/floods`, the work is most: they wait for a hand.
#[test]
fn b17_floods_that_take_memory_fit_into_the_units() {
    let floods = [Attack::LongBodies, Attack::HangUp, Attack::JunkSealed];
    floods_fit_into_the_units_memory(&floods, Duration::from_millis(250));
}

#[test]
#[ignore = "takes half a minute of both cores"]
fn b17_every_flood_fits_for_longer_too() {
    floods_fit_into_the_units_memory(&Attack::ALL, Duration::from_millis(1_500));
}

/// So long each, over more connections than there are.
fn floods_fit_into_the_units_memory(floods: &[Attack], each: Duration) {
    let Some(pen) = Pen::of(512 << 20, "b17-floods") else {
        return;
    };
    let mut server = start_in(&pen, &["--proxy-protocol"]);
    let target = Target {
        address: format!("unix:{}", server.path("reporters.sock").display()),
        institution: "birojs".into(),
        key: server.path("keys").join("birojs.pub"),
    };
    for &attack in floods {
        let flood = Flood::start(&target, attack, 300, 4);
        let is_answered = || flood.answered() > 0 || !attack.is_answered();
        assert!(
            wait_until(Duration::from_secs(30), is_answered),
            "{attack:?}"
        );
        assert!(
            flood.is_under_way(1_000),
            "{attack:?}: {} begun",
            flood.done()
        );
        std::thread::sleep(each);
        drop(flood);
        let (peak, resident) = (pen.peak() >> 20, server.resident() >> 10);
        println!(
            "{}: {peak} MiB at most so far, page cache included; resident {resident} MiB",
            attack.name()
        );
        assert_eq!(pen.oom_kills(), 0, "{attack:?}");
        assert!(server.is_alive(), "{attack:?}");
    }
    drop(server);
    drop(pen);
}

/// The uploads that the unit is said to hold: of `UPLOAD_MIB` each in its `MemoryMax`, and in each
/// run small ones in as much less.
#[test]
fn b17_twenty_uploads_at_once_fit_into_the_units_memory() {
    let by_hand = std::env::var("UPLOAD_MIB").ok();
    let limit = if by_hand.is_some() { 512 } else { 160 };
    let mebibytes = by_hand.map_or(6, |size| size.parse().unwrap());
    let Some(pen) = Pen::of(limit << 20, "b17") else {
        return;
    };
    let mut server = start_in(&pen, &[]);
    let uploads: Vec<_> = (0..20)
        .map(|_| {
            let (form, line) = (server.form(), server.reporters().open());
            std::thread::spawn(move || upload(&form, line, mebibytes))
        })
        .collect();
    let replies = uploads.into_iter().map(|upload| upload.join().unwrap());
    let mut received = 0;
    for reply in replies {
        let is_received = reply.status == 200 && page::forms(&reply.source()).is_empty();
        received += usize::from(is_received);
        let is_refused = reply.status == 503 && reply.holds("nothing of it was kept");
        assert!(is_received || is_refused, "{reply:?}");
    }
    println!(
        "20 uploads of {mebibytes} MiB: {received} received; {} MiB at most, page cache included; resident {} MiB",
        pen.peak() >> 20,
        server.resident() >> 10
    );
    assert_eq!(pen.oom_kills(), 0);
    assert!(server.is_alive() && received > 0);
    assert_eq!(server.kept(), received);
    drop(server);
    drop(pen);
}

/// Sends a form with so many MiB in files of at most 100 MiB, piece by piece.
fn upload(form: &page::Form, mut line: Line, mebibytes: usize) -> Answer {
    let mut files = vec![100; mebibytes / 100];
    let rest = mebibytes % 100;
    files.extend((rest > 0).then_some(rest));
    // Everything but the files' content, cut where the content goes.
    let mut parts = form.parts();
    parts.extend(files.iter().map(|_| Part::file("a.bin", CUT)));
    let frame = multipart(&parts);
    let cuts: Vec<usize> = memchr::memmem::find_iter(&frame, CUT).collect();
    let length = frame.len() - files.len() * CUT.len() + (mebibytes << 20);
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x.onion\r\nConnection: close\r\nContent-Type: {}\r\n\
         Content-Length: {length}\r\n\r\n",
        multipart_kind()
    );
    let piece = vec![0x5a; 1 << 20];
    let mut send = |bytes: &[u8]| line.send(bytes).is_ok();
    let mut goes_on = send(head.as_bytes());
    let mut at = 0;
    for (cut, mebibytes) in cuts.iter().zip(files) {
        goes_on = goes_on && send(&frame[at..*cut]);
        goes_on = goes_on && (0..mebibytes).all(|_| send(&piece));
        at = cut + CUT.len();
    }
    // Refused while sending: the answer is there all the same.
    let _ = goes_on && send(&frame[at..]);
    Answer::parse(&line.rest_within(Duration::from_secs(600)))
}

const CUT: &[u8] = b"the content of a file goes here";

#[test]
fn h05_nothing_of_a_report_goes_to_swap() {
    let Some(pen) = Pen::of(128 << 20, "h05") else {
        return;
    };
    if !may_lock() {
        skip("lockable memory");
        return;
    }
    let server = start_in(&pen, &[]);
    assert!(!server.log().contains("not locked"), "{}", server.log());
    let Some(swap) = Swap::on(&server.path("swap")) else {
        return;
    };
    // One who locks nothing, with a secret of its own.
    let careless = Careless::start(&pen);
    // In the middle of a report: its words are here, its file is on its way.
    let form = server.form().with("what_happened", CANARY);
    let mut line = server.reporters().open();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x.onion\r\nContent-Type: {}\r\nContent-Length: 9000000\r\n\r\n",
        multipart_kind()
    );
    let mut parts = form.parts();
    parts.push(Part::file(CANARY, &[7; 100_000]));
    let body = multipart(&parts);
    line.send(head.as_bytes()).unwrap();
    line.send(&body[..body.len() - BOUNDARY.len() - 10])
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    for _ in 0..5 {
        pen.press();
    }
    let (ours, theirs) = (swapped(server.pid()), swapped(careless.0.id()));
    println!("swapped: {ours} kB of ours, {theirs} kB of the careless one");
    assert!(theirs > 1_000, "nothing was pressed out");
    assert_eq!(ours, 0);
    let raw = fs::read(&swap.0).unwrap();
    assert!(memchr::memmem::find(&raw, CANARY.as_bytes()).is_none());
    drop((careless, swap, server, pen));
}

/// May this user lock memory, or lift the limit of it?
fn may_lock() -> bool {
    const SYS_RESOURCE_OR_IPC_LOCK: u64 = 1 << 24 | 1 << 14;
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let rights = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let rights = u64::from_str_radix(rights.unwrap().trim(), 16).unwrap();
    rights & SYS_RESOURCE_OR_IPC_LOCK != 0
}

const CANARY: &str = "CANARYswapCANARYswapCANARY";

/// Kilobytes of a process in swap.
fn swapped(pid: u32) -> usize {
    kilobytes(pid, "VmSwap:")
}

/// By a field of `/proc/PID/status`.
fn kilobytes(pid: u32, field: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let words = line.unwrap().split_whitespace().next().unwrap();
    words.parse().unwrap()
}

/// A swap file; off when dropped.
struct Swap(PathBuf);

impl Swap {
    fn on(at: &Path) -> Option<Self> {
        fs::write(at, vec![0; 128 << 20]).unwrap();
        let succeeds = |name: &str| {
            let output = Command::new(name).arg(at).output();
            output.is_ok_and(|output| output.status.success())
        };
        if succeeds("mkswap") && succeeds("swapon") {
            return Some(Self(at.to_owned()));
        }
        skip("swap");
        None
    }
}

impl Drop for Swap {
    fn drop(&mut self) {
        let _ = Command::new("swapoff").arg(&self.0).output();
    }
}

/// A process that holds memory as most do.
struct Careless(Child);

impl Careless {
    fn start(pen: &Pen) -> Self {
        let [shell, flag, enter] = pen.wrapper();
        let script = "import time; held = b'careless' * 4000000; time.sleep(600)";
        let child = Command::new(shell)
            .args([&flag, &enter, "python3", "-c", script])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let careless = Self(child);
        let holds_it = || kilobytes(careless.0.id(), "VmRSS:") > 36_000;
        assert!(wait_until(Duration::from_secs(20), holds_it));
        careless
    }
}

impl Drop for Careless {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn h18_a_crash_leaves_no_core() {
    let wants_cores = ["sh", "-c", "ulimit -c unlimited; exec \"$0\" \"$@\""];
    let mut server = Server::start_under(&wants_cores, &[]);
    server.report(WORDS, &[]);
    let limits = fs::read_to_string(format!("/proc/{}/limits", server.pid())).unwrap();
    let cores = limits.lines().find(|line| line.starts_with("Max core"));
    let words: Vec<&str> = cores.unwrap().split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"], "{limits}");
    let cores = |server: &Server| {
        let names = fs::read_dir(server.path("")).unwrap().flatten();
        names
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("core"))
            .count()
    };
    crash(server.pid());
    let ended = server.ended_within(Duration::from_secs(5)).unwrap();
    assert!(ended.code().is_none(), "{ended}");
    assert_eq!(cores(&server), 0);
    // Another program in the same place, to see that a crash is noticed here.
    let mut careless = Command::new(wants_cores[0])
        .args(&wants_cores[1..])
        .args(["sleep", "60"])
        .current_dir(server.path(""))
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    crash(careless.id());
    careless.wait().unwrap();
    if cores(&server) == 0 {
        skip("core files");
    }
}

/// Thirty short connections of one client, each with a code and gone before its answer.
#[test]
fn b21_who_hangs_up_leaves_no_memory_behind() {
    let mut server = Server::start_by(&[
        ("stretch_memory_kib = 8192", "stretch_memory_kib = 32768"),
        ("stretch_passes = 1", "stretch_passes = 3"),
    ]);
    let wire = server.reporters();
    let kind = [("Content-Type", "application/x-www-form-urlencoded")];
    let enter = |number: u32| {
        let code = with_check_digits(&format!("{number:026}"));
        request(
            "POST",
            "/en/return",
            &kind,
            format!("code={code}").as_bytes(),
        )
    };
    // What one visit after the other takes is there from here on.
    assert_eq!(wire.say(enter(0)).status, 200);
    let before = server.resident();
    let mut most = before;
    for number in 1..=30 {
        let mut line = wire.open();
        line.send(&enter(number)).unwrap();
        // Until its work has begun.
        std::thread::sleep(Duration::from_millis(10));
        drop(line);
        most = most.max(server.resident());
    }
    // Answered once those before it are through.
    assert_eq!(wire.say(enter(31)).status, 200);
    most = most.max(server.resident());
    let after = server.resident();
    println!("resident: {before} KiB before, {most} KiB at most, {after} KiB after");
    // One more working memory alone is 32 MiB.
    assert!(most < before + (16 << 10), "{before} KiB, then {most} KiB");
    assert!(after < before + (8 << 10), "{before} KiB, then {after} KiB");
    assert!(server.is_alive());
}

fn crash(pid: u32) {
    let pid = rustix::process::Pid::from_raw(pid.cast_signed()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::QUIT).unwrap();
}
