//! What is read of `report.json` and `identity.json`, and what is refused.

use super::*;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::keys::signature::SigningKey;
use crate::report::mailbox::MailboxId;
use crate::report::{FileNote, IdentitySealed, ReportKind};
use crate::rules::roster::{Institution, RosterDigest};
use crate::text::Language;

fn report() -> Report {
    let heading = Heading {
        kind: ReportKind::Addition,
        institution: Institution::parse("knab").unwrap(),
        day: "2026-11-21".parse().unwrap(),
        language: Language::latvian().code().clone(),
        mailbox: MailboxId::from_bytes([0xab; 16]),
        reply_to: key(),
        signing: SigningKey::from_seed(&[4; 32]).public(),
        number: 1,
        policy: [1; 32],
    };
    let manifest = SealingManifest {
        roster_version: 3,
        roster: RosterDigest([2; 32]),
        recipients: vec![key().digest()],
        left_out: vec!["Bruno".to_owned()],
        identity: IdentitySealed::No,
        files: vec![FileNote::new(1, "a.pdf", "application/pdf", 5, [3; 32])],
    };
    let answers = Answers::new(Words::from("Vēl".to_owned()));
    Report::new(heading, answers).with_manifest(manifest)
}

fn key() -> Recipient {
    OpeningKey::from_bytes(&[6; 32]).recipient()
}

fn changed(change: impl Fn(&mut SealingManifest)) -> NotAReport {
    let mut report = report();
    change(report.manifest.as_mut().unwrap());
    Report::parse(&report.expose_json().unwrap()).unwrap_err()
}

/// What other programs may rely on; changing it needs a new format name.
#[test]
fn the_format_is_this_one() {
    let digest = |byte: &str| byte.repeat(32);
    let expected = format!(
        r#"{{"format":"svilpe-report-3","heading":{{"kind":"addition","institution":"knab","day":"2026-11-21","language":"lv","mailbox":"{}","reply_to":"{key}","signing":"{}","number":1,"policy":"{}"}},"manifest":{{"roster_version":3,"roster":"{}","recipients":["{}"],"left_out":["Bruno"],"identity":"no","files":[{{"number":1,"name":"a.pdf","kind":"application/pdf","length":5,"sha256":"{}"}}]}},"answers":{{"category":null,"what_happened":"Vēl","when":null,"where":null,"who_involved":null,"how_known":null,"still_ongoing":null,"harm":null,"evidence_description":null,"reported_before":null,"reported_before_result":null,"fear_of_retaliation":null,"fear_explained":null,"if_not_recognised":null,"forward_consent":null}},"signature":null}}"#,
        "ab".repeat(16),
        SigningKey::from_seed(&[4; 32]).public(),
        digest("01"),
        digest("02"),
        key().digest(),
        digest("03"),
        key = key(),
    );
    let json = report().expose_json().unwrap();
    assert_eq!(std::str::from_utf8(&json).unwrap(), expected);
    let read = Report::parse(&json).unwrap();
    assert_eq!(*read.expose_json().unwrap(), *json);
}

#[test]
fn every_list_and_length_has_its_limit() {
    assert_eq!(changed(|m| m.recipients.clear()), NotAReport::NoRecipient);
    let one_more = PEOPLE_MAX + 1;
    let too_many = |m: &mut SealingManifest| m.recipients = vec![key().digest(); one_more];
    assert_eq!(changed(too_many), NotAReport::TooManyOfficers);
    let all_out = |m: &mut SealingManifest| m.left_out = vec![String::new(); one_more];
    assert_eq!(changed(all_out), NotAReport::TooManyOfficers);
    let long = |m: &mut SealingManifest| m.files[0].name = "a".repeat(FILE_NAME_MAX + 1).into();
    assert_eq!(changed(long), NotAReport::FileNameTooLong);
    let long = |m: &mut SealingManifest| m.files[0].kind = "a".repeat(FILE_KIND_MAX + 1).into();
    assert_eq!(changed(long), NotAReport::FileNameTooLong);
    let many = |m: &mut SealingManifest| {
        let note = |number| FileNote::new(number, "", "", 0, [0; 32]);
        m.files = (1..=1000).map(note).collect();
    };
    assert_eq!(changed(many), NotAReport::TooManyFiles);
    let spaces = vec![b' '; REPORT_JSON_MAX + 1];
    assert_eq!(Report::parse(&spaces).unwrap_err(), NotAReport::TooLong);
}

#[test]
fn a_signature_covers_all_that_is_written_and_names_its_key() {
    let sign = |key: u8| {
        let report = report().signed_by(SigningKey::from_seed(&[key; 32]));
        report.signed().unwrap().expose_json().unwrap()
    };
    let (own, others) = (sign(4), sign(5));
    assert!(Report::parse(&own).unwrap().is_signed());
    // Signed by another key than the heading names, and by nobody.
    assert!(!Report::parse(&others).unwrap().is_signed());
    assert!(
        !Report::parse(&report().expose_json().unwrap())
            .unwrap()
            .is_signed()
    );
    let text = std::str::from_utf8(&own).unwrap();
    for (was, is) in [
        ("Vēl", "Nav"),
        ("\"number\":1,\"policy", "\"number\":2,\"policy"),
        ("a.pdf", "b.pdf"),
        ("2026-11-21", "2026-11-20"),
        (&"03".repeat(32), &"04".repeat(32)),
        (&"ab".repeat(16), &"ac".repeat(16)),
    ] {
        let changed = text.replace(was, is);
        assert_ne!(changed, text, "{was}");
        let read = Report::parse(changed.as_bytes()).unwrap();
        assert!(!read.is_signed(), "{was}");
    }
}

#[test]
fn a_number_fits_its_kind() {
    for (kind, number, fits) in [
        (ReportKind::Report, 0, true),
        (ReportKind::Report, 1, false),
        (ReportKind::Addition, 0, false),
        (ReportKind::Addition, u32::MAX, true),
    ] {
        let mut report = report();
        (report.heading.kind, report.heading.number) = (kind, number);
        let read = Report::parse(&report.expose_json().unwrap());
        assert_eq!(read.is_ok(), fits, "{kind:?} {number}");
    }
}

#[test]
fn a_report_without_manifest_was_never_sealed() {
    let unsealed = Report {
        manifest: None,
        ..report()
    };
    let json = unsealed.expose_json().unwrap();
    let refused = Report::parse(&json).unwrap_err();
    assert!(matches!(refused, NotAReport::Malformed { .. }));
}

#[test]
fn a_nest_of_brackets_is_refused_and_not_followed() {
    let nest = "[".repeat(REPORT_JSON_MAX);
    assert!(Report::parse(nest.as_bytes()).is_err());
    let nest = format!(r#"{{"format":"svilpe-report-3","heading":{nest}"#);
    assert!(Report::parse(&nest.as_bytes()[..REPORT_JSON_MAX]).is_err());
}

#[test]
fn nothing_of_a_report_shows_when_debugged() {
    let shown = format!("{:?}", report());
    assert!(
        !shown.contains("Vēl") && !shown.contains("a.pdf"),
        "{shown}"
    );
}
