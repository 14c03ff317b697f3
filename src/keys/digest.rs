//! SHA-256, and items: how the ledger names a sealed report.
//!
//! Source: [FIPS 180-4](https://csrc.nist.gov/pubs/fips/180-4/upd1/final). Whoever knows the digest
//! and the length of a message can compute that of longer ones (length extension), so a digest
//! proves nothing about who made it: that takes an [HMAC](crate::keys::hmac) or a signature.
//!
//! Knows bytes.

use std::fmt;
use std::io::{self, Read};

use ring::digest::{Context, SHA256};

use super::lower_hex;

/// SHA-256 of bytes that come in pieces; how they were cut makes no difference.
#[derive(Clone)]
pub struct Sha256(Context);

/// SHA-256 of a sealed report's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportDigest([u8; 32]);

impl Sha256 {
    /// Of nothing yet.
    #[expect(
        clippy::new_without_default,
        reason = "the digest of nothing is nobody's default"
    )]
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Of bytes that are all in memory.
    pub fn of(bytes: &[u8]) -> [u8; 32] {
        let mut digest = Self::new();
        digest.update(bytes);
        digest.finish()
    }

    /// The first `N` of the 32 bytes, as a short name. 8 tell apart what nobody chooses; where
    /// somebody might search for two things of one name, it takes all 32.
    pub fn truncated<const N: usize>(bytes: &[u8]) -> [u8; N] {
        const { assert!(N <= 32, "SHA-256 has 32 bytes") };
        let mut first = [0; N];
        first.copy_from_slice(&Self::of(bytes)[..N]);
        first
    }

    /// The next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// Of all pieces.
    pub fn finish(self) -> [u8; 32] {
        self.0
            .finish()
            .as_ref()
            .try_into()
            .expect("SHA-256 makes 32 bytes")
    }
}

/// How a report's digest begins: as much of it as fits on paper, and no less than what nobody can
/// make another report for. 20 to 64 lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct DigestPrefix(String);

impl DigestPrefix {
    /// From the digits, in groups or not.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > WRITTEN_MAX {
            return None;
        }
        let digits: String = text.split_ascii_whitespace().collect();
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let fits = (PREFIX_DIGITS..=64).contains(&digits.len());
        (fits && digits.bytes().all(is_hex)).then_some(Self(digits))
    }

    /// Does this digest begin so?
    pub fn is_of(&self, digest: &ReportDigest) -> bool {
        let halves = digest.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits = halves.map(|half| DIGITS[usize::from(half)]);
        self.0.bytes().zip(digits).all(|(one, other)| one == other)
    }
}

impl From<ReportDigest> for DigestPrefix {
    fn from(digest: ReportDigest) -> Self {
        Self(digest.to_string())
    }
}

impl fmt::Display for DigestPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DigestPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ReportDigest {
    /// Its first digits, as they are shown to be written down.
    pub fn prefix(&self) -> DigestPrefix {
        DigestPrefix(self.to_string()[..PREFIX_DIGITS].to_owned())
    }

    /// Of a sealed report in memory.
    pub fn of(sealed: &[u8]) -> Self {
        Self(Sha256::of(sealed))
    }

    /// Of a sealed report that is read from here to its end.
    pub fn read(sealed: &mut impl Read) -> io::Result<Self> {
        let mut digest = Sha256::new();
        let mut piece = vec![0; 64 * 1024];
        loop {
            match sealed.read(&mut piece) {
                Ok(0) => return Ok(Self(digest.finish())),
                Ok(length) => digest.update(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// 64 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// From a SHA-256 that something else stored or sent.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its first half: enough to tell items apart that nobody can choose.
    pub fn pending_name(&self) -> [u8; 16] {
        let (name, _) = self.0.split_at(16);
        name.try_into().expect("half of 32 bytes")
    }

    /// SHA-256 over the sealed report's bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ReportDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ReportDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";
/// 80 bits: who wanted another report that begins so would try 2^80 times.
const PREFIX_DIGITS: usize = 20;
/// Digits, and a space after each.
const WRITTEN_MAX: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST's example of one block:
    /// <https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values>.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn the_published_examples_hold() {
        let two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let of_two_blocks = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        assert_eq!(hex::encode(Sha256::of(b"")), nothing);
        assert_eq!(hex::encode(Sha256::of(b"abc")), ABC);
        assert_eq!(
            hex::encode(Sha256::of(two_blocks.as_bytes())),
            of_two_blocks
        );
        assert_eq!(hex::encode(Sha256::truncated::<8>(b"abc")), ABC[..16]);
    }

    #[test]
    fn pieces_may_be_cut_anywhere() {
        for at in 0..=3 {
            let (first, second) = b"abc".split_at(at);
            let mut digest = Sha256::new();
            digest.update(first);
            let so_far = digest.clone();
            digest.update(second);
            assert_eq!(hex::encode(digest.finish()), ABC);
            assert_eq!(so_far.finish(), Sha256::of(first));
        }
    }

    #[test]
    fn an_item_is_the_sha256_of_the_bytes() {
        assert_eq!(ReportDigest::of(b"abc").to_string(), ABC);
        assert_eq!(
            ReportDigest::read(&mut &b"abc"[..]).unwrap(),
            ReportDigest::of(b"abc")
        );
        assert_eq!(ReportDigest::parse(ABC), Some(ReportDigest::of(b"abc")));
    }

    #[test]
    fn other_spellings_are_refused() {
        assert_eq!(ReportDigest::parse(&ABC.to_uppercase()), None);
        assert_eq!(ReportDigest::parse(&ABC[1..]), None);
        assert_eq!(ReportDigest::parse(&format!("{ABC}0")), None);
        assert_eq!(ReportDigest::parse(""), None);
    }

    #[test]
    fn a_digests_beginning_is_written_in_groups_or_not_and_never_shorter_than_is_safe() {
        let digest = ReportDigest::of(b"sealed");
        let digits = digest.to_string();
        let prefix = digest.prefix();
        assert_eq!(prefix.to_string(), digits[..20]);
        for text in [
            &digits[..20],
            &digits,
            &format!("{} {}", &digits[..4], &digits[4..24]),
        ] {
            let read = DigestPrefix::parse(text).expect("long enough");
            assert!(read.is_of(&digest) && !read.is_of(&ReportDigest::of(b"other")));
        }
        for text in [
            &digits[..19],
            "",
            &digits[..20].to_uppercase(),
            &"0".repeat(65),
        ] {
            assert_eq!(DigestPrefix::parse(text), None, "{text}");
        }
    }
}
