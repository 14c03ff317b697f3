//! A form's fields, taken only with the token that our own forms carry.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::Response;
use futures_util::StreamExt as _;
use zeroize::Zeroizing;

use super::multipart::{FormPart, boundary, parts};
use super::response::page;
use crate::officer::desk::pages::{DeskFrame, plain};
use crate::officer::desk::state::DeskState;

/// The fields of a form in the order in which they came. Wiped when dropped.
#[derive(Default)]
pub(in crate::officer::desk) struct DeskFields {
    texts: Vec<(String, Zeroizing<String>)>,
    files: Vec<FormFile>,
    /// It was longer than any letter with its files: what came last is missing.
    is_cut: bool,
}

/// A file that was chosen in a form.
pub(in crate::officer::desk) struct FormFile {
    /// As the browser gave it.
    pub name: String,
    pub bytes: Zeroizing<Vec<u8>>,
}

impl DeskFields {
    /// A field's value; empty if it is not there.
    pub(in crate::officer::desk) fn get(&self, name: &str) -> &str {
        let found = self.texts.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(in crate::officer::desk) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.texts.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The files, moved out.
    pub(in crate::officer::desk) fn take_files(&mut self) -> Vec<FormFile> {
        std::mem::take(&mut self.files)
    }

    pub(in crate::officer::desk) fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn take(&mut self, part: FormPart<'_>) -> Option<()> {
        match part.file_name {
            // A file input that was left empty.
            Some(name) if name.is_empty() && part.content.is_empty() => {}
            Some(name) => self.files.push(FormFile {
                name,
                bytes: Zeroizing::new(part.content.to_vec()),
            }),
            None => {
                let text = str::from_utf8(part.content).ok()?.to_owned();
                self.texts.push((part.name, Zeroizing::new(text)));
            }
        }
        Some(())
    }
}

impl FromRequest<Arc<DeskState>> for DeskFields {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<DeskState>) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let boundary = boundary(kind).map(str::to_owned);
        let body = request.into_body();
        let fields = match boundary {
            Some(boundary) => with_files(body, &boundary).await,
            None => short(body).await,
        };
        let refused = |status| {
            let frame = DeskFrame::new(desk.language(), "desk-title", None);
            page(plain::told(&frame, "desk-refused-form", status))
        };
        let fields = fields.map_err(refused)?;
        if desk.session().takes(fields.get("csrf_token")) {
            Ok(fields)
        } else {
            Err(refused(403))
        }
    }
}

async fn short(body: Body) -> Result<DeskFields, u16> {
    let body = to_bytes(body, BODY_MAX).await.map_err(|_| 413u16)?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| 400u16)?;
    let texts = pairs
        .into_iter()
        .map(|(name, value)| (name, Zeroizing::new(value)));
    Ok(DeskFields {
        texts: texts.collect(),
        ..DeskFields::default()
    })
}

/// Words come before files, as in our pages: of a body that is too long they are kept, so that
/// nobody has to write a letter again because of a film.
async fn with_files(body: Body, boundary: &str) -> Result<DeskFields, u16> {
    let mut pieces = body.into_data_stream();
    let mut whole = Zeroizing::new(Vec::new());
    let mut fields = DeskFields::default();
    while let Some(piece) = pieces.next().await {
        let piece: Bytes = piece.map_err(|_| 400u16)?;
        fields.is_cut |= whole.len() + piece.len() > FILES_BODY_MAX;
        if !fields.is_cut {
            whole.extend_from_slice(&piece);
        }
    }
    for part in parts(&whole, boundary) {
        fields.take(part).ok_or(400u16)?;
    }
    Ok(fields)
}

/// Bytes: the longest letter, each of its letters in nine characters.
const BODY_MAX: usize = 512 * 1024;

/// Bytes: a letter with more files than any policy lets an answer carry.
const FILES_BODY_MAX: usize = 18 << 20;
