//! `svilpe officer …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use clap::Subcommand;

use super::confined::ConfinedOptions;
use super::desk::DeskOptions;
use super::roster::command_line::{PackLine, RosterLine};
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;

pub(super) mod arguments;
mod backing_up;
mod casework;
mod keygen;
mod retaining;
mod shell;
mod succeeding;
mod syncing;

pub(super) use backing_up::{OfficerBackup, OfficerRestore};
pub(super) use casework::{Export, List, Read, RecordOptions, ReplyOptions};
pub(super) use keygen::{OfficerKeygen, OnionKeyOptions};
pub(super) use retaining::{Expunge, HoldOptions, RetentionList};
use shell::{DoLine, Shell};
pub(super) use succeeding::{HandOver, TakeOver};
pub(super) use syncing::{Setup, SetupOptions};

/// What an officer can ask for.
#[derive(Subcommand, Debug)]
pub(crate) enum OfficerCommand {
    #[command(about = "desk-about")]
    Desk(DeskOptions),
    #[command(about = "officer-about-keygen")]
    Keygen(OfficerKeygen),
    #[command(about = "officer-about-setup")]
    Setup(SetupOptions),
    #[command(about = "officer-about-onion-key")]
    OnionKey(OnionKeyOptions),
    #[command(about = "officer-about-sync")]
    Sync(Setup),
    #[command(about = "officer-about-shell")]
    Shell(Shell),
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
    #[command(about = "retention-about")]
    Retention(RetentionList),
    #[command(about = "retention-about-hold")]
    Hold(HoldOptions),
    #[command(about = "retention-about-expunge")]
    Expunge(Expunge),
    #[command(about = "officer-about-hand-over")]
    HandOver(HandOver),
    #[command(about = "officer-about-take-over")]
    TakeOver(TakeOver),
    #[command(about = "officer-about-backup")]
    Backup(OfficerBackup),
    #[command(about = "officer-about-restore")]
    Restore(OfficerRestore),
    #[command(subcommand, about = "officer-about-roster")]
    Roster(RosterLine),
    #[command(subcommand, about = "officer-about-pack")]
    Pack(PackLine),
    #[command(hide = true, about = "officer-about-confined")]
    Confined(ConfinedOptions),
}

impl OfficerCommand {
    /// Does it. Results on stdout, the rest on stderr. A shell hands its lines to `command`.
    pub(crate) fn run(self, context: &CommandContext, command: DoLine) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(context),
            Self::Setup(setup) => setup.keep(context),
            Self::OnionKey(options) => options.run(context),
            Self::Sync(setup) => setup.sync(context),
            Self::Desk(desk) => desk.run(context),
            Self::Shell(shell) => shell.run(context, command),
            Self::List(list) => list.run(context),
            Self::Read(read) => read.run(context),
            Self::Reply(reply) => reply.run(context),
            Self::Record(record) => record.run(context),
            Self::Export(export) => export.run(context),
            Self::Retention(list) => list.run(context),
            Self::Hold(hold) => hold.run(context),
            Self::Expunge(expunge) => expunge.run(context),
            Self::HandOver(options) => options.run(context),
            Self::TakeOver(options) => options.run(context),
            Self::Backup(backup) => backup.run(context),
            Self::Restore(restore) => restore.run(context),
            Self::Roster(roster) => roster.run(context),
            Self::Pack(pack) => pack.run(context),
            Self::Confined(task) => task.run(),
        }
    }
}
