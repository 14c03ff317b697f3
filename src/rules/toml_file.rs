//! Files that people write: policy, days off, rosters.
//!
//! Strict TOML. Whoever wrote a mistake is told the line, what is wrong there,
//! and what would be right. Knows TOML. Never knows what the values mean.

use std::fmt;
use std::io::Read as _;
use std::ops::{Range, RangeInclusive};
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::keys::digest::Sha256;
use crate::text::invisible_characters::is_unprintable;

/// The text of one file, to which complaints point.
#[derive(Clone, Copy)]
pub(crate) struct TomlFile<'a>(&'a str);

/// One mistake in a written file: line, what is wrong, what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    line: usize,
    what: String,
    hint: String,
}

/// Why a file was not read.
#[derive(Debug)]
pub enum UnreadableFile {
    /// Missing, not permitted, or the disk failed.
    Disk(std::io::Error),
    /// Not a plain file: a folder, a pipe, a device.
    NotAFile,
    /// Longer than this many bytes: no such file is meant to be.
    TooLong(u64),
    /// Bytes that are not UTF-8.
    NotText,
}

/// Characters of an institution's short name: in rosters, and where a country pack names one.
pub(super) const INSTITUTION_SLUG_MAX: usize = 32;

/// Is it a short name for files, paths and the ledger: 2 to `length_max` of a–z, 0–9 and `-`,
/// starting with a letter?
pub(crate) fn is_slug(text: &str, length_max: usize) -> bool {
    (2..=length_max).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

impl<'a> TomlFile<'a> {
    /// The sheet that `text` is.
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// SHA-256 of its bytes, comments and all.
    pub(crate) fn digest(self) -> [u8; 32] {
        Sha256::of(self.0.as_bytes())
    }

    /// Reads the whole sheet into a strict struct.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Complaint> {
        toml::from_str(self.0).map_err(|error| {
            let place = error.span().unwrap_or(0..0);
            let hint = "compare with the example in the project's own file of this kind";
            self.complaint(&place, error.message(), hint)
        })
    }

    /// A complaint about `place`.
    pub(crate) fn complain<T>(
        self,
        place: &Spanned<T>,
        what: impl fmt::Display,
        hint: impl fmt::Display,
    ) -> Complaint {
        self.complaint(&place.span(), what, hint)
    }

    /// A complaint about the whole file, shown at its first line.
    pub(crate) fn complain_of_all(
        self,
        what: impl fmt::Display,
        hint: impl fmt::Display,
    ) -> Complaint {
        self.complaint(&(0..0), what, hint)
    }

    /// A number within `bounds`, both ends allowed.
    pub(crate) fn number<N>(
        self,
        name: &str,
        written: &Spanned<i64>,
        bounds: RangeInclusive<N>,
    ) -> Result<N, Complaint>
    where
        N: TryFrom<i64> + PartialOrd + fmt::Display,
    {
        let value = *written.get_ref();
        let fitting = N::try_from(value).ok().filter(|n| bounds.contains(n));
        fitting.ok_or_else(|| {
            let hint = format!("allowed are {} to {}", bounds.start(), bounds.end());
            self.complain(written, format_args!("{name} is {value}"), hint)
        })
    }

    /// Words of 1 to `length_max` characters on one line, without control characters
    /// or anything that changes the direction of what stands beside it.
    pub(crate) fn words(
        self,
        name: &str,
        written: &Spanned<String>,
        length_max: usize,
    ) -> Result<String, Complaint> {
        let words = written.get_ref();
        let length = words.chars().count();
        if words.trim().is_empty() || words.trim() != words {
            return Err(self.complain(
                written,
                format_args!("{name} is empty, or begins or ends with a space"),
                "write it plainly, without spaces around it",
            ));
        }
        if length > length_max {
            let what = format_args!("{name} is {length} characters long");
            return Err(self.complain(written, what, format_args!("{length_max} are allowed")));
        }
        if words.chars().any(is_unprintable) {
            return Err(self.complain(
                written,
                format_args!("{name} holds a control or invisible character"),
                "type it anew: such characters come along when copying",
            ));
        }
        Ok(words.clone())
    }

    fn complaint(
        self,
        place: &Range<usize>,
        what: impl fmt::Display,
        hint: impl fmt::Display,
    ) -> Complaint {
        let before = self.0.get(..place.start).unwrap_or_default();
        Complaint {
            line: 1 + before.matches('\n').count(),
            what: printable(&what.to_string()),
            hint: printable(&hint.to_string()),
        }
    }
}

