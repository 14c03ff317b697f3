//! The server that reporters and officers' tools talk to.
//!
//! Keeps P2, P4, P9 and P11 where requests pass. Knows plaintext while one request lasts,
//! ciphertext otherwise. Never knows who asks: no peer address, no header of theirs is kept,
//! compared or printed.
//!
//! ```text
//!   reporters' socket ─▶ listen ─▶ request_head ─▶ multipart ─▶ receive ─▶ store
//!                                    ├──────────▶ visit ─▶ pages
//!                                    └─ tools ──▶ sealed_upload ─────────▶ store
//!   officers' socket ──▶ listen ─▶ signature ─▶ officers ─▶ store
//!                                                  └──────▶ sequencer ─▶ ledger in the store
//! ```

/// Which day it is, and whether the clock may be believed.
pub(crate) mod trusted_day;

/// The ledger's one writer.
pub mod log;

/// What an operator does: the folder, starting, confinement, back-ups.
pub mod admin;

/// What programs ask for: officers' and auditors' tools, the reporter's own tool.
pub(crate) mod api;

/// HTTP: connections, limits, bodies.
pub mod http;

/// What is kept and what is handed out, whoever asks: pages or the reporter's own tool.
pub(crate) mod mailroom;

/// The reporters' pages: routes, forms, and what they show.
pub(crate) mod web;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;

use self::api::officers::key_limits::KeyLimits;
use self::http::circuit::Circuit;
use self::http::request_limit::{RequestLimitBounds, RequestLimits};
use self::http::short_body::ShortBodies;
use self::log::Sequencer;
use self::mailroom::code_derivation::CodeDerivation;
use self::mailroom::daily_budget::{DailyBudget, FirstOfCircuit, MOVE_AT_REST, TextShare, UsedUp};
use self::mailroom::decoy_locators::DecoyLocators;
use self::trusted_day::TrustedDay;
use self::web::csrf_token::CsrfTokens;
use self::web::download_token::DownloadTokens;
use self::web::statistics_file::StatisticsFile;
use crate::net::http_signature::{InstanceId, KeyId, Verifier};
use crate::report::receipt::{DerivationCost, Pepper};
use crate::rules::calendar::Calendar;
use crate::rules::names::Names;
use crate::rules::pack::CountryPack;
use crate::rules::policy::Policy;
use crate::rules::roster::{Auditor, Officer, Roster};
use crate::store::Store;
use crate::text::Languages;

/// One running intake: what its listeners share. Cloned when other rosters come into force; all
/// else is the same in both.
#[derive(Clone)]
pub struct Intake {
    store: Store,
    sequencer: Arc<Sequencer>,
    statistics_file: Arc<StatisticsFile>,
    pepper: Arc<Pepper>,
    csrf_tokens: Arc<CsrfTokens>,
    download_tokens: Arc<DownloadTokens>,
    code_derivation: Arc<CodeDerivation>,
    verifier: Arc<Verifier>,
    policy: Arc<Policy>,
    /// The country pack as officers' and auditors' tools take it.
    pack: Bytes,
    rosters: Arc<[Roster]>,
    imprint: Imprint,
    calendar: Arc<Calendar>,
    today: Arc<TrustedDay>,
    /// Closed records that hide how many codes are replaced.
    decoy_locators: Arc<DecoyLocators>,
    /// Places for requests that cost something.
    request_limits: Arc<RequestLimits>,
    /// Short bodies that are read, or wait for a place.
    short_bodies: Arc<ShortBodies>,
    /// Bodies of officers' requests, until their signature was checked and they were answered.
    officer_bodies: Arc<ShortBodies>,
    key_limits: Arc<KeyLimits>,
    /// What strangers may leave today: text, files, and codes' moves.
    text_budget: Arc<DailyBudget>,
    file_budget: Arc<DailyBudget>,
    move_budget: Arc<DailyBudget>,
}

/// What lies in the intake's folder, opened.
pub struct Contents {
    /// Sealed reports, mailboxes, and the ledger's rows.
    pub store: Store,
    /// The country's rules, letters and texts.
    pub pack: CountryPack,
    /// Appends to the ledger.
    pub sequencer: Sequencer,
    /// The public figures.
    pub statistics_file: StatisticsFile,
    /// Hides which record a code opens from who has the database alone.
    pub pepper: Pepper,
    /// What the pages say of the site.
    pub imprint: Imprint,
}

/// What the pages say of the site, and in which languages.
#[derive(Clone, Debug)]
pub struct Imprint {
    /// Those of the policy.
    pub languages: Languages,
    /// Who runs the server; `None`: the institutions.
    pub operator: Option<Names>,
    /// How to reach them.
    pub contact: Option<String>,
    /// The reporters' address in the Tor network.
    pub onion: Option<String>,
}

