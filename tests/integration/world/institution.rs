//! Who signs rosters, offline.

use std::path::Path;

use super::{PASSPHRASE, ok, secret_file, svilpe};

/// Who signs rosters, offline.
pub struct Institution;

impl Institution {
    /// Makes the institution's key beside `folder` and a signed roster in `keys`.
    pub fn make(slug: &str, folder: &Path, keys: &Path, blocks: &str) {
        std::fs::create_dir_all(folder).unwrap();
        let secret = folder.join("institution.key");
        let public = keys.join(format!("{slug}.pub"));
        let password = secret_file(&folder.join("password"), PASSPHRASE);
        ok(svilpe(&["officer", "roster", "keygen"])
            .arg(&public)
            .arg(&secret)
            .arg("--passphrase-file")
            .arg(&password));
        Self::sign(slug, folder, keys, 1, blocks);
    }

    /// Writes and signs a roster, over the one before.
    pub fn sign(slug: &str, folder: &Path, keys: &Path, version: u32, blocks: &str) {
        Self::sign_text(slug, folder, keys, &roster_text(slug, version, blocks));
    }

    /// Signs these very words, over the ones before.
    pub fn sign_text(slug: &str, folder: &Path, keys: &Path, text: &str) {
        let roster = keys.join(format!("{slug}.toml"));
        std::fs::write(&roster, text).unwrap();
        let _ = std::fs::remove_file(keys.join(format!("{slug}.toml.minisig")));
        ok(svilpe(&["officer", "roster", "sign"])
            .arg(&roster)
            .arg(folder.join("institution.key"))
            .arg("--passphrase-file")
            .arg(folder.join("password")));
    }
}

pub fn roster_text(slug: &str, version: u32, blocks: &str) -> String {
    format!(
        "institution = \"{slug}\"\nversion = {version}\nkind = \"external\"\n\n\
         [name]\nlv = \"Paraugu iestāde\"\nen = \"Sample Institution\"\n\n{blocks}"
    )
}
