//! `svilpe intake invite`: one file from which an officer's computer knows everything of this
//! server.
//!
//! ```text
//!   signed roster: the server's number, the ledger's key ──┐
//!   tor's folder: the officers' onion ─────────────────────┴─▶ invitation ─▶ officer's desk
//! ```
//!
//! Nothing in it is secret. What it says of the server is what the institution signed: an operator
//! who wants to invite elsewhere has to have the institution's signature for it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::config::IntakeConfig;
use super::home::IntakeHome;
use super::open_home::{bad_home, load_rosters};
use super::torrc::TOR_FOLDER;
use crate::cli::command_context::print;
use crate::cli::failure::Failure;
use crate::intake::http::listen::ListenAddress;
use crate::rules::roster::{Institution, Roster};
use crate::text::{Language, say_with};

#[derive(Args, Debug)]
pub(crate) struct InviteOptions {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "NAME", help = "intake-arg-institution")]
    institution: String,
    #[arg(long, value_name = "DIR", default_value = TOR_FOLDER, help = "intake-arg-tor")]
    tor: PathBuf,
}

impl InviteOptions {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (_, settings) = IntakeHome::open(&self.home).map_err(bad_home)?;
        let rosters = load_rosters(&settings.keys)?;
        let wanted = Institution::parse(&self.institution).ok();
        let roster = rosters
            .iter()
            .find(|roster| Some(roster.institution()) == wanted.as_ref());
        let roster = roster.ok_or_else(|| {
            Failure::refused("intake-no-such-roster").with("path", settings.keys.display())
        })?;
        let server = officers_address(&settings, &self.tor)?;
        print(invitation(roster, &server)?.trim_end())
    }
}

fn invitation(roster: &Roster, server: &str) -> Result<String, Failure> {
    let unnamed = || Failure::refused("intake-roster-names-no-server");
    let (log, number) = roster.log().zip(roster.server()).ok_or_else(unnamed)?;
    let heading = |language| {
        let name = roster.name(language);
        say_with(language, "intake-invitation-heading", &[("name", name)])
    };
    let headings = Language::complete().map(|language| format!("# {}\n", heading(language)));
    let headings: String = headings.collect();
    Ok(format!(
        "{headings}\
         server = \"{server}\"\n\
         instance = \"{}\"\n\
         institution = \"{}\"\n\
         log = \"{}\"\n",
        hex::encode(number.as_bytes()),
        roster.institution().as_str(),
        log.as_str(),
    ))
}

/// The officers' onion as tor wrote it down, or where the server listens on this computer.
fn officers_address(settings: &IntakeConfig, tor: &Path) -> Result<String, Failure> {
    if let ListenAddress::Loopback(address) = &settings.officers {
        return Ok(format!("http://{address}"));
    }
    let path = tor.join("svilpe-officers").join("hostname");
    let host = fs::read_to_string(&path).map_err(|error| {
        Failure::refused("intake-no-hostname")
            .with("path", path.display())
            .with("why", error)
    })?;
    let host = host.trim();
    let is_plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    if is_plain && host.strip_suffix(".onion").is_some() {
        Ok(format!("http://{host}"))
    } else {
        Err(Failure::refused("intake-no-hostname")
            .with("path", path.display())
            .with("why", "?"))
    }
}
