//! The form of an addition that has to be corrected; and its words alone, where its code opens
//! nothing.
//!
//! Shows no answers: they were for the visit that opened them.

use askama::Template;

use super::form_questions::{Question, QuestionBuilder};
use super::rejection::form_page;
use super::shown_form::{ProblemSummary, Questions, ShownForm};
use super::{AddView, FILE_INPUTS, Frame, Page, PageAddress, SiteLanguage};
use crate::intake::web::rejection::Rejection;
use crate::report::form::{Field, FormInput, Problem};

/// What the page shows.
pub(crate) struct AdditionView<'a> {
    /// 28 digits: what opens the mailbox.
    pub code: &'a str,
    pub token: &'a str,
    pub add: AddView<'a>,
    pub input: &'a FormInput,
    pub problems: &'a [Problem],
}

#[derive(Template)]
#[template(path = "addition.html")]
struct AdditionTemplate<'a> {
    frame: Frame,
    problems: ProblemSummary,
    readers: Option<String>,
    form: ShownForm<'a>,
}

#[derive(Template)]
#[template(path = "locked.html")]
struct LockedTemplate<'a> {
    frame: Frame,
    lines: &'static [&'static str],
    words: Vec<WrittenWords<'a>>,
    files_came: bool,
}

/// What stood in one field.
struct WrittenWords<'a> {
    name: &'static str,
    label: String,
    text: &'a str,
}

/// The form for an addition with what was written. A text too long for any page to show again
/// becomes a refusal.
pub(crate) fn addition(site: SiteLanguage<'_>, view: &AdditionView) -> Page {
    let asking = QuestionBuilder {
        language: site.language,
        input: Some(view.input),
        problems: view.problems,
        text_max: view.add.text_max,
    };
    let questions = Questions::of_addition(&asking);
    let frame = Frame::new(site, "title-answers")
        .holding_words()
        .with_problem();
    let page = AdditionTemplate {
        problems: ProblemSummary::of(&asking, "add-nothing-kept"),
        readers: view.add.readers_in_words(&frame),
        form: ShownForm::new(&asking, questions, (view.code, view.token), view.add.files),
        frame,
    };
    form_page(site, &page, asking.status())
}

/// An addition whose code opens nothing (`why`): only its words, to be copied. They are not kept.
pub(crate) fn locked(site: SiteLanguage<'_>, why: Rejection, input: &FormInput) -> Page {
    let frame = Frame::new(site, "title-answers")
        .holding_words()
        .with_problem();
    let page = LockedTemplate {
        lines: if why == Rejection::VisitUnsettled {
            &["locked-unsettled", "locked-unsettled-next"]
        } else {
            &["locked-why", "locked-next"]
        },
        words: written_words(input, &frame),
        files_came: input.files() > 0,
        frame,
    };
    form_page(site, &page, 200)
}

fn written_words<'a>(input: &'a FormInput, frame: &Frame) -> Vec<WrittenWords<'a>> {
    let asked = [
        (Field::WhatHappened, "add-message"),
        (Field::IdentityName, Field::IdentityName.label()),
        (Field::IdentityContact, Field::IdentityContact.label()),
    ];
    let words = asked.map(|(field, label)| WrittenWords {
        name: field.name(),
        label: frame.say(label),
        text: input.text(field),
    });
    let said = words.into_iter().filter(|words| !words.text.is_empty());
    said.collect()
}
