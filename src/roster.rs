//! Rosters: who may open what.
//!
//! Skeleton: helper C owns this file.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::sealed::Recipient;
use crate::signature::VerifyingKey;

/// An institution's short name, as in `keys/<slug>.toml`: 2 to 32 of a–z, 0–9 and `-`,
/// starting with a letter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Institution(String);

/// One institution's people, at one version.
pub struct Roster {/* private fields */}

/// A person designated to open reports.
pub struct Officer {/* private */}

/// Someone who may read ledger entries, and opens nothing.
pub struct Auditor {/* private */}

/// SHA-256 of the roster file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RosterDigest(pub(crate) [u8; 32]);

/// The institution's offline minisign public key (file `keys/<slug>.pub`).
pub struct InstitutionKey {/* private */}

/// Why a roster is refused (each reads as a sentence with line and hint).
#[derive(Debug)]
pub struct BadRoster {/* … */}

impl Institution {
    pub fn parse(text: &str) -> Result<Self, BadRoster> {
        let usable = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
        if !(2..=32).contains(&text.len()) || !starts_well || !text.bytes().all(usable) {
            return Err(BadRoster {});
        }
        Ok(Self(text.to_owned()))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RosterDigest {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl Roster {
    /// Reads and checks one roster: strict TOML, then `signature` (a stock `.minisig`) under `key`.
    pub fn parse(_text: &str, _signature: &str, _key: &InstitutionKey) -> Result<Self, BadRoster> {
        todo!()
    }
    pub fn institution(&self) -> &Institution {
        todo!()
    }
    pub fn name(&self, _language: crate::texts::Language) -> &str {
        todo!()
    }
    pub fn version(&self) -> u32 {
        todo!()
    }
    pub fn digest(&self) -> RosterDigest {
        todo!()
    }
    /// At least one.
    pub fn officers(&self) -> &[Officer] {
        todo!()
    }
    pub fn auditors(&self) -> &[Auditor] {
        todo!()
    }
}

impl Officer {
    /// Shown to reporters (so that they can leave one out) and in the ledger.
    pub fn name(&self) -> &str {
        todo!()
    }
    pub fn recipient(&self) -> &Recipient {
        todo!()
    }
    pub fn signing(&self) -> &VerifyingKey {
        todo!()
    }
    /// May this officer open identity details?
    pub fn custodian(&self) -> bool {
        todo!()
    }
}

impl Auditor {
    pub fn name(&self) -> &str {
        todo!()
    }
    pub fn signing(&self) -> &VerifyingKey {
        todo!()
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
    type Error = BadRoster;
    fn try_from(text: String) -> Result<Self, BadRoster> {
        Self::parse(&text)
    }
}
impl From<Institution> for String {
    fn from(institution: Institution) -> Self {
        institution.0
    }
}
impl fmt::Display for BadRoster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a usable roster")
    }
}
impl std::error::Error for BadRoster {}
