//! One spelling for each entry, and what any other is refused as.

use super::*;
use crate::keys::signature::SigningKey;
use crate::ledger::entry::LINE_MAX;
use crate::rules::calendar::Day;

#[test]
fn every_entry_has_one_spelling() {
    for line in LINES {
        let entry = Entry::parse(line.as_bytes()).unwrap_or_else(|why| panic!("{line}: {why}"));
        assert_eq!(entry.to_line(), line);
    }
}

#[test]
fn any_other_spelling_is_refused() {
    use NotAnEntry::{Malformed, Missing, NotCanonical, NotJson, UnknownFact};
    let line = LINES[0];
    let other =
        |from: &str, to: &str| Entry::parse(line.replacen(from, to, 1).as_bytes()).map(|_| ());
    for (from, to, why) in [
        (",", ", ", NotCanonical),
        ("}", "} ", NotCanonical),
        ("}", "}\n", NotCanonical),
        ("}", ",\"reason\":\"spam\"}", NotCanonical),
        ("}", ",\"note\":\"x\"}", NotJson),
        ("}", ",\"day\":\"2026-11-21\"}", NotJson),
        ("}", "}{}", NotJson),
        ("received", "opened", Missing("case")),
        ("received", "noted", UnknownFact),
        ("\"knab\"", "\"k\\u006eab\"", NotJson),
        ("knab", "KNAB", Malformed("institution")),
        ("2026-11-21", "2026-11-31", Malformed("day")),
        ("2026-11-21", "2026-11-21T10:00", Malformed("day")),
        ("5f", "5F", Malformed("item")),
        ("5f", "", Malformed("item")),
        ("\"2026-11-21\"", "null", Missing("day")),
        ("\"2026-11-21\"", "20261121", NotJson),
    ] {
        assert_eq!(other(from, to), Err(why), "{from} → {to}");
    }
    let order = r#"{"institution":"knab","fact":"received""#;
    let reordered = line.replacen(r#"{"fact":"received","institution":"knab""#, order, 1);
    assert_eq!(
        Entry::parse(reordered.as_bytes()).map(|_| ()),
        Err(NotCanonical)
    );
}

#[test]
fn lists_and_amounts_have_one_spelling_too() {
    let line = LINES
        .iter()
        .find(|line| line.contains("concluded"))
        .expect("there is one");
    for (from, to) in [
        (
            r#""administrative_offence:closed_sanction","disciplinary:opened""#,
            r#""disciplinary:opened","administrative_offence:closed_sanction""#,
        ),
        (
            r#"["harm_prevented"]"#,
            r#"["harm_prevented","harm_prevented"]"#,
        ),
        (r#"["harm_prevented"]"#, r#"["prevented"]"#),
        ("12000", "012000"),
        ("12000", "12000.0"),
        ("12000", "-1"),
        ("12000", "1000000000001"),
        ("disciplinary:opened", "disciplinary"),
    ] {
        assert!(line.contains(from), "{from}");
        assert!(
            Entry::parse(line.replacen(from, to, 1).as_bytes()).is_err(),
            "{to}"
        );
    }
}

/// Else an auditor with last year's program would accuse the intake of this year's entries.
#[test]
fn a_kind_of_entry_that_is_not_known_is_told_from_one_that_is_spoiled() {
    let refusal = |line: &str| Entry::parse(line.as_bytes()).err();
    let newer = r#"{"fact":"mediated","institution":"knab","day":"2026-11-21","by":["x",1]}"#;
    assert_eq!(refusal(newer), Some(NotAnEntry::UnknownFact));
    for (from, to) in [
        ("mediated", "closed"),
        ("mediated", "Mediated"),
        ("mediated", "m"),
        ("2026-11-21", "2026-11-31"),
        (r#""day":"#, r#""on":"#),
        ("1]}", "1]"),
    ] {
        assert!(newer.contains(from), "{from}");
        let spoiled = newer.replacen(from, to, 1);
        let refused = refusal(&spoiled).expect("no entry");
        assert_ne!(refused, NotAnEntry::UnknownFact, "{spoiled}");
    }
    for line in LINES {
        assert_eq!(refusal(line), None);
    }
}

#[test]
fn proceedings_end_one_by_one_and_with_or_without_a_sanction() {
    let line = LINES.iter().find(|line| line.contains("proceedings_ended"));
    let line = line.expect("one of them");
    let ended = r#"["criminal:closed_sanction"]"#;
    assert!(
        Entry::parse(
            line.replace("closed_sanction", "closed_no_sanction")
                .as_bytes()
        )
        .is_ok()
    );
    for other in [
        "[]",
        r#"["criminal:opened"]"#,
        r#"["criminal:pending"]"#,
        r#"["criminal:closed_sanction","disciplinary:closed_sanction"]"#,
    ] {
        assert!(
            Entry::parse(line.replace(ended, other).as_bytes()).is_err(),
            "{other}"
        );
    }
}

#[test]
fn hostile_bytes_are_refused_quickly() {
    let long = format!("{}{}", LINES[0], " ".repeat(LINE_MAX));
    assert_eq!(
        Entry::parse(long.as_bytes()).map(|_| ()),
        Err(NotAnEntry::TooLong)
    );
    let nested = "[".repeat(LINE_MAX);
    for hostile in [
        &b"\xff\xfe"[..],
        b"",
        b"{}",
        b"null",
        b"[]",
        nested.as_bytes(),
        &[0; 64],
    ] {
        assert!(Entry::parse(hostile).is_err());
    }
}

#[test]
fn only_the_signer_s_key_fits_and_only_the_signed_record() {
    let (key, other) = (SigningKey::random(), SigningKey::random());
    let signed = |day: &str| {
        let record = Record {
            institution: Institution::parse("knab").expect("a slug"),
            day: day.parse::<Day>().expect("a day"),
            event: OfficerEvent::Rejected {
                item: ReportDigest::from_bytes([7; 32]),
                reason: RejectionReason::Spam,
            },
        };
        record.sign(&key)
    };
    let recorded = signed("2026-11-21");
    assert_eq!(recorded.verify(&key.public()), Ok(()));
    assert!(recorded.verify(&other.public()).is_err());
    let line = Entry::from(recorded).to_line();
    assert!(line.len() < 800, "{}", line.len());
    let altered = line.replacen("2026-11-21", "2026-11-22", 1);
    let Ok(Entry::Recorded(altered)) = Entry::parse(altered.as_bytes()) else {
        panic!("still an entry")
    };
    assert!(altered.verify(&key.public()).is_err());
}

const LINES: [&str; 11] = [
    r#"{"fact":"received","institution":"knab","day":"2026-11-21","item":"5f00000000000000000000000000000000000000000000000000000000000000"}"#,
    r#"{"fact":"roster","institution":"knab","day":"2026-11-21","version":3,"digest":"ab00000000000000000000000000000000000000000000000000000000000000","key":"RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"}"#,
    r#"{"fact":"policy","day":"2026-11-21","digest":"ab00000000000000000000000000000000000000000000000000000000000000"}"#,
    concat!(
        r#"{"fact":"opened","institution":"knab","day":"2026-11-21","case":"00000000000000c0","item":"5f00000000000000000000000000000000000000000000000000000000000000","category":"public-funds","track":"anonymous_tip","key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"rejected","institution":"knab","day":"2026-11-21","item":"5f00000000000000000000000000000000000000000000000000000000000000","reason":"spam","key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"assessed","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","decision":"not_recognised","reason":"anonymous","key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"forwarded","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","to":"vid","key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"extended","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","reason":"complex","key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"concluded","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","outcome":"confirmed","proceedings":["administrative_offence:closed_sanction","disciplinary:opened"],"effects":["harm_prevented"],"damage_eur":12000,"key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"proceedings_ended","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","proceedings":["criminal:closed_sanction"],"key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
    concat!(
        r#"{"fact":"closed","institution":"knab","day":"2026-11-21","case":"00000000000000c0","after":"9a00000000000000000000000000000000000000000000000000000000000000","key":"1f00000000000000","signature":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        r#""}"#
    ),
];
