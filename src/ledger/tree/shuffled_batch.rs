//! Shuffled batches of received entries.
//!
//! Keeps P2 and P6: the ledger shows on which day something was received, and neither in
//! which order nor at which hour. `received` entries wait in the store's `pending` (same
//! commit as the report) and are appended once per batch period, in an order that only
//! randomness chose.
//!
//! Knows days and randomness. Never knows when an entry began to wait.
//!
//! A crash between two steps neither loses nor doubles one: an entry leaves `pending` in
//! the same commit that appends it, and one whose item the validator already knows is left out.

use crate::rules::calendar::Day;

use crate::ledger::entry::Entry;
use crate::ledger::validator::Validator;

/// Is a batch due? The first is, and then one each `period_days`; one from a day that has not come
/// was made by a wrong clock, and holds up nothing.
pub(crate) fn is_due(last: Option<Day>, today: Day, period_days: i32) -> bool {
    last.is_none_or(|last| last > today || today.days_since(last) >= period_days)
}

/// What to append of what waits: entries of days before today that the ledger does not hold,
/// in random order. Today's wait on, so that a day is never split into before and after noon.
/// What a wrong clock dated days after today is received today: nobody knows its day, and it has
/// waited.
///
/// `random` fills a buffer with secret randomness.
pub(crate) fn draw(
    pending: Vec<Entry>,
    validator: &Validator,
    today: Day,
    random: &mut dyn FnMut(&mut [u8]),
) -> Vec<Entry> {
    let new = |entry: &Entry| match entry {
        Entry::Received { item, .. } => validator.fold().find(item).is_none(),
        _ => false,
    };
    let mut drawn: Vec<_> = pending
        .into_iter()
        .filter(|entry| is_over(entry.day(), today) && new(entry))
        .map(|entry| not_after(entry, today))
        .collect();
    shuffle(&mut drawn, random);
    drawn
}

/// A day that is a little ahead comes soon; one that is far ahead never was.
fn is_over(day: Day, today: Day) -> bool {
    day < today || day.days_since(today) > AHEAD_DAYS_MAX
}

fn not_after(entry: Entry, today: Day) -> Entry {
    match entry {
        Entry::Received {
            institution,
            day,
            item,
        } => Entry::Received {
            institution,
            day: day.min(today),
            item,
        },
        entry => entry,
    }
}

/// Fisher and Yates, from the end; each order is equally likely.
fn shuffle<T>(things: &mut [T], random: &mut dyn FnMut(&mut [u8])) {
    for end in (1..things.len()).rev() {
        things.swap(end, below(end + 1, random));
    }
}

/// A number below `bound`, each equally likely: draws again where a remainder would be unfair.
fn below(bound: usize, random: &mut dyn FnMut(&mut [u8])) -> usize {
    let bound = bound as u64;
    let fair = u64::MAX - u64::MAX % bound;
    loop {
        let mut bytes = [0; 8];
        random(&mut bytes);
        let number = u64::from_le_bytes(bytes);
        if number < fair {
            return usize::try_from(number % bound).expect("below a usize");
        }
    }
}

/// As far as a clock may be set without anybody's word.
const AHEAD_DAYS_MAX: i32 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::digest::ReportDigest;
    use crate::rules::policy::Policy;
    use crate::rules::roster::Institution;
    use std::collections::HashMap;

    fn received(number: u8, day: &str) -> Entry {
        Entry::Received {
            institution: Institution::parse("knab").expect("a slug"),
            day: day.parse().expect("a day"),
            item: ReportDigest::from_bytes([number; 32]),
        }
    }

    fn random(bytes: &mut [u8]) {
        let fresh: [u8; 8] = crate::keys::random::random_bytes();
        bytes.copy_from_slice(&fresh);
    }

    #[test]
    fn a_batch_takes_what_is_new_and_of_days_gone_by() {
        let mut validator = Validator::new(&Policy::shipped());
        let first = received(1, "2026-11-19");
        validator.apply(&first, first.leaf());
        let pending = vec![
            received(1, "2026-11-19"),
            received(2, "2026-11-20"),
            received(3, "2026-11-21"),
        ];
        let drawn = draw(
            pending,
            &validator,
            "2026-11-21".parse().expect("a day"),
            &mut random,
        );
        assert_eq!(
            drawn.iter().map(Entry::to_line).collect::<Vec<_>>(),
            [received(2, "2026-11-20").to_line()]
        );
    }

    #[test]
    fn what_a_wrong_clock_dated_after_today_is_received_today() {
        let validator = Validator::new(&Policy::shipped());
        let today = "2026-11-21".parse().expect("a day");
        let drawn = draw(
            vec![received(1, "2027-04-20")],
            &validator,
            today,
            &mut random,
        );
        let lines: Vec<_> = drawn.iter().map(Entry::to_line).collect();
        assert_eq!(lines, [received(1, "2026-11-21").to_line()]);
        let soon = draw(
            vec![received(1, "2026-11-26")],
            &validator,
            today,
            &mut random,
        );
        assert!(soon.is_empty(), "it waits for its day");
    }

    #[test]
    fn every_order_comes_up() {
        let mut seen = HashMap::new();
        for _ in 0..6_000 {
            let mut things = [1, 2, 3];
            shuffle(&mut things, &mut random);
            *seen.entry(things).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        // 1,000 each; nine standard deviations (28.9) would be a broken shuffle, not bad luck.
        assert!(
            seen.values().all(|count| (740..1_260).contains(count)),
            "{seen:?}"
        );
    }

    #[test]
    fn an_unfair_draw_is_drawn_again() {
        let mut draws = [u64::MAX, 7].into_iter();
        let mut random =
            |bytes: &mut [u8]| bytes.copy_from_slice(&draws.next().expect("two").to_le_bytes());
        assert_eq!(below(5, &mut random), 2);
    }

    #[test]
    fn one_batch_each_period() {
        let day = |text: &str| text.parse().expect("a day");
        assert!(is_due(None, day("2026-11-21"), 1));
        assert!(!is_due(Some(day("2026-11-21")), day("2026-11-21"), 1));
        assert!(is_due(Some(day("2026-11-21")), day("2026-11-22"), 1));
        assert!(!is_due(Some(day("2026-11-21")), day("2026-11-27"), 7));
        // A clock that was ahead made it.
        assert!(is_due(Some(day("2027-04-20")), day("2026-11-21"), 1));
    }
}
