//! Deadline rules: which deadline starts and ends with what, and since when.
//!
//! Which deadlines there are comes from the pack: what is owed, which events start and end it, how
//! long it is, for which reasons longer, and from which day until which that is the law. Duties and
//! events are closed lists. The ceilings that the Directive sets can't be raised there.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::ExtensionReason;
use crate::rules::calendar::{Calendar, Day, Deadline, Length};
use crate::rules::toml_file::{Complaint, TomlFile};

/// What is owed by a deadline; published figures count by it, whatever a law calls it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// The reporter is told that the report was received.
    Acknowledge,
    /// Decided whether it is a whistleblower's report.
    Decide,
    /// The reporter is told that decision.
    Notify,
    /// The reporter is told how it goes.
    Progress,
    /// Feedback: what is done or envisaged, and on what grounds.
    Feedback,
    /// Passed on by an institution that is not competent.
    Forward,
    /// Answered, if handled as an ordinary submission.
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

/// A deadline's short name in the pack, as reports write it: `A1`. 1 to 4 of A–Z and 0–9, a letter
/// first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeadlineId([u8; DeadlineId::LENGTH_MAX]);

/// One deadline's rule, while it is the law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadlineRule {
    id: DeadlineId,
    kind: DeadlineKind,
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

/// The rules of all deadlines in the order of the file; each deadline's stand together, in the
/// order of their days.
#[derive(Clone, Debug)]
pub(super) struct DeadlineRules(Vec<DeadlineRule>);

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

    /// As the pack writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Decide => "decide",
            Self::Notify => "notify",
            Self::Progress => "progress",
            Self::Feedback => "feedback",
            Self::Forward => "forward",
            Self::Answer => "answer",
        }
    }
}

impl DeadlineId {
    const LENGTH_MAX: usize = 4;

    /// From a pack or a ledger's report.
    pub fn parse(text: &str) -> Option<Self> {
        let is_right = text.starts_with(|c: char| c.is_ascii_uppercase())
            && text
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let mut bytes = [0; Self::LENGTH_MAX];
        bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        is_right.then_some(Self(bytes))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        let text = std::str::from_utf8(&self.0).unwrap_or_default();
        text.trim_end_matches('\0')
    }
}

impl DeadlineRule {
    /// Of which of the pack's deadlines it is a rule.
    pub fn id(&self) -> DeadlineId {
        self.id
    }

    /// What is owed by it.
    pub fn kind(&self) -> DeadlineKind {
        self.kind
    }

    /// Does it run for a month or more? Then warnings begin early.
    pub fn is_long(&self) -> bool {
        self.length.about_days() >= LONG_DAYS
    }

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

