//! Answers: in order, readable after their officers have gone, seen by colleagues, bounded.

mod limits;
mod order;
mod readers;

use std::process::Output;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::{OpeningKey, Recipient};
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::{MailboxId, NewReply, SealedReply};
use svilpe::report::sealed::OpenedReport;
use svilpe::rules::roster::Institution as Slug;

use crate::world::signer::officer_block;
use crate::world::wire::{self, Answer};
use crate::world::{Officer, World, today};

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
