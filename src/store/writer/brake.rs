//! The brake: how much the young layer takes in while a rebuild is behind.
//!
//! Keeps its part of P9. What lies in an engine takes memory for each record and piece, beside what
//! is cached of them, so what strangers send may not come faster for long than rebuilds move it
//! into the base. Knows bytes, and counts each record as [so many](RECORD_WEIGHT) more, whoever
//! wrote it: a removal of what lies below is a record, too. Never knows whose they are.
//!
//! ```text
//!   no rebuild under way   the whole limit; from half of it on, one is begun
//!   one under way          half, and of the rest as large a part as it has copied and read again
//! ```
//!
//! So nobody is stopped: in the long run as much comes in as goes on. Whoever receives waits in
//! line, the first come first: at the doors few are let in at a time, and those who came least come
//! first. Who waits too long is refused, and nothing was kept. Officers, moves and all that removes
//! wait for nothing; what they write is counted, and strangers wait for it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::limits::{RECORD_WEIGHT, YOUNG_BYTES};
use crate::store::fault::Fault;

/// Shared by the writer, its rebuilds, and whoever receives.
#[derive(Clone, Default)]
pub(in crate::store) struct Brake(Arc<Mutex<BrakeState>>);

struct BrakeState {
    limit: u64,
    /// Bytes in the young layer; how many may be; and from how many on a rebuild is due.
    young: u64,
    allowed: u64,
    due: u64,
    /// First come, first in.
    line: VecDeque<WaitingBytes>,
    #[cfg(test)]
    is_rebuild_held: bool,
}

struct WaitingBytes {
    bytes: u64,
    go: oneshot::Sender<()>,
}

impl Brake {
    /// Over a young layer that holds so many bytes and records already.
    pub(in crate::store) fn over(bytes: u64, records: usize) -> Self {
        let brake = Self::default();
        brake.count(bytes);
        brake.count_records(isize::try_from(records).unwrap_or(isize::MAX));
        brake
    }

    /// Ready when so many bytes may come in: they count as there from then on. Refused if that
    /// takes longer than `patience`.
    pub(in crate::store) async fn pass(&self, bytes: u64, patience: Duration) -> Result<(), Fault> {
        let Some(mut told) = self.enter(bytes) else {
            return Ok(());
        };
        match tokio::time::timeout(patience, &mut told).await {
            Ok(_) => Ok(()),
            // It may have been told meanwhile.
            Err(_) => told.try_recv().map_err(|_| Fault::Busy),
        }
    }

    /// In at once, or the end of a place in the line.
    fn enter(&self, bytes: u64) -> Option<oneshot::Receiver<()>> {
        let mut state = self.state();
        if state.line.is_empty() && state.has_room_for(bytes) {
            state.young += bytes;
            return None;
        }
        let (go, told) = oneshot::channel();
        state.line.push_back(WaitingBytes { bytes, go });
        Some(told)
    }

    /// Ready when what strangers may send before they have to wait is a quarter of the limit at
    /// least, or after `PATIENCE_OF_EXPIRY`: what is past its day has to go in the end, though no
    /// rebuild may be possible.
    pub(in crate::store) async fn yield_to_strangers(&self) {
        let mut waited = Duration::ZERO;
        while !self.has_room_for_expiry() && waited < PATIENCE_OF_EXPIRY {
            tokio::time::sleep(LOOKED_EVERY).await;
            waited += LOOKED_EVERY;
        }
    }

    fn has_room_for_expiry(&self) -> bool {
        let state = self.state();
        state.young.saturating_add(state.limit / 4) <= state.allowed
    }

    /// So many bytes come in, whoever waits.
    pub(in crate::store) fn count(&self, bytes: u64) {
        self.state().young += bytes;
    }

    /// So many records more are in the young layer, or fewer.
    pub(in crate::store) fn count_records(&self, more: isize) {
        let weight = (more.unsigned_abs() as u64).saturating_mul(RECORD_WEIGHT);
        let mut state = self.state();
        if more >= 0 {
            state.young = state.young.saturating_add(weight);
            return;
        }
        state.young = state.young.saturating_sub(weight);
        state.let_in();
    }

