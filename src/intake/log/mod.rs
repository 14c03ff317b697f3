//! The sequencer: appends to the ledger, and answers from it.
//!
//! Keeps P7 (no report disappears) at the intake, and its part of P2 and P6: what was received in a
//! day is appended in one shuffled batch. Knows entries, public keys and the key that signs heads.
//! Never knows what a report says, or which mailbox belongs to it.
//!
//! ```text
//!   store's pending ─draw, shuffled─┐
//!   officer's signed line ──────────┼─▶ validator ─▶ rows + tiles + checkpoint ─commit─▶ served
//!   a roster, a policy that changed ┘
//! ```
//!
//! One append at a time. Its order, which a crash can't break: the validator judges the entry; one
//! atomic commit writes the row, the tiles, the signed head and takes away what waited; once that
//! is durable the validator notes it, and it is answered and served. A crash before the commit
//! leaves the entry waiting (or unanswered), after it, appended. The store is the truth: after a
//! commit that failed or was abandoned, what is in memory is thrown away and read again, but not
//! after one that the store refused and that moved nothing. Readers see the state as the last
//! durable commit left it, and never wait for the one who appends.
//!
//! A policy's entry and its pack are one commit. A roster's entry, its files and the note that pins
//! it are one commit, before anything is sealed by it: nobody gets a report sealed to them before
//! the ledger names them.

mod cosignatures;
mod daily_batches;
mod last_holder;
mod ledger_state;
mod ledger_trouble;
mod pack_pin;
mod partial_tiles;
mod queries;
mod served_files;
mod snapshot;

/// Accepting rosters: none runs backwards.
pub(crate) mod roster_pin;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;
use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, Semaphore};

use crate::intake::trusted_day::ClockDoubt;
use crate::keys::signature::{SigningKey, VerifyingKey};
use crate::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use crate::ledger::entry::{Entry, MinisignKey};
use crate::ledger::tree::TreeHash;
use crate::ledger::validator::Accepted;
use crate::ledger::validator::invalid_entry::InvalidEntry;
use crate::net::http_signature::KeyId;
use crate::rules::calendar::Day;
use crate::rules::pack::CountryPack;
use crate::rules::roster::{Institution, Roster};
use crate::store::{Extension, Fault, LedgerRow, PendingId, Store, StoredTile};

use cosignatures::{Age, CosignatureRefused};
use last_holder::AtTheIntake;
use ledger_state::{CHECKPOINT, LedgerState, NextState};
use snapshot::Snapshot;

pub use last_holder::LeftClosed;
pub use ledger_state::FoundItem;
pub use ledger_trouble::LedgerTrouble;
pub use pack_pin::ChangedPack;
pub use queries::CaseHead;

/// The one who appends.
pub struct Sequencer {
    store: Store,
    seal: Seal,
    pack: CountryPack,
    snapshot: Snapshot,
    /// Held by the one who appends, from the plan until its commit is settled: as long as a commit
    /// takes, and seconds while the store is rebuilt. Readers take it only if nothing is
    /// shown.
    appending: Mutex<()>,
    /// Officers' entries on their way, whether somebody still waits for them or not.
    records: Arc<Semaphore>,
    /// Held while a batch goes from what waits to the ledger: an item is in one of the two, or new.
    moving: RwLock<()>,
}

/// While it is held, nothing leaves what waits.
pub struct HeldBatches<'a> {
    _held: RwLockReadGuard<'a, ()>,
}

/// What signs the ledger's heads.
pub struct Seal {
    name: LogName,
    key: SigningKey,
}

/// Where an officer's entry stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The entry's number, from 0.
    pub index: u64,
    /// Its hash in the tree, which the case's next entry names.
    pub leaf: TreeHash,
}

/// A roster that is new since the last start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedRoster {
    /// Whose roster was taken.
    pub institution: Institution,
    /// What nobody can open since.
    pub left: LeftClosed,
}

/// What is to be written together.
#[derive(Default)]
struct Plan {
    entries: Vec<Accepted>,
    taken: Vec<PendingId>,
    tiles: Vec<StoredTile>,
    notes: Vec<(String, Vec<u8>)>,
    /// The head is signed for this day, whether it is new or not.
    affirmed: Option<Day>,
}

