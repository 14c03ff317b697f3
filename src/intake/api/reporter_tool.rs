//! The reporters' listener, as their own tool uses it: [`crate::report::upload_protocol`] over
//! HTTP.
//!
//! Keeps its part of P9: the same limits as the forms, cheap refusals first. Never knows more than
//! `mailroom::sealed_upload` does.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use crate::intake::Intake;
use crate::intake::http::body_limits::BodyLimits;
use crate::intake::http::body_rate::Paced;
use crate::intake::http::extract::{NameInPath, circuit_of, named, sender_of};
use crate::intake::http::request_head::{FormKind, NotAdmitted, admit, announced_length};
use crate::intake::http::request_limit::{Full, SHORT_MAX, is_upload};
use crate::intake::http::response;
use crate::intake::http::short_body::ShortBody;
use crate::intake::mailroom::daily_budget::{TextShare, UsedUp};
use crate::intake::web::pages;
use crate::ledger::tree::tiles::Resource;
use crate::report::mailbox::PiecesLocator;
use crate::report::sealed::sealed_length_max;
use crate::report::upload_protocol::{
    Declined, Delivery, KEPT, KEPT_BEFORE, MailboxContents, PastRosters, PieceRequest, Settlement,
    VisitRequest, WORDS_AND_NAMES_MAX,
};
use crate::store::KeepOutcome;

/// The routes of [`crate::report::upload_protocol`].
pub(in crate::intake) fn router(intake: &Arc<Intake>) -> Router {
    Router::new()
        .route("/sealed/{institution}", get(terms).post(deliver))
        .route("/sealed/{institution}/rosters", get(rosters))
        .route("/checkpoint", get(ledger))
        .route("/cosigned", get(ledger))
        .route("/tile/{*path}", get(ledger))
        .route("/mailbox/visit", post(visit))
        .route("/mailbox/settle", post(settle))
        .route("/mailbox/piece", post(piece))
        .layer(axum::middleware::map_response(response::and_close))
        .with_state(Arc::clone(intake))
}

async fn terms(State(intake): State<Arc<Intake>>, institution: NameInPath) -> Response {
    let roster = intake.roster(named(&institution));
    match roster.and_then(|roster| intake.terms(roster)) {
        Some(terms) => response::text(terms.to_json()),
        None => response::page(pages::not_found(&intake.imprint.languages)),
    }
}

/// By whom earlier answers were signed: the same for whoever asks, like today's roster.
async fn rosters(
    State(intake): State<Arc<Intake>>,
    institution: NameInPath,
    request: Request,
) -> Response {
    let Some(roster) = intake.roster(named(&institution)) else {
        return response::page(pages::not_found(&intake.imprint.languages));
    };
    let circuit = circuit_of(&request);
    let past = async {
        let _pass = intake.request_limits.for_visit().enter(circuit).await?;
        let rosters = intake.sequencer.rosters(roster.institution()).await;
        rosters.map_err(|_| Declined::NotNow)
    };
    match past.await {
        Ok(rosters) => response::text(PastRosters::newest(&rosters).to_json()),
        Err(why) => declined(why),
    }
}

/// The ledger's head and its hashes, by which a reporter checks their own entry: the same for
/// whoever asks. What an entry says is not for everybody.
async fn ledger(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let asked = request
        .uri()
        .path()
        .strip_prefix('/')
        .and_then(Resource::parse);
    let open = |asked: &Resource| asked.is_anyones() && request.uri().query().is_none();
    let Some(resource) = asked.filter(open) else {
        return response::page(pages::not_found(&intake.imprint.languages));
    };
    let circuit = circuit_of(&request);
    let served = async {
        let _pass = intake.request_limits.for_visit().enter(circuit).await?;
        let served = intake.sequencer.serve(resource).await;
        served.map_err(|_| Declined::NotNow)
    };
    match served.await {
        Ok(Some(bytes)) => response::octets(bytes),
        Ok(None) => response::page(pages::not_found(&intake.imprint.languages)),
        Err(why) => declined(why),
    }
}

