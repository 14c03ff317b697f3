//! P7: for each way to cheat, the auditor's findings name it.
//!
//! A ledger is told honestly, verified once, then told otherwise; or an intake appends
//! what it had to refuse.

#[path = "world/log.rs"]
mod log;
#[path = "world/year.rs"]
#[expect(dead_code, reason = "benches use the rest")]
mod year;

use std::io;
use std::process::Command;

use svilpe::auditor::verify::finding::{Disproved, Finding};
use svilpe::auditor::verify::mirror::Mirror;
use svilpe::auditor::verify::rosters::Pin;
use svilpe::auditor::verify::{CannotVerify, Report, Terms, verify};
use svilpe::keys::digest::Item;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::evidence::{Evidence, Misbehaviour};
use svilpe::ledger::checkpoint::witness::{Quorum, Witness, WitnessKey};
use svilpe::ledger::checkpoint::{Checkpoint, LogName};
use svilpe::ledger::entry::step::{Assessment, Step};
use svilpe::ledger::entry::terms::{NonRecognition, Rejection, Track};
use svilpe::ledger::entry::{CaseNumber, Entry, Event, Fingerprint};
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::tree::proof::{Inclusion, Tiles};
use svilpe::ledger::tree::tiles::{Bundle, Resource, Tile};
use svilpe::ledger::validator::Gate;
use svilpe::ledger::validator::refused::Refused;
use svilpe::rules::calendar::{Calendar, Day};
use svilpe::rules::policy::{Category, Policy};
use svilpe::text::Language;

use log::{Bureau, Log};

/// Two institutions, four reports, one case that begins.
struct Scene {
    log: Log,
    knab: Bureau,
    vid: Bureau,
    case: CaseNumber,
    /// The case's newest entry.
    head: TreeHash,
}

impl Scene {
    fn new() -> Self {
        let (knab, vid) = (Bureau::new("knab"), Bureau::new("vid"));
        let mut log = Log::new();
        for bureau in [&knab, &vid] {
            let roster = bureau.publish(1, &[&bureau.officer]);
            log.serve_roster(&roster);
            log.append(&roster.entry(day(5)));
        }
        for number in 1..=3 {
            log.append(&knab.received(day(6), item(number)));
        }
        log.append(&vid.received(day(6), item(4)));
        let case = CaseNumber::from_bytes([0xc0; 8]);
        let head = log.append(&knab.record(day(7), opened(case, 1)));
        let head = log.append(&knab.step(day(8), case, head, Step::Acknowledged));
        log.append(&knab.record(
            day(8),
            Event::Rejected {
                item: item(2),
                reason: Rejection::Spam,
            },
        ));
        Self {
            log,
            knab,
            vid,
            case,
            head,
        }
    }

    fn step(&mut self, on: Day, step: Step) {
        let entry = self.knab.step(on, self.case, self.head, step);
        self.head = self.log.append(&entry);
    }
}

/// An auditor with a mirror of their own.
struct Auditor {
    folder: tempfile::TempDir,
    policy: Policy,
    calendar: Calendar,
    quorum: Quorum,
    pins: Vec<Pin>,
    expected: Vec<Item>,
}

impl Auditor {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            policy: Policy::shipped(),
            calendar: Calendar::shipped(),
            quorum: Quorum::none(),
            pins: Vec::new(),
            expected: Vec::new(),
        }
    }

    fn try_verify(
        &self,
        today: Day,
        log: &Log,
        fetch: &dyn Fn(Resource) -> io::Result<Option<Vec<u8>>>,
    ) -> Result<Report, CannotVerify> {
        let mirror = Mirror::open(self.folder.path()).expect("opens");
        let key = log.public();
        let terms = Terms {
            policy: &self.policy,
            calendar: &self.calendar,
            log: &key,
            quorum: &self.quorum,
            pins: &self.pins,
            expected: &self.expected,
            today,
        };
        verify(&mirror, fetch, &terms, &mut |_, _| {})
    }

    fn verify(&self, today: Day, log: &Log) -> Report {
        self.try_verify(today, log, &|resource| log.fetch(resource))
            .expect("reachable")
    }

    /// The codes of what is found, and how often.
    fn finds(&self, today: Day, log: &Log) -> Vec<(&'static str, u64)> {
        codes(&self.verify(today, log))
    }
}

