//! `keys/` and `policy/` hold no secret, and no key that nobody holds.

use std::fs;
use std::path::Path;

use super::{assert_none, files, root};

/// How private keys begin.
const SECRETS: [&str; 3] = [
    "AGE-SECRET-KEY-",
    "minisign encrypted secret key",
    "svilpe-signing-key: ",
];

#[test]
fn keys_and_policy_hold_no_secret_and_no_key_that_nobody_holds() {
    let mut lines = Vec::new();
    for folder in ["keys", "policy"] {
        for path in files(&root().join(folder)) {
            lines.extend(wrong(folder, &path, &fs::read_to_string(&path).unwrap()));
        }
    }
    assert_none(&lines);
}

/// What is wrong with a file of the folder.
pub fn wrong(folder: &str, path: &Path, text: &str) -> Option<String> {
    let end = path.extension().unwrap_or_default();
    let is_text = folder == "policy" && end == "ftl";
    let wrong = if end != "md" && end != "toml" && !is_text {
        "does not belong there"
    } else if SECRETS.iter().any(|secret| text.contains(secret)) {
        "holds a secret"
    } else if folder == "keys" && end == "toml" {
        "is a roster in the repository: it has keys that nobody holds"
    } else {
        return None;
    };
    Some(format!("{} {wrong}", path.display()))
}

#[test]
fn a_secret_in_the_repository_is_named() {
    let said = |folder, path: &str, text| wrong(folder, Path::new(path), text);
    assert_eq!(said("keys", "README.md", "AGE-PUBLIC"), None);
    assert_eq!(said("policy", "latvia/policy.toml", ""), None);
    assert_eq!(said("policy", "latvia/texts/lv.ftl", ""), None);
    assert!(said("keys", "lv.ftl", "").is_some());
    assert!(said("keys", "README.md", "AGE-SECRET-KEY-1QQ").is_some());
    assert!(said("keys", "README.md", "AGE-SECRET-KEY-PQ-1QQ").is_some());
    assert!(said("keys", "roster.toml", "").is_some());
    assert!(said("policy", "notes.txt", "").is_some());
}
