//! Requests that are not what they should be.

use std::time::{Duration, Instant};

use super::MIB;
use crate::attacks::server::{SEND, Server};
use crate::world::wire::{Answer, multipart, multipart_kind, request};

#[test]
fn b07_contradictory_and_odd_lengths_are_refused_and_the_connection_ends() {
    let server = Server::start();
    let wire = server.reporters();
    let smuggled = "GET /en/before HTTP/1.1\r\nHost: x\r\n\r\n";
    for lengths in [
        "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 0x5",
        "Content-Length: 18446744073709551616",
        "Content-Length: 5, 6",
        "Content-Length: 5 5",
        "Content-Length: \u{b}5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    ] {
        let head = format!(
            "POST /en/return HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n{lengths}\r\n\r\n"
        );
        let reply = wire.say(format!("{head}code=1{smuggled}"));
        assert!(reply.is_refusal(), "{lengths}: {}", reply.status);
        let answers = reply.source().matches("HTTP/1.1 200").count();
        assert_eq!(answers, 0, "{lengths}: a second request was smuggled");
    }
}

#[test]
fn b09_hostile_chunks_are_refused_in_constant_memory() {
    let server = Server::start();
    let wire = server.reporters();
    wire.get("/");
    let before = server.resident();
    let head = "POST /en/return HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Transfer-Encoding: chunked\r\n\r\n";
    let huge = "z".repeat(1 << 20);
    for chunks in [
        "ffffffffffffffffff\r\n".to_owned(),
        "-1\r\n\r\n".to_owned(),
        format!("5;{huge}\r\ncode=\r\n0\r\n\r\n"),
        format!("5\r\ncode=\r\n0\r\nX: {huge}\r\n\r\n"),
        "5\ncode=\n0\n\n".to_owned(),
        "5\r\ncode=XX0\r\n\r\n".to_owned(),
    ] {
        let reply = wire.say(format!("{head}{chunks}"));
        assert!(reply.is_refusal(), "{chunks:.20}: {}", reply.status);
    }
    assert!(
        server.resident() < before + 2 * MIB,
        "{} KiB more",
        server.resident() - before
    );
}

#[test]
fn b11_an_announced_length_over_the_limit_is_refused_before_the_body() {
    let server = Server::start();
    let mut line = server.reporters().open();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x.onion\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999999\r\n\r\n"
    );
    let sent = Instant::now();
    line.send(head.as_bytes()).unwrap();
    assert!(line.read_some(20).starts_with(b"HTTP/1.1 413"));
    assert!(sent.elapsed() < Duration::from_secs(1));
}

#[test]
fn b11_a_short_form_over_the_limit_is_told_so_whether_it_announces_its_length_or_not() {
    let server = Server::start();
    let wire = server.reporters();
    let kind = "application/x-www-form-urlencoded";
    let body = "c".repeat(5_000);
    let announced = wire.ask(
        "POST",
        "/en/return",
        &[("Content-Type", kind)],
        body.as_bytes(),
    );
    assert_eq!(announced.status, 413);
    let chunked = [("Content-Type", kind), ("Transfer-Encoding", "chunked")];
    let body = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let counted = wire.ask("POST", "/en/return", &chunked, body.as_bytes());
    assert_eq!(counted, announced);
}

#[test]
fn b11_who_is_refused_while_sending_still_reads_why() {
    let server = Server::start();
    let mut line = server.reporters().open();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: 900000000\r\n\r\n"
    );
    line.send(head.as_bytes()).unwrap();
    // A browser sends on for a while before it looks.
    for _ in 0..20 {
        line.send(&[b'z'; 60_000]).unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
    let answer = line.rest();
    assert!(answer.starts_with(b"HTTP/1.1 413"));
    assert!(answer.ends_with(b"</html>\n") || answer.len() > 30_000);
}

#[test]
fn b12_other_protocols_are_refused() {
    let server = Server::start();
    let wire = server.reporters();
    for hello in [
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\u{fc}\x03\x03\r\n\r\n",
        "GET / HTTP/0.9\r\n\r\n",
        "GET / HTTP/3.0\r\nHost: x\r\n\r\n",
        "SSH-2.0-x\r\n\r\n",
    ] {
        let reply = wire.say(hello);
        assert!(
            reply.is_refusal() && reply.body.is_empty(),
            "{hello:?}: {}",
            reply.status
        );
    }
    let plain = wire.get("/");
    for upgrade in ["h2c", "websocket", "TLS/1.0"] {
        let headers = [
            ("Upgrade", upgrade),
            ("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"),
            ("Sec-WebSocket-Key", "x"),
        ];
        let reply = wire.ask("GET", "/", &headers, b"");
        assert_ne!(reply.status, 101, "{upgrade}");
        assert_eq!(reply, plain, "{upgrade}");
    }
}

