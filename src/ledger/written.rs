//! How entries are spelled: canonical JSON, there and back.
//!
//! No value of an entry needs an escape: each is a word of a closed list, a slug,
//! a day, a number, hexadecimal or base64. So writing is joining, and whoever reads
//! compares with what would have been written.
//!
//! Knows spelling. Never knows what is allowed when.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write as _};

use serde::Deserialize;

use crate::policy::Category;
use crate::roster::{Institution, RosterDigest};
use crate::sealed::Item;
use crate::signature::Signature;

use super::entry::{
    CaseNumber, Entry, Event, Fingerprint, MinisignKey, NotAnEntry, Record, Recorded,
};
use super::step::{Assessment, Conclusion, Euros, Step};
use super::terms::{
    Effect, Extension, NonRecognition, Outcome, Proceeding, ProceedingState, Rejection, Track,
};
use super::tree::{TreeHash, lower_hex};

/// The entry's line.
pub(super) fn line(entry: &Entry) -> String {
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
pub(super) fn unsigned(record_: &Record, key: Fingerprint) -> String {
    record(record_, key).end()
}

/// Reads the values; whether they were spelled canonically is for the caller to compare.
pub(super) fn read(line: &[u8]) -> Result<Entry, NotAnEntry> {
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

    fn day(&self) -> Result<crate::calendar::Day, NotAnEntry> {
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
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::ledger::entry::LINE_MAX;
    use crate::signature::SigningKey;

    #[test]
    fn every_entry_has_one_spelling() {
        for line in LINES {
            let entry = Entry::parse(line.as_bytes()).unwrap_or_else(|why| panic!("{line}: {why}"));
            assert_eq!(entry.to_line(), line);
        }
    }

    #[test]
    fn any_other_spelling_is_refused() {
        let line = LINES[0];
        let other =
            |from: &str, to: &str| Entry::parse(line.replacen(from, to, 1).as_bytes()).map(|_| ());
        use NotAnEntry::{Malformed, Missing, NotCanonical, NotJson, UnknownFact};
        for (from, to, why) in [
            (",", ", ", NotCanonical),
            ("}", "} ", NotCanonical),
            ("}", "}\n", NotCanonical),
            ("}", ",\"reason\":\"spam\"}", NotCanonical),
            ("}", ",\"note\":\"x\"}", NotJson),
            ("}", ",\"day\":\"2026-11-21\"}", NotJson),
            ("}", "}{}", NotJson),
            ("received", "opened", Missing("case")),
            ("received", "noted", UnknownFact),
            ("\"knab\"", "\"k\\u006eab\"", NotJson),
            ("knab", "KNAB", Malformed("institution")),
            ("2026-11-21", "2026-11-31", Malformed("day")),
            ("2026-11-21", "2026-11-21T10:00", Malformed("day")),
            ("5f", "5F", Malformed("item")),
            ("5f", "", Malformed("item")),
            ("\"2026-11-21\"", "null", Missing("day")),
            ("\"2026-11-21\"", "20261121", NotJson),
        ] {
            assert_eq!(other(from, to), Err(why), "{from} → {to}");
        }
        let order = r#"{"institution":"knab","fact":"received""#;
        let reordered = line.replacen(r#"{"fact":"received","institution":"knab""#, order, 1);
        assert_eq!(
            Entry::parse(reordered.as_bytes()).map(|_| ()),
            Err(NotCanonical)
        );
    }

    #[test]
    fn lists_and_amounts_have_one_spelling_too() {
        let line = LINES
            .iter()
            .find(|line| line.contains("concluded"))
            .expect("there is one");
        for (from, to) in [
            (
                r#""administrative_offence:closed_sanction","disciplinary:opened""#,
                r#""disciplinary:opened","administrative_offence:closed_sanction""#,
            ),
            (
                r#"["harm_prevented"]"#,
                r#"["harm_prevented","harm_prevented"]"#,
            ),
            (r#"["harm_prevented"]"#, r#"["prevented"]"#),
            ("12000", "012000"),
            ("12000", "12000.0"),
            ("12000", "-1"),
            ("12000", "1000000000001"),
            ("disciplinary:opened", "disciplinary"),
        ] {
            assert!(line.contains(from), "{from}");
            assert!(
                Entry::parse(line.replacen(from, to, 1).as_bytes()).is_err(),
                "{to}"
            );
        }
    }

    #[test]
    fn hostile_bytes_are_refused_quickly() {
        let long = format!("{}{}", LINES[0], " ".repeat(LINE_MAX));
        assert_eq!(
            Entry::parse(long.as_bytes()).map(|_| ()),
            Err(NotAnEntry::TooLong)
        );
        let nested = "[".repeat(LINE_MAX);
        for hostile in [
            &b"\xff\xfe"[..],
            b"",
            b"{}",
            b"null",
            b"[]",
            nested.as_bytes(),
            &[0; 64],
        ] {
            assert!(Entry::parse(hostile).is_err());
        }
    }

    #[test]
    fn only_the_signer_s_key_fits_and_only_the_signed_record() {
        let (key, other) = (SigningKey::random(), SigningKey::random());
        let signed = |day: &str| {
            let record = Record {
                institution: Institution::parse("knab").expect("a slug"),
                day: day.parse::<Day>().expect("a day"),
                event: Event::Rejected {
                    item: Item::from_bytes([7; 32]),
                    reason: Rejection::Spam,
                },
            };
            record.sign(&key)
        };
        let recorded = signed("2026-11-21");
        assert_eq!(recorded.verify(&key.public()), Ok(()));
        assert!(recorded.verify(&other.public()).is_err());
        let line = Entry::from(recorded).to_line();
        assert!(line.len() < 800, "{}", line.len());
        let altered = line.replacen("2026-11-21", "2026-11-22", 1);
        let Ok(Entry::Recorded(altered)) = Entry::parse(altered.as_bytes()) else {
            panic!("still an entry")
        };
        assert!(altered.verify(&key.public()).is_err());
    }

    const LINES: [&str; 10] = [
        r#"{"fact":"received","institution":"knab","day":"2026-11-21","item":"5f00000000000000000000000000000000000000000000000000000000000000"}"#,
        r#"{"fact":"roster","institution":"knab","day":"2026-11-21","version":3,"digest":"ab00000000000000000000000000000000000000000000000000000000000000","key":"RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"}"#,
        r#"{"fact":"policy","day":"2026-11-21","digest":"ab00000000000000000000000000000000000000000000000000000000000000"}"#,
        concat!(
            r#"{"fact":"opened","institution":"knab","day":"2026-11-21","case":"00000000000000c0","item":"5f00000000000000000000000000000000000000000000000000000000000000","category":"public-funds","track":"anonymous_tip","key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
        concat!(
            r#"{"fact":"rejected","institution":"knab","day":"2026-11-21","item":"5f00000000000000000000000000000000000000000000000000000000000000","reason":"spam","key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
        concat!(
            r#"{"fact":"assessed","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","decision":"not_recognised","reason":"anonymous","key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
        concat!(
            r#"{"fact":"forwarded","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","to":"vid","key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
        concat!(
            r#"{"fact":"extended","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","reason":"complex","key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
        concat!(
            r#"{"fact":"concluded","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","outcome":"confirmed","proceedings":["administrative_offence:closed_sanction","disciplinary:opened"],"effects":["harm_prevented"],"damage_eur":12000,"key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
        concat!(
            r#"{"fact":"closed","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","key":"1f00000000000000","signature":""#,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
            r#""}"#
        ),
    ];
}
