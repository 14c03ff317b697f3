//! Replies: what an officer sends back.
//!
//! Sealed with age, which authenticates no sender, to the mailbox *and* to the institution's
//! officers (not to those whom the reporter left out: a decoy stands for each), so that colleagues
//! read each other's answers. Who wrote it is told by a signature inside: see `signed_reply`.
//!
//! Numbers order the officers' side: each reply's is one more than the highest that its officer had
//! seen. Two that were written at once have the same one, and follow each other by day.
//!
//! The signature is checked with the roster in force on the reply's day. One that can't be checked
//! is shown as what it is, [`Authorship::Unchecked`], and never taken for no answer.
//!
//! The sealed bytes go in steps of 4 KiB. A server can still withhold a reply, or show
//! an old one of the same mailbox twice; the officer's records show both.

use std::fmt;

use zeroize::Zeroizing;

use super::enclosure::Enclosure;
use super::sealed_piece::SEALED_PIECE_MAX;
use super::signed_reply::{NewReply, ReadReply};
use super::{Mailbox, MailboxId};
use crate::keys::digest::Sha256;
use crate::keys::lower_hex;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::keys::signature::{ReplyDomain, Signature, SigningKey, framed};
use crate::report::Words;
use crate::report::sealed::file_key::{HandedKey, Opens};
use crate::report::sealed::{
    BadHeader, CannotOpen, CannotSeal, file_key_of, open_short, seal_short,
};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterHistory};

/// What an officer wrote, and who signed it. Wiped when dropped.
///
/// ```compile_fail
/// use svilpe::report::mailbox::Reply;
/// fn copied(reply: &Reply) -> Reply { reply.clone() }
/// ```
#[derive(Debug)]
pub struct Reply {
    text: Words,
    day: Day,
    number: u32,
    after: u32,
    officer: String,
    authorship: Authorship,
    enclosure: Option<Enclosure>,
}

/// Do we know who wrote it?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorship {
    /// The signature is that of the named officer, by the roster of that day.
    Checked,
    /// No roster of that day has an officer of this name whose key signed these words.
    Unchecked,
}

/// A sealed reply's name: the first 16 bytes of its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyName([u8; 16]);

/// An age file to a mailbox, padded; its plaintext is signed by an officer.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedReply(Vec<u8>);

/// Why a reply can't be sealed.
#[derive(Debug)]
pub enum CannotSealReply {
    /// Over [`REPLY_TEXT_MAX`] bytes.
    TooLong,
    /// The mailbox's key, or a colleague's.
    Sealing(CannotSeal),
}

/// Why a reply is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotOpenReply {
    /// Not an age file, not whole, or not a reply inside.
    Damaged,
    /// Sealed to another key, or written for another mailbox.
    NotForThisMailbox,
}

impl Reply {
    /// What the officer wrote.
    pub fn text(&self) -> &Words {
        &self.text
    }

    /// As the officer dated it.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Orders the officers' side of a mailbox; of an unchecked reply, nothing but a claim.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The number of the newest addition that its officer had; 0: none.
    pub fn after(&self) -> u32 {
        self.after
    }

    /// Whoever signed it; of an unchecked reply, nothing but a claim.
    pub fn officer(&self) -> &str {
        &self.officer
    }

    /// Its files, if it has any. Of an unchecked reply, nothing to be opened: nobody knows whose
    /// they are.
    pub fn enclosure(&self) -> Option<&Enclosure> {
        self.enclosure.as_ref()
    }

    /// Whether the name can be believed.
    pub fn authorship(&self) -> Authorship {
        self.authorship
    }

    /// Replies as they followed each other: by number, by day where two have the same one; behind
    /// them those of which nobody knows who wrote them, by day.
    pub fn put_in_order(replies: &mut [Self]) {
        replies.sort_by_key(Self::place);
    }

    /// See [`Reply::put_in_order`].
    pub fn place(&self) -> impl Ord + use<> {
        match self.authorship {
            Authorship::Checked => (0, self.number, self.day),
            Authorship::Unchecked => (1, 0, self.day),
        }
    }
}

impl SealedReply {
    /// Signs and seals: to the mailbox's key, and to each of `colleagues`.
    pub fn seal(
        reply: &NewReply<'_>,
        key: &SigningKey,
        to: &Recipient,
        colleagues: &[Recipient],
    ) -> Result<Self, CannotSealReply> {
        if reply.text.len() > REPLY_TEXT_MAX {
            return Err(CannotSealReply::TooLong);
        }
        let json = reply
            .signed_json(key)
            .map_err(|_| CannotSealReply::TooLong)?;
        let to: Vec<Recipient> = [to].into_iter().chain(colleagues).cloned().collect();
        let sealed = seal_short(&json, &to).map_err(CannotSealReply::Sealing)?;
        Self::parse(sealed).ok_or(CannotSealReply::TooLong)
    }