#[test]
fn b14_too_many_and_too_large_heads_are_refused_in_constant_memory() {
    let server = Server::start();
    let wire = server.reporters();
    wire.get("/");
    let before = server.resident();
    let many = "X-Many: a\r\n".repeat(200);
    let large = format!("X: {}\r\n", "a".repeat(1 << 20));
    for headers in [many, large] {
        let reply = wire.say(format!("GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n"));
        assert!(
            reply.is_refusal() && reply.body.is_empty(),
            "{}",
            reply.status
        );
    }
    let long = wire.get(&format!("/{}", "a".repeat(100_000)));
    assert!(long.is_refusal());
    let parameters = "a=1&".repeat(100_000);
    assert!(wire.get(&format!("/?{parameters}")).is_refusal());
    assert!(
        server.resident() < before + 2 * MIB,
        "{} KiB more",
        server.resident() - before
    );
}

/// A small generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }
}

#[test]
fn b16_mutated_requests_break_nothing() {
    let mut server = Server::start();
    let wire = server.reporters();
    let form = server.form();
    let body = multipart(&form.parts());
    let kind = multipart_kind();
    let seeds = [
        request("GET", "/en/before", &[("Accept", "*/*")], b""),
        request(
            "POST",
            "/en/return",
            &[("Content-Type", "application/x-www-form-urlencoded")],
            b"code=0000000000000000000000000097",
        ),
        request("POST", SEND, &[("Content-Type", &kind)], &body),
    ];
    let mut dice = Dice(0x5711_99e5_7711_0001);
    wire.get("/");
    let (memory, files) = (server.resident(), server.open_files());
    for round in 0..3_000 {
        let mut bytes = seeds[dice.throw(seeds.len())].clone();
        for _ in 0..=dice.throw(4) {
            let at = dice.throw(bytes.len());
            match dice.throw(5) {
                0 => bytes[at] ^= 1 << dice.throw(8),
                1 => bytes.truncate(at),
                2 => bytes.insert(at, b"\0\r\n\xff;:%\"-= "[dice.throw(11)]),
                3 => {
                    let end = (at + dice.throw(40)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    let end = (at + dice.throw(20)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
            if bytes.is_empty() {
                bytes.push(b'\n');
            }
        }
        let mut line = wire.open();
        let _ = line.send(&bytes);
        line.stop_sending();
        let reply = Answer::parse(&line.rest());
        assert!(
            reply.status < 500,
            "round {round}: {} to {}",
            reply.status,
            bytes.escape_ascii()
        );
    }
    assert!(server.is_alive());
    assert_eq!(wire.get("/").status, 200);
    assert!(!server.log().contains("panic"), "{}", server.log());
    assert!(server.open_files() <= files + 2);
    assert!(
        server.resident() < memory + 16 * MIB,
        "{} KiB more",
        server.resident() - memory
    );
}

#[test]
fn b20_a_connection_that_is_not_from_tor_is_dropped_where_tors_line_is_wanted() {
    let server = Server::start_with(&["--proxy-protocol"]);
    let wire = server.reporters();
    let get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let line = "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\r\n";
    assert_eq!(wire.say(format!("{line}{get}")).status, 200);
    for before in [
        "",
        "PROXY UNKNOWN\r\n",
        "PROXY TCP4 10.0.0.1 10.0.0.2 44 80\r\n",
        "\r\n\r\n\0\r\nQUIT\n!\x11\0\x0c",
        "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\n",
    ] {
        assert!(
            wire.say(format!("{before}{get}")).is_nothing(),
            "{before:?}"
        );
    }
    let plain = Server::start();
    let reply = plain.reporters().say(format!("{line}{get}"));
    assert!(reply.is_refusal() && reply.body.is_empty());
    assert!(!server.log().contains("fc00") && !server.log().contains("2c"));
}
