//! What honest people get while attackers do their worst: `cargo bench --bench flood`.
//!
//! A released server behind a Unix socket, with the line that tor writes before each connection, so that
//! circuits are told apart. For each attack, so many circuits and connections each: eight people send a text
//! report, come back for answers and add to it, twice over, each on a circuit of their own, and one sends two
//! reports with the tool, while an officer syncs twice. Who is refused, or cut off, tries twice more. When the
//! attack is over, every code must open what was confirmed. What people wait is told beside an unattacked run of
//! the same minute. A sync fetches and marks all that the flood has left by then, and what it goes on leaving: its
//! time is told apart, with how many reports those were; after half a minute it is ended.
//!
//! `-- 150x4 guess` does only the lines whose name holds all of these words.

#![expect(clippy::unwrap_used, reason = "a bench may fail loudly")]

#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "tests use the rest"
)]
#[path = "../tests/integration/world/mod.rs"]
mod world;

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use world::World;
use world::flood::{Attack, Flood, Target, in_place_of_tor};
use world::tool::Tool;
use world::visitor::{Outcome, Visitor};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` must not measure.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let wanted: Vec<String> = arguments
        .into_iter()
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    println!("{HEAD}");
    for (attack, circuits, connections) in all_lines() {
        let name = format!("{} {circuits}x{connections}", attack.name());
        if wanted.iter().all(|word| name.contains(word.as_str())) {
            let beside = Run::of(None);
            let run = Run::of(Some((attack, circuits, connections)));
            println!("{}", run.line(&name, &beside));
        }
    }
}

fn all_lines() -> Vec<(Attack, u32, u32)> {
    let mut lines = Vec::new();
    for attack in Attack::ALL {
        for circuits in [1, 16, 32, 150, 600] {
            for connections in [1, 4] {
                lines.push((attack, circuits, connections));
            }
        }
    }
    lines
}

/// What people got, and what the server had to bear.
struct Run {
    people: Tally,
    syncs: Tally,
    /// Reports that the officer had in the end.
    fetched: usize,
    /// Codes that open nothing of what was confirmed.
    lost: usize,
    resident_mb: u64,
    begun_a_second: f64,
}

impl Run {
    /// Attacks a fresh intake and measures what people get.
    fn of(attack: Option<(Attack, u32, u32)>) -> Self {
        let world = World::behind_tor();
        let flood = attack.map(|(attack, circuits, connections)| {
            let flood = Flood::start(&world.target(), attack, circuits, connections);
            thread::sleep(BEFORE);
            flood
        });
        let started = Instant::now();
        let before = flood.as_ref().map_or(0, Flood::done);
        let (visitors, people, syncs) = all_at_once(&world);
        let begun = flood.as_ref().map_or(0, Flood::done) - before;
        let begun = f64::from(u32::try_from(begun).unwrap_or(u32::MAX));
        let lasted = started.elapsed().as_secs_f64();
        drop(flood);
        Self {
            people,
            syncs,
            fetched: fetched(&world),
            lost: visitors
                .iter()
                .filter(|visitor| !visitor.still_opens())
                .count(),
            resident_mb: world.intake.memory_kib("VmHWM") / 1024,
            begun_a_second: begun / lasted,
        }
    }

    fn line(&self, name: &str, beside: &Self) -> String {
        let (people, all) = (&self.people, self.people.attempts.len());
        let times = people.times(Outcome::Done);
        let told = people.times(Outcome::Told).into_iter().max();
        let told = told.map_or("–".to_owned(), |time| {
            format!("{:.1} s", time.as_secs_f64())
        });
        let syncs = self.syncs.times(Outcome::Done);
        format!(
            "| {name} | {} of {all} | {} of {all} | {:.2} / {:.1} s | {:.0}× | {told} | {} | {} | {} in {:.0} s | {} MB | {:.0} |",
            people.done_within(1),
            people.done_within(TRIES),
            at(&times, 50),
            at(&times, 100),
            at(&times, 50) / at(&beside.people.times(Outcome::Done), 50),
            people.times(Outcome::CutOff).len(),
            self.lost,
            self.fetched,
            at(&syncs, 100),
            self.resident_mb,
            self.begun_a_second,
        )
    }
}

/// Everybody who is honest.
fn all_at_once(world: &World) -> (Vec<Visitor>, Tally, Tally) {
    let (mut people, mut syncs, mut visitors) = (Tally::default(), Tally::default(), Vec::new());
    thread::scope(|scope| {
        let living: Vec<_> = (0..PEOPLE)
            .map(|number| {
                let person = world.visitor(FIRST_HONEST + number);
                scope.spawn(move || live(person))
            })
            .collect();
        let target = world.target();
        let at_home = scope.spawn(move || seal_at_home(&target));
        for _ in 0..SYNCS {
            syncs.count(attempt(|| sync(world)));
        }
        people.merge(at_home.join().unwrap());
        for one in living {
            let (visitor, own) = one.join().unwrap();
            visitors.push(visitor);
            people.merge(own);
        }
    });
    (visitors, people, syncs)
}

fn sync(world: &World) -> Outcome {
    let server = in_place_of_tor(&world.intake.officers, FIRST_HONEST);
    let server = format!("http://{server}");
    let synced = world.officers[0].syncing(world, &["--server", &server]);
    done_for(synced, SYNC_MAX)
}

/// Goes well, or goes on for so long: then it is ended, as an officer may, and what it fetched is
/// there.
fn done_for(mut tool: std::process::Command, longest: Duration) -> Outcome {
    let started = Instant::now();
    let silent = tool.stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut running) = silent.spawn() else {
        return Outcome::Told;
    };
    while started.elapsed() < longest {
        match running.try_wait() {
            Ok(Some(status)) if status.success() => return Outcome::Done,
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            _ => return Outcome::Told,
        }
    }
    let _ = running.kill();
    let _ = running.wait();
    Outcome::Done
}

fn fetched(world: &World) -> usize {
    let files = std::fs::read_dir(world.officers[0].home.join("sealed"));
    files.map_or(0, |files| {
        let files = files.flatten().map(|file| file.path());
        files
            .filter(|path| path.extension().is_some_and(|end| end == "age"))
            .count()
    })
}

/// Two reports that are sealed at home.
fn seal_at_home(target: &Target) -> Tally {
    let mut tally = Tally::default();
    for number in 0..ROUNDS {
        let circuit = FIRST_HONEST + PEOPLE + number;
        let server = in_place_of_tor(&target.address, circuit);
        let tool = Tool::at(
            &format!("http://{server}"),
            &target.key,
            &target.institution,
        );
        let message = tool.file("message", "Godīgs ziņojums.");
        let mut again = false;
        tally.count(attempt(|| {
            let mut send = tool.with_code(&["send", "--message", &message]);
            if std::mem::replace(&mut again, true) {
                send.arg("--again");
            }
            done_by(send)
        }));
    }
    tally
}

/// A tool that fails says why.
fn done_by(mut tool: std::process::Command) -> Outcome {
    match tool.output() {
        Ok(output) if output.status.success() => Outcome::Done,
        _ => Outcome::Told,
    }
}

fn at(times: &[Duration], part: usize) -> f64 {
    let place = times.len().saturating_sub(1) * part / 100;
    times.get(place).map_or(0.0, Duration::as_secs_f64)
}

/// Up to three tries of one thing.
struct Attempt {
    tries: Vec<(Outcome, Duration)>,
}

#[derive(Default)]
struct Tally {
    attempts: Vec<Attempt>,
}

/// What one person goes through, twice over.
fn live(mut person: Visitor) -> (Visitor, Tally) {
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        tally.count(attempt(|| person.report("Godīgs ziņojums.")));
        if person.codes.is_empty() {
            continue;
        }
        tally.count(attempt(|| person.come_back()));
        if person.answers.is_none() {
            continue;
        }
        tally.count(attempt(|| person.add("Vēl kas.")));
    }
    (person, tally)
}

fn attempt(mut try_once: impl FnMut() -> Outcome) -> Attempt {
    let mut tries = Vec::new();
    for _ in 0..TRIES {
        if !tries.is_empty() {
            thread::sleep(BETWEEN_TRIES);
        }
        let started = Instant::now();
        let outcome = try_once();
        tries.push((outcome, started.elapsed()));
        if outcome == Outcome::Done {
            break;
        }
    }
    Attempt { tries }
}

impl Tally {
    fn count(&mut self, attempt: Attempt) {
        self.attempts.push(attempt);
    }

    fn merge(&mut self, other: Self) {
        self.attempts.extend(other.attempts);
    }

    fn done_within(&self, tries: usize) -> usize {
        let attempts = self.attempts.iter();
        attempts.filter(|one| one.is_done_within(tries)).count()
    }

    /// How long the tries with this outcome took, the shortest first.
    fn times(&self, of: Outcome) -> Vec<Duration> {
        let tries = self.attempts.iter().flat_map(|one| &one.tries);
        let mut times: Vec<Duration> = tries
            .filter(|(outcome, _)| *outcome == of)
            .map(|(_, time)| *time)
            .collect();
        times.sort();
        times
    }
}

impl Attempt {
    fn is_done_within(&self, tries: usize) -> bool {
        self.tries
            .iter()
            .take(tries)
            .any(|(outcome, time)| *outcome == Outcome::Done && *time < IN_TIME)
    }
}

const HEAD: &str = "| attack, circuits × connections | first try | in three | median / slowest | beside nobody | told no within | cut off | lost | fetched | resident | begun a second |\n|---|---|---|---|---|---|---|---|---|---|---|";
/// How long the attack goes on before the first honest person comes.
const BEFORE: Duration = Duration::from_secs(4);
const PEOPLE: u32 = 8;
/// Also how many reports are sealed at home.
const ROUNDS: u32 = 2;
const SYNCS: u32 = 2;
/// Under a flood of junk there is always more to fetch.
const SYNC_MAX: Duration = Duration::from_secs(30);
const TRIES: usize = 3;
/// Less than the minute that pages ask for.
const BETWEEN_TRIES: Duration = Duration::from_secs(3);
const IN_TIME: Duration = Duration::from_secs(30);
/// Circuits below belong to attackers.
const FIRST_HONEST: u32 = 1 << 20;
