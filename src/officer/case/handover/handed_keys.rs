//! Keys of single files that a colleague handed over, as they lie here.
//!
//! ```text
//!   sealed/<item>.key            opens sealed/<item>.age
//!   replies/<item>-<name>.key    opens that reply
//! ```
//!
//! Each sealed to the officer's own key: without the passphrase nothing of them can be read. They
//! go with their case, since their names begin as its other files do.

use crate::cli::failure::Failure;
use crate::cli::private_files::{PrivateFolder, disk, read_small};
use crate::keys::digest::ReportDigest;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::ReplyName;
use crate::report::sealed::file_key::HandedKey;
use crate::report::sealed::{open_short, seal_short};

/// The key to an item, if one was handed over.
pub(in crate::officer) fn of_item(
    home: &OfficerHome,
    keys: &OfficerKeys,
    item: &ReportDigest,
) -> Option<HandedKey> {
    read(home.sealed_folder(), &item_name(item), keys)
}

/// The key to a reply in the case of one of these items.
pub(in crate::officer) fn of_reply(
    home: &OfficerHome,
    keys: &OfficerKeys,
    items: &[ReportDigest],
    name: ReplyName,
) -> Option<HandedKey> {
    let mut items = items.iter();
    items.find_map(|item| read(home.replies(), &reply_name(item, name), keys))
}

/// Keeps one: on stable storage when this returns.
pub(in crate::officer) fn keep_for_item(
    home: &OfficerHome,
    keys: &OfficerKeys,
    item: &ReportDigest,
    key: &HandedKey,
) -> Result<(), Failure> {
    keep(home.sealed_folder(), &item_name(item), keys, key)
}

pub(in crate::officer) fn keep_for_reply(
    home: &OfficerHome,
    keys: &OfficerKeys,
    (item, name): (&ReportDigest, ReplyName),
    key: &HandedKey,
) -> Result<(), Failure> {
    keep(home.replies(), &reply_name(item, name), keys, key)
}

fn read(folder: &PrivateFolder, name: &str, keys: &OfficerKeys) -> Option<HandedKey> {
    let sealed = read_small(&folder.path().join(name), KEY_FILE_MAX).ok()?;
    let text = open_short(&sealed, &keys.opening).ok()?;
    HandedKey::parse(std::str::from_utf8(&text).ok()?.trim_end())
}

fn keep(
    folder: &PrivateFolder,
    name: &str,
    keys: &OfficerKeys,
    key: &HandedKey,
) -> Result<(), Failure> {
    let own = [keys.opening.recipient()];
    let sealed = seal_short(key.expose().as_bytes(), &own);
    let sealed = sealed.expect("one recipient, and memory to write to");
    let kept = folder.replace(name, &sealed);
    kept.map_err(|error| disk(folder.path(), &error))
}

fn item_name(item: &ReportDigest) -> String {
    format!("{}.key", hex::encode(item.as_bytes()))
}

fn reply_name(item: &ReportDigest, name: ReplyName) -> String {
    format!("{}-{}.key", hex::encode(item.as_bytes()), name.to_hex())
}

/// Bytes: a header for one, and 4 KiB.
const KEY_FILE_MAX: usize = 16 * 1024;
