//! `svilpe intake check`: reads everything, opens every record, and says what is wrong.

use std::path::PathBuf;

use clap::Args;

use super::confirm_clock::agrees;
use super::home::IntakeHome;
use super::known_days::KnownDays;
use super::open_home::{
    OpenedHome, bad_home, load_pack, no_ledger, runtime, tell_changed, tell_pack, told,
};
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::intake::log::roster_pin::judge;
use crate::intake::log::{LedgerTrouble, Sequencer};
use crate::rules::calendar::Day;
use crate::rules::pack::CountryPack;
use crate::rules::policy::Policy;
use crate::rules::roster::Roster;
use crate::store::{DamagedRecord, LostRecords, Store};

#[derive(Args, Debug)]
pub(crate) struct CheckFolder {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DAY", help = "intake-arg-today")]
    today: Option<Day>,
    #[arg(long, help = "intake-arg-give-up")]
    give_up_damaged: bool,
}

impl CheckFolder {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        runtime()?.block_on(self.check(context))
    }

    fn day(&self, pack: &CountryPack, context: &CommandContext) -> Day {
        let clock = context.today.in_zone(pack.policy().zone());
        self.today.unwrap_or_else(|| clock.day())
    }

    async fn check(self, context: &CommandContext) -> Result<(), Failure> {
        if self.give_up_damaged {
            let (home, settings) = IntakeHome::open(&self.home).map_err(bad_home)?;
            let pack = load_pack(settings.pack.as_deref())?;
            let today = self.day(&pack, context);
            let given_up = Store::give_up_damaged(&home.store(), today).await;
            let (records, lost) = given_up.map_err(told)?;
            tell_lost(lost, context)?;
            let count = records.len().to_string();
            context.advise("intake-gave-up", &[("count", &count)]);
        }
        let mut damaged = Vec::new();
        let opened = OpenedHome::open_with(&self.home, |store| {
            let (store, found) = Store::open_to_check(store)?;
            damaged = found;
            Ok(store)
        });
        let OpenedHome {
            pack,
            rosters,
            store,
            seal,
            ..
        } = opened.await?;
        let today = self.day(&pack, context);
        print_pack(&pack, context)?;
        let public = seal.public();
        for roster in &rosters {
            let judged = judge(&store, &public, roster).await;
            judged.map_err(|why| no_ledger(LedgerTrouble::Pinned(why)))?;
            print_roster(roster)?;
            tell_unknown_areas(roster, pack.policy(), context);
        }
        let sequencer = Sequencer::read(store.clone(), seal, pack).await;
        let sequencer = sequencer.map_err(no_ledger)?;
        let changed = sequencer.changed_pack(today).await.map_err(no_ledger)?;
        if let Some(pack) = changed {
            tell_pack(&pack, "intake-pack-to-come", context);
        }
        for roster in &sequencer.changes(&rosters).await.map_err(no_ledger)? {
            tell_changed(roster, "intake-roster-to-come", context);
        }
        let known = KnownDays::read(&store, &sequencer)
            .await
            .map_err(no_ledger)?;
        print(&public.to_string())?;
        tell_lost(store.lost(), context)?;
        for file in store.mended() {
            context.advise("intake-check-mended", &[("file", file)]);
        }
        if !damaged.is_empty() || store.lost().is_some() {
            return Err(name(&damaged)?);
        }
        if !agrees(today, known) {
            return Err(Failure::refused("intake-clock-apart").with("clock", today));
        }
        let instance = hex::encode(store.instance().id);
        context.advise("intake-check-done", &[("instance", &instance)]);
        Ok(())
    }
}

/// Which rules hold, who signed them, and whether somebody who knows the law read them.
fn print_pack(pack: &CountryPack, context: &CommandContext) -> Result<(), Failure> {
    let policy = pack.policy();
    let number = pack.signed_by().map(|key| key.id().to_string());
    print(&format!(
        "pack\t{}\t{}\t{}",
        policy.country(),
        policy.version(),
        number.as_deref().unwrap_or("-")
    ))?;
    if policy.reviewed_on().is_none() {
        context.advise("intake-pack-unreviewed", &[("country", policy.country())]);
    }
    Ok(())
}

/// How much of what came since the store was last written anew is gone.
fn tell_lost(lost: Option<LostRecords>, context: &CommandContext) -> Result<(), Failure> {
    let Some(lost) = lost else {
        return Ok(());
    };
    for line in lost.to_string().lines() {
        print(&format!("lost\t{line}"))?;
    }
    context.advise("intake-check-lost", &[]);
    Ok(())
}

fn print_roster(roster: &Roster) -> Result<(), Failure> {
    print(&format!(
        "{}\t{}\t{}",
        roster.institution(),
        roster.version(),
        roster.officers().len()
    ))
}

/// Of these, people read nothing on the pages: a slip of the pen, or an area of another pack.
fn tell_unknown_areas(roster: &Roster, policy: &Policy, context: &CommandContext) {
    let unknown = roster
        .remit()
        .iter()
        .filter(|area| policy.find(area).is_none());
    for area in unknown {
        let institution = roster.institution().as_str();
        let arguments = [("institution", institution), ("area", area.as_str())];
        context.advise("intake-roster-unknown-area", &arguments);
    }
}

/// A line for each record that does not open; what the command ends with.
fn name(damaged: &[DamagedRecord]) -> Result<Failure, Failure> {
    for record in damaged {
        print(&format!("damaged\t{record}"))?;
    }
    let complaint = if damaged.is_empty() {
        "intake-lost"
    } else if damaged.iter().all(|record| record.is_given_up) {
        "intake-damaged-given-up"
    } else {
        "intake-damaged"
    };
    Ok(Failure::refused(complaint).with("count", damaged.len()))
}
