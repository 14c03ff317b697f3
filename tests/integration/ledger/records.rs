//! What one officer may record, and in which order.

use svilpe::ledger::entry::step::{Assessment, CaseStep};
use svilpe::ledger::entry::vocabulary::{RejectionReason, Track};
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::validator::Validator;
use svilpe::ledger::validator::invalid_entry::InvalidEntry;
use svilpe::rules::policy::{Category, Policy};

use super::{Auditor, Scene, day, item};
use crate::world::log::{self};

#[test]
fn p7_recording_for_someone_else_is_named() {
    let mut scene = Scene::new();
    let rejected = |number| OfficerEvent::Rejected {
        item: item(number),
        reason: RejectionReason::Spam,
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
            .step(day(9), scene.case, scene.head, CaseStep::InfoRequested),
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
    scene.log.lines.push(lines[3].clone());
    scene.log.lines.push(lines[7].clone());
    scene.log.lines.push(lines[8].clone());
    scene.log.lines.push(lines[9].clone());
    let forged = scene
        .knab
        .step(day(8), scene.case, scene.head, CaseStep::InfoRequested)
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
fn p7_a_step_out_of_order_is_named_once() {
    let mut scene = Scene::new();
    scene.step(day(9), CaseStep::Closed);
    scene.step(day(9), CaseStep::Assessed(Assessment::Recognised));
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log),
        [("out-of-step", 1)]
    );
}

#[test]
fn the_gate_refuses_what_auditors_would_name() {
    let scene = Scene::new();
    let mut validator = Validator::new(&Policy::shipped());
    for bureau in [&scene.knab, &scene.vid] {
        validator.learn(bureau.publish(1, &[&bureau.officer]).facts());
    }
    for line in &scene.log.lines {
        let entry = Entry::parse(line.as_bytes()).expect("an entry");
        validator.note(entry).expect("an honest ledger passes");
    }
    let (knab, vid, case, head) = (&scene.knab, &scene.vid, scene.case, scene.head);
    let mut refused = |entry: Entry| {
        validator
            .accept(entry.to_line().as_bytes(), day(9))
            .map(|accepted| accepted.index)
    };
    let rejected = |number| OfficerEvent::Rejected {
        item: item(number),
        reason: RejectionReason::Spam,
    };
    assert_eq!(
        refused(knab.received(day(9), item(9))),
        Err(InvalidEntry::NotForOfficers)
    );
    assert_eq!(
        refused(knab.step(day(8), case, head, CaseStep::InfoRequested)),
        Err(InvalidEntry::NotToday)
    );
    assert_eq!(
        refused(knab.step(day(10), case, head, CaseStep::InfoRequested)),
        Err(InvalidEntry::NotToday)
    );
    assert_eq!(
        refused(knab.record(day(9), rejected(4))),
        Err(InvalidEntry::ItemOf(vid.institution.clone()))
    );
    assert_eq!(
        refused(knab.record(day(9), rejected(1))),
        Err(InvalidEntry::AccountedTwice)
    );
    assert_eq!(
        refused(knab.record(day(9), rejected(9))),
        Err(InvalidEntry::NeverReceived)
    );
    assert_eq!(
        refused(vid.step(day(9), case, head, CaseStep::Closed)),
        Err(InvalidEntry::CaseOf(knab.institution.clone()))
    );
    assert_eq!(
        refused(knab.step(day(9), case, TreeHash::EMPTY, CaseStep::InfoRequested)),
        Err(InvalidEntry::Gap)
    );
    let to = knab.institution.clone();
    assert_eq!(
        refused(knab.step(day(9), case, head, CaseStep::Forwarded { to })),
        Err(InvalidEntry::ForwardedToItself)
    );
    assert!(matches!(
        refused(knab.step(day(9), case, head, CaseStep::Feedback)),
        Err(InvalidEntry::OutOfStep {
            step: "feedback",
            ..
        })
    ));
    let unknown = OfficerEvent::Opened {
        case: CaseNumber::from_bytes([1; 8]),
        item: item(3),
        category: Category::parse("weather").expect("a slug"),
        track: Track::AnonymousTip,
    };
    assert_eq!(
        refused(knab.record(day(9), unknown)),
        Err(InvalidEntry::UnknownCategory)
    );
    let asked = knab.step(day(9), case, head, CaseStep::InfoRequested);
    assert_eq!(
        refused(knab.step(day(9), case, head, CaseStep::InfoRequested)),
        Ok(10)
    );
    assert_eq!(refused(asked), Err(InvalidEntry::Replayed));
    assert_eq!(
        refused(knab.step(day(9), case, head, CaseStep::Closed)),
        Err(InvalidEntry::Stale)
    );
}
