//! A second auditor in another language judges made-up ledgers of three institutions alike, finding
//! by finding: honest steps, and every kind that no intake would take.

use std::collections::BTreeMap;
use std::process::Command;

use proptest::prelude::*;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion};
use svilpe::ledger::entry::vocabulary::{
    ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason, Track,
};
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use svilpe::ledger::fold::lifecycle::CaseProgress;
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::tree::tiles::{Bundle, HashTile, Resource};
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::{Category, Policy};
use svilpe::rules::roster::Institution;
use svilpe::statistics::counting::cell::Cell;
use svilpe::statistics::counting::year::Year;
use svilpe::statistics::counting::year_count::YearCount;

use super::{Auditor, item, opened};
use crate::figures::categories;
use crate::world::cases;
use crate::world::log::{Bureau, Log, record};

/// A ledger in the making, told by dice.
struct Story {
    log: Log,
    bureaus: [Bureau; 3],
    today: Day,
    received: u8,
    cases: Vec<StoryCase>,
    dice: u64,
}

struct StoryCase {
    bureau: usize,
    number: CaseNumber,
    head: TreeHash,
    progress: CaseProgress,
}

impl Story {
    fn told(seed: u64, entries: usize) -> Self {
        let bureaus = ["knab", "vid", "iekseja"].map(Bureau::new);
        let [knab, vid, own] = bureaus;
        let bureaus = [knab, vid, own.internal()];
        let mut story = Self {
            log: Log::new(),
            bureaus,
            today: "2026-01-05".parse().expect("a day"),
            received: 0,
            cases: Vec::new(),
            dice: seed,
        };
        // Now and then something happens before there are rules, or a roster.
        if story.roll(4) == 0 {
            story.receive();
        }
        story.log.adopt(story.today, &Policy::shipped());
        for bureau in 0..3 {
            story.publish(bureau, 1);
        }
        for _ in 0..entries {
            story.go_on();
        }
        story
    }

