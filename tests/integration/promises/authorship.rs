//! Additions are the reporter's own: what an officer, or a former one, slips in stands apart.

use std::io::Write as _;
use std::path::Path;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::sealed_key::Passphrase;
use svilpe::keys::signature::SigningKey;
use svilpe::officer::OfficerKeys;
use svilpe::report::mailbox::{MailboxSecret, WrappedMailbox};
use svilpe::report::receipt::Claim;
use svilpe::report::sealed::{OpenedReport, Sealing};
use svilpe::report::upload_protocol::{Agreed, Delivery, DeliveryKind, ServerTerms};
use svilpe::report::{Answers, Heading, Report, ReportKind, Words};
use svilpe::rules::roster::{Institution, InstitutionKey};
use svilpe::text::Language;

use crate::world::tool::Tool;
use crate::world::wire::{self, Multipart};
use crate::world::{self, Officer, Thief, World, ok};

/// An officer with a changed tool: the keys are theirs, and whatever was sealed to them.
struct Rogue<'a> {
    world: &'a World,
    keys: OfficerKeys,
    agreed: Agreed,
}

impl<'a> Rogue<'a> {
    fn of(officer: &Officer, world: &'a World) -> Self {
        let passphrase = Passphrase::typed(world::PASSPHRASE);
        let key_file = std::fs::read(officer.home.join("key.age")).unwrap();
        let public = world.folder.path().join("keys").join("paraugs.pub");
        let public = InstitutionKey::parse(&std::fs::read_to_string(public).unwrap()).unwrap();
        let terms = wire::get(&world.intake.reporters, "/sealed/paraugs");
        let institution = Institution::parse("paraugs").unwrap();
        Self {
            world,
            keys: OfficerKeys::open(&key_file, &passphrase).unwrap(),
            agreed: ServerTerms::agree(terms.text().as_bytes(), &institution, &public).unwrap(),
        }
    }

    /// What stands in the heading of a report that this officer may open.
    fn heading_of(&self, path: &Path) -> Heading {
        let item = ReportDigest::of(&std::fs::read(path).unwrap());
        let file = std::fs::File::open(path).unwrap();
        let opened = OpenedReport::open(file, &self.keys.opening, item).unwrap();
        let report = opened.report();
        Heading {
            kind: report.kind(),
            institution: report.institution().clone(),
            day: report.day(),
            language: Language::Latvian,
            mailbox: report.mailbox(),
            reply_to: report.reply_to().clone(),
            signing: *report.signing(),
            number: report.number(),
            policy: *report.policy(),
        }
    }

    fn seal(&self, heading: Heading, words: &str, signer: Option<SigningKey>) -> Vec<u8> {
        let mut sealing = Sealing::begin(&self.agreed.roster, &[]).unwrap();
        let mut sealed = sealing.take();
        let report = Report::new(heading, Answers::new(Words::from(words.to_owned())));
        let report = match signer {
            Some(key) => report.signed_by(key),
            None => report,
        };
        sealed.extend(sealing.finish(report, None).unwrap().rest);
        sealed
    }

    /// The very same words, sealed once more by hand.
    fn copy_of(&self, path: &Path) -> Vec<u8> {
        let sealed = std::fs::read(path).unwrap();
        let plain = age::decrypt(&self.keys.opening, &sealed).unwrap();
        let officers = self.agreed.roster.officers().iter();
        let to = officers.map(|officer| officer.recipient() as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(to).unwrap();
        let mut writer = encryptor.wrap_output(Vec::new()).unwrap();
        writer.write_all(&plain).unwrap();
        writer.finish().unwrap()
    }

    /// As anybody may send a first report, by nobody's code.
    fn post(&self, sealed: &[u8]) {
        let delivery = Delivery {
            day: self.agreed.day,
            roster: self.agreed.roster.digest(),
            claim: Claim::from_bytes(random_bytes()),
            kind: DeliveryKind::Report,
            secret: MailboxSecret::from_bytes(random_bytes()),
            wrapped: WrappedMailbox::of_nobody(),
        };
        let body = [delivery.to_bytes().as_slice(), sealed].concat();
        let kind = "application/octet-stream";
        let address = &self.world.intake.reporters;
        let answer = wire::post_body(address, "/sealed/paraugs", kind, &body).unwrap();
        assert_eq!(answer.text(), "kept");
    }
}

fn sealed_in(officer: &Officer) -> Vec<std::path::PathBuf> {
    let files = Thief::bytes(&officer.home.join("sealed"));
    let paths = files.into_iter().map(|(path, _)| path);
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "age"))
        .collect()
}

