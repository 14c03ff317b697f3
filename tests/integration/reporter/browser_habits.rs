//! What people do with a browser without thinking: they click twice, reload what they see, open the form in two
//! tabs, and go back from a page that says no. Without scripts, in Firefox, which Tor Browser is
//! made of; by hand in Chromium, too.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::world::browser::Browser;
use crate::world::wire::{BOUNDARY, Line, Multipart};
use crate::world::{Reporter, World, grouped};

#[test]
#[ignore = "six seconds of processor time; Firefox does the same in each run"]
fn in_chromium_habits_make_no_second_report_and_lose_none() {
    if let Some(browser) = Browser::start(&[]) {
        habits_make_no_second_report_and_lose_none(&browser);
    }
}

#[test]
fn in_firefox_habits_make_no_second_report_and_lose_none() {
    if let Some(browser) = Browser::firefox() {
        habits_make_no_second_report_and_lose_none(&browser);
    }
}

const SEND: &str = "form button.button";
const TEXT: &str = "[name=what_happened]";

fn habits_make_no_second_report_and_lose_none(browser: &Browser) {
    let mut world = World::start();
    // Room for one upload, and somebody is there already.
    world.change_policy("uploads_at_once = 64", "uploads_at_once = 1");
    let form = format!("http://{}/to/paraugs", world.intake.reporters);

    browser.visit(&form);
    let first = browser.attribute("input[name=code]", "value");
    browser.fill(TEXT, "Divreiz.");
    browser.double_click(SEND);
    browser.sees("Ziņojums ir saņemts");
    browser.reload();
    browser.sees("Ziņojums ir saņemts");
    browser.sees(&grouped(&first));

    // The same person once more, from the same address: another form, another report.
    browser.visit(&form);
    let second = browser.attribute("input[name=code]", "value");
    assert_ne!(first, second);
    let file = world.folder.path().join("foto.jpg");
    std::fs::write(&file, vec![7; 300_000]).unwrap();
    browser.fill(TEXT, "Ar fotogrāfiju.");
    browser.fill("#files-1", file.to_str().unwrap());
    while_an_upload_goes_on(&world, || {
        browser.click(SEND);
        browser.sees("nekas no tā nav saglabāts");
        browser.sees("„Atpakaļ”");
    });
    browser.back();
    assert_eq!(browser.value(TEXT), "Ar fotogrāfiju.");
    assert_eq!(browser.attribute("input[name=code]", "value"), second);
    assert!(browser.value("#files-1").ends_with("foto.jpg"));
    browser.click(SEND);
    browser.sees("Ziņojums ir saņemts");
    browser.sees("Faili: 1");

    let officer = &world.officers[0];
    officer.sync(&world);
    let cases = officer.cases();
    let read = |case: &serde_json::Value| officer.read(case["case"].as_str().unwrap());
    let all: String = cases.iter().map(read).collect();
    assert_eq!(cases.len(), 2, "{all}");
    assert!(
        all.contains("Divreiz.") && all.contains("foto.jpg"),
        "{all}"
    );
}

/// Slow, and not so slow that it has to make room.
fn while_an_upload_goes_on(world: &World, meanwhile: impl FnOnce()) {
    let mut line = Line::open(&world.intake.reporters).unwrap();
    let head = format!(
        "POST /to/paraugs/send HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: 9000000\r\n\r\n",
        Multipart::kind()
    );
    let begin = Reporter::words(&world.reporter().form(), "Lēnām.");
    let begin = begin
        .file("files", "a", "application/octet-stream", b"x")
        .end();
    let end = format!("\r\n--{BOUNDARY}--\r\n").len();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        line.send(head.as_bytes()).unwrap();
        line.send(&begin[..begin.len() - end]).unwrap();
        let over = &over;
        scope.spawn(move || {
            while !over.load(Ordering::Relaxed) && line.send(&[7; 8_000]).is_ok() {
                std::thread::sleep(Duration::from_millis(250));
            }
        });
        meanwhile();
        over.store(true, Ordering::Relaxed);
    });
}
