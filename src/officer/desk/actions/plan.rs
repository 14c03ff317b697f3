//! What may be done in a case now, what may not and why, and what is sensible next.
//!
//! The life cycle decides (`ledger::fold::lifecycle`), here and at the intake alike; nothing is
//! offered that would be refused there.

use super::{CaseAction, LetterRule};
use crate::ledger::entry::step::{Assessment, CaseStep, Conclusion};
use crate::ledger::entry::vocabulary::{
    ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, Track,
};
use crate::ledger::fold::lifecycle::{CaseProgress, CaseStage};
use crate::officer::case::overview::CaseStanding;
use crate::rules::roster::Institution;

/// Where a case is, for whoever asks what may follow.
pub(in crate::officer::desk) struct CasePoint<'a> {
    pub standing: CaseStanding<'a>,
    /// On which a case would be opened for it.
    pub track: Track,
    /// A letter was sent to its reporter from here.
    pub answered: bool,
}

/// Can it be done now?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer::desk) enum ActionOffer {
    Now,
    Not(WhyNot),
}

/// Why something can't be done now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer::desk) enum WhyNot {
    /// The ledger has it only after midnight.
    BeforeBatch,
    /// It is no case: somebody rejected it.
    Rejected,
    /// Only a later message of a case that others can open.
    LaterMessage,
    /// It is a case: only a report that is none can be rejected or taken up.
    IsACase,
    /// The ledger's entries of it do not follow each other.
    Gap,
    AlreadyAcknowledged,
    AlreadyDecided,
    AlreadyExtended,
    /// Nobody knows who the reporter is: only a known one can be recognised.
    Anonymous,
    DecideFirst,
    ConcludeFirst,
    NotExamined,
    Over,
    NotOver,
    /// The life cycle says so.
    NotNow,
}

impl WhyNot {
    /// The id of its text.
    pub(in crate::officer::desk) fn text(self) -> &'static str {
        match self {
            Self::BeforeBatch => "desk-not-before-batch",
            Self::Rejected => "desk-not-rejected",
            Self::LaterMessage => "desk-not-whole",
            Self::IsACase => "desk-not-a-case",
            Self::Gap => "desk-not-gap",
            Self::AlreadyAcknowledged => "desk-not-acknowledged",
            Self::AlreadyDecided => "desk-not-decided",
            Self::AlreadyExtended => "desk-not-extended",
            Self::Anonymous => "desk-not-anonymous",
            Self::DecideFirst => "desk-not-undecided",
            Self::ConcludeFirst => "desk-not-unconcluded",
            Self::NotExamined => "desk-not-unexamined",
            Self::Over => "desk-not-over",
            Self::NotOver => "desk-not-open",
            Self::NotNow => "desk-not-now",
        }
    }
}

impl CasePoint<'_> {
    /// May this be done now?
    pub(in crate::officer::desk) fn offer(&self, action: CaseAction) -> ActionOffer {
        match self.refusal(action) {
            None => ActionOffer::Now,
            Some(why) => ActionOffer::Not(why),
        }
    }

    fn refusal(&self, action: CaseAction) -> Option<WhyNot> {
        use CaseAction::{Acknowledge, Reject, TakeUp, Write};
        let is_rejected = self.standing == CaseStanding::Rejected;
        let is_case = matches!(self.standing, CaseStanding::Opened(..));
        match (action, &self.standing) {
            (Reject, _) => is_case.then_some(WhyNot::IsACase),
            (_, CaseStanding::LaterMessage) => Some(WhyNot::LaterMessage),
            (TakeUp, _) => (!is_rejected).then_some(WhyNot::IsACase),
            (Write, _) => is_rejected.then_some(WhyNot::Rejected),
            (_, CaseStanding::Rejected) => Some(WhyNot::Rejected),
            (Acknowledge, CaseStanding::BeforeBatch | CaseStanding::Received) => {
                self.answered.then_some(WhyNot::AlreadyAcknowledged)
            }
            (_, CaseStanding::BeforeBatch) => Some(WhyNot::BeforeBatch),
            (_, CaseStanding::Received) => refusal_of(action, &CaseProgress::open(self.track)),
            (_, CaseStanding::Opened(_, Some(progress))) => refusal_of(action, progress),
            (_, CaseStanding::Opened(_, None)) => Some(WhyNot::Gap),
        }
    }

    /// The steps that the ledger gets, in order; none if it takes none.
    pub(in crate::officer::desk) fn steps(
        &self,
        action: CaseAction,
        own: &[CaseStep],
        has_letter: bool,
    ) -> Option<Vec<CaseStep>> {
        match &self.standing {
            CaseStanding::Opened(_, Some(progress)) => planned(action, own, has_letter, progress),
            CaseStanding::Received => {
                planned(action, own, has_letter, &CaseProgress::open(self.track))
            }
            CaseStanding::BeforeBatch | CaseStanding::Rejected => Some(Vec::new()),
            CaseStanding::LaterMessage | CaseStanding::Opened(_, None) => None,
        }
    }

    /// What is sensible next; none while the reporter, the ledger or nobody is waited for.
    pub(in crate::officer::desk) fn next(&self) -> Option<CaseAction> {
        let progress = match &self.standing {
            CaseStanding::BeforeBatch if self.answered => return None,
            CaseStanding::BeforeBatch | CaseStanding::Received if !self.answered => {
                return Some(CaseAction::Acknowledge);
            }
            CaseStanding::Rejected | CaseStanding::LaterMessage | CaseStanding::Opened(_, None) => {
                return None;
            }
            CaseStanding::Opened(_, Some(progress)) => *progress,
            _ => &CaseProgress::open(self.track),
        };
        let next = if progress.is_asked() {
            return None;
        } else if !progress.is_acknowledged() && !self.answered {
            CaseAction::Acknowledge
        } else {
            match progress.stage() {
                CaseStage::Assessment if progress.track() == Track::AnonymousTip => CaseAction::Tip,
                CaseStage::Assessment => CaseAction::Recognise,
                CaseStage::Recognised | CaseStage::TipAccepted | CaseStage::Reopened => {
                    CaseAction::Examine
                }
                CaseStage::Review => CaseAction::Feedback,
                CaseStage::Feedback => CaseAction::Conclude,
                CaseStage::NotRecognised
                | CaseStage::AsSubmission
                | CaseStage::Forwarded
                | CaseStage::Concluded => CaseAction::Close,
                CaseStage::Closed | CaseStage::Expunged => return None,
            }
        };
        (self.offer(next) == ActionOffer::Now).then_some(next)
    }
}

