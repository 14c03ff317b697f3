//! Officer's folder and ledger, brought into step: the ledger is checked, then what is known here
//! is recorded in it. Runs after a command's own work.
//!
//! ```text
//!   sync  ─▶ items safe here ─▶ watch the ledger ─▶ settle what was read, answered, decided
//!   reply ─▶ reply kept there ─────────────────────▶ settle that case
//!   read  ─▶ note: read
//! ```
//!
//! A colleague's rejection of what opens here settles nothing: see `contested_rejections`.

use super::case::sent_replies::answered;
use super::case::{Case, Cases};
use super::config::OfficerConfig;
use super::home::OfficerHome;
use super::keys::OfficerKeys;
use super::ledger::automatic_entries::{CaseOpening, Progress, Settled, Settling};
use super::ledger::contested_rejections::{Contested, Dispute};
use super::ledger::entry_posting::Recorder;
use super::ledger::entry_signers::Colleagues;
use super::ledger::item_states::ItemStates;
use super::ledger::monitor::{Lines, NotRead, said, watch};
use super::ledger::overdue::overdue;
use super::ledger::record_options::Saying;
use super::ledger::rosters;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::checkpoint::freshness::NotFresh;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::ledger::entry::{CaseNumber, Entry};
use crate::ledger::fold::{ItemAccount, ItemStanding, LedgerFold};
use crate::ledger::follow::{LedgerFetch, LedgerFollower, NotFollowed};
use crate::ledger::tree::proof::Inclusion;
use crate::net::signed_client::LedgerClient;
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::RosterHistory;

/// An officer with an open folder, keys, and a server.
pub(super) struct LedgerSync<'a> {
    pub home: &'a OfficerHome,
    pub keys: &'a OfficerKeys,
    pub config: &'a OfficerConfig,
    pub policy: &'a Policy,
    pub today: Day,
}

/// What was found when the ledger was read.
#[derive(Default)]
pub(super) struct LedgerWatch {
    /// What the intake did wrong: each a line.
    pub cheats: Vec<Failure>,
    /// What is gone from here, and is not to be had: nobody is to blame.
    pub lost: Vec<Failure>,
    /// Why the ledger was not read, if nobody is to blame.
    pub unread: Option<Failure>,
    /// What colleagues rejected and what opens here.
    pub disputes: Vec<Dispute>,
    /// What the institution is late with by law.
    pub overdue: Option<Failure>,
}

/// What became of a step that was sent to be recorded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Recording {
    Recorded,
    /// The day's batch is not in the ledger yet: the next `sync` records it.
    Later,
    /// A colleague rejected it before: noted here, and the ledger has it already.
    Agreed,
}

impl LedgerWatch {
    /// A server that does not believe its own clock appends and dates nothing, and says so: that
    /// is no lie.
    fn excuse_late_batches(&mut self) {
        let excused = [HIDDEN, FROZEN];
        self.cheats
            .retain(|cheat| !excused.contains(&cheat.complaint()));
    }
}