fn codes(report: &Report) -> Vec<(&'static str, u64)> {
    report
        .findings
        .counts()
        .iter()
        .map(|(code, count)| (*code, *count))
        .collect()
}

/// A day of January 2026; the 5th is a Monday.
fn day(of_january: u8) -> Day {
    format!("2026-01-{of_january:02}").parse().expect("a day")
}

fn item(number: u8) -> Item {
    Item::from_bytes([number; 32])
}

fn opened(case: CaseNumber, number: u8) -> Event {
    let category = Category::parse("public-funds").expect("a slug");
    Event::Opened {
        case,
        item: item(number),
        category,
        track: Track::WhistleblowerReport,
    }
}

const CLEAN: [(&str, u64); 0] = [];

#[test]
fn an_honest_ledger_is_clean_and_what_waits_is_counted() {
    let scene = Scene::new();
    let report = Auditor::new().verify(day(9), &scene.log);
    assert_eq!(codes(&report), CLEAN);
    assert_eq!(report.head, Some(scene.log.checkpoint().head()));
    let waiting: Vec<_> = report
        .waiting
        .iter()
        .map(|w| (w.institution.as_str(), w.items, w.oldest_days))
        .collect();
    assert_eq!(waiting, [("knab", 1, 3), ("vid", 1, 3)]);
}

#[test]
fn p7_an_item_that_nobody_accounted_for_is_named_with_its_age() {
    let scene = Scene::new();
    let report = Auditor::new().verify(day(14), &scene.log);
    let unaccounted: Vec<_> = report
        .findings
        .kept()
        .iter()
        .filter_map(|finding| match finding {
            Finding::Unaccounted {
                index,
                institution,
                age_days,
                ..
            } => Some((*index, institution.as_str(), *age_days)),
            _ => None,
        })
        .collect();
    assert_eq!(unaccounted, [(4, "knab", 8), (5, "vid", 8)]);
    assert_eq!(
        Auditor::new().finds(day(13), &scene.log),
        CLEAN,
        "the last day is still in time"
    );
}

#[test]
fn p7_a_missed_deadline_is_named_with_its_clock() {
    let mut scene = Scene::new();
    scene.step(
        day(14),
        Step::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
    );
    let report = Auditor::new().verify(day(25), &scene.log);
    let missed: Vec<_> = report
        .findings
        .kept()
        .iter()
        .filter_map(|finding| match finding {
            Finding::Missed {
                clock, due, done, ..
            } => Some((clock.id(), due.to_string(), *done)),
            _ => None,
        })
        .collect();
    let expected = [
        ("L1", "2026-01-13".to_owned(), Some(day(14))),
        ("L2", "2026-01-17".to_owned(), None),
    ];
    assert_eq!(missed, expected);
}

#[test]
fn p7_rewritten_history_is_named_and_convicts() {
    let scene = Scene::new();
    let lines = scene.log.lines.clone();
    let retell = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        let more = scene.vid.received(day(8), item(9)).to_line();
        lines.extend([more, scene.vid.received(day(8), item(10)).to_line()]);
        scene.log.retold(lines)
    };
    let other = scene.knab.received(day(6), item(77)).to_line();
    let inserted = other.clone();
    for (code, log) in [
        ("dropped", retell(&|lines| drop(lines.remove(4)))),
        ("altered", retell(&|lines| lines[4].clone_from(&other))),
        (
            "inserted",
            retell(&|lines| lines.insert(4, inserted.clone())),
        ),
        ("reordered", retell(&|lines| lines.swap(4, 5))),
    ] {
        let auditor = Auditor::new();
        assert_eq!(auditor.finds(day(9), &scene.log), CLEAN);
        let report = auditor.verify(day(9), &log);
        assert_eq!(codes(&report), [(code, 1)]);
        assert!(
            matches!(
                report.findings.kept()[0],
                Finding::Rewritten {
                    seen: 9,
                    index: 4,
                    ..
                }
            ),
            "{code}"
        );
        let evidence = report.evidence.expect("two signatures").to_json();
        let evidence =
            Evidence::parse(&evidence, &scene.log.public()).expect("anyone can check it");
        let newer = log.lines.len() as u64;
        assert_eq!(
            evidence.proves(),
            Ok(Misbehaviour::Rewritten { older: 9, newer })
        );
        assert_eq!(
            auditor.finds(day(9), &scene.log),
            CLEAN,
            "the mirror kept the old story"
        );
    }
}

