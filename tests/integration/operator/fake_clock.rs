//! A computer's clock that shows whatever a test wants: Debian's `libfaketime`.

use std::fs;
use std::path::{Path, PathBuf};

/// A clock in a file, read anew each time.
pub struct FakeClock {
    library: PathBuf,
    file: PathBuf,
}

impl FakeClock {
    /// Shows the real time until it is told otherwise. `folder` must be one that the program may
    /// read.
    pub fn in_folder(folder: &Path) -> Option<Self> {
        let clock = Self {
            library: library()?,
            file: folder.join("clock"),
        };
        clock.show("+0");
        Some(clock)
    }

    /// As libfaketime reads it: `+200d`, `-8000y`.
    pub fn show(&self, offset: &str) {
        let beside = self.file.with_extension("new");
        fs::write(&beside, offset).unwrap();
        fs::rename(beside, &self.file).unwrap();
    }

    /// For the environment of a program. Its time since the start is left alone, as the kernel
    /// leaves it.
    pub fn environment(&self) -> Vec<(String, String)> {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        [
            ("LD_PRELOAD", path(&self.library)),
            ("FAKETIME_TIMESTAMP_FILE", path(&self.file)),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

/// The library, where Debian puts it.
pub fn library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.flatten();
    let mut libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    libraries.find(|library| library.exists())
}
