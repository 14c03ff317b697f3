//! P3: what lengths and shapes show.

use std::collections::{BTreeSet, HashSet};

use super::bureau::{Attached, Bureau, noise};

/// age puts a random "grease" stanza into each header: up to this many bytes.
const GREASE_MAX: usize = 230;

#[test]
fn a_word_and_twenty_pages_look_the_same() {
    let bureau = Bureau::new();
    let texts = [0, 1, 100, 5_000, 20_000, 28_000].map(|length| "a".repeat(length));
    let lengths = texts.map(|text| bureau.seal(&text, &[]).len());
    let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
    assert!(most - least <= GREASE_MAX, "{lengths:?}");
}

#[test]
fn plaintext_lengths_are_the_padded_ones_exactly() {
    let bureau = Bureau::new();
    let plain = |length: usize| {
        let file = noise(length);
        let files = [Attached {
            name: "a",
            bytes: &file,
        }];
        bureau.plain(&bureau.seal("text", &files)).len()
    };
    assert_eq!(plain(0), 32 * 1024);
    assert_eq!(plain(28_000), 32 * 1024);
    // Each length around a step: the last that fits, and one byte more.
    let lengths: BTreeSet<usize> = (29_000..29_800).step_by(7).map(plain).collect();
    assert_eq!(lengths, BTreeSet::from([32 * 1024, 34 * 1024]));
    for length in [40_000, 65_000, 100_000, 1_000_000] {
        let padded = plain(length) as u64;
        assert_eq!(svilpe::report::sealed::padded_length(padded), padded);
    }
}

#[test]
fn many_lengths_become_few() {
    let bureau = Bureau::new();
    let plain_lengths = (0..300_usize).map(|n| {
        let file = vec![1; n * 1_003];
        bureau
            .plain(&bureau.seal(
                "t",
                &[Attached {
                    name: "a",
                    bytes: &file,
                }],
            ))
            .len()
    });
    let few: BTreeSet<_> = plain_lengths.collect();
    // Padmé's steps: 1 up to 32 KiB, then 16, 32 and 32 an octave, and the start of the next.
    assert!(few.len() <= 1 + 16 + 32 + 32 + 6, "{}", few.len());
}

#[test]
fn left_out_officers_leave_no_trace_in_the_header() {
    let bureau = Bureau::new();
    let kinds = |left_out: &[usize]| {
        let sealed = bureau.seal_without(left_out, "text", &[], None).unwrap();
        let header = header_lines(&sealed);
        header
            .iter()
            .filter(|line| line.starts_with("-> mlkem768x25519 "))
            .count()
    };
    assert_eq!([kinds(&[]), kinds(&[0]), kinds(&[0, 2])], [3, 3, 3]);
}

#[test]
fn two_seals_of_one_report_share_nothing_but_words_of_the_format() {
    let bureau = Bureau::new();
    let files = [Attached {
        name: "a",
        bytes: &vec![7; 70_000],
    }];
    let (one, other) = (bureau.seal("text", &files), bureau.seal("text", &files));
    let shared: Vec<_> = header_lines(&one)
        .into_iter()
        .filter(|line| header_lines(&other).contains(line) && !line.is_empty())
        .collect();
    assert_eq!(shared, ["age-encryption.org/v1"]);
    let windows = |sealed: &[u8]| -> HashSet<[u8; 8]> {
        let payload = &sealed[header_length(sealed)..];
        payload.windows(8).map(|w| w.try_into().unwrap()).collect()
    };
    assert!(windows(&one).is_disjoint(&windows(&other)));
}

pub fn header_length(sealed: &[u8]) -> usize {
    let mac = super::rounds::find(sealed, b"\n--- ") + 1;
    mac + sealed[mac..]
        .iter()
        .position(|&byte| byte == b'\n')
        .unwrap()
        + 1
}

fn header_lines(sealed: &[u8]) -> Vec<String> {
    let header = std::str::from_utf8(&sealed[..header_length(sealed)]).unwrap();
    header.lines().map(str::to_owned).collect()
}
