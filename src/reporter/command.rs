//! `svilpe reporter …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::attachments::Attachments;
use super::checkpoint_file::CheckpointFile;
use super::code_source::{Chosen, CodeSource, agreed_to_send};
use super::entry_proof::ProofTerms;
use super::filled_questions::{FilledQuestions, filled};
use super::intake_client::{Delivered, ReporterClient};
use super::packing::{self, OutgoingReport};
use super::question_file;
use super::reply_files::ReplyFolder;
use super::visit;
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::cli::private_files::{Older, Readers, read_small, write_durably};
use crate::ledger::checkpoint::cosignature::WitnessKey;
use crate::net::connection::Way;
use crate::report::ReportKind;
use crate::report::content_tag::{ContentDigest, ContentTag};
use crate::report::form::Form;
use crate::report::form::form_choices::Asking;
use crate::report::form::sealable::Sealable;
use crate::report::mailbox::{FirstReport, Mailbox};
use crate::report::upload_protocol::{Agreed, Delivery, DeliveryKind};
use crate::rules::calendar::date_words::day_on;
use crate::rules::roster::{Institution, InstitutionKey, LeftOut};
use crate::text::say_with;
use crate::text::terminal::OneLine;

/// What a reporter can ask for.
#[derive(Subcommand, Debug)]
pub(crate) enum ReporterCommand {
    #[command(about = "reporter-about-form")]
    Form(FormOrder),
    #[command(about = "reporter-about-send")]
    Send(Send),
    #[command(about = "reporter-about-add")]
    Add(Add),
    #[command(about = "reporter-about-return")]
    Return(ReturnOptions),
}

/// Which server and institution, and whose word is taken for who reads. Always said, never kept: a
/// file with a server's name in it would be a trace.
#[derive(Args, Debug)]
pub(super) struct Whither {
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
pub(crate) struct FormOrder {
    #[command(flatten)]
    whither: Whither,
    #[arg(long, help = "reporter-arg-addition")]
    addition: bool,
    #[arg(long, value_name = "FILE", help = "reporter-arg-out")]
    out: Option<PathBuf>,
}

/// What is to be sent.
#[derive(Args, Debug)]
pub(super) struct ContentOptions {
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
pub(crate) struct Send {
    #[command(flatten)]
    whither: Whither,
    #[command(flatten)]
    content: ContentOptions,
    #[arg(long, value_name = "FILE", help = "reporter-arg-code-file")]
    code_file: Option<PathBuf>,
    #[arg(long, help = "reporter-arg-again")]
    again: bool,
    #[arg(long, value_name = "NAME", help = "reporter-arg-leave-out")]
    leave_out: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Add {
    #[command(flatten)]
    whither: Whither,
    #[command(flatten)]
    content: ContentOptions,
    #[arg(long, value_name = "FILE", help = "reporter-arg-code-file")]
    code_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct ReturnOptions {
    #[command(flatten)]
    whither: Whither,
    #[arg(long, value_name = "FILE", help = "reporter-arg-code-file")]
    code_file: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "reporter-arg-files")]
    files: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "reporter-arg-checkpoint")]
    checkpoint: Option<PathBuf>,
    #[arg(long, value_name = "KEY", help = "reporter-arg-witness")]
    witness: Vec<String>,
}

impl ReporterCommand {
    /// Does it. Results on stdout, the rest on stderr.
    pub(crate) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        match self {
            Self::Form(order) => order.run(context),
            Self::Send(send) => send.run(context),
            Self::Add(add) => add.run(context),
            Self::Return(back) => back.run(context),
        }
    }
}

/// The same, understood. Nothing was asked yet.
struct AgreedServer {
    way: Way,
    institution: Institution,
    key: InstitutionKey,
}

impl Whither {
    fn place(&self) -> Result<AgreedServer, Failure> {
        let way = Way::parse_typed(&self.server, self.proxy.as_deref())?;
        // Refuses an onion without a proxy before anything is read or typed.
        way.connection()?;
        Ok(AgreedServer {
            way,
            institution: Institution::parse(&self.institution).map_err(|_| {
                Failure::usage("officer-not-an-institution").with("text", &self.institution)
            })?,
            key: trusted(&self.key)?,
        })
    }
}

