//! Hexadecimal in lower case: one spelling for one value.
//!
//! What is read back from strangers, or is a part of what is signed, MUST have one spelling: else
//! two texts name one thing, and whoever compares texts is fooled. Base 16 of
//! [RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-8), whose own alphabet is upper case.
//!
//! Not in constant time: for public bytes only.

/// Exactly `N` bytes in `2 N` digits.
pub(crate) fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    let mut bytes = [0; N];
    (lower && hex::decode_to_slice(text, &mut bytes).is_ok()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_one_spelling() {
        assert_eq!(parse("00ab"), Some([0, 0xab]));
        for other in [
            "00AB", "00aB", "0ab", "000ab", "0x00ab", " 00ab", "00ab\n", "0g", "",
        ] {
            assert_eq!(parse::<2>(other), None, "{other:?}");
        }
    }
}
