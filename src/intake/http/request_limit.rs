//! Gates: how many requests are worked on at once, and whose turn is next.
//!
//! Keeps its part of P9 (a flood can't silence the channel). Knows circuits.
//! Never knows what a request asks for, and remembers nothing once it is through.
//!
//! ```text
//!   request ─▶ place free? ──yes──▶ in
//!                 │ no
//!                 ▼
//!              the line ──▶ next: first of the circuit that has the fewest inside
//!                 │
//!                 └─ full, or too long: Full, said at once, before a byte of the body is read
//! ```
//!
//! A circuit can neither fill the places nor the line. Someone with many circuits can, for a while:
//! then tor's own defences (proof of work, introduction limits) are what makes circuits dear.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::circuit::Circuit;

/// Bounds of one gate. Those for each circuit don't hold for connections of no known circuit.
#[derive(Debug, Clone, Copy)]
pub struct RequestLimitBounds {
    /// How many are inside at once.
    pub places: usize,
    /// How many of one circuit are inside at once.
    pub places_per_circuit: usize,
    /// How many wait.
    pub line: usize,
    /// How many of one circuit wait.
    pub line_per_circuit: usize,
    /// How long one waits at most.
    pub wait_max: Duration,
}

/// One gate.
pub struct RequestLimit {
    bounds: RequestLimitBounds,
    state: Mutex<LimitState>,
}

/// A place inside; dropping it lets the next one in.
#[must_use]
pub struct RequestPermit {
    gate: Arc<RequestLimit>,
    circuit: Circuit,
}

/// No place, and none soon. Nothing was read or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// The gates of a listener. Who holds the uploads' places with slow bodies leaves those of
/// text reports free, and who holds those leaves return visits free: they have read their body before
/// they go in.
pub struct RequestLimits {
    forms: Arc<RequestLimit>,
    visits: Arc<RequestLimit>,
    texts: Arc<RequestLimit>,
    uploads: Arc<RequestLimit>,
}

#[derive(Default)]
struct LimitState {
    all: usize,
    inside: HashMap<Circuit, usize>,
    line: VecDeque<WaitingRequest>,
}

struct WaitingRequest {
    circuit: Circuit,
    call: oneshot::Sender<RequestPermit>,
}

/// Whether a body of this announced length is more than text: one that announces none may be.
pub fn is_upload(announced: Option<u64>) -> bool {
    announced.is_none_or(|length| length > SHORT_MAX)
}

impl RequestLimits {
    /// Gates with these bounds. All places and lines together should be fewer than the connections of a
    /// listener: whoever is in one of them is at work, and makes room for nobody.
    pub fn new(
        forms: RequestLimitBounds,
        visits: RequestLimitBounds,
        texts: RequestLimitBounds,
        uploads: RequestLimitBounds,
    ) -> Self {
        Self {
            forms: RequestLimit::new(forms),
            visits: RequestLimit::new(visits),
            texts: RequestLimit::new(texts),
            uploads: RequestLimit::new(uploads),
        }
    }

    /// The gate for reading a short form: until its few bytes are there.
    pub fn for_form(&self) -> &Arc<RequestLimit> {
        &self.forms
    }

    /// The gate for a body of this announced length; a body that announces none is an upload.
    pub fn for_body(&self, announced: Option<u64>) -> &Arc<RequestLimit> {
        if is_upload(announced) {
            &self.uploads
        } else {
            &self.texts
        }
    }

    /// The gate for requests without a body, or with one that was read before.
    pub fn for_page(&self) -> &Arc<RequestLimit> {
        &self.visits
    }
}

