//! How entries are spelled: canonical JSON, there and back.
//!
//! No value of an entry needs an escape: each is a word of a closed list, a slug,
//! a day, a number, hexadecimal or base64. So writing is joining, and whoever reads
//! compares with what would have been written.
//!
//! Signatures are over these bytes, so officers' lines are signed and verified here.
//!
//! Knows spelling. Never knows what is allowed when.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write as _};

use serde::Deserialize;

use crate::keys::digest::Item;
use crate::keys::signature::{NotSigned, Signature, SigningKey, VerifyingKey};
use crate::rules::policy::Category;
use crate::rules::roster::{Institution, RosterDigest};

use super::step::{Assessment, Conclusion, Euros, Step};
use super::terms::{
    Effect, Extension, NonRecognition, Outcome, Proceeding, ProceedingState, Rejection, Track,
};
use super::{
    CaseNumber, Entry, Event, Fingerprint, LINE_MAX, MinisignKey, NotAnEntry, Record, Recorded,
};
use crate::ledger::tree::{TreeHash, lower_hex};

impl Entry {
    /// Reads one line from outside. The signature's bytes are read, not checked: see [`Recorded::verify`].
    pub fn parse(line: &[u8]) -> Result<Self, NotAnEntry> {
        if line.len() > LINE_MAX {
            return Err(NotAnEntry::TooLong);
        }
        let entry = read(line)?;
        if entry.to_line().as_bytes() != line {
            return Err(NotAnEntry::NotCanonical);
        }
        Ok(entry)
    }

    /// The one spelling, without a line feed.
    pub fn to_line(&self) -> String {
        line(self)
    }

    /// What the tree holds for this entry.
    pub fn leaf(&self) -> TreeHash {
        TreeHash::of_leaf(self.to_line().as_bytes())
    }
}

impl Record {
    /// Signs exactly the bytes that the ledger will hold, but for the signature.
    pub fn sign(self, key: &SigningKey) -> Recorded {
        let fingerprint = Fingerprint::of(&key.public());
        let signature = key.sign(unsigned(&self, fingerprint).as_bytes());
        Recorded {
            record: self,
            key: fingerprint,
            signature,
        }
    }
}

impl Recorded {
    /// Did this key sign this record?
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), NotSigned> {
        let signed = unsigned(&self.record, self.key);
        key.verify(signed.as_bytes(), &self.signature)
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_line())
    }
}

/// The entry's line.
fn line(entry: &Entry) -> String {
    match entry {
        Entry::Received {
            institution,
            day,
            item,
        } => Line::new("received")
            .text("institution", institution)
            .text("day", day)
            .text("item", hex::encode(item.as_bytes()))
            .end(),
        Entry::Roster {
            institution,
            day,
            version,
            digest,
            key,
        } => Line::new("roster")
            .text("institution", institution)
            .text("day", day)
            .bare("version", version)
            .text("digest", hex::encode(digest.0))
            .text("key", key.as_str())
            .end(),
        Entry::Policy { day, digest } => Line::new("policy")
            .text("day", day)
            .text("digest", hex::encode(digest))
            .end(),
        Entry::Recorded(recorded) => record(&recorded.record, recorded.key)
            .text("signature", &recorded.signature)
            .end(),
    }
}

/// What the officer signs: the line without `signature`.
fn unsigned(record_: &Record, key: Fingerprint) -> String {
    record(record_, key).end()
}

/// Reads the values; whether they were spelled canonically is for the caller to compare.
fn read(line: &[u8]) -> Result<Entry, NotAnEntry> {
    let members: Members<'_> = serde_json::from_slice(line).map_err(|_| NotAnEntry::NotJson)?;
    members.entry()
}

fn record(record: &Record, key: Fingerprint) -> Line {
    let line = Line::new(record.event.fact())
        .text("institution", &record.institution)
        .text("day", record.day);
    let line = match &record.event {
        Event::Rejected { item, reason } => line
            .text("item", hex::encode(item.as_bytes()))
            .text("reason", reason),
        Event::Opened {
            case,
            item,
            category,
            track,
        } => line
            .text("case", case)
            .text("item", hex::encode(item.as_bytes()))
            .text("category", category.as_str())
            .text("track", track),
        Event::Step { case, after, step } => {
            step_members(line.text("case", case).text("after", after), step)
        }
    };
    line.text("key", key)
}

