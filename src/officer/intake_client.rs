//! The officers' HTTP client: each request to the intake signed, each answer checked.
//!
//! ```text
//!   GET  /v1/challenge                       text, unsigned
//!   GET  /v1/instance                        {"instance": …, "institution": …, "log": …, "pack":
//! …}
//!   GET  /v1/pack                            the country pack, as `rules::pack` writes it
//!   GET  /v1/items?after=<id>&limit=500      {"items": [{id, item, day, length}], "more": …,
//!                                             "damaged": how many more do not open there}
//!   GET  /v1/items/<id>?from=N               sealed bytes
//!   POST /v1/items/<id>/fetched              204
//!   POST /v1/items/<id>/forget               204: forgotten there, or 409 {"refused": "needed" or
//!                                            "clock-in-doubt"}
//!   GET  /v1/mailboxes/<mailbox>/replies     {"count": …, "replies": [<base64>],
//!                                             "days": [first, last] to be signed, or null}
//!   GET  /v1/mailboxes/<mailbox>/pieces?name=<piece>
//!                                            a sealed piece of a file
//!   POST /v1/mailboxes/<mailbox>/pieces      one; answered as a reply is
//!   POST /v1/mailboxes/<mailbox>/replies?known=N
//!                                            204; the same bytes again: 204, and kept once
//!                                            409 {"refused": "others-came" or "no-room"}
//! ```

use std::fmt;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::config::OfficerConfig;
use super::keys::OfficerKeys;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::keys::lower_hex;
use crate::ledger::checkpoint::LogKey;
use crate::net::connection::{CannotTalk, ResponseHead};
use crate::net::http_signature::InstanceId;
pub use crate::net::signed_client::NoAnswer;
use crate::net::signed_client::{Conversation, SignedRequest};
use crate::net::tor::RunningTor;
use crate::report::mailbox::{MailboxId, PieceName, SEALED_PIECE_MAX, SealedPiece, SealedReply};
use crate::rules::calendar::Day;
use crate::rules::pack::CountryPack;

/// One signed conversation.
pub struct OfficerClient {
    conversation: Conversation,
    keys: Arc<OfficerKeys>,
    instance: InstanceId,
}

/// An item as the intake lists it. Nothing of it is believed before the digest fits.
#[derive(Clone, Debug)]
pub struct ListedReport {
    /// By which the server finds it again.
    pub id: ListedId,
    /// SHA-256 of the sealed bytes: its name in the ledger.
    pub item: ReportDigest,
    /// When it was received.
    pub day: Day,
    /// Bytes of ciphertext.
    pub length: u64,
}

/// The intake's random name of an item: 16 bytes, in hex on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedId([u8; 16]);

/// What lies in a mailbox.
pub struct WaitingReplies {
    /// How many there are, those that the intake can't read any more among them.
    pub count: usize,
    pub replies: Vec<SealedReply>,
    /// The first and the last day that the intake takes an entry of now; none while it does not
    /// believe its clock.
    pub days: Option<[Day; 2]>,
}

/// What became of a reply at the intake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Posting {
    Kept,
    /// Others are there than those that were known.
    OthersCame,
    /// The mailbox is full.
    NoRoom,
}

/// What became of an item that was to be forgotten at the intake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forgetting {
    /// It is not there any more.
    Gone,
    /// By the intake's ledger and policy it is still needed.
    Needed,
    /// The intake does not believe its clock, and forgets nothing.
    ClockInDoubt,
}

impl OfficerClient {
    /// Nothing is sent yet. A Tor on the way is told the key to the onion: it may have been started
    /// since; one that can't be told may know it from its files.
    pub fn new(config: &OfficerConfig, keys: Arc<OfficerKeys>) -> Result<Self, Failure> {
        if let Some((tor, onion)) = RunningTor::on(&config.way) {
            let _ = tor.take_key(onion, &keys.onion_key());
        }
        Ok(Self {
            conversation: Conversation::new(config.way.connection()?, config.instance),
            keys,
            instance: config.instance,
        })
    }

    /// Is this the server, and are we its officer?
    pub async fn check(&mut self) -> Result<ServerFacts, NoAnswer> {
        let told: Told = self.json("/v1/instance", SMALL_MAX).await?;
        if InstanceId::parse(&told.instance) == Some(self.instance) {
            let log = told.log.as_deref().map(LogKey::parse).transpose();
            Ok(ServerFacts {
                institution: told.institution,
                log: log.map_err(|_| CannotTalk::SomethingElse)?,
                pack: told.pack.as_deref().and_then(lower_hex::parse),
                clock_in_doubt: told.clock_in_doubt,
            })
        } else {
            Err(CannotTalk::SomethingElse.into())
        }
    }

