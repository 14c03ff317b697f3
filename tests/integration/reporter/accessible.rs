//! Every page of a reporter's path as axe-core sees it, with all folds open: in every language,
//! light, dark and with forced colours, from 256 to 1920 pixels wide (320 is 1280 at 400 %), and
//! with the spacing of text that WCAG 1.4.12 lets a person choose.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::browser::Browser;
use crate::world::{World, grouped, signed_pack, wait_until};

/// A person who looks at pages one after the other, and remembers what was wrong.
struct Looking<'a> {
    browser: &'a Browser,
    /// `http://127.0.0.1:PORT`, and the language's prefix.
    site: String,
    wrong: Vec<String>,
    looked: usize,
}

impl Looking<'_> {
    fn at(&mut self, path: &str) {
        self.browser.visit(&format!("{}{path}", self.site));
        self.here(path);
    }

    fn here(&mut self, name: &str) {
        self.looked += 1;
        for (scheme, forced) in [("light", false), ("dark", false), ("light", true)] {
            self.browser.colours(scheme, forced);
            self.is_seen_in(scheme, forced);
            let complaints = self.browser.axe_complaints();
            let seen = if forced { "forced colours" } else { scheme };
            let named = complaints
                .iter()
                .map(|line| format!("{name}, {seen}: {line}"));
            self.wrong.extend(named);
        }
        self.browser.colours("light", false);
        for width in [256, 320, 768, 1280, 1920] {
            self.browser.emulate(width, 1000);
            self.is_told("return innerWidth", &json!(width));
            self.fits(&format!("{name} at {width}"));
        }
        self.browser.emulate(320, 1000);
        self.browser.run(SPACED, &[]);
        self.fits(&format!("{name} with spaced text at 320"));
        self.browser.emulate(1280, 1000);
    }

    /// The page of the quick exit is to look like any other: *Thursd-ay* would not.
    fn days_are_whole(&mut self) {
        self.browser.emulate(320, 1000);
        let torn = "return [...document.querySelectorAll('td .soft')]
            .filter(day => day.getClientRects().length > 1).map(day => day.textContent).join()";
        let torn = self.browser.run(torn, &[]);
        if torn != json!("") {
            self.wrong.push(format!("days torn: {torn}"));
        }
        self.browser.emulate(1280, 1000);
    }

    fn is_seen_in(&self, scheme: &str, forced: bool) {
        let seen = "return matchMedia('(forced-colors: active)').matches";
        self.is_told(seen, &json!(forced));
        if !forced {
            let seen = "return matchMedia('(prefers-color-scheme: dark)').matches";
            self.is_told(seen, &json!(scheme == "dark"));
        }
    }

    /// A browser that ignores what it is told would see nothing wrong; it may take a moment.
    fn is_told(&self, script: &str, wanted: &Value) {
        let is_so = || self.browser.run(script, &[]) == *wanted;
        assert!(
            wait_until(Duration::from_secs(30), is_so),
            "{script}: {wanted}"
        );
    }

    fn fits(&mut self, what: &str) {
        let wider = self.browser.overhang();
        if wider > 0 {
            self.wrong.push(format!("{what}: {wider} pixels too wide"));
        }
    }
}

/// 1.4.12: spaces between lines, paragraphs, letters and words.
const SPACED: &str = "
    const spaced = document.createElement('style');
    spaced.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; '
        + 'word-spacing: .16em !important } p { margin-bottom: 2em !important }';
    document.head.append(spaced);";

#[test]
fn every_page_to_read_is_for_everybody() {
    every_page_to_read(Browser::with_axe(), &World::start(), &[""]);
}

/// All of it: `cargo test --test integration reporter::accessible -- --ignored`. What it said, and
/// when, stands in docs/accessibility.md.
#[test]
#[ignore = "minutes: every page and state in every language"]
fn every_page_is_for_everybody_in_every_language() {
    every_page_to_read(Browser::with_axe(), &World::start(), &LANGUAGES);
    for language in LANGUAGES {
        from_the_form_to_the_answer(Browser::with_axe(), language);
    }
}

