//! Several cases in one confirmation.

use std::cell::RefCell;

use super::marks::listed;
use super::open_desk;
use super::window::Window;
use crate::tools::{Town, said};
use crate::world::wire::Answer;

/// Ticks these cases in Today; the page to be confirmed, and its address.
fn choose(desk: &Window, action: &str, cases: &[&String]) -> (String, Answer) {
    let mut fields = vec![("action", action)];
    fields.extend(cases.iter().map(|case| ("case", case.as_str())));
    let chosen = desk.post("/many", &fields);
    assert_eq!(chosen.status, 303, "{}", chosen.words());
    let at = chosen.header("location").unwrap().to_owned();
    let page = desk.get(&at);
    (at, page)
}

/// Confirms, and waits until it is done.
fn confirm(desk: &Window, at: &str, fields: &[(&str, &str)]) -> String {
    let sent = desk.post(&format!("{at}/send"), fields);
    assert_eq!(sent.header("location"), Some("/"), "{}", sent.words());
    let words = RefCell::new(String::new());
    assert!(desk.waits_for("/", |page| {
        words.borrow_mut().push_str(&page.words());
        page.holds("action=\"/fetch\"")
    }));
    words.into_inner()
}

#[test]
fn several_cases_are_acknowledged_or_rejected_in_one_confirmation() {
    let codes = RefCell::new(Vec::new());
    let town = Town::with(|world| {
        for number in 0..5 {
            let code = world.reporter().send(&format!("Ziņojums Nr. {number}."));
            codes.borrow_mut().push(code.clone());
        }
        world.reporter().send("Reklāma.")
    });
    let desk = open_desk(&town);
    desk.unlock();
    let cases = listed(&desk.get("/"));
    assert_eq!(cases.len(), 6);

    // Nothing chosen says so.
    let none = desk.post("/many", &[("action", "acknowledge")]);
    assert_eq!(none.header("location"), Some("/"));
    assert!(desk.get("/").words().contains("Neviena lieta nav izvēlēta"));
    for action in ["feedback", "", "conclude"] {
        let other = desk.post("/many", &[("action", action), ("case", &cases[0])]);
        assert_eq!(other.header("location"), Some("/"), "{action}");
    }

    // A letter that somebody began for one case is not thrown away.
    let begun = format!("/case/{}/do/acknowledge", cases[3]);
    desk.post(&begun, &[("letter", "Pašas vārdi."), ("go", "keep")]);
    let (at, page) = choose(&desk, "acknowledge", &cases[..4].iter().collect::<Vec<_>>());
    let words = page.words();
    assert!(words.contains("Apstiprināt saņemšanu: 3"), "{words}");
    assert!(words.contains("Šajās lietās to nedarīs: 1"), "{words}");
    assert!(
        words.contains("Vēstule šai lietai jau ir iesākta"),
        "{words}"
    );
    assert!(words.contains("Paldies, ka ziņojāt"), "{words}");
    let told = confirm(&desk, &at, &[]);
    assert!(
        told.contains("Izdarīts: Apstiprināt saņemšanu: 3"),
        "{told}"
    );

    // What can't be done there now is not, and says why.
    let (_, page) = choose(&desk, "close", &[&cases[0], &cases[1]]);
    let words = page.words();
    assert!(words.contains("Nevienā no izvēlētajām"), "{words}");
    assert!(!page.holds("/send\""), "{words}");

    let (at, page) = choose(&desk, "reject", &[&cases[0], &cases[4], &cases[5]]);
    assert!(
        page.words().contains("tas nav ziņojums: 2"),
        "{}",
        page.words()
    );
    let unsaid = desk.post(&format!("{at}/send"), &[("reason", "")]);
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.words().contains("Izvēlieties vienu no saraksta"));
    let told = confirm(&desk, &at, &[("reason", "spam")]);
    assert!(told.contains("tas nav ziņojums: 2"), "{told}");

    let count = |fact: &str| town.facts().iter().filter(|one| *one == fact).count();
    assert_eq!((count("acknowledged"), count("rejected")), (3, 2));
    let answered = codes
        .borrow()
        .iter()
        .filter(|code| {
            let (answers, _) = town.world.reporter().come_back(code);
            answers.words().contains("Paldies, ka ziņojāt")
        })
        .count();
    assert!(
        (2..=3).contains(&answered),
        "{answered}: the advertisement may be one of them"
    );
    // The same confirmation again does nothing.
    confirm(&desk, &at, &[("reason", "spam")]);
    assert_eq!(count("rejected"), 2);
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));

    // Locked, the choice is forgotten.
    desk.post("/lock", &[]);
    assert_eq!(desk.get(&at).header("location"), Some("/"));
}
