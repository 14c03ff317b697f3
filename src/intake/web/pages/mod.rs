//! Pages as pure functions: from what is known to finished HTML.
//!
//! Keeps the pages' part of P3 (size says little) and of P2 (nothing but words:
//! no script, cookie, image, font, or address of anyone else). Knows askama and the
//! words. Never knows HTTP, the store, or the hour.
//!
//! ```text
//!   view ─▶ askama template ─▶ escaped HTML ─▶ padded to 32, 128 or 512 KiB ─▶ Page
//! ```
//!
//! Everything a person typed passes askama's escaping on its way into a page; the
//! only text that does not is the stylesheet. `style_source` is what a content
//! security policy has to allow.
//!
//! Sizes: pages to read are 32 KiB; forms, and every outcome of sending one, 128 KiB;
//! only long answers, or a long text shown again, make 512 KiB. So who counts bytes
//! can't tell a code that opens something from one that does not.

use std::borrow::Borrow;
use std::fmt::{self, Write as _};
use std::sync::LazyLock;

use askama::Template;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use zeroize::Zeroizing;

use crate::keys::digest::Sha256;
use crate::text::{self, Language, Languages};

mod addition_form;
mod code_entry;
mod form_questions;
mod information;
mod rejection;
mod report_form;
mod review;
mod shown_form;
mod statistics;
mod visit;

pub(crate) use addition_form::{AdditionView, addition, locked};
pub(crate) use code_entry::{come_back, rejected_code};
pub(crate) use information::{
    AboutView, AreaFamily, AreaView, Calls, Contact, InstitutionPage, InstitutionView, Keeping,
    PointView, ReaderView, RightsView, StartView, Statement, about, accessibility, areas, check,
    checked, exit, guide, how, institution, rights, start,
};
pub(crate) use rejection::{not_found, rejection};
pub(crate) use report_form::{EarlierView, FormView, form, received};
pub(crate) use review::{ReviewView, review};
pub(crate) use shown_form::FileLimits;
pub(crate) use statistics::statistics;
pub(crate) use visit::{
    Accounted, AddView, AnswersView, CodeIs, EntryOverdue, FreshIs, LedgerLine, OfferedFile,
    ReplyFiles, ReplyView, added, answers, fresh_code,
};

/// Finished HTML and its status. Wiped when dropped: it may show a code or answers.
pub(crate) struct Page {
    status: u16,
    html: Zeroizing<String>,
}

/// What every HTML page's length is, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Size {
    /// 32 KiB: pages to read.
    Small,
    /// 128 KiB: forms and what comes of them.
    Medium,
    /// 512 KiB: long answers, or a long text shown again.
    Large,
}

/// Where a page is: `/…` in the first language, `/en/…` in another. The words are neutral,
/// since a history or a bystander may see them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PageAddress<'a> {
    Start,
    Guide,
    Check,
    Rights,
    How,
    Statistics,
    Accessibility,
    About,
    /// Who is responsible for what, where there are many institutions.
    Areas,
    /// What there is to know of an institution, by its slug.
    Institution(&'a str),
    /// The form to an institution, by its slug.
    Form(&'a str),
    /// Where that form goes (POST only). An address of its own: browsers lead back from it to the
    /// form as it was left, and not past it.
    Send(&'a str),
    /// Where that form is read over before it is sent (POST only).
    Review(&'a str),
    Return,
    /// Where a fresh code is confirmed (POST only).
    Open,
    /// Where an addition goes (POST only).
    Add,
    /// Where a file of an answer is asked for (POST only).
    File,
    Exit,
}

/// A code for showing: its digits in groups of four.
#[derive(Clone, Copy)]
pub(in crate::intake) struct ShownCode<'a> {
    digits: &'a str,
}

/// One language among those of the site.
#[derive(Clone, Copy)]
pub(crate) struct SiteLanguage<'a> {
    pub language: Language,
    pub all: &'a Languages,
}

/// What the head and foot of a page need.
pub(in crate::intake) struct Frame {
    language: Language,
    /// What stands before the page's address.
    prefix: String,
    title: String,
    /// The same page in every language, where that loses nothing.
    elsewhere: Vec<Elsewhere>,
    all: Vec<(Language, String)>,
    links: Links,
}

/// A page in one of the languages.
struct Elsewhere {
    language: Language,
    path: String,
}

/// Does a page lead to others?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Everywhere,
    /// It holds words or a code that would be lost: only the quick exit leads away.
    NoneAway,
}

