//! Days in words.
//!
//! Latvian puts the month into a grammatical case, so a Fluent text can't simply take a
//! month's name: a text takes the whole day, already in the case that its words ask for.
//! The twelve names stand here, beside the rule, and not in the Fluent files.

use super::Day;
use crate::texts::Language;

impl Day {
    /// `2026. gada 21. novembris`, `21 November 2026`: standing alone.
    pub fn in_words(self, language: Language) -> String {
        self.worded(language, Ending::Nominative)
    }

    /// `2026. gada 21. novembrī`, `21 November 2026`: when something happens.
    pub fn in_words_when(self, language: Language) -> String {
        self.worded(language, Ending::Locative)
    }

    /// `2026. gada 21. novembrim`, `21 November 2026`: after *līdz*, until when.
    pub fn in_words_until(self, language: Language) -> String {
        self.worded(language, Ending::Dative)
    }

    fn worded(self, language: Language, ending: Ending) -> String {
        let (year, number) = (self.year(), self.day_of_month());
        let month = usize::from(self.month() - 1);
        match language {
            Language::Latvian => {
                let stem = LATVIAN_STEMS[month];
                let ending = ending.of(stem);
                format!("{year}. gada {number}. {stem}{ending}")
            }
            Language::English => format!("{number} {} {year}", ENGLISH[month]),
        }
    }
}

#[derive(Clone, Copy)]
enum Ending {
    Nominative,
    Locative,
    Dative,
}

impl Ending {
    /// *Marts, maijs, jūnijs, jūlijs, augusts* are of the first declension; the months in
    /// *-is* are of the second.
    fn of(self, stem: &str) -> &'static str {
        let first_declension = stem.ends_with('t') || stem.ends_with('j');
        match (self, first_declension) {
            (Self::Nominative, true) => "s",
            (Self::Nominative, false) => "is",
            (Self::Locative, true) => "ā",
            (Self::Locative, false) => "ī",
            (Self::Dative, true) => "am",
            (Self::Dative, false) => "im",
        }
    }
}

const LATVIAN_STEMS: [&str; 12] = [
    "janvār", "februār", "mart", "aprīl", "maij", "jūnij", "jūlij", "august", "septembr", "oktobr",
    "novembr", "decembr",
];

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_twelve_months_in_three_cases() {
        let forms = [
            ("janvāris", "janvārī", "janvārim", "January"),
            ("februāris", "februārī", "februārim", "February"),
            ("marts", "martā", "martam", "March"),
            ("aprīlis", "aprīlī", "aprīlim", "April"),
            ("maijs", "maijā", "maijam", "May"),
            ("jūnijs", "jūnijā", "jūnijam", "June"),
            ("jūlijs", "jūlijā", "jūlijam", "July"),
            ("augusts", "augustā", "augustam", "August"),
            ("septembris", "septembrī", "septembrim", "September"),
            ("oktobris", "oktobrī", "oktobrim", "October"),
            ("novembris", "novembrī", "novembrim", "November"),
            ("decembris", "decembrī", "decembrim", "December"),
        ];
        for (month, (alone, when, until, english)) in (1..).zip(forms) {
            let day: Day = format!("2026-{month:02}-21").parse().expect("a day");
            let lv = Language::Latvian;
            assert_eq!(day.in_words(lv), format!("2026. gada 21. {alone}"));
            assert_eq!(day.in_words_when(lv), format!("2026. gada 21. {when}"));
            assert_eq!(day.in_words_until(lv), format!("2026. gada 21. {until}"));
            let en = Language::English;
            for words in [
                day.in_words(en),
                day.in_words_when(en),
                day.in_words_until(en),
            ] {
                assert_eq!(words, format!("21 {english} 2026"));
            }
        }
    }

    #[test]
    fn a_one_digit_day_has_no_zero() {
        let day: Day = "2027-01-04".parse().expect("a day");
        assert_eq!(day.in_words(Language::English), "4 January 2027");
        assert_eq!(day.in_words(Language::Latvian), "2027. gada 4. janvāris");
    }
}
