//! Parsing the policy file: every bound, and its reason.

use std::fmt;
use std::sync::LazyLock;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use super::category::{self, WrittenCategory, WrittenFamily};
use super::deadline_rule::{DeadlineRules, WrittenDeadlines};
use super::name_forms::WrittenNameForms;
use super::pack_files::{PackFiles, WrittenFiles};
use super::{
    ContactPoint, NameForms, PageFacts, Policy, PolicyLimits, ReceiptRules, Renewal, Retention,
};
use crate::rules::calendar::{Calendar, Day, WrittenCalendar, Zone};
use crate::rules::names::{NamedIn, Names, WrittenNames};
use crate::rules::toml_file::{Complaint, INSTITUTION_SLUG_MAX, TomlFile, is_slug};
use crate::text::LanguageCode;

/// Why a policy is refused: a mistake in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadPolicy(pub(super) Complaint);

impl Policy {
    /// The policy of the pack that came with this program: `policy/latvia/policy.toml`.
    pub fn shipped() -> Self {
        static READ: LazyLock<Policy> =
            LazyLock::new(|| Policy::parse(SHIPPED).expect("a test loads the shipped policy"));
        READ.clone()
    }

    /// A policy file's text, every value checked.
    pub fn parse(text: &str) -> Result<Self, BadPolicy> {
        checked(text).map_err(BadPolicy)
    }
}

impl Calendar {
    /// That of the policy that came with this program.
    pub fn shipped() -> Self {
        Policy::shipped().calendar
    }
}

fn checked(text: &str) -> Result<Policy, Complaint> {
    let sheet = TomlFile::new(text);
    let written: PolicyFile = sheet.read()?;
    let languages = languages(sheet, &written.languages)?;
    let (families, other) = category::checked(sheet, &languages, &written.family, &written.other)?;
    Ok(Policy {
        digest: sheet.digest(),
        text: text.to_owned(),
        version: sheet.number("version", &written.version, 1..=u32::MAX)?,
        corrects_from: corrects_from(sheet, &written)?,
        reviewed_on: written.reviewed_on,
        zone: zone(sheet, &written.zone)?,
        files: PackFiles::from_written(sheet, &written.files)?,
        country: country(sheet, &written.country)?,
        contact_point: contact_point(sheet, &languages, &written.contact_point)?,
        page_facts: page_facts(sheet, &languages, &written.pages)?,
        limits: limits(sheet, &written.limits)?,
        receipt: receipt(sheet, &written.receipt)?,
        retention: retention(sheet, &written.retention)?,
        warn_days: warn_days(sheet, &written.deadlines.warn_days)?,
        deadlines: DeadlineRules::from_written(sheet, &written.deadlines)?,
        calendar: Calendar::from_written(sheet, &languages, &written.calendar)?,
        name_forms: NameForms::from_written(sheet, written.masking.as_ref())?,
        // More than a week, and a reporter can't see in time that the report is counted.
        batch_days: sheet.number("batch_days", &written.ledger.batch_days, 1..=7)?,
        witnesses_required: sheet.number(
            "witnesses_required",
            &written.ledger.witnesses_required,
            0..=16,
        )?,
        checkpoint_days_max: sheet.number(
            "checkpoint_days_max",
            &written.ledger.checkpoint_days_max,
            // In less than a day two clocks differ; after a month nobody would look any more.
            1..=31,
        )?,
        suppression_threshold: sheet.number(
            "suppression_threshold",
            &written.statistics.suppression_threshold,
            // Below 3, one of two people in a cell finds the other by subtraction.
            3..=50,
        )?,
        families,
        other,
        languages,
    })
}

/// Of this version: one that was left in the file would let anything of the past change.
fn corrects_from(sheet: TomlFile<'_>, written: &PolicyFile) -> Result<Option<Day>, Complaint> {
    let Some(correction) = &written.correction else {
        return Ok(None);
    };
    if correction.version.get_ref() != written.version.get_ref() {
        let hint = "drop [correction]; write it again if this version, too, corrects the past";
        return Err(sheet.complain(&correction.version, "a correction of another version", hint));
    }
    Ok(Some(correction.from))
}

