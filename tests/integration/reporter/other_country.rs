//! Another country, and a language that nobody has heard of, in a real browser: by signed packs,
//! and by the program as it is.

use std::fs;
use std::path::Path;

use svilpe::officer::roster::commands::sign_pack;

use crate::world::browser::Browser;
use crate::world::wire;
use crate::world::{World, grouped, signed_pack};

#[test]
fn a_report_in_estonia_is_received_and_answered() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    let mut world = World::start();
    let pack = signed_pack(world.folder.path(), "estonia", &[]);
    world.change_pack(&pack);
    let site = format!("http://{}", world.intake.reporters);
    browser.size(1200, 1400);
    browser.visit(&site);
    assert_eq!(browser.attribute("html", "lang"), "et");
    browser.sees("Millisele asutusele soovite teatada?");
    no_page_speaks_of_latvia(&world);
    browser.visit(&format!("{site}/rights"));
    browser.sees("Korruptsioonivaba Eesti");
    browser.visit(&format!("{site}/exit"));
    browser.sees("võidupüha");
    browser.visit(&format!("{site}/to/{}", world.institution));
    browser.sees("Mis juhtus?");
    let code = browser.attribute("input[name=code]", "value");
    browser.fill("[name=what_happened]", "Riigihangete kord on rikutud.");

    // Read over in a tab of its own; the form stays as it is.
    let form = browser.tabs();
    browser.click("button[formaction]");
    let review = browser.new_tab(&form);
    browser.to_tab(&review);
    browser.sees("Midagi ei ole veel saadetud");
    browser.sees("Riigihangete kord on rikutud.");
    let shown = browser.text("body");
    assert!(!shown.contains(&code) && !shown.contains(&grouped(&code)));
    browser.close_tab();
    browser.to_tab(&form[0]);
    browser.click("form button.button");
    browser.sees("Teie teade on kätte saadud");

    let officer = &world.officers[0];
    let synced = officer.sync(&world);
    assert!(synced.contains("country pack"), "{synced}");
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    assert!(officer.read(&case).contains("Riigihangete"));
    officer.reply(&case, "Aitäh! Kas Teil on lepingu number?");
    officer.sync(&world);
    let next = &officer.cases()[0]["next"];
    assert_eq!(next["clock"], "feedback", "no decision is due in Estonia");

    browser.visit(&format!("{site}/return"));
    // A digit too few is counted, and what was typed is there to be mended.
    browser.fill("#code", &code[..27]);
    browser.click("form button.button");
    browser.sees("Sisestasite 27 numbrit");
    assert_eq!(browser.value("#code"), grouped(&code)[..33]);
    browser.clear("#code");
    browser.fill("#code", &grouped(&code));
    browser.click("form button.button");
    browser.click("form button.button");
    browser.sees("Kas Teil on lepingu number?");
}

fn no_page_speaks_of_latvia(world: &World) {
    for path in [
        "/",
        "/before",
        "/check",
        "/rights",
        "/how",
        "/accessibility",
        "/about",
        "/areas",
        "/at/paraugs",
        "/exit",
    ] {
        for language in ["", "/en", "/ru"] {
            let path = format!("{language}{path}");
            let page = wire::get(&world.intake.reporters, &path);
            assert_eq!(page.status, 200, "{path}");
            let words = page.words();
            for strange in ["Latvi", "Delna", "Trauksm", "Латв", "Riga"] {
                assert!(!words.contains(strange), "{path}: {strange}\n{words}");
            }
        }
    }
}

