//! X-Wing: a shared secret by ML-KEM-768 and X25519 together. Who breaks one of them has nothing.
//!
//! ```text
//!   d ‖ z ‖ x    = SHAKE256(seed)                           a seed of 32 bytes, expanded to 96
//!   public key   = ML-KEM-768's, made from d and z ‖ X25519(x, base point)   1,184 + 32 bytes
//!   encapsulated = ML-KEM-768's ciphertext ‖ X25519(fresh, base point)       1,088 + 32 bytes
//!   secret       = SHA3-256(ML-KEM's secret ‖ X25519's secret ‖ X25519's share
//!                           ‖ X25519's public key ‖ "\.//^\")                      32 bytes
//! ```
//!
//! Source: [X-Wing's draft](https://datatracker.ietf.org/doc/draft-connolly-cfrg-xwing-kem/),
//! section 5; [FIPS 203](https://csrc.nist.gov/pubs/fips/203/final) and
//! [RFC 7748](https://www.rfc-editor.org/rfc/rfc7748). Where the draft leaves open what becomes of
//! a share that X25519 gives zero for, it is refused, as age's test vectors ask.
//!
//! Put together here from the crates that `age` brings along (`ml-kem`, `x25519-dalek`, `sha3`).
//! The crate `x-wing` would do the same, and can't stand beside `age` 0.12: they want different
//! versions of `kem` 0.3, of which Cargo links one.
//!
//! Knows bytes. Never knows what the secret seals.

use std::fmt;

use ml_kem::kem::{Decapsulate as _, DecapsulationKey, EncapsulationKey};
use ml_kem::{
    B32, Ciphertext, EncapsulateDeterministic as _, Encoded, EncodedSizeUser as _, KemCore as _,
    MlKem768, MlKem768Params,
};
use sha3::digest::{ExtendableOutput as _, Update as _, XofReader as _};
use sha3::{Digest, Sha3_256, Shake256};
use x25519_dalek::{PublicKey, SharedSecret, StaticSecret};
use zeroize::Zeroizing;

use super::random::random_bytes;

/// Bytes of a private key.
pub(super) const SEED_LENGTH: usize = 32;
/// Bytes of a public key.
pub(super) const PUBLIC_LENGTH: usize = ML_KEM_PUBLIC + SHARE;
/// Bytes that carry a secret to its receiver.
pub(super) const ENCAPSULATED_LENGTH: usize = ML_KEM_CIPHERTEXT + SHARE;

/// A public key, unpacked.
pub(super) struct XWingPublicKey {
    ml_kem: Box<EncapsulationKey<MlKem768Params>>,
    x25519: PublicKey,
}

/// A private key, unpacked. Wiped when dropped.
pub(super) struct XWingPrivateKey {
    ml_kem: Box<DecapsulationKey<MlKem768Params>>,
    x25519: StaticSecret,
    x25519_public: PublicKey,
}

/// X25519 gives zero for this share, which no honest sender makes (RFC 7748 section 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotContributory;

impl XWingPublicKey {
    /// None if ML-KEM's half has a coefficient that is not below its modulus (FIPS 203 section
    /// 7.2). X25519's half is taken as it is.
    pub(super) fn parse(bytes: &[u8; PUBLIC_LENGTH]) -> Option<Self> {
        let (ml_kem, x25519) = bytes.split_at(ML_KEM_PUBLIC);
        if !are_below_modulus(&ml_kem[..ML_KEM_COEFFICIENTS]) {
            return None;
        }
        let ml_kem = Encoded::<EncapsulationKey<MlKem768Params>>::try_from(ml_kem).ok()?;
        Some(Self {
            ml_kem: Box::new(EncapsulationKey::from_bytes(&ml_kem)),
            x25519: PublicKey::from(<[u8; SHARE]>::try_from(x25519).ok()?),
        })
    }

    /// A fresh secret, and what carries it.
    pub(super) fn encapsulate(&self) -> (Box<[u8; ENCAPSULATED_LENGTH]>, Zeroizing<[u8; 32]>) {
        let for_ml_kem = Zeroizing::new(random_bytes::<32>());
        let (ciphertext, by_ml_kem) = self
            .ml_kem
            .encapsulate_deterministic(&B32::from(*for_ml_kem))
            .expect("ML-KEM's encapsulation has nothing that could fail");
        let ephemeral = StaticSecret::from(random_bytes::<32>());
        let share = PublicKey::from(&ephemeral);
        let by_x25519 = ephemeral.diffie_hellman(&self.x25519);
        let mut encapsulated = Box::new([0; ENCAPSULATED_LENGTH]);
        encapsulated[..ML_KEM_CIPHERTEXT].copy_from_slice(&ciphertext);
        encapsulated[ML_KEM_CIPHERTEXT..].copy_from_slice(share.as_bytes());
        let by_ml_kem = Zeroizing::new(by_ml_kem.into());
        let secret = combined(&by_ml_kem, &by_x25519, &share, &self.x25519);
        (encapsulated, secret)
    }
}

impl XWingPrivateKey {
    /// Makes both halves from the seed.
    pub(super) fn from_seed(seed: &[u8; SEED_LENGTH]) -> Self {
        let mut expanded = Shake256::default().chain(seed).finalize_xof();
        let mut draw = || {
            let mut drawn = Zeroizing::new([0; 32]);
            expanded.read(&mut drawn[..]);
            drawn
        };
        let (d, z) = (draw(), draw());
        let (ml_kem, _) = MlKem768::generate_deterministic(&B32::from(*d), &B32::from(*z));
        let x25519 = StaticSecret::from(*draw());
        Self {
            ml_kem: Box::new(ml_kem),
            x25519_public: PublicKey::from(&x25519),
            x25519,
        }
    }

