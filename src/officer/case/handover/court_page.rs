//! The page in a court's ZIP: what it is, and how to check it step by step with stock tools.
//!
//! The first language that has everything, the next below it. No script, no style from elsewhere:
//! it opens in any browser from the unpacked folder.

use std::fmt::Write as _;

use super::RESTRICTED;
use crate::ledger::entry::Entry;
use crate::ledger::tree::Head;
use crate::rules::calendar::Day;
use crate::rules::roster::Roster;
use crate::text::{Language, say, say_with};

/// What the page says of the case.
pub(super) struct CourtFacts<'a> {
    pub case: String,
    /// The roster of now.
    pub institution: Option<&'a Roster>,
    pub head: Head,
    pub entries: &'a [(u64, Entry)],
    /// Of messages that are not in the ledger yet, how many, and by when they will be.
    pub waiting: Option<(usize, Day)>,
}

/// The steps: a text, and what is typed then.
const STEPS: [(&str, &str); 6] = [
    ("digests", "sha256sum -c SHA256SUMS"),
    (
        "rosters",
        "for saraksts in saraksti/*.toml; do\n  minisign -Vm \"$saraksts\" -p \"${saraksts%.toml}.pub\"\ndone",
    ),
    (
        "originals",
        "cd originali\nfor fails in *.age; do\n  echo \"${fails%.age}  $fails\"\ndone | sha256sum -c\ncd ..",
    ),
    ("ledger", "python3 parbaude.py"),
    (
        "open",
        "age --version   # 1.3\nage -d -i key.age -o lieta.zip originali/NNN.age\nunzip lieta.zip -d atverts",
    ),
    ("files", "sha256sum atverts/files/* lasams/*.bin"),
];

/// What each folder holds: its name, and a text.
const FOLDERS: [(&str, &str); 8] = [
    ("originali/", "court-folder-originals"),
    ("lasams/", "court-folder-readable"),
    ("vestules/", "court-folder-letters"),
    ("zurnals/", "court-folder-ledger"),
    ("saraksti/", "court-folder-rosters"),
    ("lieta.json", "court-folder-list"),
    ("SHA256SUMS", "court-folder-sums"),
    ("SHA256SUMS.sig", "court-folder-sums-signature"),
];

/// The whole page.
pub(super) fn page(facts: &CourtFacts<'_>) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"lv\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <p class=\"label\">{RESTRICTED}</p>\n",
        escaped(&facts.case)
    );
    for language in Language::complete() {
        section(&mut html, facts, language);
    }
    html + "</body>\n</html>\n"
}

fn section(html: &mut String, facts: &CourtFacts<'_>, language: Language) {
    let code = language.code();
    let institution = facts.institution.map_or("", |roster| roster.name(language));
    let size = facts.head.size.to_string();
    let (root, count) = (facts.head.root.to_base64(), facts.entries.len().to_string());
    let arguments = [
        ("case", facts.case.as_str()),
        ("institution", institution),
        ("size", &size),
        ("root", &root),
        ("count", &count),
    ];
    // Writing to a String does not fail.
    let _ = writeln!(html, "<section lang=\"{code}\">");
    let heading = say_with(language, "court-heading", &arguments);
    let _ = writeln!(html, "<h1>{}</h1>", escaped(&heading));
    let lead = say_with(language, "court-lead", &arguments);
    let _ = writeln!(html, "<p>{}</p>", escaped(&lead));
    let _ = writeln!(html, "<dl>");
    for (name, text) in FOLDERS {
        let text = say(language, text);
        let _ = writeln!(html, "<dt>{name}</dt><dd>{}</dd>", escaped(&text));
    }
    let _ = writeln!(html, "</dl>");
    if let Some((count, due)) = facts.waiting {
        let (count, due) = (count.to_string(), due.to_string());
        let arguments = [("count", count.as_str()), ("due", &due)];
        let words = say_with(language, "court-waiting", &arguments);
        let _ = writeln!(html, "<p class=\"label\">{}</p>", escaped(&words));
    }
    let key = facts.institution.map(|roster| roster.key().as_str());
    let key = key.unwrap_or_default().lines().last().unwrap_or_default();
    for (number, (text, typed)) in (1..).zip(STEPS) {
        let words = say(language, &format!("court-step-{text}"));
        let _ = writeln!(html, "<h2>{number}. {}</h2>", escaped(&words));
        let _ = writeln!(
            html,
            "<p>{}</p>",
            escaped(&say(language, &format!("court-why-{text}")))
        );
        let _ = writeln!(html, "<pre>{}</pre>", escaped(typed));
        if text == "rosters" {
            let _ = writeln!(html, "<p><code>{}</code></p>", escaped(key));
        }
    }
    for claim in ["proves", "proves-not"] {
        let _ = writeln!(
            html,
            "<h2>{}</h2>",
            escaped(&say(language, &format!("court-claim-{claim}")))
        );
        let why = say_with(language, &format!("court-why-{claim}"), &arguments);
        let _ = writeln!(html, "<p>{}</p>", escaped(&why));
    }
    let _ = writeln!(html, "</section>");
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

const STYLE: &str = "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 sans-serif;color:#111}\
    .label{font-weight:700;border:2px solid;padding:.3rem .6rem;display:inline-block}\
    pre,code{font:14px/1.4 monospace;background:#f0f0f0;overflow-wrap:anywhere}\
    pre{padding:.7rem;overflow-x:auto}dt{font-weight:700}dd{margin:0 0 .5rem 1.5rem}\
    section+section{margin-top:3rem;border-top:2px solid;padding-top:1rem}\
    h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.6rem}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tree::TreeHash;

    #[test]
    fn the_page_says_each_command_in_both_languages_and_loads_nothing() {
        let page = page(&CourtFacts {
            case: "<b>".to_owned(),
            institution: None,
            head: Head {
                size: 7,
                root: TreeHash::EMPTY,
            },
            entries: &[],
            waiting: None,
        });
        for (_, typed) in STEPS {
            assert_eq!(page.matches(&escaped(typed)).count(), 2, "{typed}");
        }
        assert!(
            page.find("lang=\"lv\">")
                .is_some_and(|lv| Some(lv) < page.find("lang=\"en\""))
        );
        for loaded in ["<script", "src=", "href=", "url(", "@import", "<b>"] {
            assert!(!page.contains(loaded), "{loaded}");
        }
    }
}
