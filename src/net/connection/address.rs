//! Addresses that may be spoken to.
//!
//! HTTP without TLS is fine where nobody is in between: loopback, a Unix socket, an onion
//! (which is encrypted to the address itself). Anything else is refused.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use crate::cli::failure::Failure;

/// `http://127.0.0.1:8444`, `http://….onion` or `unix:/path/to.sock`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ServerAddress {
    /// `host` is as it was written.
    Loopback {
        /// As typed, for the `Host` header.
        host: String,
        /// On this machine.
        at: SocketAddr,
    },
    /// A hidden service, through a proxy.
    Onion {
        /// 56 letters and digits, then `.onion`.
        host: String,
        /// 80 unless another was typed.
        port: u16,
    },
    /// A Unix socket on this machine.
    Unix(PathBuf),
}

/// `socks5h://127.0.0.1:9050`: a proxy on this computer, which looks names up itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proxy(SocketAddr);

/// A server, and the proxy on the way to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// Whom to talk to.
    pub server: ServerAddress,
    /// Through whom: an onion needs one, a Unix socket can't have one.
    pub proxy: Option<Proxy>,
}

/// Why text is not an address that may be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnAddress {
    /// Neither `http://host[:port]` nor `unix:/path`.
    Malformed,
    /// Everybody between here and there could read along.
    InClear,
    /// An onion is reached through Tor's SOCKS port only.
    NeedsProxy,
    /// A Unix socket is on this computer.
    NeedsNoProxy,
    /// Not `socks5h://` with a loopback address and a port.
    NotAProxy,
}

impl Way {
    /// As someone typed them.
    pub fn parse_typed(server: &str, proxy: Option<&str>) -> Result<Self, Failure> {
        Ok(Self {
            server: ServerAddress::parse_typed(server)?,
            proxy: proxy.map(Proxy::parse_typed).transpose()?,
        })
    }
}

impl ServerAddress {
    /// As someone typed it.
    pub fn parse_typed(text: &str) -> Result<Self, Failure> {
        text.parse().map_err(|why: NotAnAddress| why.failure(text))
    }

    /// The `Host` header's value.
    pub(super) fn host(&self) -> String {
        match self {
            Self::Loopback { host, .. } | Self::Onion { host, port: 80 } => host.clone(),
            Self::Onion { host, port } => format!("{host}:{port}"),
            Self::Unix(_) => "localhost".to_owned(),
        }
    }
}

impl FromStr for ServerAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if text.chars().any(char::is_control) {
            return Err(NotAnAddress::Malformed);
        }
        if let Some(path) = text.strip_prefix("unix:") {
            let path = PathBuf::from(path);
            return if path.has_root() {
                Ok(Self::Unix(path))
            } else {
                Err(NotAnAddress::Malformed)
            };
        }
        let authority = text
            .strip_prefix("http://")
            .ok_or(NotAnAddress::Malformed)?;
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        let (host, port) = split(authority)?;
        if let Some(ip) = loopback(host) {
            let at = SocketAddr::new(ip, port);
            let host = authority.to_owned();
            return Ok(Self::Loopback { host, at });
        }
        if host.to_ascii_lowercase().ends_with(".onion") {
            let host = host.to_ascii_lowercase();
            return if is_onion(&host) {
                Ok(Self::Onion { host, port })
            } else {
                Err(NotAnAddress::Malformed)
            };
        }
        let plausible = !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
        Err(if plausible {
            NotAnAddress::InClear
        } else {
            NotAnAddress::Malformed
        })
    }
}

impl Proxy {
    /// As someone typed it.
    pub fn parse_typed(text: &str) -> Result<Self, Failure> {
        text.parse().map_err(|why: NotAnAddress| why.failure(text))
    }

    /// One that listens there; a loopback address.
    pub(in crate::net) fn on_loopback(at: SocketAddr) -> Self {
        Self(at)
    }

    pub(in crate::net) fn at(&self) -> SocketAddr {
        self.0
    }
}

impl FromStr for Proxy {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        // `socks5://` would mean that names are looked up on this side.
        let authority = text
            .strip_prefix("socks5h://")
            .ok_or(NotAnAddress::NotAProxy)?;
        let (host, port) = authority.rsplit_once(':').ok_or(NotAnAddress::NotAProxy)?;
        let port = port.parse().map_err(|_| NotAnAddress::NotAProxy)?;
        let ip = loopback(host).ok_or(NotAnAddress::NotAProxy)?;
        Ok(Self(SocketAddr::new(ip, port)))
    }
}

/// Host and port; 80 if none is given.
fn split(authority: &str) -> Result<(&str, u16), NotAnAddress> {
    let end_of_host = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    match authority[end_of_host..].rfind(':') {
        None => Ok((authority, 80)),
        Some(colon) => {
            let (host, port) = authority.split_at(end_of_host + colon);
            let port = port[1..].parse().map_err(|_| NotAnAddress::Malformed)?;
            Ok((host, port))
        }
    }
}

