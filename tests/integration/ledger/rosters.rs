//! Whose keys count, and from when.

use svilpe::auditor::verify::rosters::Pin;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::CaseStep;
use svilpe::ledger::entry::vocabulary::RejectionReason;
use svilpe::ledger::entry::{Entry, OfficerEvent};

use super::{Auditor, CLEAN, Scene, day, item};
use crate::world::log::{self, Bureau};

#[test]
fn p7_a_swapped_institution_key_is_named() {
    let mut scene = Scene::new();
    let thief = Bureau::new("knab");
    let swapped = thief.publish(2, &[&thief.officer]);
    scene.log.serve_roster(&swapped);
    scene.log.append(&swapped.entry(day(9)));
    scene.log.append(&thief.record(
        day(9),
        OfficerEvent::Rejected {
            item: item(3),
            reason: RejectionReason::Spam,
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
    scene.step(day(9), CaseStep::InfoRequested);
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("retired-key", 1)]
    );

    let mut early = Scene::new();
    let later = early.knab.publish(2, &[&early.knab.officer, &next]);
    early.log.serve_roster(&later);
    let rejected = OfficerEvent::Rejected {
        item: item(3),
        reason: RejectionReason::Spam,
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
fn p7_a_roster_that_a_broken_proxy_altered_once_accuses_nobody_next_time() {
    use svilpe::ledger::tree::tiles::{Resource, RosterPart};
    for broken in RosterPart::ALL.into_iter().take(3) {
        let scene = Scene::new();
        let auditor = Auditor::new();
        let altered = |resource: Resource| {
            let bytes = scene.log.fetch(resource)?;
            Ok(match resource {
                Resource::Roster(_, part) if part == broken => bytes.map(|mut bytes| {
                    let last = bytes.len() / 2;
                    bytes[last] ^= 1;
                    bytes
                }),
                _ => bytes,
            })
        };
        let report = auditor
            .try_verify(day(9), &scene.log, &altered)
            .expect("reachable");
        assert!(!report.findings.is_clean(), "{broken:?}");
        assert_eq!(auditor.finds(day(9), &scene.log), CLEAN, "{broken:?}");
    }
}

#[test]
fn p7_a_hand_over_that_was_not_given_once_is_asked_for_again() {
    use svilpe::ledger::tree::tiles::{Resource, RosterPart};
    let mut scene = Scene::new();
    let successor = Bureau::new("knab");
    let handed_over = successor.publish_after(Some(&scene.knab.secret), 2, &[&successor.officer]);
    scene.log.serve_roster(&handed_over);
    scene.log.append(&handed_over.entry(day(9)));
    let auditor = Auditor::new();
    let without = |resource: Resource| match resource {
        Resource::Roster(_, RosterPart::Handover) => Ok(None),
        _ => scene.log.fetch(resource),
    };
    let report = auditor
        .try_verify(day(9), &scene.log, &without)
        .expect("reachable");
    assert_eq!(super::codes(&report), [("key-swapped", 1)]);
    assert_eq!(auditor.finds(day(9), &scene.log), CLEAN);
}