/// The steps that an action records. A letter also acknowledges the report, and a progress letter
/// also begins the examination, unless those steps are there already.
fn planned(
    action: CaseAction,
    own: &[CaseStep],
    has_letter: bool,
    progress: &CaseProgress,
) -> Option<Vec<CaseStep>> {
    let acknowledges =
        has_letter && action != CaseAction::Acknowledge && progress.allows(&CaseStep::Acknowledged);
    let mut before = Vec::new();
    if acknowledges {
        before.push(CaseStep::Acknowledged);
    }
    let direct = [&before, own].concat();
    before.push(CaseStep::UnderReview);
    let begun = [&before, own].concat();
    let goes_on = matches!(
        action,
        CaseAction::Progress | CaseAction::Feedback | CaseAction::Conclude | CaseAction::Extend
    );
    if progress.allows_in_turn(&direct) {
        Some(direct)
    } else {
        (goes_on && progress.allows_in_turn(&begun)).then_some(begun)
    }
}

fn refusal_of(action: CaseAction, progress: &CaseProgress) -> Option<WhyNot> {
    let has_letter = action.letter() == LetterRule::Required;
    match planned(action, &example(action), has_letter, progress) {
        Some(_) => None,
        None => Some(why_not(action, progress)),
    }
}

fn why_not(action: CaseAction, progress: &CaseProgress) -> WhyNot {
    use CaseAction::{
        Acknowledge, AsSubmission, Close, Conclude, Examine, Extend, Feedback, NotRecognise,
        ProceedingsEnded, Progress, Recognise, Reopen, Tip,
    };
    let stage = progress.stage();
    let is_over = matches!(
        stage,
        CaseStage::Concluded | CaseStage::Closed | CaseStage::Expunged
    );
    let is_undecided = stage == CaseStage::Assessment;
    match action {
        Reopen => WhyNot::NotOver,
        ProceedingsEnded if !is_over => WhyNot::ConcludeFirst,
        Acknowledge if progress.is_acknowledged() => WhyNot::AlreadyAcknowledged,
        _ if is_over => WhyNot::Over,
        Recognise if progress.track() == Track::AnonymousTip => WhyNot::Anonymous,
        AsSubmission | Close | Examine | Progress | Feedback | Conclude | Extend
            if is_undecided =>
        {
            WhyNot::DecideFirst
        }
        Recognise | NotRecognise | Tip | AsSubmission => WhyNot::AlreadyDecided,
        Close => WhyNot::ConcludeFirst,
        Extend if progress.allows_in_turn(&[CaseStep::UnderReview]) => WhyNot::NotExamined,
        Extend if stage == CaseStage::Review || stage == CaseStage::Feedback => {
            WhyNot::AlreadyExtended
        }
        _ => WhyNot::NotNow,
    }
}

