//! `svilpe officer record`: what an officer can say of a case, in closed lists.
//!
//! The words are the ledger's (`ledger::terms`); there is no place for a sentence.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::automatic_entries::CaseOpening;
use crate::cli::failure::Failure;
use crate::ledger::entry::step::{Assessment, CaseStep, Conclusion, Euros};
use crate::ledger::entry::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason,
    Track,
};
use crate::rules::policy::Category;
use crate::rules::roster::Institution;

/// A parser for one of a closed list of words.
macro_rules! one_of {
    ($term:ident) => {
        PossibleValuesParser::new($term::ALL.iter().map(|term| term.as_str()))
            .map(|word| $term::parse(&word).expect("clap lets only words of the list through"))
    };
}

/// What happened.
#[derive(Subcommand, Debug, Clone)]
pub(crate) enum Happened {
    #[command(about = "officer-about-record-rejected")]
    Rejected {
        #[arg(long, value_name = "WORD", value_parser = one_of!(RejectionReason), help = "officer-arg-reason")]
        reason: RejectionReason,
    },
    #[command(about = "officer-about-record-opened")]
    Opened {
        #[arg(long, value_name = "WORD", help = "officer-arg-record-category")]
        category: Option<String>,
        #[arg(long, value_name = "WORD", value_parser = one_of!(Track), help = "officer-arg-track")]
        track: Option<Track>,
    },
    #[command(about = "officer-about-record-acknowledged")]
    Acknowledged,
    #[command(about = "officer-about-record-assessed")]
    Assessed(Assessed),
    #[command(about = "officer-about-record-notified")]
    Notified,
    #[command(about = "officer-about-record-info-requested")]
    InfoRequested,
    #[command(about = "officer-about-record-forwarded")]
    Forwarded {
        #[arg(long, value_name = "NAME", help = "officer-arg-forwarded-to")]
        to: String,
    },
    #[command(about = "officer-about-record-under-review")]
    UnderReview,
    #[command(about = "officer-about-record-feedback")]
    Feedback,
    #[command(about = "officer-about-record-extended")]
    Extended {
        #[arg(long, value_name = "WORD", value_parser = one_of!(ExtensionReason), help = "officer-arg-reason")]
        reason: ExtensionReason,
    },
    #[command(about = "officer-about-record-concluded")]
    Concluded(ConcludedOptions),
    #[command(about = "officer-about-record-proceedings-ended")]
    ProceedingsEnded {
        #[arg(value_name = "KIND:STATE", help = "officer-arg-proceedings-ended")]
        ended: String,
    },
    #[command(about = "officer-about-record-closed")]
    Closed,
    #[command(about = "officer-about-record-reopened")]
    Reopened,
    #[command(about = "officer-about-record-identified")]
    Identified,
    #[command(about = "officer-about-record-expunged")]
    Expunged,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct Assessed {
    #[arg(value_name = "DECISION", value_parser = PossibleValuesParser::new(DECISIONS), help = "officer-arg-decision")]
    decision: String,
    #[arg(long, value_name = "WORD", value_parser = one_of!(NonRecognition), help = "officer-arg-not-recognised-reason")]
    reason: Option<NonRecognition>,
}

#[derive(Args, Debug, Clone)]
pub(crate) struct ConcludedOptions {
    #[arg(long, value_name = "WORD", value_parser = one_of!(Outcome), help = "officer-arg-outcome")]
    outcome: Outcome,
    #[arg(long, value_name = "KIND:STATE", help = "officer-arg-proceedings")]
    proceedings: Vec<String>,
    #[arg(long, value_name = "WORD", value_parser = one_of!(Effect), help = "officer-arg-effect")]
    effect: Vec<Effect>,
    #[arg(long, value_name = "EUR", help = "officer-arg-damage")]
    damage_eur: Option<u64>,
    #[arg(long, value_name = "EUR", help = "officer-arg-recovered")]
    recovered_eur: Option<u64>,
}

/// What that is for the ledger.
pub(in crate::officer) enum Saying {
    Reject(RejectionReason),
    Open(CaseOpening),
    Step(CaseStep),
}

impl Happened {
    /// Refuses what clap can't: combinations, and lists that the policy or a roster owns.
    pub(in crate::officer) fn saying(self) -> Result<Saying, Failure> {
        Ok(Saying::Step(match self {
            Self::Rejected { reason } => return Ok(Saying::Reject(reason)),
            Self::Opened { category, track } => {
                let parse = |slug: String| Category::parse(&slug).map_err(|_| bad(&slug));
                let category = category.map(parse).transpose()?;
                return Ok(Saying::Open(CaseOpening { category, track }));
            }
            Self::Acknowledged => CaseStep::Acknowledged,
            Self::Assessed(assessed) => CaseStep::Assessed(assessed.assessment()?),
            Self::Notified => CaseStep::Notified,
            Self::InfoRequested => CaseStep::InfoRequested,
            Self::Forwarded { to } => CaseStep::Forwarded {
                to: Institution::parse(&to)
                    .map_err(|_| Failure::usage("officer-not-an-institution").with("text", &to))?,
            },
            Self::UnderReview => CaseStep::UnderReview,
            Self::Feedback => CaseStep::Feedback,
            Self::Extended { reason } => CaseStep::Extended { reason },
            Self::Concluded(concluded) => CaseStep::Concluded(concluded.conclusion()?),
            Self::ProceedingsEnded { ended } => {
                let (kind, state) = proceedings(&ended)?;
                if !ProceedingState::ENDS.contains(&state) {
                    return Err(bad(&ended));
                }
                CaseStep::ProceedingsEnded { kind, state }
            }
            Self::Closed => CaseStep::Closed,
            Self::Reopened => CaseStep::Reopened,
            Self::Identified => CaseStep::Identified,
            // The entry alone would say what is not true.
            Self::Expunged => return Err(Failure::usage("officer-record-expunge")),
        }))
    }
}

impl Assessed {
    fn assessment(self) -> Result<Assessment, Failure> {
        match (self.decision.as_str(), self.reason) {
            ("recognised", None) => Ok(Assessment::Recognised),
            ("tip_accepted", None) => Ok(Assessment::TipAccepted),
            ("as_submission", None) => Ok(Assessment::AsSubmission),
            ("not_recognised", Some(reason)) => Ok(Assessment::NotRecognised(reason)),
            ("not_recognised", None) => Err(Failure::usage("officer-record-reason-missing")),
            (decision, _) => {
                Err(Failure::usage("officer-record-reason-surplus").with("what", decision))
            }
        }
    }
}

impl ConcludedOptions {
    fn conclusion(self) -> Result<Conclusion, Failure> {
        let euros = |amount: u64| {
            Euros::new(amount)
                .ok_or_else(|| Failure::usage("officer-record-too-much").with("amount", amount))
        };
        let proceedings = self.proceedings.iter().map(|text| proceedings(text));
        Ok(Conclusion {
            outcome: self.outcome,
            proceedings: proceedings.collect::<Result<_, Failure>>()?,
            effects: self.effect.into_iter().collect(),
            damage_eur: self.damage_eur.map(euros).transpose()?,
            recovered_eur: self.recovered_eur.map(euros).transpose()?,
        })
    }
}

/// `criminal:opened`
fn proceedings(text: &str) -> Result<(Proceeding, ProceedingState), Failure> {
    let parsed = text
        .split_once(':')
        .and_then(|(kind, state)| Some((Proceeding::parse(kind)?, ProceedingState::parse(state)?)));
    parsed.ok_or_else(|| bad(text))
}

fn bad(text: &str) -> Failure {
    Failure::usage("officer-record-not-a-word").with("text", text)
}

const DECISIONS: [&str; 4] = [
    "recognised",
    "not_recognised",
    "tip_accepted",
    "as_submission",
];
