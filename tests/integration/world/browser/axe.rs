//! axe-core on the page as it stands: WCAG 2.2 at A and AA, in a browser in which scripts run (no
//! page of ours has one, so it is the same page). `npm ci` in `tests/foreign` brings it.

use std::path::Path;

use serde_json::{Value, json};

use super::{Browser, Program};
use crate::world::skip;

impl Browser {
    /// A browser for axe. None, with a loud line, where one of the two is not here.
    pub fn with_axe() -> Option<Self> {
        has_axe().then(Self::scripted).flatten()
    }

    /// The same, the engine of Tor Browser.
    pub fn firefox_with_axe() -> Option<Self> {
        has_axe().then(Self::scripted_firefox).flatten()
    }

    /// What axe complains of, a line for each element; everything that folds is unfolded first.
    ///
    /// # Panics
    ///
    /// When it looked at nothing.
    pub fn axe_complaints(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(AXE).unwrap();
        let looked = self.run(&(axe + LOOK), &[]);
        let passed = looked["passes"].as_array().unwrap();
        assert!(passed.len() > 5, "axe saw a page: {looked}");
        let found = looked["violations"].as_array().unwrap();
        found.iter().flat_map(lines).collect()
    }

    /// How many pixels of the page stand out to the right of the window.
    pub fn overhang(&self) -> i64 {
        let wider = "const page = document.documentElement; \
                     return page.scrollWidth - page.clientWidth;";
        self.run(wider, &[]).as_i64().unwrap()
    }

    /// What a script says of this page, beside its policy against scripts.
    pub fn run(&self, script: &str, arguments: &[&str]) -> Value {
        // Firefox runs it beside the page, whose policy does not bind it.
        if matches!(self.0, Program::Chromium(_)) {
            let bypass = json!({"cmd": "Page.setBypassCSP", "params": {"enabled": true}});
            self.ask_here("POST", "/goog/cdp/execute", Some(&bypass));
        }
        let script = json!({"script": script, "args": arguments});
        self.ask_here("POST", "/execute/sync", Some(&script))
    }
}

fn has_axe() -> bool {
    let is_here = Path::new(AXE).exists();
    if !is_here {
        skip::skip("axe-core");
    }
    is_here
}

fn lines(violation: &Value) -> Vec<String> {
    let (rule, help) = (&violation["id"], &violation["help"]);
    let nodes = violation["nodes"].as_array().unwrap().iter();
    let line = |node: &Value| {
        let html: String = node["html"].to_string().chars().take(200).collect();
        format!("{rule}: {help} at {}: {html}", node["target"])
    };
    nodes.map(line).collect()
}

const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/foreign/node_modules/axe-core/axe.min.js"
);

const LOOK: &str = "
    document.querySelectorAll('details').forEach(folded => { folded.open = true; });
    return axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        resultTypes: ['violations', 'passes'],
    });";
