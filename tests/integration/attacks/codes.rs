//! D: codes, and finding out which exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::at_rest::{assert_absent, digest_of};
use super::page;
use super::protocol::with_check_digits;
use super::server::{FORM, SEND, Server};
use crate::world::wire::{Answer, Wire, percent, request};
use crate::world::{is_opened, wait_until};

fn enter(wire: &Wire, code: &str) -> Answer {
    wire.post("/en/return", &[("code", code)])
}

/// Confirms the fresh code on the page that entering a code shows; the page with the answers.
fn open(wire: &Wire, entered: &Answer) -> Answer {
    let form = page::forms(&entered.source())
        .into_iter()
        .find(|form| form.action == "/en/open");
    form.expect("a fresh code").send(wire)
}

/// Does the code lead to the answers? That it opens nothing has the same status.
fn opens(wire: &Wire, code: &str) -> bool {
    let entered = enter(wire, code);
    let fresh = page::code(&entered.source());
    fresh.is_some_and(|fresh| is_opened(&open(wire, &entered), &fresh))
}

const UNKNOWN: &str = "00000000000000000000000000";

#[test]
fn d01_codes_do_not_repeat_and_their_digits_are_even() {
    let server = Server::start();
    let wire = server.reporters();
    let mut counts = [0_u32; 10];
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        let form = page::forms(&wire.get(FORM).source()).remove(0);
        let code = form.value("code").to_owned();
        assert_eq!(with_check_digits(&code[..26]), code);
        for digit in code[..26].bytes() {
            counts[usize::from(digit - b'0')] += 1;
        }
        assert!(seen.insert(code), "a code came twice");
    }
    // 10,400 digits: 1,040 of each, give or take five standard deviations of 31.
    assert!(
        counts.iter().all(|count| (885..1195).contains(count)),
        "{counts:?}"
    );
}

#[test]
fn d02_a_code_is_only_in_bodies() {
    let server = Server::start();
    let wire = server.reporters();
    let sent = server.report("d02", &[]);
    let entered = enter(&wire, &sent.code);
    let fresh = page::code(&entered.source()).unwrap();
    let answers = open(&wire, &entered);
    for reply in [&sent.reply, &entered, &answers] {
        for (name, value) in &reply.headers {
            assert!(
                !value.contains(&sent.code) && !value.contains(&fresh),
                "{name}: {value}"
            );
        }
        let links = page::attributes(&reply.source(), "href");
        assert!(
            !links
                .iter()
                .any(|link| link.contains(&sent.code) || link.contains(&fresh))
        );
    }
    let asked = wire.get(&format!("/en/return?code={fresh}"));
    assert_eq!(
        page::without_nonce(&asked.source()),
        page::without_nonce(&wire.get("/en/return").source()),
        "a code in a URL is not looked at"
    );
    assert!(wire.get(&format!("/en/return/{fresh}")).status == 404);
    let log = server.log();
    assert!(!log.contains(&fresh) && !log.contains(&sent.code));
}

#[test]
#[ignore = "takes a minute, wants a quiet machine"]
fn d03_known_and_unknown_codes_take_the_same_time() {
    let server = Server::start();
    let wire = server.reporters();
    let known = server.report("d03", &[]).code;
    let time = |code: &str| {
        let asked = Instant::now();
        assert_eq!(enter(&wire, code).status, 200);
        asked.elapsed().as_secs_f64()
    };
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    for number in 0..1_000_u32 {
        let unknown = with_check_digits(&format!("{number:026}"));
        if number.is_multiple_of(2) {
            of_known.push(time(&known));
            of_unknown.push(time(&unknown));
        } else {
            of_unknown.push(time(&unknown));
            of_known.push(time(&known));
        }
    }
    let t = welch(&of_known, &of_unknown);
    println!("t = {t:.2}");
    assert!(t.abs() < 4.5, "t = {t}");
}

fn welch(one: &[f64], two: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a thousand")]
    let count = |all: &[f64]| all.len() as f64;
    let mean = |all: &[f64]| all.iter().sum::<f64>() / count(all);
    let spread = |all: &[f64]| {
        let mean = mean(all);
        all.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
            / (count(all) - 1.0)
            / count(all)
    };
    (mean(one) - mean(two)) / (spread(one) + spread(two)).sqrt()
}

