//! The reporter's own tool against a running intake, and strangers who speak like it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod world;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use svilpe::calendar::Day;
use svilpe::delivery::{Delivery, Opening, Terms, Waiting};
use svilpe::mailbox::AccessRecord;
use svilpe::receipt::{Claim, random_bytes};
use svilpe::roster::{Institution, InstitutionKey, RosterDigest};
use svilpe::sealed::{Addressees, Sealing};
use world::tool::{Tool, said};
use world::wire::{self, Answer};
use world::{Officer, Reporter, Thief, World, contains, is_received, ok};

const CANARY: &str = "Kanarijputniņš-5K8 pārdeva tiltu";

#[test]
fn p12_sealed_at_home_the_server_has_no_word_and_no_code() {
    let world = World::start();
    let tool = Tool::of(&world);
    let answers = tool.file(
        "answers.toml",
        format!(
            "what_happened = '''\n{CANARY}\n'''\nidentity_name = \"Vizbulīte Kanarija\"\n\
             identity_understood = \"yes\"\n"
        ),
    );
    let file = tool.file(
        "Kanarijas-līgums.pdf",
        "faila kanarijs 77e1 ".repeat(200_000),
    );
    let send = ["send", "--answers", &answers, "--file", &file];
    let mut sending = tool.with_code(&send).spawn().unwrap();
    let mut memories = vec![world.intake.memory()];
    while sending.try_wait().unwrap().is_none() {
        memories.push(world.intake.memory());
    }
    assert!(sending.wait().unwrap().success());

    let officer = &world.officers[0];
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    let read = officer.read(&case);
    assert!(
        read.contains(CANARY) && read.contains("Kanarijas-līgums.pdf"),
        "{read}"
    );
    let identity = ok(&mut officer.command(&["read", &case, "--identity"]));
    assert!(said(&identity).contains("Vizbulīte Kanarija"));
    officer.reply(&case, "Atbildes-kanarijputniņš-3Z9");
    let sent_with = tool.code();
    assert!(tool.come_back().contains("Atbildes-kanarijputniņš-3Z9"));
    let fresh = tool.code();
    assert_ne!(sent_with, fresh);
    memories.push(world.intake.memory());

    let memories: Vec<Vec<u8>> = memories.into_iter().flatten().collect();
    // Where memory can be read at all, it is the server's: it holds the institution's name.
    assert!(memories.iter().all(|memory| contains(memory, b"paraugs")));
    let secrets = [
        CANARY,
        "Vizbul",
        "Kanarijas-l",
        "faila kanarijs 77e1",
        "Atbildes-kanarij",
        &sent_with,
        &world::grouped(&sent_with),
        &fresh,
        &world::grouped(&fresh),
    ];
    for secret in secrets {
        let seen = memories
            .iter()
            .any(|memory| contains(memory, secret.as_bytes()));
        assert!(!seen, "{secret} was in the server's memory");
        assert_eq!(Thief::finds(world.intake.home(), secret), None);
    }
}

#[test]
fn tool_and_browser_are_two_ways_to_one_mailbox() {
    let world = World::start();
    let officer = &world.officers[0];
    // Sent by the tool, continued in a browser.
    let tool = Tool::of(&world);
    tool.send("No rīka.", &[]);
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    officer.reply(&case, "Pirmā atbilde.");
    let (page, fresh) = world.reporter().come_back(&tool.code());
    assert!(page.text().contains("Pirmā atbilde."));
    let refused = tool.with_code(&["return"]).output().unwrap();
    assert!(
        said(&refused).contains("opens nothing"),
        "{}",
        said(&refused)
    );

    // Back to the tool, with an addition and a file.
    std::fs::write(tool.path("code"), fresh).unwrap();
    let (message, file) = (tool.file("m", "Vēl kas."), tool.file("a.txt", "pielikums"));
    ok(&mut tool.with_code(&["add", "--message", &message, "--file", &file]));
    officer.sync(&world);
    let read = officer.read(&case);
    assert!(
        read.contains("Vēl kas.") && read.contains("a.txt"),
        "{read}"
    );
    assert!(tool.come_back().contains("Pirmā atbilde."));

    // Sent in a browser, read with the tool.
    let code = world.reporter().send("No pārlūka.");
    let other = Tool::of(&world);
    other.file("code", code);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(other.path("code"), mode).unwrap();
    assert!(other.come_back().contains("No answer yet"));
}

