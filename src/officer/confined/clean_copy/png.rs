//! PNG: the chunks that a picture is made of.
//!
//! Gone: text, time, EXIF, colour profiles, what programs add of their own, what follows the end.
//! Source: [PNG, third edition](https://www.w3.org/TR/png-3/), section 11.

use super::outcome::{Uncleanable, number_at};

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Uncleanable> {
    if !bytes.starts_with(SIGNATURE) {
        return Err(Uncleanable::Damaged);
    }
    let mut clean = SIGNATURE.to_vec();
    let (mut at, mut has_picture) = (SIGNATURE.len(), false);
    loop {
        let chunk = chunk(bytes, at).ok_or(Uncleanable::Damaged)?;
        at += chunk.len();
        let kind = &chunk[4..8];
        if KEPT.contains(&kind) {
            clean.extend_from_slice(chunk);
        }
        has_picture |= kind == b"IDAT";
        if kind == b"IEND" {
            return if has_picture {
                Ok(clean)
            } else {
                Err(Uncleanable::Damaged)
            };
        }
    }
}

/// Length, kind, content, and a checksum that fits.
fn chunk(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::try_from(u32::from_be_bytes(number_at(bytes, at)?)).ok()?;
    let whole = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
    let (said, sum) = whole.split_at(length + 8);
    (crc32fast::hash(&said[4..]).to_be_bytes() == *sum).then_some(whole)
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The picture, its colours and what is transparent; frames of one that moves.
const KEPT: [&[u8]; 10] = [
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"acTL", b"fcTL", b"fdAT",
];
