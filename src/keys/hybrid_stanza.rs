//! age's hybrid recipient stanza: a file key, sealed to one hybrid key.
//!
//! ```text
//!   -> mlkem768x25519 <encapsulated secret: 1,120 bytes in base64>
//!   <HPKE's ciphertext of the file key: 16 + 16 bytes in base64>               1,557 bytes in all
//! ```
//!
//! Source: [C2SP age](https://c2sp.org/age#the-hybrid-post-quantum-recipient-type). The crate `age`
//! has no such identity, and lets others bring theirs by two traits; here they are. The label
//! `postquantum` keeps a file key from being sealed to a weaker key beside.
//!
//! Knows age's stanzas. Never knows what the file key opens.

use std::collections::HashSet;

use age::{DecryptError, EncryptError};
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use age_core::secrecy::ExposeSecret as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};

use super::aead::TAG_LENGTH;
use super::hpke::{HpkeMessage, NotOpened};
use super::recipient::{OpeningKey, Recipient};
use super::x_wing::XWingPrivateKey;

impl age::Recipient for Recipient {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let message = HpkeMessage::seal(&self.key(), INFO, file_key.expose_secret());
        let stanza = Stanza {
            tag: HYBRID_TAG.to_owned(),
            args: vec![BASE64_STANDARD_NO_PAD.encode(&message.encapsulated[..])],
            body: message.sealed,
        };
        Ok((vec![stanza], HashSet::from([LABEL.to_owned()])))
    }
}

impl age::Identity for OpeningKey {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.unwrap_stanzas(std::slice::from_ref(stanza))
    }

    /// The key is made from its seed once for all stanzas of a file.
    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        let key = self.key();
        let mut hybrid = stanzas.iter().filter(|stanza| stanza.tag == HYBRID_TAG);
        hybrid.find_map(|stanza| unwrapped(stanza, &key))
    }
}

/// None: for another key. An error: no honest sender writes it so, and the file is refused, as the
/// specification has it.
fn unwrapped(stanza: &Stanza, key: &XWingPrivateKey) -> Option<Result<FileKey, DecryptError>> {
    let Some(message) = message(stanza) else {
        return Some(Err(DecryptError::InvalidHeader));
    };
    match message.open(key, INFO) {
        Ok(opened) => Some(Ok(FileKey::init_with_mut(|file_key| {
            file_key.copy_from_slice(&opened);
        }))),
        Err(NotOpened::NotContributory) => Some(Err(DecryptError::InvalidHeader)),
        Err(NotOpened::NotForThisKey) => None,
    }
}

/// One argument of one length in its one spelling, and a body of one length: a longer one could be
/// made to open under many keys (<https://eprint.iacr.org/2020/1456>).
fn message(stanza: &Stanza) -> Option<HpkeMessage> {
    let [argument] = stanza.args.as_slice() else {
        return None;
    };
    if stanza.body.len() != FILE_KEY_BYTES + TAG_LENGTH {
        return None;
    }
    let encapsulated = BASE64_STANDARD_NO_PAD.decode(argument).ok()?;
    Some(HpkeMessage {
        encapsulated: encapsulated.into_boxed_slice().try_into().ok()?,
        sealed: stanza.body.clone(),
    })
}

/// The first word of the stanza.
pub(crate) const HYBRID_TAG: &str = "mlkem768x25519";
const LABEL: &str = "postquantum";
const INFO: &[u8] = b"age-encryption.org/mlkem768x25519";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_key_is_not_sealed_to_a_weaker_key_beside() {
        let hybrid = OpeningKey::random().recipient();
        let weaker = age::x25519::Identity::generate().to_public();
        let both: [&dyn age::Recipient; 2] = [&hybrid, &weaker];
        let refused = age::Encryptor::with_recipients(both.into_iter()).err();
        assert!(matches!(
            refused,
            Some(EncryptError::IncompatibleRecipients { .. })
        ));
    }

    #[test]
    fn a_stanza_has_the_length_that_headers_are_measured_by() {
        use age::Recipient as _;
        let to = OpeningKey::random().recipient();
        let (stanzas, _) = to
            .wrap_file_key(&FileKey::new(Box::new([1; FILE_KEY_BYTES])))
            .unwrap();
        let [stanza] = stanzas.as_slice() else {
            panic!("one stanza")
        };
        assert_eq!(stanza.args[0].len(), 1494);
        assert_eq!(BASE64_STANDARD_NO_PAD.encode(&stanza.body).len(), 43);
    }
}
