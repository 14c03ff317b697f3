//! Handing cases to a colleague, and taking over what one handed.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use zeroize::Zeroizing;

use super::fields::DeskFields;
use super::response::{onward, page, saved_file};
use super::shared::{failed, frame, notices, on_a_thread, opened};
use crate::cli::failure::Failure;
use crate::officer::case::handover::succession::{hand_over, take_over};
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::opened::{DeskApart, OpenedDesk};
use crate::officer::desk::pages::handover as pages;
use crate::officer::desk::pages::handover::{SuccessionView, SuccessorView};
use crate::officer::desk::state::{DeskNotice, DeskState};
use crate::rules::roster::Officer;
use crate::text::say_with;

pub(super) async fn choose(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        opened(&desk, |opened, frame| {
            let all = colleagues(opened).into_iter().map(|officer| SuccessorView {
                name: officer.name().to_owned(),
                number: officer.spoken_number(),
                key: officer.recipient().digest().to_string(),
            });
            let view = SuccessionView {
                colleagues: all.collect(),
            };
            page(pages::succession(&frame, &notices, &view))
        })
    })
    .await
}

/// Of the newest roster as the ledger named it.
fn colleagues(opened: &OpenedDesk) -> Vec<Officer> {
    let own = opened.keys.signing.public();
    let newest = opened.known_now().rosters.newest();
    let officers = newest.map_or(Vec::new(), |roster| roster.officers().to_vec());
    let others = officers.into_iter();
    others.filter(|officer| *officer.signing() != own).collect()
}

/// The file for one of them. Everything that is here is opened for it: without the desk's lock.
pub(super) async fn give(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    on_a_thread(move || {
        let wanted = fields.get("to");
        let chosen = desk.with_opened(|opened| {
            let to = colleagues(opened).into_iter();
            let mut to = to.filter(|officer| officer.recipient().digest().to_string() == wanted);
            let to = to.next();
            let to = to.ok_or_else(|| Failure::refused("succession-nobody"))?;
            Ok::<(DeskApart, Officer), Failure>((opened.apart()?, to))
        });
        let handed = match chosen {
            None => return onward("/"),
            Some(Err(failure)) => return failed(&frame(&desk).unlocked(), &failure),
            Some(Ok((apart, to))) => {
                hand_over(apart.readership(), &apart.cases, &to).map(|handed| (handed, to))
            }
        };
        opened(&desk, |_, frame| match handed {
            Ok((handed, to)) => {
                let arguments = [("name", to.name())];
                let name = say_with(frame.language, "succession-file", &arguments);
                saved_file(&format!("{name}.age"), Zeroizing::new(handed.file))
            }
            Err(failure) => failed(&frame, &failure),
        })
    })
    .await
}

pub(super) async fn take(State(desk): State<Arc<DeskState>>, mut fields: DeskFields) -> Response {
    on_a_thread(move || {
        let Some(_work) = desk.work.begin(WorkKind::Acting) else {
            desk.notice(DeskNotice::Complaint(Failure::refused("desk-busy")));
            return onward("/succession");
        };
        let file = fields.take_files().into_iter().next();
        let file = file.map_or_else(Zeroizing::default, |file| file.bytes);
        take_now(&desk, &file)
    })
    .await
}

fn take_now(desk: &Arc<DeskState>, file: &[u8]) -> Response {
    let (today, language) = (desk.day(), desk.language());
    let apart = match desk.with_opened(|opened| opened.apart()) {
        None => return onward("/"),
        Some(Err(failure)) => return failed(&frame(desk).unlocked(), &failure),
        Some(Ok(apart)) => apart,
    };
    let taken = take_over((&apart.home, &apart.keys), &apart.config.institution, file);
    let (said, to) = match taken {
        Ok(taken) => {
            let id = if taken.missing == 0 {
                "succession-taken"
            } else {
                "succession-taken-some"
            };
            (DeskNotice::Said(id, taken.opened.to_string()), "/")
        }
        Err(failure) => (DeskNotice::Complaint(failure), "/succession"),
    };
    let response = opened(desk, |opened, frame| {
        let read = opened.read_cases();
        let read = read.and_then(|()| opened.look_again(today, language));
        read.map_or_else(|failure| failed(&frame, &failure), |()| onward(to))
    });
    desk.notice_unlocked(said);
    response
}
