//! Deleting a case: at the intake, here, and only then in the ledger.
//!
//! ```text
//!   ledger read ─▶ may it go? ─▶ noted ─▶ gone at the intake, looked up ─▶ gone here
//!                                           ─▶ `expunged` recorded ─▶ note gone
//! ```
//!
//! The order is what counts. The intake first: what is gone there is not fetched again. The entry
//! last: it says what is true. Killed anywhere after the note, the same is done once more; each
//! step that was done is as good as done again.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::due::{RetentionRow, RetentionState};
use super::notes::{Deletion, RetentionNotes};
use super::traces::{self, ExportTrace};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::CaseNumber;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::fold::lifecycle::{CaseProgress, CaseStage};
use crate::officer::case::Cases;
use crate::officer::case::opening::short;
use crate::officer::command::arguments::wait;
use crate::officer::intake_client::{Forgetting, OfficerClient};
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger_sync::LedgerSync;
use crate::officer::sync::ids_of;

/// An officer who deletes.
pub(in crate::officer) struct Expunging<'a> {
    pub session: &'a LedgerSync<'a>,
    pub keys: &'a Arc<OfficerKeys>,
}

/// What a deletion takes, to be looked at before.
#[derive(Default)]
pub(in crate::officer) struct DeletionScope {
    /// Exports that are removed.
    pub exports: Vec<PathBuf>,
    /// Exports that are not where they were written to: the officer has to see to them.
    pub elsewhere: Vec<PathBuf>,
}

/// What was deleted.
pub(in crate::officer) struct Expunged {
    /// Is it recorded in the ledger, or was there nothing to record?
    pub recorded: bool,
    pub elsewhere: Vec<PathBuf>,
    /// What is left on this computer.
    pub cases: Cases,
}

impl DeletionScope {
    pub(in crate::officer) fn of(row: &RetentionRow, notes: &RetentionNotes) -> Self {
        let mut scope = Self::default();
        for trace in ExportTrace::all(notes, &row.items.iter().copied().collect()) {
            match trace {
                ExportTrace::Here(path) => scope.exports.push(path),
                ExportTrace::NotHere(path) | ExportTrace::Strange(path) => {
                    scope.elsewhere.push(path);
                }
            }
        }
        scope
    }
}

impl Expunging<'_> {
    /// Deletes a case that may be deleted, or goes on with what stopped.
    pub(in crate::officer) fn carry_out(&self, row: &RetentionRow) -> Result<Expunged, Failure> {
        let session = self.session;
        let _alone = session.home.root().alone()?;
        if !row.may_be_deleted() {
            return Err(refused(row));
        }
        session.rosters_now()?;
        if row.state != RetentionState::Unfinished {
            self.check(row)?;
        }
        let deletion = Deletion {
            items: row.items.clone(),
            case: row.number,
        };
        let notes = RetentionNotes::change(session.home, self.keys, |notes| {
            if !notes.deletions.contains(&deletion) {
                notes.deletions.push(deletion.clone());
            }
        })?;
        let items: BTreeSet<ReportDigest> = deletion.items.iter().copied().collect();
        let elsewhere = DeletionScope::of(row, &notes).elsewhere;
        self.forget_at_the_intake(&items)?;
        let cases = traces::remove(session.home, self.keys, &notes, &items)?;
        let recorded = match deletion.case {
            Some(case) => self.record(case)?,
            None => false,
        };
        RetentionNotes::change(session.home, self.keys, |notes| {
            notes.deletions.retain(|noted| *noted != deletion);
            notes.exports.retain(|export| !items.contains(&export.item));
            notes.holds.retain(|hold| !items.contains(&hold.item));
        })?;
        // What was recorded is read back; if that fails now, the next fetching does it.
        let _ = session.rosters_now();
        Ok(Expunged {
            recorded,
            elsewhere,
            cases,
        })
    }

    /// By the ledger as it was read a moment ago: is the term over still?
    fn check(&self, row: &RetentionRow) -> Result<(), Failure> {
        let session = self.session;
        let fold = Lines::read(session.home)?.fold();
        let terms = session.policy.retention();
        let may_go = |item: &ReportDigest| {
            let term = fold.content_term(item, terms);
            term.may_be_forgotten(session.today)
        };
        if row.items.iter().all(may_go) {
            Ok(())
        } else {
            Err(Failure::refused("retention-changed").with("case", &row.case))
        }
    }

    /// Asks for it, and looks whether it is so.
    fn forget_at_the_intake(&self, items: &BTreeSet<ReportDigest>) -> Result<(), Failure> {
        let config = self.session.config;
        let mut line = OfficerClient::new(config, Arc::clone(self.keys))?;
        let server = &config.way.server;
        let talk = wait(async {
            for id in ids_of(&mut line, items).await? {
                let forgetting = line.forget(id).await?;
                if forgetting != Forgetting::Gone {
                    return Ok(Some(forgetting));
                }
            }
            let left = ids_of(&mut line, items).await?;
            Ok((!left.is_empty()).then_some(Forgetting::Gone))
        })?;
        let why = match talk.map_err(|why: crate::officer::intake_client::NoAnswer| {
            why.failure(server, "officer-refused")
        })? {
            None => return Ok(()),
            Some(Forgetting::Needed) => "retention-intake-needs",
            Some(Forgetting::ClockInDoubt) => "officer-server-clock",
            Some(Forgetting::Gone) => "retention-intake-keeps",
        };
        let first = items.iter().next().map_or(String::new(), short);
        Err(Failure::refused(why).with("case", first))
    }

    /// What stands there already (a colleague's entry, or ours whose answer got lost) is not said
    /// again.
    fn record(&self, case: CaseNumber) -> Result<bool, Failure> {
        if self.stage(case)? == Some(CaseStage::Expunged) {
            return Ok(true);
        }
        match self.session.record_step(case, &CaseStep::Expunged) {
            Ok(()) => Ok(true),
            Err(failure) => {
                self.session.rosters_now()?;
                match self.stage(case)? {
                    Some(CaseStage::Expunged) => Ok(true),
                    _ => Err(failure),
                }
            }
        }
    }

    fn stage(&self, case: CaseNumber) -> Result<Option<CaseStage>, Failure> {
        let fold = Lines::read(self.session.home)?.fold();
        Ok(fold.case(case).map(CaseProgress::stage))
    }
}

fn refused(row: &RetentionRow) -> Failure {
    let why = match row.state {
        _ if row.hold.is_some() => "retention-held",
        RetentionState::Unread => "retention-unread",
        _ => "retention-not-yet",
    };
    Failure::refused(why).with("case", &row.case)
}
