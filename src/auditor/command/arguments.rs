//! What several of an auditor's commands take, and what they do alike.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::auditor::config::{AuditorConfig, AuditorOptions};
use crate::auditor::home::{AuditorHome, disk};
use crate::auditor::key::AuditorKey;
use crate::auditor::verify::CannotVerify;
use crate::auditor::verify::mirror::Mirror;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::kept_pack;
use crate::cli::passphrase;
use crate::net::signed_client::NoAnswer;
use crate::rules::pack::CountryPack;
use crate::statistics::publish::CannotPublish;

/// Whose folder and key.
#[derive(Args, Debug)]
pub(crate) struct AuditorFolder {
    #[arg(long, value_name = "DIR", help = "auditor-arg-home")]
    pub(super) home: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    pub(super) passphrase_file: Option<PathBuf>,
}

/// Which ledger, and whose word is taken.
#[derive(Args, Debug)]
pub(crate) struct Ledger {
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-server")]
    pub(super) server: Option<String>,
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-proxy")]
    pub(super) proxy: Option<String>,
    #[arg(long, value_name = "HEX", help = "officer-arg-instance")]
    pub(super) instance: Option<String>,
    #[arg(long, value_name = "KEY", help = "auditor-arg-log-key")]
    pub(super) log_key: Option<String>,
    #[arg(long, value_name = "KEY", help = "auditor-arg-witness")]
    pub(super) witness: Vec<String>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-trust")]
    pub(super) trust: Vec<PathBuf>,
}

impl AuditorFolder {
    pub(super) fn home(&self) -> Result<AuditorHome, Failure> {
        open_home(self.home.as_deref())
    }

    pub(super) fn unlock(
        &self,
        home: &AuditorHome,
        context: &CommandContext,
    ) -> Result<AuditorKey, Failure> {
        let sealed = home.key_file().sealed("auditor-no-key")?;
        let passphrase = passphrase::ask(self.passphrase_file.as_deref(), context.language)?;
        home.unlock(&sealed, &passphrase)
    }
}

impl Ledger {
    pub(super) fn wanted(self) -> AuditorOptions {
        AuditorOptions {
            server: self.server,
            proxy: self.proxy,
            instance: self.instance,
            log: self.log_key,
            witnesses: self.witness,
            trusted: self.trust,
            policy: None,
        }
    }
}

pub(super) fn open_home(home: Option<&Path>) -> Result<AuditorHome, Failure> {
    let path = home.map(Path::to_owned).or_else(AuditorHome::usual);
    AuditorHome::make(&path.ok_or_else(|| Failure::usage("officer-no-home"))?)
}

pub(super) fn open_mirror(wanted: Option<PathBuf>, home: &AuditorHome) -> Result<Mirror, Failure> {
    let path = wanted.unwrap_or_else(|| home.mirror_path());
    Mirror::open(&path).map_err(|error| disk(&path, &error))
}

/// The country pack in this folder, else the one that came from the intake and is kept.
pub(super) fn pack(folder: Option<&Path>, home: &AuditorHome) -> Result<CountryPack, Failure> {
    let Some(folder) = folder else {
        return kept_pack::in_force(home.folder());
    };
    CountryPack::load(folder).map_err(|why| {
        Failure::refused("auditor-bad-pack")
            .with("path", folder.display())
            .with("why", why)
    })
}

/// Writes a file that may be there, or to stdout.
pub(super) fn put(bytes: &[u8], path: Option<&Path>) -> Result<(), Failure> {
    match path {
        Some(path) => fs::write(path, bytes).map_err(|error| disk(path, &error)),
        None => written(io::stdout().write_all(bytes)),
    }
}

pub(super) fn cannot(why: &CannotVerify, place: &AuditorConfig) -> Failure {
    match why {
        CannotVerify::MirrorDamaged => Failure::refused("auditor-mirror-damaged"),
        CannotVerify::Io(error) => match no_answer(error) {
            Some(why) => why.failure(&place.way.server, "auditor-refused"),
            None => Failure::refused("auditor-mirror").with("why", error),
        },
    }
}

/// What [`LedgerClient::fetch`](crate::net::signed_client::LedgerClient::fetch) put into the error.
fn no_answer(error: &io::Error) -> Option<&NoAnswer> {
    error.get_ref()?.downcast_ref()
}

pub(super) fn cannot_publish(why: &CannotPublish) -> Failure {
    let (complaint, path) = match why {
        CannotPublish::NotOurs(path) => ("auditor-out-not-ours", path),
        CannotPublish::OtherView(path) => ("auditor-out-other-view", path),
        CannotPublish::Interrupted(path) => ("auditor-out-interrupted", path),
        CannotPublish::Unreadable(path, _) => ("auditor-out-unreadable", path),
        CannotPublish::Disk(path, error) => return disk(path, error),
    };
    Failure::refused(complaint).with("path", path.display())
}