impl AgreedServer {
    /// Asks the server for its terms and believes what the institution's key has signed.
    fn agree(&self, context: &CommandContext) -> Result<(ReporterClient, Agreed), Failure> {
        let mut talk = ReporterClient::begin(&self.way)?;
        let agreed = talk.agree(&self.institution, &self.key, context.today.day())?;
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
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (_, agreed) = self.whither.place()?.agree(context)?;
        let form = if self.addition {
            Form::Addition
        } else {
            Form::Report
        };
        let questions = question_file::written(form, &agreed, context.language);
        match &self.out {
            None => print(&questions),
            Some(path) => write_durably(path, questions.as_bytes(), Readers::Owner, Older::Stays)
                .map_err(|error| {
                    Failure::refused("reporter-out")
                        .with("path", path.display())
                        .with("why", error)
                }),
        }
    }
}

impl ContentOptions {
    fn read(&self, context: &CommandContext) -> Result<FilledQuestions, Failure> {
        if let Some(path) = self.answers.as_ref().or(self.message.as_ref()) {
            context.invite_words(Some(path));
        }
        match (&self.answers, &self.message) {
            (Some(path), _) => FilledQuestions::answers(path),
            (None, Some(path)) => FilledQuestions::message(path),
            (None, None) if self.file.is_empty() => Err(Failure::usage("reporter-nothing-to-send")),
            (None, None) => Ok(FilledQuestions::nothing()),
        }
    }
}

impl ContentOptions {
    /// Checked and ready to be sealed; whoever it is not for is said by the form.
    fn outgoing(
        &self,
        written: FilledQuestions,
        asking: &Asking,
        agreed: &Agreed,
        context: &CommandContext,
    ) -> Result<OutgoingReport, Failure> {
        let files = Attachments::look(&self.file, &agreed.policy)?;
        files.warn(context);
        written.warn(context);
        let mut content_digest = ContentDigest::new();
        written.add_to(&mut content_digest);
        let form = asking.form();
        let Sealable {
            answers,
            identity,
            left_out,
        } = filled(written, form, asking, files.count(), context)?;
        Ok(OutgoingReport {
            kind: ReportKind::Report,
            left_out,
            answers,
            identity,
            files,
            content: content_digest,
        })
    }

    /// What was written is still on this computer.
    fn clean_up(&self, context: &CommandContext) {
        let written = self.answers.as_ref().or(self.message.as_ref());
        if let Some(path) = written.filter(|path| path.as_os_str() != "-") {
            let path = OneLine(&path.display().to_string()).to_string();
            context.advise("reporter-clean-up", &[("path", &path)]);
        }
    }
}

impl Send {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let place = self.whither.place()?;
        let mut written = self.content.read(context)?;
        let codes = CodeSource::of(self.code_file)?;
        let (mut talk, agreed) = place.agree(context)?;
        let asking = Asking::of_report(&agreed.policy, &agreed.roster, context.language);
        written.leave_out(&self.leave_out, &asking)?;
        let outgoing = self.content.outgoing(written, &asking, &agreed, context)?;
        who_reads(&agreed, &outgoing.left_out, context);
        let left_out = LeftOut::of(&agreed.roster, &outgoing.left_out);
        let mailbox = Mailbox::random(agreed.roster.institution().clone()).leaving_out(left_out);
        let mut packed = packing::pack(outgoing, &mailbox, &agreed, context.language)?;
        // A new code at a keyboard is a pause of its own, and the last moment to think again.
        if self.again || matches!(codes, CodeSource::File { .. }) {
            agreed_to_send(context)?;
        }
        let Chosen { code, used } = codes.for_report(self.again, context)?;
        let receipt = visit::derive(&code, &agreed);
        let first = FirstReport {
            item: packed.item,
            day: agreed.day,
            content: ContentTag::NONE,
        };
        let delivery = Delivery {
            day: agreed.day,
            roster: agreed.roster.digest(),
            claim: receipt.claim().again(),
            kind: DeliveryKind::Report,
            secret: mailbox.secret().again(),
            wrapped: mailbox.wrap(first, receipt.wrap_key()),
        };
        packed.address(&delivery);
        let institution = agreed.roster.institution();
        let delivered = talk.deliver(institution, packed.body, "reporter-unsure")?;
        // What a code holds can't be looked at without using it up. Of a new one it can only be
        // this, unless somebody saw it and was quicker.
        let is_ours = match delivered {
            Delivered::Now => true,
            Delivered::Perhaps => !used,
            Delivered::Before => false,
        };
        if !is_ours {
            return Err(Failure::refused("reporter-received-before"));
        }
        done("reporter-received", &agreed, context)?;
        codes.remind(&code, context);
        self.content.clean_up(context);
        Ok(())
    }
}

