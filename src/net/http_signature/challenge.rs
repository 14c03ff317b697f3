//! Challenges (nonces): make a captured request worthless (replay protection).
//!
//! The server draws a challenge at its start and hands it to anyone who asks. A request must
//! cover the current or the previous one, and a nonce that was not used with it before. There
//! is no clock in it: a replay is refused at once (the nonce was used before), and after a restart,
//! a `kill -9` or a year (the challenge is dead).
//!
//! Knows two challenges and the nonces used with each. Never knows who used them.

use std::collections::HashSet;
use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::keys::lower_hex;
use crate::keys::random::random_bytes;

/// 16 random bytes, in hex on the wire. Public.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Challenge([u8; 16]);

/// 16 random bytes of the signer's, in base64 on the wire. Good for one request.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Nonce([u8; 16]);

/// The two challenges that count now, and the nonces used with them.
pub struct Challenges {
    current: SpentNonces,
    previous: SpentNonces,
}

struct SpentNonces {
    challenge: Challenge,
    nonces: HashSet<Nonce>,
}

/// Nonces remembered for one challenge. When the current challenge is full, a new one is
/// drawn; so memory stays under 2 MB, and a signer who still holds the full one has as many
/// requests of others before it dies.
pub const NONCES_MAX: usize = 16_384;

impl Challenges {
    /// With one random challenge, and no nonce used.
    #[expect(
        clippy::new_without_default,
        reason = "each one is random: `default` would hide that"
    )]
    pub fn new() -> Self {
        Self {
            current: SpentNonces::fresh(),
            previous: SpentNonces::fresh(),
        }
    }

    /// The newest: what clients are to sign with.
    pub fn current(&self) -> Challenge {
        self.current.challenge
    }

    /// The current challenge becomes the previous one; what was previous is dead.
    pub fn rotate(&mut self) {
        self.previous = std::mem::replace(&mut self.current, SpentNonces::fresh());
    }

    /// True once for each nonce on a living challenge. Call it for verified signatures only:
    /// each call may use up memory.
    pub fn spend(&mut self, challenge: Challenge, nonce: Nonce) -> bool {
        if challenge == self.current.challenge {
            let fresh = self.current.nonces.insert(nonce);
            if self.current.nonces.len() == NONCES_MAX {
                self.rotate();
            }
            fresh
        } else if challenge == self.previous.challenge {
            self.previous.nonces.len() < 2 * NONCES_MAX && self.previous.nonces.insert(nonce)
        } else {
            false
        }
    }
}

impl SpentNonces {
    fn fresh() -> Self {
        Self {
            challenge: Challenge::random(),
            nonces: HashSet::new(),
        }
    }
}

impl Challenge {
    fn random() -> Self {
        Self(random_bytes())
    }

    /// From 32 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        lower_hex::parse(text).map(Self)
    }
}

impl Nonce {
    pub(super) fn random() -> Self {
        Self(random_bytes())
    }

    /// From base64 of exactly 16 bytes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 18];
        let length = BASE64_STANDARD.decode_slice(text, &mut bytes).ok()?;
        bytes[..length].try_into().ok().map(Self)
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_once() {
        let mut challenges = Challenges::new();
        let (challenge, nonce) = (challenges.current(), Nonce::random());
        assert!(challenges.spend(challenge, nonce));
        assert!(!challenges.spend(challenge, nonce));
    }

    #[test]
    fn a_spent_nonce_stays_spent_after_a_rotation_and_dies_with_its_challenge() {
        let mut challenges = Challenges::new();
        let (challenge, nonce) = (challenges.current(), Nonce::random());
        assert!(challenges.spend(challenge, nonce));
        challenges.rotate();
        assert!(!challenges.spend(challenge, nonce));
        assert!(challenges.spend(challenge, Nonce::random()));
        challenges.rotate();
        assert!(!challenges.spend(challenge, Nonce::random()));
    }

    #[test]
    fn another_start_knows_nothing_of_the_old_challenge() {
        let old = Challenges::new().current();
        assert!(!Challenges::new().spend(old, Nonce::random()));
    }

    #[test]
    fn a_full_challenge_gives_way_to_a_new_one_and_memory_is_bounded() {
        let mut challenges = Challenges::new();
        let first = challenges.current();
        for _ in 0..NONCES_MAX {
            assert_eq!(challenges.current(), first);
            assert!(challenges.spend(first, Nonce::random()));
        }
        assert_ne!(challenges.current(), first);
        for _ in 0..NONCES_MAX {
            assert!(challenges.spend(first, Nonce::random()));
        }
        assert!(
            !challenges.spend(first, Nonce::random()),
            "one more does not fit"
        );
        assert!(challenges.previous.nonces.len() == 2 * NONCES_MAX);
    }

    #[test]
    fn only_sixteen_bytes_in_their_one_spelling_are_a_nonce_or_a_challenge() {
        assert!(Nonce::parse("AAAAAAAAAAAAAAAAAAAAAA==").is_some());
        assert!(
            Nonce::parse("AAAAAAAAAAAAAAAAAAAAAB==").is_none(),
            "loose bits"
        );
        assert!(
            Nonce::parse("AAAAAAAAAAAAAAAAAAAAAA").is_none(),
            "no padding"
        );
        assert!(Nonce::parse("AAAAAAAAAAAAAAAAAAAA").is_none(), "15 bytes");
        assert!(
            Nonce::parse("AAAAAAAAAAAAAAAAAAAAAAA=").is_none(),
            "17 bytes"
        );
        assert!(Nonce::parse(&"A".repeat(400)).is_none());
        assert!(Challenge::parse(&"0f".repeat(16)).is_some());
        assert!(Challenge::parse(&"0F".repeat(16)).is_none());
        assert!(Challenge::parse(&"0f".repeat(15)).is_none());
    }
}
