//! An officer's folder beside a small intake, honest or not.

use std::sync::{Arc, MutexGuard};

use super::*;
use crate::ledger::checkpoint::evidence::Evidence;
use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::officer::config::OfficerOptions;
use crate::officer::ledger::entry_signers::EntrySigner;
use crate::officer::tests::Desk as Folder;
use crate::officer::tests::fake_intake::{INSTANCE, Intake, Wrong};
use crate::officer::tests::fake_ledger::{COLLEAGUE, Lie, SmallLedger};
use crate::report::ReportKind;
use crate::rules::roster::Institution;

/// An officer's folder, an intake, and a day.
struct Office {
    folder: Folder,
    intake: Arc<Intake>,
    config: OfficerConfig,
    policy: Policy,
    today: &'static str,
    _runtime: tokio::runtime::Runtime,
}

impl Office {
    fn new() -> Self {
        Self::with(Wrong::default())
    }

    fn with(wrong: Wrong) -> Self {
        let folder = Folder::new();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let public = folder.keys.signing.public();
        let (intake, at) = runtime.block_on(Intake::start(public, Vec::new(), wrong));
        let log = intake.ledger.lock().expect("no panic").public();
        let wanted = OfficerOptions {
            server: Some(format!("http://{at}")),
            proxy: None,
            instance: Some(hex::encode(INSTANCE)),
            institution: Some("paraugs".to_owned()),
            log: Some(log.to_string()),
        };
        Self {
            config: OfficerConfig::find(&folder.home, wanted).expect("a configuration"),
            folder,
            intake,
            policy: Policy::shipped(),
            today: "2026-11-02",
            _runtime: runtime,
        }
    }

    fn ledger(&self) -> MutexGuard<'_, SmallLedger> {
        self.intake.ledger.lock().expect("no panic")
    }

    fn go_to(&mut self, today: &'static str) {
        self.today = today;
        self.ledger().today = today.parse().expect("a day");
    }

    /// A report is here; the answer is its item.
    fn fetched(&self, kind: ReportKind, day: &str) -> ReportDigest {
        let name = self.folder.receive(kind, day, "x", &[]);
        ReportDigest::parse(&name).expect("a file's name")
    }

    fn ledger_sync(&self) -> LedgerSync<'_> {
        LedgerSync {
            home: &self.folder.home,
            keys: &self.folder.keys,
            config: &self.config,
            policy: &self.policy,
            today: self.today.parse().expect("a day"),
        }
    }

    fn settle(&self) -> Settled {
        let cases = self.folder.cases();
        self.ledger_sync().settle(&cases.cases).expect("at work")
    }

    fn say(&self, saying: &Saying) -> Result<Recording, &'static str> {
        let cases = self.folder.cases();
        let said = self.ledger_sync().say(&cases.cases[0], saying);
        said.map_err(|failure| failure.complaint())
    }

    fn read(&self) -> bool {
        let cases = self.folder.cases().cases;
        let contested = Contested::of(&self.folder.home, &self.folder.keys, &cases);
        let shown = cases[0].item_names();
        note_read(&self.folder.home, &shown, &contested.expect("read")).expect("noted")
    }

    /// What the ledger's check complains of.
    fn watch(&self) -> Vec<&'static str> {
        let log = self.config.log.as_ref().expect("pinned");
        let watched = self.ledger_sync().watch(log, &self.folder.cases());
        let watched = watched.expect("at work");
        assert!(watched.unread.is_none(), "{:?}", watched.unread);
        watched.cheats.iter().map(Failure::complaint).collect()
    }

    /// What is disputed after the ledger was read: who rejected, and whether it is settled here.
    fn disputed(&self) -> Vec<(String, bool)> {
        let log = self.config.log.as_ref().expect("pinned");
        let watched = self.ledger_sync().watch(log, &self.folder.cases());
        let disputes = watched.expect("at work").disputes;
        let states = ItemStates::read(&self.folder.home).expect("kept");
        let told = |one: &Dispute| (one.signer.to_string(), states.of(&one.item).settled);
        disputes.iter().map(told).collect()
    }

    fn facts(&self) -> Vec<String> {
        let fact = |line: &String| {
            let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
            entry["fact"].as_str().expect("a word").to_owned()
        };
        self.ledger().lines.iter().map(fact).collect()
    }
}