impl Add {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let place = self.whither.place()?;
        let written = self.content.read(context)?;
        let codes = CodeSource::of(self.code_file)?;
        let (mut talk, agreed) = place.agree(context)?;
        let asking = Asking::of_addition(&agreed.policy);
        let outgoing = self.content.outgoing(written, &asking, &agreed, context)?;
        let opened = visit::open(&mut talk, &agreed, &codes, context)?;
        let outgoing = OutgoingReport {
            kind: ReportKind::Addition,
            left_out: opened.mailbox.left_out().positions(&agreed.roster),
            ..outgoing
        };
        who_reads(&agreed, &outgoing.left_out, context);
        agreed_to_send(context)?;
        // With a fresh key for the answers to it.
        let mailbox = opened.mailbox.for_addition();
        let mut packed = packing::pack(outgoing, &mailbox, &agreed, context.language)?;
        let delivery = Delivery {
            day: agreed.day,
            roster: agreed.roster.digest(),
            claim: mailbox.claim_of_addition(&packed.content),
            kind: DeliveryKind::Addition {
                code: opened.receipt.claim().again(),
            },
            secret: mailbox.secret().again(),
            wrapped: mailbox.wrap(opened.first, opened.receipt.wrap_key()),
        };
        packed.address(&delivery);
        let institution = agreed.roster.institution();
        // The same content is the same addition, whichever try brought it.
        talk.deliver(institution, packed.body, "reporter-unsure-addition")?;
        done("reporter-added", &agreed, context)?;
        codes.remind(&opened.code, context);
        self.content.clean_up(context);
        Ok(())
    }
}

impl ReturnOptions {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let place = self.whither.place()?;
        let witnesses = witnesses(&self.witness)?;
        let memory = CheckpointFile::find(self.checkpoint, self.code_file.as_deref());
        let codes = CodeSource::of(self.code_file)?;
        // Before a code is used up.
        let folder = self.files.as_deref().map(ReplyFolder::make).transpose()?;
        let (mut talk, agreed) = place.agree(context)?;
        let opened = visit::open(&mut talk, &agreed, &codes, context)?;
        let terms = ProofTerms {
            agreed: &agreed,
            witnesses: &witnesses,
            memory: memory.as_ref(),
        };
        visit::show(
            &mut talk,
            &terms,
            (&codes, folder.as_ref()),
            &opened,
            context,
        )
    }
}

fn witnesses(keys: &[String]) -> Result<Vec<WitnessKey>, Failure> {
    let parse = |text: &String| {
        WitnessKey::parse(text)
            .map_err(|_| Failure::usage("auditor-not-a-log-key").with("text", text))
    };
    keys.iter().map(parse).collect()
}

/// Who will be able to open it, as the institution has signed it.
fn who_reads(agreed: &Agreed, left_out: &[usize], context: &CommandContext) {
    let roster = &agreed.roster;
    let name = OneLine(roster.name(context.language)).to_string();
    let version = roster.version().to_string();
    context.advise(
        "reporter-who-reads",
        &[("institution", &name), ("version", &version)],
    );
    for (position, officer) in roster.officers().iter().enumerate() {
        let (reads, with_role) = (
            !left_out.contains(&position),
            officer.role(context.language),
        );
        let text = match (reads, with_role) {
            (true, Some(_)) => "reporter-reads-as",
            (true, None) => "reporter-reads",
            (false, _) => "reporter-does-not-read",
        };
        let name = OneLine(officer.name()).to_string();
        let role = OneLine(with_role.unwrap_or_default()).to_string();
        context.advise(text, &[("name", &name), ("role", &role)]);
    }
}

fn done(text: &str, agreed: &Agreed, context: &CommandContext) -> Result<(), Failure> {
    let day = agreed
        .policy
        .expected_return(agreed.day, agreed.policy.calendar());
    let day = day_on(context.language, day);
    print(&say_with(context.language, text, &[("day", &day)]))
}

/// Bytes; a public key has about 100.
const KEY_FILE_MAX: usize = 4096;
