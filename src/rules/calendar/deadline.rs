//! Deadlines: when something is due.
//!
//! Regulation 1182/71 Article 3 and APL sections 42 and 43: the day of the event is not
//! counted; a term in months or years ends on the same-numbered day, or on the last of a shorter
//! month; if the last day is a Saturday, Sunday or holiday, the term ends on the next
//! working day. A term in working days counts those alone. Hours play no role.

use std::fmt;

use super::{Calendar, Day};

/// How long a term is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// This many days after the day of the event.
    Days(u16),
    /// To the last of this many working days after the day of the event.
    WorkingDays(u16),
    /// To the same-numbered day this many months later.
    Months(u16),
    /// To the same day this many years later.
    Years(u16),
}

/// The last day on which something is on time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Deadline {
    // First, so that the derived order is "which one binds".
    legal: Day,
    nominal: Day,
    provisional: bool,
}

impl Length {
    /// The last day of a term that begins with an event on `start`, before it is moved off a
    /// holiday.
    pub fn after(self, start: Day, calendar: &Calendar) -> Day {
        match self {
            Self::Days(days) => start.plus_days(i32::from(days)),
            Self::WorkingDays(days) => {
                (0..days).fold(start, |day, _| calendar.working_day_from(day.plus_days(1)))
            }
            Self::Months(months) => start.plus_months(months),
            Self::Years(years) => start.plus_months(years.saturating_mul(12)),
        }
    }

    /// About how many days it takes, to tell a longer term from a shorter one.
    pub(in crate::rules) fn about_days(self) -> u32 {
        match self {
            Self::Days(days) => u32::from(days),
            Self::WorkingDays(days) => u32::from(days) * 7 / 5,
            Self::Months(months) => u32::from(months) * 30,
            Self::Years(years) => u32::from(years) * 365,
        }
    }

    /// The first day whose being a working day or not can move the end, which is `nominal`.
    fn first_asked(self, start: Day, nominal: Day) -> Day {
        match self {
            Self::WorkingDays(_) => start.plus_days(1).min(nominal),
            Self::Days(_) | Self::Months(_) | Self::Years(_) => nominal,
        }
    }
}

impl Deadline {
    /// Of a term of `length` that begins with an event on `start`.
    pub fn new(start: Day, length: Length, calendar: &Calendar) -> Self {
        let nominal = length.after(start, calendar);
        let legal = calendar.working_day_from(nominal);
        let first = length.first_asked(start, nominal);
        Self {
            legal,
            nominal,
            provisional: !calendar.is_published(first, legal),
        }
    }

    /// The counted last day. Warnings look at this one.
    pub fn nominal(self) -> Day {
        self.nominal
    }

    /// The last day in law: the nominal one, or the next working day after it.
    pub fn legal(self) -> Day {
        self.legal
    }

    /// Does it depend on working days of a year for which the policy doesn't have them all?
    pub fn is_provisional(self) -> bool {
        self.provisional
    }

    /// Of two that both apply, the earlier binds.
    #[must_use]
    pub fn or_earlier(self, other: Self) -> Self {
        self.min(other)
    }

    /// Was (or is) something done on `day` too late?
    pub fn missed_on(self, day: Day) -> bool {
        day > self.legal
    }

    /// Days until the nominal last day: 0 on it, negative after it.
    pub fn days_left(self, today: Day) -> i32 {
        self.nominal.days_since(today)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days} days"),
            Self::WorkingDays(days) => write!(f, "{days} working days"),
            Self::Months(months) => write!(f, "{months} months"),
            Self::Years(years) => write!(f, "{years} years"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the test's own day")
    }

    fn deadline(start: &str, length: Length) -> (String, String) {
        let deadline = Deadline::new(day(start), length, &Calendar::shipped());
        (deadline.nominal().to_string(), deadline.legal().to_string())
    }

    #[test]
    fn hard_cases() {
        use Length::{Days, Months};
        for (start, length, nominal, legal) in [
            // The event's day is not counted: Monday + 7 is the next Monday.
            ("2026-11-16", Days(7), "2026-11-23", "2026-11-23"),
            // Ends on a Saturday, on a Sunday.
            ("2026-11-21", Days(7), "2026-11-28", "2026-11-30"),
            ("2026-11-22", Days(7), "2026-11-29", "2026-11-30"),
            // Ends on 18 November, a Wednesday.
            ("2026-11-11", Days(7), "2026-11-18", "2026-11-19"),
            // 18 November 2023 was a Saturday: Monday the 20th is off too.
            ("2023-11-11", Days(7), "2023-11-18", "2023-11-21"),
            // Ends on Good Friday: the next working day is the Tuesday after Easter.
            ("2026-03-27", Days(7), "2026-04-03", "2026-04-07"),
            // Ends on Christmas Eve, a Thursday: 24, 25, 26 (Sat), 27 (Sun) → Monday.
            ("2026-12-17", Days(7), "2026-12-24", "2026-12-28"),
            // Over the year's end: 31 December, 1 January, then a weekend.
            ("2026-12-24", Days(7), "2026-12-31", "2027-01-04"),
            // 2 January 2026 was moved to Saturday the 17th.
            ("2025-12-26", Days(7), "2026-01-02", "2026-01-05"),
            ("2026-01-10", Days(7), "2026-01-17", "2026-01-17"),
            // Before Midsummer 2026: the 22nd moved, 23 and 24 holidays; worked on the 27th.
            ("2026-06-15", Days(7), "2026-06-22", "2026-06-25"),
            ("2026-06-20", Days(7), "2026-06-27", "2026-06-27"),
            // Month ends.
            ("2026-11-30", Months(3), "2027-02-28", "2027-03-01"),
            ("2027-11-30", Months(3), "2028-02-29", "2028-02-29"),
            ("2026-12-31", Months(2), "2027-02-28", "2027-03-01"),
            ("2026-10-31", Months(1), "2026-11-30", "2026-11-30"),
            ("2026-08-18", Months(3), "2026-11-18", "2026-11-19"),
            // A leap day as the start.
            ("2028-02-29", Months(3), "2028-05-29", "2028-05-29"),
            // No length: the day itself.
            ("2026-11-20", Days(0), "2026-11-20", "2026-11-20"),
        ] {
            let expected = (nominal.to_owned(), legal.to_owned());
            assert_eq!(deadline(start, length), expected, "{start} + {length}");
        }
    }

