//! What is served to anyone: the challenge, the ledger's head and its hashes, which say nothing.
//!
//! The only handlers of the officers' listener that hold the intake without a signature.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;

use super::ledger::{asked_for, served};
use super::response::NOTHING;
use crate::intake::Intake;

pub(super) fn routes(intake: Arc<Intake>) -> Router {
    Router::new()
        .route("/v1/challenge", get(challenge))
        .route("/checkpoint", get(resource))
        .route("/cosigned", get(resource))
        .route("/policy/{file}", get(resource))
        .route("/tile/{*path}", get(resource))
        .with_state(intake)
}

/// What a signature covers beside this is drawn by the asker; it is no secret.
async fn challenge(State(intake): State<Arc<Intake>>) -> String {
    intake.verifier.challenge().to_string()
}

async fn resource(State(intake): State<Arc<Intake>>, uri: Uri) -> Result<Response, StatusCode> {
    match asked_for(&uri) {
        Some(open) if open.is_anyones() => served(&intake, open).await,
        _ => Err(NOTHING),
    }
}
