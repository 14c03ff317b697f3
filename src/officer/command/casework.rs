//! `svilpe officer list`, `read`, `reply`, `record` and `export`: work on cases that are here.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::arguments::{OfficerFolder, read_cases, settle, some_bad, tell, wait};
use super::retaining::advise_due;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::officer::case::conversation::{self, Readership};
use crate::officer::case::export;
use crate::officer::case::handover::court_export::CourtFile;
use crate::officer::case::handover::court_language;
use crate::officer::case::list::{self, ListForm, ListView, Pressing};
use crate::officer::case::opening::short;
use crate::officer::case::overview::LastHands;
use crate::officer::case::read::{self, ReadOptions, ShowIdentity};
use crate::officer::case::reply::attached_files::AttachedFiles;
use crate::officer::case::reply::{self, Answering, Anyway};
use crate::officer::case::{Cases, Closed};
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::officer::desk::{ActionDone, ActionInCase, LetterWithStep};
use crate::officer::home::OfficerHome;
use crate::officer::intake_client::OfficerClient;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::contested_rejections::Contested;
use crate::officer::ledger::item_states::ItemStates;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger::record_options::{Happened, Saying};
use crate::officer::ledger::rosters;
use crate::officer::ledger_sync::{LedgerSync, Recording, note_read};
use crate::rules::roster::{Institution, RosterHistory};
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(long, help = "officer-arg-json")]
    json: bool,
    #[arg(
        long,
        value_name = "GROUP",
        value_enum,
        hide_possible_values = true,
        help = "officer-arg-only"
    )]
    only: Option<Pressing>,
}

#[derive(Args, Debug)]
pub(crate) struct Read {
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
pub(crate) struct ReplyOptions {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "FILE", help = "officer-arg-reply-file")]
    file: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-attach")]
    attach: Vec<PathBuf>,
    #[arg(long, help = "officer-arg-anyway")]
    anyway: bool,
    #[arg(long, value_name = "STEP", help = "desk-arg-step")]
    step: Option<String>,
    #[arg(
        long,
        value_name = "WORD",
        requires = "step",
        help = "officer-arg-reason"
    )]
    reason: Option<String>,
    #[arg(
        long,
        value_name = "NAME",
        requires = "step",
        help = "officer-arg-forwarded-to"
    )]
    to: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct RecordOptions {
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
pub(crate) struct Export {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(value_name = "CASE", help = "officer-arg-case")]
    case: String,
    #[arg(long, value_name = "DIR", help = "officer-arg-to")]
    to: PathBuf,
    #[arg(long, help = "officer-arg-identity")]
    identity: bool,
    #[arg(long, help = "court-arg")]
    for_court: bool,
}

impl List {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        let pack = home.pack()?;
        let policy = pack.policy();
        let lines = Lines::read(&home)?;
        let entries: Vec<_> = lines.entries().collect();
        let view = ListView {
            policy,
            calendar: policy.calendar(),
            today: context.today.day_in(pack.policy().zone()),
            language: context.language,
            fold: &lines.fold(),
            contested: &Contested::of(&home, &keys, &cases.cases)?,
            last_hands: &LastHands::of(entries.iter().map(|(_, entry)| entry), &keys),
        };
        let form = if self.json {
            ListForm::Json
        } else {
            ListForm::Table
        };
        written(list::print(
            &cases,
            (&home, &keys),
            &view,
            (form, self.only),
            &mut io::stdout().lock(),
        )?)?;
        tell_damaged_apart(&cases, context);
        tell_damaged_there(&home, context)?;
        if lines.is_damaged() {
            context.advise("officer-list-ledger-damaged", &[]);
        }
        advise_due(&home, &keys, &cases, context)?;
        complain_of_closed(&home, cases.closed, context)
    }
}

impl Read {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let roster = self
            .roster
            .as_deref()
            .map(crate::officer::case::recipient_check::roster)
            .transpose()?;
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        tell_damaged_apart(&cases, context);
        let case = cases.find(&self.case)?;
        let pack = home.pack()?;
        let reading = ReadOptions {
            policy: pack.policy(),
            roster: roster.as_ref(),
            identity: show_identity(self.identity),
            language: context.language,
        };
        let known = KnownReaders::of(&home)?;
        let shown = read::print(
            known.readership(&home, &keys),
            case,
            &reading,
            &mut io::stdout().lock(),
        )?;
        // What nobody could see was not read.
        let Ok(shown) = shown else {
            return written(shown.map(drop));
        };
        let contested = Contested::of(&home, &keys, std::slice::from_ref(case))?;
        conversation::note_shown(&home, &shown.replies)?;
        let is_open = note_read(&home, &shown.items, &contested)?;
        if is_open && !case.is_later_message() {
            context.advise("officer-read-noted", &[("case", &case.reference())]);
        }
        for (item, rejected) in contested.iter() {
            let (item, reason) = (short(item), rejected.reason.to_string());
            context.advise(
                "officer-read-rejected",
                &[("item", &item), ("reason", &reason)],
            );
        }
        complain_of(&shown.closed, context)
    }
}

