//! Verifying: is this ledger what it should be?
//!
//! Keeps P7. Fetches what is new, checks the tree, every signature, rosters, the life
//! cycle, the calendar and the days, and compares with what was seen before. Says what is
//! wrong in `Findings`.
//!
//! Knows public keys and entries. Never knows a report: an auditor opens nothing.
//!
//! ```text
//!   follow (checked) ─▶ mirror ─▶ signatures (all cores) ─▶ validator, deadlines ─▶ findings
//!      └─▶ cheated ─▶ findings, evidence
//! ```
//!
//! The whole ledger is read each time from the mirror, since a case's deadlines may fall
//! due without a new entry: a million entries take seconds. Memory is about 200 bytes for
//! each item and 350 for each case.

/// An auditor's own copy.
pub mod mirror;

/// What may be wrong.
pub mod finding;

/// What an older program is too old for.
pub mod newer_program;

/// Roster files.
pub mod rosters;

mod audit_report;
mod entry_checks;
mod fetch;
mod grouping;
mod page;
mod parallel_reader;
mod policies;
mod rewritten_history;
mod trust_anchors;

use std::fmt;
use std::io;

use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::cosignature::TooFewWitnesses;
use crate::ledger::checkpoint::evidence::{Evidence, Misbehaviour};
use crate::ledger::checkpoint::freshness::NotFresh;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::entry::Entry;
use crate::ledger::follow::{Cheat, LedgerFetch, LedgerFollower, Remembered, ServedHeads};
use crate::ledger::tree::proof::Tiles;
use crate::ledger::tree::tiles::{HashTile, Resource};
use crate::ledger::tree::{Head, Tree, TreeHash};
use crate::rules::calendar::Day;

pub use audit_report::{AuditReport, InstitutionStanding};
pub use trust_anchors::TrustAnchors;

use self::entry_checks::LedgerReading;
use self::finding::{Finding, Findings};
use self::mirror::{Mirror, Sighting};
use self::policies::PoliciesInForce;

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
    terms: &TrustAnchors<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<AuditReport, CannotVerify> {
    let mut verifying = Verifying::new(mirror, terms);
    let seen = verifying.seen()?;
    let trusted = verifying.follow(seen.as_ref(), fetch)?;
    fetch::fetch_unsound(mirror, fetch)?;
    let mut expected_there = Vec::new();
    let mut report = verifying.report(trusted.as_ref(), progress, &mut |number, entry| {
        if let Entry::Received { item, day, .. } = entry {
            let wanted = terms.expected.iter().filter(|wanted| wanted.is_of(item));
            expected_there.extend(wanted.map(|wanted| (wanted.clone(), number, *day)));
        }
    })?;
    report.expected_there = expected_there;
    Ok(report)
}

/// Verifies the mirror as it is, asks nobody, and gives each entry that counts, with its number, to
/// `each`.
pub fn read_along(
    mirror: &Mirror,
    terms: &TrustAnchors<'_>,
    progress: &mut dyn FnMut(u64, u64),
    each: &mut dyn FnMut(u64, &Entry),
) -> Result<AuditReport, CannotVerify> {
    let verifying = Verifying::new(mirror, terms);
    let seen = verifying.seen()?;
    let seen = seen.as_ref().map(Remembered::checkpoint);
    verifying.report(seen, progress, each)
}

/// The first `size` entries of the mirror as a tree; smaller if entries are missing.
pub fn tree_of(mirror: &Mirror, size: u64) -> Head {
    let mut tree = Tree::new();
    let mut unused = Vec::new();
    for leaf in entry_checks::leaves(mirror, size) {
        tree.append(leaf, &mut unused);
        unused.clear();
    }
    tree.head()
}

/// For which day the log signed the mirror's checkpoint.
pub fn dated(mirror: &Mirror, log: &LogKey) -> io::Result<Option<Day>> {
    let kept = mirror.read(Resource::Checkpoint)?;
    let kept = kept.and_then(|bytes| Checkpoint::parse(&bytes, log).ok());
    Ok(kept.and_then(|kept| log.dated(&kept)))
}

struct Verifying<'a> {
    mirror: &'a Mirror,
    terms: &'a TrustAnchors<'a>,
    findings: Findings,
    evidence: Option<Evidence>,
    /// For which day the checkpoint that is served was signed.
    dated: Option<Day>,
}

