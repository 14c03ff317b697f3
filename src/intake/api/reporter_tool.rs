//! The reporters' listener, as their own tool uses it: [`crate::report::upload_protocol`] over HTTP.
//!
//! Keeps its part of P9: the same gates as the forms, cheap refusals first. Never knows more than
//! `delivered` does.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http_body_util::{BodyExt as _, Limited};
use zeroize::Zeroizing;

use crate::intake::Intake;
use crate::intake::http::body_limits::BodyLimits;
use crate::intake::http::body_rate::Paced;
use crate::intake::http::extract::{NameInPath, circuit_of, named};
use crate::intake::http::request_head::{FormKind, NotAdmitted, admit, announced_length};
use crate::intake::http::request_limit::{Full, is_upload};
use crate::intake::http::response;
use crate::intake::web::pages;
use crate::report::receipt::Claim;
use crate::report::sealed::sealed_length_max;
use crate::report::upload_protocol::{
    Declined, Delivery, KEPT, KEPT_BEFORE, OpenMailbox, PastRosters, WORDS_AND_NAMES_MAX, Waiting,
};
use crate::store::KeepOutcome;

/// The routes of [`crate::report::upload_protocol`].
pub(in crate::intake) fn router(intake: &Arc<Intake>) -> Router {
    Router::new()
        .route("/sealed/{institution}", get(terms).post(deliver))
        .route("/sealed/{institution}/rosters", get(rosters))
        .route("/mailbox", post(find))
        .route("/mailbox/open", post(open))
        .layer(axum::middleware::map_response(response::and_close))
        .with_state(Arc::clone(intake))
}

async fn terms(State(intake): State<Arc<Intake>>, institution: NameInPath) -> Response {
    let roster = intake.roster(named(&institution));
    match roster.and_then(|roster| intake.terms(roster)) {
        Some(terms) => response::text(terms.to_json()),
        None => response::page(pages::not_found()),
    }
}

/// By whom earlier answers were signed: the same for whoever asks, like today's roster.
async fn rosters(
    State(intake): State<Arc<Intake>>,
    institution: NameInPath,
    request: Request,
) -> Response {
    let Some(roster) = intake.roster(named(&institution)) else {
        return response::page(pages::not_found());
    };
    let circuit = circuit_of(&request);
    let past = async {
        let _pass = intake.gates.for_page().enter(circuit).await?;
        let rosters = intake.keeper.rosters(roster.institution()).await;
        rosters.map_err(|_| Declined::NotNow)
    };
    match past.await {
        Ok(rosters) => response::text(PastRosters::newest(&rosters).to_json()),
        Err(why) => declined(why),
    }
}

async fn deliver(
    State(intake): State<Arc<Intake>>,
    institution: NameInPath,
    request: Request,
) -> Response {
    let Some(roster) = intake.roster(named(&institution)) else {
        return response::page(pages::not_found());
    };
    let delivered = async {
        let policy = &intake.policy;
        let length_max = Delivery::LENGTH as u64
            + sealed_length_max(policy.total_bytes_max() + WORDS_AND_NAMES_MAX);
        admit(request.headers(), FormKind::Sealed, length_max)?;
        let announced = announced_length(request.headers());
        let upload = is_upload(announced);
        if upload && !intake.takes_files() {
            return Err(Declined::NoFiles);
        }
        let gate = intake.gates.for_body(announced);
        let _pass = gate.enter(circuit_of(&request)).await?;
        let limits = BodyLimits {
            total_max: announced.unwrap_or(length_max),
            parts_max: 0,
            window: policy.body_window(),
            window_bytes_min: policy.body_window_bytes_min(),
        };
        let body = Paced::new(request.into_body(), limits);
        intake.take_delivery(roster, body, upload).await
    };
    match delivered.await {
        Ok(KeepOutcome::New) => response::text(KEPT.to_owned()),
        Ok(KeepOutcome::Already) => response::text(KEPT_BEFORE.to_owned()),
        Err(why) => declined(why),
    }
}

async fn find(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let found = async {
        let circuit = circuit_of(&request);
        let _form = intake.gates.for_form().enter(circuit).await?;
        let body = short(&intake, request, CLAIM_LENGTH).await?;
        let claim: [u8; CLAIM_LENGTH] =
            body.as_slice().try_into().map_err(|_| Declined::NotRead)?;
        let _pass = intake.gates.for_page().enter(circuit).await?;
        intake.record_under(&Claim::from_bytes(claim)).await
    };
    match found.await {
        Ok(record) => response::octets(record.as_bytes().to_vec()),
        Err(why) => declined(why),
    }
}

async fn open(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let opened = async {
        let circuit = circuit_of(&request);
        let _form = intake.gates.for_form().enter(circuit).await?;
        let body = short(&intake, request, OpenMailbox::LENGTH).await?;
        let opening = OpenMailbox::parse(&body).ok_or(Declined::NotRead)?;
        let _pass = intake.gates.for_page().enter(circuit).await?;
        intake.open_sealed(opening).await
    };
    match opened.await {
        Ok(waiting) => response::text(Waiting::to_json(waiting.as_ref())),
        Err(why) => declined(why),
    }
}

/// A body of at most `length` bytes.
async fn short(
    intake: &Intake,
    request: Request,
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, Declined> {
    admit(request.headers(), FormKind::Sealed, length as u64)?;
    let body = Limited::new(request.into_body(), length).collect();
    let body = tokio::time::timeout(intake.policy.body_window(), body)
        .await
        .map_err(|_| Declined::TooSlow)?;
    let body = body.map_err(|_| Declined::NotRead)?.to_bytes();
    Ok(Zeroizing::new(body.to_vec()))
}

/// One word, and nothing that was sent.
fn declined(why: Declined) -> Response {
    let status = StatusCode::from_u16(why.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, response::text(why.as_str().to_owned())).into_response()
}

impl From<NotAdmitted> for Declined {
    fn from(not_admitted: NotAdmitted) -> Self {
        match not_admitted {
            NotAdmitted::CrossSite | NotAdmitted::WrongType => Self::NotRead,
            NotAdmitted::TooLarge => Self::TooLarge,
        }
    }
}

impl From<Full> for Declined {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}

const CLAIM_LENGTH: usize = 32;
