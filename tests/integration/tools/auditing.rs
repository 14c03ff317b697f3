//! Auditors and witnesses who look on.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::cosignature::Witness;
use svilpe::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use svilpe::ledger::tree::{Head, TreeHash};
use svilpe::rules::calendar::Day;
use svilpe::rules::names::Names;
use svilpe::text::Language;

use super::{Auditor, Town, said};
use crate::operator::fake_clock::library;
use crate::world::signed_pack;
use crate::world::signer::auditor_block;
use crate::world::skip::skip;
use crate::world::{World, ok, today, wire};

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
    assert_eq!(listed["next"]["clock"], "decide");

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
fn p7_a_ledger_that_stands_still_is_told_by_officer_and_witness() {
    let Some(clock) = library() else {
        return skip("libfaketime");
    };
    let town = Town::new();
    let on = |days: i32, mut command: Command| {
        let noon = format!("@{} 12:00:00", today().plus_days(days));
        let command = command.env("LD_PRELOAD", &clock).env("FAKETIME", noon);
        command.output().unwrap()
    };
    let server = format!("http://{}", town.world.intake.officers);
    let synced = |days| {
        let from = ["--server", &server];
        on(days, town.anna().syncing(&town.world, &from))
    };
    let witness = |days| {
        let name = ["witness", "--name", "delna.example/liecinieks"];
        on(days, town.auditor.command_at(&town.world, &name))
    };
    // Policy allows three days; two computers may be on different days.
    for fresh in [-1, 0, 3] {
        for done in [synced(fresh), witness(fresh)] {
            assert!(done.status.success(), "{fresh}: {}", said(&done));
        }
    }
    let (late, cosigned) = (synced(4), witness(4));
    assert_eq!(late.status.code(), Some(1));
    assert!(said(&late).contains("THE LEDGER STANDS STILL"));
    assert_eq!(cosigned.status.code(), Some(1));
    assert!(cosigned.stdout.is_empty(), "nothing cosigned");
    assert!(said(&cosigned).contains("The ledger stands still"));
    let early = witness(-2);
    assert_eq!(early.status.code(), Some(1));
    assert!(early.stdout.is_empty(), "nothing cosigned");
    assert!(said(&early).contains("a day that has not come"));
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

/// The institution's own head sees each number of the year that runs; nobody else ever does.
#[test]
fn the_internal_view_tells_all_of_the_year_that_runs_and_is_never_published() {
    let town = Town::new();
    assert!(town.auditor.at(&town.world, &["verify"]).status.success());
    let report = |to: &str, more: &[&str]| {
        let out = town.auditor.folder.path().join(to);
        let mut command = town.auditor.keyless(&["report"]);
        let done = command.arg("--out").arg(&out).args(more).output().unwrap();
        (done, out)
    };
    let read = |file: std::path::PathBuf| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
    };
    let (made, public) = report("public", &[]);
    assert!(made.status.success(), "{}", said(&made));
    assert_eq!(
        read(public.join("statistics.json"))["years"],
        serde_json::json!([])
    );

    let (made, internal) = report("internal", &["--internal"]);
    assert!(made.status.success(), "{}", said(&made));
    let release = read(internal.join("INTERNAL-statistics.json"));
    assert_eq!(release["view"], "internal-not-for-publication");
    let year = &release["years"][0];
    let until: Day = year["until"].as_str().unwrap().parse().unwrap();
    assert!(until >= today().plus_days(-1), "{until}");
    let counts = year["counts"].as_array().unwrap();
    assert!(
        counts.iter().all(|count| count["value"].is_u64()),
        "each is told"
    );
    let received = counts
        .iter()
        .find(|count| count["table"] == "overview" && count["row"] == "received");
    assert_eq!(received.unwrap()["value"], 1);

    let (signed, _) = report("signed", &["--internal", "--sign"]);
    assert_eq!(signed.status.code(), Some(2), "{}", said(&signed));
    // A server never shows it, and no public release goes on from it.
    let refused = svilpe::statistics::release::Release::parse(release.to_string().as_bytes());
    assert!(format!("{:?}", refused.err()).contains("Internal"));
    let (other, _) = report("internal", &[]);
    assert!(!other.status.success(), "{}", said(&other));
}

