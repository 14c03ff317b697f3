//! `svilpe officer list`: the cases at a glance, what is due first on top, what is over at the end.

use std::io::{self, Write};

use serde::Serialize;

use super::Cases;
use super::overview::{CaseOverview, KnownHere, NextDue, overviews};
pub(in crate::officer) use super::overview::{ListView, Pressing};
use crate::cli::failure::Failure;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::retention::due::{RetentionRow, retention_rows};
use crate::officer::retention::notes::RetentionNotes;
use crate::rules::calendar::Day;
use crate::rules::calendar::date_words::weekday;
use crate::text::terminal::Beginning;
use crate::text::{Language, say, say_with};

/// Looks what is known of the cases here, and writes the table, or one group of it.
pub(in crate::officer) fn print(
    cases: &Cases,
    (home, keys): (&OfficerHome, &OfficerKeys),
    view: &ListView<'_>,
    (form, only): (ListForm, Option<Pressing>),
    out: &mut dyn Write,
) -> Result<io::Result<()>, Failure> {
    let mut rows = overviews(cases, &KnownHere::read(home, keys)?, view);
    rows.retain(|row| only.is_none_or(|only| row.pressing == only));
    Ok(match form {
        ListForm::Json => {
            let notes = RetentionNotes::read(home, keys)?;
            let terms = view.policy.retention();
            let over = retention_rows(cases, view.fold, &notes, terms, view.today);
            let rows: Vec<_> = rows.iter().map(|row| ListedCase::of(row, &over)).collect();
            serde_json::to_writer_pretty(&mut *out, &rows)
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out))
        }
        ListForm::Table => table(&rows, view.language, out),
    })
}

/// A case as programs read it.
#[derive(Serialize)]
struct ListedCase<'a> {
    #[serde(flatten)]
    overview: &'a CaseOverview,
    /// None while it is not over.
    retention: Option<ListedRetention>,
}

#[derive(Serialize)]
struct ListedRetention {
    state: &'static str,
    /// Since which day, from which day, or closed on which: as the state says.
    day: Option<Day>,
    held: bool,
}

impl<'a> ListedCase<'a> {
    fn of(overview: &'a CaseOverview, over: &[RetentionRow]) -> Self {
        let row = over.iter().find(|row| row.case == overview.case);
        let retention = row.map(|row| ListedRetention {
            state: row.state.word(),
            day: row.state.day(),
            held: row.hold.is_some(),
        });
        Self {
            overview,
            retention,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum ListForm {
    Table,
    /// The category and the words as they were sent: JSON has its own escapes.
    Json,
}

impl NextDue {
    /// What is to be done, by which day, and how many days are left.
    pub(in crate::officer) fn in_words(&self, language: Language) -> String {
        let clock = say(language, &format!("officer-clock-{}", self.clock));
        let days = self.days_left.unsigned_abs().to_string();
        let (by, weekday) = (self.by.to_string(), weekday(language, self.by));
        let arguments = [
            ("clock", clock.as_str()),
            ("by", &by),
            ("weekday", &weekday),
            ("days", &days),
        ];
        let words = if self.days_left < 0 {
            say_with(language, "officer-list-next-late", &arguments)
        } else {
            say_with(language, "officer-list-next", &arguments)
        };
        marked(words, self.provisional, language)
    }
}

/// A date of a year whose days off are not published may yet move.
fn marked(words: String, provisional: bool, language: Language) -> String {
    if provisional {
        format!("{words} ({})", say(language, "officer-list-provisional"))
    } else {
        words
    }
}

impl CaseOverview {
    /// The ledger's word, if it has one; else what this folder knows. Then what is due.
    fn state(&self, language: Language) -> String {
        if let Some(reason) = self.contested {
            return say_with(language, "officer-list-contested", &[("reason", reason)]);
        }
        let status = match self.status {
            Some(status) => say(language, status),
            None if self.answered => say(language, "officer-list-answered"),
            None => say(language, "officer-list-unrecorded"),
        };
        let next = self.next.as_ref().filter(|_| !self.is_over());
        let next = next.map(|next| next.in_words(language));
        next.map_or(status.clone(), |next| format!("{status}; {next}"))
    }

    /// The officer's own number and labels.
    fn own_words(&self) -> Option<String> {
        let labels = self.labels.iter().map(|label| format!("#{label}"));
        let number = Some(self.docket.clone()).filter(|docket| !docket.is_empty());
        let words: Vec<String> = number.into_iter().chain(labels).collect();
        (!words.is_empty()).then(|| words.join("  "))
    }

    /// What stands out: empty if everything was read.
    fn what_is_new(&self, language: Language) -> String {
        let counts = [
            ("officer-list-damaged", self.damaged),
            ("officer-list-new-additions", self.new_additions),
            ("officer-list-new-replies", self.new_replies),
        ];
        let mut words = String::new();
        if self.new {
            words += "  ";
            words += &say(language, "officer-list-new");
        }
        for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            words += "  ";
            words += &say_with(language, id, &[("count", &count.to_string())]);
        }
        words
    }
}

fn table(rows: &[CaseOverview], language: Language, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "{}", say(language, "officer-list-empty"));
    }
    writeln!(out, "{}", say(language, "officer-list-header"))?;
    let (over, open): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.is_over());
    for row in open {
        write_row(row, language, out)?;
    }
    if !over.is_empty() {
        writeln!(out, "\n{}", say(language, "officer-list-finished"))?;
    }
    for row in over {
        write_row(row, language, out)?;
    }
    Ok(())
}

fn write_row(row: &CaseOverview, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let state = row.state(language);
    let parts = say_with(
        language,
        "officer-list-parts",
        &[
            ("additions", &row.additions.to_string()),
            ("files", &row.files.to_string()),
        ],
    );
    let new = row.what_is_new(language);
    writeln!(
        out,
        "{}  {}  {state}  ({parts}){new}",
        row.case, row.received
    )?;
    let beginning = Beginning {
        text: &row.beginning,
        columns: BEGINNING_COLUMNS,
    };
    let about = Beginning {
        text: &row.category_in_words,
        columns: CATEGORY_COLUMNS,
    };
    writeln!(out, "          {about}: {beginning}")?;
    if let Some(own) = row.own_words() {
        writeln!(out, "          {own}")?;
    }
    if let Some(owner) = &row.not_of {
        let apart = say_with(language, "officer-not-the-reporters", &[("case", owner)]);
        writeln!(out, "          {apart}")?;
    }
    if row.later_message {
        let apart = say_with(language, "officer-later-message", &[("case", &row.case)]);
        writeln!(out, "          {apart}")?;
    }
    Ok(())
}

/// With the category and the margin, this is within a hundred columns.
const BEGINNING_COLUMNS: usize = 56;
const CATEGORY_COLUMNS: usize = 32;
