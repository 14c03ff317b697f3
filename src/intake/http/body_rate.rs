//! How slowly a body may arrive.
//!
//! Keeps its part of P9: a slow circuit (20 KB/s for half an hour) gets through, one byte in ten
//! seconds does not, and nobody holds a place for days. While others wait for its place, a body has
//! to bring a quarter of that all the time, or makes room. Knows bytes and seconds. Never knows
//! what the bytes are.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::Stream as _;
use tokio::time::{Instant, Sleep};

use super::body_limits::{BodyLimits, BodyRefused};
use super::request_limit::RequestLimit;

/// Bytes counted in windows of time.
pub(in crate::intake) struct Pace {
    window: Duration,
    bytes_min: u64,
    bytes: u64,
    end: Pin<Box<Sleep>>,
    /// When the whole body must have come.
    last: Pin<Box<Sleep>>,
    /// Where others may wait.
    request_limit: Option<Arc<RequestLimit>>,
    brief_bytes: u64,
    brief: Pin<Box<Sleep>>,
}

/// A body that is read as it is, no parts in it, within bounds.
pub(in crate::intake) struct Paced {
    body: BodyDataStream,
    pace: Pace,
    left: u64,
}

impl Pace {
    /// For a body within these limits.
    pub(in crate::intake) fn new(limits: &BodyLimits) -> Self {
        let window = limits.window;
        let whole = window * 2 + Duration::from_secs(limits.total_max / SLOWEST);
        Self {
            window,
            bytes_min: limits.window_bytes_min,
            request_limit: limits.request_limit.clone(),
            brief_bytes: 0,
            brief: Box::pin(tokio::time::sleep(BRIEF)),
            bytes: 0,
            end: Box::pin(tokio::time::sleep(window)),
            last: Box::pin(tokio::time::sleep(whole)),
        }
    }

    /// So many bytes have come.
    pub(in crate::intake) fn count(&mut self, bytes: u64) {
        self.bytes += bytes;
        self.brief_bytes += bytes;
    }

    /// Asked while nothing is there to read: has a whole window passed with too little, or all the
    /// time that a body of this length may take?
    pub(in crate::intake) fn is_too_slow(&mut self, cx: &mut Context<'_>) -> bool {
        if self.last.as_mut().poll_elapsed(cx) || self.keeps_others_waiting(cx) {
            return true;
        }
        while self.end.as_mut().poll_elapsed(cx) {
            if self.bytes < self.bytes_min {
                return true;
            }
            self.bytes = 0;
            self.end.as_mut().reset(Instant::now() + self.window);
        }
        false
    }

    fn keeps_others_waiting(&mut self, cx: &mut Context<'_>) -> bool {
        while self.brief.as_mut().poll_elapsed(cx) {
            let limit = self.request_limit.as_ref();
            if self.brief_bytes < BRIEF_BYTES_MIN && limit.is_some_and(|limit| limit.is_pressed()) {
                return true;
            }
            self.brief_bytes = 0;
            self.brief.as_mut().reset(Instant::now() + BRIEF);
        }
        false
    }
}

impl Paced {
    /// Reads `body`; of `limits`, parts mean nothing here.
    pub(in crate::intake) fn new(body: Body, limits: &BodyLimits) -> Self {
        Self {
            body: body.into_data_stream(),
            pace: Pace::new(limits),
            left: limits.total_max,
        }
    }

    /// The next piece, never empty; `None` at the end.
    pub(in crate::intake) async fn piece(&mut self) -> Result<Option<Bytes>, BodyRefused> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BodyRefused>> {
        loop {
            return Poll::Ready(match Pin::new(&mut self.body).poll_next(cx) {
                Poll::Ready(None) => Ok(None),
                Poll::Ready(Some(Err(_))) => Err(BodyRefused::CutOff),
                Poll::Ready(Some(Ok(piece))) if piece.is_empty() => continue,
                Poll::Ready(Some(Ok(piece))) => self.count(piece).map(Some),
                Poll::Pending if self.pace.is_too_slow(cx) => Err(BodyRefused::TooSlow),
                Poll::Pending => return Poll::Pending,
            });
        }
    }

