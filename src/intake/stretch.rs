//! Stretching codes, a bounded number at once.
//!
//! Keeps its part of P9: Argon2id is the only costly step that a stranger can
//! ask for, so it has few threads, a short queue, and memory that is made once
//! and wiped after each use.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::stack::wiped_after;

use crate::receipt::{Code, Receipt, Scratch, Stretching};

/// Derives receipts for one instance.
pub struct Stretchers {
    salt: [u8; 16],
    hardness: Stretching,
    idle: Arc<Mutex<Vec<Scratch>>>,
    threads: Semaphore,
    visits: Semaphore,
    reports: Semaphore,
}

/// Who waits. Each has a line of its own: guessing codes must not keep reports out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Visits,
    Reports,
}

/// Too many codes wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

impl Stretchers {
    /// `at_once` threads, each with its own memory.
    pub fn new(salt: [u8; 16], hardness: Stretching, at_once: usize) -> Self {
        let idle = (0..at_once).map(|_| hardness.scratch()).collect();
        Self {
            salt,
            hardness,
            idle: Arc::new(Mutex::new(idle)),
            threads: Semaphore::new(at_once),
            visits: Semaphore::new(at_once * QUEUE_FOR_EACH),
            reports: Semaphore::new(at_once * QUEUE_FOR_EACH),
        }
    }

    /// Waits for a thread and derives; refuses at once when the line is full.
    pub async fn derive(&self, code: Code, line: Line) -> Result<(Code, Receipt), Busy> {
        let line = match line {
            Line::Visits => &self.visits,
            Line::Reports => &self.reports,
        };
        let _place = line.try_acquire().map_err(|_| Busy)?;
        let _thread = self.threads.acquire().await.map_err(|_| Busy)?;
        let (salt, hardness, idle) = (self.salt, self.hardness, Arc::clone(&self.idle));
        // In boxes: handing work to a thread moves what it carries through frames that outlive it.
        let code = Box::new(code);
        let stretch = move || {
            let scratch = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut scratch = scratch.unwrap_or_else(|| hardness.scratch());
            let receipt = Receipt::derive(&code, &salt, hardness, &mut scratch);
            idle.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(scratch);
            Box::new((*code, receipt))
        };
        let work = tokio::task::spawn_blocking(|| wiped_after(stretch));
        // The work itself can't fail; the runtime refuses it only while the process ends.
        work.await.map(|done| *done).map_err(|_| Busy)
    }
}

/// With 8 ms each and 2 threads, the last in a full line waits about half a second, a second if both are full.
const QUEUE_FOR_EACH: usize = 64;

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use super::*;

    fn stretchers(at_once: usize) -> Stretchers {
        Stretchers::new([7; 16], Stretching::new(8, 1).unwrap(), at_once)
    }

    #[tokio::test]
    async fn the_same_code_gives_the_same_claim() {
        let stretchers = stretchers(2);
        let code = Code::random();
        let again = Code::parse(&code.expose()).unwrap();
        let (_, one) = stretchers.derive(code, Line::Visits).await.unwrap();
        let (_, two) = stretchers.derive(again, Line::Visits).await.unwrap();
        assert_eq!(one.claim().expose(), two.claim().expose());
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let stretchers = stretchers(1);
        let _all = stretchers.visits.acquire_many(64).await.unwrap();
        assert_eq!(
            stretchers.derive(Code::random(), Line::Visits).await.err(),
            Some(Busy)
        );
    }

    #[tokio::test]
    async fn guesses_in_a_full_line_keep_no_report_out() {
        let stretchers = stretchers(1);
        let _all = stretchers.visits.acquire_many(64).await.unwrap();
        let code = Code::random();
        assert!(stretchers.derive(code, Line::Reports).await.is_ok());
    }

    /// Begins the work, and hangs up at once.
    async fn hangs_up(stretchers: &Stretchers) {
        let mut derivation = pin!(stretchers.derive(Code::random(), Line::Visits));
        let begun = poll_fn(|context| Poll::Ready(derivation.as_mut().poll(context)));
        assert!(begun.await.is_pending());
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_more_keeps_its_thread_its_place_and_its_memory() {
        // 16 MiB: several milliseconds, while hanging up takes microseconds.
        let hardness = Stretching::new(16 << 10, 1).unwrap();
        let stretchers = Stretchers::new([7; 16], hardness, 1);
        hangs_up(&stretchers).await;
        assert_eq!(stretchers.threads.available_permits(), 0);
        assert_eq!(stretchers.visits.available_permits(), QUEUE_FOR_EACH - 1);
        // These wait for the thread, and hang up before their turn.
        for _ in 0..5 {
            hangs_up(&stretchers).await;
        }
        assert_eq!(stretchers.visits.available_permits(), QUEUE_FOR_EACH - 1);
        let next = stretchers.derive(Code::random(), Line::Visits).await;
        assert!(next.is_ok());
        assert_eq!(stretchers.idle.lock().unwrap().len(), 1);
        assert_eq!(stretchers.threads.available_permits(), 1);
        assert_eq!(stretchers.visits.available_permits(), QUEUE_FOR_EACH);
    }
}
