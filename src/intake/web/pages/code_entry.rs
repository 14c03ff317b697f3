//! Where a code is entered: one field, empty at first and after a rejected code.
//!
//! Never shows a code: of one that was mistyped, the digits that were read.

use askama::Template;
use zeroize::Zeroizing;

use super::form_questions::ProblemLine;
use super::shown_form::ProblemSummary;
use super::{Frame, Page, PageAddress, SiteLanguage, Size, finish};
use crate::intake::web::rejection::Rejection;
use crate::report::receipt::{DIGITS, TypedDigits};

#[derive(Template)]
#[template(path = "return.html")]
struct ReturnTemplate<'a> {
    frame: Frame,
    problems: ProblemSummary,
    nonce: &'a str,
    /// What was typed, to be mended; empty at first, and of a code that opens nothing.
    typed: Zeroizing<String>,
    counted: Option<String>,
}

/// `/return`: one field for the code. The nonce is this page's own: with the same code it leads to
/// the same new code again, for who has the page and nobody else.
pub(crate) fn come_back(site: SiteLanguage<'_>, nonce: &str) -> Page {
    let page = ReturnTemplate {
        frame: Frame::new(site, "title-return").at(PageAddress::Return),
        problems: ProblemSummary::none(),
        nonce,
        typed: Zeroizing::default(),
        counted: None,
    };
    finish(&page, 200, Size::Medium)
}

/// A mistyped code comes back as it was read, in fours, with its digits counted. One that opens
/// nothing does not: it may be right, and a code in a page is one more copy of it.
pub(crate) fn rejected_code(
    site: SiteLanguage<'_>,
    rejection: Rejection,
    nonce: &str,
    typed: Option<&TypedDigits>,
) -> Page {
    let (what, why) = rejection.words();
    let frame = Frame::new(site, "title-return")
        .at(PageAddress::Return)
        .with_problem();
    let counted = typed.map(|typed| match typed.count() {
        DIGITS => frame.say("return-typed-all"),
        count => frame.say_with("return-typed", [("count", count.to_string())]),
    });
    let page = ReturnTemplate {
        typed: typed.map(TypedDigits::in_fours).unwrap_or_default(),
        counted,
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
