//! Several cases at once: what one confirmation will do in each.

use askama::Template;

use super::action::{FormProblem, SelectField};
use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// What the page shows.
pub(in crate::officer::desk) struct ManyView {
    /// By which the choice is remembered.
    pub number: String,
    /// Of the action.
    pub name: String,
    pub chosen: Vec<ChosenCase>,
    pub left: Vec<LeftCase>,
    /// As the first of their reporters will read it, were it in the desk's language.
    pub letter: Option<String>,
    /// A list of which one word is chosen, for all of them.
    pub reasons: Option<SelectField>,
    pub problems: Vec<FormProblem>,
}

/// It will be done here.
pub(in crate::officer::desk) struct ChosenCase {
    pub case: String,
    pub title: String,
}

/// It can't be done here.
pub(in crate::officer::desk) struct LeftCase {
    pub case: String,
    pub title: String,
    pub why: String,
}

#[derive(Template)]
#[template(path = "acting/many.html")]
struct ManyTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a ManyView,
}

pub(in crate::officer::desk) fn many(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    view: &ManyView,
) -> DeskPage {
    let status = if view.problems.is_empty() { 200 } else { 422 };
    let template = ManyTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, status)
}