#[test]
fn p7_a_server_that_signs_each_day_is_fresh_and_one_that_stopped_stands_still() {
    let auditor = Auditor::keygen();
    let people = [("Anna Bērziņa", true)];
    let days_ago = |days: i32| today().plus_days(-days).to_string();
    let mut world = World::with(&people, &auditor.block, &[], Some(&days_ago(9)));
    // Nothing happens for a week, but that the server is there.
    world.go_to(&days_ago(2));
    let verified = auditor.at(&world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        said(&verified).contains("2 days old"),
        "{}",
        said(&verified)
    );
    // A server whose day is four days ago signs for no other.
    let other = Auditor::keygen();
    let quiet = World::with(&people, &other.block, &[], Some(&days_ago(4)));
    let verified = other.at(&quiet, &["verify"]);
    assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
    assert!(
        said(&verified).contains("stands still"),
        "{}",
        said(&verified)
    );
}

#[test]
fn p7_two_who_were_shown_different_ledgers_find_out() {
    let town = Town::new();
    let shown = |name: &str, checkpoint: &[u8]| {
        let path = town.auditor.folder.path().join(name);
        std::fs::write(&path, checkpoint).unwrap();
        path.to_string_lossy().into_owned()
    };
    let fetch = || wire::get(&town.world.intake.officers, "/checkpoint").body;
    let before = fetch();
    let first = shown("pirms", &before);
    town.anna().read(&town.case());
    town.anna().sync(&town.world);
    let after = fetch();
    let letter = format!(
        "Sveiki, man rāda:\n\n> {}\n",
        String::from_utf8_lossy(&after).replace('\n', "\n> ")
    );
    let second = shown("vēstule", letter.as_bytes());
    let compare = |one: &str, other: &str| {
        let server = format!("http://{}", town.world.intake.officers);
        let place = ["--server", &server, "--instance", &town.world.instance];
        let mut compare = town.auditor.keyless(&["compare", one, other]);
        compare
            .args(place)
            .args(["--log-key", &town.world.log])
            .output()
            .unwrap()
    };
    let same = compare(&first, &first);
    assert!(
        same.status.success() && said(&same).contains("The same"),
        "{}",
        said(&same)
    );
    let grown = compare(&second, &first);
    assert!(
        grown.status.success() && said(&grown).contains("One history"),
        "{}",
        said(&grown)
    );

    // The log's key signs another history, too.
    let key = std::fs::read_to_string(town.world.intake.home().join("checkpoint.key")).unwrap();
    let key = SigningKey::parse(key.trim()).unwrap();
    let log = LogKey::parse(&town.world.log).unwrap();
    let head = Checkpoint::parse(&before, &log).unwrap().head();
    let root = TreeHash::of_leaf(b"another");
    let lie = Checkpoint::sign(Head { root, ..head }, log.name(), &key);
    let lie = shown("meli", &lie.to_bytes());
    for honest in [&first, &second] {
        let fork = compare(&lie, honest);
        assert_eq!(fork.status.code(), Some(1));
        assert!(said(&fork).contains("TWO HISTORIES"), "{}", said(&fork));
        let kept = std::fs::read_dir(town.auditor.home()).unwrap().flatten();
        let mut kept = kept.map(|file| file.path());
        let proof = kept.find(|path| path.extension().is_some_and(|end| end == "json"));
        let proof = proof.unwrap();
        let checked =
            town.auditor
                .command(&["verify", "--check-evidence", proof.to_str().unwrap()]);
        let checked = { checked }.output().unwrap();
        assert!(said(&checked).contains("This proves"), "{}", said(&checked));
        std::fs::remove_file(proof).unwrap();
    }
    let none = compare(&shown("nekas", b"hello"), &first);
    assert_eq!(none.status.code(), Some(1));
    assert!(said(&none).contains("no checkpoint"), "{}", said(&none));
}