#[test]
#[ignore = "minutes: every page and state in every language"]
fn every_page_is_for_everybody_in_every_language_in_firefox() {
    every_page_to_read(Browser::firefox_with_axe(), &World::start(), &LANGUAGES);
    for language in LANGUAGES {
        from_the_form_to_the_answer(Browser::firefox_with_axe(), language);
    }
}

/// What a pack brings, with its own words and categories.
#[test]
#[ignore = "a minute: every page of another country"]
fn every_page_of_another_country_is_for_everybody() {
    let mut world = World::start();
    let pack = signed_pack(world.folder.path(), "estonia", &[]);
    world.change_pack(&pack);
    every_page_to_read(Browser::with_axe(), &world, &["", "/en", "/ru"]);
    every_page_to_read(Browser::firefox_with_axe(), &world, &[""]);
}

const LANGUAGES: [&str; 5] = ["", "/en", "/ru", "/uk", "/lv-x-easy"];

fn every_page_to_read(browser: Option<Browser>, world: &World, languages: &[&str]) {
    let Some(browser) = browser else {
        return;
    };
    let mut look = looking(&browser, world);
    let site = look.site.clone();
    for language in languages {
        look.site = format!("{site}{language}");
        for path in [
            "/",
            "/before",
            "/check",
            "/rights",
            "/how",
            "/statistics",
            "/accessibility",
            "/about",
            "/areas",
            "/at/paraugs",
            "/exit",
            "/return",
            "/to/paraugs",
            "/nowhere",
        ] {
            look.at(path);
            if path == "/exit" {
                look.days_are_whole();
            }
        }
    }
    assert_eq!(look.looked, 12 * languages.len());
    assert!(look.wrong.is_empty(), "{}", look.wrong.join("\n"));
}

#[test]
fn every_page_between_the_form_and_the_answer_is_for_everybody() {
    from_the_form_to_the_answer(Browser::with_axe(), "/uk");
}

fn from_the_form_to_the_answer(browser: Option<Browser>, language: &str) {
    let Some(browser) = browser else {
        return;
    };
    let world = World::start();
    let mut look = looking(&browser, &world);
    look.site += language;
    let here = |state: &str| format!("{language} {state}");
    browser.visit(&format!("{}/check", look.site));
    browser.click("form button.button");
    until_there(&browser, "a.button");
    look.here(&here("self-check"));
    browser.visit(&format!("{}/to/paraugs", look.site));
    browser.click("form button.button");
    until_there(&browser, ".problems");
    look.here(&here("nothing written"));
    let code = browser.attribute("input[name=code]", "value");
    browser.fill("[name=what_happened]", "Pazuda sliedes.\nVisas.");
    let form = browser.tabs();
    beside(&browser, "button[formaction]");
    look.here(&here("read over"));
    browser.close_tab();
    browser.to_tab(&form[0]);
    beside(&browser, "form button.button");
    until_there(&browser, ".panel");
    look.here(&here("received"));
    browser.visit(&format!("{}/return", look.site));
    browser.fill("#code", &code[..27]);
    browser.click("form button.button");
    until_there(&browser, "#code-typed");
    look.here(&here("mistyped"));
    browser.clear("#code");
    browser.fill("#code", &grouped(&code));
    browser.click("form button.button");
    until_there(&browser, "input[name=fresh]");
    look.here(&here("a new code"));
    browser.click("form button.button");
    until_there(&browser, "[name=what_happened]");
    look.here(&here("answers"));
    browser.fill("[name=what_happened]", "Un gulšņi.");
    beside(&browser, "form button.button");
    look.here(&here("added"));
    assert!(look.wrong.is_empty(), "{}", look.wrong.join("\n"));
}

/// What is clicked opens in a tab of its own, which is looked at from here on.
fn beside(browser: &Browser, css: &str) {
    let known = browser.tabs();
    browser.click(css);
    browser.to_tab(&browser.new_tab(&known));
    until_there(browser, "main h1");
}

/// A click may return before the next page is there.
fn until_there(browser: &Browser, css: &str) {
    browser.property(css, "id");
}

fn looking<'a>(browser: &'a Browser, world: &World) -> Looking<'a> {
    browser.emulate(1280, 1000);
    Looking {
        browser,
        site: format!("http://{}", world.intake.reporters),
        wrong: Vec::new(),
        looked: 0,
    }
}
