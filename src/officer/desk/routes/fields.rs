//! A form's fields, taken only with the token that our own forms carry.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use zeroize::Zeroizing;

use super::response::page;
use crate::officer::desk::pages::{DeskFrame, plain};
use crate::officer::desk::state::DeskState;

/// The fields of a form in the order in which they came. Wiped when dropped.
pub(in crate::officer::desk) struct DeskFields(Vec<(String, Zeroizing<String>)>);

impl DeskFields {
    /// A field's value; empty if it is not there.
    pub(in crate::officer::desk) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(in crate::officer::desk) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromRequest<Arc<DeskState>> for DeskFields {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<DeskState>) -> Result<Self, Response> {
        let refused = |status| {
            let frame = DeskFrame::new(desk.language(), "desk-title", None);
            page(plain::told(&frame, "desk-refused-form", status))
        };
        let body = to_bytes(request.into_body(), BODY_MAX).await;
        let body = body.map_err(|_| refused(413))?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&body).map_err(|_| refused(400))?;
        let pairs = pairs.into_iter();
        let fields = Self(
            pairs
                .map(|(name, value)| (name, Zeroizing::new(value)))
                .collect(),
        );
        if desk.session().takes(fields.get("form_token")) {
            Ok(fields)
        } else {
            Err(refused(403))
        }
    }
}

/// Bytes: the longest letter, each of its letters in nine characters.
const BODY_MAX: usize = 512 * 1024;
