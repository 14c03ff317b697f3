//! Those who are slow, idle or many.

use std::time::{Duration, Instant};

use super::{begun_upload, with_check_digits};
use crate::attacks::server::{FORM, SEND, Server};
use crate::world::wait_until;
use crate::world::wire::{Answer, Line, Part, multipart, multipart_kind, request};

#[test]
fn b01_b02_idle_connections_and_partial_heads_end_within_their_time() {
    // The shortest that policy may say; the shipped one says 15 seconds.
    let shortest = ("header_timeout_seconds = 15", "header_timeout_seconds = 5");
    let server = Server::start_by(&[shortest]);
    let wire = server.reporters();
    let idle: Vec<Line> = (0..500).map(|_| wire.open()).collect();
    let mut slow = wire.open();
    let started = Instant::now();
    let head = b"GET / HTTP/1.1\r\nHost: x\r\nX-A: aaaaaaaaaaaa";
    for byte in head {
        if slow.send(&[*byte]).is_err() || slow.closes_within(Duration::from_secs(1)) {
            break;
        }
    }
    assert!(
        started.elapsed() < WITHIN,
        "the slow head: {:?}",
        started.elapsed()
    );
    for mut line in idle {
        let left = WITHIN.saturating_sub(started.elapsed());
        assert!(
            line.closes_within(left.max(Duration::from_millis(10))),
            "an idle one stays"
        );
    }
}

/// Twice the time that a head has.
const WITHIN: Duration = Duration::from_secs(10);

#[test]
#[ignore = "takes two minutes"]
fn b03_a_body_of_one_byte_in_ten_seconds_ends_and_20_kb_a_second_does_not() {
    let server = Server::start();
    let wire = server.reporters();
    let mut slow = begun_upload(&wire, 1_000_000);
    let mut steady = begun_file(&server, 100_000_000);
    let started = Instant::now();
    let mut ended = None;
    for second in 0..125_u32 {
        steady
            .send(&[b'x'; 20_000])
            .expect("20 KB a second is welcome");
        if second.is_multiple_of(10) && ended.is_none() && slow.send(b"x").is_err() {
            ended = Some(started.elapsed());
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    assert!(
        ended.is_some_and(|after| after <= Duration::from_secs(121)),
        "{ended:?}"
    );
}

/// A form that is filled in, and then a file without end: text has a limit that 20 KB a second
/// meets soon.
fn begun_file(server: &Server, length: usize) -> Line {
    let form = server.form();
    let mut parts = form.parts();
    parts.push(Part::file("a.bin", b""));
    let body = multipart(&parts);
    let kind = multipart_kind();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x.onion\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    );
    let end = body
        .windows(4)
        .rposition(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    let mut line = server.reporters().open();
    line.send(head.as_bytes()).unwrap();
    line.send(&body[..end]).unwrap();
    line
}

#[test]
#[ignore = "takes 75 seconds"]
fn b04_one_who_does_not_read_holds_nothing_for_long() {
    let server = Server::start();
    let wire = server.reporters();
    let before = server.open_files();
    let lines: Vec<Line> = (0..100)
        .map(|_| {
            let mut line = wire.open();
            for _ in 0..40 {
                let _ = line.send(b"GET /en/before HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            line
        })
        .collect();
    let answered = Instant::now();
    assert_eq!(wire.get("/").status, 200);
    assert!(answered.elapsed() < Duration::from_secs(2));
    let all_closed = || server.open_files() <= before + 5;
    assert!(
        wait_until(Duration::from_secs(75), all_closed),
        "{} files open",
        server.open_files()
    );
    drop(lines);
}

#[test]
fn b05_among_a_thousand_idle_attackers_an_honest_visitor_is_served() {
    let server = Server::start();
    let wire = server.reporters();
    let _attackers: Vec<Line> = (0..1_000)
        .map(|number: u32| {
            let mut line = wire.open();
            if number.is_multiple_of(2) {
                let _ = line.send(b"POST /en/return HTTP/1.1\r\nHost: x\r\nContent-Le");
            }
            line
        })
        .collect();
    for _ in 0..20 {
        let asked = Instant::now();
        assert_eq!(wire.get("/en/return").status, 200);
        assert!(
            asked.elapsed() < Duration::from_secs(2),
            "{:?}",
            asked.elapsed()
        );
    }
    let sent = Instant::now();
    server.report("b05", &[]);
    assert!(sent.elapsed() < Duration::from_secs(10));
}

#[test]
fn b05_under_a_flood_of_uploads_a_text_report_gets_through() {
    let server = Server::start();
    let wire = server.reporters();
    let _uploads: Vec<Line> = (0..200).map(|_| begun_upload(&wire, 200_000_000)).collect();
    let sent = Instant::now();
    server.report("b05 text", &[]);
    assert!(
        sent.elapsed() < Duration::from_secs(10),
        "{:?}",
        sent.elapsed()
    );
}

#[test]
fn b15_told_to_stop_it_stops_and_keeps_no_half_report() {
    let mut server = Server::start();
    let wire = server.reporters();
    let _idle: Vec<Line> = (0..50).map(|_| wire.open()).collect();
    let mut uploads: Vec<Line> = (0..5).map(|_| begun_upload(&wire, 50_000_000)).collect();
    for upload in &mut uploads {
        upload.send(&[b'x'; 60_000]).unwrap();
    }
    let took = server.stop();
    assert!(took < Duration::from_secs(10), "{took:?}");
    server.start_again();
    assert_eq!(server.kept(), 0);
    server.report("b15", &[]);
    assert_eq!(server.kept(), 1);
}

#[test]
fn b19_a_flood_of_codes_leaves_the_pages_fast() {
    let server = Server::start();
    let wire = server.reporters();
    let flood: Vec<Line> = (0..400)
        .map(|number: u64| {
            let code = format!("{number:026}");
            let code = with_check_digits(&code);
            let mut line = wire.open();
            let body = format!("code={code}");
            let kind = [("Content-Type", "application/x-www-form-urlencoded")];
            let _ = line.send(&request("POST", "/en/return", &kind, body.as_bytes()));
            line
        })
        .collect();
    let asked = Instant::now();
    assert_eq!(wire.get(FORM).status, 200);
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "{:?}",
        asked.elapsed()
    );
    for mut line in flood {
        let reply = Answer::parse(&line.rest());
        assert!([200, 503].contains(&reply.status), "{}", reply.status);
    }
}
