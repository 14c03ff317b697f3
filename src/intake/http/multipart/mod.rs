//! Multipart bodies, part by part, within bounds.
//!
//! Keeps its part of P9 (bounded memory and time). Knows multipart/form-data
//! (RFC 7578). Never knows what a field means.
//!
//! `multer` parses; it bounds neither the number of parts nor a part's header,
//! and it reads as much as the socket has ready. So the stream that it reads is
//! metered: one piece at a time, a budget while it looks for a part's beginning,
//! a limit for the whole, and a least pace.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::Stream;
use zeroize::Zeroizing;

use super::body_limits::{BodyLimits, BodyRefused};
use super::body_rate::Pace;

/// The parts of one body, in order.
pub struct Parts {
    form: multer::Multipart<'static>,
    body: IncomingBody,
    window: Duration,
    meter: Meter,
    left: usize,
}

/// One part: a field's text or a file. Must be dropped before the next one is asked for.
pub struct MultipartPart {
    field: multer::Field<'static>,
    meter: Meter,
}

/// A field's text, as far as there was room for it.
pub struct FieldText {
    /// Valid UTF-8; wiped when dropped.
    pub text: Zeroizing<String>,
    /// Nothing of it was dropped.
    pub is_whole: bool,
}

/// The body as hyper gives it: read by multer, and to its end by [`Parts`].
#[derive(Clone)]
struct IncomingBody(Arc<Mutex<BodyDataStream>>);

/// Shared between the stream that multer reads and the one who asks multer for parts.
#[derive(Clone)]
struct Meter(Arc<Mutex<MultipartState>>);

struct MultipartState {
    /// Bytes that may still be read before a part begins; `None` inside a part.
    heading_left: Option<usize>,
    trouble: Option<BodyRefused>,
}

/// The request body as multer may read it.
struct Metered {
    body: IncomingBody,
    rest: Bytes,
    meter: Meter,
    pace: Pace,
    total_left: u64,
    /// A piece was just handed out: say `Pending` once, so that multer works on it first.
    resting: bool,
}

impl Parts {
    /// Reads `body`, whose `Content-Type` header is `content_type`.
    pub fn new(content_type: &str, body: Body, limits: &BodyLimits) -> Result<Self, BodyRefused> {
        let boundary = multer::parse_boundary(content_type).map_err(|_| BodyRefused::Unreadable)?;
        // RFC 2046, 5.1.1: 1 to 70 characters.
        if boundary.is_empty() || boundary.len() > 70 {
            return Err(BodyRefused::Unreadable);
        }
        let meter = Meter(Arc::new(Mutex::new(MultipartState {
            heading_left: None,
            trouble: None,
        })));
        let body = IncomingBody(Arc::new(Mutex::new(body.into_data_stream())));
        let metered = Metered {
            body: body.clone(),
            rest: Bytes::new(),
            meter: meter.clone(),
            pace: Pace::new(limits),
            total_left: limits.total_max,
            resting: false,
        };
        Ok(Self {
            form: multer::Multipart::new(metered, boundary),
            body,
            window: limits.window,
            meter,
            left: limits.parts_max,
        })
    }

    /// The next part, or `None` once the body has ended. After the closing boundary only a little
    /// may follow; it is read, so that a body that was cut off there is told from a whole one, and
    /// so that no unread byte resets the connection before the answer is read.
    pub async fn next(&mut self) -> Result<Option<MultipartPart>, BodyRefused> {
        self.meter.set_heading(Some(HEADING_MAX));
        let field = self
            .form
            .next_field()
            .await
            .map_err(|error| self.meter.trouble(&error))?;
        self.meter.set_heading(None);
        let Some(field) = field else {
            let end = tokio::time::timeout(self.window, self.body.end());
            return end
                .await
                .unwrap_or(Err(BodyRefused::TooSlow))
                .map(|()| None);
        };
        self.left = self.left.checked_sub(1).ok_or(BodyRefused::TooManyParts)?;
        let heading: usize = field
            .headers()
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len())
            .sum();
        if heading > HEADING_MAX {
            return Err(BodyRefused::Unreadable);
        }
        Ok(Some(MultipartPart {
            field,
            meter: self.meter.clone(),
        }))
    }
}

impl MultipartPart {
    /// The field's name; empty if it has none.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The file's name as the browser gave it, if this is a file. Browsers send an empty one for an
    /// input that was left empty.
    pub fn file_name(&self) -> Option<&str> {
        self.field.file_name()
    }

    /// The file's type as the browser gave it.
    pub fn kind(&self) -> &str {
        self.field.content_type().map_or("", AsRef::as_ref)
    }

