//! The response buffer: outgoing answers, held as a whole until they are read.
//!
//! Keeps its part of P9: who asks and does not read holds a connection and a few bytes. Knows
//! bytes, seconds, circuits and keys. Never knows what the bytes are.
//!
//! ```text
//!   answer ─▶ held ─▶ a piece of 16 KiB, once the system has the one before ─▶ read
//!               │       └─ each is progress: who makes none for long makes room for others
//!               ├─ no bytes left: who holds most loses the oldest, and its connection ends
//!               └─ takes longer than its length allows: the connection ends
//! ```
//!
//! The connection is at work until the last piece is with the system. A download is not held: of
//! it there is one piece in memory at a time. So whoever collects the pieces of an answer, and
//! drops none, waits for ever: connections drop what they have written.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::BoxError;
use axum::body::Body;
use axum::http::header;
use axum::response::Response;
use bytes::{Buf as _, Bytes};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::time::Sleep;
use zeroize::Zeroizing;

use super::body_rate::SLOWEST;
use super::circuit::Circuit;
use super::connection_limit::SendingAnswer;

/// The answers of a listener, until they are read.
pub(super) struct OutgoingAnswers {
    bytes_max: usize,
    /// How long the first byte may take, beside what the length allows.
    patience: Duration,
    held: Mutex<HeldAnswers>,
}

/// For whose share of the memory an answer counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asker {
    Circuit(Circuit),
    /// Whoever signed the request, through however many circuits.
    Key([u8; 8]),
}

/// Put into a request by the listener, for who finds out by whose key it is signed.
#[derive(Clone, Default)]
pub(in crate::intake) struct SignedBy(Arc<OnceLock<[u8; 8]>>);

#[derive(Default)]
struct HeldAnswers {
    turn: u64,
    total: usize,
    answers: HashMap<u64, HeldAnswer>,
}

struct HeldAnswer {
    asker: Asker,
    /// As long as it was: all of it is in memory until the last of it is gone.
    length: usize,
    rest: Bytes,
    flight: Arc<Flight>,
}

/// An answer's body.
struct OutgoingAnswer {
    source: AnswerSource,
    /// None: nobody has said how long it is.
    left: Option<u64>,
    flight: Arc<Flight>,
    /// When all of it must have been read.
    last: Pin<Box<Sleep>>,
}

enum AnswerSource {
    Held {
        answers: Arc<OutgoingAnswers>,
        number: u64,
    },
    /// A download, read from the store as it goes.
    Read(Body),
}

/// The one piece of an answer that the system has not taken yet.
struct Flight {
    state: Mutex<FlightState>,
    connection: SendingAnswer,
}

#[derive(Default)]
struct FlightState {
    is_out: bool,
    waiting: Option<Waker>,
}

/// A piece's bytes. The connection drops them once the system has them.
struct Piece {
    bytes: Bytes,
    flight: Arc<Flight>,
}

impl OutgoingAnswers {
    /// At most `bytes_max` in memory. An answer may take twice the `patience`, and a second for
    /// each 8 KiB.
    pub(super) fn new(bytes_max: usize, patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            bytes_max,
            patience,
            held: Mutex::default(),
        })
    }

    /// The same answer, whose body counts for `asker` until it is read.
    pub(super) async fn send(
        self: &Arc<Self>,
        response: Response,
        asker: Asker,
        connection: SendingAnswer,
    ) -> Response {
        let (head, body) = response.into_parts();
        let length = body.size_hint().exact();
        if length == Some(0) {
            return Response::from_parts(head, body);
        }
        let flight = Flight::new(connection);
        let (source, left) = if length.is_some() {
            let Ok(whole) = body.collect().await else {
                return Response::from_parts(head, Body::empty());
            };
            let whole = whole.to_bytes();
            let length = whole.len() as u64;
            (self.hold(asker, whole, &flight), Some(length))
        } else {
            let told = head.headers.get(header::CONTENT_LENGTH);
            let told = told.and_then(|told| told.to_str().ok()?.parse().ok());
            (AnswerSource::Read(body), told)
        };
        let time = self.patience * 2 + Duration::from_secs(left.unwrap_or(LONGEST) / SLOWEST);
        let answer = OutgoingAnswer {
            source,
            left,
            flight,
            last: Box::pin(tokio::time::sleep(time)),
        };
        Response::from_parts(head, Body::new(answer))
    }

    fn hold(self: &Arc<Self>, asker: Asker, whole: Bytes, flight: &Arc<Flight>) -> AnswerSource {
        let length = whole.len();
        let mut held = self.held();
        let mut displaced = Vec::new();
        while held.total + length > self.bytes_max
            && let Some(other) = held.displace()
        {
            displaced.push(other.flight);
        }
        held.turn += 1;
        held.total += length;
        let number = held.turn;
        let answer = HeldAnswer {
            asker,
            length,
            rest: whole,
            flight: Arc::clone(flight),
        };
        held.answers.insert(number, answer);
        drop(held);
        for other in displaced {
            other.wake();
        }
        AnswerSource::Held {
            answers: Arc::clone(self),
            number,
        }
    }

    /// The next piece; none if the answer had to make room.
    fn next_piece(&self, number: u64) -> Option<Bytes> {
        let mut held = self.held();
        let rest = &mut held.answers.get_mut(&number)?.rest;
        // A copy, so that the whole can go while this is on its way.
        let piece = Zeroizing::new(rest[..rest.len().min(PIECE)].to_vec());
        rest.advance(piece.len());
        if rest.is_empty() {
            held.forget(number);
        }
        Some(Bytes::from_owner(Wiped(piece)))
    }

    fn held(&self) -> MutexGuard<'_, HeldAnswers> {
        // Sums and answers are changed together under the lock, and nothing in between can panic.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HeldAnswers {
    /// Lets go of the oldest of who holds most.
    fn displace(&mut self) -> Option<HeldAnswer> {
        let mut sums: HashMap<Asker, usize> = HashMap::new();
        for answer in self.answers.values() {
            *sums.entry(answer.asker).or_default() += answer.length;
        }
        let number = self
            .answers
            .iter()
            .max_by_key(|(number, answer)| {
                let sum = match answer.asker {
                    Asker::Circuit(Circuit::UNKNOWN) => answer.length,
                    asker => sums[&asker],
                };
                (sum, Reverse(**number))
            })
            .map(|(number, _)| *number)?;
        self.forget(number)
    }

    fn forget(&mut self, number: u64) -> Option<HeldAnswer> {
        let answer = self.answers.remove(&number)?;
        self.total -= answer.length;
        Some(answer)
    }
}

