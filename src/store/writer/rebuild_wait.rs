//! A rebuild under way, and who waits for it.
//!
//! Keeps its part of P9: the writer does nothing else meanwhile, and somebody at a browser should
//! hear soon that nothing was kept, rather than wait for as long as it takes.

use std::time::Duration;

use tokio::sync::watch;

/// Is a rebuild under way?
pub(in crate::store) struct RebuildWait(watch::Sender<bool>);

/// While it lives, a rebuild is under way.
pub(in crate::store) struct UnderWay<'a>(&'a RebuildWait);

impl RebuildWait {
    pub(in crate::store) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    pub(in crate::store) fn begin(&self) -> UnderWay<'_> {
        self.0.send_replace(true);
        UnderWay(self)
    }

    /// Ready once no rebuild is under way.
    pub(in crate::store) async fn over(&self) {
        let mut rebuilding = self.0.subscribe();
        // The sender is ours: it is not gone.
        let _ = rebuilding.wait_for(|rebuilding| !rebuilding).await;
    }

    /// Ready when a rebuild has been under way for longer than anybody should wait.
    pub(in crate::store) async fn drags_on(&self) {
        let mut rebuilding = self.0.subscribe();
        loop {
            let _ = rebuilding.wait_for(|rebuilding| *rebuilding).await;
            let over = rebuilding.wait_for(|rebuilding| !rebuilding);
            if tokio::time::timeout(PATIENCE, over).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.0.send_replace(false);
    }
}

/// How long a commit waits for a rebuild. A small store takes less; somebody at a browser should
/// not be left to wonder for longer.
pub(in crate::store) const PATIENCE: Duration = Duration::from_secs(5);
