//! A: pages and headers.

use std::collections::BTreeSet;

use super::page;
use super::server::{FORM, Server};
use super::wire::{Part, Reply};

/// Every page, and everything that is none: reply by reply.
fn every_answer(server: &Server) -> Vec<(String, Reply)> {
    let wire = server.reporters();
    let mut answers: Vec<(String, Reply)> = all_pages(server);
    let huge = "A".repeat(200_000);
    for (name, reply) in [
        ("404", wire.get("/nowhere")),
        ("405", wire.ask("DELETE", "/", &[], b"")),
        (
            "413",
            wire.ask(
                "POST",
                FORM,
                &[
                    ("Content-Type", "multipart/form-data; boundary=x"),
                    ("Content-Length", "99999999999"),
                ],
                b"",
            ),
        ),
        (
            "415",
            wire.ask("POST", FORM, &[("Content-Type", "text/plain")], b"x"),
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
        assert!(reply.body.is_empty(), "{name}: {}", reply.text());
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

fn all_pages(server: &Server) -> Vec<(String, Reply)> {
    let wire = server.reporters();
    let mut to_see = vec!["/".to_owned(), "/en/".to_owned()];
    let mut seen: Vec<(String, Reply)> = Vec::new();
    while let Some(path) = to_see.pop() {
        if seen.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let reply = wire.get(&path);
        assert_eq!(reply.status, 200, "{path}");
        to_see.extend(page::links(&reply.text()));
        seen.push((path, reply));
    }
    assert!(
        seen.len() >= 16,
        "pages: {:?}",
        seen.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    seen
}

#[test]
fn a01_a02_every_head_is_the_same_closed_list() {
    let server = Server::start();
    for (name, reply) in every_answer(&server) {
        for (header, value) in &reply.headers {
            let expected = match header.as_str() {
                "content-type" => &["text/html; charset=utf-8", "text/plain; charset=utf-8"][..],
                "content-length" => continue,
                "connection" => &["close"],
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
fn a03_no_page_runs_loads_or_links_anything_from_elsewhere() {
    let server = Server::start();
    for (name, reply) in every_answer(&server) {
        let html = reply.text().to_ascii_lowercase();
        for banned in [
            "<script",
            "javascript:",
            "<svg",
            "<math",
            "@font-face",
            "http-equiv",
            "data:",
            "<img",
            "<iframe",
            "<object",
            "<embed",
            "<link",
            "@import",
            "url(",
            "srcset",
            "ping=",
            "src=",
        ] {
            assert!(!html.contains(banned), "{name} has {banned}");
        }
        for attribute in html
            .split(['<', '>'])
            .flat_map(|tag| tag.split(' ').skip(1))
        {
            let is_handler = attribute.starts_with("on") && attribute.contains("=\"");
            assert!(!is_handler, "{name} has {attribute}");
        }
        let html = reply.text();
        for action in page::attributes(&html, "action") {
            assert!(
                action.starts_with('/') && !action.starts_with("//"),
                "{name}: {action}"
            );
        }
        for link in page::attributes(&html, "href") {
            // Links to other sites (a law, the contact point) are words that one may follow, nothing that loads.
            assert!(
                link.starts_with(['/', '#']) || link.starts_with("https://"),
                "{name}: {link}"
            );
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

/// There are none: pages bring their style. What is no page is the recipients' file.
#[test]
fn a13_nothing_that_is_served_tells_when_or_where_it_was_made() {
    let server = Server::start();
    let mut other = Server::start();
    other.stop();
    std::thread::sleep(std::time::Duration::from_secs(1));
    other.start_again();
    let builders = [env!("CARGO_MANIFEST_DIR"), "/.cargo/", "/src/", ".rs"];
    for (path, reply) in all_pages(&server) {
        let kind = reply.header("content-type").unwrap();
        assert_eq!(kind.starts_with("text/html"), !path.starts_with("/keys/"));
        for header in ["last-modified", "etag", "age", "expires", "sourcemap"] {
            assert_eq!(reply.header(header), None, "{path}");
        }
        for builder in builders {
            assert!(!reply.holds(builder), "{path}: {builder}");
        }
        // Another server, started at another time, says the same, but for keys, codes and their proofs.
        let again = other.reporters().get(&path);
        assert_eq!((reply.status, reply.headers), (again.status, again.headers));
        let is_its_own =
            path.starts_with("/keys/") || path.ends_with(FORM.trim_start_matches("/en"));
        assert!(is_its_own || reply.body == again.body, "{path}");
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
    assert_eq!(asked, plain);
}

#[test]
fn a08_nothing_is_reflected() {
    let server = Server::start();
    let wire = server.reporters();
    let unknown = [wire.get("/nowhere"), wire.get("/en/nowhere")];
    let long = "A".repeat(8_000);
    for hostile in [
        "<b>xq</b>",
        "%3Cb%3Exq%3C/b%3E",
        "%0d%0aX-I:xq",
        "{{7*7}}xq",
        "..%2f..%2fxq",
        "$%7bxq%7d",
        &long,
    ] {
        let path = hostile.replace(' ', "%20");
        for reply in [
            wire.get(&format!("/{path}")),
            wire.get(&format!("/en/to/{path}")),
            wire.ask(
                "GET",
                "/nowhere",
                &[
                    ("X-Test", &hostile.replace(['\r', '\n'], "")),
                    ("User-Agent", "xq"),
                ],
                b"",
            ),
        ] {
            let is_unread = reply.status == 400 && reply.body.is_empty();
            let is_unknown = unknown
                .iter()
                .any(|page| page.status == 404 && page.body == reply.body);
            assert!(is_unread || is_unknown, "{hostile:.40}: {reply:?}");
        }
        let asked = wire.get(&format!("/en/before?q={path}"));
        assert!(!asked.holds("xq") && asked.header("x-i").is_none());
        let named = Part::field(&hostile.replace('"', ""), "1");
        let mut parts = server.form();
        parts.fields.truncate(2);
        let mut parts = parts.parts();
        parts.push(named);
        let refused = wire.post_parts(FORM, &parts);
        assert!(
            refused.is_refusal() && !refused.holds("xq"),
            "{hostile:.40}"
        );
        for leak in [
            "panicked",
            ".rs:",
            "/src/",
            "axum",
            "hyper",
            env!("CARGO_PKG_VERSION"),
        ] {
            assert!(!refused.holds(leak) && !unknown[0].holds(leak), "{leak}");
        }
    }
}

#[test]
fn a09_pages_have_one_of_three_sizes() {
    let server = Server::start();
    let wire = server.reporters();
    let sizes: BTreeSet<usize> = every_answer(&server)
        .into_iter()
        .filter(|(_, reply)| {
            reply
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html"))
        })
        .map(|(_, reply)| reply.body.len())
        .collect();
    assert!(sizes.len() <= 3, "{sizes:?}");
    let known = server.report("a09", &[]).code;
    let known = wire.post("/en/return", &[("code", &known)]);
    let unknown = wire.post("/en/return", &[("code", "0000000000000000000000000097")]);
    assert_eq!(known.length, unknown.length);
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
        assert_eq!(
            wire.ask("GET", "/en/return", &[(name, value)], b""),
            plain,
            "{name}"
        );
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

#[test]
fn a20_two_forms_differ_in_their_code_and_its_proof_only() {
    let server = Server::start();
    let wire = server.reporters();
    let (one, two) = (wire.get(FORM).text(), wire.get(FORM).text());
    let blank = |html: &str| {
        let form = page::forms(html).remove(0);
        let code = form.value("code").to_owned();
        let shown: Vec<String> = (0..7)
            .map(|group| code[4 * group..4 * group + 4].to_owned())
            .collect();
        let html = html
            .replace(&code, "CODE")
            .replace(form.value("proof"), "PROOF");
        shown.iter().fold(html, |html, group| {
            html.replace(&format!("<span>{group}</span>"), "<span>0000</span>")
        })
    };
    assert_ne!(one, two);
    assert_eq!(blank(&one), blank(&two));
    assert_eq!(one.len(), two.len());
    assert!(one.contains("autocomplete=\"off\""));
}
