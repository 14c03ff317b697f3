//! Parsing a roster: its signature first, then its text.
//!
//! What is refused here is refused before anything is sealed: keys that name plugins or
//! are malformed or of small order (G07, G09), one key under two names, nobody at all.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Auditor, Duty, Institution, InstitutionKind, Officer, PublishedLogKey, Roster, RosterDigest,
    ServerNumber,
};
use super::{InstitutionKey, NotSignedBy, fingerprint};
use crate::keys::recipient::{NotARecipient, Recipient, RecipientDigest};
use crate::keys::signature::VerifyingKey;
use crate::rules::names::{NamedIn, Names, WrittenNames};
use crate::rules::policy::Category;
use crate::rules::toml_file::{Complaint, TomlFile};

/// Why a roster is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadRoster {
    /// The signature beside it is not the institution's over this text.
    NotSigned(NotSignedBy),
    /// A mistake in the text.
    Mistake(Complaint),
    /// Longer than any roster of 16 officers and 16 auditors is.
    TooLong,
}

impl Roster {
    /// Checks `signature` (a stock `.minisig`) under `key`, and only then reads the text.
    pub fn parse(text: &str, signature: &str, key: &InstitutionKey) -> Result<Self, BadRoster> {
        if text.len() > TEXT_MAX {
            return Err(BadRoster::TooLong);
        }
        key.verify(text.as_bytes(), signature)
            .map_err(BadRoster::NotSigned)?;
        let mut roster = Self::parse_unsigned(text, key)?;
        roster.signature = Some(signature.to_owned());
        Ok(roster)
    }

    /// Reads a text that is about to be signed under `key`. Trust nothing that it says.
    pub(crate) fn parse_unsigned(text: &str, key: &InstitutionKey) -> Result<Self, BadRoster> {
        if text.len() > TEXT_MAX {
            return Err(BadRoster::TooLong);
        }
        checked(text, key).map_err(BadRoster::Mistake)
    }
}

/// Reads `text` as the roster that stands under `key`.
fn checked(text: &str, key: &InstitutionKey) -> Result<Roster, Complaint> {
    let sheet = TomlFile::new(text);
    let written: RosterFile = sheet.read()?;
    let institution = institution(sheet, &written.institution)?;
    let mut taken = TakenNames::default();
    let officers = people(sheet, "officer", &written.officer, |officer| {
        taken.officer(sheet, officer)
    })?;
    let auditors = people(sheet, "auditor", &written.auditor, |auditor| {
        taken.auditor(sheet, auditor)
    })?;
    if officers.is_empty() {
        let hint = "add an [[officer]]; svilpe officer keygen prints one";
        return Err(sheet.complain_of_all("nobody could open a report", hint));
    }
    let server = server(sheet, written.server.as_ref())?;
    Ok(Roster {
        institution,
        version: sheet.number("version", &written.version, 1..=u32::MAX)?,
        server,
        log: log(sheet, written.log.as_ref(), server)?,
        drops_last_holder_of: written
            .drops_last_holder_of
            .as_ref()
            .map_or(Ok(0), |number| {
                sheet.number("drops_last_holder_of", number, 0..=1_000_000)
            })?,
        kind: written.kind,
        name: words(sheet, &written.name, NAME_MAX)?,
        description: optional(sheet, written.description.as_ref(), DESCRIPTION_MAX)?,
        contacts: contacts(sheet, &written.contact)?,
        remit: remit(sheet, &written.remit)?,
        officers,
        auditors,
        digest: RosterDigest(sheet.digest()),
        key: key.clone(),
        text: text.to_owned(),
        signature: None,
        handover: None,
    })
}

fn institution(sheet: TomlFile<'_>, written: &Spanned<String>) -> Result<Institution, Complaint> {
    Institution::parse(written.get_ref()).map_err(|error| {
        let hint = "the file's own name without .toml";
        sheet.complain(written, error, hint)
    })
}

fn server(
    sheet: TomlFile<'_>,
    written: Option<&Spanned<String>>,
) -> Result<Option<ServerNumber>, Complaint> {
    let Some(written) = written else {
        return Ok(None);
    };
    let number = ServerNumber::parse(written.get_ref()).ok_or_else(|| {
        let hint = "copy the 32 digits that svilpe intake init printed";
        sheet.complain(written, "server is not a server's number", hint)
    })?;
    Ok(Some(number))
}

