//! `svilpe officer …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, Subcommand};

use super::accounts::Accounts;
use super::case::{Case, Cases, Closed};
use super::contested::{Contested, Dispute};
use super::desk::{Desk, Said, Watched, note_read};
use super::home::Home;
use super::keys::{OfficerKeys, Role};
use super::line::Line;
use super::list::{self, Form, View};
use super::place::{Place, Wanted};
use super::read::{self, Reading, ShowIdentity};
use super::record::{Happened, Saying};
use super::roster_line::RosterLine;
use super::standings::Standings;
use super::sync::{Synced, sync};
use super::watched::Lines;
use super::{export, reply};
use crate::calendar::Calendar;
use crate::command::{Ambient, written};
use crate::failure::Failure;
use crate::ledger::checkpoint::LogKey;
use crate::passphrase::{self, Hardness};
use crate::policy::Policy;
use crate::progress::Bar;
use crate::terminal::OneLine;

/// What an officer can ask for.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(about = "officer-about-keygen")]
    Keygen(Keygen),
    #[command(about = "officer-about-setup")]
    Setup(Setup),
    #[command(about = "officer-about-sync")]
    Sync(Setup),
    #[command(about = "officer-about-list")]
    List(List),
    #[command(about = "officer-about-read")]
    Read(Read),
    #[command(about = "officer-about-reply")]
    Reply(Reply),
    #[command(about = "officer-about-record")]
    Record(Record),
    #[command(about = "officer-about-export")]
    Export(Export),
    #[command(subcommand, about = "officer-about-roster")]
    Roster(RosterLine),
}

/// Whose folder and keys.
#[derive(Args, Debug)]
pub struct Own {
    #[arg(long, value_name = "DIR", help = "officer-arg-home")]
    home: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Keygen {
    #[command(flatten)]
    own: Own,
    #[arg(long, value_name = "NAME", help = "officer-arg-name")]
    name: String,
    #[arg(long, help = "officer-arg-custodian")]
    custodian: bool,
    #[command(flatten)]
    hardness: Hardness,
}

#[derive(Args, Debug)]
pub struct Setup {
    #[command(flatten)]
    own: Own,
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

#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    own: Own,
    #[arg(long, help = "officer-arg-json")]
    json: bool,
}

#[derive(Args, Debug)]
pub struct Read {
    #[command(flatten)]
    own: Own,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, help = "officer-arg-identity")]
    identity: bool,
    #[arg(long, value_name = "FILE", help = "officer-arg-roster")]
    roster: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Reply {
    #[command(flatten)]
    own: Own,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "FILE", help = "officer-arg-reply-file")]
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Record {
    #[arg(long, global = true, value_name = "DIR", help = "officer-arg-home")]
    home: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "officer-arg-passphrase-file"
    )]
    passphrase_file: Option<PathBuf>,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[command(subcommand)]
    happened: Happened,
}

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    own: Own,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "DIR", help = "officer-arg-to")]
    to: PathBuf,
    #[arg(long, help = "officer-arg-identity")]
    identity: bool,
}

impl Command {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(ambient),
            Self::Setup(setup) => setup.keep(ambient),
            Self::Sync(setup) => setup.sync(ambient),
            Self::List(list) => list.run(ambient),
            Self::Read(read) => read.run(ambient),
            Self::Reply(reply) => reply.run(ambient),
            Self::Record(record) => record.run(ambient),
            Self::Export(export) => export.run(ambient),
            Self::Roster(roster) => roster.run(ambient),
        }
    }
}

impl Own {
    fn home(&self) -> Result<Home, Failure> {
        let path = self.home.clone().or_else(Home::usual);
        Home::make(&path.ok_or_else(|| Failure::usage("officer-no-home"))?)
    }

    /// Asks for the passphrase only once it is clear that there is a key file.
    fn unlock(&self, ambient: &Ambient) -> Result<(Home, OfficerKeys), Failure> {
        let home = self.home()?;
        let sealed = home.key_file().sealed("officer-no-key")?;
        let passphrase = passphrase::ask(self.passphrase_file.as_deref(), ambient.language)?;
        let keys = home.unlock(&sealed, &passphrase)?;
        Ok((home, keys))
    }
}

