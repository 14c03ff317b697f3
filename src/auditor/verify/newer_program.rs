//! What a newer program wrote, and this one can't read.
//!
//! To call that withheld, missing or no entry would accuse who did nothing wrong.

/// What of a ledger this program is too old for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReadHere {
    /// An entry of a kind that is not known here.
    Entry,
    /// A roster, rightly signed.
    Roster,
    /// The pack of a policy, with the digest that the entry names.
    Policy,
}

impl NotReadHere {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Roster => "roster",
            Self::Policy => "policy",
        }
    }
}
