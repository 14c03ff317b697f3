//! Words are not lost: what is sent is received or given back, and pages say which.

use crate::attacks::page::{self, Form};
use crate::world::wire::{self, Answer, Multipart, Wire};
use crate::world::{Officer, World, grouped, is_received};

/// The report form as a browser has it.
fn open_form(world: &World) -> Form {
    forms(&wire::get(
        &world.intake.reporters,
        &world.reporter().path(),
    ))
    .remove(0)
}

fn forms(page: &Answer) -> Vec<Form> {
    assert_eq!(page.status, 200, "{page:?}");
    page::forms(&page.text())
}

fn wire_to(world: &World) -> Wire {
    Wire::to(&world.intake.reporters)
}

fn says(page: &Answer, words: &str) {
    assert!(page.words().contains(words), "{words:?}\n{}", page.words());
}

/// Nothing on the page lets a person believe that this sending was kept.
fn is_given_back(page: &Answer, words: &str) {
    let said = page.words();
    assert!(!said.contains("Ziņojums ir saņemts"), "{said}");
    assert!(!said.contains("droši saglabāt"), "{said}");
    says(page, "nav saglabāts");
    says(page, words);
}

fn case_of(world: &World) -> (usize, String) {
    let officer = &world.officers[0];
    officer.sync(world);
    let cases = officer.cases();
    let case = cases[0]["case"].as_str().unwrap().to_owned();
    (cases.len(), officer.read(&case))
}

#[test]
fn p4_the_same_form_with_other_words_is_given_back_and_can_be_added() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Pirmais teksts.");
    let code = form.value("code").to_owned();
    assert!(is_received(&form.send(&wire), &code));
    // The same again is the same report.
    assert!(is_received(&form.send(&wire), &code));
    for edited in [
        form.clone().with("what_happened", "Pirmais teksts!"),
        form.clone().with("where", "Pie upes."),
        form.clone().with("still_ongoing", "no"),
    ] {
        is_given_back(&edited.send(&wire), "Pirmais teksts");
    }
    let with_file = form.send_with(&wire, &[("galvenais.pdf", b"%PDF-1.4")]);
    is_given_back(&with_file, "Pirmais teksts");
    says(&with_file, "Failus pievienojiet vēlreiz");
    // Whoever never sent with this code gets another one; whoever did adds to what they sent.
    let [another, add] = forms(&with_file).try_into().unwrap();
    assert_ne!(another.value("code"), code);
    says(&with_file, &grouped(another.value("code")));
    assert_eq!(add.value("code"), code);

    // Who is left out only now will see it all the same, and the page says so.
    let mut leaving_out = form.clone();
    let key = world.reporter().leave_out(0);
    leaving_out.fields.push(("leave_out".to_owned(), key));
    says(
        &leaving_out.send(&wire),
        "Ja kādu personu izslēdzāt tikai tagad",
    );
    // The way on for who sent it: the second form that came back, as it stands.
    let edited = form.with("where", "Pie upes.").send(&wire);
    let add = forms(&edited).remove(1);
    assert!(
        add.value("what_happened")
            .contains("Kur tas notika?\nPie upes.")
    );
    says(
        &add.send_with(&wire, &[("galvenais.pdf", b"%PDF-1.4")]),
        "Ziņa ir saņemta",
    );
    let (cases, read) = case_of(&world);
    assert_eq!(cases, 1);
    assert!(
        read.contains("Pie upes.") && read.contains("galvenais.pdf"),
        "{read}"
    );
}

#[test]
fn p4_files_that_differ_in_one_byte_or_in_their_names_are_not_the_same_again() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Ar failiem.");
    let code = form.value("code").to_owned();
    let long = vec![7; 200_000];
    let mut other = long.clone();
    other[199_999] = 8;
    let sent = |name: &str, bytes: &[u8]| form.send_with(&wire, &[("a.txt", b"a"), (name, bytes)]);
    assert!(is_received(&sent("b.bin", &long), &code));
    assert!(is_received(&sent("b.bin", &long), &code));
    is_given_back(&sent("b.bin", &other), "Ar failiem.");
    is_given_back(&sent("c.bin", &long), "Ar failiem.");
    is_given_back(&form.send(&wire), "Ar failiem.");
    assert_eq!(case_of(&world).0, 1);
}

