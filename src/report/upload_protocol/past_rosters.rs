//! Past rosters: by whom earlier answers were signed.
//!
//! An answer is checked with the roster in force on its day, so the reporter's tool asks for those
//! before today's. Nothing is taken on the server's word but the days: each roster must be signed
//! by the institution's key that the reporter trusts, and their versions must rise. A server could
//! still lengthen an old roster's days, and so pass off what a former officer's key signed; never
//! what no officer's key did.

use serde::{Deserialize, Serialize};

use super::Agreed;
use crate::rules::calendar::Day;
use crate::rules::roster::{Roster, RosterHistory, RosterTerm};

/// As the server hands them out, unchecked: the oldest first.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PastRosters {
    rosters: Vec<PastRoster>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PastRoster {
    /// The first day on which it was in force.
    from: Day,
    roster: String,
    /// In minisign's format.
    signature: String,
}

impl PastRosters {
    /// The newest that fit, today's among them.
    pub fn newest(history: &RosterHistory) -> Self {
        let mut room = TEXTS_MAX;
        let newest = history.terms().iter().rev().map_while(|term| {
            let past = PastRoster::of(term)?;
            room = usize::checked_sub(room, past.roster.len() + past.signature.len())?;
            Some(past)
        });
        let mut rosters: Vec<_> = newest.collect();
        rosters.reverse();
        Self { rosters }
    }

    /// At most [`PAST_ROSTERS_MAX`] bytes.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and days are JSON")
    }

    /// Those that hold, of the institution and under the key that were agreed on. The one that was
    /// agreed on is always among them.
    pub fn checked(json: &[u8], agreed: &Agreed) -> RosterHistory {
        let told = serde_json::from_slice::<Self>(json);
        let told = told.map_or(Vec::new(), |told| told.rosters);
        let mut terms: Vec<RosterTerm> = Vec::new();
        for past in &told {
            let Some(term) = past.checked(agreed) else {
                continue;
            };
            let follows = terms.last().is_none_or(|last| {
                last.roster.version() <= term.roster.version() && last.from <= term.from
            });
            if follows && term.roster.version() <= agreed.roster.version() {
                terms.push(term);
            }
        }
        let digest = agreed.roster.digest();
        let mut history = RosterHistory::new(terms);
        if history.find(digest).is_none() {
            let from = history.terms().last().map_or(agreed.day, |last| last.from);
            history.push(from, agreed.roster.clone().into());
        }
        history
    }
}

impl PastRoster {
    /// None if the roster has no signature, as only rosters made by hand in a test do.
    fn of(term: &RosterTerm) -> Option<Self> {
        Some(Self {
            from: term.from,
            roster: term.roster.text().to_owned(),
            signature: term.roster.signature()?.to_owned(),
        })
    }

    fn checked(&self, agreed: &Agreed) -> Option<RosterTerm> {
        let key = agreed.roster.key();
        let roster = Roster::parse(&self.roster, &self.signature, key).ok()?;
        let is_ours = roster.institution() == agreed.roster.institution();
        is_ours.then(|| RosterTerm {
            from: self.from,
            roster: roster.into(),
        })
    }
}

/// Bytes of rosters and signatures: eighty rosters of five officers.
const TEXTS_MAX: usize = 1024 * 1024;
/// Bytes: twice that, for what JSON escapes, and the days.
pub const PAST_ROSTERS_MAX: u64 = 3 * 1024 * 1024;
