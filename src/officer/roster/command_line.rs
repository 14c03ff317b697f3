//! `svilpe officer roster …` on the command line: passwords in, words out. What the commands do
//! is in [`super::commands`]; its complaints are in English, for the few who use them.

use std::io::{self, Write as _};
use std::iter;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::commands::{
    CannotDo, NamedServer, Warning, check, check_pack, hand_over, keygen, sign_for, sign_pack,
};
use super::institution_secret_key::NotASecret;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::passphrase;
use crate::rules::pack::CountryPack;
use crate::rules::roster::{Officer, Roster};
use crate::text::terminal::OneLine;
use crate::text::terminal::shown_path;
use crate::text::{say, say_with};

/// What an institution does offline.
#[derive(Subcommand, Debug)]
pub(crate) enum RosterLine {
    #[command(about = "officer-about-roster-keygen")]
    Keygen(Pair),
    #[command(about = "officer-about-roster-sign")]
    Sign(Sign),
    #[command(about = "officer-about-roster-check")]
    Check(RosterCheck),
    #[command(about = "officer-about-roster-hand-over")]
    HandOver(Pair),
}

/// What is done offline by who is responsible for a country pack. Its key is made and handed over
/// as an institution's is.
#[derive(Subcommand, Debug)]
pub(crate) enum PackLine {
    #[command(about = "officer-about-pack-sign")]
    Sign(PackSign),
    #[command(about = "officer-about-pack-check")]
    Check(PackCheck),
}

#[derive(Args, Debug)]
pub(crate) struct PackSign {
    #[arg(value_name = "PACK", help = "officer-arg-pack-folder")]
    folder: PathBuf,
    #[arg(value_name = "SECRET", help = "officer-arg-secret-key")]
    secret: PathBuf,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct PackCheck {
    #[arg(value_name = "PACK", help = "officer-arg-pack-folder")]
    folder: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Pair {
    #[arg(value_name = "PUBLIC", help = "officer-arg-public-key")]
    public: PathBuf,
    #[arg(value_name = "SECRET", help = "officer-arg-secret-key")]
    secret: PathBuf,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Sign {
    #[arg(value_name = "ROSTER", help = "officer-arg-roster-file")]
    roster: PathBuf,
    #[arg(value_name = "SECRET", help = "officer-arg-secret-key")]
    secret: PathBuf,
    #[arg(long, value_name = "NUMBER", help = "officer-arg-roster-server")]
    server: Option<String>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct RosterCheck {
    #[arg(value_name = "PATH", help = "officer-arg-roster-path")]
    path: PathBuf,
}

impl RosterLine {
    pub(in crate::officer) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        match self {
            Self::Keygen(pair) => pair.keygen(context),
            Self::Sign(what) => what.run(context),
            Self::Check(what) => what.run(context),
            Self::HandOver(pair) => pair.hand_over(context),
        }
    }
}

impl PackLine {
    pub(in crate::officer) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        match self {
            Self::Sign(what) => what.run(context),
            Self::Check(what) => what.run(context),
        }
    }
}

impl PackSign {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (signature, pack) =
            with_password(self.passphrase_file.as_deref(), context, |password| {
                sign_pack(&self.folder, &self.secret, password)
            })?;
        tell_pack("officer-pack-signed", &pack, context);
        written(writeln!(io::stdout(), "{}", shown_path(&signature)))
    }
}

impl PackCheck {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let pack = check_pack(&self.folder).map_err(|why| failure(&why))?;
        tell_pack("officer-pack-checked", &pack, context);
        let digest = hex::encode(pack.digest());
        written(writeln!(io::stdout(), "{digest}"))
    }
}

fn tell_pack(text: &str, pack: &CountryPack, context: &CommandContext) {
    let version = pack.policy().version().to_string();
    let number = pack.signed_by().map(|key| key.id().to_string());
    context.advise(
        text,
        &[
            ("country", pack.policy().country()),
            ("version", &version),
            ("number", number.as_deref().unwrap_or("-")),
        ],
    );
}

