//! `svilpe auditor witness`: a cosignature, or what was found instead.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{AuditorFolder, Ledger, pack, put};
use crate::auditor::config::AuditorConfig;
use crate::auditor::cosign::{CosignOutcome, witness};
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::freshness::NotFresh;
use crate::net::signed_client::LedgerClient;
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct CosignOrder {
    #[command(flatten)]
    own: AuditorFolder,
    #[command(flatten)]
    ledger: Ledger,
    #[arg(long, value_name = "NAME", help = "auditor-arg-witness-name")]
    name: Option<String>,
    #[arg(long, value_name = "DIR", help = "auditor-arg-pack")]
    pack: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-cosigned-out")]
    out: Option<PathBuf>,
}

impl CosignOrder {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let home = self.own.home()?;
        let pack = pack(self.pack.as_deref(), &home)?;
        let (today, days_max) = (
            context.today.day_in(pack.policy().zone()),
            pack.policy().checkpoint_days_max(),
        );
        let place = AuditorConfig::find(&home, self.ledger.wanted())?;
        let connection = place.way.connection()?;
        let key = self.own.unlock(&home, context)?;
        let ledger = LedgerClient::new(connection, place.instance, None)
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        let outcome = witness(
            &home,
            &place.log,
            (self.name.as_deref(), &key.signing),
            &|resource| ledger.fetch(resource),
            (today, days_max),
        )?;
        match outcome {
            CosignOutcome::Cosigned(checkpoint, key) => {
                let size = checkpoint.head().size.to_string();
                let key = key.to_string();
                context.advise("auditor-cosigned", &[("size", &size), ("key", &key)]);
                put(&checkpoint.to_bytes(), self.out.as_deref())
            }
            CosignOutcome::Parted(NotContinued::Convicted(evidence)) => {
                let path = shown_path(&home.keep_evidence(&evidence)?);
                Err(Failure::refused("auditor-convicted").with("path", path))
            }
            CosignOutcome::Parted(NotContinued::RolledBack { seen, served }) => {
                Err(Failure::refused("auditor-rolled-back")
                    .with("seen", seen)
                    .with("served", served))
            }
            CosignOutcome::Parted(NotContinued::Unproven) => {
                Err(Failure::refused("auditor-unproven"))
            }
            CosignOutcome::NotFresh(NotFresh::Undated) => {
                Err(Failure::refused("auditor-head-undated"))
            }
            CosignOutcome::NotFresh(NotFresh::Frozen { day, .. }) => {
                Err(Failure::refused("auditor-head-frozen").with("day", day))
            }
            CosignOutcome::NotFresh(NotFresh::DatedAhead { day }) => {
                Err(Failure::refused("auditor-head-ahead").with("day", day))
            }
        }
    }
}
