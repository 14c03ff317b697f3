//! `report.json` and `identity.json`: how reports are written down.
//!
//! Writing goes into one buffer of exactly the right size, wiped when dropped, so
//! that no outgrown copy of a secret is left behind. Reading is strict: one format
//! name, no unknown and no repeated keys, every length capped. Errors carry a place
//! and never the words themselves.

mod serde_forms;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use self::serde_forms::{AnswersForm, HeadingForm, ManifestForm};
use super::{
    Answers, Author, FILE_KIND_MAX, FILE_NAME_MAX, FILES_MAX, Heading, Identity, Report,
    ReportKind, SealingManifest, Words,
};
use crate::keys::signature::Signature;
use crate::rules::roster::PEOPLE_MAX;

pub(crate) use self::serde_forms::words;

/// Bytes of a `report.json`. Policy allows 64 Ki characters of answers, of four bytes each at most;
/// JSON's escapes can make six of one byte.
pub const REPORT_JSON_MAX: usize = 1 << 21;

/// Bytes of an `identity.json`: one padding step, so all are sealed at one size.
pub const IDENTITY_JSON_MAX: usize = 4096;

/// What is written would be longer than its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// Why bytes are not a report (or not an identity).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAReport {
    /// Over [`REPORT_JSON_MAX`] bytes.
    TooLong,
    /// Another format, or a later one than this program knows.
    OtherFormat,
    /// Not the JSON of our format; the place, but never the words.
    Malformed {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// More notes of files than a report may have.
    TooManyFiles,
    /// Files are numbered 1, 2, 3 …
    FilesOutOfOrder,
    /// A name over [`FILE_NAME_MAX`] bytes.
    FileNameTooLong,
    /// A manifest of more officers than a roster may have.
    TooManyOfficers,
    /// A manifest of nobody.
    NoRecipient,
    /// A first report has number 0, an addition has another.
    WrongNumber,
}

impl Report {
    /// `report.json` as bytes, for sealing.
    ///
    /// A report that has no manifest yet is written with none; only sealing calls this.
    pub(crate) fn expose_json(&self) -> Result<Zeroizing<Vec<u8>>, TooLong> {
        let signature = match &self.author {
            Author::Signed(signature) => Some(signature.to_string()),
            Author::Signs(_) | Author::Unsigned => None,
        };
        self.written(signature)
    }

    /// Signed, if there is a key that signs. Whatever is added afterwards is not signed.
    pub(crate) fn signed(self) -> Result<Self, TooLong> {
        let author = match &self.author {
            Author::Signs(key) => Author::Signed(key.sign(&self.written(None)?)),
            Author::Signed(_) | Author::Unsigned => return Ok(self),
        };
        Ok(Self { author, ..self })
    }

    /// Is all of this signed by the key that the heading names? Whose key that is, the first report
    /// tells.
    pub fn is_signed(&self) -> bool {
        let Author::Signed(signature) = &self.author else {
            return false;
        };
        let written = self.written(None);
        written.is_ok_and(|said| self.heading.signing.verify(&said, signature).is_ok())
    }

    fn written(&self, signature: Option<String>) -> Result<Zeroizing<Vec<u8>>, TooLong> {
        let written = WrittenReport {
            format: ReportFormat::Three,
            heading: &self.heading,
            manifest: self.manifest.as_ref().map(WrittenManifest),
            answers: &self.answers,
            signature,
        };
        write_once(&written, REPORT_JSON_MAX)
    }

    /// Strictly reads what [`Report::expose_json`] wrote.
    pub fn parse(json: &[u8]) -> Result<Self, NotAReport> {
        if json.len() > REPORT_JSON_MAX {
            return Err(NotAReport::TooLong);
        }
        check_format(json, ReportFormat::NAME)?;
        let read: ReadReport = serde_json::from_slice(json)?;
        let ReadReport {
            format: ReportFormat::Three,
            heading,
            manifest,
            answers,
            signature,
        } = read;
        manifest.check()?;
        if (heading.kind == ReportKind::Report) != (heading.number == 0) {
            return Err(NotAReport::WrongNumber);
        }
        let signature = signature.and_then(|text| Signature::parse(&text).ok());
        Ok(Self {
            heading,
            answers,
            manifest: Some(manifest),
            author: signature.map_or(Author::Unsigned, Author::Signed),
        })
    }
}

impl Identity {
    /// `contact` is whatever the reporter wants to be reached by: address, e-mail, phone.
    /// Refused if its JSON is longer than [`IDENTITY_JSON_MAX`], since all identities are
    /// sealed at one size.
    pub fn parse(name: Words, contact: Words) -> Result<Self, TooLong> {
        let identity = Self { name, contact };
        identity.expose_json()?;
        Ok(identity)
    }

    /// `identity.json` as bytes, for sealing to custodians.
    pub(crate) fn expose_json(&self) -> Result<Zeroizing<Vec<u8>>, TooLong> {
        let written = WrittenIdentity {
            format: IdentityFormat::One,
            name: self.name.expose(),
            contact: self.contact.expose(),
        };
        write_once(&written, IDENTITY_JSON_MAX)
    }

