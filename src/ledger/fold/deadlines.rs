//! Deadlines: what was due when, and whether it was done.
//!
//! From entries alone, by the policy's rules of the day on which the report was received: which
//! event starts a deadline, which ends it, how long it is. Knows days and steps. Never knows why
//! something was late.
//!
//! ```text
//!   received, steps ─▶ Timeline ─▶ each rule's starts ─▶ deadline ─▶ first of its ends
//! ```
//!
//! A clock that starts with *not competent* never runs: no entry records that finding.

use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::ledger::entry::vocabulary::{ExtensionReason, Track};
use crate::rules::calendar::{Calendar, Day, Deadline};
use crate::rules::policy::{
    DeadlineEnd, DeadlineId, DeadlineKind, DeadlineRule, DeadlineStart, ForTips, Policy, Term,
};
use crate::rules::roster::InstitutionKind;

/// What of one case decides about its deadlines.
#[derive(Clone, Debug)]
pub struct Timeline {
    received: Day,
    /// The track the case was opened on.
    track: Track,
    /// Whose channel it came by.
    channel: InstitutionKind,
    /// In the order of the ledger.
    events: Vec<TimelineEvent>,
}

#[derive(Clone, Copy, Debug)]
struct TimelineEvent {
    day: Day,
    what: Happening,
}

/// A step that starts, ends or extends a deadline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Happening {
    Decided(Assessment),
    Identified,
    Extended(ExtensionReason),
    Reopened,
    Ended(DeadlineEnd),
}

/// Where a deadline starts: after which of the timeline's events, and on which day.
#[derive(Clone, Copy)]
struct Started {
    /// `None`: with the receipt, before all of them.
    after: Option<usize>,
    day: Day,
}

/// On which day a case first took a step.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct StepDays {
    /// The reporter wrote again: an item was linked to the case.
    pub linked: Option<Day>,
    pub acknowledged: Option<Day>,
    pub notified: Option<Day>,
    pub extended: Option<Day>,
    /// The reporter of an anonymous tip gave their identity.
    pub identified: Option<Day>,
    pub forwarded: Option<Day>,
    /// The examination began.
    pub examined: Option<Day>,
    pub feedback: Option<Day>,
    pub concluded: Option<Day>,
    pub closed: Option<Day>,
}

/// One deadline of one case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseDeadline {
    /// Which of the pack's deadlines.
    pub id: DeadlineId,
    /// What is owed.
    pub kind: DeadlineKind,
    /// Does it run for a month or more?
    pub is_long: bool,
    pub deadline: Deadline,
    /// When it was done; `None` if not yet.
    pub done: Option<Day>,
    /// A standard of service, not the law: the report is anonymous, or the case was reopened.
    pub service: bool,
}

/// Whether an entry says that the reporter was told of what ended the feedback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EndTold {
    /// It runs still, or there is nothing to tell.
    NotEnded,
    Untold,
    On(Day),
}

impl Timeline {
    /// A case opened for an item that was received on `received`.
    pub fn open(received: Day, track: Track) -> Self {
        Self {
            received,
            track,
            channel: InstitutionKind::External,
            events: Vec::new(),
        }
    }

    /// The same, by a channel of this kind.
    pub(crate) fn by(self, channel: InstitutionKind) -> Self {
        Self { channel, ..self }
    }

    /// The day on which the case's first report was received: the law of that day binds.
    pub fn received(&self) -> Day {
        self.received
    }

    /// Notes a step.
    pub fn take(&mut self, day: Day, step: &CaseStep) {
        let what = match step {
            CaseStep::Linked { .. } => self.is_over().then_some(Happening::Reopened),
            _ => Happening::of(step),
        };
        self.events
            .extend(what.map(|what| TimelineEvent { day, what }));
    }

    /// Was the case concluded or closed, and not reopened since?
    fn is_over(&self) -> bool {
        let turns = self.events.iter().rev().find_map(|event| match event.what {
            Happening::Ended(DeadlineEnd::Concluded | DeadlineEnd::Closed) => Some(true),
            Happening::Reopened => Some(false),
            _ => None,
        });
        turns.unwrap_or(false)
    }

