//! Which rules a ledger goes by: named, served, and known to whoever judges.

use svilpe::ledger::entry::step::CaseStep;
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::tree::tiles::Resource;
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::Policy;
use svilpe::text::Language;

use super::{Auditor, CLEAN, Scene, codes, day, item};
use crate::world::log::Log;

/// The shipped policy with another term for the acknowledgement.
pub fn acknowledging_in(days: u8) -> Policy {
    let shipped = Policy::shipped();
    let (line, other) = ("term = { days = 7 }", format!("term = {{ days = {days} }}"));
    Policy::parse(&shipped.text().replacen(line, &other, 1)).expect("within the Directive's bounds")
}

/// Six days for the acknowledgement of what comes until this day, seven after it.
fn six_days_until(last: Day) -> Policy {
    let rule = "[[deadlines.clock]]\nid = \"A1\"\nduty = \"acknowledge\"\nstarts = [\"received\"]\n\
        ends = [\"acknowledged\"]\nterm = { days = 7 }\ntips = \"law\"\n";
    let duty = "duty = \"acknowledge\"\n";
    let before = rule.replace("days = 7", "days = 6");
    let before = before.replace(duty, &format!("{duty}until = \"{last}\"\n"));
    let next = last.plus_days(1);
    let since = rule.replace(duty, &format!("{duty}from = \"{next}\"\n"));
    let shipped = Policy::shipped();
    assert!(shipped.text().contains(rule));
    let text = shipped.text().replace(rule, &(before + "\n" + &since));
    Policy::parse(&text).expect("one law after the other")
}

/// The shipped policy, which says that it corrects what was in force from this day on.
pub fn correcting(from: Day) -> Policy {
    let version = Policy::shipped().version();
    let files = format!("[correction]\nversion = {version}\nfrom = \"{from}\"\n\n[files]");
    let text = Policy::shipped().text().replacen("[files]", &files, 1);
    Policy::parse(&text).expect("of its own version")
}

/// The same scene under another first policy.
fn begun_with(policy: &Policy) -> Scene {
    let mut scene = Scene::new();
    let lines = scene.log.lines.split_off(1);
    scene.log.lines.clear();
    scene.log.adopt(day(5), policy);
    scene.log.lines.extend(lines);
    scene
}

#[test]
fn p7_a_ledger_that_names_no_rules_is_told_so_once() {
    let scene = Scene::new();
    let lawless: Log = scene.log.retold(scene.log.lines[1..].to_vec());
    assert_eq!(Auditor::new().finds(day(9), &lawless), [("no-policy", 1)]);
}

#[test]
fn p7_who_serves_other_rules_bends_no_deadline() {
    let scene = begun_with(&acknowledging_in(6));
    let report = Auditor::new().verify(day(14), &scene.log);
    let by_our_own = [
        ("deadline-missed", 1),
        ("other-policy", 1),
        ("unaccounted", 2),
    ];
    assert_eq!(codes(&report), by_our_own);
    assert!(!report.findings.is_clean());
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    let named = hex::encode(acknowledging_in(6).digest());
    assert_eq!(json["findings"][0]["named"], named);
    // Whoever holds those rules judges by them, and is told of no other.
    let theirs = Auditor {
        policy: acknowledging_in(6),
        ..Auditor::new()
    };
    assert_eq!(theirs.finds(day(12), &scene.log), CLEAN);
    assert_eq!(theirs.finds(day(13), &scene.log), [("unaccounted", 2)]);
}

#[test]
fn p7_what_was_received_under_earlier_rules_is_judged_by_them() {
    let mut scene = begun_with(&acknowledging_in(6));
    let law = six_days_until(day(7));
    scene.log.adopt(day(8), &law);
    scene.log.append(&scene.vid.received(day(8), item(9)));
    let knowing = Auditor {
        policy: law.clone(),
        earlier_policies: vec![acknowledging_in(6).digest()],
        ..Auditor::new()
    };
    assert_eq!(knowing.finds(day(12), &scene.log), CLEAN);
    // Six days for what came on the 6th, seven for what came on the 8th.
    assert_eq!(knowing.finds(day(13), &scene.log), [("unaccounted", 2)]);
    assert_eq!(knowing.finds(day(15), &scene.log)[1], ("unaccounted", 2));
    assert_eq!(knowing.finds(day(16), &scene.log)[1], ("unaccounted", 3));
    // Who never knew them says so, and judges by their own: it says the same of those days.
    let stranger = Auditor {
        policy: law,
        ..Auditor::new()
    };
    let both = [("policy-unknown", 1), ("unaccounted", 2)];
    assert_eq!(stranger.finds(day(13), &scene.log), both);
}