impl<'a> Verifying<'a> {
    fn new(mirror: &'a Mirror, terms: &'a TrustAnchors<'a>) -> Self {
        Self {
            mirror,
            terms,
            findings: Findings::default(),
            evidence: None,
            dated: None,
        }
    }

    /// The checkpoint that the mirror holds; all its entries must be there.
    fn seen(&self) -> Result<Option<Remembered>, CannotVerify> {
        let Some(bytes) = self.mirror.read(Resource::Checkpoint)? else {
            return Ok(None);
        };
        let seen = Checkpoint::parse(&bytes, self.terms.log);
        let seen = seen.map_err(|_| CannotVerify::MirrorDamaged)?;
        let leaves = entry_checks::leaves(self.mirror, seen.head().size);
        let seen = Remembered::over(seen, leaves);
        seen.map(Some).ok_or(CannotVerify::MirrorDamaged)
    }

    /// The newest checkpoint whose entries are all in the mirror and add up to its root.
    fn follow(
        &mut self,
        seen: Option<&Remembered>,
        fetch: LedgerFetch<'_>,
    ) -> Result<Option<Checkpoint>, CannotVerify> {
        let missing = |resource| fetch::missing(self.mirror, fetch, resource);
        let follower = LedgerFollower::new(self.terms.log, &missing);
        let before = seen.map(|seen| seen.checkpoint().clone());
        let Some(heads) = self.heads(&follower)? else {
            return Ok(before);
        };
        let served = match &before {
            // Fewer witnesses have seen what was read here before: nothing is believed beyond it,
            // and what is served must continue it all the same.
            Some(before) if before.head().size > heads.witnessed.head().size => heads.newest,
            _ => heads.witnessed,
        };
        let from = before.as_ref().map_or(0, |seen| seen.head().size);
        let read = follower.entries_after(seen, &served, &mut |bundle| {
            fetch::keep_bundle(self.mirror, fetch, bundle)
        });
        let Err(why) = read else {
            self.keep(&served, from)?;
            return Ok(Some(served));
        };
        let cheat = why.cheat()?;
        if !matches!(cheat, Cheat::Withheld(_)) {
            fetch::drop_entries(self.mirror, from, served.head().size)?;
        }
        self.blame(cheat, before.as_ref(), &served, &|tile| follower.tile(tile));
        Ok(before)
    }

    /// What the ledger shows as its state, if it is one and enough witnesses saw it.
    fn heads(
        &mut self,
        follower: &LedgerFollower<'_, io::Error>,
    ) -> Result<Option<ServedHeads>, CannotVerify> {
        let TrustAnchors {
            quorum,
            policy,
            today,
            ..
        } = *self.terms;
        let since = today.plus_days(-policy.checkpoint_days_max());
        let cheat = match follower.heads(quorum, since) {
            Ok(heads) => {
                self.judge_age(&heads.newest);
                return Ok(Some(heads));
            }
            Err(why) => why.cheat()?,
        };
        self.findings.add(match cheat {
            Cheat::BadCheckpoint(why) => Finding::BadCheckpoint { why },
            Cheat::Unwitnessed(TooFewWitnesses { have, needed }) => {
                Finding::TooFewWitnesses { have, needed }
            }
            Cheat::Parted(NotContinued::RolledBack { seen, served }) => {
                Finding::RolledBack { seen, served }
            }
            Cheat::Parted(NotContinued::Convicted(evidence)) => {
                let finding = Finding::of_two_heads(&evidence);
                self.evidence = Some(*evidence);
                finding
            }
            Cheat::Parted(NotContinued::Unproven) | Cheat::NotTheTree | Cheat::Swapped(_) => {
                Finding::Withheld {
                    what: Resource::Cosigned,
                }
            }
            Cheat::Withheld(what) => Finding::Withheld { what },
        });
        Ok(None)
    }

    /// A ledger that stands still hides what came since, and looks healthy else.
    fn judge_age(&mut self, served: &Checkpoint) {
        let TrustAnchors {
            log, policy, today, ..
        } = *self.terms;
        self.dated = log.dated(served);
        let finding = match log.fresh(served, today, policy.checkpoint_days_max()) {
            Ok(_) => return,
            Err(NotFresh::Undated) => Finding::Undated,
            Err(NotFresh::Frozen { day, age_days }) => Finding::Frozen { day, age_days },
            Err(NotFresh::DatedAhead { day }) => Finding::DatedAhead { day },
        };
        self.findings.add(finding);
    }

