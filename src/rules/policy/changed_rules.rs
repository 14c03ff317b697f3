//! Changed rules: from which day on a policy judges otherwise than another.
//!
//! The law of a day stays what it was, so that a case ends on the same last day whenever it is
//! judged. A new policy may say something else of days to come; of days that are over only if it
//! says so (`[correction]`), because the one before was wrong.
//!
//! Knows rules and days. Never knows a report.

use std::ops::Range;

use super::Policy;
use crate::rules::calendar::Day;

impl Policy {
    /// The first of these days of which this policy says something else than `before`: which
    /// deadlines run for what was received on it, or whether it is a working day. Of more than
    /// twenty years, the last twenty count.
    pub fn first_day_changed(&self, before: &Self, days: Range<Day>) -> Option<Day> {
        let mut day = days.start.max(days.end.plus_days(-DAYS_MAX));
        while day < days.end {
            if !self.says_the_same_of(before, day) {
                return Some(day);
            }
            day = day.plus_days(1);
        }
        None
    }

    /// The same of all days of which either knows which are working days.
    pub fn changed_from(&self, before: &Self) -> Option<Day> {
        let (ours, theirs) = (
            self.calendar.published_days(),
            before.calendar.published_days(),
        );
        let days = ours.start.min(theirs.start)..ours.end.max(theirs.end);
        self.first_day_changed(before, days)
    }

    /// From which day on this version says other rules of days that are over, because the version
    /// before it was wrong.
    pub fn corrects_from(&self) -> Option<Day> {
        self.corrects_from
    }

    /// The order of deadlines in the file means nothing.
    fn says_the_same_of(&self, before: &Self, day: Day) -> bool {
        let mut rules = self.deadline_rules(day);
        self.calendar.is_working_day(day) == before.calendar.is_working_day(day)
            && self.deadline_rules(day).count() == before.deadline_rules(day).count()
            && rules.all(|rule| {
                before
                    .deadline_rules(day)
                    .any(|old| old.says_the_same(rule))
            })
    }
}

/// Whatever a ledger says of its days, it costs no more than these.
const DAYS_MAX: i32 = 20 * 366;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the test's own day")
    }

    fn changed(line: &str, other: &str) -> Policy {
        let text = Policy::shipped().text().to_owned();
        assert!(text.contains(line), "{line}");
        Policy::parse(&text.replacen(line, other, 1)).expect("right")
    }

    fn since(policy: &Policy) -> Option<Day> {
        let days = day("2025-06-01")..day("2026-11-30");
        policy.first_day_changed(&Policy::shipped(), days)
    }

    #[test]
    fn another_term_counts_from_the_first_day_on_which_it_is_the_law() {
        let shipped = Policy::shipped();
        assert_eq!(since(&shipped), None);
        let term = "term = { working_days = 10 }";
        let longer = changed(term, "term = { working_days = 20 }");
        assert_eq!(since(&longer), Some(day("2026-03-01")));
        // The old law ends a day later.
        let text = longer.text().replace("2026-02-28", "2026-03-01");
        let text = text.replace("from = \"2026-03-01\"", "from = \"2026-03-02\"");
        let later = Policy::parse(&text).expect("right");
        assert_eq!(since(&later), Some(day("2026-03-01")));
        let before = day("2025-06-01")..day("2026-03-01");
        assert_eq!(longer.first_day_changed(&shipped, before), None);
    }

    #[test]
    fn a_holiday_counts_on_its_day_and_a_reason_from_the_first() {
        let holiday = "on = \"11-18\"\n";
        let dropped = changed(holiday, &format!("{holiday}until = \"2025-10-01\"\n"));
        assert_eq!(since(&dropped), Some(day("2025-11-18")));
        let fewer = changed(
            "[\"data_missing\", \"other_institutions\", \"bulk\"]",
            "[\"bulk\"]",
        );
        assert_eq!(since(&fewer), Some(day("2026-03-01")));
        let bound = changed("tips = \"service-standard\"", "tips = \"law\"");
        assert_eq!(since(&bound), Some(day("2025-06-01")));
    }

    #[test]
    fn what_is_no_rule_of_a_day_is_no_change() {
        for (line, other) in [
            ("keep_reply_days = 365", "keep_reply_days = 400"),
            ("warn_days = [14, 3]", "warn_days = [10]"),
            ("published_until = 2026", "published_until = 2027"),
        ] {
            assert_eq!(since(&changed(line, other)), None, "{line}");
        }
    }

    #[test]
    fn however_long_ago_a_ledger_begins_twenty_years_are_looked_at() {
        let term = changed("term = { months = 2 }", "term = { months = 1 }");
        let ages = day("0001-01-01")..day("2026-11-30");
        let since = term.first_day_changed(&Policy::shipped(), ages);
        assert_eq!(since.map(Day::year), Some(2006));
    }

    #[test]
    fn a_correction_is_of_its_own_version_or_refused() {
        let written = |version: u32| {
            let text = Policy::shipped().text().to_owned();
            let line =
                format!("[correction]\nversion = {version}\nfrom = \"2026-03-01\"\n\n[files]");
            Policy::parse(&text.replacen("[files]", &line, 1))
        };
        assert_eq!(Policy::shipped().corrects_from(), None);
        let first = written(1).expect("its own");
        assert_eq!(first.corrects_from(), Some(day("2026-03-01")));
        let why = written(2).expect_err("another's").to_string();
        assert!(why.contains("a correction of another version"), "{why}");
    }
}
