//! Where a code is entered: one field, empty at first and after a rejected code.
//!
//! Never shows a code.

use askama::Template;

use super::form_questions::ProblemLine;
use super::shown_form::ProblemSummary;
use super::{Frame, Page, PageAddress, SiteLanguage, Size, finish};
use crate::intake::web::rejection::Rejection;

#[derive(Template)]
#[template(path = "return.html")]
struct ReturnTemplate<'a> {
    frame: Frame,
    problems: ProblemSummary,
    nonce: &'a str,
}

/// `/return`: one field for the code. The nonce is this page's own: with the same code it leads to
/// the same new code again, for who has the page and nobody else.
pub(crate) fn come_back(site: SiteLanguage<'_>, nonce: &str) -> Page {
    let page = ReturnTemplate {
        frame: Frame::new(site, "title-return").at(PageAddress::Return),
        problems: ProblemSummary::none(),
        nonce,
    };
    finish(&page, 200, Size::Medium)
}

/// The field comes back empty: a code is pasted or read from paper again, and a code
/// in a page is one more copy of it.
pub(crate) fn rejected_code(site: SiteLanguage<'_>, rejection: Rejection, nonce: &str) -> Page {
    let (what, why) = rejection.words();
    let frame = Frame::new(site, "title-return")
        .at(PageAddress::Return)
        .with_problem();
    let page = ReturnTemplate {
        problems: ProblemSummary {
            lines: vec![ProblemLine {
                anchor: "code".to_owned(),
                text: frame.say("return-again"),
            }],
            heading: what,
            note: why,
        },
        frame,
        nonce,
    };
    finish(&page, rejection.status(), Size::Medium)
}
