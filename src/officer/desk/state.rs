//! The desk between two requests: locked, or unlocked with all that is open.
//!
//! ```text
//!   locked ─ passphrase ─▶ opening ─▶ unlocked ─ button, idle, sleep, end ─▶ locked
//! ```
//!
//! Locking drops keys, cases and words; the program's allocator wipes what is freed. What works in
//! the background is told, and what it brings afterwards is dropped, too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::watch;
use zeroize::Zeroizing;

use super::background::{BackgroundWork, WorkKind};
use super::fetching::Fetching;
use super::opened::OpenedDesk;
use super::session::DeskSession;
use super::session::remembered_words::RememberedWords;
use super::settings::DeskSettings;
use crate::cli::failure::Failure;
use crate::keys::recipient::Recipient;
use crate::keys::sealed_key::Passphrase;
use crate::officer::case::Cases;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::rules::calendar::{Day, Today};
use crate::text::Language;

/// Everything of one launch.
pub(super) struct DeskState {
    pub home: Arc<OfficerHome>,
    pub port: u16,
    today: Today,
    session: Mutex<DeskSession>,
    settings: Mutex<DeskSettings>,
    opened: Mutex<DeskLock>,
    pub work: Arc<BackgroundWork>,
    closing: watch::Sender<bool>,
}

/// What lies behind the passphrase.
struct DeskLock {
    opened: Option<OpenedDesk>,
    /// Keys that are unlocked while their cases are still being opened.
    keys: Option<Arc<OfficerKeys>>,
    /// Whom drafts are sealed to that arrive after locking. Public.
    own: Option<Recipient>,
    searches: RememberedWords,
    /// Cases that were chosen, and what for.
    choices: RememberedWords,
    /// Told when it is locked; each unlocking has one of its own.
    locked: watch::Sender<bool>,
    /// For the next page.
    notices: Vec<DeskNotice>,
}

/// Something to be said once, on the next page.
pub(super) enum DeskNotice {
    /// The id of a text, and its count or name.
    Said(&'static str, String),
    Complaint(Failure),
}

impl DeskState {
    pub(super) fn new(
        home: OfficerHome,
        port: u16,
        today: Today,
        settings: DeskSettings,
        closing: watch::Sender<bool>,
    ) -> Self {
        let (locked, _) = watch::channel(true);
        Self {
            home: Arc::new(home),
            port,
            today,
            session: Mutex::new(DeskSession::begin(Instant::now())),
            settings: Mutex::new(settings),
            opened: Mutex::new(DeskLock {
                opened: None,
                keys: None,
                own: None,
                searches: RememberedWords::default(),
                choices: RememberedWords::default(),
                locked,
                notices: Vec::new(),
            }),
            work: Arc::default(),
            closing,
        }
    }

    pub(super) fn session(&self) -> MutexGuard<'_, DeskSession> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn settings(&self) -> DeskSettings {
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn language(&self) -> Language {
        self.settings().language
    }

    pub(super) fn speak(&self, language: Language) -> Result<(), Failure> {
        let chosen = self.settings().speaking(language);
        chosen.keep(&self.home)?;
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = chosen;
        Ok(())
    }

    pub(super) fn day(&self) -> Day {
        self.today.day()
    }

    /// `127.0.0.1:PORT`
    pub(super) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Other ports of this address have other cookies: their names must differ, too.
    pub(super) fn cookie_name(&self) -> String {
        format!("svilpe-desk-{}", self.port)
    }

    /// Unlocks with a passphrase, and begins to open what is here.
    pub(super) fn unlock(self: &Arc<Self>, passphrase: &Passphrase) -> Result<(), Failure> {
        let sealed = self.home.key_file().sealed("officer-no-key")?;
        let keys = Arc::new(self.home.unlock(&sealed, passphrase)?);
        let locked = {
            let mut lock = self.lock_state();
            lock.lock();
            lock.own = Some(keys.opening.recipient());
            lock.keys = Some(Arc::clone(&keys));
            let (locked, told) = watch::channel(false);
            lock.locked = locked;
            told
        };
        self.open_in_background(keys, locked);
        Ok(())
    }

    fn open_in_background(self: &Arc<Self>, keys: Arc<OfficerKeys>, locked: watch::Receiver<bool>) {
        let desk = Arc::clone(self);
        // At once, so that whoever waits for its end waits.
        let mut begun = desk.work.begin(WorkKind::Opening);
        std::thread::spawn(move || {
            // A fetching of the last unlocking may still be ending: it hands nothing over.
            while begun.is_none() {
                desk.work.wait_a_little(WORK_ENDS);
                if *locked.borrow() {
                    return;
                }
                begun = desk.work.begin(WorkKind::Opening);
            }
            let _work = begun;
            let progress = desk.work.progress();
            let cases = Cases::read(&desk.home, &keys, |all| progress.step(all));
            desk.hand_over(&keys, &locked, cases);
            drop(keys);
        });
    }

    fn hand_over(
        &self,
        keys: &Arc<OfficerKeys>,
        locked: &watch::Receiver<bool>,
        cases: Result<Cases, Failure>,
    ) {
        let today = (self.day(), self.language());
        let opened = cases.and_then(|cases| {
            OpenedDesk::new(Arc::clone(&self.home), Arc::clone(keys), cases, today)
        });
        let mut lock = self.lock_state();
        if *locked.borrow() {
            return;
        }
        lock.keys = None;
        match opened {
            Ok(opened) => lock.opened = Some(opened),
            Err(failure) => lock.notices.push(DeskNotice::Complaint(failure)),
        }
    }

