//! Receipts: the one-time code and the keys derived from it.
//!
//! Skeleton: the lead owns this file (being written).

use ring::rand::SecureRandom as _;
use zeroize::Zeroizing;

/// `N` bytes of the operating system's randomness.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    ring::rand::SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system's randomness does not fail once a process runs");
    bytes
}

/// 28 digits: 26 random, 2 check digits (ISO/IEC 7064 MOD 97-10). Wiped when dropped.
pub struct Code(Zeroizing<[u8; 28]>);

/// Under which an access record is kept; says nothing without the pepper.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Locator([u8; 32]);

/// Wraps a mailbox's private key; wiped when dropped.
pub struct WrapKey(Zeroizing<[u8; 32]>);

impl Locator {
    /// Key bytes for the store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// From the store's or a test's bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}
impl Code {
    pub fn length() -> usize {
        28
    }
}
impl WrapKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}
