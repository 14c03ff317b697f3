//! The docket for other programs: a table without content, and a calendar with neutral words.
//!
//! Neither holds a word that a reporter wrote: references, days, words of our own, and in the table
//! what the officer calls the case (E13).
//! The calendar names no case: calendars are synchronised to who knows where.

use std::collections::BTreeMap;

use super::overview::CaseOverview;
use crate::keys::passphrase_strength::without_width;
use crate::rules::calendar::Day;
use crate::text::{Language, say, say_with};

/// UTF-8 with commas, a header, and CRLF ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).
pub(in crate::officer) fn table(rows: &[CaseOverview], language: Language) -> String {
    let head = [
        "case", "number", "received", "state", "next", "by", "days", "labels",
    ];
    let head = head.map(|column| say(language, &format!("docket-{column}")));
    let mut table = line(&head);
    for row in rows {
        let next = row.next.as_ref().filter(|_| !row.is_over());
        let clock = |clock: &str| say(language, &format!("officer-clock-{clock}"));
        table += &line(&[
            row.case.clone(),
            inert(&row.docket),
            row.received.to_string(),
            row.status
                .map_or(String::new(), |status| say(language, status)),
            next.map_or(String::new(), |next| clock(next.clock)),
            next.map_or(String::new(), |next| next.by.to_string()),
            next.map_or(String::new(), |next| next.days_left.to_string()),
            inert(&row.labels.join(" ")),
        ]);
    }
    table
}

/// What a spreadsheet would take for a formula becomes text.
fn inert(words: &str) -> String {
    // Full-width and small ones are taken for the sign itself, here and there.
    let first = words.trim_start().chars().next();
    let sign = first.and_then(without_width);
    if sign.is_some_and(|sign| "=+-@−".contains(sign)) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

fn line(cells: &[String; 8]) -> String {
    let quoted = cells
        .each_ref()
        .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    quoted.join(",") + "\r\n"
}

/// One entry for each day on which something is due
/// ([RFC 5545](https://www.rfc-editor.org/rfc/rfc5545)).
pub(in crate::officer) fn calendar(
    rows: &[CaseOverview],
    today: Day,
    language: Language,
) -> String {
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_over()) {
        if let Some(next) = &row.next {
            *days.entry(next.by).or_default() += 1;
        }
    }
    let compact = |day: Day| day.to_string().replace('-', "");
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Svilpe//EN\r\n".to_owned();
    for (day, count) in days {
        let count = count.to_string();
        let words = say_with(language, "docket-due", &[("count", &count)]);
        let stamp = compact(today);
        let day = compact(day);
        let event = format!(
            "BEGIN:VEVENT\r\nUID:{day}@svilpe\r\nDTSTAMP:{stamp}T000000Z\r\n\
             DTSTART;VALUE=DATE:{day}\r\nSUMMARY:{words}\r\nEND:VEVENT\r\n"
        );
        text.push_str(&event);
    }
    text + "END:VCALENDAR\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_some_spreadsheet_takes_for_a_formula_begins_a_cell() {
        for sign in "=+-@＝＋－＠﹢﹣﹫﹦−".chars() {
            for words in [format!("{sign}1+1"), format!(" {sign}cmd|' /C calc'!A0")] {
                assert_eq!(inert(&words), format!("'{words}"));
            }
        }
        for words in ["1-15/77", "A=1", "", "№ 5", "ＡＢ"] {
            assert_eq!(inert(words), words);
        }
    }
}
