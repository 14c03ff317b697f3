//! A whole year, and an auditor who shares no code with us.

use std::process::Command;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::{Assessment, CaseStep};
use svilpe::ledger::entry::vocabulary::NonRecognition;
use svilpe::ledger::tree::tiles::{Bundle, HashTile, Resource};
use svilpe::rules::policy::Policy;

use super::{Auditor, CLEAN, Scene, codes, day, item};
use crate::world::log::Log;
use crate::world::year;

#[test]
fn the_year_2022_holds_the_published_numbers_and_is_clean() {
    let year = year::latvia_2022();
    let mut log = Log::new();
    log.adopt("2022-01-01".parse().expect("a day"), &Policy::shipped());
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
    assert!(report.institutions.is_empty());
}

/// An independent reader, written from `docs/LEDGER.md` with Python's standard library alone.
#[test]
fn a_second_auditor_in_another_language_agrees() {
    let mut scene = Scene::new();
    scene.step(
        day(9),
        CaseStep::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
    );
    for number in 10..=255 {
        scene.log.append(&scene.vid.received(day(8), item(number)));
    }
    for number in 0..=255_u8 {
        scene
            .log
            .append(&scene.vid.received(day(8), ReportDigest::of(&[number])));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let size = scene.log.lines.len() as u64;
    let bundles = Bundle::covering(0, size).map(Resource::Entries);
    let tiles = HashTile::all(size).map(Resource::Tile);
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
