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

use crate::keys::digest::ReportDigest;
use crate::keys::lower_hex;
use crate::keys::signature::{NotSigned, Signature, SigningKey, VerifyingKey};
use crate::rules::calendar::Day;
use crate::rules::policy::Category;
use crate::rules::roster::{Institution, RosterDigest};

use super::step::{Assessment, CaseStep, Conclusion, Euros};
use super::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason,
    Track,
};
use super::{
    CaseNumber, Entry, Fingerprint, LINE_MAX, MinisignKey, NotAnEntry, OfficerEvent, Record,
    SignedRecord,
};
use crate::ledger::tree::TreeHash;

impl Entry {
    /// Reads one line from outside. The signature's bytes are read, not checked: see
    /// [`SignedRecord::verify`].
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
    pub fn sign(self, key: &SigningKey) -> SignedRecord {
        let fingerprint = Fingerprint::of(&key.public());
        let signature = key.sign(unsigned(&self, fingerprint).as_bytes());
        SignedRecord {
            record: self,
            key: fingerprint,
            signature,
        }
    }
}

impl SignedRecord {
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
        } => CanonicalLine::new("received")
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
        } => CanonicalLine::new("roster")
            .text("institution", institution)
            .text("day", day)
            .bare("version", version)
            .text("digest", hex::encode(digest.0))
            .text("key", key.as_str())
            .end(),
        Entry::Policy { day, digest } => CanonicalLine::new("policy")
            .text("day", day)
            .text("digest", hex::encode(digest))
            .end(),
        Entry::Clock { day, before } => CanonicalLine::new("clock")
            .text("day", day)
            .text("before", before)
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
    let members = serde_json::from_slice::<Members<'_>>(line);
    let entry = members.map_err(|_| NotAnEntry::NotJson);
    let entry = entry.and_then(|members| members.entry());
    entry.map_err(|why| {
        if is_of_another_kind(line) {
            NotAnEntry::UnknownFact
        } else {
            why
        }
    })
}

/// A day and a `fact` that is none of ours, whatever stands beside them: a newer program's. So a
/// kind of entry that changes gets another word, and an old program knows what it does not know.
fn is_of_another_kind(line: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct AnyKind<'a> {
        fact: &'a str,
        day: &'a str,
    }
    let is_word = |text: &str| {
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        (2..=FACT_LENGTH_MAX).contains(&text.len()) && text.bytes().all(letter)
    };
    serde_json::from_slice(line).is_ok_and(|AnyKind { fact, day }| {
        is_word(fact) && !FACTS.contains(&fact) && day.parse::<Day>().is_ok()
    })
}

fn record(record: &Record, key: Fingerprint) -> CanonicalLine {
    let line = CanonicalLine::new(record.event.fact())
        .text("institution", &record.institution)
        .text("day", record.day);
    let line = match &record.event {
        OfficerEvent::Rejected { item, reason } => line
            .text("item", hex::encode(item.as_bytes()))
            .text("reason", reason),
        OfficerEvent::Opened {
            case,
            item,
            category,
            track,
        } => line
            .text("case", case)
            .text("item", hex::encode(item.as_bytes()))
            .text("category", category.as_str())
            .text("track", track),
        OfficerEvent::Step { case, after, step } => {
            step_members(line.text("case", case).text("after", after), step)
        }
    };
    line.text("key", key)
}

fn step_members(line: CanonicalLine, step: &CaseStep) -> CanonicalLine {
    match step {
        CaseStep::Linked { item } => line.text("item", hex::encode(item.as_bytes())),
        CaseStep::Assessed(Assessment::NotRecognised(reason)) => line
            .text("decision", "not_recognised")
            .text("reason", reason),
        CaseStep::Assessed(assessment) => line.text("decision", assessment.as_str()),
        CaseStep::Forwarded { to } => line.text("to", to),
        CaseStep::Extended { reason } => line.text("reason", reason),
        CaseStep::Concluded(conclusion) => conclusion_members(line, conclusion),
        CaseStep::ProceedingsEnded { kind, state } => {
            line.list("proceedings", [format!("{kind}:{state}")])
        }
        CaseStep::Acknowledged
        | CaseStep::Notified
        | CaseStep::InfoRequested
        | CaseStep::UnderReview
        | CaseStep::Feedback
        | CaseStep::Closed
        | CaseStep::Reopened
        | CaseStep::Identified
        | CaseStep::Expunged => line,
    }
}

