//! Who may record and read what.

use serde_json::json;
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::CaseStep;
use svilpe::ledger::entry::vocabulary::RejectionReason;
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use svilpe::rules::roster::Institution;

use super::{MONDAY, TUESDAY, Town, blocks, day, line, opened, record};
use crate::world::signer::Signer;
use crate::world::{self, wire};

#[test]
fn p7_officers_record_only_their_own_cases_in_their_own_name_step_by_step() {
    let mut town = Town::on(MONDAY);
    let reporter = town.world.reporter();
    for text in ["Pirmais.", "Otrais."] {
        reporter.send(text);
    }
    let items = town.items();
    assert_eq!(town.open(MONDAY, items[0]).unwrap_err(), "never-received");
    town.world.go_to(TUESDAY);
    let (case, after) = town.open(TUESDAY, items[0]).unwrap();
    let step = |after, step| OfficerEvent::Step { case, after, step };
    let own = |event| line(&town.officer, "paraugs", TUESDAY, event);
    let acknowledged = own(step(after, CaseStep::Acknowledged));
    let newest = record(&town.officer(), &acknowledged).unwrap();

    let (officer, neighbour) = (town.officer(), town.world.signer(&town.neighbour));
    let stranger = SigningKey::random();
    let rejected = |item| OfficerEvent::Rejected {
        item,
        reason: RejectionReason::Spam,
    };
    let refusals = [
        ("replayed", acknowledged),
        ("stale", own(step(after, CaseStep::Closed))),
        ("out-of-step", own(step(newest, CaseStep::Closed))),
        ("accounted-twice", own(rejected(items[0]))),
        ("never-received", own(rejected(ReportDigest::of(b"x")))),
        (
            "not-today",
            line(&town.officer, "paraugs", MONDAY, rejected(items[1])),
        ),
        (
            "unknown-key",
            line(&stranger, "paraugs", TUESDAY, rejected(items[1])),
        ),
        (
            "foreign-key",
            line(&town.neighbour, "paraugs", TUESDAY, rejected(items[1])),
        ),
        (
            "someone-elses-item",
            line(&town.neighbour, "citi", TUESDAY, rejected(items[1])),
        ),
        (
            "someone-elses-case",
            line(
                &town.neighbour,
                "citi",
                TUESDAY,
                step(newest, CaseStep::Closed),
            ),
        ),
        ("not-an-entry", b"{}".to_vec()),
    ];
    for (code, line) in &refusals {
        for signer in [&officer, &neighbour] {
            assert_eq!(record(signer, line).unwrap_err(), *code);
        }
    }
    let planted = Entry::Received {
        institution: Institution::parse("paraugs").unwrap(),
        day: day(TUESDAY),
        item: ReportDigest::of(b"planted"),
    };
    let planted = planted.to_line().into_bytes();
    assert_eq!(record(&officer, &planted).unwrap_err(), "not-for-officers");

    let case_path = format!("/v1/cases/{case}");
    let head = officer.json(&case_path);
    assert_eq!(
        head,
        json!({"head": newest.to_string(), "status": "assessing"})
    );
    let account =
        |signer: &Signer<'_>, item: ReportDigest| signer.json(&format!("/v1/accounting/{item}"));
    let index = account(&officer, items[0])["index"].as_u64().unwrap();
    assert!((3..5).contains(&index));
    assert_eq!(account(&officer, items[0])["case"], json!(case.to_string()));
    assert_eq!(account(&officer, items[1])["case"], json!(null));
    let nothing = json!({"index": null, "case": null});
    assert_eq!(account(&neighbour, items[0]), nothing);
    assert_eq!(account(&officer, ReportDigest::of(b"x")), nothing);
    refused(&neighbour.get(&case_path));
    refused(&officer.get("/v1/cases/0123456789abcdef"));
    assert!(town.verify(TUESDAY).findings.is_clean());
}

