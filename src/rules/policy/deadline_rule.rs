//! Deadline rules: which deadline starts and ends with what, and since when.
//!
//! What each deadline is for is fixed (`law.md` 2.4); everything else about it comes from the
//! policy file: which events start and end it, how long it is, for which reasons longer, and from
//! which day until which that is the law. The ceilings that the Directive sets can't be raised
//! there.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::ExtensionReason;
use crate::rules::calendar::{Calendar, Day, Deadline, Length};
use crate::rules::toml_file::{Complaint, TomlFile};

/// Something that is due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DeadlineKind {
    /// A1: the reporter is told that the report was received.
    Acknowledge,
    /// L1: decided whether it is a whistleblower's report.
    Decide,
    /// L2: the reporter is told that decision.
    Notify,
    /// L3: the reporter is told how it goes.
    Progress,
    /// A2: feedback: what is done or envisaged, and on what grounds.
    Feedback,
    /// L4: passed on by an institution that is not competent.
    Forward,
    /// L5: answered, if handled as an ordinary submission.
    Answer,
}

/// An event that starts a deadline; one that can happen twice starts it again each time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineStart {
    /// The report was received.
    Received,
    /// It was received, and later it was decided to handle it as an ordinary submission.
    ReceivedAsSubmission,
    /// The receipt was acknowledged to the reporter, or the term for that (A1) ended before.
    AcknowledgedOrDue,
    /// The reporter gave their identity.
    Identified,
    /// It was decided what the report is: each time.
    Decided,
    /// It was recognised as a whistleblower's: the first time.
    Recognised,
    /// The institution found that it is not competent. No entry of the ledger says when.
    NotCompetent,
}

/// An event that ends a deadline, if it comes after the one that started it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineEnd {
    /// The reporter was told that it arrived.
    Acknowledged,
    /// It was decided what the report is.
    Decided,
    /// The reporter was told that decision.
    Notified,
    /// The reporter was told what is being done.
    Feedback,
    /// The examination ended.
    Concluded,
    /// The case was closed.
    Closed,
    /// Passed on. It ends what starts later, too: the case is another institution's.
    Forwarded,
}

/// What a deadline is for a report that is anonymous.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForTips {
    /// It binds in law.
    Law,
    /// It is kept as a standard of service, and reported apart.
    ServiceStandard,
}

/// A term as it is, or as extended with reasons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Without an extension.
    Ordinary,
    /// With an extension whose reasons were given; the same where the law knows none.
    Extended,
}

/// One deadline's rule, while it is the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadlineRule {
    from: Option<Day>,
    until: Option<Day>,
    starts: Vec<DeadlineStart>,
    ends: Vec<DeadlineEnd>,
    length: Length,
    extension: Option<LongerTerm>,
    for_tips: ForTips,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct LongerTerm {
    length: Length,
    reasons: Vec<ExtensionReason>,
}

/// The rules of all deadlines, each one's in the order of their days.
#[derive(Clone, Debug)]
pub(super) struct DeadlineRules([Vec<DeadlineRule>; 7]);

impl DeadlineKind {
    /// All seven, in the order of a case's life.
    pub const ALL: [Self; 7] = [
        Self::Acknowledge,
        Self::Decide,
        Self::Notify,
        Self::Progress,
        Self::Feedback,
        Self::Forward,
        Self::Answer,
    ];

    /// Short name for reports and statistics: `A1`, `L1`, …
    pub fn id(self) -> &'static str {
        match self {
            Self::Acknowledge => "A1",
            Self::Decide => "L1",
            Self::Notify => "L2",
            Self::Progress => "L3",
            Self::Feedback => "A2",
            Self::Forward => "L4",
            Self::Answer => "L5",
        }
    }
}

impl DeadlineRule {
    /// The events that start it; at least one.
    pub fn starts(&self) -> &[DeadlineStart] {
        &self.starts
    }

