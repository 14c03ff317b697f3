//! Small files that only their owner can read, or make.
//!
//! ```text
//!   <file>: nonce ‖ ChaCha20-Poly1305 of JSON       under a key that comes from the owner's own
//! ```
//!
//! Keeps P1: without the owner's passphrase such a file reads as noise, and whoever changes one is
//! found out. That one is an older copy of itself is not.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::{PrivateFolder, read_small};
use crate::keys::aead::{NONCE_LENGTH, SealingKey, SealingNonce};

/// One such file.
pub(crate) struct SealedNote {
    pub(crate) file: &'static str,
    /// What the seal is bound to, so that no file stands for another.
    pub(crate) bound_to: &'static [u8],
    /// Bytes.
    pub(crate) length_max: usize,
}

impl SealedNote {
    /// None if there is no such file. One that does not open with this key is
    /// [`io::ErrorKind::InvalidData`].
    pub(crate) fn read<T: DeserializeOwned>(
        &self,
        folder: &PrivateFolder,
        key: &SealingKey,
    ) -> io::Result<Option<T>> {
        match read_small(&folder.path().join(self.file), self.length_max) {
            Ok(bytes) => {
                let opened = self.open(&bytes, key);
                Ok(Some(opened.ok_or(io::ErrorKind::InvalidData)?))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn open<T: DeserializeOwned>(&self, bytes: &[u8], key: &SealingKey) -> Option<T> {
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LENGTH>()?;
        let mut json = Zeroizing::new(sealed.to_vec());
        let nonce = SealingNonce::from_bytes(*nonce);
        key.open(nonce, self.bound_to, &mut json).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Seals it in the place of what was there: on stable storage when this returns.
    pub(crate) fn keep(
        &self,
        folder: &PrivateFolder,
        key: &SealingKey,
        written: &impl Serialize,
    ) -> io::Result<()> {
        let json = Zeroizing::new(serde_json::to_vec(written)?);
        let nonce = SealingNonce::random();
        let mut bytes = nonce.as_bytes().to_vec();
        bytes.extend(key.seal(nonce, self.bound_to, &json));
        folder.replace(self.file, &bytes)
    }
}
