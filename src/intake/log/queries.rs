//! Queries: what the sequencer answers from the ledger. They read the snapshot, and wait for no
//! writer.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sequencer;
use super::ledger_state::{FoundItem, LedgerState};
use super::ledger_trouble::LedgerTrouble;
use super::{partial_tiles, served_files};
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::CaseNumber;
use crate::ledger::fold::content_retention::ContentNeed;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::ledger::tree::TreeHash;
use crate::ledger::tree::tiles::{Bundle, HashTile, Resource};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterHistory};
use crate::store::{ItemTerm, ItemTerms};

/// What an officer needs to record a case's next step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseHead {
    /// Leaf hash of the newest entry: the next one's `after`.
    pub head: TreeHash,
    /// What the reporter is shown.
    pub status: PublicStatus,
}

impl Sequencer {
    /// The latest day of any entry; none before the first.
    pub async fn newest_day(&self) -> Result<Option<Day>, LedgerTrouble> {
        self.look(|state| state.validator.newest()).await
    }

    /// The bytes of what the ledger serves; nothing that its checkpoint does not commit to.
    pub async fn serve(&self, resource: Resource) -> Result<Option<Vec<u8>>, LedgerTrouble> {
        let size = self.look(LedgerState::size).await?;
        match resource {
            Resource::Checkpoint => self.look(LedgerState::served_checkpoint).await,
            Resource::Cosigned => self.look(LedgerState::served_cosigned).await,
            Resource::Tile(tile) => self.hashes(tile, size).await,
            Resource::Entries(bundle) => self.entries(bundle, size).await,
            Resource::Roster(..) | Resource::Policy(_) => {
                served_files::read(&self.store, resource).await
            }
        }
    }

    /// The institution's rosters, each with the day from which it was in force; empty for one that
    /// never had any.
    pub async fn rosters(&self, institution: &Institution) -> Result<RosterHistory, LedgerTrouble> {
        self.look(|state| {
            state
                .histories
                .get(institution)
                .cloned()
                .unwrap_or_default()
        })
        .await
    }

    /// The case, if it is this institution's.
    pub async fn case(
        &self,
        institution: &Institution,
        number: CaseNumber,
    ) -> Result<Option<CaseHead>, LedgerTrouble> {
        self.look(|state| {
            let fold = state.validator.fold();
            let own = fold.institution_of_case(number) == Some(institution);
            let head = fold.head_of(number).filter(|_| own)?;
            let status = fold.status_of_case(number);
            Some(CaseHead { head, status })
        })
        .await
    }

    /// What became of an item, if it is this institution's and was appended.
    pub async fn account(
        &self,
        institution: &Institution,
        item: &ReportDigest,
    ) -> Result<Option<FoundItem>, LedgerTrouble> {
        self.look(|state| {
            let own = state.validator.fold().institution_of_item(item) == Some(institution);
            state.found(item).filter(|_| own)
        })
        .await
    }

    /// Institutions that should look in: a report of theirs is in the ledger that nobody has
    /// accounted for, or something of a case is due on `today` or was before. Reports enter the
    /// ledger after midnight, all of a day at once, so this tells nobody when one came.
    pub async fn should_look_in(&self, today: Day) -> Result<BTreeSet<Institution>, LedgerTrouble> {
        self.look(|state| {
            let (policy, fold) = (self.pack.policy(), state.validator.fold());
            let unopened = fold.unaccounted().map(|(_, _, institution)| institution);
            let due = fold.timelines().filter(|(_, _, timeline)| {
                let next = timeline.next_due(policy, policy.calendar());
                next.is_some_and(|next| next.deadline.legal() <= today)
            });
            let due = due.map(|(_, institution, _)| institution);
            unopened.chain(due).cloned().collect()
        })
        .await
    }

    /// Who says of each item whether its content is needed as of `today`. While the ledger has to
    /// be read again, each is.
    pub async fn item_terms(self: &Arc<Self>, today: Day) -> Result<ItemTerms, LedgerTrouble> {
        self.look(|_| ()).await?;
        let sequencer = Arc::clone(self);
        Ok(ItemTerms::said_by(move |item| {
            let retention = sequencer.pack.policy().retention();
            let need = sequencer.snapshot.look(|state| {
                let fold = state.validator.fold();
                fold.content_need(item, today, retention)
            });
            match need {
                Ok(ContentNeed::Unaccounted) => ItemTerm::Unaccounted,
                Ok(ContentNeed::Needed) | Err(_) => ItemTerm::Needed,
                Ok(ContentNeed::Over) => ItemTerm::Over,
            }
        }))
    }

    /// May this item's content be forgotten as of `today`, if an officer says so?
    pub async fn may_be_forgotten(
        &self,
        item: &ReportDigest,
        today: Day,
    ) -> Result<bool, LedgerTrouble> {
        self.look(|state| {
            let fold = state.validator.fold();
            let term = fold.content_term(item, self.pack.policy().retention());
            term.may_be_forgotten(today)
        })
        .await
    }

    /// What became of an item that somebody holds a receipt for.
    pub async fn find(&self, item: &ReportDigest) -> Result<Option<FoundItem>, LedgerTrouble> {
        self.look(|state| state.found(item)).await
    }

    async fn hashes(&self, tile: HashTile, size: u64) -> Result<Option<Vec<u8>>, LedgerTrouble> {
        if !partial_tiles::is_within(tile, size) {
            return Ok(None);
        }
        let kept = self.store.tile(&partial_tiles::name(tile)).await?;
        let hashes = kept.and_then(|hashes| hashes.get(..tile.length()).map(<[u8]>::to_vec));
        Ok(hashes)
    }

    async fn entries(&self, bundle: Bundle, size: u64) -> Result<Option<Vec<u8>>, LedgerTrouble> {
        let end = bundle.start() + u64::from(bundle.width());
        if end > size {
            return Ok(None);
        }
        let rows = self.store.ledger_rows(bundle.start(), end).await?;
        let lines = rows.iter().map(|row| std::str::from_utf8(row.as_bytes()));
        let lines = lines.collect::<Result<Vec<_>, _>>();
        let lines = lines.map_err(|_| LedgerTrouble::NotAnEntry(bundle.start()))?;
        Ok((lines.len() == usize::from(bundle.width())).then(|| Bundle::encode(lines)))
    }
}
