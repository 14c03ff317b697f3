//! The officers' listener: lists, sealed reports out, sealed replies in.
//!
//! Keeps its part of P1 and P7: only signed requests of the roster are answered, an officer sees
//! one institution, and whatever is wrong, the answer is the same empty 404 after the same
//! signature check. Knows ciphertext and its length. Never knows what is in it.
//!
//! What the ledger serves, and who may ask for which of it, stands in `ledger`; what anyone may ask
//! for in `unsigned`; all else takes a `Signed` request, and reaches the intake only through it.
//!
//! This router is never on the reporters' listener.

/// How many requests of one key at once.
pub(in crate::intake) mod key_limits;

mod ledger;
mod replies;
mod response;
mod signature_check;
mod unsigned;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use self::response::{DOES_NOT_OPEN, NOTHING, UNAVAILABLE, json, plain_headers, refused};
use self::signature_check::{ByOfficer, ByReader, Guarded, Signed};
use crate::intake::Intake;
use crate::rules::roster::{Institution, Officer};
use crate::store::{Fault, Header, ListedPage, ListedRecord, RecordId, Store};

/// Everything that officers' tools may ask for.
pub(crate) fn router(intake: Arc<Intake>) -> Router {
    let nothing = || async { NOTHING };
    signed_routes(Arc::clone(&intake))
        .merge(unsigned::routes(intake))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(axum::middleware::map_response(plain_headers))
}

fn signed_routes(intake: Arc<Intake>) -> Router {
    Router::new()
        .route("/v1/instance", get(instance))
        .route("/v1/pack", get(pack))
        .route("/v1/items", get(list))
        .route("/v1/items/{id}", get(item))
        .route("/v1/items/{id}/fetched", post(fetched))
        .route("/v1/items/{id}/forget", post(forget))
        .route(
            "/v1/mailboxes/{mailbox}/replies",
            get(replies::list).post(replies::post),
        )
        .route(
            "/v1/mailboxes/{mailbox}/pieces",
            get(replies::piece).post(replies::post_piece),
        )
        .route("/v1/entries", post(ledger::record))
        .route("/v1/cosignatures", post(ledger::cosign))
        .route("/v1/cases/{case}", get(ledger::case))
        .route("/v1/accounting/{item}", get(ledger::account))
        .route("/tile/entries/{*path}", get(ledger::resource))
        .route("/roster/{file}", get(ledger::resource))
        .with_state(Guarded::new(intake))
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
struct ListJson {
    items: Vec<ListedJson>,
    more: bool,
    /// Reports beside these that do not open here: a list is never silently shorter.
    damaged: usize,
}

#[derive(Serialize)]
struct ListedJson {
    id: String,
    item: String,
    day: String,
    length: u64,
}

/// Officers hear which institution they are taken for; auditors belong to none.
async fn instance(asked: Signed<ByReader>) -> Result<Response, StatusCode> {
    let institution = asked.by.institution.as_ref().map(Institution::as_str);
    json(&serde_json::json!({
        "instance": hex::encode(asked.intake.store.instance().id),
        "institution": institution,
        "log": asked.intake.sequencer.public().to_string(),
        "pack": hex::encode(asked.intake.policy.digest()),
        "clock_in_doubt": asked.intake.today.judge().is_err(),
    }))
}

/// The country pack, by which officers and auditors judge cases as the intake does.
async fn pack(asked: Signed<ByReader>) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    (json, asked.intake.pack.clone()).into_response()
}

async fn list(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let ListRange { after, limit } = asked.query().ok_or(NOTHING)?;
    let after = after
        .as_deref()
        .map(|id| RecordId::parse(id).ok_or(NOTHING));
    let after = after.transpose()?;
    let limit = limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    let (store, institution) = (&asked.intake.store, &asked.by.institution);
    let listed = store.list(institution, after, limit).await;
    let ListedPage {
        records,
        damaged,
        more,
    } = listed.map_err(|_| UNAVAILABLE)?;
    if damaged > 0 {
        store.notice_damage();
    }
    // A ruined keyring is no empty list.
    if records.is_empty() && damaged > 0 {
        return Err(UNAVAILABLE);
    }
    json(&ListJson {
        items: records.iter().map(line).collect(),
        more,
        damaged,
    })
}

