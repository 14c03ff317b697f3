//! Ways to bury a report with entries that look like work: each tried, and seen.

use svilpe::auditor::verify::finding::Finding;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion};
use svilpe::ledger::entry::vocabulary::{ExtensionReason, Outcome, Track};
use svilpe::ledger::entry::{CaseNumber, OfficerEvent};
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::{Category, Policy};
use svilpe::rules::roster::Institution;

use super::{Auditor, CLEAN, Scene, codes, day, item, opened};
use crate::world::log::{Bureau, Log, record};

const RECOGNISED: CaseStep = CaseStep::Assessed(Assessment::Recognised);

/// Faults and notes.
fn found(log: &Log, today: Day) -> Vec<Finding> {
    let findings = Auditor::new().verify(today, log).findings;
    let all = findings.kept().iter().chain(findings.notes());
    all.cloned().collect()
}

fn names(log: &Log, today: Day) -> Vec<&'static str> {
    found(log, today).iter().map(Finding::code).collect()
}

fn on(text: &str) -> Day {
    text.parse().expect("a day")
}

fn concluded() -> CaseStep {
    CaseStep::Concluded(Conclusion {
        outcome: Outcome::NotConfirmed,
        proceedings: <_>::default(),
        effects: <_>::default(),
        damage_eur: None,
        recovered_eur: None,
    })
}

/// The scene's case, decided and told, and what comes after.
fn decided(steps: &[(u8, CaseStep)]) -> Scene {
    let mut scene = Scene::new();
    scene.step(day(9), RECOGNISED);
    scene.step(day(9), CaseStep::Notified);
    for (of_january, step) in steps {
        scene.step(day(*of_january), step.clone());
    }
    scene
}

#[test]
fn p7_a_case_forwarded_to_nobody_is_named_and_no_fault() {
    let to = |slug| CaseStep::Forwarded {
        to: Institution::parse(slug).expect("a slug"),
    };
    let scene = decided(&[(9, to("nekur"))]);
    assert_eq!(names(&scene.log, day(9)), ["forwarded-outside"]);
    assert_eq!(Auditor::new().finds(day(9), &scene.log), CLEAN);
    let known = decided(&[(9, to("vid"))]);
    assert_eq!(names(&known.log, day(9)), [""; 0]);
    let itself = decided(&[(9, to("knab"))]);
    assert_eq!(names(&itself.log, day(9)), ["forwarded-to-itself"]);
}

#[test]
fn p7_a_case_that_ends_without_a_word_is_named_when_feedback_is_over() {
    let silent = decided(&[(9, CaseStep::UnderReview), (12, concluded())]);
    let untold = |scene: &Scene, today| names(&scene.log, on(today)).contains(&"feedback-untold");
    // Three months from the acknowledgement of the 8th.
    assert!(!untold(&silent, "2026-04-08") && untold(&silent, "2026-04-09"));
    let told = decided(&[
        (9, CaseStep::UnderReview),
        (12, concluded()),
        (13, CaseStep::Notified),
    ]);
    assert!(!untold(&told, "2026-04-09"));
}

#[test]
fn p7_a_case_that_is_reopened_and_left_is_late_once_more() {
    let scene = decided(&[
        (9, CaseStep::UnderReview),
        (12, CaseStep::Feedback),
        (12, concluded()),
        (12, CaseStep::Notified),
        (13, CaseStep::Closed),
        (15, CaseStep::Reopened),
    ]);
    let late = |today| {
        let missed = found(&scene.log, on(today));
        let service = missed.iter().filter(|finding| {
            let said = finding.particulars();
            finding.code() == "deadline-missed" && said.contains(&("binding", "service".to_owned()))
        });
        service.count()
    };
    assert_eq!((late("2026-04-15"), late("2026-04-16")), (0, 1));
}

#[test]
fn p7_what_was_done_late_stays_late() {
    let mut scene = Scene::new();
    scene.step(day(19), RECOGNISED);
    let late = names(&scene.log, day(19));
    assert!(late.contains(&"deadline-late"), "{late:?}");
}

#[test]
fn p7_an_own_channel_that_takes_six_months_is_named() {
    let bureau = Bureau::new("iekseja").internal();
    let mut log = Log::new();
    log.adopt(day(5), &Policy::shipped());
    let roster = bureau.publish(1, &[&bureau.officer]);
    log.serve_roster(&roster);
    log.append(&roster.entry(day(5)));
    log.append(&bureau.received(day(6), item(1)));
    let case = CaseNumber::from_bytes([7; 8]);
    let mut head = log.append(&bureau.record(day(7), opened(case, 1)));
    let reason = ExtensionReason::ALL[0];
    for step in [
        CaseStep::Acknowledged,
        RECOGNISED,
        CaseStep::Notified,
        CaseStep::UnderReview,
        CaseStep::Extended { reason },
    ] {
        head = log.append(&bureau.step(day(8), case, head, step));
    }
    assert_eq!(names(&log, day(8)), ["not-extendable"]);
}

#[test]
fn p7_what_was_received_before_there_was_a_roster_is_named_and_counts() {
    let bureau = Bureau::new("knab");
    let mut log = Log::new();
    log.adopt(day(5), &Policy::shipped());
    log.append(&bureau.received(day(5), item(1)));
    let roster = bureau.publish(1, &[&bureau.officer]);
    log.serve_roster(&roster);
    log.append(&roster.entry(day(5)));
    assert_eq!(names(&log, day(5)), ["received-for-nobody"]);
    // Whoever left it lying all the same is late.
    let late = names(&log, day(30));
    assert_eq!(late, ["received-for-nobody", "unaccounted"]);
}

#[test]
fn p7_cases_that_no_rule_knows_are_named() {
    let other = CaseNumber::from_bytes([0xc1; 8]);
    let named = |code: &str, event: OfficerEvent| {
        let mut scene = Scene::new();
        scene.log.append(&scene.knab.record(day(9), event));
        assert_eq!(names(&scene.log, day(9)), [code]);
    };
    named("case-exists", opened(Scene::new().case, 3));
    let category = Category::parse("nav-tadas").expect("a slug");
    named(
        "unknown-category",
        OfficerEvent::Opened {
            case: other,
            item: item(3),
            category,
            track: Track::AnonymousTip,
        },
    );
    // A bureau that the ledger has no roster of.
    let mut scene = Scene::new();
    let nobody = Bureau::new("nekur").record(day(9), opened(other, 3));
    scene.log.append(&nobody);
    assert_eq!(names(&scene.log, day(9)), ["unknown-key"]);
    let mut scene = Scene::new();
    let nobody = Institution::parse("nekur").expect("a slug");
    let entry = record(&nobody, &scene.knab.officer, day(9), opened(other, 3));
    scene.log.append(&entry);
    assert_eq!(names(&scene.log, day(9)), ["no-roster"]);
}

#[test]
fn p7_a_step_that_passes_over_the_newest_is_named() {
    let mut scene = Scene::new();
    let before = scene.head;
    scene.step(day(9), RECOGNISED);
    let entry = scene
        .knab
        .step(day(9), scene.case, before, CaseStep::Notified);
    scene.log.append(&entry);
    let report = Auditor::new().verify(day(9), &scene.log);
    assert_eq!(codes(&report), [("stale", 1)]);
}
