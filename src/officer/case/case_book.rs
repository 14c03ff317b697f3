//! The case book: what an officer calls the cases, for this computer's own order.
//!
//! ```text
//!   case-book: nonce ‖ ChaCha20-Poly1305 of JSON    under the officer's own key, in each backup
//! ```
//!
//! A case's own docket number (*lietas numurs*) and labels. Nobody else sees them: they are in no
//! ledger, no reply and no export. Unlike the index they can't be made anew, so one that does not
//! open is never written over.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::Case;
use crate::cli::failure::Failure;
use crate::cli::private_files::sealed_note::SealedNote;
use crate::keys::digest::ReportDigest;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::text::invisible_characters::is_unprintable;

/// What an officer notes of cases.
#[derive(Default)]
pub(in crate::officer) struct CaseBook {
    cases: HashMap<ReportDigest, CaseMarks>,
    /// It is there and does not open.
    is_damaged: bool,
}

/// What one case is called here.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::officer) struct CaseMarks {
    /// At most [`DOCKET_CHARS_MAX`] characters in one line; empty: none.
    pub docket: String,
    /// At most [`LABELS_MAX`], each a word of at most [`LABEL_CHARS_MAX`] characters.
    pub labels: Vec<String>,
}

/// Why something is no docket number, or no label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum NotAMark {
    DocketTooLong,
    TooManyLabels,
    LabelTooLong,
    /// Something in it is not seen, or acts.
    Unprintable,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBook {
    version: u8,
    cases: Vec<WrittenMarks>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMarks {
    item: String,
    marks: CaseMarks,
}

impl CaseBook {
    /// Empty if there is none.
    pub(in crate::officer) fn read(home: &OfficerHome, keys: &OfficerKeys) -> Self {
        let cases = match FILE.read(home.root(), &keys.index_key()) {
            Ok(None) => return Self::default(),
            Ok(Some(written)) => Self::parse(written),
            Err(_) => None,
        };
        Self {
            is_damaged: cases.is_none(),
            cases: cases.unwrap_or_default(),
        }
    }

    fn parse(written: WrittenBook) -> Option<HashMap<ReportDigest, CaseMarks>> {
        let cases = written.cases.into_iter();
        let cases = cases.map(|one| Some((ReportDigest::parse(&one.item)?, one.marks)));
        (written.version == VERSION).then(|| cases.collect::<Option<_>>())?
    }

    /// Nothing if nothing was noted.
    pub(in crate::officer) fn of(&self, case: &Case) -> CaseMarks {
        let mut items = case.items().iter();
        let found = items.find_map(|one| self.cases.get(&one.item));
        found.cloned().unwrap_or_default()
    }

    pub(in crate::officer) fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// Notes what a case is called: on stable storage when this returns.
    pub(in crate::officer) fn note(
        home: &OfficerHome,
        keys: &OfficerKeys,
        case: &Case,
        marks: CaseMarks,
    ) -> Result<(), Failure> {
        let mut book = Self::read(home, keys);
        if book.is_damaged {
            let path = home.root().path().join(FILE.file);
            return Err(Failure::refused("officer-case-book").with("path", path.display()));
        }
        for one in case.items() {
            book.cases.remove(&one.item);
        }
        if marks != CaseMarks::default() {
            book.cases.insert(case.first().item, marks);
        }
        book.keep(home, keys)
    }

    /// Forgets what these items' cases were called: on stable storage when this returns. A book
    /// that does not open tells nobody anything, and stays as it is.
    pub(in crate::officer) fn forget(
        home: &OfficerHome,
        keys: &OfficerKeys,
        items: &BTreeSet<ReportDigest>,
    ) -> Result<(), Failure> {
        let mut book = Self::read(home, keys);
        let before = book.cases.len();
        book.cases.retain(|item, _| !items.contains(item));
        if book.is_damaged || book.cases.len() == before {
            return Ok(());
        }
        book.keep(home, keys)
    }

    fn keep(self, home: &OfficerHome, keys: &OfficerKeys) -> Result<(), Failure> {
        let cases = self.cases.into_iter().map(|(item, marks)| WrittenMarks {
            item: hex::encode(item.as_bytes()),
            marks,
        });
        let written = WrittenBook {
            version: VERSION,
            cases: cases.collect(),
        };
        let kept = FILE.keep(home.root(), &keys.index_key(), &written);
        kept.map_err(|error| disk(home.root().path(), &error))
    }
}

impl CaseMarks {
    /// As they were typed: labels between spaces or commas, with or without `#`.
    pub(in crate::officer) fn parse(docket: &str, labels: &str) -> Result<Self, NotAMark> {
        let docket = docket.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = labels.split(|c: char| c.is_whitespace() || c == ',');
        let words = words.map(|word| word.trim_start_matches('#'));
        let mut labels: Vec<String> = Vec::new();
        for word in words.filter(|word| !word.is_empty()) {
            if !labels.iter().any(|known| known == word) {
                labels.push(word.to_owned());
            }
        }
        let too_long = |text: &str, most| text.chars().count() > most;
        if docket
            .chars()
            .chain(labels.concat().chars())
            .any(is_unprintable)
        {
            return Err(NotAMark::Unprintable);
        }
        if too_long(&docket, DOCKET_CHARS_MAX) {
            return Err(NotAMark::DocketTooLong);
        }
        if labels.len() > LABELS_MAX {
            return Err(NotAMark::TooManyLabels);
        }
        if labels.iter().any(|label| too_long(label, LABEL_CHARS_MAX)) {
            return Err(NotAMark::LabelTooLong);
        }
        Ok(Self { docket, labels })
    }
}

impl NotAMark {
    /// The id of its text.
    pub(in crate::officer) fn text(self) -> &'static str {
        match self {
            Self::DocketTooLong => "desk-problem-docket",
            Self::TooManyLabels => "desk-problem-labels",
            Self::LabelTooLong => "desk-problem-label",
            Self::Unprintable => "desk-problem-unprintable",
        }
    }
}

