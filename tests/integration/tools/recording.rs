//! Officers who record, and agree.

use super::{Town, said};
use crate::world::{self, World, secret_file};

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

/// What can't be recorded before the day's batch is not sent either: a refused letter was with its
/// reporter all the same, and the next fetching recorded it as the acknowledgement.
#[test]
fn a_letter_whose_step_has_to_wait_is_not_sent() {
    let world = World::start();
    let code = world.reporter().send("Šodien atnākušais.");
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    let words = secret_file(&world.folder.path().join("words"), "Par agru.");
    let words = words.to_str().unwrap();
    for step in ["feedback", "ask"] {
        let early = anna.run(&["reply", &case, "--file", words, "--step", step]);
        assert_eq!(early.status.code(), Some(1), "{}", said(&early));
        assert!(
            said(&early).contains("not in the ledger yet"),
            "{}",
            said(&early)
        );
    }
    let (answers, code) = world.reporter().come_back(&code);
    assert!(
        !answers.words().contains("Par agru."),
        "nothing left this computer"
    );
    // The first word of all may come before the ledger has the report.
    let first = anna.run(&["reply", &case, "--file", words, "--step", "acknowledge"]);
    assert!(first.status.success(), "{}", said(&first));
    let (answers, _) = world.reporter().come_back(&code);
    assert!(answers.words().contains("Par agru."));
}

/// A file's name in the officer's folder signs nothing: what is recorded can't be taken back.
#[test]
fn p7_an_empty_file_in_an_officer_s_folder_records_nothing() {
    let town = Town::new();
    let anna = town.anna();
    let sealed = std::fs::read_dir(anna.home.join("sealed")).unwrap().next();
    let sealed = sealed.unwrap().unwrap().file_name();
    let item = sealed.to_str().unwrap().strip_suffix(".age").unwrap();
    let letter = anna.home.join(format!("sent/{item}-0123456789abcdef.age"));
    std::fs::write(&letter, b"").unwrap();
    anna.sync(&town.world);
    // What the first one records, the second one reads.
    anna.sync(&town.world);
    let facts = town.facts();
    assert!(
        !facts
            .iter()
            .any(|fact| fact.contains("opened") || fact.contains("acknowledged")),
        "{facts:?}"
    );
}

/// What is no case takes no step, and gets no letter with one.
#[test]
fn a_letter_with_a_step_is_not_sent_to_what_was_rejected() {
    let town = Town::new();
    let case = town.case();
    assert!(
        town.record(&["rejected", "--reason", "spam"])
            .status
            .success()
    );
    town.anna().sync(&town.world);
    let words = secret_file(&town.world.folder.path().join("words"), "Tomēr ne.");
    let words = words.to_str().unwrap();
    let letter = ["reply", &case, "--file", words, "--step", "feedback"];
    let refused = town.anna().run(&letter);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    let (answers, _) = town.world.reporter().come_back(&town.code);
    assert!(!answers.words().contains("Tomēr ne."));
}
