//! `svilpe auditor …`: the commands, whose key and which ledger, and what several of them say.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

mod cosigning;
mod publishing;
mod verifying;

/// `svilpe auditor report`.
pub mod figures;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::config::{Place, Wanted};
use super::home::{Home, disk};
use super::key::AuditorKey;
use super::verify::CannotVerify;
use super::verify::mirror::Mirror;
use crate::cli::ambient::{Ambient, written};
use crate::cli::failure::Failure;
use crate::cli::passphrase::{self, Hardness};
use crate::net::signed_client::NoAnswer;
use crate::rules::policy::Policy;
use crate::text::terminal::OneLine;

pub use cosigning::CosignOrder;
pub use publishing::Figures;
pub use verifying::Verify;

/// What an auditor can ask for.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(about = "auditor-about-keygen")]
    Keygen(Keygen),
    #[command(about = "auditor-about-verify")]
    Verify(Box<Verify>),
    #[command(about = "auditor-about-witness")]
    Witness(CosignOrder),
    #[command(about = "auditor-about-report")]
    Report(Figures),
}

/// Whose folder and key.
#[derive(Args, Debug)]
pub struct Own {
    #[arg(long, value_name = "DIR", help = "auditor-arg-home")]
    home: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

/// Which ledger, and whose word is taken.
#[derive(Args, Debug)]
pub struct Ledger {
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-server")]
    server: Option<String>,
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-proxy")]
    proxy: Option<String>,
    #[arg(long, value_name = "HEX", help = "officer-arg-instance")]
    instance: Option<String>,
    #[arg(long, value_name = "KEY", help = "auditor-arg-log-key")]
    log_key: Option<String>,
    #[arg(long, value_name = "KEY", help = "auditor-arg-witness")]
    witness: Vec<String>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-trust")]
    trust: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Keygen {
    #[command(flatten)]
    own: Own,
    #[arg(long, value_name = "NAME", help = "auditor-arg-name")]
    name: String,
    #[command(flatten)]
    hardness: Hardness,
}

impl Command {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(ambient),
            Self::Verify(verify) => verify.run(ambient),
            Self::Witness(witness) => witness.run(ambient),
            Self::Report(figures) => figures.run(ambient),
        }
    }
}

impl Own {
    fn home(&self) -> Result<Home, Failure> {
        open_home(self.home.as_deref())
    }

    fn unlock(&self, home: &Home, ambient: &Ambient) -> Result<AuditorKey, Failure> {
        let sealed = home.key_file().sealed("auditor-no-key")?;
        let passphrase = passphrase::ask(self.passphrase_file.as_deref(), ambient.language)?;
        home.unlock(&sealed, &passphrase)
    }
}

impl Ledger {
    fn wanted(self) -> Wanted {
        Wanted {
            server: self.server,
            proxy: self.proxy,
            instance: self.instance,
            log: self.log_key,
            witnesses: self.witness,
            trusted: self.trust,
        }
    }
}

impl Keygen {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let work = self.hardness.work()?;
        let key =
            AuditorKey::random(&self.name).ok_or_else(|| Failure::usage("officer-not-a-name"))?;
        let home = self.own.home()?;
        home.key_file().must_be_new()?;
        let passphrase = passphrase::choose(self.own.passphrase_file.as_deref(), ambient.language)?;
        home.key_file().keep(&key.seal(&passphrase, work))?;
        ambient.advise(
            "auditor-keygen-done",
            &[("path", &shown(&home.key_file().path()))],
        );
        written(io::stdout().write_all(key.roster_block().as_bytes()))
    }
}

fn open_home(home: Option<&Path>) -> Result<Home, Failure> {
    let path = home.map(Path::to_owned).or_else(Home::usual);
    Home::make(&path.ok_or_else(|| Failure::usage("officer-no-home"))?)
}

fn open_mirror(wanted: Option<PathBuf>, home: &Home) -> Result<Mirror, Failure> {
    let path = wanted.unwrap_or_else(|| home.mirror_path());
    Mirror::open(&path).map_err(|error| disk(&path, &error))
}

fn policy(path: Option<&Path>) -> Result<Policy, Failure> {
    let Some(path) = path else {
        return Ok(Policy::shipped());
    };
    Policy::load(path).map_err(|why| {
        Failure::refused("auditor-bad-policy")
            .with("path", path.display())
            .with("why", why)
    })
}

/// Writes a file that may be there, or to stdout.
fn put(bytes: &[u8], path: Option<&Path>) -> Result<(), Failure> {
    match path {
        Some(path) => fs::write(path, bytes).map_err(|error| disk(path, &error)),
        None => written(io::stdout().write_all(bytes)),
    }
}

fn cannot(why: &CannotVerify, place: &Place) -> Failure {
    match why {
        CannotVerify::MirrorDamaged => Failure::refused("auditor-mirror-damaged"),
        CannotVerify::Io(error) => match no_answer(error) {
            Some(why) => why.failure(&place.way.server, "auditor-refused"),
            None => Failure::refused("auditor-mirror").with("why", error),
        },
    }
}

/// What [`ServedLedger::fetch`](crate::net::signed_client::ServedLedger::fetch) put into the error.
fn no_answer(error: &io::Error) -> Option<&NoAnswer> {
    error.get_ref()?.downcast_ref()
}

fn shown(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}
