//! Rosters from outside: what is read, and everything that is not.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::*;
use crate::keys::digest::Sha256;
use crate::keys::recipient::OpeningKey;
use crate::keys::signature::SigningKey;
use crate::officer::roster::institution_secret_key::InstitutionSecret;
use crate::rules::toml_file::{Complaint, UnreadableFile};

/// Public keys whose private halves are SHA-256 of "svilpe test 0" to "2": for tests only.
pub(crate) static RECIPIENTS: LazyLock<[&str; 3]> = LazyLock::new(|| {
    ["svilpe test 0", "svilpe test 1", "svilpe test 2"].map(|seed| {
        let key = OpeningKey::from_bytes(&Sha256::of(seed.as_bytes()));
        &*key.recipient().to_string().leak()
    })
});

pub(crate) fn secret() -> InstitutionSecret {
    InstitutionSecret::random().expect("a fresh key")
}

/// An `[[officer]]` block.
pub(crate) fn officer(name: &str, recipient: &str, signing: &str) -> String {
    format!(
        "[[officer]]\nname = \"{name}\"\nrole = {{ lv = \"izmeklētāja\", en = \"investigator\" }}\n\
         recipient = \"{recipient}\"\nsigning = \"{signing}\"\ncustodian = true\n"
    )
}

pub(crate) fn head(institution: &str, version: u32) -> String {
    format!(
        "institution = \"{institution}\"\nversion = {version}\nkind = \"external\"\n\
         name = {{ lv = \"Paraugu birojs\", en = \"Bureau of Samples\" }}\n"
    )
}

/// A fresh signing key, written.
pub(crate) fn signing() -> String {
    SigningKey::random().public().to_string()
}

/// One officer with fresh keys of their own.
pub(crate) fn sample(institution: &str, version: u32) -> String {
    head(institution, version) + &officer("Anna Kalniņa", RECIPIENTS[0], &signing())
}

pub(crate) fn signed(text: &str, secret: &InstitutionSecret) -> Roster {
    let signature = secret.sign(text.as_bytes(), "a test").expect("signed");
    Roster::parse(text, &signature, secret.public()).expect("a good roster")
}

fn mistake(text: &str) -> Complaint {
    match Roster::parse_unsigned(text, secret().public()) {
        Err(BadRoster::Mistake(complaint)) => complaint,
        other => panic!("{text}\ngave {other:?}"),
    }
}

