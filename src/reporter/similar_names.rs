//! Similar names: helps a reporter who left out somebody whom the roster spells otherwise.
//!
//! Only shown, never taken: leaving out the wrong officer lets the right one read.

/// Those of `names` that share a word with `typed`, but for case, accents and a slip or two; all of
/// them if none does.
pub(super) fn near<'a>(typed: &str, names: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let typed = words(typed);
    let alike = |name: &&str| {
        let own = words(name);
        typed
            .iter()
            .any(|word| own.iter().any(|other| slips(word, other) <= allowed(word)))
    };
    let near: Vec<&str> = names.clone().filter(alike).collect();
    if near.is_empty() {
        names.collect()
    } else {
        near
    }
}

/// Small letters without accents.
fn words(name: &str) -> Vec<Vec<char>> {
    let folded = name.chars().filter(|c| !is_accent(*c)).map(plain);
    let folded: String = folded.flat_map(char::to_lowercase).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| word.chars().collect()).collect()
}

/// An accent that stands by itself, as file names from a Mac have them.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The letter below its accent, for the languages around the Baltic Sea; others stay as they are.
fn plain(c: char) -> char {
    const ACCENTED: &str = "āčēģīķļņōŗšūžĀČĒĢĪĶĻŅŌŖŠŪŽąęėįųĄĘĖĮŲäöüõåÄÖÜÕÅćłńóśźżĆŁŃÓŚŹŻéèáÉÈÁ";
    const PLAIN: &str = "acegiklnorsuzACEGIKLNORSUZaeeiuAEEIUaouoaAOUOAclnoszzCLNOSZZeeaEEA";
    let at = ACCENTED.chars().position(|accented| accented == c);
    at.and_then(|at| PLAIN.chars().nth(at)).unwrap_or(c)
}

/// Short words are near only if they are the same.
fn allowed(word: &[char]) -> usize {
    word.len() / 4
}

/// Letters to add, drop or change (Levenshtein).
fn slips(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (place, theirs) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != theirs);
            corner = row[place + 1];
            row[place + 1] = changed.min(corner + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["Anna Bērziņa", "Jānis Ozols", "Ilze Kļava-Liepa"];

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for (typed, wanted) in [
            ("janis ozols", &["Jānis Ozols"][..]),
            ("Ja\u{304}nis", &["Jānis Ozols"]),
            ("OZOLS", &["Jānis Ozols"]),
            ("Ozolss", &["Jānis Ozols"]),
            ("Berzina", &["Anna Bērziņa"]),
            ("Bērziņš Anna", &["Anna Bērziņa"]),
            ("klava", &["Ilze Kļava-Liepa"]),
            ("Ilze Ozola", &["Jānis Ozols", "Ilze Kļava-Liepa"]),
            ("Pēteris Krūmiņš", &NAMES),
            ("", &NAMES),
        ] {
            assert_eq!(near(typed, NAMES.into_iter()), wanted, "{typed:?}");
        }
    }

    #[test]
    fn every_accented_letter_has_its_plain_one() {
        for letter in "āčēģīķļņōŗšūžĀŽąŲäÅćŻéÁ".chars() {
            assert!(plain(letter).is_ascii_alphabetic(), "{letter}");
        }
        assert_eq!(
            "ļĶŽąŲäÅćŻéÁ".chars().map(plain).collect::<String>(),
            "lKZaUaAcZeA"
        );
        assert_eq!(plain('я'), 'я');
    }

    #[test]
    fn slips_are_counted() {
        let of = |one: &str, other: &str| {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            slips(&letters(one), &letters(other))
        };
        assert_eq!(
            (
                of("", ""),
                of("a", ""),
                of("ozols", "ozola"),
                of("abc", "acb")
            ),
            (0, 1, 1, 2)
        );
    }
}
