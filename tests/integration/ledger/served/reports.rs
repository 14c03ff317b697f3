//! Reports, and what their senders and the public see of them.

use std::time::Duration;

use svilpe::auditor::verify::finding::Finding;
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::signature::{FiguresDomain, Signature, SigningKey};
use svilpe::ledger::entry::OfficerEvent;
use svilpe::ledger::entry::step::CaseStep;

use super::{MONDAY, NEXT_WEEK, TUESDAY, Town};
use crate::world::{self, wire};

#[test]
fn p7_no_report_disappears_and_its_reporter_sees_what_became_of_it() {
    let mut town = Town::on(MONDAY);
    let reporter = town.world.reporter();
    let code = reporter.send("Kas ar šo notiks?");
    let (page, code) = reporter.come_back(&code);
    assert!(
        page.words().contains("Vēl nav ierakstīts"),
        "{}",
        page.words()
    );
    // Nothing was received yet as far as the ledger tells: a policy and two rosters.
    let report = town.verify(MONDAY);
    assert!(report.findings.is_clean(), "{}", report.to_json());
    assert_eq!(report.head.unwrap().size, 3);

    town.world.go_to(TUESDAY);
    let report = town.verify(TUESDAY);
    assert!(report.findings.is_clean(), "{}", report.to_json());
    let [waiting] = &report.institutions[..] else {
        panic!("{}", report.to_json());
    };
    assert_eq!((waiting.unopened, waiting.oldest_days), (1, 1));
    let (page, code) = town.world.reporter().come_back(&code);
    let words = page.words();
    assert!(words.contains("Nr. 3"), "{words}");
    assert!(words.contains("uzskaitījusi Vēl ne"), "{words}");
    assert!(words.contains("Stāvoklis Saņemts"), "{words}");

    town.world.go_to(NEXT_WEEK);
    let report = town.verify(NEXT_WEEK);
    let unaccounted = |finding: &Finding| matches!(finding, Finding::Unaccounted { index: 3, .. });
    assert!(
        report.findings.kept().iter().any(unaccounted),
        "{}",
        report.to_json()
    );

    let (case, after) = town.open(NEXT_WEEK, town.items()[0]).unwrap();
    let step = CaseStep::Acknowledged;
    town.record(NEXT_WEEK, OfficerEvent::Step { case, after, step })
        .unwrap();
    let report = town.verify(NEXT_WEEK);
    let opened = report
        .institutions
        .iter()
        .all(|standing| standing.unopened == 0);
    assert!(opened, "{}", report.to_json());
    assert!(
        !report.findings.kept().iter().any(unaccounted),
        "{}",
        report.to_json()
    );
    let (page, _) = town.world.reporter().come_back(&code);
    let words = page.words();
    assert!(words.contains("uzskaitījusi Jā"), "{words}");
    assert!(words.contains("Stāvoklis Izvērtē"), "{words}");
    // It is said to be acknowledged, and nobody wrote.
    assert!(words.contains("šeit no tās nekā nav"), "{words}");
}

/// What an officer links to a case that it has nothing to do with: nobody but who can open both can
/// tell, but for its reporter, whom nobody wrote to.
#[test]
fn p7_a_report_that_was_linked_to_a_stranger_s_case_and_is_not_answered_is_seen_by_its_reporter() {
    let now = world::today().to_string();
    let mut town = Town::on(&world::today().plus_days(-1).to_string());
    let send = |words| town.world.reporter().send(words);
    let (answered, buried) = (send("Kukuļi iepirkumā."), send("Pavisam kas cits."));
    town.world.go_to(&now);
    let anna = &town.world.officers[0];
    anna.sync(&town.world);
    let cases = anna.cases();
    let case_of = |words: &str| {
        let mut cases = cases.iter().map(|case| case["case"].as_str().unwrap());
        cases.find(|case| anna.read(case).contains(words)).unwrap()
    };
    let item_of = |case: &str| {
        let is_it = |item: &ReportDigest| item.to_string().starts_with(case);
        town.items().into_iter().find(is_it).unwrap()
    };
    let (theirs, other) = (case_of("Kukuļi"), case_of("Pavisam"));
    let (case, after) = town.open(&now, item_of(theirs)).unwrap();
    let item = item_of(other);
    let mut after = after;
    for step in [CaseStep::Linked { item }, CaseStep::Acknowledged] {
        after = town
            .record(&now, OfficerEvent::Step { case, after, step })
            .unwrap();
    }
    anna.reply(theirs, "Paldies, izskatīsim.");

    // The ledger shows nothing of it.
    assert!(town.verify(&now).findings.is_clean());
    let nothing_here = "šeit no tās nekā nav";
    let (page, _) = town.world.reporter().come_back(&answered);
    assert!(page.words().contains("Paldies, izskatīsim."));
    assert!(!page.words().contains(nothing_here));
    let (page, _) = town.world.reporter().come_back(&buried);
    assert!(page.words().contains("uzskaitījusi Jā"));
    assert!(!page.words().contains("Paldies, izskatīsim."));
    assert!(page.words().contains(nothing_here));
}

