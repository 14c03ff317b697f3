//! A real browser with JavaScript off: headless Chromium or Firefox, driven over `WebDriver`.
//!
//! What is off stays off: a page that needs a script fails here as it would in Tor Browser at
//! *Safest*. Firefox ESR is what Tor Browser is made of; it starts here as Tor Browser does, always
//! private.

mod axe;
mod chromium;
mod firefox;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use chromium::Chromium;
use firefox::Firefox;

/// One browser; commands go to one of its windows.
pub struct Browser(Program);

enum Program {
    Chromium(Chromium),
    Firefox(Box<Firefox>),
}

/// Does a command end once its page is there, or at once?
#[derive(Clone, Copy)]
pub enum Loading {
    IsWaitedFor,
    GoesOn,
}

/// May pages run scripts?
#[derive(Clone, Copy)]
enum Scripts {
    Off,
    On,
}

impl Loading {
    /// As `WebDriver` names it.
    fn strategy(self) -> &'static str {
        match self {
            Self::IsWaitedFor => "normal",
            Self::GoesOn => "none",
        }
    }
}

/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(30);
/// The name that `WebDriver` gives to an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// The key Enter, as `WebDriver` writes it.
pub const ENTER: &str = "\u{e007}";
/// The key Tab.
pub const TAB: &str = "\u{e004}";

impl Browser {
    /// Chromium, with further arguments. None, with a loud line, where there is none.
    pub fn start(more: &[&str]) -> Option<Self> {
        Self::chromium(more, Loading::IsWaitedFor)
    }

    pub fn chromium(more: &[&str], loading: Loading) -> Option<Self> {
        let program = Chromium::start(more, loading, Scripts::Off);
        program.map(|program| Self(Program::Chromium(program)))
    }

    /// Chromium in which scripts run: for what looks at a page by a script of its own.
    pub fn scripted() -> Option<Self> {
        let program = Chromium::start(&[], Loading::IsWaitedFor, Scripts::On);
        program.map(|program| Self(Program::Chromium(program)))
    }

    /// None, with a loud line, where there is none.
    pub fn firefox() -> Option<Self> {
        Self::firefox_where(Loading::IsWaitedFor)
    }

    /// Firefox in which scripts run, for the same.
    pub fn scripted_firefox() -> Option<Self> {
        let program = Firefox::start(Loading::IsWaitedFor, Scripts::On);
        program.map(|program| Self(Program::Firefox(Box::new(program))))
    }

    pub fn firefox_where(loading: Loading) -> Option<Self> {
        let program = Firefox::start(loading, Scripts::Off);
        program.map(|program| Self(Program::Firefox(Box::new(program))))
    }

    /// Waits until a file of this name was saved; its bytes.
    pub fn downloaded(&self, name: &str) -> Vec<u8> {
        let folder = match &self.0 {
            Program::Chromium(program) => program.downloads(),
            Program::Firefox(program) => program.downloads(),
        };
        let until = Instant::now() + PATIENCE;
        loop {
            // Its name comes when it is whole, or at once and its content beside it.
            let is_arriving = std::fs::read_dir(&folder).is_ok_and(|all| {
                let mut paths = all.flatten().map(|entry| entry.path());
                paths.any(|path| {
                    let ending = path.extension().and_then(|ending| ending.to_str());
                    matches!(ending, Some("part" | "crdownload"))
                })
            });
            match std::fs::read(folder.join(name)) {
                Ok(bytes) if !is_arriving && !bytes.is_empty() => return bytes,
                _ => {}
            }
            let there = std::fs::read_dir(&folder).map(|all| all.flatten().collect::<Vec<_>>());
            assert!(Instant::now() < until, "{name} was not saved: {there:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it; all that it wrote to the disk. Firefox starts as one that writes nothing.
    pub fn left_behind(self) -> Vec<u8> {
        match self.0 {
            Program::Chromium(program) => program.left_behind(),
            Program::Firefox(_) => Vec::new(),
        }
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

    /// Shows its page as wide as this, however narrow: the window can't be.
    pub fn emulate(&self, width: u32, height: u32) {
        if let Program::Firefox(program) = &self.0 {
            return program.emulate(width, height);
        }
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        let command = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics});
        self.ask_here("POST", "/goog/cdp/execute", Some(&command));
    }

    /// Shows its page as for a person with these settings: `light` or `dark`, and whether the
    /// system's few colours take the place of the page's.
    pub fn colours(&self, scheme: &str, forced: bool) {
        if let Program::Firefox(program) = &self.0 {
            return program.colours(scheme, forced);
        }
        let forced = if forced { "active" } else { "none" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "forced-colors", "value": forced},
        ]);
        let params = json!({ "features": features });
        let command = json!({"cmd": "Emulation.setEmulatedMedia", "params": params});
        self.ask_here("POST", "/goog/cdp/execute", Some(&command));
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
        let path = format!("/element/{}/text", self.find(css));
        let text = self.try_here("GET", &path, None).unwrap_or_default();
        text.as_str().unwrap_or_default().to_owned()
    }

