//! Steps: what can happen to a case after it was opened.
//!
//! Knows the words of `law.md` section 6. Never knows which may follow which: see `lifecycle`.

use std::collections::{BTreeMap, BTreeSet};

use crate::keys::digest::ReportDigest;
use crate::rules::roster::Institution;

use super::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState,
};

/// One thing that happened to a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CaseStep {
    /// A later item belongs to this case.
    Linked {
        /// SHA-256 of the sealed item.
        item: ReportDigest,
    },
    /// The reporter was told that the report arrived.
    Acknowledged,
    /// The institution decided what the report is.
    Assessed(Assessment),
    /// The reporter was told that decision.
    Notified,
    /// The reporter was asked a question.
    InfoRequested,
    /// Another institution is competent and has it now.
    Forwarded {
        /// Never the one that it is at.
        to: Institution,
    },
    /// The examination began, or goes on.
    UnderReview,
    /// The reporter was told what is being done, and on what grounds.
    Feedback,
    /// Feedback may take six months.
    Extended {
        /// Why three months are not enough.
        reason: ExtensionReason,
    },
    /// The examination ended.
    Concluded(Conclusion),
    /// Proceedings that the case led to have come to their end, after its conclusion.
    ProceedingsEnded {
        /// Which.
        kind: Proceeding,
        /// With or without a sanction, and nothing else.
        state: ProceedingState,
    },
    /// Nothing more will happen.
    Closed,
    /// Something more happens.
    Reopened,
    /// The reporter gave their identity, to be recognised: the anonymous tip becomes
    /// a whistleblower's report. There is no way back.
    Identified,
    /// The content is forgotten.
    Expunged,
}

/// What a report was found to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assessment {
    /// A whistleblower's report.
    Recognised,
    /// Not a whistleblower's report, because of this.
    NotRecognised(NonRecognition),
    /// A tip worth examining.
    TipAccepted,
    /// An ordinary submission.
    AsSubmission,
}

/// How an examination ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conclusion {
    /// What was found.
    pub outcome: Outcome,
    /// One state for each kind.
    pub proceedings: BTreeMap<Proceeding, ProceedingState>,
    /// What changed because of it; often nothing.
    pub effects: BTreeSet<Effect>,
    /// Whole euros; none if not ascertained.
    pub damage_eur: Option<Euros>,
    /// Whole euros; none if not ascertained.
    pub recovered_eur: Option<Euros>,
}

/// Whole euros, up to 10^12.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Euros(u64);

impl CaseStep {
    /// The word in `fact`.
    pub fn fact(&self) -> &'static str {
        match self {
            Self::Linked { .. } => "linked",
            Self::Acknowledged => "acknowledged",
            Self::Assessed(_) => "assessed",
            Self::Notified => "notified",
            Self::InfoRequested => "info_requested",
            Self::Forwarded { .. } => "forwarded",
            Self::UnderReview => "under_review",
            Self::Feedback => "feedback",
            Self::Extended { .. } => "extended",
            Self::Concluded(_) => "concluded",
            Self::ProceedingsEnded { .. } => "proceedings_ended",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Identified => "identified",
            Self::Expunged => "expunged",
        }
    }
}

impl Assessment {
    /// The word in `decision`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recognised => "recognised",
            Self::NotRecognised(_) => "not_recognised",
            Self::TipAccepted => "tip_accepted",
            Self::AsSubmission => "as_submission",
        }
    }
}

impl Euros {
    /// `None` above 10^12: more than the state's yearly budget is a typing error.
    pub fn new(amount: u64) -> Option<Self> {
        (amount <= 1_000_000_000_000).then_some(Self(amount))
    }

    /// The amount.
    pub fn amount(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_a_limit() {
        assert_eq!(
            Euros::new(1_000_000_000_000).map(Euros::amount),
            Some(1_000_000_000_000)
        );
        assert_eq!(Euros::new(1_000_000_000_001), None);
    }
}
