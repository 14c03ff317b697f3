//! P5 against who once saw a code.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

use svilpe::report::mailbox::{MailboxSecret, WrappedMailbox};
use svilpe::report::receipt::Claim;
use svilpe::report::upload_protocol::{Delivery, DeliveryKind};

use super::glimpser::{Glimpser, Loot, Seen};
use crate::attacks::page;
use crate::world::flood::Noise;
use crate::world::tool::Tool;
use crate::world::wire::{self, Answer, Multipart, Wire};
use crate::world::{Officer, Reporter, World, grouped, is_opened, is_received, ok};

/// The one case, at the first officer's.
fn reference(officer: &Officer, world: &World) -> String {
    officer.sync(world);
    let cases = officer.cases();
    assert_eq!(cases.len(), 1, "{cases:?}");
    cases[0]["case"].as_str().unwrap().to_owned()
}

/// Adds something on the page of the answers.
fn add(reporter: &Reporter, code: &str, token: &str, text: &str) -> Answer {
    let body = Multipart::new()
        .field("code", code)
        .field("token", token)
        .field("what_happened", text)
        .end();
    wire::post_body(&reporter.address, "/add", &Multipart::kind(), &body).unwrap()
}

/// Does this code open anything, on the pages or for a tool? Looking may move it.
fn opens(world: &World, code: &str, to: &Seen) -> bool {
    let (reporter, glimpser) = (world.reporter(), Glimpser::of(world));
    let seen = glimpser.see(code);
    let page = reporter.enter(code).hidden("fresh").is_some();
    page || Loot::open(&glimpser.visit(&seen, to), &seen).is_some()
}

/// Both codes of a move that was finished, found on one paper, hand nothing out a second time.
fn assert_crossed_out(glimpser: &Glimpser, old: &str, fresh: &str) {
    let (from, to) = (glimpser.see(old), glimpser.see(fresh));
    let record = glimpser.visit(&from, &to);
    assert!(Loot::open(&record, &from).is_none() && Loot::open(&record, &to).is_none());
}

#[test]
fn p5_a_replaced_code_opens_nothing_through_no_listener() {
    let mut world = World::start();
    let reporter = world.reporter();
    let first = reporter.send("Kas redzēja manu kodu?");
    let case = reference(&world.officers[0], &world);
    world.officers[0].reply(&case, "Pirmā atbilde.");
    // Glimpsed, and not used. Its owner renews it, by a page and by a tool.
    let glimpser = Glimpser::of(&world);
    let page = reporter.enter(&first);
    let (entered_old, entered_fresh) = (first.clone(), page.hidden("fresh").unwrap());
    let opened = reporter.open(&first, &page);
    assert!(opened.words().contains("Pirmā atbilde."));
    let second = entered_fresh.clone();
    assert_crossed_out(&glimpser, &first, &second);
    let third = "1111 1111 1111 1111 1111 1111 1188";
    let by_tool = glimpser.whole_visit(&glimpser.see(&second), &glimpser.see(third));
    assert_eq!(by_tool.unwrap().1.len(), 1);
    world.officers[0].reply(&case, "Otrā atbilde.");

    // A live code of one's own, with all that its pages give: a form to open with, a token to add
    // with.
    let own = reporter.send("Mans paša ziņojums.");
    let own_page = reporter.enter(&own);
    let (own_opened, own_fresh) = (reporter.open(&own, &own_page), own_page.hidden("fresh"));
    let (own_token, own_fresh) = (own_opened.hidden("token").unwrap(), own_fresh.unwrap());
    let own_opening_token = reporter.enter(&own_fresh).hidden("token").unwrap();
    for round in 0..2 {
        let reporter = world.reporter();
        let glimpser = Glimpser::of(&world);
        for (number, old) in [&first, &second].into_iter().enumerate() {
            let place = Glimpser::made_up(u8::try_from(10 * round + number).unwrap());
            assert!(!opens(&world, old, &place), "round {round}, code {number}");
            let open = [
                ("old", old.as_str()),
                ("fresh", &own_fresh),
                ("token", &own_opening_token),
            ];
            let page = wire::post(&reporter.address, "/open", &open);
            assert!(!page.words().contains("atbilde."), "{}", page.words());
            for text in ["", "Pielikums."] {
                let page = add(&reporter, old, &own_token, text);
                assert!(!page.words().contains("atbilde."), "{}", page.words());
                assert!(page.is_refusal(), "{}", page.words());
            }
        }
        assert_crossed_out(&glimpser, &first, &second);
        assert_crossed_out(&glimpser, &second, third);
        world.restart();
    }
    // The page that its owner opened it with, sent again from another place, has the token; alone
    // the two codes are nothing.
    let without = [("old", entered_old.as_str()), ("fresh", &entered_fresh)];
    assert!(wire::post(&world.reporter().address, "/open", &without).is_refusal());
    // Its owner has it still.
    let (answers, _) = world.reporter().come_back(third);
    assert!(answers.words().contains("Otrā atbilde."));
}