    /// All that is or was due, in the order of a case's life.
    pub fn dues(&self, policy: &Policy, calendar: &Calendar) -> Vec<CaseDeadline> {
        let mut dues = Vec::new();
        // The law of the day on which the report was received, whenever it is judged.
        for rule in policy.deadline_rules(self.received) {
            for start in rule.starts() {
                let started = self.started(*start, policy, calendar);
                dues.extend(started.map(|started| self.due(rule, started, calendar)));
            }
            if rule.kind() == DeadlineKind::Feedback {
                // No law says so: who reopens a case owes word of it as of a new one.
                let reopened = self.all(|what| what == Happening::Reopened);
                dues.extend(reopened.map(|started| self.due(rule, started, calendar)));
            }
        }
        dues
    }

    /// What is due next; `None` if all is done.
    pub fn next_due(&self, policy: &Policy, calendar: &Calendar) -> Option<CaseDeadline> {
        let open = self.dues(policy, calendar).into_iter();
        open.filter(|due| due.done.is_none())
            .min_by_key(|due| due.deadline)
    }

    /// Each time that this event started a clock.
    fn started(
        &self,
        start: DeadlineStart,
        policy: &Policy,
        calendar: &Calendar,
    ) -> impl Iterator<Item = Started> {
        let with_receipt = |day| Started { after: None, day };
        let decided = |what| matches!(what, Happening::Decided(_));
        let started: Vec<Started> = match start {
            DeadlineStart::Received => vec![with_receipt(self.received)],
            DeadlineStart::ReceivedAsSubmission => {
                let submission = self.first(Happening::Decided(Assessment::AsSubmission));
                let receipt = submission.map(|_| with_receipt(self.received));
                receipt.into_iter().collect()
            }
            DeadlineStart::AcknowledgedOrDue => {
                let acknowledged = self.first(Happening::Ended(DeadlineEnd::Acknowledged));
                let acknowledged = acknowledged.map(|started| started.day);
                vec![with_receipt(policy.feedback_start(
                    self.received,
                    acknowledged,
                    calendar,
                ))]
            }
            DeadlineStart::Identified => self.first(Happening::Identified).into_iter().collect(),
            DeadlineStart::Decided => self.all(decided).collect(),
            DeadlineStart::Recognised => {
                let recognised = self.first(Happening::Decided(Assessment::Recognised));
                recognised.into_iter().collect()
            }
            DeadlineStart::NotCompetent => Vec::new(),
        };
        started.into_iter()
    }

    fn due(&self, rule: &DeadlineRule, started: Started, calendar: &Calendar) -> CaseDeadline {
        let ordinary = rule.deadline(started.day, Term::Ordinary, calendar);
        CaseDeadline {
            id: rule.id(),
            kind: rule.kind(),
            is_long: rule.is_long(),
            deadline: if self.is_extended(rule, started, ordinary) {
                rule.deadline(started.day, Term::Extended, calendar)
            } else {
                ordinary
            },
            done: self.done(rule, started),
            service: self.is_reopened(started)
                || (rule.for_tips() == ForTips::ServiceStandard && self.is_anonymous(started)),
        }
    }

    /// Reasons that the law doesn't know for this term, or given after it, extend nothing; and
    /// nothing extends the feedback by an institution's own channel (Directive, Article 9(1)(f)).
    fn is_extended(&self, rule: &DeadlineRule, started: Started, ordinary: Deadline) -> bool {
        let is_feedback = rule.kind() == DeadlineKind::Feedback;
        let may_be = !is_feedback || self.channel == InstitutionKind::External;
        may_be
            && self.after(started).any(|event| match event.what {
                Happening::Extended(reason) => {
                    rule.extension_reasons().contains(&reason) && !ordinary.missed_on(event.day)
                }
                _ => false,
            })
    }

