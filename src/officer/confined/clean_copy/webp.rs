//! WebP: the chunks that a picture is made of.
//!
//! Gone: EXIF, XMP, colour profiles, unknown chunks, what follows the end. Source:
//! [RFC 9649](https://www.rfc-editor.org/rfc/rfc9649), section 2.

use super::outcome::{Uncleanable, number_at};

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Uncleanable> {
    let length = number_at(bytes, 4).map(u32::from_le_bytes);
    let length = length.and_then(|length| usize::try_from(length).ok());
    let end = length.and_then(|length| length.checked_add(8));
    let inside = end.and_then(|end| bytes.get(12..end));
    let mut clean = b"RIFF\0\0\0\0WEBP".to_vec();
    let kept = kept(inside.ok_or(Uncleanable::Damaged)?, Level::File)?;
    clean.extend(kept);
    let length = u32::try_from(clean.len() - 8).map_err(|_| Uncleanable::TooLarge)?;
    clean[4..8].copy_from_slice(&length.to_le_bytes());
    Ok(clean)
}

/// Chunks stand in a file, or in one frame of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Frame,
}

fn kept(mut chunks: &[u8], level: Level) -> Result<Vec<u8>, Uncleanable> {
    let mut kept_chunks = Vec::with_capacity(chunks.len());
    let mut has_picture = false;
    while !chunks.is_empty() {
        let (kind, content, rest) = chunk(chunks).ok_or(Uncleanable::Damaged)?;
        chunks = rest;
        match (&kind, level) {
            (b"VP8 " | b"VP8L", _) => {
                has_picture = true;
                add(&mut kept_chunks, kind, content);
            }
            (b"ALPH", _) | (b"ANIM", Level::File) => add(&mut kept_chunks, kind, content),
            (b"VP8X", Level::File) => {
                let mut flags = content.to_vec();
                let first = flags.first_mut().ok_or(Uncleanable::Damaged)?;
                *first &= ALPHA | ANIMATION;
                add(&mut kept_chunks, kind, &flags);
            }
            (b"ANMF", Level::File) => {
                let (head, inside) = content
                    .split_at_checked(FRAME_HEAD)
                    .ok_or(Uncleanable::Damaged)?;
                has_picture = true;
                let inside = kept(inside, Level::Frame)?;
                add(&mut kept_chunks, kind, &[head, &inside].concat());
            }
            _ => {}
        }
    }
    if has_picture {
        Ok(kept_chunks)
    } else {
        Err(Uncleanable::Damaged)
    }
}

/// Its kind, its content, and what comes after it: chunks are filled up to an even length.
fn chunk(bytes: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let kind = number_at(bytes, 0)?;
    let length = usize::try_from(u32::from_le_bytes(number_at(bytes, 4)?)).ok()?;
    let end = length.checked_add(8)?;
    let content = bytes.get(8..end)?;
    let rest = bytes.get(end + length % 2..).unwrap_or_default();
    Some((kind, content, rest))
}

fn add(chunks: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len()).expect("no longer than what was read");
    chunks.extend(kind);
    chunks.extend(length.to_le_bytes());
    chunks.extend_from_slice(content);
    chunks.extend(std::iter::repeat_n(0, content.len() % 2));
}

/// Flags of `VP8X`: is there something transparent, does it move?
const ALPHA: u8 = 0x10;
const ANIMATION: u8 = 0x02;

/// Bytes: place, size, duration of a frame.
const FRAME_HEAD: usize = 16;
