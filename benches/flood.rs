//! How long an honest text report takes among attackers: `cargo bench --bench flood`.
//!
//! Over the intake's Unix socket, with the line that tor writes before each connection, so each attacker
//! has a circuit of their own. One line for each kind and number of attackers: the form is loaded, the report
//! sent, the receipt read. A refusal with words that nothing was kept counts as one, at its own time.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

#[expect(dead_code, unused_imports, reason = "tests use the rest")]
#[path = "../tests/integration/world/mod.rs"]
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use world::wire::{self, Answer, Line, Multipart, SHORT_FORM};
use world::{Reporter, World, is_received};

fn main() {
    // `cargo test --benches` must not measure.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    honest(&World::behind_tor(), "no attackers");
    for count in [100, 1_000] {
        for kind in [Kind::Idle, Kind::SlowBody, Kind::SlowForm, Kind::Guesses] {
            let world = World::behind_tor();
            let attack = Attack::start(&world, kind, count);
            thread::sleep(Duration::from_secs(3));
            honest(&world, &format!("{count} {}", kind.name()));
            attack.stop();
        }
    }
}

/// What an attacker does, over and over.
#[derive(Clone, Copy)]
enum Kind {
    /// Connects, and says nothing.
    Idle,
    /// Sends a report's head, then a byte each second.
    SlowBody,
    /// The same with a short form.
    SlowForm,
    /// Enters codes with good check digits.
    Guesses,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::SlowBody => "slow bodies",
            Self::SlowForm => "slow forms",
            Self::Guesses => "guessing codes",
        }
    }

    fn attack(self, line: &mut Line, round: u64, stop: &AtomicBool) -> std::io::Result<()> {
        match self {
            Self::Idle => {
                wait(line, stop);
                Ok(())
            }
            Self::SlowBody => slowly(
                line,
                "/to/paraugs/send",
                &Multipart::kind(),
                9_000_000,
                stop,
            ),
            Self::SlowForm => slowly(line, "/return", SHORT_FORM, 4_000, stop),
            Self::Guesses => {
                let code = guess(round);
                let body = format!("code={code}");
                line.send(&wire::post_bytes(
                    "x",
                    "/return",
                    SHORT_FORM,
                    body.as_bytes(),
                ))?;
                line.rest();
                Ok(())
            }
        }
    }
}

fn slowly(
    line: &mut Line,
    path: &str,
    kind: &str,
    length: usize,
    stop: &AtomicBool,
) -> std::io::Result<()> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    );
    line.send(head.as_bytes())?;
    while !stop.load(Ordering::Relaxed) {
        line.send(b"x")?;
        thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}

/// Until the server closes, or all is over.
fn wait(line: &mut Line, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) && !line.closes_within(Duration::from_secs(1)) {}
}

/// 26 digits that count, and their check digits (ISO/IEC 7064 MOD 97-10).
fn guess(round: u64) -> String {
    let digits = format!("{round:026}");
    let remainder = digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("{digits}{:02}", 98 - remainder * 100 % 97)
}

/// Attackers, each on a thread and a circuit of their own.
struct Attack {
    stop: Arc<AtomicBool>,
    attackers: Vec<JoinHandle<()>>,
}

impl Attack {
    fn start(world: &World, kind: Kind, count: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let rounds = Arc::new(AtomicU64::new(1));
        let attacker = |circuit| {
            let (stop, rounds) = (Arc::clone(&stop), Arc::clone(&rounds));
            let address = world.intake.reporters.clone();
            let attack = move || {
                while !stop.load(Ordering::Relaxed) {
                    let round = rounds.fetch_add(1, Ordering::Relaxed);
                    let attacked = connect(&address, circuit)
                        .and_then(|mut line| kind.attack(&mut line, round, &stop));
                    if attacked.is_err() {
                        // Cut off: once more, but not so fast that the bench measures itself.
                        thread::sleep(Duration::from_millis(100));
                    }
                }
            };
            let small = thread::Builder::new().stack_size(128 << 10);
            small.spawn(attack).unwrap()
        };
        let attackers = (1..=count).map(attacker).collect();
        Self { stop, attackers }
    }

    fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for attacker in self.attackers {
            attacker.join().unwrap();
        }
    }
}

fn honest(world: &World, among: &str) {
    let mut times = Vec::new();
    let (mut refused, mut lost) = (0, 0);
    for round in 0..REPORTS {
        let started = Instant::now();
        match report(world, FIRST_HONEST + round) {
            Ok(true) => times.push(started.elapsed()),
            Ok(false) => refused += 1,
            Err(_) => lost += 1,
        }
    }
    times.sort();
    let at = |part: usize| {
        let place = times.len().saturating_sub(1) * part / 100;
        times.get(place).map_or(0.0, Duration::as_secs_f64)
    };
    println!(
        "{among}: received {} of {REPORTS}, refused {refused}, cut off {lost}; median {:.2} s, slowest {:.2} s; {} MB resident",
        times.len(),
        at(50),
        at(100),
        world.intake.memory_kib("VmRSS") / 1024
    );
}

/// One report on a circuit of its own; whether it was received.
fn report(world: &World, circuit: u32) -> std::io::Result<bool> {
    let ask = |request: &[u8]| -> std::io::Result<Answer> {
        connect(&world.intake.reporters, circuit)?.ask(request)
    };
    let form = ask(b"GET /to/paraugs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
    let (Some(code), Some(proof)) = (form.hidden("code"), form.hidden("proof")) else {
        return Ok(false);
    };
    let form = world::reporter::Form { code, proof };
    let body = Reporter::words(&form, "Godīgs ziņojums.").end();
    let page = ask(&wire::post_bytes(
        "x",
        "/to/paraugs/send",
        &Multipart::kind(),
        &body,
    ))?;
    Ok(is_received(&page, &form.code))
}

fn connect(address: &str, circuit: u32) -> std::io::Result<Line> {
    let mut line = Line::open(address)?;
    line.send(wire::proxy_line(circuit).as_bytes())?;
    Ok(line)
}

/// Honest reports for each line.
const REPORTS: u32 = 20;
/// Circuits below belong to attackers.
const FIRST_HONEST: u32 = 1 << 20;
