//! C: multipart and upload.

use std::fs;

use super::at_rest::FullDisk;
use super::page;
use super::server::{FORM, SEND, Server};
use crate::world::wire::{Answer, BOUNDARY, Part, Wire, multipart, request};

fn post(wire: &Wire, kind: &str, body: &[u8]) -> Answer {
    wire.ask("POST", SEND, &[("Content-Type", kind)], body)
}

fn usual() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

#[test]
fn c01_strange_boundaries_are_refused() {
    let server = Server::start();
    let wire = server.reporters();
    let long = format!("multipart/form-data; boundary={}", "b".repeat(10_000));
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a\\\"b\"",
        "multipart/form-data; boundary=--",
        "multipart/mixed; boundary=x",
        &long,
    ] {
        let reply = post(&wire, kind, b"--x\r\n\r\n--x--");
        assert!(
            reply.is_refusal() && reply.status < 500,
            "{kind:.50}: {}",
            reply.status
        );
    }
    assert_eq!(server.kept(), 0);
}

#[test]
fn c02_c04_a_body_without_end_is_refused_and_nothing_is_kept() {
    let server = Server::start();
    let wire = server.reporters();
    let form = server.form();
    let whole = multipart(&form.parts());
    let cut = &whole[..whole.len() - BOUNDARY.len() - 6];
    assert!(post(&wire, &usual(), cut).is_refusal());
    let mut line = wire.open();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x.onion\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
        usual()
    );
    line.send(head.as_bytes()).unwrap();
    let mut start = cut.to_vec();
    start.extend_from_slice(
        format!("\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n").as_bytes(),
    );
    let mut sent = 0_u64;
    let chunk =
        |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    let _ = line.send(&chunk(&start));
    let piece = chunk(&[b'x'; 60_000]);
    while line.send(&piece).is_ok() {
        sent += 60_000;
        assert!(sent < 700_000_000, "an endless body is read for ever");
    }
    assert!(Answer::parse(&line.rest()).is_refusal());
    assert_eq!(server.kept(), 0);
}

#[test]
fn c05_c06_c07_too_many_parts_and_too_large_heads_are_refused_in_constant_memory() {
    let server = Server::start();
    let wire = server.reporters();
    wire.get(FORM);
    let before = server.resident();
    let part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\"\r\n\r\n\r\n"
    );
    let huge = "z".repeat(30_000_000);
    for body in [
        part.repeat(100_000),
        format!("--{BOUNDARY}\r\nX: {huge}\r\n\r\n1\r\n--{BOUNDARY}--"),
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{huge}\"\r\n\r\n1\r\n--{BOUNDARY}--"
        ),
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{huge}\"\r\n\r\n1\r\n--{BOUNDARY}--"
        ),
        huge.clone(),
        format!("--{BOUNDARY}--{huge}"),
    ] {
        assert!(
            post(&wire, &usual(), body.as_bytes()).is_refusal(),
            "{body:.80}"
        );
    }
    assert!(
        server.resident() < before + 2048,
        "{} KiB more",
        server.resident() - before
    );
    assert_eq!(server.kept(), 0);
}

#[test]
fn c09_c10_c12_repeated_unknown_misplaced_and_encoded_fields_keep_nothing() {
    let server = Server::start();
    let wire = server.reporters();
    let form = server.form();
    let twice = |name: &str| {
        let mut form = form.clone();
        let value = form.value(name).to_owned();
        form.fields.push((name.to_owned(), value));
        form
    };
    for name in ["code", "token", "what_happened"] {
        assert!(twice(name).send(&wire).is_refusal(), "{name} twice");
    }
    let mut unknown = form.clone();
    unknown.fields.push(("unknown".to_owned(), "1".to_owned()));
    assert!(unknown.send(&wire).is_refusal());
    for name in ["code", "token"] {
        assert!(
            form.clone().without(name).send(&wire).is_refusal(),
            "without {name}"
        );
    }
    let mut files_first = vec![Part::file("a", b"a")];
    files_first.extend(form.parts());
    assert!(wire.post_parts(SEND, &files_first).is_refusal());
    let mut reversed = form.clone();
    reversed.fields.reverse();
    assert!(reversed.send(&wire).status < 500);
    assert_eq!(
        server.kept(),
        usize::from(page::code(&reversed.send(&wire).source()).is_some())
    );
}

#[test]
fn c11_c21_hostile_file_names_and_types_are_inert() {
    let server = Server::start();
    let wire = server.reporters();
    let long = "n".repeat(64 * 1024);
    for name in [
        "filename=\"../../etc/passwd\"; filename*=UTF-8''%2e%2e%2fx",
        "filename=\"a%0d%0ab\"",
        "filename=\"a\0b\"",
        "filename=\"\u{202e}gpj.exe\"",
        "filename=\"C:\\x\\..\\CON\"",
        &format!("filename=\"{long}\""),
    ] {
        let form = server.form();
        let mut parts = form.parts();
        parts.push(Part {
            head: format!("Content-Disposition: form-data; name=\"files\"; {name}\r\nContent-Type: text/html; x=\"{}\"", "y".repeat(100)),
            body: b"<script>alert(1)</script>",
        });
        let reply = wire.post_parts(SEND, &parts);
        assert!(
            reply.status < 500 && !reply.holds("<script>"),
            "{name:.40}: {}",
            reply.status
        );
    }
}