#[test]
fn what_was_read_waits_for_the_batch_and_is_opened_and_so_is_an_addition_linked() {
    let mut office = Office::new();
    let report = office.fetched(ReportKind::Report, "2026-11-02");
    assert_eq!(office.settle().recorded, 0, "nobody has read it");
    assert!(office.read(), "worth a word");
    assert!(!office.read(), "once");
    let settled = office.settle();
    assert_eq!((settled.recorded, settled.waiting), (0, 1));
    assert_eq!(office.settle().waiting, 0, "said once");

    office.go_to("2026-11-03");
    office.ledger().receive(report, "2026-11-02");
    assert_eq!(office.settle().recorded, 1);
    assert_eq!(office.settle().recorded, 0, "idempotent");
    let addition = office.fetched(ReportKind::Addition, "2026-11-03");
    office.go_to("2026-11-04");
    office.ledger().receive(addition, "2026-11-03");
    let settled = office.settle();
    assert_eq!(settled.recorded, 0, "nobody has read the addition");
    office
        .say(&Saying::Step(CaseStep::Acknowledged))
        .expect("of the case, not of the addition");
    assert!(office.read(), "now somebody has");
    let settled = office.settle();
    assert!(settled.failures.is_empty(), "{:?}", settled.failures);
    assert_eq!(
        office.facts(),
        [
            "roster",
            "received",
            "opened",
            "received",
            "acknowledged",
            "linked"
        ]
    );
}

#[test]
fn a_lost_answer_makes_no_second_case() {
    let wrong = Wrong {
        lose_answers: 1,
        ..Wrong::default()
    };
    let office = Office::with(wrong);
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office.read();
    let settled = office.settle();
    assert_eq!((settled.recorded, settled.failures.len()), (0, 1));
    let settled = office.settle();
    assert_eq!((settled.recorded, settled.failures.len()), (0, 0));
    assert_eq!(office.facts(), ["roster", "received", "opened"]);
}

#[test]
fn a_rejection_before_the_batch_is_kept_and_recorded_after_it() {
    let mut office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.read();
    assert_eq!(
        office.say(&Saying::Reject(RejectionReason::Spam)),
        Ok(Recording::Later)
    );
    office.go_to("2026-11-03");
    office.ledger().receive(item, "2026-11-02");
    assert_eq!(office.settle().recorded, 1);
    assert_eq!(office.facts(), ["roster", "received", "rejected"]);
    assert_eq!(
        office.say(&Saying::Step(CaseStep::Acknowledged)),
        Err("officer-record-no-case")
    );
}

/// What the ledger refuses for good stays to be rejected: it comes first at every sync.
#[test]
fn one_rejection_that_is_refused_stops_no_other() {
    let office = Office::new();
    let [poisoned, empty] = [1, 2].map(|byte| ReportDigest::from_bytes([byte; 32]));
    let neighbour = Institution::parse("citi").expect("a short name");
    let mut ledger = office.ledger();
    ledger.receive_for(neighbour, poisoned, "2026-11-02");
    ledger.receive(empty, "2026-11-02");
    drop(ledger);
    let mut states = ItemStates::read(&office.folder.home).expect("none yet");
    for item in [poisoned, empty] {
        states.note(item, |state| {
            state.rejection = Some(RejectionReason::Empty);
        });
    }
    states.keep(&office.folder.home).expect("kept");
    let settled = office.settle();
    let complaints: Vec<_> = settled.failures.iter().map(Failure::complaint).collect();
    assert_eq!(complaints, ["officer-record-not-ours"]);
    assert_eq!(settled.recorded, 1);
    assert_eq!(
        office.facts(),
        ["roster", "received", "received", "rejected"]
    );
}