#[test]
fn p7_a_rolled_back_ledger_is_named() {
    let scene = Scene::new();
    let auditor = Auditor::new();
    auditor.verify(day(9), &scene.log);
    let shorter = scene.log.retold(scene.log.lines[..7].to_vec());
    let report = auditor.verify(day(9), &shorter);
    assert_eq!(codes(&report), [("rolled-back", 1)]);
    assert!(
        report.evidence.is_none(),
        "an old head that was true proves nothing"
    );
    let mut other = shorter.lines.clone();
    other.swap(4, 5);
    let report = auditor.verify(day(9), &scene.log.retold(other));
    assert_eq!(codes(&report), [("rolled-back", 1)]);
    let proven = report.evidence.expect("never a prefix").proves();
    assert_eq!(proven, Ok(Misbehaviour::Rewritten { older: 7, newer: 9 }));
}

#[test]
fn p7_two_heads_of_one_size_are_named_and_convict() {
    let scene = Scene::new();
    let auditor = Auditor::new();
    auditor.verify(day(9), &scene.log);
    let mut other = scene.log.lines.clone();
    other.swap(4, 5);
    let report = auditor.verify(day(9), &scene.log.retold(other));
    assert_eq!(codes(&report), [("forked", 1)]);
    let evidence = report.evidence.expect("two signatures").to_json();
    let evidence = Evidence::parse(&evidence, &scene.log.public()).expect("anyone can check it");
    assert_eq!(evidence.proves(), Ok(Misbehaviour::Forked { size: 9 }));
}

#[test]
fn p7_a_swapped_institution_key_is_named() {
    let mut scene = Scene::new();
    let thief = Bureau::new("knab");
    let swapped = thief.publish(2, &[&thief.officer]);
    scene.log.serve_roster(&swapped);
    scene.log.append(&swapped.entry(day(9)));
    scene.log.append(&thief.record(
        day(9),
        Event::Rejected {
            item: item(3),
            reason: Rejection::Spam,
        },
    ));
    let found = Auditor::new().finds(day(9), &scene.log);
    assert_eq!(found, [("key-swapped", 1), ("unknown-key", 1)]);

    let mut honest = Scene::new();
    let successor = Bureau::new("knab");
    let handed_over = successor.publish_after(Some(&honest.knab.secret), 2, &[&successor.officer]);
    honest.log.serve_roster(&handed_over);
    honest.log.append(&handed_over.entry(day(9)));
    assert_eq!(Auditor::new().finds(day(9), &honest.log), CLEAN);

    let pin = Pin {
        institution: scene.knab.institution.clone(),
        key: thief.secret.public().clone(),
    };
    let auditor = Auditor {
        pins: vec![pin],
        ..Auditor::new()
    };
    let found = auditor.finds(day(9), &honest.log);
    assert!(
        found.contains(&("key-swapped", 2)),
        "neither roster is by the pinned key: {found:?}"
    );
}

