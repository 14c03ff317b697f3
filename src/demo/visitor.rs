//! A visitor: what a browser without JavaScript does with our pages, and no more.

use bytes::Bytes;

use crate::cli::failure::Failure;
use crate::keys::random::random_bytes;
use crate::net::connection::{Ask, Connection, ResponseHead, ServerAddress};

/// Somebody with a browser at the reporters' address.
pub(super) struct Visitor {
    address: ServerAddress,
    origin: String,
}

/// A file to attach: its name and content.
pub(super) type DemoFile<'a> = (&'a str, &'a [u8]);

impl Visitor {
    pub(super) fn new(address: &str) -> Result<Self, Failure> {
        let origin = address.to_owned();
        let address = address.parse().map_err(|_| unexpected("address"))?;
        Ok(Self { address, origin })
    }

    /// Loads the form, sends a report, and gives the code once the page says that it is received.
    pub(super) async fn report(
        &mut self,
        words: &str,
        file: Option<DemoFile<'_>>,
    ) -> Result<String, Failure> {
        let form = self.get(FORM).await?;
        let code = hidden(&form, "code")?;
        let fields = [
            ("code", code.as_str()),
            ("token", &hidden(&form, "token")?),
            ("what_happened", words),
        ];
        let boundary = hex::encode(random_bytes::<16>());
        let body = multipart(&boundary, &fields, file);
        let page = self
            .post(
                SEND,
                &format!("multipart/form-data; boundary={boundary}"),
                body,
            )
            .await?;
        if page.contains(&shown(&code)) && !page.contains("name=\"what_happened\"") {
            Ok(code)
        } else {
            Err(unexpected(FORM))
        }
    }

    /// Enters the code; gives the fresh one and what its page wants back.
    pub(super) async fn enter(&mut self, code: &str) -> Result<(String, String), Failure> {
        let page = self
            .post("/return", SHORT, urlencoded(&[("code", code)])?)
            .await?;
        Ok((hidden(&page, "fresh")?, hidden(&page, "token")?))
    }

    /// "I have saved it": gives the page with the answers.
    pub(super) async fn open(
        &mut self,
        old: &str,
        fresh: &str,
        token: &str,
    ) -> Result<String, Failure> {
        let fields = [("old", old), ("fresh", fresh), ("token", token)];
        self.post("/open", SHORT, urlencoded(&fields)?).await
    }

    async fn get(&mut self, path: &str) -> Result<String, Failure> {
        self.ask(path, Ask::get(path)).await
    }

    async fn post(
        &mut self,
        path: &str,
        kind: &str,
        body: impl Into<Bytes>,
    ) -> Result<String, Failure> {
        let ask = Ask::post(path, body)
            .header("content-type", kind)
            .header("origin", &self.origin);
        self.ask(path, ask).await
    }

    /// A connection for each question, as Tor Browser would after a page that closes it.
    async fn ask(&mut self, path: &str, ask: Ask) -> Result<String, Failure> {
        let mut connection =
            Connection::new(self.address.clone(), None).map_err(|_| unexpected(path))?;
        let answer: ResponseHead = connection
            .ask(ask, PAGE_MAX)
            .await
            .map_err(|_| unexpected(path))?;
        if answer.status() != 200 {
            return Err(unexpected(path));
        }
        let page = answer.whole().await.map_err(|_| unexpected(path))?;
        String::from_utf8(page).map_err(|_| unexpected(path))
    }
}

/// The value of a hidden input. Our own pages write them in one way.
fn hidden(page: &str, name: &str) -> Result<String, Failure> {
    let start = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    let value = page
        .split_once(start.as_str())
        .and_then(|(_, rest)| rest.split_once('"'));
    value
        .map(|(value, _)| value.to_owned())
        .ok_or_else(|| unexpected(name))
}

/// A code's first group as pages show it.
fn shown(code: &str) -> String {
    format!("<span>{}</span>", code.get(..4).unwrap_or_default())
}

fn multipart(boundary: &str, fields: &[(&str, &str)], file: Option<DemoFile<'_>>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, content)) = file {
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

fn urlencoded(fields: &[(&str, &str)]) -> Result<String, Failure> {
    serde_urlencoded::to_string(fields).map_err(|_| unexpected("form"))
}

fn unexpected(where_: &str) -> Failure {
    Failure::refused("demo-unexpected").with("where", where_)
}

const FORM: &str = "/to/paraugs";
/// The form has an address of its own for what it sends.
const SEND: &str = "/to/paraugs/send";
const SHORT: &str = "application/x-www-form-urlencoded";
/// Bytes of the longest page.
const PAGE_MAX: u64 = 1 << 20;
