//! Verifying: is this ledger what it should be?
//!
//! Keeps P7. Fetches what is new, checks the tree, every signature, rosters, the life
//! cycle, the calendar and the days, and compares with what was seen before. Says what is
//! wrong in `Findings`.
//!
//! Knows public keys and entries. Never knows a report: an auditor opens nothing.
//!
//! ```text
//!   checkpoint ─▶ continues the one seen? ─no─▶ evidence
//!       │ yes
//!   new bundles ─▶ mirror ─▶ hash, parse, signatures (all cores) ─▶ gate, clocks, days ─▶ findings
//!                                      └─▶ tree ─▶ the checkpoint's root?
//! ```
//!
//! The whole ledger is read each time from the mirror, since a case's deadlines may fall
//! due without a new entry: a million entries take seconds. Memory is about 200 bytes for
//! each item and 350 for each case.

/// An auditor's own copy.
pub mod mirror;

/// What may be wrong.
pub mod finding;

/// Roster files.
pub mod rosters;

mod fetch;
mod history;
mod reading;
mod report;
mod stream;
mod terms;

use std::fmt;
use std::io;

use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::checkpoint::evidence::Evidence;
use crate::ledger::entry::Entry;
use crate::ledger::tree::tiles::{HashTile, Resource};
use crate::ledger::tree::{Head, TreeHash};

pub use fetch::LedgerFetch;
pub use report::{AuditReport, Unaccounted};
pub use terms::AuditTerms;

use self::fetch::NotServed;
use self::finding::{Finding, Findings};
use self::history::ForkFound;
use self::mirror::{Mirror, Sighting};
use self::reading::LedgerReading;

/// Why there is no report.
#[derive(Debug)]
pub enum CannotVerify {
    /// The mirror's folder or the ledger's network.
    Io(io::Error),
    /// The mirror's own files changed since they were verified: restore or delete it.
    MirrorDamaged,
}

/// Fetches what is new, then verifies everything. `progress` hears entries done and in all.
pub fn verify(
    mirror: &Mirror,
    fetch: LedgerFetch<'_>,
    terms: &AuditTerms<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<AuditReport, CannotVerify> {
    let mut verifying = Verifying {
        mirror,
        fetch,
        terms,
        findings: Findings::default(),
        evidence: None,
    };
    let seen = verifying.seen()?;
    let served = verifying.served()?;
    fetch::fetch_unsound(mirror, fetch)?;
    let trusted = verifying.trusted(seen, served)?;
    verifying.report(trusted.as_ref(), progress, &mut |_| {})
}

/// Verifies the mirror as it is, asks nobody, and gives each entry that counts to `each`.
pub fn read_along(
    mirror: &Mirror,
    terms: &AuditTerms<'_>,
    progress: &mut dyn FnMut(u64, u64),
    each: &mut dyn FnMut(&Entry),
) -> Result<AuditReport, CannotVerify> {
    let verifying = Verifying {
        mirror,
        fetch: &|_| Ok(None),
        terms,
        findings: Findings::default(),
        evidence: None,
    };
    let seen = verifying.seen()?;
    if let Some(seen) = &seen {
        let head = seen.head();
        let leaves = reading::leaves(mirror, head.size).ok_or(CannotVerify::MirrorDamaged)?;
        if history::heads_at(&leaves, head.size).now != head {
            return Err(CannotVerify::MirrorDamaged);
        }
    }
    verifying.report(seen.as_ref(), progress, each)
}

struct Verifying<'a> {
    mirror: &'a Mirror,
    fetch: LedgerFetch<'a>,
    terms: &'a AuditTerms<'a>,
    findings: Findings,
    evidence: Option<Evidence>,
}

