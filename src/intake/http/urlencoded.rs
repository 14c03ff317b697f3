//! Short forms: `application/x-www-form-urlencoded`, a few kilobytes at most.

use axum::extract::Request;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use zeroize::Zeroizing;

use super::request_head::{FormKind, admit};
use crate::intake::web::rejection::Rejection;
use crate::rules::policy::Policy;

/// The fields of a short form in the order in which they came.
pub async fn pairs(
    request: Request,
    policy: &Policy,
) -> Result<Vec<(String, Zeroizing<String>)>, Rejection> {
    admit(request.headers(), FormKind::Short, BODY_MAX as u64)?;
    let body = Limited::new(request.into_body(), BODY_MAX).collect();
    let body = tokio::time::timeout(policy.body_window(), body)
        .await
        .map_err(|_| Rejection::TimedOut)?;
    let body = body.map_err(|error| {
        if error.is::<LengthLimitError>() {
            Rejection::TooLarge
        } else {
            Rejection::Incomplete
        }
    })?;
    let body = body.to_bytes();
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&body).map_err(|_| Rejection::BadRequest)?;
    Ok(pairs
        .into_iter()
        .map(|(name, value)| (name, Zeroizing::new(value)))
        .collect())
}

/// Bytes of a short form: a code, a proof, eight answers.
const BODY_MAX: usize = 4 * 1024;
