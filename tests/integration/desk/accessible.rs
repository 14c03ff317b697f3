//! Every page of the desk as axe-core sees it, as wide as its window from 320 to 1920 pixels, and
//! with the keyboard alone.

use super::open_desk;
use super::window::Window;
use crate::tools::Town;
use crate::world::browser::{Browser, ENTER, TAB};
use crate::world::{PASSPHRASE, World};

/// A person who looks at pages one after the other, and remembers what was wrong.
struct Looking<'a> {
    browser: &'a Browser,
    /// `http://127.0.0.1:PORT`
    site: String,
    wrong: Vec<String>,
}

impl<'a> Looking<'a> {
    fn new(browser: &'a Browser, desk: &Window) -> Self {
        browser.emulate(1280, 1000);
        browser.visit(&desk.link);
        Self {
            browser,
            site: format!("http://{}", desk.address),
            wrong: Vec::new(),
        }
    }

    fn at(&mut self, path: &str) {
        self.browser.visit(&format!("{}{path}", self.site));
        self.here(path);
    }

    fn here(&mut self, name: &str) {
        let complaints = self.browser.axe_complaints();
        let complaints = complaints.iter().map(|line| format!("{name}: {line}"));
        self.wrong.extend(complaints);
        for width in [320, 768, 1280, 1920] {
            self.browser.emulate(width, 1000);
            let wider = self.browser.overhang();
            if wider > 0 {
                self.wrong
                    .push(format!("{name}: {wider} pixels too wide at {width}"));
            }
        }
        self.browser.emulate(1280, 1000);
    }

