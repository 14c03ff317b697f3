//! Working days: the policy's holidays, and what no rule says.
//!
//! All of it stands in the policy (`[calendar]`), so that two versions of the program judge a day
//! alike and the policy's digest names the calendar too. A line there that changes nothing is
//! refused: it is a typing mistake, and a wrong day makes a wrong deadline.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use serde::Deserialize;
use toml::Spanned;

use super::Day;
use super::holidays::{self, PublicHoliday, WrittenHoliday};
use crate::rules::names::Names;
use crate::rules::toml_file::{Complaint, TomlFile};
use crate::text::LanguageCode;

/// Which days are working days.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Years of which every day off is known.
    published: RangeInclusive<i16>,
    holidays: Vec<PublicHoliday>,
    off: BTreeSet<Day>,
    worked: BTreeSet<Day>,
}

impl Calendar {
    /// Monday to Friday and no holiday, unless the policy says otherwise.
    pub fn is_working_day(&self, day: Day) -> bool {
        if self.worked.contains(&day) {
            return true;
        }
        let by_rule = !holidays::is_weekend(day.0) && !self.is_holiday(day);
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

    /// The first and the last year of which every day off is known.
    pub fn published_years(&self) -> (i16, i16) {
        (*self.published.start(), *self.published.end())
    }

    /// All days of those years.
    pub fn published_days(&self) -> Range<Day> {
        let first = jiff::civil::date(*self.published.start(), 1, 1);
        let last = jiff::civil::date(*self.published.end(), 12, 31);
        Day(first)..Day(last).plus_days(1)
    }

    /// The public holidays of a year in order.
    pub(crate) fn holidays_of(&self, year: i16) -> Vec<(Day, &Names)> {
        let from = jiff::civil::date(year, 1, 1);
        let days = (0..366).map(|n| from.saturating_add(jiff::Span::new().days(n)));
        days.filter(|date| date.year() == year)
            .filter_map(|date| {
                let holiday = self.holidays.iter().find(|one| one.falls_on(date))?;
                Some((Day(date), holiday.name()))
            })
            .collect()
    }

    /// Are all days off known of the years from `first` to `last`?
    pub(super) fn is_published(&self, first: Day, last: Day) -> bool {
        self.published.contains(&first.year()) && self.published.contains(&last.year())
    }

    /// A holiday, or the Monday given for one?
    pub(super) fn is_holiday(&self, day: Day) -> bool {
        let mut all = self.holidays.iter();
        all.any(|holiday| holiday.falls_on(day.0) || holiday.gives(day.0))
    }

    /// The policy's `[calendar]`.
    pub(in crate::rules) fn from_written(
        sheet: TomlFile<'_>,
        languages: &[LanguageCode],
        written: &WrittenCalendar,
    ) -> Result<Self, Complaint> {
        let years = written.published_from..=9999;
        let holidays = written.holiday.iter();
        let mut calendar = Self {
            published: written.published_from
                ..=sheet.number("published_until", &written.published_until, years)?,
            holidays: holidays
                .map(|holiday| PublicHoliday::from_written(sheet, languages, holiday))
                .collect::<Result<_, _>>()?,
            off: BTreeSet::new(),
            worked: BTreeSet::new(),
        };
        for off in &written.day_off {
            sheet.words("reason", &off.reason, 200)?;
            calendar.take_off(sheet, &off.day)?;
        }
        for moved in &written.moved {
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
            holidays::is_weekend(date) && !self.is_holiday(*day.get_ref()) && !self.is_listed(day);
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
pub(in crate::rules) struct WrittenCalendar {
    published_from: i16,
    published_until: Spanned<i64>,
    holiday: Vec<Spanned<WrittenHoliday>>,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the test's own day")
    }

    /// A calendar without holidays but Easter and 18 November, with these lines below it.
    fn parse(more: &str) -> Result<Calendar, Complaint> {
        let text = format!("{HEAD}{more}");
        let sheet = TomlFile::new(&text);
        let latvian = [crate::text::Language::latvian().code().clone()];
        Calendar::from_written(sheet, &latvian, &sheet.read()?)
    }

    fn refusal(more: &str) -> String {
        parse(more).expect_err("a mistake").to_string()
    }

    const HEAD: &str = "published_from = 2026\npublished_until = 2026\n\
        holiday = [{ name = { lv = \"Lieldienas\" }, easter_days = 0 }, \
        { name = { lv = \"Diena\" }, on = \"11-18\", until = \"2030-12-31\" }]\n";

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
        let calendar = Calendar::shipped();
        let days = || (0..365).map(|n| day("2026-01-01").plus_days(n));
        let worked = days().filter(|day| calendar.is_working_day(*day));
        let by_rule =
            days().filter(|day| !holidays::is_weekend(day.0) && !calendar.is_holiday(*day));
        assert_eq!(worked.count(), by_rule.count());
    }

    #[test]
    fn lines_that_change_nothing_or_contradict_are_refused_with_their_line() {
        let off = |day: &str| {
            format!("moved = []\n[[day_off]]\nday = \"{day}\"\nreason = \"a reason\"\n")
        };
        assert!(parse(&off("2026-11-20")).is_ok());
        assert!(refusal(&off("2026-11-21")).contains("line 6"));
        assert!(refusal(&off("2026-11-18")).contains("no working day already"));
        assert!(refusal(&off("2026-11-32")).contains("line 6"));

        let moved = |from: &str, to: &str| {
            format!("day_off = []\n[[moved]]\nfrom = \"{from}\"\nto = \"{to}\"\nreason = \"x\"\n")
        };
        assert!(parse(&moved("2026-11-20", "2026-11-21")).is_ok());
        assert!(refusal(&moved("2026-11-21", "2026-11-28")).contains("line 6"));
        assert!(refusal(&moved("2026-11-20", "2026-11-23")).contains("line 7"));
        // Sunday 5 April 2026 is Easter.
        assert!(refusal(&moved("2026-11-20", "2026-04-05")).contains("line 7"));
        let twice = off("2026-11-20") + "[[day_off]]\nday = \"2026-11-20\"\nreason = \"y\"\n";
        assert!(refusal(&twice).contains("line 9"));
    }

    #[test]
    fn unknown_and_missing_keys_are_refused() {
        assert!(refusal("day_off = []\n").contains("moved"));
        assert!(refusal("day_off = []\nmoved = []\nmore = 1\n").contains("line 6"));
        assert!(refusal("moved = []\n[[day_off]]\nday = \"2026-11-20\"\n").contains("reason"));
    }

    #[test]
    fn the_search_for_a_working_day_ends() {
        let last = day("9999-12-31");
        assert_eq!(Calendar::shipped().working_day_from(last), last);
    }
}
