//! Expiry: what is past its day, and what can't say any more of which day it is.
//!
//! Keeps P10 (forgotten is gone) on time. A head tells its day only while it opens. One that does
//! not (its slot of the keyring or its bytes were damaged) was kept, at the latest, on the day when
//! that was first noticed: a scan notes that day, and the record's term counts from it. So it goes
//! later than a whole one would have, and never earlier. One that opens again is judged by its own
//! day.

use std::collections::HashSet;

use crate::keys::digest::ReportDigest;
use crate::rules::calendar::Day;

use super::engine::keyspace::{Key, Keyspace};
use super::fault::Fault;
use super::reader::Keyspaces;
use super::records::heads::{AccessHead, Header, ReplyHead};
use super::records::quarter::Quarter;

/// What is older than these days is past its term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExpiryCutoff {
    /// Of items kept before, but for those of which [`ItemTerms`] tell otherwise.
    pub items: Day,
    /// Of replies posted in a quarter that ended before.
    pub replies: Day,
    /// Of access records written in a quarter that ended before: codes that nobody came back with,
    /// and what additions left.
    pub access: Day,
}

/// What the ledger says of items, beside their days.
#[derive(Default, Debug)]
pub struct ItemTerms {
    /// Needed, however old.
    pub needed: HashSet<ReportDigest>,
    /// Past their term, however young.
    pub over: HashSet<ReportDigest>,
}

/// What a scan of one keyspace found.
#[derive(Default)]
pub(super) struct ExpiryScan {
    /// Heads of what is past its day.
    pub(super) expired: Vec<Key>,
    /// Heads that do not open, noticed for the first time.
    pub(super) unreadable: Vec<Key>,
    /// Heads that were noted once, and that open again or are no longer there.
    pub(super) settled: Vec<Key>,
}

impl Keyspaces {
    /// Looks at each head in a keyspace.
    pub(super) fn scan_for_expiry(
        &self,
        kind: Keyspace,
        before: ExpiryCutoff,
        terms: &ItemTerms,
    ) -> Result<ExpiryScan, Fault> {
        let mut scan = ExpiryScan::default();
        for found in self.engine.scan(&Key::keyspace(kind), None) {
            let (at, _) = found?;
            let noted = self.noted(&at)?;
            match (self.is_expired(kind, &at, before, terms), noted) {
                (Ok(true), _) => scan.expired.push(at),
                (Ok(false), Some(_)) => scan.settled.push(at),
                (Err(Fault::Damaged), None) => scan.unreadable.push(at),
                (Err(Fault::Damaged), Some(day)) if before.has_passed(kind, day) => {
                    scan.expired.push(at);
                }
                (Ok(false), None) | (Err(Fault::Damaged), Some(_)) => {}
                (Err(fault), _) => return Err(fault),
            }
        }
        scan.settled.extend(self.noted_and_gone(kind)?);
        Ok(scan)
    }

    /// Of a record that is forgotten while we look: it is not expired, it is gone.
    fn is_expired(
        &self,
        kind: Keyspace,
        at: &Key,
        before: ExpiryCutoff,
        terms: &ItemTerms,
    ) -> Result<bool, Fault> {
        let Some((head, _)) = self.open_head(at)? else {
            return Ok(false);
        };
        Ok(match kind {
            Keyspace::Headers => terms.are_over(&Header::parse(&head)?, before.items),
            Keyspace::Replies => ReplyHead::parse(&head)?.quarter < Quarter::of(before.replies),
            _ => AccessHead::parse(&head)?.quarter < Quarter::of(before.access),
        })
    }

    /// The day when it was noticed that this head does not open.
    fn noted(&self, at: &Key) -> Result<Option<Day>, Fault> {
        let note = self.engine.find(&Key::unreadable(at))?;
        let day = note.and_then(|day| String::from_utf8(day).ok());
        Ok(day.and_then(|day| day.parse().ok()))
    }

    /// How many heads were noted not to open.
    pub(super) fn count_noted(&self) -> Result<usize, Fault> {
        let mut noted = 0;
        for found in self.engine.scan(&Key::noted(), None) {
            found?;
            noted += 1;
        }
        Ok(noted)
    }

    /// Heads of this keyspace that were noted and are no longer there.
    fn noted_and_gone(&self, kind: Keyspace) -> Result<Vec<Key>, Fault> {
        let mut heads = Vec::new();
        let start = Key::unreadable(&Key::keyspace(kind));
        for found in self.engine.scan(&start, None) {
            let (note, _) = found?;
            if let Some(head) = note.noted_head()
                && !self.engine.holds(&head)?
            {
                heads.push(head);
            }
        }
        Ok(heads)
    }
}

impl ItemTerms {
    fn are_over(&self, header: &Header, unaccounted_before: Day) -> bool {
        let item = &header.item;
        self.over.contains(item) || (header.day < unaccounted_before && !self.needed.contains(item))
    }
}

impl ExpiryCutoff {
    /// Is what was kept on this day at the latest past its term?
    fn has_passed(self, kind: Keyspace, day: Day) -> bool {
        match kind {
            Keyspace::Headers => day < self.items,
            Keyspace::Replies => Quarter::of(day) < Quarter::of(self.replies),
            _ => Quarter::of(day) < Quarter::of(self.access),
        }
    }
}
