//! How much of a page a text takes once HTML is escaped, and the beginning that fits.

/// Bytes that a text takes on a page.
pub(super) fn length_on_a_page(text: &str) -> usize {
    text.chars().map(length_of_one).sum()
}

fn length_of_one(character: char) -> usize {
    match character {
        '&' | '<' | '>' | '"' | '\'' => ESCAPED,
        other => other.len_utf8(),
    }
}

/// Leaves the beginning: so many bytes, and so many on a page.
pub(super) fn cut(text: &mut String, bytes: usize, on_a_page: usize) {
    let mut shown = 0;
    let beyond = text.char_indices().find(|(at, character)| {
        shown += length_of_one(*character);
        at + character.len_utf8() > bytes || shown > on_a_page
    });
    if let Some((at, _)) = beyond {
        text.truncate(at);
    }
}

/// Bytes of `&` and the like in HTML: `&#38;`.
pub(super) const ESCAPED: usize = 5;
