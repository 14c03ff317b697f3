//! Expiry: what is past its day, and what can't say any more of which day it is.
//!
//! Keeps P10 (forgotten is gone) on time. A head tells its day only while it opens. One that does
//! not (its slot of the keyring or its bytes were damaged) was kept, at the latest, on the day when
//! that was first noticed: a scan notes that day, and the record's term counts from it. So it goes
//! later than a whole one would have, and never earlier. One that opens again is judged by its own
//! day.

use std::sync::Arc;

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

/// What the ledger says of an item, beside its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemTerm {
    /// Nothing: its day decides.
    Unaccounted,
    /// Needed, however old.
    Needed,
    /// Past its term, however young.
    Over,
}

/// Who says what the ledger says: asked item by item, so that no list of all that were ever in the
/// ledger stands in memory. By default it says nothing of any.
#[derive(Clone)]
pub struct ItemTerms(Arc<dyn Fn(&ReportDigest) -> ItemTerm + Send + Sync>);

/// What a scan of a part of one keyspace found.
#[derive(Default)]
pub(super) struct ExpiryScan {
    /// The last head that was looked at; none if the keyspace is through.
    pub(super) to: Option<Key>,
    /// Heads of what is past its day.
    pub(super) expired: Vec<Key>,
    /// Heads that do not open, noticed for the first time.
    pub(super) unreadable: Vec<Key>,
    /// Heads that were noted once, and that open again or are no longer there.
    pub(super) settled: Vec<Key>,
}

impl Keyspaces {
    /// Looks at the next [heads](LOOKED_AT_ONCE) of a keyspace, behind `after`. A part at a time:
    /// what it finds stands in memory, and layers that a rebuild has replaced stay for as long as
    /// somebody goes through them.
    pub(super) fn scan_for_expiry(
        &self,
        (kind, after): (Keyspace, Option<&Key>),
        before: ExpiryCutoff,
        terms: &ItemTerms,
    ) -> Result<ExpiryScan, Fault> {
        let mut scan = ExpiryScan::default();
        let mut looked = 0;
        for found in self.engine.scan(&Key::keyspace(kind), after) {
            let (at, _) = found?;
            looked += 1;
            if looked == LOOKED_AT_ONCE {
                scan.to = Some(at.clone());
            }
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
            if scan.to.is_some() {
                return Ok(scan);
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
            Keyspace::Headers => {
                let header = Header::parse(&head)?;
                match terms.0(&header.item) {
                    ItemTerm::Unaccounted => header.day < before.items,
                    ItemTerm::Needed => false,
                    ItemTerm::Over => true,
                }
            }
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
    /// `say` is asked from a thread that may block.
    pub fn said_by(say: impl Fn(&ReportDigest) -> ItemTerm + Send + Sync + 'static) -> Self {
        Self(Arc::new(say))
    }
}

impl Default for ItemTerms {
    fn default() -> Self {
        Self::said_by(|_| ItemTerm::Unaccounted)
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

/// Heads between two looks of the writer: some 300 KB, if all of them are past their day.
pub(super) const LOOKED_AT_ONCE: usize = 4096;