#[test]
fn at_rest_and_in_the_ledger_nothing_tells_them_apart() {
    let world = World::start();
    world.reporter().send("No pārlūka.");
    let tool = Tool::of(&world);
    tool.send("No rīka.", &[]);
    let message = tool.file("m", "Papildinājums.");
    ok(&mut tool.with_code(&["add", "--message", &message]));
    let officer = &world.officers[0];
    officer.sync(&world);
    let mut lengths = BTreeSet::new();
    let mut stanzas = BTreeSet::new();
    for (path, sealed) in Thief::bytes(&officer.home.join("sealed")) {
        if path.extension().is_some_and(|end| end == "age") {
            let header = sealed.split(|byte| *byte == b'\n');
            stanzas.insert(
                header
                    .filter(|line| line.starts_with(b"-> X25519 "))
                    .count(),
            );
            lengths.insert(sealed.len());
        }
    }
    assert_eq!(stanzas, BTreeSet::from([2]));
    let (least, most) = (lengths.first().unwrap(), lengths.last().unwrap());
    assert!(most - least < 700, "{lengths:?}");
    assert_eq!(officer.cases().len(), 2);
}

#[test]
fn the_same_code_again_is_one_report_and_the_tool_says_which() {
    let mut world = World::start();
    let tool = Tool::of(&world);
    tool.send("Pirmais.", &[]);
    let message = tool.file("message", "Otrais.");
    let again = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(
        said(&again).contains("was not kept a second time"),
        "{}",
        said(&again)
    );
    // After the code was used, too, and after a restart.
    let used = tool.path("used");
    std::fs::copy(tool.path("code"), &used).unwrap();
    tool.come_back();
    let used = used.to_string_lossy();
    let send = ["send", "--message", &message, "--code-file", &used];
    let old = tool.command(&send).output().unwrap();
    assert!(
        said(&old).contains("was not kept a second time"),
        "{}",
        said(&old)
    );
    world.kill_and_restart();
    let officer = &world.officers[0];
    officer.sync(&world);
    assert_eq!(officer.cases().len(), 1);
    assert!(
        officer.cases()[0]["beginning"]
            .to_string()
            .contains("Pirmais")
    );
}

#[test]
fn a_server_that_is_killed_under_a_delivery_gets_it_again() {
    let mut world = World::on_sockets();
    let tool = Tool::of(&world);
    let file = tool.file("liels.bin", vec![7; 60 << 20]);
    let message = tool.file("message", "Liels fails.");
    let send = ["send", "--message", &message, "--file", &file];
    let mut sending = tool.with_code(&send).spawn().unwrap();
    let at_rest = || -> u64 {
        let files = walk(&world.intake.store());
        files
            .map(|path| std::fs::metadata(path).map_or(0, |about| about.len()))
            .sum()
    };
    let before = at_rest();
    while at_rest() < before + (8 << 20) {
        assert_eq!(
            sending.try_wait().unwrap(),
            None,
            "it was kept before it could be cut off"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    world.intake.kill();
    world.kill_and_restart();
    assert!(sending.wait().unwrap().success());
    let officer = &world.officers[0];
    officer.sync(&world);
    assert_eq!(officer.cases().len(), 1);
    assert_eq!(officer.cases()[0]["files"], 1);
}

/// All files below a folder.
fn walk(folder: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    Box::new(entries.flat_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            walk(&path)
        } else {
            Box::new(std::iter::once(path))
        }
    }))
}