#[test]
fn p5_whoever_takes_a_fresh_code_before_its_owner_turns_nobody_away_and_is_seen() {
    let world = World::start();
    let (reporter, glimpser) = (world.reporter(), Glimpser::of(&world));
    let code = reporter.send("Kas stāv man aiz muguras?");
    let page = reporter.enter(&code);
    let seen = page.hidden("fresh").unwrap();
    // Glimpsed while it was being written down, and used for a report of one's own.
    let own = reporter.send("Mans paša ziņojums.");
    let taken = glimpser.whole_visit(&glimpser.see(&own), &glimpser.see(&seen));
    assert!(taken.is_some());

    let told = reporter.open(&code, &page);
    assert!(
        told.words().contains("Šo jauno kodu nelietojiet"),
        "{}",
        told.words()
    );
    let another = told.hidden("fresh").unwrap();
    assert_ne!(another, seen);
    let loaded_again = reporter.open(&code, &page);
    assert_eq!(loaded_again.hidden("fresh").as_ref(), Some(&another));
    let opened = reporter.open(&code, &told);
    assert!(is_opened(&opened, &another), "{}", opened.words());
    // Also when they went on with it: its place is closed, and still theirs.
    let page = reporter.enter(&another);
    let next = glimpser.see(&page.hidden("fresh").unwrap());
    assert!(glimpser.whole_visit(&glimpser.see(&seen), &next).is_some());
    let gone_on = Glimpser::made_up(9);
    assert!(glimpser.whole_visit(&next, &gone_on).is_some());
    let told = reporter.open(&another, &page);
    assert!(
        told.words().contains("Šo jauno kodu nelietojiet"),
        "{}",
        told.words()
    );
}

