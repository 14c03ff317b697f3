//! Colleagues: whose key signed an entry, by the institution's rosters as the ledger names them.
//!
//! A name counts only if the roster's digest is the ledger's, its signature that of the key in the
//! same entry, and the entry's signature that of the officer's key. Whether the institution's own
//! key was swapped is for auditors, who know it from elsewhere.
//!
//! Knows rosters and entries. Never knows a report.

use std::collections::BTreeSet;
use std::fmt;

use super::monitor::Lines;
use crate::ledger::entry::{Entry, Fingerprint, MinisignKey, SignedRecord};
use crate::ledger::follow::LedgerFetch;
use crate::ledger::tree::tiles::{Resource, RosterPart};
use crate::rules::roster::{InstitutionKey, Roster, RosterDigest};

/// The institution's rosters, newest first.
#[derive(Default)]
pub(in crate::officer) struct Colleagues(Vec<Roster>);

/// Who signed an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::officer) enum EntrySigner {
    /// An officer of this name.
    Colleague(String),
    /// No roster that could be had holds the key.
    Unknown(Fingerprint),
    /// The entry names a key that did not sign it.
    Forged(Fingerprint),
}

impl Colleagues {
    /// Asks for the newest rosters; what can't be had or does not fit is left out.
    pub(in crate::officer) fn fetch(lines: &Lines, fetch: LedgerFetch<'_>) -> Self {
        let mut asked = BTreeSet::new();
        let mut named: Vec<_> = lines
            .entries()
            .filter_map(|(_, entry)| match entry {
                Entry::Roster { digest, key, .. } => Some((digest, key)),
                _ => None,
            })
            .collect();
        named.reverse();
        named.retain(|(digest, _)| asked.insert(*digest.as_bytes()));
        named.truncate(ROSTERS_MAX);
        let rosters = named
            .iter()
            .filter_map(|(digest, key)| roster(*digest, key, fetch));
        Self(rosters.collect())
    }

    pub(in crate::officer) fn signer(&self, recorded: &SignedRecord) -> EntrySigner {
        let key = recorded.key();
        let officers = self.0.iter().flat_map(Roster::officers);
        let mut of_key = officers.filter(|officer| officer.fingerprint() == *key.as_bytes());
        match of_key.next() {
            None => EntrySigner::Unknown(key),
            Some(officer) if recorded.verify(officer.signing()).is_ok() => {
                EntrySigner::Colleague(officer.name().to_owned())
            }
            Some(_) => EntrySigner::Forged(key),
        }
    }
}

/// Asks for the files of a roster that the ledger names; none if one can't be had or does not fit.
pub(super) fn roster(
    digest: RosterDigest,
    key: &MinisignKey,
    fetch: LedgerFetch<'_>,
) -> Option<Roster> {
    let part = |part| {
        let bytes = fetch(Resource::Roster(digest, part)).ok()??;
        String::from_utf8(bytes).ok()
    };
    let own = InstitutionKey::parse(&part(RosterPart::Key)?).ok()?;
    if MinisignKey::of(&own) != *key {
        return None;
    }
    let (text, signature) = (part(RosterPart::Text)?, part(RosterPart::Signature)?);
    let roster = Roster::parse(&text, &signature, &own).ok()?;
    let handover = part(RosterPart::Handover);
    (roster.digest() == digest).then(|| roster.with_handover(handover))
}

impl fmt::Display for EntrySigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Colleague(name) => f.write_str(name),
            Self::Unknown(key) | Self::Forged(key) => key.fmt(f),
        }
    }
}

/// An institution has a few; over Tor each costs three questions.
const ROSTERS_MAX: usize = 16;
