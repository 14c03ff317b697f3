//! The officer's and the auditor's command lines against a running intake.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::world::wire::{self, Multipart};
use crate::world::{self, Officer, PASSPHRASE, Reporter, World, is_received, ok, svilpe};
use svilpe::calendar::Day;

/// An auditor at their own computer.
struct Auditor {
    folder: tempfile::TempDir,
    block: String,
}

impl Auditor {
    fn keygen() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = folder.path().join("passphrase");
        std::fs::write(&passphrase, PASSPHRASE).unwrap();
        let only_mine = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&passphrase, only_mine).unwrap();
        let mut auditor = Self {
            folder,
            block: String::new(),
        };
        let made = ok(&mut auditor.command(&["keygen", "--name", "Delna", "--work-factor", "10"]));
        auditor.block = String::from_utf8(made.stdout).unwrap();
        auditor
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("auditor")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.keyless(arguments);
        command
            .arg("--passphrase-file")
            .arg(self.folder.path().join("passphrase"));
        command
    }

    fn keyless(&self, arguments: &[&str]) -> Command {
        let mut command = svilpe(&["auditor"]);
        command.args(arguments).arg("--home").arg(self.home());
        command
    }

    fn at(&self, world: &World, arguments: &[&str]) -> Output {
        let server = format!("http://{}", world.intake.officers);
        let place = [
            "--server",
            &server,
            "--instance",
            &world.instance,
            "--log-key",
            &world.log,
        ];
        self.command(arguments).args(place).output().unwrap()
    }
}

/// Yesterday a report came; today's batch is in the ledger.
struct Town {
    world: World,
    auditor: Auditor,
    code: String,
}

impl Town {
    fn new() -> Self {
        Self::with(|world| world.reporter().send("Pazuda sliedes."))
    }

    /// The report is about Jānis, who can't open it.
    fn leaving_out_janis() -> Self {
        Self::with(|world| {
            let reporter = world.reporter();
            let page = wire::get(&reporter.address, &reporter.path()).text();
            let mut keys = page.split("name=\"leave_out\" value=\"").skip(1);
            let janis = keys.nth(1).and_then(|rest| rest.split('"').next());
            let form = reporter.form();
            let body = Reporter::words(&form, "Jānis ņem kukuļus.");
            let body = body.field("leave_out", janis.unwrap()).end();
            let received = reporter.post(&body).unwrap();
            assert!(is_received(&received, &form.code), "{}", received.text());
            form.code
        })
    }

    fn with(send: impl Fn(&World) -> String) -> Self {
        let auditor = Auditor::keygen();
        let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
        let yesterday = today().plus_days(-1).to_string();
        let mut world = World::with(&people, &auditor.block, &[], Some(&yesterday));
        let code = send(&world);
        let officer = &world.officers[0];
        officer.sync(&world);
        world.go_to(&today().to_string());
        world.officers[0].sync(&world);
        Self {
            world,
            auditor,
            code,
        }
    }

    fn anna(&self) -> &Officer {
        &self.world.officers[0]
    }

    fn case(&self) -> String {
        self.anna().cases()[0]["case"].as_str().unwrap().to_owned()
    }

    fn record(&self, arguments: &[&str]) -> Output {
        let case = self.case();
        let all: Vec<&str> = ["record", &case].iter().chain(arguments).copied().collect();
        self.anna().run(&all)
    }

    fn facts(&self) -> Vec<String> {
        let kept = std::fs::read_to_string(self.anna().home.join("entries")).unwrap();
        let fact = |line: &str| {
            let (_, json) = line.split_once(' ').unwrap();
            let entry: serde_json::Value = serde_json::from_str(json).unwrap();
            entry["fact"].as_str().unwrap().to_owned()
        };
        kept.lines().map(fact).collect()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the officer's tool takes the real day, and so does this test"
)]
fn today() -> Day {
    Day::in_riga(jiff::Timestamp::now())
}

fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}