#[test]
fn who_is_left_out_is_left_out_by_the_tool_too() {
    let world = World::start();
    let tool = Tool::of(&world);
    let questions = said(&ok(&mut tool.command(&["form"])));
    let janis = questions
        .lines()
        .find(|line| line.contains("Jānis Ozols"))
        .unwrap();
    let key = janis.split('"').nth(1).unwrap();
    let answers = format!("what_happened = \"Jānis.\"\nleave_out = [\"{key}\"]\n");
    let answers = tool.file("answers.toml", answers);
    let sent = said(&ok(&mut tool.with_code(&["send", "--answers", &answers])));
    assert!(sent.contains("will not: Jānis Ozols"), "{sent}");
    let message = tool.file("m", "Par Jāni.");
    let added = said(&ok(&mut tool.with_code(&["add", "--message", &message])));
    assert!(added.contains("will not: Jānis Ozols"), "{added}");
    let [anna, janis] = &world.officers[..] else {
        panic!("two officers");
    };
    anna.sync(&world);
    assert_eq!(anna.cases()[0]["additions"], 1);
    janis.sync(&world);
    let listed = janis.run(&["list", "--json"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "[]");
}

/// `svilpe reporter ARGS` at a terminal, where each text that is waited for is answered.
fn at_terminal(tool: &Tool, arguments: &[&str], steps: &[[&str; 2]]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keyboard.py");
    let mut python = Command::new("python3");
    python.env("LC_ALL", "C.UTF-8").arg(script);
    python.arg(serde_json::to_string(steps).unwrap());
    let svilpe = tool.command(arguments);
    python.arg(svilpe.get_program()).args(svilpe.get_args());
    python.output().unwrap()
}

#[test]
fn at_a_keyboard_the_code_is_on_paper_before_anything_is_sent() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("SKIPPED: python3 is missing, nobody types");
        return;
    }
    let world = World::start();
    let tool = Tool::of(&world);
    let message = tool.file("m", "Rakstīts pie tastatūras.");
    let send = ["send", "--message", &message];
    let wrong = ["last four digits", "abcd"];
    let careless = at_terminal(&tool, &send, &[wrong; 3]);
    assert_eq!(careless.status.code(), Some(1));
    assert!(
        said(&careless).contains("was not confirmed"),
        "{}",
        said(&careless)
    );
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);

    let sent = at_terminal(&tool, &send, &[wrong, ["last four digits", "{last}"]]);
    assert_eq!(sent.status.code(), Some(0), "{}", said(&sent));
    let code = last_code(&said(&sent));
    let typo = ["Your code:", "1234 5678"];
    let refused = at_terminal(&tool, &["return"], &[typo]);
    assert!(
        said(&refused).contains("slip in the code"),
        "{}",
        said(&refused)
    );
    let back = at_terminal(
        &tool,
        &["return"],
        &[["Your code:", &code], ["last four digits", "{last}"]],
    );
    assert_eq!(back.status.code(), Some(0), "{}", said(&back));
    assert_ne!(last_code(&said(&back)), code);
    assert!(said(&back).contains("No answer yet"), "{}", said(&back));
    // A second try with the code on paper is the same report.
    let again = at_terminal(
        &tool,
        &["send", "--again", "--message", &message],
        &[["Your code:", &code]],
    );
    assert!(
        said(&again).contains("was not kept a second time"),
        "{}",
        said(&again)
    );
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

/// The last code that was shown.
fn last_code(shown: &str) -> String {
    let is_code = |line: &&str| line.len() == 34 && line.split(' ').all(|group| group.len() == 4);
    shown
        .lines()
        .map(str::trim)
        .rfind(is_code)
        .unwrap()
        .to_owned()
}

#[test]
fn a_key_that_did_not_sign_the_readers_stops_everything() {
    let world = World::with(
        &[("Anna Bērziņa", true)],
        "",
        &[("cita", &stranger())],
        None,
    );
    let keys = world.folder.path().join("keys");
    let server = format!("http://{}", world.intake.reporters);
    let tool = Tool::at(&server, &keys.join("cita.pub"), "paraugs");
    let message = tool.file("m", CANARY);
    let refused = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("not signed by the institution"),
        "{}",
        said(&refused)
    );
    assert!(!tool.path("code").exists());
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);
}

/// A further institution's officer.
fn stranger() -> String {
    let folder = tempfile::tempdir().unwrap();
    Officer::keygen(&folder.path().join("officer"), "Ilze Kļava", true).block
}

/// What any reporter may fetch, and what a stranger makes of it.
struct Stranger<'a> {
    world: &'a World,
    roster: svilpe::roster::Roster,
    day: Day,
    policy: svilpe::policy::Policy,
}

