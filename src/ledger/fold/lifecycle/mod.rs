//! The life of a case: which step may follow which.
//!
//! `law.md` section 6 as a type. Opening a report is where its assessment begins, so
//! the states *received* and *under assessment* need no entry of their own, and *waiting
//! for information* is a mark on the state that it returns to.
//!
//! Knows steps and stages. Never knows days: lateness is for `deadlines`.
//!
//! ```text
//!   opened ─▶ assessment ─┬▶ recognised ───┬▶ review ⇄ feedback ─▶ concluded ─▶ closed ─▶ expunged
//!                         ├▶ tip accepted ─┘     ▲                    │           │
//!                         ├▶ not recognised ─▶ as submission ─▶ closed└─ reopened ◀┘
//!                         └▶ forwarded ─▶ closed
//! ```
//!
//! A report that is linked to a case that is over reopens it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::ledger::entry::vocabulary::Track;

/// A case, between two entries. Taking a step consumes it.
#[derive(PartialEq, Eq, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five marks that any case may carry in any combination"
)]
pub struct CaseProgress {
    stage: CaseStage,
    track: Track,
    /// A question to the reporter is open.
    asked: bool,
    acknowledged: bool,
    extended: bool,
    /// A decision, an end or a reopening that the reporter has not been told.
    untold: bool,
    /// The reporter gave their identity, and no decision has answered it.
    petition: bool,
}

/// How far a case has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseStage {
    /// Opened; not decided what it is.
    Assessment,
    /// A whistleblower's report.
    Recognised,
    /// Not a whistleblower's report.
    NotRecognised,
    /// An anonymous tip that is worth examining.
    TipAccepted,
    /// Handled as an ordinary submission.
    AsSubmission,
    /// Another institution has it.
    Forwarded,
    /// Being examined.
    Review,
    /// Being examined, and the reporter was told how.
    Feedback,
    /// The examination ended.
    Concluded,
    /// Nothing more will happen.
    Closed,
    /// Something more happens after all.
    Reopened,
    /// The content is forgotten; no step follows.
    Expunged,
}

/// The six words that a reporter sees, and nothing finer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublicStatus {
    /// *Saņemts*
    Received,
    /// *Izvērtē*
    Assessing,
    /// *Izskata*
    Reviewing,
    /// *Jautājums Jums*
    Question,
    /// *Atbilde*
    Answer,
    /// *Pabeigts*
    Done,
}

/// A step that the life cycle does not allow; the case is handed back unchanged.
#[derive(PartialEq, Eq, Debug)]
pub struct OutOfStep {
    /// As it was.
    pub case: CaseProgress,
    /// What was refused.
    pub step: &'static str,
}

impl PublicStatus {
    /// The text that says so to a reporter.
    pub fn words(self) -> &'static str {
        match self {
            Self::Received => "answers-state-received",
            Self::Assessing => "answers-state-assessed",
            Self::Reviewing => "answers-state-examined",
            Self::Question => "answers-state-question",
            Self::Answer => "answers-state-answered",
            Self::Done => "answers-state-done",
        }
    }
}

impl CaseProgress {
    /// A case that was just opened.
    pub fn open(track: Track) -> Self {
        Self {
            stage: CaseStage::Assessment,
            track,
            asked: false,
            acknowledged: false,
            extended: false,
            untold: false,
            petition: false,
        }
    }

    /// Takes a step, or refuses it and hands the case back.
    pub fn take(self, step: &CaseStep) -> Result<Self, OutOfStep> {
        let Some(stage) = self.stage_after(step) else {
            return Err(OutOfStep {
                case: self,
                step: step.fact(),
            });
        };
        Ok(self.marked(step, stage))
    }

    /// May this step be taken now?
    pub fn allows(&self, step: &CaseStep) -> bool {
        self.stage_after(step).is_some()
    }

    /// May these be taken now, one after the other?
    pub fn allows_in_turn(&self, steps: &[CaseStep]) -> bool {
        let begun = Self { ..*self };
        let walked = steps
            .iter()
            .try_fold(begun, |case, step| case.take(step).ok());
        walked.is_some()
    }

    /// Is a question to the reporter open?
    pub fn is_asked(&self) -> bool {
        self.asked
    }