/// Steps as they would be; which words are chosen makes no difference to the life cycle.
fn example(action: CaseAction) -> Vec<CaseStep> {
    let told = |what| vec![CaseStep::Assessed(what), CaseStep::Notified];
    match action {
        CaseAction::Acknowledge => vec![CaseStep::Acknowledged],
        CaseAction::Write | CaseAction::TakeUp | CaseAction::Reject => Vec::new(),
        CaseAction::Ask => vec![CaseStep::InfoRequested],
        CaseAction::Recognise => told(Assessment::Recognised),
        CaseAction::NotRecognise => told(Assessment::NotRecognised(NonRecognition::Other)),
        CaseAction::Tip => told(Assessment::TipAccepted),
        CaseAction::AsSubmission => told(Assessment::AsSubmission),
        CaseAction::Forward => Institution::parse("cita")
            .map(|to| CaseStep::Forwarded { to })
            .into_iter()
            .collect(),
        CaseAction::Examine => vec![CaseStep::UnderReview],
        CaseAction::Extend => vec![CaseStep::Extended {
            reason: ExtensionReason::Complex,
        }],
        CaseAction::Progress | CaseAction::Feedback => vec![CaseStep::Feedback],
        CaseAction::Conclude => vec![CaseStep::Concluded(Conclusion {
            outcome: Outcome::Confirmed,
            proceedings: std::collections::BTreeMap::default(),
            effects: std::collections::BTreeSet::default(),
            damage_eur: None,
            recovered_eur: None,
        })],
        CaseAction::ProceedingsEnded => vec![CaseStep::ProceedingsEnded {
            kind: Proceeding::Criminal,
            state: ProceedingState::ClosedSanction,
        }],
        CaseAction::Close => vec![CaseStep::Closed],
        CaseAction::Reopen => vec![CaseStep::Reopened],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::CaseNumber;

    fn progress(track: Track, steps: &[CaseStep]) -> CaseProgress {
        let opened = CaseProgress::open(track);
        steps.iter().fold(opened, |case, step| {
            case.take(step).expect("a step that may be taken")
        })
    }

    fn at(progress: &CaseProgress) -> CasePoint<'_> {
        CasePoint {
            standing: CaseStanding::Opened(CaseNumber::from_bytes([1; 8]), Some(progress)),
            track: progress.track(),
            answered: progress.is_acknowledged(),
        }
    }

    #[test]
    fn what_is_sensible_next_leads_a_tip_from_arrival_to_close() {
        let arrived = CasePoint {
            standing: CaseStanding::Received,
            track: Track::AnonymousTip,
            answered: false,
        };
        assert_eq!(arrived.next(), Some(CaseAction::Acknowledge));
        let mut case = progress(Track::AnonymousTip, &[CaseStep::Acknowledged]);
        let mut done = Vec::new();
        while let Some(action) = at(&case).next() {
            let steps = at(&case).steps(action, &example(action), false);
            for step in steps.expect("offered") {
                case = case.take(&step).expect("allowed");
            }
            done.push(action.as_str());
        }
        assert_eq!(done, ["tip", "examine", "feedback", "conclude", "close"]);
    }

    #[test]
    fn a_case_whose_reporter_was_asked_waits() {
        let asked = progress(
            Track::WhistleblowerReport,
            &[CaseStep::Acknowledged, CaseStep::InfoRequested],
        );
        assert_eq!(at(&asked).next(), None);
        assert_eq!(at(&asked).offer(CaseAction::Recognise), ActionOffer::Now);
    }

    #[test]
    fn what_is_not_allowed_says_why() {
        let tip = progress(Track::AnonymousTip, &[]);
        for (action, why) in [
            (CaseAction::Recognise, WhyNot::Anonymous),
            (CaseAction::Close, WhyNot::DecideFirst),
            (CaseAction::Feedback, WhyNot::DecideFirst),
            (CaseAction::Reopen, WhyNot::NotOver),
            (CaseAction::ProceedingsEnded, WhyNot::ConcludeFirst),
            (CaseAction::Reject, WhyNot::IsACase),
        ] {
            assert_eq!(at(&tip).offer(action), ActionOffer::Not(why), "{action:?}");
        }
        let before = CasePoint {
            standing: CaseStanding::BeforeBatch,
            track: Track::AnonymousTip,
            answered: false,
        };
        assert_eq!(before.next(), Some(CaseAction::Acknowledge));
        let tip = before.offer(CaseAction::Tip);
        assert_eq!(tip, ActionOffer::Not(WhyNot::BeforeBatch));
        assert_eq!(before.offer(CaseAction::Reject), ActionOffer::Now);
        let rejected = CasePoint {
            standing: CaseStanding::Rejected,
            ..before
        };
        assert_eq!(rejected.next(), None);
        assert_eq!(rejected.offer(CaseAction::TakeUp), ActionOffer::Now);
        let ask = rejected.offer(CaseAction::Ask);
        assert_eq!(ask, ActionOffer::Not(WhyNot::Rejected));
    }

    #[test]
    fn a_first_letter_acknowledges_and_feedback_begins_the_examination() {
        let tip = progress(
            Track::AnonymousTip,
            &[CaseStep::Assessed(Assessment::TipAccepted)],
        );
        let feedback = example(CaseAction::Feedback);
        let steps = at(&tip).steps(CaseAction::Feedback, &feedback, true);
        let expected = vec![
            CaseStep::Acknowledged,
            CaseStep::UnderReview,
            CaseStep::Feedback,
        ];
        assert_eq!(steps, Some(expected));
    }
}