#[test]
fn p5_answers_go_only_to_the_record_that_asks() {
    let world = World::start();
    let (reporter, glimpser) = (world.reporter(), Glimpser::of(&world));
    let code = reporter.send("Kam pieder atbildes?");
    let case = reference(&world.officers[0], &world);
    world.officers[0].reply(&case, "Slepena atbilde.");
    // All that the mailbox is: its secret and its keys, copied while its owner had it open.
    let second = "1111 1111 1111 1111 1111 1111 1188";
    let (from, to) = (glimpser.see(&code), glimpser.see(second));
    let (loot, replies) = glimpser.whole_visit(&from, &to).unwrap();
    assert!(loot.read(&replies[0]).unwrap().contains("Slepena atbilde."));
    let record = loot.wrapped(&to);
    let (_, third) = reporter.come_back(second);
    let (_, fourth) = reporter.come_back(&third);

    // Under the codes of then, each way round.
    for (from, to) in [(&from, &to), (&to, &from), (&from, &from), (&to, &to)] {
        let wrapped = loot.wrapped(to);
        if from.claim == to.claim {
            continue;
        }
        assert!(glimpser.settle(from, to, &wrapped, &loot).is_empty());
        assert!(glimpser.settle(from, to, &record, &loot).is_empty());
    }
    // Under live ones of one's own: settled with the other mailbox's secret, before and after one's
    // own.
    let own = reporter.send("Mans ziņojums.");
    let (a, b) = (glimpser.see(&own), Glimpser::made_up(7));
    let own_loot = Loot::open(&glimpser.visit(&a, &b), &a).unwrap();
    assert!(glimpser.settle(&a, &b, &loot.wrapped(&b), &loot).is_empty());
    let wrapped = own_loot.wrapped(&b);
    assert!(glimpser.settle(&a, &b, &wrapped, &own_loot).is_empty());
    assert!(glimpser.settle(&a, &b, &wrapped, &loot).is_empty());
    // What is wrapped under one's own code is nobody's but what the code's record says.
    let mine = own_loot.wrapped(&b);
    assert!(glimpser.settle(&a, &b, &mine, &loot).is_empty());
    // A secret that was guessed from what officers know.
    let mut guessed = loot.clone();
    guessed.forget_secret();
    let c = Glimpser::made_up(8);
    assert!(Loot::open(&glimpser.visit(&b, &c), &b).is_some());
    let guess = glimpser.settle(&b, &c, &guessed.wrapped(&c), &guessed);
    assert!(guess.is_empty());

    let (answers, _) = reporter.come_back(&fourth);
    assert!(answers.words().contains("Slepena atbilde."));
}

#[test]
fn p5_a_glimpsed_code_loses_access_when_the_reporter_next_writes() {
    let world = World::start();
    let (reporter, glimpser) = (world.reporter(), Glimpser::of(&world));
    let officer = &world.officers[0];
    let code = reporter.send("Serveris klausās.");
    let case = reference(officer, &world);
    officer.reply(&case, "Pirms.");
    // Who has the server has the record, and with the code all that is in it.
    let second = "1111 1111 1111 1111 1111 1111 1188";
    let (from, to) = (glimpser.see(&code), glimpser.see(second));
    let (seen_before, _) = glimpser.whole_visit(&from, &to).unwrap();

    let (page, third) = reporter.come_back(second);
    let token = page.hidden("token").unwrap();
    let added = add(&reporter, &third, &token, "Rakstu vēlreiz.");
    assert_eq!(added.status, 200, "{}", added.words());
    assert_eq!(reference(officer, &world), case, "it is the same case");
    assert_eq!(officer.cases()[0]["additions"], 1);
    assert!(officer.read(&case).contains("Rakstu vēlreiz."));
    officer.reply(&case, "Pēc.");

    // Every sealed byte that the server has, as it gives them to their owner.
    let fourth = Glimpser::made_up(9);
    let (now, replies) = glimpser
        .whole_visit(&glimpser.see(&third), &fourth)
        .unwrap();
    let read = |loot: &Loot, words: &str| {
        let texts = replies.iter().filter_map(|reply| loot.read(reply));
        texts.filter(|text| text.contains(words)).count()
    };
    assert_eq!((read(&now, "Pirms."), read(&now, "Pēc.")), (1, 1));
    assert_eq!(
        (read(&seen_before, "Pirms."), read(&seen_before, "Pēc.")),
        (1, 0)
    );
}

