//! What a person's own buttons do to their words: Back, Reload, Enter, and *Send* on a line that
//! breaks. Without scripts, in Firefox, which Tor Browser is made of; by hand in Chromium, too.

use std::time::Duration;

use crate::world::browser::{Browser, ENTER, Loading};
use crate::world::wire::broken_line::BrokenLine;
use crate::world::{World, grouped, wait_until};

#[test]
#[ignore = "eight seconds of processor time; Firefox does the same in each run"]
fn in_chromium_no_button_loses_words_or_code() {
    if let Some(browser) = Browser::start(&[]) {
        no_button_loses_words_or_code(&browser);
    }
}

#[test]
fn in_firefox_no_button_loses_words_or_code() {
    if let Some(browser) = Browser::firefox() {
        no_button_loses_words_or_code(&browser);
    }
}

#[test]
#[ignore = "five seconds of processor time; Firefox does the same in each run"]
fn in_chromium_stop_and_reload_lose_no_code() {
    if let Some(browser) = Browser::chromium(&[], Loading::GoesOn) {
        stop_and_reload_lose_no_code(&browser);
    }
}

#[test]
fn in_firefox_stop_and_reload_lose_no_code() {
    if let Some(browser) = Browser::firefox_where(Loading::GoesOn) {
        stop_and_reload_lose_no_code(&browser);
    }
}

const SEND: &str = "form button.button";

/// *Stop* while the answer is awaited, and *Reload* of a form that is filled in and of the answers.
fn stop_and_reload_lose_no_code(browser: &Browser) {
    let world = World::start();
    let line = BrokenLine::to(&world.intake.reporters);
    let form = format!("http://{}/to/paraugs", line.address);
    let code = || browser.attribute("input[name=code]", "value");
    browser.visit(&form);
    let first = code();
    browser.fill("[name=what_happened]", "Mani vārdi.");
    // Reloaded, the form has another code, whether or not the browser brings the words back: what it
    // shows is what it sends.
    browser.reload();
    assert!(wait_until(PATIENCE, || code() != first));
    browser.sees(&grouped(&code()));
    browser.clear("[name=what_happened]");
    browser.fill("[name=what_happened]", "Mani vārdi.");
    let sent = code();

    // It is received, and its sender stops waiting: the form is still there, and is one report.
    line.stands_still(true);
    let before = line.forms();
    browser.click(SEND);
    assert!(wait_until(PATIENCE, || line.forms() > before));
    std::thread::sleep(Duration::from_millis(300));
    browser.stop();
    assert_eq!(code(), sent);
    assert_eq!(browser.value("[name=what_happened]"), "Mani vārdi.");
    browser.sees(&grouped(&sent));
    line.stands_still(false);
    browser.click(SEND);
    browser.sees("Ziņojums ir saņemts");
    browser.sees(&grouped(&sent));

    // The answers, reloaded, are the same answers under the same code.
    browser.visit(&format!("http://{}/return", line.address));
    browser.fill("#code", &sent);
    browser.click("form button[type=submit]");
    let fresh = browser.attribute("input[name=fresh]", "value");
    browser.click("form button[type=submit]");
    browser.sees("Atbildes vēl nav");
    let opened = line.forms();
    browser.reload();
    assert!(wait_until(PATIENCE, || line.forms() > opened));
    browser.sees("Atbildes vēl nav");
    browser.sees(&grouped(&fresh));
    assert_eq!(code(), fresh);

    let officer = &world.officers[0];
    officer.sync(&world);
    assert_eq!(officer.cases().len(), 1);
    assert!(world.reporter().enter(&fresh).hidden("fresh").is_some());
}

/// For what a browser does at its own time.
const PATIENCE: Duration = Duration::from_secs(20);

fn no_button_loses_words_or_code(browser: &Browser) {
    let world = World::start();
    let line = BrokenLine::to(&world.intake.reporters);
    let site = format!("http://{}", line.address);
    let file = world.folder.path().join("rēķins.txt");
    std::fs::write(&file, "Pavisam īss.").unwrap();

    // A report over a line that breaks twice.
    browser.visit(&site);
    browser.click("a[href='/to/paraugs']");
    let code = browser.attribute("input[name=code]", "value");
    browser.fill("[name=what_happened]", "Mani vārdi.");
    browser.click("details:nth-of-type(2) summary");
    browser.fill("[name=when]", &format!("pavasarī{ENTER}2026"));
    browser.fill("#still_ongoing-1", ENTER);
    browser.click("#still_ongoing-2");
    browser.fill("#files-1", file.to_str().unwrap());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(line.forms(), 0, "Enter has sent the form");
    line.is_broken(true);
    for _ in 0..2 {
        let before = line.forms();
        browser.click_in_vain(SEND);
        wait_until_it_is_sent(&line, before);
        browser.back();
        assert_eq!(browser.attribute("input[name=code]", "value"), code);
        browser.sees(&grouped(&code));
        assert_eq!(browser.value("[name=what_happened]"), "Mani vārdi.");
        assert_eq!(browser.value("[name=when]"), "pavasarī\n2026");
        assert_eq!(browser.property("#still_ongoing-2", "checked"), true);
        assert!(browser.value("#files-1").ends_with("rēķins.txt"));
    }
    line.is_broken(false);
    browser.click(SEND);
    browser.sees("Ziņojums ir saņemts");
    browser.sees(&grouped(&code));
    browser.sees("Faili: 1");

    // Back once more: the form as it was; the same again is the same report, something else is not.
    browser.back();
    assert_eq!(browser.value("[name=what_happened]"), "Mani vārdi.");
    browser.click(SEND);
    browser.sees("Ziņojums ir saņemts");
    browser.back();
    browser.fill("[name=what_happened]", " Un vēl.");
    browser.click(SEND);
    browser.sees("nekas nav saglabāts");
    assert!(browser.value("[name=what_happened]").contains("Un vēl."));

    // The new code stays what it is.
    browser.visit(&format!("{site}/return"));
    browser.fill("#code", &code);
    browser.click("form button[type=submit]");
    let fresh = browser.attribute("input[name=fresh]", "value");
    browser.reload();
    assert_eq!(browser.attribute("input[name=fresh]", "value"), fresh);
    browser.click("form button[type=submit]");
    browser.sees("Atbildes vēl nav");

    // A message over a line that breaks: it opens in a tab of its own, and the words stay.
    browser.fill("[name=what_happened]", "Mana ziņa.");
    let here = browser.tabs().remove(0);
    line.is_broken(true);
    browser.click_in_vain(SEND);
    browser.to_tab(&browser.new_tab(std::slice::from_ref(&here)));
    browser.close_tab();
    browser.to_tab(&here);
    assert_eq!(browser.value("[name=what_happened]"), "Mana ziņa.");
    line.is_broken(false);
    browser.click(SEND);
    browser.to_tab(&browser.new_tab(std::slice::from_ref(&here)));
    browser.sees("Ziņa ir saņemta");

    let officer = &world.officers[0];
    officer.sync(&world);
    let cases = officer.cases();
    assert_eq!(cases.len(), 1);
    let read = officer.read(cases[0]["case"].as_str().unwrap());
    assert_eq!(read.matches("Mani vārdi.").count(), 1, "{read}");
    assert_eq!(read.matches("Mana ziņa.").count(), 1, "{read}");
}

/// It has left the browser; the error page comes a moment later.
fn wait_until_it_is_sent(line: &BrokenLine, before: usize) {
    assert!(wait_until(Duration::from_secs(10), || line.forms() > before));
    std::thread::sleep(Duration::from_millis(300));
}
