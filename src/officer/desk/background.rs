//! Work that takes longer than a page may: opening what was never opened, and fetching.
//!
//! One at a time, on a thread of its own. Pages look how far it is; what it comes to is handed over
//! under the desk's lock, and thrown away if the desk was locked meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::officer::sync::Watch;

/// What is under way, and how far it is.
#[derive(Default)]
pub(super) struct BackgroundWork {
    running: Mutex<Option<WorkKind>>,
    ended: Condvar,
    progress: WorkProgress,
}

/// Work that has begun. It ends when this is dropped, also where it panics: else everything else
/// would wait for it until the desk is closed.
pub(super) struct WorkUnderWay(Arc<BackgroundWork>);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum WorkKind {
    /// Items are opened for the first time, or the index is read.
    Opening,
    /// The intake is asked for what is new.
    Fetching,
    /// Something is noted, sent or recorded: two at once would write over each other.
    Acting,
}

/// How much of the work is done, and how much there is: in items or bytes.
#[derive(Default)]
pub(super) struct WorkProgress {
    done: AtomicU64,
    all: AtomicU64,
}

impl BackgroundWork {
    /// Notes that it begins; none if something is under way already.
    pub(super) fn begin(self: &Arc<Self>, kind: WorkKind) -> Option<WorkUnderWay> {
        let mut running = self.running();
        if running.is_some() {
            return None;
        }
        *running = Some(kind);
        self.progress.reset();
        Some(WorkUnderWay(Arc::clone(self)))
    }

    pub(super) fn kind(&self) -> Option<WorkKind> {
        *self.running()
    }

    pub(super) fn progress(&self) -> &WorkProgress {
        &self.progress
    }

    /// Waits for its end, but not for longer than this: a page that is quick anyway need not come
    /// twice.
    pub(super) fn wait_a_little(&self, at_most: Duration) {
        let running = self.running();
        let is_running = |running: &mut Option<WorkKind>| running.is_some();
        let waited = self.ended.wait_timeout_while(running, at_most, is_running);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    fn running(&self) -> MutexGuard<'_, Option<WorkKind>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for WorkUnderWay {
    fn drop(&mut self) {
        *self.0.running() = None;
        self.0.ended.notify_all();
    }
}

impl WorkProgress {
    fn reset(&self) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(0, Ordering::Relaxed);
    }

    /// One of `all` is done.
    pub(super) fn step(&self, all: usize) {
        let all = u64::try_from(all).unwrap_or(u64::MAX);
        self.all.store(all, Ordering::Relaxed);
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Done, and all; zero if that is not known yet.
    pub(super) fn so_far(&self) -> (u64, u64) {
        let done = self.done.load(Ordering::Relaxed);
        (done, self.all.load(Ordering::Relaxed))
    }
}

impl Watch for WorkProgress {
    fn begin(&self, _items: usize, bytes: u64) {
        self.all.store(bytes, Ordering::Relaxed);
    }

    fn came(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    fn done(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_at_a_time_and_how_far_it_is() {
        let work = Arc::new(BackgroundWork::default());
        let opening = work.begin(WorkKind::Opening);
        assert!(opening.is_some() && work.begin(WorkKind::Fetching).is_none());
        work.progress().step(3);
        work.progress().step(3);
        assert_eq!(work.progress().so_far(), (2, 3));
        work.wait_a_little(Duration::from_millis(1));
        assert_eq!(work.kind(), Some(WorkKind::Opening));
        drop(opening);
        work.wait_a_little(Duration::from_secs(60));
        assert!(work.begin(WorkKind::Fetching).is_some());
        assert_eq!(work.progress().so_far(), (0, 0));
    }

    #[test]
    fn work_that_panics_has_ended() {
        let work = Arc::new(BackgroundWork::default());
        let begun = work.begin(WorkKind::Acting);
        let worker = std::thread::spawn(move || {
            let _begun = begun;
            panic!("as a fault in a case would");
        });
        assert!(worker.join().is_err());
        assert_eq!(work.kind(), None);
    }
}
