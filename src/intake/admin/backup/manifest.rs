//! What a backup consists of: each file with its digest.
//!
//! ```text
//!   svilpe backup, schema 1
//!   5c1f…  backup/store/live/tally
//!   91ab…  keyring/pepper
//! ```
//!
//! Knows names and digests. A manifest is read from a disk that others may have written to: its
//! paths stay inside.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use crate::cli::private_files::open_own;

/// All files of both parts, by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BackupManifest(Vec<Copied>);

/// One file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) part: BackupPart,
    /// Relative, and below its part.
    pub(super) path: PathBuf,
    pub(super) digest: Digest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BackupPart {
    Backup,
    Keyring,
}

/// SHA-256 of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digest([u8; 32]);

/// Not the manifest of a finished backup.
#[derive(Debug)]
pub(super) struct NotAManifest;

impl BackupManifest {
    pub(super) fn add(&mut self, part: BackupPart, path: PathBuf, digest: Digest) {
        let copied = Copied { part, path, digest };
        self.0.push(copied);
    }

    pub(super) fn copied(&self) -> &[Copied] {
        &self.0
    }

    /// The files of one part.
    pub(super) fn of(&self, part: BackupPart) -> impl Iterator<Item = &Copied> {
        self.0.iter().filter(move |copied| copied.part == part)
    }

    pub(super) fn read(path: &Path) -> Result<Self, NotAManifest> {
        let mut text = String::new();
        let read = open_own(File::options().read(true), path)
            .and_then(|file| file.take(LENGTH_MAX).read_to_string(&mut text));
        read.map_err(|_: io::Error| NotAManifest)?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, NotAManifest> {
        let mut lines = text.strip_suffix('\n').ok_or(NotAManifest)?.lines();
        if lines.next() != Some(SCHEMA) {
            return Err(NotAManifest);
        }
        let copied = lines.map(|line| Copied::parse(line).ok_or(NotAManifest));
        Ok(Self(copied.collect::<Result<_, _>>()?))
    }
}

impl Copied {
    fn parse(line: &str) -> Option<Self> {
        let (digest, path) = line.split_once("  ")?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(digest, &mut bytes).ok()?;
        let (part, path) = path.split_once('/')?;
        let part = match part {
            "backup" => BackupPart::Backup,
            "keyring" => BackupPart::Keyring,
            _ => return None,
        };
        let path = PathBuf::from(path);
        let stays_below = |step| matches!(step, Component::Normal(_));
        let is_below = path.components().all(stays_below) && path.file_name().is_some();
        is_below.then_some(Self {
            part,
            path,
            digest: Digest(bytes),
        })
    }
}

impl Digest {
    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for BackupManifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{SCHEMA}")?;
        for Copied { part, path, digest } in &self.0 {
            let part = match part {
                BackupPart::Backup => "backup",
                BackupPart::Keyring => "keyring",
            };
            writeln!(f, "{}  {part}/{}", hex::encode(digest.0), path.display())?;
        }
        Ok(())
    }
}

const SCHEMA: &str = "svilpe backup, schema 1";

/// Bytes; some ten files are usual.
const LENGTH_MAX: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str) -> String {
        format!("{SCHEMA}\n{}  {path}\n", "0a".repeat(32))
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let text = line("backup/store/live/sled/db");
        let manifest = BackupManifest::parse(&text).unwrap();
        assert_eq!(manifest.copied()[0].path, Path::new("store/live/sled/db"));
        assert_eq!(manifest.to_string(), text);
    }

    #[test]
    fn a_path_that_leaves_its_part_is_refused() {
        for path in [
            "backup/../x",
            "backup//etc/passwd",
            "backup/",
            "keyring/a/../../b",
            "elsewhere/x",
            "backup",
            "",
        ] {
            assert!(BackupManifest::parse(&line(path)).is_err(), "{path}");
        }
    }

    #[test]
    fn a_cut_or_foreign_text_is_refused() {
        let whole = line("keyring/pepper");
        assert!(BackupManifest::parse(&whole).is_ok());
        assert!(BackupManifest::parse(whole.trim_end()).is_err());
        assert!(BackupManifest::parse(&whole.replace("schema 1", "schema 2")).is_err());
        assert!(BackupManifest::parse(&whole.replacen("0a", "0", 1)).is_err());
        assert!(BackupManifest::parse("").is_err());
    }
}