impl ReplyOptions {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let config = OfficerConfig::find(&self.own.home(context)?, OfficerOptions::default())?;
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        tell_damaged_apart(&cases, context);
        let case = cases.find(&self.case)?;
        case.begins_here()?;
        let text = reply::words(self.file.as_deref(), context)?;
        let keys = Arc::new(keys);
        let pack = home.pack()?;
        let policy = pack.policy();
        let files = AttachedFiles::read(&self.attach, policy)?;
        let ledger_sync = LedgerSync {
            home: &home,
            keys: &keys,
            config: &config,
            policy,
            today: context.today.day_in(pack.policy().zone()),
        };
        let anyway = if self.anyway { Anyway::Yes } else { Anyway::No };
        if let Some(step) = &self.step {
            let acting = ActionInCase {
                session: &ledger_sync,
                keys: &keys,
                case,
                anyway,
            };
            let done = self.with_step(step, &text).carry_out(&acting, &files)?;
            let said = match done {
                ActionDone::Done => "officer-recorded",
                ActionDone::RecordedLater => "officer-recorded-later",
            };
            context.advise("officer-reply-done", &[("case", &case.reference())]);
            context.advise(said, &[("case", &case.reference())]);
            return Ok(());
        }
        let rosters = ledger_sync.rosters_now()?;
        if rosters.newest().is_none() {
            context.advise("officer-reply-no-roster", &[]);
        }
        let readership = Readership {
            home: &home,
            keys: &keys,
            institution: &config.institution,
            rosters: &rosters,
        };
        let answering = Answering {
            case,
            text: text.as_str(),
            files: &files,
            today: context.today.day_in(pack.policy().zone()),
            anyway,
        };
        let mut client = OfficerClient::new(&config, Arc::clone(&keys))?;
        wait(reply::send(readership, &mut client, answering))??;
        context.advise("officer-reply-done", &[("case", &case.reference())]);
        settle(&ledger_sync, std::slice::from_ref(case), context);
        Ok(())
    }
}

impl ReplyOptions {
    fn with_step<'a>(&'a self, step: &'a str, letter: &'a str) -> LetterWithStep<'a> {
        LetterWithStep {
            letter,
            step,
            reason: self.reason.as_deref().unwrap_or_default(),
            to: self.to.as_deref().unwrap_or_default(),
        }
    }
}

impl RecordOptions {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let own = OfficerFolder {
            home: self.home,
            passphrase_file: self.passphrase_file,
        };
        let saying = self.happened.saying()?;
        let config = OfficerConfig::find(&own.home(context)?, OfficerOptions::default())?;
        let (home, keys) = own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        let pack = home.pack()?;
        let policy = pack.policy();
        let ledger_sync = LedgerSync {
            home: &home,
            keys: &keys,
            config: &config,
            policy,
            today: context.today.day_in(pack.policy().zone()),
        };
        if self.case == ALL_UNREADABLE {
            let Saying::Reject(reason) = saying else {
                return Err(Failure::usage("officer-record-only-rejected"));
            };
            // What is damaged may open for this very key: it is no junk.
            let closed = cases.closed.iter().filter(|closed| !closed.is_damaged());
            let closed = closed.map(|closed| closed.item);
            let (count, settled) = ledger_sync.reject_all_closed(closed, reason)?;
            context.advise("officer-record-many", &[("count", &count.to_string())]);
            tell(&settled, context);
            return Ok(());
        }
        let (said, reference) = match (cases.find(&self.case), saying) {
            (Ok(case), saying) => (ledger_sync.say(case, &saying)?, case.reference()),
            (Err(none), Saying::Reject(reason)) => {
                let item = cases.find_closed(&self.case).ok_or(none)?;
                (ledger_sync.reject_closed(item, reason)?, short(&item))
            }
            (Err(none), _) => return Err(none),
        };
        let said = match said {
            Recording::Recorded => "officer-recorded",
            Recording::Later => "officer-recorded-later",
            Recording::Agreed => "officer-recorded-agreed",
        };
        context.advise(said, &[("case", &reference)]);
        Ok(())
    }
}

