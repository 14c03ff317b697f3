//! The server that reporters and officers' tools talk to.
//!
//! Keeps P2, P4, P9 and P11 where requests pass. Knows plaintext while one request lasts, ciphertext
//! otherwise. Never knows who asks: no peer address, no header of theirs is kept, compared or printed.
//!
//! ```text
//!   reporters' socket ─▶ listen ─▶ admit ─▶ parts ─▶ receive ─▶ store
//!                                    └────▶ visit ──▶ pages
//!   officers' socket ──▶ listen ─▶ request (signature) ─▶ officers ─▶ store
//! ```

/// The intake's folder: settings and pepper.
pub mod home;

/// An intake's folder in two parts, apart from one another, and back.
pub mod backup;

/// What this process can't do, even once someone else steers it.
pub mod process;

/// What work leaves on its stack, wiped.
pub mod stack;

/// The torrc for an installation.
pub mod torrc;

/// Connections in, requests to a router.
pub mod listen;

/// The end of a connection whose body did not end.
pub mod linger;

/// Which of tor's circuits a connection came through.
pub mod circuit;

/// All connections at once, and which one makes room.
pub mod crowd;

/// How many requests at once, and whose turn is next.
pub mod gate;

/// What is decided from a request's head.
pub mod admit;

/// Multipart bodies, part by part, within bounds.
pub mod parts;

/// Proofs that a code in a form was offered here.
pub mod proof;

/// Stretching codes, a bounded number at once.
pub mod stretch;

/// From a multipart body to a kept, sealed report.
pub mod receive;

/// Codes that were replaced lately.
pub mod spent;

/// From a code to answers.
pub mod visit;

/// The officers' listener.
pub mod officers;

/// What a form asks: categories from the policy, people from the roster.
pub mod asking;

/// The report form: a closed list of fields.
pub mod form;

/// The anonymity self-check.
pub mod check;

/// All that a reporter can hear when something does not work.
pub mod rejection;

/// Pages as pure functions.
pub mod pages;

/// One multipart form from its first field to its outcome.
pub mod inbox;

/// Short forms.
pub mod short;

/// What pages show of policy, rosters and a visit.
pub mod site;

/// Answers: a page, its status, one fixed list of headers.
pub mod answer;

/// The reporters' listener.
pub mod reporters;

/// Accepting rosters: none runs backwards.
pub mod pinned;

/// `svilpe intake …`.
pub mod command;

/// Starting, daily chores, stopping.
pub mod serve;

use std::time::Duration;

use self::gate::{GateBounds, Gates};
use self::proof::Prover;
use self::spent::Spent;
use self::stretch::Stretchers;
use crate::calendar::{Calendar, Today};
use crate::policy::Policy;
use crate::receipt::{Pepper, Stretching};
use crate::request::{InstanceId, KeyId, Verifier};
use crate::roster::{Officer, Roster};
use crate::store::Store;

/// One running intake: what its listeners share.
pub struct Intake {
    store: Store,
    pepper: Pepper,
    prover: Prover,
    spent: Spent,
    stretchers: Stretchers,
    verifier: Verifier,
    policy: Policy,
    rosters: Vec<Roster>,
    calendar: Calendar,
    today: Today,
    /// Places for requests that cost something.
    gates: Gates,
}

impl Intake {
    /// Puts the parts together.
    pub fn new(
        store: Store,
        pepper: Pepper,
        policy: Policy,
        rosters: Vec<Roster>,
        calendar: Calendar,
        today: Today,
    ) -> Self {
        let instance = store.instance().id;
        let hardness = Stretching::new(policy.stretch_memory_kib(), policy.stretch_passes())
            .expect("policy accepts no parameters that Argon2id refuses");
        Self {
            prover: Prover::new(&pepper, policy.form_days()),
            spent: Spent::new(policy.form_days(), today.day()),
            stretchers: Stretchers::new(instance, hardness, policy.stretches_at_once()),
            verifier: Verifier::new(InstanceId::from_bytes(instance)),
            gates: gates(&policy),
            store,
            pepper,
            policy,
            rosters,
            calendar,
            today,
        }
    }

    /// Whether there is room for files: what policy reserves for text is never theirs. If the disk can't
    /// be asked, there is not.
    fn takes_files(&self) -> bool {
        self.store
            .room()
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
}

/// A visitor uses one place at a time, two when impatient. An upload may wait a little for a place;
/// a full line says so at once, before a file is sent in vain.
fn gates(policy: &Policy) -> Gates {
    let short = |places, line| GateBounds {
        places,
        places_per_circuit: 4,
        line,
        line_per_circuit: 4,
        wait_max: WAIT_MAX,
    };
    let uploads = GateBounds {
        places: policy.uploads_at_once(),
        places_per_circuit: 2,
        line: policy.uploads_at_once(),
        line_per_circuit: 2,
        wait_max: WAIT_MAX,
    };
    Gates::new(
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
