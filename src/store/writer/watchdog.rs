//! Notices when the writer hangs, and ends the process.
//!
//! If one of sled's own threads panics, `flush` waits for it for ever. A process
//! that answers nothing is worse than one that is started again.
//!
//! Counts its own ticks, not the clock: a process that was stopped (SIGSTOP) or a machine that
//! slept has not hung.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::stop::stop;
use crate::store::fault::Fault;

/// The writer's signs of life.
#[derive(Default)]
pub(in crate::store) struct Pulse {
    beats: AtomicU64,
    busy: AtomicBool,
}

impl Pulse {
    pub(in crate::store) fn begin(&self) {
        self.beat();
        self.busy.store(true, Ordering::Release);
    }

    pub(in crate::store) fn beat(&self) {
        self.beats.fetch_add(1, Ordering::Release);
    }

    pub(in crate::store) fn end(&self) {
        self.busy.store(false, Ordering::Release);
    }

    /// Something is under way, and this is where it stands.
    fn at_work(&self) -> Option<u64> {
        let busy = self.busy.load(Ordering::Acquire);
        busy.then(|| self.beats.load(Ordering::Acquire))
    }
}

/// Watches until the writer's end of the pulse is gone.
pub(in crate::store) fn watch(pulse: &Arc<Pulse>) -> Result<(), Fault> {
    let pulse = Arc::downgrade(pulse);
    let watching = move || {
        let mut last = None;
        let mut ticks = 0;
        while let Some(pulse) = pulse.upgrade() {
            let now = pulse.at_work();
            drop(pulse);
            ticks = if now.is_some() && now == last {
                ticks + 1
            } else {
                0
            };
            last = now;
            if ticks >= PATIENCE {
                stop("the writer has not moved for three minutes");
            }
            thread::sleep(TICK);
        }
    };
    thread::Builder::new()
        .name("store-watchdog".into())
        .spawn(watching)?;
    Ok(())
}

const TICK: Duration = Duration::from_secs(1);

/// Ticks without a beat. The slowest honest step is a sync of 2 MiB; at 20 KB/s it takes 100
/// seconds.
const PATIENCE: u32 = 180;
