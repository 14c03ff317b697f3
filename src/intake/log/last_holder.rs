//! Last holders: what a new roster leaves without anybody who could open it.
//!
//! Keeps P7 where it would be broken by accident: an officer leaves, and with their key goes what was
//! sealed to it alone. The figures are told; the roster is taken up only if the institution has signed that it
//! knows (`drops_last_holder_of`).
//!
//! In doubt an item counts: of one that came on the day of an earlier change it isn't known by which of the two
//! rosters it was sealed. A reporter may have left people out, so even a roster that keeps some of the officers
//! can leave a report to nobody; that shows in no list here.
//!
//! Knows rosters, days and digests. Never knows to whom a report was really sealed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use crate::keys::digest::ReportDigest;
use crate::ledger::entry::Entry;
use crate::ledger::validator::Validator;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, Officer, Roster, RosterDigest};
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

/// Whom items were sealed to, by institution: each roster's readers, in the order in which they came into
/// force.
#[derive(Default)]
pub(super) struct ReaderHistory {
    known: HashMap<RosterDigest, ReaderKeys>,
    in_force: HashMap<Institution, Vec<(Day, RosterDigest)>>,
}

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
}

impl ReaderHistory {
    pub(super) fn learn(&mut self, roster: &Roster) {
        self.known.insert(roster.digest(), readers(roster));
    }

    pub(super) fn come_into_force(
        &mut self,
        institution: &Institution,
        day: Day,
        digest: RosterDigest,
    ) {
        let in_force = self.in_force.entry(institution.clone()).or_default();
        in_force.push((day, digest));
    }

    /// What `roster`, once in force, leaves closed.
    pub(super) fn left_closed(
        &self,
        roster: &Roster,
        gate: &Validator,
        here: &AtTheIntake,
    ) -> LeftClosed {
        let staying = readers(roster);
        let known = gate.unfinished(roster.institution());
        let new = here
            .waiting
            .iter()
            .filter(|(item, _)| gate.find(item).is_none());
        let mut left = LeftClosed::default();
        for (item, day) in known.chain(new.copied()) {
            if self.may_be_closed_to(&staying, roster.institution(), day) {
                left.open += 1;
                left.unfetched += usize::from(here.unfetched.contains(&item));
            }
        }
        left
    }

    /// May an item of this day be sealed to none of these?
    fn may_be_closed_to(&self, staying: &ReaderKeys, institution: &Institution, day: Day) -> bool {
        let all = self
            .in_force
            .get(institution)
            .map_or(&[][..], Vec::as_slice);
        // The last that came before the day, and those of the day itself.
        let before = all.iter().rposition(|(since, _)| *since < day).unwrap_or(0);
        let of_that_day = all
            .iter()
            .enumerate()
            .filter(|(place, (since, _))| *place == before || *since == day);
        let mut readers = of_that_day.filter_map(|(_, (_, digest))| self.known.get(digest));
        readers.any(|readers| readers.is_disjoint(staying))
    }
}

fn readers(roster: &Roster) -> ReaderKeys {
    let recipients = roster.officers().iter().map(Officer::recipient);
    recipients.map(ToString::to_string).collect()
}

impl LeftClosed {
    /// Is there anything?
    pub fn is_nothing(self) -> bool {
        self.open == 0
    }
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
