//! Replies: officers' words to a reporter, and what colleagues have written before.
//!
//! Keeps its part of P6 and P9: a mailbox is named by whoever opened the report that names it, and answered only
//! for an officer of the institution that the report was sent to; it takes no more than policy lets it hold.
//! Knows ciphertext and its length. Never knows which report a mailbox came with.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};

use super::query::parsed;
use super::response::{json, nothing, unavailable};
use super::signed::{SignedBy, signer};
use crate::intake::Intake;
use crate::intake::http::extract::{NameInPath, named};
use crate::report::mailbox::{MailboxId, SealedReply};
use crate::store::{MailboxRoom, PostedReply};

/// How many replies the officer knows of: if others came since, nothing is kept. Without it, nobody looks.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct KnownReplies {
    known: Option<usize>,
}

#[derive(Serialize)]
struct RepliesJson {
    /// How many there are, damaged ones among them.
    count: usize,
    replies: Vec<String>,
}

#[derive(Serialize)]
struct NotPostedJson {
    refused: &'static str,
}

/// `GET /v1/mailboxes/<mailbox>/replies`: all that wait there; what one mailbox holds is bounded.
pub(super) async fn list(
    State(intake): State<Arc<Intake>>,
    mailbox: NameInPath,
    request: Request,
) -> Response {
    let Some((signer, _)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let mailbox = match own_mailbox(&intake, &signer, named(&mailbox)).await {
        Ok(mailbox) => mailbox,
        Err(answer) => return answer,
    };
    // First the number: one that comes in between is seen and not yet known, which harms nobody.
    let count = intake.store.count_replies(mailbox).await;
    let replies = intake.store.replies(mailbox).await;
    let (Ok(count), Ok(replies)) = (count, replies) else {
        return unavailable();
    };
    let encoded = |reply: &SealedReply| BASE64_STANDARD.encode(reply.as_bytes());
    json(&RepliesJson {
        count,
        replies: replies.iter().map(encoded).collect(),
    })
}

/// `POST /v1/mailboxes/<mailbox>/replies?known=<how many>`: one sealed reply.
pub(super) async fn post(
    State(intake): State<Arc<Intake>>,
    mailbox: NameInPath,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let Some((signer, body)) = signer(&intake, request).await else {
        return nothing().await;
    };
    let (Some(KnownReplies { known }), Some(sealed)) =
        (parsed(query.as_deref()), SealedReply::parse(body.to_vec()))
    else {
        return nothing().await;
    };
    let mailbox = match own_mailbox(&intake, &signer, named(&mailbox)).await {
        Ok(mailbox) => mailbox,
        Err(answer) => return answer,
    };
    let room = MailboxRoom {
        replies_max: intake.policy.mailbox_replies_max(),
        bytes_max: intake.policy.mailbox_bytes_max(),
        known,
    };
    let today = intake.today.day();
    match intake.store.post_reply(mailbox, sealed, today, room).await {
        Ok(PostedReply::Kept) => StatusCode::NO_CONTENT.into_response(),
        Ok(PostedReply::OthersCame) => refused("others-came"),
        Ok(PostedReply::NoRoom) => refused("no-room"),
        Err(_) => unavailable(),
    }
}

/// The mailbox, if the signer's institution may answer there; one that does not exist is as any other's.
async fn own_mailbox(
    intake: &Intake,
    signer: &SignedBy<'_>,
    id: &str,
) -> Result<MailboxId, Response> {
    let Some(mailbox) = MailboxId::parse(id) else {
        return Err(nothing().await);
    };
    match intake.is_answerable(signer.institution(), mailbox).await {
        Ok(true) => Ok(mailbox),
        Ok(false) => Err(nothing().await),
        Err(_) => Err(unavailable()),
    }
}

fn refused(why: &'static str) -> Response {
    (StatusCode::CONFLICT, json(&NotPostedJson { refused: why })).into_response()
}
