//! Rosters: who may open what.
//!
//! Keeps the operator from quietly adding a recipient: a roster counts only with the
//! institution's own offline signature, and never runs backwards. Knows names and public
//! keys. Never knows a private one.
//!
//! ```text
//!   keys/knab.pub            the institution's minisign key
//!        │ verifies
//!        ▼
//!   keys/knab.toml.minisig ─▶ keys/knab.toml ─▶ Roster ─▶ PinnedRoster: not older than seen?
//!                                                            ▲
//!   keys/knab.pub.minisig    signed by the old key ──────────┘ (hand-over)
//! ```

mod history;
mod institution_key;
mod keys_folder;
mod left_out_officers;
mod parsing;
mod pinned_roster;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use history::{RosterHistory, RosterTerm};
pub use institution_key::{InstitutionKey, NotAnInstitutionKey, NotSignedBy};
pub use keys_folder::{BadFolder, Loaded};
pub use left_out_officers::{LEFT_OUT_LENGTH, LeftOut};
pub use parsing::{BadRoster, PEOPLE_MAX};
pub use pinned_roster::{NotSeen, PinnedRoster, RosterRefusal, Verdict};

use crate::keys::digest::Sha256;
use crate::keys::lower_hex;
use crate::keys::recipient::Recipient;
use crate::keys::signature::VerifyingKey;
use crate::rules::names::Names;
use crate::rules::policy::Category;
use crate::rules::toml_file::{INSTITUTION_SLUG_MAX, is_slug};
use crate::text::Language;

/// An institution's short name, as in `keys/<slug>.toml`: 2 to 32 of a–z, 0–9 and `-`,
/// starting with a letter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Institution(String);

/// One institution's people, at one version, under one key.
#[derive(Clone, Debug)]
pub struct Roster {
    institution: Institution,
    version: u32,
    server: Option<ServerNumber>,
    log: Option<PublishedLogKey>,
    drops_last_holder_of: usize,
    kind: InstitutionKind,
    name: Names,
    description: Option<Names>,
    contacts: Vec<Names>,
    remit: Vec<Category>,
    officers: Vec<Officer>,
    auditors: Vec<Auditor>,
    digest: RosterDigest,
    key: InstitutionKey,
    text: String,
    signature: Option<String>,
    handover: Option<String>,
}

/// Whose reports an institution receives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstitutionKind {
    /// Anyone's: a competent authority (Directive, Article 11).
    External,
    /// Its own people's (Directive, Article 8).
    Internal,
}

/// A person designated to open reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Officer {
    name: String,
    role: Option<Names>,
    recipient: Recipient,
    signing: VerifyingKey,
    duty: Duty,
}

/// Someone who may read ledger entries, and opens nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Auditor {
    name: String,
    signing: VerifyingKey,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Duty {
    Reports,
    ReportsAndIdentities,
}

/// SHA-256 of the roster file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RosterDigest(pub(crate) [u8; 32]);

/// The number that one installation was made with: which server is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ServerNumber([u8; 16]);

/// A ledger's public key as its operator publishes it: the log's name, made of the server's number,
/// and after plus signs the key's number and the key. `ledger::checkpoint` reads it whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedLogKey(String);

/// A text that is not an institution's short name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnInstitution;

impl Institution {
    /// A short name from outside.
    pub fn parse(text: &str) -> Result<Self, NotAnInstitution> {
        if is_slug(text, INSTITUTION_SLUG_MAX) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnInstitution)
        }
    }

    /// The short name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Roster {
    /// Whose roster it is.
    pub fn institution(&self) -> &Institution {
        &self.institution
    }

    /// Counts up with each change, from 1.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The server that the institution receives its reports on; none before that is made.
    pub fn server(&self) -> Option<ServerNumber> {
        self.server
    }

    /// The key of that server's ledger, by which reporters check their entries; none before the
    /// institution has named it.
    pub fn log(&self) -> Option<&PublishedLogKey> {
        self.log.as_ref()
    }

    /// So many open reports may be left without a reader by this roster: the institution knows, and
    /// signed it.
    pub fn drops_last_holder_of(&self) -> usize {
        self.drops_last_holder_of
    }

    /// Whose reports it receives.
    pub fn kind(&self) -> InstitutionKind {
        self.kind
    }

    /// The institution's full name.
    pub fn name(&self, language: Language) -> &str {
        self.name.read(language)
    }

    /// Its name in every language that it wrote.
    pub(crate) fn names(&self) -> &Names {
        &self.name
    }

    /// What it deals with, in a sentence for reporters.
    pub fn description(&self, language: Language) -> Option<&str> {
        self.description.as_ref().map(|words| words.read(language))
    }

    /// Other ways to reach it, a line each (Directive, Article 13(b)).
    pub fn contacts(&self, language: Language) -> impl Iterator<Item = &str> {
        self.contacts.iter().map(move |line| line.read(language))
    }

    /// The areas for which it is responsible, as it names them; perhaps none. The country pack
    /// in force may lack some of them.
    pub fn remit(&self) -> &[Category] {
        &self.remit
    }

    /// SHA-256 of the file's bytes.
    pub fn digest(&self) -> RosterDigest {
        self.digest
    }

    /// The key that signed it.
    pub fn key(&self) -> &InstitutionKey {
        &self.key
    }

    /// The file, as it was signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The institution's signature over [`Self::text`]; none for a text that is about to be signed.
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }

    /// The key before signed this one's file, if it came with that.
    pub fn handover(&self) -> Option<&str> {
        self.handover.as_deref()
    }

    /// Did `before` hand over to this roster's key?
    pub fn is_handed_over_by(&self, before: &InstitutionKey) -> bool {
        self.handover.as_ref().is_some_and(|signature| {
            before
                .verify(self.key.as_str().as_bytes(), signature)
                .is_ok()
        })
    }

    /// Adds the hand-over that lay beside the roster: the text of a `.pub.minisig`.
    #[must_use]
    pub fn with_handover(mut self, signature: Option<String>) -> Self {
        self.handover = signature;
        self
    }

    /// At least one.
    pub fn officers(&self) -> &[Officer] {
        &self.officers
    }

    /// Officers who may open identity details; perhaps none.
    pub fn custodians(&self) -> impl Iterator<Item = &Officer> {
        self.officers.iter().filter(|officer| officer.custodian())
    }

    /// Perhaps none.
    pub fn auditors(&self) -> &[Auditor] {
        &self.auditors
    }

    /// The officer with this signing key.
    pub fn officer_by_signing(&self, key: &VerifyingKey) -> Option<&Officer> {
        self.officers.iter().find(|officer| officer.signing == *key)
    }

    /// The officer with this [`Officer::fingerprint`].
    pub fn officer_by_fingerprint(&self, fingerprint: [u8; 8]) -> Option<&Officer> {
        let mut officers = self.officers.iter();
        officers.find(|officer| officer.fingerprint() == fingerprint)
    }

    /// The auditor with this [`Auditor::fingerprint`].
    pub fn auditor_by_fingerprint(&self, fingerprint: [u8; 8]) -> Option<&Auditor> {
        let mut auditors = self.auditors.iter();
        auditors.find(|auditor| auditor.fingerprint() == fingerprint)
    }
}

