//! `svilpe officer roster …`: what the institution does offline, as commands.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::passphrase;
use super::roster_commands::{self, CannotDo, Warning};
use crate::command::Ambient;
use crate::failure::Failure;

/// What an institution can ask for.
#[derive(Subcommand, Debug)]
pub enum RosterCommand {
    #[command(about = "roster-about-keygen")]
    Keygen(Keygen),
    #[command(about = "roster-about-sign")]
    Sign(Sign),
    #[command(about = "roster-about-check")]
    Check(Check),
    #[command(about = "roster-about-hand-over")]
    HandOver(HandOver),
}

#[derive(Args, Debug)]
pub struct Keygen {
    #[arg(long, value_name = "FILE", help = "roster-arg-public")]
    public: PathBuf,
    #[arg(long, value_name = "FILE", help = "roster-arg-secret")]
    secret: PathBuf,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Sign {
    #[arg(value_name = "ROSTER", help = "roster-arg-roster")]
    roster: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

#[derive(Args, Debug)]
pub struct HandOver {
    #[arg(value_name = "PUBLIC", help = "roster-arg-new-public")]
    public: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

/// The institution's secret key and its password.
#[derive(Args, Debug)]
pub struct Secret {
    #[arg(long, value_name = "FILE", help = "roster-arg-secret")]
    secret: PathBuf,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
    #[arg(
        long,
        conflicts_with = "passphrase_file",
        help = "roster-arg-no-password"
    )]
    no_password: bool,
}

#[derive(Args, Debug)]
pub struct Check {
    #[arg(value_name = "PATH", help = "roster-arg-path")]
    path: PathBuf,
}

impl RosterCommand {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(ambient),
            Self::Sign(sign) => sign.run(ambient),
            Self::Check(check) => check.run(ambient),
            Self::HandOver(hand_over) => hand_over.run(ambient),
        }
    }
}

impl Keygen {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let password = passphrase::choose(self.passphrase_file.as_deref(), ambient.language)?;
        let key = roster_commands::keygen(&self.public, &self.secret, &password.into_text())
            .map_err(told)?;
        ambient.advise("roster-keygen-done", &[("path", &shown(&self.secret))]);
        result(&hex::encode(key.fingerprint()))
    }
}

impl Sign {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let password = self.secret.password(ambient)?;
        let signed = roster_commands::sign(&self.roster, &self.secret.secret, password.as_ref())
            .map_err(told)?;
        warn(&signed.warnings);
        result(&shown(&signed.signature))
    }
}

impl HandOver {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let password = self.secret.password(ambient)?;
        let signature =
            roster_commands::hand_over(&self.public, &self.secret.secret, password.as_ref())
                .map_err(told)?;
        result(&shown(&signature))
    }
}

impl Check {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let checked = roster_commands::check(&self.path).map_err(told)?;
        warn(&checked.warnings);
        for name in &checked.ignored {
            ambient.advise("roster-ignored", &[("name", name)]);
        }
        for roster in &checked.rosters {
            result(&format!(
                "{}\t{}\t{}\t{}",
                roster.institution(),
                roster.version(),
                roster.officers().len(),
                hex::encode(roster.key().fingerprint())
            ))?;
        }
        Ok(())
    }
}

impl Secret {
    fn password(&self, ambient: &Ambient) -> Result<Option<Zeroizing<String>>, Failure> {
        if self.no_password {
            return Ok(None);
        }
        let password = passphrase::ask(self.passphrase_file.as_deref(), ambient.language)?;
        Ok(Some(password.into_text()))
    }
}

fn warn(warnings: &[Warning]) {
    for warning in warnings {
        eprintln!("{warning}");
    }
}

fn told(error: CannotDo) -> Failure {
    let hint = error.hint();
    Failure::refused("command-told")
        .with("what", error)
        .with("hint", hint)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn result(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}")
        .map_err(|error| Failure::refused("command-output").with("why", error))
}