/// Of the ledger that the named server keeps, and of no other.
fn log(
    sheet: TomlFile<'_>,
    written: Option<&Spanned<String>>,
    server: Option<ServerNumber>,
) -> Result<Option<PublishedLogKey>, Complaint> {
    let Some(written) = written else {
        return Ok(None);
    };
    let key = PublishedLogKey::parse(written.get_ref());
    let key = key.filter(|key| Some(key.server()) == server);
    key.map(Some).ok_or_else(|| {
        let hint = "copy the second line that svilpe intake init printed";
        sheet.complain(written, "log is not the key of that server's ledger", hint)
    })
}

fn people<W, P>(
    sheet: TomlFile<'_>,
    what: &str,
    written: &[Spanned<W>],
    mut check: impl FnMut(&W) -> Result<P, Complaint>,
) -> Result<Vec<P>, Complaint> {
    if let Some(surplus) = written.get(PEOPLE_MAX) {
        let hint = format_args!("{PEOPLE_MAX} are allowed: each one more widens who can read");
        return Err(sheet.complain(surplus, format_args!("too many {what}s"), hint));
    }
    written
        .iter()
        .map(|person| check(person.get_ref()))
        .collect()
}

fn contacts(
    sheet: TomlFile<'_>,
    written: &[Spanned<WrittenNames>],
) -> Result<Vec<Names>, Complaint> {
    if let Some(surplus) = written.get(CONTACTS_MAX) {
        let hint = format_args!("{CONTACTS_MAX} lines fit on the page");
        return Err(sheet.complain(surplus, "too many contacts", hint));
    }
    written
        .iter()
        .map(|line| words(sheet, line, CONTACT_MAX))
        .collect()
}

/// Which of them a country has, its pack says; the roster may be older or newer than that.
fn remit(sheet: TomlFile<'_>, written: &[Spanned<String>]) -> Result<Vec<Category>, Complaint> {
    if let Some(surplus) = written.get(REMIT_MAX) {
        let hint = format_args!("at most {REMIT_MAX}; leave remit out if it is everything");
        return Err(sheet.complain(surplus, "too many areas", hint));
    }
    let mut remit: Vec<Category> = Vec::with_capacity(written.len());
    for slug in written {
        let area = Category::parse(slug.get_ref()).map_err(|error| {
            let hint = "the slug of a category of the country pack, like \"public-funds\"";
            sheet.complain(slug, error, hint)
        })?;
        if remit.contains(&area) {
            return Err(sheet.complain(slug, "the same area twice", "drop one"));
        }
        remit.push(area);
    }
    Ok(remit)
}

/// Institutions write the languages that they have.
fn words(
    sheet: TomlFile<'_>,
    written: &Spanned<WrittenNames>,
    length_max: usize,
) -> Result<Names, Complaint> {
    Names::from_written(sheet, written, length_max, NamedIn::Any)
}

fn optional(
    sheet: TomlFile<'_>,
    written: Option<&Spanned<WrittenNames>>,
    length_max: usize,
) -> Result<Option<Names>, Complaint> {
    written
        .map(|written| words(sheet, written, length_max))
        .transpose()
}

/// Names and keys that were there before.
#[derive(Default)]
struct TakenNames {
    names: BTreeSet<String>,
    recipients: HashSet<RecipientDigest>,
    fingerprints: BTreeSet<[u8; 8]>,
}

impl TakenNames {
    fn officer(
        &mut self,
        sheet: TomlFile<'_>,
        written: &WrittenOfficer,
    ) -> Result<Officer, Complaint> {
        Ok(Officer {
            name: self.name(sheet, &written.name)?,
            role: optional(sheet, written.role.as_ref(), ROLE_MAX)?,
            recipient: self.recipient(sheet, &written.recipient)?,
            signing: self.signing(sheet, &written.signing)?,
            duty: if written.custodian {
                Duty::ReportsAndIdentities
            } else {
                Duty::Reports
            },
        })
    }

