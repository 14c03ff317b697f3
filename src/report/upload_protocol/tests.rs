//! Shapes and lengths of what passes.

use super::*;
use crate::keys::random::random_bytes;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::report::mailbox::SealedReply;
use crate::rules::calendar::Day;
use crate::rules::roster::tests::{sample, secret, signed};
use crate::rules::roster::{Institution, InstitutionKey, RosterHistory};

fn day() -> Day {
    "2026-11-21".parse().expect("a day")
}

fn delivery(kind: DeliveryKind) -> Delivery {
    Delivery {
        day: day(),
        roster: RosterDigest::from_bytes([3; 32]),
        claim: Claim::from_bytes([4; 32]),
        kind,
        secret: MailboxSecret::from_bytes([5; 32]),
        wrapped: WrappedMailbox::of_nobody(),
    }
}

fn addition() -> Delivery {
    let code = Claim::from_bytes([8; 32]);
    delivery(DeliveryKind::Addition { code })
}

fn visit(from: u8, to: u8) -> VisitRequest {
    VisitRequest {
        from: Claim::from_bytes([from; 32]),
        to: Claim::from_bytes([to; 32]),
    }
}

fn settlement(from: u8, to: u8) -> Settlement {
    Settlement {
        visit: visit(from, to),
        wrapped: WrappedMailbox::of_nobody(),
        secret: MailboxSecret::from_bytes([6; 32]),
        item: ReportDigest::from_bytes([7; 32]),
        received: day(),
    }
}

#[test]
fn what_is_sent_comes_back_whole() {
    for sent in [delivery(DeliveryKind::Report), addition()] {
        let bytes = sent.to_bytes();
        assert_eq!(bytes.len(), Delivery::LENGTH);
        let back = Delivery::parse(&bytes).expect("a delivery");
        assert_eq!((back.day, back.roster), (sent.day, sent.roster));
        assert_eq!(back.claim.expose(), sent.claim.expose());
        assert_eq!(back.secret.expose(), sent.secret.expose());
        assert!(back.wrapped == sent.wrapped);
        match (back.kind, sent.kind) {
            (DeliveryKind::Report, DeliveryKind::Report) => {}
            (DeliveryKind::Addition { code }, DeliveryKind::Addition { .. }) => {
                assert_eq!(code.expose(), &[8; 32]);
            }
            _ => panic!("another kind"),
        }
    }

    let bytes = visit(1, 2).to_bytes();
    assert_eq!(bytes.len(), VisitRequest::LENGTH);
    let back = VisitRequest::parse(&bytes).expect("a visit");
    assert_eq!((back.from.expose(), back.to.expose()), (&[1; 32], &[2; 32]));
    assert!(!back.stays() && visit(1, 1).stays());

    let sent = settlement(1, 2);
    let bytes = sent.to_bytes();
    assert_eq!(bytes.len(), Settlement::LENGTH);
    let back = Settlement::parse(&bytes).expect("a settlement");
    assert_eq!(back.visit.from.expose(), &[1; 32]);
    assert_eq!(back.visit.to.expose(), &[2; 32]);
    assert!(back.wrapped == sent.wrapped);
    assert_eq!(back.secret.expose(), &[6; 32]);
    assert_eq!((back.item, back.received), (sent.item, sent.received));
}

#[test]
fn another_length_or_version_is_none_of_them() {
    let is_delivery = |bytes: &[u8]| Delivery::parse(bytes).is_some();
    let is_visit = |bytes: &[u8]| VisitRequest::parse(bytes).is_some();
    let is_settlement = |bytes: &[u8]| Settlement::parse(bytes).is_some();
    is_one_at_its_length(&delivery(DeliveryKind::Report).to_bytes(), is_delivery);
    is_one_at_its_length(&addition().to_bytes(), is_delivery);
    is_one_at_its_length(&visit(1, 2).to_bytes(), is_visit);
    is_one_at_its_length(&settlement(1, 2).to_bytes(), is_settlement);
    let mut undated = addition().to_bytes();
    undated[1] = b'x';
    assert!(Delivery::parse(&undated).is_none());
    let mut neither = addition().to_bytes();
    neither[1 + DAY_LENGTH + 32] = b'x';
    assert!(Delivery::parse(&neither).is_none());
}

