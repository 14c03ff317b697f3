//! P4: a receipt means kept.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::attacks::page::forms;
use crate::world::wire::{self, Multipart, Wire};
use crate::world::{Reporter, World, is_received, today};

#[test]
fn p4_a_receipt_means_kept_whenever_the_process_is_killed() {
    let mut world = World::start();
    let shown = Arc::new(Mutex::new(HashSet::new()));
    for round in 0..5_u64 {
        let stop = Arc::new(AtomicBool::new(false));
        let senders: Vec<_> = (0..4)
            .map(|_| {
                let (reporter, shown, stop) =
                    (world.reporter(), Arc::clone(&shown), Arc::clone(&stop));
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        send_if_possible(&reporter, &shown);
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(350 + 170 * round));
        world.intake.kill();
        stop.store(true, Ordering::Relaxed);
        for sender in senders {
            sender.join().unwrap();
        }
        world.kill_and_restart();
    }
    let shown = shown.lock().unwrap();
    assert!(
        shown.len() > 5,
        "too few reports got through to say anything: {}",
        shown.len()
    );
    let reporter = world.reporter();
    for code in shown.iter() {
        reporter.come_back(code);
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let texts: HashSet<String> = officer
        .cases()
        .iter()
        .map(|case| case["beginning"].to_string())
        .collect();
    for code in shown.iter() {
        assert!(
            texts.iter().any(|text| text.contains(code.as_str())),
            "a confirmed report is missing"
        );
    }
}

/// Sends one report whose text is its code (a test may); notes the code if the page confirmed it.
fn send_if_possible(reporter: &Reporter, shown: &Mutex<HashSet<String>>) {
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        reporter.path()
    );
    let Ok(page) = wire::ask(&reporter.address, request.as_bytes()) else {
        return;
    };
    let (Some(code), Some(token)) = (page.hidden("code"), page.hidden("token")) else {
        return;
    };
    let body = Multipart::new()
        .field("code", &code)
        .field("token", &token)
        .field("what_happened", &code)
        .end();
    if let Ok(page) = reporter.post(&body)
        && is_received(&page, &code)
    {
        shown.lock().unwrap().insert(code);
    }
}

#[test]
fn p4_a_report_that_is_cut_off_leaves_nothing_and_can_be_sent_again() {
    let mut world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Pārtrūka.")
        .file("files", "a.bin", "", &vec![7; 600_000])
        .end();
    let request = wire::post_bytes(
        &reporter.address,
        &reporter.send_path(),
        &Multipart::kind(),
        &body,
    );
    for cut in [request.len() / 3, request.len() / 2, request.len() - 1] {
        let mut line = Wire::to(&reporter.address).open();
        line.send(&request[..cut]).unwrap();
        drop(line);
    }
    world.restart();
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);
    let reporter = world.reporter();
    let page = reporter.post(&body).unwrap();
    assert!(is_received(&page, &form.code));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn p4_a_second_send_with_the_same_code_keeps_one_report() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Vienreiz.").end();
    let racing: Vec<_> = (0..4)
        .map(|_| {
            let (reporter, body) = (world.reporter(), body.clone());
            std::thread::spawn(move || reporter.post(&body).unwrap())
        })
        .collect();
    for page in racing.into_iter().map(|thread| thread.join().unwrap()) {
        assert!(is_received(&page, &form.code), "{}", page.text());
    }
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn a_report_that_is_sent_again_later_is_to_be_asked_after_on_its_own_day() {
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some("2026-11-23"));
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Pazuda sliedes.").end();
    let day = |page: &crate::world::wire::Answer| {
        let words = page.words();
        let day = words
            .split("Atgriezieties")
            .nth(1)
            .expect("a day")
            .to_owned();
        day.chars().take(40).collect::<String>()
    };
    let first = reporter.post(&body).unwrap();
    world.go_to("2026-11-26");
    let again = world.reporter().post(&body).unwrap();
    assert!(is_received(&again, &form.code), "{}", again.words());
    assert_eq!(day(&again), day(&first));
    let other = world.reporter();
    let form = other.form();
    let later = other
        .post(&Reporter::words(&form, "Citi vārdi.").end())
        .unwrap();
    assert_ne!(day(&later), day(&first), "another report has its own day");
}

/// Nothing tells its page when it came first.
#[test]
fn an_addition_that_is_sent_again_later_stays_one() {
    let before = today().plus_days(-3).to_string();
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some(&before));
    let code = world.reporter().send("Pazuda sliedes.");
    let (page, _) = world.reporter().come_back(&code);
    let addition = forms(&page.text())
        .remove(0)
        .with("what_happened", "Arī gulšņi.");
    let first = addition.send(&Wire::to(&world.intake.reporters));
    world.go_to(&today().to_string());
    let again = addition.send(&Wire::to(&world.intake.reporters));
    for page in [first, again] {
        assert!(page.words().contains("Ziņa ir saņemta"), "{}", page.words());
    }
    let anna = &world.officers[0];
    anna.sync(&world);
    let cases = anna.cases();
    assert_eq!((cases.len(), &cases[0]["additions"]), (1, &1.into()));
    let read = anna.read(cases[0]["case"].as_str().unwrap());
    assert_eq!(read.matches("gulšņi").count(), 1, "{read}");
}
