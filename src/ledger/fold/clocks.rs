//! Clocks: what was due when, and whether it was done.
//!
//! The deadlines of `law.md` 2.4, by the policy's rules, from entries alone. Knows days and
//! steps. Never knows why something was late.
//!
//! | clock | starts with | ends with |
//! |---|---|---|
//! | A1 | received | acknowledged |
//! | L1 | received; again when the reporter gives their identity | assessed, or forwarded before |
//! | L2 | each decision | notified |
//! | L3 | recognised | feedback, concluded or forwarded |
//! | A2 | acknowledged, or the end of A1 | feedback, concluded, closed or forwarded |
//! | L5 | received, once handled as a submission | closed |
//!
//! L4 (passing on when not competent) starts with a finding that no entry records.

use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::ledger::entry::terms::Track;
use crate::rules::calendar::{Calendar, Day, Deadline};
use crate::rules::policy::{Clock, ForTips, Policy, Term};

/// The days of one case that clocks look at.
#[derive(Clone, Debug)]
pub struct Timeline {
    received: Day,
    /// The track the case was opened on.
    track: Track,
    days: StepDays,
    decisions: Vec<DecisionMade>,
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
    pub feedback: Option<Day>,
    pub concluded: Option<Day>,
    pub closed: Option<Day>,
}

/// A decision, and when the reporter was told.
#[derive(Clone, Copy, Debug)]
struct DecisionMade {
    day: Day,
    assessment: Assessment,
    told: Option<Day>,
}

/// One deadline of one case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseDeadline {
    pub clock: Clock,
    pub deadline: Deadline,
    /// When it was done; `None` if not yet.
    pub done: Option<Day>,
    /// A standard of service, not the law: the report is anonymous.
    pub service: bool,
}

impl Timeline {
    /// A case opened for an item that was received on `received`.
    pub fn open(received: Day, track: Track) -> Self {
        Self {
            received,
            track,
            days: StepDays::default(),
            decisions: Vec::new(),
        }
    }

    /// Notes a step; each decision counts, and of all else the first.
    pub fn take(&mut self, day: Day, step: &CaseStep) {
        self.days.take(day, step);
        match step {
            CaseStep::Assessed(assessment) => {
                self.decisions.push(DecisionMade {
                    day,
                    assessment: *assessment,
                    told: None,
                });
            }
            CaseStep::Notified => {
                let untold = self
                    .decisions
                    .iter_mut()
                    .filter(|decision| decision.told.is_none());
                untold.for_each(|decision| decision.told = Some(day));
            }
            _ => {}
        }
    }

    /// All that is or was due, in the order of a case's life.
    pub fn dues(&self, policy: &Policy, calendar: &Calendar) -> Vec<CaseDeadline> {
        let rules = DeadlineRules { policy, calendar };
        let mut dues = vec![self.due(
            &rules,
            Clock::Acknowledge,
            self.received,
            self.days.acknowledged,
        )];
        let decided = self.decisions.first().map(|decision| decision.day);
        let decided = earliest([decided, self.days.forwarded]);
        dues.push(self.due(&rules, Clock::Decide, self.received, decided));
        if let Some(identified) = self.days.identified {
            let after = self
                .decisions
                .iter()
                .find(|decision| decision.day >= identified);
            let answered = earliest([after.map(|decision| decision.day), self.days.forwarded]);
            dues.push(CaseDeadline {
                service: false,
                ..self.due(&rules, Clock::Decide, identified, answered)
            });
        }
        for decision in &self.decisions {
            dues.push(self.due(&rules, Clock::Notify, decision.day, decision.told));
        }
        dues.extend(self.progress(&rules));
        dues.push(self.feedback(&rules));
        let submission = |decision: &&DecisionMade| decision.assessment == Assessment::AsSubmission;
        if self.decisions.iter().any(|decision| submission(&decision)) {
            dues.push(self.due(&rules, Clock::Answer, self.received, self.days.closed));
        }
        dues
    }

    /// What is due next; `None` if all is done.
    pub fn next_due(&self, policy: &Policy, calendar: &Calendar) -> Option<CaseDeadline> {
        let open = self.dues(policy, calendar).into_iter();
        open.filter(|due| due.done.is_none())
            .min_by_key(|due| due.deadline)
    }

    fn progress(&self, rules: &DeadlineRules<'_>) -> Option<CaseDeadline> {
        let recognised = |decision: &&DecisionMade| decision.assessment == Assessment::Recognised;
        let start = self.decisions.iter().find(recognised)?.day;
        let after = |day: Option<Day>| day.filter(|day| *day >= start);
        let done = earliest([
            after(self.days.feedback),
            after(self.days.concluded),
            after(self.days.forwarded),
        ]);
        // Recognised means that the sender is known.
        Some(CaseDeadline {
            service: false,
            ..self.due(rules, Clock::Progress, start, done)
        })
    }