impl Page {
    /// HTTP status code.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The HTML, exactly one of three lengths.
    #[cfg(test)]
    pub(crate) fn html(&self) -> &str {
        &self.html
    }

    /// The HTML, moved out.
    pub(crate) fn into_html(self) -> Zeroizing<String> {
        self.html
    }
}

impl Size {
    /// All three, rising.
    pub(crate) const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// Bytes.
    pub(crate) const fn bytes(self) -> usize {
        match self {
            Self::Small => 32 << 10,
            Self::Medium => 128 << 10,
            Self::Large => 512 << 10,
        }
    }

    /// The least size from `least` on that holds `length` bytes and the padding's marks.
    fn holding(length: usize, least: Self) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|size| *size >= least && length + PADDING_MARKS <= size.bytes())
    }
}

impl PageAddress<'_> {
    /// The path, behind a language's prefix.
    pub(crate) fn path(self, prefix: &str) -> String {
        match self {
            Self::Areas => format!("{prefix}/areas"),
            Self::Institution(institution) => format!("{prefix}/at/{institution}"),
            Self::Form(institution) => format!("{prefix}/to/{institution}"),
            Self::Send(institution) => format!("{prefix}/to/{institution}/send"),
            Self::Review(institution) => format!("{prefix}/to/{institution}/review"),
            Self::Start => format!("{prefix}/"),
            Self::Guide => format!("{prefix}/before"),
            Self::Check => format!("{prefix}/check"),
            Self::Rights => format!("{prefix}/rights"),
            Self::How => format!("{prefix}/how"),
            Self::Statistics => format!("{prefix}/statistics"),
            Self::Accessibility => format!("{prefix}/accessibility"),
            Self::About => format!("{prefix}/about"),
            Self::Return => format!("{prefix}/return"),
            Self::Open => format!("{prefix}/open"),
            Self::Add => format!("{prefix}/add"),
            Self::File => format!("{prefix}/file"),
            Self::Exit => format!("{prefix}/exit"),
        }
    }
}

impl ShownCode<'_> {
    fn groups(&self) -> impl Iterator<Item = &str> {
        // Bytes that are not ASCII never come from a code; then the whole is one group.
        let step = if self.digits.is_ascii() {
            4
        } else {
            self.digits.len().max(1)
        };
        (0..self.digits.len())
            .step_by(step)
            .map(move |at| &self.digits[at..self.digits.len().min(at + step)])
    }
}

impl SiteLanguage<'_> {
    /// Where a page is in this language.
    pub(crate) fn path(self, place: PageAddress<'_>) -> String {
        place.path(&self.all.prefix(self.language))
    }
}

impl Frame {
    fn new(site: SiteLanguage<'_>, title: &'static str) -> Self {
        let all = site.all.iter();
        Self {
            language: site.language,
            prefix: site.all.prefix(site.language),
            title: text::say(site.language, title),
            elsewhere: Vec::new(),
            all: all
                .map(|language| (language, site.all.prefix(language)))
                .collect(),
            links: Links::Everywhere,
        }
    }

    /// What stands on the page would be lost with it.
    fn holding_words(mut self) -> Self {
        self.links = Links::NoneAway;
        self
    }

    fn leads_away(&self) -> bool {
        self.links == Links::Everywhere
    }

    /// The same page exists in every language at `place`.
    fn at(mut self, place: PageAddress) -> Self {
        let all = self.all.iter().map(|(language, prefix)| Elsewhere {
            language: *language,
            path: place.path(prefix),
        });
        self.elsewhere = all.filter(|_| self.all.len() > 1).collect();
        self
    }

