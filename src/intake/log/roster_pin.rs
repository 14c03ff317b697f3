//! Pinned rosters: no roster goes back to an older version, and no institution's key changes
//! unless the old key signed the new one.
//!
//! Keeps its part of P7: what was accepted is noted in the store before anything is sealed by it,
//! in one commit with its entry in the ledger, so an operator can't quietly add or bring back a
//! reader. The first roster of an institution is taken on trust; whoever installs compares the
//! key's fingerprint with the institution by another way.

use std::fmt;

use crate::ledger::checkpoint::LogKey;
use crate::rules::roster::{
    Institution, PinnedRoster, PublishedLogKey, Roster, RosterRefusal, ServerNumber, Verdict,
};
use crate::store::{Fault, Store};

/// Why the intake does not start with these rosters.
#[derive(Debug)]
pub enum NotAccepted {
    /// This institution's roster is refused.
    Refused(Institution, RosterRefusal),
    /// This institution has named another server in its roster.
    OtherServer(Institution),
    /// This institution has named another ledger's key in its roster.
    OtherLog(Institution),
    /// What was noted of it can't be read.
    Unreadable(Institution),
    /// The store failed.
    Store(Fault),
}

/// Judges a roster by what was seen before: the note that pins it, by name, if it is new.
///
/// The sequencer writes the note in one commit with the roster's entry in the ledger.
pub(crate) async fn judge(
    store: &Store,
    log: &LogKey,
    roster: &Roster,
) -> Result<Option<(String, Vec<u8>)>, NotAccepted> {
    let institution = roster.institution();
    let own = ServerNumber::from_bytes(store.instance().id);
    if roster.server().is_some_and(|server| server != own) {
        return Err(NotAccepted::OtherServer(institution.clone()));
    }
    let named = roster.log().map(PublishedLogKey::as_str);
    if named.is_some_and(|named| named != log.to_string()) {
        return Err(NotAccepted::OtherLog(institution.clone()));
    }
    let note = format!("roster/{institution}");
    let seen = store.note(&note).await.map_err(NotAccepted::Store)?;
    let seen = seen.map(|bytes| PinnedRoster::parse(&bytes)).transpose();
    let seen = seen.map_err(|_| NotAccepted::Unreadable(institution.clone()))?;
    match PinnedRoster::judge(seen.as_ref(), roster) {
        Verdict::Unchanged => Ok(None),
        Verdict::Accept(now) => Ok(Some((note, now.to_bytes()))),
        Verdict::Refuse(why) => Err(NotAccepted::Refused(institution.clone(), why)),
    }
}

impl fmt::Display for NotAccepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(institution, why) => write!(f, "{institution}: {why}"),
            Self::OtherServer(institution) => {
                write!(
                    f,
                    "{institution}: the roster names another server than this one"
                )
            }
            Self::OtherLog(institution) => {
                write!(
                    f,
                    "{institution}: the roster names another ledger's key than this server's"
                )
            }
            Self::Unreadable(institution) => {
                write!(
                    f,
                    "{institution}: what was noted of its last roster can't be read"
                )
            }
            Self::Store(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for NotAccepted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(fault) => Some(fault),
            _ => None,
        }
    }
}
