//! `expunged` in the ledger, and what is really gone.

use super::{Town, said};
use crate::world::ok;

/// A case that led to proceedings, closed: an officer says when its content goes.
fn closed(town: &Town) -> String {
    let case = town.case();
    for step in [
        &["opened"][..],
        &["acknowledged"],
        &["assessed", "tip_accepted"],
        &["notified"],
        &["under-review"],
        &[
            "concluded",
            "--outcome",
            "confirmed",
            "--proceedings",
            "criminal:opened",
        ],
        &["closed"],
    ] {
        let recorded = town.record(step);
        assert!(recorded.status.success(), "{}", said(&recorded));
    }
    case
}

/// Files of this officer's whose name begins with the case's reference.
fn left_here(town: &Town, case: &str) -> Vec<String> {
    let folders = ["sealed", "sent", "replies", "drafts"];
    let files = folders.iter().flat_map(|folder| {
        let folder = town.anna().home.join(folder);
        std::fs::read_dir(folder).unwrap()
    });
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(case)).collect()
}

#[test]
fn p10_what_the_ledger_calls_expunged_is_not_here_any_more() {
    let town = Town::new();
    let case = closed(&town);
    assert_eq!(left_here(&town, &case).len(), 1);
    let _ = town.record(&["expunged"]);
    let mut syncing = town.anna().command(&["sync"]);
    ok(syncing.args([
        "--server",
        &crate::world::typed(&town.world.intake.officers),
    ]));
    let is_recorded = town.facts().contains(&"expunged".to_owned());
    let left = left_here(&town, &case);
    assert!(
        !is_recorded || left.is_empty(),
        "recorded, and here: {left:?}"
    );
}
