//! Help inside the desk: what each step is, and what the law asks.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::response::page;
use super::shared::{frame, not_found};
use crate::officer::desk::actions::CaseAction;
use crate::officer::desk::actions::wording::action_name;
use crate::officer::desk::pages::DeskFrame;
use crate::officer::desk::pages::help as pages;
use crate::officer::desk::pages::help::HelpGroup;
use crate::officer::desk::state::DeskState;
use crate::rules::letters::HELP_TOPICS as TOPICS;
use crate::rules::pack::CountryPack;
use crate::text::{Language, say};

pub(super) async fn all(State(desk): State<Arc<DeskState>>) -> Response {
    let frame = help_frame(&desk);
    let language = frame.language;
    let around = TOPICS.map(|topic| (topic, title(topic, language)));
    let actions = CaseAction::ALL.map(|action| (action.as_str(), action_name(action, language)));
    let group = |heading: &str, topics: &[(&'static str, String)]| HelpGroup {
        heading: say(language, heading),
        topics: topics.to_vec(),
    };
    let groups = [
        group("help-around", &around),
        group("help-actions", &actions),
    ];
    page(pages::all(&frame, &groups))
}

pub(super) async fn one(State(desk): State<Arc<DeskState>>, Path(topic): Path<String>) -> Response {
    let frame = help_frame(&desk);
    let action = CaseAction::parse(&topic).map(CaseAction::as_str);
    let known = action.or_else(|| TOPICS.into_iter().find(|known| *known == topic));
    match known {
        Some(topic) => {
            let title = title(topic, frame.language);
            // A pack that can't be read is told of where cases are judged by it.
            let pack = desk.home.pack().ok();
            let letters = pack.as_ref().map(CountryPack::letters);
            let law_here = letters.and_then(|letters| letters.law(topic, frame.language));
            page(pages::one(&frame, (topic, title), law_here))
        }
        None => not_found(&desk),
    }
}

fn title(topic: &str, language: Language) -> String {
    match CaseAction::parse(topic) {
        Some(action) => action_name(action, language),
        None => say(language, &format!("help-{topic}-title")),
    }
}

/// Help needs no key; who has unlocked keeps the way back.
fn help_frame(desk: &DeskState) -> DeskFrame {
    let frame = frame(desk);
    match desk.with_opened(|_| ()) {
        Some(()) => frame.unlocked(),
        None => frame,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_and_topic_has_its_page_in_both_languages() {
        let actions = CaseAction::ALL.map(CaseAction::as_str);
        for topic in actions.into_iter().chain(TOPICS) {
            for language in Language::complete() {
                for part in ["what", "law"] {
                    let id = format!("help-{topic}-{part}");
                    assert_ne!(say(language, &id), id, "{language:?}");
                }
                assert!(!title(topic, language).starts_with("help-"), "{topic}");
            }
        }
    }

    /// Points of the law that were found nowhere but in memory are no help.
    #[test]
    fn no_page_cites_what_is_doubtful() {
        for topic in CaseAction::ALL
            .map(CaseAction::as_str)
            .into_iter()
            .chain(TOPICS)
        {
            for language in Language::complete() {
                let law = say(language, &format!("help-{topic}-law"));
                let shipped = CountryPack::shipped();
                let law = law + shipped.letters().law(topic, language).unwrap_or_default();
                for doubtful in [
                    " 7. pant",
                    "section 7",
                    " 10. pant",
                    " 4. pant",
                    "25-TA-925",
                    " 43. pant",
                    "11(6)",
                    "5(13)",
                    "11(3)",
                ] {
                    assert!(!law.contains(doubtful), "{topic}: {doubtful}");
                }
            }
        }
    }

    #[test]
    fn what_a_pack_says_of_its_law_stands_on_a_page() {
        let shipped = CountryPack::shipped();
        let tip = |language| shipped.letters().law("tip", language);
        assert!(tip(Language::english()).is_some_and(|law| law.contains("Latvia")));
    }
}
