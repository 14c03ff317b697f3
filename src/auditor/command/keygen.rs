//! `svilpe auditor keygen`: a new key, and the block for the roster.

use std::io::{self, Write as _};

use clap::Args;

use super::arguments::AuditorFolder;
use crate::auditor::key::AuditorKey;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::passphrase::{self, Hardness};
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct AuditorKeygen {
    #[command(flatten)]
    own: AuditorFolder,
    #[arg(long, value_name = "NAME", help = "auditor-arg-name")]
    name: String,
    #[command(flatten)]
    hardness: Hardness,
}

impl AuditorKeygen {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let work = self.hardness.work()?;
        let key =
            AuditorKey::random(&self.name).ok_or_else(|| Failure::usage("officer-not-a-name"))?;
        let home = self.own.home()?;
        home.key_file().must_be_new()?;
        let passphrase = passphrase::choose(self.own.passphrase_file.as_deref(), context.language)?;
        home.key_file().keep(&key.seal(&passphrase, work))?;
        context.advise(
            "auditor-keygen-done",
            &[("path", &shown_path(&home.key_file().path()))],
        );
        written(io::stdout().write_all(key.roster_block().as_bytes()))
    }
}
