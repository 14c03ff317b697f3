//! What was said once stays said.

use std::io;

use svilpe::auditor::verify::finding::Finding;
use svilpe::auditor::verify::mirror::Mirror;
use svilpe::auditor::verify::{CannotVerify, TrustAnchors, verify};
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::cosignature::{Quorum, Witness, WitnessKey};
use svilpe::ledger::checkpoint::evidence::{Evidence, Misbehaviour};
use svilpe::ledger::checkpoint::{Checkpoint, LogName};
use svilpe::ledger::entry::step::{Assessment, CaseStep};
use svilpe::ledger::tree::tiles::{Bundle, Resource};
use svilpe::rules::calendar::Day;

use super::{Auditor, CLEAN, Scene, codes, day, item};
use crate::world::log::Log;

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
        ("dropped", retell(&|lines| drop(lines.remove(5)))),
        ("altered", retell(&|lines| lines[5].clone_from(&other))),
        (
            "inserted",
            retell(&|lines| lines.insert(5, inserted.clone())),
        ),
        ("reordered", retell(&|lines| lines.swap(5, 6))),
    ] {
        let auditor = Auditor::new();
        assert_eq!(auditor.finds(day(9), &scene.log), CLEAN);
        let report = auditor.verify(day(9), &log);
        assert_eq!(codes(&report), [(code, 1)]);
        assert!(
            matches!(
                report.findings.kept()[0],
                Finding::Rewritten {
                    seen: 10,
                    index: 5,
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
            Ok(Misbehaviour::Rewritten { older: 10, newer })
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
    let shorter = scene.log.retold(scene.log.lines[..8].to_vec());
    let report = auditor.verify(day(9), &shorter);
    assert_eq!(codes(&report), [("rolled-back", 1)]);
    assert!(
        report.evidence.is_none(),
        "an old head that was true proves nothing"
    );
    let mut other = shorter.lines.clone();
    other.swap(5, 6);
    let report = auditor.verify(day(9), &scene.log.retold(other));
    assert_eq!(codes(&report), [("rolled-back", 1)]);
    let proven = report.evidence.expect("never a prefix").proves();
    assert_eq!(
        proven,
        Ok(Misbehaviour::Rewritten {
            older: 8,
            newer: 10
        })
    );
}

#[test]
fn p7_two_heads_of_one_size_are_named_and_convict() {
    let scene = Scene::new();
    let auditor = Auditor::new();
    auditor.verify(day(9), &scene.log);
    let mut other = scene.log.lines.clone();
    other.swap(5, 6);
    let report = auditor.verify(day(9), &scene.log.retold(other));
    assert_eq!(codes(&report), [("forked", 1)]);
    let evidence = report.evidence.expect("two signatures").to_json();
    let evidence = Evidence::parse(&evidence, &scene.log.public()).expect("anyone can check it");
    assert_eq!(evidence.proves(), Ok(Misbehaviour::Forked { size: 10 }));
}

#[test]
fn p7_a_dropped_record_leaves_a_gap_even_for_a_first_auditor() {
    let mut scene = Scene::new();
    scene.step(day(9), CaseStep::InfoRequested);
    scene.step(day(9), CaseStep::Assessed(Assessment::Recognised));
    scene.step(day(9), CaseStep::Notified);
    let mut lines = scene.log.lines.clone();
    lines.remove(lines.len() - 2);
    assert_eq!(
        Auditor::new().finds(day(9), &scene.log.retold(lines.clone())),
        [("gap", 1)]
    );
    lines.swap(7, 8);
    let found = Auditor::new().finds(day(9), &scene.log.retold(lines));
    assert!(
        found.contains(&("no-such-case", 1)),
        "a step before its case: {found:?}"
    );
}

#[test]
fn p7_back_dated_entries_are_named() {
    let mut scene = Scene::new();
    scene.step(day(7), CaseStep::InfoRequested);
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
    scene.step(day(10), CaseStep::Assessed(Assessment::Recognised));
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
    scene.step(day(11), CaseStep::InfoRequested);
    assert_eq!(
        Auditor::new().finds(day(10), &scene.log),
        [("ahead-of-time", 1)]
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

/// One who cosigned the ledger as it was, an auditor who asks for one witness, and a ledger with an
/// entry more.
fn grown_since_witnessed() -> (Scene, Checkpoint, Auditor) {
    let mut scene = Scene::new();
    let (name, key) = (
        LogName::parse("ngo.example/w").expect("a name"),
        SigningKey::random(),
    );
    let quorum = Quorum::new(vec![WitnessKey::new(name.clone(), key.public())], 1);
    let auditor = Auditor {
        quorum: quorum.expect("one of one"),
        ..Auditor::new()
    };
    let mut witness = Witness::new(name, &key, None);
    let cosigned = witness.cosign(scene.log.checkpoint(), &<_>::default(), day(9));
    scene.log.append(&scene.vid.received(day(8), item(9)));
    (scene, cosigned.expect("the first"), auditor)
}

#[test]
fn p7_what_no_witness_has_seen_yet_waits_and_what_they_saw_holds_for_a_few_days() {
    let (scene, cosigned, auditor) = grown_since_witnessed();
    let served = |resource| match resource {
        Resource::Cosigned => Ok(Some(cosigned.to_bytes())),
        _ => scene.log.fetch(resource),
    };
    let verify = |auditor: &Auditor, today| {
        let report = auditor.try_verify(today, &scene.log, &served);
        report.expect("reachable")
    };
    let report = verify(&auditor, day(9));
    assert_eq!(codes(&report), CLEAN);
    assert_eq!(report.head, Some(cosigned.head()));
    assert_eq!(
        codes(&verify(&auditor, day(13))),
        [("too-few-witnesses", 1)]
    );

    // Who read on before a witness was asked for is not told that the ledger was rolled back.
    let before = Auditor::new();
    assert_eq!(
        verify(&before, day(9)).head,
        Some(scene.log.checkpoint().head())
    );
    let asking = Auditor {
        quorum: auditor.quorum.clone(),
        ..before
    };
    assert_eq!(codes(&verify(&asking, day(9))), CLEAN);
}

#[test]
fn p7_what_a_witness_saw_and_what_an_auditor_is_shown_convict_a_log_of_two_histories() {
    let (scene, cosigned, auditor) = grown_since_witnessed();
    let mut lines = scene.log.lines.clone();
    lines.remove(3);
    lines.extend(scene.log.lines[lines.len() - 2..].iter().cloned());
    let lie = scene.log.retold(lines);
    let served = |resource| match resource {
        Resource::Cosigned => Ok(Some(cosigned.to_bytes())),
        _ => lie.fetch(resource),
    };
    let report = auditor
        .try_verify(day(9), &lie, &served)
        .expect("reachable");
    assert_eq!(codes(&report), [("two-histories", 1)]);
    let evidence = report.evidence.expect("both are signed");
    assert!(evidence.proves().is_ok());

    // A newest head that is smaller than what a witness saw.
    let short = scene.log.retold(scene.log.lines[..4].to_vec());
    let served = |resource| match resource {
        Resource::Cosigned => Ok(Some(cosigned.to_bytes())),
        Resource::Tile(_) => scene.log.fetch(resource),
        _ => short.fetch(resource),
    };
    let report = auditor
        .try_verify(day(9), &short, &served)
        .expect("reachable");
    assert_eq!(codes(&report), [("rolled-back", 1)]);
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
            .append(&scene.vid.received(day(8), ReportDigest::of(&[number])));
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
fn p7_a_ledger_that_stands_still_or_hides_its_day_is_a_finding() {
    let scene = Scene::new();
    let signed_on = |signed: Day| {
        let head = scene.log.checkpoint().head();
        Checkpoint::sign_on(signed, head, &scene.log.name, &scene.log.key).to_bytes()
    };
    let found = |checkpoint: Vec<u8>| {
        let auditor = Auditor::new();
        let mirror = Mirror::open(auditor.folder.path()).expect("opens");
        let key = scene.log.public();
        let terms = TrustAnchors {
            policy: &auditor.policy,
            earlier_policies: &[],
            log: &key,
            quorum: &auditor.quorum,
            pins: &[],
            expected: &[],
            today: day(9),
        };
        let fetch = |resource| match resource {
            Resource::Checkpoint => Ok(Some(checkpoint.clone())),
            _ => scene.log.fetch(resource),
        };
        let report = verify(&mirror, &fetch, &terms, &mut |_, _| {}).expect("reachable");
        assert_eq!(report.head, Some(scene.log.checkpoint().head()));
        codes(&report)
    };
    // Policy allows three days.
    for fresh in [9, 6, 10] {
        assert_eq!(found(signed_on(day(fresh))), CLEAN, "{fresh}");
    }
    assert_eq!(found(signed_on(day(5))), [("frozen", 1)]);
    assert_eq!(found(signed_on(day(11))), [("dated-ahead", 1)]);
    assert_eq!(found(scene.log.checkpoint().to_bytes()), [("undated", 1)]);
}