    /// The young layer is empty: a rebuild has frozen what was there.
    pub(in crate::store) fn begin_layer(&self) {
        let mut state = self.state();
        state.young = 0;
        (state.allowed, state.due) = (state.limit / 2, state.limit / 2);
        state.let_in();
    }

    /// The rebuild has done so much of its work: copied, or read again.
    pub(in crate::store) fn go_on(&self, done: u64, all: u64) {
        let mut state = self.state();
        let half = state.limit / 2;
        let part = u128::from(half) * u128::from(done.min(all)) / u128::from(all.max(1));
        let part = u64::try_from(part).unwrap_or(half);
        state.allowed = state.allowed.max(half + part.min(half));
        state.let_in();
    }

    /// The rebuild is over.
    pub(in crate::store) fn release(&self) {
        let mut state = self.state();
        state.allowed = state.allowed.max(state.limit);
        state.let_in();
    }

    /// There was no room for a rebuild, or it failed. Half as much again may come, and half-way
    /// another is tried: a disk that is nearly full is no reason to refuse what it still takes.
    pub(in crate::store) fn do_without_rebuild(&self) {
        let mut state = self.state();
        let more = |part: u64| state.young + state.limit / part;
        (state.allowed, state.due) = (more(2), more(4));
        state.let_in();
    }

    /// Is it time for a rebuild?
    pub(in crate::store) fn is_rebuild_due(&self) -> bool {
        let state = self.state();
        state.young >= state.due
    }

    fn state(&self) -> MutexGuard<'_, BrakeState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BrakeState {
    /// One that is larger than all that may be there goes in alone.
    fn has_room_for(&self, bytes: u64) -> bool {
        self.young == 0 || self.young + bytes <= self.allowed
    }

    /// From the line, in its order; those who are gone are passed over.
    fn let_in(&mut self) {
        while let Some(first) = self.line.front() {
            if !first.go.is_closed() && !self.has_room_for(first.bytes) {
                return;
            }
            if let Some(WaitingBytes { bytes, go }) = self.line.pop_front()
                && go.send(()).is_ok()
            {
                self.young += bytes;
            }
        }
    }
}

impl Default for BrakeState {
    fn default() -> Self {
        Self {
            limit: YOUNG_BYTES,
            young: 0,
            allowed: YOUNG_BYTES,
            due: YOUNG_BYTES / 2,
            line: VecDeque::new(),
            #[cfg(test)]
            is_rebuild_held: false,
        }
    }
}

/// For tests of what comes faster than it goes.
#[cfg(test)]
impl Brake {
    pub(in crate::store) fn set_limit(&self, bytes: u64) {
        let mut state = self.state();
        (state.limit, state.allowed, state.due) = (bytes, bytes, bytes / 2);
        state.young = 0;
    }

    pub(in crate::store) fn hold_rebuild(&self, is_held: bool) {
        self.state().is_rebuild_held = is_held;
    }

    pub(in crate::store) fn is_rebuild_held(&self) -> bool {
        self.state().is_rebuild_held
    }

    pub(in crate::store) fn young(&self) -> u64 {
        self.state().young
    }
}

/// How long one step of expiry waits for room, and how often it looks.
const PATIENCE_OF_EXPIRY: Duration = Duration::from_secs(600);
const LOOKED_EVERY: Duration = Duration::from_millis(20);

#[cfg(test)]
mod tests {
    use super::*;

    fn brake(limit: u64) -> Brake {
        let brake = Brake::default();
        brake.set_limit(limit);
        brake
    }

