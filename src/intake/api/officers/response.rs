//! Answers to officers' tools: JSON, nothing, or not now.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

/// One empty answer for everything that is not served: unknown, unsigned, somebody else's.
pub(super) async fn nothing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

pub(super) fn unavailable() -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

pub(super) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(_) => unavailable(),
    }
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