impl LedgerSync<'_> {
    fn ledger(&self) -> Result<LedgerClient<'_>, Failure> {
        let connection = self.config.way.connection()?;
        LedgerClient::new(connection, self.config.instance, Some(&self.keys.signing))
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))
    }

    /// The ledger's checkpoint of now, and for each of these entries the proof that it is in it.
    pub(super) fn prove(
        &self,
        entries: &[(u64, Entry)],
    ) -> Result<(Checkpoint, Vec<Inclusion>), Failure> {
        let log = self.config.log.as_ref();
        let log = log.ok_or_else(|| Failure::refused("court-no-log"))?;
        let ledger = self.ledger()?;
        let fetch = |resource| ledger.fetch(resource);
        let failed = |why: NotFollowed<std::io::Error>| match NotRead::from(why) {
            NotRead::Failed(failure) => failure,
            NotRead::Cheated(cheat) => said(cheat, self.home),
        };
        let follower = LedgerFollower::new(log, &fetch);
        let served = follower.checkpoint().map_err(failed)?;
        let prove = |(number, entry): &(u64, Entry)| {
            follower
                .inclusion(&served, *number, entry.leaf())
                .map_err(failed)
        };
        let proofs = entries.iter().map(prove).collect::<Result<_, _>>()?;
        Ok((served, proofs))
    }

    /// Reads the ledger after a fetching, if its key is known.
    pub(super) fn watch_fetched(
        &self,
        cases: &Cases,
        clock_in_doubt: bool,
    ) -> Result<LedgerWatch, Failure> {
        let mut watched = match &self.config.log {
            Some(log) => self.watch(log, cases)?,
            None => LedgerWatch::default(),
        };
        if clock_in_doubt {
            watched.excuse_late_batches();
        }
        Ok(watched)
    }

    /// Reads the ledger and compares it with what is here.
    pub(super) fn watch(&self, log: &LogKey, cases: &Cases) -> Result<LedgerWatch, Failure> {
        let ledger = self.ledger()?;
        let fetch = |resource| ledger.fetch(resource);
        let mut watched = LedgerWatch::default();
        let (lines, head) = match watch(self.home, log, &self.config.institution, &fetch) {
            Ok(read) => read,
            Err(NotRead::Failed(failure)) => {
                watched.unread = Some(failure);
                return Ok(watched);
            }
            Err(NotRead::Cheated(cheat)) => {
                watched.cheats.push(said(cheat, self.home));
                return Ok(watched);
            }
        };
        let days_max = self.policy.checkpoint_days_max();
        let old = log.fresh(&head, self.today, days_max).err();
        watched
            .cheats
            .extend(old.and_then(|old| not_fresh(old, self.today)));
        rosters::fetch_missing(self.home, &lines, &fetch)?;
        let fold = lines.fold();
        let mut states = ItemStates::read(self.home)?;
        // By the days that the ledger itself signs: a wrong clock here accuses nobody.
        let day = log.dated(&head).unwrap_or(self.today);
        note_seen(cases, &mut states, (self.home, day))?;
        watched
            .cheats
            .extend(self.hidden(cases, &fold, &states, day));
        let (lost, not_given) = self.not_given(&fold)?;
        watched.lost = lost;
        watched.cheats.extend(not_given);
        let contested = Contested::among(&lines, &fold, self.keys, &states, &cases.cases);
        self.learn(&fold, &contested, &mut states)?;
        watched.disputes = disputes(&contested, &lines, &fetch);
        watched.overdue = overdue(&fold, self.policy, self.today);
        Ok(watched)
    }

    /// The institution's rosters as the ledger has them now; if it can't be read, as it had them
    /// last. Whom words are sealed to must not come from an intake that was caught.
    pub(super) fn rosters_now(&self) -> Result<RosterHistory, Failure> {
        let Some(log) = &self.config.log else {
            return Ok(RosterHistory::default());
        };
        let ledger = self.ledger()?;
        let fetch = |resource| ledger.fetch(resource);
        let lines = match watch(self.home, log, &self.config.institution, &fetch) {
            Ok((lines, _)) => lines,
            Err(NotRead::Failed(why)) if why.complaint() == "officer-refused-key" => {
                return Err(why);
            }
            Err(NotRead::Failed(_)) => Lines::read(self.home)?,
            Err(NotRead::Cheated(cheat)) => return Err(said(cheat, self.home)),
        };
        rosters::fetch_missing(self.home, &lines, &fetch)?;
        Ok(rosters::history(self.home, &lines))
    }

    /// Items that were here long enough, and should be in the ledger by the day of its head.
    fn hidden(
        &self,
        cases: &Cases,
        fold: &LedgerFold,
        states: &ItemStates,
        today: Day,
    ) -> Vec<Failure> {
        let summaries = cases.cases.iter().flat_map(Case::items);
        let due = |day: &Day| today.days_since(*day) > self.policy.batch_days() + SLACK_DAYS;
        let hidden = summaries
            .filter(|one| fold.find(&one.item).is_none())
            .filter_map(|one| {
                let seen = states.of(&one.item).seen.filter(due)?;
                Some(
                    Failure::refused(HIDDEN)
                        .with("item", one.item)
                        .with("day", seen),
                )
            });
        hidden.collect()
    }

    /// Items in the ledger that nobody accounted for, and that the intake does not give: lost ones
    /// first. What it was told is safe here it may have dropped: then nobody is accused.
    fn not_given(&self, fold: &LedgerFold) -> Result<(Vec<Failure>, Vec<Failure>), Failure> {
        let (here, told) = (self.home.items()?, self.home.told()?);
        let open = fold
            .unaccounted()
            .map(|(item, standing, _)| (item, standing));
        let mut missing: Vec<_> = open.filter(|(item, _)| !here.contains(item)).collect();
        missing.sort_unstable_by_key(|(item, standing)| (standing.day, **item));
        let line = |(item, standing): (&ReportDigest, &ItemStanding)| {
            let why = if told.contains(item) {
                "officer-ledger-lost"
            } else {
                "officer-ledger-not-given"
            };
            Failure::refused(why)
                .with("item", item)
                .with("day", standing.day)
        };
        let (lost, not_given): (Vec<_>, Vec<_>) = missing
            .into_iter()
            .partition(|(item, _)| told.contains(item));
        let lines = |of: Vec<_>| of.into_iter().map(line).collect();
        Ok((lines(lost), lines(not_given)))
    }

    /// What colleagues recorded is settled here, too, but for rejections that are contested.
    fn learn(
        &self,
        fold: &LedgerFold,
        contested: &Contested,
        states: &mut ItemStates,
    ) -> Result<(), Failure> {
        let mut changed = false;
        for (item, standing) in fold.items() {
            let case = match standing.account {
                ItemAccount::Open => continue,
                ItemAccount::Case(case) => Some(case),
                ItemAccount::Rejected if contested.reason(item).is_some() => {
                    changed |= states.note(*item, |state| state.settled = false);
                    continue;
                }
                ItemAccount::Rejected => None,
            };
            changed |= states.note(*item, |state| {
                state.settled = true;
                state.case = case;
            });
        }
        if changed {
            states.keep(self.home)?;
        }
        Ok(())
    }

    /// Records what is known of these cases.
    pub(super) fn settle(&self, cases: &[Case]) -> Result<Settled, Failure> {
        let answered = answered(self.home, self.keys, &ItemStates::read(self.home)?)?;
        let contested = Contested::of(self.home, self.keys, cases)?;
        self.settling(|settling| settling.settle(cases, &answered, &contested))
    }

    /// Records what an officer says of a case.
    pub(super) fn say(&self, case: &Case, saying: &Saying) -> Result<Recording, Failure> {
        match saying {
            Saying::Reject(reason) => {
                case.may_be_rejected(*reason)?;
                self.note_rejected(case, *reason)?;
            }
            Saying::Open(_) | Saying::Step(_) => case.begins_here()?,
        }
        self.settling(|settling| self.say_now(settling, case, saying))?
    }

    /// Records a step of a case that may not be here any more.
    pub(super) fn record_step(&self, case: CaseNumber, step: &CaseStep) -> Result<(), Failure> {
        self.settling(|settling| {
            let done = settling.recorder.step(case, step);
            done.map_err(|why| why.failure(self.config))
        })?
    }

    /// Rejects an item that does not open here.
    pub(super) fn reject_closed(
        &self,
        item: ReportDigest,
        reason: RejectionReason,
    ) -> Result<Recording, Failure> {
        let mut states = ItemStates::read(self.home)?;
        if states.of(&item).settled {
            return Err(Failure::refused("officer-record-accounted"));
        }
        states.note(item, |state| state.rejection = Some(reason));
        states.keep(self.home)?;
        self.settling(|settling| {
            let progress = settling.reject(item, reason, &mut Settled::default());
            match progress.map_err(|stop| stop.failure(settling.recorder))? {
                Progress::Settled => Ok(Recording::Recorded),
                Progress::Agreed => Ok(Recording::Agreed),
                Progress::Waits => Ok(Recording::Later),
            }
        })?
    }

    /// Rejects every item that does not open here and that nobody accounted for: what a flood
    /// leaves. How many these are, and what of it the ledger has now; what was received today waits
    /// for the next `sync`. If one of them opens for a colleague, they hear of it.
    pub(super) fn reject_all_closed(
        &self,
        items: impl IntoIterator<Item = ReportDigest>,
        reason: RejectionReason,
    ) -> Result<(usize, Settled), Failure> {
        let mut states = ItemStates::read(self.home)?;
        let mut count = 0;
        for item in items {
            if !states.of(&item).settled {
                states.note(item, |state| state.rejection = Some(reason));
                count += 1;
            }
        }
        states.keep(self.home)?;
        Ok((count, self.settle(&[])?))
    }

    fn say_now(
        &self,
        settling: &mut Settling<'_>,
        case: &Case,
        saying: &Saying,
    ) -> Result<Recording, Failure> {
        let opening = match saying {
            Saying::Open(opening) => opening.clone(),
            _ => CaseOpening::default(),
        };
        let mut settled = Settled::default();
        let mut agreed = false;
        for (place, one) in case.items().iter().enumerate() {
            let state = settling.states.of(&one.item);
            // A word about the case says nothing of an addition that nobody read.
            let unread = place > 0 && !state.read && state.rejection.is_none();
            if state.settled || unread {
                continue;
            }
            let progress = settling.account_for(case, one, &opening, &mut settled);
            let progress = progress.map_err(|stop| stop.failure(settling.recorder))?;
            match progress {
                Progress::Settled => {}
                Progress::Agreed => agreed = true,
                Progress::Waits => return Self::waits(saying),
            }
        }
        match saying {
            Saying::Step(step) => {
                let number = settling.number_of(case);
                let number = number.ok_or_else(|| Failure::refused("officer-record-no-case"))?;
                let done = settling.recorder.step(number, step);
                done.map_err(|why| why.failure(self.config))?;
            }
            Saying::Reject(_) if settled.recorded == 0 && agreed => return Ok(Recording::Agreed),
            Saying::Reject(_) | Saying::Open(_) if settled.recorded == 0 => {
                return Err(Failure::refused("officer-record-accounted"));
            }
            Saying::Reject(_) | Saying::Open(_) => {}
        }
        Ok(Recording::Recorded)
    }

    /// On disk before it is posted: if its item still waits, the next `sync` goes on from here.
    fn note_rejected(&self, case: &Case, reason: RejectionReason) -> Result<(), Failure> {
        let mut states = ItemStates::read(self.home)?;
        for one in case.items() {
            states.note(one.item, |state| {
                state.rejection = Some(reason).filter(|_| !state.settled);
            });
        }
        states.keep(self.home)
    }

    /// A rejection waits with its item. A step can't: it would say a day on which it was not said.
    fn waits(saying: &Saying) -> Result<Recording, Failure> {
        match saying {
            Saying::Reject(_) => Ok(Recording::Later),
            Saying::Open(_) | Saying::Step(_) => {
                Err(Failure::refused("officer-record-not-received"))
            }
        }
    }

    fn settling<T>(&self, work: impl FnOnce(&mut Settling<'_>) -> T) -> Result<T, Failure> {
        let ledger = self.ledger()?;
        let recorder = Recorder {
            ledger: &ledger,
            config: self.config,
            keys: self.keys,
            today: self.today,
        };
        let mut states = ItemStates::read(self.home)?;
        Ok(work(&mut Settling {
            home: self.home,
            recorder: &recorder,
            policy: self.policy,
            states: &mut states,
        }))
    }
}