#[test]
fn p7_rosters_that_go_back_or_are_withheld_are_named() {
    let mut scene = Scene::new();
    let second = scene.knab.publish(2, &[&scene.knab.officer]);
    let first = scene.knab.publish(1, &[&scene.knab.officer]);
    for roster in [&second, &first] {
        scene.log.serve_roster(roster);
        scene.log.append(&roster.entry(day(9)));
    }
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("roster-backwards", 1)]
    );

    let mut scene = Scene::new();
    scene
        .log
        .append(&scene.knab.publish(2, &[&scene.knab.officer]).entry(day(9)));
    assert_eq!(Auditor::new().finds(day(9), &scene.log), [("withheld", 1)]);

    let mut scene = Scene::new();
    let real = scene.knab.publish(2, &[&scene.knab.officer]);
    scene.log.serve_roster(&real);
    let mut entry = real.entry(day(9));
    if let Entry::Roster { version, .. } = &mut entry {
        *version = 3;
    }
    scene.log.append(&entry);
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("roster-differs", 1)]
    );
}

#[test]
fn p7_keys_count_only_while_their_roster_does() {
    let mut scene = Scene::new();
    let next = SigningKey::random();
    let second = scene.knab.publish(2, &[&next]);
    scene.log.serve_roster(&second);
    scene.log.append(&second.entry(day(9)));
    scene.step(day(9), Step::InfoRequested);
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("retired-key", 1)]
    );

    let mut early = Scene::new();
    let later = early.knab.publish(2, &[&early.knab.officer, &next]);
    early.log.serve_roster(&later);
    let rejected = Event::Rejected {
        item: item(3),
        reason: Rejection::Spam,
    };
    early.log.append(&log::record(
        &early.knab.institution,
        &next,
        day(9),
        rejected,
    ));
    early.log.append(&later.entry(day(9)));
    assert_eq!(
        Auditor::new().finds(day(9), &early.log),
        [("unknown-key", 1)],
        "a future key"
    );
}

#[test]
fn p7_a_hidden_item_is_named() {
    let mut scene = Scene::new();
    let case = CaseNumber::from_bytes([0xc1; 8]);
    scene
        .log
        .append(&scene.knab.record(day(9), opened(case, 50)));
    let auditor = Auditor {
        expected: vec![item(1), item(60)],
        ..Auditor::new()
    };
    assert_eq!(
        auditor.finds(day(9), &scene.log),
        [("hidden", 1), ("never-received", 1)]
    );
}

#[test]
fn p7_a_dropped_record_leaves_a_gap_even_for_a_first_auditor() {
    let mut scene = Scene::new();
    scene.step(day(9), Step::InfoRequested);
    scene.step(day(9), Step::Assessed(Assessment::Recognised));
    scene.step(day(9), Step::Notified);
    let mut lines = scene.log.lines.clone();
    lines.remove(lines.len() - 2);
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log.retold(lines.clone())),
        [("gap", 1)]
    );
    lines.swap(6, 7);
    let found = Auditor::new().finds(day(9), &scene.log.retold(lines));
    assert!(
        found.contains(&("no-such-case", 1)),
        "a step before its case: {found:?}"
    );
}

#[test]
fn p7_back_dated_entries_are_named() {
    let mut scene = Scene::new();
    scene.step(day(7), Step::InfoRequested);
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("back-dated", 1)]
    );

    let mut scene = Scene::new();
    scene.log.append(&scene.vid.received(day(6), item(9)));
    assert_eq!(Auditor::new().finds(day(9), &scene.log), [("late", 1)]);

    let mut scene = Scene::new();
    let auditor = Auditor::new();
    auditor.verify(day(12), &scene.log);
    scene.step(day(10), Step::Assessed(Assessment::Recognised));
    assert_eq!(
        auditor.finds(day(12), &scene.log),
        [("back-dated-since-seen", 1)]
    );
    assert_eq!(
        Auditor::new().finds(day(12), &scene.log),
        CLEAN,
        "who had not looked can't know"
    );

    let mut scene = Scene::new();
    scene.step(day(11), Step::InfoRequested);
    assert_eq!(
        Auditor::new().finds(day(10), &scene.log),
        [("ahead-of-time", 1)]
    );
}

