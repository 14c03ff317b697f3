//! Replies: officers' words to a reporter, and what colleagues have written before.
//!
//! Keeps its part of P6 and P9: a mailbox is named by whoever opened the report that names it, and
//! answered only for an officer of the institution that the report was sent to; it takes no more
//! than policy lets it hold, and of one officer no more than leaves colleagues their part. Knows
//! ciphertext and its length. Never knows which report a mailbox came with.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};

use super::response::{NOTHING, UNAVAILABLE, json, refused};
use super::signature_check::{ByOfficer, Signed};
use crate::report::mailbox::{
    MailboxId, PieceName, PiecesLocator, RepliesLocator, SealedPiece, SealedReply, WriterTag,
};
use crate::rules::calendar::Day;
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
    /// The first and the last day that an entry may be signed on now; none while the clock is in
    /// doubt. A letter of another day would be of nobody's, or of a day to come.
    days: Option<[Day; 2]>,
}

/// `GET /v1/mailboxes/<mailbox>/replies`: all that wait there; what one mailbox holds is bounded.
pub(super) async fn list(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let mailbox = RepliesLocator::of(own_mailbox(&asked).await?, &asked.intake.pepper);
    let store = &asked.intake.store;
    // First the number: one that comes in between is seen and not yet known, which harms nobody.
    let count = store.count_replies(mailbox).await;
    let replies = store.replies(mailbox).await.map_err(|_| UNAVAILABLE)?;
    if replies.damaged > 0 {
        store.notice_damage();
    }
    let days = asked.intake.today.signable();
    let encoded = |reply: &SealedReply| BASE64_STANDARD.encode(reply.as_bytes());
    json(&RepliesJson {
        count: count.map_err(|_| UNAVAILABLE)?,
        replies: replies.replies.iter().map(encoded).collect(),
        days: days.ok().map(|days| [*days.start(), *days.end()]),
    })
}

/// `POST /v1/mailboxes/<mailbox>/replies?known=<how many>`: one sealed reply.
pub(super) async fn post(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let KnownReplies { known } = asked.query().ok_or(NOTHING)?;
    let sealed = SealedReply::parse(asked.body.bytes.to_vec()).ok_or(NOTHING)?;
    let intake = &asked.intake;
    let mailbox = own_mailbox(&asked).await?;
    let writer = |key| WriterTag::of_reply(mailbox, key, &intake.pepper);
    let room = MailboxRoom {
        replies_max: intake.policy.mailbox_replies_max(),
        bytes_max: intake.policy.mailbox_bytes_max(),
        known,
        by: writer(asked.by.key),
        officers: asked.by.colleagues(intake).map(writer).collect(),
    };
    let mailbox = RepliesLocator::of(mailbox, &intake.pepper);
    let today = intake.today.day();
    let posted = intake.store.post_reply(mailbox, sealed, today, room).await;
    told(posted.map_err(|_| UNAVAILABLE)?)
}

/// Which piece of which file is asked for.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WantedPiece {
    name: Option<String>,
}

/// `GET /v1/mailboxes/<mailbox>/pieces?name=<piece>`: a piece of a file that a reply carries.
pub(super) async fn piece(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let WantedPiece { name } = asked.query().ok_or(NOTHING)?;
    let name = name.as_deref().and_then(PieceName::parse).ok_or(NOTHING)?;
    let mailbox = PiecesLocator::of(own_mailbox(&asked).await?, &asked.intake.pepper);
    let piece = asked.intake.store.piece(mailbox, name).await;
    let piece = piece.map_err(|_| UNAVAILABLE)?.ok_or(NOTHING)?;
    let head = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((head, piece.as_bytes().to_vec()).into_response())
}

/// `POST /v1/mailboxes/<mailbox>/pieces`: a piece of a file, before the reply that names it. Text
/// has what room is left: then no files are taken, from reporters or officers.
pub(super) async fn post_piece(asked: Signed<ByOfficer>) -> Result<Response, StatusCode> {
    let piece = SealedPiece::parse(asked.body.bytes.to_vec()).ok_or(NOTHING)?;
    let intake = &asked.intake;
    let mailbox = own_mailbox(&asked).await?;
    if !intake.takes_files() {
        return told(PostedReply::NoRoom);
    }
    let writer = |key| WriterTag::of_piece(mailbox, key, &intake.pepper);
    let room = MailboxRoom {
        replies_max: usize::MAX,
        bytes_max: intake.policy.mailbox_files_bytes_max(),
        known: None,
        by: writer(asked.by.key),
        officers: asked.by.colleagues(intake).map(writer).collect(),
    };
    let mailbox = PiecesLocator::of(mailbox, &intake.pepper);
    let today = intake.today.day();
    let posted = intake.store.post_piece(mailbox, piece, today, room).await;
    told(posted.map_err(|_| UNAVAILABLE)?)
}

fn told(posted: PostedReply) -> Result<Response, StatusCode> {
    match posted {
        PostedReply::Kept => Ok(StatusCode::NO_CONTENT.into_response()),
        PostedReply::OthersCame => refused("others-came"),
        PostedReply::NoRoom => refused("no-room"),
    }
}

/// The mailbox that the path names, if the signer's institution may answer there; one that does not
/// exist is as any other's.
async fn own_mailbox(asked: &Signed<ByOfficer>) -> Result<MailboxId, StatusCode> {
    let mailbox = MailboxId::parse(asked.name()).ok_or(NOTHING)?;
    let answerable = asked.intake.is_answerable(&asked.by.institution, mailbox);
    match answerable.await {
        Ok(true) => Ok(mailbox),
        Ok(false) => Err(NOTHING),
        Err(_) => Err(UNAVAILABLE),
    }
}
