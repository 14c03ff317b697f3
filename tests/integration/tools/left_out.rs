//! Officers whom a reporter left out.

use super::{Town, said};
use crate::world::wire::{self, Multipart};
use crate::world::{self, Reporter, World, is_received};

#[test]
fn who_is_left_out_opens_neither_the_report_nor_what_is_added_later() {
    let world = World::with_officers(&[("Anna Bērziņa", true), ("Jānis Ozols", false)]);
    let [anna, janis] = &world.officers[..] else {
        panic!("two officers");
    };
    let reporter = world.reporter();
    let form = reporter.form();
    let body =
        Reporter::words(&form, "Jānis ņem kukuļus.").field("leave_out", &reporter.leave_out(1));
    let received = reporter.post(&body.end()).unwrap();
    assert!(is_received(&received, &form.code), "{}", received.text());
    // Through a renewal, too, nobody is let in again.
    let (answers, fresh) = reporter.come_back(&form.code);
    let addition = Multipart::new()
        .field("code", &fresh)
        .field("token", &answers.hidden("token").unwrap())
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
fn p7_who_alone_opens_a_case_hears_at_each_sync_that_it_would_be_lost_with_them() {
    let town = Town::leaving_out_janis();
    let case = town.case();
    let server = world::typed(&town.world.intake.officers);
    let synced = |officer: usize| {
        let syncing = town.world.officers[officer].syncing(&town.world, &["--server", &server]);
        said(&{ syncing }.output().unwrap())
    };
    let told = synced(0);
    let line = told.lines().find(|line| line.contains("nobody else"));
    assert!(line.is_some_and(|line| line.contains(&case)), "{told}");
    assert!(!synced(1).contains("nobody else"));
    // What is for everybody is nobody's burden.
    town.world.reporter().send("Visiem.");
    let told = synced(0);
    let line = told.lines().find(|line| line.contains("nobody else"));
    assert!(
        line.is_some_and(|line| line.contains("One open case")),
        "{told}"
    );
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
