//! Recipients: the public keys to which a report is sealed, and the private keys that open it.
//!
//! All of them are age's hybrid keys (`age1pq1…`): ML-KEM-768 and X25519 together, so that who
//! stores ciphertext today and has a quantum computer one day opens nothing, nor does who breaks
//! ML-KEM alone. Keys of X25519 alone (`age1…`) are refused: what is sealed to one weak key among
//! strong ones is sealed weakly, which is why age does not mix them either.
//!
//! Source: [C2SP age](https://c2sp.org/age#the-hybrid-post-quantum-recipient-type).

use std::fmt;

use bech32::primitives::decode::CheckedHrpstring;
use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
use ring::rand::SystemRandom;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::digest::Sha256;
use super::lower_hex;
use super::random::random_bytes;
use super::x_wing::{PUBLIC_LENGTH, SEED_LENGTH, XWingPrivateKey, XWingPublicKey};

/// A public key that can be sealed to: `age1pq1…`, 1,959 characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient(Box<[u8; PUBLIC_LENGTH]>);

/// SHA-256 of a public key's 1,216 bytes: how lists name it, since it is long.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecipientDigest([u8; 32]);

/// A private key that opens: `AGE-SECRET-KEY-PQ-1…`. Wiped when dropped.
///
/// ```compile_fail
/// use svilpe::keys::recipient::OpeningKey;
/// fn copied(key: &OpeningKey) -> OpeningKey { key.clone() }
/// ```
/// ```compile_fail
/// use svilpe::keys::recipient::OpeningKey;
/// fn printed(key: &OpeningKey) -> String { key.to_string() }
/// ```
/// ```compile_fail
/// use svilpe::keys::recipient::OpeningKey;
/// fn written(key: &OpeningKey) -> String { serde_json::to_string(key).unwrap() }
/// ```
pub struct OpeningKey(Zeroizing<[u8; SEED_LENGTH]>);

/// Text that is not a usable hybrid key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotARecipient {
    /// age's kind before: a quantum computer would open what is sealed to it.
    X25519Alone,
    /// Anything else: a plugin's key, another program's, a mistyped or a hostile one.
    Unusable,
}

impl Recipient {
    /// Reads `age1pq1…` in its canonical, lower-case spelling.
    ///
    /// Refuses what nobody could open: X25519 points of low order and non-canonical ones, which
    /// never equal the public key that an identity computes for itself, and what ML-KEM refuses.
    /// Plugin recipients (`age1name1…`) are not parsed at all.
    pub fn parse(text: &str) -> Result<Self, NotARecipient> {
        if text.parse::<age::x25519::Recipient>().is_ok() {
            return Err(NotARecipient::X25519Alone);
        }
        let bytes = read_bech32(PUBLIC_PREFIX, text).ok_or(NotARecipient::Unusable)?;
        let bytes: Box<[u8; PUBLIC_LENGTH]> = bytes
            .into_boxed_slice()
            .try_into()
            .map_err(|_| NotARecipient::Unusable)?;
        let recipient = Self(bytes);
        if recipient.to_string() != text || !recipient.is_usable() {
            return Err(NotARecipient::Unusable);
        }
        Ok(recipient)
    }

    /// A key whose private half nobody keeps.
    pub(crate) fn decoy() -> Self {
        OpeningKey::random().recipient()
    }

    /// Its name where the key itself would be too long.
    pub fn digest(&self) -> RecipientDigest {
        RecipientDigest(Sha256::of(&self.0[..]))
    }

    /// The 1,216 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0[..]
    }

    /// In the form that seals.
    pub(super) fn key(&self) -> XWingPublicKey {
        XWingPublicKey::parse(&self.0).expect("looked at when it was made")
    }

    fn is_usable(&self) -> bool {
        let point = self.0.last_chunk().expect("X25519's half is the last");
        is_usable(point) && XWingPublicKey::parse(&self.0).is_some()
    }
}

impl OpeningKey {
    /// From the operating system's randomness.
    pub fn random() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    /// Reads `AGE-SECRET-KEY-PQ-1…`, with or without white space around it.
    pub fn parse(text: &str) -> Result<Self, NotARecipient> {
        let text = text.trim();
        if text.parse::<age::x25519::Identity>().is_ok() {
            return Err(NotARecipient::X25519Alone);
        }
        let seed = read_bech32(SECRET_PREFIX, text).ok_or(NotARecipient::Unusable)?;
        let seed = Zeroizing::new(seed);
        let seed: &[u8; SEED_LENGTH] = seed
            .as_slice()
            .try_into()
            .map_err(|_| NotARecipient::Unusable)?;
        Ok(Self::from_bytes(seed))
    }

