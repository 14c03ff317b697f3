//! Handing cases to a successor: the keys of the very files, in one file that only they open.
//!
//! ```text
//!   who opens them ─▶ keys of items and letters ─▶ sealed to a colleague of the newest roster
//!                                                        │ a stick, a letter, any way
//!   successor: `sync` has the same bytes already ◀───────┘ each key tried, then kept
//! ```
//!
//! Nothing is sealed anew: what the successor opens are the bytes that the intake received and the
//! ledger names, and no forged file can make them say anything else. So it needs no signature: the
//! worst that a stranger's file does is to hold no key that fits.
//!
//! A case from which the reporter left the successor out is never in it.

use std::io;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::handed_keys::{keep_for_item, keep_for_reply, of_item, of_reply};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::officer::case::conversation::Readership;
use crate::officer::case::{Case, Cases};
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::ReplyName;
use crate::report::sealed::file_key::HandedKey;
use crate::report::sealed::{OpenedReport, file_key_of, open_short, seal_short};
use crate::rules::roster::{Institution, Officer};

/// What is handed over.
pub(in crate::officer) struct HandedCases {
    /// Opens for the successor alone.
    pub file: Vec<u8>,
    pub cases: usize,
    /// Cases from which the reporter left the successor out.
    pub withheld: usize,
}

/// What became of it at the successor's.
#[derive(Default, Debug, PartialEq, Eq)]
pub(in crate::officer) struct TakenOver {
    /// Items that open now.
    pub opened: usize,
    /// Items that are not here yet, or that their key does not open.
    pub missing: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSuccession {
    format: SuccessionFormat,
    institution: Institution,
    items: Vec<WrittenKey>,
}

#[derive(Serialize, Deserialize)]
enum SuccessionFormat {
    #[serde(rename = "svilpe-succession-1")]
    One,
}

/// A file's key, by the item, and by the reply in its case if it is one's.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKey {
    item: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    reply: Option<String>,
    key: String,
}

/// Collects the keys of every case that opens here.
pub(in crate::officer) fn hand_over(
    readership: Readership<'_>,
    cases: &Cases,
    to: &Officer,
) -> Result<HandedCases, Failure> {
    let mut written = WrittenSuccession {
        format: SuccessionFormat::One,
        institution: readership.institution.clone(),
        items: Vec::new(),
    };
    let names = names_of(readership, to);
    let all = cases.cases.iter();
    let (withheld, handed): (Vec<&Case>, Vec<&Case>) =
        all.partition(|case| names.iter().any(|name| case.leaves_out(name)));
    for case in &handed {
        written.items.extend(keys_of(readership, case)?);
    }
    let json = serde_json::to_vec(&written).map(Zeroizing::new);
    let json = json.expect("strings");
    let file = seal_short(&json, std::slice::from_ref(to.recipient()));
    Ok(HandedCases {
        file: file.map_err(|_| Failure::refused("succession-not-made"))?,
        cases: handed.len(),
        withheld: withheld.len(),
    })
}

/// What the successor is and was called, in any roster that names one of their keys: who was left
/// out is known again under a new name.
fn names_of<'a>(readership: Readership<'a>, to: &'a Officer) -> Vec<&'a str> {
    let terms = readership.rosters.terms().iter();
    let officers = terms.flat_map(|term| term.roster.officers());
    let same = officers.filter(|officer| {
        officer.signing() == to.signing() || officer.recipient() == to.recipient()
    });
    same.map(Officer::name).chain([to.name()]).collect()
}

fn keys_of(readership: Readership<'_>, case: &Case) -> Result<Vec<WrittenKey>, Failure> {
    let (home, keys) = (readership.home, readership.keys);
    let mut written = Vec::new();
    for item in case.item_names() {
        let sealed = home.sealed(&item).map_err(|error| on_disk(home, &error))?;
        let found = file_key_of(sealed, &keys.opening).ok();
        let found = found.or_else(|| of_item(home, keys, &item));
        written.extend(found.map(|key| WrittenKey {
            item: hex::encode(item.as_bytes()),
            reply: None,
            key: key.expose().to_string(),
        }));
    }
    let items = case.item_names();
    for sealed in readership.sealed(case)? {
        let found = sealed.file_key(&keys.opening);
        let found = found.or_else(|| of_reply(home, keys, &items, sealed.name()));
        written.extend(found.map(|key| WrittenKey {
            item: hex::encode(case.first().item.as_bytes()),
            reply: Some(sealed.name().to_hex()),
            key: key.expose().to_string(),
        }));
    }
    Ok(written)
}

/// Tries each key, and keeps what opens something that did not open before.
pub(in crate::officer) fn take_over(
    (home, keys): (&OfficerHome, &OfficerKeys),
    institution: &Institution,
    file: &[u8],
) -> Result<TakenOver, Failure> {
    let bad = || Failure::refused("succession-bad");
    let json = open_short(file, &keys.opening).map_err(|_| bad())?;
    let written: WrittenSuccession = serde_json::from_slice(&json).map_err(|_| bad())?;
    if written.institution != *institution {
        return Err(bad());
    }
    let mut taken = TakenOver::default();
    for one in &written.items {
        let item = ReportDigest::parse(&one.item).ok_or_else(bad)?;
        let key = HandedKey::parse(&one.key).ok_or_else(bad)?;
        match &one.reply {
            None => take_item((home, keys), item, &key, &mut taken)?,
            // Whether it fits is seen when the reply is read: it may be fetched later.
            Some(name) => {
                let name = ReplyName::parse(name).ok_or_else(bad)?;
                keep_for_reply(home, keys, (&item, name), &key)?;
            }
        }
    }
    Ok(taken)
}

fn take_item(
    (home, keys): (&OfficerHome, &OfficerKeys),
    item: ReportDigest,
    key: &HandedKey,
    taken: &mut TakenOver,
) -> Result<(), Failure> {
    let sealed = || home.sealed(&item);
    match sealed() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            taken.missing += 1;
            return Ok(());
        }
        Err(error) => return Err(on_disk(home, &error)),
        Ok(sealed) => {
            if OpenedReport::open(sealed, &keys.opening, item).is_ok() {
                return Ok(());
            }
        }
    }
    let sealed = sealed().map_err(|error| on_disk(home, &error))?;
    if OpenedReport::open(sealed, key, item).is_err() {
        taken.missing += 1;
        return Ok(());
    }
    keep_for_item(home, keys, &item, key)?;
    // The index knows that it does not open, as long as its file looks as it did.
    home.note_changed(&item)
        .map_err(|error| on_disk(home, &error))?;
    taken.opened += 1;
    Ok(())
}

fn on_disk(home: &OfficerHome, error: &io::Error) -> Failure {
    disk(home.root().path(), error)
}
