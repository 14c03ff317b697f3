//! Mailboxes: where replies to a reporter wait, and what a code opens.
//!
//! Keeps its part of P5 (only the code opens the answers) and P6 (old and new look the
//! same). Knows keys and records. Never knows the code, or which report is whose.
//!
//! ```text
//!   receipt's wrap key ──▶ WrappedMailbox ─┬▶ Mailbox ──▶ opens SealedReply ──▶ Reply
//!                          1,484 bytes,    │  secret, institution, opening keys,
//!                          always          │  signing key, who is left out
//!                                          └▶ FirstReport: its name in the ledger
//! ```
//!
//! Each addition brings a fresh opening key, and officers answer to the newest: who has seen the
//! older ones reads no later answer. Who knows a mailbox's id (officers do) does not know its
//! secret, and can't have answers handed out: see `access`.

mod access;
mod enclosure;
mod mailbox_secret;
mod reply;
mod sealed_piece;
mod signed_reply;
pub(crate) mod turns;
mod wrapped;

use std::fmt;

use crate::keys::hkdf::derive_key;
use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::keys::signature::{SigningKey, VerifyingKey};
use crate::report::receipt::Claim;
use crate::rules::roster::{Institution, LeftOut};

pub use access::{AccessRecord, CodeMove, MoveTag, PiecesLocator, RepliesLocator, WriterTag};
pub use enclosure::{
    BadPiece, CannotEnclose, ENCLOSED_BYTES_MAX, ENCLOSED_FILES_MAX, EnclosedFile, Enclosure,
    FileAssembly, FilePlace, FileToEnclose,
};
pub use mailbox_secret::{MailboxId, MailboxSecret};
pub use reply::{
    Authorship, CannotOpenReply, CannotSealReply, POSTED_MAX, REPLY_TEXT_MAX, Reply, ReplyName,
    SEALED_REPLY_MAX, SealedReply,
};
pub use sealed_piece::{PieceName, SEALED_PIECE_MAX, SealedPiece, pieces_for};
pub use signed_reply::NewReply;
pub use turns::ConversationTurn;
pub use wrapped::{FirstReport, WrappedMailbox};

/// One reporter's mailbox: secret, keys, and who must not open what the reporter sends. Exists in
/// memory only while a visit lasts.
///
/// ```compile_fail
/// use svilpe::report::mailbox::Mailbox;
/// fn copied(mailbox: &Mailbox) -> Mailbox { mailbox.clone() }
/// ```
/// ```compile_fail
/// use svilpe::report::mailbox::Mailbox;
/// fn written(mailbox: &Mailbox) -> String { serde_json::to_string(mailbox).unwrap() }
/// ```
pub struct Mailbox {
    secret: MailboxSecret,
    institution: Institution,
    /// The newest first; never empty.
    keys: Vec<OpeningKey>,
    signing: SigningKey,
    /// Of the last addition.
    number: u32,
    left_out: LeftOut,
}

impl Mailbox {
    /// With a fresh number and a fresh key.
    pub fn random(institution: Institution) -> Self {
        Self {
            secret: MailboxSecret::random(),
            institution,
            keys: vec![OpeningKey::random()],
            signing: SigningKey::random(),
            number: 0,
            left_out: LeftOut::nobody(),
        }
    }

    /// The same, of a reporter who left out these officers.
    #[must_use]
    pub fn leaving_out(self, left_out: LeftOut) -> Self {
        Self { left_out, ..self }
    }

    /// The same with one addition more: its number, and a fresh key for the answers to it. Of more
    /// than [`KEYS_MAX`] keys the oldest goes, and answers to it stay closed.
    #[must_use]
    pub fn for_addition(mut self) -> Self {
        self.keys.insert(0, OpeningKey::random());
        self.keys.truncate(KEYS_MAX);
        let number = self.number.saturating_add(1);
        Self { number, ..self }
    }

    /// Whom additions must pass by, as the first report did.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// By which replies find it.
    pub fn id(&self) -> MailboxId {
        self.secret.id()
    }

