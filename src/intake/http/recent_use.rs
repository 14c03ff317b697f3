//! Recent use: how often each circuit asked lately, refused or not.
//!
//! Keeps its part of P9: who asks often comes after who asks seldom, so a person who comes once is
//! before everyone who floods, also in the first seconds, when few of these had a turn. In memory
//! only, for minutes: a count is halved each minute and forgotten when nothing is left of it. Never
//! knows what was asked for.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::circuit::Circuit;

/// Requests of circuits, the recent ones weighing most.
pub(super) struct RecentUse {
    asked: HashMap<Circuit, u32>,
    /// When counts are halved next.
    halving: Option<Instant>,
}

impl RecentUse {
    pub(super) fn new() -> Self {
        Self {
            asked: HashMap::new(),
            halving: None,
        }
    }

    /// One more request. Those of no known circuit are not told apart, and count for nobody.
    pub(super) fn count(&mut self, circuit: Circuit) {
        self.fade();
        if !circuit.is_known() {
            return;
        }
        while self.asked.len() >= CIRCUITS_MAX && !self.asked.contains_key(&circuit) {
            self.halve();
        }
        let asked = self.asked.entry(circuit).or_default();
        *asked = asked.saturating_add(1);
    }

    /// Requests lately.
    pub(super) fn of(&self, circuit: Circuit) -> u32 {
        self.asked.get(&circuit).copied().unwrap_or_default()
    }

    fn fade(&mut self) {
        let now = Instant::now();
        let mut due = *self.halving.get_or_insert(now + HALF_LIFE);
        while due <= now && !self.asked.is_empty() {
            self.halve();
            due += HALF_LIFE;
        }
        self.halving = Some(due.max(now));
    }

    fn halve(&mut self) {
        self.asked.retain(|_, asked| {
            *asked /= 2;
            *asked > 0
        });
    }
}

/// A report, a visit and an addition are four requests, two at each limit. Who floods makes one a
/// second, or is no flood.
const HALF_LIFE: Duration = Duration::from_secs(60);
/// More circuits than a listener has connections, many times over: less than 1 MiB.
const CIRCUITS_MAX: usize = 16 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::http::circuit::tests::of as circuit;

    #[tokio::test(start_paused = true)]
    async fn what_was_asked_is_forgotten_within_minutes() {
        let mut recent = RecentUse::new();
        for _ in 0..3 {
            recent.count(circuit(1));
        }
        assert_eq!(recent.of(circuit(1)), 3);
        tokio::time::advance(Duration::from_secs(61)).await;
        recent.count(circuit(2));
        assert_eq!((recent.of(circuit(1)), recent.of(circuit(2))), (1, 1));
        tokio::time::advance(Duration::from_secs(61)).await;
        recent.count(circuit(3));
        assert_eq!(recent.asked.len(), 1);
    }

    #[tokio::test]
    async fn many_circuits_do_not_fill_the_memory() {
        let mut recent = RecentUse::new();
        for number in 0..100_000 {
            recent.count(circuit(number));
            recent.count(Circuit::UNKNOWN);
        }
        assert!(recent.asked.len() <= CIRCUITS_MAX);
        assert_eq!(recent.of(circuit(99_999)), 1);
        assert_eq!(recent.of(Circuit::UNKNOWN), 0);
    }
}
