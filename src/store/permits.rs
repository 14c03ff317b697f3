//! How much is under way at once.
//!
//! A permit goes with the work, not with whoever waits for it: who hangs up gives nothing back that
//! is still in use.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::fault::Fault;

/// Bounds what is with the writer, or being read; what is beyond waits, and whoever sends it with
/// it.
#[derive(Clone)]
pub(super) struct Permits(Arc<Semaphore>);

/// Given back when dropped.
pub(super) struct Permit(#[expect(dead_code, reason = "held, never read")] OwnedSemaphorePermit);

impl Permits {
    pub(super) fn new(count: usize) -> Self {
        Self(Arc::new(Semaphore::new(count)))
    }

    pub(super) async fn acquire(&self) -> Result<Permit, Fault> {
        let permit = Arc::clone(&self.0).acquire_owned().await;
        permit.map(Permit).map_err(|_| Fault::Closed)
    }
}