    /// What the intake hands replies out for.
    pub fn secret(&self) -> &MailboxSecret {
        &self.secret
    }

    /// Whose officers may write to it.
    pub fn institution(&self) -> &Institution {
        &self.institution
    }

    /// The key that replies are sealed to: the newest.
    pub fn recipient(&self) -> Recipient {
        self.keys[0].recipient()
    }

    /// Whose signature shows that a report is this reporter's.
    pub fn signing(&self) -> VerifyingKey {
        self.signing.public()
    }

    /// The key itself, to seal one report with.
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(&self.signing.expose_seed())
    }

    /// How many additions there are: the number of the last one.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The claim of an addition with this content (its SHA-256): the same again for the same
    /// content, so that it is kept once, and random-looking to whoever has not the mailbox's
    /// secret. HMAC-SHA-256 under it.
    pub fn claim_of_addition(&self, content: &[u8; 32]) -> Claim {
        let key = MacKey::from_secret(derive_key(self.secret.expose(), ADDITION));
        Claim::from_bytes(key.tag(content))
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailbox(…)")
    }
}

/// Opening keys that a mailbox holds at most: answers to the last 31 additions and, until then, to
/// the first report.
pub const KEYS_MAX: usize = 32;

const ADDITION: Label = Label::new("svilpe/v1/addition");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::digest::ReportDigest;
    use crate::report::content_tag::ContentTag;
    use crate::report::receipt::WrapKey;

    pub(super) fn mailbox(slug: &str) -> Mailbox {
        Mailbox::random(Institution::parse(slug).unwrap())
    }

    pub(super) fn key(byte: u8) -> WrapKey {
        WrapKey::from_bytes([byte; 32])
    }

    pub(super) fn first(byte: u8) -> FirstReport {
        FirstReport {
            item: ReportDigest::from_bytes([byte; 32]),
            day: "2026-11-21".parse().unwrap(),
            content: ContentTag::from_bytes([byte ^ 0xff; 32]),
        }
    }

    #[test]
    fn an_addition_has_one_claim_for_one_content_and_one_mailbox() {
        let (one, other) = (mailbox("knab"), mailbox("knab"));
        let claim = |mailbox: &Mailbox, byte| *mailbox.claim_of_addition(&[byte; 32]).expose();
        let before = claim(&one, 1);
        assert_ne!(before, claim(&one, 2));
        assert_ne!(before, claim(&other, 1));
        // Whatever was added in between.
        assert_eq!(before, claim(&one.for_addition(), 1));
    }

    #[test]
    fn each_addition_brings_a_fresh_key_and_the_oldest_goes_at_last() {
        let mut mailbox = mailbox("knab");
        let (secret, oldest) = (mailbox.id(), mailbox.recipient());
        let mut seen = vec![oldest.clone()];
        for number in 1..=40 {
            mailbox = mailbox.for_addition();
            assert!(!seen.contains(&mailbox.recipient()));
            seen.push(mailbox.recipient());
            assert_eq!(mailbox.number(), number);
            let holds = mailbox.keys.iter().any(|key| key.recipient() == oldest);
            assert_eq!(holds, number < 32, "{number}");
        }
        assert_eq!(mailbox.id(), secret);
        let wrapped = mailbox.wrap(first(1), &key(1));
        let (back, _) = Mailbox::unwrap(&wrapped, &key(1)).unwrap();
        let kept: Vec<_> = back.keys.iter().map(OpeningKey::recipient).collect();
        seen.reverse();
        assert_eq!(kept, seen[..32]);
    }

    #[test]
    fn a_mailbox_is_masked_and_its_id_is_not() {
        let mailbox = mailbox("knab");
        assert_eq!(format!("{mailbox:?}"), "Mailbox(…)");
        assert_eq!(format!("{:?}", mailbox.secret()), "MailboxSecret(…)");
        assert_eq!(format!("{:?}", mailbox.id()), mailbox.id().to_hex());
        let wrapped = WrappedMailbox::of_nobody();
        assert_eq!(format!("{wrapped:?}"), "WrappedMailbox(…)");
    }
}
