//! The trusted day: the computer's clock is believed only near what is known already.
//!
//! Keeps P4, P7 and P10 from a wrong clock: what expires and what is appended is gone or said for
//! good, so both wait while the clock is in doubt. Receiving never does. Knows days, and how long
//! this process has run. Never knows why a clock is wrong.
//!
//! ```text
//!   the last believed day, the newest entry ─▶ evidence ─+ time since the start─▶ expected day
//!                                                                    │ at most 5 days apart?
//!   the computer's clock ──────────────────────────────────────── believed ── or in doubt
//! ```
//!
//! The time since the start is the kernel's, which nobody sets. So a clock that is moved in small
//! steps (an attacker who answers for the time servers) can't walk away either. While the clock is
//! in doubt days go on by that time; what is received meanwhile is of the expected day.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::rules::calendar::{Day, Today};

/// Which day it is, and whether that may be believed.
pub struct TrustedDay {
    clock: Today,
    evidence: Option<DayEvidence>,
}

/// What the clock is held against.
struct DayEvidence {
    /// The day at the start.
    start: Day,
    uptime: Uptime,
    /// The latest day that was believed: believed days never run backwards.
    latest: Mutex<Day>,
}

/// How long ago it was that the watch began.
pub(crate) type Uptime = Box<dyn Fn() -> Duration + Send + Sync>;

/// The clock is too far from what is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockDoubt {
    /// What the clock says.
    pub clock: Day,
    /// What it should say, by the last day that was believed.
    pub expected: Day,
}

impl TrustedDay {
    /// Believes `clock`, whatever it says: a person named the day, or nothing is at stake.
    pub fn trusting(clock: Today) -> Self {
        Self {
            clock,
            evidence: None,
        }
    }

    /// Believes `clock` only near `known`, the latest day that is known; without one, near the day
    /// that it shows now.
    pub fn watching(clock: Today, known: Option<Day>, uptime: Uptime) -> Self {
        let now = clock.day();
        let known = known.unwrap_or(now);
        let start = if are_near(now, known) {
            known.max(now)
        } else {
            known
        };
        Self {
            clock,
            evidence: Some(DayEvidence {
                start,
                uptime,
                latest: Mutex::new(start),
            }),
        }
    }

    /// The day it is: the clock's, or, while that is in doubt, the one that is expected.
    pub fn day(&self) -> Day {
        self.judge().unwrap_or_else(|doubt| doubt.expected)
    }

    /// The day it is, if the clock is to be believed. Nothing expires and nothing is appended by
    /// any other.
    pub fn judge(&self) -> Result<Day, ClockDoubt> {
        let clock = self.clock.day();
        match &self.evidence {
            None => Ok(clock),
            Some(evidence) => evidence.judge(clock),
        }
    }

    /// What the clock says, if it is behind the day that is believed: it was ahead for a while.
    pub fn clock_behind(&self) -> Option<Day> {
        let days = self.signable().ok()?;
        (days.start() < days.end()).then_some(*days.start())
    }

    /// The days on which something may be signed elsewhere, if the clock is to be believed: the
    /// clock's own, and up to the day it is. They differ after a clock was ahead for a moment:
    /// believed days never run backwards, and officers' clocks were right all the time.
    pub fn signable(&self) -> Result<RangeInclusive<Day>, ClockDoubt> {
        let today = self.judge()?;
        Ok(self.clock.day().min(today)..=today)
    }
}

impl DayEvidence {
    fn judge(&self, clock: Day) -> Result<Day, ClockDoubt> {
        let days = (self.uptime)().as_secs() / SECONDS_OF_A_DAY;
        let expected = self.start.plus_days(i32::try_from(days).unwrap_or(0));
        // One assignment: nothing under the lock can panic half-way.
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if are_near(clock, expected) {
            *latest = clock.max(*latest);
            Ok(*latest)
        } else {
            let expected = expected.max(*latest);
            Err(ClockDoubt { clock, expected })
        }
    }
}

/// Near enough for a holiday's power cut, and for a clock that is set a little.
pub(crate) fn are_near(one: Day, other: Day) -> bool {
    one.days_since(other).abs() <= DAYS_APART_MAX
}

impl fmt::Display for ClockDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { clock, expected } = self;
        write!(
            f,
            "this computer's clock says {clock}, and by what is kept here it should be about {expected}"
        )
    }
}

impl std::error::Error for ClockDoubt {}

