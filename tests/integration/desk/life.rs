//! A case from arrival to close, at the desk alone.

use super::open_desk;
use super::window::Window;
use crate::tools::{Town, said};
use crate::world::wire::Multipart;
use crate::world::{World, ok, typed};

#[test]
fn a_case_goes_from_arrival_to_close_at_the_desk_and_the_ledger_is_clean() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    desk.fetch();
    let case = town.case();
    let today = desk.get("/").words();
    assert!(today.contains("Jaunas 1"), "{today}");
    assert!(today.contains("Pazuda sliedes."), "{today}");
    assert!(today.contains("apstiprināt saņemšanu"), "{today}");
    let page = desk.get(&format!("/case/{case}"));
    assert!(
        page.words().contains("Apstiprināt saņemšanu"),
        "{}",
        page.words()
    );

    let page = desk.act(&case, "acknowledge", &[]);
    assert!(page.words().contains("Izdarīts: Apstiprināt saņemšanu"));
    let (answers, _) = town.world.reporter().come_back(&town.code);
    assert!(
        answers.words().contains("Paldies, ka ziņojāt"),
        "{}",
        answers.words()
    );
    for (action, fields, state) in [
        ("tip", &[][..], "Pieņemts izskatīšanai"),
        ("examine", &[], "Tiek izskatīts"),
        ("feedback", &[], "Sniegta atgriezeniskā saite"),
        (
            "conclude",
            &[
                ("reason", "confirmed"),
                ("proceedings-criminal", "opened"),
                ("effect-improvement", "yes"),
                ("damage", "1 200"),
            ],
            "Izskatīšana pabeigta",
        ),
        ("close", &[], "Lieta slēgta"),
    ] {
        let page = desk.act(&case, action, fields);
        assert!(page.words().contains(state), "{action}: {}", page.words());
    }
    assert_eq!(
        town.facts(),
        [
            "roster",
            "received",
            "opened",
            "acknowledged",
            "assessed",
            "notified",
            "under_review",
            "feedback",
            "concluded",
            "closed"
        ]
    );
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let finished = desk.get("/?group=finished").words();
    assert!(finished.contains("Pabeigtas 1"), "{finished}");
    assert!(desk.get("/").words().contains("Nekas nav jādara"));
}

#[test]
fn what_a_court_decided_after_a_case_is_said_at_the_desk_and_counts() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let at = format!("/case/{case}/do/proceedings-ended");
    let early = desk.get(&format!("/case/{case}")).words();
    let why = "Ierakstīt, kā beidzies process – Vispirms jāpabeidz izskatīšana.";
    assert!(early.contains(why));
    let outcome = [
        ("reason", "confirmed"),
        ("proceedings-criminal", "pending"),
        ("proceedings-disciplinary", "opened"),
    ];
    for (action, fields) in [
        ("tip", &[][..]),
        ("examine", &[]),
        ("conclude", &outcome),
        ("close", &[]),
    ] {
        desk.act(&case, action, fields);
    }

    let form = desk.get(&at);
    assert!(form.words().contains("Procesi, kas beigušies"));
    assert!(!form.text().contains("value=\"pending\""));
    assert!(!form.text().contains("<textarea"));
    let empty = desk.post(&at, &[("go", "preview")]);
    assert_eq!(empty.status, 422);
    let words = empty.words();
    assert!(words.contains("Izvēlieties, kā beidzies vismaz viens process"));
    let ended = [
        ("proceedings-criminal", "closed_sanction"),
        ("proceedings-disciplinary", "closed_no_sanction"),
    ];
    let page = desk.act(&case, "proceedings-ended", &ended).words();
    assert!(page.contains("Lieta slēgta"));
    assert_eq!(page.matches("Process beidzies: ").count(), 2);
    let help = desk.get("/help/proceedings-ended").words();
    assert!(help.contains("27. panta 2. punkts"));
    let facts = town.facts();
    let last = facts.iter().rev().take(3).collect::<Vec<_>>();
    assert_eq!(last, ["proceedings_ended", "proceedings_ended", "closed"]);
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn a_case_whose_deadline_has_passed_is_marked_late_and_one_that_has_time_is_not() {
    let mark = "<li class=\"late\">";
    let looked_at = |days| {
        let town = Town::of_days_ago(days, |world| world.reporter().send("Pazuda sliedes."));
        let desk = open_desk(&town);
        desk.unlock();
        let case = desk.get(&format!("/case/{}", town.case()));
        (desk.get("/"), case)
    };
    // The acknowledgement was due after seven days, or on the working day after them.
    let (today, case) = looked_at(20);
    assert_eq!(today.text().matches(mark).count(), 1);
    assert!(today.words().contains("Nokavētas 1"));
    assert!(today.words().contains("kavējas"));
    assert!(case.text().contains(mark));
    let (today, case) = looked_at(1);
    for page in [&today, &case] {
        assert!(!page.text().contains(mark));
        assert!(!page.words().contains("kavējas"));
    }
    assert!(!today.words().contains("Nokavētas 1"));
}

