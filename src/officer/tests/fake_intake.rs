//! A small intake for tests: as much of one as an officer's tool talks to, with ways to misbehave.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::fake_ledger::SmallLedger;
use crate::keys::digest::ReportDigest;
use crate::keys::signature::VerifyingKey;
use crate::ledger::entry::CaseNumber;
use crate::ledger::tree::tiles::Resource;
use crate::net::http_signature::{BodyDigest, InstanceId, KeyId, Target, Verifier};

/// It serves until the test's runtime ends.
pub(in crate::officer) struct Intake {
    verifier: Verifier,
    officer: VerifyingKey,
    institution: String,
    wrong: Mutex<Wrong>,
    items: Vec<([u8; 16], Vec<u8>)>,
    /// What it was asked, without the challenges.
    pub asked: Mutex<Vec<String>>,
    pub told: Mutex<Vec<String>>,
    /// Mailbox and sealed reply, each as often as it came.
    pub posted: Mutex<Vec<(String, Vec<u8>)>>,
    pub ledger: Mutex<SmallLedger>,
}

/// What it does wrong.
#[derive(Default)]
pub(in crate::officer) struct Wrong {
    /// Ciphertext ends after so many bytes, so many times.
    pub cut: Option<(usize, usize)>,
    /// So many reports do not open there.
    pub damaged: u64,
    /// This item (by position) has a bit turned.
    pub flip: Option<usize>,
    /// This item is listed, and not given.
    pub withhold: Option<usize>,
    /// It announces another length for this item.
    pub length: Option<(usize, u64)>,
    /// Each page is the first one again.
    pub endless: bool,
    /// Draws new challenges all the time.
    pub restless: bool,
    /// Replies are kept, and the answer is lost, so many times.
    pub lose_answers: usize,
    /// There are no mailboxes.
    pub no_mailboxes: bool,
}

pub(in crate::officer) const INSTANCE: [u8; 16] = [9; 16];

