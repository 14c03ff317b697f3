//! The form of an addition: a message to be corrected, or a report's form that came once more.
//!
//! Shows no answers: they were for the visit that opened them.

use askama::Template;

use super::form_questions::{Question, QuestionBuilder};
use super::rejection::form_page;
use super::shown_form::{ProblemSummary, Questions, ShownForm};
use super::{AddView, FILE_INPUTS, Frame, Page, PageAddress, SiteLanguage};
use crate::report::form::{FormInput, Problem};

/// Why an addition's form stands alone on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AdditionReason {
    /// Something in it is to be corrected.
    Mend,
    /// It was a first report, and another is kept under its code.
    Other,
    /// So too, and it left somebody out: perhaps only this time.
    OtherLeavingOut,
}

/// What the page shows.
pub(crate) struct AdditionView<'a> {
    pub reason: AdditionReason,
    /// 28 digits: what opens the mailbox.
    pub code: &'a str,
    pub token: &'a str,
    pub add: AddView,
    pub input: &'a FormInput,
    pub problems: &'a [Problem],
}

#[derive(Template)]
#[template(path = "addition.html")]
struct AdditionTemplate<'a> {
    frame: Frame,
    heading: &'static str,
    lines: &'static [&'static str],
    warning: Option<&'static str>,
    problems: ProblemSummary,
    form: ShownForm<'a>,
}

#[derive(Template)]
#[template(path = "replaced.html")]
struct ReplacedTemplate<'a> {
    frame: Frame,
    words: &'a str,
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
    let (title, heading, lines) = view.reason.words();
    let frame = Frame::new(site, title).holding_words().with_problem();
    let page = AdditionTemplate {
        heading,
        lines,
        warning: view.reason.warning(),
        problems: ProblemSummary::of(&asking, "add-nothing-kept"),
        form: ShownForm::new(&asking, questions, (view.code, view.token), view.add.files),
        frame,
    };
    form_page(site, &page, asking.status())
}

/// A report's form after its code was replaced: only its words, to be copied. `words` are not kept.
pub(crate) fn replaced(site: SiteLanguage<'_>, words: &str) -> Page {
    let frame = Frame::new(site, "title-form");
    let page = ReplacedTemplate {
        frame: frame.holding_words().with_problem(),
        words,
    };
    form_page(site, &page, 200)
}

impl AdditionReason {
    /// Text ids: title, heading, and what is true.
    fn words(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Mend => ("title-answers", "add-heading", &["addition-answers"]),
            Self::Other | Self::OtherLeavingOut => {
                ("title-form", "other-heading", &["other-why", "other-next"])
            }
        }
    }

    fn warning(self) -> Option<&'static str> {
        (self == Self::OtherLeavingOut).then_some("other-left-out")
    }
}
