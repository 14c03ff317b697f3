//! Identities are for custodians only.

use std::io::Cursor;
use std::iter;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::report::sealed::{
    Addressee, Addressees, CannotOpen, CannotSeal, Custodian, OpenedReport, Sealing,
};
use svilpe::report::{IDENTITY_JSON_MAX, Identity, TooLong};
use svilpe::rules::roster::{PEOPLE_MAX, RosterDigest};

use super::bureau::{Bureau, institution, report, words};

pub fn jana() -> Identity {
    Identity::parse(words("Jana Bērziņa"), words("jana@example.lv, 20000000")).unwrap()
}

#[test]
fn only_a_custodian_reads_an_identity() {
    let bureau = Bureau::new();
    let sealed = bureau.seal_without(&[], "text", &[], Some(jana())).unwrap();
    let mut opened = bureau.open(&sealed).unwrap();
    let anna = opened.identity(&bureau.keys[0]);
    assert!(matches!(anna, Err(CannotOpen::NotForThisKey)));
    let bruno = opened.identity(&bureau.keys[1]).unwrap().unwrap();
    assert_eq!(bruno.name().expose(), "Jana Bērziņa");
    assert_eq!(bruno.contact().expose(), "jana@example.lv, 20000000");
    let text = format!("{:?} {bruno:?}", opened.report());
    assert!(!text.contains("Jana") && !text.contains("text"));
}

#[test]
fn no_identity_is_none() {
    let bureau = Bureau::new();
    let sealed = bureau.seal("text", &[]);
    let mut opened = bureau.open(&sealed).unwrap();
    assert!(opened.identity(&bureau.keys[1]).unwrap().is_none());
}

#[test]
fn an_identity_without_a_custodian_is_refused_and_can_be_foreseen() {
    let bureau = Bureau::new();
    let sealing = bureau.sealing(&[1]);
    assert!(!sealing.has_custodian());
    let refused = sealing.finish(report("text"), Some(jana()));
    assert!(matches!(refused, Err(CannotSeal::NoCustodian)));
    assert!(bureau.sealing(&[0, 2]).has_custodian());
}

#[test]
fn all_identities_have_one_length_and_a_longer_one_is_refused() {
    let frame = r#"{"format":"svilpe-identity-1","name":"","contact":""}"#.len();
    let room = IDENTITY_JSON_MAX - frame;
    let longest = Identity::parse(words(""), words(&"a".repeat(room))).unwrap();
    let over = Identity::parse(words(""), words(&"a".repeat(room + 1)));
    assert_eq!(over.map(|_| ()), Err(TooLong));

    let bureau = Bureau::new();
    let lengths = [jana(), longest].map(|identity| {
        let sealed = bureau
            .seal_without(&[], "text", &[], Some(identity))
            .unwrap();
        let plain = bureau.plain(&sealed);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(plain)).unwrap();
        zip.by_name("identity.age").unwrap().size()
    });
    // One stanza, grease, nonce, 4 KiB and a tag: what differs is age's grease.
    assert!(
        lengths.iter().all(|length| (5700..6050).contains(length)),
        "{lengths:?}"
    );
}

#[test]
fn the_largest_roster_of_custodians_opens_report_and_identity_and_one_more_officer_does_not_fit() {
    let keys: Vec<_> = iter::repeat_with(OpeningKey::random)
        .take(PEOPLE_MAX + 1)
        .collect();
    let addressees = |keys: &[OpeningKey]| {
        let custodian = |(key, number): (&OpeningKey, usize)| Addressee {
            name: format!("Amatpersona {number}"),
            recipient: key.recipient(),
            custodian: Custodian::Yes,
        };
        let officers = keys.iter().zip(1..).map(custodian).collect();
        Addressees::new(
            institution(),
            1,
            RosterDigest::from_bytes([7; 32]),
            officers,
            &[],
        )
    };
    let sealing = Sealing::to(addressees(&keys[..PEOPLE_MAX]).unwrap()).unwrap();
    let finished = sealing.finish(report("text"), Some(jana())).unwrap();
    let sealed = finished.rest;
    let last = &keys[PEOPLE_MAX - 1];
    let item = ReportDigest::of(&sealed);
    let mut opened = OpenedReport::open(Cursor::new(&sealed), last, item).unwrap();
    let identity = opened.identity(last).unwrap().unwrap();
    assert_eq!(identity.name().expose(), "Jana Bērziņa");
    let refused = addressees(&keys).map(|_| ());
    assert!(matches!(refused, Err(CannotSeal::TooManyOfficers)));
}