    /// The public half.
    pub(super) fn public(&self) -> Box<[u8; PUBLIC_LENGTH]> {
        let mut public = Box::new([0; PUBLIC_LENGTH]);
        let ml_kem = self.ml_kem.encapsulation_key().as_bytes();
        public[..ML_KEM_PUBLIC].copy_from_slice(&ml_kem);
        public[ML_KEM_PUBLIC..].copy_from_slice(self.x25519_public.as_bytes());
        public
    }

    /// The secret that was sealed in; another one, that nobody has, for what was not sealed to this
    /// key or was altered.
    pub(super) fn decapsulate(
        &self,
        encapsulated: &[u8; ENCAPSULATED_LENGTH],
    ) -> Result<Zeroizing<[u8; 32]>, NotContributory> {
        let (ciphertext, share) = encapsulated.split_at(ML_KEM_CIPHERTEXT);
        let share: [u8; SHARE] = share.try_into().expect("what is behind ML-KEM's");
        let share = PublicKey::from(share);
        let by_x25519 = self.x25519.diffie_hellman(&share);
        if !by_x25519.was_contributory() {
            return Err(NotContributory);
        }
        let ciphertext = Ciphertext::<MlKem768>::try_from(ciphertext).expect("ML-KEM's length");
        let by_ml_kem = self
            .ml_kem
            .decapsulate(&ciphertext)
            .expect("ML-KEM's decapsulation has nothing that could fail");
        let by_ml_kem = Zeroizing::new(by_ml_kem.into());
        Ok(combined(
            &by_ml_kem,
            &by_x25519,
            &share,
            &self.x25519_public,
        ))
    }
}

/// The draft's combiner, section 5.3.
fn combined(
    by_ml_kem: &[u8; 32],
    by_x25519: &SharedSecret,
    share: &PublicKey,
    public: &PublicKey,
) -> Zeroizing<[u8; 32]> {
    let mut hash = Sha3_256::new();
    for part in [
        by_ml_kem,
        by_x25519.as_bytes(),
        share.as_bytes(),
        public.as_bytes(),
    ] {
        Digest::update(&mut hash, part);
    }
    Digest::update(&mut hash, LABEL);
    Zeroizing::new(hash.finalize().into())
}

/// Coefficients of twelve bits each, two in three bytes.
fn are_below_modulus(coefficients: &[u8]) -> bool {
    let (threes, _) = coefficients.as_chunks::<3>();
    threes.iter().all(|&[low, middle, high]| {
        let first = u16::from(low) | (u16::from(middle & 0xf) << 8);
        let second = u16::from(middle >> 4) | (u16::from(high) << 4);
        first < ML_KEM_MODULUS && second < ML_KEM_MODULUS
    })
}

impl fmt::Debug for XWingPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("XWingPrivateKey(…)")
    }
}

const LABEL: &[u8] = br"\.//^\";
const SHARE: usize = 32;
const ML_KEM_PUBLIC: usize = ML_KEM_COEFFICIENTS + 32;
/// Three polynomials of 256 coefficients.
const ML_KEM_COEFFICIENTS: usize = 3 * 256 * 12 / 8;
const ML_KEM_CIPHERTEXT: usize = 1088;
const ML_KEM_MODULUS: u16 = 3329;

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> XWingPrivateKey {
        XWingPrivateKey::from_seed(&[byte; SEED_LENGTH])
    }

    #[test]
    fn the_holder_of_the_seed_finds_the_secret_and_nobody_else_does() {
        let public = XWingPublicKey::parse(&key(1).public()).unwrap();
        let (encapsulated, secret) = public.encapsulate();
        assert_eq!(key(1).decapsulate(&encapsulated).unwrap(), secret);
        assert_ne!(key(2).decapsulate(&encapsulated).unwrap(), secret);
        // A bit of ML-KEM's half, and of X25519's.
        for at in [0, 1087, 1088, 1119] {
            let mut bent = encapsulated.clone();
            bent[at] ^= 1;
            assert_ne!(key(1).decapsulate(&bent).unwrap(), secret, "{at}");
        }
    }

    #[test]
    fn both_halves_are_fresh_each_time() {
        let public = XWingPublicKey::parse(&key(1).public()).unwrap();
        let ((one, first), (other, second)) = (public.encapsulate(), public.encapsulate());
        assert_ne!(one[..ML_KEM_CIPHERTEXT], other[..ML_KEM_CIPHERTEXT]);
        assert_ne!(one[ML_KEM_CIPHERTEXT..], other[ML_KEM_CIPHERTEXT..]);
        assert_ne!(first, second);
    }

    #[test]
    fn a_share_of_low_order_is_refused() {
        let public = XWingPublicKey::parse(&key(1).public()).unwrap();
        let (mut encapsulated, _) = public.encapsulate();
        encapsulated[ML_KEM_CIPHERTEXT..].fill(0);
        assert_eq!(key(1).decapsulate(&encapsulated), Err(NotContributory));
    }

    #[test]
    fn each_of_a_pair_of_coefficients_is_looked_at() {
        let public = key(1).public();
        assert!(XWingPublicKey::parse(&public).is_some());
        // 3,328 is the last that fits, in either place.
        for (three, fits) in [
            ([0x00, 0x0d, 0xd0], true),
            ([0x01, 0x0d, 0x00], false),
            ([0x00, 0x10, 0xd0], false),
        ] {
            for at in [0, ML_KEM_COEFFICIENTS - 3] {
                let mut changed = public.clone();
                changed[at..at + 3].copy_from_slice(&three);
                assert_eq!(XWingPublicKey::parse(&changed).is_some(), fits, "{three:?}");
            }
        }
    }
}
