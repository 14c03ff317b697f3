//! `svilpe officer list`, `read`, `reply`, `record` and `export`: work on cases that are here.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::arguments::{OfficerFolder, read_cases, settle, some_bad, wait};
use crate::cli::ambient::{Ambient, written};
use crate::cli::failure::Failure;
use crate::officer::case::Closed;
use crate::officer::case::list::{self, ListForm, ListView};
use crate::officer::case::read::{self, ReadOptions, ShowIdentity};
use crate::officer::case::recipients::RostersAtHand;
use crate::officer::case::{export, reply};
use crate::officer::client::OfficerClient;
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::officer::home::OfficerHome;
use crate::officer::ledger::accounts::Accounts;
use crate::officer::ledger::disputes::Contested;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger::record::{Happened, Saying};
use crate::officer::ledger::standings::Standings;
use crate::officer::session::{OfficerSession, Recording, note_read};
use crate::rules::calendar::Calendar;
use crate::rules::policy::Policy;
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(long, help = "officer-arg-json")]
    json: bool,
}

#[derive(Args, Debug)]
pub struct Read {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, help = "officer-arg-identity")]
    identity: bool,
    #[arg(long, value_name = "FILE", help = "officer-arg-roster")]
    roster: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ReplyOptions {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "FILE", help = "officer-arg-reply-file")]
    file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct RecordOptions {
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
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "DIR", help = "officer-arg-to")]
    to: PathBuf,
    #[arg(long, help = "officer-arg-identity")]
    identity: bool,
}

impl List {
    pub(super) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let view = ListView {
            policy: &Policy::shipped(),
            calendar: &Calendar::shipped(),
            today: ambient.today.day(),
            language: ambient.language,
            standings: &Standings::of(&Lines::read(&home)?),
            contested: &Contested::of(&home, &keys, &cases.cases)?,
        };
        let form = if self.json {
            ListForm::Json
        } else {
            ListForm::Table
        };
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
    pub(super) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let rosters = RostersAtHand::find(&self.own.home()?, self.roster.as_deref())?;
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let reading = ReadOptions {
            policy: &Policy::shipped(),
            rosters,
            identity: show_identity(self.identity),
            language: ambient.language,
        };
        let read = read::print(&home, &keys, case, &reading, &mut io::stdout().lock())?;
        let contested = Contested::of(&home, &keys, std::slice::from_ref(case))?;
        if note_read(&home, case, &contested)? {
            ambient.advise("officer-read-noted", &[("case", &case.reference())]);
        }
        for (item, rejected) in contested.iter() {
            let (item, reason) = (
                crate::officer::case::opening::short(item),
                rejected.reason.to_string(),
            );
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

impl ReplyOptions {
    pub(super) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let place = OfficerConfig::find(&self.own.home()?, OfficerOptions::default())?;
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let text = reply::words(self.file.as_deref())?;
        let keys = Arc::new(keys);
        let mut line = OfficerClient::new(&place, Arc::clone(&keys))?;
        let what = (case, text.as_str(), ambient.today.day());
        wait(reply::send(&home, &keys, &place, &mut line, what))??;
        ambient.advise("officer-reply-done", &[("case", &case.reference())]);
        let policy = Policy::shipped();
        let desk = OfficerSession {
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

impl RecordOptions {
    pub(super) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let own = OfficerFolder {
            home: self.home,
            passphrase_file: self.passphrase_file,
        };
        let saying = self.happened.saying()?;
        let place = OfficerConfig::find(&own.home()?, OfficerOptions::default())?;
        let (home, keys) = own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let policy = Policy::shipped();
        let desk = OfficerSession {
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
                    crate::officer::case::opening::short(&item),
                )
            }
            (Err(none), _) => return Err(none),
        };
        let said = match said {
            Recording::Recorded => "officer-recorded",
            Recording::Later => "officer-recorded-later",
            Recording::Agreed => "officer-recorded-agreed",
        };
        ambient.advise(said, &[("case", &reference)]);
        Ok(())
    }
}

impl Export {
    pub(super) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(ambient)?;
        let cases = read_cases(&home, &keys)?;
        let case = cases.find(&self.case)?;
        let reading = ReadOptions {
            policy: &Policy::shipped(),
            rosters: RostersAtHand::find(&home, None)?,
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
        written(writeln!(io::stdout(), "{}", shown_path(&exported.folder)))
    }
}

fn show_identity(asked_for: bool) -> ShowIdentity {
    if asked_for {
        ShowIdentity::Yes
    } else {
        ShowIdentity::No
    }
}

/// What stays closed and nobody has accounted for. That something is not for one's key is no mistake: a
/// reporter leaves people out.
fn complain_of_closed(
    home: &OfficerHome,
    closed: Vec<Closed>,
    ambient: &Ambient,
) -> Result<(), Failure> {
    let accounts = Accounts::read(home)?;
    let open = closed
        .into_iter()
        .filter(|closed| !accounts.of(&closed.item).settled);
    let (others, damaged): (Vec<_>, Vec<_>) =
        open.partition(|closed| closed.why.complaint() == "officer-item-not-for-this-key");
    if !others.is_empty() {
        let items: Vec<String> = others
            .iter()
            .map(|closed| crate::officer::case::opening::short(&closed.item))
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