#[test]
fn who_is_left_out_opens_neither_the_report_nor_what_is_added_later() {
    let world = World::with_officers(&[("Anna Bērziņa", true), ("Jānis Ozols", false)]);
    let [anna, janis] = &world.officers[..] else {
        panic!("two officers");
    };
    let reporter = world.reporter();
    let page = wire::get(&reporter.address, &reporter.path()).text();
    let keys: Vec<&str> = page
        .split("name=\"leave_out\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let form = reporter.form();
    let body = Reporter::words(&form, "Jānis ņem kukuļus.").field("leave_out", keys[1]);
    let received = reporter.post(&body.end()).unwrap();
    assert!(is_received(&received, &form.code), "{}", received.text());
    // Through a renewal, too, nobody is let in again.
    let (answers, fresh) = reporter.come_back(&form.code);
    let addition = Multipart::new()
        .field("code", &fresh)
        .field("proof", &answers.hidden("proof").unwrap())
        .field("what_happened", "Viņš to darīja arī vakar.")
        .end();
    let added = wire::post_body(&reporter.address, "/add", &Multipart::kind(), &addition).unwrap();
    assert_eq!(added.status, 200, "{}", added.text());

    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    let read = anna.read(&case);
    assert!(
        read.contains("kukuļus") && read.contains("arī vakar"),
        "{read}"
    );
    janis.sync(&world);
    let listed = janis.run(&["list", "--json"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "[]");
}

#[test]
fn p7_from_report_to_a_clean_ledger_by_the_tools_alone() {
    let town = Town::new();
    let case = town.case();
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        said(&verified).contains("not accounted for yet: 1"),
        "{}",
        said(&verified)
    );

    // Reading notes; the next sync opens; a reply acknowledges.
    town.anna().read(&case);
    town.anna().sync(&town.world);
    town.anna().reply(&case, "Paldies, saņēmām.");
    town.anna().sync(&town.world);
    let opened = ["roster", "received", "opened", "acknowledged"];
    assert_eq!(town.facts(), opened);
    let listed = &town.anna().cases()[0];
    assert_eq!(listed["status"], "status-assessing");
    assert_eq!(listed["next"]["clock"], "L1");

    // A step too early is one clear line, and nothing is recorded.
    let early = town.record(&["concluded", "--outcome", "confirmed"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(
        said(&early).contains("can't be recorded now"),
        "{}",
        said(&early)
    );
    for happened in [
        &["assessed", "tip_accepted"][..],
        &["notified"],
        &["under-review"],
        &["feedback"],
        &[
            "concluded",
            "--outcome",
            "confirmed",
            "--proceedings",
            "criminal:opened",
            "--damage-eur",
            "1200",
        ],
        &["closed"],
    ] {
        let recorded = town.record(happened);
        assert!(
            recorded.status.success(),
            "{happened:?}: {}",
            said(&recorded)
        );
    }
    town.anna().sync(&town.world);
    assert_eq!(town.facts().len(), 10);
    assert_eq!(town.anna().cases()[0]["status"], "status-done");
    let (page, _) = town.world.reporter().come_back(&town.code);
    assert!(page.text().contains("Pabeigts"), "{}", page.words());

    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        !said(&verified).contains("not accounted for"),
        "{}",
        said(&verified)
    );
}

#[test]
fn a_colleague_sees_what_was_recorded_and_records_after_it() {
    let town = Town::new();
    let janis = &town.world.officers[1];
    janis.sync(&town.world);
    let case = town.case();
    assert!(town.record(&["acknowledged"]).status.success());
    let second = janis.run(&["record", &case, "assessed", "tip_accepted"]);
    assert!(second.status.success(), "{}", said(&second));
    janis.sync(&town.world);
    assert_eq!(janis.cases()[0]["status"], "status-reviewing");
    // The same again is out of step, whoever says it.
    let again = town.record(&["acknowledged"]);
    assert_eq!(again.status.code(), Some(1));
}

#[test]
fn what_is_no_report_is_rejected_even_before_the_batch() {
    let mut town = Town::new();
    let recorded = town.record(&["rejected", "--reason", "spam"]);
    assert!(recorded.status.success(), "{}", said(&recorded));
    let again = town.record(&["opened"]);
    assert!(
        said(&again).contains("accounted for already"),
        "{}",
        said(&again)
    );

    town.world.reporter().send("Pērciet lēti!");
    town.anna().sync(&town.world);
    let cases = town.anna().cases();
    let fresh = cases.iter().find(|case| case["status"].is_null()).unwrap();
    let fresh = fresh["case"].as_str().unwrap().to_owned();
    let early = town.anna().run(&["record", &fresh, "acknowledged"]);
    assert!(
        said(&early).contains("not in the ledger yet"),
        "{}",
        said(&early)
    );
    let later = town
        .anna()
        .run(&["record", &fresh, "rejected", "--reason", "empty"]);
    assert!(later.status.success(), "{}", said(&later));
    assert!(
        said(&later).contains("the next sync records it"),
        "{}",
        said(&later)
    );
    town.world.restart();
}

#[test]
fn p7_who_was_left_out_closes_nothing_by_calling_it_unreadable() {
    let town = Town::leaving_out_janis();
    let (case, janis) = (town.case(), &town.world.officers[1]);
    janis.sync(&town.world);
    let listed = janis.run(&["list"]);
    assert!(said(&listed).contains(&case), "{}", said(&listed));
    let reject = ["record", &case, "rejected", "--reason", "unreadable"];
    let rejected = janis.run(&reject);
    assert!(rejected.status.success(), "{}", said(&rejected));
    let (page, code) = town.world.reporter().come_back(&town.code);
    assert!(
        page.words().contains("Stāvoklis Pabeigts"),
        "{}",
        page.words()
    );

    // Anna hears it by name, every time, until she has said her word.
    let server = world::typed(&town.world.intake.officers);
    let anna_syncs = || {
        let mut syncing = town.anna().syncing(&town.world, &["--server", &server]);
        syncing.output().unwrap()
    };
    for _ in 0..2 {
        let synced = anna_syncs();
        assert_eq!(synced.status.code(), Some(1), "{}", said(&synced));
        let line = format!("Jānis Ozols rejected item {case}");
        assert!(said(&synced).contains(&line), "{}", said(&synced));
        assert!(said(&synced).contains("“unreadable”"), "{}", said(&synced));
    }
    assert_eq!(town.anna().cases()[0]["contested"], "unreadable");
    let listed = town.anna().run(&["list"]);
    assert!(
        said(&listed).contains("rejected by a colleague"),
        "{}",
        said(&listed)
    );
    assert_eq!(town.facts(), ["roster", "received", "rejected"]);

    assert!(town.anna().read(&case).contains("kukuļus"));
    let opened = town.anna().sync(&town.world);
    assert!(opened.contains("has it as a case now"), "{opened}");
    let quiet = town.anna().sync(&town.world);
    assert!(!quiet.contains("Jānis"), "{quiet}");
    assert_eq!(town.facts(), ["roster", "received", "rejected", "opened"]);
    assert_eq!(town.anna().cases()[0]["status"], "status-assessing");
    let again = janis.run(&reject);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));

    let (page, _) = town.world.reporter().come_back(&code);
    let words = page.words();
    assert!(words.contains("Stāvoklis Izvērtē"), "{words}");
    assert!(words.contains("uzskaitījusi Jā"), "{words}");
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let told = said(&verified);
    assert!(told.contains("All is well"), "{told}");
    assert!(
        told.contains("rejected this report on") && told.contains("(unreadable)"),
        "{told}"
    );
    assert!(!told.contains("not accounted for"), "{told}");
}

