//! Lingering close: an answer that is sent before a body has ended can still be read.
//!
//! A client that is refused by its request's head alone is mostly still sending. Closing a socket
//! with unread bytes in it resets the connection, and the words that say what was (not) kept are
//! lost on the way. So at the end only our half is closed, and what still comes is read and
//! dropped, for a few seconds at most.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A stream whose shutdown waits for the other side to stop sending.
pub(crate) struct Lingering<S> {
    stream: S,
    /// Set once our half is closed.
    until: Option<Pin<Box<Sleep>>>,
    /// Bytes that are still read and dropped.
    left: usize,
}

impl<S> Lingering<S> {
    /// As `stream`, but for its end.
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            until: None,
            left: DROPPED_MAX,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let until = if let Some(until) = &mut this.until {
            until
        } else {
            std::task::ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
            this.until.insert(Box::pin(sleep(LINGER)))
        };
        let mut dropped = [0; DROPPED_AT_ONCE];
        while until.as_mut().poll(cx).is_pending() {
            let mut into = ReadBuf::new(&mut dropped);
            match Pin::new(&mut this.stream).poll_read(cx, &mut into) {
                Poll::Ready(Ok(())) if !into.filled().is_empty() => {
                    match this.left.checked_sub(into.filled().len()) {
                        Some(left) => this.left = left,
                        None => return Poll::Ready(Ok(())),
                    }
                }
                // The other side has stopped, or is gone.
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// A few round trips through Tor; no longer than a stop waits for connections to end.
const LINGER: Duration = Duration::from_secs(5);
const DROPPED_AT_ONCE: usize = 8 * 1024;
/// Bytes: more than the largest form that the shipped policy allows. Tor brings less in that time,
/// but on a fast line Firefox writes all of its form before it reads a word of the answer. Who
/// sends without end is not listened to.
const DROPPED_MAX: usize = 320 << 20;

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_still_comes_is_read_until_the_other_side_stops() {
        let (server, mut client) = tokio::io::duplex(1000);
        let mut server = Lingering::new(server);
        let sending = tokio::spawn(async move {
            client.write_all(&vec![7; 100_000]).await.unwrap();
            let mut answer = String::new();
            client.shutdown().await.unwrap();
            client.read_to_string(&mut answer).await.unwrap();
            answer
        });
        server.write_all(b"refused").await.unwrap();
        server.shutdown().await.unwrap();
        drop(server);
        assert_eq!(sending.await.unwrap(), "refused");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_waited_for_longer_than_a_few_seconds() {
        for sends in [true, false] {
            let (server, mut client) = tokio::io::duplex(1000);
            let sending = tokio::spawn(async move {
                while sends && client.write_all(&[7; 100]).await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                std::future::pending::<()>().await;
            });
            let started = tokio::time::Instant::now();
            Lingering::new(server).shutdown().await.unwrap();
            assert_eq!(started.elapsed().as_secs(), LINGER.as_secs());
            sending.abort();
        }
    }
}
