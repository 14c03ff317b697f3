//! What the sequencer holds in memory: the validator, the growing tree, what is in force.
//!
//! Read from the store's rows at start, and held against the last checkpoint: rows that were
//! changed, lost or added behind the intake's back are refused, not served.
//!
//! Knows rows. Never knows a clock.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::keys::digest::ReportDigest;
use crate::ledger::checkpoint::cosignature::Cosigned;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::entry::{CaseNumber, Entry, MinisignKey};
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::ledger::fold::{ItemAccount, ItemStanding};
use crate::ledger::tree::{Tree, TreeHash};
use crate::ledger::validator::authority::RosterFacts;
use crate::ledger::validator::{Accepted, Validator};
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::{Institution, InstitutionKey, Roster, RosterDigest, RosterHistory};
use crate::store::{Store, StoredTile};

use super::cosignatures;
use super::ledger_trouble::LedgerTrouble;
use super::partial_tiles::Edges;
use super::served_files;

/// The ledger in memory, after all entries so far.
pub(super) struct LedgerState {
    pub(super) validator: Validator,
    pub(super) growing: Growing,
    /// The last signed head, as served; none before the first entry.
    pub(super) checkpoint: Option<Vec<u8>>,
    /// The day that it is signed for.
    pub(super) dated: Option<Day>,
    /// What each auditor cosigned last, by key.
    pub(super) cosigned: BTreeMap<[u8; 8], Cosigned>,
    /// Each institution's roster in force.
    pub(super) rosters: HashMap<Institution, RosterDigest>,
    /// All of them with the day from which they were in force: what an officer signed is checked
    /// with that of its day.
    pub(super) histories: HashMap<Institution, RosterHistory>,
    /// Rosters whose entry is here, or about to be.
    known: HashMap<RosterDigest, Arc<Roster>>,
    /// The policy in force.
    pub(super) policy: Option<[u8; 32]>,
    /// Every key that ever signed a roster here.
    keys: Vec<(Institution, InstitutionKey)>,
}

/// What became of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoundItem {
    /// In which case it is, if in any.
    pub standing: ItemStanding,
    /// What the reporter is shown.
    pub status: PublicStatus,
    /// When the ledger last said that the reporter was written to.
    pub told: Option<Day>,
}

/// The tree and its last tiles: under 1 KiB, and 8 KiB for each level. Cheap to copy, so that it
/// grows aside until the commit is durable.
#[derive(Clone)]
pub(super) struct Growing {
    pub(super) tree: Tree,
    edges: Edges,
}

/// What a commit makes of the state.
pub(super) struct NextState {
    pub(super) entries: Vec<Accepted>,
    pub(super) growing: Growing,
    pub(super) checkpoint: Option<Vec<u8>>,
    pub(super) dated: Option<Day>,
}

impl LedgerState {
    /// Reads all rows and checks that they are what the last checkpoint commits to.
    pub(super) async fn read(
        store: &Store,
        log: &LogKey,
        policy: &Policy,
    ) -> Result<Self, LedgerTrouble> {
        let mut state = Self {
            validator: Validator::new(policy),
            growing: Growing::new(),
            checkpoint: store.note(CHECKPOINT).await?,
            dated: None,
            cosigned: BTreeMap::new(),
            rosters: HashMap::new(),
            histories: HashMap::new(),
            known: HashMap::new(),
            policy: None,
            keys: Vec::new(),
        };
        loop {
            let from = state.size();
            let rows = store.ledger_rows(from, from + ROWS_AT_ONCE).await?;
            if rows.is_empty() {
                break;
            }
            let mut leaves = Vec::with_capacity(rows.len());
            for (index, row) in (from..).zip(&rows) {
                let entry = Entry::parse(row.as_bytes())
                    .map_err(|why| LedgerTrouble::no_entry(index, why))?;
                if let Entry::Roster { digest, .. } = &entry {
                    state.learn(&served_files::roster(store, *digest).await?);
                }
                let leaf = TreeHash::of_leaf(row.as_bytes());
                // Each was checked when it was appended, under the policy of that day.
                state.validator.apply(&entry, leaf);
                state.remember(&entry);
                leaves.push(leaf);
            }
            state.growing.grow(leaves)?;
        }
        state.check(log)?;
        state.cosigned = cosignatures::kept(store, log, state.rosters_in_force()).await?;
        Ok(state)
    }

    /// The last signed head, with what was cosigned of it.
    pub(super) fn served_checkpoint(&self) -> Option<Vec<u8>> {
        let head = self.growing.tree.head();
        let of_it = self
            .cosigned
            .values()
            .filter(|cosigned| cosigned.checkpoint.head() == head);
        let lines = of_it.map(|cosigned| cosigned.checkpoint.cosignatures());
        let own = self.checkpoint.clone()?;
        Some(lines.fold(own, |note, line| [note, line].concat()))
    }

