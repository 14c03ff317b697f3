//! Cryptographic primitives: one home for each.
//!
//! Each file names its formula and its source. Knows bytes. Never knows what they mean.

/// How passphrases are read, and how strong they are.
pub(crate) mod passphrase_strength;
/// Keys sealed under a passphrase.
pub mod sealed_key;

/// SHA-256, and how the ledger names a sealed report.
pub mod digest;
/// Ed25519 signatures, each with its domain in its type.
pub mod signature;

/// HPKE in base mode: one short message to one such key.
mod hpke;
/// How a file key is sealed to such a key in an age file.
pub(crate) mod hybrid_stanza;
/// A key to an onion service that is closed to others, as tor wants it.
pub mod onion_key;
/// Whom something can be sealed to, and who opens it: age's hybrid keys.
pub mod recipient;
/// X-Wing: a secret by ML-KEM-768 and X25519 together.
mod x_wing;

/// ChaCha20-Poly1305: what is sealed and bound to its place.
pub mod aead;
/// HKDF-SHA-256: several keys from one secret.
pub(crate) mod hkdf;
/// HMAC-SHA-256: tags that only a key's holder makes.
pub(crate) mod hmac;
/// What a key or a tag is for: no purpose's label meets another's.
pub mod label;

/// The operating system's randomness.
pub mod random;

/// Public bytes in their one hexadecimal spelling.
pub(crate) mod lower_hex;
