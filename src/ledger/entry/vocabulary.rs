//! The vocabulary: closed lists of the words that an entry may hold.
//!
//! Keeps P1 in the ledger: every reason, outcome and effect is one of a few
//! words, so no sentence about a report has a place to hide in. The words are
//! those of `law.md` sections 2.2, 5 and 6.
//!
//! Knows words. Never knows a case.

use std::fmt;

pub use crate::rules::policy::ExtensionReason;

/// A closed enum whose variants are written as fixed words; `ALL` lists them in canonical order.
macro_rules! terms {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$said:meta])* $variant:ident = $word:literal),+ $(,)? }
    )+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $($(#[$said])* #[doc = concat!("`", $word, "` in the ledger.")] $variant),+
        }

        impl $name {
            /// Every word, in the order in which lists of them are written.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in the ledger.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The term that this word stands for.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )+};
}

terms! {
    /// Which of the law's two tracks a case is on.
    Track {
        /// *Anonīms pārkāpuma ziņojums*: the sender is unknown.
        AnonymousTip = "anonymous_tip",
        /// *Trauksmes cēlēja ziņojums*: the sender asks to be recognised.
        WhistleblowerReport = "whistleblower_report",
    }

    /// Why an item became no case.
    RejectionReason {
        Spam = "spam",
        Empty = "empty",
        Unreadable = "unreadable",
        Duplicate = "duplicate",
        Drill = "drill",
    }

    /// Why a report is not recognised as a whistleblower's (`law.md` 2.2).
    NonRecognition {
        Anonymous = "anonymous",
        LegalPerson = "legal_person",
        PersonalInterest = "personal_interest",
        NotWorkContext = "not_work_context",
        NoBreach = "no_breach",
        NoPublicInterest = "no_public_interest",
        KnowinglyFalse = "knowingly_false",
        StateSecret = "state_secret",
        ExcludedByLaw = "excluded_by_law",
        Other = "other",
    }

    /// What an examination found.
    Outcome {
        Confirmed = "confirmed",
        PartlyConfirmed = "partly_confirmed",
        NotConfirmed = "not_confirmed",
        InsufficientInformation = "insufficient_information",
        MinorClosed = "minor_closed",
        RepetitiveClosed = "repetitive_closed",
        Withdrawn = "withdrawn",
    }

    /// Proceedings that a report led to.
    Proceeding {
        Criminal = "criminal",
        AdministrativeOffence = "administrative_offence",
        Disciplinary = "disciplinary",
        InspectionCheck = "inspection_check",
        CivilOrRecovery = "civil_or_recovery",
    }

    /// How far proceedings have come.
    ProceedingState {
        Opened = "opened",
        ClosedSanction = "closed_sanction",
        ClosedNoSanction = "closed_no_sanction",
        Pending = "pending",
    }

    /// What changed.
    Effect {
        HarmPrevented = "harm_prevented",
        Improvement = "improvement",
        Recommendation = "recommendation",
        RulesChanged = "rules_changed",
    }
}

impl ProceedingState {
    /// How proceedings end.
    pub const ENDS: [Self; 2] = [Self::ClosedSanction, Self::ClosedNoSanction];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_itself_and_no_other_does() {
        for term in NonRecognition::ALL {
            assert_eq!(NonRecognition::parse(term.as_str()), Some(*term));
        }
        assert_eq!(NonRecognition::parse("Anonymous"), None);
        assert_eq!(Effect::parse("harm_prevented "), None);
    }
}
