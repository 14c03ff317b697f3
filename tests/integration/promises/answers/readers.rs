//! Who can read an answer, and whom its officer is known to be.

use svilpe::report::mailbox::{CannotOpenReply, SealedReply};
use svilpe::rules::roster::{Institution as Slug, RosterHistory};

use super::{Insider, add, only_case, reply, said};
use crate::world::tool::Tool;
use crate::world::{Institution, Officer, Reporter, World, is_received, roster_text, today};

#[test]
fn p5_an_answer_stays_readable_when_its_officer_leaves_or_gets_a_new_key() {
    let mut world = World::start();
    let tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    for (officer, text) in [(0, "Jautā Anna."), (1, "Raksta Jānis.")] {
        let officer = &world.officers[officer];
        officer.sync(&world);
        let sent = reply(officer, &only_case(officer), text, &["--anyway"]);
        assert!(sent.status.success(), "{}", said(&sent));
    }
    // Tomorrow Jānis has left, and Anna has a new key.
    let again = Officer::keygen(&world.folder.path().join("officer-2"), "Anna Bērziņa", true);
    let keys = world.folder.path().join("keys");
    let secret = world.folder.path().join("paraugs");
    // Nobody who stays opens what came before, and the institution signs that it knows.
    let roster = roster_text("paraugs", 2, &again.block);
    let roster = roster.replace("kind =", "drops_last_holder_of = 1\nkind =");
    Institution::sign_text("paraugs", &secret, &keys, &roster);
    world.go_to(&today().plus_days(1).to_string());
    let server = crate::world::typed(&world.intake.officers);
    let gone = world.officers[1]
        .syncing(&world, &["--server", &server])
        .output();
    assert_eq!(
        gone.unwrap().status.code(),
        Some(1),
        "Jānis is an officer still"
    );

    let tool = Tool {
        folder: tool.folder,
        place: Tool::of(&world).place,
    };
    for shown in [tool.come_back(), page_of(&world, &tool.code())] {
        for words in [
            "Jautā Anna.",
            "Anna Bērziņa",
            "Raksta Jānis.",
            "Jānis Ozols",
        ] {
            assert!(shown.contains(words), "no {words} in {shown}");
        }
        assert!(!shown.contains("nevarējām pārbaudīt"), "{shown}");
        assert!(!shown.contains("could not check"), "{shown}");
        assert!(!shown.contains("Atbildes vēl nav"), "{shown}");
    }
}

/// What the reporters' page says to whoever has this code.
fn page_of(world: &World, code: &str) -> String {
    world.reporter().come_back(code).0.words()
}

#[test]
fn p5_an_answer_of_unknown_hand_is_shown_as_such_and_never_as_no_answer() {
    let insider = Insider::new();
    let world = World::with(
        &[("Anna Bērziņa", true)],
        &insider.block("Ilze Kalna"),
        &[],
        None,
    );
    let tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    let mailbox = insider.mailbox(&world);
    // Ilze signs in Anna's name.
    let forged = insider.seal(&mailbox, "Anna Bērziņa", "Nāciet rīt uz parku.");
    assert_eq!(insider.post(&world, &mailbox, "", &forged).status, 204);
    let damaged = SealedReply::parse(b"age-encryption.org/v1\n".to_vec()).unwrap();
    assert_eq!(insider.post(&world, &mailbox, "", &damaged).status, 204);

    let by_tool = tool.come_back();
    assert!(
        by_tool.contains("could not check who wrote this"),
        "{by_tool}"
    );
    assert!(by_tool.contains("1 answer can't be opened"), "{by_tool}");
    let page = page_of(&world, &tool.code());
    assert!(
        page.contains("Mēs nevarējām pārbaudīt, kas to rakstīja"),
        "{page}"
    );
    assert!(page.contains("1 atbildi nevar atvērt"), "{page}");
    // Below the answers stands who reads what is added; and that is everybody.
    let (answers, below) = page.split_once("Jūsu kods").unwrap();
    assert!(below.contains("Anna Bērziņa, Ilze Kalna"), "{below}");
    for shown in [by_tool.as_str(), answers] {
        assert!(shown.contains("Nāciet rīt uz parku."), "{shown}");
        assert!(!shown.contains("Anna Bērziņa"), "{shown}");
        assert!(!shown.contains("Atbildes vēl nav"), "{shown}");
        assert!(!shown.contains("No answer yet"), "{shown}");
    }
}

