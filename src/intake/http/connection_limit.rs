//! The connection limit: all connections of a listener, and which one makes room for a newcomer.
//!
//! Keeps its part of P9. Knows circuits and who is idle. Never knows what is
//! asked or answered.
//!
//! Holding a connection open costs an attacker nothing, so a full house must not
//! shut anyone out: the newcomer gets the place of the connection that has been
//! idle longest among those of the circuit with the most. Idle is a connection
//! without a whole request head, or whose short body is still arriving: whoever
//! has been sending longest is the slowest; or whose answer is not read any further.
//! Of one circuit's, or of circuits with as many, those whose answer was read further in the last
//! seconds go last. One whose request is being worked on is never displaced, nor one that is new:
//! under a flood, a request that was just sent must have the time to be read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::circuit::Circuit;

/// All connections of one listener.
pub(crate) struct ConnectionLimit {
    places: usize,
    places_per_circuit: usize,
    grace: Duration,
    seats: Mutex<Seats>,
}

/// One connection's place; dropping it frees it.
pub(crate) struct ConnectionPermit {
    limit: Arc<ConnectionLimit>,
    number: u64,
}

/// Ready when the connection has to go.
pub(crate) type Displaced = oneshot::Receiver<()>;

/// A request of the connection is being worked on, until this is dropped.
#[must_use]
pub(crate) struct AtWork {
    limit: Arc<ConnectionLimit>,
    number: u64,
}

/// An answer of the connection is being read, until this is dropped.
#[must_use]
pub(crate) struct SendingAnswer {
    limit: Arc<ConnectionLimit>,
    number: u64,
    _work: AtWork,
}

/// The connection's handle for the one who reads a request's body.
#[derive(Clone)]
pub struct Arrival {
    limit: Arc<ConnectionLimit>,
    number: u64,
}

/// A short body of the connection is arriving, until this is dropped.
#[must_use]
pub struct ReceivingBody(Arrival);

/// Every place is taken, and every one who has one is at work or new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoPlace;

#[derive(Default)]
struct Seats {
    /// Counts arrivals and changes; it orders them, and says nothing of hours.
    turn: u64,
    taken: HashMap<u64, OpenConnection>,
}

struct OpenConnection {
    circuit: Circuit,
    at_work: usize,
    /// Of these, requests whose body is still arriving.
    receiving: usize,
    /// Of these, requests whose answer is still being read.
    sending: usize,
    idle_since: u64,
    /// The same in time: how long it has been idle, never at which hour.
    idle_from: Instant,
    /// Dropping it displaces the connection.
    _stay: oneshot::Sender<()>,
}

impl ConnectionLimit {
    /// A limit of at most `places`; of one known circuit at most `places_per_circuit`. A newcomer
    /// displaces nobody who has been idle for less than `grace`.
    pub(crate) fn new(places: usize, places_per_circuit: usize, grace: Duration) -> Arc<Self> {
        Arc::new(Self {
            places,
            places_per_circuit,
            grace,
            seats: Mutex::default(),
        })
    }

    /// Takes a place for a connection that has just arrived, if need be from another.
    pub(crate) fn enter(self: &Arc<Self>) -> Result<(ConnectionPermit, Displaced), NoPlace> {
        let mut seats = self.seats();
        if seats.taken.len() >= self.places {
            seats
                .displace(|seat| seat.idle_from.elapsed() >= self.grace)
                .ok_or(NoPlace)?;
        }
        let number = seats.next_turn();
        let (stay, displaced) = oneshot::channel();
        let seat = OpenConnection {
            circuit: Circuit::UNKNOWN,
            at_work: 0,
            receiving: 0,
            sending: 0,
            idle_since: number,
            idle_from: Instant::now(),
            _stay: stay,
        };
        seats.taken.insert(number, seat);
        let place = ConnectionPermit {
            limit: Arc::clone(self),
            number,
        };
        Ok((place, displaced))
    }

