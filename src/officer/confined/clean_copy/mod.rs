//! Clean copies: a file without what tells who made it, when, where and with what.
//!
//! ```text
//!   bytes ─▶ what kind, by its first bytes ─▶ only what the picture or text is made of ─▶ a copy
//! ```
//!
//! What is known to be needed stays, whatever else there is goes: a list of what is bad would be
//! behind the next camera. The original is never touched. What can't be cleaned is said, and what
//! may be left in what was cleaned, too.
//!
//! Knows formats. Never knows a case.

mod jpeg;
mod office;
mod outcome;
mod pdf;
mod png;
mod webp;
mod xml;

#[cfg(test)]
mod tests;

pub(super) use outcome::{CleanCopy, LeftInCopy, Uncleanable};

impl CleanCopy {
    /// Makes one.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, Uncleanable> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => jpeg::clean(bytes).map(Self::picture),
            [0x89, b'P', b'N', b'G', ..] => png::clean(bytes).map(Self::picture),
            _ if is_webp(bytes) => webp::clean(bytes).map(Self::picture),
            [b'P', b'K', 3, 4, ..] => office::clean(bytes),
            [b'%', b'P', b'D', b'F', ..] => {
                pdf::clean(bytes).map(|(bytes, left)| Self { bytes, left })
            }
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Uncleanable::OldOffice),
            _ => Err(Uncleanable::UnknownKind),
        }
    }

    fn picture(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            left: vec![LeftInCopy::Picture],
        }
    }
}

/// Which side of a JPEG is up, if it is another than usual.
pub(super) fn orientation_of(bytes: &[u8]) -> Option<u8> {
    jpeg::orientation_of(bytes)
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}
