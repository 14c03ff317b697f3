//! Ed25519 signatures, each with its domain in its type.
//!
//! A signature made for one purpose can't be shown for another: what is signed
//! is the domain's name, a zero byte, then the message. Verification is strict
//! (`verify_strict`: canonical S, no small-order keys).
//!
//! Knows Ed25519. Never knows what is signed or why.

use std::fmt;
use std::marker::PhantomData;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ed25519_dalek::Signer as _;
use zeroize::Zeroizing;

/// What a signature is for.
pub trait Domain {
    /// Distinct for each purpose; never reused with another meaning.
    const NAME: &'static str;
}

/// Replies from officers to reporters.
pub enum ReplyDomain {}
/// Entries that officers record in the ledger.
pub enum EntryDomain {}
/// What reporters write: first reports and additions.
pub enum ReportDomain {}
/// Figures that an auditor publishes.
pub enum FiguresDomain {}
/// The list of what an officer hands to a court.
pub enum CourtDomain {}

impl Domain for ReplyDomain {
    const NAME: &'static str = "svilpe/v1/reply";
}
impl Domain for EntryDomain {
    const NAME: &'static str = "svilpe/v1/entry";
}
impl Domain for ReportDomain {
    const NAME: &'static str = "svilpe/v1/report";
}
impl Domain for FiguresDomain {
    const NAME: &'static str = "svilpe/v1/figures";
}
impl Domain for CourtDomain {
    const NAME: &'static str = "svilpe/v1/court";
}

/// A private signing key: 32 secret bytes, wiped when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A public key that passed the strict checks: a canonical point of large order.
/// Written `ed25519:` and 43 base64 characters with one `=`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

/// 64 bytes, valid only within domain `D`.
pub struct Signature<D: Domain>([u8; 64], PhantomData<D>);

/// Text that is not a usable key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

/// The signature is not this key's over this message in this domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSigned;

impl SigningKey {
    /// A fresh key from the operating system's randomness.
    pub fn random() -> Self {
        let seed = Zeroizing::new(crate::keys::random::random_bytes::<32>());
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// From 32 secret bytes that were random, as [`SigningKey::expose_seed`] gave them.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32 secret bytes. Only for what is sealed or wrapped at once.
    pub fn expose_seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// From 32 secret bytes in base64, as [`SigningKey::expose`] wrote them.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let seed = Zeroizing::new(BASE64_STANDARD.decode(text.trim()).map_err(|_| NotAKey)?);
        let seed: Zeroizing<[u8; 32]> =
            Zeroizing::new(seed.as_slice().try_into().map_err(|_| NotAKey)?);
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// The secret in base64. Written only into the passphrase-encrypted key file.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64_STANDARD.encode(Zeroizing::new(self.0.to_bytes())))
    }

    /// The public half.
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Signs `message` for domain `D`.
    pub fn sign<D: Domain>(&self, message: &[u8]) -> Signature<D> {
        Signature(self.0.sign(&framed::<D>(message)).to_bytes(), PhantomData)
    }

    /// Signs exactly these bytes, for formats that bring their own framing (RFC 9421, signed
    /// notes).
    pub fn sign_framed(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).to_bytes()
    }
}

impl VerifyingKey {
    /// From `ed25519:<base64>`; refuses points of small order and non-canonical encodings.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let encoded = text.strip_prefix("ed25519:").ok_or(NotAKey)?;
        let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| NotAKey)?;
        Self::from_bytes(bytes.as_slice().try_into().map_err(|_| NotAKey)?)
    }

    /// From the 32 bytes of RFC 8032, with the same checks.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, NotAKey> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| NotAKey)?;
        let canonical = key.to_edwards().compress().to_bytes() == *bytes;
        if key.is_weak() || !canonical {
            return Err(NotAKey);
        }
        Ok(Self(key))
    }

    /// The 32 bytes of RFC 8032.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Checks a signature of domain `D`.
    pub fn verify<D: Domain>(
        &self,
        message: &[u8],
        signature: &Signature<D>,
    ) -> Result<(), NotSigned> {
        self.verify_framed(&framed::<D>(message), &signature.0)
    }

    /// Checks a signature over exactly these bytes, for formats that bring their own framing.
    pub fn verify_framed(&self, bytes: &[u8], signature: &[u8; 64]) -> Result<(), NotSigned> {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.0
            .verify_strict(bytes, &signature)
            .map_err(|_| NotSigned)
    }
}

impl<D: Domain> Signature<D> {
    /// From base64 of 64 bytes.
    pub fn parse(text: &str) -> Result<Self, NotSigned> {
        let bytes = BASE64_STANDARD.decode(text).map_err(|_| NotSigned)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| NotSigned)?;
        Ok(Self(bytes, PhantomData))
    }
}

impl<D: Domain> Signature<D> {
    /// As other tools take it.
    pub(crate) fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl<D: Domain> fmt::Display for Signature<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0))
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ed25519:{}", BASE64_STANDARD.encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a usable Ed25519 key")
    }
}

impl std::error::Error for NotAKey {}

impl fmt::Display for NotSigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature does not fit")
    }
}

impl std::error::Error for NotSigned {}

/// Domain, zero byte, message. No domain holds a zero byte, so no two framings meet.
pub(crate) fn framed<D: Domain>(message: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(D::NAME.len() + 1 + message.len());
    framed.extend_from_slice(D::NAME.as_bytes());
    framed.push(0);
    framed.extend_from_slice(message);
    framed
}