impl Keygen {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let work = self.hardness.work()?;
        let keys =
            OfficerKeys::random(&self.name).ok_or_else(|| Failure::usage("officer-not-a-name"))?;
        let home = self.own.home()?;
        home.key_file().must_be_new()?;
        let passphrase = passphrase::choose(self.own.passphrase_file.as_deref(), ambient.language)?;
        home.key_file().keep(&keys.seal(&passphrase, work))?;
        let role = if self.custodian {
            Role::Custodian
        } else {
            Role::Officer
        };
        let path = OneLine(&home.key_file().path().display().to_string()).to_string();
        ambient.advise("officer-keygen-done", &[("path", &path)]);
        written(io::stdout().write_all(keys.roster_block(role).as_bytes()))
    }
}

impl Setup {
    fn place(&mut self, home: &Home) -> Result<Place, Failure> {
        Place::find(
            home,
            Wanted {
                server: self.server.take(),
                proxy: self.proxy.take(),
                instance: self.instance.take(),
                institution: self.institution.take(),
                log: self.checkpoint_key.take(),
            },
        )
    }

    fn keep(mut self, ambient: &Ambient) -> Result<(), Failure> {
        let home = self.own.home()?;
        let place = self.place(&home)?;
        // Refuses an onion without a proxy before it is written down.
        place.way.connection()?;
        place.keep(&home)?;
        ambient.advise(
            "officer-setup-done",
            &[("server", &place.way.server.to_string())],
        );
        Ok(())
    }

    fn sync(mut self, ambient: &Ambient) -> Result<(), Failure> {
        let place = self.place(&self.own.home()?)?;
        let (home, keys) = self.own.unlock(ambient)?;
        let keys = Arc::new(keys);
        let bar = Bar::of_bytes();
        let begun = Instant::now();
        let synced = wait(sync(&home, &place, &keys, &bar));
        bar.end();
        let synced = synced??;
        tell(&synced, begun.elapsed().as_secs_f64(), ambient);
        let place = pin(place, &home, synced.log, ambient)?;
        let after = after_sync(&home, &keys, &place, ambient)?;
        some_bad(synced.bad.len() + after.cheats)?;
        some_disputed(after.disputes)
    }
}

/// The ledger's key is taken from the server once, and said so; never another one after that.
fn pin(
    place: Place,
    home: &Home,
    told: Option<LogKey>,
    ambient: &Ambient,
) -> Result<Place, Failure> {
    let Some(log) = told else {
        return Ok(place);
    };
    if place.log.is_none() {
        ambient.advise("officer-log-first-use", &[("key", &log.to_string())]);
    }
    let place = place.pinned(log)?;
    place.keep(home)?;
    Ok(place)
}

/// What is left to say at the end: each has had its line.
struct After {
    /// How many are the intake's fault.
    cheats: usize,
    /// How many rejections by colleagues wait for this officer's word.
    disputes: usize,
}

/// Checks the ledger and records what is known. Items are safe by now: what fails here is a line.
fn after_sync(
    home: &Home,
    keys: &OfficerKeys,
    place: &Place,
    ambient: &Ambient,
) -> Result<After, Failure> {
    let cases = read_cases(home, keys)?;
    let policy = Policy::shipped();
    let desk = Desk {
        home,
        keys,
        place,
        policy: &policy,
        today: ambient.today.day(),
    };
    let watched = check_ledger(&desk, &cases, ambient)?;
    if watched.cheats.is_empty() {
        settle(&desk, &cases.cases, ambient);
    }
    Ok(After {
        cheats: watched.cheats.len(),
        disputes: tell_disputes(home, &watched.disputes, ambient)?,
    })
}

/// What the intake did wrong is a line each.
fn check_ledger(desk: &Desk<'_>, cases: &Cases, ambient: &Ambient) -> Result<Watched, Failure> {
    let Some(log) = &desk.place.log else {
        ambient.advise("officer-log-unknown", &[]);
        return Ok(Watched::default());
    };
    let watched = desk.watch(log, cases)?;
    for failure in watched.unread.iter().chain(&watched.cheats) {
        ambient.complain(failure);
    }
    Ok(watched)
}