/// Writes a roster with key and signature into `folder`.
fn put(folder: &Path, name: &str, text: &str, secret: &InstitutionSecret) {
    let signature = secret.sign(text.as_bytes(), "a test").expect("signed");
    write(folder, &format!("{name}.toml"), text);
    write(folder, &format!("{name}.toml.minisig"), &signature);
    write(folder, &format!("{name}.pub"), secret.public().as_str());
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn short_names_of_2_to_32_fit() {
    assert!(Institution::parse("ab").is_ok());
    assert!(Institution::parse("a").is_err());
    assert!(Institution::parse(&"a".repeat(32)).is_ok());
    assert!(Institution::parse(&"a".repeat(33)).is_err());
    for text in [
        "", "1a", "-a", "Knab", "a.b", "a/b", "..", "a b", "kņab", "a\0", "a_b",
    ] {
        assert_eq!(Institution::parse(text), Err(NotAnInstitution), "{text:?}");
    }
}

#[test]
fn everything_that_is_written_can_be_read() {
    let (first, second, auditor) = (signing(), signing(), signing());
    let text = head("knab", 3)
        + "description = { lv = \"Korupcija\", en = \"Corruption\" }\n"
        + "[[contact]]\nlv = \"Tālrunis 67 000 000\"\nen = \"Phone 67 000 000\"\n"
        + &officer("Anna Kalniņa", RECIPIENTS[0], &first)
        + &officer("Jānis Ozols", RECIPIENTS[1], &second).replace("true", "false")
        + &format!("[[auditor]]\nname = \"Delna\"\nsigning = \"{auditor}\"\n");
    let key = secret();
    let roster = signed(&text, &key);
    assert_eq!(roster.institution().as_str(), "knab");
    assert_eq!(roster.version(), 3);
    assert_eq!(roster.kind(), InstitutionKind::External);
    assert_eq!(roster.name(Language::english()), "Bureau of Samples");
    assert_eq!(roster.description(Language::latvian()), Some("Korupcija"));
    let contacts: Vec<_> = roster.contacts(Language::english()).collect();
    assert_eq!(contacts, ["Phone 67 000 000"]);
    assert_eq!(roster.key(), key.public());
    let [anna, janis] = roster.officers() else {
        panic!("two officers");
    };
    assert_eq!(anna.name(), "Anna Kalniņa");
    assert_eq!(anna.role(Language::latvian()), Some("izmeklētāja"));
    assert_eq!(anna.recipient().to_string(), RECIPIENTS[0]);
    assert_eq!(anna.signing().to_string(), first);
    assert!(anna.custodian() && !janis.custodian());
    assert_eq!(roster.custodians().count(), 1);
    assert_eq!(roster.officer_by_signing(janis.signing()), Some(janis));
    assert_eq!(
        roster.officer_by_fingerprint(anna.fingerprint()),
        Some(anna)
    );
    let [delna] = roster.auditors() else {
        panic!("one auditor");
    };
    assert_eq!(delna.signing().to_string(), auditor);
    assert_eq!(
        roster.auditor_by_fingerprint(delna.fingerprint()),
        Some(delna)
    );
    assert_eq!(roster.officer_by_fingerprint(delna.fingerprint()), None);
    assert_eq!(roster.officer_by_signing(delna.signing()), None);
    let digest = Sha256::of(text.as_bytes());
    assert_eq!(roster.digest().to_string(), hex::encode(digest));
}

#[test]
fn a_fingerprint_is_the_start_of_sha_256_of_the_key() {
    let roster = signed(&sample("knab", 1), &secret());
    let officer = &roster.officers()[0];
    let whole = Sha256::of(officer.signing().as_bytes());
    assert_eq!(officer.fingerprint(), whole[..8]);
}

#[test]
fn a_spoken_number_stands_for_both_keys() {
    let (anna, janis) = (signing(), signing());
    let number = |at: usize, signing: &str| {
        let text = head("knab", 1) + &officer("Anna", RECIPIENTS[at], signing);
        signed(&text, &secret()).officers()[0].spoken_number()
    };
    assert_eq!(number(0, &anna), number(0, &anna));
    assert_ne!(number(0, &anna), number(1, &anna));
    assert_ne!(number(0, &anna), number(0, &janis));
    let groups: Vec<usize> = number(0, &anna).split(' ').map(str::len).collect();
    assert_eq!(groups, [4; 8]);
}

#[test]
fn keys_that_can_not_be_sealed_to_are_refused_with_their_line() {
    let (start, _) = RECIPIENTS[0].split_at(RECIPIENTS[0].len() - 1);
    let wrong_checksum = ["q", "p"].map(|end| format!("{start}{end}"));
    let wrong_checksum = wrong_checksum.iter().find(|text| *text != RECIPIENTS[0]);
    for recipient in [
        "",
        "age1",
        "age1../../x1aaaaaa",
        "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJmkdAZ",
        wrong_checksum.expect("one of two is another"),
        &RECIPIENTS[0].to_uppercase(),
        &format!(" {}", RECIPIENTS[0]),
        start,
    ] {
        let complaint = mistake(&(head("knab", 1) + &officer("A", recipient, &signing())));
        assert_eq!(complaint.line(), 8, "{recipient}: {complaint}");
        assert!(complaint.what().contains("recipient"), "{complaint}");
    }
    // Of a kind that a quantum computer will open: said apart, with the way to another.
    let alone = "age1xsvvh3su9eawrktpadz3rhzvlal7jaa00fwstvhepa886sv0x3psxef8kr";
    let complaint = mistake(&(head("knab", 1) + &officer("A", alone, &signing())));
    let told = complaint.to_string();
    assert!(
        told.contains("X25519 alone") && told.contains("keygen"),
        "{told}"
    );
    let small_order = "ed25519:AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for signing in ["", "ed25519:", "AAAA", small_order] {
        let complaint = mistake(&(head("knab", 1) + &officer("A", RECIPIENTS[0], signing)));
        assert_eq!(complaint.line(), 9, "{signing}: {complaint}");
    }
}

#[test]
fn one_person_has_one_name_and_keys_of_their_own() {
    let (first, second) = (signing(), signing());
    let start = head("knab", 1) + &officer("Anna", RECIPIENTS[0], &first);
    assert!(
        mistake(&(start.clone() + &officer("Jānis", RECIPIENTS[0], &second)))
            .what()
            .contains("recipient twice")
    );
    assert!(
        mistake(&(start.clone() + &officer("Jānis", RECIPIENTS[1], &first)))
            .what()
            .contains("signing key twice")
    );
    assert!(
        mistake(&(start.clone() + &officer("ANNA", RECIPIENTS[1], &second)))
            .what()
            .contains("there twice")
    );
    let auditor = format!("[[auditor]]\nname = \"Delna\"\nsigning = \"{first}\"\n");
    assert!(
        mistake(&(start + &auditor))
            .what()
            .contains("signing key twice")
    );
}