    /// Bytes from outside: length-capped ([`SEALED_REPLY_MAX`]); content is checked when opened.
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() <= SEALED_REPLY_MAX).then_some(Self(bytes))
    }

    /// At most [`SEALED_REPLY_MAX`].
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What it is stored and asked for by.
    pub fn name(&self) -> ReplyName {
        ReplyName(Sha256::truncated(&self.0))
    }

    /// Opens it with a key that it was sealed to, and looks who wrote it.
    pub fn open(
        &self,
        key: &dyn Opens,
        institution: &Institution,
        mailbox: MailboxId,
        rosters: &RosterHistory,
    ) -> Result<Reply, CannotOpenReply> {
        let json = open_short(&self.0, key)?;
        let mut read = ReadReply::parse(&json).map_err(|_| CannotOpenReply::Damaged)?;
        if read.mailbox != mailbox || read.institution != *institution {
            return Err(CannotOpenReply::NotForThisMailbox);
        }
        let enclosure = read
            .take_enclosure()
            .map_err(|_| CannotOpenReply::Damaged)?;
        let authorship = if read.is_signed(enclosure.as_ref(), rosters) {
            Authorship::Checked
        } else {
            Authorship::Unchecked
        };
        Ok(Reply {
            text: read.text,
            day: read.day,
            number: read.number,
            after: read.after,
            officer: read.officer,
            authorship,
            enclosure,
        })
    }
}

impl SealedReply {
    /// The key of this very reply, by whoever opens it.
    pub(crate) fn file_key(&self, key: &OpeningKey) -> Option<HandedKey> {
        file_key_of(std::io::Cursor::new(&self.0), key).ok()
    }
}

/// A reply as its officer signed it, for somebody who checks that with other tools.
pub(crate) struct SignedReply {
    /// What the signature is over, its domain before it.
    pub message: Zeroizing<Vec<u8>>,
    /// Ed25519.
    pub signature: [u8; 64],
}

impl SealedReply {
    /// Opens it for a proof; nothing is said of whose signature it is.
    pub(crate) fn signed(&self, key: &dyn Opens) -> Result<SignedReply, CannotOpenReply> {
        let json = open_short(&self.0, key)?;
        let mut read = ReadReply::parse(&json).map_err(|_| CannotOpenReply::Damaged)?;
        let enclosure = read
            .take_enclosure()
            .map_err(|_| CannotOpenReply::Damaged)?;
        let signature = Signature::<ReplyDomain>::parse(&read.signature)
            .map_err(|_| CannotOpenReply::Damaged)?;
        Ok(SignedReply {
            message: Zeroizing::new(framed::<ReplyDomain>(&read.said(enclosure.as_ref()))),
            signature: *signature.as_bytes(),
        })
    }
}

impl Mailbox {
    /// Opens a reply and checks its signature against the roster of its day.
    pub fn open(
        &self,
        sealed: &SealedReply,
        rosters: &RosterHistory,
    ) -> Result<Reply, CannotOpenReply> {
        let with_each = self
            .keys
            .iter()
            .map(|key| sealed.open(key, &self.institution, self.id(), rosters));
        // Whichever of the keys it was sealed to, the newest first.
        let mut opened =
            with_each.filter(|opened| !matches!(opened, Err(CannotOpenReply::NotForThisMailbox)));
        opened
            .next()
            .unwrap_or(Err(CannotOpenReply::NotForThisMailbox))
    }
}

impl ReplyName {
    /// 32 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// The first 16 of the sealed bytes' SHA-256.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// 32 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }
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
        })
    }
}

impl std::error::Error for CannotOpenReply {}

/// Bytes of a sealed reply: 60 KiB of JSON, and the longest header.
pub const SEALED_REPLY_MAX: usize = 96 * 1024;

/// Bytes of what officers post to a mailbox, a reply or a piece: a piece may be the longer one.
pub const POSTED_MAX: usize = SEALED_PIECE_MAX;
const _: () = assert!(POSTED_MAX >= SEALED_REPLY_MAX);

