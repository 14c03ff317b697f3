//! Listening: connections in, requests to a router.
//!
//! Keeps its part of P2 (no clock and no name in answers) and P9 (bounded time
//! and memory for each connection). Knows sockets and HTTP/1.1. Never knows who
//! is at the other end, and never asks: peer addresses are not read.
//!
//! `axum::serve` has no limits in time and sends `Date`, a clock fingerprint;
//! so hyper's own connection loop serves the router.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;

/// Where a listener is: `127.0.0.1:8017`, `[::1]:8017` or `unix:/run/svilpe/reporters.sock`.
/// Never an address that other machines reach: that is an onion service's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A loopback address.
    Loopback(SocketAddr),
    /// A socket's path, at most 107 bytes.
    Unix(PathBuf),
}

/// Text that is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAddress;

/// An open socket that waits for connections.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    address: Address,
}

/// Bounds for one listener's connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many connections at once; the next ones wait unaccepted.
    pub connections_max: usize,
    /// How long a whole request header may take, and how long a connection may idle.
    pub header_timeout: Duration,
    /// How long a read or a write may make no progress at all.
    pub stall_timeout: Duration,
}

/// Tells listeners to finish: drop the sender or send `true`.
pub type Closing = watch::Receiver<bool>;

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if let Some(path) = text.strip_prefix("unix:") {
            let fits = path.starts_with('/') && path.len() <= UNIX_PATH_MAX;
            return fits.then(|| Self::Unix(path.into())).ok_or(NotAnAddress);
        }
        let address: SocketAddr = text.parse().map_err(|_| NotAnAddress)?;
        address
            .ip()
            .is_loopback()
            .then_some(Self::Loopback(address))
            .ok_or(NotAnAddress)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loopback(address) => write!(f, "http://{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a loopback address and port, nor unix: and an absolute path of at most 107 bytes",
        )
    }
}

impl std::error::Error for NotAnAddress {}

impl Listener {
    /// Binds. A Unix socket left behind by a killed process is replaced; one that still answers is not.
    pub async fn bind(address: &Address) -> io::Result<Self> {
        match address {
            Address::Loopback(wanted) => {
                let socket = TcpListener::bind(wanted).await?;
                let address = Address::Loopback(socket.local_addr()?);
                Ok(Self {
                    socket: Socket::Tcp(socket),
                    address,
                })
            }
            Address::Unix(path) => {
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
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Serves `router` until told to close; then lets open requests end for at most five seconds.
    pub async fn serve(self, router: Router, bounds: Bounds, mut closing: Closing) {
        let places = Arc::new(Semaphore::new(bounds.connections_max));
        let for_connections = closing.clone();
        loop {
            let place = Arc::clone(&places)
                .acquire_owned()
                .await
                .expect("never closed");
            tokio::select! {
                () = self.accept_one(&router, bounds, &for_connections, place) => {}
                () = told(&mut closing) => break,
            }
        }
        if let Address::Unix(path) = &self.address {
            // A socket file that stays is harmless: the next start replaces it.
            let _ = std::fs::remove_file(path);
        }
        let all = u32::try_from(bounds.connections_max).unwrap_or(u32::MAX);
        let _ = tokio::time::timeout(CLOSING_GRACE, places.acquire_many(all)).await;
    }

    async fn accept_one(
        &self,
        router: &Router,
        bounds: Bounds,
        closing: &Closing,
        place: tokio::sync::OwnedSemaphorePermit,
    ) {
        let (router, closing) = (router.clone(), closing.clone());
        match &self.socket {
            Socket::Tcp(socket) => match socket.accept().await {
                Ok((stream, _)) => {
                    // Pages are written in one piece; waiting for more only costs circuits time.
                    let _ = stream.set_nodelay(true);
                    spawn(stream, router, bounds, closing, place);
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
            Socket::Unix(socket) => match socket.accept().await {
                Ok((stream, _)) => spawn(stream, router, bounds, closing, place),
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
        }
    }
}

fn spawn<S>(
    stream: S,
    router: Router,
    bounds: Bounds,
    closing: Closing,
    place: tokio::sync::OwnedSemaphorePermit,
) where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    tokio::spawn(async move {
        serve_connection(stream, router, bounds, closing).await;
        drop(place);
    });
}

/// One connection from first byte to last. What goes wrong on it is its own affair: nothing is logged.
async fn serve_connection<S>(stream: S, router: Router, bounds: Bounds, mut closing: Closing)
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let mut stream = TimeoutStream::new(stream);
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
            TowerToHyperService::new(router),
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

async fn told(closing: &mut Closing) {
    // An error means that the sender is gone: that is a closing, too.
    let _ = closing.wait_for(|closing| *closing).await;
}

async fn remove_stale(path: &Path) -> io::Result<()> {
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
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
const CLOSING_GRACE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_stay_on_this_machine_are_accepted() {
        for good in ["127.0.0.1:0", "[::1]:8017", "unix:/run/svilpe/a.sock"] {
            assert!(good.parse::<Address>().is_ok(), "{good}");
        }
        let long = format!("unix:/{}", "a".repeat(107));
        for bad in [
            "0.0.0.0:80",
            "[::]:80",
            "192.168.1.1:80",
            "localhost:80",
            "unix:relative",
            "",
            &long,
        ] {
            assert_eq!(bad.parse::<Address>(), Err(NotAnAddress), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_socket_left_behind_is_replaced_and_one_in_use_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::Unix(folder.path().join("s"));
        let first = Listener::bind(&address).await.unwrap();
        assert_eq!(
            Listener::bind(&address).await.unwrap_err().kind(),
            io::ErrorKind::AddrInUse
        );
        drop(first);
        Listener::bind(&address).await.unwrap();
    }

    #[tokio::test]
    async fn a_file_in_the_sockets_place_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        std::fs::write(&path, "precious").unwrap();
        assert!(Listener::bind(&Address::Unix(path.clone())).await.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    }
}