#[test]
fn a_roster_has_1_to_16_auditors_and_officers() {
    let nobody = mistake(&head("knab", 1));
    assert!(nobody.what().contains("nobody"), "{nobody}");
    let auditors = |count| {
        let block = |n| {
            format!(
                "[[auditor]]\nname = \"A {n}\"\nsigning = \"{}\"\n",
                signing()
            )
        };
        sample("knab", 1) + &(0..count).map(block).collect::<String>()
    };
    assert_eq!(signed(&auditors(16), &secret()).auditors().len(), 16);
    assert!(mistake(&auditors(17)).what().contains("too many auditors"));
    // Officers are counted before their keys are looked at.
    let officers = |count: usize| {
        let block = |n| officer(&format!("O {n}"), RECIPIENTS[0], &signing());
        head("knab", 1) + &(0..count).map(block).collect::<String>()
    };
    assert!(mistake(&officers(16)).what().contains("recipient twice"));
    assert!(mistake(&officers(17)).what().contains("too many officers"));
}

#[test]
fn names_are_short_and_printable() {
    let named = |name: &str| head("knab", 1) + &officer(name, RECIPIENTS[0], &signing());
    let key = secret();
    assert!(Roster::parse_unsigned(&named(&"ā".repeat(80)), key.public()).is_ok());
    assert_eq!(mistake(&named(&"ā".repeat(81))).line(), 6);
    for name in [
        "",
        " Anna",
        "Anna\\n",
        "\\u001b[2J",
        "A\\u202eB",
        "A\\u200bB",
    ] {
        assert_eq!(mistake(&named(name)).line(), 6, "{name}");
    }
}

#[test]
fn unknown_missing_and_impossible_values_are_refused() {
    let good = sample("knab", 1);
    let secret = secret();
    let refused = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        Roster::parse_unsigned(&good.replacen(from, to, 1), secret.public()).expect_err(to)
    };
    refused("version = 1", "version = 0");
    refused("version = 1", "version = -1");
    refused("version = 1", "version = 4294967296");
    refused("version = 1", "version = 1\nnote = \"x\"");
    refused("version = 1\n", "");
    refused("kind = \"external\"", "kind = \"secret\"");
    refused("institution = \"knab\"", "institution = \"../knab\"");
    refused("custodian = true\n", "");
    refused("custodian = true", "custodian = true\nplugin = \"x\"");
    refused("Paraugu birojs", "");
    let high = good.replace("version = 1", "version = 4294967295");
    assert!(Roster::parse_unsigned(&high, secret.public()).is_ok());
    let long = good + "#" + &"x".repeat(128 * 1024);
    assert_eq!(
        Roster::parse_unsigned(&long, secret.public()).expect_err("too long"),
        BadRoster::TooLong
    );
}

#[test]
fn nothing_unsigned_is_read() {
    let (key, text) = (secret(), sample("knab", 1));
    let signature = key.sign(text.as_bytes(), "a test").expect("signed");
    assert!(Roster::parse(&text, &signature, key.public()).is_ok());

    // The text, the trusted comment, either signature, another key.
    let fit = Err(NotSignedBy::DoesNotFit);
    let verify = |text: &str, signature: &str| key.public().verify(text.as_bytes(), signature);
    assert_eq!(verify(&text.replace("Anna", "Anda"), &signature), fit);
    assert_eq!(verify(&(text.clone() + " "), &signature), fit);
    assert_eq!(verify(&text, &signature.replace("a test", "a fest")), fit);
    let other = key.sign(b"something else", "a test").expect("signed");
    let mixed = |n: usize| {
        let mut lines: Vec<_> = signature.lines().collect();
        lines[n] = other.lines().nth(n).expect("four lines");
        lines.join("\n")
    };
    assert_eq!(verify(&text, &mixed(1)), fit);
    assert_eq!(verify(&text, &mixed(3)), fit);
    assert!(matches!(
        secret().public().verify(text.as_bytes(), &signature),
        Err(NotSignedBy::OtherKey { .. })
    ));
    assert!(matches!(
        Roster::parse(&text, &signature, secret().public()),
        Err(BadRoster::NotSigned(NotSignedBy::OtherKey { .. }))
    ));
}

#[test]
fn malformed_signatures_are_refused_and_never_panic() {
    let (key, text) = (secret(), sample("knab", 1));
    let good = key.sign(text.as_bytes(), "a test").expect("signed");
    let lines: Vec<&str> = good.lines().collect();
    let with = |n: usize, line: &str| {
        let mut lines = lines.clone();
        lines[n] = line;
        lines.join("\n") + "\n"
    };
    let short = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, [7; 16]);
    for bad in [
        String::new(),
        "\n\n\n\n".to_owned(),
        lines[..3].join("\n"),
        good.clone() + "more\n",
        with(0, "comment"),
        with(1, "****"),
        with(1, &short),
        with(2, "a test"),
        // The minisign crate panics on this one.
        with(3, &short),
        with(3, ""),
        with(0, &("untrusted comment: ".to_owned() + &"x".repeat(4096))),
    ] {
        let refused = key.public().verify(text.as_bytes(), &bad);
        assert_eq!(refused, Err(NotSignedBy::Malformed), "{bad:?}");
    }
    // Windows line ends are harmless.
    assert!(
        key.public()
            .verify(text.as_bytes(), &good.replace('\n', "\r\n"))
            .is_ok()
    );
}