impl Seal {
    /// For the intake with this instance number: its log's name is made from that, once for ever.
    pub fn new(instance: &[u8; 16], key: SigningKey) -> Self {
        let name = LogName::parse(&format!("svilpe/{}", hex::encode(instance)))
            .expect("a word, a slash and 32 digits are a log's name");
        Self { name, key }
    }

    /// What auditors are given.
    pub fn public(&self) -> LogKey {
        LogKey::new(self.name.clone(), self.key.public())
    }
}

impl Sequencer {
    /// Reads the whole ledger, and brings these rosters and this pack into force. Gives those
    /// rosters that are new.
    pub async fn open(
        store: Store,
        seal: Seal,
        pack: CountryPack,
        rosters: &[Roster],
        today: Day,
    ) -> Result<(Self, Vec<ChangedRoster>), LedgerTrouble> {
        let sequencer = Self::read(store, seal, pack).await?;
        let changed = sequencer.bring_into_force(rosters, Ok(today)).await?;
        Ok((sequencer, changed))
    }

    /// Reads the whole ledger and checks it against its own last checkpoint; changes nothing.
    pub async fn read(store: Store, seal: Seal, pack: CountryPack) -> Result<Self, LedgerTrouble> {
        let sequencer = Self {
            snapshot: Snapshot::default(),
            appending: Mutex::new(()),
            records: Arc::new(Semaphore::new(RECORDS_AT_ONCE)),
            moving: RwLock::new(()),
            store,
            seal,
            pack,
        };
        drop(sequencer.turn().await?);
        Ok(sequencer)
    }

    /// Brings these rosters and this pack into force, by an entry each if they are new. Gives
    /// those rosters that are. Without a day that may be believed, nothing
    /// new comes into force.
    pub async fn bring_into_force(
        &self,
        rosters: &[Roster],
        today: Result<Day, ClockDoubt>,
    ) -> Result<Vec<ChangedRoster>, LedgerTrouble> {
        self.none_is_missing(rosters).await?;
        self.adopt_policy(today).await?;
        let mut changed = Vec::new();
        for roster in rosters {
            changed.extend(self.adopt(roster, today).await?);
        }
        Ok(changed)
    }

    /// If entries are of days after `today`, an entry that says so: days count from `today` again.
    /// Was there one to make?
    pub async fn turn_back(&self, today: Day) -> Result<bool, LedgerTrouble> {
        let Some(before) = self.newest_day().await?.filter(|newest| *newest > today) else {
            return Ok(false);
        };
        let plan = |state: &LedgerState| {
            let entry = Entry::Clock { day: today, before };
            Ok((Plan::of(state.validator.judge_own(entry)?), ()))
        };
        self.carry_out(plan)
            .await?
            .map_err(LedgerTrouble::ClockRefused)?;
        Ok(true)
    }

    /// What of these rosters is new, or why one would be refused for what it leaves to nobody.
    pub async fn changes(&self, rosters: &[Roster]) -> Result<Vec<ChangedRoster>, LedgerTrouble> {
        self.none_is_missing(rosters).await?;
        let mut changed = Vec::new();
        for roster in rosters {
            let (institution, digest) = (roster.institution(), roster.digest());
            let is_new = |state: &LedgerState| state.rosters.get(institution) != Some(&digest);
            if self.look(is_new).await? {
                let here = AtTheIntake::of(&self.store, institution).await?;
                let change = self
                    .look(|state| signed_change(state, roster, &here))
                    .await?;
                changed.push(change?);
            }
        }
        Ok(changed)
    }

