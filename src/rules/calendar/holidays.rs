//! Public holidays, by the policy's rules.
//!
//! A rule says on which day of a year a holiday falls: a date, a distance from Easter, or a certain
//! Sunday of a month. It holds from a day and until one, so that the days of an earlier law stay
//! what they were. Which holidays there are stands in the policy.

use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use toml::Spanned;

use super::Day;
use crate::rules::names::{NamedIn, Names, WrittenNames};
use crate::rules::toml_file::{Complaint, TomlFile};
use crate::text::LanguageCode;

/// One public holiday.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicHoliday {
    name: Names,
    falls: HolidayRule,
    /// The Monday after it is off, too, if it falls on a weekend.
    monday_for_weekend: bool,
    from: Option<Day>,
    until: Option<Day>,
}

/// On which day of each year a holiday falls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum HolidayRule {
    On {
        month: i8,
        day: i8,
    },
    /// So many days after Easter Sunday; negative: before it.
    EasterDays(i32),
    Sunday {
        nth: i8,
        month: i8,
    },
}

impl PublicHoliday {
    /// What it is called.
    pub(crate) fn name(&self) -> &Names {
        &self.name
    }

    /// Does it fall on this day?
    pub(super) fn falls_on(&self, date: Date) -> bool {
        let falls = match self.falls {
            HolidayRule::On { month, day } => (date.month(), date.day()) == (month, day),
            HolidayRule::EasterDays(days) => days_between(easter(date.year()), date) == days,
            HolidayRule::Sunday { nth, month } => {
                date.month() == month
                    && date.weekday() == Weekday::Sunday
                    && (date.day() - 1) / 7 + 1 == nth
            }
        };
        falls && self.is_in_force(date)
    }

    /// Is this a Monday that is off because the holiday fell on the weekend before it?
    pub(super) fn gives(&self, date: Date) -> bool {
        let back = |days| date.saturating_sub(jiff::Span::new().days(days));
        self.monday_for_weekend
            && date.weekday() == Weekday::Monday
            && (self.falls_on(back(1)) || self.falls_on(back(2)))
    }