    fn found_nothing(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn every_page_of_the_first_start_is_for_everybody() {
    let Some(browser) = Browser::with_axe() else {
        return;
    };
    let world = World::with_officers(&[("Anna Bērziņa", true)]);
    let desk = Window::open(&world.folder.path().join("new-computer"));
    let mut look = Looking::new(&browser, &desk);
    browser.sees("Jūsu atslēgas");
    look.here("new keys");
    let fill = |passphrase: &str| {
        browser.clear("#name");
        browser.fill("#name", "Zane Kalniņa");
        browser.fill("#passphrase", passphrase);
        browser.fill("#again", passphrase);
        browser.click("form[action='/keys'] button");
    };
    fill("password123456");
    browser.sees("Parole ir vāja");
    look.here("new keys, refused");
    fill("četri vārdi kopā šeit");
    browser.sees("Nododiet divus failus");
    look.here("what is handed over");
    // Unfolded by looking.
    look.at("/setup");
    browser.fill("#invitation", "server = 1");
    browser.click("form[action='/setup'] button");
    browser.sees("nav uzaicinājums");
    look.here("setup, refused");
    // An onion, and a Tor that does not run.
    let onion = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd";
    let invitation = format!(
        "server = \"http://{onion}.onion\"\nproxy = \"socks5h://127.0.0.1:1\"\n\
         institution = \"paraugs\"\ninstance = \"{}\"\n",
        world.instance
    );
    browser.clear("#invitation");
    browser.fill("#invitation", &invitation);
    browser.click("form[action='/setup'] button");
    browser.sees("Atslēga servera durvīm");
    look.here("the key to the onion");
    look.at("/recovery");
    look.at("/");
    look.found_nothing();
}

#[test]
fn every_page_of_a_case_s_life_is_for_everybody() {
    let Some(browser) = Browser::with_axe() else {
        return;
    };
    let town = Town::with(|world| {
        world.reporter().send("Pazuda gulšņi.");
        let files = [("rēķins.pdf", &b"%PDF-1.7 x"[..])];
        world.reporter().send_with("Pazuda sliedes.", &files)
    });
    let desk = open_desk(&town);
    let mut look = Looking::new(&browser, &desk);
    browser.sees("Atslēdziet darbagaldu");
    look.here("unlocking");
    browser.fill("#passphrase", "nepareizā parole");
    browser.click("form[action='/unlock'] button");
    browser.sees("Parole neatver");
    look.here("a wrong passphrase");
    browser.fill("#passphrase", PASSPHRASE);
    browser.click("form[action='/unlock'] button");
    browser.sees("Meklēt lietās");
    look.here("Today");
    look.at("/?group=finished");
    browser.visit(&format!("{}/", look.site));
    browser.fill("#find", "sliedes");
    browser.click("form[action='/search'] button");
    browser.sees("Pazuda sliedes");
    look.here("what was found");

    let case = town.case();
    look.at(&format!("/case/{case}"));
    for action in [
        "acknowledge",
        "write",
        "ask",
        "tip",
        "not-recognise",
        "forward",
        "reject",
    ] {
        look.at(&format!("/case/{case}/do/{action}"));
    }
    browser.visit(&format!("{}/case/{case}/do/acknowledge", look.site));
    let letter = town.world.folder.path().join("lēmums.pdf");
    std::fs::write(&letter, "%PDF-1.7").unwrap();
    browser.fill("#files", letter.to_str().unwrap());
    browser.fill("#letter", " Kas ir [iekavās]?");
    browser.click("button[value=preview]");
    browser.sees("Vēstulē vēl jāaizpilda");
    look.here("a letter, refused");
    browser.clear("#letter");
    browser.fill("#letter", "Labdien! Lēmums ir pielikumā.");
    browser.click("button[value=preview]");
    browser.sees("Pārbaudiet un apstipriniet");
    look.here("the preview");
    browser.click("form[action$='/send'] button.button");
    browser.sees("Izdarīts");
    look.here("a case, after a letter");

    look.at(&format!("/case/{case}/handover"));
    browser.fill("#names", "Pazuda\nNeviens");
    browser.click("form[action$='/print'] button");
    browser.sees("Pirms drukāšanas");
    look.here("names masked");
    look.at(&format!("/case/{case}/identity"));
    look.at("/succession");
    look.at("/retention");
    look.at(&format!("/retention/{case}"));
    browser.visit(&format!("{}/", look.site));
    browser.click(".cases li:nth-child(1) input");
    browser.click("button[value=reject]");
    browser.sees("Noraidīt");
    look.here("several at once");
    for path in [
        "/help",
        "/help/acknowledge",
        "/help/keys",
        "/block",
        "/setup",
        "/nowhere",
    ] {
        look.at(path);
    }
    browser.visit(&format!("{}/", look.site));
    browser.click("form[action='/language'] button");
    browser.sees("Today");
    look.here("Today, in English");
    look.at(&format!("/case/{case}"));
    look.found_nothing();
}

/// What has the focus: its text, or its name.
fn focused(browser: &Browser) -> String {
    let script = "const at = document.activeElement; \
                  return at.innerText || at.value || at.id || at.tagName;";
    browser
        .run(script, &[])
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// Goes on with Tab until this has the focus; the focus is always to be seen.
fn tab_to(browser: &Browser, words: &str) {
    let mut seen = Vec::new();
    for _ in 0..60 {
        browser.press(TAB);
        let at = focused(browser);
        let ring = browser.run(FOCUS_RING, &[]);
        assert!(ring.as_bool().unwrap(), "no ring around {at:?}");
        if at.contains(words) {
            return;
        }
        seen.push(at);
    }
    panic!("{words:?} is not reached: {seen:?}");
}

const FOCUS_RING: &str = "
    const at = document.activeElement;
    const shown = window.getComputedStyle(at);
    return at === document.body || shown.outlineStyle !== 'none' || shown.boxShadow !== 'none';";

#[test]
fn a_case_is_acknowledged_with_the_keyboard_alone() {
    let Some(browser) = Browser::scripted() else {
        return;
    };
    let town = Town::new();
    let desk = open_desk(&town);
    browser.visit(&desk.link);
    browser.sees("Atslēdziet darbagaldu");
    // The passphrase's field has the focus.
    for letter in PASSPHRASE.chars() {
        browser.press(&letter.to_string());
    }
    browser.press(ENTER);
    browser.sees("Jaunas 1");
    // The first stop leads past what every page has.
    browser.press(TAB);
    assert!(
        focused(&browser).contains("saturu"),
        "{}",
        focused(&browser)
    );
    tab_to(&browser, "Pazuda sliedes");
    browser.press(ENTER);
    browser.sees("Apstiprināt saņemšanu");
    tab_to(&browser, "Apstiprināt saņemšanu");
    browser.press(ENTER);
    browser.sees("Pievienot failus");
    tab_to(&browser, "Apskatīt pirms");
    browser.press(ENTER);
    browser.sees("Pārbaudiet un apstipriniet");
    tab_to(&browser, "Apstiprināt");
    browser.press(ENTER);
    browser.sees("Izdarīts: Apstiprināt saņemšanu");
}
