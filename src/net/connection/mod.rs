//! Connections from a person's tool to a server.
//!
//! What the tools of officers, auditors and reporters have in common: one HTTP/1.1
//! conversation over loopback, a Unix socket, or an onion through a SOCKS proxy.
//! Nothing else is spoken to in clear, no name is resolved here, no redirect followed,
//! and no header says what tool or whose computer this is. Each `Connection` tells the proxy a
//! random name, so that Tor gives it a circuit of its own (IsolateSOCKSAuth), shared with nothing
//! else on this computer.
//!
//! Knows hyper's client and SOCKS 5. Never knows keys, reports or answers' meaning.
//!
//! ```text
//!   Ask ─▶ Connection ─▶ loopback │ Unix socket │ proxy ─▶ .onion
//!                    ◀─ Answer: status, then bounded pieces
//! ```
//!
//! Everything is bounded: [`CONNECT_SECONDS`](crate::net::connection::CONNECT_SECONDS) to connect,
//! [`STALL_SECONDS`](crate::net::connection::STALL_SECONDS) without a byte moving either way, the
//! answer's length by what the caller allows.

use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::ext::on_informational;
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_socks::TargetAddr;
use tokio_socks::tcp::Socks5Stream;

use crate::cli::failure::Failure;
use crate::keys::random::random_bytes;

mod address;
mod stall_timeout;

pub use address::{NotAnAddress, Proxy, ServerAddress, Way};
use stall_timeout::StallTimeoutStream;

/// A way to one server. Opened when first needed, and again when the server has closed it.
pub struct Connection {
    address: ServerAddress,
    proxy: Option<Proxy>,
    /// Random, and another one after trouble; what the proxy keeps circuits apart by.
    apart: String,
    open: Option<SendRequest<Sending>>,
}

/// One request.
pub struct Ask {
    request: hyper::http::request::Builder,
    body: Sending,
}

/// The beginning of an answer; the rest is taken piece by piece.
pub struct ResponseHead {
    status: u16,
    body: Incoming,
    left: u64,
}

/// Why there is no answer. Reads as a sentence.
#[derive(Debug)]
pub enum CannotTalk {
    /// No connection came about.
    CannotReach(io::Error),
    /// Nothing moved for [`STALL_SECONDS`].
    Stalled,
    /// The connection ended before the answer did.
    CutOff,
    /// The answer is longer than it may be.
    TooLong,
    /// Whatever answered does not speak as our servers do.
    SomethingElse,
}

type Sending = UnsyncBoxBody<Bytes, io::Error>;

/// Tor needs this long to find an onion service on a bad day.
pub const CONNECT_SECONDS: u64 = 60;

/// Longer than Tor's usual hiccups, shorter than a person's patience.
pub const STALL_SECONDS: u64 = 60;

impl Connection {
    /// Nothing is sent before the first [`Connection::ask`].
    ///
    /// An onion needs a proxy, a Unix socket can't have one: both are refused here.
    pub fn new(address: ServerAddress, proxy: Option<Proxy>) -> Result<Self, NotAnAddress> {
        match (&address, &proxy) {
            (ServerAddress::Onion { .. }, None) => Err(NotAnAddress::NeedsProxy),
            (ServerAddress::Unix(_), Some(_)) => Err(NotAnAddress::NeedsNoProxy),
            _ => Ok(Self {
                address,
                proxy,
                apart: apart(),
                open: None,
            }),
        }
    }

    /// Where it leads.
    pub fn address(&self) -> &ServerAddress {
        &self.address
    }

    /// Sends a request and waits for the answer's head. The body may be `answer_max` bytes.
    ///
    /// A failed request may have reached the server all the same: the caller decides whether
    /// it may be sent again.
    pub async fn ask(&mut self, ask: Ask, answer_max: u64) -> Result<ResponseHead, CannotTalk> {
        let answer = self.ask_once(ask, answer_max).await;
        if answer.is_err() {
            // The next try is not to wait on the same circuit.
            self.apart = apart();
        }
        answer
    }

    async fn ask_once(&mut self, ask: Ask, answer_max: u64) -> Result<ResponseHead, CannotTalk> {
        let mut sender = self.sender().await?;
        let mut request = ask
            .request
            .header(HOST, self.address.host())
            .body(ask.body)
            .map_err(|_| CannotTalk::SomethingElse)?;
        let stalling = interim_answer(&mut request);
        let answer = tokio::select! {
            answer = sender.send_request(request) => answer.map_err(|e| broken(&e))?,
            Ok(()) = stalling => return Err(CannotTalk::SomethingElse),
        };
        if answer.body().size_hint().lower() > answer_max {
            return Err(CannotTalk::TooLong);
        }
        self.open = Some(sender);
        Ok(ResponseHead {
            status: answer.status().as_u16(),
            body: answer.into_body(),
            left: answer_max,
        })
    }

