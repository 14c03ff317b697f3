//! Clocks: which deadline starts with what.
//!
//! The seven of `law.md` 2.4. Lengths come from the policy file; the ceilings that the
//! Directive sets can't be raised there.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use crate::rules::calendar::{Calendar, Day, Deadline, Length};
use crate::rules::toml_file::{Complaint, TomlFile};

/// Something that is due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Clock {
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

/// The event that starts a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockStart {
    /// The report was received.
    Received,
    /// The receipt was acknowledged to the reporter.
    Acknowledged,
    /// It was decided whether it is a whistleblower's report.
    Decided,
    /// It was recognised as one.
    Recognised,
    /// The institution found that it is not competent.
    NotCompetent,
}

/// What a clock is for a report that is anonymous.
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

/// One clock's rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockRule {
    starts: ClockStart,
    length: Length,
    extended: Option<Length>,
    for_tips: ForTips,
}

/// The rules of all seven clocks.
#[derive(Clone, Debug)]
pub(super) struct Clocks([ClockRule; 7]);

impl Clock {
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

impl ClockStart {
    /// As the policy file writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Decided => "decided",
            Self::Recognised => "recognised",
            Self::NotCompetent => "not-competent",
        }
    }
}

impl ClockRule {
    /// The event that starts it.
    pub fn starts(&self) -> ClockStart {
        self.starts
    }

    /// How long it runs.
    pub fn length(&self, term: Term) -> Length {
        match term {
            Term::Ordinary => self.length,
            Term::Extended => self.extended.unwrap_or(self.length),
        }
    }

    /// Can it be extended with reasons?
    pub fn is_extendable(&self) -> bool {
        self.extended.is_some()
    }

    /// What it is for an anonymous report.
    pub fn for_tips(&self) -> ForTips {
        self.for_tips
    }

    /// The deadline, if the starting event was on `start`.
    pub fn deadline(&self, start: Day, term: Term, calendar: &Calendar) -> Deadline {
        Deadline::new(start, self.length(term), calendar)
    }
}

impl Clocks {
    pub(super) fn rule(&self, clock: Clock) -> &ClockRule {
        &self.0[clock as usize]
    }

    pub(super) fn from_written(
        sheet: TomlFile<'_>,
        written: &WrittenDeadlines,
    ) -> Result<Self, Complaint> {
        let rule = |clock: Clock, written| checked(sheet, clock, written);
        // In the order of `Clock::ALL`, which is the order of the enum.
        Ok(Self([
            rule(Clock::Acknowledge, &written.acknowledge)?,
            rule(Clock::Decide, &written.decide)?,
            rule(Clock::Notify, &written.notify)?,
            rule(Clock::Progress, &written.progress)?,
            rule(Clock::Feedback, &written.feedback)?,
            rule(Clock::Forward, &written.forward)?,
            rule(Clock::Answer, &written.answer)?,
        ]))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDeadlines {
    pub(super) warn_days: Spanned<Vec<Spanned<i64>>>,
    acknowledge: Spanned<WrittenClock>,
    decide: Spanned<WrittenClock>,
    notify: Spanned<WrittenClock>,
    progress: Spanned<WrittenClock>,
    feedback: Spanned<WrittenClock>,
    forward: Spanned<WrittenClock>,
    answer: Spanned<WrittenClock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClock {
    starts: Spanned<ClockStart>,
    days: Option<Spanned<i64>>,
    months: Option<Spanned<i64>>,
    extended_months: Option<Spanned<i64>>,
    tips: ForTips,
}

fn checked(
    sheet: TomlFile<'_>,
    clock: Clock,
    written: &Spanned<WrittenClock>,
) -> Result<ClockRule, Complaint> {
    let rule = written.get_ref();
    let expected = expected_start(clock);
    if *rule.starts.get_ref() != expected {
        let what = format_args!("{clock} starts with another event in law");
        let hint = format_args!("write {:?}", expected.as_str());
        return Err(sheet.complain(&rule.starts, what, hint));
    }
    let length = match (&rule.days, &rule.months) {
        (Some(days), None) => Length::Days(sheet.number("days", days, 1..=days_max(clock))?),
        (None, Some(months)) if clock == Clock::Acknowledge => {
            let what = "the Directive counts the acknowledgement in days";
            return Err(sheet.complain(months, what, "write days = 7, or fewer"));
        }
        (None, Some(months)) => {
            Length::Months(sheet.number("months", months, 1..=months_max(clock))?)
        }
        _ => {
            let what = format_args!("{clock} needs one length");
            return Err(sheet.complain(written, what, "write either days or months"));
        }
    };
    Ok(ClockRule {
        starts: expected,
        length,
        extended: extended(sheet, length, rule)?,
        for_tips: rule.tips,
    })
}

fn extended(
    sheet: TomlFile<'_>,
    length: Length,
    rule: &WrittenClock,
) -> Result<Option<Length>, Complaint> {
    let Some(months) = &rule.extended_months else {
        return Ok(None);
    };
    let Length::Months(ordinary) = length else {
        let hint = "give the ordinary length in months too, or drop the extension";
        return Err(sheet.complain(months, "an extension in months of a term in days", hint));
    };
    let bounds = ordinary + 1..=EXTENDED_MONTHS_MAX;
    let months = sheet.number("extended_months", months, bounds)?;
    Ok(Some(Length::Months(months)))
}

/// The event is a matter of law, not of choice; the file states it for its readers.
fn expected_start(clock: Clock) -> ClockStart {
    match clock {
        Clock::Acknowledge | Clock::Decide | Clock::Answer => ClockStart::Received,
        Clock::Notify => ClockStart::Decided,
        Clock::Progress => ClockStart::Recognised,
        Clock::Feedback => ClockStart::Acknowledged,
        Clock::Forward => ClockStart::NotCompetent,
    }
}

/// 7 for A1 is the Directive's ceiling; the others are bounded by sense.
fn days_max(clock: Clock) -> u16 {
    match clock {
        Clock::Acknowledge => 7,
        Clock::Feedback => 90,
        _ => 62,
    }
}

/// 3 for A2 is the Directive's ceiling.
fn months_max(clock: Clock) -> u16 {
    match clock {
        Clock::Feedback => 3,
        _ => 4,
    }
}

/// Directive 11(2)(d).
const EXTENDED_MONTHS_MAX: u16 = 6;

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
