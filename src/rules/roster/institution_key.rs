//! The institution's offline key: a stock minisign public key.
//!
//! Formats: <https://jedisct1.github.io/minisign/#signature-format>. Shapes are checked
//! here, to the byte, before the minisign crate sees them: it takes trailing bytes, and
//! panics on a short global signature.

use std::fmt;
use std::io::Cursor;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::keys::digest::Sha256;
use crate::keys::signature::VerifyingKey;

/// The institution's offline minisign public key (file `keys/<slug>.pub`).
#[derive(Clone)]
pub struct InstitutionKey {
    // The whole file: a hand-over signs its bytes.
    text: String,
    public: minisign::PublicKey,
}

/// A text that is not a minisign public key of large order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnInstitutionKey;

/// Why a signature is not the institution's over these bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSignedBy {
    /// Not a minisign signature file.
    Malformed,
    /// Made by minisign's old way, without hashing first.
    Legacy,
    /// Made by another key: its id, and the id of the one that was expected.
    OtherKey {
        /// As in the signature.
        found: MinisignKeyId,
        /// As in the public key file.
        expected: MinisignKeyId,
    },
    /// The bytes or the trusted comment were changed after signing.
    DoesNotFit,
}

/// Minisign's number for a key; chosen by whoever made it, so a name and no proof.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MinisignKeyId([u8; 8]);

impl InstitutionKey {
    /// The text of a stock `.pub` file: a comment line and a key line.
    pub fn parse(text: &str) -> Result<Self, NotAnInstitutionKey> {
        let lines: Vec<&str> = text.lines().collect();
        let [comment, encoded] = lines[..] else {
            return Err(NotAnInstitutionKey);
        };
        let bytes = BASE64_STANDARD
            .decode(encoded)
            .map_err(|_| NotAnInstitutionKey)?;
        let (Some(b"Ed"), Some(point)) = (bytes.first_chunk(), bytes.last_chunk()) else {
            return Err(NotAnInstitutionKey);
        };
        if !comment.starts_with(COMMENT) || bytes.len() != KEY_LENGTH {
            return Err(NotAnInstitutionKey);
        }
        VerifyingKey::from_bytes(point).map_err(|_| NotAnInstitutionKey)?;
        Ok(Self {
            text: text.to_owned(),
            public: minisign::PublicKey::from_bytes(&bytes).map_err(|_| NotAnInstitutionKey)?,
        })
    }

    /// Checks that `signature`, the text of a stock `.minisig`, is this key's over `bytes`;
    /// gives its trusted comment, which is signed too.
    ///
    /// Only hashed signatures (what minisign makes unless told `-l`) count. An old-style one is
    /// made over the bytes themselves, so one over 64 bytes could be shown for a hashed one
    /// of something else, and the format does not sign which of the two it is.
    pub fn verify(&self, bytes: &[u8], signature: &str) -> Result<String, NotSignedBy> {
        let found = shape(signature)?;
        let expected = self.id();
        if found != expected {
            return Err(NotSignedBy::OtherKey { found, expected });
        }
        let signature =
            minisign::SignatureBox::from_string(signature).map_err(|_| NotSignedBy::Malformed)?;
        minisign::verify(
            &self.public,
            &signature,
            Cursor::new(bytes),
            true,
            false,
            false,
        )
        .map_err(|_| NotSignedBy::DoesNotFit)?;
        signature
            .trusted_comment()
            .map_err(|_| NotSignedBy::Malformed)
    }

    /// Minisign's number for it.
    pub fn id(&self) -> MinisignKeyId {
        // `parse` saw 42 bytes: algorithm, 8 of the number, 32 of the point.
        MinisignKeyId(*self.public.keynum().first_chunk().unwrap_or(&[0; 8]))
    }

    /// SHA-256 of algorithm, number and point: what two people compare.
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::of(&self.public.to_bytes())
    }

    /// The whole public key file, as it was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The key line alone: everything that counts of it.
    pub fn to_base64(&self) -> String {
        BASE64_STANDARD.encode(self.public.to_bytes())
    }

    /// From [`Self::to_base64`].
    pub(super) fn from_base64(line: &str) -> Result<Self, NotAnInstitutionKey> {
        Self::parse(&format!("{COMMENT}\n{line}\n"))
    }
}

/// Is this the shape of a hashed signature, and whose does it say it is?
fn shape(signature: &str) -> Result<MinisignKeyId, NotSignedBy> {
    let lines: Vec<&str> = signature.lines().collect();
    let [untrusted, first, trusted, second] = lines[..] else {
        return Err(NotSignedBy::Malformed);
    };
    let decode = |line: &str| {
        BASE64_STANDARD
            .decode(line)
            .map_err(|_| NotSignedBy::Malformed)
    };
    let (first, second) = (decode(first)?, decode(second)?);
    let comments = untrusted.starts_with("untrusted comment: ")
        && trusted.starts_with("trusted comment: ")
        && signature.len() <= SIGNATURE_TEXT_MAX;
    if !comments || first.len() != SIGNATURE_LENGTH || second.len() != GLOBAL_LENGTH {
        return Err(NotSignedBy::Malformed);
    }
    match &first[..2] {
        b"ED" => {}
        b"Ed" => return Err(NotSignedBy::Legacy),
        _ => return Err(NotSignedBy::Malformed),
    }
    let number = first[2..].first_chunk().ok_or(NotSignedBy::Malformed)?;
    Ok(MinisignKeyId(*number))
}

impl PartialEq for InstitutionKey {
    /// The same key, whatever the comment in its file.
    fn eq(&self, other: &Self) -> bool {
        self.public.to_bytes() == other.public.to_bytes()
    }
}

impl Eq for InstitutionKey {}

impl fmt::Debug for InstitutionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_base64())
    }
}

impl fmt::Display for MinisignKeyId {
    /// As minisign prints it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016X}", u64::from_le_bytes(self.0))
    }
}

impl fmt::Debug for MinisignKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for NotAnInstitutionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a minisign public key (two lines, as minisign -G writes them)")
    }
}

impl std::error::Error for NotAnInstitutionKey {}

impl fmt::Display for NotSignedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the signature file is not one that minisign made"),
            Self::Legacy => {
                f.write_str("the signature is of minisign's old kind; sign again without -l")
            }
            Self::OtherKey { found, expected } => {
                write!(f, "the signature is by key {found}, not by {expected}")
            }
            Self::DoesNotFit => f.write_str(
                "the signature does not fit the text: it was changed after signing; sign it again",
            ),
        }
    }
}

impl std::error::Error for NotSignedBy {}

const COMMENT: &str = "untrusted comment:";
/// Algorithm 2, number 8, point 32.
const KEY_LENGTH: usize = 42;
/// Algorithm 2, number 8, signature 64.
const SIGNATURE_LENGTH: usize = 74;
const GLOBAL_LENGTH: usize = 64;
/// Two comments of at most 1,024 and 8,192 characters (minisign's own limits) do not fit
/// in here; those that people write do.
const SIGNATURE_TEXT_MAX: usize = 4096;
