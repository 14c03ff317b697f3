//! Names masked in a copy, so that it can be passed on.
//!
//! ```text
//!   "Anna Bērziņa" ─▶ words ─▶ stems: ann-, berzin- ─▶ each word that is a stem and an ending
//!                  ─▶ [aizklāts 1]
//! ```
//!
//! A plain rule, as far as it goes: case, diacritics and the ending make no difference; a word is
//! masked if it is the stem with an ending that names have in the pack's country. It knows no
//! diminutives, no other names, and no spelling that somebody chose to hide; what was masked is
//! counted and shown, so that an officer sees what was not. A mark has the same length whatever it
//! stands for.
//!
//! Knows words. Never knows whose they are.

use std::collections::BTreeMap;

use crate::keys::passphrase_strength::without_marks;
use crate::rules::policy::NameForms;
use crate::text::{Language, say_with};

/// Names to be masked, each with what was found of it.
pub(in crate::officer) struct Masking<'f> {
    forms: &'f NameForms,
    names: Vec<MaskedName>,
    /// Lines that are too short to be looked for.
    pub unused: Vec<String>,
    language: Language,
}

/// One line that was typed.
pub(in crate::officer) struct MaskedName {
    pub name: String,
    rule: MaskRule,
    /// As they stood in the text, and how often.
    pub found: BTreeMap<String, usize>,
}

enum MaskRule {
    /// Each word of a name, by its stems.
    Words(Vec<Vec<String>>),
    /// A number, an address: these very signs, blanks and hyphens left out.
    Signs(String),
}

impl<'f> Masking<'f> {
    /// One name a line; blank ones count for nothing.
    pub(in crate::officer) fn of(lines: &str, forms: &'f NameForms, language: Language) -> Self {
        let names = lines.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut masking = Self {
            forms,
            names: Vec::new(),
            unused: Vec::new(),
            language,
        };
        for name in names {
            match MaskedName::parse(name, forms).filter(|_| masking.names.len() < NAMES_MAX) {
                Some(name) => masking.names.push(name),
                None => masking.unused.push(name.to_owned()),
            }
        }
        masking
    }

    pub(in crate::officer) fn names(&self) -> &[MaskedName] {
        &self.names
    }

    /// The text with marks in the place of names.
    pub(in crate::officer) fn masked(&mut self, text: &str) -> String {
        let mut spans = Vec::new();
        for (place, name) in self.names.iter_mut().enumerate() {
            for (from, to) in name.find(text, self.forms) {
                *name.found.entry(text[from..to].to_owned()).or_default() += 1;
                spans.push((from, to, place));
            }
        }
        spans.sort_unstable();
        self.marked(text, &spans)
    }

    /// Marks of one name with nothing but blanks between are one.
    fn marked(&self, text: &str, spans: &[(usize, usize, usize)]) -> String {
        let mut masked = String::with_capacity(text.len());
        let (mut at, mut last) = (0, None);
        for (from, to, place) in spans {
            if *from < at {
                at = at.max(*to);
                continue;
            }
            let between = &text[at..*from];
            let goes_on = last == Some(*place) && between.chars().all(char::is_whitespace);
            if !goes_on {
                masked.push_str(between);
                let number = (place + 1).to_string();
                let arguments = [("number", number.as_str())];
                masked.push_str(&say_with(self.language, "masking-mark", &arguments));
            }
            (at, last) = (*to, Some(*place));
        }
        masked + &text[at..]
    }
}

impl MaskedName {
    fn parse(line: &str, forms: &NameForms) -> Option<Self> {
        let name: String = line.chars().take(NAME_CHARS_MAX).collect();
        let has_signs = name.chars().any(|c| c.is_numeric() || "@/_".contains(c));
        let rule = if has_signs {
            let signs = signs(&name);
            (signs.chars().count() >= SIGNS_MIN).then_some(MaskRule::Signs(signs))?
        } else {
            let stems: Vec<_> = words(&name)
                .map(|(from, to)| forms.stems(&folded(&name[from..to])))
                .collect();
            (!stems.is_empty()).then_some(MaskRule::Words(stems))?
        };
        Some(Self {
            name,
            rule,
            found: BTreeMap::new(),
        })
    }

    /// How often it was found.
    pub(in crate::officer) fn count(&self) -> usize {
        self.found.values().sum()
    }

    /// Where it stands, in bytes.
    fn find(&self, text: &str, forms: &NameForms) -> Vec<(usize, usize)> {
        match &self.rule {
            MaskRule::Words(stems) => {
                let is_it = |(from, to): &(usize, usize)| {
                    let word = folded(&text[*from..*to]);
                    let mut stems = stems.iter().flatten();
                    stems.any(|stem| forms.is_declined(&word, stem))
                };
                words(text).filter(is_it).collect()
            }
            MaskRule::Signs(wanted) => find_signs(text, wanted),
        }
    }
}

/// Runs of letters, with the marks that belong to them.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut places = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, first) = places.find(|(_, c)| c.is_alphabetic())?;
        let mut to = from + first.len_utf8();
        while let Some((at, c)) = places.next_if(|(_, c)| is_of_word(*c)) {
            to = at + c.len_utf8();
        }
        Some((from, to))
    })
}

fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Small letters without diacritics.
fn folded(word: &str) -> String {
    without_marks(word).to_lowercase()
}

