//! Each report is accounted for, in time.

use svilpe::auditor::verify::finding::{Disproved, Finding};
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::{Assessment, CaseStep};
use svilpe::ledger::entry::vocabulary::{NonRecognition, RejectionReason};
use svilpe::ledger::entry::{CaseNumber, Fingerprint, OfficerEvent};
use svilpe::ledger::tree::proof::{Inclusion, Tiles};
use svilpe::ledger::tree::tiles::{HashTile, Resource};
use svilpe::text::Language;

use super::{Auditor, CLEAN, Scene, codes, day, item, opened};
use crate::world::log::{self};

#[test]
fn an_honest_ledger_is_clean_and_what_waits_is_counted() {
    let scene = Scene::new();
    let report = Auditor::new().verify(day(9), &scene.log);
    assert_eq!(codes(&report), CLEAN);
    assert_eq!(report.head, Some(scene.log.checkpoint().head()));
    let waiting: Vec<_> = report
        .institutions
        .iter()
        .map(|w| (w.institution.as_str(), w.unopened, w.oldest_days))
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
    assert_eq!(unaccounted, [(5, "knab", 8), (6, "vid", 8)]);
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
        CaseStep::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
    );
    let report = Auditor::new().verify(day(25), &scene.log);
    let missed: Vec<_> = report
        .findings
        .kept()
        .iter()
        .filter_map(|finding| match finding {
            Finding::Missed {
                clock, due, done, ..
            } => Some((clock.to_string(), due.to_string(), *done)),
            _ => None,
        })
        .collect();
    let expected = [
        ("L1".to_owned(), "2026-01-13".to_owned(), Some(day(14))),
        ("L2".to_owned(), "2026-01-17".to_owned(), None),
    ];
    assert_eq!(missed, expected);
}

#[test]
fn p7_a_hidden_item_is_named() {
    let mut scene = Scene::new();
    let case = CaseNumber::from_bytes([0xc1; 8]);
    scene
        .log
        .append(&scene.knab.record(day(9), opened(case, 50)));
    let auditor = Auditor {
        expected: vec![item(1).into(), item(60).into()],
        ..Auditor::new()
    };
    assert_eq!(
        auditor.finds(day(9), &scene.log),
        [("hidden", 1), ("never-received", 1)]
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
        index: 9,
        institution: scene.knab.institution.clone(),
        day: day(8),
        reason: RejectionReason::Spam,
        key: Fingerprint::of(&scene.knab.officer.public()),
        by: 11,
    });
    assert_eq!(report.findings.notes(), [note]);
    for language in [Language::latvian(), Language::english()] {
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
    let late = OfficerEvent::Rejected {
        item: item(2),
        reason: RejectionReason::Unreadable,
    };
    scene.log.append(&scene.knab.record(day(12), late));
    let report = Auditor::new().verify(day(12), &scene.log);
    assert_eq!(codes(&report), [("accounted-twice", 1)]);
    assert_eq!(report.findings.notes().len(), 1);
}

#[test]
fn a_reporter_s_number_comes_with_a_proof() {
    let scene = Scene::new();
    let head = scene.log.checkpoint().head();
    let read = |tile: HashTile| scene.log.fetch(Resource::Tile(tile)).ok().flatten();
    let proof: Inclusion = Tiles::new(head, &read)
        .prove_inclusion(4)
        .expect("in the tree");
    let leaf = scene.knab.received(day(6), item(2)).leaf();
    assert_eq!(proof.check(head, 4, leaf), Ok(()));
    assert!(proof.check(head, 5, leaf).is_err());
}

#[test]
fn every_finding_has_a_sentence_in_both_languages() {
    let sources = [
        include_str!("../../../src/auditor/verify/finding.rs"),
        include_str!("../../../src/ledger/validator/invalid_entry.rs"),
    ];
    let words = [
        include_str!("../../../src/text/lv/commands/auditor.ftl"),
        include_str!("../../../src/text/en/commands/auditor.ftl"),
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