#[test]
fn terms_are_agreed_to_only_under_the_trusted_key() {
    let (trusted, stranger) = (secret(), secret());
    let (knab, other) = ("knab", "other");
    let name = |slug| Institution::parse(slug).expect("a name");
    let instance = InstanceId::from_bytes(random_bytes());
    let json = |roster: &Roster| {
        let terms = ServerTerms::of(instance, day(), &Policy::shipped(), roster);
        terms.expect("signed").to_json()
    };
    let agree = |json: &str, slug, key: &InstitutionKey| {
        ServerTerms::agree(json.as_bytes(), &name(slug), key).map(|agreed| agreed.roster.version())
    };
    let bound = |slug, version| {
        let server = format!("version = {version}\nserver = \"{instance}\"\n");
        sample(slug, version).replace(&format!("version = {version}\n"), &server)
    };
    let good = json(&signed(&bound(knab, 3), &trusted));
    assert!(good.len() as u64 * 4 < TERMS_MAX);
    assert_eq!(agree(&good, knab, trusted.public()), Ok(3));
    assert_eq!(agree(&good, knab, stranger.public()), Err(BadTerms::Roster));
    assert_eq!(agree(&good, other, trusted.public()), Err(BadTerms::Roster));
    let forged = json(&signed(&bound(knab, 3), &stranger));
    assert_eq!(
        agree(&forged, knab, trusted.public()),
        Err(BadTerms::Roster)
    );
    // The code's derivation begins with the number: the server's word is not enough.
    let unbound = json(&signed(&sample(knab, 4), &trusted));
    assert_eq!(
        agree(&unbound, knab, trusted.public()),
        Err(BadTerms::Server)
    );
    let swapped = good.replacen(&instance.to_string(), &"ab".repeat(16), 1);
    assert_ne!(swapped, good);
    assert_eq!(
        agree(&swapped, knab, trusted.public()),
        Err(BadTerms::Server)
    );
    // The institution signed what only a newer program can read.
    let newer = format!("{}later = true\n", bound(knab, 4));
    let terms = serde_json::json!({
        "instance": instance.to_string(),
        "day": day(),
        "policy": Policy::shipped().text(),
        "signature": trusted.sign(newer.as_bytes(), "x").expect("signed"),
        "roster": newer,
    });
    assert_eq!(
        agree(&terms.to_string(), knab, trusted.public()),
        Err(BadTerms::Unreadable)
    );
    let words = good.replace("form_days", "form_years");
    assert_eq!(agree(&words, knab, trusted.public()), Err(BadTerms::Policy));
    for unreadable in ["", "{}", &good[..good.len() - 1], &format!("{good}x")] {
        assert_eq!(
            agree(unreadable, knab, trusted.public()),
            Err(BadTerms::Unreadable)
        );
    }
}

#[test]
fn what_waits_has_one_length_whether_or_not_anything_does() {
    let reply = |byte, length| SealedReply::parse(vec![byte; length]).expect("short enough");
    let accounting = Some(Accounting {
        entry: Some(41),
        accounted: true,
        status: PublicStatus::Question,
        next: day(),
        silent: Some(day()),
    });
    let few = MailboxContents::newest(vec![reply(1, 5_000), reply(2, 9_000)], accounting);
    let (some, none) = (
        MailboxContents::to_json(Some(&few)),
        MailboxContents::to_json(None),
    );
    assert_eq!(some.len(), none.len());
    assert_eq!(MailboxContents::parse(some.as_bytes()), Ok(Some(few)));
    assert_eq!(MailboxContents::parse(none.as_bytes()), Ok(None));
    assert_eq!(MailboxContents::parse(b"{}"), Err(NotMailboxContents));

    let many: Vec<_> = (0..40).map(|byte| reply(byte, 60_000)).collect();
    let newest = MailboxContents::newest(many, None);
    assert_eq!(newest.replies.len(), 26);
    assert_eq!(newest.older, 14);
    assert_eq!(newest.replies[25].as_bytes()[0], 39);
    let json = MailboxContents::to_json(Some(&newest));
    assert!(json.len() as u64 <= MAILBOX_CONTENTS_MAX, "{}", json.len());
    assert_eq!(MailboxContents::parse(json.as_bytes()), Ok(Some(newest)));
}