#[test]
fn a_language_that_runs_from_right_to_left_needs_no_other_program() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    let mut world = World::start();
    let pack = arabic_pack(&world);
    world.change_pack(&pack);
    let site = format!("http://{}/{CODE}", world.intake.reporters);
    for path in [
        "/",
        "/before",
        "/check",
        "/rights",
        "/how",
        "/about",
        "/areas",
        "/at/paraugs",
        "/return",
        "/to/paraugs",
    ] {
        browser.visit(&format!("{site}{path}"));
        assert_eq!(browser.attribute("html", "dir"), "rtl", "{path}");
        assert_eq!(browser.attribute("html", "lang"), CODE, "{path}");
        for width in [320, 1200] {
            browser.emulate(width, 900);
            let wide = browser.property("html", "scrollWidth").as_i64().unwrap();
            assert!(wide <= i64::from(width), "{path} is {wide} wide at {width}");
        }
    }
    // The beginning of a line is on the right: so is the heading's, and the quick exit is on the
    // left.
    browser.visit(&site);
    let left = |css: &str| browser.property(css, "offsetLeft").as_i64().unwrap();
    assert!(
        left(".exit") < left(".brand"),
        "{} {}",
        left(".exit"),
        left(".brand")
    );
    browser.visit(&format!("{site}/to/paraugs"));
    browser.fill("[name=what_happened]", "حدث شيء.");
    browser.click("form button.button");
    browser.sees("ع");
    world.officers[0].sync(&world);
    let case = world.officers[0].cases()[0]["case"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(world.officers[0].read(&case).contains("حدث شيء."));
}

/// The shipped pack with one language more: the Latvian texts, each letter of them an Arabic one.
fn arabic_pack(world: &World) -> std::path::PathBuf {
    let languages = "\"uk\", \"lv-x-easy\"]";
    let more = format!("\"uk\", \"lv-x-easy\", \"{CODE}\"]");
    let pack = signed_pack(world.folder.path(), "latvia", &[]);
    let policy = pack.join("policy.toml");
    let text = fs::read_to_string(&policy).unwrap();
    assert!(text.contains(languages));
    let (_, number) = text.split_once("\nversion = ").unwrap();
    let number: u32 = number.lines().next().unwrap().parse().unwrap();
    let next = (
        format!("\nversion = {number}\n"),
        format!("\nversion = {}\n", number + 1),
    );
    fs::write(
        &policy,
        text.replace(languages, &more).replace(&next.0, &next.1),
    )
    .unwrap();
    let folder = pack.join("languages").join(CODE);
    fs::create_dir_all(folder.join("pages")).unwrap();
    let note = "name = \"عربي\"\ndirection = \"rtl\"\ncovers = \"pages\"\nthousands = \"٬\"\n";
    fs::write(folder.join("language.toml"), note).unwrap();
    let latvian = Path::new("src/text/lv");
    in_arabic(&latvian.join("calendar.ftl"), &folder.join("calendar.ftl"));
    for page in fs::read_dir(latvian.join("pages")).unwrap().flatten() {
        in_arabic(&page.path(), &folder.join("pages").join(page.file_name()));
    }
    in_arabic(
        &pack.join("texts/lv.ftl"),
        &pack.join(format!("texts/{CODE}.ftl")),
    );
    sign_pack(&pack, &world.folder.path().join("pack-safe/pack.key"), None).unwrap();
    pack
}

/// What stands in braces stays; Latvian has three plural forms, Arabic six: the others say what
/// `one` says.
fn in_arabic(from: &Path, to: &Path) {
    let text = fs::read_to_string(from).unwrap();
    let line = |line: &str| {
        if line.starts_with('#') || line.is_empty() {
            return format!("{line}\n");
        }
        if let Some(rest) = line.strip_prefix('}') {
            return format!("}}{}\n", letters(rest));
        }
        if let Some((key, words)) = line.trim_start().split_once(']') {
            let form = |key: &str| format!("    {key}]{}\n", letters(words));
            let more = ["[two", "[few", "[many"].map(form).concat();
            let is_plural = key == "[one";
            return form(key) + if is_plural { &more } else { "" };
        }
        match line.split_once(" = ") {
            Some((id, words)) => format!("{id} = {}\n", letters(words)),
            None => format!("{line}\n"),
        }
    };
    fs::write(to, text.lines().map(line).collect::<String>()).unwrap();
}

fn letters(words: &str) -> String {
    let mut depth = 0;
    let arabic = |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 && c.is_alphabetic() {
            'ع'
        } else {
            c
        }
    };
    words.chars().map(arabic).collect()
}

const CODE: &str = "ar-x-test";
