//! Roster files in a mirror.
//!
//! Each roster comes as four files: the roster, its signature, the institution's public
//! key and, after a change of key, the old key's signature over the new one. All are
//! checked here; what is not signed as it should be is as good as missing.
//!
//! Knows minisign keys and rosters. Never knows who is trusted first: see `Pin`.

use std::collections::{BTreeMap, HashSet};
use std::io;

use crate::keys::digest::Sha256;
use crate::ledger::entry::MinisignKey;
use crate::ledger::validator::authority::RosterFacts;
use crate::rules::roster::{BadRoster, Institution, InstitutionKey, Roster, RosterDigest};

use super::mirror::{Mirror, RosterFiles};

/// An institution's key that the auditor knows from elsewhere: the first roster must be
/// signed by it. Without a pin, the key of the first roster is taken as it is.
#[derive(Clone, Debug)]
pub struct Pin {
    /// Whose key it is.
    pub institution: Institution,
    /// From elsewhere than the ledger: a web page, a letter.
    pub key: InstitutionKey,
}

/// Reads all rosters whose signatures fit.
pub(super) fn read(mirror: &Mirror, pins: &[Pin]) -> io::Result<Vec<RosterFacts>> {
    let files = mirror.rosters()?;
    let signed: Vec<_> = files
        .iter()
        .filter_map(|files| Some((files, checked(files)?)))
        .collect();
    let facts = signed.iter().map(|(files, roster)| {
        let others = signed
            .iter()
            .map(|(_, other)| (other.institution(), other.key()));
        let pinned = pins.iter().map(|pin| (&pin.institution, &pin.key));
        let own = |(institution, _): &(&Institution, &InstitutionKey)| {
            *institution == roster.institution()
        };
        let handed_over = |(_, key): &(_, &InstitutionKey)| {
            let handover = files.handover.as_ref();
            handover.is_some_and(|signature| key.verify(files.key.as_bytes(), signature).is_ok())
        };
        let before = others.chain(pinned).filter(own).find(handed_over);
        RosterFacts::of(roster, before.map(|(_, key)| MinisignKey::of(key)))
    });
    Ok(facts.collect())
}

/// Rosters that are rightly signed, and of a form that this program does not know.
pub(super) fn newer(mirror: &Mirror) -> io::Result<HashSet<RosterDigest>> {
    let files = mirror.rosters()?;
    let newer = files.iter().filter(|files| is_newer(files));
    Ok(newer.map(|files| files.digest).collect())
}

/// Each institution's newest roster whose signature fits, in order of their short names.
pub fn newest(mirror: &Mirror) -> io::Result<Vec<Roster>> {
    let mut newest: BTreeMap<Institution, Roster> = BTreeMap::new();
    for roster in mirror.rosters()?.iter().filter_map(checked) {
        let known = newest.get(roster.institution());
        if known.is_none_or(|known| known.version() < roster.version()) {
            newest.insert(roster.institution().clone(), roster);
        }
    }
    Ok(newest.into_values().collect())
}

/// Rosters that a whole answer would put right: no signature fits, or a new key came without the
/// hand-over of one before it.
pub(super) fn unsound(mirror: &Mirror) -> io::Result<Vec<RosterDigest>> {
    let files = mirror.rosters()?;
    let sound: Vec<Roster> = files.iter().filter_map(checked).collect();
    let is_unsound = |one: &&RosterFiles| match checked(one) {
        None => !is_newer(one),
        Some(roster) => {
            let handed = roster.clone().with_handover(one.handover.clone());
            let before = sound.iter().filter(|other| {
                other.institution() == roster.institution() && other.version() < roster.version()
            });
            let keys: Vec<_> = before.map(Roster::key).collect();
            let is_known =
                |key: &&InstitutionKey| *key == roster.key() || handed.is_handed_over_by(key);
            !keys.is_empty() && !keys.iter().any(is_known)
        }
    };
    Ok(files
        .iter()
        .filter(is_unsound)
        .map(|files| files.digest)
        .collect())
}

fn is_newer(files: &RosterFiles) -> bool {
    let key = InstitutionKey::parse(&files.key).ok();
    let refused = key.map(|key| Roster::parse(&files.text, &files.signature, &key));
    // Told only once the signature was right.
    matches!(refused, Some(Err(BadRoster::Mistake(_))))
        && Sha256::of(files.text.as_bytes()) == *files.digest.as_bytes()
}

/// The roster, if its signature is that of the key beside it and its digest the file's name.
fn checked(files: &RosterFiles) -> Option<Roster> {
    let key = InstitutionKey::parse(&files.key).ok()?;
    let roster = Roster::parse(&files.text, &files.signature, &key).ok()?;
    (roster.digest() == files.digest).then_some(roster)
}
