//! Latvian public holidays, by rule.
//!
//! The law "Par svētku, atceres un atzīmējamām dienām", section 1, as in force since 2007
//! (4 May and 18 November give the next working day if they fall on a weekend; nothing
//! else does). The one holiday without a rule, the closing day of the Song and Dance
//! Festival, stands in `policy/days-off.toml`.

use jiff::civil::{Date, Weekday};

/// Is this day one of the law's holidays, or the working day given for one?
pub(super) fn is_holiday(date: Date) -> bool {
    is_fixed(date) || is_moving(date) || is_given_for_a_weekend(date)
}

/// The holidays of a year in order, each with the id of its name.
pub(super) fn of_year(year: i16) -> Vec<(Date, &'static str)> {
    let from = jiff::civil::date(year, 1, 1);
    let days = (0..366).map(|n| from.saturating_add(jiff::Span::new().days(n)));
    days.filter(|day| day.year() == year)
        .filter_map(|day| Some((day, name(day)?)))
        .collect()
}

/// The id of a holiday's name; none for a working day given for one.
fn name(date: Date) -> Option<&'static str> {
    let by_easter = match days_between(easter(date.year()), date) {
        -2 => Some("holiday-good-friday"),
        0 => Some("holiday-easter"),
        1 => Some("holiday-easter-monday"),
        49 => Some("holiday-whit-sunday"),
        _ => None,
    };
    let by_date = || match (date.month(), date.day()) {
        (1, 1) => Some("holiday-new-year"),
        (5, 1) => Some("holiday-labour"),
        (5, 4) => Some("holiday-independence-restored"),
        (6, 23) => Some("holiday-ligo"),
        (6, 24) => Some("holiday-jani"),
        (11, 18) => Some("holiday-proclamation"),
        (12, 24) => Some("holiday-christmas-eve"),
        (12, 25) => Some("holiday-christmas"),
        (12, 26) => Some("holiday-second-christmas"),
        (12, 31) => Some("holiday-new-years-eve"),
        _ => None,
    };
    let mothers = || (is_moving(date) && by_easter.is_none()).then_some("holiday-mothers-day");
    by_easter.or_else(by_date).or_else(mothers)
}

/// Saturday or Sunday.
pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// 1 January; 1 and 4 May; Līgo and Jāņi; 18 November; 24 to 26 and 31 December.
fn is_fixed(date: Date) -> bool {
    matches!(
        (date.month(), date.day()),
        (1, 1) | (5, 1 | 4) | (6, 23 | 24) | (11, 18) | (12, 24..=26 | 31)
    )
}

/// Good Friday, Easter and the day after; Whit Sunday; Mother's Day.
fn is_moving(date: Date) -> bool {
    let after_easter = days_between(easter(date.year()), date);
    let is_mothers_day =
        date.month() == 5 && date.weekday() == Weekday::Sunday && (8..=14).contains(&date.day());
    matches!(after_easter, -2 | 0 | 1 | 49) || is_mothers_day
}

/// The Monday after a 4 May or 18 November on a weekend. (No other holiday can fall on
/// that Monday: 5 and 6 May, 19 and 20 November.)
fn is_given_for_a_weekend(date: Date) -> bool {
    date.weekday() == Weekday::Monday
        && matches!((date.month(), date.day()), (5, 5 | 6) | (11, 19 | 20))
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

    /// Made by `python3 -c` with dateutil's `easter` (Oudin's algorithm, another one than ours).
    const EASTERS: &str = include_str!("../../../tests/vectors/easter-1990-2060.txt");

    #[test]
    fn easter_agrees_with_an_independent_table() {
        let mut years = 0;
        for line in EASTERS.lines().filter(|line| !line.starts_with('#')) {
            let expected: Date = line.parse().expect("the table's own day");
            assert_eq!(easter(expected.year()), expected);
            years += 1;
        }
        assert_eq!(years, 71);
    }

    #[test]
    fn every_named_holiday_is_one_and_every_year_has_fifteen_or_so() {
        for year in 1990..2060 {
            let named = of_year(year);
            assert!(named.iter().all(|(day, _)| is_holiday(*day)));
            assert!((14..=15).contains(&named.len()), "{year}: {}", named.len());
        }
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

    fn holidays_of(year: i16) -> Vec<String> {
        let first = jiff::civil::date(year, 1, 1);
        first
            .series(jiff::Span::new().days(1))
            .take_while(|date| date.year() == year)
            .filter(|date| is_holiday(*date))
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
        let given = |y, m, d| is_given_for_a_weekend(jiff::civil::date(y, m, d));
        assert!(given(2024, 5, 6)); // 4 May 2024 was a Saturday
        assert!(given(2025, 5, 5)); // … 2025 a Sunday
        assert!(!given(2026, 5, 5)); // … 2026 a Monday itself
        assert!(given(2023, 11, 20)); // 18 November 2023 was a Saturday
        assert!(given(2029, 11, 19)); // … 2029 a Sunday
        assert!(!given(2026, 11, 19)); // … 2026 a Wednesday
        assert!(!given(2028, 1, 3)); // 1 January 2028 is a Saturday; nothing is given
    }
}
