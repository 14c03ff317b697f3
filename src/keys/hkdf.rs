//! HKDF-SHA-256: several keys from one secret.
//!
//! ```text
//!   PRK = HMAC(salt, secret)        key = first 32 bytes of  HMAC(PRK, label ‖ 0x01)
//! ```
//!
//! Source: [RFC 5869](https://www.rfc-editor.org/rfc/rfc5869). The salt is empty, which stands for
//! 32 zero bytes (section 2.2). It would only help a secret that is not uniform (section 3.1);
//! all secrets here are random or come from Argon2id, which is salted.
//!
//! A secret MUST NOT be a password (section 4): stretch it first.
//!
//! Knows bytes and labels. Never knows what a key will do.

use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use zeroize::Zeroizing;

use super::hmac::MacKey;
use super::label::Label;

/// The key that `secret` gives for what `label` names. Wiped when dropped.
pub(crate) fn derive_key(secret: &[u8; 32], label: Label) -> Zeroizing<[u8; 32]> {
    extract_and_expand(NO_SALT, secret, label.as_bytes())
}

/// The first step alone (RFC 5869 section 2.2), for [HPKE](super::hpke): a salt that is shorter
/// than a hash is filled up with zeros.
pub(crate) fn extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let salt = MacKey::from_secret(Zeroizing::new(*salt));
    Zeroizing::new(salt.tag_of(ikm))
}

/// The second step alone (RFC 5869 section 2.3), for [HPKE](super::hpke). At most 255 × 32 bytes.
pub(crate) fn expand<const LENGTH: usize>(
    prk: &[u8; 32],
    info: &[&[u8]],
) -> Zeroizing<[u8; LENGTH]> {
    expanded(&Prk::new_less_safe(HKDF_SHA256, prk), info)
}

/// Both steps, with the names of RFC 5869. At most 255 × 32 bytes.
fn extract_and_expand<const LENGTH: usize>(
    salt: &[u8],
    ikm: &[u8],
    info: &[u8],
) -> Zeroizing<[u8; LENGTH]> {
    expanded(&Salt::new(HKDF_SHA256, salt).extract(ikm), &[info])
}

fn expanded<const LENGTH: usize>(prk: &Prk, info: &[&[u8]]) -> Zeroizing<[u8; LENGTH]> {
    const { assert!(LENGTH <= 255 * 32, "RFC 5869 ends there") };
    let mut okm = Zeroizing::new([0; LENGTH]);
    prk.expand(info, OutputLength(LENGTH))
        .and_then(|output| output.fill(&mut okm[..]))
        .expect("the length is allowed: it was looked at while compiling");
    okm
}

/// How much is asked for, in bytes.
struct OutputLength(usize);

impl KeyType for OutputLength {
    fn len(&self) -> usize {
        self.0
    }
}

const NO_SALT: &[u8] = &[];

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        hex::decode(hex).unwrap()
    }

    #[test]
    fn the_published_examples_hold() {
        // RFC 5869, appendices A.1 to A.3: 42, 82 and 42 bytes.
        let okm = extract_and_expand::<42>(
            &bytes("000102030405060708090a0b0c"),
            &[0x0b; 22],
            &bytes("f0f1f2f3f4f5f6f7f8f9"),
        );
        let basic = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf\
                     34007208d5b887185865";
        assert_eq!(hex::encode(*okm), basic);

        let count = |from: u8, to: u8| (from..=to).collect::<Vec<_>>();
        let okm =
            extract_and_expand::<82>(&count(0x60, 0xaf), &count(0x00, 0x4f), &count(0xb0, 0xff));
        let longer = "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c\
                      59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71\
                      cc30c58179ec3e87c14c01d5c1f3434f1d87";
        assert_eq!(hex::encode(*okm), longer);

        let okm = extract_and_expand::<42>(NO_SALT, &[0x0b; 22], &[]);
        let without_salt = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d\
                            9d201395faa4b61a96c8";
        assert_eq!(hex::encode(*okm), without_salt);
    }

    #[test]
    fn each_label_gives_another_key() {
        let key = |name| derive_key(&[1; 32], Label::new(name));
        assert_eq!(key("one"), key("one"));
        assert_ne!(key("one"), key("two"));
    }
}