    /// The events that end it, whichever comes first; at least one.
    pub fn ends(&self) -> &[DeadlineEnd] {
        &self.ends
    }

    /// How long it runs.
    pub fn length(&self, term: Term) -> Length {
        match (term, &self.extension) {
            (Term::Extended, Some(extension)) => extension.length,
            (Term::Ordinary, _) | (Term::Extended, None) => self.length,
        }
    }

    /// The reasons for which it may run longer.
    pub fn extension_reasons(&self) -> &[ExtensionReason] {
        self.extension
            .as_ref()
            .map_or(&[], |extension| &extension.reasons)
    }

    /// What it is for an anonymous report.
    pub fn for_tips(&self) -> ForTips {
        self.for_tips
    }

    /// The deadline, if the starting event was on `start`. An extension shortens nothing.
    pub fn deadline(&self, start: Day, term: Term, calendar: &Calendar) -> Deadline {
        let ordinary = Deadline::new(start, self.length, calendar);
        match term {
            Term::Ordinary => ordinary,
            Term::Extended => ordinary.max(Deadline::new(start, self.length(term), calendar)),
        }
    }

    fn is_law_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl DeadlineRules {
    /// The rule for a report that was received on `received`, if the law had one then.
    pub(super) fn rule(&self, kind: DeadlineKind, received: Day) -> Option<&DeadlineRule> {
        let mut rules = self.0[kind as usize].iter();
        rules.find(|rule| rule.is_law_on(received))
    }

    pub(super) fn from_written(
        sheet: TomlFile<'_>,
        written: &WrittenDeadlines,
    ) -> Result<Self, Complaint> {
        let rules = |kind: DeadlineKind, written| checked_all(sheet, kind, written);
        // In the order of `DeadlineKind::ALL`, which is the order of the enum.
        Ok(Self([
            rules(DeadlineKind::Acknowledge, &written.acknowledge)?,
            rules(DeadlineKind::Decide, &written.decide)?,
            rules(DeadlineKind::Notify, &written.notify)?,
            rules(DeadlineKind::Progress, &written.progress)?,
            rules(DeadlineKind::Feedback, &written.feedback)?,
            rules(DeadlineKind::Forward, &written.forward)?,
            rules(DeadlineKind::Answer, &written.answer)?,
        ]))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDeadlines {
    pub(super) warn_days: Spanned<Vec<Spanned<i64>>>,
    acknowledge: Vec<Spanned<WrittenDeadline>>,
    decide: Vec<Spanned<WrittenDeadline>>,
    notify: Vec<Spanned<WrittenDeadline>>,
    progress: Vec<Spanned<WrittenDeadline>>,
    feedback: Vec<Spanned<WrittenDeadline>>,
    forward: Vec<Spanned<WrittenDeadline>>,
    answer: Vec<Spanned<WrittenDeadline>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDeadline {
    from: Option<Spanned<Day>>,
    until: Option<Spanned<Day>>,
    starts: Spanned<Vec<DeadlineStart>>,
    ends: Spanned<Vec<DeadlineEnd>>,
    term: Spanned<WrittenTerm>,
    extended: Option<WrittenExtension>,
    tips: ForTips,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTerm {
    days: Option<Spanned<i64>>,
    working_days: Option<Spanned<i64>>,
    months: Option<Spanned<i64>>,
    years: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExtension {
    term: Spanned<WrittenTerm>,
    reasons: Spanned<Vec<ExtensionReason>>,
}

fn checked_all(
    sheet: TomlFile<'_>,
    kind: DeadlineKind,
    written: &[Spanned<WrittenDeadline>],
) -> Result<Vec<DeadlineRule>, Complaint> {
    let mut rules: Vec<DeadlineRule> = Vec::new();
    for one in written {
        let rule = checked(sheet, kind, one)?;
        check_days(sheet, kind, one, &rule, rules.last())?;
        rules.push(rule);
    }
    let open = rules.last().is_some_and(|rule| rule.until.is_none());
    if is_the_directives(kind) && !open {
        let what = format_args!("{kind} has no rule for the days to come");
        return Err(sheet.complain_of_all(what, "the Directive sets no end to it"));
    }
    Ok(rules)
}

/// Rules follow each other: on each day at most one is the law, and for what the Directive asks
/// exactly one.
fn check_days(
    sheet: TomlFile<'_>,
    kind: DeadlineKind,
    written: &Spanned<WrittenDeadline>,
    rule: &DeadlineRule,
    before: Option<&DeadlineRule>,
) -> Result<(), Complaint> {
    let from = written.get_ref().from.as_ref();
    let follows = match (before, rule.from) {
        (None, None) => true,
        (None, Some(_)) => !is_the_directives(kind),
        (Some(_), None) => false,
        (Some(before), Some(from)) => before.until.is_some_and(|until| {
            let next = until.plus_days(1);
            from == next || (from > next && !is_the_directives(kind))
        }),
    };
    if !follows {
        let what = format_args!("a rule of {kind} does not follow the one before it");
        let hint = "begin with one without from; each next is from the day after until";
        return Err(match from {
            Some(from) => sheet.complain(from, what, hint),
            None => sheet.complain(written, what, hint),
        });
    }
    match (&written.get_ref().until, rule.from) {
        (Some(until), Some(from)) if *until.get_ref() < from => {
            let hint = "a rule is the law from a day and until a later one";
            Err(sheet.complain(until, "until is before from", hint))
        }
        _ => Ok(()),
    }
}

fn checked(
    sheet: TomlFile<'_>,
    kind: DeadlineKind,
    written: &Spanned<WrittenDeadline>,
) -> Result<DeadlineRule, Complaint> {
    let rule = written.get_ref();
    check_events(sheet, "starts", &rule.starts)?;
    check_events(sheet, "ends", &rule.ends)?;
    if let Some(start) = start_of_the_directives(kind)
        && *rule.starts.get_ref() != [start]
    {
        let what = format_args!("{kind} starts with another event in the Directive");
        let hint = format_args!("write [\"{}\"]", start.as_str());
        return Err(sheet.complain(&rule.starts, what, hint));
    }
    let length = length(sheet, &rule.term)?;
    if !is_within_the_directive(kind, length) {
        let what = format_args!("{kind} of {length} is longer than the Directive allows");
        let hint = "at most 7 days to acknowledge, and 3 months or 89 days to feedback";
        return Err(sheet.complain(&rule.term, what, hint));
    }
    Ok(DeadlineRule {
        from: rule.from.as_ref().map(|day| *day.get_ref()),
        until: rule.until.as_ref().map(|day| *day.get_ref()),
        starts: rule.starts.get_ref().clone(),
        ends: rule.ends.get_ref().clone(),
        length,
        extension: extension(sheet, kind, length, rule.extended.as_ref())?,
        for_tips: rule.tips,
    })
}

/// At least one, and none twice.
fn check_events<E: PartialEq>(
    sheet: TomlFile<'_>,
    name: &str,
    written: &Spanned<Vec<E>>,
) -> Result<(), Complaint> {
    let events = written.get_ref();
    let twice = (1..events.len()).any(|at| events[..at].contains(&events[at]));
    if events.is_empty() || twice {
        let what = format_args!("{name} is empty, or names something twice");
        return Err(sheet.complain(written, what, "write at least one word, each once"));
    }
    Ok(())
}

fn length(sheet: TomlFile<'_>, written: &Spanned<WrittenTerm>) -> Result<Length, Complaint> {
    let term = written.get_ref();
    // Bounded by sense: no law gives an answer more than five years.
    match (&term.days, &term.working_days, &term.months, &term.years) {
        (Some(days), None, None, None) => Ok(Length::Days(sheet.number("days", days, 1..=366)?)),
        (None, Some(days), None, None) => {
            let days = sheet.number("working_days", days, 1..=260)?;
            Ok(Length::WorkingDays(days))
        }
        (None, None, Some(months), None) => {
            Ok(Length::Months(sheet.number("months", months, 1..=60)?))
        }
        (None, None, None, Some(years)) => {
            Ok(Length::Years(sheet.number("years", years, 1..=5)?))
        }
        _ => {
            let hint = "write one of days, working_days, months and years";
            Err(sheet.complain(written, "a term has one length", hint))
        }
    }
}

fn extension(
    sheet: TomlFile<'_>,
    kind: DeadlineKind,
    ordinary: Length,
    written: Option<&WrittenExtension>,
) -> Result<Option<LongerTerm>, Complaint> {
    let Some(written) = written else {
        return Ok(None);
    };
    check_events(sheet, "reasons", &written.reasons)?;
    let length = length(sheet, &written.term)?;
    if kind == DeadlineKind::Acknowledge {
        let hint = "drop it: the reporter is told within 7 days";
        return Err(sheet.complain(&written.term, "the Directive extends no A1", hint));
    }
    if length.about_days() <= ordinary.about_days() {
        let what = format_args!("extended to {length}, {kind} is no longer than {ordinary}");
        return Err(sheet.complain(&written.term, what, "write the whole extended term"));
    }
    if kind == DeadlineKind::Feedback && !is_within_months(length, FEEDBACK_EXTENDED_MONTHS_MAX) {
        let what = format_args!("{kind} of {length} is longer than the Directive allows");
        return Err(sheet.complain(&written.term, what, "at most 6 months"));
    }
    Ok(Some(LongerTerm {
        length,
        reasons: written.reasons.get_ref().clone(),
    }))
}

/// Deadlines that the Directive has set since before there were any cases.
fn is_the_directives(kind: DeadlineKind) -> bool {
    start_of_the_directives(kind).is_some()
}

/// Where the Directive says with what a clock starts, a ceiling would be none with another event.
fn start_of_the_directives(kind: DeadlineKind) -> Option<DeadlineStart> {
    match kind {
        DeadlineKind::Acknowledge => Some(DeadlineStart::Received),
        DeadlineKind::Feedback => Some(DeadlineStart::AcknowledgedOrDue),
        DeadlineKind::Decide
        | DeadlineKind::Notify
        | DeadlineKind::Progress
        | DeadlineKind::Forward
        | DeadlineKind::Answer => None,
    }
}

/// Directive 9(1)(b) and (f): 7 days to A1, three months to A2.
fn is_within_the_directive(kind: DeadlineKind, length: Length) -> bool {
    match kind {
        DeadlineKind::Acknowledge => matches!(length, Length::Days(..=7)),
        DeadlineKind::Feedback => is_within_months(length, 3),
        DeadlineKind::Decide
        | DeadlineKind::Notify
        | DeadlineKind::Progress
        | DeadlineKind::Forward
        | DeadlineKind::Answer => true,
    }
}

/// The shortest three months have 89 days, the shortest six 181.
fn is_within_months(length: Length, months_max: u16) -> bool {
    match length {
        Length::Days(days) => days < months_max * 30,
        Length::Months(months) => months <= months_max,
        // Holidays may stretch them past any number of months.
        Length::WorkingDays(_) | Length::Years(_) => false,
    }
}

/// Directive 11(2)(d).
const FEEDBACK_EXTENDED_MONTHS_MAX: u16 = 6;

impl DeadlineStart {
    /// As the policy file writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::ReceivedAsSubmission => "received-as-submission",
            Self::AcknowledgedOrDue => "acknowledged-or-due",
            Self::Identified => "identified",
            Self::Decided => "decided",
            Self::Recognised => "recognised",
            Self::NotCompetent => "not-competent",
        }
    }
}

impl fmt::Display for DeadlineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
