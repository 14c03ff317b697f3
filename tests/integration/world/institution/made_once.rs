//! Keys that cost more to make than most tests do with them: made once in this process, by the
//! commands that people use, and copied for each test.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// Files, and what was said when they were made.
pub struct Made {
    /// By their paths in the folder in which they were made, with their modes.
    files: Vec<(PathBuf, u32, Vec<u8>)>,
    pub said: String,
}

/// What `make` leaves in an empty folder, and what it says; from the first who asks for this name
/// on, always the same.
pub fn made_once(name: &str, make: impl FnOnce(&Path) -> String) -> Arc<Made> {
    type Slot = Arc<OnceLock<Arc<Made>>>;
    static MADE: Mutex<BTreeMap<String, Slot>> = Mutex::new(BTreeMap::new());
    let slot = Arc::clone(MADE.lock().unwrap().entry(name.to_owned()).or_default());
    Arc::clone(slot.get_or_init(|| Arc::new(Made::by(make))))
}

impl Made {
    fn by(make: impl FnOnce(&Path) -> String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let said = make(folder.path());
        let mut files = Vec::new();
        gather(folder.path(), Path::new(""), &mut files);
        Self { files, said }
    }

    /// Copies what was made in the folder `part` into this folder.
    pub fn put(&self, part: &str, into: &Path) {
        let mut private = fs::DirBuilder::new();
        private.recursive(true).mode(0o700);
        for (path, mode, bytes) in &self.files {
            let Ok(path) = path.strip_prefix(part) else {
                continue;
            };
            let path = into.join(path);
            private.create(path.parent().unwrap()).unwrap();
            let mut file = fs::OpenOptions::new();
            let file = file.write(true).create(true).truncate(true).mode(*mode);
            file.open(&path).unwrap().write_all(bytes).unwrap();
        }
    }
}

fn gather(folder: &Path, below: &Path, files: &mut Vec<(PathBuf, u32, Vec<u8>)>) {
    for entry in fs::read_dir(folder.join(below)).unwrap().flatten() {
        let path = below.join(entry.file_name());
        if entry.path().is_dir() {
            gather(folder, &path, files);
        } else {
            let mode = entry.metadata().unwrap().permissions().mode();
            files.push((path, mode & 0o777, fs::read(entry.path()).unwrap()));
        }
    }
}