const VERSION: u8 = 1;

/// A hundred thousand cases with all their labels.
const FILE: SealedNote = SealedNote {
    file: "case-book",
    bound_to: b"svilpe/v1/case-book",
    length_max: 64 << 20,
};

pub(in crate::officer) const DOCKET_CHARS_MAX: usize = 40;
pub(in crate::officer) const LABELS_MAX: usize = 8;
pub(in crate::officer) const LABEL_CHARS_MAX: usize = 24;

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::officer::tests::Desk;
    use crate::report::ReportKind;

    fn marks(docket: &str, labels: &str) -> CaseMarks {
        CaseMarks::parse(docket, labels).expect("marks")
    }

    #[test]
    fn a_cases_number_and_labels_are_kept_sealed_for_their_officer_alone() {
        let desk = Desk::new();
        desk.receive(ReportKind::Report, "2026-11-02", "x", &[]);
        let cases = desk.cases();
        let (home, keys, case) = (&desk.home, &desk.keys, &cases.cases[0]);
        assert_eq!(CaseBook::read(home, keys).of(case), CaseMarks::default());
        let noted = marks("1-15/77", "steidzami, #būvvalde steidzami");
        assert_eq!(noted.labels, ["steidzami", "būvvalde"]);
        CaseBook::note(home, keys, case, noted.clone()).expect("kept");
        assert_eq!(CaseBook::read(home, keys).of(case), noted);
        let path = home.root().path().join(FILE.file);
        let bytes = fs::read(&path).expect("there");
        for words in ["1-15/77", "steidzami"] {
            assert!(memchr::memmem::find(&bytes, words.as_bytes()).is_none());
        }
        let other = OfficerKeys::random("Juris").expect("a name");
        assert!(CaseBook::read(home, &other).is_damaged());

        // One that does not open is not written over.
        let mut damaged = bytes.clone();
        damaged[20] ^= 1;
        fs::write(&path, &damaged).expect("written");
        assert!(CaseBook::read(home, keys).is_damaged());
        assert!(CaseBook::note(home, keys, case, noted).is_err());
        assert_eq!(fs::read(&path).expect("there"), damaged);
        fs::write(&path, &bytes).expect("written");
        CaseBook::note(home, keys, case, CaseMarks::default()).expect("kept");
        assert_eq!(CaseBook::read(home, keys).of(case), CaseMarks::default());
    }

    #[test]
    fn what_is_too_long_or_not_seen_is_no_mark() {
        let not = |docket: &str, labels: &str| CaseMarks::parse(docket, labels).err();
        assert_eq!(not(&"ā".repeat(40), &"ž".repeat(24)), None);
        assert_eq!(not(&"ā".repeat(41), ""), Some(NotAMark::DocketTooLong));
        assert_eq!(not("", &"ž".repeat(25)), Some(NotAMark::LabelTooLong));
        assert_eq!(not("", "a b c d e f g h"), None);
        assert_eq!(not("", "a b c d e f g h i"), Some(NotAMark::TooManyLabels));
        assert_eq!(not("1\u{202e}2", ""), Some(NotAMark::Unprintable));
        assert_eq!(not("", "a\u{200b}"), Some(NotAMark::Unprintable));
        assert_eq!(marks(" 1-15 \n 77 ", " , ").docket, "1-15 77");
    }
}
