//! Listening: connections in, requests to a router.
//!
//! Keeps its part of P2 (no clock and no name in answers) and P9 (bounded time
//! and memory for each connection). Knows sockets and HTTP/1.1. Never knows who
//! is at the other end, and never asks: peer addresses are not read.
//!
//! `axum::serve` has no limits in time and sends `Date`, a clock fingerprint;
//! so hyper's own connection loop serves the router.

/// The end of a connection whose body did not end.
mod lingering_close;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::net::{TcpListener, UnixListener, UnixStream};
use tokio::sync::watch;
use tokio_io_timeout::TimeoutStream;
use tower_service::Service as _;

use lingering_close::Lingering;

use super::circuit::{Announced, Circuit};
use super::connection_limit::{ConnectionLimit, ConnectionPermit, Displaced, NoPlace};
use super::response_buffer::{OutgoingAnswers, SignedBy};
use super::stack_wiping;

/// Where a listener is: `127.0.0.1:8017`, `[::1]:8017` or `unix:/run/svilpe/reporters.sock`.
/// Never an address that other machines reach: that is an onion service's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListenAddress {
    /// A loopback address.
    Loopback(SocketAddr),
    /// A socket's path, at most 107 bytes.
    Unix(PathBuf),
}

/// Text that is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAListenAddress;

/// An open socket that waits for connections.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: Socket,
    address: ListenAddress,
}

/// Bounds for one listener's connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// How many connections at once; who comes then displaces an idle one.
    pub connections_max: usize,
    /// How many of them through one circuit, where circuits are announced.
    pub connections_per_circuit_max: usize,
    /// Whether each connection begins with tor's line about its circuit.
    pub announced: Announced,
    /// How long a whole request header may take, and how long a connection may idle.
    pub header_timeout: Duration,
    /// How long a read or a write may make no progress at all.
    pub stall_timeout: Duration,
    /// Bytes of answers in memory that nobody has read yet.
    pub unread_bytes_max: usize,
}

/// What answers, which may be replaced while connections are open: a request meets the newest.
pub(crate) type Routes = watch::Receiver<Router>;

/// Tells listeners to finish: drop the sender or send `true`.
pub(crate) type Closing = watch::Receiver<bool>;

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl FromStr for ListenAddress {
    type Err = NotAListenAddress;

    fn from_str(text: &str) -> Result<Self, NotAListenAddress> {
        if let Some(path) = text.strip_prefix("unix:") {
            let fits = path.starts_with('/') && path.len() <= UNIX_PATH_MAX;
            return fits
                .then(|| Self::Unix(path.into()))
                .ok_or(NotAListenAddress);
        }
        let address: SocketAddr = text.parse().map_err(|_| NotAListenAddress)?;
        address
            .ip()
            .is_loopback()
            .then_some(Self::Loopback(address))
            .ok_or(NotAListenAddress)
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loopback(address) => write!(f, "http://{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl fmt::Display for NotAListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a loopback address and port, nor unix: and an absolute path of at most 107 bytes",
        )
    }
}

impl std::error::Error for NotAListenAddress {}

impl Listener {
    /// Binds. A Unix socket left behind by a killed process is replaced; one that still answers is
    /// not.
    pub(crate) async fn bind(address: &ListenAddress) -> io::Result<Self> {
        match address {
            ListenAddress::Loopback(wanted) => {
                let socket = TcpListener::bind(wanted).await?;
                let address = ListenAddress::Loopback(socket.local_addr()?);
                Ok(Self {
                    socket: Socket::Tcp(socket),
                    address,
                })
            }
            ListenAddress::Unix(path) => {
                remove_stale(path).await?;
                let socket = UnixListener::bind(path)?;
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
                Ok(Self {
                    socket: Socket::Unix(socket),
                    address: address.clone(),
                })
            }
        }
    }

    /// The address, with the port that the system chose if port 0 was asked for.
    pub(crate) fn address(&self) -> &ListenAddress {
        &self.address
    }

    /// Serves `routes` until told to close; then lets open requests end for at most five seconds.
    /// Each request carries its [`Circuit`] as an extension.
    pub(crate) async fn serve(self, routes: Routes, bounds: Bounds, mut closing: Closing) {
        let limit = ConnectionLimit::new(
            bounds.connections_max,
            bounds.connections_per_circuit_max,
            GRACE,
        );
        let connections = Connections {
            routes,
            bounds,
            closing: closing.clone(),
            outgoing: OutgoingAnswers::new(bounds.unread_bytes_max, bounds.stall_timeout),
        };
        loop {
            tokio::select! {
                () = self.accept_one(&connections, &limit) => {}
                () = told(&mut closing) => break,
            }
        }
        if let ListenAddress::Unix(path) = &self.address {
            // A socket file that stays is harmless: the next start replaces it.
            let _ = std::fs::remove_file(path);
        }
        let _ = tokio::time::timeout(CLOSING_GRACE, emptied(&limit)).await;
    }

