//! Addressees: whom a report is sealed to, and the decoys for whom it is not.

use super::refusals::CannotSeal;
use crate::keys::recipient::Recipient;
use crate::report::{FileNote, IdentitySealed, SealingManifest};
use crate::rules::roster::{Institution, PEOPLE_MAX, Roster, RosterDigest};

/// Whom a report is sealed to: an institution's officers, without those left out.
#[derive(Clone, Debug)]
pub struct Addressees {
    institution: Institution,
    roster_version: u32,
    roster: RosterDigest,
    officers: Vec<Addressee>,
    left_out: Vec<usize>,
}

/// One officer, as far as sealing needs to know.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// As the roster has it; kept in the manifest.
    pub name: String,
    /// Their public key.
    pub recipient: Recipient,
    /// May this officer open identity details?
    pub custodian: Custodian,
}

/// Whether someone may open identities.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Custodian {
    /// They are in the roster as a custodian.
    Yes,
    /// They open reports alone.
    No,
}

impl Addressees {
    /// All officers of `roster` but those at the positions in `left_out`.
    pub fn of_roster(roster: &Roster, left_out: &[usize]) -> Result<Self, CannotSeal> {
        let officers = roster.officers().iter().map(|officer| Addressee {
            name: officer.name().to_owned(),
            recipient: officer.recipient().clone(),
            custodian: if officer.custodian() {
                Custodian::Yes
            } else {
                Custodian::No
            },
        });
        Self::new(
            roster.institution().clone(),
            roster.version(),
            roster.digest(),
            officers.collect(),
            left_out,
        )
    }

    /// These officers but those at the positions in `left_out`; at least one must remain.
    pub fn new(
        institution: Institution,
        roster_version: u32,
        roster: RosterDigest,
        officers: Vec<Addressee>,
        left_out: &[usize],
    ) -> Result<Self, CannotSeal> {
        let mut left_out = left_out.to_vec();
        left_out.sort_unstable();
        left_out.dedup();
        if officers.len() > PEOPLE_MAX {
            return Err(CannotSeal::TooManyOfficers);
        }
        if left_out.last().is_some_and(|&last| last >= officers.len()) {
            return Err(CannotSeal::NoSuchOfficer);
        }
        if left_out.len() == officers.len() {
            return Err(CannotSeal::NobodyLeft);
        }
        for (position, officer) in officers.iter().enumerate() {
            let key = &officer.recipient;
            if officers[..position].iter().any(|o| o.recipient == *key) {
                return Err(CannotSeal::SameKeyTwice);
            }
        }
        Ok(Self {
            institution,
            roster_version,
            roster,
            officers,
            left_out,
        })
    }

    /// Is anyone left who may see an identity? Ask before files are accepted.
    pub fn has_custodian(&self) -> bool {
        !self.custodians().is_empty()
    }

    pub(super) fn custodians(&self) -> Vec<Recipient> {
        let custodians = self.remaining().filter(|o| o.custodian == Custodian::Yes);
        custodians
            .map(|officer| officer.recipient.clone())
            .collect()
    }

    pub(super) fn institution(&self) -> &Institution {
        &self.institution
    }

    fn remaining(&self) -> impl Iterator<Item = &Addressee> {
        let everyone = self.officers.iter().enumerate();
        everyone.filter_map(|(position, officer)| self.keeps(position).then_some(officer))
    }

    fn keeps(&self, position: usize) -> bool {
        self.left_out.binary_search(&position).is_err()
    }

    /// One key for each officer of the roster, in its order; decoys for those left out.
    pub(super) fn keys(&self) -> Vec<Recipient> {
        let everyone = self.officers.iter().enumerate();
        everyone
            .map(|(position, officer)| {
                if self.keeps(position) {
                    officer.recipient.clone()
                } else {
                    Recipient::decoy()
                }
            })
            .collect()
    }

    pub(super) fn manifest(
        &self,
        files: Vec<FileNote>,
        identity: IdentitySealed,
    ) -> SealingManifest {
        let left_out = self
            .left_out
            .iter()
            .map(|&at| self.officers[at].name.clone());
        SealingManifest {
            roster_version: self.roster_version,
            roster: self.roster,
            recipients: self.remaining().map(|o| o.recipient.digest()).collect(),
            left_out: left_out.collect(),
            identity,
            files,
        }
    }
}
