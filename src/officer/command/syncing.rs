//! `svilpe officer setup` and `sync`: where reports come from, and what is checked and recorded
//! once they are here.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::arguments::{OfficerFolder, read_cases, settle, some_bad, wait};
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::cli::private_files::{disk, read_small};
use crate::cli::progress::Bar;
use crate::officer::case::Cases;
use crate::officer::case::conversation::unseen;
use crate::officer::case::handover::last_reader::opened_by_nobody_else;
use crate::officer::config::{FILE_MAX, OfficerConfig, OfficerOptions};
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::contested_rejections::Dispute;
use crate::officer::ledger::item_states::ItemStates;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger::rosters;
use crate::officer::ledger_sync::{LedgerSync, LedgerWatch};
use crate::officer::sync::{PackChange, Synced, fetch_replies, sync};
use crate::text::terminal::OneLine;

#[derive(Args, Debug)]
pub(crate) struct Setup {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-server")]
    server: Option<String>,
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-proxy")]
    proxy: Option<String>,
    #[arg(long, value_name = "HEX", help = "officer-arg-instance")]
    instance: Option<String>,
    #[arg(long, value_name = "NAME", help = "officer-arg-institution")]
    institution: Option<String>,
    #[arg(long, value_name = "KEY", help = "officer-arg-checkpoint-key")]
    checkpoint_key: Option<String>,
}

/// `svilpe officer setup`: what is said here, or what the operator's invitation says.
#[derive(Args, Debug)]
pub(crate) struct SetupOptions {
    #[command(flatten)]
    place: Setup,
    #[arg(
        long,
        value_name = "FILE",
        help = "officer-arg-invitation",
        conflicts_with_all = ["server", "proxy", "instance", "institution", "checkpoint_key"]
    )]
    invitation: Option<PathBuf>,
}

impl SetupOptions {
    pub(super) fn keep(mut self, context: &CommandContext) -> Result<(), Failure> {
        let home = self.place.own.home(context)?;
        let config = match &self.invitation {
            Some(path) => OfficerConfig::keep_invitation(&home, &invitation(path)?)?,
            None => self.place.keep(&home)?,
        };
        context.advise(
            "officer-setup-done",
            &[("server", &config.way.server.to_string())],
        );
        Ok(())
    }
}

fn invitation(path: &Path) -> Result<String, Failure> {
    let text = read_small(path, FILE_MAX).map_err(|error| disk(path, &error))?;
    String::from_utf8(text).map_err(|_| Failure::refused("desk-invitation-bad"))
}

impl Setup {
    fn config(&mut self, home: &OfficerHome) -> Result<OfficerConfig, Failure> {
        OfficerConfig::find(
            home,
            OfficerOptions {
                server: self.server.take(),
                proxy: self.proxy.take(),
                instance: self.instance.take(),
                institution: self.institution.take(),
                log: self.checkpoint_key.take(),
            },
        )
    }

    fn keep(&mut self, home: &OfficerHome) -> Result<OfficerConfig, Failure> {
        let config = self.config(home)?;
        // Refuses an onion without a proxy before it is written down.
        config.way.connection()?;
        config.keep(home)?;
        Ok(config)
    }

    pub(super) fn sync(mut self, context: &CommandContext) -> Result<(), Failure> {
        let config = self.config(&self.own.home(context)?)?;
        let (home, keys) = self.own.unlock(context)?;
        let keys = Arc::new(keys);
        let bar = Bar::of_bytes();
        let begun = Instant::now();
        let synced = wait(sync(&home, &config, &keys, &bar));
        bar.end();
        let synced = synced??;
        tell(&synced, begun.elapsed().as_secs_f64(), context);
        let (config, first_log) = config.keeping_log(&home, synced.log.clone())?;
        if let Some(log) = first_log {
            context.advise("officer-log-first-use", &[("key", &log.to_string())]);
        }
        let after = after_sync(&home, &keys, &config, synced.clock_in_doubt, context)?;
        some_bad(synced.bad.len() + after.cheats)?;
        some_damaged(synced.damaged)?;
        some_disputed(after.disputes)
    }
}

/// What is left to say at the end: each has had its line.
struct After {
    /// How many are the intake's fault, or nobody's.
    cheats: usize,
    /// How many rejections by colleagues wait for this officer's word.
    disputes: usize,
}

