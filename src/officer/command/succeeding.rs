//! `svilpe officer hand-over` and `take-over`: cases for a successor.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::arguments::{OfficerFolder, read_cases};
use super::casework::KnownReaders;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::private_files::{disk, read_small};
use crate::officer::case::handover::succession::{hand_over, take_over};
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::rules::roster::Officer;

#[derive(Args, Debug)]
pub(crate) struct HandOver {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(long, value_name = "NAME", help = "officer-arg-successor")]
    to: String,
}

#[derive(Args, Debug)]
pub(crate) struct TakeOver {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "FILE", help = "officer-arg-succession")]
    file: PathBuf,
}

impl HandOver {
    /// The file goes to standard output: it opens for the successor alone.
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let known = KnownReaders::of(&home)?;
        let newest = known.rosters.newest();
        let officers = newest.map_or(&[][..], |roster| roster.officers());
        let to = officers.iter().find(|officer| officer.name() == self.to);
        let names: Vec<_> = officers.iter().map(Officer::name).collect();
        let to = to.ok_or_else(|| {
            Failure::refused("succession-not-named").with("names", names.join(", "))
        })?;
        let cases = read_cases(&home, &keys)?;
        let handed = hand_over(known.readership(&home, &keys), &cases, to)?;
        context.advise(
            "succession-made",
            &[
                ("cases", &handed.cases.to_string()),
                ("withheld", &handed.withheld.to_string()),
                ("number", &to.spoken_number()),
            ],
        );
        written(io::stdout().write_all(&handed.file))
    }
}

impl TakeOver {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let config = OfficerConfig::find(&home, OfficerOptions::default())?;
        let file = read_small(&self.file, FILE_MAX).map_err(|error| disk(&self.file, &error))?;
        let taken = take_over((&home, &keys), &config.institution, &file)?;
        let opened = taken.opened.to_string();
        context.advise("succession-taken", &[("value", &opened)]);
        match taken.missing {
            0 => Ok(()),
            missing => Err(Failure::refused("succession-missing").with("count", missing)),
        }
    }
}

/// Bytes: a hundred for each of a hundred thousand items and letters.
const FILE_MAX: usize = 16 << 20;