/// A line for each rejection by a colleague of what opens here. Answers how many of them still wait:
/// what was read here became a case just now.
fn tell_disputes(home: &Home, disputes: &[Dispute], ambient: &Ambient) -> Result<usize, Failure> {
    let accounts = Accounts::read(home)?;
    let mut waiting = 0;
    for dispute in disputes {
        if accounts.of(&dispute.item).settled {
            let name = OneLine(&dispute.signer.to_string()).to_string();
            let item = super::opening::short(&dispute.item);
            ambient.advise(
                "officer-rejected-disproved",
                &[("name", &name), ("item", &item)],
            );
        } else {
            ambient.complain(&dispute.failure());
            waiting += 1;
        }
    }
    Ok(waiting)
}

fn some_disputed(count: usize) -> Result<(), Failure> {
    match count {
        0 => Ok(()),
        count => Err(Failure::refused("officer-some-disputed").with("count", count)),
    }
}

/// Records what is known of these cases; what fails is for the next `sync`.
fn settle(desk: &Desk<'_>, cases: &[Case], ambient: &Ambient) {
    let settled = match desk.settle(cases) {
        Ok(settled) => settled,
        Err(failure) => return ambient.complain(&failure),
    };
    for failure in &settled.failures {
        ambient.complain(failure);
    }
    if settled.recorded > 0 {
        let count = settled.recorded.to_string();
        ambient.advise("officer-settled", &[("count", &count)]);
    }
    if settled.waiting > 0 {
        let count = settled.waiting.to_string();
        ambient.advise("officer-waiting", &[("count", &count)]);
    }
}

/// One line for the run, one for each bad item.
fn tell(synced: &Synced, seconds: f64, ambient: &Ambient) {
    for (item, why) in &synced.bad {
        let item = super::opening::short(item);
        ambient.complain(&Failure::refused(why.text()).with("item", item));
    }
    ambient.advise(
        "officer-sync-done",
        &[
            ("items", &synced.items.to_string()),
            ("bytes", &synced.bytes.to_string()),
            ("had", &synced.had.to_string()),
            ("seconds", &format!("{seconds:.1}")),
        ],
    );
}

impl List {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let view = View {
            policy: &Policy::shipped(),
            calendar: &Calendar::shipped(),
            today: ambient.today.day(),
            language: ambient.language,
            standings: &Standings::of(&Lines::read(&home)?),
            contested: &Contested::of(&home, &keys, &cases.cases)?,
        };
        let form = if self.json { Form::Json } else { Form::Table };
        written(list::print(
            &cases,
            &home,
            &view,
            form,
            &mut io::stdout().lock(),
        )?)?;
        complain_of_closed(&home, cases.closed, ambient)
    }
}

impl Read {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let roster = self
            .roster
            .as_deref()
            .map(super::recipients::roster)
            .transpose()?;
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let reading = Reading {
            policy: &Policy::shipped(),
            roster: roster.as_ref(),
            identity: show_identity(self.identity),
            language: ambient.language,
        };
        let read = read::print(&home, &keys, case, &reading, &mut io::stdout().lock())?;
        let contested = Contested::of(&home, &keys, std::slice::from_ref(case))?;
        if note_read(&home, case, &contested)? {
            ambient.advise("officer-read-noted", &[("case", &case.reference())]);
        }
        for (item, rejected) in contested.iter() {
            let (item, reason) = (super::opening::short(item), rejected.reason.to_string());
            ambient.advise(
                "officer-read-rejected",
                &[("item", &item), ("reason", &reason)],
            );
        }
        match read {
            Ok(closed) => complain_of(&closed, ambient),
            Err(error) => written(Err(error)),
        }
    }
}

