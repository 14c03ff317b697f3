//! Padding: lengths are rounded up, so that they say little.
//!
//! Keeps P3. Everything up to a floor has one length; above, lengths go in Padmé
//! steps, so that a length of L says O(log log L) bits, for at most 12 % more bytes
//! ([Reducing Metadata Leakage from Encrypted Files and Communication with
//! PURBs](https://arxiv.org/abs/1806.03160), section 4, figure 3).

/// The length of a sealed report's plaintext that needs `length` bytes.
pub fn padded_length(length: u64) -> u64 {
    if length <= FLOOR {
        FLOOR
    } else {
        padme(length)
    }
}

/// The next multiple of 4 KiB, for replies and identities: Padmé's steps would be finer
/// there, and these texts are short.
pub(super) fn padded_short(length: usize) -> usize {
    length.max(1).next_multiple_of(SHORT_STEP)
}

/// Padmé: E = ⌊log₂ L⌋, S = ⌊log₂ E⌋ + 1; the last E − S bits become zero, rounding up.
fn padme(length: u64) -> u64 {
    let exponent = length.ilog2();
    let kept_bits = exponent.ilog2() + 1;
    let mask = (1u64 << (exponent - kept_bits)) - 1;
    length.saturating_add(mask) & !mask
}

/// 32 KiB: two thousand words and a small picture look like three words.
const FLOOR: u64 = 32 * 1024;

/// 4 KiB.
const SHORT_STEP: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn everything_up_to_32_kib_has_one_length() {
        assert_eq!(padded_length(0), 32 * 1024);
        assert_eq!(padded_length(32 * 1024), 32 * 1024);
        assert_eq!(padded_length(32 * 1024 + 1), 34 * 1024);
    }

    #[test]
    fn the_papers_formula() {
        // E = 16, S = 5: eleven bits go. E = 20, S = 5: fifteen.
        assert_eq!(padme(100_000), 100_352);
        assert_eq!(padme(1 << 20), 1 << 20);
        assert_eq!(padme((1 << 20) + 1), (1 << 20) + (1 << 15));
    }

    #[test]
    fn short_texts_go_in_4_kib_steps() {
        assert_eq!(padded_short(0), 4096);
        assert_eq!(padded_short(4096), 4096);
        assert_eq!(padded_short(4097), 8192);
    }

    #[test]
    fn lengths_up_to_100_mb_fall_into_few_steps() {
        let mut steps: Vec<_> = (0..100_000).map(|n| padded_length(n * 1000)).collect();
        steps.dedup();
        // 11.6 octaves of 16 or 32 steps each, where the lengths themselves make 100,000.
        assert!(steps.len() < 12 * 32, "{}", steps.len());
    }

    proptest! {
        #[test]
        fn padding_never_shrinks_adds_at_most_an_eighth_and_is_stable(length in 1u64..1 << 40) {
            let padded = padded_length(length);
            prop_assert!(padded >= length);
            prop_assert!(padded == FLOOR || padded - length <= length / 8);
            prop_assert_eq!(padded_length(padded), padded);
            prop_assert!(padded_length(length + 1) >= padded);
        }
    }
}