impl SignedBy {
    /// This key's owner asks.
    pub(in crate::intake) fn note(&self, key: [u8; 8]) {
        let _ = self.0.set(key);
    }

    pub(super) fn asker(&self, circuit: Circuit) -> Asker {
        let key = self.0.get().copied();
        key.map_or(Asker::Circuit(circuit), Asker::Key)
    }
}

impl hyper::body::Body for OutgoingAnswer {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if this.is_over(cx) {
            return Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut).into())));
        }
        if this.flight.is_out(cx) {
            return Poll::Pending;
        }
        let piece = match &mut this.source {
            _ if this.left == Some(0) => None,
            AnswerSource::Held { answers, number } => answers.next_piece(*number),
            AnswerSource::Read(body) => {
                match std::task::ready!(Pin::new(body).poll_frame(cx)?).map(Frame::into_data) {
                    Some(Ok(piece)) => Some(piece),
                    Some(Err(_)) | None => None,
                }
            }
        };
        Poll::Ready(piece.map(|piece| {
            this.left = this
                .left
                .map(|left| left.saturating_sub(piece.len() as u64));
            Ok(Frame::data(this.flight.take_off(piece)))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.left == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl OutgoingAnswer {
    /// Too slow, or displaced by another.
    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        let is_displaced = match &self.source {
            AnswerSource::Held { answers, number } => {
                self.left != Some(0) && !answers.held().answers.contains_key(number)
            }
            AnswerSource::Read(_) => false,
        };
        is_displaced || self.last.as_mut().poll(cx).is_ready()
    }
}

impl Drop for OutgoingAnswer {
    fn drop(&mut self) {
        if let AnswerSource::Held { answers, number } = &self.source {
            answers.held().forget(*number);
        }
    }
}

impl Flight {
    fn new(connection: SendingAnswer) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::default(),
            connection,
        })
    }

    fn is_out(&self, cx: &Context<'_>) -> bool {
        let mut state = self.state();
        state.waiting = Some(cx.waker().clone());
        state.is_out
    }

    fn take_off(self: &Arc<Self>, bytes: Bytes) -> Bytes {
        self.state().is_out = true;
        let flight = Arc::clone(self);
        Bytes::from_owner(Piece { bytes, flight })
    }

    fn wake(&self) {
        let waiting = self.state().waiting.take();
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, FlightState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.flight.state().is_out = false;
        self.flight.connection.goes_on();
        self.flight.wake();
    }
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes of an answer that are with its connection.
const PIECE: usize = 16 << 10;
/// Bytes of a download that nobody has said the length of.
const LONGEST: u64 = 1 << 30;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::http::circuit::tests::of as circuit;
    use crate::intake::http::connection_limit::{ConnectionLimit, ConnectionPermit};

    /// Places for the connections of a test.
    fn place() -> ConnectionPermit {
        let limit = ConnectionLimit::new(99, 99, Duration::ZERO);
        limit.enter().unwrap().0
    }

    async fn sent(answers: &Arc<OutgoingAnswers>, asker: Asker, length: usize) -> Body {
        let response = Response::new(Body::from(vec![7; length]));
        let answer = answers
            .send(response, asker, place().work().sending())
            .await;
        answer.into_body()
    }

    /// Bytes of what is left, read piece by piece.
    async fn read(body: &mut Body) -> usize {
        let mut bytes = 0;
        while let Some(piece) = body.frame().await {
            bytes += piece.unwrap().into_data().unwrap().len();
        }
        bytes
    }

    fn of(number: u32) -> Asker {
        Asker::Circuit(circuit(number))
    }

    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn an_answer_comes_whole_piece_by_piece_and_is_held_no_longer() {
        let answers = OutgoingAnswers::new(1 << 20, MINUTE);
        let mut body = sent(&answers, of(1), 40_000).await;
        assert_eq!(body.size_hint().exact(), Some(40_000));
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(first.len(), PIECE);
        // The next one waits until the system has the first.
        let next = tokio::time::timeout(Duration::from_millis(20), body.frame()).await;
        assert!(next.is_err());
        drop(first);
        assert_eq!(answers.held().total, 40_000);
        assert_eq!(read(&mut body).await, 40_000 - PIECE);
        assert_eq!(answers.held().total, 0);
    }

    #[tokio::test]
    async fn who_holds_most_loses_the_oldest_through_however_many_circuits() {
        let answers = OutgoingAnswers::new(100_000, MINUTE);
        let rogue = Asker::Key([1; 8]);
        let mut honest = sent(&answers, Asker::Key([2; 8]), 30_000).await;
        let mut oldest = sent(&answers, rogue, 20_000).await;
        let mut second = sent(&answers, rogue, 20_000).await;
        let mut newest = sent(&answers, rogue, 40_000).await;
        assert!(oldest.frame().await.unwrap().is_err());
        for body in [&mut honest, &mut second, &mut newest] {
            assert!(body.frame().await.unwrap().is_ok());
        }
        assert_eq!(answers.held().total, 90_000);
        drop((honest, second, newest));
        assert_eq!(answers.held().total, 0);
    }

    #[tokio::test]
    async fn one_that_waits_for_its_reader_hears_that_it_is_displaced() {
        let answers = OutgoingAnswers::new(50_000, MINUTE);
        let mut slow = sent(&answers, of(1), 40_000).await;
        let unread = slow.frame().await.unwrap().unwrap();
        let waiting = tokio::spawn(async move { slow.frame().await.unwrap().is_err() });
        tokio::task::yield_now().await;
        let _other = sent(&answers, of(2), 40_000).await;
        assert!(waiting.await.unwrap());
        assert_eq!(answers.held().total, 40_000);
        drop(unread);
    }

    #[tokio::test]
    async fn where_no_circuit_is_told_the_longest_goes_first() {
        let answers = OutgoingAnswers::new(100_000, MINUTE);
        let unknown = Asker::Circuit(Circuit::UNKNOWN);
        let mut honest = sent(&answers, unknown, 20_000).await;
        let mut long = sent(&answers, unknown, 60_000).await;
        let _next = sent(&answers, unknown, 60_000).await;
        assert!(long.frame().await.unwrap().is_err());
        assert!(honest.frame().await.unwrap().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_byte_by_byte_has_no_more_time_than_the_length_allows() {
        let answers = OutgoingAnswers::new(1 << 20, MINUTE);
        let mut body = sent(&answers, of(1), 512 << 10).await;
        let started = tokio::time::Instant::now();
        let ended = loop {
            let Ok(piece) = body.frame().await.unwrap() else {
                break started.elapsed();
            };
            tokio::time::sleep(Duration::from_secs(10)).await;
            drop(piece);
        };
        assert!(ended.as_secs() <= 120 + 64 + 10, "{ended:?}");
        // At 8 KiB each second it comes to its end.
        let mut body = sent(&answers, of(1), 512 << 10).await;
        while let Some(piece) = body.frame().await {
            assert!(piece.is_ok());
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }

    #[tokio::test]
    async fn a_download_has_one_piece_in_memory() {
        let answers = OutgoingAnswers::new(1 << 20, MINUTE);
        let pieces = futures_util::stream::iter([
            Ok::<_, io::Error>(Bytes::from_static(&[1; 9_000])),
            Ok(Bytes::from_static(&[2; 9_000])),
        ]);
        let response = Response::new(Body::from_stream(pieces));
        let answer = answers
            .send(response, of(1), place().work().sending())
            .await;
        let mut body = answer.into_body();
        let first = body.frame().await.unwrap().unwrap();
        let next = tokio::time::timeout(Duration::from_millis(20), body.frame()).await;
        assert!(next.is_err());
        drop(first);
        assert_eq!(read(&mut body).await, 9_000);
        assert_eq!(answers.held().total, 0);
    }
}
