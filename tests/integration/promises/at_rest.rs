//! P1, P2, P3, P6, P11: what is at rest, in memory and in answers says little.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use svilpe::report::mailbox::MailboxId;

use super::glimpser::Glimpser;
use crate::world::skip::skip;
use crate::world::wire::{self, Multipart};
use crate::world::{self, Officer, Reporter, Thief, World, is_received, wait_until};

/// Words that nothing but a report holds.
const CANARY: &str = "Kanarijputniņš-7Q2 pārdeva sliedes";

#[test]
fn p1_nothing_readable_at_rest() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, CANARY)
        .field("identity_name", "Vizbulīte Kanarija")
        .field("identity_contact", "vizbulite@kanarija.example")
        .field("identity_understood", "yes")
        .file(
            "files",
            "Kanarijas-rēķins.pdf",
            "application/x-canary",
            &b"file canary 51b7 ".repeat(5000),
        )
        .end();
    let page = reporter.post(&body).unwrap();
    assert!(is_received(&page, &form.code), "{}", page.text());

    let officer = &world.officers[0];
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    assert!(officer.read(&case).contains(CANARY));
    officer.reply(&case, "Atbildes-kanarijputniņš-9X1");
    let (answers, _) = reporter.come_back(&form.code);
    assert!(answers.text().contains("Atbildes-kanarijputniņš-9X1"));

    for needle in [
        CANARY,
        "Kanarijputni",
        "Vizbul",
        "vizbulite@kanarija",
        "Kanarijas-r",
        "x-canary",
        "file canary 51b7",
        "Atbildes-kanarij",
    ] {
        assert_eq!(Thief::finds(world.intake.home(), needle), None);
        // The officer's computer keeps ciphertext, too, until told to export.
        assert_eq!(Thief::finds(&officer.home, needle), None);
    }
}

#[test]
fn p2_nothing_kept_about_people() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Kāds kaut ko redzēja.");
    let (opened, _) = reporter.come_back(&code);
    let unknown = wire::get(&reporter.address, "/nav-tadas-lapas");
    for page in [&opened, &unknown, &wire::get(&reporter.address, "/")] {
        for name in [
            "date",
            "server",
            "set-cookie",
            "etag",
            "last-modified",
            "via",
            "age",
            "x-powered-by",
        ] {
            assert_eq!(page.header(name), None, "{name}");
        }
    }
    for needle in [
        "Firefox",
        "Mozilla",
        "127.0.0.1:",
        "nav-tadas-lapas",
        "geckoform",
    ] {
        let found = Thief::finds(&world.intake.store(), needle);
        assert_eq!(found, None);
    }
    let words = world.intake.words();
    assert_eq!(words, "", "a request made the intake say something");
}

/// Whatever a thief reads twice: no number in it has grown with what visitors did in between.
/// What counts does so
/// in every world. Where a block of records begins moves by whole records, and sometimes by as many as there were
/// visits: that comes once in ten worlds, and not three times in a row.
#[test]
fn p2_nothing_at_rest_counts_visits() {
    let counted_in_each = (0..3).all(|_| {
        let counted = what_counts_visits();
        if !counted.is_empty() {
            eprintln!("{counted:?}");
        }
        !counted.is_empty()
    });
    assert!(!counted_in_each);
}

fn what_counts_visits() -> Vec<String> {
    let mut world = World::start();
    let mut code = world.reporter().send("Kāds kaut ko redzēja.");
    let mut visit = |times: usize| {
        for _ in 0..times {
            (_, code) = world.reporter().come_back(&code);
        }
        let small = small_files(&world);
        world.intake.stop();
        let records = Thief::records(&world.intake.store());
        world.intake = world.intake.again();
        (small, records)
    };
    // Even numbers: what is written in two places in turn is then compared with itself.
    let (before, after_four, after_ten) = (visit(1), visit(4), visit(6));
    let behind = [&before.1, &after_four.1, &after_ten.1].map(|records| Contexts::of(records));
    let mut counters = behind[0].counters(&behind[1], &behind[2]);
    for ((path, before), ((_, four), (_, ten))) in
        before.0.iter().zip(after_four.0.iter().zip(&after_ten.0))
    {
        for at in 0..before.len().min(four.len()).min(ten.len()) {
            if let (Some(a), Some(b), Some(c)) =
                (at_bytes(before, at), at_bytes(four, at), at_bytes(ten, at))
                && grows_with(a, b, c)
            {
                counters.push(format!("{} at {at}", path.display()));
            }
        }
    }
    counters
}