#[test]
fn a_step_opens_its_case_first_and_follows_a_faster_colleague() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    let step = || Saying::Step(CaseStep::Assessed(Assessment::TipAccepted));
    assert_eq!(office.say(&step()), Err("officer-record-not-received"));
    office.ledger().receive(item, "2026-11-02");
    assert_eq!(
        office.say(&Saying::Step(CaseStep::Acknowledged)),
        Ok(Recording::Recorded)
    );
    office.ledger().stale_heads = 3;
    assert_eq!(office.say(&step()), Ok(Recording::Recorded));
    office.ledger().stale_heads = 4;
    let review = || Saying::Step(CaseStep::UnderReview);
    assert_eq!(office.say(&review()), Err("officer-record-stale"));
    assert_eq!(office.say(&review()), Ok(Recording::Recorded));
    assert_eq!(office.say(&step()), Err("officer-record-out-of-step"));
    let facts = office.facts();
    assert_eq!(
        facts[2..],
        ["opened", "acknowledged", "assessed", "under_review"]
    );
}

#[test]
fn another_day_there_is_said() {
    let mut office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office.today = "2026-11-01";
    assert_eq!(
        office.say(&Saying::Step(CaseStep::Acknowledged)),
        Err("officer-record-day")
    );
}

#[test]
fn p7_an_honest_ledger_is_followed_without_a_word() {
    let mut office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    assert!(office.watch().is_empty());
    office.ledger().receive(item, "2026-11-02");
    office.go_to("2026-11-09");
    assert!(office.watch().is_empty());
    office
        .say(&Saying::Step(CaseStep::Acknowledged))
        .expect("recorded");
    assert!(office.watch().is_empty());
    assert!(office.watch().is_empty(), "nothing new is no news");
}

#[test]
fn p7_what_the_intake_hides_or_keeps_back_is_said() {
    let mut office = Office::new();
    office.fetched(ReportKind::Report, "2026-11-02");
    office.go_to("2026-11-02");
    assert!(office.watch().is_empty());
    office.go_to("2026-11-04");
    assert!(office.watch().is_empty(), "the batch may be late by a day");
    office.go_to("2026-11-05");
    assert_eq!(office.watch(), ["officer-ledger-hidden"]);

    let office = Office::new();
    office
        .ledger()
        .receive(ReportDigest::from_bytes([5; 32]), "2026-11-02");
    assert_eq!(office.watch(), ["officer-ledger-not-given"]);
}

#[test]
fn p7_what_was_told_to_be_safe_here_and_is_gone_accuses_nobody() {
    let office = Office::new();
    let item = ReportDigest::from_bytes([5; 32]);
    office.ledger().receive(item, "2026-11-02");
    office.folder.home.note_told(&item).expect("noted");
    assert!(office.watch().is_empty());
    let log = office.config.log.as_ref().expect("pinned");
    let watched = office.ledger_sync().watch(log, &office.folder.cases());
    let lost = watched.expect("at work").lost;
    assert_eq!(lost[0].complaint(), "officer-ledger-lost");
}

#[test]
fn p7_a_wrong_clock_here_makes_no_report_hidden() {
    let mut office = Office::new();
    office.fetched(ReportKind::Report, "2026-11-02");
    // This computer alone.
    office.today = "2026-09-01";
    assert!(office.watch().is_empty());
    office.go_to("2026-11-03");
    assert!(
        office.watch().is_empty(),
        "by the ledger's days it came yesterday"
    );
    office.today = "2026-11-06";
    assert!(!office.watch().contains(&"officer-ledger-hidden"));
}

/// Whoever seals a report writes any day they like into its heading.
#[test]
fn p7_a_back_dated_heading_accuses_nobody() {
    let mut office = Office::new();
    office.fetched(ReportKind::Report, "2024-01-01");
    office.go_to("2026-11-04");
    assert!(office.watch().is_empty(), "it came today");
    office.go_to("2026-11-07");
    assert_eq!(
        office.watch(),
        ["officer-ledger-hidden"],
        "by its own day here"
    );
}

#[test]
fn p7_a_server_that_does_not_believe_its_clock_is_not_accused_of_its_late_batch() {
    let mut office = Office::new();
    office.fetched(ReportKind::Report, "2026-11-02");
    office.go_to("2026-11-02");
    assert!(office.watch().is_empty());
    office.go_to("2026-11-09");
    let log = office.config.log.as_ref().expect("pinned");
    let mut watched = office
        .ledger_sync()
        .watch(log, &office.folder.cases())
        .expect("at work");
    assert_eq!(watched.cheats.len(), 1);
    watched.excuse_late_batches();
    assert!(watched.cheats.is_empty());
}