#[test]
fn each_refusal_has_one_word_of_its_own() {
    for declined in Declined::ALL {
        assert_eq!(
            Declined::parse(declined.as_str().as_bytes()),
            Some(declined)
        );
        assert!((400..600).contains(&declined.status()));
    }
    assert_eq!(Declined::parse(b"kept"), None);
    assert_eq!(Declined::parse(b""), None);
}

/// Rosters of these versions by the agreed key, each in force from a day of November; then one of a
/// stranger.
fn past_rosters(versions: [(u32, u32); 3]) -> (Agreed, RosterHistory) {
    let (secret, stranger) = (secret(), secret());
    let mut history = RosterHistory::default();
    for (version, of_month) in versions {
        let from = format!("2026-11-{of_month:02}").parse().expect("a day");
        history.push(from, signed(&sample("knab", version), &secret).into());
    }
    history.push(day(), signed(&sample("knab", 9), &stranger).into());
    history.push(day(), signed(&sample("iub", 9), &secret).into());
    let agreed = Agreed {
        instance: InstanceId::from_bytes([1; 16]),
        day: day(),
        policy: Policy::shipped(),
        roster: signed(&sample("knab", 9), &secret),
        log: None,
    };
    (agreed, history)
}

fn versions(history: &RosterHistory) -> Vec<u32> {
    let terms = history.terms().iter();
    terms.map(|term| term.roster.version()).collect()
}

#[test]
fn past_rosters_count_if_the_trusted_key_signed_them_and_they_rise() {
    let told = |versions| {
        let (agreed, history) = past_rosters(versions);
        PastRosters::checked(PastRosters::newest(&history).to_json().as_bytes(), &agreed)
    };
    assert_eq!(versions(&told([(1, 1), (2, 2), (4, 3)])), [1, 2, 4, 9]);
    assert_eq!(
        versions(&told([(1, 1), (4, 2), (2, 3)])),
        [1, 4, 9],
        "backwards"
    );
    assert_eq!(
        versions(&told([(1, 3), (2, 2), (4, 4)])),
        [1, 4, 9],
        "days backwards"
    );
    assert_eq!(
        versions(&told([(1, 1), (2, 2), (10, 3)])),
        [1, 2, 9],
        "newer than agreed"
    );
}

#[test]
fn whatever_the_server_says_the_agreed_roster_counts() {
    let (agreed, _) = past_rosters([(1, 1), (2, 2), (3, 3)]);
    for nonsense in [&b""[..], b"{}", b"null", b"{\"rosters\":[{}]}"] {
        assert_eq!(versions(&PastRosters::checked(nonsense, &agreed)), [9]);
    }
}

#[test]
fn of_many_past_rosters_the_newest_fit() {
    let secret = secret();
    let mut history = RosterHistory::default();
    for version in 1..=1200 {
        history.push(day(), signed(&sample("knab", version), &secret).into());
    }
    let json = PastRosters::newest(&history).to_json();
    assert!(json.len() as u64 <= PAST_ROSTERS_MAX, "{}", json.len());
    let agreed = Agreed {
        instance: InstanceId::from_bytes([1; 16]),
        day: day(),
        policy: Policy::shipped(),
        roster: signed(&sample("knab", 1200), &secret),
        log: None,
    };
    let read = versions(&PastRosters::checked(json.as_bytes(), &agreed));
    assert!((100..1200).contains(&read.len()), "{}", read.len());
    assert!(read.contains(&1199));
}

/// Neither shorter, nor longer, nor of an earlier version.
fn is_one_at_its_length(bytes: &[u8], parses: impl Fn(&[u8]) -> bool) {
    assert!(parses(bytes));
    for length in [0, 1, bytes.len() - 1] {
        assert!(!parses(&bytes[..length]), "{length}");
    }
    assert!(!parses(&[bytes, &[0]].concat()));
    let mut older = bytes.to_vec();
    older[0] = 1;
    assert!(!parses(&older));
}
