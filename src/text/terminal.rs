//! Strangers' words on a terminal.
//!
//! A terminal obeys what is printed to it: sequences that begin with ESC (or C1's 0x9b) change its
//! title, its clipboard and what was printed before; CR and BS overwrite; bidi controls turn words
//! around. So a character that is not plainly visible is shown as `\u{1b}`, with these exceptions:
//!
//! | character | in names and on one line | in a person's text |
//! |---|---|---|
//! | joiners between letters that they shape (Persian, Hindi, emoji) | as they are | as they are |
//! | line ends by other names (U+2028, vertical tab) | `\u{2028}` | a line end |
//! | hints: soft hyphen, zero-width space, bidi controls | `\u{ad}` | left out |
//!
//! Left out, a hint can't act: turned words stand in the order of their letters. In a name it is
//! shown, since `exe.gpj` with such a turn is a trap and not a typesetter's hint.
//!
//! Keeps the officer's screen honest (attacks E01, E03). Knows characters. Never knows whose.

use std::fmt::{self, Write as _};
use std::path::Path;

use crate::text::invisible_characters::{is_hint, is_line_end, is_unprintable, joins};

/// A text on one line: line breaks are shown as well.
pub(crate) struct OneLine<'a>(pub &'a str);

/// A text on as many lines as it has, each behind a bar, so that it can't pose as our own words.
pub(crate) struct Quoted<'a>(pub &'a str);

/// The beginning of a text on one line: at most `columns` characters, `…` if there was more.
pub(crate) struct Beginning<'a> {
    pub text: &'a str,
    pub columns: usize,
}

/// A file's or folder's path on one line.
pub(crate) fn shown_path(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        each(self.0, |before, c, after| show(f, before, c, after))
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split(is_line_end) {
            // Browsers send CR LF; that one CR is no trick.
            let line = line.strip_suffix('\r').unwrap_or(line);
            f.write_str("│ ")?;
            each(line, |before, c, after| show_in_text(f, before, c, after))?;
            f.write_char('\n')?;
        }
        Ok(())
    }
}

impl fmt::Display for Beginning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.columns;
        each(self.text.trim(), |before, c, after| {
            if left == 0 || (is_hint(c) && !joins(before, c, after)) {
                return Ok(());
            }
            left -= 1;
            match c {
                _ if left == 0 => f.write_char('…'),
                '\r' => f.write_char(' '),
                c if is_line_end(c) => f.write_char(' '),
                c => show(f, before, c, after),
            }
        })
    }
}

/// Each character with its neighbours.
fn each(
    text: &str,
    mut look: impl FnMut(Option<char>, char, Option<char>) -> fmt::Result,
) -> fmt::Result {
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        look(before, c, rest.peek().copied())?;
        before = Some(c);
    }
    Ok(())
}

fn show_in_text(
    f: &mut fmt::Formatter<'_>,
    before: Option<char>,
    c: char,
    after: Option<char>,
) -> fmt::Result {
    if is_hint(c) && !joins(before, c, after) {
        return Ok(());
    }
    show(f, before, c, after)
}

fn show(
    f: &mut fmt::Formatter<'_>,
    before: Option<char>,
    c: char,
    after: Option<char>,
) -> fmt::Result {
    match c {
        c if joins(before, c, after) => f.write_char(c),
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
                // A line end by another name begins a line of ours, behind a bar.
                Quoted(trick)
                    .to_string()
                    .replace("\n│ ", "")
                    .trim_end_matches('\n')
                    .to_owned(),
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
    fn pasted_text_reads_as_it_did_where_it_was_copied() {
        let pasted =
            "Aiz\u{ad}no\u{ad}ra\u{ad}dī\u{ad}jums\u{2028}otrā\u{b}trešā\u{85}beigas\u{feff}";
        let shown = "│ Aiznoradījums\n│ otrā\n│ trešā\n│ beigas\n";
        assert_eq!(Quoted(pasted).to_string(), shown);
        let begun = Beginning {
            text: pasted,
            columns: 80,
        };
        assert_eq!(begun.to_string(), "Aiznoradījums otrā trešā beigas");
        for whole in [
            "می\u{200c}خواهم",
            "👨\u{200d}👩\u{200d}👧",
            "☎\u{fe0f}",
            "🏳\u{fe0f}\u{200d}🌈",
        ] {
            assert_eq!(Quoted(whole).to_string(), format!("│ {whole}\n"));
            assert_eq!(OneLine(whole).to_string(), whole);
        }
        // A telephone number as address books give it, and a joiner that joins nothing.
        assert_eq!(
            Quoted("\u{202a}+371 2\u{202c} pa\u{200d}ga").to_string(),
            "│ +371 2 paga\n"
        );
    }

    #[test]
    fn what_turns_or_hides_in_a_name_is_shown() {
        for (name, shown) in [
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("ra\u{ad}dio", "ra\\u{ad}dio"),
            ("pa\u{200d}ga", "pa\\u{200d}ga"),
            ("a\u{2028}b", "a\\u{2028}b"),
        ] {
            assert_eq!(OneLine(name).to_string(), shown);
        }
        assert_eq!(Quoted("\u{202e}gpj.exe").to_string(), "│ gpj.exe\n");
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
