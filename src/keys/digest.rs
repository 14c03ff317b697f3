//! Items: how the ledger names a sealed report.

use std::fmt;
use std::io::{self, Read};

use ring::digest::{Context, Digest, SHA256, digest};

/// SHA-256 of a sealed report's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item([u8; 32]);

impl Item {
    /// Of a sealed report in memory.
    pub fn of(sealed: &[u8]) -> Self {
        Self::from_digest(&digest(&SHA256, sealed))
    }

    /// Of a sealed report that is read from here to its end.
    pub fn read(sealed: &mut impl Read) -> io::Result<Self> {
        let mut context = Context::new(&SHA256);
        let mut piece = vec![0; 64 * 1024];
        loop {
            match sealed.read(&mut piece) {
                Ok(0) => return Ok(Self::from_digest(&context.finish())),
                Ok(length) => context.update(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// 64 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(hex, &mut bytes).ok()?;
        (hex::encode(bytes) == hex).then_some(Self(bytes))
    }

    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its first half: enough to tell items apart that nobody can choose.
    pub fn pending_name(&self) -> [u8; 16] {
        let (name, _) = self.0.split_at(16);
        name.try_into().expect("half of 32 bytes")
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_digest(digest: &Digest) -> Self {
        Self(sha256(digest))
    }
}

/// The bytes of a SHA-256 digest.
pub(crate) fn sha256(digest: &Digest) -> [u8; 32] {
    digest
        .as_ref()
        .try_into()
        .expect("SHA-256 makes 32 bytes, and nothing here uses another digest")
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4's example for one block.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn an_item_is_the_sha256_of_the_bytes() {
        assert_eq!(Item::of(b"abc").to_string(), ABC);
        assert_eq!(Item::read(&mut &b"abc"[..]).unwrap(), Item::of(b"abc"));
        assert_eq!(Item::parse(ABC), Some(Item::of(b"abc")));
    }

    #[test]
    fn other_spellings_are_refused() {
        assert_eq!(Item::parse(&ABC.to_uppercase()), None);
        assert_eq!(Item::parse(&ABC[1..]), None);
        assert_eq!(Item::parse(&format!("{ABC}0")), None);
        assert_eq!(Item::parse(""), None);
    }
}
