//! The local index: what was opened once, sealed under a key of the officer's own.
//!
//! ```text
//!   sealed/<item>.age ─▶ opened once ─▶ Summary ─▶ index: nonce ‖ ChaCha20-Poly1305
//!                                          ▲                    │ next time
//!                                          └────────────────────┘
//! ```
//!
//! Keeps P1: without the passphrase it reads as noise. Nobody else can make one either: an index
//! says whom answers go to, so it is authenticated, and what does not open is as good as none.
//!
//! An item whose file has another length or time than when it was opened is opened again: what
//! became of it since must be noticed. One that is sealed to others stays so, and is not tried
//! again. Lost or damaged, the index costs one slow start.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::summary::Summary;
use crate::cli::failure::Failure;
use crate::cli::private_files::sealed_note::SealedNote;
use crate::keys::digest::ReportDigest;
use crate::keys::recipient::{Recipient, RecipientDigest};
use crate::keys::signature::VerifyingKey;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::MailboxId;
use crate::report::{IdentitySealed, ReportKind};
use crate::rules::calendar::Day;

/// What is known of items that were opened before.
#[derive(Default)]
pub(in crate::officer) struct CaseIndex {
    items: HashMap<ReportDigest, (FileState, KnownItem)>,
}

/// What an item was found to be.
#[derive(Debug)]
pub(in crate::officer) enum KnownItem {
    Opens(Box<Summary>),
    /// Sealed to others: this key never opens it.
    NotForThisKey,
}

