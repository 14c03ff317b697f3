//! `svilpe auditor compare`: two checkpoints held side by side.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{Ledger, open_home};
use crate::auditor::compare::{Comparison, compare};
use crate::auditor::config::AuditorConfig;
use crate::auditor::home::disk;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::ledger::checkpoint::{Checkpoint, LogKey};
use crate::ledger::follow::LedgerFollower;
use crate::net::signed_client::LedgerClient;
use crate::text::say_with;
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct Compare {
    #[arg(value_name = "ONE", help = "auditor-arg-compare")]
    one: PathBuf,
    #[arg(value_name = "OTHER", help = "auditor-arg-compare-other")]
    other: PathBuf,
    #[arg(long, value_name = "DIR", help = "auditor-arg-home")]
    home: Option<PathBuf>,
    #[command(flatten)]
    ledger: Ledger,
}

impl Compare {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let home = open_home(self.home.as_deref())?;
        let place = AuditorConfig::find(&home, self.ledger.wanted())?;
        let read = |path: &Path| {
            context.invite_words(Some(path));
            read(path, &place.log)
        };
        let ones = read(&self.one)?;
        let others = read(&self.other)?;
        let connection = place.way.connection()?;
        let ledger = LedgerClient::new(connection, place.instance, None)
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        let fetch = |resource| ledger.fetch(resource);
        let follower = LedgerFollower::new(&place.log, &fetch);
        let mut unknown = 0;
        for one in &ones {
            for other in &others {
                let comparison = compare(one, other, &follower)
                    .map_err(|error| Failure::refused("auditor-cannot-fetch").with("why", error))?;
                let (complaint, arguments) = match comparison {
                    Comparison::Same => ("auditor-compare-same", [one.head().size, 0]),
                    Comparison::Extends { smaller, larger } => {
                        ("auditor-compare-extends", [larger, smaller])
                    }
                    Comparison::Fork(evidence) => {
                        let path = shown_path(&home.keep_evidence(&evidence)?);
                        return Err(Failure::refused("auditor-compare-fork").with("path", path));
                    }
                    Comparison::Unknown => {
                        unknown += 1;
                        let sizes = [one.head().size, other.head().size];
                        ("auditor-compare-unknown", sizes)
                    }
                };
                say(complaint, arguments, context)?;
            }
        }
        match unknown {
            0 => Ok(()),
            _ => Err(Failure::refused("auditor-compare-untold").with("count", unknown)),
        }
    }
}

fn say(text: &str, [size, before]: [u64; 2], context: &CommandContext) -> Result<(), Failure> {
    let (size, before) = (size.to_string(), before.to_string());
    let line = say_with(
        context.language,
        text,
        &[("size", &size), ("before", &before)],
    );
    written(writeln!(io::stdout(), "{line}"))
}

/// The log's checkpoints in a file, or in what is pasted.
fn read(path: &Path, log: &LogKey) -> Result<Vec<Checkpoint>, Failure> {
    let bytes = if path == Path::new("-") {
        let mut pasted = Vec::new();
        let read = io::stdin()
            .lock()
            .take(TEXT_MAX as u64)
            .read_to_end(&mut pasted);
        read.map(|_| pasted)
    } else {
        read_small(path, TEXT_MAX)
    };
    let bytes = bytes.map_err(|error| disk(path, &error))?;
    let found = Checkpoint::all_in(&String::from_utf8_lossy(&bytes), log);
    if found.is_empty() {
        let none = Failure::refused("auditor-compare-none").with("path", path.display());
        return Err(none.with("log", log.name()));
    }
    Ok(found)
}

/// Bytes: a witness's list of a thousand checkpoints.
const TEXT_MAX: usize = 1 << 20;
