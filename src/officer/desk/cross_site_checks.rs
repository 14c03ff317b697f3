//! What a request must show before anything of the desk answers it.
//!
//! | check | against |
//! |---|---|
//! | `Host` is this address and port | DNS rebinding: another name that leads here |
//! | `Sec-Fetch-Site`, `Origin` are our own | other pages in the officer's browser |
//! | `Sec-Fetch-Dest` is a page | being framed, embedded or fetched by a script |
//! | the cookie of this launch | other users and programs of this computer |
//!
//! Whoever fails hears one of two constant sentences. A form's own token is checked where its
//! fields are read ([`super::routes::fields`]).

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::pages::{DeskFrame, plain, style_source};
use super::routes::response::page;
use super::state::DeskState;
use crate::keys::lower_hex;

/// Why a request is not answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RequestRefusal {
    /// It came by another name, from another page, or not for a page.
    Foreign,
    /// It came without the cookie of this launch.
    Unknown,
}

/// Checks each request, and gives each answer the same head.
pub(super) async fn checked(
    State(desk): State<Arc<DeskState>>,
    request: Request,
    next: Next,
) -> Response {
    let refused = refusal(&desk, &request);
    let mut response = match refused {
        None => next.run(request).await,
        Some(why) => {
            let id = match why {
                RequestRefusal::Foreign => "desk-refused-foreign",
                RequestRefusal::Unknown => "desk-refused-unknown",
            };
            let frame = DeskFrame::new(desk.language(), "desk-title", None);
            page(plain::told(&frame, id, 403))
        }
    };
    let shows_picture = response.extensions().get::<ShowsPicture>().is_some();
    fix_head(response.headers_mut(), shows_picture);
    response
}

/// Marks an answer with a picture that was made here: it alone may show what stands in the page.
#[derive(Clone, Copy)]
pub(super) struct ShowsPicture;

fn refusal(desk: &DeskState, request: &Request) -> Option<RequestRefusal> {
    let headers = request.headers();
    let is_link = is_link(request.uri().path());
    if !is_addressed_here(desk, headers) || !comes_from_here(desk, request, is_link) {
        return Some(RequestRefusal::Foreign);
    }
    (!is_link && !has_cookie(desk, headers)).then_some(RequestRefusal::Unknown)
}

/// Nothing but what can be a link is answered without the cookie.
fn is_link(path: &str) -> bool {
    let secret = path.strip_prefix(LINK);
    secret.is_some_and(|secret| lower_hex::parse::<16>(secret).is_some())
}

fn is_addressed_here(desk: &DeskState, headers: &HeaderMap) -> bool {
    only(headers, &header::HOST) == Some(desk.host().as_str())
}

/// The link itself may be followed from anywhere (a terminal, a file manager): it is the secret.
fn comes_from_here(desk: &DeskState, request: &Request, is_link: bool) -> bool {
    let headers = request.headers();
    let is_post = match *request.method() {
        Method::GET => false,
        Method::POST => true,
        _ => return false,
    };
    let origin = format!("http://{}", desk.host());
    let site = headers.get("sec-fetch-site");
    let site_fits = match site.map(HeaderValue::as_bytes) {
        None | Some(b"same-origin") => true,
        Some(b"none") => !is_post,
        Some(_) => is_link,
    };
    let wanted_for = headers.get("sec-fetch-dest");
    let is_page = wanted_for.is_none_or(|wanted_for| wanted_for == "document");
    let origin_fits = if is_post {
        only(headers, &header::ORIGIN) == Some(origin.as_str())
    } else {
        headers
            .get(header::ORIGIN)
            .is_none_or(|found| *found == origin)
    };
    site_fits && is_page && origin_fits && !(is_post && is_link)
}

fn has_cookie(desk: &DeskState, headers: &HeaderMap) -> bool {
    let name = format!("{}=", desk.cookie_name());
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'));
    let found = pairs.find_map(|pair| pair.trim().strip_prefix(name.as_str()));
    found.is_some_and(|cookie| desk.session().knows(cookie, Instant::now()))
}

/// A header's value, if it is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Nothing is kept, framed, guessed, or loaded from elsewhere. `same-origin`, as browsers told
/// `no-referrer` send `Origin: null` with our own forms; no other origin is told anything by it.
fn fix_head(headers: &mut HeaderMap, shows_picture: bool) {
    let pictures = if shows_picture { "data:" } else { "'none'" };
    let policy = format!(
        "default-src 'none'; style-src {}; img-src {pictures}; form-action 'self'; \
         frame-ancestors 'none'; \
         base-uri 'none'",
        style_source()
    );
    let policy = HeaderValue::from_str(&policy).expect("base64 and ASCII");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.remove(header::ALLOW);
    for (name, value) in FIXED {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
}

const FIXED: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("connection", "close"),
];

/// Where one-time links lead.
pub(super) const LINK: &str = "/open/";