impl Export {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (home, keys) = self.own.unlock(context)?;
        let cases = read_cases(&home, &keys)?;
        tell_damaged_apart(&cases, context);
        let case = cases.find(&self.case)?;
        let pack = home.pack()?;
        let reading = ReadOptions {
            policy: pack.policy(),
            roster: None,
            identity: show_identity(self.identity),
            language: context.language,
        };
        let known = KnownReaders::of(&home)?;
        if self.for_court {
            let config = OfficerConfig::find(&home, OfficerOptions::default())?;
            let session = LedgerSync {
                home: &home,
                keys: &keys,
                config: &config,
                policy: reading.policy,
                today: context.today.day_in(pack.policy().zone()),
            };
            let readership = known.readership(&home, &keys);
            let reading = ReadOptions {
                language: court_language(context.language),
                ..reading
            };
            let file = CourtFile::prepare(&session, readership, case, &reading)?;
            let waiting = file.waiting;
            let path = file.save(&home, &keys, (case, &self.to))?;
            context.advise("court-done", &[("case", &case.reference())]);
            if let Some((count, due)) = waiting {
                let (count, due) = (count.to_string(), due.to_string());
                context.advise("court-waiting", &[("count", &count), ("due", &due)]);
            }
            return written(writeln!(io::stdout(), "{}", shown_path(&path)));
        }
        let exported = export::export(known.readership(&home, &keys), case, &reading, &self.to)?;
        context.advise(
            "officer-export-done",
            &[
                ("files", &exported.files.to_string()),
                ("bytes", &exported.bytes.to_string()),
            ],
        );
        written(writeln!(io::stdout(), "{}", shown_path(&exported.folder)))?;
        complain_of(&exported.damaged, context)
    }
}

/// By what this folder knows, replies are opened and looked at.
pub(super) struct KnownReaders {
    /// Whose officer this is, as `setup` or the first `sync` noted it.
    institution: Institution,
    /// As the ledger was read last.
    pub(super) rosters: RosterHistory,
}

impl KnownReaders {
    pub(super) fn of(home: &OfficerHome) -> Result<Self, Failure> {
        let rosters = rosters::history(home, &Lines::read(home)?);
        let config = OfficerConfig::find(home, OfficerOptions::default())?;
        Ok(Self {
            institution: config.institution,
            rosters,
        })
    }

    pub(super) fn readership<'a>(
        &'a self,
        home: &'a OfficerHome,
        keys: &'a OfficerKeys,
    ) -> Readership<'a> {
        Readership {
            home,
            keys,
            institution: &self.institution,
            rosters: &self.rosters,
        }
    }
}

/// In the place of a case: everything that does not open. No case has such a name.
const ALL_UNREADABLE: &str = "all-unreadable";

fn show_identity(asked_for: bool) -> ShowIdentity {
    if asked_for {
        ShowIdentity::Yes
    } else {
        ShowIdentity::No
    }
}

/// What the server could not hand out when it was asked last: a list is never silently shorter.
fn tell_damaged_there(home: &OfficerHome, context: &CommandContext) -> Result<(), Failure> {
    let count = ItemStates::read(home)?.damaged_there();
    if count > 0 {
        context.advise(
            "officer-list-damaged-there",
            &[("count", &count.to_string())],
        );
    }
    Ok(())
}

/// What may belong to the very case that is asked for, and can't say so.
fn tell_damaged_apart(cases: &Cases, context: &CommandContext) {
    let items: Vec<String> = cases.damaged_apart().map(short).collect();
    if !items.is_empty() {
        let count = items.len().to_string();
        let arguments = [("count", count.as_str()), ("items", &items.join(" "))];
        context.advise("officer-damaged-apart", &arguments);
    }
}

/// What is damaged, and what stays closed and nobody has accounted for. That something is not for
/// one's key is no mistake: a reporter leaves people out.
fn complain_of_closed(
    home: &OfficerHome,
    closed: Vec<Closed>,
    context: &CommandContext,
) -> Result<(), Failure> {
    let states = ItemStates::read(home)?;
    let open = closed
        .into_iter()
        .filter(|closed| closed.is_damaged() || !states.of(&closed.item).settled);
    let (others, damaged): (Vec<_>, Vec<_>) =
        open.partition(|closed| closed.why.complaint() == "officer-item-not-for-this-key");
    if !others.is_empty() {
        let items: Vec<String> = others.iter().map(|closed| short(&closed.item)).collect();
        let count = items.len().to_string();
        context.advise(
            "officer-not-for-this-key",
            &[("count", &count), ("items", &items.join(" "))],
        );
    }
    let damaged: Vec<Failure> = damaged.into_iter().map(|closed| closed.why).collect();
    complain_of(&damaged, context)
}

/// One line for each item that stayed closed; what did open has been shown by then.
fn complain_of(closed: &[Failure], context: &CommandContext) -> Result<(), Failure> {
    for failure in closed {
        context.complain(failure);
    }
    some_bad(closed.len())
}