#[test]
fn p7_recording_for_someone_else_is_named() {
    let mut scene = Scene::new();
    let rejected = |number| Event::Rejected {
        item: item(number),
        reason: Rejection::Spam,
    };
    scene.log.append(&log::record(
        &scene.knab.institution,
        &scene.vid.officer,
        day(9),
        rejected(3),
    ));
    scene.log.append(&scene.vid.record(day(9), rejected(3)));
    scene.log.append(
        &scene
            .vid
            .step(day(9), scene.case, scene.head, Step::InfoRequested),
    );
    let found = Auditor::new().finds(day(9), &scene.log);
    assert_eq!(
        found,
        [
            ("foreign-key", 1),
            ("someone-elses-case", 1),
            ("someone-elses-item", 1)
        ]
    );
}

#[test]
fn p7_replays_doubles_and_forgeries_are_named() {
    let mut scene = Scene::new();
    let lines = scene.log.lines.clone();
    scene.log.lines.push(lines[2].clone());
    scene.log.lines.push(lines[6].clone());
    scene.log.lines.push(lines[7].clone());
    scene.log.lines.push(lines[8].clone());
    let forged = scene
        .knab
        .step(day(8), scene.case, scene.head, Step::InfoRequested)
        .to_line();
    scene
        .log
        .lines
        .push(forged.replacen("info_requested", "notified", 1));
    scene.log.lines.push("{\"fact\":\"nonsense\"}".to_owned());
    let found = Auditor::new().finds(day(9), &scene.log);
    assert_eq!(
        found,
        [
            ("accounted-twice", 1),
            ("not-an-entry", 1),
            ("not-signed", 1),
            ("received-twice", 1),
            ("replayed", 2)
        ]
    );
}

#[test]
fn p7_a_rejection_that_was_disproved_is_named_and_its_clocks_run_from_receipt() {
    let mut scene = Scene::new();
    let anna = SigningKey::random();
    let roster = scene.knab.publish(2, &[&scene.knab.officer, &anna]);
    scene.log.serve_roster(&roster);
    scene.log.append(&roster.entry(day(9)));
    let case = CaseNumber::from_bytes([0xd0; 8]);
    let by_anna = |event| log::record(&scene.knab.institution, &anna, day(12), event);
    let entry = by_anna(opened(case, 2));
    scene.log.append(&entry);
    let report = Auditor::new().verify(day(12), &scene.log);
    assert_eq!(codes(&report), CLEAN);
    assert!(report.findings.is_clean());
    let note = Finding::Disproved(Disproved {
        index: 8,
        institution: scene.knab.institution.clone(),
        day: day(8),
        reason: Rejection::Spam,
        key: Fingerprint::of(&scene.knab.officer.public()),
        by: 10,
    });
    assert_eq!(report.findings.notes(), [note]);
    for language in [Language::Latvian, Language::English] {
        let text = report.to_text(language);
        let key = Fingerprint::of(&scene.knab.officer.public()).to_string();
        assert!(text.contains(&key) && text.contains("2026-01-08"), "{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["clean"], true);
    assert_eq!(json["notes"][0]["finding"], "rejection-disproved");

    // Received on the 6th, not on the 12th.
    let report = Auditor::new().verify(day(14), &scene.log);
    let of_case = |finding: &&Finding| {
        matches!(finding, Finding::Missed { case: missed, due, .. }
            if *missed == case && *due == day(13))
    };
    let missed = report.findings.kept().iter().filter(of_case).count();
    assert_eq!(missed, 2, "A1 and L1: {:?}", report.findings.kept());

    // A rejection after the case had to be refused: a fault, and no case is undone by it.
    let late = Event::Rejected {
        item: item(2),
        reason: Rejection::Unreadable,
    };
    scene.log.append(&scene.knab.record(day(12), late));
    let report = Auditor::new().verify(day(12), &scene.log);
    assert_eq!(codes(&report), [("accounted-twice", 1)]);
    assert_eq!(report.findings.notes().len(), 1);
}

#[test]
fn p7_a_step_out_of_order_is_named_once() {
    let mut scene = Scene::new();
    scene.step(day(9), Step::Closed);
    scene.step(day(9), Step::Assessed(Assessment::Recognised));
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("out-of-step", 1)]
    );
}