#[test]
fn p7_a_rewritten_history_leaves_a_proof() {
    let office = Office::new();
    for byte in 1..=3 {
        office
            .ledger()
            .receive(ReportDigest::from_bytes([byte; 32]), "2026-11-02");
    }
    assert_eq!(office.watch().len(), 3, "none of them is here");
    let honest = office.ledger().lines.clone();
    let log = office.ledger().public();

    let mut forked = honest.clone();
    forked.swap(1, 2);
    let mut dropped = honest.clone();
    dropped.remove(1);
    dropped.extend(forked[1..].iter().map(|line| line.replace("-02", "-03")));
    for told in [forked, dropped] {
        office.ledger().lie = Lie::Other(told);
        assert_eq!(office.watch(), ["officer-ledger-rewritten"]);
    }
    let files = std::fs::read_dir(office.folder.home.root().path()).expect("there");
    let proofs: Vec<_> = files
        .map(|file| file.expect("there").path())
        .filter(|path| path.to_string_lossy().contains("evidence-"))
        .collect();
    assert_eq!(proofs.len(), 2);
    for path in proofs {
        let text = std::fs::read_to_string(path).expect("kept");
        assert!(Evidence::parse(&text, &log).is_ok());
    }

    office.ledger().lie = Lie::Other(honest[..2].to_vec());
    assert_eq!(office.watch(), ["officer-ledger-rolled-back"]);
    office.ledger().lie = Lie::None;
    assert_eq!(office.watch().len(), 3, "what was seen is still known");
}

#[test]
fn p7_entries_that_are_not_those_in_the_tree_are_said() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    let mut swapped = office.ledger().lines.clone();
    swapped[1] = swapped[1].replace(&hex::encode(item.as_bytes()), &"ab".repeat(32));
    for (lie, complaint) in [
        (Lie::OtherEntries(swapped), "officer-ledger-swapped"),
        (Lie::NoEntries, "officer-ledger-withheld"),
        (Lie::OtherKey, "officer-ledger-not-signed"),
    ] {
        office.ledger().lie = lie;
        assert_eq!(office.watch(), [complaint]);
    }
    office.ledger().lie = Lie::None;
    assert!(office.watch().is_empty(), "a lie leaves no trace here");
}

#[test]
fn a_line_that_breaks_blames_nobody() {
    let mut office = Office::new();
    let wanted = OfficerOptions {
        server: Some("http://127.0.0.1:9".to_owned()),
        ..OfficerOptions::default()
    };
    office.config.keep(&office.folder.home).expect("kept");
    office.config = OfficerConfig::find(&office.folder.home, wanted).expect("a configuration");
    let log = office.config.log.clone().expect("pinned, and read back");
    let watched = office.ledger_sync().watch(&log, &office.folder.cases());
    let watched = watched.expect("at work");
    assert!(watched.cheats.is_empty());
    let unread = watched.unread.expect("nobody listens");
    assert_eq!(unread.complaint(), "officer-ledger-unread");
}

fn by_colleague() -> Vec<(String, bool)> {
    vec![(COLLEAGUE.to_owned(), false)]
}

#[test]
fn what_a_colleague_calls_unreadable_is_disputed_until_it_is_read_and_opened() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(item, RejectionReason::Unreadable);
    assert_eq!(office.disputed(), by_colleague());
    assert_eq!(office.settle().recorded, 0, "nobody has read it here");
    assert_eq!(office.disputed(), by_colleague(), "and again");
    assert!(office.read(), "the next sync opens it");
    assert_eq!(office.disputed(), by_colleague());
    assert_eq!(office.settle().recorded, 1);
    assert!(office.disputed().is_empty());
    assert_eq!(office.facts(), ["roster", "received", "rejected", "opened"]);
}

/// Until lately a colleague's rejection settled an item for everyone.
#[test]
fn what_was_taken_for_settled_is_disputed_all_the_same() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(item, RejectionReason::Unreadable);
    let mut states = ItemStates::read(&office.folder.home).expect("none yet");
    states.note(item, |state| state.settled = true);
    states.keep(&office.folder.home).expect("kept");
    assert_eq!(office.disputed(), by_colleague());
    assert!(office.read());
    assert_eq!(office.settle().recorded, 1);
}

