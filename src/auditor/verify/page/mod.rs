//! The audit report as a page for the printer: one file of HTML, complete in itself.
//!
//! Knows sentences. Never knows what they are about.

use askama::Template;

use crate::text::Language;

/// What the page says, in its order.
#[derive(Template)]
#[template(path = "audit.html")]
pub(super) struct AuditPage {
    pub language: Language,
    pub title: String,
    pub summary: Vec<String>,
    pub standing_title: String,
    pub standing: Vec<String>,
    /// What the marks mean.
    pub legend: String,
    pub groups: Vec<ShownGroup>,
    pub more: Option<String>,
}

/// What is said of the ledger, or of one institution.
pub(super) struct ShownGroup {
    pub title: String,
    /// What is of no case first, under no title.
    pub cases: Vec<(String, Vec<ShownFinding>)>,
}

pub(super) struct ShownFinding {
    pub mark: &'static str,
    pub sentence: String,
}

impl AuditPage {
    pub(super) fn html(&self) -> String {
        self.render().expect("the template writes into memory only")
    }
}