fn languages(
    sheet: TomlFile<'_>,
    written: &Spanned<Vec<Spanned<String>>>,
) -> Result<Vec<LanguageCode>, Complaint> {
    let mut languages = Vec::new();
    for code in written.get_ref() {
        let hint = "a code such as lv or lv-x-easy, each once";
        match LanguageCode::parse(code.get_ref()) {
            Ok(language) if !languages.contains(&language) => languages.push(language),
            _ => return Err(sheet.complain(code, "not a language of the pages", hint)),
        }
    }
    if !(1..=LANGUAGES_MAX).contains(&languages.len()) {
        return Err(sheet.complain(written, "no language, or too many", "1 to 16"));
    }
    Ok(languages)
}

fn zone(sheet: TomlFile<'_>, written: &Spanned<String>) -> Result<Zone, Complaint> {
    Zone::parse(written.get_ref()).map_err(|not_a_zone| {
        let hint = "copy the last line of its file in /usr/share/zoneinfo";
        sheet.complain(written, not_a_zone, hint)
    })
}

/// Three capital letters: what else they have to be only the authority table knows.
fn country(sheet: TomlFile<'_>, written: &Spanned<String>) -> Result<String, Complaint> {
    let code = written.get_ref();
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(code.clone())
    } else {
        Err(sheet.complain(written, "not a country's code", "three capital letters"))
    }
}

fn page_facts(
    sheet: TomlFile<'_>,
    languages: &[LanguageCode],
    written: &WrittenPages,
) -> Result<PageFacts, Complaint> {
    let named = |written| Names::from_written(sheet, written, 200, NamedIn::These(languages));
    Ok(PageFacts {
        accessibility_prepared: written.accessibility_prepared,
        accessibility_assessed: written.accessibility_assessed,
        anti_slapp_since: written.anti_slapp_since,
        data_authority: named(&written.data_authority)?,
        accessibility_authority: named(&written.accessibility_authority)?,
    })
}

fn contact_point(
    sheet: TomlFile<'_>,
    languages: &[LanguageCode],
    written: &WrittenContact,
) -> Result<ContactPoint, Complaint> {
    let site = written.site.get_ref();
    let is_address = site.starts_with("https://") && site.chars().all(|c| c.is_ascii_graphic());
    if !is_address || site.len() > 200 {
        let hint = "an address of at most 200 characters that begins with https://";
        return Err(sheet.complain(&written.site, "site is not a web address", hint));
    }
    Ok(ContactPoint {
        name: Names::from_written(sheet, &written.name, 120, NamedIn::These(languages))?,
        site: site.clone(),
        institution: own_channel(sheet, written.institution.as_ref())?,
        since: written.since,
        verified_on: written.verified_on,
    })
}

fn own_channel(
    sheet: TomlFile<'_>,
    written: Option<&Spanned<String>>,
) -> Result<Option<String>, Complaint> {
    let Some(written) = written else {
        return Ok(None);
    };
    if !is_slug(written.get_ref(), INSTITUTION_SLUG_MAX) {
        let hint = "the short name of its roster, like \"knab\"; or leave it out";
        return Err(sheet.complain(written, "institution is not a short name", hint));
    }
    Ok(Some(written.get_ref().clone()))
}

