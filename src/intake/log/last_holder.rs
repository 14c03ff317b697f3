//! Last holders: which reports nobody could open any more under a new roster.
//!
//! Keeps P7 where it would be broken by accident: an officer leaves, and with their key goes what
//! was sealed to it alone. The figures are told; the roster is taken up only if the institution has
//! signed that it knows (`drops_last_holder_of`).
//!
//! In doubt an item counts: of one that came on the day of an earlier change it isn't known by
//! which of the two rosters it was sealed. A reporter may have left people out, so even a roster
//! that keeps some of the officers can leave a report to nobody; that shows in no list here.
//!
//! Knows rosters, days and digests. Never knows to whom a report was really sealed.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use crate::keys::digest::ReportDigest;
use crate::ledger::entry::Entry;
use crate::ledger::fold::LedgerFold;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, Officer, Roster, RosterHistory};
use crate::store::{Fault, Store};

/// What nobody of a roster can open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LeftClosed {
    /// Reports and additions whose case is open, or that nobody has accounted for.
    pub open: usize,
    /// Those of them that no officer has fetched: they are lost to the institution, too.
    pub unfetched: usize,
}

/// Items that are not in the ledger's words yet, or not in its words alone.
pub(super) struct AtTheIntake {
    /// Received, and not appended yet.
    pub(super) waiting: Vec<(ReportDigest, Day)>,
    /// Kept here, and fetched by nobody.
    pub(super) unfetched: HashSet<ReportDigest>,
}

/// Keys that reports are sealed to.
type ReaderKeys = BTreeSet<String>;

impl AtTheIntake {
    pub(super) async fn of(store: &Store, institution: &Institution) -> Result<Self, Fault> {
        let pending = store.pending(WAITING_MAX).await?;
        let received =
            pending
                .iter()
                .filter_map(|one| match Entry::parse(one.line.as_bytes()).ok()? {
                    Entry::Received {
                        institution: of,
                        day,
                        item,
                    } if of == *institution => Some((item, day)),
                    _ => None,
                });
        Ok(Self {
            waiting: received.collect(),
            unfetched: store.unfetched(institution).await?,
        })
    }

    /// What `roster`, once in force after those of `before`, leaves closed.
    pub(super) fn left_closed(
        &self,
        roster: &Roster,
        before: Option<&RosterHistory>,
        fold: &LedgerFold,
    ) -> LeftClosed {
        let staying = readers(roster);
        let may_be_closed = |day| {
            let mut sealed_by = before.into_iter().flat_map(|before| before.in_force(day));
            sealed_by.any(|of_that_day| readers(of_that_day).is_disjoint(&staying))
        };
        let mut left = LeftClosed::default();
        for (item, day) in self.open(roster.institution(), fold) {
            if may_be_closed(day) {
                left.open += 1;
                left.unfetched += usize::from(self.unfetched.contains(&item));
            }
        }
        left
    }

    /// Reports and additions to the institution whose case is open, or that nobody has accounted
    /// for, and their days.
    pub(super) fn open(
        &self,
        institution: &Institution,
        fold: &LedgerFold,
    ) -> impl Iterator<Item = (ReportDigest, Day)> {
        let new = self
            .waiting
            .iter()
            .filter(|(item, _)| fold.find(item).is_none());
        fold.unfinished(institution).chain(new.copied())
    }
}

fn readers(roster: &Roster) -> ReaderKeys {
    let recipients = roster.officers().iter().map(Officer::recipient);
    recipients.map(ToString::to_string).collect()
}

impl fmt::Display for LeftClosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, unfetched } = self;
        write!(
            f,
            "{open} open reports and additions, {unfetched} of them fetched by nobody"
        )
    }
}

/// Waiting entries read at once: as many as a batch takes.
const WAITING_MAX: usize = 100_000;
