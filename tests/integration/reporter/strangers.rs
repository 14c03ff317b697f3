//! Strangers who speak to the intake as the reporter's tool does.

use svilpe::keys::random::random_bytes;
use svilpe::report::mailbox::{MailboxSecret, WrappedMailbox};
use svilpe::report::receipt::Claim;
use svilpe::report::sealed::{Addressees, Sealing};
use svilpe::report::upload_protocol::{
    Delivery, DeliveryKind, MailboxContents, ServerTerms, Settlement, VisitRequest,
};
use svilpe::rules::calendar::Day;
use svilpe::rules::roster::{Institution, InstitutionKey, RosterDigest};

use crate::world::tool::said;
use crate::world::wire::{self, Answer};
use crate::world::{Officer, Thief, World, ok, today};

#[test]
fn p7_sealed_bytes_are_entered_once_whoever_copies_them_where() {
    let blocks = {
        let folder = tempfile::tempdir().unwrap();
        Officer::keygen(&folder.path().join("officer"), "Ilze Kļava", true).block
    };
    let yesterday = today().plus_days(-1).to_string();
    let people = [("Anna Bērziņa", true)];
    let mut world = World::with(&people, "", &[("cita", &blocks)], Some(&yesterday));
    let stranger = Stranger::new(&world);
    let sealed = stranger.sealed(&[]);
    let claim = random_bytes();
    assert_eq!(
        stranger.deliver(&stranger.head(claim), &sealed).text(),
        "kept"
    );
    // What a rogue officer could do with the bytes on the day of receipt, and a stranger with their
    // own.
    let copies = |world: &World, again: &str| {
        let here = Stranger::new(world);
        let there = Stranger::at(world, "cita");
        for _ in 0..3 {
            assert_eq!(
                here.deliver(&here.head(random_bytes()), &sealed).text(),
                "not-sealed"
            );
            assert_eq!(
                there.deliver(&there.head(random_bytes()), &sealed).text(),
                "not-sealed"
            );
        }
        // Its own claim is another try.
        assert_eq!(here.deliver(&here.head(claim), &sealed).text(), again);
        world.officers[0].sync(world);
    };
    copies(&world, "same");
    world.go_to(&today().to_string());
    copies(&world, "same");
    // Nor is it refused when its reporter has been back since: it is kept.
    let here = Stranger::new(&world);
    here.visit(claim, random_bytes());
    assert_eq!(here.deliver(&here.head(claim), &sealed).text(), "same");
    let entries = std::fs::read_to_string(world.officers[0].home.join("entries")).unwrap();
    let item = svilpe::keys::digest::ReportDigest::of(&sealed).to_string();
    assert_eq!(entries.matches(&item).count(), 1, "{entries}");
    world.go_to(&today().plus_days(1).to_string());
    let there = Stranger::at(&world, "cita");
    assert_eq!(
        there.deliver(&there.head(random_bytes()), &sealed).text(),
        "not-sealed"
    );
}

/// What any reporter may fetch, and what a stranger makes of it.
struct Stranger<'a> {
    world: &'a World,
    roster: svilpe::rules::roster::Roster,
    day: Day,
    policy: svilpe::rules::policy::Policy,
}

impl<'a> Stranger<'a> {
    fn new(world: &'a World) -> Self {
        Self::at(world, "paraugs")
    }

    fn at(world: &'a World, slug: &str) -> Self {
        let key = world.folder.path().join("keys").join(format!("{slug}.pub"));
        let key = InstitutionKey::parse(&std::fs::read_to_string(key).unwrap()).unwrap();
        let terms = wire::get(&world.intake.reporters, &format!("/sealed/{slug}"));
        let institution = Institution::parse(slug).unwrap();
        let agreed = ServerTerms::agree(terms.text().as_bytes(), &institution, &key).unwrap();
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
        let mailbox = svilpe::report::mailbox::Mailbox::random(self.roster.institution().clone());
        let heading = svilpe::report::Heading {
            kind: svilpe::report::ReportKind::Report,
            institution: self.roster.institution().clone(),
            day: self.day,
            language: svilpe::text::Language::Latvian,
            mailbox: mailbox.id(),
            reply_to: mailbox.recipient(),
            signing: mailbox.signing(),
            number: 0,
            policy: self.policy.digest(),
        };
        let mut form = svilpe::report::form::FormInput::new(svilpe::report::form::Form::Addition);
        let asking = svilpe::report::form::form_choices::Asking::of_addition(&self.policy);
        let words = zeroize::Zeroizing::new("x".to_owned());
        form.take("what_happened", words, &asking.asked()).unwrap();
        let filled = form.fill(&asking.asked(), 1).unwrap();
        let answers = filled.into_sealable().unwrap().answers;
        let report = svilpe::report::Report::new(heading, answers);
        sealed.extend(sealing.finish(report, None).unwrap().rest);
        sealed
    }

    fn head(&self, claim: [u8; 32]) -> Delivery {
        Delivery {
            day: self.day,
            roster: self.roster.digest(),
            claim: Claim::from_bytes(claim),
            kind: DeliveryKind::Report,
            secret: MailboxSecret::from_bytes([1; 32]),
            wrapped: WrappedMailbox::of_nobody(),
        }
    }

    /// The first step; what is handed out.
    fn visit(&self, from: [u8; 32], to: [u8; 32]) -> Answer {
        let visit = visit_of(from, to);
        self.post("/mailbox/visit", &visit.to_bytes())
    }