async fn item(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let (id, header) = own(&asked).await.ok_or(NOTHING)?;
    let Range { from } = asked.query().ok_or(NOTHING)?;
    let from = from.unwrap_or(0);
    let length = header.length.checked_sub(from).ok_or(NOTHING)?;
    // Once its first byte is out, all that could be said is that the line broke, each time again.
    let Some(first) = first_of_whole(&asked.intake.store, id, from).await? else {
        asked.intake.store.notice_damage();
        return Err(DOES_NOT_OPEN);
    };
    // Without the key's place: of a download there is one piece in memory, however long it takes.
    // What has one piece is read once.
    let store = asked.intake.store.clone();
    let begin = (from, Some(first));
    let pieces = futures_util::stream::try_unfold(begin, move |(offset, read)| {
        let store = store.clone();
        async move {
            let piece = match read {
                Some(first) => first,
                None if offset == header.length => return Ok(None),
                None => store.read(id, offset, PIECE_MAX).await?,
            };
            let next = offset + piece.len() as u64;
            Ok::<_, Fault>((!piece.is_empty()).then(|| (Bytes::from(piece), (next, None))))
        }
    });
    let head = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
    ];
    Ok((head, Body::from_stream(pieces)).into_response())
}

/// The first piece of a report from this byte on, if all bytes from there on open.
async fn first_of_whole(
    store: &Store,
    id: RecordId,
    from: u64,
) -> Result<Option<Vec<u8>>, StatusCode> {
    let (mut offset, mut first) = (from, None);
    loop {
        match store.read(id, offset, PIECE_MAX).await {
            Ok(piece) if piece.is_empty() => return Ok(Some(first.unwrap_or(piece))),
            Ok(piece) => {
                offset += piece.len() as u64;
                first.get_or_insert(piece);
            }
            Err(Fault::Damaged) => return Ok(None),
            Err(Fault::NotKept) => return Err(NOTHING),
            Err(_) => return Err(UNAVAILABLE),
        }
    }
}

/// The officer has the item on stable storage. When all of the roster have, and policy says so, the
/// ciphertext is forgotten here.
async fn fetched(asked: Signed<ByOfficer>) -> Result<StatusCode, StatusCode> {
    let (id, _) = own(&asked).await.ok_or(NOTHING)?;
    let (intake, key) = (&asked.intake, asked.by.key);
    let (roster, _) = intake.officer(key).ok_or(NOTHING)?;
    let roster: Vec<[u8; 8]> = roster.officers().iter().map(Officer::fingerprint).collect();
    let wanted = roster.len();
    let holders = intake.store.mark_fetched(id, *key.as_bytes(), roster);
    let everyone = holders.await.map_err(|_| UNAVAILABLE)? == wanted;
    if everyone && intake.policy.drop_after_all_fetched() {
        intake.store.forget(id).await.map_err(|_| UNAVAILABLE)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// An officer had its case's term end: the ciphertext goes now, not with the day's expiry. An
/// officer can't make go early what the ledger says is needed; and while the clock is in doubt,
/// nobody knows what is.
async fn forget(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let (id, header) = own(&asked).await.ok_or(NOTHING)?;
    let intake = &asked.intake;
    if intake.today.judge().is_err() {
        return refused("clock-in-doubt");
    }
    let may_go = intake
        .sequencer
        .may_be_forgotten(&header.item, intake.today.day());
    if !may_go.await.map_err(|_| UNAVAILABLE)? {
        return refused("needed");
    }
    intake.store.forget(id).await.map_err(|_| UNAVAILABLE)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The item that the path names, if it is the signer's institution's.
async fn own(asked: &Signed<ByOfficer>) -> Option<(RecordId, Header)> {
    let id = RecordId::parse(asked.name())?;
    let header = asked.intake.store.header_of(&asked.by.institution, id);
    Some((id, header.await.ok()??))
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
