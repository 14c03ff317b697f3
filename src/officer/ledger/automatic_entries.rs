//! Recording what can be known without asking anyone.
//!
//! | known | recorded |
//! |---|---|
//! | someone decided to reject an item | `rejected` |
//! | an item was read here, and not rejected since | `opened`, at the next run |
//! | it was read or answered here, and a colleague calls it unreadable | the same |
//! | an addition was read here, and belongs to a case by mailbox and reply key | `linked` |
//! | an addition was read here, and its report does not open here | nothing: it is no case |
//! | a first reply is kept by the intake | `acknowledged` |
//!
//! Nothing of this may cost an item or a reply: it happens after those are safe, and whatever
//! fails is tried again by the next `sync`. An addition is accounted for only when somebody read
//! it: neither that its case is known nor that its report was answered says so. An item is in the
//! ledger only once the day's batch is: until then it waits, which is said once.

use super::contested_rejections::Contested;
use super::entry_posting::{NotRecorded, Recorder};
use super::item_states::ItemStates;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::vocabulary::{RejectionReason, Track};
use crate::ledger::entry::{CaseNumber, OfficerEvent};
use crate::officer::case::{Case, Summary};
use crate::officer::home::OfficerHome;
use crate::report::IdentitySealed;
use crate::rules::policy::{Category, Policy};

/// What a run came to.
#[derive(Default, Debug)]
pub(in crate::officer) struct Settled {
    /// Entries made now.
    pub recorded: usize,
    /// Items of which it has not been said yet that they wait for the day's batch.
    pub waiting: usize,
    /// What could not be recorded.
    pub failures: Vec<Failure>,
}

/// How far an item is accounted for.
pub(in crate::officer) enum Progress {
    Settled,
    /// It was to be rejected, and a colleague did that before.
    Agreed,
    /// It waits for the day's batch.
    Waits,
}

/// One officer at work on what is not recorded yet.
pub(in crate::officer) struct Settling<'a> {
    pub home: &'a OfficerHome,
    pub recorder: &'a Recorder<'a>,
    pub policy: &'a Policy,
    pub states: &'a mut ItemStates,
}

/// What an officer says of a case, where the report can't tell.
#[derive(Clone, Default)]
pub(in crate::officer) struct CaseOpening {
    pub category: Option<Category>,
    pub track: Option<Track>,
}

