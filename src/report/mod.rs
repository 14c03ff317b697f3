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

mod json;

/// What was sent, named so that the same again is told from something else.
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
use zeroize::Zeroizing;

use crate::keys::recipient::Recipient;
use crate::keys::signature::{ReportDomain, Signature, SigningKey, VerifyingKey};
use crate::report::mailbox::MailboxId;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterDigest};
use crate::text::LanguageCode;

pub use json::{IDENTITY_JSON_MAX, NotAReport, REPORT_JSON_MAX, TooLong};
pub(crate) use json::{words, write_once};

/// Text that a reporter wrote: wiped when dropped, masked when debugged.
pub struct Words(Zeroizing<String>);

/// The text answers of one report, by the names of `law.md` 2.3. All optional but
/// `what_happened`; an addition (a follow-up) has only that.
///
/// Not here: the institution and language (in the [`Heading`]), files, and who else
/// knows, which helps the reporter's own self-check and is nobody else's business.
/// There is no contact preference: the mailbox is the only way.
#[derive(Debug)]
pub struct Answers {
    /// A slug of the policy's categories; none: the reporter doesn't know.
    pub category: Option<Words>,
    /// The one answer that is always there.
    pub what_happened: Words,
    /// In the reporter's words; no date is asked for.
    pub when: Option<Words>,
    /// `where` is a Rust keyword; in JSON it is plain `where`.
    pub where_: Option<Words>,
    /// Who did it, and who knows.
    pub who_involved: Option<Words>,
    /// How the reporter learned of it.
    pub how_known: Option<HowKnown>,
    /// Whether it goes on.
    pub still_ongoing: Option<StillOngoing>,
    /// What damage it does.
    pub harm: Option<Words>,
    /// What shows it, and where that is.
    pub evidence_description: Option<Words>,
    /// Whether anyone was told already.
    pub reported_before: Option<ReportedBefore>,
    /// What came of that.
    pub reported_before_result: Option<Words>,
    /// Whether the reporter fears it.
    pub fear_of_retaliation: Option<Fear>,
    /// Which retaliation, from whom.
    pub fear_explained: Option<Words>,
    /// What to do if it is no whistleblower's report.
    pub if_not_recognised: Option<IfNotRecognised>,
    /// Whether another institution may have it.
    pub forward_consent: Option<ForwardConsent>,
}

/// In which work-related way the reporter came to know (the law asks for it).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HowKnown {
    /// Darba pienākumi.
    WorkDuties,
    /// Dienesta vai amata pienākumi.
    PublicOffice,
    /// Pakalpojuma sniegšana.
    ProvidingServices,
    /// Dibinot darba tiesiskās attiecības.
    Recruitment,
    /// Prakse.
    Traineeship,
    /// Brīvprātīgais darbs.
    Volunteering,
    /// Cits.
    Other,
}

/// Whether what is reported goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StillOngoing {
    /// It does.
    Yes,
    /// It ended.
    No,
    /// The reporter can't say.
    Unknown,
}

/// Whom the reporter told already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportedBefore {
    /// Nobody.
    No,
    /// In the internal system of the workplace.
    Internally,
    /// To a competent institution.
    ToInstitution,
    /// The employer and an authority.
    Both,
}

/// Whether the reporter fears retaliation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fear {
    /// They do.
    Yes,
    /// They don't.
    No,
}

/// "Ja mans ziņojums netiek atzīts par trauksmes cēlēja ziņojumu".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IfNotRecognised {
    /// Look into it all the same.
    TreatAsTip,
    /// Let it be.
    DoNotProcess,
}

/// May the institution pass the report on to a competent one?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardConsent {
    /// The whole of it may go.
    AsIs,
    /// Not before the reporter was asked.
    AskMe,
    /// The words may go, and no file.
    WithoutFiles,
}

/// Name and contact of a reporter who chose to give them; sealed apart, for custodians only.
#[derive(Debug)]
pub struct Identity {
    name: Words,
    contact: Words,
}

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    /// The first of a mailbox.
    Report,
    /// A later message to it.
    Addition,
}

