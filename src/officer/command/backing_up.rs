//! `svilpe officer backup` and `restore`: a copy, and a new computer.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::arguments::{OfficerFolder, read_cases, some_bad};
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::passphrase;
use crate::officer::backup::{backup, restore};
use crate::officer::home::OfficerHome;
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct OfficerBackup {
    #[arg(value_name = "FILE", help = "officer-arg-backup-to")]
    to: PathBuf,
    #[arg(long, value_name = "DIR", help = "officer-arg-home")]
    home: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct OfficerRestore {
    #[arg(value_name = "FILE", help = "officer-arg-backup-from")]
    from: PathBuf,
    #[command(flatten)]
    own: OfficerFolder,
}

impl OfficerBackup {
    /// Asks for no passphrase: nothing is opened.
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let own = OfficerFolder {
            home: self.home,
            passphrase_file: None,
        };
        let backed_up = backup(&own.home(context)?, &self.to)?;
        for damaged in &backed_up.damaged {
            context.complain(damaged);
        }
        context.advise(
            "officer-backup-done",
            &[
                ("files", &backed_up.files.to_string()),
                ("bytes", &backed_up.bytes.to_string()),
            ],
        );
        written(writeln!(io::stdout(), "{}", shown_path(&self.to)))?;
        some_bad(backed_up.damaged.len())
    }
}

impl OfficerRestore {
    /// The key and the reports are opened before the folder has its name.
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let home = self.own.path(context)?;
        let passphrase = passphrase::ask(self.own.passphrase_file.as_deref(), context.language)?;
        let prove = |made: &OfficerHome| {
            let sealed = made.key_file().sealed("officer-no-key")?;
            let keys = made.unlock(&sealed, &passphrase)?;
            read_cases(made, &keys)
        };
        let cases = restore(&self.from, &home, prove)?;
        let (count, closed) = (
            cases.cases.len().to_string(),
            cases.closed.len().to_string(),
        );
        context.advise(
            "officer-restore-done",
            &[("cases", &count), ("closed", &closed)],
        );
        written(writeln!(io::stdout(), "{}", shown_path(&home)))
    }
}