    /// Made by `tests/terms_table.py` with calendar libraries that share nothing with ours.
    const TERMS: [(&str, &str); 2] = [
        (
            "latvia",
            include_str!("../../../tests/vectors/terms-LV.txt"),
        ),
        (
            "estonia",
            include_str!("../../../tests/vectors/terms-EE.txt"),
        ),
    ];

    #[test]
    fn terms_end_as_another_calendar_library_says() {
        let packs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policy");
        for (country, terms) in TERMS {
            let policy = packs.join(country).join("policy.toml");
            let policy = std::fs::read_to_string(policy).expect("ours");
            let policy = crate::rules::policy::Policy::parse(&policy).expect("right");
            ends_agree(terms, policy.calendar());
        }
    }

    fn ends_agree(terms: &str, calendar: &Calendar) {
        let mut examples = 0;
        for line in terms.lines().filter(|line| !line.starts_with('#')) {
            let [start, term, nominal, legal] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}: four columns");
            };
            let (count, unit) = term.split_once('_').expect("a number and a unit");
            let count = count.parse().expect("a number");
            let length = match unit {
                "days" => Length::Days(count),
                "working_days" => Length::WorkingDays(count),
                "months" => Length::Months(count),
                "years" => Length::Years(count),
                other => panic!("{other}: no unit"),
            };
            let due = Deadline::new(day(start), length, calendar);
            let found = (due.nominal(), due.legal());
            assert_eq!(found, (day(nominal), day(legal)), "{line}");
            assert!(!due.is_provisional(), "{line}");
            examples += 1;
        }
        assert!(examples > 3_000, "{examples}");
    }

    #[test]
    fn a_date_of_a_year_that_is_not_published_is_provisional() {
        let calendar = Calendar::shipped();
        let (_, last) = calendar.published_years();
        let provisional =
            |start: String, length| Deadline::new(day(&start), length, &calendar).is_provisional();
        assert!(!provisional(format!("{last}-12-01"), Length::Days(7)));
        // Ends on a Wednesday, and a moved day could be just that one.
        assert!(provisional(format!("{last}-12-31"), Length::Days(7)));
        // Rolls from 31 December into the next year.
        assert!(provisional(format!("{last}-12-24"), Length::Days(7)));
        // Counts across the turn of the year, or up to its end.
        assert!(provisional(
            format!("{last}-12-21"),
            Length::WorkingDays(10)
        ));
        assert!(!provisional(
            format!("{last}-12-01"),
            Length::WorkingDays(10)
        ));
        // Days of an unpublished year that a term in months passes over don't matter.
        let first = calendar.published_years().0;
        assert!(!provisional(
            format!("{}-12-01", first - 1),
            Length::Months(2)
        ));
        assert!(provisional(format!("{}-12-01", first - 1), Length::Days(7)));
    }

    #[test]
    fn on_the_legal_day_is_on_time_and_the_day_after_is_not() {
        let deadline = Deadline::new(day("2026-11-21"), Length::Days(7), &Calendar::shipped());
        assert!(!deadline.missed_on(day("2026-11-28")));
        assert!(!deadline.missed_on(day("2026-11-30")));
        assert!(deadline.missed_on(day("2026-12-01")));
        assert_eq!(deadline.days_left(day("2026-11-25")), 3);
        assert_eq!(deadline.days_left(day("2026-11-28")), 0);
        assert_eq!(deadline.days_left(day("2026-11-30")), -2);
    }

    #[test]
    fn the_earlier_binds() {
        let calendar = Calendar::shipped();
        let feedback = Deadline::new(day("2026-11-02"), Length::Months(3), &calendar);
        let progress = Deadline::new(day("2026-11-20"), Length::Months(2), &calendar);
        assert_eq!(feedback.or_earlier(progress), progress);
        assert_eq!(progress.or_earlier(feedback), progress);
    }
}