/// Notes since when each item is here. The day in its heading is its sender's word, and accuses
/// nobody.
fn note_seen(
    cases: &Cases,
    states: &mut ItemStates,
    (home, day): (&OfficerHome, Day),
) -> Result<(), Failure> {
    let mut changed = false;
    for one in cases.cases.iter().flat_map(Case::items) {
        changed |= states.note(one.item, |state| {
            state.seen = state.seen.or(Some(day));
        });
    }
    if changed {
        states.keep(home)?;
    }
    Ok(())
}

/// Notes which items were shown here; says whether some of it is for the next `sync` to record.
/// Where a colleague rejected something for another reason than that it can't be read, reading
/// proves nothing.
pub(super) fn note_read(
    home: &OfficerHome,
    shown: &[ReportDigest],
    contested: &Contested,
) -> Result<bool, Failure> {
    let mut states = ItemStates::read(home)?;
    let (mut open, mut changed) = (false, false);
    for item in shown {
        let state = states.of(item);
        let proves = matches!(
            contested.reason(item),
            None | Some(RejectionReason::Unreadable)
        );
        let read = proves && !state.settled && state.rejection.is_none();
        open |= read && !state.read;
        changed |= states.note_shown(*item);
        changed |= states.note(*item, |state| state.read |= read);
    }
    if changed {
        states.keep(home)?;
    }
    Ok(open)
}