    /// How many connections there are.
    pub(crate) fn len(&self) -> usize {
        self.seats().taken.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn seats(&self) -> MutexGuard<'_, Seats> {
        // Each change is a single step; nothing under the lock can panic half-way.
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionPermit {
    /// Counts the connection to its circuit. Where that has all its places, its own connection that
    /// has been idle longest makes room.
    pub(crate) fn introduce(&self, circuit: Circuit) -> Result<(), NoPlace> {
        let mut seats = self.limit.seats();
        if circuit.is_known() && seats.of(circuit) >= self.limit.places_per_circuit {
            seats
                .displace(|seat| seat.circuit == circuit)
                .ok_or(NoPlace)?;
        }
        // Not found: displaced meanwhile.
        let seat = seats.taken.get_mut(&self.number).ok_or(NoPlace)?;
        seat.circuit = circuit;
        Ok(())
    }

    /// Marks the connection as at work.
    pub(crate) fn work(&self) -> AtWork {
        if let Some(seat) = self.limit.seats().taken.get_mut(&self.number) {
            seat.at_work += 1;
        }
        AtWork {
            limit: Arc::clone(&self.limit),
            number: self.number,
        }
    }
}

impl ConnectionPermit {
    /// For the reader of a request's body.
    pub(crate) fn arrival(&self) -> Arrival {
        Arrival {
            limit: Arc::clone(&self.limit),
            number: self.number,
        }
    }
}

impl Arrival {
    /// From here on the connection may be displaced, as one that is idle from now.
    pub fn receiving(&self) -> ReceivingBody {
        self.limit
            .seats()
            .change(self.number, |seat| seat.receiving += 1);
        ReceivingBody(self.clone())
    }
}

impl AtWork {
    /// The answer is there. From here on the connection may be displaced, as one that is idle from
    /// now.
    pub(crate) fn sending(self) -> SendingAnswer {
        let (limit, number) = (Arc::clone(&self.limit), self.number);
        limit.seats().change(number, |seat| seat.sending += 1);
        SendingAnswer {
            limit,
            number,
            _work: self,
        }
    }
}

impl SendingAnswer {
    /// A piece was read: it is idle from now.
    pub(crate) fn goes_on(&self) {
        self.limit.seats().change(self.number, |_| {});
    }
}

impl Drop for SendingAnswer {
    fn drop(&mut self) {
        self.limit.seats().change(self.number, |seat| {
            seat.sending = seat.sending.saturating_sub(1);
        });
    }
}

impl Drop for ReceivingBody {
    fn drop(&mut self) {
        let Arrival { limit, number } = &self.0;
        limit.seats().change(*number, |seat| {
            seat.receiving = seat.receiving.saturating_sub(1);
        });
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        self.limit.seats().taken.remove(&self.number);
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.limit.seats().change(self.number, |seat| {
            seat.at_work = seat.at_work.saturating_sub(1);
        });
    }
}

impl Seats {
    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    /// After a change it is idle from now, if it is idle.
    fn change(&mut self, number: u64, change: impl FnOnce(&mut OpenConnection)) {
        let turn = self.next_turn();
        if let Some(seat) = self.taken.get_mut(&number) {
            change(seat);
            seat.idle_since = turn;
            seat.idle_from = Instant::now();
        }
    }

    fn of(&self, circuit: Circuit) -> usize {
        let same = |seat: &&OpenConnection| seat.circuit == circuit;
        self.taken.values().filter(same).count()
    }

    /// Removes one idle connection of those that may go. A connection whose circuit is not known
    /// yet counts as a circuit of its own: it must not go first only because others are new, too.
    fn displace(&mut self, may_go: impl Fn(&OpenConnection) -> bool) -> Option<()> {
        let mut counts: HashMap<Circuit, usize> = HashMap::new();
        for seat in self.taken.values() {
            *counts.entry(seat.circuit).or_default() += 1;
        }
        let number = self
            .taken
            .iter()
            .filter(|(_, seat)| seat.is_idle() && may_go(seat))
            .max_by_key(|(_, seat)| {
                let known = seat.circuit.is_known();
                let count = if known { counts[&seat.circuit] } else { 1 };
                (count, !seat.is_read(), std::cmp::Reverse(seat.idle_since))
            })
            .map(|(number, _)| *number)?;
        self.taken.remove(&number).map(drop)
    }
}

impl OpenConnection {
    fn is_idle(&self) -> bool {
        self.at_work == self.receiving + self.sending
    }

    /// Somebody reads an answer, however slowly.
    fn is_read(&self) -> bool {
        self.sending > 0 && self.idle_from.elapsed() < STALLED
    }
}

/// Whoever reads at all has read a piece of an answer in this time, through the slowest circuit.
const STALLED: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    fn circuit(number: u16) -> Circuit {
        let line = format!("PROXY TCP6 fc00:dead:beef:4dad::0:{number:x} ::1 {number} 80");
        Circuit::parse(line.as_bytes()).unwrap()
    }

    fn enter(limit: &Arc<ConnectionLimit>, of: u16) -> (ConnectionPermit, Displaced) {
        let (place, displaced) = limit.enter().unwrap();
        place.introduce(circuit(of)).unwrap();
        (place, displaced)
    }

    fn is_displaced((_, displaced): &mut (ConnectionPermit, Displaced)) -> bool {
        use oneshot::error::TryRecvError::Closed;
        displaced.try_recv() == Err(Closed)
    }

    #[test]
    fn a_newcomer_gets_the_place_of_the_longest_idle() {
        let limit = ConnectionLimit::new(2, 8, Duration::ZERO);
        let mut first = limit.enter().unwrap();
        let mut second = limit.enter().unwrap();
        drop(first.0.work());
        let mut third = limit.enter().unwrap();
        assert!(is_displaced(&mut second));
        assert!(!is_displaced(&mut first) && !is_displaced(&mut third));
        assert_eq!(limit.len(), 2);
    }

    #[test]
    fn nobody_is_displaced_before_the_grace_has_passed() {
        let limit = ConnectionLimit::new(1, 8, Duration::from_millis(200));
        let mut first = limit.enter().unwrap();
        assert_eq!(limit.enter().err(), Some(NoPlace));
        assert!(!is_displaced(&mut first));
        std::thread::sleep(Duration::from_millis(250));
        let _second = limit.enter().unwrap();
        assert!(is_displaced(&mut first));
    }

    #[test]
    fn the_circuit_with_most_connections_makes_room() {
        let limit = ConnectionLimit::new(4, 8, Duration::ZERO);
        let mut honest = enter(&limit, 1);
        let mut greedy = [enter(&limit, 2), enter(&limit, 2), enter(&limit, 2)];
        let _newcomer = enter(&limit, 3);
        assert!(!is_displaced(&mut honest));
        assert!(is_displaced(&mut greedy[0]));
        assert!(!is_displaced(&mut greedy[1]));
    }

    #[test]
    fn whoever_is_at_work_stays_and_the_newcomer_is_turned_away() {
        let limit = ConnectionLimit::new(1, 8, Duration::ZERO);
        let mut busy = limit.enter().unwrap();
        let work = busy.0.work();
        assert_eq!(limit.enter().err(), Some(NoPlace));
        assert!(!is_displaced(&mut busy));
        drop(work);
        let _newcomer = limit.enter().unwrap();
        assert!(is_displaced(&mut busy));
    }

    #[test]
    fn whoever_is_still_sending_makes_room_the_slowest_first() {
        let limit = ConnectionLimit::new(3, 8, Duration::ZERO);
        let mut lines = [enter(&limit, 1), enter(&limit, 2), enter(&limit, 3)];
        let works: Vec<_> = lines.iter().map(|(place, _)| place.work()).collect();
        let arrivals = [1, 0].map(|at| lines[at].0.arrival().receiving());
        let _fourth = limit.enter().unwrap();
        assert!(is_displaced(&mut lines[1]), "sending for longest");
        assert!(!is_displaced(&mut lines[0]));
        drop(arrivals);
        // Whole: it is worked on now.
        let displaced = limit.enter().map(|_| ());
        assert!(!is_displaced(&mut lines[0]) && !is_displaced(&mut lines[2]));
        assert_eq!(displaced, Ok(()), "the fourth is idle");
        drop(works);
    }

    #[test]
    fn who_reads_an_answer_stays_longer_than_who_does_nothing() {
        let limit = ConnectionLimit::new(3, 8, Duration::ZERO);
        let mut lines = [enter(&limit, 1), enter(&limit, 2)];
        let answers = [0, 1].map(|at| lines[at].0.work().sending());
        answers[0].goes_on();
        let mut third = enter(&limit, 3);
        let mut fourth = enter(&limit, 4);
        assert!(is_displaced(&mut third), "idle, not for as long");
        let _work = fourth.0.work();
        let fifth = enter(&limit, 5);
        let _also = fifth.0.work();
        assert!(!is_displaced(&mut fourth));
        assert!(is_displaced(&mut lines[1]), "reads most slowly");
        assert!(!is_displaced(&mut lines[0]));
        // Read to its end: idle as any.
        drop(answers);
        let _sixth = limit.enter().unwrap();
        assert!(is_displaced(&mut lines[0]));
    }

    #[test]
    fn a_circuit_over_its_bound_displaces_its_own() {
        let limit = ConnectionLimit::new(9, 2, Duration::ZERO);
        let mut other = enter(&limit, 1);
        let mut own = [enter(&limit, 2), enter(&limit, 2)];
        let _third = enter(&limit, 2);
        assert!(is_displaced(&mut own[0]));
        assert!(!is_displaced(&mut own[1]) && !is_displaced(&mut other));

        let _working = own[1].0.work();
        let working = enter(&limit, 2);
        let _also = working.0.work();
        let (turned_away, _) = limit.enter().unwrap();
        assert_eq!(turned_away.introduce(circuit(2)), Err(NoPlace));
    }

    #[test]
    fn one_who_leaves_frees_the_place() {
        let limit = ConnectionLimit::new(1, 1, Duration::ZERO);
        drop(limit.enter().unwrap());
        assert!(limit.is_empty());
        let _next = limit.enter().unwrap();
    }

    #[test]
    fn a_newcomer_is_not_displaced_for_others_that_are_new() {
        let limit = ConnectionLimit::new(3, 2, Duration::ZERO);
        let mut first = enter(&limit, 1);
        let (mut second, mut third) = (limit.enter().unwrap(), limit.enter().unwrap());
        let _fourth = limit.enter().unwrap();
        assert!(is_displaced(&mut first), "idle longest");
        assert!(!is_displaced(&mut second) && !is_displaced(&mut third));
    }
}
