//! Rejections as pages. A rejected code brings back the page that asks for one.

use askama::Template;

use super::code_entry::rejected_code;
use super::{Frame, Page, PageAddress, SiteLanguage, Size, finish, fits};
use crate::intake::web::rejection::Rejection;
use crate::text::Languages;

#[derive(Template)]
#[template(path = "rejection.html")]
struct RejectedTemplate {
    frame: Frame,
    what: &'static str,
    kept: Option<&'static str>,
    next: &'static str,
    may_go_back: bool,
    onward: PageAddress<'static>,
    onward_words: &'static str,
}

/// Constant words in the reporter's language: what happened, whether anything was
/// kept, what to do next.
pub(crate) fn rejection(site: SiteLanguage<'_>, rejection: Rejection) -> Page {
    match rejection {
        Rejection::TypoInCode | Rejection::CodeOpensNothing | Rejection::VisitUnsettled => {
            rejected_code(site, rejection, "", None)
        }
        _ => rejected(site, rejection),
    }
}

/// What is not there, wherever no language is known.
pub(crate) fn not_found(all: &Languages) -> Page {
    let language = all.default();
    rejection(SiteLanguage { language, all }, Rejection::NotFound)
}

/// A form's page with what was written; a refusal, if no page could hold it.
pub(super) fn form_page(site: SiteLanguage<'_>, page: &impl Template, status: u16) -> Page {
    if fits(page) {
        finish(page, status, Size::Medium)
    } else {
        rejection(site, Rejection::TooLarge)
    }
}

fn rejected(site: SiteLanguage<'_>, rejection: Rejection) -> Page {
    let (what, next) = rejection.words();
    let (onward, onward_words) = match rejection {
        Rejection::Unavailable | Rejection::VisitUnsure => (PageAddress::Return, "start-return"),
        _ => (PageAddress::Start, "rejection-start"),
    };
    let page = RejectedTemplate {
        frame: Frame::new(site, "title-rejection").at(PageAddress::Start),
        what,
        kept: rejection.kept().words(),
        next,
        may_go_back: rejection.may_go_back(),
        onward,
        onward_words,
    };
    finish(&page, rejection.status(), Size::Small)
}
