//! No officer answers where they may not, and no more than policy lets them.

use std::time::{Duration, Instant};

use svilpe::report::mailbox::MailboxId;

use super::{Insider, Mailbox, only_case, reply, said};
use crate::world::World;
use crate::world::tool::Tool;
use crate::world::wire::Line;

#[test]
fn p9_an_officer_of_another_institution_answers_in_no_mailbox_of_this_one() {
    let (ours, theirs) = (Insider::new(), Insider::new());
    let world = World::with(
        &[("Anna Bērziņa", true)],
        &ours.block("Ilze Kalna"),
        &[("citi", &theirs.block("Svešais"))],
        None,
    );
    Tool::of(&world).send("Pazuda sliedes.", &[]);
    world.reporter().send("Pazuda gulšņi.");
    for place in [0, 1] {
        let mailbox = ours.mailbox_of(&world, place);
        let reply = ours.seal(&mailbox, "Ilze Kalna", "Paldies.");
        assert_eq!(theirs.post(&world, &mailbox, "", &reply).status, 404);
        let path = format!("/v1/mailboxes/{}/replies", mailbox.id.to_hex());
        assert_eq!(world.signer(&theirs.signing).get(&path).status, 404);
        // Nor does one that came with no report take anything, from anybody.
        let invented = Mailbox {
            id: MailboxId::random(),
            reply_to: mailbox.reply_to.clone(),
        };
        assert_eq!(ours.post(&world, &invented, "", &reply).status, 404);
        assert_eq!(ours.post(&world, &mailbox, "", &reply).status, 204);
        let there = world.signer(&ours.signing).json(&path);
        assert_eq!(there["replies"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn p9_a_mailbox_takes_no_more_than_policy_says_and_a_visit_little_memory() {
    let insider = Insider::new();
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, &insider.block("Ilze Kalna"), &[], None);
    let code = world.reporter().send("Pazuda sliedes.");
    let mailbox = insider.mailbox(&world);
    let long = "a".repeat(48 * 1024);
    let post = |text: &str| {
        let sealed = insider.seal(&mailbox, "Ilze Kalna", text);
        insider.post(&world, &mailbox, "", &sealed).status
    };
    let taken = (0..40)
        .filter(|n| post(&format!("{n}{}", &long[8..])) == 204)
        .count();
    // Three quarters of what a mailbox holds: the last is her colleague's.
    assert!((9..=12).contains(&taken), "{taken} long answers were taken");
    let short = (0..200).filter(|n| post(&format!("{n}")) == 204).count();
    assert!(taken + short <= 64, "{taken} long and {short} short ones");
    let before = world.intake.memory_kib("VmHWM");
    let (page, _) = world.reporter().come_back(&code);
    assert!(page.words().contains("Ilze Kalna"));
    let more = world.intake.memory_kib("VmHWM") - before;
    println!("{taken} long and {short} short answers; a visit took {more} KiB more");
    assert!(more < 16 * 1024, "{more} KiB");
}

#[test]
fn p9_one_officer_who_fills_a_mailbox_leaves_each_colleague_room_to_answer() {
    let rogue = Insider::new();
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, &rogue.block("Ilze Kalna"), &[], None);
    let code = world.reporter().send("Pazuda sliedes.");
    let mailbox = rogue.mailbox(&world);
    let taken = (0..80).filter(|n| {
        let sealed = rogue.seal(&mailbox, "Ilze Kalna", &format!("Troksnis {n}."));
        rogue.post(&world, &mailbox, "", &sealed).status == 204
    });
    let taken = taken.count();
    assert!((20..=48).contains(&taken), "{taken} were taken");
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = only_case(anna);
    let answered = reply(anna, &case, "Annas atbilde.", &["--anyway"]);
    assert!(answered.status.success(), "{}", said(&answered));
    let (page, _) = world.reporter().come_back(&code);
    assert!(page.words().contains("Annas atbilde."), "{}", page.words());
}

#[test]
fn p9_an_officer_who_reads_nothing_takes_little_memory_and_no_colleagues_place() {
    let rogue = Insider::new();
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, &rogue.block("Ilze Kalna"), &[], None);
    world.reporter().send("Pazuda sliedes.");
    let mailbox = rogue.mailbox(&world);
    let long = "a".repeat(48 * 1024);
    for n in 10..20 {
        let sealed = rogue.seal(&mailbox, "Ilze Kalna", &format!("{n}{long}")[..48 * 1024]);
        assert_eq!(rogue.post(&world, &mailbox, "", &sealed).status, 204);
    }
    let before = world.intake.memory_kib("VmHWM") >> 10;
    let signer = world.signer(&rogue.signing);
    let path = format!("/v1/mailboxes/{}/replies", mailbox.id.to_hex());
    let challenge = signer.challenge();
    // More than there are connections.
    let unread: Vec<_> = (0..1_100)
        .filter_map(|_| {
            let mut line = Line::open(signer.address).ok()?;
            let request = signer.signed(("GET", &path), &[], challenge);
            line.send(&request).ok().map(|()| line)
        })
        .collect();
    for _ in 0..3 {
        std::thread::sleep(Duration::from_secs(2));
        let started = Instant::now();
        world.officers[0].sync(&world);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(30), "{took:?}");
    }
    let more = (world.intake.memory_kib("VmHWM") >> 10) - before;
    println!("{} unread; {more} MiB more", unread.len());
    assert!(more < 150, "{more} MiB more");
}
