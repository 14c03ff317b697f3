//! Answers to officers' tools: JSON, nothing, or not now.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

/// One empty answer for everything that is not served: unknown, unsigned, somebody else's.
pub(super) const NOTHING: StatusCode = StatusCode::NOT_FOUND;

/// The store or the ledger can't say now.
pub(super) const UNAVAILABLE: StatusCode = StatusCode::SERVICE_UNAVAILABLE;

/// What is kept is damaged: officers are told, as a list tells them how many there are.
pub(super) const DOES_NOT_OPEN: StatusCode = StatusCode::GONE;

pub(super) fn json(value: &impl Serialize) -> Result<Response, StatusCode> {
    let body = serde_json::to_vec(value).map_err(|_| UNAVAILABLE)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

#[derive(Serialize)]
struct RefusedRequestJson {
    refused: &'static str,
}

/// A request that is understood and not granted, and why: one word of the protocol's.
pub(super) fn refused(why: &'static str) -> Result<Response, StatusCode> {
    let body = json(&RefusedRequestJson { refused: why })?;
    Ok((StatusCode::CONFLICT, body).into_response())
}

/// Nothing is remembered on the way, and no answer says what else might have been asked.
pub(super) async fn plain_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::ALLOW);
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}
