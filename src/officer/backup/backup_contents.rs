//! Which files of an officer's folder go into a backup, by name.
//!
//! ```text
//!   MANIFEST                             of a backup: first, with each file's digest
//!   items.json  entries  entries.sum  checkpoint  evidence-….json
//!   case-book                            docket numbers and labels
//!   drafts/<item>-<action>.age           letters that were not sent yet
//!   drafts/<item>-<action>.<random>.age  files that go with them
//!   key.age                              private keys, under the passphrase
//!   listed                               when each item was listed first
//!   officer.toml
//!   pieces/<item>-<piece>.age            in a backup: pieces/<item>/<piece>.age
//!   retention                            holds, exports, deletions under way: sealed
//!   reply-register                       which replies came here or went: sealed
//!   replies/<item>-<name>[.new].age      in a backup: replies/<item>/<name>[.new].age
//!   rosters/<digest>.json
//!   sealed/<item>.age   sent/<item>-<random>[.unsent].age
//! ```
//!
//! Not the lock, the index of what was opened (it is made anew), what the desk looks like, half
//! downloads, and the list of what the server was told: that costs a request
//! each.
//!
//! Knows names. Never knows a file's bytes.

use std::fs;
use std::io;
use std::path::Path;

use crate::keys::lower_hex;

/// The first file of a backup: capital letters come before the others.
pub(super) const MANIFEST: &str = "MANIFEST";

/// What a backup calls a file of the folder; None if it is not worth keeping.
pub(super) fn archived(name: &str) -> Option<String> {
    if !is_of_a_folder(name) {
        return None;
    }
    // Longer than tar's names are: the item becomes a folder.
    let folded = FOLDED.iter().find_map(|folder| {
        let inner = name.strip_prefix(folder)?;
        Some(format!("{folder}{}", inner.replacen('-', "/", 1)))
    });
    Some(folded.unwrap_or_else(|| name.to_owned()))
}

/// What the folder calls a file of a backup; None if no backup of ours holds such a name.
pub(super) fn in_folder(archived_name: &str) -> Option<String> {
    let unfolded = FOLDED.iter().find_map(|folder| {
        let inner = archived_name.strip_prefix(folder)?;
        Some(format!("{folder}{}", inner.replacen('/', "-", 1)))
    });
    let name = unfolded.unwrap_or_else(|| archived_name.to_owned());
    (archived(&name).as_deref() == Some(archived_name)).then_some(name)
}

/// All such files of a folder, as the folder calls them.
pub(super) fn to_be_backed_up(home: &Path) -> io::Result<Vec<String>> {
    let mut names = files_in(home, "")?;
    for folder in FOLDERS {
        names.extend(files_in(&home.join(folder), &format!("{folder}/"))?);
    }
    names.retain(|name| is_of_a_folder(name));
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
        Some(("drafts", name)) => is_draft(name),
        Some(("sealed", name)) => {
            let item = name.strip_suffix(".age").or(name.strip_suffix(".key"));
            item.is_some_and(is_digest)
        }
        Some(("sent", name)) => is_sent(name),
        Some(("pieces", name)) => is_piece(name),
        Some(("replies", name)) => is_reply(name),
        Some(("rosters", name)) => name.strip_suffix(".json").is_some_and(is_digest),
        Some(_) => false,
    }
}

fn is_digest(text: &str) -> bool {
    lower_hex::parse::<32>(text).is_some()
}

fn is_draft(name: &str) -> bool {
    let parts = name
        .strip_suffix(".age")
        .and_then(|name| name.split_once('-'));
    let is_action = |action: &str| {
        let letters = action.bytes();
        (1..=DRAFT_ACTION_MAX).contains(&action.len())
            && letters
                .into_iter()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    parts.is_some_and(|(item, action)| {
        let (action, file) = action.split_once('.').unwrap_or((action, ""));
        let is_file = file.is_empty() || lower_hex::parse::<8>(file).is_some();
        is_digest(item) && is_action(action) && is_file
    })
}

fn is_piece(name: &str) -> bool {
    let parts = name
        .strip_suffix(".age")
        .and_then(|name| name.split_once('-'));
    parts.is_some_and(|(item, name)| is_digest(item) && lower_hex::parse::<16>(name).is_some())
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
        .map(|name| name.strip_suffix(".new").unwrap_or(name))
        .or(name.strip_suffix(".key"));
    let parts = name.and_then(|name| name.split_once('-'));
    parts.is_some_and(|(item, name)| is_digest(item) && lower_hex::parse::<16>(name).is_some())
}

const ALONE: [&str; 10] = [
    "items.json",
    "case-book",
    "checkpoint",
    "entries",
    "entries.sum",
    "key.age",
    "listed",
    "officer.toml",
    "reply-register",
    "retention",
];
/// Characters of an action's name: with a digest, the longest that tar's names hold.
const DRAFT_ACTION_MAX: usize = 24;
/// Folders whose files have longer names than tar has room for.
const FOLDED: [&str; 3] = ["drafts/", "pieces/", "replies/"];
const FOLDERS: [&str; 6] = ["drafts", "pieces", "replies", "rosters", "sealed", "sent"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_in_a_backup_and_back() {
        let (item, name) = ("ab".repeat(32), "cd".repeat(16));
        for known in [
            "key.age".to_owned(),
            "case-book".to_owned(),
            "evidence-00ab12cd.json".to_owned(),
            format!("rosters/{item}.json"),
            format!("sealed/{item}.age"),
            format!("sent/{item}-{}.unsent.age", "ef".repeat(8)),
            format!("drafts/{item}-not-recognise.age"),
            format!("drafts/{item}-not-recognise.{}.age", "ef".repeat(8)),
            format!("pieces/{item}-{name}.age"),
            format!("replies/{item}-{name}.age"),
            format!("replies/{item}-{name}.new.age"),
            format!("replies/{item}-{name}.key"),
            format!("sealed/{item}.key"),
        ] {
            let archived = archived(&known).expect("worth keeping");
            assert_eq!(in_folder(&archived).as_deref(), Some(known.as_str()));
        }
        let folded = format!("replies/{item}/{name}.age");
        assert!(in_folder(&folded).is_some());
        for strange in [
            "lock".to_owned(),
            format!("sealed/{item}.part"),
            format!("sealed/{}.age", item.to_uppercase()),
            format!("replies/{item}-{name}.age"),
            format!("sealed/{item}/{name}.age"),
            format!("replies/../{item}/{name}.age"),
        ] {
            assert_eq!(in_folder(&strange), None, "{strange}");
        }
    }
}