    /// The first of the rule's ends after the start. What was passed on before it is another's.
    fn done(&self, rule: &DeadlineRule, started: Started) -> Option<Day> {
        let ends = |event: &&TimelineEvent| {
            let end = event.what.as_end();
            end.is_some_and(|end| rule.ends().contains(&end))
        };
        let passed_on =
            |event: &&TimelineEvent| event.what == Happening::Ended(DeadlineEnd::Forwarded);
        let earlier = self.events.iter().filter(passed_on).find(ends);
        let earlier = earlier.filter(|_| !self.is_reopened(started));
        let after = self.after(started).find(ends);
        let days = [earlier, after].into_iter().flatten();
        days.map(|event| event.day).min()
    }

    /// Did the institution not know who the reporter is, when the deadline began?
    fn is_anonymous(&self, started: Started) -> bool {
        let until = started.after.map_or(0, |at| at + 1);
        let identified = |event: &TimelineEvent| event.what == Happening::Identified;
        self.track == Track::AnonymousTip && !self.events[..until].iter().any(identified)
    }

    /// Does it start with the case's being reopened?
    fn is_reopened(&self, started: Started) -> bool {
        let event = started.after.and_then(|at| self.events.get(at));
        event.is_some_and(|event| event.what == Happening::Reopened)
    }

    /// Was the reporter told of what ended the feedback (A2)?
    pub(crate) fn end_told(&self) -> EndTold {
        let ends = |event: &TimelineEvent| {
            use DeadlineEnd::{Closed, Concluded, Feedback, Forwarded};
            matches!(
                event.what,
                Happening::Ended(Feedback | Concluded | Closed | Forwarded)
            )
        };
        let Some(ended) = self.events.iter().position(ends) else {
            return EndTold::NotEnded;
        };
        // What is to be told is the decision or the end that came last.
        let news = self.events[..=ended].iter().rposition(|event| {
            use DeadlineEnd::{Concluded, Feedback, Forwarded};
            match event.what {
                Happening::Decided(_) => true,
                Happening::Ended(end) => matches!(end, Feedback | Concluded | Forwarded),
                _ => false,
            }
        });
        let Some(news) = news else {
            return EndTold::NotEnded;
        };
        let tells = |event: &&TimelineEvent| {
            let what = event.what.as_end();
            matches!(what, Some(DeadlineEnd::Feedback | DeadlineEnd::Notified))
        };
        let told = self.events[news..].iter().find(tells);
        told.map_or(EndTold::Untold, |event| EndTold::On(event.day))
    }

    fn first(&self, what: Happening) -> Option<Started> {
        self.all(|happened| happened == what).next()
    }

    fn all(&self, wanted: impl Fn(Happening) -> bool) -> impl Iterator<Item = Started> {
        let events = self.events.iter().enumerate();
        events
            .filter(move |(_, event)| wanted(event.what))
            .map(|(at, event)| Started {
                after: Some(at),
                day: event.day,
            })
    }

    fn after(&self, started: Started) -> impl Iterator<Item = &TimelineEvent> {
        self.events[started.after.map_or(0, |at| at + 1)..].iter()
    }
}

impl Happening {
    fn of(step: &CaseStep) -> Option<Self> {
        Some(match step {
            CaseStep::Acknowledged => Self::Ended(DeadlineEnd::Acknowledged),
            CaseStep::Assessed(assessment) => Self::Decided(*assessment),
            CaseStep::Notified => Self::Ended(DeadlineEnd::Notified),
            CaseStep::Forwarded { .. } => Self::Ended(DeadlineEnd::Forwarded),
            CaseStep::Feedback => Self::Ended(DeadlineEnd::Feedback),
            CaseStep::Extended { reason } => Self::Extended(*reason),
            CaseStep::Concluded(_) => Self::Ended(DeadlineEnd::Concluded),
            CaseStep::Closed => Self::Ended(DeadlineEnd::Closed),
            CaseStep::Identified => Self::Identified,
            CaseStep::Reopened => Self::Reopened,
            CaseStep::Linked { .. }
            | CaseStep::InfoRequested
            | CaseStep::UnderReview
            | CaseStep::ProceedingsEnded { .. }
            | CaseStep::Expunged => return None,
        })
    }

    fn as_end(self) -> Option<DeadlineEnd> {
        match self {
            Self::Decided(_) => Some(DeadlineEnd::Decided),
            Self::Ended(end) => Some(end),
            Self::Identified | Self::Extended(_) | Self::Reopened => None,
        }
    }
}

