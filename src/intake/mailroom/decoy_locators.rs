//! Decoy locators: closed records for which nobody ever had a code.
//!
//! Keeps its part of P2: a replaced code's place stays closed for good, and whoever reads the disk
//! twice would count the visits in between by the places that came. So each move takes one decoy
//! away for the one that it closes. Decoys are made many at a time, and are as any closed place, to
//! who has the pepper, too.
//!
//! Knows locators, while the intake runs. What a stop leaves behind ends with its quarter.

use std::sync::{Mutex, PoisonError};

use crate::keys::random::random_bytes;
use crate::report::mailbox::AccessRecord;
use crate::report::receipt::{Locator, Pepper};
use crate::store::AccessDecoys;

/// Locators of decoy records, one of which is removed with each move: so a move always removes one
/// record and writes one.
#[derive(Default)]
pub(in crate::intake) struct DecoyLocators(Mutex<Vec<Locator>>);

impl DecoyLocators {
    /// For one move: a place to take away, or new ones where none is left.
    pub(super) fn for_a_move(&self, pepper: &Pepper) -> AccessDecoys {
        let used = self.places().pop();
        let fresh = if used.is_some() { 0 } else { AT_ONCE };
        let closed = |_| {
            let at = Locator::from_bytes(random_bytes());
            (at, AccessRecord::replaced(at, pepper))
        };
        AccessDecoys {
            used,
            fresh: (0..fresh).map(closed).collect(),
        }
    }

    /// These are there, for later moves.
    pub(super) fn keep(&self, there: impl IntoIterator<Item = Locator>) {
        self.places().extend(there);
    }

    fn places(&self) -> std::sync::MutexGuard<'_, Vec<Locator>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Visits that one look at the disk can't tell from none: some 5 KB.
const AT_ONCE: usize = 32;
