//! Colleagues: whose key signed an entry, by the institution's rosters as the ledger names them.
//!
//! A name counts only if the roster's digest is the ledger's, its signature that of the key in the
//! same entry, and the entry's signature that of the officer's key. The institution's own key is the one of its
//! oldest roster that is here, or one that was handed over to; whether that one is right is for auditors, who
//! know it from elsewhere.
//!
//! Rosters are kept in `rosters/` at each `sync`, so that whoever reads a report can be told whether it was sealed
//! to the right people without asking anybody (F10, F11, F12).
//!
//! Knows rosters and entries. Never knows a report.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use super::monitor::{Lines, MonitorFetch};
use crate::cli::private_files::read_small;
use crate::ledger::entry::{Entry, Fingerprint, MinisignKey, SignedRecord};
use crate::ledger::tree::tiles::{Resource, RosterPart};
use crate::officer::home::OfficerHome;
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
    pub(in crate::officer) fn fetch(lines: &Lines, fetch: MonitorFetch<'_>) -> Self {
        let named = named(lines);
        let rosters = named
            .iter()
            .filter_map(|(digest, key)| roster(*digest, key, fetch));
        Self(rosters.collect())
    }

    /// Those that were kept here, each checked again.
    pub(in crate::officer) fn kept(home: &OfficerHome, lines: &Lines) -> Self {
        let folder = home.rosters();
        let read = |resource: Resource| {
            let Some(name) = file_name(resource) else {
                return Ok(None);
            };
            match read_small(&folder.path().join(name), resource.length_max()) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        };
        Self(under_one_key(Self::fetch(lines, &read).0))
    }

    /// Keeps what the ledger names and is not here yet. What can't be had now is asked for the next time.
    pub(in crate::officer) fn keep_new(
        home: &OfficerHome,
        lines: &Lines,
        fetch: MonitorFetch<'_>,
    ) -> io::Result<()> {
        let here = Self::kept(home, lines);
        for (digest, key) in named(lines) {
            if here.roster(digest).is_none()
                && let Some(roster) = roster(digest, &key, fetch)
            {
                keep(home, &roster)?;
            }
        }
        Ok(())
    }

    /// The roster with this digest, if it is here.
    pub(in crate::officer) fn roster(&self, digest: RosterDigest) -> Option<&Roster> {
        self.0.iter().find(|roster| roster.digest() == digest)
    }

    /// Is none here?
    pub(in crate::officer) fn is_empty(&self) -> bool {
        self.0.is_empty()
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

/// Rosters that the ledger names, newest first, and the key that it names with each.
fn named(lines: &Lines) -> Vec<(RosterDigest, MinisignKey)> {
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
    named
}

/// From the oldest on, as long as the institution's key stays the same or is handed over.
fn under_one_key(newest_first: Vec<Roster>) -> Vec<Roster> {
    let mut chain: Vec<Roster> = Vec::new();
    for roster in newest_first.into_iter().rev() {
        let follows = chain.last().is_none_or(|before| {
            MinisignKey::of(before.key()) == MinisignKey::of(roster.key())
                || roster.is_handed_over_by(before.key())
        });
        if follows {
            chain.push(roster);
        }
    }
    chain.reverse();
    chain
}

fn keep(home: &OfficerHome, roster: &Roster) -> io::Result<()> {
    let parts = [
        (RosterPart::Handover, roster.handover()),
        (RosterPart::Key, Some(roster.key().as_str())),
        (RosterPart::Signature, roster.signature()),
        (RosterPart::Text, Some(roster.text())),
    ];
    for (part, text) in parts {
        let name = file_name(Resource::Roster(roster.digest(), part));
        if let (Some(name), Some(text)) = (name, text) {
            home.rosters().replace(&name, text.as_bytes())?;
        }
    }
    Ok(())
}

/// `roster/<digest>.toml` as the file in `rosters/`.
fn file_name(resource: Resource) -> Option<String> {
    let path = resource.to_string();
    Some(path.strip_prefix("roster/")?.to_owned())
}

fn roster(digest: RosterDigest, key: &MinisignKey, fetch: MonitorFetch<'_>) -> Option<Roster> {
    let part = |part| self::part(digest, part, fetch);
    let own = InstitutionKey::parse(&part(RosterPart::Key)?).ok()?;
    if MinisignKey::of(&own) != *key {
        return None;
    }
    let (text, signature) = (part(RosterPart::Text)?, part(RosterPart::Signature)?);
    let roster = Roster::parse(&text, &signature, &own).ok()?;
    (roster.digest() == digest)
        .then(|| roster.with_handover(self::part(digest, RosterPart::Handover, fetch)))
}

fn part(digest: RosterDigest, part: RosterPart, fetch: MonitorFetch<'_>) -> Option<String> {
    let bytes = fetch(Resource::Roster(digest, part)).ok()??;
    String::from_utf8(bytes).ok()
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
