//! The country pack that an officer or auditor goes by, kept in their folder (`pack.json`).
//!
//! It comes from the intake, and only as the next of the one that is here
//! (`CountryPack::follows`). Until one came, the one that this program came with holds. What is
//! kept stays in force when the program is updated: two versions of it judge a case alike.

use std::io;

use super::command_context::CommandContext;
use super::failure::Failure;
use super::private_files::{PrivateFolder, disk, read_small};
use crate::rules::calendar::Day;
use crate::rules::pack::{CountryPack, PackRefusal, UnusablePack};

/// By which cases are judged here.
pub(crate) fn in_force(folder: &PrivateFolder) -> Result<CountryPack, Failure> {
    Ok(kept(folder)?.unwrap_or_else(CountryPack::shipped))
}

/// Takes the pack that an intake offers under this digest, and keeps it; or says why it is not
/// taken, and keeps the one before.
pub(crate) fn take(
    folder: &PrivateFolder,
    digest: [u8; 32],
    json: &[u8],
) -> Result<Result<TakenPack, PackNotTaken>, Failure> {
    let seen = kept(folder)?;
    let offered = CountryPack::named(digest, json).map_err(|why| match why {
        UnusablePack::Newer => PackNotTaken::ForNewer,
        UnusablePack::Other => PackNotTaken::Other,
    });
    let offered = offered.and_then(|offered| match offered.follows(seen.as_ref()) {
        Ok(()) => Ok(offered),
        Err(why) => Err(PackNotTaken::Refused(why)),
    });
    if let Ok(offered) = &offered {
        let written = folder.replace(FILE, &offered.to_json());
        written.map_err(|error| disk(&folder.path().join(FILE), &error))?;
    }
    let before = seen.unwrap_or_else(CountryPack::shipped);
    Ok(offered.map(|pack| TakenPack {
        changed_from: pack.policy().changed_from(before.policy()),
        pack,
    }))
}

/// A pack that holds from now on.
#[derive(PartialEq, Eq, Debug)]
pub struct TakenPack {
    pub(crate) pack: CountryPack,
    /// From which day on it says other rules than the one before it.
    pub(crate) changed_from: Option<Day>,
}

impl TakenPack {
    /// That other rules hold from now on, of which days, and who signed them: to be compared by
    /// another way.
    pub(crate) fn tell(&self, context: &CommandContext) {
        let version = self.pack.policy().version().to_string();
        let number = self.pack.signed_by().map(|key| key.id().to_string());
        let number = number.as_deref().unwrap_or("-");
        context.advise(
            "command-pack-taken",
            &[("version", &version), ("number", number)],
        );
        if let Some(day) = self.changed_from {
            context.advise("command-pack-changes", &[("day", &day.to_string())]);
        }
    }
}

/// Why an intake's pack is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PackNotTaken {
    /// It is made for a newer program than this one.
    ForNewer,
    /// It is not the one that the server names.
    Other,
    /// It does not come after the one that is here.
    Refused(PackRefusal),
}

impl PackNotTaken {
    /// For the person at the keyboard.
    pub(crate) fn failure(self) -> Failure {
        match self {
            Self::ForNewer => newer(),
            Self::Other => Failure::refused("command-pack-other"),
            Self::Refused(why) => Failure::refused("command-pack-refused").with("why", why),
        }
    }
}

fn newer() -> Failure {
    Failure::refused("command-pack-newer").with("program", env!("CARGO_PKG_VERSION"))
}

/// Checked as when it came. One that was damaged is no reason to judge by another.
fn kept(folder: &PrivateFolder) -> Result<Option<CountryPack>, Failure> {
    let path = folder.path().join(FILE);
    let json = match read_small(&path, CountryPack::JSON_MAX) {
        Ok(json) => json,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk(&path, &error)),
    };
    CountryPack::parse(&json).map(Some).map_err(|why| {
        if why.may_be_newer() {
            return newer();
        }
        Failure::refused("command-pack-damaged")
            .with("path", path.display())
            .with("why", why)
    })
}

const FILE: &str = "pack.json";