#[test]
fn p7_what_is_served_must_be_what_was_signed() {
    let scene = Scene::new();
    let other = scene.log.retold(
        scene
            .log
            .lines
            .iter()
            .map(|line| line.replacen("2026-01-06", "2026-01-05", 1))
            .collect(),
    );
    let found = |fetch: &dyn Fn(Resource) -> io::Result<Option<Vec<u8>>>| {
        codes(
            &Auditor::new()
                .try_verify(day(9), &scene.log, fetch)
                .expect("reachable"),
        )
    };
    let wrong_entries = |resource| match resource {
        Resource::Entries(_) => other.fetch(resource),
        _ => scene.log.fetch(resource),
    };
    assert_eq!(found(&wrong_entries), [("entry-differs", 1)]);
    let wrong_tiles = |resource| match resource {
        Resource::Tile(_) => Ok(None),
        _ => wrong_entries(resource),
    };
    assert_eq!(found(&wrong_tiles), [("tree-differs", 1)]);
    let nothing = |resource| match resource {
        Resource::Entries(_) => Ok(None),
        _ => scene.log.fetch(resource),
    };
    assert_eq!(found(&nothing), [("withheld", 1)]);
    assert_eq!(found(&|_| Ok(None)), [("withheld", 1)]);
    assert_eq!(
        found(&|_| Ok(Some(b"hello".to_vec()))),
        [("bad-checkpoint", 1)]
    );
    let stranger = Log::new();
    assert_eq!(
        found(&|resource| stranger.fetch(resource)),
        [("bad-checkpoint", 1)]
    );
    let unreachable = |_| Err(io::Error::from(io::ErrorKind::ConnectionRefused));
    let refused = Auditor::new()
        .try_verify(day(9), &scene.log, &unreachable)
        .map(|_| ());
    assert!(
        matches!(refused, Err(CannotVerify::Io(_))),
        "no network is nobody's fault"
    );
}

#[test]
fn p7_an_auditor_trusts_only_what_enough_witnesses_cosigned() {
    let scene = Scene::new();
    let (name, key) = (
        LogName::parse("ngo.example/w").expect("a name"),
        SigningKey::random(),
    );
    let quorum =
        Quorum::new(vec![WitnessKey::new(name.clone(), key.public())], 1).expect("one of one");
    let auditor = Auditor {
        quorum,
        ..Auditor::new()
    };
    assert_eq!(
        auditor.finds(day(9), &scene.log),
        [("too-few-witnesses", 1)]
    );
    let mut witness = Witness::new(name, &key, None);
    let cosigned: Checkpoint = witness
        .cosign(scene.log.checkpoint(), &<_>::default(), day(9))
        .expect("the first");
    let served = |resource| match resource {
        Resource::Checkpoint => Ok(Some(cosigned.to_bytes())),
        _ => scene.log.fetch(resource),
    };
    let report = auditor
        .try_verify(day(9), &scene.log, &served)
        .expect("reachable");
    assert_eq!(codes(&report), CLEAN);
}

#[test]
fn a_mirror_grows_and_notices_when_its_own_files_change() {
    let mut scene = Scene::new();
    let auditor = Auditor::new();
    for number in 10..=250 {
        scene.log.append(&scene.vid.received(day(8), item(number)));
        if number % 60 == 10 {
            let report = auditor.verify(day(9), &scene.log);
            assert_eq!(report.head, Some(scene.log.checkpoint().head()));
            assert_eq!(codes(&report), CLEAN);
        }
    }
    for number in 0..40 {
        scene
            .log
            .append(&scene.vid.received(day(8), Item::of(&[number])));
    }
    assert_eq!(auditor.finds(day(9), &scene.log), CLEAN);
    let mirror = Mirror::open(auditor.folder.path()).expect("opens");
    let full = Resource::Entries(Bundle::new(0, 256).expect("fits"));
    let mut bytes = mirror.read(full).expect("reads").expect("is there");
    bytes[40] ^= 1;
    mirror.keep(full, &bytes).expect("writes");
    let damaged = auditor.try_verify(day(9), &scene.log, &|resource| scene.log.fetch(resource));
    assert!(matches!(damaged, Err(CannotVerify::MirrorDamaged)));
}

