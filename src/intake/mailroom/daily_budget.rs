//! The daily budget: how many bytes strangers may leave here in a day.
//!
//! Keeps its part of P9: whoever sends junk, sealed or not, takes a part of the disk each day and
//! never all of it. What is left belongs to officers' fetching, marking and forgetting, to the
//! rebuild and the back-up, and to those who come tomorrow. Knows bytes and circuits, in memory
//! only, until the day is over or the process ends. Never knows what was left.
//!
//! ```text
//!   whole = (room now + taken today) / part      left = whole − taken today
//!   a circuit's first: while it fits into what is left
//!   its next ones:     while all of its own are an eighth of what is left, and a bound at most
//! ```
//!
//! So `n` circuits that send without end leave 8 / (n + 8) of the day to those who have not sent
//! yet: no flood uses up the last of it without a fresh circuit for each report. And however large
//! the disk is, what a few circuits leave is what an officer can still fetch and look through.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::intake::http::circuit::Circuit;
use crate::rules::calendar::Day;

/// A day's bytes.
pub(crate) struct DailyBudget {
    /// One of so many parts of the room is for today.
    part: u64,
    /// Bytes that may be taken in any case, while the store takes them.
    least: u64,
    /// Bytes of one circuit, beside its first.
    circuit_max: u64,
    first: FirstOfCircuit,
    taken: Mutex<Taken>,
}

/// Is a circuit's first of a day taken when the day is used up?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstOfCircuit {
    /// No: it is as large as whoever sends it likes.
    WithinTheDay,
    /// Yes: it is small, and somebody waits for what it opens.
    Always,
}

/// What a report without files will take of the day, once something of it stays on the disk.
#[derive(Clone, Copy)]
pub struct TextShare {
    pub(in crate::intake) circuit: Circuit,
    pub(in crate::intake) bytes: u64,
}

/// Today's bytes are used up, or this circuit's part of them. Nothing was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedUp;

#[derive(Default)]
struct Taken {
    on: Option<Day>,
    all: u64,
    by_circuit: HashMap<Circuit, u64>,
}

impl DailyBudget {
    /// One `part` of the room each day, but no less than `least` bytes; for one circuit, beside its
    /// first, no more than `circuit_max`.
    pub(crate) fn new(part: u64, least: u64, circuit_max: u64, first: FirstOfCircuit) -> Self {
        Self {
            part,
            least,
            circuit_max,
            first,
            taken: Mutex::default(),
        }
    }

    /// Takes so many bytes of the disk; `room`: how many it has now.
    pub(crate) fn take(
        &self,
        circuit: Circuit,
        bytes: u64,
        today: Day,
        room: u64,
    ) -> Result<(), UsedUp> {
        let mut taken = self.of(today);
        self.check(&taken, circuit, bytes, room)?;
        taken.count(circuit, bytes);
        Ok(())
    }

    /// Would it take them? Nothing is taken yet.
    pub(crate) fn would_take(
        &self,
        circuit: Circuit,
        bytes: u64,
        today: Day,
        room: u64,
    ) -> Result<(), UsedUp> {
        self.check(&self.of(today), circuit, bytes, room)
    }

    fn check(&self, taken: &Taken, circuit: Circuit, bytes: u64, room: u64) -> Result<(), UsedUp> {
        let own = taken.by_circuit.get(&circuit).copied().unwrap_or_default();
        if own == 0 && circuit.is_known() && self.first == FirstOfCircuit::Always {
            return Ok(());
        }
        let left = self.left(taken.all, room).checked_sub(bytes);
        let left = left.ok_or(UsedUp)?;
        if own > 0 && own + bytes > self.circuit_max.min(left / CIRCUITS_PART) {
            return Err(UsedUp);
        }
        Ok(())
    }

    /// Is anything left?
    pub(crate) fn has_any(&self, today: Day, room: u64) -> bool {
        self.left(self.of(today).all, room) > 0
    }

    fn of(&self, today: Day) -> MutexGuard<'_, Taken> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.go_to(today);
        taken
    }

    fn left(&self, taken: u64, room: u64) -> u64 {
        let whole = room.saturating_add(taken) / self.part;
        whole.max(self.least).saturating_sub(taken)
    }
}

impl Taken {
    fn go_to(&mut self, today: Day) {
        if self.on != Some(today) {
            *self = Self {
                on: Some(today),
                ..Self::default()
            };
        }
    }

    fn count(&mut self, circuit: Circuit, bytes: u64) {
        self.all += bytes;
        if !circuit.is_known() {
            return;
        }
        if self.by_circuit.len() >= CIRCUITS_MAX && !self.by_circuit.contains_key(&circuit) {
            self.by_circuit.clear();
        }
        *self.by_circuit.entry(circuit).or_default() += bytes;
    }
}

impl TextShare {
    /// Of one whose body has this length.
    pub(in crate::intake) fn of(circuit: Circuit, length: usize) -> Self {
        let bytes = AT_REST * (length as u64).max(SMALLEST_AT_REST);
        Self { circuit, bytes }
    }
}

