//! Own replies, kept for the officer: sealed to the officer's own key.
//!
//! ```text
//!   sent/<item>-<random>.unsent.age ─▶ posted, 204 ─▶ sent/<item>-<random>.age
//! ```
//!
//! A reply is kept before it is posted. If the answer gets lost on the way, sending the same
//! words again posts the *same* sealed bytes, which the intake keeps once: a retry never makes
//! two replies.

use std::fs;
use std::io;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};

use super::opening::short;
use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::ReportDigest;
use crate::keys::random::random_bytes;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::item_states::ItemStates;
use crate::report::mailbox::SealedReply;
use crate::report::sealed::{open_short, seal_short};
use crate::report::{Words, write_once};
use crate::rules::calendar::Day;

/// One own reply.
pub(in crate::officer) struct Sent {
    name: String,
    pub day: Day,
    pub text: Words,
    /// Tells its files from others; empty if it has none.
    pub files: String,
    pub reply: SealedReply,
    pub state: SendState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::officer) enum SendState {
    /// The intake said that it keeps the reply.
    Kept,
    /// Not known: never posted, or the answer got lost.
    Unsure,
}

#[derive(Serialize)]
struct SentJson<'a> {
    item: String,
    day: Day,
    text: &'a str,
    files: &'a str,
    reply: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadBack {
    /// Of the file's name, too: no letter becomes another case's.
    item: String,
    day: Day,
    #[serde(deserialize_with = "crate::report::words::deserialize")]
    text: Words,
    files: String,
    reply: String,
}

impl Sent {
    /// Keeps a reply that is about to be posted in the case that `first` begins.
    pub(in crate::officer) fn keep(
        home: &OfficerHome,
        keys: &OfficerKeys,
        first: &ReportDigest,
        (day, (text, files), reply): (Day, (&str, String), SealedReply),
    ) -> Result<Self, Failure> {
        let written = SentJson {
            item: hex::encode(first.as_bytes()),
            day,
            text,
            files: &files,
            reply: BASE64_STANDARD.encode(reply.as_bytes()),
        };
        let too_long = || Failure::refused("officer-reply-too-long");
        let json = write_once(&written, NOTE_MAX).map_err(|_| too_long())?;
        let sealed = seal_short(&json, &[keys.opening.recipient()]).map_err(|_| too_long())?;
        let name = format!(
            "{}-{}",
            hex::encode(first.as_bytes()),
            hex::encode(random_bytes::<8>())
        );
        home.sent()
            .write_new(&format!("{name}{UNSURE}"), &sealed)
            .map_err(|error| disk(home.sent().path(), &error))?;
        Ok(Self {
            name,
            day,
            text: Words::from(text.to_owned()),
            files,
            reply,
            state: SendState::Unsure,
        })
    }

    /// The intake keeps it now.
    pub(in crate::officer) fn kept(&self, home: &OfficerHome) -> Result<(), Failure> {
        home.sent()
            .rename(
                &format!("{}{UNSURE}", self.name),
                &format!("{}{KEPT}", self.name),
            )
            .map_err(|error| disk(home.sent().path(), &error))
    }

    /// The intake has said that it does not keep it.
    pub(in crate::officer) fn discard(&self, home: &OfficerHome) -> Result<(), Failure> {
        let path = home.sent().path().join(format!("{}{UNSURE}", self.name));
        fs::remove_file(&path).map_err(|error| disk(&path, &error))
    }

    /// All own replies to any of `items`, by day. One that does not open is a complaint.
    pub(in crate::officer) fn all(
        home: &OfficerHome,
        keys: &OfficerKeys,
        items: &[ReportDigest],
    ) -> Result<(Vec<Self>, Vec<Failure>), Failure> {
        let (mut sent, mut closed) = (Vec::new(), Vec::new());
        for (item, name, state) in names(home)? {
            if !items.contains(&item) {
                continue;
            }
            if let Some(reply) = Self::open(home, keys, &name, state) {
                sent.push(reply);
            } else {
                let damaged = Failure::refused("officer-sent-damaged");
                closed.push(damaged.with("item", short(&item)));
            }
        }
        sent.sort_by_key(|sent: &Self| sent.day);
        Ok((sent, closed))
    }

    fn open(home: &OfficerHome, keys: &OfficerKeys, name: &str, state: SendState) -> Option<Self> {
        let ending = if state == SendState::Kept {
            KEPT
        } else {
            UNSURE
        };
        let path = home.sent().path().join(format!("{name}{ending}"));
        let sealed = read_small(&path, NOTE_MAX + SEALING_ADDS).ok()?;
        let json = open_short(&sealed, &keys.opening).ok()?;
        let read: ReadBack = serde_json::from_slice(&json).ok()?;
        if name.split_once('-')?.0 != read.item {
            return None;
        }
        Some(Self {
            name: name.to_owned(),
            day: read.day,
            text: read.text,
            files: read.files,
            reply: SealedReply::parse(BASE64_STANDARD.decode(read.reply).ok()?)?,
            state,
        })
    }
}

