//! How fast reports are sealed and opened. Prints one line for each; run with
//! `cargo bench --bench sealing`.

use std::io::{Cursor, Read as _, Write as _};
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

    for officers in [1, 5, 16, 20, 63] {
        hybrid_beside_x25519(officers);
    }
}

/// What hybrid keys cost: a report's smallest plaintext, sealed by age alone to both kinds of key in
/// turns, so that whatever else the machine does weighs on both. Opened by the officer in the middle,
/// as the header is tried in its order.
fn hybrid_beside_x25519(officers: usize) {
    let hybrid: Vec<_> = (0..officers).map(|_| OpeningKey::random()).collect();
    let hybrid_to: Vec<_> = hybrid.iter().map(OpeningKey::recipient).collect();
    let alone: Vec<_> = (0..officers)
        .map(|_| age::x25519::Identity::generate())
        .collect();
    let alone_to: Vec<_> = alone.iter().map(age::x25519::Identity::to_public).collect();
    let middle = officers / 2;
    let (mut before, mut after) = (Cost::UNKNOWN, Cost::UNKNOWN);
    for _ in 0..ROUNDS {
        before.round(alone_to.iter().map(|key| key as _), &alone[middle]);
        after.round(hybrid_to.iter().map(|key| key as _), &hybrid[middle]);
    }
    let times =
        |before: f64, after: f64| format!("{before:.2} -> {after:.2} ({:.1}x)", after / before);
    println!(
        "{officers} officers, X25519 -> hybrid: seal, ms: {}; open, ms: {}; bytes: {} -> {}",
        times(before.sealing, after.sealing),
        times(before.opening, after.opening),
        before.bytes,
        after.bytes,
    );
}

/// Of one report, in milliseconds: the least of all rounds, since what else the machine does only
/// ever adds to it.
struct Cost {
    sealing: f64,
    opening: f64,
    bytes: usize,
}

impl Cost {
    const UNKNOWN: Self = Self {
        sealing: f64::INFINITY,
        opening: f64::INFINITY,
        bytes: 0,
    };

    fn round<'a>(
        &mut self,
        to: impl Iterator<Item = &'a dyn age::Recipient>,
        by: &dyn age::Identity,
    ) {
        let plain = &vec![0; 32 * 1024];
        let started = Instant::now();
        let encryptor = age::Encryptor::with_recipients(to).expect("one kind of key");
        let mut writer = encryptor.wrap_output(Vec::new()).expect("in memory");
        writer.write_all(plain).expect("in memory");
        let sealed = writer.finish().expect("in memory");
        self.sealing = self.sealing.min(started.elapsed().as_secs_f64() * 1000.0);
        self.bytes = sealed.len();

        let started = Instant::now();
        let decryptor = age::Decryptor::new_buffered(&sealed[..]).expect("a header");
        let opened = decryptor.decrypt(std::iter::once(by));
        let mut plain = Vec::new();
        let read = opened.expect("to this key").read_to_end(&mut plain);
        assert_eq!(read.expect("whole"), 32 * 1024);
        self.opening = self.opening.min(started.elapsed().as_secs_f64() * 1000.0);
    }
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
const ROUNDS: u32 = 300;