/// Checks the ledger and records what is known. Items are safe by now: what fails here is a line.
fn after_sync(
    home: &OfficerHome,
    keys: &Arc<OfficerKeys>,
    config: &OfficerConfig,
    clock_in_doubt: bool,
    context: &CommandContext,
) -> Result<After, Failure> {
    let cases = read_cases(home, keys)?;
    let pack = home.pack()?;
    let policy = pack.policy();
    let ledger_sync = LedgerSync {
        home,
        keys,
        config,
        policy,
        today: context.today.day_in(pack.policy().zone()),
    };
    if clock_in_doubt {
        context.complain(&Failure::refused("officer-server-clock"));
    }
    let watched = check_ledger(&ledger_sync, &cases, clock_in_doubt, context)?;
    // Without what colleagues wrote, what came before stays readable: a failure is a line.
    let fetched = wait(fetch_replies(home, config, keys, &cases)).flatten();
    if let Some(failure) = fetched.map_or_else(Some, |fetched| fetched.doubt) {
        context.complain(&failure);
    }
    if watched.cheats.is_empty() {
        settle(&ledger_sync, &cases.cases, context);
    }
    tell_unread(home, &cases, context)?;
    tell_last_reader(home, keys, &cases, context)?;
    Ok(After {
        cheats: watched.cheats.len() + watched.lost.len(),
        disputes: tell_disputes(home, &watched.disputes, context)?,
    })
}

/// What would be closed to all if this officer left.
fn tell_last_reader(
    home: &OfficerHome,
    keys: &OfficerKeys,
    cases: &Cases,
    context: &CommandContext,
) -> Result<(), Failure> {
    let lines = Lines::read(home)?;
    let rosters = rosters::history(home, &lines);
    let Some(newest) = rosters.newest() else {
        return Ok(());
    };
    let alone = opened_by_nobody_else(cases, keys, newest, &lines.fold());
    if !alone.is_empty() {
        let names: Vec<_> = alone.iter().map(|case| case.reference()).collect();
        context.advise(
            "officer-sync-nobody-else",
            &[
                ("count", &alone.len().to_string()),
                ("cases", &names.join(", ")),
            ],
        );
    }
    Ok(())
}

/// Cases in which something waits to be read.
fn tell_unread(home: &OfficerHome, cases: &Cases, context: &CommandContext) -> Result<(), Failure> {
    let (states, unseen) = (ItemStates::read(home)?, unseen(home)?);
    for case in &cases.cases {
        let additions = case.unread_additions(&states);
        let replies = unseen.iter().filter(|item| case.holds(item)).count();
        if additions + replies > 0 {
            context.advise(
                "officer-sync-unread",
                &[
                    ("case", &case.reference()),
                    ("additions", &additions.to_string()),
                    ("replies", &replies.to_string()),
                ],
            );
        }
    }
    Ok(())
}

/// What the intake did wrong is a line each.
fn check_ledger(
    ledger_sync: &LedgerSync<'_>,
    cases: &Cases,
    clock_in_doubt: bool,
    context: &CommandContext,
) -> Result<LedgerWatch, Failure> {
    if ledger_sync.config.log.is_none() {
        context.advise("officer-log-unknown", &[]);
    }
    let watched = ledger_sync.watch_fetched(cases, clock_in_doubt)?;
    let lines = watched.unread.iter().chain(&watched.lost);
    for failure in lines.chain(&watched.cheats).chain(&watched.overdue) {
        context.complain(failure);
    }
    Ok(watched)
}

/// A line for each rejection by a colleague of what opens here. Answers how many of them still
/// wait: what was read here became a case just now.
fn tell_disputes(
    home: &OfficerHome,
    disputes: &[Dispute],
    context: &CommandContext,
) -> Result<usize, Failure> {
    let states = ItemStates::read(home)?;
    let mut waiting = 0;
    for dispute in disputes {
        if states.of(&dispute.item).settled {
            let name = OneLine(&dispute.signer.to_string()).to_string();
            let item = crate::officer::case::opening::short(&dispute.item);
            context.advise(
                "officer-rejected-disproved",
                &[("name", &name), ("item", &item)],
            );
        } else {
            context.complain(&dispute.failure());
            waiting += 1;
        }
    }
    Ok(waiting)
}

/// Said last, once everything else is safe: a list is never silently shorter.
fn some_damaged(count: u64) -> Result<(), Failure> {
    match count {
        0 => Ok(()),
        count => Err(Failure::refused("officer-some-damaged").with("count", count)),
    }
}

fn some_disputed(count: usize) -> Result<(), Failure> {
    match count {
        0 => Ok(()),
        count => Err(Failure::refused("officer-some-disputed").with("count", count)),
    }
}

/// One line for the run, one for each bad item.
fn tell(synced: &Synced, seconds: f64, context: &CommandContext) {
    for complaint in synced.complaints() {
        context.complain(&complaint);
    }
    if let Some(PackChange::Taken(taken)) = &synced.pack {
        taken.tell(context);
    }
    if synced.mended > 0 {
        let count = synced.mended.to_string();
        context.advise("officer-sync-mended", &[("count", &count)]);
    }
    context.advise(
        "officer-sync-done",
        &[
            ("items", &synced.items.to_string()),
            ("bytes", &synced.bytes.to_string()),
            ("had", &synced.had.to_string()),
            ("seconds", &format!("{seconds:.1}")),
        ],
    );
}