impl Settling<'_> {
    /// Everything that is known, of all cases. Ends early if the line breaks.
    pub(in crate::officer) fn settle(
        &mut self,
        cases: &[Case],
        answered: &[ReportDigest],
        contested: &Contested,
    ) -> Settled {
        let mut settled = Settled::default();
        for case in cases {
            if let Err(why) = self.settle_case(case, answered, contested, &mut settled) {
                let over = why.is_final();
                settled.failures.push(why.failure(self.recorder));
                if over {
                    return settled;
                }
            }
        }
        self.settle_closed(&mut settled);
        settled
    }

    /// What was rejected without being opened, and waited for the day's batch. Ends early if the
    /// line breaks; what is refused stops nothing else.
    fn settle_closed(&mut self, settled: &mut Settled) {
        for (item, reason) in self.states.to_be_rejected() {
            if let Err(why) = self.reject(item, reason, settled) {
                let over = why.is_final();
                settled.failures.push(why.failure(self.recorder));
                if over {
                    return;
                }
            }
        }
    }

    /// Rejects an item that may not even open here.
    pub(in crate::officer) fn reject(
        &mut self,
        item: ReportDigest,
        reason: RejectionReason,
        settled: &mut Settled,
    ) -> Result<Progress, RecordingStop> {
        if let Some(progress) = self.look(item)? {
            return Ok(progress);
        }
        let progress = match self.record(OfficerEvent::Rejected { item, reason }, settled) {
            // A colleague was first: did they reject it, or open it at this very moment?
            Err(RecordingStop::Refused(code)) if code == "accounted-twice" => {
                match self.look(item)? {
                    Some(progress) => return Ok(progress),
                    None => Progress::Agreed,
                }
            }
            done => done.map(|()| Progress::Settled)?,
        };
        self.note_settled(item, None)?;
        Ok(progress)
    }

    fn settle_case(
        &mut self,
        case: &Case,
        all_answered: &[ReportDigest],
        contested: &Contested,
        settled: &mut Settled,
    ) -> Result<(), RecordingStop> {
        let is_answered = |one: &Summary| all_answered.contains(&one.item);
        let answered = case.items().iter().any(is_answered);
        for (number, summary) in case.items().iter().enumerate() {
            let state = self.states.of(&summary.item);
            if state.settled {
                continue;
            }
            let is_addition = number > 0;
            let wanted = match contested.reason(&summary.item) {
                // Whoever has read it knows better.
                Some(RejectionReason::Unreadable) => state.read || is_answered(summary),
                // A colleague's judgement: theirs against what an officer here says of this very
                // item.
                Some(_) => is_answered(summary),
                // It belongs to a case that others know, and is none by itself.
                None if case.is_later_message() => {
                    let known = self.number_of(case).is_some();
                    state.rejection.is_some() || state.read && known
                }
                None if is_addition => state.rejection.is_some() || state.read,
                None => {
                    let known = self.number_of(case).is_some();
                    state.rejection.is_some() || state.read || answered || known
                }
            };
            if !wanted {
                continue;
            }
            let progress = self.account_for(case, summary, &CaseOpening::default(), settled)?;
            if matches!(progress, Progress::Waits) {
                settled.waiting += usize::from(self.note_waits(summary)?);
            }
        }
        if answered && let Some(number) = self.number_of(case) {
            self.acknowledge(number, settled)?;
        }
        Ok(())
    }

    /// Records what is due of one item of a case: rejects, opens or links it.
    pub(in crate::officer) fn account_for(
        &mut self,
        case: &Case,
        summary: &Summary,
        opening: &CaseOpening,
        settled: &mut Settled,
    ) -> Result<Progress, RecordingStop> {
        let item = summary.item;
        if let Some(reason) = self.states.of(&item).rejection {
            return self.reject(item, reason, settled);
        }
        if let Some(progress) = self.look(item)? {
            return Ok(progress);
        }
        let number = match self.number_of(case) {
            Some(number) => {
                self.step(number, &CaseStep::Linked { item }, settled)?;
                number
            }
            None if case.is_later_message() => return Ok(Progress::Waits),
            None => match self.open(summary, opening, settled) {
                // A colleague opened it at this very moment. Nothing else is swallowed here.
                Err(RecordingStop::Refused(code)) if code == "accounted-twice" => {
                    return self.look(item)?.ok_or(RecordingStop::Refused(code));
                }
                opened => opened?,
            },
        };
        self.note_settled(item, Some(number))?;
        Ok(Progress::Settled)
    }

    /// Asks what the ledger has of an item; `None` if it is there and belongs to no case.
    fn look(&mut self, item: ReportDigest) -> Result<Option<Progress>, RecordingStop> {
        let accounting = self.recorder.accounting(&item)?;
        let Some(accounting) = accounting.filter(|told| told.index.is_some()) else {
            return Ok(Some(Progress::Waits));
        };
        if let Some(case) = accounting.case {
            self.note_settled(item, Some(case))?;
            return Ok(Some(Progress::Settled));
        }
        Ok(None)
    }

    /// Opens a case for an item; its number is on disk before it is posted.
    fn open(
        &mut self,
        summary: &Summary,
        opening: &CaseOpening,
        settled: &mut Settled,
    ) -> Result<CaseNumber, RecordingStop> {
        let item = summary.item;
        let intended = self.states.of(&item).case;
        let case = intended.unwrap_or_else(CaseNumber::random);
        if self.states.note(item, |state| state.case = Some(case)) {
            self.states.keep(self.home).map_err(RecordingStop::Disk)?;
        }
        let track = match summary.identity {
            IdentitySealed::Yes => Track::WhistleblowerReport,
            IdentitySealed::No => Track::AnonymousTip,
        };
        let event = OfficerEvent::Opened {
            case,
            item,
            category: match &opening.category {
                Some(category) => category.clone(),
                None => self.category(summary),
            },
            track: opening.track.unwrap_or(track),
        };
        self.record(event, settled)?;
        Ok(case)
    }

    /// The reporter's own choice, if the policy knows it.
    fn category(&self, summary: &Summary) -> Category {
        let said = summary.category.as_ref();
        let said = said.and_then(|slug| Category::parse(slug).ok());
        said.filter(|category| self.policy.find(category).is_some())
            .unwrap_or_else(|| self.policy.other().category().clone())
    }

    fn acknowledge(
        &mut self,
        case: CaseNumber,
        settled: &mut Settled,
    ) -> Result<(), RecordingStop> {
        if self.states.is_acknowledged(case) {
            return Ok(());
        }
        match self.step(case, &CaseStep::Acknowledged, settled) {
            // It was, or the case is over: either way nothing is left to say.
            Err(RecordingStop::Refused(code)) if code == "out-of-step" => {}
            done => done?,
        }
        self.states.note_acknowledged(case);
        self.states.keep(self.home).map_err(RecordingStop::Disk)
    }

    /// The case's number, if any of its items is accounted for.
    pub(in crate::officer) fn number_of(&self, case: &Case) -> Option<CaseNumber> {
        let states = case.items().iter().map(|one| self.states.of(&one.item));
        let mut settled = states.filter(|state| state.settled);
        settled.find_map(|state| state.case)
    }

    fn record(&mut self, event: OfficerEvent, settled: &mut Settled) -> Result<(), RecordingStop> {
        self.recorder.record(event)?;
        settled.recorded += 1;
        Ok(())
    }

    fn step(
        &mut self,
        case: CaseNumber,
        step: &CaseStep,
        settled: &mut Settled,
    ) -> Result<(), RecordingStop> {
        self.recorder.step(case, step)?;
        settled.recorded += 1;
        Ok(())
    }

    fn note_settled(
        &mut self,
        item: ReportDigest,
        case: Option<CaseNumber>,
    ) -> Result<(), RecordingStop> {
        let changed = self.states.note(item, |state| {
            state.settled = true;
            state.case = case;
        });
        if changed {
            self.states.keep(self.home).map_err(RecordingStop::Disk)?;
        }
        Ok(())
    }

    /// Is this the first time that it has to be said?
    fn note_waits(&mut self, summary: &Summary) -> Result<bool, RecordingStop> {
        let fresh = self.states.note(summary.item, |state| state.waits = true);
        if fresh {
            self.states.keep(self.home).map_err(RecordingStop::Disk)?;
        }
        Ok(fresh)
    }
}

/// Why recording stopped, for one case or altogether.
pub(in crate::officer) enum RecordingStop {
    Refused(String),
    Line(NotRecorded),
    Disk(Failure),
}

impl RecordingStop {
    /// Nothing that follows would fare better.
    fn is_final(&self) -> bool {
        matches!(self, Self::Line(_) | Self::Disk(_))
    }

    pub(in crate::officer) fn failure(self, recorder: &Recorder<'_>) -> Failure {
        match self {
            Self::Refused(code) => NotRecorded::Refused(code).failure(recorder.config),
            Self::Line(why) => why.failure(recorder.config),
            Self::Disk(failure) => failure,
        }
    }
}

impl From<NotRecorded> for RecordingStop {
    fn from(why: NotRecorded) -> Self {
        match why {
            NotRecorded::Refused(code) => Self::Refused(code),
            line @ NotRecorded::Line(_) => Self::Line(line),
        }
    }
}
