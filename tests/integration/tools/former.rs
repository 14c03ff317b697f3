//! A former officer, and a folder that a disk changed: nobody is accused without a proof.

use std::fs;

use super::{Town, said};
use crate::world::{Officer, today, typed};

/// What only a proof may make a tool say.
const ACCUSING: [&str; 8] = [
    "WITHHOLD",
    "HID A",
    "FORGED",
    "LIES",
    "REWROTE",
    "ROLLED",
    "DOES NOT GIVE",
    "FALSE ENTRY",
];

fn accuses(words: &str) -> bool {
    ACCUSING.iter().any(|accusing| words.contains(accusing))
}

#[test]
fn a_former_officer_is_told_so_by_every_command_and_nobody_is_accused() {
    let mut town = Town::new();
    let folder = town.world.folder.path().to_owned();
    let case = town.case();
    let janis = Officer {
        home: town.world.officers[1].home.clone(),
        block: town.world.officers[1].block.clone(),
    };
    let server = typed(&town.world.intake.officers);
    janis.sync(&town.world);
    janis.read(&case);
    let blocks = town.anna().block.clone() + &town.auditor.block;
    town.world.sign_roster(2, &blocks);
    town.world.go_to(&today().to_string());
    // Something came since: its entries are not for him.
    town.anna().sync(&town.world);
    let server_now = typed(&town.world.intake.officers);
    let config = janis.home.join("officer.toml");
    let text = fs::read_to_string(&config)
        .unwrap()
        .replace(&server, &server_now);
    fs::write(&config, text).unwrap();
    let words = folder.join("words");
    fs::write(&words, "Vēl es.").unwrap();
    let words = words.to_str().unwrap();
    let to = folder.join("court");
    for arguments in [
        &["sync"][..],
        &["reply", &case, "--file", words],
        &["reply", &case, "--file", words, "--anyway"],
        &["reply", &case, "--file", words, "--step", "acknowledge"],
        &["record", &case, "opened"],
        &["record", &case, "acknowledged"],
        &["record", "all-unreadable", "rejected", "--reason", "spam"],
        &["export", &case, "--for-court", "--to", to.to_str().unwrap()],
    ] {
        let done = janis.run(arguments);
        let told = said(&done);
        assert!(!accuses(&told), "{arguments:?} {told}");
        let nothing_to_do = arguments[1..].first() == Some(&"all-unreadable");
        assert!(
            told.contains("in the roster in force") || nothing_to_do,
            "{arguments:?} {told}"
        );
        assert!(
            done.status.code() == Some(1) || nothing_to_do,
            "{arguments:?} {told}"
        );
    }
    // What he has stays readable.
    assert!(janis.read(&case).contains("Pazuda sliedes."));
}

#[test]
fn p7_a_changed_copy_of_the_ledger_here_accuses_nobody_and_is_read_again() {
    let town = Town::new();
    let anna = town.anna();
    let entries = anna.home.join("entries");
    let whole = fs::read(&entries).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    let without: String = text
        .lines()
        .filter(|line| !line.contains("\"received\""))
        .map(|line| line.to_owned() + "\n")
        .collect();
    assert_ne!(without, text);
    let other = text.replacen("\"received\"", "\"receivet\"", 1);
    for changed in [without.as_str(), other.as_str(), "nothing\n"] {
        fs::write(&entries, changed).unwrap();
        let listed = said(&anna.run(&["list"]));
        assert!(
            listed.contains("The ledger's copy on this computer is damaged"),
            "{listed}"
        );
        let synced = anna.sync(&town.world);
        assert!(!accuses(&synced), "{synced}");
        assert_eq!(fs::read(&entries).unwrap(), whole);
    }
}
