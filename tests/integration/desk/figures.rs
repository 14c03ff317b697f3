//! How quick a desk with many cases is, and what it looks like. By hand:
//! `cargo test --release --test integration desk::figures -- --ignored --nocapture`
//!
//! A released build on two cores that others were using as well, keys of work factor 14 (real ones
//! take a second more); beside it another age (npm's, a program start for each file) on the same
//! files, of which it opened fifty:
//!
//! | cases | first unlock | next | Today | search | open | each file by another age |
//! |---|---|---|---|---|---|---|
//! | 100 | 0.20 s | 0.09 s | 0.5 ms | 0.6 ms | 6 ms | 0.41 s |
//! | 1,000 | 0.80 s | 0.24 s | 0.5 ms | 3 ms | 4 ms | 0.33 s |
//! | 10,000 | 6.6 s | 1.3 s | 0.8 ms | 38 ms | 9 ms | 0.36 s |

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use svilpe::keys::digest::Sha256;
use svilpe::keys::recipient::{OpeningKey, Recipient};
use svilpe::keys::sealed_key::{Passphrase, open_under};
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::MailboxId;
use svilpe::report::sealed::{Addressee, Addressees, Custodian, Sealing};
use svilpe::report::{Answers, Heading, Report, ReportKind, Words};
use svilpe::rules::roster::{Institution, RosterDigest};
use svilpe::text::Language;

use super::window::Window;
use crate::world::browser::Browser;
use crate::world::skip::has;
use crate::world::{Officer, PASSPHRASE, ok, today, wait_until};

/// An officer whose folder holds so many reports, of the last four months.
fn officer_with(reports: usize, folder: &Path) -> Officer {
    let officer = Officer::keygen(&folder.join("officer"), "Anna Bērziņa", true);
    ok(&mut officer.command(&[
        "setup",
        "--server",
        "http://127.0.0.1:9",
        "--instance",
        "00112233445566778899aabbccddeeff",
        "--institution",
        "paraugs",
    ]));
    let recipient = officer.block.split("recipient = \"").nth(1).unwrap();
    let recipient = Recipient::parse(recipient.split('"').next().unwrap()).unwrap();
    let mut listed = String::new();
    for number in 0..reports {
        let (name, sealed) = sealed(number, &recipient);
        let path = officer.home.join("sealed").join(format!("{name}.age"));
        std::fs::write(path, sealed).unwrap();
        let day = today().plus_days(-i32::try_from(number % 120).unwrap());
        let line = format!("{name} {day}");
        let check = hex::encode(&Sha256::of(line.as_bytes())[..4]);
        writeln!(listed, "{line} {check}").unwrap();
    }
    std::fs::write(officer.home.join("listed"), listed).unwrap();
    officer
}

fn sealed(number: usize, to: &Recipient) -> (String, Vec<u8>) {
    let institution = Institution::parse("paraugs").unwrap();
    let addressee = Addressee {
        name: "Anna Bērziņa".to_owned(),
        recipient: to.clone(),
        custodian: Custodian::Yes,
    };
    let roster = RosterDigest::from_bytes([7; 32]);
    let addressees = Addressees::new(institution.clone(), 1, roster, vec![addressee], &[]);
    let mut sealing = Sealing::to(addressees.unwrap()).unwrap();
    let mut bytes = sealing.take();
    let seed = svilpe::keys::digest::Sha256::of(&number.to_be_bytes());
    let signing = SigningKey::from_seed(&seed);
    let heading = Heading {
        kind: ReportKind::Report,
        institution,
        day: "2026-11-21".parse().unwrap(),
        language: Language::latvian().code().clone(),
        mailbox: MailboxId::from_bytes(seed[..16].try_into().unwrap()),
        reply_to: OpeningKey::random().recipient(),
        signing: signing.public(),
        number: 0,
        policy: [9; 32],
    };
    let said = STORIES[number % STORIES.len()];
    let long = "Par to runā visi, bet neviens neko nedara. ".repeat(12);
    let mut answers = Answers::new(Words::from(format!("{said} Lieta {number}.\n{long}")));
    let category = CATEGORIES[number % CATEGORIES.len()];
    answers.category = Some(Words::from(category.to_owned()));
    let finished = sealing
        .finish(Report::new(heading, answers).signed_by(signing), None)
        .unwrap();
    bytes.extend(finished.rest);
    (hex::encode(finished.item.as_bytes()), bytes)
}

/// From the passphrase to the first page; what the intake is not asked for.
fn unlock(desk: &Window) -> Duration {
    desk.enter();
    let begun = Instant::now();
    desk.post("/unlock", &[("passphrase", PASSPHRASE)]);
    let is_open = wait_until(Duration::from_secs(600), || {
        desk.get("/").holds("action=\"/fetch\"")
    });
    assert!(is_open);
    begun.elapsed()
}

