//! The audit report: what verifying found, for people and for scripts.
//!
//! As text for the terminal, JSON for programs, CSV for a spreadsheet and a page for the printer.
//! Totals come first, then who is late and what waits, then each finding where it belongs.

use std::fmt::Write as _;

use serde_json::json;

use super::finding::{Finding, Findings};
use super::grouping::{FindingGroup, grouped};
use super::page::{AuditPage, ShownFinding, ShownGroup};
use crate::keys::digest::DigestPrefix;
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
    /// Institutions that are late, or with whom something waits: the longest late first.
    pub institutions: Vec<InstitutionStanding>,
    /// Proof of misbehaviour, for anyone.
    pub evidence: Option<Evidence>,
    /// Of the reports that were asked for: those that are there, their entries' numbers and days.
    pub expected_there: Vec<(DigestPrefix, u64, Day)>,
}

/// How an institution stands, for whoever supervises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstitutionStanding {
    /// Which one.
    pub institution: Institution,
    /// Items that it received and nobody has accounted for, overdue or not.
    pub unopened: u64,
    /// Days since the oldest of them was received; 0 if there are none.
    pub oldest_days: i32,
    /// What is due by law and over and not done, those unopened items included.
    pub overdue: u64,
    /// The first day on which one of them was over.
    pub overdue_since: Option<Day>,
    /// What was due as a standard of service, and is over and not done.
    pub overdue_service: u64,
    /// What was done, and late, by law or as a standard of service.
    pub late: u64,
}

impl InstitutionStanding {
    pub(super) fn new(institution: Institution) -> Self {
        Self {
            institution,
            unopened: 0,
            oldest_days: 0,
            overdue: 0,
            overdue_since: None,
            overdue_service: 0,
            late: 0,
        }
    }

    /// Something by law is over since the day after `due`.
    pub(super) fn note_overdue(&mut self, due: Day) {
        let since = due.plus_days(1);
        self.overdue += 1;
        self.overdue_since = Some(self.overdue_since.map_or(since, |other| other.min(since)));
    }

    /// Who is late by law, the longest first; then who isn't, by name.
    pub(super) fn in_order(&self) -> (bool, Option<Day>, Institution) {
        let since = self.overdue_since;
        (since.is_none(), since, self.institution.clone())
    }

    fn sentences(&self, language: Language) -> Vec<String> {
        let mut sentences = Vec::new();
        let institution = self.institution.as_str();
        let since = self.overdue_since.map(|since| since.to_string());
        if let Some(since) = since {
            let overdue = self.overdue.to_string();
            let arguments = [
                ("institution", institution),
                ("count", &overdue),
                ("since", &since),
            ];
            sentences.push(say_with(language, "verify-overdue", &arguments));
        }
        if self.overdue_service > 0 || self.late > 0 {
            let (service, late) = (self.overdue_service.to_string(), self.late.to_string());
            let arguments = [
                ("institution", institution),
                ("service", &service),
                ("late", &late),
            ];
            sentences.push(say_with(language, "verify-late", &arguments));
        }
        if self.unopened > 0 {
            let (items, days) = (self.unopened.to_string(), self.oldest_days.to_string());
            let arguments = [
                ("institution", institution),
                ("items", &items),
                ("days", &days),
            ];
            sentences.push(say_with(language, "verify-waiting", &arguments));
        }
        sentences
    }
}

impl AuditReport {
    /// Did a newer program write some of what was read? Then little of the rest is sure.
    pub fn is_newer_than_program(&self) -> bool {
        self.findings.counts().contains_key("newer-program")
    }