impl Intake {
    /// Puts the parts together.
    pub fn new(contents: Contents, rosters: Vec<Roster>, today: TrustedDay) -> Self {
        let Contents {
            store,
            pack,
            sequencer,
            statistics_file,
            pepper,
            imprint,
        } = contents;
        let instance = store.instance().id;
        let policy = pack.policy().clone();
        let calendar = policy.calendar().clone();
        let cost = DerivationCost::new(policy.stretch_memory_kib(), policy.stretch_passes())
            .expect("policy accepts no parameters that Argon2id refuses");
        Self {
            csrf_tokens: Arc::new(CsrfTokens::new(&pepper, policy.form_days())),
            download_tokens: Arc::new(DownloadTokens::new(Instant::now())),
            code_derivation: Arc::new(CodeDerivation::new(
                instance,
                cost,
                policy.stretches_at_once(),
            )),
            verifier: Arc::new(Verifier::new(InstanceId::from_bytes(instance))),
            decoy_locators: Arc::default(),
            request_limits: Arc::new(request_limits(&policy)),
            short_bodies: ShortBodies::new(SHORT_BODIES_MAX, policy.body_window()),
            officer_bodies: ShortBodies::new(OFFICER_BODIES_MAX, policy.body_window()),
            key_limits: Arc::default(),
            text_budget: Arc::new(DailyBudget::new(
                TEXTS_PART,
                TEXTS_LEAST,
                CIRCUIT_TEXTS_MAX,
                FirstOfCircuit::WithinTheDay,
            )),
            file_budget: Arc::new(DailyBudget::new(
                FILES_PART,
                0,
                u64::MAX,
                FirstOfCircuit::WithinTheDay,
            )),
            move_budget: Arc::new(DailyBudget::new(
                MOVES_PART,
                MOVES_LEAST,
                CIRCUIT_MOVES_MAX,
                FirstOfCircuit::Always,
            )),
            store,
            sequencer: Arc::new(sequencer),
            statistics_file: Arc::new(statistics_file),
            pepper: Arc::new(pepper),
            policy: Arc::new(policy),
            pack: pack.to_json().into(),
            rosters: rosters.into(),
            imprint,
            calendar: Arc::new(calendar),
            today: Arc::new(today),
        }
    }

    /// The same intake with other rosters. Requests that are under way end with those that they
    /// began with.
    fn with_rosters(&self, rosters: Vec<Roster>) -> Self {
        Self {
            rosters: rosters.into(),
            ..self.clone()
        }
    }

    /// Whether there is room for files: what policy reserves for text is never theirs, nor what the
    /// store takes to be rebuilt, nor more than a day's part. If the disk can't be asked,
    /// there is not.
    fn takes_files(&self) -> bool {
        self.room_for_files()
            .is_some_and(|room| self.file_budget.has_any(self.today.day(), room))
    }

    /// Takes so many bytes of files on the disk.
    fn take_file_bytes(&self, bytes: u64) -> Result<(), UsedUp> {
        let room = self.room_for_files().ok_or(UsedUp)?;
        // Not told apart by circuits: who sends files holds a place meanwhile, and each has few of
        // these.
        let whose = Circuit::UNKNOWN;
        self.file_budget
            .take(whose, 2 * bytes, self.today.day(), room)
    }

    fn room_for_files(&self) -> Option<u64> {
        let room = self.store.room_for_files().ok()?;
        room.checked_sub(self.policy.text_reserve())
    }

    /// May a report without files take its room? Asked before anything costly is done for it.
    fn has_text_left(&self, share: TextShare) -> Result<(), UsedUp> {
        let (today, room) = (self.today.day(), self.room_for_texts());
        self.text_budget
            .would_take(share.circuit, share.bytes, today, room)
    }

    /// Takes it. Done when something is about to stay on the disk, and not before: what is refused
    /// uses up nobody's day.
    fn take_text(&self, share: TextShare) -> Result<(), UsedUp> {
        let (today, room) = (self.today.day(), self.room_for_texts());
        self.text_budget
            .take(share.circuit, share.bytes, today, room)
    }

    /// Takes the room of a code's move. Reports take nothing of this, nor moves of theirs.
    fn take_move(&self, circuit: Circuit) -> Result<(), UsedUp> {
        let (today, room) = (self.today.day(), self.room_for_texts());
        self.move_budget.take(circuit, MOVE_AT_REST, today, room)
    }

    /// If the disk can't be asked, the least is taken still; the store refuses what it has no room
    /// for.
    fn room_for_texts(&self) -> u64 {
        self.store.room_for_files().unwrap_or_default()
    }

