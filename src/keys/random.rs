//! Randomness: the operating system's, and no other.

use ring::rand::SecureRandom as _;

/// `N` bytes of the operating system's randomness.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    ring::rand::SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system's randomness does not fail once a process runs");
    bytes
}