    /// The tab says that something has to be corrected.
    fn with_problem(mut self) -> Self {
        self.title = self.say_with("frame-error-title", [("title", self.title.as_str())]);
        self
    }

    fn say(&self, id: &str) -> String {
        text::say(self.language, id)
    }

    fn say_with<'t, T: AsRef<str>>(
        &self,
        id: &str,
        arguments: impl AsRef<[(&'t str, T)]>,
    ) -> String {
        let arguments: Vec<(&str, &str)> = arguments
            .as_ref()
            .iter()
            .map(|(name, text)| (*name, text.as_ref()))
            .collect();
        text::say_with(self.language, id, &arguments)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    fn say_number(&self, id: &str, number: &usize) -> String {
        self.say_with(id, [("number", number.to_string())])
    }

    fn path<'p>(&self, place: impl Borrow<PageAddress<'p>>) -> String {
        place.borrow().path(&self.prefix)
    }

    #[expect(clippy::unused_self, reason = "templates reach it through the frame")]
    fn style(&self) -> &'static str {
        STYLE
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({}, {} bytes)", self.status, self.html.len())
    }
}

/// The value for `style-src` in a content security policy: `'sha256-…'`.
pub(crate) fn style_source() -> &'static str {
    static SOURCE: LazyLock<String> = LazyLock::new(|| format!("'sha256-{}'", style_hash()));
    &SOURCE
}

/// SHA-256 of the one inline stylesheet, in base64.
pub(crate) fn style_hash() -> &'static str {
    static HASH: LazyLock<String> =
        LazyLock::new(|| BASE64_STANDARD.encode(Sha256::of(STYLE.as_bytes())));
    &HASH
}

/// Renders and pads. Pages whose length depends on strangers ask [`length_of`] first;
/// should another ever be longer than 512 KiB, it is padded to a multiple of that.
fn finish(template: &impl Template, status: u16, least: Size) -> Page {
    let length = length_of(template);
    let whole = Size::holding(length, least).map_or_else(
        || (length + PADDING_MARKS).next_multiple_of(Size::Large.bytes()),
        Size::bytes,
    );
    // Full size from the start: growing would leave copies behind that nobody wipes.
    let mut html = Zeroizing::new(String::with_capacity(whole));
    render(template, &mut *html);
    let fill = whole.saturating_sub(html.len() + PADDING_MARKS);
    html.push_str(PADDING_OPENS);
    push_dots(&mut html, fill);
    html.push_str(PADDING_CLOSES);
    Page { status, html }
}

/// In long pieces: a page is mostly padding.
fn push_dots(html: &mut String, mut count: usize) {
    const DOTS: &str = "................................................................";
    while count > 0 {
        let piece = &DOTS[..count.min(DOTS.len())];
        html.push_str(piece);
        count -= piece.len();
    }
}

/// Does it fit one of the three sizes?
fn fits(template: &impl Template) -> bool {
    Size::holding(length_of(template), Size::Small).is_some()
}

/// Bytes of the rendered template, without keeping them.
fn length_of(template: &impl Template) -> usize {
    let mut measure = Measure(0);
    render(template, &mut measure);
    measure.0
}

fn render(template: &impl Template, into: &mut impl fmt::Write) {
    template
        .render_into(into)
        .expect("writing to memory does not fail, and no template returns an error of its own");
}

/// Counts what is written.
struct Measure(usize);

impl fmt::Write for Measure {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }
}

/// Bytes of `text` after HTML escaping.
fn escaped_length(text: &str) -> usize {
    let mut measure = Measure(0);
    write!(
        measure,
        "{}",
        askama::filters::escape(text, askama::filters::Html).expect("infallible")
    )
    .expect("counting does not fail");
    measure.0
}

const STYLE: &str = text::STYLE;
const PADDING_OPENS: &str = "<!--";
const PADDING_CLOSES: &str = "-->";
const PADDING_MARKS: usize = PADDING_OPENS.len() + PADDING_CLOSES.len();
/// File inputs in a form, each for several files.
const FILE_INPUTS: usize = 3;

#[cfg(test)]
mod tests;