    /// But for the days on which it is the law.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let Self {
            id,
            kind,
            from: _,
            until: _,
            starts,
            ends,
            length,
            extension,
            for_tips,
        } = other;
        (self.id, self.kind, self.length, self.for_tips) == (*id, *kind, *length, *for_tips)
            && (&self.starts, &self.ends, &self.extension) == (starts, ends, extension)
    }

    fn is_law_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl DeadlineRules {
    /// What was the law for a report that was received on `received`: at most one rule of each
    /// deadline.
    pub(super) fn of_day(&self, received: Day) -> impl Iterator<Item = &DeadlineRule> {
        self.0.iter().filter(move |rule| rule.is_law_on(received))
    }

    pub(super) fn from_written(
        sheet: TomlFile<'_>,
        written: &WrittenDeadlines,
    ) -> Result<Self, Complaint> {
        let mut rules: Vec<DeadlineRule> = Vec::new();
        for one in &written.clock {
            let rule = checked(sheet, one)?;
            let before = rules.last().filter(|before| before.id == rule.id);
            check_place(sheet, one, &rule, &rules)?;
            check_days(sheet, one, &rule, before)?;
            rules.push(rule);
        }
        check_the_directives(sheet, &rules)?;
        Ok(Self(rules))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDeadlines {
    pub(super) warn_days: Spanned<Vec<Spanned<i64>>>,
    clock: Vec<Spanned<WrittenDeadline>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDeadline {
    id: Spanned<String>,
    duty: DeadlineKind,
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

/// A deadline's rules stand together and are about one duty.
fn check_place(
    sheet: TomlFile<'_>,
    written: &Spanned<WrittenDeadline>,
    rule: &DeadlineRule,
    before: &[DeadlineRule],
) -> Result<(), Complaint> {
    let id = &written.get_ref().id;
    let known = before.iter().rfind(|known| known.id == rule.id);
    let follows = before.last().is_some_and(|last| last.id == rule.id);
    match known {
        Some(_) if !follows => {
            let hint = "write all rules of one deadline below each other";
            Err(sheet.complain(id, format_args!("{} is here a second time", rule.id), hint))
        }
        Some(known) if known.kind != rule.kind => {
            let what = format_args!("{} is about another duty than before", rule.id);
            let hint = format_args!("write duty = \"{}\", or another id", known.kind.as_str());
            Err(sheet.complain(id, what, hint))
        }
        None if before.len() >= RULES_MAX => {
            let hint = format_args!("no law needs more than {RULES_MAX}");
            Err(sheet.complain(id, "too many rules of deadlines", hint))
        }
        Some(_) | None => Ok(()),
    }
}

/// What the Directive asks has one deadline each, and a rule for the days to come.
fn check_the_directives(sheet: TomlFile<'_>, rules: &[DeadlineRule]) -> Result<(), Complaint> {
    for kind in DeadlineKind::ALL
        .into_iter()
        .filter(|kind| is_the_directives(*kind))
    {
        let of_kind = || rules.iter().filter(|rule| rule.kind == kind);
        let first = of_kind().next().map(|rule| rule.id);
        if of_kind().any(|rule| Some(rule.id) != first) {
            let what = format_args!("two deadlines have the duty {}", kind.as_str());
            return Err(sheet.complain_of_all(what, "write one, with a rule for each law"));
        }
        let last = of_kind().next_back();
        if last.is_none_or(|rule| rule.until.is_some()) {
            let what = format_args!("{} has no rule for the days to come", kind.as_str());
            return Err(sheet.complain_of_all(what, "the Directive sets no end to it"));
        }
    }
    Ok(())
}

/// Rules follow each other: on each day at most one is the law, and for what the Directive asks
/// exactly one.
fn check_days(
    sheet: TomlFile<'_>,
    written: &Spanned<WrittenDeadline>,
    rule: &DeadlineRule,
    before: Option<&DeadlineRule>,
) -> Result<(), Complaint> {
    let (kind, id) = (rule.kind, rule.id);
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
        let what = format_args!("a rule of {id} does not follow the one before it");
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
    written: &Spanned<WrittenDeadline>,
) -> Result<DeadlineRule, Complaint> {
    let rule = written.get_ref();
    let kind = rule.duty;
    let id = DeadlineId::parse(rule.id.get_ref()).ok_or_else(|| {
        let hint = "1 to 4 of A-Z and 0-9, a letter first, such as A1";
        sheet.complain(&rule.id, "not a deadline's id", hint)
    })?;
    check_events(sheet, "starts", &rule.starts)?;
    check_events(sheet, "ends", &rule.ends)?;
    if let Some(start) = start_of_the_directives(kind)
        && *rule.starts.get_ref() != [start]
    {
        let what = format_args!("{id} starts with another event in the Directive");
        let hint = format_args!("write [\"{}\"]", start.as_str());
        return Err(sheet.complain(&rule.starts, what, hint));
    }
    let length = length(sheet, &rule.term)?;
    if !is_within_the_directive(kind, length) {
        let what = format_args!("{id} of {length} is longer than the Directive allows");
        let hint = "at most 7 days to acknowledge, and 3 months or 89 days to feedback";
        return Err(sheet.complain(&rule.term, what, hint));
    }
    Ok(DeadlineRule {
        id,
        kind,
        from: rule.from.as_ref().map(|day| *day.get_ref()),
        until: rule.until.as_ref().map(|day| *day.get_ref()),
        starts: rule.starts.get_ref().clone(),
        ends: rule.ends.get_ref().clone(),
        length,
        extension: extension(sheet, (kind, id), length, rule.extended.as_ref())?,
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
    (kind, id): (DeadlineKind, DeadlineId),
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
        return Err(sheet.complain(
            &written.term,
            "the Directive extends no acknowledgement",
            hint,
        ));
    }
    if length.about_days() <= ordinary.about_days() {
        let what = format_args!("extended to {length}, {id} is no longer than {ordinary}");
        return Err(sheet.complain(&written.term, what, "write the whole extended term"));
    }
    if kind == DeadlineKind::Feedback && !is_within_months(length, FEEDBACK_EXTENDED_MONTHS_MAX) {
        let what = format_args!("{id} of {length} is longer than the Directive allows");
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

/// Days.
const LONG_DAYS: u32 = 28;
/// Seven deadlines with nine changes of law each.
const RULES_MAX: usize = 64;
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

impl fmt::Display for DeadlineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for DeadlineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
