//! Bytes to the server and back. Knows just enough of HTTP to take an answer apart.

use std::fmt::{self, Write as _};
use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A socket to try.
#[derive(Clone)]
pub struct Wire {
    socket: PathBuf,
}

/// An open connection.
pub struct Line {
    stream: UnixStream,
}

/// What came back; [`Reply::is_nothing`] if the connection was closed without an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// All bytes, head and body.
    pub length: usize,
}

/// One part of a multipart body, with its head as it stands.
pub struct Part<'a> {
    pub head: String,
    pub body: &'a [u8],
}

impl Wire {
    pub fn to(socket: &Path) -> Self {
        Self {
            socket: socket.to_owned(),
        }
    }

    pub fn open(&self) -> Line {
        self.try_open().unwrap()
    }

    /// None if nobody listens.
    pub fn try_open(&self) -> Option<Line> {
        let stream = UnixStream::connect(&self.socket).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Some(Line { stream })
    }

    /// Sends these bytes, then reads all that comes back until the server closes.
    pub fn say(&self, bytes: impl AsRef<[u8]>) -> Reply {
        let mut line = self.open();
        // A server that refuses early closes while we still send: its answer counts.
        let _ = line.send(bytes.as_ref());
        Reply::parse(&line.rest())
    }

    /// A request with this method and these further header lines.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        self.say(request(method, path, headers, body))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"")
    }

    /// A short form.
    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let body: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
            .collect();
        let body = body.join("&");
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        self.ask("POST", path, &[kind], body.as_bytes())
    }

    /// A form with files.
    pub fn post_parts(&self, path: &str, parts: &[Part<'_>]) -> Reply {
        self.ask(
            "POST",
            path,
            &[("Content-Type", &multipart_kind())],
            &multipart(parts),
        )
    }
}

impl Line {
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Everything until the server closes, an error, or half a minute without a byte.
    pub fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = self.stream.read_to_end(&mut bytes);
        bytes
    }

    /// The same, waiting longer for the next byte.
    pub fn rest_within(&mut self, patience: Duration) -> Vec<u8> {
        self.stream.set_read_timeout(Some(patience)).unwrap();
        self.rest()
    }

    /// Whether the server closes within this time; what it says before is dropped.
    pub fn closes_within(&mut self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut buffer = [0; 4096];
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            let left = left.max(Duration::from_millis(1));
            self.stream.set_read_timeout(Some(left)).unwrap();
            match self.stream.read(&mut buffer) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(_) => return true,
            }
        }
        false
    }

    pub fn stop_sending(&self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
    }

    /// Up to this many bytes, without waiting for more.
    pub fn read_some(&mut self, most: usize) -> Vec<u8> {
        let mut buffer = vec![0; most];
        let length = self.stream.read(&mut buffer).unwrap_or(0);
        buffer.truncate(length);
        buffer
    }
}

/// Without the body: it is 32 KiB or more.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        let heading = text
            .split("<h1>")
            .nth(1)
            .and_then(|rest| rest.split("</h1>").next());
        let Self {
            status,
            length,
            headers,
            ..
        } = self;
        write!(f, "{status} {heading:?} {length} bytes {headers:?}")
    }
}

impl Reply {
    pub fn parse(bytes: &[u8]) -> Self {
        let nothing = Self {
            status: 0,
            headers: Vec::new(),
            body: Vec::new(),
            length: bytes.len(),
        };
        let Some(end) = find(bytes, b"\r\n\r\n") else {
            return nothing;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let body = &bytes[end + 4..];
        let is_chunked = headers
            .iter()
            .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        Self {
            status: status.and_then(|text| text.parse().ok()).unwrap_or(0),
            body: if is_chunked {
                unchunked(body)
            } else {
                body.to_vec()
            },
            headers,
            ..nothing
        }
    }

    /// Closed without a word.
    pub fn is_nothing(&self) -> bool {
        self.length == 0
    }

    /// Refused: an error, or closed.
    pub fn is_refusal(&self) -> bool {
        self.is_nothing() || self.status >= 400
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn holds(&self, text: &str) -> bool {
        find(&self.body, text.as_bytes()).is_some()
    }
}

/// A whole request that ends its connection.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: x.onion\r\nConnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    if method == "POST" && !headers.iter().any(|(name, _)| FRAMING.contains(name)) {
        let _ = write!(head, "Content-Length: {}\r\n", body.len());
    }
    let mut bytes = format!("{head}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

pub fn multipart_kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

pub fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(format!("--{BOUNDARY}\r\n{}\r\n\r\n", part.head).as_bytes());
        bytes.extend_from_slice(part.body);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    bytes
}

impl<'a> Part<'a> {
    pub fn field(name: &str, value: &'a str) -> Self {
        Self {
            head: format!("Content-Disposition: form-data; name=\"{name}\""),
            body: value.as_bytes(),
        }
    }

    pub fn file(name: &str, body: &'a [u8]) -> Self {
        Self {
            head: format!(
                "Content-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream"
            ),
            body,
        }
    }
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
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = find(bytes, b"\r\n") {
        let length = String::from_utf8_lossy(&bytes[..end]);
        let Ok(length) = usize::from_str_radix(&length, 16) else {
            break;
        };
        let Some(chunk) = bytes.get(end + 2..end + 2 + length) else {
            break;
        };
        if length == 0 {
            break;
        }
        whole.extend_from_slice(chunk);
        bytes = &bytes[(end + 4 + length).min(bytes.len())..];
    }
    whole
}

const FRAMING: [&str; 2] = ["Transfer-Encoding", "Content-Length"];
pub const BOUNDARY: &str = "----geckoformboundary7d0f1";
const PATIENCE: Duration = Duration::from_secs(30);
