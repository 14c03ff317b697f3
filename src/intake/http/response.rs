//! Answers: a page, its status and one fixed list of headers.
//!
//! Keeps its part of P2: nothing in a head tells the time, the program or the visitor. A test of
//! the whole system holds the list.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use zeroize::Zeroizing;

use crate::intake::web::pages::{Page, style_source};

/// A page as an answer.
pub(crate) fn page(page: Page) -> Response {
    let status = StatusCode::from_u16(page.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (
        status,
        Body::from(Bytes::from_owner(Html(page.into_html()))),
    )
        .into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

/// A page with words to be written on it. Browsers bring it back as it was left, from their own
/// memory, if they may keep it at all: Firefox (and with it Tor Browser) forgets what was typed on
/// a page that says `no-store`. Measured with both browsers: see the tests.
pub(crate) fn page_to_return_to(page: Page) -> Response {
    let mut response = self::page(page);
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// Keeps a page's bytes until the last of them is sent; then they are wiped.
struct Html(Zeroizing<String>);

impl AsRef<[u8]> for Html {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Plain text, for what is no page.
pub(crate) fn text(text: String) -> Response {
    let mut response = Body::from(text).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

/// Bytes, for a reporter's own tool.
pub(crate) fn octets(bytes: Vec<u8>) -> Response {
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    response
}

/// Gives every answer the same head. What axum adds of itself (`Allow`) goes.
pub(crate) async fn with_fixed_head(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::ALLOW);
    headers.insert(header::CONTENT_SECURITY_POLICY, content_security_policy());
    for (name, value) in FIXED {
        let name = HeaderName::from_static(name);
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Ends the connection after this answer, so that what it read and wrote is freed (and wiped).
pub(crate) async fn and_close(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn content_security_policy() -> HeaderValue {
    let policy = format!(
        "default-src 'none'; style-src {}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        style_source()
    );
    HeaderValue::from_str(&policy).expect("base64 and ASCII")
}

/// No `Strict-Transport-Security`: an onion has no TLS, and Tor Browser would obey it.
const FIXED: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    // `same-origin` lets browsers send `Origin` with our own forms; `no-referrer` would make it
    // `null`.
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, noarchive"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];
