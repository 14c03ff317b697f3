//! What the head of an answer says, to whom, and when.

use super::every_answer;
use crate::attacks::page;
use crate::attacks::server::{FORM, Server};

#[test]
fn a01_a02_every_head_is_the_same_closed_list() {
    let server = Server::start();
    for (name, reply) in every_answer(&server) {
        for (header, value) in &reply.headers {
            let expected = match header.as_str() {
                "content-type" => &["text/html; charset=utf-8", "text/plain; charset=utf-8"][..],
                "content-length" => continue,
                "connection" => &["close"],
                // Only an empty form is brought back as it was left.
                "cache-control" if name.ends_with("/to/birojs") => &["private, no-cache"],
                "cache-control" => &["no-store"],
                "x-content-type-options" => &["nosniff"],
                "x-frame-options" => &["DENY"],
                "x-robots-tag" => &["noindex, noarchive"],
                "referrer-policy"
                | "cross-origin-opener-policy"
                | "cross-origin-resource-policy" => &["same-origin"],
                "permissions-policy" => {
                    assert!(
                        value.split(", ").all(|feature| feature.ends_with("=()")),
                        "{value}"
                    );
                    continue;
                }
                "content-security-policy" => {
                    assert_policy(value);
                    continue;
                }
                _ => panic!("{name}: {header}: {value}"),
            };
            assert!(
                expected.contains(&value.as_str()),
                "{name}: {header}: {value}"
            );
        }
        for required in [
            "content-security-policy",
            "cache-control",
            "x-frame-options",
        ] {
            assert!(reply.header(required).is_some(), "{name} has no {required}");
        }
    }
}

fn assert_policy(policy: &str) {
    for directive in policy.split("; ") {
        match directive.split_once(' ') {
            Some(("default-src" | "frame-ancestors" | "base-uri", value)) => {
                assert_eq!(value, "'none'");
            }
            Some(("form-action", value)) => assert_eq!(value, "'self'"),
            Some(("style-src", value)) => assert!(value.starts_with("'sha256-"), "{value}"),
            _ => panic!("{directive}"),
        }
    }
}

#[test]
fn a04_a05_nothing_makes_tor_browser_leave_the_onion_or_report_about_it() {
    let server = Server::start();
    for (name, reply) in every_answer(&server) {
        for banned in [
            "strict-transport-security",
            "onion-location",
            "alt-svc",
            "report-to",
            "reporting-endpoints",
            "nel",
            "content-security-policy-report-only",
            "refresh",
            "link",
        ] {
            assert_eq!(reply.header(banned), None, "{name}");
        }
        let policy = reply.header("content-security-policy").unwrap();
        for banned in ["upgrade-insecure-requests", "report-uri", "report-to"] {
            assert!(!policy.contains(banned), "{name}: {policy}");
        }
        for (header, value) in [
            // `no-referrer` would make browsers send `Origin: null` with our own forms.
            ("referrer-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-robots-tag", "noindex, noarchive"),
        ] {
            assert_eq!(reply.header(header), Some(value), "{name}");
        }
        assert!(reply.header("permissions-policy").is_some(), "{name}");
    }
}

#[test]
fn a07_nothing_is_ever_packed() {
    let server = Server::start();
    let wire = server.reporters();
    let plain = wire.get("/en/return");
    let asked = wire.ask(
        "GET",
        "/en/return",
        &[("Accept-Encoding", "gzip, br, zstd, deflate")],
        b"",
    );
    assert_eq!(asked.header("content-encoding"), None);
    assert_eq!((asked.status, asked.headers), (plain.status, plain.headers));
}

#[test]
fn a11_other_methods_are_refused_with_an_empty_body() {
    let server = Server::start();
    let wire = server.reporters();
    for method in [
        "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "FOO",
    ] {
        for path in ["/", "/en/return", FORM] {
            let reply = wire.ask(method, path, &[("X-Echo", "xq")], b"");
            assert!(
                [400, 405].contains(&reply.status),
                "{method} {path}: {}",
                reply.status
            );
            assert!(
                !reply.holds("xq") && reply.header("allow").is_none(),
                "{method} {path}"
            );
        }
    }
}

#[test]
fn a12_a15_every_unknown_path_is_the_same_404() {
    let server = Server::start();
    let wire = server.reporters();
    let (unknown, unknown_in_english) = (wire.get("/nowhere"), wire.get("/en/nowhere"));
    assert_eq!(unknown.status, 404);
    for path in [
        "/..%2f",
        "//etc/passwd",
        "/%2e%2e/",
        "/..;/",
        "/%00",
        "/%c0%ae",
        "/\\",
        "/metrics",
        "/debug",
        "/health",
        "/status",
        "/server-status",
        "/.git/",
        "/.env",
        "/robots.txt",
        "/favicon.ico",
        "/admin",
        "/officer",
        "/api",
        "/v1/items",
        "/v1/challenge",
        "/to/",
        "/en/to/../keys",
        "/keys/nobody",
        "/style.css",
        "/main.css.map",
    ] {
        let reply = wire.get(path);
        if reply.status != 400 {
            let is_english = path.starts_with("/en/");
            let expected = if is_english {
                &unknown_in_english
            } else {
                &unknown
            };
            assert_eq!(&reply, expected, "{path}");
        }
    }
    // A route that forms lead to ends its connections; there is nothing secret in which those are.
    let no_institution = wire.get("/to/nobody");
    assert_eq!((404, &no_institution.body), (unknown.status, &unknown.body));
    for path in ["/to/%ff", "/to/%c0%ae", "/keys/%ff"] {
        let reply = wire.get(path);
        assert_eq!((404, &reply.body), (reply.status, &unknown.body), "{path}");
    }
    for target in ["*", "http://other.example/", "http://x.onion/nowhere"] {
        let reply = wire.get(target);
        assert!(
            reply.status == 400 || reply == unknown || reply == wire.get("/"),
            "{target}: {}",
            reply.status
        );
    }
}

#[test]
fn a16_a19_headers_and_cookies_of_strangers_change_nothing() {
    let server = Server::start();
    let wire = server.reporters();
    let plain = wire.get("/en/return");
    for (name, value) in [
        ("X-Forwarded-For", "10.0.0.1"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "https"),
        ("X-Real-IP", "10.0.0.1"),
        ("Forwarded", "for=10.0.0.1;host=evil.example"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("X-Original-URL", "/admin"),
        ("Cookie", "session=1; lang=lv; __Host-x=y"),
        ("Accept-Language", "lv"),
        ("If-None-Match", "*"),
        ("If-Modified-Since", "Sat, 21 Nov 2026 00:00:00 GMT"),
        ("Range", "bytes=0-1"),
        ("DNT", "1"),
    ] {
        let asked = wire.ask("GET", "/en/return", &[(name, value)], b"");
        assert_eq!(
            (asked.status, &asked.headers),
            (plain.status, &plain.headers)
        );
        let [asked, plain] = [&asked, &plain].map(|page| page::without_nonce(&page.source()));
        assert_eq!(asked, plain, "{name}");
    }
}

#[test]
fn a18_nothing_redirects() {
    let server = Server::start();
    let wire = server.reporters();
    for path in [
        "/?next=//evil",
        "/en/return?return=http:",
        "/en",
        "/en/return/",
        "/to/birojs/",
    ] {
        assert_eq!(wire.get(path).header("location"), None, "{path}");
    }
    for (name, reply) in every_answer(&server) {
        assert_eq!(reply.header("location"), None, "{name}");
        assert_eq!(reply.header("set-cookie"), None, "{name}");
    }
}
