//! What several of an officer's commands take, and what they do alike.

use std::path::PathBuf;

use clap::Args;

use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::cli::passphrase;
use crate::cli::progress::Bar;
use crate::officer::case::{Case, Cases};
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::automatic_entries::Settled;
use crate::officer::ledger_sync::LedgerSync;

/// Whose folder and keys.
#[derive(Args, Debug)]
pub(crate) struct OfficerFolder {
    #[arg(long, value_name = "DIR", help = "officer-arg-home")]
    pub(in crate::officer) home: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    pub(in crate::officer) passphrase_file: Option<PathBuf>,
}

impl OfficerFolder {
    pub(in crate::officer) fn path(&self, context: &CommandContext) -> Result<PathBuf, Failure> {
        let sitting = context.sitting.as_ref();
        let of_sitting = || sitting.map(|sitting| sitting.folder().to_owned());
        let path = self.home.clone().or_else(of_sitting);
        let path = path.or_else(OfficerHome::usual);
        path.ok_or_else(|| Failure::usage("officer-no-home"))
    }

    pub(in crate::officer) fn home(
        &self,
        context: &CommandContext,
    ) -> Result<OfficerHome, Failure> {
        OfficerHome::make(&self.path(context)?)
    }

    /// Asks for the passphrase only once it is clear that there is a key file, and once in a
    /// sitting.
    pub(in crate::officer) fn unlock(
        &self,
        context: &CommandContext,
    ) -> Result<(OfficerHome, OfficerKeys), Failure> {
        let home = self.home(context)?;
        let sealed = home.key_file().sealed("officer-no-key")?;
        let sitting = context.sitting.as_ref();
        if let Some(text) = sitting.and_then(|sitting| sitting.text_of(&sealed)) {
            let keys = home.keys_of(&text)?;
            return Ok((home, keys));
        }
        let passphrase = passphrase::ask(self.passphrase_file.as_deref(), context.language)?;
        let text = home.open_key_file(&sealed, &passphrase)?;
        let keys = home.keys_of(&text)?;
        if let Some(sitting) = sitting {
            sitting.keep(sealed, text);
        }
        Ok((home, keys))
    }
}

/// Records what is known of these cases; what fails is for the next `sync`.
pub(in crate::officer) fn settle(
    ledger_sync: &LedgerSync<'_>,
    cases: &[Case],
    context: &CommandContext,
) {
    match ledger_sync.settle(cases) {
        Ok(settled) => tell(&settled, context),
        Err(failure) => context.complain(&failure),
    }
}

/// What was recorded, what waits, and what failed.
pub(in crate::officer) fn tell(settled: &Settled, context: &CommandContext) {
    for failure in &settled.failures {
        context.complain(failure);
    }
    if settled.recorded > 0 {
        let count = settled.recorded.to_string();
        context.advise("officer-settled", &[("count", &count)]);
    }
    if settled.waiting > 0 {
        let count = settled.waiting.to_string();
        context.advise("officer-waiting", &[("count", &count)]);
    }
}

pub(in crate::officer) fn read_cases(
    home: &OfficerHome,
    keys: &OfficerKeys,
) -> Result<Cases, Failure> {
    let bar = Bar::of_items();
    let cases = Cases::read(home, keys, |all| bar.step(all));
    bar.end();
    cases
}

pub(in crate::officer) fn some_bad(count: usize) -> Result<(), Failure> {
    match count {
        0 => Ok(()),
        count => Err(Failure::refused("officer-some-bad").with("count", count)),
    }
}

/// Runs one conversation to its end, on this thread.
pub(in crate::officer) fn wait<T>(conversation: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
    Ok(runtime.block_on(conversation))
}
