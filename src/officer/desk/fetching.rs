//! Fetching from the desk: what `svilpe officer sync` does, in the same order, with its complaints
//! kept for a page.
//!
//! ```text
//!   items safe here ─▶ ledger watched ─▶ colleagues' replies ─▶ what is known is recorded
//! ```

use std::sync::Arc;

use tokio::sync::watch;

use crate::cli::failure::Failure;
use crate::cli::kept_pack::TakenPack;
use crate::officer::case::Cases;
use crate::officer::command::arguments::wait;
use crate::officer::config::OfficerConfig;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::contested_rejections::Dispute;
use crate::officer::ledger::item_states::ItemStates;
use crate::officer::ledger_sync::LedgerSync;
use crate::officer::sync::{PackChange, fetch_replies, sync};
use crate::rules::calendar::Day;

use super::background::WorkProgress;

/// One fetching.
pub(super) struct Fetching<'a> {
    pub home: &'a OfficerHome,
    pub keys: &'a Arc<OfficerKeys>,
    pub config: OfficerConfig,
    pub today: Day,
    pub progress: &'a WorkProgress,
    /// Says `true` when the desk is locked: then it is broken off.
    pub locked: watch::Receiver<bool>,
}

/// What came of it.
pub(super) struct Fetched {
    pub cases: Cases,
    /// New items that are safe here now.
    pub items: usize,
    /// Items that were damaged here, and are as they came again.
    pub mended: usize,
    /// Each a line: what the intake did wrong, what could not be had or recorded.
    pub complaints: Vec<Failure>,
    /// The ledger's key was taken from the server just now.
    pub first_log: Option<String>,
    /// The country pack that was taken just now.
    pub pack: Option<Box<TakenPack>>,
}

impl Fetching<'_> {
    /// What is new; none if the desk was locked meanwhile.
    pub(super) fn run(mut self) -> Result<Option<Fetched>, Failure> {
        let mut locked = self.locked.clone();
        let synced = wait(async {
            tokio::select! {
                synced = sync(self.home, &self.config, self.keys, self.progress) => Some(synced),
                _ = locked.wait_for(|locked| *locked) => None,
            }
        })?;
        let Some(synced) = synced.transpose()? else {
            return Ok(None);
        };
        let mut complaints: Vec<Failure> = synced.complaints().collect();
        if synced.damaged > 0 {
            let damaged = Failure::refused("officer-some-damaged");
            complaints.push(damaged.with("count", synced.damaged));
        }
        let pack = match synced.pack {
            Some(PackChange::Taken(taken)) => Some(taken),
            Some(PackChange::Refused(..)) | None => None,
        };
        let (config, first_log) = self.config.keeping_log(self.home, synced.log)?;
        self.config = config;
        let cases = Cases::read(self.home, self.keys, |_| {})?;
        if !self.is_locked() {
            complaints.extend(self.after_sync(&cases, synced.clock_in_doubt)?);
        }
        Ok(Some(Fetched {
            cases,
            items: synced.items,
            mended: synced.mended,
            complaints,
            first_log: first_log.map(|log| log.to_string()),
            pack,
        }))
    }

    fn is_locked(&self) -> bool {
        *self.locked.borrow()
    }

    /// Items are safe by now: what fails here is a line.
    fn after_sync(&self, cases: &Cases, clock_in_doubt: bool) -> Result<Vec<Failure>, Failure> {
        let pack = self.home.pack()?;
        let policy = pack.policy();
        let session = LedgerSync {
            home: self.home,
            keys: self.keys,
            config: &self.config,
            policy,
            today: self.today,
        };
        let mut complaints = Vec::new();
        if clock_in_doubt {
            complaints.push(Failure::refused("officer-server-clock"));
        }
        let watched = session.watch_fetched(cases, clock_in_doubt)?;
        let is_honest = watched.cheats.is_empty();
        complaints.extend(watched.unread);
        complaints.extend(watched.lost);
        complaints.extend(watched.cheats);
        complaints.extend(watched.overdue);
        let replies = fetch_replies(self.home, &self.config, self.keys, cases);
        let replies = wait(replies).flatten();
        complaints.extend(replies.map_or_else(Some, |fetched| fetched.doubt));
        if is_honest {
            complaints.extend(session.settle(&cases.cases)?.failures);
        }
        let states = ItemStates::read(self.home)?;
        let disputes = watched.disputes.iter();
        let waiting = disputes.filter(|dispute| !states.of(&dispute.item).settled);
        complaints.extend(waiting.map(Dispute::failure));
        // What was recorded just now is read back, so that pages say so.
        if is_honest && let Some(log) = &self.config.log {
            complaints.extend(session.watch(log, cases)?.unread);
        }
        Ok(complaints)
    }
}
