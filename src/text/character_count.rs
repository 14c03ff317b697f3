//! Counting characters as people do.
//!
//! One is what stands in one place on paper: a letter with its accents, a family of emoji, a line
//! end. That is an extended grapheme cluster of
//! [UAX #29](https://www.unicode.org/reports/tr29/), by the crate `unicode-segmentation`. Bytes
//! would refuse half as much Cyrillic as Latin.
//!
//! Knows characters. Never knows whose.

use unicode_segmentation::UnicodeSegmentation as _;

use super::invisible_characters::{has_no_shape, is_unprintable};

/// How many there are.
pub(crate) fn count(text: &str) -> usize {
    // Half of all text has one byte for each character, and line ends as we keep them.
    if text.is_ascii() && !text.contains('\r') {
        text.len()
    } else {
        text.graphemes(true).count()
    }
}

/// Is there nothing to be seen? Spaces, control and invisible characters say nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || is_unprintable(c) || has_no_shape(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_one_place_is_one() {
        for (text, wanted) in [
            ("", 0),
            ("abc", 3),
            ("a\r\nb", 3),
            ("a\nb", 3),
            ("āšž", 3),
            ("a\u{304}s\u{30c}", 2),
            ("да", 2),
            ("👨\u{200d}👩\u{200d}👧", 1),
            ("🇱🇻", 1),
        ] {
            assert_eq!(count(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_blank() {
        for text in [
            "",
            " \t\r\n",
            "\u{200b}\u{200b}",
            "\u{ad}",
            "\u{2800}",
            "\u{3164}",
            "\u{fe0f}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [".", "\u{200b}a", "👍\u{fe0f}", "\u{301}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
