//! What several routes begin with: blocking work on a thread of its own, the page's frame, and the
//! answer to a locked desk.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::response::{onward, page};
use crate::cli::failure::Failure;
use crate::officer::case::Case;
use crate::officer::desk::opened::OpenedDesk;
use crate::officer::desk::pages::{DeskFrame, ShownNotice, plain};
use crate::officer::desk::state::{DeskNotice, DeskState};
use crate::officer::desk::trouble::told;
use crate::text::{Language, say_with};

/// Works where waiting disturbs nobody: keys are stretched, files read, the intake asked.
pub(super) async fn on_a_thread(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The frame of a page for who has the cookie.
pub(super) fn frame(desk: &DeskState) -> DeskFrame {
    let token = desk.session().csrf_token().to_owned();
    DeskFrame::new(desk.language(), "desk-title", Some(token))
}

/// Answers with what is open; else with the page to unlock it.
pub(super) fn opened(
    desk: &Arc<DeskState>,
    work: impl FnOnce(&mut OpenedDesk, DeskFrame) -> Response,
) -> Response {
    let frame = frame(desk).unlocked();
    let answer = desk.with_opened(|opened| work(opened, frame));
    answer.unwrap_or_else(|| onward("/"))
}

/// Answers with one case of what is open.
pub(super) fn in_case(
    desk: &Arc<DeskState>,
    reference: &str,
    work: impl FnOnce(&OpenedDesk, &Case, &DeskFrame) -> Result<Response, Failure>,
) -> Response {
    let (day, language) = (desk.day(), desk.language());
    opened(desk, |opened, frame| {
        if let Err(failure) = opened.of_day(day, language) {
            return failed(&frame, &failure);
        }
        let Ok(case) = opened.cases.find(reference) else {
            return page(plain::told(&frame, "desk-no-such-case", 404));
        };
        let worked = work(opened, case, &frame);
        worked.unwrap_or_else(|failure| failed(&frame, &failure))
    })
}

/// A page for what could not be done.
pub(super) fn failed(frame: &DeskFrame, failure: &Failure) -> Response {
    let notice = complaint(failure, frame.language);
    let status = if failure.complaint() == "desk-no-such-file" {
        404
    } else {
        500
    };
    page(plain::failed(frame, &notice, status))
}

/// An address that can't be read as one of ours (a number that is too large, bytes that are no
/// text) is one that leads nowhere.
pub(super) async fn in_words(State(desk): State<Arc<DeskState>>, response: Response) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if response.status() == StatusCode::BAD_REQUEST && !is_page {
        not_found(&desk)
    } else {
        response
    }
}

pub(super) fn not_found(desk: &DeskState) -> Response {
    page(plain::told(&frame(desk), "desk-no-such-page", 404))
}

/// What waits to be said, in words.
pub(super) fn notices(desk: &DeskState) -> Vec<ShownNotice> {
    let language = desk.language();
    let taken = desk.take_notices().into_iter();
    taken.map(|notice| shown(&notice, language)).collect()
}

fn shown(notice: &DeskNotice, language: Language) -> ShownNotice {
    match notice {
        DeskNotice::Said(id, value) => ShownNotice {
            is_complaint: false,
            words: say_with(language, id, &[("value", value)]),
            hint: String::new(),
        },
        DeskNotice::Complaint(failure) => complaint(failure, language),
    }
}

/// A failure in words.
pub(super) fn complaint(failure: &Failure, language: Language) -> ShownNotice {
    let (words, hint) = told(failure, language);
    ShownNotice {
        is_complaint: true,
        words,
        hint,
    }
}

/// Long enough for most fetchings on a quick line, and for opening some hundred items.
pub(super) const WAITED: Duration = Duration::from_millis(1500);