/// Small letters and digits alone, and what addresses have.
fn signs(text: &str) -> String {
    let kept = text.chars().filter(|c| !is_blank(*c));
    kept.flat_map(char::to_lowercase).collect()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || "-–.()".contains(c)
}

fn find_signs(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let (mut kept, mut places) = (String::new(), Vec::new());
    for (at, c) in text.char_indices().filter(|(_, c)| !is_blank(*c)) {
        for small in c.to_lowercase() {
            kept.push(small);
            places.extend((0..small.len_utf8()).map(|_| (at, at + c.len_utf8())));
        }
    }
    let found = kept.match_indices(wanted);
    found
        .filter_map(|(at, found)| {
            let (from, _) = places.get(at)?;
            let (_, to) = places.get(at + found.len() - 1)?;
            Some((*from, *to))
        })
        .collect()
}

/// Signs: fewer stand in every text.
const SIGNS_MIN: usize = 4;

const NAMES_MAX: usize = 50;
const NAME_CHARS_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::policy::Policy;

    fn masked(names: &str, text: &str) -> (String, Vec<usize>) {
        masked_by(Policy::shipped().name_forms(), names, text)
    }

    fn masked_by(forms: &NameForms, names: &str, text: &str) -> (String, Vec<usize>) {
        let mut masking = Masking::of(names, forms, Language::latvian());
        let masked = masking.masked(text);
        let counts = masking.names().iter().map(MaskedName::count);
        (masked, counts.collect())
    }

    #[test]
    fn a_name_is_masked_in_every_case_and_however_it_is_written() {
        let text = "Anna Bērziņa teica ANNAI. Annas Bērziņas un Berzinas rēķini; Jānis Bērziņš, \
                    Jāņa, Jānim, Jāņiem. Janvārī. Anna.";
        let (masked, counts) = masked("Anna Bērziņa\n\n Jānis ", text);
        assert_eq!(
            masked,
            "[aizklāts 1] teica [aizklāts 1]. [aizklāts 1] un [aizklāts 1] rēķini; \
             [aizklāts 2] [aizklāts 1], [aizklāts 2], [aizklāts 2], [aizklāts 2]. Janvārī. \
             [aizklāts 1]."
        );
        assert_eq!(counts, [8, 4]);
    }

    #[test]
    fn consonants_that_change_are_followed() {
        for (name, forms) in [
            ("Briedis", "Brieža Briedim Briedi Brieži"),
            ("Latvietis", "Latvieša Latvietim"),
            ("Lācis", "Lāča Lācim Lāci Lāčiem"),
            ("Gulbis", "Gulbja Gulbim Gulbjiem"),
            ("Egle", "Egles Eglei Egļu"),
            ("Lielais", "Lielā Lielajam Lielo"),
            ("Ozols", "Ozola Ozolam Ozoli OZOLS"),
            ("Kalniņš", "Kalniņa Kalniņam"),
        ] {
            let (masked, _) = masked(name, forms);
            let left = masked.replace("[aizklāts 1]", "");
            assert_eq!(left.trim(), "", "{name}: {masked}");
        }
    }

    #[test]
    fn a_mark_is_as_long_whatever_it_stands_for_and_letters_of_two_parts_are_one() {
        let decomposed = "Be\u{304}rzin\u{327}a un B\u{113}rzi\u{146}\u{161}";
        let (text, counts) = masked("Bērziņš", decomposed);
        assert_eq!(text, "[aizklāts 1] un [aizklāts 1]");
        assert_eq!(counts, [2]);
        let (short, _) = masked("Ede", "Ede");
        let (long, _) = masked("Konstantinopoliete", "Konstantinopolietei");
        assert_eq!(short, long);
    }

    #[test]
    fn numbers_and_addresses_are_masked_as_they_are_grouped() {
        let names = "+371 2912 3456\nanna@iestade.lv\n12";
        let text = "Tel. +37129123456, +371-29-123-456 vai Anna@Iestade.LV; 12 rēķini.";
        let (masked, counts) = masked(names, text);
        assert_eq!(
            masked,
            "Tel. [aizklāts 1], [aizklāts 1] vai [aizklāts 2]; 12 rēķini."
        );
        assert_eq!(counts, [2, 1], "two signs are no name");
    }

    #[test]
    fn what_is_no_form_of_it_stays() {
        let text = "Annotācija, kalnrūpniecība, Kalnu iela, Bērzi";
        let (masked, _) = masked("Anna\nBērziņa", text);
        assert_eq!(masked, text);
        let (same, counts) = super::tests::masked("", text);
        assert_eq!((same.as_str(), counts.len()), (text, 0));
    }

    #[test]
    fn another_country_has_other_endings_and_one_that_says_none_has_the_name_as_written() {
        let estonia = std::fs::read_to_string("policy/estonia/policy.toml").expect("ours");
        let estonia = Policy::parse(&estonia).expect("right");
        let forms = "Kask Kaski Kaskile KASKIGA; Saarne Saarsele Saarset";
        let (masked, counts) = masked_by(estonia.name_forms(), "Kask\nSaarne", forms);
        assert_eq!(counts, [4, 3], "{masked}");
        let (masked, counts) = masked_by(&NameForms::default(), "Kask", "Kask, KASK, Kaski");
        assert_eq!(
            (masked.as_str(), counts),
            ("[aizklāts 1], [aizklāts 1], Kaski", vec![2])
        );
    }
}