impl Intake {
    pub(in crate::officer) async fn start(
        officer: VerifyingKey,
        items: Vec<Vec<u8>>,
        wrong: Wrong,
    ) -> (Arc<Self>, SocketAddr) {
        let named = items.into_iter().enumerate();
        let intake = Arc::new(Self {
            verifier: Verifier::new(InstanceId::from_bytes(INSTANCE)),
            officer,
            institution: "paraugs".to_owned(),
            wrong: Mutex::new(wrong),
            items: named
                .map(|(n, bytes)| ([u8::try_from(n).expect("few") + 1; 16], bytes))
                .collect(),
            asked: Mutex::default(),
            told: Mutex::default(),
            posted: Mutex::default(),
            ledger: Mutex::new(SmallLedger::new(officer)),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let at = listener.local_addr().expect("bound");
        let serving = Arc::clone(&intake);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let intake = Arc::clone(&serving);
                let service = service_fn(move |request| Arc::clone(&intake).serve(request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        (intake, at)
    }

    async fn serve(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.expect("a whole request").to_bytes();
        if head.uri.path() == "/v1/challenge" {
            return Ok(answer(200, self.verifier.challenge().to_string()));
        }
        if let Some(resource) = head.uri.path().strip_prefix('/').and_then(Resource::parse)
            && matches!(resource, Resource::Checkpoint | Resource::Tile(_))
        {
            return Ok(self.resource(resource));
        }
        let wrong = self.wrong.lock().expect("no panic");
        if wrong.restless {
            self.verifier.rotate();
        }
        drop(wrong);
        let target = Target {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: head.uri.query(),
            body: BodyDigest::of(&body),
        };
        let headers = head.headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes()));
        let known = |id: &KeyId| (*id == KeyId::of(&self.officer)).then_some(self.officer);
        if self.verifier.verify(&target, headers, known).is_err() {
            return Ok(answer(404, ""));
        }
        self.asked
            .lock()
            .expect("no panic")
            .push(head.uri.to_string());
        Ok(self.answer(head.uri.path(), head.uri.query().unwrap_or_default(), &body))
    }

    fn resource(&self, resource: Resource) -> Response<Body> {
        let bytes = self.ledger.lock().expect("no panic").serve(resource);
        bytes.map_or_else(|| answer(404, ""), |bytes| answer(200, bytes))
    }

    fn record(&self, line: &[u8]) -> Response<Body> {
        let posted = self.ledger.lock().expect("no panic").post(line);
        let mut wrong = self.wrong.lock().expect("no panic");
        if wrong.lose_answers > 0 {
            wrong.lose_answers -= 1;
            return answer(502, "");
        }
        match posted {
            Ok((index, leaf)) => answer(200, format!(r#"{{"index":{index},"leaf":"{leaf}"}}"#)),
            Err(why) => answer(409, format!(r#"{{"refused":"{}"}}"#, why.code())),
        }
    }

    fn head(&self, case: &str) -> Response<Body> {
        let case = CaseNumber::parse(case).expect("asked so");
        match self.ledger.lock().expect("no panic").head(case) {
            Some(head) => answer(200, format!(r#"{{"head":"{head}","status":"assessing"}}"#)),
            None => answer(404, ""),
        }
    }

    fn account(&self, item: &str) -> Response<Body> {
        let item = ReportDigest::parse(item).expect("asked so");
        let (index, case) = self.ledger.lock().expect("no panic").account(&item);
        let case = case.map(|case| case.to_string());
        answer(
            200,
            serde_json::json!({"index": index, "case": case}).to_string(),
        )
    }

    fn answer(&self, path: &str, query: &str, body: &[u8]) -> Response<Body> {
        if let Some(resource) = path.strip_prefix('/').and_then(Resource::parse) {
            return self.resource(resource);
        }
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        match parts[..] {
            ["instance"] => answer(
                200,
                format!(
                    r#"{{"instance":"{}","institution":"{}","clock_in_doubt":false}}"#,
                    hex::encode(INSTANCE),
                    self.institution
                ),
            ),
            ["items"] => answer(200, self.page(query)),
            ["items", id] => self.bytes(id, query),
            ["items", id, "fetched"] => {
                self.told.lock().expect("no panic").push(id.to_owned());
                answer(204, "")
            }
            ["mailboxes", mailbox, "replies"] if body.is_empty() => self.replies(mailbox),
            ["mailboxes", mailbox, "replies"] => self.post(mailbox, body),
            ["entries"] => self.record(body),
            ["cases", case] => self.head(case),
            ["accounting", item] => self.account(item),
            _ => answer(404, ""),
        }
    }

    /// As a store would, it keeps the same bytes once.
    fn replies(&self, mailbox: &str) -> Response<Body> {
        if self.wrong.lock().expect("no panic").no_mailboxes {
            return answer(404, "");
        }
        let posted = self.posted.lock().expect("no panic");
        let here = posted.iter().filter(|(to, _)| to == mailbox);
        let here: BTreeSet<String> = here
            .map(|(_, reply)| BASE64_STANDARD.encode(reply))
            .collect();
        answer(
            200,
            serde_json::json!({"count": here.len(), "replies": here, "days": null}).to_string(),
        )
    }

    fn post(&self, mailbox: &str, reply: &[u8]) -> Response<Body> {
        let mut wrong = self.wrong.lock().expect("no panic");
        if wrong.no_mailboxes {
            return answer(404, "");
        }
        let mut posted = self.posted.lock().expect("no panic");
        posted.push((mailbox.to_owned(), reply.to_vec()));
        if wrong.lose_answers == 0 {
            return answer(204, "");
        }
        wrong.lose_answers -= 1;
        // An odd status stands for whatever a broken proxy says.
        answer(502, "")
    }

    /// Two items a page.
    fn page(&self, query: &str) -> String {
        let wrong = self.wrong.lock().expect("no panic");
        let after = query
            .strip_prefix("after=")
            .map(|rest| &rest[..32])
            .filter(|_| !wrong.endless);
        let left: Vec<_> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, (id, _))| after.is_none_or(|after| hex::encode(id).as_str() > after))
            .collect();
        let items: Vec<_> = left
            .iter()
            .take(2)
            .map(|(n, (id, bytes))| {
                let length = match wrong.length {
                    Some((which, length)) if which == *n => length,
                    _ => bytes.len() as u64,
                };
                serde_json::json!({
                    "id": hex::encode(id),
                    "item": hex::encode(ReportDigest::of(bytes).as_bytes()),
                    "day": "2026-11-21",
                    "length": length,
                })
            })
            .collect();
        let more = wrong.endless || left.len() > 2;
        serde_json::json!({"items": items, "more": more, "damaged": wrong.damaged}).to_string()
    }

    fn bytes(&self, id: &str, query: &str) -> Response<Body> {
        let from: usize = query
            .strip_prefix("from=")
            .expect("asked so")
            .parse()
            .expect("a number");
        let place = self
            .items
            .iter()
            .position(|(name, _)| hex::encode(name) == id);
        let mut wrong = self.wrong.lock().expect("no panic");
        let Some(place) = place.filter(|place| wrong.withhold != Some(*place)) else {
            return answer(404, "");
        };
        let mut bytes = self.items[place].1.clone();
        if wrong.flip == Some(place) {
            bytes[0] ^= 1;
        }
        let mut rest = bytes.split_off(from);
        match &mut wrong.cut {
            Some((after, times)) if *times > 0 => {
                *times -= 1;
                rest.truncate(*after);
                let frames = [
                    Ok(Frame::data(Bytes::from(rest))),
                    Err(io::ErrorKind::Other.into()),
                ];
                // A pause, so that the first piece is on its way before the connection breaks.
                let frames = stream::iter(frames).then(|frame| async {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    frame
                });
                Response::new(StreamBody::new(frames).boxed_unsync())
            }
            _ => answer(200, rest),
        }
    }
}

type Body = UnsyncBoxBody<Bytes, io::Error>;

fn answer(status: u16, body: impl Into<Bytes>) -> Response<Body> {
    Response::builder()
        .status(status)
        .body(
            Full::new(body.into())
                .map_err(|never| match never {})
                .boxed_unsync(),
        )
        .expect("sound")
}
