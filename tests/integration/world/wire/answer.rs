//! What came back, taken apart with just enough knowledge of HTTP and of our pages.

use std::fmt;

use super::find;

/// One answer, as it came; [`Answer::is_nothing`] if the connection was closed without one.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// 0 if there is no whole head.
    pub status: u16,
    /// The status line and the headers, as they stand.
    pub head: String,
    /// Names in small letters, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// Without the framing of chunks.
    pub body: Vec<u8>,
    /// All bytes, head and body, as they came.
    pub length: usize,
}

impl Answer {
    pub fn parse(bytes: &[u8]) -> Self {
        let nothing = Self {
            status: 0,
            head: String::new(),
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
            head,
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
        let found = self
            .headers
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known));
        found.map(|(_, value)| value.as_str())
    }

    /// Does the body, with its padding, hold this?
    pub fn holds(&self, text: &str) -> bool {
        find(&self.body, text.as_bytes()).is_some()
    }

    /// The whole body, with its padding.
    pub fn source(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body without its padding.
    pub fn text(&self) -> String {
        let source = self.source();
        source
            .split("<!--...")
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    /// What a person reads: no tags, single spaces.
    pub fn words(&self) -> String {
        let text = self.text();
        let outside = text
            .split('<')
            .map(|piece| piece.split_once('>').map_or("", |(_, after)| after));
        outside
            .flat_map(str::split_whitespace)
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
}

/// Without the body: it is 32 KiB or more.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.source();
        let heading = source
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

/// The value of `name="…"` in a tag, with the few entities that our pages use.
fn attribute(tag: &str, name: &str) -> Option<String> {
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
