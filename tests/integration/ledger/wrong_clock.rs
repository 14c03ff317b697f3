//! Days that ran ahead, and the entry that says so.

use svilpe::auditor::verify::finding::Finding;
use svilpe::ledger::entry::Entry;
use svilpe::ledger::entry::step::CaseStep;

use super::{Auditor, CLEAN, Scene, codes, day};

fn turned_back(on: u8, before: u8) -> Entry {
    Entry::Clock {
        day: day(on),
        before: day(before),
    }
}

#[test]
fn p7_days_that_ran_ahead_are_a_fault_until_the_intake_says_so_and_a_note_then() {
    let mut scene = Scene::new();
    scene.step(day(28), CaseStep::InfoRequested);
    let auditor = Auditor::new();
    assert_eq!(auditor.finds(day(9), &scene.log), [("ahead-of-time", 1)]);

    scene.log.append(&turned_back(9, 28));
    let later = scene.vid.publish(2, &[&scene.vid.officer]);
    scene.log.serve_roster(&later);
    scene.log.append(&later.entry(day(9)));
    let report = auditor.verify(day(9), &scene.log);
    assert!(
        !codes(&report)
            .iter()
            .any(|(code, _)| *code == "ahead-of-time")
    );
    assert!(!codes(&report).iter().any(|(code, _)| *code == "back-dated"));
    let notes: Vec<_> = report.findings.notes().iter().map(Finding::code).collect();
    assert_eq!(notes, ["clock-turned-back"]);
}

#[test]
fn p7_days_run_back_only_from_the_newest_entry_and_never_past_what_an_auditor_saw() {
    for (on, before) in [(7, 9), (8, 8), (9, 8), (7, 7)] {
        let mut scene = Scene::new();
        scene.log.append(&turned_back(on, before));
        let found = Auditor::new().finds(day(9), &scene.log);
        assert_eq!(found, [("clock-not-ahead", 1)], "{on} {before}");
    }
    let mut scene = Scene::new();
    let auditor = Auditor::new();
    assert_eq!(auditor.finds(day(12), &scene.log), CLEAN);
    scene.log.append(&turned_back(7, 8));
    assert_eq!(
        auditor.finds(day(12), &scene.log),
        [("back-dated-since-seen", 1)]
    );
}

#[test]
fn after_the_clock_was_turned_back_days_are_held_against_it() {
    let mut scene = Scene::new();
    scene.step(day(28), CaseStep::InfoRequested);
    scene.log.append(&turned_back(12, 28));
    let early = scene.knab.publish(2, &[&scene.knab.officer]);
    scene.log.serve_roster(&early);
    scene.log.append(&early.entry(day(11)));
    assert_eq!(
        Auditor::new().finds(day(12), &scene.log),
        [("back-dated", 1)]
    );
}
