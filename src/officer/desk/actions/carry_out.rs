//! One confirmation: sends the letter and records the steps.
//!
//! ```text
//!   ledger read ─▶ still allowed? ─▶ letter kept there ─▶ noted in the draft ─▶ each step
//!                                                            recorded and noted ─▶ draft gone
//! ```
//!
//! The letter comes first: a step that says *told* must not stand in the ledger before it is true.

use std::sync::Arc;

use super::choices::{ActionChoices, LedgerSaying};
use super::draft::{DraftPlace, LetterDraft};
use super::plan::{ActionOffer, CasePoint, WhyNot};
use super::{CaseAction, LetterRule};
use crate::cli::failure::Failure;
use crate::ledger::entry::step::CaseStep;
use crate::officer::case::Case;
use crate::officer::case::conversation::Readership;
use crate::officer::case::overview::{KnownHere, standing, track_of};
use crate::officer::case::reply::attached_files::AttachedFiles;
use crate::officer::case::reply::{Answering, Anyway, send};
use crate::officer::command::arguments::wait;
use crate::officer::intake_client::OfficerClient;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger::record_options::Saying;
use crate::officer::ledger_sync::{LedgerSync, Recording};

/// What is to be done, by whom.
pub(in crate::officer) struct ActionInCase<'a> {
    pub session: &'a LedgerSync<'a>,
    pub keys: &'a Arc<OfficerKeys>,
    pub case: &'a Case,
    pub anyway: Anyway,
}

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum ActionDone {
    /// Nothing is left to do.
    Done,
    /// The ledger gets it with the next fetching, after midnight.
    RecordedLater,
}

impl ActionInCase<'_> {
    /// Does what a draft says, or what of it is left.
    pub(in crate::officer::desk) fn carry_out(
        &self,
        place: DraftPlace<'_>,
        mut draft: LetterDraft,
        files: &AttachedFiles,
    ) -> Result<ActionDone, Failure> {
        if place.action != CaseAction::Reject {
            self.case.begins_here()?;
        }
        let own = self.keys.opening.recipient();
        let saying = draft.choices.saying(place.action);
        let saying = saying.map_err(|_| Failure::usage("desk-choice-missing"))?;
        let steps = match saying {
            LedgerSaying::Other(saying) => {
                let done = self.say(&saying)?;
                place.discard()?;
                self.look();
                return Ok(done);
            }
            LedgerSaying::Steps(steps) => steps,
        };
        let has_letter = has_letter(place.action, &draft.letter);
        if has_letter && !draft.sent {
            let begins_review = self.check(place.action, &steps, has_letter)?;
            self.send(&draft.letter, files)?;
            draft.sent = true;
            draft.begins_review = begins_review;
            place.keep(&draft, &own)?;
        } else if draft.recorded == 0 {
            draft.begins_review = self.check(place.action, &steps, has_letter)?;
        }
        let settled = self.session.settle(std::slice::from_ref(self.case))?;
        if let Some(failure) = settled.failures.into_iter().next() {
            return Err(failure);
        }
        let done = self.record(place, &mut draft, steps)?;
        place.discard()?;
        self.look();
        Ok(done)
    }

    /// What the life cycle says now, by a ledger that was read a moment ago: does it begin with the
    /// examination?
    fn check(
        &self,
        action: CaseAction,
        own: &[CaseStep],
        has_letter: bool,
    ) -> Result<bool, Failure> {
        self.session.rosters_now()?;
        let fold = Lines::read(self.session.home)?.fold();
        let point = CasePoint {
            standing: standing(self.case, &fold),
            track: track_of(self.case),
            answered: KnownHere::read(self.session.home, self.keys)?.is_answered(self.case),
        };
        let out_of_step = || Failure::refused("officer-record-out-of-step");
        // Where the ledger has no case there is no next step to judge by, and the letter must not
        // go before it.
        match point.offer(action) {
            ActionOffer::Not(WhyNot::BeforeBatch) => {
                return Err(Failure::refused("officer-record-not-received"));
            }
            ActionOffer::Not(WhyNot::Rejected) => return Err(out_of_step()),
            ActionOffer::Not(_) | ActionOffer::Now => {}
        }
        let steps = point.steps(action, own, has_letter);
        let steps = steps.ok_or_else(out_of_step)?;
        Ok(steps.contains(&CaseStep::UnderReview) && !own.contains(&CaseStep::UnderReview))
    }

    fn send(&self, letter: &str, files: &AttachedFiles) -> Result<(), Failure> {
        let session = self.session;
        let rosters = session.rosters_now()?;
        let readership = Readership {
            home: session.home,
            keys: session.keys,
            institution: &session.config.institution,
            rosters: &rosters,
        };
        let answering = Answering {
            case: self.case,
            text: letter,
            files,
            today: session.today,
            anyway: self.anyway,
        };
        let mut line = OfficerClient::new(session.config, Arc::clone(self.keys))?;
        wait(send(readership, &mut line, answering))?
    }

    /// The steps that are left. What was answered is acknowledged by now, or will be with the
    /// day's batch.
    fn record(
        &self,
        place: DraftPlace<'_>,
        draft: &mut LetterDraft,
        own: Vec<CaseStep>,
    ) -> Result<ActionDone, Failure> {
        let mut steps = own;
        if draft.begins_review {
            steps.insert(0, CaseStep::UnderReview);
        }
        if draft.sent && place.action == CaseAction::Acknowledge {
            let fold = Lines::read(self.session.home)?.fold();
            let is_there = fold.find(&self.case.first().item).is_some();
            return Ok(if is_there {
                ActionDone::Done
            } else {
                ActionDone::RecordedLater
            });
        }
        for step in steps.into_iter().skip(draft.recorded) {
            self.say(&Saying::Step(step))?;
            draft.recorded += 1;
            place.keep(draft, &self.keys.opening.recipient())?;
        }
        Ok(ActionDone::Done)
    }

    /// What was recorded is read back; if that fails now, the next fetching does it.
    fn look(&self) {
        let _ = self.session.rosters_now();
    }

    fn say(&self, saying: &Saying) -> Result<ActionDone, Failure> {
        Ok(match self.session.say(self.case, saying)? {
            Recording::Recorded | Recording::Agreed => ActionDone::Done,
            Recording::Later => ActionDone::RecordedLater,
        })
    }
}

