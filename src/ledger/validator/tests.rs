//! What may follow a rejection, and what may not.

use super::*;
use crate::keys::signature::SigningKey;
use crate::ledger::entry::vocabulary::{RejectionReason, Track};
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::rules::roster::RosterDigest;

/// A validator with one institution of two officers, and two items received.
struct Door {
    validator: Validator,
    rogue: SigningKey,
    anna: SigningKey,
}

impl Door {
    fn new() -> Self {
        let (rogue, anna) = (SigningKey::random(), SigningKey::random());
        let mut validator = Validator::new(&Policy::shipped());
        let key = MinisignKey::parse("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3")
            .expect("the minisign page's own");
        let digest = RosterDigest([7; 32]);
        validator.learn(RosterFacts {
            institution: institution(),
            version: 1,
            digest,
            key: key.clone(),
            succeeds: None,
            officers: vec![rogue.public(), anna.public()],
            kind: InstitutionKind::External,
        });
        let roster = Entry::Roster {
            institution: institution(),
            day: today(),
            version: 1,
            digest,
            key,
        };
        validator.note(roster).expect("the first roster");
        for number in 1..=2 {
            let received = Entry::Received {
                institution: institution(),
                day: today(),
                item: item(number),
            };
            validator.note(received).expect("received once");
        }
        Self {
            validator,
            rogue,
            anna,
        }
    }

    fn post(&mut self, key: &SigningKey, event: OfficerEvent) -> Result<Accepted, InvalidEntry> {
        let record = Record {
            institution: institution(),
            day: today(),
            event,
        };
        let line = Entry::from(record.sign(key)).to_line();
        self.validator.accept(line.as_bytes(), today())
    }

    fn by_rogue(&mut self, event: OfficerEvent) -> Result<Accepted, InvalidEntry> {
        let key = SigningKey::parse(&self.rogue.expose()).expect("its own");
        self.post(&key, event)
    }

    fn by_anna(&mut self, event: OfficerEvent) -> Result<Accepted, InvalidEntry> {
        let key = SigningKey::parse(&self.anna.expose()).expect("its own");
        self.post(&key, event)
    }
}

fn institution() -> Institution {
    Institution::parse("paraugs").expect("a short name")
}

fn today() -> Day {
    "2026-11-02".parse().expect("a day")
}

fn item(number: u8) -> ReportDigest {
    ReportDigest::from_bytes([number; 32])
}

fn case(number: u8) -> CaseNumber {
    CaseNumber::from_bytes([number; 8])
}

fn rejected(number: u8, reason: RejectionReason) -> OfficerEvent {
    OfficerEvent::Rejected {
        item: item(number),
        reason,
    }
}

fn opened(case: CaseNumber, number: u8) -> OfficerEvent {
    OfficerEvent::Opened {
        case,
        item: item(number),
        category: Category::parse("public-funds").expect("a slug"),
        track: Track::AnonymousTip,
    }
}

#[test]
fn a_rejected_item_may_be_opened_whatever_the_reason_and_its_status_follows_the_case() {
    for reason in RejectionReason::ALL {
        let mut door = Door::new();
        door.by_rogue(rejected(1, *reason))
            .expect("nobody was first");
        assert_eq!(
            door.validator.fold().status(&item(1)),
            Some(PublicStatus::Done)
        );
        let first = door.by_anna(opened(case(1), 1)).expect("it opens");
        assert_eq!(
            door.validator.fold().status(&item(1)),
            Some(PublicStatus::Assessing)
        );
        let standing = door.validator.fold().find(&item(1)).expect("received");
        assert_eq!(standing.account, ItemAccount::Case(case(1)));
        let asked = OfficerEvent::Step {
            case: case(1),
            after: first.leaf,
            step: CaseStep::InfoRequested,
        };
        door.by_anna(asked).expect("a case like others");
        assert_eq!(
            door.validator.fold().status(&item(1)),
            Some(PublicStatus::Question)
        );
    }
}

#[test]
fn whoever_rejected_may_open_too() {
    let mut door = Door::new();
    door.by_rogue(rejected(1, RejectionReason::Spam))
        .expect("first");
    door.by_rogue(opened(case(1), 1)).expect("a second thought");
}

#[test]
fn a_rejected_item_may_be_linked_to_a_case() {
    let mut door = Door::new();
    let first = door.by_anna(opened(case(1), 1)).expect("first");
    door.by_rogue(rejected(2, RejectionReason::Unreadable))
        .expect("nobody was first");
    let linked = OfficerEvent::Step {
        case: case(1),
        after: first.leaf,
        step: CaseStep::Linked { item: item(2) },
    };
    door.by_anna(linked).expect("it opens");
    let standing = door.validator.fold().find(&item(2)).expect("received");
    assert_eq!(standing.account, ItemAccount::Case(case(1)));
}

#[test]
fn no_rejection_follows_a_rejection_or_a_case_and_no_case_a_case() {
    let mut door = Door::new();
    let twice = |done: Result<Accepted, InvalidEntry>| done.expect_err("twice");
    door.by_rogue(rejected(1, RejectionReason::Unreadable))
        .expect("first");
    let again = door.by_anna(rejected(1, RejectionReason::Spam));
    assert_eq!(twice(again), InvalidEntry::AccountedTwice);
    door.by_anna(opened(case(1), 1)).expect("it opens");
    let again = door.by_rogue(rejected(1, RejectionReason::Unreadable));
    assert_eq!(twice(again), InvalidEntry::AccountedTwice);
    let again = door.by_anna(opened(case(2), 1));
    assert_eq!(twice(again), InvalidEntry::AccountedTwice);
}

/// What a dishonest intake appends although the validator refuses it, an auditor applies.
#[test]
fn not_even_a_rejection_that_had_to_be_refused_takes_a_case_back() {
    let mut door = Door::new();
    door.by_anna(opened(case(1), 1)).expect("first");
    let record = Record {
        institution: institution(),
        day: today(),
        event: rejected(1, RejectionReason::Unreadable),
    };
    let entry = Entry::from(record.sign(&door.rogue));
    let leaf = entry.leaf();
    assert_eq!(
        door.validator.check(&entry, leaf),
        Err(InvalidEntry::AccountedTwice)
    );
    door.validator.apply(&entry, leaf);
    assert_eq!(
        door.validator.fold().status(&item(1)),
        Some(PublicStatus::Assessing)
    );
}

#[test]
fn another_institution_s_officer_disproves_nothing() {
    let mut door = Door::new();
    door.by_rogue(rejected(1, RejectionReason::Unreadable))
        .expect("first");
    let stranger = SigningKey::random();
    let refused = door.post(&stranger, opened(case(1), 1));
    assert!(matches!(refused, Err(InvalidEntry::NotAuthorised(_))));
    assert_eq!(
        door.validator.fold().status(&item(1)),
        Some(PublicStatus::Done)
    );
}