fn conclusion_members(line: CanonicalLine, conclusion: &Conclusion) -> CanonicalLine {
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
struct CanonicalLine(String);

impl CanonicalLine {
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
    before: Option<&'a str>,
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
            "clock" => Entry::Clock {
                day: self.day()?,
                before: parsed("before", self.before, |text| text.parse().ok())?,
            },
            _ => Entry::Recorded(SignedRecord {
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

    fn event(&self) -> Result<OfficerEvent, NotAnEntry> {
        Ok(match self.fact {
            "rejected" => OfficerEvent::Rejected {
                item: self.item()?,
                reason: parsed("reason", self.reason, RejectionReason::parse)?,
            },
            "opened" => OfficerEvent::Opened {
                case: parsed("case", self.case, CaseNumber::parse)?,
                item: self.item()?,
                category: parsed("category", self.category, |slug| Category::parse(slug).ok())?,
                track: parsed("track", self.track, Track::parse)?,
            },
            _ => OfficerEvent::Step {
                step: self.step()?,
                case: parsed("case", self.case, CaseNumber::parse)?,
                after: parsed("after", self.after, TreeHash::parse)?,
            },
        })
    }

    fn step(&self) -> Result<CaseStep, NotAnEntry> {
        Ok(match self.fact {
            "linked" => CaseStep::Linked { item: self.item()? },
            "acknowledged" => CaseStep::Acknowledged,
            "assessed" => CaseStep::Assessed(self.assessment()?),
            "notified" => CaseStep::Notified,
            "info_requested" => CaseStep::InfoRequested,
            "forwarded" => CaseStep::Forwarded {
                to: parsed("to", self.to, institution)?,
            },
            "under_review" => CaseStep::UnderReview,
            "feedback" => CaseStep::Feedback,
            "extended" => CaseStep::Extended {
                reason: parsed("reason", self.reason, ExtensionReason::parse)?,
            },
            "concluded" => CaseStep::Concluded(self.conclusion()?),
            "proceedings_ended" => self.ended()?,
            "closed" => CaseStep::Closed,
            "reopened" => CaseStep::Reopened,
            "identified" => CaseStep::Identified,
            "expunged" => CaseStep::Expunged,
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

    fn ended(&self) -> Result<CaseStep, NotAnEntry> {
        let none = NotAnEntry::Missing("proceedings");
        let ended = match self.proceedings.as_deref().ok_or(none)? {
            [one] => proceeding(one).filter(|(_, state)| ProceedingState::ENDS.contains(state)),
            _ => None,
        };
        let (kind, state) = ended.ok_or(NotAnEntry::Malformed("proceedings"))?;
        Ok(CaseStep::ProceedingsEnded { kind, state })
    }

    fn institution(&self) -> Result<Institution, NotAnEntry> {
        parsed("institution", self.institution, institution)
    }

    fn day(&self) -> Result<Day, NotAnEntry> {
        parsed("day", self.day, |text| text.parse().ok())
    }

    fn item(&self) -> Result<ReportDigest, NotAnEntry> {
        parsed("item", self.item, |text| {
            lower_hex::parse(text).map(ReportDigest::from_bytes)
        })
    }

    fn digest(&self) -> Result<[u8; 32], NotAnEntry> {
        parsed("digest", self.digest, lower_hex::parse)
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

/// Every kind of entry.
const FACTS: [&str; 21] = [
    "received",
    "roster",
    "policy",
    "clock",
    "rejected",
    "opened",
    "linked",
    "acknowledged",
    "assessed",
    "notified",
    "info_requested",
    "forwarded",
    "under_review",
    "feedback",
    "extended",
    "concluded",
    "proceedings_ended",
    "closed",
    "reopened",
    "identified",
    "expunged",
];
/// Bytes.
const FACT_LENGTH_MAX: usize = 32;
const INFALLIBLE: &str = "writing to a String does not fail";
/// A signed step; saves growing.
const TYPICAL_LENGTH: usize = 360;

#[cfg(test)]
mod tests;
