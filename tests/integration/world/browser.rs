//! A real browser: headless Chromium with JavaScript off, driven over `WebDriver`.
//!
//! What is off stays off: a page that needs a script fails here as it would in Tor Browser at *Safest*.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::wire;

/// One browser window.
pub struct Browser {
    driver: Child,
    address: String,
    session: String,
    profile: tempfile::TempDir,
}

/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(30);
/// The name that `WebDriver` gives to an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser {
    /// None, with a loud line, where there is no Chromium.
    pub fn start(more: &[&str]) -> Option<Self> {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(driver) = driver else {
            super::skip::skip("chromedriver");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self {
            driver,
            address: format!("127.0.0.1:{port}"),
            session: String::new(),
            profile,
        };
        browser.wait_for_driver();
        browser.open_session(more);
        Some(browser)
    }

    fn wait_for_driver(&self) {
        let until = Instant::now() + Duration::from_secs(30);
        while wire::Line::open(&self.address).is_err() {
            assert!(Instant::now() < until, "chromedriver does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn open_session(&mut self, more: &[&str]) {
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-quic".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--disable-dev-shm-usage".into(),
            "--hide-scrollbars".into(),
            format!("--user-data-dir={}", self.profile.path().display()),
        ];
        arguments.extend(more.iter().map(|&argument| argument.to_owned()));
        let off = json!({
            "profile.managed_default_content_settings.javascript": 2,
            "profile.default_content_setting_values.javascript": 2,
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments, "prefs": off},
        }}});
        let session = self.ask("POST", "/session", Some(&wanted));
        session["sessionId"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.session);
    }

    pub fn visit(&self, url: &str) {
        self.ask_here("POST", "/url", Some(&json!({ "url": url })));
    }

    pub fn url(&self) -> String {
        self.ask_here("GET", "/url", None)
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub fn size(&self, width: u32, height: u32) {
        self.ask_here(
            "POST",
            "/window/rect",
            Some(&json!({"width": width, "height": height})),
        );
    }

    pub fn has(&self, css: &str) -> bool {
        let found = self.ask_here(
            "POST",
            "/elements",
            Some(&json!({"using": "css selector", "value": css})),
        );
        !found.as_array().unwrap().is_empty()
    }

    /// Empty if the page changes just now.
    pub fn text(&self, css: &str) -> String {
        let path = format!("/session/{}/element/{}/text", self.session, self.find(css));
        let (_, value) = self.answer("GET", &path, None);
        value["value"].as_str().unwrap_or_default().to_owned()
    }

    pub fn attribute(&self, css: &str, name: &str) -> String {
        let path = format!("/element/{}/attribute/{name}", self.find(css));
        self.ask_here("GET", &path, None)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// From here on, the first frame is what is looked at.
    pub fn enter_frame(&self) {
        self.ask_here("POST", "/frame", Some(&json!({ "id": 0 })));
    }

    /// Types into a field, or gives a file input its path.
    pub fn fill(&self, css: &str, text: &str) {
        let path = format!("/element/{}/value", self.find(css));
        self.ask_here("POST", &path, Some(&json!({ "text": text })));
    }

    pub fn click(&self, css: &str) {
        let path = format!("/element/{}/click", self.find(css));
        self.ask_here("POST", &path, Some(&json!({})));
    }

    /// A picture of the window.
    pub fn picture(&self, path: &Path) {
        let encoded = self.ask_here("GET", "/screenshot", None);
        let encoded = encoded.as_str().unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, unbase64(encoded)).unwrap();
    }

    /// Waits until the page says so: a click may return before the next page is there.
    pub fn sees(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.text("main").contains(words) {
            assert!(
                Instant::now() < until,
                "{words:?} is not on the page:\n{}",
                self.text("main")
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for the element, too.
    fn find(&self, css: &str) -> String {
        let wanted = json!({"using": "css selector", "value": css});
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.ask_here("POST", "/elements", Some(&wanted));
            if let Some(element) = found[0][ELEMENT].as_str() {
                return element.to_owned();
            }
            assert!(Instant::now() < until, "no {css} on the page");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn ask_here(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        self.ask(method, &format!("/session/{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (status, value) = self.answer(method, path, body);
        assert_eq!(status, 200, "{method} {path}: {value}");
        value["value"].clone()
    }

    fn answer(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let answer = wire::ask(&self.address, request.as_bytes()).unwrap();
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let request = format!(
                "DELETE /session/{} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.session, self.address
            );
            let _ = wire::ask(&self.address, request.as_bytes());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn unbase64(text: &str) -> Vec<u8> {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    BASE64_STANDARD.decode(text).unwrap()
}
