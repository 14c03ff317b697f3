//! The audit report: what verifying found, for people and for scripts.

use serde_json::json;

use super::finding::{Finding, Findings};
use crate::ledger::checkpoint::evidence::Evidence;
use crate::ledger::tree::Head;
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;
use crate::text::{Language, say, say_with};

/// What verifying came to.
pub struct AuditReport {
    /// The newest head that was verified; none if the ledger is empty or could not be read.
    pub head: Option<Head>,
    /// The day for which the log signed the checkpoint that is served; none if it was not looked
    /// at.
    pub dated: Option<Day>,
    /// As of which deadlines were judged.
    pub day: Day,
    /// Faults and notes, counted; the first of each kept.
    pub findings: Findings,
    /// Items not accounted for yet, by institution, overdue or not.
    pub waiting: Vec<Unaccounted>,
    /// Proof of misbehaviour, for anyone.
    pub evidence: Option<Evidence>,
}

/// An institution's items that nobody has accounted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaccounted {
    /// Which received them.
    pub institution: Institution,
    /// How many of them nobody has accounted for.
    pub items: u64,
    /// Days since the oldest was received.
    pub oldest_days: i32,
}

impl AuditReport {
    /// For scripts: one object.
    pub fn to_json(&self) -> String {
        let waiting = self.waiting.iter().map(|waiting| {
            json!({
                "institution": waiting.institution.as_str(),
                "items": waiting.items,
                "oldest_days": waiting.oldest_days,
            })
        });
        json!({
            "day": self.day.to_string(),
            "size": self.head.map(|head| head.size),
            "root": self.head.map(|head| head.root.to_base64()),
            "checkpoint_day": self.dated.map(|day| day.to_string()),
            "clean": self.findings.is_clean(),
            "counts": self.findings.counts(),
            "findings": in_json(self.findings.kept()),
            "notes": in_json(self.findings.notes()),
            "waiting": waiting.collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// For people: what was read, what is wrong, what waits.
    pub fn to_text(&self, language: Language) -> String {
        let mut lines = Vec::new();
        let day = self.day.to_string();
        lines.push(match self.head {
            Some(head) => say_with(
                language,
                "verify-read",
                &[
                    ("entries", &head.size.to_string()),
                    ("day", &day),
                    ("root", &head.root.to_base64()),
                ],
            ),
            None => say(language, "verify-nothing"),
        });
        if let Some(dated) = self.dated {
            let age = self.day.days_since(dated).to_string();
            let arguments = [("day", dated.to_string()), ("age", age)];
            let arguments = arguments
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            lines.push(say_with(language, "verify-dated", &arguments));
        }
        if self.findings.is_clean() {
            lines.push(say(language, "verify-clean"));
        }
        for (mark, findings) in [("!", self.findings.kept()), ("·", self.findings.notes())] {
            let sentences = findings.iter().map(|finding| finding.sentence(language));
            lines.extend(sentences.map(|sentence| format!("{mark} {sentence}")));
        }
        let more = self.findings.left_out();
        if more > 0 {
            lines.push(say_with(
                language,
                "verify-more",
                &[("count", &more.to_string())],
            ));
        }
        for waiting in &self.waiting {
            lines.push(say_with(
                language,
                "verify-waiting",
                &[
                    ("institution", waiting.institution.as_str()),
                    ("items", &waiting.items.to_string()),
                    ("days", &waiting.oldest_days.to_string()),
                ],
            ));
        }
        lines.join("\n") + "\n"
    }
}

fn in_json(findings: &[Finding]) -> Vec<serde_json::Value> {
    let one = |finding: &Finding| {
        let mut object: serde_json::Map<_, _> = finding
            .particulars()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        object.insert("finding".to_owned(), finding.code().into());
        serde_json::Value::Object(object)
    };
    findings.iter().map(one).collect()
}