    fn feedback(&self, rules: &DeadlineRules<'_>) -> CaseDeadline {
        let due_by = |term| {
            rules.policy.feedback_deadline(
                self.received,
                self.days.acknowledged,
                term,
                rules.calendar,
            )
        };
        // Reasons given after the ordinary term extend nothing.
        let ordinary = due_by(Term::Ordinary);
        let in_time = self
            .days
            .extended
            .is_some_and(|day| !ordinary.missed_on(day));
        let done = earliest([
            self.days.feedback,
            self.days.concluded,
            self.days.closed,
            self.days.forwarded,
        ]);
        CaseDeadline {
            clock: Clock::Feedback,
            deadline: if in_time {
                due_by(Term::Extended)
            } else {
                ordinary
            },
            done,
            service: self.is_service(rules, Clock::Feedback),
        }
    }

    fn due(
        &self,
        rules: &DeadlineRules<'_>,
        clock: Clock,
        start: Day,
        done: Option<Day>,
    ) -> CaseDeadline {
        let rule = rules.policy.clock(clock);
        CaseDeadline {
            clock,
            deadline: rule.deadline(start, Term::Ordinary, rules.calendar),
            done,
            service: self.is_service(rules, clock),
        }
    }

    fn is_service(&self, rules: &DeadlineRules<'_>, clock: Clock) -> bool {
        let standard = rules.policy.clock(clock).for_tips() == ForTips::ServiceStandard;
        self.track == Track::AnonymousTip && standard
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
            CaseStep::Feedback => &mut self.feedback,
            CaseStep::Concluded(_) => &mut self.concluded,
            CaseStep::Closed => &mut self.closed,
            CaseStep::Assessed(_)
            | CaseStep::InfoRequested
            | CaseStep::UnderReview
            | CaseStep::Reopened
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

struct DeadlineRules<'a> {
    policy: &'a Policy,
    calendar: &'a Calendar,
}

fn earliest<const N: usize>(days: [Option<Day>; N]) -> Option<Day> {
    days.into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::terms::{ExtensionReason, NonRecognition};
    use crate::rules::policy::ClockStart;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn dues(track: Track, steps: &[(&str, CaseStep)]) -> Vec<(&'static str, String, bool)> {
        let mut timeline = Timeline::open(day("2026-01-05"), track);
        for (on, step) in steps {
            timeline.take(day(on), step);
        }
        let dues = timeline.dues(&Policy::shipped(), &Calendar::shipped());
        let today = day("2026-12-31");
        dues.iter()
            .map(|due| {
                (
                    due.clock.id(),
                    due.deadline.legal().to_string(),
                    due.is_missed(today),
                )
            })
            .collect()
    }

    fn expect(list: &[(&'static str, &str, bool)]) -> Vec<(&'static str, String, bool)> {
        list.iter()
            .map(|(clock, day, missed)| (*clock, (*day).to_owned(), *missed))
            .collect()
    }

    #[test]
    fn the_shipped_policy_starts_clocks_as_this_file_does() {
        assert!(starts_are_known(&Policy::shipped()));
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
            Some(("A2", "2026-07-06".to_owned(), true))
        );
        assert_eq!(
            feedback("2026-04-08"),
            Some(("A2", "2026-04-07".to_owned(), true))
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

    #[test]
    fn for_an_anonymous_tip_the_law_s_own_clocks_are_a_standard_of_service() {
        let timeline = Timeline::open(day("2026-01-05"), Track::AnonymousTip);
        let service: Vec<_> = timeline
            .dues(&Policy::shipped(), &Calendar::shipped())
            .iter()
            .map(|due| (due.clock.id(), due.service))
            .collect();
        assert!(service.contains(&("L1", true)), "{service:?}");
        assert!(service.contains(&("A1", false)), "{service:?}");
    }

    /// The clocks above assume these starts; a policy that moves them needs new code here.
    fn starts_are_known(policy: &Policy) -> bool {
        [
            (Clock::Acknowledge, ClockStart::Received),
            (Clock::Decide, ClockStart::Received),
            (Clock::Notify, ClockStart::Decided),
            (Clock::Progress, ClockStart::Recognised),
            (Clock::Feedback, ClockStart::Acknowledged),
            (Clock::Answer, ClockStart::Received),
        ]
        .into_iter()
        .all(|(clock, start)| policy.clock(clock).starts() == start)
    }
}