#[test]
fn c14_c17_other_and_packed_bodies_are_415() {
    let server = Server::start();
    let wire = server.reporters();
    for kind in [
        "application/x-www-form-urlencoded",
        "application/json",
        "text/plain",
        "application/xml",
    ] {
        assert_eq!(post(&wire, kind, b"a=b").status, 415, "{kind}");
    }
    assert_eq!(wire.ask("POST", SEND, &[], b"a").status, 415);
    let packed = [
        ("Content-Type", usual()),
        ("Content-Encoding", "gzip".to_owned()),
    ];
    let packed: Vec<(&str, &str)> = packed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(wire.ask("POST", SEND, &packed, b"\x1f\x8b").status, 415);
}

#[test]
fn c15_an_empty_report_and_an_empty_file_are_refused_with_help() {
    let server = Server::start();
    let wire = server.reporters();
    let form = server.form();
    let empty = form.clone().with("what_happened", "").send(&wire);
    assert!(
        page::forms(&empty.source())
            .iter()
            .any(|form| form.action == SEND),
        "the form again"
    );
    let file = server.form().send_with(&wire, &[("empty.pdf", b"")]);
    assert!(
        page::forms(&file.source())
            .iter()
            .any(|form| form.action == SEND),
        "the form again: {file:?}"
    );
    assert_eq!(server.kept(), 0);
    // An untouched file input sends a part without name and content: that is no file.
    let untouched = server.form().send_with(&wire, &[("", b"")]);
    assert!(page::forms(&untouched.source()).is_empty(), "received");
    assert_eq!(server.kept(), 1);
}

#[test]
fn c16_limits_are_exact() {
    let server = Server::start();
    let wire = server.reporters();
    let is_received =
        |reply: &Answer| reply.status == 200 && page::forms(&reply.source()).is_empty();
    // In characters of two bytes each.
    let with_text = |length: usize| {
        server
            .form()
            .with("what_happened", &"ā".repeat(length))
            .send(&wire)
    };
    assert!(is_received(&with_text(65_536)));
    assert!(!is_received(&with_text(65_537)));
    let file: (&str, &[u8]) = ("a", b"a");
    assert!(is_received(&server.form().send_with(&wire, &[file; 20])));
    assert!(!is_received(&server.form().send_with(&wire, &[file; 21])));
}

#[test]
fn c18_an_upload_leaves_no_plaintext_on_disk_and_takes_constant_memory() {
    let server = Server::start();
    let wire = server.reporters();
    wire.get(FORM);
    let before = server.resident();
    let form = server.form();
    let body = b"CANARY-c18-0123456789".repeat(4_000_000);
    let mut parts = form.parts();
    parts.push(Part::file("a.bin", &body));
    let whole = request(
        "POST",
        SEND,
        &[("Content-Type", &usual())],
        &multipart(&parts),
    );
    let mut line = wire.open();
    let mut most = 0;
    for piece in whole.chunks(8_000_000) {
        line.send(piece).unwrap();
        most = most.max(server.resident());
        for folder in ["/tmp", "/var/tmp"] {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let is_ours = entry.path() == server.path("");
                let length = entry.metadata().map_or(0, |metadata| metadata.len());
                let holds = || {
                    fs::read(entry.path()).is_ok_and(|bytes| {
                        crate::world::wire::find(&bytes, b"CANARY-c18").is_some()
                    })
                };
                assert!(
                    is_ours || length == 0 || !entry.path().is_file() || !holds(),
                    "{}",
                    entry.path().display()
                );
            }
        }
    }
    assert_eq!(Answer::parse(&line.rest()).status, 200);
    assert!(most < before + 64 * 1024, "{} KiB more", most - before);
    super::at_rest::assert_absent(&server.path("home"), b"CANARY-c18");
}

#[test]
fn c20_sending_the_same_form_again_keeps_one_report() {
    let server = Server::start();
    let wire = server.reporters();
    let form = server.form();
    let first = form.send(&wire);
    assert_eq!(
        page::code(&first.source()).as_deref(),
        Some(form.value("code"))
    );
    let again = form.send(&wire);
    assert_eq!(again.status, 200);
    let together: Vec<_> = (0..8)
        .map(|_| {
            let (wire, form) = (wire.clone(), form.clone());
            std::thread::spawn(move || form.send(&wire).status)
        })
        .collect();
    for thread in together {
        assert!([200, 503].contains(&thread.join().unwrap()));
    }
    assert_eq!(server.kept(), 1);
}

#[test]
fn c22_what_cannot_be_kept_is_refused_before_it_is_sent() {
    let server = Server::start();
    let wire = server.reporters();
    let filled = server.form();
    let kind = usual();
    // Only the head of an upload: the answer must not wait for the body.
    let announce = |path: &str| {
        let mut line = wire.open();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 5000000\r\n\r\n"
        );
        line.send(head.as_bytes()).unwrap();
        line.stop_sending();
        Answer::parse(&line.rest())
    };
    // Where nobody takes reports.
    assert_eq!(announce("/en/to/nobody/send").status, 404);
    let Some(full) = FullDisk::over(&server.path("home/store")) else {
        return;
    };
    let page = wire.get(FORM);
    assert!(page.holds("We cannot take files right now"));
    assert!(!page.holds("type=\"file\""));
    let upload = announce(SEND);
    assert_eq!(upload.status, 503);
    assert!(upload.holds("nothing of it was kept"), "{upload:?}");
    // Text fits into a last reserve, and here not even that is left.
    let text = filled.send(&wire);
    assert_eq!(text.status, 503);
    assert!(text.holds("nothing of it was kept"), "{text:?}");
    drop(full);
    assert_eq!(server.kept(), 0);
    let again = filled.send(&wire);
    assert_eq!(
        page::code(&again.source()).as_deref(),
        Some(filled.value("code"))
    );
    assert_eq!(server.kept(), 1);
}
