//! `svilpe auditor witness`: a cosignature left with the ledger, or what was found instead.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{AuditorFolder, Ledger, pack, put};
use super::unattended::{Every, Round, rounds};
use crate::auditor::config::AuditorConfig;
use crate::auditor::cosign::{CosignOutcome, witness};
use crate::auditor::home::AuditorHome;
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::keys::signature::SigningKey;
use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::freshness::NotFresh;
use crate::net::signed_client::{LedgerClient, NoAnswer, SignedRequest};
use crate::rules::policy::Policy;
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
    #[arg(long, value_name = "PERIOD", value_parser = Every::parse, help = "auditor-arg-every")]
    every: Option<Every>,
}

impl CosignOrder {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let home = self.own.home()?;
        let pack = pack(self.pack.as_deref(), &home)?;
        let place = AuditorConfig::find(&home, self.ledger.wanted())?;
        // What can't be reached takes no passphrase.
        place.way.connection().map(drop)?;
        let key = self.own.unlock(&home, context)?;
        let look = Look {
            home: &home,
            place: &place,
            name: self.name.as_deref(),
            key: &key.signing,
            policy: pack.policy(),
            out: self.out.as_deref(),
        };
        rounds(self.every, context, || look.round(context))
    }
}

/// All that a look at the ledger takes.
struct Look<'a> {
    home: &'a AuditorHome,
    place: &'a AuditorConfig,
    name: Option<&'a str>,
    key: &'a SigningKey,
    policy: &'a Policy,
    out: Option<&'a Path>,
}

impl Look<'_> {
    /// Cosigns what is served, shows it, and leaves it with the ledger.
    fn round(&self, context: &CommandContext) -> Result<Round, Failure> {
        let connection = self.place.way.connection()?;
        let ledger = LedgerClient::new(connection, self.place.instance, Some(self.key))
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        let outcome = witness(
            self.home,
            &self.place.log,
            (self.name, self.key),
            &|resource| ledger.fetch(resource),
            (
                context.today.day_in(self.policy.zone()),
                self.policy.checkpoint_days_max(),
            ),
        );
        match outcome {
            Ok(CosignOutcome::Cosigned(checkpoint, key)) => {
                let size = checkpoint.head().size.to_string();
                let key = key.to_string();
                context.advise("auditor-cosigned", &[("size", &size), ("key", &key)]);
                put(&checkpoint.to_bytes(), self.out)?;
                Ok(self.leave(&ledger, &checkpoint, context))
            }
            Ok(CosignOutcome::Parted(parted)) => self.parted(parted),
            Ok(CosignOutcome::NotFresh(why)) => Ok(Round::Again(not_fresh(why))),
            // Of the server, or the way to it; what is wrong here does not pass by waiting.
            Err(why) if MAY_PASS.contains(&why.complaint()) => Ok(Round::Again(why)),
            Err(why) => Err(why),
        }
    }

    /// The ledger serves the cosignature, if a roster names this key. Whoever cosigns beside it may
    /// hand it on by other ways, so that is no failure.
    fn leave(
        &self,
        ledger: &LedgerClient<'_>,
        checkpoint: &Checkpoint,
        context: &CommandContext,
    ) -> Round {
        let note = checkpoint.to_bytes();
        match ledger.ask(SignedRequest::post("/v1/cosignatures", &note, SMALL_MAX)) {
            Ok((204, _)) => Round::Done,
            Ok(_) | Err(NoAnswer::Refused | NoAnswer::UnknownKey) => {
                context.advise("auditor-cosignature-not-taken", &[]);
                Round::Done
            }
            Err(why) => Round::Again(why.failure(&self.place.way.server, "auditor-refused")),
        }
    }

    fn parted(&self, parted: NotContinued) -> Result<Round, Failure> {
        match parted {
            NotContinued::Convicted(evidence) => {
                let path = shown_path(&self.home.keep_evidence(&evidence)?);
                Err(Failure::refused("auditor-convicted").with("path", path))
            }
            NotContinued::RolledBack { seen, served } => {
                let rolled_back = Failure::refused("auditor-rolled-back");
                Err(rolled_back.with("seen", seen).with("served", served))
            }
            NotContinued::Unproven => Ok(Round::Again(Failure::refused("auditor-unproven"))),
        }
    }
}

fn not_fresh(why: NotFresh) -> Failure {
    match why {
        NotFresh::Undated => Failure::refused("auditor-head-undated"),
        NotFresh::Frozen { day, .. } => Failure::refused("auditor-head-frozen").with("day", day),
        NotFresh::DatedAhead { day } => Failure::refused("auditor-head-ahead").with("day", day),
    }
}

/// Complaints about a server that may work in an hour.
const MAY_PASS: [&str; 2] = ["auditor-cannot-fetch", "auditor-no-checkpoint"];

/// Bytes of an answer that says yes or no.
const SMALL_MAX: u64 = 1024;
