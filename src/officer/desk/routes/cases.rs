//! A case's page, its files, and who its reporter is.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::response::page;
use super::shared::{in_case, notices, on_a_thread};
use crate::cli::failure::Failure;
use crate::officer::case::conversation;
use crate::officer::case::opening::short;
use crate::officer::case::read::ShownParts;
use crate::officer::desk::attachments::download;
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::case_view::{case_view, identity_view};
use crate::officer::desk::opened::OpenedDesk;
use crate::officer::desk::pages::case as pages;
use crate::officer::desk::state::DeskState;
use crate::officer::ledger_sync::note_read;

/// What was shown counts as read, as with `svilpe officer read`.
pub(super) async fn case(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        let language = desk.language();
        let mut was_new = false;
        // While something else is being noted, this is noted when the page is seen again.
        let notes = desk.work.begin(WorkKind::Acting);
        let response = in_case(&desk, &reference, |opened, case, frame| {
            let (view, shown) = case_view(opened, case, language)?;
            if notes {
                was_new = note(opened, &shown)?;
            }
            Ok(page(pages::case(frame, &notices, &view)))
        });
        if was_new {
            // If it fails now, the next page says so.
            let _ = desk.with_opened(OpenedDesk::note_read);
        }
        if notes {
            desk.work.end();
        }
        response
    })
    .await
}

/// Was something shown that had not been?
fn note(opened: &OpenedDesk, shown: &ShownParts) -> Result<bool, Failure> {
    let known = opened.known_now();
    let states = &known.here.states;
    let is_new = shown.items.iter().any(|item| !states.is_shown(item));
    conversation::note_shown(&opened.home, &shown.replies)?;
    note_read(&opened.home, &shown.items, &known.contested)?;
    Ok(is_new || !shown.replies.is_empty())
}

pub(super) async fn identity(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
) -> Response {
    on_a_thread(move || {
        let language = desk.language();
        in_case(&desk, &reference, |opened, case, frame| {
            let view = identity_view(opened, case, language)?;
            Ok(page(pages::identity(frame, &view)))
        })
    })
    .await
}

pub(super) async fn file(
    State(desk): State<Arc<DeskState>>,
    Path((reference, item, number)): Path<(String, String, u16)>,
) -> Response {
    on_a_thread(move || {
        in_case(&desk, &reference, |opened, case, _| {
            let mut items = case.items().iter();
            let found = items.find(|one| short(&one.item) == item);
            let found = found.ok_or_else(|| Failure::refused("desk-no-such-file"))?;
            download(opened, found.item, number)
        })
    })
    .await
}
