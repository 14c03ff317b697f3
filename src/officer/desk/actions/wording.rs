//! What actions and ledger entries are called, and what a letter says of its case.

use super::CaseAction;
use super::choices::ActionChoices;
use crate::ledger::entry::OfficerEvent;
use crate::ledger::entry::step::{Assessment, CaseStep};
use crate::officer::case::Case;
use crate::officer::case::overview::timeline_of;
use crate::officer::desk::opened::OpenedDesk;
use crate::rules::calendar::Day;
use crate::rules::calendar::date_words::day_on;
use crate::rules::letters::{LetterFacts, LetterPack, LetterPlaceholder};
use crate::rules::policy::{DeadlineKind, Term};
use crate::text::{Language, say, say_with};

/// On a button and above a form.
pub(in crate::officer::desk) fn action_name(action: CaseAction, language: Language) -> String {
    say(language, &format!("desk-do-{}", action.as_str()))
}

/// What the law asks and what the ledger will say, in a sentence.
pub(in crate::officer::desk) fn action_hint(action: CaseAction, language: Language) -> String {
    say(language, &format!("desk-hint-{}", action.as_str()))
}

/// An officer's entry in words.
pub(in crate::officer::desk) fn event_name(
    event: &OfficerEvent,
    letters: &LetterPack,
    language: Language,
) -> String {
    let term = |list, word: &str| {
        let said = letters.term(list, word, language);
        said.unwrap_or(word).to_owned()
    };
    match event {
        OfficerEvent::Rejected { reason, .. } => {
            let reason = term("rejected", reason.as_str());
            say_with(language, "desk-entry-rejected", &[("reason", &reason)])
        }
        OfficerEvent::Opened { .. } => say(language, "desk-entry-opened"),
        OfficerEvent::Step { step, .. } => step_name(step, letters, language),
    }
}

/// A step in words.
pub(in crate::officer::desk) fn step_name(
    step: &CaseStep,
    letters: &LetterPack,
    language: Language,
) -> String {
    let with = |id, list, word: &str| {
        let said = letters.term(list, word, language).unwrap_or(word);
        say_with(language, id, &[("reason", said)])
    };
    match step {
        CaseStep::Assessed(Assessment::NotRecognised(reason)) => with(
            "desk-entry-not-recognised",
            "not-recognised",
            reason.as_str(),
        ),
        CaseStep::Assessed(assessment) => {
            let word = assessment.as_str().replace('_', "-");
            say(language, &format!("desk-entry-assessed-{word}"))
        }
        CaseStep::Extended { reason } => with("desk-entry-extended", "extended", reason.as_str()),
        CaseStep::Concluded(conclusion) => with(
            "desk-entry-concluded",
            "outcome",
            conclusion.outcome.as_str(),
        ),
        CaseStep::ProceedingsEnded { kind, state } => {
            let term = |list, word| letters.term(list, word, language).unwrap_or(word);
            let kind = term("proceedings", kind.as_str());
            let state = term("proceedings-state", state.as_str());
            let arguments = [("kind", kind), ("state", state)];
            say_with(language, "desk-entry-proceedings-ended", &arguments)
        }
        CaseStep::Forwarded { to } => {
            say_with(language, "desk-entry-forwarded", &[("to", to.as_str())])
        }
        step => {
            let fact = step.fact().replace('_', "-");
            say(language, &format!("desk-entry-step-{fact}"))
        }
    }
}

/// What a letter in this language can say of a case.
pub(in crate::officer::desk) fn letter_facts(
    desk: &OpenedDesk,
    case: &Case,
    language: Language,
) -> LetterFacts {
    let known = desk.known_now();
    let view = desk.view();
    let received = case.first().day;
    let acknowledged = Some(view.today).filter(|_| !known.here.is_answered(case));
    let timeline = timeline_of(case, &known.here, &view);
    let dues = timeline.map(|timeline| timeline.dues(view.policy, view.calendar));
    let mut dues = dues.into_iter().flatten();
    let feedback = dues.find(|due| due.kind == DeadlineKind::Feedback && acknowledged.is_none());
    // A first letter is the acknowledgement: its day is where the three months begin.
    let deadline = feedback.map_or_else(
        || {
            let (policy, calendar) = (view.policy, view.calendar);
            policy.feedback_deadline(received, acknowledged, Term::Ordinary, calendar)
        },
        |due| due.deadline,
    );
    let feedback_by = deadline.legal();
    LetterFacts::default()
        .with(LetterPlaceholder::Received, day_on(language, received))
        .with(LetterPlaceholder::FeedbackBy, day_on(language, feedback_by))
        .with(
            LetterPlaceholder::ComeBack,
            day_on(language, come_back(view.today)),
        )
        .with(LetterPlaceholder::Officer, desk.keys.name.clone())
        .with(
            LetterPlaceholder::Institution,
            desk.institution_name(language),
        )
}

/// The same, with what was chosen.
pub(in crate::officer::desk) fn with_choices(
    facts: LetterFacts,
    action: CaseAction,
    choices: &ActionChoices,
    (letters, language): (&LetterPack, Language),
) -> LetterFacts {
    let reason = action
        .reasons()
        .and_then(|list| letters.term(list, choices.get("reason"), language));
    let facts = match reason {
        Some(reason) => facts.with(LetterPlaceholder::Reason, reason.to_owned()),
        None => facts,
    };
    match choices.get("to_name") {
        "" => facts,
        name => facts.with(LetterPlaceholder::To, name.to_owned()),
    }
}

fn come_back(today: Day) -> Day {
    today.plus_days(COME_BACK_DAYS)
}

/// A week: long enough for an officer to read and to ask.
const COME_BACK_DAYS: i32 = 7;