#[test]
fn d04_d09_known_used_and_unknown_codes_answer_alike() {
    let server = Server::start();
    let wire = server.reporters();
    let sent = server.report("d04", &[]);
    let known = enter(&wire, &sent.code);
    let unknown = enter(&wire, &with_check_digits(UNKNOWN));
    assert_eq!(
        (known.status, known.length),
        (unknown.status, unknown.length)
    );
    assert_eq!(known.headers, unknown.headers);
    assert_eq!(open(&wire, &known).status, 200);
    let used = enter(&wire, &sent.code);
    assert_eq!(
        (used.status, used.length, &used.headers),
        (unknown.status, unknown.length, &unknown.headers)
    );
    let opened_used = page::forms(&used.source())
        .iter()
        .any(|form| form.action == "/en/open");
    let opened_unknown = page::forms(&unknown.source())
        .iter()
        .any(|form| form.action == "/en/open");
    assert_eq!(opened_used, opened_unknown);
}

#[test]
fn d05_whatever_is_no_code_fails_alike_and_cheaply() {
    let server = Server::start();
    let wire = server.reporters();
    let long = "1".repeat(3_000);
    let typo = enter(&wire, &"1".repeat(28));
    for text in [
        "",
        "\0",
        "ā".repeat(28).as_str(),
        "abcd",
        &"1".repeat(27),
        &"1".repeat(29),
    ] {
        let asked = Instant::now();
        let reply = enter(&wire, text);
        assert_eq!(reply.length, typo.length, "{text:.30}");
        assert!(reply.status < 500 && asked.elapsed().as_millis() < 500);
    }
    assert!(enter(&wire, &long).is_refusal());
    assert_eq!(enter(&wire, &"1".repeat(1 << 20)).status, 413);
    let code = server.report("d05", &[]).code;
    let spaced: Vec<String> = (0..7)
        .map(|group| code[4 * group..4 * group + 4].to_owned())
        .collect();
    for written in [
        spaced.join(" "),
        spaced.join("-"),
        format!("  {code}\r\n"),
        spaced.join("\u{a0}"),
    ] {
        assert!(
            page::code(&enter(&wire, &written).source()).is_some(),
            "{written:?}"
        );
    }
}

#[test]
fn d06_guesses_lock_nobody_out() {
    let server = Server::start();
    let wire = server.reporters();
    let code = server.report("d06", &[]).code;
    for number in 0..300_u32 {
        let reply = enter(&wire, &with_check_digits(&format!("{number:026}")));
        assert!([200, 503].contains(&reply.status));
    }
    assert!(opens(&wire, &code));
}

#[test]
fn d07_the_code_is_nowhere_at_rest() {
    let mut server = Server::start();
    let sent = server.report("d07", &[]);
    let groups: Vec<String> = (0..7)
        .map(|group| sent.code[4 * group..4 * group + 4].to_owned())
        .collect();
    server.stop();
    for form in [
        sent.code.clone(),
        groups.join(" "),
        groups.join("-"),
        percent(&sent.code),
    ] {
        assert_absent(&server.path("home"), form.as_bytes());
    }
    assert!(!server.log().contains(&sent.code));
}

#[test]
fn d10_entering_a_code_changes_no_byte_at_rest() {
    let server = Server::start();
    let wire = server.reporters();
    let code = server.report("d10", &[]).code;
    let before = once_at_rest(&server.path("home"));
    for _ in 0..5 {
        assert_eq!(enter(&wire, &code).status, 200);
        assert_eq!(enter(&wire, &with_check_digits(UNKNOWN)).status, 200);
    }
    assert!(
        once_at_rest(&server.path("home")) == before,
        "something was written"
    );
}

/// What a folder holds when nothing in it has changed for a second: the store writes at least as
/// often.
fn once_at_rest(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut last = digest_of(folder);
    let mut since = Instant::now();
    let is_at_rest = wait_until(Duration::from_secs(20), || {
        let digest = digest_of(folder);
        if digest != last {
            (last, since) = (digest, Instant::now());
        }
        since.elapsed() >= Duration::from_secs(1)
    });
    assert!(is_at_rest, "it writes on and on");
    last
}