#[test]
fn the_gate_refuses_what_auditors_would_name() {
    let scene = Scene::new();
    let mut gate = Gate::new(&Policy::shipped());
    for bureau in [&scene.knab, &scene.vid] {
        gate.learn(bureau.publish(1, &[&bureau.officer]).facts());
    }
    for line in &scene.log.lines {
        let entry = Entry::parse(line.as_bytes()).expect("an entry");
        gate.note(entry).expect("an honest ledger passes");
    }
    let (knab, vid, case, head) = (&scene.knab, &scene.vid, scene.case, scene.head);
    let mut refused = |entry: Entry| {
        gate.accept(entry.to_line().as_bytes(), day(9))
            .map(|accepted| accepted.index)
    };
    let rejected = |number| Event::Rejected {
        item: item(number),
        reason: Rejection::Spam,
    };
    assert_eq!(
        refused(knab.received(day(9), item(9))),
        Err(Refused::NotForOfficers)
    );
    assert_eq!(
        refused(knab.step(day(8), case, head, Step::InfoRequested)),
        Err(Refused::NotToday)
    );
    assert_eq!(
        refused(knab.step(day(10), case, head, Step::InfoRequested)),
        Err(Refused::NotToday)
    );
    assert_eq!(
        refused(knab.record(day(9), rejected(4))),
        Err(Refused::ItemOf(vid.institution.clone()))
    );
    assert_eq!(
        refused(knab.record(day(9), rejected(1))),
        Err(Refused::AccountedTwice)
    );
    assert_eq!(
        refused(knab.record(day(9), rejected(9))),
        Err(Refused::NeverReceived)
    );
    assert_eq!(
        refused(vid.step(day(9), case, head, Step::Closed)),
        Err(Refused::CaseOf(knab.institution.clone()))
    );
    assert_eq!(
        refused(knab.step(day(9), case, TreeHash::EMPTY, Step::InfoRequested)),
        Err(Refused::Gap)
    );
    let to = knab.institution.clone();
    assert_eq!(
        refused(knab.step(day(9), case, head, Step::Forwarded { to })),
        Err(Refused::ForwardedToItself)
    );
    assert!(matches!(
        refused(knab.step(day(9), case, head, Step::Feedback)),
        Err(Refused::OutOfStep {
            step: "feedback",
            ..
        })
    ));
    let unknown = Event::Opened {
        case: CaseNumber::from_bytes([1; 8]),
        item: item(3),
        category: Category::parse("weather").expect("a slug"),
        track: Track::AnonymousTip,
    };
    assert_eq!(
        refused(knab.record(day(9), unknown)),
        Err(Refused::UnknownCategory)
    );
    let asked = knab.step(day(9), case, head, Step::InfoRequested);
    assert_eq!(
        refused(knab.step(day(9), case, head, Step::InfoRequested)),
        Ok(9)
    );
    assert_eq!(refused(asked), Err(Refused::Replayed));
    assert_eq!(
        refused(knab.step(day(9), case, head, Step::Closed)),
        Err(Refused::Stale)
    );
}

#[test]
fn a_reporter_s_number_comes_with_a_proof() {
    let scene = Scene::new();
    let head = scene.log.checkpoint().head();
    let read = |tile: Tile| scene.log.fetch(Resource::Tile(tile)).ok().flatten();
    let proof: Inclusion = Tiles::new(head, &read)
        .prove_inclusion(3)
        .expect("in the tree");
    let leaf = scene.knab.received(day(6), item(2)).leaf();
    assert_eq!(proof.check(head, 3, leaf), Ok(()));
    assert!(proof.check(head, 4, leaf).is_err());
}