    /// An institution with open reports keeps its roster: without it its officers are turned away,
    /// and its reporters can add nothing.
    async fn none_is_missing(&self, rosters: &[Roster]) -> Result<(), LedgerTrouble> {
        let is_there = |institution: &Institution| {
            let mut theirs = rosters.iter().map(Roster::institution);
            theirs.any(|of| of == institution)
        };
        let missing = |state: &LedgerState| -> Vec<Institution> {
            let all = state.rosters.keys();
            all.filter(|&of| !is_there(of)).cloned().collect()
        };
        for institution in self.look(missing).await? {
            let here = AtTheIntake::of(&self.store, &institution).await?;
            let count =
                |state: &LedgerState| here.open(&institution, state.validator.fold()).count();
            let open = self.look(count).await?;
            if open > 0 {
                return Err(LedgerTrouble::RosterMissing { institution, open });
            }
        }
        Ok(())
    }

    /// What auditors are given.
    pub fn public(&self) -> LogKey {
        self.seal.public()
    }

    /// Appends what an officer signed on one of these days, or says why not. Goes on to its end
    /// even if nobody waits for it.
    ///
    /// If the ledger has entries of a later day, because the intake's clock was ahead over a batch,
    /// and the officer's clock says what this computer's says by now, the first of `today`, then
    /// days are turned back to it first: two clocks agree, and auditors see the entry that says so.
    pub async fn record(
        self: &Arc<Self>,
        line: Vec<u8>,
        today: RangeInclusive<Day>,
    ) -> Result<Result<Appended, InvalidEntry>, LedgerTrouble> {
        let sequencer = Arc::clone(self);
        // Who hangs up leaves the work, and its place with it.
        let place = Arc::clone(&self.records).acquire_owned().await;
        let place = place.map_err(|_| LedgerTrouble::Abandoned)?;
        let recording = tokio::spawn(async move {
            let _place = place;
            let recorded = sequencer.record_once(&line, &today).await?;
            let own_day = *today.start();
            match recorded {
                Err(InvalidEntry::BackDated { .. }) if is_of(&line, own_day) => {
                    sequencer.turn_back(own_day).await?;
                    sequencer.record_once(&line, &today).await
                }
                recorded => Ok(recorded),
            }
        });
        recording.await.unwrap_or(Err(LedgerTrouble::Abandoned))
    }

    async fn record_once(
        &self,
        line: &[u8],
        today: &RangeInclusive<Day>,
    ) -> Result<Result<Appended, InvalidEntry>, LedgerTrouble> {
        let plan = |state: &LedgerState| {
            let accepted = state.validator.judge(line, today)?;
            let recorded = Appended {
                index: accepted.index,
                leaf: accepted.leaf,
            };
            Ok((Plan::of(accepted), recorded))
        };
        self.carry_out(plan).await
    }

    /// Signs the head for `today`, once a day, so that whoever checks can tell the newest from an
    /// old one though nothing happened.
    pub async fn affirm(&self, today: Day) -> Result<(), LedgerTrouble> {
        if self.look(|state| state.dated == Some(today)).await? {
            return Ok(());
        }
        let plan = |_: &LedgerState| {
            let plan = Plan {
                affirmed: Some(today),
                ..Plan::default()
            };
            Ok((plan, ()))
        };
        self.carry_out(plan)
            .await?
            .map_err(LedgerTrouble::BatchRefused)
    }

    /// Keeps what the holder of `key` cosigned, and serves it from then on.
    pub async fn take_cosigned(
        &self,
        note: &[u8],
        key: &VerifyingKey,
    ) -> Result<Result<(), CosignatureRefused>, LedgerTrouble> {
        let Some(cosigned) = cosignatures::read(note, &self.public(), key) else {
            return Ok(Err(CosignatureRefused::NotCosigned));
        };
        let _turn = self.turn().await?;
        let id = *KeyId::of(key).as_bytes();
        let look = |state: &LedgerState| state.cosigned.get(&id).map(Age::of);
        let kept = self.snapshot.look(look);
        let (kept, new) = (
            kept.map_err(|_| LedgerTrouble::Abandoned)?,
            Age::of(&cosigned),
        );
        match kept {
            Some(kept) if new < kept => return Ok(Err(CosignatureRefused::Older)),
            Some(kept) if new == kept => return Ok(Ok(())),
            _ => {}
        }
        let note = cosigned.checkpoint.to_bytes();
        self.store.put_note(&cosignatures::name(id), note).await?;
        self.snapshot
            .change(|state| _ = state.cosigned.insert(id, cosigned));
        Ok(Ok(()))
    }