#[test]
fn d12_a_tampered_form_keeps_nothing() {
    let server = Server::start();
    let wire = server.reporters();
    let form = server.form();
    let other = server.form();
    for tampered in [
        form.clone().with("code", other.value("code")),
        form.clone().with("code", &with_check_digits(UNKNOWN)),
        form.clone().with("token", &"0".repeat(74)),
        form.clone().with("token", ""),
        form.clone().with("token", &"z".repeat(5_000)),
    ] {
        let reply = tampered.send(&wire);
        assert!(
            page::code(&reply.source())
                .is_none_or(|code| !page::forms(&reply.source()).is_empty()
                    && code != tampered.value("code")),
            "{}",
            reply.status
        );
    }
    assert_eq!(server.kept(), 0);
    let code = server.report("d12", &[]).code;
    let entered = enter(&wire, &code);
    let opening = page::forms(&entered.source())
        .into_iter()
        .find(|form| form.action == "/en/open")
        .unwrap();
    let planted = with_check_digits("99999999999999999999999999");
    assert!(
        opening
            .clone()
            .with("fresh", &planted)
            .send(&wire)
            .is_refusal()
    );
    let fresh = opening.value("fresh").to_owned();
    let opened = opening.send(&wire);
    assert!(
        is_opened(&opened, &fresh),
        "the old code still works after that"
    );
}

#[test]
fn d12_forms_of_other_sites_are_refused() {
    let server = Server::start();
    let wire = server.reporters();
    let code = server.report("d12", &[]).code;
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let body = format!("code={code}");
    for origin in [
        ("Origin", "http://evil.onion"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        let reply = wire.say(request(
            "POST",
            "/en/return",
            &[kind, origin],
            body.as_bytes(),
        ));
        assert_eq!(reply.status, 403, "{origin:?}");
    }
    let own = wire.say(request(
        "POST",
        "/en/return",
        &[kind, ("Origin", "http://x.onion")],
        body.as_bytes(),
    ));
    assert_eq!(own.status, 200);
}

#[test]
fn d14_a_crash_after_sending_leaves_one_report_and_a_code_that_works() {
    let mut server = Server::start();
    let form = server.form();
    let wire = server.reporters();
    let body = crate::world::wire::multipart(&form.parts());
    let kind = format!(
        "multipart/form-data; boundary={}",
        crate::world::wire::BOUNDARY
    );
    let mut line = wire.open();
    line.send(&request("POST", SEND, &[("Content-Type", &kind)], &body))
        .unwrap();
    // Gone before the answer is read: kept or not, the reporter can't know.
    drop(line);
    server.stop();
    server.start_again();
    let again = form.send(&wire);
    assert_eq!(
        page::code(&again.source()).as_deref(),
        Some(form.value("code"))
    );
    assert_eq!(server.kept(), 1);
    assert!(opens(&wire, form.value("code")));
}

#[test]
fn d13_another_intakes_code_is_like_any_unknown_one() {
    let (one, other) = (Server::start(), Server::start());
    let form = one.form();
    let code = one.report("d13", &[]).code;
    let wire = other.reporters();
    let unknown = enter(&wire, &with_check_digits(UNKNOWN));
    assert_eq!(enter(&wire, &code), unknown);
    // Its form, with its token, is not taken either.
    assert!(form.send(&wire).is_refusal());
    assert_eq!((one.kept(), other.kept()), (1, 0));
}

/// Nobody deletes a reply but time; what matters is who learns of a visit.
#[test]
fn d15_officers_learn_nothing_of_visits_and_no_hour() {
    let server = Server::start();
    let wire = server.reporters();
    let code = server.report("d15", &[]).code;
    server.answer_all("d15 answer");
    let before = server.cases();
    let entered = enter(&wire, &code);
    let answers = open(&wire, &entered);
    assert!(answers.holds("d15 answer"));
    let forms = page::forms(&answers.source());
    assert!(forms.iter().all(|form| form.action == "/en/add"));
    assert_eq!(server.cases(), before);
    let said = serde_json::to_string(&before).unwrap();
    let is_digit = |at: usize| said.as_bytes()[at].is_ascii_digit();
    let hours = memchr::memchr_iter(b':', said.as_bytes());
    let hours: Vec<usize> = hours
        .filter(|at| is_digit(at - 1) && is_digit(at + 1))
        .collect();
    let is_hour = |at: &usize| is_digit(at + 2) && is_digit(at - 2);
    assert!(!hours.iter().any(is_hour), "{said}");
}
