//! Circuits: which of tor's circuits a connection came through.
//!
//! Keeps its part of P2 (nothing kept about people) and P9 (one visitor can't
//! take every place). Knows a number that tor makes up for each circuit; it says
//! nothing of who is at the other end, and means nothing after tor restarts.
//! Never prints or logs it, nor writes it down: in memory, for minutes, stands how often each
//! asked, and until the day is over how much each left here.
//!
//! ```text
//!   tor ──"PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\r\n"──▶ Circuit ──▶ who waits, who not
//! ```
//!
//! The line is version 1 of the [PROXY protocol], as `HiddenServiceExportCircuitID haproxy` writes
//! it. Where it is wanted it is required: a connection without it did not come through tor.
//!
//! [PROXY protocol]: https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt

use std::fmt;
use std::net::Ipv6Addr;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

/// A circuit, or none known. Two connections of one circuit are equal.
///
/// It can be compared, not read: there is no way to print or keep it.
///
/// ```compile_fail
/// println!("{}", svilpe::intake::http::circuit::Circuit::UNKNOWN);
/// ```
/// ```compile_fail
/// fn keeps<T: serde::Serialize>(_: T) {}
/// keeps(svilpe::intake::http::circuit::Circuit::UNKNOWN);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Circuit(Option<u32>);

/// Whether connections say which circuit they came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announced {
    /// They don't; all of them share [`Circuit::UNKNOWN`].
    Never,
    /// Each begins with tor's line, or is dropped.
    ByTor,
}

/// What stands where tor's line should be. There is no answer to it: the connection is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFromTor;

impl Circuit {
    /// Of connections that announce none.
    pub const UNKNOWN: Self = Self(None);

    /// Whether it can be told apart from others.
    pub fn is_known(self) -> bool {
        self.0.is_some()
    }

    /// Reads one line, without its end.
    ///
    /// Only what tor writes is accepted; other proxies' lines carry addresses of people, which
    /// must not get here.
    pub fn parse(line: &[u8]) -> Result<Self, NotFromTor> {
        let line = str::from_utf8(line).map_err(|_| NotFromTor)?;
        let words: Vec<&str> = line.split(' ').collect();
        let ["PROXY", "TCP6", from, "::1", _, port] = words[..] else {
            return Err(NotFromTor);
        };
        let from: Ipv6Addr = from.parse().map_err(|_| NotFromTor)?;
        let port: u16 = port.parse().map_err(|_| NotFromTor)?;
        let [.., high, low] = from.segments();
        // Tor writes each number in one way only.
        let by_tor = format!("PROXY TCP6 {NETWORK}::{high:x}:{low:x} ::1 {low} {port}");
        if line == by_tor {
            Ok(Self(Some(u32::from(high) << 16 | u32::from(low))))
        } else {
            Err(NotFromTor)
        }
    }

    /// Takes tor's line off the front of a connection. Reads at most 107 bytes, the longest line
    /// that the protocol allows; what follows stays unread.
    pub async fn announced_by<S>(stream: &mut S) -> Result<Self, NotFromTor>
    where
        S: AsyncBufRead + Unpin,
    {
        let mut line = Vec::with_capacity(LINE_MAX);
        loop {
            let ready = stream.fill_buf().await.map_err(|_| NotFromTor)?;
            let room = ready.len().min(LINE_MAX - line.len());
            let end = ready[..room].iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(room, |end| end + 1);
            line.extend_from_slice(&ready[..taken]);
            stream.consume(taken);
            if end.is_some() {
                return Self::parse(line.strip_suffix(b"\r\n").ok_or(NotFromTor)?);
            }
            if !PREFIX.starts_with(&line[..line.len().min(PREFIX.len())])
                || taken == 0
                || line.len() == LINE_MAX
            {
                return Err(NotFromTor);
            }
        }
    }
}

impl fmt::Debug for Circuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Circuit(…)")
    }
}

/// The first four groups of the address that stands for a circuit.
const NETWORK: &str = "fc00:dead:beef:4dad";
/// Lets something else be refused without waiting for the end of its line.
const PREFIX: &[u8] = b"PROXY TCP6 ";
const LINE_MAX: usize = 107;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, BufReader};

    pub(in crate::intake::http) fn of(number: u32) -> Circuit {
        Circuit(Some(number))
    }

    async fn announced(arriving: &[u8]) -> (Result<Circuit, NotFromTor>, Vec<u8>) {
        let mut stream = BufReader::with_capacity(16, arriving);
        let circuit = Circuit::announced_by(&mut stream).await;
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        (circuit, rest)
    }

    #[tokio::test]
    async fn tors_line_is_taken_off_and_the_request_stays() {
        let (circuit, rest) =
            announced(b"PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\r\nGET / HTTP/1.1\r\n\r\n")
                .await;
        assert_eq!(circuit, Ok(of(44)));
        assert_eq!(rest, b"GET / HTTP/1.1\r\n\r\n");
    }

    #[test]
    fn the_number_is_all_of_32_bits() {
        let line = b"PROXY TCP6 fc00:dead:beef:4dad::ffff:fffe ::1 65534 80";
        assert_eq!(Circuit::parse(line), Ok(of(0xffff_fffe)));
        let line = b"PROXY TCP6 fc00:dead:beef:4dad::1:0 ::1 0 80";
        assert_eq!(Circuit::parse(line), Ok(of(0x1_0000)));
    }

    #[tokio::test]
    async fn anything_else_is_not_from_tor() {
        let long = format!(
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 {}80\r\n",
            "0".repeat(80)
        );
        for line in [
            "",
            "\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "PROXY UNKNOWN\r\n",
            "PROXY TCP4 127.0.0.1 127.0.0.1 44 80\r\n",
            "PROXY TCP6 2001:db8::1 ::1 44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad:0:1:0:2c ::1 44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 45 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::2 44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 +44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 080\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::2c ::1 44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2C ::1 44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 65536\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80 \r\n",
            "PROXY  TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\r\n",
            "proxy TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\r\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\n",
            "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80",
            "\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c",
            &long,
        ] {
            assert_eq!(
                announced(line.as_bytes()).await.0,
                Err(NotFromTor),
                "{line:?}"
            );
        }
        assert_eq!(
            announced(b"PROXY TCP6 \xff\xff\r\n").await.0,
            Err(NotFromTor)
        );
    }

    #[tokio::test]
    async fn something_else_is_refused_before_its_line_ends() {
        let (mut client, server) = tokio::io::duplex(64);
        tokio::io::AsyncWriteExt::write_all(&mut client, b"GET /")
            .await
            .unwrap();
        let mut server = BufReader::new(server);
        assert_eq!(Circuit::announced_by(&mut server).await, Err(NotFromTor));
    }

    #[test]
    fn its_debug_says_nothing() {
        assert_eq!(format!("{:?}", of(44)), format!("{:?}", Circuit::UNKNOWN));
    }
}