    /// `SplitMix64`, so that a seed names a ledger.
    fn roll(&mut self, below: usize) -> usize {
        self.dice = self.dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % (below as u64)).expect("small")
    }

    fn publish(&mut self, bureau: usize, version: u32) {
        let bureau = &self.bureaus[bureau];
        let roster = bureau.publish(version, &[&bureau.officer]);
        self.log.serve_roster(&roster);
        self.log.append(&roster.entry(self.today));
    }

    fn receive(&mut self) {
        self.received += 1;
        let bureau = self.roll(3);
        let late = i32::try_from(self.roll(3)).expect("small");
        let entry = self.bureaus[bureau].received(self.today.plus_days(-late), item(self.received));
        self.log.append(&entry);
    }

    fn go_on(&mut self) {
        let days = [0, 0, 1, 2, 9][self.roll(5)];
        self.today = self.today.plus_days(days);
        match self.roll(20) {
            0..=2 => self.receive(),
            3..=4 => self.open(),
            5 => self.reject(),
            6 => self.misbehave(),
            _ => self.step(),
        }
    }

    /// Mostly the institution that it belongs to; the day may run back.
    fn append(&mut self, bureau: usize, event: OfficerEvent) -> TreeHash {
        let back = i32::from(self.roll(15) == 0);
        let entry = self.bureaus[bureau].record(self.today.plus_days(-back), event);
        self.log.append(&entry)
    }

    fn some_item(&mut self) -> svilpe::keys::digest::ReportDigest {
        let number = self.roll(usize::from(self.received) + 2);
        item(u8::try_from(number).expect("few"))
    }

    fn open(&mut self) {
        let (bureau, report) = (self.roll(3), self.some_item());
        let number = u64::try_from(self.cases.len()).expect("few");
        let case = CaseNumber::from_bytes((number + 1).to_be_bytes());
        let mut event = opened(case, 0);
        if let OfficerEvent::Opened { item, track, .. } = &mut event {
            *item = report;
            *track = Track::ALL[self.roll(2)];
        }
        if self.roll(2) == 0
            && let OfficerEvent::Opened { category, .. } = &mut event
        {
            *category = Category::parse(["environment", "aml-cft", "tax-evasion"][self.roll(3)])
                .expect("a slug");
        }
        let OfficerEvent::Opened { track, .. } = event else {
            panic!("it is")
        };
        let head = self.append(bureau, event);
        self.cases.push(StoryCase {
            bureau,
            number: case,
            head,
            progress: CaseProgress::open(track),
        });
    }

    fn reject(&mut self) {
        let (bureau, item) = (self.roll(3), self.some_item());
        let reason = RejectionReason::ALL[self.roll(RejectionReason::ALL.len())];
        self.append(bureau, OfficerEvent::Rejected { item, reason });
    }

    fn step(&mut self) {
        if self.cases.is_empty() {
            return self.receive();
        }
        let at = self.roll(self.cases.len());
        // Mostly what the life cycle allows, so that cases come to their end and begin again.
        let honest = self.roll(12) > 0;
        let mut step = self.some_step();
        for _ in 0..20 {
            if !honest || self.cases[at].progress.allows(&step) {
                break;
            }
            step = self.some_step();
        }
        let StoryCase {
            bureau,
            number: case,
            head,
            ..
        } = self.cases[at];
        let bureau = if self.roll(40) == 0 {
            self.roll(3)
        } else {
            bureau
        };
        let after = match self.roll(40) {
            0 => TreeHash::of_leaf(b"dropped"),
            1 => {
                let other = self.roll(self.cases.len());
                self.cases[other].head
            }
            _ => head,
        };
        let progress = CaseProgress::open(Track::AnonymousTip);
        let before = std::mem::replace(&mut self.cases[at].progress, progress);
        self.cases[at].progress = before.take(&step).unwrap_or_else(|refused| refused.case);
        let leaf = self.append(bureau, OfficerEvent::Step { case, after, step });
        self.cases[at].head = leaf;
    }

    fn some_step(&mut self) -> CaseStep {
        match self.roll(19) {
            0 => CaseStep::Acknowledged,
            1 | 2 => CaseStep::Assessed(Assessment::Recognised),
            3 => CaseStep::Assessed(Assessment::TipAccepted),
            4 => CaseStep::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
            5 => CaseStep::Assessed(Assessment::AsSubmission),
            6 => CaseStep::Notified,
            7 => CaseStep::InfoRequested,
            8 | 9 => CaseStep::UnderReview,
            10 => CaseStep::Feedback,
            11 => CaseStep::Concluded(Conclusion {
                outcome: Outcome::Confirmed,
                proceedings: <_>::default(),
                effects: <_>::default(),
                damage_eur: None,
                recovered_eur: None,
            }),
            12 => CaseStep::Closed,
            13 => CaseStep::Reopened,
            14 => CaseStep::Identified,
            15 => CaseStep::Extended {
                reason: ExtensionReason::ALL[self.roll(ExtensionReason::ALL.len())],
            },
            17 => CaseStep::ProceedingsEnded {
                kind: Proceeding::ALL[self.roll(Proceeding::ALL.len())],
                state: ProceedingState::ENDS[self.roll(2)],
            },
            16 => CaseStep::Linked {
                item: self.some_item(),
            },
            _ => CaseStep::Forwarded {
                to: Institution::parse(["vid", "knab", "nekur"][self.roll(3)]).expect("a slug"),
            },
        }
    }

    /// What no honest intake appends.
    fn misbehave(&mut self) {
        match self.roll(9) {
            0 => self.log.lines.push("{\"fact\":\"nonsense\"}".to_owned()),
            1 => {
                let again = self.roll(self.log.lines.len());
                self.log.lines.push(self.log.lines[again].clone());
            }
            2 => {
                let stranger = SigningKey::random();
                let item = self.some_item();
                let reason = RejectionReason::Spam;
                let event = OfficerEvent::Rejected { item, reason };
                let of = &self.bureaus[0].institution;
                self.log.append(&record(of, &stranger, self.today, event));
            }
            3 => {
                let signed = self.log.lines.iter().rfind(|line| line.contains("spam"));
                let forged = signed.map(|line| line.replacen("spam", "empty", 1));
                self.log.lines.extend(forged);
            }
            4 => {
                let (day, before) = (self.today.plus_days(-3), self.today);
                self.log.append(&Entry::Clock { day, before });
                self.today = day;
            }
            5 => {
                let bureau = self.roll(3);
                let version = 1 + u32::try_from(self.roll(3)).expect("small");
                self.publish(bureau, version);
            }
            6 => {
                let far = self.today.plus_days(400);
                let entry = self.bureaus[1].received(far, item(200));
                self.log.append(&entry);
            }
            7 => {
                let line = format!(r#"{{"fact":"mediated","day":"{}"}}"#, self.today);
                if let Some(case) = self.cases.last_mut() {
                    case.head = TreeHash::of_leaf(line.as_bytes());
                }
                self.log.lines.push(line);
            }
            _ => {
                let day = self.today;
                self.log.append(&Entry::Policy {
                    day,
                    digest: Policy::shipped().digest(),
                });
            }
        }
    }

    /// The files that the ledger serves, under its paths.
    fn lay(&self, folder: &std::path::Path) {
        let size = self.log.lines.len() as u64;
        let bundles = Bundle::covering(0, size).map(Resource::Entries);
        let tiles = HashTile::all(size).map(Resource::Tile);
        let served = self.log.files().chain(bundles).chain(tiles);
        for resource in served.chain([Resource::Checkpoint]) {
            let path = folder.join(resource.to_string());
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            let bytes = self
                .log
                .fetch(resource)
                .expect("in memory")
                .expect("served");
            std::fs::write(path, bytes).expect("written");
        }
    }
}

