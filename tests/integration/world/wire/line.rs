//! An open connection, over TCP or a Unix socket.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use super::Answer;

/// Waits for each byte, in either direction, no longer than a minute.
pub struct Line(Stream);

enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Line {
    pub fn open(address: &str) -> io::Result<Self> {
        let stream = match address.strip_prefix("unix:") {
            Some(path) => Stream::Unix(UnixStream::connect(path)?),
            None => Stream::Tcp(TcpStream::connect(address)?),
        };
        let line = Self(stream);
        line.wait_for(PATIENCE);
        match &line.0 {
            Stream::Tcp(stream) => stream.set_write_timeout(Some(PATIENCE))?,
            Stream::Unix(stream) => stream.set_write_timeout(Some(PATIENCE))?,
        }
        Ok(line)
    }

    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream().write_all(bytes)
    }

    /// Sends a request and reads one answer: up to its announced length, or to the connection's
    /// end.
    pub fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        // A server that refuses early may close while we still write: its answer counts.
        let written = self.send(request);
        let mut bytes = Vec::new();
        let read = self.read_answer(&mut bytes);
        if bytes.is_empty() {
            written?;
            read?;
        }
        let answer = Answer::parse(&bytes);
        let is_cut = || io::Error::new(io::ErrorKind::UnexpectedEof, "no whole answer");
        if answer.status == 0 {
            return Err(is_cut());
        }
        Ok(answer)
    }

    fn read_answer(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let mut piece = vec![0; 1 << 16];
        while !is_whole(bytes) {
            match self.stream().read(&mut piece)? {
                0 => return Ok(()),
                more => bytes.extend_from_slice(&piece[..more]),
            }
        }
        Ok(())
    }

    /// Everything until the server closes, an error, or a minute without a byte.
    pub fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = self.stream().read_to_end(&mut bytes);
        bytes
    }

    /// The same, waiting longer for the next byte.
    pub fn rest_within(&mut self, patience: Duration) -> Vec<u8> {
        self.wait_for(patience);
        self.rest()
    }

    /// Whether the server closes within this time; what it says before is dropped.
    pub fn closes_within(&mut self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut buffer = [0; 4096];
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            self.wait_for(left.max(Duration::from_millis(1)));
            match self.stream().read(&mut buffer) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(_) => return true,
            }
        }
        false
    }

    pub fn stop_sending(&self) {
        let _ = match &self.0 {
            Stream::Tcp(stream) => stream.shutdown(Shutdown::Write),
            Stream::Unix(stream) => stream.shutdown(Shutdown::Write),
        };
    }

    /// Up to this many bytes, without waiting for more.
    pub fn read_some(&mut self, most: usize) -> Vec<u8> {
        let mut buffer = vec![0; most];
        let length = self.stream().read(&mut buffer).unwrap_or(0);
        buffer.truncate(length);
        buffer
    }

    fn wait_for(&self, patience: Duration) {
        match &self.0 {
            Stream::Tcp(stream) => stream.set_read_timeout(Some(patience)),
            Stream::Unix(stream) => stream.set_read_timeout(Some(patience)),
        }
        .unwrap();
    }

    fn stream(&mut self) -> &mut dyn ReadWrite {
        match &mut self.0 {
            Stream::Tcp(stream) => stream,
            Stream::Unix(stream) => stream,
        }
    }
}

trait ReadWrite: Read + Write {}
impl<T: Read + Write> ReadWrite for T {}

fn is_whole(bytes: &[u8]) -> bool {
    let answer = Answer::parse(bytes);
    let announced = answer.header("content-length");
    announced
        .and_then(|length| length.parse().ok())
        .is_some_and(|length: usize| answer.body.len() >= length)
}

const PATIENCE: Duration = Duration::from_secs(60);
