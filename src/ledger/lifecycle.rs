//! The life of a case: which step may follow which.
//!
//! `law.md` section 6 as a type. Opening a report is where its assessment begins, so
//! the states *received* and *under assessment* need no entry of their own, and *waiting
//! for information* is a mark on the state that it returns to.
//!
//! Knows steps and stages. Never knows days: lateness is for the auditor's clocks.
//!
//! ```text
//!   opened ─▶ assessment ─┬▶ recognised ───────┬▶ review ⇄ feedback ─▶ concluded ─▶ closed ─▶ expunged
//!                         ├▶ tip accepted ─────┘     ▲                    │           │
//!                         ├▶ not recognised ─▶ as submission ─▶ closed    └─ reopened ◀┘
//!                         └▶ forwarded ─▶ closed
//! ```

use std::fmt;

use super::step::{Assessment, Step};
use super::terms::Track;

/// A case, between two entries. Taking a step consumes it.
#[derive(PartialEq, Eq, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five marks that any case may carry in any combination"
)]
pub struct Case {
    stage: Stage,
    track: Track,
    /// A question to the reporter is open.
    asked: bool,
    acknowledged: bool,
    extended: bool,
    /// A decision was made that the reporter has not been told.
    untold: bool,
    /// The reporter gave their identity, and no decision has answered it.
    petition: bool,
}

/// How far a case has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Assessment,
    Recognised,
    NotRecognised,
    TipAccepted,
    AsSubmission,
    Forwarded,
    Review,
    Feedback,
    Concluded,
    Closed,
    Reopened,
    Expunged,
}

/// The six words that a reporter sees, and nothing finer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
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
    pub case: Case,
    /// What was refused.
    pub step: &'static str,
}

impl Case {
    /// A case that was just opened.
    pub fn open(track: Track) -> Self {
        Self {
            stage: Stage::Assessment,
            track,
            asked: false,
            acknowledged: false,
            extended: false,
            untold: false,
            petition: false,
        }
    }

    /// Takes a step, or refuses it and hands the case back.
    pub fn take(self, step: &Step) -> Result<Self, OutOfStep> {
        let Some(stage) = self.stage_after(step) else {
            return Err(OutOfStep {
                case: self,
                step: step.fact(),
            });
        };
        Ok(self.marked(step, stage))
    }

