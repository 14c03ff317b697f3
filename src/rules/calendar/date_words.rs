//! Dates in words, as people write them.

use super::Day;

use crate::text::{Language, say_with};

/// A day in words: *2026. gada 28. novembris*, *28 November 2026*.
pub(crate) fn day(language: Language, day: Day) -> String {
    in_words(language, "day-long", day)
}

/// A day in words, as when something happens: *2026. gada 28. novembrī*, *on 28 November 2026*.
pub(crate) fn day_on(language: Language, day: Day) -> String {
    in_words(language, "day-on", day)
}

/// The day of the week: *pirmdiena*, *Monday*.
pub(crate) fn weekday(language: Language, day: Day) -> String {
    let from_monday = (day.weekday() - 1).to_string();
    say_with(language, "calendar-weekday", &[("weekday", &from_monday)])
}

/// `2026-11-08` is the year 2026, the 8th, month 11: Fluent names the month.
fn in_words(language: Language, id: &str, day: Day) -> String {
    let written = day.to_string();
    let mut parts = written.split('-').map(|part| part.trim_start_matches('0'));
    let [year, month, day] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    say_with(
        language,
        id,
        &[("year", year), ("month", month), ("day", day)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_twelve_months_have_their_names_and_endings() {
        let forms = [
            ("janvāris", "janvārī", "January"),
            ("februāris", "februārī", "February"),
            ("marts", "martā", "March"),
            ("aprīlis", "aprīlī", "April"),
            ("maijs", "maijā", "May"),
            ("jūnijs", "jūnijā", "June"),
            ("jūlijs", "jūlijā", "July"),
            ("augusts", "augustā", "August"),
            ("septembris", "septembrī", "September"),
            ("oktobris", "oktobrī", "October"),
            ("novembris", "novembrī", "November"),
            ("decembris", "decembrī", "December"),
        ];
        for (month, (alone, when, english)) in (1..).zip(forms) {
            let date: Day = format!("2026-{month:02}-21").parse().expect("a day");
            let (lv, en) = (Language::latvian(), Language::english());
            assert_eq!(day(lv, date), format!("2026.\u{a0}gada 21.\u{a0}{alone}"));
            assert_eq!(day_on(lv, date), format!("2026.\u{a0}gada 21.\u{a0}{when}"));
            assert_eq!(day(en, date), format!("21\u{a0}{english} 2026"));
            assert_eq!(day_on(en, date), format!("on 21\u{a0}{english} 2026"));
        }
    }

    #[test]
    fn each_day_of_the_week_has_its_name() {
        let monday: Day = "2026-11-30".parse().expect("a day");
        let names = (0..7).map(|days| weekday(Language::latvian(), monday.plus_days(days)));
        assert_eq!(
            names.collect::<Vec<_>>().join(" "),
            "pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena"
        );
        assert_eq!(weekday(Language::english(), monday), "Monday");
    }

    #[test]
    fn a_one_digit_day_has_no_zero() {
        let date: Day = "2027-01-04".parse().expect("a day");
        assert_eq!(day(Language::english(), date), "4\u{a0}January 2027");
        assert_eq!(
            day(Language::latvian(), date),
            "2027.\u{a0}gada 4.\u{a0}janvāris"
        );
    }

    #[test]
    fn days_are_written_out() {
        let november: Day = "2026-11-08".parse().expect("a day");
        assert_eq!(
            day(Language::latvian(), november),
            "2026.\u{a0}gada 8.\u{a0}novembris"
        );
        assert_eq!(
            day_on(Language::latvian(), november),
            "2026.\u{a0}gada 8.\u{a0}novembrī"
        );
        assert_eq!(day(Language::english(), november), "8\u{a0}November 2026");
        assert_eq!(
            day_on(Language::english(), november),
            "on 8\u{a0}November 2026"
        );
    }
}