#[test]
fn only_strong_minisign_public_keys_are_keys() {
    let text = secret().public().as_str().to_owned();
    assert!(InstitutionKey::parse(&text).is_ok());
    assert!(InstitutionKey::parse(&text.replace('\n', "\r\n")).is_ok());
    let line = text.lines().nth(1).expect("a key line");
    let mut small = vec![b'E', b'd', 1, 2, 3, 4, 5, 6, 7, 8, 1];
    small.resize(42, 0);
    let encode = |bytes: &[u8]| base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes);
    let mut other = small.clone();
    other[1] = b'D';
    for bad in [
        String::new(),
        line.to_owned(),
        format!("{line}\n{line}"),
        format!("untrusted comment: x\n{}", encode(&small)),
        format!("untrusted comment: x\n{}", encode(&other)),
        format!("untrusted comment: x\n{}", encode(&small[..41])),
        format!("untrusted comment: x\n{line}\nmore"),
    ] {
        assert!(InstitutionKey::parse(&bad).is_err(), "{bad:?}");
    }
}

#[test]
fn a_roster_never_runs_backwards() {
    let key = secret();
    let (one, two) = (
        signed(&sample("knab", 1), &key),
        signed(&sample("knab", 2), &key),
    );
    let Verdict::Accept(seen) = PinnedRoster::judge(None, &one) else {
        panic!("the first is accepted");
    };
    assert_eq!(PinnedRoster::judge(Some(&seen), &one), Verdict::Unchanged);
    let Verdict::Accept(seen) = PinnedRoster::judge(Some(&seen), &two) else {
        panic!("a newer one is accepted");
    };
    assert_eq!((seen.version(), seen.institution().as_str()), (2, "knab"));
    assert_eq!(
        PinnedRoster::judge(Some(&seen), &one),
        Verdict::Refuse(RosterRefusal::OlderThanSeen {
            seen: 2,
            offered: 1
        })
    );
    let changed = signed(&sample("knab", 2), &key);
    assert_eq!(
        PinnedRoster::judge(Some(&seen), &changed),
        Verdict::Refuse(RosterRefusal::SameVersionOtherText)
    );
    let foreign = signed(&sample("vid", 3), &key);
    assert_eq!(
        PinnedRoster::judge(Some(&seen), &foreign),
        Verdict::Refuse(RosterRefusal::OtherInstitution)
    );
}

#[test]
fn a_key_changes_only_by_hand_over() {
    let (old, new, stranger) = (secret(), secret(), secret());
    let text = sample("knab", 2);
    let Verdict::Accept(seen) = PinnedRoster::judge(None, &signed(&text, &old)) else {
        panic!("the first is accepted");
    };
    let judged = |handover: Option<String>, text: &str| {
        let mut roster = signed(text, &new);
        roster.handover = handover;
        PinnedRoster::judge(Some(&seen), &roster)
    };
    let refused = Verdict::Refuse(RosterRefusal::OtherKeyWithoutHandover);
    let new_file = new.public().as_str().as_bytes();
    let by = |secret: &InstitutionSecret, bytes| Some(secret.sign(bytes, "x").expect("signed"));
    assert_eq!(judged(None, &text), refused);
    assert_eq!(judged(Some("rubbish".to_owned()), &text), refused);
    assert_eq!(judged(by(&stranger, new_file), &text), refused);
    assert_eq!(judged(by(&new, new_file), &text), refused);
    let stranger_file = stranger.public().as_str().as_bytes();
    assert_eq!(judged(by(&old, stranger_file), &text), refused);
    // Handed over: the same text may be signed again, and the old key is out for good.
    let Verdict::Accept(seen) = judged(by(&old, new_file), &text) else {
        panic!("handed over");
    };
    assert_eq!(
        PinnedRoster::judge(Some(&seen), &signed(&sample("knab", 9), &old)),
        refused
    );
    // A hand-over does not excuse an older roster, or another text.
    assert_eq!(
        judged(by(&old, new_file), &sample("knab", 1)),
        Verdict::Refuse(RosterRefusal::OlderThanSeen {
            seen: 2,
            offered: 1
        })
    );
    assert_eq!(
        judged(by(&old, new_file), &sample("knab", 2)),
        Verdict::Refuse(RosterRefusal::SameVersionOtherText)
    );
}

