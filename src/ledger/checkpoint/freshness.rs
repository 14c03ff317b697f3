//! How old a signed head is: a ledger that stands still hides what came since, and looks healthy
//! otherwise.
//!
//! The log signs its newest head once more each day (see `cosignature`).

use super::{Checkpoint, LogKey};
use crate::rules::calendar::Day;

/// Two computers' days may be this far apart: one is past midnight already.
pub const CLOCKS_APART_DAYS: i32 = 1;

/// Why a head can't be taken for today's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFresh {
    /// The log did not sign for which day the head is.
    Undated,
    /// The newest head is older than policy allows.
    Frozen {
        /// The day that the log signed it for.
        day: Day,
        /// Days since then.
        age_days: i32,
    },
    /// The log signed it for a day that has not come: one of the two clocks is wrong.
    DatedAhead {
        /// That day.
        day: Day,
    },
}

impl LogKey {
    /// The day of this head, if it may pass for the newest one: at most `days_max` old (policy,
    /// `checkpoint_days_max`), and not of a day to come.
    pub fn fresh(&self, head: &Checkpoint, today: Day, days_max: i32) -> Result<Day, NotFresh> {
        let day = self.dated(head).ok_or(NotFresh::Undated)?;
        let age_days = today.days_since(day);
        if age_days > days_max {
            Err(NotFresh::Frozen { day, age_days })
        } else if age_days < -CLOCKS_APART_DAYS {
            Err(NotFresh::DatedAhead { day })
        } else {
            Ok(day)
        }
    }
}