#[test]
fn what_stands_in_brackets_or_was_not_chosen_is_not_sent() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let at = format!("/case/{case}/do/not-recognise");
    let fields = [
        ("letter", "Iemesls: {reason} [ko darīs]"),
        ("go", "preview"),
    ];
    let refused = desk.post(&at, &fields);
    assert_eq!(refused.status, 422);
    let words = refused.words();
    assert!(words.contains("Izvēlieties vienu no saraksta"), "{words}");
    let fields = [
        ("letter", "Iemesls: {reason} [ko darīs]"),
        ("reason", "no_breach"),
        ("go", "preview"),
    ];
    let refused = desk.post(&at, &fields);
    assert_eq!(refused.status, 422);
    let words = refused.words();
    assert!(
        words.contains("Vēstulē vēl jāaizpilda: [ko darīs]"),
        "{words}"
    );
    assert!(
        words.contains("Ziņojumā nav norādīts uz pārkāpumu."),
        "{words}"
    );
    // What is not fit to be previewed can't be confirmed either.
    let sent = desk.post(&format!("{at}/send"), &[]);
    assert_eq!(sent.header("location"), Some(at.as_str()));
    assert!(!town.facts().contains(&"assessed".to_owned()));
}

#[test]
fn what_the_life_cycle_forbids_is_not_offered_and_says_why() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let page = desk.get(&format!("/case/{}", town.case()));
    let words = page.words();
    let why = "atzīt var tikai zināma cilvēka ziņojumu";
    assert!(words.contains(why), "{words}");
    assert!(!page.holds("/do/recognise\""), "{words}");
    assert!(!page.holds("/do/close\""), "{words}");
}

#[test]
fn an_addition_is_unread_until_its_case_is_seen() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    desk.get(&format!("/case/{case}"));
    let (page, fresh) = town.world.reporter().come_back(&town.code);
    let token = page.hidden("token").unwrap();
    let form = crate::world::wire::Multipart::new()
        .field("code", &fresh)
        .field("token", &token)
        .field("what_happened", "Vēl kas: arī gulšņi.")
        .end();
    let kind = crate::world::wire::Multipart::kind();
    let added = crate::world::wire::post_body(&town.world.intake.reporters, "/add", &kind, &form);
    assert_eq!(added.unwrap().status, 200);
    desk.fetch();
    let today = desk.get("/").words();
    assert!(today.contains("Nelasīti papildinājumi 1"), "{today}");
    let seen = desk.get(&format!("/case/{case}")).words();
    assert!(seen.contains("arī gulšņi"), "{seen}");
    let today = desk.get("/").words();
    assert!(!today.contains("Nelasīti papildinājumi"), "{today}");
    let found = desk.search("gulšņi").words();
    assert!(found.contains(&case), "{found}");
    let none = desk.search("vilciens").words();
    assert!(none.contains("Nekas nav atrasts"), "{none}");
}

#[test]
fn e13_the_docket_holds_references_and_days_and_not_a_word_of_a_report() {
    let town = Town::with(|world| world.reporter().send("=cmd|' /C calc'!A0 Pazuda sliedes."));
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let table = desk.get("/docket.csv");
    assert_eq!(
        table.header("content-type"),
        Some("application/octet-stream")
    );
    let source = table.source();
    let lines: Vec<&str> = source.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\"lieta\",\"numurs\",\"saņemta\",\"stāvoklis\",\"darāmais\",\"termiņš\",\"dienas\",\"birkas\""
    );
    assert!(lines[1].starts_with(&format!("\"{case}\",\"")), "{source}");
    assert!(
        !source.contains("sliedes") && !source.contains("calc"),
        "{source}"
    );
    let calendar = desk.get("/deadlines.ics").source();
    assert!(calendar.contains("SUMMARY:1 termiņš\r\n"), "{calendar}");
    assert!(!calendar.contains(&case), "{calendar}");
    desk.post("/lock", &[]);
    assert_eq!(desk.get("/docket.csv").status, 303);
}