/// `svilpe officer reply --step …`: a letter, and the step that it is bound to.
pub(in crate::officer) struct LetterWithStep<'a> {
    pub letter: &'a str,
    /// An action's name.
    pub step: &'a str,
    /// A word of the action's list, or nothing.
    pub reason: &'a str,
    /// The institution that it is forwarded to, by its short name, or nothing.
    pub to: &'a str,
}

impl LetterWithStep<'_> {
    /// Sends and records; what breaks in between goes on when the same is said again.
    pub(in crate::officer) fn carry_out(
        &self,
        acting: &ActionInCase<'_>,
        files: &AttachedFiles,
    ) -> Result<ActionDone, Failure> {
        let named = CaseAction::parse(self.step);
        let action = named.filter(|action| action.letter() != LetterRule::None);
        let action = action.ok_or_else(|| {
            let all = CaseAction::ALL.into_iter();
            let all = all.filter(|action| action.letter() != LetterRule::None);
            let steps: Vec<_> = all.map(CaseAction::as_str).collect();
            Failure::usage("desk-no-such-step").with("steps", steps.join(", "))
        })?;
        let fields = [("reason", self.reason), ("to", self.to)];
        let choices = ActionChoices::from_fields(fields.into_iter());
        if choices.saying(action).is_err() {
            return Err(Failure::usage("desk-step-needs").with("step", action.as_str()));
        }
        let place = DraftPlace {
            home: acting.session.home,
            item: acting.case.first().item,
            action,
        };
        let kept = place.read(&acting.keys.opening);
        let draft = kept.filter(|kept| kept.sent && kept.letter == self.letter);
        let fresh = || LetterDraft {
            letter: self.letter.to_owned(),
            choices,
            ..LetterDraft::default()
        };
        acting.carry_out(place, draft.unwrap_or_else(fresh), files)
    }
}

/// Is there a letter, or must there be one?
pub(in crate::officer::desk) fn has_letter(action: CaseAction, letter: &str) -> bool {
    match action.letter() {
        LetterRule::None => false,
        LetterRule::Required => true,
        LetterRule::Optional => !letter.trim().is_empty(),
    }
}