impl Pair {
    fn keygen(self, context: &CommandContext) -> Result<(), Failure> {
        let password = passphrase::choose_text(self.passphrase_file.as_deref(), context.language)?;
        let key = keygen(&self.public, &self.secret, &password).map_err(|why| failure(&why))?;
        context.advise("officer-roster-made", &[("number", &key.id().to_string())]);
        written(writeln!(io::stdout(), "{}", shown_path(&self.public)))
    }

    fn hand_over(self, context: &CommandContext) -> Result<(), Failure> {
        let signature = with_password(self.passphrase_file.as_deref(), context, |password| {
            hand_over(&self.public, &self.secret, password)
        })?;
        written(writeln!(io::stdout(), "{}", shown_path(&signature)))
    }
}

impl Sign {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let number = |text: String| {
            NamedServer::parse(&text)
                .ok_or_else(|| Failure::usage("officer-not-a-server").with("text", text))
        };
        let server = self.server.map(number).transpose()?;
        let signed = with_password(self.passphrase_file.as_deref(), context, |password| {
            sign_for(&self.roster, &self.secret, password, server.as_ref())
        })?;
        warn(&signed.warnings, context);
        let version = signed.roster.version().to_string();
        let institution = signed.roster.institution().as_str();
        context.advise(
            "officer-roster-signed",
            &[("institution", institution), ("version", &version)],
        );
        written(writeln!(io::stdout(), "{}", shown_path(&signed.signature)))
    }
}

impl RosterCheck {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let checked = check(&self.path).map_err(|why| failure(&why))?;
        for name in &checked.ignored {
            eprintln!(
                "{} {}",
                say(context.language, "officer-roster-ignored"),
                OneLine(name)
            );
        }
        warn(&checked.warnings, context);
        let mut out = io::stdout().lock();
        let mut lines = checked.rosters.iter().flat_map(|roster| {
            let officers = roster.officers().iter();
            let officers = officers.map(|officer| officer_in_words(officer, context));
            iter::once(in_words(roster, context)).chain(officers)
        });
        written(lines.try_for_each(|line| writeln!(out, "{line}")))
    }
}

/// With the number that its owner saw when the keys were made.
fn officer_in_words(officer: &Officer, context: &CommandContext) -> String {
    let name = OneLine(officer.name()).to_string();
    let number = officer.spoken_number();
    say_with(
        context.language,
        "officer-roster-officer",
        &[("name", &name), ("number", &number)],
    )
}

fn in_words(roster: &Roster, context: &CommandContext) -> String {
    say_with(
        context.language,
        "officer-roster-checked",
        &[
            ("institution", roster.institution().as_str()),
            ("version", &roster.version().to_string()),
            ("number", &roster.key().id().to_string()),
            ("officers", &roster.officers().len().to_string()),
            ("auditors", &roster.auditors().len().to_string()),
        ],
    )
}

/// Tries without a password first: a key without one needs no question.
fn with_password<T>(
    file: Option<&Path>,
    context: &CommandContext,
    attempt: impl Fn(Option<&Zeroizing<String>>) -> Result<T, CannotDo>,
) -> Result<T, Failure> {
    match attempt(None) {
        Err(CannotDo::Secret(NotASecret::NeedsPassword)) => {
            let password = passphrase::ask_text(file, context.language)?;
            attempt(Some(&password)).map_err(|why| failure(&why))
        }
        done => done.map_err(|why| failure(&why)),
    }
}

fn warn(warnings: &[Warning], context: &CommandContext) {
    for warning in warnings {
        eprintln!(
            "{} {}",
            say(context.language, "officer-warning"),
            OneLine(&warning.to_string())
        );
    }
}

fn failure(why: &CannotDo) -> Failure {
    Failure::refused("officer-roster-command")
        .with("what", why)
        .with("hint", why.hint())
}