    /// Keeps batches waiting until it is dropped.
    pub async fn hold_batches(&self) -> HeldBatches<'_> {
        HeldBatches {
            _held: self.moving.read().await,
        }
    }

    /// An entry for the pack's policy, with the pack, if it is another than the ledger's last.
    /// Refused if it does not follow that one.
    async fn adopt_policy(&self, today: Result<Day, ClockDoubt>) -> Result<(), LedgerTrouble> {
        let digest = self.pack.digest();
        if self.look(|state| state.policy == Some(digest)).await? {
            return Ok(());
        }
        let day = today.map_err(LedgerTrouble::ClockInDoubt)?;
        self.changed_pack(day).await?;
        let plan = |state: &LedgerState| {
            let entry = Entry::Policy { day, digest };
            let mut plan = Plan::of(state.validator.judge_own(entry)?);
            plan.tiles = served_files::pieces_of_policy(&self.pack);
            Ok((plan, ()))
        };
        self.carry_out(plan)
            .await?
            .map_err(LedgerTrouble::PolicyRefused)
    }

    /// An entry for a roster, if it is another than the ledger's last of that institution, with its
    /// files and its pin; if it is new, what it leaves behind. Refused if that is more than the
    /// institution signed.
    async fn adopt(
        &self,
        roster: &Roster,
        today: Result<Day, ClockDoubt>,
    ) -> Result<Option<ChangedRoster>, LedgerTrouble> {
        let institution = roster.institution();
        let pin = roster_pin::judge(&self.store, &self.seal.public(), roster)
            .await
            .map_err(LedgerTrouble::Pinned)?;
        let digest = roster.digest();
        let entered = self
            .look(|state| state.rosters.get(institution) == Some(&digest))
            .await?;
        if pin.is_none() && entered {
            return Ok(None);
        }
        let here = AtTheIntake::of(&self.store, institution).await?;
        let change = self
            .look(|state| signed_change(state, roster, &here))
            .await??;
        let changed = pin.is_some().then_some(change);
        let day = today.map_err(LedgerTrouble::ClockInDoubt)?;
        if !entered {
            // Learned only as text: the roster comes into force with its entry.
            let _turn = self.turn().await?;
            self.snapshot.change(|state| state.learn(roster));
        }
        let plan = |state: &LedgerState| {
            let mut plan = Plan::default();
            if !entered {
                plan = Plan::of(state.validator.judge_own(Entry::Roster {
                    institution: institution.clone(),
                    day,
                    version: roster.version(),
                    digest,
                    key: MinisignKey::of(roster.key()),
                })?);
                plan.tiles = served_files::pieces_of_roster(roster);
            }
            plan.notes.extend(pin);
            Ok((plan, ()))
        };
        let adopted = self.carry_out(plan).await?;
        adopted.map_err(|why| LedgerTrouble::RosterRefused(institution.clone(), why))?;
        Ok(changed)
    }

    /// Plans with the validator, writes the plan in one commit, and then shows what it made. A plan
    /// that is refused, by the validator or by the store, has changed nothing.
    async fn carry_out<T>(
        &self,
        plan: impl FnOnce(&LedgerState) -> Result<(Plan, T), InvalidEntry>,
    ) -> Result<Result<T, InvalidEntry>, LedgerTrouble> {
        let _turn = self.turn().await?;
        let prepared = self.snapshot.look(|state| match plan(state) {
            Ok((plan, answer)) => Ok(Ok((self.extension(state, plan)?, answer))),
            Err(refused) => Ok::<_, LedgerTrouble>(Err(refused)),
        });
        let ((next, extension), answer) = match prepared.map_err(|_| LedgerTrouble::Abandoned)?? {
            Ok(prepared) => prepared,
            Err(refused) => return Ok(Err(refused)),
        };
        let doubt = self.snapshot.doubt();
        match self.store.extend_ledger(extension).await {
            Ok(()) => doubt.has_happened(|state| state.become_next(next)),
            Err(fault @ Fault::Full) => {
                doubt.has_not_happened();
                return Err(fault.into());
            }
            Err(fault) => return Err(fault.into()),
        }
        Ok(Ok(answer))
    }

    /// Grows the tree by what the validator has accepted, and signs its head.
    fn extension(
        &self,
        state: &LedgerState,
        plan: Plan,
    ) -> Result<(NextState, Extension), LedgerTrouble> {
        let Plan {
            entries,
            taken,
            mut tiles,
            mut notes,
            affirmed,
        } = plan;
        let mut growing = state.growing.clone();
        tiles.extend(growing.grow(entries.iter().map(|entry| entry.leaf))?);
        let (mut checkpoint, mut dated) = (state.checkpoint.clone(), state.dated);
        if let Some(day) = affirmed.or_else(|| day_of(&entries, state.dated)) {
            let head = growing.tree.head();
            let Seal { name, key } = &self.seal;
            let signed = Checkpoint::sign_on(day, head, name, key).to_bytes();
            notes.push((CHECKPOINT.to_owned(), signed.clone()));
            (checkpoint, dated) = (Some(signed), Some(day));
        }
        let rows = entries.iter().map(|entry| entry.line.clone().into_bytes());
        let rows = rows.map(LedgerRow::parse).collect::<Result<_, _>>()?;
        let extension = Extension {
            from: state.size(),
            rows,
            taken,
            tiles,
            notes,
        };
        let next = NextState {
            entries,
            growing,
            checkpoint,
            dated,
        };
        Ok((next, extension))
    }

    /// Looks at what is shown; if nothing is, reads the ledger again first.
    async fn look<T>(&self, look: impl FnOnce(&LedgerState) -> T) -> Result<T, LedgerTrouble> {
        match self.snapshot.look(look) {
            Ok(seen) => Ok(seen),
            Err(look) => {
                let _turn = self.turn().await?;
                self.snapshot
                    .look(look)
                    .map_err(|_| LedgerTrouble::Abandoned)
            }
        }
    }

    /// Waits until nobody appends; then the state is shown, read from the store if need be.
    async fn turn(&self) -> Result<MutexGuard<'_, ()>, LedgerTrouble> {
        let turn = self.appending.lock().await;
        if self.snapshot.is_empty() {
            let state =
                LedgerState::read(&self.store, &self.seal.public(), self.pack.policy()).await?;
            self.snapshot.show(state);
        }
        Ok(turn)
    }
}