fn limits(sheet: TomlFile<'_>, written: &WrittenLimits) -> Result<PolicyLimits, Complaint> {
    let file_bytes_max = sheet.number("file_bytes_max", &written.file_bytes_max, 1..=GIB)?;
    let uploads_at_once = sheet.number("uploads_at_once", &written.uploads_at_once, 1..=1024)?;
    // A flood of uploads must leave connections for pages.
    let connections = uploads_at_once + 8..=65_536;
    let window = sheet.number(
        "body_window_seconds",
        &written.body_window_seconds,
        10..=120,
    )?;
    // Below: one byte in ten seconds would pass. Above: real Tor, 20 KB/s, would not.
    let bytes_min = window / 10 + 1..=window * 20_000;
    Ok(PolicyLimits {
        // Above: a `report.json` of control characters, six bytes for each of four, would not fit.
        text_characters_max: sheet.number(
            "text_characters_max",
            &written.text_characters_max,
            4096..=65_536,
        )?,
        files_max: sheet.number("files_max", &written.files_max, 0..=100)?,
        file_bytes_max,
        total_bytes_max: sheet.number(
            "total_bytes_max",
            &written.total_bytes_max,
            file_bytes_max..=4 * GIB,
        )?,
        mailbox_replies_max: sheet.number(
            "mailbox_replies_max",
            &written.mailbox_replies_max,
            8..=1000,
        )?,
        // Below: the longest reply would not fit. Above: not all of it is handed out at once.
        mailbox_bytes_max: sheet.number(
            "mailbox_bytes_max",
            &written.mailbox_bytes_max,
            96 * 1024..=3 * MIB as u64 / 2,
        )?,
        // Above: no tool writes an answer with more, or reads it.
        reply_files_max: sheet.number("reply_files_max", &written.reply_files_max, 0..=16)?,
        reply_files_bytes_max: sheet.number(
            "reply_files_bytes_max",
            &written.reply_files_bytes_max,
            1..=16 * MIB as u64,
        )?,
        // Below: the largest files of one answer, sealed, would not fit.
        mailbox_files_bytes_max: sheet.number(
            "mailbox_files_bytes_max",
            &written.mailbox_files_bytes_max,
            20 * MIB as u64..=GIB,
        )?,
        // Below: the store itself stops soon after.
        text_reserve_bytes: sheet.number(
            "text_reserve_bytes",
            &written.text_reserve_bytes,
            64 * MIB as u64..=1024 * GIB,
        )?,
        uploads_at_once,
        connections_max: sheet.number("connections_max", &written.connections_max, connections)?,
        header_timeout: Duration::from_secs(sheet.number(
            "header_timeout_seconds",
            &written.header_timeout_seconds,
            5..=60,
        )?),
        body_window: Duration::from_secs(window),
        body_window_bytes_min: sheet.number(
            "body_window_bytes_min",
            &written.body_window_bytes_min,
            bytes_min,
        )?,
    })
}

fn receipt(sheet: TomlFile<'_>, written: &WrittenReceipt) -> Result<ReceiptRules, Complaint> {
    let memory = sheet.number(
        "stretch_memory_kib",
        &written.stretch_memory_kib,
        STRETCH_KIB_MIN..=STRETCH_KIB_MAX,
    )?;
    // All runs together stay within what one small server has.
    let at_once_max = usize::try_from(STRETCH_KIB_MAX / memory)
        .unwrap_or(1)
        .min(64);
    Ok(ReceiptRules {
        stretch_memory_kib: memory,
        stretch_passes: sheet.number("stretch_passes", &written.stretch_passes, 1..=16)?,
        stretches_at_once: sheet.number(
            "stretches_at_once",
            &written.stretches_at_once,
            1..=at_once_max,
        )?,
        renewal: written.renewal,
        // One day would refuse whoever writes past midnight; a code on an old page is a risk.
        form_days: sheet.number("form_days", &written.form_days, 2..=7)?,
    })
}

fn retention(sheet: TomlFile<'_>, written: &WrittenRetention) -> Result<Retention, Complaint> {
    let days = |name, value, bounds| sheet.number::<i32>(name, value, bounds);
    let months = |name, value, bounds| sheet.number::<u16>(name, value, bounds);
    Ok(Retention {
        drop_after_all_fetched: written.drop_after_all_fetched,
        // Nobody's leave is so long; ten years is what archives ask at most.
        keep_unaccounted_days: days(
            "keep_unaccounted_days",
            &written.keep_unaccounted_days,
            180..=3653,
        )?,
        // A month at least after the final feedback.
        keep_reply_days: days("keep_reply_days", &written.keep_reply_days, 31..=3653)?,
        // Three months to feedback; ten years is what archives ask at most.
        keep_access_months: months("keep_access_months", &written.keep_access_months, 3..=120)?,
        spam_days: days("spam_days", &written.spam_days, 0..=30)?,
        not_recognised_months: months(
            "not_recognised_months",
            &written.not_recognised_months,
            0..=120,
        )?,
        examined_months: months("examined_months", &written.examined_months, 0..=120)?,
        forwarded_days: days("forwarded_days", &written.forwarded_days, 0..=365)?,
        hold_review_months: months("hold_review_months", &written.hold_review_months, 1..=12)?,
        identity_before_case_days: days(
            "identity_before_case_days",
            &written.identity_before_case_days,
            0..=365,
        )?,
        officer_log_months: months("officer_log_months", &written.officer_log_months, 1..=120)?,
    })
}

