//! The checkpoint file: which state of the ledger this reporter saw last.
//!
//! Keeps P7 against a server that shows the reporter another history each time. It lies beside the
//! code file, or where its owner says; whoever comes with a code on paper and names no file leaves
//! nothing behind and compares nothing. It names the server, so it is as telling as the code file.

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::private_files::{Older, Readers, read_small, write_durably};
use crate::keys::digest::Sha256;
use crate::ledger::checkpoint::evidence::Evidence;
use crate::ledger::checkpoint::{Checkpoint, LogKey, NOTE_MAX};

/// Where the checkpoint is kept.
pub(super) struct CheckpointFile(PathBuf);

impl CheckpointFile {
    /// The file that was named, or the one beside the code file.
    pub(super) fn find(wanted: Option<PathBuf>, code_file: Option<&Path>) -> Option<Self> {
        let beside = || code_file.map(|path| beside(path, ".checkpoint"));
        wanted.or_else(beside).map(Self)
    }

    /// The checkpoint seen last; none if there was none yet. A damaged one is no reason to begin
    /// again: that would forget what was seen.
    pub(super) fn read(&self, log: &LogKey) -> Result<Option<Checkpoint>, Failure> {
        let damaged =
            || Failure::refused("reporter-checkpoint-damaged").with("path", self.0.display());
        match read_small(&self.0, NOTE_MAX) {
            Ok(bytes) => Checkpoint::parse(&bytes, log)
                .map(Some)
                .map_err(|_| damaged()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(damaged()),
        }
    }

    /// Remembers it.
    pub(super) fn keep(&self, checkpoint: &Checkpoint) -> Result<(), Failure> {
        write(&self.0, &checkpoint.to_bytes())
    }

    /// Keeps what proves that the log signed two histories, for anyone to check.
    pub(super) fn keep_evidence(&self, evidence: &Evidence) -> Result<PathBuf, Failure> {
        let json = evidence.to_json();
        let name = hex::encode(Sha256::truncated::<4>(json.as_bytes()));
        let path = beside(&self.0, &format!(".evidence-{name}.json"));
        write(&path, json.as_bytes())?;
        Ok(path)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_durably(path, bytes, Readers::Owner, Older::Goes).map_err(|error| {
        Failure::refused("reporter-checkpoint-unwritable")
            .with("path", path.display())
            .with("why", error)
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
