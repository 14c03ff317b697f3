//! `svilpe intake clock`: shows what the clock says and what is known, and goes on by the
//! operator's word.
//!
//! ```text
//!   clock near what is known       nothing to do
//!   clock far, and wrong           set it: the server goes on by itself
//!   clock far, and right           --confirm DAY: noted; entries of later days are followed by one
//!                                  that says that days count from DAY again, for auditors to see
//! ```
//!
//! The day is typed, so that no script confirms whatever the clock says.

use std::path::PathBuf;

use clap::Args;

use super::known_days::{KnownDays, note_day};
use super::open_home::{OpenedHome, no_ledger, runtime, told};
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::intake::log::Sequencer;
use crate::intake::trusted_day::are_near;
use crate::rules::calendar::Day;

#[derive(Args, Debug)]
pub(crate) struct ConfirmClock {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DAY", help = "intake-arg-confirm")]
    confirm: Option<Day>,
}

impl ConfirmClock {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        runtime()?.block_on(self.look(context))
    }

    async fn look(self, context: &CommandContext) -> Result<(), Failure> {
        let OpenedHome {
            pack, store, seal, ..
        } = OpenedHome::open(&self.home).await?;
        let clock = context.today.in_zone(pack.policy().zone()).day();
        let sequencer = Sequencer::read(store.clone(), seal, pack).await;
        let sequencer = sequencer.map_err(no_ledger)?;
        let known = KnownDays::read(&store, &sequencer)
            .await
            .map_err(no_ledger)?;
        show(clock, known)?;
        match self.confirm {
            Some(day) if day != clock => Err(Failure::usage("intake-clock-other")
                .with("day", day)
                .with("clock", clock)),
            Some(day) => {
                if sequencer.turn_back(day).await.map_err(no_ledger)? {
                    context.advise("intake-clock-turned-back", &[]);
                }
                note_day(&store, day).await.map_err(told)?;
                context.advise("intake-clock-confirmed", &[("day", &day.to_string())]);
                Ok(())
            }
            None if agrees(clock, known) => {
                context.advise("intake-clock-agrees", &[]);
                Ok(())
            }
            None => Err(Failure::refused("intake-clock-apart").with("clock", clock)),
        }
    }
}

/// Is the clock near what is known, and not behind the newest entry?
pub(super) fn agrees(clock: Day, known: KnownDays) -> bool {
    known.latest().is_none_or(|latest| are_near(clock, latest))
        && known.newest_entry.is_none_or(|newest| newest <= clock)
}

/// Tab-separated, as other results.
fn show(clock: Day, known: KnownDays) -> Result<(), Failure> {
    let written = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    print(&format!("clock\t{clock}"))?;
    print(&format!("believed\t{}", written(known.noted)))?;
    print(&format!("newest-entry\t{}", written(known.newest_entry)))
}
