//! Packing: from words and files to the bytes that are delivered.
//!
//! Everything is sealed in memory before anything is sent, so that the length is known, a try can be made
//! again with the same bytes, and no disk of this computer sees the ciphertext. It takes as much memory as the
//! files together, and an eighth more.

use super::files::{Attached, not_sealed};
use crate::delivery::{Agreed, Delivery};
use crate::failure::Failure;
use crate::mailbox::Mailbox;
use crate::report::{Answers, Heading, Identity, Kind, Report};
use crate::sealed::{CannotSeal, Item, Sealing, sealed_length_max};
use crate::texts::Language;

/// What one command sends.
pub(super) struct Letter {
    pub kind: Kind,
    /// Positions in the roster.
    pub left_out: Vec<usize>,
    pub answers: Answers,
    pub identity: Option<Identity>,
    pub files: Attached,
}

/// Sealed, behind room for what a delivery begins with.
pub(super) struct Packed {
    pub body: Vec<u8>,
    pub item: Item,
}

/// Seals a letter to the roster's officers but those left out.
pub(super) fn pack(
    letter: Letter,
    mailbox: &Mailbox,
    agreed: &Agreed,
    language: Language,
) -> Result<Packed, Failure> {
    let roster = &agreed.roster;
    let mut sealing = Sealing::begin(roster, &letter.left_out).map_err(|why| match why {
        CannotSeal::NobodyLeft => Failure::refused("reporter-nobody-left"),
        why => not_sealed(&why),
    })?;
    if letter.identity.is_some() && !sealing.has_custodian() {
        return Err(Failure::refused("reporter-no-custodian"));
    }
    let words = 1 << 20;
    let most = sealed_length_max(letter.files.total() + words);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut body = Vec::new();
    body.try_reserve_exact(Delivery::LENGTH.saturating_add(most))
        .map_err(|_| Failure::refused("reporter-no-memory"))?;
    body.resize(Delivery::LENGTH, 0);
    letter
        .files
        .seal(&mut sealing, |sealed| body.extend_from_slice(&sealed))?;
    let heading = Heading {
        kind: letter.kind,
        institution: roster.institution().clone(),
        day: agreed.day,
        language,
        mailbox: mailbox.id(),
        reply_to: mailbox.recipient(),
        policy: agreed.policy.digest(),
    };
    let report = Report::new(heading, letter.answers);
    let finished = sealing.finish(report, letter.identity);
    let finished = finished.map_err(|why| not_sealed(&why))?;
    body.extend_from_slice(&finished.rest);
    Ok(Packed {
        body,
        item: finished.item,
    })
}

impl Packed {
    /// Puts in front what the server has to know.
    pub(super) fn address(&mut self, delivery: &Delivery) {
        self.body[..Delivery::LENGTH].copy_from_slice(&delivery.to_bytes());
    }
}
