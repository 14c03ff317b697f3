//! Daily batches: what was received in a day, appended in an order that says nothing.
//!
//! Keeps P2 and P6 with [`crate::ledger::tree::shuffled_batch`]. An entry leaves what waits in the
//! commit that appends it: a crash between two commits of one batch leaves the rest waiting, and
//! the next start goes on.

use std::collections::HashMap;

use crate::keys::digest::ReportDigest;
use crate::keys::random::random_bytes;
use crate::ledger::entry::Entry;
use crate::ledger::tree::shuffled_batch::{draw, is_due};
use crate::rules::calendar::Day;
use crate::store::PendingId;

use super::ledger_state::LedgerState;
use super::{LedgerTrouble, Plan, Sequencer};

/// What waits, read.
#[derive(Default)]
pub(super) struct WaitingEntries {
    pub(super) entries: Vec<Entry>,
    ids: HashMap<ReportDigest, PendingId>,
    /// Something waits that is no entry, or more waits than is read at once.
    unsettled: Option<Unsettled>,
}

#[derive(Clone, Copy)]
enum Unsettled {
    NotAnEntry,
    More,
}

impl Sequencer {
    /// Appends what waits and is of days before `today`, once each `period_days`.
    pub async fn batch(&self, today: Day, period_days: i32) -> Result<(), LedgerTrouble> {
        if !is_due(self.last_batch().await?, today, period_days) {
            return Ok(());
        }
        let _moving = self.moving.write().await;
        let mut waiting = self.waiting().await?;
        let entries = std::mem::take(&mut waiting.entries);
        let known: Vec<ReportDigest> = waiting.ids.keys().copied().collect();
        let (drawn, known) = self
            .look(|state| {
                let known = known.into_iter();
                let known = known.filter(|item| state.validator.fold().find(item).is_some());
                let drawn = draw(entries, &state.validator, today, &mut random);
                (drawn, known.collect::<Vec<_>>())
            })
            .await?;
        // Appended already: left waiting by nothing that we know of, and not appended twice.
        let taken = known
            .iter()
            .filter_map(|item| waiting.ids.remove(item))
            .collect();
        if !known.is_empty() {
            self.take_away(taken).await?;
        }
        let mut drawn = drawn.into_iter().peekable();
        while drawn.peek().is_some() {
            let some: Vec<Entry> = drawn.by_ref().take(ROWS_AT_ONCE).collect();
            self.append_some(some, &waiting.ids).await?;
        }
        match waiting.unsettled {
            None => self.note_batch(today).await,
            // Not noted: tried again at the next chores.
            Some(Unsettled::More) => Ok(()),
            Some(Unsettled::NotAnEntry) => Err(LedgerTrouble::PendingUnreadable),
        }
    }

    /// Some of a batch, in one commit.
    async fn append_some(
        &self,
        some: Vec<Entry>,
        ids: &HashMap<ReportDigest, PendingId>,
    ) -> Result<(), LedgerTrouble> {
        let plan = |state: &LedgerState| {
            let mut plan = Plan::default();
            // What waits is named by its item, so no two are of one: no entry here changes what the
            // validator says of another, but for its number.
            for entry in some {
                let id = item_of(&entry).and_then(|item| ids.get(&item));
                if let Ok(accepted) = state.validator.judge_own(entry) {
                    plan.entries.push(accepted);
                    plan.taken.extend(id);
                }
            }
            Ok((plan, ()))
        };
        self.carry_out(plan)
            .await?
            .map_err(LedgerTrouble::BatchRefused)
    }

    async fn take_away(&self, taken: Vec<PendingId>) -> Result<(), LedgerTrouble> {
        let plan = |_: &LedgerState| {
            let plan = Plan {
                taken,
                ..Plan::default()
            };
            Ok((plan, ()))
        };
        self.carry_out(plan)
            .await?
            .map_err(LedgerTrouble::BatchRefused)
    }

    pub(super) async fn waiting(&self) -> Result<WaitingEntries, LedgerTrouble> {
        let pending = self.store.pending(WAITING_MAX).await?;
        let mut waiting = WaitingEntries::default();
        if pending.len() == WAITING_MAX {
            waiting.unsettled = Some(Unsettled::More);
        }
        for one in pending {
            match Entry::parse(one.line.as_bytes()) {
                Ok(entry) if item_of(&entry).is_some() => {
                    waiting
                        .ids
                        .extend(item_of(&entry).map(|item| (item, one.id)));
                    waiting.entries.push(entry);
                }
                _ => waiting.unsettled = Some(Unsettled::NotAnEntry),
            }
        }
        Ok(waiting)
    }

    /// The day of the last batch. An unreadable note is as good as none: a batch comes early then.
    async fn last_batch(&self) -> Result<Option<Day>, LedgerTrouble> {
        let note = self.store.note(LAST_BATCH).await?;
        Ok(note.and_then(|note| std::str::from_utf8(&note).ok()?.parse().ok()))
    }

    async fn note_batch(&self, today: Day) -> Result<(), LedgerTrouble> {
        let day = today.to_string().into_bytes();
        Ok(self.store.put_note(LAST_BATCH, day).await?)
    }
}

fn item_of(entry: &Entry) -> Option<ReportDigest> {
    match entry {
        Entry::Received { item, .. } => Some(*item),
        _ => None,
    }
}

fn random(bytes: &mut [u8]) {
    for some in bytes.chunks_mut(8) {
        some.copy_from_slice(&random_bytes::<8>()[..some.len()]);
    }
}

/// The note that holds the day of the last batch.
const LAST_BATCH: &str = "ledger/batch";
/// Waiting entries read at once: 25 MB. More than so many reports a day are a flood.
const WAITING_MAX: usize = 100_000;
/// Rows of one commit: about 100 KB.
const ROWS_AT_ONCE: usize = 500;
