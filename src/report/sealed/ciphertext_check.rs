//! The ciphertext check: a report that the reporter's own machine sealed, as far as the server can
//! check it.
//!
//! The server sees ciphertext only, so it can check only what ciphertext shows: a sane
//! header with as many keys as the roster has officers, and a length that is one of
//! the padded ones, so that such reports look like all others. What is inside is for
//! an officer to find out.

use std::fmt;

use super::header::{BadHeader, HeaderScan, HeaderShape};
use super::padding::padded_length;
use super::payload_length::plain_length;
use crate::keys::digest::{ReportDigest, Sha256};

/// Ciphertext being checked and digested as it arrives; none of it is kept here.
pub struct CiphertextCheck {
    officers: usize,
    scan: HeaderScan,
    header: Option<HeaderShape>,
    digest: Sha256,
    length: u64,
}

/// A sealed report that arrived whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckedCiphertext {
    /// SHA-256 of the sealed bytes.
    pub item: ReportDigest,
    /// Bytes.
    pub length: u64,
}

/// Why bytes are not taken for a sealed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSealed {
    /// The age header is not one that ours write.
    Header(BadHeader),
    /// Not exactly one key for each officer of the roster, decoys included.
    OtherOfficers,
    /// Not a length that padding makes; or cut short.
    NotPadded,
}

impl CiphertextCheck {
    /// For an institution whose roster has this many `officers`.
    pub fn begin(officers: usize) -> Self {
        Self {
            officers,
            scan: HeaderScan::new(),
            header: None,
            digest: Sha256::new(),
            length: 0,
        }
    }

    /// The next bytes. A bad header is refused as soon as it shows.
    pub fn write(&mut self, sealed: &[u8]) -> Result<(), NotSealed> {
        self.digest.update(sealed);
        self.length += sealed.len() as u64;
        if self.header.is_none()
            && let Some((shape, _)) = self.scan.push(sealed).map_err(NotSealed::Header)?
        {
            self.check_officers(shape)?;
            self.header = Some(shape);
        }
        Ok(())
    }

    /// After the last bytes.
    pub fn finish(self) -> Result<CheckedCiphertext, NotSealed> {
        let header = self
            .header
            .ok_or_else(|| NotSealed::Header(self.scan.unfinished()))?;
        let plain = plain_length(self.length, header.length).ok_or(NotSealed::NotPadded)?;
        if padded_length(plain) != plain {
            return Err(NotSealed::NotPadded);
        }
        Ok(CheckedCiphertext {
            item: ReportDigest::from_bytes(self.digest.finish()),
            length: self.length,
        })
    }

    /// At most one stanza of grease beside the officers' own.
    fn check_officers(&self, shape: HeaderShape) -> Result<(), NotSealed> {
        if shape.hybrid == self.officers && shape.others <= 1 {
            Ok(())
        } else {
            Err(NotSealed::OtherOfficers)
        }
    }
}

impl fmt::Debug for CiphertextCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CiphertextCheck({} bytes)", self.length)
    }
}

impl fmt::Display for NotSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(why) => why.fmt(f),
            Self::OtherOfficers => {
                f.write_str("it is not sealed to exactly the officers of the roster")
            }
            Self::NotPadded => f.write_str("it is cut short, or not padded as a report is"),
        }
    }
}

impl std::error::Error for NotSealed {}
