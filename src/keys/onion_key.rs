//! A key to an onion service that opens to nobody else ("client authorization").
//!
//! ```text
//!   the service's side   NAME.auth            descriptor:x25519:<public key>
//!   the visitor's side   NAME.auth_private    <address>:descriptor:x25519:<private key>
//!   to a running tor     ONION_CLIENT_AUTH_ADD <address> x25519:<private key, in base64>
//! ```
//!
//! Both keys are 32 bytes in base32 without padding
//! ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648), section 6). Source: tor(1), "CLIENT
//! AUTHORIZATION"; Tor's control-spec, section 3.30.
//!
//! Knows bytes. Never knows whose service it is.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// The visitor's private key. Masked `Debug`, no `Clone`, wiped when dropped.
pub struct OnionKey(StaticSecret);

impl OnionKey {
    /// From [`derive_key`](super::hkdf::derive_key), so that it need not be kept.
    pub(crate) fn from_secret(secret: &Zeroizing<[u8; 32]>) -> Self {
        Self(StaticSecret::from(**secret))
    }

    /// What the service's operator puts into `authorized_clients/NAME.auth`. Public.
    pub fn for_service(&self) -> String {
        format!(
            "descriptor:x25519:{}",
            &*base32(PublicKey::from(&self.0).as_bytes())
        )
    }

    /// What a tor reads from `NAME.auth_private` for the onion at this address. Secret.
    pub fn for_file(&self, onion: &str) -> Zeroizing<String> {
        let address = onion.strip_suffix(".onion").unwrap_or(onion);
        let private = self.for_browser();
        Zeroizing::new(format!("{address}:descriptor:x25519:{}", &*private))
    }

    /// What Tor Browser asks for. Secret.
    pub fn for_browser(&self) -> Zeroizing<String> {
        base32(self.0.as_bytes())
    }

    /// As a running tor is told it. Secret.
    pub fn for_controller(&self) -> Zeroizing<String> {
        let mut private = Zeroizing::new(String::with_capacity(BASE64_LENGTH));
        BASE64_STANDARD.encode_string(self.0.as_bytes(), &mut private);
        private
    }
}

impl fmt::Debug for OnionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnionKey(…)")
    }
}

fn base32(bytes: &[u8; 32]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(BASE32_LENGTH));
    let (mut waiting, mut bits) = (0_u32, 0);
    for byte in bytes {
        waiting = waiting << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(waiting >> bits));
        }
    }
    // 256 bits are 51 letters and one bit.
    text.push(letter(waiting << (5 - bits)));
    text
}

fn letter(five_bits: u32) -> char {
    char::from(LETTERS[(five_bits & 31) as usize])
}

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Characters of 32 bytes: so that a growing text leaves no copy behind.
const BASE32_LENGTH: usize = 52;
const BASE64_LENGTH: usize = 44;

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes 0 to 31.
    fn key() -> OnionKey {
        let bytes = std::array::from_fn(|at| u8::try_from(at).expect("below 32"));
        OnionKey::from_secret(&Zeroizing::new(bytes))
    }

    #[test]
    fn both_halves_are_written_as_openssl_and_base32_write_them() {
        // openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base32 | tr -d =
        let public = "R5AMLLNWR4SWESXFWIKOU5T2N3EU3AU5HV5V4GWRXJXT4IJYFBPQ";
        let private = "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPQ";
        assert_eq!(key().for_service(), format!("descriptor:x25519:{public}"));
        assert_eq!(*key().for_browser(), private);
        let file = format!("abc:descriptor:x25519:{private}");
        assert_eq!(*key().for_file("abc.onion"), file);
        assert_eq!(
            *key().for_controller(),
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        );
    }

    #[test]
    fn the_last_letter_holds_the_bit_that_is_left() {
        assert_eq!(*base32(&[0; 32]), "A".repeat(BASE32_LENGTH));
        assert_eq!(*base32(&[255; 32]), "7".repeat(51) + "Q");
    }

    #[test]
    fn nothing_of_a_key_is_in_debug_output() {
        assert_eq!(format!("{:?}", key()), "OnionKey(…)");
    }
}
