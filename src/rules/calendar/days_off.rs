//! Working days: the rules of `holidays`, and what no rule says.
//!
//! One-off holidays and working days that the Cabinet moved stand in
//! `policy/days-off.toml`. A line there that changes nothing is refused: it is a typing
//! mistake, and a wrong day makes a wrong deadline.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::{Day, holidays};
use crate::rules::toml_file::{Complaint, TomlFile, UnreadableFile, read_text};

/// Which days are working days in Latvia.
#[derive(Clone, Debug)]
pub struct Calendar {
    off: BTreeSet<Day>,
    worked: BTreeSet<Day>,
}

/// Why a days-off file is refused.
#[derive(Debug)]
pub enum BadDaysOff {
    /// The file can't be read at all.
    Unreadable(UnreadableFile),
    /// A mistake in it.
    Mistake(Complaint),
}

impl Calendar {
    /// By the file that came with this program.
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).expect("a test loads the shipped days-off file")
    }

    /// By the file at `path`.
    pub fn load(path: &Path) -> Result<Self, BadDaysOff> {
        let text = read_text(path, LENGTH_MAX).map_err(BadDaysOff::Unreadable)?;
        Self::parse(&text)
    }

    /// By a days-off file's text.
    pub fn parse(text: &str) -> Result<Self, BadDaysOff> {
        let sheet = TomlFile::new(text);
        let written: DaysOffFile = sheet.read().map_err(BadDaysOff::Mistake)?;
        Self::from_written(sheet, written).map_err(BadDaysOff::Mistake)
    }

    /// Monday to Friday and no holiday, unless the file says otherwise.
    pub fn is_working_day(&self, day: Day) -> bool {
        if self.worked.contains(&day) {
            return true;
        }
        let by_rule = !holidays::is_weekend(day.0) && !holidays::is_holiday(day.0);
        by_rule && !self.off.contains(&day)
    }

    /// `day`, or the next working day after it.
    pub fn working_day_from(&self, day: Day) -> Day {
        let mut day = day;
        while !self.is_working_day(day) {
            let next = day.plus_days(1);
            if next == day {
                break; // the calendar's last day
            }
            day = next;
        }
        day
    }

    fn from_written(sheet: TomlFile<'_>, written: DaysOffFile) -> Result<Self, Complaint> {
        let mut calendar = Self {
            off: BTreeSet::new(),
            worked: BTreeSet::new(),
        };
        for off in written.day_off {
            sheet.words("reason", &off.reason, 200)?;
            calendar.take_off(sheet, &off.day)?;
        }
        for moved in written.moved {
            sheet.words("reason", &moved.reason, 200)?;
            calendar.take_off(sheet, &moved.from)?;
            calendar.put_on(sheet, &moved.to)?;
        }
        Ok(calendar)
    }

    fn take_off(&mut self, sheet: TomlFile<'_>, day: &Spanned<Day>) -> Result<(), Complaint> {
        if !self.is_working_day(*day.get_ref()) {
            let what = format_args!("{} is no working day already", day.get_ref());
            return Err(sheet.complain(day, what, "check the date, or drop the line"));
        }
        self.off.insert(*day.get_ref());
        Ok(())
    }

    fn put_on(&mut self, sheet: TomlFile<'_>, day: &Spanned<Day>) -> Result<(), Complaint> {
        let date = day.get_ref().0;
        let is_free_saturday =
            holidays::is_weekend(date) && !holidays::is_holiday(date) && !self.is_listed(day);
        if !is_free_saturday {
            let what = format_args!("{date} is not a weekend day that could be worked");
            return Err(sheet.complain(day, what, "check the date against the Cabinet's order"));
        }
        self.worked.insert(*day.get_ref());
        Ok(())
    }

    fn is_listed(&self, day: &Spanned<Day>) -> bool {
        self.off.contains(day.get_ref()) || self.worked.contains(day.get_ref())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DaysOffFile {
    day_off: Vec<WrittenOff>,
    moved: Vec<WrittenMove>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOff {
    day: Spanned<Day>,
    reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMove {
    from: Spanned<Day>,
    to: Spanned<Day>,
    reason: Spanned<String>,
}

impl fmt::Display for BadDaysOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "the days-off file {why}"),
            Self::Mistake(complaint) => write!(f, "the days-off file, {complaint}"),
        }
    }
}