    /// May this step be taken now?
    pub fn allows(&self, step: &Step) -> bool {
        self.stage_after(step).is_some()
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Which track it is on now.
    pub fn track(&self) -> Track {
        self.track
    }

    /// What its reporter is told.
    pub fn status(&self) -> Status {
        match self.stage {
            Stage::Concluded | Stage::Closed | Stage::Expunged => Status::Done,
            _ if self.asked => Status::Question,
            Stage::Assessment => Status::Assessing,
            Stage::NotRecognised | Stage::Forwarded | Stage::Feedback => Status::Answer,
            Stage::Recognised
            | Stage::TipAccepted
            | Stage::AsSubmission
            | Stage::Review
            | Stage::Reopened => Status::Reviewing,
        }
    }

    /// The stage after `step`; `None` if it may not be taken now.
    fn stage_after(&self, step: &Step) -> Option<Stage> {
        use Stage::{
            AsSubmission, Assessment, Closed, Concluded, Expunged, Feedback, Forwarded,
            NotRecognised, Recognised, Reopened, Review, TipAccepted,
        };
        let at = self.stage;
        let over = matches!(at, Concluded | Closed | Expunged);
        match step {
            Step::Linked { .. } => (at != Expunged).then_some(at),
            Step::Acknowledged => (!self.acknowledged && !over).then_some(at),
            Step::Notified => (self.untold && at != Expunged).then_some(at),
            Step::Identified => (self.track == Track::AnonymousTip && !over).then_some(at),
            Step::Assessed(assessment) => self.stage_assessed(*assessment),
            Step::InfoRequested => matches!(at, Assessment | Review).then_some(at),
            Step::Forwarded { .. } => {
                matches!(at, Assessment | Recognised | TipAccepted | Review).then_some(Forwarded)
            }
            Step::UnderReview => {
                let may = matches!(at, Recognised | TipAccepted | Feedback | Reopened);
                (may || (at == Review && self.asked)).then_some(Review)
            }
            Step::Feedback => (at == Review).then_some(Feedback),
            Step::Extended { .. } => {
                (!self.extended && matches!(at, Review | Feedback | Reopened)).then_some(at)
            }
            Step::Concluded(_) => matches!(at, Review | Feedback).then_some(Concluded),
            Step::Closed => {
                matches!(at, NotRecognised | AsSubmission | Forwarded | Concluded).then_some(Closed)
            }
            Step::Reopened => matches!(at, Concluded | Closed).then_some(Reopened),
            Step::Expunged => (at == Closed).then_some(Expunged),
        }
    }

    /// Only a whistleblower's report can be recognised, and each identity given late is answered once.
    fn stage_assessed(&self, assessment: Assessment) -> Option<Stage> {
        use Stage::{Feedback, NotRecognised, Reopened, Review, TipAccepted};
        let begun = matches!(self.stage, TipAccepted | Review | Feedback | Reopened);
        let first = self.stage == Stage::Assessment;
        let named = self.track == Track::WhistleblowerReport;
        match assessment {
            Assessment::Recognised if named && (first || (begun && self.petition)) => {
                Some(Stage::Recognised)
            }
            Assessment::NotRecognised(_) if first => Some(NotRecognised),
            // The tip goes on as it was.
            Assessment::NotRecognised(_) if begun && self.petition => Some(self.stage),
            Assessment::TipAccepted if first || self.stage == NotRecognised => Some(TipAccepted),
            Assessment::AsSubmission if self.stage == NotRecognised => Some(Stage::AsSubmission),
            _ => None,
        }
    }

    /// The marks that a step sets or clears.
    fn marked(self, step: &Step, stage: Stage) -> Self {
        let aside = matches!(
            step,
            Step::Linked { .. }
                | Step::Acknowledged
                | Step::Notified
                | Step::Extended { .. }
                | Step::Identified
        );
        let assessed = matches!(step, Step::Assessed(_));
        let identified = matches!(step, Step::Identified);
        Self {
            stage,
            track: if identified {
                Track::WhistleblowerReport
            } else {
                self.track
            },
            // An answer that arrived (linked) or any move of the case ends the question.
            asked: match step {
                Step::InfoRequested => true,
                Step::Linked { .. } => false,
                _ => self.asked && aside,
            },
            acknowledged: self.acknowledged || matches!(step, Step::Acknowledged),
            extended: self.extended || matches!(step, Step::Extended { .. }),
            untold: assessed || (self.untold && !matches!(step, Step::Notified)),
            petition: identified && stage != Stage::Assessment || (self.petition && !assessed),
        }
    }
}

impl Stage {
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

impl Status {
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

impl fmt::Display for Stage {
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
mod tests {
    use super::*;
    use crate::ledger::step::Conclusion;
    use crate::ledger::terms::{Extension, NonRecognition, Outcome};
    use crate::roster::Institution;
    use crate::sealed::Item;

    fn walk(track: Track, steps: &[Step]) -> Result<Case, OutOfStep> {
        steps.iter().try_fold(Case::open(track), Case::take)
    }

    fn all_steps() -> Vec<Step> {
        vec![
            Step::Linked {
                item: Item::from_bytes([1; 32]),
            },
            Step::Acknowledged,
            Step::Assessed(Assessment::Recognised),
            Step::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
            Step::Assessed(Assessment::TipAccepted),
            Step::Assessed(Assessment::AsSubmission),
            Step::Notified,
            Step::InfoRequested,
            Step::Forwarded {
                to: Institution::parse("vid").expect("a slug"),
            },
            Step::UnderReview,
            Step::Feedback,
            Step::Extended {
                reason: Extension::Complex,
            },
            concluded(),
            Step::Closed,
            Step::Reopened,
            Step::Identified,
            Step::Expunged,
        ]
    }

    fn concluded() -> Step {
        Step::Concluded(Conclusion {
            outcome: Outcome::Confirmed,
            proceedings: std::collections::BTreeMap::new(),
            effects: std::collections::BTreeSet::new(),
            damage_eur: None,
            recovered_eur: None,
        })
    }

    #[test]
    fn the_long_way_home() {
        use Assessment::Recognised;
        let walked = walk(
            Track::WhistleblowerReport,
            &[
                Step::Acknowledged,
                Step::InfoRequested,
                Step::Linked {
                    item: Item::from_bytes([1; 32]),
                },
                Step::Assessed(Recognised),
                Step::Notified,
                Step::UnderReview,
                Step::Extended {
                    reason: Extension::CrossBorder,
                },
                Step::Feedback,
                Step::UnderReview,
                concluded(),
                Step::Closed,
                Step::Reopened,
                Step::UnderReview,
                concluded(),
                Step::Closed,
                Step::Expunged,
            ],
        );
        assert_eq!(walked.map(|case| case.stage()), Ok(Stage::Expunged));
    }

