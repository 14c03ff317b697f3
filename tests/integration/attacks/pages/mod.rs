//! A: pages and headers.

mod bodies;
mod heads;

use super::page;
use super::server::{SEND, Server};
use crate::world::wire::Answer;

/// Every page, and everything that is none: reply by reply.
fn every_answer(server: &Server) -> Vec<(String, Answer)> {
    let wire = server.reporters();
    let mut answers: Vec<(String, Answer)> = all_pages(server);
    let huge = "A".repeat(200_000);
    for (name, reply) in [
        ("404", wire.get("/nowhere")),
        ("405", wire.ask("DELETE", "/", &[], b"")),
        (
            "413",
            wire.ask(
                "POST",
                SEND,
                &[
                    ("Content-Type", "multipart/form-data; boundary=x"),
                    ("Content-Length", "99999999999"),
                ],
                b"",
            ),
        ),
        (
            "415",
            wire.ask("POST", SEND, &[("Content-Type", "text/plain")], b"x"),
        ),
        (
            "form again",
            server.form().with("what_happened", "").send(&wire),
        ),
        ("received", server.report("a01", &[]).reply),
        (
            "unknown code",
            wire.post("/en/return", &[("code", "0000000000000000000000000097")]),
        ),
        ("bad code", wire.post("/en/return", &[("code", "1")])),
    ] {
        answers.push((name.to_owned(), reply));
    }
    // Answers that the HTTP library makes itself.
    for (name, bytes) in [
        (
            "400",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n".to_owned(),
        ),
        (
            "431",
            format!("GET / HTTP/1.1\r\nHost: a\r\nX: {huge}\r\n\r\n"),
        ),
        ("no HTTP", "\0\0\r\n\r\n".to_owned()),
    ] {
        let reply = wire.say(bytes);
        assert!(reply.body.is_empty(), "{name}: {}", reply.source());
        assert!(
            reply
                .headers
                .iter()
                .all(|(header, _)| ["content-length", "connection"].contains(&header.as_str())),
            "{name}: {:?}",
            reply.headers
        );
    }
    answers
}

fn all_pages(server: &Server) -> Vec<(String, Answer)> {
    let wire = server.reporters();
    let mut to_see = vec!["/".to_owned(), "/en/".to_owned()];
    let mut seen: Vec<(String, Answer)> = Vec::new();
    while let Some(path) = to_see.pop() {
        if seen.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let reply = wire.get(&path);
        assert_eq!(reply.status, 200, "{path}");
        to_see.extend(page::links(&reply.source()));
        seen.push((path, reply));
    }
    assert!(
        seen.len() >= 16,
        "pages: {:?}",
        seen.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    seen
}
