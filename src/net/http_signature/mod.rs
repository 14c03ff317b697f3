//! Signed requests: RFC 9421 in one fixed shape.
//!
//! Officers' and auditors' tools sign each request to the intake with their Ed25519 key.
//! Keeps the second half of P2 for officers too: a signature has no `created`, so neither
//! clock matters and nobody's working hours are written anywhere. A replay is refused, since each
//! signature covers a challenge that the server draws anew at each start (see
//! [`Challenges`](crate::net::http_signature::Challenges)).
//!
//! Knows [RFC 9421](https://www.rfc-editor.org/rfc/rfc9421) (signatures),
//! [RFC 9530](https://www.rfc-editor.org/rfc/rfc9530) (`content-digest`) and
//! [RFC 9651](https://www.rfc-editor.org/rfc/rfc9651) (structured fields).
//! Never knows who is asking, what for, or the hour.
//!
//! ```text
//!   GET /v1/challenge ─▶ challenge ─┐
//!   method, path, query, body ──────┼─▶ signature base ─▶ Ed25519 ─▶ five headers
//!   instance, fresh nonce ──────────┘
//! ```
//!
//! Order on the server: look at the shape, verify the signature, and only then note the
//! nonce as used. So a stranger can't fill the memory of used nonces. Nothing of it is at rest:
//! a crash forgets the nonces together with the challenge that made them worth anything.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::keys::signature::{SigningKey, VerifyingKey};

mod challenge;
mod components;
mod profile;

pub use challenge::{Challenge, Challenges, NONCES_MAX, Nonce};
pub use components::{BodyDigest, InstanceId, KeyId, Target};
use profile::{
    CHALLENGE, CONTENT_DIGEST, INSTANCE, Parameters, Presented, SIGNATURE, SIGNATURE_INPUT, Stated,
    profile_base, signature_field,
};

/// The five headers that make a request a signed one.
pub struct SignedHeaders([(&'static str, String); 5]);

/// The server's side: checks requests to one instance.
pub struct Verifier {
    instance: InstanceId,
    challenges: Mutex<Challenges>,
    nobody: VerifyingKey,
}

/// The one answer to a request that is not rightly signed, whatever is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unauthorized;

impl SignedHeaders {
    /// Signs a request with a fresh nonce. Each sending needs a signature of its own.
    pub fn sign(
        target: &Target<'_>,
        instance: InstanceId,
        challenge: Challenge,
        key: &SigningKey,
    ) -> Self {
        let parameters = Parameters {
            key: KeyId::of(&key.public()),
            nonce: Nonce::random(),
        };
        let stated = Stated {
            digest: target.body.to_string(),
            instance: instance.to_string(),
            challenge: challenge.to_string(),
        };
        let signature = key.sign_framed(profile_base(target, &stated, &parameters).as_bytes());
        Self([
            (CONTENT_DIGEST, stated.digest),
            (INSTANCE, stated.instance),
            (CHALLENGE, stated.challenge),
            (SIGNATURE_INPUT, parameters.field()),
            (SIGNATURE, signature_field(&signature)),
        ])
    }

    /// Names (lower case) and values, ready to send.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

impl Verifier {
    /// A verifier with a challenge that nobody has seen yet.
    pub fn new(instance: InstanceId) -> Self {
        Self {
            instance,
            challenges: Mutex::new(Challenges::new()),
            nobody: SigningKey::random().public(),
        }
    }

    /// What `GET /v1/challenge` answers.
    pub fn challenge(&self) -> Challenge {
        self.challenges().current()
    }

    /// Draws a new challenge; the one before stays good, the one before that is dead.
    pub fn rotate(&self) {
        self.challenges().rotate();
    }

    /// Who signed this request, if `lookup` knows the key and everything fits.
    ///
    /// `headers` are all of the request's headers, with lower-case names, as they came.
    /// Unknown key, bad signature, foreign instance, old challenge, used nonce: the same
    /// answer after the same work (one signature check), so time tells nothing either.
    pub fn verify<'h>(
        &self,
        target: &Target<'_>,
        headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
        lookup: impl Fn(&KeyId) -> Option<VerifyingKey>,
    ) -> Result<KeyId, Unauthorized> {
        let presented = Presented::parse(headers).ok_or(Unauthorized)?;
        let base = profile_base(target, &presented.stated, &presented.parameters);
        let known = lookup(&presented.parameters.key);
        let signed = known
            .unwrap_or(self.nobody)
            .verify_framed(base.as_bytes(), &presented.signature);
        let fits = known.is_some()
            & signed.is_ok()
            & (presented.stated.digest == target.body.to_string())
            & (presented.stated.instance == self.instance.to_string());
        let challenge = Challenge::parse(&presented.stated.challenge).ok_or(Unauthorized)?;
        if fits
            && self
                .challenges()
                .spend(challenge, presented.parameters.nonce)
        {
            Ok(presented.parameters.key)
        } else {
            Err(Unauthorized)
        }
    }

    /// A panic elsewhere while holding the lock leaves whole challenges behind: each step of
    /// [`Challenges`] is complete or not begun.
    fn challenges(&self) -> std::sync::MutexGuard<'_, Challenges> {
        self.challenges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request is not rightly signed")
    }
}

impl std::error::Error for Unauthorized {}

#[cfg(test)]
mod tests;
