//! Answers: a page, or the way to another.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::officer::desk::pages::DeskPage;
use crate::text::file_name::{content_disposition, safe_file_name};

/// A page as an answer.
pub(in crate::officer::desk) fn page(page: DeskPage) -> Response {
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = Body::from(Bytes::from_owner(DeskHtml(page.html)));
    let mut response = (status, body).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

/// A file of our own, to be saved under this name.
pub(in crate::officer::desk) fn saved(name: &'static str, content: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    as_attachment(Body::from(content), &disposition)
}

/// A file of somebody else's, to be saved under its name made safe. Wiped when sent.
pub(in crate::officer::desk) fn saved_file(name: &str, content: Zeroizing<Vec<u8>>) -> Response {
    let disposition = content_disposition(&safe_file_name(name));
    as_attachment(Body::from(Bytes::from_owner(content)), &disposition)
}

/// Pieces that come one after the other, as a file to be saved; an error among them is a download
/// that fails.
pub(in crate::officer::desk) fn saved_pieces(
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    disposition: &str,
) -> Response {
    let pieces = stream::unfold(pieces, |mut pieces| async move {
        pieces.recv().await.map(|piece| (piece, pieces))
    });
    as_attachment(Body::from_stream(pieces), disposition)
}

/// Bytes that a browser saves and never shows. The disposition is ASCII.
fn as_attachment(body: Body, disposition: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    let disposition = HeaderValue::from_str(disposition).expect("ASCII");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    response
}

/// The browser asks for another page instead; a form is never sent twice by going back.
pub(in crate::officer::desk) fn onward(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// Keeps a page's bytes until the last of them is sent; then they are wiped.
struct DeskHtml(Zeroizing<String>);

impl AsRef<[u8]> for DeskHtml {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
