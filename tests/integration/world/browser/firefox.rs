//! Firefox ESR, over Marionette: what `geckodriver` would speak to it, without a further program.
//!
//! ```text
//!   ─▶ 57:[0,1,"WebDriver:Navigate",{"url":"…"}]       ◀─ 18:[1,1,null,{…}]
//! ```

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Loading, Scripts};
use crate::world::skip;

pub(super) struct Firefox {
    program: Child,
    talk: Mutex<Talk>,
    profile: tempfile::TempDir,
}

struct Talk {
    line: TcpStream,
    number: u64,
}

/// Pixels.
const WINDOW_MIN: u32 = 1280;

/// As in Tor Browser: always private, nothing on the disk. And quiet, with few
/// processes: most of what a test of a page takes is the start of its browser.
const SETTINGS: &str = r#"
user_pref("browser.privatebrowsing.autostart", true);
user_pref("browser.cache.disk.enable", false);
user_pref("browser.sessionstore.privacy_level", 2);
user_pref("browser.formfill.enable", false);
user_pref("marionette.port", 0);
user_pref("dom.confirm_repost.testing.always_accept", true);
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.proxy.type", 0);
user_pref("services.settings.server", "");
user_pref("browser.startup.page", 0);
user_pref("browser.newtab.preload", false);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("dom.ipc.processCount", 1);
user_pref("dom.ipc.processPrelaunch.enabled", false);
user_pref("fission.autostart", false);
user_pref("extensions.enabledScopes", 0);
user_pref("extensions.getAddons.cache.enabled", false);
user_pref("media.gmp-manager.updateEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("ui.prefersReducedMotion", 1);
"#;

impl Firefox {
    pub(super) fn start(loading: Loading, scripts: Scripts) -> Option<Self> {
        let profile = tempfile::tempdir().unwrap();
        let downloads = format!(
            "user_pref(\"browser.download.folderList\", 2);\n\
             user_pref(\"browser.download.dir\", \"{}\");\n\
             user_pref(\"browser.download.alwaysOpenPanel\", false);\n\
             user_pref(\"browser.helperApps.neverAsk.saveToDisk\", \"application/octet-stream\");\n",
            profile.path().join("downloads").display()
        );
        let may_run = matches!(scripts, Scripts::On);
        let scripts = format!("user_pref(\"javascript.enabled\", {may_run});\n");
        let settings = SETTINGS.to_owned() + &scripts + &downloads;
        std::fs::write(profile.path().join("user.js"), settings).unwrap();
        let program = Command::new("firefox-esr")
            .args(["--headless", "--marionette", "--no-remote"])
            // For what is no page's: the button that stops a page.
            .args(["-remote-allow-system-access", "--profile"])
            .arg(profile.path())
            .env("HOME", profile.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(program) = program else {
            skip::skip("firefox-esr");
            return None;
        };
        let port = Self::port(profile.path());
        let mut line = TcpStream::connect(("127.0.0.1", port)).unwrap();
        line.set_nodelay(true).unwrap();
        // It greets first.
        read_one(&mut line);
        let firefox = Self {
            program,
            talk: Mutex::new(Talk { line, number: 0 }),
            profile,
        };
        let wanted = json!({"pageLoadStrategy": loading.strategy()});
        let wanted = json!({"capabilities": {"alwaysMatch": wanted}});
        firefox.command("WebDriver:NewSession", &wanted).unwrap();
        Some(firefox)
    }

    pub(super) fn downloads(&self) -> std::path::PathBuf {
        self.profile.path().join("downloads")
    }

    /// Written down once it listens.
    fn port(profile: &std::path::Path) -> u16 {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            let written = std::fs::read_to_string(profile.join("MarionetteActivePort"));
            if let Some(port) = written.ok().and_then(|text| text.trim().parse().ok()) {
                return port;
            }
            assert!(Instant::now() < until, "Firefox does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The button is the window's, not the page's.
    pub(super) fn stop(&self) {
        self.in_the_window("gBrowser.stop()");
    }

    /// The page as wide as this. A window is no narrower than 1280 here: for less it is zoomed, as by
    /// a person, to 400 % for 320 pixels.
    pub(super) fn emulate(&self, width: u32, height: u32) {
        let window = width.max(WINDOW_MIN);
        let zoom = f64::from(window) / f64::from(width);
        let rect = json!({"width": window, "height": height});
        self.command("WebDriver:SetWindowRect", &rect).unwrap();
        self.in_the_window(&format!("gBrowser.selectedBrowser.fullZoom = {zoom}"));
    }

    pub(super) fn colours(&self, scheme: &str, forced: bool) {
        let scheme = u8::from(scheme == "light");
        let forced = if forced { 2 } else { 0 };
        self.in_the_window(&format!(
            "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', {scheme});
             Services.prefs.setIntPref('browser.display.document_color_use', {forced});"
        ));
    }

    /// A script of the browser's own, beside its page.
    fn in_the_window(&self, script: &str) {
        let to = |context: &str| {
            let context = json!({ "value": context });
            self.command("Marionette:SetContext", &context).unwrap();
        };
        to("chrome");
        let script = json!({"script": script, "args": []});
        self.command("WebDriver:ExecuteScript", &script).unwrap();
        to("content");
    }

    pub(super) fn ask_here(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Value> {
        let (command, with) = translated(method, path);
        let mut arguments = body.cloned().unwrap_or_else(|| json!({}));
        for (name, value) in with {
            arguments[name] = json!(value);
        }
        let mut answer = self.command(command, &arguments)?;
        let is_list = answer.is_array() || answer.get("value").is_none();
        Ok(if is_list {
            answer
        } else {
            answer["value"].take()
        })
    }

    fn command(&self, name: &str, arguments: &Value) -> Result<Value, Value> {
        let mut talk = self.talk.lock().unwrap();
        talk.number += 1;
        let message = json!([0, talk.number, name, arguments]).to_string();
        // In one piece: the second of two would wait for the first one's acknowledgement.
        let framed = format!("{}:{message}", message.len());
        talk.line.write_all(framed.as_bytes()).unwrap();
        let mut answer = read_one(&mut talk.line);
        match answer[2].take() {
            Value::Null => Ok(answer[3].take()),
            why => Err(why),
        }
    }
}

/// A `WebDriver` request as Marionette names it, with what stands in its path.
fn translated<'a>(method: &str, path: &'a str) -> (&'static str, Vec<(&'static str, &'a str)>) {
    let steps: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (method, steps.as_slice()) {
        ("POST", ["url"]) => ("WebDriver:Navigate", vec![]),
        ("GET", ["url"]) => ("WebDriver:GetCurrentURL", vec![]),
        ("POST", ["back"]) => ("WebDriver:Back", vec![]),
        ("POST", ["refresh"]) => ("WebDriver:Refresh", vec![]),
        ("POST", ["elements"]) => ("WebDriver:FindElements", vec![]),
        ("POST", ["frame"]) => ("WebDriver:SwitchToFrame", vec![]),
        ("POST", ["window"]) => ("WebDriver:SwitchToWindow", vec![]),
        ("POST", ["actions"]) => ("WebDriver:PerformActions", vec![]),
        ("DELETE", ["window"]) => ("WebDriver:CloseWindow", vec![]),
        ("GET", ["window", "handles"]) => ("WebDriver:GetWindowHandles", vec![]),
        ("POST", ["window", "rect"]) => ("WebDriver:SetWindowRect", vec![]),
        ("POST", ["execute", "sync"]) => ("WebDriver:ExecuteScript", vec![]),
        ("GET", ["screenshot"]) => ("WebDriver:TakeScreenshot", vec![]),
        ("GET", ["element", id, "text"]) => ("WebDriver:GetElementText", vec![("id", id)]),
        ("GET", ["element", id, "attribute", name]) => (
            "WebDriver:GetElementAttribute",
            vec![("id", id), ("name", name)],
        ),
        ("GET", ["element", id, "property", name]) => (
            "WebDriver:GetElementProperty",
            vec![("id", id), ("name", name)],
        ),
        ("POST", ["element", id, "value"]) => ("WebDriver:ElementSendKeys", vec![("id", id)]),
        ("POST", ["element", id, "clear"]) => ("WebDriver:ElementClear", vec![("id", id)]),
        ("POST", ["element", id, "click"]) => ("WebDriver:ElementClick", vec![("id", id)]),
        _ => panic!("{method} {path}"),
    }
}

/// One message: its length, a colon, JSON.
fn read_one(line: &mut TcpStream) -> Value {
    let mut length = 0_usize;
    loop {
        let mut byte = [0];
        line.read_exact(&mut byte).unwrap();
        match byte[0] {
            b':' => break,
            digit => length = length * 10 + usize::from(digit - b'0'),
        }
    }
    let mut message = vec![0; length];
    line.read_exact(&mut message).unwrap();
    serde_json::from_slice(&message).unwrap()
}

impl Drop for Firefox {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
        let _ = &self.profile;
    }
}
