//! The policy: rules of handling, the first file of a country pack.
//!
//! Parse, don't validate: `Policy::parse` checks every bound once, and what holds a
//! `Policy` may rely on them. Knows limits, terms, the calendar and categories. Never knows a
//! report.
//!
//! ```text
//!   policy/…/policy.toml ─▶ strict structs ─▶ bounds ─▶ Policy
//!                     └─▶ SHA-256 ─▶ ledger (it names the digests of the pack's other files)
//! ```

mod category;
mod changed_rules;
mod deadline_rule;
mod extension_reason;
mod name_forms;
mod pack_files;
mod parsing;
mod retention;

use std::time::Duration;

pub use category::{Category, CategoryRule, EuAreas, Family, NotACategory};
pub use deadline_rule::{
    DeadlineEnd, DeadlineId, DeadlineKind, DeadlineRule, DeadlineStart, ForTips, Term,
};
pub use extension_reason::ExtensionReason;
pub use name_forms::NameForms;
pub use pack_files::{PackFiles, PackPath};
pub use parsing::BadPolicy;
pub use retention::Retention;

use crate::rules::calendar::{Calendar, Day, Deadline, Zone};
use crate::rules::names::Names;
use crate::text::{Language, LanguageCode};

/// Checked rules. Made only by [`Policy::parse`].
#[derive(Clone, Debug)]
pub struct Policy {
    digest: [u8; 32],
    text: String,
    version: u32,
    corrects_from: Option<Day>,
    reviewed_on: Option<Day>,
    zone: Zone,
    files: PackFiles,
    languages: Vec<LanguageCode>,
    country: String,
    contact_point: ContactPoint,
    page_facts: PageFacts,
    limits: PolicyLimits,
    receipt: ReceiptRules,
    retention: Retention,
    warn_days: Vec<i32>,
    deadlines: deadline_rule::DeadlineRules,
    calendar: Calendar,
    name_forms: NameForms,
    batch_days: i32,
    witnesses_required: usize,
    checkpoint_days_max: i32,
    suppression_threshold: u32,
    families: Vec<Family>,
    other: CategoryRule,
}

/// What happens to a code when it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renewal {
    /// It opens the answers once, and a fresh one takes its place.
    EachVisit,
    /// It stays.
    Never,
}

/// The institution that helps reporters find the right one, and supervises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactPoint {
    name: Names,
    site: String,
    institution: Option<String>,
    since: Day,
    verified_on: Option<Day>,
}

/// What the pages say of themselves, and the law about them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageFacts {
    accessibility_prepared: Day,
    accessibility_assessed: Option<Day>,
    anti_slapp_since: Option<Day>,
    data_authority: Names,
    accessibility_authority: Names,
}

#[derive(Clone, Debug)]
struct PolicyLimits {
    text_characters_max: usize,
    files_max: usize,
    file_bytes_max: u64,
    total_bytes_max: u64,
    mailbox_replies_max: usize,
    mailbox_bytes_max: u64,
    reply_files_max: usize,
    reply_files_bytes_max: u64,
    mailbox_files_bytes_max: u64,
    text_reserve_bytes: u64,
    uploads_at_once: usize,
    connections_max: usize,
    header_timeout: Duration,
    body_window: Duration,
    body_window_bytes_min: u64,
}

#[derive(Clone, Debug)]
struct ReceiptRules {
    stretch_memory_kib: u32,
    stretch_passes: u32,
    stretches_at_once: usize,
    renewal: Renewal,
    form_days: i32,
}

impl Policy {
    /// The file's text: anyone may read it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The pack's number: higher than that of every one before it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// When somebody who knows the law read the pack; `None`: nobody did.
    pub fn reviewed_on(&self) -> Option<Day> {
        self.reviewed_on
    }

    /// By which clock days begin.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The pack's other files.
    pub fn files(&self) -> &PackFiles {
        &self.files
    }

    /// SHA-256 of the file's bytes; it covers the pack's other files, whose digests it names.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Languages of the pages; at least one, the first is the visitor's first.
    pub fn languages(&self) -> &[LanguageCode] {
        &self.languages
    }

    /// The country's code in the authority table of the EU Publications Office, such as `FRA`.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// What the pages say of themselves.
    pub fn page_facts(&self) -> &PageFacts {
        &self.page_facts
    }

    /// Whom the pages name as the contact point.
    pub fn contact_point(&self) -> &ContactPoint {
        &self.contact_point
    }

    /// Characters of all answers of one report together, as people count them.
    pub fn text_max(&self) -> usize {
        self.limits.text_characters_max
    }

    /// Files of one report.
    pub fn files_max(&self) -> usize {
        self.limits.files_max
    }