fn warn_days(
    sheet: TomlFile<'_>,
    written: &Spanned<Vec<Spanned<i64>>>,
) -> Result<Vec<i32>, Complaint> {
    let mut days: Vec<i32> = Vec::new();
    for day in written.get_ref() {
        let fewer = days.last().map_or(60, |last| last - 1);
        days.push(sheet.number("warn_days", day, 1..=fewer)?);
    }
    Ok(days)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    version: Spanned<i64>,
    correction: Option<WrittenCorrection>,
    reviewed_on: Option<Day>,
    zone: Spanned<String>,
    files: WrittenFiles,
    languages: Spanned<Vec<Spanned<String>>>,
    country: Spanned<String>,
    contact_point: WrittenContact,
    pages: WrittenPages,
    limits: WrittenLimits,
    receipt: WrittenReceipt,
    retention: WrittenRetention,
    deadlines: WrittenDeadlines,
    calendar: WrittenCalendar,
    masking: Option<Spanned<WrittenNameForms>>,
    ledger: WrittenLedger,
    statistics: WrittenStatistics,
    family: Spanned<Vec<WrittenFamily>>,
    other: WrittenCategory,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCorrection {
    version: Spanned<i64>,
    from: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenContact {
    name: Spanned<WrittenNames>,
    site: Spanned<String>,
    institution: Option<Spanned<String>>,
    since: Day,
    verified_on: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPages {
    accessibility_prepared: Day,
    accessibility_assessed: Option<Day>,
    anti_slapp_since: Option<Day>,
    data_authority: Spanned<WrittenNames>,
    accessibility_authority: Spanned<WrittenNames>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLimits {
    text_characters_max: Spanned<i64>,
    files_max: Spanned<i64>,
    file_bytes_max: Spanned<i64>,
    total_bytes_max: Spanned<i64>,
    mailbox_replies_max: Spanned<i64>,
    mailbox_bytes_max: Spanned<i64>,
    reply_files_max: Spanned<i64>,
    reply_files_bytes_max: Spanned<i64>,
    mailbox_files_bytes_max: Spanned<i64>,
    text_reserve_bytes: Spanned<i64>,
    uploads_at_once: Spanned<i64>,
    connections_max: Spanned<i64>,
    header_timeout_seconds: Spanned<i64>,
    body_window_seconds: Spanned<i64>,
    body_window_bytes_min: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenReceipt {
    stretch_memory_kib: Spanned<i64>,
    stretch_passes: Spanned<i64>,
    stretches_at_once: Spanned<i64>,
    renewal: Renewal,
    form_days: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRetention {
    drop_after_all_fetched: bool,
    keep_unaccounted_days: Spanned<i64>,
    keep_reply_days: Spanned<i64>,
    keep_access_months: Spanned<i64>,
    spam_days: Spanned<i64>,
    not_recognised_months: Spanned<i64>,
    examined_months: Spanned<i64>,
    forwarded_days: Spanned<i64>,
    hold_review_months: Spanned<i64>,
    identity_before_case_days: Spanned<i64>,
    officer_log_months: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLedger {
    batch_days: Spanned<i64>,
    witnesses_required: Spanned<i64>,
    checkpoint_days_max: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStatistics {
    suppression_threshold: Spanned<i64>,
}

impl fmt::Display for BadPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "policy.toml, {}", self.0)
    }
}

impl std::error::Error for BadPolicy {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

pub(super) const SHIPPED: &str = include_str!("../../../policy/latvia/policy.toml");
/// A start page lists them all.
const LANGUAGES_MAX: usize = 16;
const MIB: usize = 1 << 20;
const GIB: u64 = 1 << 30;
/// 7 MiB: the smallest memory in OWASP's list for Argon2id.
const STRETCH_KIB_MIN: u32 = 7 * 1024;
/// 1 GiB for all runs at once.
const STRETCH_KIB_MAX: u32 = 1024 * 1024;
