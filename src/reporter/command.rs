//! `svilpe reporter …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::answers::{Written, filled};
use super::codes::Codes;
use super::files::Attached;
use super::packing::{self, Letter};
use super::questions;
use super::talk::{Delivered, Talk};
use super::visit::{self, Found};
use crate::calendar::Calendar;
use crate::command::{Ambient, print};
use crate::connection::Way;
use crate::delivery::{Agreed, Delivery};
use crate::failure::Failure;
use crate::form::Form;
use crate::form::asking::Asking;
use crate::mailbox::{AccessRecord, FirstReport, Mailbox};
use crate::private::read_small;
use crate::receipt::{Claim, Code, Receipt, random_bytes};
use crate::report::Kind;
use crate::roster::{Institution, InstitutionKey, LeftOut};
use crate::terminal::OneLine;
use crate::texts::{day_on, say_with};

/// What a reporter can ask for.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(about = "reporter-about-form")]
    Form(FormOrder),
    #[command(about = "reporter-about-send")]
    Send(Send),
    #[command(about = "reporter-about-add")]
    Add(Add),
    #[command(about = "reporter-about-return")]
    Return(Return),
}

/// Which server and institution, and whose word is taken for who reads. Always said, never kept: a file
/// with a server's name in it would be a trace.
#[derive(Args, Debug)]
pub struct Whither {
    #[arg(long, value_name = "ADDRESS", help = "reporter-arg-server")]
    server: String,
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-proxy")]
    proxy: Option<String>,
    #[arg(long, value_name = "NAME", help = "reporter-arg-institution")]
    institution: String,
    #[arg(long, value_name = "KEY", help = "reporter-arg-key")]
    key: String,
}

#[derive(Args, Debug)]
pub struct FormOrder {
    #[command(flatten)]
    whither: Whither,
    #[arg(long, help = "reporter-arg-addition")]
    addition: bool,
}

/// What is to be sent.
#[derive(Args, Debug)]
pub struct Content {
    #[arg(
        long,
        value_name = "FILE",
        help = "reporter-arg-answers",
        conflicts_with = "message"
    )]
    answers: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "reporter-arg-message")]
    message: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "reporter-arg-file")]
    file: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Send {
    #[command(flatten)]
    whither: Whither,
    #[command(flatten)]
    content: Content,
    #[arg(long, value_name = "FILE", help = "reporter-arg-code-file")]
    code_file: Option<PathBuf>,
    #[arg(long, help = "reporter-arg-again", conflicts_with = "code_file")]
    again: bool,
}

#[derive(Args, Debug)]
pub struct Add {
    #[command(flatten)]
    whither: Whither,
    #[command(flatten)]
    content: Content,
    #[arg(long, value_name = "FILE", help = "reporter-arg-code-file")]
    code_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Return {
    #[command(flatten)]
    whither: Whither,
    #[arg(long, value_name = "FILE", help = "reporter-arg-code-file")]
    code_file: Option<PathBuf>,
}

impl Command {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Form(order) => order.run(ambient),
            Self::Send(send) => send.run(ambient),
            Self::Add(add) => add.run(ambient),
            Self::Return(back) => back.run(ambient),
        }
    }
}

/// The same, understood. Nothing was asked yet.
struct Place {
    way: Way,
    institution: Institution,
    key: InstitutionKey,
}

impl Whither {
    fn place(&self) -> Result<Place, Failure> {
        let way = Way::parse_typed(&self.server, self.proxy.as_deref())?;
        // Refuses an onion without a proxy before anything is read or typed.
        way.connection()?;
        Ok(Place {
            way,
            institution: Institution::parse(&self.institution).map_err(|_| {
                Failure::usage("officer-not-an-institution").with("text", &self.institution)
            })?,
            key: trusted(&self.key)?,
        })
    }
}

impl Place {
    /// Asks the server for its terms and believes what the institution's key has signed.
    fn agree(&self) -> Result<(Talk, Agreed), Failure> {
        let mut talk = Talk::begin(&self.way)?;
        let agreed = talk.agree(&self.institution, &self.key)?;
        Ok((talk, agreed))
    }
}

/// A key line, or the `.pub` file that holds it.
fn trusted(text: &str) -> Result<InstitutionKey, Failure> {
    let unusable = || Failure::usage("reporter-not-a-key").with("text", text);
    let line = format!("untrusted comment: typed\n{text}\n");
    if let Ok(key) = InstitutionKey::parse(&line) {
        return Ok(key);
    }
    let file = read_small(text.as_ref(), KEY_FILE_MAX).map_err(|_| unusable())?;
    let file = std::str::from_utf8(&file).map_err(|_| unusable())?;
    InstitutionKey::parse(file).map_err(|_| unusable())
}

impl FormOrder {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (_, agreed) = self.whither.place()?.agree()?;
        let form = if self.addition {
            Form::Addition
        } else {
            Form::Report
        };
        print(&questions::written(form, &agreed, ambient.language))
    }
}

impl Content {
    fn read(&self) -> Result<Written, Failure> {
        match (&self.answers, &self.message) {
            (Some(path), _) => Written::answers(path),
            (None, Some(path)) => Written::message(path),
            (None, None) if self.file.is_empty() => Err(Failure::usage("reporter-nothing-to-send")),
            (None, None) => Ok(Written::nothing()),
        }
    }
}

