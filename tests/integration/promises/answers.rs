//! Answers: in order, readable after their officers have gone, seen by colleagues, bounded.

use std::process::Output;
use std::time::{Duration, Instant};

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::{OpeningKey, Recipient};
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::{CannotOpenReply, MailboxId, NewReply, SealedReply};
use svilpe::report::sealed::OpenedReport;
use svilpe::rules::roster::{Institution as Slug, RosterHistory};

use crate::world::signer::officer_block;
use crate::world::tool::Tool;
use crate::world::wire::{self, Answer, Line};
use crate::world::{Institution, Officer, Reporter, World, is_received, roster_text, today};

/// An officer of `paraugs` or another institution, whose keys the test holds.
struct Insider {
    opening: OpeningKey,
    signing: SigningKey,
}

/// Where a report is answered, as whoever opened it knows.
struct Mailbox {
    id: MailboxId,
    reply_to: Recipient,
}

impl Insider {
    fn new() -> Self {
        Self {
            opening: OpeningKey::random(),
            signing: SigningKey::random(),
        }
    }

    fn block(&self, name: &str) -> String {
        officer_block(name, &self.opening.recipient().to_string(), &self.signing)
    }

    /// Opens the only report.
    fn mailbox(&self, world: &World) -> Mailbox {
        self.mailbox_of(world, 0)
    }

    /// Opens one of the reports, by its place in the list.
    fn mailbox_of(&self, world: &World, place: usize) -> Mailbox {
        let signer = world.signer(&self.signing);
        let items = signer.json("/v1/items");
        let told = |name: &str| items["items"][place][name].as_str().unwrap().to_owned();
        let sealed = signer.get(&format!("/v1/items/{}?from=0", told("id"))).body;
        let item = ReportDigest::parse(&told("item")).unwrap();
        let opened = OpenedReport::open(std::io::Cursor::new(sealed), &self.opening, item).unwrap();
        Mailbox {
            id: opened.report().mailbox(),
            reply_to: opened.report().reply_to().clone(),
        }
    }

    /// A reply in anybody's name, signed with this key.
    fn seal(&self, mailbox: &Mailbox, officer: &str, text: &str) -> SealedReply {
        let reply = NewReply {
            text,
            day: today(),
            number: 1,
            after: 0,
            officer,
            institution: &Slug::parse("paraugs").unwrap(),
            mailbox: mailbox.id,
            enclosure: None,
        };
        SealedReply::seal(&reply, &self.signing, &mailbox.reply_to, &[]).unwrap()
    }

    fn post(&self, world: &World, mailbox: &Mailbox, query: &str, reply: &SealedReply) -> Answer {
        let path = format!("/v1/mailboxes/{}/replies{query}", mailbox.id.to_hex());
        world.signer(&self.signing).post(&path, reply.as_bytes())
    }
}

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.as_slice(), &output.stderr].concat()).unwrap()
}

fn only_case(officer: &Officer) -> String {
    let cases = officer.cases();
    assert_eq!(cases.len(), 1, "{cases:?}");
    cases[0]["case"].as_str().unwrap().to_owned()
}

/// Where each of these stands in the text; all of them do.
fn places<const N: usize>(text: &str, words: [&str; N]) -> [usize; N] {
    words.map(|word| {
        text.find(word)
            .unwrap_or_else(|| panic!("no {word} in {text}"))
    })
}

fn reply(officer: &Officer, case: &str, text: &str, more: &[&str]) -> Output {
    let file = officer.home.join("words");
    std::fs::write(&file, text).unwrap();
    let file = file.to_string_lossy().into_owned();
    let mut arguments = vec!["reply", case, "--file", &file];
    arguments.extend(more);
    officer.run(&arguments)
}

/// Adds a message on the page with the answers.
fn add(world: &World, answers: &Answer, code: &str, text: &str) {
    let token = answers.hidden("token").unwrap();
    let body = wire::Multipart::new()
        .field("code", code)
        .field("token", &token)
        .field("what_happened", text)
        .end();
    let address = &world.intake.reporters;
    let added = wire::post_body(address, "/add", &wire::Multipart::kind(), &body).unwrap();
    assert_eq!(added.status, 200, "{}", added.text());
}

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
        "Your messages no. 1 to 2",
        "Answer to your message no. 2",
        "Paldies.",
        "Your message no. 3",
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
    for shown in [&by_tool, &page] {
        assert!(shown.contains("Nāciet rīt uz parku."), "{shown}");
        assert!(!shown.contains("Anna Bērziņa"), "{shown}");
        assert!(!shown.contains("Atbildes vēl nav"), "{shown}");
        assert!(!shown.contains("No answer yet"), "{shown}");
    }
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

#[test]
fn p3_no_answer_is_sealed_to_an_officer_whom_the_reporter_left_out() {
    let (ilze, karlis) = (Insider::new(), Insider::new());
    let blocks = ilze.block("Ilze Kalna") + "\n" + &karlis.block("Kārlis Liepa");
    let world = World::with(&[("Anna Bērziņa", true)], &blocks, &[], None);
    let reporter = world.reporter();
    let page = wire::get(&reporter.address, &reporter.path()).text();
    let mut keys = page.split("name=\"leave_out\" value=\"").skip(1);
    let left_out = keys.nth(2).and_then(|rest| rest.split('"').next()).unwrap();
    let form = reporter.form();
    let body = Reporter::words(&form, "Kārlis ņem kukuļus.");
    let body = body.field("leave_out", left_out).end();
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
    assert!(
        (12..=15).contains(&taken),
        "{taken} long answers were taken"
    );
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
fn p9_an_officer_who_reads_nothing_takes_little_memory_and_no_colleagues_place() {
    let rogue = Insider::new();
    let people = [("Anna Bērziņa", true)];
    let world = World::with(&people, &rogue.block("Ilze Kalna"), &[], None);
    world.reporter().send("Pazuda sliedes.");
    let mailbox = rogue.mailbox(&world);
    let long = "a".repeat(48 * 1024);
    for n in 10..22 {
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
