//! `svilpe intake status`: how the server is that runs, in lines, as JSON, and as an exit code; and
//! `svilpe intake look-in`, for mail; `svilpe intake reload`, which has it read its rosters again.
//!
//! Exit codes of `status` are those of monitoring plug-ins: 0 all well, 1 look after it, 2
//! something does not work, or no server answers.

/// What is asked of a running server.
pub(crate) mod control_socket;
pub(crate) mod health;

use std::path::{Path, PathBuf};

use clap::Args;
use serde::de::DeserializeOwned;

use self::control_socket::{ControlWord, RosterChange, ask};
use self::health::{Concern, Health};
use super::home::IntakeHome;
use super::open_home::{bad_home, tell_roster};
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::rules::calendar::Day;
use crate::text::file_size::bytes_in_words;

#[derive(Args, Debug)]
pub(crate) struct ShowStatus {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, help = "intake-arg-status-json")]
    json: bool,
    #[arg(
        long,
        value_name = "DAYS",
        default_value_t = 7,
        help = "intake-arg-backup-days"
    )]
    backup_days: u16,
}

#[derive(Args, Debug)]
pub(crate) struct ReloadRosters {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct LookIn {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
}

impl LookIn {
    /// One institution a line. That it is here is all that is said.
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (_, institutions): (_, Vec<String>) = asked(&self.home, ControlWord::LookIn, silent())?;
        if institutions.is_empty() {
            context.advise("intake-look-in-none", &[]);
        }
        institutions
            .iter()
            .try_for_each(|institution| print(institution))
    }
}

impl ReloadRosters {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let refused = Failure::refused("intake-not-reloaded");
        let (_, changed): (_, Vec<RosterChange>) = asked(&self.home, ControlWord::Reload, refused)?;
        if changed.is_empty() {
            context.advise("intake-roster-none-changed", &[]);
        }
        for roster in &changed {
            let (institution, left) = (&roster.institution, (roster.open, roster.unfetched));
            tell_roster(institution, left, "intake-roster-changed", context);
        }
        Ok(())
    }
}

impl ShowStatus {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let (line, health): (_, Health) = asked(&self.home, ControlWord::Status, silent())?;
        if self.json {
            print(&line)?;
        } else {
            show(&health)?;
        }
        let concerns = health.concerns(self.backup_days.into());
        for concern in &concerns {
            concern.tell(context);
        }
        match concerns.first() {
            None => Ok(()),
            Some(first) if first.is_urgent() => Err(Failure::urgent("intake-status-urgent")),
            Some(_) => Err(Failure::refused("intake-status-look")),
        }
    }
}

/// What the server of this folder says to a word: the line, and what it holds. `or` tells that
/// there is no such answer; why is put in.
fn asked<T: DeserializeOwned>(
    home: &Path,
    word: ControlWord,
    or: Failure,
) -> Result<(String, T), Failure> {
    let (home, _) = IntakeHome::open(home).map_err(bad_home)?;
    let line = match ask(&home, word) {
        Ok(answer) => answer.line,
        Err(why) => return Err(or.with("why", why)),
    };
    match serde_json::from_str(&line) {
        Ok(held) => Ok((line, held)),
        Err(why) => Err(or.with("why", why)),
    }
}

fn silent() -> Failure {
    Failure::urgent("intake-status-silent")
}

/// Tab-separated, as other results.
fn show(health: &Health) -> Result<(), Failure> {
    let written = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let believed = if health.is_clock_believed {
        "believed"
    } else {
        "in-doubt"
    };
    print(&format!("version\t{}", health.version))?;
    print(&format!("today\t{}\t{believed}", health.today))?;
    print(&format!("tidied\t{}", written(health.tidied)))?;
    print(&format!("backed-up\t{}", written(health.backed_up)))?;
    print(&format!("disk-bytes\t{}", health.disk_bytes))?;
    print(&format!("free-bytes\t{}", health.free_bytes))?;
    print(&format!("bytes-for-files\t{}", health.bytes_for_files))?;
    print(&format!("damaged\t{}", health.damaged))
}

impl Concern {
    fn tell(self, context: &CommandContext) {
        let tell = |text: &str, name: &str, value: &str| context.advise(text, &[(name, value)]);
        match self {
            Self::ClockInDoubt => context.advise("intake-concern-clock", &[]),
            Self::ClockWentBack(day) => {
                tell("intake-concern-clock-back", "clock", &day.to_string());
            }
            Self::Damaged(count) => tell("intake-concern-damaged", "count", &count.to_string()),
            Self::FilesRefused => context.advise("intake-concern-no-files", &[]),
            Self::LittleRoom(bytes) => {
                tell("intake-concern-little-room", "size", &bytes_in_words(bytes));
            }
            Self::Untidied(days) => tell("intake-concern-untidied", "days", &days.to_string()),
            Self::NeverBackedUp => context.advise("intake-concern-never-backed-up", &[]),
            Self::BackedUpLongAgo(days) => {
                tell("intake-concern-backed-up", "days", &days.to_string());
            }
        }
    }
}