#[test]
#[ignore = "figures"]
fn how_quick_a_desk_with_many_cases_is() {
    let most: usize = std::env::var("CASES").map_or(10_000, |cases| cases.parse().unwrap());
    for reports in [100, 1_000, 10_000] {
        if reports > most {
            break;
        }
        let folder = tempfile::tempdir().unwrap();
        let officer = officer_with(reports, folder.path());
        let mut desk = Window::open(&officer.home);
        let first = unlock(&desk);
        desk.stop();
        let desk = Window::open(&officer.home);
        let again = unlock(&desk);
        let took = |path: &str| {
            let begun = Instant::now();
            let page = desk.get(path);
            assert_eq!(page.status, 200, "{path}");
            (begun.elapsed(), page)
        };
        let (today, page) = took("/");
        let asked = desk.post("/search", &[("find", "dzelzceļā")]);
        let (search, found) = took(asked.header("location").unwrap());
        assert!(found.holds("dzelzceļā"), "{}", found.words());
        let source = page.source();
        let case = source.split("href=\"/case/").nth(1).unwrap();
        let (open, _) = took(&format!("/case/{}", case.split('"').next().unwrap()));
        if let Some(each) = by_age(&officer, reports.min(50)) {
            let all = each * u32::try_from(reports).unwrap();
            println!("{reports} files by age -d: {each:.2?} each, {all:.2?} all");
        }
        println!(
            "{reports} cases: first unlock {first:.2?}, next {again:.2?}, Today {today:.2?}, \
             search {search:.2?}, open {open:.2?}"
        );
    }
}

/// How long another age takes for one of the same files, program start and all: what it would be to
/// open them by hand. npm's, since Debian's is older than hybrid keys.
fn by_age(officer: &Officer, files: usize) -> Option<Duration> {
    let age = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/age.mjs");
    if !age.with_file_name("node_modules/age-encryption").exists() || !has("node") {
        return None;
    }
    let key = std::fs::read(officer.home.join("key.age")).unwrap();
    let key = open_under(&Passphrase::parse(PASSPHRASE).unwrap(), &key).unwrap();
    let key = std::str::from_utf8(&key).unwrap();
    let key = key
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-PQ-"));
    let folder = tempfile::tempdir().unwrap();
    let (key_path, out) = (folder.path().join("key"), folder.path().join("out"));
    std::fs::write(&key_path, key.unwrap()).unwrap();
    let sealed = std::fs::read_dir(officer.home.join("sealed")).unwrap();
    let begun = Instant::now();
    for file in sealed.take(files) {
        ok(Command::new("node")
            .arg(&age)
            .arg("open")
            .arg(&key_path)
            .arg(file.unwrap().path())
            .arg(&out));
    }
    Some(begun.elapsed() / u32::try_from(files).unwrap())
}

#[test]
#[ignore = "pictures, to be looked at"]
fn pictures_of_the_desk() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    for reports in [0, 1, 40, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let officer = officer_with(reports, folder.path());
        // Opened once, so that a browser's patience is enough.
        let mut before = Window::open(&officer.home);
        let _ = unlock(&before);
        before.stop();
        let desk = Window::open(&officer.home);
        desk.unlock_in(&browser);
        browser.sees("Meklēt lietās");
        take(&browser, &format!("today-{reports}"));
        if reports == 1 {
            browser.click(".cases a");
            browser.fill("#docket", "1-15/77");
            browser.fill("#labels", "steidzami būvvalde");
            browser.click("form[action$='/marks'] button");
            browser.sees("Atzīmes ir saglabātas");
            take(&browser, "case");
            browser.click(".next > a.button");
            for name in [
                "Lēmums par pārbaudes sākšanu un termiņiem.pdf",
                "piezīme.txt",
            ] {
                let path = folder.path().join(name);
                std::fs::write(&path, vec![7; 184_320]).unwrap();
                browser.fill("#files", path.to_str().unwrap());
            }
            browser.clear("#letter");
            browser.fill("#letter", "Kas ir [iekavās]?");
            browser.click("button[value=preview]");
            browser.sees("Vēstulē vēl jāaizpilda");
            take(&browser, "letter");
            browser.clear("#letter");
            browser.fill("#letter", "Labdien! Lēmums ir pielikumā.");
            browser.click("button[value=preview]");
            browser.sees("Pārbaudiet un apstipriniet");
            take(&browser, "preview");
            browser.visit(&format!("http://{}/", desk.address));
            browser.sees("1-15/77");
            take(&browser, "today-marked");
        }
        if reports == 40 {
            for place in 1..=3 {
                browser.click(&format!(".cases li:nth-child({place}) input"));
            }
            browser.click("button[value=acknowledge]");
            browser.sees("Apstiprināt saņemšanu: ");
            take(&browser, "many");
        }
    }
}

/// At the widths of a telephone, a tablet and an office screen.
fn take(browser: &Browser, name: &str) {
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    for width in [320, 768, 1280] {
        browser.emulate(width, 1800);
        browser.picture(&pictures.join(format!("desk-{name}-{width}.png")));
    }
}

const STORIES: [&str; 4] = [
    "Iepirkumā uzvarēja priekšnieka brāļa uzņēmums, un citi piedāvājumi netika atvērti.",
    "No noliktavas dzelzceļā pazuda sliedes.",
    "Ēdnīcā izdod produktus, kam beidzies termiņš.",
    "Attīrīšanas iekārtas naktīs izslēdz, un notekūdeņi nonāk upē.",
];

const CATEGORIES: [&str; 4] = ["public-funds", "corruption", "food-safety", "environment"];