#[test]
fn p7_one_witness_who_comes_by_suffices_and_may_run_unattended() {
    let mut town = Town::new();
    // The rules as they were until now are known from then on.
    assert!(town.auditor.at(&town.world, &["verify"]).status.success());
    let one = ("witnesses_required = 0", "witnesses_required = 1");
    let pack = signed_pack(town.world.folder.path(), "latvia", &[one]);
    town.world.change_pack(&pack);
    let pack = ["--pack", pack.to_str().unwrap()];
    let name = ["witness", "--name", "delna.example/liecinieks"];
    // Who is in no roster cosigns, and the server does not serve it.
    let stranger = Auditor::keygen().at(&town.world, &[&name[..], &pack].concat());
    assert!(stranger.status.success(), "{}", said(&stranger));
    assert!(said(&stranger).contains("does not take"));
    assert_eq!(
        wire::get(&town.world.intake.officers, "/cosigned").status,
        404
    );
    let mut witness = town
        .auditor
        .command_at(&town.world, &[&name[..], &pack].concat());
    let cosigned = witness.output().unwrap();
    assert!(cosigned.status.success(), "{}", said(&cosigned));
    let key = said(&cosigned);
    let key = key
        .split("as a witness: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let verify = |key: &str| {
        let verify = [&["verify", "--witness", key][..], &pack].concat();
        let verified = town.auditor.at(&town.world, &verify);
        (verified.status.success(), said(&verified))
    };
    let entries = |said: &str| {
        let count = said.split("Entries checked: ").nth(1).unwrap();
        count.split('.').next().unwrap().parse::<u64>().unwrap()
    };
    let (is_clean, first) = verify(key);
    assert!(is_clean, "{first}");

    // What came since, nobody has witnessed: it is not read, and nobody is blamed.
    town.anna().read(&town.case());
    town.anna().sync(&town.world);
    let (is_clean, second) = verify(key);
    assert!(is_clean, "{second}");
    assert_eq!(entries(&second), entries(&first));

    // A witness that nobody looks after sees it, over a stop of the server, too.
    let mut unattended = witness.args(["--every", "1s"]).spawn().unwrap();
    let cosigns = |newest: &str| newest.contains("delna.example/liecinieks");
    let newest = || wire::get(&town.world.intake.officers, "/checkpoint").text();
    let came_by = wait_until(|| cosigns(&newest()));
    unattended.kill().unwrap();
    unattended.wait().unwrap();
    assert!(came_by, "{}", newest());
    let (is_clean, third) = verify(key);
    assert!(is_clean, "{third}");
    assert!(entries(&third) > entries(&second), "{third}");
    let listed = wire::get(&town.world.intake.reporters, "/cosigned");
    assert!(cosigns(&listed.text()), "reporters' tools ask, too");
    town.world.restart();
    let listed = wire::get(&town.world.intake.officers, "/cosigned");
    assert!(cosigns(&listed.text()), "kept");
}