impl Complaint {
    /// The line, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong there.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What would be right.
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

/// The text of a plain file of at most `length_max` bytes.
pub(crate) fn read_text(path: &Path, length_max: u64) -> Result<String, UnreadableFile> {
    // Asked of the name first: opening a pipe would wait for ever.
    let what = std::fs::metadata(path).map_err(UnreadableFile::Disk)?;
    if !what.is_file() {
        return Err(UnreadableFile::NotAFile);
    }
    let file = std::fs::File::open(path).map_err(UnreadableFile::Disk)?;
    let mut bytes = Vec::new();
    file.take(length_max + 1)
        .read_to_end(&mut bytes)
        .map_err(UnreadableFile::Disk)?;
    if bytes.len() as u64 > length_max {
        return Err(UnreadableFile::TooLong(length_max));
    }
    String::from_utf8(bytes).map_err(|_| UnreadableFile::NotText)
}

/// A complaint may quote the file, and goes to a terminal.
fn printable(text: &str) -> String {
    let mark = |c| if is_unprintable(c) { '\u{fffd}' } else { c };
    text.chars().map(mark).collect()
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {} ({})", self.line, self.what, self.hint)
    }
}

impl std::error::Error for Complaint {}

impl fmt::Display for UnreadableFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(error) => write!(f, "can't be read: {error}"),
            Self::NotAFile => f.write_str("is not a plain file"),
            Self::TooLong(max) => write!(f, "is longer than {max} bytes"),
            Self::NotText => f.write_str("is not UTF-8 text"),
        }
    }
}

impl std::error::Error for UnreadableFile {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(error) => Some(error),
            Self::NotAFile | Self::TooLong(_) | Self::NotText => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_both_bounds() {
        for (text, fits) in [
            ("ab", true),
            ("a", false),
            ("abcdefgh", true),
            ("abcdefghi", false),
            ("a-9", true),
            ("9-a", false),
            ("-ab", false),
            ("aB", false),
            ("aā", false),
            ("a b", false),
            ("a_b", false),
            ("", false),
        ] {
            assert_eq!(is_slug(text, 8), fits, "{text}");
        }
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        number: Spanned<i64>,
        words: Spanned<String>,
    }

    const TEXT: &str = "# a comment\nnumber = 7\nwords = \"seši vārdi\"\n";

    fn sheet(text: &str) -> (TomlFile<'_>, Written) {
        let sheet = TomlFile::new(text);
        (sheet, sheet.read().expect("the test's own text"))
    }

    #[test]
    fn a_number_at_either_bound_fits_and_one_beyond_does_not() {
        let (sheet, written) = sheet(TEXT);
        assert_eq!(sheet.number("number", &written.number, 7..=9_u8), Ok(7));
        assert_eq!(sheet.number("number", &written.number, 5..=7_u8), Ok(7));
        let low = sheet.number("number", &written.number, 8..=9_u8);
        assert_eq!(
            low.expect_err("below").to_string(),
            "line 2: number is 7 (allowed are 8 to 9)"
        );
        assert!(sheet.number("number", &written.number, 1..=6_u8).is_err());
    }

    #[test]
    fn words_are_counted_in_characters() {
        let (sheet, written) = sheet(TEXT);
        assert!(sheet.words("words", &written.words, 10).is_ok());
        let long = sheet
            .words("words", &written.words, 9)
            .expect_err("one more");
        assert_eq!(long.line(), 3);
    }

    #[test]
    fn invisible_and_empty_words_are_refused() {
        for words in ["", " ", " a", "a\\u0007", "a\\u202eb", "a\\u200bb", "a\\nb"] {
            let text = format!("number = 1\nwords = \"{words}\"\n");
            let (sheet, written) = sheet(&text);
            assert!(
                sheet.words("words", &written.words, 80).is_err(),
                "{words:?}"
            );
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_can_not_write_to_the_terminal() {
        let text = format!("{TEXT}\"ev\\u001bil\" = 1\n");
        let refused = TomlFile::new(&text)
            .read::<Written>()
            .expect_err("an unknown key");
        assert_eq!(refused.line(), 4);
        assert!(refused.what().contains("unknown field"), "{refused}");
        assert!(!refused.to_string().contains('\u{1b}'));
    }
}
