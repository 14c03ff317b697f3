//! P7 through whole running processes: what reporters, officers and auditors see of one ledger.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod world;

use std::io;
use std::time::Duration;

use serde_json::json;
use svilpe::auditor::verify::finding::Finding;
use svilpe::auditor::verify::mirror::Mirror;
use svilpe::auditor::verify::{Report, Terms, verify};
use svilpe::keys::digest::Item;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::LogKey;
use svilpe::ledger::checkpoint::witness::Quorum;
use svilpe::ledger::entry::step::Step;
use svilpe::ledger::entry::terms::{Rejection, Track};
use svilpe::ledger::entry::{CaseNumber, Entry, Event, Record};
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::tree::tiles::Resource;
use svilpe::rules::calendar::{Calendar, Day};
use svilpe::rules::policy::Policy;
use svilpe::rules::roster::Institution;

use world::signer::{Signer, auditor_block, officer_block};
use world::{World, wire};

/// A world whose second officer, auditor and neighbour are in the test's hands.
struct Town {
    world: World,
    officer: SigningKey,
    auditor: SigningKey,
    neighbour: SigningKey,
    mirror: tempfile::TempDir,
}

impl Town {
    fn on(today: &str) -> Self {
        let [officer, auditor, neighbour] = [(); 3].map(|()| SigningKey::random());
        let blocks = blocks(&officer, &auditor);
        let other = officer_block("Kaimiņš", &recipient(), &neighbour);
        let people = [("Anna Bērziņa", true)];
        Self {
            world: World::with(&people, &blocks, &[("citi", &other)], Some(today)),
            officer,
            auditor,
            neighbour,
            mirror: tempfile::tempdir().unwrap(),
        }
    }

    fn officer(&self) -> Signer<'_> {
        self.world.signer(&self.officer)
    }

    fn auditor(&self) -> Signer<'_> {
        self.world.signer(&self.auditor)
    }

    /// As the auditor's tool does, over HTTP, into a mirror that stays.
    fn verify(&self, today: &str) -> Report {
        let auditor = self.auditor();
        let fetch = |resource: Resource| -> io::Result<Option<Vec<u8>>> {
            let answer = auditor.get(&format!("/{resource}"));
            Ok((answer.status == 200).then_some(answer.body))
        };
        let terms = Terms {
            policy: &Policy::shipped(),
            calendar: &Calendar::shipped(),
            log: &LogKey::parse(&self.world.log).unwrap(),
            quorum: &Quorum::none(),
            pins: &[],
            expected: &[],
            today: day(today),
        };
        let mirror = Mirror::open(self.mirror.path()).unwrap();
        verify(&mirror, &fetch, &terms, &mut |_, _| {}).unwrap()
    }

    /// Records what this officer says, and gives the entry's leaf; or the refusal's code.
    fn record(&self, today: &str, event: Event) -> Result<TreeHash, String> {
        let line = line(&self.officer, "paraugs", today, event);
        record(&self.officer(), &line)
    }

    fn open(&self, today: &str, item: Item) -> Result<(CaseNumber, TreeHash), String> {
        let case = CaseNumber::random();
        Ok((case, self.record(today, opened(case, item))?))
    }

    /// Items as the officers' listener lists them.
    fn items(&self) -> Vec<Item> {
        let listed = self.officer().json("/v1/items");
        let items = listed["items"].as_array().unwrap().iter();
        items
            .map(|item| Item::parse(item["item"].as_str().unwrap()).unwrap())
            .collect()
    }
}

fn blocks(officer: &SigningKey, auditor: &SigningKey) -> String {
    officer_block("Jānis Ozols", &recipient(), officer) + &auditor_block("Delna", auditor)
}