#[test]
fn p4_an_addition_with_other_words_is_another_and_the_same_is_one() {
    let world = World::start();
    let wire = wire_to(&world);
    let code = world.reporter().send("Ziņojums.");
    let (answers, _) = world.reporter().come_back(&code);
    let add = forms(&answers).remove(0);
    for text in ["Viena ziņa.", "Viena ziņa.", "Otra ziņa."] {
        says(
            &add.clone().with("what_happened", text).send(&wire),
            "Ziņa ir saņemta",
        );
    }
    let (_, read) = case_of(&world);
    assert_eq!(read.matches("Viena ziņa.").count(), 1, "{read}");
    assert_eq!(read.matches("Otra ziņa.").count(), 1, "{read}");
}

#[test]
fn p4_a_form_of_one_institution_sent_to_another_comes_back_with_a_code_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let ilze = Officer::keygen(&folder.path().join("officer"), "Ilze Kļava", true);
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, "", &[("cita", &ilze.block)], None);
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Par abām iestādēm.");
    let code = form.value("code").to_owned();
    assert!(is_received(&form.send(&wire), &code));
    let mut there = form.clone();
    there.action = there.action.replace("paraugs", "cita");
    let page = there.send(&wire);
    is_given_back(&page, "Par abām iestādēm.");
    let again = forms(&page).remove(0);
    assert_ne!(again.value("code"), code);
    assert_eq!(again.action, there.action);
    assert!(is_received(&again.send(&wire), again.value("code")));
}

#[test]
fn p4_a_form_sent_again_after_a_visit_shows_no_dead_code() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Vienreiz.");
    let code = form.value("code").to_owned();
    assert!(is_received(&form.send(&wire), &code));
    world.reporter().come_back(&code);
    for text in ["Vienreiz.", "Un vēl kas."] {
        let page = form.clone().with("what_happened", text).send(&wire);
        is_given_back(&page, text);
        says(&page, "jaunāko kodu");
        assert!(!page.words().contains(&grouped(&code)), "{}", page.words());
    }
    assert_eq!(case_of(&world).0, 1);
}

#[test]
fn the_received_page_says_what_arrived() {
    let world = World::start();
    let wire = wire_to(&world);
    // People count a letter with its accent, and a family, as one.
    let text = "Ma\u{304}ja 👨\u{200d}👩\u{200d}👧\r\nun jumts";
    let form = open_form(&world)
        .with("what_happened", text)
        .with("where", "Rīgā");
    let page = form.send_with(&wire, &[("a", &[1; 1500]), ("b", &[2; 1000])]);
    says(&page, "Teksts: 19 zīmju");
    says(&page, "Faili: 2, kopā 3 kB");
    let page = open_form(&world).with("what_happened", "Viss").send(&wire);
    says(&page, "Teksts: 4 zīmes");
    says(&page, "Faili: nav");
}

#[test]
fn a_text_is_counted_as_people_count_and_comes_back_when_it_is_too_long() {
    let world = World::start();
    let wire = wire_to(&world);
    says(&wire.get("/to/paraugs"), "65 tūkstoši zīmju");
    for letters in [32_769, 65_536] {
        let form = open_form(&world).with("what_happened", &"я".repeat(letters));
        assert!(
            is_received(&form.send(&wire), form.value("code")),
            "{letters}"
        );
    }
    let form = open_form(&world).with("what_happened", &"я".repeat(65_537));
    let page = form.send(&wire);
    says(&page, "Teksts ir par garu");
    let again = forms(&page).remove(0);
    assert_eq!(again.value("code"), form.value("code"));
    assert_eq!(again.value("what_happened"), form.value("what_happened"));
}

