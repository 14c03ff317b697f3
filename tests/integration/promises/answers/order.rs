//! Answers in their order, on both sides.

use super::{Insider, add, only_case, reply, said};
use crate::world::World;
use crate::world::tool::Tool;

#[test]
fn p5_answers_come_in_the_order_in_which_they_were_written() {
    let world = World::start();
    let tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    let (anna, janis) = (&world.officers[0], &world.officers[1]);
    anna.sync(&world);
    janis.sync(&world);
    let case = only_case(anna);
    let words = ["Pirmā.", "Otrā.", "Trešā.", "Ceturtā.", "Piektā.", "Sestā."];
    for (n, text) in words.iter().enumerate() {
        let officer = if n % 2 == 0 { anna } else { janis };
        officer.sync(&world);
        officer.read(&case);
        let sent = reply(officer, &case, text, &[]);
        assert!(sent.status.success(), "{}", said(&sent));
    }
    let (page, _) = world.reporter().come_back(&tool.code());
    let newest_first = places(&page.words(), words);
    assert!(
        newest_first.is_sorted_by(|one, next| one > next),
        "{newest_first:?}"
    );
    // Both officers, too, and whoever gets the case on paper.
    for officer in [anna, janis] {
        officer.sync(&world);
        assert!(places(&officer.read(&case), words).is_sorted());
    }
    let to = world.folder.path().join("out");
    let exported = anna.run(&["export", &case, "--to", &to.to_string_lossy()]);
    assert!(exported.status.success(), "{}", said(&exported));
    let text = std::fs::read_to_string(to.join(&case).join("report.txt")).unwrap();
    assert!(places(&text, words).is_sorted());
    let json = std::fs::read(to.join(&case).join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let told: Vec<_> = json["replies"].as_array().unwrap().iter().collect();
    let told: Vec<_> = told
        .iter()
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    assert_eq!(told, words);
}

/// Which answer came before which message: the reporter sees it, too, though nobody but officers
/// has the messages' words.
#[test]
fn the_reporter_sees_which_message_an_answer_follows() {
    let world = World::start();
    let tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    let anna = &world.officers[0];
    let answer = |text: &str| {
        anna.sync(&world);
        let case = only_case(anna);
        anna.read(&case);
        let sent = reply(anna, &case, text, &[]);
        assert!(sent.status.success(), "{}", said(&sent));
    };
    answer("Vai ir dokumenti?");
    let plain = tool.come_back();
    assert!(plain.contains("Vai ir dokumenti?"), "{plain}");
    assert!(!plain.contains("Your message"), "{plain}");
    for text in ["Ir.", "Bija arī otri."] {
        let message = tool.file("m", text);
        crate::world::ok(&mut tool.with_code(&["add", "--message", &message]));
    }
    answer("Paldies.");
    let message = tool.file("m", "Un trešie.");
    crate::world::ok(&mut tool.with_code(&["add", "--message", &message]));

    let shown = tool.come_back();
    let in_order = [
        "Your report",
        "Answer to your report",
        "Vai ir dokumenti?",
        "Your messages no.\u{a0}1 to 2",
        "Answer to your message no.\u{a0}2",
        "Paldies.",
        "Your message no.\u{a0}3",
    ];
    assert!(places(&shown, in_order).is_sorted(), "{shown}");
    let (page, _) = world.reporter().come_back(&tool.code());
    // The newest first.
    let in_order = [
        "Jūsu ziņa Nr. 3",
        "Atbilde uz Jūsu ziņu Nr. 2",
        "Paldies.",
        "Jūsu ziņas Nr. 1–2",
        "Atbilde uz Jūsu ziņojumu",
        "Vai ir dokumenti?",
        "Jūsu ziņojums",
    ];
    let words = page.words();
    let words = words.split("Ko Jums atbildēja").nth(1).unwrap();
    assert!(places(words, in_order).is_sorted(), "{words}");
}

#[test]
fn an_officer_sees_what_a_colleague_answered_before_answering_beside_it() {
    let world = World::start();
    let code = world.reporter().send("Pazuda sliedes.");
    let (anna, janis) = (&world.officers[0], &world.officers[1]);
    anna.sync(&world);
    janis.sync(&world);
    let case = only_case(anna);
    // Both prepare an answer; Anna is first.
    let first = reply(anna, &case, "Kur tās bija?", &[]);
    assert!(first.status.success(), "{}", said(&first));
    let second = reply(janis, &case, "Kad tās pazuda?", &[]);
    assert_eq!(second.status.code(), Some(1), "{}", said(&second));
    assert!(said(&second).contains("--anyway"), "{}", said(&second));
    assert!(!page_words(&world, &code).0.contains("Kad tās pazuda?"));

    let listed = said(&janis.run(&["list"]));
    assert!(listed.contains("NEW: colleagues' replies 1"), "{listed}");
    let read = janis.read(&case);
    assert!(
        read.contains("by Anna Bērziņa") && read.contains("Kur tās bija?"),
        "{read}"
    );
    assert!(!said(&janis.run(&["list"])).contains("NEW"));
    let second = reply(janis, &case, "Kad tās pazuda?", &[]);
    assert!(second.status.success(), "{}", said(&second));
    let synced = anna.sync(&world);
    assert!(synced.contains("colleagues' replies 1"), "{synced}");
    let third = reply(anna, &case, "Un kas tur bija?", &["--anyway"]);
    assert!(third.status.success(), "{}", said(&third));
    let read = anna.read(&case);
    let words = ["Kur tās bija?", "Kad tās pazuda?", "Un kas tur bija?"];
    assert!(places(&read, words).is_sorted(), "{read}");
}

/// The page with the answers, and the code that opens it next.
fn page_words(world: &World, code: &str) -> (String, String) {
    let (page, fresh) = world.reporter().come_back(code);
    (page.words(), fresh)
}

#[test]
fn no_answer_is_sent_past_an_addition_that_was_not_fetched() {
    let world = World::start();
    let code = world.reporter().send("Pazuda sliedes.");
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = only_case(anna);
    let (page, fresh) = world.reporter().come_back(&code);
    add(&world, &page, &fresh, "Tās ir atrastas.");
    let refused = reply(anna, &case, "Meklējam.", &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("sync"), "{}", said(&refused));
    anna.sync(&world);
    let refused = reply(anna, &case, "Meklējam.", &[]);
    assert_eq!(refused.status.code(), Some(1), "fetched, not read");
    assert!(anna.read(&case).contains("Tās ir atrastas."));
    let sent = reply(anna, &case, "Paldies.", &[]);
    assert!(sent.status.success(), "{}", said(&sent));
    let read = anna.read(&case);
    let both = ["Pazuda sliedes.", "Tās ir atrastas.", "Paldies."];
    assert!(places(&read, both).is_sorted(), "{read}");
}

#[test]
fn of_two_answers_at_one_moment_the_intake_keeps_the_one_that_knows_of_the_other() {
    let insider = Insider::new();
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, &insider.block("Ilze Kalna"), &[], None);
    world.reporter().send("Pazuda sliedes.");
    let mailbox = insider.mailbox(&world);
    let [one, other] = ["Viens.", "Divi."].map(|text| insider.seal(&mailbox, "Ilze Kalna", text));
    let post = |query, reply| insider.post(&world, &mailbox, query, reply);
    assert_eq!(post("?known=0", &one).status, 204);
    let refused = post("?known=0", &other);
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("others-came"), "{}", refused.text());
    assert_eq!(
        post("?known=0", &one).status,
        204,
        "the same again is kept already"
    );
    assert_eq!(post("?known=1", &other).status, 204);
}

/// Where each of these stands in the text; all of them do.
fn places<const N: usize>(text: &str, words: [&str; N]) -> [usize; N] {
    words.map(|word| {
        text.find(word)
            .unwrap_or_else(|| panic!("no {word} in {text}"))
    })
}
