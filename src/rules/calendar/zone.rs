//! Time zones: by which clock a country's days begin.
//!
//! A pack writes its zone as POSIX does (`CET-1CEST,M3.5.0,M10.5.0/3`), the last line of its file
//! in
//! `/usr/share/zoneinfo`: so a changed rule is a new pack, and no file of the host decides which
//! day it is. It says nothing of years under an earlier rule; no day of the past is worked out from
//! an instant.

use std::fmt;

/// By which clock days begin.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(jiff::tz::TimeZone);

/// A text that is no zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAZone;

impl Zone {
    /// A POSIX zone of at most 60 characters.
    pub fn parse(text: &str) -> Result<Self, NotAZone> {
        if text.len() > LENGTH_MAX {
            return Err(NotAZone);
        }
        let zone = jiff::tz::TimeZone::posix(text).map_err(|_| NotAZone)?;
        Ok(Self(zone))
    }

    /// No country's: for times in files that several countries read.
    pub fn utc() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }

    pub(super) fn date(&self, timestamp: jiff::Timestamp) -> jiff::civil::Date {
        timestamp.to_zoned(self.0.clone()).date()
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NotAZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time zone")
    }
}

impl std::error::Error for NotAZone {}

const LENGTH_MAX: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_written_as_posix_does() {
        let long = format!("EET-2EEST,M3.5.0/3,M10.5.0/{}", "0".repeat(LENGTH_MAX));
        for text in ["EET-2EEST,M3.5.0/3,M10.5.0/4", "UTC0", "<+14>-14"] {
            assert!(Zone::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "Europe/Riga",
            "EET",
            "EET-2EEST,M13.5.0,M10.5.0",
            "EET-2 ",
            &long,
        ] {
            assert_eq!(Zone::parse(text), Err(NotAZone), "{text}");
        }
    }
}