#[test]
fn a_text_beyond_all_measure_comes_back_with_its_beginning_and_with_what_else_was_written() {
    let world = World::start();
    let wire = wire_to(&world);
    // 800 kB; and what takes five times as much on a page.
    for text in ["я".repeat(400_000), "<".repeat(200_000)] {
        let form = open_form(&world)
            .with("what_happened", &text)
            .with("where", "Pie upes.")
            .with("harm", &text);
        let page = form.send(&wire);
        says(&page, "nekas nav saglabāts");
        says(&page, "šeit ir tikai tā sākums");
        says(&page, "Viss teksts vēl ir lapā, no kuras sūtījāt");
        let again = forms(&page).remove(0);
        for name in ["what_happened", "harm"] {
            let beginning = again.value(name);
            assert!(
                !beginning.is_empty() && text.starts_with(beginning),
                "{name}"
            );
        }
        assert_eq!(again.value("where"), "Pie upes.");
        assert_eq!(again.value("code"), form.value("code"));
        let shorter = again.with("what_happened", "Īsāk.").with("harm", "");
        assert!(is_received(&shorter.send(&wire), form.value("code")));
    }
    // What is allowed is kept, whatever it takes on a page.
    let form = open_form(&world).with("what_happened", &"<".repeat(65_536));
    assert!(is_received(&form.send(&wire), form.value("code")));
}

/// The answers were opened once more in another tab: what is written in the first one has an old
/// code.
#[test]
fn an_addition_whose_code_was_replaced_meanwhile_comes_back_with_its_words() {
    let world = World::start();
    let wire = wire_to(&world);
    let code = world.reporter().send("Ziņojums.");
    let (answers, fresh) = world.reporter().come_back(&code);
    let add = forms(&answers).remove(0);
    let add = add.with("what_happened", "Ilgi rakstīta ziņa.");
    let add = add.with("identity_name", "Vizbulīte Kanarija");
    let mut add = add.with("identity_contact", "vizbulite@example.org");
    let understood = ("identity_understood".to_owned(), "yes".to_owned());
    add.fields.push(understood);
    let (_, newest) = world.reporter().come_back(&fresh);
    let page = add.send_with(&wire, &[("a.bin", &[7; 300_000])]);
    is_given_back(&page, "Ilgi rakstīta ziņa.");
    says(&page, "Vizbulīte Kanarija");
    says(&page, "vizbulite@example.org");
    says(&page, "jaunāko kodu");
    says(&page, "Failus pievienojiet vēlreiz");
    let (answers, _) = world.reporter().come_back(&newest);
    let add = forms(&answers).remove(0);
    let sent = add.with("what_happened", "Ilgi rakstīta ziņa.").send(&wire);
    says(&sent, "Ziņa ir saņemta");
}

#[test]
fn an_addition_beyond_all_measure_comes_back_with_its_beginning() {
    let world = World::start();
    let wire = wire_to(&world);
    let code = world.reporter().send("Ziņojums.");
    let (answers, fresh) = world.reporter().come_back(&code);
    let long = "я".repeat(400_000);
    let page = forms(&answers).remove(0).with("what_happened", &long);
    let page = page.send(&wire);
    says(&page, "šeit ir tikai tā sākums");
    let again = forms(&page).remove(0);
    assert!(long.starts_with(again.value("what_happened")));
    assert_eq!(again.value("code"), fresh);
    let shorter = again.with("what_happened", "Īsāk.");
    says(&shorter.send(&wire), "Ziņa ir saņemta");
}

#[test]
fn a_form_that_is_too_old_comes_back_with_its_words_and_a_code_that_works() {
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some("2026-12-01"));
    let form = open_form(&world).with("what_happened", "Trīs dienas rakstīts.");
    let kept = open_form(&world).with("what_happened", "Jau saņemts.");
    assert!(is_received(
        &kept.send(&wire_to(&world)),
        kept.value("code")
    ));
    world.go_to("2026-12-05");
    let wire = wire_to(&world);
    let page = form.send_with(&wire, &[("a.txt", b"a")]);
    is_given_back(&page, "Trīs dienas rakstīts.");
    says(&page, "Failus pievienojiet vēlreiz");
    let again = forms(&page).remove(0);
    assert_ne!(again.value("code"), form.value("code"));
    says(&page, &grouped(again.value("code")));
    assert!(is_received(&again.send(&wire), again.value("code")));
    // What was received in its time is not asked for again.
    assert!(is_received(&kept.send(&wire), kept.value("code")));
}

#[test]
fn an_addition_that_is_too_old_comes_back_with_its_words() {
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some("2026-12-01"));
    let code = world.reporter().send("Ziņojums.");
    let (answers, fresh) = world.reporter().come_back(&code);
    let add = forms(&answers)
        .remove(0)
        .with("what_happened", "Ilgi rakstīta ziņa.");
    world.go_to("2026-12-05");
    let wire = wire_to(&world);
    let page = add.send(&wire);
    says(&page, "Ilgi rakstīta ziņa.");
    says(&page, &grouped(&fresh));
    says(&forms(&page).remove(0).send(&wire), "Ziņa ir saņemta");
}

