//! The officers' line to the intake: each request signed, each answer checked.
//!
//! ```text
//!   GET  /v1/challenge                       text, unsigned
//!   GET  /v1/instance                        {"instance": …, "institution": …}
//!   GET  /v1/items?after=<id>&limit=500      {"items": [{id, item, day, length}], "more": …}
//!   GET  /v1/items/<id>?from=N               sealed bytes
//!   POST /v1/items/<id>/fetched              204
//!   POST /v1/mailboxes/<mailbox>/replies     204; the same bytes again: 204, and kept once
//! ```
//!
//! The intake answers one constant 404 to everything it does not accept. If its challenge has
//! changed since, the request is signed anew and sent once more; else 404 means *refused*.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::keys::OfficerKeys;
use super::place::Place;
use crate::calendar::Day;
use crate::connection::{Answer, Ask, CannotTalk, Connection};
use crate::failure::Failure;
use crate::mailbox::{MailboxId, SealedReply};
use crate::request::{BodyDigest, Challenge, InstanceId, SignedHeaders, Target};
use crate::sealed::Item;

/// One signed conversation.
pub struct Line {
    connection: Connection,
    keys: Arc<OfficerKeys>,
    instance: InstanceId,
    challenge: Option<Challenge>,
}

/// An item as the intake lists it. Nothing of it is believed before the digest fits.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: ListedId,
    pub item: Item,
    pub day: Day,
    /// Bytes of ciphertext.
    pub length: u64,
}

/// The intake's random name of an item: 16 bytes, in hex on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedId([u8; 16]);

/// Why the intake did not do what was asked.
#[derive(Debug)]
pub enum NoAnswer {
    Talk(CannotTalk),
    /// Unknown key, unknown item, another institution's: it does not say which.
    Refused,
}

impl Line {
    /// Nothing is sent yet.
    pub fn new(place: &Place, keys: Arc<OfficerKeys>) -> Result<Self, Failure> {
        Ok(Self {
            connection: place.connection()?,
            keys,
            instance: place.instance,
            challenge: None,
        })
    }

    /// Is this the server, and are we its officer? Answers the institution's short name.
    pub async fn check(&mut self) -> Result<String, NoAnswer> {
        let told: Told = self.json("/v1/instance", SMALL_MAX).await?;
        if InstanceId::parse(&told.instance) == Some(self.instance) {
            Ok(told.institution)
        } else {
            Err(CannotTalk::SomethingElse.into())
        }
    }

    /// The next page of items after `after`, in the order of their ids, and whether more follow.
    pub async fn page(&mut self, after: Option<ListedId>) -> Result<(Vec<Listed>, bool), NoAnswer> {
        let after = after.map(|id| format!("after={id}&")).unwrap_or_default();
        let page: Page = self
            .json(&format!("/v1/items?{after}limit={PAGE}"), PAGE_MAX)
            .await?;
        let items: Option<Vec<_>> = page.items.iter().map(Listed::parse).collect();
        let items = items.filter(|items| items.len() <= PAGE && (!page.more || !items.is_empty()));
        Ok((items.ok_or(CannotTalk::SomethingElse)?, page.more))
    }

    /// An item's ciphertext from byte `from` on; at most `length_max` bytes come.
    pub async fn item(
        &mut self,
        id: ListedId,
        from: u64,
        length_max: u64,
    ) -> Result<Answer, NoAnswer> {
        self.signed(
            "GET",
            &format!("/v1/items/{id}?from={from}"),
            &[],
            length_max,
        )
        .await
    }

    /// Tells the intake that an item is safe here. Telling it twice is as good as once.
    pub async fn tell_fetched(&mut self, id: ListedId) -> Result<(), NoAnswer> {
        self.signed("POST", &format!("/v1/items/{id}/fetched"), &[], 0)
            .await
            .map(drop)
    }

    /// Posts a reply.
    pub async fn post(&mut self, to: MailboxId, reply: &SealedReply) -> Result<(), NoAnswer> {
        let target = format!("/v1/mailboxes/{}/replies", to.to_hex());
        self.signed("POST", &target, reply.as_bytes(), 0)
            .await
            .map(drop)
    }

