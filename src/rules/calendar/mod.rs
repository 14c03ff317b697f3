//! Days, deadlines and holidays.
//!
//! Keeps the second half of P2 (days, not instants): nothing in Svilpe stores
//! anything finer than a `Day`. Knows how days are counted. Never knows the hour.
//!
//! ```text
//!   event's Day + Length ─▶ nominal day ─▶ next working day = legal day
//!                                              ▲
//!                the policy's holidays, days off and moved working days
//! ```

pub(crate) mod date_words;
mod deadline;
mod holidays;
mod working_days;
mod zone;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::SystemTime;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

pub use deadline::{Deadline, Length};
pub use holidays::PublicHoliday;
pub use working_days::Calendar;
pub use zone::{NotAZone, Zone};

pub(in crate::rules) use working_days::WrittenCalendar;

/// One calendar day in the pack's zone, written `2026-11-21`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Day(jiff::civil::Date);

/// Where today comes from. The real clock enters in `main.rs`; tests and
/// drills bring their own.
#[derive(Clone)]
pub struct Today {
    source: Arc<dyn Fn(&Zone) -> Day + Send + Sync>,
    zone: Zone,
}

/// A text that is not a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADay;

impl Today {
    /// Asks this clock each time, which day it is in `zone`.
    pub fn of_clock(clock: impl Fn() -> SystemTime + Send + Sync + 'static, zone: Zone) -> Self {
        Self {
            source: Arc::new(move |zone| Day::of_clock(clock(), zone)),
            zone,
        }
    }

    /// Asks `source` each time, in whichever zone.
    pub fn new(source: impl Fn() -> Day + Send + Sync + 'static) -> Self {
        Self {
            source: Arc::new(move |_| source()),
            zone: Zone::utc(),
        }
    }

    /// The day it is now in this zone.
    pub fn day_in(&self, zone: &Zone) -> Day {
        (self.source)(zone)
    }

    /// The same clock, read in another zone.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        Self {
            source: Arc::clone(&self.source),
            zone: zone.clone(),
        }
    }

    /// Always the same day.
    pub fn fixed(day: Day) -> Self {
        Self::new(move || day)
    }

    /// The day it is now.
    pub fn day(&self) -> Day {
        (self.source)(&self.zone)
    }
}

impl Day {
    /// The first day that has the one spelling.
    pub const FIRST: Self = Self(jiff::civil::date(1, 1, 1));
    const LAST: Self = Self(jiff::civil::date(9999, 12, 31));

    /// The day that `timestamp` falls on in this zone; days that are not written with four digits
    /// of a year are the nearest that is.
    pub fn in_zone(timestamp: jiff::Timestamp, zone: &Zone) -> Self {
        Self(zone.date(timestamp)).max(Self::FIRST).min(Self::LAST)
    }

    /// The day that a clock shows in this zone, however far off it is.
    pub fn of_clock(clock: SystemTime, zone: &Zone) -> Self {
        match jiff::Timestamp::try_from(clock) {
            Ok(timestamp) => Self::in_zone(timestamp, zone),
            Err(_) if clock < std::time::UNIX_EPOCH => Self::FIRST,
            Err(_) => Self::LAST,
        }
    }

    /// This many days later (negative: earlier); stays at the calendar's end if it would leave it.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        match jiff::Span::new().try_days(days) {
            Ok(span) => Self(self.0.saturating_add(span)),
            // More days than the calendar has.
            Err(_) if days < 0 => Self(jiff::civil::Date::MIN),
            Err(_) => Self(jiff::civil::Date::MAX),
        }
    }

    /// The same-numbered day this many months later, or the last day of that month
    /// if it is shorter (30 November + 3 months is 28 or 29 February).
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        Self(
            self.0
                .saturating_add(jiff::Span::new().months(i32::from(months))),
        )
    }

    /// The same-numbered day this many months earlier, or the last day of that month if it is
    /// shorter.
    #[must_use]
    pub fn months_before(self, months: u16) -> Self {
        let months = jiff::Span::new().months(i32::from(months));
        Self(self.0.saturating_sub(months))
    }

    /// Whole days from `earlier` to this day; negative if it is later.
    pub fn days_since(self, earlier: Day) -> i32 {
        let span = self.0 - earlier.0;
        span.get_days()
    }

    /// The year, such as 2026.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// 1 is Monday, 7 is Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> u8 {
        self.0.day().unsigned_abs()
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let day = text.parse().map(Self).map_err(|_| NotADay)?;
        // The parser takes more than we write (week dates, years of six digits).
        if text.len() == "2026-11-21".len() && day.to_string() == text {
            Ok(day)
        } else {
            Err(NotADay)
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayInQuotes;

        impl Visitor<'_> for DayInQuotes {
            type Value = Day;

            /// TOML has dates of its own, without quotes.
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day in quotes, such as \"2026-11-21\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(DayInQuotes)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a day: write it as 2026-11-21")
    }
}