impl Reply {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let place = Place::find(&self.own.home()?, Wanted::default())?;
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let text = reply::words(self.file.as_deref())?;
        let keys = Arc::new(keys);
        let mut line = Line::new(&place, Arc::clone(&keys))?;
        let what = (case, text.as_str(), ambient.today.day());
        wait(reply::send(&home, &keys, &place, &mut line, what))??;
        ambient.advise("officer-reply-done", &[("case", &case.reference())]);
        let policy = Policy::shipped();
        let desk = Desk {
            home: &home,
            keys: &keys,
            place: &place,
            policy: &policy,
            today: ambient.today.day(),
        };
        settle(&desk, std::slice::from_ref(case), ambient);
        Ok(())
    }
}

impl Record {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let own = Own {
            home: self.home,
            passphrase_file: self.passphrase_file,
        };
        let saying = self.happened.saying()?;
        let place = Place::find(&own.home()?, Wanted::default())?;
        let (home, keys) = own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let policy = Policy::shipped();
        let desk = Desk {
            home: &home,
            keys: &keys,
            place: &place,
            policy: &policy,
            today: ambient.today.day(),
        };
        let (said, reference) = match (cases.find(&self.case), saying) {
            (Ok(case), saying) => (desk.say(case, &saying)?, case.reference()),
            (Err(none), Saying::Reject(reason)) => {
                let item = cases.find_closed(&self.case).ok_or(none)?;
                (
                    desk.reject_closed(item, reason)?,
                    super::opening::short(&item),
                )
            }
            (Err(none), _) => return Err(none),
        };
        let said = match said {
            Said::Recorded => "officer-recorded",
            Said::Later => "officer-recorded-later",
            Said::Agreed => "officer-recorded-agreed",
        };
        ambient.advise(said, &[("case", &reference)]);
        Ok(())
    }
}

impl Export {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let reading = Reading {
            policy: &Policy::shipped(),
            roster: None,
            identity: show_identity(self.identity),
            language: ambient.language,
        };
        let exported = export::export(&home, &keys, case, &reading, &self.to)?;
        ambient.advise(
            "officer-export-done",
            &[
                ("files", &exported.files.to_string()),
                ("bytes", &exported.bytes.to_string()),
            ],
        );
        written(writeln!(io::stdout(), "{}", shown(&exported.folder)))
    }
}

fn show_identity(asked_for: bool) -> ShowIdentity {
    if asked_for {
        ShowIdentity::Yes
    } else {
        ShowIdentity::No
    }
}

fn read_cases(home: &Home, keys: &OfficerKeys) -> Result<Cases, Failure> {
    let bar = Bar::of_items();
    let cases = Cases::read(home, keys, |all| bar.step(all));
    bar.end();
    cases
}

/// What stays closed and nobody has accounted for. That something is not for one's key is no mistake: a
/// reporter leaves people out.
fn complain_of_closed(home: &Home, closed: Vec<Closed>, ambient: &Ambient) -> Result<(), Failure> {
    let accounts = Accounts::read(home)?;
    let open = closed
        .into_iter()
        .filter(|closed| !accounts.of(&closed.item).settled);
    let (others, damaged): (Vec<_>, Vec<_>) =
        open.partition(|closed| closed.why.complaint() == "officer-item-not-for-this-key");
    if !others.is_empty() {
        let items: Vec<String> = others
            .iter()
            .map(|closed| super::opening::short(&closed.item))
            .collect();
        let count = items.len().to_string();
        ambient.advise(
            "officer-not-for-this-key",
            &[("count", &count), ("items", &items.join(" "))],
        );
    }
    let damaged: Vec<Failure> = damaged.into_iter().map(|closed| closed.why).collect();
    complain_of(&damaged, ambient)
}

/// One line for each item that stayed closed; what did open has been shown by then.
fn complain_of(closed: &[Failure], ambient: &Ambient) -> Result<(), Failure> {
    for failure in closed {
        ambient.complain(failure);
    }
    some_bad(closed.len())
}

fn some_bad(count: usize) -> Result<(), Failure> {
    match count {
        0 => Ok(()),
        count => Err(Failure::refused("officer-some-bad").with("count", count)),
    }
}

pub(super) fn shown(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}

/// Runs one conversation to its end, on this thread.
fn wait<T>(conversation: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
    Ok(runtime.block_on(conversation))
}
