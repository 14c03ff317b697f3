//! The report form, and the page after it.

use askama::Template;

use super::form_questions::{Question, QuestionBuilder, Section, TextQuestion};
use super::rejection::form_page;
use super::shown_form::{FileLimits, ProblemSummary, Questions, ShownForm};
use super::{FILE_INPUTS, Frame, Page, PageAddress, ShownCode, SiteLanguage, Size, finish, fits};
use crate::intake::web::submission::ReceivedAmount;
use crate::report::form::{Asked, Field, FormInput, Problem};
use crate::rules::calendar::Day;

/// How much was received, in words.
pub(super) struct ArrivedWords(pub String, pub String);

/// What the report form shows.
pub(crate) struct FormView<'a> {
    /// Slug and name of the institution.
    pub institution: (&'a str, &'a str),
    pub asked: Asked<'a>,
    /// None: no files now.
    pub files: Option<FileLimits>,
    /// 28 digits.
    pub code: &'a str,
    /// Shows that the instance made the code.
    pub token: &'a str,
    /// Days for which form and code are valid.
    pub form_days: u32,
    /// What came, if it has to be corrected.
    pub input: Option<&'a FormInput>,
    pub problems: &'a [Problem],
    /// What is kept already under the code that the form had.
    pub earlier: Option<EarlierView<'a>>,
}

/// The second choice on a form whose code was used already: the earlier report may be the
/// reporter's own.
pub(crate) struct EarlierView<'a> {
    /// Its code and a token to add to it with; none if it has a newer code.
    pub opens: Option<(&'a str, &'a str)>,
    /// What was sent now, as one message.
    pub message: &'a FormInput,
    /// Somebody was left out now, perhaps not then.
    pub leaves_out: bool,
}

#[derive(Template)]
#[template(path = "form.html")]
struct ReportForm<'a> {
    status: u16,
    frame: Frame,
    institution: &'a str,
    action: String,
    review: String,
    problems: ProblemSummary,
    form: ShownForm<'a>,
    valid: String,
    /// This page can't be had again: an answer must not take its place.
    in_a_new_tab: bool,
    earlier: Option<EarlierSection<'a>>,
}

struct EarlierSection<'a> {
    leaves_out: bool,
    /// The form of an addition, filled in; none if its code is not known, or there is no room.
    addition: Option<Vec<HiddenField<'a>>>,
}

struct HiddenField<'a> {
    name: &'static str,
    value: &'a str,
}

#[derive(Template)]
#[template(path = "received.html")]
struct Received<'a> {
    frame: Frame,
    arrived: ArrivedWords,
    code: ShownCode<'a>,
    come_back: String,
}

/// `/to/<institution>`: one question that must be answered, the rest folded away.
/// A text too long for any page to show again becomes a refusal.
pub(crate) fn form(site: SiteLanguage<'_>, view: &FormView) -> Page {
    let mut page = report_form(site, view);
    // The words twice may be too much for a page; once they always fit.
    if !fits(&page)
        && let Some(earlier) = &mut page.earlier
    {
        earlier.addition = None;
    }
    form_page(site, &page, page.status)
}

/// The report is kept. `come_back` is the day on which an answer should be there.
pub(crate) fn received(
    site: SiteLanguage<'_>,
    code: &str,
    arrived: ReceivedAmount,
    come_back: Day,
) -> Page {
    let frame = Frame::new(site, "title-received");
    let day = crate::rules::calendar::date_words::day_on(site.language, come_back);
    let page = Received {
        come_back: frame.say_with("received-come-back", [("day", &day)]),
        arrived: ArrivedWords::of(arrived, &frame),
        frame,
        code: ShownCode { digits: code },
    };
    finish(&page, 200, Size::Medium)
}

fn report_form<'a>(site: SiteLanguage<'_>, view: &FormView<'a>) -> ReportForm<'a> {
    let (slug, institution) = view.institution;
    let asking = QuestionBuilder {
        language: site.language,
        input: view.input,
        problems: view.problems,
        text_max: view.asked.text_max,
    };
    let frame = Frame::new(site, "title-form").holding_words();
    let frame = if view.input.is_none() {
        frame
    } else {
        frame.with_problem()
    };
    let days = view.form_days.to_string();
    let questions = Questions {
        first: what_happened(&asking),
        sections: sections(&asking, &view.asked),
    };
    ReportForm {
        status: asking.status(),
        valid: frame.say_with("form-valid", [("days", &days)]),
        action: site.path(PageAddress::Send(slug)),
        review: site.path(PageAddress::Review(slug)),
        in_a_new_tab: view.input.is_some(),
        frame,
        institution,
        problems: ProblemSummary::of(&asking, "problem-nothing-kept"),
        form: ShownForm::new(&asking, questions, (view.code, view.token), view.files),
        earlier: view.earlier.as_ref().map(EarlierView::section),
    }
}