#[test]
fn another_reason_is_a_judgement_and_reading_alone_opens_nothing() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(item, RejectionReason::Spam);
    assert_eq!(office.disputed(), by_colleague());
    assert!(!office.read(), "no word that it will be opened");
    assert_eq!(office.settle().recorded, 0);
    assert_eq!(office.disputed(), by_colleague());
    let opened = office.say(&Saying::Open(CaseOpening::default()));
    assert_eq!(opened, Ok(Recording::Recorded));
    assert!(office.disputed().is_empty());
    assert_eq!(office.facts(), ["roster", "received", "rejected", "opened"]);
}

#[test]
fn what_was_read_before_a_colleague_called_it_spam_waits_for_a_word() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    assert!(office.read());
    office.ledger().receive(item, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(item, RejectionReason::Spam);
    assert_eq!(office.disputed(), by_colleague());
    assert_eq!(office.settle().recorded, 0);
}

#[test]
fn who_agrees_hears_no_more_of_it() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(item, RejectionReason::Spam);
    assert_eq!(office.disputed(), by_colleague());
    let agreed = office.say(&Saying::Reject(RejectionReason::Spam));
    assert_eq!(agreed, Ok(Recording::Agreed));
    assert!(office.disputed().is_empty());
    assert_eq!(office.settle().recorded, 0);
    assert_eq!(office.facts(), ["roster", "received", "rejected"]);
}

#[test]
fn nobody_is_told_of_their_own_rejection_nor_of_what_does_not_open_here() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    let rejected = office.say(&Saying::Reject(RejectionReason::Spam));
    assert_eq!(rejected, Ok(Recording::Recorded));
    // Not even if this computer has forgotten it.
    ItemStates::default()
        .keep(&office.folder.home)
        .expect("kept");
    assert!(office.disputed().is_empty());

    let office = Office::new();
    let closed = ReportDigest::from_bytes([5; 32]);
    office.ledger().receive(closed, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(closed, RejectionReason::Unreadable);
    assert!(office.disputed().is_empty());
}

#[test]
fn an_addition_that_a_colleague_rejected_is_linked_once_it_is_read() {
    let mut office = Office::new();
    let report = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(report, "2026-11-02");
    office.read();
    assert_eq!(office.settle().recorded, 1);
    office.go_to("2026-11-03");
    let addition = office.fetched(ReportKind::Addition, "2026-11-03");
    office.ledger().receive(addition, "2026-11-03");
    office
        .ledger()
        .colleague_rejects(addition, RejectionReason::Unreadable);
    assert_eq!(office.disputed(), by_colleague());
    assert_eq!(office.settle().recorded, 0, "nobody has read it here");
    assert!(office.read());
    assert_eq!(office.settle().recorded, 1);
    assert!(office.disputed().is_empty());
    assert_eq!(office.facts()[3..], ["received", "rejected", "linked"]);
}

#[test]
fn a_rejection_in_another_s_name_is_called_forged_and_no_name_is_blamed() {
    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    let own = office.folder.keys.signing.public();
    office.ledger().forge_rejection(item, own);
    let log = office.config.log.as_ref().expect("pinned");
    let watched = office.ledger_sync().watch(log, &office.folder.cases());
    let watched = watched.expect("at work");
    let [dispute] = &watched.disputes[..] else {
        panic!("one item: {:?}", watched.disputes);
    };
    assert!(
        matches!(dispute.signer, EntrySigner::Forged(_)),
        "{dispute:?}"
    );
    assert_eq!(dispute.failure().complaint(), "officer-ledger-forged");

    let office = Office::new();
    let item = office.fetched(ReportKind::Report, "2026-11-02");
    office.ledger().receive(item, "2026-11-02");
    office
        .ledger()
        .colleague_rejects(item, RejectionReason::Spam);
    office.ledger().no_rosters = true;
    let [(key, false)] = &office.disputed()[..] else {
        panic!("one item");
    };
    assert_eq!(key.len(), 16, "the key, where no name is known: {key}");
}
