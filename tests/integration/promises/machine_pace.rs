//! How much slower than alone a thread gets on, here and now.
//!
//! A bound of seconds is a promise of what is tested only as long as the machine keeps up: under
//! twenty other builds everything takes ten times as long. So the same small work is done beside,
//! over and over, and the bound grows as that does.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

pub struct MachinePace {
    is_over: Arc<AtomicBool>,
    beside: Option<JoinHandle<f64>>,
}

impl MachinePace {
    pub fn watch() -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&is_over);
        let beside = thread::spawn(move || slowdown_until(&seen));
        Self {
            is_over,
            beside: Some(beside),
        }
    }

    /// How many times what it takes alone work took since. One, unless the machine is clearly busy
    /// with others: a flood works, too, and is no excuse for being slow.
    pub fn slowdown(mut self) -> f64 {
        self.is_over.store(true, Ordering::Relaxed);
        let slowdown = self.beside.take().unwrap().join().unwrap();
        if slowdown < CLEARLY { 1.0 } else { slowdown }
    }
}

impl Drop for MachinePace {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// A burst is longer than what the kernel gives a thread that just woke up, and a piece of it so
/// short that some run through undisturbed however busy the machine is: those tell what it takes
/// alone.
fn slowdown_until(is_over: &AtomicBool) -> f64 {
    let (mut alone, mut took, mut pieces) = (Duration::MAX, Duration::ZERO, 0);
    while pieces == 0 || !is_over.load(Ordering::Relaxed) {
        for _ in 0..PIECES {
            let begun = Instant::now();
            black_box((0..PIECE).fold(1_u64, |sum, step| {
                black_box(sum.rotate_left(7).wrapping_add(step))
            }));
            let piece = begun.elapsed();
            alone = alone.min(piece);
            took += piece;
            pieces += 1;
        }
        thread::sleep(PAUSE);
    }
    took.as_secs_f64() / (alone.as_secs_f64() * f64::from(pieces))
}

/// A tenth of a millisecond or so, in a build without optimization.
const PIECE: u64 = 2_000;
const PIECES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(150);
/// More than the thirty-odd threads of a flood make of two cores.
const CLEARLY: f64 = 3.0;

#[test]
fn a_machine_that_keeps_up_is_no_excuse() {
    let pace = MachinePace::watch();
    thread::sleep(Duration::from_millis(300));
    let slowdown = pace.slowdown();
    assert!(slowdown >= 1.0 && slowdown.is_finite(), "{slowdown}");
}