    pub fn attribute(&self, css: &str, name: &str) -> String {
        let path = format!("/element/{}/attribute/{name}", self.find(css));
        self.ask_here("GET", &path, None)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub fn property(&self, css: &str, name: &str) -> Value {
        let path = format!("/element/{}/property/{name}", self.find(css));
        self.ask_here("GET", &path, None)
    }

    /// What stands in a field now.
    pub fn value(&self, css: &str) -> String {
        self.property(css, "value")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The button *Back*.
    pub fn back(&self) {
        self.ask_here("POST", "/back", Some(&json!({})));
    }

    /// The button *Reload*; a form is sent again.
    pub fn reload(&self) {
        self.ask_here("POST", "/refresh", Some(&json!({})));
    }

    /// The button *Stop*.
    pub fn stop(&self) {
        match &self.0 {
            Program::Chromium(program) => program.stop(),
            Program::Firefox(program) => program.stop(),
        }
    }

    /// Windows or tabs, in no order.
    pub fn tabs(&self) -> Vec<String> {
        let tabs = self.ask_here("GET", "/window/handles", None);
        let tabs = tabs.as_array().unwrap().iter();
        tabs.map(|tab| tab.as_str().unwrap().to_owned()).collect()
    }

    pub fn to_tab(&self, tab: &str) {
        self.ask_here("POST", "/window", Some(&json!({ "handle": tab })));
    }

    /// Closes this tab; another has to be chosen then.
    pub fn close_tab(&self) {
        self.ask_here("DELETE", "/window", None);
    }

    /// The tab that has opened beside these.
    pub fn new_tab(&self, known: &[String]) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let new = self.tabs().into_iter().find(|tab| !known.contains(tab));
            if let Some(tab) = new {
                return tab;
            }
            assert!(Instant::now() < until, "no new tab");
            std::thread::sleep(Duration::from_millis(50));
        }
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

    /// Takes out what stands in a field.
    pub fn clear(&self, css: &str) {
        let path = format!("/element/{}/clear", self.find(css));
        self.ask_here("POST", &path, Some(&json!({})));
    }

    pub fn click(&self, css: &str) {
        let click = || {
            let path = format!("/element/{}/click", self.find(css));
            self.try_here("POST", &path, Some(&json!({})))
        };
        // What stood on the page before was not clicked: the next page came in between.
        let is_stale = |why: &Value| why.to_string().contains("stale element");
        let clicked = click().or_else(|why| if is_stale(&why) { click() } else { Err(why) });
        clicked.unwrap_or_else(|why| panic!("click {css}: {why}"));
    }

    /// Twice in a row, as an impatient hand does it.
    pub fn double_click(&self, css: &str) {
        // Only what is in view can be pointed at.
        self.fill(css, "");
        let element = json!({ ELEMENT: self.find(css) });
        let button = |kind: &str| json!({"type": kind, "button": 0});
        let hand = json!([
            {"type": "pointerMove", "duration": 0, "origin": element, "x": 0, "y": 0},
            button("pointerDown"), button("pointerUp"),
            {"type": "pause", "duration": 60},
            button("pointerDown"), button("pointerUp"),
        ]);
        let actions = json!([{
            "type": "pointer", "id": "hand", "parameters": {"pointerType": "mouse"}, "actions": hand,
        }]);
        if let Err(why) = self.try_here("POST", "/actions", Some(&json!({ "actions": actions }))) {
            assert!(!why.to_string().contains("move target"), "{why}");
        }
    }

    /// A click whose answer may never come.
    pub fn click_in_vain(&self, css: &str) {
        let path = format!("/element/{}/click", self.find(css));
        let _ = self.try_here("POST", &path, Some(&json!({})));
    }

    /// A picture of the window.
    pub fn picture(&self, path: &Path) {
        let encoded = self.ask_here("GET", "/screenshot", None);
        let encoded = encoded.as_str().unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, unbase64(encoded)).unwrap();
    }

    /// A picture of the window as Chromium writes it: `jpeg`, `png` or `webp`.
    pub fn picture_as(&self, format: &str) -> Vec<u8> {
        let capture = json!({"cmd": "Page.captureScreenshot", "params": {"format": format}});
        let captured = self.ask_here("POST", "/goog/cdp/execute", Some(&capture));
        unbase64(captured["data"].as_str().unwrap())
    }

    /// The page as it is printed.
    pub fn pdf(&self) -> Vec<u8> {
        let encoded = self.ask_here("POST", "/print", Some(&json!({})));
        unbase64(encoded.as_str().unwrap())
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

    /// Presses and lets go of a key, wherever the focus is.
    pub fn press(&self, key: &str) {
        let press = |kind: &str| json!({"type": kind, "value": key});
        let keys = json!([{
            "type": "key", "id": "keyboard", "actions": [press("keyDown"), press("keyUp")],
        }]);
        self.ask_here("POST", "/actions", Some(&json!({ "actions": keys })));
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
        self.try_here(method, path, body)
            .unwrap_or_else(|why| panic!("{method} {path}: {why}"))
    }

    fn try_here(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Value> {
        match &self.0 {
            Program::Chromium(program) => program.ask_here(method, path, body),
            Program::Firefox(program) => program.ask_here(method, path, body),
        }
    }
}

fn unbase64(text: &str) -> Vec<u8> {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    BASE64_STANDARD.decode(text).unwrap()
}
