//! Chromium, through `chromedriver`.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Loading, Scripts};
use crate::world::{skip, wire};

pub(super) struct Chromium {
    driver: Child,
    address: String,
    session: String,
    profile: tempfile::TempDir,
}

impl Chromium {
    pub(super) fn start(more: &[&str], loading: Loading, scripts: Scripts) -> Option<Self> {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(driver) = driver else {
            skip::skip("chromedriver");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut chromium = Self {
            driver,
            address: format!("127.0.0.1:{port}"),
            session: String::new(),
            profile,
        };
        chromium.wait_for_driver();
        chromium.open_session(more, loading, scripts);
        Some(chromium)
    }

    fn wait_for_driver(&self) {
        let until = Instant::now() + Duration::from_secs(30);
        while wire::Line::open(&self.address).is_err() {
            assert!(Instant::now() < until, "chromedriver does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn open_session(&mut self, more: &[&str], loading: Loading, scripts: Scripts) {
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
        let scripts = match scripts {
            Scripts::On => 1,
            Scripts::Off => 2,
        };
        let chosen = json!({
            "profile.managed_default_content_settings.javascript": scripts,
            "profile.default_content_setting_values.javascript": scripts,
            "download.default_directory": self.downloads(),
            "download.prompt_for_download": false,
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "pageLoadStrategy": loading.strategy(),
            "goog:chromeOptions": {"args": arguments, "prefs": chosen},
        }}});
        let session = self.ask("POST", "/session", Some(&wanted));
        session["sessionId"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.session);
    }

    pub(super) fn stop(&self) {
        let stop = json!({"cmd": "Page.stopLoading", "params": {}});
        self.ask_here("POST", "/goog/cdp/execute", Some(&stop))
            .unwrap();
    }

    pub(super) fn ask_here(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Value> {
        let path = format!("/session/{}{path}", self.session);
        let (status, mut value) = self.answer(method, &path, body);
        let value = value["value"].take();
        if status == 200 { Ok(value) } else { Err(value) }
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

impl Chromium {
    pub(super) fn downloads(&self) -> std::path::PathBuf {
        self.profile.path().join("downloads")
    }

    /// Ends the browser, which writes its history then; all that is on the disk of it.
    pub(super) fn left_behind(mut self) -> Vec<u8> {
        self.end();
        let mut bytes = Vec::new();
        let mut folders = vec![self.profile.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                    Ok(kind) if kind.is_file() => {
                        bytes.extend(std::fs::read(entry.path()).unwrap_or_default());
                    }
                    _ => {}
                }
            }
        }
        bytes
    }

    fn end(&mut self) {
        if !self.session.is_empty() {
            let request = format!(
                "DELETE /session/{} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.session, self.address
            );
            let _ = wire::ask(&self.address, request.as_bytes());
            self.session.clear();
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.end();
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
