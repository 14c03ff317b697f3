//! Authority: which keys may sign for whom, from when to when.
//!
//! Keeps P7 against swapped and borrowed keys. A key counts from the `roster` entry that
//! brings it to the one that leaves it out, and only for its own institution. Rosters go
//! forward: a version never comes back, and the institution's own key changes only by a
//! hand-over that the old one signed.
//!
//! Knows rosters and fingerprints. Never knows names of people.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::keys::signature::VerifyingKey;
use crate::rules::roster::{Institution, InstitutionKind, Roster, RosterDigest};

use crate::ledger::entry::{Fingerprint, MinisignKey};

/// What the ledger needs of one roster file, whose minisign signature was checked.
#[derive(Clone, Debug)]
pub struct RosterFacts {
    /// Whose roster it is.
    pub institution: Institution,
    /// Counted up by the institution.
    pub version: u32,
    /// SHA-256 of its signed text.
    pub digest: RosterDigest,
    /// The institution's key that signed the file.
    pub key: MinisignKey,
    /// The key that handed over to `key` with its own signature, if the file came with that.
    pub succeeds: Option<MinisignKey>,
    /// Officers' signing keys.
    pub officers: Vec<VerifyingKey>,
    /// Whose channel it is.
    pub kind: InstitutionKind,
}

/// All rosters known, and which of them is in force.
#[derive(Default)]
pub struct Authority {
    known: HashMap<RosterDigest, RosterFacts>,
    keys: HashMap<Fingerprint, VerifyingKey>,
    pins: HashMap<Institution, MinisignKey>,
    seats: HashMap<Institution, RosterInForce>,
}

/// The roster in force at one institution.
struct RosterInForce {
    version: u32,
    key: MinisignKey,
    kind: InstitutionKind,
    officers: HashSet<Fingerprint>,
    retired: HashSet<Fingerprint>,
}

/// Why a key may not sign for an institution now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAuthorised {
    /// The institution has no roster in the ledger yet.
    NoRoster,
    /// No roster that was ever in force holds it.
    UnknownKey,
    /// It was in an earlier roster of this institution.
    RetiredKey,
    /// It is another institution's.
    ForeignKey(Institution),
}

/// Why a `roster` entry may not come into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRosterEntry {
    /// There is no file with this digest, or its signature is not the institution's.
    FileUnknown,
    /// Institution, version or key are not those of the file.
    NotTheFile,
    /// Not newer than the roster in force.
    Backwards {
        /// The version of the roster in force.
        in_force: u32,
        /// The version that the entry names.
        offered: u32,
    },
    /// Signed by another key than before, without a hand-over.
    KeySwapped,
}

impl RosterFacts {
    /// Of a roster that was read with its signature. `succeeds` is the key that handed over to
    /// this roster's, if the caller checked such a hand-over.
    pub fn of(roster: &Roster, succeeds: Option<MinisignKey>) -> Self {
        Self {
            institution: roster.institution().clone(),
            version: roster.version(),
            digest: roster.digest(),
            key: MinisignKey::of(roster.key()),
            succeeds,
            officers: roster
                .officers()
                .iter()
                .map(|officer| *officer.signing())
                .collect(),
            kind: roster.kind(),
        }
    }
}

impl Authority {
    /// Makes a roster file known; it comes into force by its entry.
    pub fn learn(&mut self, facts: RosterFacts) {
        for key in &facts.officers {
            // Two keys with one fingerprint: the first stays, the second's signatures fail.
            self.keys.entry(Fingerprint::of(key)).or_insert(*key);
        }
        self.known.insert(facts.digest, facts);
    }

    /// The key that an institution's first roster must be signed by, if that is known from
    /// elsewhere.
    pub(in crate::ledger) fn pin(&mut self, institution: Institution, key: MinisignKey) {
        self.pins.insert(institution, key);
    }

    /// The key with this fingerprint, of any roster known, in force or not.
    pub fn key(&self, fingerprint: Fingerprint) -> Option<&VerifyingKey> {
        self.keys.get(&fingerprint)
    }

    /// May this key sign for this institution now?
    pub fn check(&self, institution: &Institution, key: Fingerprint) -> Result<(), NotAuthorised> {
        let seat = self.seats.get(institution).ok_or(NotAuthorised::NoRoster)?;
        if seat.officers.contains(&key) {
            return Ok(());
        }
        if seat.retired.contains(&key) {
            return Err(NotAuthorised::RetiredKey);
        }
        let others = self
            .seats
            .iter()
            .filter(|(_, seat)| seat.officers.contains(&key));
        match others.map(|(institution, _)| institution).min() {
            Some(other) => Err(NotAuthorised::ForeignKey(other.clone())),
            None => Err(NotAuthorised::UnknownKey),
        }
    }

    /// Whose channel this institution has; `None` without a roster in force.
    pub(in crate::ledger) fn channel(&self, institution: &Institution) -> Option<InstitutionKind> {
        self.seats.get(institution).map(|seat| seat.kind)
    }

    /// May this roster come into force?
    pub fn check_roster(
        &self,
        institution: &Institution,
        version: u32,
        digest: RosterDigest,
        key: &MinisignKey,
    ) -> Result<(), BadRosterEntry> {
        let facts = self.known.get(&digest).ok_or(BadRosterEntry::FileUnknown)?;
        if (&facts.institution, facts.version, &facts.key) != (institution, version, key) {
            return Err(BadRosterEntry::NotTheFile);
        }
        let seat = self.seats.get(institution);
        if let Some(RosterInForce {
            version: in_force, ..
        }) = seat
            && version <= *in_force
        {
            return Err(BadRosterEntry::Backwards {
                in_force: *in_force,
                offered: version,
            });
        }
        match seat
            .map(|seat| &seat.key)
            .or_else(|| self.pins.get(institution))
        {
            Some(before) if before != key && facts.succeeds.as_ref() != Some(before) => {
                Err(BadRosterEntry::KeySwapped)
            }
            _ => Ok(()),
        }
    }

    /// Brings a known roster into force; what it leaves out is retired.
    pub(in crate::ledger) fn adopt(&mut self, digest: RosterDigest) {
        let Some(facts) = self.known.get(&digest) else {
            return;
        };
        let officers: HashSet<_> = facts.officers.iter().map(Fingerprint::of).collect();
        let before = self.seats.remove(&facts.institution);
        let past = before
            .into_iter()
            .flat_map(|seat| seat.officers.into_iter().chain(seat.retired));
        let seat = RosterInForce {
            version: facts.version,
            key: facts.key.clone(),
            kind: facts.kind,
            retired: past.filter(|key| !officers.contains(key)).collect(),
            officers,
        };
        self.seats.insert(facts.institution.clone(), seat);
    }
}

impl fmt::Display for NotAuthorised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoster => f.write_str("the institution has no roster in the ledger"),
            Self::UnknownKey => f.write_str("the key is in no roster"),
            Self::RetiredKey => f.write_str("the key was retired by a newer roster"),
            Self::ForeignKey(other) => write!(f, "the key is {other}'s"),
        }
    }
}

impl std::error::Error for NotAuthorised {}

impl fmt::Display for BadRosterEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FileUnknown => f.write_str("no signed roster file has this digest"),
            Self::NotTheFile => f.write_str("the entry does not say what the roster file says"),
            Self::Backwards { in_force, offered } => {
                write!(
                    f,
                    "version {offered} is not newer than {in_force}, which is in force"
                )
            }
            Self::KeySwapped => {
                f.write_str("signed by another institution key without a hand-over")
            }
        }
    }
}

impl std::error::Error for BadRosterEntry {}
