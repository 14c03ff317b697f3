//! Request limits: how many requests are worked on at once, and whose turn is next.
//!
//! Keeps its part of P9 (a flood can't silence the channel). Knows circuits, and
//! for minutes how often each asked. Never knows what a request asks for.
//!
//! ```text
//!   request ─▶ place free? ──yes──▶ in
//!                 │ no
//!                 ▼
//!              the queue ──▶ next: the circuit that asked least lately; of these, the newest
//!                 │
//!                 └─ full, or too long: Full, said at once
//! ```
//!
//! So a person who comes once goes before everyone who floods, however many these are. When a queue
//! is full, whoever would be last to go in leaves it: under overload, those who have waited longest
//! would have no time left to be served anyway, and serving them first would make everybody late.
//!
//! Someone who has a fresh circuit for each request is told from nobody. Then tor's own defences
//! (proof of work, introduction limits) are what makes circuits dear.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::circuit::Circuit;
use super::recent_use::RecentUse;

/// Bounds of one limit. Those for each circuit don't hold for connections of no known circuit.
#[derive(Debug, Clone, Copy)]
pub struct RequestLimitBounds {
    /// How many are inside at once.
    pub places: usize,
    /// How many of one circuit are inside at once.
    pub places_per_circuit: usize,
    /// How many wait.
    pub queue: usize,
    /// How many of one circuit wait.
    pub queue_per_circuit: usize,
    /// How long one waits at most.
    pub wait_max: Duration,
}

/// One limit.
pub struct RequestLimit {
    bounds: RequestLimitBounds,
    state: Mutex<LimitState>,
}

/// A place inside; dropping it lets the next one in.
#[must_use]
pub struct RequestPermit {
    limit: Arc<RequestLimit>,
    circuit: Circuit,
}

/// No place, and none soon. Nothing was read or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// The limits of a listener. What is short was read as a whole before it goes in: a slow body holds
/// a place of the uploads at most, and only while nobody waits for it.
pub(crate) struct RequestLimits {
    visits: Arc<RequestLimit>,
    texts: Arc<RequestLimit>,
    uploads: Arc<RequestLimit>,
    refusals: Arc<RequestLimit>,
    downloads: Arc<RequestLimit>,
}

struct LimitState {
    all: usize,
    inside: HashMap<Circuit, usize>,
    /// Oldest first.
    queue: VecDeque<WaitingRequest>,
    recent: RecentUse,
}

struct WaitingRequest {
    circuit: Circuit,
    call: oneshot::Sender<RequestPermit>,
}

/// Whether a body of this announced length is more than text: one that announces none may be.
pub(crate) fn is_upload(announced: Option<u64>) -> bool {
    announced.is_none_or(|length| length > SHORT_MAX as u64)
}

impl RequestLimits {
    /// Limits with these bounds. All places and queues together should be fewer than a listener's
    /// connections: whoever is in one of them is at work, and makes room for nobody.
    pub(crate) fn new(
        visits: RequestLimitBounds,
        texts: RequestLimitBounds,
        uploads: RequestLimitBounds,
        refusals: RequestLimitBounds,
        downloads: RequestLimitBounds,
    ) -> Self {
        Self {
            visits: RequestLimit::new(visits),
            texts: RequestLimit::new(texts),
            uploads: RequestLimit::new(uploads),
            refusals: RequestLimit::new(refusals),
            downloads: RequestLimit::new(downloads),
        }
    }

    /// The limit of reports whose body was read before.
    pub(crate) fn for_text(&self) -> &Arc<RequestLimit> {
        &self.texts
    }

    /// The limit of bodies that are read while they are sealed.
    pub(crate) fn for_upload(&self) -> &Arc<RequestLimit> {
        &self.uploads
    }

    /// The limit of forms that are not taken and get their words back: a long page each.
    pub(crate) fn for_refusal(&self) -> &Arc<RequestLimit> {
        &self.refusals
    }

    /// The limit of officers' files that are being fetched.
    pub(crate) fn for_download(&self) -> &Arc<RequestLimit> {
        &self.downloads
    }

    /// The limit of codes and claims.
    pub(crate) fn for_visit(&self) -> &Arc<RequestLimit> {
        &self.visits
    }
}

