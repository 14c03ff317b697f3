//! The register of replies: which ones came here, or went from here.
//!
//! ```text
//!   fetched, sent ─▶ reply-register (sealed) ─▶ what of it is not in `replies`, `sent` is missing
//! ```
//!
//! A folder tells what is in it, and nothing of what is gone. So each reply is noted in a sealed
//! file once it is kept, with the pieces of its files and the day that it says. In it stands, too,
//! which cases were asked for replies since they ended: the others are asked once more, so that the
//! letter that ended a case comes, and all letters to a folder that was restored.
//!
//! Whoever takes a letter *and* puts an older register in the place of this one is not found out:
//! both are files of one disk. The server's copy is what helps against that.
//!
//! Knows names and days. Never knows a word of a letter.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::{Deserialize, Serialize};

use crate::cli::failure::Failure;
use crate::cli::private_files::sealed_note::SealedNote;
use crate::keys::digest::ReportDigest;
use crate::officer::case::Case;
use crate::officer::case::opening::short;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::{PieceName, ReplyName};
use crate::rules::calendar::Day;

/// What came, or was sent.
pub(in crate::officer) struct ReplyRegister {
    replies: BTreeMap<ReplyName, RegisteredReply>,
    /// First items of cases that were asked for replies since they ended.
    asked_after_end: BTreeSet<ReportDigest>,
    state: RegisterState,
    is_new: bool,
}

/// One reply.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::officer) struct RegisteredReply {
    /// The first of its case when it came.
    pub item: ReportDigest,
    /// None if it did not open here.
    pub day: Option<Day>,
    /// Of its files.
    pub pieces: Vec<PieceName>,
}

/// Does the file say what is gone?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RegisterState {
    Sure,
    /// It does not open, or is not there although letters are.
    InDoubt,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRegister {
    version: u8,
    replies: Vec<WrittenEntry>,
    asked_after_end: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    item: String,
    name: String,
    day: Option<Day>,
    pieces: Vec<String>,
}

impl ReplyRegister {
    pub(in crate::officer) fn read(home: &OfficerHome, keys: &OfficerKeys) -> Self {
        match FILE.read(home.root(), &keys.index_key()) {
            Ok(None) if !has_letters(home) => Self::empty(RegisterState::Sure),
            Ok(Some(written)) => {
                Self::parse(written).unwrap_or_else(|| Self::empty(RegisterState::InDoubt))
            }
            Ok(None) | Err(_) => Self::empty(RegisterState::InDoubt),
        }
    }

    fn empty(state: RegisterState) -> Self {
        Self {
            replies: BTreeMap::new(),
            asked_after_end: BTreeSet::new(),
            state,
            is_new: true,
        }
    }

    fn parse(written: WrittenRegister) -> Option<Self> {
        let replies = written.replies.into_iter().map(WrittenEntry::read);
        let asked = written.asked_after_end.iter();
        let read = Self {
            replies: replies.collect::<Option<_>>()?,
            asked_after_end: asked
                .map(|item| ReportDigest::parse(item))
                .collect::<Option<_>>()?,
            state: RegisterState::Sure,
            is_new: false,
        };
        (written.version == VERSION).then_some(read)
    }

    /// A complaint if nobody can tell from it what is gone.
    pub(in crate::officer) fn doubt(&self, home: &OfficerHome) -> Option<Failure> {
        (self.state == RegisterState::InDoubt).then(|| {
            let path = home.root().path().join(FILE.file);
            Failure::refused("officer-reply-register").with("path", path.display())
        })
    }

