//! Posting an entry: an event is signed and sent to the ledger.
//!
//! ```text
//!   event ─▶ after = the case's head, from the intake ─▶ sign ─▶ POST /v1/entries
//!                ▲                                                 │ 409 stale: once more
//!                └─────────────────────────────────────────────────┘
//! ```
//!
//! An answer that gets lost is asked for again with the same bytes; *replayed* then means that
//! the first one was kept.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::{CaseNumber, Entry, OfficerEvent, Record};
use crate::ledger::tree::TreeHash;
use crate::net::connection::CannotTalk;
use crate::net::signed_client::{LedgerClient, NoAnswer, SignedRequest};
use crate::officer::config::OfficerConfig;
use crate::officer::keys::OfficerKeys;
use crate::rules::calendar::Day;

/// Posts for one officer.
pub(in crate::officer) struct Recorder<'a> {
    pub ledger: &'a LedgerClient<'a>,
    pub config: &'a OfficerConfig,
    pub keys: &'a OfficerKeys,
    pub today: Day,
}

/// Why something was not recorded.
#[derive(Debug)]
pub(in crate::officer) enum NotRecorded {
    /// The ledger's rules don't allow it: the code of `ledger::refused`.
    Refused(String),
    /// The line broke, or whatever answered is no intake.
    Line(NoAnswer),
}

/// What the intake says of an item.
pub(in crate::officer) struct AccountingOfItem {
    /// The number of its `received` entry; none before the day's batch.
    pub index: Option<u64>,
    pub case: Option<CaseNumber>,
}

#[derive(Deserialize)]
struct ToldAccounting {
    index: Option<u64>,
    case: Option<String>,
}

#[derive(Deserialize)]
struct ToldCase {
    head: String,
}

#[derive(Deserialize)]
struct ToldLeaf {
    leaf: String,
}

#[derive(Deserialize)]
struct ToldRefusal {
    refused: String,
}

impl Recorder<'_> {
    /// Records what needs no place in a case.
    pub(in crate::officer) fn record(&self, event: OfficerEvent) -> Result<(), NotRecorded> {
        let record = Record {
            institution: self.config.institution.clone(),
            day: self.today,
            event,
        };
        let line = Entry::from(record.sign(&self.keys.signing)).to_line();
        let question = SignedRequest::post("/v1/entries", line.as_bytes(), SMALL_MAX);
        let (status, body) = self.ledger.ask(question).map_err(NotRecorded::Line)?;
        if status == 409 {
            let refusal: ToldRefusal = parse(&body)?;
            return match refusal.refused.as_str() {
                "replayed" => Ok(()),
                _ => Err(NotRecorded::Refused(refusal.refused)),
            };
        }
        let told: ToldLeaf = parse(&body)?;
        let kept = TreeHash::parse(&told.leaf) == Some(TreeHash::of_leaf(line.as_bytes()));
        kept.then_some(()).ok_or_else(something_else)
    }

    /// Records a step after whatever is the case's newest entry.
    pub(in crate::officer) fn step(
        &self,
        case: CaseNumber,
        step: &CaseStep,
    ) -> Result<(), NotRecorded> {
        let mut tries = 0;
        loop {
            let after = self.head(case)?;
            let event = OfficerEvent::Step {
                case,
                after,
                step: step.clone(),
            };
            match self.record(event) {
                // A colleague was faster: it follows theirs.
                Err(NotRecorded::Refused(code)) if code == "stale" && tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    /// What the intake says of an item; `None` if it does not know it.
    pub(in crate::officer) fn accounting(
        &self,
        item: &ReportDigest,
    ) -> Result<Option<AccountingOfItem>, NotRecorded> {
        let target = format!("/v1/accounting/{}", hex::encode(item.as_bytes()));
        let told: Option<ToldAccounting> = self.get(&target)?;
        let Some(told) = told else {
            return Ok(None);
        };
        let case = told.case.as_deref().map(CaseNumber::parse);
        let case = case.map_or(Some(None), |case| case.map(Some));
        Ok(Some(AccountingOfItem {
            index: told.index,
            case: case.ok_or_else(something_else)?,
        }))
    }

    fn head(&self, case: CaseNumber) -> Result<TreeHash, NotRecorded> {
        let told: Option<ToldCase> = self.get(&format!("/v1/cases/{case}"))?;
        let told = told.ok_or_else(|| NotRecorded::Refused("no-such-case".to_owned()))?;
        TreeHash::parse(&told.head).ok_or_else(something_else)
    }

    /// `None` for a refusal.
    fn get<T: DeserializeOwned>(&self, target: &str) -> Result<Option<T>, NotRecorded> {
        match self.ledger.ask(SignedRequest::get(target, SMALL_MAX)) {
            Ok((_, body)) => parse(&body).map(Some),
            Err(NoAnswer::Refused) => Ok(None),
            Err(why) => Err(NotRecorded::Line(why)),
        }
    }
}

impl NotRecorded {
    /// The line that says it.
    pub(in crate::officer) fn failure(&self, config: &OfficerConfig) -> Failure {
        let code = match self {
            Self::Line(why) => return why.failure(&config.way.server, "officer-refused"),
            Self::Refused(code) => code.as_str(),
        };
        let complaint = match code {
            "no-roster" | "unknown-key" | "retired-key" | "foreign-key" | "not-signed" => {
                "officer-record-key"
            }
            "not-today" => "officer-record-day",
            "back-dated" => "officer-record-server-ahead",
            "clock-in-doubt" => "officer-server-clock",
            "never-received" => "officer-record-not-received",
            "someone-elses-item" | "someone-elses-case" => "officer-record-not-ours",
            "accounted-twice" => "officer-record-accounted",
            "no-such-case" => "officer-record-no-case",
            "stale" => "officer-record-stale",
            "gap" => "officer-record-gap",
            "out-of-step" => "officer-record-out-of-step",
            "unknown-category" => "officer-record-category",
            "forwarded-to-itself" => "officer-record-itself",
            _ => "officer-record-refused",
        };
        Failure::refused(complaint).with("code", code)
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, NotRecorded> {
    serde_json::from_slice(body).map_err(|_| something_else())
}

fn something_else() -> NotRecorded {
    NotRecorded::Line(CannotTalk::SomethingElse.into())
}

/// Times that a step follows a colleague's faster one.
const TRIES: usize = 3;

const SMALL_MAX: u64 = 1024;
