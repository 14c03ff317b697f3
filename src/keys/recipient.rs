//! Recipients: the public keys to which a report is sealed, and the private keys that open it.

use std::fmt;

use age::secrecy::ExposeSecret as _;
use ring::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
use ring::rand::SystemRandom;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::{Zeroize as _, Zeroizing};

/// A public key that can be sealed to: `age1…`, X25519.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient(age::x25519::Recipient);

/// A private key that opens: `AGE-SECRET-KEY-1…`. Wiped when dropped.
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
pub struct OpeningKey(age::x25519::Identity);

/// Text that is not a usable age X25519 key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARecipient;

impl Recipient {
    /// Reads `age1…` in its canonical, lower-case spelling.
    ///
    /// Refuses what nobody could open: points of low order (the `age` crate would panic
    /// when sealing to one), and non-canonical ones, which never equal the public key that
    /// an identity computes for itself. Plugin recipients (`age1name1…`) are not parsed at all.
    pub fn parse(text: &str) -> Result<Self, NotARecipient> {
        let recipient: age::x25519::Recipient = text.parse().map_err(|_| NotARecipient)?;
        if recipient.to_string() != text || !is_usable(&point(text)?) {
            return Err(NotARecipient);
        }
        Ok(Self(recipient))
    }

    /// A key whose private half nobody keeps.
    pub(crate) fn decoy() -> Self {
        OpeningKey::random().recipient()
    }

    pub(crate) fn as_age(&self) -> &dyn age::Recipient {
        &self.0
    }
}

impl OpeningKey {
    /// From the operating system's randomness.
    pub fn random() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`, with or without white space around it.
    pub fn parse(text: &str) -> Result<Self, NotARecipient> {
        text.trim().parse().map(Self).map_err(|_| NotARecipient)
    }

    /// The secret's text. Loud and rare.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// The secret's 32 bytes, for records of fixed length.
    pub(crate) fn expose_bytes(&self) -> Zeroizing<[u8; 32]> {
        let text = self.expose();
        let (_, bytes) = bech32::decode(&text).expect("age writes its keys in Bech32");
        let bytes = Zeroizing::new(bytes);
        let bytes: [u8; 32] = bytes
            .as_slice()
            .try_into()
            .expect("an X25519 key is 32 bytes");
        Zeroizing::new(bytes)
    }

    /// From the bytes that [`OpeningKey::expose_bytes`] gave.
    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Self {
        let mut text = bech32::encode::<bech32::Bech32>(SECRET_PREFIX, bytes)
            .expect("32 bytes fit any Bech32 string");
        let key = Self::parse(&text).expect("this is how age writes 32 bytes of key");
        text.zeroize();
        key
    }

    pub(crate) fn as_age(&self) -> &dyn age::Identity {
        &self.0
    }
}

/// The 32 bytes of a recipient that is known to parse.
fn point(text: &str) -> Result<[u8; 32], NotARecipient> {
    let (_, bytes) = bech32::decode(text).map_err(|_| NotARecipient)?;
    bytes.try_into().map_err(|_| NotARecipient)
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
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
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

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(…)")
    }
}

impl fmt::Display for NotARecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a usable age X25519 key")
    }
}

impl std::error::Error for NotARecipient {}

const SECRET_PREFIX: bech32::Hrp = bech32::Hrp::parse_unchecked("age-secret-key-");

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
        let by_bytes = OpeningKey::from_bytes(&key.expose_bytes());
        assert_eq!(by_text.recipient(), key.recipient());
        assert_eq!(by_bytes.recipient(), key.recipient());
        assert_eq!(*by_bytes.expose(), *key.expose());
        let text = key.recipient().to_string();
        assert_eq!(Recipient::parse(&text).unwrap(), key.recipient());
    }

    #[test]
    fn a_key_is_masked_when_debugged() {
        assert_eq!(format!("{:?}", OpeningKey::random()), "OpeningKey(…)");
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
        ] {
            assert_eq!(Recipient::parse(&bad), Err(NotARecipient), "{bad}");
        }
        assert!(OpeningKey::parse(&good).is_err());
    }

    #[test]
    fn points_that_nobody_can_open_are_refused() {
        // RFC 7748 section 6.1 and https://cr.yp.to/ecdh.html#validate: order 1, 2, 4 and 8,
        // and spellings at or above the prime.
        let mut high_bit = point(&OpeningKey::random().recipient().to_string()).unwrap();
        high_bit[31] |= 0x80;
        let mut one = [0; 32];
        one[0] = 1;
        let mut prime_plus_9 = PRIME;
        prime_plus_9[0] += 9;
        let order_8 = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";
        let mut eighth = [0; 32];
        hex::decode_to_slice(order_8, &mut eighth).unwrap();
        for bad in [[0; 32], one, eighth, PRIME, prime_plus_9, high_bit] {
            let prefix = bech32::Hrp::parse("age").unwrap();
            let text = bech32::encode::<bech32::Bech32>(prefix, &bad).unwrap();
            assert_eq!(Recipient::parse(&text), Err(NotARecipient), "{text}");
        }
    }
}
