//! The signed client: requests to an intake, each with a signature.
//!
//! What officers' and auditors' tools have in common: fetch a challenge, sign the request
//! with it, ask. The intake answers one constant 404 to everything it does not accept. If its
//! challenge has changed since, the request is signed again and sent once more; else 404 means
//! *refused*: the thing, if the key is told who it is, or else the key. A thing that is not given
//! to a key that is not known accuses nobody.
//!
//! Knows requests and statuses. Keeps no key: each asking brings it. Never knows what is
//! asked for.
//!
//! ```text
//!   GET /v1/challenge ─▶ challenge ─▶ sign ─▶ ask ─▶ 200, 204, 409 │ 404: once more, or refused
//!                                             GET /v1/instance ◀─┘ the thing, or the key?
//! ```

use std::fmt;

use crate::cli::failure::Failure;
use crate::keys::signature::SigningKey;
use crate::net::connection::{Ask, CannotTalk, Connection, ResponseHead};
use crate::net::http_signature::{BodyDigest, Challenge, InstanceId, SignedHeaders, Target};

mod ledger_client;

pub(crate) use ledger_client::LedgerClient;

/// One conversation with one intake.
pub(crate) struct Conversation {
    connection: Connection,
    instance: InstanceId,
    challenge: Option<Challenge>,
    /// The key was answered before.
    is_known: bool,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(crate) struct SignedRequest<'a> {
    /// `GET` or `POST`.
    method: &'static str,
    /// Path and query.
    target: &'a str,
    body: &'a [u8],
    /// Bytes that the answer may have.
    answer_max: u64,
}

/// Why the intake did not do what was asked.
#[derive(Debug)]
pub enum NoAnswer {
    /// There is no answer, or none that is whole.
    Talk(CannotTalk),
    /// Unknown thing, or another institution's: it does not say which.
    Refused,
    /// Nothing is answered to this key: it is in no roster in force, or the instance is another.
    UnknownKey,
}

impl<'a> SignedRequest<'a> {
    pub(crate) fn get(target: &'a str, answer_max: u64) -> Self {
        Self {
            method: "GET",
            target,
            body: &[],
            answer_max,
        }
    }

    pub(crate) fn post(target: &'a str, body: &'a [u8], answer_max: u64) -> Self {
        Self {
            method: "POST",
            target,
            body,
            answer_max,
        }
    }
}

impl Conversation {
    /// Nothing is sent yet.
    pub(crate) fn new(connection: Connection, instance: InstanceId) -> Self {
        Self {
            connection,
            instance,
            challenge: None,
            is_known: false,
        }
    }

    /// Signs and asks. A connection that the server closed while idle, and a challenge that has
    /// changed, are each worth one more try; every request of ours may be sent twice.
    ///
    /// The answer's status is 200, 204 or 409.
    pub(crate) async fn ask(
        &mut self,
        question: SignedRequest<'_>,
        key: &SigningKey,
    ) -> Result<ResponseHead, NoAnswer> {
        match self.ask_once(question, key).await {
            Err(NoAnswer::Refused) if !self.is_known => {}
            asked => {
                self.is_known |= asked.is_ok();
                return asked;
            }
        }
        match self
            .ask_once(SignedRequest::get(WHO_AM_I, WHO_MAX), key)
            .await
        {
            Err(NoAnswer::Refused) => Err(NoAnswer::UnknownKey),
            Err(why) => Err(why),
            Ok(who) => {
                who.whole().await?;
                self.is_known = true;
                Err(NoAnswer::Refused)
            }
        }
    }

    async fn ask_once(
        &mut self,
        question: SignedRequest<'_>,
        key: &SigningKey,
    ) -> Result<ResponseHead, NoAnswer> {
        let mut cut_off = false;
        loop {
            let challenge = self.challenge(&mut cut_off).await?;
            let ask = self.sign(question, challenge, key);
            match self.connection.ask(ask, question.answer_max).await {
                Ok(answer) if matches!(answer.status(), 200 | 204 | 409 | 410) => {
                    return Ok(answer);
                }
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

    /// Asks for what anyone may have.
    pub(crate) async fn ask_openly(
        &mut self,
        target: &str,
        answer_max: u64,
    ) -> Result<ResponseHead, NoAnswer> {
        let mut cut_off = false;
        let answer = self.plain(target, answer_max, &mut cut_off).await?;
        match answer.status() {
            200 => Ok(answer),
            404 => Err(NoAnswer::Refused),
            _ => Err(CannotTalk::SomethingElse.into()),
        }
    }

    fn sign(&self, question: SignedRequest<'_>, challenge: Challenge, key: &SigningKey) -> Ask {
        let SignedRequest {
            method,
            target,
            body,
            ..
        } = question;
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
        let headers = SignedHeaders::sign(&covered, self.instance, challenge, key);
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
        let answer = self.plain("/v1/challenge", CHALLENGE_MAX, cut_off).await?;
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

    async fn plain(
        &mut self,
        target: &str,
        answer_max: u64,
        cut_off: &mut bool,
    ) -> Result<ResponseHead, CannotTalk> {
        loop {
            match self.connection.ask(Ask::get(target), answer_max).await {
                Err(CannotTalk::CutOff) if !*cut_off => *cut_off = true,
                answer => return answer,
            }
        }
    }
}

impl NoAnswer {
    /// For the command line; `server` is its address, `refused` the complaint if it is that.
    pub fn failure(&self, server: &impl fmt::Display, refused: &'static str) -> Failure {
        let failure = match self {
            Self::Refused | Self::UnknownKey => Failure::refused(refused),
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

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Talk(why) => why.fmt(f),
            Self::Refused => f.write_str("the server refuses this"),
            Self::UnknownKey => f.write_str("the server refuses this key"),
        }
    }
}

impl std::error::Error for NoAnswer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Talk(why) => Some(why),
            Self::Refused | Self::UnknownKey => None,
        }
    }
}

/// Answered to every key that is known.
const WHO_AM_I: &str = "/v1/instance";

/// Bytes; the answer has some hundred.
const WHO_MAX: u64 = 1024;

/// Bytes; a challenge has under 100.
const CHALLENGE_MAX: u64 = 1024;