    /// The secret's text. Loud and rare.
    pub fn expose(&self) -> Zeroizing<String> {
        let text = bech32::encode_upper::<LongBech32>(SECRET_PREFIX, &self.0[..]);
        Zeroizing::new(text.expect("a checksum without a limit"))
    }

    /// The public half. Computed each time, in about 0.1 ms.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.key().public())
    }

    /// The secret's 32 bytes, for records of fixed length.
    pub(crate) fn expose_bytes(&self) -> &[u8; SEED_LENGTH] {
        &self.0
    }

    /// From the bytes that [`OpeningKey::expose_bytes`] gave.
    pub(crate) fn from_bytes(bytes: &[u8; SEED_LENGTH]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// In the form that opens.
    pub(super) fn key(&self) -> XWingPrivateKey {
        XWingPrivateKey::from_seed(&self.0)
    }
}

impl RecipientDigest {
    /// 64 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }
}

/// What stands behind this prefix; the checksum fits, and the length is anything.
fn read_bech32(prefix: bech32::Hrp, text: &str) -> Option<Vec<u8>> {
    let read = CheckedHrpstring::new::<LongBech32>(text).ok()?;
    // Reserved at once, so that growing leaves no copies behind.
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend(read.byte_iter());
    (read.hrp() == prefix).then_some(bytes)
}

/// Bech32's checksum ([BIP 173](https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki))
/// over more than the 90 characters that it was made for, as age has it: enough to notice a slip of
/// the hand, and no proof of anything.
enum LongBech32 {}

impl bech32::Checksum for LongBech32 {
    type MidstateRepr = u32;
    const CODE_LENGTH: usize = usize::MAX;
    const CHECKSUM_LENGTH: usize = bech32::Bech32::CHECKSUM_LENGTH;
    const GENERATOR_SH: [u32; 5] = bech32::Bech32::GENERATOR_SH;
    const TARGET_RESIDUE: u32 = bech32::Bech32::TARGET_RESIDUE;
}

/// Is this u-coordinate canonical ([RFC 7748](https://www.rfc-editor.org/rfc/rfc7748)
/// section 5), and does agreeing with it give anything but zero (section 6.1)?
fn is_usable(point: &[u8; 32]) -> bool {
    let below_prime = point.iter().rev().cmp(PRIME.iter().rev()).is_lt();
    let contributes = || {
        let ours = EphemeralPrivateKey::generate(&X25519, &SystemRandom::new())
            .expect("the operating system's randomness does not fail once a process runs");
        agree_ephemeral(ours, &UnparsedPublicKey::new(&X25519, point), |_| ()).is_ok()
    };
    below_prime && contributes()
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = bech32::encode_lower::<LongBech32>(PUBLIC_PREFIX, &self.0[..]);
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.digest())
    }
}

impl fmt::Display for RecipientDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for RecipientDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl Serialize for RecipientDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecipientDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Self::parse(&hex).ok_or_else(|| serde::de::Error::custom("not a digest"))
    }
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(…)")
    }
}

impl fmt::Display for NotARecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::X25519Alone => "a key of X25519 alone, which a quantum computer would break",
            Self::Unusable => "not a usable age1pq1 key",
        })
    }
}

impl std::error::Error for NotARecipient {}

const PUBLIC_PREFIX: bech32::Hrp = bech32::Hrp::parse_unchecked("age1pq");
const SECRET_PREFIX: bech32::Hrp = bech32::Hrp::parse_unchecked("age-secret-key-pq-");

