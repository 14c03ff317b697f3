//! Reads our own pages for the tests: a strict scanner, not a browser.
//!
//! It knows less HTML than a browser does and refuses what it does not know, so a
//! page that passes has balanced tags, quoted attributes and no duplicates.

/// An element's start.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

/// All of a page's start tags, in order, its visible text, and whether it is whole.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub(super) tags: Vec<Tag>,
    pub(super) text: String,
    pub(super) style: String,
}

const VOID: [&str; 5] = ["meta", "input", "br", "hr", "link"];

impl Tag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(of, _)| of == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Panics with the reason if the page is not well formed.
pub(super) fn scan(html: &str) -> Scanned {
    let mut scanned = Scanned::default();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html
        .strip_prefix("<!doctype html>")
        .expect("a page begins with its doctype");
    while let Some(at) = rest.find('<') {
        push_text(&mut scanned, &open, &rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = &after[after.find("-->").expect("a comment ends") + 3..];
        } else if let Some(after) = rest.strip_prefix("</") {
            let end = after.find('>').expect("an end tag ends");
            assert_eq!(
                open.pop().as_deref(),
                Some(&after[..end]),
                "nesting near {after:.60}"
            );
            rest = &after[end + 1..];
        } else {
            let (tag, after) = start_tag(&rest[1..]);
            if !VOID.contains(&tag.name.as_str()) {
                open.push(tag.name.clone());
            }
            scanned.tags.push(tag);
            rest = after;
        }
    }
    push_text(&mut scanned, &open, rest);
    assert!(open.is_empty(), "left open: {open:?}");
    scanned
}

fn push_text(scanned: &mut Scanned, open: &[String], text: &str) {
    if open.last().is_some_and(|name| name == "style") {
        scanned.style.push_str(text);
        return;
    }
    assert!(!text.contains('>'), "a stray > in {text:.60}");
    for entity in text.split('&').skip(1) {
        let ends = entity.split(';').next().expect("split gives one");
        assert!(
            entity.starts_with('#') && ends.len() < 6,
            "a stray & before {entity:.20}"
        );
    }
    scanned.text.push_str(text);
}

fn start_tag(after: &str) -> (Tag, &str) {
    let end = after
        .find(|c: char| c.is_whitespace() || c == '>')
        .expect("a start tag ends");
    let mut tag = Tag {
        name: after[..end].to_owned(),
        attributes: Vec::new(),
    };
    assert!(
        tag.name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()),
        "not a tag: {:?}",
        tag.name
    );
    let mut rest = after[end..].trim_start();
    while !rest.starts_with('>') {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '>')
            .expect("an attribute ends");
        let name = rest[..end].to_owned();
        assert!(
            !name.is_empty() && tag.get(&name).is_none(),
            "{name} twice in {tag:?}"
        );
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let quoted = after.strip_prefix('"').expect("attributes are quoted");
            let end = quoted.find('"').expect("a quote ends");
            quoted[..end].clone_into(&mut value);
            rest = quoted[end + 1..].trim_start();
        }
        tag.attributes.push((name, value));
    }
    (tag, &rest[1..])
}
