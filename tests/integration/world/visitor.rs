//! A person behind tor, on a circuit of their own, who may be refused.

use std::io;

use super::flood::{connect, get};
use super::reporter::{Form, Reporter, is_opened, is_received};
use super::wire::{self, Answer, Multipart, SHORT_FORM, percent};

/// One who reports, comes back and adds.
pub struct Visitor {
    address: String,
    circuit: u32,
    /// What may open the mailbox, the newest last: more than one while a visit is under way.
    pub codes: Vec<String>,
    /// The page with the answers, until something was added.
    pub answers: Option<Answer>,
}

/// What one try comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// A page said that it was not done.
    Told,
    /// No answer.
    CutOff,
}

impl Visitor {
    pub fn new(address: String, circuit: u32) -> Self {
        Self {
            address,
            circuit,
            codes: Vec::new(),
            answers: None,
        }
    }

    pub fn ask(&self, request: &[u8]) -> io::Result<Answer> {
        connect(&self.address, self.circuit)?.ask(request)
    }

    /// Opens the form and sends these words.
    pub fn report(&mut self, words: &str) -> Outcome {
        self.report_with(words, &[])
    }

    /// With a file, if it has any bytes.
    pub fn report_with(&mut self, words: &str, file: &[u8]) -> Outcome {
        (self.codes, self.answers) = (Vec::new(), None);
        self.try_report(words, file).unwrap_or(Outcome::CutOff)
    }

    /// Enters the newest code that may work, or the one before if that opens nothing; saves the
    /// fresh one, and opens.
    pub fn come_back(&mut self) -> Outcome {
        self.try_to_come_back().unwrap_or(Outcome::CutOff)
    }

    /// Sends the form that stands below the answers.
    pub fn add(&mut self, words: &str) -> Outcome {
        self.try_to_add(words).unwrap_or(Outcome::CutOff)
    }

    /// Does one of the codes open what was confirmed?
    pub fn still_opens(&self) -> bool {
        let opens = |code: &String| {
            let entered = self.enter(code);
            entered.is_ok_and(|page| page.hidden("fresh").is_some())
        };
        self.codes.is_empty() || self.codes.iter().any(opens)
    }

    pub fn enter(&self, code: &str) -> io::Result<Answer> {
        self.post("/return", &format!("code={code}"))
    }

    /// The button on the page with the fresh code.
    pub fn open(&self, page: &Answer) -> io::Result<Answer> {
        let field = |name| page.hidden(name).unwrap_or_default();
        let token = percent(&field("token"));
        let body = format!(
            "old={}&fresh={}&token={token}",
            field("old"),
            field("fresh")
        );
        self.post("/open", &body)
    }

    fn post(&self, path: &str, body: &str) -> io::Result<Answer> {
        self.ask(&wire::post_bytes("x", path, SHORT_FORM, body.as_bytes()))
    }

    fn try_report(&mut self, words: &str, file: &[u8]) -> io::Result<Outcome> {
        let page = self.ask(&get("/to/paraugs"))?;
        let Some(form) = form_of(&page) else {
            return Ok(Outcome::Told);
        };
        let mut body = Reporter::words(&form, words);
        if !file.is_empty() {
            body = body.file("files", "a.bin", "application/octet-stream", file);
        }
        let kind = Multipart::kind();
        let sent = self.ask(&wire::post_bytes(
            "x",
            "/to/paraugs/send",
            &kind,
            &body.end(),
        ))?;
        if is_received(&sent, &form.code) {
            self.codes = vec![form.code];
            return Ok(Outcome::Done);
        }
        Ok(Outcome::Told)
    }

    fn try_to_come_back(&mut self) -> io::Result<Outcome> {
        for old in self.codes.clone().into_iter().rev() {
            let entered = self.enter(&old)?;
            let Some(fresh) = entered.hidden("fresh") else {
                if entered.status == 200 {
                    continue;
                }
                return Ok(Outcome::Told);
            };
            self.codes = vec![old, fresh.clone()];
            let opened = self.open(&entered)?;
            if is_opened(&opened, &fresh) {
                (self.codes, self.answers) = (vec![fresh], Some(opened));
                return Ok(Outcome::Done);
            }
            return Ok(Outcome::Told);
        }
        Ok(Outcome::CutOff)
    }

    fn try_to_add(&mut self, words: &str) -> io::Result<Outcome> {
        let Some(form) = self.answers.as_ref().and_then(form_of) else {
            return Ok(Outcome::CutOff);
        };
        let body = Reporter::words(&form, words).end();
        let added = self.ask(&wire::post_bytes("x", "/add", &Multipart::kind(), &body))?;
        // A form that is given back, and a code that opens nothing, are 200, too.
        if added.status != 200 || !added.words().contains("Ziņa ir saņemta") {
            return Ok(Outcome::Told);
        }
        self.answers = None;
        Ok(Outcome::Done)
    }
}

/// The code and the token in a page's form.
fn form_of(page: &Answer) -> Option<Form> {
    Some(Form {
        code: page.hidden("code")?,
        token: page.hidden("token")?,
    })
}