/// 2^255 − 19, little-endian.
const PRIME: [u8; 32] = {
    let mut prime = [0xff; 32];
    prime[0] = 0xed;
    prime[31] = 0x7f;
    prime
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_and_its_bytes() {
        let key = OpeningKey::random();
        let by_text = OpeningKey::parse(&format!(" {}\n", *key.expose())).unwrap();
        let by_bytes = OpeningKey::from_bytes(key.expose_bytes());
        assert_eq!(by_text.recipient(), key.recipient());
        assert_eq!(by_bytes.recipient(), key.recipient());
        assert_eq!(*by_bytes.expose(), *key.expose());
        let text = key.recipient().to_string();
        assert_eq!(text.len(), 1959);
        assert_eq!(Recipient::parse(&text).unwrap(), key.recipient());
    }

    #[test]
    fn a_key_is_spelled_as_other_programs_spell_it() {
        // Both made by npm's age-encryption 0.3.1.
        let key = OpeningKey::parse(FOREIGN_SECRET).unwrap();
        assert_eq!(*key.expose(), FOREIGN_SECRET);
        assert_eq!(key.recipient().digest().to_string(), FOREIGN_DIGEST);
    }

    #[test]
    fn a_key_is_masked_when_debugged() {
        assert_eq!(format!("{:?}", OpeningKey::random()), "OpeningKey(…)");
    }

    #[test]
    fn keys_of_x25519_alone_are_told_apart_and_refused() {
        let old = age::x25519::Identity::generate();
        let public = old.to_public().to_string();
        let alone = NotARecipient::X25519Alone;
        assert_eq!(Recipient::parse(&public).unwrap_err(), alone);
        let secret = age::secrecy::ExposeSecret::expose_secret(&old.to_string()).to_owned();
        assert_eq!(OpeningKey::parse(&secret).unwrap_err(), alone);
    }

    #[test]
    fn strange_spellings_plugins_and_secrets_are_refused() {
        let key = OpeningKey::random();
        let good = key.recipient().to_string();
        for bad in [
            String::new(),
            good.to_uppercase(),
            format!(" {good}"),
            format!("{good}\n"),
            good[..good.len() - 1].to_owned(),
            "age1../../x1qqqq".to_owned(),
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t".to_owned(),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN"
                .to_owned(),
            (*key.expose()).clone(),
            written(PUBLIC_PREFIX, &key.recipient().0[..1215]),
            written(PUBLIC_PREFIX, &[&key.recipient().0[..], &[0]].concat()),
            written(
                bech32::Hrp::parse_unchecked("age1tagpq"),
                &key.recipient().0[..],
            ),
        ] {
            assert_eq!(
                Recipient::parse(&bad),
                Err(NotARecipient::Unusable),
                "{bad}"
            );
        }
        assert!(OpeningKey::parse(&good).is_err());
        for length in [0, 31, 33] {
            assert!(OpeningKey::parse(&written(SECRET_PREFIX, &vec![1; length])).is_err());
        }
    }

    #[test]
    fn points_that_nobody_can_open_are_refused() {
        // RFC 7748 section 6.1 and https://cr.yp.to/ecdh.html#validate: order 1, 2, 4 and 8,
        // and spellings at or above the prime.
        let good = OpeningKey::random().recipient();
        let mut high_bit: [u8; 32] = *good.0.last_chunk().unwrap();
        high_bit[31] |= 0x80;
        let mut one = [0; 32];
        one[0] = 1;
        let mut prime_plus_9 = PRIME;
        prime_plus_9[0] += 9;
        let order_8 = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";
        let mut eighth = [0; 32];
        hex::decode_to_slice(order_8, &mut eighth).unwrap();
        for bad in [[0; 32], one, eighth, PRIME, prime_plus_9, high_bit] {
            let mut key = good.0.clone();
            key[PUBLIC_LENGTH - 32..].copy_from_slice(&bad);
            let text = written(PUBLIC_PREFIX, &key[..]);
            assert_eq!(Recipient::parse(&text), Err(NotARecipient::Unusable));
        }
    }

    #[test]
    fn coefficients_beyond_ml_kems_modulus_are_refused() {
        // FIPS 203 section 7.2: twelve bits each, below 3,329.
        let mut key = OpeningKey::random().recipient().0;
        key[..2].copy_from_slice(&[0xff, 0xff]);
        let text = written(PUBLIC_PREFIX, &key[..]);
        assert_eq!(Recipient::parse(&text), Err(NotARecipient::Unusable));
    }

    fn written(prefix: bech32::Hrp, bytes: &[u8]) -> String {
        bech32::encode_lower::<LongBech32>(prefix, bytes).unwrap()
    }

    const FOREIGN_SECRET: &str =
        "AGE-SECRET-KEY-PQ-1VAQYXKNUTNSF054KRXJ486SCLNZLW0HV5CFWW4JSLFGNZC5H82RSZZMXXC";
    const FOREIGN_DIGEST: &str = "cc88c2266f59d9d308751340561e16622b3e17b1c426521450102f016c57aee8";
}
