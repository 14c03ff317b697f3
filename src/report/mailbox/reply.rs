//! Replies: what an officer sends back.
//!
//! Sealed to the mailbox with age, which authenticates no sender; so the plaintext is
//! signed by the officer (Ed25519, domain `svilpe/v1/reply`). What is signed is these
//! five fields, each as a 4-byte big-endian length and its bytes, so that no two
//! different replies give the same message:
//!
//! ```text
//!   institution's slug ‖ mailbox id (16 bytes) ‖ day (2026-11-21) ‖ officer's name ‖ text
//! ```
//!
//! The sealed bytes go in steps of 4 KiB. A server can still withhold a reply, or show
//! an old one of the same mailbox twice; the officer's records show both.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Mailbox, MailboxId};
use crate::keys::recipient::Recipient;
use crate::keys::signature::{ReplyDomain, Signature, SigningKey, VerifyingKey};
use crate::report::sealed::{BadHeader, CannotOpen, CannotSeal, open_short, seal_short};
use crate::report::{Words, write_once};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, Officer, Roster};

/// What an officer wrote, and who signed it. Wiped when dropped.
///
/// ```compile_fail
/// fn copied(reply: &svilpe::report::mailbox::Reply) -> svilpe::report::mailbox::Reply { reply.clone() }
/// ```
#[derive(Debug)]
pub struct Reply {
    text: Words,
    day: Day,
    officer: String,
}

/// An age file to a mailbox, padded; its plaintext is signed by an officer.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedReply(Vec<u8>);

/// Why a reply can't be sealed.
#[derive(Debug)]
pub enum CannotSealReply {
    /// Over [`REPLY_TEXT_MAX`] bytes.
    TooLong,
    Sealing(CannotSeal),
}

/// Why a reply is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotOpenReply {
    Damaged,
    NotForThisMailbox,
    /// By nobody in the roster, or not over these words.
    NotSignedByAnOfficer,
}

impl Reply {
    pub fn text(&self) -> &Words {
        &self.text
    }

    pub fn day(&self) -> Day {
        self.day
    }

    /// The officer's name in the roster, whose key signed this.
    pub fn officer(&self) -> &str {
        &self.officer
    }
}

impl SealedReply {
    /// Seals `text` to the mailbox, signed over institution, mailbox, day, officer and text.
    pub fn seal(
        text: &str,
        day: Day,
        institution: &Institution,
        mailbox: MailboxId,
        to: &Recipient,
        officer: &Officer,
        key: &SigningKey,
    ) -> Result<Self, CannotSealReply> {
        Self::seal_as(text, day, institution, mailbox, to, officer.name(), key)
    }

    /// As [`SealedReply::seal`], with the officer's name alone.
    pub fn seal_as(
        text: &str,
        day: Day,
        institution: &Institution,
        mailbox: MailboxId,
        to: &Recipient,
        officer: &str,
        key: &SigningKey,
    ) -> Result<Self, CannotSealReply> {
        if text.len() > REPLY_TEXT_MAX {
            return Err(CannotSealReply::TooLong);
        }
        let said = said(institution, mailbox, day, officer, text);
        let written = WrittenReply {
            format: ReplyFormat::One,
            institution,
            mailbox,
            day,
            officer,
            text,
            signature: key.sign::<ReplyDomain>(&said).to_string(),
        };
        let json = write_once(&written, REPLY_JSON_MAX).map_err(|_| CannotSealReply::TooLong)?;
        let sealed = seal_short(&json, std::slice::from_ref(to));
        Ok(Self(sealed.map_err(CannotSealReply::Sealing)?))
    }

    /// Bytes from outside: length-capped (64 KiB); content is checked when opened.
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() <= SEALED_REPLY_MAX).then_some(Self(bytes))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Mailbox {
    /// Opens a reply and checks its signature against the roster.
    pub fn open(&self, sealed: &SealedReply, roster: &Roster) -> Result<Reply, CannotOpenReply> {
        if roster.institution() != self.institution() {
            return Err(CannotOpenReply::NotSignedByAnOfficer);
        }
        self.open_signed(sealed, |name| {
            let officer = roster.officers().iter().find(|o| o.name() == name);
            officer.map(Officer::signing)
        })
    }

    /// As [`Mailbox::open`], with any way from an officer's name to the officer's key.
    pub fn open_signed<'a>(
        &self,
        sealed: &SealedReply,
        key_of: impl Fn(&str) -> Option<&'a VerifyingKey>,
    ) -> Result<Reply, CannotOpenReply> {
        let json = self.unsealed(sealed)?;
        let read: ReadReply =
            serde_json::from_slice(&json).map_err(|_| CannotOpenReply::Damaged)?;
        if read.mailbox != self.id() || &read.institution != self.institution() {
            return Err(CannotOpenReply::NotForThisMailbox);
        }
        read.checked(key_of)
            .ok_or(CannotOpenReply::NotSignedByAnOfficer)
    }
}