    async fn accept_one(&self, connections: &Connections, limit: &Arc<ConnectionLimit>) {
        match &self.socket {
            Socket::Tcp(socket) => match socket.accept().await {
                Ok((stream, _)) => {
                    // A page's end is not held back; waiting for more only costs circuits time.
                    let _ = stream.set_nodelay(true);
                    bound_send_buffer(&stream);
                    connections.begin(stream, limit).await;
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            Socket::Unix(socket) => match socket.accept().await {
                Ok((stream, _)) => {
                    bound_send_buffer(&stream);
                    connections.begin(stream, limit).await;
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
        }
    }
}

/// What is sent and not read lies in the system's memory, which is counted to this process.
fn bound_send_buffer<'a, S>(stream: &'a S)
where
    socket2::SockRef<'a>: From<&'a S>,
{
    let _ = socket2::SockRef::from(stream).set_send_buffer_size(SEND_BUFFER);
}

/// What each connection of a listener gets.
#[derive(Clone)]
struct Connections {
    routes: Routes,
    bounds: Bounds,
    closing: Closing,
    outgoing: Arc<OutgoingAnswers>,
}

impl Connections {
    /// Serves a connection on a task of its own, once there is a place for it. Those behind it wait
    /// unaccepted, in the order in which they came.
    async fn begin<S>(&self, stream: S, limit: &Arc<ConnectionLimit>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (place, displaced) = loop {
            match limit.enter() {
                Ok(entered) => break entered,
                Err(NoPlace) => tokio::time::sleep(PLACE_PAUSE).await,
            }
        };
        let connections = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = connections.serve_one(stream, place) => {}
                () = gone(displaced) => {}
            }
        });
    }

    /// One connection from first byte to last. What goes wrong on it is its own affair: nothing is
    /// logged.
    async fn serve_one<S>(self, stream: S, place: ConnectionPermit)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        match self.bounds.announced {
            Announced::Never => self.talk(stream, Circuit::UNKNOWN, place).await,
            Announced::ByTor => {
                let mut stream = BufReader::with_capacity(INTRODUCTION_BUFFER, stream);
                let line = Circuit::announced_by(&mut stream);
                let line = tokio::time::timeout(self.bounds.header_timeout, line).await;
                if let Ok(Ok(circuit)) = line
                    && let Ok(()) = place.introduce(circuit)
                {
                    self.talk(stream, circuit, place).await;
                }
            }
        }
    }

    async fn talk<S>(self, stream: S, circuit: Circuit, place: ConnectionPermit)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let Self {
            routes,
            bounds,
            mut closing,
            outgoing,
        } = self;
        let mut stream = TimeoutStream::new(Lingering::new(stream));
        stream.set_read_timeout(Some(bounds.stall_timeout));
        stream.set_write_timeout(Some(bounds.stall_timeout));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(bounds.header_timeout)
            .auto_date_header(false)
            .half_close(false)
            .max_headers(HEADERS_MAX)
            .max_buf_size(READ_BUFFER_MAX)
            .serve_connection(
                TokioIo::new(Box::pin(stream)),
                service_fn(|request| {
                    let router = routes.borrow().clone();
                    answer(router, request, (circuit, &place), &outgoing)
                }),
            );
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => {}
            () = told(&mut closing) => {
                connection.as_mut().graceful_shutdown();
                let _ = tokio::time::timeout(CLOSING_GRACE, connection).await;
            }
        }
    }
}

/// Lets the router answer. The connection counts as at work until the system has all of the
/// answer.
fn answer(
    mut router: Router,
    mut request: hyper::Request<Incoming>,
    (circuit, place): (Circuit, &ConnectionPermit),
    outgoing: &Arc<OutgoingAnswers>,
) -> impl Future<Output = Result<Response, std::convert::Infallible>> + use<> {
    let (work, outgoing) = (place.work(), Arc::clone(outgoing));
    let signed_by = SignedBy::default();
    request.extensions_mut().insert(circuit);
    request.extensions_mut().insert(place.arrival());
    request.extensions_mut().insert(signed_by.clone());
    stack_wiping::wiping(async move {
        let mut response = router.call(request).await?;
        // axum adds it outside of all layers, and it tells which paths take forms.
        response.headers_mut().remove(header::ALLOW);
        let asker = signed_by.asker(circuit);
        Ok(outgoing.send(response, asker, work.sending()).await)
    })
}

/// Ready when the connection is displaced: the limit then drops its end.
async fn gone(displaced: Displaced) {
    let _ = displaced.await;
}

async fn emptied(limit: &ConnectionLimit) {
    while !limit.is_empty() {
        tokio::time::sleep(EMPTIED_PAUSE).await;
    }
}

async fn told(closing: &mut Closing) {
    // An error means that the sender is gone: that is a closing, too.
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Removes the socket that a killed process left behind; one that still answers is in use.
pub(crate) async fn remove_stale(path: &Path) -> io::Result<()> {
    let is_socket = match std::fs::symlink_metadata(path) {
        Ok(found) => found.file_type().is_socket(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !is_socket || UnixStream::connect(path).await.is_ok() {
        return Err(io::Error::from(io::ErrorKind::AddrInUse));
    }
    std::fs::remove_file(path)
}

/// `sun_path` has 108 bytes, one of them a zero.
const UNIX_PATH_MAX: usize = 107;
/// Tor Browser sends about 15 headers.
const HEADERS_MAX: usize = 64;
/// Bounds the request head (431 above) and the size of body pieces, in bytes.
const READ_BUFFER_MAX: usize = 64 * 1024;
/// Bytes; the system takes twice as many for what it keeps beside them.
const SEND_BUFFER: usize = 32 << 10;
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
const EMPTIED_PAUSE: Duration = Duration::from_millis(20);
/// Longer than tor's line, in bytes; larger reads pass it by once the line is read.
const INTRODUCTION_BUFFER: usize = 128;
/// Longer than a request head takes on a machine that is busy with a flood.
const GRACE: Duration = Duration::from_secs(1);
/// How soon a waiting newcomer looks for a place again.
const PLACE_PAUSE: Duration = Duration::from_millis(10);
const CLOSING_GRACE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
