//! Deliveries: what passes between an intake and a reporter who seals on their own machine.
//!
//! Keeps N1 away: the server gets ciphertext, a claim and a wrapped record; never the code, the words, or a
//! key that opens anything. Knows shapes and lengths. Never knows HTTP, age, or who sends.
//!
//! ```text
//!   GET  /sealed/<institution>  ──▶ Terms: roster with its signature, policy, instance, day
//!   POST /sealed/<institution>  ◀── Delivery, then the age file
//!   GET  /sealed/<institution>/rosters  ──▶ PastRosters: by whom earlier answers were signed
//!   POST /mailbox               ◀── Claim      ──▶ the access record, or one that opens nothing
//!   POST /mailbox/open          ◀── Opening: moves the record   ──▶ Waiting: sealed replies
//! ```
//!
//! A first report and an addition have one shape: the claim of an addition is random, and its record opens
//! nothing (P6). Each body but the age file has one length; `Waiting` goes in steps of 128 KiB, so that
//! what opens and what doesn't look alike.

use std::fmt;

use zeroize::Zeroizing;

use crate::keys::digest::ReportDigest;
use crate::net::http_signature::InstanceId;
use crate::report::mailbox::{AccessRecord, MailboxId};
use crate::report::receipt::{Claim, Stretching};
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::{Roster, RosterDigest};

mod past_rosters;
mod terms;
mod waiting;

pub use past_rosters::{PAST_ROSTERS_MAX, PastRosters};
pub use terms::{BadTerms, ServerTerms, TERMS_MAX};
pub use waiting::{Accounting, NotWaiting, WAITING_MAX, Waiting};

/// Terms that were checked: by what a report is sealed, and to whom.
#[derive(Debug)]
pub struct Agreed {
    pub instance: InstanceId,
    /// The server's day: what it will note as the day of receipt.
    pub day: Day,
    pub policy: Policy,
    /// Signed by the institution's key that the reporter trusts.
    pub roster: Roster,
}

/// What goes before the age file.
pub struct Delivery {
    /// By whose terms it was sealed: the server takes no others than today's.
    pub day: Day,
    pub roster: RosterDigest,
    /// From the code; random, for an addition.
    pub claim: Claim,
    /// Where officers may answer it; random, for an addition.
    pub mailbox: MailboxId,
    /// Wrapped under the code; under a key that nobody has, for an addition.
    pub record: AccessRecord,
}

/// "I have saved the fresh code": the record moves, and what waits is handed out.
pub struct OpenMailbox {
    /// The claim of the code that was used.
    pub from: Claim,
    /// That of the fresh code; the same, where policy renews none.
    pub to: Claim,
    /// Wrapped under the fresh code.
    pub record: AccessRecord,
    /// Whose replies are asked for.
    pub mailbox: MailboxId,
    /// The first report's name in the ledger…
    pub item: ReportDigest,
    /// …and the day it was received.
    pub received: Day,
}

/// Why the server did not do it, as its one-word answer says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Declined {
    /// Too much at once.
    Busy,
    /// The disk reserve is for text: no files now.
    NoFiles,
    TooLarge,
    /// The day or the roster has changed: to be sealed anew.
    OtherTerms,
    /// Not sealed as the roster and the padding want it.
    NotSealed,
    /// Not what our tool sends, or no such institution.
    NotRead,
    TooSlow,
    /// The store failed before anything was kept or moved.
    NotNow,
    /// The store failed in between: it may be kept, or moved.
    Unsure,
}

impl Agreed {
    /// How a code is stretched here.
    pub fn stretching(&self) -> Stretching {
        Stretching::new(
            self.policy.stretch_memory_kib(),
            self.policy.stretch_passes(),
        )
        .expect("policy accepts no parameters that Argon2id refuses")
    }
}

impl Delivery {
    /// Bytes before the age file.
    pub const LENGTH: usize = 1 + DAY_LENGTH + 32 + 32 + 16 + AccessRecord::LENGTH;

