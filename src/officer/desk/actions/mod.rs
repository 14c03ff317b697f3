//! What an officer does in a case: each a letter, a step in the ledger, or both.
//!
//! ```text
//!   plan: may it be done now, and what is sensible next?
//!   choices ─▶ draft (sealed) ─▶ preview ─▶ carry_out: reply kept there ─▶ steps recorded
//! ```

pub(super) mod carry_out;
pub(super) mod choices;
pub(super) mod draft;
pub(super) mod plan;
pub(super) mod wording;

/// One action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CaseAction {
    Acknowledge,
    Write,
    Ask,
    Recognise,
    NotRecognise,
    Tip,
    AsSubmission,
    Forward,
    Examine,
    Extend,
    Progress,
    Feedback,
    Conclude,
    /// What came of proceedings, even years after the case.
    ProceedingsEnded,
    Close,
    Reopen,
    /// A colleague rejected it, and it is a report after all.
    TakeUp,
    Reject,
}

/// Does an action say something to the reporter?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LetterRule {
    Required,
    Optional,
    None,
}

impl CaseAction {
    /// In the order of a case's life.
    pub(super) const ALL: [Self; 18] = [
        Self::Acknowledge,
        Self::Write,
        Self::Ask,
        Self::Recognise,
        Self::NotRecognise,
        Self::Tip,
        Self::AsSubmission,
        Self::Forward,
        Self::Examine,
        Self::Extend,
        Self::Progress,
        Self::Feedback,
        Self::Conclude,
        Self::ProceedingsEnded,
        Self::Close,
        Self::Reopen,
        Self::TakeUp,
        Self::Reject,
    ];

    /// In addresses, file names and the letters' file.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Write => "write",
            Self::Ask => "ask",
            Self::Recognise => "recognise",
            Self::NotRecognise => "not-recognise",
            Self::Tip => "tip",
            Self::AsSubmission => "as-submission",
            Self::Forward => "forward",
            Self::Examine => "examine",
            Self::Extend => "extend",
            Self::Progress => "progress",
            Self::Feedback => "feedback",
            Self::Conclude => "conclude",
            Self::ProceedingsEnded => "proceedings-ended",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::TakeUp => "take-up",
            Self::Reject => "reject",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == text)
    }

    pub(super) fn letter(self) -> LetterRule {
        match self {
            Self::Examine | Self::Close | Self::Reopen => LetterRule::Optional,
            Self::ProceedingsEnded | Self::TakeUp | Self::Reject => LetterRule::None,
            _ => LetterRule::Required,
        }
    }

    /// The list of words that one is chosen from, if there is one.
    pub(super) fn reasons(self) -> Option<&'static str> {
        match self {
            Self::NotRecognise => Some("not-recognised"),
            Self::Extend => Some("extended"),
            Self::Conclude => Some("outcome"),
            Self::Reject => Some("rejected"),
            _ => None,
        }
    }
}

/// What several cases may be done together with: nothing that has to be weighed for each.
pub(super) const MANY: [CaseAction; 3] = [
    CaseAction::Acknowledge,
    CaseAction::Close,
    CaseAction::Reject,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::vocabulary::{
        Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState,
        RejectionReason,
    };
    use crate::rules::letters::{ACTIONS, LISTS, WITHOUT_LETTER};
    use crate::rules::pack::CountryPack;
    use crate::text::Language;

    /// The packs of this project: the shipped one and those that show other countries.
    fn packs() -> Vec<CountryPack> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policy/estonia");
        let policy = std::fs::read_to_string(folder.join("policy.toml")).expect("ours");
        let estonian = CountryPack::load_unsigned(&folder, &policy).expect("whole");
        vec![CountryPack::shipped(), estonian]
    }

    #[test]
    fn each_action_has_one_name_and_a_letter_where_it_needs_one() {
        for action in CaseAction::ALL {
            assert_eq!(CaseAction::parse(action.as_str()), Some(action));
            for (pack, language) in packs_in_each_language() {
                let letter = pack.letters().template(action.as_str(), language);
                let wanted = action.letter() != LetterRule::None;
                assert_eq!(letter.is_some(), wanted, "{pack:?} {action:?}");
            }
        }
        assert_eq!(CaseAction::parse("Acknowledge"), None);
    }

    #[test]
    fn a_pack_is_asked_for_a_letter_of_each_action_that_has_one() {
        let with = |has: bool| {
            let actions = CaseAction::ALL.into_iter();
            let actions =
                actions.filter(move |action| (action.letter() != LetterRule::None) == has);
            actions.map(CaseAction::as_str).collect::<Vec<_>>()
        };
        assert_eq!(with(true), ACTIONS);
        assert_eq!(with(false), WITHOUT_LETTER);
    }

    fn packs_in_each_language() -> impl Iterator<Item = (CountryPack, Language)> {
        let packs = packs().into_iter();
        packs.flat_map(|pack| Language::complete().map(move |language| (pack.clone(), language)))
    }

    /// A macro, as the lists share no trait.
    macro_rules! words {
        ($term:ident) => {
            $term::ALL
                .iter()
                .map(|term| term.as_str())
                .collect::<Vec<_>>()
        };
    }

    #[test]
    fn each_word_that_the_ledger_can_hold_is_said_in_both_languages() {
        let lists = [
            ("not-recognised", words!(NonRecognition)),
            ("extended", words!(ExtensionReason)),
            ("outcome", words!(Outcome)),
            ("proceedings", words!(Proceeding)),
            ("proceedings-state", words!(ProceedingState)),
            ("effect", words!(Effect)),
            ("rejected", words!(RejectionReason)),
        ];
        let known = LISTS.map(|(list, words)| (list, words.to_vec()));
        assert_eq!(lists, known, "what a pack may say");
        for (list, words) in lists {
            for (pack, language) in packs_in_each_language() {
                let known = |word: &&&str| pack.letters().knows(list, word);
                let known: Vec<_> = words.iter().filter(known).collect();
                // Another country's law may know fewer, and has something of each.
                let enough = if pack.is_shipped() { words.len() } else { 1 };
                assert!(known.len() >= enough, "{pack:?} {list} {known:?}");
                for word in known {
                    let said = pack.letters().term(list, word, language);
                    assert!(said.is_some(), "{pack:?} {list} {word} {language:?}");
                }
            }
        }
    }
}
