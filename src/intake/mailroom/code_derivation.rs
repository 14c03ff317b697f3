//! Code derivation: from a code to its keys by a slow hash (key stretching), a few at once.
//!
//! Keeps its part of P9: Argon2id is the only costly step that a stranger can
//! ask for, so it has few threads, a short queue, and memory that is made once
//! and wiped after each use.
//!
//! A reporter who hangs up drops the future that waits, and the work on its thread goes on all the
//! same. So thread, place in the queue and working memory belong to the work, and come back when it
//! ends.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::intake::http::stack_wiping::wiped_after;

use crate::report::receipt::{Code, DerivationCost, Receipt, Scratch};

/// Derives receipts for one instance.
pub(crate) struct CodeDerivation {
    salt: [u8; 16],
    cost: DerivationCost,
    idle: Arc<Idle>,
    threads: Arc<Semaphore>,
    visits: Arc<Semaphore>,
    reports: Arc<Semaphore>,
}

/// Who waits. Each has a queue of its own: guessing codes must not keep reports out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DerivationQueue {
    Visits,
    Reports,
}

/// Too many codes wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Busy;

/// Working memory that nobody uses. Locked for as long as taking or giving one takes.
struct Idle {
    scratches: Mutex<Vec<Scratch>>,
    /// No more than threads.
    most: usize,
}

/// What a derivation has to itself until its work ends, whether somebody still waits for it or not.
/// Given back in this order: whoever gets the thread next finds the scratch.
struct Turn {
    scratch: Borrowed,
    _thread: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

/// A scratch that goes back when dropped.
struct Borrowed {
    scratch: Option<Scratch>,
    to: Arc<Idle>,
}

impl CodeDerivation {
    /// `at_once` threads, each with its own memory.
    pub(crate) fn new(salt: [u8; 16], cost: DerivationCost, at_once: usize) -> Self {
        Self {
            salt,
            cost,
            idle: Arc::new(Idle::full(cost, at_once)),
            threads: Arc::new(Semaphore::new(at_once)),
            visits: Arc::new(Semaphore::new(at_once * QUEUE_FOR_EACH)),
            reports: Arc::new(Semaphore::new(at_once * QUEUE_FOR_EACH)),
        }
    }

    /// Waits for a thread and derives; refuses at once when the queue is full. Dropped while it
    /// waits, it gives its place back at once; dropped after, when the work has ended.
    pub(crate) async fn derive(
        &self,
        code: Code,
        queue: DerivationQueue,
    ) -> Result<(Code, Receipt), Busy> {
        let turn = self.turn(queue).await?;
        let (salt, cost) = (self.salt, self.cost);
        // In boxes: handing work to a thread moves what it carries through frames that outlive it.
        let code = Box::new(code);
        let stretch = move || {
            let mut turn = turn;
            let receipt = Receipt::derive(&code, &salt, cost, turn.scratch.memory(cost));
            Box::new((*code, receipt))
        };
        let work = tokio::task::spawn_blocking(|| wiped_after(stretch));
        // The work itself can't fail; the runtime refuses it only while the process ends.
        work.await.map(|done| *done).map_err(|_| Busy)
    }

    async fn turn(&self, queue: DerivationQueue) -> Result<Turn, Busy> {
        let queue = match queue {
            DerivationQueue::Visits => &self.visits,
            DerivationQueue::Reports => &self.reports,
        };
        let place = Arc::clone(queue).try_acquire_owned().map_err(|_| Busy)?;
        let thread = Arc::clone(&self.threads).acquire_owned();
        Ok(Turn {
            _thread: thread.await.map_err(|_| Busy)?,
            _place: place,
            scratch: Borrowed::from(&self.idle),
        })
    }
}

impl Idle {
    fn full(cost: DerivationCost, most: usize) -> Self {
        let scratches = (0..most).map(|_| cost.scratch()).collect();
        Self {
            scratches: Mutex::new(scratches),
            most,
        }
    }

