//! Everything that can be asked of a desk, and which page answers.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::middleware::{from_fn_with_state, map_response_with_state};
use axum::response::Response;
use axum::routing::{get, post};

use super::cross_site_checks::checked;
use super::state::DeskState;

mod acting;
mod cases;
pub(super) mod fields;
mod files_of_form;
mod first;
mod front;
mod handover;
mod help;
mod looking;
mod many;
mod multipart;
pub(super) mod response;
mod retention;
mod shared;
mod succession;

/// All routes. Each request is checked before any of them sees it.
pub(super) fn router(desk: &Arc<DeskState>) -> Router {
    Router::new()
        .route("/open/{link}", get(front::open))
        .route("/", get(front::today))
        .route("/search", post(front::search))
        .route("/search/{number}", get(front::found))
        .route("/many", post(many::choose))
        .route("/many/{number}", get(many::look))
        .route("/many/{number}/send", post(many::send))
        .route("/unlock", post(front::unlock))
        .route("/lock", post(front::lock))
        .route("/close", post(front::close))
        .route("/language", post(front::language))
        .route("/fetch", post(front::fetch))
        .route("/docket.csv", get(front::docket))
        .route("/deadlines.ics", get(front::deadlines))
        .route("/keys", post(first::make_keys))
        .route("/block", get(first::block))
        .route("/block/roster", get(first::roster_entry))
        .route("/block/door", get(first::door_key))
        .route("/setup", get(first::setup).post(first::keep_setup))
        .route("/onion", get(first::onion))
        .route("/onion/key", get(first::onion_file))
        .route("/case/{case}", get(cases::case))
        .route("/case/{case}/identity", get(cases::identity))
        .route("/case/{case}/marks", post(cases::note_marks))
        .route("/case/{case}/file/{item}/{number}", get(cases::file))
        .route(
            "/case/{case}/file/{item}/{number}/clean",
            get(looking::clean_copy),
        )
        .route(
            "/case/{case}/file/{item}/{number}/clean/save",
            get(looking::save_clean_copy),
        )
        .route(
            "/case/{case}/file/{item}/{number}/inside",
            get(looking::inside),
        )
        .route(
            "/case/{case}/file/{item}/{number}/inside/save",
            get(looking::save_inside),
        )
        .route(
            "/case/{case}/file/{item}/{number}/preview",
            get(looking::preview),
        )
        .route("/case/{case}/reply/{name}/{number}", get(cases::reply_file))
        .route(
            "/case/{case}/do/{action}",
            get(acting::form).post(acting::written),
        )
        .route("/case/{case}/do/{action}/preview", get(acting::preview))
        .route("/case/{case}/do/{action}/send", post(acting::send))
        .route("/recovery", get(first::recovery))
        .route("/case/{case}/handover", get(handover::choose))
        .route("/case/{case}/court.zip", get(handover::court))
        .route("/case/{case}/print", post(handover::masked))
        .route("/help", get(help::all))
        .route("/help/{topic}", get(help::one))
        .route("/succession", get(succession::choose))
        .route("/succession/give", post(succession::give))
        .route("/succession/take", post(succession::take))
        .route("/retention", get(retention::list))
        .route("/retention/{case}", get(retention::case))
        .route("/retention/{case}/hold", post(retention::hold))
        .route("/retention/{case}/release", post(retention::release))
        .route("/retention/{case}/expunge", post(retention::expunge))
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(map_response_with_state(Arc::clone(desk), shared::in_words))
        .layer(from_fn_with_state(Arc::clone(desk), checked))
        .with_state(Arc::clone(desk))
}

async fn nowhere(State(desk): State<Arc<DeskState>>) -> Response {
    shared::not_found(&desk)
}
