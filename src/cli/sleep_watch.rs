//! Noticing that the computer slept: what was open is closed before somebody else opens the lid.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tells when the computer slept: between two ticks, one of the clocks went on for much longer than
/// a tick takes.
pub(crate) struct SleepWatch {
    begun: Instant,
    last: Option<ClockPair>,
}

/// Two clocks, as durations since beginnings of their own. Whether the first counts while the
/// computer sleeps depends on the system; the second does on each.
#[derive(Clone, Copy)]
struct ClockPair {
    running: Duration,
    wall: Duration,
}

impl SleepWatch {
    pub(crate) fn begin() -> Self {
        Self {
            begun: Instant::now(),
            last: None,
        }
    }

    /// One tick, every [`TICK`]: did the computer sleep since the last one?
    pub(crate) fn slept(&mut self) -> bool {
        self.slept_by(ClockPair {
            running: self.begun.elapsed(),
            wall: wall_clock(),
        })
    }

    /// A clock that was set ahead looks like sleep: what is open is closed once too often.
    fn slept_by(&mut self, now: ClockPair) -> bool {
        let Some(before) = self.last.replace(now) else {
            return false;
        };
        let running = now.running.saturating_sub(before.running);
        let wall = now.wall.saturating_sub(before.wall);
        running.max(wall) > TICK_MAX
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "compared with the running clock a second later, to notice sleep; never kept"
)]
fn wall_clock() -> Duration {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default()
}

/// How often the clocks are looked at.
pub(crate) const TICK: Duration = Duration::from_secs(1);

/// More than a tick takes on the busiest computer.
const TICK_MAX: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_computer_that_slept_is_noticed_by_whichever_clock_went_on() {
        let at = |running, wall| ClockPair {
            running: Duration::from_secs(running),
            wall: Duration::from_secs(wall),
        };
        let ticks = |pairs: &[ClockPair]| {
            let mut watch = SleepWatch::begin();
            pairs.iter().any(|pair| watch.slept_by(*pair))
        };
        assert!(!ticks(&[at(100, 5000), at(101, 5001), at(103, 5002)]));
        assert!(
            ticks(&[at(100, 5000), at(101, 5300)]),
            "only the wall clock"
        );
        assert!(ticks(&[at(100, 5000), at(400, 5300)]), "both");
        assert!(!ticks(&[at(100, 5000), at(101, 1)]), "set back");
    }
}
