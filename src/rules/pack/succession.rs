//! Succession: which pack an officer's or auditor's tool takes from an intake after the one it has.
//!
//! A server that could hand out other rules could make a late answer timely. So a pack counts only
//! as the next of the one before it: of a higher version, signed by the same key or by one that it
//! handed over to. The first signed pack is taken on trust, as the ledger's key is, and its key's
//! number is shown; the pack that came with this program needs no signature, until a signed one was
//! seen.
//!
//! An intake takes the next one by the same rules, and by one more: what was the law of a day on
//! which reports lay here stays the law of that day, unless the pack says that it corrects it.

use std::fmt;
use std::ops::Range;

use super::CountryPack;
use crate::rules::calendar::Day;

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
    /// It says other rules of this day, which is over, and does not say that it corrects it.
    RewritesPast {
        /// The first such day.
        day: Day,
    },
}

impl CountryPack {
    /// May it come into force after `before`, where reports lay on `lived` days? If it corrects
    /// the rules of some: from which on. `None`: none was in force yet.
    pub fn comes_into_force_after(
        &self,
        before: Option<&Self>,
        lived: Range<Day>,
    ) -> Result<Option<Day>, PackRefusal> {
        self.follows(before)?;
        let changed = before.and_then(|before| {
            let policy = self.policy();
            policy.first_day_changed(before.policy(), lived)
        });
        match (changed, self.policy().corrects_from()) {
            (None, _) => Ok(None),
            (Some(day), Some(from)) if from <= day => Ok(Some(day)),
            (Some(day), _) => Err(PackRefusal::RewritesPast { day }),
        }
    }

    /// Is it to be taken after `seen`? `None`: none was seen yet.
    pub fn follows(&self, seen: Option<&Self>) -> Result<(), PackRefusal> {
        let is_known = self.signed_by().is_some() || self.is_shipped();
        let Some(seen) = seen.filter(|seen| seen.digest() != self.digest()) else {
            return (is_known || seen.is_some())
                .then_some(())
                .ok_or(PackRefusal::Unsigned);
        };
        match (seen.signed_by(), self.signed_by()) {
            // What came with some program says nothing of what somebody signs later.
            (None, Some(_)) => return Ok(()),
            (None, None) if is_known => {}
            (_, None) => return Err(PackRefusal::Unsigned),
            (Some(before), Some(key)) if key == before || self.is_handed_over_by(before) => {}
            (Some(_), Some(_)) => return Err(PackRefusal::OtherKeyWithoutHandover),
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
            Self::RewritesPast { day } => write!(
                f,
                "it says other rules of {day} than were in force on that day. Give the old rule its \
                 `until`, and the new one its `from`; if the old one was wrong, sign it with \
                 `[correction]`, this version and from = \"{day}\" (docs/countries.md)"
            ),
        }
    }
}

impl std::error::Error for PackRefusal {}