    /// Bytes of one file.
    pub fn file_bytes_max(&self) -> u64 {
        self.limits.file_bytes_max
    }

    /// Bytes of all files of one report; at least one file's.
    pub fn total_bytes_max(&self) -> u64 {
        self.limits.total_bytes_max
    }

    /// Replies in one mailbox.
    pub fn mailbox_replies_max(&self) -> usize {
        self.limits.mailbox_replies_max
    }

    /// Sealed bytes of all replies in one mailbox; at least one reply's.
    pub fn mailbox_bytes_max(&self) -> u64 {
        self.limits.mailbox_bytes_max
    }

    /// Files that one answer carries.
    pub fn reply_files_max(&self) -> usize {
        self.limits.reply_files_max
    }

    /// Bytes of all files of one answer.
    pub fn reply_files_bytes_max(&self) -> u64 {
        self.limits.reply_files_bytes_max
    }

    /// Sealed bytes of the files of all answers in one mailbox.
    pub fn mailbox_files_bytes_max(&self) -> u64 {
        self.limits.mailbox_files_bytes_max
    }

    /// With fewer bytes free on the disk, no files are taken.
    pub fn text_reserve(&self) -> u64 {
        self.limits.text_reserve_bytes
    }

    /// Reports with files that may arrive at the same time.
    pub fn uploads_at_once(&self) -> usize {
        self.limits.uploads_at_once
    }

    /// Open connections; at least 8 more than uploads.
    pub fn connections_max(&self) -> usize {
        self.limits.connections_max
    }

    /// From a connection's first moment to the end of its header.
    pub fn header_timeout(&self) -> Duration {
        self.limits.header_timeout
    }

    /// In each such window a body brings [`Self::body_window_bytes_min`], or is cut off.
    pub fn body_window(&self) -> Duration {
        self.limits.body_window
    }

    /// Bytes; more than one in ten seconds, no more than 20,000 a second.
    pub fn body_window_bytes_min(&self) -> u64 {
        self.limits.body_window_bytes_min
    }

    /// Memory of one Argon2id run, in KiB.
    pub fn stretch_memory_kib(&self) -> u32 {
        self.receipt.stretch_memory_kib
    }

    /// Passes of one Argon2id run.
    pub fn stretch_passes(&self) -> u32 {
        self.receipt.stretch_passes
    }

    /// Argon2id runs at the same time.
    pub fn stretches_at_once(&self) -> usize {
        self.receipt.stretches_at_once
    }

    /// What happens to a code when it is used.
    pub fn renewal(&self) -> Renewal {
        self.receipt.renewal
    }

    /// Days on which a form's code is accepted, counting the form's own.
    pub fn form_days(&self) -> i32 {
        self.receipt.form_days
    }

    /// How long what is kept.
    pub fn retention(&self) -> &Retention {
        &self.retention
    }

    /// Does the intake drop a sealed report that all officers have?
    pub fn drop_after_all_fetched(&self) -> bool {
        self.retention.drop_after_all_fetched
    }

    /// Days until the intake forgets a sealed report that nobody accounted for.
    pub fn keep_unaccounted_days(&self) -> i32 {
        self.retention.keep_unaccounted_days
    }

    /// Days until the intake forgets a reply.
    pub fn keep_reply_days(&self) -> i32 {
        self.retention.keep_reply_days
    }

    /// For how many months a code opens its mailbox after it was written down.
    pub fn keep_access_months(&self) -> u16 {
        self.retention.keep_access_months
    }

    /// What was the law for a report that was received on `received`: at most one rule of each
    /// deadline, in the pack's order.
    pub fn deadline_rules(&self, received: Day) -> impl Iterator<Item = &DeadlineRule> {
        self.deadlines.of_day(received)
    }

    /// The rule of one of them; `None`: the law had no such deadline then.
    pub fn deadline_rule(&self, id: DeadlineId, received: Day) -> Option<&DeadlineRule> {
        self.deadline_rules(received).find(|rule| rule.id() == id)
    }

    /// Which days are working days.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// How names are declined, for copies in which some are masked.
    pub(crate) fn name_forms(&self) -> &NameForms {
        &self.name_forms
    }

    /// When the acknowledgement (A1) is due.
    pub fn acknowledge_deadline(&self, received: Day, calendar: &Calendar) -> Deadline {
        self.always(DeadlineKind::Acknowledge, received).deadline(
            received,
            Term::Ordinary,
            calendar,
        )
    }

    /// When feedback (A2) is due: counted from the acknowledgement or, if none was sent by
    /// then, from the end of A1. An acknowledgement that comes late buys no time.
    pub fn feedback_deadline(
        &self,
        received: Day,
        acknowledged: Option<Day>,
        term: Term,
        calendar: &Calendar,
    ) -> Deadline {
        let start = self.feedback_start(received, acknowledged, calendar);
        self.always(DeadlineKind::Feedback, received)
            .deadline(start, term, calendar)
    }