/// What stands behind each eight bytes that stand in a file only once: records lie elsewhere each
/// time, and behind the same name.
struct Contexts<'a>(HashMap<[u8; 8], Option<&'a [u8]>>);

impl<'a> Contexts<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut behind = HashMap::new();
        for at in 0..bytes.len().saturating_sub(8) {
            let (before, after) = bytes[at..].split_first_chunk().unwrap();
            let once = behind.entry(*before).or_insert(Some(after));
            *once = once.filter(|known| known.len() == after.len());
        }
        Self(behind)
    }

    fn number(&self, before: [u8; 8]) -> Option<[u8; 8]> {
        let after = (*self.0.get(&before)?)?;
        after.first_chunk().copied()
    }

    /// Behind what a number stands that grew with the visits.
    fn counters(&self, four: &Self, ten: &Self) -> Vec<String> {
        let grows = |before: &[u8; 8]| {
            let numbers = [self, four, ten].map(|at| at.number(*before));
            let [Some(a), Some(b), Some(c)] = numbers else {
                return false;
            };
            let short = |bytes: [u8; 8]| [[0; 4], *bytes.first_chunk().unwrap()].concat();
            let [a4, b4, c4] = [a, b, c].map(|bytes| short(bytes).try_into().unwrap());
            grows_with(a, b, c) || grows_with(a4, b4, c4)
        };
        let counting = self.0.keys().filter(|before| grows(before));
        counting
            .map(|before| {
                let behind = [self, four, ten].map(|at| at.number(*before).map(u64::from_be_bytes));
                format!(
                    "behind {:016x}: {behind:016x?}",
                    u64::from_be_bytes(*before)
                )
            })
            .collect()
    }
}

/// All files but the database itself, whose log grows until the next rebuild (N8).
fn small_files(world: &World) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Thief::bytes(world.intake.home());
    files.retain(|(path, bytes)| !path.ends_with("sled/db") && bytes.len() <= 1 << 20);
    files.sort();
    files
}

fn at_bytes(bytes: &[u8], at: usize) -> Option<[u8; 8]> {
    bytes.get(at..at + 8)?.try_into().ok()
}

/// By so many for each of four visits, and by as many for each of six.
fn grows_with(before: [u8; 8], four: [u8; 8], ten: [u8; 8]) -> bool {
    [u64::from_be_bytes, u64::from_le_bytes].iter().any(|read| {
        let first = read(four).wrapping_sub(read(before));
        let second = read(ten).wrapping_sub(read(four));
        (1..=64).any(|each| first == 4 * each && second == 6 * each)
    })
}

