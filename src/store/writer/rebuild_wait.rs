//! A rebuild under way, and who waits for it.
//!
//! Keeps its part of P9: the writer does nothing else meanwhile, and somebody at a browser should hear
//! soon that nothing was kept, rather than wait for as long as it takes.

use std::time::Duration;

use tokio::sync::oneshot;

use super::queue::{Place, Work};
use crate::store::fault::Fault;
use crate::store::{Inner, Store};

/// While it lives, a rebuild is under way.
pub(in crate::store) struct Anew<'a>(&'a Inner);

impl<'a> Anew<'a> {
    pub(in crate::store) fn begin(inner: &'a Inner) -> Self {
        inner.anew.send_replace(true);
        Self(inner)
    }
}

impl Drop for Anew<'_> {
    fn drop(&mut self) {
        self.0.anew.send_replace(false);
    }
}

impl Store {
    /// Copies live records in random-key order into a fresh folder and swaps it in: what was
    /// removed, in which order things came, and wasted space are gone. It takes about ten seconds for each
    /// GB. Reads go on until the swap; drafts wait; commits wait a little, and are refused then.
    pub async fn rebuild(&self) -> Result<(), Fault> {
        let _anew = Anew::begin(&self.0);
        let (done, told) = oneshot::channel();
        self.0
            .outbox()
            .send(Work::Rebuild(done))
            .map_err(|_| Fault::Closed)?;
        told.await.map_err(|_| Fault::Closed)?
    }
}

impl Inner {
    /// A place at the writer, once no rebuild is under way.
    pub(in crate::store) async fn enter(&self) -> Result<Place, Fault> {
        let mut anew = self.anew.subscribe();
        // The sender is ours: it is not gone.
        let _ = anew.wait_for(|anew| !anew).await;
        self.gate.enter().await
    }

    /// Ready when a rebuild has been under way for longer than anybody should wait.
    pub(in crate::store) async fn rebuild_drags_on(&self) {
        let mut anew = self.anew.subscribe();
        loop {
            let _ = anew.wait_for(|anew| *anew).await;
            let over = anew.wait_for(|anew| !anew);
            if tokio::time::timeout(PATIENCE, over).await.is_err() {
                return;
            }
        }
    }
}

/// How long a commit waits for a rebuild. A small store takes less; somebody at a browser should not be
/// left to wonder for longer.
pub(in crate::store) const PATIENCE: Duration = Duration::from_secs(5);
