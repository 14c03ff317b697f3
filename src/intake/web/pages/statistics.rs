//! `/statistics`: the tables of the last published release.

use askama::Template;

use super::{Frame, Page, PageAddress, SiteLanguage, Size, finish};
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
    /// Which language the tables are in, if not the page's.
    other: Option<Language>,
    all: &'a [PageTable],
}

/// The page, or an honest sentence if no release was put there.
pub(crate) fn statistics(site: SiteLanguage<'_>, shown: Option<&ShownRelease>) -> Page {
    let shown = shown.map(|shown| {
        let (language, all) = shown.tables(site.language);
        let (year, threshold) = (shown.year.to_string(), shown.threshold.to_string());
        Tables {
            lead: text::say_with(site.language, "statistics-lead", &[("year", &year)]),
            legend: text::say_with(
                language,
                "figures-status-note",
                &[("threshold", &threshold)],
            ),
            other: (language != site.language).then_some(language),
            all,
        }
    });
    let frame = Frame::new(site, "title-statistics").at(PageAddress::Statistics);
    finish(&Statistics { frame, shown }, 200, Size::Small)
}
