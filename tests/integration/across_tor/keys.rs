//! Keys of the lab: authorities' identities, and officers' keys for their onion.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use x25519_dalek::{PublicKey, StaticSecret};

use super::private_folder;

/// Makes an authority's keys; its v3 identity and its relay's fingerprint.
pub fn of_authority(lab: &Path, name: &str) -> (String, String) {
    let keys = lab.join(name).join("keys");
    private_folder(&keys);
    let mut gencert = Command::new("tor-gencert")
        .args(["--create-identity-key", "-m", "12", "--passphrase-fd", "0"])
        .arg("-i")
        .arg(keys.join("authority_identity_key"))
        .arg("-s")
        .arg(keys.join("authority_signing_key"))
        .arg("-c")
        .arg(keys.join("authority_certificate"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut passphrase = gencert.stdin.take().unwrap();
    passphrase.write_all(b"no secret at all\n").unwrap();
    drop(passphrase);
    assert!(gencert.wait().unwrap().success(), "tor-gencert");
    let certificate = fs::read_to_string(keys.join("authority_certificate")).unwrap();
    let v3ident = certificate
        .lines()
        .find_map(|line| line.strip_prefix("fingerprint "));
    (v3ident.unwrap().to_owned(), fingerprint(lab, name))
}

/// Makes the relay's keys, too.
fn fingerprint(lab: &Path, name: &str) -> String {
    let listed = Command::new("tor")
        .args([
            "--list-fingerprint",
            "--quiet",
            "--ORPort",
            "1",
            "--Nickname",
            name,
        ])
        .arg("-f")
        .arg(lab.join("empty"))
        .arg("--defaults-torrc")
        .arg(lab.join("empty"))
        .arg("--DataDirectory")
        .arg(lab.join(name))
        .output()
        .unwrap();
    assert!(listed.status.success(), "tor --list-fingerprint");
    let listed = String::from_utf8(listed.stdout).unwrap();
    listed.split_whitespace().skip(1).collect()
}

/// A key for an onion service with client authorization.
pub struct ClientKey(StaticSecret);

impl ClientKey {
    pub fn random() -> Self {
        Self(StaticSecret::from(
            svilpe::keys::random::random_bytes::<32>(),
        ))
    }

    /// The line for the host's `authorized_clients/NAME.auth`.
    pub fn for_host(&self) -> String {
        let public = PublicKey::from(&self.0);
        format!("descriptor:x25519:{}\n", base32(public.as_bytes()))
    }

    /// The line for the client's `NAME.auth_private`.
    pub fn for_client(&self, onion: &str) -> String {
        let address = onion.strip_suffix(".onion").unwrap();
        format!(
            "{address}:descriptor:x25519:{}\n",
            base32(self.0.as_bytes())
        )
    }
}

/// RFC 4648, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1))
        .collect();
    let letter = |five: &[u8]| {
        let index = (0..5).fold(0, |index, at| {
            index << 1 | five.get(at).copied().unwrap_or(0)
        });
        char::from(LETTERS[usize::from(index)])
    };
    bits.chunks(5).map(letter).collect()
}