/// With names; rosters are asked for only if there is something to say.
fn disputes(contested: &Contested, lines: &Lines, fetch: LedgerFetch<'_>) -> Vec<Dispute> {
    let signed: Vec<_> = contested
        .iter()
        .filter_map(|(item, rejected)| Some((*item, *rejected, lines.recorded(rejected.index)?)))
        .collect();
    if signed.is_empty() {
        return Vec::new();
    }
    let colleagues = Colleagues::fetch(lines, fetch);
    let dispute = |(item, rejected, recorded)| Dispute {
        item,
        rejected,
        signer: colleagues.signer(&recorded),
    };
    signed.into_iter().map(dispute).collect()
}

/// What is said of a head that may hide what came since. Of a day to come nobody is accused: it may
/// be this computer's clock, and recording says so.
fn not_fresh(why: NotFresh, today: Day) -> Option<Failure> {
    match why {
        NotFresh::Undated => Some(Failure::refused("officer-ledger-undated")),
        NotFresh::Frozen { day, .. } => {
            let frozen = Failure::refused(FROZEN).with("day", day);
            Some(frozen.with("today", today))
        }
        NotFresh::DatedAhead { .. } => None,
    }
}

/// What is said of a report that the ledger should have.
const HIDDEN: &str = "officer-ledger-hidden";

/// What is said of a ledger whose newest head is old.
const FROZEN: &str = "officer-ledger-frozen";

/// Days beyond the batch: two clocks may differ at midnight, and the batch takes its time.
const SLACK_DAYS: i32 = 1;

#[cfg(test)]
mod tests;
