//! The payload's length, plain and sealed, in age's STREAM format: <https://c2sp.org/age#payload>.

use super::header::HEADER_MAX;
use super::padding::padded_length;

/// Plaintext bytes of an age file of `whole` bytes under a header of `header` bytes; none if no
/// age file has that length.
///
/// After the header comes a nonce of 16 bytes, then chunks of 64 KiB, each with a tag of 16.
/// Only a payload that is empty altogether may have an empty chunk; the `age` crate, asked for
/// the length alone, lets another one pass.
pub(super) fn plain_length(whole: u64, header: usize) -> Option<u64> {
    let stream = whole
        .checked_sub(header as u64)?
        .checked_sub(NONCE_LENGTH)?;
    let chunks = stream.div_ceil(CHUNK_LENGTH + TAG_LENGTH);
    let last = stream.checked_sub(chunks.checked_sub(1)? * (CHUNK_LENGTH + TAG_LENGTH))?;
    if last < TAG_LENGTH || (last == TAG_LENGTH && chunks > 1) {
        return None;
    }
    Some(stream - chunks * TAG_LENGTH)
}

/// The most bytes that a sealed report can have whose ZIP, before padding, has `plain` bytes.
pub fn sealed_length_max(plain: u64) -> u64 {
    let padded = padded_length(plain);
    let chunks = padded.div_ceil(CHUNK_LENGTH);
    HEADER_MAX as u64 + NONCE_LENGTH + padded + chunks * TAG_LENGTH
}

const NONCE_LENGTH: u64 = 16;
const CHUNK_LENGTH: u64 = 64 * 1024;
const TAG_LENGTH: u64 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_at_the_edges_of_chunks() {
        let of = |stream: u64| plain_length(100 + 16 + stream, 100);
        assert_eq!(plain_length(0, 100), None);
        assert_eq!(plain_length(115, 100), None);
        assert_eq!(of(0), None);
        assert_eq!(of(15), None);
        assert_eq!(of(16), Some(0));
        assert_eq!(of(65_552), Some(65_536));
        assert_eq!(of(65_552 + 1), None);
        assert_eq!(of(65_552 + 16), None);
        assert_eq!(of(65_552 + 17), Some(65_537));
        assert_eq!(of(2 * 65_552), Some(2 * 65_536));
    }

    #[test]
    fn the_most_that_a_report_comes_to() {
        // The longest header, a nonce, the padded plaintext, and a tag for each 64 KiB begun.
        assert_eq!(sealed_length_max(1), 28_672 + 16 + 32_768 + 16);
        assert_eq!(sealed_length_max(65_537), 28_672 + 16 + 67_584 + 2 * 16);
    }
}
