//! What else is in a country pack: the paths of its files, and the digest of each.
//!
//! So one digest, the policy's, stands for the whole pack, and one signature covers it.

use std::collections::BTreeMap;
use std::fmt;

use toml::Spanned;

use crate::keys::digest::Sha256;
use crate::keys::lower_hex;
use crate::rules::toml_file::{Complaint, TomlFile};

/// The pack's files beside `policy.toml`, and the SHA-256 of each.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct PackFiles(BTreeMap<PackPath, [u8; 32]>);

/// A file's path in its pack: `texts/lv.ftl`. At most 80 characters; parts of a–z, 0–9 and `-`, at
/// most four, with `.toml` or `.ftl` at the end. Leads nowhere but down.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackPath(String);

pub(super) type WrittenFiles = BTreeMap<Spanned<String>, Spanned<String>>;

impl PackPath {
    /// A path from outside.
    pub fn parse(text: &str) -> Option<Self> {
        let stem = ENDINGS
            .iter()
            .find_map(|ending| text.strip_suffix(ending))?;
        let is_part = |part: &str| {
            let mut bytes = part.bytes();
            !part.is_empty()
                && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let fits = text.len() <= PATH_MAX && stem.split('/').count() <= PARTS_MAX;
        (fits && stem.split('/').all(is_part)).then(|| Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PackFiles {
    /// Each path and the digest of what lies there.
    pub fn iter(&self) -> impl Iterator<Item = (&PackPath, &[u8; 32])> {
        self.0.iter()
    }

    /// Does the pack name a file there?
    pub fn has(&self, path: &PackPath) -> bool {
        self.0.contains_key(path)
    }

    /// Is this what the pack says lies there?
    pub fn fits(&self, path: &PackPath, text: &str) -> bool {
        self.0.get(path) == Some(&Sha256::of(text.as_bytes()))
    }

    pub(super) fn from_written(
        sheet: TomlFile<'_>,
        written: &WrittenFiles,
    ) -> Result<Self, Complaint> {
        let mut files = BTreeMap::new();
        for (path, digest) in written {
            let hint = "parts of a-z, 0-9 and -, with .toml or .ftl at the end";
            let known = PackPath::parse(path.get_ref())
                .ok_or_else(|| sheet.complain(path, "not a path in a pack", hint))?;
            let digest = lower_hex::parse(digest.get_ref()).ok_or_else(|| {
                let hint = "svilpe officer pack sign writes it";
                sheet.complain(digest, "not a SHA-256 in hexadecimal", hint)
            })?;
            if files.len() == FILES_MAX {
                let hint = format_args!("a pack holds at most {FILES_MAX} files");
                return Err(sheet.complain(path, "too many files", hint));
            }
            files.insert(known, digest);
        }
        Ok(Self(files))
    }
}

impl fmt::Display for PackPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PackPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const ENDINGS: [&str; 2] = [".toml", ".ftl"];
/// Bytes.
const PATH_MAX: usize = 80;
/// `languages/et/pages/form.ftl`.
const PARTS_MAX: usize = 4;
/// Sixteen languages of fourteen files, their country's texts, the letters.
const FILES_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_down_into_the_pack() {
        for path in [
            "letters.toml",
            "texts/lv-x-easy.ftl",
            "languages/et/pages/form.ftl",
        ] {
            assert!(PackPath::parse(path).is_some(), "{path}");
        }
        let long = format!("{}.ftl", "a".repeat(PATH_MAX));
        for path in [
            "",
            ".ftl",
            "/a.ftl",
            "a//b.ftl",
            "../a.ftl",
            "a/../b.ftl",
            "a/./b.ftl",
            "a.txt",
            "A.ftl",
            "a\\b.ftl",
            "a/b/c/d/e.ftl",
            "a.ftl\0",
            "a .ftl",
            "policy.toml.minisig",
            &long,
        ] {
            assert_eq!(PackPath::parse(path), None, "{path:?}");
        }
    }
}
