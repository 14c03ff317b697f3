//! Server terms: what a reporter's tool has to know before it seals (policy, roster, day), checked
//! before it is believed.
//!
//! The server hands them out, so nothing in them is taken on its word: the roster must be signed by
//! the institution's key that the reporter has from elsewhere, it names the server's number, and
//! the policy is read as strictly as the server reads it. What remains to the server: an older
//! roster of the institution, a policy of its own with other limits, a wrong day. None of them
//! makes a report readable by anybody who never was in a roster.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Agreed;
use crate::ledger::checkpoint::LogKey;
use crate::net::http_signature::InstanceId;
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::{BadRoster, Institution, InstitutionKey, Roster};

/// As the server hands them out, unchecked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerTerms {
    instance: String,
    day: Day,
    policy: String,
    roster: String,
    /// In minisign's format.
    signature: String,
}

/// Why terms are not agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadTerms {
    /// Not what servers of this program's version hand out.
    Unreadable,
    /// The roster is not signed by the key that the reporter trusts, or it is another
    /// institution's.
    Roster,
    /// The institution's roster names no server, or another one, or no ledger's key where it
    /// should. Sealed for this one, a code would open nothing there.
    Server,
    /// The policy is none.
    Policy,
}

impl ServerTerms {
    /// None if the roster has no signature, as only rosters made by hand in a test do.
    pub fn of(instance: InstanceId, day: Day, policy: &Policy, roster: &Roster) -> Option<Self> {
        Some(Self {
            instance: instance.to_string(),
            day,
            policy: policy.text().to_owned(),
            roster: roster.text().to_owned(),
            signature: roster.signature()?.to_owned(),
        })
    }

    /// At most [`TERMS_MAX`] bytes.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and a day are JSON")
    }

    /// Reads and checks them, for an institution whose `key` the reporter trusts.
    pub fn agree(
        json: &[u8],
        institution: &Institution,
        key: &InstitutionKey,
    ) -> Result<Agreed, BadTerms> {
        let terms: Self = serde_json::from_slice(json).map_err(|_| BadTerms::Unreadable)?;
        let instance = InstanceId::parse(&terms.instance).ok_or(BadTerms::Unreadable)?;
        let roster = Roster::parse(&terms.roster, &terms.signature, key);
        let roster = roster.map_err(|why| match why {
            // The signature was right, and a newer program wrote what it is over.
            BadRoster::Mistake(_) => BadTerms::Unreadable,
            BadRoster::NotSigned(_) | BadRoster::TooLong => BadTerms::Roster,
        })?;
        if roster.institution() != institution {
            return Err(BadTerms::Roster);
        }
        // The code's derivation begins with this number: it is the institution's word, not the
        // server's.
        if roster.server().map(|server| *server.as_bytes()) != Some(*instance.as_bytes()) {
            return Err(BadTerms::Server);
        }
        let log = roster.log().map(|log| LogKey::parse(log.as_str()));
        let log = log.transpose().map_err(|_| BadTerms::Server)?;
        let policy = Policy::parse(&terms.policy).map_err(|_| BadTerms::Policy)?;
        Ok(Agreed {
            instance,
            day: terms.day,
            policy,
            roster,
            log,
        })
    }
}

impl fmt::Display for BadTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "not the terms of a Svilpe server",
            Self::Roster => "the roster is not signed by the institution's key",
            Self::Server => "the roster names no server, or another one",
            Self::Policy => "the policy can't be read",
        })
    }
}

impl std::error::Error for BadTerms {}

/// Bytes: twice what policy and roster may have, for what JSON escapes.
pub const TERMS_MAX: u64 = 1024 * 1024;