    /// The country pack by which the intake works, in JSON.
    pub async fn pack(&mut self) -> Result<Vec<u8>, NoAnswer> {
        let most = CountryPack::JSON_MAX as u64;
        let answer = self.signed(SignedRequest::get("/v1/pack", most)).await?;
        Ok(answer.whole().await?)
    }

    /// The next page of items after `after`, in the order of their ids.
    pub async fn page(&mut self, after: Option<ListedId>) -> Result<ReportPage, NoAnswer> {
        let after = after.map(|id| format!("after={id}&")).unwrap_or_default();
        let page: ListPage = self
            .json(&format!("/v1/items?{after}limit={PAGE}"), PAGE_MAX)
            .await?;
        let items: Option<Vec<_>> = page.items.iter().map(ListedReport::parse).collect();
        let items = items.filter(|items| items.len() <= PAGE && (!page.more || !items.is_empty()));
        Ok(ReportPage {
            items: items.ok_or(CannotTalk::SomethingElse)?,
            more: page.more,
            damaged: page.damaged,
        })
    }

    /// An item's ciphertext from byte `from` on; at most `length_max` bytes come. None: it does not
    /// open on the server any more.
    pub async fn item(
        &mut self,
        id: ListedId,
        from: u64,
        length_max: u64,
    ) -> Result<Option<ResponseHead>, NoAnswer> {
        let target = format!("/v1/items/{id}?from={from}");
        let question = SignedRequest::get(&target, length_max);
        let answer = self.conversation.ask(question, &self.keys.signing).await?;
        match answer.status() {
            200 => Ok(Some(answer)),
            DOES_NOT_OPEN => Ok(None),
            _ => Err(CannotTalk::SomethingElse.into()),
        }
    }

    /// Tells the intake that an item is safe here. Telling it twice is as good as once.
    pub async fn tell_fetched(&mut self, id: ListedId) -> Result<(), NoAnswer> {
        let target = format!("/v1/items/{id}/fetched");
        let told = self.signed(SignedRequest::post(&target, &[], 0)).await;
        told.map(drop)
    }

    /// Has an item forgotten at the intake. What is not there counts as forgotten.
    pub async fn forget(&mut self, id: ListedId) -> Result<Forgetting, NoAnswer> {
        let target = format!("/v1/items/{id}/forget");
        let question = SignedRequest::post(&target, &[], SMALL_MAX);
        let answer = match self.conversation.ask(question, &self.keys.signing).await {
            Ok(answer) => answer,
            Err(NoAnswer::Refused) => return Ok(Forgetting::Gone),
            Err(why) => return Err(why),
        };
        match answer.status() {
            200 | 204 => Ok(Forgetting::Gone),
            _ => match refusal(answer).await?.as_str() {
                "needed" => Ok(Forgetting::Needed),
                "clock-in-doubt" => Ok(Forgetting::ClockInDoubt),
                _ => Err(CannotTalk::SomethingElse.into()),
            },
        }
    }

    /// All replies that wait in a mailbox, in no order.
    pub async fn replies(&mut self, of: MailboxId) -> Result<WaitingReplies, NoAnswer> {
        let target = format!("/v1/mailboxes/{}/replies", of.to_hex());
        let told: ToldReplies = self.json(&target, REPLIES_MAX).await?;
        let replies = told.replies.iter().map(|text| {
            let bytes = BASE64_STANDARD.decode(text).ok()?;
            SealedReply::parse(bytes)
        });
        let replies: Option<Vec<_>> = replies.collect();
        Ok(WaitingReplies {
            count: told.count,
            replies: replies.ok_or(CannotTalk::SomethingElse)?,
            days: told.days,
        })
    }

    /// Posts a reply; if `known` is given, only to a mailbox that holds so many others.
    pub async fn post(
        &mut self,
        to: MailboxId,
        reply: &SealedReply,
        known: Option<usize>,
    ) -> Result<Posting, NoAnswer> {
        let known = known.map(|known| format!("?known={known}"));
        let target = format!(
            "/v1/mailboxes/{}/replies{}",
            to.to_hex(),
            known.unwrap_or_default()
        );
        self.posted(&target, reply.as_bytes()).await
    }

