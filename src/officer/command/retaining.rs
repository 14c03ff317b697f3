//! `svilpe officer retention`, `hold` and `expunge`: what is due for deletion, what is kept all the
//! same, and deleting it.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::arguments::{OfficerFolder, read_cases};
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::officer::case::Cases;
use crate::officer::case::opening::short;
use crate::officer::case::reply;
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger_sync::LedgerSync;
use crate::officer::retention::due::{RetentionRow, retention_rows};
use crate::officer::retention::expunging::{DeletionScope, Expunging};
use crate::officer::retention::notes::{Hold, RetentionNotes};
use crate::text::say;
use crate::text::terminal::{OneLine, shown_path};

#[derive(Args, Debug)]
pub(crate) struct RetentionList {
    #[command(flatten)]
    own: OfficerFolder,
}

#[derive(Args, Debug)]
pub(crate) struct HoldOptions {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "FILE", help = "retention-arg-reason")]
    reason_file: Option<PathBuf>,
    #[arg(long, conflicts_with = "reason_file", help = "retention-arg-release")]
    release: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Expunge {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, help = "retention-arg-yes")]
    yes: bool,
}

/// Everything that is over and still here, with what is noted of it.
struct OverHere {
    rows: Vec<RetentionRow>,
    notes: RetentionNotes,
}

impl OverHere {
    fn read(
        (home, keys): (&OfficerHome, &OfficerKeys),
        cases: &Cases,
        context: &CommandContext,
    ) -> Result<Self, Failure> {
        let notes = RetentionNotes::read(home, keys)?;
        let fold = Lines::read(home)?.fold();
        let pack = home.pack()?;
        let policy = pack.policy();
        let today = context.today.day_in(policy.zone());
        let rows = retention_rows(cases, &fold, &notes, policy.retention(), today);
        Ok(Self { rows, notes })
    }

    /// The row of this reference; of a case that is not over, there is none.
    fn find(&self, reference: &str, cases: &Cases) -> Result<&RetentionRow, Failure> {
        let wanted = reference.to_ascii_lowercase();
        let unfinished = self.rows.iter().find(|row| row.case == wanted);
        if let Some(row) = unfinished {
            return Ok(row);
        }
        let case = cases.find(reference)?.reference();
        let row = self.rows.iter().find(|row| row.case == case);
        row.ok_or_else(|| Failure::refused("retention-open").with("case", case))
    }
}

/// How many cases wait to be deleted.
pub(super) fn advise_due(
    home: &OfficerHome,
    keys: &OfficerKeys,
    cases: &Cases,
    context: &CommandContext,
) -> Result<(), Failure> {
    let over = OverHere::read((home, keys), cases, context)?;
    let due = over.rows.iter().filter(|row| row.is_due()).count();
    if due > 0 {
        context.advise("retention-list-due", &[("count", &due.to_string())]);
    }
    Ok(())
}

impl RetentionList {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        let over = OverHere::read((&home, &keys), &cases, context)?;
        let mut out = io::stdout().lock();
        let mut write = || -> io::Result<()> {
            if over.rows.is_empty() {
                return writeln!(out, "{}", say(context.language, "retention-empty"));
            }
            for row in &over.rows {
                writeln!(out, "{}  {}", row.case, row.in_words(context.language))?;
                if let Some(hold) = &row.hold {
                    writeln!(out, "          {}", OneLine(&hold.reason))?;
                }
            }
            Ok(())
        };
        written(write())
    }
}

impl HoldOptions {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let item = case.first().item;
        let reason = if self.release {
            None
        } else {
            // Not on the command line: a shell would remember it.
            let words = reply::words(self.reason_file.as_deref(), context)?;
            let reason = Hold::reason(&words);
            Some(reason.ok_or_else(|| Failure::usage("retention-no-reason"))?)
        };
        let today = context.today.day_in(home.pack()?.policy().zone());
        let _alone = home.root().alone()?;
        RetentionNotes::change(&home, &keys, |notes| {
            notes.put_hold(item, reason.clone(), today);
        })?;
        let id = if reason.is_some() {
            "retention-hold-noted"
        } else {
            "retention-hold-released"
        };
        context.advise(id, &[("case", &case.reference())]);
        Ok(())
    }
}

impl Expunge {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let config = OfficerConfig::find(&self.own.home(context)?, OfficerOptions::default())?;
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        if !self.yes {
            let over = OverHere::read((&home, &keys), &cases, context)?;
            let row = over.find(&self.case, &cases)?;
            return preview(row, &over.notes, context);
        }
        let keys = Arc::new(keys);
        let pack = home.pack()?;
        let policy = pack.policy();
        let session = LedgerSync {
            home: &home,
            keys: &keys,
            config: &config,
            policy,
            today: context.today.day_in(policy.zone()),
        };
        let expunging = Expunging {
            session: &session,
            keys: &keys,
        };
        // What was recorded a moment ago counts.
        session.rosters_now()?;
        let over = OverHere::read((&home, &keys), &cases, context)?;
        let row = over.find(&self.case, &cases)?;
        let expunged = expunging.carry_out(row)?;
        for path in &expunged.elsewhere {
            context.advise("retention-elsewhere", &[("path", &shown_path(path))]);
        }
        let id = if expunged.recorded {
            "retention-done"
        } else {
            "retention-done-rejected"
        };
        context.advise(id, &[("case", &row.case)]);
        Ok(())
    }
}

/// What would be deleted.
fn preview(
    row: &RetentionRow,
    notes: &RetentionNotes,
    context: &CommandContext,
) -> Result<(), Failure> {
    let language = context.language;
    let scope = DeletionScope::of(row, notes);
    let mut out = io::stdout().lock();
    let mut write = || -> io::Result<()> {
        writeln!(out, "{}  {}", row.case, row.in_words(language))?;
        for item in &row.items {
            writeln!(out, "          {}", short(item))?;
        }
        for path in &scope.exports {
            writeln!(out, "          {}", shown_path(path))?;
        }
        Ok(())
    };
    written(write())?;
    for path in &scope.elsewhere {
        context.advise("retention-elsewhere", &[("path", &shown_path(path))]);
    }
    if row.may_be_deleted() {
        context.advise("retention-say-yes", &[("case", &row.case)]);
    }
    Ok(())
}