#[test]
fn files_announced_beyond_all_measure_bring_the_words_back() {
    let world = World::start();
    let form = open_form(&world).with("what_happened", "Ar milzīgu failu.");
    let begun = form.parts();
    let body = wire::multipart(&begun);
    let end = format!("--{}--\r\n", wire::BOUNDARY);
    let body = &body[..body.len() - end.len()];
    let file = format!(
        "--{}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mkv\"\r\n\r\n",
        wire::BOUNDARY
    );
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x.onion\r\nContent-Type: {}\r\nContent-Length: 4000000000\r\n\r\n",
        form.action,
        Multipart::kind()
    );
    let mut line = wire_to(&world).open();
    line.send(head.as_bytes()).unwrap();
    line.send(body).unwrap();
    line.send(file.as_bytes()).unwrap();
    line.send(&[7; 100_000]).unwrap();
    let page = Answer::parse(&line.rest());
    assert_eq!(page.status, 200, "{page:?}");
    says(&page, "Ar milzīgu failu.");
    says(&page, "par lieliem");
    assert_eq!(page.hidden("code").as_deref(), Some(form.value("code")));
}

#[test]
fn names_of_files_keep_their_endings_and_an_empty_file_is_named() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Ar failiem.");
    let page = form.send_with(
        &wire,
        &[("labs.txt", b"x"), ("tukšs.txt", b""), ("z.txt", b"x")],
    );
    says(&page, "tukšs.txt");
    says(&page, "Failus pievienojiet vēlreiz");
    let long = format!("{}.pdf", "ž".repeat(127));
    assert!(is_received(
        &form.send_with(&wire, &[(&long, b"x")]),
        form.value("code")
    ));
    let (_, read) = case_of(&world);
    assert!(read.contains("žžž….pdf"), "{read}");
}

#[test]
fn a_code_with_words_around_it_opens() {
    let world = World::start();
    let code = world.reporter().send("Ziņojums.");
    let pasted = format!("Mans kods ir {}.", grouped(&code));
    assert!(world.reporter().enter(&pasted).hidden("fresh").is_some());
}

#[test]
fn a_folder_of_files_brings_the_words_back() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Visa mape.");
    for many in [300, 3_000] {
        let folder = vec![("lapa.txt", b"x".as_slice()); many];
        let page = form.send_with(&wire, &folder);
        is_given_back(&page, "Visa mape.");
        says(&page, "Izvēlieties mazāk failu");
        let again = forms(&page).remove(0);
        assert!(is_received(&again.send(&wire), form.value("code")));
    }
}

#[test]
fn files_are_asked_for_again_only_where_there_were_some() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", " ");
    let without = form.send(&wire);
    says(&without, "Uzrakstiet, kas noticis");
    assert!(!without.words().contains("Failus pievienojiet vēlreiz"));
    // However much of them is still to come when the mistake is found.
    for length in [1, 300_000, 2_000_000] {
        let files = [("a", vec![7; length]), ("b", vec![8; length])];
        let files = files.each_ref().map(|(name, bytes)| (*name, &bytes[..]));
        let page = form.clone().with("where", "Pie upes.");
        let page = page.send_with(&wire, &files);
        says(&page, "Uzrakstiet, kas noticis");
        says(&page, "Failus pievienojiet vēlreiz");
        says(&page, "Pie upes.");
    }
}

#[test]
fn a_text_of_nothing_that_can_be_seen_is_empty() {
    let world = World::start();
    let wire = wire_to(&world);
    for nothing in [
        "\u{200b}\u{200b}",
        "\u{ad}",
        "\u{2800}\u{3164}",
        "\u{feff} \u{fe0f}\u{2028}",
    ] {
        let page = open_form(&world).with("what_happened", nothing).send(&wire);
        says(&page, "Uzrakstiet, kas noticis");
    }
    let form = open_form(&world).with("what_happened", "\u{200b}!");
    assert!(is_received(&form.send(&wire), form.value("code")));
}

