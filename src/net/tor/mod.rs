//! The Tor that runs on this computer: found where it listens by habit, and told a key.
//!
//! ```text
//!   9050, 9150 ── SOCKS 5 greeting ──▶ answers?      a system's own Tor, Tor Browser's
//!   one port above, /run/tor/control ── control ──▶ here is a key for this onion
//! ```
//!
//! Whoever poses as Tor at these ports learns what a SOCKS port is told anyway, an onion's address,
//! and the key that finds it: nothing that opens a report or signs a request.
//!
//! Knows loopback. Never starts a Tor, and never changes its files.

use std::fmt;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use super::connection::{Proxy, ServerAddress, Way};
use crate::keys::onion_key::OnionKey;

mod control;

use control::PATIENCE;

pub use control::KeyNotTaken;

/// A SOCKS port of this computer that answers as Tor's does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunningTor(SocketAddr);

impl RunningTor {
    /// A system's own Tor, or that of Tor Browser.
    pub fn find() -> Option<Self> {
        let at = |port| Self(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        USUAL_PORTS.into_iter().map(at).find(|tor| tor.answers())
    }

    /// The Tor on the way to an onion; none on any other way.
    pub fn on(way: &Way) -> Option<(Self, &str)> {
        match (&way.server, &way.proxy) {
            (ServerAddress::Onion { host, .. }, Some(proxy)) => Some((Self(proxy.at()), host)),
            _ => None,
        }
    }

    /// Is it where a system's Tor or Tor Browser's listens by habit?
    pub fn is_usual(self) -> bool {
        USUAL_PORTS.contains(&self.0.port())
    }

    /// The way to the same server through this one.
    pub fn proxy(self) -> Proxy {
        Proxy::on_loopback(self.0)
    }

    /// Does it greet as SOCKS 5 does (RFC 1928, section 3)?
    pub fn answers(self) -> bool {
        let greeted = || {
            let mut line = TcpStream::connect_timeout(&self.0, PATIENCE)?;
            line.set_read_timeout(Some(PATIENCE))?;
            line.write_all(&[5, 1, 0])?;
            let mut answer = [0; 2];
            line.read_exact(&mut answer)?;
            Ok::<bool, std::io::Error>(answer == [5, 0])
        };
        greeted().unwrap_or(false)
    }

    /// Tells this Tor the key to an onion, until it ends; written down nowhere.
    pub fn take_key(self, onion: &str, key: &OnionKey) -> Result<(), KeyNotTaken> {
        control::give_key(self.0, onion, key)
    }
}

impl fmt::Display for RunningTor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

const USUAL_PORTS: [u16; 2] = [9050, 9150];

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn what_listens_and_does_not_greet_is_no_tor() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("bound");
        let web = std::thread::spawn(move || {
            for line in listener.incoming().take(2) {
                let mut line = line.expect("a visitor");
                let _ = line.read(&mut [0; 8]);
                let _ = line.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            }
        });
        assert!(!RunningTor(at).answers());
        let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
        let gone = nobody.local_addr().expect("bound");
        drop(nobody);
        assert!(!RunningTor(gone).answers());
        let _ = TcpStream::connect(at);
        web.join().expect("ended");
    }
}