impl std::error::Error for BadDaysOff {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(why) => Some(why),
            Self::Mistake(complaint) => Some(complaint),
        }
    }
}

const SHIPPED: &str = include_str!("../../../policy/days-off.toml");
const LENGTH_MAX: u64 = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the test's own day")
    }

    fn refusal(text: &str) -> String {
        Calendar::parse(text).expect_err("a mistake").to_string()
    }

    #[test]
    fn the_shipped_file_knows_the_days_that_no_rule_says() {
        let calendar = Calendar::shipped();
        for off in [
            "2018-07-09", // the festival closed on Sunday the 8th
            "2018-09-24",
            "2023-05-05",
            "2023-05-29",
            "2023-07-10",
            "2025-11-17",
            "2026-01-02",
            "2026-06-22",
        ] {
            assert!(!calendar.is_working_day(day(off)), "{off}");
        }
        for worked in ["2023-05-20", "2025-11-08", "2026-01-17", "2026-06-27"] {
            assert!(calendar.is_working_day(day(worked)), "{worked}");
        }
        assert!(calendar.is_working_day(day("2026-11-20")));
        assert!(!calendar.is_working_day(day("2026-11-21")));
    }

    #[test]
    fn a_year_of_moves_keeps_its_number_of_working_days() {
        let (with, without) = (
            Calendar::shipped(),
            Calendar::parse("day_off = []\nmoved = []\n").expect("two empty lists"),
        );
        let count = |calendar: &Calendar| {
            (0..365)
                .map(|n| day("2026-01-01").plus_days(n))
                .filter(|day| calendar.is_working_day(*day))
                .count()
        };
        assert_eq!(count(&with), count(&without));
    }

    #[test]
    fn lines_that_change_nothing_or_contradict_are_refused_with_their_line() {
        let off = |day: &str| {
            format!("moved = []\n[[day_off]]\nday = \"{day}\"\nreason = \"a reason\"\n")
        };
        assert!(Calendar::parse(&off("2026-11-20")).is_ok());
        assert!(refusal(&off("2026-11-21")).contains("line 3"));
        assert!(refusal(&off("2026-11-18")).contains("no working day already"));
        assert!(refusal(&off("2026-11-32")).contains("line 3"));

        let moved = |from: &str, to: &str| {
            format!("day_off = []\n[[moved]]\nfrom = \"{from}\"\nto = \"{to}\"\nreason = \"x\"\n")
        };
        assert!(Calendar::parse(&moved("2026-11-20", "2026-11-21")).is_ok());
        assert!(refusal(&moved("2026-11-21", "2026-11-28")).contains("line 3"));
        assert!(refusal(&moved("2026-11-20", "2026-11-23")).contains("line 4"));
        // Sunday 5 April 2026 is Easter.
        assert!(refusal(&moved("2026-11-20", "2026-04-05")).contains("line 4"));
        let twice = off("2026-11-20") + "[[day_off]]\nday = \"2026-11-20\"\nreason = \"y\"\n";
        assert!(refusal(&twice).contains("line 6"));
    }

    #[test]
    fn unknown_and_missing_keys_are_refused() {
        assert!(refusal("day_off = []\n").contains("moved"));
        assert!(refusal("day_off = []\nmoved = []\nmore = 1\n").contains("line 3"));
        assert!(refusal("moved = []\n[[day_off]]\nday = \"2026-11-20\"\n").contains("reason"));
    }

    #[test]
    fn the_search_for_a_working_day_ends() {
        let last = day("9999-12-31");
        assert_eq!(Calendar::shipped().working_day_from(last), last);
    }
}
