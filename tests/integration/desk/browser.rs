//! The desk in real browsers without JavaScript.
//!
//! A whole case in Firefox, and Chromium for what only a disk tells; a file goes from one to the
//! other. The same in the other browser is for the hand: each page costs a fifth of a second of
//! processor time there, and each browser a second.

use super::open_desk;
use crate::tools::{Town, said};
use crate::world::PASSPHRASE;
use crate::world::browser::Browser;

#[test]
#[ignore = "ten seconds of processor time; Firefox does the same in each run"]
fn an_officer_with_chromium_runs_a_case_from_arrival_to_close() {
    if let Some(browser) = Browser::start(&[]) {
        run_a_case(&browser);
    }
}

#[test]
fn an_officer_with_firefox_runs_a_case_from_arrival_to_close() {
    if let Some(browser) = Browser::firefox() {
        run_a_case(&browser);
    }
}

#[test]
fn words_that_were_looked_for_stand_in_no_address_and_nowhere_on_the_disk() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    look_for_words(&browser);
    let left = browser.left_behind();
    let has = |bytes: &[u8]| memchr::memmem::find(&left, bytes).is_some();
    assert!(has(b"/search/"), "the history was written");
    let wide: Vec<u8> = LOOKED_FOR
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let in_address = serde_urlencoded::to_string([("find", LOOKED_FOR)]).unwrap();
    let in_address = in_address.strip_prefix("find=").unwrap();
    for form in [LOOKED_FOR.as_bytes(), &wide, in_address.as_bytes()] {
        assert!(!has(form), "{}", String::from_utf8_lossy(form));
    }
}

#[test]
#[ignore = "five seconds of processor time; Chromium does the same in each run"]
fn a_search_is_found_again_by_going_back_and_by_reloading_in_firefox() {
    if let Some(browser) = Browser::firefox() {
        look_for_words(&browser);
    }
}

#[test]
fn a_file_goes_from_an_officers_chromium_to_a_reporters_firefox_without_a_script() {
    if let (Some(officer), Some(reporter)) = (Browser::start(&[]), Browser::firefox()) {
        send_a_file(&officer, &reporter);
    }
}

#[test]
#[ignore = "eight seconds of processor time; each run has it the other way round"]
fn a_file_goes_from_an_officers_firefox_to_a_reporters_chromium_without_a_script() {
    if let (Some(officer), Some(reporter)) = (Browser::firefox(), Browser::start(&[])) {
        send_a_file(&officer, &reporter);
    }
}

fn send_a_file(officer: &Browser, reporter: &Browser) {
    let town = Town::new();
    let desk = open_desk(&town);
    let content: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
    let name = "lēmums par šķūņiem.html";
    let path = town.world.folder.path().join(name);
    std::fs::write(&path, &content).unwrap();
    desk.unlock_in(officer);
    officer.sees("Jaunas 1");
    officer.click(".cases a");
    officer.sees("Apstiprināt saņemšanu");
    officer.click(".next > a.button");
    officer.sees("Pievienot failus");
    officer.fill("#files", path.to_str().unwrap());
    officer.click("button[value=preview]");
    officer.sees("Pārbaudiet un apstipriniet");
    officer.sees(name);
    officer.click("form[action$='/send'] button.button");
    officer.sees("Izdarīts: Apstiprināt saņemšanu");

    let site = format!("http://{}", town.world.intake.reporters);
    reporter.visit(&format!("{site}/return"));
    reporter.fill("#code", &town.code);
    reporter.click("form button.button");
    reporter.sees("jauno kodu");
    reporter.click("form button.button");
    reporter.sees(name);
    let pictures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    reporter.size(768, 1400);
    reporter.picture(&pictures.join("answers-with-a-file.png"));
    reporter.click("form[action='/file'] button");
    assert!(reporter.downloaded(name) == content);
    // The answers are still there, and no address tells of the file.
    reporter.sees(name);
    assert_eq!(reporter.url(), format!("{site}/open"));

    // The officer has it back from the case's page.
    officer.click(".said.ours a[href*='/reply/']");
    assert!(officer.downloaded(name) == content);
}

/// No report has this word, so that nothing but the search could write it anywhere.
const LOOKED_FOR: &str = "šķērsvirziens";

fn look_for_words(browser: &Browser) {
    let town = Town::new();
    let desk = open_desk(&town);
    let search = |words: &str| {
        browser.clear("#find");
        browser.fill("#find", words);
        browser.click("form[action='/search'] button");
    };
    desk.unlock_in(browser);
    browser.sees("Jaunas 1");
    search(LOOKED_FOR);
    browser.sees("Nekas nav atrasts");
    assert_eq!(browser.value("#find"), LOOKED_FOR);
    let found = browser.url();
    assert!(found.contains("/search/"), "{found}");
    browser.reload();
    browser.sees("Nekas nav atrasts");
    assert_eq!(browser.value("#find"), LOOKED_FOR);
    search("sliedes");
    browser.sees("Pazuda sliedes");
    browser.click(".cases a");
    browser.sees("Apstiprināt saņemšanu");
    browser.back();
    browser.sees("Pazuda sliedes");
    assert_eq!(browser.value("#find"), "sliedes");
    browser.back();
    browser.sees("Nekas nav atrasts");
    assert_eq!(browser.url(), found);
    // Locked, the words are forgotten: their address leads to Today.
    browser.click("form[action='/lock'] button");
    browser.sees("Atslēdziet darbagaldu");
    browser.visit(&found);
    browser.sees("Atslēdziet darbagaldu");
    browser.fill("#passphrase", PASSPHRASE);
    browser.click("form[action='/unlock'] button");
    browser.sees("Meklēt lietās");
    browser.visit(&found);
    browser.sees("Meklēt lietās");
    assert_eq!(browser.value("#find"), "");
}

/// One button on each page leads on; what has to be written is the letter alone.
fn run_a_case(browser: &Browser) {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock_in(browser);
    browser.sees("Jaunas 1");
    browser.click(".cases a");
    for (step, state) in [
        ("Apstiprināt saņemšanu", "Tiek izvērtēts"),
        ("Pieņemt izskatīšanai", "Pieņemts izskatīšanai"),
        ("Sākt izskatīšanu", "Tiek izskatīts"),
        ("Sniegt atgriezenisko saiti", "Sniegta atgriezeniskā saite"),
        ("Pabeigt izskatīšanu", "Izskatīšana pabeigta"),
        ("Slēgt lietu", "Lieta slēgta"),
    ] {
        browser.sees(step);
        browser.click(".next > a.button");
        browser.sees("Vēstule ziņotājam");
        if browser.has("#reason") {
            browser.fill("#reason", "Pārkāpums ir apstiprinājies.");
        }
        browser.clear("#letter");
        browser.fill("#letter", &format!("{step}: vēstule."));
        browser.click("button[value=preview]");
        browser.sees("Pārbaudiet un apstipriniet");
        browser.sees(&format!("{step}: vēstule."));
        browser.click("form[action$='/send'] button.button");
        browser.sees(&format!("Izdarīts: {step}"));
        assert!(browser.text(".tag.state").contains(state), "{step}");
    }
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));

    // Back after locking shows nothing.
    assert!(browser.text("main").contains("Pazuda sliedes"));
    browser.click("form[action='/lock'] button");
    browser.sees("Atslēdziet darbagaldu");
    browser.back();
    browser.sees("Atslēdziet darbagaldu");
    assert!(!browser.text("main").contains("Pazuda sliedes"));
}
