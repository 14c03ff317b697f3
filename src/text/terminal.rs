//! Strangers' words on a terminal.
//!
//! A terminal obeys what is printed to it: sequences that begin with ESC (or C1's 0x9b) change its
//! title, its clipboard and what was printed before; CR and BS overwrite; bidi controls turn words
//! around. So each character that is not plainly visible is shown as `\u{1b}`. Zero-width joiners
//! are among them: an emoji family falls into its members, and nothing can hide.
//!
//! Keeps the officer's screen honest (attacks E01, E03). Knows characters. Never knows whose.

use std::fmt::{self, Write as _};
use std::path::Path;

use crate::text::invisible::is_unprintable;

/// A text on one line: line breaks are shown as well.
pub struct OneLine<'a>(pub &'a str);

/// A text on as many lines as it has, each behind a bar, so that it can't pose as our own words.
pub struct Quoted<'a>(pub &'a str);

/// The beginning of a text on one line: at most `columns` characters, `…` if there was more.
pub struct Beginning<'a> {
    pub text: &'a str,
    pub columns: usize,
}

/// A file's or folder's path on one line.
pub fn shown_path(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| show(f, c))
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split('\n') {
            // Browsers send CR LF; that one CR is no trick.
            let line = line.strip_suffix('\r').unwrap_or(line);
            writeln!(f, "│ {}", OneLine(line))?;
        }
        Ok(())
    }
}

impl fmt::Display for Beginning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.columns;
        for c in self.text.trim().chars() {
            let c = if matches!(c, '\n' | '\r') { ' ' } else { c };
            if left <= 1 {
                return f.write_char('…');
            }
            left -= 1;
            show(f, c)?;
        }
        Ok(())
    }
}

fn show(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '\t' => f.write_str("    "),
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        c if is_unprintable(c) => write!(f, "{}", c.escape_unicode()),
        c => f.write_char(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_stay_as_they_are() {
        let text = "Iepirkumā „Ceļi” – 1 000 €; да, 中文, 🙂 \\ 100 %";
        assert_eq!(OneLine(text).to_string(), text);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let tricks = [
            "\x1b[2J",
            "\x1b]0;title\x07",
            "\x1b]8;;http://x\x1b\\",
            "\x1b]52;c;AAAA\x07",
            "\u{9b}2J",
            "\u{90}q",
            "a\rb",
            "a\x08b",
            "\x0e",
            "\x7f",
            "\u{202e}gpj",
            "\u{2066}",
            "\u{200f}",
            "\u{200b}",
            "\u{feff}",
            "\u{2028}",
            "\u{e0041}",
            "\0",
            "\x0b",
            "\x0c",
            "\u{85}",
        ];
        for trick in tricks {
            for shown in [
                OneLine(trick).to_string(),
                Beginning {
                    text: trick,
                    columns: 80,
                }
                .to_string(),
                Quoted(trick).to_string().trim_end_matches('\n').to_owned(),
            ] {
                assert!(
                    !shown.chars().any(is_unprintable),
                    "{trick:?} came through as {shown:?}"
                );
            }
        }
        assert_eq!(OneLine("\x1b[2J").to_string(), "\\u{1b}[2J");
    }

    #[test]
    fn each_line_of_a_strangers_text_stands_behind_a_bar() {
        assert_eq!(
            Quoted("one\r\ntwo\n\n\rthree\r").to_string(),
            "│ one\n│ two\n│ \n│ \\rthree\n"
        );
    }

    #[test]
    fn a_beginning_is_cut_at_its_columns() {
        let begin = |text, columns| Beginning { text, columns }.to_string();
        assert_eq!(begin("abcde", 6), "abcde");
        assert_eq!(begin("abcde", 5), "abcd…");
        assert_eq!(begin("ab\r\ncd", 80), "ab  cd");
    }
}
