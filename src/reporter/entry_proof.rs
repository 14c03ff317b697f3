//! Entry proofs: is the report in the ledger, where the server says that it is?
//!
//! Keeps P7 for the one person who can see that a report was dropped before anybody fetched it.
//! The ledger's key comes from the institution's signed list, the report's digest from its
//! reporter's own record: nothing here is taken on the server's word, so neither a server nor a
//! proxy can make a number up.
//!
//! ```text
//!   checkpoint ─▶ signed by the log? ─▶ cosigned? ─▶ continues the one seen last?
//!        └─ tiles ─▶ does entry no. n say "received", this institution, this day, this digest?
//! ```
//!
//! Asks for nothing but heads and hashes, which are the same for everybody: what the server learns
//! by it (about where in the ledger somebody looks), it knows from the visit.

use std::cell::RefCell;

use super::checkpoint_file::CheckpointFile;
use super::intake_client::ReporterClient;
use crate::cli::failure::Failure;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::cosignature::{Quorum, WitnessKey};
use crate::ledger::checkpoint::freshness::NotFresh;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::entry::Entry;
use crate::ledger::follow::{Cheat, LedgerFollower, NotFollowed, ServedHeads};
use crate::report::mailbox::FirstReport;
use crate::report::upload_protocol::{Accounting, Agreed};

/// What is known of the report's entry.
pub(super) enum EntryProof {
    /// The log signed a tree that holds it.
    Proven {
        /// The entry's number, from 0.
        entry: u64,
        /// Entries in that tree.
        size: u64,
    },
    /// The log signed a tree that holds it, and too few witnesses have seen that tree yet.
    Unwitnessed {
        /// The entry's number, from 0.
        entry: u64,
    },
    /// Its batch is not due yet.
    Waits,
    /// The institution's list names no ledger, so there is nothing to check by.
    Unchecked,
    /// What does not fit.
    Doubted(Failure),
}

/// By what an entry is checked, beside what was agreed on.
pub(super) struct ProofTerms<'a> {
    pub agreed: &'a Agreed,
    pub witnesses: &'a [WitnessKey],
    /// Where the checkpoint seen last is kept; none: nothing is.
    pub memory: Option<&'a CheckpointFile>,
}