impl StepDays {
    /// Notes a step, if it is the first of its kind.
    pub fn take(&mut self, day: Day, step: &CaseStep) {
        let noted = match step {
            CaseStep::Linked { .. } => &mut self.linked,
            CaseStep::Acknowledged => &mut self.acknowledged,
            CaseStep::Notified => &mut self.notified,
            CaseStep::Extended { .. } => &mut self.extended,
            CaseStep::Identified => &mut self.identified,
            CaseStep::Forwarded { .. } => &mut self.forwarded,
            CaseStep::UnderReview => &mut self.examined,
            CaseStep::Feedback => &mut self.feedback,
            CaseStep::Concluded(_) => &mut self.concluded,
            CaseStep::Closed => &mut self.closed,
            CaseStep::Assessed(_)
            | CaseStep::InfoRequested
            | CaseStep::Reopened
            | CaseStep::ProceedingsEnded { .. }
            | CaseStep::Expunged => return,
        };
        noted.get_or_insert(day);
    }
}

impl CaseDeadline {
    /// Was it missed, as of `today`?
    pub fn is_missed(&self, today: Day) -> bool {
        self.deadline.missed_on(self.done.unwrap_or(today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::vocabulary::NonRecognition;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn dues(track: Track, steps: &[(&str, CaseStep)]) -> Vec<(String, String, bool)> {
        let mut timeline = Timeline::open(day("2026-01-05"), track);
        for (on, step) in steps {
            timeline.take(day(on), step);
        }
        let dues = timeline.dues(&Policy::shipped(), &Calendar::shipped());
        let today = day("2026-12-31");
        dues.iter()
            .map(|due| {
                (
                    due.id.to_string(),
                    due.deadline.legal().to_string(),
                    due.is_missed(today),
                )
            })
            .collect()
    }

    fn expect(list: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
        list.iter()
            .map(|(clock, day, missed)| ((*clock).to_owned(), (*day).to_owned(), *missed))
            .collect()
    }

    #[test]
    fn a_recognised_report_runs_five_clocks() {
        let steps = [
            ("2026-01-12", CaseStep::Acknowledged),
            ("2026-01-13", CaseStep::Assessed(Assessment::Recognised)),
            ("2026-01-16", CaseStep::Notified),
            ("2026-03-14", CaseStep::Feedback),
        ];
        let expected = [
            ("A1", "2026-01-12", false),
            ("L1", "2026-01-12", true),
            ("L2", "2026-01-16", false),
            ("L3", "2026-03-13", true),
            ("A2", "2026-04-13", false),
        ];
        assert_eq!(dues(Track::WhistleblowerReport, &steps), expect(&expected));
    }

    #[test]
    fn an_extension_counts_only_if_given_in_time() {
        let extended = |on| {
            [
                ("2026-01-05", CaseStep::Acknowledged),
                (
                    on,
                    CaseStep::Extended {
                        reason: ExtensionReason::Complex,
                    },
                ),
            ]
        };
        let feedback = |on| {
            dues(Track::AnonymousTip, &extended(on))
                .into_iter()
                .find(|due| due.0 == "A2")
        };
        assert_eq!(
            feedback("2026-04-07"),
            Some(("A2".to_owned(), "2026-07-06".to_owned(), true))
        );
        assert_eq!(
            feedback("2026-04-08"),
            Some(("A2".to_owned(), "2026-04-07".to_owned(), true))
        );
    }

    #[test]
    fn giving_one_s_identity_starts_the_decision_anew() {
        let steps = [
            ("2026-01-06", CaseStep::Assessed(Assessment::TipAccepted)),
            ("2026-02-02", CaseStep::Identified),
            (
                "2026-02-09",
                CaseStep::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
            ),
        ];
        let decide: Vec<_> = dues(Track::AnonymousTip, &steps)
            .into_iter()
            .filter(|due| due.0 == "L1")
            .collect();
        assert_eq!(
            decide,
            expect(&[("L1", "2026-01-12", false), ("L1", "2026-02-09", false)])
        );
    }

    /// When an ordinary submission that was received on `received` has to be answered.
    fn answer_due(received: &str, steps: &[(&str, CaseStep)]) -> String {
        let mut timeline = Timeline::open(day(received), Track::WhistleblowerReport);
        timeline.take(day(received), &CaseStep::Assessed(Assessment::AsSubmission));
        for (on, step) in steps {
            timeline.take(day(on), step);
        }
        let dues = timeline.dues(&Policy::shipped(), &Calendar::shipped());
        let answer = dues
            .into_iter()
            .find(|due| due.kind == DeadlineKind::Answer);
        answer.expect("a submission").deadline.legal().to_string()
    }

    #[test]
    fn p7_a_submission_is_answered_by_the_law_of_the_day_on_which_it_was_received() {
        // A month until 28 February 2026, ten working days from 1 March on.
        assert_eq!(answer_due("2026-02-27", &[]), "2026-03-27");
        assert_eq!(answer_due("2026-02-28", &[]), "2026-03-30");
        assert_eq!(answer_due("2026-03-01", &[]), "2026-03-13");
        assert_eq!(answer_due("2026-03-02", &[]), "2026-03-16");
    }

    #[test]
    fn p7_an_answer_takes_longer_only_for_a_reason_that_the_law_of_its_day_knows() {
        use ExtensionReason::{Bulk, Complex, DataMissing, OtherInstitutions};
        let extended = |on, reason| [(on, CaseStep::Extended { reason })];
        for reason in [Bulk, DataMissing, OtherInstitutions] {
            let due = answer_due("2026-03-02", &extended("2026-03-16", reason));
            assert_eq!(due, "2026-04-02", "{reason}");
        }
        // A reason for later feedback only; a day too late.
        assert_eq!(
            answer_due("2026-03-02", &extended("2026-03-09", Complex)),
            "2026-03-16"
        );
        assert_eq!(
            answer_due("2026-03-02", &extended("2026-03-17", Bulk)),
            "2026-03-16"
        );
        // Until February: to four months in all, which end on a Saturday that is worked.
        assert_eq!(
            answer_due("2026-02-27", &extended("2026-03-27", Complex)),
            "2026-06-27"
        );
    }

    #[test]
    fn starts_and_ends_are_the_policy_s() {
        let text = Policy::shipped().text().replace(
            "starts = [\"received-as-submission\"]\nends = [\"closed\"]\nterm = { working_days",
            "starts = [\"decided\"]\nends = [\"notified\"]\nterm = { working_days",
        );
        let policy = Policy::parse(&text).expect("two other words");
        let mut timeline = Timeline::open(day("2026-03-02"), Track::WhistleblowerReport);
        timeline.take(
            day("2026-03-06"),
            &CaseStep::Assessed(Assessment::Recognised),
        );
        timeline.take(day("2026-03-10"), &CaseStep::Notified);
        let dues = timeline.dues(&policy, policy.calendar());
        let answer = dues.iter().find(|due| due.kind == DeadlineKind::Answer);
        let answer = answer.expect("the decision started it");
        assert_eq!(answer.deadline.legal(), day("2026-03-20"));
        assert_eq!(answer.done, Some(day("2026-03-10")));
    }

    fn feedbacks(timeline: &Timeline) -> Vec<(String, Option<Day>, bool)> {
        let dues = timeline.dues(&Policy::shipped(), &Calendar::shipped());
        let feedbacks = dues.iter().filter(|due| due.kind == DeadlineKind::Feedback);
        feedbacks
            .map(|due| (due.deadline.legal().to_string(), due.done, due.service))
            .collect()
    }

    fn told(list: &[(&str, CaseStep)]) -> Timeline {
        let mut timeline = Timeline::open(day("2026-01-05"), Track::WhistleblowerReport);
        for (on, step) in list {
            timeline.take(day(on), step);
        }
        timeline
    }

    #[test]
    fn p7_a_case_that_is_reopened_owes_feedback_anew_and_what_ended_before_ends_nothing() {
        let item = crate::keys::digest::ReportDigest::of(b"more");
        for again in [CaseStep::Reopened, CaseStep::Linked { item }] {
            let to = crate::rules::roster::Institution::parse("vid").expect("a slug");
            let timeline = told(&[
                ("2026-01-06", CaseStep::Acknowledged),
                ("2026-01-07", CaseStep::Forwarded { to }),
                ("2026-01-08", CaseStep::Closed),
                ("2026-02-02", again),
            ]);
            let expected = [
                ("2026-04-07".to_owned(), Some(day("2026-01-07")), false),
                ("2026-05-05".to_owned(), None, true),
            ];
            assert_eq!(feedbacks(&timeline), expected);
        }
        // What is linked to a case that goes on starts nothing.
        let timeline = told(&[("2026-02-02", CaseStep::Linked { item })]);
        assert_eq!(feedbacks(&timeline).len(), 1);
    }

    #[test]
    fn p7_an_institution_s_own_channel_has_three_months_whatever_the_reasons() {
        let reason = ExtensionReason::Complex;
        let extended = [
            ("2026-01-05", CaseStep::Acknowledged),
            ("2026-03-02", CaseStep::Extended { reason }),
        ];
        let external = told(&extended);
        assert_eq!(feedbacks(&external)[0].0, "2026-07-06");
        let internal = told(&extended).by(InstitutionKind::Internal);
        assert_eq!(feedbacks(&internal)[0].0, "2026-04-07");
    }

    #[test]
    fn p7_what_ends_feedback_without_a_word_is_told_apart() {
        let untold = |list: &[(&str, CaseStep)]| told(list).end_told();
        let to = crate::rules::roster::Institution::parse("vid").expect("a slug");
        let forwarded = ("2026-01-07", CaseStep::Forwarded { to });
        let closed = ("2026-01-09", CaseStep::Closed);
        let notified = ("2026-01-12", CaseStep::Notified);
        assert_eq!(untold(&[]), EndTold::NotEnded);
        assert_eq!(
            untold(&[forwarded.clone(), closed.clone()]),
            EndTold::Untold
        );
        let late = untold(&[forwarded, closed.clone(), notified]);
        assert_eq!(late, EndTold::On(day("2026-01-12")));
        let no_breach = Assessment::NotRecognised(NonRecognition::NoBreach);
        let decided = ("2026-01-06", CaseStep::Assessed(no_breach));
        let before = ("2026-01-07", CaseStep::Notified);
        let on = untold(&[decided.clone(), before, closed.clone()]);
        assert_eq!(
            on,
            EndTold::On(day("2026-01-07")),
            "told before it was closed"
        );
        assert_eq!(untold(&[decided, closed]), EndTold::Untold);
        let feedback = ("2026-02-02", CaseStep::Feedback);
        assert_eq!(untold(&[feedback]), EndTold::On(day("2026-02-02")));
    }

    #[test]
    fn p7_what_is_decided_once_the_reporter_is_known_is_told_by_law() {
        let timeline = |steps: &[(&str, CaseStep)]| {
            let mut timeline = Timeline::open(day("2026-01-05"), Track::AnonymousTip);
            for (on, step) in steps {
                timeline.take(day(on), step);
            }
            let dues = timeline.dues(&Policy::shipped(), &Calendar::shipped());
            let notify = dues
                .into_iter()
                .filter(|due| due.kind == DeadlineKind::Notify);
            notify.map(|due| due.service).collect::<Vec<_>>()
        };
        let steps = [
            ("2026-01-06", CaseStep::Assessed(Assessment::TipAccepted)),
            ("2026-01-07", CaseStep::Identified),
            ("2026-01-08", CaseStep::Assessed(Assessment::Recognised)),
        ];
        assert_eq!(timeline(&steps), [true, false]);
    }

    #[test]
    fn for_an_anonymous_tip_the_law_s_own_clocks_are_a_standard_of_service() {
        let timeline = Timeline::open(day("2026-01-05"), Track::AnonymousTip);
        let service: Vec<_> = timeline
            .dues(&Policy::shipped(), &Calendar::shipped())
            .iter()
            .map(|due| (due.id.to_string(), due.service))
            .collect();
        assert!(service.contains(&("L1".to_owned(), true)), "{service:?}");
        assert!(service.contains(&("A1".to_owned(), false)), "{service:?}");
    }
}
