//! Was a report sealed to the right people? (attacks F10, F11, F12)
//!
//! Three lists have to agree: the age header's stanzas, what `report.json` says of recipients
//! and of officers left out, and the institution's signed roster. Whoever adds or drops a
//! recipient between reporter and officers changes one of them without the others.

use std::io::{Read, Seek};
use std::path::Path;

use super::keys::OfficerKeys;
use crate::failure::Failure;
use crate::report::Manifest;
use crate::roster::{Officer, Roster};
use crate::sealed::Opened;

/// What an officer ought to know before trusting that only the roster's officers can read this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The header has more or fewer stanzas than `report.json` accounts for.
    Header,
    /// `report.json` does not name this officer's key, which opened it all the same.
    NotNamed,
    /// Sealed by another version of the roster than the one given.
    OtherRoster { sealed_by: u32, given: u32 },
    /// A recipient that the roster doesn't have: its public key.
    Stranger(String),
    /// An officer of the roster who was neither sealed to nor left out by the reporter.
    Missing(String),
}

/// Compares the three lists, or two of them if there is no roster at hand.
pub(super) fn doubts<R: Read + Seek>(
    opened: &Opened<R>,
    keys: &OfficerKeys,
    roster: Option<&Roster>,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if !opened.header_agrees() {
        doubts.push(Doubt::Header);
    }
    let Some(manifest) = opened.report().manifest() else {
        return doubts;
    };
    if !manifest.recipients.contains(&keys.opening.recipient()) {
        doubts.push(Doubt::NotNamed);
    }
    if let Some(roster) = roster {
        doubts.extend(against(manifest, roster));
    }
    doubts
}

fn against(manifest: &Manifest, roster: &Roster) -> Vec<Doubt> {
    if manifest.roster != roster.digest() {
        return vec![Doubt::OtherRoster {
            sealed_by: manifest.roster_version,
            given: roster.version(),
        }];
    }
    let mut doubts = Vec::new();
    for recipient in &manifest.recipients {
        if !roster
            .officers()
            .iter()
            .any(|officer| officer.recipient() == recipient)
        {
            doubts.push(Doubt::Stranger(recipient.to_string()));
        }
    }
    let accounted_for = |officer: &Officer| {
        manifest.recipients.contains(officer.recipient())
            || manifest.left_out.iter().any(|name| name == officer.name())
    };
    for officer in roster.officers() {
        if !accounted_for(officer) {
            doubts.push(Doubt::Missing(officer.name().to_owned()));
        }
    }
    doubts
}

/// Reads the institution's roster: the file, with its signature and key beside it.
pub(super) fn roster(path: &Path) -> Result<Roster, Failure> {
    Roster::load_one(path).map_err(|why| {
        Failure::refused("officer-roster-bad")
            .with("path", path.display())
            .with("why", why)
    })
}
