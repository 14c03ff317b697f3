//! HTTP as a browser without JavaScript speaks it, and as strangers do: byte by byte, over a
//! socket.
//!
//! The one client of all tests and benches. Written without the program's own code and without its
//! libraries, so that a mistake there is not repeated here.
//!
//! Addresses are written as the program writes them: `127.0.0.1:8017`, or `unix:/run/….sock`.

mod answer;
pub mod broken_line;
mod line;
mod multipart;

pub use answer::Answer;
pub use line::Line;
pub use multipart::{BOUNDARY, Multipart, Part, multipart, multipart_kind};

use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Somebody to connect to, who says nothing more than is written: no browser's headers.
#[derive(Clone)]
pub struct Wire {
    address: String,
}

impl Wire {
    pub fn to(address: &str) -> Self {
        Self {
            address: address.to_owned(),
        }
    }

    pub fn to_socket(path: &Path) -> Self {
        Self::to(&format!("unix:{}", path.display()))
    }

    pub fn open(&self) -> Line {
        Line::open(&self.address).unwrap()
    }

    /// None if nobody listens.
    pub fn try_open(&self) -> Option<Line> {
        Line::open(&self.address).ok()
    }

    /// Sends these bytes, then reads all that comes back until the server closes.
    pub fn say(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut line = self.open();
        // A server that refuses early closes while we still send: its answer counts.
        let _ = line.send(bytes.as_ref());
        Answer::parse(&line.rest())
    }

    /// A request with this method and these further header lines.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.say(request(method, path, headers, body))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// A form without files.
    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let kind = ("Content-Type", SHORT_FORM);
        self.ask("POST", path, &[kind], form(pairs).as_bytes())
    }

    /// A form with files.
    pub fn post_parts(&self, path: &str, parts: &[Part<'_>]) -> Answer {
        let kind = multipart_kind();
        self.ask("POST", path, &[("Content-Type", &kind)], &multipart(parts))
    }
}

/// Sends one request on a fresh connection and reads the answer: up to its announced length, or to
/// the connection's end.
pub fn ask(address: &str, request: &[u8]) -> io::Result<Answer> {
    Line::open(address)?.ask(request)
}

pub fn get(address: &str, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    ask(address, request.as_bytes()).unwrap()
}

/// A form without files, as a browser posts it.
pub fn post(address: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    post_body(address, path, SHORT_FORM, form(fields).as_bytes()).unwrap()
}

pub fn post_body(address: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
    ask(address, &post_bytes(address, path, kind, body))
}

/// The bytes of a POST as Tor Browser would send them.
pub fn post_bytes(host: &str, path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n\
         User-Agent: Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A whole request that ends its connection, with nothing in its head that is not written here.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: x.onion\r\nConnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if method == "POST" && !headers.iter().any(|(name, _)| FRAMING.contains(name)) {
        let _ = write!(head, "Content-Length: {}\r\n", body.len());
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// Names and values as a form without files sends them.
fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The line that tor writes before each connection, for a circuit of this number.
pub fn proxy_line(circuit: u32) -> String {
    let (high, low) = (circuit >> 16, circuit & 0xffff);
    format!("PROXY TCP6 fc00:dead:beef:4dad::{high:x}:{low:x} ::1 {low} 80\r\n")
}

pub fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        if byte.is_ascii_alphanumeric() {
            all.push(char::from(byte));
        } else {
            let _ = write!(all, "%{byte:02X}");
        }
        all
    })
}

pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

pub const SHORT_FORM: &str = "application/x-www-form-urlencoded";
const FRAMING: [&str; 2] = ["Transfer-Encoding", "Content-Length"];
