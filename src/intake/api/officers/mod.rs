//! The officers' listener: lists, sealed reports out, sealed replies in.
//!
//! Keeps its part of P1 and P7: only signed requests of the roster are answered, an officer sees
//! one institution, and whatever is wrong, the answer is the same empty 404 after the same
//! signature check. Knows ciphertext and its length. Never knows what is in it.
//!
//! What the ledger serves, and who may ask for which of it, stands in `ledger`.
//!
//! This router is never on the reporters' listener.

mod ledger;
mod response;
mod signed;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use self::response::{json, nothing, plain_headers, unavailable};
use self::signed::{SignedBy, signed, signer};
use crate::intake::Intake;
use crate::intake::http::extract::{NameInPath, named};
use crate::report::mailbox::{MailboxId, SealedReply};
use crate::rules::roster::{Institution, Officer};
use crate::store::{Header, ListedRecord, RecordId};

/// Everything that officers' tools may ask for.
pub fn router(intake: Arc<Intake>) -> Router {
    Router::new()
        .route("/v1/challenge", get(challenge))
        .route("/v1/instance", get(instance))
        .route("/v1/items", get(list))
        .route("/v1/items/{id}", get(item))
        .route("/v1/items/{id}/fetched", post(fetched))
        .route("/v1/mailboxes/{mailbox}/replies", post(reply))
        .route("/v1/entries", post(ledger::record))
        .route("/v1/cases/{case}", get(ledger::case))
        .route("/v1/accounting/{item}", get(ledger::account))
        .route("/checkpoint", get(ledger::resource))
        .route("/tile/{*path}", get(ledger::resource))
        .route("/roster/{file}", get(ledger::resource))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(axum::middleware::map_response(plain_headers))
        .with_state(intake)
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ListRange {
    after: Option<String>,
    limit: Option<usize>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Range {
    from: Option<u64>,
}

#[derive(Serialize)]
struct Items {
    items: Vec<ListedJson>,
    more: bool,
}

#[derive(Serialize)]
struct ListedJson {
    id: String,
    item: String,
    day: String,
    length: u64,
}

/// What a signature covers beside this is drawn by the asker; it is no secret.
async fn challenge(State(intake): State<Arc<Intake>>) -> Response {
    intake.verifier.challenge().to_string().into_response()
}

/// Officers hear which institution they are taken for; auditors belong to none.
async fn instance(State(intake): State<Arc<Intake>>, request: Request) -> Response {
    let Some((key, _)) = signed(&intake, request, |key| intake.reader(*key)).await else {
        return nothing().await;
    };
    let institution = intake.officer(key).map(|(roster, _)| roster.institution());
    json(&serde_json::json!({
        "instance": hex::encode(intake.store.instance().id),
        "institution": institution.map(Institution::as_str),
        "log": intake.keeper.public().to_string(),
    }))
}

async fn list(
    State(intake): State<Arc<Intake>>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let Some((signer, _)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let Some(ListRange { after, limit }) = parsed(query.as_deref()) else {
        return nothing().await;
    };
    let after = match after.as_deref().map(RecordId::parse) {
        Some(None) => return nothing().await,
        Some(Some(id)) => Some(id),
        None => None,
    };
    let limit = limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    let Ok(mut listed) = intake
        .store
        .list(signer.institution(), after, limit + 1)
        .await
    else {
        return unavailable();
    };
    let more = listed.len() > limit;
    listed.truncate(limit);
    json(&Items {
        items: listed.iter().map(line).collect(),
        more,
    })
}

async fn item(
    State(intake): State<Arc<Intake>>,
    id: NameInPath,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let Some((signer, _)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let Some((id, header)) = own(&intake, &signer, named(&id)).await else {
        return nothing().await;
    };
    let Some(Range { from }) = parsed(query.as_deref()) else {
        return nothing().await;
    };
    let from = from.unwrap_or(0);
    let Some(length) = header.length.checked_sub(from) else {
        return nothing().await;
    };
    let pieces = futures_util::stream::try_unfold(from, move |offset| {
        let intake = Arc::clone(&intake);
        async move {
            let piece = intake.store.read(id, offset, PIECE_MAX).await?;
            let next = offset + piece.len() as u64;
            Ok::<_, crate::store::Fault>((!piece.is_empty()).then(|| (Bytes::from(piece), next)))
        }
    });
    let head = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
    ];
    (head, Body::from_stream(pieces)).into_response()
}

/// The officer has the item on stable storage. When all of the roster have, and policy says so, the
/// ciphertext is forgotten here.
async fn fetched(State(intake): State<Arc<Intake>>, id: NameInPath, request: Request) -> Response {
    let Some((signer, _)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let Some((id, _)) = own(&intake, &signer, named(&id)).await else {
        return nothing().await;
    };
    let roster: Vec<[u8; 8]> = signer
        .roster
        .officers()
        .iter()
        .map(Officer::fingerprint)
        .collect();
    let wanted = roster.len();
    let Ok(holders) = intake
        .store
        .mark_fetched(id, *signer.key.as_bytes(), roster)
        .await
    else {
        return unavailable();
    };
    let everyone = holders == wanted;
    if everyone && intake.policy.drop_after_all_fetched() && intake.store.forget(id).await.is_err()
    {
        return unavailable();
    }
    StatusCode::NO_CONTENT.into_response()
}

async fn reply(
    State(intake): State<Arc<Intake>>,
    mailbox: NameInPath,
    request: Request,
) -> Response {
    let Some((_, body)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let (Some(mailbox), Some(sealed)) = (
        MailboxId::parse(named(&mailbox)),
        SealedReply::parse(body.to_vec()),
    ) else {
        return nothing().await;
    };
    match intake
        .store
        .post_reply(mailbox, sealed, intake.today.day())
        .await
    {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(_) => unavailable(),
    }
}

/// The item, if it is the signer's institution's.
async fn own(intake: &Intake, signer: &SignedBy<'_>, id: &str) -> Option<(RecordId, Header)> {
    let id = RecordId::parse(id)?;
    let header = intake.store.header_of(signer.institution(), id).await;
    Some((id, header.ok()??))
}

fn parsed<T: for<'a> Deserialize<'a> + Default>(query: Option<&str>) -> Option<T> {
    query.map_or_else(
        || Some(T::default()),
        |query| serde_urlencoded::from_str(query).ok(),
    )
}

fn line(listed: &ListedRecord) -> ListedJson {
    ListedJson {
        id: listed.id.to_hex(),
        item: hex::encode(listed.header.item.as_bytes()),
        day: listed.header.day.to_string(),
        length: listed.header.length,
    }
}

/// Lines in one answer of the list.
const PAGE_MAX: usize = 500;
/// Bytes of ciphertext in memory for each download.
const PIECE_MAX: usize = 64 * 1024;
