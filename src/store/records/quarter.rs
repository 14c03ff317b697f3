//! Quarters: as exactly as the store knows when an access record or a reply was written.
//!
//! A day would join the record to the report that came with it (P6), tell when somebody came
//! back (P2), or point at the case that was answered on it. A record never says either: only the
//! quarter of a year, the same for a first report, an addition and a return visit.

use crate::rules::calendar::Day;

/// A quarter of a year; later ones are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::store) struct Quarter(u16);

impl Quarter {
    /// The quarter of a day. Years before 0 are as year 0: no clock shows them.
    pub(in crate::store) fn of(day: Day) -> Self {
        let year = u16::try_from(day.year()).unwrap_or(0);
        Self(year * 4 + u16::from((day.month() - 1) / 3))
    }

    pub(in crate::store) fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    pub(in crate::store) fn from_bytes(bytes: [u8; 2]) -> Self {
        Self(u16::from_be_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(day: &str) -> Quarter {
        Quarter::of(day.parse().unwrap())
    }

    #[test]
    fn a_quarter_ends_with_its_third_month() {
        assert_eq!(of("2026-10-01"), of("2026-12-31"));
        assert!(of("2026-09-30") < of("2026-10-01"));
        assert!(of("2026-12-31") < of("2027-01-01"));
        assert_eq!(
            Quarter::from_bytes(of("2026-11-21").to_bytes()),
            of("2026-11-21")
        );
    }
}
