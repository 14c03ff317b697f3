//! Calendar years, the only period that is published.
//!
//! Never knows anything finer: no quarter, month or week of anything is published.

use std::fmt;

use crate::rules::calendar::Day;

/// A calendar year, 1900 to 9998.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year {
    number: u16,
    first: Day,
    last: Day,
    books: Day,
}

impl Year {
    /// The year with this number, if it is one that a ledger can hold.
    pub fn new(number: u16) -> Option<Self> {
        if !(1900..=9998).contains(&number) {
            return None;
        }
        Some(Self {
            number,
            first: format!("{number}-01-01").parse().ok()?,
            last: format!("{number}-12-31").parse().ok()?,
            books: format!("{}-01-31", number + 1).parse().ok()?,
        })
    }

    /// The year that `day` lies in.
    pub fn of(day: Day) -> Option<Self> {
        Self::new(day.to_string().get(..4)?.parse().ok()?)
    }

    /// Does `day` lie in it?
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The year's number.
    pub fn number(self) -> u16 {
        self.number
    }

    /// 1 January.
    pub fn first(self) -> Day {
        self.first
    }

    /// 31 December.
    pub fn last(self) -> Day {
        self.last
    }

    /// The books close on 31 January of the next year: by then each report was due
    /// to be acknowledged and decided on, and what a batch held back is in the ledger.
    pub fn books(self) -> Day {
        self.books
    }

    /// The years from the first to the last of `days`.
    pub fn spanning(days: impl IntoIterator<Item = Day>) -> Vec<Self> {
        let mut ends: Option<(Day, Day)> = None;
        for day in days {
            let (first, last) = ends.unwrap_or((day, day));
            ends = Some((first.min(day), last.max(day)));
        }
        let Some((first, last)) = ends else {
            return Vec::new();
        };
        let (Some(first), Some(last)) = (Self::of(first), Self::of(last)) else {
            return Vec::new();
        };
        (first.number..=last.number).filter_map(Self::new).collect()
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)
    }
}

impl fmt::Debug for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_holds_its_first_and_last_day_and_no_other() {
        let year = Year::new(2022).unwrap();
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert!(year.contains(day("2022-01-01")) && year.contains(day("2022-12-31")));
        assert!(!year.contains(day("2021-12-31")) && !year.contains(day("2023-01-01")));
        assert_eq!(year.books(), day("2023-01-31"));
        assert_eq!(Year::of(day("2022-06-23")), Some(year));
    }

    #[test]
    fn years_outside_any_ledger_are_refused() {
        assert!(Year::new(1899).is_none() && Year::new(9999).is_none());
        assert!(Year::new(1900).is_some() && Year::new(9998).is_some());
    }

    #[test]
    fn no_day_spans_no_year() {
        assert!(Year::spanning([]).is_empty());
    }
}
