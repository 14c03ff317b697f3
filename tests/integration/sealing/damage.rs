//! Truncated, extended, swapped, altered: an error, and no file delivered.

use svilpe::report::sealed::CannotOpen;

use super::bureau::{Attached, Bureau, file_of, noise};
use super::lengths::header_length;

const CHUNK: usize = 64 * 1024 + 16;

/// Four chunks: three full ones of files, the last with the rest.
fn sealed(bureau: &Bureau) -> Vec<u8> {
    let file = noise(210_000);
    bureau.seal(
        "text",
        &[Attached {
            name: "a",
            bytes: &file,
        }],
    )
}

fn opens_whole(bureau: &Bureau, sealed: &[u8]) -> bool {
    let opened = bureau.open(sealed);
    opened.is_ok_and(|mut opened| file_of(&mut opened, 1).is_ok())
}

#[test]
fn a_report_cut_anywhere_interesting_does_not_open() {
    let bureau = Bureau::new();
    let sealed = sealed(&bureau);
    assert!(opens_whole(&bureau, &sealed));
    let payload = header_length(&sealed) + 16;
    let mut edges = vec![0, 1, 22, payload - 17, payload - 16, payload, sealed.len()];
    edges.extend((1..=4).map(|chunk| payload + chunk * CHUNK));
    for edge in edges {
        for shift in [-17, -16, -15, -1, 0, 1, 15, 16, 17_isize] {
            let Some(cut) = edge.checked_add_signed(shift) else {
                continue;
            };
            if cut < sealed.len() {
                let error = bureau.open(&sealed[..cut]).map(|_| ()).unwrap_err();
                let fits = matches!(error, CannotOpen::Damaged | CannotOpen::Header(_));
                assert!(fits, "cut at {cut}: {error:?}");
            }
        }
    }
}

#[test]
fn appended_and_concatenated_bytes_are_noticed() {
    let bureau = Bureau::new();
    let sealed = sealed(&bureau);
    let zeros = vec![0; CHUNK];
    for more in [b"x", &zeros[..16], &zeros[..17], &zeros, &sealed] {
        let longer = [&sealed[..], more].concat();
        assert!(matches!(bureau.open(&longer), Err(CannotOpen::Damaged)));
    }
}

#[test]
fn swapped_halves_chunks_and_flipped_bits_deliver_no_file() {
    let bureau = Bureau::new();
    let sealed = sealed(&bureau);
    let payload = header_length(&sealed) + 16;
    let chunk = |n: usize| payload + n * CHUNK..payload + (n + 1) * CHUNK;

    let mut halves = sealed.clone();
    halves[payload..].rotate_left((sealed.len() - payload) / 2);
    assert!(!opens_whole(&bureau, &halves));

    let mut chunks = sealed.clone();
    chunks[chunk(0)].copy_from_slice(&sealed[chunk(1)]);
    chunks[chunk(1)].copy_from_slice(&sealed[chunk(0)]);
    assert!(!opens_whole(&bureau, &chunks));

    for at in (0..sealed.len()).step_by(3_001) {
        let mut flipped = sealed.clone();
        flipped[at] ^= 0x10;
        // A bit of the grease stanza is under the MAC, too.
        assert!(!opens_whole(&bureau, &flipped), "bit at {at}");
    }
}

#[test]
fn a_header_from_one_report_and_a_payload_from_another_stay_closed() {
    let bureau = Bureau::new();
    let (one, other) = (sealed(&bureau), sealed(&bureau));
    let grafted = [&one[..header_length(&one)], &other[header_length(&other)..]].concat();
    assert!(matches!(bureau.open(&grafted), Err(CannotOpen::Damaged)));
}
