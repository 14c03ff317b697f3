//! Who is responsible for country packs: the shipped one with lines changed, signed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use svilpe::officer::roster::commands::sign_pack;

use super::light_keys::institution_key;

/// A signed pack in `folder`: the one in `country` (a folder below `policy/`) with these lines
/// changed; `THIS_VERSION` stands for its number. Each has a higher one than the one before, and
/// the same key.
pub fn signed_pack(folder: &Path, country: &str, changes: &[(&str, &str)]) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(2);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let pack = folder.join(format!("pack-{number}"));
    copy(&Path::new("policy").join(country), &pack);
    let path = pack.join("policy.toml");
    let mut text = fs::read_to_string(&path).unwrap();
    let numbered = format!("\nversion = {number}\n");
    for (line, other) in changes
        .iter()
        .chain(&[("\nversion = 1\n", numbered.as_str())])
    {
        assert!(text.contains(line), "{line}");
        text = text.replace(line, other);
    }
    fs::write(&path, text.replace("THIS_VERSION", &number.to_string())).unwrap();
    sign(&pack, folder, key());
    pack
}

/// One that somebody else signed.
pub fn strangers_pack(folder: &Path) -> PathBuf {
    let pack = signed_pack(folder, "latvia", &[]);
    let safe = folder.join("stranger");
    fs::create_dir_all(&safe).unwrap();
    sign(&pack, &safe, &new_key());
    pack
}

fn sign(pack: &Path, folder: &Path, (public, secret): &(String, String)) {
    let safe = folder.join("pack-safe");
    fs::create_dir_all(&safe).unwrap();
    fs::write(pack.join("policy.pub"), public).unwrap();
    fs::write(safe.join("pack.key"), secret).unwrap();
    sign_pack(pack, &safe.join("pack.key"), None).unwrap();
}

/// The same for all packs of this process.
fn key() -> &'static (String, String) {
    static KEY: OnceLock<(String, String)> = OnceLock::new();
    KEY.get_or_init(new_key)
}

fn new_key() -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let [public, secret] = ["public", "secret"].map(|name| folder.path().join(name));
    institution_key(&public, &secret);
    let read = |path| fs::read_to_string(path).unwrap();
    (read(public), read(secret))
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let into = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &into);
        } else {
            fs::copy(entry.path(), into).unwrap();
        }
    }
}
