//! Cryptographic primitives: one home for each.
//!
//! Each file names its formula and its source. Knows bytes. Never knows what they mean.

/// Keys sealed under a passphrase.
pub mod sealed_key;

/// Ed25519 signatures, each with its domain in its type.
pub mod signature;