    /// A piece of a file that a reply in this mailbox names.
    pub async fn piece(
        &mut self,
        of: MailboxId,
        piece: PieceName,
    ) -> Result<SealedPiece, NoAnswer> {
        let (mailbox, name) = (of.to_hex(), piece.to_hex());
        let target = format!("/v1/mailboxes/{mailbox}/pieces?name={name}");
        let most = SEALED_PIECE_MAX as u64;
        let answer = self.signed(SignedRequest::get(&target, most)).await?;
        let piece = SealedPiece::parse(answer.whole().await?);
        let piece = piece.filter(|piece| piece.name().to_hex() == name);
        piece.ok_or(CannotTalk::SomethingElse.into())
    }

    /// Posts a piece of a file, before the reply that names it.
    pub async fn post_piece(
        &mut self,
        to: MailboxId,
        piece: &SealedPiece,
    ) -> Result<Posting, NoAnswer> {
        let target = format!("/v1/mailboxes/{}/pieces", to.to_hex());
        self.posted(&target, piece.as_bytes()).await
    }

    async fn posted(&mut self, target: &str, sealed: &[u8]) -> Result<Posting, NoAnswer> {
        let question = SignedRequest::post(target, sealed, SMALL_MAX);
        let answer = self.conversation.ask(question, &self.keys.signing).await?;
        match answer.status() {
            200 | 204 => Ok(Posting::Kept),
            _ => match refusal(answer).await?.as_str() {
                "others-came" => Ok(Posting::OthersCame),
                "no-room" => Ok(Posting::NoRoom),
                _ => Err(CannotTalk::SomethingElse.into()),
            },
        }
    }

    async fn json<T: DeserializeOwned>(&mut self, target: &str, max: u64) -> Result<T, NoAnswer> {
        let answer = self.signed(SignedRequest::get(target, max)).await?;
        let body = answer.whole().await?;
        serde_json::from_slice(&body).map_err(|_| CannotTalk::SomethingElse.into())
    }

    async fn signed(&mut self, question: SignedRequest<'_>) -> Result<ResponseHead, NoAnswer> {
        let answer = self.conversation.ask(question, &self.keys.signing).await?;
        match answer.status() {
            200 | 204 => Ok(answer),
            _ => Err(CannotTalk::SomethingElse.into()),
        }
    }
}

/// Of an item that is listed and damaged.
const DOES_NOT_OPEN: u16 = 410;

/// The word with which the intake refuses.
async fn refusal(answer: ResponseHead) -> Result<String, NoAnswer> {
    let refused: RefusalAnswer =
        serde_json::from_slice(&answer.whole().await?).map_err(|_| CannotTalk::SomethingElse)?;
    Ok(refused.refused)
}

/// What a server says of itself.
pub struct ServerFacts {
    /// The short name of the officer's institution.
    pub institution: String,
    /// The ledger's key, if the server tells it.
    pub log: Option<LogKey>,
    /// SHA-256 of its country pack, if it tells it.
    pub pack: Option<[u8; 32]>,
    /// It does not believe its own clock: it receives, and appends nothing to the ledger.
    pub clock_in_doubt: bool,
}

/// A part of the list.
pub struct ReportPage {
    pub items: Vec<ListedReport>,
    /// Whether more follow.
    pub more: bool,
    /// How many among them do not open on the server.
    pub damaged: u64,
}

impl ListedReport {
    fn parse(told: &ToldItem) -> Option<Self> {
        Some(Self {
            id: ListedId::parse(&told.id)?,
            item: ReportDigest::parse(&told.item)?,
            day: told.day,
            length: told.length,
        })
    }
}

impl ListedId {
    fn parse(text: &str) -> Option<Self> {
        lower_hex::parse(text).map(Self)
    }
}

impl fmt::Display for ListedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ListedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    instance: String,
    institution: String,
    log: Option<String>,
    pack: Option<String>,
    clock_in_doubt: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListPage {
    items: Vec<ToldItem>,
    more: bool,
    damaged: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldItem {
    id: String,
    item: String,
    day: Day,
    length: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldReplies {
    count: usize,
    replies: Vec<String>,
    days: Option<[Day; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalAnswer {
    refused: String,
}

/// Bytes: what a store gives of one mailbox (2 MiB), in base64.
const REPLIES_MAX: u64 = 3 * 1024 * 1024;

/// Items asked for at once.
const PAGE: usize = 500;

/// Bytes; an item takes about 170 in JSON.
const PAGE_MAX: u64 = 256 * 1024;

const SMALL_MAX: u64 = 1024;