/// The day for which a head is signed that these entries make: the latest there is, unless the
/// intake says that its clock was ahead. None if there are none.
fn day_of(entries: &[Accepted], dated: Option<Day>) -> Option<Day> {
    let turned = entries.iter().find_map(|accepted| match accepted.entry {
        Entry::Clock { day, .. } => Some(day),
        _ => None,
    });
    let newest = entries.iter().map(|accepted| accepted.entry.day()).max();
    turned.or_else(|| newest.max(dated.filter(|_| newest.is_some())))
}

/// What `roster` leaves behind, if the institution signed that it knows.
fn signed_change(
    state: &LedgerState,
    roster: &Roster,
    here: &AtTheIntake,
) -> Result<ChangedRoster, LedgerTrouble> {
    let institution = roster.institution().clone();
    let left = here.left_closed(
        roster,
        state.histories.get(&institution),
        state.validator.fold(),
    );
    let signed = roster.drops_last_holder_of();
    if left.open > signed {
        return Err(LedgerTrouble::LastHolder {
            institution,
            left,
            signed,
        });
    }
    Ok(ChangedRoster { institution, left })
}

fn is_of(line: &[u8], day: Day) -> bool {
    Entry::parse(line).is_ok_and(|entry| entry.day() == day)
}

impl Plan {
    fn of(entry: Accepted) -> Self {
        Self {
            entries: vec![entry],
            ..Self::default()
        }
    }
}

/// Officers' entries that wait for their turn, up to 64 KiB each; whoever comes then waits before
/// it.
const RECORDS_AT_ONCE: usize = 16;