    /// The next piece, at most 64 KiB and never empty; `None` at the part's end.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, BodyRefused> {
        loop {
            let piece = self.field.chunk().await;
            let piece = piece.map_err(|error| self.meter.trouble(&error))?;
            // multer gives an empty part as one empty piece.
            if piece.as_ref().is_none_or(|piece| !piece.is_empty()) {
                return Ok(piece);
            }
        }
    }

    /// The part as text: the first `max` bytes of it, and what is beyond is read and dropped.
    pub async fn text(mut self, max: usize) -> Result<FieldText, BodyRefused> {
        let mut text = Zeroizing::new(Vec::with_capacity(max.min(TEXT_FIRST)));
        let mut is_whole = true;
        while let Some(piece) = self.piece().await? {
            let fits = piece.len().min(max - text.len());
            is_whole &= fits == piece.len();
            text = with_room(text, fits);
            text.extend_from_slice(&piece[..fits]);
        }
        let text = match std::str::from_utf8(&text) {
            Ok(text) => text,
            // A character that the limit cut through.
            Err(bad) if !is_whole && bad.error_len().is_none() => {
                std::str::from_utf8(&text[..bad.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return Err(BodyRefused::Unreadable),
        };
        Ok(FieldText {
            text: Zeroizing::new(text.to_owned()),
            is_whole,
        })
    }
}

/// `text` with room for `more`: growing in place would leave an unwiped copy behind.
fn with_room(text: Zeroizing<Vec<u8>>, more: usize) -> Zeroizing<Vec<u8>> {
    if text.capacity() - text.len() >= more {
        return text;
    }
    let mut roomier = Zeroizing::new(Vec::with_capacity((text.len() + more) * 2));
    roomier.extend_from_slice(&text);
    roomier
}

impl IncomingBody {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        let mut body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Pin::new(&mut *body).poll_next(cx)
    }

    async fn end(&self) -> Result<(), BodyRefused> {
        let mut left = HEADING_MAX;
        while let Some(piece) = std::future::poll_fn(|cx| self.poll(cx)).await {
            let length = piece.map_err(|_| BodyRefused::CutOff)?.len();
            left = left.checked_sub(length).ok_or(BodyRefused::Unreadable)?;
        }
        Ok(())
    }
}

impl Meter {
    fn with<T>(&self, look: impl FnOnce(&mut MultipartState) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set_heading(&self, left: Option<usize>) {
        self.with(|reading| reading.heading_left = left);
    }

    /// Ends the stream with `trouble`.
    fn stop(&self, trouble: BodyRefused) -> Poll<Option<Result<Bytes, BodyRefused>>> {
        self.with(|reading| reading.trouble = Some(trouble));
        Poll::Ready(Some(Err(trouble)))
    }

    /// What really happened when multer gave up: its own words may quote the sender's bytes.
    fn trouble(&self, error: &multer::Error) -> BodyRefused {
        self.with(|reading| reading.trouble).unwrap_or(match error {
            multer::Error::IncompleteFieldData { .. }
            | multer::Error::IncompleteHeaders
            | multer::Error::IncompleteStream => BodyRefused::CutOff,
            _ => BodyRefused::Unreadable,
        })
    }
}

impl Stream for Metered {
    type Item = Result<Bytes, BodyRefused>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let metered = self.get_mut();
        if std::mem::take(&mut metered.resting) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if metered.rest.is_empty() {
            match metered.poll_body(cx) {
                Poll::Ready(Some(Ok(bytes))) => metered.rest = bytes,
                other => return other,
            }
        }
        metered.hand_out()
    }
}

impl Metered {
    fn poll_body(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyRefused>>> {
        match self.body.poll(cx) {
            Poll::Ready(Some(Ok(bytes))) => self.count(bytes),
            Poll::Ready(Some(Err(_))) => self.meter.stop(BodyRefused::CutOff),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending if self.pace.is_too_slow(cx) => self.meter.stop(BodyRefused::TooSlow),
            Poll::Pending => Poll::Pending,
        }
    }

    fn count(&mut self, bytes: Bytes) -> Poll<Option<Result<Bytes, BodyRefused>>> {
        let length = bytes.len() as u64;
        self.pace.count(length);
        match self.total_left.checked_sub(length) {
            Some(left) => self.total_left = left,
            None => return self.meter.stop(BodyRefused::TooLarge),
        }
        Poll::Ready(Some(Ok(bytes)))
    }

    /// All of the rest inside a part; small bites while multer looks for a part's beginning.
    fn hand_out(&mut self) -> Poll<Option<Result<Bytes, BodyRefused>>> {
        let rest = self.rest.len();
        let bite = self.meter.with(|reading| match &mut reading.heading_left {
            None => rest,
            Some(left) => {
                let bite = rest.min(BITE).min(*left);
                *left -= bite;
                bite
            }
        });
        if bite == 0 && rest > 0 {
            return self.meter.stop(BodyRefused::Unreadable);
        }
        self.resting = true;
        Poll::Ready(Some(Ok(self.rest.split_to(bite))))
    }
}

/// Bytes of a part's header, and of anything before a boundary.
const HEADING_MAX: usize = 8 * 1024;
/// Bytes handed to multer at once while it looks for a part's beginning.
const BITE: usize = 4 * 1024;
/// First room for a field's text, in bytes.
const TEXT_FIRST: usize = 4 * 1024;

#[cfg(test)]
mod tests;
