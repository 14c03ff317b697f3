//! How fast reports are sealed and opened. Prints one line for each; run with
//! `cargo bench --bench sealing`.

use std::io::{Cursor, Read as _};
use std::time::Instant;

use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::MailboxId;
use svilpe::report::sealed::{Addressee, Addressees, Custodian, Finished, OpenedReport, Sealing};
use svilpe::report::{Answers, Heading, Report, ReportKind, Words};
use svilpe::rules::roster::{Institution, RosterDigest};
use svilpe::text::Language;

fn main() {
    let key = OpeningKey::random();
    let file = vec![0x5a; 16 * 1024];

    // Thrown away as it comes, as the store takes it: memory for a copy would cost as much again.
    let started = Instant::now();
    seal(&key, &file, FILE_LENGTH / file.len(), |_| {});
    say("seal one file", started, FILE_LENGTH);

    let mut sealed = Vec::with_capacity(FILE_LENGTH * 9 / 8);
    let keep = |piece: &[u8]| sealed.extend_from_slice(piece);
    let finished = seal(&key, &file, FILE_LENGTH / file.len(), keep);

    let started = Instant::now();
    let mut opened =
        OpenedReport::open(Cursor::new(&sealed), &key, finished.item).expect("it opens");
    let mut reader = opened.file(1).expect("there is a file");
    let mut piece = vec![0; 64 * 1024];
    while reader.read(&mut piece).expect("it is whole") > 0 {}
    say("open it, digests checked", started, FILE_LENGTH);

    let started = Instant::now();
    for _ in 0..REPORTS {
        seal(&key, &file, 0, |_| {});
    }
    let rate = f64::from(REPORTS) / started.elapsed().as_secs_f64();
    println!("seal a report of text alone: {rate:.0} a second");
}

fn say(what: &str, started: Instant, bytes: usize) {
    let megabytes = u32::try_from(bytes / 1_000_000).expect("it is a small bench");
    let rate = f64::from(megabytes) / started.elapsed().as_secs_f64();
    println!("{what}: {rate:.0} MB/s ({megabytes} MB)");
}

fn seal(key: &OpeningKey, piece: &[u8], pieces: usize, mut keep: impl FnMut(&[u8])) -> Finished {
    let institution = Institution::parse("knab").expect("a good slug");
    let officer = Addressee {
        name: "Anna".to_owned(),
        recipient: key.recipient(),
        custodian: Custodian::No,
    };
    let roster = RosterDigest::from_bytes([1; 32]);
    let addressees = Addressees::new(institution.clone(), 1, roster, vec![officer], &[]);
    let mut sealing = Sealing::to(addressees.expect("one officer")).expect("age seals");
    if pieces > 0 {
        sealing
            .file("a.bin", "application/octet-stream")
            .expect("a first file");
    }
    for _ in 0..pieces {
        sealing.write(piece).expect("it fits");
        keep(&sealing.take());
    }
    let heading = Heading {
        kind: ReportKind::Report,
        institution,
        day: "2026-11-21".parse().expect("a day"),
        language: Language::latvian().code().clone(),
        mailbox: MailboxId::random(),
        reply_to: key.recipient(),
        signing: SigningKey::from_seed(&[4; 32]).public(),
        number: 0,
        policy: [2; 32],
    };
    let answers = Answers::new(Words::from("Notika tas un tas.".to_owned()));
    let finished = sealing.finish(Report::new(heading, answers), None);
    let finished = finished.expect("it seals");
    keep(&finished.rest);
    finished
}

const FILE_LENGTH: usize = 512 * 1024 * 1024;
const REPORTS: u32 = 2000;
