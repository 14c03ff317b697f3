//! Replies: officers' words to a reporter, and what colleagues have written before.
//!
//! Keeps its part of P6 and P9: a mailbox is named by whoever opened the report that names it, and
//! answered only for an officer of the institution that the report was sent to; it takes no more
//! than policy lets it hold. Knows ciphertext and its length. Never knows which report a mailbox
//! came with.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};

use super::response::{NOTHING, UNAVAILABLE, json, refused};
use super::signed::{ByOfficer, Signed};
use crate::report::mailbox::{MailboxId, RepliesLocator, SealedReply};
use crate::store::{MailboxRoom, PostedReply};

/// How many replies the officer knows of: if others came since, nothing is kept. Without it, nobody
/// looks.
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

/// `GET /v1/mailboxes/<mailbox>/replies`: all that wait there; what one mailbox holds is bounded.
pub(super) async fn list(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let mailbox = own_mailbox(&asked).await?;
    let store = &asked.intake.store;
    // First the number: one that comes in between is seen and not yet known, which harms nobody.
    let count = store.count_replies(mailbox).await;
    let replies = store.replies(mailbox).await.map_err(|_| UNAVAILABLE)?;
    let encoded = |reply: &SealedReply| BASE64_STANDARD.encode(reply.as_bytes());
    json(&RepliesJson {
        count: count.map_err(|_| UNAVAILABLE)?,
        replies: replies.iter().map(encoded).collect(),
    })
}

/// `POST /v1/mailboxes/<mailbox>/replies?known=<how many>`: one sealed reply.
pub(super) async fn post(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let KnownReplies { known } = asked.query().ok_or(NOTHING)?;
    let sealed = SealedReply::parse(asked.body.bytes.to_vec()).ok_or(NOTHING)?;
    let mailbox = own_mailbox(&asked).await?;
    let intake = &asked.intake;
    let room = MailboxRoom {
        replies_max: intake.policy.mailbox_replies_max(),
        bytes_max: intake.policy.mailbox_bytes_max(),
        known,
    };
    let today = intake.today.day();
    let posted = intake.store.post_reply(mailbox, sealed, today, room).await;
    match posted.map_err(|_| UNAVAILABLE)? {
        PostedReply::Kept => Ok(StatusCode::NO_CONTENT.into_response()),
        PostedReply::OthersCame => refused("others-came"),
        PostedReply::NoRoom => refused("no-room"),
    }
}

/// The mailbox that the path names, if the signer's institution may answer there; one that does not
/// exist is as any other's.
async fn own_mailbox(asked: &Signed<ByOfficer>) -> Result<RepliesLocator, StatusCode> {
    let mailbox = MailboxId::parse(asked.name()).ok_or(NOTHING)?;
    let answerable = asked.intake.is_answerable(&asked.by.institution, mailbox);
    match answerable.await {
        Ok(true) => Ok(RepliesLocator::of(mailbox, &asked.intake.pepper)),
        Ok(false) => Err(NOTHING),
        Err(_) => Err(UNAVAILABLE),
    }
}