    /// The table of `law.md` section 6, with the side steps: from each stage, exactly these facts.
    #[test]
    fn each_stage_allows_exactly_what_the_law_s_table_lists() {
        use Assessment::{AsSubmission, NotRecognised, Recognised, TipAccepted};
        let no = || Step::Assessed(NotRecognised(NonRecognition::NoBreach));
        let recognised = || Step::Assessed(Recognised);
        let forwarded = || Step::Forwarded {
            to: Institution::parse("vid").expect("a slug"),
        };
        let review = || vec![recognised(), Step::UnderReview];
        let done = |last: Vec<Step>| [review(), vec![concluded()], last].concat();
        let cases: [(Vec<Step>, &str); 12] = [
            (
                vec![],
                "linked acknowledged recognised not_recognised tip_accepted info_requested forwarded",
            ),
            (
                vec![recognised()],
                "linked acknowledged notified forwarded under_review",
            ),
            (
                vec![no()],
                "linked acknowledged tip_accepted as_submission notified closed",
            ),
            (
                vec![Step::Assessed(TipAccepted)],
                "linked acknowledged notified forwarded under_review",
            ),
            (
                vec![no(), Step::Assessed(AsSubmission)],
                "linked acknowledged notified closed",
            ),
            (vec![forwarded()], "linked acknowledged closed"),
            (
                review(),
                "linked acknowledged notified info_requested forwarded feedback extended concluded",
            ),
            (
                [review(), vec![Step::Feedback]].concat(),
                "linked acknowledged notified under_review extended concluded",
            ),
            (done(vec![]), "linked notified closed reopened"),
            (
                done(vec![Step::Closed]),
                "linked notified reopened expunged",
            ),
            (
                done(vec![Step::Reopened]),
                "linked acknowledged notified under_review extended",
            ),
            (done(vec![Step::Closed, Step::Expunged]), ""),
        ];
        for (before, allowed) in cases {
            let may: Vec<_> = all_steps()
                .iter()
                .filter(|step| {
                    let case = walk(Track::WhistleblowerReport, &before).expect("allowed so far");
                    case.take(step).is_ok()
                })
                .map(|step| match step {
                    Step::Assessed(assessment) => assessment.as_str(),
                    step => step.fact(),
                })
                .collect();
            assert_eq!(may.join(" "), allowed, "after {before:?}");
        }
    }

    #[test]
    fn an_anonymous_tip_is_recognised_only_after_its_author_is_known() {
        use Assessment::{NotRecognised, Recognised, TipAccepted};
        let tip = [Step::Assessed(TipAccepted), Step::UnderReview];
        let refused = walk(Track::AnonymousTip, &[Step::Assessed(Recognised)]);
        assert_eq!(refused.map_err(|refused| refused.step), Err("assessed"));
        let case = walk(Track::AnonymousTip, &tip).expect("a tip");
        let case = case
            .take(&Step::Assessed(Recognised))
            .expect_err("no identity")
            .case;
        let case = case.take(&Step::Identified).expect("one way");
        let case = case.take(&Step::Identified).expect_err("once").case;
        let case = case
            .take(&Step::Assessed(NotRecognised(NonRecognition::NoBreach)))
            .expect("an answer");
        assert_eq!(
            (case.stage(), case.track()),
            (Stage::Review, Track::WhistleblowerReport)
        );
        assert!(
            case.take(&Step::Assessed(Recognised)).is_err(),
            "answered once"
        );
    }

    #[test]
    fn the_reporter_s_word_follows_the_case() {
        let word =
            |steps: &[Step]| walk(Track::WhistleblowerReport, steps).map(|case| case.status());
        let review = [Step::Assessed(Assessment::Recognised), Step::UnderReview];
        assert_eq!(word(&[Step::Acknowledged]), Ok(Status::Assessing));
        assert_eq!(
            word(&[Step::InfoRequested, Step::Acknowledged]),
            Ok(Status::Question)
        );
        let answer = Step::Linked {
            item: Item::from_bytes([1; 32]),
        };
        assert_eq!(word(&[Step::InfoRequested, answer]), Ok(Status::Assessing));
        assert_eq!(word(&review), Ok(Status::Reviewing));
        assert_eq!(
            word(&[&review[..], &[Step::Feedback]].concat()),
            Ok(Status::Answer)
        );
        assert_eq!(
            word(&[&review[..], &[concluded()]].concat()),
            Ok(Status::Done)
        );
    }

    #[test]
    fn a_refusal_names_the_step_and_hands_the_case_back() {
        let refused = Case::open(Track::AnonymousTip)
            .take(&Step::Feedback)
            .expect_err("too early");
        assert_eq!(
            refused.to_string(),
            "“feedback” can't follow “under_assessment”"
        );
        assert_eq!(refused.case, Case::open(Track::AnonymousTip));
    }
}
