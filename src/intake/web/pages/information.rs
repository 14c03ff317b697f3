//! Information pages, without a report's words: start, guide, self-check, rights, how it works,
//! accessibility, exit.

use askama::Template;

use super::{Frame, Page, PageAddress, Size, finish};
use crate::intake::web::self_check::{Answered, Risk, SelfCheckQuestion};
use crate::rules::calendar::Day;
use crate::text::{self, Language};

/// An institution to choose.
pub(crate) struct InstitutionView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    /// One short sentence, or empty.
    pub about: &'a str,
}

/// Whom to ask (Directive Article 13 (b) and (h)).
pub(crate) struct Contact<'a> {
    pub name: &'a str,
    /// Postal address, e-mail, telephone: as text, one to a line.
    pub lines: &'a [&'a str],
    pub calls: Calls,
}

/// Are calls recorded?
#[expect(
    dead_code,
    reason = "policy names no telephone yet; the page can say it"
)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Calls {
    NoTelephone,
    Recorded,
    NotRecorded,
}

/// How long things are kept, in days where nothing else is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Keeping {
    pub reply_days: u32,
    pub form_days: u32,
    /// In months, like the policy.
    pub code_months: u16,
}

/// What the accessibility statement has to name.
pub(crate) struct Statement<'a> {
    /// Who runs the site.
    pub operator: &'a str,
    /// The day of the last independent assessment.
    pub assessed: Option<Day>,
    pub contact: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartTemplate<'a> {
    frame: Frame,
    institutions: &'a [InstitutionView<'a>],
}

#[derive(Template)]
#[template(path = "guide.html")]
struct Guide {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "check.html")]
struct SelfCheckTemplate {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "checked.html")]
struct SelfCheckedTemplate<'a> {
    frame: Frame,
    answered: &'a Answered,
    next: PageAddress<'static>,
    next_words: &'static str,
}

#[derive(Template)]
#[template(path = "rights.html")]
struct Rights<'a> {
    frame: Frame,
    contacts: &'a [Contact<'a>],
}

#[derive(Template)]
#[template(path = "how.html")]
struct How {
    frame: Frame,
    reply_days: String,
    form_days: String,
    code_months: String,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility<'a> {
    frame: Frame,
    statement: &'a Statement<'a>,
    assessed: Option<String>,
}

#[derive(Template)]
#[template(path = "exit.html")]
struct ExitTemplate<'a> {
    frame: Frame,
    year: String,
    holidays: Vec<Holiday<'a>>,
}

struct Holiday<'a> {
    day: String,
    weekday: String,
    name: &'a str,
}

/// `/`: what this is, and whom to tell.
pub(crate) fn start(language: Language, institutions: &[InstitutionView]) -> Page {
    let frame = Frame::new(language, "title-start").at(PageAddress::Start);
    finish(
        &StartTemplate {
            frame,
            institutions,
        },
        200,
        Size::Small,
    )
}

/// `/before`: how not to be recognised.
pub(crate) fn guide(language: Language) -> Page {
    let frame = Frame::new(language, "title-guide").at(PageAddress::Guide);
    finish(&Guide { frame }, 200, Size::Small)
}

/// `/check`: eight questions.
pub(crate) fn check(language: Language) -> Page {
    let frame = Frame::new(language, "title-check").at(PageAddress::Check);
    finish(&SelfCheckTemplate { frame }, 200, Size::Small)
}

/// What came of the eight questions.
pub(crate) fn checked(language: Language, answered: &Answered) -> Page {
    let (next, next_words) = match answered.risk() {
        Risk::Low => (PageAddress::Start, "check-next"),
        Risk::Medium | Risk::High => (PageAddress::Guide, "nav-guide"),
    };
    let page = SelfCheckedTemplate {
        frame: Frame::new(language, "title-check-result").at(PageAddress::Check),
        answered,
        next,
        next_words,
    };
    finish(&page, 200, Size::Small)
}

/// `/rights`: what Article 13 of the Directive asks for.
pub(crate) fn rights(language: Language, contacts: &[Contact]) -> Page {
    let frame = Frame::new(language, "title-rights").at(PageAddress::Rights);
    finish(&Rights { frame, contacts }, 200, Size::Small)
}

/// `/how`: the way of a report, what is kept and what can't be promised.
pub(crate) fn how(language: Language, keeping: Keeping) -> Page {
    let page = How {
        frame: Frame::new(language, "title-how").at(PageAddress::How),
        reply_days: keeping.reply_days.to_string(),
        form_days: keeping.form_days.to_string(),
        code_months: keeping.code_months.to_string(),
    };
    finish(&page, 200, Size::Small)
}

/// `/accessibility`: the statement that Cabinet Regulation No. 445 asks for.
pub(crate) fn accessibility(language: Language, statement: &Statement) -> Page {
    let page = Accessibility {
        frame: Frame::new(language, "title-accessibility").at(PageAddress::Accessibility),
        statement,
        assessed: statement
            .assessed
            .map(|day| crate::rules::calendar::date_words::day(language, day)),
    };
    finish(&page, 200, Size::Small)
}

/// `/exit`: public holidays of a year, and not a word of anything else.
pub(crate) fn exit(language: Language, year: i16, holidays: &[(Day, &str)]) -> Page {
    let year = year.to_string();
    let mut frame = Frame::new(language, "title-start");
    frame.title = frame.say_with("calendar-title", [("year", &year)]);
    let holidays = holidays
        .iter()
        .map(|(day, name)| Holiday {
            day: crate::rules::calendar::date_words::day(language, *day),
            weekday: weekday(language, *day),
            name,
        })
        .collect();
    finish(
        &ExitTemplate {
            frame,
            year,
            holidays,
        },
        200,
        Size::Small,
    )
}

/// The weekday's name. 2024-01-01 was a Monday.
fn weekday(language: Language, day: Day) -> String {
    let Ok(monday) = "2024-01-01".parse::<Day>() else {
        return String::new();
    };
    let number = day.days_since(monday).rem_euclid(7).to_string();
    text::say_with(language, "calendar-weekday", &[("weekday", &number)])
}
