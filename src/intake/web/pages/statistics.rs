//! `/statistics`: the tables of the last published release.

use askama::Template;

use super::{Frame, Page, PageAddress, Size, finish};
use crate::intake::web::statistics_file::ShownRelease;
use crate::statistics::page::tables::PageTable;
use crate::text::{self, Language};

#[derive(Template)]
#[template(path = "statistics.html")]
struct Statistics<'a> {
    frame: Frame,
    shown: Option<Tables<'a>>,
}

struct Tables<'a> {
    lead: String,
    legend: String,
    all: &'a [PageTable],
}

/// The page, or an honest sentence if no release was put there.
pub(crate) fn statistics(language: Language, shown: Option<&ShownRelease>) -> Page {
    let shown = shown.map(|shown| {
        let (year, threshold) = (shown.year.to_string(), shown.threshold.to_string());
        Tables {
            lead: text::say_with(language, "statistics-lead", &[("year", &year)]),
            legend: text::say_with(
                language,
                "figures-status-note",
                &[("threshold", &threshold)],
            ),
            all: shown.tables(language),
        }
    });
    let frame = Frame::new(language, "title-statistics").at(PageAddress::Statistics);
    finish(&Statistics { frame, shown }, 200, Size::Small)
}
