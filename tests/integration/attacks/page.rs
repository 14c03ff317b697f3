//! A page as a browser without scripts sees it: links, forms, and what they send.

use crate::world::wire::{Answer, Part, Wire};

/// One form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    is_multipart: bool,
    /// Name and value of what is sent as it stands.
    pub fields: Vec<(String, String)>,
}

/// All attribute values with this name, in order.
pub fn attributes(html: &str, name: &str) -> Vec<String> {
    let opening = format!(" {name}=\"");
    let values = html.split(&opening).skip(1);
    values
        .filter_map(|rest| rest.split('"').next())
        .map(unescaped)
        .collect()
}

/// The page's paths that lead somewhere on this site.
pub fn links(html: &str) -> Vec<String> {
    let mut links = attributes(html, "href");
    links.retain(|link| link.starts_with('/'));
    links.sort();
    links.dedup();
    links
}

/// The page's forms: hidden fields with their values, text fields with what is in them, the first
/// of each choice.
pub fn forms(html: &str) -> Vec<Form> {
    let sections = html
        .split("<form ")
        .skip(1)
        .filter_map(|rest| rest.split("</form>").next());
    sections.map(form).collect()
}

fn form(html: &str) -> Form {
    let head = format!(" {}", html.split('>').next().unwrap_or_default());
    let first = |name| {
        attributes(&head, name)
            .into_iter()
            .next()
            .unwrap_or_default()
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, inside) = tag.split_once('>').unwrap_or_default();
        let of = |name| attributes(tag, name).into_iter().next();
        let Some(name) = of("name") else { continue };
        let kind = of("type").unwrap_or_default();
        let is_new = !fields.iter().any(|(known, _)| *known == name);
        let is_sent = kind == "text" || kind == "hidden";
        if tag.starts_with("textarea") {
            // A browser drops the first line end.
            let words = inside.strip_prefix('\n').unwrap_or(inside);
            fields.push((name, unescaped(words)));
        } else if is_sent || (kind == "radio" && is_new) {
            fields.push((name, of("value").unwrap_or_default()));
        }
    }
    Form {
        action: first("action"),
        is_multipart: first("enctype") == "multipart/form-data",
        fields,
    }
}

impl Form {
    pub fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        &found
            .unwrap_or_else(|| panic!("no field {name} in {self:?}"))
            .1
    }

    /// The same form with one field filled in.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let found = self.fields.iter_mut().find(|(known, _)| known == name);
        value.clone_into(&mut found.unwrap_or_else(|| panic!("no field {name}")).1);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    pub fn parts(&self) -> Vec<Part<'_>> {
        self.fields
            .iter()
            .map(|(name, value)| Part::field(name, value))
            .collect()
    }

    pub fn parts_with<'a>(&'a self, files: &[(&'a str, &'a [u8])]) -> Vec<Part<'a>> {
        let files = files.iter().map(|(name, body)| Part::file(name, body));
        self.parts().into_iter().chain(files).collect()
    }

    /// Sends it as its page says.
    pub fn send(&self, wire: &Wire) -> Answer {
        self.send_with(wire, &[])
    }

    /// Sends it with these files.
    pub fn send_with(&self, wire: &Wire, files: &[(&str, &[u8])]) -> Answer {
        if self.is_multipart {
            wire.post_parts(&self.action, &self.parts_with(files))
        } else {
            let pairs = self
                .fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            wire.post(&self.action, &pairs.collect::<Vec<_>>())
        }
    }
}

/// A page without the number that is its own: it stands where a code is entered.
pub fn without_nonce(html: &str) -> String {
    let marked = "name=\"nonce\" value=\"";
    match html.split_once(marked) {
        Some((before, rest)) if rest.len() > 32 => {
            let (nonce, after) = rest.split_at(32);
            assert!(
                nonce.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{nonce}"
            );
            format!("{before}{marked}{after}")
        }
        _ => html.to_owned(),
    }
}

/// The code that a page shows, as 28 digits.
pub fn code(html: &str) -> Option<String> {
    let shown = html
        .split("<p class=\"code\"")
        .nth(1)?
        .split("</p>")
        .next()?;
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 28).then_some(digits)
}

fn unescaped(text: &str) -> String {
    [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
