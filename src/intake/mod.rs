//! The server that reporters and officers' tools talk to.
//!
//! Keeps P2, P4, P9 and P11 where requests pass. Knows plaintext while one request lasts, ciphertext
//! otherwise. Never knows who asks: no peer address, no header of theirs is kept, compared or printed.
//!
//! ```text
//!   reporters' socket ─▶ listen ─▶ admit ─▶ parts ─▶ receive ─▶ store
//!                                    └────▶ visit ──▶ pages
//!                      tools ─▶ delivered ─────────▶ store      sealed on the reporter's machine
//!   officers' socket ──▶ listen ─▶ request (signature) ─▶ officers ─▶ store
//!                                                            └─────▶ keeper ─▶ ledger in the store
//! ```

/// The ledger's one writer.
pub mod log;

/// What an operator does: the folder, starting, confinement, back-ups.
pub mod admin;

/// What programs ask for: officers' and auditors' tools, the reporter's own tool.
pub mod api;

/// HTTP: connections, limits, bodies.
pub mod http;

/// What is kept and what is handed out, whoever asks: pages or the reporter's own tool.
pub mod mailroom;

/// The reporters' pages: routes, forms, and what they show.
pub mod web;

use std::sync::Arc;
use std::time::Duration;

use self::http::request_limit::{RequestLimitBounds, RequestLimits};
use self::log::Sequencer;
use self::mailroom::code_derivation::CodeDerivation;
use self::mailroom::replaced_codes::ReplacedCodes;
use self::web::form_token::FormTokens;
use self::web::statistics_page::Board;
use crate::net::http_signature::{InstanceId, KeyId, Verifier};
use crate::report::receipt::{Pepper, Stretching};
use crate::rules::calendar::{Calendar, Today};
use crate::rules::policy::Policy;
use crate::rules::roster::{Auditor, Officer, Roster};
use crate::store::Store;

/// One running intake: what its listeners share.
pub struct Intake {
    store: Store,
    keeper: Arc<Sequencer>,
    board: Board,
    pepper: Pepper,
    prover: FormTokens,
    spent: ReplacedCodes,
    stretchers: CodeDerivation,
    verifier: Verifier,
    policy: Policy,
    rosters: Vec<Roster>,
    calendar: Calendar,
    today: Today,
    /// Places for requests that cost something.
    gates: RequestLimits,
}

/// What lies in the intake's folder, opened.
pub struct Contents {
    pub store: Store,
    pub keeper: Sequencer,
    pub board: Board,
    pub pepper: Pepper,
}

impl Intake {
    /// Puts the parts together.
    pub fn new(
        contents: Contents,
        policy: Policy,
        rosters: Vec<Roster>,
        calendar: Calendar,
        today: Today,
    ) -> Self {
        let Contents {
            store,
            keeper,
            board,
            pepper,
        } = contents;
        let instance = store.instance().id;
        let hardness = Stretching::new(policy.stretch_memory_kib(), policy.stretch_passes())
            .expect("policy accepts no parameters that Argon2id refuses");
        Self {
            prover: FormTokens::new(&pepper, policy.form_days()),
            spent: ReplacedCodes::new(policy.form_days(), today.day()),
            stretchers: CodeDerivation::new(instance, hardness, policy.stretches_at_once()),
            verifier: Verifier::new(InstanceId::from_bytes(instance)),
            gates: gates(&policy),
            store,
            keeper: Arc::new(keeper),
            board,
            pepper,
            policy,
            rosters,
            calendar,
            today,
        }
    }

    /// Whether there is room for files: what policy reserves for text is never theirs, nor what the store takes
    /// to be written anew. If the disk can't be asked, there is not.
    fn takes_files(&self) -> bool {
        self.store
            .room_for_files()
            .is_ok_and(|room| room >= self.policy.text_reserve())
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

/// A visitor uses one place at a time, two when impatient. An upload may wait a little for a place;
/// a full line says so at once, before a file is sent in vain.
fn gates(policy: &Policy) -> RequestLimits {
    let short = |places, line| RequestLimitBounds {
        places,
        places_per_circuit: 4,
        line,
        line_per_circuit: 4,
        wait_max: WAIT_MAX,
    };
    let uploads = RequestLimitBounds {
        places: policy.uploads_at_once(),
        places_per_circuit: 2,
        line: policy.uploads_at_once(),
        line_per_circuit: 2,
        wait_max: WAIT_MAX,
    };
    RequestLimits::new(
        short(FORMS_AT_ONCE, FORMS_IN_LINE),
        short(VISITS_AT_ONCE, VISITS_IN_LINE),
        short(TEXTS_AT_ONCE, TEXTS_IN_LINE),
        uploads,
    )
}

/// Short forms whose bytes are still coming.
const FORMS_AT_ONCE: usize = 48;
const FORMS_IN_LINE: usize = 16;
/// Return visits: with 8 ms each and 2 threads, the last in line waits well under a second.
const VISITS_AT_ONCE: usize = 64;
const VISITS_IN_LINE: usize = 32;
/// Reports without files.
const TEXTS_AT_ONCE: usize = 96;
const TEXTS_IN_LINE: usize = 32;
/// Less than the ten seconds after which a visitor doubts that anything happens.
const WAIT_MAX: Duration = Duration::from_secs(5);