impl ProofTerms<'_> {
    /// Checks what the server says of the report's entry.
    pub(super) fn check(
        &self,
        talk: &mut ReporterClient,
        first: FirstReport,
        told: Option<Accounting>,
    ) -> EntryProof {
        let Some(log) = &self.agreed.log else {
            return EntryProof::Unchecked;
        };
        let Some(told) = told else {
            return EntryProof::Doubted(Failure::refused("reporter-ledger-silent"));
        };
        let talk = RefCell::new(talk);
        let fetch = |resource| talk.borrow_mut().ledger(resource);
        let follower = LedgerFollower::new(log, &fetch);
        let proven = self
            .trusted(&follower, log)
            .and_then(|heads| self.entry(&follower, &heads, first, told.entry));
        proven.unwrap_or_else(EntryProof::Doubted)
    }

    /// What the ledger shows as its state, if it is signed, cosigned and continues what was seen
    /// last.
    fn trusted(
        &self,
        follower: &LedgerFollower<'_, Failure>,
        log: &LogKey,
    ) -> Result<ServedHeads, Failure> {
        let since = -self.agreed.policy.checkpoint_days_max();
        let heads = follower.heads(&self.quorum()?, self.agreed.day.plus_days(since));
        let heads = heads.map_err(|why| self.doubt(why))?;
        self.check_age(log, &heads.newest)?;
        let seen = self.memory.map(|memory| memory.read(log)).transpose()?;
        if let Some(seen) = seen.flatten() {
            let continued = follower.continues(&seen, &heads.newest);
            continued.map_err(|why| self.doubt(why))?;
        }
        Ok(heads)
    }

    /// An old state is shown by who wants to hide what came since.
    fn check_age(&self, log: &LogKey, served: &Checkpoint) -> Result<(), Failure> {
        let most = self.agreed.policy.checkpoint_days_max();
        match log.fresh(served, self.agreed.day, most) {
            Ok(_) => Ok(()),
            Err(NotFresh::Undated) => Err(Failure::refused("reporter-ledger-undated")),
            Err(NotFresh::Frozen { day, .. }) => {
                let frozen = Failure::refused("reporter-ledger-frozen").with("day", day);
                Err(frozen.with("today", self.agreed.day))
            }
            Err(NotFresh::DatedAhead { day }) => {
                Err(Failure::refused("reporter-ledger-ahead").with("day", day))
            }
        }
    }

    /// As many cosignatures as policy wants; one, if the reporter named whose and policy wants
    /// none: the policy is the server's word.
    fn quorum(&self) -> Result<Quorum, Failure> {
        let known = self.witnesses.len();
        let required = self.agreed.policy.witnesses_required();
        let needed = required.max(usize::from(known > 0));
        Quorum::new(self.witnesses.to_vec(), needed).ok_or_else(|| {
            Failure::refused("reporter-ledger-witness-keys")
                .with("known", known)
                .with("needed", needed)
        })
    }

    /// Is the report where it should be? Then the checkpoint is remembered: what doesn't fit is
    /// said again each time. What no witness has seen yet is proven, and not called so.
    fn entry(
        &self,
        follower: &LedgerFollower<'_, Failure>,
        heads: &ServedHeads,
        first: FirstReport,
        told: Option<u64>,
    ) -> Result<EntryProof, Failure> {
        let proof = match told {
            Some(entry) => {
                self.prove(follower, &heads.newest, first, entry)?;
                let size = heads.witnessed.head().size;
                if entry < size {
                    EntryProof::Proven { entry, size }
                } else {
                    EntryProof::Unwitnessed { entry }
                }
            }
            None => self.waits(first, &heads.newest)?,
        };
        if let Some(memory) = self.memory {
            memory.keep(&heads.newest)?;
        }
        Ok(proof)
    }

    fn prove(
        &self,
        follower: &LedgerFollower<'_, Failure>,
        served: &Checkpoint,
        first: FirstReport,
        entry: u64,
    ) -> Result<(), Failure> {
        let leaf = Entry::Received {
            institution: self.agreed.roster.institution().clone(),
            day: first.day,
            item: first.item,
        }
        .leaf();
        let proven = follower.includes(served, entry, leaf);
        proven.map_err(|why| self.doubt(why))
    }

    /// Nothing is proven of a report that is not entered yet, but that its day has not come: by the
    /// day for which the ledger's own head is signed. A wrong clock here accuses nobody.
    fn waits(&self, first: FirstReport, head: &Checkpoint) -> Result<EntryProof, Failure> {
        let due = self.agreed.policy.entered_by(first.day);
        let dated = self.agreed.log.as_ref().and_then(|log| log.dated(head));
        if dated.unwrap_or(self.agreed.day) <= due {
            return Ok(EntryProof::Waits);
        }
        let missing = Failure::refused("reporter-ledger-missing");
        Err(missing.with("day", first.day).with("due", due))
    }

    /// What the ledger did, in words; what proves it is kept first, if there is a place for it.
    fn doubt(&self, why: NotFollowed<Failure>) -> Failure {
        match why {
            // Its own words are of a delivery.
            NotFollowed::Failed(_) => Failure::refused("reporter-ledger-unreached"),
            NotFollowed::Cheated(cheat) => self.cheated(cheat),
        }
    }

    fn cheated(&self, cheat: Cheat) -> Failure {
        match cheat {
            Cheat::Withheld(what) => {
                Failure::refused("reporter-ledger-no-proof").with("what", what)
            }
            Cheat::BadCheckpoint(_) => Failure::refused("reporter-ledger-not-signed"),
            Cheat::Parted(NotContinued::RolledBack { seen, served }) => {
                Failure::refused("reporter-ledger-rolled-back")
                    .with("seen", seen)
                    .with("served", served)
            }
            Cheat::Parted(NotContinued::Convicted(evidence)) => {
                let kept = self.memory.map(|memory| memory.keep_evidence(&evidence));
                match kept {
                    Some(Ok(path)) => {
                        let rewritten = Failure::refused("reporter-ledger-rewritten");
                        rewritten.with("path", path.display())
                    }
                    Some(Err(why)) => why,
                    // Without a memory there was nothing to compare with.
                    None => Failure::refused("reporter-ledger-unproven"),
                }
            }
            Cheat::Unwitnessed(too_few) => Failure::refused("reporter-ledger-witnesses")
                .with("have", too_few.have)
                .with("needed", too_few.needed),
            Cheat::Swapped(entry) => {
                Failure::refused("reporter-ledger-other-entry").with("entry", entry)
            }
            Cheat::Parted(NotContinued::Unproven) | Cheat::NotTheTree => {
                Failure::refused("reporter-ledger-unproven")
            }
        }
    }
}
