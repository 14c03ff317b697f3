//! The form, read over before it is sent: what the institution would read, and what is still wrong.
//!
//! It opens in a tab of its own: the form, its files and its code stay where they are. The page
//! holds no code, and nothing of it is kept.

use askama::Template;
use zeroize::Zeroizing;

use super::form_questions::QuestionBuilder;
use super::rejection::form_page;
use super::{Frame, Page, PageAddress, SiteLanguage};
use crate::report::form::{Asked, Field, FieldKind, FormInput, Problem, UNKNOWN_CATEGORY};
use crate::text::character_count::is_blank;

/// What is read over.
pub(crate) struct ReviewView<'a> {
    /// Name of the institution.
    pub institution: &'a str,
    pub asked: Asked<'a>,
    pub input: &'a FormInput,
    /// Names of the files that were chosen; they have not been sent.
    pub files: &'a [Zeroizing<String>],
    pub problems: &'a [Problem],
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewTemplate<'a> {
    frame: Frame,
    institution: &'a str,
    problems: Vec<String>,
    answers: Vec<ReviewedAnswer<'a>>,
    files: &'a [Zeroizing<String>],
}

struct ReviewedAnswer<'a> {
    question: String,
    answer: AnswerGiven<'a>,
}

enum AnswerGiven<'a> {
    Words(&'a str),
    Chosen(Vec<String>),
}

/// `/to/<institution>/review`
pub(crate) fn review(site: SiteLanguage<'_>, view: &ReviewView<'_>) -> Page {
    let frame = Frame::new(site, "title-review").holding_words();
    let asking = QuestionBuilder {
        language: site.language,
        input: Some(view.input),
        problems: view.problems,
        text_max: view.asked.text_max,
    };
    let answers = Field::ALL.into_iter().filter_map(|field| {
        let answer = given(&frame, field, view)?;
        Some(ReviewedAnswer {
            question: frame.say(field.label()),
            answer,
        })
    });
    let page = ReviewTemplate {
        answers: answers.collect(),
        problems: asking.lines().into_iter().map(|line| line.text).collect(),
        institution: view.institution,
        files: view.files,
        frame,
    };
    form_page(site, &page, 200)
}

/// What was answered; none where nobody is asked or nothing was said.
fn given<'a>(frame: &Frame, field: Field, view: &ReviewView<'a>) -> Option<AnswerGiven<'a>> {
    let value = view.input.text(field);
    match field.kind() {
        FieldKind::Token | FieldKind::Files => None,
        FieldKind::Text => (!is_blank(value)).then_some(AnswerGiven::Words(value)),
        FieldKind::Choice(choices) => {
            let chosen = choices.iter().find(|choice| **choice == value)?;
            let words = frame.say(field.choice_words(chosen));
            Some(AnswerGiven::Chosen(vec![words]))
        }
        FieldKind::Category if value == UNKNOWN_CATEGORY => {
            Some(AnswerGiven::Chosen(vec![frame.say("choice-unknown")]))
        }
        FieldKind::Category => {
            let all = view.asked.families.iter();
            let mut all = all.flat_map(|family| &family.choices);
            let chosen = all.find(|choice| choice.slug == value)?;
            Some(AnswerGiven::Chosen(vec![chosen.says.clone()]))
        }
        FieldKind::Officer => {
            let officers = view.asked.officers.iter();
            let left = officers.filter(|officer| view.input.chose(field, &officer.key));
            let names: Vec<String> = left.map(|officer| officer.name.clone()).collect();
            (!names.is_empty()).then_some(AnswerGiven::Chosen(names))
        }
    }
}
