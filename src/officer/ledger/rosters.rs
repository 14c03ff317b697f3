//! The institution's rosters, as the ledger names them: who signed a reply, and whom the next one
//! is sealed to.
//!
//! A roster is kept here (`rosters/<digest>.json`) once its digest is the ledger's and its
//! signature that of the key in the same entry. It counts only as the next of those before it: of
//! the same key or handed over by it, and of a higher version. The first is taken on trust, as the
//! ledger's key is; auditors see every one of them.
//!
//! Knows names and public keys. Never knows a report.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entry_signers::roster;
use super::monitor::Lines;
use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::ledger::entry::{Entry, MinisignKey};
use crate::ledger::follow::LedgerFetch;
use crate::officer::home::{OfficerHome, disk};
use crate::rules::calendar::Day;
use crate::rules::roster::{
    InstitutionKey, PinnedRoster, Roster, RosterDigest, RosterHistory, Verdict,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptRoster {
    text: String,
    signature: String,
    key: String,
    handover: Option<String>,
}

/// A roster's entry in the ledger.
struct NamedRoster {
    from: Day,
    digest: RosterDigest,
    key: MinisignKey,
}

/// Asks for those that are not here yet. One that can't be had is asked for again next time.
pub(in crate::officer) fn fetch_missing(
    home: &OfficerHome,
    lines: &Lines,
    fetch: LedgerFetch<'_>,
) -> Result<(), Failure> {
    for named in named(lines) {
        if kept(home, &named).is_none()
            && let Some(fetched) = roster(named.digest, &named.key, fetch)
        {
            keep(home, &fetched)?;
        }
    }
    Ok(())
}

/// All that are here, each with the day from which it was in force. A gap ends it: what follows is
/// not proven.
pub(in crate::officer) fn history(home: &OfficerHome, lines: &Lines) -> RosterHistory {
    let (mut history, mut seen) = (RosterHistory::default(), None);
    for named in named(lines) {
        let Some(roster) = kept(home, &named) else {
            break;
        };
        match PinnedRoster::judge(seen.as_ref(), &roster) {
            Verdict::Accept(now) => seen = Some(now),
            Verdict::Unchanged => {}
            Verdict::Refuse(_) => break,
        }
        history.push(named.from, Arc::new(roster));
    }
    history
}

fn named(lines: &Lines) -> Vec<NamedRoster> {
    let rosters = lines.entries().filter_map(|(_, entry)| match entry {
        Entry::Roster {
            day, digest, key, ..
        } => Some(NamedRoster {
            from: day,
            digest,
            key,
        }),
        _ => None,
    });
    rosters.take(ROSTERS_MAX).collect()
}

fn keep(home: &OfficerHome, roster: &Roster) -> Result<(), Failure> {
    let kept = KeptRoster {
        text: roster.text().to_owned(),
        signature: roster.signature().unwrap_or_default().to_owned(),
        key: roster.key().as_str().to_owned(),
        handover: roster.handover().map(str::to_owned),
    };
    let json = serde_json::to_vec(&kept).expect("texts are JSON");
    home.rosters()
        .replace(&file_name(roster.digest()), &json)
        .map_err(|error: io::Error| disk(home.rosters().path(), &error))
}

/// Checked as when it came: a file that was changed is as good as none.
fn kept(home: &OfficerHome, named: &NamedRoster) -> Option<Roster> {
    let path = home.rosters().path().join(file_name(named.digest));
    let kept: KeptRoster = serde_json::from_slice(&read_small(&path, FILE_MAX).ok()?).ok()?;
    let key = InstitutionKey::parse(&kept.key).ok()?;
    let roster = Roster::parse(&kept.text, &kept.signature, &key).ok()?;
    let fits = roster.digest() == named.digest && MinisignKey::of(&key) == named.key;
    fits.then(|| roster.with_handover(kept.handover))
}

fn file_name(digest: RosterDigest) -> String {
    format!("{digest}.json")
}

/// An institution has a few; over Tor each costs four questions, once.
const ROSTERS_MAX: usize = 256;

/// Bytes: what JSON escapes of a roster's text, and its signatures.
const FILE_MAX: usize = 512 * 1024;
