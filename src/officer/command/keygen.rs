//! `svilpe officer keygen` and `onion-key`: new keys, the block for the roster, and the key that
//! the server's onion opens to.

use std::io::{self, Write as _};

use clap::Args;

use super::arguments::OfficerFolder;
use crate::cli::command_context::{CommandContext, print, written};
use crate::cli::failure::Failure;
use crate::cli::passphrase::{self, Hardness};
use crate::net::tor::RunningTor;
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::officer::keys::{OfficerKeys, Role};
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct OfficerKeygen {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(long, value_name = "NAME", help = "officer-arg-name")]
    name: String,
    #[arg(long, help = "officer-arg-custodian")]
    custodian: bool,
    #[command(flatten)]
    hardness: Hardness,
}

impl OfficerKeygen {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let work = self.hardness.work()?;
        let keys =
            OfficerKeys::random(&self.name).ok_or_else(|| Failure::usage("officer-not-a-name"))?;
        let home = self.own.home(context)?;
        home.key_file().must_be_new()?;
        let passphrase = passphrase::choose(self.own.passphrase_file.as_deref(), context.language)?;
        home.key_file().keep(&keys.seal(&passphrase, work))?;
        let role = if self.custodian {
            Role::Custodian
        } else {
            Role::Officer
        };
        let path = shown_path(&home.key_file().path());
        let number = keys.spoken_number();
        context.advise(
            "officer-keygen-done",
            &[("path", &path), ("number", &number)],
        );
        written(io::stdout().write_all(keys.roster_block(role).as_bytes()))
    }
}

#[derive(Args, Debug)]
pub(crate) struct OnionKeyOptions {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(long, help = "officer-arg-private")]
    private: bool,
}

impl OnionKeyOptions {
    /// The line for the server's side; or, asked for, the secret one for this computer's tor.
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let key = keys.onion_key();
        if !self.private {
            return print(&key.for_service());
        }
        let config = OfficerConfig::find(&home, OfficerOptions::default())?;
        let way = RunningTor::on(&config.way);
        let (_, onion) = way.ok_or_else(|| Failure::refused("officer-no-onion"))?;
        print(&key.for_file(onion))
    }
}
