//! `svilpe officer pack sign | check`: the country pack, offline, by who is responsible for it.
//!
//! Stock tools do the same: `sha256sum` for the lines under `[files]`, minisign for the signature.
//! This checks more, and exactly as the intake will.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{CannotDo, read, read_key, read_secret, refuse_signed_version, replace};
use crate::keys::digest::Sha256;
use crate::rules::pack::{BadPack, CountryPack, paths};
use crate::rules::policy::{PackPath, Policy};

/// Writes the digests of the folder's files into its `policy.toml`, checks all of it, and signs it
/// with the secret half of the `policy.pub` beside it. Gives the signature's path.
pub fn sign_pack(
    folder: &Path,
    secret: &Path,
    password: Option<&Zeroizing<String>>,
) -> Result<(PathBuf, CountryPack), CannotDo> {
    let failed = |why| CannotDo::Pack(folder.to_owned(), why);
    let (path, public) = (folder.join("policy.toml"), folder.join("policy.pub"));
    let key = read_key(&public)?;
    let written = read(&path, POLICY_MAX)?;
    let text = with_files(folder, &written).map_err(failed)?;
    let text = text.ok_or_else(|| CannotDo::NoFiles(path.clone()))?;
    // As it lies there, so that a mistake has the line that its author sees.
    Policy::parse(&written).map_err(|why| failed(BadPack::Policy(why)))?;
    let secret = read_secret(secret, password)?;
    if *secret.public() != key {
        return Err(CannotDo::OtherSecret(public));
    }
    let pack = CountryPack::load_unsigned(folder, &text).map_err(failed)?;
    pack.is_read_whole().map_err(failed)?;
    let (country, version) = (pack.policy().country(), pack.policy().version());
    let signature = folder.join("policy.toml.minisig");
    refuse_signed_version(&signature, &text, &key, version)?;
    let comment = format!("{}pack {country} version {version}", super::COMMENT);
    let signed = secret
        .sign(text.as_bytes(), &comment)
        .map_err(CannotDo::CannotMake)?;
    if text != written {
        replace(&path, &text)?;
    }
    replace(&signature, &signed)?;
    Ok((signature, pack))
}

/// The signed pack in this folder, exactly as the intake will read it.
pub fn check_pack(folder: &Path) -> Result<CountryPack, CannotDo> {
    let failed = |why| CannotDo::Pack(folder.to_owned(), why);
    let pack = CountryPack::load(folder).map_err(failed)?;
    pack.is_read_whole().map_err(failed)?;
    Ok(pack)
}

/// The text with the digests of the folder's files under its line `[files]`; `None`: it has none.
fn with_files(folder: &Path, text: &str) -> Result<Option<String>, BadPack> {
    let mut named = Vec::new();
    for path in paths(folder)? {
        if PackPath::parse(&path).is_none() {
            return Err(BadPack::Misnamed(path));
        }
        let file = super::read_text(&folder.join(&path), POLICY_MAX);
        let file = file.map_err(|why| BadPack::Unreadable(folder.join(&path), why))?;
        let digest = hex::encode(Sha256::of(file.as_bytes()));
        named.push(format!("\"{path}\" = \"{digest}\""));
    }
    // By lines, whichever their ends are: written are those of one kind.
    let lines: Vec<&str> = text.lines().collect();
    let Some(head) = lines.iter().position(|line| line.trim_end() == "[files]") else {
        return Ok(None);
    };
    let (above, below) = lines.split_at(head + 1);
    let below = below.iter().skip_while(|line| line.starts_with('"'));
    let named = named.iter().map(String::as_str);
    let lines = above.iter().copied().chain(named).chain(below.copied());
    Ok(Some(lines.flat_map(|line| [line, "\n"]).collect()))
}

/// Bytes, of any of its files.
const POLICY_MAX: u64 = 256 * 1024;
