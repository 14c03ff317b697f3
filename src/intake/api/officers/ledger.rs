//! The ledger's paths: static ones for whoever checks, and three for officers' tools.
//!
//! Keeps its part of P7 (anyone can check the head, no officer can record for another) and P8: an
//! entry of a small institution can point at a person, so entries and rosters are served only to officers and
//! auditors; hashes and heads, which say nothing, to any witness.
//!
//! Knows entries and who signed a request. Never knows what a report says.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::response::{json, nothing, unavailable};
use super::signed::{signed, signer};
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

/// `GET /checkpoint`, `/tile/…`, `/roster/…`: one spelling each, and no query.
pub(super) async fn resource(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let path = request.uri().path();
    let resource = path.strip_prefix('/').and_then(Resource::parse);
    let Some(resource) = resource.filter(|_| request.uri().query().is_none()) else {
        return nothing().await;
    };
    let open = matches!(resource, Resource::Checkpoint | Resource::Tile(_));
    if !open && !may_read(&intake, request).await {
        return nothing().await;
    }
    match intake.keeper.serve(resource).await {
        Ok(Some(bytes)) => {
            ([(header::CONTENT_TYPE, content_type(resource))], bytes).into_response()
        }
        Ok(None) => nothing().await,
        Err(_) => unavailable(),
    }
}

/// `POST /v1/entries`: one canonical line that an officer signed.
pub(super) async fn record(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let Some((_, line)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let Ok(today) = intake.today.judge() else {
        return refused(CLOCK_IN_DOUBT);
    };
    match intake.keeper.record(line.to_vec(), today).await {
        Ok(Ok(recorded)) => json(&RecordedJson {
            index: recorded.index,
            leaf: recorded.leaf.to_string(),
        }),
        Ok(Err(why)) => refused(why.code()),
        Err(_) => unavailable(),
    }
}

fn refused(code: &'static str) -> Response {
    let refused = RefusedJson { refused: code };
    (StatusCode::CONFLICT, json(&refused)).into_response()
}

/// `GET /v1/cases/<case>`: what the next step of an own case has to follow.
pub(super) async fn case(
    State(intake): State<Arc<Intake>>,
    Path(case): Path<String>,
    request: Request,
) -> Response {
    let Some((signer, _)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let Some(number) = CaseNumber::parse(&case) else {
        return nothing().await;
    };
    match intake.keeper.case(signer.institution(), number).await {
        Ok(Some(case)) => json(&CaseJson {
            head: case.head.to_string(),
            status: case.status.as_str(),
        }),
        Ok(None) => nothing().await,
        Err(_) => unavailable(),
    }
}

/// `GET /v1/accounting/<item>`: what became of an own item. One that waits for its batch, is
/// another's or never was: the same two nulls.
pub(super) async fn account(
    State(intake): State<Arc<Intake>>,
    Path(item): Path<String>,
    request: Request,
) -> Response {
    let Some((signer, _)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let Some(item) = ReportDigest::parse(&item) else {
        return nothing().await;
    };
    match intake.keeper.account(signer.institution(), &item).await {
        Ok(found) => json(&AccountingJson {
            index: found.map(|found| found.standing.index),
            case: found
                .and_then(|found| found.case())
                .map(|case| case.to_string()),
        }),
        Err(_) => unavailable(),
    }
}

/// Is it an officer's or an auditor's request?
async fn may_read(intake: &Intake, request: Request) -> bool {
    signed(intake, request, |key| intake.reader(*key))
        .await
        .is_some()
}

fn content_type(resource: Resource) -> &'static str {
    match resource {
        Resource::Checkpoint | Resource::Roster(..) => "text/plain; charset=utf-8",
        Resource::Tile(_) | Resource::Entries(_) => "application/octet-stream",
    }
}

/// No entry is appended on a day that can't be believed. That is this computer's fault.
const CLOCK_IN_DOUBT: &str = "clock-in-doubt";