    /// All entries of this checkpoint are in the mirror, and are its.
    fn keep(&self, served: &Checkpoint, from: u64) -> Result<(), CannotVerify> {
        let size = served.head().size;
        fetch::settle_entries(self.mirror, from, size)?;
        self.mirror.keep(Resource::Checkpoint, &served.to_bytes())?;
        self.mirror.sight(Sighting {
            size,
            day: self.terms.today,
        })?;
        Ok(fetch::drop_narrower(self.mirror, from, size)?)
    }

    /// Says what the ledger did, and keeps what proves it. `tile` gives tiles of the served tree.
    fn blame(
        &mut self,
        cheat: Cheat,
        seen: Option<&Checkpoint>,
        served: &Checkpoint,
        tile: &dyn Fn(HashTile) -> Option<Vec<u8>>,
    ) {
        let size = served.head().size;
        let old = || -> Vec<TreeHash> {
            let before = seen.map_or(0, |seen| seen.head().size);
            entry_checks::leaves(self.mirror, before).collect()
        };
        let differs = Finding::TreeDiffers { size };
        let (finding, evidence) = match cheat {
            Cheat::BadCheckpoint(why) => (Finding::BadCheckpoint { why }, None),
            Cheat::Withheld(what) => (Finding::Withheld { what }, None),
            Cheat::Unwitnessed(TooFewWitnesses { have, needed }) => {
                (Finding::TooFewWitnesses { have, needed }, None)
            }
            Cheat::Swapped(index) => (Finding::EntryDiffers { index }, None),
            Cheat::NotTheTree | Cheat::Parted(NotContinued::Unproven) => (differs, None),
            Cheat::Parted(NotContinued::RolledBack { seen: before, .. }) => {
                let finding = Finding::RolledBack {
                    seen: before,
                    served: size,
                };
                let convict = |seen| rewritten_history::convict_smaller(seen, served, &old());
                (finding, seen.and_then(convict))
            }
            Cheat::Parted(NotContinued::Convicted(evidence)) => {
                let tiles = Tiles::new(served.head(), tile);
                let finding = match evidence.proves() {
                    Ok(Misbehaviour::Forked { size }) => Finding::Forked { size },
                    _ => rewritten_history::rewritten(&old(), &tiles, size).unwrap_or(differs),
                };
                (finding, Some(*evidence))
            }
        };
        self.findings.add(finding);
        self.evidence = self.evidence.take().or(evidence);
    }

    fn report(
        mut self,
        checkpoint: Option<&Checkpoint>,
        progress: &mut dyn FnMut(u64, u64),
        each: &mut dyn FnMut(u64, &Entry),
    ) -> Result<AuditReport, CannotVerify> {
        let (head, institutions) = match checkpoint {
            Some(checkpoint) => self.read(checkpoint, progress, each)?,
            None => (None, Vec::new()),
        };
        Ok(AuditReport {
            head,
            dated: self.dated,
            day: self.terms.today,
            findings: self.findings,
            institutions,
            evidence: self.evidence,
            expected_there: Vec::new(),
        })
    }

    /// Runs all rules over the entries of a checkpoint.
    fn read(
        &mut self,
        checkpoint: &Checkpoint,
        progress: &mut dyn FnMut(u64, u64),
        each: &mut dyn FnMut(u64, &Entry),
    ) -> Result<(Option<Head>, Vec<InstitutionStanding>), CannotVerify> {
        let head = checkpoint.head();
        let facts = rosters::read(self.mirror, self.terms.pins)?;
        let newer = rosters::newer(self.mirror)?;
        let sightings = self.mirror.sightings()?;
        let policies = PoliciesInForce::new(self.terms, self.mirror)?;
        let findings = &mut self.findings;
        let mut reading =
            LedgerReading::new(self.terms, (facts, newer), policies, sightings, findings);
        reading
            .run(self.mirror, head.size, progress, each)
            .map_err(|_| CannotVerify::MirrorDamaged)?;
        Ok((Some(head), reading.finish(self.mirror)?))
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
