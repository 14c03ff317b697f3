//! Reports: what a reporter writes.
//!
//! Keeps its part of P1 and P11: answers and names are wiped when dropped, never
//! printed, never copied. Knows the form and how it is written down. Never knows
//! age, ZIP, the network, or who reads.
//!
//! ```text
//!   Heading + Answers ─▶ Report ─▶ (sealing adds the Manifest) ─▶ report.json
//!                                                                     │
//!   officer ◀── Report ◀── strict parsing, every length capped ◀──────┘
//! ```
//!
//! Secrets have one way out, and it is loud: `expose`.
//!
//! ```compile_fail
//! fn copied(answers: &svilpe::report::Answers) -> svilpe::report::Answers { answers.clone() }
//! ```
//! ```compile_fail
//! fn printed(words: &svilpe::report::Words) -> String { words.to_string() }
//! ```
//! ```compile_fail
//! fn written(report: &svilpe::report::Report) -> String { serde_json::to_string(report).unwrap() }
//! ```
//! ```compile_fail
//! use svilpe::report::Identity;
//! fn written(identity: &Identity) -> String { serde_json::to_string(identity).unwrap() }
//! ```

mod answers;
mod file_note;
mod json;

/// Tells whether a form that comes again says the same as before.
pub(crate) mod content_tag;

/// The form that asks for it: a closed list of fields.
pub mod form;

/// Where replies wait, and what a reply is.
pub mod mailbox;

/// The one-time code and the keys derived from it.
pub mod receipt;

/// Reports sealed to officers: ZIP, padding, age.
pub mod sealed;

/// What passes between an intake and a reporter who seals on their own machine.
pub mod upload_protocol;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::keys::recipient::{Recipient, RecipientDigest};
use crate::keys::signature::{ReportDomain, Signature, SigningKey, VerifyingKey};
use crate::report::mailbox::MailboxId;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterDigest};
use crate::text::Language;

pub use answers::{
    Answers, Fear, ForwardConsent, HowKnown, Identity, IfNotRecognised, ReportedBefore,
    StillOngoing, Words,
};
pub use file_note::{FILE_KIND_MAX, FILE_NAME_MAX, FILES_MAX, FileNote};
pub use json::{IDENTITY_JSON_MAX, NotAReport, REPORT_JSON_MAX, TooLong};
pub(crate) use json::{words, write_once};

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    /// The first of a mailbox.
    Report,
    /// A later message to it.
    Addition,
}

/// What the one who receives a report knows of it beside the answers.
#[derive(Clone, Debug)]
pub struct Heading {
    /// A first report, or a later message.
    pub kind: ReportKind,
    /// To which it goes.
    pub institution: Institution,
    /// The server's, when it arrived; the tool's, when it was sealed there.
    pub day: Day,
    /// In which the form was filled in.
    pub language: Language,
    /// Where answers go…
    pub mailbox: MailboxId,
    /// …and the key that they are sealed to: a fresh one with each addition.
    pub reply_to: Recipient,
    /// Whose signature shows that this and what follows come from one reporter.
    pub signing: VerifyingKey,
    /// The reporter's own order: 0 for the first report, then 1, 2, 3 … for additions.
    pub number: u32,
    /// SHA-256 of the policy in force.
    pub policy: [u8; 32],
}

/// What sealing adds: to whom, by which roster, and which files.
#[derive(Debug)]
pub struct SealingManifest {
    /// Of the roster that it was sealed by.
    pub roster_version: u32,
    /// That roster's SHA-256.
    pub roster: RosterDigest,
    /// The keys really sealed to, by their digests, since a key is long and words ought to fit the
    /// first step of padding; decoys are not among them.
    pub recipients: Vec<RecipientDigest>,
    /// Names of officers whom the reporter left out.
    pub left_out: Vec<String>,
    /// Is there an `identity.age` for the custodians?
    pub identity: IdentitySealed,
    /// In the order of their numbers.
    pub files: Vec<FileNote>,
}

/// Whether the container has an identity for custodians.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentitySealed {
    /// One that a custodian's key opens.
    Yes,
    /// As many bytes that nobody opens.
    No,
}

/// Everything in `report.json`.
#[derive(Debug)]
pub struct Report {
    heading: Heading,
    answers: Answers,
    /// None until sealed.
    manifest: Option<SealingManifest>,
    author: Author,
}

/// Who vouches for a report. age authenticates no sender, and whoever opens one report knows its
/// mailbox: only the signature shows that an addition is the reporter's own.
enum Author {
    /// Nobody.
    Unsigned,
    /// This key signs when the report is sealed.
    Signs(SigningKey),
    /// Over `report.json` without the signature itself: words, names and digests of files, to whom
    /// it was sealed, the number, and where answers go.
    Signed(Signature<ReportDomain>),
}

impl Report {
    /// A report that is not yet sealed.
    pub fn new(heading: Heading, answers: Answers) -> Self {
        Self {
            heading,
            answers,
            manifest: None,
            author: Author::Unsigned,
        }
    }

    /// To be signed when it is sealed; the heading has the key's public half.
    #[must_use]
    pub fn signed_by(self, key: SigningKey) -> Self {
        Self {
            author: Author::Signs(key),
            ..self
        }
    }

    /// A first report, or a later message.
    pub fn kind(&self) -> ReportKind {
        self.heading.kind
    }

    /// The day in the heading.
    pub fn day(&self) -> Day {
        self.heading.day
    }

    /// To which it was sent.
    pub fn institution(&self) -> &Institution {
        &self.heading.institution
    }

    /// In which it was written.
    pub fn language(&self) -> Language {
        self.heading.language
    }

    /// Joins follow-ups to their case.
    pub fn mailbox(&self) -> MailboxId {
        self.heading.mailbox
    }

    /// The mailbox's key, for sealing replies.
    pub fn reply_to(&self) -> &Recipient {
        &self.heading.reply_to
    }

    /// The key that this says it is signed by. Believe it only with [`Report::is_signed`].
    pub fn signing(&self) -> &VerifyingKey {
        &self.heading.signing
    }

    /// The reporter's own order: 0 for the first report. Believe it only with
    /// [`Report::is_signed`].
    pub fn number(&self) -> u32 {
        self.heading.number
    }

    /// SHA-256 of the policy that was in force.
    pub fn policy(&self) -> &[u8; 32] {
        &self.heading.policy
    }

    /// What the reporter said.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Empty for a report that is not yet sealed.
    pub fn files(&self) -> &[FileNote] {
        self.manifest.as_ref().map_or(&[], |m| &m.files)
    }

    /// To whom it was sealed; none for a report that is not yet sealed.
    pub fn manifest(&self) -> Option<&SealingManifest> {
        self.manifest.as_ref()
    }

    pub(crate) fn with_manifest(self, manifest: SealingManifest) -> Self {
        Self {
            manifest: Some(manifest),
            ..self
        }
    }
}

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsigned => "Unsigned",
            Self::Signs(_) => "Signs(…)",
            Self::Signed(_) => "Signed(…)",
        })
    }
}
