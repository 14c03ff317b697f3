//! Was a report sealed to the right people? (attacks F10, F11, F12)
//!
//! Three lists have to agree: the age header's stanzas, what `report.json` says of recipients
//! and of officers left out, and the institution's signed roster. Whoever adds or drops a
//! recipient between reporter and officers changes one of them without the others.

use std::io::{Read, Seek};
use std::path::Path;

use crate::cli::failure::Failure;
use crate::officer::keys::OfficerKeys;
use crate::report::SealingManifest;
use crate::report::sealed::OpenedReport;
use crate::rules::roster::{Officer, Roster, RosterHistory};
use crate::text::terminal::OneLine;
use crate::text::{Language, say, say_with};

/// What an officer ought to know before trusting that only the roster's officers can read this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::officer) enum RecipientDoubt {
    /// The header has more or fewer stanzas than `report.json` accounts for.
    Header,
    /// `report.json` does not name this officer's key, which opened it all the same.
    NotNamed,
    /// Sealed by another version of the roster than the one given.
    OtherRoster { sealed_by: u32, given: u32 },
    /// Sealed by a roster that the ledger does not name, or whose signature is not the
    /// institution's.
    UnknownRoster { sealed_by: u32 },
    /// No roster is here to compare with: the ledger was never read.
    NotCompared,
    /// A recipient that the roster doesn't have: its public key's digest.
    Stranger(String),
    /// An officer of the roster who was neither sealed to nor left out by the reporter.
    Missing(String),
}

/// What the report's own list is held against.
#[derive(Clone, Copy)]
pub(in crate::officer) enum RostersAtHand<'a> {
    /// A file that somebody named.
    Given(&'a Roster),
    /// What the ledger named at each `sync`.
    Kept(&'a RosterHistory),
}

impl RostersAtHand<'_> {
    fn doubts(self, manifest: &SealingManifest) -> Vec<RecipientDoubt> {
        match self {
            Self::Given(roster) => against(manifest, roster),
            Self::Kept(kept) if kept.terms().is_empty() => vec![RecipientDoubt::NotCompared],
            Self::Kept(kept) => match kept.find(manifest.roster) {
                Some(roster) => against(manifest, roster),
                None => vec![RecipientDoubt::UnknownRoster {
                    sealed_by: manifest.roster_version,
                }],
            },
        }
    }
}

/// Compares the three lists.
pub(in crate::officer) fn doubts<R: Read + Seek>(
    opened: &OpenedReport<R>,
    keys: &OfficerKeys,
    rosters: RostersAtHand<'_>,
) -> Vec<RecipientDoubt> {
    let mut doubts = Vec::new();
    if !opened.header_agrees() {
        doubts.push(RecipientDoubt::Header);
    }
    let Some(manifest) = opened.report().manifest() else {
        return doubts;
    };
    if !manifest
        .recipients
        .contains(&keys.opening.recipient().digest())
    {
        doubts.push(RecipientDoubt::NotNamed);
    }
    doubts.extend(rosters.doubts(manifest));
    doubts
}

/// One doubt, in a sentence.
pub(in crate::officer) fn doubt_in_words(doubt: &RecipientDoubt, language: Language) -> String {
    match doubt {
        RecipientDoubt::Header => say(language, "officer-doubt-header"),
        RecipientDoubt::NotNamed => say(language, "officer-doubt-not-named"),
        RecipientDoubt::OtherRoster { sealed_by, given } => say_with(
            language,
            "officer-doubt-other-roster",
            &[
                ("sealed", &sealed_by.to_string()),
                ("given", &given.to_string()),
            ],
        ),
        RecipientDoubt::UnknownRoster { sealed_by } => say_with(
            language,
            "officer-doubt-unknown-roster",
            &[("sealed", &sealed_by.to_string())],
        ),
        RecipientDoubt::NotCompared => say(language, "officer-doubt-not-compared"),
        RecipientDoubt::Stranger(key) => {
            say_with(language, "officer-doubt-stranger", &[("key", key)])
        }
        RecipientDoubt::Missing(name) => {
            let name = OneLine(name).to_string();
            say_with(language, "officer-doubt-missing", &[("name", &name)])
        }
    }
}

fn against(manifest: &SealingManifest, roster: &Roster) -> Vec<RecipientDoubt> {
    if manifest.roster != roster.digest() {
        return vec![RecipientDoubt::OtherRoster {
            sealed_by: manifest.roster_version,
            given: roster.version(),
        }];
    }
    let mut doubts = Vec::new();
    for recipient in &manifest.recipients {
        if !roster
            .officers()
            .iter()
            .any(|officer| officer.recipient().digest() == *recipient)
        {
            doubts.push(RecipientDoubt::Stranger(recipient.to_string()));
        }
    }
    let accounted_for = |officer: &Officer| {
        manifest.recipients.contains(&officer.recipient().digest())
            || manifest.left_out.iter().any(|name| name == officer.name())
    };
    for officer in roster.officers() {
        if !accounted_for(officer) {
            doubts.push(RecipientDoubt::Missing(officer.name().to_owned()));
        }
    }
    doubts
}

/// Reads the institution's roster: the file, with its signature and key beside it.
pub(in crate::officer) fn roster(path: &Path) -> Result<Roster, Failure> {
    Roster::load_one(path).map_err(|why| {
        Failure::refused("officer-roster-bad")
            .with("path", path.display())
            .with("why", why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::recipient::{Recipient, RecipientDigest};
    use crate::report::IdentitySealed;
    use crate::rules::roster::tests as written;

    fn roster(version: u32) -> Roster {
        let text = written::head("paraugs", version)
            + &written::officer("Anna", written::RECIPIENTS[0], &written::signing())
            + &written::officer("Juris", written::RECIPIENTS[1], &written::signing());
        written::signed(&text, &written::secret())
    }

    fn digest(at: usize) -> RecipientDigest {
        let key = Recipient::parse(written::RECIPIENTS[at]);
        key.expect("a key").digest()
    }

    fn manifest(roster: &Roster, recipients: &[usize], left_out: &[&str]) -> SealingManifest {
        let key = |at: &usize| digest(*at);
        SealingManifest {
            roster_version: roster.version(),
            roster: roster.digest(),
            recipients: recipients.iter().map(key).collect(),
            left_out: left_out.iter().map(|name| (*name).to_owned()).collect(),
            identity: IdentitySealed::No,
            files: Vec::new(),
        }
    }

    #[test]
    fn every_officer_is_sealed_to_or_left_out_and_nobody_else_is() {
        let roster = roster(3);
        let doubts =
            |recipients, left_out| against(&manifest(&roster, recipients, left_out), &roster);
        assert_eq!(doubts(&[0, 1], &[]), []);
        assert_eq!(doubts(&[0], &["Juris"]), []);
        assert_eq!(
            doubts(&[0], &[]),
            [RecipientDoubt::Missing("Juris".to_owned())]
        );
        assert_eq!(
            doubts(&[0], &["Janis"]),
            [RecipientDoubt::Missing("Juris".to_owned())]
        );
        let stranger = RecipientDoubt::Stranger(digest(2).to_string());
        assert_eq!(doubts(&[0, 1, 2], &[]), [stranger]);
    }

    #[test]
    fn another_roster_is_said_and_not_compared() {
        let doubts = against(&manifest(&roster(2), &[0], &[]), &roster(3));
        assert_eq!(
            doubts,
            [RecipientDoubt::OtherRoster {
                sealed_by: 2,
                given: 3
            }]
        );
    }
}
