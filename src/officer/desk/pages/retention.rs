//! Keeping and deleting: what is due, what is held, and one case's deletion before it is confirmed.

use askama::Template;

use super::action::FormProblem;
use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// One case of the list.
pub(in crate::officer::desk) struct RetentionLine {
    pub case: String,
    /// Empty for a case that is not here any more.
    pub title: String,
    pub words: String,
    pub reason: String,
}

/// Those of one kind.
pub(in crate::officer::desk) struct RetentionGroup {
    pub slug: &'static str,
    pub heading: String,
    pub lines: Vec<RetentionLine>,
}

/// What is deleted with a case, and what an officer can do about it.
#[derive(Default)]
pub(in crate::officer::desk) struct RetentionCaseView {
    pub case: String,
    pub title: String,
    pub words: String,
    pub hold: Option<HoldView>,
    pub may_be_deleted: bool,
    /// It was confirmed before: nothing but finishing it is left.
    pub is_unfinished: bool,
    pub is_recorded: bool,
    /// What goes, each a line.
    pub takes: Vec<String>,
    /// What stays, or has to be seen to elsewhere.
    pub leaves: Vec<String>,
    /// As it was typed.
    pub reason: String,
    pub problems: Vec<FormProblem>,
}

pub(in crate::officer::desk) struct HoldView {
    pub since: String,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "retention/list.html")]
struct RetentionListTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    groups: &'a [RetentionGroup],
}

#[derive(Template)]
#[template(path = "retention/case.html")]
struct RetentionCaseTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a RetentionCaseView,
}

pub(in crate::officer::desk) fn list(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    groups: &[RetentionGroup],
) -> DeskPage {
    let template = RetentionListTemplate {
        frame,
        notices,
        groups,
    };
    finish(&template, 200)
}

pub(in crate::officer::desk) fn case(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    view: &RetentionCaseView,
) -> DeskPage {
    let status = if view.problems.is_empty() { 200 } else { 422 };
    let template = RetentionCaseTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, status)
}
