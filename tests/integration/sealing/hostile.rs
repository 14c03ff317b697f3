//! Hostile plaintext inside a valid age file: a reporter's own machine may have sealed it.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use svilpe::report::sealed::{BadHeader, CannotOpen, NotAContainer};
use svilpe::report::{FILES_MAX, NotAReport};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::bureau::{Attached, Bureau, file_of, noise};
use super::identity::jana;
use super::rounds::find;
use crate::world::cases;

fn plain(bureau: &Bureau) -> Vec<u8> {
    plain_with(bureau, 1000)
}

/// With a file of this many bytes.
fn plain_with(bureau: &Bureau, length: usize) -> Vec<u8> {
    let file = noise(length);
    bureau.plain(&bureau.seal(
        "text",
        &[Attached {
            name: "a",
            bytes: &file,
        }],
    ))
}

fn refusal(bureau: &Bureau, plain: &[u8]) -> CannotOpen {
    let sealed = bureau.seal_raw(plain);
    let started = Instant::now();
    let refused = bureau.open(&sealed).map(|_| ()).unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(2), "{refused:?}");
    refused
}

fn replaced(plain: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut plain = plain.to_vec();
    for at in 0..=plain.len() - from.len() {
        if plain[at..].starts_with(from) {
            plain[at..at + to.len()].copy_from_slice(to);
        }
    }
    plain
}

/// `report.json` with another text of the same length, and its checksum put right.
fn retold(plain: &[u8], from: &str, to: &str) -> Vec<u8> {
    let json = find(plain, b"{\"format\"")..find(plain, b"}PK\x07\x08") + 1;
    let before = crc32fast::hash(&plain[json.clone()]).to_le_bytes();
    let mut plain = replaced(plain, from.as_bytes(), to.as_bytes());
    let after = crc32fast::hash(&plain[json]).to_le_bytes();
    plain = replaced(&plain, &before, &after);
    plain
}