#[test]
fn only_an_auditor_leaves_a_cosignature_and_only_of_a_head_of_this_log() {
    let auditor = SigningKey::random();
    let block = auditor_block("Delna", &auditor);
    let world = World::with(&[("Anna Bērziņa", true)], &block, &[], None);
    let log = LogKey::parse(&world.log).unwrap();
    let head = wire::get(&world.intake.officers, "/checkpoint").body;
    let head = Checkpoint::parse(&head, &log).unwrap();
    let leave = |key: &SigningKey, note: &[u8]| {
        let answer = world.signer(key).post("/v1/cosignatures", note);
        (answer.status, String::from_utf8(answer.body).unwrap())
    };
    let name = LogName::parse("delna.example/w").unwrap();
    let cosigned = |checkpoint: Checkpoint, key: &SigningKey, days: i32| {
        let mut witness = Witness::new(name.clone(), key, None);
        let on = today().plus_days(days);
        let cosigned = witness.cosign(checkpoint, &<_>::default(), on).unwrap();
        cosigned.to_bytes()
    };
    let refused = |why: &str| (409, format!("{{\"refused\":\"{why}\"}}"));
    let stranger = SigningKey::random();
    let own = cosigned(head.clone(), &auditor, 0);
    assert_eq!(leave(&stranger, &own), (404, String::new()));
    let strangers = cosigned(head.clone(), &stranger, 0);
    let of_another = Checkpoint::sign(head.head(), &name, &stranger);
    for wrong in [
        strangers,
        cosigned(of_another, &auditor, 0),
        b"hello".to_vec(),
    ] {
        assert_eq!(leave(&auditor, &wrong), refused("not-cosigned"));
    }
    assert_eq!(leave(&auditor, &own).0, 204);
    assert_eq!(leave(&auditor, &own).0, 204, "again");
    let older = cosigned(head, &auditor, -1);
    assert_eq!(leave(&auditor, &older), refused("older"));
    let served = wire::get(&world.intake.officers, "/checkpoint").text();
    assert_eq!(served.matches("delna.example/w").count(), 1);
}

#[test]
fn p7_what_is_new_is_told_once_by_the_program_that_the_operator_names() {
    let auditor = Auditor::keygen();
    let days_ago = |days: i32| today().plus_days(-days).to_string();
    let people = [("Anna Bērziņa", true)];
    let mut world = World::with(&people, &auditor.block, &[], Some(&days_ago(12)));
    world.reporter().send("Pazuda sliedes.");
    for days in [11, 0] {
        world.go_to(&days_ago(days));
    }
    let told = auditor.folder.path().join("told");
    let teller = auditor.folder.path().join("mail");
    std::fs::write(&teller, format!("#!/bin/sh\ncat >> '{}'\n", told.display())).unwrap();
    let mine = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(&teller, mine).unwrap();
    let tell = ["watch", "--tell", teller.to_str().unwrap()];
    let run = |arguments: &[&str]| auditor.at(&world, arguments);
    let forget = || std::fs::remove_file(auditor.home().join("watched")).unwrap();

    let found = run(&tell);
    assert!(found.status.success(), "{}", said(&found));
    let text = std::fs::read_to_string(&told).unwrap();
    assert!(text.contains("New findings: 1."), "{text}");
    assert!(text.contains("nobody has accounted"), "{text}");
    assert!(text.contains("paraugs: late by law since"), "{text}");
    std::fs::remove_file(&told).unwrap();
    assert!(run(&tell).status.success());
    assert!(!told.exists(), "told once");

    // Without a program the command ends when there is something new, and only then.
    forget();
    let failed = run(&["watch", "--every", "1s"]);
    assert_eq!(failed.status.code(), Some(1), "{}", said(&failed));
    assert!(said(&failed).contains("New findings: 1."));
    assert!(run(&["watch"]).status.success());

    // A program that fails was not told.
    forget();
    let failing = run(&["watch", "--tell", "/bin/false"]);
    assert_eq!(failing.status.code(), Some(1), "{}", said(&failing));
    assert!(run(&tell).status.success());
    assert!(told.exists(), "told after all");

    // The same for the spreadsheet and the printer.
    let csv = String::from_utf8(run(&["verify", "--csv"]).stdout).unwrap();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(
        csv.contains("\nparaugs,,") && csv.contains(",fault,unaccounted,\""),
        "{csv}"
    );
    let page = String::from_utf8(run(&["verify", "--page"]).stdout).unwrap();
    let is_page = page.starts_with("<!DOCTYPE html>") && page.contains("INSTITUTION paraugs");
    assert!(is_page, "{page}");

    // Each officer hears it as well, until it is done.
    let heard = world.officers[0].sync(&world);
    assert!(heard.contains("late by law since"), "{heard}");
}