#[test]
fn what_was_seen_survives_being_kept() {
    let Verdict::Accept(seen) = PinnedRoster::judge(None, &signed(&sample("knab", 7), &secret()))
    else {
        panic!("the first is accepted");
    };
    let bytes = seen.to_bytes();
    assert!(bytes.len() < 300, "{}", bytes.len());
    assert_eq!(PinnedRoster::parse(&bytes), Ok(seen));
    let text = String::from_utf8(bytes.clone()).expect("JSON");
    for bad in [
        String::new(),
        "{}".to_owned(),
        text.replace("\"version\":7", "\"version\":-7"),
        text.replace("\"version\":7", "\"version\":7,\"more\":1"),
        text.replace("\"knab\"", "\"../x\""),
        text.replace("\"digest\":\"", "\"digest\":\"00"),
        text.replace("\"key\":\"", "\"key\":\"A"),
    ] {
        assert_eq!(PinnedRoster::parse(bad.as_bytes()), Err(NotSeen), "{bad}");
    }
}

#[test]
fn a_folder_gives_all_rosters_and_names_what_it_ignored() {
    let folder = folder();
    let (knab, vid) = (secret(), secret());
    put(folder.path(), "vid", &sample_with("vid", 1), &vid);
    put(folder.path(), "knab", &sample_with("knab", 0), &knab);
    let handover = secret()
        .sign(knab.public().as_str().as_bytes(), "x")
        .expect("signed");
    write(folder.path(), "knab.pub.minisig", &handover);
    write(folder.path(), "README.md", "words");
    write(folder.path(), "notes.txt", "words");
    write(folder.path(), "old.pub", "words");
    std::fs::create_dir(folder.path().join("more")).expect("a folder");
    let loaded = Roster::load(folder.path()).expect("two rosters");
    let names: Vec<_> = loaded
        .rosters
        .iter()
        .map(|r| r.institution().as_str())
        .collect();
    assert_eq!(names, ["knab", "vid"]);
    assert_eq!(loaded.rosters[0].handover, Some(handover));
    assert_eq!(loaded.rosters[1].handover, None);
    assert_eq!(loaded.ignored, ["notes.txt", "old.pub"]);
}

/// A roster whose officer has the `n`th recipient.
fn sample_with(institution: &str, n: usize) -> String {
    head(institution, 1) + &officer("Anna", RECIPIENTS[n], &signing())
}

#[test]
fn a_folder_without_a_roster_says_what_to_do() {
    let folder = folder();
    write(folder.path(), "README.md", "words");
    let nobody = Roster::load(folder.path()).expect_err("no roster");
    assert!(matches!(nobody, BadFolder::Nobody(_)));
    assert!(nobody.to_string().contains("keys/README.md"), "{nobody}");
    let missing = Roster::load(&folder.path().join("none")).expect_err("no folder");
    assert!(matches!(missing, BadFolder::Unreadable(..)));
}

#[test]
fn any_doubt_refuses_the_whole_folder() {
    let fresh = || {
        let folder = folder();
        put(folder.path(), "knab", &sample_with("knab", 0), &secret());
        assert!(Roster::load(folder.path()).is_ok());
        folder
    };
    let refused =
        |folder: &tempfile::TempDir| Roster::load(folder.path()).expect_err("a doubtful folder");

    for missing in ["knab.pub", "knab.toml.minisig"] {
        let folder = fresh();
        std::fs::remove_file(folder.path().join(missing)).expect("removed");
        let error = refused(&folder);
        assert!(
            matches!(&error, BadFolder::Missing(path) if path.ends_with(missing)),
            "{error}"
        );
    }

    let folder = fresh();
    write(folder.path(), "knab.pub", "words");
    assert!(matches!(refused(&folder), BadFolder::NotAKey(..)));

    // A second roster, unsigned by the key beside it.
    let folder = fresh();
    put(folder.path(), "vid", &sample_with("vid", 1), &secret());
    write(folder.path(), "vid.pub", secret().public().as_str());
    assert!(matches!(refused(&folder), BadFolder::Roster(..)));

    // Signed, but another institution's.
    let folder = fresh();
    put(folder.path(), "vid", &sample_with("ptac", 1), &secret());
    assert!(matches!(refused(&folder), BadFolder::OtherName(_)));
    let folder = fresh();
    put(folder.path(), "Vid", &sample_with("vid", 1), &secret());
    assert!(matches!(refused(&folder), BadFolder::OtherName(_)));

    // An officer here is an officer, or an auditor, there.
    let key = signing();
    let text = head("vid", 1) + &officer("Anna", RECIPIENTS[1], &key);
    for second in [
        head("ptac", 1) + &officer("Anna", RECIPIENTS[2], &key),
        sample_with("ptac", 2) + &format!("[[auditor]]\nname = \"A\"\nsigning = \"{key}\"\n"),
    ] {
        let folder = fresh();
        put(folder.path(), "vid", &text, &secret());
        put(folder.path(), "ptac", &second, &secret());
        assert!(matches!(refused(&folder), BadFolder::SharedKey(..)));
    }

    // A roster's name on something that is no file.
    let folder = fresh();
    std::fs::create_dir(folder.path().join("vid.toml")).expect("a folder");
    refused(&folder);
}