/// Bytes that a kept report takes for each byte of its own: sled makes 1.9 of it, and the next
/// rebuild wants room for 1.1 more.
const AT_REST: u64 = 3;
/// Bytes of the smallest sealed report, and of what is kept beside it.
const SMALLEST_AT_REST: u64 = 40 << 10;
/// Bytes that a move takes until the next rebuild: the record is written twice, once when a tool
/// settles it, and a place is closed. Some 150 of them stay.
pub(in crate::intake) const MOVE_AT_REST: u64 = 8 << 10;
/// Of what is left, what one circuit may take beside its first report.
const CIRCUITS_PART: u64 = 8;
/// More than ever send in a day: less than 1 MiB.
const CIRCUITS_MAX: usize = 16 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    /// No circuit has a bound of its own.
    const ALL: u64 = u64::MAX;
    const WITHIN: FirstOfCircuit = FirstOfCircuit::WithinTheDay;

    fn circuit(number: u32) -> Circuit {
        let line = format!("PROXY TCP6 fc00:dead:beef:4dad::0:{number:x} ::1 {number} 80");
        Circuit::parse(line.as_bytes()).unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_part_of_the_room_fits_and_one_byte_more_does_not() {
        let (budget, today) = (DailyBudget::new(4, 0, ALL, WITHIN), day("2026-11-21"));
        let take = |bytes, room| budget.take(Circuit::UNKNOWN, bytes, today, room);
        assert_eq!(take(1_001, 4_000), Err(UsedUp));
        assert_eq!(take(600, 4_000), Ok(()));
        assert_eq!(take(401, 3_400), Err(UsedUp));
        assert_eq!(take(400, 3_400), Ok(()));
        assert!(!budget.has_any(today, 3_000));
        // Room that others give back counts; another day begins again, with what is left.
        assert!(budget.has_any(today, 3_100));
        let tomorrow = today.plus_days(1);
        assert!(budget.has_any(tomorrow, 3_000));
        assert_eq!(
            budget.take(Circuit::UNKNOWN, 751, tomorrow, 3_000),
            Err(UsedUp)
        );
    }

    #[test]
    fn where_the_first_is_taken_always_a_flood_of_others_uses_up_nothing_of_it() {
        let today = day("2026-11-21");
        let budget = DailyBudget::new(4, 1_000, 300, FirstOfCircuit::Always);
        let moves = |number| {
            let takes = || budget.take(circuit(number), 10, today, 0);
            (0..100).take_while(|_| takes().is_ok()).count()
        };
        assert_eq!(moves(1), 11, "an eighth of what is left");
        for number in 2..500 {
            assert!((1..=11).contains(&moves(number)), "{number}");
        }
        assert_eq!(moves(1_000), 1);
        // Whom nothing tells apart has what is left of the day.
        let unknown = budget.take(Circuit::UNKNOWN, 10, today, 0);
        assert_eq!(unknown, Err(UsedUp));
    }

    #[test]
    fn asking_takes_nothing() {
        let (budget, today) = (DailyBudget::new(4, 0, ALL, WITHIN), day("2026-11-21"));
        for _ in 0..3 {
            let asked = budget.would_take(circuit(1), 1_000, today, 4_000);
            assert_eq!(asked, Ok(()));
        }
        assert_eq!(budget.take(circuit(1), 1_000, today, 4_000), Ok(()));
        let asked = budget.would_take(circuit(2), 1, today, 3_000);
        assert_eq!(asked, Err(UsedUp));
    }

    #[test]
    fn where_there_is_hardly_any_room_a_little_is_taken_all_the_same() {
        let (budget, today) = (DailyBudget::new(4, 100, ALL, WITHIN), day("2026-11-21"));
        assert_eq!(budget.take(circuit(1), 100, today, 0), Ok(()));
        assert_eq!(budget.take(circuit(2), 1, today, 0), Err(UsedUp));
    }

    #[test]
    fn circuits_that_send_without_end_leave_room_for_who_has_not_sent() {
        let (budget, today) = (DailyBudget::new(4, 0, ALL, WITHIN), day("2026-11-21"));
        let mut room = 40_000_000_u64;
        for _ in 0..1_000 {
            for number in 1..=150 {
                if budget.take(circuit(number), 1_000, today, room).is_ok() {
                    room -= 1_000;
                }
            }
        }
        assert!(room < 33_000_000, "it was a flood: {room}");
        for number in 200..400 {
            assert_eq!(budget.take(circuit(number), 1_000, today, room), Ok(()));
        }
    }

    #[test]
    fn on_a_large_disk_too_a_few_circuits_leave_what_an_officer_can_look_through() {
        let (budget, today) = (DailyBudget::new(4, 0, 16 << 20, WITHIN), day("2026-11-21"));
        let report = AT_REST * (40 << 10);
        let left_of = |number| {
            let takes = || budget.take(circuit(number), report, today, 1 << 40);
            (0..10_000).take_while(|_| takes().is_ok()).count()
        };
        assert_eq!([left_of(1), left_of(2)], [136, 136]);
    }

    #[test]
    fn many_circuits_do_not_fill_the_memory() {
        let (budget, today) = (DailyBudget::new(1, 0, ALL, WITHIN), day("2026-11-21"));
        for number in 0..60_000 {
            budget
                .take(circuit(number), 1, today, u64::MAX / 2)
                .unwrap();
        }
        let taken = budget.taken.lock().unwrap();
        assert!(taken.by_circuit.len() <= CIRCUITS_MAX);
    }
}
