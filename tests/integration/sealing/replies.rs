//! Replies: sealed to a mailbox, signed by an officer, shown to nobody else.

use proptest::prelude::*;
use svilpe::keys::recipient::Recipient;
use svilpe::keys::signature::{SigningKey, VerifyingKey};
use svilpe::report::mailbox::{
    CannotOpenReply, CannotSealReply, Mailbox, MailboxId, REPLY_TEXT_MAX, SEALED_REPLY_MAX,
    SealedReply,
};
use svilpe::rules::calendar::Day;
use svilpe::rules::roster::Institution;

use super::bureau::institution;

fn today() -> Day {
    "2026-11-21".parse().unwrap()
}

fn seal(text: &str, mailbox: &Mailbox, officer: &str, key: &SigningKey) -> SealedReply {
    seal_for(
        text,
        mailbox.institution(),
        mailbox.id(),
        &mailbox.recipient(),
        officer,
        key,
    )
}

fn seal_for(
    text: &str,
    institution: &Institution,
    id: MailboxId,
    to: &Recipient,
    officer: &str,
    key: &SigningKey,
) -> SealedReply {
    SealedReply::seal_as(text, today(), institution, id, to, officer, key).unwrap()
}

fn anna_is<'a>(key: &'a VerifyingKey) -> impl Fn(&str) -> Option<&'a VerifyingKey> {
    move |name| (name == "Anna").then_some(key)
}

#[test]
fn a_signed_reply_is_read_as_written() {
    let (mailbox, anna) = (Mailbox::random(institution()), SigningKey::random());
    let sealed = seal("Paldies!\n\"Vai\" turpinās? 🐤", &mailbox, "Anna", &anna);
    let kept = SealedReply::parse(sealed.as_bytes().to_vec()).unwrap();
    let reply = mailbox.open_signed(&kept, anna_is(&anna.public())).unwrap();
    assert_eq!(reply.text().expose(), "Paldies!\n\"Vai\" turpinās? 🐤");
    assert_eq!((reply.day(), reply.officer()), (today(), "Anna"));
    assert!(!format!("{reply:?}").contains("Paldies"));
}

#[test]
fn a_reply_signed_by_another_key_or_name_is_not_shown() {
    let mailbox = Mailbox::random(institution());
    let (anna, mallory) = (SigningKey::random(), SigningKey::random());
    let refused = |officer: &str, key: &SigningKey| {
        let sealed = seal("text", &mailbox, officer, key);
        mailbox
            .open_signed(&sealed, anna_is(&anna.public()))
            .unwrap_err()
    };
    assert_eq!(
        refused("Anna", &mallory),
        CannotOpenReply::NotSignedByAnOfficer
    );
    assert_eq!(
        refused("Bruno", &anna),
        CannotOpenReply::NotSignedByAnOfficer
    );
    assert_eq!(refused("", &anna), CannotOpenReply::NotSignedByAnOfficer);
}

#[test]
fn a_reply_to_another_mailbox_or_institution_is_not_shown() {
    let (mailbox, other) = (
        Mailbox::random(institution()),
        Mailbox::random(institution()),
    );
    let anna = SigningKey::random();
    let open = |sealed| {
        mailbox
            .open_signed(sealed, anna_is(&anna.public()))
            .map(|_| ())
    };
    let not_ours = Err(CannotOpenReply::NotForThisMailbox);
    let to_other = seal("text", &other, "Anna", &anna);
    assert_eq!(open(&to_other), not_ours);
    // Sealed to our key, but said to someone else.
    let knab = institution();
    let elsewhere = seal_for(
        "text",
        &knab,
        other.id(),
        &mailbox.recipient(),
        "Anna",
        &anna,
    );
    assert_eq!(open(&elsewhere), not_ours);
    let iub = Institution::parse("iub").unwrap();
    let foreign = seal_for(
        "text",
        &iub,
        mailbox.id(),
        &mailbox.recipient(),
        "Anna",
        &anna,
    );
    assert_eq!(open(&foreign), not_ours);
}

#[test]
fn replies_come_in_few_lengths_and_all_fit() {
    let (mailbox, anna) = (Mailbox::random(institution()), SigningKey::random());
    let length = |text: &str| seal(text, &mailbox, "Anna", &anna).as_bytes().len();
    let (short, page) = (length(""), length(&"a".repeat(3000)));
    assert!(short.abs_diff(page) <= 230, "{short} {page}");
    let longest = length(&"a".repeat(REPLY_TEXT_MAX));
    assert!(longest <= SEALED_REPLY_MAX, "{longest}");
    let over = "a".repeat(REPLY_TEXT_MAX + 1);
    let (id, to) = (mailbox.id(), mailbox.recipient());
    let refused = SealedReply::seal_as(&over, today(), &institution(), id, &to, "Anna", &anna);
    assert!(matches!(refused, Err(CannotSealReply::TooLong)));
    assert!(SealedReply::parse(vec![0; SEALED_REPLY_MAX]).is_some());
    assert!(SealedReply::parse(vec![0; SEALED_REPLY_MAX + 1]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn an_altered_reply_is_never_shown(at in any::<prop::sample::Index>(), change in 1..=255_u8) {
        let (mailbox, anna) = (Mailbox::random(institution()), SigningKey::random());
        let mut bytes = seal("text", &mailbox, "Anna", &anna).as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        let sealed = SealedReply::parse(bytes).unwrap();
        prop_assert!(mailbox.open_signed(&sealed, anna_is(&anna.public())).is_err());
    }
}
