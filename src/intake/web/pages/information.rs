//! Information pages, without a report's words: start, guide, self-check, rights, how it works,
//! accessibility, exit.

use askama::Template;

use super::{Frame, Page, PageAddress, SiteLanguage, Size, finish};
use crate::intake::web::self_check::{Answered, Risk, SelfCheckQuestion};
use crate::rules::calendar::Day;
use crate::rules::roster::InstitutionKind;
use crate::text::{self, Language};

/// An institution to choose.
pub(crate) struct InstitutionView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    /// One short sentence, or empty.
    pub about: &'a str,
}

/// Whom a person may tell, and how they find out whom.
pub(crate) struct StartView<'a> {
    pub institutions: &'a [InstitutionView<'a>],
    /// Does any of them say for what it is responsible?
    pub by_area: bool,
}

/// Areas that belong together, and who is responsible for each.
pub(crate) struct AreaFamily<'a> {
    pub name: &'a str,
    pub areas: Vec<AreaView<'a>>,
}

/// An area, in the words of people and of the law.
pub(crate) struct AreaView<'a> {
    pub says: &'a str,
    pub name: &'a str,
    /// Perhaps none.
    pub institutions: Vec<InstitutionView<'a>>,
}

/// Whom to ask who does not know.
pub(crate) struct PointView<'a> {
    pub name: &'a str,
    pub site: &'a str,
    /// The slug of its own form here, if it has one.
    pub slug: Option<&'a str>,
}

/// An institution on a page of its own.
pub(crate) struct InstitutionPage<'a> {
    pub institution: InstitutionView<'a>,
    pub kind: InstitutionKind,
    /// What people would say; none: it names none.
    pub areas: Vec<&'a str>,
    pub readers: Vec<ReaderView<'a>>,
    pub contacts: Vec<&'a str>,
    /// Its minisign public key, as it publishes it elsewhere, too.
    pub key: &'a str,
}

/// Somebody who opens reports.
pub(crate) struct ReaderView<'a> {
    pub name: &'a str,
    pub role: Option<&'a str>,
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
    /// Until a report is in the ledger.
    pub entry_days: u32,
    /// In months, like the policy.
    pub code_months: u16,
}

/// What the accessibility statement has to name.
pub(crate) struct Statement<'a> {
    /// Who runs the site.
    pub operator: &'a str,
    pub prepared: Day,
    /// The day of the last independent assessment.
    pub assessed: Option<Day>,
    pub contact: Option<&'a str>,
    /// Where to turn if nobody answers.
    pub authority: &'a str,
}

/// What the rights page has to know of the law and of whom to ask.
pub(crate) struct RightsView<'a> {
    pub contacts: &'a [Contact<'a>],
    /// Did any institution say how to reach it?
    pub institutions_named: bool,
    /// May a court dismiss a lawsuit that is to silence somebody?
    pub anti_slapp: bool,
}

/// Who runs the site and what becomes of data (GDPR, Articles 13 and 14).
pub(crate) struct AboutView<'a> {
    pub operator: &'a str,
    pub contact: Option<&'a str>,
    pub institutions: &'a [&'a str],
    pub onion: Option<&'a str>,
    /// How long an examined report is kept.
    pub months: u16,
    /// To whom one complains.
    pub authority: &'a str,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartTemplate<'a> {
    frame: Frame,
    view: StartView<'a>,
    /// As many as are read at a glance?
    few: bool,
}

#[derive(Template)]
#[template(path = "areas.html")]
struct AreasTemplate<'a> {
    frame: Frame,
    families: &'a [AreaFamily<'a>],
    point: PointView<'a>,
}

#[derive(Template)]
#[template(path = "institution.html")]
struct InstitutionTemplate<'a> {
    frame: Frame,
    view: InstitutionPage<'a>,
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
    view: &'a RightsView<'a>,
}

#[derive(Template)]
#[template(path = "about.html")]
struct About<'a> {
    frame: Frame,
    view: &'a AboutView<'a>,
    months: String,
}