#[test]
fn an_officer_can_post_no_addition_and_take_over_no_case() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Īstais ziņojums.");
    let [anna, janis] = &world.officers[..] else {
        panic!("two officers");
    };
    janis.sync(&world);
    let case = janis.cases()[0]["case"].as_str().unwrap().to_owned();
    anna.sync(&world);
    let received = anna.cases()[0]["received"].clone();

    let rogue = Rogue::of(janis, &world);
    let own = SigningKey::random();
    let original = sealed_in(janis).remove(0);
    let heading = || rogue.heading_of(&original);
    let long_ago = "2026-01-02".parse().unwrap();
    let addition = || Heading {
        kind: ReportKind::Addition,
        number: 1,
        ..heading()
    };
    let catcher = OpeningKey::random();
    for forged in [
        // An addition that nobody signed, one under a key of one's own, and one that says it is the
        // reporter's.
        rogue.seal(addition(), "Viltots 1.", None),
        rogue.seal(
            Heading {
                signing: own.public(),
                ..addition()
            },
            "Viltots 2.",
            Some(SigningKey::from_seed(&own.expose_seed())),
        ),
        rogue.seal(
            Heading {
                reply_to: catcher.recipient(),
                ..addition()
            },
            "Viltots 3.",
            Some(SigningKey::from_seed(&own.expose_seed())),
        ),
        // A first report from long before, under the reporter's key and under one's own.
        rogue.seal(
            Heading {
                day: long_ago,
                reply_to: catcher.recipient(),
                ..heading()
            },
            "Viltots 4.",
            Some(SigningKey::from_seed(&own.expose_seed())),
        ),
        rogue.seal(
            Heading {
                day: long_ago,
                signing: own.public(),
                reply_to: catcher.recipient(),
                ..heading()
            },
            "Viltots 5.",
            Some(SigningKey::from_seed(&own.expose_seed())),
        ),
        // And the reporter's own words, once more.
        rogue.copy_of(&original),
    ] {
        rogue.post(&forged);
    }

    let synced = anna.sync(&world);
    assert!(!synced.contains("error:"), "an accusation: {synced}");
    let cases = anna.cases();
    // Those under the officer's own key are one case, of somebody else.
    assert_eq!(cases.len(), 6, "{cases:?}");
    let theirs: Vec<_> = cases
        .iter()
        .filter(|one| one["case"] == case.as_str())
        .collect();
    assert_eq!(theirs.len(), 1);
    assert_eq!(theirs[0]["additions"], 0);
    assert_eq!(theirs[0]["received"], received);
    assert_eq!(theirs[0]["not_of"], serde_json::Value::Null);
    for other in cases.iter().filter(|one| one["case"] != case.as_str()) {
        assert_eq!(other["not_of"], case.as_str(), "{other}");
        assert_eq!(other["received"], received, "a day of its own choosing");
    }
    let shown = String::from_utf8(ok(&mut anna.command(&["list"])).stdout).unwrap();
    let apart = format!("names the mailbox of case {case}");
    assert_eq!(shown.matches(&apart).count(), 5, "{shown}");
    let read = anna.read(&case);
    assert!(
        read.contains("Īstais") && !read.contains("Viltots"),
        "{read}"
    );
    // The answer goes to the reporter, and to no key of the officer's.
    anna.reply(&case, "Tikai ziņotājam.");
    let (answers, _) = reporter.come_back(&code);
    assert!(answers.words().contains("Tikai ziņotājam."));
}

#[test]
fn additions_come_in_the_reporters_order_by_page_and_by_tool() {
    let world = World::start();
    let tool = Tool::of(&world);
    tool.send("Sākums.", &[]);
    let texts = ["Pirmais.", "Otrais.", "Trešais.", "Ceturtais."];
    for (number, text) in texts.iter().enumerate() {
        if number % 2 == 0 {
            let message = tool.file("m", text);
            ok(&mut tool.with_code(&["add", "--message", &message]));
        } else {
            let (page, fresh) = world.reporter().come_back(&tool.code());
            let body = Multipart::new()
                .field("code", &fresh)
                .field("token", &page.hidden("token").unwrap())
                .field("what_happened", text)
                .end();
            let address = &world.intake.reporters;
            let kept = wire::post_body(address, "/add", &Multipart::kind(), &body).unwrap();
            assert!(kept.words().contains("saņemta"), "{}", kept.words());
            tool.file("code", &fresh);
        }
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let cases = officer.cases();
    assert_eq!((cases.len(), &cases[0]["additions"]), (1, &4.into()));
    let read = officer.read(cases[0]["case"].as_str().unwrap());
    let places: Vec<usize> = ["Sākums."]
        .iter()
        .chain(&texts)
        .map(|text| read.find(text).unwrap())
        .collect();
    assert!(places.is_sorted(), "{read}");
    // An answer to the last of them is read by whoever has the newest key.
    officer.reply(cases[0]["case"].as_str().unwrap(), "Uz pēdējo.");
    assert!(tool.come_back().contains("Uz pēdējo."));
}