    async fn is_let_in(brake: &Brake, bytes: u64) -> bool {
        brake.pass(bytes, Duration::ZERO).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn as_much_comes_in_as_the_limit_and_one_byte_more_waits() {
        let brake = brake(100);
        assert!(is_let_in(&brake, 49).await);
        assert!(!brake.is_rebuild_due());
        assert!(is_let_in(&brake, 1).await);
        assert!(brake.is_rebuild_due());
        assert!(is_let_in(&brake, 50).await);
        assert!(!is_let_in(&brake, 1).await);
        assert_eq!(brake.young(), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn records_weigh_beside_their_bytes_and_weigh_nothing_once_they_are_gone() {
        let brake = brake(4 * RECORD_WEIGHT);
        brake.count_records(2);
        assert!(brake.is_rebuild_due());
        brake.count_records(1);
        assert!(is_let_in(&brake, RECORD_WEIGHT).await);
        assert!(!is_let_in(&brake, 1).await);
        brake.count_records(-1);
        assert!(is_let_in(&brake, 1).await);
        assert_eq!(Brake::over(5, 2).young(), 5 + 2 * RECORD_WEIGHT);
    }

    #[tokio::test(start_paused = true)]
    async fn expiry_leaves_a_quarter_to_strangers_and_goes_on_in_the_end() {
        let brake = brake(400);
        let waited = async || {
            let began = tokio::time::Instant::now();
            brake.yield_to_strangers().await;
            began.elapsed()
        };
        brake.count(300);
        assert_eq!(waited().await, Duration::ZERO);
        brake.count(1);
        assert_eq!(waited().await, PATIENCE_OF_EXPIRY);
        assert!(is_let_in(&brake, 99).await, "what it left");
        brake.begin_layer();
        brake.count(101);
        assert_eq!(waited().await, PATIENCE_OF_EXPIRY);
        brake.go_on(1, 2);
        assert_eq!(waited().await, Duration::ZERO);
        // Where nothing can be rebuilt it goes on, as all else does.
        brake.count(900);
        brake.do_without_rebuild();
        assert_eq!(waited().await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn while_a_rebuild_copies_half_may_come_and_more_as_it_goes_on() {
        let brake = brake(800);
        brake.begin_layer();
        assert!(is_let_in(&brake, 400).await);
        assert!(!is_let_in(&brake, 1).await);
        brake.go_on(3, 8);
        assert!(is_let_in(&brake, 150).await);
        assert!(!is_let_in(&brake, 1).await);
        brake.go_on(6, 8);
        assert!(is_let_in(&brake, 150).await);
        assert!(!is_let_in(&brake, 1).await);
        brake.release();
        assert!(is_let_in(&brake, 100).await);
        assert!(!is_let_in(&brake, 1).await);
        brake.begin_layer();
        assert!(is_let_in(&brake, 400).await);
    }

    #[tokio::test(start_paused = true)]
    async fn who_came_first_goes_first_and_who_is_gone_is_passed_over() {
        let brake = brake(100);
        brake.count(100);
        let wait = |bytes| {
            let brake = brake.clone();
            tokio::spawn(async move { brake.pass(bytes, Duration::from_secs(9)).await.is_ok() })
        };
        let (gone, large, small) = (wait(90), wait(60), wait(1));
        tokio::task::yield_now().await;
        gone.abort();
        let _ = gone.await;
        // Room for the small one alone lets nobody overtake.
        brake.do_without_rebuild();
        assert!(!is_let_in(&brake, 1).await);
        assert_eq!(brake.young(), 100);
        brake.begin_layer();
        brake.release();
        assert!(large.await.unwrap());
        assert!(small.await.unwrap());
        assert_eq!(brake.young(), 61);
    }

    #[tokio::test(start_paused = true)]
    async fn officers_wait_for_nothing_and_a_disk_without_room_stops_nobody() {
        let brake = brake(100);
        brake.count(150);
        assert!(!is_let_in(&brake, 1).await);
        assert!(brake.is_rebuild_due());
        brake.do_without_rebuild();
        assert!(!brake.is_rebuild_due(), "not again at once");
        assert!(is_let_in(&brake, 24).await);
        assert!(!brake.is_rebuild_due());
        assert!(is_let_in(&brake, 26).await);
        assert!(brake.is_rebuild_due());
        assert!(!is_let_in(&brake, 1).await);
    }
}
