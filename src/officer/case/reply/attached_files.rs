//! Files that go with a reply: read whole, and refused before anything is sealed or sent.
//!
//! Their names become harmless here already: a reporter's computer must not have to trust ours.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::cli::failure::Failure;
use crate::keys::digest::Sha256;
use crate::officer::home::disk;
use crate::report::mailbox::{CannotEnclose, Enclosure, FileToEnclose, SealedPiece};
use crate::rules::policy::Policy;
use crate::text::file_name::safe_file_name;

/// A file to be attached. Wiped when dropped.
pub(in crate::officer) struct AttachedFile {
    name: String,
    bytes: Zeroizing<Vec<u8>>,
}

/// What goes with one reply; as many and as large as policy lets it.
#[derive(Default)]
pub(in crate::officer) struct AttachedFiles(Vec<AttachedFile>);

impl AttachedFile {
    /// From a form, or from wherever it was kept.
    pub(in crate::officer) fn new(name: &str, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self {
            name: safe_file_name(name),
            bytes,
        }
    }

    /// As the reporter will see it.
    pub(in crate::officer) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::officer) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn read(path: &Path, bytes_max: u64) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| disk(path, &error))?;
        let about = file.metadata().map_err(|error| disk(path, &error))?;
        if !about.is_file() {
            return Err(Failure::refused("officer-attach-no-file").with("path", path.display()));
        }
        // Reserved at once, so that growing leaves no copies behind.
        let length = usize::try_from(about.len().min(bytes_max) + 1).unwrap_or_default();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        let read = file.take(bytes_max + 1).read_to_end(&mut bytes);
        read.map_err(|error| disk(path, &error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self::new(&name, bytes))
    }
}

impl AttachedFiles {
    /// Reads files from the disk.
    pub(in crate::officer) fn read(paths: &[PathBuf], policy: &Policy) -> Result<Self, Failure> {
        if paths.len() > policy.reply_files_max() {
            return Err(too_many(policy));
        }
        let bytes_max = policy.reply_files_bytes_max();
        let files = paths.iter().map(|path| AttachedFile::read(path, bytes_max));
        Self::checked(files.collect::<Result<_, _>>()?, policy)
    }

    /// So many, of so many bytes in all, none of them empty.
    pub(in crate::officer) fn checked(
        files: Vec<AttachedFile>,
        policy: &Policy,
    ) -> Result<Self, Failure> {
        if files.len() > policy.reply_files_max() {
            return Err(too_many(policy));
        }
        let total: u64 = files.iter().map(|file| file.bytes.len() as u64).sum();
        if total > policy.reply_files_bytes_max() {
            let max = policy.reply_files_bytes_max() >> 20;
            return Err(Failure::refused("officer-attach-large").with("max", max));
        }
        match files.iter().find(|file| file.bytes.is_empty()) {
            Some(empty) => Err(Failure::refused("officer-attach-empty").with("name", &empty.name)),
            None => Ok(Self(files)),
        }
    }

    /// Tells these files from others; empty if there are none.
    pub(in crate::officer) fn digest(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut digest = Sha256::new();
        for file in &self.0 {
            digest.update(&Sha256::of(file.name.as_bytes()));
            digest.update(&Sha256::of(&file.bytes));
        }
        hex::encode(digest.finish())
    }

    /// Sealed to a key of their own; none if there are no files.
    pub(super) fn seal(&self) -> Result<Option<(Enclosure, Vec<SealedPiece>)>, Failure> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let files = self.0.iter().map(|file| FileToEnclose {
            name: &file.name,
            bytes: &file.bytes,
        });
        let files: Vec<_> = files.collect();
        let sealed = Enclosure::seal(&files).map(Some);
        sealed.map_err(|why| match why {
            CannotEnclose::Sealing(_) => Failure::refused("officer-reply-not-sealed"),
            CannotEnclose::TooManyFiles | CannotEnclose::TooLarge | CannotEnclose::NotAFile => {
                Failure::refused("officer-attach-unusable")
            }
        })
    }
}

fn too_many(policy: &Policy) -> Failure {
    Failure::refused("officer-attach-many").with("max", policy.reply_files_max())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, length: usize) -> AttachedFile {
        AttachedFile::new(name, Zeroizing::new(vec![7; length]))
    }

    fn refused(files: Vec<AttachedFile>) -> Option<&'static str> {
        let checked = AttachedFiles::checked(files, &Policy::shipped());
        checked.err().map(|failure| failure.complaint())
    }

    #[test]
    fn policy_bounds_how_many_and_how_large_they_are() {
        let many = |count: usize| (0..count).map(|_| file("a", 1)).collect();
        assert_eq!(refused(many(5)), None);
        assert_eq!(refused(many(6)), Some("officer-attach-many"));
        let mib = 1 << 20;
        assert_eq!(refused(vec![file("a", 9 * mib), file("b", mib)]), None);
        let over = vec![file("a", 9 * mib), file("b", mib + 1)];
        assert_eq!(refused(over), Some("officer-attach-large"));
        assert_eq!(refused(vec![file("a", 0)]), Some("officer-attach-empty"));
    }

    #[test]
    fn names_are_made_harmless_and_the_same_files_are_known_again() {
        let hostile = file("../../.bashrc\u{202e}\n", 1);
        assert_eq!(hostile.name(), "bashrc__");
        let digest = |files| AttachedFiles(files).digest();
        assert_eq!(digest(Vec::new()), "");
        assert_eq!(digest(vec![file("a", 2)]), digest(vec![file("a", 2)]));
        for others in [
            vec![file("b", 2)],
            vec![file("a", 3)],
            vec![file("a", 2), file("a", 2)],
        ] {
            assert_ne!(digest(vec![file("a", 2)]), digest(others));
        }
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let read = |path: &Path| {
            let read = AttachedFiles::read(&[path.to_owned()], &Policy::shipped());
            read.err().map(|failure| failure.complaint())
        };
        let why = read(folder.path());
        assert!(
            matches!(why, Some("officer-attach-no-file" | "officer-disk")),
            "{why:?}"
        );
        assert_eq!(read(Path::new("/nonexistent")), Some("officer-disk"));
        let path = folder.path().join("līgums.pdf");
        std::fs::write(&path, b"%PDF").expect("written");
        assert_eq!(read(&path), None);
    }
}