fn step_members(line: Line, step: &Step) -> Line {
    match step {
        Step::Linked { item } => line.text("item", hex::encode(item.as_bytes())),
        Step::Assessed(Assessment::NotRecognised(reason)) => line
            .text("decision", "not_recognised")
            .text("reason", reason),
        Step::Assessed(assessment) => line.text("decision", assessment.as_str()),
        Step::Forwarded { to } => line.text("to", to),
        Step::Extended { reason } => line.text("reason", reason),
        Step::Concluded(conclusion) => conclusion_members(line, conclusion),
        Step::Acknowledged
        | Step::Notified
        | Step::InfoRequested
        | Step::UnderReview
        | Step::Feedback
        | Step::Closed
        | Step::Reopened
        | Step::Identified
        | Step::Expunged => line,
    }
}

fn conclusion_members(line: Line, conclusion: &Conclusion) -> Line {
    let proceedings = conclusion
        .proceedings
        .iter()
        .map(|(kind, state)| format!("{kind}:{state}"));
    let mut line = line
        .text("outcome", conclusion.outcome)
        .list("proceedings", proceedings)
        .list("effects", &conclusion.effects);
    if let Some(euros) = conclusion.damage_eur {
        line = line.bare("damage_eur", euros.amount());
    }
    if let Some(euros) = conclusion.recovered_eur {
        line = line.bare("recovered_eur", euros.amount());
    }
    line
}

/// A line being written.
struct Line(String);

impl Line {
    fn new(fact: &str) -> Self {
        let mut line = String::with_capacity(TYPICAL_LENGTH);
        line.push_str("{\"fact\":\"");
        line.push_str(fact);
        line.push('"');
        Self(line)
    }

    fn text(mut self, name: &str, value: impl Display) -> Self {
        write!(self.0, ",\"{name}\":\"{value}\"").expect(INFALLIBLE);
        self
    }

    fn bare(mut self, name: &str, value: impl Display) -> Self {
        write!(self.0, ",\"{name}\":{value}").expect(INFALLIBLE);
        self
    }

    fn list(mut self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        write!(self.0, ",\"{name}\":[").expect(INFALLIBLE);
        for (position, value) in values.into_iter().enumerate() {
            let comma = if position == 0 { "" } else { "," };
            write!(self.0, "{comma}\"{value}\"").expect(INFALLIBLE);
        }
        self.0.push(']');
        self
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// All members that any entry has. Borrowed strings refuse escapes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Members<'a> {
    fact: &'a str,
    institution: Option<&'a str>,
    day: Option<&'a str>,
    case: Option<&'a str>,
    after: Option<&'a str>,
    item: Option<&'a str>,
    category: Option<&'a str>,
    track: Option<&'a str>,
    decision: Option<&'a str>,
    reason: Option<&'a str>,
    to: Option<&'a str>,
    outcome: Option<&'a str>,
    #[serde(borrow)]
    proceedings: Option<Vec<&'a str>>,
    #[serde(borrow)]
    effects: Option<Vec<&'a str>>,
    damage_eur: Option<u64>,
    recovered_eur: Option<u64>,
    version: Option<u32>,
    digest: Option<&'a str>,
    key: Option<&'a str>,
    signature: Option<&'a str>,
}

impl Members<'_> {
    fn entry(&self) -> Result<Entry, NotAnEntry> {
        Ok(match self.fact {
            "received" => Entry::Received {
                institution: self.institution()?,
                day: self.day()?,
                item: self.item()?,
            },
            "roster" => Entry::Roster {
                institution: self.institution()?,
                day: self.day()?,
                version: self.version.ok_or(NotAnEntry::Missing("version"))?,
                digest: RosterDigest(self.digest()?),
                key: parsed("key", self.key, MinisignKey::parse)?,
            },
            "policy" => Entry::Policy {
                day: self.day()?,
                digest: self.digest()?,
            },
            _ => Entry::Recorded(Recorded {
                record: Record {
                    institution: self.institution()?,
                    day: self.day()?,
                    event: self.event()?,
                },
                key: parsed("key", self.key, Fingerprint::parse)?,
                signature: parsed("signature", self.signature, |text| {
                    Signature::parse(text).ok()
                })?,
            }),
        })
    }