    /// The acknowledgement, or the nominal end of A1 (holidays or not) if that is earlier.
    pub fn feedback_start(
        &self,
        received: Day,
        acknowledged: Option<Day>,
        calendar: &Calendar,
    ) -> Day {
        let limit = self.acknowledge_deadline(received, calendar).nominal();
        acknowledged.map_or(limit, |day| day.min(limit))
    }

    /// The day a reporter is told to come back: the first working day on or after the
    /// acknowledgement's limit, if the report was sent on `sent`.
    pub fn expected_return(&self, sent: Day, calendar: &Calendar) -> Day {
        self.acknowledge_deadline(sent, calendar).legal()
    }

    /// Days before a nominal last day on which warnings begin; descending.
    pub fn warn_days(&self) -> &[i32] {
        &self.warn_days
    }

    /// "Received" entries are appended once in so many days.
    pub fn batch_days(&self) -> i32 {
        self.batch_days
    }

    /// Days after which what was received is in the ledger: those of a batch, and one for a server
    /// that was down.
    pub fn entry_days(&self) -> i32 {
        self.batch_days + LATE_BATCH_DAYS
    }

    /// The last day on which what was received on `received` may be missing in the ledger.
    pub fn entered_by(&self, received: Day) -> Day {
        received.plus_days(self.entry_days())
    }

    /// Cosignatures without which an auditor does not trust a checkpoint.
    pub fn witnesses_required(&self) -> usize {
        self.witnesses_required
    }

    /// Days that the newest checkpoint may be old: the log signs one each day.
    pub fn checkpoint_days_max(&self) -> i32 {
        self.checkpoint_days_max
    }

    /// Published cells that count fewer are suppressed; at least 3.
    pub fn suppression_threshold(&self) -> u32 {
        self.suppression_threshold
    }

    /// Families of categories, in the form's order. "Other" is in none.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// The category for what fits nowhere.
    pub fn other(&self) -> &CategoryRule {
        &self.other
    }

    /// All categories in the law's order, "other" too.
    pub fn categories(&self) -> Vec<&CategoryRule> {
        let mut all: Vec<_> = self.families.iter().flat_map(Family::categories).collect();
        all.push(&self.other);
        all.sort_by_key(|rule| rule.number());
        all
    }

    /// The rule of this category, if the policy has it.
    pub fn find(&self, category: &Category) -> Option<&CategoryRule> {
        let mut all = self.families.iter().flat_map(Family::categories);
        all.find(|rule| rule.category() == category)
            .or_else(|| Some(&self.other).filter(|rule| rule.category() == category))
    }

    /// The rule of a clock that the Directive sets.
    fn always(&self, kind: DeadlineKind, received: Day) -> &DeadlineRule {
        self.deadline_rules(received)
            .find(|rule| rule.kind() == kind)
            .expect("a policy without a rule for each day is refused when parsing")
    }
}

impl PageFacts {
    /// When the accessibility statement was written.
    pub fn accessibility_prepared(&self) -> Day {
        self.accessibility_prepared
    }

    /// When somebody else assessed the pages; `None`: nobody did.
    pub fn accessibility_assessed(&self) -> Option<Day> {
        self.accessibility_assessed
    }

    /// Does the law let a court dismiss lawsuits that are to silence people, on this day?
    pub fn is_anti_slapp_in_force(&self, today: Day) -> bool {
        self.anti_slapp_since.is_some_and(|since| since <= today)
    }

    /// To whom one complains about the use of personal data.
    pub fn data_authority(&self, language: Language) -> &str {
        self.data_authority.read(language)
    }

    /// To whom one complains about accessibility.
    pub fn accessibility_authority(&self, language: Language) -> &str {
        self.accessibility_authority.read(language)
    }
}

impl ContactPoint {
    /// Its name.
    pub fn name(&self, language: Language) -> &str {
        self.name.read(language)
    }

    /// Its name in every language.
    pub(crate) fn names(&self) -> &Names {
        &self.name
    }

    /// Its address on the web: shown as text, never a link (A03).
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The short name of its own roster, if it receives reports through this program.
    pub fn institution(&self) -> Option<&str> {
        self.institution.as_deref()
    }

    /// The first day on which it is the contact point.
    pub fn since(&self) -> Day {
        self.since
    }

    /// When the operator checked that the law says so; `None`: nobody did.
    pub fn verified_on(&self) -> Option<Day> {
        self.verified_on
    }
}

/// Days beside its batch's, after which an entry is late: a server may be down for one.
const LATE_BATCH_DAYS: i32 = 1;

#[cfg(test)]
mod tests;
