//! A second auditor in another language judges made-up ledgers of three institutions alike, finding
//! by finding: honest steps, and every kind that no intake would take.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion, Euros};
use svilpe::ledger::entry::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason,
    Track,
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
use svilpe::statistics::counting::year_count::{Span, YearCount};

use super::policies::{acknowledging_in, correcting};
use super::{Auditor, item, opened};
use crate::figures::categories;
use crate::world::log::{Bureau, Log, packed, record};
use crate::world::signer::auditor_block;
use crate::world::{World, cases, wire};

/// A ledger in the making, told by dice.
struct Story {
    log: Log,
    bureaus: [Bureau; 3],
    today: Day,
    received: u8,
    cases: Vec<StoryCase>,
    dice: u64,
    /// Whom it is told to: their rules, and which earlier ones they know.
    auditor: Auditor,
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
            auditor: Auditor::new(),
        };
        let own = story.roll(4);
        if own > 0 {
            let earlier = [Policy::shipped(), acknowledging_in(6)];
            let earlier = earlier.into_iter().take(own - 1);
            story.auditor.earlier_policies = earlier.map(|policy| policy.digest()).collect();
            story.auditor.policy = story.some_policy();
        }
        // Now and then something happens before there are rules, or a roster.
        if story.roll(4) == 0 {
            story.receive();
        }
        story.adopt();
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

    /// Mostly the shipped rules; or others; or such as say that they correct what was.
    fn some_policy(&mut self) -> Policy {
        match self.roll(6) {
            0 => acknowledging_in(6),
            1 => correcting("2026-03-01".parse().expect("a day")),
            _ => Policy::shipped(),
        }
    }

    fn adopt(&mut self) {
        let policy = self.some_policy();
        self.log.adopt(self.today, &policy);
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
            11 => CaseStep::Concluded(self.some_conclusion()),
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

    fn some_conclusion(&mut self) -> Conclusion {
        let kinds = (0..self.roll(3)).map(|_| {
            let kind = Proceeding::ALL[self.roll(Proceeding::ALL.len())];
            (
                kind,
                ProceedingState::ALL[self.roll(ProceedingState::ALL.len())],
            )
        });
        let proceedings = kinds.collect();
        let effects = (0..self.roll(3)).map(|_| Effect::ALL[self.roll(Effect::ALL.len())]);
        let effects = effects.collect();
        Conclusion {
            outcome: Outcome::ALL[self.roll(Outcome::ALL.len())],
            proceedings,
            effects,
            damage_eur: Euros::new(self.roll(5_000) as u64),
            recovered_eur: (self.roll(2) == 0)
                .then_some(Euros::new(self.roll(3) as u64))
                .flatten(),
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
            _ => self.adopt(),
        }
    }

    /// What it serves on this day: the head may be as of another, or of a day to come.
    fn fetch(&self, resource: Resource, today: Day) -> Option<Vec<u8>> {
        let ago = [0, 0, 1, 3, 4, -1, -2][usize::try_from(self.dice % 7).expect("small")];
        let bytes = self.log.fetch(resource).expect("in memory")?;
        Some(self.log.dated(resource, bytes, today.plus_days(-ago)))
    }

    /// The files that the ledger serves, under its paths.
    fn lay(&self, folder: &std::path::Path, today: Day) {
        let size = self.log.lines.len() as u64;
        let bundles = Bundle::covering(0, size).map(Resource::Entries);
        let tiles = HashTile::all(size).map(Resource::Tile);
        let served = self.log.files().chain(bundles).chain(tiles);
        for resource in served.chain([Resource::Checkpoint]) {
            let path = folder.join(resource.to_string());
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            let bytes = self.fetch(resource, today).expect("served");
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
    story.lay(folder.path(), today);
    let pack = |policy: [u8; 32]| folder.path().join(Resource::Policy(policy).to_string());
    let own = pack(story.auditor.policy.digest());
    std::fs::write(&own, packed(&story.auditor.policy)).expect("written");
    let known = story.auditor.earlier_policies.iter();
    let known: Vec<_> = known
        .map(|policy| pack(*policy))
        .filter(|pack| pack.exists())
        .collect();
    let run = Command::new("python3")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(SCRIPT)
        .arg(folder.path())
        .arg(story.log.public().to_string())
        .arg(&own)
        .arg(today.to_string())
        .args(known)
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
    let auditor = &story.auditor;
    let verified = auditor.try_verify(today, &story.log, &|what| Ok(story.fetch(what, today)));
    let report = verified.expect("reachable").to_json();
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let all = ["findings", "notes"].map(|list| report[list].as_array().expect("a list").clone());
    let cases = auditor.summaries(today, &story.log);
    let years = (2025..=2028).map(|year| Year::new(year).expect("a year"));
    let figures = years.flat_map(|year| {
        let counted = YearCount::count(year, &categories(), &cases);
        let cells = counted.cells.iter().map(|(cell, count)| {
            let Cell { table, row, column } = cell;
            (format!("{}/{row}/{column}", table.code()), *count)
        });
        let all = cells.chain(beside(&counted));
        let seen = all.filter(|(_, count)| *count > 0);
        let seen = seen.map(|(name, count)| (format!("{year}/{name}"), count));
        seen.collect::<Vec<_>>()
    });
    (comparable(&all.concat()), figures.collect())
}

/// Sums of euros, and medians of days.
fn beside(counted: &YearCount) -> impl Iterator<Item = (String, u64)> {
    let money = [
        ("damage", &counted.damage),
        ("recovered", &counted.recovered),
    ];
    let money = money.into_iter().flat_map(|(name, sums)| {
        let sides = [("eu", &sums.eu), ("outside", &sums.outside)];
        sides.map(|(side, sums)| (format!("money/{name}/{side}"), sums.iter().sum()))
    });
    let spans = [
        ("acknowledgement", Span::Acknowledgement),
        ("decision", Span::Decision),
        ("feedback", Span::Feedback),
        ("closing", Span::Closing),
    ];
    let medians = spans.into_iter().filter_map(|(name, span)| {
        let days = counted.days_to.get(&span)?;
        let median = days
            .get((days.len() - 1) / 2)
            .filter(|_| days.len() >= 10)?;
        Some((format!("days/{name}/median"), u64::from(*median)))
    });
    money.chain(medians)
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
        let day = story.today.plus_days(100);
        let verified =
            story
                .auditor
                .try_verify(day, &story.log, &|what| Ok(story.fetch(what, day)));
        let report = verified.expect("reachable");
        found.extend(report.findings.counts().keys().copied());
        let notes = report.findings.notes().iter();
        found.extend(notes.map(svilpe::auditor::verify::finding::Finding::code));
    }
    assert!(found.len() >= 33, "{} kinds: {found:?}", found.len());
}

/// What auditors alone may ask for is given to a request that Python signed as the page says, and to
/// no other.
#[test]
fn a_request_signed_from_the_page_alone_is_answered() {
    let key = SigningKey::random();
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, &auditor_block("Delna", &key), &[], None);
    let address = &world.intake.officers;
    let asked = |path: &str, key: &SigningKey| {
        let challenge = wire::get(address, "/v1/challenge");
        let challenge = String::from_utf8(challenge.body).expect("text");
        let headers = python_signs(["GET", path, &world.instance, &challenge], key);
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{}\r\n",
            headers.concat()
        );
        wire::ask(address, request.as_bytes())
            .expect("an answer")
            .status
    };
    let entries = "/tile/entries/000.p/2";
    assert_eq!(asked(entries, &key), 200);
    assert_eq!(asked("/v1/pack?", &key), asked("/v1/pack", &key));
    assert_eq!(asked(entries, &SigningKey::random()), 404);
    assert_eq!(wire::get(address, entries).status, 404);
}

fn python_signs(request: [&str; 4], key: &SigningKey) -> BTreeMap<String, String> {
    let mut python = Command::new("python3")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(SCRIPT)
        .arg("--sign")
        .args(request)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let mut stdin = python.stdin.take().expect("piped");
    stdin.write_all(&*key.expose_seed()).expect("written");
    drop(stdin);
    let said = python.wait_with_output().expect("it ends");
    serde_json::from_slice(&said.stdout).expect("headers")
}

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ledger_audit.py");