#[test]
fn one_auditor_may_be_in_several_rosters() {
    let folder = folder();
    let auditor = format!(
        "[[auditor]]\nname = \"Delna\"\nsigning = \"{}\"\n",
        signing()
    );
    put(
        folder.path(),
        "vid",
        &(sample_with("vid", 0) + &auditor),
        &secret(),
    );
    put(
        folder.path(),
        "ptac",
        &(sample_with("ptac", 1) + &auditor),
        &secret(),
    );
    assert_eq!(Roster::load(folder.path()).expect("two").rosters.len(), 2);
}

#[test]
fn a_private_key_in_the_folder_is_refused_loudly_whatever_its_name() {
    let (_, minisign) = InstitutionSecret::random_under(&"parole".to_owned().into()).expect("made");
    let unlabelled = minisign.lines().nth(1).expect("a key line");
    for text in [
        "# created: 2026\nAGE-SECRET-KEY-1QQQQ\n",
        "age-secret-key-1qqqq",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n",
        "age-encryption.org/v1\n-> scrypt x 18\n",
        "-----BEGIN AGE ENCRYPTED FILE-----\n",
        minisign.as_str(),
        unlabelled,
    ] {
        for name in ["notes.txt", "knab.pub.minisig", ".hidden"] {
            let folder = folder();
            put(folder.path(), "knab", &sample("knab", 1), &secret());
            write(folder.path(), name, text);
            let error = Roster::load(folder.path()).expect_err("a private key");
            assert!(
                matches!(error, BadFolder::PrivateKey(..)),
                "{name}: {error}"
            );
            assert!(!error.to_string().contains("QQQ"), "never shown");
        }
    }
}

#[test]
fn the_projects_own_keys_folder_holds_nothing_private() {
    let keys = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("keys");
    for entry in std::fs::read_dir(keys).expect("keys/") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        assert_eq!(keys_folder::private_kind(&text), None, "{}", path.display());
    }
}

