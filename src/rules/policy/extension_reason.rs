//! Extension reasons: why a deadline may be extended.

use std::fmt;

use serde::Deserialize;

/// Why a term may be extended; which of them is lawful for which term stands in the policy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionReason {
    /// The matter is complex.
    Complex,
    /// What proves it is still to come.
    EvidencePending,
    /// Another country's authorities have to be asked.
    CrossBorder,
    /// More reports came than can be examined in time.
    HighInflow,
    /// What is needed for the answer has to be obtained.
    DataMissing,
    /// Other institutions have to be asked.
    OtherInstitutions,
    /// There is bulky information to work through.
    Bulk,
}

impl ExtensionReason {
    /// Every word, in the order in which lists of them are written.
    pub const ALL: &[Self] = &[
        Self::Complex,
        Self::EvidencePending,
        Self::CrossBorder,
        Self::HighInflow,
        Self::DataMissing,
        Self::OtherInstitutions,
        Self::Bulk,
    ];

    /// The word in the ledger and in the policy.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complex => "complex",
            Self::EvidencePending => "evidence_pending",
            Self::CrossBorder => "cross_border",
            Self::HighInflow => "high_inflow",
            Self::DataMissing => "data_missing",
            Self::OtherInstitutions => "other_institutions",
            Self::Bulk => "bulk",
        }
    }

    /// The reason that this word stands for.
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|reason| reason.as_str() == word)
    }
}

impl fmt::Display for ExtensionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
