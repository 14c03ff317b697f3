//! The snapshot that readers see of the ledger: as the last durable commit left it.
//!
//! Readers wait for no disk and no writer: the lock is held while memory is looked at, or while a
//! durable commit is noted, and never across an `await`. The longest look is one walk over all
//! items (what is due today), which grows with their number.
//!
//! Knows the state. Never knows the store.

use std::sync::{PoisonError, RwLock};

use super::ledger_state::LedgerState;

/// None before the ledger was read, and after a commit of which nobody knows whether it happened:
/// then it is read again by whoever comes next.
#[derive(Default)]
pub(super) struct Snapshot(RwLock<Option<LedgerState>>);

/// A commit on its way. If it is dropped unsettled (an error, a future dropped half-way, a panic),
/// nobody knows whether it happened, and nothing is shown any more.
pub(super) struct Doubt<'a> {
    snapshot: &'a Snapshot,
    is_settled: bool,
}

impl Snapshot {
    pub(super) fn is_empty(&self) -> bool {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .is_none()
    }

    /// Looks at the state, or gives `look` back if there is none.
    pub(super) fn look<T, L: FnOnce(&LedgerState) -> T>(&self, look: L) -> Result<T, L> {
        match &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            Some(state) => Ok(look(state)),
            None => Err(look),
        }
    }

    pub(super) fn show(&self, state: LedgerState) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }

    pub(super) fn withdraw(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Changes the state by what is so already.
    pub(super) fn change(&self, change: impl FnOnce(&mut LedgerState)) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = &mut *place {
            change(state);
        }
    }

    pub(super) fn doubt(&self) -> Doubt<'_> {
        Doubt {
            snapshot: self,
            is_settled: false,
        }
    }
}

impl Doubt<'_> {
    /// It is durable: what it changed is shown.
    pub(super) fn has_happened(mut self, change: impl FnOnce(&mut LedgerState)) {
        self.snapshot.change(change);
        self.is_settled = true;
    }

    /// It was refused and moved nothing: what is shown is true still.
    pub(super) fn has_not_happened(mut self) {
        self.is_settled = true;
    }
}

impl Drop for Doubt<'_> {
    fn drop(&mut self) {
        if !self.is_settled {
            self.snapshot.withdraw();
        }
    }
}