impl Content {
    /// What was written is still on this computer.
    fn clean_up(&self, ambient: &Ambient) {
        let written = self.answers.as_ref().or(self.message.as_ref());
        if let Some(path) = written.filter(|path| path.as_os_str() != "-") {
            let path = OneLine(&path.display().to_string()).to_string();
            ambient.advise("reporter-clean-up", &[("path", &path)]);
        }
    }
}

impl Send {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let place = self.whither.place()?;
        let written = self.content.read()?;
        let (mut talk, agreed) = place.agree()?;
        let files = Attached::look(&self.content.file, &agreed.policy)?;
        let asking = Asking::of_report(&agreed.policy, &agreed.roster, ambient.language);
        let content = filled(written, Form::Report, &asking, files.count(), ambient)?;
        let left_out = LeftOut::of(&agreed.roster, &content.left_out);
        who_reads(&agreed, &content.left_out, ambient);
        files.warn(ambient);

        let codes = Codes::of(self.code_file);
        let code = codes.for_report(self.again, ambient)?;
        let receipt = derive(&code, &agreed);
        let mailbox = Mailbox::random(agreed.roster.institution().clone()).leaving_out(left_out);
        let letter = Letter {
            kind: Kind::Report,
            left_out: content.left_out,
            answers: content.answers,
            identity: content.identity,
            files,
        };
        let mut packed = packing::pack(letter, &mailbox, &agreed, ambient.language)?;
        let first = FirstReport {
            item: packed.item,
            day: agreed.day,
        };
        let record = mailbox.wrap(first, receipt.wrap_key());
        packed.address(&delivery(&agreed, receipt.claim().expose(), record));
        let delivered = talk.deliver(agreed.roster.institution(), packed.body)?;
        if delivered == Delivered::Before && !visit::is_kept(&mut talk, &receipt, first)? {
            return Err(Failure::refused("reporter-received-before"));
        }
        done("reporter-received", &agreed, ambient)?;
        codes.remind(&code, ambient);
        self.content.clean_up(ambient);
        Ok(())
    }
}

impl Add {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let place = self.whither.place()?;
        let written = self.content.read()?;
        let (mut talk, agreed) = place.agree()?;
        let files = Attached::look(&self.content.file, &agreed.policy)?;
        let asking = Asking::of_addition(&agreed.policy);
        let content = filled(written, Form::Addition, &asking, files.count(), ambient)?;
        let codes = Codes::of(self.code_file);
        let Found { mailbox, .. } = visit::find(&mut talk, &agreed, &codes, ambient)?;
        let left_out = mailbox.left_out().positions(&agreed.roster);
        who_reads(&agreed, &left_out, ambient);
        files.warn(ambient);

        let letter = Letter {
            kind: Kind::Addition,
            left_out,
            answers: content.answers,
            identity: content.identity,
            files,
        };
        let mut packed = packing::pack(letter, &mailbox, &agreed, ambient.language)?;
        // As many bytes that open nothing: on its way and at rest, an addition looks like a report.
        let first = FirstReport {
            item: packed.item,
            day: agreed.day,
        };
        let record = AccessRecord::of_nobody(agreed.roster.institution(), first);
        packed.address(&delivery(&agreed, &random_bytes(), record));
        talk.deliver(agreed.roster.institution(), packed.body)?;
        done("reporter-added", &agreed, ambient)?;
        self.content.clean_up(ambient);
        Ok(())
    }
}

impl Return {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (mut talk, agreed) = self.whither.place()?.agree()?;
        let codes = Codes::of(self.code_file);
        let found = visit::find(&mut talk, &agreed, &codes, ambient)?;
        visit::open(&mut talk, &agreed, &codes, &found, ambient)
    }
}

/// Takes as long as policy says; this is not a server.
pub(super) fn derive(code: &Code, agreed: &Agreed) -> Receipt {
    let hardness = agreed.stretching();
    let salt = agreed.instance.as_bytes();
    Receipt::derive(code, salt, hardness, &mut hardness.scratch())
}

fn delivery(agreed: &Agreed, claim: &[u8; 32], record: AccessRecord) -> Delivery {
    Delivery {
        day: agreed.day,
        roster: agreed.roster.digest(),
        claim: Claim::from_bytes(*claim),
        record,
    }
}

/// Who will be able to open it, as the institution has signed it.
fn who_reads(agreed: &Agreed, left_out: &[usize], ambient: &Ambient) {
    let roster = &agreed.roster;
    let name = OneLine(roster.name(ambient.language)).to_string();
    let version = roster.version().to_string();
    ambient.advise(
        "reporter-who-reads",
        &[("institution", &name), ("version", &version)],
    );
    for (position, officer) in roster.officers().iter().enumerate() {
        let (reads, with_role) = (
            !left_out.contains(&position),
            officer.role(ambient.language),
        );
        let text = match (reads, with_role) {
            (true, Some(_)) => "reporter-reads-as",
            (true, None) => "reporter-reads",
            (false, _) => "reporter-does-not-read",
        };
        let name = OneLine(officer.name()).to_string();
        let role = OneLine(with_role.unwrap_or_default()).to_string();
        ambient.advise(text, &[("name", &name), ("role", &role)]);
    }
}

fn done(text: &str, agreed: &Agreed, ambient: &Ambient) -> Result<(), Failure> {
    let day = agreed
        .policy
        .expected_return(agreed.day, &Calendar::shipped());
    let day = day_on(ambient.language, day);
    print(&say_with(ambient.language, text, &[("day", &day)]))
}

/// Bytes; a public key has about 100.
const KEY_FILE_MAX: usize = 4096;
