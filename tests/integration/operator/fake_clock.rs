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
    forget_the_dead(Path::new(SHARED));
    let folders = fs::read_dir("/usr/lib").ok()?.flatten();
    let mut libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    libraries.find(|library| library.exists())
}

/// A program that is killed leaves the memory in which it shared its clock, under its process's
/// number; and the next one with that number does not start ("File exists"). Numbers come again
/// sooner than one thinks: there are 32,768 of them.
fn forget_the_dead(shared: &Path) {
    for left in fs::read_dir(shared).into_iter().flatten().flatten() {
        let name = left.file_name().into_string().unwrap_or_default();
        let number = LEFT.iter().find_map(|start| name.strip_prefix(start));
        let number = number.and_then(|number| number.parse::<u32>().ok());
        if number.is_some_and(|number| !Path::new(&format!("/proc/{number}")).exists()) {
            let _ = fs::remove_file(left.path());
        }
    }
}

const SHARED: &str = "/dev/shm";
const LEFT: [&str; 2] = ["faketime_shm_", "sem.faketime_sem_"];

#[test]
fn what_a_killed_program_left_of_its_clock_stops_no_other() {
    let shared = tempfile::tempdir().unwrap();
    let left = |number: &str| LEFT.map(|start| shared.path().join(format!("{start}{number}")));
    let own = std::process::id().to_string();
    // More than there are processes; ourselves; and somebody else's file.
    for path in [left("4999999"), left(&own), left("x")].as_flattened() {
        fs::write(path, "").unwrap();
    }
    forget_the_dead(shared.path());
    assert!(left("4999999").iter().all(|path| !path.exists()));
    for path in [left(&own), left("x")].as_flattened() {
        assert!(path.exists(), "{}", path.display());
    }
}