    /// The roster of an institution by its short name.
    fn roster(&self, slug: &str) -> Option<&Roster> {
        self.rosters
            .iter()
            .find(|roster| roster.institution().as_str() == slug)
    }

    /// The officer whose signing key has this id, with their roster.
    fn officer(&self, key: KeyId) -> Option<(&Roster, &Officer)> {
        self.rosters.iter().find_map(|roster| {
            let officer = roster
                .officers()
                .iter()
                .find(|officer| KeyId::of(officer.signing()) == key)?;
            Some((roster, officer))
        })
    }

    /// The auditor whose signing key has this id, in whichever roster.
    fn auditor(&self, key: KeyId) -> Option<&Auditor> {
        let mut auditors = self.rosters.iter().flat_map(Roster::auditors);
        auditors.find(|auditor| KeyId::of(auditor.signing()) == key)
    }
}

/// A visitor uses one place at a time, two when impatient. Places are few, so that the order is
/// made in the queue, where circuits are told apart, and not behind it: all inside together never
/// fill the queue of code derivations. An upload may wait until a slow one has made room; a full
/// queue says so at once, before a file is sent in vain.
fn request_limits(policy: &Policy) -> RequestLimits {
    let short = |places| RequestLimitBounds {
        places,
        places_per_circuit: 4,
        // Who waits is at work, and makes room for no connection.
        queue: policy.connections_max() / QUEUES_PART,
        queue_per_circuit: 4,
        wait_max: WAIT_MAX,
    };
    let uploads = RequestLimitBounds {
        places: policy.uploads_at_once(),
        places_per_circuit: 2,
        queue: policy.uploads_at_once(),
        queue_per_circuit: 2,
        wait_max: UPLOADS_WAIT_MAX,
    };
    let refusals = RequestLimitBounds {
        places: REFUSALS_AT_ONCE,
        places_per_circuit: 1,
        queue: policy.connections_max() / REFUSALS_PART,
        // All that one circuit may have: who shares it with a flood has the words back, too.
        queue_per_circuit: 16,
        wait_max: WAIT_MAX,
    };
    let downloads = RequestLimitBounds {
        places: DOWNLOADS_AT_ONCE,
        places_per_circuit: 2,
        queue: DOWNLOADS_AT_ONCE,
        queue_per_circuit: 2,
        wait_max: WAIT_MAX,
    };
    RequestLimits::new(
        short(VISITS_AT_ONCE),
        short(TEXTS_AT_ONCE),
        uploads,
        refusals,
        downloads,
    )
}

/// Return visits: with 8 ms each and 2 threads, the last inside waits a tenth of a second.
const VISITS_AT_ONCE: usize = 16;
/// Reports without files: as many as one sync of the store likes to keep together.
const TEXTS_AT_ONCE: usize = 32;
/// Forms that get their words back: a page of 512 KiB is some milliseconds of one core.
const REFUSALS_AT_ONCE: usize = 2;
/// Officers' files on their way out: each holds one piece of 128 KiB in memory. Apart from all
/// else, so that whoever takes one slowly keeps nobody from sending.
const DOWNLOADS_AT_ONCE: usize = 16;
/// Each of two queues takes one of so many connections at most.
const QUEUES_PART: usize = 4;
/// Those who only get their words back, one of so many.
const REFUSALS_PART: usize = 8;
/// Less than the ten seconds after which a visitor doubts that anything happens.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// Longer than the ten seconds after which an upload makes room that keeps others waiting.
const UPLOADS_WAIT_MAX: Duration = Duration::from_secs(15);
/// Bytes of short bodies in memory: 500 of the longest, 16,000 of the usual ones.
const SHORT_BODIES_MAX: usize = 64 << 20;
/// The same of officers: a hundred of the longest answers to reporters.
const OFFICER_BODIES_MAX: usize = 16 << 20;
/// Each day, reports without files may take a quarter of the room that is left, and in any case 100
/// reports' worth, for as long as the store takes any.
const TEXTS_PART: u64 = 4;
const TEXTS_LEAST: u64 = 16 << 20;
/// Files may take half of theirs.
const FILES_PART: u64 = 2;
/// Of one circuit: a hundred reports of a few pages.
const CIRCUIT_TEXTS_MAX: u64 = 16 << 20;
/// Codes' moves take a part of their own, so that no flood of reports keeps anybody from reading:
/// of 10 GB some 40,000 a day, and 256 on a disk that is full; and the first of each circuit in any
/// case, while the store takes it.
const MOVES_PART: u64 = 32;
const MOVES_LEAST: u64 = 2 << 20;
/// Of one circuit: 64 moves. Who looks ten times a day through one circuit has plenty.
const CIRCUIT_MOVES_MAX: u64 = 512 << 10;
