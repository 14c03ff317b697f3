//! JPEG: its tables and its scans, and which side is up.
//!
//! ```text
//!   FFD8  FFxx length …  FFDA length … scan …  FFD9   what follows is no part of the picture
//! ```
//!
//! Gone: EXIF (time, place, camera, owner, the small picture of before a change), XMP, IPTC, colour
//! profiles, comments, further pictures and films behind the end. Source: ITU T.81, annex B.

use super::outcome::{Uncleanable, number_at};

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Uncleanable> {
    let mut clean = vec![0xff, 0xd8];
    let mut at = 2;
    let mut has_scan = false;
    loop {
        let (marker, start) = next_marker(bytes, at).ok_or(Uncleanable::Damaged)?;
        match marker {
            END => {
                clean.extend([0xff, END]);
                return if has_scan {
                    Ok(clean)
                } else {
                    Err(Uncleanable::Damaged)
                };
            }
            0x01 | 0xd0..=0xd7 => {
                at = start;
                continue;
            }
            0xd8 => return Err(Uncleanable::Damaged),
            _ => {}
        }
        let segment = segment(bytes, start).ok_or(Uncleanable::Damaged)?;
        at = start + segment.len();
        match marker {
            EXIF => {
                let side_up = orientation(&segment[2..]);
                if let Some(side_up) = side_up.filter(|_| clean.len() == 2) {
                    clean.extend(exif_with(side_up));
                }
            }
            ADOBE if segment.starts_with(ADOBE_HEAD) && segment.len() == ADOBE_LENGTH => {
                clean.extend([0xff, ADOBE]);
                clean.extend_from_slice(segment);
            }
            // Frames, tables, restart intervals, number of lines.
            0xc0..=0xc7 | 0xc9..=0xcf | 0xdb..=0xdf => {
                clean.extend([0xff, marker]);
                clean.extend_from_slice(segment);
            }
            SCAN => {
                let end = end_of_scan(bytes, at).ok_or(Uncleanable::Damaged)?;
                clean.extend([0xff, SCAN]);
                clean.extend_from_slice(segment);
                clean.extend_from_slice(&bytes[at..end]);
                (at, has_scan) = (end, true);
            }
            _ => {}
        }
    }
}

/// Which side is up, as the first EXIF segment says.
pub(super) fn orientation_of(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    loop {
        let (marker, start) = next_marker(bytes, at)?;
        let segment = segment(bytes, start)?;
        match marker {
            EXIF => return orientation(&segment[2..]),
            SCAN | END => return None,
            _ => at = start + segment.len(),
        }
    }
}

/// A marker, and where what belongs to it begins. Fill bytes may stand before it (B.1.1.2).
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    if *bytes.get(at)? != 0xff {
        return None;
    }
    let fill = bytes[at..].iter().take_while(|byte| **byte == 0xff).count();
    let marker = *bytes.get(at + fill)?;
    (marker != 0).then_some((marker, at + fill + 1))
}

/// Its length, itself among it, and its content.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes(number_at(bytes, at)?));
    (length >= 2).then(|| bytes.get(at..at + length))?
}

/// The first marker that is neither a stuffed zero nor a restart.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut pairs = bytes.get(from..)?.windows(2);
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    pairs.position(ends).map(|place| from + place)
}

/// EXIF's word for which side is up, if it is another than usual.
fn orientation(content: &[u8]) -> Option<u8> {
    let tiff = content.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two = number_at(tiff, at)?;
        Some(if is_little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    };
    let four: [u8; 4] = number_at(tiff, 4)?;
    let first = if is_little {
        u32::from_le_bytes(four)
    } else {
        u32::from_be_bytes(four)
    };
    let first = usize::try_from(first).ok()?;
    let count = usize::from(short(first)?);
    let entries = (0..count).map(|number| first + 2 + 12 * number);
    let found = entries
        .take_while(|at| at + 12 <= tiff.len())
        .find(|at| short(*at) == Some(0x0112))?;
    let side_up = u8::try_from(short(found + 8)?).ok()?;
    (2..=8).contains(&side_up).then_some(side_up)
}

/// A segment that says which side is up, and nothing else.
fn exif_with(side_up: u8) -> Vec<u8> {
    let mut segment = vec![0xff, EXIF, 0, 34];
    segment.extend(b"Exif\0\0MM\0*\0\0\0\x08");
    // One entry: tag 0x0112, a short, once.
    segment.extend([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, side_up, 0, 0]);
    segment.extend([0; 4]);
    segment
}

const EXIF: u8 = 0xe1;
const ADOBE: u8 = 0xee;
const SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// How its colours are to be read: without it they come out wrong.
const ADOBE_HEAD: &[u8] = b"\0\x0eAdobe";
const ADOBE_LENGTH: usize = 14;