#[test]
fn the_year_2022_holds_the_published_numbers_and_is_clean() {
    let year = year::latvia_2022();
    let mut log = Log::new();
    for roster in &year.rosters {
        log.serve_roster(roster);
    }
    let count = |text: &str| {
        year.entries
            .iter()
            .filter(|entry| entry.to_line().contains(text))
            .count()
    };
    for entry in &year.entries {
        log.append(entry);
    }
    assert_eq!(count("{\"fact\":\"received\""), year::RECEIVED);
    assert_eq!(count("\"decision\":\"recognised\""), year::RECOGNISED);
    let received = |slug| {
        count(&format!(
            "{{\"fact\":\"received\",\"institution\":\"{slug}\""
        ))
    };
    assert_eq!(
        [
            received("vid"),
            received("knab"),
            received("valsts-policija")
        ],
        [61, 55, 36]
    );
    assert_eq!(
        [count("administrative_offence:"), count("disciplinary:")],
        [14, 2]
    );
    assert_eq!(
        [
            count("harm_prevented"),
            count("improvement"),
            count("recommendation")
        ],
        [13, 5, 17]
    );
    assert_eq!(year.bureaus.len(), 44);
    let report = Auditor::new().verify("2023-06-01".parse().expect("a day"), &log);
    assert_eq!(codes(&report), CLEAN);
    assert!(report.waiting.is_empty());
}

/// An independent reader, written from `docs/LEDGER.md` with Python's standard library alone.
#[test]
fn a_second_auditor_in_another_language_agrees() {
    let mut scene = Scene::new();
    scene.step(
        day(9),
        Step::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
    );
    for number in 10..=255 {
        scene.log.append(&scene.vid.received(day(8), item(number)));
    }
    for number in 0..=255_u8 {
        scene
            .log
            .append(&scene.vid.received(day(8), Item::of(&[number])));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let size = scene.log.lines.len() as u64;
    let bundles = Bundle::covering(0, size).map(Resource::Entries);
    let tiles = Tile::all(size).map(Resource::Tile);
    for resource in bundles.chain(tiles).chain([Resource::Checkpoint]) {
        let path = folder.path().join(resource.to_string());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(
            path,
            scene
                .log
                .fetch(resource)
                .expect("in memory")
                .expect("served"),
        )
        .expect("written");
    }
    let check = |officer: String| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ledger_check.py");
        let run = Command::new("python3")
            .args([script.as_ref(), folder.path().as_os_str()])
            .args([scene.log.public().to_string(), officer])
            .output()
            .expect("python3 runs");
        (
            run.status.code(),
            String::from_utf8_lossy(&run.stdout).into_owned(),
        )
    };
    let officer = scene.knab.officer.public().to_string();
    assert_eq!(
        check(officer.clone()),
        (Some(0), format!("{size} entries, 4 signed, all well\n"))
    );
    let tile = folder.path().join("tile/1/000.p/2");
    let mut bytes = std::fs::read(&tile).expect("there are two full tiles");
    bytes[63] ^= 1;
    std::fs::write(&tile, bytes).expect("written");
    assert_eq!(check(officer).0, Some(1));
    assert_ne!(check(SigningKey::random().public().to_string()).0, Some(0));
}

#[test]
fn every_finding_has_a_sentence_in_both_languages() {
    let sources = [
        include_str!("../src/auditor/verify/finding.rs"),
        include_str!("../src/ledger/validator/refused.rs"),
    ];
    let words = [
        include_str!("../src/text/lv/commands/auditor.ftl"),
        include_str!("../src/text/en/commands/auditor.ftl"),
    ];
    let codes: Vec<_> = sources
        .iter()
        .flat_map(|source| source.split("=> \"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(codes.len() > 40, "{codes:?}");
    for code in codes {
        for words in words {
            assert!(words.contains(&format!("\nfinding-{code} = ")), "{code}");
        }
    }
}