    /// For scripts: one object.
    pub fn to_json(&self) -> String {
        let institutions = self.institutions.iter().map(|standing| {
            json!({
                "institution": standing.institution.as_str(),
                "unopened": standing.unopened,
                "oldest_days": standing.oldest_days,
                "overdue": standing.overdue,
                "overdue_since": standing.overdue_since.map(|since| since.to_string()),
                "overdue_service": standing.overdue_service,
                "late": standing.late,
            })
        });
        let expected = self.expected_there.iter().map(|(item, entry, day)| {
            json!({"item": item.to_string(), "entry": entry, "day": day.to_string()})
        });
        json!({
            "expected_there": expected.collect::<Vec<_>>(),
            "day": self.day.to_string(),
            "size": self.head.map(|head| head.size),
            "root": self.head.map(|head| head.root.to_base64()),
            "checkpoint_day": self.dated.map(|day| day.to_string()),
            "clean": self.findings.is_clean(),
            "counts": self.findings.counts(),
            "findings": in_json(self.findings.kept()),
            "notes": in_json(self.findings.notes()),
            "institutions": institutions.collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// For people: what was read, who is late and what waits, what is wrong.
    pub fn to_text(&self, language: Language) -> String {
        let mut lines = self.summary(language);
        lines.extend(self.standing(language));
        for group in self.shown(language) {
            lines.push(String::new());
            lines.push(group.title);
            for (case, findings) in group.cases {
                lines.extend(Some(case).filter(|case| !case.is_empty()));
                let marked = findings
                    .iter()
                    .map(|found| format!("{} {}", found.mark, found.sentence));
                lines.extend(marked);
            }
        }
        lines.extend(self.more(language));
        lines.join("\n") + "\n"
    }

    /// For a spreadsheet: a header and a line for each finding, RFC 4180.
    pub fn to_csv(&self, language: Language) -> String {
        let mut csv = "institution,case,since,kind,finding,sentence\r\n".to_owned();
        for group in self.groups() {
            for finding in group.cases.iter().flat_map(|(_, findings)| findings) {
                let kind = if finding.is_fault() { "fault" } else { "note" };
                let of = finding.institution().map(ToString::to_string);
                let case = finding.case().map(|case| case.to_string());
                let since = finding.since().map(|since| since.to_string());
                let known = [of, case, since].map(Option::unwrap_or_default);
                let quoted = finding.sentence(language).replace('"', "\"\"");
                let known = known.join(",");
                write!(csv, "{known},{kind},{},\"{quoted}\"\r\n", finding.code())
                    .expect("a string takes all that is written");
            }
        }
        csv
    }

    /// For the printer: one file of HTML, complete in itself.
    pub fn to_page(&self, language: Language) -> String {
        AuditPage {
            language,
            title: say_with(
                language,
                "verify-page-title",
                &[("day", &self.day.to_string())],
            ),
            summary: self.summary(language),
            legend: say(language, "verify-page-legend"),
            standing_title: say(language, "verify-page-standing"),
            standing: self.standing(language),
            groups: self.shown(language),
            more: self.more(language),
        }
        .html()
    }

    /// What was read, and how much is wrong.
    fn summary(&self, language: Language) -> Vec<String> {
        let day = self.day.to_string();
        let mut lines = vec![match self.head {
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
        }];
        if let Some(dated) = self.dated {
            let (dated, age) = (dated.to_string(), self.day.days_since(dated).to_string());
            let arguments = [("day", dated.as_str()), ("age", age.as_str())];
            lines.push(say_with(language, "verify-dated", &arguments));
        }
        let counts = self.findings.counts();
        if counts.is_empty() {
            lines.push(say(language, "verify-clean"));
            return lines;
        }
        let all = counts.values().sum::<u64>().to_string();
        let each = counts.iter().map(|(code, count)| format!("{code} {count}"));
        let each = each.collect::<Vec<_>>().join(", ");
        let arguments = [("count", all.as_str()), ("each", each.as_str())];
        lines.push(say_with(language, "verify-total", &arguments));
        if self.is_newer_than_program() {
            let program = [("program", env!("CARGO_PKG_VERSION"))];
            lines.push(say_with(language, "verify-newer", &program));
        }
        lines
    }

    fn standing(&self, language: Language) -> Vec<String> {
        let institutions = self.institutions.iter();
        institutions
            .flat_map(|standing| standing.sentences(language))
            .collect()
    }

    fn more(&self, language: Language) -> Option<String> {
        let more = self.findings.left_out();
        let count = more.to_string();
        (more > 0).then(|| say_with(language, "verify-more", &[("count", &count)]))
    }

    fn groups(&self) -> Vec<FindingGroup<'_>> {
        let findings = self.findings.kept().iter().chain(self.findings.notes());
        grouped(findings)
    }

    fn shown(&self, language: Language) -> Vec<ShownGroup> {
        let finding = |finding: &&Finding| ShownFinding {
            mark: if finding.is_fault() { "!" } else { "·" },
            sentence: finding.sentence(language),
        };
        let group = |group: FindingGroup<'_>| ShownGroup {
            title: match &group.institution {
                Some(institution) => {
                    let arguments = [("institution", institution.as_str())];
                    say_with(language, "verify-of-institution", &arguments)
                }
                None => say(language, "verify-of-ledger"),
            },
            cases: group
                .cases
                .iter()
                .map(|(case, findings)| {
                    let case = case.map(|case| {
                        let number = case.to_string();
                        say_with(language, "verify-of-case", &[("case", &number)])
                    });
                    let findings = findings.iter().map(finding).collect();
                    (case.unwrap_or_default(), findings)
                })
                .collect(),
        };
        self.groups().into_iter().map(group).collect()
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
