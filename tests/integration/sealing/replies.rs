//! Replies: sealed to a mailbox, signed by an officer, shown to nobody else.

use std::sync::Arc;

use proptest::prelude::*;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::{
    Authorship, CannotOpenReply, CannotSealReply, Mailbox, NewReply, REPLY_TEXT_MAX, Reply,
    SEALED_REPLY_MAX, SealedReply,
};
use svilpe::rules::calendar::Day;
use svilpe::rules::roster::{Institution, PEOPLE_MAX, RosterHistory};

use super::bureau::institution;
use crate::world::cases;
use crate::world::log::Bureau;

/// Names of the officers in a published roster.
const FIRST: &str = "Officer 0";
const SECOND: &str = "Officer 1";

fn today() -> Day {
    day("2026-11-21")
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// An institution whose roster of these signing keys is in force from 1 November.
fn office(officers: &[&SigningKey]) -> RosterHistory {
    let bureau = Bureau::new(institution().as_str());
    RosterHistory::of_one(bureau.publish(1, officers).roster, day("2026-11-01"))
}

fn written<'a>(text: &'a str, mailbox: &Mailbox, institution: &'a Institution) -> NewReply<'a> {
    NewReply {
        text,
        day: today(),
        number: 3,
        after: 2,
        officer: FIRST,
        institution,
        mailbox: mailbox.id(),
        enclosure: None,
    }
}

fn seal(text: &str, mailbox: &Mailbox, officer: &str, key: &SigningKey) -> SealedReply {
    let knab = institution();
    let reply = NewReply {
        officer,
        ..written(text, mailbox, &knab)
    };
    SealedReply::seal(&reply, key, &mailbox.recipient(), &[]).unwrap()
}

#[test]
fn a_signed_reply_is_read_as_written() {
    let (mailbox, anna) = (Mailbox::random(institution()), SigningKey::random());
    let sealed = seal("Paldies!\n\"Vai\" turpinās? 🐤", &mailbox, FIRST, &anna);
    let kept = SealedReply::parse(sealed.as_bytes().to_vec()).unwrap();
    let reply = mailbox.open(&kept, &office(&[&anna])).unwrap();
    assert_eq!(reply.text().expose(), "Paldies!\n\"Vai\" turpinās? 🐤");
    assert_eq!((reply.day(), reply.officer()), (today(), FIRST));
    assert_eq!((reply.number(), reply.after()), (3, 2));
    assert_eq!(reply.authorship(), Authorship::Checked);
    assert!(!format!("{reply:?}").contains("Paldies"));
}

#[test]
fn a_reply_signed_by_another_key_or_name_or_on_another_day_is_of_unknown_hand() {
    let mailbox = Mailbox::random(institution());
    let (anna, mallory) = (SigningKey::random(), SigningKey::random());
    let rosters = office(&[&anna]);
    let hand = |officer: &str, key: &SigningKey, rosters: &RosterHistory| {
        let sealed = seal("text", &mailbox, officer, key);
        mailbox.open(&sealed, rosters).unwrap().authorship()
    };
    assert_eq!(hand(FIRST, &anna, &rosters), Authorship::Checked);
    assert_eq!(hand(FIRST, &mallory, &rosters), Authorship::Unchecked);
    assert_eq!(hand(SECOND, &anna, &rosters), Authorship::Unchecked);
    assert_eq!(hand("", &anna, &rosters), Authorship::Unchecked);
    assert_eq!(
        hand(FIRST, &anna, &RosterHistory::default()),
        Authorship::Unchecked
    );
    // In force from the day after the reply's.
    let bureau = Bureau::new(institution().as_str());
    let later = RosterHistory::of_one(bureau.publish(1, &[&anna]).roster, day("2026-11-22"));
    assert_eq!(hand(FIRST, &anna, &later), Authorship::Unchecked);
    // Another institution's officer of that name.
    let other = Bureau::new("iub").publish(1, &[&anna]).roster;
    let other = RosterHistory::of_one(other, day("2026-11-01"));
    assert_eq!(hand(FIRST, &anna, &other), Authorship::Unchecked);
}

#[test]
fn what_an_officer_signed_stays_good_after_the_officer_left() {
    let mailbox = Mailbox::random(institution());
    let (anna, juris) = (SigningKey::random(), SigningKey::random());
    let bureau = Bureau::new(institution().as_str());
    let mut rosters = RosterHistory::default();
    rosters.push(
        day("2026-11-01"),
        Arc::new(bureau.publish(1, &[&anna, &juris]).roster),
    );
    rosters.push(
        day("2026-11-22"),
        Arc::new(bureau.publish(2, &[&anna]).roster),
    );
    let knab = institution();
    let hand = |on| {
        let reply = NewReply {
            officer: SECOND,
            day: day(on),
            ..written("text", &mailbox, &knab)
        };
        let sealed = SealedReply::seal(&reply, &juris, &mailbox.recipient(), &[]).unwrap();
        mailbox.open(&sealed, &rosters).unwrap().authorship()
    };
    assert_eq!(hand("2026-11-21"), Authorship::Checked);
    assert_eq!(hand("2026-11-23"), Authorship::Unchecked, "he had left");
}

#[test]
fn a_reply_opens_for_the_officers_whom_it_was_sealed_to_and_for_no_others() {
    let mailbox = Mailbox::random(institution());
    let (anna, knab) = (SigningKey::random(), institution());
    let [colleague, other] = [OpeningKey::random(), OpeningKey::random()];
    let reply = written("text", &mailbox, &knab);
    let to = [colleague.recipient()];
    let sealed = SealedReply::seal(&reply, &anna, &mailbox.recipient(), &to).unwrap();
    let rosters = office(&[&anna]);
    let open = |key: &OpeningKey| sealed.open(key, &knab, mailbox.id(), &rosters);
    assert_eq!(open(&colleague).unwrap().text().expose(), "text");
    assert_eq!(
        open(&other).unwrap_err(),
        CannotOpenReply::NotForThisMailbox
    );
}

#[test]
fn replies_follow_each_other_by_number_and_those_of_unknown_hand_come_last() {
    let mailbox = Mailbox::random(institution());
    let (anna, mallory, knab) = (SigningKey::random(), SigningKey::random(), institution());
    let rosters = office(&[&anna]);
    let sealed = |number, on, text, key| {
        let reply = NewReply {
            number,
            day: day(on),
            ..written(text, &mailbox, &knab)
        };
        SealedReply::seal(&reply, key, &mailbox.recipient(), &[]).unwrap()
    };
    let mut replies: Vec<Reply> = [
        sealed(4, "2026-11-20", "d", &anna),
        sealed(1, "2026-11-10", "of nobody", &mallory),
        sealed(3, "2026-11-21", "c", &anna),
        sealed(1, "2026-11-21", "a", &anna),
        sealed(2, "2026-11-21", "b", &anna),
    ]
    .iter()
    .map(|reply| mailbox.open(reply, &rosters).unwrap())
    .collect();
    Reply::put_in_order(&mut replies);
    let words: Vec<&str> = replies.iter().map(|reply| reply.text().expose()).collect();
    assert_eq!(words, ["a", "b", "c", "d", "of nobody"]);
}

#[test]
fn a_reply_to_another_mailbox_or_institution_is_not_shown() {
    let (mailbox, other) = (
        Mailbox::random(institution()),
        Mailbox::random(institution()),
    );
    let anna = SigningKey::random();
    let rosters = office(&[&anna]);
    let open = |sealed| mailbox.open(sealed, &rosters).map(|_| ());
    let not_ours = Err(CannotOpenReply::NotForThisMailbox);
    let to_other = seal("text", &other, FIRST, &anna);
    assert_eq!(open(&to_other), not_ours);
    // Sealed to our key, but said to someone else.
    let knab = institution();
    let elsewhere = written("text", &other, &knab);
    let elsewhere = SealedReply::seal(&elsewhere, &anna, &mailbox.recipient(), &[]).unwrap();
    assert_eq!(open(&elsewhere), not_ours);
    let iub = Institution::parse("iub").unwrap();
    let foreign = written("text", &mailbox, &iub);
    let foreign = SealedReply::seal(&foreign, &anna, &mailbox.recipient(), &[]).unwrap();
    assert_eq!(open(&foreign), not_ours);
}

#[test]
fn replies_come_in_few_lengths_and_all_fit() {
    let (mailbox, anna) = (Mailbox::random(institution()), SigningKey::random());
    let length = |text: &str| seal(text, &mailbox, FIRST, &anna).as_bytes().len();
    let (short, page) = (length(""), length(&"a".repeat(3000)));
    assert!(short.abs_diff(page) <= 230, "{short} {page}");
    let knab = institution();
    // The longest one, to as many officers as a roster may have: JSON writes a quotation mark as two.
    let officers: Vec<_> = (0..PEOPLE_MAX)
        .map(|_| OpeningKey::random().recipient())
        .collect();
    let text = "a".repeat(REPLY_TEXT_MAX - 11_000) + &"\"".repeat(11_000);
    let longest = written(&text, &mailbox, &knab);
    let longest = SealedReply::seal(&longest, &anna, &mailbox.recipient(), &officers).unwrap();
    let bytes = longest.as_bytes().len();
    assert!(bytes <= SEALED_REPLY_MAX, "{bytes}");
    assert!(mailbox.open(&longest, &office(&[&anna])).is_ok());
    let over = "a".repeat(REPLY_TEXT_MAX + 1);
    let refused = written(&over, &mailbox, &knab);
    let refused = SealedReply::seal(&refused, &anna, &mailbox.recipient(), &[]);
    assert!(matches!(refused, Err(CannotSealReply::TooLong)));
    assert!(SealedReply::parse(vec![0; SEALED_REPLY_MAX]).is_some());
    assert!(SealedReply::parse(vec![0; SEALED_REPLY_MAX + 1]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(60), ..ProptestConfig::default() })]

    #[test]
    fn an_altered_reply_is_never_shown(at in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let (mailbox, anna) = (Mailbox::random(institution()), SigningKey::random());
        let mut bytes = seal("text", &mailbox, FIRST, &anna).as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        let sealed = SealedReply::parse(bytes).unwrap();
        prop_assert!(mailbox.open(&sealed, &office(&[&anna])).is_err());
    }
}
