//! P7: for each way to cheat, the auditor's findings name it.
//!
//! A ledger is told honestly, verified once, then told otherwise; or an intake appends
//! what it had to refuse.

mod accounting;
mod cheats;
mod history;
mod hostile;
mod policies;
mod published_year;
mod records;
mod rosters;
mod second_auditor;
mod served;
mod wrong_clock;

use std::io;

use svilpe::auditor::verify::mirror::Mirror;
use svilpe::auditor::verify::rosters::Pin;
use svilpe::auditor::verify::{AuditReport, CannotVerify, TrustAnchors, read_along, verify};
use svilpe::keys::digest::{DigestPrefix, ReportDigest};
use svilpe::ledger::checkpoint::LogKey;
use svilpe::ledger::checkpoint::cosignature::Quorum;
use svilpe::ledger::entry::step::CaseStep;
use svilpe::ledger::entry::vocabulary::{RejectionReason, Track};
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::tree::tiles::Resource;
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::{Category, Policy};
use svilpe::statistics::counting::case_summaries::CaseSummaries;
use svilpe::statistics::counting::summary::CaseSummary;

use crate::world::log::{Bureau, Log};

/// Two institutions, four reports, one case that begins.
struct Scene {
    log: Log,
    knab: Bureau,
    vid: Bureau,
    case: CaseNumber,
    /// The case's newest entry.
    head: TreeHash,
}

impl Scene {
    fn new() -> Self {
        let (knab, vid) = (Bureau::new("knab"), Bureau::new("vid"));
        let mut log = Log::new();
        log.adopt(day(5), &Policy::shipped());
        for bureau in [&knab, &vid] {
            let roster = bureau.publish(1, &[&bureau.officer]);
            log.serve_roster(&roster);
            log.append(&roster.entry(day(5)));
        }
        for number in 1..=3 {
            log.append(&knab.received(day(6), item(number)));
        }
        log.append(&vid.received(day(6), item(4)));
        let case = CaseNumber::from_bytes([0xc0; 8]);
        let head = log.append(&knab.record(day(7), opened(case, 1)));
        let head = log.append(&knab.step(day(8), case, head, CaseStep::Acknowledged));
        log.append(&knab.record(
            day(8),
            OfficerEvent::Rejected {
                item: item(2),
                reason: RejectionReason::Spam,
            },
        ));
        Self {
            log,
            knab,
            vid,
            case,
            head,
        }
    }

    fn step(&mut self, on: Day, step: CaseStep) {
        let entry = self.knab.step(on, self.case, self.head, step);
        self.head = self.log.append(&entry);
    }
}

/// An auditor with a mirror of their own.
struct Auditor {
    folder: tempfile::TempDir,
    policy: Policy,
    earlier_policies: Vec<[u8; 32]>,
    quorum: Quorum,
    pins: Vec<Pin>,
    expected: Vec<DigestPrefix>,
}

impl Auditor {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            policy: Policy::shipped(),
            earlier_policies: Vec::new(),
            quorum: Quorum::none(),
            pins: Vec::new(),
            expected: Vec::new(),
        }
    }

    fn terms<'a>(&'a self, log: &'a LogKey, today: Day) -> TrustAnchors<'a> {
        TrustAnchors {
            policy: &self.policy,
            earlier_policies: &self.earlier_policies,
            log,
            quorum: &self.quorum,
            pins: &self.pins,
            expected: &self.expected,
            today,
        }
    }

    fn try_verify(
        &self,
        today: Day,
        log: &Log,
        fetch: &dyn Fn(Resource) -> io::Result<Option<Vec<u8>>>,
    ) -> Result<AuditReport, CannotVerify> {
        let mirror = Mirror::open(self.folder.path()).expect("opens");
        let key = log.public();
        let terms = self.terms(&key, today);
        verify(
            &mirror,
            &|what| Ok(fetch(what)?.map(|bytes| log.dated(what, bytes, today))),
            &terms,
            &mut |_, _| {},
        )
    }

    /// What statistics see of a ledger that was verified.
    fn summaries(&self, today: Day, log: &Log) -> Vec<CaseSummary> {
        let mirror = Mirror::open(self.folder.path()).expect("opens");
        let key = log.public();
        let terms = self.terms(&key, today);
        let mut fold = CaseSummaries::new(&self.policy, self.policy.calendar());
        let mut each = |_: u64, entry: &Entry| fold.take(entry);
        let read = read_along(&mirror, &terms, &mut |_, _| {}, &mut each);
        read.expect("it was verified");
        fold.finish()
    }

    fn verify(&self, today: Day, log: &Log) -> AuditReport {
        self.try_verify(today, log, &|resource| log.fetch(resource))
            .expect("reachable")
    }

    /// The codes of what is found, and how often.
    fn finds(&self, today: Day, log: &Log) -> Vec<(&'static str, u64)> {
        codes(&self.verify(today, log))
    }
}

fn codes(report: &AuditReport) -> Vec<(&'static str, u64)> {
    report
        .findings
        .counts()
        .iter()
        .map(|(code, count)| (*code, *count))
        .collect()
}

/// A day of January 2026; the 5th is a Monday.
fn day(of_january: u8) -> Day {
    format!("2026-01-{of_january:02}").parse().expect("a day")
}

fn item(number: u8) -> ReportDigest {
    ReportDigest::from_bytes([number; 32])
}

fn opened(case: CaseNumber, number: u8) -> OfficerEvent {
    let category = Category::parse("public-funds").expect("a slug");
    OfficerEvent::Opened {
        case,
        item: item(number),
        category,
        track: Track::WhistleblowerReport,
    }
}

const CLEAN: [(&str, u64); 0] = [];