#[test]
fn p7_heads_and_hashes_are_open_and_entries_only_for_those_who_sign() {
    let mut town = Town::on(MONDAY);
    town.world.reporter().send("Viens.");
    town.world.go_to(TUESDAY);
    let (officers, reporters) = (&town.world.intake.officers, &town.world.intake.reporters);
    for path in ["/checkpoint", "/tile/0/000.p/4", "/tile/0/000.p/1"] {
        let answer = wire::get(officers, path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("date"), None);
        // A reporter's own tool proves an entry by them, and knows no officers' address.
        let to_reporters = wire::get(reporters, path);
        assert_eq!(to_reporters.status, 200, "{path}");
        assert_eq!(to_reporters.body, answer.body, "{path}");
        assert_eq!(to_reporters.header("cache-control"), Some("no-store"));
    }
    let entries = "/tile/entries/000.p/4";
    let bundle = town.auditor().get(entries);
    assert_eq!(bundle.status, 200);
    let roster = bundle.body.windows(64).find_map(|hex| {
        let hex = std::str::from_utf8(hex).ok()?;
        let path = format!("/roster/{hex}.toml");
        (town.auditor().get(&path).status == 200).then_some(path)
    });
    let roster = roster.expect("a roster that an entry names");
    let stranger = SigningKey::random();
    for path in [entries, &roster, "/v1/cases/0123456789abcdef", "/v1/items"] {
        refused(&wire::get(officers, path));
        refused(&town.world.signer(&stranger).get(path));
        assert_eq!(wire::get(reporters, path).status, 404, "{path}");
    }
    for path in [entries, &roster, &format!("{roster}.minisig")] {
        for signer in [town.auditor(), town.officer()] {
            assert_eq!(signer.get(path).status, 200, "{path}");
        }
    }
    for path in [
        "/tile/0/000",
        "/tile/0/000.p/5",
        "/tile/0/0",
        "/tile/00/000.p/1",
        "/tile/8/000.p/1",
        "/tile/0/000.p/0",
        "/tile/0/000.p/4/",
        "/tile/entries/000.p/5",
        "/tile/entries/000.p/4?x=1",
        "/tile/..%2fcheckpoint",
        "/checkpoint?x",
        "/checkpoint/",
        "/roster/x.toml",
        "/roster/0000000000000000000000000000000000000000000000000000000000000000.json",
        "/policy/0000000000000000000000000000000000000000000000000000000000000000.json",
    ] {
        refused(&town.auditor().get(path));
    }
    // An auditor reads the ledger and nothing else, and belongs to no institution.
    let instance = town.auditor().get("/v1/instance");
    assert!(instance.text().contains(r#""institution":null"#));
    for path in ["/v1/items", "/v1/cases/0123456789abcdef"] {
        refused(&town.auditor().get(path));
    }
    let rejected = OfficerEvent::Rejected {
        item: town.items()[0],
        reason: RejectionReason::Spam,
    };
    let line = line(&town.auditor, "paraugs", TUESDAY, rejected);
    refused(&town.auditor().post("/v1/entries", &line));
    refused(&wire::post_body(officers, "/v1/entries", "application/json", &line).unwrap());
    assert_eq!(record(&town.officer(), &line).unwrap_err(), "unknown-key");
}

/// The one answer for everything that is not served.
fn refused(answer: &wire::Answer) {
    assert_eq!(answer.status, 404, "{}", answer.head);
    assert_eq!(answer.body, b"");
}

/// `check` reads the ledger as `serve` does: whoever lost or changed rows hears of it before
/// reporters do.
#[test]
fn p7_check_prints_the_ledgers_key_and_refuses_another_one() {
    let mut town = Town::on(MONDAY);
    town.world.reporter().send("Viens.");
    town.world.go_to(TUESDAY);
    town.world.intake.stop();
    let home = town.world.intake.home().to_owned();
    let check = || {
        let mut command = world::svilpe(&["intake", "check", "--today", TUESDAY]);
        command.arg("--home").arg(&home).output().unwrap()
    };
    let output = check();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().last().unwrap(), town.world.log);
    let strange = SigningKey::random();
    std::fs::write(home.join("checkpoint.key"), &*strange.expose()).unwrap();
    let output = check();
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("checkpoint.key"), "{told}");
}

/// Whoever is sealed to stands in the ledger, and whoever left may not sign any more.
#[test]
fn p7_a_changed_roster_is_an_entry_and_retires_who_left() {
    let mut town = Town::on(MONDAY);
    town.world.reporter().send("Pirms maiņas.");
    assert!(town.verify(MONDAY).findings.is_clean());
    let successor = SigningKey::random();
    let keys = town.world.folder.path().join("keys");
    let folder = town.world.folder.path().join("paraugs");
    let own = world::Officer::blocks(&town.world.officers) + &blocks(&successor, &town.auditor);
    world::Institution::sign("paraugs", &folder, &keys, 2, &own);
    town.world.go_to(TUESDAY);
    let report = town.verify(TUESDAY);
    assert!(report.findings.is_clean(), "{}", report.to_json());
    assert_eq!(report.head.unwrap().size, 5);
    let line = |key| {
        line(
            key,
            "paraugs",
            TUESDAY,
            opened(CaseNumber::random(), item(&town, &successor)),
        )
    };
    let successor_tool = town.world.signer(&successor);
    assert_eq!(
        record(&successor_tool, &line(&town.officer)).unwrap_err(),
        "retired-key"
    );
    record(&successor_tool, &line(&successor)).unwrap();
    refused(&town.officer().get("/v1/items"));
    assert!(town.verify(TUESDAY).findings.is_clean());
}

fn item(town: &Town, key: &SigningKey) -> ReportDigest {
    let listed = town.world.signer(key).json("/v1/items");
    ReportDigest::parse(listed["items"][0]["item"].as_str().unwrap()).unwrap()
}
