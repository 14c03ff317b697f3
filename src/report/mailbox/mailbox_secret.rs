//! A mailbox's secret, and the id that is derived from it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::keys::hkdf::derive_key;
use crate::keys::label::Label;
use crate::keys::lower_hex;
use crate::keys::random::random_bytes;

/// Known to the reporter's access record and inside sealed reports, joined to neither at rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MailboxId([u8; 16]);

/// Whose replies may be handed out: 32 random bytes that only a mailbox's own record holds. The
/// id, which officers know, is derived from them. Wiped when dropped.
pub struct MailboxSecret(Zeroizing<[u8; 32]>);

impl MailboxId {
    /// Drawn when a mailbox is made.
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// From where it was stored or sent.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// 16 bytes, as they are stored and sent.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// 32 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// 32 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

impl MailboxSecret {
    /// 32 bytes of the operating system's randomness.
    pub fn random() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    /// From 32 bytes that a reporter's own machine sent.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes to send, to the intake only.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The same, for a second place.
    #[must_use]
    pub fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// What officers call the mailbox: the first half of a key derived from the secret.
    pub fn id(&self) -> MailboxId {
        let derived = derive_key(&self.0, MAILBOX_ID);
        let (id, _) = derived.split_first_chunk().expect("32 bytes hold 16");
        MailboxId(*id)
    }
}

impl fmt::Debug for MailboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for MailboxSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailboxSecret(…)")
    }
}

impl Serialize for MailboxId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for MailboxId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Self::parse(&hex).ok_or_else(|| serde::de::Error::custom("not a mailbox id"))
    }
}

const MAILBOX_ID: Label = Label::new("svilpe/v1/mailbox-id");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_id_has_one_spelling() {
        let id = MailboxId::random();
        assert_eq!(MailboxId::parse(&id.to_hex()), Some(id));
        let id = MailboxId::from_bytes([0xab; 16]);
        assert_eq!(MailboxId::parse(&id.to_hex().to_uppercase()), None);
        assert_eq!(MailboxId::parse("ab"), None);
    }
}
