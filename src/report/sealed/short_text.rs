//! Short sealed texts: replies and identities.
//!
//! One buffer of JSON, padded with spaces to 4 KiB steps (so `age -d | jq` reads it),
//! sealed to a few keys.

use std::io::{Read as _, Write as _};

use age::armor::ArmoredReader;
use age::{Decryptor, Encryptor};
use zeroize::Zeroizing;

use super::header::HeaderScan;
use super::padding::padded_short;
use super::refusals::{CannotOpen, CannotSeal};
use crate::keys::recipient::Recipient;
use crate::report::sealed::file_key::Opens;

/// Seals JSON to all of `to`.
pub(crate) fn seal_short(json: &[u8], to: &[Recipient]) -> Result<Vec<u8>, CannotSeal> {
    let mut padded = Zeroizing::new(Vec::with_capacity(padded_short(json.len())));
    padded.extend_from_slice(json);
    padded.resize(padded_short(json.len()), b' ');
    let recipients = to.iter().map(|key| key as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(CannotSeal::age)?;
    let mut writer = encryptor.wrap_output(Vec::new())?;
    writer.write_all(&padded)?;
    Ok(writer.finish()?)
}

/// Opens what [`seal_short`] sealed, padding and all; `sealed` is already bounded.
pub(crate) fn open_short(sealed: &[u8], key: &dyn Opens) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let mut scan = HeaderScan::new();
    if scan.push(sealed)?.is_none() {
        return Err(scan.unfinished().into());
    }
    let decryptor = Decryptor::new_buffered(sealed)?;
    let mut reader = decryptor.decrypt(std::iter::once(key as &dyn age::Identity))?;
    let mut json = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader
        .read_to_end(&mut json)
        .map_err(|_| CannotOpen::Damaged)?;
    Ok(json)
}

/// Opens an age file that somebody made with another tool, in text or not; it is already bounded.
pub(crate) fn open_foreign(
    sealed: &[u8],
    key: &dyn Opens,
) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    if !sealed.starts_with(ARMOR) {
        return open_short(sealed, key);
    }
    let mut bytes = Vec::with_capacity(sealed.len());
    let mut armored = ArmoredReader::new(sealed);
    armored
        .read_to_end(&mut bytes)
        .map_err(|_| CannotOpen::Damaged)?;
    open_short(&bytes, key)
}

/// How an age file in text begins.
const ARMOR: &[u8] = b"-----BEGIN AGE";