    /// What is noted of the letters of a case.
    pub(in crate::officer) fn of<'a>(
        &'a self,
        case: &'a Case,
    ) -> impl Iterator<Item = (ReplyName, &'a RegisteredReply)> {
        let all = self.replies.iter();
        all.filter(|(_, noted)| case.holds(&noted.item))
            .map(|(name, noted)| (*name, noted))
    }

    /// All of it, in the order of names.
    pub(in crate::officer) fn iter(&self) -> impl Iterator<Item = (ReplyName, &RegisteredReply)> {
        self.replies.iter().map(|(name, noted)| (*name, noted))
    }

    /// Is it noted with what it says?
    pub(in crate::officer) fn knows(&self, name: ReplyName) -> bool {
        let noted = self.replies.get(&name);
        noted.is_some_and(|noted| noted.day.is_some())
    }

    /// Notes a reply, or what is known of it now.
    pub(in crate::officer) fn note(&mut self, name: ReplyName, noted: RegisteredReply) {
        if self.replies.get(&name) != Some(&noted) {
            self.replies.insert(name, noted);
            self.is_new = true;
        }
    }

    /// Was the case asked for its letters since it ended?
    pub(in crate::officer) fn was_asked_after_its_end(&self, case: &Case) -> bool {
        self.asked_after_end.contains(&case.first().item)
    }

    /// It was asked just now, while it was over or not.
    pub(in crate::officer) fn note_asked(&mut self, case: &Case, is_over: bool) {
        let item = case.first().item;
        self.is_new |= if is_over {
            self.asked_after_end.insert(item)
        } else {
            self.asked_after_end.remove(&item)
        };
    }

    /// On stable storage when this returns, if it is another than was read.
    pub(in crate::officer) fn keep(
        &mut self,
        home: &OfficerHome,
        keys: &OfficerKeys,
    ) -> Result<(), Failure> {
        if !self.is_new {
            return Ok(());
        }
        let replies = self.replies.iter().map(WrittenEntry::of);
        let asked = self.asked_after_end.iter();
        let written = WrittenRegister {
            version: VERSION,
            replies: replies.collect(),
            asked_after_end: asked.map(|item| hex::encode(item.as_bytes())).collect(),
        };
        let kept = FILE.keep(home.root(), &keys.index_key(), &written);
        kept.map_err(|error| disk(home.root().path(), &error))?;
        (self.is_new, self.state) = (false, RegisterState::Sure);
        Ok(())
    }

    /// Forgets the letters of these items: on stable storage when this returns. A register that
    /// does not open tells nobody anything, and is made anew by the next `sync`.
    pub(in crate::officer) fn forget(
        home: &OfficerHome,
        keys: &OfficerKeys,
        items: &BTreeSet<ReportDigest>,
    ) -> Result<(), Failure> {
        let mut register = Self::read(home, keys);
        if register.state == RegisterState::InDoubt {
            return Ok(());
        }
        let before = (register.replies.len(), register.asked_after_end.len());
        register
            .replies
            .retain(|_, noted| !items.contains(&noted.item));
        register
            .asked_after_end
            .retain(|item| !items.contains(item));
        register.is_new = before != (register.replies.len(), register.asked_after_end.len());
        register.keep(home, keys)
    }
}

fn has_letters(home: &OfficerHome) -> bool {
    let folders = [home.replies(), home.sent()].into_iter();
    let mut entries = folders.filter_map(|folder| fs::read_dir(folder.path()).ok());
    entries.any(|mut entries| entries.next().is_some())
}

impl RegisteredReply {
    /// What is said of one that is not here.
    pub(in crate::officer) fn missing(&self) -> Failure {
        let failure = Failure::refused("officer-reply-missing").with("item", short(&self.item));
        let day = self.day.map_or("unknown".to_owned(), |day| day.to_string());
        failure.with("day", day)
    }
}

impl WrittenEntry {
    fn of((name, noted): (&ReplyName, &RegisteredReply)) -> Self {
        let pieces = noted.pieces.iter();
        Self {
            item: hex::encode(noted.item.as_bytes()),
            name: name.to_hex(),
            day: noted.day,
            pieces: pieces.map(|piece| piece.to_hex()).collect(),
        }
    }

    fn read(self) -> Option<(ReplyName, RegisteredReply)> {
        let pieces = self.pieces.iter().map(|piece| PieceName::parse(piece));
        let noted = RegisteredReply {
            item: ReportDigest::parse(&self.item)?,
            day: self.day,
            pieces: pieces.collect::<Option<_>>()?,
        };
        Some((ReplyName::parse(&self.name)?, noted))
    }
}

const VERSION: u8 = 1;

/// Some four hundred thousand letters.
const FILE: SealedNote = SealedNote {
    file: "reply-register",
    bound_to: b"svilpe/v1/reply-register",
    length_max: 64 << 20,
};