/// Bytes of a reply's text: about 25 pages.
pub const REPLY_TEXT_MAX: usize = 48 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::mailbox::FileToEnclose;
    use crate::rules::roster::tests as rosters;

    #[test]
    fn whatever_is_changed_of_a_signed_reply_its_hand_is_unknown() {
        let key = SigningKey::random();
        let institution = Institution::parse("paraugs").expect("a short name");
        let officer = |name, at: usize, signing: &str| {
            rosters::officer(name, rosters::RECIPIENTS[at], signing)
        };
        let text = rosters::head("paraugs", 1)
            + &officer("Anna", 0, &key.public().to_string())
            + &officer("Ilze", 1, &rosters::signing());
        let roster = rosters::signed(&text, &rosters::secret());
        let from: Day = "2026-11-01".parse().expect("a day");
        let history = RosterHistory::of_one(roster, from);
        let mailbox = Mailbox::random(institution.clone());
        let file = [FileToEnclose {
            name: "a.pdf",
            bytes: b"%PDF",
        }];
        let (enclosure, _) = Enclosure::seal(&file).expect("sealed");
        let key_digit = hex::encode(enclosure.place(0).expect("there").key.expose_bytes());
        let reply = NewReply {
            text: "Paldies",
            day: "2026-11-21".parse().expect("a day"),
            number: 3,
            after: 2,
            officer: "Anna",
            institution: &institution,
            mailbox: mailbox.id(),
            enclosure: Some(&enclosure),
        };
        let sealed = SealedReply::seal(&reply, &key, &mailbox.recipient(), &[]).expect("short");
        let json = open_short(&sealed.0, &mailbox.keys[0]).expect("opens");
        let json = std::str::from_utf8(&json).expect("JSON").to_owned();
        let hand = |json: &str| {
            let resealed = seal_short(json.as_bytes(), &[mailbox.recipient()]).expect("sealed");
            let opened = mailbox
                .open(&SealedReply(resealed), &history)
                .expect("opens");
            opened.authorship()
        };
        assert_eq!(hand(&json), Authorship::Checked);
        for (before, after) in [
            ("\"Paldies\"", "\"paldies\""),
            ("2026-11-21", "2026-11-22"),
            ("\"number\":3", "\"number\":4"),
            ("\"after\":2", "\"after\":1"),
            ("\"Anna\"", "\"Ilze\""),
            ("\"a.pdf\"", "\"b.pdf\""),
            ("\"length\":4", "\"length\":5"),
            (&key_digit, &"0".repeat(64)),
        ] {
            let changed = json.replacen(before, after, 1);
            assert_ne!(changed, json, "{before}");
            assert_eq!(hand(&changed), Authorship::Unchecked, "{before}");
        }
    }

    #[test]
    fn a_reply_is_one_mailboxs_of_one_institution() {
        let institution = Institution::parse("paraugs").expect("a short name");
        let mailbox = Mailbox::random(institution.clone());
        let reply = NewReply {
            text: "Paldies",
            day: "2026-11-21".parse().expect("a day"),
            number: 1,
            after: 0,
            officer: "Anna",
            institution: &institution,
            mailbox: mailbox.id(),
            enclosure: None,
        };
        let sealed = SealedReply::seal(&reply, &SigningKey::random(), &mailbox.recipient(), &[]);
        let sealed = sealed.expect("short");
        let (other, elsewhere) = (MailboxId::random(), Institution::parse("knab"));
        let opened = |institution: &Institution, id| {
            let opened = sealed.open(&mailbox.keys[0], institution, id, &RosterHistory::default());
            opened.map(|reply| reply.text().expose().to_owned())
        };
        assert_eq!(opened(&institution, mailbox.id()).as_deref(), Ok("Paldies"));
        let foreign = Err(CannotOpenReply::NotForThisMailbox);
        assert_eq!(opened(&institution, other), foreign);
        let elsewhere = elsewhere.expect("a short name");
        assert_eq!(opened(&elsewhere, mailbox.id()), foreign);
    }

    #[test]
    fn a_replys_name_is_read_as_it_is_written() {
        let name = SealedReply(vec![7; 100]).name();
        assert_eq!(ReplyName::parse(&name.to_hex()), Some(name));
    }

    #[test]
    fn every_refusal_is_a_sentence_with_its_source() {
        use std::error::Error as _;
        let sealing = CannotSealReply::Sealing(CannotSeal::NobodyLeft);
        assert!(sealing.source().is_some() && CannotSealReply::TooLong.source().is_none());
        for said in [
            sealing.to_string(),
            CannotSealReply::TooLong.to_string(),
            CannotOpenReply::Damaged.to_string(),
            CannotOpenReply::NotForThisMailbox.to_string(),
        ] {
            assert!(said.contains(' '), "{said}");
        }
        assert_eq!(
            format!("{:?}", SealedReply(vec![7; 9])),
            "SealedReply(9 bytes)"
        );
    }
}