impl RequestLimit {
    /// An empty gate.
    pub fn new(bounds: RequestLimitBounds) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            state: Mutex::default(),
        })
    }

    /// Goes in, now or in turn.
    pub async fn enter(self: &Arc<Self>, circuit: Circuit) -> Result<RequestPermit, Full> {
        let turn = {
            let mut state = self.state();
            if self.has_place(&state, circuit) {
                return Ok(self.admit(&mut state, circuit));
            }
            self.queue(&mut state, circuit)?
        };
        match tokio::time::timeout(self.bounds.wait_max, turn).await {
            Ok(Ok(pass)) => Ok(pass),
            Ok(Err(_)) | Err(_) => Err(Full),
        }
    }

    fn has_place(&self, state: &LimitState, circuit: Circuit) -> bool {
        let most = if circuit.is_known() {
            self.bounds.places_per_circuit
        } else {
            self.bounds.places
        };
        state.all < self.bounds.places && state.inside_of(circuit) < most
    }

    fn admit(self: &Arc<Self>, state: &mut LimitState, circuit: Circuit) -> RequestPermit {
        state.all += 1;
        *state.inside.entry(circuit).or_default() += 1;
        RequestPermit {
            gate: Arc::clone(self),
            circuit,
        }
    }

    fn queue(
        &self,
        state: &mut LimitState,
        circuit: Circuit,
    ) -> Result<oneshot::Receiver<RequestPermit>, Full> {
        state.line.retain(|waiting| !waiting.call.is_closed());
        let own = state.waiting_of(circuit);
        if circuit.is_known() && own >= self.bounds.line_per_circuit {
            return Err(Full);
        }
        if state.line.len() >= self.bounds.line && !state.send_away_one_of_more_than(own + 1) {
            return Err(Full);
        }
        let (call, turn) = oneshot::channel();
        state.line.push_back(WaitingRequest { circuit, call });
        Ok(turn)
    }

    /// Frees a place and calls the next in turn. One who has gone meanwhile gives the place back
    /// at once, which calls the next again; so the lock is not held while calling.
    fn leave(self: &Arc<Self>, circuit: Circuit) {
        let called = {
            let mut state = self.state();
            state.forget_one(circuit);
            state.line.retain(|waiting| !waiting.call.is_closed());
            let next = (0..state.line.len())
                .filter(|at| self.has_place(&state, state.line[*at].circuit))
                .min_by_key(|at| (state.inside_of(state.line[*at].circuit), *at));
            next.and_then(|at| state.line.remove(at))
                .map(|next| (self.admit(&mut state, next.circuit), next.call))
        };
        if let Some((pass, call)) = called {
            drop(call.send(pass));
        }
    }

    fn state(&self) -> MutexGuard<'_, LimitState> {
        // Counts are changed as a whole under the lock, and nothing in between can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RequestPermit {
    fn drop(&mut self) {
        self.gate.leave(self.circuit);
    }
}

impl LimitState {
    fn inside_of(&self, circuit: Circuit) -> usize {
        self.inside.get(&circuit).copied().unwrap_or_default()
    }

    fn waiting_of(&self, circuit: Circuit) -> usize {
        let same = |waiting: &&WaitingRequest| waiting.circuit == circuit;
        self.line.iter().filter(same).count()
    }

    /// Makes room in the line: the circuit with most waiting loses its last, if it has more than this.
    fn send_away_one_of_more_than(&mut self, count: usize) -> bool {
        let most = (0..self.line.len())
            .map(|at| (self.waiting_of(self.line[at].circuit), at))
            .max()
            .filter(|(waiting, _)| *waiting > count);
        most.and_then(|(_, at)| self.line.remove(at)).is_some()
    }

    fn forget_one(&mut self, circuit: Circuit) {
        self.all = self.all.saturating_sub(1);
        if let Some(inside) = self.inside.get_mut(&circuit) {
            *inside = inside.saturating_sub(1);
            if *inside == 0 {
                self.inside.remove(&circuit);
            }
        }
    }
}

