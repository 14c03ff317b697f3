//! The stall time-out: a stream that gives up when nothing moves.
//!
//! Time-outs on reading alone would cut a long upload short, since nothing is read while it
//! lasts. Here a byte moving in either direction starts the wait again.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Fails with [`io::ErrorKind::TimedOut`] when no byte has moved for `patience`.
pub(super) struct StallTimeoutStream<S> {
    stream: S,
    patience: Duration,
    until: Pin<Box<Sleep>>,
}

impl<S> StallTimeoutStream<S> {
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            until: Box::pin(sleep(patience)),
        }
    }

    /// Passes `polled` on. Progress starts the wait again; waiting too long is an error.
    fn watch<T>(
        &mut self,
        polled: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            let until = Instant::now() + self.patience;
            self.until.as_mut().reset(until);
            return polled;
        }
        ready!(self.until.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for StallTimeoutStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, into);
        self.watch(polled, context)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for StallTimeoutStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, from);
        self.watch(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(200);

    #[tokio::test(start_paused = true)]
    async fn silence_is_an_error() {
        let (_far, near) = duplex(64);
        let mut near = StallTimeoutStream::new(near, PATIENCE);
        let error = near.read_u8().await.expect_err("nothing ever comes");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_moves_keeps_the_reading_side_alive() {
        let (mut far, near) = duplex(64);
        let (mut reading, mut writing) = tokio::io::split(StallTimeoutStream::new(near, PATIENCE));
        let upload = async {
            for _ in 0..10 {
                tokio::time::sleep(PATIENCE / 4).await;
                writing.write_all(b"x").await.expect("there is room");
            }
            far.write_all(b"y").await.expect("there is room");
        };
        let ((), answer) = tokio::join!(upload, reading.read_u8());
        assert_eq!(answer.expect("came in time"), b'y');
    }
}
