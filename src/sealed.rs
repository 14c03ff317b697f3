//! Sealed reports: ZIP, padding, age.
//!
//! Skeleton: helper B owns this file (and may split it into `sealed/`).

use std::fmt;

use crate::report;
use crate::roster::Roster;

/// A public key that can be sealed to: `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(String);

/// A private key that opens: `AGE-SECRET-KEY-1…`. Masked Debug, no Clone, wiped on drop.
pub struct OpeningKey(/* age::x25519::Identity inside */ ());

#[derive(Debug)]
pub struct NotARecipient;

impl Recipient {
    pub fn parse(text: &str) -> Result<Self, NotARecipient> {
        let recipient: age::x25519::Recipient = text.parse().map_err(|_| NotARecipient)?;
        // One spelling only, and no point of small order (age would panic when sealing to one).
        if recipient.to_string() != text || is_small_order(text) {
            return Err(NotARecipient);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Diffie-Hellman with a point of small order gives zero, which ring refuses.
fn is_small_order(text: &str) -> bool {
    use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
    let Ok((_, point)) = bech32::decode(text) else {
        return true;
    };
    let Ok(ours) = EphemeralPrivateKey::generate(&X25519, &ring::rand::SystemRandom::new()) else {
        return true;
    };
    agree_ephemeral(ours, &UnparsedPublicKey::new(&X25519, point), |_| ()).is_err()
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl OpeningKey {
    pub fn random() -> Self {
        todo!()
    }
    pub fn parse(_text: &str) -> Result<Self, NotARecipient> {
        todo!()
    }
    /// The secret's text. Loud and rare.
    pub fn expose(&self) -> zeroize::Zeroizing<String> {
        todo!()
    }
    pub fn recipient(&self) -> Recipient {
        todo!()
    }
}

/// A report being sealed as it arrives: plaintext goes in, ciphertext comes out, nothing is kept
/// but one age chunk (64 KiB). Synchronous and quick (700 MB/s): called straight from async code.
pub struct Sealing {/* zip writer over age StreamWriter over an outlet */}

/// What went wrong while sealing (for the operator; practically: too many files or age failing).
#[derive(Debug)]
pub struct CannotSeal;

impl Sealing {
    /// Starts a sealed report to every officer of `roster` but those at the positions in `left_out`
    /// (decoy recipients take their place, so the header's shape stays the same). At least one must remain.
    pub fn begin(_roster: &Roster, _left_out: &[usize]) -> Result<Self, CannotSeal> {
        todo!()
    }
    /// Starts the next file; the one before ends.
    pub fn file(&mut self, _name: &str, _kind: &str) -> Result<(), CannotSeal> {
        todo!()
    }
    /// Bytes of the file begun last.
    pub fn write(&mut self, _bytes: &[u8]) -> Result<(), CannotSeal> {
        todo!()
    }
    /// Ciphertext made so far and not yet taken. Call after each `write`.
    pub fn take(&mut self) -> Vec<u8> {
        todo!()
    }
    /// Writes `identity.age` (if any), `report.json`, padding, and ends the age file.
    /// The last ciphertext and the whole's SHA-256 (the ledger's `item`) and length.
    pub fn finish(
        self,
        _report: report::Report,
        _identity: Option<report::Identity>,
    ) -> Result<Finished, CannotSeal> {
        todo!()
    }
}

pub struct Finished {
    pub rest: Vec<u8>,
    pub item: Item,
    pub length: u64,
}

/// SHA-256 of a sealed report's bytes: how the ledger names it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item([u8; 32]);
impl Item {
    pub fn of(_sealed: &[u8]) -> Self {
        todo!()
    }
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
    pub fn parse(_hex: &str) -> Option<Self> {
        todo!()
    }
}
impl Item {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}