impl RequestLimit {
    /// Nobody inside, nobody waiting.
    pub fn new(bounds: RequestLimitBounds) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            state: Mutex::new(LimitState {
                all: 0,
                inside: HashMap::new(),
                queue: VecDeque::new(),
                recent: RecentUse::new(),
            }),
        })
    }

    /// Goes in, now or in turn.
    pub async fn enter(self: &Arc<Self>, circuit: Circuit) -> Result<RequestPermit, Full> {
        let turn = {
            let mut state = self.state();
            state.recent.count(circuit);
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

    /// Does somebody wait for a place?
    pub fn is_pressed(&self) -> bool {
        let state = self.state();
        state.queue.iter().any(|waiting| !waiting.call.is_closed())
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
            limit: Arc::clone(self),
            circuit,
        }
    }

    fn queue(
        &self,
        state: &mut LimitState,
        circuit: Circuit,
    ) -> Result<oneshot::Receiver<RequestPermit>, Full> {
        state.queue.retain(|waiting| !waiting.call.is_closed());
        if circuit.is_known() && state.waiting_of(circuit) >= self.bounds.queue_per_circuit {
            return Err(Full);
        }
        if state.queue.len() >= self.bounds.queue && !state.send_away_for(circuit) {
            return Err(Full);
        }
        let (call, turn) = oneshot::channel();
        state.queue.push_back(WaitingRequest { circuit, call });
        Ok(turn)
    }

    /// Frees a place and calls the next in turn. One who has gone meanwhile gives the place back
    /// at once, which calls the next again; so the lock is not held while calling.
    fn leave(self: &Arc<Self>, circuit: Circuit) {
        let called = {
            let mut state = self.state();
            state.forget_one(circuit);
            state.queue.retain(|waiting| !waiting.call.is_closed());
            let next = (0..state.queue.len())
                .filter(|at| self.has_place(&state, state.queue[*at].circuit))
                .min_by_key(|at| (state.use_of(state.queue[*at].circuit), Reverse(*at)));
            next.and_then(|at| state.queue.remove(at))
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
        self.limit.leave(self.circuit);
    }
}

impl LimitState {
    fn inside_of(&self, circuit: Circuit) -> usize {
        self.inside.get(&circuit).copied().unwrap_or_default()
    }

    fn waiting_of(&self, circuit: Circuit) -> usize {
        let same = |waiting: &&WaitingRequest| waiting.circuit == circuit;
        self.queue.iter().filter(same).count()
    }

    /// Requests of a circuit that are being answered, and those it began recently. Both, since a
    /// long upload is still being answered when its beginning is no longer recent.
    fn use_of(&self, circuit: Circuit) -> usize {
        self.inside_of(circuit) + self.recent.of(circuit) as usize
    }

    /// Makes room in the queue for one of this circuit: whoever would be last to go in leaves, if
    /// that is not the newcomer.
    fn send_away_for(&mut self, newcomer: Circuit) -> bool {
        let mut waiting: HashMap<Circuit, usize> = HashMap::new();
        for request in &self.queue {
            *waiting.entry(request.circuit).or_default() += 1;
        }
        let claim = |circuit, waiting| (self.use_of(circuit) + waiting, waiting);
        let own = waiting.get(&newcomer).copied().unwrap_or_default();
        let last = self.queue.iter().enumerate().max_by_key(|(at, request)| {
            (
                claim(request.circuit, waiting[&request.circuit]),
                Reverse(*at),
            )
        });
        let last = last
            .filter(|(_, last)| claim(last.circuit, waiting[&last.circuit]) >= claim(newcomer, own))
            .map(|(at, _)| at);
        last.and_then(|at| self.queue.remove(at)).is_some()
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

/// Bytes of a body that is read as a whole before it gets a place: all the text that a report may
/// have, and a small picture. What is longer is an upload.
pub(crate) const SHORT_MAX: usize = 128 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::http::circuit::tests::of as circuit;
    use tokio::task::JoinHandle;

    fn limit(places: usize, queue: usize) -> Arc<RequestLimit> {
        RequestLimit::new(RequestLimitBounds {
            places,
            places_per_circuit: 2,
            queue,
            queue_per_circuit: 3,
            wait_max: Duration::from_secs(5),
        })
    }

    async fn waits(
        limit: &Arc<RequestLimit>,
        circuit: Circuit,
    ) -> JoinHandle<Result<RequestPermit, Full>> {
        let limit = Arc::clone(limit);
        let waiting = tokio::spawn(async move { limit.enter(circuit).await });
        tokio::task::yield_now().await;
        waiting
    }

    #[tokio::test(start_paused = true)]
    async fn one_circuit_takes_its_places_and_not_one_more() {
        let limit = limit(4, 8);
        let _first = limit.enter(circuit(1)).await.unwrap();
        let _second = limit.enter(circuit(1)).await.unwrap();
        let third = waits(&limit, circuit(1)).await;
        let _other = limit.enter(circuit(2)).await.unwrap();
        assert!(!third.is_finished());
        assert_eq!(third.await.unwrap().err(), Some(Full));
    }

    #[tokio::test]
    async fn without_circuits_only_the_whole_is_bounded() {
        let limit = limit(4, 0);
        let mut inside = Vec::new();
        for _ in 0..4 {
            inside.push(limit.enter(Circuit::UNKNOWN).await.unwrap());
        }
        assert_eq!(limit.enter(Circuit::UNKNOWN).await.err(), Some(Full));
        inside.pop();
        assert!(limit.enter(Circuit::UNKNOWN).await.is_ok());
    }

    #[tokio::test]
    async fn the_next_is_of_the_circuit_with_the_fewest_inside() {
        let limit = limit(2, 8);
        let leaving = limit.enter(circuit(1)).await.unwrap();
        let _staying = limit.enter(circuit(1)).await.unwrap();
        let greedy = waits(&limit, circuit(1)).await;
        let honest = waits(&limit, circuit(2)).await;
        drop(leaving);
        let _inside = honest.await.unwrap().unwrap();
        assert!(!greedy.is_finished());
    }

    #[tokio::test]
    async fn a_full_line_refuses_at_once_but_makes_room_for_a_newcomer() {
        let limit = limit(1, 3);
        let _inside = limit.enter(circuit(1)).await.unwrap();
        let one = waits(&limit, circuit(1)).await;
        let _two = waits(&limit, circuit(1)).await;
        let _three = waits(&limit, circuit(1)).await;
        assert_eq!(limit.enter(circuit(1)).await.err(), Some(Full));
        let newcomer = waits(&limit, circuit(2)).await;
        assert_eq!(one.await.unwrap().err(), Some(Full));
        assert!(!newcomer.is_finished());
    }

    #[tokio::test]
    async fn who_asked_often_waits_for_who_asks_first_and_the_newest_goes_first() {
        let limit = limit(1, 8);
        for _ in 0..3 {
            drop(limit.enter(circuit(1)).await.unwrap());
        }
        let leaving = limit.enter(circuit(9)).await.unwrap();
        let greedy = waits(&limit, circuit(1)).await;
        let older = waits(&limit, circuit(2)).await;
        let newer = waits(&limit, circuit(3)).await;
        drop(leaving);
        let inside = newer.await.unwrap().unwrap();
        assert!(!older.is_finished() && !greedy.is_finished());
        drop(inside);
        let _inside = older.await.unwrap().unwrap();
        assert!(!greedy.is_finished());
    }

    #[tokio::test]
    async fn a_full_line_of_many_circuits_lets_in_who_asks_first() {
        let limit = limit(1, 4);
        let mut inside = limit.enter(circuit(1)).await.unwrap();
        for number in 2..=6 {
            drop(inside);
            inside = limit.enter(circuit(number)).await.unwrap();
        }
        let mut waiting = Vec::new();
        for number in 2..=5 {
            waiting.push(waits(&limit, circuit(number)).await);
        }
        // One more of them takes the place of the one who waited longest…
        let again = waits(&limit, circuit(1)).await;
        assert_eq!(waiting.remove(0).await.unwrap().err(), Some(Full));
        // …and a newcomer goes before all.
        let newcomer = waits(&limit, circuit(7)).await;
        assert_eq!(waiting.remove(0).await.unwrap().err(), Some(Full));
        drop(inside);
        let _inside = newcomer.await.unwrap().unwrap();
        assert!(!again.is_finished());
        assert!(limit.is_pressed());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_longer_than_the_limit() {
        let limit = limit(1, 3);
        let _inside = limit.enter(circuit(1)).await.unwrap();
        let started = tokio::time::Instant::now();
        assert_eq!(limit.enter(circuit(2)).await.err(), Some(Full));
        assert_eq!(started.elapsed().as_secs(), 5);
    }

    #[tokio::test]
    async fn one_who_gave_up_waiting_does_not_keep_the_place() {
        let limit = limit(1, 3);
        let inside = limit.enter(circuit(1)).await.unwrap();
        let gone = waits(&limit, circuit(2)).await;
        let next = waits(&limit, circuit(3)).await;
        gone.abort();
        let _ = gone.await;
        drop(inside);
        let _inside = next.await.unwrap().unwrap();
        let state = limit.state();
        assert_eq!(
            (state.all, state.inside.len(), state.queue.len()),
            (1, 1, 0)
        );
    }

    #[test]
    fn a_body_that_announces_little_is_short() {
        assert!(!is_upload(Some(128 << 10)));
        assert!(is_upload(Some((128 << 10) + 1)));
        assert!(is_upload(None));
    }
}
