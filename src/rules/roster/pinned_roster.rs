//! Pinned rosters: a roster is compared with the one accepted before. Its version must not go back,
//! and a new institution's key must be signed by the old one.
//!
//! The intake keeps one [`PinnedRoster`] for each institution and judges every roster by it
//! before sealing to anyone in it (F10, F12). The first one is taken on trust: whoever
//! installs compares the key's fingerprint with the institution, by another way.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Institution, InstitutionKey, Roster};

/// The last roster of an institution that was accepted; small enough for a note (under 300 bytes).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PinnedRoster {
    institution: Institution,
    // The key itself: a hand-over is checked with it when its file is gone.
    key: InstitutionKey,
    version: u32,
    digest: [u8; 32],
}

/// What to do with a roster.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use]
pub enum Verdict {
    /// New: keep this in place of what was seen, record the change, then use it.
    Accept(PinnedRoster),
    /// The very one that was seen.
    Unchanged,
    /// Don't use it, and don't start.
    Refuse(RosterRefusal),
}

/// Why a well-signed roster is refused all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RosterRefusal {
    /// A roster with a higher version was accepted before.
    OlderThanSeen {
        /// Accepted before.
        seen: u32,
        /// Offered now.
        offered: u32,
    },
    /// Signed by a key that the one seen before did not hand over to.
    OtherKeyWithoutHandover,
    /// The text changed and the version did not.
    SameVersionOtherText,
    /// What was seen is another institution's: the store was mixed up.
    OtherInstitution,
}

/// Bytes that [`PinnedRoster::to_bytes`] did not make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSeen;

impl PinnedRoster {
    /// Judges `roster` by what was seen of its institution; `None` at the first time.
    pub fn judge(seen: Option<&Self>, roster: &Roster) -> Verdict {
        let Some(seen) = seen else {
            return Verdict::Accept(Self::of(roster));
        };
        match seen.refusal(roster) {
            Some(refusal) => Verdict::Refuse(refusal),
            None if *seen == Self::of(roster) => Verdict::Unchanged,
            None => Verdict::Accept(Self::of(roster)),
        }
    }

    /// One line of JSON, for a note in the store.
    pub fn to_bytes(&self) -> Vec<u8> {
        let written = SeenFile {
            institution: self.institution.clone(),
            key: self.key.to_base64(),
            version: self.version,
            digest: hex::encode(self.digest),
        };
        serde_json::to_vec(&written).expect("three strings and a number are always JSON")
    }

    /// From [`Self::to_bytes`].
    pub fn parse(bytes: &[u8]) -> Result<Self, NotSeen> {
        let written: SeenFile = serde_json::from_slice(bytes).map_err(|_| NotSeen)?;
        let mut digest = [0; 32];
        hex::decode_to_slice(&written.digest, &mut digest).map_err(|_| NotSeen)?;
        Ok(Self {
            institution: written.institution,
            key: InstitutionKey::from_base64(&written.key).map_err(|_| NotSeen)?,
            version: written.version,
            digest,
        })
    }

    /// Whose roster was seen.
    pub fn institution(&self) -> &Institution {
        &self.institution
    }

    /// The version that was accepted.
    pub fn version(&self) -> u32 {
        self.version
    }

    fn of(roster: &Roster) -> Self {
        Self {
            institution: roster.institution.clone(),
            key: roster.key.clone(),
            version: roster.version,
            digest: roster.digest.0,
        }
    }

    fn refusal(&self, roster: &Roster) -> Option<RosterRefusal> {
        if self.institution != roster.institution {
            return Some(RosterRefusal::OtherInstitution);
        }
        if self.key != roster.key && !roster.is_handed_over_by(&self.key) {
            return Some(RosterRefusal::OtherKeyWithoutHandover);
        }
        let (seen, offered) = (self.version, roster.version);
        if offered < seen {
            return Some(RosterRefusal::OlderThanSeen { seen, offered });
        }
        if offered == seen && roster.digest.0 != self.digest {
            return Some(RosterRefusal::SameVersionOtherText);
        }
        None
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenFile {
    institution: Institution,
    key: String,
    version: u32,
    digest: String,
}

impl fmt::Display for RosterRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OlderThanSeen { seen, offered } => write!(
                f,
                "version {seen} was accepted before, this is version {offered}; put the newer one back"
            ),
            Self::OtherKeyWithoutHandover => f.write_str(
                "signed by another key than before; the old key has to sign the new .pub file (keys/README.md, hand-over)",
            ),
            Self::SameVersionOtherText => f.write_str(
                "the text changed and the version did not; raise the version and sign again",
            ),
            Self::OtherInstitution => {
                f.write_str("what was seen before is another institution's; the store was mixed up")
            }
        }
    }
}

impl std::error::Error for RosterRefusal {}

impl fmt::Display for NotSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a note of a roster that was seen")
    }
}

impl std::error::Error for NotSeen {}