fn recipient() -> String {
    OpeningKey::random().recipient().to_string()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn opened(case: CaseNumber, item: Item) -> Event {
    Event::Opened {
        case,
        item,
        category: Policy::shipped().categories()[0].category().clone(),
        track: Track::AnonymousTip,
    }
}

fn line(key: &SigningKey, institution: &str, today: &str, event: Event) -> Vec<u8> {
    let record = Record {
        institution: Institution::parse(institution).unwrap(),
        day: day(today),
        event,
    };
    Entry::from(record.sign(key)).to_line().into_bytes()
}

fn record(signer: &Signer<'_>, line: &[u8]) -> Result<TreeHash, String> {
    let answer = signer.post("/v1/entries", line);
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    match answer.status {
        200 => Ok(TreeHash::parse(said["leaf"].as_str().unwrap()).unwrap()),
        409 => Err(said["refused"].as_str().unwrap().to_owned()),
        status => panic!("{status}"),
    }
}

/// Mondays and Tuesdays without a holiday near, so that days count as they look.
const MONDAY: &str = "2026-11-23";
const TUESDAY: &str = "2026-11-24";
const NEXT_WEEK: &str = "2026-12-02";

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
    let [waiting] = &report.waiting[..] else {
        panic!("{}", report.to_json());
    };
    assert_eq!((waiting.items, waiting.oldest_days), (1, 1));
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
    let step = Step::Acknowledged;
    town.record(NEXT_WEEK, Event::Step { case, after, step })
        .unwrap();
    let report = town.verify(NEXT_WEEK);
    assert!(report.waiting.is_empty(), "{}", report.to_json());
    assert!(
        !report.findings.kept().iter().any(unaccounted),
        "{}",
        report.to_json()
    );
    let (page, _) = town.world.reporter().come_back(&code);
    let words = page.words();
    assert!(words.contains("uzskaitījusi Jā"), "{words}");
    assert!(words.contains("Stāvoklis Izvērtē"), "{words}");
}

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
    let step = |after, step| Event::Step { case, after, step };
    let acknowledged = line(
        &town.officer,
        "paraugs",
        TUESDAY,
        step(after, Step::Acknowledged),
    );
    let newest = record(&town.officer(), &acknowledged).unwrap();

    let (officer, neighbour) = (town.officer(), town.world.signer(&town.neighbour));
    let stranger = SigningKey::random();
    let rejected = |item| Event::Rejected {
        item,
        reason: Rejection::Spam,
    };
    let refusals = [
        ("replayed", acknowledged),
        (
            "stale",
            line(&town.officer, "paraugs", TUESDAY, step(after, Step::Closed)),
        ),
        (
            "out-of-step",
            line(
                &town.officer,
                "paraugs",
                TUESDAY,
                step(newest, Step::Closed),
            ),
        ),
        (
            "accounted-twice",
            line(&town.officer, "paraugs", TUESDAY, rejected(items[0])),
        ),
        (
            "never-received",
            line(&town.officer, "paraugs", TUESDAY, rejected(Item::of(b"x"))),
        ),
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
            line(&town.neighbour, "citi", TUESDAY, step(newest, Step::Closed)),
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
        item: Item::of(b"planted"),
    };
    let planted = planted.to_line().into_bytes();
    assert_eq!(record(&officer, &planted).unwrap_err(), "not-for-officers");

    let case_path = format!("/v1/cases/{case}");
    let head = officer.json(&case_path);
    assert_eq!(
        head,
        json!({"head": newest.to_string(), "status": "assessing"})
    );
    let account = |signer: &Signer<'_>, item: Item| signer.json(&format!("/v1/accounting/{item}"));
    let index = account(&officer, items[0])["index"].as_u64().unwrap();
    assert!((3..5).contains(&index));
    assert_eq!(account(&officer, items[0])["case"], json!(case.to_string()));
    assert_eq!(account(&officer, items[1])["case"], json!(null));
    let nothing = json!({"index": null, "case": null});
    assert_eq!(account(&neighbour, items[0]), nothing);
    assert_eq!(account(&officer, Item::of(b"x")), nothing);
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
        assert_eq!(wire::get(reporters, path).status, 404, "{path}");
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
        "/roster/0000000000000000000000000000000000000000000000000000000000000000.toml",
        "/policy/0000000000000000000000000000000000000000000000000000000000000000.toml",
    ] {
        refused(&town.auditor().get(path));
    }
    // An auditor reads the ledger and nothing else, and belongs to no institution.
    let instance = town.auditor().get("/v1/instance");
    assert!(instance.text().contains(r#""institution":null"#));
    for path in ["/v1/items", "/v1/cases/0123456789abcdef"] {
        refused(&town.auditor().get(path));
    }
    let rejected = Event::Rejected {
        item: town.items()[0],
        reason: Rejection::Spam,
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
            r#"{{"format":"svilpe-statistics/1","view":"{view}","names":{{}},"years":[{{"year":2025,
            "threshold":5,"counts":[{{"table":"overview","row":"received","column":"reports",
            "value":1396,"conf_status":"F"}}],"money_eur":[],"median_days":[],"on_time_percent":[]}}]}}"#
        )
    };
    std::fs::write(&file, release("public")).unwrap();
    town.world.go_to(TUESDAY);
    assert!(page(&town, "/statistics").contains("1 396"));
    assert!(page(&town, "/en/statistics").contains("1,396"));
    std::fs::write(&file, release("internal-not-for-publication")).unwrap();
    town.world.go_to(TUESDAY);
    assert!(page(&town, "/en/statistics").contains("No statistics have been published"));
}

/// `check` reads the ledger as `serve` does: whoever lost or changed rows hears of it before reporters do.
#[test]
fn p7_check_prints_the_ledgers_key_and_refuses_another_one() {
    let mut town = Town::on(MONDAY);
    town.world.reporter().send("Viens.");
    town.world.go_to(TUESDAY);
    town.world.intake.stop();
    let home = town.world.intake.home().to_owned();
    let check = || {
        let mut command = world::svilpe(&["intake", "check"]);
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

fn item(town: &Town, key: &SigningKey) -> Item {
    let listed = town.world.signer(key).json("/v1/items");
    Item::parse(listed["items"][0]["item"].as_str().unwrap()).unwrap()
}