#[test]
fn who_agrees_with_a_colleague_s_rejection_says_so_once() {
    let town = Town::new();
    let (case, janis) = (town.case(), &town.world.officers[1]);
    janis.sync(&town.world);
    let rejected = janis.run(&["record", &case, "rejected", "--reason", "spam"]);
    assert!(rejected.status.success(), "{}", said(&rejected));
    let own = janis.sync(&town.world);
    assert!(!own.contains("rejected"), "no word of one's own: {own}");

    let server = world::typed(&town.world.intake.officers);
    let mut syncing = town.anna().syncing(&town.world, &["--server", &server]);
    let synced = syncing.output().unwrap();
    assert_eq!(synced.status.code(), Some(1), "{}", said(&synced));
    assert!(said(&synced).contains("“spam”"), "{}", said(&synced));
    let read = town.anna().run(&["read", &case]);
    assert!(
        said(&read).contains("If it is a report after all"),
        "{}",
        said(&read)
    );
    let agreed = town.record(&["rejected", "--reason", "spam"]);
    assert!(agreed.status.success(), "{}", said(&agreed));
    assert!(said(&agreed).contains("you agree"), "{}", said(&agreed));
    town.anna().sync(&town.world);
    assert_eq!(town.facts(), ["roster", "received", "rejected"]);
}