impl std::error::Error for NotADay {}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the test's own day")
    }

    #[test]
    fn a_day_has_one_spelling() {
        assert_eq!(day("2026-11-21").to_string(), "2026-11-21");
        assert_eq!(day("2024-02-29").to_string(), "2024-02-29");
        for text in [
            "",
            "2026-11-2",
            "2026-11-31",
            "2025-02-29",
            "20261121",
            "2026-W47-6",
            "2026-11-21T00:00",
            "2026-11-21 ",
            " 2026-11-21",
            "+002026-11-21",
            "-002026-11-21",
            "２０２６-11-21",
            "2026-325",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text:?}");
        }
    }

    /// Latvia's.
    fn zone() -> Zone {
        Zone::parse("EET-2EEST,M3.5.0/3,M10.5.0/4").expect("the shipped pack's")
    }

    #[test]
    fn a_zone_s_day_begins_before_utcs() {
        let riga =
            |text: &str| Day::in_zone(text.parse().expect("the test's own instant"), &zone());
        // Winter: two hours ahead.
        assert_eq!(riga("2026-11-21T21:59:59Z"), day("2026-11-21"));
        assert_eq!(riga("2026-11-21T22:00:00Z"), day("2026-11-22"));
        // Summer: three hours ahead.
        assert_eq!(riga("2026-07-01T20:59:59Z"), day("2026-07-01"));
        assert_eq!(riga("2026-07-01T21:00:00Z"), day("2026-07-02"));
        // The year turns in Riga first.
        assert_eq!(riga("2026-12-31T22:00:00Z"), day("2027-01-01"));
        // Both nights when the clock is changed (29 March, 25 October 2026).
        assert_eq!(riga("2026-03-28T22:00:00Z"), day("2026-03-29"));
        assert_eq!(riga("2026-03-29T20:59:59Z"), day("2026-03-29"));
        assert_eq!(riga("2026-03-29T21:00:00Z"), day("2026-03-30"));
        assert_eq!(riga("2026-10-24T21:00:00Z"), day("2026-10-25"));
        assert_eq!(riga("2026-10-25T21:59:59Z"), day("2026-10-25"));
        assert_eq!(riga("2026-10-25T22:00:00Z"), day("2026-10-26"));
    }

    #[test]
    fn days_are_whole_across_clock_changes_and_leap_days() {
        assert_eq!(day("2026-03-28").plus_days(2), day("2026-03-30"));
        assert_eq!(day("2026-10-24").plus_days(2), day("2026-10-26"));
        assert_eq!(day("2028-02-28").plus_days(2), day("2028-03-01"));
        assert_eq!(day("2027-02-28").plus_days(1), day("2027-03-01"));
        assert_eq!(day("2027-01-01").plus_days(-1), day("2026-12-31"));
        assert_eq!(day("2029-01-01").days_since(day("2028-01-01")), 366);
        assert_eq!(day("2028-01-01").days_since(day("2029-01-01")), -366);
    }

    #[test]
    fn months_end_on_the_same_number_or_the_last_day() {
        for (start, months, end) in [
            ("2026-11-30", 3, "2027-02-28"),
            ("2027-11-30", 3, "2028-02-29"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-08-31", 1, "2026-09-30"),
            ("2026-02-28", 1, "2026-03-28"),
            ("2026-12-15", 2, "2027-02-15"),
            ("2028-02-29", 12, "2029-02-28"),
        ] {
            assert_eq!(
                day(start).plus_months(months),
                day(end),
                "{start} + {months}"
            );
        }
    }

    #[test]
    fn a_clock_however_far_off_shows_a_day_that_can_be_written() {
        use std::time::{Duration, UNIX_EPOCH};
        let days = |days: u64| Duration::from_hours(24 * days);
        let clock = UNIX_EPOCH + days(20_000);
        assert_eq!(Day::of_clock(clock, &zone()), day("2024-10-04"));
        for far in [8_000 * 365, 250_000_000] {
            assert_eq!(Day::of_clock(clock + days(far), &zone()), day("9999-12-31"));
            assert_eq!(Day::of_clock(clock - days(far), &zone()), day("0001-01-01"));
        }
    }

    #[test]
    fn the_calendars_ends_hold() {
        let last = day("9999-12-31");
        assert_eq!(last.plus_days(1), last);
        assert_eq!(last.plus_days(i32::MAX), last);
        assert_eq!(last.plus_months(u16::MAX), last);
        let first = last.plus_days(i32::MIN);
        assert_eq!(first.plus_days(-1), first);
        assert_eq!(first.plus_days(i32::MIN), first);
    }
}
