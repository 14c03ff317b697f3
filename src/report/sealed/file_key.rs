//! The key of one sealed file: what age wraps to each recipient in a file's header. Who has it
//! opens that file and no other.
//!
//! ```text
//!   header: file key, wrapped to A │ payload under the file key
//!   A unwraps it ─▶ hands it to B ─▶ B opens the same bytes
//! ```
//!
//! Nothing is sealed anew, so whoever opens with it has the very bytes that were sealed: the
//! header's authentication fails for any other key. Source: [age](https://c2sp.org/age), "file
//! key".
//!
//! Knows bytes. Never knows what they seal.

use std::cell::RefCell;
use std::fmt;

use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use age_core::secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use crate::keys::lower_hex;
use crate::keys::recipient::OpeningKey;

/// Whatever opens what is sealed: a private key, or the key of that very file.
pub trait Opens: age::Identity {}

impl Opens for OpeningKey {}
impl Opens for HandedKey {}

/// A file's key, handed from one who opens it to another. Masked `Debug`, no `Clone`, wiped when
/// dropped.
#[derive(PartialEq, Eq)]
pub struct HandedKey(Zeroizing<[u8; FILE_KEY_BYTES]>);

/// Opens as its key does, and keeps the file key that it came by.
pub(crate) struct KeyFinder<'a> {
    key: &'a OpeningKey,
    found: RefCell<Option<HandedKey>>,
}

impl HandedKey {
    /// From the 32 digits that [`HandedKey::expose`] gave.
    pub(crate) fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Zeroizing::new).map(Self)
    }

    /// 32 lower-case hexadecimal digits. Loud and rare.
    pub(crate) fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&self.0[..]))
    }
}

impl age::Identity for HandedKey {
    /// Of any stanza: whether it is the right key, the header's authentication says.
    fn unwrap_stanza(&self, _: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
        Some(Ok(FileKey::init_with_mut(|file_key| {
            file_key.copy_from_slice(&self.0[..]);
        })))
    }
}

impl<'a> KeyFinder<'a> {
    pub(crate) fn new(key: &'a OpeningKey) -> Self {
        Self {
            key,
            found: RefCell::new(None),
        }
    }

    /// What it came by.
    pub(crate) fn found(self) -> Option<HandedKey> {
        self.found.into_inner()
    }
}

impl age::Identity for KeyFinder<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
        self.unwrap_stanzas(std::slice::from_ref(stanza))
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, age::DecryptError>> {
        let unwrapped = self.key.unwrap_stanzas(stanzas);
        if let Some(Ok(file_key)) = &unwrapped {
            let mut handed = Zeroizing::new([0; FILE_KEY_BYTES]);
            handed.copy_from_slice(file_key.expose_secret());
            self.found.replace(Some(HandedKey(handed)));
        }
        unwrapped
    }
}

impl fmt::Debug for HandedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandedKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_shown_to_nobody() {
        let key = HandedKey::parse(&"0a".repeat(16)).expect("digits");
        assert_eq!(HandedKey::parse(&key.expose()).as_ref(), Some(&key));
        assert_eq!(format!("{key:?}"), "HandedKey(…)");
        for bad in ["", "0a", &"0A".repeat(16), &"0a".repeat(17)] {
            assert!(HandedKey::parse(bad).is_none(), "{bad}");
        }
    }
}