impl<'a> Stranger<'a> {
    fn new(world: &'a World) -> Self {
        let key = world.folder.path().join("keys").join("paraugs.pub");
        let key = InstitutionKey::parse(&std::fs::read_to_string(key).unwrap()).unwrap();
        let terms = wire::get(&world.intake.reporters, "/sealed/paraugs");
        let institution = Institution::parse("paraugs").unwrap();
        let agreed = Terms::agree(terms.text().as_bytes(), &institution, &key).unwrap();
        Self {
            world,
            roster: agreed.roster,
            day: agreed.day,
            policy: agreed.policy,
        }
    }

    fn sealed(&self, left_out: &[usize]) -> Vec<u8> {
        self.sealed_to(Addressees::of_roster(&self.roster, left_out).unwrap())
    }

    fn sealed_to(&self, to: Addressees) -> Vec<u8> {
        let mut sealing = Sealing::to(to).unwrap();
        sealing.file("a", "b").unwrap();
        sealing.write(&[1; 100]).unwrap();
        let mut sealed = sealing.take();
        let mailbox = svilpe::mailbox::Mailbox::random(self.roster.institution().clone());
        let heading = svilpe::report::Heading {
            kind: svilpe::report::Kind::Report,
            institution: self.roster.institution().clone(),
            day: self.day,
            language: svilpe::texts::Language::Latvian,
            mailbox: mailbox.id(),
            reply_to: mailbox.recipient(),
            policy: self.policy.digest(),
        };
        let mut form = svilpe::form::FormInput::new(svilpe::form::Form::Addition);
        let asking = svilpe::form::asking::Asking::of_addition(&self.policy);
        let words = zeroize::Zeroizing::new("x".to_owned());
        form.take("what_happened", words, &asking.asked()).unwrap();
        let filled = form.fill(&asking.asked(), 1).unwrap();
        let answers = filled.into_sealable().unwrap().answers;
        let report = svilpe::report::Report::new(heading, answers);
        sealed.extend(sealing.finish(report, None).unwrap().rest);
        sealed
    }

    fn head(&self, claim: [u8; 32]) -> Delivery {
        let first = svilpe::mailbox::FirstReport {
            item: svilpe::sealed::Item::from_bytes([0; 32]),
            day: self.day,
        };
        Delivery {
            day: self.day,
            roster: self.roster.digest(),
            claim: Claim::from_bytes(claim),
            record: AccessRecord::of_nobody(self.roster.institution(), first),
        }
    }

    fn deliver(&self, head: &Delivery, sealed: &[u8]) -> Answer {
        let body = [head.to_bytes().as_slice(), sealed].concat();
        self.post("/sealed/paraugs", &body)
    }

    fn post(&self, path: &str, body: &[u8]) -> Answer {
        wire::post_body(
            &self.world.intake.reporters,
            path,
            "application/octet-stream",
            body,
        )
        .unwrap()
    }

    fn kept(&self) -> usize {
        self.world.officers[0].sync(self.world);
        let sealed = self.world.officers[0].home.join("sealed");
        let files = Thief::bytes(&sealed);
        files
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|end| end == "age"))
            .count()
    }
}