    /// Was the reporter told that the report arrived?
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged
    }

    /// How far it has come.
    pub fn stage(&self) -> CaseStage {
        self.stage
    }

    /// Which track it is on now.
    pub fn track(&self) -> Track {
        self.track
    }

    /// What its reporter is told.
    pub fn status(&self) -> PublicStatus {
        match self.stage {
            CaseStage::Concluded | CaseStage::Closed | CaseStage::Expunged => PublicStatus::Done,
            _ if self.asked => PublicStatus::Question,
            CaseStage::Assessment => PublicStatus::Assessing,
            CaseStage::NotRecognised | CaseStage::Forwarded | CaseStage::Feedback => {
                PublicStatus::Answer
            }
            CaseStage::Recognised
            | CaseStage::TipAccepted
            | CaseStage::AsSubmission
            | CaseStage::Review
            | CaseStage::Reopened => PublicStatus::Reviewing,
        }
    }

    /// The stage after `step`; `None` if it may not be taken now.
    fn stage_after(&self, step: &CaseStep) -> Option<CaseStage> {
        use CaseStage::{
            AsSubmission, Assessment, Closed, Concluded, Expunged, Feedback, Forwarded,
            NotRecognised, Recognised, Reopened, Review, TipAccepted,
        };
        let at = self.stage;
        let over = matches!(at, Concluded | Closed | Expunged);
        match step {
            // A report is buried in no case that is over: there is something to examine again.
            CaseStep::Linked { .. } if matches!(at, Concluded | Closed) => Some(Reopened),
            CaseStep::Linked { .. } => (at != Expunged).then_some(at),
            CaseStep::Acknowledged => (!self.acknowledged && !over).then_some(at),
            CaseStep::Notified => (self.untold && at != Expunged).then_some(at),
            CaseStep::Identified => (self.track == Track::AnonymousTip && !over).then_some(at),
            CaseStep::Assessed(assessment) => self.stage_assessed(*assessment),
            CaseStep::InfoRequested => matches!(at, Assessment | Review).then_some(at),
            CaseStep::Forwarded { .. } => {
                matches!(at, Assessment | Recognised | TipAccepted | Review).then_some(Forwarded)
            }
            CaseStep::UnderReview => {
                let may = matches!(at, Recognised | TipAccepted | Feedback | Reopened);
                (may || (at == Review && self.asked)).then_some(Review)
            }
            CaseStep::Feedback => (at == Review).then_some(Feedback),
            CaseStep::Extended { .. } => {
                let may = matches!(at, AsSubmission | Review | Feedback | Reopened);
                (!self.extended && may).then_some(at)
            }
            CaseStep::Concluded(_) => matches!(at, Review | Feedback).then_some(Concluded),
            // What a court decides in years is news of a case that is over, and begins nothing.
            CaseStep::ProceedingsEnded { .. } => matches!(at, Concluded | Closed).then_some(at),
            CaseStep::Closed => {
                let ended = matches!(at, NotRecognised | AsSubmission | Forwarded | Concluded);
                // What was added needed no examination, and the reporter knows.
                let answered = at == Reopened && !self.untold;
                (ended || answered).then_some(Closed)
            }
            CaseStep::Reopened => matches!(at, Concluded | Closed).then_some(Reopened),
            CaseStep::Expunged => (at == Closed).then_some(Expunged),
        }
    }

    /// Only a whistleblower's report can be recognised, and each identity given late is answered
    /// once.
    fn stage_assessed(&self, assessment: Assessment) -> Option<CaseStage> {
        use CaseStage::{Feedback, NotRecognised, Reopened, Review, TipAccepted};
        let begun = matches!(self.stage, TipAccepted | Review | Feedback | Reopened);
        let first = self.stage == CaseStage::Assessment;
        let named = self.track == Track::WhistleblowerReport;
        match assessment {
            Assessment::Recognised if named && (first || (begun && self.petition)) => {
                Some(CaseStage::Recognised)
            }
            Assessment::NotRecognised(_) if first => Some(NotRecognised),
            // The tip goes on as it was.
            Assessment::NotRecognised(_) if begun && self.petition => Some(self.stage),
            Assessment::TipAccepted if first || self.stage == NotRecognised => Some(TipAccepted),
            Assessment::AsSubmission if self.stage == NotRecognised => {
                Some(CaseStage::AsSubmission)
            }
            _ => None,
        }
    }

    /// The marks that a step sets or clears.
    fn marked(self, step: &CaseStep, stage: CaseStage) -> Self {
        let aside = matches!(
            step,
            CaseStep::Linked { .. }
                | CaseStep::Acknowledged
                | CaseStep::Notified
                | CaseStep::Extended { .. }
                | CaseStep::Identified
                | CaseStep::ProceedingsEnded { .. }
        );
        let assessed = matches!(step, CaseStep::Assessed(_));
        let ended = matches!(step, CaseStep::Concluded(_) | CaseStep::Forwarded { .. });
        let reopened = stage == CaseStage::Reopened && self.stage != stage;
        let news = assessed || ended || reopened;
        let identified = matches!(step, CaseStep::Identified);
        Self {
            stage,
            track: if identified {
                Track::WhistleblowerReport
            } else {
                self.track
            },
            // An answer that arrived (linked) or any move of the case ends the question.
            asked: match step {
                CaseStep::InfoRequested => true,
                CaseStep::Linked { .. } => false,
                _ => self.asked && aside,
            },
            acknowledged: self.acknowledged || matches!(step, CaseStep::Acknowledged),
            extended: self.extended || matches!(step, CaseStep::Extended { .. }),
            untold: news || (self.untold && !matches!(step, CaseStep::Notified)),
            petition: identified && stage != CaseStage::Assessment || (self.petition && !assessed),
        }
    }
}

impl CaseStage {
    /// As `law.md` section 6 writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assessment => "under_assessment",
            Self::Recognised => "recognised",
            Self::NotRecognised => "not_recognised",
            Self::TipAccepted => "tip_accepted",
            Self::AsSubmission => "as_submission",
            Self::Forwarded => "forwarded",
            Self::Review => "under_review",
            Self::Feedback => "feedback_given",
            Self::Concluded => "concluded",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Expunged => "expunged",
        }
    }
}

impl PublicStatus {
    /// The word, as the officers' listener says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Assessing => "assessing",
            Self::Reviewing => "reviewing",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Done => "done",
        }
    }

    /// The id of its word in the Fluent files.
    pub fn text_id(self) -> &'static str {
        match self {
            Self::Received => "status-received",
            Self::Assessing => "status-assessing",
            Self::Reviewing => "status-reviewing",
            Self::Question => "status-question",
            Self::Answer => "status-answer",
            Self::Done => "status-done",
        }
    }
}

impl fmt::Display for CaseStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for OutOfStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” can't follow “{}”", self.step, self.case.stage)
    }
}

impl std::error::Error for OutOfStep {}

#[cfg(test)]
mod tests;