    fn event(&self) -> Result<Event, NotAnEntry> {
        Ok(match self.fact {
            "rejected" => Event::Rejected {
                item: self.item()?,
                reason: parsed("reason", self.reason, Rejection::parse)?,
            },
            "opened" => Event::Opened {
                case: parsed("case", self.case, CaseNumber::parse)?,
                item: self.item()?,
                category: parsed("category", self.category, |slug| Category::parse(slug).ok())?,
                track: parsed("track", self.track, Track::parse)?,
            },
            _ => Event::Step {
                step: self.step()?,
                case: parsed("case", self.case, CaseNumber::parse)?,
                after: parsed("after", self.after, TreeHash::parse)?,
            },
        })
    }

    fn step(&self) -> Result<Step, NotAnEntry> {
        Ok(match self.fact {
            "linked" => Step::Linked { item: self.item()? },
            "acknowledged" => Step::Acknowledged,
            "assessed" => Step::Assessed(self.assessment()?),
            "notified" => Step::Notified,
            "info_requested" => Step::InfoRequested,
            "forwarded" => Step::Forwarded {
                to: parsed("to", self.to, institution)?,
            },
            "under_review" => Step::UnderReview,
            "feedback" => Step::Feedback,
            "extended" => Step::Extended {
                reason: parsed("reason", self.reason, Extension::parse)?,
            },
            "concluded" => Step::Concluded(self.conclusion()?),
            "closed" => Step::Closed,
            "reopened" => Step::Reopened,
            "identified" => Step::Identified,
            "expunged" => Step::Expunged,
            _ => return Err(NotAnEntry::UnknownFact),
        })
    }

    fn assessment(&self) -> Result<Assessment, NotAnEntry> {
        Ok(
            match self.decision.ok_or(NotAnEntry::Missing("decision"))? {
                "recognised" => Assessment::Recognised,
                "not_recognised" => {
                    Assessment::NotRecognised(parsed("reason", self.reason, NonRecognition::parse)?)
                }
                "tip_accepted" => Assessment::TipAccepted,
                "as_submission" => Assessment::AsSubmission,
                _ => return Err(NotAnEntry::Malformed("decision")),
            },
        )
    }

    fn conclusion(&self) -> Result<Conclusion, NotAnEntry> {
        let proceedings = self
            .proceedings
            .as_ref()
            .ok_or(NotAnEntry::Missing("proceedings"))?;
        let effects = self
            .effects
            .as_ref()
            .ok_or(NotAnEntry::Missing("effects"))?;
        Ok(Conclusion {
            outcome: parsed("outcome", self.outcome, Outcome::parse)?,
            proceedings: proceedings
                .iter()
                .map(|text| proceeding(text))
                .collect::<Option<BTreeMap<_, _>>>()
                .ok_or(NotAnEntry::Malformed("proceedings"))?,
            effects: effects
                .iter()
                .map(|text| Effect::parse(text))
                .collect::<Option<BTreeSet<_>>>()
                .ok_or(NotAnEntry::Malformed("effects"))?,
            damage_eur: euros("damage_eur", self.damage_eur)?,
            recovered_eur: euros("recovered_eur", self.recovered_eur)?,
        })
    }

    fn institution(&self) -> Result<Institution, NotAnEntry> {
        parsed("institution", self.institution, institution)
    }

    fn day(&self) -> Result<crate::rules::calendar::Day, NotAnEntry> {
        parsed("day", self.day, |text| text.parse().ok())
    }

    fn item(&self) -> Result<Item, NotAnEntry> {
        parsed("item", self.item, |text| {
            lower_hex(text).map(Item::from_bytes)
        })
    }

    fn digest(&self) -> Result<[u8; 32], NotAnEntry> {
        parsed("digest", self.digest, lower_hex)
    }
}

fn parsed<T>(
    name: &'static str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, NotAnEntry> {
    parse(text.ok_or(NotAnEntry::Missing(name))?).ok_or(NotAnEntry::Malformed(name))
}

fn institution(slug: &str) -> Option<Institution> {
    Institution::parse(slug).ok()
}

fn proceeding(text: &str) -> Option<(Proceeding, ProceedingState)> {
    let (kind, state) = text.split_once(':')?;
    Some((Proceeding::parse(kind)?, ProceedingState::parse(state)?))
}

fn euros(name: &'static str, amount: Option<u64>) -> Result<Option<Euros>, NotAnEntry> {
    amount
        .map(|amount| Euros::new(amount).ok_or(NotAnEntry::Malformed(name)))
        .transpose()
}

const INFALLIBLE: &str = "writing to a String does not fail";
/// A signed step; saves growing.
const TYPICAL_LENGTH: usize = 360;

#[cfg(test)]
mod tests;
