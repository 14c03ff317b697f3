//! Known days: what the clock is compared with at the next start, and when the chores were done.
//!
//! Knows two notes in the store, and the ledger's newest day. Never knows a clock.

use crate::intake::log::{LedgerTrouble, Sequencer};
use crate::rules::calendar::Day;
use crate::store::{Fault, Store};

/// What is known of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct KnownDays {
    /// The last day that was believed, or confirmed by the operator.
    pub(super) noted: Option<Day>,
    /// The ledger's newest entry.
    pub(super) newest_entry: Option<Day>,
}

impl KnownDays {
    pub(super) async fn read(store: &Store, sequencer: &Sequencer) -> Result<Self, LedgerTrouble> {
        let note = store.note(NOTE).await?;
        Ok(Self {
            noted: note.and_then(|note| std::str::from_utf8(&note).ok()?.parse().ok()),
            newest_entry: sequencer.newest_day().await?,
        })
    }

    /// The later of both: no clock may be behind it.
    pub(super) fn latest(self) -> Option<Day> {
        self.noted.max(self.newest_entry)
    }
}

/// Notes a day that is believed.
pub(super) async fn note_day(store: &Store, today: Day) -> Result<(), Fault> {
    store.put_note(NOTE, today.to_string().into_bytes()).await
}

/// When the daily chores were last done: an intake that is down each midnight does them, too.
pub(super) async fn day_tidied(store: &Store) -> Result<Option<Day>, Fault> {
    let note = store.note(TIDIED).await?;
    Ok(note.and_then(|note| std::str::from_utf8(&note).ok()?.parse().ok()))
}

/// Notes that they were done.
pub(super) async fn note_tidied(store: &Store, today: Day) -> Result<(), Fault> {
    store.put_note(TIDIED, today.to_string().into_bytes()).await
}

/// The note that holds the last day that was believed.
const NOTE: &str = "clock/day";

/// The note that holds the day of the last chores.
const TIDIED: &str = "tidied";
