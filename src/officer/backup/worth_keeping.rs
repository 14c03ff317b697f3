//! What of an officer's folder is worth keeping, by name.
//!
//! ```text
//!   MANIFEST                             of a backup: first, with each file's digest
//!   accounts.json  entries  checkpoint  evidence-….json
//!   key.age                              private keys, under the passphrase
//!   officer.toml
//!   replies/<item>-<name>[.new].age   rosters/<digest>.json
//!   sealed/<item>.age   sent/<item>-<random>[.unsent].age
//! ```
//!
//! Not the lock, half downloads, and the list of what the server was told: that costs a request each.
//!
//! Knows names. Never knows a file's bytes.

use std::fs;
use std::io;
use std::path::Path;

use crate::keys::lower_hex;

/// The first file of a backup: capital letters come before the others.
pub(super) const MANIFEST: &str = "MANIFEST";

/// May a backup hold a file of this name?
pub(super) fn is_worth_keeping(name: &str) -> bool {
    name == MANIFEST || is_of_a_folder(name)
}

/// All such files of a folder, in the order of a backup.
pub(super) fn worth_keeping(home: &Path) -> io::Result<Vec<String>> {
    let mut names = files_in(home, "")?;
    for folder in FOLDERS {
        names.extend(files_in(&home.join(folder), &format!("{folder}/"))?);
    }
    names.retain(|name| is_of_a_folder(name));
    names.sort_unstable();
    Ok(names)
}

fn files_in(folder: &Path, before: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(name) = entry.file_name().to_str()
            && entry.file_type()?.is_file()
        {
            names.push(format!("{before}{name}"));
        }
    }
    Ok(names)
}

fn is_of_a_folder(name: &str) -> bool {
    match name.split_once('/') {
        None => ALONE.contains(&name) || is_evidence(name),
        Some(("sealed", name)) => name.strip_suffix(".age").is_some_and(is_digest),
        Some(("sent", name)) => is_sent(name),
        Some(("replies", name)) => is_reply(name),
        Some(("rosters", name)) => name.strip_suffix(".json").is_some_and(is_digest),
        Some(_) => false,
    }
}

fn is_digest(text: &str) -> bool {
    lower_hex::parse::<32>(text).is_some()
}

fn is_evidence(name: &str) -> bool {
    let number = name
        .strip_prefix("evidence-")
        .and_then(|name| name.strip_suffix(".json"));
    number.is_some_and(|number| lower_hex::parse::<4>(number).is_some())
}

fn is_sent(name: &str) -> bool {
    let name = name
        .strip_suffix(".age")
        .map(|name| name.strip_suffix(".unsent").unwrap_or(name));
    let parts = name.and_then(|name| name.split_once('-'));
    parts.is_some_and(|(item, random)| is_digest(item) && lower_hex::parse::<8>(random).is_some())
}

fn is_reply(name: &str) -> bool {
    let name = name
        .strip_suffix(".age")
        .map(|name| name.strip_suffix(".new").unwrap_or(name));
    let parts = name.and_then(|name| name.split_once('-'));
    parts.is_some_and(|(item, name)| is_digest(item) && lower_hex::parse::<16>(name).is_some())
}

const ALONE: [&str; 5] = [
    "accounts.json",
    "checkpoint",
    "entries",
    "key.age",
    "officer.toml",
];
const FOLDERS: [&str; 4] = ["replies", "rosters", "sealed", "sent"];