    /// The open conversation if it is still good for a request, else a new one.
    async fn sender(&mut self) -> Result<SendRequest<Sending>, CannotTalk> {
        if let Some(mut open) = self.open.take()
            && open.ready().await.is_ok()
        {
            return Ok(open);
        }
        let stream = timeout(Duration::from_secs(CONNECT_SECONDS), self.connect())
            .await
            .map_err(|_| CannotTalk::CannotReach(io::ErrorKind::TimedOut.into()))?
            .map_err(CannotTalk::CannotReach)?;
        let stream = StallTimeoutStream::new(stream, Duration::from_secs(STALL_SECONDS));
        let (sender, conversation) = http1::Builder::new()
            .max_buf_size(READ_MAX)
            .max_headers(HEADERS_MAX)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|e| broken(&e))?;
        // Ends by itself when the sender is dropped or the stream stalls; what went wrong in it
        // is told to the sender.
        tokio::spawn(conversation);
        Ok(sender)
    }

    async fn connect(&self) -> io::Result<Stream> {
        match (&self.address, &self.proxy) {
            (ServerAddress::Loopback { at, .. }, None) => {
                Ok(Box::new(TcpStream::connect(at).await?))
            }
            (ServerAddress::Loopback { at, .. }, Some(proxy)) => {
                self.through(proxy, TargetAddr::Ip(*at)).await
            }
            (ServerAddress::Onion { host, port }, Some(proxy)) => {
                self.through(proxy, TargetAddr::Domain(host.into(), *port))
                    .await
            }
            (ServerAddress::Unix(path), None) => connect_unix(path).await,
            (ServerAddress::Onion { .. }, None) | (ServerAddress::Unix(_), Some(_)) => {
                Err(io::ErrorKind::Unsupported.into())
            }
        }
    }
}

impl Connection {
    /// Names go to the proxy as names: a look-up here would tell the network who is asked for.
    async fn through(&self, proxy: &Proxy, target: TargetAddr<'_>) -> io::Result<Stream> {
        let stream =
            Socks5Stream::connect_with_password(proxy.at(), target, &self.apart, &self.apart)
                .await
                .map_err(|error| match error {
                    tokio_socks::Error::Io(error) => error,
                    error => io::Error::other(error),
                })?;
        Ok(Box::new(stream))
    }
}

impl Way {
    /// A connection. Nothing is sent yet.
    pub fn connection(&self) -> Result<Connection, Failure> {
        Connection::new(self.server.clone(), self.proxy.clone())
            .map_err(|why| why.failure(&self.server.to_string()))
    }
}

impl Ask {
    /// `target` is path and query as they go on the wire.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target, whole(Bytes::new()))
    }

    /// A body that is in memory.
    pub fn post(target: &str, body: impl Into<Bytes>) -> Self {
        Self::new("POST", target, whole(body.into()))
    }

    /// A body that comes as it is made (a report with its files).
    pub fn post_stream<B>(target: &str, body: B) -> Self
    where
        B: Body<Data = Bytes, Error = io::Error> + Send + 'static,
    {
        Self::new("POST", target, body.boxed_unsync())
    }

    fn new(method: &str, target: &str, body: Sending) -> Self {
        Self {
            request: hyper::Request::builder().method(method).uri(target),
            body,
        }
    }

    /// Adds a header. A name or value that can't be one makes the asking fail.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }
}

impl ResponseHead {
    /// HTTP status code.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The next piece of the body, or nothing at its end.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, CannotTalk> {
        loop {
            let Some(frame) = self.body.frame().await else {
                return Ok(None);
            };
            // Trailers mean nothing here.
            let Ok(piece) = frame.map_err(|e| broken(&e))?.into_data() else {
                continue;
            };
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            self.left = self.left.checked_sub(length).ok_or(CannotTalk::TooLong)?;
            return Ok(Some(piece));
        }
    }

    /// All of the body, within the bound given when asking.
    pub async fn whole(mut self) -> Result<Vec<u8>, CannotTalk> {
        let mut body = Vec::new();
        while let Some(piece) = self.piece().await? {
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }
}

/// Ready once an answer of the kind `100 Continue` comes. Ours send none, since nobody asks for
/// one; a server that sends them without an end would keep us waiting for as long as it likes.
fn interim_answer(request: &mut hyper::Request<Sending>) -> oneshot::Receiver<()> {
    let (tell, told) = oneshot::channel();
    let tell = Mutex::new(Some(tell));
    on_informational(request, move |_| {
        let tell = tell.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(tell) = tell {
            // Nobody waits any more: then there is nothing to end.
            let _ = tell.send(());
        }
    });
    told
}

/// Says nothing of anybody; Tor gives each name circuits of its own.
fn apart() -> String {
    hex::encode(random_bytes::<16>())
}

/// All kinds of streams look the same from here on.
trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}
type Stream = Box<dyn Duplex>;

#[cfg(unix)]
async fn connect_unix(path: &std::path::Path) -> io::Result<Stream> {
    Ok(Box::new(tokio::net::UnixStream::connect(path).await?))
}

#[cfg(not(unix))]
async fn connect_unix(_path: &std::path::Path) -> io::Result<Stream> {
    Err(io::ErrorKind::Unsupported.into())
}

fn whole(body: Bytes) -> Sending {
    Full::new(body)
        .map_err(|never| match never {})
        .boxed_unsync()
}

fn broken(error: &hyper::Error) -> CannotTalk {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<io::Error>()
            && io.kind() == io::ErrorKind::TimedOut
        {
            return CannotTalk::Stalled;
        }
        source = inner.source();
    }
    if error.is_parse() {
        CannotTalk::SomethingElse
    } else {
        CannotTalk::CutOff
    }
}

impl fmt::Display for CannotTalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CannotReach(error) => write!(f, "the server can't be reached: {error}"),
            Self::Stalled => write!(f, "the server was silent for {STALL_SECONDS} seconds"),
            Self::CutOff => f.write_str("the connection ended before the answer did"),
            Self::TooLong => f.write_str("the answer is longer than it may be"),
            Self::SomethingElse => f.write_str("what answered is not a Svilpe server"),
        }
    }
}

impl std::error::Error for CannotTalk {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::CannotReach(error) => Some(error),
            _ => None,
        }
    }
}

/// Bytes read ahead of the caller, per connection.
const READ_MAX: usize = 256 * 1024;

/// Our servers send about ten.
const HEADERS_MAX: usize = 32;

#[cfg(test)]
mod tests;
