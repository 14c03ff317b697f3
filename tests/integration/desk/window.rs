//! One launch of the desk, and what a browser would send to it.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::world::browser::Browser;
use crate::world::wire::{self, Answer, Multipart};
use crate::world::{PASSPHRASE, svilpe, wait_until};

/// The program, its link, and the cookie once the link was opened.
pub struct Window {
    program: Child,
    pub link: String,
    /// `127.0.0.1:PORT`
    pub address: String,
    pub cookie: RefCell<String>,
}

impl Window {
    /// Starts the desk; nothing is asked of it yet.
    pub fn open(home: &Path) -> Self {
        Self::open_with(home, &[])
    }

    pub fn open_with(home: &Path, more: &[&str]) -> Self {
        let mut program = svilpe(&["officer", "desk", "--no-browser", "--home"])
            .arg(home)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(program.stdout.take().unwrap());
        let mut link = String::new();
        said.read_line(&mut link).unwrap();
        let link = link.trim().to_owned();
        let rest = link.strip_prefix("http://").expect("a link");
        let (address, _) = rest.split_once('/').expect("a path");
        Self {
            program,
            address: address.to_owned(),
            cookie: RefCell::default(),
            link,
        }
    }

    pub fn pid(&self) -> u32 {
        self.program.id()
    }

    pub fn link_path(&self) -> &str {
        self.link.split_once(&self.address).unwrap().1
    }

    /// Opens the link, as a browser would.
    pub fn enter(&self) {
        let answer = self.ask("GET", self.link_path(), &[], "");
        assert_eq!(answer.status, 200, "{}", answer.text());
        let cookie = answer.header("set-cookie").expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    }

    /// Opens the desk in a real browser, by its link and the passphrase.
    pub fn unlock_in(&self, browser: &Browser) {
        browser.visit(&self.link);
        browser.sees("Atslēdziet darbagaldu");
        browser.fill("#passphrase", PASSPHRASE);
        browser.click("form[action='/unlock'] button");
    }

    /// Enters and unlocks.
    pub fn unlock(&self) {
        self.enter();
        let answer = self.post("/unlock", &[("passphrase", PASSPHRASE)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(self.waits_for("/", |page| page.holds("action=\"/fetch\"")));
    }

    /// Fetches what is new, to its end.
    pub fn fetch(&self) {
        let answer = self.post("/fetch", &[]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(self.waits_for("/", |page| page.holds("action=\"/fetch\"")));
    }

    pub fn waits_for(&self, path: &str, is_so: impl Fn(&Answer) -> bool) -> bool {
        wait_until(Duration::from_secs(60), || is_so(&self.get(path)))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("Sec-Fetch-Site", "same-origin")], "")
    }

    /// A form of ours, with its token.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let fields: Vec<_> = [("csrf_token", token.as_str())]
            .iter()
            .chain(fields)
            .copied()
            .collect();
        self.post_as_it_is(path, &fields, &self.own_headers())
    }

    /// What is found with these words.
    pub fn search(&self, words: &str) -> Answer {
        let asked = self.post("/search", &[("find", words)]);
        assert_eq!(asked.status, 303, "{}", asked.words());
        self.get(asked.header("location").expect("an address"))
    }

    /// A form with files, with its token in it.
    pub fn post_parts(&self, path: &str, body: &[u8]) -> Answer {
        let origin = self.link.split("/open").next().unwrap();
        let cookie = self.cookie.borrow().clone();
        let headers = [
            ("Host", self.address.as_str()),
            ("Cookie", &cookie),
            ("Origin", origin),
            ("Content-Type", &Multipart::kind()),
            ("Content-Length", &body.len().to_string()),
        ];
        let mut head = format!("POST {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        wire::ask(&self.address, &[head.as_bytes(), b"\r\n", body].concat()).unwrap()
    }

    pub fn post_as_it_is(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.ask("POST", path, headers, &body)
    }

    /// What a browser adds to a form of the desk's own page.
    pub fn own_headers(&self) -> Vec<(&'static str, &str)> {
        let origin: &str = self.link.split("/open").next().unwrap();
        vec![("Origin", origin), ("Sec-Fetch-Site", "same-origin")]
    }

    /// What our own forms carry.
    pub fn token(&self) -> String {
        self.get("/").hidden("csrf_token").unwrap_or_default()
    }

    /// With the cookie, if there is one, and these headers; `Host` as it should be unless it is
    /// among them.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let has = |wanted: &str| headers.iter().any(|(name, _)| *name == wanted);
        let mut lines = vec![
            format!("{method} {path} HTTP/1.1"),
            "Connection: close".into(),
        ];
        if !has("Host") {
            lines.push(format!("Host: {}", self.address));
        }
        let cookie = self.cookie.borrow().clone();
        if !cookie.is_empty() && !has("Cookie") {
            lines.push(format!("Cookie: {cookie}"));
        }
        lines.extend(
            headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if method == "POST" {
            lines.push("Content-Type: application/x-www-form-urlencoded".into());
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let head = lines.join("\r\n") + "\r\n";
        let request = [head.as_bytes(), b"\r\n", body.as_bytes()].concat();
        let answer = wire::ask(&self.address, &request).unwrap();
        if let Some(cookie) = answer.header("set-cookie") {
            let pair = cookie.split(';').next().unwrap();
            self.cookie.replace(pair.to_owned());
        }
        answer
    }

    /// The letter in an action's form, with what stands in brackets written.
    pub fn letter(&self, case: &str, action: &str) -> String {
        let page = self.get(&format!("/case/{case}/do/{action}"));
        assert_eq!(page.status, 200, "{action}: {}", page.text());
        let text = page.text();
        let letter = text.split("<textarea").nth(1).unwrap_or_default();
        let letter = letter.split_once('>').map_or("", |(_, rest)| rest);
        let letter = letter.split("</textarea>").next().unwrap_or_default();
        written(letter.trim_start())
    }

    /// An action from its form to its confirmation. Answers the case's page.
    pub fn act(&self, case: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let at = format!("/case/{case}/do/{action}");
        let letter = self.letter(case, action);
        let mut all = vec![("letter", letter.as_str()), ("go", "preview")];
        all.extend_from_slice(fields);
        let kept = self.post(&at, &all);
        assert_eq!(kept.status, 303, "{action}: {}", kept.words());
        let preview = self.get(&format!("{at}/preview"));
        assert_eq!(preview.status, 200, "{action}: {}", preview.text());
        let sent = self.post(&format!("{at}/send"), &[]);
        let back = sent.header("location").unwrap_or_default().to_owned();
        let page = self.get(&back);
        assert_eq!(back, format!("/case/{case}"), "{action}: {}", page.words());
        page
    }

    pub fn stop(&mut self) {
        let pid = rustix::process::Pid::from_raw(self.pid().cast_signed()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.program.wait().unwrap();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn written(letter: &str) -> String {
    let mut whole = String::new();
    let mut rest = letter;
    while let Some((before, after)) = rest.split_once('[') {
        whole += before;
        whole += "Teksts, ko rakstīja Anna.";
        rest = after.split_once(']').map_or("", |(_, rest)| rest);
    }
    whole + rest
}
