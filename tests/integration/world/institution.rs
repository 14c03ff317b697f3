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

    /// Writes and signs a roster, over the one before; with the server's number, if it is known.
    pub fn sign(slug: &str, folder: &Path, keys: &Path, version: u32, blocks: &str) {
        Self::sign_text(slug, folder, keys, &roster_text(slug, version, blocks));
    }

    /// Signs these very words, over the ones before.
    pub fn sign_text(slug: &str, folder: &Path, keys: &Path, text: &str) {
        let roster = keys.join(format!("{slug}.toml"));
        std::fs::write(&roster, text).unwrap();
        Self::sign_again(slug, folder, keys);
    }

    /// The server is made: its number and its ledger's key go into the roster, which nobody has
    /// seen yet.
    pub fn name_server(slug: &str, folder: &Path, keys: &Path, number: &str) {
        std::fs::write(folder.join("server"), number).unwrap();
        Self::sign_again(slug, folder, keys);
    }

    fn sign_again(slug: &str, folder: &Path, keys: &Path) {
        let _ = std::fs::remove_file(keys.join(format!("{slug}.toml.minisig")));
        let mut sign = svilpe(&["officer", "roster", "sign"]);
        sign.arg(keys.join(format!("{slug}.toml")))
            .arg(folder.join("institution.key"))
            .arg("--passphrase-file")
            .arg(folder.join("password"));
        if let Ok(number) = std::fs::read_to_string(folder.join("server")) {
            sign.args(["--server", &number]);
        }
        ok(&mut sign);
    }
}

pub fn roster_text(slug: &str, version: u32, blocks: &str) -> String {
    format!(
        "institution = \"{slug}\"\nversion = {version}\nkind = \"external\"\n\n\
         [name]\nlv = \"Paraugu iestāde\"\nen = \"Sample Institution\"\n\n{blocks}"
    )
}
