//! What an officer calls the cases, and who has to do something in them.

use super::open_desk;
use super::window::Window;
use crate::tools::{Town, said};
use crate::world::{Thief, ok};

/// References of the cases, in the order in which a page lists them.
pub fn listed(page: &crate::world::wire::Answer) -> Vec<String> {
    let source = page.source();
    let links = source.split("href=\"/case/").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

#[test]
fn a_docket_number_and_labels_are_shown_searched_sorted_and_sealed() {
    let town = Town::with(|world| {
        world.reporter().send("Pazuda gulšņi.");
        world.reporter().send("Pazuda sliedes.")
    });
    let mut desk = open_desk(&town);
    desk.unlock();
    let cases = listed(&desk.get("/"));
    let [first, second] = &cases[..] else {
        panic!("{cases:?}")
    };
    let note = |case: &str, docket: &str, labels: &str| {
        let fields = [("docket", docket), ("labels", labels)];
        let noted = desk.post(&format!("/case/{case}/marks"), &fields);
        assert_eq!(
            noted.header("location"),
            Some(format!("/case/{case}").as_str())
        );
        desk.get(&format!("/case/{case}")).words()
    };
    let page = note(first, "1-15/10", "steidzami, #būvvalde");
    assert!(page.contains("Atzīmes ir saglabātas"), "{page}");
    assert!(page.contains("Nr. 1-15/10"), "{page}");
    note(second, "1-15/9", "");

    // A refusal says why, and changes nothing.
    let long = "ā".repeat(41);
    let page = note(first, &long, "");
    assert!(page.contains("garāks par 40 zīmēm"), "{page}");
    assert!(page.contains("Nr. 1-15/10"), "{page}");

    let today = desk.get("/").words();
    assert!(
        today.contains("1-15/10") && today.contains("#būvvalde"),
        "{today}"
    );
    for (words, found) in [
        ("1-15/10", &[first][..]),
        ("#steidzami", &[first]),
        ("#STEIDZAMI 1-15/10", &[first]),
        ("#steidz", &[]),
        ("1-15", &[first, second]),
    ] {
        let mut there = listed(&desk.search(words));
        let mut found: Vec<String> = found.iter().map(|case| (*case).clone()).collect();
        there.sort();
        found.sort();
        assert_eq!(there, found, "{words}");
    }
    let sorted = listed(&desk.get("/?sort=docket"));
    assert_eq!(sorted, [second.clone(), first.clone()], "9 before 10");
    let table = desk.get("/docket.csv").source();
    assert!(
        table.contains(&format!("\"{first}\",\"1-15/10\",\"")),
        "{table}"
    );
    assert!(table.contains(",\"steidzami būvvalde\"\r\n"), "{table}");
    note(second, "=1+1", "");
    assert!(desk.get("/docket.csv").source().contains("\"'=1+1\""));
    let list = ok(&mut town.anna().command(&["list"]));
    assert!(
        said(&list).contains("1-15/10  #steidzami  #būvvalde"),
        "{}",
        said(&list)
    );

    let home = &town.anna().home;
    for words in ["1-15/10", "būvvalde"] {
        assert_eq!(Thief::finds(home, words), None, "{words}");
    }
    // They are there after the end, in each backup, and not written over when they are damaged.
    desk.stop();
    let desk = Window::open(home);
    desk.unlock();
    assert!(
        desk.get(&format!("/case/{first}"))
            .words()
            .contains("Nr. 1-15/10")
    );
    let book = home.join("case-book");
    let mut bytes = std::fs::read(&book).unwrap();
    bytes[30] ^= 1;
    std::fs::write(&book, &bytes).unwrap();
    desk.post("/language", &[]);
    desk.post("/language", &[]);
    let fields = [("docket", "7"), ("labels", "")];
    desk.post(&format!("/case/{first}/marks"), &fields);
    let page = desk.get(&format!("/case/{first}")).words();
    assert!(page.contains("neatveras ar Jūsu atslēgu"), "{page}");
    assert!(desk.get("/").words().contains("fails case-book ir bojāts"));
    assert_eq!(std::fs::read(&book).unwrap(), bytes);
}

#[test]
fn a_case_in_which_a_colleague_did_the_last_step_waits_for_the_colleague() {
    let town = Town::new();
    let janis = &town.world.officers[1];
    janis.sync(&town.world);
    let case = town.case();
    let letter = town.world.folder.path().join("letter");
    std::fs::write(&letter, "Labdien!").unwrap();
    for step in ["tip", "examine"] {
        let reply = [
            "reply",
            &case,
            "--step",
            step,
            "--file",
            letter.to_str().unwrap(),
        ];
        ok(&mut janis.command(&reply));
    }
    let desk = open_desk(&town);
    desk.unlock();
    desk.fetch();
    let today = desk.get("/").words();
    assert!(today.contains("Nelasīti papildinājumi 1"), "{today}");
    desk.get(&format!("/case/{case}"));
    let today = desk.get("/").words();
    assert!(today.contains("Gaida kolēģi 1"), "{today}");
    let group = desk.get("/?group=awaits-colleague");
    assert_eq!(listed(&group), [case]);

    // To the colleague it is their own.
    let desk = Window::open(&janis.home);
    desk.unlock();
    let today = desk.get("/").words();
    assert!(
        today.contains("Tiek risinātas 1") && !today.contains("Gaida kolēģi"),
        "{today}"
    );
}
