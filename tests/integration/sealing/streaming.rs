//! Large reports in little memory.

use std::fs::File;
use std::io::{Read as _, Write as _};

use svilpe::keys::digest::ReportDigest;
use svilpe::report::sealed::OpenedReport;

use super::bureau::{Bureau, noise, report};

#[test]
fn ciphertext_leaves_as_plaintext_comes() {
    let bureau = Bureau::new();
    let mut sealing = bureau.sealing(&[]);
    sealing.take();
    sealing.file("a", "b").unwrap();
    let piece = noise(8192);
    let mut taken = 0;
    for sent in 1..=64 {
        sealing.write(&piece).unwrap();
        taken += sealing.take().len();
        // One age chunk at most waits inside.
        assert!(sent * piece.len() < taken + 65 * 1024, "{sent}: {taken}");
    }
}

/// The intake holds these across an await.
#[test]
fn what_the_intake_holds_can_move_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<svilpe::report::sealed::Sealing>();
    is_send::<svilpe::report::sealed::CiphertextCheck>();
    is_send::<svilpe::report::mailbox::Mailbox>();
    is_send::<svilpe::report::Report>();
}

/// Run alone: `cargo test --test integration sealing -- --ignored`.
#[test]
#[ignore = "250 MiB, and measures the whole process"]
fn a_quarter_of_a_gibibyte_takes_little_memory() {
    let bureau = Bureau::new();
    let piece = noise(1024 * 1024);
    let before = peak_kib();
    let mut file = tempfile::tempfile().unwrap();
    let mut sealing = bureau.sealing(&[]);
    sealing.file("a", "b").unwrap();
    for _ in 0..250 {
        sealing.write(&piece).unwrap();
        file.write_all(&sealing.take()).unwrap();
    }
    let finished = sealing.finish(report("text"), None).unwrap();
    file.write_all(&finished.rest).unwrap();
    read_back(&file, &bureau, finished.item);
    let grown = peak_kib() - before;
    assert!(grown < 8 * 1024, "{grown} KiB more");
}

fn read_back(file: &File, bureau: &Bureau, item: ReportDigest) {
    let mut opened = OpenedReport::open(file, &bureau.keys[0], item).unwrap();
    let mut reader = opened.file(1).unwrap();
    let mut piece = vec![0; 100_000];
    let mut length = 0;
    loop {
        match reader.read(&mut piece).unwrap() {
            0 => break,
            more => length += more,
        }
    }
    assert_eq!(length, 250 * 1024 * 1024);
}

/// The most memory that this process ever had resident.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