    fn auditor(
        &mut self,
        sheet: TomlFile<'_>,
        written: &WrittenAuditor,
    ) -> Result<Auditor, Complaint> {
        Ok(Auditor {
            name: self.name(sheet, &written.name)?,
            signing: self.signing(sheet, &written.signing)?,
        })
    }

    /// A reporter chooses whom to leave out by name: one name, one person.
    fn name(
        &mut self,
        sheet: TomlFile<'_>,
        written: &Spanned<String>,
    ) -> Result<String, Complaint> {
        let name = sheet.words("name", written, NAME_MAX)?;
        if !self.names.insert(name.to_lowercase()) {
            let hint = "tell the two apart, or drop one";
            return Err(sheet.complain(written, format_args!("{name} is there twice"), hint));
        }
        Ok(name)
    }

    fn recipient(
        &mut self,
        sheet: TomlFile<'_>,
        written: &Spanned<String>,
    ) -> Result<Recipient, Complaint> {
        let recipient = Recipient::parse(written.get_ref()).map_err(|why| {
            let hint = match why {
                NotARecipient::X25519Alone => {
                    "the officer makes a new key: svilpe officer keygen prints age1pq1…"
                }
                NotARecipient::Unusable => {
                    "copy the line that svilpe officer keygen printed; plugin keys are refused"
                }
            };
            sheet.complain(written, format_args!("recipient is {why}"), hint)
        })?;
        if !self.recipients.insert(recipient.digest()) {
            let hint = "each officer makes a key of their own";
            return Err(sheet.complain(written, "the same recipient twice", hint));
        }
        Ok(recipient)
    }

    fn signing(
        &mut self,
        sheet: TomlFile<'_>,
        written: &Spanned<String>,
    ) -> Result<VerifyingKey, Complaint> {
        let key = VerifyingKey::parse(written.get_ref()).map_err(|_| {
            let hint = "copy the line that svilpe officer keygen printed";
            sheet.complain(written, "signing is not a usable ed25519 public key", hint)
        })?;
        if !self.fingerprints.insert(fingerprint(&key)) {
            let hint = "each officer and auditor makes a key of their own";
            return Err(sheet.complain(written, "the same signing key twice", hint));
        }
        Ok(key)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RosterFile {
    institution: Spanned<String>,
    version: Spanned<i64>,
    server: Option<Spanned<String>>,
    log: Option<Spanned<String>>,
    drops_last_holder_of: Option<Spanned<i64>>,
    kind: InstitutionKind,
    name: Spanned<WrittenNames>,
    description: Option<Spanned<WrittenNames>>,
    #[serde(default)]
    contact: Vec<Spanned<WrittenNames>>,
    #[serde(default)]
    remit: Vec<Spanned<String>>,
    #[serde(default)]
    officer: Vec<Spanned<WrittenOfficer>>,
    #[serde(default)]
    auditor: Vec<Spanned<WrittenAuditor>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOfficer {
    name: Spanned<String>,
    role: Option<Spanned<WrittenNames>>,
    recipient: Spanned<String>,
    signing: Spanned<String>,
    custodian: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAuditor {
    name: Spanned<String>,
    signing: Spanned<String>,
}

impl fmt::Display for BadRoster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSigned(why) => write!(f, "{why}"),
            Self::Mistake(complaint) => write!(f, "{complaint}"),
            Self::TooLong => write!(f, "is longer than {TEXT_MAX} bytes"),
        }
    }
}

impl std::error::Error for BadRoster {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSigned(why) => Some(why),
            Self::Mistake(complaint) => Some(complaint),
            Self::TooLong => None,
        }
    }
}

/// 32 people at under a kilobyte each, 2 KiB more for each officer's key, and as much again for
/// comments.
pub(super) const TEXT_MAX: usize = 128 * 1024;
/// Officers of one institution, and so keys that one report can be sealed to; as many auditors.
pub const PEOPLE_MAX: usize = 16;
const CONTACTS_MAX: usize = 8;
const REMIT_MAX: usize = 64;
const NAME_MAX: usize = 80;
const ROLE_MAX: usize = 120;
const CONTACT_MAX: usize = 160;
const DESCRIPTION_MAX: usize = 400;