#[derive(Template)]
#[template(path = "how.html")]
struct How {
    frame: Frame,
    reply_days: String,
    form_days: String,
    entry_days: String,
    code_months: String,
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility<'a> {
    frame: Frame,
    statement: &'a Statement<'a>,
    prepared: String,
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
pub(crate) fn start(site: SiteLanguage<'_>, view: StartView<'_>) -> Page {
    let frame = Frame::new(site, "title-start").at(PageAddress::Start);
    let few = view.institutions.len() <= READ_AT_A_GLANCE;
    finish(&StartTemplate { frame, view, few }, 200, Size::Small)
}

/// `/areas`: whose matter it is. All are in one page, so that nobody learns which one is read.
pub(crate) fn areas(
    site: SiteLanguage<'_>,
    families: &[AreaFamily<'_>],
    point: PointView<'_>,
) -> Page {
    let frame = Frame::new(site, "title-areas").at(PageAddress::Areas);
    let page = AreasTemplate {
        frame,
        families,
        point,
    };
    finish(&page, 200, Size::Small)
}

/// `/at/…`: an institution, who reads there, and by which key it is known.
pub(crate) fn institution(site: SiteLanguage<'_>, view: InstitutionPage<'_>) -> Page {
    let at = PageAddress::Institution(view.institution.slug);
    let frame = Frame::new(site, "title-institution").at(at);
    finish(&InstitutionTemplate { frame, view }, 200, Size::Small)
}

/// `/before`: how not to be recognised.
pub(crate) fn guide(site: SiteLanguage<'_>) -> Page {
    let frame = Frame::new(site, "title-guide").at(PageAddress::Guide);
    finish(&Guide { frame }, 200, Size::Small)
}

/// `/check`: eight questions.
pub(crate) fn check(site: SiteLanguage<'_>) -> Page {
    let frame = Frame::new(site, "title-check").at(PageAddress::Check);
    finish(&SelfCheckTemplate { frame }, 200, Size::Small)
}

/// What came of the eight questions.
pub(crate) fn checked(site: SiteLanguage<'_>, answered: &Answered) -> Page {
    let (next, next_words) = match answered.risk() {
        Risk::Low => (PageAddress::Start, "check-next"),
        Risk::Medium | Risk::High => (PageAddress::Guide, "nav-guide"),
    };
    let page = SelfCheckedTemplate {
        frame: Frame::new(site, "title-check-result").at(PageAddress::Check),
        answered,
        next,
        next_words,
    };
    finish(&page, 200, Size::Small)
}

/// `/rights`: what Article 13 of the Directive asks for.
pub(crate) fn rights(site: SiteLanguage<'_>, view: &RightsView) -> Page {
    let frame = Frame::new(site, "title-rights").at(PageAddress::Rights);
    finish(&Rights { frame, view }, 200, Size::Small)
}

/// `/about`: who runs the site, and the privacy notice.
pub(crate) fn about(site: SiteLanguage<'_>, view: &AboutView) -> Page {
    let frame = Frame::new(site, "title-about").at(PageAddress::About);
    let months = view.months.to_string();
    finish(
        &About {
            frame,
            view,
            months,
        },
        200,
        Size::Small,
    )
}

/// `/how`: the way of a report, what is kept and what can't be promised.
pub(crate) fn how(site: SiteLanguage<'_>, keeping: Keeping) -> Page {
    let page = How {
        frame: Frame::new(site, "title-how").at(PageAddress::How),
        reply_days: keeping.reply_days.to_string(),
        form_days: keeping.form_days.to_string(),
        entry_days: keeping.entry_days.to_string(),
        code_months: keeping.code_months.to_string(),
    };
    finish(&page, 200, Size::Small)
}

/// `/accessibility`: the statement that Cabinet Regulation No. 445 asks for.
pub(crate) fn accessibility(site: SiteLanguage<'_>, statement: &Statement) -> Page {
    let page = Accessibility {
        frame: Frame::new(site, "title-accessibility").at(PageAddress::Accessibility),
        statement,
        prepared: crate::rules::calendar::date_words::day_on(site.language, statement.prepared),
        assessed: statement
            .assessed
            .map(|day| crate::rules::calendar::date_words::day(site.language, day)),
    };
    finish(&page, 200, Size::Small)
}

/// `/exit`: public holidays of a year, and not a word of anything else.
pub(crate) fn exit(site: SiteLanguage<'_>, year: i16, holidays: &[(Day, &str)]) -> Page {
    let year = year.to_string();
    let mut frame = Frame::new(site, "title-start");
    frame.title = frame.say_with("calendar-title", [("year", &year)]);
    let holidays = holidays
        .iter()
        .map(|(day, name)| Holiday {
            day: crate::rules::calendar::date_words::day(site.language, *day),
            weekday: weekday(site.language, *day),
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

/// More are found by what they are responsible for, or by name.
const READ_AT_A_GLANCE: usize = 7;