#[test]
fn p5_using_a_current_code_leaves_a_trace() {
    let mut world = World::start();
    let glimpser = Glimpser::of(&world);
    let code = world.reporter().send("Vai kāds to lietoja?");
    let case = reference(&world.officers[0], &world);
    world.officers[0].reply(&case, "Atbilde.");
    let (owners, taken) = (glimpser.see(&code), Glimpser::made_up(5));
    let (loot, replies) = glimpser.whole_visit(&owners, &taken).unwrap();
    assert!(loot.read(&replies[0]).unwrap().contains("Atbilde."));

    // Whoever used it wants to put it back: by a move, by settling it there, by a report under it.
    for _ in 0..2 {
        let glimpser = Glimpser::of(&world);
        let record = glimpser.visit(&taken, &owners);
        assert!(Loot::open(&record, &taken).is_none());
        for wrapped in [loot.wrapped(&owners), loot.wrapped(&taken)] {
            for (from, to) in [(&taken, &owners), (&owners, &owners), (&owners, &taken)] {
                if from.claim != to.claim {
                    glimpser.settle(from, to, &wrapped, &loot);
                }
            }
        }
        let refused = world.reporter().enter(&code);
        assert_eq!(refused.hidden("fresh"), None, "the owner notices nothing");
        assert!(
            refused.words().contains("neko neatver"),
            "{}",
            refused.words()
        );
        // Nor does a restart forget that it was used.
        world.restart();
    }
    // Who only begins leaves it, too, and the page says that this may be.
    let begun = world.reporter().send("Un šo tikai sāka?");
    let glimpser = Glimpser::of(&world);
    let (owners, half) = (glimpser.see(&begun), Glimpser::made_up(6));
    assert!(Loot::open(&glimpser.visit(&owners, &half), &owners).is_some());
    let told = world.reporter().enter(&begun);
    assert!(
        told.words().contains("sācis lietot kāds cits"),
        "{}",
        told.words()
    );
    // By a page, the same.
    let reporter = world.reporter();
    let code = reporter.send("Un šo?");
    let (_, taken) = reporter.come_back(&code);
    let page = reporter.enter(&taken);
    let back = [
        ("old", taken.as_str()),
        ("fresh", &code),
        ("token", &page.hidden("token").unwrap()),
    ];
    assert!(wire::post(&reporter.address, "/open", &back).is_refusal());
    assert_eq!(reporter.enter(&code).hidden("fresh"), None);
}

#[test]
fn p5_a_found_code_reads_no_answers_by_adding_something() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Labojums.");
    let case = reference(&world.officers[0], &world);
    world.officers[0].reply(&case, "Slepena atbilde.");
    let (page, fresh) = reporter.come_back(&code);
    assert!(page.words().contains("Slepena atbilde."));
    let token = page.hidden("token").unwrap();
    // Nothing was said: the form comes back, and no answer with it.
    let wrong = add(&reporter, &fresh, &token, "");
    assert_eq!(wrong.status, 200);
    assert!(!wrong.words().contains("Slepena"), "{}", wrong.words());
    let again = wrong.hidden("token").unwrap();
    assert_eq!(wrong.hidden("code").as_deref(), Some(fresh.as_str()));
    let kept = add(&reporter, &fresh, &again, "Tagad ar vārdiem.");
    assert!(kept.words().contains("saņemta"), "{}", kept.words());
    // The token of one code does nothing for another.
    let other = reporter.send("Cits.");
    assert_eq!(add(&reporter, &other, &token, "").status, 403);
    assert_eq!(add(&reporter, &other, &token, "x").status, 403);
    assert!(reporter.enter(&other).hidden("fresh").is_some());
}

/// An officer of the roster sees the code on a form that is not sent yet, and delivers something
/// under it that nobody else can open, with or without using the code up.
#[test]
fn p3_p5_p7_a_code_that_was_glimpsed_before_it_was_sent_takes_no_report_from_its_owner() {
    let world = World::start();
    let wire = Wire::to(&world.intake.reporters);
    let janis = &world.officers[1];
    for (number, moves_on) in [(1, false), (2, true)] {
        let form = page::forms(&wire.get("/to/paraugs").text()).remove(0);
        let form = form.with("what_happened", "Anna ņem kukuļus.");
        let seen = form.value("code").to_owned();
        let tool = Tool::of(&world);
        let written = tool.file("code", &seen);
        std::fs::set_permissions(written, Permissions::from_mode(0o600)).unwrap();
        let (junk, left_out) = (tool.file("junk", "Nekas."), ["--leave-out", "Jānis Ozols"]);
        let mut send = tool.with_code(&["send", "--again", "--message", &junk]);
        ok(send.args(left_out));
        if moves_on {
            tool.come_back();
        }

        // Its owner sends: the words come back with a code that nobody has seen, and why.
        let page = form.send_with(&wire, &[("a.txt", b"a")]);
        let words = page.words();
        assert!(!words.contains("Ziņojums ir saņemts"), "{words}");
        assert!(words.contains("nav saglabāts"), "{words}");
        assert!(words.contains("to izdarīja kāds cits"), "{words}");
        let again = page::forms(&page.text()).remove(0);
        let fresh = again.value("code").to_owned();
        assert_eq!(
            again.action, form.action,
            "the first choice is a new report"
        );
        assert_ne!(fresh, seen);
        assert!(words.contains(&grouped(&fresh)), "{words}");
        assert_eq!(again.value("what_happened"), "Anna ņem kukuļus.");
        assert!(is_received(&again.send(&wire), &fresh));
        world.reporter().come_back(&fresh);

        janis.sync(&world);
        let read = |case: &serde_json::Value| janis.read(case["case"].as_str().unwrap());
        let cases: Vec<String> = janis.cases().iter().map(read).collect();
        let told = cases.iter().filter(|read| read.contains("kukuļus"));
        assert_eq!(told.count(), number, "{cases:?}");
    }
}

