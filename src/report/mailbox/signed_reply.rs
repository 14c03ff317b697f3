//! What an officer signs, and the JSON in which it is sealed.
//!
//! The signature is Ed25519 in the domain `svilpe/v1/reply`, over these eight fields, each as a
//! 4-byte big-endian length and its bytes, so that no two different replies give the same message:
//!
//! ```text
//!   institution's slug ‖ mailbox id (16 bytes) ‖ day (2026-11-21) ‖ number
//!     ‖ number of the addition that it was written after ‖ officer's name ‖ text
//!     ‖ what is enclosed (nothing, or see `Enclosure::said`)
//!   numbers: 4 bytes, big-endian
//! ```

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::MailboxId;
use super::enclosure::{Enclosure, ReadEnclosure, WrittenEnclosure};
use crate::keys::signature::{ReplyDomain, Signature, SigningKey};
use crate::report::{TooLong, Words, write_once};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterHistory};

/// What an officer writes, before it is sealed.
#[derive(Debug, Clone, Copy)]
pub struct NewReply<'a> {
    /// At most [`REPLY_TEXT_MAX`](super::REPLY_TEXT_MAX) bytes.
    pub text: &'a str,
    /// When it is written: by its roster the signature is checked.
    pub day: Day,
    /// One more than the highest that the officer has seen in this mailbox.
    pub number: u32,
    /// Number of the newest addition that the officer had; 0: none.
    pub after: u32,
    /// The name in the roster.
    pub officer: &'a str,
    /// Whose mailbox it is.
    pub institution: &'a Institution,
    /// For which it is; another one refuses it.
    pub mailbox: MailboxId,
    /// Its files; their pieces go beside it.
    pub enclosure: Option<&'a Enclosure>,
}

/// A reply as it was opened: nobody has looked yet whose signature it carries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadReply {
    #[expect(dead_code, reason = "read, so that no other format is")]
    format: ReplyFormat,
    pub institution: Institution,
    pub mailbox: MailboxId,
    pub day: Day,
    pub number: u32,
    pub after: u32,
    pub officer: String,
    #[serde(with = "crate::report::words")]
    pub text: Words,
    enclosure: Option<ReadEnclosure>,
    pub signature: String,
}

/// What it says of its files is no enclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotAnEnclosure;

impl NewReply<'_> {
    /// The JSON that is sealed.
    pub(super) fn signed_json(&self, key: &SigningKey) -> Result<Zeroizing<Vec<u8>>, TooLong> {
        let written = WrittenReply {
            format: ReplyFormat::Three,
            institution: self.institution,
            mailbox: self.mailbox,
            day: self.day,
            number: self.number,
            after: self.after,
            officer: self.officer,
            text: self.text,
            enclosure: self.enclosure.map(Enclosure::written),
            signature: key.sign::<ReplyDomain>(&self.said()).to_string(),
        };
        write_once(&written, REPLY_JSON_MAX)
    }

    /// What is signed.
    fn said(&self) -> Zeroizing<Vec<u8>> {
        let day = self.day.to_string();
        let enclosed = self.enclosure.map(Enclosure::said).unwrap_or_default();
        let fields: [&[u8]; 8] = [
            self.institution.as_str().as_bytes(),
            self.mailbox.as_bytes(),
            day.as_bytes(),
            &self.number.to_be_bytes(),
            &self.after.to_be_bytes(),
            self.officer.as_bytes(),
            self.text.as_bytes(),
            &enclosed,
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
}

impl ReadReply {
    /// Strictly reads what was sealed; its files are looked at apart.
    pub(super) fn parse(json: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(json)
    }

    /// The files that it carries, taken out; none if it carries none.
    pub(super) fn take_enclosure(&mut self) -> Result<Option<Enclosure>, NotAnEnclosure> {
        let Some(read) = self.enclosure.take() else {
            return Ok(None);
        };
        read.checked().map(Some).ok_or(NotAnEnclosure)
    }

    /// By the officer whom it names, by the roster of its day?
    pub(super) fn is_signed(&self, enclosure: Option<&Enclosure>, rosters: &RosterHistory) -> bool {
        let Ok(signature) = Signature::<ReplyDomain>::parse(&self.signature) else {
            return false;
        };
        let said = self.said(enclosure);
        let mut keys = rosters.signing_keys(&self.institution, &self.officer, self.day);
        keys.any(|key| key.verify(&said, &signature).is_ok())
    }

    /// What its signature is over.
    pub(super) fn said(&self, enclosure: Option<&Enclosure>) -> Zeroizing<Vec<u8>> {
        let reply = NewReply {
            text: self.text.expose(),
            day: self.day,
            number: self.number,
            after: self.after,
            officer: &self.officer,
            institution: &self.institution,
            mailbox: self.mailbox,
            enclosure,
        };
        reply.said()
    }
}

#[derive(Serialize, Deserialize)]
enum ReplyFormat {
    /// 1 had no numbers, and was sealed to the mailbox alone; 2 had no files. No server outside
    /// this repository has kept either.
    #[serde(rename = "svilpe-reply-3")]
    Three,
}

#[derive(Serialize)]
struct WrittenReply<'a> {
    format: ReplyFormat,
    institution: &'a Institution,
    mailbox: MailboxId,
    day: Day,
    number: u32,
    after: u32,
    officer: &'a str,
    text: &'a str,
    enclosure: Option<WrittenEnclosure<'a>>,
    signature: String,
}

/// Fifteen steps of padding; with age's header and tags that stays under
/// [`SEALED_REPLY_MAX`](super::SEALED_REPLY_MAX).
const REPLY_JSON_MAX: usize = 60 * 1024;
