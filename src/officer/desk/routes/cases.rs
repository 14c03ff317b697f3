//! A case's page, its files, and who its reporter is.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::fields::DeskFields;
use super::response::{onward, page, saved_file};
use super::shared::{in_case, notices, on_a_thread};
use crate::cli::failure::Failure;
use crate::officer::case::case_book::{CaseBook, CaseMarks};
use crate::officer::case::conversation;
use crate::officer::case::opening::short;
use crate::officer::case::read::ShownParts;
use crate::officer::case::reply::kept_pieces::read_file;
use crate::officer::desk::attachments::download;
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::case_view::{case_view, identity_view};
use crate::officer::desk::opened::OpenedDesk;
use crate::officer::desk::pages::case as pages;
use crate::officer::desk::state::{DeskNotice, DeskState};
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
        let noting = desk.work.begin(WorkKind::Acting);
        let response = in_case(&desk, &reference, |opened, case, frame| {
            let (view, shown) = case_view(opened, case, language)?;
            if noting.is_some() {
                was_new = note(opened, &shown)?;
            }
            Ok(page(pages::case(frame, &notices, &view)))
        });
        if was_new {
            // If it fails now, the next page says so.
            let _ = desk.with_opened(OpenedDesk::note_read);
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

/// A file that a colleague or this officer sent, by its reply and its place in it.
pub(super) async fn reply_file(
    State(desk): State<Arc<DeskState>>,
    Path((reference, name, number)): Path<(String, String, usize)>,
) -> Response {
    on_a_thread(move || {
        in_case(&desk, &reference, |opened, case, _| {
            let nothing = || Failure::refused("desk-no-such-file");
            let replies = opened.readership()?.replies(case)?.opened;
            let mut replies = replies.iter();
            let found = replies.find(|one| one.name.to_hex() == name);
            let found = found.filter(|one| one.may_hand_out_files());
            let enclosure = found.and_then(|one| one.reply.enclosure());
            let place = number.checked_sub(1).zip(enclosure);
            let place = place.and_then(|(number, enclosure)| enclosure.place(number));
            let place = place.ok_or_else(nothing)?;
            let content = read_file(&opened.home, &case.item_names(), &place)?;
            Ok(saved_file(place.name.expose(), content))
        })
    })
    .await
}

/// What the officer calls the case. What can't be noted is said on the case's page.
pub(super) async fn note_marks(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
    fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let (day, language) = (desk.day(), desk.language());
        let marks = CaseMarks::parse(fields.get("docket"), fields.get("labels"));
        let mut notice = None;
        let response = in_case(&desk, &reference, |opened, case, _| {
            notice = Some(match marks {
                Ok(marks) => match CaseBook::note(&opened.home, &opened.keys, case, marks) {
                    Ok(()) => DeskNotice::Said("desk-marks-kept", String::new()),
                    Err(failure) => DeskNotice::Complaint(failure),
                },
                Err(not) => DeskNotice::Complaint(Failure::usage(not.text())),
            });
            Ok(onward(&format!("/case/{}", case.reference())))
        });
        desk.with_opened(|opened| opened.look_again(day, language));
        if let Some(notice) = notice {
            desk.notice(notice);
        }
        response
    })
    .await
}