    /// As it goes on the wire.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::LENGTH));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.day.to_string().as_bytes());
        bytes.extend_from_slice(self.roster.as_bytes());
        bytes.extend_from_slice(self.claim.expose());
        bytes.extend_from_slice(self.mailbox.as_bytes());
        bytes.extend_from_slice(self.record.as_bytes());
        bytes
    }

    /// None if it is not one, as a whole and nothing more.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::of_version(bytes)?;
        let delivery = Self {
            day: fields.day()?,
            roster: RosterDigest::from_bytes(fields.array()?),
            claim: Claim::from_bytes(fields.array()?),
            mailbox: MailboxId::from_bytes(fields.array()?),
            record: fields.record()?,
        };
        fields.end(delivery)
    }
}

impl OpenMailbox {
    /// Bytes.
    pub const LENGTH: usize = 1 + 32 + 32 + AccessRecord::LENGTH + 16 + 32 + DAY_LENGTH;

    /// As it goes on the wire.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::LENGTH));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.from.expose());
        bytes.extend_from_slice(self.to.expose());
        bytes.extend_from_slice(self.record.as_bytes());
        bytes.extend_from_slice(self.mailbox.as_bytes());
        bytes.extend_from_slice(self.item.as_bytes());
        bytes.extend_from_slice(self.received.to_string().as_bytes());
        bytes
    }

    /// None if it is not one, as a whole and nothing more.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::of_version(bytes)?;
        let opening = Self {
            from: Claim::from_bytes(fields.array()?),
            to: Claim::from_bytes(fields.array()?),
            record: fields.record()?,
            mailbox: MailboxId::from_bytes(fields.array()?),
            item: ReportDigest::from_bytes(fields.array()?),
            received: fields.day()?,
        };
        fields.end(opening)
    }

    /// Is the code to stay as it is?
    pub fn stays(&self) -> bool {
        self.from.expose() == self.to.expose()
    }
}

impl Declined {
    /// Every one of them.
    pub const ALL: [Self; 9] = [
        Self::Busy,
        Self::NoFiles,
        Self::TooLarge,
        Self::OtherTerms,
        Self::NotSealed,
        Self::NotRead,
        Self::TooSlow,
        Self::NotNow,
        Self::Unsure,
    ];

    /// The answer's one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::NoFiles => "no-files",
            Self::TooLarge => "too-large",
            Self::OtherTerms => "other-terms",
            Self::NotSealed => "not-sealed",
            Self::NotRead => "not-read",
            Self::TooSlow => "too-slow",
            Self::NotNow => "not-now",
            Self::Unsure => "unsure",
        }
    }

    /// From an answer's body.
    pub fn parse(body: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|declined| declined.as_str().as_bytes() == body)
    }

    /// The HTTP status beside it.
    pub fn status(self) -> u16 {
        match self {
            Self::NotSealed | Self::NotRead => 400,
            Self::TooSlow => 408,
            Self::OtherTerms => 409,
            Self::TooLarge => 413,
            Self::Busy | Self::NoFiles | Self::NotNow | Self::Unsure => 503,
        }
    }
}

/// Fields of fixed lengths, one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn of_version(bytes: &'a [u8]) -> Option<Self> {
        let (&version, rest) = bytes.split_first()?;
        (version == VERSION).then_some(Self(rest))
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (&field, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(field)
    }

    fn day(&mut self) -> Option<Day> {
        let text: [u8; DAY_LENGTH] = self.array()?;
        std::str::from_utf8(&text).ok()?.parse().ok()
    }

    fn record(&mut self) -> Option<AccessRecord> {
        let bytes: [u8; AccessRecord::LENGTH] = self.array()?;
        Some(AccessRecord::from_bytes(bytes.to_vec()))
    }

    fn end<T>(self, whole: T) -> Option<T> {
        self.0.is_empty().then_some(whole)
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Delivery(…)")
    }
}

impl fmt::Debug for OpenMailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening(…)")
    }
}

/// Room for the report's words, names and identity beside its files, in bytes.
pub const WORDS_AND_NAMES_MAX: u64 = 1 << 21;
/// The whole answer to a delivery that is on stable storage.
pub const KEPT: &str = "kept";
/// The same, where something was kept under this claim before: this delivery, or an earlier one. As long.
pub const KEPT_BEFORE: &str = "same";

/// 1 had no mailbox in a delivery.
const VERSION: u8 = 2;
/// A day is always written in ten characters.
const DAY_LENGTH: usize = "2026-11-21".len();

#[cfg(test)]
mod tests;
