//! `svilpe officer list`: the cases at a glance, what is due first on top.

use std::io::{self, Write};

use serde::Serialize;

use super::conversation::unseen;
use super::report_answers::category;
use super::sent_replies::answered;
use super::{Case, Cases};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::ledger::fold::{ItemAccount, LedgerFold};
use crate::officer::home::OfficerHome;
use crate::officer::ledger::contested_rejections::Contested;
use crate::officer::ledger::item_states::ItemStates;
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;
use crate::text::terminal::Beginning;
use crate::text::{Language, say, say_with};

/// What the list looks at beside the cases.
pub(in crate::officer) struct ListView<'a> {
    pub policy: &'a Policy,
    pub calendar: &'a Calendar,
    pub today: Day,
    pub language: Language,
    /// What the ledger said when it was read last.
    pub fold: &'a LedgerFold,
    /// What colleagues rejected, and this officer has not agreed to.
    pub contested: &'a Contested,
}

/// One line of the list.
#[derive(Serialize)]
struct CaseRow {
    case: String,
    received: Day,
    acknowledge_by: Day,
    /// The day depends on a year whose days off are not published.
    provisional: bool,
    days_left: i32,
    /// As it was sent, for scripts.
    category: Option<String>,
    beginning: String,
    additions: usize,
    files: usize,
    answered: bool,
    /// Additions that `read` did not show here yet.
    new_additions: usize,
    /// Colleagues' replies that it did not.
    new_replies: usize,
    /// As its reporter sees it; none before the ledger names it.
    status: Option<&'static str>,
    /// A colleague rejected its report or an addition for this reason, and this officer said
    /// nothing yet.
    contested: Option<&'static str>,
    next: Option<NextDue>,
    /// The case whose mailbox this names without being signed by its reporter.
    not_of: Option<String>,
    #[serde(skip)]
    category_in_words: String,
}

/// What the ledger says is due next.
#[derive(Serialize)]
struct NextDue {
    /// As `law.md` names the clock: A1, L1, …
    clock: &'static str,
    by: Day,
    provisional: bool,
    days_left: i32,
}

/// Reads which cases were answered, and writes the table.
pub(in crate::officer) fn print(
    cases: &Cases,
    home: &OfficerHome,
    view: &ListView<'_>,
    form: ListForm,
    out: &mut dyn Write,
) -> Result<io::Result<()>, Failure> {
    let here = Known {
        answered: answered(home)?,
        states: ItemStates::read(home)?,
        unseen: unseen(home)?,
    };
    let rows: Vec<CaseRow> = cases
        .cases
        .iter()
        .map(|case| CaseRow::new(case, &here, view))
        .collect();
    Ok(match form {
        ListForm::Json => serde_json::to_writer_pretty(&mut *out, &rows)
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out)),
        ListForm::Table => table(&rows, view.language, out),
    })
}

/// What this folder knows of the cases.
struct Known {
    answered: Vec<ReportDigest>,
    states: ItemStates,
    /// An item for each reply that was not shown.
    unseen: Vec<ReportDigest>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum ListForm {
    Table,
    /// The category and the words as they were sent: JSON has its own escapes.
    Json,
}

impl CaseRow {
    fn new(case: &Case, here: &Known, view: &ListView<'_>) -> Self {
        let first = case.first();
        let due = view.policy.acknowledge_deadline(first.day, view.calendar);
        let slug = first.category.as_ref().map(|slug| slug.as_str());
        Self {
            case: case.reference(),
            received: first.day,
            acknowledge_by: due.legal(),
            provisional: due.is_provisional(),
            days_left: due.days_left(view.today),
            category: slug.map(str::to_owned),
            beginning: first.beginning.to_string(),
            additions: case.additions(),
            files: case.files(),
            answered: case
                .items()
                .iter()
                .any(|item| here.answered.contains(&item.item)),
            new_additions: case.unread_additions(&here.states),
            new_replies: here.unseen.iter().filter(|item| case.holds(item)).count(),
            status: view.fold.status(&first.item).map(PublicStatus::text_id),
            contested: case
                .items()
                .iter()
                .find_map(|one| view.contested.reason(&one.item))
                .map(RejectionReason::as_str),
            next: NextDue::of(&first.item, view),
            not_of: case.not_of().map(str::to_owned),
            category_in_words: match slug {
                Some(slug) => category(slug, view.policy, view.language),
                None => say(view.language, "officer-category-none"),
            },
        }
    }
}

impl NextDue {
    fn of(item: &ReportDigest, view: &ListView<'_>) -> Option<Self> {
        let ItemAccount::Case(number) = view.fold.find(item)?.account else {
            return None;
        };
        let timeline = view.fold.timeline(number)?;
        let due = timeline.next_due(view.policy, view.calendar)?;
        Some(Self {
            clock: due.kind.id(),
            by: due.deadline.legal(),
            provisional: due.deadline.is_provisional(),
            days_left: due.deadline.days_left(view.today),
        })
    }

    fn in_words(&self, language: Language) -> String {
        let clock = say(language, &format!("officer-clock-{}", self.clock));
        let days = self.days_left.unsigned_abs().to_string();
        let arguments = [("clock", clock.as_str()), ("days", &days)];
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

impl CaseRow {
    /// The ledger's word, if it has one; else what this folder knows.
    fn state(&self, language: Language) -> String {
        if let Some(reason) = self.contested {
            return say_with(language, "officer-list-contested", &[("reason", reason)]);
        }
        if let Some(status) = self
            .status
            .filter(|_| self.next.is_some() || self.is_over())
        {
            let status = say(language, status);
            let next = self.next.as_ref().map(|next| next.in_words(language));
            return next.map_or(status.clone(), |next| format!("{status}; {next}"));
        }
        if self.answered {
            return say(language, "officer-list-answered");
        }
        let days = self.days_left.unsigned_abs().to_string();
        let words = if self.days_left < 0 {
            say_with(language, "officer-list-late", &[("days", &days)])
        } else {
            say_with(language, "officer-list-due", &[("days", &days)])
        };
        marked(words, self.provisional, language)
    }

    /// What stands out: empty if everything was read.
    fn what_is_new(&self, language: Language) -> String {
        let counts = [
            ("officer-list-new-additions", self.new_additions),
            ("officer-list-new-replies", self.new_replies),
        ];
        let mut words = String::new();
        for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            words += "  ";
            words += &say_with(language, id, &[("count", &count.to_string())]);
        }
        words
    }

    fn is_over(&self) -> bool {
        self.status == Some(PublicStatus::Done.text_id())
    }
}

fn table(rows: &[CaseRow], language: Language, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return writeln!(out, "{}", say(language, "officer-list-empty"));
    }
    for row in rows {
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
        if let Some(owner) = &row.not_of {
            let apart = say_with(language, "officer-not-the-reporters", &[("case", owner)]);
            writeln!(out, "          {apart}")?;
        }
    }
    Ok(())
}

/// With the category and the margin, this is within a hundred columns.
const BEGINNING_COLUMNS: usize = 56;
const CATEGORY_COLUMNS: usize = 32;
