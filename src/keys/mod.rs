//! Cryptographic primitives: one home for each.
//!
//! Each file names its formula and its source. Knows bytes. Never knows what they mean.

/// Keys sealed under a passphrase.
pub mod sealed_key;

/// SHA-256, and how the ledger names a sealed report.
pub mod digest;
/// Ed25519 signatures, each with its domain in its type.
pub mod signature;

/// Whom something can be sealed to, and who opens it: age X25519.
pub mod recipient;

/// The operating system's randomness.
pub mod random;
