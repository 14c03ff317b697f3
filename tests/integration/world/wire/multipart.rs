//! Forms with files, as browsers send them.

/// One part of a multipart body, with its head as it stands.
pub struct Part<'a> {
    pub head: String,
    pub body: &'a [u8],
}

/// A multipart body: fields in order, then files.
pub struct Multipart {
    body: Vec<u8>,
}

pub fn multipart_kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

pub fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let all = parts.iter().fold(Multipart::new(), Multipart::part);
    all.end()
}

impl<'a> Part<'a> {
    pub fn field(name: &str, value: &'a str) -> Self {
        Self {
            head: format!("Content-Disposition: form-data; name=\"{name}\""),
            body: value.as_bytes(),
        }
    }

    pub fn file(name: &str, body: &'a [u8]) -> Self {
        Self::file_of("files", name, "application/octet-stream", body)
    }

    pub fn file_of(field: &str, name: &str, kind: &str, body: &'a [u8]) -> Self {
        Self {
            head: format!(
                "Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: {kind}"
            ),
            body,
        }
    }
}

impl Multipart {
    pub fn new() -> Self {
        Self { body: Vec::new() }
    }

    pub fn kind() -> String {
        multipart_kind()
    }

    pub fn field(self, name: &str, value: &str) -> Self {
        self.part(&Part::field(name, value))
    }

    pub fn file(self, field: &str, name: &str, kind: &str, content: &[u8]) -> Self {
        self.part(&Part::file_of(field, name, kind, content))
    }

    fn part(mut self, part: &Part<'_>) -> Self {
        let head = format!("--{BOUNDARY}\r\n{}\r\n\r\n", part.head);
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(part.body);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    pub fn end(mut self) -> Vec<u8> {
        let end = format!("--{BOUNDARY}--\r\n");
        self.body.extend_from_slice(end.as_bytes());
        self.body
    }
}

pub const BOUNDARY: &str = "----geckoformboundary7f1c2a9d";
