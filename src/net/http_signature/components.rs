//! Components: the parts of a request that a signature covers.
//!
//! And the names in it: whose key, which intake. Each has one spelling, since what is signed is
//! written text. Never knows who has which key.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::keys::digest::Sha256;
use crate::keys::lower_hex;
use crate::keys::signature::VerifyingKey;

/// Names an officer's or auditor's key: the first 8 bytes of SHA-256 of the public key.
/// Not a secret, and no proof of anything: the signature is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(super) [u8; 8]);

/// Names one installed intake. A signature made for one is worth nothing at another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstanceId(pub(super) [u8; 16]);

/// SHA-256 of a request's body, as `content-digest` says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BodyDigest([u8; 32]);

/// What is being asked for: the parts of a request that a signature covers.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// `GET` or `POST`, in capitals.
    pub method: &'a str,
    /// As sent, starting with `/`.
    pub path: &'a str,
    /// As sent, without its `?`.
    pub query: Option<&'a str>,
    /// SHA-256 of the body's bytes.
    pub body: BodyDigest,
}

impl KeyId {
    /// The first 8 bytes of SHA-256 over the public key's 32.
    pub fn of(key: &VerifyingKey) -> Self {
        Self(Sha256::truncated(key.as_bytes()))
    }

    /// From 16 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        lower_hex::parse(text).map(Self)
    }

    /// As rosters and entries name a key.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl InstanceId {
    /// Drawn at random when the server was made.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// From 32 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        lower_hex::parse(text).map(Self)
    }

    /// As a code's derivation takes them.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl BodyDigest {
    /// Of the whole body; of nothing, if there is none.
    pub fn of(body: &[u8]) -> Self {
        Self(Sha256::of(body))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for BodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha-256=:{}:", BASE64_STANDARD.encode(self.0))
    }
}