#[test]
fn p8_published_figures_are_computed_again_and_a_changed_one_is_told() {
    let auditor = Auditor::keygen();
    let people = [("Anna Bērziņa", true)];
    let mut world = World::with(&people, &auditor.block, &[], Some("2025-11-20"));
    world.reporter().send("Pazuda sliedes.");
    for day in ["2025-11-21", &today().to_string()] {
        world.go_to(day);
    }
    // Nobody opened it: that is a finding, and no reason to publish nothing.
    assert_eq!(auditor.at(&world, &["verify"]).status.code(), Some(1));
    let out = auditor.folder.path().join("skaitļi");
    let report = |how: &str| {
        let mut command = auditor.keyless(&["report"]);
        command.arg(how).arg(&out).output().unwrap()
    };
    let made = report("--out");
    assert!(made.status.success(), "{}", said(&made));
    let same = report("--check");
    assert!(same.status.success(), "{}", said(&same));
    assert!(
        said(&same).contains("2025: the same figures"),
        "{}",
        said(&same)
    );

    let overview = out.join("overview-2025.csv");
    let written = std::fs::read_to_string(&overview).unwrap();
    std::fs::write(&overview, written.replacen(",0,5,C", ",5,10,C", 1)).unwrap();
    let changed = report("--check");
    assert_eq!(changed.status.code(), Some(1));
    assert!(
        said(&changed).contains("overview-2025.csv"),
        "{}",
        said(&changed)
    );
    std::fs::write(&overview, written).unwrap();
    let release = out.join("statistics.json");
    let written = std::fs::read_to_string(&release).unwrap();
    for (what, by, told) in [
        ("\"size\": 3", "\"size\": 2", "not the beginning"),
        ("\"to\": 5,", "\"to\": 10,", "NOT THIS LEDGER'S"),
    ] {
        let changed = written.replacen(what, by, 1);
        assert_ne!(changed, written);
        let release = svilpe::statistics::release::Release::parse(changed.as_bytes());
        // The tables are changed along.
        let publisher = svilpe::statistics::dcat::Publisher {
            name: Names::new([(Language::latvian().code().clone(), "Iestāde".to_owned())]).unwrap(),
            country: "LVA".to_owned(),
            contact: String::new(),
        };
        let files = svilpe::statistics::publish::files(&release.unwrap(), &publisher);
        for (name, bytes) in &files {
            std::fs::write(out.join(name), bytes).unwrap();
        }
        let differs = report("--check");
        assert_eq!(differs.status.code(), Some(1));
        assert!(said(&differs).contains(told), "{}", said(&differs));
    }
}

fn wait_until(mut is_so: impl FnMut() -> bool) -> bool {
    (0..300).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        is_so()
    })
}

fn copy_of(store: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    ok(Command::new("cp")
        .arg("-a")
        .arg(store)
        .arg(copy.path().join("store")));
    copy
}

#[test]
fn a_report_that_is_asked_for_is_said_to_be_there_with_its_number() {
    let town = Town::new();
    let sealed = std::fs::read_dir(town.anna().home.join("sealed")).unwrap();
    let item = sealed.map(|file| file.unwrap().path()).next().unwrap();
    let item = item.file_stem().unwrap().to_str().unwrap().to_owned();
    let entries = std::fs::read_to_string(town.anna().home.join("entries")).unwrap();
    let line = entries.lines().find(|line| line.contains(&item)).unwrap();
    let number = line.split(' ').next().unwrap();
    let verified = town.auditor.at(
        &town.world,
        &["verify", "--expect", &item[..24].to_uppercase()],
    );
    let told = format!(
        "Report {} is in the ledger: entry No. {number},",
        &item[..24]
    );
    assert!(said(&verified).contains(&told), "{}", said(&verified));
    let missing = "ab".repeat(16);
    let verified = town
        .auditor
        .at(&town.world, &["verify", "--expect", &missing]);
    assert!(
        !said(&verified).contains("is in the ledger"),
        "{}",
        said(&verified)
    );
    assert!(
        said(&verified).contains("is not in the ledger"),
        "{}",
        said(&verified)
    );
}
