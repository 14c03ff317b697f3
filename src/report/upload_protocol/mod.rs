//! The upload protocol: what passes between an intake and a reporter who seals on their own
//! machine.
//!
//! Keeps a live compromise of the server (N1) away: it gets ciphertext, a claim and a wrapped
//! record; never the code, the words, or a key that opens anything. Knows shapes and lengths. Never
//! knows HTTP, age, or who sends.
//!
//! ```text
//!   GET  /sealed/<institution>  ──▶ ServerTerms: roster with its signature, policy, instance, day
//!   POST /sealed/<institution>  ◀── Delivery, then the age file
//!   GET  /sealed/<institution>/rosters  ──▶ PastRosters: by whom earlier answers were signed
//!   POST /mailbox/visit         ◀── Visit: the record moves  ──▶ it, or one that opens nothing
//!   POST /mailbox/settle        ◀── Settlement: wrapped again ──▶ MailboxContents: sealed replies
//!   POST /mailbox/piece         ◀── PieceRequest ──▶ a sealed piece of a file that a reply names
//! ```
//!
//! A record is handed out only together with its move: whoever uses a code uses it up. In between
//! the record lies under the fresh code and is still wrapped under the one before, so a tool keeps
//! both until the second step is confirmed. Each step may be asked for again with the same bytes.
//!
//! A first report and an addition have one shape. Each body but the age file has one length;
//! `MailboxContents` goes in steps of 128 KiB, so that what opens and what doesn't look alike.

use std::fmt;

use zeroize::Zeroizing;

use crate::keys::digest::ReportDigest;
use crate::keys::random::random_bytes;
use crate::ledger::checkpoint::LogKey;
use crate::net::http_signature::InstanceId;
use crate::report::mailbox::{MailboxSecret, PieceName, WrappedMailbox};
use crate::report::receipt::{Claim, DerivationCost};
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::{Roster, RosterDigest};

mod mailbox_contents;
mod past_rosters;
mod server_terms;

pub use mailbox_contents::{Accounting, MAILBOX_CONTENTS_MAX, MailboxContents, NotMailboxContents};
pub use past_rosters::{PAST_ROSTERS_MAX, PastRosters};
pub use server_terms::{BadTerms, ServerTerms, TERMS_MAX};

/// Terms that were checked: by what a report is sealed, and to whom.
#[derive(Debug)]
pub struct Agreed {
    /// The server's number, which the roster names too.
    pub instance: InstanceId,
    /// The server's day: what it will note as the day of receipt.
    pub day: Day,
    /// The server's: limits, and how hard a code is to guess.
    pub policy: Policy,
    /// Signed by the institution's key that the reporter trusts.
    pub roster: Roster,
    /// The key of the server's ledger, as the institution has signed it; none if it has not.
    pub log: Option<LogKey>,
}

/// What goes before the age file.
pub struct Delivery {
    /// By whose terms it was sealed: the server takes no others than today's.
    pub day: Day,
    /// SHA-256 of the roster's text.
    pub roster: RosterDigest,
    /// A first report's: from its code. An addition's: from its content.
    pub claim: Claim,
    /// What is delivered.
    pub kind: DeliveryKind,
    /// Of the mailbox that answers go to: its own record is the only one that they are given to.
    pub secret: MailboxSecret,
    /// The mailbox, wrapped under the code.
    pub wrapped: WrappedMailbox,
}

/// A first report, or something added to one.
pub enum DeliveryKind {
    /// The first of a fresh mailbox.
    Report,
    /// `wrapped` takes the place of the record under this claim, in the commit that keeps the
    /// addition.
    Addition {
        /// Of the code that opens the mailbox.
        code: Claim,
    },
}

/// "I have saved the fresh code": the record moves to it, and is handed out.
pub struct VisitRequest {
    /// The claim of the code that is used.
    pub from: Claim,
    /// That of the fresh code; the same, where policy renews none.
    pub to: Claim,
}

/// The record as it is to be from now on; what waits is handed out.
pub struct Settlement {
    /// The same claims as in the visit.
    pub visit: VisitRequest,
    /// Wrapped under the fresh code; as it was, where policy renews none.
    pub wrapped: WrappedMailbox,
    /// Whose replies are asked for.
    pub secret: MailboxSecret,
    /// The first report's name in the ledger…
    pub item: ReportDigest,
    /// …and the day it was received.
    pub received: Day,
}

/// A piece of a file, by the name that an opened reply has for it.
pub struct PieceRequest {
    /// Whose mailbox the reply was in.
    pub secret: MailboxSecret,
    /// Which piece.
    pub piece: PieceName,
}

/// Why the server did not do it, as its one-word answer says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Declined {
    /// Too much at once.
    Busy,
    /// The disk reserve is for text: no files now.
    NoFiles,
    /// Over policy's limit of a report.
    TooLarge,
    /// The day or the roster has changed: to be sealed again.
    OtherTerms,
    /// Not sealed as the roster and the padding want it.
    NotSealed,
    /// Not what our tool sends, or no such institution.
    NotRead,
    /// Nothing is kept under the code that something was to be added to.
    NoCode,
    /// The bytes came more slowly than policy lets them.
    TooSlow,
    /// The store failed before anything was kept or moved.
    NotNow,
    /// The store failed in between: it may be kept, or moved.
    Unsure,
}