/// `localhost` is not looked up: hosts files have been wrong before.
fn loopback(host: &str) -> Option<IpAddr> {
    let ip = match host {
        "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
        "[::1]" => IpAddr::V6(Ipv6Addr::LOCALHOST),
        _ => IpAddr::V4(host.parse().ok()?),
    };
    ip.is_loopback().then_some(ip)
}

/// A version 3 onion name, with or without names in front of it.
fn is_onion(host: &str) -> bool {
    let Some(names) = host.strip_suffix(".onion") else {
        return false;
    };
    let (front, key) = names.rsplit_once('.').unwrap_or(("x", names));
    let base32 = |b: u8| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b);
    let in_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    key.len() == ONION_KEY_LENGTH
        && key.bytes().all(base32)
        && !front.is_empty()
        && front.len() <= FRONT_MAX
        && front.bytes().all(in_name)
}

impl NotAnAddress {
    /// For the command line; `text` is what was typed.
    pub fn failure(self, text: &str) -> Failure {
        Failure::usage(match self {
            Self::Malformed => "command-not-an-address",
            Self::InClear => "command-in-clear",
            Self::NeedsProxy => "command-needs-proxy",
            Self::NeedsNoProxy => "command-needs-no-proxy",
            Self::NotAProxy => "command-not-a-proxy",
        })
        .with("text", text)
        .with("example", "http://127.0.0.1:8444")
        .with("proxy", "socks5h://127.0.0.1:9050")
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loopback { .. } | Self::Onion { .. } => write!(f, "http://{}", self.host()),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "socks5h://{}", self.0)
    }
}

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not an address: write http://host:port or unix:/path",
            Self::InClear => "nothing is sent in clear but to loopback, an onion or a Unix socket",
            Self::NeedsProxy => "an onion is reached through a proxy only",
            Self::NeedsNoProxy => "a Unix socket is reached without a proxy",
            Self::NotAProxy => "not a proxy: write socks5h://127.0.0.1:9050",
        })
    }
}

impl std::error::Error for NotAnAddress {}

/// 56 base32 characters: key, checksum and version.
const ONION_KEY_LENGTH: usize = 56;

/// What is left of a DNS name's 253 characters.
const FRONT_MAX: usize = 190;

#[cfg(test)]
mod tests {
    use super::*;

    fn onion() -> String {
        "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion".to_owned()
    }

    #[test]
    fn loopback_onion_and_unix_are_addresses() {
        for text in [
            "http://127.0.0.1:8444",
            "http://127.9.9.9",
            "http://localhost:1/",
            "http://[::1]:8444",
            &format!("http://{}", onion()),
            &format!("http://{}:8080", onion()),
            &format!("http://officers.{}", onion()),
            "unix:/run/svilpe/officers.sock",
        ] {
            let address: ServerAddress = text.parse().expect(text);
            assert_eq!(address.to_string(), text.trim_end_matches('/'));
            assert_eq!(address.to_string().parse(), Ok(address));
        }
    }

    #[test]
    fn everything_else_in_clear_is_refused() {
        for text in [
            "http://example.com",
            "http://10.0.0.1:80",
            "http://0.0.0.0:80",
            "http://[::ffff:127.0.0.1]:80",
            "http://[2001:db8::1]:80",
            "http://127.0.0.1.example.com",
            "http://2130706433",
            "http://0x7f.1",
            "http://onion",
            "http://xonion",
        ] {
            assert_eq!(
                text.parse::<ServerAddress>(),
                Err(NotAnAddress::InClear),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let short = format!("http://{}", &onion()[1..]);
        for text in [
            "",
            "http://",
            "https://127.0.0.1",
            "ftp://127.0.0.1",
            "127.0.0.1:80",
            "http://127.0.0.1:99999",
            "http://127.0.0.1:",
            "http://user@127.0.0.1",
            "http://127.0.0.1/v1",
            "http://127.0.0.1:80#x",
            "http://.onion",
            "http://short.onion",
            &short,
            "unix:relative.sock",
            "unix:/a\nb",
            "http://127.0.0.1\r\nX: y",
        ] {
            assert_eq!(
                text.parse::<ServerAddress>(),
                Err(NotAnAddress::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn a_proxy_is_on_this_computer_and_looks_names_up_itself() {
        assert!("socks5h://127.0.0.1:9050".parse::<Proxy>().is_ok());
        assert!("socks5h://[::1]:9150".parse::<Proxy>().is_ok());
        for text in [
            "socks5://127.0.0.1:9050",
            "socks5h://127.0.0.1",
            "socks5h://10.0.0.1:9050",
            "socks5h://proxy.example:9050",
            "http://127.0.0.1:9050",
        ] {
            assert_eq!(
                text.parse::<Proxy>(),
                Err(NotAnAddress::NotAProxy),
                "{text}"
            );
        }
    }
}