#[test]
fn pasted_text_arrives_as_it_was_and_is_read_without_soup() {
    let world = World::start();
    let text = "Aiz\u{ad}no\u{ad}ra\u{ad}dī\u{ad}jums\u{2028}otrā\u{b}trešā می\u{200c}خواهم 👨\u{200d}👩\u{200d}👧 \u{202a}+371 2\u{202c}";
    world.reporter().send(text);
    let (_, read) = case_of(&world);
    assert!(!read.contains("\\u{"), "{read}");
    assert!(
        read.contains(
            "│ Aiznoradījums\n│ otrā\n│ trešā می\u{200c}خواهم 👨\u{200d}👩\u{200d}👧 +371 2"
        ),
        "{read}"
    );
    let officer = &world.officers[0];
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    let out = world.folder.path().join("exported");
    crate::world::ok(&mut officer.command(&["export", &case, "--to", out.to_str().unwrap()]));
    let files = crate::world::Thief::bytes(&out);
    let (_, json) = files
        .iter()
        .find(|(path, _)| path.ends_with("report.json"))
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(json).unwrap();
    assert_eq!(find_text(&json), Some(text));
}

#[test]
fn addresses_that_only_take_forms_say_so_in_words() {
    let world = World::start();
    let wire = wire_to(&world);
    let action = open_form(&world).action;
    for path in [action.as_str(), "/open", "/add"] {
        let page = wire.get(path);
        assert_eq!(page.status, 405, "{path}");
        says(&page, "Atpakaļ");
    }
    says(&wire.get("/en/add"), "Back");
    let posted = wire.post("/rights", &[("a", "b")]);
    assert_eq!(posted.status, 405);
    says(&posted, "sākuma");
}

#[test]
fn refreshing_the_new_code_shows_the_same_and_nobody_else_sees_it() {
    let world = World::start();
    let wire = wire_to(&world);
    let code = world.reporter().send("Ziņojums.");
    let entry = || forms(&wire.get("/return")).remove(0).with("code", &code);
    let (one, other) = (entry(), entry());
    let fresh = |form: &Form| forms(&form.send(&wire)).remove(0).value("fresh").to_owned();
    assert_eq!(fresh(&one), fresh(&one));
    // Whoever glimpsed the code has a page of their own, and another new code.
    assert_ne!(fresh(&one), fresh(&other));
    assert_ne!(fresh(&one), code);
}

#[test]
fn a_code_that_opens_nothing_may_never_have_been_received() {
    let world = World::start();
    let never = open_form(&world).value("code").to_owned();
    let page = world.reporter().enter(&never);
    says(&page, "jau ir lietots");
    says(&page, "ziņojums nav saņemts");
    says(&page, "nosūtiet");
}

#[test]
fn no_link_leads_away_from_words_or_codes_in_the_same_tab() {
    let world = World::start();
    let wire = wire_to(&world);
    let form = open_form(&world).with("what_happened", "Ziņojums.");
    let code = form.value("code").to_owned();
    let empty = wire.get("/to/paraugs");
    let wrong = form.clone().with("what_happened", "").send(&wire);
    form.send(&wire);
    let fresh = world.reporter().enter(&code);
    let answers = world.reporter().open(&code, &fresh);
    for page in [empty, wrong, fresh, answers] {
        let text = page.text();
        for link in text.split("<a ").skip(1) {
            let link = link.split('>').next().unwrap();
            let stays = link.contains("href=\"#") || link.contains("target=\"_blank\"");
            assert!(stays || link.contains("class=\"exit\""), "{link}\n{page:?}");
        }
    }
    says(&wire.get("/"), "English");
}

/// What happened, wherever it stands.
fn find_text(json: &serde_json::Value) -> Option<&str> {
    match json {
        serde_json::Value::Object(fields) => fields
            .get("what_happened")
            .and_then(serde_json::Value::as_str)
            .or_else(|| fields.values().find_map(find_text)),
        serde_json::Value::Array(all) => all.iter().find_map(find_text),
        _ => None,
    }
}

#[test]
fn beside_send_stands_what_to_do_if_the_line_breaks() {
    let world = World::start();
    let reporter = world.reporter();
    let page = wire::get(&reporter.address, &reporter.path()).words();
    let (_before, beside) = page.split_once("Nosūtīt").unwrap();
    assert!(beside.contains("savienojums pārtrūkst"), "{beside}");
    assert!(beside.contains("kods būs turpat"), "{beside}");
}