#[test]
fn p7_an_intake_that_forgets_its_ledger_is_caught_by_officer_auditor_and_witness() {
    let mut town = Town::new();
    assert!(town.auditor.at(&town.world, &["verify"]).status.success());
    let name = ["witness", "--name", "delna.example/liecinieks"];
    let cosigned = town.auditor.at(&town.world, &name);
    assert!(cosigned.status.success(), "{}", said(&cosigned));
    assert!(said(&cosigned).contains("delna.example/liecinieks"));

    // The store as it was before: a copy is put back, as after a careless restore.
    town.world.intake.stop();
    let before = copy_of(&town.world.intake.store());
    town.world.kill_and_restart();
    town.anna().sync(&town.world);
    assert!(town.record(&["acknowledged"]).status.success());
    town.anna().sync(&town.world);
    assert!(town.auditor.at(&town.world, &["verify"]).status.success());
    assert!(town.auditor.at(&town.world, &["witness"]).status.success());
    town.world.intake.stop();
    std::fs::remove_dir_all(town.world.intake.store()).unwrap();
    ok(Command::new("cp")
        .arg("-a")
        .arg(before.path().join("store"))
        .arg(town.world.intake.store()));
    town.world.kill_and_restart();

    let server = format!("http://{}", town.world.intake.officers);
    let synced = town.anna().run(&["sync", "--server", &server]);
    assert_eq!(synced.status.code(), Some(1));
    assert!(
        said(&synced).contains("ROLLED THE LEDGER BACK"),
        "{}",
        said(&synced)
    );
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert_eq!(verified.status.code(), Some(1));
    assert!(
        said(&verified).contains("rolled back"),
        "{}",
        said(&verified)
    );
    let cosigned = town.auditor.at(&town.world, &["witness"]);
    assert_eq!(cosigned.status.code(), Some(1));
    assert!(
        said(&cosigned).contains("Nothing was cosigned"),
        "{}",
        said(&cosigned)
    );
}

#[test]
fn a_stranger_is_refused_and_nobody_is_blamed() {
    let town = Town::new();
    let stranger = Auditor::keygen();
    let refused = stranger.at(&town.world, &["verify"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("does not answer this key"),
        "{}",
        said(&refused)
    );
}

#[test]
fn figures_come_from_the_mirror_and_need_no_key() {
    let town = Town::new();
    let out = town.auditor.folder.path().join("figures");
    let figures = |more: &[&str]| {
        let mut command = town.auditor.keyless(&["report"]);
        command.arg("--out").arg(&out).args(more).output().unwrap()
    };
    assert_eq!(
        figures(&[]).status.code(),
        Some(2),
        "no ledger is known yet"
    );
    assert!(town.auditor.at(&town.world, &["verify"]).status.success());
    let made = figures(&[]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(out.join("statistics.json").exists());
    let other = figures(&["--internal"]);
    assert!(said(&other).contains("the other kind"), "{}", said(&other));
    std::fs::write(town.auditor.home().join("mirror/checkpoint"), "x").unwrap();
    assert!(said(&figures(&[])).contains("have changed"));
}

fn copy_of(store: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    ok(Command::new("cp")
        .arg("-a")
        .arg(store)
        .arg(copy.path().join("store")));
    copy
}