    fn is_in_force(&self, date: Date) -> bool {
        let day = Day(date);
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    pub(super) fn from_written(
        sheet: TomlFile<'_>,
        languages: &[LanguageCode],
        written: &Spanned<WrittenHoliday>,
    ) -> Result<Self, Complaint> {
        let holiday = written.get_ref();
        if let (Some(from), Some(until)) = (holiday.from, &holiday.until)
            && *until.get_ref() < from
        {
            let hint = "a holiday is kept from a day and until a later one";
            return Err(sheet.complain(until, "until is before from", hint));
        }
        Ok(Self {
            name: Names::from_written(sheet, &holiday.name, 120, NamedIn::These(languages))?,
            falls: rule(sheet, written)?,
            monday_for_weekend: holiday.monday_for_weekend,
            from: holiday.from,
            until: holiday.until.as_ref().map(|until| *until.get_ref()),
        })
    }
}

fn rule(sheet: TomlFile<'_>, written: &Spanned<WrittenHoliday>) -> Result<HolidayRule, Complaint> {
    let holiday = written.get_ref();
    match (&holiday.on, &holiday.easter_days, &holiday.sunday) {
        (Some(on), None, None) => fixed(sheet, on),
        (None, Some(days), None) => {
            // Septuagesima to the feast of Corpus Christi, with room.
            let days = sheet.number("easter_days", days, -70..=70)?;
            Ok(HolidayRule::EasterDays(days))
        }
        (None, None, Some(sunday)) => Ok(HolidayRule::Sunday {
            nth: sheet.number("nth", &sunday.nth, 1..=4)?,
            month: sheet.number("month", &sunday.month, 1..=12)?,
        }),
        _ => {
            let hint = "write one of on, easter_days and sunday";
            Err(sheet.complain(written, "a holiday falls by one rule", hint))
        }
    }
}

/// A month and a day that each year has.
fn fixed(sheet: TomlFile<'_>, written: &Spanned<String>) -> Result<HolidayRule, Complaint> {
    let common_year: Option<Day> = format!("2001-{}", written.get_ref()).parse().ok();
    let Some(Day(date)) = common_year else {
        let what = "not a day of every year";
        return Err(sheet.complain(written, what, "write it as 11-18, month first"));
    };
    Ok(HolidayRule::On {
        month: date.month(),
        day: date.day(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenHoliday {
    name: Spanned<WrittenNames>,
    on: Option<Spanned<String>>,
    easter_days: Option<Spanned<i64>>,
    sunday: Option<WrittenSunday>,
    #[serde(default)]
    monday_for_weekend: bool,
    from: Option<Day>,
    until: Option<Spanned<Day>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSunday {
    nth: Spanned<i64>,
    month: Spanned<i64>,
}

/// Saturday or Sunday.
pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn days_between(earlier: Date, later: Date) -> i32 {
    (later - earlier).get_days()
}

/// Easter Sunday in the Gregorian calendar, by the "anonymous" algorithm in Meeus,
/// *Astronomical Algorithms*, chapter 8 (his letters, in his order).
#[expect(
    clippy::many_single_char_names,
    reason = "a reader compares them with the book's"
)]
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (b, c) = (y.div_euclid(100), y.rem_euclid(100));
    let a = y.rem_euclid(19);
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let days_after_22_march = h + l - 7 * m;
    // From 22 March to 25 April, counted on from a day that every year has.
    jiff::civil::date(year, 3, 22)
        .saturating_add(jiff::Span::new().days(days_after_22_march.clamp(0, 34)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::calendar::Calendar;
    use crate::text::Language;

    /// Made by `python3 -c` with dateutil's `easter` (Oudin's algorithm, another one than ours).
    const EASTERS: &str = include_str!("../../../tests/vectors/easter-1990-2060.txt");

    #[test]
    fn easter_is_the_tables_easter() {
        let mut years = 0;
        for line in EASTERS.lines().filter(|line| !line.starts_with('#')) {
            let expected: Date = line.parse().expect("the table's own day");
            assert_eq!(easter(expected.year()), expected);
            years += 1;
        }
        assert_eq!(years, 71);
    }

    #[test]
    fn easter_holds_at_the_calendars_ends() {
        for year in -9999..=9999 {
            let easter = easter(year);
            assert_eq!(easter.weekday(), Weekday::Sunday, "{year}");
            assert!(
                easter >= jiff::civil::date(year, 3, 22)
                    && easter <= jiff::civil::date(year, 4, 25)
            );
        }
    }

    #[test]
    fn every_named_holiday_is_one_and_every_year_has_fifteen_or_so() {
        let calendar = Calendar::shipped();
        for year in 1990..2060 {
            let named = calendar.holidays_of(year);
            assert!(named.iter().all(|(day, _)| calendar.is_holiday(*day)));
            assert!((14..=15).contains(&named.len()), "{year}: {}", named.len());
        }
        let named = calendar.holidays_of(2026);
        assert_eq!(named[0].1.read(Language::latvian()), "Jaungada diena");
        assert_eq!(named[6].1.read(Language::english()), "Mother's Day");
    }

    fn holidays_of(year: i16) -> Vec<String> {
        let calendar = Calendar::shipped();
        let first = jiff::civil::date(year, 1, 1);
        first
            .series(jiff::Span::new().days(1))
            .take_while(|date| date.year() == year)
            .filter(|date| calendar.is_holiday(Day(*date)))
            .map(|date| date.strftime("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn a_year_has_exactly_the_laws_holidays() {
        // 2026: Easter 5 April; 10 May is both nothing else and Mother's Day; Whit Sunday 24 May.
        assert_eq!(
            holidays_of(2026),
            [
                "01-01", "04-03", "04-05", "04-06", "05-01", "05-04", "05-10", "05-24", "06-23",
                "06-24", "11-18", "12-24", "12-25", "12-26", "12-31"
            ]
        );
        // 2025: 4 May on a Sunday gives Monday 5 May.
        assert_eq!(
            holidays_of(2025),
            [
                "01-01", "04-18", "04-20", "04-21", "05-01", "05-04", "05-05", "05-11", "06-08",
                "06-23", "06-24", "11-18", "12-24", "12-25", "12-26", "12-31"
            ]
        );
    }

    #[test]
    fn only_4_may_and_18_november_give_a_day_for_a_weekend() {
        let calendar = Calendar::shipped();
        let given = |y, m, d| calendar.is_holiday(Day(jiff::civil::date(y, m, d)));
        assert!(given(2024, 5, 6)); // 4 May 2024 was a Saturday
        assert!(given(2025, 5, 5)); // … 2025 a Sunday
        assert!(!given(2026, 5, 5)); // … 2026 a Monday itself
        assert!(given(2023, 11, 20)); // 18 November 2023 was a Saturday
        assert!(given(2029, 11, 19)); // … 2029 a Sunday
        assert!(!given(2026, 11, 19)); // … 2026 a Wednesday
        assert!(!given(2028, 1, 3)); // 1 January 2028 is a Saturday; nothing is given
    }
}
