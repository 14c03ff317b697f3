//! Who has a copy of the disk.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

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

    /// Where `needle` stands: as it is, in hex, base64 or UTF-16.
    pub fn finds(folder: &Path, needle: &str) -> Option<String> {
        let wide = [
            needle.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            needle.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ];
        Self::finds_any(folder, needle.as_bytes(), &wide)
    }

    /// Where these bytes stand: raw, in hex or base64.
    pub fn finds_bytes(folder: &Path, needle: &[u8]) -> Option<String> {
        Self::finds_any(folder, needle, &[])
    }

    fn finds_any(folder: &Path, needle: &[u8], more: &[Vec<u8>]) -> Option<String> {
        let mut spellings = vec![
            needle.to_vec(),
            hex(needle).into_bytes(),
            hex(needle).to_uppercase().into_bytes(),
        ];
        spellings.extend_from_slice(more);
        spellings.extend(base64_inner(needle));
        let shown = String::from_utf8_lossy(needle);
        for (path, content) in Self::bytes(folder) {
            let name = path.to_string_lossy().into_owned();
            for spelling in &spellings {
                if let Some(at) = memchr::memmem::find(&content, spelling) {
                    let around = &content[at.saturating_sub(48)..content.len().min(at + 48)];
                    let around = around.escape_ascii();
                    return Some(format!("{shown:?} in {name} at {at}: {around}"));
                }
                if contains(name.as_bytes(), spelling) {
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

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The middles of the three base64 spellings that a text has inside a longer one.
fn base64_inner(bytes: &[u8]) -> Vec<Vec<u8>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3)
        .map(|shift| {
            bytes[shift.min(bytes.len())..]
                .chunks_exact(3)
                .flat_map(|three| {
                    let word =
                        u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
                    [18, 12, 6, 0].map(|right| LETTERS[(word >> right & 63) as usize])
                })
                .collect()
        })
        .collect()
}