#[test]
fn what_is_not_rightly_sealed_is_not_kept_and_gets_one_word() {
    let world = World::start();
    let stranger = Stranger::new(&world);
    let good = stranger.sealed(&[]);
    let head = || stranger.head(random_bytes());
    let mut yesterday = head();
    yesterday.day = stranger.day.plus_days(-1);
    let mut other_roster = head();
    other_roster.roster = RosterDigest::from_bytes([9; 32]);
    let one_officer = {
        let one = stranger.roster.officers().first().unwrap();
        let addressee = svilpe::sealed::Addressee {
            name: one.name().to_owned(),
            recipient: one.recipient().clone(),
            custodian: svilpe::sealed::Custodian::Yes,
        };
        let institution = stranger.roster.institution().clone();
        let (version, digest) = (stranger.roster.version(), stranger.roster.digest());
        Addressees::new(institution, version, digest, vec![addressee], &[]).unwrap()
    };
    let mut longer = good.clone();
    longer.extend_from_slice(&[0; 1000]);
    for (name, answer, word, status) in [
        (
            "yesterday",
            stranger.deliver(&yesterday, &good),
            "other-terms",
            409,
        ),
        (
            "roster",
            stranger.deliver(&other_roster, &good),
            "other-terms",
            409,
        ),
        (
            "one officer",
            stranger.deliver(&head(), &stranger.sealed_to(one_officer)),
            "not-sealed",
            400,
        ),
        (
            "cut",
            stranger.deliver(&head(), &good[..good.len() - 1]),
            "not-sealed",
            400,
        ),
        (
            "longer",
            stranger.deliver(&head(), &longer),
            "not-sealed",
            400,
        ),
        ("empty", stranger.deliver(&head(), b""), "not-sealed", 400),
        (
            "plain",
            stranger.deliver(&head(), &[b'x'; 40_000]),
            "not-sealed",
            400,
        ),
        (
            "armor",
            stranger.deliver(&head(), b"-----BEGIN AGE ENCRYPTED FILE-----\n"),
            "not-sealed",
            400,
        ),
        (
            "no head",
            stranger.post("/sealed/paraugs", &good[..100]),
            "not-read",
            400,
        ),
        (
            "other head",
            stranger.post("/sealed/paraugs", &good),
            "not-read",
            400,
        ),
    ] {
        assert_eq!(
            (answer.text().as_str(), answer.status),
            (word, status),
            "{name}"
        );
    }
    assert_eq!(stranger.kept(), 0);
    let claim = random_bytes();
    assert_eq!(
        stranger.deliver(&stranger.head(claim), &good).text(),
        "kept"
    );
    assert_eq!(
        stranger.deliver(&stranger.head(claim), &good).text(),
        "same"
    );
    assert_eq!(stranger.kept(), 1);
}

#[expect(
    clippy::disallowed_methods,
    reason = "the officer's tool takes the real day, and so does this test"
)]
fn today() -> Day {
    Day::in_riga(jiff::Timestamp::now())
}

#[test]
fn what_no_officer_can_open_is_accounted_for_and_then_forgotten() {
    let yesterday = today().plus_days(-1).to_string();
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some(&yesterday));
    let stranger = Stranger::new(&world);
    let institution = stranger.roster.institution().clone();
    let addressee = svilpe::sealed::Addressee {
        name: "Neviens".to_owned(),
        recipient: svilpe::sealed::OpeningKey::random().recipient(),
        custodian: svilpe::sealed::Custodian::Yes,
    };
    let digest = stranger.roster.digest();
    let nobody = Addressees::new(institution, 1, digest, vec![addressee], &[]).unwrap();
    let sealed = stranger.sealed_to(nobody);
    let kept = stranger.deliver(&stranger.head(random_bytes()), &sealed);
    assert_eq!(kept.text(), "kept");
    let item = svilpe::sealed::Item::of(&sealed).to_string();

    let officer = &world.officers[0];
    officer.sync(&world);
    let listed = ok(&mut officer.command(&["list"]));
    assert!(said(&listed).contains(&item[..8]), "{}", said(&listed));
    let record = ["record", &item[..8], "rejected", "--reason", "unreadable"];
    let later = ok(&mut officer.command(&record));
    assert!(said(&later).contains("next sync"), "{}", said(&later));
    world.go_to(&today().to_string());
    let officer = &world.officers[0];
    let synced = officer.sync(&world);
    assert!(!synced.contains("error:"), "{synced}");
    officer.sync(&world);
    let entries = std::fs::read_to_string(officer.home.join("entries")).unwrap();
    assert!(entries.contains("\"reason\":\"unreadable\""), "{entries}");
    assert_eq!(
        said(&ok(&mut officer.command(&["list", "--json"]))).trim(),
        "[]"
    );
    let again = officer.run(&record);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
}

