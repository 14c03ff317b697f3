//! The first start: new keys, what of them is handed over, and which server they work with.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::Response;
use zeroize::Zeroizing;

use super::fields::DeskFields;
use super::response::{onward, page, saved_file};
use super::shared::{failed, frame, notices, on_a_thread, opened};
use crate::cli::failure::Failure;
use crate::keys::passphrase_strength::{PassphraseStrength, evened};
use crate::keys::sealed_key::Passphrase;
use crate::net::tor::RunningTor;
use crate::officer::config::{FILE_MAX, OfficerConfig};
use crate::officer::desk::first_start::{BadNewKeys, NewKeys};
use crate::officer::desk::pages::action::FormProblem;
use crate::officer::desk::pages::first::{
    self as pages, DeskSetupView, NewKeysView, OnionKeyView, RecoverySheetView, RosterBlockView,
};
use crate::officer::desk::state::{DeskNotice, DeskState};
use crate::officer::desk::trouble::told;
use crate::officer::keys::Role;
use crate::rules::calendar::date_words::day;
use crate::text::terminal::shown_path;
use crate::text::{Language, say, say_with};

/// Makes keys, unlocks the desk with them, and goes on to what is handed over.
pub(super) async fn make_keys(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    on_a_thread(move || {
        let wanted = NewKeys {
            name: fields.get("name").trim(),
            passphrase: fields.get("passphrase"),
            again: fields.get("again"),
        };
        let frame = frame(&desk);
        match wanted.make(&desk.home) {
            Ok(strength) => match unlock_new(&desk, wanted.passphrase, strength) {
                Ok(()) if fields.get("custodian").is_empty() => onward("/block"),
                Ok(()) => onward(&format!("/block?{CUSTODIAN}=yes")),
                Err(failure) => failed(&frame, &failure),
            },
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

fn unlock_new(
    desk: &Arc<DeskState>,
    passphrase: &str,
    strength: PassphraseStrength,
) -> Result<(), Failure> {
    desk.unlock(&Passphrase::typed(&evened(passphrase)))?;
    desk.work.wait_a_little(NOTHING_TO_OPEN);
    desk.notice(DeskNotice::Said(strength.text(), String::new()));
    Ok(())
}

/// What is handed over: two files, and the number by which they are compared.
pub(super) async fn block(
    State(desk): State<Arc<DeskState>>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        opened(&desk, |opened, frame| {
            let view = RosterBlockView {
                block: opened.keys.roster_block(role(&fields)),
                is_custodian: role(&fields) == Role::Custodian,
                number: opened.keys.spoken_number(),
                path: shown_path(&opened.home.key_file().path()),
                onward: if opened.config.is_some() {
                    "/"
                } else {
                    "/setup"
                },
            };
            page(pages::roster_block(&frame, &notices, &view))
        })
    })
    .await
}

/// For whoever signs the institution's roster.
pub(super) async fn roster_entry(
    State(desk): State<Arc<DeskState>>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    on_a_thread(move || {
        opened(&desk, |opened, _| {
            let block = opened.keys.roster_block(role(&fields)).into_bytes();
            let name = format!("{}.toml", opened.keys.name);
            saved_file(&name, Zeroizing::new(block))
        })
    })
    .await
}

/// For the server's operator: the very file that their tor reads.
pub(super) async fn door_key(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        opened(&desk, |opened, _| {
            let line = opened.keys.onion_key().for_service() + "\n";
            let name = format!("{}.auth", opened.keys.name);
            saved_file(&name, Zeroizing::new(line.into_bytes()))
        })
    })
    .await
}

/// Whether an officer is a custodian stands in the roster alone, so a page that shows the block
/// once more has to be told.
fn role(fields: &[(String, String)]) -> Role {
    if fields.iter().any(|(name, _)| name == CUSTODIAN) {
        Role::Custodian
    } else {
        Role::Officer
    }
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
                path: shown_path(&opened.home.key_file().path()),
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
                tor: found_tor(frame.language),
                ..DeskSetupView::default()
            };
            page(pages::setup(&frame, &notices, &view))
        })
    })
    .await
}

/// What the operator gave, as a file or as its text. Then the desk fetches for the first time.
pub(super) async fn keep_setup(
    State(desk): State<Arc<DeskState>>,
    mut fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let mut is_kept = false;
        let invitation = invitation(&mut fields);
        let response = opened(&desk, |opened, frame| match OfficerConfig::keep_invitation(
            &opened.home,
            &invitation,
        ) {
            Ok(config) => {
                is_kept = true;
                let door = OnionKeyView::of(&config, &opened.keys);
                opened.config = Some(config);
                onward(if door.is_told { "/" } else { "/onion" })
            }
            Err(failure) => {
                let (words, hint) = told(&failure, frame.language);
                let problem = FormProblem {
                    anchor: "file",
                    words: format!("{words} {hint}"),
                };
                let view = DeskSetupView {
                    invitation: fields.get("invitation").to_owned(),
                    tor: found_tor(frame.language),
                    problems: vec![problem],
                };
                page(pages::setup(&frame, &[], &view))
            }
        });
        if is_kept && let Err(failure) = desk.fetch() {
            return failed(&frame(&desk), &failure);
        }
        response
    })
    .await
}

/// Of a file that is longer than any, nothing.
fn invitation(fields: &mut DeskFields) -> String {
    let file = fields.take_files().into_iter().next();
    let bytes = file.map(|file| file.bytes);
    let bytes = bytes.unwrap_or_else(|| {
        let typed = fields.get("invitation").as_bytes();
        Zeroizing::new(typed.to_vec())
    });
    if bytes.len() > FILE_MAX {
        return String::new();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn found_tor(language: Language) -> Option<String> {
    let port = RunningTor::find()?.to_string();
    Some(say_with(language, "desk-tor-found", &[("port", &port)]))
}

/// The key that the server's door opens to, for a Tor that can't be told it from here.
pub(super) async fn onion(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        opened(&desk, |opened, frame| match &opened.config {
            Some(config) => {
                let view = OnionKeyView::of(config, &opened.keys);
                page(pages::onion_key(&frame, &view))
            }
            None => onward("/setup"),
        })
    })
    .await
}

/// The file that a system's Tor reads it from.
pub(super) async fn onion_file(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        opened(&desk, |opened, _| {
            let way = opened.config.as_ref().map(|config| &config.way);
            let Some((_, onion)) = way.and_then(RunningTor::on) else {
                return onward("/setup");
            };
            let line = opened.keys.onion_key().for_file(onion);
            let content = Zeroizing::new([line.as_bytes(), b"\n"].concat());
            saved_file("svilpe.auth_private", content)
        })
    })
    .await
}

const CUSTODIAN: &str = "custodian";

/// There is no report yet: it takes as long as a slow disk.
const NOTHING_TO_OPEN: Duration = Duration::from_secs(10);
