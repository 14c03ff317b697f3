//! Key limits: how many requests of one key are answered at once.
//!
//! Keeps its part of P9: what a rogue officer asks for, through however many circuits, keeps no
//! colleague waiting. Knows keys. Never knows what is asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::intake::http::circuit::Circuit;
use crate::intake::http::request_limit::{Full, RequestLimit, RequestLimitBounds, RequestPermit};
use crate::net::http_signature::KeyId;

/// A limit for each key that ever asked: as many as rosters name.
#[derive(Default)]
pub(in crate::intake) struct KeyLimits(Mutex<HashMap<[u8; 8], Arc<RequestLimit>>>);

impl KeyLimits {
    /// Goes in by this key, now or in turn. Only for keys that a signature was checked with.
    pub(super) async fn enter(&self, key: KeyId) -> Result<RequestPermit, Full> {
        let limit = self.of(key);
        // Who it is, is known: circuits tell nothing more.
        limit.enter(Circuit::UNKNOWN).await
    }

    fn of(&self, key: KeyId) -> Arc<RequestLimit> {
        let mut limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = limits
            .entry(*key.as_bytes())
            .or_insert_with(|| RequestLimit::new(BOUNDS));
        Arc::clone(limit)
    }
}

/// A tool has four connections; a few tools, and a desk, may use one key at a time.
const BOUNDS: RequestLimitBounds = RequestLimitBounds {
    places: 4,
    places_per_circuit: 4,
    queue: 16,
    queue_per_circuit: 16,
    wait_max: Duration::from_secs(30),
};

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: &str) -> KeyId {
        KeyId::parse(&byte.repeat(8)).unwrap()
    }

    #[tokio::test]
    async fn one_keys_requests_fill_its_own_line_and_no_other() {
        let limits = Arc::new(KeyLimits::default());
        let (rogue, honest) = (key("01"), key("02"));
        let mut inside = Vec::new();
        for _ in 0..BOUNDS.places {
            inside.push(limits.enter(rogue).await.unwrap());
        }
        // One more than may wait: the oldest goes away for the newest.
        let mut waiting = Vec::new();
        for _ in 0..=BOUNDS.queue {
            let limits = Arc::clone(&limits);
            waiting.push(tokio::spawn(async move { limits.enter(rogue).await.err() }));
            tokio::task::yield_now().await;
        }
        assert_eq!(waiting.remove(0).await.unwrap(), Some(Full));
        assert!(limits.enter(honest).await.is_ok());
        drop(inside);
        for one in waiting {
            assert_eq!(one.await.unwrap(), None);
        }
    }
}