impl Verifying<'_> {
    /// The checkpoint that the mirror holds.
    fn seen(&self) -> Result<Option<Checkpoint>, CannotVerify> {
        let Some(bytes) = self.mirror.read(Resource::Checkpoint)? else {
            return Ok(None);
        };
        let seen = Checkpoint::parse(&bytes, self.terms.log);
        seen.map(Some).map_err(|_| CannotVerify::MirrorDamaged)
    }

    /// The checkpoint that the ledger serves, if it is one.
    fn served(&mut self) -> Result<Option<Checkpoint>, CannotVerify> {
        let Some(bytes) = (self.fetch)(Resource::Checkpoint)? else {
            self.findings.add(Finding::Withheld {
                what: Resource::Checkpoint,
            });
            return Ok(None);
        };
        let served = match Checkpoint::parse(&bytes, self.terms.log) {
            Ok(served) => served,
            Err(why) => {
                self.findings.add(Finding::BadCheckpoint { why });
                return Ok(None);
            }
        };
        if let Err(too_few) = self.terms.quorum.check(&served) {
            let (have, needed) = (too_few.have, too_few.needed);
            self.findings.add(Finding::TooFewWitnesses { have, needed });
            return Ok(None);
        }
        Ok(Some(served))
    }

    /// The newest checkpoint whose entries are all in the mirror and add up to its root.
    fn trusted(
        &mut self,
        seen: Option<Checkpoint>,
        served: Option<Checkpoint>,
    ) -> Result<Option<Checkpoint>, CannotVerify> {
        let Some(served) = served else {
            return Ok(seen);
        };
        if let Some(seen) = &seen {
            let (before, now) = (seen.head(), served.head());
            if now.size == before.size && now.root != before.root {
                self.convict(history::forked(seen, &served));
                return Ok(Some(seen.clone()));
            }
            if now.size < before.size {
                let old =
                    reading::leaves(self.mirror, before.size).ok_or(CannotVerify::MirrorDamaged)?;
                self.convict(history::rolled_back(seen, &served, &old));
                return Ok(Some(seen.clone()));
            }
        }
        let from = seen.as_ref().map_or(0, |seen| seen.head().size);
        match fetch::fetch_entries(self.mirror, self.fetch, from, served.head().size)? {
            Ok(()) => self.continues(seen, served, from),
            Err(NotServed(what)) => {
                self.findings.add(Finding::Withheld { what });
                Ok(seen)
            }
        }
    }

    /// Do the entries in the mirror add up to what was served? If so, keep the checkpoint.
    fn continues(
        &mut self,
        seen: Option<Checkpoint>,
        served: Checkpoint,
        from: u64,
    ) -> Result<Option<Checkpoint>, CannotVerify> {
        let size = served.head().size;
        let leaves = reading::leaves(self.mirror, size).ok_or(CannotVerify::MirrorDamaged)?;
        let heads = history::heads_at(&leaves, from);
        let grew = seen.as_ref().is_none_or(|seen| seen.head() == heads.then);
        if grew && heads.now == served.head() {
            fetch::settle_entries(self.mirror, from, size)?;
            self.mirror.keep(Resource::Checkpoint, &served.to_bytes())?;
            self.mirror.sight(Sighting {
                size,
                day: self.terms.today,
            })?;
            fetch::drop_narrower(self.mirror, from, size)?;
            return Ok(Some(served));
        }
        // The widened bundle may tell other entries than the narrower one that was verified.
        let old = reading::leaves(self.mirror, from).ok_or(CannotVerify::MirrorDamaged)?;
        let kept = history::heads_at(&old, from).now;
        if seen.as_ref().is_some_and(|seen| seen.head() != kept) {
            return Err(CannotVerify::MirrorDamaged);
        }
        self.blame(seen.as_ref(), &served, &old, &leaves);
        fetch::drop_entries(self.mirror, from, size)?;
        Ok(seen)
    }

    /// The entries don't add up: was history rewritten, or are the wrong entries served?
    fn blame(
        &mut self,
        seen: Option<&Checkpoint>,
        served: &Checkpoint,
        old: &[TreeHash],
        leaves: &[TreeHash],
    ) {
        let read = |tile: HashTile| (self.fetch)(Resource::Tile(tile)).ok().flatten();
        let parted = seen
            .map(|seen| history::compare(seen, served, old, &read))
            .transpose();
        let differs = Finding::TreeDiffers {
            size: served.head().size,
        };
        match parted.map(Option::flatten) {
            Ok(Some(parted)) => self.convict(parted),
            Ok(None) => {
                let wrong = history::first_wrong_entry(served, leaves, &read);
                let wrong = wrong
                    .ok()
                    .flatten()
                    .map(|index| Finding::EntryDiffers { index });
                self.findings.add(wrong.unwrap_or(differs));
            }
            Err(_) => self.findings.add(differs),
        }
    }

    fn convict(&mut self, parted: ForkFound) {
        self.findings.add(parted.finding);
        self.evidence = self.evidence.take().or(parted.evidence);
    }

    fn report(
        mut self,
        checkpoint: Option<&Checkpoint>,
        progress: &mut dyn FnMut(u64, u64),
        each: &mut dyn FnMut(&Entry),
    ) -> Result<AuditReport, CannotVerify> {
        let (head, waiting) = match checkpoint {
            Some(checkpoint) => self.read(checkpoint, progress, each)?,
            None => (None, Vec::new()),
        };
        Ok(AuditReport {
            head,
            day: self.terms.today,
            findings: self.findings,
            waiting,
            evidence: self.evidence,
        })
    }

    /// Runs all rules over the entries of a checkpoint.
    fn read(
        &mut self,
        checkpoint: &Checkpoint,
        progress: &mut dyn FnMut(u64, u64),
        each: &mut dyn FnMut(&Entry),
    ) -> Result<(Option<Head>, Vec<Unaccounted>), CannotVerify> {
        let head = checkpoint.head();
        let facts = rosters::read(self.mirror, self.terms.pins)?;
        let sightings = self.mirror.sightings()?;
        let mut reading = LedgerReading::new(self.terms, facts, sightings, &mut self.findings);
        reading
            .run(self.mirror, head.size, progress, each)
            .map_err(|_| CannotVerify::MirrorDamaged)?;
        let waiting = reading.finish();
        Ok((Some(head), waiting))
    }
}

impl fmt::Display for CannotVerify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::MirrorDamaged => {
                f.write_str("the mirror's files changed since they were verified")
            }
        }
    }
}

impl std::error::Error for CannotVerify {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::MirrorDamaged => None,
        }
    }
}

impl From<io::Error> for CannotVerify {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