#[test]
fn p7_rules_that_say_something_else_of_days_that_are_over_are_a_finding() {
    let mut scene = begun_with(&acknowledging_in(6));
    scene.log.adopt(day(8), &Policy::shipped());
    let knowing = Auditor {
        earlier_policies: vec![acknowledging_in(6).digest()],
        ..Auditor::new()
    };
    // What came on the 6th had until the 12th, and still has.
    let report = knowing.verify(day(13), &scene.log);
    assert_eq!(codes(&report), [("rules-rewritten", 1), ("unaccounted", 2)]);
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["findings"][0]["finding"], "rules-rewritten");
    assert_eq!(json["findings"][0]["day"], day(6).to_string());
    // Who knows neither sees it, too: both are served.
    let stranger = Auditor {
        policy: correcting(day(1)),
        ..Auditor::new()
    };
    let found = stranger.finds(day(9), &scene.log);
    assert!(found.contains(&("rules-rewritten", 1)), "{found:?}");
}

#[test]
fn p7_a_correction_that_says_so_is_a_note_and_the_law_of_the_days_that_it_corrects() {
    let finds = |from, on| {
        let mut scene = begun_with(&acknowledging_in(6));
        scene.log.adopt(day(8), &correcting(from));
        let knowing = Auditor {
            policy: correcting(from),
            earlier_policies: vec![acknowledging_in(6).digest()],
            ..Auditor::new()
        };
        let report = knowing.verify(on, &scene.log);
        let notes = report.findings.notes().len();
        (codes(&report), notes)
    };
    // Seven days for what came on the 6th.
    assert_eq!(finds(day(6), day(13)), (CLEAN.to_vec(), 1));
    assert_eq!(finds(day(6), day(14)).0[1], ("unaccounted", 2));
    // It says so only of days since the 7th, and changes the 6th.
    let rewritten = vec![("rules-rewritten", 1), ("unaccounted", 2)];
    assert_eq!(finds(day(7), day(13)), (rewritten, 0));
}

/// Whoever serves what only a newer program can read withholds nothing, and drops nothing.
#[test]
fn p7_an_auditor_with_an_old_program_accuses_nobody_and_says_what_to_do() {
    let newer = ("newer-program", 1);
    let mut scene = Scene::new();
    let text = format!("later = true\n{}", Policy::shipped().text());
    scene.log.adopt_newer(day(8), &text);
    let auditor = Auditor::new();
    assert_eq!(auditor.finds(day(9), &scene.log), [newer]);
    // What comes after is read all the same, and judged by the auditor's own rules.
    scene.step(day(9), CaseStep::UnderReview);
    let found = auditor.finds(day(14), &scene.log);
    assert!(
        found.contains(&newer) && found.contains(&("out-of-step", 1)),
        "{found:?}"
    );

    let mut scene = Scene::new();
    scene.log.append_newer_roster(&scene.vid, day(8), 2);
    assert_eq!(auditor_of(&scene), [newer]);

    // An entry of a kind that came later, as the case's last; then a step after that.
    let mut scene = Scene::new();
    let unknown = format!(
        r#"{{"fact":"mediated","institution":"knab","day":"2026-01-08","case":"{}"}}"#,
        scene.case
    );
    scene.head = TreeHash::of_leaf(unknown.as_bytes());
    scene.log.lines.push(unknown);
    scene.step(day(8), CaseStep::InfoRequested);
    scene.step(day(8), CaseStep::Notified);
    assert_eq!(auditor_of(&scene), [newer], "no gap is seen");
    let report = Auditor::new().verify(day(9), &scene.log);
    let english = report.to_text(Language::english());
    assert!(
        english.contains("Update it before you believe what follows."),
        "{english}"
    );
}

fn auditor_of(scene: &Scene) -> Vec<(&'static str, u64)> {
    Auditor::new().finds(day(9), &scene.log)
}

#[test]
fn p7_rules_that_are_named_and_not_served_are_withheld() {
    let scene = Scene::new();
    let altered = |bytes: Option<Vec<u8>>| bytes.map(|bytes| [bytes, b"# more".to_vec()].concat());
    for change in [&altered as &dyn Fn(_) -> _, &|_| None] {
        let auditor = Auditor::new();
        let served = |resource| {
            let bytes = scene.log.fetch(resource)?;
            let is_policy = matches!(resource, Resource::Policy(_));
            Ok(if is_policy { change(bytes) } else { bytes })
        };
        let report = auditor.try_verify(day(9), &scene.log, &served);
        assert_eq!(codes(&report.expect("reachable")), [("withheld", 1)]);
        assert_eq!(auditor.finds(day(9), &scene.log), CLEAN, "asked again");
    }
}
