//! `svilpe auditor witness`: cosigns a checkpoint that continues the one cosigned last.
//!
//! The head is on stable storage *before* the cosignature is shown: a witness that forgets
//! could cosign two histories. For the same reason only one process at a time goes from the head
//! that it remembers to the one that it keeps. Knows checkpoints and tiles. Never knows entries.

use std::io;

use serde::{Deserialize, Serialize};

use super::home::AuditorHome;
use crate::cli::failure::Failure;
use crate::keys::signature::SigningKey;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::cosignature::{Witness, WitnessKey};
use crate::ledger::checkpoint::freshness::NotFresh;
use crate::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use crate::ledger::follow::{Cheat, LedgerFetch, LedgerFollower, NotFollowed};
use crate::ledger::tree::proof::Consistency;
use crate::rules::calendar::Day;

/// What came of asking for a cosignature.
pub(super) enum CosignOutcome {
    Cosigned(Box<Checkpoint>, WitnessKey),
    /// It does not continue the one before; nothing was cosigned.
    Parted(NotContinued),
    /// It is not of today, as far as policy allows; nothing was cosigned. A cosignature would say
    /// that a witness saw it as the newest head now.
    NotFresh(NotFresh),
}

/// What a witness remembers.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WitnessMemory {
    name: String,
    /// The note, with the cosignature.
    checkpoint: String,
}

/// Looks at the checkpoint that is served and cosigns it if it may.
pub(super) fn witness(
    home: &AuditorHome,
    log: &LogKey,
    (name, key): (Option<&str>, &SigningKey),
    fetch: LedgerFetch<'_>,
    (today, days_max): (Day, i32),
) -> Result<CosignOutcome, Failure> {
    let _alone = home.alone()?;
    let remembered = read(home, log)?;
    let name = own_name(name, remembered.as_ref().map(|(name, _)| name))?;
    let seen = remembered.map(|(_, checkpoint)| checkpoint);
    let (served, proof) = match continued(seen.as_ref(), &LedgerFollower::new(log, fetch)) {
        Ok(continued) => continued,
        Err(why) => return parted(why).map(CosignOutcome::Parted),
    };
    if let Err(why) = log.fresh(&served, today, days_max) {
        return Ok(CosignOutcome::NotFresh(why));
    }
    let last = seen.map(|seen| seen.head());
    let cosigned = Witness::new(name.clone(), key, last).cosign(served, &proof, today);
    let Ok(checkpoint) = cosigned else {
        return Ok(CosignOutcome::Parted(NotContinued::Unproven));
    };
    keep(home, &name, &checkpoint)?;
    let key = WitnessKey::new(name, key.public());
    Ok(CosignOutcome::Cosigned(Box::new(checkpoint), key))
}

/// The checkpoint that is served, and the proof that it continues the one cosigned last.
fn continued(
    seen: Option<&Checkpoint>,
    follower: &LedgerFollower<'_, io::Error>,
) -> Result<(Checkpoint, Consistency), NotFollowed<io::Error>> {
    let served = follower.checkpoint()?;
    let proof = seen.map(|seen| follower.continues(seen, &served));
    Ok((served, proof.transpose()?.unwrap_or_default()))
}

/// A server that can't be reached, or shows no checkpoint, is not one whose history parted.
fn parted(why: NotFollowed<io::Error>) -> Result<NotContinued, Failure> {
    let cannot_fetch = |error| Failure::refused("auditor-cannot-fetch").with("why", error);
    match why.cheat().map_err(cannot_fetch)? {
        Cheat::Withheld(_) => Err(Failure::refused("auditor-no-checkpoint")),
        Cheat::BadCheckpoint(why) => {
            Err(Failure::refused("auditor-bad-checkpoint").with("why", why))
        }
        Cheat::Parted(parted) => Ok(parted),
        Cheat::Swapped(_) | Cheat::NotTheTree | Cheat::Unwitnessed(_) => Ok(NotContinued::Unproven),
    }
}

/// A witness has one name for ever: a vkey holds it.
fn own_name(said: Option<&str>, kept: Option<&LogName>) -> Result<LogName, Failure> {
    let parsed = said
        .map(|text| {
            LogName::parse(text)
                .map_err(|_| Failure::usage("auditor-not-a-witness-name").with("text", text))
        })
        .transpose()?;
    match (parsed, kept) {
        (Some(name), Some(kept)) if name != *kept => {
            Err(Failure::refused("auditor-other-witness-name").with("pinned", kept))
        }
        (Some(name), _) => Ok(name),
        (None, Some(kept)) => Ok(kept.clone()),
        (None, None) => Err(Failure::usage("auditor-no-witness-name")),
    }
}

fn read(home: &AuditorHome, log: &LogKey) -> Result<Option<(LogName, Checkpoint)>, Failure> {
    let Some(bytes) = home.read(FILE, FILE_MAX)? else {
        return Ok(None);
    };
    // To begin again would be to forget what was cosigned.
    let damaged = || {
        Failure::refused("auditor-cosigned-damaged").with("path", home.path().join(FILE).display())
    };
    let written: WitnessMemory = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
    let name = LogName::parse(&written.name).map_err(|_| damaged())?;
    let checkpoint =
        Checkpoint::parse(written.checkpoint.as_bytes(), log).map_err(|_| damaged())?;
    Ok(Some((name, checkpoint)))
}

fn keep(home: &AuditorHome, name: &LogName, checkpoint: &Checkpoint) -> Result<(), Failure> {
    let written = WitnessMemory {
        name: name.as_str().to_owned(),
        checkpoint: String::from_utf8(checkpoint.to_bytes()).expect("notes are UTF-8"),
    };
    let json = serde_json::to_vec(&written).expect("two strings");
    home.replace(FILE, &json)
}

const FILE: &str = "cosigned";

/// Bytes; a note has at most 16 KiB, and JSON may double its line feeds.
const FILE_MAX: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::ledger::tree::Tree;

    /// Two at once would both continue the head that both remember, and cosign what parts after it.
    #[test]
    fn while_one_witness_looks_another_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = AuditorHome::make(&folder.path().join("home")).expect("made");
        let (signer, own) = (SigningKey::random(), SigningKey::random());
        let name = LogName::parse("svilpe/0").expect("a name");
        let log = LogKey::new(name.clone(), signer.public());
        let today: Day = "2026-11-21".parse().expect("a day");
        let head = Tree::new().head();
        let served = Checkpoint::sign_on(today, head, &name, &signer).to_bytes();
        let second = Cell::new(None);
        let plain = |_| Ok(Some(served.clone()));
        let look =
            |fetch: LedgerFetch<'_>| witness(&home, &log, (Some("w.lv"), &own), fetch, (today, 3));
        let first = look(&|resource| {
            second.set(look(&plain).err().map(|refused| refused.complaint()));
            plain(resource)
        });
        assert!(matches!(first, Ok(CosignOutcome::Cosigned(..))));
        assert_eq!(second.get(), Some("officer-home-in-use"));
        assert!(matches!(look(&plain), Ok(CosignOutcome::Cosigned(..))));
    }
}