#[test]
fn the_example_in_the_keys_folder_is_a_roster() {
    let readme = include_str!("../../../keys/README.md");
    let (_, section) = readme.split_once("## 3. The roster").expect("a section");
    let (section, _) = section.split_once("\nA mistake").expect("its end");
    let example: String = section
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let auditor = example.rfind("ed25519:…").expect("an auditor's key");
    let (officers, auditors) = example.split_at(auditor);
    let text = officers
        .replace("age1pq1…", RECIPIENTS[0])
        .replace("ed25519:…", &signing())
        + &auditors.replace("ed25519:…", &signing());
    // Two people are called "…".
    let text = text.replacen("name = \"…\"", "name = \"Anna\"", 1);
    let roster = signed(&text, &secret());
    assert_eq!(roster.institution().as_str(), "knab");
    assert_eq!((roster.officers().len(), roster.auditors().len()), (1, 1));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused_and_those_within_are_not() {
    use std::os::unix::fs::symlink;
    let (outside, folder) = (folder(), folder());
    put(outside.path(), "vid", &sample_with("vid", 1), &secret());
    put(folder.path(), "knab", &sample_with("knab", 0), &secret());
    let link = folder.path().join("vid.toml");
    symlink(outside.path().join("vid.toml"), &link).expect("a link");
    let error = Roster::load(folder.path()).expect_err("leads out");
    assert!(matches!(error, BadFolder::LeadsOut(_)), "{error}");
    std::fs::remove_file(&link).expect("removed");
    symlink(
        folder.path().join("knab.pub"),
        folder.path().join("same.pub"),
    )
    .expect("a link");
    assert!(Roster::load(folder.path()).is_ok());
    // Not read either, or this would never end.
    symlink("/dev/zero", folder.path().join("zero")).expect("a link");
    assert!(matches!(
        Roster::load(folder.path()),
        Err(BadFolder::LeadsOut(_))
    ));
}

#[test]
fn who_is_left_out_is_known_again_by_key_or_by_name() {
    let secret = secret();
    let (anna, janis) = (signing(), signing());
    let people = |version, list: &[(&str, usize, &str)]| {
        let officers = list
            .iter()
            .map(|(name, recipient, signing)| officer(name, RECIPIENTS[*recipient], signing));
        signed(
            &(head("knab", version) + &officers.collect::<String>()),
            &secret,
        )
    };
    let first = people(1, &[("Anna", 0, &anna), ("Jānis", 1, &janis)]);
    let left_out = LeftOut::of(&first, &[1, 7]);
    assert_eq!(left_out.positions(&first), [1]);
    let back = LeftOut::from_bytes(&left_out.expose());
    let renamed = people(2, &[("Jānis Ozols", 1, &janis), ("Anna", 0, &anna)]);
    assert_eq!(back.positions(&renamed), [0]);
    let other_key = people(3, &[("Anna", 0, &anna), ("Jānis", 2, &signing())]);
    assert_eq!(back.positions(&other_key), [1]);
    let gone = people(4, &[("Anna", 0, &anna), ("Ilze", 2, &signing())]);
    assert_eq!(back.positions(&gone), [] as [usize; 0]);
    let nobody = LeftOut::from_bytes(&LeftOut::nobody().expose());
    assert_eq!(nobody.positions(&first), [] as [usize; 0]);
}

#[test]
fn a_ledgers_key_is_short_and_plain_and_names_its_server() {
    let number = "0123456789abcdef0123456789abcdef";
    let key = format!("svilpe/{number}+01234567+AZ+/=");
    let parsed = PublishedLogKey::parse(&key).expect("a key");
    assert_eq!(Some(parsed.server()), ServerNumber::parse(number));
    assert_eq!(parsed.as_str(), key);
    let of_length = |length: usize| PublishedLogKey::parse(&format!("{key:A<length$}"));
    assert!(of_length(200).is_some() && of_length(201).is_none());
    for other in [
        format!("{key} "),
        format!("{key}\""),
        format!("{key}ā"),
        key.replace("svilpe/", "other/"),
        key.replace('+', "-"),
        key.replace("0123456789", "012345678"),
    ] {
        assert_eq!(PublishedLogKey::parse(&other), None, "{other}");
    }
}

#[test]
fn two_people_compare_the_digest_of_all_that_counts_of_a_key() {
    let secret = secret();
    let key = secret.public();
    let line = key.to_base64();
    assert_eq!(key.as_str().lines().nth(1), Some(&*line));
    let bytes = BASE64_STANDARD.decode(line).expect("base64");
    assert_eq!(key.fingerprint(), Sha256::of(&bytes));
}

#[test]
fn one_roster_is_read_by_its_own_name_and_a_failing_disk_is_told() {
    let folder = folder();
    put(folder.path(), "vid", &sample_with("vid", 1), &secret());
    let load = |path: &Path| Roster::load_one(path).map(|roster| roster.version());
    assert_eq!(load(&folder.path().join("vid.toml")).ok(), Some(1));
    for other in ["vid.pub", "vid", "vid.toml.minisig"] {
        let refused = load(&folder.path().join(other));
        assert!(matches!(refused, Err(BadFolder::OtherName(_))), "{other}");
    }
    let below_a_file = load(&folder.path().join("vid.pub").join("vid.toml"));
    assert!(matches!(below_a_file, Err(BadFolder::Unreadable(..))));
    assert!(matches!(
        load(&folder.path().join("none.toml")),
        Err(BadFolder::Missing(_))
    ));
}

/// 212 characters of base64 that hold 158 bytes and begin as minisign's secret keys do.
#[test]
fn only_a_line_that_is_a_minisign_secret_is_taken_for_one() {
    let line = |start: &[u8], length: usize| {
        let mut bytes = start.to_vec();
        bytes.resize(length, 7);
        BASE64_STANDARD.encode(bytes)
    };
    let kind = |line: &str| keys_folder::private_kind(&format!("a comment\n  {line} \n"));
    let secret = line(b"Ed", 158);
    assert_eq!((secret.len(), kind(&secret).is_some()), (212, true));
    for other in [
        line(b"Ef", 158),
        line(b"Ed", 157),
        line(b"Ed", 159),
        line(b"Ed", 160),
        "x".repeat(212),
    ] {
        assert_eq!(kind(&other), None, "{other}");
    }
}

#[test]
fn every_refusal_is_a_sentence_with_its_source() {
    use std::error::Error as _;
    let at = PathBuf::from("keys");
    let unsigned = || BadRoster::NotSigned(NotSignedBy::Legacy);
    let unreadable = UnreadableFile::NotAFile;
    for with_source in [
        BadFolder::Unreadable(at.clone(), unreadable),
        BadFolder::NotAKey(at.clone(), NotAnInstitutionKey),
        BadFolder::Roster(at.clone(), unsigned()),
    ] {
        assert!(with_source.source().is_some(), "{with_source}");
    }
    assert!(BadFolder::Nobody(at).source().is_none());
    assert!(unsigned().source().is_some());
    assert!(BadRoster::Mistake(mistake("")).source().is_some());
    assert!(BadRoster::TooLong.source().is_none());
    let refusals = [
        RosterRefusal::OtherKeyWithoutHandover,
        RosterRefusal::SameVersionOtherText,
        RosterRefusal::OtherInstitution,
        RosterRefusal::OlderThanSeen {
            seen: 2,
            offered: 1,
        },
    ];
    let said = refusals.map(|refusal| refusal.to_string());
    let others = [
        NotAnInstitution.to_string(),
        NotAnInstitutionKey.to_string(),
        NotSeen.to_string(),
        unsigned().to_string(),
        BadRoster::TooLong.to_string(),
    ];
    for sentence in said.into_iter().chain(others) {
        assert!(sentence.contains(' '), "{sentence}");
    }
}

#[test]
fn keys_are_shown_by_what_counts_of_them() {
    let secret = secret();
    let key = secret.public();
    assert_eq!(format!("{key:?}"), key.to_base64());
    assert_eq!(format!("{:?}", key.id()), key.id().to_string());
    assert_eq!(key.id().to_string().len(), 16);
}

#[test]
fn a_roster_of_128_kib_is_read_and_one_byte_more_is_not() {
    let (text, secret) = (sample("knab", 1), secret());
    let fill = |length: usize| {
        let comment = "#".repeat(length - text.len());
        let text = format!("{text}{comment}");
        let signature = secret.sign(text.as_bytes(), "a test").expect("signed");
        let read = Roster::parse(&text, &signature, secret.public()).map(|_| ());
        let unsigned = Roster::parse_unsigned(&text, secret.public()).map(|_| ());
        assert_eq!(read, unsigned);
        read
    };
    assert_eq!(fill(128 * 1024), Ok(()));
    assert_eq!(fill(128 * 1024 + 1), Err(BadRoster::TooLong));
}

#[test]
fn an_auditor_is_called_by_name() {
    let auditor = format!(
        "[[auditor]]\nname = \"Delna\"\nsigning = \"{}\"\n",
        signing()
    );
    let roster = signed(&(sample("knab", 1) + &auditor), &secret());
    let names: Vec<&str> = roster.auditors().iter().map(Auditor::name).collect();
    assert_eq!(names, ["Delna"]);
}

#[test]
fn a_roster_names_its_server_and_the_key_of_that_servers_ledger() {
    let number = "0123456789abcdef0123456789abcdef";
    let key = format!("svilpe/{number}+01234567+AZ");
    let with = |server: &str, log: &str| {
        let text = sample("knab", 1).replacen("kind", &format!("{server}\n{log}\nkind"), 1);
        Roster::parse_unsigned(&text, secret().public())
    };
    let server = format!("server = \"{number}\"");
    let log = format!("log = \"{key}\"");
    let roster = with(&server, &log).expect("a good roster");
    assert_eq!(roster.server(), ServerNumber::parse(number));
    assert_eq!(roster.log().map(PublishedLogKey::as_str), Some(&*key));
    let before = with(&server, "").expect("a good roster");
    assert_eq!((before.server(), before.log()), (roster.server(), None));
    for (server, log) in [
        ("", &*log),
        (
            &*server,
            &*log.replace("0123456789abcdef0", "1123456789abcdef0"),
        ),
        (&*server, "log = \"words\""),
        (&*server.to_uppercase().replace("SERVER", "server"), ""),
    ] {
        assert!(
            matches!(with(server, log), Err(BadRoster::Mistake(_))),
            "{server} {log}"
        );
    }
}

#[test]
fn a_remit_names_each_area_once_and_only_by_a_slug() {
    let key = secret();
    let with = |remit: &str| sample("birojs", 1).replacen('\n', &format!("\nremit = {remit}\n"), 1);
    let roster = signed(&with(r#"["public-funds", "moon-dust"]"#), &key);
    let named: Vec<_> = roster.remit().iter().map(Category::as_str).collect();
    assert_eq!(named, ["public-funds", "moon-dust"]);
    assert!(signed(&sample("birojs", 1), &key).remit().is_empty());
    let many: Vec<String> = (0..65).map(|number| format!("\"area-{number}\"")).collect();
    for (remit, what) in [
        (r#"["public-funds", "public-funds"]"#, "the same area twice"),
        (r#"["Valsts nauda"]"#, "not a category's slug"),
        (&format!("[{}]", many.join(", ")), "too many areas"),
    ] {
        let complaint = mistake(&with(remit)).to_string();
        assert!(complaint.contains(what), "{complaint}");
    }
}