/// What a report says of one of its files.
#[derive(Debug)]
pub struct FileNote {
    /// From 1; the file is `files/001` in the sealed ZIP.
    pub number: u16,
    /// As the reporter's computer gave it, at most [`FILE_NAME_MAX`] bytes: inert text,
    /// never a path.
    pub name: Words,
    /// The media type that the sender claimed, at most [`FILE_KIND_MAX`] bytes: never believed.
    pub kind: Words,
    /// Bytes.
    pub length: u64,
    /// Of its bytes.
    pub sha256: [u8; 32],
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
    pub language: LanguageCode,
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
    /// The keys really sealed to; decoys are not among them.
    pub recipients: Vec<Recipient>,
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
    pub fn language(&self) -> &LanguageCode {
        &self.heading.language
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

impl Answers {
    /// Only the one answer that is required.
    pub fn new(what_happened: Words) -> Self {
        Self {
            category: None,
            what_happened,
            when: None,
            where_: None,
            who_involved: None,
            how_known: None,
            still_ongoing: None,
            harm: None,
            evidence_description: None,
            reported_before: None,
            reported_before_result: None,
            fear_of_retaliation: None,
            fear_explained: None,
            if_not_recognised: None,
            forward_consent: None,
        }
    }

    /// Bytes of all texts together.
    pub fn length(&self) -> usize {
        let optional = [
            &self.category,
            &self.when,
            &self.where_,
            &self.who_involved,
            &self.harm,
            &self.evidence_description,
            &self.reported_before_result,
            &self.fear_explained,
        ];
        let optional = optional.into_iter().flatten();
        self.what_happened.length() + optional.map(Words::length).sum::<usize>()
    }
}

impl Identity {
    /// As the reporter wrote it.
    pub fn name(&self) -> &Words {
        &self.name
    }

    /// How to reach them; may be empty.
    pub fn contact(&self) -> &Words {
        &self.contact
    }
}

impl FileNote {
    /// Cuts over-long names in their middle and kinds at their end, at a character: a reporter is
    /// not refused for a long file name, and nobody has to carry 4 KiB of it.
    pub(crate) fn new(number: u16, name: &str, kind: &str, length: u64, sha256: [u8; 32]) -> Self {
        Self {
            number,
            name: Words::from(cut_name(name)),
            kind: Words::from(cut(kind, FILE_KIND_MAX).to_owned()),
            length,
            sha256,
        }
    }
}

impl Words {
    /// The text itself. Only for sealing, and for the eyes it was sealed to.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Bytes.
    pub fn length(&self) -> usize {
        self.0.len()
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
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

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(…)")
    }
}

/// A name of at most [`FILE_NAME_MAX`] bytes that keeps its ending: what a file is shows there.
fn cut_name(name: &str) -> String {
    if name.len() <= FILE_NAME_MAX {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() <= ENDING_MAX {
        ending
    } else {
        ""
    };
    let stem = cut(name, FILE_NAME_MAX - ending.len() - CUT_HERE.len());
    format!("{stem}{CUT_HERE}{ending}")
}

fn cut(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Bytes of a file name that are kept: what file systems allow.
pub const FILE_NAME_MAX: usize = 255;

/// Bytes of a name's ending, its dot among them; what is longer is no ending.
const ENDING_MAX: usize = 32;
/// Stands where a name was cut.
const CUT_HERE: &str = "…";

/// Bytes of a media type that are kept (RFC 6838 section 4.2: 127 for each half; one is plenty).
pub const FILE_KIND_MAX: usize = 127;

/// Files in one report: they are named `files/001` to `files/999`.
pub const FILES_MAX: usize = 999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_ending() {
        let of = |name: &str| {
            FileNote::new(1, name, "", 0, [0; 32])
                .name
                .expose()
                .to_owned()
        };
        let fits = format!("{}.pdf", "a".repeat(251));
        assert_eq!(of(&fits), fits);
        let long = of(&format!("a{fits}"));
        assert_eq!(long, format!("a{}….pdf", "a".repeat(247)));
        assert_eq!(long.len(), FILE_NAME_MAX);
        let wide = of(&format!("{}.pdf", "ž".repeat(127)));
        assert_eq!(wide, format!("{}….pdf", "ž".repeat(124)));
        // No ending, or none that is one.
        assert_eq!(of(&"ž".repeat(200)), format!("{}…", "ž".repeat(126)));
        let dotted = of(&format!("a.{}", "b".repeat(300)));
        assert_eq!(dotted.len(), FILE_NAME_MAX);
        assert!(dotted.ends_with("b…"));
    }
}