async fn deliver(
    State(intake): State<Arc<Intake>>,
    institution: NameInPath,
    request: Request,
) -> Response {
    let Some(roster) = intake.roster(named(&institution)) else {
        return response::page(pages::not_found(&intake.imprint.languages));
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
        let circuit = circuit_of(&request);
        let mut limits = BodyLimits {
            total_max: announced.unwrap_or(length_max),
            parts_max: 0,
            window: policy.body_window(),
            window_bytes_min: policy.body_window_bytes_min(),
            request_limit: None,
        };
        if upload {
            let limit = intake.request_limits.for_upload();
            limits.request_limit = Some(Arc::clone(limit));
            let _pass = limit.enter(circuit).await?;
            let body = Paced::new(request.into_body(), &limits);
            return intake.take_delivery(roster, body, None).await;
        }
        let sender = sender_of(&request);
        let body = request.into_body();
        let body = intake.short_bodies.read(sender, body, SHORT_MAX).await?;
        let _pass = intake.request_limits.for_text().enter(circuit).await?;
        let share = TextShare::of(circuit, body.bytes.len());
        intake.has_text_left(share)?;
        let (body, _held) = body.into_stream();
        let body = Paced::new(body, &limits);
        intake.take_delivery(roster, body, Some(share)).await
    };
    match delivered.await {
        Ok(KeepOutcome::New) => response::text(KEPT.to_owned()),
        Ok(KeepOutcome::Already) => response::text(KEPT_BEFORE.to_owned()),
        Err(why) => declined(why),
    }
}

async fn visit(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let visited = async {
        let circuit = circuit_of(&request);
        let body = short(&intake, request, VisitRequest::LENGTH).await?;
        let visit = VisitRequest::parse(&body.bytes).ok_or(Declined::NotRead)?;
        let _pass = intake.request_limits.for_visit().enter(circuit).await?;
        intake.visit_sealed(&visit, circuit).await
    };
    match visited.await {
        Ok(wrapped) => response::octets(wrapped.as_bytes().to_vec()),
        Err(why) => declined(why),
    }
}

async fn settle(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let settled = async {
        let circuit = circuit_of(&request);
        let body = short(&intake, request, Settlement::LENGTH).await?;
        let settlement = Settlement::parse(&body.bytes).ok_or(Declined::NotRead)?;
        let _pass = intake.request_limits.for_visit().enter(circuit).await?;
        intake.settle_sealed(settlement).await
    };
    match settled.await {
        Ok(waiting) => response::text(MailboxContents::to_json(waiting.as_ref())),
        Err(why) => declined(why),
    }
}

/// A piece of a file. Its name stands in a reply alone, which only the mailbox's key has opened; so
/// does the key that opens it.
async fn piece(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let found = async {
        let circuit = circuit_of(&request);
        let body = short(&intake, request, PieceRequest::LENGTH).await?;
        let asked = PieceRequest::parse(&body.bytes).ok_or(Declined::NotRead)?;
        let _pass = intake.request_limits.for_visit().enter(circuit).await?;
        let mailbox = PiecesLocator::of(asked.secret.id(), &intake.pepper);
        let found = intake.store.piece(mailbox, asked.piece).await;
        found
            .map_err(|_| Declined::NotNow)?
            .ok_or(Declined::NotRead)
    };
    match found.await {
        Ok(piece) => response::octets(piece.as_bytes().to_vec()),
        Err(why) => declined(why),
    }
}

/// A body of at most `length` bytes.
async fn short(intake: &Intake, request: Request, length: usize) -> Result<ShortBody, Declined> {
    admit(request.headers(), FormKind::Sealed, length as u64)?;
    let sender = sender_of(&request);
    let body = intake
        .short_bodies
        .read(sender, request.into_body(), length);
    Ok(body.await?)
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

/// Later, or in the browser: the tool says so.
impl From<UsedUp> for Declined {
    fn from(_: UsedUp) -> Self {
        Self::Busy
    }
}

impl From<Full> for Declined {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}
