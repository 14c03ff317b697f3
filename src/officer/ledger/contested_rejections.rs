//! Contested rejections: what a colleague rejected, and what opens here.
//!
//! A reporter may leave an officer out. That officer sees an item that does not open, and could
//! close it as unreadable: who can open it hears of that here, until they have said their word.
//!
//! | the ledger has | this officer | contested |
//! |---|---|---|
//! | a colleague's `rejected` | can't open the item | no: nobody can tell from here |
//! | a colleague's `rejected` | can open it | yes |
//! | a colleague's `rejected` | rejected it, too | no: agreed |
//! | this officer's `rejected` | | no |
//! | `opened` or `linked` after it | | no: disproved |
//!
//! Knows entries and which items open. Never knows what is in them.

use std::collections::BTreeMap;

use super::entry_signers::EntrySigner;
use super::item_states::ItemStates;
use super::monitor::Lines;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::ledger::entry::{Fingerprint, SignedRecord};
use crate::ledger::fold::{ItemAccount, LedgerFold, StandingRejection};
use crate::officer::case::Case;
use crate::officer::case::opening::short;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;

/// Rejections on which this officer has not said a word yet.
#[derive(Default)]
pub(in crate::officer) struct Contested(BTreeMap<ReportDigest, StandingRejection>);

/// One of them, and who signed it.
#[derive(Debug)]
pub(in crate::officer) struct Dispute {
    pub item: ReportDigest,
    pub rejected: StandingRejection,
    pub signer: EntrySigner,
}

impl Contested {
    /// Of the items in these cases, by the ledger's entries that were checked here last.
    pub(in crate::officer) fn of(
        home: &OfficerHome,
        keys: &OfficerKeys,
        cases: &[Case],
    ) -> Result<Self, Failure> {
        let lines = Lines::read(home)?;
        let states = ItemStates::read(home)?;
        Ok(Self::among(&lines, &lines.fold(), keys, &states, cases))
    }

    pub(in crate::officer) fn among(
        lines: &Lines,
        fold: &LedgerFold,
        keys: &OfficerKeys,
        states: &ItemStates,
        cases: &[Case],
    ) -> Self {
        let here = cases.iter().flat_map(Case::items).map(|one| one.item);
        let contested = here.filter_map(|item| {
            if fold.find(&item)?.account != ItemAccount::Rejected {
                return None;
            }
            let rejected = *fold.rejection(&item)?;
            let agreed = states.of(&item).rejection.is_some();
            let own = || is_own(lines.recorded(rejected.index).as_ref(), keys);
            (!agreed && !own()).then_some((item, rejected))
        });
        Self(contested.collect())
    }

    /// Why a colleague rejected this item, if that is contested.
    pub(in crate::officer) fn reason(&self, item: &ReportDigest) -> Option<RejectionReason> {
        self.0.get(item).map(|rejected| rejected.reason)
    }

    pub(in crate::officer) fn iter(
        &self,
    ) -> impl Iterator<Item = (&ReportDigest, &StandingRejection)> {
        self.0.iter()
    }
}

impl Dispute {
    /// The line that says it, as long as nothing came of it.
    pub(in crate::officer) fn failure(&self) -> Failure {
        let complaint = match &self.signer {
            EntrySigner::Colleague(_) => "officer-rejected-by-colleague",
            EntrySigner::Unknown(_) => "officer-rejected-by-key",
            EntrySigner::Forged(_) => "officer-ledger-forged",
        };
        Failure::refused(complaint)
            .with("name", &self.signer)
            .with("item", short(&self.item))
            .with("day", self.rejected.day)
            .with("reason", self.rejected.reason)
    }
}

/// By this officer's key, not merely in its name: the intake could write that.
fn is_own(recorded: Option<&SignedRecord>, keys: &OfficerKeys) -> bool {
    let own = keys.signing.public();
    recorded.is_some_and(|recorded| {
        recorded.key() == Fingerprint::of(&own) && recorded.verify(&own).is_ok()
    })
}
