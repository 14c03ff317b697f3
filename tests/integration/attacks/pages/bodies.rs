//! What a page holds.

use std::collections::BTreeSet;

use super::{all_pages, every_answer};
use crate::attacks::page;
use crate::attacks::server::{FORM, SEND, Server};
use crate::world::wire::{Answer, Part};

#[test]
fn a03_no_page_runs_loads_or_links_anything_from_elsewhere() {
    let server = Server::start();
    for (name, reply) in every_answer(&server) {
        let html = reply.source().to_ascii_lowercase();
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
        let html = reply.source();
        for action in page::attributes(&html, "action") {
            assert!(
                action.starts_with('/') && !action.starts_with("//"),
                "{name}: {action}"
            );
        }
        for link in page::attributes(&html, "href") {
            // Links to other sites (a law, the contact point) are words that one may follow,
            // nothing that loads.
            assert!(
                link.starts_with(['/', '#']) || link.starts_with("https://"),
                "{name}: {link}"
            );
        }
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
        // Another server, started at another time, says the same, but for keys, codes and their
        // tokens.
        let again = other.reporters().get(&path);
        let head = |answer: &Answer| (answer.status, answer.headers.clone());
        assert_eq!(head(&reply), head(&again));
        let is_its_own =
            path.starts_with("/keys/") || path.ends_with(FORM.trim_start_matches("/en"));
        let without = |answer: &Answer| page::without_nonce(&answer.source());
        assert!(is_its_own || without(&reply) == without(&again), "{path}");
    }
}

#[test]
fn an_address_typed_with_a_slash_too_few_or_too_many_leads_there() {
    let server = Server::start();
    let wire = server.reporters();
    for (typed, meant) in [
        ("/en", "/en/"),
        ("/en/return/", "/en/return"),
        ("/return/", "/return"),
    ] {
        let (typed, meant) = (wire.get(typed), wire.get(meant));
        assert_eq!((typed.status, meant.status), (200, 200));
        let without = |answer: &Answer| page::without_nonce(&answer.source());
        assert_eq!(without(&typed), without(&meant));
    }
    // A form has another code each time.
    for typed in ["/to/birojs/", "/en/to/birojs/"] {
        assert!(wire.get(typed).hidden("code").is_some(), "{typed}");
    }
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
        let refused = wire.post_parts(SEND, &parts);
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
fn a20_two_forms_differ_in_their_code_and_its_token_only() {
    let server = Server::start();
    let wire = server.reporters();
    let (one, two) = (wire.get(FORM).source(), wire.get(FORM).source());
    let blank = |html: &str| {
        let form = page::forms(html).remove(0);
        let code = form.value("code").to_owned();
        let shown: Vec<String> = (0..7)
            .map(|group| code[4 * group..4 * group + 4].to_owned())
            .collect();
        let html = html
            .replace(&code, "CODE")
            .replace(form.value("token"), "TOKEN");
        shown.iter().fold(html, |html, group| {
            html.replace(&format!("<span>{group}</span>"), "<span>0000</span>")
        })
    };
    assert_ne!(one, two);
    assert_eq!(blank(&one), blank(&two));
    assert_eq!(one.len(), two.len());
    assert!(one.contains("autocomplete=\"off\""));
}