#[test]
fn p5_nothing_is_added_to_a_visit_that_is_not_finished() {
    let world = World::start();
    let glimpser = Glimpser::of(&world);
    let code = world.reporter().send("Pārtrūka.");
    let fresh = "1111 1111 1111 1111 1111 1111 1188";
    let (from, to) = (glimpser.see(&code), glimpser.see(fresh));
    let loot = Loot::open(&glimpser.visit(&from, &to), &from).unwrap();
    let noise = Noise::of(&world.target(), || {
        wire::Line::open(&world.intake.reporters)
    });
    let add = |byte: u8| {
        let delivery = Delivery {
            claim: Claim::from_bytes([byte; 32]),
            kind: DeliveryKind::Addition {
                code: Claim::from_bytes(to.claim),
            },
            secret: MailboxSecret::from_bytes(loot.secret().try_into().unwrap()),
            wrapped: WrappedMailbox::from_bytes(loot.wrapped(&to).try_into().unwrap()),
            ..noise.delivery()
        };
        glimpser.post("/sealed/paraugs", &noise.carrying(&delivery))
    };
    let refused = add(1);
    assert_eq!((refused.status, refused.text().as_str()), (400, "no-code"));
    // Its owner's tool ends the visit as if nothing had been.
    assert!(Loot::open(&glimpser.visit(&from, &to), &from).is_some());
    glimpser.settle(&from, &to, &loot.wrapped(&to), &loot);
    // Then the same is an addition, and the visit before it hands nothing out again.
    let added = add(2);
    assert_eq!((added.status, added.text().as_str()), (200, "kept"));
    assert_crossed_out(&glimpser, &code, fresh);
    assert!(world.reporter().enter(fresh).hidden("fresh").is_some());
}

#[test]
fn a_visit_that_a_tool_left_unfinished_is_told_on_the_page_and_finished_by_the_tool() {
    let mut world = World::start();
    let glimpser = Glimpser::of(&world);
    let code = world.reporter().send("Pārtrūka.");
    let fresh = "1111 1111 1111 1111 1111 1111 1188";
    let (from, to) = (glimpser.see(&code), glimpser.see(fresh));
    let loot = Loot::open(&glimpser.visit(&from, &to), &from).unwrap();
    world.restart();
    let glimpser = Glimpser::of(&world);
    let page = world.reporter().enter(fresh);
    assert_eq!(page.hidden("fresh"), None);
    assert!(page.words().contains("nav pabeigts"), "{}", page.words());
    // It moves no further, with whatever code.
    let away = Glimpser::made_up(3);
    assert!(Loot::open(&glimpser.visit(&to, &away), &from).is_none());
    // The same step again is answered, and the next one ends it.
    assert!(Loot::open(&glimpser.visit(&from, &to), &from).is_some());
    glimpser.settle(&from, &to, &loot.wrapped(&to), &loot);
    assert!(world.reporter().enter(fresh).hidden("fresh").is_some());
}
