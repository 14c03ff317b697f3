//! What is known of one opened item without opening it again.
//!
//! Knows its words, for finding it, and what folds items into cases. Never knows its files' bytes.

use zeroize::Zeroizing;

use super::opening::open;
use super::report_answers::{GivenWords, given};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::keys::recipient::{Recipient, RecipientDigest};
use crate::keys::signature::VerifyingKey;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::MailboxId;
use crate::report::{IdentitySealed, Report, ReportKind};
use crate::rules::calendar::Day;

/// What `list` and the desk tell of one item. Wiped when dropped.
#[derive(Debug)]
pub(in crate::officer) struct Summary {
    pub item: ReportDigest,
    pub kind: ReportKind,
    /// When it was received, by the ledger or the server's list.
    pub day: Day,
    pub mailbox: MailboxId,
    pub reply_to: Recipient,
    /// None if the signature does not fit.
    pub signed_by: Option<VerifyingKey>,
    /// The reporter's own order.
    pub number: u32,
    pub identity: IdentitySealed,
    /// Officers whom the reporter left out, by name: no reply is sealed to them either.
    pub left_out: Vec<String>,
    /// To whom it was sealed.
    pub recipients: Vec<RecipientDigest>,
    pub category: Option<Zeroizing<String>>,
    /// The first [`BEGINNING`] characters of what happened.
    pub beginning: Zeroizing<String>,
    /// All that the reporter wrote, and the names of the files: what a search looks through.
    pub words: Zeroizing<String>,
    pub files: usize,
    /// Its file here is damaged or gone: all this is what was known of it before.
    pub is_damaged: bool,
}

impl Summary {
    /// Opens an item.
    pub(in crate::officer) fn read(
        home: &OfficerHome,
        keys: &OfficerKeys,
        item: ReportDigest,
        day: Day,
    ) -> Result<Self, Failure> {
        let opened = open(home, keys, item)?;
        let report = opened.report();
        let manifest = report.manifest();
        let answers = report.answers();
        let happened = answers.what_happened.expose().chars();
        Ok(Self {
            item,
            kind: report.kind(),
            day,
            mailbox: report.mailbox(),
            reply_to: report.reply_to().clone(),
            signed_by: Some(*report.signing()).filter(|_| report.is_signed()),
            number: report.number(),
            identity: manifest.map_or(IdentitySealed::No, |manifest| manifest.identity),
            left_out: manifest.map_or(Vec::new(), |manifest| manifest.left_out.clone()),
            recipients: manifest.map_or(Vec::new(), |manifest| manifest.recipients.clone()),
            category: answers
                .category
                .as_ref()
                .map(|slug| Zeroizing::new(slug.expose().to_owned())),
            beginning: Zeroizing::new(happened.take(BEGINNING).collect()),
            words: words(report),
            files: report.files().len(),
            is_damaged: false,
        })
    }
}

impl Summary {
    /// Did the same reporter send both into one mailbox?
    pub(super) fn is_of_one_case_with(&self, other: &Self) -> bool {
        self.mailbox == other.mailbox && self.signed_by == other.signed_by
    }

    /// The same, and nothing that its reporter said.
    pub(super) fn without_words(self) -> Self {
        Self {
            category: None,
            beginning: Zeroizing::default(),
            words: Zeroizing::default(),
            ..self
        }
    }
}

/// Reserved at once, so that growing leaves no copies behind.
fn words(report: &Report) -> Zeroizing<String> {
    let mut parts: Vec<&str> = Vec::new();
    for answer in given(report.answers()) {
        if let GivenWords::Words(said) = answer.said {
            parts.push(said);
        }
    }
    parts.extend(report.files().iter().map(|note| note.name.expose()));
    let length: usize = parts.iter().map(|part| part.len() + 1).sum();
    let mut words = Zeroizing::new(String::with_capacity(length));
    for part in parts {
        words.push_str(part);
        words.push('\n');
    }
    words
}

/// Characters of *what happened* that a list has use for.
pub(super) const BEGINNING: usize = 120;
