//! Who signs rosters, offline.

pub mod light_keys;
pub mod made_once;
pub mod packs;

use std::path::Path;

use made_once::made_once;

use super::{PASSPHRASE, ok, secret_file, svilpe};

/// Who signs rosters, offline.
pub struct Institution;

impl Institution {
    /// The institution's key in `folder`, which is the same in every test, and a signed roster in
    /// `keys`.
    pub fn make(slug: &str, folder: &Path, keys: &Path, blocks: &str) {
        let key = made_once(&format!("institution {slug}"), |made| {
            Self::keygen(slug, &made.join("safe"), &made.join("keys"));
            String::new()
        });
        let text = roster_text(slug, 1, blocks);
        let signed = made_once(&format!("roster {text}"), |made| {
            let (safe, keys) = (made.join("safe"), made.join("keys"));
            key.put("safe", &safe);
            key.put("keys", &keys);
            Self::sign_text(slug, &safe, &keys, &text);
            String::new()
        });
        signed.put("safe", folder);
        signed.put("keys", keys);
    }

    fn keygen(slug: &str, folder: &Path, keys: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::create_dir_all(keys).unwrap();
        secret_file(&folder.join("password"), PASSPHRASE);
        let public = keys.join(format!("{slug}.pub"));
        light_keys::institution_key(&public, &folder.join("institution.key"));
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