    /// The second step, of the mailbox that `head` names.
    fn settle(&self, from: [u8; 32], to: [u8; 32], wrapped: &WrappedMailbox) -> Answer {
        let settlement = Settlement {
            visit: visit_of(from, to),
            wrapped: wrapped.clone(),
            secret: MailboxSecret::from_bytes([1; 32]),
            item: svilpe::keys::digest::ReportDigest::from_bytes([2; 32]),
            received: self.day,
        };
        self.post("/mailbox/settle", &settlement.to_bytes())
    }

    fn deliver(&self, head: &Delivery, sealed: &[u8]) -> Answer {
        let body = [head.to_bytes().as_slice(), sealed].concat();
        self.post(&format!("/sealed/{}", self.roster.institution()), &body)
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

fn visit_of(from: [u8; 32], to: [u8; 32]) -> VisitRequest {
    VisitRequest {
        from: Claim::from_bytes(from),
        to: Claim::from_bytes(to),
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
        let addressee = svilpe::report::sealed::Addressee {
            name: one.name().to_owned(),
            recipient: one.recipient().clone(),
            custodian: svilpe::report::sealed::Custodian::Yes,
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

#[test]
fn what_no_officer_can_open_is_accounted_for_and_then_forgotten() {
    let yesterday = today().plus_days(-1).to_string();
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some(&yesterday));
    let stranger = Stranger::new(&world);
    let institution = stranger.roster.institution().clone();
    let addressee = svilpe::report::sealed::Addressee {
        name: "Neviens".to_owned(),
        recipient: svilpe::keys::recipient::OpeningKey::random().recipient(),
        custodian: svilpe::report::sealed::Custodian::Yes,
    };
    let digest = stranger.roster.digest();
    let nobody = Addressees::new(institution, 1, digest, vec![addressee], &[]).unwrap();
    let sealed = stranger.sealed_to(nobody);
    let kept = stranger.deliver(&stranger.head(random_bytes()), &sealed);
    assert_eq!(kept.text(), "kept");
    let item = svilpe::keys::digest::ReportDigest::of(&sealed).to_string();

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
        for path in ["/sealed/paraugs", "/mailbox/visit", "/mailbox/settle"] {
            let answer = wire::post_body(&world.intake.reporters, path, kind, &body).unwrap();
            assert_eq!(answer.text(), "not-read", "{kind} {path}");
        }
    }
    let foreign = format!(
        "POST /mailbox/visit HTTP/1.1\r\nHost: {0}\r\nOrigin: http://evil.example\r\n\
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
    for (path, length) in [
        ("/mailbox/visit", VisitRequest::LENGTH),
        ("/mailbox/settle", Settlement::LENGTH),
    ] {
        let long = stranger.post(path, &vec![2; length + 1]);
        assert_eq!((long.status, long.text().as_str()), (413, "too-large"));
        for length in [0, 1, length - 1] {
            let short = stranger.post(path, &vec![2; length]);
            assert_eq!(short.text(), "not-read", "{path} {length}");
        }
        let other = stranger.post(path, &vec![1; length]);
        assert_eq!(other.text(), "not-read", "another version");
    }
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
    let (fresh, nobody): ([u8; 32], [u8; 32]) = (random_bytes(), random_bytes());
    let (found, none) = (stranger.visit(known, fresh), stranger.visit(nobody, fresh));
    assert_eq!(shape(&found), shape(&none));
    assert_eq!(found.body.len(), WrappedMailbox::LENGTH);
    assert_ne!(found.body, none.body);
    // The same again is answered the same, for a known claim and for an unknown one.
    assert_eq!(stranger.visit(known, fresh).body, found.body);
    assert_eq!(stranger.visit(nobody, fresh).body, none.body);
    // A code that was used is as unknown as any.
    let used = stranger.visit(known, random_bytes());
    assert_eq!(shape(&used), shape(&none));
    assert_ne!(used.body, found.body);

    let wrapped = WrappedMailbox::of_nobody();
    let waiting = |answer: &Answer| MailboxContents::parse(&answer.body).unwrap().is_some();
    let settled = stranger.settle(known, fresh, &wrapped);
    let unknown = stranger.settle(nobody, random_bytes(), &wrapped);
    assert_eq!(shape(&settled), shape(&unknown));
    assert!(waiting(&settled) && !waiting(&unknown));
    // A day that nobody can have been given is no reason to stumble.
    for day in ["0000-01-01", "0001-01-01", "1582-10-15", "9999-12-31"] {
        let mut odd = Settlement {
            visit: visit_of(known, fresh),
            wrapped: wrapped.clone(),
            secret: MailboxSecret::from_bytes([1; 32]),
            item: svilpe::keys::digest::ReportDigest::from_bytes([2; 32]),
            received: stranger.day,
        }
        .to_bytes();
        let end = odd.len();
        odd[end - 10..].copy_from_slice(day.as_bytes());
        let answer = stranger.post("/mailbox/settle", &odd);
        assert_eq!(answer.status, 200, "{day}: {}", answer.text());
        assert!(waiting(&answer), "{day}");
    }
    // The same step again; other bytes; another way; and a code that is to stay where policy
    // renews.
    assert!(waiting(&stranger.settle(known, fresh, &wrapped)));
    let other = WrappedMailbox::of_nobody();
    assert!(!waiting(&stranger.settle(known, fresh, &other)));
    assert!(!waiting(&stranger.settle(nobody, fresh, &wrapped)));
    assert_eq!(stranger.settle(fresh, fresh, &wrapped).text(), "not-read");
    assert_eq!(stranger.visit(fresh, fresh).text(), "not-read");
}
