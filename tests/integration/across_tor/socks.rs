//! A stream through tor's SOCKS port. Nothing is resolved here.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Tor's answer instead of a stream; see "`ExtendedErrors`" in `man torrc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoStream(pub u8);

impl NoStream {
    /// The service is there for others: the descriptor can't be read without a key.
    pub const KEY_MISSING: Self = Self(0xF4);
    /// The descriptor can't be read with this key.
    pub const KEY_WRONG: Self = Self(0xF5);
}

/// RFC 1928 and 1929. Tor gives each user name a circuit of its own.
pub fn connect(socks: SocketAddr, host: &str, visitor: &str) -> Result<TcpStream, NoStream> {
    let mut stream = TcpStream::connect(socks).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream.write_all(&[5, 1, 2]).unwrap();
    assert_eq!(read(&mut stream), [5, 2]);
    let length = |text: &str| u8::try_from(text.len()).unwrap();
    let mut login = vec![1, length(visitor)];
    login.extend_from_slice(visitor.as_bytes());
    login.extend_from_slice(&[1, b'-']);
    stream.write_all(&login).unwrap();
    assert_eq!(read(&mut stream), [1, 0]);
    let mut wanted = vec![5, 1, 0, 3, length(host)];
    wanted.extend_from_slice(host.as_bytes());
    wanted.extend_from_slice(&80_u16.to_be_bytes());
    stream.write_all(&wanted).unwrap();
    let [5, code, ..] = read::<10>(&mut stream) else {
        panic!("not a SOCKS 5 reply");
    };
    if code == 0 {
        Ok(stream)
    } else {
        Err(NoStream(code))
    }
}

fn read<const LENGTH: usize>(stream: &mut TcpStream) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}