    fn count(&mut self, piece: Bytes) -> Result<Bytes, BodyRefused> {
        let length = piece.len() as u64;
        self.pace.count(length);
        self.left = self.left.checked_sub(length).ok_or(BodyRefused::TooLarge)?;
        Ok(piece)
    }
}

/// `Future::poll` as a question.
trait Elapsed {
    fn poll_elapsed(self, cx: &mut Context<'_>) -> bool;
}

impl Elapsed for Pin<&mut Sleep> {
    fn poll_elapsed(self, cx: &mut Context<'_>) -> bool {
        std::future::Future::poll(self, cx).is_ready()
    }
}

/// Bytes a second in the long run, beside two windows to begin with; half of what slow circuits
/// carry. The pace within a window is for stalls; this is so that nobody holds a place for days.
pub(super) const SLOWEST: u64 = 8 * 1024;
/// While others wait: 5 KB/s, in each of these windows. Shorter than those wait.
const BRIEF: Duration = Duration::from_secs(10);
const BRIEF_BYTES_MIN: u64 = 50_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::http::circuit::Circuit;
    use crate::intake::http::request_limit::RequestLimitBounds;

    const LIMITS: BodyLimits = BodyLimits {
        total_max: 10,
        parts_max: 0,
        window: Duration::from_secs(60),
        window_bytes_min: 4096,
        request_limit: None,
    };

    async fn read(body: Body) -> Result<Vec<u8>, BodyRefused> {
        let mut paced = Paced::new(body, &LIMITS);
        let mut read = Vec::new();
        while let Some(piece) = paced.piece().await? {
            assert!(!piece.is_empty());
            read.extend_from_slice(&piece);
        }
        Ok(read)
    }

    fn pieces(pieces: &[&'static str]) -> Body {
        let pieces: Vec<_> = pieces
            .iter()
            .map(|piece| Ok::<_, std::io::Error>(Bytes::from_static(piece.as_bytes())))
            .collect();
        Body::from_stream(futures_util::stream::iter(pieces))
    }

    #[tokio::test]
    async fn ten_bytes_fit_and_eleven_do_not() {
        assert_eq!(
            read(pieces(&["01234", "", "56789"])).await.unwrap(),
            b"0123456789"
        );
        assert_eq!(
            read(pieces(&["01234", "567890"])).await,
            Err(BodyRefused::TooLarge)
        );
        assert_eq!(read(Body::empty()).await.unwrap(), b"");
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_too_slow() {
        let silent = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let started = Instant::now();
        assert_eq!(
            read(Body::from_stream(silent)).await,
            Err(BodyRefused::TooSlow)
        );
        assert!(started.elapsed() <= Duration::from_secs(120));
    }

    #[tokio::test(start_paused = true)]
    async fn while_somebody_waits_silence_is_too_slow_at_once() {
        let limit = RequestLimit::new(RequestLimitBounds {
            places: 1,
            places_per_circuit: 1,
            queue: 4,
            queue_per_circuit: 4,
            wait_max: Duration::from_secs(15),
        });
        let _inside = limit.enter(Circuit::UNKNOWN).await.unwrap();
        let waiting = tokio::spawn({
            let limit = Arc::clone(&limit);
            async move { limit.enter(Circuit::UNKNOWN).await.is_ok() }
        });
        let limits = BodyLimits {
            request_limit: Some(limit),
            ..LIMITS
        };
        let silent = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let mut paced = Paced::new(Body::from_stream(silent), &limits);
        let started = Instant::now();
        assert_eq!(paced.piece().await.err(), Some(BodyRefused::TooSlow));
        assert!(started.elapsed() <= Duration::from_secs(11));
        assert!(!waiting.is_finished(), "its place is free in time");
        waiting.abort();
    }

    #[tokio::test]
    async fn a_broken_body_is_cut_off() {
        let broken = [
            Ok(Bytes::from_static(b"0")),
            Err(std::io::Error::other("gone")),
        ];
        let broken = Body::from_stream(futures_util::stream::iter(broken));
        assert_eq!(read(broken).await, Err(BodyRefused::CutOff));
    }
}
