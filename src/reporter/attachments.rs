//! Attachments: files that go with a report, looked at before anything is asked or sealed, read
//! while it is sealed.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::report::content_tag::ContentDigest;
use crate::report::sealed::Sealing;
use crate::rules::policy::Policy;

/// Files that may be sent.
pub(super) struct Attachments {
    paths: Vec<PathBuf>,
    /// Bytes, when they were looked at.
    total: u64,
    each_max: u64,
}

impl Attachments {
    /// Checks number and sizes, and that each is a file with something in it.
    pub(super) fn look(paths: &[PathBuf], policy: &Policy) -> Result<Self, Failure> {
        let mib = |bytes: u64| bytes >> 20;
        if paths.len() > policy.files_max() {
            return Err(Failure::refused("reporter-too-many-files").with("max", policy.files_max()));
        }
        let mut total = 0;
        for path in paths {
            let about = std::fs::metadata(path).map_err(|why| unreadable(path, &why))?;
            if !about.is_file() || about.len() == 0 {
                return Err(Failure::refused("reporter-no-content").with("path", path.display()));
            }
            if about.len() > policy.file_bytes_max() {
                return Err(too_large(path, policy.file_bytes_max()));
            }
            total += about.len();
        }
        if total > policy.total_bytes_max() {
            let max = mib(policy.total_bytes_max());
            return Err(Failure::refused("reporter-files-too-large").with("max", max));
        }
        Ok(Self {
            paths: paths.to_vec(),
            total,
            each_max: policy.file_bytes_max(),
        })
    }

    pub(super) fn count(&self) -> usize {
        self.paths.len()
    }

    /// Bytes of all files together.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Files may say more than their words.
    pub(super) fn warn(&self, context: &CommandContext) {
        if self.count() > 0 {
            context.advise("form-files-metadata", &[]);
        }
    }

    /// Seals them, one after the other, and adds what they are to `content`. `taken` gets
    /// ciphertext as it is made.
    pub(super) fn seal(
        &self,
        sealing: &mut Sealing,
        content: &mut ContentDigest,
        mut taken: impl FnMut(Vec<u8>),
    ) -> Result<(), Failure> {
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        for path in &self.paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            sealing.file(&name, KIND).map_err(|why| not_sealed(&why))?;
            content.add(name.as_bytes());
            let mut file = File::open(path).map_err(|why| unreadable(path, &why))?;
            let mut left = self.each_max;
            loop {
                let length = fill(&mut file, &mut piece).map_err(|why| unreadable(path, &why))?;
                if length == 0 {
                    break;
                }
                // It may have grown since it was looked at.
                left = left
                    .checked_sub(length as u64)
                    .ok_or_else(|| too_large(path, self.each_max))?;
                content.add(&piece[..length]);
                let sealed = sealing.write(&piece[..length]);
                sealed.map_err(|why| not_sealed(&why))?;
                taken(sealing.take());
            }
        }
        Ok(())
    }
}

/// Reads as much as there is room for; less only at the end, so that a file always comes in the
/// same pieces.
fn fill(file: &mut File, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < piece.len() {
        match file.read(&mut piece[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

pub(super) fn not_sealed(why: &crate::report::sealed::CannotSeal) -> Failure {
    Failure::refused("reporter-not-sealed").with("why", why)
}

fn too_large(path: &Path, max: u64) -> Failure {
    Failure::refused("reporter-file-too-large")
        .with("path", path.display())
        .with("max", max >> 20)
}

fn unreadable(path: &Path, why: &std::io::Error) -> Failure {
    Failure::refused("reporter-cannot-read")
        .with("path", path.display())
        .with("why", why)
}

/// What a browser says of a file that it doesn't know. A better guess would tell something of this
/// computer.
const KIND: &str = "application/octet-stream";
/// Bytes read at once.
const PIECE: usize = 64 * 1024;
