//! A person with a browser and, later, a code.

use super::wire::{self, Answer, Multipart};

/// A person with a browser and, later, a code.
pub struct Reporter {
    pub address: String,
    pub institution: String,
}

/// What a reporter sees before sending.
pub struct Form {
    pub code: String,
    pub token: String,
}

impl Reporter {
    pub fn path(&self) -> String {
        format!("/to/{}", self.institution)
    }

    /// Where the form goes.
    pub fn send_path(&self) -> String {
        format!("{}/send", self.path())
    }

    pub fn form(&self) -> Form {
        let page = wire::get(&self.address, &self.path());
        assert_eq!(page.status, 200, "{}", page.text());
        Form {
            code: page.hidden("code").unwrap(),
            token: page.hidden("token").unwrap(),
        }
    }

    /// What a box on the form sends that leaves out an officer, counted from 0.
    pub fn leave_out(&self, officer: usize) -> String {
        let page = wire::get(&self.address, &self.path()).text();
        let boxes = page.split("name=\"leave_out\" value=\"").nth(officer + 1);
        let value = boxes.and_then(|rest| rest.split('"').next());
        value.expect("a box for each officer").to_owned()
    }

    /// The beginning of a report as the browser sends it: hidden fields, then the words.
    pub fn words(form: &Form, text: &str) -> Multipart {
        Multipart::new()
            .field("code", &form.code)
            .field("token", &form.token)
            .field("what_happened", text)
    }

    pub fn post(&self, body: &[u8]) -> std::io::Result<Answer> {
        wire::post_body(&self.address, &self.send_path(), &Multipart::kind(), body)
    }

    /// Sends a report without files; the page must say "received". Gives the code.
    pub fn send(&self, text: &str) -> String {
        self.send_with(text, &[])
    }

    pub fn send_with(&self, text: &str, files: &[(&str, &[u8])]) -> String {
        let form = self.form();
        let mut body = Self::words(&form, text);
        for (name, content) in files {
            body = body.file("files", name, "application/octet-stream", content);
        }
        let page = self.post(&body.end()).unwrap();
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(is_received(&page, &form.code), "{}", page.text());
        form.code
    }

    /// Enters a code. The page with the fresh code, or the refusal.
    pub fn enter(&self, code: &str) -> Answer {
        wire::post(&self.address, "/return", &[("code", code)])
    }

    /// Enters a code, saves the fresh one and opens. Gives the page with the answers and the fresh
    /// code.
    pub fn come_back(&self, code: &str) -> (Answer, String) {
        let page = self.enter(code);
        assert_eq!(page.status, 200, "{}", page.text());
        let fresh = page.hidden("fresh").expect("a fresh code");
        let opened = self.open(code, &page);
        assert!(is_opened(&opened, &fresh), "{}", opened.text());
        (opened, fresh)
    }

    /// Comes back and adds something; the fresh code.
    pub fn add(&self, code: &str, text: &str) -> String {
        let (answers, fresh) = self.come_back(code);
        let body = Multipart::new()
            .field("code", &fresh)
            .field("token", &answers.hidden("token").unwrap())
            .field("what_happened", text)
            .end();
        let added = wire::post_body(&self.address, "/add", &Multipart::kind(), &body).unwrap();
        assert!(added.words().contains("saņemta"), "{}", added.words());
        fresh
    }

    /// The button "I have saved it".
    pub fn open(&self, old: &str, page: &Answer) -> Answer {
        let fresh = page.hidden("fresh").unwrap();
        let token = page.hidden("token").unwrap();
        wire::post(
            &self.address,
            "/open",
            &[("old", old), ("fresh", &fresh), ("token", &token)],
        )
    }
}

/// Is this the page with the answers, under the fresh code? That a code opens nothing is a page of
/// the same status.
pub fn is_opened(page: &Answer, fresh: &str) -> bool {
    page.status == 200 && page.hidden("code").as_deref() == Some(fresh)
}

/// Is this the page that confirms a report, with its code?
pub fn is_received(page: &Answer, code: &str) -> bool {
    page.status == 200
        && page.words().contains(&grouped(code))
        && page.words().contains("Ziņojums ir saņemts")
}

/// A code as pages show it.
pub fn grouped(code: &str) -> String {
    let digits: Vec<char> = code.chars().filter(char::is_ascii_digit).collect();
    digits
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}
