//! `svilpe officer …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use clap::Subcommand;

use super::desk::DeskOptions;
use super::roster::command_line::RosterLine;
use crate::cli::ambient::Ambient;
use crate::cli::failure::Failure;

pub(super) mod arguments;
mod backing_up;
mod keygen;
mod syncing;
mod working;

pub(super) use backing_up::{OfficerBackup, OfficerRestore};
pub(super) use keygen::OfficerKeygen;
pub(super) use syncing::Setup;
pub(super) use working::{Export, List, Read, RecordOptions, ReplyOptions};

/// What an officer can ask for.
#[derive(Subcommand, Debug)]
pub(crate) enum OfficerCommand {
    #[command(about = "officer-about-keygen")]
    Keygen(OfficerKeygen),
    #[command(about = "officer-about-setup")]
    Setup(Setup),
    #[command(about = "officer-about-sync")]
    Sync(Setup),
    #[command(about = "desk-about")]
    Desk(DeskOptions),
    #[command(about = "officer-about-list")]
    List(List),
    #[command(about = "officer-about-read")]
    Read(Read),
    #[command(about = "officer-about-reply")]
    Reply(ReplyOptions),
    #[command(about = "officer-about-record")]
    Record(RecordOptions),
    #[command(about = "officer-about-export")]
    Export(Export),
    #[command(about = "officer-about-backup")]
    Backup(OfficerBackup),
    #[command(about = "officer-about-restore")]
    Restore(OfficerRestore),
    #[command(subcommand, about = "officer-about-roster")]
    Roster(RosterLine),
}

impl OfficerCommand {
    /// Does it. Results on stdout, the rest on stderr.
    pub(crate) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(ambient),
            Self::Setup(setup) => setup.keep(ambient),
            Self::Sync(setup) => setup.sync(ambient),
            Self::Desk(desk) => desk.run(ambient),
            Self::List(list) => list.run(ambient),
            Self::Read(read) => read.run(ambient),
            Self::Reply(reply) => reply.run(ambient),
            Self::Record(record) => record.run(ambient),
            Self::Export(export) => export.run(ambient),
            Self::Backup(backup) => backup.run(ambient),
            Self::Restore(restore) => restore.run(ambient),
            Self::Roster(roster) => roster.run(ambient),
        }
    }
}
