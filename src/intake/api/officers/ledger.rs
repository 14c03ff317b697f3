//! The ledger's paths: static ones for whoever checks, three for officers' tools, one for
//! witnesses.
//!
//! Keeps its part of P7 (anyone can check the head, no officer can record for another) and P8: an
//! entry of a small institution can point at a person, so entries and rosters are served only to
//! officers and auditors; hashes and heads, which say nothing, to any witness.
//!
//! Knows entries and who signed a request. Never knows what a report says.

use std::sync::Arc;

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::response::{NOTHING, UNAVAILABLE, json};
use super::signature_check::{ByAuditor, ByOfficer, ByReader, Signed};
use crate::intake::Intake;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::CaseNumber;
use crate::ledger::tree::tiles::Resource;

#[derive(Serialize)]
struct RecordedJson {
    index: u64,
    leaf: String,
}

#[derive(Serialize)]
struct RefusedJson {
    refused: &'static str,
}

#[derive(Serialize)]
struct CaseJson {
    head: String,
    status: &'static str,
}

#[derive(Serialize)]
struct AccountingJson {
    index: Option<u64>,
    case: Option<String>,
}

/// `GET /tile/entries/…`, `/roster/…`.
pub(super) async fn resource(asked: Signed<ByReader>) -> Result<Response, StatusCode> {
    let resource = asked_for(asked.uri()).ok_or(NOTHING)?;
    served(&asked.intake, resource).await
}

/// `POST /v1/entries`: one canonical line that an officer signed.
pub(super) async fn record(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let (intake, line) = (Arc::clone(&asked.intake), asked.body.bytes.to_vec());
    let Ok(today) = intake.today.signable() else {
        return Ok(refused(CLOCK_IN_DOUBT));
    };
    let recorded = intake.sequencer.record(line, today).await;
    match recorded.map_err(|_| UNAVAILABLE)? {
        Ok(recorded) => json(&RecordedJson {
            index: recorded.index,
            leaf: recorded.leaf.to_string(),
        }),
        Err(why) => Ok(refused(why.code())),
    }
}

/// `POST /v1/cosignatures`: a checkpoint that an auditor cosigned.
pub(super) async fn cosign(asked: Signed<ByAuditor>) -> Result<Response, StatusCode> {
    let sequencer = &asked.intake.sequencer;
    let taken = sequencer.take_cosigned(&asked.body.bytes, &asked.by.key);
    match taken.await.map_err(|_| UNAVAILABLE)? {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(why) => Ok(refused(why.code())),
    }
}

fn refused(code: &'static str) -> Response {
    let refused = RefusedJson { refused: code };
    (StatusCode::CONFLICT, json(&refused)).into_response()
}

/// `GET /v1/cases/<case>`: what the next step of an own case has to follow.
pub(super) async fn case(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let number = CaseNumber::parse(asked.name()).ok_or(NOTHING)?;
    let case = asked.intake.sequencer.case(&asked.by.institution, number);
    let case = case.await.map_err(|_| UNAVAILABLE)?.ok_or(NOTHING)?;
    json(&CaseJson {
        head: case.head.to_string(),
        status: case.status.as_str(),
    })
}

/// `GET /v1/accounting/<item>`: what became of an own item. One that waits for its batch, is
/// another's or never was: the same two nulls.
pub(super) async fn account(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let item = ReportDigest::parse(asked.name()).ok_or(NOTHING)?;
    let found = asked.intake.sequencer.account(&asked.by.institution, &item);
    let found = found.await.map_err(|_| UNAVAILABLE)?;
    json(&AccountingJson {
        index: found.map(|found| found.standing.index),
        case: found
            .and_then(|found| found.case())
            .map(|case| case.to_string()),
    })
}

/// One spelling of each path, and no query.
pub(super) fn asked_for(uri: &Uri) -> Option<Resource> {
    let resource = uri.path().strip_prefix('/').and_then(Resource::parse);
    resource.filter(|_| uri.query().is_none())
}

pub(super) async fn served(intake: &Intake, resource: Resource) -> Result<Response, StatusCode> {
    let bytes = intake.sequencer.serve(resource).await;
    let bytes = bytes.map_err(|_| UNAVAILABLE)?.ok_or(NOTHING)?;
    Ok(([(header::CONTENT_TYPE, content_type(resource))], bytes).into_response())
}

fn content_type(resource: Resource) -> &'static str {
    match resource {
        Resource::Checkpoint | Resource::Cosigned | Resource::Roster(..) => {
            "text/plain; charset=utf-8"
        }
        Resource::Policy(_) => "application/json",
        Resource::Tile(_) | Resource::Entries(_) => "application/octet-stream",
    }
}

/// No entry is appended on a day that can't be believed. That is this computer's fault.
const CLOCK_IN_DOUBT: &str = "clock-in-doubt";
