//! Short forms: `application/x-www-form-urlencoded`, a few kilobytes at most.

use std::sync::Arc;

use axum::extract::Request;
use zeroize::Zeroizing;

use super::extract::sender_of;
use super::request_head::{FormKind, admit};
use super::short_body::ShortBodies;
use crate::intake::web::rejection::Rejection;

/// The fields of a short form in the order in which they came.
pub async fn pairs(
    request: Request,
    bodies: &Arc<ShortBodies>,
) -> Result<Vec<(String, Zeroizing<String>)>, Rejection> {
    read(request, bodies, BODY_MAX).await
}

/// The same of a form with a reporter's words, each byte of which may come as three.
pub async fn long_pairs(
    request: Request,
    bodies: &Arc<ShortBodies>,
) -> Result<Vec<(String, Zeroizing<String>)>, Rejection> {
    read(request, bodies, LONG_MAX).await
}

async fn read(
    request: Request,
    bodies: &Arc<ShortBodies>,
    length_max: usize,
) -> Result<Vec<(String, Zeroizing<String>)>, Rejection> {
    admit(request.headers(), FormKind::Short, length_max as u64)?;
    let sender = sender_of(&request);
    let body = bodies.read(sender, request.into_body(), length_max).await?;
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&body.bytes).map_err(|_| Rejection::BadRequest)?;
    Ok(pairs
        .into_iter()
        .map(|(name, value)| (name, Zeroizing::new(value)))
        .collect())
}

/// Bytes of a short form: a code, a token, eight answers.
const BODY_MAX: usize = 4 * 1024;
/// Bytes of a form without its files: the most words that policy allows, in Cyrillic.
const LONG_MAX: usize = 512 * 1024;
