//! Succession: which pack an officer's or auditor's tool takes from an intake after the one it has.
//!
//! A server that could hand out other rules could make a late answer timely. So a pack counts only
//! as the next of the one before it: of a higher version, signed by the same key or by one that it
//! handed over to. The first signed pack is taken on trust, as the ledger's key is, and its key's
//! number is shown; the pack that came with this program needs no signature, until a signed one was
//! seen.

use std::fmt;

use super::CountryPack;

/// Why a pack is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PackRefusal {
    /// A newer one was seen.
    OlderThanSeen {
        /// The number of that one.
        seen: u32,
        /// The number of this one.
        offered: u32,
    },
    /// Its text changed, and its number did not.
    SameVersionOtherText,
    /// Another key than before signed it, and the one before did not hand over.
    OtherKeyWithoutHandover,
    /// Nobody signed it, and it is not the one that came with this program.
    Unsigned,
}

impl CountryPack {
    /// Is it to be taken after `seen`? `None`: none was seen yet.
    pub fn follows(&self, seen: Option<&Self>) -> Result<(), PackRefusal> {
        if seen.is_some_and(|seen| seen.digest() == self.digest()) {
            return Ok(());
        }
        // What came with some program says nothing of what somebody signs later.
        let signed_before = seen.and_then(|seen| Some((seen, seen.signed_by()?)));
        let Some((seen, before)) = signed_before else {
            let is_known = self.signed_by().is_some() || self.is_shipped();
            return is_known.then_some(()).ok_or(PackRefusal::Unsigned);
        };
        let key = self.signed_by().ok_or(PackRefusal::Unsigned)?;
        if key != before && !self.is_handed_over_by(before) {
            return Err(PackRefusal::OtherKeyWithoutHandover);
        }
        let (seen, offered) = (seen.policy().version(), self.policy().version());
        match offered.cmp(&seen) {
            std::cmp::Ordering::Less => Err(PackRefusal::OlderThanSeen { seen, offered }),
            std::cmp::Ordering::Equal => Err(PackRefusal::SameVersionOtherText),
            std::cmp::Ordering::Greater => Ok(()),
        }
    }
}

impl fmt::Display for PackRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OlderThanSeen { seen, offered } => write!(
                f,
                "version {seen} was seen before, this is version {offered}"
            ),
            Self::SameVersionOtherText => f.write_str("the text changed and the version did not"),
            Self::OtherKeyWithoutHandover => f.write_str(
                "signed by another key than before, and the old key did not hand over",
            ),
            Self::Unsigned => f.write_str(
                "nobody signed it, and it is not the one that this version of the program came with",
            ),
        }
    }
}

impl std::error::Error for PackRefusal {}