/// How a file looked when it was opened.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::officer) struct FileState {
    length: u64,
    /// Nanoseconds since 1970, as the disk has it already.
    changed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenIndex {
    version: u8,
    items: Vec<WrittenItem>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenItem {
    item: String,
    file: FileState,
    /// None: sealed to others.
    opened: Option<WrittenSummary>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSummary {
    addition: bool,
    mailbox: String,
    reply_to: String,
    signed_by: Option<String>,
    number: u32,
    identity: bool,
    left_out: Vec<String>,
    recipients: Vec<RecipientDigest>,
    category: Option<String>,
    beginning: String,
    words: String,
    files: usize,
}

impl CaseIndex {
    /// What was kept; nothing if it is missing, damaged, or not made with these keys.
    pub(in crate::officer) fn read(home: &OfficerHome, keys: &OfficerKeys) -> Self {
        let written = FILE.read(home.root(), &keys.index_key()).ok().flatten();
        written.and_then(Self::parse).unwrap_or_default()
    }

    fn parse(written: WrittenIndex) -> Option<Self> {
        let items = written.items.into_iter().map(WrittenItem::read);
        (written.version == VERSION)
            .then_some(items.collect::<Option<_>>()?)
            .map(|items| Self { items })
    }

    /// What is known of an item, and how its file looked then; it is moved out.
    pub(in crate::officer) fn take(
        &mut self,
        item: &ReportDigest,
    ) -> Option<(FileState, KnownItem)> {
        self.items.remove(item)
    }

    /// What is known of items that nobody took.
    pub(in crate::officer) fn left_over(
        self,
    ) -> impl Iterator<Item = (ReportDigest, (FileState, KnownItem))> {
        self.items.into_iter()
    }

    /// Forgets what these items say: on stable storage when this returns.
    pub(in crate::officer) fn forget(
        home: &OfficerHome,
        keys: &OfficerKeys,
        items: &BTreeSet<ReportDigest>,
    ) -> Result<(), Failure> {
        let left = Self::read(home, keys).items.into_iter();
        let left: Vec<_> = left.filter(|(item, _)| !items.contains(item)).collect();
        let left = left.iter().map(|(item, (file, known))| match known {
            KnownItem::Opens(summary) => (*item, *file, Some(&**summary)),
            KnownItem::NotForThisKey => (*item, *file, None),
        });
        Self::keep(home, keys, left)
    }

    /// Seals these in the place of what was kept before.
    pub(in crate::officer) fn keep<'a>(
        home: &OfficerHome,
        keys: &OfficerKeys,
        items: impl Iterator<Item = (ReportDigest, FileState, Option<&'a Summary>)>,
    ) -> Result<(), Failure> {
        let written = WrittenIndex {
            version: VERSION,
            items: items.map(WrittenItem::of).collect(),
        };
        let kept = FILE.keep(home.root(), &keys.index_key(), &written);
        kept.map_err(|error| disk(home.root().path(), &error))
    }
}

impl FileState {
    /// Of an item's file as it is now.
    pub(in crate::officer) fn of(home: &OfficerHome, item: &ReportDigest) -> io::Result<Self> {
        let about = home.sealed(item)?.metadata()?;
        let changed = about.modified()?.duration_since(UNIX_EPOCH);
        let changed = changed.map_or(0, |since| since.as_nanos());
        Ok(Self {
            length: about.len(),
            changed: u64::try_from(changed).unwrap_or(u64::MAX),
        })
    }
}

impl WrittenItem {
    fn of((item, file, opened): (ReportDigest, FileState, Option<&Summary>)) -> Self {
        Self {
            item: hex::encode(item.as_bytes()),
            file,
            opened: opened.map(WrittenSummary::of),
        }
    }

    fn read(self) -> Option<(ReportDigest, (FileState, KnownItem))> {
        let item = ReportDigest::parse(&self.item)?;
        let known = match self.opened {
            Some(written) => KnownItem::Opens(Box::new(written.read(item)?)),
            None => KnownItem::NotForThisKey,
        };
        Some((item, (self.file, known)))
    }
}

impl WrittenSummary {
    fn of(summary: &Summary) -> Self {
        Self {
            addition: summary.kind == ReportKind::Addition,
            mailbox: summary.mailbox.to_hex(),
            reply_to: summary.reply_to.to_string(),
            signed_by: summary.signed_by.map(|key| key.to_string()),
            number: summary.number,
            identity: summary.identity == IdentitySealed::Yes,
            left_out: summary.left_out.clone(),
            recipients: summary.recipients.clone(),
            category: summary.category.as_deref().cloned(),
            beginning: (*summary.beginning).clone(),
            words: (*summary.words).clone(),
            files: summary.files,
        }
    }

    fn read(self, item: ReportDigest) -> Option<Summary> {
        let signed_by = self.signed_by.as_deref().map(VerifyingKey::parse);
        Some(Summary {
            item,
            kind: if self.addition {
                ReportKind::Addition
            } else {
                ReportKind::Report
            },
            // Told anew each time: the ledger may know better by now.
            day: Day::FIRST,
            mailbox: MailboxId::parse(&self.mailbox)?,
            reply_to: Recipient::parse(&self.reply_to).ok()?,
            signed_by: signed_by.transpose().ok()?,
            number: self.number,
            identity: if self.identity {
                IdentitySealed::Yes
            } else {
                IdentitySealed::No
            },
            left_out: self.left_out,
            recipients: self.recipients,
            category: self.category.map(Zeroizing::new),
            beginning: Zeroizing::new(self.beginning),
            words: Zeroizing::new(self.words),
            files: self.files,
            is_damaged: false,
        })
    }
}

const VERSION: u8 = 2;

/// Some fifty thousand reports of two pages each.
const FILE: SealedNote = SealedNote {
    file: "index",
    bound_to: b"svilpe/v1/case-index",
    length_max: 256 << 20,
};

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::officer::tests::Desk;

    fn opens(desk: &Desk, keys: &OfficerKeys, item: &str) -> bool {
        let item = ReportDigest::parse(item).expect("a name");
        let file = FileState::of(&desk.home, &item).expect("there");
        let known = CaseIndex::read(&desk.home, keys).take(&item);
        matches!(known, Some((as_then, KnownItem::Opens(_))) if as_then == file)
    }

    #[test]
    fn what_was_opened_once_is_known_to_its_officer_alone() {
        let desk = Desk::new();
        let item = desk.receive(ReportKind::Report, "2026-11-02", "Pazuda sliedes.", &[]);
        assert!(!opens(&desk, &desk.keys, &item), "not opened yet");
        let first = desk.cases();
        assert!(opens(&desk, &desk.keys, &item));
        let again = desk.cases();
        let (first, again) = (first.cases[0].first(), again.cases[0].first());
        assert_eq!((&first.words, first.day), (&again.words, again.day));
        assert!(first.reply_to == again.reply_to && first.mailbox == again.mailbox);
        let other = OfficerKeys::random("Juris").expect("a name");
        assert!(!opens(&desk, &other, &item));

        let path = desk.home.root().path().join(FILE.file);
        let mut bytes = fs::read(&path).expect("kept");
        assert!(memchr::memmem::find(&bytes, b"sliedes").is_none());
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, bytes).expect("written");
        assert!(!opens(&desk, &desk.keys, &item), "changed by somebody");
        assert_eq!(desk.cases().cases.len(), 1, "opened anew");
    }

    #[test]
    fn a_file_that_changed_since_is_opened_again_and_what_is_for_others_is_not_tried() {
        let desk = Desk::new();
        let item = desk.receive(ReportKind::Report, "2026-11-02", "x", &[]);
        let others = Desk::new();
        let foreign = others.receive(ReportKind::Report, "2026-11-02", "y", &[]);
        let within = |desk: &Desk, name: &str| {
            let sealed = desk.home.sealed_folder().path().to_owned();
            sealed.join(format!("{name}.age"))
        };
        fs::copy(within(&others, &foreign), within(&desk, &foreign)).expect("copied");
        assert_eq!(
            (desk.cases().cases.len(), desk.cases().closed.len()),
            (1, 1)
        );
        let foreign = ReportDigest::parse(&foreign).expect("a name");
        let known = CaseIndex::read(&desk.home, &desk.keys).take(&foreign);
        assert!(matches!(known, Some((_, KnownItem::NotForThisKey))));

        let path = within(&desk, &item);
        let mut bytes = fs::read(&path).expect("there");
        bytes.push(0);
        fs::write(&path, bytes).expect("written");
        for _ in 0..2 {
            let cases = desk.cases();
            assert_eq!((cases.cases.len(), cases.closed.len()), (1, 1));
            let first = cases.cases[0].first();
            assert!(first.is_damaged && *first.words == "x\n", "known still");
        }
    }
}
