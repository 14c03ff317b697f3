//! Who can read a report is compared with the signed roster each time it is read.

use std::fs;

use svilpe::keys::recipient::{OpeningKey, Recipient};
use svilpe::report::mailbox::Mailbox;
use svilpe::report::sealed::{Addressee, Addressees, Custodian, Sealing};
use svilpe::report::{Answers, Heading, Report, ReportKind, Words};
use svilpe::rules::roster::{Officer as Reader, Roster, RosterDigest};
use svilpe::text::Language;

use crate::world::{Officer, World};

/// One more reader than the roster has, or a roster that was never signed: an intake can do either.
#[test]
fn p7_each_reading_says_if_somebody_else_can_read_it_too() {
    let world = World::start();
    let anna = &world.officers[0];
    world.reporter().send("Tikai jums abiem.");
    anna.sync(&world);
    let honest = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    let said = anna.read(&honest);
    let stranger = OpeningKey::random().recipient();
    let told = stranger.digest().to_string();
    assert!(!said.contains(&told) && !doubts_the_roster(&said), "{said}");
    assert!(!says_not_compared(&said), "{said}");

    let loaded = Roster::load(&world.folder.path().join("keys")).unwrap();
    let roster = &loaded.rosters[0];
    let with_a_stranger = plant(anna, roster, roster.digest(), &stranger);
    let said = anna.read(&with_a_stranger);
    assert!(said.contains(&told), "{said}");
    let by_another_roster = plant(anna, roster, RosterDigest::from_bytes([7; 32]), &stranger);
    assert!(doubts_the_roster(&anna.read(&by_another_roster)));

    // A roster that somebody changes here is not the one that was signed.
    for file in fs::read_dir(anna.home.join("rosters")).unwrap().flatten() {
        if file.path().extension().is_some_and(|kind| kind == "json") {
            let text = fs::read_to_string(file.path()).unwrap();
            fs::write(file.path(), text.replace("Anna", "Inna")).unwrap();
        }
    }
    assert!(says_not_compared(&anna.read(&honest)));
}

/// Seals a report to the roster's officers and a stranger, and leaves it where `sync` would.
fn plant(officer: &Officer, roster: &Roster, named: RosterDigest, stranger: &Recipient) -> String {
    let addressee = |reader: &Reader| Addressee {
        name: reader.name().to_owned(),
        recipient: reader.recipient().clone(),
        custodian: Custodian::No,
    };
    let mut readers: Vec<_> = roster.officers().iter().map(addressee).collect();
    readers.push(Addressee {
        name: "Svešs".to_owned(),
        recipient: stranger.clone(),
        custodian: Custodian::No,
    });
    let institution = roster.institution().clone();
    let version = roster.version();
    let readers = Addressees::new(institution.clone(), version, named, readers, &[]).unwrap();
    let mut sealing = Sealing::to(readers).unwrap();
    let mut sealed = sealing.take();
    let mailbox = Mailbox::random(institution.clone());
    let heading = Heading {
        kind: ReportKind::Report,
        institution,
        day: crate::world::today(),
        language: Language::latvian().code().clone(),
        mailbox: mailbox.id(),
        reply_to: mailbox.recipient(),
        signing: mailbox.signing(),
        number: 0,
        policy: [0; 32],
    };
    let answers = Answers::new(Words::from("Ne tikai jums.".to_owned()));
    let finished = sealing
        .finish(
            Report::new(heading, answers).signed_by(mailbox.signing_key()),
            None,
        )
        .unwrap();
    sealed.extend_from_slice(&finished.rest);
    let name = hex::encode(finished.item.as_bytes());
    fs::write(officer.home.join(format!("sealed/{name}.age")), sealed).unwrap();
    name
}

fn doubts_the_roster(said: &str) -> bool {
    said.contains("a roster that the ledger does not have") || said.contains("žurnālā nav")
}

fn says_not_compared(said: &str) -> bool {
    said.contains("readers were not compared") || said.contains("nav salīdzināti")
}