#[test]
fn p3_size_says_little() {
    let world = World::start();
    let reporter = world.reporter();
    for length in [1, 100, 2_000, 9_000, 20_000] {
        reporter.send(&"ā".repeat(length / 2 + 1));
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let lengths: Vec<u64> = sealed_files(officer)
        .into_iter()
        .map(|(_, length)| length)
        .collect();
    assert_eq!(lengths.len(), 5);
    let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
    // What differs is age's grease: up to a few hundred bytes that nobody chose.
    assert!(most - least < 700, "{lengths:?}");
}

/// Above what all short reports have, too: uploads that differ by a few per cent come to one length.
#[test]
fn p3_an_uploads_length_is_told_in_steps_only() {
    let world = World::start();
    let reporter = world.reporter();
    let pairs = [[1_000_000, 1_009_000], [5_000_000, 5_095_000]];
    for length in pairs.concat() {
        reporter.send_with("Pielikumā.", &[("a.bin", &vec![7; length])]);
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let sealed = sealed_files(officer).into_iter();
    let mut lengths: Vec<u64> = sealed.map(|(_, length)| length).collect();
    lengths.sort_unstable();
    let [one, two, three, four] = lengths[..].try_into().unwrap();
    assert!(two - one < 700 && four - three < 700, "{lengths:?}");
}

/// Who is left out, and whether somebody gave their name, does not show from outside.
#[test]
fn p3_a_left_out_officer_and_an_identity_do_not_show() {
    let world = World::start();
    let reporter = world.reporter();
    let janis = reporter.leave_out(1);
    for (leave_out, identity) in [(false, false), (true, false), (false, true), (true, true)] {
        let form = reporter.form();
        let mut body = Reporter::words(&form, "Kāds kaut ko redzēja.");
        if leave_out {
            body = body.field("leave_out", &janis);
        }
        if identity {
            body = body
                .field("identity_name", "Vizbulīte Kanarija")
                .field("identity_contact", "vizbulite@kanarija.example")
                .field("identity_understood", "yes");
        }
        let received = reporter.post(&body.end()).unwrap();
        assert!(is_received(&received, &form.code), "{}", received.text());
    }
    let anna = &world.officers[0];
    anna.sync(&world);
    let opens = |officer: &Officer| {
        officer.sync(&world);
        officer.cases().len()
    };
    assert_eq!(
        (opens(anna), opens(&world.officers[1])),
        (4, 2),
        "two are not for Jānis"
    );
    let sealed = sealed_files(anna);
    let lengths: Vec<u64> = sealed.iter().map(|(_, length)| *length).collect();
    let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
    assert!(most - least < 700, "{lengths:?}");
    let readers: HashSet<usize> = sealed.iter().map(|(path, _)| stanzas(path)).collect();
    assert_eq!(
        readers.len(),
        1,
        "each is sealed to as many keys: {readers:?}"
    );
}

/// Keys that a file is sealed to, decoys too.
fn stanzas(path: &std::path::Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let end = memchr::memmem::find(&bytes, b"\n---").unwrap();
    memchr::memmem::find_iter(&bytes[..end], b"\n-> mlkem768x25519 ").count()
}

#[test]
fn p6_a_first_report_and_an_addition_look_the_same() {
    let mut world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Pirmais.");
    let (opened, fresh) = reporter.come_back(&code);
    let token = opened.hidden("token").unwrap();
    let body = Multipart::new()
        .field("code", &fresh)
        .field("token", &token)
        .field("what_happened", "Otrais.")
        .end();
    for _ in 0..2 {
        // Sent twice, kept once.
        let page = wire::post_body(&reporter.address, "/add", &Multipart::kind(), &body).unwrap();
        assert_eq!(page.status, 200);
        assert!(page.words().contains("saņemta"), "{}", page.words());
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let sealed = sealed_files(officer);
    assert_eq!(sealed.len(), 2);
    assert!(sealed[0].1.abs_diff(sealed[1].1) < 700, "{sealed:?}");
    assert_eq!(stanzas(&sealed[0].0), stanzas(&sealed[1].0));

    // What joins the two is inside the seals only.
    let joined: HashSet<MailboxId> = sealed
        .iter()
        .map(|(path, _)| headings_in(officer, path).0)
        .collect();
    assert_eq!(joined.len(), 1, "both belong to one mailbox");
    world.restart();
}

#[test]
fn p6_at_rest_nothing_joins_records_mailboxes_and_reports() {
    let mut world = World::start();
    let (reporter, glimpser) = (world.reporter(), Glimpser::of(&world));
    let code = reporter.send("Pirmais.");
    let officer = &world.officers[0];
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    // Several answers, so that what they share is where it would be kept once.
    for text in ["Viens.", "Divi.", "Trīs."] {
        officer.reply(&case, text);
    }
    let (opened, fresh) = reporter.come_back(&code);
    let body = Multipart::new()
        .field("code", &fresh)
        .field("token", &opened.hidden("token").unwrap())
        .field("what_happened", "Otrais.")
        .end();
    let added = wire::post_body(&reporter.address, "/add", &Multipart::kind(), &body).unwrap();
    assert!(added.words().contains("saņemta"), "{}", added.words());
    officer.sync(&world);
    assert!(officer.read(&case).contains("Otrais."));
    officer.reply(&case, "Četri.");
    let (from, to) = (glimpser.see(&fresh), Glimpser::made_up(5));
    let (loot, replies) = glimpser.whole_visit(&from, &to).unwrap();
    assert_eq!(replies.len(), 4);

    let mut joining: Vec<(&str, Vec<u8>)> = vec![
        ("the mailbox's id", loot.mailbox_id().to_vec()),
        ("its secret", loot.secret().to_vec()),
        ("the reporter's seed", loot.seed().to_vec()),
        ("a claim", from.claim.to_vec()),
        ("the next claim", to.claim.to_vec()),
    ];
    for key in loot.keys() {
        joining.push(("a private key", key.to_vec()));
    }
    for (path, _) in sealed_files(officer) {
        let (_, reply_to, signing) = headings_in(officer, &path);
        joining.push(("a public key", reply_to));
        joining.push(("who signs", signing));
    }
    // While it runs, and once it has ended in order.
    for round in ["running", "stopped"] {
        if round == "stopped" {
            world.intake.stop();
        }
        for (what, bytes) in &joining {
            // sled leaves out the beginning that keys share.
            for part in [&bytes[..], &bytes[bytes.len() - 11..]] {
                let found = Thief::finds_bytes(world.intake.home(), part);
                assert_eq!(found, None, "{what}, {round}");
            }
        }
    }
}

#[test]
fn p11_plaintext_is_brief() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send_with(
        CANARY,
        &[("Kanarijas-rēķins.pdf", b"file canary 51b7 in full")],
    );
    let refused = Multipart::new().field("unknown", CANARY).end();
    assert_eq!(reporter.post(&refused).unwrap().status, 400);
    reporter.come_back(&code);
    if world.intake.memory().is_none() {
        skip("another process's memory");
        return;
    }
    let secrets = [
        CANARY,
        "Kanarijas-rēķins",
        "file canary 51b7",
        &code,
        &world::grouped(&code),
    ];
    let mut left = Vec::new();
    let is_gone = wait_until(Duration::from_secs(5), || {
        let memory = world.intake.memory().unwrap();
        left = secrets.to_vec();
        left.retain(|secret| world::contains(&memory, secret.as_bytes()));
        left.is_empty()
    });
    assert!(is_gone, "{left:?} is still in memory");
}

fn sealed_files(officer: &Officer) -> Vec<(std::path::PathBuf, u64)> {
    Thief::bytes(&officer.home.join("sealed"))
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|end| end == "age"))
        .map(|(path, bytes)| (path, bytes.len() as u64))
        .collect()
}

/// Mailbox, public key and signing key that a sealed report names, seen with the officer's key.
fn headings_in(officer: &Officer, path: &std::path::Path) -> (MailboxId, Vec<u8>, Vec<u8>) {
    use svilpe::keys::digest::ReportDigest;
    use svilpe::report::sealed::OpenedReport;
    let passphrase = svilpe::keys::sealed_key::Passphrase::typed(world::PASSPHRASE);
    let key_file = std::fs::read(officer.home.join("key.age")).unwrap();
    let keys = svilpe::officer::OfficerKeys::open(&key_file, &passphrase).unwrap();
    let item = ReportDigest::of(&std::fs::read(path).unwrap());
    let opened =
        OpenedReport::open(std::fs::File::open(path).unwrap(), &keys.opening, item).unwrap();
    let report = opened.report();
    (
        report.mailbox(),
        report.reply_to().as_bytes().to_vec(),
        report.signing().as_bytes().to_vec(),
    )
}