impl Mailbox {
    /// With whichever of the keys it was sealed to, the newest first.
    fn unsealed(&self, sealed: &SealedReply) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let mut refused = CannotOpen::NotForThisKey;
        for key in &self.keys {
            match open_short(&sealed.0, key) {
                Err(CannotOpen::NotForThisKey) => {}
                Err(why) => refused = why,
                opened => return opened,
            }
        }
        Err(refused)
    }
}

impl ReadReply {
    fn checked<'a>(self, key_of: impl Fn(&str) -> Option<&'a VerifyingKey>) -> Option<Reply> {
        let text = self.text.expose();
        let said = said(
            &self.institution,
            self.mailbox,
            self.day,
            &self.officer,
            text,
        );
        let signature = Signature::<ReplyDomain>::parse(&self.signature).ok()?;
        key_of(&self.officer)?.verify(&said, &signature).ok()?;
        let ReplyFormat::One = self.format;
        Some(Reply {
            text: self.text,
            day: self.day,
            officer: self.officer,
        })
    }
}

/// What is signed.
fn said(
    institution: &Institution,
    mailbox: MailboxId,
    day: Day,
    officer: &str,
    text: &str,
) -> Zeroizing<Vec<u8>> {
    let day = day.to_string();
    let fields: [&[u8]; 5] = [
        institution.as_str().as_bytes(),
        mailbox.as_bytes(),
        day.as_bytes(),
        officer.as_bytes(),
        text.as_bytes(),
    ];
    let length = fields.iter().map(|field| 4 + field.len()).sum();
    let mut said = Zeroizing::new(Vec::with_capacity(length));
    for field in fields {
        let length = u32::try_from(field.len()).expect("texts are capped far below 4 GiB");
        said.extend_from_slice(&length.to_be_bytes());
        said.extend_from_slice(field);
    }
    said
}

#[derive(Serialize, Deserialize)]
enum ReplyFormat {
    #[serde(rename = "svilpe-reply-1")]
    One,
}

#[derive(Serialize)]
struct WrittenReply<'a> {
    format: ReplyFormat,
    institution: &'a Institution,
    mailbox: MailboxId,
    day: Day,
    officer: &'a str,
    text: &'a str,
    signature: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadReply {
    format: ReplyFormat,
    institution: Institution,
    mailbox: MailboxId,
    day: Day,
    officer: String,
    #[serde(with = "crate::report::words")]
    text: Words,
    signature: String,
}

impl From<CannotOpen> for CannotOpenReply {
    fn from(error: CannotOpen) -> Self {
        match error {
            CannotOpen::NotForThisKey | CannotOpen::Header(BadHeader::Passphrase) => {
                Self::NotForThisMailbox
            }
            _ => Self::Damaged,
        }
    }
}

impl fmt::Debug for SealedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedReply({} bytes)", self.0.len())
    }
}

impl fmt::Display for CannotSealReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "a reply has at most {REPLY_TEXT_MAX} bytes of text"),
            Self::Sealing(_) => f.write_str("the reply can't be sealed"),
        }
    }
}

impl std::error::Error for CannotSealReply {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::TooLong => None,
            Self::Sealing(error) => Some(error),
        }
    }
}

impl fmt::Display for CannotOpenReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "the reply is damaged",
            Self::NotForThisMailbox => "the reply is not for this mailbox",
            Self::NotSignedByAnOfficer => "the reply is not signed by an officer of the roster",
        })
    }
}

impl std::error::Error for CannotOpenReply {}

/// Bytes of a sealed reply.
pub const SEALED_REPLY_MAX: usize = 64 * 1024;

/// Bytes of a reply's text: about 25 pages.
pub const REPLY_TEXT_MAX: usize = 48 * 1024;

/// Thirteen steps of padding; with age's header and tags that stays under 64 KiB.
const REPLY_JSON_MAX: usize = 60 * 1024;
