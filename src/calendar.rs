//! Days, deadlines and holidays.
//!
//! Keeps the second half of P2 (days, not instants): nothing in Svilpe stores
//! anything finer than a [`Day`]. Knows the Latvian calendar. Never knows the hour.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// One calendar day in Europe/Riga, written `2026-11-21`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(jiff::civil::Date);

/// Where today comes from. The real clock enters in `main.rs`; tests and
/// drills bring their own.
#[derive(Clone)]
pub struct Today(Arc<dyn Fn() -> Day + Send + Sync>);

/// A text that is not a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADay;

impl Today {
    /// Asks `source` each time.
    pub fn new(source: impl Fn() -> Day + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// Always the same day.
    pub fn fixed(day: Day) -> Self {
        Self::new(move || day)
    }

    /// The day it is now.
    pub fn day(&self) -> Day {
        (self.0)()
    }
}

impl Day {
    /// The day that `timestamp` falls on in Riga.
    pub fn in_riga(timestamp: jiff::Timestamp) -> Self {
        let riga = jiff::tz::get!("Europe/Riga");
        Self(timestamp.to_zoned(riga).date())
    }

    /// This many days later (negative: earlier); stays at the calendar's end if it would leave it.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// Whole days from `earlier` to this day; negative if it is later.
    pub fn days_since(self, earlier: Day) -> i32 {
        let span = self.0 - earlier.0;
        span.get_days()
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        if text.len() != "2026-11-21".len() {
            return Err(NotADay);
        }
        text.parse().map(Self).map_err(|_| NotADay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
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