    /// Strictly reads what was written; trailing spaces are padding.
    pub(crate) fn read(json: &[u8]) -> Result<Self, NotAReport> {
        if json.len() > IDENTITY_JSON_MAX {
            return Err(NotAReport::TooLong);
        }
        check_format(json, IdentityFormat::NAME)?;
        let read: ReadIdentity = serde_json::from_slice(json)?;
        let ReadIdentity {
            format: IdentityFormat::One,
            name,
            contact,
        } = read;
        Ok(Self { name, contact })
    }
}

impl SealingManifest {
    fn check(&self) -> Result<(), NotAReport> {
        if self.files.len() > FILES_MAX {
            return Err(NotAReport::TooManyFiles);
        }
        if self.recipients.len() > PEOPLE_MAX || self.left_out.len() > PEOPLE_MAX {
            return Err(NotAReport::TooManyOfficers);
        }
        if self.recipients.is_empty() {
            return Err(NotAReport::NoRecipient);
        }
        for (file, number) in self.files.iter().zip(1..) {
            if file.number != number {
                return Err(NotAReport::FilesOutOfOrder);
            }
            if file.name.length() > FILE_NAME_MAX || file.kind.length() > FILE_KIND_MAX {
                return Err(NotAReport::FileNameTooLong);
            }
        }
        Ok(())
    }
}

/// Counts first, so that the buffer never has to grow.
pub(crate) fn write_once(
    written: &impl Serialize,
    bytes_max: usize,
) -> Result<Zeroizing<Vec<u8>>, TooLong> {
    let mut count = Count(0);
    serde_json::to_writer(&mut count, written).map_err(|_| TooLong)?;
    if count.0 > bytes_max {
        return Err(TooLong);
    }
    let mut json = Zeroizing::new(Vec::with_capacity(count.0));
    serde_json::to_writer(&mut *json, written).map_err(|_| TooLong)?;
    Ok(json)
}

struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A later format may have other keys; say so, rather than complain about a key.
fn check_format(json: &[u8], name: &str) -> Result<(), NotAReport> {
    #[derive(Deserialize)]
    struct Named {
        format: String,
    }
    let named: Named = serde_json::from_slice(json)?;
    if named.format == name {
        Ok(())
    } else {
        Err(NotAReport::OtherFormat)
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum ReportFormat {
    /// 2 was sealed to keys of X25519 alone, and wrote them out in its list of recipients.
    #[serde(rename = "svilpe-report-3")]
    Three,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum IdentityFormat {
    #[serde(rename = "svilpe-identity-1")]
    One,
}

impl ReportFormat {
    const NAME: &str = "svilpe-report-3";
}

impl IdentityFormat {
    const NAME: &str = "svilpe-identity-1";
}

#[derive(Serialize)]
struct WrittenReport<'a> {
    format: ReportFormat,
    #[serde(with = "HeadingForm")]
    heading: &'a Heading,
    manifest: Option<WrittenManifest<'a>>,
    #[serde(with = "AnswersForm")]
    answers: &'a Answers,
    /// Over all of this, with `null` here.
    signature: Option<String>,
}

/// Serde's `with` doesn't reach into an `Option`.
#[derive(Serialize)]
struct WrittenManifest<'a>(#[serde(with = "ManifestForm")] &'a SealingManifest);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadReport {
    format: ReportFormat,
    #[serde(with = "HeadingForm")]
    heading: Heading,
    #[serde(with = "ManifestForm")]
    manifest: SealingManifest,
    #[serde(with = "AnswersForm")]
    answers: Answers,
    signature: Option<String>,
}

#[derive(Serialize)]
struct WrittenIdentity<'a> {
    format: IdentityFormat,
    name: &'a str,
    contact: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadIdentity {
    format: IdentityFormat,
    #[serde(with = "words")]
    name: Words,
    #[serde(with = "words")]
    contact: Words,
}

impl From<serde_json::Error> for NotAReport {
    /// The parser's own message may quote the words; only the place is kept.
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed {
            line: error.line(),
            column: error.column(),
        }
    }
}

impl fmt::Display for NotAReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("the report's text is longer than any report may be"),
            Self::OtherFormat => f.write_str(
                "the report is in a format that this version does not know; a newer svilpe may",
            ),
            Self::Malformed { line, column } => write!(
                f,
                "the report is not written as a report is (line {line}, column {column})"
            ),
            Self::TooManyFiles => write!(f, "the report names more than {FILES_MAX} files"),
            Self::FilesOutOfOrder => f.write_str("the report's files are not numbered in order"),
            Self::FileNameTooLong => f.write_str("the report has a file name that is too long"),
            Self::TooManyOfficers => {
                write!(f, "the report names more than {PEOPLE_MAX} officers")
            }
            Self::WrongNumber => f.write_str("the report's number does not fit its kind"),
            Self::NoRecipient => f.write_str("the report names nobody that it was sealed to"),
        }
    }
}

impl std::error::Error for NotAReport {}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is longer than can be sealed")
    }
}

impl std::error::Error for TooLong {}