    /// The newest head that each auditor cosigned, one note after the other; none if nobody did.
    pub(super) fn served_cosigned(&self) -> Option<Vec<u8>> {
        let notes = self.cosigned.values();
        let notes: Vec<_> = notes
            .map(|cosigned| cosigned.checkpoint.to_bytes())
            .collect();
        (!notes.is_empty()).then(|| notes.concat())
    }

    fn rosters_in_force(&self) -> impl Iterator<Item = &Roster> {
        let known = self
            .rosters
            .values()
            .filter_map(|digest| self.known.get(digest));
        known.map(AsRef::as_ref)
    }

    /// Do the rows add up to the last head that this log signed?
    fn check(&mut self, log: &LogKey) -> Result<(), LedgerTrouble> {
        let head = self.growing.tree.head();
        let Some(signed) = &self.checkpoint else {
            return (head.size == 0)
                .then_some(())
                .ok_or(LedgerTrouble::NoCheckpoint);
        };
        let signed = Checkpoint::parse(signed, log).map_err(LedgerTrouble::BadCheckpoint)?;
        if signed.head() == head {
            self.dated = log.dated(&signed);
            return Ok(());
        }
        Err(LedgerTrouble::Differs {
            rows: head.size,
            signed: signed.head().size,
        })
    }

    /// Makes a roster known, so that its entry can bring it into force.
    pub(super) fn learn(&mut self, roster: &Roster) {
        let institution = roster.institution();
        let before = self
            .keys
            .iter()
            .filter(|(of, _)| of == institution)
            .find(|(_, key)| roster.is_handed_over_by(key));
        let facts = RosterFacts::of(roster, before.map(|(_, key)| MinisignKey::of(key)));
        self.validator.learn(facts);
        self.known
            .entry(roster.digest())
            .or_insert_with(|| Arc::new(roster.clone()));
        let key = (institution.clone(), roster.key().clone());
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    /// Notes what is durable.
    pub(super) fn become_next(&mut self, next: NextState) {
        for accepted in &next.entries {
            self.validator.apply(&accepted.entry, accepted.leaf);
            self.remember(&accepted.entry);
        }
        self.growing = next.growing;
        self.checkpoint = next.checkpoint;
        self.dated = next.dated;
    }

    /// How many entries.
    pub(super) fn size(&self) -> u64 {
        self.growing.tree.size()
    }

    pub(super) fn found(&self, item: &ReportDigest) -> Option<FoundItem> {
        Some(FoundItem {
            standing: *self.validator.fold().find(item)?,
            status: self.validator.fold().status(item)?,
            told: self.validator.fold().told(item),
        })
    }

    fn remember(&mut self, entry: &Entry) {
        match entry {
            Entry::Roster {
                institution,
                day,
                digest,
                ..
            } => {
                self.rosters.insert(institution.clone(), *digest);
                if let Some(roster) = self.known.get(digest) {
                    let history = self.histories.entry(institution.clone());
                    history.or_default().push(*day, Arc::clone(roster));
                }
            }
            Entry::Policy { digest, .. } => self.policy = Some(*digest),
            Entry::Received { .. } | Entry::Clock { .. } | Entry::Recorded(_) => {}
        }
    }
}

impl FoundItem {
    /// Did somebody answer for it?
    pub fn is_accounted(&self) -> bool {
        self.standing.account != ItemAccount::Open
    }

    /// The case that it belongs to.
    pub fn case(&self) -> Option<CaseNumber> {
        match self.standing.account {
            ItemAccount::Case(number) => Some(number),
            ItemAccount::Open | ItemAccount::Rejected => None,
        }
    }
}

impl Growing {
    fn new() -> Self {
        Self {
            tree: Tree::new(),
            edges: Edges::default(),
        }
    }

    /// Grows by these leaves; the tiles that changed.
    pub(super) fn grow(
        &mut self,
        leaves: impl IntoIterator<Item = TreeHash>,
    ) -> Result<Vec<StoredTile>, LedgerTrouble> {
        let mut nodes = Vec::new();
        for leaf in leaves {
            self.tree.append(leaf, &mut nodes);
        }
        Ok(self.edges.take(&nodes)?)
    }
}

/// The most that the store gives at once.
const ROWS_AT_ONCE: u64 = 1000;

/// The note that holds the last signed head.
pub(super) const CHECKPOINT: &str = "ledger/checkpoint";