/// I12 with a process that is really killed while it starts, appends and serves.
#[test]
fn p7_a_kill_at_any_moment_of_a_batch_neither_loses_nor_doubles_a_report() {
    let mut town = Town::on(MONDAY);
    let reporter = town.world.reporter();
    for number in 0..12 {
        reporter.send(&format!("Ziņojums {number}."));
    }
    let home = town.world.intake.home().to_owned();
    for round in 1..8 {
        town.world.intake.kill();
        let mut starting = world::svilpe(&["intake", "serve", "--today", TUESDAY])
            .arg("--home")
            .arg(&home)
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 * round));
        starting.kill().unwrap();
        starting.wait().unwrap();
    }
    town.world.intake = world::Intake::serve_on(&home, Some(TUESDAY));
    let report = town.verify(TUESDAY);
    assert!(report.findings.is_clean(), "{}", report.to_json());
    assert_eq!(report.head.unwrap().size, 3 + 12);
    let items = town.items();
    assert_eq!(items.len(), 12);
    for item in items {
        let found = town.officer().json(&format!("/v1/accounting/{item}"));
        assert!(found["index"].is_u64(), "{found}");
    }
}

/// What is published, not what is counted just now.
#[test]
fn p8_the_statistics_page_shows_the_last_release_or_says_that_there_is_none() {
    let mut town = Town::on(MONDAY);
    town.world.reporter().send("Netiek skaitīts.");
    let page = |town: &Town, path| wire::get(&town.world.intake.reporters, path).words();
    assert!(page(&town, "/statistics").contains("vēl nav publicēta"));
    let file = town.world.intake.home().join("statistics.json");
    let release = |view: &str| {
        format!(
            r#"{{"format":"svilpe-statistics/3","view":"{view}","names":{{}},"years":[{{"year":2025,
            "threshold":5,"basis":{{"size":9,"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "policy":"{}","findings":0,"program":"0.1.0"}},
            "counts":[{{"table":"overview","row":"received","column":"reports",
            "value":1396,"conf_status":"F"}}],"money_eur":[],"eu_money_eur":[],"median_days":[],"on_time_percent":[]}}]}}"#,
            "0".repeat(64)
        )
    };
    // As auditors sign it.
    let sign = |key: &SigningKey, json: &str| {
        let signature: Signature<FiguresDomain> = key.sign(json.as_bytes());
        let line = format!("{} {signature}\n", key.public());
        std::fs::write(file.with_extension("json.sig"), line).unwrap();
        std::fs::write(&file, json).unwrap();
    };
    sign(&town.neighbour, &release("public"));
    town.world.go_to(TUESDAY);
    assert!(
        page(&town, "/statistics").contains("vēl nav publicēta"),
        "no auditor's"
    );
    sign(&town.auditor, &release("public"));
    town.world.go_to(TUESDAY);
    assert!(page(&town, "/statistics").contains("1 396"));
    assert!(page(&town, "/en/statistics").contains("1,396"));
    sign(&town.auditor, &release("internal-not-for-publication"));
    town.world.go_to(TUESDAY);
    assert!(page(&town, "/en/statistics").contains("No statistics have been published"));
}
