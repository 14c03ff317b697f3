//! `svilpe auditor …`: the commands, whose key and which ledger, and what several of them say.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

pub(super) mod arguments;
mod comparing;
mod cosigning;
mod keygen;
mod publishing;
mod recounting;
mod unattended;
mod verifying;
mod watching;

/// `svilpe auditor report`.
pub(super) mod figures;

use clap::Subcommand;

use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;

pub(super) use comparing::Compare;
pub(super) use cosigning::CosignOrder;
pub(super) use keygen::AuditorKeygen;
pub(super) use publishing::Figures;
pub(super) use verifying::Verify;
pub(super) use watching::WatchOrder;

/// What an auditor can ask for.
#[derive(Subcommand, Debug)]
pub(crate) enum AuditorCommand {
    #[command(about = "auditor-about-keygen")]
    Keygen(AuditorKeygen),
    #[command(about = "auditor-about-verify")]
    Verify(Box<Verify>),
    #[command(about = "auditor-about-watch")]
    Watch(Box<WatchOrder>),
    #[command(about = "auditor-about-witness")]
    Witness(CosignOrder),
    #[command(about = "auditor-about-compare")]
    Compare(Compare),
    #[command(about = "auditor-about-report")]
    Report(Figures),
}

impl AuditorCommand {
    /// Does it. Results on stdout, the rest on stderr.
    pub(crate) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(context),
            Self::Verify(verify) => verify.run(context),
            Self::Watch(watch) => watch.run(context),
            Self::Witness(witness) => witness.run(context),
            Self::Compare(compare) => compare.run(context),
            Self::Report(figures) => figures.run(context),
        }
    }
}
