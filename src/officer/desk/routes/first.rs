//! The first start: new keys, and which server they work with.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::fields::DeskFields;
use super::response::{onward, page};
use super::shared::{failed, frame, notices, on_a_thread, opened};
use crate::officer::desk::first_start::{BadNewKeys, NewKeys, find_tor, keep_invitation};
use crate::officer::desk::pages::action::FormProblem;
use crate::officer::desk::pages::first::{
    self as pages, DeskSetupView, NewKeysView, RecoverySheetView, RosterBlockView,
};
use crate::officer::desk::state::DeskState;
use crate::officer::desk::trouble::told;
use crate::officer::keys::Role;
use crate::rules::calendar::date_words::day;
use crate::text::say;

pub(super) async fn make_keys(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    on_a_thread(move || {
        let wanted = NewKeys {
            name: fields.get("name").trim(),
            passphrase: fields.get("passphrase"),
            again: fields.get("again"),
            is_custodian: !fields.get("custodian").is_empty(),
        };
        let frame = frame(&desk);
        match wanted.make(&desk.home) {
            Ok(made) => {
                let path = desk.home.key_file().path();
                let view = RosterBlockView {
                    block: made.block,
                    number: made.number,
                    path: crate::text::terminal::shown_path(&path),
                    strength: Some(say(frame.language, made.strength.text())),
                };
                page(pages::roster_block(&frame, &view))
            }
            Err(BadNewKeys::Failed(failure)) => failed(&frame, &failure),
            Err(bad) => {
                let (anchor, id) = bad.problem();
                let words = say(frame.language, id);
                let view = NewKeysView {
                    name: fields.get("name").to_owned(),
                    problems: vec![FormProblem { anchor, words }],
                };
                page(pages::new_keys(&frame, &view))
            }
        }
    })
    .await
}

/// The block for the roster once more; whether its officer is a custodian, the roster says.
pub(super) async fn block(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        opened(&desk, |opened, frame| {
            let view = RosterBlockView {
                block: opened.keys.roster_block(Role::Officer),
                number: opened.keys.spoken_number(),
                path: crate::text::terminal::shown_path(&opened.home.key_file().path()),
                strength: None,
            };
            page(pages::roster_block(&frame, &view))
        })
    })
    .await
}

/// To be printed and laid beside the spare copy.
pub(super) async fn recovery(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        let today = desk.day();
        opened(&desk, |opened, frame| {
            let config = opened.config.as_ref();
            let view = RecoverySheetView {
                name: opened.keys.name.clone(),
                institution: opened.institution_name(frame.language),
                server: config.map_or(String::new(), |config| config.way.server.to_string()),
                number: opened.keys.spoken_number(),
                path: crate::text::terminal::shown_path(&opened.home.key_file().path()),
                day: day(frame.language, today),
            };
            page(pages::recovery_sheet(&frame, &view))
        })
    })
    .await
}

pub(super) async fn setup(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        opened(&desk, |_, frame| {
            let view = DeskSetupView {
                tor: find_tor().map(|found| found.in_words(frame.language)),
                ..DeskSetupView::default()
            };
            page(pages::setup(&frame, &notices, &view))
        })
    })
    .await
}

/// What the operator gave. Then the desk fetches for the first time.
pub(super) async fn keep_setup(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    on_a_thread(move || {
        let mut is_kept = false;
        let response = opened(&desk, |opened, frame| {
            match keep_invitation(&opened.home, fields.get("invitation")) {
                Ok(config) => {
                    opened.config = Some(config);
                    is_kept = true;
                    onward("/")
                }
                Err(failure) => {
                    let (words, hint) = told(&failure, frame.language);
                    let problem = FormProblem {
                        anchor: "invitation",
                        words: format!("{words} {hint}"),
                    };
                    let view = DeskSetupView {
                        invitation: fields.get("invitation").to_owned(),
                        tor: find_tor().map(|found| found.in_words(frame.language)),
                        problems: vec![problem],
                    };
                    page(pages::setup(&frame, &[], &view))
                }
            }
        });
        if is_kept && let Err(failure) = desk.fetch() {
            return failed(&frame(&desk), &failure);
        }
        response
    })
    .await
}
