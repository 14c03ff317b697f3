//! Who has a copy of the disk.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};

use super::open_store;

/// Has a copy of the disk.
pub struct Thief;

impl Thief {
    /// Every file below `folder`, whole.
    pub fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                found.extend(Self::bytes(&path));
            } else if path.is_file() {
                let mut content = Vec::new();
                std::fs::File::open(&path)
                    .unwrap()
                    .read_to_end(&mut content)
                    .unwrap();
                found.push((path, content));
            }
        }
        found
    }

    /// All that a closed store keeps, one record after the other, without what its log still holds
    /// of before: a copy of it, written again.
    pub fn records(store: &Path) -> Vec<u8> {
        let copy = tempfile::tempdir().unwrap();
        let at = copy.path().join("store");
        for (path, content) in Self::bytes(store) {
            // Zeroes that hold a place.
            let content = if path.ends_with("ballast") {
                Vec::new()
            } else {
                content
            };
            let to = at.join(path.strip_prefix(store).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, content).unwrap();
        }
        for folder in ["", "live", "live/sled", "live/sled/blobs"] {
            std::fs::create_dir_all(at.join(folder)).unwrap();
            let owner = std::fs::Permissions::from_mode(0o700);
            std::fs::set_permissions(at.join(folder), owner).unwrap();
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let rebuilt = runtime.block_on(async {
            let store = open_store(&at);
            store.rebuild().await
        });
        rebuilt.unwrap();
        let files = Self::bytes(&at.join("base")).into_iter();
        let table = files.filter(|(path, _)| !path.ends_with("keyring"));
        table.flat_map(|(_, content)| content).collect()
    }

    /// Where `needle` stands, plain or disguised.
    pub fn finds(folder: &Path, needle: &str) -> Option<String> {
        Self::finds_bytes(folder, needle.as_bytes())
    }

    /// Where these bytes stand, plain or disguised.
    pub fn finds_bytes(folder: &Path, needle: &[u8]) -> Option<String> {
        let shown = String::from_utf8_lossy(needle);
        let disguises = disguises(needle);
        for (path, content) in Self::bytes(folder) {
            let name = path.to_string_lossy().into_owned();
            for disguise in &disguises {
                if let Some(at) = memchr::memmem::find(&content, disguise) {
                    let around = &content[at.saturating_sub(48)..content.len().min(at + 48)];
                    let around = around.escape_ascii();
                    return Some(format!("{shown:?} in {name} at {at}: {around}"));
                }
                if contains(name.as_bytes(), disguise) {
                    return Some(format!("{shown:?} in {name}"));
                }
            }
        }
        None
    }
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && memchr::memmem::find(haystack, needle).is_some()
}

/// These bytes, plain and in the usual disguises: UTF-16, hex, base64 at each alignment.
pub fn disguises(secret: &[u8]) -> Vec<Vec<u8>> {
    let wide = |order: fn(u16) -> [u8; 2]| {
        let text = String::from_utf8_lossy(secret);
        text.encode_utf16().flat_map(order).collect()
    };
    let hex = hex::encode(secret);
    let mut all = vec![
        secret.to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ];
    all.extend((0..3).filter_map(|before| inner_base64(secret, before)));
    all
}

/// The letters that a secret has in base64 behind so many other bytes, without the outer ones,
/// which depend on its neighbours. None if fewer than seven are left: in millions of random bytes,
/// as ciphertext is, any four letters stand by chance every few hundred runs.
fn inner_base64(secret: &[u8], before: usize) -> Option<Vec<u8>> {
    let shifted = [&vec![0; before], secret].concat();
    let text = BASE64_STANDARD_NO_PAD.encode(&shifted).into_bytes();
    let (first, end) = ((before * 8).div_ceil(6), shifted.len() * 8 / 6);
    (end >= first + 7).then(|| text[first..end].to_vec())
}

#[test]
fn a_short_word_is_known_in_each_disguise_and_not_by_chance() {
    let folder = tempfile::tempdir().unwrap();
    let looks_through = |content: &[u8]| {
        std::fs::write(folder.path().join("file"), content).unwrap();
        Thief::finds(folder.path(), ".onion").is_some()
    };
    for before in 0..6 {
        let text = [&vec![b'x'; before], b".onion/".as_slice()].concat();
        assert!(looks_through(&text));
        assert!(looks_through(
            BASE64_STANDARD_NO_PAD.encode(&text).as_bytes()
        ));
        assert!(looks_through(hex::encode(&text).as_bytes()));
    }
    let by_chance = &BASE64_STANDARD_NO_PAD.encode("oni").into_bytes();
    assert!(!looks_through(
        &[b"\x1b\xfe", &by_chance[..], b"L$)"].concat()
    ));
}