/// The items that were answered for certain: what is signed on the strength of it can't be taken
/// back, so a name alone says nothing. Where an acknowledgement was recorded, nothing is left to
/// sign.
pub(in crate::officer) fn answered(
    home: &OfficerHome,
    keys: &OfficerKeys,
    states: &ItemStates,
) -> Result<Vec<ReportDigest>, Failure> {
    let is_recorded = |item: &ReportDigest| {
        let case = states.of(item).case;
        case.is_some_and(|case| states.is_acknowledged(case))
    };
    let kept = names(home)?.into_iter();
    let kept = kept.filter(|(_, _, state)| *state == SendState::Kept);
    Ok(kept
        .filter(|(item, name, state)| {
            is_recorded(item) || Sent::open(home, keys, name, *state).is_some()
        })
        .map(|(item, _, _)| item)
        .collect())
}

fn names(home: &OfficerHome) -> Result<Vec<(ReportDigest, String, SendState)>, Failure> {
    let list = || -> io::Result<Vec<_>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(home.sent().path())? {
            found.extend(entry?.file_name().to_str().and_then(parse_name));
        }
        Ok(found)
    };
    list().map_err(|error| disk(home.sent().path(), &error))
}

fn parse_name(file: &str) -> Option<(ReportDigest, String, SendState)> {
    let (name, state) = match file.strip_suffix(UNSURE) {
        Some(name) => (name, SendState::Unsure),
        None => (file.strip_suffix(KEPT)?, SendState::Kept),
    };
    let (item, _) = name.split_once('-')?;
    Some((ReportDigest::parse(item)?, name.to_owned(), state))
}

const KEPT: &str = ".age";
const UNSURE: &str = ".unsent.age";

/// Bytes of JSON: 48 KiB of text, escaped sixfold at worst, and the sealed reply in base64.
const NOTE_MAX: usize = 320 * 1024;

/// More than padding, header and tags come to.
const SEALING_ADDS: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_unsure_until_the_intake_keeps_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let keys = OfficerKeys::random("Anna").expect("a name");
        let item = ReportDigest::from_bytes([7; 32]);
        let day: Day = "2026-11-21".parse().expect("a day");
        let reply = SealedReply::parse(vec![1; 5000]).expect("short");
        let sent = Sent::keep(
            &home,
            &keys,
            &item,
            (day, ("Paldies!", String::new()), reply),
        )
        .expect("kept");
        let states = ItemStates::read(&home).expect("none yet");
        assert!(answered(&home, &keys, &states).expect("listed").is_empty());

        let again = |state| {
            let (sent, closed) = Sent::all(&home, &keys, &[item]).expect("listed");
            assert!(closed.is_empty());
            let [sent] = &sent[..] else {
                panic!("{} of them", sent.len())
            };
            assert_eq!(
                (sent.state, sent.day, sent.text.expose()),
                (state, day, "Paldies!")
            );
            assert_eq!(sent.reply.as_bytes(), [1; 5000]);
        };
        again(SendState::Unsure);
        sent.kept(&home).expect("renamed");
        again(SendState::Kept);
        assert_eq!(answered(&home, &keys, &states).expect("listed"), [item]);

        // Who can write in the folder, and has no key, answers nothing: neither with an empty file
        // nor with another case's letter.
        let sent_of = |byte| {
            let item = hex::encode([byte; 32]);
            home.sent()
                .path()
                .join(format!("{item}-0123456789abcdef.age"))
        };
        let letter = fs::read_dir(home.sent().path()).expect("there").next();
        fs::copy(letter.expect("one").expect("read").path(), sent_of(9)).expect("copied");
        fs::write(sent_of(10), b"").expect("made");
        assert_eq!(answered(&home, &keys, &states).expect("listed"), [item]);

        let other = OfficerKeys::random("Juris").expect("a name");
        let (none, closed) = Sent::all(&home, &other, &[item]).expect("listed");
        assert_eq!(
            (none.len(), closed.len()),
            (0, 1),
            "sealed to its officer alone"
        );
        let elsewhere =
            Sent::all(&home, &keys, &[ReportDigest::from_bytes([8; 32])]).expect("listed");
        assert!(elsewhere.0.is_empty());
    }

    #[test]
    fn only_our_own_names_are_replies() {
        let item = "07".repeat(32);
        assert!(parse_name(&format!("{item}-0011.age")).is_some());
        for name in [
            "x",
            ".new-abc",
            "0707-11.age",
            &format!("{item}.age"),
            &format!("{item}-1.part"),
        ] {
            assert!(parse_name(name).is_none(), "{name}");
        }
    }
}
