//! Passphrase strength: how a passphrase is normalised, and how many guesses it would take.
//!
//! Keeps P1 on the officer's computer against whoever copied the key file. Two keyboards write the
//! same letter in two ways, and editors add marks that nobody sees: all of that is evened out
//! before the passphrase meets scrypt. The estimate is
//! [zxcvbn](https://github.com/dropbox/zxcvbn)'s: words, names, dates, keyboard rows and
//! repetitions count as what they are.
//!
//! Knows words while they are looked at. zxcvbn's own copies are freed, not wiped: the allocator
//! overwrites what is freed (P11).

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// As it meets scrypt: without a byte order mark, without blanks at its ends, in NFC.
pub(crate) fn evened(text: &str) -> Zeroizing<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    Zeroizing::new(text.nfc().collect())
}

/// Letters without their diacritics, however they were typed. Here, as what else knows how one
/// letter is written in two ways is here.
pub(crate) fn without_marks(text: &str) -> String {
    let is_mark = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    text.nfd().filter(|c| !is_mark(c)).collect()
}

/// A full-width, small or other compatible form as the plain character (NFKC).
pub(crate) fn without_width(sign: char) -> Option<char> {
    std::iter::once(sign).nfkc().next()
}

/// How a passphrase would stand against whoever copied the key file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PassphraseStrength {
    /// Guessed in days.
    Weak,
    /// It would do, and not for much longer than a computer lasts.
    Fair,
    /// As good as four words drawn by chance.
    Strong,
}

/// Would it take [`GUESSES_MIN`] guesses?
pub(crate) fn is_strong(text: &str) -> bool {
    strength(text) != PassphraseStrength::Weak
}

/// How many guesses would it take?
pub(crate) fn strength(text: &str) -> PassphraseStrength {
    match zxcvbn::zxcvbn(text, OUR_WORDS).guesses() {
        0..GUESSES_MIN => PassphraseStrength::Weak,
        GUESSES_MIN..GUESSES_MANY => PassphraseStrength::Fair,
        GUESSES_MANY.. => PassphraseStrength::Strong,
    }
}

/// A thousand times as many as the least: whoever has a thousand cores needs twenty years.
const GUESSES_MANY: u64 = 1_000 * GUESSES_MIN;

/// At the least work that a key file may have (2^14: 40 ms of a core and 16 MiB) these take 1,300
/// years of a core, at the usual work (2^18) 20,000. Four words drawn from a list of 7,776 have
/// 3,600 times as many.
pub(crate) const GUESSES_MIN: u64 = 1_000_000_000_000;

/// The first that somebody tries who knows what the file is for.
const OUR_WORDS: &[&str] = &[
    "svilpe",
    "trauksme",
    "trauksmes",
    "celejs",
    "cēlējs",
    "zinojums",
    "ziņojums",
    "parole",
    "latvija",
    "iestade",
    "iestāde",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_makes_no_difference() {
        let composed = "četri vārdi kopā šeit";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        for text in [
            composed.to_owned(),
            decomposed.clone(),
            format!("\u{feff}{composed}"),
            format!("  {composed} \t"),
            format!("\u{feff}{decomposed}\r"),
        ] {
            assert_eq!(*evened(&text), composed, "{text:?}");
        }
        assert_ne!(
            *evened("Četri  vārdi"),
            *evened("četri vārdi"),
            "the rest counts"
        );
    }

    #[test]
    fn length_alone_is_no_strength() {
        for weak in [
            "",
            "aaaaaaaaaaaaaaaaaaaa",
            "123456789012345",
            "qwertyuiopasdfgh",
            "password1234",
            "PasswordPassword",
            "parole2026parole",
            "svilpesvilpesvilpe",
            "21.11.1990.",
        ] {
            assert!(!is_strong(weak), "{weak}");
        }
        for strong in [
            "pareizais zirgs baterija skava",
            "četri vārdi kopā šeit",
            "kR7#vq0Lz2!m",
        ] {
            assert!(is_strong(strong), "{strong}");
        }
    }

    /// zxcvbn looks at the first hundred characters; more must not cost more.
    #[test]
    fn a_page_of_text_is_no_long_work() {
        assert!(is_strong(&"Ziema sniegu putināja. ".repeat(170)));
    }
}
