//! Officers who record, and agree.

use super::{Town, said};
use crate::world::{self};

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