/// Days: fewer than any term, more than the longest run of holidays.
const DAYS_APART_MAX: i32 = 5;
const SECONDS_OF_A_DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// A watch, its clock, and the hours that it has run.
    struct Bench {
        watch: TrustedDay,
        clock: Arc<Mutex<Day>>,
        hours: Arc<AtomicU64>,
    }

    fn bench(clock: &str, known: Option<&str>) -> Bench {
        let clock = Arc::new(Mutex::new(day(clock)));
        let hours = Arc::new(AtomicU64::new(0));
        let (shown, run) = (Arc::clone(&clock), Arc::clone(&hours));
        let watch = TrustedDay::watching(
            Today::new(move || *shown.lock().unwrap()),
            known.map(day),
            Box::new(move || Duration::from_hours(run.load(Ordering::Relaxed))),
        );
        Bench {
            watch,
            clock,
            hours,
        }
    }

    impl Bench {
        fn after(&self, hours: u64, clock: Day) -> Result<Day, ClockDoubt> {
            self.hours.store(hours, Ordering::Relaxed);
            *self.clock.lock().unwrap() = clock;
            self.watch.judge()
        }
    }

    #[test]
    fn a_leap_of_more_than_five_days_is_in_doubt_in_either_direction() {
        let known = day("2026-11-21");
        for apart in [-2_921_000, -200, -6, 6, 200, 2_900_000] {
            let bench = bench("2026-11-21", None);
            let clock = known.plus_days(apart);
            let expected = known;
            assert_eq!(bench.after(0, clock), Err(ClockDoubt { clock, expected }));
            assert_eq!(bench.watch.day(), known, "what is received has a day");
            assert_eq!(bench.after(0, known), Ok(known), "it is right again");
        }
        for apart in [0, 1, 5] {
            let clock = known.plus_days(apart);
            assert_eq!(bench("2026-11-21", None).after(0, clock), Ok(clock));
        }
    }

    #[test]
    fn believed_days_never_run_backwards() {
        let bench = bench("2026-11-21", None);
        assert_eq!(bench.after(24, day("2026-11-22")), Ok(day("2026-11-22")));
        for clock in ["2026-11-21", "2026-11-18"] {
            assert_eq!(bench.after(24, day(clock)), Ok(day("2026-11-22")));
        }
    }

    #[test]
    fn after_a_glance_ahead_both_days_may_be_signed() {
        let bench = bench("2026-11-21", None);
        let days = |from: &str, to: &str| Ok(day(from)..=day(to));
        let seen = |clock| {
            let _ = bench.after(1, day(clock));
            bench.watch.signable()
        };
        assert_eq!(seen("2026-11-21"), days("2026-11-21", "2026-11-21"));
        assert_eq!(seen("2026-11-26"), days("2026-11-26", "2026-11-26"));
        assert_eq!(seen("2026-11-21"), days("2026-11-21", "2026-11-26"));
        assert!(seen("2026-11-27").is_err());
        // Five days later they are one again.
        let _ = bench.after(24 * 5, day("2026-11-26"));
        assert_eq!(bench.watch.signable(), days("2026-11-26", "2026-11-26"));
    }

    #[test]
    fn a_clock_that_walks_is_held_against_the_time_since_the_start() {
        let bench = bench("2026-11-21", None);
        let start = day("2026-11-21");
        for hour in 0..5 {
            let clock = start.plus_days(i32::try_from(hour).unwrap() + 1);
            assert_eq!(bench.after(hour, clock), Ok(clock));
        }
        let clock = start.plus_days(6);
        assert!(bench.after(5, clock).is_err());
        assert_eq!(bench.after(30, clock), Ok(clock), "a day went by");
    }

    #[test]
    fn a_year_without_a_stop_is_believed() {
        let bench = bench("2026-11-21", None);
        for days in 0..400 {
            let clock = day("2026-11-21").plus_days(days);
            let hours = u64::try_from(days).unwrap() * 24 + 23;
            assert_eq!(bench.after(hours, clock), Ok(clock));
        }
    }

    #[test]
    fn at_the_start_it_is_held_against_what_is_known() {
        assert!(
            bench("2026-11-26", Some("2026-11-21"))
                .watch
                .judge()
                .is_ok()
        );
        assert!(
            bench("2026-11-16", Some("2026-11-21"))
                .watch
                .judge()
                .is_ok()
        );
        for clock in ["2026-11-27", "2026-11-15", "1970-01-01", "9999-12-29"] {
            let bench = bench(clock, Some("2026-11-21"));
            assert!(bench.watch.judge().is_err(), "{clock}");
            // Days go on by the time since the start, and the clock with them is as far off as
            // before.
            let later = day(clock).plus_days(2);
            assert!(bench.after(48, later).is_err(), "{clock}");
            assert_eq!(bench.watch.day(), day("2026-11-23"));
        }
    }
}