fn written(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_untouched_plaintext_opens_when_sealed_by_age_alone() {
    let bureau = Bureau::new();
    let plain = plain(&bureau);
    assert!(bureau.open(&bureau.seal_raw(&plain)).is_ok());
    assert!(
        bureau
            .open(&bureau.seal_raw(&retold(&plain, "text", "tale")))
            .is_ok()
    );
}

#[test]
fn zips_of_others_are_refused_whatever_they_hold() {
    let bureau = Bureau::new();
    let names = [
        "../evil",
        "/etc/passwd",
        "C:\\x",
        "files/1",
        "files/002",
        "report.json/",
    ];
    for name in names {
        let zip = written(&[(name, b"x"), ("report.json", b"{}"), ("padding", b"")]);
        assert!(
            matches!(refusal(&bureau, &zip), CannotOpen::Container(_)),
            "{name}"
        );
    }
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("files/001", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let link = link.finish().unwrap().into_inner();
    assert!(matches!(refusal(&bureau, &link), CannotOpen::Container(_)));
    let zeros = vec![0; 100_000];
    for other in [&b""[..], b"PK", b"text", &zeros, b"PK\x05\x06"] {
        let why = refusal(&bureau, other);
        assert!(
            matches!(why, CannotOpen::Container(NotAContainer::NoEnd)),
            "{why:?}"
        );
    }
}

#[test]
fn a_file_that_is_itself_a_zip_or_a_bomb_is_only_bytes() {
    let bureau = Bureau::new();
    let zip = written(&[("../evil", b"x")]);
    let sealed = bureau.seal(
        "text",
        &[Attached {
            name: "z.zip",
            bytes: &zip,
        }],
    );
    let mut opened = bureau.open(&sealed).unwrap();
    assert_eq!(file_of(&mut opened, 1).unwrap(), zip);
}

#[test]
fn methods_flags_names_and_sizes_other_than_ours_are_refused() {
    let bureau = Bureau::new();
    let plain = plain(&bureau);
    let central = find(&plain, b"PK\x01\x02");
    let local = 0;
    let end = plain.len() - 22;
    let field = |at: usize, bytes: &[u8]| {
        let mut plain = plain.clone();
        plain[at..at + bytes.len()].copy_from_slice(bytes);
        refusal(&bureau, &plain)
    };
    let strange = |why: &CannotOpen| matches!(why, CannotOpen::Container(_));
    for (what, why) in [
        ("deflate, central", field(central + 10, &[8, 0])),
        ("deflate, local", field(local + 8, &[8, 0])),
        ("encrypted", field(central + 8, &[9, 0])),
        ("a time", field(central + 12, &[1, 0])),
        ("a symlink's mode", field(central + 38, &[0, 0, 0xff, 0xa1])),
        (
            "a longer file",
            field(central + 24, &2000_u32.to_le_bytes()),
        ),
        ("4 GiB of file", field(central + 24, &[0xff; 4])),
        ("an overlap", field(central + 42, &[1, 0, 0, 0])),
        ("another name, central", field(central + 46, b"files/002")),
        ("another name, local", field(local + 30, b"files/002")),
        ("an extra field", field(central + 30, &[4, 0])),
        ("a comment", field(central + 32, &[1, 0])),
        ("more entries", field(end + 10, &[4, 0])),
        ("65,535 entries", field(end + 8, &[0xff; 4])),
        ("a directory of 4 GiB", field(end + 12, &[0xff; 4])),
        ("a directory elsewhere", field(end + 16, &[0, 0, 0, 0])),
        ("a comment at the end", field(end + 20, &[1, 0])),
        ("a second disk", field(end + 4, &[1, 0])),
    ] {
        assert!(strange(&why), "{what}: {why:?}");
    }
    let prefixed = [b"#!/bin/sh\n", &plain[..]].concat();
    assert!(strange(&refusal(&bureau, &prefixed)));
    let suffixed = [&plain[..], b"more"].concat();
    assert!(strange(&refusal(&bureau, &suffixed)));
    let twice = [&plain[..], &plain[..]].concat();
    assert!(strange(&refusal(&bureau, &twice)));
}

#[test]
fn a_million_entries_are_refused_at_once() {
    let bureau = Bureau::new();
    let mut zip = Vec::new();
    for _ in 0..1_000_000 {
        zip.extend_from_slice(b"PK\x03\x04\x14\0\x08\0\0\0\0\0\x21\0");
        zip.extend_from_slice(&[0; 16]);
    }
    let start = u32::try_from(zip.len()).unwrap();
    zip.resize(zip.len() + 46 * 1_000_000, 0);
    zip.extend_from_slice(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff");
    zip.extend_from_slice(&46_000_000_u32.to_le_bytes());
    zip.extend_from_slice(&start.to_le_bytes());
    zip.extend_from_slice(&[0, 0]);
    let why = refusal(&bureau, &zip);
    assert!(matches!(
        why,
        CannotOpen::Container(NotAContainer::TooManyEntries)
    ));
}

#[test]
fn all_files_and_an_identity_fit_and_one_entry_more_does_not() {
    let bureau = Bureau::new();
    let files = [(); FILES_MAX].map(|()| Attached {
        name: "a",
        bytes: b"",
    });
    let sealed = bureau.seal_without(&[], "text", &files, Some(jana()));
    let sealed = sealed.unwrap();
    let plain = bureau.plain(&sealed);
    for name in ["files/001", "files/010", "files/999"] {
        find(&plain, name.as_bytes());
    }
    let mut opened = bureau.open(&sealed).unwrap();
    assert_eq!(opened.report().files().len(), 999);
    assert_eq!(file_of(&mut opened, 999).unwrap(), b"");
    assert!(opened.identity(&bureau.keys[1]).unwrap().is_some());

    let names: Vec<String> = (0..FILES_MAX + 4).map(|n| format!("{n}")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
    let why = refusal(&bureau, &written(&entries));
    assert!(matches!(
        why,
        CannotOpen::Container(NotAContainer::TooManyEntries)
    ));
}

#[test]
fn a_report_that_lies_about_its_files_delivers_none() {
    let bureau = Bureau::new();
    let plain = plain(&bureau);
    let shorter = retold(&plain, "\"length\":1000", "\"length\":1001");
    assert!(matches!(refusal(&bureau, &shorter), CannotOpen::Disagrees));
    let hidden = retold(&plain, "\"identity\":\"no\",", "\"identity\":\"yes\"");
    let why = refusal(&bureau, &hidden);
    assert!(
        matches!(why, CannotOpen::Report(NotAReport::Malformed { .. })),
        "{why:?}"
    );
    let renumbered = retold(&plain, "\"number\":1", "\"number\":2");
    let why = refusal(&bureau, &renumbered);
    assert!(matches!(
        why,
        CannotOpen::Report(NotAReport::FilesOutOfOrder)
    ));

    for length in [1000, 0] {
        let plain = plain_with(&bureau, length);
        let at = find(&plain, b"\"sha256\":\"") + 10;
        let digest = String::from_utf8(plain[at..at + 64].to_vec()).unwrap();
        let sealed = bureau.seal_raw(&retold(&plain, &digest, &"0".repeat(64)));
        let mut opened = bureau.open(&sealed).unwrap();
        let refused = file_of(&mut opened, 1).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::InvalidData, "{length}");
    }
}

#[test]
fn a_recipient_that_the_report_does_not_name_is_noticed() {
    let bureau = Bureau::new();
    // The report names three officers; this header has one, and it still opens.
    let sealed = bureau.seal_raw(&plain(&bureau));
    assert!(!bureau.open(&sealed).unwrap().header_agrees());
}

#[test]
fn a_report_that_is_not_our_json_is_refused_without_quoting_it() {
    let bureau = Bureau::new();
    let plain = plain(&bureau);
    let malformed = |from: &str, to: &str| refusal(&bureau, &retold(&plain, from, to));
    for (from, to) in [
        ("\"kind\":\"report\"", "\"kind\":\"rep\0rt\""),
        ("\"what_happened\"", "\"what_happenex\""),
        ("\"still_ongoing\"", "\"what_happened\""),
        ("\"day\":\"2026-11-21\"", "\"day\":\"2026-11-31\""),
        ("\"institution\":\"knab\"", "\"institution\":\"KNAB\""),
        ("\"text\"", "[[[[[["),
    ] {
        let why = malformed(from, to);
        let fits = matches!(why, CannotOpen::Report(NotAReport::Malformed { .. }));
        assert!(fits, "{from}: {why:?}");
        assert!(!why.to_string().contains("KNAB"));
    }
    let later = malformed("svilpe-report-3", "svilpe-report-4");
    assert!(matches!(later, CannotOpen::Report(NotAReport::OtherFormat)));
}

#[test]
fn the_longest_header_costs_little() {
    let bureau = Bureau::new();
    let header = |stanzas: &str| {
        let mac = "A".repeat(43);
        format!("age-encryption.org/v1\n{stanzas}--- {mac}\n") + &"n".repeat(32)
    };
    let refused = |stanzas: &str| {
        let sealed = header(stanzas);
        let started = Instant::now();
        let refused = bureau.open(sealed.as_bytes()).map(|_| ()).unwrap_err();
        (refused, started.elapsed())
    };
    // As many as fit, each with a share that has to be tried.
    let share = "A".repeat(1400) + &"B".repeat(93) + "A";
    let stanza = format!("-> mlkem768x25519 {share}\n{}\n", "A".repeat(43));
    let (longest, took) = refused(&stanza.repeat(18));
    assert!(matches!(longest, CannotOpen::NotForThisKey), "{longest:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");

    let long_line = format!("-> {}\n\n", "a".repeat(2040));
    let (over, _) = refused(&long_line.repeat(15));
    assert!(
        matches!(over, CannotOpen::Header(BadHeader::TooLong)),
        "{over:?}"
    );
    let lines = |count: usize| format!("-> a\n{}\n", ("A".repeat(64) + "\n").repeat(count));
    // Beside the first line, the stanza's own, its last, and the MAC's.
    let (most, took) = refused(&lines(40 - 4));
    assert!(matches!(most, CannotOpen::NotForThisKey), "{most:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    let (over, _) = refused(&lines(40 - 3));
    assert!(
        matches!(over, CannotOpen::Header(BadHeader::TooLong)),
        "{over:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), ..ProptestConfig::default() })]

    /// No panic, no hang, and no file whose bytes are not the ones that its report names.
    #[test]
    fn mutated_plaintext_never_hurts(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        region in 0..4_u8,
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let bureau = Bureau::new();
        let mut plain = plain(&bureau);
        let directory = find(&plain, b"PK\x01\x02");
        let report = find(&plain, b"{\"format\"");
        let range = match region {
            0 => 0..plain.len(),
            1 => directory..plain.len(),
            2 => plain.len() - 22..plain.len(),
            _ => report..report + 1200,
        };
        for (at, byte) in changes {
            let region = &mut plain[range.clone()];
            region[at.index(region.len())] ^= byte;
        }
        if let Some(cut) = cut {
            plain.truncate(cut.index(plain.len()));
        }
        let sealed = bureau.seal_raw(&plain);
        if let Ok(mut opened) = bureau.open(&sealed)
            && let Ok(bytes) = file_of(&mut opened, 1)
        {
            prop_assert_eq!(bytes, noise(1000));
        }
    }
}
