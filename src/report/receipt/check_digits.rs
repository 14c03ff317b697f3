//! The receipt code's check digits: a typing error is told before any look-up.
//!
//! ISO/IEC 7064 MOD 97-10 finds each single mistyped digit and each swap of two neighbours.

/// ISO/IEC 7064 MOD 97-10, pure system: digits and check digits together leave 1.
pub(super) fn check_digits(digits: &[u8]) -> [u8; 2] {
    let check = 98 - remainder_97(digits) * 100 % 97;
    let digit = |value: u32| b'0' + u8::try_from(value).expect("below 10");
    [digit(check / 10), digit(check % 10)]
}

/// Do the last two digits check the ones before?
pub(super) fn fit(digits: &[u8]) -> bool {
    remainder_97(digits) == 1
}

fn remainder_97(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97)
}
