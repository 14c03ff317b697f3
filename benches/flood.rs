//! What honest people get while attackers do their worst: `cargo bench --bench flood`.
//!
//! A released server behind a Unix socket, with the line that tor writes before each connection, so that
//! circuits are told apart. For each attack, so many circuits and connections each: eight people send a text
//! report, come back for answers and add to it, twice over, each on a circuit of their own, while an officer
//! syncs. Who is refused, or cut off, tries twice more. When the attack is over, every code must open what was
//! confirmed.
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

use std::thread;
use std::time::{Duration, Instant};

use world::World;
use world::flood::{Attack, Flood, in_place_of_tor};
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
        let name = attack.map_or("nobody", Attack::name);
        let name = format!("{name} {circuits}x{connections}");
        if wanted.iter().all(|word| name.contains(word.as_str())) {
            println!("{}", line(&name, attack, circuits, connections));
        }
    }
}

/// An idle run first, to compare with.
fn all_lines() -> Vec<(Option<Attack>, u32, u32)> {
    let mut lines = vec![(None, 0, 0)];
    for attack in Attack::ALL {
        for circuits in [1, 16, 32, 150, 600] {
            for connections in [1, 4] {
                lines.push((Some(attack), circuits, connections));
            }
        }
    }
    lines
}

/// Attacks a fresh intake and measures what people get.
fn line(name: &str, attack: Option<Attack>, circuits: u32, connections: u32) -> String {
    let world = World::behind_tor();
    let officers = format!("http://{}", in_place_of_tor(&world.intake.officers));
    let flood = attack.map(|attack| Flood::start(&world.target(), attack, circuits, connections));
    thread::sleep(BEFORE);
    let began = Instant::now();
    let mut tally = Tally::default();
    let mut people = Vec::new();
    thread::scope(|scope| {
        let visitors: Vec<_> = (0..PEOPLE)
            .map(|number| {
                let person = world.visitor(FIRST_HONEST + number);
                scope.spawn(move || live(person))
            })
            .collect();
        for _ in 0..SYNCS {
            tally.count(attempt(|| {
                let mut sync = world.officers[0].syncing(&world, &["--server", &officers]);
                match sync.output() {
                    Ok(output) if output.status.success() => Outcome::Done,
                    _ => Outcome::CutOff,
                }
            }));
        }
        for visitor in visitors {
            let (person, own) = visitor.join().unwrap();
            people.push(person);
            tally.merge(own);
        }
    });
    let lasted = began.elapsed().as_secs_f64();
    let attacks = flood.as_ref().map_or(0, Flood::done);
    drop(flood);
    let lost = people.iter().filter(|person| !person.still_opens()).count();
    tally.row(
        name,
        lost,
        world.intake.memory_kib("VmHWM") / 1024,
        attacks,
        lasted,
    )
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

    fn row(&self, name: &str, lost: usize, resident: u64, begun: u64, lasted: f64) -> String {
        let all = self.attempts.len();
        let first = self
            .attempts
            .iter()
            .filter(|one| one.is_done_within(1))
            .count();
        let third = self
            .attempts
            .iter()
            .filter(|one| one.is_done_within(TRIES))
            .count();
        let mut times = self.times(Outcome::Done);
        times.sort();
        let told = self.times(Outcome::Told).into_iter().max();
        let cut = self.times(Outcome::CutOff).len();
        let at = |part: usize| {
            let place = times.len().saturating_sub(1) * part / 100;
            times.get(place).map_or(0.0, Duration::as_secs_f64)
        };
        let told = told.map_or("–".to_owned(), |time| {
            format!("{:.1} s", time.as_secs_f64())
        });
        format!(
            "| {name} | {first} of {all} | {third} of {all} | {:.2} / {:.1} s | {told} | {cut} | {lost} | {resident} MB | {:.0} |",
            at(50),
            at(100),
            f64::from(u32::try_from(begun).unwrap_or(u32::MAX)) / lasted,
        )
    }

    fn times(&self, of: Outcome) -> Vec<Duration> {
        let tries = self.attempts.iter().flat_map(|one| &one.tries);
        tries
            .filter(|(outcome, _)| *outcome == of)
            .map(|(_, time)| *time)
            .collect()
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

const HEAD: &str = "| attack, circuits × connections | first try | in three | median / slowest | told no within | cut off | lost | resident | begun a second |\n|---|---|---|---|---|---|---|---|---|";
/// How long the attack goes on before the first honest person comes.
const BEFORE: Duration = Duration::from_secs(4);
const PEOPLE: u32 = 8;
const ROUNDS: u32 = 2;
const SYNCS: u32 = 2;
const TRIES: usize = 3;
/// Less than the minute that pages ask for.
const BETWEEN_TRIES: Duration = Duration::from_secs(3);
const IN_TIME: Duration = Duration::from_secs(30);
/// Circuits below belong to attackers.
const FIRST_HONEST: u32 = 1 << 20;