#[test]
fn a_first_start_makes_keys_takes_an_invitation_and_fetches() {
    let world = World::with_officers(&[("Anna Bērziņa", true)]);
    world.reporter().send("Pazuda sliedes.");
    let home = world.folder.path().join("new-computer");
    let desk = Window::open(&home);
    desk.enter();
    let first = desk.get("/");
    assert!(first.holds("action=\"/keys\""), "{}", first.words());
    let good = "četri vārdi kopā šeit";
    let named = |name: &str, passphrase: &str, again: &str| {
        let fields = [("name", name), ("passphrase", passphrase), ("again", again)];
        desk.post("/keys", &fields)
    };
    for refused in [
        named("", good, good),
        named("Jānis Ozols", "īsa", "īsa"),
        named("Jānis Ozols", "password123456", "password123456"),
        named("Jānis Ozols", good, "cita parole pavisam cita"),
    ] {
        assert_eq!(refused.status, 422, "{}", refused.words());
        assert!(!refused.holds(good));
    }
    let sheet = desk.get("/recovery");
    assert_eq!(sheet.status, 303, "not before it is unlocked");
    let made = named("Jānis Ozols", good, good);
    assert_eq!(made.header("location"), Some("/block"), "{}", made.words());
    // The passphrase was typed just now: nobody asks for it again.
    let block = desk.get("/block");
    assert!(block.words().contains("[[officer]]"), "{}", block.words());
    assert!(block.words().contains("Parole ir "), "{}", block.words());
    let entry = desk.get("/block/roster").source();
    assert!(entry.contains("name = \"Jānis Ozols\"") && entry.contains("custodian = false"));
    assert!(
        desk.get("/block/roster?custodian=yes")
            .source()
            .contains("custodian = true")
    );
    let door = desk.get("/block/door").source();
    assert!(
        door.starts_with("descriptor:x25519:") && door.len() == 71,
        "{door}"
    );
    let help = desk.get("/help/acknowledge").words();
    assert!(help.contains("septiņu dienu laikā"), "{help}");
    assert_eq!(desk.get("/help/dance").status, 404);
    assert!(desk.waits_for("/", |page| page.holds("href=\"/setup\"")));
    let sheet = desk.get("/recovery");
    for said in ["Jānis Ozols", "key.age", "svilpe officer restore"] {
        assert!(sheet.words().contains(said), "{}", sheet.words());
    }

    assert!(!sheet.holds(good) && !sheet.holds("SECRET-KEY"));
    let bad = desk.post("/setup", &[("invitation", "server = 1")]);
    assert_eq!(bad.status, 422, "{}", bad.words());
    let invitation = world.intake.invitation("paraugs", None);
    // The world's server takes any free port.
    let invitation = invitation.replace("127.0.0.1:0", &world.intake.officers);
    let token = desk.token();
    let file = Multipart::new()
        .field("csrf_token", &token)
        .file("file", "uzaicinājums.toml", "", invitation.as_bytes())
        .end();
    let kept = desk.post_parts("/setup", &file);
    assert_eq!(kept.header("location"), Some("/"), "{}", kept.words());
    // Nobody has signed these keys yet: the server says no more than that.
    assert!(desk.waits_for("/", |page| page.words().contains("šai atslēgai neatbild")));
}

#[test]
fn one_command_sends_a_letter_and_records_its_step() {
    let town = Town::new();
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    let case = town.case();
    let letter = town.world.folder.path().join("letter");
    std::fs::write(&letter, "Vai Jums ir līguma numurs?").unwrap();
    let letter = letter.to_str().unwrap();
    let reply = |step: &[&str]| {
        let all: Vec<&str> = ["reply", &case, "--file", letter]
            .iter()
            .chain(step)
            .copied()
            .collect();
        town.anna().run(&all)
    };
    let unread = reply(&["--step", "ask"]);
    assert!(unread.status.success(), "{}", said(&unread));
    assert_eq!(
        town.facts(),
        [
            "roster",
            "received",
            "opened",
            "acknowledged",
            "info_requested"
        ]
    );
    let (answers, _) = town.world.reporter().come_back(&town.code);
    assert!(answers.words().contains("līguma numurs"));
    let unknown = reply(&["--step", "dance"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("acknowledge"), "{}", said(&unknown));
    let early = reply(&["--step", "close"]);
    assert_eq!(early.status.code(), Some(1), "{}", said(&early));
    assert!(!answers.words().contains("slēgta"));
}