    /// Asks the intake for what is new, in the background.
    pub(super) fn fetch(self: &Arc<Self>) -> Result<(), Failure> {
        let (keys, config, locked) = {
            let lock = self.lock_state();
            let Some(opened) = &lock.opened else {
                return Ok(());
            };
            let config = opened.config.clone();
            let config = config.ok_or_else(|| Failure::usage("officer-no-place"))?;
            (Arc::clone(&opened.keys), config, lock.locked.subscribe())
        };
        let Some(work) = self.work.begin(WorkKind::Fetching) else {
            return Ok(());
        };
        let desk = Arc::clone(self);
        std::thread::spawn(move || {
            desk.fetch_now(&keys, config, &locked);
            drop(keys);
            drop(work);
        });
        Ok(())
    }

    fn fetch_now(
        &self,
        keys: &Arc<OfficerKeys>,
        config: crate::officer::config::OfficerConfig,
        locked: &watch::Receiver<bool>,
    ) {
        let fetching = Fetching {
            home: &self.home,
            keys,
            config,
            today: self.day(),
            progress: self.work.progress(),
            locked: locked.clone(),
        };
        let fetched = fetching.run();
        let today = (self.day(), self.language());
        let mut notices = Vec::new();
        let opened = match fetched {
            Ok(None) => return,
            Ok(Some(fetched)) => {
                let items = fetched.items.to_string();
                notices.push(DeskNotice::Said("desk-fetched", items));
                if fetched.mended > 0 {
                    let mended = fetched.mended.to_string();
                    notices.push(DeskNotice::Said("officer-sync-mended", mended));
                }
                if let Some(log) = fetched.first_log {
                    notices.push(DeskNotice::Said("desk-first-log", log));
                }
                if let Some(taken) = fetched.pack {
                    let signer = taken.pack.signed_by().map(|key| key.id().to_string());
                    let signer = signer.map(|key| DeskNotice::Said("desk-pack-taken", key));
                    let day = taken.changed_from.map(|day| day.to_string());
                    let day = day.map(|day| DeskNotice::Said("desk-pack-changes", day));
                    notices.extend(signer.into_iter().chain(day));
                }
                notices.extend(fetched.complaints.into_iter().map(DeskNotice::Complaint));
                let home = Arc::clone(&self.home);
                OpenedDesk::new(home, Arc::clone(keys), fetched.cases, today)
            }
            Err(failure) => Err(failure),
        };
        let mut lock = self.lock_state();
        if *locked.borrow() {
            return;
        }
        match opened {
            Ok(opened) => lock.opened = Some(opened),
            Err(failure) => notices.push(DeskNotice::Complaint(failure)),
        }
        lock.notices.extend(notices);
    }

    /// Does something with what is open; none while it is locked or still being opened.
    pub(super) fn with_opened<T>(&self, work: impl FnOnce(&mut OpenedDesk) -> T) -> Option<T> {
        self.lock_state().opened.as_mut().map(work)
    }

    /// The number by which these words are found again until the desk is locked.
    pub(super) fn remember_search(&self, words: &str) -> String {
        self.lock_state().searches.remember(words)
    }

    /// The words of that number, unless they are forgotten.
    pub(super) fn search(&self, number: &str) -> Option<Zeroizing<String>> {
        self.lock_state().searches.find(number)
    }

    /// The same for cases that were chosen.
    pub(super) fn remember_choice(&self, chosen: &str) -> String {
        self.lock_state().choices.remember(chosen)
    }

    pub(super) fn choice(&self, number: &str) -> Option<Zeroizing<String>> {
        self.lock_state().choices.find(number)
    }

    /// Keys are unlocked, and their cases not open yet.
    pub(super) fn is_opening(&self) -> bool {
        let lock = self.lock_state();
        lock.opened.is_none() && lock.keys.is_some()
    }

    /// Whom a draft is sealed to that comes too late: whoever had the desk unlocked last.
    pub(super) fn own_recipient(&self) -> Option<Recipient> {
        self.lock_state().own.clone()
    }

    pub(super) fn notice(&self, notice: DeskNotice) {
        self.lock_state().notices.push(notice);
    }

    /// What came of something that was confirmed: nothing for who sees the desk locked.
    pub(super) fn notice_unlocked(&self, notice: DeskNotice) {
        let mut lock = self.lock_state();
        if lock.opened.is_some() {
            lock.notices.push(notice);
        }
    }

    /// What is to be said now; it is not said again.
    pub(super) fn take_notices(&self) -> Vec<DeskNotice> {
        std::mem::take(&mut self.lock_state().notices)
    }

    /// Keys, cases and words are dropped.
    pub(super) fn lock(&self) {
        self.lock_state().lock();
    }

    /// Locks, and ends the program.
    pub(super) fn close(&self) {
        self.lock();
        self.closing.send_replace(true);
    }

    /// Locks if nobody used it for too long.
    pub(super) fn lock_if_idle(&self, now: Instant) {
        let lock_after = self.settings().lock_after();
        if self.session().is_idle(now, lock_after) {
            self.lock();
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, DeskLock> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DeskLock {
    fn lock(&mut self) {
        self.locked.send_replace(true);
        self.opened = None;
        self.keys = None;
        self.searches = RememberedWords::default();
        self.choices = RememberedWords::default();
        self.notices.clear();
    }
}

/// How often opening looks whether what the last unlocking left has ended.
const WORK_ENDS: std::time::Duration = std::time::Duration::from_secs(1);