    fn take(&self) -> Option<Scratch> {
        let scratches = self.scratches.lock();
        scratches.unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// One more than there are threads is freed.
    fn give(&self, scratch: Scratch) {
        let scratches = self.scratches.lock();
        let mut scratches = scratches.unwrap_or_else(PoisonError::into_inner);
        if scratches.len() < self.most {
            scratches.push(scratch);
        }
    }
}

impl Borrowed {
    fn from(idle: &Arc<Idle>) -> Self {
        Self {
            scratch: idle.take(),
            to: Arc::clone(idle),
        }
    }

    fn memory(&mut self, cost: DerivationCost) -> &mut Scratch {
        self.scratch.get_or_insert_with(|| cost.scratch())
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Some(scratch) = self.scratch.take() {
            self.to.give(scratch);
        }
    }
}

/// With 8 ms each and 2 threads, the last in a full queue waits about half a second, a second if
/// both are full.
const QUEUE_FOR_EACH: usize = 64;

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use super::*;

    fn code_derivation(at_once: usize) -> CodeDerivation {
        CodeDerivation::new([7; 16], DerivationCost::new(8, 1).unwrap(), at_once)
    }

    #[tokio::test]
    async fn the_same_code_gives_the_same_claim() {
        let code_derivation = code_derivation(2);
        let code = Code::random();
        let again = Code::parse(&code.expose()).unwrap();
        let (_, one) = code_derivation
            .derive(code, DerivationQueue::Visits)
            .await
            .unwrap();
        let (_, two) = code_derivation
            .derive(again, DerivationQueue::Visits)
            .await
            .unwrap();
        assert_eq!(one.claim().expose(), two.claim().expose());
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let code_derivation = code_derivation(1);
        let _all = code_derivation.visits.acquire_many(64).await.unwrap();
        assert_eq!(
            code_derivation
                .derive(Code::random(), DerivationQueue::Visits)
                .await
                .err(),
            Some(Busy)
        );
    }

    #[tokio::test]
    async fn guesses_in_a_full_line_keep_no_report_out() {
        let code_derivation = code_derivation(1);
        let _all = code_derivation.visits.acquire_many(64).await.unwrap();
        let code = Code::random();
        assert!(
            code_derivation
                .derive(code, DerivationQueue::Reports)
                .await
                .is_ok()
        );
    }

    /// Begins the work, and hangs up at once.
    async fn hangs_up(code_derivation: &CodeDerivation) {
        let mut derivation = pin!(code_derivation.derive(Code::random(), DerivationQueue::Visits));
        let begun = poll_fn(|context| Poll::Ready(derivation.as_mut().poll(context)));
        assert!(begun.await.is_pending());
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_more_keeps_its_thread_its_place_and_its_memory() {
        // 16 MiB: several milliseconds, while hanging up takes microseconds.
        let cost = DerivationCost::new(16 << 10, 1).unwrap();
        let code_derivation = CodeDerivation::new([7; 16], cost, 1);
        hangs_up(&code_derivation).await;
        assert_eq!(code_derivation.threads.available_permits(), 0);
        assert_eq!(
            code_derivation.visits.available_permits(),
            QUEUE_FOR_EACH - 1
        );
        // These wait for the thread, and hang up before their turn.
        for _ in 0..5 {
            hangs_up(&code_derivation).await;
        }
        assert_eq!(
            code_derivation.visits.available_permits(),
            QUEUE_FOR_EACH - 1
        );
        let next = code_derivation
            .derive(Code::random(), DerivationQueue::Visits)
            .await;
        assert!(next.is_ok());
        assert_eq!(code_derivation.idle.scratches.lock().unwrap().len(), 1);
        assert_eq!(code_derivation.threads.available_permits(), 1);
        assert_eq!(code_derivation.visits.available_permits(), QUEUE_FOR_EACH);
    }

    #[test]
    fn no_more_memory_stays_idle_than_there_are_threads() {
        let cost = DerivationCost::new(8, 1).unwrap();
        let idle = Idle::full(cost, 2);
        idle.give(cost.scratch());
        assert_eq!(idle.scratches.lock().unwrap().len(), 2);
    }
}