impl Agreed {
    /// What it costs to derive keys from a code here.
    pub fn derivation_cost(&self) -> DerivationCost {
        DerivationCost::new(
            self.policy.stretch_memory_kib(),
            self.policy.stretch_passes(),
        )
        .expect("policy accepts no parameters that Argon2id refuses")
    }
}

impl Delivery {
    /// Bytes before the age file.
    pub const LENGTH: usize = 1 + DAY_LENGTH + 32 + 1 + 32 + 32 + 32 + WrappedMailbox::LENGTH;

    /// As it goes on the wire.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::LENGTH));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.day.to_string().as_bytes());
        bytes.extend_from_slice(self.roster.as_bytes());
        bytes.push(self.kind.mark());
        bytes.extend_from_slice(self.claim.expose());
        match &self.kind {
            DeliveryKind::Report => bytes.extend_from_slice(&random_bytes::<32>()),
            DeliveryKind::Addition { code } => bytes.extend_from_slice(code.expose()),
        }
        bytes.extend_from_slice(self.secret.expose());
        bytes.extend_from_slice(self.wrapped.as_bytes());
        bytes
    }

    /// None if it is not one, as a whole and nothing more.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::of_version(bytes)?;
        let (day, roster) = (fields.day()?, fields.array()?);
        let [mark] = fields.array()?;
        let (claim, code) = (fields.claim()?, fields.claim()?);
        let delivery = Self {
            day,
            roster: RosterDigest::from_bytes(roster),
            claim,
            kind: DeliveryKind::parse(mark, code)?,
            secret: MailboxSecret::from_bytes(fields.array()?),
            wrapped: WrappedMailbox::from_bytes(fields.array()?),
        };
        fields.end(delivery)
    }
}

impl DeliveryKind {
    fn mark(&self) -> u8 {
        match self {
            Self::Report => b'r',
            Self::Addition { .. } => b'a',
        }
    }

    fn parse(mark: u8, code: Claim) -> Option<Self> {
        match mark {
            b'r' => Some(Self::Report),
            b'a' => Some(Self::Addition { code }),
            _ => None,
        }
    }
}

impl VisitRequest {
    /// Bytes.
    pub const LENGTH: usize = 1 + 32 + 32;

    /// As it goes on the wire.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Settlement::LENGTH));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.from.expose());
        bytes.extend_from_slice(self.to.expose());
        bytes
    }

    /// None if it is not one, as a whole and nothing more.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::of_version(bytes)?;
        let visit = fields.visit()?;
        fields.end(visit)
    }

    /// Is the code to stay as it is?
    pub fn stays(&self) -> bool {
        self.from.expose() == self.to.expose()
    }
}

impl PieceRequest {
    /// Bytes.
    pub const LENGTH: usize = 1 + 32 + 16;

    /// As it goes on the wire.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::LENGTH));
        bytes.push(VERSION);
        bytes.extend_from_slice(self.secret.expose());
        bytes.extend_from_slice(self.piece.as_bytes());
        bytes
    }

    /// None if it is not one, as a whole and nothing more.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::of_version(bytes)?;
        let asked = Self {
            secret: MailboxSecret::from_bytes(fields.array()?),
            piece: PieceName::from_bytes(fields.array()?),
        };
        fields.end(asked)
    }
}

impl Settlement {
    /// Bytes.
    pub const LENGTH: usize = VisitRequest::LENGTH + WrappedMailbox::LENGTH + 32 + 32 + DAY_LENGTH;

    /// As it goes on the wire.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = self.visit.to_bytes();
        bytes.extend_from_slice(self.wrapped.as_bytes());
        bytes.extend_from_slice(self.secret.expose());
        bytes.extend_from_slice(self.item.as_bytes());
        bytes.extend_from_slice(self.received.to_string().as_bytes());
        bytes
    }

    /// None if it is not one, as a whole and nothing more.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::of_version(bytes)?;
        let settlement = Self {
            visit: fields.visit()?,
            wrapped: WrappedMailbox::from_bytes(fields.array()?),
            secret: MailboxSecret::from_bytes(fields.array()?),
            item: ReportDigest::from_bytes(fields.array()?),
            received: fields.day()?,
        };
        fields.end(settlement)
    }
}

impl Declined {
    /// Every one of them.
    pub const ALL: [Self; 10] = [
        Self::Busy,
        Self::NoFiles,
        Self::TooLarge,
        Self::OtherTerms,
        Self::NotSealed,
        Self::NotRead,
        Self::NoCode,
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
            Self::NoCode => "no-code",
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
            Self::NotSealed | Self::NotRead | Self::NoCode => 400,
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

    fn claim(&mut self) -> Option<Claim> {
        self.array().map(Claim::from_bytes)
    }

    fn visit(&mut self) -> Option<VisitRequest> {
        Some(VisitRequest {
            from: self.claim()?,
            to: self.claim()?,
        })
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

impl fmt::Debug for VisitRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VisitRequest(…)")
    }
}

impl fmt::Debug for Settlement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settlement(…)")
    }
}

/// Room for the report's words, names and identity beside its files, in bytes.
pub const WORDS_AND_NAMES_MAX: u64 = 1 << 21;
/// The whole answer to a delivery that is on stable storage.
pub const KEPT: &str = "kept";
/// The same, where something was kept under this claim before: this delivery, or an earlier one. As
/// long.
pub const KEPT_BEFORE: &str = "same";

/// 2 sealed to keys of X25519 alone.
const VERSION: u8 = 5;
/// A day is always written in ten characters.
const DAY_LENGTH: usize = "2026-11-21".len();

#[cfg(test)]
mod tests;
