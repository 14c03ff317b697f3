//! One conversation with one server.

/// One conversation with one server: loopback, Unix socket, or an onion through a proxy.
pub mod connection;

/// The Tor that runs on this computer, and a key told to it.
pub mod tor;

/// Signed requests: RFC 9421 in one fixed shape.
pub mod http_signature;

/// Signed requests over it, and the ledger that a server serves.
pub(crate) mod signed_client;
