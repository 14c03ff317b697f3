//! HTTP as a browser without JavaScript speaks it, byte by byte, over a socket.
//!
//! Written without the program's own code and without its libraries, so that a
//! mistake there is not repeated here.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One answer, as it came.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    /// Bytes of head and body together.
    pub size: usize,
}

impl Answer {
    /// The body without its padding.
    pub fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        text.split("<!--...").next().unwrap_or_default().to_owned()
    }

    /// What a person reads: no tags, single spaces.
    pub fn words(&self) -> String {
        let text = self.text();
        let outside = text
            .split('<')
            .map(|piece| piece.split_once('>').map_or("", |(_, after)| after));
        outside
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The value of a hidden input.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        text.split("<input").skip(1).find_map(|rest| {
            let tag = rest.split('>').next()?;
            (attribute(tag, "name")? == name).then(|| attribute(tag, "value").unwrap_or_default())
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// The value of `name="…"` in a tag, with the few entities that our pages use.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag[start..].split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&lt;", "<")
            .replace("&amp;", "&"),
    )
}

/// Sends one request on a fresh connection and reads the answer to its end.
pub fn ask(address: &str, request: &[u8]) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.set_write_timeout(Some(Duration::from_secs(60)))?;
    // A server that refuses early may close while we still write: its answer counts.
    let written = stream.write_all(request);
    let mut bytes = Vec::new();
    let read = read_answer(&mut stream, &mut bytes);
    if bytes.is_empty() {
        written?;
        read?;
    }
    parse(&bytes)
}

/// Up to the announced length, or to the connection's end.
fn read_answer(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    let mut piece = vec![0; 1 << 16];
    loop {
        if let Ok(answer) = parse(bytes)
            && let Some(length) = answer
                .header("content-length")
                .and_then(|text| text.parse().ok())
            && answer.body.len() >= length
        {
            return Ok(());
        }
        match stream.read(&mut piece)? {
            0 => return Ok(()),
            more => bytes.extend_from_slice(&piece[..more]),
        }
    }
}

pub fn parse(bytes: &[u8]) -> std::io::Result<Answer> {
    let short = || std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "no whole answer");
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or_else(short)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or_else(short)?;
    let body = bytes[end + 4..].to_vec();
    Ok(Answer {
        status,
        head,
        body,
        size: bytes.len(),
    })
}

pub fn get(address: &str, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    ask(address, request.as_bytes()).unwrap()
}

/// A form without files, as a browser posts it.
pub fn post(address: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    post_body(
        address,
        path,
        "application/x-www-form-urlencoded",
        body.join("&").as_bytes(),
    )
    .unwrap()
}

pub fn post_body(address: &str, path: &str, kind: &str, body: &[u8]) -> std::io::Result<Answer> {
    ask(address, &post_bytes(address, path, kind, body))
}

/// The bytes of a POST as Tor Browser would send them.
pub fn post_bytes(address: &str, path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
         User-Agent: Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
         Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A multipart body: fields in order, then files.
pub struct Multipart {
    pub body: Vec<u8>,
}

pub const BOUNDARY: &str = "----geckoformboundary7f1c2a9d";

impl Multipart {
    pub fn new() -> Self {
        Self { body: Vec::new() }
    }

    pub fn kind() -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
        self
    }

    pub fn file(mut self, name: &str, file_name: &str, kind: &str, content: &[u8]) -> Self {
        self.body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
                 Content-Type: {kind}\r\n\r\n"
            )
            .as_bytes(),
        );
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    pub fn end(mut self) -> Vec<u8> {
        self.body
            .extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.body
    }
}