impl Officer {
    /// Shown to reporters (so that they can leave one out) and in the ledger.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What this person does, in a few words for reporters.
    pub fn role(&self, language: Language) -> Option<&str> {
        self.role.as_ref().map(|words| words.read(language))
    }

    /// The key that reports are sealed to.
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// The key that this officer signs with.
    pub fn signing(&self) -> &VerifyingKey {
        &self.signing
    }

    /// May this officer open identity details?
    pub fn custodian(&self) -> bool {
        self.duty == Duty::ReportsAndIdentities
    }

    /// Both keys in a form that two people compare aloud: see [`spoken_number`].
    pub fn spoken_number(&self) -> String {
        spoken_number(&self.recipient, &self.signing)
    }

    /// Names the signing key on the officers' listener: the first 8 bytes of its SHA-256.
    /// Unique within a roster; a name, never a proof.
    pub fn fingerprint(&self) -> [u8; 8] {
        fingerprint(&self.signing)
    }
}

impl Auditor {
    /// Shown in the ledger.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key that this auditor signs requests with.
    pub fn signing(&self) -> &VerifyingKey {
        &self.signing
    }

    /// As [`Officer::fingerprint`].
    pub fn fingerprint(&self) -> [u8; 8] {
        fingerprint(&self.signing)
    }
}

impl ServerNumber {
    /// As the installation has it.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// From 32 lower-case hexadecimal digits, as `svilpe intake init` prints them.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// The 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl PublishedLogKey {
    /// `svilpe/<server's number>+…`: up to 200 visible ASCII characters.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() <= LOG_KEY_MAX && text.bytes().all(|b| b.is_ascii_graphic());
        let key = Self(text.to_owned());
        (is_plain && !text.contains('"') && key.named().is_some()).then_some(key)
    }

    /// The server whose ledger it is.
    pub fn server(&self) -> ServerNumber {
        self.named().expect("it was parsed")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn named(&self) -> Option<ServerNumber> {
        let (name, _) = self.0.split_once('+')?;
        ServerNumber::parse(name.strip_prefix("svilpe/")?)
    }
}

impl RosterDigest {
    /// From the 32 bytes, as a report names the roster it was sealed by.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What stands for an officer's two keys where people compare them aloud, since a recipient is too
/// long for that: 16 bytes of the SHA-256 of both, in eight groups of four hexadecimal digits. To
/// make other keys with one person's number takes 2^128 attempts.
pub(crate) fn spoken_number(recipient: &Recipient, signing: &VerifyingKey) -> String {
    let both = [recipient.as_bytes(), signing.as_bytes()].concat();
    let groups = Sha256::truncated::<16>(&both);
    let (groups, _) = groups.as_chunks::<2>();
    let groups: Vec<String> = groups.iter().map(hex::encode).collect();
    groups.join(" ")
}

fn fingerprint(key: &VerifyingKey) -> [u8; 8] {
    Sha256::truncated(key.as_bytes())
}

impl fmt::Display for RosterDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Display for ServerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Display for Institution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Institution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Institution {
    type Error = NotAnInstitution;

    fn try_from(text: String) -> Result<Self, NotAnInstitution> {
        Self::parse(&text)
    }
}

impl From<Institution> for String {
    fn from(institution: Institution) -> Self {
        institution.0
    }
}

impl fmt::Display for NotAnInstitution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not an institution's short name: 2 to 32 of a-z, 0-9 and -, starting with a letter",
        )
    }
}

impl std::error::Error for NotAnInstitution {}

/// Characters: a name of 39, a number of 8, a key of 44.
const LOG_KEY_MAX: usize = 200;