    async fn json<T: DeserializeOwned>(&mut self, target: &str, max: u64) -> Result<T, NoAnswer> {
        let answer = self.signed("GET", target, &[], max).await?;
        let body = answer.whole().await?;
        serde_json::from_slice(&body).map_err(|_| CannotTalk::SomethingElse.into())
    }

    /// Signs and asks. A connection that the server closed while idle, and a challenge that has
    /// changed, are each worth one more try; every request here may be sent twice.
    async fn signed(
        &mut self,
        method: &str,
        target: &str,
        body: &[u8],
        answer_max: u64,
    ) -> Result<Answer, NoAnswer> {
        let mut cut_off = false;
        loop {
            let challenge = self.challenge(&mut cut_off).await?;
            let ask = self.sign(method, target, body, challenge);
            match self.connection.ask(ask, answer_max).await {
                Ok(answer) if matches!(answer.status(), 200 | 204) => return Ok(answer),
                Ok(answer) if answer.status() == 404 => {
                    self.challenge = None;
                    if self.challenge(&mut cut_off).await? == challenge {
                        return Err(NoAnswer::Refused);
                    }
                }
                Ok(_) => return Err(CannotTalk::SomethingElse.into()),
                Err(CannotTalk::CutOff) if !cut_off => cut_off = true,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn sign(&self, method: &str, target: &str, body: &[u8], challenge: Challenge) -> Ask {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let covered = Target {
            method,
            path,
            query,
            body: BodyDigest::of(body),
        };
        let headers = SignedHeaders::sign(&covered, self.instance, challenge, &self.keys.signing);
        let ask = match method {
            "GET" => Ask::get(target),
            _ => Ask::post(target, body.to_vec()),
        };
        headers
            .iter()
            .fold(ask, |ask, (name, value)| ask.header(name, value))
    }

    /// The challenge in hand, or a new one.
    async fn challenge(&mut self, cut_off: &mut bool) -> Result<Challenge, NoAnswer> {
        if let Some(challenge) = self.challenge {
            return Ok(challenge);
        }
        let answer = loop {
            match self
                .connection
                .ask(Ask::get("/v1/challenge"), SMALL_MAX)
                .await
            {
                Err(CannotTalk::CutOff) if !*cut_off => *cut_off = true,
                answer => break answer?,
            }
        };
        if answer.status() != 200 {
            return Err(CannotTalk::SomethingElse.into());
        }
        let text = answer.whole().await?;
        let challenge = std::str::from_utf8(&text)
            .ok()
            .and_then(|text| Challenge::parse(text.trim_end()));
        let challenge = challenge.ok_or(CannotTalk::SomethingElse)?;
        self.challenge = Some(challenge);
        Ok(challenge)
    }
}

impl Listed {
    fn parse(told: &ToldItem) -> Option<Self> {
        Some(Self {
            id: ListedId::parse(&told.id)?,
            item: Item::parse(&told.item)?,
            day: told.day,
            length: told.length,
        })
    }
}

impl ListedId {
    fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        (hex::encode(bytes) == text).then_some(Self(bytes))
    }
}

impl NoAnswer {
    /// For the command line; `server` is its address.
    pub fn failure(&self, server: &impl fmt::Display) -> Failure {
        let failure = match self {
            Self::Refused => Failure::refused("officer-refused"),
            Self::Talk(CannotTalk::CannotReach(why)) => {
                Failure::refused("command-cannot-reach").with("why", why)
            }
            Self::Talk(CannotTalk::Stalled) => Failure::refused("command-stalled"),
            Self::Talk(CannotTalk::CutOff) => Failure::refused("command-cut-off"),
            Self::Talk(CannotTalk::TooLong | CannotTalk::SomethingElse) => {
                Failure::refused("command-something-else")
            }
        };
        failure.with("server", server)
    }
}

impl From<CannotTalk> for NoAnswer {
    fn from(why: CannotTalk) -> Self {
        Self::Talk(why)
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    items: Vec<ToldItem>,
    more: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldItem {
    id: String,
    item: String,
    day: Day,
    length: u64,
}

/// Items asked for at once.
const PAGE: usize = 500;

/// Bytes; an item takes about 170 in JSON.
const PAGE_MAX: u64 = 256 * 1024;

const SMALL_MAX: u64 = 1024;
