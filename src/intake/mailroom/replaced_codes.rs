//! Spent codes: replaced by fresh ones not long ago.
//!
//! A report's form can come again after its code was replaced: a reload, a retry of a browser. The store
//! has forgotten the code by then, as it must (P5), and would keep the report a second time and bring the
//! used code to life. So codes are remembered here by their locators, for as long as their forms are valid.
//!
//! In memory only, so that nothing at rest tells who came back (P2); a restart forgets.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::report::receipt::Locator;
use crate::rules::calendar::Day;

/// Locators of codes that were replaced.
pub struct ReplacedCodes {
    /// Days in a form's life.
    days: i32,
    noted: Mutex<Noted>,
}

struct Noted {
    since: Day,
    current: HashSet<Locator>,
    previous: HashSet<Locator>,
}

impl ReplacedCodes {
    /// Remembers for `days` at least.
    pub fn new(days: i32, today: Day) -> Self {
        Self {
            days,
            noted: Mutex::new(Noted {
                since: today,
                current: HashSet::new(),
                previous: HashSet::new(),
            }),
        }
    }

    /// Notes a code that is about to be replaced: something was kept under it.
    pub fn note(&self, at: Locator, today: Day) {
        let mut noted = self.noted();
        if today.days_since(noted.since) > self.days || noted.current.len() == NOTED_MAX {
            noted.previous = std::mem::take(&mut noted.current);
            noted.since = today;
        }
        noted.current.insert(at);
    }

    /// Was this code replaced lately?
    pub fn holds(&self, at: &Locator) -> bool {
        let noted = self.noted();
        noted.current.contains(at) || noted.previous.contains(at)
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        // Each change is one step; nothing under the lock can panic half-way.
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 64 Ki locators of 32 bytes in each of two sets: a few MiB, and more visits than a day can bring.
const NOTED_MAX: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(number: u32) -> Locator {
        let mut bytes = [0; 32];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        Locator::from_bytes(bytes)
    }

    #[test]
    fn a_code_is_remembered_for_its_forms_days_and_forgotten_in_the_end() {
        let today: Day = "2026-11-21".parse().unwrap();
        let spent = ReplacedCodes::new(2, today);
        spent.note(at(1), today.plus_days(2));
        spent.note(at(2), today.plus_days(3));
        assert!(spent.holds(&at(1)) && spent.holds(&at(2)) && !spent.holds(&at(3)));
        spent.note(at(3), today.plus_days(6));
        assert!(!spent.holds(&at(1)) && spent.holds(&at(2)));
    }

    #[test]
    fn a_flood_does_not_fill_the_memory() {
        let today: Day = "2026-11-21".parse().unwrap();
        let spent = ReplacedCodes::new(2, today);
        for number in 0..200_000 {
            spent.note(at(number), today);
        }
        assert!(spent.holds(&at(199_999)) && !spent.holds(&at(0)));
        let noted = spent.noted();
        assert!(noted.current.len() + noted.previous.len() <= 2 * NOTED_MAX);
    }
}