/// The one question that must be answered, set large.
fn what_happened<'a>(asking: &QuestionBuilder<'a>) -> Question<'a> {
    let field = Field::WhatHappened;
    Question::Text(TextQuestion {
        first: true,
        ..asking
            .words_of(field, field.label(), field.hint(), 12)
            .with_limit(asking)
    })
}

fn sections<'a>(asking: &QuestionBuilder<'a>, asked: &Asked<'a>) -> Vec<Section<'a>> {
    let mut sections = Vec::new();
    // With one officer there is nobody else who could open it.
    if asked.officers.len() > 1 {
        sections.push(asking.section(
            "form-leave-out-section",
            "form-leave-out-section-hint",
            vec![asking.officers(asked.officers)],
        ));
    }
    sections.extend([
        facts(asking),
        harm(asking),
        asking.section(
            "form-category-section",
            "form-category-section-hint",
            vec![asking.categories(asked.families)],
        ),
        known(asking),
        handling(asking),
        asking.identity(),
    ]);
    sections
}

fn facts<'a>(asking: &QuestionBuilder<'a>) -> Section<'a> {
    asking.section(
        "form-facts",
        "form-facts-hint",
        vec![
            asking.text(Field::When, 1),
            asking.text(Field::Place, 1),
            asking.text(Field::WhoInvolved, 3),
            asking.choice(Field::StillOngoing, ""),
        ],
    )
}

fn harm<'a>(asking: &QuestionBuilder<'a>) -> Section<'a> {
    asking.section(
        "form-harm-section",
        "form-harm-section-hint",
        vec![asking.text(Field::Harm, 4), asking.text(Field::Evidence, 4)],
    )
}

fn known<'a>(asking: &QuestionBuilder<'a>) -> Section<'a> {
    asking.section(
        "form-known-section",
        "form-known-section-hint",
        vec![
            asking.choice(Field::HowKnown, ""),
            asking.choice(Field::ReportedBefore, ""),
            asking.text(Field::ReportedResult, 3),
            asking.choice(Field::Fear, ""),
            asking.text(Field::FearDetail, 3),
        ],
    )
}

fn handling<'a>(asking: &QuestionBuilder<'a>) -> Section<'a> {
    asking.section(
        "form-handling",
        "form-handling-hint",
        vec![
            asking.choice(Field::ForwardConsent, "ask-me"),
            asking.choice(Field::IfNotRecognised, "treat-as-tip"),
        ],
    )
}

impl<'a> EarlierView<'a> {
    fn section(&self) -> EarlierSection<'a> {
        EarlierSection {
            leaves_out: self.leaves_out,
            addition: self.opens.map(|opens| self.addition(opens)),
        }
    }

    fn addition(&self, (code, token): (&'a str, &'a str)) -> Vec<HiddenField<'a>> {
        let message = self.message;
        let said = [
            Field::WhatHappened,
            Field::IdentityName,
            Field::IdentityContact,
            Field::IdentityUnderstood,
        ]
        .map(|field| (field, message.text(field)));
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        [(Field::Code, code), (Field::Token, token)]
            .into_iter()
            .chain(said)
            .map(|(field, value)| HiddenField {
                name: field.name(),
                value,
            })
            .collect()
    }
}

impl ArrivedWords {
    pub(super) fn of(arrived: ReceivedAmount, frame: &Frame) -> Self {
        let (characters, files) = (arrived.characters.to_string(), arrived.files.to_string());
        let text = frame.say_with("arrived-text", [("characters", &characters)]);
        let files = if arrived.files == 0 {
            frame.say("arrived-no-files")
        } else {
            let (size, unit) = in_round_units(arrived.bytes);
            let size = size.to_string();
            let sizes = [("files", files.as_str()), ("size", &size), ("unit", unit)];
            frame.say_with("arrived-files", sizes)
        };
        Self(text, files)
    }
}

/// As file managers show it: rounded up to kB, and to MB from ten of them on.
fn in_round_units(bytes: u64) -> (u64, &'static str) {
    if bytes < 10 << 20 {
        (bytes.div_ceil(1 << 10), "kB")
    } else {
        (bytes.div_ceil(1 << 20), "MB")
    }
}
