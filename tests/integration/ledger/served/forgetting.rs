//! Officers who have content forgotten: no sooner than the ledger says that it may go.

use std::collections::{BTreeMap, BTreeSet};

use svilpe::ledger::entry::OfficerEvent;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion};
use svilpe::ledger::entry::vocabulary::{Outcome, Proceeding, ProceedingState};

use super::{MONDAY, TUESDAY, Town};

#[test]
fn p10_an_officer_has_forgotten_what_is_over_and_nothing_else() {
    let mut town = Town::on(MONDAY);
    town.world.reporter().send("Pazuda sliedes.");
    town.world.reporter().send("Pazuda gulšņi.");
    town.world.go_to(TUESDAY);
    let listed = town.officer().json("/v1/items");
    let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/items/{id}/forget");
    let refused = |why: &str| {
        let answer = town.officer().post(&path, &[]);
        assert_eq!(answer.status, 409, "{why}");
        assert!(answer.text().contains("\"needed\""), "{why}");
        assert_eq!(town.items().len(), 2, "{why}");
    };
    refused("nobody has accounted for it");
    let (case, mut after) = town.open(TUESDAY, town.items()[0]).unwrap();
    refused("its case is open");
    let conclusion = Conclusion {
        outcome: Outcome::Confirmed,
        proceedings: BTreeMap::from([(Proceeding::Criminal, ProceedingState::Opened)]),
        effects: BTreeSet::new(),
        damage_eur: None,
        recovered_eur: None,
    };
    for step in [
        CaseStep::Assessed(Assessment::TipAccepted),
        CaseStep::UnderReview,
        CaseStep::Concluded(conclusion),
    ] {
        let event = OfficerEvent::Step { case, after, step };
        after = town.record(TUESDAY, event).unwrap();
    }
    refused("it is concluded, and not closed");
    let step = CaseStep::Closed;
    town.record(TUESDAY, OfficerEvent::Step { case, after, step })
        .unwrap();

    let stranger = town.world.signer(&town.neighbour).post(&path, &[]);
    assert_eq!(stranger.status, 404, "another institution's officer");
    assert_eq!(town.auditor().post(&path, &[]).status, 404, "an auditor");
    assert_eq!(town.items().len(), 2);
    assert_eq!(town.officer().post(&path, &[]).status, 204);
    assert_eq!(town.items().len(), 1, "the other stays");
    assert_eq!(town.officer().post(&path, &[]).status, 404, "it is gone");
    town.world.restart();
    assert_eq!(town.items().len(), 1);
}