/// What both say of each finding, in one order.
fn comparable(findings: &[serde_json::Value]) -> Vec<String> {
    let said = |finding: &serde_json::Value| {
        let names = [
            "finding", "index", "case", "clock", "due", "done", "binding",
        ];
        let values = names.map(|name| match &finding[name] {
            serde_json::Value::Null => String::new(),
            value => value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        });
        values.join(" ")
    };
    let mut said: Vec<_> = findings.iter().map(said).collect();
    said.sort();
    said
}

fn second_opinion(story: &Story, today: Day) -> (Vec<String>, BTreeMap<String, u64>) {
    let folder = tempfile::tempdir().expect("a folder");
    story.lay(folder.path());
    let policy = Resource::Policy(Policy::shipped().digest()).to_string();
    let policy = folder.path().join(policy);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ledger_audit.py");
    let run = Command::new("python3")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(script)
        .arg(folder.path())
        .arg(story.log.public().to_string())
        .arg(&policy)
        .arg(today.to_string())
        .output()
        .expect("python3 runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let said: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let figures = said["figures"].as_object().expect("years").iter();
    let figures = figures.flat_map(|(year, cells)| {
        let cells = cells.as_object().expect("cells").iter();
        cells.map(move |(cell, count)| (format!("{year}/{cell}"), count.as_u64().expect("a count")))
    });
    let findings = said["findings"].as_array().expect("a list");
    (comparable(findings), figures.collect())
}

fn first_opinion(story: &Story, today: Day) -> (Vec<String>, BTreeMap<String, u64>) {
    let auditor = Auditor::new();
    let report = auditor.verify(today, &story.log).to_json();
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let all = ["findings", "notes"].map(|list| report[list].as_array().expect("a list").clone());
    let cases = auditor.summaries(today, &story.log);
    let years = (2025..=2028).map(|year| Year::new(year).expect("a year"));
    let figures = years.flat_map(|year| {
        let counted = YearCount::count(year, &categories(), &cases)
            .cells
            .into_iter();
        let seen = counted.filter(|(_, count)| *count > 0);
        seen.map(move |(cell, count)| {
            let Cell { table, row, column } = cell;
            (format!("{year}/{}/{row}/{column}", table.code()), count)
        })
    });
    (comparable(&all.concat()), figures.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(4), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn p7_a_second_auditor_finds_and_counts_the_same_in_any_ledger(seed: u64) {
        let story = Story::told(seed, 160);
        let today = story.today.plus_days(i32::try_from(seed % 200).expect("small"));
        let (findings, figures) = first_opinion(&story, today);
        let (others, their_figures) = second_opinion(&story, today);
        prop_assert_eq!(others, findings);
        prop_assert_eq!(their_figures, figures);
    }
}

/// The dice must reach what there is to find, or two auditors agree on nothing.
#[test]
fn made_up_ledgers_hold_nearly_every_finding() {
    let mut found = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let story = Story::told(seed, 160);
        let report = Auditor::new().verify(story.today.plus_days(100), &story.log);
        found.extend(report.findings.counts().keys().copied());
        let notes = report.findings.notes().iter();
        found.extend(notes.map(svilpe::auditor::verify::finding::Finding::code));
    }
    assert!(found.len() >= 29, "{} kinds: {found:?}", found.len());
}
