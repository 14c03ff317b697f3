//! Packing: from words and files to the bytes that are delivered.
//!
//! Everything is sealed in memory before anything is sent, so that the length is known, a try can
//! be made again with the same bytes, and no disk of this computer sees the ciphertext. It takes as
//! much memory as the files together, and an eighth more.

use super::attachments::{Attachments, not_sealed};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::report::content_tag::ContentDigest;
use crate::report::mailbox::Mailbox;
use crate::report::sealed::{CannotSeal, Sealing, sealed_length_max};
use crate::report::upload_protocol::{Agreed, Delivery, WORDS_AND_NAMES_MAX};
use crate::report::{Answers, Heading, Identity, Report, ReportKind};
use crate::text::Language;

/// What one command sends.
pub(super) struct OutgoingReport {
    pub kind: ReportKind,
    /// Positions in the roster.
    pub left_out: Vec<usize>,
    pub answers: Answers,
    pub identity: Option<Identity>,
    pub files: Attachments,
    /// What was written, and soon what is in the files.
    pub content: ContentDigest,
}

/// Sealed, behind room for what a delivery begins with.
pub(super) struct Packed {
    pub body: Vec<u8>,
    pub item: ReportDigest,
    /// SHA-256 of words and files: the same again for the same content.
    pub content: [u8; 32],
}

/// Seals a report or an addition to the roster's officers but those left out.
pub(super) fn pack(
    mut outgoing: OutgoingReport,
    mailbox: &Mailbox,
    agreed: &Agreed,
    language: Language,
) -> Result<Packed, Failure> {
    let roster = &agreed.roster;
    let mut sealing = Sealing::begin(roster, &outgoing.left_out).map_err(|why| match why {
        CannotSeal::NobodyLeft => Failure::refused("reporter-nobody-left"),
        why => not_sealed(&why),
    })?;
    if outgoing.identity.is_some() && !sealing.has_custodian() {
        return Err(Failure::refused("reporter-no-custodian"));
    }
    let most = sealed_length_max(outgoing.files.total() + WORDS_AND_NAMES_MAX);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut body = Vec::new();
    body.try_reserve_exact(Delivery::LENGTH.saturating_add(most))
        .map_err(|_| Failure::refused("reporter-no-memory"))?;
    body.resize(Delivery::LENGTH, 0);
    outgoing
        .files
        .seal(&mut sealing, &mut outgoing.content, |sealed| {
            body.extend_from_slice(&sealed);
        })?;
    let heading = Heading {
        kind: outgoing.kind,
        institution: roster.institution().clone(),
        day: agreed.day,
        language: language.code().clone(),
        mailbox: mailbox.id(),
        reply_to: mailbox.recipient(),
        signing: mailbox.signing(),
        number: mailbox.number(),
        policy: agreed.policy.digest(),
    };
    let report = Report::new(heading, outgoing.answers).signed_by(mailbox.signing_key());
    let finished = sealing.finish(report, outgoing.identity);
    let finished = finished.map_err(|why| not_sealed(&why))?;
    body.extend_from_slice(&finished.rest);
    Ok(Packed {
        body,
        item: finished.item,
        content: outgoing.content.finish(),
    })
}

impl Packed {
    /// Puts in front what the server has to know.
    pub(super) fn address(&mut self, delivery: &Delivery) {
        self.body[..Delivery::LENGTH].copy_from_slice(&delivery.to_bytes());
    }
}