#[test]
fn p3_no_answer_is_sealed_to_an_officer_whom_the_reporter_left_out() {
    let (ilze, karlis) = (Insider::new(), Insider::new());
    let blocks = ilze.block("Ilze Kalna") + "\n" + &karlis.block("Kārlis Liepa");
    let world = World::with(&[("Anna Bērziņa", true)], &blocks, &[], None);
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Kārlis ņem kukuļus.");
    let body = body.field("leave_out", &reporter.leave_out(2)).end();
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = only_case(anna);
    let sent = reply(anna, &case, "Kārlis to neredzēs.", &[]);
    assert!(sent.status.success(), "{}", said(&sent));

    let mailbox = ilze.mailbox(&world);
    let path = format!("/v1/mailboxes/{}/replies", mailbox.id.to_hex());
    // Even if somebody tells Kārlis of the mailbox.
    let told = world.signer(&karlis.signing).json(&path);
    let sealed = told["replies"][0].as_str().unwrap();
    let sealed = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, sealed).unwrap();
    let sealed = SealedReply::parse(sealed).unwrap();
    let open = |who: &Insider| {
        let paraugs = Slug::parse("paraugs").unwrap();
        let opened = sealed.open(
            &who.opening,
            &paraugs,
            mailbox.id,
            &RosterHistory::default(),
        );
        opened.map(|reply| reply.text().expose().to_owned())
    };
    assert_eq!(open(&ilze).unwrap(), "Kārlis to neredzēs.");
    assert_eq!(
        open(&karlis).unwrap_err(),
        CannotOpenReply::NotForThisMailbox
    );
    let header = String::from_utf8_lossy(sealed.as_bytes()).into_owned();
    assert_eq!(
        header.matches("-> mlkem768x25519 ").count(),
        4,
        "a decoy stands for Kārlis"
    );
}

#[test]
fn p7_an_addition_that_nobody_read_is_not_accounted_for() {
    let yesterday = today().plus_days(-1).to_string();
    let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
    let mut world = World::with(&people, "", &[], Some(&yesterday));
    let code = world.reporter().send("Pazuda sliedes.");
    let (page, fresh) = world.reporter().come_back(&code);
    add(&world, &page, &fresh, "Un arī gulšņi.");
    world.go_to(&today().to_string());
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = only_case(anna);
    let recorded = anna.run(&["record", &case, "opened"]);
    assert!(recorded.status.success(), "{}", said(&recorded));
    let refused = reply(anna, &case, "Paldies.", &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    let answered = reply(anna, &case, "Paldies.", &["--anyway"]);
    assert!(answered.status.success(), "{}", said(&answered));
    let synced = anna.sync(&world);
    assert!(
        synced.contains("NEW") && synced.contains("additions 1"),
        "{synced}"
    );
    assert!(said(&anna.run(&["list"])).contains("NEW: additions 1"));
    assert_eq!(anna.cases()[0]["new_additions"], 1);
    assert!(
        !facts(anna).contains(&"linked".to_owned()),
        "{:?}",
        facts(anna)
    );

    assert!(anna.read(&case).contains("Un arī gulšņi."));
    assert!(!said(&anna.run(&["list"])).contains("NEW"));
    anna.sync(&world);
    anna.sync(&world);
    assert!(
        facts(anna).contains(&"linked".to_owned()),
        "{:?}",
        facts(anna)
    );
}

/// What the officer's copy of the ledger says happened.
fn facts(officer: &Officer) -> Vec<String> {
    let kept = std::fs::read_to_string(officer.home.join("entries")).unwrap();
    let fact = |line: &str| {
        let (_, json) = line.split_once(' ').unwrap();
        let entry: serde_json::Value = serde_json::from_str(json).unwrap();
        entry["fact"].as_str().unwrap().to_owned()
    };
    kept.lines().map(fact).collect()
}
