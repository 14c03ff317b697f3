//! `svilpe officer …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::case::{Case, Cases};
use super::home::Home;
use super::keys::{OfficerKeys, Role};
use super::roster::command_line::RosterLine;
use super::session::Desk;
use crate::cli::ambient::{Ambient, written};
use crate::cli::failure::Failure;
use crate::cli::passphrase::{self, Hardness};
use crate::cli::progress::Bar;
use crate::text::terminal::OneLine;

mod syncing;
mod working;

pub use syncing::Setup;
pub use working::{Export, List, Read, Record, Reply};

/// What an officer can ask for.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(about = "officer-about-keygen")]
    Keygen(Keygen),
    #[command(about = "officer-about-setup")]
    Setup(Setup),
    #[command(about = "officer-about-sync")]
    Sync(Setup),
    #[command(about = "officer-about-list")]
    List(List),
    #[command(about = "officer-about-read")]
    Read(Read),
    #[command(about = "officer-about-reply")]
    Reply(Reply),
    #[command(about = "officer-about-record")]
    Record(Record),
    #[command(about = "officer-about-export")]
    Export(Export),
    #[command(subcommand, about = "officer-about-roster")]
    Roster(RosterLine),
}

/// Whose folder and keys.
#[derive(Args, Debug)]
pub struct Own {
    #[arg(long, value_name = "DIR", help = "officer-arg-home")]
    home: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Keygen {
    #[command(flatten)]
    own: Own,
    #[arg(long, value_name = "NAME", help = "officer-arg-name")]
    name: String,
    #[arg(long, help = "officer-arg-custodian")]
    custodian: bool,
    #[command(flatten)]
    hardness: Hardness,
}

impl Command {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(ambient),
            Self::Setup(setup) => setup.keep(ambient),
            Self::Sync(setup) => setup.sync(ambient),
            Self::List(list) => list.run(ambient),
            Self::Read(read) => read.run(ambient),
            Self::Reply(reply) => reply.run(ambient),
            Self::Record(record) => record.run(ambient),
            Self::Export(export) => export.run(ambient),
            Self::Roster(roster) => roster.run(ambient),
        }
    }
}

impl Own {
    fn home(&self) -> Result<Home, Failure> {
        let path = self.home.clone().or_else(Home::usual);
        Home::make(&path.ok_or_else(|| Failure::usage("officer-no-home"))?)
    }

    /// Asks for the passphrase only once it is clear that there is a key file.
    fn unlock(&self, ambient: &Ambient) -> Result<(Home, OfficerKeys), Failure> {
        let home = self.home()?;
        let sealed = home.key_file().sealed("officer-no-key")?;
        let passphrase = passphrase::ask(self.passphrase_file.as_deref(), ambient.language)?;
        let keys = home.unlock(&sealed, &passphrase)?;
        Ok((home, keys))
    }
}

impl Keygen {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let work = self.hardness.work()?;
        let keys =
            OfficerKeys::random(&self.name).ok_or_else(|| Failure::usage("officer-not-a-name"))?;
        let home = self.own.home()?;
        home.key_file().must_be_new()?;
        let passphrase = passphrase::choose(self.own.passphrase_file.as_deref(), ambient.language)?;
        home.key_file().keep(&keys.seal(&passphrase, work))?;
        let role = if self.custodian {
            Role::Custodian
        } else {
            Role::Officer
        };
        let path = OneLine(&home.key_file().path().display().to_string()).to_string();
        ambient.advise("officer-keygen-done", &[("path", &path)]);
        written(io::stdout().write_all(keys.roster_block(role).as_bytes()))
    }
}

/// Records what is known of these cases; what fails is for the next `sync`.
fn settle(desk: &Desk<'_>, cases: &[Case], ambient: &Ambient) {
    let settled = match desk.settle(cases) {
        Ok(settled) => settled,
        Err(failure) => return ambient.complain(&failure),
    };
    for failure in &settled.failures {
        ambient.complain(failure);
    }
    if settled.recorded > 0 {
        let count = settled.recorded.to_string();
        ambient.advise("officer-settled", &[("count", &count)]);
    }
    if settled.waiting > 0 {
        let count = settled.waiting.to_string();
        ambient.advise("officer-waiting", &[("count", &count)]);
    }
}

fn read_cases(home: &Home, keys: &OfficerKeys) -> Result<Cases, Failure> {
    let bar = Bar::of_items();
    let cases = Cases::read(home, keys, |all| bar.step(all));
    bar.end();
    cases
}

fn some_bad(count: usize) -> Result<(), Failure> {
    match count {
        0 => Ok(()),
        count => Err(Failure::refused("officer-some-bad").with("count", count)),
    }
}

pub(super) fn shown(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}

/// Runs one conversation to its end, on this thread.
fn wait<T>(conversation: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
    Ok(runtime.block_on(conversation))
}
