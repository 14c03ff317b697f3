//! The desk in real browsers without JavaScript.

use super::open_desk;
use crate::tools::{Town, said};
use crate::world::PASSPHRASE;
use crate::world::browser::Browser;

#[test]
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

/// One button on each page leads on; what has to be written is the letter alone.
fn run_a_case(browser: &Browser) {
    let town = Town::new();
    let desk = open_desk(&town);
    browser.visit(&desk.link);
    browser.sees("Atslēdziet darbagaldu");
    browser.fill("#passphrase", PASSPHRASE);
    browser.click("form[action='/unlock'] button");
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
