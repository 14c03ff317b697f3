//! How long a file is, in words.

/// `1234567` as `1 234 567 B`.
pub(crate) fn bytes_in_words(length: u64) -> String {
    let digits = length.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped + " B"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        for (length, words) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1 000 B"),
            (1_234_567, "1 234 567 B"),
        ] {
            assert_eq!(bytes_in_words(length), words);
        }
    }
}
