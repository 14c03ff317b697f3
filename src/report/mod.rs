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
//! fn written(identity: &svilpe::report::Identity) -> String { serde_json::to_string(identity).unwrap() }
//! ```

mod json;

/// What was sent, named so that the same again is told from something else.
pub mod content;

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
use crate::report::mailbox::MailboxId;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterDigest};
use crate::text::Language;

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
    pub what_happened: Words,
    pub when: Option<Words>,
    /// `where` is a Rust keyword; in JSON it is plain `where`.
    pub where_: Option<Words>,
    pub who_involved: Option<Words>,
    pub how_known: Option<HowKnown>,
    pub still_ongoing: Option<StillOngoing>,
    pub harm: Option<Words>,
    pub evidence_description: Option<Words>,
    pub reported_before: Option<ReportedBefore>,
    pub reported_before_result: Option<Words>,
    pub fear_of_retaliation: Option<Fear>,
    pub fear_explained: Option<Words>,
    pub if_not_recognised: Option<IfNotRecognised>,
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

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StillOngoing {
    Yes,
    No,
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportedBefore {
    No,
    /// In the internal system of the workplace.
    Internally,
    /// To a competent institution.
    ToInstitution,
    Both,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fear {
    Yes,
    No,
}

/// "Ja mans ziņojums netiek atzīts par trauksmes cēlēja ziņojumu".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IfNotRecognised {
    TreatAsTip,
    DoNotProcess,
}

/// May the institution pass the report on to a competent one?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardConsent {
    AsIs,
    AskMe,
    WithoutFiles,
}

/// Name and contact of a reporter who chose to give them; sealed apart, for custodians only.
#[derive(Debug)]
pub struct Identity {
    name: Words,
    contact: Words,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReportKind {
    Report,
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
    pub sha256: [u8; 32],
}

/// What the one who receives a report knows of it beside the answers.
#[derive(Clone, Debug)]
pub struct Heading {
    pub kind: ReportKind,
    pub institution: Institution,
    pub day: Day,
    pub language: Language,
    /// Where answers go…
    pub mailbox: MailboxId,
    /// …and the key that they are sealed to.
    pub reply_to: Recipient,
    /// SHA-256 of the policy in force.
    pub policy: [u8; 32],
}

/// What sealing adds: to whom, by which roster, and which files.
#[derive(Debug)]
pub struct SealingManifest {
    pub roster_version: u32,
    pub roster: RosterDigest,
    /// The keys really sealed to; decoys are not among them.
    pub recipients: Vec<Recipient>,
    /// Names of officers whom the reporter left out.
    pub left_out: Vec<String>,
    /// Is there an `identity.age` for the custodians?
    pub identity: IdentitySealed,
    pub files: Vec<FileNote>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentitySealed {
    Yes,
    No,
}

/// Everything in `report.json`.
#[derive(Debug)]
pub struct Report {
    heading: Heading,
    answers: Answers,
    /// None until sealed.
    manifest: Option<SealingManifest>,
}

impl Report {
    /// A report that is not yet sealed.
    pub fn new(heading: Heading, answers: Answers) -> Self {
        Self {
            heading,
            answers,
            manifest: None,
        }
    }

    pub fn kind(&self) -> ReportKind {
        self.heading.kind
    }

    pub fn day(&self) -> Day {
        self.heading.day
    }

    pub fn institution(&self) -> &Institution {
        &self.heading.institution
    }

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

    /// SHA-256 of the policy that was in force.
    pub fn policy(&self) -> &[u8; 32] {
        &self.heading.policy
    }

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
    pub fn name(&self) -> &Words {
        &self.name
    }

    pub fn contact(&self) -> &Words {
        &self.contact
    }
}

impl FileNote {
    /// Cuts over-long names in their middle and kinds at their end, at a character: a reporter is not
    /// refused for a long file name, and nobody has to carry 4 KiB of it.
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