#[test]
fn forms_of_other_sites_and_other_types_reach_none_of_it() {
    let world = World::start();
    let stranger = Stranger::new(&world);
    let body = stranger.head(random_bytes()).to_bytes();
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ] {
        for path in ["/sealed/paraugs", "/mailbox", "/mailbox/open"] {
            let answer = wire::post_body(&world.intake.reporters, path, kind, &body).unwrap();
            assert_eq!(answer.text(), "not-read", "{kind} {path}");
        }
    }
    let foreign = format!(
        "POST /mailbox HTTP/1.1\r\nHost: {0}\r\nOrigin: http://evil.example\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: 32\r\nConnection: close\r\n\r\n{1}",
        world.intake.reporters,
        "x".repeat(32),
    );
    let answer = wire::ask(&world.intake.reporters, foreign.as_bytes()).unwrap();
    assert_eq!(answer.text(), "not-read");
    for path in ["/sealed/nav", "/sealed/../mailbox", "/sealed/"] {
        let (this, unknown) = (
            wire::get(&world.intake.reporters, path),
            wire::get(&world.intake.reporters, "/nav"),
        );
        assert_eq!((this.status, this.text()), (404, unknown.text()), "{path}");
    }
    // No more than its length is read.
    let long = stranger.post("/mailbox", &[0; 33]);
    assert_eq!((long.status, long.text().as_str()), (413, "too-large"));
    for length in [0, 31] {
        assert_eq!(
            stranger.post("/mailbox", &vec![0; length]).text(),
            "not-read"
        );
    }
    let long = stranger.post("/mailbox/open", &[0; Opening::LENGTH + 1]);
    assert_eq!(long.text(), "too-large");
    assert_eq!(
        stranger.post("/mailbox/open", &[0; Opening::LENGTH]).text(),
        "not-read"
    );
}

#[test]
fn d04_known_and_unknown_claims_look_alike() {
    let world = World::start();
    let stranger = Stranger::new(&world);
    let known: [u8; 32] = random_bytes();
    let good = stranger.sealed(&[]);
    assert_eq!(
        stranger.deliver(&stranger.head(known), &good).text(),
        "kept"
    );
    let shape = |answer: &Answer| (answer.status, answer.head.clone(), answer.body.len());
    let (found, none) = (
        stranger.post("/mailbox", &known),
        stranger.post("/mailbox", &random_bytes::<32>()),
    );
    assert_eq!(shape(&found), shape(&none));
    assert_eq!(found.body.len(), AccessRecord::LENGTH);
    // Asking changes nothing, and gives the same record again.
    assert_eq!(stranger.post("/mailbox", &known).body, found.body);

    let opening = |from, to| {
        let Delivery { record, .. } = stranger.head([0; 32]);
        Opening {
            from: Claim::from_bytes(from),
            to: Claim::from_bytes(to),
            record,
            mailbox: svilpe::mailbox::MailboxId::from_bytes([1; 16]),
            item: svilpe::sealed::Item::from_bytes([2; 32]),
            received: stranger.day,
        }
        .to_bytes()
    };
    let fresh: [u8; 32] = random_bytes();
    let (moved, none) = (
        stranger.post("/mailbox/open", &opening(known, fresh)),
        stranger.post("/mailbox/open", &opening(random_bytes(), random_bytes())),
    );
    assert_eq!(shape(&moved), shape(&none));
    assert!(Waiting::parse(&moved.body).unwrap().is_some());
    assert_eq!(Waiting::parse(&none.body).unwrap(), None);
    // The same step again, and a code that is to stay where policy renews.
    let again = stranger.post("/mailbox/open", &opening(known, fresh));
    assert!(Waiting::parse(&again.body).unwrap().is_some());
    assert_eq!(
        stranger
            .post("/mailbox/open", &opening(fresh, fresh))
            .text(),
        "not-read"
    );
    assert_eq!(
        Waiting::parse(
            &stranger
                .post("/mailbox/open", &opening(known, random_bytes()))
                .body
        )
        .unwrap(),
        None
    );
}

#[test]
fn a_used_code_can_bring_no_second_report_by_either_way() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Pārlūkā.").end();
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    reporter.come_back(&form.code);
    let tool = Tool::of(&world);
    tool.file("code", &form.code);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(tool.path("code"), mode).unwrap();
    let message = tool.file("m", "Ar rīku.");
    let refused = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert!(said(&refused).contains("was not kept a second time"));
    // And the form that was sent with it, once more.
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}
