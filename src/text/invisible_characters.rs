//! Invisible characters: one table, for whoever shows, refuses or passes over them.
//!
//! Source: Unicode 14, `DerivedCoreProperties.txt`, all of `Default_Ignorable_Code_Point` (joiners,
//! fillers, all `Bidi_Control`s, tags) but U+FE00 to U+FE0F, and from `UnicodeData.txt` the
//! separators U+2028 and U+2029 (`Zl`, `Zp`) and the annotations U+FFF9 to U+FFFB (`Cf`). The
//! variation selectors that are left out choose between a letter's or an emoji's shapes, and stand
//! in ordinary messages; those from U+E0100 on are in.
//!
//! Keeps people's screens honest (attacks E01, E03; "Trojan Source", CVE-2021-42574). Knows
//! characters. Never knows who wrote them.

/// A character without a shape of its own, that moves, hides or joins others.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' // soft hyphen
            | '\u{34f}' // combining grapheme joiner
            | '\u{61c}' // Arabic letter mark (bidi)
            | '\u{115f}'..='\u{1160}' // Hangul fillers
            | '\u{17b4}'..='\u{17b5}' // Khmer inherent vowels
            | '\u{180b}'..='\u{180f}' // Mongolian selectors and vowel separator
            | '\u{200b}'..='\u{200f}' // zero width space and joiners, marks of direction
            | '\u{2028}'..='\u{202e}' // line and paragraph separators, bidi turns
            | '\u{2060}'..='\u{206f}' // word joiner, operators, bidi isolates, old controls
            | '\u{3164}' // Hangul filler
            | '\u{feff}' // byte order mark
            | '\u{ffa0}' // half width Hangul filler
            | '\u{fff0}'..='\u{fff8}' // not assigned, ignorable
            | '\u{fff9}'..='\u{fffb}' // interlinear annotation
            | '\u{1bca0}'..='\u{1bca3}' // shorthand format controls
            | '\u{1d173}'..='\u{1d17a}' // musical beams, ties and slurs
            | '\u{e0000}'..='\u{e0fff}' // tags, and variation selectors 17 to 256
    )
}

/// An invisible character or a control character, line breaks and tabs among them.
pub(crate) fn is_unprintable(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

/// A character that is blank by itself and shapes its neighbour, or is a blank cell: alone it says
/// nothing.
pub(crate) fn has_no_shape(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{2800}')
}

/// May this invisible character stay where it is shown, between these two? Joiners make Persian and
/// Hindi readable and emoji whole; between Latin letters they can only hide.
pub(crate) fn joins(before: Option<char>, character: char, after: Option<char>) -> bool {
    let shapes = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !is_unprintable(c));
    matches!(character, '\u{200c}' | '\u{200d}') && shapes(before) && shapes(after)
}

/// An invisible character that does nothing but hint where a word may break, how text runs or where
/// it begins: without it a text reads the same, or as its letters stand.
pub(crate) fn is_hint(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// A line end by another name: as word processors, old printers and Unicode write it.
pub(crate) fn is_line_end(character: char) -> bool {
    matches!(
        character,
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `PropList.txt`, Unicode 14: each `Bidi_Control`.
    #[test]
    fn every_bidi_control_is_invisible() {
        let marks = ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter();
        let turns = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
        assert!(marks.chain(turns).all(is_invisible));
    }

    #[test]
    fn what_people_write_is_visible() {
        let words = "Ā ē – „ģ” € да 中文 한글 عربى עברית ไทย 🙂 ☎\u{fe0f} 1\u{a0}000";
        assert!(!words.chars().any(is_unprintable));
        assert!(
            ['\n', '\t', '\u{1b}', '\u{9b}', '\u{7f}']
                .into_iter()
                .all(is_unprintable)
        );
    }

    #[test]
    fn every_hint_is_invisible_and_a_joiner_needs_letters_that_it_shapes() {
        let all = ('\0'..=char::MAX).filter(|c| is_hint(*c));
        assert!(all.clone().all(is_invisible));
        assert_eq!(all.count(), 24);
        assert!(joins(Some('ی'), '\u{200c}', Some('خ')));
        assert!(joins(Some('👨'), '\u{200d}', Some('👩')));
        for (before, after) in [
            (Some('a'), Some('خ')),
            (Some('خ'), None),
            (Some('خ'), Some('\u{ad}')),
        ] {
            assert!(!joins(before, '\u{200c}', after));
        }
        assert!(!joins(Some('خ'), '\u{202e}', Some('خ')));
    }

    #[test]
    fn the_neighbours_of_a_range_are_not_in_it() {
        for visible in [
            '\u{ac}', '\u{ae}', '\u{200a}', '\u{2010}', '\u{2027}', '\u{202f}', '\u{2070}',
        ] {
            assert!(!is_invisible(visible), "{visible:?}");
        }
    }
}