/// Bytes of a body that takes a place among the short ones: text without files.
const SHORT_MAX: u64 = 256 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::task::JoinHandle;

    fn circuit(number: u32) -> Circuit {
        let (high, low) = (number >> 16, number & 0xffff);
        let line = format!("PROXY TCP6 fc00:dead:beef:4dad::{high:x}:{low:x} ::1 {low} 80");
        Circuit::parse(line.as_bytes()).unwrap()
    }

    fn gate(places: usize, line: usize) -> Arc<RequestLimit> {
        RequestLimit::new(RequestLimitBounds {
            places,
            places_per_circuit: 2,
            line,
            line_per_circuit: 3,
            wait_max: Duration::from_secs(5),
        })
    }

    async fn waits(
        gate: &Arc<RequestLimit>,
        circuit: Circuit,
    ) -> JoinHandle<Result<RequestPermit, Full>> {
        let gate = Arc::clone(gate);
        let waiting = tokio::spawn(async move { gate.enter(circuit).await });
        tokio::task::yield_now().await;
        waiting
    }

    #[tokio::test(start_paused = true)]
    async fn one_circuit_takes_its_places_and_not_one_more() {
        let gate = gate(4, 8);
        let _first = gate.enter(circuit(1)).await.unwrap();
        let _second = gate.enter(circuit(1)).await.unwrap();
        let third = waits(&gate, circuit(1)).await;
        let _other = gate.enter(circuit(2)).await.unwrap();
        assert!(!third.is_finished());
        assert_eq!(third.await.unwrap().err(), Some(Full));
    }

    #[tokio::test]
    async fn without_circuits_only_the_whole_is_bounded() {
        let gate = gate(4, 0);
        let mut inside = Vec::new();
        for _ in 0..4 {
            inside.push(gate.enter(Circuit::UNKNOWN).await.unwrap());
        }
        assert_eq!(gate.enter(Circuit::UNKNOWN).await.err(), Some(Full));
        inside.pop();
        assert!(gate.enter(Circuit::UNKNOWN).await.is_ok());
    }

    #[tokio::test]
    async fn the_next_is_of_the_circuit_with_the_fewest_inside() {
        let gate = gate(2, 8);
        let leaving = gate.enter(circuit(1)).await.unwrap();
        let _staying = gate.enter(circuit(1)).await.unwrap();
        let greedy = waits(&gate, circuit(1)).await;
        let honest = waits(&gate, circuit(2)).await;
        drop(leaving);
        let _inside = honest.await.unwrap().unwrap();
        assert!(!greedy.is_finished());
    }

    #[tokio::test]
    async fn a_full_line_refuses_at_once_but_makes_room_for_a_newcomer() {
        let gate = gate(1, 3);
        let _inside = gate.enter(circuit(1)).await.unwrap();
        let _one = waits(&gate, circuit(1)).await;
        let _two = waits(&gate, circuit(1)).await;
        let three = waits(&gate, circuit(1)).await;
        assert_eq!(gate.enter(circuit(1)).await.err(), Some(Full));
        let newcomer = waits(&gate, circuit(2)).await;
        assert_eq!(three.await.unwrap().err(), Some(Full));
        assert!(!newcomer.is_finished());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_longer_than_the_limit() {
        let gate = gate(1, 3);
        let _inside = gate.enter(circuit(1)).await.unwrap();
        let started = tokio::time::Instant::now();
        assert_eq!(gate.enter(circuit(2)).await.err(), Some(Full));
        assert_eq!(started.elapsed().as_secs(), 5);
    }

    #[tokio::test]
    async fn one_who_gave_up_waiting_does_not_keep_the_place() {
        let gate = gate(1, 3);
        let inside = gate.enter(circuit(1)).await.unwrap();
        let gone = waits(&gate, circuit(2)).await;
        let next = waits(&gate, circuit(3)).await;
        gone.abort();
        let _ = gone.await;
        drop(inside);
        let _inside = next.await.unwrap().unwrap();
        let state = gate.state();
        assert_eq!((state.all, state.inside.len(), state.line.len()), (1, 1, 0));
    }

    #[test]
    fn a_body_that_announces_little_is_short() {
        let bounds = gate(1, 1).bounds;
        let gates = RequestLimits::new(bounds, bounds, bounds, bounds);
        let short = gates.for_body(Some(0));
        assert!(
            !Arc::ptr_eq(short, gates.for_page()),
            "slow short bodies must not shut the door to answers"
        );
        let is_short = |length| Arc::ptr_eq(gates.for_body(length), short);
        assert!(is_short(Some(SHORT_MAX)));
        assert!(!is_short(Some(SHORT_MAX + 1)));
        assert!(!is_short(None));
    }
}
